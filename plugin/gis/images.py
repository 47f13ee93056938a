"""Structure images as datasets: opened once, read as one multipolygon per class of the legend."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Optional

import numpy as np
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsRasterLayer,
    QgsRectangle,
)

from ..core.legend import ImageClass, Legend
from ..core.messages import Message
from ..core.package.manifest import Integrity
from ..core.package.model import Dataset, Package
from ..core.package.rules import local_path
from .classify import class_polygons, classify, margin
from .geometry import Cancelled, Interrupted, is_blank
from .pictures import Picture, PictureError, open_picture
from .sources import SourceError

#: A picture of at most so many pixels is classified whole at its first use and kept, one byte a pixel.
MOST_KEPT = 16_000_000

# More pixels than this are not looked at for one question; what is larger is read more coarsely.
_MOST_READ = 4_000_000

# A code is one combination of classes; a byte holds this many.
_MOST_CODES = 256

Transform = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class OpenImage:
    """A structure image ready to be read in any thread.

    ``transform`` is GDAL's geotransform in ``crs``. ``pixel`` is the side (m, in the package's CRS) of a square as
    large as the pixel in the middle. ``fields`` is empty: a class has no attributes.
    """

    dataset: Dataset
    picture: Picture
    transform: Transform
    crs: QgsCoordinateReferenceSystem
    pixel: float
    fields: QgsFields = field(default_factory=QgsFields)
    _kept: _Kept = field(default_factory=lambda: _Kept(), repr=False, compare=False)

    @property
    def accuracy(self) -> float:
        """The stated accuracy (m) with what the size of a pixel adds to it: half its diagonal."""
        return self.dataset.accuracy + self.pixel / math.sqrt(2)

    @property
    def legend(self) -> Legend:
        """The legend of the picture."""
        return self.dataset.image.legend


class _Kept:
    """The whole of a small picture, classified: a code per pixel and the classes of each code."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._codes: Optional[np.ndarray] = None
        self._table: Optional[np.ndarray] = None

    def bits(self, opened: OpenImage, window: tuple[int, int, int, int], cancelled: Cancelled) -> Optional[np.ndarray]:
        """The classes in ``window``, or None where the picture has too many combinations of them to be kept."""
        with self._lock:
            if self._codes is None:
                rgba = opened.picture.read(cancelled=cancelled)
                bits = classify(rgba, opened.legend, opened.pixel)
                table, codes = np.unique(bits, return_inverse=True)
                self._table = table
                self._codes = codes.reshape(bits.shape).astype(np.uint8) if len(table) <= _MOST_CODES else codes[:0]
        if not self._codes.size:
            return None
        column, row, width, height = window
        return self._table[self._codes[row : row + height, column : column + width]]


def open_image(package: Package, dataset: Dataset, integrity: Integrity) -> OpenImage:
    """The picture of a dataset, its files verified first. Raises :class:`SourceError`."""
    path = verified_path(package, dataset, integrity)
    try:
        picture = open_picture(path, page_of(dataset), beside=False)
    except PictureError as error:
        raise SourceError(error.message) from error
    file = dataset.source.file
    if picture.geotransform is None:
        raise SourceError(Message("image-no-position", {"file": file}))
    crs = image_crs(package, dataset, picture)
    if not crs.isValid():
        raise SourceError(Message("source-no-crs", {"file": file}))
    return OpenImage(dataset, picture, picture.geotransform, crs, _pixel(package, dataset, picture, crs))


def _pixel(package: Package, dataset: Dataset, picture: Picture, crs: QgsCoordinateReferenceSystem) -> float:
    """The side (m) of a pixel in the middle. Its own CRS may be in degrees, or stretched as that of web maps."""
    transform = QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem(package.crs), QgsCoordinateTransformContext())
    column, row = picture.width / 2, picture.height / 2
    corners = ((column, row), (column + 1, row), (column, row + 1))
    try:
        o, a, b = (
            transform.transform(QgsPointXY(*gdal.ApplyGeoTransform(picture.geotransform, *corner)))
            for corner in corners
        )
    except QgsCsException as error:
        raise _unplaced(dataset, error) from error
    side = math.sqrt(abs((a.x() - o.x()) * (b.y() - o.y()) - (a.y() - o.y()) * (b.x() - o.x())))
    if not 0 < side < math.inf:
        raise SourceError(Message("image-no-position", {"file": dataset.source.file}))
    return side


