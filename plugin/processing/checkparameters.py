"""What ``plandialog:checkplanarea`` asks for and hands out, for the dialog and for whoever carries it out."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    Qgis,
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterNumber,
)

from ..core.terms import LAND_USES, STAGES
from ..report.forms import FORMS
from ..report.length import LENGTHS, Length
from ..translation import interface_language, tr
from .base import PlandialogAlgorithm


class CheckParameters(PlandialogAlgorithm):
    """The parameters and outputs by their names."""

    INPUT = "INPUT"
    ID_FIELD = "ID_FIELD"
    NAME_FIELD = "NAME_FIELD"
    LAND_USE = "LAND_USE"
    LAND_USE_FIELD = "LAND_USE_FIELD"
    STAGE = "STAGE"
    STAGE_FIELD = "STAGE_FIELD"
    DWELLINGS = "DWELLINGS"
    DWELLINGS_FIELD = "DWELLINGS_FIELD"
    LENGTH = "LENGTH"
    TEMPLATE = "TEMPLATE"
    FOLDER_FORMS = "FOLDER_FORMS"
    FINDINGS = "FINDINGS"
    FOLDER = "FOLDER"
    PROPOSALS = "PROPOSALS"
    REFUSED = "REFUSED"
    DISCUSS = "DISCUSS"
    NOT_CARRIED_OUT = "NOT_CARRIED_OUT"

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(
            QgsProcessingParameterFeatureSource(self.INPUT, tr("Plan areas"), [Qgis.ProcessingSourceType.VectorPolygon])
        )
        self.add_package_parameter()
        self.add_also_parameter()
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
        self.add_credentials_parameter()
        self.add_language_parameter()
        self._add_length()
        self._add_outputs()

    def _add_length(self) -> None:
        """How long summaries are, and what a PDF looks like."""
        length = QgsProcessingParameterEnum(
            self.LENGTH,
            tr("Length of the summaries"),
            options=[each.value for each in Length],
            defaultValue=Length.STANDARD.value,
            usesStaticStrings=True,
        )
        language = interface_language()
        length.setHelp("; ".join(f"{each.value}: {text.get(language)}" for each, text in LENGTHS.items()))
        self.addParameter(length)
        template = QgsProcessingParameterFile(
            self.TEMPLATE,
            tr("Layout template of the PDF (empty: the one in the options)"),
            extension="qpt",
            optional=True,
        )
        template.setHelp(tr("A template of QGIS’s layout designer, made from the one that is included."))
        template.setFlags(template.flags() | Qgis.ProcessingParameterFlag.Advanced)
        self.addParameter(template)

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
        forms = QgsProcessingParameterEnum(
            self.FOLDER_FORMS,
            tr("Forms of the summaries in the folder"),
            options=[form.id for form in FORMS],
            allowMultiple=True,
            defaultValue=[form.id for form in FORMS],
            usesStaticStrings=True,
            optional=True,
        )
        forms.setFlags(forms.flags() | Qgis.ProcessingParameterFlag.Advanced)
        self.addParameter(forms)
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
