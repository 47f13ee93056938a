"""Maps in a layout: map items of QGIS with scale bar and north arrow, beside or below each its legend and source.

Lengths are in mm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Optional, Sequence

from qgis.core import (
    Qgis,
    QgsLayoutItemMap,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutMeasurement,
    QgsReadWriteContext,
)
from qgis.PyQt.QtCore import QPointF, QRectF
from qgis.PyQt.QtGui import QColor

from ..blocks import Figure
from ..drawing import class_svg, round_length, sign_svg
from ..palette import MAP_GROUND, MUTED
from ..scene import Entry, Scene
from .sheet import Sheet, breakable
from .template import text_format

# Up to this part of the width a map has its legend at its side, a wider one below.
_BESIDE = 0.6
_GAP = 4.0

# A map in a column narrower than this has its legend below it.
_LITTLE = 110.0

# How wide a map is that is not large, and how tall the large one may be made to fit on a page.
_NARROW = 0.58
_LEAST_TALL = 48.0

_SWATCH = (6.0, 3.9)
_ENTRY_GAP = 1.0


@dataclass(frozen=True)
class Placed:
    """A map on its page: the item, the page from 0, and where it is on it."""

    item: QgsLayoutItemMap
    page: int
    box: QRectF
    title: str


class Mapper:
    """Sets the maps of a document. ``placed`` are those that were."""

    def __init__(self, sheet: Sheet, scenes: Mapping[str, Scene]) -> None:
        self._sheet = sheet
        self._scenes = scenes
        self.placed: list[Placed] = []
        # By entry, which the scenes keep.
        self._drawn: dict[int, Sequence[str]] = {}

    def height(self, figure: Figure, width: float) -> float:
        """How tall a figure is with all that stands beside it."""
        scene = self._scenes[figure.key]
        return self._heights(scene, figure, width, self._across(scene, figure, width)).whole

    def fits(self, figure: Figure, width: float, room: float) -> bool:
        """Whether a large map can be made smaller to fit into ``room``."""
        return figure.large and self._shrunk(figure, width, room) is not None

    def map_height(self, figure: Figure, width: float) -> float:
        """How tall the map of a figure is by itself."""
        scene = self._scenes[figure.key]
        return self._heights(scene, figure, width, self._across(scene, figure, width)).map

    def legend_height(self, figure: Figure, width: float) -> float:
        """How tall the legend of a figure is by itself."""
        return self._legend_height(self._scenes[figure.key].legend, width)

    def put_legend(self, figure: Figure, box: QRectF) -> None:
        """Set the legend of a figure whose map was set without."""
        self._legend(self._scenes[figure.key].legend, box)

    def put(self, figure: Figure, box: QRectF, with_legend: bool = True) -> float:
        """Set a figure into ``box``; how tall it is. Without its legend, which is set elsewhere, it has no caption
        either."""
        scene = self._scenes[figure.key]
        across = self._across(scene, figure, box.width())
        heights = self._heights(scene, figure, box.width(), across)
        if heights.whole > box.height() + 0.1 and figure.large:
            across = self._shrunk(figure, box.width(), box.height()) or across
            heights = self._heights(scene, figure, box.width(), across)
        area = QRectF(box.x(), box.y(), across, heights.map)
        self._map(scene, figure, area)
        if not with_legend:
            return heights.map
        caption_style = self._sheet.template.styles["caption"]
        if heights.beside:
            side = QRectF(area.right() + _GAP, box.y(), box.width() - across - _GAP, heights.legend)
            self._legend(scene.legend, side, 1)
        else:
            below = QRectF(box.x(), area.bottom() + 1.5, box.width(), heights.legend)
            self._legend(scene.legend, below)
        if figure.caption:
            label = QRectF(box.x(), box.y() + heights.whole - heights.caption, box.width(), heights.caption)
            self._sheet.label(self._caption(figure), caption_style, label, figure.title[:60])
        return heights.whole

    # sizes

    def _across(self, scene: Scene, figure: Figure, width: float) -> float:
        """How wide the map itself is: as wide as there is room, where there is little of it."""
        if figure.large or width < _LITTLE or scene.size[0] < scene.size[1]:
            return width
        return width * _NARROW

    def _shrunk(self, figure: Figure, width: float, room: float) -> Optional[float]:
        """How wide a large map has to be to fit into ``room``; None where it would be too small."""
        scene = self._scenes[figure.key]
        for part in range(100, 39, -4):
            across = width * part / 100
            heights = self._heights(scene, figure, width, across)
            if heights.map < _LEAST_TALL:
                return None
            if heights.whole <= room:
                return across
        return None

    def _heights(self, scene: Scene, figure: Figure, width: float, across: float) -> _Heights:
        tall = across * scene.size[1] / scene.size[0]
        style = self._sheet.template.styles["caption"]
        caption = self._sheet.height(self._caption(figure), style, width) if figure.caption else 0.0
        if across <= width * _BESIDE:
            legend = self._legend_height(scene.legend, width - across - _GAP, 1)
            return _Heights(tall, legend, caption, True, max(tall, legend) + 1.5 + caption)
        legend = self._legend_height(scene.legend, width)
        return _Heights(tall, legend, caption, False, tall + 1.5 + legend + 0.5 + caption)

    def _caption(self, figure: Figure) -> str:
        return breakable(f"{figure.title}. {figure.caption}")

    # the map

    def _map(self, scene: Scene, figure: Figure, box: QRectF) -> None:
        item = QgsLayoutItemMap.create(self._sheet.layout)
        item.setFrameEnabled(self._sheet.template.map_frame)
        item.setFrameStrokeColor(QColor(MUTED))
        item.setFrameStrokeWidth(QgsLayoutMeasurement(0.2))
        item.setBackgroundColor(QColor(MAP_GROUND))
        item.setCrs(scene.crs)
        item.setLayers([*scene.above, *scene.layers])
        item.setKeepLayerSet(True)
        self._sheet.put(item, figure.title[:60], box)
        item.setExtent(scene.extent(box.width() / 1000, box.height() / 1000))
        self.placed.append(Placed(item, self._sheet.page, box, figure.title))
        self._scale_bar(scene, item, box)
        self._north(box)
        if scene.mark:
            style = self._sheet.template.styles["mark"]
            wide = self._sheet.width(scene.mark, style)
            tall = self._sheet.height(scene.mark, style, wide + 2)
            self._sheet.label(scene.mark, style, QRectF(box.x() + 1.5, box.y() + 1.5, wide, tall), scene.mark)

    def _scale_bar(self, scene: Scene, item: QgsLayoutItemMap, box: QRectF) -> None:
        """A scale bar of one round length, about a third of the map."""
        bar = QgsLayoutItemScaleBar.create(self._sheet.layout)
        sample = self._sheet.template.scale_bar
        if sample is not None:
            bar.readXml(sample.firstChildElement(), self._sheet.template.document, QgsReadWriteContext())
        else:
            bar.setStyle("Line Ticks Up")
            bar.setTextFormat(text_format(7))
            bar.setHeight(1.2)
        length = round_length(item.extent().width() / 3.5)
        in_kilometres = length >= 1000
        bar.setLinkedMap(item)
        bar.setUnits(Qgis.DistanceUnit.Kilometers if in_kilometres else Qgis.DistanceUnit.Meters)
        bar.setUnitLabel("km" if in_kilometres else "m")
        bar.setNumberOfSegmentsLeft(0)
        bar.setNumberOfSegments(1)
        bar.setUnitsPerSegment(length / 1000 if in_kilometres else length)
        bar.setBackgroundEnabled(True)
        bar.setBackgroundColor(QColor(255, 255, 255, 190))
        bar.setBoxContentSpace(0.8)
        self._sheet.put(bar, "plandialog_scalebar", QRectF(box.x(), box.y(), 10, 5))
        bar.update()
        size = bar.rect()
        self._sheet.move(bar, QPointF(box.x() + 1.5, box.bottom() - size.height() - 1.5))

    def _north(self, box: QRectF) -> None:
        path = self._sheet.template.north_svg
        tall = 8.0
        place = QRectF(box.right() - tall * 0.72 - 1.5, box.y() + 1.5, tall * 0.72, tall)
        if not path:
            self._sheet.svg(_NORTH, place, "plandialog_north")
            return
        item = QgsLayoutItemPicture.create(self._sheet.layout)
        item.setPicturePath(path)
        self._sheet.put(item, "plandialog_north", place)

    # the legend

    def _legend(self, legend: Sequence[Entry], box: QRectF, columns: int = 0) -> None:
        """Set a legend in so many columns, or in as many as suit the width."""
        columns = columns or self._columns(legend, box.width())
        style = self._sheet.template.styles["legend"]
        top = box.y()
        for row in _rows(legend, columns):
            for number, entry in enumerate(row):
                left = box.x() + number * box.width() / columns
                signs = self._signs(entry)
                for place, svg in enumerate(signs):
                    self._sheet.svg(svg, QRectF(left + place * (_SWATCH[0] + 0.6), top, *_SWATCH), entry.label[:60])
                text_box = self._beside_signs(entry, box.width() / columns).translated(left, top)
                self._sheet.label(breakable(entry.label), style, text_box, entry.label[:60])
            top += self._row_height(row, box.width() / columns)

    def _columns(self, legend: Sequence[Entry], width: float) -> int:
        """How many entries of a legend stand beside each other."""
        if width <= 120:
            return 2 if width > 70 else 1
        return min(3, 4, key=lambda columns: self._legend_height(legend, width, columns))

    def _legend_height(self, legend: Sequence[Entry], width: float, columns: int = 0) -> float:
        columns = columns or self._columns(legend, width)
        return sum(self._row_height(row, width / columns) for row in _rows(legend, columns))

    def _row_height(self, row: Sequence[Entry], width: float) -> float:
        """How tall entries are that stand beside each other, each in a column of ``width``."""
        return max(_SWATCH[1], *(self._beside_signs(entry, width).bottom() for entry in row)) + _ENTRY_GAP

    def _beside_signs(self, entry: Entry, width: float) -> QRectF:
        """Where the text of an entry stands in its column of ``width``."""
        indent = len(self._signs(entry)) * (_SWATCH[0] + 0.6) + 0.8
        wide = width - indent - 1.5
        style = self._sheet.template.styles["legend"]
        return QRectF(indent, 0.3, wide, self._sheet.height(breakable(entry.label), style, wide))

    def _signs(self, entry: Entry) -> Sequence[str]:
        """The signs of an entry as drawings, each made once."""
        if id(entry) not in self._drawn:
            self._drawn[id(entry)] = _signs(entry)
        return self._drawn[id(entry)]


@dataclass(frozen=True)
class _Heights:
    """How tall the parts of a figure are; ``beside`` where the legend is at the side of the map."""

    map: float
    legend: float
    caption: float
    beside: bool
    whole: float


_NORTH = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="34" viewBox="0 0 24 34">'
    '<path d="M12 1 19 18l-7-4-7 4z" fill="#10181f" stroke="#fff" stroke-width="1.2"/>'
    '<text x="12" y="32" text-anchor="middle" font-family="\'DejaVu Sans\',Arial,sans-serif" font-size="13" '
    'font-weight="700" fill="#10181f">N</text></svg>'
)


def _rows(legend: Sequence[Entry], columns: int) -> list[Sequence[Entry]]:
    return [legend[start : start + columns] for start in range(0, len(legend), columns)]


def _signs(entry: Entry) -> list[str]:
    if entry.image_class is not None:
        return [class_svg(entry.image_class)]
    return list(dict.fromkeys(map(sign_svg, entry.symbols)))
