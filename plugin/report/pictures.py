"""Maps as a document carries them: pictures with what has to stand beside them, free of QGIS."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Mapping, Optional

from .mapped import OVERVIEW, PLAN, image_key


@dataclass(frozen=True)
class LegendEntry:
    """Signs on a map that mean the same, each as a data URI, and what they mean."""

    images: tuple[str, ...]
    label: str


@dataclass(frozen=True)
class MapPicture:
    """A map with north up.

    ``image`` is a data URI; ``width`` and ``height`` are the size to show it at, in CSS pixels. ``extent`` is west,
    south, east and north in the package's CRS and ``metres_per_pixel`` counts CSS pixels. ``bar`` is the length of
    the scale bar as a part of the width, ``bar_label`` the same length in words. ``alt`` says what the map shows,
    ``source`` what it is drawn from and what is missing from it.
    """

    image: str
    width: int
    height: int
    extent: tuple[float, float, float, float]
    metres_per_pixel: float
    alt: str
    bar: float
    bar_label: str
    legend: tuple[LegendEntry, ...]
    source: str


@dataclass(frozen=True)
class Maps:
    """The maps of one proposal by their keys (see :mod:`.mapped`); without them, ``fault`` says why in words. One that
    could not be drawn is left out."""

    pictures: Mapping[str, MapPicture] = field(default_factory=dict)
    fault: str = ""

    @property
    def plan(self) -> Optional[MapPicture]:
        """The plan area with everything that was found."""
        return self.pictures.get(PLAN)

    @property
    def overview(self) -> Optional[MapPicture]:
        """Where in the region the plan area lies."""
        return self.pictures.get(OVERVIEW)

    def image(self, dataset: str) -> Optional[MapPicture]:
        """The structure image of a dataset with the plan area on it."""
        return self.pictures.get(image_key(dataset))
