"""How much line runs through the plan area (1 km × 1 km)."""

from __future__ import annotations

import math

import pytest
from builders import assess_wkt
from measuring import add_raw, codes, figures, finding_of, hits
from plandialog.plugin.core.outcome import Outcome
from plandialog.plugin.gis.inspection import inspect
from qgis.core import QgsGeometry, QgsLineString, QgsPoint

NAN, INF = math.nan, math.inf
NAMED = {"fields": {"namn": str}, "label": "namn"}
BANDS = [{"up_to": "500 m", "outcome": "consider"}, {"outcome": "discuss"}]


def line(*points):
    """A line through points east and north of the plan area's lower left corner."""
    return "LINESTRING(" + ",".join(f"{510000 + x} {6580000 + y}" for x, y in points) + ")"


ACROSS = line((-500, 500), (1500, 500))


@pytest.mark.parametrize(
    ("features", "length"),
    [
        ([ACROSS], 1000),
        ([ACROSS, ACROSS], 1000),  # once
        ([ACROSS, line((1500, 500), (-500, 500))], 1000),
        ([ACROSS, line((200, 500), (700, 500))], 1000),
        ([line((100, 500), (900, 500), (300, 500))], 800),  # there and back
        ([ACROSS, line((500, -500), (500, 1500))], 2000),
        ([line((0, 0), (1000, 1000))], 1000 * math.sqrt(2)),
        ([line((0, -100), (0, 1100))], 1000),  # along the edge
        ([line((0, 0), (1000, 0), (1000, 1000), (0, 1000), (0, 0))], 4000),
        ([line((100, 100), (103, 104))], 5),
    ],
)
def test_hit(builder, features, length):
    finding = finding_of(builder, "line", features, "length")
    assert figures(finding) == pytest.approx((length,) * 3)
    assert (finding.outcome, codes(finding), finding.hit_count) == (Outcome.DISCUSS, [], len(features))


@pytest.mark.parametrize(
    "feature",
    [
        line((1001, -500), (1001, 1500)),
        line((1000, 500), (2000, 500)),  # up to the edge
        line((900, 1100), (1100, 900)),  # over the corner
    ],
)
def test_miss(builder, feature):
    finding = finding_of(builder, "line", [feature], "length")
    assert (finding.outcome, figures(finding), finding.hit_count) == (Outcome.CLEAR, (0, 0, 0), 0)


def test_a_line_that_only_touches_is_no_hit_beside_one_that_runs_through(builder):
    features = [(ACROSS, {"namn": "through"}), (line((1000, 700), (2000, 700)), {"namn": "touches"})]
    assert hits(finding_of(builder, "line", features, "length", dataset=NAMED)) == [("through", True)]


@pytest.mark.parametrize(
    ("stop", "accuracy", "outcome", "notes"),
    [
        (500, "0 m", Outcome.CONSIDER, []),  # on the limit
        (500.1, "0 m", Outcome.DISCUSS, []),
        (460, "30 m", Outcome.CONSIDER, []),
        (480, "30 m", Outcome.DISCUSS, ["uncertain-band"]),
    ],
)
def test_on_a_band_limit_and_across_it(builder, stop, accuracy, outcome, notes):
    finding = finding_of(
        builder, "line", [line((-500, 500), (stop, 500))], "length", BANDS, dataset={"accuracy": accuracy}
    )
    assert (finding.outcome, codes(finding)) == (outcome, notes)


def test_bounds(builder):
    """As much as runs through the plan area less, and plus, 20 m along its edge."""
    features = [(ACROSS, {"namn": "through"}), (line((1010, -500), (1010, 1500)), {"namn": "beside"})]
    finding = finding_of(builder, "line", features, "length", dataset={"accuracy": "20 m", **NAMED})
    low, value, high = figures(finding)
    assert (low, value) == pytest.approx((960, 1000), rel=1e-3)
    assert high == pytest.approx(1040 + 1000 + 2 * math.sqrt(20**2 - 10**2), rel=1e-3)
    assert hits(finding) == [("through", True), ("beside", False)]


def test_beside_the_plan_area_by_less_than_the_accuracy(builder):
    finding = finding_of(builder, "line", [line((1010, -500), (1010, 1500))], "length", dataset={"accuracy": "20 m"})
    assert figures(finding) == pytest.approx((0, 0, 1035), abs=1)
    assert (finding.outcome, codes(finding)) == (Outcome.DISCUSS, ["uncertain-band"])


def test_a_stretch_shorter_than_the_tolerance_is_dropped_and_said_to_be(builder):
    finding = finding_of(builder, "line", [line((999.7, 500), (2000, 500))], "length")
    assert (finding.outcome, codes(finding), finding.hit_count) == (Outcome.CLEAR, ["length-dropped"], 0)


def test_nothing_found_where_the_line_layer_is_not_known_to_be_mapped(builder):
    finding = finding_of(builder, "line", [line((5000, 0), (6000, 0))], "length", dataset={"coverage": "unknown"})
    assert (finding.outcome, codes(finding)) == (Outcome.NO_DATA, ["coverage-unknown"])


def with_broken_line(builder, place, value):
    """The package with a line through the plan area of which one coordinate is no number."""
    builder.dataset("data", "line", [line((5000, 0), (6000, 0))]).check("fraga", "data", "length").write()
    points = [QgsPoint(510100 + 100 * n, 6580500 + n) for n in range(4)]
    points[place].setX(value)
    add_raw(builder.root / "layers" / "data.gpkg", "data", QgsGeometry(QgsLineString(points)))
    return builder


@pytest.mark.parametrize(
    ("place", "value"), [*((place, NAN) for place in (1, 2, 3)), *((place, INF) for place in range(4))]
)
def test_a_coordinate_that_is_no_number_stops_the_check(builder, place, value):
    finding = assess_wkt(with_broken_line(builder, place, value).prepare()).findings[0]
    assert (finding.outcome, codes(finding)) == (Outcome.NOT_CHECKED, ["source-geometry-broken"])


def test_a_line_that_no_index_finds_is_told_to_the_author_of_the_package(builder):
    """A first coordinate that is no number leaves no extent, so no request around a plan area meets the line."""
    _, faults = inspect(with_broken_line(builder, 0, NAN).root)
    assert "geometry-not-finite" in [fault.message.code for fault in faults]


def test_arcs_heights_and_parts_without_length(builder):
    builder.dataset("data", "line", [line((5000, 0), (6000, 0))]).check("fraga", "data", "length").write()
    arc = QgsGeometry.fromWkt("CIRCULARSTRING Z (-100 0 1,0 100 2,100 0 3)")
    arc.translate(510500, 6580500)
    collection = QgsGeometry.fromWkt(
        "GEOMETRYCOLLECTION(LINESTRING(510100 6580100,510200 6580100),POINT(510150 6580150))"
    )
    nothing = QgsGeometry.fromWkt("LINESTRING(510700 6580700,510700 6580700)")
    add_raw(builder.root / "layers" / "data.gpkg", "data", arc, collection, nothing, QgsGeometry())
    finding = assess_wkt(builder.prepare()).findings[0]
    assert finding.measurement.value == pytest.approx(100 * math.pi + 100, rel=1e-4)
