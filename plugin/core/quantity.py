"""Figures with units: reading ``1.5 km`` from a package and writing ``1,5 km`` for a reader.

Everything is kept in a base unit per dimension: metres, square metres, percent, and plain numbers.
"""

from __future__ import annotations

import math
import re
from difflib import get_close_matches
from enum import Enum
from typing import Callable

from .text import Text

NBSP = "\N{NO-BREAK SPACE}"


class Dimension(str, Enum):
    """What a figure measures. Base units: m, m², %, and a bare number."""

    LENGTH = "length"
    AREA = "area"
    SHARE = "share"
    NUMBER = "number"


#: unit → size in the base unit, per dimension
UNITS: dict[Dimension, dict[str, float]] = {
    Dimension.LENGTH: {"m": 1.0, "km": 1000.0},
    Dimension.AREA: {"m2": 1.0, "m²": 1.0, "ha": 10_000.0, "km2": 1_000_000.0, "km²": 1_000_000.0},
    Dimension.SHARE: {"%": 1.0},
    Dimension.NUMBER: {"": 1.0},
}

#: What an example of each dimension looks like, for messages.
EXAMPLES: dict[Dimension, str] = {
    Dimension.LENGTH: "250 m, 1.5 km",
    Dimension.AREA: "2 ha, 500 m2",
    Dimension.SHARE: "5 %",
    Dimension.NUMBER: "10",
}

#: The same rule as a regular expression, for the JSON Schema.
PATTERNS: dict[Dimension, str] = {
    Dimension.LENGTH: r"^[0-9]+([.][0-9]+)? ?(m|km)$",
    Dimension.AREA: r"^[0-9]+([.][0-9]+)? ?(m2|m²|ha|km2|km²)$",
    Dimension.SHARE: r"^0*(100([.]0+)?|[0-9]{1,2}([.][0-9]+)?) ?%$",
    Dimension.NUMBER: r"^[0-9]+([.][0-9]+)?$",
}

_QUANTITY = re.compile(r"^([0-9]+(?:[.][0-9]+)?) ?([^0-9. ]\S*)?$")


class QuantityError(ValueError):
    """A figure that cannot be read. ``suggestion`` is the nearest right unit, or empty."""

    def __init__(self, suggestion: str = "") -> None:
        super().__init__(suggestion)
        self.suggestion = suggestion


def parse_quantity(text: str, dimension: Dimension) -> float:
    """``text`` such as ``1.5 km`` in the base unit of ``dimension``.

    Raises :class:`QuantityError` for anything else: no unit, a unit of another dimension, a decimal comma, a
    negative figure or one too large to hold.
    """
    match = _QUANTITY.match(text.strip())
    units = UNITS[dimension]
    if not match:
        raise QuantityError
    number, unit = float(match.group(1)), match.group(2) or ""
    if unit not in units:
        near = get_close_matches(unit.lower(), [u for u in units if u], n=1, cutoff=0.5)
        raise QuantityError(near[0] if near else "")
    value = number * units[unit]
    if not math.isfinite(value) or (dimension is Dimension.SHARE and value > 100):
        raise QuantityError
    return value


def format_number(value: float, decimals: int, language: str) -> str:
    """``value`` with the language's own thousands and decimal marks: ``1 234,5`` or ``1,234.5``."""
    # A whole number may have more digits than a float can hold.
    text = f"{value:,d}" if isinstance(value, int) and decimals == 0 else f"{value:,.{decimals}f}"
    if language == "en":
        return text
    return text.replace(",", NBSP).replace(".", ",")


def format_quantity(value: float, dimension: Dimension, language: str, unit: Text | None = None) -> str:
    """A figure as a reader wants it: rounded for its size, with unit, in the notation of ``language``.

    A share that is not exactly 0 or 100 never reads as 0 or 100, and a figure above 0 never reads as 0.
    """
    if dimension is Dimension.LENGTH:
        return _format_length(value, language)
    if dimension is Dimension.AREA:
        return _format_area(value, language)
    if dimension is Dimension.SHARE:
        return _format_share(value, language)
    decimals = 0 if value == round(value) or value >= 10 else 1
    label = NBSP + unit.get(language) if unit else ""
    if value > 0 and round(value, decimals) == 0:
        return "<" + NBSP + format_number(0.1, 1, language) + label
    return format_number(value, decimals, language) + label


def format_range(low: float, high: float, dimension: Dimension, language: str, unit: Text | None = None) -> str:
    """``low–high``, the unit once where both figures share it. Shares are rounded outwards: bounds stay bounds."""
    if dimension is Dimension.SHARE:
        low, high = _rounded_share(low, math.floor), _rounded_share(high, math.ceil)
    first = format_quantity(low, dimension, language, unit)
    last = format_quantity(high, dimension, language, unit)
    if first == last:
        return first
    if dimension is Dimension.NUMBER:
        label = NBSP + unit.get(language) if unit else ""
    else:
        label = NBSP + last.rsplit(NBSP, 1)[-1]
    return f"{first.removesuffix(label)}–{last}"


def _format_length(value: float, language: str) -> str:
    if value >= 9_950:
        return format_number(value / 1000, 0, language) + NBSP + "km"
    if value >= 995:
        return format_number(value / 1000, 1, language) + NBSP + "km"
    if value >= 100:
        return format_number(round(value, -1), 0, language) + NBSP + "m"
    if 0 < value <= 0.5:  # Python rounds 0.5 to 0
        return "<" + NBSP + "1" + NBSP + "m"
    return format_number(value, 0, language) + NBSP + "m"


def _format_area(value: float, language: str) -> str:
    hectares = value / 10_000
    if hectares >= 99.5:
        return format_number(hectares, 0, language) + NBSP + "ha"
    if hectares >= 0.1:
        return format_number(hectares, 1, language) + NBSP + "ha"
    if 0 < value <= 0.5:
        return "<" + NBSP + "1" + NBSP + "m²"
    return format_number(value, 0, language) + NBSP + "m²"


def _format_share(value: float, language: str) -> str:
    if 0 < value < 0.1:
        return "<" + NBSP + format_number(0.1, 1, language) + NBSP + "%"
    if 99.9 < value < 100:
        return ">" + NBSP + format_number(99.9, 1, language) + NBSP + "%"
    return format_number(value, _share_decimals(value), language) + NBSP + "%"


def _share_decimals(value: float) -> int:
    return 1 if (value < 10 and value != 0) or 99 < value < 100 else 0


def _rounded_share(value: float, towards: Callable[[float], int]) -> float:
    """``value`` rounded up or down to the decimals that are shown."""
    steps = 10 ** _share_decimals(value)
    scaled = value * steps
    near = round(scaled)
    # What arithmetic put beside a round figure is that figure, but 0 and 100 are nothing and everything.
    if abs(scaled - near) < 1e-6 and 0 < near < 100 * steps:
        return near / steps
    return towards(scaled) / steps