def _unplaced(dataset: Dataset, error: QgsCsException) -> SourceError:
    params = {"file": dataset.source.file, "detail": " ".join(str(error).split())}
    return SourceError(Message("source-transform", params))


def verified_path(package: Package, dataset: Dataset, integrity: Integrity) -> Path:
    """The file of a structure image, it and what GDAL opens with it verified. Raises :class:`SourceError`."""
    name = local_path(dataset.source.uri)
    if name is None:
        raise SourceError(Message("file-outside", {"file": dataset.source.file}))
    refused = integrity.refusal_with_companions(name)
    if refused is not None:
        raise SourceError(refused)
    return package.root / name


def page_of(dataset: Dataset) -> int:
    """The page of a PDF that the source names, from 1."""
    page = dataset.source.option("page") or "1"
    return int(page) if page.isdecimal() else 0


def image_crs(package: Package, dataset: Dataset, picture: Picture) -> QgsCoordinateReferenceSystem:
    """The CRS of a picture: its own, else what the dataset states, else the package's."""
    if picture.crs_wkt:
        return QgsCoordinateReferenceSystem.fromWkt(picture.crs_wkt)
    return QgsCoordinateReferenceSystem(dataset.image.crs or package.crs)


def read_classes(
    opened: OpenImage,
    bounds: QgsRectangle,
    crs: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
    cancelled: Cancelled,
) -> list[tuple[ImageClass, QgsGeometry]]:
    """Each class found in ``bounds`` (in ``crs``) with the multipolygon it covers there, blank classes included.

    What no class covers cannot be told from the picture. Works in any thread. Raises :class:`SourceError` where the
    picture cannot be read or placed, :class:`~.geometry.Interrupted` when cancelled.
    """
    transform = QgsCoordinateTransform(opened.crs, crs, context)
    try:
        window = _window(opened, bounds, transform)
        if window is None:
            return []
        bits, placed = _classified(opened, window, cancelled)
        polygons = class_polygons(bits, placed, opened.legend)
        if not transform.isShortCircuited():
            for geometry in polygons.values():
                geometry.transform(transform)
    except PictureError as error:
        if cancelled():
            raise Interrupted from error
        raise SourceError(error.message) from error
    except QgsCsException as error:
        raise _unplaced(opened.dataset, error) from error
    return [(each, polygons[each.id]) for each in opened.legend.classes if not is_blank(polygons.get(each.id))]


def _window(
    opened: OpenImage, bounds: QgsRectangle, transform: QgsCoordinateTransform
) -> Optional[tuple[int, int, int, int]]:
    """The pixels (column, row, width, height) that ``bounds`` may touch; None where it is beside the picture."""
    if not transform.isShortCircuited():
        bounds = transform.transformBoundingBox(bounds, QgsCoordinateTransform.TransformDirection.Reverse)
        # The edges of a box are curves in another CRS.
        bounds = bounds.buffered(0.05 * max(bounds.width(), bounds.height()))
    inverse = gdal.InvGeoTransform(opened.transform)
    corners = [
        gdal.ApplyGeoTransform(inverse, x, y)
        for x in (bounds.xMinimum(), bounds.xMaximum())
        for y in (bounds.yMinimum(), bounds.yMaximum())
    ]
    left = max(0, math.floor(min(column for column, _ in corners)) - 1)
    top = max(0, math.floor(min(row for _, row in corners)) - 1)
    right = min(opened.picture.width, math.ceil(max(column for column, _ in corners)) + 1)
    bottom = min(opened.picture.height, math.ceil(max(row for _, row in corners)) + 1)
    return (left, top, right - left, bottom - top) if left < right and top < bottom else None


