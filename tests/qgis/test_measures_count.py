"""How many features there are in the plan area (1 km × 1 km), or within reach of it."""

from __future__ import annotations

import pytest
from builders import PLAN, assess_wkt, square
from measuring import add_raw, codes, figures, finding_of, hits
from plandialog.plugin.core.outcome import Outcome
from qgis.core import QgsGeometry, QgsPoint

NAMED = {"fields": {"namn": str}, "label": "namn"}
BANDS = [{"up_to": 2, "outcome": "consider"}, {"outcome": "discuss"}]


def point(x, y=500):
    """A point so far east and north of the plan area's lower left corner."""
    return f"POINT({510000 + x} {6580000 + y})"


def line(*points):
    return "LINESTRING(" + ",".join(f"{510000 + x} {6580000 + y}" for x, y in points) + ")"


@pytest.mark.parametrize(
    ("geometry", "feature", "count"),
    [
        ("point", point(500), 1),
        ("point", point(1000), 1),  # on the edge
        ("point", point(1000, 1000), 1),  # on the corner
        ("point", point(1000.001), 0),
        ("line", line((-500, 500), (1500, 500)), 1),
        ("line", line((0, 0), (0, 1000)), 1),  # along the edge
        ("line", line((1000, 500), (2000, 500)), 0),  # up to the edge
        ("line", line((999.4, 500), (2000, 500)), 1),
        ("line", line((999.6, 500), (2000, 500)), 0),  # shorter than the tolerance of half a metre
        ("polygon", square(510100, 6580100, 10), 1),
        ("polygon", PLAN, 1),
        ("polygon", square(505000, 6575000, 10000), 1),
        ("polygon", square(511000, 6580000, 1000), 0),  # an edge in common
        ("polygon", square(511000, 6581000, 1000), 0),  # a corner in common
        ("polygon", square(512000, 6580000, 1000), 0),
    ],
)
def test_in_the_plan_area(builder, geometry, feature, count):
    finding = finding_of(builder, geometry, [feature], "count")
    assert (figures(finding), finding.hit_count) == ((count,) * 3, count)
    assert finding.outcome is (Outcome.DISCUSS if count else Outcome.CLEAR)


@pytest.mark.parametrize(
    ("geometry", "feature", "count"),
    [
        ("point", point(1500), 1),  # on the edge of the reach
        ("point", point(1300, 1400), 1),  # 3-4-5 from the corner
        ("point", point(1500.001), 0),
        ("line", line((1500, -9000), (1500, 9000)), 1),
        ("polygon", square(511500, 6580000, 100), 1),
        ("polygon", square(511501, 6580000, 100), 0),
    ],
)
def test_within_reach(builder, geometry, feature, count):
    finding = finding_of(builder, geometry, [feature], "count", reach="500 m")
    assert (figures(finding), finding.hit_count) == ((count,) * 3, count)


@pytest.mark.parametrize(("number", "outcome"), [(2, Outcome.CONSIDER), (3, Outcome.DISCUSS)])
def test_a_band_limit_belongs_to_the_band_below(builder, number, outcome):
    assert finding_of(builder, "point", [point(500)] * number, "count", BANDS).outcome is outcome


@pytest.mark.parametrize(
    ("geometry", "feature", "bounds"),
    [
        ("point", point(500), (1, 1, 1)),
        ("point", point(960), (0, 1, 1)),  # in, less than the accuracy from the edge
        ("point", point(1040), (0, 0, 1)),
        ("point", point(1051), (0, 0, 0)),
        ("line", line((960, 500), (1500, 500)), (0, 1, 1)),
        ("line", line((900, 500), (1500, 500)), (1, 1, 1)),
        ("polygon", square(510960, 6580400, 200), (0, 1, 1)),
        ("polygon", square(510990, 6580400, 20), (0, 1, 1)),
        ("polygon", square(509000, 6579000, 3000), (1, 1, 1)),
    ],
)
def test_bounds_for_the_accuracy(builder, geometry, feature, bounds):
    """What counts for every shift within 50 m, as drawn, and for some shift."""
    finding = finding_of(builder, geometry, [(feature, {"namn": "A"})], "count", dataset={"accuracy": "50 m", **NAMED})
    assert figures(finding) == bounds
    assert hits(finding) == ([("A", bool(bounds[0]))] if bounds[2] else [])
    uncertain = ["uncertain-band"] if bounds[0] == 0 and bounds[2] else []
    assert (finding.outcome, codes(finding)) == (Outcome.DISCUSS if bounds[2] else Outcome.CLEAR, uncertain)


