"""The engine as a background task of QGIS."""

from __future__ import annotations

import traceback
from typing import Optional

from qgis.core import Qgis, QgsMessageLog, QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from ..core.assessment import Assessment
from ..core.proposal import Details
from .engine import PreparedPackage, assess
from .planarea import PlanArea

LOG = "Plandialog"


class AssessmentTask(QgsTask):
    """One assessment, made off the main thread. Everything it needs was prepared before; it touches no layer.

    ``done`` is emitted on the main thread with the assessment, also after a cancel: what was finished stands.
    ``broke`` is emitted with a text for the user where the engine itself failed; the log has the rest.
    """

    done = pyqtSignal(object)
    broke = pyqtSignal(str)

    def __init__(self, prepared: PreparedPackage, area: PlanArea, details: Details, title: str) -> None:
        super().__init__(title, QgsTask.Flag.CanCancel)
        self._prepared = prepared
        self._area = area
        self._details = details
        self._assessment: Optional[Assessment] = None
        self._error = ""

    def run(self) -> bool:
        """Carry out the checks; never raises."""
        try:
            self._assessment = assess(
                self._prepared, self._area, self._details, cancelled=self.isCanceled, progress=self.setProgress
            )
        except Exception as error:  # an exception that leaves run() would take QGIS down
            self._error = f"{type(error).__name__}: {error}"
            QgsMessageLog.logMessage(traceback.format_exc(), LOG, Qgis.MessageLevel.Critical, notifyUser=False)
            return False
        return not self._assessment.cancelled

    def finished(self, result: bool) -> None:
        """Publish on the main thread."""
        if self._assessment is not None:
            self.done.emit(self._assessment)
        elif self._error:
            self.broke.emit(self._error)
