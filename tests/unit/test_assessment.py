"""The assessment: counted, rolled up, and kept as JSON that reads back equal or is refused in words."""

from __future__ import annotations

import dataclasses
import datetime
import json
from enum import Enum
from typing import Optional, Union, get_args, get_origin, get_type_hints

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plandialog.plugin.core import codec
from plandialog.plugin.core.assessment import (
    Advice,
    Assessment,
    AssessmentError,
    Finding,
    Hit,
    PackageNote,
    PerspectiveNote,
    SourceNote,
    UnitNote,
    from_json,
    json_schema,
    tally,
    to_json,
)
from plandialog.plugin.core.measurement import Certainty, Coverage, Evidence, Measurement
from plandialog.plugin.core.messages import MESSAGES, Message
from plandialog.plugin.core.outcome import CARRIED_OUT, Outcome
from plandialog.plugin.core.proposal import Proposal
from plandialog.plugin.core.quantity import Dimension
from plandialog.plugin.core.terms import ACTORS, LAND_USES, STAGES
from plandialog.plugin.core.text import Text

TEXT = Text("på svenska", "in English")
VALIDATOR = jsonschema.Draft202012Validator(json_schema(), format_checker=jsonschema.FormatChecker())


def finding(check, outcome, perspective="trafik", **changes):
    advice = Advice(TEXT, TEXT, TEXT, TEXT)
    return Finding(check, perspective, TEXT, outcome, advice, "overlap", **changes)


def full_finding():
    """A finding with every part filled in."""
    return finding(
        "k1",
        Outcome.DISCUSS,
        measurement=Measurement(Dimension.NUMBER, 3, 2, 4, Certainty.YES, TEXT, incomplete=True),
        area=12.5,
        says=TEXT,
        notes=(Message("coverage-partial", {"share": 54.5}), Message("source-missing", {"file": "å.gpkg"})),
        coverage=Coverage(Evidence.DATASET, 54.5),
        hits=(Hit("1", "Ån ”Svartån”", "Point (0 0)", False),),
        hit_count=7,
        source=SourceNote("d", TEXT, TEXT, "CC0-1.0", datetime.date(2024, 2, 29), None, False, 0.0, ""),
        trace={"reach": 1500.0, "read": 3, "where": "a = 'b'"},
    )


def perspective(name):
    unit = UnitNote("u", TEXT, "", "")
    return PerspectiveNote(name, "prov", TEXT, None, unit, ("kommun",), ("region",), (), (), (TEXT,), ())


def assessment(*findings, **changes):
    names = list(dict.fromkeys(each.perspective for each in findings))
    made = {
        "proposal": Proposal("p", "Kvarteret ”Ån”", "Polygon ((0 0, 1 0, 1 1, 0 0))", "EPSG:3006", 0.5),
        "package": PackageNote(
            "prov", TEXT, "1.0", datetime.date(2026, 1, 1), True, TEXT, TEXT, "", None, "", None, ""
        ),
        "perspectives": tuple(perspective(name) for name in names),
        "findings": findings,
        "made": "2026-11-24T10:07:00+01:00",
        "software": "Plandialog 0",
    }
    return Assessment(**{**made, **changes})


def of_every_outcome():
    return assessment(
        *(finding(f"a-{outcome.value}", outcome) for outcome in Outcome),
        finding("b-clear", Outcome.CLEAR, "bostad"),
        finding("b-no-data", Outcome.NO_DATA, "bostad"),
        finding("c-not-relevant", Outcome.NOT_RELEVANT, "energi"),
    )


def document(*made):
    """The JSON of assessments, to be spoilt."""
    return json.loads(to_json(made or (assessment(full_finding()),)))


def refusal(content):
    text = content if isinstance(content, str) else json.dumps(content)
    with pytest.raises(AssessmentError) as refused:
        from_json(text)
    assert refused.value.message.text("sv") and str(refused.value) == refused.value.message.text("en")
    return refused.value.message


# Assessments of every kind, made from the annotations: a field added tomorrow is tried tomorrow.

