"""What a planner may hand in as a plan area: what is refused and why, and what is repaired and said to be."""

from __future__ import annotations

import math

import pytest
from builders import PLAN, VALIDITY, square
from plandialog.plugin.gis.planarea import PlanAreaError, plan_area
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsLineString,
    QgsMultiPoint,
    QgsPoint,
    QgsPolygon,
    QgsProject,
)

SWEREF = QgsCoordinateReferenceSystem("EPSG:3006")
NAN, INF = math.nan, math.inf


def taken(geometry, crs="EPSG:3006", validity=VALIDITY):
    """The plan area of WKT or a geometry; the geometry handed in must stay as it was."""
    shape = QgsGeometry.fromWkt(geometry) if isinstance(geometry, str) else geometry
    before = bytes(shape.asWkb())
    inside = QgsGeometry.fromWkt(validity) if validity else None
    try:
        system = QgsCoordinateReferenceSystem(crs)
        return plan_area(shape, system, SWEREF, QgsCoordinateTransformContext(), inside, "Provlän")
    finally:
        assert bytes(shape.asWkb()) == before


def refusal(geometry, crs="EPSG:3006", validity=VALIDITY):
    with pytest.raises(PlanAreaError) as error:
        taken(geometry, crs, validity)
    for language in ("sv", "en"):
        assert error.value.message.text(language)
    return error.value.message.code


def codes(area):
    return [note.code for note in area.notes]


def ring(*points):
    return QgsGeometry(QgsPolygon(QgsLineString([QgsPoint(*point) for point in points])))


def moved(wkt, x=510000, y=6580000):
    """WKT near the origin, laid in the middle of the area of validity."""
    shape = QgsGeometry.fromWkt(wkt)
    shape.translate(x, y)
    return shape


def test_a_sound_plan_area_is_taken_as_it_is():
    area = taken(PLAN)
    assert (area.whole.area(), area.outside, area.notes, area.inside_share) == (1e6, None, (), 100)
    assert area.whole.equals(QgsGeometry.fromWkt(PLAN)) and area.inside.equals(area.whole)


@pytest.mark.parametrize(
    ("wkt", "code"),
    [
        ("POINT(510000 6580000)", "plan-not-polygon"),
        ("MULTIPOINT((510000 6580000),(510001 6580000))", "plan-not-polygon"),
        ("LINESTRING(510000 6580000,510500 6580000)", "plan-not-polygon"),
        ("CIRCULARSTRING(510000 6580000,510500 6580500,511000 6580000)", "plan-not-polygon"),
        ("GEOMETRYCOLLECTION(POINT(510000 6580000),LINESTRING(510000 6580000,510500 6580000))", "plan-not-polygon"),
        ("POLYGON EMPTY", "plan-no-geometry"),
        ("MULTIPOLYGON EMPTY", "plan-no-geometry"),
        ("GEOMETRYCOLLECTION EMPTY", "plan-no-geometry"),
        ("POLYGON((510000 6580000,510001 6580001,510002 6580002,510000 6580000))", "plan-no-area"),
        ("POLYGON((510000 6580000,510001 6580001,510000 6580000))", "plan-no-area"),
        ("POLYGON((510000 6580000,510000 6580000,510000 6580000,510000 6580000))", "plan-no-area"),
    ],
)
def test_what_is_no_area_is_refused(wkt, code):
    assert refusal(wkt) == code


def test_no_geometry_at_all_is_refused():
    assert refusal(QgsGeometry()) == "plan-no-geometry"


@pytest.mark.parametrize("value", [NAN, INF, -INF])
@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("axis", [0, 1])
def test_a_coordinate_that_is_no_number_is_refused_wherever_it_stands(value, place, axis):
    points = [[510000, 6580000], [510500, 6580000], [510500, 6580500], [510000, 6580500]]
    points[place][axis] = value
    assert refusal(ring(*points, points[0])) == "plan-not-finite"


def test_a_coordinate_that_is_no_number_in_a_hole_or_a_point_is_refused():
    shape = ring((510000, 6580000), (510500, 6580000), (510500, 6580500), (510000, 6580000))
    hole = [QgsPoint(510400, 6580100), QgsPoint(NAN, 6580200), QgsPoint(510450, 6580200), QgsPoint(510400, 6580100)]
    shape.get().addInteriorRing(QgsLineString(hole))
    assert refusal(shape) == "plan-not-finite"
    points = QgsMultiPoint()
    for point in (QgsPoint(0, 0), QgsPoint(NAN, 1), QgsPoint(1, 1)):
        points.addGeometry(point)
    assert refusal(QgsGeometry(points)) == "plan-not-finite"


@pytest.mark.parametrize("crs", ["", "EPSG:999999", "nonsense"])
def test_an_unknown_crs_is_refused(crs):
    assert refusal(PLAN, crs) == "plan-no-crs"


