"""The answers of services as features: GML, GeoJSON and Esri JSON, read by GDAL from memory.

An answer is looked at before GDAL gets it: what is an error in disguise, cut off or no answer at all never becomes
"no features". Nothing is fetched that an answer refers to.
"""

from __future__ import annotations

import json
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Iterable, Iterator, Optional, Sequence

from lxml import etree
from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsField, QgsFields, QgsGeometry, QgsVectorLayer

from ..sources import gdal_errors
from .errors import RemoteError

# The local names of XML elements that say that something went wrong, in any version of OGC's services.
_EXCEPTIONS = ("ExceptionReport", "ServiceExceptionReport", "ServiceException", "Exception")
_MEMBERS = ("member", "featureMember")
_LONGEST_DETAIL = 300
_ESRI_IDS = ("OBJECTID", "FID")

# GDAL must not look up schemas or links on the network, nor guess types: "0123" is no number.
_GML_OPTIONS = ["DOWNLOAD_SCHEMA=NO", "EXPOSE_GML_ID=YES", "FORCE_SRS_DETECTION=YES", "WRITE_GFS=NO"]
_GML_CONFIG = {"GML_FIELDTYPES": "ALWAYS_STRING", "GML_SKIP_RESOLVE_ELEMS": "ALL"}


@dataclass(frozen=True)
class Decoded:
    """The features of one answer, in its own CRS (invalid where it states none), with the ids that the service gives
    them (None where it gives none).

    ``matched`` is how many features the server says there are, None where it does not. ``following`` is the address of
    the next page, where the answer gives one, ``capped`` whether it says of itself that it is cut short, and
    ``columns`` are the attributes that it names.
    """

    features: tuple[QgsFeature, ...]
    ids: tuple[Optional[str], ...]
    fields: QgsFields
    crs: QgsCoordinateReferenceSystem
    matched: Optional[int] = None
    following: str = ""
    capped: bool = False
    columns: tuple[str, ...] = ()

    def turned(self) -> Decoded:
        """The same with x and y of every feature swapped."""
        for feature in self.features:
            geometry = QgsGeometry(feature.geometry())
            if not geometry.isNull():
                geometry.get().swapXy()
                feature.setGeometry(geometry)
        return self


def decode_gml(body: bytes, service: str, schema: bytes = b"") -> Decoded:
    """The features of a WFS answer; ``schema`` (XSD) gives the types of attributes, which are text without it.

    Raises :class:`RemoteError` for everything but a whole collection of features.
    """
    matched, ids = _look_over(body, service)
    if not ids:
        return Decoded((), (), QgsFields(), QgsCoordinateReferenceSystem(), matched)
    config = {} if schema else _GML_CONFIG
    features, fields, crs = _read(body, "gml", service, _GML_OPTIONS, schema, config)
    _all_there(ids, features, service)
    return Decoded(features, tuple(ids), fields, crs, matched)


def decode_geojson(body: bytes, service: str) -> Decoded:
    """The features of a GeoJSON answer. Raises :class:`RemoteError`."""
    content = json_object(body, service)
    listed = content.get("features")
    if content.get("type") != "FeatureCollection" or not isinstance(listed, list):
        raise RemoteError("remote-exception", service, detail=_json_detail(content))
    matched = content.get("numberMatched")
    matched = matched if isinstance(matched, int) and not isinstance(matched, bool) else None
    links = content.get("links")
    links = links if isinstance(links, list) else []
    onwards = [each for each in links if isinstance(each, dict) and each.get("rel") == "next"]
    following = str(onwards[0].get("href", "")) if onwards else ""
    if not listed:
        return Decoded((), (), QgsFields(), QgsCoordinateReferenceSystem(), matched, following)
    features, fields, crs = _read(body, "geojson", service)
    _all_there(listed, features, service)
    return Decoded(features, tuple(_id(each, "id") for each in listed), fields, crs, matched, following)


