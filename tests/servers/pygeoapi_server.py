"""pygeoapi with the vector layers of the demo package as OGC API – Features."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import yaml
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsProject,
    QgsVectorFileWriter,
)

from .demo_layers import open_dataset, vector_datasets
from .processes import Program, answers, free_port

_CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_3006 = "http://www.opengis.net/def/crs/EPSG/0/3006"

# What "pygeoapi openapi generate" and "pygeoapi serve" do, in one process: the second starts everything twice, under a
# debugger that looks for changed files. In one thread: PROJ reads its database again in every new one, and Flask's
# server makes one for each request.
_SERVE = """
import os, sys
from pathlib import Path
from pygeoapi.openapi import generate_openapi_document
document = generate_openapi_document(Path(os.environ["PYGEOAPI_CONFIG"]), "json")
Path(os.environ["PYGEOAPI_OPENAPI"]).write_text(document, encoding="utf-8")
from pygeoapi.flask_app import APP
APP.run(port=int(sys.argv[1]), threaded=False)
"""


class Pygeoapi:
    """``base`` is its address."""

    def __init__(self, package: Path, folder: Path) -> None:
        port = free_port()
        self.base = f"http://127.0.0.1:{port}"
        names = vector_datasets(package)
        resources = {name: _collection(package, name, uri, folder) for name, uri in names.items()}
        config, openapi = folder / "config.yaml", folder / "openapi.json"
        config.write_text(yaml.safe_dump(_config(self.base, port, resources)), encoding="utf-8")
        env = {"PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": str(openapi)}
        self._program = Program([sys.executable, "-c", _SERVE, str(port)], folder / "server.log", env)
        self._program.wait_until(lambda: answers(port))

    def __enter__(self) -> Pygeoapi:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End it."""
        self._program.stop()


def _collection(package: Path, name: str, uri: str, folder: Path) -> dict[str, Any]:
    layer = open_dataset(package, name, uri)
    writing = QgsVectorFileWriter.SaveVectorOptions()
    writing.driverName = "GPKG"
    writing.layerName = name
    project = QgsProject.instance()
    writing.ct = QgsCoordinateTransform(layer.crs(), QgsCoordinateReferenceSystem("EPSG:4326"), project)
    path = folder / f"{name}.gpkg"
    error = QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), project.transformContext(), writing)
    assert error[0] == QgsVectorFileWriter.WriterError.NoError, error
    extent = writing.ct.transformBoundingBox(layer.extent())
    box = [extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()]
    return {
        "type": "collection",
        "title": name,
        "description": name,
        "keywords": [name],
        "links": [],
        "extents": {"spatial": {"bbox": box, "crs": _CRS84}},
        "providers": [
            {
                "type": "feature",
                "name": "OGR",
                "data": {
                    "source_type": "GPKG",
                    "source": str(path),
                    "source_capabilities": {"paging": True},
                },
                "layer": name,
                "id_field": "fid",
                "crs": [_CRS84, _3006],
                "storage_crs": _CRS84,
            }
        ],
    }


def _config(base: str, port: int, resources: dict[str, Any]) -> dict[str, Any]:
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": port},
            "url": base,
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "language": "en-US",
            "limits": {"default_items": 10, "max_items": 1000},
            "map": {"url": "", "attribution": ""},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {
                "title": "demo",
                "description": "demo",
                "keywords": ["demo"],
                "keywords_type": "theme",
                "terms_of_service": "",
                "url": "https://example.org",
            },
            "license": {"name": "CC0", "url": "https://example.org"},
            "provider": {"name": "demo", "url": "https://example.org"},
            "contact": {"name": "demo", "email": "demo@example.org", "url": "https://example.org"},
        },
        "resources": resources,
    }
