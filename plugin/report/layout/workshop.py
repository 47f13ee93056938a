"""A print layout in a thread of the background, so that a PDF is made without the window standing still.

A layout is a scene of Qt, and Qt keeps a list of all scenes that it changes without a lock as they come and go. So the
layout is made on the main thread, handed over, used in the other thread alone and handed back to be deleted.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from typing import Iterator, Optional, Sequence

from qgis.core import QgsApplication, QgsPrintLayout, QgsProject
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QObject, Qt, QThread, pyqtSignal

# How long (s) the main thread is waited for. It may itself be waiting for this thread, as QGIS does at its end.
_PATIENCE = 3.0


@contextmanager
def layouts_here(count: int) -> Iterator[list[QgsPrintLayout]]:
    """Empty layouts of a project of their own, for the current thread and no longer than the block."""
    main = QCoreApplication.instance().thread()
    here = QThread.currentThread()
    project, layouts = _new(count) if here == main else _from_main_thread(count, here)
    try:
        yield layouts
    finally:
        _let_go(project, layouts)
        # What was put on them belongs to this thread and goes with it.
        for layout in layouts:
            layout.clear()
        # Deleted by name, and the project last: an exception on its way holds some of them, and whichever Python lets
        # go of last would find the project that it belongs to gone.
        for each in (*layouts, project):
            if here == main:
                sip.delete(each)
            else:
                each.moveToThread(main)
                each.deleteLater()


def _let_go(project: QgsProject, layouts: Sequence[QgsPrintLayout]) -> None:
    """Cut what others have connected to what Python made here.

    Qt deletes an object with a lock held, and tells those that it listened to. One that Python made asks for Python's
    lock on the way, while the main thread may have that and wait for Qt's: both would stand still for ever.
    """
    frames = (frame for layout in layouts for each in layout.multiFrames() for frame in each.frames())
    for each in (project, *layouts, *frames):
        # Raised where nobody is connected.
        with suppress(TypeError):
            each.disconnect()


_Made = tuple[QgsProject, list[QgsPrintLayout]]


def _new(count: int) -> _Made:
    project = QgsProject()
    return project, [QgsPrintLayout(project) for _ in range(count)]


def _from_main_thread(count: int, here: QThread) -> _Made:
    """Layouts made on the main thread and moved ``here``; made here where the main thread does not get to it."""
    order = _Order(count, here)
    order.placed.emit()
    if order.done.wait(_PATIENCE) and order.made is not None:
        return order.made
    return _new(count)


class _Order(QObject):
    """Layouts to be made on the main thread for another one."""

    placed = pyqtSignal()

    def __init__(self, count: int, home: QThread) -> None:
        super().__init__()
        self.done = threading.Event()
        self.made: Optional[_Made] = None
        self._count = count
        self._home = home
        self.moveToThread(QgsApplication.instance().thread())
        self.placed.connect(self._make, Qt.ConnectionType.QueuedConnection)

    def _make(self) -> None:
        project, layouts = _new(self._count)
        for each in (*layouts, project):
            each.moveToThread(self._home)
        self.made = project, layouts
        self.done.set()
