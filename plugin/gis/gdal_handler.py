"""What GDAL reports, also where it is not text: a damaged file is quoted as it stands."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import Callable, Iterator, Optional

from osgeo import gdal

from ..core.text import whole

# What stands for a byte that could not be read, and what does not.
_BYTES, _HALVES = re.compile("[\udc80-\udcff]"), re.compile("[\ud800-\udc7f\udd00-\udfff]")


#: What GDAL raises where another plugin has told it to: the second from GDAL 3.10 on, where its report is not UTF-8.
RAISED = (RuntimeError, UnicodeDecodeError)


@contextmanager
def gdal_reports(heard: Callable[[int, str], None]) -> Iterator[None]:
    """Have GDAL tell ``heard`` its warnings and errors in this thread: their level (``gdal.CE_Failure`` …) and text on
    one line.
    """

    def note(level: int = gdal.CE_Failure, _number: int = 0, text: Optional[str] = None) -> None:
        if text is None:
            text = _unreadable()
        heard(level, " ".join(text.split()))

    gdal.PushErrorHandler(note)
    try:
        yield
    finally:
        gdal.PopErrorHandler()


def _unreadable() -> str:
    """The text of a report that is not UTF-8.

    GDAL's bindings then call the handler with nothing at all, while a Python exception waits to be raised by whatever
    call GDAL or QGIS is in. Another exception takes its place and is caught.
    """
    try:
        raise LookupError
    except (LookupError, SystemError):
        return as_text(gdal.GetLastErrorMsg())


def as_text(value: object) -> str:
    """A text of GDAL's bindings or of what they raised, as it would have been written in Windows where it is not UTF-8:
    they hand out bytes or single surrogates then. Halves of characters, which a file may have too, are replaced."""
    if isinstance(value, UnicodeDecodeError):
        value = value.object
    if isinstance(value, (bytes, bytearray)):
        return value.decode("cp1252", "replace")
    text = str(value)
    if not text.isascii() and _BYTES.search(text) and not _HALVES.search(text):
        return text.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    return whole(text)
