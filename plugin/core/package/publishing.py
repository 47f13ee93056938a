"""A package from the folder that its authors work in, as the zip file that others get.

What is published is first gathered in a folder of its own, with nothing but the files that the package names and its
texts; there it is sealed and looked over, and from there packed. So the zip holds what was looked over. The folder of
the authors, where a layer may be open and a manifest would be out of date at the next change, stays as it is.
"""

from __future__ import annotations

import datetime
import os
import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Callable, Iterator, Mapping, Optional

from ..files import flush
from ..measure import MeasureSpec
from ..messages import Message
from .archive import unpack
from .faults import Faults, PackageError
from .manifest import MANIFEST, companions, package_files, read_manifest, seal
from .model import Package
from .reader import PACKAGE_FILE, PERSPECTIVES, inspect_files, inspect_package
from .rules import FILES, local_path

#: Called between blocks with the part that is done, 0 to 1; may raise to stop.
Progress = Callable[[float], object]

_BLOCK = 1 << 20

# Texts for people go along: README, CHANGELOG, LICENSE and the like.
_TEXTS = (".md", ".txt")
_LICENCES = ("licence", "license", "copying")

# Zip files know no year before this.
_FIRST_YEAR = 1980

# What SQLite keeps beside a database with changes that are not in it yet.
_UNWRITTEN = ("-wal", "-journal")


@dataclass(frozen=True)
class Gathered:
    """What is to be published, in a folder of its own; ``package`` is None where it has errors.

    ``left_out`` are the files of the authors' folder that do not go along.
    """

    folder: Path
    package: Optional[Package]
    faults: Faults
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Published:
    """A zip file that was written and read back: its size in bytes, how many files it holds, and what to know of it."""

    archive: Path
    version: str
    size: int
    files: int
    notes: tuple[Message, ...] = ()


def read_texts(root: Path, folder: Path, measures: Mapping[str, MeasureSpec]) -> tuple[Optional[Package], Faults]:
    """Copy the YAML files of the package in ``root`` to ``folder`` and read them there, whatever its manifest says.

    Raises OSError where a file cannot be copied.
    """
    for name in package_files(root):
        if name == PACKAGE_FILE or name.startswith(f"{PERSPECTIVES}/"):
            _copy(root, name, folder)
    package, faults = inspect_package(folder, measures)
    return package, without_manifest(faults)


def without_manifest(faults: Faults) -> Faults:
    """``faults`` without the warning that there is no manifest: what is published gets one."""
    kept = Faults(faults.file)
    for fault in faults:
        if fault.message.code != "manifest-missing":
            kept.note(fault.place, fault.message, fault.warning)
    return kept


def gather(root: Path, folder: Path, measures: Mapping[str, MeasureSpec], progress: Progress) -> Gathered:
    """Copy what the package in ``root`` publishes to the empty ``folder`` and seal it there.

    Layers are not opened; that is for whoever looks the folder over. Raises OSError.
    """
    package, faults = read_texts(root, folder, measures)
    if package is None:
        return Gathered(folder, None, faults)
    names = sorted(set(_named(root, package)))
    for number, name in enumerate(names):
        progress(number / len(names))
        path = root / name
        if not path.is_file():
            faults.add(None, Message("file-missing", {"file": name}))
        elif not path.resolve().is_relative_to(root.resolve()):
            faults.add(None, Message("file-outside", {"file": name}))
        else:
            for other in _unwritten(path):
                faults.of(name).add(None, Message("publish-open", {"file": other}))
            _copy(root, name, folder)
    seal(folder)
    return Gathered(folder, None if faults.has_errors else package, faults, tuple(_left_out(root, folder)))


