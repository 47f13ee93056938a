"""Draft plan areas from layers and files: found as they are, nothing changed, every refusal in words for a planner."""

from __future__ import annotations

import hashlib
import math
import random
import shutil
import sqlite3
import zipfile
from pathlib import Path

import pytest
from beside import beside
from builders import PLAN, square
from osgeo import gdal, ogr, osr
from plandialog.plugin.core.messages import MESSAGES
from plandialog.plugin.core.proposal import details
from plandialog.plugin.gis import drafts
from plandialog.plugin.gis.drafts import MOST_DRAFTS, DraftError, from_layer, guess_fields, layers_in
from plandialog.plugin.gis.planarea import plan_area
from plandialog.plugin.gis.reading import InterruptedReading
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QMetaType

SWEREF = QgsCoordinateReferenceSystem("EPSG:3006")
NAMES = ['Kvarteret "Älgen", etapp 1', "Östra ängen & Åsen", "<Näs> 'norra'"]
DEGREES = "POLYGON((15.18 59.35,15.19 59.35,15.19 59.36,15.18 59.36,15.18 59.35))"
CIRCLE = "CURVEPOLYGON(CIRCULARSTRING(0 100,100 200,200 100,100 0,0 100))"
DRIVERS = {
    "gpkg": "GPKG",
    "shp": "ESRI Shapefile",
    "geojson": "GeoJSON",
    "kml": "LIBKML",
    "kmz": "LIBKML",
    "gml": "GML",
    "dxf": "DXF",
}
FIELDS = {
    "plan_id": ogr.OFTString,
    "namn": ogr.OFTString,
    "markanv": ogr.OFTString,
    "skede": ogr.OFTString,
    "bostader": ogr.OFTInteger,
}


# making files


def write(path, rows, *, layer="plan", crs="EPSG:3006", kind=ogr.wkbUnknown, fields=FIELDS, append=False):
    """Write rows ``(WKT or None, {field: value})`` to a layer of a file whose format follows from its ending."""
    system = None
    if crs:
        system = osr.SpatialReference()
        system.SetFromUserInput(crs)
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    driver = gdal.GetDriverByName(DRIVERS[path.suffix[1:]])
    data = gdal.OpenEx(str(path), gdal.OF_UPDATE) if append else driver.Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    options = ["ENCODING=UTF-8"] if path.suffix == ".shp" else []
    made = data.CreateLayer(layer, system, kind, options)
    for name, type_ in fields.items():
        made.CreateField(ogr.FieldDefn(name, type_))
    for wkt, values in rows:
        feature = ogr.Feature(made.GetLayerDefn())
        if wkt:
            feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
        for name, value in values.items():
            feature.SetField(name, value)
        made.CreateFeature(feature)
    del made, data
    return path


def plans(count=3, wkt=None, crs="EPSG:3006"):
    """Rows with a square each and every field filled in."""
    rows = []
    for number in range(count):
        shape = wkt or (DEGREES if crs == "EPSG:4326" else square(510000 + 200 * number, 6580000, 100))
        name = NAMES[number % len(NAMES)]
        rows.append(
            (shape, {"plan_id": f"D-{number}", "namn": name, "markanv": "Bostäder", "skede": "samrad", "bostader": 40})
        )
    return rows


def plain_file(folder, ending, count=3, **changes):
    """A file of the format with ``count`` plan areas."""
    path = folder / f"utkast.{ending}"
    if ending == "dxf":
        corners = [(510000, 6580000), (510100, 6580000), (510100, 6580100), (510000, 6580100)]
        path.write_bytes(dxf("".join(polyline(corners, handle=f"{number:X}") for number in range(1, count + 1))))
        return path
    crs = "EPSG:4326" if ending in ("kml", "kmz") else "EPSG:3006"
    kind = ogr.wkbPolygon if ending in ("gpkg", "shp", "gml") else ogr.wkbUnknown
    write(path, plans(count, crs=crs), **{"crs": crs, "kind": kind, **changes})
    path.with_suffix(".xsd").unlink(missing_ok=True)
    return path


def groups(*pairs):
    return "".join(f"{code:3d}\n{value}\n" for code, value in pairs)


def dxf(entities="", blocks="", version="AC1015", encoding="cp1252"):
    """The text of a DXF file."""
    header = groups((0, "SECTION"), (2, "HEADER"), (9, "$ACADVER"), (1, version), (9, "$DWGCODEPAGE"), (3, "ANSI_1252"))
    parts = [header, groups((0, "ENDSEC"), (0, "SECTION"), (2, "BLOCKS")), blocks, groups((0, "ENDSEC"))]
    parts += [groups((0, "SECTION"), (2, "ENTITIES")), entities, groups((0, "ENDSEC"), (0, "EOF"))]
    return "".join(parts).encode(encoding)


def entity(kind, classes, *pairs, layer="PLANGRÄNS", handle="1F"):
    marks = [(100, "AcDbEntity"), (8, layer), (100, classes)] if classes else [(8, layer)]
    return groups((0, kind), (5, handle), *marks, *pairs)


def polyline(points, closed=1, layer="PLANGRÄNS", handle="1F", paper=False, bulges=()):
    pairs = [(90, len(points)), (70, closed)]
    for number, (x, y) in enumerate(points):
        pairs += [(10, x), (20, y)]
        if number < len(bulges):
            pairs.append((42, bulges[number]))
    if paper:
        pairs.insert(0, (67, 1))
    return entity("LWPOLYLINE", "AcDbPolyline", *pairs, layer=layer, handle=handle)


CORNERS = [(0, 0), (100, 0), (100, 100), (0, 100)]


def hatch(points, layer="PLANGRÄNS"):
    edges = [pair for x, y in points for pair in ((10, x), (20, y))]
    head = [(10, 0), (20, 0), (30, 0), (210, 0), (220, 0), (230, 1), (2, "SOLID"), (70, 1), (71, 0), (91, 1)]
    path = [(92, 2), (72, 0), (73, 1), (93, len(points)), *edges, (97, 0), (75, 1), (76, 1), (98, 0)]
    return entity("HATCH", "AcDbHatch", *head, *path, layer=layer)


def draw(folder, *entities, **changes):
    path = folder / "ritning.dxf"
    path.write_bytes(dxf("".join(entities), **changes))
    return path


def kml(folder, placemarks, name="plan.kml"):
    path = folder / name
    head = '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    path.write_text(f"{head}{placemarks}</Document></kml>", encoding="utf-8")
    return path


KML_RING = "<coordinates>15.18,59.35 15.19,59.35 15.19,59.36 15.18,59.35</coordinates>"
KML_POLYGON = f"<Polygon><outerBoundaryIs><LinearRing>{KML_RING}</LinearRing></outerBoundaryIs></Polygon>"
KML_POINT = "<Point><coordinates>15.18,59.35</coordinates></Point>"


def gml(folder, members):
    path = folder / "plan.gml"
    head = (
        '<?xml version="1.0" encoding="UTF-8"?><ogr:FeatureCollection xmlns:ogr="http://ogr.maptools.org/" '
        'xmlns:gml="http://www.opengis.net/gml/3.2" gml:id="c">'
    )
    wrapped = "".join(f"<ogr:featureMember>{member}</ogr:featureMember>" for member in members)
    path.write_text(f"{head}{wrapped}</ogr:FeatureCollection>", encoding="utf-8")
    return path