def _classified(
    opened: OpenImage, window: tuple[int, int, int, int], cancelled: Cancelled
) -> tuple[np.ndarray, Transform]:
    """The classes of the pixels in ``window``, and where they lie."""
    picture = opened.picture
    if picture.width * picture.height <= MOST_KEPT:
        bits = opened._kept.bits(opened, window, cancelled)
        if bits is not None:
            return _thinned(bits, _placed(opened.transform, window))
    edge = margin(opened.legend, opened.pixel)
    column, row, width, height = window
    left, top = max(0, column - edge), max(0, row - edge)
    right = min(picture.width, column + width + edge)
    bottom = min(picture.height, row + height + edge)
    wide = (left, top, right - left, bottom - top)
    step = max(1, math.ceil(math.sqrt(wide[2] * wide[3] / _MOST_READ)))
    size = (max(1, wide[2] // step), max(1, wide[3] // step))
    rgba = picture.read(wide, size, cancelled)
    bits = classify(rgba, opened.legend, opened.pixel * step)
    if step == 1:
        # Near the cut a class may have lost its neighbours.
        bits = bits[row - top : row - top + height, column - left : column - left + width]
        return bits, _placed(opened.transform, window)
    return bits, _placed(opened.transform, wide, wide[2] / size[0], wide[3] / size[1])


def _thinned(bits: np.ndarray, placed: Transform) -> tuple[np.ndarray, Transform]:
    """``bits`` with no more pixels than one question is worth."""
    rows, columns = bits.shape
    step = math.ceil(math.sqrt(rows * columns / _MOST_READ))
    if step <= 1:
        return bits, placed
    half = step // 2
    thin = bits[half::step, half::step]
    return thin, _placed(placed, (0, 0, columns, rows), float(step), float(step))


def _placed(
    transform: Transform, window: tuple[int, int, int, int], across: float = 1.0, down: float = 1.0
) -> Transform:
    """The geotransform of ``window``, of which a pixel is as large as ``across`` × ``down`` of the picture."""
    x, a, b, y, c, d = transform
    column, row = window[:2]
    return (
        x + a * column + b * row,
        a * across,
        b * down,
        y + c * column + d * row,
        c * across,
        d * down,
    )


def footprint(opened: OpenImage) -> QgsGeometry:
    """The outline of the picture in its own CRS."""
    width, height = opened.picture.width, opened.picture.height
    corners = ((0, 0), (width, 0), (width, height), (0, height), (0, 0))
    ring = [QgsPointXY(*gdal.ApplyGeoTransform(opened.transform, *corner)) for corner in corners]
    return QgsGeometry.fromPolygonXY([ring])


def raster_layer(package: Package, dataset: Dataset, integrity: Integrity) -> QgsRasterLayer:
    """A structure image as a layer, its files verified first. Raises :class:`SourceError`."""
    opened = open_image(package, dataset, integrity)
    uri = str(opened.picture.path)
    driver = gdal.IdentifyDriver(uri).ShortName
    if driver == "PDF":
        uri = f"PDF:{opened.picture.page}:{uri}"
    elif driver == "GTiff":
        # Not what GDAL keeps beside the file, which no manifest lists and which could put it in another place.
        uri += "|option:GEOREF_SOURCES=INTERNAL,TABFILE,WORLDFILE"
    options = QgsRasterLayer.LayerOptions(loadDefaultStyle=False)
    layer = QgsRasterLayer(uri, dataset.id, "gdal", options)
    if not layer.isValid():
        raise SourceError(Message("source-broken", {"file": dataset.source.file, "detail": layer.error().summary()}))
    layer.setCrs(opened.crs)
    side = math.hypot(opened.transform[1], opened.transform[4])
    if not layer.extent().buffered(side).contains(footprint(opened).boundingBox()):
        # QGIS also reads what GDAL keeps beside a picture; shown elsewhere it would contradict the findings.
        raise SourceError(Message("source-unlisted", {"file": f"{dataset.source.file}.aux.xml"}))
    return layer
