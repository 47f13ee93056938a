"""The manifest of a package: every file with its SHA-256, so that a changed file is noticed before it is opened."""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path, PurePosixPath
from typing import Callable, Iterator, Mapping, Optional

from ..files import replace_text
from ..messages import Message
from ..versions import check_version

MANIFEST = "manifest.json"
FORMAT = 1

# A checksum says what it is: a bare row of digits looks like a key that somebody left behind, to people and to tools.
_HASH = re.compile(r"sha256:([0-9a-f]{64})")
_LARGEST_MANIFEST = 10_000_000

# Files that GDAL opens unasked together with a Shapefile.
_SHAPEFILE_PARTS = (".shx", ".dbf", ".prj", ".cpg", ".qix", ".sbn", ".sbx")

# Files that GDAL opens unasked together with a picture, and that would put it in another place or change its pixels.
_PICTURES = (".tif", ".tiff", ".png", ".jpg", ".jpeg")
_PICTURE_PARTS = (".wld", ".tfw", ".tifw", ".pgw", ".pngw", ".jgw", ".jpgw", ".jpegw", ".tab", ".ovr", ".msk", ".rpb")

# Files that belong to one machine or one open session, never to a package.
# The last is what GDAL keeps of a picture that was shown; it is never read with a picture of a package.
_IGNORED_SUFFIXES = ("-wal", "-shm", "-journal", ".pyc", ".tmp", ".aux.xml")


def package_files(root: Path) -> Iterator[str]:
    """The files of a package as sorted relative paths, without the manifest itself and what is not published."""
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith((".", "__"))]
        for name in names:
            if not name.startswith(".") and not name.endswith(_IGNORED_SUFFIXES):
                found.append((Path(folder) / name).relative_to(root).as_posix())
    return (name for name in sorted(found) if name != MANIFEST)


def companions(root: Path, name: str) -> Iterator[str]:
    """The files on disk that GDAL opens unasked together with the file ``name`` of the package in ``root``."""
    for endings, parts in ((".shp", _SHAPEFILE_PARTS), (_PICTURES, _PICTURE_PARTS)):
        if name.lower().endswith(endings):
            yield from _parts(root / name, name, parts)


def _parts(path: Path, name: str, endings: tuple[str, ...]) -> Iterator[str]:
    try:
        names = [other.name for other in path.parent.iterdir()]
    except (OSError, ValueError):
        return
    stem, whole = path.stem.casefold(), path.name.casefold()
    for other in map(PurePosixPath, names):
        # GDAL looks for picture.ovr and picture.tif.ovr alike.
        if other.suffix.lower() in endings and other.stem.casefold() in (stem, whole):
            yield PurePosixPath(name).with_name(other.name).as_posix()


def file_hash(path: Path, between: Callable[[], object] = lambda: None) -> str:
    """The SHA-256 of a file, in hexadecimal. ``between`` is called now and then, and may raise to stop it."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        for block in iter(lambda: stream.read(1 << 20), b""):
            between()
            digest.update(block)
    return digest.hexdigest()


def seal(root: Path, hashed: Callable[[Path], str] = file_hash) -> Path:
    """Write ``manifest.json`` for the package in ``root`` and return its path. ``hashed`` gives the hash of a file."""
    files = {name: hashed(root / name) for name in package_files(root)}
    path = root / MANIFEST
    replace_text(path, manifest_text(files))
    return path


def manifest_text(files: Mapping[str, str]) -> str:
    """The text of ``manifest.json`` for files and their hashes in hexadecimal, in the order that they come in."""
    listed = {name: f"sha256:{digest}" for name, digest in files.items()}
    return json.dumps({"format": FORMAT, "files": listed}, indent=1, ensure_ascii=False) + "\n"


def read_manifest(root: Path) -> Optional[dict[str, str]]:
    """The files of the manifest and their hashes in hexadecimal, or None where the package has none.

    Raises ValueError or OSError, in words for the author, where it cannot be read, and
    :class:`~..versions.NewerError` for one of a format to come.
    """
    path = root / MANIFEST
    if not path.is_file():
        return None
    if path.stat().st_size > _LARGEST_MANIFEST:
        raise ValueError(f"larger than {_LARGEST_MANIFEST} bytes")
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if isinstance(content, dict):
        # The first ones need not have said so.
        check_version(content.get("format", FORMAT), FORMAT)
    files = content.get("files") if isinstance(content, dict) else None
    if not isinstance(files, dict):
        raise ValueError("no table of files with their SHA-256")
    matches = {name: _HASH.fullmatch(value) if isinstance(value, str) else None for name, value in files.items()}
    unread = next((name for name, match in matches.items() if match is None), None)
    if unread is not None:
        raise ValueError(f'{unread}: not "sha256:" and 64 hexadecimal digits in lower case')
    return {name: match.group(1) for name, match in matches.items() if match}


class Integrity:
    """Answers whether a file of a package may be opened. A file is hashed again only when it has changed on disk."""

    def __init__(self, root: Path, manifest: Optional[Mapping[str, str]]) -> None:
        self._root = root
        self._manifest = manifest
        self._verified: dict[str, tuple[int, int]] = {}

    def refusal(self, name: str) -> Optional[Message]:
        """Why the file ``name`` (relative, with ``/``) must not be opened, or None."""
        path = self._root / name
        try:
            inside = path.resolve().is_relative_to(self._root.resolve())
            status = path.stat()
        except (OSError, ValueError):  # ValueError: a name that no file can have
            return Message("source-missing", {"file": name})
        if not inside:
            return Message("file-outside", {"file": name})
        if self._manifest is None:
            return None
        if name not in self._manifest:
            return Message("source-unlisted", {"file": name})
        stamp = (status.st_size, status.st_mtime_ns)
        if self._verified.get(name) == stamp:
            return None
        if file_hash(path) != self._manifest[name]:
            return Message("source-changed", {"file": name})
        self._verified[name] = stamp
        return None

    def refusal_with_companions(self, name: str) -> Optional[Message]:
        """:meth:`refusal` for a file and the files that belong to it by name, such as the parts of a Shapefile
        or the world file of a picture."""
        stem = name.rsplit(".", 1)[0] + "."
        # A part on disk that the manifest does not list would be read unverified.
        listed = {other for other in self._manifest or () if other.startswith(stem) and other != name}
        for each in (name, *sorted(listed.union(companions(self._root, name)))):
            refused = self.refusal(each)
            if refused:
                return refused
        return None
