"""Step 4 of the assistant: which colours of the picture stand for which class."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsRectangle
from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QIcon, QKeySequence, QPainter, QPen, QPixmap
from qgis.PyQt.QtWidgets import QAbstractButton, QHeaderView, QListWidgetItem, QShortcut, QTableWidgetItem, QWidget

from ...core.legend import ImageClass
from ...core.quantity import Dimension, format_quantity
from ...core.text import Text
from ...gis.classify import color_at, dominant_colors
from ...translation import tr
from ..forms import load_form, qgis_icon
from ..pixels import image_of
from .reading import Reading, read
from .running import Latest
from .stage import Stage
from .work import ImageWork

_COLOR, _SV, _EN = range(3)
_VALUE = Qt.ItemDataRole.UserRole


class LegendPanel(QWidget):
    """The classes, made by clicks in the picture. ``instruction_changed``: another thing is to be done next.
    ``detect_wanted``: the colours of the picture are to be looked for.
    """

    instruction_changed = pyqtSignal()
    detect_wanted = pyqtSignal()

    def __init__(self, work: ImageWork, stage: Stage, language: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("imaging_legend", self)
        self._work = work
        self._stage = stage
        self._language = language
        self._is_shown = False
        self._updating = False
        self.latest = Latest((), self)
        self._set_up()
        self._connect()

    def _set_up(self) -> None:
        for button, icon in (
            (self.remove, "mActionDeleteSelected"),
            (self.up, "mActionArrowUp"),
            (self.down, "mActionArrowDown"),
            (self.undo, "mActionUndo"),
            (self.redo, "mActionRedo"),
        ):
            button.setIcon(qgis_icon(icon))
            button.setIconSize(QSize(18, 18))
        self.pick.setIcon(qgis_icon("mIconColorPicker"))
        self.add_color.setIcon(qgis_icon("mIconColorPicker"))
        table = self.classes
        table.setColumnCount(3)
        table.setHorizontalHeaderLabels([tr("Colour"), tr("Title (Swedish)"), tr("Title (English)")])
        table.setColumnWidth(_COLOR, 66)
        for column in (_SV, _EN):
            table.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().setVisible(False)
        table.verticalHeader().setDefaultSectionSize(26)
        table.setIconSize(QSize(52, 18))
        self.colors.setIconSize(QSize(20, 20))

    def _connect(self) -> None:
        work, stage = self._work, self._stage
        work.legend_changed.connect(self.refresh)
        work.crop_changed.connect(self._want)
        self.latest.ready.connect(self._show_reading)
        stage.color_tool.clicked.connect(lambda x, y: self._picked(x, -y))
        self.pick.clicked.connect(lambda on: self._pick_with(self.pick, on))
        self.add_color.clicked.connect(lambda on: self._pick_with(self.add_color, on))
        self.detect.clicked.connect(self.detect_wanted)
        self.remove.clicked.connect(self._remove)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.undo.clicked.connect(work.legend.undo)
        self.redo.clicked.connect(work.legend.redo)
        self.classes.itemChanged.connect(self._edited)
        self.classes.itemSelectionChanged.connect(self._selected)
        self.blank.toggled.connect(lambda on: self._put(blank=on))
        self.tolerance.valueChanged.connect(lambda value: self._put(tolerance=float(value)))
        self.gaps.valueChanged.connect(lambda value: self._put(gaps=float(value)))
        self.means_sv.editingFinished.connect(self._means_typed)
        self.means_en.editingFinished.connect(self._means_typed)
        self.class_id.editingFinished.connect(lambda: self._put(id=self.class_id.text()))
        self.overprint.valueChanged.connect(lambda value: self._updating or work.legend.set_overprint(float(value)))
        self.show_reading.toggled.connect(lambda _on: self._show_right())
        for widget, slot in ((self.classes, self._remove), (self.colors, self._remove_color)):
            delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), widget)
            delete.setContext(Qt.ShortcutContext.WidgetShortcut)
            delete.activated.connect(slot)

    def enter(self) -> None:
        """The step begins: clicks in the picture pick colours, and the reading is seen beside it."""
        self._is_shown = True
        self._stage.picture_canvas.setMapTool(self._stage.color_tool)
        self._stage.look_only()
        ring = self._work.crop_ring
        self._stage.crop.show_ring([(c, -r) for c, r in ring or ()], self._stage.sheet_extent, False, dims=False)
        self._pick_with(self.pick, not self._work.legend.classes)
        self._show_right()
        self.refresh()
        if self._work.legend.classes and not self._rows():
            self.classes.selectRow(0)

    def leave(self) -> None:
        """The step ends."""
        self._is_shown = False
        self._pick_with(None)
        self.latest.drop()

    def instruction(self) -> str:
        """What to do now, in one line."""
        classes = self._work.legend.classes
        if self.add_color.isChecked():
            return tr("Click another colour of the selected class in the picture.")
        if not classes:
            return tr(
                "Click each colour in the picture’s own legend to make a class of it, or let the colours be detected."
            )
        if any(not (each.title.sv or each.title.en) for each in classes):
            return tr("Write what each class is called, and delete colours that stand for nothing.")
        if self.pick.isChecked():
            return tr("Click the next colour, or compare: to the right the picture is shown as it is read.")
        return tr("Compare: to the right the picture is shown as it is read. What is pink is not known.")

    # colours

    def _pick_with(self, button: Optional[QAbstractButton], on: bool = False) -> None:
        """Clicks in the picture do what ``button`` says, if it is ``on``."""
        for each in (self.pick, self.add_color):
            each.setChecked(on and each is button)
        if self._is_shown:
            self.instruction_changed.emit()

    def _picked(self, column: float, row: float) -> None:
        sheet = self._work.sheet
        width, height = sheet.size
        if not (self._is_shown and 0 <= column < width and 0 <= row < height):
            return
        color = color_at(sheet.rgba, *sheet.shown_at(column, row))
        rows, legend = self._rows(), self._work.legend
        if self.add_color.isChecked() and rows:
            legend.add_color(rows[0], color)
        elif self.pick.isChecked():
            known = legend.nearest(color, 4)
            self._select(known if known is not None else legend.add(color))
            if known is None:
                self.classes.editItem(self.classes.item(self._rows()[0], _SV))
        else:
            known = legend.nearest(color)
            if known is not None:
                self._select(known)

    def found_colors(self) -> list[str]:
        """The colours that fill areas of what is kept of the picture, largest first. For any thread."""
        sheet, ring = self._work.sheet, self._work.crop_ring
        rgba = sheet.rgba
        if ring is not None:
            columns, rows = zip(*(sheet.shown_at(column, row) for column, row in ring))
            rgba = rgba[min(rows) : max(rows) + 1, min(columns) : max(columns) + 1]
        return [shade.color for shade in dominant_colors(rgba)]

    def take_colors(self, colors: list[str]) -> None:
        """Make a class of each colour that no class has, in one step."""
        legend = self._work.legend
        fresh = [color for color in colors if legend.nearest(color, 8) is None]
        scratch = type(legend)(legend.value)
        for color in fresh:
            scratch.add(color)
        count = len(legend.classes)
        legend.set_classes(scratch.classes)
        self._pick_with(None)
        if fresh:
            self._select(count)
            self.classes.setFocus()

    def _remove_color(self) -> None:
        rows, item = self._rows(), self.colors.currentItem()
        if rows and item is not None:
            self._work.legend.remove_color(rows[0], item.data(_VALUE))

    # classes

    def _rows(self) -> list[int]:
        rows = {index.row() for index in self.classes.selectedIndexes()}
        return sorted(row for row in rows if row < len(self._work.legend.classes))

    def _select(self, row: int) -> None:
        self.classes.selectRow(row)
        self.classes.scrollToItem(self.classes.item(row, _SV))

    def _remove(self) -> None:
        rows = self._rows()
        self._work.legend.remove(rows)
        if rows and self._work.legend.classes:
            self._select(min(rows[0], len(self._work.legend.classes) - 1))

    def _move(self, step: int) -> None:
        rows = self._rows()
        if len(rows) == 1:
            self._select(self._work.legend.move(rows[0], step))

    def _put(self, **stated: object) -> None:
        rows = self._rows()
        if not self._updating and len(rows) == 1:
            self._work.legend.put(rows[0], **stated)

    def _means_typed(self) -> None:
        sv, en = self.means_sv.text().strip(), self.means_en.text().strip()
        self._put(means=Text(sv or en, en or sv) if sv or en else None)

    def _edited(self, item: QTableWidgetItem) -> None:
        if self._updating or item.column() == _COLOR:
            return
        sv, en = (self.classes.item(item.row(), column).text().strip() for column in (_SV, _EN))
        self._work.legend.put(item.row(), title=Text(sv, en))

    # showing them

    def refresh(self) -> None:
        """Show the classes as they are now."""
        if not self._is_shown:
            return
        legend = self._work.legend
        self._updating = True
        self.classes.setRowCount(len(legend.classes))
        for row, each in enumerate(legend.classes):
            for column, text in ((_COLOR, ""), (_SV, each.title.sv), (_EN, each.title.en)):
                item = self.classes.item(row, column)
                if item is None:
                    item = QTableWidgetItem()
                    self.classes.setItem(row, column, item)
                item.setText(text)
            item = self.classes.item(row, _COLOR)
            item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
            item.setIcon(_swatches(each))
            item.setToolTip(", ".join(each.colors))
        self.overprint.setValue(legend.value.overprint)
        self._updating = False
        self.undo.setEnabled(legend.can_undo)
        self.redo.setEnabled(legend.can_redo)
        self._selected()
        self._want()
        self.instruction_changed.emit()

    def _selected(self) -> None:
        if self._updating:
            return
        rows = self._rows()
        self.remove.setEnabled(bool(rows))
        self.up.setEnabled(len(rows) == 1 and rows[0] > 0)
        self.down.setEnabled(len(rows) == 1 and rows[0] < len(self._work.legend.classes) - 1)
        self.details.setEnabled(len(rows) == 1)
        each = self._work.legend.classes[rows[0]] if len(rows) == 1 else None
        self._updating = True
        self.colors.clear()
        for color in each.colors if each is not None else ():
            item = QListWidgetItem(_icon([color], QSize(20, 20)), "")
            item.setData(_VALUE, color)
            item.setToolTip(color)
            self.colors.addItem(item)
        means = each.means if each is not None else None
        self.blank.setChecked(each is not None and each.blank)
        self.tolerance.setValue(each.tolerance if each is not None else 10)
        self.gaps.setValue(each.gaps if each is not None else 0)
        self.means_sv.setText(means.sv if means is not None else "")
        self.means_en.setText(means.en if means is not None else "")
        self.class_id.setText(each.id if each is not None else "")
        for line in (self.means_sv, self.means_en):
            line.setCursorPosition(0)
        self._updating = False

    # the reading

    def _show_right(self) -> None:
        if self._is_shown:
            self._stage.right.setCurrentIndex(1 if self.show_reading.isChecked() else 0)
            self._stage.sync_reading()
            self._want()

    def _want(self) -> None:
        """Ask for how the picture is read now."""
        if not self._is_shown:
            return
        sheet, fit, draft = self._work.sheet, self._work.fit, self._work.legend.value
        if sheet is None or not draft.classes or not self.show_reading.isChecked():
            self.latest.drop()
            self._stage.reading.show_image(None)
            self.reading.setText("")
            return
        # Without a place on the map nothing is known in metres; gaps and labels are then not closed over.
        pixel = fit.pixel / sheet.scale if fit is not None else 1e6
        ring = self._work.crop_ring
        shown = [(column * sheet.scale, row * sheet.scale) for column, row in ring] if ring is not None else None
        self.latest.want(lambda cancelled: read(sheet.rgba, draft.legend, pixel, shown, cancelled))

    def _show_reading(self, reading: Reading) -> None:
        sheet = self._work.sheet
        if not self._is_shown or sheet is None:
            return
        left, top, right, bottom = (edge / sheet.scale for edge in reading.window)
        self._stage.reading.show_image(image_of(reading.rgba), QgsRectangle(left, -bottom, right, -top))

        def share(value: float) -> str:
            return format_quantity(value, Dimension.SHARE, self._language)

        classes = self._work.legend.classes
        blank = sum(reading.shares.get(each.id, 0.0) for each in classes if each.blank)
        text = tr("In a class {named}, ground of the map {blank}, not known (pink) {unknown}.")
        named = max(0.0, 100 - blank - reading.unknown)
        self.reading.setText(
            text.format(named=share(named), blank=share(min(blank, 100)), unknown=share(reading.unknown))
        )


def _swatches(each: ImageClass) -> QIcon:
    return _icon(list(each.colors), QSize(52, 18), each.gaps > 0)


def _icon(colors: list[str], size: QSize, hatched: bool = False) -> QIcon:
    """The colours side by side, with a border that is seen on any ground."""
    pixmap = QPixmap(size)
    pixmap.fill(QColor("#ffffff"))
    painter = QPainter(pixmap)
    width = size.width() / len(colors)
    for index, color in enumerate(colors):
        painter.fillRect(round(index * width), 0, round(width) + 1, size.height(), QColor(color))
    if hatched:
        # White stripes: Qt's own hatches are too thin for their colour to be seen.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor("#ffffff"), 2.5))
        for left in range(0, size.width() + size.height(), 7):
            painter.drawLine(left, 0, left - size.height(), size.height())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QColor("#808080"))
    painter.drawRect(0, 0, size.width() - 1, size.height() - 1)
    painter.end()
    return QIcon(pixmap)
