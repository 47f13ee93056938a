"""Tables in a layout: QGIS's own fixed tables, one for each page that a table stands on, with the headings on each."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest
from typing import Sequence

from qgis.core import (
    QgsLayoutFrame,
    QgsLayoutItemManualTable,
    QgsLayoutTable,
    QgsLayoutTableColumn,
    QgsTableCell,
    QgsTextFormat,
)
from qgis.PyQt.QtCore import QRectF, Qt
from qgis.PyQt.QtGui import QColor

from ..blocks import Cell, Column, Table
from ..palette import COLORS, LINE
from .sheet import Sheet, breakable, cut, formatted, pieces
from .template import LabelStyle

_GRID = 0.15
_BELOW_CAPTION = 0.8

# By which the frame of a table is made taller or less tall until all of its rows just fit, and how often it is made
# less tall: QGIS lays the table out anew each time.
_STEP, _MOST_STEPS = 0.8, 3

# What QGIS adds to a row beyond its text, margins and grid.
_ROUNDING = 0.1

_RIGHT, _LEFT = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft


class TableSetter:
    """Measures tables and sets them, on as many pages as it takes."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._measured: dict[tuple[int, float], TableSetting] = {}

    def least(self, table: Table, width: float) -> float:
        """What the beginning of a table needs: its caption, its headings and its first row."""
        setting = self.begin(table, width)
        return setting.caption_height + setting.head_height + (setting.heights[0] if setting.heights else 0.0) + 3.0

    def begin(self, table: Table, width: float) -> TableSetting:
        """A table that is to be set in ``width``."""
        # It is measured once, whether for what stands above it or for itself; the key lives as long as the document.
        key = (id(table), round(width, 2))
        if key not in self._measured:
            self._measured[key] = TableSetting(self._sheet, table, width)
        return self._measured[key]