# Each place is 59.35° N, 15.18° E or near, in the middle of the area of validity.
@pytest.mark.parametrize(
    "crs", ["EPSG:3006", "EPSG:3010", "EPSG:4326", "EPSG:4258", "EPSG:3857", "EPSG:4619", "EPSG:32633"]
)
def test_the_same_plan_area_from_any_crs(crs):
    shape = QgsGeometry.fromWkt(PLAN)
    shape.transform(QgsCoordinateTransform(SWEREF, QgsCoordinateReferenceSystem(crs), QgsProject.instance()))
    area = taken(shape, crs)
    assert area.notes == () and area.outside is None
    assert area.whole.area() == pytest.approx(1e6, rel=1e-6)
    assert area.whole.hausdorffDistance(QgsGeometry.fromWkt(PLAN)) < 0.05


def test_longitude_comes_before_latitude():
    """GeoJSON and QGIS put longitude first; swapped, the place is off the coast of Somalia and refused as such."""
    lon_lat = "POLYGON((15.18 59.35,15.19 59.35,15.19 59.36,15.18 59.36,15.18 59.35))"
    lat_lon = "POLYGON((59.35 15.18,59.35 15.19,59.36 15.19,59.36 15.18,59.35 15.18))"
    assert taken(lon_lat, "EPSG:4326").whole.area() == pytest.approx(632_500, rel=0.01)
    assert refusal(lat_lon, "EPSG:4326") == "plan-outside"


@pytest.mark.parametrize(
    ("crs", "code"),
    [
        ("EPSG:4326", "plan-transform"),  # metres taken for degrees
        ("EPSG:3857", "plan-outside"),
        ("EPSG:3010", "plan-outside"),
    ],
)
def test_sweref_coordinates_said_to_be_something_else(crs, code):
    assert refusal(PLAN, crs) == code


BOW_TIE = "POLYGON((0 0,100 100,100 0,0 100,0 0))"
SPIKE = "POLYGON((0 0,100 0,100 100,50 100,50 300,50 100,0 100,0 0))"
ZIGZAG_HOLE = "POLYGON((0 0,100 0,100 100,0 100,0 0),(20 20,80 80,80 20,20 80,20 20))"
HOLE_ACROSS = "POLYGON((0 0,100 0,100 100,0 100,0 0),(50 20,150 20,150 80,50 80,50 20))"
OVERLAPPING = "MULTIPOLYGON(((0 0,100 0,100 100,0 100,0 0)),((50 0,150 0,150 100,50 100,50 0)))"
TWICE = "MULTIPOLYGON(((0 0,100 0,100 100,0 100,0 0)),((0 0,100 0,100 100,0 100,0 0)))"
TWICE_TURNED = "MULTIPOLYGON(((0 0,100 0,100 100,0 100,0 0)),((100 100,0 100,0 0,100 0,100 100)))"
MIXED = "GEOMETRYCOLLECTION(POLYGON((0 0,100 0,100 100,0 100,0 0)),LINESTRING(0 0,500 500),POINT(9 9))"
PAIR = "GEOMETRYCOLLECTION(POLYGON((0 0,100 0,100 100,0 100,0 0)),POLYGON((200 0,300 0,300 100,200 100,200 0)))"
CIRCLE = "CURVEPOLYGON(CIRCULARSTRING(0 100,100 200,200 100,100 0,0 100))"
Z = "POLYGON Z ((0 0 5,100 0 5,100 100 7,0 100 5,0 0 5))"
ZM = "MULTIPOLYGON ZM (((0 0 5 1,100 0 5 2,100 100 5 3,0 100 5 4,0 0 5 1)))"
CURVE_Z = "CURVEPOLYGON Z (CIRCULARSTRING Z (0 100 1,100 200 2,200 100 3,100 0 4,0 100 1))"


@pytest.mark.parametrize(
    ("wkt", "area", "notes"),
    [
        (BOW_TIE, 5000, ["repaired-self-intersection"]),
        (SPIKE, 10000, ["repaired-self-intersection"]),
        (ZIGZAG_HOLE, 10000 - 1800, ["repaired-self-intersection"]),
        (HOLE_ACROSS, 10000 - 3000, ["repaired-self-intersection"]),
        (OVERLAPPING, 15000, ["repaired-self-intersection"]),
        (TWICE, 10000, ["repaired-duplicates"]),
        (TWICE_TURNED, 10000, ["repaired-duplicates"]),
        (MIXED, 10000, ["repaired-other-parts"]),
        (PAIR, 20000, []),
        (CIRCLE, math.pi * 10000, ["repaired-curves"]),
        (Z, 10000, ["repaired-zm"]),
        (ZM, 10000, ["repaired-zm"]),
        (CURVE_Z, math.pi * 10000, ["repaired-curves", "repaired-zm"]),
    ],
)
def test_repairs_are_made_on_a_copy_and_said_once(wkt, area, notes):
    made = taken(moved(wkt))
    assert made.whole.area() == pytest.approx(area, rel=1e-4)
    assert codes(made) == notes
    assert made.whole.isGeosValid()
    assert not made.whole.constGet().is3D() and not made.whole.constGet().isMeasure()


