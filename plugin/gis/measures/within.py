"""How much of the plan area lies within one single feature: the one that holds most of it."""

from __future__ import annotations

from ...core.measure import MeasureSpec
from ...core.measurement import Measurement, Slivers
from ...core.quantity import Dimension
from .request import Measured, Request, certainty

SPEC = MeasureSpec(name="within", dimensions={"": Dimension.SHARE}, geometries=("polygon",))


def measure(request: Request) -> Measured:
    """The share (%) of the plan area within the feature that holds most of it; all features it meets are hits.

    Bounds: the most that one feature holds when it is eroded, and when it is grown, by the dataset's accuracy.
    """
    plan, accuracy = request.plan, request.accuracy
    held = []
    for feature in request.features:
        part = plan.clip(feature.geometry)
        if part is not None:
            held.append((*plan.merged_area([part], request.sliver), feature))
    held.sort(key=lambda item: (-item[0], item[2].id))
    hits = tuple(feature for area, _, feature in held if area > 0)
    area = held[0][0] if hits else 0.0
    low = high = area
    near = hits
    if accuracy > 0:
        possible = tuple(f for f in request.features if plan.distance(f.geometry) <= accuracy)
        bounds = [plan.overlap_bounds([feature.geometry], accuracy) for feature in possible]
        low = min(area, max((least for least, _ in bounds), default=0.0))
        high = max(area, max((most for _, most in bounds), default=0.0))
        near = hits or possible
    certain = frozenset(f.id for f in hits if plan.surely_meets(f.geometry, accuracy))
    found = certainty(bool(certain), high > 0)
    return Measured(
        Measurement(Dimension.SHARE, *map(plan.share_of, (area, low, high)), found),
        hits=near if high > 0 else (),
        certain=certain,
        area=area,
        slivers=Slivers(sum(s.count for _, s, _ in held), sum(s.size for _, s, _ in held)),
        most_per_percent=1.0,
    )
