"""Schematic pictures like those of a printed strategy, drawn from polygons that are known."""

from __future__ import annotations

import math

import numpy as np
from plandialog.plugin.core.legend import ImageClass, Legend
from plandialog.plugin.core.text import Text
from qgis.core import QgsGeometry
from qgis.PyQt.QtCore import QBuffer, QIODevice, QPointF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QImage, QPainter, QPainterPath, QPen, QPolygonF

#: Side of a pixel (m) of the drawn pictures, and the accuracy (m) that such a picture would state.
PIXEL, ACCURACY = 25.0, 600.0

GROUND, TOWN, GREEN, COAST, WATER = "#f4f1e8", "#c0392b", "#4f9d4a", "#2c5fa8", "#a9cfe4"


def image_class(name, *colors, **more):
    return ImageClass(name, Text.same(name), colors, **more)


def shares(bits, legend):
    """Share (%) of the pixels in each class."""
    return {each.id: 100 * float(np.mean(bits >> i & 1)) for i, each in enumerate(legend.classes)}


def flat(rows, columns, color):
    color = QColor(color)
    return np.full((rows, columns, 4), (color.red(), color.green(), color.blue(), 255), np.uint8)


def paint(rgba, rows, columns, color):
    color = QColor(color)
    rgba[rows, columns, :3] = color.red(), color.green(), color.blue()


class Scene:
    """A schematic map drawn from polygons (pixels from the top left) that are known."""

    SIZE = 1200

    def __init__(self, seed=1):
        self.random = np.random.default_rng(seed)
        self.areas = {
            "town": self._star(420, 380, 210, 330),
            "green": self._star(760, 640, 230, 340),
            "water": self._star(240, 900, 120, 220),
            "coast": self._star(820, 330, 180, 260),
        }
        self.image = QImage(self.SIZE, self.SIZE, QImage.Format.Format_ARGB32)

    def _star(self, x, y, least, most):
        angles = np.sort(self.random.uniform(0, 2 * math.pi, 14))
        radii = self.random.uniform(least, most, 14)
        return [(x + r * math.cos(a), y + r * math.sin(a)) for a, r in zip(angles, radii)]

    def draw(self, labels=True, coast=COAST):
        self.image.fill(QColor(GROUND))
        painter = QPainter(self.image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        self._area(painter, "water", QColor(WATER))
        self._area(painter, "town", QColor(TOWN))
        green = QColor(GREEN)
        green.setAlpha(150)
        self._area(painter, "green", green)
        self._hatch(painter, "coast", QColor(coast))
        if labels:
            self._labels(painter)
        painter.end()
        return self

    def _area(self, painter, name, brush):
        painter.setBrush(brush)
        painter.drawPolygon(QPolygonF([QPointF(*point) for point in self.areas[name]]))

    def _hatch(self, painter, name, color, spacing=11.0, width=2.0):
        path = QPainterPath()
        path.addPolygon(QPolygonF([QPointF(*point) for point in self.areas[name]]))
        painter.save()
        painter.setClipPath(path)
        painter.setPen(QPen(color, width))
        step = spacing * math.sqrt(2)
        for offset in np.arange(-self.SIZE, 2 * self.SIZE, step):
            painter.drawLine(QPointF(offset, 0), QPointF(offset + self.SIZE, self.SIZE))
        painter.restore()

    def _labels(self, painter):
        painter.setPen(QPen(QColor("#222222"), 1.5))
        for _ in range(8):
            ends = self.random.uniform(0, self.SIZE, 4)
            painter.drawLine(QPointF(*ends[:2]), QPointF(*ends[2:]))
        painter.setPen(QPen(QColor("#ffffff"), 3))
        for _ in range(3):
            ends = self.random.uniform(0, self.SIZE, 4)
            painter.drawLine(QPointF(*ends[:2]), QPointF(*ends[2:]))
        painter.setPen(QColor("#111111"))
        for text in ("Örebro", "Kumla", "Hallsberg", "Degerfors", "Laxå", "Nora", "Askersund", "Lindesberg") * 4:
            font = QFont("DejaVu Sans")
            font.setPixelSize(int(self.random.integers(10, 22)))
            painter.setFont(font)
            painter.drawText(QPointF(*self.random.uniform(0, self.SIZE - 80, 2)), text)

    def rgba(self, quality=60, noise=3.0):
        image = self.image
        if quality is not None:
            buffer = QBuffer()
            buffer.open(QIODevice.OpenModeFlag.WriteOnly)
            image.save(buffer, "JPEG", quality)
            image = QImage.fromData(buffer.data(), "JPEG")
        image = image.convertToFormat(QImage.Format.Format_RGBA8888)
        bits = image.constBits()
        bits.setsize(image.sizeInBytes())
        rgba = np.frombuffer(bits, np.uint8).reshape(image.height(), image.width(), 4).copy()
        if noise:
            shaken = rgba[..., :3] + self.random.normal(0, noise, rgba[..., :3].shape)
            rgba[..., :3] = np.clip(shaken.round(), 0, 255)
        return rgba

    def geometry(self, name):
        ring = ", ".join(f"{x} {-y}" for x, y in [*self.areas[name], self.areas[name][0]])
        return QgsGeometry.fromWkt(f"POLYGON(({ring}))")

    def truth(self, window):
        """Share (%) of each class in a window (column, row, width, height)."""
        left, top, width, height = window
        plan = QgsGeometry.fromWkt(
            f"POLYGON(({left} {-top},{left + width} {-top},{left + width} {-top - height},{left} {-top - height},"
            f"{left} {-top}))"
        )
        inside = {name: self.geometry(name).intersection(plan) for name in self.areas}
        solid = QgsGeometry.unaryUnion([inside[name] for name in inside])
        found = {name: 100 * each.area() / plan.area() for name, each in inside.items()}
        return {**found, "ground": 100 - 100 * solid.area() / plan.area()}


def blend(over, under, alpha):
    over, under = QColor(over), QColor(under)
    mixed = [
        round(alpha * a + (1 - alpha) * b)
        for a, b in zip((over.red(), over.green(), over.blue()), (under.red(), under.green(), under.blue()))
    ]
    return QColor(*mixed).name()


def scene_legend(coast=COAST):
    part = 150 / 255
    return Legend(
        (
            image_class("town", TOWN, blend(GREEN, TOWN, part)),
            image_class("green", *(blend(GREEN, each, part) for each in (GROUND, TOWN, WATER))),
            image_class("water", WATER, blend(GREEN, WATER, part)),
            image_class("coast", coast, gaps=13 * PIXEL, tolerance=14.0),
            image_class("ground", GROUND, blank=True),
        ),
        overprint=300.0,
    )
