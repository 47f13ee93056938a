"""The legend of a structure image: which colours in the picture stand for which class, and what a class means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Optional

from .text import Text

#: A colour as a legend states it.
COLOR_PATTERN = r"^#[0-9A-Fa-f]{6}$"

#: How far (ΔE, CIE 1976) a pixel may be from a colour of the legend where the legend does not say.
DEFAULT_TOLERANCE = 10.0

#: Classes that one legend may have.
MOST_CLASSES = 28


@dataclass(frozen=True)
class ImageClass:
    """One class of a structure image.

    ``colors`` (``#rrggbb``) are those that appear in the picture: a semi-transparent colour has one for each ground it
    lies on. A colour may belong to several classes, where they overlap. ``tolerance`` is a distance of colours (ΔE, CIE
    1976). ``gaps`` (m) is set for a hatched class: what lies between two of its marks no further apart belongs to it
    too. A ``blank`` class is the ground of the map: the picture is known to say nothing there.
    """

    id: str
    title: Text
    colors: tuple[str, ...]
    tolerance: float = DEFAULT_TOLERANCE
    gaps: float = 0.0
    blank: bool = False
    means: Optional[Text] = None


@dataclass(frozen=True)
class Legend:
    """All classes of a structure image. ``overprint`` (m) is how wide labels and lines printed over the classes are at
    most: what is no class's colour is taken for the nearest class within that distance, and for unknown beyond it.
    """

    classes: tuple[ImageClass, ...]
    overprint: float = 0.0

    def find(self, identifier: str) -> Optional[ImageClass]:
        """The class with this id, or None."""
        return next((each for each in self.classes if each.id == identifier), None)


def rgb(color: str) -> tuple[int, int, int]:
    """Red, green and blue (0–255) of ``#rrggbb``. Raises ValueError for anything else."""
    if not re.fullmatch(COLOR_PATTERN, color):
        raise ValueError(color)
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def hex_color(red: int, green: int, blue: int) -> str:
    """``#rrggbb`` in lower case."""
    return f"#{red:02x}{green:02x}{blue:02x}"
