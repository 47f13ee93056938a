"""The plan areas of a layer checked one by one, for ``plandialog:checkplanarea``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Iterator, Optional

from qgis.core import (
    Qgis,
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
from ..core.package.faults import PackageError
from ..core.package.reader import read_package
from ..core.proposal import Details, details
from ..gis.engine import PreparedPackage, assess, prepare
from ..gis.measures import measure_specs
from ..gis.planarea import PlanAreaError
from ..gis.reading import attribute
from ..report.fields import HIT_COLUMNS, hit_rows, make_fields, to_attributes
from ..report.forms import FORMS, file_stem, write_form
from ..report.rows import COLUMNS, Value, refused_row, rows
from ..translation import interface_language, tr
from .tables import open_table

if TYPE_CHECKING:
    from .checkplanarea import CheckPlanArea

_HIT_SINKS = {
    "HIT_POINTS": (Qgis.GeometryType.Point, Qgis.WkbType.MultiPoint),
    "HIT_LINES": (Qgis.GeometryType.Line, Qgis.WkbType.MultiLineString),
    "HIT_POLYGONS": (Qgis.GeometryType.Polygon, Qgis.WkbType.MultiPolygon),
}


def opened(root: Path, context: QgsProcessingContext) -> PreparedPackage:
    """The package in the folder ``root``. For the main thread. Raises QgsProcessingException."""
    try:
        package = read_package(root, measure_specs())
    except PackageError as error:
        raise QgsProcessingException(error.text(interface_language())) from error
    return prepare(package, context.transformContext())


class PlanAreas:
    """One run of the algorithm."""

    def __init__(
        self,
        algorithm: CheckPlanArea,
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
        assessments: list[Assessment] = []
        refused: list[list[Value]] = []
        count = max(1, source.featureCount())
        steps = QgsProcessingMultiStepFeedback(count, feedback)
        for number, (stated, geometry) in enumerate(self._proposals(source)):
            if feedback.isCanceled():
                break
            steps.setCurrentStep(min(number, count - 1))
            try:
                assessments.append(self._assess(stated, geometry, source, steps))
            except PlanAreaError as error:
                reason = error.message.text(language)
                feedback.reportError(f"{stated.name}: {reason}")
                refused.append(refused_row(stated.id, stated.name, error.message, language))
                continue
            self._report(assessments[-1])
        if refused and not assessments and not feedback.isCanceled():
            raise QgsProcessingException(tr("None of the plan areas could be used; the reasons are listed above."))
        results = self._write_tables(assessments, refused)
        results.update(self._write_files(assessments))
        results.update(
            {
                algorithm.PROPOSALS: len(assessments),
                algorithm.REFUSED: len(refused),
                algorithm.DISCUSS: sum(a.tally.of(Outcome.DISCUSS) for a in assessments),
                algorithm.NOT_CARRIED_OUT: sum(
                    a.tally.of(Outcome.NO_DATA) + a.tally.of(Outcome.NOT_CHECKED) for a in assessments
                ),
            }
        )
        return results

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

    def _value(self, feature: QgsFeature, field: str) -> Optional[object]:
        return attribute(feature, field) if field else None

    def _assess(
        self,
        stated: Details,
        geometry: QgsGeometry,
        source: QgsFeatureSource,
        feedback: QgsProcessingFeedback,
    ) -> Assessment:
        area = self._prepared.plan_area(geometry, source.sourceCrs())
        return assess(self._prepared, area, stated, cancelled=feedback.isCanceled, progress=feedback.setProgress)

    def _report(self, assessment: Assessment) -> None:
        feedback, language, tally = self._feedback, self._language, assessment.tally
        feedback.pushInfo(
            tr("{name}: {done} of {total} checks carried out, {discuss} to bring up in the dialogue").format(
                name=assessment.proposal.name,
                done=tally.carried_out,
                total=tally.total,
                discuss=tally.of(Outcome.DISCUSS),
            )
        )
        for note in assessment.proposal.notes:
            feedback.pushInfo("  " + note.text(language))
        for finding in assessment.with_outcome(Outcome.NOT_CHECKED):
            reasons = " ".join(note.text(language) for note in finding.notes)
            feedback.pushWarning(f"  {finding.title.get(language)}: {reasons}")

    # outputs

    def _write_tables(self, assessments: list[Assessment], refused: list[list[Value]]) -> dict[str, Any]:
        algorithm, language = self._algorithm, self._language
        results = {}
        fields = make_fields((column.name, column.kind) for column in COLUMNS)
        sink, identifier = open_table(algorithm, self._parameters, algorithm.FINDINGS, self._context, fields)
        if sink is not None:
            results[algorithm.FINDINGS] = identifier
            for values in (*(row for each in assessments for row in rows(each, language)), *refused):
                feature = QgsFeature(fields)
                feature.setAttributes(to_attributes(values))
                sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
        hit_fields = make_fields(HIT_COLUMNS)
        for name, (kind, geometry_type) in _HIT_SINKS.items():
            sink, identifier = open_table(
                algorithm, self._parameters, name, self._context, hit_fields, geometry_type, self._prepared.crs
            )
            if sink is None:
                continue
            results[name] = identifier
            for geometry, values in hit_rows(assessments, kind, language):
                feature = QgsFeature(hit_fields)
                feature.setGeometry(geometry)
                feature.setAttributes(values)
                sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
        return results

    def _write_files(self, assessments: list[Assessment]) -> dict[str, Any]:
        algorithm, feedback, language = self._algorithm, self._feedback, self._language
        results: dict[str, Any] = {}
        package = self._prepared.package
        jobs = []
        for form in FORMS:
            target = algorithm.parameterAsFileOutput(self._parameters, form.id.upper(), self._context)
            if target:
                results[form.id.upper()] = target
                jobs.append((form, tuple(assessments), Path(target)))
        folder = algorithm.parameterAsString(self._parameters, algorithm.FOLDER, self._context)
        if folder:
            results[algorithm.FOLDER] = folder
            stems = _file_stems(assessments)
            for assessment, stem in zip(assessments, stems):
                for form in FORMS:
                    jobs.append((form, (assessment,), Path(folder) / f"{stem}.{language}.{form.ending}"))
        for form, written, path in jobs:
            if feedback.isCanceled():
                break
            try:
                write_form(form.id, written, path, language, package)
            except OSError as error:
                raise QgsProcessingException(
                    tr("{file} could not be written: {reason}").format(file=path, reason=error.strerror or error)
                ) from error
            feedback.pushInfo(str(path))
        return results


def _file_stems(assessments: list[Assessment]) -> list[str]:
    """A file name per proposal: its id in plain letters, made unique."""
    stems: list[str] = []
    for assessment in assessments:
        stem = file_stem(assessment.proposal.id)
        number = 1
        unique = stem
        while unique.lower() in (each.lower() for each in stems):
            number += 1
            unique = f"{stem}-{number}"
        stems.append(unique)
    return stems
