"""Moments as files keep them: ISO 8601 with the offset from UTC."""

from __future__ import annotations

import datetime


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
