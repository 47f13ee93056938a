"""What a remote dataset looked like when it was tried against its live service, and what has changed since."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping, Optional

from .. import codec
from ..files import replace_text
from ..messages import Message, MessageError
from ..versions import FileFormat

_FORMAT = FileFormat("plandialog-seen", version=1, key="datasets")

# How much (%) the number of features may differ before it is worth a word.
_COUNT_CHANGE = 10


@dataclass(frozen=True)
class Seen:
    """One dataset as its service had it.

    ``day`` is an ISO date, ``source`` the uri that was asked, ``crs`` the CRS that was answered in, ``geometry`` as in
    the package format, ``count`` None where the service does not count and ``moved`` where it has moved to.
    """

    day: str
    source: str
    geometry: str
    crs: str
    columns: tuple[str, ...]
    count: Optional[int] = None
    moved: str = ""


class SeenError(MessageError):
    """What was seen cannot be kept; ``message`` says why."""


def changes(before: Seen, now: Seen) -> tuple[Message, ...]:
    """What is different ``now``, of what a package may depend on."""
    notes = []
    for code, gone in (
        ("seen-columns-gone", [each for each in before.columns if each not in now.columns]),
        ("seen-columns-new", [each for each in now.columns if each not in before.columns]),
    ):
        if gone:
            notes.append(Message(code, {"fields": ", ".join(gone), "since": before.day}))
    for code, was, is_now in (
        ("seen-geometry", before.geometry, now.geometry),
        ("seen-crs", before.crs, now.crs),
        ("seen-source", before.source, now.source),
    ):
        if was != is_now:
            notes.append(Message(code, {"before": was, "now": is_now, "since": before.day}))
    if before.count is not None and now.count is not None:
        difference = abs(now.count - before.count)
        if 100 * difference > _COUNT_CHANGE * max(before.count, 1):
            notes.append(Message("seen-count", {"before": before.count, "now": now.count, "since": before.day}))
    return tuple(notes)


def read_seen(path: Path) -> dict[str, Seen]:
    """What was seen last time, by dataset; nothing where there is no such file or it cannot be read.

    It is a help to compare with, never something that is needed.
    """
    try:
        content = _FORMAT.content(json.loads(path.read_text(encoding="utf-8")))
        return codec.from_json(dict[str, Seen], content)
    except (OSError, ValueError, RecursionError):
        return {}


def write_seen(path: Path, seen: Mapping[str, Seen]) -> None:
    """Keep what was seen. Raises OSError, and :class:`SeenError` where a newer version has kept something there."""
    if _FORMAT.is_newer_file(path):
        raise SeenError(Message("kept-newer", {"file": path.name}))
    document = _FORMAT.document(codec.to_json(dict(seen)))
    replace_text(path, json.dumps(document, ensure_ascii=False, indent=1) + "\n")
