"""Layers on their way into a package: GeoPackages in its CRS, one layer each, made whole or not at all."""

from __future__ import annotations

import json
from itertools import chain, count
from pathlib import Path
from typing import Any, Iterable, Iterator

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsVectorFileWriter,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ..core.messages import Message, MessageError
from .geometry import Cancelled, Interrupted, is_blank

#: What a package calls the kinds of geometry, and the kind of layer each is written as.
KINDS = {
    Qgis.GeometryType.Point: ("point", Qgis.WkbType.MultiPoint),
    Qgis.GeometryType.Line: ("line", Qgis.WkbType.MultiLineString),
    Qgis.GeometryType.Polygon: ("polygon", Qgis.WkbType.MultiPolygon),
}

# GeoPackage numbers rows in a column of this name; one of the source's own may hold the same number twice.
_ROW_NUMBER = "fid"

# Fields that GeoPackage has no type for are written as text, as JSON.
_TEXTUAL = (QMetaType.Type.QVariantMap, QMetaType.Type.QVariantList, QMetaType.Type.QStringList)


class LayerError(MessageError):
    """A layer that cannot be taken into a package; ``message`` says why."""


def area_of(features: Iterable[QgsFeature], transform: QgsCoordinateTransform, cancelled: Cancelled) -> QgsGeometry:
    """All polygons as one valid multipolygon in the target CRS of ``transform``. Raises :class:`LayerError`."""
    parts = []
    for _, geometry in _moved(features, transform, cancelled):
        if not is_blank(geometry):
            parts.append(geometry.makeValid())
    area = QgsGeometry.unaryUnion(parts).makeValid() if parts else QgsGeometry()
    area.convertGeometryCollectionToSubclass(Qgis.GeometryType.Polygon)
    area.convertToMultiType()
    if area.isEmpty() or area.area() <= 0:
        raise LayerError(Message("layer-no-area"))
    return area


def write_area(path: Path, name: str, area: QgsGeometry, title: str, crs: QgsCoordinateReferenceSystem) -> None:
    """Write the area of validity as a layer of one feature. Raises :class:`LayerError`."""
    fields = QgsFields([QgsField("namn", QMetaType.Type.QString)])
    feature = QgsFeature(fields)
    feature.setGeometry(area)
    feature.setAttributes([title])
    _write(path, name, [feature], fields, Qgis.WkbType.MultiPolygon, crs)


def write_layer(
    path: Path,
    name: str,
    source: tuple[Iterable[QgsFeature], QgsFields, Qgis.WkbType],
    transform: QgsCoordinateTransform,
    cancelled: Cancelled,
) -> tuple[int, int]:
    """Write features as they are, with their attributes, in the target CRS of ``transform``.

    ``source`` is the features, their fields and the type of their geometry. Returns how many were written and how many
    had no geometry and were left out. Raises :class:`LayerError` and Interrupted.
    """
    features, own, kind = source
    _, written_as = KINDS[QgsWkbTypes.geometryType(kind)]
    kept = [index for index in range(own.count()) if own[index].name().lower() != _ROW_NUMBER]
    fields = QgsFields([_storable(own[index]) for index in kept])
    counts = {"written": 0, "without": 0}

    def made() -> Iterator[QgsFeature]:
        for feature, geometry in _moved(features, transform, cancelled):
            if is_blank(geometry):
                counts["without"] += 1
                continue
            values = feature.attributes()
            for part in _together(geometry.coerceToType(written_as), written_as):
                row = QgsFeature(fields)
                row.setGeometry(part)
                row.setAttributes([_stored(values[index]) for index in kept])
                counts["written"] += 1
                yield row

    _write(path, name, made(), fields, written_as, transform.destinationCrs())
    if not counts["written"]:
        raise LayerError(Message("layer-empty"))
    return counts["written"], counts["without"]


def _together(parts: list[QgsGeometry], kind: Qgis.WkbType) -> list[QgsGeometry]:
    """The parts that a geometry was turned into as one, so that a feature stays one feature."""
    if len(parts) < 2:
        return parts
    whole = QgsGeometry.collectGeometry(parts)
    return whole.coerceToType(kind) if whole.wkbType() != kind else [whole]


def _storable(field: QgsField) -> QgsField:
    kind = QMetaType.Type.QString if field.type() in _TEXTUAL else field.type()
    return QgsField(field.name(), kind, "", field.length(), field.precision())


def _stored(value: Any) -> Any:
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return value


def _moved(
    features: Iterable[QgsFeature], transform: QgsCoordinateTransform, cancelled: Cancelled
) -> Iterator[tuple[QgsFeature, QgsGeometry]]:
    for feature in features:
        if cancelled():
            raise Interrupted
        geometry = QgsGeometry(feature.geometry())
        try:
            geometry.transform(transform)
        except QgsCsException as error:
            params = {"crs": transform.destinationCrs().authid(), "feature": feature.id()}
            raise LayerError(Message("layer-transform", params)) from error
        yield feature, geometry


def _write(
    path: Path,
    name: str,
    features: Iterable[QgsFeature],
    fields: QgsFields,
    kind: Qgis.WkbType,
    crs: QgsCoordinateReferenceSystem,
) -> None:
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.layerName = name
    options.layerOptions = [f"GEOMETRY_NAME={_free_name(fields)}"]
    path.parent.mkdir(parents=True, exist_ok=True)
    writer = QgsVectorFileWriter.create(str(path), fields, kind, crs, QgsCoordinateTransformContext(), options)
    _check(writer, path)
    for feature in features:
        writer.addFeature(feature)
        _check(writer, path)
    writer.flushBuffer()
    _check(writer, path)
    # Deleting the writer closes the file.
    del writer


def _free_name(fields: QgsFields) -> str:
    """A name for the column of geometries that no field has."""
    taken = {field.name().lower() for field in fields}
    return next(name for name in chain(["geom"], (f"geom_{number}" for number in count(1))) if name not in taken)


def _check(writer: QgsVectorFileWriter, path: Path) -> None:
    if writer.hasError() != QgsVectorFileWriter.WriterError.NoError:
        raise LayerError(Message("layer-not-written", {"file": path.name, "detail": writer.errorMessage()}))
