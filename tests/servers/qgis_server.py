"""QGIS Server's development server, with the vector layers of the demo package."""

from __future__ import annotations

import shutil
from pathlib import Path

from qgis.core import QgsProject, QgsVectorLayer

from .demo_layers import CRS, vector_datasets
from .processes import Program, answers, free_port


class QgisServer:
    """``base`` is the address of its WFS (1.0.0, 1.1.0) and WMS, ``oapif`` that of its OGC API Features."""

    def __init__(self, package: Path, folder: Path) -> None:
        layers = folder / "layers"
        # A GeoPackage that is served has other bytes afterwards.
        shutil.copytree(package / "layers", layers)
        project = folder / "demo.qgs"
        _write_project({name: str(folder / uri) for name, uri in vector_datasets(package).items()}, project)
        port = free_port()
        program = shutil.which("qgis_mapserver")
        if program is None:
            raise RuntimeError("qgis_mapserver is missing: tools/setup.sh dev installs it")
        env = {"QT_QPA_PLATFORM": "offscreen", "QGIS_SERVER_LOG_LEVEL": "2"}
        self._program = Program([program, "-p", str(project), f"127.0.0.1:{port}"], folder / "server.log", env)
        self._program.wait_until(lambda: answers(port))
        self.base = f"http://127.0.0.1:{port}/"
        self.oapif = f"http://127.0.0.1:{port}/wfs3"

    def __enter__(self) -> QgisServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End it."""
        self._program.stop()


_METADATA = {
    "WMSServiceCapabilities": True,
    "WMSServiceTitle": "Underlag (DEMO)",
    "WMSServiceAbstract": "The layers of the demo package",
    "WMSContactOrganization": "Plandialog",
    "WMSKeywordList": ["DEMO"],
    "WMSRootName": "demo",
    "WMSCrsList": ["EPSG:3006", "EPSG:4326", "EPSG:3857"],
}


def _write_project(uris: dict[str, str], path: Path) -> None:
    project = QgsProject()
    project.setCrs(CRS)
    for key, value in _METADATA.items():
        project.writeEntry(key, "/", value)
    ids = []
    for name, uri in uris.items():
        layer = QgsVectorLayer(uri, name, "ogr")
        assert layer.isValid(), uri
        # QGIS gives an id of less than eleven letters another one when the project is read.
        layer.setId(f"underlag_layer_{name}")
        layer.serverProperties().setShortName(name)
        project.addMapLayer(layer)
        ids.append(layer.id())
    project.writeEntry("WFSLayers", "/", ids)
    for each in ids:
        project.writeEntry("WFSLayersPrecision", f"/{each}", 8)
    assert project.write(str(path))
