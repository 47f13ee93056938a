"""A figure as a reader gets it, with its uncertainty."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plandialog.plugin.core.measurement import Certainty, Coverage, Evidence, Measurement, Slivers
from plandialog.plugin.core.quantity import Dimension
from plandialog.plugin.core.text import LANGUAGES, Text

PEOPLE = Text("boende", "residents")


def shown(dimension, value, low, high, **changes):
    text = Measurement(dimension, value, low, high, Certainty.YES, **changes).as_text()
    return tuple(text.get(language).replace("\N{NO-BREAK SPACE}", " ") for language in LANGUAGES)


def test_an_exact_figure_has_no_bounds():
    made = Measurement.exact(Dimension.SHARE, 12.0)
    assert (made.low, made.high, made.found) == (12.0, 12.0, Certainty.YES)
    assert not made.is_uncertain
    assert shown(Dimension.SHARE, 12.0, 12.0, 12.0) == ("12 %", "12 %")
    assert Measurement.exact(Dimension.SHARE, 0.0, found=False).found is Certainty.NO


def test_bounds_that_a_reader_would_see_are_shown():
    assert shown(Dimension.SHARE, 12.0, 10.0, 14.0) == ("12 % (10–14 %)", "12 % (10–14 %)")
    assert shown(Dimension.LENGTH, 1_000.0, 950.0, 1_050.0) == ("1,0 km (950 m–1,1 km)", "1.0 km (950 m–1.1 km)")
    assert shown(Dimension.NUMBER, 3, 2, 4, unit=PEOPLE) == ("3 boende (2–4 boende)", "3 residents (2–4 residents)")


def test_bounds_that_read_the_same_are_left_out():
    made = Measurement(Dimension.LENGTH, 252.0, 251.0, 253.0, Certainty.YES)
    assert not made.is_uncertain
    assert shown(Dimension.LENGTH, 252.0, 251.0, 253.0) == ("250 m", "250 m")


def test_nothing_that_may_be_something_is_not_shown_as_nothing():
    assert shown(Dimension.SHARE, 0.0, 0.0, 0.01) == ("0 % (0–0,1 %)", "0 % (0–0.1 %)")
    assert shown(Dimension.SHARE, 100.0, 99.99, 100.0) == ("100 % (99,9–100 %)", "100 % (99.9–100 %)")


def test_a_distance_beyond_reach_is_only_a_lower_bound():
    assert shown(Dimension.LENGTH, 3000.0, 3000.0, 3000.0, beyond=True) == ("mer än 3,0 km", "more than 3.0 km")
    assert not Measurement(Dimension.LENGTH, 3000.0, 0.0, 9000.0, Certainty.NO, beyond=True).is_uncertain


@given(
    st.sampled_from(Dimension),
    st.lists(st.floats(0, 100), min_size=3, max_size=3).map(sorted),
    st.sampled_from(LANGUAGES),
)
def test_the_bounds_are_shown_exactly_where_they_differ(dimension, figures, language):
    low, value, high = figures
    made = Measurement(dimension, value, low, high, Certainty.YES, PEOPLE)
    assert ("(" in made.text(language)) == made.is_uncertain


@pytest.mark.parametrize("share", [None, 0.0, 99.999, 100.0])
def test_coverage_is_complete_only_where_that_was_decided(share):
    assert not Coverage(Evidence.DATASET, share).complete


def test_no_slivers_are_none():
    assert Slivers() == Slivers(0, 0.0)
