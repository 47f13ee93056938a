"""Which features belong to the plan area, or to what lies within reach of it, and how surely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional

from .request import Feature, Request

if TYPE_CHECKING:
    from qgis.core import QgsGeometry

    from ..geometry import PlanGeometry


@dataclass(frozen=True)
class Member:
    """A feature with the part of it (0–1) that counts: as drawn, at least and at most within the accuracy."""

    feature: Feature
    part: float
    least: float
    most: float


def members(request: Request) -> list[Member]:
    """The features that may count, most of them for sure, the nearest first.

    Without reach a polygon or line counts when more than a sliver of it lies in the plan area, touching is not
    enough; a point counts on the boundary too. With reach a feature counts when it comes that near. With weight
    ``share`` the part counts in proportion to area or length.
    """
    found = []
    for feature in request.features:
        if request.weight == "share":
            parts = [_share(request, feature.geometry, shift) for shift in (0.0, -request.accuracy, request.accuracy)]
        else:
            parts = [_whole(request, feature.geometry, shift) for shift in (0.0, -request.accuracy, request.accuracy)]
        part, least, most = parts
        if part or most:
            found.append(Member(feature, part, min(least, part), max(most, part)))
    return sorted(found, key=lambda member: (request.plan.distance(member.feature.geometry), member.feature.name))


def _whole(request: Request, geometry: QgsGeometry, shift: float) -> float:
    limit = request.reach + shift
    if request.reach == 0 and shift == 0:
        return 1.0 if _has_part(request, geometry) else 0.0
    if limit < 0:
        return 1.0 if request.plan.surely_meets(geometry, -limit) else 0.0
    return 1.0 if request.plan.distance(geometry) <= limit else 0.0


def _has_part(request: Request, geometry: QgsGeometry) -> bool:
    clipped = request.plan.clip(geometry)
    if clipped is None:
        return False
    if _is_polygon(clipped):
        return request.plan.merged_area([clipped], request.sliver)[0] > 0
    size = _size(clipped)
    return size is None or size >= request.sliver


def _share(request: Request, geometry: QgsGeometry, shift: float) -> float:
    size = _size(geometry)
    if not size:
        return _whole(request, geometry, shift)
    zone: Optional[PlanGeometry] = request.plan.grown(request.reach + shift)
    clipped = zone.clip(geometry) if zone is not None else None
    return min(1.0, (_size(clipped) or 0.0) / size) if clipped is not None else 0.0


def _is_polygon(geometry: QgsGeometry) -> bool:
    return geometry.constGet().dimension() == 2


def _size(geometry: QgsGeometry) -> Optional[float]:
    """Area of a polygon, length of a line, None for points."""
    dimension = geometry.constGet().dimension()
    return {2: geometry.area, 1: geometry.length}[dimension]() if dimension else None
