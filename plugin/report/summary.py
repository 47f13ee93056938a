"""The guidance summary in words, for one language: what every written form shares, so that they never disagree."""

from __future__ import annotations

import datetime
import hashlib
import unicodedata
from collections import Counter
from typing import Iterable, Optional, Union

from ..core.assessment import Assessment, Finding, Hit, PackageNote, PerspectiveNote, SourceNote, Tally
from ..core.measurement import Coverage
from ..core.moments import days_between
from ..core.outcome import CARRIED_OUT, LABELS, NOT_CARRIED_OUT, READING_ORDER, Outcome
from ..core.quantity import NBSP, Dimension, format_number, format_quantity
from ..core.remarks import REMARK_LABELS
from ..core.terms import ACTORS, LAND_USES, STAGES
from ..core.text import Text, listing
from . import texts
from .graphics import Graphic, figure_graphic
from .image_views import class_figures, image_views
from .needs import needed
from .views import (
    ContactView,
    Count,
    FindingView,
    LetterView,
    PerspectiveView,
    QuestionView,
    RemarkView,
    SourceView,
    Summary,
    TallyView,
)

# How many a reader can take in: perspectives and units in the opening paragraph, features beside a finding.
_MOST_PERSPECTIVES = 3
_MOST_UNITS = 3
_MOST_FEATURES = 8

# Characters of a checksum that two people can compare aloud.
_SHORT_HASH = 12

# Bidirectional controls in a name would turn the text after it around, even in a title where no markup helps.
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")

# The land use that the number of dwellings says by itself.
_HOUSING = "bostader"

# Advice on what to do makes no sense where nothing is concerned: “move the boundary”, beside “not affected”.
_NO_ADVICE = frozenset({Outcome.CLEAR, Outcome.NOT_RELEVANT})

_LENGTHS = frozenset({"reach", "seen", "accuracy", "pixel"})
_TIMES = frozenset({"read_ms", "measure_ms"})


def build_summary(assessment: Assessment, language: str) -> Summary:
    """The summary of ``assessment`` in ``language`` (``sv`` or ``en``)."""
    return _Builder(assessment, language).summary()


def finding_view(assessment: Assessment, check: str, language: str) -> FindingView:
    """One finding of ``assessment`` as the summary shows it. Raises KeyError where there is no such check."""
    return _Builder(assessment, language).views[check]


def perspective_view(assessment: Assessment, perspective: str, language: str) -> PerspectiveView:
    """One perspective of ``assessment`` as the summary shows it. Raises KeyError where there is no such one."""
    return _Builder(assessment, language).perspective(perspective)


def finding_as_text(assessment: Assessment, check: str, language: str) -> str:
    """One finding as plain text, to be put into a letter or a document."""
    view = finding_view(assessment, check, language)
    parts = [
        (texts.OUTCOME, view.label),
        (texts.PERSPECTIVE, view.perspective),
        (Text.same(view.figure_label), view.figure),
        (Text.same(view.features_label), view.features),
        (Text.same(view.classes_label), "; ".join(view.classes)),
        (texts.WHY, view.why),
        (texts.DO, view.do),
        (texts.QUESTION, view.question),
        (texts.WHOM, view.whom),
        (texts.SOURCE, view.source),
    ]
    lines = [view.title, *([view.says] if view.says else []), *view.notes]
    lines += [f"{label.get(language)}: {value}" for label, value in parts if value]
    if view.remark is not None:
        lines.append(f"{view.remark.label} ({view.remark.date}): {view.remark.text}")
    return "\n".join(lines)


