"""The picture as it lies on the map, by a fit: as a file, and as a preview while points are set."""

from __future__ import annotations

import json
import math
from collections import OrderedDict
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Callable, Iterator, Optional, Sequence

import numpy as np
from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem

from ..about import version
from ..core.messages import Message
from ..core.package.manifest import file_hash
from .geometry import Cancelled, Interrupted
from .georeference import Fit, GeoreferenceError
from .pictures import Picture, Window, lets_go
from .placed import part_of
from .writing import beside

#: The longest side (px) of a warped picture.
MOST_SIDE = 15_000

Progress = Callable[[float], None]
Extent = tuple[float, float, float, float]
Polygon = Sequence[tuple[float, float]]


@lets_go
def warp(
    picture: Picture,
    fit: Fit,
    crop: Optional[Polygon],
    crs: QgsCoordinateReferenceSystem,
    target: Path,
    cancelled: Cancelled = lambda: False,
    progress: Progress = lambda percent: None,
) -> None:
    """Writes the picture as it lies on the map: a GeoTIFF of red, green, blue and alpha, with overviews.

    ``crop`` is a polygon of columns and rows; what is outside it becomes transparent. Pixels are square and about as
    large as those of the picture, and every colour is one of the picture's own. ``target`` is replaced as a whole or
    not at all. Raises :class:`GeoreferenceError`, :class:`~.pictures.PictureError`, and :class:`~.geometry.Interrupted`
    when cancelled.
    """
    work = _Warp(picture, fit, crop, crs, target.name, cancelled, progress)
    with small_cache(), beside(target, cancelled, partial(_not_written, target.name)) as workshop:
        workshop.put(work.write(workshop.folder), target)
    remove_companions(target)


def _not_written(file: str, detail: str) -> GeoreferenceError:
    return GeoreferenceError(Message("georef-not-written", {"file": file, "detail": " ".join(detail.split())}))


def remove_companions(target: Path) -> None:
    """Take away what GDAL kept beside an older file of this name: it would be taken for its."""
    for ending in (".aux.xml", ".ovr", ".msk"):
        target.with_name(target.name + ending).unlink(missing_ok=True)


_cache_lock = Lock()


@contextmanager
def small_cache() -> Iterator[None]:
    """Keeps GDAL from holding as many decoded blocks as it likes: by default a share of the memory of the machine."""
    with _cache_lock:
        before = gdal.GetCacheMax()
        gdal.SetCacheMax(min(before, _CACHE))
        try:
            yield
        finally:
            gdal.SetCacheMax(before)


_CACHE = 64 * 2**20
_TILE = 256

# Side (px) of a part that is warped at once, a multiple of the tiles so that each is written once.
_PART = 8 * _TILE

_TIFF = ["TILED=YES", f"BLOCKXSIZE={_TILE}", f"BLOCKYSIZE={_TILE}", "ALPHA=YES", "PHOTOMETRIC=RGB", "BIGTIFF=IF_SAFER"]


