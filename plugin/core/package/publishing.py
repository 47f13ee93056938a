"""A package from the folder that its authors work in, as the zip file that others get.

What is published is first gathered in a folder of its own, with nothing but the files that the package names and its
texts; there it is sealed and looked over, and from there packed. So the zip holds what was looked over. The folder of
the authors, where a layer may be open and a manifest would be out of date at the next change, stays as it is.
"""

from __future__ import annotations

import datetime
import os
import re
import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Callable, Iterator, Mapping, Optional

from ..files import flush, is_file
from ..measure import MeasureSpec
from ..messages import Message
from .archive import unpack
from .earlier import is_older, read_earlier
from .faults import Faults, PackageError
from .manifest import MANIFEST, companions, file_hash, package_files, read_manifest, seal
from .model import Package
from .reader import PACKAGE_FILE, PERSPECTIVES, inspect_files, inspect_package
from .rules import FILES, local_path
from .unwritten import is_unwritten

#: Called between blocks with the part that is done, 0 to 1; may raise to stop.
Progress = Callable[[float], object]

_BLOCK = 1 << 20

# Texts for people go along: README, CHANGELOG, and licences, which often have no ending.
_TEXTS = (".md", ".txt")
_LICENCE = re.compile(r"(licen[cs]e|copying)([-_][^.]*)?", re.IGNORECASE)

# Zip files know no year before this.
_FIRST_YEAR = 1980

# What SQLite keeps beside a database with changes that are not in it yet.
_PENDING = ("-wal", "-journal")