class _Builder:
    def __init__(self, assessment: Assessment, language: str) -> None:
        self._assessment = assessment
        self._language = language
        self._perspectives = {each.id: each for each in assessment.perspectives}
        self._remarks = {remark.check: remark for remark in assessment.remarks}
        self.views = {finding.check: self._finding(finding) for finding in assessment.findings}

    def summary(self) -> Summary:
        assessment = self._assessment
        package = assessment.package
        return Summary(
            language=self._language,
            title=self._text(texts.TITLE),
            name=_plain(assessment.proposal.name) or self._text(texts.UNNAMED),
            region=self._text(package.region),
            demo=self._demo(),
            cancelled=self._text(texts.CANCELLED) if assessment.cancelled else "",
            made=self._text(texts.MADE_ON, date=_moment(assessment.made)),
            packages=tuple(map(self._issued, assessment.packages)),
            unused=self._unused(),
            lead=self._lead(),
            tally=self._tally(assessment.tally),
            facts=self._facts(),
            notes=tuple(_harmless(note.text(self._language)) for note in assessment.proposal.notes),
            discuss=self._with(Outcome.DISCUSS),
            discuss_lead=self._discuss_lead(),
            perspectives=tuple(self._perspective(each) for each in assessment.perspectives),
            questions=self._with(Outcome.QUESTION),
            gaps=self._with(*NOT_CARRIED_OUT),
            contacts=self._contacts(),
            letters=self._letters(),
            sources=self._sources(),
            images=image_views(assessment, self._language),
            statements=self._statements(),
            provenance=self._provenance(),
            provenance_line=self._provenance_line(),
            software=assessment.software,
        )

    def _text(self, text: Optional[Text], **values: str) -> str:
        return "" if text is None else _harmless(texts.filled(text.get(self._language), **values))

    def _with(self, *outcomes: Outcome) -> tuple[FindingView, ...]:
        return tuple(self.views[finding.check] for finding in self._assessment.with_outcome(*outcomes))

    # the packages

    def _issued(self, package: PackageNote) -> str:
        """A package with its version and date."""
        title, date = self._text(package.title), package.issued.isoformat()
        return self._text(texts.PACKAGE_ISSUED, title=title, version=package.version, date=date)

    def _demo(self) -> str:
        """That the data are examples, all of them or those of some packages; empty where none are."""
        packages = self._assessment.packages
        titles = [self._text(package.title) for package in packages if package.demo]
        if len(titles) == len(packages):
            return self._text(texts.DEMO)
        return self._text(texts.DEMO_PART, titles=listing(titles, self._language)) if titles else ""

    def _unused(self) -> tuple[str, ...]:
        """What was to be used and could not be, each with its reasons."""
        told = []
        for gap in self._assessment.gaps:
            reasons = " ".join(reason.text(self._language) for reason in gap.reasons)
            told.append(self._text(texts.PACKAGE_UNUSED, name=_plain(gap.name), reasons=reasons))
        return tuple(told)

    def _package_of(self, perspective: str) -> str:
        """What the package of a perspective is called; empty where there is only one."""
        if not self._assessment.others:
            return ""
        return self._text(self._assessment.package_of(perspective).title)

    def _statements(self) -> tuple[str, ...]:
        first, *rest = texts.STATEMENTS
        if all(package.strategy is None for package in self._assessment.packages):
            first = texts.STATEMENT_WITHOUT_STRATEGY
        return tuple(self._text(each) for each in (first, *rest))

    # in brief

    def _lead(self) -> tuple[str, ...]:
        """The opening in short paragraphs: what was proposed, what stands out, what to do next."""
        tally = self._assessment.tally
        unused = self._counted(len(self._assessment.gaps), texts.LEAD_UNUSED_ONE, texts.LEAD_UNUSED)
        if not tally.carried_out:
            paragraphs = [self._lead_proposal(), self._text(texts.NOTHING_CHECKED), unused]
            return tuple(paragraph for paragraph in paragraphs if paragraph)
        gaps = sum(tally.of(outcome) for outcome in NOT_CARRIED_OUT)
        others = [
            self._lead_supports(),
            self._counted(gaps, texts.LEAD_GAPS_ONE, texts.LEAD_GAPS),
        ]
        remarked = self._counted(len(self._assessment.remarks), texts.LEAD_REMARKS_ONE, texts.LEAD_REMARKS)
        paragraphs = [self._lead_proposal(), self._lead_discuss(), _joined(others), unused, remarked, self._lead_next()]
        return tuple(paragraph for paragraph in paragraphs if paragraph)

    def _lead_proposal(self) -> str:
        proposal = self._assessment.proposal
        size = {"area": self._area(proposal.area), "where": self._where()}
        if proposal.land_use:
            what = self._intended_use(proposal.land_use, proposal.dwellings)
            sentences = [self._text(texts.LEAD_PROPOSAL, what=what, **size)]
        else:
            sentences = [self._text(texts.LEAD_PROPOSAL_ANY, **size)]
        if proposal.stage:
            sentences.append(self._text(texts.LEAD_STAGE, stage=_lower_first(self._text(STAGES[proposal.stage]))))
        return _joined(sentences)

    def _intended_use(self, land_use: str, dwellings: Optional[int]) -> str:
        use = _lower_first(self._text(LAND_USES[land_use]))
        if not dwellings:
            return use
        number = self._text(
            texts.ONE_DWELLING if dwellings == 1 else texts.DWELLINGS_COUNT, count=self._number(dwellings)
        )
        return number if land_use == _HOUSING else self._text(texts.LEAD_DWELLINGS, use=use, dwellings=number)

    def _where(self) -> str:
        """The municipalities as the end of a sentence, empty where they are unknown."""
        names = listing(self._assessment.proposal.municipalities, self._language)
        return self._text(texts.LEAD_WHERE, where=names) if names else ""

    def _lead_discuss(self) -> str:
        """How many findings there are to discuss and the perspectives that most of them belong to."""
        discuss = self._assessment.with_outcome(Outcome.DISCUSS)
        if not discuss:
            return self._text(texts.LEAD_NOTHING)
        counted = Counter(finding.perspective for finding in discuss).most_common()
        names = []
        for perspective, count in counted[:_MOST_PERSPECTIVES]:
            name = self._text(texts.QUOTED, name=self._title(perspective))
            names.append(f"{name}{NBSP}({count})" if 1 < count < len(discuss) else name)
        left = len(counted) - _MOST_PERSPECTIVES
        if left > 0:
            names.append(self._text(texts.MORE, count=str(left)))
        template = texts.LEAD_PERSPECTIVES if len(counted) > 1 else texts.LEAD_PERSPECTIVES_ONE
        if len(discuss) == 1:
            template = texts.LEAD_PERSPECTIVE
        sentences = [
            self._counted(len(discuss), texts.LEAD_DISCUSS_ONE, texts.LEAD_DISCUSS),
            self._text(template, perspectives=listing(names, self._language)),
        ]
        return _joined(sentences)

    def _lead_supports(self) -> str:
        """In how many checks the proposal supports the strategy or, where a package speaks for none, what it says."""
        found = self._assessment.with_outcome(Outcome.SUPPORTS)
        if any(self._assessment.package_of(finding.perspective).strategy is None for finding in found):
            return self._counted(len(found), texts.LEAD_SUPPORTS_ANY_ONE, texts.LEAD_SUPPORTS_ANY)
        return self._counted(len(found), texts.LEAD_SUPPORTS_ONE, texts.LEAD_SUPPORTS)

    def _lead_next(self) -> str:
        """The units to start with: those with most to discuss."""
        units = [contact.unit for contact in self._contacts() if contact.discuss]
        if units:
            return self._text(texts.LEAD_NEXT, units=listing(units[:_MOST_UNITS], self._language))
        tally = self._assessment.tally
        return self._text(texts.LEAD_NEXT_GAPS) if any(tally.of(outcome) for outcome in NOT_CARRIED_OUT) else ""

    def _counted(self, count: int, one: Text, many: Text) -> str:
        """``one`` or ``many`` with the count filled in; empty for none."""
        return self._text(one if count == 1 else many, count=str(count)) if count else ""

    def _discuss_lead(self) -> str:
        tally = self._assessment.tally
        if tally.of(Outcome.DISCUSS):
            found = self._assessment.with_outcome(Outcome.DISCUSS)
            # A package without a strategy speaks for no region.
            of_regions = all(self._assessment.package_of(each.perspective).strategy is not None for each in found)
            return self._text(texts.DISCUSS_LEAD if of_regions else texts.DISCUSS_LEAD_OTHERS)
        if not tally.carried_out:
            return self._text(texts.NOTHING_CHECKED)
        sentences = [self._text(texts.NOTHING_TO_DISCUSS)]
        if self._assessment.gaps or any(tally.of(outcome) for outcome in NOT_CARRIED_OUT):
            sentences.append(self._text(texts.NOTHING_FOUND_GAPS))
        return " ".join(sentences)

    def _tally(self, tally: Tally) -> TallyView:
        counts = [Count(outcome, self._text(LABELS[outcome]), tally.of(outcome)) for outcome in READING_ORDER]
        return TallyView(
            text=texts.tally(tally.carried_out, tally.total, self._language),
            carried_out=tally.carried_out,
            total=tally.total,
            done=tuple(count for count in counts if count.outcome in CARRIED_OUT),
            others=tuple(count for count in counts if count.outcome not in CARRIED_OUT),
        )

    def _facts(self) -> tuple[tuple[str, str], ...]:
        proposal = self._assessment.proposal
        not_stated = self._text(texts.NOT_STATED)
        several = len(proposal.municipalities) > 1
        stated = [
            (texts.LAND_USE, self._text(LAND_USES[proposal.land_use]) if proposal.land_use else not_stated),
            (texts.STAGE, self._text(STAGES[proposal.stage]) if proposal.stage else not_stated),
            (texts.DWELLINGS, not_stated if proposal.dwellings is None else self._number(proposal.dwellings)),
            (texts.AREA, self._area(proposal.area)),
            (
                texts.MUNICIPALITIES if several else texts.MUNICIPALITY,
                listing(proposal.municipalities, self._language) or not_stated,
            ),
        ]
        if proposal.inside < 100:
            inside = f"{self._share(proposal.inside)}, {self._area(proposal.area * proposal.inside / 100)}"
            stated.append((texts.INSIDE, inside))
        return tuple((self._text(label), value) for label, value in stated)

    # findings

    def _finding(self, finding: Finding) -> FindingView:
        source = finding.source
        due = source.review_due.isoformat() if source is not None and source.stale and source.review_due else ""
        advised = finding.outcome not in _NO_ADVICE
        return FindingView(
            check=finding.check,
            perspective=self._title(finding.perspective),
            package=self._package_of(finding.perspective),
            title=self._text(finding.title),
            outcome=finding.outcome,
            label=self._text(LABELS[finding.outcome]),
            figure_label=self._text(texts.FIGURE if finding.outcome in CARRIED_OUT else texts.FIGURE_IN_PART),
            figure=self._figure(finding),
            graphic=self._graphic(finding),
            says=self._text(finding.says),
            notes=tuple(_harmless(note.text(self._language)) for note in finding.notes),
            covered=self._coverage([finding.coverage] if finding.coverage else []),
            features_label=self._counted_label(texts.FEATURES, finding.hit_count),
            features="" if finding.classes else self._features(finding.hits, finding.hit_count),
            classes_label=self._counted_label(texts.CLASSES, len(finding.classes)),
            classes=class_figures(finding, self._language),
            why=self._text(finding.advice.why),
            do=self._text(finding.advice.do) if advised else "",
            whom=self._text(finding.advice.whom),
            unit=self._text(self._perspectives[finding.perspective].unit.title),
            needed=self._text(needed(finding)) if finding.outcome in NOT_CARRIED_OUT else "",
            question=self._text(finding.advice.question) if advised else "",
            source=self._text(finding.advice.source),
            stale=self._text(texts.STALE_MARK, date=due) if due and finding.outcome is not Outcome.NOT_RELEVANT else "",
            trace=self._trace(finding),
            remark=self._remark(finding.check),
        )

    def _remark(self, check: str) -> Optional[RemarkView]:
        remark = self._remarks.get(check)
        if remark is None:
            return None
        return RemarkView(self._text(REMARK_LABELS[remark.kind]), _plain(remark.text), _moment(remark.made))

    def _title(self, perspective: str) -> str:
        return self._text(self._perspectives[perspective].title)

    def _figure(self, finding: Finding) -> str:
        """The figure with its uncertainty; a share also as an area."""
        figure = finding.figure(self._language)
        if figure and finding.area and finding.measurement.dimension is Dimension.SHARE:
            figure += f", {self._area(finding.area)}"
        return figure

    def _counted_label(self, label: Text, count: int) -> str:
        return self._text(texts.COUNTED, label=self._text(label), count=self._number(count))

    def _graphic(self, finding: Finding) -> Optional[Graphic]:
        """The figure as a drawing, where it is shown at all."""
        if finding.outcome not in CARRIED_OUT:
            return None
        return figure_graphic(finding.measurement, finding.outcome, finding.scale, self._language)

    def _features(self, hits: Iterable[Hit], count: int) -> str:
        """The features by name, the most important first; what has no name and what is left over as a count."""
        certain: dict[str, bool] = {}
        for hit in hits:
            name = _plain(hit.label(self._language))
            if name:
                certain[name] = certain.get(name, False) or hit.certain
        if not certain:
            return self._text(texts.UNNAMED_FEATURES, count=str(count)) if count else ""
        named = [name if sure else self._text(texts.MAYBE, name=name) for name, sure in certain.items()]
        left = len(named) - _MOST_FEATURES
        if left > 0:
            shown = ", ".join(named[:_MOST_FEATURES])
            return self._text(texts.MORE_FEATURES, names=shown, count=str(left))
        return listing(named, self._language)

    def _trace(self, finding: Finding) -> tuple[tuple[str, str], ...]:
        trace = {key: finding.trace[key] for key in texts.TRACE_LABELS if key in finding.trace}
        trace.update({key: value for key, value in finding.trace.items() if key not in trace})
        entries = [(self._trace_label(key), self._trace_value(key, value)) for key, value in trace.items()]
        if entries and finding.coverage is not None:
            entries.append((self._text(texts.TRACE_COVERAGE), self._coverage([finding.coverage])))
        return tuple(entries)

    def _trace_label(self, key: str) -> str:
        label = texts.TRACE_LABELS.get(key)
        return self._text(label) if label else key

    def _trace_value(self, key: str, value: Union[str, int, float]) -> str:
        if key == "measure":
            return self._text(texts.MEASURES.get(str(value), Text.same(str(value))))
        if isinstance(value, str):
            return _harmless(value)
        if key in _LENGTHS:
            return self._length(value)
        if key in _TIMES:
            return format_number(value, 1, self._language) + NBSP + "ms"
        return self._number(value)

    def perspective(self, identifier: str) -> PerspectiveView:
        """One perspective with all its checks."""
        return self._perspective(self._perspectives[identifier])

    def _perspective(self, note: PerspectiveNote) -> PerspectiveView:
        rolled = next(each for each in self._assessment.roll_up() if each.perspective == note.id)
        return PerspectiveView(
            id=note.id,
            title=self._text(note.title),
            package=self._package_of(note.id),
            about=self._text(note.about),
            outcome=rolled.outcome,
            label=self._text(LABELS[rolled.outcome]),
            tally=self._tally(rolled.tally),
            unit=self._text(note.unit.title),
            decides=self._actors(note.decides),
            speaks=self._actors(note.speaks),
            supervises=self._actors(note.supervises),
            law=", ".join(note.law),
            goals=", ".join(self._text(goal) for goal in note.goals),
            priorities=", ".join(self._text(priority) for priority in note.priorities),
            findings=tuple(self.views[finding.check] for finding in self._assessment.findings_of(note.id)),
        )

    def _actors(self, keys: tuple[str, ...]) -> str:
        return _upper_first(listing([self._text(ACTORS[key]) for key in keys], self._language))

    # whom, from where, how

    def _contacts(self) -> tuple[ContactView, ...]:
        """Every unit with its perspectives; those with most to discuss first, otherwise in the package's order."""
        return tuple(self._contacts_by_id().values())

    def _contacts_by_id(self) -> dict[str, ContactView]:
        units: dict[str, list[PerspectiveNote]] = {}
        for perspective in self._assessment.perspectives:
            units.setdefault(perspective.unit.id, []).append(perspective)
        discuss = Counter(finding.perspective for finding in self._assessment.with_outcome(Outcome.DISCUSS))
        contacts = {
            unit: ContactView(
                unit=self._text(notes[0].unit.title),
                email=notes[0].unit.email,
                phone=notes[0].unit.phone,
                perspectives=tuple(self._text(note.title) for note in notes),
                discuss=sum(discuss[note.id] for note in notes),
            )
            for unit, notes in units.items()
        }
        return dict(sorted(contacts.items(), key=lambda entry: -entry[1].discuss))

    def _letters(self) -> tuple[LetterView, ...]:
        """The questions of the findings to discuss by the unit that answers, those with most to discuss first."""
        questions: dict[str, list[QuestionView]] = {}
        for finding in self._assessment.with_outcome(Outcome.DISCUSS):
            view = self.views[finding.check]
            # By its id: units of two packages may be called the same.
            unit = self._perspectives[finding.perspective].unit.id
            if view.question:
                questions.setdefault(unit, []).append(QuestionView(view.check, view.title, view.question))
        return tuple(
            LetterView(contact.unit, contact.email, contact.phone, tuple(questions[unit]))
            for unit, contact in self._contacts_by_id().items()
            if unit in questions
        )

    def _sources(self) -> tuple[SourceView, ...]:
        """Each dataset once; its coverage is the least that any of its checks met."""
        notes: dict[str, SourceNote] = {}
        covered: dict[str, list[Coverage]] = {}
        packages: dict[str, str] = {}
        for finding in self._assessment.findings:
            if finding.source is not None:
                known = notes.setdefault(finding.source.dataset, finding.source)
                packages.setdefault(known.dataset, self._package_of(finding.perspective))
                if finding.source.fetched and not known.fetched:
                    notes[known.dataset] = finding.source
                if finding.coverage is not None:
                    covered.setdefault(finding.source.dataset, []).append(finding.coverage)
        return tuple(self._source(note, packages[name], covered.get(name, [])) for name, note in notes.items())

    def _source(self, note: SourceNote, package: str, covered: list[Coverage]) -> SourceView:
        return SourceView(
            title=self._text(note.title),
            package=package,
            producer=self._text(note.producer),
            issued=note.issued.isoformat(),
            review=note.review_due.isoformat() if note.review_due else self._text(texts.NOT_STATED),
            stale=note.stale,
            accuracy="±" + NBSP + self._length(note.accuracy) if note.accuracy else self._text(texts.NOT_STATED),
            coverage=self._coverage(covered),
            fetched=self._fetched(note),
            licence=note.licence,
            # A link that is not a web address could be a script; an assessment file is not to be trusted.
            link=note.link if note.link.startswith(("https://", "http://")) else "",
        )

    def _fetched(self, note: SourceNote) -> str:
        """When a remote dataset was fetched and, from a saved copy, how old that was; empty for a file."""
        if not note.fetched:
            return ""
        if not note.copied:
            return self._text(texts.FETCHED, moment=_moment(note.fetched))
        age = days_between(note.fetched, self._assessment.made)
        text = texts.COPIED_TODAY if age == 0 else texts.COPIED_YESTERDAY if age == 1 else texts.COPIED
        return self._text(text, moment=_moment(note.fetched), days=self._number(age))

    def _coverage(self, covered: list[Coverage]) -> str:
        """The least of several coverages, with what shows it."""
        if not covered:
            return self._text(texts.COVERAGE_NOT_TESTED)
        if any(coverage.share is None for coverage in covered):
            return self._text(texts.COVERAGE_UNKNOWN)
        if all(coverage.complete for coverage in covered):
            share = self._text(texts.COVERAGE_ALL)
        else:
            share = self._share(min(coverage.share or 0.0 for coverage in covered if not coverage.complete))
        return self._text(texts.COVERAGE_BY[covered[0].evidence], share=share)

    def _provenance(self) -> tuple[tuple[str, str], ...]:
        assessment = self._assessment
        stated = []
        for number, package in enumerate(assessment.packages):
            stated.append((texts.FURTHER_PACKAGE if number else texts.PACKAGE, self._issued(package)))
            stated.append((texts.SEAL, _short(package.seal) or self._text(texts.UNSEALED)))
            if package.about is not None:
                stated.append((texts.ABOUT_PACKAGE, self._text(package.about)))
            if package.strategy is not None:
                stated.append((texts.STRATEGY, self._strategy(package)))
        stated += [(texts.UNUSED_PACKAGE, _plain(gap.name)) for gap in assessment.gaps]
        stated += [
            (texts.PLAN_HASH, f"{plan_hash(assessment)} ({assessment.proposal.crs})"),
            (texts.SOFTWARE, assessment.software),
            (texts.MADE, assessment.made),
        ]
        if assessment.settings is not None:
            used = texts.COPIES_ONLY if assessment.settings.copies_only else texts.WAITED
            seconds = self._number(assessment.settings.deadline)
            stated.append((texts.SETTINGS, self._text(used, seconds=seconds)))
        return tuple((self._text(label), value) for label, value in stated)

    def _provenance_line(self) -> tuple[tuple[str, str], ...]:
        """The least that tells two summaries apart."""
        assessment = self._assessment
        stated = (
            (texts.PACKAGE, "; ".join(map(self._issued, assessment.packages))),
            (texts.PLAN_HASH, plan_hash(assessment)),
            (texts.SOFTWARE, assessment.software),
        )
        return tuple((self._text(label), value) for label, value in stated)

    def _strategy(self, package: PackageNote) -> str:
        parts = [self._text(package.strategy), package.strategy_period]
        if package.strategy_adopted:
            parts.append(self._text(texts.STRATEGY_ADOPTED, date=package.strategy_adopted.isoformat()))
        return ", ".join(part for part in parts if part)

    # figures

    def _area(self, area: float) -> str:
        return format_quantity(area, Dimension.AREA, self._language)

    def _length(self, length: float) -> str:
        return format_quantity(length, Dimension.LENGTH, self._language)

    def _share(self, share: float) -> str:
        return format_quantity(share, Dimension.SHARE, self._language)

    def _number(self, value: float) -> str:
        return format_number(value, 0, self._language)


