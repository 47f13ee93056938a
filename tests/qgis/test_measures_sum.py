"""The sum of a field over the features in the plan area (1 km × 1 km), or within reach of it."""

from __future__ import annotations

import pytest
from builders import assess_wkt, square
from measuring import codes, figures, finding_of
from plandialog.plugin.core.outcome import Outcome

UNIT = {"sv": "invånare", "en": "inhabitants"}
BANDS = [{"up_to": 100, "outcome": "supports"}, {"outcome": "discuss"}]
MANY = [{"up_to": 100, "outcome": "discuss"}, {"outcome": "supports"}]


def total(builder, geometry, features, bands=None, kind=float, accuracy="0 m", **check):
    """The finding for features given as ``(WKT, value)``."""
    rows = [(wkt, {"v": value}) for wkt, value in features]
    dataset = {"fields": {"v": kind}, "accuracy": accuracy}
    return finding_of(builder, geometry, rows, "sum", bands, dataset=dataset, field="v", unit=UNIT, **check)


def point(x, y=500):
    return f"POINT({510000 + x} {6580000 + y})"


HALF_IN = square(510900, 6580100, 200)  # 200 × 200 m, half of it in the plan area


@pytest.mark.parametrize(
    ("geometry", "features", "check", "value"),
    [
        ("point", [(point(500), 10), (point(1000), 5), (point(1001), 100)], {}, 15),
        ("point", [(point(500), 10), (point(1500), 5), (point(1501), 100)], {"reach": "500 m"}, 15),
        ("polygon", [(HALF_IN, 40)], {}, 40),
        ("polygon", [(HALF_IN, 40)], {"weight": "whole"}, 40),
        ("polygon", [(HALF_IN, 40)], {"weight": "share"}, 20),
        ("polygon", [(HALF_IN, 40), (HALF_IN, 40)], {"weight": "share"}, 40),
        ("polygon", [(HALF_IN, 40)], {"weight": "share", "reach": "50 m"}, 30),
        ("polygon", [(HALF_IN, 40)], {"weight": "share", "reach": "100 m"}, 40),
        ("polygon", [(square(511000, 6580000, 500), 40)], {"weight": "share"}, 0),  # an edge in common
        ("line", [("LINESTRING(510500 6580500,512500 6580500)", 40)], {"weight": "share"}, 10),
        ("point", [(point(500), 10)], {"weight": "share"}, 10),
        ("point", [(point(500), -10), (point(500), 4)], {}, -6),
    ],
)
def test_hit(builder, geometry, features, check, value):
    finding = total(builder, geometry, features, **check)
    assert figures(finding) == pytest.approx((value,) * 3)
    assert codes(finding) == []


def test_miss(builder):
    finding = total(builder, "point", [(point(5000), 40)])
    assert (finding.outcome, figures(finding), finding.hit_count) == (Outcome.CLEAR, (0, 0, 0), 0)


def test_an_edge_in_common_is_no_hit_with_weights(builder):
    finding = total(builder, "polygon", [(square(511000, 6580000, 500), 40)], weight="share")
    assert (finding.outcome, finding.hit_count) == (Outcome.CLEAR, 0)


def test_whole_numbers(builder):
    assert total(builder, "point", [(point(500), 3), (point(600), 4)], kind=int).measurement.value == 7


def test_the_unit_is_named(builder):
    assert "invånare" in total(builder, "point", [(point(500), 3)]).measurement.text("sv")


@pytest.mark.parametrize(("value", "outcome"), [(100, Outcome.SUPPORTS), (100.5, Outcome.DISCUSS)])
def test_a_band_limit_belongs_to_the_band_below(builder, value, outcome):
    finding = total(builder, "point", [(point(500), value)], BANDS)
    assert (finding.outcome, codes(finding)) == (outcome, [])


def test_a_shift_across_a_band_limit_takes_the_more_cautious_outcome(builder):
    finding = total(builder, "point", [(point(500), 90), (point(1040), 20)], BANDS, accuracy="50 m")
    assert (figures(finding), finding.outcome, codes(finding)) == ((90, 90, 110), Outcome.DISCUSS, ["uncertain-band"])