@dataclass(frozen=True)
class Gathered:
    """What is to be published, in a folder of its own; ``package`` is None where it has errors.

    ``texts`` are the files that go along unnamed by the package, for being texts; ``left_out`` are those of the
    authors' folder that do not go along.
    """

    folder: Path
    package: Optional[Package]
    faults: Faults
    texts: tuple[str, ...] = ()
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

    None is read where a link leads out of ``root``. Raises OSError where a file cannot be copied.
    """
    outside = Faults(PACKAGE_FILE)
    for name in package_files(root):
        if name == PACKAGE_FILE or name.startswith(f"{PERSPECTIVES}/"):
            _copy(root, name, folder, outside)
    if outside.has_errors:
        return None, outside
    package, faults = inspect_package(folder, measures)
    return package, without_manifest(faults)


def without_manifest(faults: Faults) -> Faults:
    """``faults`` without the warning that there is no manifest: what is published gets one."""
    kept = Faults(faults.file)
    for fault in faults:
        if fault.message.code != "manifest-missing":
            kept.note(fault.place, fault.message, fault.warning)
    return kept


def for_publishing(faults: Faults) -> Faults:
    """``faults`` as they count for a package that others get: a text that nobody has written yet is an error."""
    counted = Faults(faults.file)
    for fault in faults:
        counted.note(fault.place, fault.message, fault.warning and not is_unwritten(fault.message))
    return counted


def gather(root: Path, folder: Path, measures: Mapping[str, MeasureSpec], progress: Progress) -> Gathered:
    """Copy what the package in ``root`` publishes to the empty ``folder`` and seal it there.

    Layers are not opened; that is for whoever looks the folder over. Raises OSError.
    """
    package, faults = read_texts(root, folder, measures)
    if package is None:
        return Gathered(folder, None, faults)
    named = set(_named(root, package))
    texts = [name for name in package_files(root) if _is_text(name) and name not in named]
    names = sorted(named.union(texts))
    # Every byte is copied, and then hashed.
    work = _Work(2 * sum((root / name).stat().st_size for name in names if is_file(root / name)), progress)
    for name in names:
        work.tell()
        path = root / name
        if not is_file(path):
            faults.add(None, Message("file-missing", {"file": name}))
            continue
        for other in _pending(path):
            faults.of(name).add(None, Message("publish-open", {"file": other}))
        _copy(root, name, folder, faults, work)
    if faults.has_errors:
        return Gathered(folder, None, faults)
    seal(folder, work.hashed)
    left_out = (name for name in package_files(root) if not (folder / name).is_file())
    return Gathered(folder, package, faults, tuple(texts), tuple(left_out))


def publish(
    gathered: Gathered, archive: Path, root: Path, measures: Mapping[str, MeasureSpec], progress: Progress
) -> Published:
    """Pack what was gathered from ``root`` into ``archive``; the file that was there stays until the new one is whole.

    The new one is unpacked and read as the plugin would before it takes its place. The same contents give the same
    bytes. A manifest in ``root`` is made anew; where there is none, none is made, since it would be out of date at the
    next change. A zip that is there and is not an earlier issue of the package stays. Raises :class:`PackageError`,
    also for what :func:`for_publishing` counts as an error, OSError, and what ``progress`` raises; then nothing has
    changed.
    """
    if archive.resolve().is_relative_to(root.resolve()):
        raise PackageError.of(archive.name, Message("publish-inside", {"folder": root.name}))
    package, faults = gathered.package, for_publishing(gathered.faults)
    if package is None or faults.has_errors:
        raise PackageError(faults)
    archive.parent.mkdir(parents=True, exist_ok=True)
    workshop = Path(tempfile.mkdtemp(prefix=".plandialog-", dir=archive.parent))
    try:
        notes = _compared(archive, workshop, gathered.folder, package)
        made = workshop / archive.name
        files = _pack(gathered.folder, made, package, progress)
        _read_back(made, workshop / "read back", measures)
        size = made.stat().st_size
        made.replace(archive)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    if (root / MANIFEST).is_file():
        try:
            seal(root)
        except OSError as error:
            # The zip is in its place, and that is what the user needs to know first.
            notes += (Message("publish-old-manifest", {"detail": error.strerror or str(error)}),)
    notes += tuple(Message("publish-left-out", {"file": name}) for name in gathered.left_out)
    return Published(archive, package.version, size, files, notes)


def _named(root: Path, package: Package) -> Iterator[str]:
    """The files that the package names, and those that belong to them."""
    for dataset in package.datasets.values():
        name = local_path(dataset.source.uri) if dataset.source.provider in FILES else None
        for each in (name, dataset.style):
            if each:
                yield each
                yield from companions(root, each)


def _is_text(name: str) -> bool:
    path = PurePosixPath(name)
    return path.suffix.lower() in _TEXTS or _LICENCE.fullmatch(path.name) is not None


def _pending(path: Path) -> Iterator[str]:
    for ending in _PENDING:
        other = path.with_name(path.name + ending)
        if other.is_file() and other.stat().st_size:
            yield other.name


class _Work:
    """How many bytes of ``total`` are done, told between blocks."""

    def __init__(self, total: int, progress: Progress) -> None:
        self._total = max(total, 1)
        self._progress = progress
        self._done = 0

    def tell(self) -> None:
        # A file may grow while it is copied.
        self._progress(min(self._done / self._total, 1.0))

    def add(self, size: int) -> None:
        self._done += size

    def hashed(self, path: Path) -> str:
        """The hash of a file, which counts as work once it is there."""
        digest = file_hash(path, self.tell)
        self.add(path.stat().st_size)
        return digest


def _copy(root: Path, name: str, folder: Path, faults: Faults, work: Optional[_Work] = None) -> None:
    """Copy the file ``name`` of ``root`` to ``folder``. A link that leads out of ``root`` is noted, not followed."""
    if not Path(os.path.realpath(root / name)).is_relative_to(os.path.realpath(root)):
        faults.add(None, Message("file-outside", {"file": name}))
        return
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with (root / name).open("rb") as stream, target.open("wb") as output:
        _transfer(stream, output, work)


def _transfer(stream: BinaryIO, output: BinaryIO, work: Optional[_Work]) -> None:
    while block := stream.read(_BLOCK):
        output.write(block)
        if work is not None:
            work.add(len(block))
            work.tell()


def _pack(folder: Path, archive: Path, package: Package, progress: Progress) -> int:
    """Write the zip; everything lies in a folder named after the package, with the date of issue. How many files."""
    names = sorted([*package_files(folder), MANIFEST])
    work = _Work(sum((folder / name).stat().st_size for name in names), progress)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        for name in names:
            work.tell()
            entry = _entry(f"{package.id}/{name}", package.issued, (folder / name).stat().st_size)
            with (folder / name).open("rb") as stream, target.open(entry, "w") as output:
                _transfer(stream, output, work)
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


def _compared(archive: Path, workshop: Path, folder: Path, package: Package) -> tuple[Message, ...]:
    """What to know of the zip that is there, against ``package`` in ``folder``.

    Raises :class:`PackageError` where it is to stay: it is not this package, or a later issue of it.
    """
    if not archive.is_file():
        return ()
    before = workshop / "before"
    before.mkdir()
    earlier = read_earlier(archive, before)
    if earlier is None:
        return (Message("publish-replaced", {"file": archive.name}),)
    if earlier.id != package.id:
        raise PackageError.of(archive.name, Message("publish-other-package", {"file": archive.name, "id": earlier.id}))
    if is_older(package.version, earlier.version):
        params = {"file": archive.name, "version": package.version, "later": earlier.version}
        raise PackageError.of(archive.name, Message("publish-older", params))
    if earlier.manifest == read_manifest(folder):
        return (Message("publish-unchanged"),)
    if not is_older(earlier.version, package.version):
        return (Message("publish-same-version", {"version": package.version}),)
    return ()
