"""The engine in the background tasks of QGIS."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Callable, Optional, Sequence

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsMessageLog,
    QgsTask,
)
from qgis.PyQt.QtCore import pyqtSignal

from ..core.assessment import Assessment
from ..core.messages import Message
from ..core.package.faults import Fault, PackageError
from ..core.package.library import Selection, select_packages
from ..core.proposal import Details
from .engine import PreparedPackage, Reader, SoFar, assess
from .measures import measure_specs
from .planarea import PlanAreaError
from .usage import Usage

LOG = "Plandialog"

#: A task for the user to see in QGIS's task manager, without a notice at its end nor a question when QGIS is closed.
VISIBLE = QgsTask.Flag.CanCancel | QgsTask.Flag.CancelWithoutPrompt | QgsTask.Flag.Silent

#: A task that comes and goes too quickly to be worth showing, such as one per mouse move.
HIDDEN = VISIBLE | QgsTask.Flag.Hidden


class QuietTask(QgsTask):
    """A task that never raises. Subclasses do their work in :meth:`work` and publish it in :meth:`publish`.

    ``broke`` is emitted on the main thread with a text for the user where the work itself failed; the log has the
    rest.

    The work must not ask Python for a QObject that C++ made, such as ``layer.dataProvider()``: PyQt hears of the end
    of one only on the main thread, and takes whatever lives at its address by then for dead.
    """

    broke = pyqtSignal(str)

    def __init__(self, title: str, flags: QgsTask.Flag = VISIBLE) -> None:
        super().__init__(title, flags)
        self._error = ""

    def work(self) -> bool:
        """What is done off the main thread; False where it was not finished."""
        raise NotImplementedError

    def publish(self) -> None:
        """What came of it, on the main thread."""

    def run(self) -> bool:
        """Do the work; an exception that left here would take QGIS down."""
        try:
            return self.work()
        except Exception as error:
            self._error = f"{type(error).__name__}: {error}"
            QgsMessageLog.logMessage(traceback.format_exc(), LOG, Qgis.MessageLevel.Critical, notifyUser=False)
            return False

    def finished(self, result: bool) -> None:
        """Publish on the main thread."""
        if self._error:
            self.broke.emit(self._error)
        else:
            self.publish()


class AssessmentTask(QuietTask):
    """One assessment. Everything it needs was prepared before; it touches no layer.

    ``done`` is emitted with the assessment, also after a cancel: what was finished stands. ``refused`` is emitted with
    a :class:`~plugin.core.messages.Message` where the geometry cannot be a plan area.
    """

    done = pyqtSignal(object)
    refused = pyqtSignal(object)

    def __init__(
        self,
        prepared: PreparedPackage,
        geometry: QgsGeometry,
        crs: QgsCoordinateReferenceSystem,
        details: Details,
        title: str,
        flags: QgsTask.Flag = VISIBLE,
        read: Optional[Reader] = None,
    ) -> None:
        super().__init__(title, flags)
        self._prepared = prepared
        self._read = read
        self._geometry = QgsGeometry(geometry)
        self._crs = QgsCoordinateReferenceSystem(crs)
        self._details = details
        self._assessment: Optional[Assessment] = None
        self._so_far: Optional[SoFar] = None
        self._refusal: Optional[Message] = None

    def work(self) -> bool:
        try:
            area = self._prepared.plan_area(self._geometry, self._crs)
        except PlanAreaError as error:
            self._refusal = error.message
            return False
        # Progress that nobody sees would only keep the main thread from showing what was found.
        progress = (lambda percent: None) if self.flags() & QgsTask.Flag.Hidden else self.setProgress
        try:
            self._assessment = assess(
                self._prepared,
                area,
                self._details,
                cancelled=self.isCanceled,
                progress=progress,
                begun=self._begun,
                read=self._read,
            )
        finally:
            # It holds this task in turn.
            self._so_far = None
        return not self._assessment.cancelled

    def _begun(self, so_far: SoFar) -> None:
        self._so_far = so_far

    def so_far(self) -> Optional[Assessment]:
        """What has been found by now, as after a cancel; None where the checks have not begun. For the main thread."""
        so_far = self._so_far
        return so_far() if so_far is not None else self._assessment

    def publish(self) -> None:
        if self._refusal is not None:
            self.refused.emit(self._refusal)
        elif self._assessment is not None:
            self.done.emit(self._assessment)


class PackageTask(QuietTask):
    """A package read, verified and opened together with those to use beside it, ready for any number of plan areas.

    ``ready`` is emitted with the :class:`~.engine.PreparedPackage`, ``faulty`` with every
    :class:`~plugin.core.package.faults.Fault` of the main package, which cannot be used then. ``selection`` is what
    became of each of the packages. The layers are made, read from and dropped in the task; only snapshots of their
    sources leave it.
    """

    ready = pyqtSignal(object)
    faulty = pyqtSignal(object)

    def __init__(
        self,
        path: Path,
        also: Sequence[Path],
        workspace: Path,
        context: QgsCoordinateTransformContext,
        title: str,
        usage: Optional[Usage] = None,
    ) -> None:
        super().__init__(title, VISIBLE)
        self.usage = usage or Usage()
        self.selection: Optional[Selection] = None
        self.path = path
        self._also = tuple(also)
        self._workspace = workspace
        self._context = QgsCoordinateTransformContext(context)
        self._prepared: Optional[PreparedPackage] = None
        self._faults: tuple[Fault, ...] = ()

    def work(self) -> bool:
        try:
            selection = select_packages(self.path, self._also, self._workspace, measure_specs())
            self._prepared = self.usage.prepare(selection.package, self._context, selection.unused)
            self.selection = selection
        except PackageError as error:
            self._faults = error.faults
            return False
        return True

    def publish(self) -> None:
        if self._faults:
            self.faulty.emit(self._faults)
        elif self._prepared is not None:
            self.ready.emit(self._prepared)


class WorkTask(QuietTask):
    """Some work in the background: ``done`` is emitted with what it gave, ``failed`` with one of the ``expected``
    exceptions.
    """

    done = pyqtSignal(object)
    failed = pyqtSignal(object)

    def __init__(
        self,
        work: Callable[[], object],
        title: str,
        expected: tuple[type[Exception], ...] = (OSError,),
        flags: QgsTask.Flag = QgsTask.Flag.Silent,
    ) -> None:
        super().__init__(title, flags)
        self._work = work
        self._expected = expected
        self._result: object = None
        self._failure: Optional[Exception] = None

    def work(self) -> bool:
        try:
            self._result = self._work()
        except self._expected as error:
            self._failure = _without_frames(error)
            return False
        return True

    def publish(self) -> None:
        if self._failure is None:
            self.done.emit(self._result)
        else:
            self.failed.emit(self._failure)


def _without_frames(error: Exception) -> Exception:
    """``error`` without the frames that it was raised in, nor those of what led to it.

    They hold what the work had made, such as layers, and this task: a circle, so that the garbage collector would take
    them later, on whichever thread it runs in. Qt then leaves the deletion to the thread of the layer, which gets to it
    when it ends; at the end of QGIS that is after GDAL has gone, and takes QGIS down.
    """
    told: list[Optional[BaseException]] = [error]
    while told:
        each = told.pop()
        if each is not None and each.__traceback__ is not None:
            each.__traceback__ = None
            told += (each.__cause__, each.__context__)
    return error
