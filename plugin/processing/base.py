"""What the algorithms share: the package parameter, the language, and errors in words.

QGIS loads the algorithms as it starts, so none of their files imports at its top what only a run needs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingUtils,
)
from qgis.PyQt.QtGui import QIcon

from ..about import DEMO_PACKAGE, RESOURCES
from ..core.text import LANGUAGES
from ..translation import interface_language, tr


class PlandialogAlgorithm(QgsProcessingAlgorithm):
    """An algorithm on a regional package. Subclasses give ids that are never translated."""

    PACKAGE = "PACKAGE"
    LANGUAGE = "LANGUAGE"

    def createInstance(self) -> PlandialogAlgorithm:
        return type(self)()

    def icon(self) -> QIcon:
        return QIcon(str(RESOURCES / "icons" / "plandialog.svg"))

    def tags(self) -> list[str]:
        return tr("planning,region,municipality,strategy,RUS,guidance,plan area").split(",")

    def open_package(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """What has to happen on the main thread before :meth:`carry_out`. Raises QgsProcessingException."""

    def carry_out(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """The work itself, with its results. Raises QgsProcessingException."""
        raise NotImplementedError

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        # QGIS gives a script no more than "there were errors" for what is raised here, but passes on what is raised
        # while the algorithm runs; so the reason waits until then.
        self._refusal: Optional[QgsProcessingException] = None
        try:
            self.open_package(parameters, context, feedback)
        except QgsProcessingException as error:
            self._refusal = error
        return True

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        if self._refusal is not None:
            raise self._refusal
        return self.carry_out(parameters, context, feedback)

    def add_package_parameter(self) -> None:
        """The package: a folder or a zip file."""
        parameter = QgsProcessingParameterFile(
            self.PACKAGE,
            tr("Regional package (folder or .zip; empty: the demo package)"),
            behavior=QgsProcessingParameterFile.Behavior.Folder,
            optional=True,
        )
        parameter.setHelp(tr("A folder with package.yaml, or a zip file of one."))
        self.addParameter(parameter)

    def add_language_parameter(self) -> None:
        """The language of what is written; by default that of the user interface."""
        self.addParameter(
            QgsProcessingParameterEnum(
                self.LANGUAGE,
                tr("Language of the texts"),
                options=["Svenska", "English"],
                defaultValue=LANGUAGES.index(interface_language()),
            )
        )

    def language(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """``sv`` or ``en``."""
        return LANGUAGES[self.parameterAsEnum(parameters, self.LANGUAGE, context)]

    def package_root(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Path:
        """The folder of the package. Raises QgsProcessingException with the faults in words."""
        from ..core.package.faults import PackageError
        from ..core.package.library import package_folder

        text = self.parameterAsString(parameters, self.PACKAGE, context).strip()
        workspace = Path(QgsProcessingUtils.tempFolder()) / "plandialog"
        try:
            return package_folder(Path(text) if text else DEMO_PACKAGE, workspace)
        except PackageError as error:
            raise QgsProcessingException(error.text(interface_language())) from error