class _Warp:
    """One picture being warped into a file of a folder of its own."""

    def __init__(
        self,
        picture: Picture,
        fit: Fit,
        crop: Optional[Polygon],
        crs: QgsCoordinateReferenceSystem,
        name: str,
        cancelled: Cancelled,
        progress: Progress,
    ) -> None:
        self._picture = picture
        self._fit = fit
        self._ring = _ring(crop, picture)
        self._window = _window(self._ring, picture)
        self._wkt = crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED_GDAL)
        self._name = name
        self._cancelled = cancelled
        self._progress = progress

    @lets_go
    def write(self, folder: Path) -> Path:
        """The finished file."""
        metadata = _provenance(self._picture, self._fit, self._cancelled)
        source = self._copy(folder / "source.tif")
        made = folder / "warped.tif"
        self._warp(source, made, metadata)
        self._add_overviews(made)
        return made

    def _copy(self, path: Path) -> Path:
        """The part of the picture that is kept, as red, green, blue and alpha in tiles: a warp reads here and there."""
        left, top, width, height = self._window
        options = [*_TIFF, "COMPRESS=DEFLATE", "ZLEVEL=1"]
        dataset = gdal.GetDriverByName("GTiff").Create(str(path), width, height, 4, gdal.GDT_Byte, options)
        self._check(dataset)
        for row, strip in self._picture.strips(self._window, 4 * _TILE, self._cancelled):
            if self._ring is not None:
                strip[~inside_ring(self._ring, (left, row, strip.shape[1], strip.shape[0])), 3] = 0
            self._put(dataset, strip, 0, row - top)
            self._progress(45 * (row - top + len(strip)) / height)
        dataset.SetProjection(self._wkt)
        if self._fit.geotransform is None:
            points = self._fit.points
            gcps = [gdal.GCP(each.x, each.y, 0, each.column - left, each.row - top) for each in points]
            dataset.SetGCPs(gcps, self._wkt)
        else:
            dataset.SetGeoTransform(part_of(self._fit.geotransform, left, top))
        return path

    def _check(self, dataset: Optional[gdal.Dataset]) -> None:
        if dataset is None:
            raise _not_written(self._name, gdal.GetLastErrorMsg() or "?")

    @staticmethod
    def _put(dataset: gdal.Dataset, rgba: np.ndarray, column: int, row: int) -> None:
        rows, columns = rgba.shape[:2]
        values = np.ascontiguousarray(rgba.transpose(2, 0, 1)).tobytes()
        dataset.WriteRaster(column, row, columns, rows, values)
        dataset.FlushCache()

    def _warp(self, source: Path, made: Path, metadata: dict[str, str]) -> None:
        xmin, ymax, pixel, width, height = self._grid()
        options = [*_TIFF, "COMPRESS=DEFLATE", "PREDICTOR=2"]
        dataset = gdal.GetDriverByName("GTiff").Create(str(made), width, height, 4, gdal.GDT_Byte, options)
        self._check(dataset)
        dataset.SetProjection(self._wkt)
        dataset.SetGeoTransform((xmin, pixel, 0, ymax, 0, -pixel))
        dataset.SetMetadata(metadata)
        opened = gdal.Open(str(source))
        self._check(opened)
        parts = [(column, row) for row in range(0, height, _PART) for column in range(0, width, _PART)]
        for number, (column, row) in enumerate(parts):
            size = (min(_PART, width - column), min(_PART, height - row))
            part = self._part(opened, (xmin + column * pixel, pixel, 0, ymax - row * pixel, 0, -pixel), size)
            self._put(dataset, part, column, row)
            opened.FlushCache()
            self._progress(45 + 45 * (number + 1) / len(parts))

    def _part(self, source: gdal.Dataset, transform: Sequence[float], size: tuple[int, int]) -> np.ndarray:
        _check(self._cancelled)
        part = gdal.GetDriverByName("MEM").Create("", *size, 4, gdal.GDT_Byte)
        part.SetProjection(self._wkt)
        part.SetGeoTransform(transform)
        part.GetRasterBand(4).SetColorInterpretation(gdal.GCI_AlphaBand)
        # Any mean of two colours might be a third one of the legend.
        done = gdal.Warp(
            part,
            source,
            resampleAlg=gdal.GRA_NearestNeighbour,
            tps=self._fit.geotransform is None,
            warpMemoryLimit=64,
            callback=lambda *_: 0 if self._cancelled() else 1,
        )
        _check(self._cancelled)
        self._check(part if done else None)
        return np.frombuffer(part.ReadRaster(), np.uint8).reshape(4, size[1], size[0]).transpose(1, 2, 0)

    def _grid(self) -> tuple[float, float, float, int, int]:
        """The left and upper edge on the map, the side of a pixel (m), and the width and height (px)."""
        outline = self._fit.all_to_map(_densified(self._ring, self._window))
        (xmin, ymin), (xmax, ymax) = outline.min(axis=0), outline.max(axis=0)
        pixel = max(self._fit.pixel, (xmax - xmin) / MOST_SIDE, (ymax - ymin) / MOST_SIDE)
        width, height = (max(1, math.ceil(side / pixel - 1e-6)) for side in (xmax - xmin, ymax - ymin))
        return float(xmin), float(ymax), float(pixel), min(width, MOST_SIDE), min(height, MOST_SIDE)

    def _add_overviews(self, made: Path) -> None:
        dataset = gdal.Open(str(made), gdal.GA_Update)
        self._check(dataset)
        longest = max(dataset.RasterXSize, dataset.RasterYSize)
        levels = [2**power for power in range(1, 8) if longest / 2 ** (power - 1) > _TILE]

        def listen(share: float, *_: object) -> int:
            self._progress(90 + 10 * share)
            return 0 if self._cancelled() else 1

        if levels:
            dataset.BuildOverviews("NEAREST", levels, callback=listen)
        _check(self._cancelled)


