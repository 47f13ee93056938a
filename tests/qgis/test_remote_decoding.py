"""Answers of services become features, and nothing else becomes "no features"."""

from __future__ import annotations

import json

import pytest
from plandialog.plugin.gis.remote.decoding import decode_esri, decode_geojson, decode_gml
from plandialog.plugin.gis.remote.errors import RemoteError
from qgis.core import Qgis

HOST = "tjanst.example"

_GML2 = """<?xml version="1.0" encoding="UTF-8"?>
<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2"
 xmlns:ex="http://example.org/" numberMatched="{matched}" numberReturned="{returned}">{members}
</wfs:FeatureCollection>"""
_GML1 = """<?xml version="1.0" encoding="UTF-8"?>
<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs" xmlns:gml="http://www.opengis.net/gml"
 xmlns:ex="http://example.org/" numberOfFeatures="2"><gml:featureMembers>{members}</gml:featureMembers>
</wfs:FeatureCollection>"""
_URN = "urn:ogc:def:crs:EPSG::3006"


def place(number, geometry, code="0123"):
    return f'<ex:plats gml:id="plats.{number}"><ex:kod>{code}</ex:kod><ex:geom>{geometry}</ex:geom></ex:plats>'


def point(srs=_URN, position="6570000 510000"):
    return f'<gml:Point srsName="{srs}"><gml:pos>{position}</gml:pos></gml:Point>'


def gml2(*members, matched=None):
    wrapped = "".join(f"<wfs:member>{member}</wfs:member>" for member in members)
    return _GML2.format(
        matched=len(members) if matched is None else matched, returned=len(members), members=wrapped
    ).encode()


def code_of(decode, *arguments):
    with pytest.raises(RemoteError) as caught:
        decode(*arguments)
    assert caught.value.message.params["service"] == HOST
    return caught.value.message.code


def test_north_comes_first_where_the_crs_says_so():
    decoded = decode_gml(gml2(place(1, point())), HOST)
    assert decoded.features[0].geometry().asWkt() == "Point (510000 6570000)"
    assert decoded.crs.authid() == "EPSG:3006"
    assert decoded.ids == ("plats.1",)
    assert decoded.matched == 1


def test_east_comes_first_where_the_crs_is_named_in_the_old_way():
    decoded = decode_gml(gml2(place(1, point("EPSG:3006", "510000 6570000"))), HOST)
    assert decoded.features[0].geometry().asWkt() == "Point (510000 6570000)"


def test_a_number_that_begins_with_zero_is_text_without_a_schema():
    decoded = decode_gml(gml2(place(1, point())), HOST)
    assert decoded.features[0]["kod"] == "0123"


def test_members_of_version_1_come_in_one_element():
    body = _GML1.format(members=place(1, point()) + place(2, point())).encode()
    decoded = decode_gml(body, HOST)
    assert decoded.ids == ("plats.1", "plats.2")
    assert decoded.matched is None


def test_curves_survive():
    arc = (
        f'<gml:Curve srsName="{_URN}"><gml:segments><gml:Arc><gml:posList>0 0 5 5 0 10</gml:posList></gml:Arc>'
        "</gml:segments></gml:Curve>"
    )
    geometry = decode_gml(gml2(place(1, arc)), HOST).features[0].geometry()
    assert geometry.wkbType() in (Qgis.WkbType.CircularString, Qgis.WkbType.CompoundCurve, Qgis.WkbType.MultiCurve)


def test_what_the_service_says_there_is_may_be_unknown():
    assert decode_gml(gml2(place(1, point()), matched="unknown"), HOST).matched is None
    assert decode_gml(gml2(), HOST).features == ()


EXCEPTION = (
    '<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1" version="2.0.0"><ows:Exception '
    'exceptionCode="InvalidParameterValue"><ows:ExceptionText>no such layer</ows:ExceptionText></ows:Exception>'
    "</ows:ExceptionReport>"
)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (EXCEPTION.encode(), "remote-exception"),
        (
            b"<ServiceExceptionReport><ServiceException>no</ServiceException></ServiceExceptionReport>",
            "remote-exception",
        ),
        (gml2(place(1, point()))[:-40], "remote-truncated"),
        (gml2(place(1, point()))[:60], "remote-truncated"),
        (b"<html><body>Log in</body></html>", "remote-format"),
        (b"<!doctype html><html><body>Log in<br></body></html>", "remote-format"),
        (b"", "remote-format"),
        (b"\x00\x01\x02", "remote-format"),
        (b'{"type": "FeatureCollection", "features": []}', "remote-format"),
        (b"<other/>", "remote-format"),
    ],
    ids=[
        "exception",
        "old exception",
        "cut",
        "cut early",
        "login page",
        "html 5",
        "empty",
        "bytes",
        "json",
        "other xml",
    ],
)
def test_what_is_no_whole_collection_is_refused(body, code):
    assert code_of(decode_gml, body, HOST) == code