# asking


def refusal(call, *args, **kwargs):
    """The message of a refusal; in both languages it is whole and names what it is about."""
    with pytest.raises(DraftError) as error:
        call(*args, **kwargs)
    message = error.value.message
    for language in ("sv", "en"):
        text = message.text(language)
        assert "{" not in text and text.endswith(".") and ".." not in text and "?" not in text
        assert message.params.get("file", "") in text and message.params.get("layer", "") in text
    return message


def read_all(path, **kwargs):
    return [found for layer in layers_in(path, **kwargs) for found in layer.read(**kwargs)]


def only(path):
    """The plan areas of a file with one layer."""
    (layer,) = layers_in(path)
    return layer.read()


def wkts(found):
    return [each.geometry.asWkt(2) for each in found]


@pytest.fixture(params=[False, True], ids=["errors", "exceptions"])
def gdal_mode(request):
    """GDAL as it is, and as another plugin may have left it."""
    before = gdal.GetUseExceptions()
    (gdal.UseExceptions if request.param else gdal.DontUseExceptions)()
    yield
    (gdal.UseExceptions if before else gdal.DontUseExceptions)()


# every format


@pytest.mark.parametrize("ending", ["gpkg", "shp", "geojson", "kml", "kmz", "gml"])
def test_round_trip_of_every_format_with_fields(tmp_path, gdal_mode, ending):
    path = plain_file(tmp_path, ending)
    (layer,) = layers_in(path)
    assert (layer.count, layer.path) == (3, path)
    found = layer.read()
    assert [each.id for each in found] == ["D-0", "D-1", "D-2"]
    assert [each.name for each in found] == NAMES
    assert {(each.land_use, each.stage, each.dwellings, each.unsaved) for each in found} == {
        ("Bostäder", "samrad", 40, False)
    }
    assert len({each.feature for each in found}) == 3
    crs = "EPSG:4326" if ending in ("kml", "kmz") else "EPSG:3006"
    for number, each in enumerate(found):
        assert each.crs.authid() == layer.crs.authid() == crs
        expected = QgsGeometry.fromWkt(DEGREES if crs == "EPSG:4326" else square(510000 + 200 * number, 6580000, 100))
        assert each.geometry.isGeosEqual(expected)
        stated = details(each.id, each.name, each.land_use, each.stage, each.dwellings)
        assert (stated.land_use, stated.stage, stated.dwellings, stated.notes) == ("bostader", "samrad", 40, ())
        area = plan_area(each.geometry, each.crs, SWEREF, QgsCoordinateTransformContext(), None, "")
        assert area.whole.area() == pytest.approx(632_500 if crs == "EPSG:4326" else 10_000, rel=0.01)


def test_round_trip_of_dxf(tmp_path, gdal_mode):
    path = write(tmp_path / "a.dxf", [(PLAN, {})], crs=None, fields={})
    (layer,) = layers_in(path)
    assert (layer.name, layer.count, layer.crs.isValid()) == ("0", 1, False)
    (found,) = layer.read()
    assert found.geometry.isGeosEqual(QgsGeometry.fromWkt(PLAN))
    assert (found.crs.isValid(), found.name, found.land_use, found.unsaved) == (False, "", None, False)
    assert found.id  # the handle of the entity


@pytest.mark.parametrize("ending", list(DRIVERS))
def test_reading_writes_nothing(tmp_path, ending):
    path = plain_file(tmp_path, ending)
    if ending == "gpkg":
        database = sqlite3.connect(path)
        database.execute("PRAGMA journal_mode = WAL")
        database.close()

    def state():
        return {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in tmp_path.iterdir()}

    before = state()
    for layer in layers_in(path):
        layer.read()
    assert state() == before


@pytest.mark.parametrize("ending", list(DRIVERS))
def test_files_are_read_in_another_thread(tmp_path, ending):
    path = plain_file(tmp_path, ending)
    assert len(beside(lambda: list(read_all(path))).result(60)) == 3


@pytest.mark.parametrize("name", ["å ä ö.gpkg", "a|layername=b.gpkg", "100 % 'citat' \"x\".gpkg", "UTKAST.GPKG"])
def test_odd_file_names(tmp_path, name):
    path = tmp_path / name
    shutil.move(plain_file(tmp_path, "gpkg"), path)
    assert len(only(path)) == 3


@pytest.fixture(params=[None, ""])
def shape_encoding(request):
    """GDAL's option as it is at first, and as QGIS leaves it once it has opened a layer."""
    before = gdal.GetConfigOption("SHAPE_ENCODING")
    gdal.SetConfigOption("SHAPE_ENCODING", request.param)
    yield
    gdal.SetConfigOption("SHAPE_ENCODING", before)


def test_a_shapefile_that_does_not_tell_its_encoding(tmp_path, shape_encoding):
    path = plain_file(tmp_path, "shp")
    path.with_suffix(".cpg").unlink()
    table = path.with_suffix(".dbf")
    content = bytearray(table.read_bytes())
    for name in NAMES:
        content = content.replace(name.encode(), name.encode("cp1252").ljust(len(name.encode())))
    content[29] = 0x57  # the code page of Windows, in the header
    table.write_bytes(content)
    assert [each.name for each in only(path)] == NAMES


def test_a_relative_path_and_one_as_text(tmp_path, monkeypatch):
    plain_file(tmp_path, "geojson")
    monkeypatch.chdir(tmp_path)
    (layer,) = layers_in("utkast.geojson")
    monkeypatch.chdir("/")
    assert len(layer.read()) == 3


# layers of a file


def test_layers_of_a_geopackage(tmp_path):
    path = write(tmp_path / "plan.gpkg", plans(2), kind=ogr.wkbMultiPolygon, layer='Förslag "A"')
    point, line = ("POINT(1 1)", {}), ("LINESTRING(0 0,1 0,1 1,0 0)", {})
    write(path, [point] * 3, layer="punkter", kind=ogr.wkbPoint, append=True)
    write(path, [line], layer="linjer", kind=ogr.wkbLineString, append=True)
    write(path, [(None, {"namn": "a"})], layer="tabell", kind=ogr.wkbNone, append=True)
    write(path, [], layer="tomt", kind=ogr.wkbPolygon, append=True)
    write(path, [point, *plans(1), line, (None, {})], layer="blandat", append=True)
    write(path, plans(1, wkt=DEGREES), layer="grader", kind=ogr.wkbPolygon, crs="EPSG:4326", append=True)
    layers = layers_in(path)
    assert [(each.name, each.count, each.crs.authid()) for each in layers] == [
        ('Förslag "A"', 2, "EPSG:3006"),
        ("blandat", 1, "EPSG:3006"),
        ("grader", 1, "EPSG:4326"),
    ]
    assert [len(each.read()) for each in layers] == [2, 1, 1]
    assert layers[1].read()[0].feature == 2
    assert layers[2].read()[0].crs.authid() == "EPSG:4326"


