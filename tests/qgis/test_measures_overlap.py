"""How much of the plan area (1 km × 1 km) lies within polygons."""

from __future__ import annotations

import pytest
from builders import PLAN, square
from measuring import add_raw, codes, figures, finding_of, hits
from plandialog.plugin.core.outcome import Outcome
from qgis.core import QgsGeometry, QgsLineString, QgsPoint, QgsPolygon

HALF = square(510000, 6579000, 2000)
BANDS = [{"up_to": "10 %", "outcome": "consider"}, {"outcome": "discuss"}]
NAMED = {"fields": {"namn": str}, "label": "namn"}


def west(share):
    """A polygon over the western ``share`` % of the plan area, its eastern edge inside, the others far outside."""
    edge = 510000 + 10 * share
    return f"POLYGON((505000 6575000,{edge} 6575000,{edge} 6585000,505000 6585000,505000 6575000))"


@pytest.mark.parametrize(
    ("features", "share"),
    [
        ([west(25)], 25),
        ([west(25), west(25), west(10)], 25),  # once each
        ([west(25), square(510900, 6580000, 1000)], 35),
        ([PLAN], 100),
        ([square(500000, 6570000, 20000)], 100),
        ([square(510250, 6580250, 500)], 25),
        (["POLYGON((509000 6579000,512000 6579000,512000 6582000,509000 6582000,509000 6579000),"
          "(510000 6580000,510500 6580000,510500 6580500,510000 6580500,510000 6580000))"], 75),
        (["MULTIPOLYGON(((510000 6580000,510100 6580000,510100 6581000,510000 6581000,510000 6580000)),"
          "((510900 6580000,511500 6580000,511500 6581000,510900 6581000,510900 6580000)))"], 20),
    ],
)  # fmt: skip
def test_hit(builder, features, share):
    finding = finding_of(builder, "polygon", features, "overlap")
    assert figures(finding) == pytest.approx((share,) * 3)
    assert finding.area == pytest.approx(share * 1e4)
    assert (finding.outcome, codes(finding)) == (Outcome.DISCUSS, [])


@pytest.mark.parametrize(
    "feature",
    [
        square(512000, 6580000, 500),  # apart
        square(511000, 6580000, 500),  # an edge in common
        square(511000, 6581000, 500),  # a corner in common
        "POLYGON((509000 6579000,512000 6579000,512000 6582000,509000 6582000,509000 6579000),"
        "(510000 6580000,511000 6580000,511000 6581000,510000 6581000,510000 6580000))",  # the plan fills its hole
    ],
)
def test_miss(builder, feature):
    finding = finding_of(builder, "polygon", [feature], "overlap")
    assert (finding.outcome, figures(finding), finding.hit_count) == (Outcome.CLEAR, (0, 0, 0), 0)


@pytest.mark.parametrize(("share", "outcome"), [(10, Outcome.CONSIDER), (10.001, Outcome.DISCUSS)])
def test_a_band_limit_belongs_to_the_band_below(builder, share, outcome):
    finding = finding_of(builder, "polygon", [west(share)], "overlap", BANDS)
    assert (finding.outcome, codes(finding)) == (outcome, [])


@pytest.mark.parametrize(
    ("accuracy", "low", "high", "outcome", "notes"),
    [
        ("9 m", 8.1, 9.9, Outcome.CONSIDER, []),
        ("20 m", 7, 11, Outcome.DISCUSS, ["uncertain-band"]),
    ],
)
def test_accuracy_across_a_band_limit_takes_the_more_cautious_outcome(builder, accuracy, low, high, outcome, notes):
    finding = finding_of(builder, "polygon", [west(9)], "overlap", BANDS, dataset={"accuracy": accuracy})
    assert figures(finding) == pytest.approx((low, 9, high), rel=4e-3)
    assert (finding.outcome, codes(finding)) == (outcome, notes)


