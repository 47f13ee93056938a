"""Fixtures for tests that need QGIS."""

from __future__ import annotations

import pytest
from builders import PackageBuilder


@pytest.fixture(autouse=True)
def _qgis(qgis_app):
    """Every test here runs in a QGIS application."""


@pytest.fixture
def builder(tmp_path):
    """A package to be made for one test."""
    return PackageBuilder(tmp_path / "package")


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
