"""``plandialog:loadpackage``: a package's layers into the project."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    Qgis,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
)

from ..translation import tr
from .base import PlandialogAlgorithm


class LoadPackage(PlandialogAlgorithm):
    """Layers grouped by perspective, styled and read-only; nothing is loaded twice."""

    ADDED = "ADDED"
    PRESENT = "PRESENT"
    MISSING = "MISSING"

    def name(self) -> str:
        return "loadpackage"

    def displayName(self) -> str:
        return tr("Load regional package into the project")

    def shortHelpString(self) -> str:
        return tr(
            "Adds the layers of a regional package to the current project: one group per perspective, styled, "
            "read-only. Layers that are there already are left alone. A layer that cannot be opened is named with the "
            "reason."
        )

    def flags(self) -> Qgis.ProcessingAlgorithmFlag:
        # The project and its layer tree belong to the main thread.
        return super().flags() | Qgis.ProcessingAlgorithmFlag.NoThreading | Qgis.ProcessingAlgorithmFlag.RequiresProject

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add_package_parameter()
        self.add_language_parameter()
        self.addOutput(QgsProcessingOutputNumber(self.ADDED, tr("Layers added")))
        self.addOutput(QgsProcessingOutputNumber(self.PRESENT, tr("Layers that were there already")))
        self.addOutput(QgsProcessingOutputNumber(self.MISSING, tr("Layers that could not be opened")))

    def carry_out(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ..core.package.faults import PackageError
        from ..core.package.reader import read_package
        from ..gis.loading import load_package
        from ..gis.measures import measure_specs

        language = self.language(parameters, context)
        try:
            package = read_package(self.package_root(parameters, context), measure_specs())
        except PackageError as error:
            raise QgsProcessingException(error.text(language)) from error
        loaded = load_package(package, context.project(), language, feedback.isCanceled, feedback.setProgress)
        for dataset, message in loaded.missing:
            feedback.reportError(f"{dataset.title.get(language)}: {message.text(language)}")
        feedback.pushInfo(
            tr("{added} layers added, {present} were there already").format(added=loaded.added, present=loaded.present)
        )
        return {self.ADDED: loaded.added, self.PRESENT: loaded.present, self.MISSING: len(loaded.missing)}
