"""Boxes between coordinate reference systems."""

from __future__ import annotations

from typing import Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsGeometry,
    QgsRectangle,
)

from ..transforms import transformation

WGS84 = "EPSG:4326"

# Decimals of corners: less than a millimetre, in degrees too.
_DECIMALS = 9

# Points along each edge of a box, which is no box in another CRS.
_STEPS = 24

# How much larger (of its size) a box is made that is looked in.
_MORE = 0.05


def in_crs(box: QgsRectangle, crs: QgsCoordinateReferenceSystem, source: str = WGS84) -> Optional[QgsGeometry]:
    """A box in the CRS ``source`` (x east) as a polygon in ``crs``; None where it has no place there."""
    return moved(QgsGeometry.fromRect(box).densifyByCount(_STEPS), QgsCoordinateReferenceSystem(source), crs)


def moved(
    geometry: QgsGeometry, source: QgsCoordinateReferenceSystem, target: QgsCoordinateReferenceSystem
) -> Optional[QgsGeometry]:
    """The extent ``geometry`` in another CRS; None where it has no place there."""
    if source == target:
        return geometry
    elsewhere = QgsGeometry(geometry)
    try:
        elsewhere.transform(transformation(source, target, QgsCoordinateTransformContext()))
    except QgsCsException:
        return None
    return elsewhere


def transformed(
    box: QgsRectangle, source: QgsCoordinateReferenceSystem, target: QgsCoordinateReferenceSystem
) -> Optional[QgsRectangle]:
    """The box that holds ``box`` in another CRS; None where it has no place there."""
    if not source.isValid() or source == target:
        return box
    try:
        return transformation(source, target, QgsCoordinateTransformContext()).transformBoundingBox(box)
    except QgsCsException:
        return None


def box_in(
    box: QgsRectangle, source: QgsCoordinateReferenceSystem, target: QgsCoordinateReferenceSystem
) -> Optional[QgsRectangle]:
    """A box that is looked in, in another CRS: whatever lies in ``box`` lies in it, as the edges of a box are curves
    there. None where it has no place there."""
    there = transformed(box, source, target)
    if there is None or there == box:
        return there
    return there.buffered(_MORE * max(there.width(), there.height()))


def corners(box: QgsRectangle, north_first: bool = False) -> list[str]:
    """The lower and the upper corner of ``box`` (x east), as they are written in a question."""
    figures = [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()]
    if north_first:
        figures = [figures[1], figures[0], figures[3], figures[2]]
    return [f"{figure:.{_DECIMALS}f}".rstrip("0").rstrip(".") for figure in figures]


def epsg_of(crs: QgsCoordinateReferenceSystem) -> str:
    """The number of a CRS of EPSG; empty for another."""
    authority, _, code = crs.authid().partition(":")
    return code if authority == "EPSG" else ""
