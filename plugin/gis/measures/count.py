"""How many features there are in the plan area or within reach of it."""

from __future__ import annotations

from ...core.measure import MeasureSpec
from ...core.measurement import Measurement
from ...core.quantity import Dimension
from .membership import members
from .request import Measured, Request, certainty

SPEC = MeasureSpec(name="count", dimensions={"": Dimension.NUMBER}, keys=("reach", "unit"))


def measure(request: Request) -> Measured:
    """The number of features. Bounds: those that count for every shift within the accuracy, and those that may."""
    found, slivers = members(request)
    value = sum(1 for member in found if member.part)
    low = sum(1 for member in found if member.least)
    high = sum(1 for member in found if member.most)
    measurement = Measurement(Dimension.NUMBER, value, low, high, certainty(low > 0, high > 0), request.unit)
    return Measured(
        measurement,
        hits=tuple(member.feature for member in found),
        certain=frozenset(member.feature.id for member in found if member.least),
        seen=request.reach + request.accuracy if request.reach else 0.0,
        slivers=slivers,
    )
