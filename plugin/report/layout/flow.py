"""Setting blocks on the pages of a layout, one below the other, with page breaks where a reader would put them.

Everything becomes an ordinary item of QGIS (labels, tables, maps, pictures), so that it can be finished by hand in the
layout designer. Lengths are in mm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Optional, Sequence

from qgis.PyQt.QtCore import QRectF
from qgis.PyQt.QtGui import QColor

from ...core.outcome import Outcome
from ..blocks import Beside, Block, Drawing, Figure, Group, Heading, Paragraph, Style, Table, Terms
from ..graphics import badge
from ..palette import COLORS
from .figures import Mapper
from .pdf_update import Bookmark
from .sheet import Sheet, breakable, cut, escaped, formatted, pieces
from .tables import TableSetter
from .template import LabelStyle

# Space above a block; at the top of a page there is none.
_ABOVE = {
    "heading1": 0.0,
    "heading2": 6.0,
    "heading3": 4.5,
    "heading4": 3.0,
    Style.META: 1.0,
    Style.LEAD: 2.0,
    Style.BODY: 1.4,
    Style.SMALL: 1.0,
    Style.BULLET: 0.8,
    Style.NOTICE: 2.0,
    Style.ASK: 1.6,
    Style.FIGURE: 1.2,
    Style.REMARK: 1.6,
    "table": 2.5,
    "figure": 3.0,
    "legend": 2.0,
    "drawing": 1.2,
    "group": 4.0,
}

# A group is moved to the next page rather than broken, unless that would leave more than this empty.
_MOST_EMPTY = 110.0

# The bar at the left of a group with an outcome, and the space to what is in it.
_BAR, _INDENT = 1.2, 4.5

# Blocks after a heading that may have to stay with it: more headings, a lead, and what they are about.
_MOST_LEADING = 6

_LEAST_LINES = 18.0

_BULLET = 3.2
_TERM = 0.34
_MILLIMETRES_PER_PIXEL = 25.4 / 96


@dataclass
class _Column:
    """Where text goes just now: its left edge and its width."""

    left: float
    width: float


class Flow:
    """Sets blocks. ``bookmarks`` are the headings with their places, for the PDF."""

    def __init__(
        self, sheet: Sheet, maps: Mapper, progress: Callable[[float], None] = lambda part: None, factor: float = 1.0
    ) -> None:
        # Between smaller texts there is less space, and less for its size: it is what a full page can do without.
        self._above = {name: space * factor**2 for name, space in _ABOVE.items()}
        self._sheet = sheet
        self._maps = maps
        self._tables = TableSetter(sheet)
        self._progress = progress
        self._column = _Column(sheet.frame.left(), sheet.frame.width())
        self._y = sheet.frame.top()
        self._is_top = True
        self._bolds: dict[Style, LabelStyle] = {}
        self.bookmarks: list[Bookmark] = []

    def set(self, blocks: Sequence[Block]) -> None:
        """Set all ``blocks``."""
        for number, block in enumerate(blocks):
            self._progress(number / max(1, len(blocks)))
            self._block(block, blocks[number + 1 :])

    # places

    @property
    def _bottom(self) -> float:
        return self._sheet.frame.bottom()

    def _left_on_page(self) -> float:
        return self._bottom - self._y

    def _new_page(self) -> None:
        indent = self._column.left - self._sheet.frame.left()
        narrower = self._sheet.frame.width() - self._column.width
        self._sheet.add_page()
        self._column = _Column(self._sheet.frame.left() + indent, self._sheet.frame.width() - narrower)
        self._y = self._sheet.frame.top()
        self._is_top = True

    def _space(self, height: float) -> None:
        """Leave space above a block, none at the top of a page."""
        if not self._is_top:
            self._y += height

    def _taken(self, height: float) -> None:
        self._y += height
        self._is_top = False

    def _box(self, height: float, indent: float = 0.0) -> QRectF:
        return QRectF(self._column.left + indent, self._y, self._column.width - indent, height)

    # blocks

    def _block(self, block: Block, following: Sequence[Block] = ()) -> None:
        if isinstance(block, Heading):
            self._heading(block, following)
        elif isinstance(block, Paragraph):
            self._paragraph(block)
        elif isinstance(block, Terms):
            self._terms(block)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Drawing):
            self._drawing(block)
        elif isinstance(block, Figure):
            self._figure(block)
        elif isinstance(block, Group):
            self._group(block)
        elif isinstance(block, Beside):
            self._beside(block)

    def _heading(self, heading: Heading, following: Sequence[Block]) -> None:
        name = f"heading{heading.level}"
        style = self._sheet.template.styles[name]
        text = breakable(heading.text)
        badge_width = self._badge_width(heading)
        width = self._column.width - badge_width
        height = self._sheet.height(text, style, width)
        wanted = self._above[name] + height + self._least(following)
        if not self._is_top and wanted > self._left_on_page():
            self._new_page()
        self._space(self._above[name])
        if heading.level <= 3:
            self.bookmarks.append(Bookmark(heading.level, heading.text, self._sheet.page, self._y / 25.4 * 72))
        self._sheet.label(text, style, QRectF(self._column.left, self._y, width, height), heading.text[:60])
        if badge_width:
            self._badge(heading, badge_width)
        self._taken(height)

    def _least(self, following: Sequence[Block]) -> float:
        """What has to fit below a heading: the headings right after it and the beginning of what they are about."""
        needed = 0.0
        for block in following[:_MOST_LEADING]:
            if isinstance(block, (Heading, Paragraph)):
                needed += min(self._height(block, self._column.width), _LEAST_LINES)
                continue
            if isinstance(block, Group):
                return needed + min(self._group_height(block), _MOST_EMPTY)
            if isinstance(block, Figure):
                return needed + self._maps.height(block, self._column.width)
            if isinstance(block, Table):
                return needed + self._tables.least(block, self._column.width)
            break
        return needed

    def _badge_width(self, heading: Heading) -> float:
        if heading.outcome is None:
            return 0.0
        return self._sheet.width(heading.label, self._sheet.template.styles["outcome"]) + 6.5

    def _badge(self, heading: Heading, width: float) -> None:
        """The sign of an outcome with its name, at the right of the heading."""
        plain = self._sheet.template.styles["outcome"]
        style = _colored(plain, heading.outcome)
        left = self._column.left + self._column.width - width
        height = self._sheet.height(heading.label, plain, width)
        self._sheet.svg(badge(heading.outcome), QRectF(left + 2, self._y + 0.4, 3.4, 3.4), heading.label)
        self._sheet.label(heading.label, style, QRectF(left + 6, self._y, width - 6, height), heading.label)

    def _paragraph(self, paragraph: Paragraph) -> None:
        style = self._sheet.template.styles[paragraph.style.value]
        indent = _BULLET if paragraph.style is Style.BULLET else 0.0
        whole, rich = _marked_up(paragraph)
        self._space(self._above[paragraph.style])
        for text in pieces(whole):
            self._piece(text, style, paragraph, indent, rich)

    def _piece(self, text: str, style: LabelStyle, paragraph: Paragraph, indent: float, rich: bool) -> None:
        """A paragraph, or a part of a long one, on as many pages as it takes."""
        width = self._column.width - indent
        height = self._sheet.height(text, style, width, rich)
        if height > self._left_on_page() and not self._is_top and height <= self._sheet.tallest:
            self._new_page()
        while text:
            room = self._left_on_page()
            head, text = cut(text, lambda part: self._sheet.height(part, style, width, rich), room)
            if not head and self._is_top:
                # Not even a word fits: it is set all the same, or nothing ever would be.
                head, _, text = text.partition(" ")
            if head:
                self._set_text(head, style, paragraph, indent, rich)
            if text:
                self._new_page()

    def _set_text(self, text: str, style: LabelStyle, paragraph: Paragraph, indent: float, rich: bool) -> None:
        height = self._sheet.height(text, style, self._column.width - indent, rich)
        if indent:
            self._sheet.label("•", style, QRectF(self._column.left, self._y, indent, height), "•")
        name = (paragraph.term or paragraph.text)[:60]
        self._sheet.label(text, style, self._box(height, indent), name, rich=rich)
        self._taken(height)

    def _terms(self, terms: Terms) -> None:
        """Terms in a column of their own beside what they stand for."""
        style = self._sheet.template.styles[terms.style.value]
        term_style = self._bold(terms.style)
        across = self._column.width * _TERM
        self._space(self._above[terms.style])
        for term, value in terms.rows:
            term, value = breakable(term), breakable(value)
            height = max(
                self._sheet.height(term, term_style, across - 2),
                self._sheet.height(value, style, self._column.width - across),
            )
            if height > self._left_on_page() and not self._is_top:
                self._new_page()
            self._sheet.label(term, term_style, QRectF(self._column.left, self._y, across - 2, height), term[:60])
            self._sheet.label(value, style, self._box(height, across), term[:60])
            self._taken(height + 0.5)

    def _bold(self, style: Style) -> LabelStyle:
        if style not in self._bolds:
            self._bolds[style] = LabelStyle(formatted(self._sheet.template.styles[style.value].text, False))
            self._bolds[style].text.setForcedBold(True)
        return self._bolds[style]

    def _table(self, table: Table) -> None:
        self._space(self._above["table"])
        if self._tables.least(table, self._column.width) > self._left_on_page() and not self._is_top:
            self._new_page()
        setting = self._tables.begin(table, self._column.width)
        while True:
            self._taken(setting.put(self._column.left, self._y, self._left_on_page()))
            if setting.is_done:
                return
            self._new_page()

    def _drawing(self, drawing: Drawing) -> None:
        width, height = _size(drawing, self._column.width)
        self._space(self._above["drawing"])
        if height > self._left_on_page() and not self._is_top:
            self._new_page()
        self._sheet.svg(drawing.graphic.svg, QRectF(self._column.left, self._y, width, height), drawing.graphic.alt)
        self._taken(height)

    def _figure(self, figure: Figure) -> None:
        self._space(self._above["figure"])
        room = self._left_on_page()
        height = self._maps.height(figure, self._column.width)
        if height > room:
            if self._maps.fits(figure, self._column.width, room):
                height = room
            elif not self._is_top:
                self._new_page()
        self._taken(self._maps.put(figure, self._box(min(height, self._left_on_page()))))

    def _beside(self, beside: Beside) -> None:
        """Blocks on the left and a figure on the right of them, its legend below both where that is less tall."""
        figure, across = beside.right, self._column.width * beside.share
        text = sum(self._height(block, self._column.width - across - 5) for block in beside.left)
        legend = self._maps.legend_height(figure, self._column.width)
        figure_height = self._maps.height(figure, across)
        together = max(text, figure_height)
        apart = max(text, self._maps.map_height(figure, across)) + self._above["legend"] + legend
        legend_is_apart = not figure.caption and apart < together
        self._space(self._above["figure"])
        if (apart if legend_is_apart else together) > self._left_on_page() and not self._is_top:
            self._new_page()
        top, whole = self._y, self._column
        taken = self._maps.put(
            figure,
            QRectF(whole.left + whole.width - across, top, across, figure_height),
            with_legend=not legend_is_apart,
        )
        self._column = _Column(whole.left, whole.width - across - 5)
        self._is_top = True
        for block in beside.left:
            self._block(block)
        self._column = whole
        self._y = max(self._y, top + taken)
        self._is_top = False
        if legend_is_apart:
            self._space(self._above["legend"])
            self._maps.put_legend(figure, self._box(legend))
            self._taken(legend)

    # groups

    def _group(self, group: Group) -> None:
        self._space(self._above["group"])
        height = self._group_height(group)
        room = self._left_on_page()
        if height > room and not self._is_top and (height <= self._sheet.tallest and room <= _MOST_EMPTY):
            self._new_page()
        outer = self._column
        start = (self._sheet.page, self._y)
        if group.outcome is not None:
            self._column = _Column(outer.left + _INDENT, outer.width - _INDENT)
        for number, block in enumerate(group.blocks):
            self._block(block, group.blocks[number + 1 : number + 2])
        end = (self._sheet.page, self._y)
        if group.outcome is not None:
            self._bars(group.outcome, start, end)
            self._column = _Column(self._column.left - _INDENT, self._column.width + _INDENT)

    def _bars(self, outcome: Outcome, start: tuple[int, float], end: tuple[int, float]) -> None:
        """The bar at the left of a group, on each page that it stands on."""
        for page in range(start[0], end[0] + 1):
            frame = self._sheet.template.first if page == 0 else self._sheet.template.next
            top = start[1] if page == start[0] else frame.top()
            bottom = end[1] if page == end[0] else frame.bottom()
            if bottom - top > 0.5:
                box = QRectF(self._column.left - _INDENT, top, _BAR, bottom - top)
                self._sheet.bar(COLORS[outcome][0], box, outcome.value, page)

    def _group_height(self, group: Group) -> float:
        width = self._column.width - (_INDENT if group.outcome is not None else 0.0)
        return sum(self._height(block, width) for block in group.blocks)

    def _height(self, block: Block, width: float) -> float:
        """How tall a block will be, with the space above it."""
        styles = self._sheet.template.styles
        if isinstance(block, Heading):
            name = f"heading{block.level}"
            inner = width - self._badge_width(block)
            return self._above[name] + self._sheet.height(breakable(block.text), styles[name], inner)
        if isinstance(block, Paragraph):
            text, rich = _marked_up(block)
            inner = width - (_BULLET if block.style is Style.BULLET else 0.0)
            return self._above[block.style] + self._sheet.height(text, styles[block.style.value], inner, rich)
        if isinstance(block, Drawing):
            return self._above["drawing"] + _size(block, width)[1]
        if isinstance(block, Terms):
            style = styles[block.style.value]
            inner = width * (1 - _TERM)
            heights = (self._sheet.height(breakable(value), style, inner) + 0.5 for _, value in block.rows)
            return self._above[block.style] + sum(heights)
        if isinstance(block, Figure):
            return self._above["figure"] + self._maps.height(block, width)
        return 0.0


def _size(drawing: Drawing, width: float) -> tuple[float, float]:
    """The size of a drawing, narrower where there is no room for it."""
    wanted = drawing.graphic.width * _MILLIMETRES_PER_PIXEL
    factor = min(1.0, width / wanted)
    return wanted * factor, drawing.graphic.height * _MILLIMETRES_PER_PIXEL * factor


def _marked_up(paragraph: Paragraph) -> tuple[str, bool]:
    """The text of a paragraph, and whether it has markup: a term in front of it is bold."""
    if not paragraph.term:
        return breakable(paragraph.text), False
    text = f" {escaped(paragraph.text)}" if paragraph.text else ""
    colon = ":" if paragraph.text else ""
    return f"<b>{escaped(paragraph.term)}{colon}</b>{text}", True


def _colored(style: LabelStyle, outcome: Optional[Outcome]) -> LabelStyle:
    made = LabelStyle(formatted(style.text, False), style.margin_x, style.margin_y, style.background, style.frame)
    if outcome is not None:
        made.text.setColor(QColor(COLORS[outcome][0]))
    return made
