"""Run by test_threads.py in a QGIS of its own: a task is the first to ask for a CRS, and its thread ends soon after.

Prints whether the main thread, which asked for it meanwhile, has lost it, and where a place comes to lie by QGIS's way
and by the plugin's, in three threads. With ``keep`` the plugin is started first.
"""

from __future__ import annotations

import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Callable

from plandialog.plugin.gis.transforms import transformation
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsTask,
)
from qgis.PyQt.QtCore import QThreadPool

_NAME = "EPSG:3010"
_KEPT: list[ThreadPoolExecutor] = []


def main() -> None:
    """Start QGIS, ask, wait, tell."""
    application = QgsApplication([], False)
    application.initQgis()
    for pool in (QThreadPool.globalInstance(), QgsApplication.taskManager().threadPool()):
        pool.setExpiryTimeout(1)
    if sys.argv[1:] == ["keep"]:
        from plandialog.plugin.main import Plandialog

        plugin = Plandialog(None)
        plugin.initProcessing()
        plugin.unload()
    made, used = threading.Event(), threading.Event()

    def ask(_: QgsTask) -> None:
        assert QgsCoordinateReferenceSystem(_NAME).toWkt()
        made.set()
        assert used.wait(10)

    task = QgsTask.fromFunction("", ask)
    QgsApplication.taskManager().addTask(task)
    assert made.wait(10)
    crs = QgsCoordinateReferenceSystem(_NAME)
    assert crs.toWkt()
    used.set()
    until = time.monotonic() + 3
    while crs.toWkt() and time.monotonic() < until:
        application.processEvents()
        time.sleep(0.01)
    assert crs.isValid()
    assert crs.authid() == _NAME
    print("kept" if crs.toWkt() else "lost")
    for way in (QgsCoordinateTransform, transformation):
        print(*(where(way, crs, apart) for apart in (True, False, True)), sep="; ")


def where(way: Callable[..., QgsCoordinateTransform], crs: QgsCoordinateReferenceSystem, apart: bool) -> str:
    """Where a place comes to lie, as seen ``apart``, in a thread of its own that is kept, or in this one."""

    def move() -> str:
        target = QgsCoordinateReferenceSystem("EPSG:3006")
        return way(crs, target, QgsCoordinateTransformContext()).transform(150000, 6580000).toString(0)

    if not apart:
        return move()
    _KEPT.append(ThreadPoolExecutor(1))
    return _KEPT[-1].submit(move).result(10)


main()
