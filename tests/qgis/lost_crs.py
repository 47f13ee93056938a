"""Run by test_threads.py in a QGIS of its own: a task is the first to ask for a CRS, and its thread ends soon after.

Prints whether the main thread, which asked for it meanwhile, has lost it. With ``keep`` the plugin is started first.
"""

from __future__ import annotations

import sys
import threading
import time

from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsTask
from qgis.PyQt.QtCore import QThreadPool

_NAME = "EPSG:3010"


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
    from plandialog.plugin.gis.threads import whole

    mended = whole(crs)
    assert mended.authid() == _NAME and mended.toWkt() and QgsCoordinateReferenceSystem(_NAME).toWkt()


main()
