"""A guidance summary as blocks, in each of its lengths: the content of PDF and ODT, free of QGIS."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Iterator, Mapping, Protocol, Sequence, TypeVar

from ..core.outcome import CARRIED_OUT, Outcome
from ..core.quantity import NBSP
from . import texts
from .blocks import (
    Beside,
    Block,
    Cell,
    Column,
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
from .comparison import comparison_blocks
from .graphics import tally_strip
from .image_views import ImageView
from .length import LENGTHS, Length
from .mapped import OVERVIEW, PLAN, image_key, perspective_key
from .views import FindingView, PerspectiveView, Summary

# Of the width, for the map beside the opening.
_OVERVIEW_SHARE, _PLAN_SHARE = 0.25, 0.42

_Map = TypeVar("_Map")


class MapNote(Protocol):
    """What a document has to know of a map before it is drawn."""

    alt: str
    source: str


@dataclass(frozen=True)
class Part:
    """One proposal of a document: its summary, its maps by their keys and, where there are none, why."""

    summary: Summary
    maps: Mapping[str, MapNote]
    no_maps: str = ""


def document(parts: Sequence[Part], language: str, length: Length) -> Document:
    """The document of one proposal, or of several with a comparison first."""
    summaries = [part.summary for part in parts]
    title = texts.TITLE.get(language)
    names = [summary.name for summary in summaries]
    blocks: list[Block] = []
    if len(parts) == 1:
        blocks = list(_Writer(parts[0], length).blocks())
    elif not parts:
        blocks = [Heading(1, title), Paragraph(texts.NO_PROPOSALS.get(language))]
    else:
        told = dict.fromkeys(summary.demo for summary in summaries if summary.demo)
        notices = [Paragraph(text, Style.NOTICE) for text in told]
        blocks = [Heading(1, title), *notices, *comparison_blocks(summaries, language)]
        for number, part in enumerate(parts):
            blocks += [PageBreak(), *_Writer(part, length, number).blocks()]
    demo = next((summary.demo for summary in summaries if summary.demo), "")
    return Document(
        language=language,
        title=f"{names[0]} – {title}" if len(names) == 1 else title,
        kind=title,
        region=summaries[0].region if summaries else "",
        made=summaries[0].made if summaries else "",
        subject=LENGTHS[length].get(language),
        author=summaries[0].software if summaries else "",
        keywords=tuple(dict.fromkeys(package for summary in summaries for package in summary.packages)),
        running=names[0] if len(names) == 1 else title,
        demo=demo,
        brief=length is Length.BRIEF,
        blocks=tuple(blocks),
    )


class _Writer:
    """The blocks of one proposal."""

    def __init__(self, part: Part, length: Length, number: int = 0) -> None:
        self._number = number
        self._summary = part.summary
        self._maps = part.maps
        self._no_maps = part.no_maps
        self._length = length
        self._t = texts.in_language(part.summary.language)

    def blocks(self) -> Iterator[Block]:
        """All blocks in their order."""
        yield from self._top()
        if self._length is Length.BRIEF:
            yield from self._talk_table()
            yield from self._short_contacts()
            yield from self._gap_line()
            yield from self._small_print()
            return
        yield from self._discuss()
        yield from self._letters()
        yield from self._matrix()
        yield from self._perspectives()
        yield from self._images()
        yield from self._questions()
        yield from self._gaps()
        yield from self._roles()
        yield from self._contacts()
        yield from self._sources()
        yield from self._about()

    # the first page

    def _top(self) -> Iterator[Block]:
        summary, t = self._summary, self._t
        yield Heading(1, summary.name)
        yield Paragraph(f"{summary.region}. {'; '.join(summary.packages)}. {summary.made}.", Style.META)
        for text in (summary.demo, summary.cancelled, *summary.unused):
            if text:
                yield Paragraph(text, Style.NOTICE)
        brief = self._length is Length.BRIEF
        if not brief:
            yield Heading(2, t["OVERVIEW"])
        opening = [Paragraph(text, Style.BODY if brief else Style.LEAD) for text in summary.lead]
        if brief:
            opening.append(Paragraph(" · ".join(f"{term}: {value}" for term, value in summary.facts), Style.SMALL))
        else:
            opening.append(Terms(summary.facts))
        opening += [Paragraph(note, Style.BULLET) for note in summary.notes]
        beside = list(self._map(PLAN, t["MAP_PLAN"]) if brief else self._map(OVERVIEW, t["MAP_PLACE"]))
        if beside:
            figure = beside[0]
            if brief:
                # In a narrow column the names of many datasets would be taller than the map.
                yield Beside(tuple(opening), replace(figure, caption=""), _PLAN_SHARE)
                if figure.caption:
                    yield Paragraph(figure.caption, Style.SMALL)
            else:
                yield Beside(tuple(opening), figure, _OVERVIEW_SHARE)
        else:
            yield from opening
        yield Group(
            (
                Paragraph("", Style.BODY, summary.tally.text),
                Drawing(
                    tally_strip([(each.outcome, each.count) for each in summary.tally.counts], summary.language),
                ),
                Paragraph(_counts(summary), Style.SMALL),
            )
        )
        if self._no_maps:
            yield Paragraph(self._no_maps, Style.NOTICE)
        if not brief:
            yield from self._map(PLAN, t["MAP_PLAN"], large=True)

    def _map(self, key: str, title: str, large: bool = False) -> Iterator[Block]:
        note = self._maps.get(key)
        if note is not None:
            yield Figure(key_in_document(self._number, key), title, note.source, note.alt, large)

    def _talk_table(self) -> Iterator[Block]:
        summary, t = self._summary, self._t
        yield Heading(2, t["TO_DISCUSS"])
        if not summary.discuss:
            yield Paragraph(summary.discuss_lead)
            return
        rows = []
        for finding in summary.discuss:
            ask = finding.question or finding.do
            if finding.remark:
                ask = f"{ask} {finding.remark.line}"
            rows.append(
                (Cell(finding.title, strong=True), Cell(finding.figure or t["NONE"]), Cell(ask), Cell(finding.unit))
            )
        columns = (
            Column(t["CHECK"], 25),
            Column(t["FIGURE"], 14),
            Column(t["QUESTION_OR_DO"], 40),
            Column(t["UNIT"], 21),
        )
        yield Table(t["TALK_CAPTION"], columns, tuple(rows))

    def _gap_line(self) -> Iterator[Block]:
        """The checks that were not carried out by their names: in a page, the reasons have no room."""
        summary, t = self._summary, self._t
        if summary.gaps:
            yield Heading(2, t["GAPS"])
        groups: dict[str, list[str]] = {}
        for finding in summary.gaps:
            groups.setdefault(finding.label, []).append(finding.title)
        for label, titles in groups.items():
            yield Paragraph(", ".join(titles) + ".", Style.SMALL, f"{label} ({len(titles)})")
        if not groups and not summary.unused:
            yield Paragraph(t["NO_GAPS"])

    def _short_contacts(self) -> Iterator[Block]:
        """The units with something to discuss, in one paragraph."""
        summary, t = self._summary, self._t
        contacts = [each for each in summary.contacts if each.discuss or not summary.discuss]
        if not contacts:
            return
        reached = []
        for each in contacts:
            reached.append(f"{each.unit} ({each.ways})" if each.ways else each.unit)
        yield Paragraph("; ".join(reached) + ".", Style.BODY, t["CONTACTS"])

    def _small_print(self) -> Iterator[Block]:
        summary, t = self._summary, self._t
        stated = "; ".join(f"{term}: {value}" for term, value in summary.provenance_line)
        yield Paragraph(f"{t['STATEMENT_SHORT']} {t['BRIEF_LEAVES_OUT']} {stated}.", Style.SMALL)

    # findings

    def _discuss(self) -> Iterator[Block]:
        summary, t = self._summary, self._t
        yield Heading(2, t["TO_DISCUSS"])
        yield Paragraph(summary.discuss_lead)
        for finding in summary.discuss:
            of = finding.perspective
            if finding.package:
                of += ". " + texts.filled(t["FROM_PACKAGE"], title=finding.package)
            yield Group(
                (
                    Heading(3, finding.title, finding.outcome, finding.label),
                    Paragraph(of, Style.SMALL),
                    *self._measured(finding),
                    *self._remark(finding),
                    *self._advice(finding),
                ),
                finding.outcome,
            )

    def _measured(self, finding: FindingView) -> Iterator[Block]:
        """The figure and what it says, with everything a reader has to know about it."""
        if finding.figure:
            yield Paragraph(finding.figure, Style.FIGURE, finding.figure_label)
        if finding.graphic:
            yield Drawing(finding.graphic)
        if finding.says:
            yield Paragraph(finding.says)
        for note in (*finding.notes, finding.stale):
            if note:
                yield Paragraph(note, Style.BULLET)

    def _remark(self, finding: FindingView) -> Iterator[Block]:
        if finding.remark:
            remark = finding.remark
            yield Paragraph(remark.text, Style.REMARK, f"{remark.label} ({remark.date})")

    def _advice(self, finding: FindingView) -> Iterator[Block]:
        t = self._t
        if finding.features:
            yield Paragraph(finding.features, Style.BODY, finding.features_label)
        if finding.classes:
            yield Paragraph("; ".join(finding.classes), Style.BODY, finding.classes_label)
        yield Paragraph(finding.why, Style.BODY, t["WHY"])
        if finding.do:
            yield Paragraph(finding.do, Style.BODY, t["DO"])
        if finding.question:
            yield Paragraph(finding.question, Style.ASK, t["QUESTION"])
        yield Paragraph(finding.whom, Style.BODY, t["WHOM"])
        yield Paragraph(finding.source, Style.SMALL, t["SOURCE"])

    def _letters(self) -> Iterator[Block]:
        """The questions ready to send, by the unit they go to."""
        summary, t = self._summary, self._t
        if not summary.letters:
            return
        yield Heading(2, t["LETTERS"])
        yield Paragraph(t["LETTERS_LEAD"])
        for letter in summary.letters:
            yield Group(
                (
                    Heading(3, letter.unit),
                    *([Paragraph(letter.ways, Style.SMALL)] if letter.ways else []),
                    *(Paragraph(question.text, Style.BULLET, question.title) for question in letter.questions),
                )
            )

    def _matrix(self) -> Iterator[Block]:
        summary, t = self._summary, self._t
        yield Heading(2, t["MATRIX"])
        columns = [Column(t["PERSPECTIVE"], 22)]
        columns += [Column(count.label, 10, numeric=True) for count in summary.tally.counts]
        columns.append(Column(t["TOTAL"], 8, numeric=True))
        rows = [
            (
                Cell(title, strong=True),
                *(Cell(str(count.count or t["NONE"]), strong=bool(count.count)) for count in tally.counts),
                Cell(str(tally.total), strong=True),
            )
            for title, tally in (
                *((perspective.title, perspective.tally) for perspective in summary.perspectives),
                (t["TOTAL"], summary.tally),
            )
        ]
        yield Table(t["MATRIX_CAPTION"], tuple(columns), tuple(rows))

    def _perspectives(self) -> Iterator[Block]:
        summary, t = self._summary, self._t
        yield Heading(2, t["ALL"])
        for perspective in summary.perspectives:
            yield Heading(3, perspective.title)
            if perspective.package:
                yield Paragraph(texts.filled(t["FROM_PACKAGE"], title=perspective.package), Style.SMALL)
            if perspective.about:
                yield Paragraph(perspective.about)
            stated = [(t["GOALS"], perspective.goals), (t["PRIORITIES"], perspective.priorities)]
            line = " ".join(f"{term}: {value}." for term, value in stated if value)
            if line:
                yield Paragraph(line, Style.SMALL)
            yield from self._map(
                perspective_key(perspective.id), texts.filled(t["MAP_PERSPECTIVE"], title=perspective.title)
            )
            yield from self._checks(perspective)

    def _checks(self, perspective: PerspectiveView) -> Iterator[Block]:
        if self._length is Length.FULL:
            for finding in perspective.findings:
                yield self._whole(finding)
            return
        t = self._t
        columns = (Column(t["CHECK"], 27), Column(t["OUTCOME"], 17), Column(t["FIGURE"], 18), Column(t["SAYS"], 38))
        rows = []
        for finding in perspective.findings:
            said = [finding.says, *finding.notes, finding.stale]
            if finding.outcome is Outcome.CONSIDER and finding.do:
                said.append(f"{t['DO']}: {finding.do}")
            if finding.remark:
                said.append(finding.remark.line)
            rows.append(
                (
                    Cell(finding.title, strong=True),
                    Cell(finding.label, finding.outcome),
                    Cell(_figure(finding) or t["NONE"]),
                    Cell(" ".join(each for each in said if each) or t["NONE"]),
                )
            )
        yield Table(texts.filled(t["CHECKS_CAPTION"], title=perspective.title), columns, tuple(rows))

    def _whole(self, finding: FindingView) -> Block:
        """One check with all there is to say of it; one to discuss stands in full further up already."""
        t = self._t
        blocks: list[Block] = [
            Heading(4, finding.title, finding.outcome, finding.label),
            *self._measured(finding),
            *self._remark(finding),
        ]
        if finding.outcome is Outcome.DISCUSS:
            blocks.append(Paragraph(t["IN_FULL"], Style.SMALL))
        else:
            blocks += self._advice(finding)
        if finding.trace:
            line = " · ".join(f"{term}: {value}" for term, value in finding.trace)
            blocks.append(Paragraph(line, Style.SMALL, t["TRACE_ONLY"]))
        return Group(tuple(blocks), finding.outcome)

    def _images(self) -> Iterator[Block]:
        summary, t = self._summary, self._t
        if not summary.images:
            return
        yield Heading(2, t["IMAGES"])
        yield Paragraph(t["IMAGES_LEAD"])
        for image in summary.images:
            yield Heading(3, image.title)
            about = f"{t['ACCURACY']}: {image.accuracy}."
            if image.page:
                about += " " + texts.filled(t["IMAGE_PAGE"], page=image.page) + "."
            yield Paragraph(about, Style.SMALL)
            found = list(self._map(image_key(image.dataset), image.title))
            if not found and self._maps:
                yield Paragraph(t["IMAGE_MISSING"], Style.SMALL)
            yield from found
            yield from self._classes(image)
            for note in image.notes:
                yield Paragraph(note, Style.BULLET)
            checks = "; ".join(f"{finding.title} ({finding.label})" for finding in image.findings)
            yield Paragraph(checks + ".", Style.SMALL, t["IMAGE_CHECKS"])

    def _classes(self, image: ImageView) -> Iterator[Block]:
        t = self._t
        if not image.classes:
            return
        rows = [
            (
                Cell(f"{each.title}. {each.means}" if each.means else each.title, strong=True),
                Cell(each.share or t["NONE"]),
                Cell(each.distance or t["NONE"]),
            )
            for each in image.classes
        ]
        columns = (Column(t["CLASS"], 50), Column(t["CLASS_SHARE"], 25), Column(t["CLASS_DISTANCE"], 25))
        yield Table(texts.filled(t["IMAGE_CAPTION"], accuracy=image.accuracy), columns, tuple(rows))

    def _questions(self) -> Iterator[Block]:
        summary, t = self._summary, self._t
        yield Heading(2, t["QUESTIONS"])
        if not summary.questions:
            yield Paragraph(t["NO_QUESTIONS"])
            return
        yield Paragraph(t["QUESTIONS_LEAD"])
        for finding in summary.questions:
            yield Group(
                (
                    Heading(3, finding.title, finding.outcome, finding.label),
                    *self._measured(finding),
                    *([Paragraph(finding.do)] if finding.do else []),
                    *self._remark(finding),
                    Paragraph(f"{finding.perspective}. {t['WHOM']}: {finding.whom}", Style.SMALL),
                ),
                finding.outcome,
            )

    def _gaps(self) -> Iterator[Block]:
        summary, t = self._summary, self._t
        yield Heading(2, t["GAPS"])
        for text in summary.unused:
            yield Paragraph(text, Style.BULLET)
        if not summary.gaps:
            if not summary.unused:
                yield Paragraph(t["NO_GAPS"])
            return
        yield Paragraph(t["GAPS_LEAD"])
        columns = (
            Column(t["CHECK"], 18),
            Column(t["OUTCOME"], 13),
            Column(t["REASON"], 25),
            Column(t["NEEDED"], 21),
            Column(t["WHOM"], 23),
        )
        rows = [
            (
                Cell(finding.title, strong=True),
                Cell(finding.label, finding.outcome),
                Cell(" ".join([*finding.notes, f"{t['COVERAGE']}: {finding.covered}."])),
                Cell(finding.needed),
                Cell(finding.whom),
            )
            for finding in summary.gaps
        ]
        yield Table(t["GAPS_CAPTION"], columns, tuple(rows))

    # whom, from where

    def _roles(self) -> Iterator[Block]:
        summary, t = self._summary, self._t
        yield Heading(2, t["ROLES"])
        columns = (
            Column(t["PERSPECTIVE"], 24),
            Column(t["DECIDES"], 16),
            Column(t["SPEAKS"], 22),
            Column(t["SUPERVISES"], 18),
            Column(t["LAW"], 20),
        )
        rows = [
            (
                Cell(each.title, strong=True),
                Cell(each.decides),
                Cell(each.speaks),
                Cell(each.supervises or t["NONE"]),
                Cell(each.law or t["NONE"]),
            )
            for each in summary.perspectives
        ]
        yield Table(t["ROLES_CAPTION"], columns, tuple(rows))

    def _contacts(self) -> Iterator[Block]:
        summary, t = self._summary, self._t
        yield Heading(2, t["CONTACTS"])
        yield Paragraph(t["CONTACTS_LEAD"])
        columns = (
            Column(t["UNIT"], 26),
            Column(t["CONTACT"], 30),
            Column(t["ANSWERS_FOR"], 32),
            Column(t["TO_DISCUSS"], 12, numeric=True),
        )
        rows = [
            (
                Cell(each.unit, strong=True),
                Cell(each.ways or t["NONE"]),
                Cell("; ".join(each.perspectives)),
                Cell(str(each.discuss)),
            )
            for each in summary.contacts
        ]
        yield Table(t["CONTACTS_CAPTION"], columns, tuple(rows))

    def _sources(self) -> Iterator[Block]:
        summary, t = self._summary, self._t
        yield Heading(2, t["SOURCES"])
        if len(summary.packages) > 1:
            for package in summary.packages:
                yield Paragraph(package, Style.BULLET)
        columns = (
            Column(t["DATASET"], 26),
            Column(t["PRODUCER"], 17),
            Column(t["ISSUED"], 11),
            Column(t["REVIEW"], 13),
            Column(t["ACCURACY"], 15),
            Column(t["COVERAGE"], 18),
        )
        rows = []
        for source in summary.sources:
            title = [source.title, source.licence]
            if source.package:
                title.append(texts.filled(t["FROM_PACKAGE"], title=source.package))
            title += [source.fetched, source.link]
            rows.append(
                (
                    Cell(". ".join(part.rstrip(".") for part in title if part), strong=True),
                    Cell(source.producer),
                    Cell(source.issued),
                    Cell(f"{source.review}, {t['STALE']}" if source.stale else source.review),
                    Cell(source.accuracy),
                    Cell(source.coverage),
                )
            )
        yield Table(t["SOURCES_CAPTION"], columns, tuple(rows))

    def _about(self) -> Iterator[Block]:
        summary, t = self._summary, self._t
        yield Heading(2, t["ABOUT"])
        for statement in summary.statements:
            yield Paragraph(statement, Style.BULLET)
        yield Heading(2, t["PROVENANCE"])
        yield Terms(summary.provenance, Style.SMALL)


def in_document(maps: Sequence[Mapping[str, _Map]]) -> dict[str, _Map]:
    """The maps of the proposals of a document, the first to the last, by the keys that its figures have."""
    return {key_in_document(number, key): each for number, own in enumerate(maps) for key, each in own.items()}


def key_in_document(number: int, key: str) -> str:
    """The key of a map of the proposal with this number, from 0: every proposal has a plan map."""
    return f"{number}/{key}"


def _figure(finding: FindingView) -> str:
    """The figure for a column of measurements; one of a part of the area alone says so."""
    if finding.outcome in CARRIED_OUT or not finding.figure:
        return finding.figure
    return f"{finding.figure_label}: {finding.figure}"


def _counts(summary: Summary) -> str:
    """The tally in words, zeros left out."""
    counted = [f"{count.label}{NBSP}{count.count}" for count in summary.tally.counts if count.count]
    return " · ".join(counted)
