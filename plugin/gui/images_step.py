"""The structure images of the package: which of them the map shows and how, and what each says of the plan area."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Iterator, Optional

from qgis.core import Qgis, QgsLayerTreeLayer, QgsMapLayer, QgsProject
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, Qt, QTimer, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QImage, QKeyEvent, QPixmap, QShowEvent, QStandardItem, QStandardItemModel
from qgis.PyQt.QtWidgets import QStyle, QWidget

from ..about import RESOURCES
from ..core.legend import ImageClass
from ..core.package.model import Dataset
from ..core.quantity import NBSP, Dimension, format_quantity
from ..core.text import Text, optional
from ..gis.images import OpenImage
from ..gis.loading import project_layer
from ..gis.sources import Unavailable
from ..report import texts as report_texts
from ..report.drawing import swatch
from ..report.image_views import ClassView, ImageView, image_view
from ..report.templates import template
from ..translation import tr
from .forms import load_form, own_icon, qgis_icon
from .image_legend import ImageLegends
from .package_step import PackageStep
from .swipe_tool import Swipe, SwipeTool
from .thumbnails import USABLE, ThumbnailDelegate, Thumbnails
from .workbench import Workbench

if TYPE_CHECKING:
    pass

_DATASET = Qt.ItemDataRole.UserRole

# The most rows of thumbnails, and the most of the text (px), that are seen at once; the rest is scrolled to.
_ROWS = 2
_TALLEST = 260

# After the last move of the slider (ms) the map is drawn anew, and the choice is kept.
_REPAINT, _KEEP = 100, 600

_HIDDEN = 0
_ALONE = 1
_BESIDE = 2


class ImagesStep(QWidget):
    """The structure images of the workbench's package.

    ``assistant_wanted`` is emitted with the id of a dataset that is to be fitted to the map, or an empty text for a
    picture that is new; ``finding_wanted`` with the check whose finding the user wants to read.
    """

    assistant_wanted = pyqtSignal(str)
    finding_wanted = pyqtSignal(str)

    def __init__(
        self,
        workbench: Workbench,
        project: QgsProject,
        loader: PackageStep,
        canvas: QgsMapCanvas,
        parent: Optional[QWidget] = None,
    ) -> None:
        super().__init__(parent)
        load_form("images_step", self)
        self._workbench = workbench
        self._project = project
        self._loader = loader
        self._canvas = canvas
        self._tool: Optional[SwipeTool] = None
        self._legends = ImageLegends(workbench, project)
        self._thumbnails = Thumbnails()
        self._thumbnails.made.connect(self._show_thumbnail)
        # The package that there are thumbnails of, or that they are being made of.
        self._pictured: object = None
        self._current: Optional[str] = None
        # The image that the text is about, and the text.
        self._said: tuple[Optional[str], str] = (None, "")
        self._followed: Optional[QgsMapLayer] = None
        self._updating = False
        # What is to become of images whose layers are on their way, and whether the swipe waits for them.
        self._wanted: dict[str, int] = {}
        self._swipe_waits = False
        self._model = QStandardItemModel(self)
        self._make_list()
        self._repaint, self._keep = QTimer(self), QTimer(self)
        for timer, pause, then in ((self._repaint, _REPAINT, self._draw_anew), (self._keep, _KEEP, self._keep_opacity)):
            timer.setSingleShot(True)
            timer.setInterval(pause)
            timer.timeout.connect(then)
        self._connect()
        self.refresh()

    def _make_list(self) -> None:
        self.images.setModel(self._model)
        self._delegate = ThumbnailDelegate(self.images, qgis_icon("mIconWarning"))
        self.images.setItemDelegate(self._delegate)
        self.images.installEventFilter(self)
        self._delegate.clicked.connect(self._clicked)
        self.images.selectionModel().currentChanged.connect(self._chosen)

    def _connect(self) -> None:
        self.swipe.setIcon(own_icon("swipe"))
        self.zoom.setIcon(qgis_icon("mActionZoomToLayer"))
        self.bring.setIcon(qgis_icon("mActionAddRasterLayer"))
        self.opacity_label.setBuddy(self.opacity)
        self.opacity.opacityChanged.connect(self._opacity_chosen)
        self.swipe.toggled.connect(self._swipe_toggled)
        self.against.activated.connect(self._against_chosen)
        self.zoom.clicked.connect(self._zoom)
        self.says.anchorClicked.connect(lambda link: self.finding_wanted.emit(link.fragment()))
        self.fit.clicked.connect(lambda: self.assistant_wanted.emit(self._current or ""))
        self.bring.clicked.connect(lambda: self.assistant_wanted.emit(""))
        self._loader.loading_ended.connect(self._loaded)
        self._workbench.package_changed.connect(self.refresh)
        self._workbench.current_changed.connect(self._show_text)
        self._workbench.assessed.connect(self._assessed)
        self._project.layersAdded.connect(self._refresh_shown)
        self._project.layersRemoved.connect(self._refresh_shown)
        self._project.layersWillBeRemoved.connect(self._let_go)
        self._project.layerTreeRoot().visibilityChanged.connect(self._refresh_shown)

    def stop(self) -> None:
        """Listen to the project no more, and leave map and layers as QGIS has them."""
        self._project.layersAdded.disconnect(self._refresh_shown)
        self._project.layersRemoved.disconnect(self._refresh_shown)
        self._project.layersWillBeRemoved.disconnect(self._let_go)
        self._project.layerTreeRoot().visibilityChanged.disconnect(self._refresh_shown)
        self._thumbnails.stop()
        self._follow(None)
        if self._keep.isActive():
            self._keep.stop()
            self._keep_opacity()
        self._repaint.stop()
        self._legends.stop()
        if self._tool is not None:
            self._tool.deactivated.disconnect(self._swipe_ended)
            self._tool.remove()
            self._tool = None

    # the list

    @property
    def is_empty(self) -> bool:
        """Whether the package has no structure images."""
        return not self._datasets

    @property
    def _datasets(self) -> tuple[Dataset, ...]:
        prepared = self._workbench.prepared
        return prepared.package.images if prepared is not None else ()

    @property
    def _dataset(self) -> Optional[Dataset]:
        return next((each for each in self._datasets if each.id == self._current), None)

    def refresh(self) -> None:
        """Show the images of the package as it is now."""
        prepared, language = self._workbench.prepared, self._workbench.settings.texts_language
        if prepared is not self._pictured:
            self._thumbnails.stop()
            self._pictured = None
            self.end_swipe()
        self._fill(language)
        self._legends.attach()
        self._fill_against()
        self._refresh_shown()
        self._make_thumbnails()
        self._show_text()

    def _fill(self, language: str) -> None:
        """Put the datasets in the list; where they are the same as before, place and choice stay."""
        datasets = self._datasets
        names = [dataset.id for dataset in datasets]
        if names != [item.data(_DATASET) for item in self._items()]:
            current = self._current if self._current in names else next(iter(names), None)
            self._model.clear()
            for dataset in datasets:
                item = QStandardItem()
                item.setEditable(False)
                item.setData(dataset.id, _DATASET)
                self._model.appendRow(item)
            self.choose(current)
        for item, dataset, title in zip(self._items(), datasets, self._titles(language).values()):
            reason = self._reason(dataset.id, language)
            item.setText(title)
            item.setToolTip(_tip(dataset, reason, language))
            item.setData(not reason, USABLE)
            if self._pictured is None:
                item.setData(None, Qt.ItemDataRole.DecorationRole)
        self._fit_list()

    def _titles(self, language: str) -> dict[str, str]:
        """The titles by dataset, without what all of them begin with, such as “Structure image: ”."""
        titles = {dataset.id: dataset.title.get(language) for dataset in self._datasets}
        heads = {title.partition(": ")[0] for title in titles.values()}
        if len(titles) < 2 or len(heads) > 1:
            return titles
        rests = {name: title.partition(": ")[2] for name, title in titles.items()}
        return {name: rest[:1].upper() + rest[1:] or titles[name] for name, rest in rests.items()}

    def _items(self) -> Iterator[QStandardItem]:
        for row in range(self._model.rowCount()):
            yield self._model.item(row)

    def _item(self, dataset: Optional[str]) -> Optional[QStandardItem]:
        return next((item for item in self._items() if item.data(_DATASET) == dataset), None)

    def _reason(self, dataset: str, language: str) -> str:
        """Why an image cannot be used, or an empty text."""
        opened = self._workbench.prepared.datasets.get(dataset)
        return opened.message.text(language) if isinstance(opened, Unavailable) else ""

    def _fit_list(self) -> None:
        """Make the list as high as its thumbnails, and these as wide as there is room for."""
        # Less one: QGIS's style starts a new row where the last item touches the edge.
        width = self.images.width() - 2 * self.images.frameWidth() - 1
        cell = self._delegate.cell(width)
        rows = self._rows(width, cell.width())
        scrolls = rows > _ROWS
        if scrolls:
            width -= self.images.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self.images)
            cell = self._delegate.cell(width)
        if cell != self.images.gridSize():
            self.images.setGridSize(cell)
        policy = Qt.ScrollBarPolicy
        self.images.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOn if scrolls else policy.ScrollBarAlwaysOff)
        # Half a row more is a hint that there are others below.
        height = _ROWS * cell.height() + cell.height() // 2 if scrolls else max(1, rows) * cell.height()
        self.images.setFixedHeight(height + 2 * self.images.frameWidth())

    def _rows(self, width: int, cell: int) -> int:
        return -(-self._model.rowCount() // max(1, width // cell))

    def _make_thumbnails(self) -> None:
        prepared = self._workbench.prepared
        if prepared is not None and prepared is not self._pictured and self.isVisible() and prepared.package.images:
            self._pictured = prepared
            self._thumbnails.make(prepared.package, prepared.datasets, self.devicePixelRatioF())

    def _show_thumbnail(self, dataset: str, image: QImage) -> None:
        item = self._item(dataset)
        if item is not None:
            item.setData(QPixmap.fromImage(image), Qt.ItemDataRole.DecorationRole)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._make_thumbnails()
        self._show_text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Qt asks until it has deleted the widget; Python may have taken its own side of it away by then.
        images = self.__dict__.get("images")
        if images is None:
            return False
        if watched is images and event.type() == QEvent.Type.Resize:
            # Not within the layout that is under way.
            QTimer.singleShot(0, self._fit_list)
        elif watched is images and event.type() == QEvent.Type.KeyPress and self._key(event):
            return True
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        index = self.images.currentIndex()
        if event.key() not in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) or not index.isValid():
            return False
        self._clicked(index.row(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        return True

    # which of them is chosen, and which the map shows

    @property
    def current(self) -> Optional[str]:
        """The id of the image that is chosen: the one that the slider, the swipe and the text are about."""
        return self._current

    def choose(self, dataset: Optional[str]) -> None:
        """Choose an image."""
        item = self._item(dataset)
        if item is not None:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.images.selectionModel().setCurrentIndex(item.index(), flags)
        else:
            self._current = None

    def _chosen(self, index: QModelIndex, _before: QModelIndex) -> None:
        self._current = index.data(_DATASET) if index.isValid() else None
        self._fill_against()
        self._refresh_shown()
        self._show_text()

    def shown(self) -> list[str]:
        """The ids of the images that the map shows."""
        return [dataset.id for dataset in self._datasets if self._is_shown(dataset.id)]

    def show_image(self, dataset: str, beside: bool = False) -> None:
        """Show an image in the map, in place of the others or ``beside`` them; its layer is added if need be."""
        self._arrange(dataset, _BESIDE if beside else _ALONE)

    def hide_image(self, dataset: str) -> None:
        """Hide an image in the map."""
        self._wanted.pop(dataset, None)
        node = self._node(dataset)
        if node is not None:
            node.setItemVisibilityChecked(False)

    def _clicked(self, row: int, several: bool) -> None:
        """Show the image of this row, or hide it where it is shown."""
        dataset = self._model.item(row).data(_DATASET)
        self.choose(dataset)
        if isinstance(self._workbench.prepared.datasets.get(dataset), Unavailable):
            return
        others = [name for name in self.shown() if name != dataset]
        if self._is_shown(dataset) and (several or not others):
            self.hide_image(dataset)
            if self._swiped is not None:
                self.end_swipe()
        elif self._swiped is not None:
            self._begin_swipe()
        else:
            self.show_image(dataset, beside=several)

    def _arrange(self, dataset: str, how: int) -> None:
        node = self._node(dataset)
        if node is None:
            self._wanted[dataset] = how
            self._loader.load_layers(dataset)
            return
        if how == _HIDDEN:
            node.setItemVisibilityChecked(False)
            return
        if how == _ALONE:
            for name in self.shown():
                if name != dataset:
                    self.hide_image(name)
        node.setItemVisibilityCheckedParentRecursive(True)

    def _loaded(self) -> None:
        """Layers have been added: do with them what was wanted. One that could not be opened has been told of."""
        wanted, self._wanted = self._wanted, {}
        for dataset, how in wanted.items():
            if self._node(dataset) is not None:
                self._arrange(dataset, how)
        self._refresh_shown()
        if self._swipe_waits:
            self._swipe_waits = False
            self._begin_swipe(load=False)

    def _layer(self, dataset: Optional[str]) -> Optional[QgsMapLayer]:
        prepared = self._workbench.prepared
        return project_layer(prepared.package, dataset, self._project) if prepared is not None and dataset else None

    def _node(self, dataset: str) -> Optional[QgsLayerTreeLayer]:
        layer = self._layer(dataset)
        return self._project.layerTreeRoot().findLayer(layer.id()) if layer is not None else None

    def _is_shown(self, dataset: str) -> bool:
        node = self._node(dataset)
        return node is not None and node.isVisible()

    def _refresh_shown(self, *_changed: object) -> None:
        """Mark what the map shows, and follow the layer of the image that is chosen."""
        if self._loader.is_loading:
            return
        shown = self.shown()
        for item in self._items():
            state = Qt.CheckState.Checked if item.data(_DATASET) in shown else Qt.CheckState.Unchecked
            if item.data(Qt.ItemDataRole.CheckStateRole) != state:
                item.setData(state, Qt.ItemDataRole.CheckStateRole)
                words = tr("shown in the map") if state == Qt.CheckState.Checked else tr("not shown in the map")
                item.setData(f"{item.text()}, {words}", Qt.ItemDataRole.AccessibleTextRole)
        self._follow(self._layer(self._current))
        self.map_tools.setVisible(self._is_usable(self._current))
        self.zoom.setEnabled(self._followed is not None)

    def _is_usable(self, dataset: Optional[str]) -> bool:
        prepared = self._workbench.prepared
        return prepared is not None and isinstance(prepared.datasets.get(dataset or ""), OpenImage)

    def _zoom(self) -> None:
        layer = self._layer(self._current)
        if layer is not None:
            self._canvas.setExtent(self._canvas.mapSettings().layerExtentToOutputExtent(layer, layer.extent()))
            self._canvas.refresh()

    # opacity

    def _follow(self, layer: Optional[QgsMapLayer]) -> None:
        """Keep the slider in step with ``layer``, and with no other."""
        if layer is not self._followed:
            if self._followed is not None:
                self._followed.opacityChanged.disconnect(self._show_opacity)
            self._followed = layer
            if layer is not None:
                layer.opacityChanged.connect(self._show_opacity)
        self.opacity.setEnabled(layer is not None)
        self.opacity_label.setEnabled(layer is not None)
        self._show_opacity()

    def _let_go(self, layers: list[str]) -> None:
        if self._followed is not None and self._followed.id() in layers:
            self._follow(None)

    def _show_opacity(self, *_changed: float) -> None:
        value = self._followed.opacity() if self._followed is not None else self._workbench.settings.image_opacity
        if abs(value - self.opacity.opacity()) > 0.0005:
            self._updating = True
            self.opacity.setOpacity(value)
            self._updating = False

    def _opacity_chosen(self, value: float) -> None:
        if self._updating or self._followed is None:
            return
        self._workbench.settings.image_opacity = value
        self._updating = True
        self._followed.setOpacity(value)
        self._updating = False
        self._repaint.start()
        self._keep.start()

    def _draw_anew(self) -> None:
        if self._followed is not None:
            self._followed.triggerRepaint()

    def _keep_opacity(self) -> None:
        self._workbench.settings.save()

    # swipe

    @property
    def swipe_tool(self) -> Optional[SwipeTool]:
        """The tool that images are compared with, once it has been used."""
        return self._tool

    @property
    def _swiped(self) -> Optional[SwipeTool]:
        return self._tool if self._tool is not None and self._tool.is_active else None

    def _fill_against(self) -> None:
        chosen = self.against.currentData()
        titles = self._titles(self._workbench.settings.texts_language)
        self.against.clear()
        self.against.addItem(tr("against the map"), "")
        for dataset in self._datasets:
            if dataset.id != self._current and self._is_usable(dataset.id):
                text = tr("against {title}").format(title=titles[dataset.id])
                self.against.addItem(text, dataset.id)
                self.against.setItemData(self.against.count() - 1, text, Qt.ItemDataRole.ToolTipRole)
        self.against.setCurrentIndex(max(0, self.against.findData(chosen)))

    def _against_chosen(self, _row: int) -> None:
        if self._swiped is not None:
            self._begin_swipe()

    def _swipe_toggled(self, wanted: bool) -> None:
        if not wanted:
            self._swipe_waits = False
            self.end_swipe()
        elif self._swiped is None:
            self._begin_swipe()
            text = tr("Drag the line over the map. Shift gives a horizontal line, arrow keys move it, Esc ends.")
            self._workbench.noticed.emit(text, Qgis.MessageLevel.Info)

    def _begin_swipe(self, load: bool = True) -> None:
        """Compare the image that is chosen with the other, whose layers are added first if need be."""
        first, second = self._current, self.against.currentData() or ""
        missing = [name for name in (first, second) if name and self._layer(name) is None]
        if missing and load:
            self._swipe_waits = True
            for name in missing:
                self._arrange(name, _ALONE if name == first else _HIDDEN)
            return
        if first is None or missing:
            self._swipe_ended()
            return
        self._arrange(first, _ALONE)
        if self._tool is None:
            self._tool = SwipeTool(self._canvas, self._project)
            self._tool.deactivated.connect(self._swipe_ended)
        titles = self._titles(self._workbench.settings.texts_language)
        layers = {name: self._layer(name) for name in titles}
        self._tool.begin(
            Swipe(
                layers[first].id(),
                layers[second].id() if second else "",
                frozenset(layer.id() for layer in layers.values() if layer is not None),
                (titles[first], titles[second] if second else tr("The map")),
            )
        )
        self.swipe.setChecked(True)

    def end_swipe(self) -> None:
        """End the comparison, if there is one."""
        if self._tool is not None:
            self._tool.leave()
        self.swipe.setChecked(False)

    def _swipe_ended(self) -> None:
        self.swipe.setChecked(False)

    # what it says

    def _assessed(self, identifier: str) -> None:
        if identifier == self._workbench.shown:
            self._show_text()

    def _show_text(self) -> None:
        """Say what the chosen image shows of the plan area. Waits until it is seen: a plan area is checked often."""
        dataset = self._dataset
        self.says.setVisible(dataset is not None)
        if dataset is None or not self.isVisible():
            self.fit.setVisible(False)
            return
        language = self._workbench.settings.texts_language
        opened = self._workbench.prepared.datasets.get(dataset.id)
        lost = isinstance(opened, Unavailable) and opened.message.code == "image-no-position"
        package = self._workbench.prepared.package
        # A picture is fitted in the main package only.
        self.fit.setVisible(lost and package.part_of(dataset.id) is package.main)
        view, line = self._view(dataset, language)
        self._set_html(
            title=dataset.title.get(language),
            facts=" · ".join(_facts(dataset, language)),
            line=line,
            about=optional(dataset.image.about, language),
            view=view,
            classes=[(each, _swatch(each, dataset)) for each in view.classes] if view is not None else [],
            findings=[(each, _icon(each.outcome.value)) for each in view.findings] if view is not None else [],
        )

    def _view(self, dataset: Dataset, language: str) -> tuple[Optional[ImageView], str]:
        """What the image shows of the plan area, or a line that says why there is nothing to tell."""
        reason = self._reason(dataset.id, language)
        if reason:
            return None, reason
        shown = self._workbench.shown
        assessment = self._workbench.assessment(shown)
        if shown is None:
            return None, tr("Draw or choose a plan area to read what the picture shows there.")
        if assessment is None:
            if self._workbench.refusal(shown) is not None:
                return None, tr("The plan area could not be checked; the reason is given below.")
            return None, tr("Nothing has been checked yet.")
        view = image_view(assessment, dataset.id, language)
        return view, "" if view is not None else tr("No check of the package rests on this picture.")

    def _set_html(self, **values: object) -> None:
        t = report_texts.in_language(self._workbench.settings.texts_language)
        html = template("image.html.j2").render(t=t, **values)
        said, self._said = self._said, (self._current, html)
        if said == self._said:
            return
        same = said[0] == self._current
        position = self.says.verticalScrollBar().value()
        self.says.setHtml(html)
        self._fit_text()
        self.says.verticalScrollBar().setValue(position if same else 0)

    def _fit_text(self) -> None:
        document = self.says.document()
        document.setTextWidth(self.says.viewport().width())
        height = round(document.size().height()) + 2 * self.says.frameWidth() + 2
        self.says.setFixedHeight(min(_TALLEST, height))


def _facts(dataset: Dataset, language: str) -> list[str]:
    """Accuracy, page and date of a structure image."""
    length = format_quantity(dataset.accuracy, Dimension.LENGTH, language)
    facts = [f"±{NBSP}{length}"]
    if dataset.image.page:
        facts.append(report_texts.filled(report_texts.IMAGE_PAGE.get(language), page=dataset.image.page))
    return [*facts, dataset.issued.isoformat()]


def _tip(dataset: Dataset, reason: str, language: str) -> str:
    """The tooltip of a thumbnail, as HTML so that it is wrapped."""
    lines = [f"<b>{escape(dataset.title.get(language))}</b>", escape(" · ".join(_facts(dataset, language)))]
    lines += [escape(text) for text in (optional(dataset.image.about, language), reason) if text]
    return f"<p>{'<br>'.join(lines)}</p>"


def _swatch(view: ClassView, dataset: Dataset) -> str:
    """The sign of a class as a data URI, as the legend of the dataset has it."""
    known = dataset.image.legend.find(view.id)
    return swatch(known or ImageClass(view.id, Text.same(view.title), (view.color,)))


def _icon(outcome: str) -> str:
    return QUrl.fromLocalFile(str(RESOURCES / "icons" / f"outcome-{outcome}.svg")).toString()
