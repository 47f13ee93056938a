"""The assistant "Bring in a structure image": from a picture in a strategy to a dataset with checks."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Callable, Optional

from qgis.core import Qgis, QgsProject
from qgis.gui import QgisInterface, QgsGui, QgsMessageBar
from qgis.PyQt.QtCore import QEvent, QObject, Qt, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDragEnterEvent, QDropEvent, QIcon, QKeyEvent, QKeySequence
from qgis.PyQt.QtWidgets import (
    QDialog,
    QShortcut,
    QSplitter,
    QStackedWidget,
    QWidget,
)

from ...translation import tr
from ..forms import load_form, qgis_icon
from ..handbook import Handbook
from ..workbench import Workbench
from .closing import may_close
from .crop_page import CropPanel
from .keeping import Keeper
from .legend_page import LegendPanel
from .opening import Opener
from .picture_page import PicturePage
from .points_page import PointsPanel
from .running import Runner
from .save_page import SavePage
from .saving import EXPECTED, Order, Saved, Target, reason_of, save
from .stage import Stage, scrolling
from .surroundings import Surroundings
from .work import ImageWork

PICTURE, POINTS, CROP, LEGEND, SAVE = range(5)

# Qt's own keys for redoing differ between systems.
_UNDO, _REDO = ("Ctrl+Z",), ("Ctrl+Y", "Ctrl+Shift+Z")

# Width (px) of the panel beside the canvases.
_PANEL = 400


class ImageAssistant(QDialog):
    """``saved`` is emitted with the path that was written: the folder of a package, or a GeoTIFF."""

    saved = pyqtSignal(str)

    def __init__(self, iface: QgisInterface, workbench: Workbench, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("imaging_assistant", self)
        self._workbench = workbench
        self._language = workbench.settings.texts_language
        self._is_closed = self._has_been_saved = False
        self.runner = Runner(self)
        self.stage = Stage(self)
        self.surroundings = Surroundings(iface, workbench, self.stage, self)
        self.work = ImageWork(self.surroundings.crs, QgsProject.instance().transformContext(), self)
        self.keeper = Keeper(self.work, self)
        self._build()
        self._connect()
        self.surroundings.show_package()
        self.go_to(PICTURE)

    def open_picture(self, path: Path, page: int = 1) -> None:
        """Begin with the picture at ``path``."""
        self.go_to(PICTURE)
        self.opener.open(path, page)

    def _build(self) -> None:
        self.setModal(False)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, True)
        self.setAcceptDrops(True)
        self.bar = QgsMessageBar(self)
        self.bar.setObjectName("assistant_messages")
        self.message_row.addWidget(self.bar)
        self.picture_page = PicturePage(self.work, self._language, self)
        self.points_panel = PointsPanel(self.work, self.stage, self._language, self)
        self.crop_panel = CropPanel(self.work, self.stage, self._language, self)
        self.legend_panel = LegendPanel(self.work, self.stage, self._language, self)
        self.save_page = SavePage(self.work, self._language, self)
        self.opener = Opener(self.work, self.picture_page, self.runner, self.keeper, self.surroundings, self.bar, self)
        self._panels = QStackedWidget(self)
        for panel in (self.points_panel, self.crop_panel, self.legend_panel):
            self._panels.addWidget(scrolling(panel))
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.stage)
        self._splitter.addWidget(self._panels)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setSizes([800, _PANEL])
        for page in (self.picture_page, self._splitter, scrolling(self.save_page)):
            self.pages.addWidget(page)
        self._steps = (self.step_picture, self.step_points, self.step_crop, self.step_legend, self.step_save)
        self.step = PICTURE
        self.resize(1200, 740)
        QgsGui.enableAutoGeometryRestore(self)

    def _connect(self) -> None:
        work = self.work
        for number, button in enumerate(self._steps):
            button.clicked.connect(lambda _checked, number=number: self.go_to(number))
        self.next.clicked.connect(lambda: self.go_to(self._following(1)))
        self.back.clicked.connect(lambda: self.go_to(self._following(-1)))
        self.leave.clicked.connect(self.reject)
        self.help.clicked.connect(lambda: Handbook(self, tr("Bring in a structure image")).show())
        self.stop.clicked.connect(self.runner.stop)
        self.opener.opened.connect(lambda: (self._allow(), self._instruct()))
        for panel in (self.points_panel, self.crop_panel, self.legend_panel):
            panel.instruction_changed.connect(self._instruct)
        self.points_panel.failed.connect(self.warn)
        self.legend_panel.detect_wanted.connect(self._detect)
        self.save_page.wanted.connect(self._save)
        self.surroundings.package_ready.connect(self._show_package)
        self.surroundings.places_found.connect(self.points_panel.places.show_places)
        self.keeper.failed.connect(self.warn)
        self.runner.begun.connect(self._begun)
        self.runner.progressed.connect(self._progressed)
        self.runner.ended.connect(self._ended)
        self.runner.stopped.connect(self._stopped)
        work.sheet_changed.connect(lambda: self.stage.show_sheet(work.sheet))
        work.points_changed.connect(self._allow)
        work.about_changed.connect(self._instruct)
        for changed in (work.crop_changed, work.legend_changed, work.about_changed):
            changed.connect(self._allow)
        for sequences, act in ((_UNDO, self._undo), (_REDO, self._redo)):
            for sequence in sequences:
                QShortcut(QKeySequence(sequence), self).activated.connect(act)
        # The combo box hands on to its field what that lets pass.
        for field in (self.points_panel.place, self.points_panel.place.lineEdit()):
            field.installEventFilter(self)

    # the steps

    def go_to(self, step: int) -> None:
        """Show another step, as far as there is a picture to work on."""
        if self.work.sheet is None:
            step = PICTURE
        panels = {POINTS: self.points_panel, CROP: self.crop_panel, LEGEND: self.legend_panel}
        if self.step in panels:
            panels[self.step].leave()
        self.step = step
        self._steps[step].setChecked(True)
        self.pages.setCurrentIndex({PICTURE: 0, SAVE: 2}.get(step, 1))
        if step in panels:
            self._panels.setCurrentIndex(step - POINTS)
            panels[step].enter()
        elif step == SAVE:
            self.save_page.enter()
        self._allow()
        self._instruct()

    def _following(self, way: int) -> int:
        """The step after or before this one; without control points to set, theirs is passed over."""
        step = min(max(self.step + way, PICTURE), SAVE)
        return step + way if step == POINTS and self.work.own_position else step

    def _allow(self) -> None:
        """Let the user go where there is something to do."""
        has = self.work.sheet is not None
        self.surroundings.keeps_crs = bool(self.work.points.value)
        for button in self._steps[1:]:
            button.setEnabled(has)
        self.step_points.setEnabled(has and not self.work.own_position)
        self.back.setEnabled(self.step > PICTURE)
        self.next.setVisible(self.step < SAVE)
        self.next.setEnabled(has)
        self.next.setDefault(has and self.step != POINTS)
        for button, is_done in zip(self._steps, (has, *self._done())):
            button.setIcon(qgis_icon("mIconSuccess") if is_done else QIcon())

    def _done(self) -> tuple[bool, bool, bool, bool]:
        """Whether points, crop, legend and saving are done as far as can be told."""
        work, classes = self.work, self.work.legend.classes
        has_rmse = work.fit is not None and work.fit.rmse is not None
        is_placed = work.own_position or (has_rmse and not work.is_misplaced)
        is_named = bool(classes) and all(each.title.sv or each.title.en for each in classes)
        return is_placed, bool(work.crop.value), is_named, self._has_been_saved and not self.keeper.is_unsaved

    def _instruct(self) -> None:
        texts: dict[int, Callable[[], str]] = {
            PICTURE: self._about_picture,
            POINTS: self.points_panel.instruction,
            CROP: self.crop_panel.instruction,
            LEGEND: self.legend_panel.instruction,
            SAVE: self._about_saving,
        }
        self.instruction.setText(f'<span style="font-size:12pt">{texts[self.step]()}</span>')

    def _about_saving(self) -> str:
        if self._has_been_saved and not self.keeper.is_unsaved:
            return tr("Saved. Close the assistant, or change something and save again.")
        return tr("Say what the picture is and where it goes, then press “Save structure image”.")

    def _about_picture(self) -> str:
        if self.work.sheet is None:
            return tr("Choose the file that has the structure image: a page of the strategy or a picture of its own.")
        if self.work.own_position:
            return tr("This picture knows its place. Press “Next” to cut away what is not map.")
        return tr("Is this the right picture? Then press “Next” to tell where it lies on the map.")

    def _show_package(self) -> None:
        self.save_page.show_package(self.surroundings.package)
        self.picture_page.offer(self.surroundings.waiting())
        self.work.crs = self.surroundings.crs

    # work in the background

    def _detect(self) -> None:
        self.runner.run(
            tr("Looking for the colours of the picture"),
            lambda _cancelled, _progress: self.legend_panel.found_colors(),
            self.legend_panel.take_colors,
            lambda error: self.warn(str(error)),
            (),
        )

    def _save(self, order: Order) -> None:
        self.keeper.keep()
        self.bar.clearWidgets()
        self.runner.run(
            tr("Saving the structure image"),
            lambda cancelled, progress: save(order, cancelled, progress),
            self._has_saved,
            self._not_saved,
            EXPECTED,
        )

    def _has_saved(self, saved: Saved) -> None:
        self.keeper.saved()
        if saved.target is not Target.FILE:
            self.work.dataset = saved.dataset
            self.save_page.has_saved()
            self._workbench.open_package(saved.path)
        link = QUrl.fromLocalFile(str(saved.path)).toString(QUrl.ComponentFormattingOption.FullyEncoded)
        text = tr("“{title}” is saved in {link}.")
        shown = text.format(
            title=escape(self.save_page.title()), link=f'<a href="{link}">{escape(str(saved.path))}</a>'
        )
        self.bar.pushMessage("", shown, Qgis.MessageLevel.Success, 0)
        self._has_been_saved = True
        self._allow()
        self._instruct()
        self.saved.emit(str(saved.path))

    def _not_saved(self, error: Exception) -> None:
        self.warn(
            tr("Nothing was saved: {reason}").format(reason=reason_of(error, self._language)),
            Qgis.MessageLevel.Critical,
        )

    def warn(self, text: str, level: int = Qgis.MessageLevel.Warning) -> None:
        """Say ``text`` in the assistant's own message bar."""
        self.bar.pushMessage("", text, Qgis.MessageLevel(level), 0 if level == Qgis.MessageLevel.Critical else 8)

    def _begun(self, title: str) -> None:
        self.busy.setText(title)
        self.progress.setRange(0, 0)
        for widget in (self.busy, self.progress, self.stop):
            widget.show()
        self.pages.setEnabled(False)

    def _progressed(self, percent: float) -> None:
        self.progress.setRange(0, 100)
        self.progress.setValue(round(percent))

    def _ended(self) -> None:
        for widget in (self.busy, self.progress, self.stop):
            widget.hide()
        self.pages.setEnabled(True)

    def _stopped(self) -> None:
        self.warn(tr("Cancelled. Everything you have made is still here."), Qgis.MessageLevel.Info)

    # keys and files that are dropped

    def _undo(self) -> None:
        self._history_step("undo")

    def _redo(self) -> None:
        self._history_step("redo")

    def _history_step(self, name: str) -> None:
        histories = {POINTS: self.work.points, CROP: self.work.crop, LEGEND: self.work.legend}
        if self.step in histories:
            getattr(histories[self.step], name)()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # An empty field has nothing to undo; the points have.
        if event.type() == QEvent.Type.ShortcutOverride and not self.points_panel.place.currentText():
            is_undo = event.key() in (Qt.Key.Key_Z, Qt.Key.Key_Y)
            if is_undo and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.step == POINTS and not self.work.points.half.is_blank:
            self.work.points.give_up()
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if not paths:
            return
        event.acceptProposedAction()
        if paths[0].suffix.lower() == ".points" and self.work.sheet is not None:
            self.go_to(POINTS)
            self.points_panel.take_points(paths[0])
        else:
            self.go_to(PICTURE)
            self.picture_page.choose(paths[0])

    # the end

    def reject(self) -> None:
        if self._is_closed or may_close(self, self.keeper, self.work.job()):
            self.shut_down()
            super().reject()

    def shut_down(self) -> None:
        """Stop everything; what was made is kept."""
        if self._is_closed:
            return
        self._is_closed = True
        self.keeper.keep()
        self.crop_panel.latest.drop()
        self.legend_panel.latest.drop()
        self.runner.close()
        self.surroundings.close_down()
        self.stage.close_down()
        self.opener.close_down()
