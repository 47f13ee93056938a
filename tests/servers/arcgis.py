"""A feature service as ArcGIS Server has them: JSON with errors under status 200, pages and a cap of its own."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsRectangle,
    QgsVectorLayer,
    QgsWkbTypes,
)

from .demo_layers import features_of, open_dataset, plain, vector_datasets
from .http import Handler, HttpServer
from .sql_where import parse_where

_POINT, _LINE, _ = _KINDS = ("esriGeometryPoint", "esriGeometryPolyline", "esriGeometryPolygon")
_NUMBERS = {
    "integer": "esriFieldTypeInteger",
    "integer64": "esriFieldTypeBigInteger",
    "real": "esriFieldTypeDouble",
    "double": "esriFieldTypeDouble",
}
_ID = "OBJECTID"
_OWN_CODE = "3006"
_DEGREES = "4326"


@dataclass(frozen=True)
class _Row:
    attributes: dict[str, Any]
    geometry: QgsGeometry


@dataclass(frozen=True)
class _Layer:
    name: str
    kind: str
    fields: list[dict[str, Any]]
    rows: list[_Row]


class ArcgisServer(HttpServer):
    """``service`` is the address of the feature service; :meth:`layer` that of one dataset.

    ``most`` features are handed out at a time. Without ``paging`` it refuses to begin later than at the first.
    """

    def __init__(self, package: Path, most: int = 1000, paging: bool = True) -> None:
        self._most, self._paging = most, paging
        self._layers = [_read(name, open_dataset(package, name, uri)) for name, uri in vector_datasets(package).items()]
        super().__init__()
        self.service = f"{self.base}/arcgis/rest/services/demo/FeatureServer"

    def layer(self, name: str) -> str:
        """The address of the layer of a dataset."""
        return f"{self.service}/{[each.name for each in self._layers].index(name)}"

    def handle(self, request: Handler) -> None:
        parts = urlsplit(request.path)
        asked = parse_qs(parts.query)
        asked.update(parse_qs(request.body().decode()))
        params = {key: values[-1] for key, values in asked.items()}
        if params.get("f") not in ("json", "pjson", "geojson"):
            request.reply(200, {"Content-Type": "text/html;charset=utf-8"}, b"<html><body>demo</body></html>")
            return
        try:
            content = self._answer(parts.path, params)
        except (KeyError, ValueError, IndexError) as error:
            content = {"error": {"code": 400, "message": "Unable to complete operation.", "details": [str(error)]}}
        kind = "application/geo+json" if content.get("type") == "FeatureCollection" else "application/json"
        request.reply(200, {"Content-Type": f"{kind};charset=utf-8"}, json.dumps(content).encode())

    def _answer(self, path: str, params: dict[str, str]) -> dict[str, Any]:
        found = re.search(r"/FeatureServer(?:/(\d+)(/query)?)?/?$", path)
        if found is None:
            raise ValueError("no such service")
        if found[1] is None:
            return self._described()
        layer = self._layers[int(found[1])]
        return self._query(layer, params) if found[2] else self._described_layer(layer, int(found[1]))

    def _described(self) -> dict[str, Any]:
        layers = [
            {"id": number, "name": each.name, "type": "Feature Layer", "geometryType": each.kind}
            for number, each in enumerate(self._layers)
        ]
        return {
            "currentVersion": 11.1,
            "serviceDescription": "Demo",
            "capabilities": "Query",
            "maxRecordCount": self._most,
            "supportedQueryFormats": "JSON, geoJSON",
            "spatialReference": _reference(_OWN_CODE),
            "layers": layers,
            "tables": [],
        }

    def _described_layer(self, layer: _Layer, number: int) -> dict[str, Any]:
        return {
            "currentVersion": 11.1,
            "id": number,
            "name": layer.name,
            "type": "Feature Layer",
            "geometryType": layer.kind,
            "objectIdField": _ID,
            "displayField": layer.fields[1]["name"] if len(layer.fields) > 1 else _ID,
            "capabilities": "Query",
            "maxRecordCount": self._most,
            "supportedQueryFormats": "JSON, geoJSON",
            "advancedQueryCapabilities": {"supportsPagination": self._paging, "supportsQueryWithResultType": False},
            "fields": layer.fields,
            "extent": _extent(layer.rows, _OWN_CODE),
        }

    def _query(self, layer: _Layer, params: dict[str, str]) -> dict[str, Any]:
        rows = _chosen(layer, params)
        if params.get("returnCountOnly") == "true":
            return {"count": len(rows)}
        if params.get("returnIdsOnly") == "true":
            return {"objectIdFieldName": _ID, "objectIds": [each.attributes[_ID] for each in rows]}
        geojson = params["f"] == "geojson"
        code = params.get("outSR") or (_DEGREES if geojson else _OWN_CODE)
        if params.get("returnExtentOnly") == "true":
            return {"extent": _extent(rows, code)}
        names = _wanted(layer, params.get("outFields", _ID))
        start = int(params.get("resultOffset") or 0)
        if "resultOffset" in params and not self._paging:
            raise ValueError("Pagination is not supported.")
        size = min(int(params.get("resultRecordCount") or self._most), self._most)
        handed = rows[start : start + size]
        shown = params.get("returnGeometry", "true") == "true"
        write = _as_geojson if geojson else _as_esri
        capped = start + size < len(rows)
        return write(layer, handed, names, code, shown, capped)


def _read(name: str, layer: QgsVectorLayer) -> _Layer:
    fields = [{"name": _ID, "type": "esriFieldTypeOID", "alias": _ID}]
    for field in layer.fields():
        kind = _NUMBERS.get(field.typeName().lower())
        described = {"type": kind} if kind else {"type": "esriFieldTypeString", "length": field.length() or 200}
        fields.append({"name": field.name(), "alias": field.name(), **described})
    rows = [_Row({_ID: number, **_values(each)}, each.geometry()) for number, each in enumerate(features_of(layer), 1)]
    return _Layer(name, _KINDS[int(QgsWkbTypes.geometryType(layer.wkbType()))], fields, rows)


def _values(feature: QgsFeature) -> dict[str, Any]:
    return {field.name(): plain(feature[field.name()]) for field in feature.fields()}


# which features


def _chosen(layer: _Layer, params: dict[str, str]) -> list[_Row]:
    rows = layer.rows
    if params.get("objectIds"):
        ids = {int(each) for each in params["objectIds"].split(",")}
        rows = [each for each in rows if each.attributes[_ID] in ids]
    if params.get("where"):
        is_true = parse_where(params["where"], {each["name"] for each in layer.fields})
        rows = [each for each in rows if is_true(each.attributes)]
    if params.get("geometry"):
        box = _box(params)
        rows = [each for each in rows if each.geometry.intersects(box)]
    return rows


def _box(params: dict[str, str]) -> QgsRectangle:
    if params.get("geometryType", "esriGeometryEnvelope") != "esriGeometryEnvelope":
        raise ValueError("this server knows envelopes only")
    if params.get("spatialRel", "esriSpatialRelIntersects") not in (
        "esriSpatialRelIntersects",
        "esriSpatialRelEnvelopeIntersects",
    ):
        raise ValueError("spatialRel")
    text = params["geometry"]
    if text.startswith("{"):
        stated = json.loads(text)
        figures = [float(stated[key]) for key in ("xmin", "ymin", "xmax", "ymax")]
    else:
        figures = [float(each) for each in text.split(",")]
    return _transform(params.get("inSR") or _OWN_CODE, _OWN_CODE).transformBoundingBox(QgsRectangle(*figures))


def _wanted(layer: _Layer, stated: str) -> list[str]:
    names = [each["name"] for each in layer.fields]
    wanted = names if stated == "*" else [each.strip() for each in stated.split(",")]
    if set(wanted) - set(names):
        raise ValueError(f"'Invalid field: {stated}' parameter is invalid")
    return wanted


# how they are written


def _transform(source: str, target: str) -> QgsCoordinateTransform:
    def crs(code: str) -> QgsCoordinateReferenceSystem:
        made = QgsCoordinateReferenceSystem(f"EPSG:{code}")
        if not made.isValid():
            raise ValueError(f"spatial reference {code}")
        return made

    return QgsCoordinateTransform(crs(source), crs(target), QgsCoordinateTransformContext())


def _reference(code: str) -> dict[str, int]:
    return {"wkid": int(code), "latestWkid": int(code)}


def _extent(rows: list[_Row], code: str) -> dict[str, Any]:
    extent = QgsRectangle()
    for each in rows:
        extent.combineExtentWith(each.geometry.boundingBox())
    box = _transform(_OWN_CODE, code).transformBoundingBox(extent)
    corners = (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())
    return {**dict(zip(("xmin", "ymin", "xmax", "ymax"), corners)), "spatialReference": _reference(code)}


def _parts(row: _Row, code: str) -> list[Any]:
    """The coordinates of a geometry as GeoJSON has them for its kind with "Multi" before it.

    The JSON of QGIS rounds so that the last digits differ from what is in the file.
    """
    geometry = QgsGeometry(row.geometry)
    if code != _OWN_CODE:
        geometry.transform(_transform(_OWN_CODE, code))
    geometry.convertToMultiType()
    kind = int(QgsWkbTypes.geometryType(geometry.wkbType()))
    return _pairs((geometry.asMultiPoint, geometry.asMultiPolyline, geometry.asMultiPolygon)[kind]())


def _pairs(value: Any) -> list[Any]:
    return [_pairs(each) for each in value] if isinstance(value, list) else [value.x(), value.y()]


def _as_esri(layer: _Layer, rows: list[_Row], names: list[str], code: str, shown: bool, capped: bool) -> dict[str, Any]:
    features = [
        {
            "attributes": {key: each.attributes[key] for key in names},
            **({"geometry": _esri_shape(layer.kind, _parts(each, code))} if shown else {}),
        }
        for each in rows
    ]
    return {
        "objectIdFieldName": _ID,
        "globalIdFieldName": "",
        **({"geometryType": layer.kind, "spatialReference": _reference(code)} if shown else {}),
        "fields": [each for each in layer.fields if each["name"] in names],
        "features": features,
        **({"exceededTransferLimit": True} if capped else {}),
    }


def _esri_shape(kind: str, parts: list[Any]) -> dict[str, Any]:
    if kind == _POINT:
        return {"x": parts[0][0], "y": parts[0][1]}
    if kind == _LINE:
        return {"paths": parts}
    # The outer rings of Esri run clockwise, holes the other way.
    return {"rings": [_turned(ring, index == 0) for rings in parts for index, ring in enumerate(rings)]}


def _turned(ring: list[list[float]], clockwise: bool) -> list[list[float]]:
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:]))
    return ring if (area < 0) == clockwise else ring[::-1]


def _as_geojson(
    layer: _Layer, rows: list[_Row], names: list[str], code: str, shown: bool, capped: bool
) -> dict[str, Any]:
    features = [
        {
            "type": "Feature",
            "id": each.attributes[_ID],
            "geometry": _geojson_shape(layer.kind, _parts(each, code)) if shown else None,
            "properties": {key: each.attributes[key] for key in names},
        }
        for each in rows
    ]
    return {
        "type": "FeatureCollection",
        **({"crs": {"type": "name", "properties": {"name": f"EPSG:{code}"}}} if code != _DEGREES else {}),
        **({"properties": {"exceededTransferLimit": True}, "exceededTransferLimit": True} if capped else {}),
        "features": features,
    }


def _geojson_shape(kind: str, parts: list[Any]) -> dict[str, Any]:
    if kind == _POINT:
        return {"type": "Point", "coordinates": parts[0]}
    return {"type": "MultiLineString" if kind == _LINE else "MultiPolygon", "coordinates": parts}
