"""A package as layers in a QGIS project: one group per perspective, styled, each dataset once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Iterable, Iterator, Optional

from qgis.core import QgsLayerTreeGroup, QgsProject, QgsVectorLayer

from ..core.messages import Message
from ..core.package.manifest import Integrity
from ..core.package.model import Dataset, Package
from ..core.text import Text
from .sources import SourceError, open_layer
from .styles import apply_style

#: The custom property by which a layer is known again, whatever the user calls it: ``package id/dataset id``.
LAYER_PROPERTY = "plandialog/dataset"

_BASE = Text("Gränser och täckning", "Borders and coverage")
# Points are drawn over lines, lines over polygons.
_STACKING = ("point", "line", "polygon")


@dataclass(frozen=True)
class Loaded:
    """What loading came to: how many layers are new or were there already, and what could not be loaded and why."""

    added: int
    present: int
    missing: tuple[tuple[Dataset, Message], ...]


def groups(package: Package) -> tuple[tuple[Text, tuple[Dataset, ...]], ...]:
    """The datasets by perspective, each where it is first used; what no check uses comes last."""
    seen: set[str] = set()
    grouped = []
    for perspective in package.perspectives:
        names = dict.fromkeys(check.dataset for check in perspective.checks if check.dataset)
        fresh = [name for name in names if name not in seen]
        seen.update(fresh)
        if fresh:
            grouped.append((perspective.title, _stacked(package.datasets[name] for name in fresh)))
    rest = _stacked(dataset for name, dataset in package.datasets.items() if name not in seen)
    return (*grouped, (_BASE, rest)) if rest else tuple(grouped)


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

    def __init__(self, package: Package, project: QgsProject, language: str) -> None:
        self._package = package
        self._project = project
        self._language = language
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
            layer = _layer(self._package, dataset, self._integrity, self._language)
        except SourceError as error:
            self._missing.append((dataset, error.message))
            return
        root = self._project.layerTreeRoot()
        top = _group(root, f"{self._package.title.get(self._language)} {self._package.version}")
        self._project.addMapLayer(layer, False)
        _group(top, title.get(self._language)).addLayer(layer)
        self._added += 1


def layer_key(package: Package, dataset: str) -> str:
    """The value of :data:`LAYER_PROPERTY` on the layer of a dataset."""
    return f"{package.id}/{dataset}"


def project_layer(package: Package, dataset: str, project: QgsProject) -> Optional[QgsVectorLayer]:
    """The layer of a dataset in ``project``, or None where it has not been loaded."""
    key = layer_key(package, dataset)
    found = (layer for layer in project.mapLayers().values() if layer.customProperty(LAYER_PROPERTY) == key)
    return next(found, None)


def _stacked(datasets: Iterable[Dataset]) -> tuple[Dataset, ...]:
    return tuple(sorted(datasets, key=lambda dataset: _STACKING.index(dataset.geometry)))


def _group(parent: QgsLayerTreeGroup, name: str) -> QgsLayerTreeGroup:
    return parent.findGroup(name) or parent.addGroup(name)


def _layer(package: Package, dataset: Dataset, integrity: Integrity, language: str) -> QgsVectorLayer:
    layer = open_layer(package, dataset, integrity)
    layer.setName(dataset.title.get(language))
    layer.setReadOnly(True)
    layer.setCustomProperty(LAYER_PROPERTY, layer_key(package, dataset.id))
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
