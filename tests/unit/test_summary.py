"""The guidance summary in words and as HTML, made from assessments built by hand: no QGIS."""

from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser

import pytest
from plandialog.plugin.core.assessment import (
    Assessment,
    Hit,
    PackageGap,
)
from plandialog.plugin.core.measurement import Certainty, Measurement
from plandialog.plugin.core.messages import Message
from plandialog.plugin.core.outcome import CARRIED_OUT, LABELS, Outcome
from plandialog.plugin.core.quantity import Dimension
from plandialog.plugin.core.remarks import Remark, RemarkKind
from plandialog.plugin.core.text import LANGUAGES, Text
from plandialog.plugin.report import texts
from plandialog.plugin.report.html import render_html
from plandialog.plugin.report.length import Length
from plandialog.plugin.report.pictures import LegendEntry, MapPicture, Maps
from plandialog.plugin.report.summary import build_summary, finding_as_text
from report_samples import PLAN, assessment, finding, source

#: No text of the product may sound like a decision.
VERDICT = re.compile(
    r"godkän|avslag|avslå|tillstyrk|avstyrk|underkän|olämplig|approv|reject|\bpass(ed|es|ing)?\b|\bfail", re.IGNORECASE
)


def of_every_outcome() -> Assessment:
    return assessment(
        *(finding(f"a-{outcome.value}", outcome) for outcome in Outcome),
        *(finding(f"b-{outcome.value}", outcome, "bostad") for outcome in Outcome),
        finding("c-discuss", Outcome.DISCUSS, "bostad"),
    )


def picture(**changes) -> MapPicture:
    made = {
        "image": "data:image/png;base64,AAAA",
        "width": 720,
        "height": 480,
        "extent": (0.0, 0.0, 3600.0, 2400.0),
        "metres_per_pixel": 5.0,
        "alt": "Karta",
        "bar": 0.25,
        "bar_label": "500 m",
        "legend": (LegendEntry(("data:image/png;base64,BBBB",), "Planområde"),),
        "source": "Kartunderlag.",
    }
    made.update(changes)
    return MapPicture(**made)


