"""The zip file itself: what the plugin repository refuses before it looks at the code, and what cannot be unpacked."""

from __future__ import annotations

import re
import stat
import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Iterator

from .finding import Finding, GateError

NAME = "plandialog"

#: Bytes. The plugin repository takes 25 million.
LARGEST = 10_000_000

#: Unpacked, so that a small file cannot grow without measure.
LARGEST_UNPACKED = 50_000_000

#: Where QGIS keeps plugins on Windows a user's name and 60 characters come first, and 260 are the most.
LONGEST_PATH = 140

_FOLDERS = {"__pycache__", "__MACOSX", ".git", "tests", "test", "tools", "build"}
_ENDINGS = (".pyc", ".pyo", ".exe", ".dll", ".so", ".dylib", ".bat", ".sh", ".ps1", ".cmd", ".zip")
_LEFTOVERS = ("-wal", "-shm", "-journal", ".tmp", ".bak", ".orig", ".rej", ".swp", "~", ".aux.xml", ".log", ".ts")
#: Settings of the tools that scan: the repository marks a plugin that brings its own.
_SETTINGS = {"pyproject.toml", "setup.cfg", "tox.ini", "pb_tool.cfg"}
_ON_WINDOWS = re.compile(r'[<>:"|?*\\]|[. ]$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)', re.IGNORECASE)


def archive(path: Path) -> list[Finding]:
    """Everything that is wrong with the zip file at ``path`` as such."""
    found = []
    if path.stat().st_size > LARGEST:
        found.append(Finding(path.name, 0, "size", f"{path.stat().st_size} bytes; {LARGEST} are the most"))
    try:
        with zipfile.ZipFile(path) as packed:
            damaged = packed.testzip()
            infos = packed.infolist()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        return [*found, Finding(path.name, 0, "damaged", str(error))]
    if damaged:
        found.append(Finding(damaged, 0, "damaged", "the checksum is another"))
    if sum(info.file_size for info in infos) > LARGEST_UNPACKED:
        found.append(Finding(path.name, 0, "size", f"more than {LARGEST_UNPACKED} bytes when it is unpacked"))
    tops = sorted({info.filename.split("/")[0] for info in infos})
    if tops != [NAME]:
        found.append(Finding(path.name, 0, "top-folder", f"{NAME} and nothing else has to be at the top, not {tops}"))
    seen: set[str] = set()
    for info in infos:
        found += [Finding(info.filename, 0, rule, text) for rule, text in _faults_of_entry(info)]
        if info.filename.casefold() in seen:
            found.append(Finding(info.filename, 0, "twice", "another file differs in case only, or not at all"))
        seen.add(info.filename.casefold())
    return found


def _faults_of_entry(info: zipfile.ZipInfo) -> Iterator[tuple[str, str]]:
    pure = PurePosixPath(info.filename)
    mode = info.external_attr >> 16
    if pure.is_absolute() or ".." in pure.parts:
        yield "outside", "the path leads out of the folder"
    if any(_ON_WINDOWS.search(part) for part in pure.parts):
        yield "name", "Windows has no such name"
    if len(info.filename) > LONGEST_PATH:
        yield "name", f"{len(info.filename)} characters; {LONGEST_PATH} are the most"
    if any(part.startswith(".") for part in pure.parts):
        yield "hidden", "a hidden file or folder"
    if _FOLDERS.intersection(pure.parts):
        yield "folder", "nothing of such a folder is needed in QGIS"
    if pure.name.lower().endswith(_ENDINGS):
        yield "binary", "the plugin repository refuses such files"
    if pure.name.lower().endswith(_LEFTOVERS) or pure.name in _SETTINGS:
        yield "leftover", "nothing that QGIS needs"
    if stat.S_ISLNK(mode):
        yield "link", "a symbolic link"
    elif mode & 0o111 and not info.is_dir():
        yield "executable", "an executable file"


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """The folder of the plugin in ``path``, unpacked where a Swedish user might have it, and gone afterwards.

    Raises :class:`GateError` for a zip file that is damaged or leads out of its folder.
    """
    if not zipfile.is_zipfile(path):
        raise GateError(f"{path} is no zip file")
    with tempfile.TemporaryDirectory(prefix="Åsa Öberg på väg ") as folder:
        with zipfile.ZipFile(path) as packed:
            for info in packed.infolist():
                if info.filename.startswith("/") or ".." in PurePosixPath(info.filename).parts:
                    raise GateError(f"{info.filename} leads out of the folder")
            packed.extractall(folder)
        if not (Path(folder) / NAME).is_dir():
            raise GateError(f"there is no folder {NAME} in {path}")
        yield Path(folder) / NAME
