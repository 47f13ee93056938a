"""A finding in words: why it matters, what to do, whom to ask, and which source."""

from __future__ import annotations

import datetime

import pytest
from plandialog.plugin.core.bands import Band
from plandialog.plugin.core.guidance import advice, band_text, source_note, unit_note
from plandialog.plugin.core.legend import ImageClass, Legend
from plandialog.plugin.core.measurement import Certainty, Measurement
from plandialog.plugin.core.outcome import Outcome
from plandialog.plugin.core.package.model import Check, Dataset, Guidance, Interval, Source, StructureImage, Unit
from plandialog.plugin.core.quantity import Dimension
from plandialog.plugin.core.text import Text

WHY, DO, OWN = Text("Därför", "Because"), Text("Gör så", "Do this"), Text("Gör så här", "Do it this way")
SAID = Text("{value} från {names}, inom {reach}", "{value} from {names}, within {reach}")
TODAY = datetime.date(2026, 5, 1)


def check(**parts):
    texts = {"sagt": SAID, "eget": OWN}
    return Check("k", Text.same("Kontroll"), "distance", Guidance(WHY, DO, **parts), dataset="d", texts=texts)


def dataset(**changes):
    made = {
        "id": "d",
        "title": Text("Stationer", "Stations"),
        "source": Source("ogr", "layers/d.gpkg"),
        "geometry": "point",
        "issued": datetime.date(2024, 5, 1),
        "producer": Text("Kontoret", "The office"),
        "licence": "CC0-1.0",
    }
    return Dataset(**{**made, **changes})


def unit(email="enhet@example.org", phone="019-000 00 00"):
    return Unit("u", Text("Enheten", "The unit"), email, phone)


def named(*names):
    return [Text.same(name) for name in names]


def said(names, band=None, value=1_500.0, reach=3_000.0, **changes):
    measurement = Measurement(Dimension.LENGTH, value, value, value, Certainty.YES, **changes)
    text = band_text(check(), band or Band(Outcome.DISCUSS, say="sagt"), measurement, names, reach)
    return Text(text.sv.replace("\N{NO-BREAK SPACE}", " "), text.en.replace("\N{NO-BREAK SPACE}", " "))


def test_the_parts_of_a_guidance_are_those_of_the_check():
    question = Text("Hur?", "How?")
    made = advice(check(question=question), unit(), dataset(), Band(Outcome.DISCUSS))
    assert (made.why, made.do, made.question) == (WHY, DO, question)
    assert advice(check(), unit(), dataset(), None).question is None


def test_a_band_may_have_its_own_advice_on_what_to_do():
    assert advice(check(), unit(), dataset(), Band(Outcome.DISCUSS, do="eget")).do == OWN
    assert advice(check(), unit(), dataset(), Band(Outcome.DISCUSS)).do == DO


@pytest.mark.parametrize(
    ("answers", "sv"),
    [
        (unit(), "Enheten (enhet@example.org, 019-000 00 00)"),
        (unit(phone=""), "Enheten (enhet@example.org)"),
        (unit(email=""), "Enheten (019-000 00 00)"),
        (unit("", ""), "Enheten"),
    ],
)
def test_the_unit_is_whom_to_ask_where_the_check_names_nobody(answers, sv):
    whom = advice(check(), answers, dataset(), None).whom
    assert (whom.sv, whom.en) == (sv, sv.replace("Enheten", "The unit"))
    named = Text("Länsstyrelsen", "The County Administrative Board")
    assert advice(check(whom=named), answers, dataset(), None).whom == named


def test_the_source_is_the_dataset_with_what_the_check_adds():
    assert advice(check(), unit(), dataset(), None).source == Text(
        "Stationer. Kontoret, 2024-05-01.", "Stations. The office, 2024-05-01."
    )
    more = Text("Fågelvägen.", "As the crow flies.")
    assert advice(check(source=more), unit(), dataset(), None).source == Text(
        "Stationer. Kontoret, 2024-05-01. Fågelvägen.", "Stations. The office, 2024-05-01. As the crow flies."
    )


