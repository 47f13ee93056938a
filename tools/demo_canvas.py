"""A painter that takes geometries in EPSG:3006, for the demo package's structure images."""

from __future__ import annotations

import math
from typing import Optional, Sequence

from qgis.core import Qgis, QgsGeometry, QgsPointXY
from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF, QTransform

#: Installed by the test set-up; another version of it may give other bytes.
FONT = "DejaVu Sans"


def font(size: float, bold: bool = False, italic: bool = False, spacing: float = 100.0) -> QFont:
    """The one family of all pictures, ``size`` in pixels, ``spacing`` of letters in per cent."""
    made = QFont(FONT)
    made.setPixelSize(round(size))
    made.setBold(bold)
    made.setItalic(italic)
    made.setStretch(94)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setLetterSpacing(QFont.SpacingType.PercentageSpacing, spacing)
    return made


class Canvas:
    """Draws on ``painter``. ``transform`` takes EPSG:3006 to the painter's units (px); widths and sizes are px."""

    def __init__(self, painter: QPainter, transform: QTransform) -> None:
        self.painter = painter
        self.transform = transform
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def place(self, geometry: QgsGeometry) -> QPointF:
        """Where a point lies on the canvas."""
        position = geometry.asPoint()
        return self.transform.map(QPointF(position.x(), position.y()))

    def path(self, geometry: QgsGeometry) -> QPainterPath:
        """The outline of a line or polygon, single or multi."""
        path = QPainterPath()
        if geometry.isEmpty():
            return path
        if geometry.type() == Qgis.GeometryType.Line:
            for part in geometry.asMultiPolyline() if geometry.isMultipart() else [geometry.asPolyline()]:
                path.addPolygon(QPolygonF(self._points(part)))
            return path
        for part in geometry.asMultiPolygon() if geometry.isMultipart() else [geometry.asPolygon()]:
            for ring in part:
                path.addPolygon(QPolygonF(self._points(ring)))
                path.closeSubpath()
        return path

    def _points(self, points: Sequence[QgsPointXY]) -> list[QPointF]:
        return [self.transform.map(QPointF(each.x(), each.y())) for each in points]

    def fill(self, geometry: QgsGeometry, color: str, opacity: float = 1.0) -> None:
        """A plain area, half transparent where ``opacity`` is below 1."""
        self.painter.fillPath(self.path(geometry), shade(color, opacity))

    def outline(
        self,
        geometry: QgsGeometry,
        color: str,
        width: float,
        dashes: Optional[Sequence[float]] = None,
        opacity: float = 1.0,
    ) -> None:
        """A line with round ends, or the border of an area. ``dashes`` count in widths of the line."""
        self.painter.strokePath(self.path(geometry), pen(color, width, dashes, opacity))

    def hatch(
        self, geometry: QgsGeometry, color: str, width: float, spacing: float, rising: bool = True, opacity: float = 1.0
    ) -> None:
        """Slanting lines ``spacing`` apart, their middles counted square to them."""
        path = self.path(geometry)
        box = path.boundingRect()
        step = spacing * math.sqrt(2)
        lines = QPainterPath()
        if rising:
            first, last = box.left() + box.top(), box.right() + box.bottom()
        else:
            first, last = box.left() - box.bottom(), box.right() - box.top()
        # Counted from the canvas's corner, so that the lines of two areas continue each other.
        for number in range(math.floor(first / step), math.ceil(last / step) + 1):
            shift = number * step
            for y, onward in ((box.top(), lines.moveTo), (box.bottom(), lines.lineTo)):
                onward(QPointF(shift - y if rising else shift + y, y))
        self.painter.save()
        self.painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
        stroke = pen(color, width, None, opacity)
        stroke.setCapStyle(Qt.PenCapStyle.FlatCap)
        self.painter.strokePath(lines, stroke)
        self.painter.restore()

    def arrow(
        self,
        course: QgsGeometry,
        color: str,
        width: float,
        dashes: Optional[Sequence[float]] = None,
        both: bool = False,
        halo: str = "",
    ) -> None:
        """A line with a head at its last point or at ``both`` ends, with a rim in the colour ``halo`` if named."""
        points = self._points(course.asPolyline())
        heads = [_head(points, width)]
        line = _shortened(points, width * 2.2)
        if both:
            heads.append(_head(points[::-1], width))
            line = _shortened(line[::-1], width * 2.2)
        path = QPainterPath()
        path.addPolygon(QPolygonF(line))
        if halo:
            self.painter.strokePath(path, pen(halo, width * 1.6, dashes))
            for head in heads:
                self.painter.strokePath(head, pen(halo, width * 0.6))
        self.painter.strokePath(path, pen(color, width, dashes))
        for head in heads:
            self.painter.fillPath(head, QColor(color))

    def dot(self, center: QPointF, radius: float, color: str, ring: str = "#ffffff", width: float = 0.0) -> None:
        """A disc with a ring of ``width`` inside its edge."""
        self.painter.setPen(Qt.PenStyle.NoPen)
        if width:
            self.painter.setBrush(QColor(ring))
            self.painter.drawEllipse(center, radius, radius)
        self.painter.setBrush(QColor(color))
        self.painter.drawEllipse(center, radius - width, radius - width)

    def polygon(self, center: QPointF, radius: float, corners: int, color: str, width: float = 0.0) -> None:
        """A regular polygon standing on a corner, with a white ring of ``width`` inside its edge."""
        self.painter.setPen(Qt.PenStyle.NoPen)
        for reach, brush in ((radius, "#ffffff"), (radius - width, color)) if width else ((radius, color),):
            angles = [2 * math.pi * corner / corners + math.pi / 2 for corner in range(corners)]
            self.painter.setBrush(QColor(brush))
            self.painter.drawPolygon(
                QPolygonF([center + QPointF(reach * math.cos(each), reach * math.sin(each)) for each in angles])
            )

    def label(
        self,
        text: str,
        at: QPointF,
        made: QFont,
        color: str,
        side: str = "e",
        away: float = 0.0,
        halo: float = 2.0,
        turn: float = 0.0,
    ) -> None:
        """A name ``away`` from a place, to its east, west, north or south (two letters for the corners), or on it (c).

        ``halo`` is the width of the white rim, ``turn`` the rotation clockwise in degrees.
        """
        path = QPainterPath()
        path.addText(QPointF(0, 0), made, text)
        box = path.boundingRect()
        cap = made.pixelSize() * 0.73
        x, y = -box.center().x(), cap / 2
        reach = away * (0.75 if len(side) == 2 else 1.0)
        if "e" in side:
            x = reach - box.left()
        elif "w" in side:
            x = -reach - box.right()
        if "n" in side:
            y = -reach
        elif "s" in side:
            y = reach + cap
        placed = QTransform().translate(at.x(), at.y()).rotate(turn).translate(x, y).map(path)
        if halo:
            self.painter.strokePath(placed, pen("#ffffff", 2 * halo, None, 0.92))
        self.painter.fillPath(placed, QColor(color))

    def paragraph(self, text: str, box: QRectF, made: QFont, color: str, align: str = "left") -> float:
        """Text set in lines within ``box``; how high (px) it came to be."""
        flags = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        flags |= Qt.AlignmentFlag.AlignRight if align == "right" else Qt.AlignmentFlag.AlignLeft
        self.painter.setFont(made)
        self.painter.setPen(QColor(color))
        return self.painter.drawText(box, int(flags), text).height()


