"""How much of the plan area lies within a dataset's polygons, together, overlaps counted once."""

from __future__ import annotations

from ...core.measure import MeasureSpec
from ...core.measurement import Measurement
from ...core.quantity import Dimension
from .request import Measured, Request, certainty

SPEC = MeasureSpec(
    name="overlap",
    dimensions={"share": Dimension.SHARE, "area": Dimension.AREA},
    geometries=("polygon",),
    keys=("as",),
)


def measure(request: Request) -> Measured:
    """The share of the plan area (%), or its area (m²) with the variant ``area``, within the union of the features.

    Bounds: the union eroded and grown by the dataset's accuracy.
    """
    plan, accuracy = request.plan, request.accuracy
    clipped = [(feature, plan.clip(feature.geometry)) for feature in request.features]
    parts = [(feature, part) for feature, part in clipped if part is not None]
    area, slivers = plan.merged_area([part for _, part in parts], request.sliver)
    # Where all that was found is slivers nothing was found.
    hits = tuple(feature for feature, _ in sorted(parts, key=lambda item: -item[1].area())) if area > 0 else ()
    certain = frozenset(f.id for f in hits if request.surely_meets(f))
    low = high = area
    if accuracy > 0:
        least, most = plan.overlap_bounds([feature.geometry for feature in request.features], accuracy)
        low, high = min(least, area), max(most, area)
        if not hits and high > 0:
            hits = tuple(f for f in request.features if plan.distance(f.geometry) <= accuracy)
    found = certainty(area > 0 and bool(certain), high > 0)
    share_variant = request.variant != "area"
    if share_variant:
        figures = (Dimension.SHARE, *map(plan.share_of, (area, low, high)))
    else:
        figures = (Dimension.AREA, area, low, high)
    return Measured(
        Measurement(*figures, found),
        hits=hits,
        certain=certain,
        area=area,
        slivers=slivers,
        most_per_percent=1.0 if share_variant else plan.area / 100,
    )
