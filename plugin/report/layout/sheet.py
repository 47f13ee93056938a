"""The pages of a document in a print layout: how much room they have, and putting items on them. Lengths are in mm.

Items come from their ``create``, not from their classes: those that Python makes ask for Python's lock whenever Qt
paints or deletes them, and Qt may hold a lock of its own then (see :mod:`.workshop`).
"""

from __future__ import annotations

import base64
import html
import re
from typing import Callable, Optional

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsFillSymbol,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemPage,
    QgsLayoutItemPicture,
    QgsLayoutItemShape,
    QgsLayoutMeasurement,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLayoutUtils,
    QgsReadWriteContext,
    QgsTextFormat,
    QgsTextRenderer,
)
from qgis.PyQt.QtCore import QPointF, QRectF, Qt

from ..symbols import without_ligatures
from .template import LabelStyle, Template

# Text is measured as it will be drawn: at the resolution of the export.
DPI = 300

# By how much (mm) a column is taken for narrower than it is.
_SLACK = 0.4

# By which part a line may be drawn wider than QGIS measures it: the space that keeps letters apart (see
# :func:`..symbols.without_ligatures`) is wider in a PDF.
_DRAWN_WIDER = 0.016

# A word with more letters than this in a row is broken: it would run out of its column.
_LONGEST_WORD = 34

# QGIS wraps this many words in some hundredths of a second.
_MOST_WORDS = 120

# Words with fewer letters fit into every column.
_SHORTEST_LONG = 10

# After these a long word, such as an address, may be broken.
_MARKS = re.compile(r"(?<=[-@./_])")

_LONG_WORD = re.compile(rf"\S{{{_LONGEST_WORD + 1},}}")


