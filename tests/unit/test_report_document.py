"""The guidance summary as blocks in its three lengths, from assessments built by hand: no QGIS."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from types import SimpleNamespace

import pytest
from plandialog.plugin.core.assessment import Assessment, ClassFigure, Hit, PackageGap
from plandialog.plugin.core.measurement import Certainty, Coverage, Evidence, Measurement
from plandialog.plugin.core.messages import MESSAGES, Message
from plandialog.plugin.core.outcome import LABELS, NOT_CARRIED_OUT, Outcome
from plandialog.plugin.core.quantity import NBSP, Dimension
from plandialog.plugin.core.remarks import Remark, RemarkKind
from plandialog.plugin.core.text import LANGUAGES, Text
from plandialog.plugin.report import texts
from plandialog.plugin.report.blocks import (
    Beside,
    Cell,
    Document,
    Drawing,
    Figure,
    Group,
    Heading,
    PageBreak,
    Paragraph,
    Style,
    Table,
    Terms,
)
from plandialog.plugin.report.document import Part, document, in_document, key_in_document
from plandialog.plugin.report.length import LENGTHS, Length
from plandialog.plugin.report.mapped import OVERVIEW, PLAN, image_key, perspective_key
from plandialog.plugin.report.needs import needed
from plandialog.plugin.report.summary import build_summary
from report_samples import assessment, finding, source

LONG = (Length.STANDARD, Length.FULL)


def of_every_outcome(name: str = "Kvarteret", **changes) -> Assessment:
    """Every outcome in two perspectives, the second of which has more to discuss."""
    return assessment(
        *(finding(f"a-{outcome.value}", outcome) for outcome in Outcome),
        *(finding(f"b-{outcome.value}", outcome, "bostad") for outcome in Outcome),
        finding("c-discuss", Outcome.DISCUSS, "bostad"),
        name=name,
        **changes,
    )


def with_all_there_is() -> Assessment:
    """Every outcome and whatever else a summary may have: pictures, remarks, a second package and one not used."""
    picture = source(dataset="bild", title=Text("Bilden", "The picture"), schematic=True, page="12")
    about = Measurement(Dimension.SHARE, 40.0, 10.0, 80.0, Certainty.YES, schematic=600.0)
    seen = ClassFigure("nod", Text("Nod", "Node"), "#ff0000", about, Text("Här växer det", "Growth here"))
    made = of_every_outcome()
    extra = (
        finding("d-picture", Outcome.CONSIDER, source=picture, classes=(seen,), measure="class-share"),
        finding("d-hits", Outcome.DISCUSS, hits=(Hit("1", "Väg 50", "Point (0 0)", False),), hit_count=1),
    )
    other = dataclasses.replace(made.package, id="riket", title=Text("Riket", "The realm"), strategy=None, demo=False)
    perspectives = (
        dataclasses.replace(note, package="riket") if note.id == "bostad" else note for note in made.perspectives
    )
    return dataclasses.replace(
        made,
        findings=(*made.findings, *extra),
        perspectives=tuple(perspectives),
        others=(other,),
        gaps=(PackageGap("borta.zip", (Message("not-a-package", {"file": "borta.zip"}),)),),
        remarks=(
            Remark("a-discuss", RemarkKind.HANDLED, "REMARK-1", "2026-11-24T10:00+01:00"),
            Remark("a-question", RemarkKind.ANSWER, "REMARK-2", "2026-11-24T10:00+01:00"),
        ),
        cancelled=True,
    )


def note_of(key: str, language: str = "sv", **changes) -> SimpleNamespace:
    said = {"sv": "Kartan", "en": "The map"}[language]
    return SimpleNamespace(**{"alt": f"{said} {key}", "source": f"{said}: {key}.", **changes})


def maps_of(made: Assessment, language: str = "sv") -> dict[str, SimpleNamespace]:
    """A map of every kind that there is of an assessment."""
    keys = [PLAN, OVERVIEW, *(perspective_key(each.id) for each in made.perspectives)]
    schematic = (each.source.dataset for each in made.findings if each.source and each.source.schematic)
    keys += [image_key(each) for each in dict.fromkeys(schematic)]
    return {key: note_of(key, language) for key in keys}


def written(*made: Assessment, length: Length = Length.STANDARD, language: str = "sv", maps=maps_of) -> Document:
    parts = [Part(build_summary(each, language), maps(each, language)) for each in made]
    return document(parts, language, length)


def without_maps(made: Assessment, language: str) -> dict[str, SimpleNamespace]:
    return {}


def flat(blocks) -> list:
    """The blocks in the order in which they are read, those inside others too."""
    found = []
    for block in blocks:
        found.append(block)
        if isinstance(block, Group):
            found += flat(block.blocks)
        elif isinstance(block, Beside):
            found += flat((*block.left, block.right))
    return found


def all_of(made, kind) -> list:
    blocks = made.blocks if isinstance(made, Document) else made
    return [block for block in flat(blocks) if isinstance(block, kind)]


def said_by(block) -> list[str]:
    """Every text of a block alone, those of what is inside it left out."""
    if isinstance(block, Heading):
        return [block.text, block.label]
    if isinstance(block, Paragraph):
        return [block.term, block.text]
    if isinstance(block, Terms):
        return [part for row in block.rows for part in row]
    if isinstance(block, Table):
        heads = [column.head for column in block.columns]
        return [block.caption, *heads, *(cell.text for row in block.rows for cell in row)]
    if isinstance(block, Figure):
        return [block.title, block.caption, block.alt]
    return [block.graphic.alt] if isinstance(block, Drawing) else []


def said(made) -> list[str]:
    blocks = made.blocks if isinstance(made, Document) else made
    return [text for block in flat(blocks) for text in said_by(block)]


def section(made: Document, title: Text, number: int = 0) -> list:
    """The blocks under a heading of the second level, in the proposal with this number."""
    blocks = made.sections[-1] if number == 0 else made.sections[number]
    starts = [at for at, block in enumerate(blocks) if isinstance(block, Heading) and block.level == 2]
    (start,) = [at for at in starts if blocks[at].text == title.get(made.language)]
    end = next((at for at in starts if at > start), len(blocks))
    return list(blocks[start + 1 : end])


def titles(made: Document, level: int) -> list[str]:
    return [block.text for block in all_of(made, Heading) if block.level == level]


def rows_of(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def caption_of(text: Text, made: Document, **values: str) -> str:
    return texts.filled(text.get(made.language), **values)


# what every length has


def test_every_length_has_a_name_in_both_languages():
    assert set(LENGTHS) == set(Length)
    for language in LANGUAGES:
        assert len({text.get(language) for text in LENGTHS.values()}) == len(Length)
    assert all(text.sv != text.en for text in LENGTHS.values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("length", Length)
def test_every_length_says_first_what_stands_out_and_how_many_of_how_many(length, language):
    made = of_every_outcome()
    result = written(made, length=length, language=language)
    summary = build_summary(made, language)
    assert result.blocks[0] == Heading(1, "Kvarteret")
    top = said(result)
    assert all(text in top for text in summary.lead)
    assert summary.tally.text in top and summary.demo in top
    counted = next(text for text in top if " · " in text and LABELS[Outcome.CLEAR].get(language) in text)
    for count in summary.tally.counts:
        assert f"{count.label}{NBSP}{count.count}" in counted
    (strip,) = [each for each in all_of(result, Drawing) if each.graphic.width > 600]
    assert strip.graphic.alt.count(";") == len(Outcome) - 1


@pytest.mark.parametrize("length", Length)
def test_the_document_states_what_it_is(length):
    result = written(of_every_outcome(), length=length)
    title = texts.TITLE.sv
    assert (result.language, result.kind, result.region) == ("sv", title, "Provlän")
    assert result.title == f"Kvarteret – {title}" and result.running == "Kvarteret"
    assert result.subject == LENGTHS[length].sv
    assert result.author == "Plandialog 0, QGIS 3.40"
    assert result.keywords == build_summary(of_every_outcome(), "sv").packages
    assert result.demo == texts.DEMO.sv
    assert result.brief == (length is Length.BRIEF)


@pytest.mark.parametrize("made", [of_every_outcome(), with_all_there_is()])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("length", Length)
def test_no_block_is_empty_and_every_table_is_whole(length, language, made):
    for many in (1, 2):
        for maps in (maps_of, without_maps):
            result = written(*[made] * many, length=length, language=language, maps=maps)
            for block in flat(result.blocks):
                if isinstance(block, Heading):
                    assert block.text.strip() and (block.label != "") == (block.outcome is not None)
                elif isinstance(block, Paragraph):
                    assert block.text.strip() or block.term.strip()
                elif isinstance(block, Group):
                    assert block.blocks and isinstance(block.blocks[0], (Heading, Paragraph))
                elif isinstance(block, Terms):
                    assert block.rows and all(term and value for term, value in block.rows)
                elif isinstance(block, Table):
                    assert block.caption and block.rows
                    assert all(column.head and column.weight > 0 for column in block.columns)
                    assert all(len(row) == len(block.columns) for row in block.rows)
                    assert all(cell.text.strip() for row in block.rows for cell in row), block.caption


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("length", Length)
def test_no_heading_skips_a_level(length, language):
    for many in (1, 2):
        result = written(*[with_all_there_is()] * many, length=length, language=language)
        levels = [block.level for block in all_of(result, Heading)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in zip(levels, levels[1:]))


@pytest.mark.parametrize("length", Length)
def test_wherever_an_outcome_is_marked_it_is_named(length):
    result = written(with_all_there_is(), length=length, language="en")
    for block in flat(result.blocks):
        if isinstance(block, Heading) and block.outcome:
            assert block.label == LABELS[block.outcome].en
        if isinstance(block, Group) and block.outcome:
            assert block.blocks[0].outcome is block.outcome
        if isinstance(block, Table):
            marked = [cell for row in block.rows for cell in row if cell.outcome]
            assert all(cell.text == LABELS[cell.outcome].en for cell in marked)


@pytest.mark.parametrize("length", Length)
def test_what_went_wrong_is_said_at_the_top(length):
    made = with_all_there_is()
    result = written(made, length=length)
    notices = [block.text for block in all_of(result, Paragraph) if block.style is Style.NOTICE]
    summary = build_summary(made, "sv")
    assert notices == [summary.demo, summary.cancelled, *summary.unused]
    assert len(summary.unused) == 1 and "borta.zip" in notices[-1]
    sound = assessment(finding("a", Outcome.CLEAR), demo=False)
    assert not [block for block in all_of(written(sound, length=length), Paragraph) if block.style is Style.NOTICE]
    assert written(sound, length=length).demo == ""


# standard and full


@pytest.mark.parametrize("language", LANGUAGES)
def test_standard_lists_every_check_once_with_its_outcome_under_its_perspective(language):
    made = of_every_outcome()
    result = written(made, language=language)
    blocks = section(result, texts.ALL)
    assert [block.text for block in all_of(blocks, Heading)] == [each.title.get(language) for each in made.perspectives]
    for each, table in zip(made.perspectives, all_of(blocks, Table)):
        assert table.caption == caption_of(texts.CHECKS_CAPTION, result, title=each.title.get(language))
        found = made.findings_of(each.id)
        assert [row[0].text for row in table.rows] == [one.title.get(language) for one in found]
        assert [row[1] for row in table.rows] == [Cell(LABELS[one.outcome].get(language), one.outcome) for one in found]


@pytest.mark.parametrize("language", LANGUAGES)
def test_full_has_every_check_once_with_its_outcome_under_its_perspective(language):
    made = of_every_outcome()
    blocks = section(written(made, length=Length.FULL, language=language), texts.ALL)
    expected = []
    for each in made.perspectives:
        expected.append(Heading(3, each.title.get(language)))
        expected += [
            Heading(4, one.title.get(language), one.outcome, LABELS[one.outcome].get(language))
            for one in made.findings_of(each.id)
        ]
    assert all_of(blocks, Heading) == expected


@pytest.mark.parametrize("length", LONG)
def test_each_section_has_the_checks_of_its_outcomes(length):
    made = of_every_outcome()
    result = written(made, length=length)

    def named(*outcomes):
        return [each.title.sv for each in made.findings if each.outcome in outcomes]

    assert [block.text for block in all_of(section(result, texts.TO_DISCUSS), Heading)] == named(Outcome.DISCUSS)
    assert [block.text for block in all_of(section(result, texts.QUESTIONS), Heading)] == named(Outcome.QUESTION)
    (table,) = all_of(section(result, texts.GAPS), Table)
    assert [row[0].text for row in table.rows] == named(*NOT_CARRIED_OUT)
    assert {row[1].outcome for row in table.rows} == NOT_CARRIED_OUT


@pytest.mark.parametrize("length", LONG)
def test_a_check_to_discuss_is_told_in_full_once(length):
    result = written(of_every_outcome(), length=length, language="en")
    counted = Counter(said(result))
    for check in ("a-discuss", "b-discuss", "c-discuss"):
        assert counted[f"Because {check}"] == 1
        assert f"Because {check}" in said(section(result, texts.TO_DISCUSS))
    in_full = said(section(result, texts.ALL)).count(texts.IN_FULL.en)
    assert in_full == (3 if length is Length.FULL else 0)


def test_full_says_why_and_how_of_every_check_and_standard_of_those_to_discuss():
    made = of_every_outcome()
    full, standard = (said(written(made, length=length)) for length in (Length.FULL, Length.STANDARD))
    for each in made.findings:
        assert each.advice.why.sv in full
        assert (each.advice.why.sv in standard) == (each.outcome is Outcome.DISCUSS)


def test_advice_stands_where_something_is_concerned_and_nowhere_else():
    made = of_every_outcome()
    told = said(section(written(made, length=Length.FULL), texts.ALL))
    for each in made.findings:
        advised = each.outcome not in (Outcome.CLEAR, Outcome.NOT_RELEVANT, Outcome.DISCUSS)
        assert (each.advice.do.sv in told) == advised
    for row in all_of(section(written(made), texts.ALL), Table)[0].rows:
        assert (texts.DO.sv in row[3].text) == (row[1].outcome is Outcome.CONSIDER)


@pytest.mark.parametrize("length", [Length.BRIEF, Length.STANDARD])
def test_how_a_check_was_made_is_told_in_full_alone(length):
    made = assessment(finding("a", Outcome.DISCUSS, trace={"own": "TRACED", "reach": 1500.0}), demo=False)
    label = texts.TRACE_LABELS["reach"].sv
    told = " ".join(said(written(made, length=length)))
    assert "TRACED" not in told and label not in told and texts.TRACE_ONLY.sv not in told
    full = all_of(written(made, length=Length.FULL), Paragraph)
    (trace,) = [block for block in full if block.term == texts.TRACE_ONLY.sv]
    assert "own: TRACED" in trace.text and label in trace.text


def test_a_check_that_was_not_made_has_no_word_of_how():
    blocks = all_of(written(of_every_outcome(), length=Length.FULL), Group)
    traced = {
        group.blocks[0].text
        for group in blocks
        for block in group.blocks
        if isinstance(block, Paragraph) and block.term == texts.TRACE_ONLY.sv
    }
    assert "Kontroll a-question" not in traced and "Kontroll a-discuss" in traced


@pytest.mark.parametrize("length", LONG)
def test_the_reason_for_a_gap_stands_beside_what_would_be_needed_and_whom_to_ask(length):
    (table,) = all_of(section(written(of_every_outcome(), length=length, language="en"), texts.GAPS), Table)
    for row, made in zip(table.rows, [each for each in of_every_outcome().findings if each.outcome in NOT_CARRIED_OUT]):
        assert row[2].text.startswith(made.notes[0].text("en") + " Coverage: ")
        assert row[3].text == needed(made).en
        assert row[4].text == "The unit"


@pytest.mark.parametrize("length", LONG)
def test_nothing_to_discuss_nothing_to_answer_and_no_gap_are_said(length):
    result = written(assessment(finding("a", Outcome.CLEAR)), length=length)
    assert said(section(result, texts.TO_DISCUSS)) == ["", texts.NOTHING_TO_DISCUSS.sv]
    assert said(section(result, texts.QUESTIONS)) == ["", texts.NO_QUESTIONS.sv]
    assert said(section(result, texts.GAPS)) == ["", texts.NO_GAPS.sv]
    assert texts.LETTERS.sv not in titles(result, 2) and texts.IMAGES.sv not in titles(result, 2)


@pytest.mark.parametrize("length", LONG)
def test_the_matrix_adds_up_in_both_directions(length):
    made = of_every_outcome()
    (table,) = all_of(section(written(made, length=length), texts.MATRIX), Table)
    figures = [[int(text) if text != texts.NONE.sv else 0 for text in row[1:]] for row in rows_of(table)]
    *perspectives, total = figures
    assert [sum(column) for column in zip(*perspectives)] == total
    assert all(sum(row[:-1]) == row[-1] for row in figures)
    assert total[-1] == len(made.findings)
    assert [row[0] for row in rows_of(table)] == ["Perspektiv trafik", "Perspektiv bostad", texts.TOTAL.sv]
    assert {column.head for column in table.columns} >= {LABELS[outcome].sv for outcome in Outcome}


@pytest.mark.parametrize("length", LONG)
def test_a_remark_stands_with_its_check(length):
    result = written(with_all_there_is(), length=length)
    discuss = [block for block in all_of(section(result, texts.TO_DISCUSS), Paragraph) if block.style is Style.REMARK]
    assert [block.text for block in discuss] == ["REMARK-1"] and "2026-11-24 10:00" in discuss[0].term
    asked = [block for block in all_of(section(result, texts.QUESTIONS), Paragraph) if block.style is Style.REMARK]
    assert [block.text for block in asked] == ["REMARK-2"]
    told = " ".join(said(section(result, texts.ALL)))
    assert told.count("REMARK-1") == told.count("REMARK-2") == 1


@pytest.mark.parametrize("length", LONG)
def test_with_several_packages_it_is_said_which_one_a_perspective_and_a_source_come_from(length):
    result = written(with_all_there_is(), length=length)
    whose = texts.filled(texts.FROM_PACKAGE.sv, title="Riket")
    assert said(section(result, texts.ALL)).count(whose) == 1
    assert any(whose in text for text in said(section(result, texts.TO_DISCUSS)))
    alone = " ".join(said(written(of_every_outcome(), length=length)))
    assert texts.filled(texts.FROM_PACKAGE.sv, title="Provpaket") not in alone


@pytest.mark.parametrize("length", LONG)
def test_the_sources_roles_contacts_and_the_origin_are_there(length):
    made = of_every_outcome()
    result, summary = written(made, length=length), build_summary(made, "sv")
    (roles,) = all_of(section(result, texts.ROLES), Table)
    assert [row[0] for row in rows_of(roles)] == [each.title for each in summary.perspectives]
    (contacts,) = all_of(section(result, texts.CONTACTS), Table)
    assert [row[0] for row in rows_of(contacts)] == [each.unit for each in summary.contacts]
    (sources,) = all_of(section(result, texts.SOURCES), Table)
    assert len(sources.rows) == len(summary.sources) == 1
    assert texts.STALE.sv in rows_of(sources)[0][3] and "https://example.org/underlag" in rows_of(sources)[0][0]
    assert [block.text for block in section(result, texts.ABOUT)] == list(summary.statements)
    assert section(result, texts.PROVENANCE) == [Terms(summary.provenance, Style.SMALL)]


def test_a_structure_image_has_its_classes_its_accuracy_and_its_checks():
    result = written(with_all_there_is())
    blocks = section(result, texts.IMAGES)
    (table,) = all_of(blocks, Table)
    assert rows_of(table)[0][0] == "Nod. Här växer det" and "10–80" in rows_of(table)[0][1]
    assert rows_of(table)[0][2] == texts.NONE.sv
    told = said(blocks)
    assert any("±" in text for text in told) and any("12" in text for text in told)
    assert f"Kontroll d-picture ({LABELS[Outcome.CONSIDER].sv})." in told
    assert [figure.key for figure in all_of(blocks, Figure)] == [key_in_document(0, image_key("bild"))]


def test_a_structure_image_without_its_picture_says_so_where_there_are_maps_at_all():
    made = with_all_there_is()
    plan_alone = written(made, maps=lambda *_: {PLAN: note_of(PLAN)})
    assert texts.IMAGE_MISSING.sv in said(section(plan_alone, texts.IMAGES))
    assert texts.IMAGE_MISSING.sv not in said(section(written(made, maps=without_maps), texts.IMAGES))
    assert texts.IMAGE_MISSING.sv not in said(section(written(made), texts.IMAGES))


# brief


@pytest.mark.parametrize("language", LANGUAGES)
def test_brief_lists_all_to_discuss_with_what_to_ask_and_whom(language):
    made = of_every_outcome()
    (table,) = all_of(section(written(made, length=Length.BRIEF, language=language), texts.TO_DISCUSS), Table)
    found = [each for each in made.findings if each.outcome is Outcome.DISCUSS]
    assert len(found) == len(table.rows) == 3
    for row, each in zip(rows_of(table), found):
        assert row[0] == each.title.get(language)
        assert row[1].startswith(each.measurement.text(language))
        assert row[2] == each.advice.question.get(language)
        assert row[3] in ("Enheten u0", "Enheten u1", "Unit u0", "Unit u1")


def test_brief_says_what_to_do_where_there_is_nothing_to_ask():
    quiet = dataclasses.replace(finding("a", Outcome.DISCUSS).advice, question=None)
    made = assessment(finding("a", Outcome.DISCUSS, advice=quiet, measurement=None))
    (table,) = all_of(written(made, length=Length.BRIEF), Table)
    assert rows_of(table) == [["Kontroll a", texts.NONE.sv, "Gör a", "Enheten u0"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_brief_names_every_gap_by_its_kind_with_how_many_they_are(language):
    made = of_every_outcome()
    blocks = all_of(written(made, length=Length.BRIEF, language=language), Paragraph)
    for outcome in NOT_CARRIED_OUT:
        label = LABELS[outcome].get(language)
        (block,) = [each for each in blocks if each.term.startswith(label)]
        names = [each.title.get(language) for each in made.findings if each.outcome is outcome]
        assert block.text == ", ".join(names) + "." and block.term == f"{label} ({len(names)})"


def test_brief_leaves_no_gap_out_however_many_there_are():
    made = assessment(*(finding(f"n{number}", Outcome.NO_DATA) for number in range(60)))
    told = " ".join(said(written(made, length=Length.BRIEF)))
    assert all(f"Kontroll n{number}" in told for number in range(60)) and "(60)" in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_brief_without_anything_to_discuss_or_any_gap_says_so(language):
    told = said(written(assessment(finding("a", Outcome.CLEAR)), length=Length.BRIEF, language=language))
    assert texts.NOTHING_TO_DISCUSS.get(language) in told and texts.NO_GAPS.get(language) in told
    told = said(written(assessment(finding("a", Outcome.NOT_CHECKED)), length=Length.BRIEF, language=language))
    assert texts.NOTHING_CHECKED.get(language) in told
    assert texts.NOTHING_TO_DISCUSS.get(language) not in told and texts.NO_GAPS.get(language) not in told


def test_brief_is_short_and_says_what_it_leaves_out_and_what_it_is():
    made = of_every_outcome()
    brief, standard = written(made, length=Length.BRIEF), written(made)
    assert len(" ".join(said(brief))) < len(" ".join(said(standard))) / 2
    small = said(brief)[-1]
    assert texts.BRIEF_LEAVES_OUT.sv in small and texts.STATEMENT_SHORT.sv in small
    for term, value in build_summary(made, "sv").provenance_line:
        assert f"{term}: {value}" in small
    assert not all_of(brief, Terms) and not {3, 4} & {block.level for block in all_of(brief, Heading)}


def test_brief_names_the_units_with_something_to_discuss_with_how_to_reach_them():
    made = of_every_outcome()
    quiet = assessment(*made.findings, finding("z", Outcome.CONSIDER, "energi"))
    told = all_of(written(quiet, length=Length.BRIEF), Paragraph)
    (block,) = [each for each in told if each.term == texts.CONTACTS.sv]
    assert block.text == "Enheten u1 (u1@example.org, 019-000 00 00); Enheten u0 (u0@example.org, 019-000 00 00)."


def test_a_unit_that_nobody_can_reach_is_named_alone():
    made = with_units(assessment(finding("a", Outcome.DISCUSS)), trafik=("u0", "", ""))
    told = all_of(written(made, length=Length.BRIEF), Paragraph)
    assert [each.text for each in told if each.term == texts.CONTACTS.sv] == ["Enheten u0."]
    (table,) = all_of(section(written(made), texts.CONTACTS), Table)
    assert rows_of(table)[0][1] == texts.NONE.sv
    (letter,) = all_of(section(written(made), texts.LETTERS), Group)
    assert [type(each) for each in letter.blocks] == [Heading, Paragraph] and letter.blocks[1].style is Style.BULLET


# letters


def with_units(made: Assessment, **units: tuple[str, str, str]) -> Assessment:
    """The perspectives answered for by these units: id, e-mail and telephone."""
    notes = []
    for note in made.perspectives:
        name, email, phone = units[note.id]
        title = Text(f"Enheten {name}", f"Unit {name}")
        notes.append(
            dataclasses.replace(
                note, unit=dataclasses.replace(note.unit, id=name, title=title, email=email, phone=phone)
            )
        )
    return dataclasses.replace(made, perspectives=tuple(notes))


def letters_of(result: Document) -> list[tuple[str, list[str]]]:
    """Who gets which questions: a unit with the titles of its checks."""
    return [
        (group.blocks[0].text, [block.term for block in group.blocks if getattr(block, "term", "")])
        for group in all_of(section(result, texts.LETTERS), Group)
    ]


@pytest.mark.parametrize("length", LONG)
def test_the_questions_stand_by_unit_in_the_order_of_the_contacts(length):
    result = written(of_every_outcome(), length=length)
    (contacts,) = all_of(section(result, texts.CONTACTS), Table)
    assert letters_of(result) == [
        ("Enheten u1", ["Kontroll b-discuss", "Kontroll c-discuss"]),
        ("Enheten u0", ["Kontroll a-discuss"]),
    ]
    assert [unit for unit, _ in letters_of(result)] == [row[0] for row in rows_of(contacts)]
    told = said(section(result, texts.LETTERS))
    assert "Fråga b-discuss?" in told and "u1@example.org, 019-000 00 00" in told


def test_brief_has_no_letters():
    assert texts.LETTERS.sv not in titles(written(of_every_outcome(), length=Length.BRIEF), 2)


def test_a_unit_that_answers_for_several_perspectives_gets_one_letter():
    findings = [finding(name, Outcome.DISCUSS, name) for name in ("ett", "två", "tre", "fyra")]
    one, other = ("x", "x@example.org", ""), ("y", "y@example.org", "1")
    made = with_units(assessment(*findings), ett=one, två=other, tre=other, fyra=one)
    assert letters_of(written(made)) == [
        ("Enheten x", ["Kontroll ett", "Kontroll fyra"]),
        ("Enheten y", ["Kontroll två", "Kontroll tre"]),
    ]
    more = dataclasses.replace(made, findings=(*made.findings, finding("till", Outcome.DISCUSS, "två")))
    assert [unit for unit, _ in letters_of(written(more))] == ["Enheten y", "Enheten x"]


def test_a_unit_without_a_question_gets_no_letter():
    silent = dataclasses.replace(finding("b", Outcome.DISCUSS).advice, question=None)
    made = assessment(
        finding("a", Outcome.DISCUSS),
        finding("b", Outcome.DISCUSS, "bostad", advice=silent),
        finding("c", Outcome.QUESTION, "bostad"),
        finding("d", Outcome.CONSIDER, "bostad"),
    )
    assert letters_of(written(made)) == [("Enheten u0", ["Kontroll a"])]
    none = assessment(finding("b", Outcome.DISCUSS, advice=silent))
    assert texts.LETTERS.sv not in titles(written(none), 2)


# maps


@pytest.mark.parametrize("length", LONG)
def test_every_map_is_shown_once_with_what_it_shows_and_from_what(length):
    made = with_all_there_is()
    result = written(made, length=length)
    figures = all_of(result, Figure)
    assert {figure.key for figure in figures} == set(in_document([maps_of(made)]))
    assert len(figures) == len(maps_of(made))
    for figure in figures:
        key = figure.key.partition("/")[2]
        assert (figure.caption, figure.alt) == (f"Kartan: {key}.", f"Kartan {key}") and figure.title
    assert [figure.key for figure in figures if figure.large] == [key_in_document(0, PLAN)]
    assert [block.right.key for block in all_of(result, Beside)] == [key_in_document(0, OVERVIEW)]


def test_brief_has_the_plan_map_alone_with_its_source_below_where_there_is_room():
    result = written(with_all_there_is(), length=Length.BRIEF)
    (beside,) = all_of(result, Beside)
    assert all_of(result, Figure) == [beside.right]
    assert (beside.right.key, beside.right.caption) == (key_in_document(0, PLAN), "")
    assert Paragraph("Kartan: plan.", Style.SMALL) in result.blocks and 0 < beside.share < 1


@pytest.mark.parametrize("length", Length)
def test_without_maps_the_opening_stands_alone_and_says_the_same(length):
    made = of_every_outcome()
    bare, mapped = (written(made, length=length, maps=maps) for maps in (without_maps, maps_of))
    assert not all_of(bare, (Figure, Beside))
    of_maps = {text for key in maps_of(made) for text in vars(note_of(key)).values()}
    of_maps |= {figure.title for figure in all_of(mapped, Figure)}
    assert [text for text in said(bare) if text] == [text for text in said(mapped) if text and text not in of_maps]


@pytest.mark.parametrize("length", Length)
def test_that_maps_could_not_be_drawn_is_told_and_that_none_were_asked_for_is_not(length):
    fault = texts.filled(texts.MAP_FAULT.sv, reason=texts.MAP_NO_GUI.sv)
    summary = build_summary(of_every_outcome(), "sv")
    told = document([Part(summary, {}, fault)], "sv", length)
    assert Paragraph(fault, Style.NOTICE) in told.blocks and not all_of(told, Figure)
    plain = document([Part(summary, {})], "sv", length)
    assert list(plain.blocks) == [block for block in told.blocks if said_by(block)[-1:] != [fault]]


@pytest.mark.parametrize("length", Length)
def test_figures_of_several_proposals_have_keys_of_their_own(length):
    made = [with_all_there_is(), with_all_there_is(), of_every_outcome()]
    keys = [figure.key for figure in all_of(written(*made, length=length), Figure)]
    assert len(keys) == len(set(keys))
    assert set(keys) <= set(in_document([maps_of(each) for each in made]))
    assert [key for key in keys if key.endswith(f"/{PLAN}")] == [f"{number}/{PLAN}" for number in range(3)]


def test_a_map_that_one_proposal_lacks_is_not_taken_from_another():
    made = [of_every_outcome("Ett"), of_every_outcome("Två")]
    maps = [{}, {PLAN: note_of("TVÅ")}]
    parts = [Part(build_summary(each, "sv"), own) for each, own in zip(made, maps)]
    result = document(parts, "sv", Length.STANDARD)
    assert [figure.alt for figure in all_of(result.sections[2], Figure)] == ["Kartan TVÅ"]
    assert not all_of(result.sections[1], Figure)
    assert in_document(maps)[all_of(result, Figure)[0].key] is maps[1][PLAN]


@pytest.mark.parametrize("name", ["plan", "overview", "image:bild", "perspective:x", "riket:plan", "1/plan", "", "å/ö"])
def test_the_key_of_a_map_is_nobody_elses(name):
    keys = [PLAN, OVERVIEW, perspective_key(name), image_key(name), perspective_key("bild"), image_key("x")]
    assert len(set(keys)) == len(keys)
    both = in_document([{perspective_key(name): 1}, {perspective_key(name): 2}])
    assert sorted(both.values()) == [1, 2]
    assert both[key_in_document(1, perspective_key(name))] == 2


def test_no_proposals_have_no_maps():
    assert in_document([]) == {} == in_document([{}, {}])


def test_eleven_proposals_do_not_share_keys_of_the_first_and_the_eleventh():
    assert len({key_in_document(number, key) for number in range(120) for key in (PLAN, f"1/{PLAN}")}) == 240


# several proposals


@pytest.mark.parametrize(("many", "sections"), [(0, 1), (1, 1), (2, 3), (7, 8)])
@pytest.mark.parametrize("length", Length)
def test_each_of_several_proposals_is_a_section_after_the_comparison(length, many, sections):
    made = [of_every_outcome(f"Förslag {number}") for number in range(many)]
    result = written(*made, length=length, maps=without_maps)
    assert len(result.sections) == sections
    assert not any(isinstance(block, PageBreak) for each in result.sections for block in each)
    assert sum(map(len, result.sections)) + sections - 1 == len(result.blocks)
    if many > 1:
        assert [each[0] for each in result.sections[1:]] == [Heading(1, each.proposal.name) for each in made]
        assert result.title == result.running == texts.TITLE.sv
        assert titles(result, 2)[0] == texts.COMPARISON.sv


def test_sections_are_what_lies_between_the_page_breaks():
    empty = dataclasses.replace(written(), blocks=())
    assert empty.sections == [()]
    one, other = Paragraph("a"), Paragraph("b")
    split = dataclasses.replace(empty, blocks=(PageBreak(), one, other, PageBreak(), PageBreak(), one))
    assert split.sections == [(), (one, other), (), (one,)]


@pytest.mark.parametrize("length", Length)
def test_one_proposal_is_the_same_in_a_document_of_several(length):
    one, two = of_every_outcome("Ett"), with_all_there_is()
    both = written(one, two, length=length)
    alone = written(two, length=length)
    assert said(both.sections[2]) == said(alone)
    assert said(both.sections[1]) == said(written(one, length=length))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("length", Length)
def test_several_proposals_are_compared_in_figures_that_add_up(length, language):
    several = (
        of_every_outcome("Ett"),
        assessment(finding("a", Outcome.CLEAR), name="Två"),
        assessment(finding("a", Outcome.NO_DATA), finding("b", Outcome.DISCUSS, "bostad"), name="Tre"),
    )
    result = written(*several, length=length, language=language)
    assert result.blocks[:3] == (
        Heading(1, texts.TITLE.get(language)),
        Paragraph(texts.DEMO.get(language), Style.NOTICE),
        Heading(2, texts.COMPARISON.get(language)),
    )
    figures, by_perspective = all_of(result.sections[0], Table)
    assert [row[0] for row in rows_of(figures)] == ["1", "2", "3"]
    assert [row[1] for row in rows_of(figures)] == ["Ett", "Två", "Tre"]
    for row, made in zip(rows_of(figures), several):
        tally = made.tally
        assert row[4] == texts.filled(
            texts.OF.get(language), count=str(tally.carried_out), total=str(len(made.findings))
        )
        without = sum(tally.of(outcome) for outcome in NOT_CARRIED_OUT)
        outcomes = (Outcome.DISCUSS, Outcome.CONSIDER, Outcome.SUPPORTS)
        assert [int(text) for text in row[5:]] == [*map(tally.of, outcomes), without]
    cells = [row[1:] for row in rows_of(by_perspective)]
    for number, made in enumerate(several):
        found = [re.fullmatch(r"(\d+)(?: \((\d+)\))?|–", row[number]).groups() for row in cells]
        assert sum(int(discuss or 0) for discuss, _ in found) == made.tally.of(Outcome.DISCUSS)
        assert sum(int(gap or 0) for _, gap in found) == sum(made.tally.of(each) for each in NOT_CARRIED_OUT)


def test_a_perspective_that_a_proposal_lacks_has_a_dash_and_one_without_gaps_no_brackets():
    first = assessment(finding("a", Outcome.DISCUSS), name="Ett")
    second = assessment(finding("b", Outcome.NO_DATA, "bostad"), finding("c", Outcome.CLEAR), name="Två")
    _, table = all_of(written(first, second).sections[0], Table)
    assert rows_of(table) == [["Perspektiv trafik", "1", "0"], ["Perspektiv bostad", texts.NONE.sv, "0 (1)"]]


@pytest.mark.parametrize(("many", "across"), [(2, [2]), (10, [10]), (11, [10, 1]), (20, [10, 10]), (23, [10, 10, 3])])
def test_more_than_ten_proposals_are_split_over_tables(many, across):
    made = [
        assessment(*(finding(f"c{n}", Outcome.DISCUSS) for n in range(number + 1)), name=f"F{number + 1}")
        for number in range(many)
    ]
    figures, *tables = all_of(written(*made, length=Length.BRIEF, maps=without_maps).sections[0], Table)
    assert [row[1] for row in rows_of(figures)] == [f"F{number + 1}" for number in range(many)]
    assert [len(table.columns) - 1 for table in tables] == across
    heads = [column.head for table in tables for column in table.columns[1:]]
    assert heads == [str(number + 1) for number in range(many)] == [row[0] for row in rows_of(figures)]
    # The cell below each number is that proposal's own.
    assert [cell for table in tables for cell in rows_of(table)[0][1:]] == heads


def test_every_table_has_the_perspectives_of_all_proposals():
    made = [assessment(finding("a", Outcome.DISCUSS, f"p{number % 3}")) for number in range(11)]
    _, *tables = all_of(written(*made, length=Length.BRIEF, maps=without_maps).sections[0], Table)
    assert [[row[0] for row in rows_of(table)] for table in tables] == [[f"Perspektiv p{n}" for n in range(3)]] * 2


def test_data_of_one_proposal_that_are_examples_mark_the_whole_document():
    real, demo = assessment(finding("a", Outcome.CLEAR), demo=False), assessment(finding("a", Outcome.CLEAR))
    assert written(real, demo).demo == texts.DEMO.sv and written(real, real).demo == ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("length", Length)
def test_no_proposals_still_make_a_document(length, language):
    result = written(length=length, language=language)
    title = texts.TITLE.get(language)
    assert result.blocks == (Heading(1, title), Paragraph(texts.NO_PROPOSALS.get(language)))
    assert (result.title, result.running) == (title, title)
    assert (result.region, result.made, result.author, result.keywords, result.demo) == ("", "", "", (), "")


# languages


#: What reads the same in both languages: figures, names, addresses, times, checksums and references to the law.
SAME = re.compile(
    r"[\W\d_]*|±\W50\Wm|Kvarteret|Kumla|REMARK-\d|borta\.zip|u\d@example\.org, [\d -]+|PBL 2 kap\. 5 §"
    r"|Plandialog 0, QGIS 3\.40|[0-9a-f]{12}( \(EPSG:3006\))?|2026-11-24T10:07:00\+01:00"
)


@pytest.mark.parametrize("length", Length)
def test_the_two_languages_say_the_same_in_the_same_order_and_are_not_mixed(length):
    made = with_all_there_is()
    for several in ((made,), (made, of_every_outcome())):
        swedish, english = (written(*several, length=length, language=language) for language in LANGUAGES)
        assert list(map(type, flat(swedish.blocks))) == list(map(type, flat(english.blocks)))
        one, other = said(swedish), said(english)
        assert len(one) == len(other) > 50
        alike = {text for text, same in zip(one, other) if text == same and not SAME.fullmatch(text)}
        assert alike == set()
        assert swedish.title != english.title and swedish.subject != english.subject
        assert swedish.demo != english.demo and swedish.region != english.region


@pytest.mark.parametrize("length", Length)
def test_no_fixed_text_of_one_language_stands_in_the_other(length):
    fixed = {name: text for name, text in vars(texts).items() if isinstance(text, Text)}
    for language, other in (LANGUAGES, LANGUAGES[::-1]):
        told = "\n".join(said(written(with_all_there_is(), of_every_outcome(), length=length, language=language)))
        for name, text in fixed.items():
            foreign = text.get(other)
            if len(foreign) > 9 and "{" not in foreign and foreign not in text.get(language):
                assert foreign not in told, name
        foreign_labels = [label.get(other) for label in LABELS.values()]
        assert not [label for label in foreign_labels if label in told]


# what would be needed


def gap(*codes: str, outcome: Outcome = Outcome.NOT_CHECKED):
    return finding("a", outcome, notes=tuple(Message(code) for code in codes))


@pytest.mark.parametrize(
    ("code", "swedish", "english"),
    [
        ("cancelled", "utan att avbryta", "without cancelling"),
        ("remote-login", "Inloggning", "Credentials"),
        ("login-unknown", "Inloggning", "Credentials"),
        ("login-method", "Inloggning", "Credentials"),
        ("coverage-unknown", "var det är kartlagt", "where it is mapped"),
        ("coverage-partial", "den del som inte täcks", "the part that is not covered"),
        ("coverage-unreadable", "underlagspaket", "package"),
        ("image-cannot-tell", "noggrannare än bilden", "more accurate than the picture"),
        ("image-below-accuracy", "noggrannare än bilden", "more accurate than the picture"),
        ("copy-not-saved", "tjänsten", "the service"),
        ("remote-timeout", "tjänsten", "the service"),
        ("remote-refused", "tjänsten", "the service"),
        ("remote-network", "tjänsten", "the service"),
        ("remote-status", "tjänsten", "the service"),
        ("remote-truncated", "tjänsten", "the service"),
        ("remote-offline", "tjänsten", "the service"),
        ("source-missing", "underlagspaket", "package"),
        ("source-changed", "underlagspaket", "package"),
        ("source-field", "underlagspaket", "package"),
    ],
)
def test_what_is_needed_follows_from_the_reason(code, swedish, english):
    assert code in MESSAGES
    way_out = needed(gap(code))
    assert swedish in way_out.sv and english in way_out.en


@pytest.mark.parametrize("outcome", sorted(NOT_CARRIED_OUT))
def test_whatever_the_reason_there_is_a_way_out_in_both_languages(outcome):
    for code in MESSAGES:
        way_out = needed(gap(code, outcome=outcome))
        assert way_out.sv.endswith(".") and way_out.en.endswith(".") and way_out.sv != way_out.en, code


def test_the_first_reason_that_is_known_counts():
    assert needed(gap("uncertain-band", "cancelled", "remote-timeout")) == needed(gap("cancelled"))
    assert needed(gap("remote-timeout", "cancelled")) == needed(gap("remote-timeout"))
    assert needed(gap("remote-login", "remote-timeout")) != needed(gap("remote-timeout", "remote-login"))
    # The part that is not covered is the reason; that a copy was used is only told.
    partly = gap("coverage-partial", "copy-used", "remote-timeout", outcome=Outcome.NO_DATA)
    assert needed(partly) == needed(gap("coverage-partial"))


def test_without_a_known_reason_the_outcome_says_what_is_needed():
    for codes in ((), ("uncertain-band",)):
        assert needed(gap(*codes, outcome=Outcome.NO_DATA)) == needed(gap("coverage-partial"))
        assert needed(gap(*codes, outcome=Outcome.NOT_CHECKED)) == needed(gap("coverage-unreadable"))


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome not in NOT_CARRIED_OUT])
def test_nothing_is_needed_where_a_check_was_carried_out_or_was_none(outcome):
    with pytest.raises(ValueError) as raised:
        needed(finding("a", outcome, notes=(Message("cancelled"),)))
    assert raised.value.args == (outcome,)


def test_only_gaps_say_what_is_needed():
    views = [view for each in build_summary(of_every_outcome(), "sv").perspectives for view in each.findings]
    assert {view.outcome for view in views if view.needed} == NOT_CARRIED_OUT
    assert all(view.needed for view in views if view.outcome in NOT_CARRIED_OUT)


# figures


def test_a_figure_with_a_scale_is_drawn_where_it_is_told_and_nothing_is_drawn_for_a_gap():
    result = written(of_every_outcome(), length=Length.FULL)
    drawn = [group for group in all_of(result, Group) if any(isinstance(each, Drawing) for each in group.blocks)]
    outcomes = Counter(group.outcome for group in drawn)
    assert outcomes[None] == 1  # the strip of the tally
    assert outcomes[Outcome.DISCUSS] == 6 and outcomes[Outcome.CLEAR] == 2
    assert not {Outcome.NO_DATA, Outcome.NOT_CHECKED, Outcome.QUESTION, Outcome.NOT_RELEVANT} & set(outcomes)


@pytest.mark.parametrize("length", LONG)
def test_nothing_found_without_cover_has_no_figure(length):
    """A bare 0 % beside “no data” reads as if nothing were there."""
    nothing = Measurement.exact(Dimension.SHARE, 0.0, found=False)
    made = assessment(
        finding("a", Outcome.NO_DATA, measurement=nothing, coverage=Coverage(Evidence.UNKNOWN)),
        finding("b", Outcome.CLEAR, measurement=nothing),
        demo=False,
    )
    blocks = section(written(made, length=length), texts.ALL)
    if length is Length.STANDARD:
        (table,) = all_of(blocks, Table)
        assert [row[2] for row in rows_of(table)] == [texts.NONE.sv, f"0{NBSP}%, 0,6{NBSP}ha"]
    else:
        shown = [group for group in all_of(blocks, Group) if f"0{NBSP}%" in " ".join(said(group.blocks))]
        assert [group.outcome for group in shown] == [Outcome.CLEAR]


def test_units_of_the_same_name_get_letters_of_their_own():
    made = assessment(finding("a", Outcome.DISCUSS), finding("b", Outcome.DISCUSS, "bostad"))
    same = Text("Samhälle", "Community")
    notes = [dataclasses.replace(n, unit=dataclasses.replace(n.unit, title=same)) for n in made.perspectives]
    letters = build_summary(dataclasses.replace(made, perspectives=tuple(notes)), "sv").letters
    assert [(each.email, [q.check for q in each.questions]) for each in letters] == [
        ("u0@example.org", ["a"]),
        ("u1@example.org", ["b"]),
    ]


@pytest.mark.parametrize("length", Length)
def test_not_all_was_carried_out_where_a_package_could_not_be_used(length):
    gone = PackageGap("borta.zip", (Message("not-a-package", {"file": "borta.zip"}),))
    made = assessment(finding("a", Outcome.CLEAR), gaps=(gone,))
    assert texts.NO_GAPS.sv not in said(written(made, length=length))


def test_brief_has_the_section_that_its_opening_refers_to():
    made = assessment(finding("a", Outcome.NOT_CHECKED))
    assert texts.GAPS.sv in titles(written(made, length=Length.BRIEF), 2)


def test_brief_has_no_empty_paragraph_for_a_map_from_nowhere():
    made = written(of_every_outcome(), length=Length.BRIEF, maps=lambda *_: {PLAN: note_of("plan", source="")})
    assert all(each.text or each.term for each in all_of(made, Paragraph))


def test_brief_names_all_units_where_there_is_nothing_to_discuss():
    made = written(assessment(finding("a", Outcome.CLEAR)), length=Length.BRIEF)
    assert "u0@example.org" in " ".join(said(made))


def test_brief_has_the_remarks_that_its_opening_speaks_of():
    assert "REMARK-1" in " ".join(said(written(with_all_there_is(), length=Length.BRIEF)))


@pytest.mark.parametrize(
    "codes",
    [
        ("no-values",),
        ("incomplete-values",),
        ("no-values", "copy-used", "remote-timeout"),
        ("incomplete-values", "remote-address"),
    ],
)
def test_missing_values_are_needed_where_values_are_missing(codes):
    assert "value" in needed(gap(*codes, outcome=Outcome.NO_DATA)).en.lower()


def test_a_copy_that_answered_is_no_reason():
    assert needed(gap("source-field", "copy-used", "remote-timeout")) == needed(gap("source-field"))


@pytest.mark.parametrize(
    "code",
    [
        "remote-layer",
        "remote-moved",
        "remote-srid",
        "remote-axes",
        "remote-requests",
        "remote-rows",
        "remote-collections",
    ],
)
def test_what_the_publisher_has_to_mend_is_not_asked_of_the_service(code):
    assert needed(gap(code)) == needed(gap("source-missing"))


@pytest.mark.parametrize("code", ["provider-missing", "source-provider", "remote-driver"])
def test_what_the_installation_lacks_is_not_asked_of_the_package(code):
    assert "QGIS" in needed(gap(code)).en
