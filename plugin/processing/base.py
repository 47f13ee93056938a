"""What the algorithms share: the package parameter, the language, and errors in words.

QGIS loads the algorithms as it starts, so none of their files imports at its top what only a run needs.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsProcessingParameterAuthConfig,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingUtils,
)
from qgis.PyQt.QtGui import QIcon

from ..about import DEMO_PACKAGE, PACKAGES, RESOURCES
from ..core.text import LANGUAGES
from ..translation import interface_language, tr

if TYPE_CHECKING:
    from ..core.package.library import Selection
    from ..core.package.model import Package
    from ..gis.logins import LoginChoice
    from ..gis.usage import Usage


class PlandialogAlgorithm(QgsProcessingAlgorithm):
    """An algorithm on a regional package. Subclasses give ids that are never translated."""

    PACKAGE = "PACKAGE"
    ALSO = "ALSO"
    LANGUAGE = "LANGUAGE"
    AUTHCFG = "AUTHCFG"

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

    def add_own_package_parameter(self) -> None:
        """The folder of a package that the user works on."""
        parameter = QgsProcessingParameterFile(
            self.PACKAGE, tr("Folder of the package"), behavior=QgsProcessingParameterFile.Behavior.Folder
        )
        parameter.setHelp(tr("The folder that has package.yaml in it."))
        self.addParameter(parameter)

    def own_package(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Path:
        """The folder of a package that the user works on. Raises QgsProcessingException with the reason."""
        from ..gis.profile import unpacked_packages

        root = self.package_root(parameters, context).resolve()
        if any(root.is_relative_to(each.resolve()) for each in (PACKAGES, _workspace(), unpacked_packages())):
            raise QgsProcessingException(
                tr(
                    "{folder} cannot be worked on: it comes with the plugin or was unpacked from a zip file, and is "
                    "replaced with the next one. Copy the package to a folder of your own first."
                ).format(folder=root.name)
            )
        return root

    def source_of(
        self, parameters: dict[str, Any], name: str, context: QgsProcessingContext
    ) -> QgsProcessingFeatureSource:
        """The layer of a parameter. Raises QgsProcessingException where it cannot be read."""
        source = self.parameterAsSource(parameters, name, context)
        if source is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, name))
        return source

    @staticmethod
    def check_located(source: QgsProcessingFeatureSource) -> None:
        """Raises QgsProcessingException where a layer does not say in which coordinate system it is."""
        if not source.sourceCrs().isValid():
            raise QgsProcessingException(
                tr("The layer {name} has no coordinate system. Set it in the properties of the layer first.").format(
                    name=source.sourceName()
                )
            )

    @staticmethod
    def transform_of(
        source: QgsProcessingFeatureSource, crs: QgsCoordinateReferenceSystem, context: QgsProcessingContext
    ) -> QgsCoordinateTransform:
        """From the coordinate system of a layer to ``crs``. Raises QgsProcessingException where there is no way."""
        from ..gis.transforms import transformation

        try:
            return transformation(source.sourceCrs(), crs, context.transformContext())
        except QgsCsException as error:
            raise QgsProcessingException(
                tr("The layer {name} cannot be moved to {crs}: {detail}").format(
                    name=source.sourceName(), crs=crs.authid(), detail=error
                )
            ) from error

    def add_also_parameter(self) -> None:
        """Packages to use beside the main one, in their order."""
        parameter = QgsProcessingParameterMultipleLayers(
            self.ALSO, tr("Further packages, in their order"), Qgis.ProcessingSourceType.File, optional=True
        )
        parameter.setHelp(
            tr(
                "Packages to use beside the regional one, such as a national one: zip files, or the package.yaml of a "
                "folder. Their checks are asked too. One that cannot be used is named with the reason; the others go "
                "on."
            )
        )
        self.addParameter(parameter)

    def add_credentials_parameter(self) -> None:
        """The credentials for the services of the packages that want some."""
        parameter = QgsProcessingParameterAuthConfig(
            self.AUTHCFG, tr("Credentials for the services that want some"), optional=True
        )
        parameter.setHelp(
            tr("They go to those hosts only that the package says want credentials. Empty: those chosen in the dock.")
        )
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

    def metric_crs(
        self, parameters: dict[str, Any], name: str, context: QgsProcessingContext
    ) -> QgsCoordinateReferenceSystem:
        """The CRS of the parameter ``name``, projected and in metres. Raises QgsProcessingException for another."""
        crs = self.parameterAsCrs(parameters, name, context)
        if not crs.isValid() or crs.mapUnits() != Qgis.DistanceUnit.Meters:
            raise QgsProcessingException(
                tr(
                    "The coordinate reference system {name} does not count in metres. Choose a projected one, such as "
                    "EPSG:3006 (SWEREF 99 TM)."
                ).format(name=crs.authid() or "?")
            )
        return crs

    def language(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """``sv`` or ``en``."""
        return LANGUAGES[self.parameterAsEnum(parameters, self.LANGUAGE, context)]

    def package_root(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Path:
        """The folder of the package. Raises QgsProcessingException with the faults in words."""
        from ..core.package.faults import PackageError
        from ..core.package.library import package_folder

        try:
            return package_folder(self._package_path(parameters, context), _workspace())
        except PackageError as error:
            raise QgsProcessingException(error.text(interface_language())) from error

    def select_packages(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> Selection:
        """The package with those to use beside it; what cannot be used of these is told of.

        Raises QgsProcessingException, with the faults in words, where the package itself cannot be used.
        """
        from ..core.package.faults import PackageError
        from ..core.package.library import select_packages
        from ..gis.measures import measure_specs

        also = [Path(each) for each in self.parameterAsFileList(parameters, self.ALSO, context) if each]
        path = self._package_path(parameters, context)
        try:
            selection = select_packages(path, also, _workspace(), measure_specs())
        except PackageError as error:
            raise QgsProcessingException(error.text(interface_language())) from error
        for unused in selection.unused:
            feedback.reportError(tr("The package {name} could not be used:").format(name=unused.path))
            for fault in unused.faults:
                if not fault.warning:
                    feedback.reportError("  " + fault.text(interface_language()))
        return selection

    def login_choices(
        self, package: Package, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> dict[str, LoginChoice]:
        """Which credentials go to which hosts, by the ids of the packages in ``package``."""
        from ..gis.logins import LoginChoice, choices, login_hosts

        authcfg = self.parameterAsString(parameters, self.AUTHCFG, context)
        if not authcfg:
            return choices()
        return {part.id: LoginChoice(authcfg, frozenset(login_hosts(part))) for part in package.members}

    def usage_of(
        self,
        selection: Selection,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> Usage:
        """How the services of what was selected are used. For the main thread, where QGIS may have to ask for the
        master password. Credentials that cannot be had are told of, and so are copies that are passed over."""
        from ..gis.copies import newer_copies
        from ..gis.profile import data_folder
        from ..gis.usage import logins_of, usage_of_profile

        package = selection.package
        logins, refused = logins_of(self.login_choices(package, parameters, context), package)
        for message in refused.values():
            feedback.reportError(message.text(interface_language()))
        for message in newer_copies(data_folder(), package):
            feedback.pushWarning(message.text(interface_language()))
        return usage_of_profile(logins)

    def _package_path(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Path:
        text = self.parameterAsString(parameters, self.PACKAGE, context).strip()
        return Path(text) if text else DEMO_PACKAGE


def _workspace() -> Path:
    """Where zip files are unpacked for as long as QGIS runs."""
    return Path(QgsProcessingUtils.tempFolder()) / "plandialog"
