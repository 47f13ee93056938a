"""From a measurement to an outcome.

Two rules carry the promise that a gap never looks like an answer:

* a figure whose uncertainty reaches several bands takes the most cautious of their outcomes;
* where the dataset is not shown to cover the whole area looked at, what was found may raise a question, but
  nothing may be settled in favour: the outcome is ``no-data`` unless every figure that the unseen part could
  lead to has the same outcome.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Optional, Sequence

from .measurement import Certainty, Coverage, Measurement
from .messages import Message
from .outcome import Outcome, most_cautious


@dataclass(frozen=True)
class Band:
    """A range of figures that means the same to the region.

    ``up_to`` is inclusive and in the base unit; None for an open last band. A band with ``none`` stands for
    "nothing was found". ``say`` and ``do`` are keys of the check's texts.
    """

    outcome: Outcome
    up_to: Optional[float] = None
    none: bool = False
    say: Optional[str] = None
    do: Optional[str] = None


@dataclass(frozen=True)
class Judgement:
    """An outcome with the band behind it (None: no band applies) and what a reader has to know about it."""

    outcome: Outcome
    band: Optional[Band]
    notes: tuple[Message, ...] = ()


def judge(
    bands: Sequence[Band], measurement: Measurement, coverage: Coverage, partial_bound: float = math.inf
) -> Judgement:
    """The outcome of ``measurement`` under ``bands`` (limits rising, at most one ``none`` band, the first).

    ``partial_bound`` is the highest figure that the unseen part could lead to, in the base unit: for a share,
    what was measured plus the uncovered share.
    """
    scale = _Scale(bands)
    reached = scale.reached(measurement)
    outcome = most_cautious(state.outcome for state in reached)
    chosen = next(state for state in reached if state.outcome is outcome)
    nominal = scale.at(measurement)
    # Several bands may share an outcome; say what the figure itself says, not what its neighbour says.
    if nominal.outcome is outcome:
        chosen = nominal
    notes: list[Message] = []
    if any(state.outcome is not outcome for state in reached):
        notes.append(Message("uncertain-band"))
    if measurement.incomplete:
        notes.append(Message("incomplete-values"))

    if not coverage.complete:
        notes.append(_coverage_note(coverage))
        if measurement.found is Certainty.NO:
            return Judgement(Outcome.NO_DATA, None, tuple(notes))
    settled_in_favour = outcome in (Outcome.SUPPORTS, Outcome.CLEAR)
    if settled_in_favour and (not coverage.complete or measurement.incomplete):
        possible = scale.reached(_with_unseen(measurement, partial_bound))
        if any(state.outcome is not outcome for state in possible):
            return Judgement(Outcome.NO_DATA, None, tuple(notes))
    return Judgement(outcome, None if chosen is _CLEAR else chosen, tuple(notes))


_CLEAR = Band(Outcome.CLEAR)


class _Scale:
    """The bands laid out from 0 upwards, with what stands for nothing found."""

    def __init__(self, bands: Sequence[Band]) -> None:
        self._values = [band for band in bands if not band.none]
        self._none = next((band for band in bands if band.none), None)

    def at(self, measurement: Measurement) -> Band:
        """The state of the figure itself."""
        if measurement.found is Certainty.NO or (measurement.found is Certainty.MAYBE and measurement.value <= 0):
            return self._nothing(measurement)[-1]
        return self._band(measurement.value)

    def reached(self, measurement: Measurement) -> list[Band]:
        """Every state between the bounds of the figure, lowest first."""
        states: list[Band] = []
        if measurement.found is not Certainty.YES:
            states += self._nothing(measurement)
        if measurement.found is not Certainty.NO:
            states += self._between(measurement.low, measurement.high)
        return states

    def _between(self, low: float, high: float) -> list[Band]:
        """The bands of the figures from ``low`` to ``high``, both included, lowest first."""
        states: list[Band] = []
        lower = -math.inf
        for band in self._values:
            upper = math.inf if band.up_to is None else band.up_to
            if low <= upper and high > lower:
                states.append(band)
            lower = upper
        if high > lower:
            states.append(_CLEAR)
        return states

    def _nothing(self, measurement: Measurement) -> list[Band]:
        if self._none is not None:
            return [self._none]
        # "Nothing within reach" is a distance above the reach, in any band that goes higher than that.
        if measurement.beyond:
            return self._between(math.nextafter(measurement.value, math.inf), math.inf)
        return [_CLEAR]

    def _band(self, value: float) -> Band:
        for band in self._values:
            if band.up_to is None or value <= band.up_to:
                return band
        return _CLEAR


def _with_unseen(measurement: Measurement, partial_bound: float) -> Measurement:
    """The measurement with its bounds widened by what may lie in the part that was not seen."""
    if measurement.nearest:
        return replace(measurement, low=0.0)
    low = -math.inf if measurement.signed else measurement.low
    return replace(measurement, low=low, high=max(measurement.high, partial_bound))


def _coverage_note(coverage: Coverage) -> Message:
    if coverage.share is None:
        return Message("coverage-unknown")
    return Message("coverage-partial", {"share": coverage.share})
