"""Drawing a plan area on the map with QGIS's own digitizing: snapping, advanced digitizing, undo, Esc."""

from __future__ import annotations

from typing import Callable, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsMapLayer,
    QgsPoint,
    QgsPolygon,
    QgsVectorLayer,
)
from qgis.gui import (
    QgsAdvancedDigitizingDockWidget,
    QgsMapCanvas,
    QgsMapMouseEvent,
    QgsMapToolCapture,
    QgsMapToolDigitizeFeature,
)
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent

# A polygon needs three corners; with two and the cursor there is one to see.
_LEAST_CORNERS = 2


class DrawTool(QgsMapToolDigitizeFeature):
    """``drawn`` is emitted with the finished polygon, ``sketched`` with the polygon as far as it has come, both with
    the CRS they are in; ``given_up`` after Esc or when another tool takes over.

    ``active_layer`` gives the layer that the user works on, which is the map's again afterwards.
    """

    drawn = pyqtSignal(QgsGeometry, QgsCoordinateReferenceSystem)
    sketched = pyqtSignal(QgsGeometry, QgsCoordinateReferenceSystem)
    given_up = pyqtSignal()

    def __init__(
        self,
        canvas: QgsMapCanvas,
        cad_dock: QgsAdvancedDigitizingDockWidget,
        active_layer: Callable[[], Optional[QgsMapLayer]],
    ) -> None:
        super().__init__(canvas, cad_dock, QgsMapToolCapture.CaptureMode.CapturePolygon)
        self._active_layer = active_layer
        self._sheet: Optional[QgsVectorLayer] = None
        self.digitizingCompleted.connect(self._completed)
        self.digitizingCanceled.connect(self.given_up)
        self.deactivated.connect(self.given_up)

    def prepare(self, crs: QgsCoordinateReferenceSystem) -> None:
        """Draw in ``crs``. For use before the tool is set on the canvas."""
        # The tool draws on an editable layer; this one is never in the project, so nothing there is touched.
        self._sheet = QgsVectorLayer("CurvePolygon", "plandialog-sheet", "memory")
        self._sheet.setCrs(crs)
        self._sheet.startEditing()
        self.setLayer(self._sheet)

    def activate(self) -> None:
        # QGIS remembers the map's current layer here and makes it the current one again at the end, even if it has
        # been removed by then, and crashes. So let it remember our own.
        self.canvas().setCurrentLayer(self._sheet)
        super().activate()
        self.canvas().destinationCrsChanged.connect(self._begin_anew)

    def deactivate(self) -> None:
        self.canvas().destinationCrsChanged.disconnect(self._begin_anew)
        super().deactivate()
        self.canvas().setCurrentLayer(self._active_layer())

    def _begin_anew(self) -> None:
        """The map has another CRS, in which the corners so far would be elsewhere."""
        self.stopCapturing()
        self.given_up.emit()

    def cadCanvasMoveEvent(self, e: QgsMapMouseEvent) -> None:
        super().cadCanvasMoveEvent(e)
        self._sketch(e)

    def keyPressEvent(self, e: QKeyEvent) -> None:
        super().keyPressEvent(e)
        if self.size() > 0:
            self._sketch(None)

    def _sketch(self, event: Optional[QgsMapMouseEvent]) -> None:
        """Tell how far the polygon has come, with the cursor as its next corner."""
        if self.size() < _LEAST_CORNERS:
            return
        curve = self.captureCurve().segmentize()
        if event is not None:
            curve.addVertex(QgsPoint(event.mapPoint()))
        if curve.numPoints() <= _LEAST_CORNERS:
            return
        curve.close()
        # Corners are captured in the CRS of the map, whatever the layer's.
        self.sketched.emit(QgsGeometry(QgsPolygon(curve)), self.canvas().mapSettings().destinationCrs())

    def _completed(self, feature: QgsFeature) -> None:
        if self._sheet is not None:
            self.drawn.emit(QgsGeometry(feature.geometry()), self._sheet.crs())