def _provenance(picture: Picture, fit: Fit, cancelled: Cancelled) -> dict[str, str]:
    """Where a warped picture comes from, as metadata of its file."""
    points = [[each.column, each.row, each.x, each.y, each.name] for each in fit.points]
    return {
        "PLANDIALOG_SOURCE": picture.path.name,
        "PLANDIALOG_SOURCE_PAGE": str(picture.page),
        "PLANDIALOG_SOURCE_SIZE": f"{picture.width} {picture.height}",
        "PLANDIALOG_SOURCE_SHA256": file_hash(picture.path, lambda: _check(cancelled)),
        "PLANDIALOG_METHOD": fit.method.value,
        "PLANDIALOG_CONTROL_POINTS": json.dumps(points, ensure_ascii=False),
        "PLANDIALOG_RMSE": "" if fit.rmse is None else f"{fit.rmse:.3f}",
        "PLANDIALOG_VERSION": version(),
    }


# cropping


def _ring(crop: Optional[Polygon], picture: Picture) -> Optional[np.ndarray]:
    """The corners of ``crop`` as (n, 2). Raises :class:`GeoreferenceError` where it leaves nothing of the picture."""
    if crop is None:
        return None
    ring = np.array(crop, float).reshape(-1, 2)
    sound = len(ring) >= 3 and bool(np.isfinite(ring).all())
    low, high = (ring.min(axis=0), ring.max(axis=0)) if sound else (np.zeros(2), np.zeros(2))
    if np.any(high - low < 1) or np.any(high < 1) or low[0] > picture.width - 1 or low[1] > picture.height - 1:
        raise GeoreferenceError(Message("georef-crop", {"file": picture.path.name}))
    return ring


def _window(ring: Optional[np.ndarray], picture: Picture) -> Window:
    """The pixels (column, row, width, height) that are kept."""
    if ring is None:
        return 0, 0, picture.width, picture.height
    left, top = np.maximum(np.floor(ring.min(axis=0)), 0).astype(int)
    right, bottom = np.minimum(np.ceil(ring.max(axis=0)), (picture.width, picture.height)).astype(int)
    return int(left), int(top), int(right - left), int(bottom - top)


def inside_ring(ring: np.ndarray, window: Window) -> np.ndarray:
    """Whether the middle of each pixel of ``window`` (column, row, width, height) lies within ``ring`` (corners as
    (n, 2)), as (height, width), by the even-odd rule."""
    column, row, width, height = window
    inside = np.zeros((height, width), bool)
    ends = np.roll(ring, -1, axis=0)
    for index in range(height):
        y = row + index + 0.5
        crossed = (ring[:, 1] <= y) != (ends[:, 1] <= y)
        a, b = ring[crossed], ends[crossed]
        edges = np.sort(a[:, 0] + (y - a[:, 1]) * (b[:, 0] - a[:, 0]) / (b[:, 1] - a[:, 1]))
        bounds = np.clip(np.ceil(edges - column - 0.5), 0, width).astype(int)
        for begin, end in zip(bounds[::2], bounds[1::2]):
            inside[index, begin:end] = True
    return inside


