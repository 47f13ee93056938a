"""The threads that QGIS does work in, kept."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QThreadPool

_NEVER = -1


def keep_threads() -> None:
    """Have QGIS keep the threads of its tasks and its maps for as long as it runs, idle ones too.

    By itself it ends them after half a minute without work, and with one goes what PROJ has made in it. QGIS keeps a
    coordinate reference system for everybody as the first thread that asked for it made it; once that has ended
    (``QgsCoordinateReferenceSystemPrivate::removeObjectsBelongingToCurrentThread``, QGIS 3.40 and 3.44) it says that it
    is valid and has an authority, but nothing can be transformed from or to it, and a layer saved with it has none.
    :mod:`.transforms` sees to those that are lost all the same.

    A thread that is idle already ends all the same, and so do those that are too many once QGIS is given fewer.
    """
    for pool in (QThreadPool.globalInstance(), QgsApplication.taskManager().threadPool()):
        pool.setExpiryTimeout(_NEVER)
