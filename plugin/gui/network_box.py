"""Step 1, what comes from the network: its saved copy, whether only that is used, and the credentials."""

from __future__ import annotations

from functools import partial
from typing import Optional

from qgis.core import Qgis, QgsGeometry
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QMenu, QWidget

from ..core.messages import Message
from ..core.moments import days_between, this_moment
from ..core.package.model import Dataset, Package
from ..core.quantity import format_number
from ..gis.copies import SavedCopy, copy_folder, find_copies, newer_copies, remove_copies, tidy
from ..gis.copy_area import CopyArea, area_of
from ..gis.copying import CopyTask
from ..gis.engine import PreparedPackage
from ..gis.geometry import Cancelled
from ..gis.logins import LoginChoice, choices, choose, login_hosts, not_chosen
from ..gis.offline import Overview, Saved
from ..gis.planarea import PlanArea, PlanAreaError
from ..gis.profile import data_folder
from ..translation import counted, interface_language, tr
from .forms import load_form, qgis_icon
from .login_dialog import LoginDialog
from .save_copy_dialog import SaveCopyDialog
from .workbench import Workbench, crs_of, start

_MEGABYTE = 1_000_000


class NetworkBox(QWidget):
    """Hidden for packages of files alone. ``asked`` is emitted with a question and the pairs of a label and an action
    that answer it.
    """

    asked = pyqtSignal(str, object)

    def __init__(self, workbench: Workbench, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("network_box", self)
        self._workbench = workbench
        self._task: Optional[CopyTask] = None
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self.fill_menu)
        self.menu_button.setMenu(menu)
        self.menu_button.setIcon(qgis_icon("mActionRefresh"))
        workbench.package_changed.connect(self.refresh)
        self.refresh()

    def stop(self) -> None:
        """Save nothing more."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

    @property
    def is_saving(self) -> bool:
        """Whether a copy is being saved."""
        return self._task is not None

    # what is to be seen

    def refresh(self) -> None:
        """Show what comes from the network and what of it is saved."""
        prepared = self._workbench.prepared
        remote = _remote(prepared)
        self.setVisible(bool(remote))
        if not remote:
            return
        if self._workbench.opening is None and not self.is_saving:
            for part in prepared.package.members:
                tidy(copy_folder(data_folder(), part.id))
        parts = [
            counted(len(remote), tr("1 dataset comes from the network."), tr("{count} datasets come from the network."))
        ]
        if self._workbench.settings.offline:
            parts.append(tr("Only saved copies are used."))
        parts.append(self._saved_text(prepared.package))
        wanting = [host for part in prepared.package.members for host in not_chosen(part)]
        if wanting:
            parts.append(tr("Credentials are wanted by {hosts}.").format(hosts=", ".join(dict.fromkeys(wanting))))
        self.about.setText(" ".join(parts))

    def _saved_text(self, package: Package) -> str:
        if self.is_saving:
            return tr("A copy is being saved…")
        return self._kept_text(package)

    def _kept_text(self, package: Package) -> str:
        """What is saved, and what a newer version has saved, which is not used."""
        language = self._workbench.settings.texts_language
        copies = find_copies(data_folder(), package)
        newer = [message.text(language) for message in newer_copies(data_folder(), package)]
        return " ".join(newer if newer and not copies else [saved_text(copies), *newer])

    def fill_menu(self) -> None:
        """Offer what can be done now."""
        menu, prepared = self.menu_button.menu(), self._workbench.prepared
        menu.clear()
        if prepared is None:
            return
        copies = find_copies(data_folder(), prepared.package)
        if self.is_saving:
            menu.addAction(qgis_icon("mTaskCancel"), tr("Stop saving"), self.stop_saving)
        else:
            text = tr("Refresh the saved copy…") if copies else tr("Save data for the field or the meeting…")
            saving = menu.addAction(qgis_icon("mActionFileSave"), text, self.ask_area)
            saving.setToolTip(tr("Saves the datasets of the network, to check plan areas without it"))
        only = menu.addAction(tr("Use only saved copies"))
        only.setCheckable(True)
        only.setChecked(self._workbench.settings.offline)
        only.setToolTip(tr("Leave the network alone, in all packages, until this is switched off"))
        only.toggled.connect(self.use_only_copies)
        removal = menu.addAction(qgis_icon("mActionDeleteSelected"), tr("Remove the saved copy…"), self.ask_removal)
        removal.setEnabled(bool(copies) and not self.is_saving)
        menu.addSeparator()
        for part in prepared.package.members:
            if any(each.source.is_remote for each in part.datasets.values()):
                self._add_credentials(menu, prepared.package, part)

    def _add_credentials(self, menu: QMenu, package: Package, part: Package) -> None:
        title = part.title.get(self._workbench.settings.texts_language)
        is_alone = len(package.members) == 1
        text = tr("Credentials…") if is_alone else tr("Credentials for {name}…").format(name=title)
        action = menu.addAction(qgis_icon("locked"), text, partial(self.ask_credentials, part))
        hosts = self.hosts_of(part)
        action.setEnabled(bool(hosts) or part.id in choices())
        action.setToolTip(", ".join(hosts) or tr("No service of the package wants credentials"))

    # saving

    def ask_area(self) -> None:
        """Let the user choose for which area a copy is saved, and save it."""
        prepared = self._workbench.prepared
        plan = self._plan(prepared)
        text = self._kept_text(prepared.package)
        dialog = SaveCopyDialog(text, plan is not None, prepared.package.municipalities is not None, self.window())
        if dialog.exec():
            self.save(dialog.choice)

    def save(self, choice: CopyArea, though_large: bool = False) -> None:
        """Save a copy for an area in the background."""
        prepared = self._workbench.prepared
        if prepared is None or self.is_saving:
            return
        plan = self._plan(prepared)

        def area(cancelled: Cancelled) -> QgsGeometry:
            return area_of(prepared, choice, plan, cancelled)

        task = CopyTask(prepared, area, data_folder(), tr("Saving the datasets of the network"), though_large)
        task.saved.connect(lambda saved: self._saved(task, saved))
        task.large.connect(lambda overview: self._large(task, choice, overview))
        task.refused.connect(lambda message: self._refused(task, message))
        task.broke.connect(lambda text: self._broke(task, text))
        task.taskTerminated.connect(lambda: self._ended(task))
        self._task = task
        self.refresh()
        start(task)

    def _plan(self, prepared: PreparedPackage) -> Optional[PlanArea]:
        draft = self._workbench.current
        if draft is None:
            return None
        try:
            return prepared.plan_area(QgsGeometry.fromWkt(draft.geometry), crs_of(draft))
        except PlanAreaError:
            # The step of the proposal says why.
            return None

    def stop_saving(self) -> None:
        """Save no more; the copy there was stays."""
        task = self._task
        if task is not None:
            task.cancel()
            self._ended(task)
            self._say(tr("No copy was saved; what was saved before is still there."))

    def _saved(self, task: CopyTask, saved: Saved) -> None:
        if task is not self._task:
            return
        self._task = None
        language = self._workbench.settings.texts_language
        if saved.fresh:
            text = tr("Saved {datasets}, {features}.").format(
                datasets=counted(len(saved.fresh), tr("1 dataset"), tr("{count} datasets")),
                features=counted(saved.features, tr("1 feature"), tr("{count} features")),
            )
            self._say(text, Qgis.MessageLevel.Success)
        for each in saved.failed:
            text = f"{each.dataset.title.get(language)}: {each.message.text(language)}"
            if each.kept:
                text += " " + tr("The copy of {date} is still there.").format(date=each.kept[:10])
            self._say(text, Qgis.MessageLevel.Warning)
        self._workbench.reopen()
        self.refresh()

    def _large(self, task: CopyTask, choice: CopyArea, overview: Overview) -> None:
        if task is not self._task:
            return
        self._ended(task)
        text = tr("The copy would hold {count} features or more. That may take long and much room on the disk.")
        self.asked.emit(
            text.format(count=overview.features),
            ((tr("Save it anyway"), lambda: self.save(choice, True)), (tr("Do not save"), lambda: None)),
        )

    def _refused(self, task: CopyTask, message: Message) -> None:
        self._broke(task, message.text(self._workbench.settings.texts_language))

    def _broke(self, task: CopyTask, text: str) -> None:
        if task is self._task:
            self._ended(task)
            self._say(text, Qgis.MessageLevel.Critical)

    def _ended(self, task: CopyTask) -> None:
        if task is self._task:
            self._task = None
            self.refresh()

    def _say(self, text: str, level: int = Qgis.MessageLevel.Info) -> None:
        self._workbench.noticed.emit(text, level)

    # using and removing

    def use_only_copies(self, wanted: bool) -> None:
        """Leave the network alone, or ask it again."""
        settings = self._workbench.settings
        settings.offline = wanted
        settings.save()
        self._workbench.reopen()

    def ask_removal(self) -> None:
        """Remove what was saved, once the user has confirmed it."""
        package = self._workbench.prepared.package
        text = tr("Remove what is saved of the datasets of the network?")
        self.asked.emit(text, ((tr("Remove"), partial(self.remove, package)), (tr("Keep"), lambda: None)))

    def remove(self, package: Package) -> None:
        """Remove what was saved of ``package``."""
        try:
            for part in package.members:
                remove_copies(copy_folder(data_folder(), part.id))
        except OSError as error:
            reason = error.strerror or str(error)
            self._say(tr("The copy could not be removed: {reason}").format(reason=reason), Qgis.MessageLevel.Critical)
        self._workbench.reopen()
        self.refresh()

    # credentials

    def hosts_of(self, part: Package) -> tuple[str, ...]:
        """The hosts of a package that want credentials: as it says, and as they themselves have said."""
        package = self._workbench.prepared.package
        hosts = list(login_hosts(part))
        assessment = self._workbench.assessment(self._workbench.shown)
        for finding in assessment.findings if assessment is not None else ():
            refused = any(note.code == "remote-login" for note in finding.notes)
            dataset = package.datasets.get(finding.source.dataset) if finding.source is not None else None
            if refused and dataset is not None and package.part_of(dataset.id).id == part.id:
                hosts.append(dataset.source.remote.host)
        return tuple(dict.fromkeys(hosts))

    def ask_credentials(self, part: Package) -> None:
        """Let the user choose the credentials for a package."""
        hosts = self.hosts_of(part)
        kept = choices().get(part.id)
        title = part.title.get(self._workbench.settings.texts_language)
        dialog = LoginDialog(title, part, hosts, kept, self.window())
        if dialog.exec():
            self.use_credentials(part, LoginChoice(dialog.authcfg, frozenset(hosts)))

    def use_credentials(self, part: Package, choice: LoginChoice) -> None:
        """Use other credentials for a package from now on; none where no configuration is chosen."""
        choose(part.id, choice)
        self._workbench.reopen()


def saved_text(copies: tuple[SavedCopy, ...]) -> str:
    """What is saved, from when and how large it is, in words."""
    notes = [note for copy in copies for note in copy.notes]
    if not notes:
        return tr("No copy is saved.")
    oldest = min(note.made for note in notes)
    size = sum(copy.size for copy in copies) / _MEGABYTE
    return tr("Saved copy: {datasets}, {size} MB, from {date} ({days} old).").format(
        datasets=counted(len(notes), tr("1 dataset"), tr("{count} datasets")),
        size=format_number(size, 1, interface_language()),
        date=oldest[:10],
        days=counted(days_between(oldest, this_moment()), tr("1 day"), tr("{count} days")),
    )


def _remote(prepared: Optional[PreparedPackage]) -> list[Dataset]:
    datasets = prepared.package.datasets.values() if prepared is not None else ()
    return [dataset for dataset in datasets if dataset.source.is_remote]
