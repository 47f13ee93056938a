"""From whatever geometry a planner has to a plan area that can be measured, with every repair said aloud."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsCurvePolygon,
    QgsGeometry,
    QgsWkbTypes,
)

from ..core.messages import Message, MessageError
from .geometry import (
    GeometryError,
    covers,
    difference,
    intersection,
    is_blank,
    is_finite,
    polygons_of,
    repaired,
    straightened,
    without_slivers,
)
from .transforms import transformation


class PlanAreaError(MessageError):
    """A geometry that cannot be a plan area; ``message`` says why in words for a planner."""


@dataclass(frozen=True)
class PlanArea:
    """A valid plan area in the package's CRS.

    ``whole`` is all of it, ``inside`` the part within the package's area of validity, ``outside`` the rest (None:
    nothing). ``notes`` say what was repaired and how much lies outside.
    """

    whole: QgsGeometry
    inside: QgsGeometry
    outside: Optional[QgsGeometry]
    notes: tuple[Message, ...]

    @property
    def inside_share(self) -> float:
        """The share (0–100) of the plan area within the package's area of validity."""
        return 100.0 if self.outside is None else 100 * self.inside.area() / self.whole.area()


# Parts outside the border that are narrower than this (m) come from the precision of coordinates.
_BORDER = 0.05


def plan_area(
    geometry: QgsGeometry,
    crs: QgsCoordinateReferenceSystem,
    package_crs: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
    validity: Optional[QgsGeometry],
    validity_name: str,
) -> PlanArea:
    """The plan area in ``geometry`` (in ``crs``) for a package valid within ``validity`` (in ``package_crs``; None:
    unknown).

    ``geometry`` itself is never changed. Raises :class:`PlanAreaError`.
    """
    if not crs.isValid():
        raise PlanAreaError(Message("plan-no-crs"))
    area, notes = _repaired_copy(geometry)
    try:
        area.transform(transformation(crs, package_crs, context))
    except QgsCsException as error:
        detail = " ".join(str(error).split())
        raise PlanAreaError(Message("plan-transform", {"crs": crs.authid(), "detail": detail})) from error
    if not is_finite(area):
        raise PlanAreaError(Message("plan-transform", {"crs": crs.authid(), "detail": ""}))
    if not area.isGeosValid():
        # Coordinates may fold over each other only in the package's CRS.
        area = _mended(area)
        notes.append(Message("repaired-self-intersection"))
    try:
        inside, outside = (area, None) if validity is None else _split(area, validity, validity_name)
    except GeometryError as error:
        raise PlanAreaError(Message("plan-unrepairable", {"detail": str(error)})) from error
    if outside is not None:
        notes.append(Message("plan-partly-outside", {"share": 100 * inside.area() / area.area()}))
    return PlanArea(area, inside, outside, tuple(dict.fromkeys(notes)))


def _repaired_copy(geometry: QgsGeometry) -> tuple[QgsGeometry, list[Message]]:
    """A valid, straight, two-dimensional polygon copy, and what was done to make it so."""
    if is_blank(geometry):
        raise PlanAreaError(Message("plan-no-geometry"))
    if not is_finite(geometry):
        raise PlanAreaError(Message("plan-not-finite"))
    notes: list[Message] = []
    kind = geometry.wkbType()
    # A type that may hold arcs, as QGIS draws with, need not hold any.
    if geometry.constGet().hasCurvedSegments():
        notes.append(Message("repaired-curves"))
    if QgsWkbTypes.hasZ(kind) or QgsWkbTypes.hasM(kind):
        notes.append(Message("repaired-zm"))
    area = QgsGeometry(straightened(geometry))
    polygons = polygons_of(area)
    if is_blank(polygons):
        names = {Qgis.GeometryType.Point: "point", Qgis.GeometryType.Line: "line"}
        raise PlanAreaError(Message("plan-not-polygon", {"actual": names.get(area.type(), "mixed")}))
    if polygons.constGet().partCount() < area.constGet().partCount():
        notes.append(Message("repaired-other-parts"))
    area = QgsGeometry(polygons)
    if _close_rings(area):
        notes.append(Message("repaired-unclosed"))
    area, duplicates = _without_duplicates(area)
    if duplicates:
        notes.append(Message("repaired-duplicates"))
    if area.area() <= 0 and area.isGeosValid():
        raise PlanAreaError(Message("plan-no-area"))
    if not area.isGeosValid():
        area = _mended(area)
        notes.append(Message("repaired-self-intersection"))
    return area, notes


def _mended(area: QgsGeometry) -> QgsGeometry:
    valid = repaired(area)
    if valid is None:
        raise PlanAreaError(Message("plan-unrepairable", {"detail": area.lastError()}))
    if is_blank(valid) or valid.area() <= 0:
        raise PlanAreaError(Message("plan-no-area"))
    return valid


def _close_rings(area: QgsGeometry) -> bool:
    """Close the open rings of ``area`` in place; whether there were any."""
    closed_any = False
    for part in area.parts():
        if not isinstance(part, QgsCurvePolygon):
            continue
        rings = [part.exteriorRing(), *(part.interiorRing(index) for index in range(part.numInteriorRings()))]
        for ring in rings:
            if ring is not None and ring.numPoints() > 2 and not ring.isClosed():
                ring.close()
                closed_any = True
    return closed_any


def _without_duplicates(area: QgsGeometry) -> tuple[QgsGeometry, bool]:
    """``area`` with parts that stand twice taken once, and whether there were any."""
    parts = [QgsGeometry(part.clone()) for part in area.constParts()]
    unique: dict[bytes, QgsGeometry] = {}
    for part in parts:
        shape = QgsGeometry(part)
        shape.normalize()
        unique.setdefault(bytes(shape.asWkb()), part)
    if len(unique) == len(parts):
        return area, False
    return QgsGeometry.collectGeometry(list(unique.values())), True


def _split(area: QgsGeometry, validity: QgsGeometry, name: str) -> tuple[QgsGeometry, Optional[QgsGeometry]]:
    """``area`` inside and outside the package's area of validity; None for nothing outside."""
    if covers(validity, area):
        return area, None
    outside, _ = without_slivers(difference(area, validity), _BORDER)
    if is_blank(outside):
        return area, None
    inside, _ = without_slivers(intersection(area, validity), _BORDER)
    if is_blank(inside):
        raise PlanAreaError(Message("plan-outside", {"area": name}))
    return inside, outside
