"""The closed set of outcomes: every one has its words, its place in the order and its share in the tally."""

from __future__ import annotations

import itertools

import pytest
from plandialog.plugin.core.outcome import (
    BAND_OUTCOMES,
    CARRIED_OUT,
    LABELS,
    NOT_CARRIED_OUT,
    READING_ORDER,
    Outcome,
    most_cautious,
    worst,
)


def test_the_set_is_closed():
    assert [outcome.value for outcome in Outcome] == [
        "discuss",
        "consider",
        "supports",
        "clear",
        "no-data",
        "not-checked",
        "not-relevant",
        "question",
    ]


def test_every_outcome_has_words_of_its_own_in_both_languages():
    assert set(LABELS) == set(Outcome)
    for words in ([label.sv for label in LABELS.values()], [label.en for label in LABELS.values()]):
        assert all(words) and len(set(words)) == len(Outcome)
    assert all(label.sv != label.en for label in LABELS.values())


def test_what_to_talk_about_is_read_first_then_the_gaps_then_the_rest():
    assert sorted(READING_ORDER) == sorted(Outcome)
    assert READING_ORDER[:2] == (Outcome.DISCUSS, Outcome.CONSIDER)
    assert READING_ORDER[2:4] == (Outcome.NOT_CHECKED, Outcome.NO_DATA)
    assert READING_ORDER[4:] == (Outcome.QUESTION, Outcome.SUPPORTS, Outcome.CLEAR, Outcome.NOT_RELEVANT)


def test_an_outcome_is_carried_out_or_a_gap_or_not_asked_of_the_data():
    neither = set(Outcome) - CARRIED_OUT - NOT_CARRIED_OUT
    assert not CARRIED_OUT & NOT_CARRIED_OUT
    assert neither == {Outcome.NOT_RELEVANT, Outcome.QUESTION}


def test_no_band_can_claim_that_nothing_was_found_or_that_something_was_not_looked_at():
    assert set(BAND_OUTCOMES) == {Outcome.SUPPORTS, Outcome.CONSIDER, Outcome.DISCUSS}


@pytest.mark.parametrize(
    ("less", "more"),
    itertools.combinations([Outcome.SUPPORTS, Outcome.CLEAR, Outcome.CONSIDER, Outcome.DISCUSS], 2),
)
def test_the_more_cautious_of_two_is_the_same_in_any_order(less, more):
    assert most_cautious([less, more]) is more
    assert most_cautious([more, less, less]) is more


@pytest.mark.parametrize(("first", "second"), itertools.combinations(READING_ORDER, 2))
def test_a_perspective_is_led_by_what_a_reader_needs_first(first, second):
    assert worst([second, first]) is first


def test_a_gap_leads_before_anything_in_favour():
    for gap, good in itertools.product(NOT_CARRIED_OUT, (Outcome.SUPPORTS, Outcome.CLEAR, Outcome.NOT_RELEVANT)):
        assert worst([good, gap]) is gap
