"""Texts in two languages: choosing, filling in, and lists in words."""

from __future__ import annotations

import pytest
from plandialog.plugin.core.text import Text, listing, listing_text


def test_swedish_stands_in_for_a_language_there_is_not():
    text = Text("hus", "house")
    assert [text.get(language) for language in ("sv", "en", "fi", "")] == ["hus", "house", "hus", "hus"]


def test_a_name_reads_the_same_in_both_languages():
    assert Text.same("Kumla") == Text("Kumla", "Kumla")


def test_placeholders_are_filled_in_their_own_language_every_time_they_stand():
    text = Text("{value} av {value} i {names}", "{value} of {value} in {names}")
    filled = text.fill(value=Text("två", "two"), names=Text.same("Kumla"))
    assert filled == Text("två av två i Kumla", "two of two in Kumla")


def test_braces_that_are_no_placeholder_stay():
    text = Text("{other} {} {a b}", "{other!r} {0} {value.sv}")
    assert text.fill(value=Text.same("x")) == text


@pytest.mark.parametrize("order", [("names", "reach"), ("reach", "names")])
def test_braces_in_a_value_stay_as_they_are(order):
    values = {"names": Text.same("{reach}"), "reach": Text.same("{names}")}
    filled = Text.same("{names} {reach}").fill(**{name: values[name] for name in order})
    assert filled == Text.same("{reach} {names}")


@pytest.mark.parametrize(
    ("items", "sv", "en"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a och b", "a and b"),
        (["a", "b", "c"], "a, b och c", "a, b and c"),
    ],
)
def test_a_list_in_words(items, sv, en):
    assert (listing(items, "sv"), listing(iter(items), "en")) == (sv, en)
    assert listing_text(Text.same(item) for item in items) == Text(sv, en)


def test_a_list_of_texts_takes_each_in_its_language():
    assert listing_text([Text("hus", "house"), Text("väg", "road")]) == Text("hus och väg", "house and road")
