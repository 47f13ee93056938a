"""The assessment: every check of a package put to one proposal, with what came of it.

It stands alone: whoever has it (as JSON, say) can write the guidance summary in either language without the package.
"""

from __future__ import annotations

import datetime
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Container, Optional, Union

from . import codec
from .measurement import Certainty, Coverage, Measurement
from .messages import MESSAGES, Message, MessageError
from .outcome import CARRIED_OUT, READING_ORDER, Outcome, worst
from .proposal import Proposal
from .remarks import Remark
from .terms import ACTORS, LAND_USES, STAGES
from .text import Text
from .versions import FileFormat, NewerError

FORMAT = FileFormat("plandialog-assessment", version=1, key="assessments")


@dataclass(frozen=True)
class Hit:
    """A feature that counted. ``geometry`` is WKT in the package's CRS, cut to the surroundings of the plan area.

    ``feature`` is the feature's id in its source, as text. ``certain`` is False where only the positional accuracy
    puts the feature in touch with the plan area. ``title`` is set in place of a name for a class of a structure
    image.
    """

    feature: str
    name: str
    geometry: str
    certain: bool = True
    title: Optional[Text] = None

    def label(self, language: str) -> str:
        """What a person calls it, empty where it has no name."""
        return self.title.get(language) if self.title is not None else self.name


@dataclass(frozen=True)
class ClassFigure:
    """What a structure image says of one of its classes here: the share of the plan area, or how far it is.

    ``measurement`` is None where the class lies within the accuracy of the picture and nothing more can be told. ``id``
    is the class's in the legend of the dataset, ``color`` (``#rrggbb``) the first of its colours in the picture,
    ``means`` what it means for the strategy.
    """

    id: str
    title: Text
    color: str
    measurement: Optional[Measurement]
    means: Optional[Text] = None


@dataclass(frozen=True)
class SourceNote:
    """The dataset behind a finding, as a reader needs it. ``accuracy`` is in metres, 0 where none is stated.

    ``schematic`` marks a structure image; ``page`` is the page of the strategy it comes from. ``fetched`` is when a
    remote dataset was fetched that answered (ISO 8601), ``copied`` whether that was into a saved copy.
    """

    dataset: str
    title: Text
    producer: Text
    licence: str
    issued: datetime.date
    review_due: Optional[datetime.date]
    stale: bool
    accuracy: float
    link: str
    schematic: bool = False
    page: str = ""
    fetched: str = ""
    copied: bool = False


@dataclass(frozen=True)
class Advice:
    """The guidance of one finding, complete: why it matters, what to do, whom to ask, which source."""

    why: Text
    do: Text
    whom: Text
    source: Text
    question: Optional[Text] = None


@dataclass(frozen=True)
class BandNote:
    """A range of figures that means the same to the region: up to and with ``up_to`` (base unit; None for all above),
    or nothing found where ``none``."""

    outcome: Outcome
    up_to: Optional[float] = None
    none: bool = False


@dataclass(frozen=True)
class Finding:
    """One check with its outcome.

    ``says`` is the band's own text with its figures filled in. ``area`` accompanies a share: the same in m².
    ``classes`` is what a structure image shows here, class by class. ``notes`` is what a reader has to know:
    uncertainty, coverage, or the reason why nothing was checked. ``trace`` is how the figure came about, for whoever
    wants to do it again. ``scale`` is the bands that the figure was held against, in their order.
    """

    check: str
    perspective: str
    title: Text
    outcome: Outcome
    advice: Advice
    measure: str
    measurement: Optional[Measurement] = None
    area: Optional[float] = None
    says: Optional[Text] = None
    notes: tuple[Message, ...] = ()
    coverage: Optional[Coverage] = None
    hits: tuple[Hit, ...] = ()
    hit_count: int = 0
    classes: tuple[ClassFigure, ...] = ()
    source: Optional[SourceNote] = None
    trace: dict[str, Union[str, int, float]] = field(default_factory=dict)
    scale: tuple[BandNote, ...] = ()

    def figure(self, language: str, short: bool = False) -> str:
        """The measurement in words, ``short`` without its bounds; empty where nothing was measured.

        Empty too for nothing found where the data do not cover: a bare 0 would look like an answer.
        """
        if self.measurement is None:
            return ""
        if self.outcome not in CARRIED_OUT and self.measurement.found is Certainty.NO:
            return ""
        return self.measurement.short(language) if short else self.measurement.text(language)


