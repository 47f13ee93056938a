"""The plan areas of a layer checked one by one, for ``plandialog:checkplanarea``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Iterable, Iterator, Optional, Sequence, Union

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsFeatureSource,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingMultiStepFeedback,
)

from ..core.assessment import Assessment
from ..core.outcome import Outcome
from ..core.proposal import Details, details
from ..gis.batch import Batch, chunks
from ..gis.engine import PreparedPackage, assess
from ..gis.planarea import PlanArea, PlanAreaError
from ..gis.reading import attribute
from ..report.fields import HIT_COLUMNS, hit_rows, make_fields, to_attributes
from ..report.forms import FORMS, Form, file_stem, write_form
from ..report.length import Length
from ..report.profile import template_of_profile
from ..report.rows import COLUMNS, Value, refused_row, rows
from ..report.writing import WriteCancelled, WriteOptions
from ..translation import counted, tr
from .tables import open_table, write_row

if TYPE_CHECKING:
    from ..core.package.model import Package
    from .checkparameters import CheckParameters

_HIT_SINKS = {
    "HIT_POINTS": (Qgis.GeometryType.Point, Qgis.WkbType.MultiPoint),
    "HIT_LINES": (Qgis.GeometryType.Line, Qgis.WkbType.MultiLineString),
    "HIT_POLYGONS": (Qgis.GeometryType.Polygon, Qgis.WkbType.MultiPolygon),
}


class PlanAreas:
    """One run of the algorithm."""

    def __init__(
        self,
        algorithm: CheckParameters,
        prepared: PreparedPackage,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> None:
        self._algorithm = algorithm
        self._prepared = prepared
        self._parameters = parameters
        self._context = context
        self._feedback = feedback
        self._language = algorithm.language(parameters, context)

    def carry_out(self) -> dict[str, Any]:
        """The work itself, with its results. Raises QgsProcessingException."""
        algorithm, feedback, language = self._algorithm, self._feedback, self._language
        source = algorithm.parameterAsSource(self._parameters, algorithm.INPUT, self._context)
        if source is None:
            raise QgsProcessingException(algorithm.invalidSourceError(self._parameters, algorithm.INPUT))
        tables = _Tables(algorithm, self._parameters, self._context, self._prepared.crs, language)
        files = _Files(algorithm, self._parameters, self._context, feedback, self._prepared.package, language)
        refused: list[list[Value]] = []
        tally: Counter[Outcome] = Counter()
        assessed = done = 0
        count = max(1, source.featureCount())
        steps = QgsProcessingMultiStepFeedback(count, feedback)
        batch = Batch(self._prepared)
        for chunk in chunks(self._proposals(source)):
            if feedback.isCanceled():
                break
            areas = [self._area(geometry, source) for _, geometry in chunk]
            batch.announce([area for area in areas if isinstance(area, PlanArea)])
            for (stated, _), area in zip(chunk, areas):
                if feedback.isCanceled():
                    break
                steps.setCurrentStep(min(done, count - 1))
                done += 1
                if isinstance(area, PlanAreaError):
                    feedback.reportError(f"{stated.name}: {area.message.text(language)}")
                    refused.append(refused_row(stated.id, stated.name, area.message, language))
                    continue
                assessment = self._assess(stated, area, steps)
                assessed += 1
                tally.update(finding.outcome for finding in assessment.findings)
                self._report(assessment)
                tables.add(assessment)
                files.add(assessment)
        batch.finish()
        if refused and not assessed and not feedback.isCanceled():
            raise QgsProcessingException(tr("None of the plan areas could be used; the reasons are listed above."))
        tables.add_rows(refused)
        files.finish()
        return {
            **tables.results,
            **files.results,
            algorithm.PROPOSALS: assessed,
            algorithm.REFUSED: len(refused),
            algorithm.DISCUSS: tally[Outcome.DISCUSS],
            algorithm.NOT_CARRIED_OUT: tally[Outcome.NO_DATA] + tally[Outcome.NOT_CHECKED],
        }

    def _proposals(self, source: QgsFeatureSource) -> Iterator[tuple[Details, QgsGeometry]]:
        """What is stated about each feature, with its geometry."""
        algorithm = self._algorithm
        fields = {
            name: algorithm.parameterAsString(self._parameters, name, self._context)
            for name in (
                algorithm.ID_FIELD,
                algorithm.NAME_FIELD,
                algorithm.LAND_USE_FIELD,
                algorithm.STAGE_FIELD,
                algorithm.DWELLINGS_FIELD,
            )
        }
        for name, field in fields.items():
            if field and source.fields().lookupField(field) < 0:
                raise QgsProcessingException(
                    tr("The field “{field}” ({parameter}) is not in the layer.").format(field=field, parameter=name)
                )
        fallbacks = {
            algorithm.LAND_USE_FIELD: algorithm.parameterAsEnumString(
                self._parameters, algorithm.LAND_USE, self._context
            ),
            algorithm.STAGE_FIELD: algorithm.parameterAsEnumString(self._parameters, algorithm.STAGE, self._context),
            algorithm.DWELLINGS_FIELD: self._parameters.get(algorithm.DWELLINGS),
        }
        features = source.getFeatures()
        feature = QgsFeature()
        while features.nextFeature(feature):
            stated = {name: self._value(feature, field) for name, field in fields.items()}
            for name, fallback in fallbacks.items():
                if stated[name] in (None, ""):
                    stated[name] = fallback
            identifier = str(stated[algorithm.ID_FIELD] or feature.id())
            name = str(stated[algorithm.NAME_FIELD] or tr("Proposal {id}").format(id=identifier))
            yield (
                details(
                    identifier,
                    name,
                    stated[algorithm.LAND_USE_FIELD],
                    stated[algorithm.STAGE_FIELD],
                    stated[algorithm.DWELLINGS_FIELD],
                ),
                QgsGeometry(feature.geometry()),
            )

    def _area(self, geometry: QgsGeometry, source: QgsFeatureSource) -> Union[PlanArea, PlanAreaError]:
        try:
            return self._prepared.plan_area(geometry, source.sourceCrs())
        except PlanAreaError as error:
            return error

    def _value(self, feature: QgsFeature, field: str) -> Optional[object]:
        return attribute(feature, field) if field else None

    def _assess(
        self,
        stated: Details,
        area: PlanArea,
        feedback: QgsProcessingFeedback,
    ) -> Assessment:
        return assess(self._prepared, area, stated, cancelled=feedback.isCanceled, progress=feedback.setProgress)

    def _report(self, assessment: Assessment) -> None:
        feedback, language, tally = self._feedback, self._language, assessment.tally
        feedback.pushInfo(
            counted(
                tally.total,
                tr("{name}: {done} of 1 check carried out, {discuss} to bring up in the dialogue"),
                tr("{name}: {done} of {count} checks carried out, {discuss} to bring up in the dialogue"),
                name=assessment.proposal.name,
                done=tally.carried_out,
                discuss=tally.of(Outcome.DISCUSS),
            )
        )
        for note in assessment.proposal.notes:
            feedback.pushInfo("  " + note.text(language))
        for finding in assessment.with_outcome(Outcome.NOT_CHECKED):
            reasons = " ".join(note.text(language) for note in finding.notes)
            feedback.pushWarning(f"  {finding.title.get(language)}: {reasons}")


class _Tables:
    """The tables and layers that are wanted, written as the assessments come: all of them would fill the memory."""

    def __init__(
        self,
        algorithm: CheckParameters,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        crs: QgsCoordinateReferenceSystem,
        language: str,
    ) -> None:
        self.results: dict[str, Any] = {}
        self._language = language
        self._fields = make_fields((column.name, column.kind) for column in COLUMNS)
        self._hit_fields = make_fields(HIT_COLUMNS)
        self._hits: dict[Qgis.GeometryType, QgsFeatureSink] = {}
        self._findings, identifier = open_table(algorithm, parameters, algorithm.FINDINGS, context, self._fields)
        if self._findings is not None:
            self.results[algorithm.FINDINGS] = identifier
        for name, (kind, geometry_type) in _HIT_SINKS.items():
            sink, identifier = open_table(algorithm, parameters, name, context, self._hit_fields, geometry_type, crs)
            if sink is not None:
                self.results[name] = identifier
                self._hits[kind] = sink

    def add(self, assessment: Assessment) -> None:
        """Write the rows of ``assessment``."""
        self.add_rows(rows(assessment, self._language))
        for kind, sink in self._hits.items():
            for geometry, values in hit_rows((assessment,), kind, self._language):
                feature = QgsFeature(self._hit_fields)
                feature.setGeometry(geometry)
                feature.setAttributes(values)
                write_row(sink, feature)

    def add_rows(self, listed: Iterable[Sequence[Value]]) -> None:
        """Write rows of findings."""
        if self._findings is None:
            return
        for values in listed:
            feature = QgsFeature(self._fields)
            feature.setAttributes(to_attributes(values))
            write_row(self._findings, feature)


class _Files:
    """The files that are wanted: those of one proposal are written as it comes, those of all in the end."""

    def __init__(
        self,
        algorithm: CheckParameters,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        package: Package,
        language: str,
    ) -> None:
        self.results: dict[str, Any] = {}
        self._feedback, self._package, self._language = feedback, package, language
        template = algorithm.parameterAsFile(parameters, algorithm.TEMPLATE, context)
        self._options = WriteOptions(
            length=Length(algorithm.parameterAsEnumString(parameters, algorithm.LENGTH, context)),
            template=Path(template) if template else template_of_profile(),
            cancelled=feedback.isCanceled,
        )
        wanted = algorithm.parameterAsEnumStrings(parameters, algorithm.FOLDER_FORMS, context)
        self._of_each = [form for form in FORMS if form.id in wanted]
        self._of_all = []
        for form in FORMS:
            target = algorithm.parameterAsFileOutput(parameters, form.id.upper(), context)
            if target:
                self.results[form.id.upper()] = target
                self._of_all.append((form, Path(target)))
        self._folder = algorithm.parameterAsString(parameters, algorithm.FOLDER, context)
        if self._folder:
            self.results[algorithm.FOLDER] = self._folder
        self._stems: set[str] = set()
        self._assessments: list[Assessment] = []

    def add(self, assessment: Assessment) -> None:
        """Write the files of ``assessment``, or keep it for those of all. Raises QgsProcessingException."""
        if self._of_all:
            self._assessments.append(assessment)
        if self._folder:
            stem = self._stem(assessment)
            for form in self._of_each:
                self._write(form, (assessment,), Path(self._folder) / f"{stem}.{self._language}.{form.ending}")

    def finish(self) -> None:
        """Write the files of all proposals. Raises QgsProcessingException."""
        for form, path in self._of_all:
            self._write(form, tuple(self._assessments), path)

    def _write(self, form: Form, assessments: Sequence[Assessment], path: Path) -> None:
        if self._feedback.isCanceled():
            return
        try:
            write_form(form.id, assessments, path, self._language, self._package, self._options)
        except WriteCancelled:
            return
        except OSError as error:
            raise QgsProcessingException(
                tr("{file} could not be written: {reason}").format(file=path, reason=error.strerror or error)
            ) from error
        self._feedback.pushInfo(str(path))

    def _stem(self, assessment: Assessment) -> str:
        """A file name for a proposal: its id in plain letters, made unique."""
        stem = unique = file_stem(assessment.proposal.id)
        number = 1
        while unique.lower() in self._stems:
            number += 1
            unique = f"{stem}-{number}"
        self._stems.add(unique.lower())
        return unique