#: Fields that hold words of a vocabulary; all others hold whatever their type allows.
_WORDS = {
    (Message, "code"): st.sampled_from(sorted(MESSAGES)),
    (Proposal, "land_use"): st.sampled_from([None, *LAND_USES]),
    (Proposal, "stage"): st.sampled_from([None, *STAGES]),
    **{
        (PerspectiveNote, role): st.lists(st.sampled_from(sorted(ACTORS)), max_size=2).map(tuple)
        for role in ("decides", "speaks", "supervises")
    },
}
_PLAIN = {
    str: st.text(max_size=5),
    int: st.integers(-(10**9), 10**9),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    type(None): st.none(),
    datetime.date: st.dates(),
}


def anything(kind):
    """A strategy for every value that the annotation ``kind`` allows."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Union:
        return st.one_of(*map(anything, arguments))
    if origin is tuple:
        return st.lists(anything(arguments[0]), max_size=2).map(tuple)
    if origin is dict:
        return st.dictionaries(anything(arguments[0]), anything(arguments[1]), max_size=2)
    if kind in _PLAIN:
        return _PLAIN[kind]
    if issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    hints = get_type_hints(kind)
    names = [each.name for each in dataclasses.fields(kind)]
    return st.builds(
        kind, **{name: _WORDS[kind, name] if (kind, name) in _WORDS else anything(hints[name]) for name in names}
    )


_ASSESSMENT, _FINDING, _PERSPECTIVE = map(anything, (Assessment, Finding, PerspectiveNote))


@st.composite
def assessments(draw):
    """Any assessment whose findings belong to its perspectives, and these to its packages."""
    made = draw(_ASSESSMENT)
    package = dataclasses.replace(made.package, id="k")
    others = tuple(dataclasses.replace(each, id=f"k{number}") for number, each in enumerate(made.others))
    ids = st.sampled_from([each.id for each in (package, *others)])
    perspectives = [
        dataclasses.replace(draw(_PERSPECTIVE), id=f"p{number}", package=draw(ids))
        for number in range(draw(st.integers(0, 2)))
    ]
    findings = [dataclasses.replace(draw(_FINDING), perspective=each.id) for each in perspectives]
    return dataclasses.replace(
        made, package=package, others=others, perspectives=tuple(perspectives), findings=tuple(findings)
    )


_MANY_PARTS = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@_MANY_PARTS
@given(st.lists(assessments(), max_size=2).map(tuple))
def test_any_assessments_read_back_equal_and_keep_to_the_schema(made):
    text = to_json(made)
    assert from_json(text) == made
    assert to_json(from_json(text)) == text
    VALIDATOR.validate(json.loads(text))


def test_everything_of_a_finding_comes_back():
    made = (assessment(full_finding()), of_every_outcome())
    assert from_json(to_json(made)) == made
    assert from_json(to_json(())) == ()


def test_the_document_is_text_that_a_person_can_read():
    text = to_json((assessment(full_finding()),))
    assert "Kvarteret ”Ån”" in text and text.endswith("}\n")
    assert len(text.splitlines()) > 50


def test_the_schema_is_sound_and_closed():
    jsonschema.Draft202012Validator.check_schema(json_schema())
    assert all(each["additionalProperties"] is False for each in json_schema()["$defs"].values())


@pytest.mark.parametrize(
    "spoil",
    [
        lambda made: made.update(extra=1),
        lambda made: made.pop("made"),
        lambda made: made["findings"][0].update(outcome="bra"),
        lambda made: made["findings"][0].update(hit_count="7"),
        lambda made: made["findings"][0]["measurement"].update(value=None),
        lambda made: made["findings"][0]["source"].update(issued="i går"),
        lambda made: made["findings"][0]["title"].pop("en"),
        lambda made: made["findings"][0]["hits"][0].update(certain=1),
        lambda made: made["findings"][0]["trace"].update(reach=True),
        lambda made: made["findings"][0].update(notes={}),
        lambda made: made["proposal"].update(area="stor"),
        lambda made: made["package"].update(demo="ja"),
        lambda made: made.update(perspectives=None),
    ],
)
def test_reader_and_schema_refuse_the_same(spoil):
    spoilt = document()
    spoil(spoilt["assessments"][0])
    assert refusal(spoilt).code == "assessment-broken"
    assert not VALIDATOR.is_valid(spoilt)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[]",
        '"plandialog-assessment"',
        "{}",
        '{"format": "plandialog-assessment"}',
        '{"format": "plandialog-assessment", "version": "1", "assessments": []}',
        '{"format": "plandialog-assessment", "version": 0, "assessments": []}',
        '{"format": "plandialog-assessment", "version": 1}',
        '{"format": "plandialog-assessment", "version": 1, "assessments": {}}',
        '{"format": "plandialog-assessment", "version": 1, "assessments": [null]}',
        '{"format": "annat", "version": 1, "assessments": []}',
        '{"type": "FeatureCollection", "features": []}',
        pytest.param("[" * 100_000, id="nested too deep"),
        pytest.param('{"format": ' + "9" * 5000 + "}", id="more digits than Python reads"),
    ],
)
def test_what_is_no_assessment_is_refused_in_words(text):
    assert refusal(text).code == "assessment-broken"


def test_any_cut_of_a_document_is_refused():
    text = to_json((assessment(finding("k", Outcome.CLEAR)),)).rstrip()
    for length in range(0, len(text), 7):
        assert refusal(text[:length]).code == "assessment-broken"


@pytest.mark.parametrize("version", [2, 10**30])
def test_a_document_of_a_newer_version_is_told_apart(version):
    message = refusal({**document(), "version": version})
    assert message == Message("assessment-newer", {"value": str(version), "reads": "1"})


@pytest.mark.parametrize(
    "figure", ["NaN", "Infinity", "-Infinity", "1e999", pytest.param("1" + "0" * 400, id="too large")]
)
@pytest.mark.parametrize("place", ["value", "area", "share", "trace"])
def test_a_figure_that_is_no_number_is_refused_wherever_it_stands(figure, place):
    spoilt = document()
    found = spoilt["assessments"][0]["findings"][0]
    holder = {"value": found["measurement"], "area": found, "share": found["coverage"], "trace": found["trace"]}[place]
    holder[place] = "HERE"
    text = json.dumps(spoilt).replace('"HERE"', figure)
    if place == "trace" and figure.isdigit():  # a whole number of any size has its place there
        assert from_json(text)[0].findings[0].trace["trace"] == 10**400
    else:
        assert refusal(text).code == "assessment-broken"


def test_a_fault_is_named_with_its_place():
    spoilt = document()
    spoilt["assessments"][0]["findings"][0]["measurement"]["low"] = "2"
    assert "[0].findings[0].measurement.low" in refusal(spoilt).params["detail"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda made: made["proposal"].update(land_use="rymdbas"),
        lambda made: made["proposal"].update(stage="senare"),
        lambda made: made["proposal"].update(notes=[{"code": "of-tomorrow", "params": {}}]),
        lambda made: made["findings"][0]["notes"][0].update(code="of-tomorrow"),
        lambda made: made["perspectives"][0].update(speaks=["kungen"]),
        lambda made: made["findings"][0].update(perspective="annat"),
        lambda made: made.update(findings=[]),
        lambda made: made["perspectives"][0].update(package="annat"),
        lambda made: made.update(others=[made["package"]]),
        lambda made: made.update(gaps=[{"name": "paket", "reasons": [{"code": "of-tomorrow", "params": {}}]}]),
    ],
)
def test_words_that_no_summary_could_be_written_of_are_refused(spoil):
    spoilt = document()
    spoil(spoilt["assessments"][0])
    assert refusal(spoilt).code == "assessment-broken"


def test_an_assessment_that_has_no_json_is_not_written():
    for value in (float("nan"), float("inf")):
        with pytest.raises(codec.CodecError):
            to_json((assessment(finding("k", Outcome.CLEAR, area=value)),))


# counting


def test_the_tally_counts_every_check_once():
    made = of_every_outcome()
    assert made.tally.total == len(made.findings) == 11
    assert sum(made.tally.outcomes.values()) == made.tally.total
    assert made.tally.carried_out == sum(made.tally.of(outcome) for outcome in CARRIED_OUT) == 5
    assert made.tally.of(Outcome.CLEAR) == made.tally.of(Outcome.NO_DATA) == 2


def test_an_outcome_that_does_not_occur_counts_as_none():
    counted = tally((finding("k", Outcome.CLEAR),))
    assert counted.outcomes == {"clear": 1}
    assert counted.of(Outcome.DISCUSS) == 0
    assert tally(()).total == 0


def test_gaps_and_questions_count_in_the_total_and_not_as_carried_out():
    others = (Outcome.NO_DATA, Outcome.NOT_CHECKED, Outcome.NOT_RELEVANT, Outcome.QUESTION)
    counted = tally(tuple(finding(outcome.value, outcome) for outcome in others))
    assert (counted.total, counted.carried_out) == (4, 0)


def test_every_perspective_is_rolled_up_in_the_order_of_the_package():
    rolled = of_every_outcome().roll_up()
    assert [(each.perspective, each.outcome) for each in rolled] == [
        ("trafik", Outcome.DISCUSS),
        ("bostad", Outcome.NO_DATA),
        ("energi", Outcome.NOT_RELEVANT),
    ]
    assert [each.tally.total for each in rolled] == [8, 2, 1]


def test_findings_keep_the_order_of_the_package():
    made = of_every_outcome()
    assert [each.check for each in made.findings_of("bostad")] == ["b-clear", "b-no-data"]
    assert [each.check for each in made.with_outcome(Outcome.CLEAR, Outcome.NO_DATA)] == [
        "a-clear",
        "a-no-data",
        "b-clear",
        "b-no-data",
    ]
    assert made.findings_of("annat") == ()


# the codec


@dataclasses.dataclass(frozen=True)
class _Sample:
    """A sample of what an annotation may say.

    More than the first paragraph is not described.
    """

    number: float
    either: Union[str, int, float] = 0
    day: Optional[datetime.date] = None
    parts: tuple[int, ...] = ()
    table: dict[str, float] = dataclasses.field(default_factory=dict)


@pytest.mark.parametrize(("value", "kind"), [(3, int), (3.0, float), ("3", str), (-(2**60), int)])
def test_a_plain_value_in_a_union_keeps_its_type(value, kind):
    made = codec.from_json(_Sample, codec.to_json(_Sample(1.0, value)))
    assert made.either == value and type(made.either) is kind


def test_a_whole_number_where_a_figure_stands_is_a_figure():
    made = codec.from_json(_Sample, {"number": 3, "table": {"a": 1}})
    assert type(made.number) is float and type(made.table["a"]) is float


def test_what_has_a_default_may_be_left_out():
    assert codec.from_json(_Sample, {"number": 1.5}) == _Sample(1.5)


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({}, "$: number is missing"),
        ({"number": 1, "b": 1, "a": 2}, "$: unknown key a"),
        ({"number": "1"}, "$.number"),
        ({"number": True}, "$.number"),
        ({"number": None}, "$.number"),
        ({"number": float("nan")}, "$.number"),
        pytest.param({"number": 10**400}, "$.number", id="too large"),
        ({"number": 1, "either": True}, "$.either"),
        ({"number": 1, "either": None}, "$.either"),
        ({"number": 1, "either": float("inf")}, "$.either"),
        ({"number": 1, "day": "2026-02-30"}, "$.day"),
        ({"number": 1, "day": 20260201}, "$.day"),
        ({"number": 1, "parts": [1, 2.0]}, "$.parts[1]"),
        ({"number": 1, "parts": [True]}, "$.parts[0]"),
        ({"number": 1, "parts": "12"}, "$.parts"),
        ({"number": 1, "table": {"å": "1"}}, "$.table.å"),
        ([], "$"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(value, place):
    with pytest.raises(codec.CodecError) as refused:
        codec.from_json(_Sample, value)
    assert place in str(refused.value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), [float("nan")], {"a": float("inf")}])
def test_what_is_no_number_is_not_written(value):
    with pytest.raises(codec.CodecError):
        codec.to_json(value)


def test_what_has_no_json_is_a_mistake_in_the_code():
    with pytest.raises(TypeError):
        codec.to_json({1, 2})


def test_a_kind_is_described_by_its_first_paragraph_once():
    described = codec.schema(_Sample, "Prov")
    assert described["title"] == "Prov"
    assert described["$ref"] == "#/$defs/_Sample"
    assert described["$defs"]["_Sample"]["description"] == "A sample of what an annotation may say."
    assert described["$defs"]["_Sample"]["properties"]["either"] == {
        "anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "number"}]
    }
