"""Fixtures for tests that need QGIS."""

from __future__ import annotations

import shutil
import sys

import pytest
from guibench import Gate, settle, small_package
from osgeo import gdal, ogr, osr
from qgis_fixtures import *  # noqa: F403


@pytest.fixture(params=[False, True], ids=["errors", "exceptions"])
def exceptions(request):
    """Whether GDAL raises, as QGIS's own Processing tells it to and other plugins may not."""
    modules = (gdal, ogr, osr)
    before = [module.GetUseExceptions() for module in modules]
    # GDAL keeps a stack of them: what was told last has to be taken back first.
    for module in reversed(modules):
        if module.GetUseExceptions():
            module.DontUseExceptions()
    if request.param:
        gdal.UseExceptions()
    yield request.param
    if request.param:
        gdal.DontUseExceptions()
    for module, raised in zip(modules, before):
        if raised:
            module.UseExceptions()


@pytest.fixture(scope="session")
def provider(qgis_app, qgis_processing):
    """Plandialog's algorithms in the Processing registry."""
    from plandialog.plugin.processing.provider import PlandialogProvider

    registry = qgis_app.processingRegistry()
    added = PlandialogProvider()
    registry.addProvider(added)
    yield added
    registry.removeProvider(added)


@pytest.fixture
def clean_profile(qgis_app):
    """A profile without anything of Plandialog, an empty project, and no error that a slot swallowed."""
    from plandialog.plugin.gis.profile import data_folder
    from qgis.core import QgsProject, QgsSettings

    def clean():
        QgsSettings().remove("plandialog")
        shutil.rmtree(data_folder(), ignore_errors=True)
        project = QgsProject.instance()
        if project.mapLayers() or project.isDirty() or project.fileName() or project.entryList("plandialog", ""):
            project.clear()
        qgis_app.processEvents()

    unheard = []
    before, sys.excepthook = sys.excepthook, lambda kind, error, trace: unheard.append(f"{kind.__name__}: {error}")
    clean()
    yield
    clean()
    sys.excepthook = before
    assert unheard == []


@pytest.fixture
def make_workbench(clean_profile, tmp_path):
    """Makes workbenches on the project, as the dock does; each is closed at the end."""
    from plandialog.plugin.gui.settings import Settings
    from plandialog.plugin.gui.state import Recovery
    from plandialog.plugin.gui.workbench import Workbench
    from qgis.core import QgsProject

    made = []

    def make(settings=None):
        recovery = Recovery(tmp_path / "unsaved")
        made.append(Workbench(QgsProject.instance(), settings or Settings.load(), recovery))
        return made[-1]

    yield make
    for workbench in made:
        workbench.close()
        settle(workbench)


@pytest.fixture
def workbench(make_workbench):
    """A workbench without a package."""
    return make_workbench()


@pytest.fixture
def small(builder):
    """The folder of the small package."""
    return small_package(builder).write()


@pytest.fixture
def opened(workbench, small):
    """A workbench with the small package open."""
    workbench.open_package(small)
    settle(workbench)
    assert workbench.prepared is not None
    return workbench


@pytest.fixture
def gate(monkeypatch):
    """The engine with a door in it; open at the end."""
    made = Gate(monkeypatch)
    yield made
    made.open()


@pytest.fixture
def make_dock(clean_profile):
    """Makes docks in a window of their own; each is shut down at the end."""
    import guibench
    from plandialog.plugin.gui.settings import Settings

    made = []

    def make(**settings):
        window = guibench.Window()
        dock = guibench.whole_dock(window, Settings(**{"language": "sv", **settings}))
        made.append((window, dock))
        settle(dock.workbench)
        return dock

    yield make
    for window, dock in made:
        dock.shut_down()
        dock.deleteLater()
        window.close()
        settle(dock.workbench)