def decode_esri(body: bytes, service: str) -> Decoded:
    """The features of an ArcGIS answer (``f=json``). Raises :class:`RemoteError`."""
    content = json_object(body, service)
    listed = content.get("features")
    if not isinstance(listed, list):
        raise RemoteError("remote-exception", service, detail=_json_detail(content))
    capped = content.get("exceededTransferLimit") is True
    columns = esri_columns(content)
    if not listed:
        return Decoded((), (), QgsFields(), QgsCoordinateReferenceSystem(), capped=capped, columns=columns)
    features, fields, crs = _read(body, "json", service)
    _all_there(listed, features, service)
    id_field = str(content.get("objectIdFieldName") or esri_id_field(columns))
    ids = tuple(_id(each.get("attributes") if isinstance(each, dict) else None, id_field) for each in listed)
    return Decoded(features, ids, fields, crs, capped=capped, columns=columns)


def esri_columns(content: dict[str, Any]) -> tuple[str, ...]:
    """The attributes that an answer of ArcGIS names."""
    fields = content.get("fields")
    listed = fields if isinstance(fields, list) else ()
    return tuple(str(each.get("name")) for each in listed if isinstance(each, dict))


def esri_id_field(columns: Iterable[str]) -> str:
    """Which of a layer's attributes tells its features apart, where no answer has said so."""
    return next((name for name in columns if name.upper() in _ESRI_IDS), _ESRI_IDS[0])


def json_object(body: bytes, service: str) -> dict[str, Any]:
    """The JSON object in ``body``. Raises :class:`RemoteError` for anything else and for an error that it holds."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RemoteError("remote-format", service, detail=_beginning(body)) from error
    if not isinstance(content, dict):
        raise RemoteError("remote-format", service, detail=_beginning(body))
    if isinstance(content.get("error"), dict):
        raise RemoteError("remote-exception", service, detail=_json_detail(content["error"]))
    return content


def xml_root(body: bytes, service: str) -> etree._Element:
    """The root of an XML answer that is no error. Raises :class:`RemoteError`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        parser.feed(body)
        root = parser.close()
    except etree.XMLSyntaxError as error:
        raise _no_xml(body, service) from error
    _refuse_exception(root, service)
    return root


def local_name(element: etree._Element) -> str:
    """The name of an XML element without its namespace; empty for a comment."""
    # Not by QName, which raises for a name that was cut off.
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _look_over(body: bytes, service: str) -> tuple[Optional[int], list[Optional[str]]]:
    """How many features a GML collection says there are, and the ids of those it holds."""
    matched: Optional[int] = None
    ids: list[Optional[str]] = []
    root = None
    events = etree.iterparse(
        BytesIO(body), events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
    )
    try:
        for event, element in events:
            name = local_name(element)
            if root is None:
                root = element
                if name in _EXCEPTIONS:
                    raise RemoteError("remote-exception", service, detail=_xml_detail(xml_root(body, service)))
                if name != "FeatureCollection":
                    # One that was cut off in the middle of its name is told as such.
                    xml_root(body, service)
                    raise RemoteError("remote-format", service, detail=_beginning(body))
                stated = element.get("numberMatched", "")
                matched = int(stated) if stated.isdigit() else None
            elif event == "end":
                if name in _EXCEPTIONS and element.getparent() is not None and element.getparent() is root:
                    raise RemoteError("remote-exception", service, detail=_xml_detail(element))
                if name in _MEMBERS or name == "featureMembers":
                    ids += [_gml_id(each) for each in element if local_name(each)]
                    element.clear()
    except etree.XMLSyntaxError as error:
        raise _no_xml(body, service) from error
    return matched, ids


def _gml_id(element: etree._Element) -> Optional[str]:
    return next((text for key, text in element.attrib.items() if key.rpartition("}")[2] in ("id", "fid")), None)


def _id(content: object, key: str) -> Optional[str]:
    value = content.get(key) if isinstance(content, dict) else None
    return None if value is None else str(value)


