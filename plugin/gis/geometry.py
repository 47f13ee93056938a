"""Geometry that the measures share: the plan area ready to measure against, clipping, union, slivers.

All geometries are in the package's CRS; lengths in metres, areas in square metres, planar.
"""

from __future__ import annotations

import math
from typing import Iterable, Optional

from qgis.core import Qgis, QgsGeometry, QgsRectangle, QgsWkbTypes

from ..core.measurement import Slivers

#: Segments per quarter circle when an area is grown; the error is below 0.5 % of the distance.
_SEGMENTS = 16

#: An area is grown a little more than asked before features are clipped to it, so that a later erosion by the
#: asked distance never starts from the cut.
_MARGIN = 1.25

#: Relative error of an overlay's area that counts as none.
_ROUNDING = 1e-8

GEOMETRY_TYPES = {
    "point": Qgis.GeometryType.Point,
    "line": Qgis.GeometryType.Line,
    "polygon": Qgis.GeometryType.Polygon,
}


class GeometryError(Exception):
    """A geometry operation that gave no usable result."""


class PlanGeometry:
    """The part of a plan area that is checked, prepared once for many questions.

    Built and used in one thread. ``geometry`` is a valid polygon or multipolygon in the package's CRS.
    """

    def __init__(self, geometry: QgsGeometry) -> None:
        self.geometry = geometry
        self.area = geometry.area()
        self.bounds = geometry.boundingBox()
        self._engine = QgsGeometry.createGeometryEngine(geometry.constGet())
        self._engine.prepareGeometry()
        self._grown: dict[float, Optional[PlanGeometry]] = {}

    def grown(self, distance: float) -> Optional[PlanGeometry]:
        """The area within ``distance`` m of the plan area; eroded for a negative distance, None if nothing is left."""
        if distance == 0:
            return self
        if distance not in self._grown:
            buffered = polygons_of(self.geometry.buffer(distance, _SEGMENTS))
            self._grown[distance] = None if is_blank(buffered) else PlanGeometry(buffered)
        return self._grown[distance]

    def surroundings(self, distance: float) -> QgsRectangle:
        """The bounding box of the plan area grown by ``distance`` m."""
        return self.bounds.buffered(distance)

    def contains(self, geometry: QgsGeometry) -> bool:
        """Whether ``geometry`` lies in the plan area; its boundary may touch."""
        return self._engine.contains(geometry.constGet())

    def intersects(self, geometry: QgsGeometry) -> bool:
        """Whether ``geometry`` and the plan area share a point, boundaries included."""
        return self._engine.intersects(geometry.constGet())

    def distance(self, geometry: QgsGeometry) -> float:
        """The shortest distance in metres, 0 where they meet."""
        if self.intersects(geometry):
            return 0.0
        distance = self._engine.distance(geometry.constGet())
        if not math.isfinite(distance) or distance < 0:
            raise GeometryError("distance")
        return distance

    def clip(self, geometry: QgsGeometry) -> Optional[QgsGeometry]:
        """The part of ``geometry`` in the plan area, of the same dimension; None where they at most touch."""
        if not geometry.boundingBoxIntersects(self.bounds) or not self.intersects(geometry):
            return None
        if self.contains(geometry):
            return geometry
        result, error = _engine_result(self._engine.intersection(geometry.constGet()))
        if result is None:
            raise GeometryError(error or "intersection")
        clipped = _of_type(result, geometry.type())
        return None if is_blank(clipped) else clipped

    def clip_all(self, geometries: Iterable[QgsGeometry]) -> QgsGeometry:
        """The union of what :meth:`clip` leaves of ``geometries``, which are of one dimension; nothing counts twice."""
        return union(part for part in map(self.clip, geometries) if part is not None)

    def merged_area(self, parts: Iterable[QgsGeometry], sliver: float) -> tuple[float, Slivers]:
        """The area (m²) that clipped polygons cover together, and the parts narrower than ``sliver`` m left out."""
        kept, slivers = without_slivers(union(parts), sliver)
        area = 0.0 if is_blank(kept) else kept.area()
        # The rounding of an intersection must not make "nearly all" of what is all of it.
        return (self.area if area > self.area * (1 - _ROUNDING) else area), slivers

    def merged_length(self, geometries: Iterable[QgsGeometry]) -> float:
        """The length (m) of lines in the area, its boundary included; what lies on top of each other counts once."""
        merged = self.clip_all(geometries)
        return 0.0 if is_blank(merged) else merged.length()

    def overlap_bounds(self, geometries: Iterable[QgsGeometry], accuracy: float) -> tuple[float, float]:
        """The least and the most area (m²) that polygons may cover when their edges are off by up to ``accuracy`` m.

        A bound for every boundary within the stated accuracy, not a standard error: the union is eroded and grown
        by the accuracy. ``geometries`` must hold everything within :func:`margin` of the plan area.
        """
        wide = self.grown(margin(accuracy))
        if wide is None:
            raise GeometryError("buffer")
        merged = wide.clip_all(geometries)
        if is_blank(merged):
            return 0.0, 0.0
        bounds = []
        for shift in (-accuracy, accuracy):
            moved = polygons_of(merged.buffer(shift, _SEGMENTS))
            part = None if is_blank(moved) else self.clip(moved)
            bounds.append(0.0 if part is None else min(part.area(), self.area))
        return bounds[0], bounds[1]

    def surely_meets(self, geometry: QgsGeometry, accuracy: float) -> bool:
        """Whether ``geometry`` and the plan area meet wherever the geometry lies within ``accuracy`` m of where it
        is drawn.

        It does where it reaches further into the plan area than that, or, for a polygon, where the plan area
        reaches further into it.
        """
        if accuracy == 0:
            return self.intersects(geometry)
        core = self.grown(-accuracy)
        if core is not None and core.intersects(geometry):
            return True
        if geometry.type() != Qgis.GeometryType.Polygon:
            return False
        wide = self.grown(margin(accuracy))
        near = wide.clip(geometry) if wide is not None else None
        eroded = QgsGeometry() if near is None else near.buffer(-accuracy, _SEGMENTS)
        return not is_blank(eroded) and self.intersects(eroded)


