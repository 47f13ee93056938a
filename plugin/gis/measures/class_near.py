"""How far it is from the plan area to the nearest class of a structure image, as far as such a picture can tell."""

from __future__ import annotations

from dataclasses import replace

from ...core.assessment import ClassFigure
from ...core.measure import IMAGE, MeasureSpec
from ...core.measurement import Measurement
from ...core.quantity import Dimension
from . import distance
from .picture import CANNOT_TELL, asked, figure, too_small
from .request import Measured, Request

SPEC = MeasureSpec(
    name="class-near",
    dimensions={"": Dimension.LENGTH},
    geometries=(IMAGE,),
    keys=("reach", "classes"),
    may_end_closed=True,
    reach_from_bands=True,
)


def measure(request: Request) -> Measured:
    """The shortest straight distance (m) to the classes asked for, 0 where they meet.

    Bounds: the distance less and plus the accuracy of the picture, with half a pixel's diagonal. Each class within
    reach has its own distance. Where the plan area is smaller than the accuracy and the class may lie within it, there
    is no figure: it is asked about.
    """
    question = asked(request)
    measured = distance.measure(question)
    small = too_small(request)
    # Only what lies clear of the accuracy can be told apart from a plan area that is smaller.
    asks = bool(small) and bool(measured.hits) and measured.measurement.low <= 0
    measurement = None if asks else _schematic(measured.measurement, request)
    notes = (*small, CANNOT_TELL) if asks else small
    return replace(measured, measurement=measurement, classes=_distances(question, bool(small)), notes=notes, asks=asks)


def _distances(question: Request, small: bool) -> tuple[ClassFigure, ...]:
    """Each class within reach with its distance, the nearest first; without one where it cannot be told."""
    found = []
    for feature in question.features:
        measured = distance.measure(replace(question, features=[feature]))
        if measured.hits:
            known = not small or measured.measurement.low > 0
            shown = figure(feature, _schematic(measured.measurement, question) if known else None)
            found.append((measured.measurement.value, shown))
    return tuple(shown for _, shown in sorted(found, key=lambda item: item[0]))


def _schematic(measurement: Measurement, request: Request) -> Measurement:
    return replace(measurement, schematic=request.stated_accuracy)