@dataclass(frozen=True)
class UnitNote:
    """The unit of the region that answers for a perspective."""

    id: str
    title: Text
    email: str
    phone: str


@dataclass(frozen=True)
class PerspectiveNote:
    """A perspective as the summary shows it. Roles are ids of actors; goals and priority areas are titles. ``package``
    is the id of the package that it comes from."""

    id: str
    package: str
    title: Text
    about: Optional[Text]
    unit: UnitNote
    decides: tuple[str, ...]
    speaks: tuple[str, ...]
    supervises: tuple[str, ...]
    law: tuple[str, ...]
    goals: tuple[Text, ...]
    priorities: tuple[Text, ...]


@dataclass(frozen=True)
class PackageNote:
    """Which version of which package was used. ``strategy`` is what the regional development strategy is called that it
    speaks for, None where it speaks for none. ``seal`` is the SHA-256 of its manifest, empty for one without."""

    id: str
    title: Text
    version: str
    issued: datetime.date
    demo: bool
    region: Text
    strategy: Optional[Text]
    strategy_period: str
    strategy_adopted: Optional[datetime.date]
    strategy_link: str
    about: Optional[Text]
    seal: str


@dataclass(frozen=True)
class PackageGap:
    """A package that was asked for and could not be used, so that none of its checks is among the findings: the name of
    its folder or file, and why."""

    name: str
    reasons: tuple[Message, ...]


@dataclass(frozen=True)
class ServiceSettings:
    """How the services of the packages were used: how long (s) all of them together were waited for, and whether only
    saved copies were."""

    deadline: float
    copies_only: bool


@dataclass(frozen=True)
class Tally:
    """How many of how many: ``carried_out`` of ``total`` checks, and what the others were."""

    total: int
    carried_out: int
    outcomes: dict[str, int]

    def of(self, outcome: Outcome) -> int:
        """How many checks ended with ``outcome``."""
        return self.outcomes.get(outcome.value, 0)


@dataclass(frozen=True)
class RollUp:
    """One perspective at a glance: its leading outcome and the tally of all its checks."""

    perspective: str
    outcome: Outcome
    tally: Tally


@dataclass(frozen=True)
class Assessment:
    """All findings of one proposal against one version of one or more packages. ``made`` is ISO 8601 with its offset
    from UTC.

    ``package`` is the main package: its strategy is what the proposal is held against, and in its CRS everything is
    measured. ``others`` are those used beside it, in their order; what comes from one of them has an id that begins
    with that of its package and a colon. ``gaps`` are those that were asked for and could not be used. ``remarks`` are
    the planner's own, at most one for each check; they change no finding. ``settings`` is how services were used, where
    there were any.
    """

    proposal: Proposal
    package: PackageNote
    perspectives: tuple[PerspectiveNote, ...]
    findings: tuple[Finding, ...]
    made: str
    software: str
    cancelled: bool = False
    remarks: tuple[Remark, ...] = ()
    others: tuple[PackageNote, ...] = ()
    gaps: tuple[PackageGap, ...] = ()
    settings: Optional[ServiceSettings] = None

    @property
    def packages(self) -> tuple[PackageNote, ...]:
        """Every package that was used, the main one first."""
        return (self.package, *self.others)

    def package_of(self, perspective: str) -> PackageNote:
        """The package that a perspective comes from. Raises StopIteration for a perspective there is not."""
        note = next(each for each in self.perspectives if each.id == perspective)
        return next(each for each in self.packages if each.id == note.package)

    @property
    def tally(self) -> Tally:
        """The tally of all checks."""
        return tally(self.findings)

    def findings_of(self, perspective: str) -> tuple[Finding, ...]:
        """The findings of a perspective in the order of the package."""
        return tuple(finding for finding in self.findings if finding.perspective == perspective)

    def roll_up(self) -> tuple[RollUp, ...]:
        """Every perspective at a glance, in the order of the package."""
        rolled = []
        for perspective in self.perspectives:
            findings = self.findings_of(perspective.id)
            rolled.append(RollUp(perspective.id, worst(f.outcome for f in findings), tally(findings)))
        return tuple(rolled)

    def with_outcome(self, *outcomes: Outcome) -> tuple[Finding, ...]:
        """The findings with one of ``outcomes``, in the order of the package."""
        return tuple(finding for finding in self.findings if finding.outcome in outcomes)