def test_near_by_less_than_the_accuracy_may_be_a_hit(builder):
    dataset = {"accuracy": "50 m", **NAMED}
    finding = finding_of(
        builder, "polygon", [(square(511020, 6580000, 1000), {"namn": "A"})], "overlap", dataset=dataset
    )
    assert figures(finding) == pytest.approx((0, 0, 3), rel=0.02)
    assert (finding.outcome, codes(finding)) == (Outcome.DISCUSS, ["uncertain-band"])
    assert hits(finding) == [("A", False)]


def test_the_largest_hit_is_named_first_and_what_is_certain_is_marked(builder):
    features = [
        (square(510990, 6580000, 500), {"namn": "edge"}),
        (square(510000, 6580000, 300), {"namn": "deep"}),
        (square(513000, 6580000, 300), {"namn": "far"}),
    ]
    finding = finding_of(builder, "polygon", features, "overlap", dataset={"accuracy": "20 m", **NAMED})
    assert hits(finding) == [("deep", True), ("edge", False)]


def test_as_area(builder):
    bands = [{"up_to": "5 ha", "outcome": "consider"}, {"outcome": "discuss"}]
    finding = finding_of(builder, "polygon", [west(5)], "overlap", bands, **{"as": "area"})
    assert (finding.measurement.value, finding.outcome) == (pytest.approx(50000), Outcome.CONSIDER)


@pytest.mark.parametrize(
    ("sliver", "width", "outcome", "notes"),
    [
        (None, 0.4, Outcome.CLEAR, ["slivers-dropped"]),
        (None, 0.6, Outcome.DISCUSS, []),
        ("2 m", 1.5, Outcome.CLEAR, ["slivers-dropped"]),
        ("0 m", 0.01, Outcome.DISCUSS, []),
    ],
)
def test_a_sliver_is_dropped_and_said_to_be(builder, sliver, width, outcome, notes):
    dataset = {"sliver": sliver} if sliver else {}
    finding = finding_of(builder, "polygon", [square(511000 - width, 6580000, 1000)], "overlap", dataset=dataset)
    assert (finding.outcome, codes(finding)) == (outcome, notes)
    assert finding.hit_count == (0 if notes else 1)
    if notes:
        assert finding.notes[0].params["area"] == pytest.approx(1000 * width)


def test_slivers_side_by_side_are_an_overlap(builder):
    strips = [f"POLYGON(({x} 6580000,{x + 0.25} 6580000,{x + 0.25} 6581000,{x} 6581000,{x} 6580000))" for x in
              (510100 + 0.25 * n for n in range(40))]  # fmt: skip
    finding = finding_of(builder, "polygon", strips, "overlap")
    assert (finding.measurement.value, codes(finding), finding.hit_count) == (pytest.approx(1), [], 40)


def test_a_broken_ring_is_repaired_and_said_to_be(builder):
    bow_tie = "POLYGON((510000 6580000,511000 6581000,511000 6580000,510000 6581000,510000 6580000))"
    finding = finding_of(builder, "polygon", [bow_tie], "overlap")
    assert (finding.measurement.value, codes(finding)) == (pytest.approx(50), ["geometries-repaired"])


def with_raw(builder, *geometries):
    """The finding with ``geometries`` added to a far polygon behind the back of QGIS."""
    builder.dataset("data", "polygon", [square(501000, 6571000, 100)]).check("fraga", "data", "overlap")
    builder.write()
    add_raw(builder.root / "layers" / "data.gpkg", "data", *geometries)
    from builders import assess_wkt

    return assess_wkt(builder.prepare()).findings[0]


def test_a_feature_without_geometry_has_no_place(builder):
    assert with_raw(builder, QgsGeometry(), QgsGeometry.fromWkt("MULTIPOLYGON EMPTY")).outcome is Outcome.CLEAR


