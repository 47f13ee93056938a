"""Unpacking a package from an untrusted zip file into a folder, whole or not at all."""

from __future__ import annotations

import lzma
import shutil
import stat
import tempfile
import zipfile
import zlib
from pathlib import Path

from ..messages import Message
from .faults import Faults, PackageError
from .manifest import MANIFEST
from .reader import PACKAGE_FILE
from .rules import local_path

MAX_FILES = 10_000
MAX_MIB = 4096
_BLOCK = 1 << 20

# What zipfile lets through for a broken file: ValueError for a name that is not UTF-8, RuntimeError for a method it
# does not have, MemoryError for an LZMA head that asks for gigabytes.
_BROKEN = (OSError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, ValueError, RuntimeError, MemoryError)


def unpack(archive: Path, target: Path) -> Path:
    """Unpack the package in the zip file ``archive`` to the folder ``target`` and return it.

    The package may lie at the top of the zip or in one folder. A package already at ``target`` is kept as
    ``target`` with the suffix ``.old`` until the next time. Raises :class:`PackageError`; then nothing has changed.
    """
    faults = Faults(archive.name)
    target.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        _extract(archive, staging, faults)
        if faults.has_errors:
            raise PackageError(faults)
        _swap(_package_root(staging, archive, faults), target)
    except _BROKEN as error:
        faults.add(None, Message("zip-broken", {"file": archive.name, "detail": str(error) or type(error).__name__}))
        raise PackageError(faults) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return target


def _extract(archive: Path, staging: Path, faults: Faults) -> None:
    with zipfile.ZipFile(archive) as source:
        entries = source.infolist()
        _check_entries(entries, faults)
        if faults.has_errors:
            return
        budget = MAX_MIB << 20
        for entry in entries:
            if entry.is_dir():
                continue
            path = staging / entry.filename
            path.parent.mkdir(parents=True, exist_ok=True)
            with source.open(entry) as stream, path.open("wb") as output:
                # The sizes in the directory are claims; count what really comes out.
                while block := stream.read(_BLOCK):
                    budget -= len(block)
                    if budget < 0:
                        faults.add(None, Message("zip-size", {"limit": MAX_MIB}))
                        return
                    output.write(block)


def _check_entries(entries: list[zipfile.ZipInfo], faults: Faults) -> None:
    if len(entries) > MAX_FILES:
        faults.add(None, Message("zip-count", {"limit": MAX_FILES}))
        return
    if sum(entry.file_size for entry in entries) > MAX_MIB << 20:
        faults.add(None, Message("zip-size", {"limit": MAX_MIB}))
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        path = local_path(name)
        if path is None or "|" in name:
            faults.add(None, Message("zip-climbs", {"entry": name[:120]}))
        elif stat.S_ISLNK(entry.external_attr >> 16):
            faults.add(None, Message("zip-link", {"entry": name[:120]}))
        elif entry.flag_bits & 0x1:
            faults.add(None, Message("zip-encrypted"))
        elif path.casefold() in seen:
            faults.add(None, Message("zip-duplicate", {"entry": name[:120]}))
        else:
            seen.add(path.casefold())


def _package_root(staging: Path, archive: Path, faults: Faults) -> Path:
    candidates = [staging, *sorted(path for path in staging.iterdir() if path.is_dir())]
    for candidate in candidates:
        if (candidate / PACKAGE_FILE).is_file():
            if not (candidate / MANIFEST).is_file():
                faults.add(None, Message("zip-no-manifest"))
                raise PackageError(faults)
            return candidate
    faults.add(None, Message("not-a-package", {"file": archive.name}))
    raise PackageError(faults)


def _swap(fresh: Path, target: Path) -> None:
    old = target.with_name(target.name + ".old")
    if target.exists():
        shutil.rmtree(old, ignore_errors=True)
        target.rename(old)
    try:
        fresh.rename(target)
    except OSError:
        if old.exists() and not target.exists():
            old.rename(target)
        raise