def test_what_a_service_says_of_its_error_is_passed_on():
    with pytest.raises(RemoteError) as caught:
        decode_gml(EXCEPTION.encode(), HOST)
    assert "no such layer" in caught.value.message.text("en")


def test_entities_are_not_expanded(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("hemligt")
    body = gml2(place(1, point(), code="&x;")).replace(
        b"<wfs:FeatureCollection",
        f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><wfs:FeatureCollection'.encode(),
        1,
    )
    try:
        decoded = decode_gml(body, HOST)
    except RemoteError:
        return
    assert "hemligt" not in str([feature.attributes() for feature in decoded.features])


def collection(*features, **more):
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()


def feature(number, **properties):
    geometry = {"type": "Point", "coordinates": [15.0, 59.0]}
    return {"type": "Feature", "id": number, "geometry": geometry, "properties": properties}


def test_geojson_with_what_the_service_says():
    links = [{"rel": "self", "href": "https://a/"}, {"rel": "next", "href": "https://a/?offset=2"}]
    decoded = decode_geojson(collection(feature("b.7", kod="0123"), numberMatched=12, links=links), HOST)
    assert decoded.features[0]["kod"] == "0123"
    assert (decoded.ids, decoded.matched, decoded.following) == (("b.7",), 12, "https://a/?offset=2")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"code": "NotFound", "description": "no such collection"}', "remote-exception"),
        (b'{"error": {"code": 400, "message": "bad"}}', "remote-exception"),
        (collection(feature(1))[:-20], "remote-format"),
        (b"[1, 2]", "remote-format"),
        (b"<html></html>", "remote-format"),
        (b"[" * 100000, "remote-format"),
    ],
    ids=["problem", "error", "cut", "list", "html", "deep"],
)
def test_geojson_that_is_none_is_refused(body, code):
    assert code_of(decode_geojson, body, HOST) == code


def esri(*features, **more):
    fields = [{"name": "OBJECTID", "type": "esriFieldTypeOID"}, {"name": "kod", "type": "esriFieldTypeString"}]
    content = {
        "objectIdFieldName": "OBJECTID",
        "geometryType": "esriGeometryPoint",
        "spatialReference": {"wkid": 3006},
        "fields": fields,
        "features": list(features),
        **more,
    }
    return json.dumps(content).encode()


def test_esri_json_with_its_cap():
    place = {"attributes": {"OBJECTID": 7, "kod": "0123"}, "geometry": {"x": 510000, "y": 6570000}}
    decoded = decode_esri(esri(place, exceededTransferLimit=True), HOST)
    assert decoded.features[0].geometry().asWkt() == "Point (510000 6570000)"
    assert decoded.features[0]["kod"] == "0123"
    assert (decoded.ids, decoded.crs.authid(), decoded.capped) == (("7",), "EPSG:3006", True)
    assert decode_esri(esri(), HOST).features == ()


def test_an_attribute_is_known_by_its_name_and_not_by_its_label():
    fields = [
        {"name": "OBJECTID", "type": "esriFieldTypeOID"},
        {"name": "ny", "alias": "kod", "type": "esriFieldTypeString"},
    ]
    place = {"attributes": {"OBJECTID": 7, "ny": "0123"}, "geometry": {"x": 510000, "y": 6570000}}
    decoded = decode_esri(esri(place, fields=fields), HOST)
    assert decoded.fields.lookupField("ny") >= 0 and decoded.features[0]["ny"] == "0123"
    assert decoded.fields.lookupField("kod") < 0 and decoded.features[0].fields().lookupField("kod") < 0


def test_an_esri_error_with_status_200_is_an_error():
    body = b'{"error": {"code": 498, "message": "Invalid token", "details": []}}'
    assert code_of(decode_esri, body, HOST) == "remote-exception"
