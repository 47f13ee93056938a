"""What whoever writes a summary is told, whatever its form, and how the writing may end."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator, Optional

from .length import Length


class WriteError(OSError):
    """A file that could not be written; the text says why in words for a person."""


class WriteCancelled(Exception):
    """Nobody wants the file any more; the old one, if there was one, is still there."""


@dataclass(frozen=True)
class WriteOptions:
    """How a summary is written: its length, and the layout template of a PDF, by default the one that is shipped.

    ``progress`` is told the part (0–1) that is done, ``cancelled`` is asked on the way.
    """

    length: Length = Length.STANDARD
    template: Optional[Path] = None
    progress: Callable[[float], None] = lambda part: None
    cancelled: Callable[[], bool] = lambda: False

    def check(self) -> None:
        """Raise :class:`WriteCancelled` where nobody wants the file any more."""
        if self.cancelled():
            raise WriteCancelled

    def step(self, part: float) -> None:
        """Tell how far it is, or raise :class:`WriteCancelled`."""
        self.check()
        self.progress(part)


@contextmanager
def told_by_name(path: Path, language: str) -> Iterator[None]:
    """Raise :class:`WriteError` with the name of the file in place of other errors of writing ``path``."""
    from ..core.messages import MessageError
    from . import texts
    from .geopackage import InUse

    try:
        yield
    except MessageError as error:
        raise WriteError(error.message.text(language)) from error
    except OSError as error:
        reason = texts.IN_USE.get(language) if isinstance(error, InUse) else error.strerror or str(error)
        text = texts.filled(texts.CANNOT_WRITE.get(language), file=path.name, reason=reason.rstrip("."))
        raise WriteError(text) from error
