"""A package as layers in a QGIS project: one group per perspective, styled, each dataset once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Iterable

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
    integrity = Integrity(package.root, package.manifest)
    present = {layer.customProperty(LAYER_PROPERTY) for layer in project.mapLayers().values()}
    top = _group(project.layerTreeRoot(), f"{package.title.get(language)} {package.version}")
    added = kept = 0
    missing = []
    total = len(package.datasets)
    for title, datasets in groups(package):
        if cancelled():
            break
        for dataset in datasets:
            if f"{package.id}/{dataset.id}" in present:
                kept += 1
                continue
            try:
                layer = _layer(package, dataset, integrity, language)
            except SourceError as error:
                missing.append((dataset, error.message))
                continue
            project.addMapLayer(layer, False)
            _group(top, title.get(language)).addLayer(layer)
            added += 1
            progress(100 * (added + kept + len(missing)) / total)
    if not top.children():
        top.parent().removeChildNode(top)
    return Loaded(added, kept, tuple(missing))


def _stacked(datasets: Iterable[Dataset]) -> tuple[Dataset, ...]:
    return tuple(sorted(datasets, key=lambda dataset: _STACKING.index(dataset.geometry)))


def _group(parent: QgsLayerTreeGroup, name: str) -> QgsLayerTreeGroup:
    return parent.findGroup(name) or parent.addGroup(name)


def _layer(package: Package, dataset: Dataset, integrity: Integrity, language: str) -> QgsVectorLayer:
    layer = open_layer(package, dataset, integrity)
    layer.setName(dataset.title.get(language))
    layer.setReadOnly(True)
    layer.setCustomProperty(LAYER_PROPERTY, f"{package.id}/{dataset.id}")
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