def test_a_feature_without_geometry_in_a_polygon_layer_is_not_passed_over(tmp_path):
    path = write(tmp_path / "a.gpkg", [*plans(1), (None, {"namn": "Utan yta"})], kind=ogr.wkbPolygon)
    found = only(path)
    assert [(each.name, each.geometry.isNull()) for each in found] == [(NAMES[0], False), ("Utan yta", True)]


def test_polygons_and_multipolygons_in_a_geojson(tmp_path):
    multi = "MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 5,6 5,6 6,5 5)))"
    path = write(tmp_path / "a.geojson", [(PLAN, {}), (multi, {}), ("POINT(1 1)", {})])
    assert len(only(path)) == 2


@pytest.mark.parametrize(
    "wkt",
    [
        "POLYGON Z ((0 0 5,100 0 5,100 100 7,0 0 5))",
        "MULTIPOLYGON M (((0 0 5,100 0 5,100 100 7,0 0 5)))",
        "POLYGON ZM ((0 0 5 1,100 0 5 2,100 100 7 3,0 0 5 1))",
        CIRCLE,
        "MULTISURFACE(CURVEPOLYGON(COMPOUNDCURVE(CIRCULARSTRING(0 0,50 50,100 0),(100 0,0 0))))",
        "POLYGON((0 0,100 0,100 100,0 100,0 0),(10 10,10 20,20 20,10 10))",
        "POLYGON((0 0,100 100,100 0,0 100,0 0))",
        "TIN Z (((0 0 0,100 0 0,100 100 0,0 0 0)))",
    ],
)
def test_shapes_stay_as_they_are(tmp_path, wkt):
    """Heights, measures, curves, holes and faults are the plan area's business."""
    shape = ogr.CreateGeometryFromWkt(wkt)
    path = write(tmp_path / "a.gpkg", [(wkt, {})], kind=shape.GetGeometryType())
    (found,) = only(path)
    assert found.geometry.asWkt(2) == QgsGeometry.fromWkt(wkt).asWkt(2)
    (from_mixed,) = only(write(tmp_path / "b.gpkg", [(wkt, {})]))
    assert from_mixed.geometry.equals(found.geometry)


@pytest.mark.parametrize(
    "wkt",
    [
        "GEOMETRYCOLLECTION(MULTIPOLYGON(((0 0,100 0,100 100,0 0))),POINT(0 0))",
        "GEOMETRYCOLLECTION(GEOMETRYCOLLECTION(POLYGON((0 0,100 0,100 100,0 0))),POINT(0 0))",
        "GEOMETRYCOLLECTION(GEOMETRYCOLLECTION(POINT(1 1),GEOMETRYCOLLECTION(POLYGON((0 0,100 0,100 100,0 0)))))",
    ],
)
def test_collections_in_collections_are_flattened(tmp_path, wkt):
    """QGIS ends with a crash when it walks along the vertices of such a geometry."""
    (found,) = only(write(tmp_path / "a.gpkg", [(wkt, {})]))
    layer = memory("GeometryCollection", [(wkt, {})])
    (drawn,) = from_layer(layer)
    for each in (found, drawn):
        area = plan_area(each.geometry, SWEREF, SWEREF, QgsCoordinateTransformContext(), None, "")
        assert area.whole.area() == 5000


# DXF


def test_closed_polylines_are_areas_and_cad_layers_are_layers(tmp_path):
    path = draw(
        tmp_path,
        polyline(CORNERS, handle="A1"),
        polyline(CORNERS, closed=0, layer="ÖPPEN"),
        polyline([*CORNERS, CORNERS[0]], closed=0, layer="Sluten utan flagga"),
        polyline([(x + 200, y) for x, y in CORNERS], handle="A2"),
        polyline(CORNERS, layer="Ritningsram", paper=True),
        entity("LINE", "AcDbLine", (10, 0), (20, 0), (11, 100), (21, 0), layer="Linje"),
        entity("TEXT", "AcDbText", (10, 0), (20, 0), (40, 10), (1, "Kvarteret Älgen"), layer="Text"),
        hatch(CORNERS, layer="Skraffering"),
    )
    layers = layers_in(path)
    assert [(each.name, each.count) for each in layers] == [
        ("PLANGRÄNS", 2),
        ("Sluten utan flagga", 1),
        ("Skraffering", 1),
    ]
    found = layers[0].read()
    assert [each.id for each in found] == ["A1", "A2"]
    assert wkts(found)[0] == "Polygon ((0 0, 100 0, 100 100, 0 100, 0 0))"
    assert all(each.read()[0].geometry.area() == 10000 for each in layers)


def test_arcs_circles_and_old_polylines(tmp_path):
    vertices = "".join(groups((0, "VERTEX"), (8, "3D"), (10, x), (20, y), (30, 7), (70, 32)) for x, y in CORNERS)
    path = draw(
        tmp_path,
        polyline([(0, 0), (100, 0)], layer="Båge", bulges=(1, 1)),
        entity("CIRCLE", "AcDbCircle", (10, 0), (20, 0), (30, 0), (40, 100), layer="Cirkel"),
        entity(
            "ELLIPSE",
            "AcDbEllipse",
            *((10, 0), (20, 0), (30, 0), (11, 100), (21, 0), (31, 0), (40, 0.5), (41, 0), (42, 2 * math.pi)),
            layer="Ellips",
        ),
        groups((0, "POLYLINE"), (8, "3D"), (66, 1), (70, 9), (10, 0), (20, 0), (30, 0)) + vertices,
        groups((0, "SEQEND")),
    )
    areas = {layer.name: layer.read()[0].geometry for layer in layers_in(path)}
    assert {name: shape.area() for name, shape in areas.items()} == {
        "Båge": pytest.approx(math.pi * 2500, rel=1e-4),
        "Cirkel": pytest.approx(math.pi * 10000, rel=1e-4),
        "Ellips": pytest.approx(math.pi * 5000, rel=1e-4),
        "3D": 10000,
    }
    assert areas["3D"].asWkt(0) == "PolygonZ ((0 0 7, 100 0 7, 100 100 7, 0 100 7, 0 0 7))".replace("nZ", "n Z")


def test_the_step_of_arcs_is_put_back(tmp_path):
    gdal.SetThreadLocalConfigOption("OGR_ARC_STEPSIZE", "7")
    try:
        read_all(draw(tmp_path, polyline([(0, 0), (100, 0)], bulges=(1, 1))))
        assert gdal.GetThreadLocalConfigOption("OGR_ARC_STEPSIZE") == "7"
    finally:
        gdal.SetThreadLocalConfigOption("OGR_ARC_STEPSIZE", None)


@pytest.mark.parametrize(("gap", "count"), [(0, 1), (0.0001, 1), (0.01, 0), (5, 0)])
def test_how_near_the_ends_of_a_closed_line_are(tmp_path, gap, count):
    path = draw(tmp_path, polyline([*CORNERS, (0, gap)], closed=0))
    if not count:
        assert refusal(layers_in, path).code == "draft-open-lines"
        return
    (found,) = only(path)
    ring = found.geometry.asPolygon()[0]
    assert (len(ring), ring[0]) == (5, ring[-1])


