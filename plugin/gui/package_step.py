"""Step 1, Data: which packages are used, how fresh they are, and their layers on the map."""

from __future__ import annotations

import datetime
from html import escape
from pathlib import Path
from typing import Iterator, Optional, Sequence, Union

from qgis.core import Qgis, QgsLayerTreeLayer, QgsProject
from qgis.PyQt.QtCore import QEvent, QObject, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import (
    QFileDialog,
    QListWidgetItem,
    QMenu,
    QTreeWidget,
    QTreeWidgetItem,
    QTreeWidgetItemIterator,
    QWidget,
)

from ..about import DEMO_PACKAGE
from ..core.messages import Message
from ..core.package.faults import Fault
from ..core.package.library import Unused
from ..core.package.model import Dataset, Package
from ..core.session import PackageReference
from ..gis.engine import PreparedPackage
from ..gis.loading import Loading, groups, project_layer
from ..gis.logins import choices
from ..gis.showing import ShowTask
from ..translation import counted, tr
from .forms import load_form, qgis_icon
from .network_box import NetworkBox
from .workbench import Workbench, start

_DATASET = Qt.ItemDataRole.UserRole

# Faults shown at once; the algorithm that validates a package lists them all.
_MOST_FAULTS = 8

# Of further packages the tooltips tell more.
_MOST_FAULTS_OF_FURTHER = 2

# Further packages seen at once; the rest is scrolled to.
_ROWS = 4


