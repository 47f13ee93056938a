"""A print layout in a thread of the background, so that a PDF is made without the window standing still.

A layout is a scene of Qt, and Qt keeps a list of all scenes that it changes without a lock as they come and go. So the
layout is made on the main thread, handed over, used in the other thread alone and handed back to be deleted.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from typing import Any, Callable, Iterator, Sequence

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
        let_python_hear()


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

    def make() -> _Made:
        project, layouts = _new(count)
        for each in (*layouts, project):
            each.moveToThread(here)
        return project, layouts

    errand = _Errand(make)
    return errand.result if errand.is_run() else _new(count)


def let_python_hear() -> None:
    """Wait until Python has heard of the objects that were deleted in this thread.

    PyQt hears of the end of what Qt made on the main thread only, and takes whatever lives at its address by then for
    dead. Until it has, nothing new may take such a place.
    """
    if QThread.currentThread() != QCoreApplication.instance().thread():
        _Errand(lambda: None).is_run()


class _Errand(QObject):
    """Something to be done by the main thread for another one."""

    sent = pyqtSignal()

    def __init__(self, work: Callable[[], Any]) -> None:
        super().__init__()
        self.result: Any = None
        self._work = work
        self._done = threading.Event()
        self.moveToThread(QgsApplication.instance().thread())
        self.sent.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def is_run(self) -> bool:
        """Whether the main thread did it; it may itself be waiting for this one."""
        self.sent.emit()
        return self._done.wait(_PATIENCE)

    def _run(self) -> None:
        self.result = self._work()
        self._done.set()
