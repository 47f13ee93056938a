"""``plandialog:newpackage``: a sound package to begin with, explained where it stands."""

from __future__ import annotations

import datetime
import shutil
import tempfile
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputFolder,
    QgsProcessingParameterCrs,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from ..about import RESOURCES
from ..translation import interface_language, tr
from .base import PlandialogAlgorithm


class NewPackage(PlandialogAlgorithm):
    """A folder with package.yaml, a perspective, the area of validity and a README."""

    FOLDER = "FOLDER"
    AREA = "AREA"
    TITLE_SV = "TITLE_SV"
    TITLE_EN = "TITLE_EN"
    REGION_SV = "REGION_SV"
    REGION_EN = "REGION_EN"
    EMAIL = "EMAIL"
    ID = "ID"
    CRS = "CRS"
    PACKAGE_FILE = "PACKAGE_FILE"

    def name(self) -> str:
        return "newpackage"

    def displayName(self) -> str:
        return tr("New regional package")

    def shortHelpString(self) -> str:
        return tr(
            "Makes a regional package to begin with in an empty folder: package.yaml and a perspective, with comments "
            "that say what each part is for; the area of validity as a layer; folders for layers, pictures and styles; "
            "a README for those who look after it; and the descriptions that text editors check the files with.\n\n"
            "The area of validity is where plan areas can be checked, as a rule the county: all polygons of the layer, "
            "or the selected ones, put together. The package can be used at once. It is marked DEMO until "
            "you change that in package.yaml.\n\n"
            "Then add datasets with “Add dataset to the package”, write questions in the folder perspectives, and run "
            "“Validate regional package” often. Plandialog’s handbook for regional staff goes through all of it."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        folder = QgsProcessingParameterFile(
            self.FOLDER, tr("New or empty folder for the package"), QgsProcessingParameterFile.Behavior.Folder
        )
        folder.setHelp(tr("A folder that does not exist is made."))
        self.addParameter(folder)
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                self.AREA, tr("Area of validity"), [Qgis.ProcessingSourceType.VectorPolygon]
            )
        )
        self._add_text(self.TITLE_SV, tr("Title in Swedish"), example="Regionala perspektiv i Exempellän")
        self._add_text(self.TITLE_EN, tr("Title in English (empty: the Swedish one)"), optional=True)
        self._add_text(self.REGION_SV, tr("Region in Swedish"), example="Region Exempellän")
        self._add_text(self.REGION_EN, tr("Region in English (empty: the Swedish one)"), optional=True)
        email = self._add_text(self.EMAIL, tr("E-mail address for questions"), example="samhallsplanering@example.org")
        email.setHelp(tr("That of a unit, not of a person: it outlives whoever has the task today."))
        identifier = self._add_text(self.ID, tr("Id (empty: from the title)"), optional=True)
        identifier.setHelp(
            tr("Lower case a–z, figures, - and _. It tells the package from others and never changes between versions.")
        )
        crs = QgsProcessingParameterCrs(self.CRS, tr("Coordinate reference system"), defaultValue="EPSG:3006")
        crs.setHelp(tr("A projected one in metres. Everything is measured in it."))
        for advanced in (identifier, crs):
            advanced.setFlags(advanced.flags() | Qgis.ProcessingParameterFlag.Advanced)
        self.addParameter(crs)
        self.add_language_parameter()
        self.addOutput(QgsProcessingOutputFolder(self.PACKAGE, tr("Regional package")))
        self.addOutput(QgsProcessingOutputFile(self.PACKAGE_FILE, tr("package.yaml")))

    def _add_text(
        self, name: str, label: str, optional: bool = False, example: str = ""
    ) -> QgsProcessingParameterDefinition:
        parameter = QgsProcessingParameterString(name, label, optional=optional)
        if example:
            parameter.setHelp(tr("For example: {example}").format(example=example))
        self.addParameter(parameter)
        return self.parameterDefinition(name)

    def carry_out(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ..core.package.reader import PACKAGE_FILE
        from ..gis.geometry import Interrupted
        from ..gis.package_layer import LayerError

        target = Path(self.parameterAsString(parameters, self.FOLDER, context).strip())
        _refuse_taken(target)
        crs = self.metric_crs(parameters, self.CRS, context)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            workshop = Path(tempfile.mkdtemp(prefix=".plandialog-", dir=target.parent))
        except OSError as error:
            raise _not_made(target, error) from error
        try:
            self._make(workshop / "package", parameters, crs, context, feedback)
            if target.exists():
                target.rmdir()
            (workshop / "package").replace(target)
        except LayerError as error:
            raise QgsProcessingException(error.message.text(interface_language())) from error
        except OSError as error:
            raise _not_made(target, error) from error
        except Interrupted:
            return {}
        finally:
            shutil.rmtree(workshop, ignore_errors=True)
        feedback.pushInfo(tr("The package is in {folder}.").format(folder=target))
        feedback.pushInfo(
            tr("Next: add datasets with “Add dataset to the package”, then write questions in the folder perspectives.")
        )
        return {self.PACKAGE: str(target), self.PACKAGE_FILE: str(target / PACKAGE_FILE)}

    def _make(
        self,
        root: Path,
        parameters: dict[str, Any],
        crs: QgsCoordinateReferenceSystem,
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> None:
        """The whole package in the new folder ``root``, read as the plugin reads it."""
        from ..core.package.ids import unique_id
        from ..core.package.reader import inspect_package
        from ..core.package.skeleton import AREA, Answers, skeleton
        from ..core.text import Text
        from ..gis.measures import measure_specs
        from ..gis.package_layer import area_of, write_area

        def text(name: str) -> str:
            return " ".join(self.parameterAsString(parameters, name, context).split())

        title = Text(text(self.TITLE_SV), text(self.TITLE_EN) or text(self.TITLE_SV))
        region = Text(text(self.REGION_SV), text(self.REGION_EN) or text(self.REGION_SV))
        answers = Answers(
            id=text(self.ID) or unique_id(title.sv, (), otherwise="paket"),
            title=title,
            region=region,
            email=text(self.EMAIL),
            crs=crs.authid(),
            issued=datetime.date.today(),
        )
        source = self.source_of(parameters, self.AREA, context)
        self.check_located(source)
        transform = self.transform_of(source, crs, context)
        features = source.getFeatures(QgsFeatureRequest(), Qgis.ProcessingFeatureSourceFlag.SkipGeometryValidityChecks)
        area = area_of(features, transform, feedback.isCanceled)
        for name, content in skeleton(RESOURCES / "skeleton", self.language(parameters, context), answers).items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode("utf-8"))
        for folder in ("layers", "images", ".schema"):
            (root / folder).mkdir()
        for schema in ("package.schema.json", "perspective.schema.json"):
            shutil.copyfile(RESOURCES / "schema" / schema, root / ".schema" / schema)
        write_area(root / "layers" / f"{AREA}.gpkg", AREA, area, region.sv, crs)
        _, faults = inspect_package(root, measure_specs())
        if faults.has_errors:
            # What was answered cannot stand in a package: an id or an address of the wrong form, braces in a text.
            told = [fault.message.text(interface_language()) for fault in faults if not fault.warning]
            raise QgsProcessingException("\n".join([tr("The package was not made:"), *dict.fromkeys(told)]))


def _refuse_taken(target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise QgsProcessingException(tr("{folder} is a file. Choose a folder.").format(folder=target))
    if target.is_dir() and any(target.iterdir()):
        raise QgsProcessingException(
            tr("The folder {folder} is not empty. Choose a new or an empty folder.").format(folder=target)
        )


def _not_made(target: Path, error: OSError) -> QgsProcessingException:
    return QgsProcessingException(
        tr("The package could not be made in {folder}: {reason}").format(
            folder=target, reason=error.strerror or str(error)
        )
    )
