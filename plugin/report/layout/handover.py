"""A summary as a print layout of the user's own project, to be finished by hand in QGIS's layout designer.

It is made in a thread of the background and handed over as XML: nothing of another thread gets into the project. Layers
of our own, such as the plan area and what was found, are kept in a GeoPackage, so that the layout is whole when the
project is opened again.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Mapping, Optional, Sequence

from qgis.core import (
    QgsCoordinateTransformContext,
    QgsMapLayer,
    QgsPrintLayout,
    QgsProject,
    QgsRasterLayer,
    QgsReadWriteContext,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtXml import QDomDocument, QDomElement

from ..blocks import Document
from ..scene import Scene
from .compose import compose
from .workshop import layouts_here


@dataclass(frozen=True)
class Handover:
    """Layouts and the layers of their maps as XML; ``title`` is what the layouts are called."""

    title: str
    layouts: tuple[str, ...]
    layers: tuple[str, ...]


def handover_of(
    document: Document,
    scenes: Mapping[str, Scene],
    file: Path,
    template: Optional[Path] = None,
    progress: Callable[[float], None] = lambda part: None,
) -> Handover:
    """Set ``document`` as layouts and keep what their maps show in the GeoPackage ``file``, in any thread.

    Raises :class:`~.template.TemplateError` and OSError.
    """
    layers = _layers(scenes)
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        _keep([layer for layer in layers if layer.providerType() == "memory"], file)
        with layouts_here(len(document.sections)) as layouts:
            composed = compose(document, scenes, layouts, template, progress)
            written = tuple(_layout_xml(each.layout) for each in composed)
    except BaseException:
        # Nobody will open it. Where a layer holds it still, on Windows, it stays.
        with suppress(OSError):
            file.unlink()
        raise
    return Handover(document.title, written, tuple(map(_layer_xml, layers)))


@dataclass(frozen=True)
class Taken:
    """What came into a project: the layouts, which its layout manager has, and the names of layers that could not be
    opened there."""

    layouts: tuple[QgsPrintLayout, ...]
    missing: tuple[str, ...]


def take_over(handover: Handover, project: QgsProject) -> Taken:
    """Add what was handed over to ``project``. For the main thread, which QGIS keeps busy for as long as it reads a
    layout: some 0.1 s a page. Raises ValueError for what is no layout."""
    group = project.layerTreeRoot().addGroup(handover.title)
    # They are there for the layout; the map canvas has layers of its own.
    group.setItemVisibilityChecked(False)
    group.setExpanded(False)
    missing: list[str] = []
    for text in handover.layers:
        element = _parsed(text).documentElement()
        layer = _read_layer(element)
        if layer is None:
            missing.append(element.firstChildElement("layername").text())
            continue
        project.addMapLayer(layer, False)
        group.addLayer(layer)
    made = []
    for text in handover.layouts:
        document = _parsed(text)
        layout = QgsPrintLayout(project)
        if not layout.loadFromTemplate(document, QgsReadWriteContext(), True)[1]:
            raise ValueError(handover.title)
        layout.setName(_free_name(handover.title, project))
        project.layoutManager().addLayout(layout)
        made.append(layout)
    return Taken(tuple(made), tuple(missing))


def _layers(scenes: Mapping[str, Scene]) -> list[QgsMapLayer]:
    """The layers of all maps, each once, those on top first."""
    layers: dict[str, QgsMapLayer] = {}
    for scene in scenes.values():
        for layer in (*scene.above, *scene.layers):
            layers.setdefault(layer.id(), layer)
    return list(layers.values())


def _keep(layers: Sequence[QgsVectorLayer], file: Path) -> None:
    """Write layers of memory to ``file`` and let them be what is there. Raises OSError."""
    for number, layer in enumerate(layers):
        name = f"layer_{number:03d}"
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName = "GPKG"
        options.layerName = name
        if number:
            options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
        code, message, _, _ = QgsVectorFileWriter.writeAsVectorFormatV3(
            layer, str(file), QgsCoordinateTransformContext(), options
        )
        if code != QgsVectorFileWriter.WriterError.NoError:
            raise OSError(message or f"{file.name} could not be written")
        renderer, labeling, is_labelled = layer.renderer().clone(), layer.labeling(), layer.labelsEnabled()
        labeling = labeling.clone() if labeling is not None else None
        layer.setDataSource(f"{file}|layername={name}", layer.name(), "ogr")
        layer.setRenderer(renderer)
        if labeling is not None:
            layer.setLabeling(labeling)
        layer.setLabelsEnabled(is_labelled)


def _layer_xml(layer: QgsMapLayer) -> str:
    document = QDomDocument()
    element = document.createElement("maplayer")
    layer.writeLayerXml(element, document, QgsReadWriteContext())
    document.appendChild(element)
    return document.toString()


def _parsed(text: str) -> QDomDocument:
    document = QDomDocument()
    parsed = document.setContent(text)
    # Qt 5 gives the place of a fault as well.
    if not (parsed[0] if isinstance(parsed, tuple) else parsed):
        raise ValueError(text[:80])
    return document


def _read_layer(element: QDomElement) -> Optional[QgsMapLayer]:
    kind = element.attribute("type")
    layer = QgsVectorLayer() if kind == "vector" else QgsRasterLayer()
    return layer if layer.readLayerXml(element, QgsReadWriteContext()) else None


def _layout_xml(layout: QgsPrintLayout) -> str:
    document = QDomDocument()
    document.appendChild(layout.writeXml(document, QgsReadWriteContext()))
    return document.toString()


def _free_name(title: str, project: QgsProject) -> str:
    """``title``, with a number where a layout of that name is there already."""
    taken = {layout.name() for layout in project.layoutManager().layouts()}
    name, number = title, 1
    while name in taken:
        number += 1
        name = f"{title} ({number})"
    return name