@pytest.mark.parametrize(("x", "bounds"), [(1440, (1, 1, 1)), (1460, (0, 1, 1)), (1540, (0, 0, 1)), (1560, (0, 0, 0))])
def test_bounds_within_reach(builder, x, bounds):
    finding = finding_of(builder, "point", [point(x)], "count", reach="500 m", dataset={"accuracy": "50 m"})
    assert figures(finding) == bounds


@pytest.mark.parametrize(("x", "bounds"), [(940, (1, 1, 1)), (990, (0, 1, 1)), (1010, (0, 1, 1)), (1070, (0, 0, 1))])
def test_bounds_with_a_reach_below_the_accuracy(builder, x, bounds):
    finding = finding_of(builder, "point", [point(x)], "count", reach="20 m", dataset={"accuracy": "60 m"})
    assert figures(finding) == bounds


def test_a_shift_across_a_band_limit_takes_the_more_cautious_outcome(builder):
    finding = finding_of(
        builder, "point", [point(500)] * 2 + [point(1040)], "count", BANDS, dataset={"accuracy": "50 m"}
    )
    assert (figures(finding), finding.outcome, codes(finding)) == ((2, 2, 3), Outcome.DISCUSS, ["uncertain-band"])


def test_a_sliver_is_dropped_and_said_to_be(builder):
    finding = finding_of(builder, "polygon", [square(510999.8, 6580000, 900), square(510100, 6580100, 50)], "count")
    assert (finding.measurement.value, codes(finding)) == (1, ["slivers-dropped"])


def test_the_nearest_come_first(builder):
    features = [(point(1400), {"namn": "c"}), (point(1100), {"namn": "b"}), (point(500), {"namn": "a"})]
    finding = finding_of(builder, "point", features, "count", reach="500 m", dataset=NAMED)
    assert [name for name, _ in hits(finding)] == ["a", "b", "c"]


def test_one_feature_of_many_parts_is_one(builder):
    parts = ",".join(
        f"(({x} 6580100,{x + 50} 6580100,{x + 50} 6580200,{x} 6580100))" for x in range(510100, 510900, 100)
    )
    assert finding_of(builder, "polygon", [f"MULTIPOLYGON({parts})"], "count").measurement.value == 1


def test_none_found_has_a_band_of_its_own(builder):
    bands = [{"none": True, "outcome": "supports"}, {"outcome": "discuss"}]
    assert finding_of(builder, "point", [point(9000)], "count", bands).outcome is Outcome.SUPPORTS


def test_none_found_within_a_reach_cut_by_the_border_is_no_data(builder):
    plan = square(500500, 6580000, 1000)
    finding = finding_of(builder, "point", [point(5000)], "count", reach="1 km", plan=plan)
    assert (finding.outcome, codes(finding)) == (Outcome.NO_DATA, ["coverage-partial"])
    assert finding.coverage.share == pytest.approx(86.3, abs=0.05)


@pytest.mark.parametrize("broken", ["NULL", "POINT EMPTY", "NaN"])
def test_a_point_without_a_place(builder, broken):
    """NULL and empty are nowhere. So is a point of no numbers: no index finds it."""
    builder.dataset("data", "point", [point(500)]).check("fraga", "data", "count").write()
    shapes = {
        "NULL": QgsGeometry(),
        "POINT EMPTY": QgsGeometry.fromWkt("POINT EMPTY"),
        "NaN": QgsGeometry(QgsPoint(float("nan"), 6580500)),
    }
    add_raw(builder.root / "layers" / "data.gpkg", "data", shapes[broken])
    assert assess_wkt(builder.prepare()).findings[0].measurement.value == 1
