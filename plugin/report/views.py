"""The guidance summary as every written form gets it: plain texts in one language, free of QGIS and of any format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..core.outcome import Outcome
from . import texts
from .graphics import Graphic
from .image_views import ImageView


@dataclass(frozen=True)
class RemarkView:
    """What the planner says of a finding: an answer, or that it is inaccurate or handled."""

    label: str
    text: str
    date: str

    @property
    def line(self) -> str:
        """All of it on one line."""
        return f"{self.label} ({self.date}): {self.text}"


@dataclass(frozen=True)
class FindingView:
    """One finding as it is shown. Empty texts are left out. ``package`` is empty where there is only one.

    ``features_label`` and ``classes_label`` say how many there are, ``unit`` is the unit of the region that answers for
    it, ``needed`` what it would take to carry out a check that was not, ``graphic`` the figure as a drawing.
    """

    check: str
    perspective: str
    package: str
    title: str
    outcome: Outcome
    label: str
    figure_label: str
    figure: str
    graphic: Optional[Graphic]
    says: str
    notes: tuple[str, ...]
    covered: str
    features_label: str
    features: str
    classes_label: str
    classes: tuple[str, ...]
    why: str
    do: str
    whom: str
    unit: str
    question: str
    needed: str
    source: str
    stale: str
    trace: tuple[tuple[str, str], ...]
    remark: Optional[RemarkView]


@dataclass(frozen=True)
class Count:
    """How many checks had an outcome."""

    outcome: Outcome
    label: str
    count: int


@dataclass(frozen=True)
class TallyView:
    """How many of how many. ``done`` adds up to ``carried_out``; ``done`` and ``others`` together to ``total``."""

    text: str
    carried_out: int
    total: int
    done: tuple[Count, ...]
    others: tuple[Count, ...]

    @property
    def counts(self) -> tuple[Count, ...]:
        """All outcomes, those of checks that were carried out first; zeros included."""
        return self.done + self.others


@dataclass(frozen=True)
class PerspectiveView:
    """One perspective with all its checks. ``package`` is empty where there is only one."""

    id: str
    title: str
    package: str
    about: str
    outcome: Outcome
    label: str
    tally: TallyView
    unit: str
    decides: str
    speaks: str
    supervises: str
    law: str
    goals: str
    priorities: str
    findings: tuple[FindingView, ...]


@dataclass(frozen=True)
class ContactView:
    """A unit of the region, how to reach it, for what, and how many findings to discuss are its own."""

    unit: str
    email: str
    phone: str
    perspectives: tuple[str, ...]
    discuss: int

    @property
    def ways(self) -> str:
        """How to reach it, on one line; empty where nothing is known."""
        return _ways(self.email, self.phone)


@dataclass(frozen=True)
class QuestionView:
    """A question ready to send, with the check that it comes from."""

    check: str
    title: str
    text: str


@dataclass(frozen=True)
class LetterView:
    """The questions that go to one unit of the region."""

    unit: str
    email: str
    phone: str
    questions: tuple[QuestionView, ...]

    @property
    def ways(self) -> str:
        """How to reach it, on one line; empty where nothing is known."""
        return _ways(self.email, self.phone)


def _ways(email: str, phone: str) -> str:
    return ", ".join(part for part in (email, phone) if part)


@dataclass(frozen=True)
class SourceView:
    """A dataset behind the checks. ``package`` is empty where there is only one."""

    title: str
    package: str
    producer: str
    issued: str
    review: str
    stale: bool
    accuracy: str
    coverage: str
    fetched: str
    licence: str
    link: str


@dataclass(frozen=True)
class Summary:
    """The whole guidance summary of one proposal, in one language. ``packages`` are all that were used, the main one
    first, and ``unused`` says what could not be used and why. ``letters`` are the questions ready to send, by unit;
    ``provenance_line`` is the least that tells two summaries apart.
    """

    language: str
    title: str
    name: str
    region: str
    demo: str
    cancelled: str
    made: str
    packages: tuple[str, ...]
    unused: tuple[str, ...]
    lead: tuple[str, ...]
    tally: TallyView
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    discuss: tuple[FindingView, ...]
    discuss_lead: str
    perspectives: tuple[PerspectiveView, ...]
    questions: tuple[FindingView, ...]
    gaps: tuple[FindingView, ...]
    contacts: tuple[ContactView, ...]
    letters: tuple[LetterView, ...]
    sources: tuple[SourceView, ...]
    images: tuple[ImageView, ...]
    statements: tuple[str, ...]
    provenance: tuple[tuple[str, str], ...]
    provenance_line: tuple[tuple[str, str], ...]
    software: str

    @property
    def contents_line(self) -> str:
        """The summary in one line, for a list of several."""
        line = texts.CONTENTS_LINE.get(self.language)
        return texts.filled(line, tally=self.tally.text, count=str(len(self.discuss)))
