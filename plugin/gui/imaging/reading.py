"""How a picture is read with a legend, as a picture again: each class in its first colour."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Optional

import numpy as np

from ...core.legend import Legend, rgb
from ...gis.classify import OUTSIDE, UNKNOWN, classify
from ...gis.geometry import Cancelled, Interrupted

# Pixels that are read for a preview at most.
_MOST = 4_000_000

_UNKNOWN_COLOR = (255, 130, 210, 255)
_BLANK_COLOR = (236, 236, 236, 255)


@dataclass(frozen=True)
class Reading:
    """What a preview shows. ``rgba`` covers the columns and rows of ``window`` (left, top, right, bottom) of what is
    shown; ``shares`` (%) are of each class by id, ``unknown`` of what is no class, both of what is inside.
    """

    rgba: np.ndarray
    window: tuple[int, int, int, int]
    shares: dict[str, float]
    unknown: float


def read(
    rgba: np.ndarray,
    legend: Legend,
    pixel: float,
    ring: Optional[list[tuple[float, float]]],
    cancelled: Cancelled = lambda: False,
) -> Reading:
    """Read ``rgba`` (rows, columns, 4) inside ``ring`` (columns and rows of it); ``pixel`` is its side in m.

    Works in any thread; raises Interrupted when cancelled.
    """
    rows, columns = rgba.shape[:2]
    window = (0, 0, columns, rows)
    if ring is not None:
        across, down = [column for column, _ in ring], [row for _, row in ring]
        window = (
            max(0, math.floor(min(across))),
            max(0, math.floor(min(down))),
            min(columns, math.ceil(max(across))),
            min(rows, math.ceil(max(down))),
        )
    left, top, right, bottom = window
    part = rgba[top:bottom, left:right]
    step = max(1, math.ceil(math.sqrt(part.shape[0] * part.shape[1] / _MOST)))
    part = np.array(part[::step, ::step])
    if ring is not None:
        inside = _inside([((c - left) / step, (r - top) / step) for c, r in ring], *part.shape[:2])
        part[~inside, 3] = 0
    if cancelled():
        raise Interrupted
    bits = classify(part, legend, pixel * step)
    if cancelled():
        raise Interrupted
    return Reading(_colored(bits, legend), window, *_shares(bits, legend))


def _colored(bits: np.ndarray, legend: Legend) -> np.ndarray:
    values, codes = np.unique(bits, return_inverse=True)
    table = np.array([_color(int(value), legend) for value in values], np.uint8)
    return table[codes.reshape(bits.shape)]


def _color(value: int, legend: Legend) -> tuple[int, int, int, int]:
    if value & OUTSIDE:
        return 0, 0, 0, 0
    found = [each for index, each in enumerate(legend.classes) if value >> index & 1]
    if value & UNKNOWN or not found:
        return _UNKNOWN_COLOR
    named = [each for each in found if not each.blank]
    if not named:
        return _BLANK_COLOR
    colors = np.array([rgb(each.colors[0]) for each in named])
    return (*(int(each) for each in colors.mean(axis=0)), 255)


def _shares(bits: np.ndarray, legend: Legend) -> tuple[dict[str, float], float]:
    inside = (bits & OUTSIDE) == 0
    total = max(int(inside.sum()), 1)
    shares = {
        each.id: 100 * int(((bits >> index & 1) & inside).astype(bool).sum()) / total
        for index, each in enumerate(legend.classes)
    }
    return shares, 100 * int(((bits & UNKNOWN) != 0)[inside].sum()) / total


def _inside(ring: list[tuple[float, float]], rows: int, columns: int) -> np.ndarray:
    """Whether the middle of each pixel lies within the ring, by the even-odd rule."""
    ends = np.roll(np.array(ring, float), -1, axis=0)
    begins = np.array(ring, float)
    result = np.zeros((rows, columns), bool)
    for row in range(rows):
        y = row + 0.5
        crossed = (begins[:, 1] <= y) != (ends[:, 1] <= y)
        a, b = begins[crossed], ends[crossed]
        edges = np.sort(a[:, 0] + (y - a[:, 1]) * (b[:, 0] - a[:, 0]) / (b[:, 1] - a[:, 1]))
        bounds = np.clip(np.ceil(edges - 0.5), 0, columns).astype(int)
        for begin, end in zip(bounds[::2], bounds[1::2]):
            result[row, begin:end] = True
    return result