def shade(color: str, opacity: float) -> QColor:
    """A colour that lets through what lies below."""
    made = QColor(color)
    made.setAlphaF(opacity)
    return made


def pen(color: str, width: float, dashes: Optional[Sequence[float]] = None, opacity: float = 1.0) -> QPen:
    """A pen with round ends and corners."""
    made = QPen(shade(color, opacity), width)
    made.setCapStyle(Qt.PenCapStyle.RoundCap)
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dashes:
        made.setDashPattern(list(dashes))
    return made


def _head(points: Sequence[QPointF], width: float) -> QPainterPath:
    """The head of an arrow at the last point of a line."""
    tip, back = points[-1], _shortened(points, width * 3.2)[-1]
    along = math.hypot(tip.x() - back.x(), tip.y() - back.y()) or 1.0
    across = QPointF((back.y() - tip.y()) / along, (tip.x() - back.x()) / along) * (width * 1.5)
    head = QPainterPath(tip)
    head.lineTo(back + across)
    head.lineTo(back - across)
    head.closeSubpath()
    return head


def _shortened(points: Sequence[QPointF], by: float) -> list[QPointF]:
    """A line without its last ``by`` px."""
    kept = list(points)
    while len(kept) > 2 and _apart(kept[-1], kept[-2]) <= by:
        by -= _apart(kept[-1], kept[-2])
        kept.pop()
    last, before = kept[-1], kept[-2]
    kept[-1] = last - (last - before) * min(1.0, by / (_apart(last, before) or 1.0))
    return kept


def _apart(first: QPointF, last: QPointF) -> float:
    return math.hypot(first.x() - last.x(), first.y() - last.y())
