"""The engine: every check of a package put to a plan area.

*Prepare*: :func:`prepare` opens the datasets, in the thread that calls it, and takes snapshots. *Run* (any thread):
:func:`assess` touches no layer, project or widget. *Publish* is the caller's. All checks on a dataset share one
request.
"""

from __future__ import annotations

import datetime
import math
import time
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Callable, Iterable, Mapping, Optional, Union

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFields,
    QgsGeometry,
    QgsRectangle,
)

from ..about import version
from ..core import guidance
from ..core.assessment import (
    Assessment,
    BandNote,
    Finding,
    Hit,
    PackageGap,
    PackageNote,
    PerspectiveNote,
    ServiceSettings,
    SourceNote,
)
from ..core.bands import Band, judge
from ..core.measure import MeasureSpec
from ..core.measurement import Coverage, Evidence
from ..core.messages import Message
from ..core.outcome import Outcome
from ..core.package.folders import Folders
from ..core.package.library import Unused
from ..core.package.manifest import MANIFEST, file_hash
from ..core.package.model import Check, Dataset, Package, Perspective
from ..core.proposal import Details, Proposal
from ..core.reach import check_reach
from . import expressions
from .classwindow import reach_of
from .coverage import coverage_of, picture_coverage
from .geometry import Cancelled, GeometryError, Interrupted, PlanGeometry, covers, is_blank, margin, union
from .images import OpenImage
from .measures import measure_modules
from .measures.request import Feature, Measured, Request
from .opening import Openable, Opened, open_datasets
from .planarea import PlanArea, plan_area
from .reading import Nearby, ReadFeature, Reading, attribute, read_features, read_remote
from .remote.fetching import Patience
from .remote.network import Access, Login, access_of_qgis
from .remote.opened import Copy, OpenRemote, Wanted
from .remote.service import Services
from .remote.sharing import AtOnce
from .sources import OpenDataset, SourceError, Unavailable

Progress = Callable[[float], None]
SoFar = Callable[[], Assessment]
Reader = Callable[..., list[ReadFeature]]

#: Hits kept with their geometry per finding; all are counted.
MOST_HITS = 500

#: Reasons kept of why a package could not be used; validating it tells them all.
MOST_REASONS = 3

# Decimals of coordinates kept in an assessment: millimetres.
_DECIMALS = 3

# How much of the time for remote datasets the names of municipalities may take.
_SHARE_FOR_NAMES = 0.25