def test_a_line_there_and_back_is_no_area(tmp_path):
    assert refusal(layers_in, draw(tmp_path, polyline([(0, 0), (50, 50)]))).code == "draft-open-lines"


def test_a_closed_line_that_crosses_itself_is_left_to_be_repaired(tmp_path):
    (found,) = only(draw(tmp_path, polyline([(0, 0), (100, 100), (100, 0), (0, 100)])))
    assert not found.geometry.isGeosValid()
    assert plan_area(found.geometry, SWEREF, SWEREF, QgsCoordinateTransformContext(), None, "").whole.area() == 5000


@pytest.mark.parametrize(
    ("name", "version", "encoding"),
    [
        ("PLANGRÄNS", "AC1015", "cp1252"),
        ("PLANGRÄNS", "AC1032", "utf-8"),  # UTF-8 whatever $DWGCODEPAGE says
        (r"PLANGR\U+00C4NS", "AC1015", "cp1252"),
        ("Område – ”Åsen”", "AC1015", "cp1252"),
        ("Område – ”Åsen”", "AC1032", "utf-8"),
        ("PLAN", "AC1009", "cp1252"),
    ],
)
def test_names_of_cad_layers(tmp_path, name, version, encoding):
    path = draw(tmp_path, polyline(CORNERS, layer=name), version=version, encoding=encoding)
    (layer,) = layers_in(path)
    assert layer.name == name.replace(r"\U+00C4", "Ä")
    assert len(layer.read()) == 1


def test_a_block_is_resolved(tmp_path):
    block = groups((0, "BLOCK"), (8, "0"), (2, "B1"), (70, 0), (10, 0), (20, 0), (30, 0))
    block += polyline(CORNERS, layer="0") + polyline([(x + 200, y) for x, y in CORNERS], layer="0")
    insert = entity("INSERT", "AcDbBlockReference", (2, "B1"), (10, 1000), (20, 2000), (30, 0), layer="Infogad")
    path = draw(tmp_path, insert, blocks=block + groups((0, "ENDBLK"), (8, "0")))
    (found,) = only(path)
    assert found.geometry.area() == 20000
    assert found.geometry.boundingBox().xMinimum() == 1000


SOLID = [(10, 0), (20, 0), (30, 0), (11, 10), (21, 0), (31, 0), (12, 0), (22, 10), (32, 0), (13, 10), (23, 10), (33, 0)]


def test_arrows_and_wedges_are_no_plan_areas(tmp_path):
    block = groups((0, "BLOCK"), (8, "0"), (2, "*D1"), (70, 1), (10, 0), (20, 0), (30, 0))
    block += entity("SOLID", "AcDbTrace", *SOLID, layer="0") + groups((0, "ENDBLK"), (8, "0"))
    dimension = [(2, "*D1"), (10, 0), (20, 10), (11, 50), (21, 10), (70, 32), (1, ""), (100, "AcDbAlignedDimension")]
    leader = [(3, "STANDARD"), (71, 1), (72, 0), (73, 3), (76, 3)]
    leader += [(10, 0), (20, 0), (30, 0), (10, 10), (20, 10), (30, 0), (10, 20), (20, 10), (30, 0)]
    path = draw(
        tmp_path,
        entity("DIMENSION", "AcDbDimension", *dimension, (13, 0), (23, 0), (14, 100), (24, 0)),
        entity("LEADER", "AcDbLeader", *leader),
        entity("SOLID", "AcDbTrace", *SOLID),
        entity("3DFACE", "AcDbFace", *SOLID),
        entity("SOLID", "", *SOLID),  # AutoCAD 12 names no classes
        blocks=block,
    )
    assert refusal(layers_in, path).code == "draft-open-lines"


def test_a_drawing_without_areas_is_refused_with_the_way_out(tmp_path):
    message = refusal(layers_in, draw(tmp_path, polyline(CORNERS, closed=0)))
    assert message.code == "draft-open-lines" and "sluten polylinje" in message.text("sv")
    point = entity("POINT", "AcDbPoint", (10, 0), (20, 0))
    message = refusal(layers_in, draw(tmp_path, point))
    assert (message.code, message.params["actual"]) == ("draft-no-polygons", "point")
    assert refusal(layers_in, draw(tmp_path)).code == "draft-no-features"


def test_binary_dxf_is_named(tmp_path):
    path = tmp_path / "ritning.dxf"
    path.write_bytes(b"AutoCAD Binary DXF\r\n\x1a\x00" + bytes(500))
    message = refusal(layers_in, path)
    assert message.code == "draft-format" and "inte binär" in message.text("sv")


# KML and GML


def test_names_and_shapes_of_a_kml(tmp_path):
    table = "<description><![CDATA[<table><tr><td>FID</td></tr></table>]]></description>"
    text = "<description><![CDATA[<b>Bostäder &amp; handel</b><br/>vid sjön]]></description>"
    data = '<ExtendedData><Data name="Skede"><value>samråd</value></Data></ExtendedData>'
    path = kml(
        tmp_path,
        "<Folder><name>Planer å</name>"
        f'<Placemark><name>Älgen "A"</name>{text}{KML_POLYGON}</Placemark>'
        f"<Placemark><name>Etikett</name>{KML_POINT}</Placemark>"
        f"<Placemark>{text}<MultiGeometry>{KML_POINT}{KML_POLYGON}</MultiGeometry></Placemark>"
        f"<Placemark>{table}{KML_POLYGON}</Placemark><Placemark><name>Inget</name></Placemark></Folder>"
        "<Folder><name>Planer å</name>"
        f"<Placemark><name>linje</name>{data}<LineString>{KML_RING}</LineString></Placemark>"
        f"<Placemark><name>ring</name><LinearRing>{KML_RING}</LinearRing></Placemark>"
        f"<Placemark><name>ringar</name><MultiGeometry><LinearRing>{KML_RING}</LinearRing>{KML_POINT}</MultiGeometry>"
        "</Placemark><Placemark><name>öppen</name><LineString><coordinates>15,59 16,59 16,60</coordinates></LineString>"
        "</Placemark></Folder>"
        "<NetworkLink><name>nät</name><Link><href>http://127.0.0.1:9/x.kml</href></Link></NetworkLink>",
    )
    first, second = layers_in(path)
    assert (first.name, first.count, second.count) == ("Planer å", 3, 3)
    assert first.name != second.name
    assert [each.name for each in first.read()] == ['Älgen "A"', "Bostäder & handel", ""]
    found = second.read()
    assert [(each.name, each.stage) for each in found] == [("linje", "samråd"), ("ring", None), ("ringar", None)]
    for each in (*first.read(), *found):
        assert each.crs.authid() == "EPSG:4326"
        area = plan_area(each.geometry, each.crs, SWEREF, QgsCoordinateTransformContext(), None, "")
        assert area.whole.area() == pytest.approx(316_250, rel=0.01)


def test_a_kml_with_open_lines_only(tmp_path):
    path = kml(tmp_path, "<Placemark><LineString><coordinates>15,59 16,59</coordinates></LineString></Placemark>")
    assert refusal(layers_in, path).code == "draft-open-lines"
    path = kml(tmp_path, f"<Placemark>{KML_POINT}</Placemark>")
    assert refusal(layers_in, path).code == "draft-no-polygons"
    assert refusal(layers_in, kml(tmp_path, "")).code == "draft-no-features"


