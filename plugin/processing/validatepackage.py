"""``plandialog:validatepackage``: everything that is wrong with a package, at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    Qgis,
    QgsFeature,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputBoolean,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
)

from ..translation import tr
from .base import PlandialogAlgorithm
from .tables import open_table, write_row

if TYPE_CHECKING:
    from ..core.package.faults import Faults
    from ..core.package.model import Package


class ValidatePackage(PlandialogAlgorithm):
    """A table of faults and warnings, each with file, line and the way out."""

    ONLINE = "ONLINE"
    FAULTS = "FAULTS"
    VALID = "VALID"
    ERRORS = "ERRORS"
    WARNINGS = "WARNINGS"

    _FIELDS = (("level", str), ("file", str), ("line", int), ("column", int), ("message", str))

    def name(self) -> str:
        return "validatepackage"

    def displayName(self) -> str:
        return tr("Validate regional package")

    def shortHelpString(self) -> str:
        return tr(
            "Looks a regional package over: its texts, references and bands, its files against the manifest, its "
            "layers and expressions. Lists every fault with file, line, what is wrong and the nearest right word. A "
            "warning does not keep the package from being used. The list is in the log and, where you ask for it, in a "
            "table.\n\n"
            "With “Try remote datasets”, every dataset on the network is tried against its live service: whether it "
            "answers, has the layer, the fields and the geometry that the package names, and finds its own features "
            "where it says they are. What was seen is remembered in the profile, so that the next run says what has "
            "changed."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add_package_parameter()
        online = QgsProcessingParameterBoolean(
            self.ONLINE, tr("Try remote datasets against their live services"), defaultValue=False
        )
        online.setHelp(tr("Needs the network. Without it remote datasets are read as definitions only."))
        self.addParameter(online)
        self.add_language_parameter()
        table = QgsProcessingParameterFeatureSink(
            self.FAULTS,
            tr("Table of the faults"),
            Qgis.ProcessingSourceType.Vector,
            optional=True,
            createByDefault=False,
        )
        self.addParameter(table)
        self.addOutput(QgsProcessingOutputBoolean(self.VALID, tr("The package can be used")))
        self.addOutput(QgsProcessingOutputNumber(self.ERRORS, tr("Number of errors")))
        self.addOutput(QgsProcessingOutputNumber(self.WARNINGS, tr("Number of warnings")))

    def open_package(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        from ..gis.remote.network import access_of_qgis

        # QGIS may have to ask for its master password.
        online = self.parameterAsBoolean(parameters, self.ONLINE, context)
        self._access = access_of_qgis() if online else None

    def _inspected(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> tuple[Optional[Package], Faults]:
        """The package, if it can be read, and its faults; after a cancel some of them."""
        from ..core.package.seen import SeenError, read_seen, write_seen
        from ..gis.inspection import inspect
        from ..gis.profile import data_folder

        root = self.package_root(parameters, context)
        if self._access is None:
            return inspect(root, feedback.isCanceled)
        path = data_folder() / "seen" / f"{root.name}.json"
        seen = read_seen(path)
        package, faults = inspect(root, feedback.isCanceled, self._access, seen)
        if feedback.isCanceled():
            return package, faults
        try:
            write_seen(path, seen)
        except SeenError as error:
            feedback.pushWarning(error.message.text(self.language(parameters, context)))
        except OSError as error:
            feedback.pushWarning(
                tr("What was seen could not be kept for the next run: {reason}").format(reason=error.strerror or error)
            )
        return package, faults

    def carry_out(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ..report.fields import make_fields

        language = self.language(parameters, context)
        package, found = self._inspected(parameters, context, feedback)
        if feedback.isCanceled():
            # A list that may lack faults is no answer.
            return {}
        sink, identifier = open_table(self, parameters, self.FAULTS, context, make_fields(self._FIELDS))
        faults = list(found)
        for fault in faults:
            text = fault.text(language)
            feedback.pushWarning(text) if fault.warning else feedback.reportError(text)
            if sink is not None:
                feature = QgsFeature()
                place = fault.place
                level = "warning" if fault.warning else "error"
                feature.setAttributes([level, place.file, place.line, place.column, fault.message.text(language)])
                write_row(sink, feature)
        warnings = sum(fault.warning for fault in faults)
        errors = len(faults) - warnings
        if package is not None:
            feedback.pushInfo(f"{package.title.get(language)} {package.version}")
        feedback.pushInfo(tr("Errors: {errors}. Warnings: {warnings}.").format(errors=errors, warnings=warnings))
        results = {self.VALID: errors == 0, self.ERRORS: errors, self.WARNINGS: warnings}
        return {**results, self.FAULTS: identifier} if identifier else results
