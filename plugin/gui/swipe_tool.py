"""Swiping between structure images: a line over the map, one picture on its left and another, or the map, on its
right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from qgis.core import (
    QgsMapLayer,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsMapToPixel,
    QgsProject,
)
from qgis.gui import QgsMapCanvas, QgsMapCanvasItem, QgsMapMouseEvent, QgsMapTool
from qgis.PyQt.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFontMetricsF, QImage, QKeyEvent, QPainter, QPen, QPolygonF

# Below the outline of the plan area and everything else that is drawn over the map, above the map itself.
_HEIGHT = -5.0

# Near an edge (px) a drag begins a horizontal line, near the line it goes on with the line there is.
_EDGE = 28
_NEAR = 14

# A key moves the line by so much of the map; with Shift by less.
_STEP, _SMALL_STEP = 0.05, 0.01

_KEYS = {
    Qt.Key.Key_Left: (True, -1),
    Qt.Key.Key_Right: (True, 1),
    Qt.Key.Key_Up: (False, -1),
    Qt.Key.Key_Down: (False, 1),
}


@dataclass(frozen=True)
class Swipe:
    """What is compared. ``first`` is the id of the layer on the left (above a horizontal line); ``second`` that on the
    other side, empty for the map without any of ``images``. ``titles`` are what the two sides are called.
    """

    first: str
    second: str
    images: frozenset[str]
    titles: tuple[str, str]


class SwipeItem(QgsMapCanvasItem):
    """The line over the map, and the picture of the other side as it was last rendered."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._image: Optional[QImage] = None
        self._placed = QgsMapToPixel()
        self.titles = ("", "")
        self.vertical = True
        self.part = 0.5
        self.setZValue(_HEIGHT)

    def boundingRect(self) -> QRectF:
        return QRectF(self._canvas.viewport().rect())

    def show_picture(self, image: QImage, placed: QgsMapToPixel) -> None:
        """Show ``image`` on the other side; ``placed`` is where its pixels lie on the map."""
        self._image, self._placed = image, QgsMapToPixel(placed)
        self.update()

    def clear(self) -> None:
        """Forget the picture, and be seen no more."""
        self._image = None
        self.hide()

    def move(self, vertical: bool, part: float) -> None:
        """Put the line at ``part`` (0–1) of the map from the left, or from the top where it is not ``vertical``."""
        self.vertical, self.part = vertical, min(1.0, max(0.0, part))
        self.update()

    def line(self) -> tuple[QPointF, QPointF]:
        """The ends of the line, in the canvas."""
        box = self.boundingRect()
        if self.vertical:
            x = box.width() * self.part
            return QPointF(x, 0), QPointF(x, box.height())
        y = box.height() * self.part
        return QPointF(0, y), QPointF(box.width(), y)

    def paint(self, painter: QPainter, *_options: object) -> None:
        painter.save()
        start, end = self.line()
        if self._image is not None:
            painter.save()
            painter.setClipRect(QRectF(start, self.boundingRect().bottomRight()).toAlignedRect())
            self._paint_picture(painter, self._image)
            painter.restore()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for color, width in (("#ffffff", 4.0), ("#111111", 1.6)):
            painter.setPen(QPen(QColor(color), width))
            painter.drawLine(start, end)
        self._paint_grip(painter, (start + end) / 2)
        self._paint_titles(painter, start)
        painter.restore()

    def _paint_picture(self, painter: QPainter, image: QImage) -> None:
        place = self._target(image)
        if abs(place.width() * image.devicePixelRatio() - image.width()) < 1:
            # As it was rendered, which is drawn many times faster than anything scaled.
            painter.drawImage(place.topLeft().toPoint(), image)
        else:
            painter.drawImage(place, image)

    def _target(self, image: QImage) -> QRectF:
        """Where the picture lies in the canvas now: the map may have been moved since it was rendered."""
        size = image.size() / image.devicePixelRatio()
        now = self._canvas.getCoordinateTransform()
        corners = []
        for column, row in ((0, 0), (size.width(), size.height())):
            place = now.transform(self._placed.toMapCoordinates(column, row))
            corners.append(QPointF(place.x(), place.y()))
        return QRectF(*corners)

    def _paint_grip(self, painter: QPainter, middle: QPointF) -> None:
        painter.save()
        painter.setPen(QPen(QColor("#111111"), 1.4))
        painter.setBrush(QColor("#ffffff"))
        painter.drawEllipse(middle, 11, 11)
        painter.translate(middle)
        if not self.vertical:
            painter.rotate(90)
        painter.setBrush(QColor("#111111"))
        for side in (-1, 1):
            arrow = [QPointF(side * 8, 0), QPointF(side * 3, -4), QPointF(side * 3, 4)]
            painter.drawPolygon(QPolygonF(arrow))
        painter.restore()

    def _paint_titles(self, painter: QPainter, start: QPointF) -> None:
        box = self.boundingRect()
        metrics = QFontMetricsF(painter.font())
        height = metrics.height() + 6
        for number, title in enumerate(self.titles):
            beside = (start.x() if number == 0 else box.width() - start.x()) - 24
            room = beside if self.vertical else box.width() / 2
            text = metrics.elidedText(title, Qt.TextElideMode.ElideRight, room - 12)
            width = metrics.horizontalAdvance(text) + 12
            if room < 40:
                continue
            if self.vertical:
                # At the bottom: messages come in at the top.
                left = start.x() - 10 - width if number == 0 else start.x() + 10
                place = QPointF(left, box.height() - height - 10)
            else:
                place = QPointF(10, start.y() - 10 - height if number == 0 else start.y() + 10)
            label = QRectF(place.x(), place.y(), width, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(255, 255, 255, 225))
            painter.drawRoundedRect(label, 3, 3)
            painter.setPen(QColor("#111111"))
            painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)


