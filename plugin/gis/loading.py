"""A package as layers in a QGIS project: one group per perspective, styled, each dataset once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Iterable, Iterator, Optional

from qgis.core import QgsLayerTreeGroup, QgsMapLayer, QgsProject

from ..core.messages import Message
from ..core.package.manifest import Integrity
from ..core.package.model import Dataset, Package
from ..core.text import Text
from .legends import attach_legend
from .opening import map_layer
from .sources import SourceError
from .styles import apply_style

#: The custom property by which a layer is known again, whatever the user calls it: ``package id/dataset id``.
LAYER_PROPERTY = "plandialog/dataset"

_BASE = Text("Gränser och täckning", "Borders and coverage")
_IMAGES = Text("Strukturbilder", "Structure images")
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


def groups(package: Package) -> tuple[tuple[Text, tuple[Dataset, ...]], ...]:
    """The datasets by perspective, each where it is first used; then what no check uses, below all the structure
    images."""
    images = package.images
    seen: set[str] = {image.id for image in images}
    grouped = []
    for perspective in package.perspectives:
        names = dict.fromkeys(check.dataset for check in perspective.checks if check.dataset)
        fresh = [name for name in names if name not in seen]
        seen.update(fresh)
        if fresh:
            grouped.append((perspective.title, _stacked(package.datasets[name] for name in fresh)))
    rest = _stacked(dataset for name, dataset in package.datasets.items() if name not in seen)
    below = [(_BASE, rest)] if rest else []
    return (*grouped, *below, *([(_IMAGES, images)] if images else []))


def load_package(
    package: Package,
    project: QgsProject,
    language: str,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[float], None] = lambda percent: None,
) -> Loaded:
    """Add the package's layers to ``project``, read-only, under one group. For the main thread.

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
        self._integrity = Integrity(package.root, package.manifest)
        self._present = {layer.customProperty(LAYER_PROPERTY) for layer in project.mapLayers().values()}
        self._added = self._kept = 0
        self._missing: list[tuple[Dataset, Message]] = []

    @property
    def loaded(self) -> Loaded:
        """What has come of it so far."""
        return Loaded(self._added, self._kept, tuple(self._missing))

    def steps(self, only: Optional[str] = None) -> Iterator[float]:
        """Load one dataset per step, or the one dataset ``only``; yields the percentage done. For the main thread."""
        wanted = [(title, each) for title, datasets in groups(self._package) for each in datasets]
        wanted = [(title, each) for title, each in wanted if only in (None, each.id)]
        for number, (title, dataset) in enumerate(wanted):
            if layer_key(self._package, dataset.id) in self._present:
                self._kept += 1
            else:
                self._load(title, dataset)
            yield 100 * (number + 1) / len(wanted)

    def _load(self, title: Text, dataset: Dataset) -> None:
        try:
            layer = _layer(self._package, dataset, self._integrity, self._language, self._image_opacity)
        except SourceError as error:
            self._missing.append((dataset, error.message))
            return
        root = self._project.layerTreeRoot()
        top = _group(root, f"{self._package.title.get(self._language)} {self._package.version}")
        self._project.addMapLayer(layer, False)
        node = self._group_for(top, title).addLayer(layer)
        # One picture at a time: two on top of each other are a muddle. The first is shown.
        node.setItemVisibilityChecked(dataset.image is None or dataset == self._package.images[0])
        self._added += 1

    def _group_for(self, top: QgsLayerTreeGroup, title: Text) -> QgsLayerTreeGroup:
        """The group with this title, in the order of :func:`groups` whichever of them is loaded first."""
        names = [each.get(self._language) for each, _ in groups(self._package)]
        name = title.get(self._language)
        found = top.findGroup(name)
        if found is None:
            later = set(names[names.index(name) + 1 :])
            children = [child.name() for child in top.children()]
            place = next((index for index, child in enumerate(children) if child in later), len(children))
            found = top.insertGroup(place, name)
        return found


def layer_key(package: Package, dataset: str) -> str:
    """The value of :data:`LAYER_PROPERTY` on the layer of a dataset."""
    return f"{package.id}/{dataset}"


def project_layer(package: Package, dataset: str, project: QgsProject) -> Optional[QgsMapLayer]:
    """The layer of a dataset in ``project``, or None where it has not been loaded."""
    key = layer_key(package, dataset)
    found = (layer for layer in project.mapLayers().values() if layer.customProperty(LAYER_PROPERTY) == key)
    return next(found, None)


def _stacked(datasets: Iterable[Dataset]) -> tuple[Dataset, ...]:
    return tuple(sorted(datasets, key=lambda dataset: _STACKING.index(dataset.geometry)))


def _group(parent: QgsLayerTreeGroup, name: str) -> QgsLayerTreeGroup:
    return parent.findGroup(name) or parent.addGroup(name)


def _layer(
    package: Package, dataset: Dataset, integrity: Integrity, language: str, image_opacity: float
) -> QgsMapLayer:
    layer = map_layer(package, dataset, integrity)
    layer.setName(dataset.title.get(language))
    layer.setCustomProperty(LAYER_PROPERTY, layer_key(package, dataset.id))
    if dataset.image is not None:
        layer.setOpacity(image_opacity)
        layer.setCustomProperty("embeddedWidgets/count", 1)
        layer.setCustomProperty("embeddedWidgets/0/id", "transparency")
        attach_legend(layer, dataset.image.legend, language)
    else:
        layer.setReadOnly(True)
        if dataset.filter and not layer.setSubsetString(dataset.filter):
            # Showing features that the checks leave out would contradict the findings.
            raise SourceError(Message("expression", {"expression": dataset.filter, "detail": dataset.source.provider}))
        apply_style(layer, package, dataset, integrity)
    metadata = layer.metadata()
    metadata.setTitle(dataset.title.get(language))
    metadata.setAbstract(f"{dataset.producer.get(language)}, {dataset.issued.isoformat()}")
    metadata.setLicenses([dataset.licence])
    layer.setMetadata(metadata)
    return layer
