"""Steps that many journeys share; they run inside QGIS."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import qgis.utils
from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsProject, QgsVectorLayer
from qgis.utils import iface

from journey.hands import settled

PROPOSALS = Path(__file__).resolve().parent.parent.parent / "resources" / "demo" / "proposals.gpkg"


def algorithms() -> dict[str, str]:
    """The titles of Plandialog's algorithms by id."""
    provider = QgsApplication.processingRegistry().providerById("plandialog")
    return {algorithm.name(): algorithm.displayName() for algorithm in provider.algorithms()} if provider else {}


def new_project(crs: str = "EPSG:3006") -> None:
    """An empty project; what was there is thrown away."""
    iface.newProject(False)
    QgsProject.instance().setCrs(QgsCoordinateReferenceSystem(crs))


def add_proposals() -> Any:
    """The demo proposals in the project, with the map on them; gives their number."""
    layer = iface.addVectorLayer(f"{PROPOSALS}|layername=proposals", "proposals", "ogr")
    iface.mapCanvas().setExtent(layer.extent())
    iface.mapCanvas().refresh()
    yield 0.2
    yield settled()
    return layer.featureCount()


def load_package() -> dict[str, Any]:
    """The layers of the demo package in the project, by the algorithm; gives what it answers."""
    import processing

    results = processing.run("plandialog:loadpackage", {})
    yield 0.2
    yield settled()
    return results


def check_proposals(**parameters: Any) -> dict[str, Any]:
    """Check the demo proposals with the algorithm, as from the Python console; gives what it answers."""
    import processing

    chosen = {
        "INPUT": QgsVectorLayer(f"{PROPOSALS}|layername=proposals", "proposals", "ogr"),
        "ID_FIELD": "id",
        "NAME_FIELD": "name",
        "LAND_USE_FIELD": "land_use",
        "STAGE_FIELD": "stage",
        "DWELLINGS_FIELD": "dwellings",
        "FINDINGS": "memory:",
    }
    results = processing.run("plandialog:checkplanarea", {**chosen, **parameters})
    findings = results.pop("FINDINGS")
    return {**results, "FINDINGS": findings.featureCount()}


def reload_plugin(times: int) -> Any:
    """Unload the plugin and start it anew, as the plugin manager does, over and over."""
    for _ in range(times):
        assert qgis.utils.unloadPlugin("plandialog")
        assert algorithms() == {}
        yield
        assert qgis.utils.loadPlugin("plandialog") and qgis.utils.startPlugin("plandialog")
        yield
        assert qgis.utils.reloadPlugin("plandialog")
        yield