@pytest.mark.parametrize("height", [NAN, INF])
def test_a_height_that_is_no_number_does_not_matter(height):
    made = taken(ring((510000, 6580000, 1), (510100, 6580000, 1), (510100, 6580100, height), (510000, 6580000, 1)))
    assert (made.whole.area(), codes(made)) == (5000, ["repaired-zm"])


@pytest.mark.parametrize(
    ("wkt", "area"),
    [
        ("POLYGON((0 0,100 0,100 100,0 100))", 10000),
        ("POLYGON((0 0,100 0,100 100,0 100,0 0),(10 10,20 10,20 20,10 20))", 9900),
        ("MULTIPOLYGON(((0 0,100 0,100 100,0 100)),((200 0,300 0,300 100,200 0)))", 15000),
    ],
)
def test_open_rings_are_closed(wkt, area):
    made = taken(moved(wkt))
    assert (made.whole.area(), codes(made)) == (area, ["repaired-unclosed"])
    assert made.whole.isGeosValid()


def test_an_open_bow_tie_with_heights_twice_says_everything_once():
    bow_tie = "((0 0 3,100 100 3,100 0 3,0 100 3))"
    made = taken(moved(f"MULTIPOLYGON Z ({bow_tie},{bow_tie})"))
    assert codes(made) == ["repaired-zm", "repaired-unclosed", "repaired-duplicates", "repaired-self-intersection"]
    assert made.whole.area() == pytest.approx(5000)


def test_parts_that_only_touch_are_nothing_to_repair():
    made = taken(moved("MULTIPOLYGON(((0 0,100 0,100 100,0 100,0 0)),((100 100,200 100,200 200,100 200,100 100)))"))
    assert (made.whole.area(), codes(made)) == (20000, [])


def test_what_folds_in_its_own_crs_is_repaired_there():
    """A bow-tie in degrees: repaired once, said once."""
    made = taken("POLYGON((15.18 59.35,15.19 59.36,15.19 59.35,15.18 59.36,15.18 59.35))", "EPSG:4326")
    assert codes(made) == ["repaired-self-intersection"]
    assert made.whole.area() == pytest.approx(316_250, rel=0.01)


@pytest.mark.parametrize(
    ("wkt", "share"),
    [
        (square(499000, 6580000, 2000), 50),
        (square(499500, 6569500, 1000), 25),
        (square(499900, 6580000, 1000), 90),
        (square(490000, 6560000, 40000), 25),  # holds the whole area of validity
    ],
)
def test_across_the_border_the_share_inside_is_said(wkt, share):
    made = taken(wkt)
    assert codes(made) == ["plan-partly-outside"]
    assert made.notes[0].params["share"] == pytest.approx(share)
    assert made.inside_share == pytest.approx(share)
    assert made.inside.area() + made.outside.area() == pytest.approx(made.whole.area())


@pytest.mark.parametrize("gap", [0, 0.04, -0.04])
def test_along_the_border_the_grain_of_coordinates_is_not_outside(gap):
    assert codes(taken(square(500000 + gap, 6580000, 500))) == []


def test_a_tenth_of_a_metre_over_the_border_is_outside():
    assert codes(taken(square(499999.9, 6580000, 500))) == ["plan-partly-outside"]


@pytest.mark.parametrize(
    "wkt",
    [
        square(600000, 6580000, 500),  # far away
        square(499500, 6580000, 500),  # an edge in common
        square(499500, 6569500, 500),  # a corner in common
        square(499500.02, 6580000, 500),  # 2 cm inside
    ],
)
def test_outside_or_only_touching_the_border_is_refused(wkt):
    assert refusal(wkt) == "plan-outside"


def test_without_a_known_area_of_validity_everything_is_inside():
    made = taken(square(900000, 7000000, 500), validity=None)
    assert (made.outside, made.inside_share, codes(made)) == (None, 100, [])


def test_a_hole_in_the_area_of_validity_is_outside():
    validity = "POLYGON((0 0,1000 0,1000 1000,0 1000,0 0),(400 400,600 400,600 600,400 600,400 400))"
    made = taken(square(300, 300, 400), validity=validity)
    assert made.inside_share == pytest.approx(75)
    assert refusal(square(450, 450, 100), validity=validity) == "plan-outside"


RING = "((510000 6580000,511000 6580000,511000 6581000,510000 6580000))"


@pytest.mark.parametrize(
    "wkt",
    [
        f"GeometryCollection(MultiPolygon({'(' + RING + ')'}))",
        f"GeometryCollection(GeometryCollection(Polygon{RING}))",
        "GeometryCollection(GeometryCollection(Point(1 1)),MultiPoint((2 2)))",
    ],
)
def test_a_collection_in_a_collection_is_used_or_refused_and_takes_nothing_down(builder, wkt):
    prepared = builder.check("fraga", None, "ask").prepare()
    try:
        area = prepared.plan_area(QgsGeometry.fromWkt(wkt), QgsCoordinateReferenceSystem("EPSG:3006"))
    except PlanAreaError as error:
        assert error.message.code == "plan-not-polygon"
    else:
        assert area.whole.area() == pytest.approx(500_000)
