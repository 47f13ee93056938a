"""``plandialog:saveofflinecopy``: the remote datasets of a package saved for when the network is away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    Qgis,
    QgsCsException,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSource,
    QgsRectangle,
)

from ..translation import tr
from .base import PlandialogAlgorithm

if TYPE_CHECKING:
    from ..gis.engine import PreparedPackage


class SaveOfflineCopy(PlandialogAlgorithm):
    """For a button, a model or a schedule: what cannot be fetched keeps the copy that it has."""

    AREA = "AREA"
    DATASETS = "DATASETS"
    FEATURES = "FEATURES"
    MISSING = "MISSING"
    SIZE = "SIZE"

    def name(self) -> str:
        return "saveofflinecopy"

    def displayName(self) -> str:
        return tr("Save data for the field or the meeting")

    def shortHelpString(self) -> str:
        return tr(
            "Saves the datasets of a regional package that come from the network in this profile, so that plan areas "
            "can be checked without it. For the area of a layer, as far as the checks look around it, or for all of "
            "the package’s area. Features that cross the edge are kept whole. A dataset that cannot be fetched is "
            "named with the reason and keeps the copy that it has."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add_package_parameter()
        self.add_also_parameter()
        kinds = [Qgis.ProcessingSourceType.VectorAnyGeometry]
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                self.AREA, tr("Area (empty: all of the package’s area)"), kinds, optional=True
            )
        )
        self.add_credentials_parameter()
        self.add_language_parameter()
        self.addOutput(QgsProcessingOutputNumber(self.DATASETS, tr("Datasets saved")))
        self.addOutput(QgsProcessingOutputNumber(self.FEATURES, tr("Features saved")))
        self.addOutput(QgsProcessingOutputNumber(self.MISSING, tr("Datasets that could not be fetched")))
        self.addOutput(QgsProcessingOutputNumber(self.SIZE, tr("Size of the copy (bytes)")))

    def open_package(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        self._selection = self.select_packages(parameters, context, feedback)
        self._usage = self.usage_of(self._selection, parameters, context, feedback)

    def carry_out(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ..core.messages import MessageError
        from ..gis.copies import copy_folder, find_copies, tidy
        from ..gis.geometry import Interrupted
        from ..gis.offline import save
        from ..gis.profile import data_folder

        language = self.language(parameters, context)
        package, data = self._selection.package, data_folder()
        prepared = self._usage.prepare(package, context.transformContext(), self._selection.unused)
        area = self._area(prepared, parameters, context, language)
        try:
            saved = save(prepared, area, data, feedback.isCanceled, feedback.setProgress)
        except MessageError as error:
            raise QgsProcessingException(error.message.text(language)) from error
        except Interrupted:
            return {}
        for each in saved.failed:
            feedback.reportError(f"{each.dataset.title.get(language)}: {each.message.text(language)}")
        if saved.failed and not saved.fresh:
            raise QgsProcessingException(tr("No dataset could be fetched; the reasons are listed above."))
        for part in package.members:
            tidy(copy_folder(data, part.id))
        for note in saved.fresh:
            feedback.pushInfo(f"{note.dataset}: {note.features}")
        return {
            self.DATASETS: len(saved.fresh),
            self.FEATURES: saved.features,
            self.MISSING: len(saved.failed),
            self.SIZE: sum(copy.size for copy in find_copies(data, package)),
        }

    def _area(
        self, prepared: PreparedPackage, parameters: dict[str, Any], context: QgsProcessingContext, language: str
    ) -> QgsGeometry:
        """The area in the package's CRS. Raises QgsProcessingException."""
        source = self.parameterAsSource(parameters, self.AREA, context)
        if source is None:
            if prepared.validity is None:
                raise QgsProcessingException(prepared.validity_fault.text(language))
            return prepared.validity
        extent = QgsRectangle()
        for feature in source.getFeatures(QgsFeatureRequest().setNoAttributes()):
            if feature.hasGeometry():
                extent.combineExtentWith(feature.geometry().boundingBox())
        area = QgsGeometry.fromRect(extent).densifyByCount(20)
        if extent.isNull():
            raise QgsProcessingException(tr("The layer with the area holds nothing."))
        try:
            area.transform(self.transform_of(source, prepared.crs, context))
        except QgsCsException as error:
            raise QgsProcessingException(str(error)) from error
        return area