def test_a_long_description_is_cut(tmp_path):
    path = kml(tmp_path, f"<Placemark><description>{'ord ' * 50}</description>{KML_POLYGON}</Placemark>")
    (found,) = only(path)
    assert len(found.name) <= 80 and found.name.endswith("…")


def test_curves_and_closed_lines_of_a_gml(tmp_path):
    srs = 'srsName="urn:ogc:def:crs:EPSG::3006"'
    arc = "<gml:ArcString><gml:posList>6580000 510000 6580500 510500 6580000 511000</gml:posList></gml:ArcString>"
    chord = "<gml:LineStringSegment><gml:posList>6580000 511000 6580000 510000</gml:posList></gml:LineStringSegment>"
    ring = f'<gml:Ring><gml:curveMember><gml:Curve gml:id="c1"><gml:segments>{arc}{chord}</gml:segments></gml:Curve>'
    patch = f"<gml:PolygonPatch><gml:exterior>{ring}</gml:curveMember></gml:Ring></gml:exterior></gml:PolygonPatch>"
    surface = f'<gml:Surface {srs} gml:id="g1"><gml:patches>{patch}</gml:patches></gml:Surface>'
    positions = "<gml:posList>6580000 510000 6580000 511000 6581000 511000 6580000 510000</gml:posList>"
    line = f'<gml:LineString {srs} gml:id="g2">{positions}</gml:LineString>'
    path = gml(
        tmp_path,
        [
            f'<ogr:plan gml:id="p.0"><ogr:g>{surface}</ogr:g><ogr:benämning>Ådalen</ogr:benämning></ogr:plan>',
            f'<ogr:linje gml:id="l.0"><ogr:g>{line}</ogr:g></ogr:linje>',
        ],
    )
    curve, closed = layers_in(path)
    (found,) = curve.read()
    assert (found.name, found.id, found.crs.authid()) == ("Ådalen", "p.0", "EPSG:3006")
    assert "CircularString" in found.geometry.asWkt(0)
    assert found.geometry.boundingBox().xMinimum() == 510000  # easting first, though the file has northing first
    (found,) = closed.read()
    assert found.geometry.area() == 500_000


def test_the_polygon_of_a_feature_with_several_geometries(tmp_path):
    point = "<gml:Point><gml:pos>1 1</gml:pos></gml:Point>"
    ring = "<gml:LinearRing><gml:posList>0 0 10 0 10 10 0 0</gml:posList></gml:LinearRing>"
    polygon = f"<gml:Polygon><gml:exterior>{ring}</gml:exterior></gml:Polygon>"
    member = f"<ogr:plan><ogr:läge>{point}</ogr:läge><ogr:yta>{polygon}</ogr:yta></ogr:plan>"
    (found,) = only(gml(tmp_path, [member]))
    assert found.geometry.area() == 50 and not found.crs.isValid()


# coordinate systems


def test_a_shapefile_without_or_with_a_broken_prj(tmp_path, gdal_mode):
    path = plain_file(tmp_path, "shp")
    project = path.with_suffix(".prj")
    for text in (None, b"", b"\x01\x02 noise", b'PROJCS["SWEREF99_TM",GEOGCS["GCS_SWE', b'LOCAL_CS["ritning"]'):
        project.unlink(missing_ok=True)
        if text is not None:
            project.write_bytes(text)
        (layer,) = layers_in(path)
        assert not layer.crs.isValid()
        assert [each.crs.isValid() for each in layer.read()] == [False] * 3


@pytest.mark.parametrize("code", [0, -1])
def test_a_geopackage_that_says_its_crs_is_undefined(tmp_path, code):
    path = plain_file(tmp_path, "gpkg")
    database = sqlite3.connect(path)
    database.execute("UPDATE gpkg_contents SET srs_id = ?", [code])
    database.execute("UPDATE gpkg_geometry_columns SET srs_id = ?", [code])
    database.commit()
    database.close()
    assert not only(path)[0].crs.isValid()
    assert not from_layer(QgsVectorLayer(str(path), "utan", "ogr"))[0].crs.isValid()


def test_a_crs_of_its_own_is_kept(tmp_path):
    own = "+proj=tmerc +lat_0=0 +lon_0=15.12 +k=1 +x_0=100000 +y_0=50 +ellps=GRS80 +units=m"
    path = write(tmp_path / "a.gpkg", plans(1), crs=own, kind=ogr.wkbPolygon)
    assert only(path)[0].crs.isValid()


def test_geojson_without_a_crs_is_in_degrees(tmp_path):
    path = write(tmp_path / "a.geojson", plans(1, wkt=DEGREES), crs=None)
    assert only(path)[0].crs.authid() == "EPSG:4326"


# files that cannot be used


