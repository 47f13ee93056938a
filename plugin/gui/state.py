"""Where a session is kept: in the project file, and for a project that was never saved in the profile too."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Optional

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QLockFile

from ..core.files import replace_text
from ..core.session import Session, SessionError, from_json, to_json

_SCOPE = "plandialog"
_ENTRY = "session"
# A session that this version could not read is moved here before another takes its place.
_UNREAD = "session_unread"


def read(project: QgsProject) -> Session:
    """The session kept in ``project``, a blank one where there is none. Raises :class:`SessionError`."""
    text, found = project.readEntry(_SCOPE, _ENTRY, "")
    return from_json(text) if found and text else Session()


def write(project: QgsProject, session: Session) -> None:
    """Keep ``session`` in ``project``, which is then to be saved. One that cannot be read is set aside, not lost."""
    text, found = project.readEntry(_SCOPE, _ENTRY, "")
    if found and text:
        try:
            from_json(text)
        except SessionError:
            project.writeEntry(_SCOPE, _UNREAD, text)
    made = to_json(session)
    if made != text:
        project.writeEntry(_SCOPE, _ENTRY, made)


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
        for path in self._folder.glob("*.json"):
            if path == self._path:
                continue
            lock = _lock(path)
            if not lock.tryLock(0):
                continue
            lock.unlock()
            try:
                found.append((path.stat().st_mtime, path, from_json(path.read_text(encoding="utf-8"))))
            except (OSError, UnicodeDecodeError, SessionError):
                continue
        return [(path, session) for _, path, session in sorted(found, key=lambda item: -item[0])]


def _lock(path: Path) -> QLockFile:
    lock = QLockFile(str(path.with_suffix(".lock")))
    # Never stale by age: only by the end of the process that holds it.
    lock.setStaleLockTime(0)
    return lock
