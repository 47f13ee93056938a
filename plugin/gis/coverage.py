"""How much of the area looked at a dataset is shown to cover."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsGeometry

from ..core.measurement import Coverage, Evidence
from .classwindow import ClassWindow
from .geometry import PlanGeometry, covers, difference, is_blank, union, without_slivers

# Gaps narrower than this (m) come from the precision of coordinates, not from missing data.
_GAP = 0.05

# A share (%) below this comes from the rounding of an overlay, not from data.
_TRACE = 1e-6


def coverage_of(
    looked_at: QgsGeometry, outside: Optional[QgsGeometry], evidence: Evidence, covered: Optional[QgsGeometry]
) -> Coverage:
    """The coverage of ``looked_at`` by ``covered``; both polygons in the package's CRS.

    ``outside`` is the part of the plan area beyond the package's area of validity: it is not measured, so no
    dataset covers it. ``covered`` is None where coverage is unknown.
    """
    if covered is None:
        return Coverage(Evidence.UNKNOWN)
    return _coverage(looked_at, outside, evidence, _uncovered(looked_at, covered))


def picture_coverage(
    looked_at: PlanGeometry, outside: Optional[QgsGeometry], window: Optional[ClassWindow]
) -> Coverage:
    """The coverage of ``looked_at`` by a structure image: what can be read in it. None is a window without a class."""
    missing = looked_at.geometry if window is None else window.uncovered(looked_at)
    return _coverage(looked_at.geometry, outside, Evidence.IMAGE, missing)


def _uncovered(looked_at: QgsGeometry, covered: QgsGeometry) -> QgsGeometry:
    if is_blank(covered):
        return looked_at
    return QgsGeometry() if covers(covered, looked_at) else difference(looked_at, covered)


def _coverage(
    looked_at: QgsGeometry, outside: Optional[QgsGeometry], evidence: Evidence, missing: QgsGeometry
) -> Coverage:
    if outside is not None and not is_blank(outside):
        missing = outside if is_blank(missing) else union([missing, outside])
    missing, _ = without_slivers(missing, _GAP)
    if is_blank(missing):
        return Coverage(evidence, 100.0, complete=True)
    share = 100 * (1 - missing.area() / looked_at.area())
    return Coverage(evidence, share if share > _TRACE else 0.0)
