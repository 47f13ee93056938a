"""How each outcome looks in every written form: two colours and a shape of its own, so that no form depends on colour.

Dark colours have a contrast of at least 4.5 to white and to the light colour beside them.
"""

from __future__ import annotations

from ..core.outcome import Outcome

INK, MUTED, LINE, SOFT, ACCENT, LINK = "#1b2733", "#4f5b67", "#d5dbe0", "#f4f6f7", "#14425c", "#0a558c"

#: The mark of sample data: its letters and its ground.
MARK, MARK_GROUND = "#3c2f00", "#fff3c4"

#: What a map lies on where it shows nothing.
MAP_GROUND = "#f3f5f4"

#: Dark colour and light colour.
COLORS: dict[Outcome, tuple[str, str]] = {
    Outcome.DISCUSS: ("#a63a0a", "#fcf0e9"),
    Outcome.CONSIDER: ("#735800", "#faf4df"),
    Outcome.SUPPORTS: ("#12625b", "#e7f2f0"),
    Outcome.CLEAR: ("#44546a", "#eef1f4"),
    Outcome.NO_DATA: ("#5a4d77", "#f1eef6"),
    Outcome.NOT_CHECKED: ("#84285a", "#f8ecf3"),
    Outcome.NOT_RELEVANT: ("#5b636b", "#f1f2f3"),
    Outcome.QUESTION: ("#1a5296", "#eaf1f9"),
}

#: Shapes as SVG in a square of 16, drawn in ``currentColor``.
SHAPES: dict[Outcome, str] = {
    Outcome.DISCUSS: '<path fill="currentColor" d="M8 1c4 0 7 2.5 7 5.8s-3 5.8-7 5.8c-.7 0-1.3-.1-1.9-.2L2.6 15l.6-3.7'
    'C1.8 10.2 1 8.6 1 6.8 1 3.5 4 1 8 1z"/>',
    Outcome.CONSIDER: '<path fill="currentColor" d="M8 1.2 15.3 14.5H.7z"/>',
    Outcome.SUPPORTS: '<path fill="currentColor" d="M2 2h12v12H2z"/>'
    '<path fill="none" stroke="#fff" stroke-width="1.8" d="M5 11 11 5M6.5 5H11v4.5"/>',
    Outcome.CLEAR: '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.8"/>',
    Outcome.NO_DATA: '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.8" '
    'stroke-dasharray="2.7 2"/>',
    Outcome.NOT_CHECKED: '<path fill="none" stroke="currentColor" stroke-width="1.8" '
    'd="M8 1.6 14.4 8 8 14.4 1.6 8zM5 11l6-6"/>',
    Outcome.NOT_RELEVANT: '<path fill="currentColor" d="M2 7h12v2H2z"/>',
    Outcome.QUESTION: '<rect x="1.5" y="1.5" width="13" height="13" rx="2.5" fill="none" stroke="currentColor" '
    'stroke-width="1.6"/><path fill="none" stroke="currentColor" stroke-width="1.7" '
    'd="M5.8 6.2c0-2.7 4.4-2.6 4.4-.1 0 1.7-2.2 1.7-2.2 3.3"/><circle cx="8" cy="11.7" r="1.05" fill="currentColor"/>',
}


def shape(outcome: Outcome, color: str = "") -> str:
    """The shape of an outcome in ``color`` (by default its dark one), for a drawing that knows no ``currentColor``."""
    return SHAPES[outcome].replace("currentColor", color or COLORS[outcome][0])
