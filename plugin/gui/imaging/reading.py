"""How a picture is read with a legend, as a picture again: each class in its first colour."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Optional

import numpy as np

from ...core.legend import Legend, rgb
from ...gis.classify import OUTSIDE, UNKNOWN, classify
from ...gis.geometry import Cancelled, Interrupted
from ...gis.warping import inside_ring

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
        moved = np.array([((c - left) / step, (r - top) / step) for c, r in ring], float)
        inside = inside_ring(moved, (0, 0, part.shape[1], part.shape[0]))
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
