"""How long the main thread was kept, as rows of the table: of what ``journey.slow.Meter`` told, turn by turn."""

from __future__ import annotations

import statistics
from typing import Any, Optional

from journey.gaps import PROMISED

from .conftest import Table

#: The longest (ms) that the window is promised to stand still.
LIMIT = PROMISED

Told = list[dict[str, Any]]


def add_block(table: Table, what: str, told: Told, about: str = "", peer: Optional[Told] = None) -> None:
    """Add the longest block of our own (ms) while ``what`` goes on, the median of the turns.

    With ``peer``, which has a row by :func:`add_peer`, also how many times as long the window stands still for that.
    """
    waiting = statistics.median(each["longest"] for each in told)
    detail = f"{_spread(told)}; with the waiting for a core {waiting:.0f}"
    name = f"dock: longest block, {what}"
    table.add(f"{name}, median", _median(told), "ms", LIMIT, f"{detail}; {about}" if about else detail)
    if peer is not None:
        table.add(f"{name}: peer ÷ ours", _median(peer) / _median(told), "×")


def add_peer(table: Table, what: str, told: Told, about: str = "") -> None:
    """Add the longest block (ms) while QGIS does the like by its own means in the same window."""
    table.add(f"peer: longest block, {what}, median", _median(told), "ms", None, f"{_spread(told)}; {about}")


def _median(told: Told) -> float:
    return statistics.median(each["longest_of_ours"] for each in told)


def _spread(told: Told) -> str:
    blocks = [each["longest_of_ours"] for each in told]
    return f"{len(told)} turns, {min(blocks):.0f}–{max(blocks):.0f} ms"
