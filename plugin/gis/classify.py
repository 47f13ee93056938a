"""Which classes of a legend the pixels of a structure image belong to, and which colours a picture has.

A structure image is a picture from a printed page: hatched and semi-transparent colours, blurred edges, noise from
compression, labels and lines over the classes are what it normally looks like. A colour is therefore only a first
guess. What is too small, or lies along an edge and looks like a class only because two colours are mixed there, is put
aside; hatched classes are closed between their marks; and what is left without a class takes that of the nearest pixel
that has one, within the width of what is printed over the classes.

Distances are Euclidean and exact, and every step looks a bounded number of pixels around itself, so that a window read
with :func:`margin` gives the same classes as the whole picture does.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Iterable, Optional

import numpy as np
from osgeo import gdal, ogr
from qgis.core import QgsGeometry

from ..core.legend import Legend, hex_color, rgb

#: Flags beside the bits of the classes: outside the picture, and inside it without a class that can be told.
OUTSIDE = 1 << 30
UNKNOWN = 1 << 31

#: Pixels that a gap between marks is closed over, or a label filled from either side, at most. A legend that asks for
#: more gets this much: the margin of a window has to have an end.
FARTHEST = 256

#: Pixels that a label, a line or a blurred edge is always filled over from either side.
_LEAST_FILL = 3

#: Neighbours (of eight) of the same class that a pixel needs to be more than a speck; one of a hatch, which may be a
#: pixel wide, needs fewer.
_NEIGHBOURS, _MARK_NEIGHBOURS = 4, 1

#: Sides (pixels) of the square that fits into anything but a thin part of a class.
_CORE = 5

#: Different colours of a legend that are told apart; what has one beyond them is unknown.
MOST_COLORS = 256

#: Pairs of a hatch and a ground, and colours, whose mixtures are looked for.
_MOST_PAIRS, _MOST_MIXED = 240, 96

#: Pixels on either side of a thin part where the two colours are looked for that it may be a mixture of.
_ACROSS = 4

#: Pixels that the steps before the hatches look around a pixel: three times specks, cores, what lies across thin parts.
_CLEANING = 3 * 1 + (_CORE - 1) + _ACROSS

#: The part of a blurred mark that is mark and not ground: of its lightness (sharpened edges overshoot) and of its hue.
_LIGHT_PART, _HUE_PART = (0.4, 1.25), (0.2, 1.0)

#: Of the radius of closing (half a gap): how near a mark in the hatch's own colour has to be, and the radius of what is
#: wide enough to be a hatch without one.
_FIRM_WITHIN, _WIDE = 2.0, 2.0

#: ΔE within which the colour of a blurred mark has to be from what it is expected to be.
_BLUR = 5.0

#: Rows or columns that are worked on at once where they fit into the processor's cache then.
_STRIP = 128

#: Bits per channel of the table of colours.
_BITS = 6

#: ΔE from the middle of a shade to what is still taken for it: of a picture without its noise, and of a spot with it.
_ONE_SHADE, _ONE_SPOT_SHADE = 6.0, 12.0

#: Shades that are looked for, the least share (%) of a picture that is a shade of it, and the least part of a spot.
_MOST_SHADES, _LEAST_SHARE, _LEAST_PART = 64, 0.1, 0.02

#: Difference of a channel between pixels of one area: noise, and what compression leaves.
_NOISE = 28

#: Pixels that are looked at for the colours of a picture.
_MOST_PIXELS = 4_000_000


@dataclass(frozen=True)
class Shade:
    """A colour (``#rrggbb``) in a picture, its share (0–100 %) of what was looked at, a place (column, row) of it."""

    color: str
    share: float
    where: tuple[int, int]


@dataclass(frozen=True)
class _Hatch:
    """A hatched class: its bit, how far its gaps reach (m), and for each code whether it is a mark of it."""

    bit: int
    gaps: float
    marks: np.ndarray


@dataclass(frozen=True)
class _Palette:
    """A legend made ready for pixels.

    ``table`` gives for each colour (18 bits) a code: 0 for none, 1…n for the n sets of classes that share a colour, and
    beyond n for colours between a hatch and its ground. ``strong`` is the code of the hatch itself for those, ``weak``
    is true for them. ``ground`` are the classes (bits) of each code without the hatched ones, ``need`` the neighbours
    that a pixel needs. ``mixed[a, c, b]`` says that code c is what a mixture of the codes a and b looks like.
    """

    table: np.ndarray
    strong: np.ndarray
    weak: np.ndarray
    ground: np.ndarray
    need: np.ndarray
    mixed: np.ndarray
    hatches: tuple[_Hatch, ...]
    blank: int

    @property
    def any_mark(self) -> np.ndarray:
        """For each code whether it is a mark of a hatched class."""
        return np.any([hatch.marks for hatch in self.hatches], axis=0) if self.hatches else np.zeros_like(self.weak)


def classify(rgba: np.ndarray, legend: Legend, pixel: float) -> np.ndarray:
    """The classes of each pixel of ``rgba`` (rows, columns, 4; uint8) as bits (rows, columns; uint32).

    Bit i stands for ``legend.classes[i]``; :data:`OUTSIDE` is set alone where alpha is below 128, :data:`UNKNOWN` alone
    where no class can be told. A blank class is never set together with another. ``pixel`` is the side of a pixel (m).
    """
    palette = _palette(legend)
    inside = rgba[..., 3] >= 128
    codes = _codes(rgba, palette.table)
    codes[~inside] = 0
    _clean(codes, rgba, palette)
    bits = palette.ground[codes]
    known = bits > 0
    hatched = _hatched(codes, inside, palette, pixel)
    if hatched is not None:
        _fill(bits, known, (hatched > 0) & ~known, _ground_radius(legend, pixel))
        bits |= hatched
        known = bits > 0
    _fill(bits, known, inside & ~known, _fill_radius(legend, pixel))
    _drop_blank(bits, palette.blank)
    bits[bits == 0] = UNKNOWN
    bits[~inside] = OUTSIDE
    return bits


def margin(legend: Legend, pixel: float) -> int:
    """How many pixels around a window may change the classes in it; ``pixel`` is the side of a pixel (m)."""
    hatches = [_closing_radius(each.gaps, pixel) for each in legend.classes if each.gaps > 0]
    closing = _hatch_margin(max(hatches)) + _ground_radius(legend, pixel) if hatches else 0
    return _CLEANING + closing + _fill_radius(legend, pixel)


def _closing_radius(gaps: float, pixel: float) -> float:
    """Half of the widest gap in pixels; half a pixel more, because gaps are counted in whole ones."""
    return min(gaps / 2 / pixel + 0.5, float(FARTHEST))


def _fill_radius(legend: Legend, pixel: float) -> int:
    return min(max(math.ceil(legend.overprint / 2 / pixel), _LEAST_FILL), FARTHEST)


def _ground_radius(legend: Legend, pixel: float) -> int:
    """How far from a mark the ground is looked for that it is printed on."""
    widest = max((each.gaps for each in legend.classes), default=0.0)
    return max(math.ceil(_closing_radius(widest, pixel)) + 1, _fill_radius(legend, pixel))


def _drop_blank(bits: np.ndarray, blank: int) -> None:
    """Take the blank classes away where there is another, in place."""
    if blank:
        others = bits & np.uint32(~blank & 0xFFFFFFFF)
        np.copyto(bits, others, where=others > 0)


# The legend as tables


@lru_cache(maxsize=16)
def _palette(legend: Legend) -> _Palette:
    colors = _legend_colors(legend)
    groups = sorted({bits for bits, _ in colors.values()})
    hatched = sum(1 << index for index, each in enumerate(legend.classes) if each.gaps > 0)
    weak = [bits for bits in groups if bits & hatched]
    count = 1 + len(groups) + len(weak)
    bits = np.array([0, *groups, *weak], np.uint32)
    strong = np.array([0, *range(1, 1 + len(groups)), *(1 + groups.index(each) for each in weak)])
    kind = np.uint8 if count < 256 else np.uint16
    table = _color_table(colors, {each: 1 + place for place, each in enumerate(groups)}, kind)
    grounds = [color for color, (each, _) in colors.items() if not each & hatched]
    # A legend of very many hatches is made ready in the same time as any, with fewer grounds for each.
    grounds = grounds[: _MOST_PAIRS // max(sum(bits & hatched > 0 for bits, _ in colors.values()), 1)]
    for place, each in enumerate(weak):
        marks = [color for color, (found, _) in colors.items() if found == each]
        _add_weak(table, 1 + len(groups) + place, marks, grounds)
    hatches = tuple(
        _Hatch(1 << index, each.gaps, (bits >> np.uint32(index) & 1).astype(bool))
        for index, each in enumerate(legend.classes)
        if each.gaps > 0
    )
    is_mark = (bits & np.uint32(hatched)) > 0
    return _Palette(
        table=table,
        strong=strong.astype(kind),
        weak=np.arange(count) > len(groups),
        ground=bits & np.uint32(~hatched & 0xFFFFFFFF),
        need=np.where(is_mark, _MARK_NEIGHBOURS, _NEIGHBOURS).astype(np.uint8),
        mixed=_mixtures(table, {color: strong[1 + groups.index(each)] for color, (each, _) in colors.items()}, count),
        hatches=hatches,
        blank=sum(1 << index for index, each in enumerate(legend.classes) if each.blank),
    )


def _legend_colors(legend: Legend) -> dict[tuple[int, int, int], tuple[int, float]]:
    """The classes (bits) and the tolerance of each colour, :data:`MOST_COLORS` at most."""
    colors: dict[tuple[int, int, int], tuple[int, float]] = {}
    for index, each in enumerate(legend.classes):
        for color in map(rgb, each.colors):
            if color not in colors and len(colors) == MOST_COLORS:
                continue
            bits, tolerance = colors.get(color, (0, 0.0))
            colors[color] = bits | 1 << index, max(tolerance, each.tolerance)
    return colors


def _color_table(
    colors: dict[tuple[int, int, int], tuple[int, float]], codes: dict[int, int], kind: type
) -> np.ndarray:
    """The code of the nearest colour of the legend, within its tolerance, for each of 2^18 colours."""
    table = np.zeros(1 << 3 * _BITS, kind)
    nearest = np.full(table.shape, np.inf, np.float32)
    for color, (bits, tolerance) in colors.items():
        lab = _lab(np.array(color))
        bins = _bins(lab - tolerance, lab + tolerance)
        distance = _distance(_lab_table()[bins], lab)
        better = (distance <= tolerance) & (distance < nearest[bins])
        # The bin of the colour itself, whatever the tolerance: a bin's middle may be farther away than that.
        own = _key(np.array(color, np.uint8))
        table[bins[better]] = table[own] = codes[bits]
        nearest[bins[better]] = distance[better]
        nearest[own] = 0
    return table


def _add_weak(
    table: np.ndarray, code: int, marks: Iterable[tuple[int, int, int]], grounds: Iterable[tuple[int, int, int]]
) -> None:
    """Give ``code`` to the colours without one that the blurred marks of a hatch have on one of the grounds.

    The lines of a hatch are often thinner than two pixels, and then mixed with the ground from end to end. JPEG keeps
    lightness that sharp but spreads the hue over a dozen pixels, so the two are mixed by different parts.
    """
    for mark in map(_lab, map(np.array, marks)):
        for ground in map(_lab, map(np.array, grounds)):
            way = mark - ground
            ends = ground + np.outer(_LIGHT_PART, way * (1, 0, 0)) + np.outer(_HUE_PART, way * (0, 1, 1))
            bins = _bins(ends.min(axis=0) - _BLUR, ends.max(axis=0) + _BLUR)
            bins = bins[table[bins] == 0]
            offset = _lab_table()[bins] - ground
            hue = np.clip(offset[:, 1:] @ way[1:] / max(float(way[1:] @ way[1:]), 1e-6), *_HUE_PART)
            light = np.clip(offset[:, 0] / (way[0] or 1e-6), *_LIGHT_PART)
            expected = np.column_stack([light * way[0], hue[:, None] * way[1:]])
            table[bins[_distance(offset, expected) <= _BLUR]] = code


def _mixtures(table: np.ndarray, colors: dict[tuple[int, int, int], int], count: int) -> np.ndarray:
    """For codes a, c, b (a boolean cube) whether a mixture of colours of a and of b has the code c."""
    most = 1 + max(colors.values(), default=0)
    mixed = np.zeros((most, count, most), bool)
    noise = np.vstack([np.zeros((1, 3)), 8 * np.eye(3), -8 * np.eye(3), [[6, 6, 6], [-6, -6, -6]]])
    parts = np.linspace(0.06, 0.94, 17)[:, None, None]
    looked_at = list(colors.items())[:_MOST_MIXED]
    for first, a in looked_at:
        for second, b in looked_at:
            if a < b:
                colours = parts * np.array(first) + (1 - parts) * np.array(second) + noise
                found = np.unique(table[_key(np.clip(colours, 0, 255).astype(np.uint8))])
                mixed[a, found, b] = mixed[b, found, a] = True
    mixed[:, 0, :] = False
    return mixed


@lru_cache(maxsize=1)
def _lab_table() -> np.ndarray:
    """Lab of the middle of each bin of the table of colours, (2^18, 3)."""
    levels = 1 << _BITS
    step = 256 // levels
    index = np.arange(levels**3)
    channels = np.stack([index >> 2 * _BITS, index >> _BITS & levels - 1, index & levels - 1], axis=1)
    return _lab(channels * step + (step - 1) / 2)


@lru_cache(maxsize=1)
def _by_lightness() -> tuple[np.ndarray, np.ndarray]:
    """The bins of the table of colours from dark to light, and how light each is."""
    order = np.argsort(_lab_table()[:, 0], kind="stable")
    return order, _lab_table()[order, 0]


def _bins(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """The bins of the table of colours whose middle lies in a box of Lab."""
    order, light = _by_lightness()
    bins = order[np.searchsorted(light, low[0]) : np.searchsorted(light, high[0], "right")]
    lab = _lab_table()[bins]
    return bins[np.all((lab[:, 1:] >= low[1:]) & (lab[:, 1:] <= high[1:]), axis=1)]


def _lab(color: np.ndarray) -> np.ndarray:
    """CIE L*a*b* (D65) of sRGB colours 0–255, (…, 3)."""
    value = np.asarray(color, np.float64) / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    matrix = np.array(
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]]
    )
    ratio = linear @ matrix.T / np.array([0.95047, 1.0, 1.08883])
    root = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    x, y, z = root[..., 0], root[..., 1], root[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1).astype(np.float32)


def _distance(lab: np.ndarray, other: np.ndarray) -> np.ndarray:
    """ΔE (CIE 1976) between colours (…, 3)."""
    return np.sqrt(((lab - other) ** 2).sum(axis=-1))


def _key(colors: np.ndarray) -> np.ndarray:
    """The bin of each colour (…, 3 or 4; uint8) in the table."""
    shift = 8 - _BITS
    key = (colors[..., 0] >> shift).astype(np.int32)
    for channel in (1, 2):
        key = key << _BITS | colors[..., channel] >> shift
    return key


# From colours to codes


def _codes(rgba: np.ndarray, table: np.ndarray) -> np.ndarray:
    codes = np.empty(rgba.shape[:2], table.dtype)
    for top in range(0, len(codes), _STRIP):
        strip = slice(top, top + _STRIP)
        np.take(table, _key(rgba[strip]), out=codes[strip])
    return codes


def _clean(codes: np.ndarray, rgba: np.ndarray, palette: _Palette) -> None:
    """Put aside, in place, what is a speck or only a mixture of what lies on either side of it."""
    raw = (codes == 0) & (rgba[..., 3] >= 128)
    _drop_specks(codes, palette)
    _drop_specks(codes, palette)
    strong = palette.strong[codes]
    core = _core(strong)
    # A whole area in a colour between a hatch and its ground is neither.
    codes[core & palette.weak[codes]] = 0
    thin = np.flatnonzero(_padded((codes > 0) & ~core))
    if len(thin):
        strong[~(core | palette.any_mark[codes])] = 0
        strong[codes == 0] = 0
        mixture = _is_mixture(thin, codes, strong, raw, rgba, palette)
        rows, columns = np.divmod(thin[mixture], codes.shape[1] + 2 * _ACROSS)
        codes[rows - _ACROSS, columns - _ACROSS] = 0
    _drop_specks(codes, palette)


def _drop_specks(codes: np.ndarray, palette: _Palette) -> None:
    strong = palette.strong[codes]
    padded = np.pad(strong, 1)
    rows, columns = codes.shape
    same = np.zeros(codes.shape, np.uint8)
    for down in range(3):
        for right in range(3):
            if (down, right) != (1, 1):
                same += padded[down : down + rows, right : right + columns] == strong
    codes[same < palette.need[codes]] = 0


def _core(codes: np.ndarray) -> np.ndarray:
    """What lies in a square of :data:`_CORE` pixels of one code."""
    half = _CORE // 2
    rows, columns = codes.shape
    padded = np.pad(codes, 2 * half)
    low = high = padded
    for axis in (0, 1):
        length = low.shape[axis] - 2 * half
        pieces = [_cut(low, axis, step, length) for step in range(_CORE)]
        tops = [_cut(high, axis, step, length) for step in range(_CORE)]
        low, high = np.minimum(pieces[0], pieces[1]), np.maximum(tops[0], tops[1])
        for piece, top in zip(pieces[2:], tops[2:]):
            np.minimum(low, piece, out=low)
            np.maximum(high, top, out=high)
    found = low == high
    for axis in (0, 1):
        length = found.shape[axis] - 2 * half
        grown = _cut(found, axis, 0, length).copy()
        for step in range(1, _CORE):
            grown |= _cut(found, axis, step, length)
        found = grown
    return found & (codes > 0)


def _cut(array: np.ndarray, axis: int, start: int, length: int) -> np.ndarray:
    return array[start : start + length] if axis == 0 else array[:, start : start + length]


def _padded(array: np.ndarray) -> np.ndarray:
    return np.pad(array, _ACROSS)


def _is_mixture(
    thin: np.ndarray, codes: np.ndarray, firm: np.ndarray, raw: np.ndarray, rgba: np.ndarray, palette: _Palette
) -> np.ndarray:
    """Which of the ``thin`` pixels (places in the padded picture) look like a class only as a mixture of two colours.

    ``firm`` has the codes of what is no thin part itself; ``raw`` is true where the picture has no colour of the
    legend, which may be ink.
    """
    width = codes.shape[1] + 2 * _ACROSS
    firm, ink, keys = _padded(firm).ravel(), _padded(raw).ravel(), _padded(_key(rgba)).ravel()
    own = _padded(codes).ravel()[thin]
    result = np.zeros(len(thin), bool)
    for step in (1, width, width + 1, width - 1):
        ahead, back = _first(firm, thin, step), _first(firm, thin, -step)
        here, there = firm[ahead], firm[back]
        result |= (
            (here != there)
            & (here != palette.strong[own])
            & (there != palette.strong[own])
            & palette.mixed[here, own, there]
        )
        for side, other, place, way in ((here, there, ahead, -step), (there, here, back, step)):
            alone = np.flatnonzero(~result & (side > 0) & (other == 0) & (side != palette.strong[own]))
            for far in (1, 2):
                beyond = thin[alone] + far * way
                between = _is_between(keys[thin[alone]], keys[place[alone]], keys[beyond])
                result[alone[between & ink[beyond]]] = True
    return result


def _first(firm: np.ndarray, places: np.ndarray, step: int) -> np.ndarray:
    """Where in the direction ``step`` the first pixel with a code is, :data:`_ACROSS` pixels away at most."""
    found = places + _ACROSS * step
    for far in range(_ACROSS - 1, 0, -1):
        nearer = places + far * step
        found = np.where(firm[nearer] > 0, nearer, found)
    return found


def _is_between(colors: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Whether colours (bins) lie between two others, near the straight line in Lab."""
    lab = _lab_table()
    start, way = lab[one], lab[other] - lab[one]
    length = (way**2).sum(axis=1)
    along = ((lab[colors] - start) * way).sum(axis=1) / np.maximum(length, 1e-6)
    beside = _distance(lab[colors], start + along[:, None] * way)
    return (length > 20**2) & (along > 0.08) & (along < 0.92) & (beside < 10)


# Hatches


def _hatched(codes: np.ndarray, inside: np.ndarray, palette: _Palette, pixel: float) -> Optional[np.ndarray]:
    """The hatched classes (bits) of each pixel; None where there is none."""
    found = None
    for hatch in palette.hatches:
        marks = hatch.marks[codes]
        radius = _closing_radius(hatch.gaps, pixel)
        box = _box(marks, _hatch_margin(radius))
        if box is None:
            continue
        if found is None:
            found = np.zeros(codes.shape, np.uint32)
        firm = marks[box] & ~palette.weak[codes[box]]
        found[box][_hatch_area(marks[box], firm, radius) & inside[box]] |= np.uint32(hatch.bit)
    return found


def _hatch_area(marks: np.ndarray, firm: np.ndarray, radius: float) -> np.ndarray:
    """What lies between marks, and marks that are areas of their own, the dashes of a broad line say.

    What is narrower than a gap is no hatch: lines and letters over a ground whose shades are like the marks'. Where no
    mark has the colour of the hatch itself, only shades near it, an area has to be twice as wide as a gap: a word is
    not.
    """
    # Outside the picture nothing is known to be empty, so nothing is eaten away from its edges.
    closed = ~dilated(~dilated(marks, radius), radius)
    sure = _opened(closed, _opening_radius(radius)) & dilated(firm, _FIRM_WITHIN * radius)
    return sure | _opened(closed, _WIDE * radius) | _opened(firm, 1)


def _opened(mask: np.ndarray, radius: float) -> np.ndarray:
    """``mask`` without what a disc does not fit into."""
    return dilated(~dilated(~mask, radius), radius)


def _opening_radius(closing: float) -> float:
    return max(0.75 * closing, 1.0)


def _hatch_margin(closing: float) -> int:
    opening = max(_opening_radius(closing), _WIDE * closing)
    return 2 * (math.ceil(closing) + math.ceil(opening))


def _box(mask: np.ndarray, around: int) -> Optional[tuple[slice, slice]]:
    """The smallest window with every True of ``mask`` and ``around`` pixels around it; None for none."""
    sides = []
    for axis, size in ((1, mask.shape[0]), (0, mask.shape[1])):
        found = np.flatnonzero(mask.any(axis=axis))
        if not len(found):
            return None
        sides.append(slice(max(int(found[0]) - around, 0), min(int(found[-1]) + around + 1, size)))
    return sides[0], sides[1]


# Nearest pixels


def _vertical(mask: np.ndarray, limit: int) -> tuple[np.ndarray, np.ndarray]:
    """How many rows up and how many down the nearest True of each pixel is; more than ``limit`` where it is farther."""
    kind = np.uint16 if len(mask) + limit < 65_000 else np.uint32
    empty = (~mask).astype(kind)
    up, down = np.empty(mask.shape, kind), np.empty(mask.shape, kind)
    for distance, rows in ((up, range(len(mask))), (down, range(len(mask) - 1, -1, -1))):
        before = np.full(mask.shape[1], limit, kind)
        for row in rows:
            here = distance[row]
            np.add(before, 1, out=here)
            here *= empty[row]
            before = here
    return up, down


def _fill(values: np.ndarray, known: np.ndarray, wanted: np.ndarray, radius: int) -> np.ndarray:
    """Give the ``wanted`` pixels the value of the nearest ``known`` one within ``radius`` pixels, in place.

    Returns which of them got one. Of several equally near the one is taken that is nearest by column, then the upper.
    """
    up, down = _vertical(known, radius)
    reached = wanted & dilated(known, radius, np.minimum(up, down))
    width = known.shape[1]
    rows, columns = np.nonzero(reached)
    for start in range(0, len(rows), 1 << 18):
        row, column = rows[start : start + (1 << 18)], columns[start : start + (1 << 18)]
        best = np.full(len(row), radius * radius + 1, np.int32)
        source = np.zeros(len(row), np.int64)
        for step in range(radius + 1):
            for side in (-step, step) if step else (0,):
                beside = column + side
                there = row * width + np.clip(beside, 0, width - 1)
                above, below = up.ravel()[there].astype(np.int32), down.ravel()[there].astype(np.int32)
                rise = np.where(above <= below, -above, below)
                distance = rise * rise + step * step
                distance[(beside < 0) | (beside >= width) | (np.abs(rise) > radius)] = best.max(initial=0) + 1
                better = distance < best
                best[better] = distance[better]
                source[better] = (there + rise * width)[better]
        values[row, column] = values.ravel()[source]
    return reached


def dilated(mask: np.ndarray, radius: float, vertical: Optional[np.ndarray] = None) -> np.ndarray:
    """What is within ``radius`` pixels of a True pixel."""
    if vertical is None:
        vertical = np.minimum(*_vertical(mask, int(radius)))
    result = vertical <= int(radius)
    width = mask.shape[1]
    for step in range(1, min(int(radius), width - 1) + 1):
        reach = int(math.sqrt(radius * radius - step * step))
        near = vertical <= reach
        result[:, step:] |= near[:, :-step]
        result[:, :-step] |= near[:, step:]
    return result


# Colours of a picture


def dominant_colors(rgba: np.ndarray, most: int = 12) -> tuple[Shade, ...]:
    """The colours that fill areas of a picture (rows, columns, 4; uint8), largest first, ``most`` at most.

    Text, lines, hatches and blurred edges are left out, and so is what is transparent. Shares are of all that is even.
    Of a large picture every second or third pixel is looked at, and so on.
    """
    step = max(math.ceil(math.sqrt(rgba.shape[0] * rgba.shape[1] / _MOST_PIXELS)), 1)
    colors, visible = rgba[::step, ::step, :3], rgba[::step, ::step, 3] >= 128
    even = visible & _even(colors)
    shades = _shades(_smoothed(colors), even, _ONE_SHADE) if even.any() else _shades(colors, visible, _ONE_SPOT_SHADE)
    large = [shade for shade in shades if shade.share >= _LEAST_SHARE][:most]
    return tuple(Shade(each.color, each.share, (each.where[0] * step, each.where[1] * step)) for each in large)


def _even(colors: np.ndarray) -> np.ndarray:
    """Where the pixels around one (5 × 5) differ by no more than noise does."""
    even = np.ones(colors.shape[:2], bool)
    for channel in range(3):
        low = high = np.pad(colors[..., channel], 2, mode="edge")
        for axis in (0, 1):
            length = low.shape[axis] - 4
            low = np.minimum.reduce([_cut(low, axis, step, length) for step in range(5)])
            high = np.maximum.reduce([_cut(high, axis, step, length) for step in range(5)])
        even &= high - low <= _NOISE
    return even


def _smoothed(colors: np.ndarray) -> np.ndarray:
    """The mean of the nine pixels around each."""
    rows, columns = colors.shape[:2]
    padded = np.pad(colors, ((1, 1), (1, 1), (0, 0)), mode="edge").astype(np.uint16)
    across = padded[:, :columns] + padded[:, 1 : columns + 1] + padded[:, 2:]
    return ((across[:rows] + across[1 : rows + 1] + across[2:] + 4) // 9).astype(np.uint8)


def shades_at(rgba: np.ndarray, column: int, row: int, radius: int = 8) -> tuple[Shade, ...]:
    """The colours within ``radius`` pixels of a place, largest first: those of a hatched class and of its ground, say.

    Shares are of what is looked at. Empty where the picture is transparent there.
    """
    top, left = max(row - radius, 0), max(column - radius, 0)
    part = rgba[top : max(row + radius + 1, 0), left : max(column + radius + 1, 0)]
    shades = [
        shade
        for shade in _shades(part[..., :3], part[..., 3] >= 128, _ONE_SPOT_SHADE)
        if shade.share >= 100 * _LEAST_PART
    ]
    return tuple(Shade(each.color, each.share, (each.where[0] + left, each.where[1] + top)) for each in shades)


def color_at(rgba: np.ndarray, column: int, row: int) -> str:
    """The colour (``#rrggbb``) that most of the pixels around a place have, whatever edge or speck lies on it.

    ``column`` and ``row`` are of a pixel of the picture. Where it is transparent the colour is that of the pixel.
    """
    shades = shades_at(rgba, column, row, 3)
    return shades[0].color if shades else hex_color(*(int(value) for value in rgba[row, column, :3]))


def _shades(colors: np.ndarray, counted: np.ndarray, reach: float) -> tuple[Shade, ...]:
    """The shades of the pixels of ``colors`` (rows, columns, 3) that are ``counted``, by their number.

    A shade is what is within ``reach`` (ΔE) of its middle.
    """
    keys = _key(colors)
    number = np.bincount(keys[counted], minlength=1 << 3 * _BITS)
    bins = np.flatnonzero(number)
    bins = bins[np.argsort(-number[bins], kind="stable")]
    shade_of = np.full(len(number), -1, np.int16)
    left, count = np.ones(len(bins), bool), 0
    while left.any() and count < _MOST_SHADES:
        centre = _lab_table()[bins[left][0]]
        # Twice, because the bin that is most frequent is seldom in the middle of the shade.
        for _ in range(2):
            near = left & (_distance(_lab_table()[bins], centre) <= reach)
            centre = np.average(_lab_table()[bins[near]], axis=0, weights=number[bins[near]]) if near.any() else centre
        near |= bins == bins[left][0]
        shade_of[bins[near]] = count
        left &= ~near
        count += 1
    found = np.where(counted, shade_of[keys], -1)
    sizes = np.bincount(found[found >= 0], minlength=count)
    total = max(int(sizes.sum()), 1)
    order = [index for index in np.argsort(-sizes, kind="stable") if sizes[index]]
    return tuple(_shade(colors, found == index, 100.0 * sizes[index] / total) for index in order)


def _shade(colors: np.ndarray, mask: np.ndarray, share: float) -> Shade:
    color = np.median(colors[mask], axis=0).round().astype(int)
    return Shade(hex_color(*color.tolist()), float(share), _inner_place(mask))


def _inner_place(mask: np.ndarray) -> tuple[int, int]:
    """The pixel (column, row) of ``mask`` that is nearest to the middle of the square tile that has most of them."""
    side = max(min(mask.shape) // 32, 1)
    rows, columns = np.nonzero(mask)
    across = mask.shape[1] // side + 1
    tiles = rows // side * across + columns // side
    fullest = int(np.bincount(tiles).argmax())
    inside = tiles == fullest
    rows, columns = rows[inside], columns[inside]
    middle = (fullest // across + 0.5) * side, (fullest % across + 0.5) * side
    nearest = int(np.argmin((rows - middle[0]) ** 2 + (columns - middle[1]) ** 2))
    return int(columns[nearest]), int(rows[nearest])


# Polygons


def class_polygons(bits: np.ndarray, geotransform: Iterable[float], legend: Legend) -> dict[str, QgsGeometry]:
    """Each class in ``bits`` (of :func:`classify`) as a MultiPolygon along the edges of its pixels, by id.

    In the CRS of ``geotransform`` (six numbers as GDAL has them, rotated or not). Pixels that meet only at a corner
    are parts of their own. Classes without a pixel are left out.
    """
    transform = tuple(geotransform)
    strips = [bits[top : top + _STRIP] for top in range(0, len(bits), _STRIP)]
    values = np.unique(np.concatenate([np.unique(strip) for strip in strips]))
    found: dict[str, QgsGeometry] = {}
    # Classes with the same pixels have the same polygons.
    known: dict[bytes, QgsGeometry] = {}
    for index, each in enumerate(legend.classes):
        chosen = _has(values, index)
        if chosen.any():
            if chosen.tobytes() not in known:
                mask = np.concatenate([_has(strip, index) for strip in strips])
                known[chosen.tobytes()] = outline(mask.view(np.uint8), transform)
            found[each.id] = QgsGeometry(known[chosen.tobytes()])
    return found


def _has(bits: np.ndarray, index: int) -> np.ndarray:
    """Where class ``index`` is set and neither flag."""
    flag = np.uint32(1 << index)
    return bits & (flag | np.uint32(OUTSIDE | UNKNOWN)) == flag


def outline(mask: np.ndarray, geotransform: tuple[float, ...]) -> QgsGeometry:
    """What is set in ``mask`` (rows, columns; uint8) as a MultiPolygon along the edges of its pixels."""
    rows, columns = mask.shape
    raster = gdal.GetDriverByName("MEM").Create("", columns, rows, 1, gdal.GDT_Byte)
    raster.SetGeoTransform(geotransform)
    band = raster.GetRasterBand(1)
    band.WriteRaster(0, 0, columns, rows, np.ascontiguousarray(mask).tobytes())
    source = ogr.GetDriverByName("Memory").CreateDataSource("")
    layer = source.CreateLayer("", None, ogr.wkbPolygon)
    gdal.Polygonize(band, band, layer, -1)
    parts = ogr.Geometry(ogr.wkbMultiPolygon)
    for feature in layer:
        parts.AddGeometry(feature.GetGeometryRef())
    geometry = QgsGeometry()
    geometry.fromWkb(bytes(parts.ExportToIsoWkb()))
    return geometry