def tally(findings: tuple[Finding, ...]) -> Tally:
    """The tally of ``findings``. Checks that could not be carried out count in the total, as do all others."""
    counts = Counter(finding.outcome for finding in findings)
    return Tally(
        total=len(findings),
        carried_out=sum(counts[outcome] for outcome in CARRIED_OUT),
        outcomes={outcome.value: counts[outcome] for outcome in READING_ORDER if counts[outcome]},
    )


class AssessmentError(MessageError, ValueError):
    """An assessment file that cannot be read; ``message`` says why in words for a person."""


def to_json(assessments: tuple[Assessment, ...]) -> str:
    """The assessments of one run as one JSON document; :func:`from_json` reads it back without loss."""
    document = FORMAT.document([codec.to_json(each) for each in assessments])
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def from_json(text: str) -> tuple[Assessment, ...]:
    """The assessments of a document that :func:`to_json` wrote. Raises :class:`AssessmentError`."""
    try:
        return _read(json.loads(text))
    except AssessmentError:
        raise
    except (ValueError, RecursionError) as error:  # a CodecError, no JSON, or a figure with too many digits to read
        raise AssessmentError(Message("assessment-broken", {"detail": str(error)})) from error


def _read(document: Any) -> tuple[Assessment, ...]:
    try:
        content = FORMAT.content(document)
    except NewerError as error:
        raise AssessmentError(Message("assessment-newer", error.params)) from error
    assessments = codec.from_json(tuple[Assessment, ...], content)
    for number, assessment in enumerate(assessments):
        _check_words(assessment, f"$.assessments[{number}]")
    return assessments


def _check_words(assessment: Assessment, place: str) -> None:
    """Raise :class:`~.codec.CodecError` for what no summary can be written of: a word of a version to come, a finding
    without its perspective or the other way round."""
    proposal, findings = assessment.proposal, assessment.findings
    used: list[tuple[Optional[str], Container[str]]] = [(proposal.land_use, LAND_USES), (proposal.stage, STAGES)]
    used += [(note.code, MESSAGES) for source in (proposal, *findings) for note in source.notes]
    used += [(reason.code, MESSAGES) for gap in assessment.gaps for reason in gap.reasons]
    for each in assessment.perspectives:
        used += [(actor, ACTORS) for actor in (*each.decides, *each.speaks, *each.supervises)]
    for word, known in used:
        if word is not None and word not in known:
            raise codec.CodecError(f"{place}: unknown word {word}")
    if {each.id for each in assessment.perspectives} != {finding.perspective for finding in findings}:
        raise codec.CodecError(f"{place}: the perspectives are not those of the findings")
    packages = [each.id for each in assessment.packages]
    if len(set(packages)) < len(packages) or not {each.package for each in assessment.perspectives} <= set(packages):
        raise codec.CodecError(f"{place}: the packages are not those of the perspectives")


def json_schema() -> dict[str, Any]:
    """The published schema of the document."""
    described = codec.schema(Assessment, f"Plandialog assessments, version {FORMAT.version}")
    return {
        "$schema": described["$schema"],
        "title": described["title"],
        "type": "object",
        "properties": {
            "format": {"const": FORMAT.name},
            "version": {"const": FORMAT.version},
            "assessments": {"type": "array", "items": {"$ref": described["$ref"]}},
        },
        "required": ["format", "version", "assessments"],
        "additionalProperties": False,
        "$defs": described["$defs"],
    }
