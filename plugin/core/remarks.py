"""What the planner adds to a finding: an answer, or that it is inaccurate or already handled. The finding stays."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Iterable

from .text import Text


class RemarkKind(str, Enum):
    """Why the planner speaks. The value is the id used in files; :data:`REMARK_LABELS` has what a person reads."""

    ANSWER = "answer"
    INACCURATE = "inaccurate"
    HANDLED = "handled"


REMARK_LABELS: dict[RemarkKind, Text] = {
    RemarkKind.ANSWER: Text("Planerarens svar", "The planner’s answer"),
    RemarkKind.INACCURATE: Text("Planeraren: stämmer inte", "The planner: inaccurate"),
    RemarkKind.HANDLED: Text("Planeraren: redan hanterat", "The planner: already handled"),
}


@dataclass(frozen=True)
class Remark:
    """One remark on the finding of ``check``. ``made`` is ISO 8601 with its offset from UTC."""

    check: str
    kind: RemarkKind
    text: str
    made: str


def with_remark(remarks: Iterable[Remark], fresh: Remark) -> tuple[Remark, ...]:
    """``remarks`` with ``fresh`` in place of any on the same check; a blank text takes that away."""
    kept = [remark for remark in remarks if remark.check != fresh.check]
    return (*kept, fresh) if fresh.text.strip() else tuple(kept)
