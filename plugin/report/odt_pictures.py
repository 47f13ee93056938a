"""Pictures as they stand in a text document: maps with their scale bar and north arrow drawn on them, drawings as
PNG. In any thread."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import lru_cache

from qgis.PyQt.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QPolygonF
from qgis.PyQt.QtSvg import QSvgRenderer

from ..core.outcome import Outcome
from . import texts
from .drawing import data_uri
from .graphics import badge
from .pictures import MapPicture

# Drawings are few and small: at three times their size they are sharp on paper.
_DENSITY = 3

_INK, _HALO = QColor("#10181f"), QColor("#ffffff")

# Sizes on a map, in CSS pixels, as on the page in HTML.
_EDGE = 8.0
_LETTERS = 13
_BAR_TALL, _BAR_LINE = 6.0, 2.0
_NORTH = (30.0, 43.0)


@dataclass(frozen=True)
class Encoded:
    """The content of a picture file; ``form`` is ``png`` or ``jpeg``."""

    content: bytes
    form: str


def decoded(uri: str) -> Encoded:
    """The file in a data URI. Raises ValueError where it is none of a PNG or JPEG."""
    head, _, content = uri.partition(",")
    form = head.partition("image/")[2].partition(";")[0]
    if form not in ("png", "jpeg"):
        raise ValueError(head[:40])
    return Encoded(base64.b64decode(content), form)


def map_file(picture: MapPicture, language: str) -> Encoded:
    """A map with its scale bar and a north arrow, in the form that it had. Raises ValueError where it is no picture."""
    source = decoded(picture.image)
    image = QImage.fromData(source.content)
    if image.isNull():
        raise ValueError(source.form)
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(image)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(image.width() / picture.width, image.height() / picture.height)
        _draw_scale_bar(painter, picture)
        _draw_north(painter, picture, texts.MAP_NORTH.get(language))
    finally:
        painter.end()
    return decoded(data_uri(image, source.form.upper()))


def drawing_file(svg: str, width: int, height: int) -> Encoded:
    """An SVG drawing of ``width`` × ``height`` CSS pixels as PNG, where nothing is drawn transparent. Raises
    ValueError where it is none."""
    renderer = QSvgRenderer(QByteArray(svg.encode("utf-8")))
    if not renderer.isValid():
        raise ValueError(svg[:40])
    image = QImage(QSize(width, height) * _DENSITY, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        renderer.render(painter, QRectF(image.rect()))
    finally:
        painter.end()
    return decoded(data_uri(image))


@lru_cache(maxsize=len(Outcome))
def badge_file(outcome: Outcome) -> Encoded:
    """The sign of an outcome, a square."""
    return drawing_file(badge(outcome), 16, 16)


def _draw_scale_bar(painter: QPainter, picture: MapPicture) -> None:
    """The bar at the lower left, its length above it."""
    bottom = picture.height - _EDGE
    bar = QRectF(_EDGE, bottom - _BAR_TALL, picture.bar * picture.width, _BAR_TALL)
    edge = QPainterPath()
    edge.addPolygon(QPolygonF([bar.topLeft(), bar.bottomLeft(), bar.bottomRight(), bar.topRight()]))
    painter.fillRect(bar.adjusted(-2, -1, 2, 2), QColor(255, 255, 255, 190))
    painter.strokePath(edge, _pen(_INK, _BAR_LINE))
    label = QPainterPath()
    label.addText(QPointF(bar.left() - 1, bar.top() - 5), _font(_LETTERS), picture.bar_label)
    _draw_with_halo(painter, label)


def _draw_north(painter: QPainter, picture: MapPicture, letter: str) -> None:
    """An arrow with the letter below it at the upper right."""
    width, height = _NORTH
    left, top = picture.width - width - _EDGE + 2, _EDGE
    arrow = QPainterPath()
    # The shape of the arrow in HTML, in a box of 24 × 34.
    corners = ((12, 1), (19, 18), (12, 14), (5, 18))
    arrow.addPolygon(QPolygonF([QPointF(left + x * width / 24, top + y * height / 34) for x, y in corners]))
    arrow.closeSubpath()
    _draw_with_halo(painter, arrow)
    font = _font(16)
    middle = left + width / 2 - QFontMetricsF(font).horizontalAdvance(letter) / 2
    name = QPainterPath()
    name.addText(QPointF(middle, top + height * 32 / 34), font, letter)
    _draw_with_halo(painter, name)


def _draw_with_halo(painter: QPainter, path: QPainterPath) -> None:
    """``path`` in ink with a white edge, so that it is seen on dark and on light."""
    painter.strokePath(path, _pen(_HALO, 3.0))
    painter.fillPath(path, _INK)


def _pen(color: QColor, width: float) -> QPen:
    return QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.MiterJoin)


def _font(size: int) -> QFont:
    font = QFont()
    font.setPixelSize(size)
    font.setBold(True)
    return font
