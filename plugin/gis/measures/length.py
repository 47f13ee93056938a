"""How much line runs through the plan area, lines on top of each other counted once."""

from __future__ import annotations

from ...core.measure import MeasureSpec
from ...core.measurement import Measurement, Slivers
from ...core.quantity import Dimension
from .request import Feature, Measured, Request, certainty

SPEC = MeasureSpec(name="length", dimensions={"": Dimension.LENGTH}, geometries=("line",))


def measure(request: Request) -> Measured:
    """The length (m) of the union of the lines in the plan area, its boundary included.

    Bounds: the same in the plan area eroded and grown by the dataset's accuracy. A total shorter than the sliver
    tolerance is dropped.
    """
    plan = request.plan
    geometries = [feature.geometry for feature in request.features]
    length = plan.merged_length(geometries)
    slivers = Slivers()
    if 0 < length < request.sliver:
        length, slivers = 0.0, Slivers(1, length)
    low, high = length, length
    if request.accuracy > 0:
        core, wide = plan.grown(-request.accuracy), plan.grown(request.accuracy)
        low = min(length, core.merged_length(geometries)) if core is not None else 0.0
        high = max(length, wide.merged_length(geometries)) if wide is not None else length
    hits: tuple[Feature, ...] = ()
    if high > 0:
        hits = tuple(feature for feature in request.features if _may_run_through(request, feature))
    certain = frozenset(f.id for f in hits if low > 0 and plan.surely_meets(f.geometry, request.accuracy))
    measurement = Measurement(Dimension.LENGTH, length, low, high, certainty(low > 0, high > 0))
    return Measured(measurement, hits=hits, certain=certain, slivers=slivers)


def _may_run_through(request: Request, feature: Feature) -> bool:
    if request.accuracy > 0:
        return request.plan.distance(feature.geometry) <= request.accuracy
    return request.plan.clip(feature.geometry) is not None