@pytest.mark.parametrize("corner", range(1, 4))
@pytest.mark.parametrize("axis", [0, 1])
def test_a_coordinate_that_is_no_number_stops_the_check(builder, corner, axis):
    points = [[510000, 6580000], [510500, 6580000], [510500, 6580500], [510000, 6580500], [510000, 6580000]]
    points[corner][axis] = float("nan")
    finding = with_raw(builder, QgsGeometry(QgsPolygon(QgsLineString([QgsPoint(*point) for point in points]))))
    assert (finding.outcome, codes(finding)) == (Outcome.NOT_CHECKED, ["source-geometry-broken"])


def test_a_polygon_without_extent_stops_the_check(builder):
    flat = QgsGeometry.fromWkt("POLYGON((510000 6580000,510100 6580100,510200 6580200,510000 6580000))")
    finding = with_raw(builder, flat)
    assert (finding.outcome, codes(finding)) == (Outcome.NOT_CHECKED, ["source-geometry-broken"])


def test_of_a_collection_the_polygons_count(builder):
    mixed = QgsGeometry.fromWkt(
        f"GEOMETRYCOLLECTION({square(510000, 6580000, 500)},LINESTRING(510000 6580000,511000 6581000))"
    )
    finding = with_raw(builder, mixed)
    assert (finding.outcome, finding.measurement.value) == (Outcome.DISCUSS, pytest.approx(25))


def test_a_line_among_polygons_stops_the_check(builder):
    finding = with_raw(builder, QgsGeometry.fromWkt("LINESTRING(510000 6580000,511000 6581000)"))
    assert (finding.outcome, codes(finding)) == (Outcome.NOT_CHECKED, ["source-geometry-broken"])


def test_curves_and_heights_in_a_file(builder):
    circle = QgsGeometry.fromWkt("CURVEPOLYGON Z (CIRCULARSTRING Z (-250 0 1,0 250 1,250 0 1,0 -250 1,-250 0 1))")
    circle.translate(510500, 6580500)
    finding = with_raw(builder, circle)
    assert finding.measurement.value == pytest.approx(19.635, rel=1e-4)


@pytest.mark.parametrize(
    ("coverage", "features", "outcome", "notes"),
    [
        ("unknown", [], Outcome.NO_DATA, ["coverage-unknown"]),
        ("unknown", [west(25)], Outcome.DISCUSS, ["coverage-unknown"]),
        ("package", [], Outcome.CLEAR, []),
    ],
)
def test_coverage(builder, coverage, features, outcome, notes):
    far = square(501000, 6571000, 100)
    finding = finding_of(builder, "polygon", [far, *features], "overlap", dataset={"coverage": coverage})
    assert (finding.outcome, codes(finding)) == (outcome, notes)


@pytest.mark.parametrize(
    ("covered", "outcome", "share"),
    [
        (PLAN, Outcome.CLEAR, 100),
        (west(100), Outcome.CLEAR, 100),
        (west(99.99), Outcome.NO_DATA, 99.99),  # a tenth of a metre is missing
        (west(40), Outcome.NO_DATA, 40),
        (square(501000, 6571000, 100), Outcome.NO_DATA, 0),
    ],
)
def test_covered_by_a_dataset(builder, covered, outcome, share):
    builder.dataset("karterat", "polygon", [covered])
    dataset = {"coverage": {"dataset": "karterat"}}
    finding = finding_of(builder, "polygon", [square(501000, 6571000, 100)], "overlap", dataset=dataset)
    assert (finding.outcome, finding.coverage.share) == (outcome, pytest.approx(share))
    assert finding.coverage.complete == (share == 100)


@pytest.mark.parametrize(("seen", "outcome"), [(95, Outcome.SUPPORTS), (85, Outcome.NO_DATA)])
def test_support_stands_only_where_the_unseen_part_could_not_change_it(builder, seen, outcome):
    builder.dataset("karterat", "polygon", [west(seen)])
    bands = [{"up_to": "10 %", "outcome": "supports"}, {"outcome": "discuss"}]
    dataset = {"coverage": {"dataset": "karterat"}}
    finding = finding_of(builder, "polygon", [west(5)], "overlap", bands, dataset=dataset)
    assert (finding.outcome, codes(finding)) == (outcome, ["coverage-partial"])
