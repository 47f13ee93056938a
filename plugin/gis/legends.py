"""The legend of a structure image in the layer tree and in print layouts: a swatch and a title for each class."""

from __future__ import annotations

from qgis.core import (
    QgsLayerTreeLayer,
    QgsLayerTreeModelLegendNode,
    QgsMapLayer,
    QgsMapLayerLegend,
    QgsRasterLayer,
    QgsRasterSymbolLegendNode,
)
from qgis.PyQt import sip
from qgis.PyQt.QtGui import QColor

from ..core.legend import Legend


class ImageLegend(QgsMapLayerLegend):
    """Shows ``entries``, pairs of a title and a colour (``#rrggbb``), in place of the bands of a raster layer."""

    def __init__(self, entries: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self.entries = entries

    def createLayerTreeModelLegendNodes(self, nodeLayer: QgsLayerTreeLayer) -> list[QgsLayerTreeModelLegendNode]:
        nodes = [QgsRasterSymbolLegendNode(nodeLayer, QColor(color), title) for title, color in self.entries]
        for node in nodes:
            # The model of the layer tree owns it; Python would delete it on the way there.
            sip.transferto(node, None)
        return nodes


def attach_legend(layer: QgsRasterLayer, legend: Legend, language: str) -> None:
    """Let ``layer`` show ``legend``. Does nothing where it does so already. For the main thread."""
    entries = tuple((each.title.get(language), each.colors[0]) for each in legend.classes)
    present = layer.legend()
    if isinstance(present, ImageLegend) and present.entries == entries:
        return
    made = ImageLegend(entries)
    layer.setLegend(made)
    # As its own owner its Python side lives until QGIS deletes it with the layer, not until nobody in Python holds the
    # layer; without it the legend would go on with no classes.
    sip.transferto(made, made)


def detach_legend(layer: QgsMapLayer) -> None:
    """Give a layer that shows an :class:`ImageLegend` the legend that QGIS gives it."""
    if isinstance(layer, QgsRasterLayer) and isinstance(layer.legend(), ImageLegend):
        layer.setLegend(QgsMapLayerLegend.defaultRasterLegend(layer))
