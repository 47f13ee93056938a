"""Fixtures of every folder of tests that need QGIS; their conftest takes all of them."""

from __future__ import annotations

import gc

import pytest
from builders import PackageBuilder

__all__ = ["_project", "_qgis", "_systems", "_threads", "builder", "wait_for_task"]


@pytest.fixture(autouse=True)
def _qgis(qgis_app):
    """Every test here runs in a QGIS application."""


@pytest.fixture(scope="session", autouse=True)
def _threads(qgis_app):
    """As the plugin does when it is loaded."""
    from plandialog.plugin.gis.threads import keep_threads

    keep_threads()


@pytest.fixture(scope="module", autouse=True)
def _systems(qgis_app):
    """No coordinate reference system that a thread of an earlier test has taken with it: those of QGIS's providers end,
    see :func:`plandialog.plugin.gis.threads.whole`."""
    from qgis.core import QgsCoordinateReferenceSystem

    QgsCoordinateReferenceSystem.invalidateCache()


@pytest.fixture(scope="session", autouse=True)
def _project(qgis_app):
    """Keeps the wrapper of the project: if it is collected in a cycle, PyQt takes every slot on the project with it."""
    from qgis.core import QgsProject

    yield QgsProject.instance()
    # What is left in cycles goes while QGIS is still there.
    gc.collect()


@pytest.fixture
def builder(tmp_path):
    """A package to be made for one test."""
    return PackageBuilder(tmp_path / "package")


@pytest.fixture
def wait_for_task(qgis_app):
    """Runs a QgsTask in the task manager and waits for it: True where it succeeded."""

    def wait(task, seconds=60):
        import time

        from qgis.core import QgsApplication, QgsTask

        ended = []
        task.taskCompleted.connect(lambda: ended.append(True))
        task.taskTerminated.connect(lambda: ended.append(False))
        QgsApplication.taskManager().addTask(task)
        until = time.monotonic() + seconds
        while not ended and time.monotonic() < until:
            qgis_app.processEvents()
            time.sleep(0.005)
        assert ended, f"the task is still {QgsTask.TaskStatus(task.status())} after {seconds} s"
        return ended[0]

    return wait
