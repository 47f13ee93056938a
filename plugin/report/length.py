"""How long a guidance summary is. Every length has the same findings; a shorter one says less of each."""

from __future__ import annotations

from enum import Enum

from ..core.text import Text


class Length(str, Enum):
    """``BRIEF`` is a page to talk from, ``STANDARD`` what is sent, ``FULL`` has how each check was made as well."""

    BRIEF = "brief"
    STANDARD = "standard"
    FULL = "full"


LENGTHS: dict[Length, Text] = {
    Length.BRIEF: Text("Kort (en sida)", "Brief (one page)"),
    Length.STANDARD: Text("Normal", "Standard"),
    Length.FULL: Text("Utförlig, med hur varje kontroll gjordes", "Full, with how each check was made"),
}
