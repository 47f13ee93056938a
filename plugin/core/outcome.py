"""The closed set of outcomes. None of them is a verdict."""

from __future__ import annotations

from enum import Enum
from typing import Iterable

from .text import Text


class Outcome(str, Enum):
    """What one check came to. The value is the id used in files; :data:`LABELS` has what a person reads."""

    DISCUSS = "discuss"
    CONSIDER = "consider"
    SUPPORTS = "supports"
    CLEAR = "clear"
    NO_DATA = "no-data"
    NOT_CHECKED = "not-checked"
    NOT_RELEVANT = "not-relevant"
    QUESTION = "question"


LABELS: dict[Outcome, Text] = {
    Outcome.DISCUSS: Text("Ta upp i dialogen", "Bring up in the dialogue"),
    Outcome.CONSIDER: Text("Att beakta", "Worth considering"),
    Outcome.SUPPORTS: Text("Stöder inriktningen", "Supports the direction"),
    Outcome.CLEAR: Text("Ingen beröring", "Not affected"),
    Outcome.NO_DATA: Text("Underlag saknas", "No data"),
    Outcome.NOT_CHECKED: Text("Kunde inte kontrolleras", "Could not be checked"),
    Outcome.NOT_RELEVANT: Text("Inte aktuellt", "Not relevant"),
    Outcome.QUESTION: Text("Fråga att besvara", "Question to answer"),
}

#: Outcomes that a band may have; the others follow from what could be looked at.
BAND_OUTCOMES = (Outcome.SUPPORTS, Outcome.CONSIDER, Outcome.DISCUSS)

#: Outcomes of a check that was carried out over the whole area looked at or that found something.
CARRIED_OUT = frozenset({Outcome.DISCUSS, Outcome.CONSIDER, Outcome.SUPPORTS, Outcome.CLEAR})

#: Outcomes of a check that should have been carried out and was not.
NOT_CARRIED_OUT = frozenset({Outcome.NO_DATA, Outcome.NOT_CHECKED})

# A claim in favour is the least cautious thing to say, so an uncertain figure prefers "clear" to "supports".
_CAUTION = (Outcome.SUPPORTS, Outcome.CLEAR, Outcome.CONSIDER, Outcome.DISCUSS)

#: The order in which a reader needs them: what to talk about first, then the gaps, then the rest.
READING_ORDER = (
    Outcome.DISCUSS,
    Outcome.CONSIDER,
    Outcome.NOT_CHECKED,
    Outcome.NO_DATA,
    Outcome.QUESTION,
    Outcome.SUPPORTS,
    Outcome.CLEAR,
    Outcome.NOT_RELEVANT,
)


def most_cautious(outcomes: Iterable[Outcome]) -> Outcome:
    """The most cautious of outcomes that a figure may have: discuss, consider, clear, supports."""
    return max(outcomes, key=_CAUTION.index)


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """The outcome that leads a perspective: the first of :data:`READING_ORDER` that occurs."""
    return min(outcomes, key=READING_ORDER.index)
