"""The two canvases side by side: the picture, and the map or how the picture is read."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Iterator, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsMapLayer,
    QgsPointXY,
    QgsRasterLayer,
    QgsRectangle,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QSize, Qt, QTimer
from qgis.PyQt.QtGui import QColor, QShowEvent
from qgis.PyQt.QtWidgets import (
    QFrame,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ...translation import tr
from .canvas_items import Crop, Marks, Picture
from .picking import CropTool, LookTool, PointTool
from .sheet import Sheet

# Room around what is shown in full.
_ROOM = 1.05


class Stage(QSplitter):
    """The canvases with what is drawn over them, and the tools for them.

    Positions on the picture's canvas are x = column, y = -row.
    """

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("stage")
        self.setChildrenCollapsible(False)
        self.picture_canvas = _canvas("picture_canvas", tr("The picture"))
        self.map_canvas = _canvas("assistant_map_canvas", tr("The map"))
        self.reading_canvas = _canvas("reading_canvas", tr("How the picture is read"))
        self.right = QStackedWidget(self)
        self.right.addWidget(_titled(self.map_canvas, tr("The map")))
        self.right.addWidget(_titled(self.reading_canvas, tr("How the picture is read")))
        self.addWidget(_titled(self.picture_canvas, tr("The picture")))
        self.addWidget(self.right)
        self.setSizes([500, 500])
        self.picture_marks, self.map_marks = Marks(self.picture_canvas), Marks(self.map_canvas)
        self.crop = Crop(self.picture_canvas)
        self.warped, self.reading = Picture(self.map_canvas), Picture(self.reading_canvas)
        self.picture_points = PointTool(self.picture_canvas, self.picture_marks)
        self.map_points = PointTool(self.map_canvas, self.map_marks)
        self.crop_tool = CropTool(self.picture_canvas, self.crop)
        self.color_tool = LookTool(self.picture_canvas)
        self._looking = [LookTool(canvas) for canvas in (self.map_canvas, self.reading_canvas)]
        self.reading_canvas.setMapTool(self._looking[1])
        self._layer: Optional[QgsRasterLayer] = None
        self._is_following = False
        # What each canvas shows at first, until it has its size.
        self._first: dict[QgsMapCanvas, QgsRectangle] = {}
        self._first_timer = QTimer(self)
        self._first_timer.setSingleShot(True)
        self._first_timer.timeout.connect(self._show_first)
        self.picture_canvas.extentsChanged.connect(self._bring_along)
        self.reading_canvas.extentsChanged.connect(self._lead)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show a picture, the whole of it."""
        self._layer = sheet.layer()
        self.picture_canvas.setLayers([self._layer])
        self.reading_canvas.setLayers([])
        self.zoom_to_picture()

    def show_map(
        self, layers: list[QgsMapLayer], crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
    ) -> None:
        """Show these layers on the map, the first on top."""
        self.map_canvas.setDestinationCrs(crs)
        self.map_canvas.mapSettings().setTransformContext(context)
        self.map_canvas.setLayers(layers)

    @property
    def sheet_extent(self) -> QgsRectangle:
        """The picture on its canvas."""
        return self._layer.extent() if self._layer is not None else QgsRectangle()

    def zoom_to_picture(self) -> None:
        """Show the whole picture."""
        if self._layer is not None:
            self._zoom(self.picture_canvas, self.sheet_extent)

    def zoom_to_map(self, extent: QgsRectangle) -> None:
        """Show ``extent`` on the map."""
        if not extent.isEmpty():
            self._zoom(self.map_canvas, extent)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # The canvases get their size after this.
        self._first_timer.start()

    def _show_first(self) -> None:
        for canvas, extent in self._first.items():
            self._zoom(canvas, extent)
        self._first.clear()

    def _zoom(self, canvas: QgsMapCanvas, extent: QgsRectangle) -> None:
        if not self.isVisible():
            self._first[canvas] = QgsRectangle(extent)
        extent = QgsRectangle(extent)
        extent.scale(_ROOM)
        canvas.setExtent(extent)
        canvas.refresh()

    @staticmethod
    def reveal(canvas: QgsMapCanvas, x: float, y: float) -> None:
        """Bring a place into the middle half of the canvas, at the same scale."""
        extent = QgsRectangle(canvas.extent())
        extent.scale(0.8)
        if not extent.contains(QgsPointXY(x, y)):
            canvas.setCenter(QgsPointXY(x, y))
            canvas.refresh()

    @contextmanager
    def _following(self) -> Iterator[None]:
        self._is_following = True
        try:
            yield
        finally:
            self._is_following = False

    def _bring_along(self) -> None:
        self._follow(self.picture_canvas, self.reading_canvas)

    def _follow(self, leader: QgsMapCanvas, follower: QgsMapCanvas) -> None:
        """The picture and how it is read are looked at in the same place."""
        if self._is_following or not follower.isVisible():
            return
        with self._following():
            follower.setExtent(leader.extent())
            follower.refresh()

    def _lead(self) -> None:
        # The extent also changes with the size of the canvas, which is nobody's wish.
        if self.reading_canvas.underMouse():
            self._follow(self.reading_canvas, self.picture_canvas)
        elif not self._is_following:
            self.sync_reading()

    def sync_reading(self) -> None:
        """Look at the reading where the picture is looked at."""
        with self._following():
            self.reading_canvas.setExtent(self.picture_canvas.extent())
            self.reading_canvas.refresh()

    def look_only(self) -> None:
        """Nothing is set on the map by clicks."""
        self.map_canvas.setMapTool(self._looking[0])

    def close_down(self) -> None:
        """Stop drawing before the layers go."""
        for canvas in (self.picture_canvas, self.map_canvas, self.reading_canvas):
            canvas.stopRendering()
            canvas.setLayers([])
        self._layer = None


def _canvas(name: str, title: str) -> QgsMapCanvas:
    canvas = QgsMapCanvas()
    canvas.setObjectName(name)
    canvas.setAccessibleName(title)
    canvas.setCanvasColor(QColor("#ffffff"))
    canvas.enableAntiAliasing(True)
    canvas.setMinimumSize(QSize(200, 160))
    canvas.setParallelRenderingEnabled(True)
    return canvas


def _titled(canvas: QgsMapCanvas, title: str) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    how = tr("the wheel zooms, dragging moves")
    label = QLabel(f"<b>{title}</b>&nbsp; <small>{how}</small>")
    label.setMinimumWidth(0)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    label.setBuddy(canvas)
    column.addWidget(label)
    column.addWidget(canvas, 1)
    return box


def scrolling(widget: QWidget) -> QScrollArea:
    """``widget`` in an area that scrolls where the window is low."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(widget)
    bar = area.verticalScrollBar().sizeHint().width()
    area.setMinimumWidth(widget.minimumSizeHint().width() + bar)
    return area