@dataclass(frozen=True)
class PreparedPackage:
    """A package whose datasets are open, ready for any number of plan areas in any thread.

    ``validity`` is the area of validity in the package's CRS, None where it could not be read (``validity_fault``
    says why). ``areas`` are the areas of validity of all the packages it is put together of, in the same CRS, by their
    ids: what could be read, or why not. ``seals`` are the SHA-256 of their manifests, empty for one without.
    ``unused`` are packages that were asked for too and cannot be used.
    """

    package: Package
    crs: QgsCoordinateReferenceSystem
    context: QgsCoordinateTransformContext
    datasets: Mapping[str, Opened]
    validity: Optional[QgsGeometry]
    validity_name: str
    validity_fault: Optional[Message]
    areas: Mapping[str, Union[QgsGeometry, Message]]
    seals: Mapping[str, str]
    access: Access = field(default_factory=Access)
    unused: tuple[Unused, ...] = ()

    @property
    def deadline(self) -> float:
        """How long (s) the remote datasets of one assessment are waited for."""
        return self.access.deadline

    def plan_area(self, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> PlanArea:
        """``geometry`` as a plan area for this package. Raises :class:`~.planarea.PlanAreaError`."""
        return plan_area(geometry, crs, self.crs, self.context, self.validity, self.validity_name)


def prepare(
    package: Package,
    context: QgsCoordinateTransformContext,
    access: Optional[Access] = None,
    copies: Optional[Mapping[str, Copy]] = None,
    unused: Iterable[Unused] = (),
    logins: Optional[Mapping[str, Login]] = None,
) -> PreparedPackage:
    """Open the datasets of ``package``. In any thread: the layers are made and dropped here.

    ``access`` is how the network is reached, by default as QGIS is set to use it, without credentials. ``copies`` are
    what was saved of remote datasets, by their ids. Nothing is asked over the network unless an area of validity is
    there. ``unused`` are packages that were asked for too, to be told of in every assessment. ``logins`` are the
    credentials for the services of single packages, by their ids.
    """
    crs = QgsCoordinateReferenceSystem(package.crs)
    if access is None:
        is_remote = any(dataset.source.is_remote for dataset in package.datasets.values())
        access = access_of_qgis() if is_remote else Access()
    shared = Services(crs, access, copies)
    services = {part.id: shared for part in package.members}
    for name, login in (logins or {}).items():
        services[name] = Services(crs, replace(access, login=login), copies)
    datasets = open_datasets(package, Folders(package), services)
    areas: dict[str, Union[QgsGeometry, Message]] = {}
    for part in package.members:
        try:
            areas[part.id] = _whole_dataset(datasets[package.id_of(part, part.area)], crs, context)
        except SourceError as error:
            areas[part.id] = error.message
    for name, opened in datasets.items():
        area = areas[package.part_of(name).id]
        if isinstance(opened, OpenRemote) and isinstance(area, QgsGeometry):
            opened.around = area.boundingBox()
    main = areas[package.id]
    return PreparedPackage(
        package=package,
        crs=crs,
        context=context,
        datasets=datasets,
        validity=main if isinstance(main, QgsGeometry) else None,
        validity_name=package.region.sv,
        validity_fault=main if isinstance(main, Message) else None,
        areas=areas,
        seals={part.id: seal_of(part) for part in package.members},
        access=access,
        unused=tuple(unused),
    )


def seal_of(package: Package) -> str:
    """The SHA-256 of the manifest of a package read from a folder, empty for one without."""
    return file_hash(package.root / MANIFEST) if package.manifest is not None else ""


def assess(
    prepared: PreparedPackage,
    area: PlanArea,
    details: Details,
    cancelled: Cancelled = lambda: False,
    progress: Progress = lambda percent: None,
    now: Optional[datetime.datetime] = None,
    begun: Callable[[SoFar], None] = lambda so_far: None,
    read: Optional[Reader] = None,
) -> Assessment:
    """Carry out every check of ``prepared`` for ``area``. Works in any thread and never raises for a fault of the data.

    After a cancel the checks that were finished stand and the others are *not-checked*. ``now`` dates the
    assessment and decides which datasets are stale. ``begun`` is called when the checks begin, with a function that
    gives, at any time and in any thread, the assessment as if it had been cancelled then. ``read`` is used in
    place of :func:`~.reading.read_features`.
    """
    moment = now or datetime.datetime.now().astimezone()
    return _Run(prepared, area, details, cancelled, progress, moment, read or read_features).assessment(begun)


@dataclass
class _Question:
    """A check on its way to a finding."""

    perspective: Perspective
    check: Check
    dataset: Optional[Dataset]
    spec: MeasureSpec
    notes: list[Message] = field(default_factory=list)

    @property
    def reach(self) -> float:
        """How far around the plan area the check looks, in metres."""
        return check_reach(self.check, self.spec)


@dataclass(frozen=True)
class _Inquiry:
    """All checks on one dataset, ready for the one request that answers them."""

    opened: Openable
    questions: list[_Question]
    bounds: QgsRectangle
    wanted: Wanted


class _Run:
    """One assessment being made."""

    def __init__(
        self,
        prepared: PreparedPackage,
        area: PlanArea,
        details: Details,
        cancelled: Cancelled,
        progress: Progress,
        now: datetime.datetime,
        read: Reader,
    ) -> None:
        self._prepared = prepared
        self._package = prepared.package
        self._area = area
        self._details = details
        self._cancelled = cancelled
        self._progress = progress
        self._now = now
        self._reader = read
        self._patience = Patience(time.monotonic() + prepared.deadline, cancelled)
        self._plan = PlanGeometry(area.inside, cancelled)
        self._whole = self._plan if area.outside is None else PlanGeometry(area.whole, cancelled)
        self._coverages: dict[tuple[Evidence, Optional[str], float], tuple[Coverage, list[Message]]] = {}
        self._margins: dict[str, float] = {}
        self._modules = measure_modules()
        self._was_cancelled = False
        self._questions = [
            _Question(
                perspective,
                check,
                self._package.datasets.get(check.dataset) if check.dataset else None,
                self._modules[check.measure].SPEC,
            )
            for perspective, check in self._package.checks
        ]
        self._findings: dict[str, Finding] = {}

    def assessment(self, begun: Callable[[SoFar], None]) -> Assessment:
        proposal = self._proposal()
        by_dataset: dict[str, list[_Question]] = {}
        for question in self._questions:
            ruled_out = question.check.when.ruled_out_by(proposal)
            if ruled_out is not None:
                self._findings[question.check.id] = self._finding(question, Outcome.NOT_RELEVANT, notes=(ruled_out,))
            elif question.dataset is None:
                self._findings[question.check.id] = self._finding(question, Outcome.QUESTION)
            else:
                by_dataset.setdefault(question.dataset.id, []).append(question)
        begun(lambda: self._assembled(proposal))
        self._ask({name: self._prepared.datasets[name] for name in by_dataset}, by_dataset)
        return self._assembled(proposal)

    def _assembled(self, proposal: Proposal) -> Assessment:
        """All findings there are by now; a check without one is as good as cancelled."""
        found = dict(self._findings)
        findings = (found.get(question.check.id) or self._cancelled_one(question) for question in self._questions)
        return Assessment(
            proposal=proposal,
            package=_package_note(self._prepared, self._package.main),
            perspectives=tuple(_perspective_note(self._package, each) for each in self._package.perspectives),
            findings=tuple(findings),
            made=self._now.isoformat(timespec="seconds"),
            software=f"Plandialog {version()}, QGIS {Qgis.version()}",
            cancelled=self._was_cancelled or len(found) < len(self._questions),
            others=tuple(_package_note(self._prepared, part) for part in self._package.members[1:]),
            gaps=tuple(map(_gap, self._prepared.unused)),
            settings=self._settings(),
        )

    def _settings(self) -> Optional[ServiceSettings]:
        """How services were used, where a check asks one."""
        datasets = (question.dataset for question in self._questions)
        if not any(dataset is not None and dataset.source.is_remote for dataset in datasets):
            return None
        return ServiceSettings(float(self._prepared.access.deadline), self._prepared.access.offline)

    def _cancelled_one(self, question: _Question) -> Finding:
        return self._finding(question, Outcome.NOT_CHECKED, notes=(Message("cancelled"),))

    # the proposal

    def _proposal(self) -> Proposal:
        details, area = self._details, self._area
        notes = [*area.notes, *details.notes]
        if self._prepared.validity_fault is not None:
            notes += [Message("plan-validity-unknown"), self._prepared.validity_fault]
        border = self._package.datasets[self._package.area].accuracy
        if self._prepared.validity is not None and self._to_border < border:
            notes.append(Message("plan-border-uncertain", {"accuracy": border}))
        return Proposal(
            id=details.id,
            name=details.name,
            geometry=area.whole.asWkt(_DECIMALS),
            crs=self._package.crs,
            area=area.whole.area(),
            inside=area.inside_share,
            land_use=details.land_use,
            stage=details.stage,
            dwellings=details.dwellings,
            municipalities=self._municipalities(),
            notes=tuple(notes),
        )

    @cached_property
    def _to_border(self) -> float:
        """How far it is from the plan area to the edge of the package's area of validity, in metres."""
        return self._distance_to_edge(self._prepared.validity)

    def _distance_to_edge(self, area: QgsGeometry) -> float:
        try:
            return self._whole.distance(area.convertToType(Qgis.GeometryType.Line, True))
        except Interrupted:
            # Then no check is carried out that it could matter to.
            return 0.0

    def _municipalities(self) -> tuple[str, ...]:
        """The names of the municipalities the plan area lies in, largest part first; none where they are unknown."""
        source = self._package.municipalities
        opened = self._prepared.datasets.get(source.dataset) if source else None
        if source is None or not isinstance(opened, (OpenDataset, OpenRemote)):
            return ()
        if isinstance(opened, OpenDataset) and opened.fields.lookupField(source.name) < 0:
            return ()
        patience = Patience(time.monotonic() + _SHARE_FOR_NAMES * self._prepared.deadline, self._cancelled)
        try:
            parts: dict[str, float] = {}
            reading = self._read(opened, self._plan.bounds, Wanted(frozenset({source.name})), patience)
            for feature in reading.features:
                part = self._plan.clip(feature.geometry)
                area, _ = self._plan.merged_area([part] if part is not None else [], opened.dataset.sliver)
                if area > 0:
                    name = str(attribute(feature.raw, source.name) or "")
                    parts[name] = parts.get(name, 0.0) + area
        except (SourceError, Interrupted, GeometryError):
            # Without names no condition on a municipality can rule a check out; nothing is lost.
            return ()
        return tuple(sorted(parts, key=lambda name: (-parts[name], name)))

    # the checks

    def _ask(self, datasets: Mapping[str, Opened], by_dataset: Mapping[str, list[_Question]]) -> None:
        """Put all checks to their datasets: to the remote ones at the same time, to the others meanwhile."""
        inquiries = []
        for name, opened in datasets.items():
            findings, inquiry = self._inquiry(opened, by_dataset[name])
            self._take(findings)
            if inquiry is not None:
                inquiries.append(inquiry)
        remote = [each for each in inquiries if isinstance(each.opened, OpenRemote)]
        done = len(by_dataset) - len(inquiries)
        with AtOnce(remote, self._reading) as awaited:
            for inquiry in inquiries:
                if not isinstance(inquiry.opened, OpenRemote):
                    self._take(self._conclude(inquiry, lambda inquiry=inquiry: self._reading(inquiry)))
                    done += 1
                    self._progress(100 * done / len(by_dataset))
            for inquiry, future in awaited:
                self._take(self._conclude(inquiry, future.result))
                done += 1
                self._progress(100 * done / len(by_dataset))

    def _take(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self._findings[finding.check] = finding

    def _inquiry(self, opened: Opened, questions: list[_Question]) -> tuple[list[Finding], Optional[_Inquiry]]:
        """The findings that need no reading, and what is to be read for the others."""
        if self._was_cancelled or self._cancelled():
            self._was_cancelled = True
            return [self._cancelled_one(question) for question in questions], None
        if isinstance(opened, Unavailable):
            notes = (opened.message,)
            return [self._finding(question, opened.outcome, notes=notes) for question in questions], None
        ready, findings = self._askable(opened, questions)
        try:
            wanted = self._wanted(opened, ready)
        except expressions.ExpressionError as error:
            return [self._finding(each, Outcome.NOT_CHECKED, notes=(error.message,)) for each in questions], None
        if not ready:
            return findings, None
        reach = max(question.reach for question in ready) + _margin(opened)
        return findings, _Inquiry(opened, ready, self._plan.surroundings(reach), wanted)

    def _reading(self, inquiry: _Inquiry) -> tuple[Reading, float]:
        """What is there, and how long (s) it took to read. In any thread; raises what kept it from being read."""
        started = time.perf_counter()
        reading = self._read(inquiry.opened, inquiry.bounds, inquiry.wanted, self._patience)
        features = self._kept(reading, inquiry.opened.dataset.filter, reading.features)
        return replace(reading, features=features, read=len(reading.features)), time.perf_counter() - started

    def _conclude(self, inquiry: _Inquiry, read: Callable[[], tuple[Reading, float]]) -> Iterable[Finding]:
        """All checks on one dataset from what was read; each finding as soon as there is one."""
        opened, questions = inquiry.opened, inquiry.questions
        if self._was_cancelled or self._cancelled():
            self._was_cancelled = True
            yield from map(self._cancelled_one, questions)
            return
        try:
            reading, seconds = read()
        except Interrupted:
            self._was_cancelled = True
            yield from map(self._cancelled_one, questions)
            return
        except SourceError as error:
            yield from (self._finding(each, error.outcome, notes=(error.message,)) for each in questions)
            return
        except expressions.ExpressionError as error:
            yield from (self._finding(each, Outcome.NOT_CHECKED, notes=(error.message,)) for each in questions)
            return
        trace = {
            "source": opened.dataset.source.uri,
            "source_crs": opened.crs.authid(),
            "crs": self._package.crs,
            "looked_at": inquiry.bounds.toString(0),
            "read": reading.read,
            "read_ms": round(1000 * seconds, 1),
        }
        if reading.requests:
            trace["requests"] = reading.requests
        if reading.copied:
            trace["copy"] = reading.copied
        if opened.dataset.filter:
            trace["filter"] = opened.dataset.filter
        for question in questions:
            yield self._answer(opened, question, reading, inquiry.bounds, trace)

    def _askable(self, opened: Openable, questions: list[_Question]) -> tuple[list[_Question], list[Finding]]:
        """The questions whose fields exist and whose expressions may be used; findings for the others.

        Which fields a service has shows when it answers.
        """
        ready, findings = [], []
        for question in questions:
            try:
                needed = expressions.columns(question.check.where) | ({question.check.field_name} - {""})
                if not isinstance(opened, OpenRemote):
                    _need(needed, opened.fields, opened.dataset)
                ready.append(question)
            except (SourceError, expressions.ExpressionError) as error:
                findings.append(self._finding(question, Outcome.NOT_CHECKED, notes=(error.message,)))
        return ready, findings

    def _wanted(self, opened: Openable, questions: list[_Question]) -> Wanted:
        typed = expressions.columns(opened.dataset.filter)
        for question in questions:
            typed |= expressions.columns(question.check.where) | ({question.check.field_name} - {""})
        columns = typed | ({opened.dataset.label} - {""})
        wheres = {question.check.where for question in questions}
        common = [f"({text})" for text in (opened.dataset.filter, *(wheres if len(wheres) == 1 else ())) if text]
        return Wanted(frozenset(columns), frozenset(typed), " AND ".join(common))

    def _answer(
        self,
        opened: Openable,
        question: _Question,
        reading: Reading,
        bounds: QgsRectangle,
        trace: Mapping[str, object],
    ) -> Finding:
        """One check: measure, judge, put into words."""
        if self._was_cancelled or self._cancelled():
            self._was_cancelled = True
            return self._cancelled_one(question)
        started = time.perf_counter()
        check, dataset = question.check, opened.dataset
        try:
            asked = self._kept(reading, check.where, reading.features)
            measured = self._modules[check.measure].measure(self._request(question, opened, asked))
            coverage, coverage_notes = self._coverage(opened, measured.seen, reading)
        except Interrupted:
            self._was_cancelled = True
            return self._cancelled_one(question)
        except expressions.ExpressionError as error:
            return self._finding(question, Outcome.NOT_CHECKED, notes=(error.message,))
        except (
            Exception
        ) as error:  # a check that fails must not take the others with it; the finding says what happened
            detail = f"{type(error).__name__}: {error}" if not isinstance(error, GeometryError) else str(error)
            return self._finding(question, Outcome.NOT_CHECKED, notes=(Message("measure-failed", {"detail": detail}),))
        trace = {
            **trace,
            "features": len(asked),
            "measure": check.measure,
            "accuracy": dataset.accuracy,
            "reach": question.reach,
            "seen": round(measured.seen, 1),
            "measure_ms": round(1000 * (time.perf_counter() - started), 1),
        }
        if check.where:
            trace["where"] = check.where
        repaired = sum(feature.repaired for feature in reading.features)
        notes = [*_measuring_notes(measured, dataset, check, repaired), *coverage_notes, *reading.notes]
        if isinstance(opened, OpenImage):
            trace["pixel"] = round(opened.pixel, 1)
            notes.append(Message("image-schematic", {"accuracy": dataset.accuracy}))
        notes = [*measured.notes, *notes]
        if measured.asks:
            # Where nothing can be read there is nothing to ask about either.
            outcome = Outcome.NO_DATA if coverage.share == 0 else Outcome.QUESTION
            if not coverage.complete:
                notes.insert(0, Message("coverage-partial", {"share": coverage.share}))
            return self._finding(question, outcome, measured, None, notes, coverage, bounds, trace)
        if measured.measurement is None:
            missing = Message("no-values", {"count": measured.missing, "field": check.field_name})
            return self._finding(question, Outcome.NO_DATA, measured, None, (missing, *notes), coverage, bounds, trace)
        judgement = judge(check.bands, measured.measurement, coverage, _most_possible(measured, coverage))
        judged = [_with_count(note, measured.missing) for note in judgement.notes]
        return self._finding(
            question, judgement.outcome, measured, judgement.band, (*judged, *notes), coverage, bounds, trace
        )

    def _request(self, question: _Question, opened: Openable, features: list[ReadFeature]) -> Request:
        check, dataset = question.check, opened.dataset
        return Request(
            plan=self._plan,
            features=[_feature(each, dataset, check) for each in features],
            accuracy=_accuracy(opened),
            sliver=dataset.sliver,
            reach=question.reach,
            variant=check.variant,
            field_name=check.field_name,
            unit=check.unit,
            weight=check.weight,
            classes=check.classes,
            stated_accuracy=dataset.accuracy,
        )

    def _read(self, opened: Openable, bounds: QgsRectangle, wanted: Wanted, patience: Patience) -> Reading:
        crs, context = self._prepared.crs, self._prepared.context
        if isinstance(opened, OpenRemote):
            grow = self._reader.grow if isinstance(self._reader, Nearby) else 0.0
            return read_remote(opened, bounds, crs, context, wanted, patience, grow)
        features = self._reader(opened, bounds, crs, context, set(wanted.columns), self._cancelled)
        return Reading(features, opened.fields)

    def _kept(self, reading: Reading, text: str, features: list[ReadFeature]) -> list[ReadFeature]:
        if not text or not features:
            return features
        wanted = expressions.FeatureFilter(text, reading.fields)
        return [feature for feature in features if wanted.accepts(feature.raw)]

    # coverage

    def _coverage(self, opened: Openable, seen: float, reading: Reading) -> tuple[Coverage, list[Message]]:
        """How much of the plan area grown by ``seen`` m the dataset is shown to cover, or why that is not known."""
        dataset = opened.dataset
        if isinstance(opened, OpenImage):
            # A picture covers what can be read in it.
            looked_at = self._whole.grown(seen, inner=True) or self._whole
            window = reading.features[0].window if reading.features else None
            return picture_coverage(looked_at, self._area.outside, window), []
        if dataset.coverage.evidence is Evidence.SERVICE:
            looked_at = self._whole.grown(seen, inner=True) or self._whole
            stated = coverage_of(looked_at.geometry, self._area.outside, Evidence.SERVICE, reading.extent)
            return stated, [Message("coverage-service")] if stated.complete else []
        evidence, within = dataset.coverage.evidence, dataset.coverage.dataset
        if evidence is Evidence.PACKAGE:
            within = self._package.part_of(dataset.id).id
        key = (evidence, within, seen)
        if key not in self._coverages:
            self._coverages[key] = self._find_coverage(dataset, seen)
        return self._coverages[key]

    def _find_coverage(self, dataset: Dataset, seen: float) -> tuple[Coverage, list[Message]]:
        evidence = dataset.coverage.evidence
        if evidence is Evidence.PACKAGE:
            return self._within_package(self._package.part_of(dataset.id), seen)
        looked_at = self._whole.grown(seen, inner=True) or self._whole
        if evidence is Evidence.UNKNOWN:
            return Coverage(Evidence.UNKNOWN), []
        try:
            covered = self._covered_by(dataset.coverage.dataset or "", looked_at)
        except SourceError as error:
            return Coverage(Evidence.UNKNOWN), [Message("coverage-unreadable"), error.message]
        return coverage_of(looked_at.geometry, self._area.outside, evidence, covered), []

    def _within_package(self, part: Package, seen: float) -> tuple[Coverage, list[Message]]:
        """How much of what is looked at lies in the area of validity of ``part``."""
        area = self._prepared.areas[part.id]
        if isinstance(area, Message):
            # That of the main package stands with the proposal.
            notes = [Message("coverage-unreadable"), area] if part is not self._package.main else []
            return Coverage(Evidence.UNKNOWN), notes
        if self._area.outside is None and seen <= self._to_edge(part, area):
            return Coverage(Evidence.PACKAGE, 100.0, complete=True), []
        looked_at = self._whole.grown(seen, inner=True) or self._whole
        return coverage_of(looked_at.geometry, self._area.outside, Evidence.PACKAGE, area), []

    def _to_edge(self, part: Package, area: QgsGeometry) -> float:
        """How far (m) it is from the plan area to the edge of the ``area`` of validity of ``part`` that it lies in;
        below 0 where it does not."""
        if part is self._package.main:
            return self._to_border
        if part.id not in self._margins:
            inside = covers(area, self._whole.geometry)
            self._margins[part.id] = self._distance_to_edge(area) if inside else -1.0
        return self._margins[part.id]

    def _covered_by(self, name: str, looked_at: PlanGeometry) -> QgsGeometry:
        opened = self._prepared.datasets[name]
        if isinstance(opened, Unavailable):
            if opened.outcome is not Outcome.NO_DATA:
                raise SourceError(opened.message)
            return QgsGeometry()
        columns = frozenset(expressions.columns(opened.dataset.filter))
        wanted = Wanted(columns, columns, opened.dataset.filter)
        reading = self._read(opened, looked_at.bounds, wanted, self._patience)
        kept = self._kept(reading, opened.dataset.filter, reading.features)
        return looked_at.clip_all(feature.geometry for feature in kept)

    # findings

    def _finding(
        self,
        question: _Question,
        outcome: Outcome,
        measured: Optional[Measured] = None,
        band: Optional[Band] = None,
        notes: Iterable[Message] = (),
        coverage: Optional[Coverage] = None,
        bounds: Optional[QgsRectangle] = None,
        trace: Optional[Mapping[str, object]] = None,
    ) -> Finding:
        check, dataset = question.check, question.dataset
        unit = self._package.units[question.perspective.unit]
        measurement = measured.measurement if measured else None
        hits = measured.hits if measured else ()
        says = None
        if measurement is not None:
            says = guidance.band_text(check, band, measurement, [hit.title for hit in hits], question.reach)
        if dataset is not None and dataset.unconfirmed is not None:
            notes = (*notes, Message("source-unconfirmed", {"since": dataset.unconfirmed.isoformat()}))
        return Finding(
            check=check.id,
            perspective=question.perspective.id,
            title=check.title,
            outcome=outcome,
            advice=guidance.advice(check, unit, dataset, band),
            measure=check.measure,
            measurement=measurement,
            area=measured.area if measured else None,
            says=says,
            notes=tuple(dict.fromkeys(notes)),
            coverage=coverage,
            hits=tuple(_hit(hit, measured.certain, bounds) for hit in hits[:MOST_HITS]) if measured and bounds else (),
            hit_count=len(hits),
            classes=measured.classes if measured else (),
            source=self._source_note(dataset, trace or {}) if dataset else None,
            trace=dict(trace or {}),
            scale=tuple(BandNote(each.outcome, each.up_to, each.none) for each in check.bands) if measurement else (),
        )

    def _source_note(self, dataset: Dataset, trace: Mapping[str, object]) -> SourceNote:
        note = guidance.source_note(dataset, self._now.date())
        if not dataset.source.is_remote or "source" not in trace:
            return note
        copied = str(trace.get("copy", ""))
        return replace(note, fetched=copied or self._now.isoformat(timespec="seconds"), copied=bool(copied))


def _whole_dataset(
    opened: Opened, crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
) -> QgsGeometry:
    """The union of all polygons of a dataset. Raises :class:`SourceError`."""
    if isinstance(opened, Unavailable):
        raise SourceError(opened.message, opened.outcome)
    if isinstance(opened, OpenRemote):
        features = read_remote(opened, None, crs, context, Wanted(), opened.patience()).features
    else:
        features = read_features(opened, None, crs, context, set(), lambda: False)
    try:
        merged = union(feature.geometry for feature in features)
    except GeometryError as error:
        params = {"file": opened.dataset.source.file, "detail": str(error)}
        raise SourceError(Message("source-broken", params)) from error
    if is_blank(merged):
        raise SourceError(Message("source-empty"), Outcome.NO_DATA)
    return merged


def _need(columns: Iterable[str], fields: QgsFields, dataset: Dataset) -> None:
    """Raise :class:`SourceError` for the first of ``columns`` that is not among ``fields``."""
    missing = sorted(column for column in columns if fields.lookupField(column) < 0)
    if missing:
        raise SourceError(Message("source-field", {"field": missing[0], "file": dataset.source.name}))


def _accuracy(opened: Openable) -> float:
    """The accuracy (m) of a dataset, with the size of a pixel for a picture."""
    return opened.accuracy if isinstance(opened, OpenImage) else opened.dataset.accuracy


def _margin(opened: Openable) -> float:
    """How far (m) beyond its reach a check needs to know what is there."""
    if isinstance(opened, OpenImage):
        return reach_of(opened.accuracy, opened.longest)
    return margin(opened.dataset.accuracy)


def _feature(read: ReadFeature, dataset: Dataset, check: Check) -> Feature:
    if read.image_class is not None:
        return Feature(read.image_class.id, "", read.geometry, image_class=read.image_class, window=read.window)
    name = attribute(read.raw, dataset.label) if dataset.label else None
    values = {check.field_name: attribute(read.raw, check.field_name)} if check.field_name else {}
    return Feature(read.id, "" if name is None else str(name), read.geometry, values)


def _hit(feature: Feature, certain: frozenset[str], bounds: QgsRectangle) -> Hit:
    geometry = feature.geometry
    if geometry.constGet().dimension() > 0 and not bounds.contains(geometry.boundingBox()):
        clipped = geometry.clipped(bounds)
        geometry = geometry if is_blank(clipped) else clipped
    title = feature.title if feature.image_class is not None else None
    return Hit(feature.id, feature.name, geometry.asWkt(_DECIMALS), feature.id in certain, title)


def _measuring_notes(measured: Measured, dataset: Dataset, check: Check, repaired: int) -> list[Message]:
    notes = []
    if measured.slivers.count and check.measure == "length":
        notes.append(Message("length-dropped", {"length": measured.slivers.size}))
    elif measured.slivers.count:
        params = {"count": measured.slivers.count, "width": dataset.sliver, "area": measured.slivers.size}
        notes.append(Message("slivers-dropped", params))
    if repaired:
        notes.append(Message("geometries-repaired", {"count": repaired}))
    return notes


def _most_possible(measured: Measured, coverage: Coverage) -> float:
    """The highest figure that features without a value and the part that was not seen could lead to."""
    unseen = 100.0 - (coverage.share or 0.0)
    if measured.missing:
        return math.inf
    return measured.measurement.high + (measured.most_per_percent * unseen if unseen > 0 else 0.0)


def _with_count(note: Message, missing: int) -> Message:
    return Message(note.code, {"count": missing}) if note.code == "incomplete-values" else note


def _package_note(prepared: PreparedPackage, part: Package) -> PackageNote:
    strategy = part.strategy
    return PackageNote(
        id=part.id,
        title=part.title,
        version=part.version,
        issued=part.issued,
        demo=part.demo,
        region=part.region,
        strategy=strategy.title if strategy is not None else None,
        strategy_period=strategy.period if strategy is not None else "",
        strategy_adopted=strategy.adopted if strategy is not None else None,
        strategy_link=strategy.link if strategy is not None else "",
        about=part.about,
        seal=prepared.seals[part.id],
    )


def _perspective_note(package: Package, perspective: Perspective) -> PerspectiveNote:
    part = package.part_of(perspective.id)
    goals = part.strategy.goals if part.strategy is not None else {}
    priorities = part.strategy.priorities if part.strategy is not None else {}
    return PerspectiveNote(
        id=perspective.id,
        package=part.id,
        title=perspective.title,
        about=perspective.about,
        unit=guidance.unit_note(package.units[perspective.unit]),
        decides=perspective.roles.decides,
        speaks=perspective.roles.speaks,
        supervises=perspective.roles.supervises,
        law=perspective.law,
        goals=tuple(goals[goal] for goal in perspective.goals),
        priorities=tuple(priorities[priority] for priority in perspective.priorities),
    )


def _gap(unused: Unused) -> PackageGap:
    reasons = dict.fromkeys(fault.message for fault in unused.faults if not fault.warning)
    return PackageGap(unused.name, tuple(_by_name(reason, unused) for reason in tuple(reasons)[:MOST_REASONS]))


def _by_name(reason: Message, unused: Unused) -> Message:
    """``reason`` without the place of the package, which is no business of whoever gets the summary."""
    place = str(unused.path)
    params = {key: unused.name if value == place else value for key, value in reason.params.items()}
    return replace(reason, params=params)
