"""What a check measured: a figure, its uncertainty and what could be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Optional

from .quantity import NBSP, Dimension, format_quantity, format_range
from .text import LANGUAGES, Text


class Certainty(str, Enum):
    """Whether anything was found. ``maybe``: only what lies within the positional accuracy."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


@dataclass(frozen=True)
class Measurement:
    """A figure in the base unit of its dimension (m, m², %, number), with the bounds of its uncertainty.

    ``low`` and ``high`` bound the figure for every shift of the data within its stated accuracy; they are not a
    standard error. ``beyond`` marks a distance of which only the lower bound ``value`` is known, because nothing
    was found within the reach, ``nearest`` a figure that more data could only lower, ``signed`` one that more data
    could lower as well as raise. ``incomplete`` says that features without a usable value were left out, so that the
    figure is too low by an unknown amount. ``schematic`` is the accuracy (m) of the structure image that the figure was
    read in, None for what was measured on features: such a figure is never written bare.
    """

    dimension: Dimension
    value: float
    low: float
    high: float
    found: Certainty
    unit: Optional[Text] = None
    beyond: bool = False
    nearest: bool = False
    incomplete: bool = False
    signed: bool = False
    schematic: Optional[float] = None

    @classmethod
    def exact(cls, dimension: Dimension, value: float, found: bool = True, unit: Optional[Text] = None) -> Measurement:
        """A figure without uncertainty."""
        return cls(dimension, value, value, value, Certainty.YES if found else Certainty.NO, unit)

    @property
    def is_uncertain(self) -> bool:
        """Whether a reader would see a difference between the bounds."""
        if self.beyond:
            return False
        return any(self._figure(self.low, lang) != self._figure(self.high, lang) for lang in LANGUAGES)

    def text(self, language: str, with_accuracy: bool = True) -> str:
        """The figure as a reader gets it, with its uncertainty: ``12 % (10–14 %)``, ``more than 3.0 km``.

        From a structure image: ``about 40 % (10–80 %, accuracy 600 m)``, without the accuracy where it stands already.
        """
        figure = self._figure(self.value, language)
        if self.beyond:
            figure = ("more than" if language == "en" else "mer än") + NBSP + figure
        elif self.schematic is not None:
            figure = ("about" if language == "en" else "omkring") + NBSP + figure
        limits = []
        if self.is_uncertain:
            limits.append(format_range(self.low, self.high, self.dimension, language, self.unit))
        if self.schematic is not None and with_accuracy:
            accuracy = format_quantity(self.schematic, Dimension.LENGTH, language)
            limits.append(("accuracy" if language == "en" else "noggrannhet") + NBSP + accuracy)
        return f"{figure} ({', '.join(limits)})" if limits else figure

    def short(self, language: str) -> str:
        """The figure alone, for where there is no room for bounds or for what is counted: ``12 %``, ``> 3.0 km``, and
        ``≈ 40 %`` from a structure image."""
        figure = format_quantity(self.value, self.dimension, language)
        sign = ">" if self.beyond else "≈" if self.schematic is not None else ""
        return f"{sign}{NBSP}{figure}" if sign else figure

    def as_text(self) -> Text:
        """:meth:`text` in both languages."""
        return Text(*(self.text(language) for language in LANGUAGES))

    def _figure(self, value: float, language: str) -> str:
        return format_quantity(value, self.dimension, language, self.unit)


@dataclass(frozen=True)
class Slivers:
    """Overlap dropped for being narrower than the tolerance: how many parts, and their area (m²) or length (m)."""

    count: int = 0
    size: float = 0.0


class Evidence(str, Enum):
    """What shows where a dataset was mapped."""

    PACKAGE = "package"
    DATASET = "dataset"
    SERVICE = "service"
    IMAGE = "image"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Coverage:
    """How much of the area looked at the dataset is shown to cover.

    ``share`` is a percentage (0–100) or None where coverage is unknown. ``complete`` is decided where the
    geometry is known, so that no rounding here can turn 99.999 % into all of it.
    """

    evidence: Evidence
    share: Optional[float] = None
    complete: bool = False
