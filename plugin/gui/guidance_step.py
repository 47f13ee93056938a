"""Step 4, Guidance: the summary to look at and to save."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QFileDialog, QMenu, QWidget

from ..core.assessment import Assessment
from ..gis.tasks import WorkTask
from ..report.forms import FORMS, Form, file_stem, write_form
from ..translation import tr
from .forms import load_form, own_icon, qgis_icon
from .workbench import PREVIEW, Workbench, start

_CURRENT, _ALL = "current", "all"


class GuidanceStep(QWidget):
    """``saved`` is emitted with the path of a file that was written, ``failed`` with the reason why one was not."""

    saved = pyqtSignal(str)
    failed = pyqtSignal(str)

    def __init__(self, workbench: Workbench, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("guidance_step", self)
        self._workbench = workbench
        self._temporary: Optional[tempfile.TemporaryDirectory] = None
        self._writing = False
        self._stopped = False
        menu = QMenu(self)
        for form in FORMS:
            action = menu.addAction(form.title.get(workbench.settings.texts_language) + "…")
            action.setData(form.id)
            action.triggered.connect(lambda _checked, form=form: self._save_as(form))
        self.save.setMenu(menu)
        self.save.setIcon(qgis_icon("mActionFileSaveAs"))
        self.preview.setIcon(own_icon("plandialog"))
        self.folder.setIcon(qgis_icon("mActionFileOpen"))
        self.scope.activated.connect(self.refresh)
        self.preview.clicked.connect(self.show_preview)
        self.folder.clicked.connect(self._open_folder)
        for signal in (workbench.drafts_changed, workbench.current_changed, workbench.busy_changed):
            signal.connect(self.refresh)
        workbench.assessed.connect(self.refresh)
        self.refresh()

    def stop(self) -> None:
        """Remove what was written only to be looked at, and say nothing of what is still being written."""
        self._stopped = True
        # A file that is being written there holds the folder a little longer.
        if not self._writing:
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
        ready = bool(self.assessments()) and not self._writing and not self._workbench.is_checking
        self.preview.setEnabled(ready)
        self.save.setEnabled(ready)
        folder = self._workbench.settings.folder
        self.folder.setEnabled(bool(folder) and Path(folder).is_dir())
        if self._writing:
            self.status.setText(tr("Writing the summary…"))
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

    def show_preview(self) -> None:
        """Open the summary in the web browser, from a file that is gone with QGIS."""
        assessments = self.assessments()
        if not assessments:
            return
        if self._temporary is None:
            self._temporary = tempfile.TemporaryDirectory(prefix="plandialog-")
        stem = file_stem(assessments[0].proposal.name)
        path = Path(self._temporary.name) / f"{stem}.html"
        self._write("html", path, lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))))

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
        self._write(form, path, lambda: self.saved.emit(str(path)))

    def _write(self, form: str, path: Path, then) -> None:
        assessments = self.assessments()
        prepared = self._workbench.prepared
        if not assessments or prepared is None:
            return
        language = self._workbench.settings.texts_language
        task = WorkTask(
            lambda: write_form(form, assessments, path, language, prepared.package), tr("Writing the summary")
        )
        task.done.connect(lambda _result: self._ended(then))
        task.failed.connect(lambda error: self._ended(lambda: self.failed.emit(error.strerror or str(error))))
        task.broke.connect(lambda reason: self._ended(lambda: self.failed.emit(reason)))
        self._writing = True
        self.refresh()
        start(task)

    def _ended(self, then) -> None:
        self._writing = False
        if self._stopped:
            self._remove_temporary()
            return
        self.refresh()
        then()

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._workbench.settings.folder))
