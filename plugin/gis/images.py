"""Structure images as datasets: opened once, read as one multipolygon per class of the legend."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache
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

from ..core.legend import Legend
from ..core.messages import Message
from ..core.package.manifest import Integrity
from ..core.package.model import Dataset, Package
from .blocks import classified
from .classify import classify, margin
from .classwindow import ClassWindow
from .geometry import Cancelled, Interrupted, box_before
from .pictures import Picture, PictureError, Window, open_picture
from .placed import Transform, part_of, pixels_of
from .sources import SourceError, verified_file
from .transforms import transformation

#: A picture of at most so many pixels is classified whole at its first use and kept, one byte a pixel.
MOST_KEPT = 16_000_000

# A pixel is at most so many times as long as it is wide; beyond that something is wrong with the position.
_LONGEST = 100.0

# More pixels than this are not looked at for one question; of what is larger so many are, spread evenly.
_MOST_READ = 4_000_000

# Rows that are classified at once, beside those around them that their classes depend on.
_ROWS = 512

# A code is one combination of classes; a byte holds this many.
_MOST_CODES = 256


@dataclass(frozen=True)
class OpenImage:
    """A structure image ready to be read in any thread.

    ``transform`` is GDAL's geotransform in ``crs``. ``pixel`` is the side (m, in the package's CRS) of a square as
    large as the pixel in the middle, ``longest`` (m) how far that reaches at most. ``fields`` is empty: a class has no
    attributes.
    """

    dataset: Dataset
    picture: Picture
    transform: Transform
    crs: QgsCoordinateReferenceSystem
    pixel: float
    longest: float
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

    def bits(self, opened: OpenImage, window: Window, cancelled: Cancelled) -> Optional[np.ndarray]:
        """The classes in ``window``, or None where the picture has too many combinations of them to be kept."""
        with self._lock:
            if self._codes is None:
                self._table, self._codes = _coded(opened.picture, opened.legend, opened.pixel, cancelled)
        if not self._codes.size:
            return None
        column, row, width, height = window
        return self._table[self._codes[row : row + height, column : column + width]]


def _coded(picture: Picture, legend: Legend, pixel: float, cancelled: Cancelled) -> tuple[np.ndarray, np.ndarray]:
    """The classes (bits) of each code, and the code of each pixel (rows, columns; uint8); no codes where a byte is too
    small for them. Classified some rows at a time: what that takes is many times what comes of it.
    """
    rgba = picture.read(cancelled=cancelled)
    codes = np.empty(rgba.shape[:2], np.uint8)
    known: dict[int, int] = {}
    edge = margin(legend, pixel)
    step = max(_ROWS, 2 * edge)
    for top in range(0, len(rgba), step):
        if cancelled():
            raise Interrupted
        first = max(0, top - edge)
        bits = classify(rgba[first : top + step + edge], legend, pixel)[top - first :][:step]
        found, places = np.unique(bits, return_inverse=True)
        numbers = [known.setdefault(each, len(known)) for each in found.tolist()]
        if len(known) > _MOST_CODES:
            return np.array([], np.uint32), codes[:0]
        codes[top : top + step] = np.array(numbers, np.uint8)[places].reshape(bits.shape)
    return np.array(list(known), np.uint32), codes


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
    pixel, longest = _pixel(package, dataset, picture, crs)
    status = path.stat()
    kept = _kept(path, status.st_size, status.st_mtime_ns, picture.page, dataset.image.legend, pixel)
    return OpenImage(dataset, picture, picture.geotransform, crs, pixel, longest, _kept=kept)


@lru_cache(maxsize=8)
def _kept(_path: Path, _size: int, _changed: int, _page: int, _legend: Legend, _pixel: float) -> _Kept:
    """What is kept of a picture as it is now, also when its package is opened again."""
    return _Kept()


def _pixel(
    package: Package, dataset: Dataset, picture: Picture, crs: QgsCoordinateReferenceSystem
) -> tuple[float, float]:
    """The side (m) of a pixel in the middle, and how far it reaches at most. The CRS of a picture may be in degrees, or
    stretched as that of web maps."""
    target = QgsCoordinateReferenceSystem(package.crs)
    try:
        transform = transformation(crs, target, QgsCoordinateTransformContext())
        shortest, longest = _sides(picture.geotransform, (picture.width, picture.height), transform)
    except QgsCsException as error:
        raise _unplaced(dataset, error) from error
    side = math.sqrt(longest) * math.sqrt(shortest)
    if not 0 < side < math.inf or longest > _LONGEST * shortest:
        raise SourceError(Message("image-no-position", {"file": dataset.source.file}))
    return side, longest


def _sides(placed: Transform, size: tuple[int, int], transform: QgsCoordinateTransform) -> tuple[float, float]:
    """How far (m) a pixel in the middle of a picture of ``size`` (width, height) reaches at least and at most: what is
    so many pixels away is between so many of these. Raises QgsCsException."""
    column, row = size[0] / 2, size[1] / 2
    places = ((column, row), (column + 1, row), (column, row + 1))
    o, a, b = (transform.transform(QgsPointXY(*gdal.ApplyGeoTransform(placed, *place))) for place in places)
    sides = np.array([[a.x() - o.x(), b.x() - o.x()], [a.y() - o.y(), b.y() - o.y()]])
    if not np.isfinite(sides).all():
        raise QgsCsException("inf")
    longest, shortest = np.linalg.svd(sides, compute_uv=False).tolist()
    return shortest, longest


def _unplaced(dataset: Dataset, error: QgsCsException) -> SourceError:
    params = {"file": dataset.source.file, "detail": " ".join(str(error).split())}
    return SourceError(Message("source-transform", params))


def verified_path(package: Package, dataset: Dataset, integrity: Integrity) -> Path:
    """The file of a structure image, verified. Raises :class:`SourceError`."""
    return package.root / verified_file(dataset, integrity)


def page_of(dataset: Dataset) -> int:
    """The page of a PDF that the source names, from 1."""
    page = dataset.source.option("page") or "1"
    return int(page) if page.isdecimal() else 0


def image_crs(package: Package, dataset: Dataset, picture: Picture) -> QgsCoordinateReferenceSystem:
    """The CRS of a picture: its own, else what the dataset states, else the package's."""
    if picture.crs_wkt:
        return QgsCoordinateReferenceSystem.fromWkt(picture.crs_wkt)
    return QgsCoordinateReferenceSystem(dataset.image.crs or package.crs)


