"""Figures with units: what is read from a package, and what a reader sees of a figure."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plandialog.plugin.core.quantity import (
    EXAMPLES,
    PATTERNS,
    UNITS,
    Dimension,
    QuantityError,
    format_number,
    format_quantity,
    format_range,
    parse_quantity,
)
from plandialog.plugin.core.text import LANGUAGES, Text

PEOPLE = Text("boende", "residents")

figures = st.floats(min_value=0, max_value=1e12)
shares = st.floats(min_value=0, max_value=100)
languages = st.sampled_from(LANGUAGES)


def plain(text):
    """``text`` with ordinary spaces, as it is easier to write in a test."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def written(value, dimension, language="sv", unit=None):
    return plain(format_quantity(value, dimension, language, unit))


def ranged(low, high, dimension, language="sv", unit=None):
    return plain(format_range(low, high, dimension, language, unit))


def number_in(text):
    """The figure that a reader sees in an English text."""
    return float(re.search(r"[0-9][0-9,]*([.][0-9]+)?", text).group().replace(",", ""))


@pytest.mark.parametrize(
    ("text", "dimension", "value"),
    [
        ("250 m", Dimension.LENGTH, 250.0),
        ("250m", Dimension.LENGTH, 250.0),
        ("1.5 km", Dimension.LENGTH, 1500.0),
        (" 0 m ", Dimension.LENGTH, 0.0),
        ("500 m2", Dimension.AREA, 500.0),
        ("500 m²", Dimension.AREA, 500.0),
        ("2 ha", Dimension.AREA, 20_000.0),
        ("0.5 km2", Dimension.AREA, 500_000.0),
        ("0.5 km²", Dimension.AREA, 500_000.0),
        ("5 %", Dimension.SHARE, 5.0),
        ("0.1%", Dimension.SHARE, 0.1),
        ("100 %", Dimension.SHARE, 100.0),
        ("10", Dimension.NUMBER, 10.0),
        ("007", Dimension.NUMBER, 7.0),
    ],
)
def test_a_figure_with_its_unit_is_read_in_the_base_unit(text, dimension, value):
    assert parse_quantity(text, dimension) == value


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("1,5 km", Dimension.LENGTH),
        ("1 500 m", Dimension.LENGTH),
        ("-5 m", Dimension.LENGTH),
        ("+5 m", Dimension.LENGTH),
        ("5", Dimension.LENGTH),
        ("m", Dimension.LENGTH),
        ("", Dimension.LENGTH),
        (".5 m", Dimension.LENGTH),
        ("5. m", Dimension.LENGTH),
        ("1e3 m", Dimension.LENGTH),
        ("inf m", Dimension.LENGTH),
        ("nan m", Dimension.LENGTH),
        ("5 m 3", Dimension.LENGTH),
        ("5  m", Dimension.LENGTH),
        ("٥ m", Dimension.LENGTH),
        ("5 ha", Dimension.LENGTH),
        ("5 %", Dimension.AREA),
        ("100.1 %", Dimension.SHARE),
        ("5", Dimension.SHARE),
        ("5 m", Dimension.SHARE),
        ("5 st", Dimension.NUMBER),
        ("9" * 400 + " m", Dimension.LENGTH),
        ("9" * 308 + " km", Dimension.LENGTH),
        ("9" * 400, Dimension.NUMBER),
    ],
)
def test_anything_else_is_refused(text, dimension):
    with pytest.raises(QuantityError):
        parse_quantity(text, dimension)


@pytest.mark.parametrize(
    ("text", "dimension", "suggestion"),
    [
        ("5 KM", Dimension.LENGTH, "km"),
        ("5 kms", Dimension.LENGTH, "km"),
        ("5 Ha", Dimension.AREA, "ha"),
        ("5 m^2", Dimension.AREA, "m2"),
        ("5 kvadrat", Dimension.AREA, ""),
        ("5", Dimension.LENGTH, ""),
        ("5 st", Dimension.NUMBER, ""),
        ("5,5 km", Dimension.LENGTH, ""),
        ("101 %", Dimension.SHARE, ""),
    ],
)
def test_the_nearest_right_unit_is_suggested_where_there_is_one(text, dimension, suggestion):
    with pytest.raises(QuantityError) as refused:
        parse_quantity(text, dimension)
    assert refused.value.suggestion == suggestion


