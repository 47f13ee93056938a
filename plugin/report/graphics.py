"""Figures as small drawings: a share with its bounds, a figure on the scale of its bands, a tally as a strip.

They are SVG, free of QGIS, and plain enough for Qt, for browsers and for a print layout. Each says in words what it
shows; none carries a text that a user or a package wrote.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Optional, Sequence

from ..core.assessment import BandNote
from ..core.measurement import Certainty, Measurement
from ..core.outcome import LABELS, Outcome
from ..core.quantity import Dimension, format_quantity
from . import texts
from .palette import COLORS, INK, MUTED, shape

_FONT = "'Open Sans','Noto Sans','DejaVu Sans',Arial,sans-serif"

# What lies beyond the last limit gets this part of the scale, unless the figure needs more.
_BEYOND = 0.3
_MOST_BEYOND = 2.0

# Pixels: narrower bands have no room for their sign, limits that are closer no room for both labels.
_ROOM_FOR_SIGN = 14
_ROOM_PER_LETTER = 6.4


@dataclass(frozen=True)
class Graphic:
    """An SVG document of ``width`` × ``height`` CSS pixels; ``alt`` says the same in words."""

    svg: str
    width: int
    height: int
    alt: str


def figure_graphic(
    measurement: Optional[Measurement], outcome: Outcome, scale: Sequence[BandNote], language: str
) -> Optional[Graphic]:
    """The drawing that helps to read a figure: a share as a bar, another one on the scale of its bands. None where
    nothing was measured or where there is no scale."""
    if measurement is None:
        return None
    if measurement.dimension is Dimension.SHARE:
        return _share(measurement, outcome, language)
    if measurement.found is Certainty.NO and not measurement.beyond:
        # Nothing found has a meaning of its own: a mark at 0 would lie in a band that does not apply.
        return None
    limits = [band for band in scale if not band.none]
    return _on_scale(measurement, outcome, limits, language) if _is_scale(limits) else None


def _is_scale(bands: Sequence[BandNote]) -> bool:
    """Whether there are limits, rising from 0 upwards. An assessment file is not to be trusted."""
    limits = [band.up_to for band in bands if band.up_to is not None]
    rising = limits == sorted(set(limits)) and all(band.up_to is not None for band in bands[:-1])
    return rising and bool(limits) and limits[0] >= 0 and limits[-1] > 0


def _share(measurement: Measurement, outcome: Outcome, language: str) -> Graphic:
    """A share of the plan area from 0 to 100 %: the figure filled, its bounds as a bracket."""
    left, width, top, tall = 6.0, 228.0, 5.0, 12.0
    value, low, high = (min(100.0, max(0.0, each)) for each in (measurement.value, measurement.low, measurement.high))

    def at(share: float) -> float:
        return left + width * share / 100

    parts = [
        f'<rect x="{left}" y="{top}" width="{width}" height="{tall}" fill="#e3e8ec" stroke="{MUTED}" '
        'stroke-width="0.6"/>',
        f'<rect x="{left}" y="{top}" width="{at(value) - left:.2f}" height="{tall}" fill="{COLORS[outcome][0]}"/>',
    ]
    if high - low > 0.5:
        parts += _bracket(at(low), at(high), top - 3, tall + 6)
    for share in (0, 50, 100):
        anchor = {0: "start", 50: "middle", 100: "end"}[share]
        parts.append(_text(at(share), top + tall + 14, format_quantity(share, Dimension.SHARE, language), anchor))
    alt = texts.filled(texts.SHARE_ALT.get(language), figure=measurement.text(language))
    return _graphic(240, 34, parts, alt)


def _on_scale(measurement: Measurement, outcome: Outcome, bands: Sequence[BandNote], language: str) -> Graphic:
    """A figure on the scale of its bands, each with the sign of its outcome, the bounds as a bracket."""
    left, width, top, tall = 10.0, 300.0, 34.0, 10.0
    limits = [band.up_to for band in bands if band.up_to is not None]
    # A figure far beyond the last limit would squeeze what matters into a corner: it is drawn at the end, by an arrow.
    end = limits[-1] * (1 + min(_MOST_BEYOND, max(_BEYOND, 1.15 * measurement.value / limits[-1] - 1)))
    if bands[-1].up_to is not None and measurement.value <= limits[-1]:
        end = limits[-1]

    def at(figure: float) -> float:
        return left + width * min(1.0, max(0.0, figure / end))

    parts: list[str] = []
    lower = 0.0
    for band in bands:
        upper = end if band.up_to is None else min(end, band.up_to)
        parts.append(
            f'<rect x="{at(lower):.2f}" y="{top}" width="{max(0.0, at(upper) - at(lower)):.2f}" height="{tall}" '
            f'fill="{COLORS[band.outcome][1]}" stroke="{MUTED}" stroke-width="0.8"/>'
        )
        if at(upper) - at(lower) >= _ROOM_FOR_SIGN:
            middle = (at(lower) + at(upper)) / 2
            sign = shape(band.outcome)
            parts.append(f'<g transform="translate({middle - 4.5:.2f} {top + 0.5}) scale(0.56)">{sign}</g>')
        lower = upper
    taken = -1.0
    for figure in (0.0, *(limit for limit in limits if limit <= end)):
        label = format_quantity(figure, measurement.dimension, language)
        half = len(label) * _ROOM_PER_LETTER / 2
        middle = min(max(at(figure), half), 320 - half)
        if middle - half > taken:
            parts.append(_text(middle, top + tall + 14, label, "middle"))
            taken = middle + half + 4
    if measurement.beyond or max(measurement.value, measurement.high) > end:
        # What goes on beyond the scale must not look as if it ended there.
        start = at(measurement.low)
        if measurement.is_uncertain:
            parts += _bracket(start, start, top - 3, tall + 6)
        parts += _arrow(start, top + tall / 2)
    elif measurement.is_uncertain:
        parts += _bracket(at(measurement.low), at(measurement.high), top - 3, tall + 6)
    place = at(measurement.value)
    parts.append(
        f'<path d="M{place:.2f} {top - 1}l-5 -8h10z" fill="{COLORS[outcome][0]}" stroke="#fff" stroke-width="1"/>'
    )
    label = measurement.short(language)
    half = len(label) * (_ROOM_PER_LETTER + 0.8) / 2
    parts.append(_text(min(max(place, half), 320 - half), top - 14, label, "middle", bold=True))
    alt = texts.filled(
        texts.SCALE_ALT.get(language), figure=measurement.text(language), bands=_bands(bands, measurement, language)
    )
    return _graphic(320, 60, parts, alt)


def _bands(bands: Sequence[BandNote], measurement: Measurement, language: str) -> str:
    """The bands in words: up to 1 km: Supports the direction; more: …"""
    said = []
    for band in bands:
        label = LABELS[band.outcome].get(language)
        if band.up_to is None:
            said.append(texts.filled(texts.BAND_ABOVE.get(language), outcome=label))
        else:
            limit = format_quantity(band.up_to, measurement.dimension, language)
            said.append(texts.filled(texts.BAND_UP_TO.get(language), limit=limit, outcome=label))
    return "; ".join(said)


def tally_strip(counts: Sequence[tuple[Outcome, int]], language: str) -> Graphic:
    """How many checks had each outcome, as a strip: the sign and the number of each, as wide as they are many."""
    width, top, tall = 640.0, 2.0, 22.0
    shown = [(outcome, count) for outcome, count in counts if count]
    total = sum(count for _, count in shown) or 1
    least = 34.0
    free = width - least * len(shown)
    parts, x = [], 0.0
    for outcome, count in shown:
        wide = least + free * count / total
        dark, light = COLORS[outcome]
        parts.append(
            f'<rect x="{x + 1:.2f}" y="{top}" width="{wide - 2:.2f}" height="{tall}" fill="{light}" stroke="{dark}" '
            'stroke-width="1.2"/>'
        )
        parts.append(f'<g transform="translate({x + 5:.2f} {top + 5}) scale(0.75)">{shape(outcome)}</g>')
        parts.append(_text(x + 21, top + 16, str(count), "start", bold=True, color=dark))
        x += wide
    alt = "; ".join(f"{LABELS[outcome].get(language)}: {count}" for outcome, count in shown)
    return _graphic(640, 26, parts, alt)


def badge(outcome: Outcome) -> str:
    """The sign of an outcome alone, as an SVG document of 16 × 16."""
    return _document(16, 16, [shape(outcome)])


def _graphic(width: int, height: int, parts: Sequence[str], alt: str) -> Graphic:
    return Graphic(_document(width, height, parts), width, height, alt)


def _document(width: int, height: int, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">{"".join(parts)}</svg>'
    )


def _bracket(low: float, high: float, top: float, tall: float) -> list[str]:
    """Bounds as a bracket with a white edge, so that it is seen on dark and on light."""
    middle = top + tall / 2
    path = f"M{low:.2f} {top}v{tall}M{high:.2f} {top}v{tall}M{low:.2f} {middle}H{high:.2f}"
    return [
        f'<path d="{path}" fill="none" stroke="#fff" stroke-width="3.6"/>',
        f'<path d="{path}" fill="none" stroke="{INK}" stroke-width="1.4"/>',
    ]


def _arrow(start: float, middle: float) -> list[str]:
    path = f"M{start:.2f} {middle}H314M309 {middle - 4}L314 {middle}L309 {middle + 4}"
    return [
        f'<path d="{path}" fill="none" stroke="#fff" stroke-width="3.6"/>',
        f'<path d="{path}" fill="none" stroke="{INK}" stroke-width="1.4"/>',
    ]


def _text(x: float, y: float, text: str, anchor: str, bold: bool = False, color: str = INK) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" font-family="{_FONT}" font-size="11"{weight} text-anchor="{anchor}" '
        f'fill="{color}">{escape(text)}</text>'
    )
