"""The demo package with its vector datasets somewhere else."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Callable, Iterable, Mapping

from qgis.core import (
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from .demo_layers import CRS, open_dataset, read_document, vector_datasets, write_document

_DATABASE = "layers/demo.sqlite"

Source = Callable[[str], Mapping[str, str]]


def wfs(base: str, version: str) -> Source:
    """The sources at a WFS."""
    return lambda name: {
        "provider": "WFS",
        "uri": f"url='{base}' typename='{name}' version='{version}' srsname='EPSG:3006'",
    }


def oapif(base: str, options: str = "") -> Source:
    """The sources at an OGC API – Features."""
    return lambda name: {"provider": "OAPIF", "uri": f"url='{base}' typename='{name}' {options}".strip()}


def arcgis(layer: Callable[[str], str]) -> Source:
    """The sources at an ArcGIS feature service; ``layer`` gives the address of each."""
    return lambda name: {"provider": "arcgisfeatureserver", "uri": f"url='{layer(name)}' crs='EPSG:3006'"}


def postgres(port: int, types: Mapping[str, str]) -> Source:
    """The sources in a database; ``types`` are the geometry types by dataset."""
    return lambda name: {
        "provider": "postgres",
        "uri": f"dbname='demo' host=127.0.0.1 port={port} sslmode=disable key='id' srid=3006 type={types[name]} "
        f'table="underlag"."{name}" (geom)',
    }


def spatialite(name: str) -> Mapping[str, str]:
    """The source of a dataset in a SpatiaLite database of the package."""
    return {"provider": "spatialite", "uri": f"{_DATABASE}|layername={name}"}


def demo_package(
    package: Path, folder: Path, source: Source, local: Iterable[str] = ("lan",), **changes: object
) -> Path:
    """A copy of the demo package in ``folder``, unsealed, with the sources of its vector datasets changed but for
    ``local``; ``changes`` are made to each of those datasets."""
    shutil.copytree(package, folder)
    (folder / "manifest.json").unlink()
    path = folder / "package.yaml"
    document = read_document(path)
    for dataset in document["datasets"]:
        if dataset["source"]["provider"] == "ogr" and dataset["id"] not in local:
            dataset["source"] = dict(source(dataset["id"]))
            dataset.update(changes)
    write_document(path, document)
    return folder


def spatialite_package(package: Path, folder: Path, local: Iterable[str] = ("lan",), **changes: object) -> Path:
    """The same with a SpatiaLite database in the package instead of a server."""
    made = demo_package(package, folder, spatialite, local, **changes)
    for name, uri in vector_datasets(package).items():
        if name not in local:
            _write_table(made / _DATABASE, name, open_dataset(package, name, uri))
    return made


def _write_table(path: Path, name: str, layer: QgsVectorLayer) -> None:
    context = QgsCoordinateTransformContext()
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "SpatiaLite", name
    options.attributes = [index for index, field in enumerate(layer.fields()) if field.name() != "fid"]
    options.ct = QgsCoordinateTransform(layer.crs(), CRS, context)
    if path.exists():
        options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    error = QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), context, options)
    assert error[0] == QgsVectorFileWriter.WriterError.NoError, error
