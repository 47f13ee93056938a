"""Layers of our own for maps: geometries with their names, in memory."""

from __future__ import annotations

from typing import Iterable

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsVectorLayer,
)


def memory_layer(
    kind: str,
    features: Iterable[tuple[QgsGeometry, str]],
    symbol: QgsSymbol,
    crs: QgsCoordinateReferenceSystem,
    title: str,
) -> QgsVectorLayer:
    """A layer called ``title`` of geometries of ``kind`` (``MultiPolygon`` and so on), with their names in the field
    ``name``. It owns ``symbol`` from then on.
    """
    layer = QgsVectorLayer(f"{kind}?field=name:string(255)", title, "memory")
    layer.setCrs(crs)
    made = []
    for geometry, name in features:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(geometry)
        feature.setAttributes([name[:255]])
        made.append(feature)
    layer.startEditing()
    layer.addFeatures(made)
    layer.commitChanges()
    layer.updateExtents()
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    return layer