class Sheet:
    """The pages, the last of which is being filled."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self.layout = template.layout
        self._context = QgsLayoutUtils.createRenderContextForLayout(self.layout, None, DPI)
        self._context.setTextRenderFormat(Qgis.TextRenderFormat.AlwaysText)
        self._scale = self._context.scaleFactor()
        self._heights: dict[tuple[str, int, float, bool, Qgis.TextLayoutMode], float] = {}

    # pages

    @property
    def page(self) -> int:
        """The last page, from 0."""
        return self.layout.pageCollection().pageCount() - 1

    @property
    def frame(self) -> QRectF:
        """Where the text of the last page goes."""
        return self.template.first if self.page == 0 else self.template.next

    @property
    def tallest(self) -> float:
        """The height of the text on a page that is not the first."""
        return self.template.next.height()

    def page_height(self, page: int) -> float:
        """The height of a page."""
        return self.template.page_size[1] if page == 0 else self.template.next_size[1]

    def add_page(self) -> None:
        """A further page, with what the template has on its second one."""
        pages = self.layout.pageCollection()
        page = QgsLayoutItemPage.create(self.layout)
        page.setPageSize(QgsLayoutSize(*self.template.next_size, Qgis.LayoutUnit.Millimeters))
        pages.addPage(page)
        registry, context = QgsApplication.layoutItemRegistry(), QgsReadWriteContext()
        for repeated in self.template.repeated:
            item = registry.createItem(repeated.kind, self.layout)
            item.readXml(repeated.element, self.template.document, context)
            self.layout.addItem(item)
            item.finalizeRestoreFromXml()
            self.move(item, repeated.place)

    # items

    def put(self, item: QgsLayoutItem, name: str, box: QRectF, page: Optional[int] = None) -> None:
        """Add ``item`` at ``box`` of a page, by default the last, under a ``name`` that people read."""
        item.setId(name)
        # As addLayoutItem does, but that looks at all other items each time, for a designer that may be watching.
        self.layout.addItem(item)
        item.attemptResize(QgsLayoutSize(box.width(), box.height()))
        item.attemptMove(QgsLayoutPoint(box.x(), box.y()), page=self.page if page is None else page)

    def resize(self, item: QgsLayoutItem, width: float, height: float) -> None:
        """Give an item another size."""
        item.attemptResize(QgsLayoutSize(width, height))

    def move(self, item: QgsLayoutItem, place: QPointF) -> None:
        """Move an item of the last page to another place on it."""
        item.attemptMove(QgsLayoutPoint(place.x(), place.y()), page=self.page)

    def label(
        self,
        text: str,
        style: LabelStyle,
        box: QRectF,
        name: str,
        rich: bool = False,
    ) -> None:
        """A text. ``rich`` has markup of our own in it, with all other texts escaped by :func:`escaped`.

        A long one becomes several labels: see :func:`pieces`.
        """
        top = box.y()
        parts = pieces(text)
        for part in parts:
            height = box.height() if len(parts) == 1 else self.height(part, style, box.width(), rich)
            self._label(part, style, QRectF(box.x(), top, box.width(), height), name, rich)
            top += height

    def _label(self, text: str, style: LabelStyle, box: QRectF, name: str, rich: bool) -> None:
        item = QgsLayoutItemLabel.create(self.layout)
        item.setMode(QgsLayoutItemLabel.Mode.ModeFont)
        item.setText(_unexpressed(text))
        item.setTextFormat(formatted(style.text, rich))
        item.setMarginX(style.margin_x)
        item.setMarginY(style.margin_y)
        item.setHAlign(Qt.AlignmentFlag.AlignLeft)
        item.setVAlign(Qt.AlignmentFlag.AlignTop)
        item.setBackgroundEnabled(style.background is not None)
        if style.background is not None:
            item.setBackgroundColor(style.background)
        item.setFrameEnabled(style.frame)
        self.put(item, name, QRectF(box.x(), box.y(), _room(style, box.width()), box.height()))

    def svg(self, svg: str, box: QRectF, name: str) -> None:
        """A drawing, kept in the layout itself."""
        item = QgsLayoutItemPicture.create(self.layout)
        encoded = base64.b64encode(svg.encode("utf-8")).decode("ascii")
        item.setPicturePath(f"base64:{encoded}", QgsLayoutItemPicture.Format.FormatSVG)
        self.put(item, name, box)

    def bar(self, color: str, box: QRectF, name: str, page: int) -> None:
        """A filled rectangle without an edge."""
        item = QgsLayoutItemShape.create(self.layout)
        item.setShapeType(QgsLayoutItemShape.Shape.Rectangle)
        item.setSymbol(QgsFillSymbol.createSimple({"color": color, "outline_style": "no"}))
        item.setFrameStrokeWidth(QgsLayoutMeasurement(0))
        self.put(item, name, box, page)

    # measuring

    def height(self, text: str, style: LabelStyle, width: float, rich: bool = False) -> float:
        """How tall a label of ``width`` has to be."""
        # A hair more, so that rounding never hides the last line.
        return self._height(text, style, _room(style, width), rich, Qgis.TextLayoutMode.Rectangle) + 0.3

    def cell_height(self, text: str, style: LabelStyle, width: float) -> float:
        """How tall QGIS makes the text of a table's cell of ``width``: it counts from the ascent of the first line."""
        return self._height(text, style, width, False, Qgis.TextLayoutMode.RectangleAscentBased)

    def _height(self, text: str, style: LabelStyle, width: float, rich: bool, mode: Qgis.TextLayoutMode) -> float:
        # Styles live as long as the document.
        key = (text, id(style), round(width, 2), rich, mode)
        if key not in self._heights:
            parts = pieces(text)
            inner = sum(self._measured(part, style, width, rich, mode) for part in parts)
            # Each piece is a label of its own, with margins and the hair that :meth:`height` adds to the last.
            self._heights[key] = inner + 0.3 * (len(parts) - 1)
        return self._heights[key]

    def _measured(self, text: str, style: LabelStyle, width: float, rich: bool, mode: Qgis.TextLayoutMode) -> float:
        # A little narrower than it is: where a line breaks may differ by a rounding, and a line too many is harmless.
        inner = (width - 2 * style.margin_x - _SLACK) * self._scale
        wrap = Qgis.TextRendererFlags(Qgis.TextRendererFlag.WrapLines)
        height = QgsTextRenderer.textHeight(
            self._context,
            formatted(style.text, rich),
            text.split("\n"),
            mode,
            None,
            wrap,
            inner,
        )
        return height / self._scale + 2 * style.margin_y

    def width(self, text: str, style: LabelStyle) -> float:
        """How wide a text on one line is."""
        measured = QgsTextRenderer.textWidth(self._context, formatted(style.text, False), [text]) / self._scale
        return measured * (1 + _DRAWN_WIDER) + 2 * style.margin_x + 0.5

    def fitting(self, text: str, style: LabelStyle, width: float) -> str:
        """``text`` with each word broken that is wider than ``width``: an address at its marks, else anywhere."""
        words = text.split(" ")
        if len(text) < _SHORTEST_LONG or max(map(len, words)) < _SHORTEST_LONG:
            return text
        return " ".join(self._broken(word, style, width) if len(word) >= _SHORTEST_LONG else word for word in words)

    def _broken(self, word: str, style: LabelStyle, width: float) -> str:
        if self.width(word, style) <= width:
            return word
        parts: list[str] = [""]
        for piece in _MARKS.split(word):
            for part in (piece,) if self.width(piece, style) <= width else list(piece):
                if parts[-1] and self.width(parts[-1] + part, style) > width:
                    parts.append("")
                parts[-1] += part
        return " ".join(parts)

    @property
    def context(self):
        """A render context of the export's resolution."""
        return self._context


