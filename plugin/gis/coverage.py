"""How much of the area looked at a dataset is shown to cover."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsGeometry

from ..core.measurement import Coverage, Evidence
from .geometry import covers, difference, is_blank, union, without_slivers

#: Gaps narrower than this (m) come from the precision of coordinates, not from missing data.
GAP = 0.05


def coverage_of(
    looked_at: QgsGeometry,
    outside: Optional[QgsGeometry],
    evidence: Evidence,
    covered: Optional[QgsGeometry],
    gap: float = GAP,
) -> Coverage:
    """The coverage of ``looked_at`` by ``covered``; both polygons in the package's CRS.

    ``outside`` is the part of the plan area beyond the package's area of validity: it is not measured, so no
    dataset covers it. ``covered`` is None where coverage is unknown. Gaps of a mean width below ``gap`` (m) are none.
    """
    if covered is None:
        return Coverage(Evidence.UNKNOWN)
    if is_blank(covered):
        missing = looked_at
    else:
        missing = QgsGeometry() if covers(covered, looked_at) else difference(looked_at, covered)
    if outside is not None and not is_blank(outside):
        missing = outside if is_blank(missing) else union([missing, outside])
    missing, _ = without_slivers(missing, gap)
    if is_blank(missing):
        return Coverage(evidence, 100.0, complete=True)
    return Coverage(evidence, max(0.0, 100 * (1 - missing.area() / looked_at.area())))
