"""Boxes between coordinate reference systems."""

from __future__ import annotations

from typing import Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsGeometry,
    QgsRectangle,
)

WGS84 = "EPSG:4326"

# Points along each edge of a box, which is no box in another CRS.
_STEPS = 24


def in_crs(box: QgsRectangle, crs: QgsCoordinateReferenceSystem, source: str = WGS84) -> Optional[QgsGeometry]:
    """A box in the CRS ``source`` (x east) as a polygon in ``crs``; None where it has no place there."""
    geometry = QgsGeometry.fromRect(box).densifyByCount(_STEPS)
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem(source), crs, QgsCoordinateTransformContext())
    try:
        geometry.transform(transform)
    except QgsCsException:
        return None
    return geometry


def transformed(
    box: QgsRectangle, source: QgsCoordinateReferenceSystem, target: QgsCoordinateReferenceSystem
) -> Optional[QgsRectangle]:
    """The box that holds ``box`` in another CRS; None where it has no place there."""
    if not source.isValid() or source == target:
        return box
    try:
        return QgsCoordinateTransform(source, target, QgsCoordinateTransformContext()).transformBoundingBox(box)
    except QgsCsException:
        return None