def _room(style: LabelStyle, width: float) -> float:
    """How wide a label is made, so that its lines end within ``width``; one with a ground has margins for that."""
    return width if style.background is not None or style.frame else width * (1 - _DRAWN_WIDER)


def pieces(text: str) -> list[str]:
    """``text`` in pieces of words that QGIS can wrap: the time it takes grows with the third power of their number.

    A piece ends with a sentence where it can.
    """
    words = text.split(" ")
    found = []
    while len(words) > _MOST_WORDS:
        ends = [
            number for number in range(_MOST_WORDS // 2, _MOST_WORDS) if words[number - 1].endswith((".", "!", "?"))
        ]
        end = ends[-1] if ends else _MOST_WORDS
        found.append(" ".join(words[:end]))
        words = words[end:]
    return [*found, " ".join(words)]


def cut(text: str, height: Callable[[str], float], room: float) -> tuple[str, str]:
    """As many words of a piece of text as are no taller than ``room``, and the rest."""
    # Most texts fit as a whole; looking for where to cut measures one several times over.
    if height(text) <= room:
        return text, ""
    words = text.split(" ")
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if height(" ".join(words[:middle])) <= room:
            low = middle
        else:
            high = middle - 1
    return " ".join(words[:low]), " ".join(words[low:])


def formatted(text_format: QgsTextFormat, rich: bool) -> QgsTextFormat:
    """A copy of a format for text with or without markup, in the nearest size that is drawn as it is measured."""
    made = QgsTextFormat(text_format)
    made.setAllowHtmlFormatting(rich)
    made.setFont(without_ligatures(made.font()))
    if made.sizeUnit() == Qgis.RenderUnit.Points:
        # QGIS measures text in a size of whole pixels, and draws it in the size that it has.
        made.setSize(max(1, round(made.size() * DPI / 72)) * 72 / DPI)
    return made


def escaped(text: str) -> str:
    """A text as it is written where there is markup."""
    return html.escape(breakable(text), quote=False).replace("\n", "<br>")


def breakable(text: str) -> str:
    """``text`` with very long words broken, which QGIS would let run out of their column."""
    return _LONG_WORD.sub(
        lambda match: " ".join(
            match.group(0)[start : start + _LONGEST_WORD] for start in range(0, len(match.group(0)), _LONGEST_WORD)
        ),
        text,
    )


def _unexpressed(text: str) -> str:
    """``text`` for a label, which takes ``[% … %]`` for an expression: a name must not be one."""
    return text.replace("[%", "[%'['%]%")
