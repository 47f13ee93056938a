"""How far it is from the plan area to the nearest feature."""

from __future__ import annotations

from ...core.measure import MeasureSpec
from ...core.measurement import Certainty, Measurement
from ...core.quantity import Dimension
from .request import Measured, Request

SPEC = MeasureSpec(
    name="distance",
    dimensions={"": Dimension.LENGTH},
    keys=("reach",),
    may_end_closed=True,
    reach_from_bands=True,
)


def measure(request: Request) -> Measured:
    """The shortest straight distance (m) from the edge of the plan area, 0 where they meet.

    Bounds: the distance less and plus the dataset's accuracy. Beyond reach plus accuracy only the reach is known as
    a lower bound.
    """
    plan, accuracy = request.plan, request.accuracy
    horizon = request.reach + accuracy
    distances = sorted(
        ((plan.distance(feature.geometry), feature) for feature in request.features),
        key=lambda item: (item[0], item[1].id),
    )
    if not distances or distances[0][0] > horizon:
        beyond = Measurement(
            Dimension.LENGTH, request.reach, request.reach, request.reach, Certainty.NO, beyond=True, nearest=True
        )
        return Measured(beyond, seen=horizon)
    shortest = distances[0][0]
    hits = tuple(feature for length, feature in distances if length == shortest)
    low, high = max(0.0, shortest - accuracy), shortest + accuracy
    if shortest == 0 and any(request.surely_meets(feature) for feature in hits):
        high = 0.0
    measurement = Measurement(Dimension.LENGTH, shortest, low, high, Certainty.YES, nearest=True)
    return Measured(measurement, hits=hits, certain=frozenset(f.id for f in hits), seen=min(high, horizon))
