"""What is drawn over the two canvases: control points with their numbers, the crop, and pictures."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import Iterable, Optional, Sequence

from qgis.core import QgsPointXY, QgsRectangle
from qgis.gui import QgsMapCanvas, QgsMapCanvasItem
from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QBrush, QColor, QFont, QImage, QPainter, QPainterPath, QPen, QPolygonF
from qgis.PyQt.QtWidgets import QStyleOptionGraphicsItem, QWidget


class Kind(Enum):
    """How a mark is drawn."""

    USED = "#1f5fa8"
    OFF = "#c8401a"
    UNUSED = "#6b6b6b"
    HALF = "#8a2be2"
    GUESS = "#2e8b57"


@dataclass(frozen=True)
class Mark:
    """A point on a canvas, in its coordinates, with the text beside it."""

    x: float
    y: float
    label: str
    kind: Kind = Kind.USED
    is_selected: bool = False


class CanvasItem(QgsMapCanvasItem):
    """Covers the whole canvas and is drawn in its pixels."""

    def __init__(self, canvas: QgsMapCanvas, height: float) -> None:
        super().__init__(canvas)
        self.canvas = canvas
        self.setZValue(height)
        self.updatePosition()

    def updatePosition(self) -> None:
        self.prepareGeometryChange()
        self.setPos(0, 0)

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self.canvas.width(), self.canvas.height())

    def at(self, x: float, y: float) -> QPointF:
        """The pixel of the canvas that shows a place."""
        return self.toCanvasCoordinates(QgsPointXY(x, y))

    def paint(
        self, painter: QPainter, option: Optional[QStyleOptionGraphicsItem] = None, widget: Optional[QWidget] = None
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter)
        painter.restore()

    def draw(self, painter: QPainter) -> None:
        """Draw in pixels of the canvas."""
        raise NotImplementedError


class Marks(CanvasItem):
    """Numbered points, and lines from them such as residuals."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas, 30)
        self.marks: tuple[Mark, ...] = ()
        self._arrows: tuple[tuple[float, float, float, float], ...] = ()

    def show_marks(self, marks: Iterable[Mark], arrows: Sequence[tuple[float, float, float, float]] = ()) -> None:
        """Draw other points. ``arrows`` (x, y to x, y) are drawn so much longer that they can be seen."""
        self.marks, self._arrows = tuple(marks), tuple(arrows)
        self.updatePosition()
        self.update()

    def near(self, position: QPointF, within: float = 11) -> Optional[int]:
        """The index of the mark nearest to a pixel of the canvas."""
        best, least = None, within
        for index, mark in enumerate(self.marks):
            away = self.at(mark.x, mark.y) - position
            distance = math.hypot(away.x(), away.y())
            if distance <= least:
                best, least = index, distance
        return best

    def draw(self, painter: QPainter) -> None:
        stretch = self.stretch
        for x, y, far_x, far_y in self._arrows:
            begin, end = self.at(x, y), self.at(far_x, far_y)
            end = begin + (end - begin) * stretch
            for color, width in ((QColor("#ffffff"), 4.5), (QColor(Kind.OFF.value), 2)):
                painter.setPen(QPen(color, width))
                painter.drawLine(begin, end)
        for mark in self.marks:
            self._draw_mark(painter, mark)

    @property
    def has_lines(self) -> bool:
        """Whether lines are drawn between places."""
        return bool(self._arrows)

    @property
    def stretch(self) -> int:
        """How many times longer than they are the arrows are drawn at this scale."""
        lengths = []
        for x, y, far_x, far_y in self._arrows:
            way = self.at(far_x, far_y) - self.at(x, y)
            lengths.append(math.hypot(way.x(), way.y()))
        longest = max(lengths, default=0.0)
        if longest <= 0:
            return 1
        return next((times for times in (200, 100, 50, 20, 10, 5, 2) if longest * times <= 45), 1)

    def _draw_mark(self, painter: QPainter, mark: Mark) -> None:
        centre = self.at(mark.x, mark.y)
        color = QColor(mark.kind.value)
        radius = 9 if mark.is_selected else 6
        style = Qt.PenStyle.DashLine if mark.kind in (Kind.HALF, Kind.GUESS) else Qt.PenStyle.SolidLine
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(QColor("#ffffff"), 5), QPen(color, 2.4, style)):
            painter.setPen(pen)
            painter.drawEllipse(centre, radius, radius)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(color))
        painter.drawEllipse(centre, 1.8, 1.8)
        if mark.label:
            self._draw_label(painter, centre + QPointF(radius + 2, -radius - 2), mark.label, color)

    def _draw_label(self, painter: QPainter, corner: QPointF, text: str, color: QColor) -> None:
        font = QFont(painter.font())
        font.setBold(True)
        font.setPointSizeF(9)
        painter.setFont(font)
        size = painter.fontMetrics().size(0, text)
        box = QRectF(corner.x(), corner.y() - size.height() / 2, size.width() + 8, size.height() + 2)
        painter.setPen(QPen(QColor("#ffffff"), 1.5))
        painter.setBrush(QBrush(color))
        painter.drawRoundedRect(box, 4, 4)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class Crop(CanvasItem):
    """A ring whose outside may be dimmed, with a handle at every corner and between corners while it can be changed."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas, 20)
        self.ring: tuple[tuple[float, float], ...] = ()
        self._sheet = QgsRectangle()
        self._has_handles = self._dims = False

    def show_ring(
        self, ring: Iterable[tuple[float, float]], sheet: QgsRectangle, has_handles: bool, dims: bool = True
    ) -> None:
        """Show a ring (x, y) within the rectangle ``sheet``; what is outside is dimmed where it ``dims``."""
        self.ring, self._sheet, self._has_handles, self._dims = tuple(ring), sheet, has_handles, dims
        self.updatePosition()
        self.update()

    def handles(self) -> list[tuple[float, float]]:
        """The corners, then the middles of the sides."""
        following = (*self.ring[1:], *self.ring[:1])
        middles = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in zip(self.ring, following)]
        return [*self.ring, *middles]

    def handle_near(self, position: QPointF, within: float = 9) -> Optional[int]:
        """The index in :meth:`handles` of the one nearest to a pixel of the canvas."""
        best, least = None, within
        for index, place in enumerate(self.handles()):
            away = self.at(*place) - position
            distance = max(abs(away.x()), abs(away.y()))
            if distance <= least:
                best, least = index, distance
        return best

    def draw(self, painter: QPainter) -> None:
        if len(self.ring) < 2:
            return
        shape = QPolygonF([self.at(*corner) for corner in self.ring])
        inner, outer = QPainterPath(), QPainterPath()
        inner.addPolygon(shape)
        inner.closeSubpath()
        sheet = self._sheet
        outer.addRect(
            QRectF(
                self.at(sheet.xMinimum(), sheet.yMaximum()), self.at(sheet.xMaximum(), sheet.yMinimum())
            ).normalized()
        )
        if self._dims:
            painter.fillPath(outer.subtracted(inner), QColor(40, 40, 40, 130))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(QColor("#ffffff"), 4), QPen(QColor("#8a2be2"), 2)):
            painter.setPen(pen)
            painter.drawPolygon(shape)
        if not self._has_handles:
            return
        painter.setPen(QPen(QColor("#8a2be2"), 1.6))
        painter.setBrush(QBrush(QColor("#ffffff")))
        for index, place in enumerate(self.handles()):
            centre, half = self.at(*place), 5 if index < len(self.ring) else 3.5
            painter.drawRect(QRectF(centre.x() - half, centre.y() - half, 2 * half, 2 * half))


class Picture(CanvasItem):
    """A picture for one extent of the canvas; at another it is moved and stretched until a new one comes."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas, 10)
        self._image: Optional[QImage] = None
        self._extent = QgsRectangle()
        self._opacity = 1.0

    def show_image(self, image: Optional[QImage], extent: Optional[QgsRectangle] = None) -> None:
        """Show ``image``, which covers ``extent``; None for nothing."""
        self._image = image
        self._extent = QgsRectangle(extent) if extent is not None else QgsRectangle()
        self.updatePosition()
        self.update()

    @property
    def has_image(self) -> bool:
        """Whether there is something to see."""
        return self._image is not None

    def set_opacity(self, opacity: float) -> None:
        """How opaque (0 to 1) the picture is."""
        self._opacity = opacity
        self.update()

    def draw(self, painter: QPainter) -> None:
        if self._image is None:
            return
        extent = self._extent
        target = QRectF(
            self.at(extent.xMinimum(), extent.yMaximum()), self.at(extent.xMaximum(), extent.yMinimum())
        ).normalized()
        painter.setOpacity(self._opacity)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(target, self._image)