class TableSetting:
    """One table, of which the first rows may have been set already."""

    def __init__(self, sheet: Sheet, table: Table, width: float) -> None:
        self._sheet = sheet
        self._table = table
        styles = sheet.template.styles
        self._cell, self._head, self._caption = styles["table_cell"], styles["table_head"], styles["caption"]
        self._margin = max(self._cell.margin_x, 0.4)
        self._width = width
        # The margins of a cell are those of the table: its text is measured without.
        self._plain = LabelStyle(formatted(self._cell.text, False))
        self._bold = LabelStyle(formatted(self._cell.text, False))
        self._bold.text.setForcedBold(True)
        self._plain_head = LabelStyle(formatted(self._head.text, False))
        whole = sum(column.weight for column in table.columns)
        grid = _GRID * (len(table.columns) + 1)
        # QGIS adds the margins of a cell to the width of its column.
        self._widths = [max(4.0, (width - grid) * column.weight / whole - 2 * self._margin) for column in table.columns]
        self.caption_height = sheet.height(breakable(table.caption), self._caption, width) + _BELOW_CAPTION
        self._columns = [
            replace(column, head=sheet.fitting(column.head, self._plain_head, width))
            for column, width in zip(table.columns, self._widths)
        ]
        self.head_height = self._row_height([Cell(column.head) for column in self._columns], head=True)
        self._rows = self._split([self._fitting(row) for row in table.rows])
        self.heights = [self._row_height(row) for row in self._rows]
        self._done = 0
        self._begun = False

    @property
    def is_done(self) -> bool:
        """Whether every row has been set."""
        return self._done >= len(self._rows)

    def put(self, left: float, top: float, room: float) -> float:
        """Set as many rows as fit into ``room`` below ``top``, at least one; how tall they are together."""
        used = 0.0
        if not self._begun:
            self._begun = True
            box = QRectF(left, top, self._width, self.caption_height)
            self._sheet.label(breakable(self._table.caption), self._caption, box, self._table.caption[:60])
            used = self.caption_height
        if self.is_done:
            return used
        count, height = 0, self.head_height
        for row in self.heights[self._done :]:
            if count and used + height + row > room:
                break
            count += 1
            height += row
        made = self._made(self._rows[self._done : self._done + count])
        frame = QgsLayoutFrame(self._sheet.layout, made)
        self._sheet.put(frame, self._table.caption[:60], QRectF(left, top + used, self._width, height))
        made.addFrame(frame)
        height = self._fitted(made, frame, height, count)
        self._done += count
        return used + height

    def _fitted(self, table: QgsLayoutItemManualTable, frame: QgsLayoutFrame, height: float, count: int) -> float:
        """Make ``frame`` as tall as its rows are, which only QGIS knows to the point; how tall that is.

        QGIS leaves a row that does not quite fit to a frame to come, and there is none.
        """

        def holds(tall: float) -> bool:
            self._sheet.resize(frame, self._width, tall)
            return table.rowRange(self._sheet.context, 0)[1] >= count

        while not holds(height):
            height += _STEP
        for _ in range(_MOST_STEPS):
            if not holds(height - _STEP):
                break
            height -= _STEP
        # The line below the last row needs room as well.
        height += _GRID
        self._sheet.resize(frame, self._width, height)
        return height

    def _made(self, rows: Sequence[Sequence[Cell]]) -> QgsLayoutItemManualTable:
        table = QgsLayoutItemManualTable.create(self._sheet.layout)
        self._sheet.layout.addMultiFrame(table)
        table.setResizeMode(QgsLayoutTable.ResizeMode.UseExistingFrames)
        table.setHeaders([_heading(column) for column in self._columns])
        table.setIncludeTableHeader(True)
        table.setHeaderMode(QgsLayoutTable.HeaderMode.AllFrames)
        table.setHeaderTextFormat(formatted(self._head.text, False))
        table.setHeaderHAlignment(QgsLayoutTable.HeaderHAlignment.FollowColumn)
        table.setContentTextFormat(formatted(self._cell.text, False))
        table.setWrapBehavior(QgsLayoutTable.WrapBehavior.WrapText)
        table.setCellMargin(self._margin)
        table.setGridStrokeWidth(_GRID)
        table.setGridColor(QColor(LINE))
        table.setVerticalGrid(False)
        table.setTableContents(
            [[self._made_cell(cell, column) for cell, column in zip(row, self._table.columns)] for row in rows]
        )
        table.setColumnWidths(self._widths)
        return table

    def _made_cell(self, cell: Cell, column: Column) -> QgsTableCell:
        made = QgsTableCell(cell.text)
        made.setTextFormat(self._format(cell))
        made.setVerticalAlignment(Qt.AlignmentFlag.AlignTop)
        made.setHorizontalAlignment(_RIGHT if column.numeric else _LEFT)
        return made

    def _style(self, cell: Cell, head: bool) -> LabelStyle:
        return self._plain_head if head else self._bold if _is_bold(cell) else self._plain

    def _format(self, cell: Cell) -> QgsTextFormat:
        made = formatted((self._bold if _is_bold(cell) else self._plain).text, False)
        if cell.outcome is not None:
            made.setColor(QColor(COLORS[cell.outcome][0]))
        return made

    # measuring

    def _fitting(self, row: Sequence[Cell]) -> list[Cell]:
        """A row with its long words broken so that they stay in their columns."""
        return [
            replace(cell, text=self._sheet.fitting(cell.text, self._style(cell, head=False), width))
            for cell, width in zip(row, self._widths)
        ]

    def _row_height(self, row: Sequence[Cell], head: bool = False) -> float:
        heights = (
            self._sheet.cell_height(cell.text, self._style(cell, head), width) for cell, width in zip(row, self._widths)
        )
        return max(heights, default=0.0) + 2 * self._margin + _GRID + _ROUNDING

    def _split(self, rows: Sequence[Sequence[Cell]]) -> list[Sequence[Cell]]:
        """The rows, one that is taller than a page as several."""
        room = self._sheet.tallest - self.head_height - self.caption_height - 2.0
        # A caption without end must not leave rows without room: they would be cut for ever.
        room = max(room, self._sheet.tallest / 3)
        split: list[Sequence[Cell]] = []
        for row in rows:
            for texts in zip_longest(*(pieces(cell.text) for cell in row), fillvalue=""):
                left: Sequence[Cell] = [replace(cell, text=text) for cell, text in zip(row, texts)]
                while self._row_height(left) > room:
                    part, left = self._cut(left, room)
                    split.append(part)
                split.append(left)
        return split

    def _cut(self, row: Sequence[Cell], room: float) -> tuple[Sequence[Cell], Sequence[Cell]]:
        """As much of a row as is no taller than ``room``, and the rest."""
        first, rest = [], []
        for cell, width in zip(row, self._widths):
            style = self._style(cell, head=False)
            inner = room - 2 * self._margin - 1.0
            head, tail = cut(
                cell.text, lambda part, style=style, width=width: self._sheet.cell_height(part, style, width), inner
            )
            if not head:
                head, _, tail = tail.partition(" ")
            first.append(replace(cell, text=head))
            rest.append(replace(cell, text=tail))
        return first, rest


def _is_bold(cell: Cell) -> bool:
    return cell.strong or cell.outcome is not None


def _heading(column: Column) -> QgsLayoutTableColumn:
    made = QgsLayoutTableColumn()
    made.setHeading(column.head)
    made.setHAlignment(_RIGHT if column.numeric else _LEFT)
    made.setVAlignment(Qt.AlignmentFlag.AlignTop)
    return made
