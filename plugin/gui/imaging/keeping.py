"""Keeps the work of the assistant in the profile a moment after every change, so that it can go on another day."""

from __future__ import annotations

from typing import Callable, Optional

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...gis.profile import data_folder
from ...translation import tr
from .job import Job, JobStore
from .sheet import Sheet
from .work import ImageWork

# How long (ms) after a change the work is kept.
_PAUSE = 400


class Keeper(QObject):
    """``failed`` is emitted with what kept the work from being kept. ``is_unsaved``: there is something that is in no
    package and no file yet.
    """

    failed = pyqtSignal(str)

    def __init__(self, work: ImageWork, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._work = work
        self._store = JobStore(data_folder() / "structure-images")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.keep)
        self.is_unsaved = self._is_due = False
        for changed in (work.points_changed, work.crop_changed, work.legend_changed, work.about_changed):
            changed.connect(self._changed)

    def _changed(self) -> None:
        self.is_unsaved = self._is_due = True
        self._timer.start()

    def quietly(self, change: Callable[[], None]) -> None:
        """Make a change that is not the user's: another picture, or what was kept before."""
        change()
        self._timer.stop()
        self.is_unsaved = self._is_due = False

    def saved(self) -> None:
        """All of it is in a package or a file."""
        self.keep()
        self.is_unsaved = False

    def keep(self) -> None:
        """Keep the work now."""
        self._timer.stop()
        job = self._work.job()
        if job is None or not self._is_due:
            return
        self._is_due = False
        try:
            self._store.keep(job)
        except OSError as error:
            text = tr("The work could not be kept in the profile: {reason}.")
            self.failed.emit(text.format(reason=error.strerror or error))

    def before(self, sheet: Sheet) -> Optional[Job]:
        """What was done to a picture another time, None for nothing."""
        try:
            return self._store.load(sheet.picture.path, sheet.picture.page)
        except OSError:
            # What cannot be read cannot be offered; the picture itself has just been read.
            return None

    def is_newer(self, sheet: Sheet) -> bool:
        """Whether a newer version of Plandialog has kept work on a picture."""
        try:
            return self._store.is_newer(sheet.picture.path, sheet.picture.page)
        except OSError:
            return False

    def forget(self) -> None:
        """Keep nothing of the work on this picture."""
        self._timer.stop()
        self.is_unsaved = self._is_due = False
        job = self._work.job()
        if job is None:
            return
        try:
            self._store.forget(job)
        except OSError as error:
            self.failed.emit(error.strerror or str(error))
