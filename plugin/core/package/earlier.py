"""What the zip file that a new issue would take the place of says of itself.

Only its package.yaml and its manifest are read, with limits: it is told from others whatever else is wrong with it,
and nothing large is unpacked.
"""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping, Optional

from ..messages import Message
from ..versions import NewerError
from .faults import Faults, PackageError
from .format import FORMAT
from .located import MAX_CHARACTERS, parse_yaml
from .manifest import MANIFEST, read_manifest
from .reader import PACKAGE_FILE
from .spec import FAULTY, FormatVersion, Id, Mapped, String, is_of_newer_format

# Bytes of each file that are read at most; a manifest of ten thousand files has room.
_LARGEST = 4 * MAX_CHARACTERS

# What tells a package from others. The rest of package.yaml may have any faults.
_STATED = {"format": FormatVersion(newest=FORMAT), "id": Id(), "version": String()}

# What zipfile lets through for a file that it cannot unpack: a method or a password that it does not have, a name or
# a size that cannot be.
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, ValueError, RuntimeError, MemoryError)


@dataclass(frozen=True)
class Earlier:
    """A package in a zip file; ``manifest`` has its files and their hashes, None where that cannot be read."""

    id: str
    version: str
    manifest: Optional[Mapping[str, str]]


def read_earlier(archive: Path, workshop: Path) -> Optional[Earlier]:
    """The package in ``archive``, or None where that is no whole zip file. ``workshop`` is an empty folder to work in.

    Raises :class:`PackageError` for a zip file of a newer format and for one that holds something else, and OSError
    where the file cannot be read at all.
    """
    with archive.open("rb") as stream:
        try:
            source = zipfile.ZipFile(stream)
        except _BROKEN:
            return None
        with source:
            return _read(source, archive.name, workshop)


def is_older(version: str, than: str) -> bool:
    """Whether ``version`` comes before ``than``: figures by their size, 1.0 as 1.0.0, 1.0.0-rc1 before 1.0.0."""
    return _order(version) < _order(than)


def _read(source: zipfile.ZipFile, name: str, workshop: Path) -> Earlier:
    place = _package_place(source.namelist())
    if place is None:
        raise PackageError.of(name, Message("publish-no-package", {"file": name}))
    try:
        _extract(source, place + PACKAGE_FILE, workshop)
        if place + MANIFEST in source.namelist():
            _extract(source, place + MANIFEST, workshop)
    except _BROKEN as error:
        raise PackageError.of(name, Message("publish-no-package", {"file": name})) from error
    faults = Faults(PACKAGE_FILE)
    node = parse_yaml((workshop / PACKAGE_FILE).read_bytes(), faults)
    stated = FAULTY if node is None else Mapped(_STATED).read(node, faults)
    for fault in faults:
        if is_of_newer_format(fault.message):
            raise PackageError.of(name, fault.message)
    if stated is FAULTY or "id" not in stated or "version" not in stated:
        raise PackageError.of(name, Message("publish-no-package", {"file": name}))
    return Earlier(stated["id"], stated["version"], _manifest(workshop, name))


def _package_place(names: list[str]) -> Optional[str]:
    """Where package.yaml lies, at the top or in a folder there, as unpacking looks for it."""
    places = sorted(name[: -len(PACKAGE_FILE)] for name in names if name.endswith(PACKAGE_FILE))
    return next((place for place in places if re.fullmatch(r"([^/]+/)?", place)), None)


def _extract(source: zipfile.ZipFile, name: str, workshop: Path) -> None:
    """One file of the zip into ``workshop``, cut off where it is larger than any that is read."""
    with source.open(name) as stream:
        (workshop / name.rpartition("/")[2]).write_bytes(stream.read(_LARGEST + 1))


def _manifest(workshop: Path, name: str) -> Optional[dict[str, str]]:
    try:
        return read_manifest(workshop)
    except NewerError as error:
        raise PackageError.of(name, Message("manifest-newer", error.params)) from error
    except ValueError:
        return None


def _order(version: str) -> tuple[object, ...]:
    figures, dash, addition = version.partition("-")
    parts = _parts(figures)
    while parts and parts[-1] == _ZERO:
        parts.pop()
    return parts, not dash, _parts(addition)


def _parts(text: str) -> list[tuple[bool, int, str]]:
    """Figures before letters, a longer figure after a shorter one: no text of digits is too long to compare."""
    parts = []
    for digits, letters in re.findall(r"([0-9]+)|([A-Za-z]+)", text):
        figure = digits.lstrip("0")
        parts.append((bool(letters), len(figure), figure or letters))
    return parts


_ZERO = (False, 0, "")