def test_a_question_without_a_dataset_has_the_planner_as_its_source():
    own = advice(check(), unit(), None, None).source
    assert "eget svar" in own.sv and "own answer" in own.en
    strategy = Text("RUS, s. 12", "RDS, p. 12")
    assert advice(check(source=strategy), unit(), None, None).source == strategy


def test_a_band_says_its_text_with_the_figures_of_the_finding():
    assert said(named("Kumla station")) == Text(
        "1,5 km från Kumla station, inom 3,0 km", "1.5 km from Kumla station, within 3.0 km"
    )


@pytest.mark.parametrize("band", [None, Band(Outcome.DISCUSS), Band(Outcome.DISCUSS, do="eget")])
def test_no_band_and_a_band_without_a_text_say_nothing(band):
    measurement = Measurement.exact(Dimension.LENGTH, 0.0)
    assert band_text(check(), band, measurement, named("a"), 0.0) is None


@pytest.mark.parametrize(
    ("names", "sv", "en"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b", "c"], "a, b och c", "a, b and c"),
        (["a", "b", "c", "d"], "a, b, c och 1 till", "a, b, c and 1 more"),
        (["a", "b", "c", "d", "e"], "a, b, c och 2 till", "a, b, c and 2 more"),
        (["a", "", "a", "b"], "a och b", "a and b"),
    ],
)
def test_at_most_three_features_are_named_each_once_and_the_rest_counted(names, sv, en):
    text = said(named(*names))
    assert (text.sv, text.en) == (f"1,5 km från {sv}, inom 3,0 km", f"1.5 km from {en}, within 3.0 km")


def test_classes_of_a_structure_image_are_named_in_both_languages():
    classes = [Text("Regional nod", "Regional node"), Text("Stråk", "Corridor"), Text("Regional nod", "Regional node")]
    text = said(classes)
    assert text.sv == "1,5 km från Regional nod och Stråk, inom 3,0 km"
    assert text.en == "1.5 km from Regional node and Corridor, within 3.0 km"


def test_the_figure_of_a_structure_image_comes_with_its_accuracy():
    text = said(named("a"), schematic=600.0)
    assert text.sv == "omkring 1,5 km (noggrannhet 600 m) från a, inom 3,0 km"
    assert text.en == "about 1.5 km (accuracy 600 m) from a, within 3.0 km"


def test_a_feature_with_braces_in_its_name_keeps_them():
    assert said(named("{reach} {value}")).sv == "1,5 km från {reach} {value}, inom 3,0 km"


@pytest.mark.parametrize(
    ("review", "due", "stale"),
    [
        (None, None, False),
        (Interval(24, "months"), datetime.date(2026, 5, 1), False),
        (Interval(2, "years"), datetime.date(2026, 5, 1), False),
        (Interval(729, "days"), datetime.date(2026, 4, 30), True),
        (Interval(23, "months"), datetime.date(2026, 4, 1), True),
        (Interval(10, "years"), datetime.date(2034, 5, 1), False),
    ],
)
def test_a_dataset_is_stale_from_the_day_after_its_review_was_due(review, due, stale):
    note = source_note(dataset(review=review), TODAY)
    assert (note.review_due, note.stale) == (due, stale)


def test_a_source_is_noted_with_all_that_a_reader_needs():
    note = source_note(dataset(accuracy=50.0, link="https://example.org"), TODAY)
    assert (note.dataset, note.title, note.producer) == ("d", dataset().title, dataset().producer)
    assert (note.licence, note.issued) == ("CC0-1.0", datetime.date(2024, 5, 1))
    assert (note.accuracy, note.link) == (50.0, "https://example.org")


def test_a_structure_image_is_noted_as_schematic_with_its_page():
    image = StructureImage(Legend((ImageClass("nod", Text("Nod", "Node"), ("#c0392b",)),)), page="s. 12")
    note = source_note(dataset(geometry="image", accuracy=600.0, image=image), TODAY)
    assert (note.schematic, note.page, note.accuracy) == (True, "s. 12", 600.0)
    assert (source_note(dataset(), TODAY).schematic, source_note(dataset(), TODAY).page) == (False, "")


def test_a_unit_is_noted_as_it_stands_in_the_package():
    note = unit_note(unit())
    assert (note.id, note.title, note.email, note.phone) == ("u", unit().title, unit().email, unit().phone)
