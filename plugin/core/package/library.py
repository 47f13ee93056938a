"""From what a user points at, a folder or a zip file, to a package folder."""

from __future__ import annotations

from pathlib import Path

from ..messages import Message
from .archive import unpack
from .faults import Faults, PackageError
from .reader import PACKAGE_FILE


def package_folder(path: Path, workspace: Path) -> Path:
    """The folder of the package at ``path``: itself, the folder of its package.yaml, or a zip unpacked in
    ``workspace``.

    Raises :class:`PackageError` where there is none.
    """
    if path.is_file() and path.suffix.lower() == ".zip":
        # A name such as "..zip" has the stem ".", which is the workspace itself.
        return unpack(path, workspace / (path.stem.strip(". ") or "package"))
    folder = path.parent if path.name == PACKAGE_FILE else path
    if not (folder / PACKAGE_FILE).is_file():
        faults = Faults(path.name or str(path))
        faults.add(None, Message("not-a-package", {"file": str(path)}))
        raise PackageError(faults)
    return folder
