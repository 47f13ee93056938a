"""A map before it is drawn as a picture or in a layout: layers, what to frame, and what has to stand beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Optional, Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsMapLayer,
    QgsRectangle,
    QgsSymbol,
)

from ..core.legend import ImageClass

#: Metres on paper of a CSS pixel, 96 to the inch.
PIXEL = 0.0254 / 96


@dataclass(frozen=True)
class Entry:
    """One line of a legend: the signs on the map that mean the same, or a class of a picture, and what they mean."""

    label: str
    symbols: tuple[QgsSymbol, ...] = ()
    image_class: Optional[ImageClass] = None


@dataclass(frozen=True)
class Scene:
    """A map with north up.

    ``layers`` are drawn the first on top, in ``crs``; those in ``above`` over them and over their labels. ``subject``
    is what the map is about: it fills the part ``fill`` of the map, unless that would take a scale larger than
    1:``largest_scale``. ``size`` is the size on a screen in CSS pixels. ``alt`` says what the map shows, ``source``
    what it is drawn from and what is missing from it. ``mark`` is written in a corner of the map itself: a map is
    easily copied out of its document. ``form`` is the form its picture is kept in.
    """

    key: str
    layers: Sequence[QgsMapLayer]
    crs: QgsCoordinateReferenceSystem
    context: QgsCoordinateTransformContext
    subject: QgsRectangle
    fill: float
    largest_scale: float
    size: tuple[int, int]
    alt: str
    source: str
    legend: tuple[Entry, ...] = ()
    mark: str = ""
    above: tuple[QgsMapLayer, ...] = ()
    form: str = "PNG"

    def extent_on_screen(self) -> QgsRectangle:
        """What a picture of :attr:`size` shows."""
        return self.extent(self.size[0] * PIXEL, self.size[1] * PIXEL)

    def extent(self, width: float, height: float) -> QgsRectangle:
        """What a map of ``width`` × ``height`` metres on paper shows."""
        return framed(self.subject, self.fill, self.largest_scale, width, height)


@dataclass(frozen=True)
class Scenes:
    """The maps of one proposal by their keys (see :mod:`.mapped`); without them, ``fault`` says why in words."""

    scenes: dict[str, Scene] = field(default_factory=dict)
    fault: str = ""


def framed(subject: QgsRectangle, fill: float, largest_scale: float, width: float, height: float) -> QgsRectangle:
    """``subject`` grown about its middle to fill ``fill`` of a map of ``width`` × ``height`` metres on paper, at no
    larger scale than 1:``largest_scale``."""
    across = max(subject.width() / fill, subject.height() / fill * width / height, largest_scale * width)
    return QgsRectangle.fromCenterAndSize(subject.center(), across, across * height / width)
