"""Step 1, Data: which regional package is used, how fresh it is, and its layers on the map."""

from __future__ import annotations

import datetime
from html import escape
from pathlib import Path
from typing import Iterator, Optional

from qgis.core import Qgis, QgsLayerTreeLayer, QgsProject
from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog, QMenu, QTreeWidgetItem, QWidget

from ..about import DEMO_PACKAGE
from ..core.package.model import Dataset, Package
from ..gis.loading import Loading, groups, project_layer
from ..translation import tr
from .forms import load_form, qgis_icon
from .workbench import Workbench

_DATASET = Qt.ItemDataRole.UserRole

# Faults shown at once; the algorithm that validates a package lists them all.
_MOST_FAULTS = 8


class PackageStep(QWidget):
    """The package of the workbench. ``loaded`` is emitted when its layers have been added to the project,
    ``loading_ended`` whenever nothing more is being added, and ``assistant_wanted`` when the user wants to bring in a
    structure image.
    """

    loaded = pyqtSignal()
    loading_ended = pyqtSignal()
    assistant_wanted = pyqtSignal(str)

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
        self._make_menu()
        self.show_datasets.setIcon(qgis_icon("mIconLayerTree"))
        self.load.setIcon(qgis_icon("mActionAddLayer"))
        self.packages.activated.connect(self._chosen)
        self.load.clicked.connect(lambda: self.load_layers())
        self.show_datasets.toggled.connect(self.datasets.setVisible)
        self.datasets.itemChanged.connect(self._toggled)
        workbench.package_changed.connect(self.refresh)
        project.layersAdded.connect(self._refresh_checks)
        project.layersRemoved.connect(self._refresh_checks)
        project.layerTreeRoot().visibilityChanged.connect(self._refresh_checks)
        self.refresh()

    def stop(self) -> None:
        """Listen to the project no more."""
        self._timer.stop()
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

    # choosing

    def refresh(self) -> None:
        """Show the package as it is now."""
        language = self._workbench.settings.texts_language
        opening = self._workbench.opening
        prepared = self._workbench.prepared
        path = str(opening) if opening is not None else str(prepared.package.root) if prepared is not None else ""
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
        self._forget.setEnabled(bool(path) and path != str(DEMO_PACKAGE))
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
        path = QFileDialog.getExistingDirectory(self, tr("Folder of a regional package"))
        if path:
            self._workbench.open_package(Path(path))

    def _add_zip(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Zip file of a regional package"), "", "Zip (*.zip)")
        if path:
            self._workbench.open_package(Path(path))

    def _take_off(self) -> None:
        self._workbench.library.forget(str(self.packages.currentData()))
        self._workbench.open_package(DEMO_PACKAGE)

    def _show_faults(self, language: str) -> None:
        faults = self._workbench.faults
        self.faults.setVisible(bool(faults))
        if not faults:
            return
        lines = [escape(fault.text(language)) for fault in faults[:_MOST_FAULTS]]
        if len(faults) > _MOST_FAULTS:
            lines.append(tr("{count} more").format(count=len(faults) - _MOST_FAULTS))
        if self._workbench.prepared is not None:
            head = escape(tr("The package could not be opened; the one before is still in use."))
        else:
            head = escape(tr("The package could not be opened."))
        tail = escape(tr("“Validate regional package” in the Processing toolbox lists everything."))
        self.faults.setText(f"<b>{head}</b><ul><li>{'</li><li>'.join(lines)}</li></ul>{tail}")

    # layers

    def load_layers(self, only: Optional[str] = None) -> None:
        """Add the layers of the package to the project, one per turn of the event loop; or one dataset ``only``."""
        prepared = self._workbench.prepared
        if prepared is None:
            return
        if self._steps is not None:
            # Two datasets that are chosen one right after the other are both wanted.
            self._waiting += [only] if only is not None else []
            return
        settings = self._workbench.settings
        self._loading = Loading(prepared.package, self._project, settings.texts_language, settings.image_opacity)
        self._steps = self._loading.steps(only)
        self._all = only is None
        self.load.setEnabled(False)
        self.progress.setValue(0)
        self.progress.setVisible(only is None)
        self._timer.start()

    @property
    def is_loading(self) -> bool:
        """Whether layers are being added."""
        return self._steps is not None

    def stop_loading(self) -> None:
        """Add no more layers: the project is being closed."""
        if self._steps is not None:
            self._timer.stop()
            self._steps = None
            self._waiting = []
            self.progress.setVisible(False)
            self.load.setEnabled(True)

    def _load_next(self) -> None:
        percent = next(self._steps, None)
        if percent is not None:
            self.progress.setValue(round(percent))
            return
        self._timer.stop()
        self._steps = None
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
        if prepared is not None:
            today = datetime.date.today()
            for title, datasets in groups(prepared.package):
                top = QTreeWidgetItem(self.datasets, [title.get(language)])
                top.setExpanded(True)
                for dataset in datasets:
                    item = QTreeWidgetItem(top, [dataset.title.get(language)])
                    item.setData(0, _DATASET, dataset.id)
                    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                    item.setToolTip(0, _dataset_tip(dataset, language, today))
                    if _is_stale(dataset, today):
                        item.setIcon(0, qgis_icon("mIconWarning"))
        self._updating = False
        self._refresh_checks()

    def _items(self) -> Iterator[QTreeWidgetItem]:
        for row in range(self.datasets.topLevelItemCount()):
            top = self.datasets.topLevelItem(row)
            for number in range(top.childCount()):
                yield top.child(number)

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


def _about(package: Package, language: str) -> str:
    """Version, date, freshness and the DEMO mark, as HTML."""
    stale = sum(_is_stale(dataset, datetime.date.today()) for dataset in package.datasets.values())
    parts = [
        tr("Version {version}, {date}").format(version=package.version, date=package.issued.isoformat()),
        tr("{checks} checks on {datasets} datasets").format(checks=len(package.checks), datasets=len(package.datasets)),
        tr("{count} datasets are overdue for review").format(count=stale) if stale else tr("No dataset is overdue"),
    ]
    text = escape(". ".join(parts) + ".")
    if not package.demo:
        return text
    mark = escape(tr("DEMO: sample data, not for real planning."))
    return f'<b style="background:#fff3c4;color:#3c2f00">&nbsp;{mark}&nbsp;</b><br>{text}'
