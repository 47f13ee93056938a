"""``plandialog:georeferencestructureimage``: a picture of the strategy, put on the map by control points."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    Qgis,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterCrs,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ..translation import interface_language, tr
from .base import PlandialogAlgorithm

if TYPE_CHECKING:
    from ..gis.georeference import Fit

METHODS = ("helmert", "affine", "spline")


class GeoreferenceStructureImage(PlandialogAlgorithm):
    """A GeoTIFF from a picture, or from a page of a PDF, and the accuracy it has."""

    PICTURE = "PICTURE"
    PAGE = "PAGE"
    DPI = "DPI"
    POINTS = "POINTS"
    METHOD = "METHOD"
    CRS = "CRS"
    CROP = "CROP"
    OUTPUT = "OUTPUT"
    RMSE = "RMSE"
    POINTS_USED = "POINTS_USED"

    def name(self) -> str:
        return "georeferencestructureimage"

    def displayName(self) -> str:
        return tr("Georeference structure image")

    def shortHelpString(self) -> str:
        return tr(
            "Puts a picture of the regional strategy on the map by control points and writes it as a GeoTIFF with "
            "overviews. The picture is a PNG, JPEG or TIFF file or a page of a PDF without a password.\n\n"
            "The control points come from a file: either one saved by the georeferencer of QGIS (.points), or a CSV "
            "file with the columns column, row, x, y and, if wanted, name. Columns and rows are counted in pixels from "
            "the top left corner of the picture, a page of a PDF being drawn at the resolution given here. x and y are "
            "in the coordinate reference system given here, unless a .points file names its own.\n\n"
            "The residual of a point is how far the fit made by the other points puts it from where it was set, and "
            "the RMSE is that of all points: state it as the accuracy of the structure image. A crop leaves out the "
            "legend and the title: a polygon as WKT in columns and rows, such as POLYGON((80 120, 1500 120, 1500 2000, "
            "80 2000, 80 120)).\n\n"
            "Where the points are too few for an RMSE the picture is written all the same, with a warning: its "
            "accuracy is unknown."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(
            QgsProcessingParameterFile(
                self.PICTURE, tr("Picture"), fileFilter=tr("Pictures") + " (*.png *.jpg *.jpeg *.tif *.tiff *.pdf)"
            )
        )
        self.addParameter(QgsProcessingParameterNumber(self.PAGE, tr("Page of a PDF"), defaultValue=1, minValue=1))
        resolution = QgsProcessingParameterNumber(
            self.DPI, tr("Resolution of a PDF page (dots per inch)"), defaultValue=200, minValue=36, maxValue=1200
        )
        resolution.setFlags(resolution.flags() | Qgis.ProcessingParameterFlag.Advanced)
        self.addParameter(resolution)
        self.addParameter(
            QgsProcessingParameterFile(
                self.POINTS, tr("Control points"), fileFilter=tr("Control points") + " (*.points *.csv *.txt)"
            )
        )
        self.addParameter(
            QgsProcessingParameterEnum(
                self.METHOD, tr("Method"), options=list(METHODS), defaultValue="affine", usesStaticStrings=True
            )
        )
        self.addParameter(
            QgsProcessingParameterCrs(self.CRS, tr("Coordinate reference system"), defaultValue="EPSG:3006")
        )
        self.addParameter(
            QgsProcessingParameterString(
                self.CROP, tr("Crop (polygon as WKT in columns and rows)"), optional=True, multiLine=True
            )
        )
        self.addParameter(QgsProcessingParameterRasterDestination(self.OUTPUT, tr("Structure image")))
        self.addOutput(QgsProcessingOutputNumber(self.RMSE, tr("RMSE (m)")))
        self.addOutput(QgsProcessingOutputNumber(self.POINTS_USED, tr("Number of control points")))

    def carry_out(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ..gis.geometry import Interrupted
        from ..gis.georeference import GeoreferenceError, Method, fit
        from ..gis.pictures import PictureError, open_picture
        from ..gis.points_file import PointsFile, PointsFileError, file_text
        from ..gis.warping import warp

        crs = self.metric_crs(parameters, self.CRS, context)
        target = self._target(parameters, context)
        crop = _polygon(self.parameterAsString(parameters, self.CROP, context).strip())
        method = Method(self.parameterAsEnumString(parameters, self.METHOD, context))
        try:
            picture = open_picture(
                Path(self.parameterAsFile(parameters, self.PICTURE, context)),
                self.parameterAsInt(parameters, self.PAGE, context),
                dpi=self.parameterAsInt(parameters, self.DPI, context),
            )
            path = Path(self.parameterAsFile(parameters, self.POINTS, context))
            file = PointsFile(file_text(path), path.name, picture.geotransform)
            transform = file.transform_to(crs, context.transformContext())
            points = [point.place for point in file.points(transform, only_enabled=True)]
            fitted = fit(points, method, (picture.width, picture.height))
            _report(fitted, feedback)
            warp(picture, fitted, crop, crs, target, feedback.isCanceled, feedback.setProgress)
        except (PictureError, GeoreferenceError, PointsFileError) as error:
            raise QgsProcessingException(error.message.text(interface_language())) from error
        except Interrupted:
            return {}
        return {self.OUTPUT: str(target), self.RMSE: fitted.rmse, self.POINTS_USED: len(points)}

    def _target(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Path:
        target = Path(self.parameterAsOutputLayer(parameters, self.OUTPUT, context))
        if target.suffix.lower() not in (".tif", ".tiff"):
            raise QgsProcessingException(
                tr("The structure image is written as GeoTIFF: give {file} a name that ends in .tif.").format(
                    file=target.name
                )
            )
        return target


def _report(fitted: Fit, feedback: QgsProcessingFeedback) -> None:
    """Residuals, RMSE and warnings in the log."""
    from ..core.quantity import Dimension, format_quantity

    language = interface_language()

    def metres(value: Optional[float]) -> str:
        return tr("unknown") if value is None else format_quantity(value, Dimension.LENGTH, language)

    for number, (point, residual) in enumerate(zip(fitted.points, fitted.residuals), 1):
        feedback.pushInfo(
            tr("Control point {name}: residual {residual}").format(name=point.name or number, residual=metres(residual))
        )
    for message in fitted.warnings:
        feedback.pushWarning(message.text(language))
    if fitted.rmse is None:
        feedback.pushWarning(
            tr("The accuracy of the structure image is unknown: set more control points before it is used.")
        )
    else:
        feedback.pushInfo(tr("RMSE: {rmse}").format(rmse=metres(fitted.rmse)))


def _polygon(text: str) -> Optional[list[tuple[float, float]]]:
    """The outline of a polygon in WKT; None where there is none."""
    if not text:
        return None
    geometry = QgsGeometry.fromWkt(text)
    is_polygon = QgsWkbTypes.flatType(geometry.wkbType()) == Qgis.WkbType.Polygon and not geometry.isEmpty()
    ring = geometry.asPolygon()[0] if is_polygon else []
    if len(ring) < 4:
        raise QgsProcessingException(
            tr(
                "The crop “{text}” is no polygon in WKT. Write it in columns and rows, such as "
                "POLYGON((80 120, 1500 120, 1500 2000, 80 2000, 80 120))."
            ).format(text=text if len(text) <= 60 else text[:57] + "…")
        )
    return [(vertex.x(), vertex.y()) for vertex in ring[:-1]]
