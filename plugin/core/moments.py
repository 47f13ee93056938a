"""Moments as files keep them: ISO 8601 with the offset from UTC."""

from __future__ import annotations

import datetime
from typing import Iterable


def this_moment() -> str:
    """This moment, to the second."""
    return datetime.datetime.now().astimezone().isoformat(timespec="seconds")


def days_between(earlier: str, later: str) -> int:
    """Whole days from one moment to another, 0 at least; 0 too where one of them is none."""
    try:
        first, last = (datetime.datetime.fromisoformat(each).astimezone() for each in (earlier, later))
    except ValueError:
        return 0
    return max(0, (last - first).days)


def newest(moments: Iterable[str]) -> datetime.datetime:
    """The newest of several moments, in its own zone; this moment where none of them is one."""
    found = []
    for each in moments:
        try:
            moment = datetime.datetime.fromisoformat(each)
        except ValueError:
            continue
        found.append(moment if moment.tzinfo is not None else moment.astimezone())
    return max(found) if found else datetime.datetime.now().astimezone()
