"""A feature service as ArcGIS Server has them: JSON with errors under status 200, pages and a cap of its own."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Optional
from urllib.parse import parse_qs, urlsplit

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFeatureRequest,
    QgsRectangle,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from .http import Handler, HttpServer
from .qgis_server import vector_datasets

_CRS = QgsCoordinateReferenceSystem("EPSG:3006")
_KINDS = {0: "esriGeometryPoint", 1: "esriGeometryPolyline", 2: "esriGeometryPolygon"}
_NUMBERS = ("int", "integer", "integer64", "double", "real", "longlong", "qlonglong")


class ArcgisServer(HttpServer):
    """``service`` is the address of the feature service; :meth:`layer` that of one dataset."""

    def __init__(self, package: Path, most: int = 1000) -> None:
        self._most = most
        self._layers = [_read(name, str(package / uri)) for name, uri in vector_datasets(package).items()]
        super().__init__()
        self.service = f"{self.base}/arcgis/rest/services/demo/FeatureServer"

    def layer(self, name: str) -> str:
        """The address of the layer of a dataset."""
        return f"{self.service}/{[each['name'] for each in self._layers].index(name)}"

    def handle(self, request: Handler) -> None:
        parts = urlsplit(request.path)
        params = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        try:
            content = self._answer(parts.path, params)
        except (KeyError, ValueError, IndexError) as error:
            content = {"error": {"code": 400, "message": "Unable to complete operation.", "details": [str(error)]}}
        request.reply(200, {"Content-Type": "application/json"}, json.dumps(content).encode())

    def _answer(self, path: str, params: dict[str, str]) -> dict[str, Any]:
        found = re.search(r"/FeatureServer(?:/(\d+)(/query)?)?/?$", path)
        if found is None:
            raise ValueError("no such service")
        if found[1] is None:
            return {"layers": [{"id": number, "name": each["name"]} for number, each in enumerate(self._layers)]}
        layer = self._layers[int(found[1])]
        return self._query(layer, params) if found[2] else self._described(layer, int(found[1]))

    def _described(self, layer: dict[str, Any], number: int) -> dict[str, Any]:
        box = layer["extent"]
        return {
            "id": number,
            "name": layer["name"],
            "type": "Feature Layer",
            "geometryType": layer["kind"],
            "objectIdField": "OBJECTID",
            "maxRecordCount": self._most,
            "fields": layer["fields"],
            "extent": {**box, "spatialReference": {"wkid": 3006, "latestWkid": 3006}},
        }

    def _query(self, layer: dict[str, Any], params: dict[str, str]) -> dict[str, Any]:
        features = [each for each in layer["features"] if _meets(each, params) and _true(each, params.get("where", ""))]
        if params.get("returnCountOnly") == "true":
            return {"count": len(features)}
        start = int(params.get("resultOffset", "0"))
        size = min(int(params.get("resultRecordCount", self._most)), self._most)
        wanted = params.get("outFields", "*")
        names = [each["name"] for each in layer["fields"]]
        chosen = names if wanted == "*" else wanted.split(",")
        if set(chosen) - set(names):
            raise ValueError(f"no such field: {wanted}")
        if params.get("outSR", "3006") != "3006":
            raise ValueError("this server knows EPSG:3006 only")
        handed = features[start : start + size]
        return {
            "objectIdFieldName": "OBJECTID",
            "geometryType": layer["kind"],
            "spatialReference": {"wkid": 3006, "latestWkid": 3006},
            "fields": [each for each in layer["fields"] if each["name"] in chosen],
            "features": [
                {"attributes": {key: each["attributes"][key] for key in chosen}, "geometry": each["geometry"]}
                for each in handed
            ],
            **({"exceededTransferLimit": True} if start + size < len(features) else {}),
        }


def _read(name: str, uri: str) -> dict[str, Any]:
    options = QgsVectorLayer.LayerOptions()
    options.forceReadOnly = True
    layer = QgsVectorLayer(uri, name, "ogr", options)
    assert layer.isValid(), uri
    fields = [{"name": "OBJECTID", "type": "esriFieldTypeOID"}]
    for field in layer.fields():
        kind = field.typeName().lower()
        number = "esriFieldTypeInteger" if "int" in kind else "esriFieldTypeDouble"
        fields.append({"name": field.name(), "type": number if kind in _NUMBERS else "esriFieldTypeString"})
    request = QgsFeatureRequest().setDestinationCrs(_CRS, QgsCoordinateTransformContext())
    read = [each for each in layer.getFeatures(request) if not each.geometry().isNull()]
    features = [_feature(number, each) for number, each in enumerate(read, 1)]
    extent = QgsRectangle()
    for each in read:
        extent.combineExtentWith(each.geometry().boundingBox())
    return {
        "name": name,
        "kind": _KINDS[int(QgsWkbTypes.geometryType(layer.wkbType()))],
        "fields": fields,
        "features": features,
        "extent": dict(zip(("xmin", "ymin", "xmax", "ymax"), _corners(extent))),
    }


def _feature(number: int, feature: QgsFeature) -> dict[str, Any]:
    values = {field.name(): _plain(feature[field.name()]) for field in feature.fields()}
    geometry = feature.geometry()
    content = json.loads(geometry.asJson(17))
    flat = content["coordinates"]
    kind = content["type"].replace("Multi", "")
    parts = flat if content["type"].startswith("Multi") else [flat]
    if kind == "Point":
        shape = {"x": parts[0][0], "y": parts[0][1]}
    elif kind == "LineString":
        shape = {"paths": parts}
    else:
        # The outer rings of Esri run clockwise, holes the other way.
        shape = {"rings": [_turned(ring, index == 0) for rings in parts for index, ring in enumerate(rings)]}
    return {"attributes": {"OBJECTID": number, **values}, "geometry": shape, "box": geometry.boundingBox()}


def _turned(ring: list[list[float]], clockwise: bool) -> list[list[float]]:
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:]))
    return ring if (area < 0) == clockwise else ring[::-1]


def _plain(value: object) -> Optional[object]:
    if isinstance(value, QVariant):
        return None if value.isNull() else value.value()
    return value if value is None or isinstance(value, (int, float, str)) else str(value)


def _corners(box: QgsRectangle) -> tuple[float, float, float, float]:
    return box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()


def _meets(feature: dict[str, Any], params: dict[str, str]) -> bool:
    if "geometry" not in params:
        return True
    if params.get("geometryType") != "esriGeometryEnvelope" or params.get("inSR", "3006") != "3006":
        raise ValueError("this server knows envelopes in EPSG:3006 only")
    return feature["box"].intersects(QgsRectangle(*map(float, params["geometry"].split(","))))


_TERM = re.compile(r"(\w+) (=|<|<=|>|>=) ('(?:[^']|'')*'|-?[\d.]+)")


def _true(feature: dict[str, Any], where: str) -> bool:
    """SQL of comparisons with AND, OR and parentheses."""
    if where in ("", "1=1"):
        return True
    stripped = where[1:-1] if where.startswith("(") and where.endswith(")") else where
    for word, join in ((" OR ", any), (" AND ", all)):
        parts = _split(stripped, word)
        if len(parts) > 1:
            return join([_true(feature, part) for part in parts])
    term = _TERM.fullmatch(stripped)
    if term is None:
        raise ValueError(f"where: {where}")
    value = feature["attributes"][term[1]]
    constant = term[3][1:-1].replace("''", "'") if term[3].startswith("'") else float(term[3])
    if value is None or isinstance(value, str) != isinstance(constant, str):
        return False
    return {
        "=": value == constant,
        "<": value < constant,
        "<=": value <= constant,
        ">": value > constant,
        ">=": value >= constant,
    }[term[2]]


def _split(text: str, word: str) -> list[str]:
    """The parts of ``text`` between ``word`` outside parentheses and quotes."""
    parts, depth, quoted, begin = [], 0, False, 0
    for index, sign in enumerate(text):
        quoted ^= sign == "'"
        depth += 0 if quoted else (sign == "(") - (sign == ")")
        if not quoted and depth == 0 and text.startswith(word, index):
            parts.append(text[begin:index])
            begin = index + len(word)
    return [*parts, text[begin:]]
