"""Step 3 of the assistant: which part of the picture is kept, and how it lies on the map."""

from __future__ import annotations

from html import escape
from typing import Optional

from qgis.core import QgsGeometry, QgsPointXY, QgsRectangle
from qgis.PyQt.QtCore import QPointF, pyqtSignal
from qgis.PyQt.QtGui import QImage, QPainter, QPainterPath, QPolygonF
from qgis.PyQt.QtWidgets import QWidget

from ...core.quantity import Dimension, format_number, format_quantity
from ...gis.georeference import Fit
from ...gis.pictures import PictureError
from ...gis.warping import preview
from ...translation import tr
from ..forms import load_form, qgis_icon
from ..pixels import image_of
from .running import Latest
from .stage import Stage
from .work import ImageWork


class CropPanel(QWidget):
    """The crop in figures, and the warped picture over the map. ``instruction_changed``: another thing is to do."""

    instruction_changed = pyqtSignal()

    def __init__(self, work: ImageWork, stage: Stage, language: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("imaging_crop", self)
        self._work = work
        self._stage = stage
        self._language = language
        self._is_shown = False
        self._updating = False
        self.latest = Latest((PictureError,), self)
        self.latest.ready.connect(self._warped)
        self.latest.failed.connect(lambda error: self.look.setText(error.message.text(language)))
        self.undo.setIcon(qgis_icon("mActionUndo"))
        self._sides = (self.crop_left, self.crop_top, self.crop_right, self.crop_bottom)
        for side in self._sides:
            side.valueChanged.connect(self._sides_typed)
        self.crop_rectangle.clicked.connect(lambda on: self._draw("rectangle" if on else ""))
        self.crop_polygon.clicked.connect(lambda on: self._draw("polygon" if on else ""))
        self.crop_whole.clicked.connect(lambda: work.set_crop([]))
        self.undo.clicked.connect(work.crop.undo)
        self.show_preview.toggled.connect(lambda _on: self._want())
        self.opacity.valueChanged.connect(lambda value: stage.warped.set_opacity(value / 100))
        stage.crop_tool.changed.connect(self._changed)
        stage.crop_tool.drawing_ended.connect(self._drawn)
        stage.map_canvas.extentsChanged.connect(self._want)
        work.crop_changed.connect(self.refresh)
        work.points_changed.connect(self._want)

    def enter(self) -> None:
        """The step begins: the crop can be changed, and the picture is seen on the map."""
        self._is_shown = True
        self._stage.right.setCurrentIndex(0)
        self._stage.picture_canvas.setMapTool(self._stage.crop_tool)
        self._stage.look_only()
        self._stage.warped.set_opacity(self.opacity.value() / 100)
        if self._work.fit is not None:
            self._stage.zoom_to_map(self._on_map())
        if not self._work.crop.value:
            # The points were perhaps set close up, and the map in the picture is to be seen whole.
            self._stage.zoom_to_picture()
        self.refresh()
        self._want()

    def leave(self) -> None:
        """The step ends."""
        self._is_shown = False
        self._draw("")
        self._stage.warped.show_image(None)
        self.latest.drop()

    def instruction(self) -> str:
        """What to do now, in one line."""
        drawing = self._stage.crop_tool.drawing
        if drawing == "rectangle":
            return tr("Press at one corner of the map in the picture and drag to the opposite one. Esc gives up.")
        if drawing == "polygon":
            return tr(
                "Click the corners one by one; right-click or Enter ends, Backspace takes one back, Esc gives up."
            )
        if not self._work.crop.value:
            return tr("Draw a rectangle round the map in the picture, so that title and legend are cut away.")
        return tr("Drag the handles until only the map is kept, and see how it lies over the map to the right.")

    def _draw(self, what: str) -> None:
        self._stage.crop_tool.draw(what)
        self.crop_rectangle.setChecked(what == "rectangle")
        self.crop_polygon.setChecked(what == "polygon")
        if what:
            self._stage.picture_canvas.setFocus()
        if self._is_shown:
            self._show_ring()
            self.instruction_changed.emit()

    def _changed(self, ring: list[tuple[float, float]]) -> None:
        self._work.set_crop([(x, -y) for x, y in ring])
        if self._work.fit is not None:
            self._stage.zoom_to_map(self._on_map())

    def _drawn(self) -> None:
        self.crop_rectangle.setChecked(False)
        self.crop_polygon.setChecked(False)
        self.refresh()

    def _sides_typed(self) -> None:
        left, top, right, bottom = (side.value() for side in self._sides)
        if not self._updating and left < right and top < bottom:
            self._work.set_crop([(left, top), (right, top), (right, bottom), (left, bottom)])

    # showing it

    def _ring(self) -> list[tuple[float, float]]:
        width, height = self._work.sheet.size
        return self._work.crop_ring or [(0, 0), (width, 0), (width, height), (0, height)]

    def refresh(self) -> None:
        """Show the crop as it is now."""
        if not self._is_shown or self._work.sheet is None:
            return
        width, height = self._work.sheet.size
        ring = self._ring()
        columns, rows = [column for column, _ in ring], [row for _, row in ring]
        self._updating = True
        values = (min(columns), min(rows), max(columns), max(rows))
        for side, value, most in zip(self._sides, values, (width, height, width, height)):
            side.setMaximum(most)
            side.setValue(round(value))
        self._updating = False
        self.undo.setEnabled(self._work.crop.can_undo)
        self.crop_whole.setEnabled(bool(self._work.crop.value))
        shape = QgsGeometry.fromPolygonXY([[QgsPointXY(*corner) for corner in ring]])
        share = 100 * shape.area() / (width * height)
        text = tr("{share} of the picture is kept.")
        self.kept.setText(text.format(share=format_quantity(min(share, 100.0), Dimension.SHARE, self._language)))
        self._show_ring()
        self._show_look()
        self._want()
        self.instruction_changed.emit()

    def _show_ring(self) -> None:
        if self._work.sheet is not None:
            ring = [(column, -row) for column, row in self._ring()]
            self._stage.crop.show_ring(ring, self._stage.sheet_extent, not self._stage.crop_tool.drawing)

    def _show_look(self) -> None:
        fit = self._work.fit
        if fit is None:
            self.look.setText(tr("The picture has no place on the map yet. Go back and set control points."))
            return
        text = tr("One pixel of the picture is {metres} m on the ground.")
        lines = [escape(text.format(metres=format_number(fit.pixel, 0 if fit.pixel >= 10 else 1, self._language)))]
        if self._work.crop.value:
            lines += [f"⚠ {escape(message.text(self._language))}" for message in self._work.warnings]
        self.look.setText("<br>".join(lines))

    def _on_map(self) -> QgsRectangle:
        box = QgsRectangle()
        for column, row in self._ring():
            x, y = self._work.fit.to_map(column, row)
            box.combineExtentWith(x, y)
        return box

    def _want(self) -> None:
        """Ask for the warped picture as the map shows it now."""
        if not self._is_shown:
            return
        fit, sheet, canvas = self._work.fit, self._work.sheet, self._stage.map_canvas
        if fit is None or sheet is None or not self.show_preview.isChecked():
            self.latest.drop()
            self._stage.warped.show_image(None)
            return
        extent, size, ring = QgsRectangle(canvas.extent()), (canvas.width(), canvas.height()), self._work.crop_ring
        box = (extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum())

        def work(_cancelled: object) -> object:
            rgba = preview(sheet.picture, fit, box, size)
            return rgba, extent, ring, fit

        self.latest.want(work)

    def _warped(self, result: tuple) -> None:
        rgba, extent, ring, fit = result
        if self._is_shown:
            image = image_of(rgba)
            self._stage.warped.show_image(_cut(image, ring, fit, extent), extent)


def _cut(image: QImage, ring: Optional[list[tuple[float, float]]], fit: Fit, extent: QgsRectangle) -> QImage:
    """``image`` of ``extent`` without what lies outside the crop."""
    if ring is None:
        return image
    outline = QPolygonF()
    for (column, row), (far_column, far_row) in zip(ring, [*ring[1:], ring[0]]):
        for step in range(16):
            part = step / 16
            x, y = fit.to_map(column + part * (far_column - column), row + part * (far_row - row))
            outline.append(
                QPointF(
                    (x - extent.xMinimum()) / extent.width() * image.width(),
                    (extent.yMaximum() - y) / extent.height() * image.height(),
                )
            )
    path = QPainterPath()
    path.addPolygon(outline)
    cut = QImage(image.size(), QImage.Format.Format_RGBA8888)
    cut.fill(0)
    painter = QPainter(cut)
    painter.setClipPath(path)
    painter.drawImage(0, 0, image)
    painter.end()
    return cut
