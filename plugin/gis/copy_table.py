"""The features of a remote dataset on their way into a table of a GeoPackage, as the service gave them."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path
from typing import Iterable, Optional

from osgeo import gdal, ogr, osr
from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsField, QgsFields
from qgis.PyQt.QtCore import QDate, QDateTime, QMetaType, Qt, QTime, QVariant

from ..core.messages import Message
from ..core.package.model import Dataset
from .copies import IDENTIFIER, NUMBER, SHAPE
from .geometry import Cancelled, Interrupted
from .remote.errors import RemoteError
from .remote.extents import epsg_of
from .sources import SourceError, gdal_errors

#: How GDAL names the columns that a service knows nothing of, so that they cannot be mistaken for its own.
LAYER_OPTIONS = (f"FID={NUMBER}", f"GEOMETRY_NAME={SHAPE}")

_KINDS = {
    QMetaType.Type.Bool: ogr.OFTInteger,
    QMetaType.Type.Int: ogr.OFTInteger,
    QMetaType.Type.UInt: ogr.OFTInteger64,
    QMetaType.Type.LongLong: ogr.OFTInteger64,
    QMetaType.Type.Double: ogr.OFTReal,
    QMetaType.Type.QDate: ogr.OFTDate,
    QMetaType.Type.QDateTime: ogr.OFTDateTime,
}

# Kinds of figures, each of which can hold those before it.
_FIGURES = (ogr.OFTInteger, ogr.OFTInteger64, ogr.OFTReal)


def created(path: Path) -> gdal.Dataset:
    """A new GeoPackage. Raises RuntimeError or OSError where it cannot be made."""
    made = gdal.GetDriverByName("GPKG").Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    if made is None:
        raise OSError(str(path))
    return made


def reference(crs: QgsCoordinateReferenceSystem) -> osr.SpatialReference:
    """``crs`` in the words of GDAL."""
    made = osr.SpatialReference()
    code = epsg_of(crs)
    if not code or made.ImportFromEPSG(int(code)) != 0:
        made.ImportFromWkt(crs.toWkt())
    return made


class Table:
    """A table for the features of ``dataset`` in a file of its own, open inside its context. For one thread.

    Features may come in several answers, some of them more than once, with columns that are not the same in all.
    """

    def __init__(self, path: Path, dataset: Dataset, cancelled: Cancelled) -> None:
        self._file = created(path)
        self._dataset = dataset
        self._cancelled = cancelled
        self._layer: Optional[ogr.Layer] = None
        self._crs = QgsCoordinateReferenceSystem()
        self._kinds: dict[str, int] = {}
        self._names: set[str] = set()
        self._unnamed: Counter[bytes] = Counter()
        self._count = 0

    def add(
        self,
        features: Iterable[tuple[str, QgsFeature]],
        fields: QgsFields,
        crs: QgsCoordinateReferenceSystem,
        asked_in: QgsCoordinateReferenceSystem,
    ) -> None:
        """Take the features of an answer in. Raises :class:`SourceError` and Interrupted."""
        with gdal_errors() as errors:
            if self._layer is None:
                self._crs = crs if crs.isValid() else asked_in
                options = [*LAYER_OPTIONS, "SPATIAL_INDEX=YES"]
                self._layer = self._file.CreateLayer(
                    self._dataset.id, reference(self._crs), ogr.wkbUnknown, options=options
                )
                self._layer.CreateField(ogr.FieldDefn(IDENTIFIER, ogr.OFTString))
            elif crs.isValid() and crs != self._crs:
                raise RemoteError("remote-format", self._dataset.source.name, detail=crs.authid())
            for field in fields:
                self._take_column(field)
            self._file.StartTransaction()
            alike: Counter[bytes] = Counter()
            for identifier, feature in features:
                if self._cancelled():
                    raise Interrupted
                if self._is_new(identifier, feature, alike):
                    self._write(identifier, feature)
            self._file.CommitTransaction()
            self._check(errors)

    def finished(self) -> tuple[int, tuple[str, ...]]:
        """Finish the file; how many features it holds, and their columns. Raises :class:`SourceError`."""
        with gdal_errors() as errors:
            self._close()
            self._check(errors)
        return self._count, tuple(self._kinds)

    def __enter__(self) -> Table:
        return self

    def __exit__(self, *_: object) -> None:
        # An exception would keep it for another thread to close, when its folder is gone.
        with gdal_errors():
            self._close()

    def _close(self) -> None:
        self._layer = None
        self._file = None

    def _check(self, errors: list[str]) -> None:
        if errors:
            raise SourceError(Message("copy-not-saved", {"detail": errors[0]}))

    def _take_column(self, field: QgsField) -> None:
        name, kind = field.name(), _KINDS.get(QMetaType.Type(field.type()), ogr.OFTString)
        known = self._kinds.get(name)
        if known is None:
            if name.casefold() in {each.casefold() for each in (*self._kinds, IDENTIFIER, NUMBER, SHAPE)}:
                # Capitals tell nothing apart in a GeoPackage.
                raise SourceError(Message("copy-column", {"field": name, "file": self._dataset.source.name}))
            definition = ogr.FieldDefn(name, kind)
            if QMetaType.Type(field.type()) == QMetaType.Type.Bool:
                definition.SetSubType(ogr.OFSTBoolean)
            self._layer.CreateField(definition)
            self._kinds[name] = kind
        elif _common(known, kind) != known:
            self._kinds[name] = _common(known, kind)
            place = self._layer.GetLayerDefn().GetFieldIndex(name)
            self._layer.AlterFieldDefn(place, ogr.FieldDefn(name, self._kinds[name]), ogr.ALTER_TYPE_FLAG)

    def _is_new(self, identifier: str, feature: QgsFeature, alike: Counter[bytes]) -> bool:
        """Whether the feature has not come before. One without a name is known by all it has; of those that are alike
        there are as many as came in one answer."""
        if not identifier.startswith("#"):
            is_new = identifier not in self._names
            self._names.add(identifier)
            return is_new
        content = repr((bytes(feature.geometry().asWkb()), feature.attributeMap()))
        key = hashlib.sha256(content.encode()).digest()
        alike[key] += 1
        is_new = alike[key] > self._unnamed[key]
        self._unnamed[key] = max(self._unnamed[key], alike[key])
        return is_new

    def _write(self, identifier: str, feature: QgsFeature) -> None:
        row = ogr.Feature(self._layer.GetLayerDefn())
        row.SetField(IDENTIFIER, identifier)
        for name, value in feature.attributeMap().items():
            plain = _plain(value)
            if plain is not None:
                row.SetField(name, plain)
        if not feature.geometry().isNull():
            row.SetGeometry(ogr.CreateGeometryFromWkb(bytes(feature.geometry().asWkb())))
        self._layer.CreateFeature(row)
        self._count += 1


def _common(first: int, second: int) -> int:
    """The kind of column that holds the values of both."""
    if first == second:
        return first
    if first in _FIGURES and second in _FIGURES:
        return max(first, second, key=_FIGURES.index)
    return ogr.OFTString


def _plain(value: object) -> object:
    """A value as GDAL's bindings take it, None for NULL."""
    if value is None or (isinstance(value, QVariant) and value.isNull()):
        return None
    if isinstance(value, QVariant):
        value = value.value()
    if isinstance(value, (QDate, QDateTime, QTime)):
        return value.toString(Qt.DateFormat.ISODateWithMs) if value.isValid() else None
    if isinstance(value, bool):
        return int(value)
    return value if isinstance(value, (int, float, str)) else str(value)
