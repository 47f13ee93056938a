"""What the planner is working on, without a widget: the package, the drafts, and the checks on their way.

Every step of the dock shows a part of this and changes it through these methods. Checks run one at a time in the
background; while one runs, newer requests for the same draft wait as one.
"""

from __future__ import annotations

import datetime
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, Callable, Iterable, Optional, Union

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsProject,
    QgsTask,
)
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..about import DEMO_PACKAGE
from ..core.assessment import Assessment
from ..core.messages import Message
from ..core.package.faults import Fault
from ..core.package.library import Selection, Unused
from ..core.package.model import Package
from ..core.proposal import Details
from ..core.remarks import Remark, RemarkKind
from ..core.session import Draft, Origin, PackageReference, Session, SessionError
from ..gis.engine import PreparedPackage
from ..gis.logins import choices, not_chosen
from ..gis.profile import data_folder, unpacked_packages
from ..gis.reading import Nearby
from ..gis.tasks import HIDDEN, VISIBLE, AssessmentTask, PackageTask, QuietTask
from ..gis.usage import Usage, chosen_logins
from ..translation import tr
from . import state
from .library import KnownPackage, PackageLibrary, is_there, reference_of
from .settings import Settings

#: The id under which a polygon still being drawn is checked.
PREVIEW = "preview"

# Decimals of the coordinates of a draft: a tenth of a millimetre where they are degrees.
_DECIMALS = 9

# A check that has run longer than this (s) is given up when its draft has changed.
_OUTDATED_AFTER = 0.3

# How long (ms) the reading of a package waits. It is Python without a pause, and every widget that comes to the screen
# for the first time asks Python many things; a dock that is being opened would take ten times as long to appear.
_AFTER_PAINTING = 100

# How long (ms) QGIS waits at its end for one task; an operation on very large polygons cannot be cut short.
_LONGEST_WAIT = 30_000

# Tasks that have not ended yet. A task whose Python side is gone before its end takes QGIS down with it.
_running: set[QuietTask] = set()


def start(task: QuietTask, delay: int = 0) -> QuietTask:
    """Hand ``task`` to QGIS in the next turn of the event loop, or ``delay`` ms later, and keep it until it has ended.

    Never at once: QGIS forgets a task that is added while it handles the end of another, as it may take the new
    one's place in its queue for that of the old one (QGIS pull request 67040).
    """
    _running.add(task)
    task.taskCompleted.connect(lambda: _running.discard(task))
    task.taskTerminated.connect(lambda: _running.discard(task))
    QTimer.singleShot(delay, lambda: _add(task))
    return task


def _add(task: QuietTask) -> None:
    # One that was cancelled before its turn has ended already.
    if task.status() == QgsTask.TaskStatus.Queued:
        QgsApplication.taskManager().addTask(task)
    else:
        # Nobody else does, and what listens to it would keep it, with its package, for ever.
        task.deleteLater()


def see_out() -> None:
    """QGIS is ending: cancel what runs and wait for it. A task that went on when Python has ended would crash QGIS,
    and a file that is being written is to be whole.
    """
    for task in list(_running):
        task.cancel()
    for task in list(_running):
        task.waitForFinished(_LONGEST_WAIT)