@pytest.mark.parametrize("ending", list(DRIVERS))
def test_a_file_cut_off_anywhere_is_refused_or_whole(tmp_path, gdal_mode, ending):
    whole = plain_file(tmp_path, ending, 40)
    content = whole.read_bytes()
    for number in range(1, 60):
        whole.write_bytes(content[: len(content) * number // 60])
        try:
            found = read_all(whole)
        except DraftError as error:
            # Newer GDAL reads a GML file that ends early as one without features, or with fewer at a second look.
            assert error.message.code in ("draft-broken", "draft-format", "draft-no-features", "draft-changed"), number
            text = error.message.text("sv")
            assert text.endswith(("nytt.", "igen.")) or "hel fil" in text or "annan fil" in text
        else:
            # Nothing but the end of the file itself may be missing unnoticed.
            assert number == 59 and len(found) == 40, number


@pytest.mark.parametrize("companion", ["dbf", "shx"])
def test_a_shapefile_with_a_broken_companion(tmp_path, gdal_mode, companion):
    path = plain_file(tmp_path, "shp", 40)
    file = path.with_suffix(f".{companion}")
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    assert refusal(read_all, path).code == "draft-broken"
    file.unlink()
    if companion == "shx":
        assert refusal(read_all, path).code == "draft-broken"
    else:
        assert len(read_all(path)) == 40  # only what is said about them is gone


@pytest.mark.parametrize("ending", list(DRIVERS))
def test_noise_is_refused(tmp_path, gdal_mode, ending):
    path = plain_file(tmp_path, ending)
    source = random.Random(1)
    for noise in (source.randbytes(5000), b"\0" * 5000, "åäö ".encode() * 500):
        path.write_bytes(noise)
        assert refusal(layers_in, path).code in ("draft-broken", "draft-format")


@pytest.mark.parametrize("ending", list(DRIVERS))
def test_a_file_of_no_bytes(tmp_path, ending):
    path = tmp_path / f"tom.{ending}"
    path.touch()
    assert refusal(layers_in, path).code == "draft-file-empty"


def test_missing_folder_and_unreadable(tmp_path, monkeypatch):
    assert refusal(layers_in, tmp_path / "finns inte.gpkg").code == "draft-missing"
    folder = tmp_path / "mapp.gdb"
    folder.mkdir()
    assert refusal(layers_in, folder).code == "draft-format"
    path = plain_file(tmp_path, "gpkg")

    def denied(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    message = refusal(layers_in, path)
    assert (message.code, message.params["detail"]) == ("draft-unreadable", "Permission denied")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.4\n"),
        ("a.txt", b"hej"),
        ("a.xml", b"<a/>"),
        ("a.json", b'{"a":1}'),
        ("a.csv", b"wkt\nPOLYGON((0 0,1 0,1 1,0 0))\n"),
        ("a.dwg", b"AC1032" + bytes(200)),
        ("a.kml", b"<html><body>404</body></html>"),
    ],
)
def test_other_files_are_refused(tmp_path, gdal_mode, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    assert refusal(layers_in, path).code in ("draft-format", "draft-broken", "draft-no-features")


def test_a_file_that_points_elsewhere_is_not_followed(tmp_path):
    inner = plain_file(tmp_path, "gpkg")
    path = tmp_path / "a.vrt"
    source = f'<OGRVRTLayer name="plan"><SrcDataSource>{inner}</SrcDataSource></OGRVRTLayer>'
    path.write_text(f"<OGRVRTDataSource>{source}</OGRVRTDataSource>")
    assert refusal(layers_in, path).code == "draft-format"
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as stream:
        stream.write(inner, "utkast.gpkg")
    assert refusal(layers_in, archive).code == "draft-format"


def test_a_picture_is_refused(tmp_path):
    path = tmp_path / "karta.tif"
    gdal.GetDriverByName("GTiff").Create(str(path), 10, 10)
    assert refusal(layers_in, path).code == "draft-format"
    path = tmp_path / "karta.gpkg"
    gdal.GetDriverByName("GPKG").Create(str(path), 10, 10)
    assert refusal(layers_in, path).code in ("draft-format", "draft-broken", "draft-no-features")


@pytest.mark.parametrize(
    ("ending", "kind", "wkt", "actual"),
    [
        ("gpkg", ogr.wkbPoint, "POINT(1 1)", "point"),
        ("gpkg", ogr.wkbLineString, "LINESTRING(0 0,1 0,1 1,0 0)", "line"),
        ("gpkg", ogr.wkbNone, None, "none"),
        ("gpkg", ogr.wkbUnknown, "POINT(1 1)", "point"),
        ("gpkg", ogr.wkbUnknown, "GEOMETRYCOLLECTION(POINT(1 1),LINESTRING(0 0,1 1))", "mixed"),
        ("gpkg", ogr.wkbUnknown, "POLYGON EMPTY", "none"),
        ("shp", ogr.wkbPoint, "POINT(1 1)", "point"),
        ("shp", ogr.wkbLineString, "LINESTRING(0 0,1 0,1 1,0 0)", "line"),
        ("geojson", ogr.wkbUnknown, "MULTIPOINT((1 1),(2 2))", "point"),
        ("gml", ogr.wkbPoint, "POINT(1 1)", "point"),
    ],
)
def test_files_without_polygons(tmp_path, ending, kind, wkt, actual):
    path = write(tmp_path / f"a.{ending}", [(wkt, {"namn": "a"})], kind=kind)
    message = refusal(layers_in, path)
    assert (message.code, message.params["actual"]) == ("draft-no-polygons", actual)


@pytest.mark.parametrize("ending", ["gpkg", "shp", "geojson", "gml", "kml"])
def test_files_without_features(tmp_path, ending):
    crs = "EPSG:4326" if ending == "kml" else "EPSG:3006"
    path = write(tmp_path / f"a.{ending}", [], kind=ogr.wkbPolygon, crs=crs)
    assert refusal(layers_in, path).code == "draft-no-features"


def test_points_and_lines_are_both_named(tmp_path):
    path = write(tmp_path / "a.gpkg", [("POINT(1 1)", {})], kind=ogr.wkbPoint, layer="p")
    write(path, [("LINESTRING(0 0,1 1)", {})], kind=ogr.wkbLineString, layer="l", append=True)
    assert "bara punkter och linjer." in refusal(layers_in, path).text("sv")


def test_a_coordinate_that_is_no_number(tmp_path):
    path = tmp_path / "a.geojson"
    good = '{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}'
    features = ",".join([good, good.replace("[0,0],[1,0]", '["x",0]')])
    path.write_text('{"type":"FeatureCollection","features":[' + features + "]}")
    assert refusal(read_all, path).code == "draft-broken"


def test_a_header_that_promises_more_than_there_is(tmp_path):
    path = plain_file(tmp_path, "gpkg")
    database = sqlite3.connect(path)
    database.execute("UPDATE gpkg_ogr_contents SET feature_count = 5")
    database.commit()
    database.close()
    message = refusal(read_all, path)
    assert (message.code, message.params["detail"]) == ("draft-broken", "5 features claimed, 3 read")


def test_a_file_that_changes_between_listing_and_reading(tmp_path):
    path = plain_file(tmp_path, "gpkg")
    write(path, plans(2), layer="andra", kind=ogr.wkbPolygon, append=True)
    first, second = layers_in(path)
    path.unlink()
    assert refusal(first.read).code == "draft-missing"
    write(path, plans(1), layer="annat", kind=ogr.wkbPolygon)
    assert refusal(first.read).code == "draft-changed"
    assert refusal(second.read).code == "draft-changed"
    path.write_bytes(b"")
    assert refusal(first.read).code == "draft-file-empty"


# how many


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "dxf"])
def test_up_to_the_limit_but_no_more(tmp_path, ending):
    path = plain_file(tmp_path, ending, MOST_DRAFTS)
    assert len(only(path)) == MOST_DRAFTS
    path.unlink()
    (layer,) = layers_in(plain_file(tmp_path, ending, MOST_DRAFTS + 1))
    assert layer.count == MOST_DRAFTS + 1
    message = refusal(layer.read)
    assert message.code == "draft-too-many"
    assert "500" in message.text("sv") and "plandialog:checkplanarea" in message.text("en")


def test_a_file_that_grew_beyond_the_limit(tmp_path):
    path = plain_file(tmp_path, "gpkg", 2)
    (layer,) = layers_in(path)
    path.unlink()
    plain_file(tmp_path, "gpkg", MOST_DRAFTS + 1)
    assert refusal(layer.read).code == "draft-too-many"


def test_the_algorithm_that_is_named_exists(provider):
    assert provider.algorithm("checkplanarea").displayName() == "Check plan areas"
    assert "“Check plan areas” (plandialog:checkplanarea)" in MESSAGES["draft-too-many"].en


# layers


def memory(kind="Polygon", rows=(), crs="EPSG:3006", fields="plan_id:string(20);namn:string(80);bostader:integer"):
    """A memory layer called *Utkast*."""
    described = "".join(f"&field={field}" for field in fields.split(";") if field)
    layer = QgsVectorLayer(f"{kind}?crs={crs}{described}", "Utkast", "memory")
    assert layer.isValid()
    features = []
    for wkt, values in rows:
        feature = QgsFeature(layer.fields())
        if wkt:
            feature.setGeometry(QgsGeometry.fromWkt(wkt))
        for name, value in values.items():
            feature[name] = value
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    layer.updateExtents()
    return layer


