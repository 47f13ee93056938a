"""How much of the plan area lies within the classes of a structure image, as far as a schematic picture can tell."""

from __future__ import annotations

from dataclasses import replace

from ...core.assessment import ClassFigure
from ...core.measure import IMAGE, MeasureSpec
from ...core.quantity import Dimension
from . import overlap
from .picture import CANNOT_TELL, asked, figure, too_small, within_accuracy
from .request import Measured, Request

SPEC = MeasureSpec(name="class-share", dimensions={"": Dimension.SHARE}, geometries=(IMAGE,), keys=("classes",))


def measure(request: Request) -> Measured:
    """The share of the plan area (%) within the classes asked for, taken together.

    Bounds: the classes eroded and grown by the accuracy of the picture, with half a pixel's diagonal. Each class that
    the picture shows here has its own share. A plan area smaller than the accuracy gets no figure: it is asked about.
    """
    question = asked(request)
    small = too_small(request)
    if small:
        near = tuple(within_accuracy(question))
        return Measured(
            None,
            hits=near,
            classes=tuple(map(figure, within_accuracy(request))),
            notes=(*small, CANNOT_TELL),
            asks=True,
        )
    measured = overlap.measure(question)
    measurement = replace(measured.measurement, schematic=request.stated_accuracy)
    # An area to the square metre would promise what a schematic picture cannot keep.
    return replace(measured, measurement=measurement, area=None, classes=_shares(request))


def _shares(request: Request) -> tuple[ClassFigure, ...]:
    """What the picture shows in the plan area or within its accuracy, class by class, the largest first."""
    figures = []
    for feature in within_accuracy(request):
        share = overlap.measure(replace(request, features=[feature], variant=None)).measurement
        figures.append(figure(feature, replace(share, schematic=request.stated_accuracy)))
    return tuple(sorted(figures, key=lambda each: -each.measurement.value))