def publish(
    gathered: Gathered, archive: Path, root: Path, measures: Mapping[str, MeasureSpec], progress: Progress
) -> Published:
    """Pack what was gathered from ``root`` into ``archive``; the file that was there stays until the new one is whole.

    The new one is unpacked and read as the plugin would before it takes its place. The same contents give the same
    bytes. A manifest in ``root`` is made anew; where there is none, none is made, since it would be out of date at the
    next change. Raises :class:`PackageError`, OSError, and what ``progress`` raises; then nothing has changed.
    """
    if archive.resolve().is_relative_to(root.resolve()):
        raise _refused(archive.name, Message("publish-inside", {"folder": root.name}))
    package = gathered.package
    if package is None:
        raise PackageError(gathered.faults)
    archive.parent.mkdir(parents=True, exist_ok=True)
    workshop = Path(tempfile.mkdtemp(prefix=".plandialog-", dir=archive.parent))
    try:
        notes = _compared(archive, workshop / "before", gathered, measures)
        made = workshop / archive.name
        files = _pack(gathered.folder, made, package, progress)
        _read_back(made, workshop / "read back", measures)
        size = made.stat().st_size
        made.replace(archive)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    if (root / MANIFEST).is_file():
        seal(root)
    notes += tuple(Message("publish-left-out", {"file": name}) for name in gathered.left_out)
    return Published(archive, package.version, size, files, notes)


def _named(root: Path, package: Package) -> Iterator[str]:
    """The files that the package names, those that belong to them, and texts."""
    for dataset in package.datasets.values():
        name = local_path(dataset.source.uri) if dataset.source.provider in FILES else None
        for each in (name, dataset.style):
            if each:
                yield each
                yield from companions(root, each)
    for name in package_files(root):
        path = PurePosixPath(name)
        if path.suffix.lower() in _TEXTS or path.name.lower().startswith(_LICENCES):
            yield name


def _unwritten(path: Path) -> Iterator[str]:
    for ending in _UNWRITTEN:
        other = path.with_name(path.name + ending)
        if other.is_file() and other.stat().st_size:
            yield other.name


def _left_out(root: Path, folder: Path) -> Iterator[str]:
    """Files in ``root`` that a person may take for part of the package, and that are not in ``folder``."""
    for place, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")))
        for name in sorted(names):
            path = (Path(place) / name).relative_to(root)
            if not name.startswith(".") and path.as_posix() != MANIFEST and not (folder / path).is_file():
                yield path.as_posix()


def _copy(root: Path, name: str, folder: Path) -> None:
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(root / name, target)


def _pack(folder: Path, archive: Path, package: Package, progress: Progress) -> int:
    """Write the zip; everything lies in a folder named after the package, with the date of issue. How many files."""
    names = sorted([*package_files(folder), MANIFEST])
    total = sum((folder / name).stat().st_size for name in names) or 1
    done = 0
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        for name in names:
            entry = _entry(f"{package.id}/{name}", package.issued, (folder / name).stat().st_size)
            with (folder / name).open("rb") as stream, target.open(entry, "w") as output:
                while block := stream.read(_BLOCK):
                    progress(done / total)
                    output.write(block)
                    done += len(block)
    flush(archive)
    return len(names)


def _entry(name: str, issued: datetime.date, size: int) -> zipfile.ZipInfo:
    """An entry that says nothing of the machine or the hour."""
    entry = zipfile.ZipInfo(name, (max(issued.year, _FIRST_YEAR), issued.month, issued.day, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    entry.file_size = size
    return entry


def _read_back(archive: Path, folder: Path, measures: Mapping[str, MeasureSpec]) -> None:
    package, faults = inspect_package(unpack(archive, folder), measures)
    if package is not None:
        inspect_files(package, faults)
    if faults.has_errors:
        raise PackageError(faults)


def _compared(
    archive: Path, folder: Path, gathered: Gathered, measures: Mapping[str, MeasureSpec]
) -> tuple[Message, ...]:
    """What to know of the zip that is there. Raises :class:`PackageError` where it is another package."""
    package = gathered.package
    if package is None or not archive.is_file():
        return ()
    try:
        before, _ = inspect_package(unpack(archive, folder), measures)
    except PackageError:
        return ()
    if before is None:
        return ()
    if before.id != package.id:
        raise _refused(archive.name, Message("publish-other-package", {"file": archive.name, "id": before.id}))
    if before.manifest == read_manifest(gathered.folder):
        return (Message("publish-unchanged"),)
    if before.version == package.version:
        return (Message("publish-same-version", {"version": package.version}),)
    return ()


def _refused(name: str, message: Message) -> PackageError:
    faults = Faults(name)
    faults.add(None, message)
    return PackageError(faults)
