"""A package as layers in a QGIS project: a group for each package, in it one per perspective, styled, each dataset
once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Iterable, Iterator, Optional

from qgis.core import QgsLayerTreeGroup, QgsLayerTreeLayer, QgsMapLayer, QgsProject

from ..core.measure import MAP
from ..core.messages import Message
from ..core.package.folders import Folders
from ..core.package.model import Dataset, Package
from ..core.text import Text
from .legends import attach_legend
from .opening import map_layer
from .shown import is_shown_from_afar
from .sources import SourceError
from .styles import apply_style

#: The custom property by which a layer is known again, whatever the user calls it: ``package id/dataset id``.
LAYER_PROPERTY = "plandialog/dataset"

_BASE = Text("Gränser och täckning", "Borders and coverage")
_IMAGES = Text("Strukturbilder", "Structure images")
_MAPS = Text("Bakgrundskartor", "Background maps")
# Points are drawn over lines, lines over polygons.
_STACKING = ("point", "line", "polygon")

#: How opaque a structure image is below the other layers when it is loaded.
IMAGE_OPACITY = 0.5


@dataclass(frozen=True)
class Loaded:
    """What loading came to: how many layers are new or were there already, and what could not be loaded and why."""

    added: int
    present: int
    missing: tuple[tuple[Dataset, Message], ...]


def groups(package: Package, part: Optional[Package] = None) -> tuple[tuple[Text, tuple[Dataset, ...]], ...]:
    """The datasets of ``part``, the main one of ``package`` unless told, by perspective, each where it is first used;
    then what no check uses, below that the structure images, and below all the maps that are only shown."""
    part = part or package.main
    own = {name: dataset for name, dataset in package.datasets.items() if package.part_of(name) is part}
    images = tuple(dataset for dataset in own.values() if dataset.image is not None)
    maps = tuple(dataset for dataset in own.values() if dataset.geometry == MAP)
    seen: set[str] = {dataset.id for dataset in (*images, *maps)}
    grouped = []
    for perspective in package.perspectives:
        if package.part_of(perspective.id) is not part:
            continue
        names = dict.fromkeys(check.dataset for check in perspective.checks if check.dataset)
        fresh = [name for name in names if name not in seen]
        seen.update(fresh)
        if fresh:
            grouped.append((perspective.title, _stacked(own[name] for name in fresh)))
    rest = _stacked(dataset for name, dataset in own.items() if name not in seen)
    below = ((title, datasets) for title, datasets in ((_BASE, rest), (_IMAGES, images), (_MAPS, maps)) if datasets)
    return (*grouped, *below)


def load_package(
    package: Package,
    project: QgsProject,
    language: str,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[float], None] = lambda percent: None,
) -> Loaded:
    """Add the package's layers of files to ``project``, read-only, under one group. For the main thread.

    A layer that is there already, by :data:`LAYER_PROPERTY`, is left alone.
    """
    loading = Loading(package, project, language)
    for percent in loading.steps():
        progress(percent)
        if cancelled():
            break
    return loading.loaded


class Loading:
    """A package on its way into a project, a layer at a time, so that a window can paint in between."""

    def __init__(
        self, package: Package, project: QgsProject, language: str, image_opacity: float = IMAGE_OPACITY
    ) -> None:
        self._package = package
        self._project = project
        self._language = language
        self._image_opacity = image_opacity
        self._folders = Folders(package)
        self._present = {layer.customProperty(LAYER_PROPERTY) for layer in project.mapLayers().values()}
        self._added = self._kept = 0
        self._missing: list[tuple[Dataset, Message]] = []
        self._remote: list[Dataset] = []

    @property
    def loaded(self) -> Loaded:
        """What has come of it so far."""
        return Loaded(self._added, self._kept, tuple(self._missing))

    def steps(self, *only: str) -> Iterator[float]:
        """Load one dataset per step, of all or of ``only``; yields the percentage done. For the main thread.

        What is on the network is not waited for: it is in :attr:`remote` then, to be made by a
        :class:`~.showing.ShowTask` and handed to :meth:`take`.
        """
        wanted = [each for _, _, each in self._placed() if not only or each.id in only]
        for number, dataset in enumerate(wanted):
            if layer_key(self._package, dataset.id) in self._present:
                self._kept += 1
            elif is_shown_from_afar(dataset):
                self._remote.append(dataset)
            else:
                self._load(dataset)
            yield 100 * (number + 1) / len(wanted)

    @property
    def remote(self) -> tuple[Dataset, ...]:
        """What is wanted of the network."""
        return tuple(self._remote)

    def take(self, dataset: Dataset, layer: QgsMapLayer) -> None:
        """Add a layer that was made for ``dataset``. For the main thread, which it has to belong to."""
        part, title = next((part, title) for part, title, each in self._placed() if each.id == dataset.id)
        top = _group(self._project.layerTreeRoot(), f"{part.title.get(self._language)} {part.version}")
        group = self._group_for(part, top, title)
        place = self._place_in(group, dataset)
        self._project.addMapLayer(layer, False)
        node = group.insertLayer(place, layer)
        # One picture at a time: two on top of each other are a muddle. The first is shown.
        is_first = dataset.image is None or dataset == self._package.images[0]
        node.setItemVisibilityChecked(is_first and dataset.geometry != MAP)
        self._added += 1

    def miss(self, dataset: Dataset, message: Message) -> None:
        """Note a dataset that could not be loaded, and why."""
        self._missing.append((dataset, message))

    def _placed(self) -> Iterator[tuple[Package, Text, Dataset]]:
        """Every dataset with the package and the group it belongs to, from top to bottom."""
        for part in self._package.members:
            for title, datasets in groups(self._package, part):
                for dataset in datasets:
                    yield part, title, dataset

    def _load(self, dataset: Dataset) -> None:
        part, integrity = self._folders.of(dataset.id)
        try:
            layer = map_layer(part, dataset, integrity)
            dress(layer, self._package, dataset, self._folders, self._language, self._image_opacity)
        except SourceError as error:
            self.miss(dataset, error.message)
            return
        self.take(dataset, layer)

    def _place_in(self, group: QgsLayerTreeGroup, dataset: Dataset) -> int:
        """Where in its group a layer goes, whichever of them comes first."""
        order = [each.id for _, _, each in self._placed()]
        later = {layer_key(self._package, name) for name in order[order.index(dataset.id) + 1 :]}
        keys = [
            node.layer().customProperty(LAYER_PROPERTY)
            if isinstance(node, QgsLayerTreeLayer) and node.layer()
            else None
            for node in group.children()
        ]
        return next((place for place, key in enumerate(keys) if key in later), len(keys))

    def _group_for(self, part: Package, top: QgsLayerTreeGroup, title: Text) -> QgsLayerTreeGroup:
        """The group with this title, in the order of :func:`groups` whichever of them is loaded first."""
        names = [each.get(self._language) for each, _ in groups(self._package, part)]
        name = title.get(self._language)
        found = top.findGroup(name)
        if found is None:
            later = set(names[names.index(name) + 1 :])
            children = [child.name() for child in top.children()]
            place = next((index for index, child in enumerate(children) if child in later), len(children))
            found = top.insertGroup(place, name)
        return found


def layer_key(package: Package, dataset: str) -> str:
    """The value of :data:`LAYER_PROPERTY` on the layer of a dataset: the same whatever package it is used with."""
    part, name = package.home(dataset)
    return f"{part.id}/{name}"


def project_layer(package: Package, dataset: str, project: QgsProject) -> Optional[QgsMapLayer]:
    """The layer of a dataset in ``project``, or None where it has not been loaded."""
    key = layer_key(package, dataset)
    found = (layer for layer in project.mapLayers().values() if layer.customProperty(LAYER_PROPERTY) == key)
    return next(found, None)


def _stacked(datasets: Iterable[Dataset]) -> tuple[Dataset, ...]:
    return tuple(sorted(datasets, key=lambda dataset: _STACKING.index(dataset.geometry)))


def _group(parent: QgsLayerTreeGroup, name: str) -> QgsLayerTreeGroup:
    return parent.findGroup(name) or parent.addGroup(name)


def dress(
    layer: QgsMapLayer, package: Package, dataset: Dataset, folders: Folders, language: str, image_opacity: float
) -> None:
    """Give a layer its name, its style and what it is known by. In the thread of the layer. Raises
    :class:`~.sources.SourceError` where it cannot show what the checks look at."""
    layer.setName(dataset.title.get(language))
    layer.setCustomProperty(LAYER_PROPERTY, layer_key(package, dataset.id))
    if dataset.image is not None:
        layer.setOpacity(image_opacity)
        layer.setCustomProperty("embeddedWidgets/count", 1)
        layer.setCustomProperty("embeddedWidgets/0/id", "transparency")
        attach_legend(layer, dataset.image.legend, language)
    elif dataset.geometry != MAP:
        layer.setReadOnly(True)
        if dataset.filter and not layer.setSubsetString(dataset.filter):
            # Showing features that the checks leave out would contradict the findings.
            raise SourceError(Message("expression", {"expression": dataset.filter, "detail": dataset.source.provider}))
        part, integrity = folders.of(dataset.id)
        apply_style(layer, part, dataset, integrity)
    metadata = layer.metadata()
    metadata.setTitle(dataset.title.get(language))
    metadata.setAbstract(f"{dataset.producer.get(language)}, {dataset.issued.isoformat()}")
    metadata.setLicenses([dataset.licence])
    layer.setMetadata(metadata)
