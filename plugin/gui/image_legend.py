"""Keeps the legends of the structure images in the project what the open package says they are."""

from __future__ import annotations

from qgis.core import QgsMapLayer, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QObject

from ..core.package.model import Dataset
from ..gis.legends import attach_legend, detach_legend
from ..gis.loading import LAYER_PROPERTY, layer_key
from .workbench import Workbench


class ImageLegends(QObject):
    """Gives layers of structure images their legend as a project is read or a layer is added, and whenever
    :meth:`attach` is called: with another package, or another language."""

    def __init__(self, workbench: Workbench, project: QgsProject) -> None:
        super().__init__()
        self._workbench = workbench
        self._project = project
        project.layersAdded.connect(self._attach_to)
        project.readProject.connect(self.attach)
        self.attach()

    def stop(self) -> None:
        """Listen no more, and leave the layers with legends that need no Python."""
        self._project.layersAdded.disconnect(self._attach_to)
        self._project.readProject.disconnect(self.attach)
        for layer in self._project.mapLayers().values():
            detach_legend(layer)

    def attach(self, *_document: object) -> None:
        """Give every layer of a structure image of the open package its legend, in the language that is chosen."""
        self._attach_to(list(self._project.mapLayers().values()))

    def _attach_to(self, layers: list[QgsMapLayer]) -> None:
        prepared = self._workbench.prepared
        images = prepared.package.images if prepared is not None else ()
        by_key: dict[str, Dataset] = {layer_key(prepared.package, each.id): each for each in images}
        for layer in layers:
            dataset = by_key.get(layer.customProperty(LAYER_PROPERTY))
            if dataset is not None and isinstance(layer, QgsRasterLayer):
                attach_legend(layer, dataset.image.legend, self._workbench.settings.texts_language)