class Workbench(QObject):
    """The session with everything that follows from it. ``also`` are the packages to use beside the main one, in their
    order, whether they can be used or not.

    ``package_changed``: a package is being opened, is open or could not be. ``drafts_changed``: the list of drafts or
    what is stated about one. ``current_changed``: another draft. ``assessed``: there is a new assessment or refusal of
    the draft with this id. ``busy_changed``: the check of a draft started or ended. ``progressed``: its percentage.
    ``noticed``: something to tell the user, with its :class:`Qgis.MessageLevel`.
    """

    package_changed = pyqtSignal()
    drafts_changed = pyqtSignal()
    geometry_changed = pyqtSignal(str)
    current_changed = pyqtSignal()
    assessed = pyqtSignal(str)
    busy_changed = pyqtSignal()
    progressed = pyqtSignal(float)
    noticed = pyqtSignal(str, int)

    def __init__(self, project: QgsProject, settings: Settings, recovery: state.Recovery) -> None:
        super().__init__()
        self.settings = settings
        self.library = PackageLibrary()
        self.session = Session()
        self.prepared: Optional[PreparedPackage] = None
        self.also: tuple[PackageReference, ...] = ()
        self.faults: tuple[Fault, ...] = ()
        self.opening: Optional[Path] = None
        self._project = project
        self._recovery = recovery
        # What became of the packages that are open, and how they are kept.
        self._selection: Optional[Selection] = None
        self._in_use: tuple[PackageReference, ...] = ()
        self._assessments: dict[str, Assessment] = {}
        self._refusals: dict[str, Message] = {}
        self._preview: Optional[tuple[QgsGeometry, QgsCoordinateReferenceSystem]] = None
        # What lies around the polygon being drawn is much the same at the next move.
        self._nearby = Nearby()
        self._package_task: Optional[PackageTask] = None
        # The ids of packages whose credentials were looked for.
        self._logged_in: frozenset[str] = frozenset()
        self._opened_with = Usage()
        self._task: Optional[AssessmentTask] = None
        self._target = ""
        self._started = 0.0
        self._stopped_by_user = False
        self._pending: dict[str, None] = {}
        self._closed = False
        QgsApplication.instance().aboutToQuit.connect(see_out)

    # the package

    def open_package(self, path: Path, identifiers: frozenset[str] = frozenset()) -> None:
        """Open the package at ``path`` (a folder or a zip file) as the main one in the background, with those that are
        to be used beside it; what is open stays until then. ``identifiers`` are the ids of those not in the library."""
        self.also = tuple(each for each in self.also if self.library.locate(each) != path)
        also = [self.library.locate(each) for each in self.also]
        context = self._project.transformContext()
        usage = self._usage([path, *also], identifiers)
        task = PackageTask(path, also, unpacked_packages(), context, tr("Opening the regional package"), usage)
        task.ready.connect(lambda prepared: self._package_ready(task, prepared))
        task.faulty.connect(lambda faults: self._package_faulty(task, faults))
        task.broke.connect(lambda text: self._package_broke(task, text))
        self._package_task = task
        self.opening = path
        self.faults = ()
        self.package_changed.emit()
        start(task, _AFTER_PAINTING)

    def reopen(self) -> None:
        """Open what is open once more: how its services are used has changed."""
        if self.prepared is not None:
            self.open_package(self.opening or self.prepared.package.root)

    def heed_settings(self) -> None:
        """Wait for the network as long as the settings say now."""
        if self.prepared is not None and self._opened_with.deadline != self.settings.deadline:
            self.reopen()

    def _usage(self, paths: Iterable[Path], identifiers: frozenset[str]) -> Usage:
        """How the services of the packages at ``paths`` are used. Credentials are had on the main thread only, so
        before it is read which packages these are."""
        known = {each.path: each.id for each in self.library.packages()}
        self._logged_in = identifiers | {known[str(path)] for path in paths if known.get(str(path))}
        logins, refused = chosen_logins(self._logged_in)
        for message in refused.values():
            self.noticed.emit(message.text(self.settings.texts_language), Qgis.MessageLevel.Warning)
        self._opened_with = Usage(data_folder(), logins, float(self.settings.deadline), self.settings.offline)
        return self._opened_with

    def _package_ready(self, task: PackageTask, prepared: PreparedPackage) -> None:
        if not self._is_awaited(task):
            return
        identifiers = frozenset(part.id for part in prepared.package.members)
        if identifiers & set(choices()) - self._logged_in:
            # One that was not known yet, such as a new version of a package that has its credentials.
            self.open_package(task.path, identifiers)
            return
        self.prepared = prepared
        self._selection = task.selection
        for package in prepared.package.members:
            self.library.remember(package)
        self.also = tuple(
            reference_of(found) if isinstance(found, Package) else asked
            for asked, found in zip(self.also, task.selection.further)
        )
        self._in_use = self.also
        self.settings.package = str(prepared.package.root)
        self.settings.further = self.also
        self.settings.save()
        self._assessments.clear()
        self._refusals.clear()
        self._nearby = Nearby()
        self._give_up()
        self._tell_of_new_hosts(prepared.package)
        self._use(prepared)

    def _tell_of_new_hosts(self, package: Package) -> None:
        """Say which hosts of packages want credentials that were chosen for others only."""
        known = choices()
        for part in package.members:
            missing = not_chosen(part) if part.id in known else ()
            if missing:
                text = tr("{name} now names {hosts}, which gets no credentials until you choose them again.").format(
                    name=part.title.get(self.settings.texts_language), hosts=", ".join(missing)
                )
                self.noticed.emit(text, Qgis.MessageLevel.Warning)

    def _use(self, prepared: PreparedPackage) -> None:
        """Check all drafts with ``prepared``."""
        self._note_packages(reference_of(prepared.package.main))
        self.package_changed.emit()
        self.check_all()

    def _note_packages(self, main: Optional[PackageReference]) -> None:
        """Keep in the session which packages are used."""
        session = replace(self.session, package=main, also=self.also)
        if not self.session.is_blank and session != self.session:
            self._change(session)
        else:
            self.session = session

    def further(self, reference: PackageReference) -> Union[Package, Unused, None]:
        """What became of one of the packages in ``also``; None while that is not known."""
        found = self._selection.further if self._selection is not None else ()
        path = self.library.locate(reference)
        return next((each for each in found if path == (each.root if isinstance(each, Package) else each.path)), None)

    def add_further(self, path: Path) -> None:
        """Use the package at ``path`` too, after those that are used."""
        known = next((each for each in self.library.packages() if each.path == str(path)), KnownPackage(str(path)))
        is_included = self.library.is_included(known.path)
        reference = PackageReference(known.id, known.version, "" if is_included else known.path)
        self._set_further((*self.also, reference))

    def move_further(self, row: int, by: int) -> None:
        """Move one of the packages in ``also`` ``by`` places down, or up where that is below 0."""
        references = list(self.also)
        if 0 <= row < len(references) and 0 <= row + by < len(references):
            references.insert(row + by, references.pop(row))
            self._set_further(references)

    def remove_further(self, row: int) -> Callable[[], None]:
        """Use one of the packages in ``also`` no more; returns what brings it back."""
        references = list(self.also)
        removed = [references.pop(row)]
        self._set_further(references)

        def restore() -> None:
            if removed and removed[0] not in self.also:
                changed = list(self.also)
                changed.insert(row, removed.pop())
                self._set_further(changed)

        return restore

    def _set_further(self, references: Iterable[PackageReference]) -> None:
        """Use ``references`` beside the main package. They are kept at once, before they are open."""
        self.also = tuple(references)
        main = self.opening or (self.prepared.package.root if self.prepared is not None else None)
        if main is not None:
            self._note_packages(self.session.package)
            self.open_package(main)

    def _package_faulty(self, task: PackageTask, faults: tuple[Fault, ...]) -> None:
        if self._is_awaited(task):
            self.also = self._in_use
            self.faults = faults
            self.package_changed.emit()

    def _package_broke(self, task: PackageTask, text: str) -> None:
        if self._is_awaited(task):
            self.also = self._in_use
            self.noticed.emit(
                tr("The package could not be opened: {reason}").format(reason=text), Qgis.MessageLevel.Critical
            )
            self.package_changed.emit()

    def _is_awaited(self, task: PackageTask) -> bool:
        if self._closed or task is not self._package_task:
            return False
        self._package_task = None
        self.opening = None
        return True

    # the session

    def adopt(self, session: Session) -> None:
        """Go on with ``session``: from a project that was opened, or one that was recovered."""
        self._forget_checks()
        self.session = session
        self.drafts_changed.emit()
        self.current_changed.emit()
        reference = session.package
        if reference is None:
            self._open_usual_package()
            return
        self.also = session.also
        self.open_package(self.library.locate(reference))

    def restore(self, session: Session) -> None:
        """Take the drafts of ``session``, which was left behind, into this project beside those that are here."""
        self.add(replace(draft, origin=None) for draft in session.drafts)

    def read_project(self) -> None:
        """Go on with what the project holds."""
        try:
            session = state.read(self._project)
        except SessionError as error:
            self.noticed.emit(error.message.text(self.settings.texts_language), Qgis.MessageLevel.Warning)
            session = error.beside
        self.adopt(session)

    def project_saved(self) -> None:
        """The project has a file now that holds the session."""
        if self._project.fileName():
            self._recovery.clear()

    def _open_usual_package(self) -> None:
        """The package that is open, else that of last time, else the demo package."""
        if self.prepared is not None:
            self._use(self.prepared)
            return
        self.also = self.settings.further
        usual = Path(self.settings.package) if self.settings.package else DEMO_PACKAGE
        self.open_package(usual if is_there(usual) else DEMO_PACKAGE)

    def _change(self, session: Session) -> None:
        """Take ``session`` and keep it at once."""
        self.session = session
        state.write(self._project, session)
        if not self._project.fileName():
            try:
                self._recovery.keep(session)
            except OSError as error:
                reason = error.strerror or str(error)
                self.noticed.emit(
                    tr("The proposals could not be kept in the profile: {reason}. Save the project.").format(
                        reason=reason
                    ),
                    Qgis.MessageLevel.Warning,
                )

    # the drafts

    @property
    def current(self) -> Optional[Draft]:
        """The draft that the dock shows."""
        return self.session.draft(self.session.current)

    def add(self, drafts: Iterable[Draft]) -> None:
        """Take new drafts in; each gets an id of its own, and the first of them becomes the current one."""
        session, first = self.session, None
        for draft in drafts:
            identifier = session.fresh_id()
            name = draft.name or tr("Proposal {number}").format(number=identifier)
            session = session.with_draft(replace(draft, id=identifier, name=name))
            first = first or identifier
        if first is None:
            return
        fresh = [draft.id for draft in session.drafts if self.session.draft(draft.id) is None]
        self._change(replace(session, current=first))
        self.drafts_changed.emit()
        self.current_changed.emit()
        for identifier in fresh:
            self.check(identifier)

    def state_of(self, identifier: str, **stated: object) -> None:
        """Change what is stated about a draft (name, land use, stage, dwellings)."""
        draft = self.session.draft(identifier)
        if draft is None or replace(draft, **stated) == draft:
            return
        self._change(self.session.with_draft(replace(draft, **stated)))
        self.drafts_changed.emit()
        if self.settings.live:
            self.check(identifier)

    def reshape(self, identifier: str, geometry: QgsGeometry, unsaved: bool, origin: Optional[Origin] = None) -> None:
        """Give a draft another geometry, in the CRS it has; with another ``origin`` or, for None, the one it has."""
        draft = self.session.draft(identifier)
        if draft is None:
            return
        changed = replace(draft, geometry=wkt_of(geometry), unsaved=unsaved, origin=origin or draft.origin)
        if changed == draft:
            return
        self._change(self.session.with_draft(changed))
        self.geometry_changed.emit(identifier)
        if self.settings.live:
            self.check(identifier)

    def unlink(self, layer: str) -> None:
        """Forget a layer that is gone: its drafts stay as they were last seen."""
        for draft in self.session.drafts:
            if draft.origin is not None and draft.origin.layer == layer:
                self._change(self.session.with_draft(replace(draft, origin=None)))
        self.drafts_changed.emit()

    def remove(self, identifier: str) -> Callable[[], None]:
        """Take a draft away; returns what brings it back."""
        removed = [draft for draft in self.session.drafts if draft.id == identifier]
        self._change(self.session.without_draft(identifier))
        # The next draft may get the same id, and must not get what was found for this one.
        self._pending.pop(identifier, None)
        self._assessments.pop(identifier, None)
        self._refusals.pop(identifier, None)
        if self._target == identifier:
            self._give_up()
        self.drafts_changed.emit()
        self.current_changed.emit()

        def restore() -> None:
            if removed:
                draft = removed.pop()
                free = self.session.draft(identifier) is None
                self._bring_back(draft if free else replace(draft, id=self.session.fresh_id()))

        return restore

    def _bring_back(self, draft: Draft) -> None:
        self._change(replace(self.session.with_draft(draft), current=draft.id))
        self.drafts_changed.emit()
        self.current_changed.emit()
        self.check(draft.id)

    def choose(self, identifier: Optional[str]) -> None:
        """Make another draft the current one."""
        if identifier == self.session.current or (identifier and self.session.draft(identifier) is None):
            return
        self._change(replace(self.session, current=identifier))
        self.current_changed.emit()
        if identifier and identifier not in self._assessments and identifier not in self._refusals:
            self.check(identifier)

    def remark(self, check: str, kind: RemarkKind, text: str, identifier: Optional[str] = None) -> None:
        """Add, change or (with a blank text) take away the planner's remark on a finding of the current draft, or of
        the one that is named."""
        draft = self.session.draft(identifier or self.session.current)
        if draft is None:
            return
        made = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
        self._change(self.session.with_remark(draft.id, Remark(check, kind, text.strip(), made)))
        self.assessed.emit(draft.id)

    # the checks

    def assessment(self, identifier: Optional[str]) -> Optional[Assessment]:
        """The newest assessment of a draft, with the planner's remarks."""
        assessment = self._assessments.get(identifier or "")
        draft = self.session.draft(identifier)
        if assessment is None or draft is None:
            return assessment
        return replace(assessment, remarks=draft.remarks)

    def refusal(self, identifier: Optional[str]) -> Optional[Message]:
        """Why a draft cannot be a plan area, or None."""
        return self._refusals.get(identifier or "")

    @property
    def shown(self) -> Optional[str]:
        """The id whose findings are to be seen: the polygon being drawn, else the current draft."""
        return PREVIEW if self._preview is not None else self.session.current

    @property
    def is_checking(self) -> bool:
        """Whether the current draft is being checked or waits for it."""
        current = self.session.current
        running = self._target if self._task is not None else None
        return current is not None and (current == running or current in self._pending)

    def check(self, identifier: str) -> None:
        """Check a draft in the background, as it is when its turn comes."""
        if self.prepared is None:
            return
        is_long = time.monotonic() - self._started > _OUTDATED_AFTER
        if self._task is not None and self._target == identifier and is_long:
            self._task.cancel()
        self._pending[identifier] = None
        self._next()
        if self._task is not None and not self._target and identifier == self.session.current:
            # It waits for the end of a check that was given up, and is to be seen waiting.
            self.busy_changed.emit()

    def check_all(self) -> None:
        """Check the current draft, then every other."""
        ordered = sorted((draft.id for draft in self.session.drafts), key=lambda each: each != self.session.current)
        for identifier in ordered:
            self.check(identifier)

    def preview(self, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> None:
        """Check a polygon that is still being drawn."""
        self._preview = (geometry, crs)
        self.check(PREVIEW)

    def end_preview(self) -> None:
        """The polygon is done with."""
        if self._preview is None:
            return
        self._preview = None
        self._nearby = Nearby()
        self._pending.pop(PREVIEW, None)
        self._assessments.pop(PREVIEW, None)
        self._refusals.pop(PREVIEW, None)
        if self._target == PREVIEW:
            self._give_up()
        if self.session.current is not None:
            self.assessed.emit(self.session.current)
        else:
            self.current_changed.emit()

    def stop(self) -> None:
        """Cancel the running check and those that wait; what was finished stands, and is shown at once."""
        self._pending.clear()
        if self._task is None:
            return
        so_far = self._task.so_far()
        if so_far is None:
            # Nothing is finished; the task ends as soon as it has seen to the plan area itself.
            self._stopped_by_user = True
            self._task.cancel()
            return
        # The operation that is running is let go of, not waited for: one union of large polygons may take seconds.
        target = self._target
        self._give_up()
        if target:
            self._keep(target, so_far)
        self.busy_changed.emit()

    def close(self) -> None:
        """The plugin is leaving: nothing that is still running may speak any more."""
        self._closed = True
        self._forget_checks()
        self._task = None
        self._recovery.release()

    def _forget_checks(self) -> None:
        self._pending.clear()
        self._assessments.clear()
        self._refusals.clear()
        self._preview = None
        self._nearby = Nearby()
        self._give_up()

    def _give_up(self) -> None:
        """Let nothing come of the check that is running. The next one starts when it has ended."""
        self._target = ""
        if self._task is not None:
            self._task.cancel()

    def _next(self) -> None:
        if self._task is not None or self.prepared is None or self._closed:
            return
        while self._pending:
            target = PREVIEW if PREVIEW in self._pending else next(iter(self._pending))
            del self._pending[target]
            task = self._make(target)
            if task is not None:
                self._run(task, target)
                return

    def _make(self, target: str) -> Optional[AssessmentTask]:
        title = tr("Checking the plan area")
        if target == PREVIEW:
            if self._preview is None:
                return None
            geometry, crs = self._preview
            current = self.current
            stated = Details(
                PREVIEW,
                tr("Being drawn"),
                current.land_use if current else None,
                current.stage if current else None,
                current.dwellings if current else None,
            )
            return AssessmentTask(self.prepared, geometry, crs, stated, title, HIDDEN, self._nearby)
        draft = self.session.draft(target)
        if draft is None:
            return None
        notes = (Message("plan-unsaved"),) if draft.unsaved else ()
        stated = Details(draft.id, draft.name, draft.land_use, draft.stage, draft.dwellings, notes)
        geometry = QgsGeometry.fromWkt(draft.geometry)
        return AssessmentTask(self.prepared, geometry, crs_of(draft), stated, title, VISIBLE)

    def _run(self, task: AssessmentTask, target: str) -> None:
        self._task, self._target, self._started = task, target, time.monotonic()
        self._stopped_by_user = False
        task.done.connect(lambda assessment: self._done(task, assessment))
        task.refused.connect(lambda message: self._refused(task, message))
        task.broke.connect(lambda text: self._broke(task, text))
        task.progressChanged.connect(lambda percent: self._progressed(task, percent))
        task.taskCompleted.connect(lambda: self._ended(task))
        task.taskTerminated.connect(lambda: self._ended(task))
        start(task)
        if target != PREVIEW:
            self.busy_changed.emit()

    def _is_running(self, task: AssessmentTask) -> bool:
        """Whether ``task`` is the check that is running, and has not been given up."""
        return task is self._task and self._target != ""

    def _done(self, task: AssessmentTask, assessment: Assessment) -> None:
        if not self._is_running(task):
            return
        # One that was given up because its draft changed has nothing to say; one that the user stopped has.
        if assessment.cancelled and not self._stopped_by_user:
            return
        self._keep(self._target, assessment)

    def _keep(self, target: str, assessment: Assessment) -> None:
        self._refusals.pop(target, None)
        self._assessments[target] = assessment
        self.assessed.emit(target)

    def _refused(self, task: AssessmentTask, message: Message) -> None:
        if self._is_running(task):
            self._assessments.pop(self._target, None)
            self._refusals[self._target] = message
            self.assessed.emit(self._target)

    def _broke(self, task: AssessmentTask, text: str) -> None:
        if self._is_running(task):
            self.noticed.emit(
                tr("The check did not finish: {reason}. The log has more.").format(reason=text),
                Qgis.MessageLevel.Critical,
            )

    def _progressed(self, task: AssessmentTask, percent: float) -> None:
        if self._is_running(task):
            self.progressed.emit(percent)

    def _ended(self, task: QgsTask) -> None:
        if task is self._task:
            target, self._task, self._target = self._target, None, ""
            if target != PREVIEW:
                self.busy_changed.emit()
            self._next()


def new_draft(geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem, name: str = "", **stated: Any) -> Draft:
    """A draft for :meth:`Workbench.add`; ``stated`` are further fields of a :class:`~plugin.core.session.Draft`."""
    return Draft(id="", name=name, geometry=wkt_of(geometry), crs=_crs_text(crs), **stated)


def wkt_of(geometry: QgsGeometry) -> str:
    """``geometry`` as a draft keeps it."""
    return geometry.asWkt(_DECIMALS)


def crs_of(draft: Draft) -> QgsCoordinateReferenceSystem:
    """The CRS that a draft's geometry is in."""
    return QgsCoordinateReferenceSystem(draft.crs)


def _crs_text(crs: QgsCoordinateReferenceSystem) -> str:
    # A number of the user's own means something else, or nothing, in a colleague's QGIS.
    if crs.authid() and not crs.authid().startswith("USER:"):
        return crs.authid()
    return crs.toWkt(Qgis.CrsWktVariant.Preferred)