def read_window(
    opened: OpenImage,
    bounds: QgsRectangle,
    crs: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
    cancelled: Cancelled,
) -> Optional[ClassWindow]:
    """What the picture shows in ``bounds`` (in ``crs``); None where it is beside the picture.

    Works in any thread. Raises :class:`SourceError` where the picture cannot be read or placed,
    :class:`~.geometry.Interrupted` when cancelled.
    """
    picture = opened.picture
    try:
        transform = transformation(opened.crs, crs, context)
        window = _window(opened, bounds, transform)
        if window is None:
            return None
        bits, placed = _classified(opened, window, cancelled)
        sides = _sides(placed, bits.shape[::-1], transform)
        column, row, width, height = window
        ends = (column == 0, row == 0, column + width == picture.width, row + height == picture.height)
        return ClassWindow(bits, placed, opened.legend, transform, sides, opened.dataset.accuracy, ends)
    except PictureError as error:
        if cancelled():
            raise Interrupted from error
        raise SourceError(error.message) from error
    except QgsCsException as error:
        raise _unplaced(opened.dataset, error) from error


def _window(opened: OpenImage, bounds: QgsRectangle, transform: QgsCoordinateTransform) -> Optional[Window]:
    """The pixels (column, row, width, height) that ``bounds`` may touch; None where it is beside the picture."""
    bounds = box_before(bounds, transform)
    # A pixel more on each side, for what lies on the edge of one.
    left, top, right, bottom = pixels_of(bounds, opened.transform, (opened.picture.width, opened.picture.height), 1)
    return (left, top, right - left, bottom - top) if left < right and top < bottom else None


def _classified(opened: OpenImage, window: Window, cancelled: Cancelled) -> tuple[np.ndarray, Transform]:
    """The classes of the pixels in ``window``, and where they lie."""
    picture = opened.picture
    if picture.width * picture.height <= MOST_KEPT:
        bits = opened._kept.bits(opened, window, cancelled)
        if bits is not None:
            return _thinned(bits, part_of(opened.transform, *window[:2]))
    step = _step(window[2], window[3])
    bits = np.empty((window[3] // step, window[2] // step), np.uint32)
    rows, columns = _middles(window[3], bits.shape[0]), _middles(window[2], bits.shape[1])
    for column, row, part in classified(picture, opened.legend, opened.pixel, window, cancelled):
        # Each pixel is classified at the size it has: made coarser first, hatches would melt into their ground.
        across, down = column - window[0], row - window[1]
        y = slice(*np.searchsorted(rows, (down, down + part.shape[0])))
        x = slice(*np.searchsorted(columns, (across, across + part.shape[1])))
        bits[y, x] = part[np.ix_(rows[y] - down, columns[x] - across)]
    return bits, part_of(opened.transform, *window[:2], window[2] / bits.shape[1], window[3] / bits.shape[0])


def _step(width: int, height: int) -> int:
    """Of how many pixels, across and down, one is looked at: no more of them than one question is worth."""
    return max(1, min(math.ceil(math.sqrt(width * height / _MOST_READ)), width, height))


def _middles(size: int, count: int) -> np.ndarray:
    """The pixels in the middle of ``count`` equal parts of ``size`` pixels."""
    return ((np.arange(count) + 0.5) * size / count).astype(int)


def _thinned(bits: np.ndarray, placed: Transform) -> tuple[np.ndarray, Transform]:
    """``bits`` with no more pixels than one question is worth."""
    rows, columns = bits.shape
    step = _step(columns, rows)
    down, across = rows // step, columns // step
    thin = bits[np.ix_(_middles(rows, down), _middles(columns, across))]
    return thin, part_of(placed, 0, 0, columns / across, rows / down)


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