def _engine_result(result: object) -> tuple[Optional[QgsGeometry], str]:
    """The geometry of an engine call, which newer versions return together with an error text."""
    geometry, error = result if isinstance(result, tuple) else (result, "")
    return (None if geometry is None else QgsGeometry(geometry)), str(error or "")


def is_blank(geometry: Optional[QgsGeometry]) -> bool:
    """Whether there is nothing in ``geometry``."""
    return geometry is None or geometry.isNull() or geometry.isEmpty()


def polygons_of(geometry: QgsGeometry) -> QgsGeometry:
    """The polygon parts of ``geometry``; empty where it has none."""
    return _of_type(geometry, Qgis.GeometryType.Polygon)


def _of_type(geometry: QgsGeometry, kind: Qgis.GeometryType) -> QgsGeometry:
    if is_blank(geometry) or (geometry.type() == kind and not _is_collection(geometry)):
        return geometry
    if not _is_collection(geometry):
        return QgsGeometry()
    parts = [QgsGeometry(part.clone()) for part in geometry.constParts()]
    kept = [part for part in parts if part.type() == kind]
    return QgsGeometry.collectGeometry(kept) if kept else QgsGeometry()


def _is_collection(geometry: QgsGeometry) -> bool:
    return QgsWkbTypes.flatType(geometry.wkbType()) == Qgis.WkbType.GeometryCollection


def is_finite(geometry: QgsGeometry) -> bool:
    """Whether every coordinate is a number."""
    box = geometry.boundingBox()
    return all(math.isfinite(value) for value in (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()))


def straightened(geometry: QgsGeometry) -> QgsGeometry:
    """``geometry`` in two dimensions and with straight segments only; itself where it is so already."""
    abstract = geometry.constGet()
    curved = QgsWkbTypes.isCurvedType(geometry.wkbType())
    if not curved and not abstract.is3D() and not abstract.isMeasure():
        return geometry
    copy = QgsGeometry(abstract.segmentize() if curved else abstract.clone())
    copy.get().dropZValue()
    copy.get().dropMValue()
    return copy


def repaired(geometry: QgsGeometry) -> Optional[QgsGeometry]:
    """A valid copy of an invalid ``geometry`` that keeps its dimension; None where none can be made.

    Rings are mended one by one, then shells are merged and holes taken out (the *structure* method of GEOS).
    """
    valid = geometry.makeValid(Qgis.MakeValidMethod.Structure, False)
    if valid.isNull() or not is_finite(valid):
        return None
    return _of_type(valid, geometry.type())


def union(geometries: Iterable[QgsGeometry]) -> QgsGeometry:
    """The union of geometries of one dimension, so that nothing counts twice; empty for none."""
    geometries = list(geometries)
    if not geometries:
        return QgsGeometry()
    if len(geometries) == 1 and geometries[0].type() == Qgis.GeometryType.Polygon:
        return geometries[0]
    merged = QgsGeometry.unaryUnion(geometries)
    if merged.isNull():
        raise GeometryError(merged.lastError() or "union")
    return _of_type(merged, geometries[0].type())


def without_slivers(geometry: QgsGeometry, width: float) -> tuple[QgsGeometry, Slivers]:
    """The polygon parts with a mean width of at least ``width`` m, and what was dropped.

    The mean width of a part is twice its area over its perimeter.
    """
    if is_blank(geometry) or width <= 0:
        return geometry, Slivers()
    kept, count, lost = [], 0, 0.0
    for part in geometry.constParts():
        area = part.area()
        if 2 * area < width * part.perimeter():
            count, lost = count + 1, lost + area
        else:
            kept.append(part)
    if not count:
        return geometry, Slivers()
    remaining = [QgsGeometry(part.clone()) for part in kept]
    return (QgsGeometry.collectGeometry(remaining) if remaining else QgsGeometry()), Slivers(count, lost)


def margin(accuracy: float) -> float:
    """How far around the plan area features are needed to bound a measurement, in metres."""
    return accuracy * _MARGIN
