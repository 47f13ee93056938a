"""The vector layers of the demo package as servers load them: read only, everything in SWEREF 99 TM."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterator

import yaml
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFeatureRequest,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QVariant

CRS = QgsCoordinateReferenceSystem("EPSG:3006")


def read_document(path: Path) -> Any:
    """A YAML file of a package. By libyaml, as Python takes a while for that of the demo package."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def write_document(path: Path, document: Any) -> None:
    """Write a YAML file of a package."""
    text = yaml.dump(document, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    path.write_text(text, encoding="utf-8")


def vector_datasets(package: Path) -> dict[str, str]:
    """The vector datasets of a package: the uri by id."""
    document = read_document(package / "package.yaml")
    listed = [each for each in document["datasets"] if each["source"]["provider"] == "ogr"]
    return {each["id"]: each["source"]["uri"] for each in listed}


def open_dataset(package: Path, name: str, uri: str) -> QgsVectorLayer:
    """The layer of a dataset. Opened for writing, a GeoPackage has other bytes afterwards."""
    options = QgsVectorLayer.LayerOptions()
    options.forceReadOnly = True
    layer = QgsVectorLayer(str(package / uri), name, "ogr", options)
    assert layer.isValid(), uri
    return layer


def features_of(layer: QgsVectorLayer) -> Iterator[QgsFeature]:
    """The features that have a geometry."""
    request = QgsFeatureRequest().setDestinationCrs(CRS, QgsCoordinateTransformContext())
    return (each for each in layer.getFeatures(request) if not each.geometry().isNull())


def plain(value: object) -> object:
    """A value of an attribute as Python has it."""
    if isinstance(value, QVariant):
        return None if value.isNull() else value.value()
    return value if value is None or isinstance(value, (int, float, str)) else str(value)