def test_bounds_of_negative_values(builder):
    finding = total(builder, "point", [(point(500), 90), (point(990), -20), (point(1010), -5)], accuracy="50 m")
    assert figures(finding) == (65, 70, 90)


def test_bounds_of_a_share(builder):
    finding = total(builder, "polygon", [(HALF_IN, 40)], accuracy="50 m", weight="share")
    assert figures(finding) == pytest.approx((10, 20, 30), rel=4e-3)


def test_bounds_of_a_share_within_reach(builder):
    finding = total(builder, "polygon", [(HALF_IN, 40)], accuracy="25 m", weight="share", reach="50 m")
    assert figures(finding) == pytest.approx((25, 30, 35), rel=4e-3)


def test_without_any_value_there_is_no_data(builder):
    finding = total(builder, "point", [(point(500), None), (point(600), None)])
    assert (finding.outcome, finding.measurement, codes(finding)) == (Outcome.NO_DATA, None, ["no-values"])
    assert finding.notes[0].params["count"] == 2


def test_text_and_what_is_no_number_are_no_values(builder):
    finding = total(builder, "point", [(point(500), "12"), (point(600), "många")], kind=str)
    assert (finding.outcome, codes(finding)) == (Outcome.NO_DATA, ["no-values"])


@pytest.mark.parametrize("value", [float("nan"), float("inf"), None])
@pytest.mark.parametrize(
    ("bands", "outcome"),
    [
        (BANDS, Outcome.NO_DATA),  # with the missing value it might be too many
        (MANY, Outcome.DISCUSS),
        ([{"up_to": 100, "outcome": "consider"}, {"outcome": "discuss"}], Outcome.CONSIDER),
        ([{"outcome": "supports"}], Outcome.SUPPORTS),  # whatever the missing value is
    ],
)
def test_some_values_missing_settle_nothing_in_favour(builder, value, bands, outcome):
    finding = total(builder, "point", [(point(500), 40), (point(600), value)], bands)
    assert (finding.measurement.value, finding.outcome) == (40, outcome)
    assert codes(finding) == ["incomplete-values"]
    assert finding.notes[0].params["count"] == 1


def test_missing_values_above_the_limit_change_nothing(builder):
    finding = total(builder, "point", [(point(500), 400), (point(600), None)], MANY)
    assert (finding.outcome, codes(finding)) == (Outcome.SUPPORTS, ["incomplete-values"])


def test_missing_values_elsewhere_do_not_matter(builder):
    finding = total(builder, "point", [(point(500), 40), (point(5000), None)], BANDS)
    assert (finding.outcome, codes(finding)) == (Outcome.SUPPORTS, [])


def test_a_broken_ring_counts_by_its_repaired_area(builder):
    """A bow-tie of 200 × 200 m across the edge: the western triangle is inside."""
    bow_tie = "POLYGON((510900 6580100,511100 6580300,511100 6580100,510900 6580300,510900 6580100))"
    finding = total(builder, "polygon", [(bow_tie, 40)], weight="share")
    assert (finding.measurement.value, codes(finding)) == (pytest.approx(20), ["geometries-repaired"])


def test_a_reach_cut_by_the_border_settles_nothing_in_favour(builder):
    plan = square(500500, 6580000, 1000)
    finding = total(builder, "point", [("POINT(501000 6580500)", 40)], BANDS, reach="1 km", plan=plan)
    assert (finding.outcome, codes(finding)) == (Outcome.NO_DATA, ["coverage-partial"])


def test_a_negative_value_nearby_says_that_unseen_ones_may_lower_the_sum(builder):
    far = square(510000, 6570000, 500)
    builder.dataset("netto", "polygon", [(square(510000, 6580000, 500), {"n": 5}), (far, {"n": -3})], fields={"n": int})
    unit = {"sv": "x", "en": "x"}
    builder.check("nara", "netto", "sum", field="n", unit=unit).check(
        "vida", "netto", "sum", field="n", unit=unit, reach="20 km"
    )
    found = {finding.check: finding for finding in assess_wkt(builder.prepare()).findings}
    assert (found["vida"].measurement.value, found["vida"].measurement.signed) == (2.0, True)
