"""What is derived from a structure image as a file of its own: a raster of its classes, and their outlines.

Both say in the file where they come from. A picture is read block by block, each with the margin that its classes
depend on, so that memory does not grow with the picture and the classes are those of the whole.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import math
from pathlib import Path
from typing import Any, Callable, Iterator, Mapping, Optional

import numpy as np
from osgeo import gdal
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsNotSupportedException,
    QgsVectorFileWriter,
)
from qgis.PyQt.QtCore import QMetaType

from ..about import version
from ..core.legend import Legend, hex_color, rgb
from ..core.messages import Message, MessageError
from ..core.package.manifest import file_hash
from ..core.text import LANGUAGES
from .blocks import classified
from .classify import OUTSIDE, UNKNOWN, class_polygons
from .geometry import Cancelled, Interrupted
from .pictures import Picture
from .placed import part_of
from .warping import small_cache
from .writing import Refusal, beside

Progress = Callable[[float], None]

#: Pixel values of a classified raster beside the classes: 0 is its nodata.
OUTSIDE_VALUE, UNKNOWN_VALUE = 0, 255

#: The layer of a GeoPackage with the outlines.
POLYGONS_LAYER = "classes"

#: The longest side (px) that outlines are drawn from.
MOST_POLYGON_PIXELS = 4000

# Side (px) of the tiles of the files.
_TILE = 256

# Simplified outlines stay within this part of the accuracy; half of it is what a reader may rely on.
_TOLERANCE = 0.25

_TIFF = ("TILED=YES", f"BLOCKXSIZE={_TILE}", f"BLOCKYSIZE={_TILE}", "COMPRESS=DEFLATE", "BIGTIFF=IF_SAFER")


class DerivedError(MessageError):
    """A file that could not be made; ``message`` says why."""


def write_classified(
    picture: Picture,
    legend: Legend,
    target: Path,
    cancelled: Cancelled = lambda: False,
    progress: Progress = lambda percent: None,
    provenance: Optional[Mapping[str, str]] = None,
) -> tuple[Path, ...]:
    """Write the classes of a placed ``picture`` as a GeoTIFF of bytes: tiled, compressed, with overviews and colours.

    Values are 0 outside the picture (nodata), 1…n for the classes in the order of the legend, one beyond n for each
    combination of classes that lie on each other, and 255 where no class can be told. The metadata item
    ``PLANDIALOG_CLASSES`` (JSON) has the classes of each value; names and an attribute table for other programs lie
    beside the file. ``provenance`` adds items, or replaces those that are found here (source, SHA-256, date, software,
    legend), as ``PLANDIALOG_…``.

    Returns the files written, each replaced whole or not at all. Raises :class:`DerivedError`,
    :class:`~.pictures.PictureError`, and :class:`~.geometry.Interrupted` when cancelled.
    """
    pixel = _pixel(picture)
    target.parent.mkdir(parents=True, exist_ok=True)
    with beside(target, cancelled, _refusal(target)) as workshop:
        made = workshop.folder / "classes.tif"
        values = _Values(legend)
        dataset = _create(made, picture, values)
        for done, column, row, bits in _classified(picture, legend, pixel, cancelled):
            _put(dataset, values.of(bits), column, row)
            dataset.FlushCache()
            progress(90 * done)
        dataset = None
        _finish(made, values, _items(picture, legend, provenance, cancelled), cancelled)
        beside_it = target.with_name(target.name + ".aux.xml")
        workshop.put(workshop.folder / "classes.tif.aux.xml", beside_it)
        target.with_name(target.name + ".ovr").unlink(missing_ok=True)
        workshop.put(made, target)
        progress(100)
    return target, beside_it


def write_polygons(
    picture: Picture,
    legend: Legend,
    accuracy: float,
    target: Path,
    cancelled: Cancelled = lambda: False,
    progress: Progress = lambda percent: None,
    provenance: Optional[Mapping[str, str]] = None,
) -> None:
    """Write the outlines of the classes of a placed ``picture`` to a GeoPackage, one feature for each that is found.

    Blank classes are left out. ``accuracy`` (m) is that of the picture; outlines are simplified by a quarter of it.
    Each class is simplified by itself unless QGIS can do all at once (GEOS 3.12), so that neighbours may lie apart or
    over each other by that much; the field ``simplified`` says which. Geometry is in the picture's CRS. A picture with
    a side of more than :data:`MOST_POLYGON_PIXELS` is sampled. ``provenance`` is as for :func:`write_classified`, and
    in the metadata of the layer.

    The file is replaced whole or not at all. Raises :class:`DerivedError`, :class:`~.pictures.PictureError`, and
    :class:`~.geometry.Interrupted` when cancelled.
    """
    pixel = _pixel(picture)
    target.parent.mkdir(parents=True, exist_ok=True)
    with beside(target, cancelled, _refusal(target)) as workshop:
        bits, transform = _sampled(picture, legend, pixel, cancelled, lambda percent: progress(0.8 * percent))
        outlines = class_polygons(bits, transform, legend)
        outlines = {each.id: outlines[each.id] for each in legend.classes if each.id in outlines and not each.blank}
        progress(85)
        _check(cancelled)
        simplified, together = _simplified(outlines, accuracy * _TOLERANCE)
        _check(cancelled)
        made = workshop.folder / "classes.gpkg"
        items = _items(picture, legend, {"ACCURACY": f"{accuracy:g} m", **(provenance or {})}, cancelled)
        how = f"{'together' if together else 'each by itself'}, {accuracy * _TOLERANCE:g} m"
        _write_features(made, picture, legend, simplified, {"accuracy_m": float(accuracy), "simplified": how}, items)
        workshop.put(made, target)
        progress(100)


# Reading


def _pixel(picture: Picture) -> float:
    """The side (m) of a square as large as a pixel. Raises :class:`DerivedError` for a picture without a place."""
    if picture.geotransform is None or not picture.crs_wkt:
        raise DerivedError(Message("derived-unplaced", {"file": picture.path.name}))
    _, a, b, _, c, d = picture.geotransform
    return math.sqrt(abs(a * d - b * c))


def _classified(
    picture: Picture, legend: Legend, pixel: float, cancelled: Cancelled
) -> Iterator[tuple[float, int, int, np.ndarray]]:
    """The classes of block after block: the part (0–1) done with it, its column and row, and the bits."""
    width, height = picture.width, picture.height
    for column, row, bits in classified(picture, legend, pixel, (0, 0, width, height), cancelled):
        rows, columns = bits.shape
        yield (row * width + (column + columns) * rows) / (width * height), column, row, bits


def _sampled(
    picture: Picture, legend: Legend, pixel: float, cancelled: Cancelled, progress: Progress
) -> tuple[np.ndarray, tuple[float, ...]]:
    """The classes of every so many-th pixel, :data:`MOST_POLYGON_PIXELS` a side at most, and where they lie."""
    step = math.ceil(max(picture.width, picture.height) / MOST_POLYGON_PIXELS)
    rows, columns = math.ceil(picture.height / step), math.ceil(picture.width / step)
    sample = np.full((rows, columns), OUTSIDE, np.uint32)
    for done, column, row, bits in _classified(picture, legend, pixel, cancelled):
        first_row, first_column = -(row // -step), -(column // -step)
        part = _middles(bits, first_row * step - row, first_column * step - column, step)
        sample[first_row : first_row + part.shape[0], first_column : first_column + part.shape[1]] = part
        progress(100 * done)
    return sample, part_of(picture.geotransform, 0, 0, step, step)


def _middles(bits: np.ndarray, row: int, column: int, step: int) -> np.ndarray:
    """The pixels in the middle of the cells of ``step`` pixels that begin in a block, the first at ``row`` and
    ``column`` of it, or those nearest to it that the block has."""
    rows = np.minimum(np.arange(row, bits.shape[0], step) + step // 2, bits.shape[0] - 1)
    columns = np.minimum(np.arange(column, bits.shape[1], step) + step // 2, bits.shape[1] - 1)
    return bits[np.ix_(rows, columns)]


# The raster


class _Values:
    """Which value of a byte stands for which classes; combinations get theirs as they turn up."""

    def __init__(self, legend: Legend) -> None:
        self._legend = legend
        self._values = {OUTSIDE: OUTSIDE_VALUE, UNKNOWN: UNKNOWN_VALUE}
        self._values.update({1 << index: index + 1 for index in range(len(legend.classes))})

    def of(self, bits: np.ndarray) -> np.ndarray:
        """The values (uint8) of the pixels of :func:`~.classify.classify`. Raises :class:`DerivedError`."""
        found, codes = np.unique(bits, return_inverse=True)
        for each in found.tolist():
            if each not in self._values:
                value = len(self._values) - 1
                if value >= UNKNOWN_VALUE:
                    limit = UNKNOWN_VALUE - 1 - len(self._legend.classes)
                    raise DerivedError(Message("derived-mixtures", {"limit": limit}))
                self._values[each] = value
        table = np.array([self._values[each] for each in found.tolist()], np.uint8)
        return table[codes].reshape(bits.shape)

    def rows(self) -> list[tuple[int, list[str], str, tuple[int, int, int, int]]]:
        """Value, class ids, name (sv) and colour of each value, by value."""
        rows = []
        for bits, value in sorted(self._values.items(), key=lambda item: item[1]):
            members = [each for index, each in enumerate(self._legend.classes) if bits < OUTSIDE and bits >> index & 1]
            colors = np.array([rgb(each.colors[0]) for each in members] or [(255, 255, 255)])
            color = (*(int(each) for each in colors.mean(axis=0).round()), 255 if members else 0)
            name = " + ".join(each.title.sv for each in members)
            rows.append((value, [each.id for each in members], name, color))
        return rows


def _create(path: Path, picture: Picture, values: _Values) -> gdal.Dataset:
    options = [*_TIFF, "PHOTOMETRIC=PALETTE"]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), picture.width, picture.height, 1, gdal.GDT_Byte, options)
    dataset.SetGeoTransform(picture.geotransform)
    dataset.SetProjection(picture.crs_wkt)
    band = dataset.GetRasterBand(1)
    band.SetNoDataValue(OUTSIDE_VALUE)
    # The place for the colours has to be there before the pixels; which colours is known only after them.
    band.SetColorTable(_color_table(values))
    return dataset


def _put(dataset: gdal.Dataset, pixels: np.ndarray, column: int, row: int) -> None:
    """Write (rows, columns) or (rows, columns, bands) of bytes."""
    planes = pixels[..., None] if pixels.ndim == 2 else pixels
    rows, columns, count = planes.shape
    content = np.ascontiguousarray(np.moveaxis(planes, 2, 0)).tobytes()
    dataset.WriteRaster(column, row, columns, rows, content, band_list=list(range(1, count + 1)))


def _color_table(values: _Values) -> gdal.ColorTable:
    table = gdal.ColorTable()
    for value, _, _, color in values.rows():
        table.SetColorEntry(value, color)
    return table


def _finish(path: Path, values: _Values, items: Mapping[str, str], cancelled: Cancelled) -> None:
    """Give a raster its colours, names, metadata and overviews."""
    dataset = gdal.Open(str(path), gdal.GA_Update)
    band = dataset.GetRasterBand(1)
    band.SetColorTable(_color_table(values))
    rows = values.rows()
    classes = {str(value): ids for value, ids, _, _ in rows if ids}
    written = {**items, "PLANDIALOG_CLASSES": json.dumps(classes, ensure_ascii=False)}
    for key, value in written.items():
        dataset.SetMetadataItem(key, value)
    names = [""] * (UNKNOWN_VALUE + 1)
    for value, _, name, _ in rows:
        names[value] = name
    band.SetCategoryNames(names)
    band.SetDefaultRAT(_attribute_table(rows))
    longest = max(dataset.RasterXSize, dataset.RasterYSize)
    levels = [2**power for power in range(1, 16) if longest / 2**power >= _TILE]
    with small_cache():
        if levels:
            dataset.BuildOverviews("NEAREST", levels, callback=lambda *_: 0 if cancelled() else 1)
        dataset.FlushCache()
    _check(cancelled)


def _attribute_table(rows: list[tuple[int, list[str], str, tuple[int, int, int, int]]]) -> gdal.RasterAttributeTable:
    table = gdal.RasterAttributeTable()
    table.CreateColumn("value", gdal.GFT_Integer, gdal.GFU_MinMax)
    table.CreateColumn("name", gdal.GFT_String, gdal.GFU_Name)
    table.CreateColumn("classes", gdal.GFT_String, gdal.GFU_Generic)
    for usage, name in ((gdal.GFU_Red, "red"), (gdal.GFU_Green, "green"), (gdal.GFU_Blue, "blue")):
        table.CreateColumn(name, gdal.GFT_Integer, usage)
    table.SetRowCount(len(rows))
    for row, (value, ids, name, color) in enumerate(rows):
        table.SetValueAsInt(row, 0, value)
        table.SetValueAsString(row, 1, name)
        table.SetValueAsString(row, 2, " ".join(ids))
        for column in range(3):
            table.SetValueAsInt(row, 3 + column, color[column])
    return table


# The outlines


def _simplified(outlines: Mapping[str, QgsGeometry], tolerance: float) -> tuple[dict[str, QgsGeometry], bool]:
    """The outlines within ``tolerance`` (m) of what they were, and whether neighbours still meet."""
    together = _simplified_together(outlines, tolerance)
    if together is not None:
        return together, True
    return {name: _valid(each.simplify(tolerance), each) for name, each in outlines.items()}, False


def _simplified_together(outlines: Mapping[str, QgsGeometry], tolerance: float) -> Optional[dict[str, QgsGeometry]]:
    """None where QGIS or GEOS is too old for it, or where classes lie on each other."""
    if not hasattr(QgsGeometry, "simplifyCoverageVW") or len(outlines) < 2:
        return None
    collection = QgsGeometry.collectGeometry(list(outlines.values()))
    parts = [len(each.asGeometryCollection()) for each in outlines.values()]
    try:
        if not collection.validateCoverage(0)[0]:
            return None
        # GEOS takes the root of the area that a vertex may cut off.
        pieces = collection.simplifyCoverageVW(tolerance, True).asGeometryCollection()
    except QgsNotSupportedException:
        return None
    if len(pieces) != sum(parts):
        return None
    found, start = {}, 0
    for (name, before), count in zip(outlines.items(), parts):
        found[name] = _valid(QgsGeometry.collectGeometry(pieces[start : start + count]), before)
        start += count
    return found


def _valid(geometry: QgsGeometry, before: QgsGeometry) -> QgsGeometry:
    """A valid MultiPolygon: ``geometry`` repaired, or ``before`` where that is no polygon any more."""
    if not geometry.isGeosValid():
        geometry = geometry.makeValid(Qgis.MakeValidMethod.Structure)
    if geometry.isEmpty() or geometry.type() != Qgis.GeometryType.Polygon:
        return before
    geometry.convertToMultiType()
    return geometry


def _write_features(
    path: Path,
    picture: Picture,
    legend: Legend,
    outlines: Mapping[str, QgsGeometry],
    common: Mapping[str, Any],
    items: Mapping[str, str],
) -> None:
    texts = [f"{kind}_{language}" for kind in ("title", "means") for language in LANGUAGES]
    sources = {"source": "SOURCE", "source_sha256": "SOURCE_SHA256", "made": "DATE", "software": "SOFTWARE"}
    names = ["id", *texts, "color", *common, *sources]
    fields = QgsFields()
    for name in names:
        kind = QMetaType.Type.Double if isinstance(common.get(name), float) else QMetaType.Type.QString
        fields.append(QgsField(name, kind))
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.layerName = POLYGONS_LAYER
    crs = QgsCoordinateReferenceSystem.fromWkt(picture.crs_wkt)
    writer = QgsVectorFileWriter.create(
        str(path), fields, Qgis.WkbType.MultiPolygon, crs, QgsCoordinateTransformContext(), options
    )
    for each in legend.classes:
        if each.id not in outlines:
            continue
        feature = QgsFeature(fields)
        feature.setGeometry(outlines[each.id])
        words = [text.get(lang) if text else None for text in (each.title, each.means) for lang in LANGUAGES]
        source = [items.get(f"PLANDIALOG_{key}") for key in sources.values()]
        color = hex_color(*rgb(each.colors[0]))
        feature.setAttributes([each.id, *words, color, *common.values(), *source])
        writer.addFeature(feature)
    failed = writer.errorMessage() if writer.hasError() else ""
    del writer
    if failed:
        raise DerivedError(Message("derived-write", {"file": path.name, "detail": failed}))
    dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE, allowed_drivers=["GPKG"])
    for key, value in items.items():
        dataset.GetLayerByName(POLYGONS_LAYER).SetMetadataItem(key, value)
    dataset.FlushCache()


# Files


def _items(
    picture: Picture, legend: Legend, provenance: Optional[Mapping[str, str]], cancelled: Cancelled
) -> dict[str, str]:
    """Where a derived file comes from, as items of metadata."""
    found = {
        "SOURCE": picture.path.name,
        "SOURCE_PAGE": str(picture.page),
        "SOURCE_SHA256": file_hash(picture.path, lambda: _check(cancelled)),
        "DATE": datetime.date.today().isoformat(),
        "SOFTWARE": f"Plandialog {version()}",
        "LEGEND": json.dumps(dataclasses.asdict(legend), ensure_ascii=False),
    }
    found.update({key.upper().removeprefix("PLANDIALOG_"): value for key, value in (provenance or {}).items()})
    return {f"PLANDIALOG_{key}": value for key, value in found.items()}


def _refusal(target: Path) -> Refusal:
    return lambda detail: DerivedError(Message("derived-write", {"file": target.name, "detail": detail}))


def _check(cancelled: Cancelled) -> None:
    if cancelled():
        raise Interrupted
