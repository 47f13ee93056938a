"""Writing files with GDAL: made beside their place, and put there whole or not at all."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator

from ..core.files import flush
from .gdal_handler import RAISED, as_text
from .geometry import Cancelled, Interrupted
from .sources import gdal_errors

Refusal = Callable[[str], Exception]


@dataclass(frozen=True)
class Workshop:
    """A folder to make files in. ``errors`` are GDAL's so far; with any of them what it wrote may be half of it."""

    folder: Path
    errors: list[str]
    refusal: Refusal

    def put(self, made: Path, target: Path) -> None:
        """Put a file that was made in its place. Raises the refusal where GDAL had errors."""
        if self.errors:
            raise self.refusal(self.errors[0])
        flush(made)
        made.replace(target)


@contextmanager
def beside(target: Path, cancelled: Cancelled, refusal: Refusal) -> Iterator[Workshop]:
    """A workshop in the folder of ``target``, gone with what is left in it when the context ends.

    What goes wrong on the disk or in GDAL is raised as ``refusal`` of the reason, or as :class:`~.geometry.Interrupted`
    after a cancel.
    """
    errors: list[str] = []
    try:
        with tempfile.TemporaryDirectory(prefix=".plandialog-", dir=target.parent) as folder, gdal_errors() as errors:
            yield Workshop(Path(folder), errors, refusal)
    except (*RAISED, OSError) as error:  # of the last kind: disk full, file in use
        if cancelled():
            raise Interrupted from error
        raise refusal(errors[0] if errors else " ".join(as_text(error).split())) from error
