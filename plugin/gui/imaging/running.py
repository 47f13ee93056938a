"""Work in the background of the assistant: long pieces with progress, and previews of which the newest counts."""

from __future__ import annotations

from typing import Any, Callable, Optional

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...gis.geometry import Cancelled, Interrupted
from ...gis.tasks import HIDDEN, WorkTask
from ...translation import tr
from ..workbench import start

Progress = Callable[[float], None]

# How long (ms) a preview waits for the next change.
_PAUSE = 60


class Runner(QObject):
    """Runs one long piece of work. ``begun`` is emitted with what is done, ``progressed`` with a percentage, ``ended``
    when it is over, however it went; ``stopped`` after a cancel.
    """

    begun = pyqtSignal(str)
    progressed = pyqtSignal(float)
    ended = pyqtSignal()
    stopped = pyqtSignal()

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._task: Optional[WorkTask] = None

    @property
    def is_busy(self) -> bool:
        """Whether something runs."""
        return self._task is not None

    def run(
        self,
        title: str,
        work: Callable[[Cancelled, Progress], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        expected: tuple[type[Exception], ...],
    ) -> None:
        """Do ``work``; what runs already is given up. Then ``done`` gets what it gave, ``failed`` one of ``expected``
        or, for anything else, a RuntimeError.
        """
        self._give_up()
        task = WorkTask(lambda: work(task.isCanceled, task.setProgress), title, (*expected, Interrupted))

        def end(tell: Callable[[], None]) -> None:
            if task is self._task:
                self._task = None
                self.ended.emit()
                tell()

        task.done.connect(lambda result: end(lambda: done(result)))
        task.failed.connect(lambda error: end(lambda: self._failed(error, failed)))
        task.broke.connect(lambda text: end(lambda: failed(RuntimeError(text))))
        # One that was cancelled in the queue says nothing else.
        task.taskTerminated.connect(lambda: end(self.stopped.emit))
        task.progressChanged.connect(lambda percent: task is self._task and self.progressed.emit(percent))
        self._task = task
        self.begun.emit(title)
        start(task)

    def _failed(self, error: Exception, failed: Callable[[Exception], None]) -> None:
        if isinstance(error, Interrupted):
            self.stopped.emit()
        else:
            failed(error)

    def stop(self) -> None:
        """Cancel what runs; it is let go of when it ends."""
        if self._task is not None:
            self._task.cancel()

    def _give_up(self) -> None:
        """Let nothing come of what runs."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            self.ended.emit()

    def close(self) -> None:
        """The assistant is leaving."""
        self._give_up()


class Latest(QObject):
    """Runs pieces of work of which only the newest counts, one at a time. ``ready`` is emitted with what it gave,
    ``failed`` with one of the ``expected`` exceptions.
    """

    ready = pyqtSignal(object)
    failed = pyqtSignal(object)

    def __init__(self, expected: tuple[type[Exception], ...], parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._expected = (*expected, Interrupted)
        self._waiting: Optional[Callable[[Cancelled], Any]] = None
        self._task: Optional[WorkTask] = None
        self._is_wanted = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._next)

    @property
    def is_busy(self) -> bool:
        """Whether something runs or waits."""
        return self._task is not None or self._waiting is not None

    def want(self, work: Callable[[Cancelled], Any]) -> None:
        """Do ``work`` when there is a moment, in place of whatever waits."""
        self._waiting = work
        self._is_wanted = False
        if self._task is None:
            self._timer.start()
        else:
            self._task.cancel()

    def drop(self) -> None:
        """Nothing is wanted any more."""
        self._waiting = None
        self._is_wanted = False
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()

    def _next(self) -> None:
        work, self._waiting = self._waiting, None
        if work is None or self._task is not None:
            return
        self._is_wanted = True
        title = tr("Preview of a structure image")
        task = WorkTask(lambda: work(task.isCanceled), title, self._expected, HIDDEN)
        self._task = task
        task.done.connect(lambda result: self._tell(task, self.ready, result))
        task.failed.connect(lambda error: self._tell(task, self.failed, error))
        task.taskCompleted.connect(lambda: self._ended(task))
        task.taskTerminated.connect(lambda: self._ended(task))
        start(task)

    def _tell(self, task: WorkTask, signal: Any, what: Any) -> None:
        if task is self._task and self._is_wanted and not isinstance(what, Interrupted):
            signal.emit(what)

    def _ended(self, task: WorkTask) -> None:
        if task is self._task:
            self._task = None
            if self._waiting is not None:
                self._timer.start()