@pytest.mark.parametrize("dimension", Dimension)
def test_the_examples_in_messages_can_be_read(dimension):
    for example in EXAMPLES[dimension].split(", "):
        assert parse_quantity(example, dimension) > 0


_NUMBERS = st.from_regex(r"[0-9]{1,6}([.][0-9]{1,4})?", fullmatch=True)
_UNITS = st.sampled_from(["", *(unit for units in UNITS.values() for unit in units), "cm", "M", "mil", "km3"])
_WRITTEN = st.builds(lambda number, space, unit: number + space + unit, _NUMBERS, st.sampled_from(["", " "]), _UNITS)


@given(st.one_of(_WRITTEN, st.text(alphabet="0123456789., -+%mkha²2e", max_size=10)), st.sampled_from(Dimension))
def test_the_pattern_of_the_schema_takes_what_the_reader_takes(text, dimension):
    """All but what is too large to hold, and blanks around a figure, which the reader takes as any YAML text."""
    text = text.strip()
    try:
        parse_quantity(text, dimension)
        read = True
    except QuantityError:
        read = False
    assert bool(re.search(PATTERNS[dimension], text)) == read


@pytest.mark.parametrize(
    ("value", "sv", "en"),
    [
        (0.0, "0 m", "0 m"),
        (0.001, "< 1 m", "< 1 m"),
        (0.5, "< 1 m", "< 1 m"),
        (0.51, "1 m", "1 m"),
        (99.4, "99 m", "99 m"),
        (123.0, "120 m", "120 m"),
        (994.0, "990 m", "990 m"),
        (995.0, "1,0 km", "1.0 km"),
        (1_249.0, "1,2 km", "1.2 km"),
        (9_949.0, "9,9 km", "9.9 km"),
        (9_950.0, "10 km", "10 km"),
        (1_234_567.0, "1 235 km", "1,235 km"),
    ],
)
def test_lengths(value, sv, en):
    assert (written(value, Dimension.LENGTH, "sv"), written(value, Dimension.LENGTH, "en")) == (sv, en)


@pytest.mark.parametrize(
    ("value", "sv", "en"),
    [
        (0.0, "0 m²", "0 m²"),
        (0.5, "< 1 m²", "< 1 m²"),
        (0.6, "1 m²", "1 m²"),
        (999.0, "999 m²", "999 m²"),
        (1_000.0, "0,1 ha", "0.1 ha"),
        (52_000.0, "5,2 ha", "5.2 ha"),
        (995_000.0, "100 ha", "100 ha"),
        (12_345_678.0, "1 235 ha", "1,235 ha"),
    ],
)
def test_areas(value, sv, en):
    assert (written(value, Dimension.AREA, "sv"), written(value, Dimension.AREA, "en")) == (sv, en)


@pytest.mark.parametrize(
    ("value", "sv", "en"),
    [
        (0.0, "0 %", "0 %"),
        (1e-9, "< 0,1 %", "< 0.1 %"),
        (0.03, "< 0,1 %", "< 0.1 %"),
        (0.099, "< 0,1 %", "< 0.1 %"),
        (0.1, "0,1 %", "0.1 %"),
        (4.25, "4,2 %", "4.2 %"),
        (12.4, "12 %", "12 %"),
        (98.9, "99 %", "99 %"),
        (99.5, "99,5 %", "99.5 %"),
        (99.96, "> 99,9 %", "> 99.9 %"),
        (100.0, "100 %", "100 %"),
    ],
)
def test_shares(value, sv, en):
    assert (written(value, Dimension.SHARE, "sv"), written(value, Dimension.SHARE, "en")) == (sv, en)


@pytest.mark.parametrize(
    ("value", "unit", "sv", "en"),
    [
        (0, None, "0", "0"),
        (3, None, "3", "3"),
        (3.25, None, "3,2", "3.2"),
        (12.6, None, "13", "13"),
        (0.01, None, "< 0,1", "< 0.1"),
        (0.01, PEOPLE, "< 0,1 boende", "< 0.1 residents"),
        (1234, PEOPLE, "1 234 boende", "1,234 residents"),
        (-1234.5, None, "-1 234,5", "-1,234.5"),
    ],
)
def test_numbers(value, unit, sv, en):
    assert written(value, Dimension.NUMBER, "sv", unit) == sv
    assert written(value, Dimension.NUMBER, "en", unit) == en


