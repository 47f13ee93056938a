"""Many plan areas put to the same package: what they need of a database is asked for together.

A query per plan area and dataset would take ten thousand times as long as one. The boxes of a chunk of plan areas go to
the database in one statement per dataset, which joins them with its spatial index and hands out each feature that any
of them meets, once. The engine then reads from that as it reads from the database, so that its findings are the same.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Iterable, Iterator, Sequence, TypeVar

from ..core.reach import check_reach
from .engine import PreparedPackage
from .geometry import Cancelled, margin
from .inspection import columns_of
from .measures import measure_specs
from .planarea import PlanArea
from .remote.fetching import Patience
from .remote.opened import OpenRemote
from .sources import SourceError

#: How many plan areas go to a database at a time. What is there for all of them is held in memory.
CHUNK = 500

_DATABASES_AT_ONCE = 8

Item = TypeVar("Item")


class Batch:
    """The plan areas of one run. A dataset that cannot be had is left alone for a while, so that a service that is away
    costs its time once, not for every plan area."""

    def __init__(self, prepared: PreparedPackage) -> None:
        self._prepared = prepared
        self._remote = [each for each in prepared.datasets.values() if isinstance(each, OpenRemote)]
        for opened in self._remote:
            opened.rests = True

    def announce(self, areas: Sequence[PlanArea], cancelled: Cancelled = lambda: False) -> None:
        """Fetch what the coming plan areas need, in place of what was fetched for those before."""
        patience = Patience(time.monotonic() + self._prepared.deadline, cancelled)
        together = [opened for opened in self._remote if opened.asks_together]
        if not together or not areas:
            return
        with ThreadPoolExecutor(_DATABASES_AT_ONCE, "plandialog-batch") as pool:
            for _ in pool.map(lambda opened: self._fetch(opened, areas, patience), together):
                if cancelled():
                    return

    def finish(self) -> None:
        """Let go of what was fetched."""
        for opened in self._remote:
            opened.forget()

    def _fetch(self, opened: OpenRemote, areas: Sequence[PlanArea], patience: Patience) -> None:
        reach = self._reach(opened)
        boxes = [area.whole.boundingBox().buffered(reach) for area in areas]
        try:
            opened.fetch_together(boxes, self._columns(opened), patience)
        except SourceError:
            # Each plan area asks for itself then, and its findings say what is wrong.
            opened.forget()

    def _reach(self, opened: OpenRemote) -> float:
        """How far around a plan area (m) any check looks at the dataset, or needs to know what another covers."""
        package, specs = self._prepared.package, measure_specs()
        reaches = [0.0]
        for _, check in package.checks:
            dataset = package.datasets.get(check.dataset or "")
            if dataset is not None and opened.dataset.id in (dataset.id, dataset.coverage.dataset):
                reaches.append(check_reach(check, specs[check.measure]) + margin(dataset.accuracy))
        return max(reaches)

    def _columns(self, opened: OpenRemote) -> frozenset[str]:
        return columns_of(self._prepared.package, opened.dataset)


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
