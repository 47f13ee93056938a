"""What the planner has stated: read where it can be used, left out with a word where it cannot, never guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plandialog.plugin.core.messages import Message
from plandialog.plugin.core.proposal import details
from plandialog.plugin.core.terms import LAND_USES, STAGES


def test_nothing_stated_is_nothing_and_needs_no_note():
    for nothing in (None, "", "  "):
        read = details("p", "Prov", nothing, nothing, nothing)
        assert (read.land_use, read.stage, read.dwellings, read.notes) == (None, None, None, ())
    assert (read.id, read.name) == ("p", "Prov")


@pytest.mark.parametrize("text", ["bostader", "Bostäder", "housing", "HOUSING", " bostäder "])
def test_a_land_use_is_known_by_its_id_and_by_its_term_in_either_language(text):
    read = details("p", "Prov", land_use=text)
    assert (read.land_use, read.notes) == ("bostader", ())


@pytest.mark.parametrize("text", ["samrad", "Detaljplan, samråd", "Detailed plan, consultation"])
def test_a_stage_is_known_by_its_id_and_by_its_term_in_either_language(text):
    read = details("p", "Prov", stage=text)
    assert (read.stage, read.notes) == ("samrad", ())


@pytest.mark.parametrize(("terms", "key"), [(LAND_USES, "land_use"), (STAGES, "stage")])
def test_every_word_of_the_vocabulary_is_known_and_stands_for_one_thing(terms, key):
    for name, term in terms.items():
        for text in (name, term.sv, term.en):
            assert getattr(details("p", "Prov", **{key: text}), key) == name


def test_an_unknown_word_is_left_out_with_the_nearest_one():
    read = details("p", "Prov", land_use="bostad", stage="samrådet")
    assert (read.land_use, read.stage) == (None, None)
    assert read.notes == (
        Message("proposal-land-use", {"value": "bostad", "near": "bostader"}),
        Message("proposal-stage", {"value": "samrådet", "near": "samrad"}),
    )


def test_a_very_long_word_is_cut_in_the_note():
    (note,) = details("p", "Prov", land_use="x" * 500).notes
    assert len(note.params["value"]) == 80


@pytest.mark.parametrize(("stated", "number"), [(0, 0), (40, 40), ("40", 40), (" 40 ", 40), (40.0, 40), ("40.00", 40)])
def test_a_number_of_dwellings(stated, number):
    read = details("p", "Prov", dwellings=stated)
    assert (read.dwellings, read.notes) == (number, ())


@pytest.mark.parametrize("stated", [-1, "-1", 40.5, "40,0", "fyrtio", "1e3", "٤٠", "99999999", True, float("nan")])
def test_what_is_no_number_of_dwellings_is_left_out_and_said(stated):
    read = details("p", "Prov", dwellings=stated)
    assert read.dwellings is None
    assert read.notes == (Message("proposal-dwellings", {"value": str(stated)}),)


@given(*[st.one_of(st.none(), st.text(max_size=40), st.integers(), st.floats(), st.booleans())] * 3)
def test_whatever_stands_in_a_field_is_used_or_noted(land_use, stage, dwellings):
    read = details("p", "Prov", land_use, stage, dwellings)
    stated = [value for value in (land_use, stage, dwellings) if value is not None and str(value).strip()]
    used = [value for value in (read.land_use, read.stage, read.dwellings) if value is not None]
    assert len(used) + len(read.notes) == len(stated)
    for note in read.notes:
        assert note.text("sv") and note.text("en")
