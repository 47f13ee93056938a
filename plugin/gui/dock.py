"""The dock: the four steps with the structure images, and what they ask of the map, the project and the user."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Iterator, Optional

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsMapLayer,
    QgsPrintLayout,
    QgsProject,
    QgsVectorLayer,
)
from qgis.gui import (
    QgisInterface,
    QgsCollapsibleGroupBox,
    QgsDockWidget,
    QgsMapTool,
    QgsMessageBarItem,
    QgsProjectionSelectionDialog,
)
from qgis.PyQt.QtCore import QEvent, QObject, QTimer, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QCloseEvent
from qgis.PyQt.QtWidgets import QApplication, QFileDialog, QInputDialog, QPushButton, QToolButton, QWidget

from ..about import DEMO_PACKAGE, DEMO_PROPOSALS
from ..core.messages import Message
from ..core.proposal import details
from ..core.session import Origin, Session
from ..gis.drafts import DraftError, FileLayer, Found, from_layer, layers_in
from ..gis.profile import data_folder, newer_settings
from ..gis.tasks import WorkTask
from ..translation import counted, tr
from . import state
from .draw_tool import DrawTool
from .findings_step import FindingsStep
from .forms import load_form
from .guidance_step import GuidanceStep
from .highlights import Highlights
from .images_step import ImagesStep
from .layers import DraftSheet, LayerFollower
from .package_step import PackageStep
from .proposal_step import ProposalStep
from .settings import Settings
from .walk import Stop, Walk
from .workbench import Workbench, crs_of, new_draft, start

if TYPE_CHECKING:
    from ..gis.engine import PreparedPackage
    from .imaging.assistant import ImageAssistant

# The largest width (px) that the dock insists on.
_MOST_LEAST_WIDTH = 320

# How much larger than the region a view of all of it is.
_REGION_ROOM = 1.1

_TITLE = "Plandialog"
_UNDO, _RECOVERY, _COPY = "plandialogUndo", "plandialogRecovery", "plandialogCopy"
_FILES = "*.gpkg *.shp *.geojson *.json *.dxf *.kml *.kmz *.gml"


class PlandialogDock(QgsDockWidget):
    """The dock; empty until it is built (:meth:`build`).

    ``shown_or_hidden`` is emitted when the user opens or closes it.
    """

    shown_or_hidden = pyqtSignal(bool)

    def __init__(self, iface: QgisInterface, settings: Settings) -> None:
        super().__init__(_TITLE, iface.mainWindow())
        self.setObjectName("PlandialogDock")
        self._iface = iface
        self._settings = settings
        self._project = QgsProject.instance()
        # One reference that outlives the dock. PyQt drops every plugin's slots on an object of QGIS, or runs into them,
        # once a wrapper of it is collected as part of a cycle, and the dock is one.
        iface.kept_by_plandialog = (self._project, iface.mapCanvas())
        self._recovery = state.Recovery(data_folder() / "unsaved")
        self._tool: Optional[DrawTool] = None
        self._tool_before: Optional[QgsMapTool] = None
        self._pending_example = False
        self._assistant: Optional[ImageAssistant] = None
        # Messages with buttons. The message bar does not keep the Python side of one, and so not what its buttons do.
        self._offers: dict[QgsMessageBarItem, str] = {}
        # What is being read from a file belongs to the project it was asked for in.
        self._readers: set[WorkTask] = set()
        self.workbench = Workbench(self._project, settings, self._recovery)
        self.highlights = Highlights(iface.mapCanvas())
        self.walk = Walk()
        self._is_built = False

    @property
    def is_built(self) -> bool:
        """Whether everything is there."""
        return self._is_built

    def build(self) -> Iterator[None]:
        """Make what is in the dock; begins to work once the iterator is at its end.

        One step of the dock a turn: all of them at once would keep the window from painting for longer than it may.
        """
        contents = QWidget(self)
        load_form("dock", contents)
        self.form = contents
        self.setWidget(contents)
        contents.steps.installEventFilter(self)
        yield
        self.package_step = PackageStep(self.workbench, self._project)
        self._put(self.package_step, contents.package_box)
        yield
        self.images_step = ImagesStep(self.workbench, self._project, self.package_step, self._iface.mapCanvas())
        self._put(self.images_step, contents.images_box)
        yield
        self.proposal_step = ProposalStep(self.workbench)
        self._put(self.proposal_step, contents.proposal_box)
        yield
        self.findings_step = FindingsStep(self.workbench, self._project, self.highlights)
        self._put(self.findings_step, contents.findings_box)
        yield
        self.guidance_step = GuidanceStep(self.workbench)
        self._put(self.guidance_step, contents.guidance_box)
        self._show_images_box()
        yield
        self._sheet = DraftSheet(self.workbench, self._project)
        self._follower = LayerFollower(self.workbench, self._project)
        self._connect()
        self._is_built = True
        self.workbench.read_project()
        if not self._project.fileName():
            # A fault of the disk is told of with the next change.
            with suppress(OSError):
                self._recovery.resume(self.workbench.session)
        self._offer_recovered()
        newer = newer_settings()
        if newer is not None:
            self._warn(Message("settings-newer", newer.params))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A scroll area takes any width, and what is wider would be cut off.
        if event.type() == QEvent.Type.LayoutRequest and watched is self.form.steps:
            area = self.form.scroll_area
            around = area.verticalScrollBar().sizeHint().width() + area.width() - area.contentsRect().width()
            # A long name, of a file or a service, is no reason to take more of the window.
            area.setMinimumWidth(min(watched.minimumSizeHint().width() + around, _MOST_LEAST_WIDTH))
        return super().eventFilter(watched, event)

    @staticmethod
    def _put(step: QWidget, box: QgsCollapsibleGroupBox) -> None:
        box.layout().addWidget(step)
        box.setSaveCollapsedState(True)
        box.setSettingGroup("plandialog/dock")

    def _show_images_box(self) -> None:
        self.form.images_box.setVisible(not self.images_step.is_empty)

    def _connect(self) -> None:
        workbench, step = self.workbench, self.proposal_step
        workbench.noticed.connect(self.notice)
        workbench.current_changed.connect(self._outline)
        workbench.geometry_changed.connect(self._outline)
        workbench.package_changed.connect(self._go_on_with_example)
        workbench.package_changed.connect(self._show_images_box)
        # The first layer of a project moves the map to itself.
        self.package_step.loaded.connect(self.zoom_to_current)
        self.package_step.assistant_wanted.connect(self.open_assistant)
        self.package_step.removed.connect(self._package_removed)
        self.package_step.network.asked.connect(lambda text, answers: self._notice_with(_COPY, text, *answers))
        self.images_step.assistant_wanted.connect(self.open_assistant)
        self.images_step.finding_wanted.connect(self.show_finding)
        step.draw_wanted.connect(self.draw)
        step.layer_wanted.connect(lambda: self.take_layer(self._iface.activeLayer()))
        step.file_wanted.connect(self._choose_file)
        step.zoom_wanted.connect(self.zoom_to_current)
        step.removed.connect(self._removed)
        self.guidance_step.saved.connect(self._saved)
        self.guidance_step.layouts_made.connect(self._open_layouts)
        self.guidance_step.failed.connect(lambda reason: self.notice(reason, Qgis.MessageLevel.Critical))
        self.walk.moved.connect(self._show_stop)
        self.form.walk_next.clicked.connect(self.walk.next)
        self.form.walk_back.clicked.connect(self.walk.back)
        self.form.walk_end.clicked.connect(self.walk.end)
        self._project.aboutToBeCleared.connect(self._project_closing)
        self._project.cleared.connect(self._project_cleared)
        self._project.readProject.connect(self._project_read)
        self._project.writeProject.connect(self._take_in)
        self._project.projectSaved.connect(workbench.project_saved)
        self.opened.connect(lambda: self.shown_or_hidden.emit(True))
        self.closed.connect(lambda: self.shown_or_hidden.emit(False))

    def shut_down(self) -> None:
        """The plugin is leaving: stop everything and leave QGIS as it was, but for the layers in the project."""
        if not self._is_built:
            self.workbench.close()
            self.highlights.remove()
            return
        self._take_in()
        self._project.writeProject.disconnect(self._take_in)
        self._project.aboutToBeCleared.disconnect(self._project_closing)
        self._project.cleared.disconnect(self._project_cleared)
        self._project.readProject.disconnect(self._project_read)
        self._project.projectSaved.disconnect(self.workbench.project_saved)
        self._leave_tool()
        if self._tool is not None:
            # It belongs to the map and would stay with it.
            self._tool.deleteLater()
            self._tool = None
        if self._assistant is not None:
            self._assistant.shut_down()
            self._assistant.close()
        self._take_back(_UNDO, _RECOVERY, _COPY)
        self._readers.clear()
        self._sheet.stop()
        self._follower.stop()
        self.images_step.stop()
        self.package_step.stop()
        self.guidance_step.stop()
        self.workbench.close()
        self.highlights.remove()

    def open_assistant(self, dataset: str = "") -> None:
        """Bring in a structure image, or fit that of ``dataset`` to the map."""
        if self._assistant is None:
            # Loaded when it is first wanted: few ever need it, and it is as large as the dock.
            from .imaging.assistant import ImageAssistant

            self._assistant = ImageAssistant(self._iface, self.workbench, self._iface.mainWindow())
            self._assistant.finished.connect(self._assistant_closed)
        if dataset:
            self._assistant.opener.open_dataset(dataset)
        self._assistant.show()
        self._assistant.raise_()
        self._assistant.activateWindow()

    def _assistant_closed(self) -> None:
        assistant, self._assistant = self._assistant, None
        if assistant is not None:
            assistant.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._take_in()
        self._leave_tool()
        self.images_step.end_swipe()
        super().closeEvent(event)

    def _take_in(self, *_document: object) -> None:
        """Keep what is being typed, as if the user had left the field: the project is being saved, the dock closed."""
        self.findings_step.keep_answer()
        field = QApplication.focusWidget()
        if field is not None and self.isAncestorOf(field):
            field.clearFocus()
            field.setFocus()

    def refresh(self) -> None:
        """Show everything anew, after another choice of language or behaviour."""
        self.workbench.heed_settings()
        for step in (self.package_step, self.images_step, self.proposal_step, self.findings_step, self.guidance_step):
            step.refresh()

    def show_finding(self, check: str) -> None:
        """Let the finding of ``check`` be read, whatever the tree shows now."""
        assessment = self.workbench.assessment(self.workbench.shown)
        found = assessment.findings if assessment is not None else ()
        finding = next((each for each in found if each.check == check), None)
        if finding is None:
            return
        step = self.findings_step
        step.search.clear()
        step.findChild(QToolButton, f"filter_{finding.outcome.value}").setChecked(True)
        self.form.findings_box.setCollapsed(False)
        step.select(check)
        # Once the box has got its place.
        QTimer.singleShot(0, lambda: self.form.scroll_area.ensureWidgetVisible(step.splitter))

    # telling the user

    def notice(self, text: str, level: int = Qgis.MessageLevel.Info) -> None:
        """Say ``text`` in the message bar."""
        duration = 0 if level == Qgis.MessageLevel.Critical else 8
        self._iface.messageBar().pushMessage(_TITLE, text, Qgis.MessageLevel(level), duration)

    def _warn(self, message: Message) -> None:
        self.notice(message.text(self._settings.texts_language), Qgis.MessageLevel.Warning)

    def _notice_with(self, name: str, text: str, *actions: tuple[str, Callable[[], None]]) -> None:
        """Say ``text`` with buttons beside it; each closes the message. It is known by ``name`` to be taken back."""
        bar = self._iface.messageBar()
        item = bar.createMessage(_TITLE, text)
        shown = bar.items()
        self._offers = {each: known for each, known in self._offers.items() if each in shown}
        self._offers[item] = name
        for label, action in actions:
            button = QPushButton(label)
            button.clicked.connect(lambda _checked, action=action: (bar.popWidget(item), action()))
            item.layout().addWidget(button)
        bar.pushWidget(item, Qgis.MessageLevel.Info)

    def _take_back(self, *names: str) -> None:
        """Close the messages of these names, whose buttons have nothing to do any more."""
        bar = self._iface.messageBar()
        for item in bar.items():
            if self._offers.get(item) in names:
                bar.popWidget(item)

    def _open_layouts(self, layouts: list[QgsPrintLayout]) -> None:
        """Open the first of new layouts in the layout designer; the layout manager has all of them."""
        designer = self._iface.openLayoutDesigner(layouts[0])
        if designer is not None:
            # All pages at once are too small to read.
            designer.view().zoomWidth()

    def _saved(self, path: str) -> None:
        link = QUrl.fromLocalFile(path).toString(QUrl.ComponentFormattingOption.FullyEncoded)
        text = tr("Saved: {link}").format(link=f'<a href="{link}">{escape(Path(path).name)}</a>')
        self._iface.messageBar().pushMessage(_TITLE, text, Qgis.MessageLevel.Success, 0)

    def _removed(self, name: str, restore: Callable[[], None]) -> None:
        self._notice_with(_UNDO, tr("“{name}” was removed from Plandialog.").format(name=name), (tr("Undo"), restore))

    def _package_removed(self, name: str, restore: Callable[[], None]) -> None:
        text = tr("“{name}” is not checked against any more.").format(name=name)
        self._notice_with(_UNDO, text, (tr("Undo"), restore))

    # the project

    def _project_closing(self) -> None:
        """Whatever is on its way into the project is not for the next one. QGIS may still ask the user something."""
        self._leave_tool()
        self.images_step.end_swipe()
        self._take_back(_UNDO)
        self._pending_example = False
        self._readers.clear()
        self.package_step.stop_loading()

    def _project_cleared(self) -> None:
        self.walk.end()
        self.highlights.clear()
        # What an unsaved project held stays in the profile; the next project gets a place of its own.
        self._recovery.start_anew()
        self.workbench.adopt(Session())

    def _project_read(self) -> None:
        self._recovery.start_anew()
        self.workbench.read_project()

    def _offer_recovered(self) -> None:
        if self._recovery.has_newer():
            self._warn(Message("recovery-newer"))
        left = self._recovery.left()
        if not left or not self.workbench.session.is_blank:
            return
        path, session = left[0]

        def restore() -> None:
            self.workbench.restore(session)
            path.unlink(missing_ok=True)

        text = counted(
            len(session.drafts),
            tr("1 proposal of a project that was never saved is still here."),
            tr("{count} proposals of a project that was never saved are still here."),
        )
        self._notice_with(
            _RECOVERY,
            text,
            (tr("Bring them back"), restore),
            (tr("Discard"), lambda: path.unlink(missing_ok=True)),
        )

    # plan areas

    def draw(self) -> None:
        """Let the user draw a plan area."""
        prepared = self.workbench.prepared
        if prepared is None:
            self.notice(tr("Choose a regional package first."), Qgis.MessageLevel.Warning)
            return
        canvas = self._iface.mapCanvas()
        if self._tool is None:
            self._tool = DrawTool(canvas, self._iface.cadDockWidget(), self._iface.activeLayer)
            self._tool.drawn.connect(self._drawn)
            self._tool.sketched.connect(self._sketched)
            self._tool.given_up.connect(self.workbench.end_preview)
        # A drawing that has been begun is given up, and a comparison of images is not to come back after it.
        self._leave_tool()
        self.images_step.end_swipe()
        self._tool.prepare(prepared.crs)
        self._tool_before = canvas.mapTool()
        if self._tool_before is not None:
            # Another plugin takes its tool away when it is unloaded.
            self._tool_before.destroyed.connect(self._forget_tool_before)
        canvas.setMapTool(self._tool)
        if not self._project.mapLayers():
            self._lay_out_map(prepared)
            self.notice(tr("The map was empty. A background from the package is being added."))
        self.notice(
            tr("Click the corners of the plan area, right-click to finish. Backspace undoes a corner, Esc gives up.")
        )

    def _lay_out_map(self, prepared: PreparedPackage) -> None:
        """Give an empty project a map to draw on: the region, with the package's own background.

        QGIS shows its welcome page, or a white sheet, until there is a layer. The layer that will hold the drawing is
        the first, and so in the map's CRS, whatever else of the package is there to be shown.
        """
        self._sheet.lay_out()
        self.package_step.load_layers(*(prepared.package.background or prepared.package.frame))
        if prepared.validity is not None:
            # Once the map has got its CRS of that layer.
            QTimer.singleShot(0, lambda: self.highlights.zoom([prepared.validity], prepared.crs, _REGION_ROOM))

    @property
    def draw_tool(self) -> Optional[DrawTool]:
        """The tool that plan areas are drawn with, once it has been used."""
        return self._tool

    def _sketched(self, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> None:
        if self._settings.live:
            self.workbench.preview(geometry, crs)

    def _drawn(self, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> None:
        self.workbench.end_preview()
        self.workbench.add([new_draft(geometry, crs)])
        # Not at once: the tool is still in the middle of the click that ended the drawing.
        QTimer.singleShot(0, self._leave_tool)

    def _leave_tool(self) -> None:
        canvas = self._iface.mapCanvas()
        if self._tool is not None and canvas.mapTool() is self._tool:
            if self._tool_before is not None:
                canvas.setMapTool(self._tool_before)
            else:
                canvas.unsetMapTool(self._tool)
        if self._tool_before is not None:
            self._tool_before.destroyed.disconnect(self._forget_tool_before)
            self._tool_before = None

    def _forget_tool_before(self) -> None:
        self._tool_before = None

    def take_layer(self, layer: Optional[QgsMapLayer]) -> None:
        """Take the plan areas of a polygon layer: the selected ones or, without a selection, all."""
        if not isinstance(layer, QgsVectorLayer) or layer.geometryType() != Qgis.GeometryType.Polygon:
            text = tr("Make a layer of polygons the active one in the Layers panel, then try again.")
            self.notice(text, Qgis.MessageLevel.Warning)
            return
        try:
            found = from_layer(layer, selected_only=layer.selectedFeatureCount() > 0)
        except DraftError as error:
            self._warn(error.message)
            return
        self._take(found, layer)

    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, tr("File with plan areas"), self._settings.folder, f"{tr('Plan areas')} ({_FILES});;(*)"
        )
        if chosen:
            self.take_file(Path(chosen))

    def take_file(self, path: Path, then: Callable[[], None] = lambda: None) -> None:
        """Take the plan areas of a file, read in the background; asks which layer where it has several."""
        self._read(lambda: layers_in(path), lambda layers: self._take_one_of(layers, then))

    def _take_one_of(self, layers: list[FileLayer], then: Callable[[], None]) -> None:
        layer = layers[0] if len(layers) == 1 else self._choose_layer(layers)
        if layer is not None:
            self._read(layer.read, lambda found: (self._take(found), then()))

    def _read(self, work: Callable[[], object], then: Callable[[Any], object]) -> None:
        language = self._settings.texts_language
        task = WorkTask(work, tr("Reading plan areas"), (DraftError,))

        def ended(told: Callable[[Any], object], result: Any) -> None:
            if task in self._readers:
                self._readers.discard(task)
                told(result)

        def failed(error: DraftError) -> None:
            self.notice(error.message.text(language), Qgis.MessageLevel.Warning)

        def broke(reason: str) -> None:
            self.notice(reason, Qgis.MessageLevel.Critical)

        for signal, told in ((task.done, then), (task.failed, failed), (task.broke, broke)):
            signal.connect(partial(ended, told))
        self._readers.add(task)
        start(task)

    def _choose_layer(self, layers: list[FileLayer]) -> Optional[FileLayer]:
        names = [f"{layer.name} ({layer.count})" for layer in layers]
        chosen, accepted = QInputDialog.getItem(
            self, tr("Plan areas"), tr("The file has several layers. Which one?"), names, 0, False
        )
        return layers[names.index(chosen)] if accepted else None

    def _take(self, found: list[Found], layer: Optional[QgsVectorLayer] = None) -> None:
        language = self._settings.texts_language
        crs = found[0].crs if found else QgsCoordinateReferenceSystem()
        if found and not crs.isValid():
            crs = self._ask_crs()
            if not crs.isValid():
                return
        fresh, known = [], None
        for each in found:
            origin = Origin(layer.id(), each.feature, layer.name()) if layer is not None else None
            twin = next((d for d in self.workbench.session.drafts if origin is not None and d.origin == origin), None)
            if twin is not None:
                # Taken before: it follows its feature, and what has been said of it stays.
                self.workbench.reshape(twin.id, each.geometry, each.unsaved)
                known = known or twin.id
                continue
            stated = details(each.id, each.name, each.land_use, each.stage, each.dwellings)
            fresh.append(
                new_draft(
                    each.geometry,
                    crs,
                    stated.name,
                    land_use=stated.land_use,
                    stage=stated.stage,
                    dwellings=stated.dwellings,
                    origin=origin,
                    unsaved=each.unsaved,
                )
            )
            for note in stated.notes:
                self.notice(f"{stated.name}: {note.text(language)}", Qgis.MessageLevel.Warning)
        self.workbench.add(fresh)
        if not fresh and known is not None:
            self.workbench.choose(known)
        self.zoom_to_current()

    def _ask_crs(self) -> QgsCoordinateReferenceSystem:
        """The user's word on the CRS of a file that does not say it; invalid where the user gives none."""
        dialog = QgsProjectionSelectionDialog(self)
        dialog.setWindowTitle(tr("Which coordinate system is the file in?"))
        if self.workbench.prepared is not None:
            dialog.setCrs(self.workbench.prepared.crs)
        return dialog.crs() if dialog.exec() else QgsCoordinateReferenceSystem()

    def zoom_to_current(self) -> None:
        """Show the current plan area on the map."""
        draft = self.workbench.current
        if draft is not None:
            self.highlights.zoom([QgsGeometry.fromWkt(draft.geometry)], crs_of(draft))

    def _outline(self, *_changed: str) -> None:
        draft = self.workbench.current
        if draft is None:
            self.highlights.clear()
        else:
            self.highlights.outline(QgsGeometry.fromWkt(draft.geometry), crs_of(draft))

    # the demonstration

    def open_example(self) -> None:
        """A new project with the demo package and the demo proposals; the user's own is never changed unasked."""
        if not self._iface.newProject(True):
            return
        self._project.setCrs(QgsCoordinateReferenceSystem("EPSG:3006"))
        self._pending_example = True
        prepared = self.workbench.prepared
        is_alone = prepared is not None and prepared.package.root == DEMO_PACKAGE and not self.workbench.also
        if is_alone and self.workbench.opening is None:
            self._go_on_with_example()
        else:
            self.workbench.also = ()
            self.workbench.open_package(DEMO_PACKAGE)

    def _go_on_with_example(self) -> None:
        prepared = self.workbench.prepared
        if not self._pending_example or prepared is None or self.workbench.opening is not None:
            return
        self._pending_example = False
        self.package_step.load_layers()
        self.take_file(DEMO_PROPOSALS, self.walk.start)

    def _show_stop(self, stop: Optional[Stop]) -> None:
        self.form.walk.setVisible(stop is not None)
        if stop is None:
            return
        self.form.walk_title.setText(f"<b>{stop.title}</b>")
        self.form.walk_text.setText(stop.text)
        self.form.walk_back.setEnabled(not self.walk.is_first)
        self.form.walk_next.setText(tr("Done") if self.walk.is_last else tr("Next"))
        box = getattr(self.form, stop.box)
        box.setCollapsed(False)
        self.form.scroll_area.ensureWidgetVisible(box)
