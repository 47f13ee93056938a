"""Step 2 of the assistant: control points, by clicks in the picture and clicks or names on the map."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Optional

from qgis.core import QgsGeometry, QgsPointXY
from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QBrush, QColor, QKeySequence
from qgis.PyQt.QtWidgets import QFileDialog, QHeaderView, QShortcut, QTableWidgetItem, QWidget

from ...core.files import replace_text
from ...core.quantity import Dimension, format_quantity
from ...gis.georeference import LEAST, Method
from ...gis.points_file import PointsFileError
from ...translation import tr
from ..forms import load_form, qgis_icon
from .canvas_items import Kind, Mark
from .names import NamedPlace, coordinates
from .place_box import PlaceBox
from .stage import Stage
from .work import ImageWork

_NAME, _RESIDUAL, _PICTURE, _MAP = range(4)

# A residual is marked when it is this many times the RMSE.
_LARGE = 1.6

_LARGE_TEXT = '<span style="font-size:17pt;font-weight:600">{}</span>'


class PointsPanel(QWidget):
    """The table of points and the fit. ``instruction_changed``: another thing is to be done next. ``failed`` is emitted
    with what went wrong with a file.
    """

    instruction_changed = pyqtSignal()
    failed = pyqtSignal(str)

    def __init__(self, work: ImageWork, stage: Stage, language: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("imaging_points", self)
        self._work = work
        self._stage = stage
        self._language = language
        self._updating = False
        self._is_shown = False
        self.places = PlaceBox(self.place, self)
        self._set_up()
        self._connect()

    def _set_up(self) -> None:
        for button, icon in (
            (self.remove, "mActionDeleteSelected"),
            (self.undo, "mActionUndo"),
            (self.redo, "mActionRedo"),
            (self.load_points, "mActionFileOpen"),
            (self.keep_points, "mActionFileSave"),
            (self.give_up, "mActionRemove"),
        ):
            button.setIcon(qgis_icon(icon))
            button.setIconSize(QSize(18, 18))
        for text, method, tip in _methods():
            self.method.addItem(text, method.value)
            self.method.setItemData(self.method.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.method.setToolTip("\n\n".join(f"{text}: {tip}" for text, _, tip in _methods()))
        table = self.table
        table.setColumnCount(4)
        table.setHorizontalHeaderLabels([tr("Name"), tr("Residual"), tr("Picture (px)"), tr("Map (E, N)")])
        table.horizontalHeader().setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().setDefaultSectionSize(24)
        for column, width in ((_RESIDUAL, 76), (_PICTURE, 84), (_MAP, 122)):
            table.setColumnWidth(column, width)

    def _connect(self) -> None:
        work, stage = self._work, self._stage
        work.points_changed.connect(self.refresh)
        self.places.chosen.connect(self._place_chosen)
        self.places.given.connect(self._place_typed)
        stage.picture_points.clicked.connect(lambda x, y: work.points.set_in_picture(x, -y))
        stage.map_points.clicked.connect(lambda x, y: work.points.set_on_map(x, y))
        stage.picture_points.moved.connect(lambda index, x, y: work.points.move_in_picture(index, x, -y))
        stage.map_points.moved.connect(work.points.move_on_map)
        for tool in (stage.picture_points, stage.map_points):
            tool.chosen.connect(self.table.selectRow)
            tool.given_up.connect(self._give_up)
        self.give_up.clicked.connect(self._give_up)
        self.remove.clicked.connect(self._remove)
        self.undo.clicked.connect(work.points.undo)
        self.redo.clicked.connect(work.points.redo)
        self.load_points.clicked.connect(self._load)
        self.keep_points.clicked.connect(self._keep)
        self.method.activated.connect(lambda _row: work.set_method(Method(self.method.currentData())))
        self._stage.map_canvas.extentsChanged.connect(self._map_moved)
        self.table.itemChanged.connect(self._edited)
        self.table.itemSelectionChanged.connect(self._selected)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._remove)

    def enter(self) -> None:
        """The step begins: clicks on the canvases set points."""
        self._is_shown = True
        self._stage.right.setCurrentIndex(0)
        self._stage.picture_canvas.setMapTool(self._stage.picture_points)
        self._stage.map_canvas.setMapTool(self._stage.map_points)
        self._stage.crop.show_ring((), self._stage.sheet_extent, False)
        self._stage.warped.show_image(None)
        self.refresh()
        self.place.setFocus()

    def leave(self) -> None:
        """The step ends: the points are not to be seen."""
        self._is_shown = False
        self._stage.picture_marks.show_marks(())
        self._stage.map_marks.show_marks(())

    def instruction(self) -> str:
        """What to do now, in one line."""
        half, count = self._work.points.half, len(self._work.points.used)
        if half.picture is not None:
            return tr("Now choose the name of that place, or click the same place on the map. Esc starts it over.")
        if half.place is not None and half.name:
            return tr("Now click {name} in the picture. Esc starts it over.").format(name=f"<b>{escape(half.name)}</b>")
        if half.place is not None:
            return tr("Now click the same place in the picture. Esc starts it over.")
        if count == 0:
            return tr("Choose a place by name and click it in the picture, or the other way round.")
        wanted = max(LEAST[self._work.method] + 1, 6)
        if self._work.is_misplaced:
            return tr("A point is probably misplaced. Move it by dragging, or select it in the table and delete it.")
        if count < wanted:
            text = tr("Go on in the same way, with places far apart: point {number} of at least {wanted}.")
            return text.format(number=count + 1, wanted=wanted)
        return tr("Enough points to go on. More of them, spread over all of the map, make it better.")

    # setting points

    def _place_chosen(self, place: NamedPlace) -> None:
        self._work.points.set_on_map(place.x, place.y, place.name)
        self._stage.reveal(self._stage.map_canvas, place.x, place.y)
        if self._work.fit is not None and self._work.points.half.place is not None:
            column, row = self._work.fit.to_picture(place.x, place.y)
            if self._stage.sheet_extent.contains(QgsPointXY(column, -row)):
                self._stage.reveal(self._stage.picture_canvas, column, -row)

    def _place_typed(self, text: str) -> None:
        place = coordinates(text)
        if place is None:
            self.failed.emit(tr("No place in the package is called “{text}”.").format(text=text))
            return
        self._work.points.set_on_map(*place)
        self._stage.reveal(self._stage.map_canvas, *place)

    def _give_up(self) -> None:
        self._work.points.give_up()
        self.place.setFocus()

    def _remove(self) -> None:
        self._work.points.remove(self._rows())

    def _rows(self) -> list[int]:
        return sorted({index.row() for index in self.table.selectedIndexes()})

    # files of points

    def _load(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Control points"), self._folder(), "*.points (*.points);;(*)")
        if chosen:
            self.take_points(Path(chosen))

    def take_points(self, path: Path) -> None:
        """Put the points of a file in the place of those that are set; Undo brings these back."""
        try:
            self._work.take_points(path)
        except PointsFileError as error:
            self.failed.emit(error.message.text(self._language))

    def _keep(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Control points"), self._folder(), "*.points (*.points)")
        if not chosen:
            return
        path = Path(chosen) if chosen.endswith(".points") else Path(f"{chosen}.points")
        try:
            replace_text(path, self._work.points_text())
        except OSError as error:
            text = tr("The points could not be saved: {reason}.")
            self.failed.emit(text.format(reason=error.strerror or error))

    def _folder(self) -> str:
        path = self._work.path
        return str(path.with_suffix(".points")) if path is not None else ""

    # showing them

    def refresh(self) -> None:
        """Show the points and the fit as they are now."""
        if not self._is_shown:
            return
        points = self._work.points
        self._updating = True
        chosen = self._rows()
        self.table.setRowCount(len(points.value))
        for row in range(len(points.value)):
            self._fill(row)
        self.method.setCurrentIndex(self.method.findData(self._work.method.value))
        self._updating = False
        self.remove.setEnabled(bool(chosen) and bool(points.value))
        self.undo.setEnabled(points.can_undo)
        self.redo.setEnabled(points.can_redo)
        self.give_up.setEnabled(not points.half.is_blank)
        self.keep_points.setEnabled(bool(points.value))
        self._show_marks()
        self._show_fit()
        self.instruction_changed.emit()

    def _map_moved(self) -> None:
        # The lines are drawn by the scale of the map, which the text states.
        if self._is_shown:
            self._show_fit()

    def _fill(self, row: int) -> None:
        point = self._work.points.value[row]
        place, residual = point.place, self._work.residual(row)
        texts = {
            _NAME: place.name,
            _RESIDUAL: "–" if residual is None else format_quantity(residual, Dimension.LENGTH, self._language),
            _PICTURE: f"{place.column:.0f}, {place.row:.0f}",
            _MAP: f"{place.x:.0f}, {place.y:.0f}",
        }
        for column, text in texts.items():
            item = self.table.item(row, column)
            if item is None:
                item = QTableWidgetItem()
                self.table.setItem(row, column, item)
            flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
            if column == _NAME:
                flags |= Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsUserCheckable
                item.setCheckState(Qt.CheckState.Checked if point.enabled else Qt.CheckState.Unchecked)
            item.setFlags(flags)
            item.setText(text)
        item = self.table.item(row, _RESIDUAL)
        is_large = self._is_large(row)
        item.setBackground(QBrush(QColor("#c8401a")) if is_large else QBrush())
        item.setForeground(QBrush(QColor("#ffffff")) if is_large else QBrush())
        item.setToolTip(tr("How far the other points put this one from where you set it"))

    def _is_large(self, row: int) -> bool:
        fit, residual = self._work.fit, self._work.residual(row)
        if fit is None or fit.rmse is None or residual is None:
            return False
        return residual > max(_LARGE * fit.rmse, 2 * fit.pixel)

    def _show_fit(self) -> None:
        fit, refusal = self._work.fit, self._work.refusal
        rmse = fit.rmse if fit is not None else None
        value = format_quantity(rmse, Dimension.LENGTH, self._language) if rmse is not None else "–"
        self.rmse.setText("<br>".join(filter(None, (_large(value), self._about_residuals()))))
        messages = [refusal] if refusal is not None else list(self._work.warnings)
        if not self._work.points.value:
            messages = []
        lines = [escape(message.text(self._language)) for message in messages]
        self.warnings.setVisible(bool(lines))
        self.warnings.setText("<br>".join(f"⚠ {line}" for line in lines))

    def _about_residuals(self) -> str:
        """What the residuals are, and the lines on the map at its present scale; nothing where there are none."""
        marks = self._stage.map_marks
        if not marks.has_lines:
            return ""
        what = tr("Each point is compared with the fit of the others.")
        if marks.stretch == 1:
            return f"{what} {tr('The red lines on the map are the residuals, at the scale of the map.')}"
        lines = tr("The red lines on the map are the residuals, drawn {times} times as long.")
        return f"{what} {lines.format(times=marks.stretch)}"

    def _show_marks(self) -> None:
        points, chosen, fit = self._work.points, set(self._rows()), self._work.fit
        in_picture, on_map, arrows = [], [], []
        for index, point in enumerate(points.value):
            kind = Kind.UNUSED if not point.enabled else Kind.OFF if self._is_large(index) else Kind.USED
            place, label = point.place, str(index + 1)
            in_picture.append(Mark(place.column, -place.row, label, kind, index in chosen))
            on_map.append(Mark(place.x, place.y, label, kind, index in chosen))
            offset = self._work.offset(index)
            if offset is not None:
                arrows.append((place.x, place.y, place.x + offset[0], place.y + offset[1]))
        half = points.half
        if half.picture is not None:
            in_picture.append(Mark(half.picture[0], -half.picture[1], "?", Kind.HALF))
            if fit is not None:
                on_map.append(Mark(*fit.to_map(*half.picture), "", Kind.GUESS))
        if half.place is not None:
            on_map.append(Mark(*half.place, half.name or "?", Kind.HALF))
            if fit is not None:
                column, row = fit.to_picture(*half.place)
                in_picture.append(Mark(column, -row, half.name, Kind.GUESS))
        self._stage.picture_points.count = self._stage.map_points.count = len(points.value)
        self._stage.picture_marks.show_marks(in_picture)
        self._stage.map_marks.show_marks(on_map, arrows)

    def _edited(self, item: QTableWidgetItem) -> None:
        if self._updating or item.column() != _NAME:
            return
        enabled = item.checkState() == Qt.CheckState.Checked
        if enabled != self._work.points.value[item.row()].enabled:
            self._work.points.enable(item.row(), enabled)
        else:
            self._work.points.rename(item.row(), item.text())

    def _selected(self) -> None:
        rows = self._rows()
        self.remove.setEnabled(bool(rows))
        if self._updating or not self._is_shown:
            return
        self._show_marks()
        if len(rows) == 1 and rows[0] < len(self._work.points.value):
            place = self._work.points.value[rows[0]].place
            for canvas, x, y in (
                (self._stage.picture_canvas, place.column, -place.row),
                (self._stage.map_canvas, place.x, place.y),
            ):
                self._stage.reveal(canvas, x, y)
                point = QgsGeometry.fromPointXY(QgsPointXY(x, y))
                canvas.flashGeometries(
                    [point], canvas.mapSettings().destinationCrs(), QColor("#8a2be2"), QColor(0, 0, 0, 0), 2, 300
                )


def _large(value: str) -> str:
    return _LARGE_TEXT.format(escape(tr("RMSE {value}").format(value=value)))


def _methods() -> tuple[tuple[str, Method, str], ...]:
    return (
        (
            tr("Helmert: move, turn and scale"),
            Method.HELMERT,
            tr("For a map with its right proportions. Needs 2 points, and 4 to say how good it is."),
        ),
        (
            tr("Affine: also stretch and shear"),
            Method.AFFINE,
            tr("For most pictures. Needs 3 points, and 6 to say how good it is."),
        ),
        (
            tr("Thin-plate spline: bend"),
            Method.SPLINE,
            tr("For a picture that was drawn freely, out of proportion. Needs many points, 8 or more, all over it."),
        ),
    )
