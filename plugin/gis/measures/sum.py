"""The sum of a field over the features in the plan area or within reach of it."""

from __future__ import annotations

import math
from typing import Any, Optional

from ...core.measure import MeasureSpec
from ...core.measurement import Measurement
from ...core.quantity import Dimension
from .membership import members
from .request import Measured, Request, certainty

SPEC = MeasureSpec(
    name="sum",
    dimensions={"": Dimension.NUMBER},
    keys=("field", "unit", "reach", "weight"),
    required=("field", "unit"),
)


def measure(request: Request) -> Measured:
    """The sum of ``request.field_name``; features without a number there are counted as missing.

    Bounds: each value with the least and the most part of its feature that may count. Where any value nearby is below
    0, what was not seen may lower the sum too.
    """
    found, slivers = members(request)
    value = low = high = 0.0
    missing = 0
    for member in found:
        number = _number(member.feature.values.get(request.field_name))
        if number is None:
            missing += 1
            continue
        value += number * member.part
        extremes = (number * member.least, number * member.most)
        low, high = low + min(extremes), high + max(extremes)
    seen = request.reach + request.accuracy if request.reach else 0.0
    hits = tuple(member.feature for member in found)
    certain = frozenset(member.feature.id for member in found if member.least)
    if found and missing == len(found):
        return Measured(None, hits=hits, certain=certain, seen=seen, slivers=slivers, missing=missing)
    measurement = Measurement(
        Dimension.NUMBER,
        value,
        low,
        high,
        certainty(bool(certain), bool(found)),
        request.unit,
        incomplete=missing > 0,
        signed=any((_number(each.values.get(request.field_name)) or 0) < 0 for each in request.features),
    )
    return Measured(measurement, hits=hits, certain=certain, seen=seen, slivers=slivers, missing=missing)


def _number(value: Any) -> Optional[float]:
    """A finite number, or None for NULL, text and not-a-number."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if math.isfinite(value) else None
