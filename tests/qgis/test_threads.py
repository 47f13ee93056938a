"""What a background task has made of a coordinate reference system outlives the task."""

from __future__ import annotations

import threading
import time

import pytest
from plandialog.plugin.gis.tasks import WorkTask
from plandialog.plugin.gis.threads import keep_threads
from plandialog.plugin.main import Plandialog
from qgis.core import QgsApplication, QgsCoordinateReferenceSystem
from qgis.PyQt.QtCore import QThreadPool, QTimer


@pytest.fixture
def pools():
    """The pools of QGIS, as they were before the plugin but with threads that end at once."""
    found = [QThreadPool.globalInstance(), QgsApplication.taskManager().threadPool()]
    for pool in found:
        pool.setExpiryTimeout(1)
        pool.waitForDone()
    yield found
    keep_threads()


def is_lost(code, wait_for_task):
    """Whether the main thread loses the CRS that a task was the first to ask for, a while after the task."""
    name, made, used = f"EPSG:{code}", threading.Event(), threading.Event()
    crs, look = [], QTimer()

    def ask():
        assert QgsCoordinateReferenceSystem(name).toWkt()
        made.set()
        assert used.wait(10)

    def use():
        if made.is_set() and not crs:
            crs.append(QgsCoordinateReferenceSystem(name))
            assert crs[0].toWkt()
            used.set()

    look.timeout.connect(use)
    look.start(5)
    assert wait_for_task(WorkTask(ask, "prov"))
    look.stop()
    time.sleep(0.3)
    assert crs[0].isValid() and crs[0].authid() == name
    return not crs[0].toWkt()


def test_a_crs_that_a_task_was_the_first_to_ask_for_is_kept(pools, wait_for_task):
    keep_threads()
    assert not is_lost(3994, wait_for_task)


def test_without_it_the_crs_is_lost_and_the_test_shows_it(pools, wait_for_task):
    """Where this fails QGIS has mended it, and :mod:`plandialog.plugin.gis.threads` can go."""
    assert is_lost(3996, wait_for_task)


def test_the_plugin_keeps_the_threads(pools):
    plugin = Plandialog(None)
    plugin.initProcessing()
    plugin.unload()
    assert [pool.expiryTimeout() for pool in pools] == [-1, -1]