class PackageStep(QWidget):
    """The packages of the workbench. ``loaded`` is emitted when their layers have been added to the project,
    ``loading_ended`` whenever nothing more is being added, and ``assistant_wanted`` when the user wants to bring in a
    structure image. ``removed`` is emitted with the name of a package that is used no more and what brings it back.
    """

    loaded = pyqtSignal()
    loading_ended = pyqtSignal()
    assistant_wanted = pyqtSignal(str)
    removed = pyqtSignal(str, object)

    def __init__(self, workbench: Workbench, project: QgsProject, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("package_step", self)
        self._workbench = workbench
        self._project = project
        self._loading: Optional[Loading] = None
        self._steps: Optional[Iterator[float]] = None
        self._waiting: list[str] = []
        self._all = False
        self._updating = False
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._load_next)
        self._show: Optional[ShowTask] = None
        self.network = NetworkBox(workbench)
        self.column.insertWidget(self.column.indexOf(self.faults) + 1, self.network)
        self._load_text = self.load.text()
        self._make_menu()
        self._make_further()
        self.show_datasets.setIcon(qgis_icon("mIconLayerTree"))
        self.load.setIcon(qgis_icon("mActionAddLayer"))
        self.packages.activated.connect(self._chosen)
        self.load.clicked.connect(self._load_clicked)
        self.show_datasets.toggled.connect(self.datasets.setVisible)
        self.datasets.itemChanged.connect(self._toggled)
        workbench.package_changed.connect(self.refresh)
        project.layersAdded.connect(self._refresh_checks)
        project.layersRemoved.connect(self._refresh_checks)
        project.layerTreeRoot().visibilityChanged.connect(self._refresh_checks)
        self.refresh()

    def stop(self) -> None:
        """Listen to the project no more."""
        self.stop_loading()
        self.network.stop()
        self._project.layersAdded.disconnect(self._refresh_checks)
        self._project.layersRemoved.disconnect(self._refresh_checks)
        self._project.layerTreeRoot().visibilityChanged.disconnect(self._refresh_checks)

    def _make_menu(self) -> None:
        menu = QMenu(self)
        menu.addAction(qgis_icon("mActionFileOpen"), tr("From a folder…"), self._add_folder)
        menu.addAction(qgis_icon("mIconZip"), tr("From a zip file…"), self._add_zip)
        menu.addSeparator()
        self._bring = menu.addAction(
            qgis_icon("mActionAddRasterLayer"),
            tr("Bring in a structure image…"),
            lambda: self.assistant_wanted.emit(""),
        )
        self._bring.setObjectName("bring_image")
        menu.addSeparator()
        self._forget = menu.addAction(tr("Take this package off the list"), self._take_off)
        self.add.setMenu(menu)
        self.add.setIcon(qgis_icon("symbologyAdd"))

    def _make_further(self) -> None:
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill_menu)
        self.add_further.setMenu(menu)
        self.add_further.setIcon(qgis_icon("symbologyAdd"))
        self.move_up.setIcon(qgis_icon("mActionArrowUp"))
        self.move_down.setIcon(qgis_icon("mActionArrowDown"))
        self.remove_further.setIcon(qgis_icon("symbologyRemove"))
        self.move_up.clicked.connect(lambda: self._move(-1))
        self.move_down.clicked.connect(lambda: self._move(1))
        self.remove_further.clicked.connect(self._remove)
        self.further.currentRowChanged.connect(self._enable_moves)
        self.further.installEventFilter(self)

    # choosing

    def refresh(self) -> None:
        """Show the package as it is now."""
        language = self._workbench.settings.texts_language
        opening = self._workbench.opening
        prepared = self._workbench.prepared
        path = self._main_path
        self.packages.clear()
        packages = self._workbench.library.packages()
        titles = [known.title(language) for known in packages]
        for known, title in zip(packages, titles):
            # A copy of a package is called what the package is; the folder comes first, for the box may be narrow.
            is_alone = titles.count(title) == 1
            self.packages.addItem(title if is_alone else f"{Path(known.path).name} · {title}", known.path)
            self.packages.setItemData(self.packages.count() - 1, known.path, Qt.ItemDataRole.ToolTipRole)
        if self.packages.findData(path) < 0 and path:
            self.packages.addItem(Path(path).name, path)
        self.packages.setCurrentIndex(self.packages.findData(path))
        self._forget.setEnabled(bool(path) and not self._workbench.library.is_included(path))
        self._fill_further(language)
        self._show_faults(language)
        if opening is not None:
            self.about.setText(tr("Opening the regional package…"))
        elif prepared is None:
            self.about.setText(tr("No regional package is open. Choose one above."))
        else:
            self.about.setText(_about(prepared.package, language))
        self.load.setEnabled(prepared is not None and self._steps is None)
        self._bring.setEnabled(prepared is not None)
        self._fill_datasets(language)

    def _chosen(self, row: int) -> None:
        path = self.packages.itemData(row)
        present = self._workbench.prepared
        if path and (present is None or str(present.package.root) != path):
            self._workbench.open_package(Path(path))

    def _add_folder(self) -> None:
        path = self._ask_folder()
        if path:
            self._workbench.open_package(Path(path))

    def _add_zip(self) -> None:
        path = self._ask_zip()
        if path:
            self._workbench.open_package(Path(path))

    def _ask_folder(self) -> str:
        return QFileDialog.getExistingDirectory(self, tr("Folder of a regional package"))

    def _ask_zip(self) -> str:
        return QFileDialog.getOpenFileName(self, tr("Zip file of a regional package"), "", "Zip (*.zip)")[0]

    def _take_off(self) -> None:
        self._workbench.library.forget(str(self.packages.currentData()))
        self._workbench.open_package(DEMO_PACKAGE)

    @property
    def _main_path(self) -> str:
        """Where the main package is that is open or being opened; empty for none."""
        opening, prepared = self._workbench.opening, self._workbench.prepared
        return str(opening) if opening is not None else str(prepared.package.root) if prepared is not None else ""

    def _show_faults(self, language: str) -> None:
        blocks = []
        if self._workbench.faults:
            if self._workbench.prepared is not None:
                head = tr("The package could not be opened; the one before is still in use.")
            else:
                head = tr("The package could not be opened.")
            blocks.append(_fault_list(head, self._workbench.faults, language, _MOST_FAULTS))
        for unused in self._unused():
            head = tr("{name} could not be used; what it asks is not checked.").format(name=unused.name)
            blocks.append(_fault_list(head, unused.faults, language, _MOST_FAULTS_OF_FURTHER))
        self.faults.setVisible(bool(blocks))
        if blocks:
            tail = escape(tr("“Validate regional package” in the Processing toolbox lists everything."))
            self.faults.setText("".join(blocks) + tail)

    def _unused(self) -> list[Unused]:
        """The further packages that cannot be used."""
        found = (self._workbench.further(reference) for reference in self._workbench.also)
        return [each for each in found if isinstance(each, Unused)]

    # further packages

    def _fill_further(self, language: str) -> None:
        row = self.further.currentRow()
        self.further.clear()
        for reference in self._workbench.also:
            self.further.addItem(self._further_item(reference, language))
        count = self.further.count()
        if count:
            self.further.setCurrentRow(min(max(row, 0), count - 1))
            height = min(count, _ROWS) * max(map(self.further.sizeHintForRow, range(count)))
            self.further.setFixedHeight(height + 2 * self.further.frameWidth())
        for widget in (self.further, self.move_up, self.move_down, self.remove_further):
            widget.setVisible(count > 0)
        self.add_further.setEnabled(bool(self._main_path))
        self._enable_moves()

    def _further_item(self, reference: PackageReference, language: str) -> QListWidgetItem:
        found = self._workbench.further(reference)
        name = self._name(reference, language)
        item = QListWidgetItem(name)
        lines = [name]
        if isinstance(found, Package):
            if found.demo:
                item.setText(f"DEMO · {name}" if "DEMO" not in name else name)
            lines.append(_about_one(found))
        elif isinstance(found, Unused):
            item.setIcon(qgis_icon("mIconWarning"))
            lines += [fault.text(language) for fault in found.faults[:_MOST_FAULTS]]
        lines.append(str(self._workbench.library.locate(reference)))
        item.setToolTip("\n".join(lines))
        return item

    def _name(self, reference: PackageReference, language: str) -> str:
        """What a package is called, with its version where that is known."""
        path = str(self._workbench.library.locate(reference))
        known = (each for each in self._workbench.library.packages() if each.path == path)
        found = next(known, None)
        return found.title(language) if found is not None else f"{Path(path).name} {reference.version}".rstrip()

    def _fill_menu(self) -> None:
        """Offer the packages that are known and not in use yet."""
        menu, library = self.add_further.menu(), self._workbench.library
        menu.clear()
        used = {self._main_path, *(str(library.locate(each)) for each in self._workbench.also)}
        for known in library.packages():
            if known.path not in used:
                action = menu.addAction(known.title(self._workbench.settings.texts_language))
                action.setToolTip(known.path)
                action.triggered.connect(lambda _checked, path=known.path: self._add_further(path))
        menu.addSeparator()
        menu.addAction(
            qgis_icon("mActionFileOpen"), tr("From a folder…"), lambda: self._add_further(self._ask_folder())
        )
        menu.addAction(qgis_icon("mIconZip"), tr("From a zip file…"), lambda: self._add_further(self._ask_zip()))

    def _add_further(self, path: str) -> None:
        """Use the package at ``path`` too; an empty path is one that the user did not choose."""
        library = self._workbench.library
        used = {Path(self._main_path), *(library.locate(each) for each in self._workbench.also)}
        if path and Path(path) in used:
            self._workbench.noticed.emit(tr("The package is in use already."), Qgis.MessageLevel.Info)
        elif path:
            self._workbench.add_further(Path(path))
            self.further.setCurrentRow(self.further.count() - 1)

    def _move(self, by: int) -> None:
        row = self.further.currentRow()
        self._workbench.move_further(row, by)
        if 0 <= row + by < self.further.count():
            self.further.setCurrentRow(row + by)

    def _remove(self) -> None:
        row = self.further.currentRow()
        if row >= 0:
            name = self._name(self._workbench.also[row], self._workbench.settings.texts_language)
            self.removed.emit(name, self._workbench.remove_further(row))

    def _enable_moves(self, *_row: int) -> None:
        row, last = self.further.currentRow(), self.further.count() - 1
        self.move_up.setEnabled(row > 0)
        self.move_down.setEnabled(0 <= row < last)
        self.remove_further.setEnabled(row >= 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.further and event.type() == QEvent.Type.KeyPress and self._key(event):
            return True
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        moves = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in moves and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._move(moves[event.key()])
            return True
        if event.key() == Qt.Key.Key_Delete:
            self._remove()
            return True
        return False

    # layers

    def load_layers(self, *only: str) -> None:
        """Add the layers of the package to the project, one per turn of the event loop; or those of ``only``."""
        prepared = self._workbench.prepared
        if prepared is None:
            return
        if self.is_loading:
            # Two datasets that are chosen one right after the other are both wanted.
            self._waiting += only
            return
        settings = self._workbench.settings
        self._loading = Loading(prepared.package, self._project, settings.texts_language, settings.image_opacity)
        self._steps = self._loading.steps(*only)
        self._all = not only
        self.load.setEnabled(False)
        self.progress.setValue(0)
        self.progress.setVisible(len(only) != 1)
        self._timer.start()

    @property
    def is_loading(self) -> bool:
        """Whether layers are being added."""
        return self._steps is not None or self._show is not None

    def stop_loading(self) -> None:
        """Add no more layers: the project is being closed, or the user does not want to wait."""
        if self.is_loading:
            self._timer.stop()
            self._steps = None
            self._waiting = []
            self._leave_network()
            self.progress.setVisible(False)
            self.load.setEnabled(True)

    def _load_clicked(self) -> None:
        if self._show is None:
            self.load_layers()
            return
        self._waiting = []
        self._leave_network()
        self._loading_done()

    def _load_next(self) -> None:
        percent = next(self._steps, None)
        if percent is not None:
            self.progress.setValue(round(percent))
            return
        self._timer.stop()
        self._steps = None
        if self._loading.remote and self._workbench.prepared is not None:
            self._load_from_network(self._workbench.prepared)
        else:
            self._loading_done()

    def _load_from_network(self, prepared: PreparedPackage) -> None:
        """Let QGIS's providers make layers in the background."""
        loading, language = self._loading, self._workbench.settings.texts_language
        title = tr("Adding layers from the network")
        task = ShowTask(prepared, loading.remote, prepared.access, choices(), language, title)
        task.made.connect(lambda dataset: self._made(task, dataset))
        task.failed.connect(lambda dataset, message: self._failed(task, dataset, message))
        task.progressChanged.connect(lambda percent: self._progressed(task, percent))
        task.taskCompleted.connect(lambda: self._left(task))
        task.taskTerminated.connect(lambda: self._left(task))
        self._show = task
        self.progress.setValue(0)
        self.progress.setVisible(True)
        self.load.setText(tr("Stop adding layers"))
        self.load.setEnabled(True)
        self._refresh_checks()
        start(task)

    def _made(self, task: ShowTask, dataset: str) -> None:
        layer = task.take(dataset)
        if task is self._show and layer is not None:
            self._loading.take(self._wanted(dataset), layer)

    def _failed(self, task: ShowTask, dataset: str, message: Message) -> None:
        if task is self._show:
            self._loading.miss(self._wanted(dataset), message)

    def _wanted(self, name: str) -> Dataset:
        return next(each for each in self._loading.remote if each.id == name)

    def _progressed(self, task: ShowTask, percent: float) -> None:
        if task is self._show:
            self.progress.setValue(round(percent))

    def _left(self, task: ShowTask) -> None:
        if task is self._show:
            self._leave_network()
            self._loading_done()

    def _leave_network(self) -> None:
        """Wait for no more layers. A provider that waits for its service cannot be stopped; nothing comes of it."""
        task, self._show = self._show, None
        if task is not None:
            task.cancel()
            self.load.setText(self._load_text)

    def _loading_done(self) -> None:
        self.progress.setVisible(False)
        self.load.setEnabled(True)
        loaded = self._loading.loaded
        language = self._workbench.settings.texts_language
        for dataset, message in loaded.missing:
            if message.code == "image-no-position" and self._all:
                # The view of the structure images says so, and what can be done about it.
                continue
            text = f"{dataset.title.get(language)}: {message.text(language)}"
            self._workbench.noticed.emit(text, Qgis.MessageLevel.Warning)
        if not loaded.added and loaded.present > 1:
            text = tr("All layers of the package are in the project already.")
            self._workbench.noticed.emit(text, Qgis.MessageLevel.Info)
        if self._waiting:
            self.load_layers(self._waiting.pop(0))
        self._refresh_checks()
        if loaded.added > 1:
            self.loaded.emit()
        if not self.is_loading:
            self.loading_ended.emit()

    def _fill_datasets(self, language: str) -> None:
        self._updating = True
        self.datasets.clear()
        prepared = self._workbench.prepared
        members = prepared.package.members if prepared is not None else ()
        for part in members:
            parent = self.datasets if len(members) == 1 else QTreeWidgetItem(self.datasets, [part.title.get(language)])
            self._fill_part(parent, prepared.package, part, language)
        self.datasets.expandAll()
        self._updating = False
        self._refresh_checks()

    def _fill_part(
        self, parent: Union[QTreeWidget, QTreeWidgetItem], package: Package, part: Package, language: str
    ) -> None:
        today = datetime.date.today()
        for title, datasets in groups(package, part):
            top = QTreeWidgetItem(parent, [title.get(language)])
            for dataset in datasets:
                item = QTreeWidgetItem(top, [dataset.title.get(language)])
                item.setData(0, _DATASET, dataset.id)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setToolTip(0, _dataset_tip(dataset, language, today))
                if _is_stale(dataset, today):
                    item.setIcon(0, qgis_icon("mIconWarning"))

    def _items(self) -> Iterator[QTreeWidgetItem]:
        """The items of datasets."""
        iterator = QTreeWidgetItemIterator(self.datasets)
        while iterator.value() is not None:
            if iterator.value().data(0, _DATASET) is not None:
                yield iterator.value()
            iterator += 1

    def _node(self, dataset: str) -> Optional[QgsLayerTreeLayer]:
        prepared = self._workbench.prepared
        layer = project_layer(prepared.package, dataset, self._project) if prepared is not None else None
        return self._project.layerTreeRoot().findLayer(layer.id()) if layer is not None else None

    def _refresh_checks(self, *_changed: object) -> None:
        if self._updating or self._steps is not None:
            return
        self._updating = True
        for item in self._items():
            node = self._node(item.data(0, _DATASET))
            shown = node is not None and node.isVisible()
            item.setCheckState(0, Qt.CheckState.Checked if shown else Qt.CheckState.Unchecked)
        self._updating = False

    def _toggled(self, item: QTreeWidgetItem, _column: int) -> None:
        """Show or hide a dataset; one that is not in the project yet is added."""
        dataset = item.data(0, _DATASET)
        if self._updating or dataset is None:
            return
        wanted = item.checkState(0) == Qt.CheckState.Checked
        node = self._node(dataset)
        if node is not None and wanted:
            node.setItemVisibilityCheckedParentRecursive(True)
        elif node is not None:
            node.setItemVisibilityChecked(False)
        elif wanted:
            self.load_layers(dataset)


def _is_stale(dataset: Dataset, today: datetime.date) -> bool:
    due = dataset.review_due()
    return due is not None and due < today


def _dataset_tip(dataset: Dataset, language: str, today: datetime.date) -> str:
    lines = [dataset.title.get(language), f"{dataset.producer.get(language)}, {dataset.issued.isoformat()}"]
    if _is_stale(dataset, today):
        lines.append(tr("Was due for review on {date}").format(date=dataset.review_due().isoformat()))
    return "\n".join(lines)


def _fault_list(head: str, faults: Sequence[Fault], language: str, most: int) -> str:
    """Faults under a heading, as HTML; ``most`` of them where there are more."""
    lines = [escape(fault.text(language)) for fault in faults[:most]]
    if len(faults) > most:
        lines.append(tr("{count} more").format(count=len(faults) - most))
    return f"<b>{escape(head)}</b><ul><li>{'</li><li>'.join(lines)}</li></ul>"


def _about_one(package: Package) -> str:
    return tr("Version {version}, {date}").format(version=package.version, date=package.issued.isoformat())


def _about(package: Package, language: str) -> str:
    """Version, date, freshness and the DEMO mark, as HTML."""
    stale = sum(_is_stale(dataset, datetime.date.today()) for dataset in package.datasets.values())
    parts = [
        _about_one(package),
        tr("{checks} on {datasets}").format(
            checks=counted(len(package.checks), tr("1 check"), tr("{count} checks")),
            datasets=counted(len(package.datasets), tr("1 dataset"), tr("{count} datasets")),
        ),
        counted(stale, tr("1 dataset is overdue for review"), tr("{count} datasets are overdue for review"))
        if stale
        else tr("No dataset is overdue"),
    ]
    text = escape(". ".join(parts) + ".")
    if not package.demo:
        return text
    mark = escape(tr("DEMO: sample data, not for real planning."))
    return f'<b style="background:#fff3c4;color:#3c2f00">&nbsp;{mark}&nbsp;</b><br>{text}'
