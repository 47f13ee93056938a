"""How much of the plan area lies within the classes of a structure image, as far as a schematic picture can tell."""

from __future__ import annotations

from typing import Sequence

from ...core.assessment import ClassFigure
from ...core.measure import IMAGE, MeasureSpec
from ...core.measurement import Certainty, Measurement
from ...core.quantity import Dimension
from .picture import CANNOT_TELL, asked, figure, too_small, within_accuracy
from .request import Feature, Measured, Request, certainty

SPEC = MeasureSpec(name="class-share", dimensions={"": Dimension.SHARE}, geometries=(IMAGE,), keys=("classes",))


def measure(request: Request) -> Measured:
    """The share of the plan area (%) within the classes asked for, taken together.

    Bounds: the classes eroded and grown by the accuracy of the picture, with half a pixel's diagonal. Each class that
    the picture shows here has its own share. Where the plan area is smaller than the accuracy and a class asked for
    may lie within it, there is no figure: it is asked about.
    """
    question = asked(request)
    small = too_small(request)
    near = tuple(within_accuracy(question))
    if small and near:
        shown = tuple(map(figure, within_accuracy(request)))
        return Measured(None, hits=near, classes=shown, notes=(*small, CANNOT_TELL), asks=True)
    certain = frozenset(feature.id for feature in near if request.surely_meets(feature))
    return Measured(
        _share(request, near, bool(certain)),
        hits=near,
        certain=certain,
        most_per_percent=1.0,
        classes=_shares(request),
        notes=small,
    )


def _share(request: Request, features: Sequence[Feature], surely: bool) -> Measurement:
    """The share (%) of the plan area within ``features`` together, with its bounds."""
    if not features:
        return Measurement(Dimension.SHARE, 0.0, 0.0, 0.0, Certainty.NO, schematic=request.stated_accuracy)
    plan, window = request.plan, features[0].window
    names = frozenset(feature.id for feature in features)
    value, low, high = (
        plan.area_in(area) for area in (window.drawn(names), window.least(names, plan), window.most(names, plan))
    )
    low, high = min(low, value), max(high, value)
    found = certainty(value > 0 and surely, high > 0)
    shares = map(plan.share_of, (value, low, high))
    return Measurement(Dimension.SHARE, *shares, found, schematic=request.stated_accuracy)


def _shares(request: Request) -> tuple[ClassFigure, ...]:
    """What the picture shows in the plan area or within its accuracy, class by class, the largest first."""
    figures = [
        figure(feature, _share(request, [feature], request.surely_meets(feature)))
        for feature in within_accuracy(request)
    ]
    return tuple(sorted(figures, key=lambda each: -each.measurement.value))
