"""``plandialog:checkplanarea``: plan areas against a regional package, one proposal per feature."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterator, Optional

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
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterNumber,
)

from ..core.assessment import Assessment
from ..core.outcome import Outcome
from ..core.package.faults import PackageError
from ..core.package.reader import read_package
from ..core.proposal import Details, details
from ..core.terms import LAND_USES, STAGES
from ..gis.engine import PreparedPackage, assess, prepare
from ..gis.measures import measure_specs
from ..gis.planarea import PlanAreaError
from ..gis.reading import attribute
from ..report.fields import HIT_COLUMNS, hit_rows, make_fields, to_attributes
from ..report.forms import FORMS, file_stem, write_form
from ..report.rows import COLUMNS, Value, refused_row, rows
from ..translation import interface_language, tr
from .base import PlandialogAlgorithm
from .tables import open_table

_HIT_SINKS = {
    "HIT_POINTS": (Qgis.GeometryType.Point, Qgis.WkbType.MultiPoint),
    "HIT_LINES": (Qgis.GeometryType.Line, Qgis.WkbType.MultiLineString),
    "HIT_POLYGONS": (Qgis.GeometryType.Polygon, Qgis.WkbType.MultiPolygon),
}


class CheckPlanArea(PlandialogAlgorithm):
    """Findings, hit features and guidance summaries for the polygons of a layer."""

    INPUT = "INPUT"
    ID_FIELD = "ID_FIELD"
    NAME_FIELD = "NAME_FIELD"
    LAND_USE = "LAND_USE"
    LAND_USE_FIELD = "LAND_USE_FIELD"
    STAGE = "STAGE"
    STAGE_FIELD = "STAGE_FIELD"
    DWELLINGS = "DWELLINGS"
    DWELLINGS_FIELD = "DWELLINGS_FIELD"
    FINDINGS = "FINDINGS"
    FOLDER = "FOLDER"
    PROPOSALS = "PROPOSALS"
    REFUSED = "REFUSED"
    DISCUSS = "DISCUSS"
    NOT_CARRIED_OUT = "NOT_CARRIED_OUT"

    def name(self) -> str:
        return "checkplanarea"

    def displayName(self) -> str:
        return tr("Check plan areas")

    def shortHelpString(self) -> str:
        return tr(
            "Checks plan areas against the perspectives of a regional package and writes guidance summaries for the "
            "early dialogue with the region. Each polygon feature is one proposal; multipolygons are one proposal. "
            "Land use, stage and number of dwellings decide which questions are asked; they come from fields or, where "
            "a field is empty, from the values given here. What is not stated rules no question out.\n\n"
            "The outcome of a check is never a verdict, and a check that could not be carried out says why. A plan "
            "area that cannot be used is named with the reason; the others go on."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(
            QgsProcessingParameterFeatureSource(self.INPUT, tr("Plan areas"), [Qgis.ProcessingSourceType.VectorPolygon])
        )
        self.add_package_parameter()
        self._add_field(self.NAME_FIELD, tr("Field with the name"))
        self._add_choice(self.LAND_USE, tr("Land use"), LAND_USES)
        self._add_field(self.LAND_USE_FIELD, tr("Field with the land use"))
        self._add_choice(self.STAGE, tr("Stage"), STAGES)
        self._add_field(self.STAGE_FIELD, tr("Field with the stage"))
        self.addParameter(
            QgsProcessingParameterNumber(self.DWELLINGS, tr("Number of dwellings"), optional=True, minValue=0)
        )
        self._add_field(self.DWELLINGS_FIELD, tr("Field with the number of dwellings"))
        self._add_field(self.ID_FIELD, tr("Field with an id (for file names)"), advanced=True)
        self.add_language_parameter()
        self._add_outputs()

    def _add_outputs(self) -> None:
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                self.FINDINGS, tr("Findings"), Qgis.ProcessingSourceType.Vector, optional=True
            )
        )
        titles = {
            "HIT_POINTS": tr("Points found"),
            "HIT_LINES": tr("Lines found"),
            "HIT_POLYGONS": tr("Polygons found"),
        }
        kinds = {
            "HIT_POINTS": Qgis.ProcessingSourceType.VectorPoint,
            "HIT_LINES": Qgis.ProcessingSourceType.VectorLine,
            "HIT_POLYGONS": Qgis.ProcessingSourceType.VectorPolygon,
        }
        for name, title in titles.items():
            self.addParameter(
                QgsProcessingParameterFeatureSink(name, title, kinds[name], optional=True, createByDefault=False)
            )
        for form in FORMS:
            self.addParameter(
                QgsProcessingParameterFileDestination(
                    form.id.upper(),
                    tr("All proposals in one file: {form}").format(form=form.title.get(interface_language())),
                    fileFilter=f"{form.title.get(interface_language())} (*.{form.ending})",
                    optional=True,
                    createByDefault=form.id == "html",
                )
            )
        self.addParameter(
            QgsProcessingParameterFolderDestination(
                self.FOLDER, tr("Folder for one summary per proposal"), optional=True, createByDefault=False
            )
        )
        self.addOutput(QgsProcessingOutputNumber(self.PROPOSALS, tr("Proposals checked")))
        self.addOutput(QgsProcessingOutputNumber(self.REFUSED, tr("Plan areas that could not be used")))
        self.addOutput(QgsProcessingOutputNumber(self.DISCUSS, tr("Findings to bring up in the dialogue")))
        self.addOutput(QgsProcessingOutputNumber(self.NOT_CARRIED_OUT, tr("Checks that could not be carried out")))

    def _add_field(self, name: str, title: str, advanced: bool = False) -> None:
        parameter = QgsProcessingParameterField(name, title, parentLayerParameterName=self.INPUT, optional=True)
        if advanced:
            parameter.setFlags(parameter.flags() | Qgis.ProcessingParameterFlag.Advanced)
        self.addParameter(parameter)

    def _add_choice(self, name: str, title: str, terms: dict[str, Any]) -> None:
        """A vocabulary by its ids, so that a script or a model does not depend on the language."""
        parameter = QgsProcessingParameterEnum(name, title, options=list(terms), optional=True, usesStaticStrings=True)
        language = interface_language()
        parameter.setHelp("; ".join(f"{key}: {term.get(language)}" for key, term in terms.items()))
        self.addParameter(parameter)

    # prepare: on the main thread

    def open_package(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        try:
            package = read_package(self.package_root(parameters, context), measure_specs())
        except PackageError as error:
            raise QgsProcessingException(error.text(interface_language())) from error
        self._prepared = prepare(package, context.transformContext())

    # run

    def carry_out(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        source = self.parameterAsSource(parameters, self.INPUT, context)
        if source is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, self.INPUT))
        language = self.language(parameters, context)
        assessments: list[Assessment] = []
        refused: list[list[Value]] = []
        count = max(1, source.featureCount())
        steps = QgsProcessingMultiStepFeedback(count, feedback)
        for number, (stated, geometry) in enumerate(self._proposals(parameters, context, source)):
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
            self._report(assessments[-1], language, feedback)
        if refused and not assessments and not feedback.isCanceled():
            raise QgsProcessingException(tr("None of the plan areas could be used; the reasons are listed above."))
        results = self._write_tables(parameters, context, assessments, refused, language)
        results.update(self._write_files(parameters, context, assessments, language, feedback))
        results.update(
            {
                self.PROPOSALS: len(assessments),
                self.REFUSED: len(refused),
                self.DISCUSS: sum(a.tally.of(Outcome.DISCUSS) for a in assessments),
                self.NOT_CARRIED_OUT: sum(
                    a.tally.of(Outcome.NO_DATA) + a.tally.of(Outcome.NOT_CHECKED) for a in assessments
                ),
            }
        )
        return results

    def _proposals(
        self, parameters: dict[str, Any], context: QgsProcessingContext, source: QgsFeatureSource
    ) -> Iterator[tuple[Details, QgsGeometry]]:
        """What is stated about each feature, with its geometry."""
        fields = {
            name: self.parameterAsString(parameters, name, context)
            for name in (self.ID_FIELD, self.NAME_FIELD, self.LAND_USE_FIELD, self.STAGE_FIELD, self.DWELLINGS_FIELD)
        }
        for name, field in fields.items():
            if field and source.fields().lookupField(field) < 0:
                raise QgsProcessingException(
                    tr("The field “{field}” ({parameter}) is not in the layer.").format(field=field, parameter=name)
                )
        fallbacks = {
            self.LAND_USE_FIELD: self.parameterAsEnumString(parameters, self.LAND_USE, context),
            self.STAGE_FIELD: self.parameterAsEnumString(parameters, self.STAGE, context),
            self.DWELLINGS_FIELD: parameters.get(self.DWELLINGS),
        }
        features = source.getFeatures()
        feature = QgsFeature()
        while features.nextFeature(feature):
            stated = {name: self._value(feature, field) for name, field in fields.items()}
            for name, fallback in fallbacks.items():
                if stated[name] in (None, ""):
                    stated[name] = fallback
            identifier = str(stated[self.ID_FIELD] or feature.id())
            name = str(stated[self.NAME_FIELD] or tr("Proposal {id}").format(id=identifier))
            yield (
                details(
                    identifier,
                    name,
                    stated[self.LAND_USE_FIELD],
                    stated[self.STAGE_FIELD],
                    stated[self.DWELLINGS_FIELD],
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
        prepared: PreparedPackage = self._prepared
        area = prepared.plan_area(geometry, source.sourceCrs())
        return assess(prepared, area, stated, cancelled=feedback.isCanceled, progress=feedback.setProgress)

    def _report(self, assessment: Assessment, language: str, feedback: QgsProcessingFeedback) -> None:
        tally = assessment.tally
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

    def _write_tables(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        assessments: list[Assessment],
        refused: list[list[Value]],
        language: str,
    ) -> dict[str, Any]:
        results = {}
        fields = make_fields((column.name, column.kind) for column in COLUMNS)
        sink, identifier = open_table(self, parameters, self.FINDINGS, context, fields)
        if sink is not None:
            results[self.FINDINGS] = identifier
            for values in (*(row for each in assessments for row in rows(each, language)), *refused):
                feature = QgsFeature(fields)
                feature.setAttributes(to_attributes(values))
                sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
        hit_fields = make_fields(HIT_COLUMNS)
        for name, (kind, geometry_type) in _HIT_SINKS.items():
            sink, identifier = open_table(
                self, parameters, name, context, hit_fields, geometry_type, self._prepared.crs
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

    def _write_files(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        assessments: list[Assessment],
        language: str,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        results: dict[str, Any] = {}
        package = self._prepared.package
        jobs = []
        for form in FORMS:
            target = self.parameterAsFileOutput(parameters, form.id.upper(), context)
            if target:
                results[form.id.upper()] = target
                jobs.append((form, tuple(assessments), Path(target)))
        folder = self.parameterAsString(parameters, self.FOLDER, context)
        if folder:
            results[self.FOLDER] = folder
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