class Page(HTMLParser):
    """What a test needs to know of a page: its text, its tags, and that every element is closed."""

    VOID = frozenset({"meta", "img", "br", "link", "input", "hr", "path", "circle", "rect", "use"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        if not self._open or self._open[-1] != "style":
            self.text += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def headings(self) -> list[int]:
        return [int(tag[1]) for tag, _ in self.tags if re.fullmatch(r"h[1-6]", tag)]


# the summary


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_check_is_listed_once_under_its_perspective(language):
    made = of_every_outcome()
    summary = build_summary(made, language)
    listed = [view.check for view in (f for each in summary.perspectives for f in each.findings)]
    assert sorted(listed) == sorted(each.check for each in made.findings)
    for each in summary.perspectives:
        assert [view.check for view in each.findings] == [found.check for found in made.findings_of(each.id)]


def test_each_section_has_its_outcomes():
    summary = build_summary(of_every_outcome(), "sv")
    assert [view.check for view in summary.discuss] == ["a-discuss", "b-discuss", "c-discuss"]
    assert {view.outcome for view in summary.gaps} == {Outcome.NO_DATA, Outcome.NOT_CHECKED}
    assert {view.outcome for view in summary.questions} == {Outcome.QUESTION}


def test_the_tally_adds_up():
    summary = build_summary(of_every_outcome(), "sv")
    tally = summary.tally
    assert sum(count.count for count in tally.done) == tally.carried_out == 9
    assert sum(count.count for count in tally.counts) == tally.total == 17
    assert {count.outcome for count in tally.done} == CARRIED_OUT
    assert tally.text == "9 av 17 kontroller genomförda"
    assert sum(each.tally.total for each in summary.perspectives) == tally.total


def test_the_opening_says_what_stands_out_and_what_to_do_next():
    lead = " ".join(build_summary(of_every_outcome(), "sv").lead)
    assert "Förslaget gäller 40 bostäder på 5,0 ha i Kumla." in lead.replace("\N{NO-BREAK SPACE}", " ")
    assert "3\N{NO-BREAK SPACE}punkter är värda att ta upp" in lead
    assert lead.index("”Perspektiv bostad”") < lead.index("”Perspektiv trafik”")
    assert "4\N{NO-BREAK SPACE}kontroller har inget säkert svar." in lead
    assert "Nästa steg: kontakta Enheten u1 och Enheten u0." in lead


def test_the_unit_with_most_to_discuss_is_asked_first():
    contacts = build_summary(of_every_outcome(), "en").contacts
    assert [(contact.unit, contact.discuss) for contact in contacts] == [("Unit u1", 2), ("Unit u0", 1)]


def test_the_opening_reads_well_whatever_is_stated():
    made = assessment(finding("a", Outcome.CLEAR))

    def opening(**changes):
        proposal = dataclasses.replace(made.proposal, **changes)
        first = build_summary(dataclasses.replace(made, proposal=proposal), "en").lead[0]
        return first.replace("\N{NO-BREAK SPACE}", " ")

    assert opening(dwellings=1, stage=None) == "The proposal covers 5.0 ha in Kumla. The intended use is one dwelling."
    assert opening(land_use="blandat", stage=None).endswith("The intended use is mixed development with 40 dwellings.")
    assert opening(dwellings=None, stage=None).endswith("The intended use is housing.")
    assert opening(land_use=None, stage=None, municipalities=()) == "The proposal covers 5.0 ha."
    assert opening(municipalities=("A", "B", "C")).startswith("The proposal covers 5.0 ha in A, B and C.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_to_discuss_is_said_and_gaps_are_pointed_out(language):
    summary = build_summary(assessment(finding("a", Outcome.CLEAR), finding("b", Outcome.NO_DATA)), language)
    assert summary.discuss == ()
    assert texts.LEAD_NOTHING.get(language) in summary.lead
    assert summary.discuss_lead.startswith(texts.NOTHING_TO_DISCUSS.get(language))
    assert summary.discuss_lead.endswith(texts.NOTHING_FOUND_GAPS.get(language))
    assert all(contact.discuss == 0 for contact in summary.contacts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_summary_of_checks_none_of_which_was_carried_out_says_nothing_of_the_place(language):
    made = assessment(finding("a", Outcome.NOT_CHECKED), finding("b", Outcome.NOT_CHECKED), cancelled=True)
    summary = build_summary(made, language)
    assert summary.tally.carried_out == 0
    assert summary.lead[-1] == texts.NOTHING_CHECKED.get(language) == summary.discuss_lead
    assert texts.NOTHING_TO_DISCUSS.get(language) not in render_html([made], language)
    assert summary.cancelled
    assert [view.notes for view in summary.gaps] == [
        (Message("source-missing", {"file": "layers/borta.gpkg"}).text(language),)
    ] * 2


def test_nothing_found_without_cover_shows_no_figure():
    """A bare 0 % beside “no data” reads as if nothing were there."""
    view = build_summary(assessment(finding("a", Outcome.NO_DATA)), "sv").gaps[0]
    assert (view.figure, view.graphic) == ("", None)
    assert "54" in view.covered
    found = Measurement(Dimension.SHARE, 3.0, 3.0, 3.0, Certainty.YES)
    view = build_summary(assessment(finding("a", Outcome.NO_DATA, measurement=found)), "sv").gaps[0]
    assert view.figure and view.figure_label == texts.FIGURE_IN_PART.sv


def test_a_dataset_is_a_source_once_with_its_least_coverage():
    made = assessment(
        finding("a", Outcome.CLEAR),
        finding("b", Outcome.NO_DATA),
        finding("c", Outcome.CLEAR, source=source(dataset="annat", stale=False, review_due=None, accuracy=0.0)),
    )
    first, second = build_summary(made, "sv").sources
    assert "54" in first.coverage and first.stale and first.review == "2025-05-01"
    assert "hela" in second.coverage and second.review == second.accuracy == texts.NOT_STATED.sv


def test_a_link_that_is_no_web_address_is_left_out():
    made = assessment(finding("a", Outcome.CLEAR, source=source(link="javascript:alert(1)")))
    assert build_summary(made, "sv").sources[0].link == ""


def test_features_are_named_few_and_the_uncertain_ones_marked():
    hits = tuple(Hit(str(number), f"Namn {number}", "Point (0 0)", number > 0) for number in range(12))
    view = build_summary(assessment(finding("a", Outcome.DISCUSS, hits=hits, hit_count=12)), "sv").discuss[0]
    assert view.features.startswith("Namn 0 (osäkert läge), Namn 1,") and view.features.endswith("och 4 till")
    nameless = (Hit("1", "", "Point (0 0)"),)
    view = build_summary(assessment(finding("a", Outcome.DISCUSS, hits=nameless, hit_count=1)), "en").discuss[0]
    assert view.features == "1 without a name"


def test_the_trace_is_in_words_and_keeps_what_it_does_not_know():
    trace = dict(build_summary(assessment(finding("a", Outcome.DISCUSS)), "sv").discuss[0].trace)
    assert trace["Räckvidd"] == "1,5\N{NO-BREAK SPACE}km"
    assert trace["Tid att läsa"] == "0,4\N{NO-BREAK SPACE}ms"
    assert trace["own"] == "value"


def test_the_origin_is_stated():
    made = of_every_outcome()
    stated = dict(build_summary(made, "sv").provenance)
    assert stated[texts.SEAL.sv] == "0123456789ab"
    assert "1.2.3" in stated[texts.PACKAGE.sv] and "2026-01-01" in stated[texts.PACKAGE.sv]
    moved = dataclasses.replace(made, proposal=dataclasses.replace(made.proposal, geometry=PLAN.replace("51", "52")))
    assert dict(build_summary(moved, "sv").provenance)[texts.PLAN_HASH.sv] != stated[texts.PLAN_HASH.sv]


def test_a_name_cannot_turn_the_text_around_it():
    assert build_summary(assessment(finding("a", Outcome.CLEAR), name="a\u202eb\x00\n c"), "sv").name == "ab c"
    assert build_summary(assessment(finding("a", Outcome.CLEAR), name=" \u202e"), "sv").name == texts.UNNAMED.sv


def test_braces_in_a_value_stay_as_they_are():
    assert texts.filled("{name}: {count}", name="{count}", count="3") == "{count}: 3"


# words


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_a_verdict(language):
    found = VERDICT.search(Page(render_html([of_every_outcome()], language)).text)
    assert found is None, found


def test_no_fixed_text_is_a_verdict_and_both_languages_have_the_same_blanks():
    fixed = {name: text for name, text in vars(texts).items() if isinstance(text, Text)}
    assert len(fixed) > 80
    for name, text in fixed.items():
        assert not VERDICT.search(text.sv + " " + text.en), name
        blanks = [sorted(re.findall(r"\{\w+\}", text.get(language))) for language in LANGUAGES]
        assert blanks[0] == blanks[1], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_statement_of_what_it_is_names_the_law(language):
    stated = " ".join(build_summary(of_every_outcome(), language).statements)
    for chapter, section in (("1", "2"), ("3", "8"), ("5", "11")):
        expected = f"{chapter} kap. {section} §" if language == "sv" else f"chapter {chapter}, section {section}"
        assert expected in stated


# the page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_every_check_and_every_outcome_in_words(language):
    page = Page(render_html([of_every_outcome()], language))
    for each in of_every_outcome().findings:
        assert each.title.get(language) in page.text
    for label in LABELS.values():
        assert label.get(language) in page.text
    assert page.all("html") == [{"lang": language}]


def test_the_page_loads_nothing_and_runs_nothing():
    html = render_html([of_every_outcome()], "sv", [Maps({"plan": picture(), "overview": picture(width=300)})])
    page = Page(html)
    assert not {"script", "link", "iframe", "object", "form"} & {tag for tag, _ in page.tags}
    assert all(image["src"].startswith("data:") for image in page.all("img"))
    assert "@import" not in html and "url(" not in html
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]


def test_the_page_can_be_found_ones_way_in():
    for many in (1, 2):
        page = Page(render_html([of_every_outcome()] * many, "sv", [Maps({"plan": picture()})] * many))
        headings = page.headings()
        assert headings.count(1) == 1 and headings[0] == 1
        assert all(later <= earlier + 1 for earlier, later in zip(headings, headings[1:]))
        ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
        assert len(ids) == len(set(ids))
        targets = {a["href"][1:] for a in page.all("a") if a["href"].startswith("#")}
        assert targets <= set(ids)
        assert {use["href"][1:] for use in page.all("use")} == {f"i-{outcome.value}" for outcome in Outcome}
        assert len(page.all("caption")) == len(page.all("table"))
        assert all("scope" in cell for cell in page.all("th"))
        assert all("alt" in image for image in page.all("img"))
        assert len(page.all("main")) == 1


HOSTILE = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "O'Brien & {{ 7*7 }}", "🏡 مخطط חדש")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_only_a_name(name):
    hit = Hit("1", name, "Point (0 0)")
    made = assessment(
        finding("a", Outcome.DISCUSS, hits=(hit,), hit_count=1, says=Text.same(name), trace={"where": name}),
        finding("b", Outcome.NOT_CHECKED, notes=(Message("source-broken", {"file": name, "detail": name}),)),
        name=name,
    )
    for many in ([made], [made, made]):
        html = render_html(many, "sv", [Maps({"plan": picture(alt=name)})] * len(many))
        page = Page(html)
        assert not page.all("script") and name in page.text
        assert not [a for _, attributes in page.tags for a in attributes if a.startswith("on")]
        assert page.all("img")[0]["alt"] == name


def test_demo_is_marked_and_only_where_it_is_one():
    page = Page(render_html([of_every_outcome()], "en"))
    assert page.text.index("DEMO") < 20 and texts.DEMO.en in page.text
    real = dataclasses.replace(of_every_outcome(), package=dataclasses.replace(of_every_outcome().package, demo=False))
    assert "DEMO" not in Page(render_html([real], "en")).text


def with_another(made: Assessment, **changes) -> Assessment:
    """``made`` with the perspective *bostad* from a package without a strategy."""
    other = dataclasses.replace(
        made.package,
        id="riket",
        title=Text("Riket", "The realm"),
        strategy=None,
        strategy_period="",
        strategy_adopted=None,
        **changes,
    )
    perspectives = (
        dataclasses.replace(each, package="riket" if each.id == "bostad" else each.package)
        for each in made.perspectives
    )
    return dataclasses.replace(made, others=(other,), perspectives=tuple(perspectives))


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_several_packages_each_perspective_and_source_says_whose_it_is(language):
    made = with_another(of_every_outcome())
    summary = build_summary(made, language)
    assert len(summary.packages) == 2 and "Riket" in build_summary(made, "sv").packages[1]
    packages = {each.id: each.package for each in summary.perspectives}
    assert packages["bostad"] == {"sv": "Riket", "en": "The realm"}[language] != packages["trafik"]
    page = Page(render_html([made], language)).text
    assert summary.packages[1] in page and packages["trafik"] in page
    assert not VERDICT.search(page)


def test_what_supports_a_package_without_a_strategy_is_not_said_to_support_one():
    made = of_every_outcome()
    assert any(texts.filled(texts.LEAD_SUPPORTS.sv, count="2") in each for each in build_summary(made, "sv").lead)
    lead = build_summary(with_another(made), "sv").lead
    assert any(texts.filled(texts.LEAD_SUPPORTS_ANY.sv, count="2") in each for each in lead)


def test_sample_data_in_one_of_several_packages_is_named():
    made = with_another(of_every_outcome(), demo=False)
    assert build_summary(made, "en").demo == texts.filled(texts.DEMO_PART.en, titles="Sample package")
    assert build_summary(with_another(of_every_outcome()), "en").demo == texts.DEMO.en


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("outcome", [Outcome.CLEAR, Outcome.NOT_CHECKED])
def test_a_package_that_could_not_be_used_is_never_passed_over(language, outcome):
    gap = PackageGap("riket.zip", (Message("not-a-package", {"file": "riket.zip"}),))
    made = assessment(finding("a", outcome), gaps=(gap,))
    summary = build_summary(made, language)
    assert any(texts.LEAD_UNUSED_ONE.get(language) == each for each in summary.lead)
    assert len(summary.unused) == 1 and gap.reasons[0].text(language) in summary.unused[0]
    page = Page(render_html([made, made], language)).text
    assert page.count(summary.unused[0]) == 4
    assert not VERDICT.search(page)
    if outcome is Outcome.CLEAR:
        assert texts.NOTHING_FOUND_GAPS.get(language) in summary.discuss_lead


def test_several_proposals_start_with_a_list_of_them():
    first, second = (
        assessment(finding("a", Outcome.DISCUSS), name="Ett"),
        assessment(finding("a", Outcome.CLEAR), name="Två"),
    )
    page = Page(render_html([first, second], "sv"))
    assert "1 av 1 kontroll genomförd, 1 att ta upp i dialogen" in page.text
    assert page.text.index("1 att ta upp") < page.text.index("0 att ta upp") < page.text.index(texts.OVERVIEW.sv)
    assert len(page.all("article")) == 2


def test_no_proposals_still_make_a_page():
    assert texts.NO_PROPOSALS.sv in Page(render_html([], "sv")).text


def test_a_missing_map_is_told_and_a_skipped_one_is_not():
    made = [of_every_outcome()]
    assert "Det gick inte." in Page(render_html(made, "sv", [Maps(fault="Det gick inte.")])).text
    for skipped in (None, [None]):
        assert "p1-map" not in render_html(made, "sv", skipped)
    assert "p1-map" in render_html(made, "sv", [Maps({"plan": picture()})])


def test_a_cancelled_assessment_says_so_before_anything_else():
    text = Page(render_html([dataclasses.replace(of_every_outcome(), cancelled=True)], "sv")).text
    assert text.index(texts.CANCELLED.sv) < text.index(texts.LEAD_STAGE.sv[:10])


def test_a_remark_stands_beside_its_finding_and_changes_no_outcome():
    made = assessment(finding("a", Outcome.DISCUSS), finding("b", Outcome.CLEAR))
    said = Remark("a", RemarkKind.HANDLED, "Gjort", "2026-11-24T10:00+01:00")
    remarked = dataclasses.replace(made, remarks=(said,))
    plain, summary = build_summary(made, "sv"), build_summary(remarked, "sv")
    check = made.findings[0].check
    views = {view.check: view for each in summary.perspectives for view in each.findings}
    assert (views[check].remark.label, views[check].remark.text) == ("Planeraren: redan hanterat", "Gjort")
    assert summary.tally == plain.tally
    assert [view.check for view in summary.discuss] == [view.check for view in plain.discuss]
    assert any("anmärkning" in paragraph for paragraph in summary.lead)
    assert "Planeraren: redan hanterat (2026-11-24 10:00): Gjort" in finding_as_text(remarked, check, "sv")


def test_the_brief_page_has_the_planner_s_words_beside_what_is_to_discuss():
    made = assessment(finding("a", Outcome.DISCUSS))
    made = dataclasses.replace(made, remarks=(Remark("a", RemarkKind.HANDLED, "Utrett 2025.", "2026-11-24T10:00:00"),))
    text = Page(render_html([made], "sv", length=Length.BRIEF)).text
    assert "Planeraren: redan hanterat" in text and "Utrett 2025." in text
