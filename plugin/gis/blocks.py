"""A picture classified block by block: memory does not grow with it, and the classes are those of the whole picture."""

from __future__ import annotations

from typing import Iterator

import numpy as np

from ..core.legend import Legend
from .classify import classify, margin
from .geometry import Cancelled, Interrupted
from .pictures import Picture, Window

# Side (px) of what is classified at once, beside what its classes depend on.
_BLOCK = 1024

# Pixels that are held at once of a broad picture, beside those around them.
_HELD = 8_000_000


def classified(
    picture: Picture, legend: Legend, pixel: float, window: Window, cancelled: Cancelled = lambda: False
) -> Iterator[tuple[int, int, np.ndarray]]:
    """The classes in ``window`` (column, row, width, height) of a picture, from top to bottom: the column and row of a
    block, and its bits as by :func:`~.classify.classify`. ``pixel`` is the side of a pixel (m).

    The picture is decoded once. Raises :class:`~.pictures.PictureError`, and :class:`~.geometry.Interrupted` when
    cancelled.
    """
    edge = margin(legend, pixel)
    first, _, width, _ = window
    for row, top, left, band, rows in _bands(picture, window, edge, cancelled):
        for column in range(first, first + width, _BLOCK):
            if cancelled():
                raise Interrupted
            right = min(column + _BLOCK, first + width)
            begin = max(column - edge, left)
            bits = classify(band[:, begin - left : right + edge - left], legend, pixel)
            yield column, row, bits[row - top : row - top + rows, column - begin : right - begin]


def _bands(
    picture: Picture, window: Window, edge: int, cancelled: Cancelled
) -> Iterator[tuple[int, int, int, np.ndarray, int]]:
    """``window`` in bands with ``edge`` pixels around them: the first row of the band itself, the row and column that
    its pixels (rows, columns, 4) begin at, they, and how many rows it has."""
    column, row, width, height = window
    left, top = max(column - edge, 0), max(row - edge, 0)
    right, bottom = min(column + width + edge, picture.width), min(row + height + edge, picture.height)
    rows = min(_BLOCK, max(_BLOCK // 4, _HELD // (right - left)))
    held = np.empty((0, right - left, 4), np.uint8)
    begin = row
    for place, strip in picture.strips((left, top, right - left, bottom - top), rows, cancelled):
        held = np.concatenate([held, strip])
        read = place + len(strip)
        end = row + height if read == bottom else min(read - edge, row + height)
        if end > begin:
            yield begin, read - len(held), left, held, end - begin
            begin = end
            held = held[max(len(held) - (read - max(end - edge, top)), 0) :].copy()
