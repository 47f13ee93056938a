"""Step 4, Guidance: the summary to look at, to save, to finish by hand and to send."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Callable, Optional

from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QFileDialog, QMenu, QWidget
from qgis.utils import OverrideCursor

from ..core.assessment import Assessment
from ..core.moments import this_moment
from ..gis.profile import data_folder
from ..gis.tasks import VISIBLE, WorkTask
from ..report.forms import FORMS, Form, file_stem, write_form
from ..report.length import LENGTHS, Length
from ..report.writing import WriteCancelled, WriteOptions
from ..translation import tr
from .forms import load_form, own_icon, qgis_icon
from .workbench import PREVIEW, Workbench, start

_CURRENT, _ALL = "current", "all"


def _layers_file(name: str) -> Path:
    """Where the layers of a print layout are kept: beside the project, or in the profile for one that has no file."""
    home = QgsProject.instance().homePath()
    folder = Path(home) / "plandialog" if home else data_folder() / "layouts"
    stamp = "".join(char for char in this_moment()[:19] if char.isdigit())
    return folder / f"{file_stem(name)}-{stamp}.gpkg"


class GuidanceStep(QWidget):
    """``saved`` is emitted with the path of a file that was written, ``failed`` with the reason why one was not.
    ``layouts_made`` is emitted with the layouts that were put into the project, to be opened."""

    saved = pyqtSignal(str)
    failed = pyqtSignal(str)
    layouts_made = pyqtSignal(object)

    def __init__(self, workbench: Workbench, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("guidance_step", self)
        self._workbench = workbench
        self._temporary: Optional[tempfile.TemporaryDirectory] = None
        self._task: Optional[WorkTask] = None
        self._stopped = False
        # The files that were saved of the newest assessments, for whoever sends them.
        self._files: list[Path] = []
        self._files_of: list[Assessment] = []
        for length, title in LENGTHS.items():
            self.length.addItem(title.get(workbench.settings.texts_language), length.value)
        kept = self.length.findData(workbench.settings.length)
        self.length.setCurrentIndex(kept if kept >= 0 else self.length.findData(Length.STANDARD.value))
        menu = QMenu(self)
        for form in FORMS:
            action = menu.addAction(form.title.get(workbench.settings.texts_language) + "…")
            action.setData(form.id)
            action.triggered.connect(lambda _checked, form=form: self._save_as(form))
        self.save.setMenu(menu)
        self.save.setIcon(qgis_icon("mActionFileSaveAs"))
        self.preview.setIcon(own_icon("plandialog"))
        self.folder.setIcon(qgis_icon("mActionFileOpen"))
        self.layout_button.setIcon(qgis_icon("mActionNewLayout"))
        self.mail.setIcon(own_icon("mail"))
        self.cancel.setIcon(qgis_icon("mTaskCancel"))
        self.scope.activated.connect(self.refresh)
        self.preview.clicked.connect(self.show_preview)
        self.folder.clicked.connect(self._open_folder)
        self.layout_button.clicked.connect(self.open_layout)
        self.mail.clicked.connect(self.show_letter)
        self.cancel.clicked.connect(self._cancel)
        self.length.activated.connect(self._length_chosen)
        for signal in (workbench.drafts_changed, workbench.current_changed, workbench.busy_changed):
            signal.connect(self.refresh)
        workbench.assessed.connect(self.refresh)
        self.refresh()

    def stop(self) -> None:
        """Remove what was written only to be looked at, and say nothing of what is still being written."""
        self._stopped = True
        # A file that is being written there holds the folder a little longer.
        if self._task is None:
            self._remove_temporary()

    def _remove_temporary(self) -> None:
        if self._temporary is not None:
            self._temporary.cleanup()
            self._temporary = None

    def refresh(self, *changed: object) -> None:
        """Show what can be written now."""
        if changed == (PREVIEW,):
            # The polygon that is being drawn is no draft yet.
            return
        scope = self.scope.currentData()
        drafts = self._workbench.session.drafts
        self.scope.clear()
        self.scope.addItem(tr("This proposal"), _CURRENT)
        if len(drafts) > 1:
            self.scope.addItem(tr("All {count} proposals").format(count=len(drafts)), _ALL)
        self.scope.setCurrentIndex(max(0, self.scope.findData(scope)))
        ready = bool(self.assessments()) and self._task is None and not self._workbench.is_checking
        for button in (self.preview, self.save, self.layout_button, self.mail):
            button.setEnabled(ready)
        self.cancel.setVisible(self._task is not None)
        folder = self._workbench.settings.folder
        self.folder.setEnabled(bool(folder) and Path(folder).is_dir())
        if self._task is not None:
            self._progressed(self._task.progress())
        elif not ready and drafts:
            self.status.setText(tr("The summary can be written when the check is done."))
        elif not ready:
            self.status.setText(tr("There is no proposal yet."))
        else:
            self.status.setText("")

    def assessments(self) -> list[Assessment]:
        """What the summary is about; empty where anything of it has not been checked yet."""
        session = self._workbench.session
        if self.scope.currentData() == _ALL:
            # A draft that cannot be a plan area has no assessment; its reason stands in the dock.
            usable = [draft.id for draft in session.drafts if self._workbench.refusal(draft.id) is None]
            found = [self._workbench.assessment(identifier) for identifier in usable]
            return [] if None in found else found
        assessment = self._workbench.assessment(session.current)
        return [] if assessment is None else [assessment]

    def _length(self) -> Length:
        return Length(self.length.currentData())

    def _length_chosen(self, *_: object) -> None:
        self._workbench.settings.length = self.length.currentData()
        self._workbench.settings.save()

    def show_preview(self) -> None:
        """Open the summary in the web browser, from a file that is gone with QGIS."""
        assessments = self.assessments()
        if not assessments:
            return
        if self._temporary is None:
            self._temporary = tempfile.TemporaryDirectory(prefix="plandialog-")
        stem = file_stem(assessments[0].proposal.name)
        path = Path(self._temporary.name) / f"{stem}.html"
        self._write("html", path, lambda _: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))))

    def _save_as(self, form: Form) -> None:
        language = self._workbench.settings.texts_language
        assessments = self.assessments()
        if not assessments:
            return
        stem = file_stem(assessments[0].proposal.name)
        folder = Path(self._workbench.settings.folder or Path.home())
        title = form.title.get(language)
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Save the guidance summary"), str(folder / f"{stem}.{form.ending}"), f"{title} (*.{form.ending})"
        )
        if chosen:
            self.save_to(form.id, Path(chosen))

    def save_to(self, form: str, path: Path) -> None:
        """Write the summary in the form with the id ``form``; the ending is added where it is missing."""
        ending = next(each.ending for each in FORMS if each.id == form)
        if path.suffix.lower() != f".{ending}":
            path = path.with_name(f"{path.name}.{ending}")
        self._workbench.settings.folder = str(path.parent)
        self._workbench.settings.save()

        def saved(assessments: list[Assessment]) -> None:
            if self._files_of != assessments:
                self._files, self._files_of = [], assessments
            self._files = [*(each for each in self._files if each != path), path]
            self.saved.emit(str(path))

        self._write(form, path, saved)

    def open_layout(self) -> None:
        """Put the summary into the project as a print layout, to be finished by hand."""
        assessments, prepared = self.assessments(), self._workbench.prepared
        if not assessments or prepared is None:
            return
        from ..report.layout.making import layouts_of

        language = self._workbench.settings.texts_language
        file = _layers_file(assessments[0].proposal.name)
        self._start(
            lambda options: layouts_of(assessments, prepared.package, language, file, options),
            tr("Making a print layout of the summary"),
            self._take_over,
        )

    def _take_over(self, handover: object) -> None:
        from ..report.layout.handover import take_over

        with OverrideCursor(Qt.CursorShape.WaitCursor):
            taken = take_over(handover, QgsProject.instance())
        if taken.missing:
            names = ", ".join(taken.missing)
            self.failed.emit(
                tr("The layout is not complete. These layers could not be opened: {names}").format(names=names)
            )
        self.layouts_made.emit(list(taken.layouts))

    def show_letter(self) -> None:
        """Show a draft of an e-mail to those who answer at the region."""
        assessments = self.assessments()
        if not assessments:
            return
        from ..report.letter import letter
        from ..report.summary import build_summary
        from .letter_dialog import LetterDialog

        language = self._workbench.settings.texts_language
        summaries = [build_summary(assessment, language) for assessment in assessments]
        names = [path.name for path in self._files] if self._files_of == assessments else []
        dialog = LetterDialog(letter(summaries, language, names), self._workbench.settings.folder, self)
        dialog.exec()
        dialog.deleteLater()

    def _write(self, form: str, path: Path, then: Callable[[list[Assessment]], object]) -> None:
        assessments, prepared = self.assessments(), self._workbench.prepared
        if not assessments or prepared is None:
            return
        language = self._workbench.settings.texts_language
        self._start(
            lambda options: write_form(form, assessments, path, language, prepared.package, options),
            tr("Writing the summary"),
            lambda _: then(assessments),
        )

    def _start(self, work: Callable[[WriteOptions], object], title: str, then: Callable[[object], None]) -> None:
        """Do ``work`` in the background and ``then`` something with what it gave."""
        settings = self._workbench.settings
        length, template = self._length(), Path(settings.template) if settings.template else None

        begun = []

        def make() -> object:
            begun.append(True)
            progress = lambda part: task.setProgress(100 * part)  # noqa: E731 - it is handed on, not called here
            return work(WriteOptions(length, template, progress, task.isCanceled))

        task = WorkTask(make, title, (OSError, WriteCancelled), VISIBLE)
        # One that was cancelled before its turn ends as if it had been done.
        task.done.connect(lambda result: self._ended(lambda: then(result) if begun else self._say(WriteCancelled())))
        task.failed.connect(lambda error: self._ended(lambda: self._say(error)))
        task.broke.connect(lambda reason: self._ended(lambda: self.failed.emit(reason)))
        task.progressChanged.connect(self._progressed)
        self._task = task
        self.refresh()
        start(task)

    def _say(self, error: Exception) -> None:
        if isinstance(error, WriteCancelled):
            self.status.setText(tr("The writing was cancelled."))
        else:
            self.failed.emit(error.strerror or str(error))

    def _progressed(self, percent: float) -> None:
        if self._task is not None:
            self.status.setText(tr("Writing the summary… {percent} %").format(percent=round(percent)))

    def _cancel(self) -> None:
        if self._task is not None:
            self.status.setText(tr("Cancelling…"))
            self._task.cancel()

    def _ended(self, then: Callable[[], None]) -> None:
        self._task = None
        if self._stopped:
            self._remove_temporary()
            return
        self.refresh()
        then()

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._workbench.settings.folder))