def drawn(count=3):
    return [
        (square(510000 + 200 * number, 6580000, 100), {"plan_id": f"D-{number}", "namn": NAMES[number], "bostader": 7})
        for number in range(count)
    ]


def snapshot(layer):
    """What reading must not change."""
    buffer = layer.editBuffer()
    return (
        layer.selectedFeatureIds(),
        layer.isEditable(),
        layer.isModified(),
        layer.undoStack().count(),
        layer.subsetString(),
        [(each.id(), each.geometry().asWkt(), each.attributes()) for each in layer.getFeatures()],
        buffer and (sorted(buffer.addedFeatures()), sorted(buffer.changedGeometries()), buffer.deletedFeatureIds()),
    )


def taken(layer, selected_only=False):
    before = snapshot(layer)
    found = from_layer(layer, selected_only)
    assert snapshot(layer) == before
    return found


def test_a_layer_as_it_is():
    layer = memory(rows=drawn())
    found = taken(layer)
    assert [(each.id, each.name, each.dwellings, each.unsaved) for each in found] == [
        (f"D-{number}", NAMES[number], 7, False) for number in range(3)
    ]
    assert all(each.crs == SWEREF and each.geometry.area() == 10000 for each in found)
    assert [each.land_use for each in found] == [None] * 3


def test_the_geometry_is_a_copy():
    layer = memory(rows=drawn(1))
    (found,) = taken(layer)
    before = snapshot(layer)
    found.geometry.translate(1000, 0)
    assert snapshot(layer) == before


def test_selected_features_only():
    layer = memory(rows=drawn())
    ids = [each.id() for each in layer.getFeatures()]
    assert refusal(taken, layer, True).code == "draft-nothing-selected"
    layer.selectByIds([ids[2], ids[0]])
    assert [each.feature for each in taken(layer, True)] == [ids[0], ids[2]]
    assert len(taken(layer)) == 3


@pytest.mark.parametrize("stored", ["memory", "gpkg", "shp"])
def test_what_is_drawn_but_not_saved_counts(tmp_path, stored):
    if stored == "memory":
        layer = memory(rows=drawn())
    else:
        path = plain_file(tmp_path, stored)
        layer = QgsVectorLayer(str(path), "Utkast", "ogr")
    ids = sorted(each.id() for each in layer.getFeatures())
    assert layer.startEditing()
    assert layer.changeGeometry(ids[0], QgsGeometry.fromWkt(square(0, 0, 10)))
    column = layer.fields().lookupField("namn")
    assert layer.changeAttributeValue(ids[1], column, "Nytt namn på ö")
    assert layer.deleteFeature(ids[2])
    added = [QgsFeature(layer.fields()) for _ in range(2)]
    for number, feature in enumerate(added):
        feature.setGeometry(QgsGeometry.fromWkt(square(number * 100, 0, 20)))
        feature["namn"] = f"Ny {number}"
        assert layer.addFeature(feature)
    layer.selectByIds([added[1].id(), ids[1]])
    found = taken(layer)
    assert [(each.name, each.geometry.area(), each.unsaved) for each in found] == [
        (NAMES[0], 100, True),
        ("Nytt namn på ö", 10000, True),
        ("Ny 0", 400, True),
        ("Ny 1", 400, True),
    ]
    assert [each.feature for each in found] == [ids[0], ids[1], added[0].id(), added[1].id()]
    assert [each.id for each in found] == ["D-0", "D-1", str(added[0].id()), str(added[1].id())]
    assert [each.name for each in taken(layer, True)] == ["Nytt namn på ö", "Ny 1"]
    layer.selectByIds([added[0].id()])
    assert [each.name for each in taken(layer, True)] == ["Ny 0"]
    if stored != "memory":
        assert len(read_all(path)) == 3  # the file is as it was
    assert layer.rollBack()
    assert [each.unsaved for each in taken(layer)] == [False] * 3


def test_editing_without_a_change_is_saved():
    layer = memory(rows=drawn(1))
    layer.startEditing()
    assert [each.unsaved for each in taken(layer)] == [False]
    layer.deleteFeature(next(layer.getFeatures()).id())
    assert refusal(taken, layer).code == "draft-layer-empty"


def test_a_new_feature_whose_id_the_database_will_give(tmp_path):
    layer = QgsVectorLayer(str(plain_file(tmp_path, "gpkg")), "Utkast", "ogr")
    layer.startEditing()
    feature = QgsFeature(layer.fields())
    feature["fid"] = layer.dataProvider().defaultValueClause(0)
    feature.setGeometry(QgsGeometry.fromWkt(PLAN))
    assert layer.addFeature(feature)
    assert from_layer(layer)[-1].id == str(feature.id())


def test_a_filter_of_the_layer_holds(tmp_path):
    layer = QgsVectorLayer(str(plain_file(tmp_path, "gpkg")), "Utkast", "ogr")
    layer.setSubsetString("plan_id = 'D-1'")
    assert [each.id for each in taken(layer)] == ["D-1"]


def test_a_layer_without_a_crs():
    layer = memory(rows=drawn(1))
    layer.setCrs(QgsCoordinateReferenceSystem())
    assert not taken(layer)[0].crs.isValid()


@pytest.mark.parametrize("kind", ["PolygonZ", "MultiPolygonZM", "CurvePolygon"])
def test_shapes_of_a_layer_stay_as_they_are(kind):
    shape = {"PolygonZ": "POLYGON Z ((0 0 5,9 0 5,9 9 7,0 0 5))", "CurvePolygon": CIRCLE}.get(
        kind, "MULTIPOLYGON ZM (((0 0 5 1,9 0 5 1,9 9 7 1,0 0 5 1)))"
    )
    (found,) = taken(memory(kind, [(shape, {})]))
    assert found.geometry.asWkt(1) == QgsGeometry.fromWkt(shape).asWkt(1)


def test_a_feature_without_geometry_is_not_passed_over():
    found = taken(memory(rows=[*drawn(1), (None, {"namn": "Utan yta"})]))
    assert [(each.name, each.geometry.isNull()) for each in found] == [(NAMES[0], False), ("Utan yta", True)]


def test_mixed_layers_give_their_polygons():
    rows = [
        ("GEOMETRYCOLLECTION(POLYGON((0 0,1 0,1 1,0 0)),POINT(0 0))", {"namn": "a"}),
        ("GEOMETRYCOLLECTION(POINT(0 0))", {"namn": "b"}),
    ]
    assert [each.name for each in taken(memory("GeometryCollection", rows))] == ["a"]
    message = refusal(taken, memory("GeometryCollection", rows[1:]))
    assert (message.code, message.params["actual"]) == ("draft-layer-no-polygons", "mixed")


@pytest.mark.parametrize(("kind", "actual"), [("Point", "point"), ("MultiLineString", "line"), ("None", "none")])
def test_layers_without_polygons(kind, actual):
    message = refusal(from_layer, memory(kind))
    assert (message.code, message.params["actual"]) == ("draft-layer-no-polygons", actual)


def test_empty_and_invalid_layers():
    assert refusal(from_layer, memory()).code == "draft-layer-empty"
    gone = QgsVectorLayer("/finns/inte.gpkg", "Borta", "ogr")
    assert refusal(from_layer, gone).code == "draft-layer-invalid"


