"""Which features belong to the plan area, or to what lies within reach of it, and how surely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional

from ...core.measurement import Slivers
from ..geometry import union, without_slivers
from .request import Feature, Request

if TYPE_CHECKING:
    from qgis.core import QgsGeometry


@dataclass(frozen=True)
class Member:
    """A feature with the part of it (0–1) that counts: as drawn, at least and at most within the accuracy."""

    feature: Feature
    part: float
    least: float
    most: float


def members(request: Request) -> tuple[list[Member], Slivers]:
    """The features that may count, most of them for sure, the nearest first, and the overlaps left out as slivers.

    Without reach a polygon or line counts when more than a sliver of it lies in the plan area, touching is not
    enough; a point counts on the boundary too. With reach a feature counts when it comes that near. With weight
    ``share`` the part counts in proportion to area or length, slivers left out.
    """
    found, dropped, lost = [], 0, 0.0
    for feature in request.features:
        part, slivers = _part(request, feature.geometry)
        least = most = part
        if request.accuracy > 0:
            least = min(part, _bound(request, feature.geometry, -request.accuracy))
            most = max(part, _bound(request, feature.geometry, request.accuracy))
        if part or most:
            found.append(Member(feature, part, least, most))
        dropped, lost = dropped + slivers.count, lost + slivers.size
    found.sort(key=lambda member: (request.plan.distance(member.feature.geometry), member.feature.name))
    return found, Slivers(dropped, lost)


def _part(request: Request, geometry: QgsGeometry) -> tuple[float, Slivers]:
    """The part that counts as drawn."""
    size = _size(geometry)
    if request.reach and (request.weight != "share" or not size):
        return float(request.plan.distance(geometry) <= request.reach), Slivers()
    zone = request.plan.grown(request.reach, inner=True)
    clipped = zone.clip(geometry) if zone is not None else None
    if clipped is None:
        return 0.0, Slivers()
    if not size:
        return 1.0, Slivers()
    slivers = Slivers()
    if _dimension(geometry) == 2:
        clipped, slivers = without_slivers(clipped, request.sliver)
    elif clipped.length() < request.sliver:
        return 0.0, Slivers()
    left = _size(clipped)
    if not left:
        return 0.0, slivers
    return (_share(clipped, geometry) if request.weight == "share" else 1.0), slivers


def _bound(request: Request, geometry: QgsGeometry, shift: float) -> float:
    """The least (``shift`` below 0) or the most that may count when the data are off by up to ``shift`` m."""
    limit = request.reach + shift
    if request.weight == "share" and _size(geometry):
        zone = request.plan.grown(limit, inner=shift < 0)
        clipped = zone.clip(geometry) if zone is not None else None
        return 0.0 if clipped is None else _share(clipped, geometry)
    if limit < 0:
        return float(request.plan.surely_meets(geometry, -limit))
    return float(request.plan.distance(geometry) <= limit)


def _share(clipped: QgsGeometry, geometry: QgsGeometry) -> float:
    if clipped is geometry:
        return 1.0
    # Clipping takes lines that lie on top of each other once.
    whole = geometry if _dimension(geometry) == 2 else union([geometry])
    return min(1.0, _size(clipped) / _size(whole))


def _dimension(geometry: QgsGeometry) -> int:
    return geometry.constGet().dimension()


def _size(geometry: QgsGeometry) -> Optional[float]:
    """Area of a polygon, length of a line, None for points and for nothing."""
    if geometry.isNull():
        return None
    dimension = _dimension(geometry)
    return {2: geometry.area, 1: geometry.length}[dimension]() if dimension else None
