"""Geometry that the measures share: the plan area ready to measure against, clipping, union, slivers.

All geometries are in the package's CRS; lengths in metres, areas in square metres, planar.
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import Callable, Iterable, Optional, Sequence

from qgis.core import Qgis, QgsCoordinateTransform, QgsGeometry, QgsMapToPixelSimplifier, QgsRectangle, QgsWkbTypes

from ..core.measurement import Slivers

#: Segments per quarter circle round a feature, and round the plan area.
_SEGMENTS = 16
_PLAN_SEGMENTS = 64

#: An area is grown a little more than asked before features are clipped to it, so that a later erosion by the
#: asked distance never starts from the cut.
_MARGIN = 1.25

#: How often a geometry is mended before it counts as beyond repair.
_MENDINGS = 3

#: Relative error of an overlay's area that counts as none.
_ROUNDING = 1e-8

GEOMETRY_TYPES = {
    "point": Qgis.GeometryType.Point,
    "line": Qgis.GeometryType.Line,
    "polygon": Qgis.GeometryType.Polygon,
}


Cancelled = Callable[[], bool]


class GeometryError(Exception):
    """A geometry operation that gave no usable result."""


class Interrupted(Exception):
    """The user cancelled in the middle of the work."""


class PlanGeometry:
    """The part of a plan area that is checked, prepared once for many questions.

    Built and used in one thread. ``geometry`` is a valid polygon or multipolygon in the package's CRS. Whatever may
    take long raises :class:`Interrupted` once ``cancelled``.
    """

    def __init__(self, geometry: QgsGeometry, cancelled: Cancelled = lambda: False) -> None:
        self.geometry = geometry
        self._cancelled = cancelled
        self.area = geometry.area()
        self.bounds = geometry.boundingBox()
        self._engine = QgsGeometry.createGeometryEngine(geometry.constGet())
        self._engine.prepareGeometry()
        self._grown: dict[tuple[float, bool], Optional[PlanGeometry]] = {}

    def grown(self, distance: float, inner: bool = False) -> Optional[PlanGeometry]:
        """The area within ``distance`` m of the plan area; eroded for a negative distance, None if nothing is left.

        Arcs are drawn with straight segments outside the true ones, so that a grown area holds all that is within the
        distance and an eroded one nothing that is nearer to the edge; inside them for a grown area that is ``inner``.
        """
        if distance == 0:
            return self
        inner = inner and distance > 0
        key = (distance, inner)
        if key not in self._grown:
            shifted = buffered(self.geometry, distance, _PLAN_SEGMENTS, inner)
            self._grown[key] = None if is_blank(shifted) else PlanGeometry(shifted, self._cancelled)
        return self._grown[key]

    def _go_on(self) -> None:
        if self._cancelled():
            raise Interrupted

    @cached_property
    def across(self) -> float:
        """The diameter (m) of the smallest circle around the plan area."""
        _, _, radius = self.geometry.minimalEnclosingCircle()
        return 2 * radius

    def area_in(self, polygon: QgsGeometry) -> float:
        """How much of the plan area (m²) lies in a polygon, which may be far larger."""
        near = QgsGeometry() if is_blank(polygon) else polygon.clipped(self.bounds)
        part = None if is_blank(near) else self.clip(near)
        area = 0.0 if part is None else part.area()
        return self.area if area > self.area * (1 - _ROUNDING) else area

    def share_of(self, area: float) -> float:
        """``area`` (m²) as a share (0–100) of the plan area."""
        return 100 * (area / self.area)  # in this order all of it is 100 to the last bit

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
        self._go_on()
        if self.intersects(geometry):
            return 0.0
        distance = self._engine.distance(geometry.constGet())
        if not math.isfinite(distance) or distance < 0:
            raise GeometryError("distance")
        return distance

    def clip(self, geometry: QgsGeometry) -> Optional[QgsGeometry]:
        """The part of ``geometry`` in the plan area, of the same dimension; None where they at most touch."""
        if not geometry.boundingBoxIntersects(self.bounds):
            return None
        self._go_on()
        if not self.intersects(geometry):
            return None
        if self.contains(geometry):
            return geometry
        result, error = _engine_result(self._engine.intersection(geometry.constGet()))
        if result is None:
            raise GeometryError(error or "intersection")
        clipped = parts_of_type(result, geometry.type())
        return None if is_blank(clipped) else clipped

    def clip_all(self, geometries: Iterable[QgsGeometry]) -> QgsGeometry:
        """The union of what :meth:`clip` leaves of ``geometries``, which are of one dimension; nothing counts twice."""
        return union(part for part in map(self.clip, geometries) if part is not None)

    def merged_area(self, parts: Iterable[QgsGeometry], sliver: float) -> tuple[float, Slivers]:
        """The area (m²) that clipped polygons cover together, and the parts narrower than ``sliver`` m left out."""
        self._go_on()
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
            self._go_on()
            moved = buffered(merged, shift)
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
        self._go_on()
        eroded = QgsGeometry() if near is None else buffered(near, -accuracy)
        return not is_blank(eroded) and self.intersects(eroded)


def _engine_result(result: object) -> tuple[Optional[QgsGeometry], str]:
    """The geometry of an engine call, which newer versions return together with an error text."""
    geometry, error = result if isinstance(result, tuple) else (result, "")
    return (None if geometry is None else QgsGeometry(geometry)), str(error or "")


def is_blank(geometry: Optional[QgsGeometry]) -> bool:
    """Whether there is nothing in ``geometry``."""
    return geometry is None or geometry.isNull() or geometry.isEmpty()


def buffered(geometry: QgsGeometry, distance: float, segments: int = _SEGMENTS, inner: bool = False) -> QgsGeometry:
    """Polygons grown (or eroded) by ``distance`` m, its arcs drawn outside the true ones, or inside."""
    # GEOS draws an arc inside the true one, by segments of at most 1.5 times the even angle (it rounds their number).
    radius = distance if inner else distance / math.cos(0.75 * math.pi / 2 / segments)
    return polygons_of(_result(geometry.buffer(radius, segments), "buffer"))


def difference(geometry: QgsGeometry, other: QgsGeometry) -> QgsGeometry:
    """The polygons that are left of ``geometry`` without ``other``."""
    return polygons_of(_result(geometry.difference(other), "difference"))


def intersection(geometry: QgsGeometry, other: QgsGeometry) -> QgsGeometry:
    """The polygons that ``geometry`` and ``other`` share."""
    return polygons_of(_result(geometry.intersection(other), "intersection"))


def _result(geometry: QgsGeometry, operation: str) -> QgsGeometry:
    """``geometry``, which may be empty but not null: QGIS gives null where an operation failed."""
    if geometry.isNull():
        raise GeometryError(geometry.lastError() or operation)
    return geometry


def covers(geometry: QgsGeometry, other: QgsGeometry) -> bool:
    """Whether the polygons ``other`` lie in ``geometry``; their edges may touch. Far quicker than a difference."""
    if not geometry.boundingBox().contains(other.boundingBox()):
        return False
    engine = QgsGeometry.createGeometryEngine(geometry.constGet())
    engine.prepareGeometry()
    return engine.contains(other.constGet())


def polygons_of(geometry: QgsGeometry) -> QgsGeometry:
    """The polygon parts of ``geometry``; empty where it has none."""
    return parts_of_type(geometry, Qgis.GeometryType.Polygon)


def parts_of_type(geometry: QgsGeometry, kind: Qgis.GeometryType) -> QgsGeometry:
    """The parts of ``geometry`` that are of ``kind``; empty where it has none."""
    if is_blank(geometry) or geometry.type() == kind:  # a collection of several kinds has none itself
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
    if not geometry.boundingBox().isFinite():
        return False
    # A bounding box passes over a NaN between numbers; a sum of lengths does not.
    if geometry.type() in (Qgis.GeometryType.Line, Qgis.GeometryType.Polygon):
        return math.isfinite(geometry.length())
    if not geometry.isMultipart():
        return True
    # Not by QgsGeometry.vertices(), which takes QGIS down where a collection holds another.
    parts = geometry.constGet().coordinateSequence()
    return all(math.isfinite(p.x()) and math.isfinite(p.y()) for rings in parts for ring in rings for p in ring)


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
    """A valid copy of an invalid ``geometry`` that keeps its dimension; None where none can be made, empty where the
    geometry has no extent in that dimension.

    Rings are mended one by one, then shells are merged and holes taken out (the *structure* method of GEOS).
    """
    valid = geometry
    # The corners that mending adds are rounded, which now and then makes another crossing.
    for _ in range(_MENDINGS):
        valid = parts_of_type(valid.makeValid(Qgis.MakeValidMethod.Structure, False), geometry.type())
        if valid.isEmpty() or valid.isGeosValid():
            return None if valid.isNull() else valid
    return None


def union(geometries: Iterable[QgsGeometry]) -> QgsGeometry:
    """The union of geometries of one dimension, so that nothing counts twice; empty for none."""
    geometries = list(geometries)
    if not geometries:
        return QgsGeometry()
    if len(geometries) == 1 and geometries[0].type() == Qgis.GeometryType.Polygon:
        return geometries[0]
    merged = QgsGeometry.unaryUnion(geometries)
    return parts_of_type(_result(merged, "union"), geometries[0].type())


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


def coarse(geometries: Sequence[QgsGeometry], dots: int) -> list[QgsGeometry]:
    """``geometries`` as good as a drawing needs them that shows all of them on so many dots a side."""
    box = QgsRectangle()
    for geometry in geometries:
        box.combineExtentWith(geometry.boundingBox())
    simplifier = QgsMapToPixelSimplifier(
        QgsMapToPixelSimplifier.SimplifyFlag.SimplifyGeometry, max(box.width(), box.height()) / dots
    )
    return [simplifier.simplify(geometry) for geometry in geometries]


def box_before(bounds: QgsRectangle, transform: QgsCoordinateTransform) -> QgsRectangle:
    """The box in the CRS that ``transform`` comes from of what lies in ``bounds`` in the one it leads to. Raises
    QgsCsException."""
    if transform.isShortCircuited():
        return bounds
    box = transform.transformBoundingBox(bounds, QgsCoordinateTransform.TransformDirection.Reverse)
    # The edges of a box are curves in another CRS; a little more costs nothing, a feature missed costs an answer.
    return box.buffered(0.05 * max(box.width(), box.height()))


def margin(accuracy: float) -> float:
    """How far around the plan area features are needed to bound a measurement, in metres."""
    return accuracy * _MARGIN
