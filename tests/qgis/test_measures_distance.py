"""How far it is from the plan area (1 km × 1 km) to the nearest feature."""

from __future__ import annotations

import pytest
from builders import assess_wkt, square
from measuring import add_raw, codes, figures, finding_of, hits
from plandialog.plugin.core.outcome import Outcome
from qgis.core import QgsGeometry, QgsLineString, QgsPoint

# A distance above the last limit is clear; an open last band speaks of it.
CLOSED = [{"up_to": "1 km", "outcome": "discuss"}]
OPEN = [{"up_to": "1 km", "outcome": "supports"}, {"up_to": "3 km", "outcome": "consider"}, {"outcome": "discuss"}]
NAMED = {"fields": {"namn": str}, "label": "namn"}


def east(metres):
    """A point so far east of the plan area."""
    return f"POINT({511000 + metres} 6580500)"


@pytest.mark.parametrize(
    ("geometry", "feature", "metres"),
    [
        ("point", east(700), 700),
        ("point", "POINT(511300 6581400)", 500),  # 3-4-5 from the corner
        ("point", "POINT(510500 6580500)", 0),
        ("point", east(0), 0),  # on the edge
        ("line", "LINESTRING(511250 6570000,511250 6590000)", 250),
        ("line", "LINESTRING(500500 6580500,519500 6580500)", 0),
        ("polygon", square(511400, 6580000, 100), 400),
        ("polygon", square(511000, 6581000, 100), 0),
        ("polygon", square(505000, 6575000, 10000), 0),
    ],
)
def test_hit(builder, geometry, feature, metres):
    finding = finding_of(builder, geometry, [feature], "distance", OPEN)
    assert figures(finding) == pytest.approx((metres,) * 3)
    assert (finding.outcome, finding.hit_count) == (Outcome.SUPPORTS, 1)


@pytest.mark.parametrize(("bands", "outcome"), [(CLOSED, Outcome.CLEAR), (OPEN, Outcome.DISCUSS)])
def test_miss(builder, bands, outcome):
    finding = finding_of(builder, "point", [east(5000)], "distance", bands)
    assert (finding.outcome, finding.measurement.beyond, finding.hit_count) == (outcome, True, 0)
    assert finding.measurement.value == {"clear": 1000, "discuss": 3000}[outcome.value]
    assert "mer än" in finding.measurement.text("sv")


@pytest.mark.parametrize(
    ("metres", "accuracy", "outcome", "notes"),
    [
        (1000, "0 m", Outcome.SUPPORTS, []),  # on the limit
        (1000.01, "0 m", Outcome.CONSIDER, []),
        (949, "50 m", Outcome.SUPPORTS, []),
        (951, "50 m", Outcome.CONSIDER, ["uncertain-band"]),
        (1049, "50 m", Outcome.CONSIDER, ["uncertain-band"]),
        (3000, "0 m", Outcome.CONSIDER, []),
        (3049, "50 m", Outcome.DISCUSS, ["uncertain-band"]),
        (3051, "50 m", Outcome.DISCUSS, []),
    ],
)
def test_on_a_band_limit_and_across_it(builder, metres, accuracy, outcome, notes):
    finding = finding_of(builder, "point", [east(metres)], "distance", OPEN, dataset={"accuracy": accuracy})
    assert (finding.outcome, codes(finding)) == (outcome, notes)


def test_bounds(builder):
    finding = finding_of(builder, "point", [east(30)], "distance", OPEN, dataset={"accuracy": "50 m"})
    assert figures(finding) == pytest.approx((0, 30, 80))


@pytest.mark.parametrize(("inside", "high"), [(40, 50), (60, 0)])
def test_deeper_inside_than_the_accuracy_it_is_0_for_certain(builder, inside, high):
    finding = finding_of(builder, "point", [east(-inside)], "distance", OPEN, dataset={"accuracy": "50 m"})
    assert figures(finding) == (0, 0, high)


def test_the_nearest_is_named_and_all_of_them_in_a_tie(builder):
    features = [(east(900), {"namn": "far"}), (east(300), {"namn": "b"}), ("POINT(509700 6580500)", {"namn": "a"})]
    finding = finding_of(builder, "point", features, "distance", OPEN, dataset=NAMED)
    assert hits(finding) == [("b", True), ("a", True)]


@pytest.mark.parametrize(
    ("plan", "outcome", "share"),
    [
        (square(510000, 6580000, 1000), Outcome.CLEAR, 100),
        (square(500500, 6580000, 1000), Outcome.NO_DATA, 86.3),  # half a kilometre from the border
        (square(501000, 6580000, 1000), Outcome.CLEAR, 100),  # exactly as far as it looks
    ],
)
def test_nothing_within_reach_needs_all_of_the_reach_covered(builder, plan, outcome, share):
    finding = finding_of(builder, "point", ["POINT(519000 6589000)"], "distance", CLOSED, plan=plan)
    assert (finding.outcome, finding.coverage.share) == (outcome, pytest.approx(share, abs=0.05))
    assert codes(finding) == ([] if share == 100 else ["coverage-partial"])


def test_near_enough_is_settled_by_what_is_covered_so_far(builder):
    """At 200 m nothing nearer can be missed beyond the border half a kilometre away."""
    plan = square(500500, 6580000, 1000)
    finding = finding_of(builder, "point", ["POINT(501700 6580500)"], "distance", OPEN, plan=plan)
    assert (finding.outcome, codes(finding)) == (Outcome.SUPPORTS, [])
    assert finding.coverage.complete


def test_in_favour_of_being_far_nothing_is_settled_by_a_part(builder):
    bands = [{"up_to": "1 km", "outcome": "discuss"}, {"outcome": "supports"}]
    plan = square(500500, 6580000, 1000)
    finding = finding_of(builder, "point", ["POINT(519000 6589000)"], "distance", bands, plan=plan)
    assert (finding.outcome, codes(finding)) == (Outcome.NO_DATA, ["coverage-partial"])


def test_a_feature_without_geometry_is_nowhere(builder):
    builder.dataset("data", "line", ["LINESTRING(519000 6589000,519100 6589000)"])
    builder.check("fraga", "data", "distance", CLOSED).write()
    add_raw(builder.root / "layers" / "data.gpkg", "data", QgsGeometry())
    assert assess_wkt(builder.prepare()).findings[0].outcome is Outcome.CLEAR


@pytest.mark.parametrize("place", range(1, 4))
def test_a_coordinate_that_is_no_number_stops_the_check(builder, place):
    """Within the line's extent such a coordinate hides; GEOS would call the distance 0."""
    builder.dataset("data", "line", ["LINESTRING(519000 6589000,519100 6589000)"])
    builder.check("fraga", "data", "distance", CLOSED).write()
    points = [QgsPoint(511100 + 10 * n, 6580500 + n) for n in range(5)]
    points[place].setX(float("nan"))
    add_raw(builder.root / "layers" / "data.gpkg", "data", QgsGeometry(QgsLineString(points)))
    finding = assess_wkt(builder.prepare()).findings[0]
    assert (finding.outcome, codes(finding)) == (Outcome.NOT_CHECKED, ["source-geometry-broken"])
