"""Many plan areas put to the same package: what they need of a database is asked for together.

A query per plan area and dataset would take ten thousand times as long as one. The boxes of a chunk of plan areas go to
the database in one statement per dataset, which joins them with its spatial index and hands out each feature that any
of them meets, once. The engine then reads from that as it reads from the database, so that its findings are the same.
"""

from __future__ import annotations

from typing import Iterable, Iterator, Sequence, TypeVar

from .asked import reach_of, wanted_of
from .engine import PreparedPackage
from .planarea import PlanArea
from .remote.opened import OpenRemote

#: How many plan areas go to a database at a time at most. What is there for all of them is held in memory.
CHUNK = 500

Item = TypeVar("Item")


class Batch:
    """The plan areas of one run. A dataset that is away twice in a row is given up for the rest of them, so that it
    does not cost its time for every plan area."""

    def __init__(self, prepared: PreparedPackage) -> None:
        package = prepared.package
        self._remote = [each for each in prepared.datasets.values() if isinstance(each, OpenRemote)]
        self._asked = [
            (each, reach_of(package, each.dataset), wanted_of(package, each.dataset).columns) for each in self._remote
        ]
        for opened in self._remote:
            opened.begin_many()

    def announce(self, areas: Sequence[PlanArea]) -> None:
        """These plan areas are assessed now, in this order."""
        for opened, reach, columns in self._asked:
            opened.announce([area.whole.boundingBox().buffered(reach) for area in areas], columns)

    def finish(self) -> None:
        """Let go of what was fetched."""
        for opened in self._remote:
            opened.end_many()


def chunks(items: Iterable[Item], size: int = CHUNK) -> Iterator[list[Item]]:
    """``items`` in lists of ``size``, the last as long as what is left."""
    chunk: list[Item] = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