def plan_hash(assessment: Assessment) -> str:
    """The start of the SHA-256 of the plan area's WKT: tells whether two summaries are about the same area."""
    return _short(hashlib.sha256(assessment.proposal.geometry.encode("utf-8")).hexdigest())


def _short(checksum: str) -> str:
    return checksum[:_SHORT_HASH]


def _moment(made: str) -> str:
    """Date and time to the minute of an ISO 8601 time, UTC marked as such, or the text itself if it is none."""
    try:
        moment = datetime.datetime.fromisoformat(made)
    except ValueError:
        return made
    return moment.strftime("%Y-%m-%d %H:%M") + (NBSP + "UTC" if moment.utcoffset() == datetime.timedelta(0) else "")


def _plain(name: str) -> str:
    """``name`` without control characters, on one line."""
    return " ".join(_harmless("".join(" " if char.isspace() else char for char in name)).split())


def _harmless(text: str) -> str:
    """``text`` without what no form can hold (control characters, halves of pairs) or what turns the text after it."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        char
        for char in text
        if char == "\n" or (char not in _BIDI_CONTROLS and unicodedata.category(char) not in ("Cc", "Cs", "Cn"))
    )


def _joined(sentences: Iterable[str]) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def _lower_first(text: str) -> str:
    """``text`` for use inside a sentence; an abbreviation keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]
