"""Where a session is kept: in the project file, and for a project that was never saved in the profile too."""

from __future__ import annotations

import uuid
from dataclasses import replace
from pathlib import Path
from typing import Optional

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QLockFile

from ..core.files import replace_text
from ..core.session import FORMAT, Session, SessionError, from_json, to_json

_SCOPE = "plandialog"
_ENTRY = "session"
# A session that this version could not read is moved here before another takes its place; a second one to the same
# with a number.
_UNREAD = "session_unread"


def read(project: QgsProject) -> Session:
    """The session kept in ``project``, a blank one where there is none. Raises :class:`SessionError`.

    Drafts that an older version could not read and set aside come first, before those that it made.
    """
    text, aside = _entry(project, _ENTRY), Session()
    for _, each in _set_aside(project):
        if each is not None:
            aside = _joined(aside, each)
    try:
        session = from_json(text) if text else Session()
    except SessionError as error:
        error.beside = aside
        raise
    return _joined(aside, session)


def write(project: QgsProject, session: Session) -> None:
    """Keep ``session`` in ``project``, which is then to be saved. One that cannot be read is set aside, not lost; what
    :func:`read` has taken back is part of ``session`` by now."""
    text = _entry(project, _ENTRY)
    if text and _readable(text) is None:
        _put_aside(project, text)
    for name, aside in _set_aside(project):
        if aside is not None:
            project.removeEntry(_SCOPE, name)
    made = to_json(session)
    if made != text:
        project.writeEntry(_SCOPE, _ENTRY, made)


def _entry(project: QgsProject, name: str) -> str:
    text, found = project.readEntry(_SCOPE, name, "")
    return text if found else ""


def _readable(text: str) -> Optional[Session]:
    try:
        return from_json(text)
    except SessionError:
        return None


def _set_aside(project: QgsProject) -> list[tuple[str, Optional[Session]]]:
    """The entries with what was set aside, each as a session where it can be read by now."""
    names = [_UNREAD, *(f"{_UNREAD}_{number}" for number in range(2, 2 + len(project.entryList(_SCOPE, ""))))]
    kept = ((name, _entry(project, name)) for name in names)
    return [(name, _readable(text)) for name, text in kept if text]


def _put_aside(project: QgsProject, text: str) -> None:
    taken = {name for name, _ in _set_aside(project)}
    if any(_entry(project, name) == text for name in taken):
        return
    names = [_UNREAD, *(f"{_UNREAD}_{number}" for number in range(2, len(taken) + 2))]
    project.writeEntry(_SCOPE, next(name for name in names if name not in taken), text)


def _joined(first: Session, then: Session) -> Session:
    """``first`` with the drafts of ``then`` that are not in it after its own; what else ``then`` states holds where
    ``first`` is blank."""
    joined = first if not first.is_blank else then
    for draft in then.drafts if not first.is_blank else ():
        if draft not in joined.drafts:
            joined = joined.with_draft(replace(draft, id=joined.fresh_id()))
    return joined


class Recovery:
    """Sessions of projects that have no file yet, one file per QGIS that is running.

    A file whose QGIS is gone was left by a crash or by closing without saving. ``folder`` is made when needed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock: Optional[QLockFile] = None
        self.start_anew()

    def start_anew(self) -> None:
        """Another project begins: what was kept stays, and the new one gets a file of its own."""
        self.release()
        self._path = self._folder / f"{uuid.uuid4().hex}.json"

    def keep(self, session: Session) -> None:
        """Keep ``session`` until :meth:`clear`; a blank one clears. Raises OSError."""
        if session.is_blank:
            self.clear()
            return
        replace_text(self._path, to_json(session))
        if self._lock is None:
            lock = _lock(self._path)
            # Another QGIS that looks for what was left may hold it for an instant; it is had at the next change then.
            if lock.tryLock(0):
                self._lock = lock

    def resume(self, session: Session) -> None:
        """Go on with ``session`` of a project without a file, which the plugin may have kept before it was reloaded.
        Raises OSError.
        """
        self._path = next((path for path, kept in self.left() if kept == session), self._path)
        self.keep(session)

    def clear(self) -> None:
        """The session is safe elsewhere, or no longer wanted."""
        self._path.unlink(missing_ok=True)
        self.release()

    def release(self) -> None:
        """Let go of what is kept without removing it."""
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    def left(self) -> list[tuple[Path, Session]]:
        """The sessions that other, ended QGIS left behind, the newest first. One that cannot be read is passed over."""
        found = []
        for path in self._unlocked():
            try:
                found.append((path.stat().st_mtime, path, from_json(path.read_text(encoding="utf-8"))))
            except (OSError, UnicodeDecodeError, SessionError):
                continue
        return [(path, session) for _, path, session in sorted(found, key=lambda item: -item[0])]

    def has_newer(self) -> bool:
        """Whether a newer version has left sessions behind, which stay for it."""
        return any(FORMAT.is_newer_file(path) for path in self._unlocked())

    def _unlocked(self) -> list[Path]:
        """The files that no running QGIS keeps."""
        found = []
        for path in self._folder.glob("*.json"):
            if path == self._path:
                continue
            lock = _lock(path)
            if lock.tryLock(0):
                lock.unlock()
                found.append(path)
        return found


def _lock(path: Path) -> QLockFile:
    lock = QLockFile(str(path.with_suffix(".lock")))
    # Never stale by age: only by the end of the process that holds it.
    lock.setStaleLockTime(0)
    return lock