def _no_xml(body: bytes, service: str) -> RemoteError:
    start = body.lstrip()[:1]
    if start == b"<" and b"<html" not in body[:1000].lower():
        return RemoteError("remote-truncated", service)
    return RemoteError("remote-format", service, detail=_beginning(body))


def _refuse_exception(root: etree._Element, service: str) -> None:
    if local_name(root) in _EXCEPTIONS:
        raise RemoteError("remote-exception", service, detail=_xml_detail(root))


def _xml_detail(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())[:_LONGEST_DETAIL] or "?"


def _json_detail(content: dict[str, Any]) -> str:
    parts = [content.get(key) for key in ("code", "title", "message", "description", "detail", "details")]
    said = [str(each) for each in parts if isinstance(each, (str, int)) and str(each)]
    return ", ".join(dict.fromkeys(said))[:_LONGEST_DETAIL] or "?"


def _beginning(body: bytes) -> str:
    return " ".join(body[:200].decode("utf-8", "replace").split())[:80] or "?"


def _all_there(listed: Sequence[object], features: tuple[QgsFeature, ...], service: str) -> None:
    if len(features) != len(listed):
        detail = f"{len(listed)} features, {len(features)} readable"
        raise RemoteError("remote-format", service, detail=detail)


def _read(
    body: bytes,
    ending: str,
    service: str,
    options: Optional[list[str]] = None,
    schema: bytes = b"",
    config: Optional[dict[str, str]] = None,
) -> tuple[tuple[QgsFeature, ...], QgsFields, QgsCoordinateReferenceSystem]:
    """What GDAL makes of an answer, by way of QGIS's own provider, so that values are as those of a file."""
    with _in_memory(body, ending, schema) as path, _configured(config or {}), gdal_errors() as errors:
        uri = path + "".join(f"|option:{option}" for option in options or ())
        options_of_layer = QgsVectorLayer.LayerOptions(loadDefaultStyle=False)
        options_of_layer.forceReadOnly = True
        layer = QgsVectorLayer(uri, "answer", "ogr", options_of_layer)
        if not layer.isValid():
            # An exception would keep it for another thread to delete, when its file is gone.
            del layer
            raise RemoteError("remote-format", service, detail=errors[0] if errors else _beginning(body))
        features = tuple(QgsFeature(feature) for feature in layer.getFeatures())
        fields, crs = _without_aliases(layer.fields()), QgsCoordinateReferenceSystem(layer.crs())
        # Closed before its file goes.
        del layer
        if errors:
            raise RemoteError("remote-format", service, detail=errors[0])
    for feature in features:
        feature.setFields(fields, False)
    return features, fields, crs


def _without_aliases(fields: QgsFields) -> QgsFields:
    """``fields`` known by their names only.

    Newer versions of GDAL (3.10 does, 3.6 does not) hand on the labels that ArcGIS has for people, and QGIS finds an
    attribute by its label too. A package names attributes: one that is called otherwise by now is gone.
    """
    named = QgsFields()
    for each in fields:
        field = QgsField(each)
        field.setAlias("")
        named.append(field)
    return named


@contextmanager
def _in_memory(body: bytes, ending: str, schema: bytes) -> Iterator[str]:
    folder = f"/vsimem/plandialog-{uuid.uuid4().hex}"
    paths = {f"{folder}/answer.{ending}": body}
    if schema:
        paths[f"{folder}/answer.xsd"] = schema
    for path, content in paths.items():
        gdal.FileFromMemBuffer(path, content)
    try:
        yield f"{folder}/answer.{ending}"
    finally:
        for path in paths:
            gdal.Unlink(path)


@contextmanager
def _configured(values: dict[str, str]) -> Iterator[None]:
    """GDAL's settings for this thread while the context is open."""
    before = {key: gdal.GetThreadLocalConfigOption(key) for key in values}
    for key, value in values.items():
        gdal.SetThreadLocalConfigOption(key, value)
    try:
        yield
    finally:
        for key, value in before.items():
            gdal.SetThreadLocalConfigOption(key, value)