def test_a_figure_and_its_unit_stay_on_one_line():
    assert format_number(1234.5, 1, "sv") == "1\N{NO-BREAK SPACE}234,5"
    for dimension in Dimension:
        assert " " not in format_quantity(1234.5, dimension, "sv", PEOPLE)


@given(figures, st.sampled_from(Dimension), languages, st.sampled_from([None, PEOPLE]))
def test_any_figure_can_be_written(value, dimension, language, unit):
    assert format_quantity(value, dimension, language, unit)
    assert format_quantity(-value, dimension, language, unit)


@given(figures.filter(bool), st.sampled_from(Dimension), languages)
def test_a_figure_above_nothing_never_reads_as_nothing(value, dimension, language):
    assert re.search("[1-9]", format_quantity(value, dimension, language))


@given(shares)
def test_only_nothing_and_everything_read_as_0_and_100_percent(value):
    shown = written(value, Dimension.SHARE, "en")
    assert (shown == "0 %") == (value == 0)
    assert (number_in(shown) == 100) == (value == 100)


@given(figures, st.sampled_from([Dimension.LENGTH, Dimension.AREA]))
def test_rounding_is_by_less_than_a_tenth_or_by_less_than_one(value, dimension):
    shown = written(value, dimension, "en")
    size = UNITS[dimension][shown.rsplit(" ", 1)[1]]
    assert abs(number_in(shown) * size - value) <= max(1, 0.1 * value)


@pytest.mark.parametrize(
    ("low", "high", "dimension", "expected"),
    [
        (250, 350, Dimension.LENGTH, "250–350 m"),
        (900, 1_100, Dimension.LENGTH, "900 m–1,1 km"),
        (0.2, 5, Dimension.LENGTH, "< 1–5 m"),
        (251, 252, Dimension.LENGTH, "250 m"),
        (500, 52_000, Dimension.AREA, "500 m²–5,2 ha"),
        (10, 14, Dimension.SHARE, "10–14 %"),
        (12.6, 13.2, Dimension.SHARE, "12–14 %"),
        (0.04, 0.08, Dimension.SHARE, "0–0,1 %"),
        (0, 1e-9, Dimension.SHARE, "0–0,1 %"),
        (99.95, 99.97, Dimension.SHARE, "99,9–100 %"),
        (24.999999999, 25.000000001, Dimension.SHARE, "25 %"),
        (3, 5, Dimension.NUMBER, "3–5"),
        (1_200, 2_200, Dimension.NUMBER, "1 200–2 200"),
        (5, 5, Dimension.NUMBER, "5"),
    ],
)
def test_ranges_have_their_unit_once(low, high, dimension, expected):
    assert ranged(low, high, dimension) == expected


def test_a_range_of_things_that_are_counted_names_them_once():
    assert ranged(3, 1_200, Dimension.NUMBER, "en", PEOPLE) == "3–1,200 residents"
    homes = Text("boende\N{NO-BREAK SPACE}i\N{NO-BREAK SPACE}tätort", "residents")
    assert ranged(3, 5, Dimension.NUMBER, "sv", homes) == "3–5 boende i tätort"


@given(shares, shares)
def test_the_bounds_of_a_share_that_are_shown_hold_the_true_ones(one, other):
    low, high = sorted((one, other))
    shown = ranged(low, high, Dimension.SHARE, "en").split("–")
    assert number_in(shown[0]) <= low + 1e-6
    assert number_in(shown[-1]) >= high - 1e-6


@given(figures, figures, st.sampled_from(Dimension), languages, st.sampled_from([None, PEOPLE]))
def test_any_range_can_be_written_and_ends_with_its_higher_figure(one, other, dimension, language, unit):
    low, high = sorted((one, other))
    shown = format_range(low, high, dimension, language, unit)
    if dimension is not Dimension.SHARE:
        assert shown.endswith(format_quantity(high, dimension, language, unit))
        assert shown.startswith(format_quantity(low, dimension, language, unit).split("\N{NO-BREAK SPACE}")[0])
    assert not math.isnan(number_in(shown))
