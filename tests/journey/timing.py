"""How long the window is kept from painting by the first steps in the dock; the steps run inside QGIS."""

from __future__ import annotations

from typing import Any

import qgis.utils
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsProject

from journey.hands import settled, until
from journey.planner import checked, dock
from journey.slow import Meter


def loaded() -> list[str]:
    """The modules of the plugin that are loaded."""
    import sys

    return sorted(name for name in sys.modules if name.startswith("plandialog."))


def open_dock() -> Any:
    """From the button in the toolbar to the dock with its package, the first time; gives the gaps and how long it took
    until the dock was there (ms)."""
    entrance = qgis.utils.plugins["plandialog"].entrance
    yield 1.0
    meter = Meter()
    meter.start()
    yield 0.05
    meter.mark("asked")
    entrance.toggle.trigger()
    while entrance.dock is None:
        yield
    meter.mark("there")
    yield until(lambda: dock().workbench.prepared is not None, 30, "the package")
    meter.mark("package")
    yield 0.5
    asked, there = (when for when, what in meter.marks if what in ("asked", "there"))
    return {**meter.stop(), "ms": there - asked}


def open_dock_only() -> Any:
    """Open the dock; ends while its package is still being opened, which is what is given."""
    entrance = qgis.utils.plugins["plandialog"].entrance
    entrance.toggle.trigger()
    yield until(lambda: entrance.dock is not None, what="the dock")
    return dock().workbench.opening is not None


def first_findings(wkt: str) -> Any:
    """The gaps from a first proposal, as when the drawing of it ends, to its findings."""
    from plandialog.plugin.gui.workbench import new_draft

    QgsProject.instance().setCrs(QgsCoordinateReferenceSystem("EPSG:3006"))
    dock().highlights.zoom([QgsGeometry.fromWkt(wkt)], QgsCoordinateReferenceSystem("EPSG:3006"))
    yield settled()
    yield 0.5
    bench = dock().workbench
    meter = Meter()
    bench.assessed.connect(lambda *_: meter.mark("assessed"))
    meter.start()
    yield 0.05
    bench.add([new_draft(QgsGeometry.fromWkt(wkt), QgsCoordinateReferenceSystem("EPSG:3006"))])
    meter.mark("added")
    yield checked()
    yield 0.5
    return meter.stop()


def change_of_mind(reload: bool, begun: bool) -> Any:
    """Open the dock and, while it is on its way, before or after it is begun, close it again or take the whole plugin
    out; gives what came of it."""
    entrance = qgis.utils.plugins["plandialog"].entrance
    entrance.toggle.trigger()
    yield
    while begun and entrance._made is None:
        yield
    assert entrance.dock is None, "the dock came at once"
    if reload:
        assert qgis.utils.unloadPlugin("plandialog")
    else:
        entrance.toggle.trigger()
    yield 1.0
    came = entrance.dock is not None
    if reload:
        assert qgis.utils.loadPlugin("plandialog") and qgis.utils.startPlugin("plandialog")
    again = qgis.utils.plugins["plandialog"].entrance
    again.toggle.trigger()
    yield until(lambda: again.dock is not None and again.dock.isVisible(), what="the dock")
    return came
