"""``plandialog:adddataset``: a layer of QGIS as a dataset of a package."""

from __future__ import annotations

import datetime
import shutil
import tempfile
from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsProcessingUtils,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ..translation import interface_language, tr
from .base import PlandialogAlgorithm

# The values of ``coverage`` in the order of the list that the user chooses from.
_COVERAGES = ("unknown", "package")


class AddDataset(PlandialogAlgorithm):
    """A GeoPackage in ``layers/``, its style in ``styles/``, and an entry in package.yaml."""

    INPUT = "INPUT"
    TITLE_SV = "TITLE_SV"
    TITLE_EN = "TITLE_EN"
    LABEL = "LABEL"
    PRODUCER = "PRODUCER"
    LICENCE = "LICENCE"
    ISSUED = "ISSUED"
    REVIEW = "REVIEW"
    ACCURACY = "ACCURACY"
    COVERAGE = "COVERAGE"
    ID = "ID"
    DATASET = "DATASET"

    def name(self) -> str:
        return "adddataset"

    def displayName(self) -> str:
        return tr("Add dataset to the package")

    def shortHelpString(self) -> str:
        return tr(
            "Copies a layer into a regional package: its features, or the selected ones, as a GeoPackage in the "
            "package’s coordinate system, with the look that the layer has in the project; and an entry in "
            "package.yaml. Comments and everything else in the file stay as they are. The layer itself "
            "is not changed, and what is changed in it later does not follow.\n\n"
            "Coverage decides what “nothing found” means. Say that the layer is complete in all of the package’s area "
            "only if you stand for it; then nothing found is “Not affected”, otherwise “No data”.\n\n"
            "Accuracy is how far positions may be off. Every figure gets its range from it.\n\n"
            "The dataset is used once a check names it: write one in the folder perspectives."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add_own_package_parameter()
        self.addParameter(
            QgsProcessingParameterFeatureSource(self.INPUT, tr("Layer"), [Qgis.ProcessingSourceType.VectorAnyGeometry])
        )
        self.addParameter(QgsProcessingParameterString(self.TITLE_SV, tr("Title in Swedish")))
        self.addParameter(
            QgsProcessingParameterString(self.TITLE_EN, tr("Title in English (empty: the Swedish one)"), optional=True)
        )
        self.addParameter(
            QgsProcessingParameterField(
                self.LABEL, tr("Field that names a feature"), parentLayerParameterName=self.INPUT, optional=True
            )
        )
        self.addParameter(QgsProcessingParameterString(self.PRODUCER, tr("Producer: who stands for the data")))
        licence = QgsProcessingParameterString(self.LICENCE, tr("Licence"))
        licence.setHelp(tr("By its short name, such as CC0-1.0 or CC-BY-4.0, or in words."))
        self.addParameter(licence)
        issued = QgsProcessingParameterDateTime(
            self.ISSUED, tr("The data describes, or was issued on (empty: today)"), optional=True
        )
        issued.setMetadata({"widget_wrapper": {"display_format": "yyyy-MM-dd"}})
        self.addParameter(issued)
        review = QgsProcessingParameterString(
            self.REVIEW, tr("To be reviewed after (empty: not stated)"), defaultValue="12 months", optional=True
        )
        review.setHelp(tr("A number of days, months or years: 12 months, 2 years."))
        self.addParameter(review)
        accuracy = QgsProcessingParameterNumber(
            self.ACCURACY, tr("Positions may be off by (m; empty: unknown)"), optional=True, minValue=0
        )
        accuracy.setHelp(tr("As the producer states it, or what you judge; rather too much than too little."))
        self.addParameter(accuracy)
        self.addParameter(
            QgsProcessingParameterEnum(
                self.COVERAGE,
                tr("Coverage"),
                options=[tr("Unknown"), tr("Complete in all of the package’s area")],
                defaultValue=0,
            )
        )
        identifier = QgsProcessingParameterString(self.ID, tr("Id (empty: from the title)"), optional=True)
        identifier.setHelp(tr("Lower case a–z, figures, - and _. Checks refer to the dataset by it."))
        identifier.setFlags(identifier.flags() | Qgis.ProcessingParameterFlag.Advanced)
        self.addParameter(identifier)
        self.addOutput(QgsProcessingOutputString(self.DATASET, tr("Id of the dataset")))

    def open_package(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        # How the layer looks is asked of the layer itself, on the main thread.
        self._style: Optional[Path] = None
        layer = self.parameterAsVectorLayer(parameters, self.INPUT, context)
        if isinstance(layer, QgsVectorLayer):
            path = Path(QgsProcessingUtils.generateTempFilename("style.qml"))
            look = QgsMapLayer.StyleCategory.Symbology | QgsMapLayer.StyleCategory.Labeling
            _, saved = layer.saveNamedStyle(str(path), look)
            self._style = path if saved else None

    def carry_out(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ..core.messages import MessageError
        from ..gis.geometry import Interrupted

        root = self.own_package(parameters, context)
        workshop = Path(tempfile.mkdtemp(prefix="plandialog-", dir=QgsProcessingUtils.tempFolder()))
        try:
            identifier = self._add(root, workshop, parameters, context, feedback)
        except MessageError as error:
            raise QgsProcessingException(error.message.text(interface_language())) from error
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise QgsProcessingException(
                tr("The dataset could not be added: {reason}").format(reason=reason)
            ) from error
        except Interrupted:
            return {}
        finally:
            shutil.rmtree(workshop, ignore_errors=True)
        feedback.pushInfo(tr("The dataset has the id {id}. Name it in a check to use it.").format(id=identifier))
        return {self.DATASET: identifier}

    def _add(
        self,
        root: Path,
        workshop: Path,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> str:
        from ..core.package.edit import save_into, with_dataset
        from ..core.package.ids import unique_id
        from ..core.package.publishing import read_texts
        from ..core.package.reader import PACKAGE_FILE, inspect_package
        from ..gis.measures import measure_specs
        from ..gis.package_layer import write_layer

        package, faults = read_texts(root, workshop / "texts", measure_specs())
        if package is None:
            _refuse(tr("The package has faults. Mend them first:"), faults)
        stated = self.parameterAsString(parameters, self.ID, context).strip()
        if stated in package.datasets:
            raise QgsProcessingException(
                tr(
                    "The package already has a dataset “{id}”. Choose another id; or, to renew that one, write the "
                    "layer over its file and change issued in package.yaml."
                ).format(id=stated)
            )
        title = self.parameterAsString(parameters, self.TITLE_SV, context)
        identifier = stated or unique_id(title, package.datasets, otherwise="underlag")
        source = self._source(parameters, context)
        self._warn_of_namelessness(source, parameters, context, feedback)
        entry = self._entry(identifier, source, parameters, context)
        files = {f"layers/{identifier}.gpkg": workshop / "layer.gpkg"}
        if self._style is not None:
            files[entry.setdefault("style", f"styles/{identifier}.qml")] = self._style
        for name in files:
            if (root / name).exists():
                raise QgsProcessingException(
                    tr("The package already has a file {file}. Choose another id.").format(file=name)
                )
        # As bytes: line ends stay as the author's editor wrote them.
        before = (root / PACKAGE_FILE).read_bytes()
        changed = with_dataset(before.decode("utf-8"), entry)
        (workshop / "texts" / PACKAGE_FILE).write_bytes(changed.encode("utf-8"))
        _, faults = inspect_package(workshop / "texts", measure_specs())
        if faults.has_errors:
            _refuse(tr("The dataset was not added:"), faults)
        transform = self.transform_of(source, QgsCoordinateReferenceSystem(package.crs), context)
        features = source.getFeatures(QgsFeatureRequest(), Qgis.ProcessingFeatureSourceFlag.SkipGeometryValidityChecks)
        written, without = write_layer(
            workshop / "layer.gpkg",
            identifier,
            (features, source.fields(), source.wkbType()),
            transform,
            feedback.isCanceled,
        )
        if (root / PACKAGE_FILE).read_bytes() != before:
            # A large layer takes its time, and authors have the file open in an editor.
            raise QgsProcessingException(
                tr("package.yaml was changed while the layer was being copied. Nothing was added; run again.")
            )
        save_into(root, {PACKAGE_FILE: changed}, files)
        feedback.pushInfo(tr("Features copied: {count}").format(count=written))
        if without:
            feedback.pushWarning(tr("Features left out because they have no geometry: {count}").format(count=without))
        return identifier

    def _source(self, parameters: dict[str, Any], context: QgsProcessingContext) -> QgsProcessingFeatureSource:
        from ..gis.package_layer import KINDS

        source = self.source_of(parameters, self.INPUT, context)
        if QgsWkbTypes.geometryType(source.wkbType()) not in KINDS:
            raise QgsProcessingException(
                tr("The layer {name} holds no points, lines or polygons, or several of them. Split it first.").format(
                    name=source.sourceName()
                )
            )
        self.check_located(source)
        return source

    def _warn_of_namelessness(
        self,
        source: QgsProcessingFeatureSource,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> None:
        texts = [field.name() for field in source.fields() if field.type() == QMetaType.Type.QString]
        if texts and not self.parameterAsString(parameters, self.LABEL, context).strip():
            feedback.pushWarning(
                tr(
                    "No field that names a feature was chosen, so findings will say how much was found but not what. "
                    "Fields with text in the layer: {fields}. If one of them holds names, add it to the "
                    'dataset’s block in package.yaml, such as label: "{first}"'
                ).format(fields=", ".join(texts), first=texts[0])
            )

    def _entry(
        self,
        identifier: str,
        source: QgsProcessingFeatureSource,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
    ) -> dict[str, Any]:
        """The entry of package.yaml, in the order that authors read it."""
        from ..gis.package_layer import KINDS

        def text(name: str) -> str:
            return self.parameterAsString(parameters, name, context).strip()

        day = self.parameterAsDateTime(parameters, self.ISSUED, context)
        entry: dict[str, Any] = {
            "id": identifier,
            "title": {"sv": text(self.TITLE_SV), "en": text(self.TITLE_EN) or text(self.TITLE_SV)},
            "source": {"provider": "ogr", "uri": f"layers/{identifier}.gpkg|layername={identifier}"},
            "geometry": KINDS[QgsWkbTypes.geometryType(source.wkbType())][0],
        }
        if text(self.LABEL):
            entry["label"] = text(self.LABEL)
        entry["coverage"] = _COVERAGES[self.parameterAsEnum(parameters, self.COVERAGE, context)]
        if parameters.get(self.ACCURACY) not in (None, ""):
            metres = self.parameterAsDouble(parameters, self.ACCURACY, context)
            entry["accuracy"] = f"{metres:.2f}".rstrip("0").rstrip(".") + " m"
        entry["issued"] = day.date().toPyDate() if day.isValid() else datetime.date.today()
        if text(self.REVIEW):
            entry["review"] = text(self.REVIEW)
        entry["producer"] = {"sv": text(self.PRODUCER), "en": text(self.PRODUCER)}
        entry["licence"] = text(self.LICENCE)
        return entry


def _refuse(reason: str, faults: Any) -> None:
    """Raise with every fault that keeps the package from being used."""
    told = [fault.text(interface_language()) for fault in faults if not fault.warning]
    raise QgsProcessingException("\n".join([reason, *told]))