def test_a_layer_whose_file_breaks(tmp_path):
    path = plain_file(tmp_path, "shp", 40)
    layer = QgsVectorLayer(str(path), "Utkast", "ogr")
    assert len(from_layer(layer)) == 40
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    assert refusal(from_layer, layer).code == "draft-layer-broken"


def test_too_many_in_a_layer():
    layer = memory(rows=[(PLAN, {})] * (MOST_DRAFTS + 1))
    assert refusal(taken, layer).code == "draft-too-many"
    ids = [each.id() for each in layer.getFeatures()]
    layer.selectByIds(ids[:MOST_DRAFTS])
    assert len(taken(layer, True)) == MOST_DRAFTS
    layer.selectAll()
    assert refusal(taken, layer, True).code == "draft-too-many"


def test_a_layer_in_a_transaction_group(tmp_path):
    """There what is drawn is in the database already, yet not committed."""
    path = plain_file(tmp_path, "gpkg")
    project = QgsProject()
    layer = QgsVectorLayer(str(path), "Utkast", "ogr")
    project.addMapLayer(layer)
    project.setTransactionMode(Qgis.TransactionMode.AutomaticGroups)
    layer.startEditing()
    fid = min(each.id() for each in layer.getFeatures())
    assert layer.changeGeometry(fid, QgsGeometry.fromWkt(square(0, 0, 10)))
    found = from_layer(layer)
    assert found[0].geometry.area() == 100
    assert [each.unsaved for each in found] == [True, False, False]
    layer.rollBack()
    project.clear()


# fields


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("fid namn markanvandning skede bostader", "- namn markanvandning skede bostader"),
        ("ID NAME LAND_USE STAGE DWELLINGS", "ID NAME LAND_USE STAGE DWELLINGS"),
        ("Plan-ID Benämning Markanvändning Planskede Antal_bostäder", None),
        ("objectid ogc_fid shape_area layer status", "- - - - -"),
        ("id plan_id namn plannamn", "plan_id plannamn - - -"),
        ("dnr planförslag landuse stage lägenheter", "dnr planförslag landuse stage lägenheter"),
        ("id name land_use stage antal_lgh", "id name land_use stage antal_lgh"),
        # ten letters of a Shapefile
        ("diarienumm benämning markanvänd planskede antal_bost", None),
        ("planbeteck planforsla markanvand planning_s bostadsenh", None),
        ("Name description timestamp", "- Name - - -"),
        ("gml_id benämning", "gml_id benämning - - -"),
        ("plan planering bost", "- - - - -"),
    ],
)
def test_fields_are_known_by_their_names(names, expected):
    fields = QgsFields()
    for name in names.split():
        fields.append(QgsField(name, QMetaType.Type.QString))
    roles = ("id", "name", "land_use", "stage", "dwellings")
    wanted = {role: name for role, name in zip(roles, (expected or names).split()) if name != "-"}
    assert guess_fields(fields) == wanted


def test_fields_are_known_by_their_alias():
    layer = memory(fields="a1:string(20);a2:string(20)", rows=[(PLAN, {"a1": "Älgen", "a2": "natur"})])
    layer.setFieldAlias(0, "Planförslag")
    layer.setFieldAlias(1, "Markanvändning")
    assert guess_fields(layer.fields()) == {"name": "a1", "land_use": "a2"}
    (found,) = taken(layer)
    assert (found.name, found.land_use) == ("Älgen", "natur")


def test_no_name_of_a_field_means_two_things():
    words = [drafts._plain(word) for words in drafts._FIELD_NAMES.values() for word in words]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("values", "ids"),
    [
        ([1, 2, 3], "1 2 3"),
        ([0, 0, 0], "- - -"),  # never filled in
        ([None, None, None], "- - -"),
        ([7, None, 9], "7 - 9"),
        ([7.0, 8.5, 9.0], "7 8.5 9"),
        (["", "a", "  b \n c"], "- a b_c"),
    ],
)
def test_an_id_field_has_to_tell_plan_areas_apart(values, ids):
    kind = {int: "integer", float: "double"}.get(type(values[0]), "string(20)")
    layer = memory(fields=f"id:{kind}", rows=[(PLAN, {"id": value}) for value in values])
    found = taken(layer)
    expected = [str(each.feature) if id == "-" else id.replace("_", " ") for each, id in zip(found, ids.split())]
    assert [each.id for each in found] == expected


def test_the_next_field_serves_where_the_first_is_empty(tmp_path):
    """GDAL gives every KML file a field Name, used or not."""
    path = write(tmp_path / "a.kml", plans(2, wkt=DEGREES), crs="EPSG:4326")
    assert [each.name for each in only(path)] == NAMES[:2]


def test_raw_values_are_handed_on_as_they_are():
    fields = "namn:string(20);markanvandning:string(20);skede:string(20);bostader:string(20)"
    row = {"namn": "a", "markanvandning": "Villor", "skede": "", "bostader": "ca 40"}
    (found,) = taken(memory(fields=fields, rows=[(PLAN, row)]))
    assert (found.land_use, found.stage, found.dwellings) == ("Villor", None, "ca 40")
    notes = details(found.id, found.name, found.land_use, found.stage, found.dwellings).notes
    assert [note.code for note in notes] == ["proposal-land-use", "proposal-dwellings"]


# cancelling


class After:
    """Says to cancel when it has been asked a number of times."""

    def __init__(self, times):
        self.left = times

    def __call__(self):
        self.left -= 1
        return self.left < 0


@pytest.mark.parametrize("ending", list(DRIVERS))
@pytest.mark.parametrize("times", [0, 1, 2])
def test_cancelling_gives_nothing_rather_than_a_part(tmp_path, ending, times):
    path = plain_file(tmp_path, ending)
    (layer,) = layers_in(path)
    with pytest.raises(InterruptedReading):
        layer.read(After(times))
    if ending in ("dxf", "kml", "kmz"):  # the others are listed without being read
        with pytest.raises(InterruptedReading):
            layers_in(path, After(times))
    with pytest.raises(InterruptedReading):
        from_layer(memory(rows=drawn()), cancelled=After(times))
    assert len(layer.read(After(100))) == 3


def test_an_interrupted_reading_leaves_gdal_as_it_was(tmp_path):
    heard = []
    path = plain_file(tmp_path, "gpkg")
    (listed,) = layers_in(path)
    layer = memory(rows=drawn())
    layer.selectAll()
    gdal.PushErrorHandler(lambda _level, _number, text: heard.append(text))
    try:
        for call in (
            lambda: listed.read(After(1)),
            lambda: from_layer(layer, cancelled=After(1)),
            lambda: from_layer(layer, True, cancelled=After(1)),
        ):
            with pytest.raises(InterruptedReading):
                call()
        try:
            gdal.Error(gdal.CE_Failure, 1, "hörs")
        except RuntimeError as error:
            # QGIS's Processing turns GDAL's exceptions on; newer GDAL then asks no handler.
            heard.append(str(error))
    finally:
        gdal.PopErrorHandler()
    assert set(heard) == {"hörs"}
