"""A goal of the strategy that has no geometry: the planner answers, nothing is measured."""

from __future__ import annotations

from ...core.measure import MeasureSpec

SPEC = MeasureSpec(name="ask", dimensions={})