def _densified(ring: Optional[np.ndarray], window: Window, parts: int = 32) -> np.ndarray:
    """Places along the edge of what is kept: straight edges may come out bent."""
    left, top, width, height = window
    if ring is None:
        ring = np.array([(left, top), (left + width, top), (left + width, top + height), (left, top + height)], float)
    ring = np.clip(ring, (left, top), (left + width, top + height))
    shares = np.arange(parts)[:, None, None] / parts
    edge = ring + shares * (np.roll(ring, -1, axis=0) - ring)
    return edge.reshape(-1, 2)


# the preview


#: Pixels of a picture that is kept for previews.
_KEPT_PIXELS = 12_000_000
_KEPT = 2

# Distance (px) of the places that are put through the fit; between them a straight line will do.
_MESH = 8

_previews: OrderedDict[tuple, np.ndarray] = OrderedDict()
_previews_lock = Lock()


def preview(picture: Picture, fit: Fit, extent: Extent, size: tuple[int, int]) -> np.ndarray:
    """What a map of ``extent`` (xmin, ymin, xmax, ymax) and ``size`` (width, height) shows of the picture.

    (rows, columns, 4) uint8, alpha 0 where it shows nothing. The first time the picture is read, then a reduced copy of
    it is kept. Raises :class:`~.pictures.PictureError`.
    """
    reduced = _reduced(picture)
    xmin, ymin, xmax, ymax = extent
    width, height = size
    across, down = (max(2, -(-side // _MESH) + 1) for side in size)
    # From the middle of the first pixel to the middle of the last.
    half_x, half_y = (xmax - xmin) / width / 2, (ymax - ymin) / height / 2
    x, y = np.meshgrid(
        np.linspace(xmin + half_x, xmax - half_x, across), np.linspace(ymax - half_y, ymin + half_y, down)
    )
    mesh = fit.all_to_picture(np.column_stack([x.ravel(), y.ravel()])).reshape(down, across, 2)
    scale = (reduced.shape[1] / picture.width, reduced.shape[0] / picture.height)
    columns, rows = (_stretched(mesh[..., axis] * scale[axis], height, width) for axis in (0, 1))
    return _sampled(reduced, columns, rows)


def _stretched(mesh: np.ndarray, height: int, width: int) -> np.ndarray:
    """The values of a mesh at every pixel between its nodes, as (height, width)."""
    return _weights(mesh.shape[0], height) @ mesh @ _weights(mesh.shape[1], width).T


def _weights(nodes: int, count: int) -> np.ndarray:
    """How much each node counts for each of ``count`` places spread evenly over all of them, as (count, nodes)."""
    at = np.linspace(0, nodes - 1, count)
    return np.maximum(0, 1 - np.abs(at[:, None] - np.arange(nodes)[None]))


def _sampled(rgba: np.ndarray, columns: np.ndarray, rows: np.ndarray) -> np.ndarray:
    height, width = rgba.shape[:2]
    # Far outside a spline may lead further than an index can count.
    column = np.floor(np.clip(columns, -1, width)).astype(np.int32)
    row = np.floor(np.clip(rows, -1, height)).astype(np.int32)
    outside = (column < 0) | (row < 0) | (column >= width) | (row >= height)
    index = np.where(outside, 0, row * width + column)
    packed = np.ascontiguousarray(rgba).view(np.uint32).reshape(-1)[index]
    packed[outside] = 0
    return packed.view(np.uint8).reshape(*columns.shape, 4)


def _reduced(picture: Picture) -> np.ndarray:
    status = picture.path.stat()
    key = (picture, status.st_mtime_ns, status.st_size)
    with _previews_lock:
        if key not in _previews:
            factor = max(1.0, math.sqrt(picture.width * picture.height / _KEPT_PIXELS))
            size = (max(1, round(picture.width / factor)), max(1, round(picture.height / factor)))
            _previews[key] = picture.read(size=size)
            while len(_previews) > _KEPT:
                _previews.popitem(last=False)
        _previews.move_to_end(key)
        return _previews[key]


def _check(cancelled: Cancelled) -> None:
    if cancelled():
        raise Interrupted
