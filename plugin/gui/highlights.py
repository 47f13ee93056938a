"""What the dock shows on the map without adding a layer: the current plan area, and flashes of what was found."""

from __future__ import annotations

from typing import Sequence

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCsException,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
)
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt.QtGui import QColor

from ..gis.transforms import transformation

# A view that is zoomed to is this much larger than what it shows unless told, and never narrower (m) than this.
_ROOM = 2.0
_LEAST_VIEW = 300.0


class Highlights:
    """The outline of the current plan area on ``canvas``, and ways of pointing at places."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        self._canvas = canvas
        # A dark line on a white halo is seen on any map.
        self._bands = [self._band("#ffffff", 5), self._band("#111111", 2)]

    def _band(self, color: str, width: int) -> QgsRubberBand:
        band = QgsRubberBand(self._canvas, Qgis.GeometryType.Polygon)
        band.setStrokeColor(QColor(color))
        band.setFillColor(QColor(0, 0, 0, 0))
        band.setWidth(width)
        return band

    def outline(self, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> None:
        """Show the outline of ``geometry``."""
        for band in self._bands:
            band.setToGeometry(geometry, crs)

    def clear(self) -> None:
        """Show no outline."""
        for band in self._bands:
            band.reset(Qgis.GeometryType.Polygon)

    def remove(self) -> None:
        """Leave the canvas as it was."""
        for band in self._bands:
            self._canvas.scene().removeItem(band)
        self._bands = []

    def flash(self, geometries: Sequence[QgsGeometry], crs: QgsCoordinateReferenceSystem) -> None:
        """Flash ``geometries`` twice."""
        if geometries:
            self._canvas.flashGeometries(
                list(geometries), crs, QColor(217, 84, 30, 220), QColor(217, 84, 30, 0), 2, 400
            )

    def zoom(self, geometries: Sequence[QgsGeometry], crs: QgsCoordinateReferenceSystem, room: float = _ROOM) -> None:
        """Show all of ``geometries`` in a view ``room`` times their size. Does nothing where they cannot be put on the
        map."""
        box = self._box(geometries, crs, room)
        if box is not None:
            self._canvas.setExtent(box)
            self._canvas.refresh()

    def pan(self, geometries: Sequence[QgsGeometry], crs: QgsCoordinateReferenceSystem) -> None:
        """Move to ``geometries`` at the same scale."""
        box = self._box(geometries, crs)
        if box is not None:
            self._canvas.setCenter(box.center())
            self._canvas.refresh()

    def _box(
        self, geometries: Sequence[QgsGeometry], crs: QgsCoordinateReferenceSystem, room: float = _ROOM
    ) -> QgsRectangle | None:
        box = QgsRectangle()
        for geometry in geometries:
            if not geometry.isEmpty():
                box.combineExtentWith(geometry.boundingBox())
        if box.isNull() or not crs.isValid():
            return None
        size = max(box.width() * room, box.height() * room, 0.0 if crs.isGeographic() else _LEAST_VIEW)
        box = QgsRectangle.fromCenterAndSize(box.center(), size, size)
        target = self._canvas.mapSettings().destinationCrs()
        if not target.isValid():
            return box
        try:
            return transformation(crs, target, QgsProject.instance()).transformBoundingBox(box)
        except QgsCsException:
            return None
