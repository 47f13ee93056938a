"""How much of the plan area lies within the classes of a structure image, as far as a schematic picture can tell."""

from __future__ import annotations

from typing import Sequence

from ...core.measure import IMAGE, MeasureSpec
from ...core.measurement import Certainty, Measurement
from ...core.quantity import Dimension
from .picture import CANNOT_TELL, figure, is_asked, too_small, within_accuracy
from .request import Feature, Measured, Request, certainty

SPEC = MeasureSpec(name="class-share", dimensions={"": Dimension.SHARE}, geometries=(IMAGE,), keys=("classes",))


def measure(request: Request) -> Measured:
    """The share of the plan area (%) within the classes asked for, taken together.

    Bounds: the classes eroded and grown by the accuracy of the picture, with half a pixel's diagonal. Each class that
    the picture shows here has its own share. Where the plan area is smaller than the accuracy and a class asked for
    may lie within it, there is no figure: it is asked about.
    """
    shown = within_accuracy(request)
    near = tuple(feature for feature in shown if is_asked(request, feature))
    small = too_small(request)
    if small and near:
        classes = tuple(map(figure, shown))
        return Measured(None, hits=near, classes=classes, notes=(*small, CANNOT_TELL), asks=True)
    sure = frozenset(feature.id for feature in shown if request.surely_meets(feature))
    return Measured(
        _share(request, near, sure),
        hits=near,
        certain=sure & {feature.id for feature in near},
        most_per_percent=1.0,
        classes=tuple(figure(feature, _share(request, [feature], sure)) for feature in shown),
        notes=small,
    )


def _share(request: Request, features: Sequence[Feature], sure: frozenset[str]) -> Measurement:
    """The share (%) of the plan area within ``features`` together, with its bounds; ``sure`` are the ids of those that
    meet it however the picture is off."""
    if not features:
        return Measurement(Dimension.SHARE, 0.0, 0.0, 0.0, Certainty.NO, schematic=request.stated_accuracy)
    plan, window = request.plan, features[0].window
    names = frozenset(feature.id for feature in features)
    value = plan.area_in(window.drawn(names))
    low = min(value, plan.area_in(window.least(names, plan)))
    high = max(value, plan.area_in(window.most(names, plan)))
    found = certainty(value > 0 and bool(sure & names), high > 0)
    shares = map(plan.share_of, (value, low, high))
    return Measurement(Dimension.SHARE, *shares, found, schematic=request.stated_accuracy)
