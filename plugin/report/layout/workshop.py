"""A print layout in a thread of the background, so that a PDF is made without the window standing still.

A layout is a scene of Qt, and Qt keeps a list of all scenes that it changes without a lock as they come and go. So the
layout is made on the main thread, handed over, used in the other thread alone and handed back to be deleted.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import Iterator, Optional

from qgis.core import QgsApplication, QgsPrintLayout, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QObject, Qt, QThread, pyqtSignal

# How long (s) the main thread is waited for. It may itself be waiting for this thread, as QGIS does at its end.
_PATIENCE = 10.0


@contextmanager
def layout_here() -> Iterator[QgsPrintLayout]:
    """An empty layout of a project of its own, for the current thread and no longer than the block."""
    main = QCoreApplication.instance().thread()
    here = QThread.currentThread()
    layout = _new() if here == main else _from_main_thread(here)
    project = layout.project()
    try:
        yield layout
    finally:
        # What was put on it belongs to this thread and goes with it.
        layout.clear()
        if here != main:
            for each in (layout, project):
                each.moveToThread(main)
        # Objects of another thread are deleted there, by its event loop, once Python lets go of them.
        del layout, project


def _new() -> QgsPrintLayout:
    project = QgsProject()
    layout = QgsPrintLayout(project)
    # The project has no parent, and nothing else in Python holds it.
    layout.kept_project = project
    return layout


def _from_main_thread(here: QThread) -> QgsPrintLayout:
    """A layout made on the main thread and moved ``here``; made here where the main thread does not get to it."""
    order = _Order(here)
    order.placed.emit()
    if order.done.wait(_PATIENCE) and order.layout is not None:
        return order.layout
    return _new()


class _Order(QObject):
    """A layout to be made on the main thread for another one."""

    placed = pyqtSignal()

    def __init__(self, home: QThread) -> None:
        super().__init__()
        self.done = threading.Event()
        self.layout: Optional[QgsPrintLayout] = None
        self._home = home
        self.moveToThread(QgsApplication.instance().thread())
        self.placed.connect(self._make, Qt.ConnectionType.QueuedConnection)

    def _make(self) -> None:
        layout = _new()
        layout.moveToThread(self._home)
        layout.kept_project.moveToThread(self._home)
        self.layout = layout
        self.done.set()
