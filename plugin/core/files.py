"""Writing files so that a kill at any moment leaves the old content or the new, never half of it, and asking for files
by names that no file can have."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Callable


def is_file(path: Path) -> bool:
    """Whether there is a file at ``path``; False, not an error, for a name that is longer than any file's."""
    return _holds(path.is_file)


def is_folder(path: Path) -> bool:
    """:func:`is_file` for folders."""
    return _holds(path.is_dir)


def _holds(question: Callable[[], bool]) -> bool:
    try:
        return question()
    except OSError:
        return False


def replace_bytes(path: Path, content: bytes) -> None:
    """Write ``content`` to a neighbour of ``path``, flush it to disk and put it in place in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Not the whole name: one that is as long as the file system allows has a neighbour too.
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        # mkstemp makes files that only their owner can read; a summary is there to be shared.
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink()
        raise


def replace_text(path: Path, content: str) -> None:
    """:func:`replace_bytes` for text, as UTF-8."""
    replace_bytes(path, content.encode("utf-8"))


def flush(path: Path) -> None:
    """Have the content of a file on disk, before another name points at it."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
