"""How far around a plan area a check looks."""

from __future__ import annotations

from .measure import MeasureSpec
from .package.model import Check


def check_reach(check: Check, spec: MeasureSpec) -> float:
    """How far around the plan area ``check`` looks, in metres."""
    if check.reach is not None:
        return check.reach
    if spec.reach_from_bands:
        return max((band.up_to for band in check.bands if band.up_to is not None), default=0.0)
    return 0.0