class SwipeTool(QgsMapTool):
    """Moves the line. Its ``deactivated`` tells that the comparison has ended, by Esc or another tool."""

    def __init__(self, canvas: QgsMapCanvas, project: QgsProject) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._project = project
        self._swipe: Optional[Swipe] = None
        self._item: Optional[SwipeItem] = None
        self._before: Optional[QgsMapTool] = None
        self._job: Optional[QgsMapRendererParallelJob] = None
        # Jobs that have not ended yet, with those that are no longer wanted: one whose Python side goes would wait.
        self._jobs: set[QgsMapRendererParallelJob] = set()
        self._dragging = False
        self._vertical, self._part = True, 0.5
        self.setCursor(Qt.CursorShape.SplitHCursor)

    # begin and end

    def begin(self, swipe: Swipe) -> None:
        """Compare what ``swipe`` says, from now on or instead of what was compared before."""
        self._swipe = swipe
        if self.is_active:
            self._item.titles = swipe.titles
            self._render()
            return
        self._before = self._canvas.mapTool()
        if self._before is not None:
            # Another plugin takes its tool away when it is unloaded.
            self._before.destroyed.connect(self._forget_before)
        self._canvas.setMapTool(self)

    def leave(self) -> None:
        """End the comparison and give the map the tool it had."""
        # As it is deactivated it is still the tool of the map.
        if not self.is_active or self._canvas.mapTool() is not self:
            return
        if self._before is not None:
            self._canvas.setMapTool(self._before)
        else:
            self._canvas.unsetMapTool(self)

    def remove(self) -> None:
        """End, and leave the canvas as it was."""
        self.leave()
        if self._item is not None:
            self._canvas.scene().removeItem(self._item)
            self._item = None
        # It belongs to the map and would stay with it.
        self.deleteLater()

    @property
    def is_active(self) -> bool:
        """Whether the line is over the map."""
        return self._item is not None and self._item.isVisible()

    @property
    def item(self) -> Optional[SwipeItem]:
        """What is drawn over the map, once the tool has been used."""
        return self._item

    def activate(self) -> None:
        super().activate()
        if self._item is None:
            self._item = SwipeItem(self._canvas)
        self._item.show()
        self._item.move(self._vertical, self._part)
        self._item.titles = self._swipe.titles if self._swipe is not None else ("", "")
        self._canvas.installEventFilter(self)
        self._canvas.mapCanvasRefreshed.connect(self._render)
        self._project.layersWillBeRemoved.connect(self._let_go)
        self._canvas.setFocus()
        self._render()

    def deactivate(self) -> None:
        self._canvas.mapCanvasRefreshed.disconnect(self._render)
        self._project.layersWillBeRemoved.disconnect(self._let_go)
        self._canvas.removeEventFilter(self)
        self._cancel()
        if self._item is not None:
            self._item.clear()
        if self._before is not None:
            self._before.destroyed.disconnect(self._forget_before)
            self._before = None
        self._dragging = False
        super().deactivate()

    def _forget_before(self) -> None:
        self._before = None

    # the other side

    def _layers(self) -> list[QgsMapLayer]:
        """What the map shows but for the images, with the second of the two where the layer tree has it."""
        swipe = self._swipe
        layers = [layer for layer in self._canvas.layers() if layer.id() not in swipe.images]
        second = self._project.mapLayer(swipe.second) if swipe.second else None
        if second is None:
            return layers
        order = [layer.id() for layer in self._project.layerTreeRoot().layerOrder()]
        below = set(order[order.index(second.id()) :]) if second.id() in order else set()
        at = next((number for number, layer in enumerate(layers) if layer.id() in below), len(layers))
        return [*layers[:at], second, *layers[at:]]

    def _render(self) -> None:
        """Draw the other side anew in the background; what there is stays until then."""
        if self._swipe is None or not self.is_active:
            return
        self._cancel()
        settings = QgsMapSettings(self._canvas.mapSettings())
        settings.setLayers(self._layers())
        job = QgsMapRendererParallelJob(settings)
        # A method, which PyQt holds weakly: a function of its own may be called when its variables are gone already.
        job.finished.connect(self._rendered)
        self._job = job
        self._jobs.add(job)
        job.start()

    def _rendered(self) -> None:
        for job in [each for each in self._jobs if not each.isActive()]:
            self._jobs.discard(job)
            if job is self._job and self.is_active:
                self._item.show_picture(job.renderedImage(), job.mapSettings().mapToPixel())
                self._job = None
            job.deleteLater()

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancelWithoutBlocking()
            self._job = None

    def _let_go(self, layers: list[str]) -> None:
        """A layer that is being drawn is going: begin anew without it, or end if it was one of the two."""
        swipe = self._swipe
        if swipe is not None and {swipe.first, swipe.second} & set(layers):
            self.leave()
        else:
            self._cancel()

    # the line

    def canvasPressEvent(self, e: QgsMapMouseEvent) -> None:
        if e.button() == Qt.MouseButton.LeftButton and self.is_active:
            self._vertical = self._is_vertical(e.pos(), e.modifiers())
            self._dragging = True
            self._put(e.pos())

    def canvasMoveEvent(self, e: QgsMapMouseEvent) -> None:
        if self._dragging:
            self._put(e.pos())
        else:
            self._point(self._is_vertical(e.pos(), e.modifiers()))

    def canvasReleaseEvent(self, e: QgsMapMouseEvent) -> None:
        if e.button() == Qt.MouseButton.LeftButton:
            self._dragging = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The map would take the arrow keys for itself.
        if watched is self._canvas and event.type() == QEvent.Type.KeyPress and self._key(event):
            return True
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return True
        vertical, way = _KEYS.get(event.key(), (True, 0))
        if not way or not self.is_active:
            return False
        small = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        part = self._part if vertical is self._vertical else 0.5
        self._vertical = vertical
        self._move(part + way * (_SMALL_STEP if small else _STEP))
        return True

    def _is_vertical(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> bool:
        """Whether a drag that begins here moves a vertical line."""
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            return False
        if self._item is not None:
            place = self._item.line()[0]
            away = at.x() - place.x() if self._vertical else at.y() - place.y()
            if abs(away) < _NEAR:
                return self._vertical
        return _EDGE < at.y() < self._canvas.height() - _EDGE

    def _put(self, at: QPoint) -> None:
        box = self._canvas.viewport().rect()
        self._move(at.x() / max(1, box.width()) if self._vertical else at.y() / max(1, box.height()))

    def _move(self, part: float) -> None:
        self._part = min(1.0, max(0.0, part))
        self._item.move(self._vertical, self._part)
        self._point(self._vertical)

    def _point(self, vertical: bool) -> None:
        self._canvas.setCursor(Qt.CursorShape.SplitHCursor if vertical else Qt.CursorShape.SplitVCursor)
