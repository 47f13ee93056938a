"""The measures computed a second time, with shapely only: unite, cut, then area, length, distance or count.

Nothing here knows the plugin. What is declared about a measure (slivers, repair, what counts as inside) is written
down again from ``docs/architecture.md``.
"""

from __future__ import annotations

from typing import Sequence

import shapely
from shapely import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import polygonize


def area(plan: BaseGeometry, features: Sequence[BaseGeometry], sliver: float = 0.0) -> float:
    """The area of the plan that the features cover together."""
    return _area(shapely.union_all(list(features)).intersection(plan), sliver)


def largest(plan: BaseGeometry, features: Sequence[BaseGeometry], sliver: float = 0.0) -> float:
    """The area of the plan that the one feature covers that covers most."""
    return max((area(plan, [feature], sliver) for feature in features), default=0.0)


def length(plan: BaseGeometry, features: Sequence[BaseGeometry], sliver: float = 0.0) -> float:
    """The length of line in the plan, boundary included.

    Lines are cut before they are united: uniting adds rounded corners where they cross, and a line with such a
    corner no longer lies on a boundary that it followed.
    """
    total = shapely.union_all([_lines(feature.intersection(plan)) for feature in features]).length
    return total if total >= sliver else 0.0


def distance(plan: BaseGeometry, features: Sequence[BaseGeometry]) -> float:
    """The distance to the nearest feature; infinite without any."""
    return min((plan.distance(feature) for feature in features), default=float("inf"))


def belongs(plan: BaseGeometry, feature: BaseGeometry, reach: float = 0.0, sliver: float = 0.0) -> bool:
    """Whether a feature counts: within reach, or more than a sliver of it in the plan."""
    if reach > 0 or _dimension(feature) == 0:
        return plan.distance(feature) <= reach
    if _dimension(feature) == 1:
        return length(plan, [feature], sliver) > 0
    return area(plan, [feature], sliver) > 0


def share(zone: BaseGeometry, feature: BaseGeometry, sliver: float = 0.0) -> float:
    """The part (0–1) of a feature that lies in ``zone``."""
    if _dimension(feature) == 0:
        return float(zone.intersects(feature))
    if _dimension(feature) == 1:
        return length(zone, [feature], sliver) / shapely.union_all([feature]).length
    return area(zone, [feature], sliver) / feature.area


def zone(plan: BaseGeometry, reach: float) -> BaseGeometry:
    """All within ``reach`` of the plan, edge by edge with fine arcs (a buffer of the whole smooths shallow corners)."""
    edges = []
    for part in getattr(plan, "geoms", [plan]):
        for ring in (part.exterior, *part.interiors):
            coords = list(ring.coords)
            edges += [LineString(pair).buffer(reach, quad_segs=64) for pair in zip(coords, coords[1:])]
    return shapely.union_all([plan, *edges])


def mended(geometry: BaseGeometry) -> BaseGeometry:
    """A valid polygon from an invalid one by the *structure* rule; another geometry as it is.

    Each ring encloses what it winds round at least once; what the holes enclose is taken out of what the shell
    encloses, and a hole apart from its shell is a shell.
    """
    if _dimension(geometry) < 2 or geometry.is_valid:
        return geometry
    return shapely.union_all([_mended_polygon(part) for part in getattr(geometry, "geoms", [geometry])])


def _mended_polygon(polygon: Polygon) -> BaseGeometry:
    shell = _enclosed(polygon.exterior)
    holes = [_enclosed(ring) for ring in polygon.interiors]
    taken_out = shapely.union_all([hole for hole in holes if hole.intersects(shell)])
    apart = [hole for hole in holes if not hole.intersects(shell)]
    return shapely.union_all([shell.difference(taken_out), *apart])


def _enclosed(ring: LineString) -> BaseGeometry:
    faces = polygonize(shapely.union_all([LineString(ring.coords)]))
    return shapely.union_all([face for face in faces if _winding(ring, face.representative_point())])


def _winding(ring: LineString, point: BaseGeometry) -> int:
    """How many times ``ring`` goes round ``point``: crossings of the ray to the east, upwards less downwards."""
    turns = 0
    coords = [(x - point.x, y - point.y) for x, y, *_ in ring.coords]
    for (ax, ay), (bx, by) in zip(coords, coords[1:]):
        if (ay <= 0) != (by <= 0):
            left = ax * (by - ay) - ay * (bx - ax)
            if (left > 0) == (by > ay):
                turns += 1 if by > ay else -1
    return turns


def _lines(geometry: BaseGeometry) -> BaseGeometry:
    parts = getattr(geometry, "geoms", [geometry])
    return shapely.union_all([part for part in parts if _dimension(part) == 1])


def _area(geometry: BaseGeometry, sliver: float) -> float:
    parts = [part for part in getattr(geometry, "geoms", [geometry]) if isinstance(part, (Polygon, MultiPolygon))]
    return sum(part.area for part in parts if 2 * part.area >= sliver * part.length)


def _dimension(geometry: BaseGeometry) -> int:
    return shapely.get_dimensions(geometry)
