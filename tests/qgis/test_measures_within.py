"""How much of the plan area (1 km × 1 km) lies within the one polygon that holds most of it."""

from __future__ import annotations

import pytest
from builders import PLAN, square
from measuring import codes, figures, finding_of, hits
from plandialog.plugin.core.outcome import Outcome

NAMED = {"fields": {"namn": str}, "label": "namn"}
BANDS = [{"up_to": "50 %", "outcome": "discuss"}, {"outcome": "supports"}]


def strip(start, stop):
    """A polygon across the plan area from ``start`` to ``stop`` m east of its western edge."""
    x, y = 510000 + start, 510000 + stop
    return f"POLYGON(({x} 6570000,{y} 6570000,{y} 6590000,{x} 6590000,{x} 6570000))"


def named(**features):
    return [(wkt, {"namn": name}) for name, wkt in features.items()]


@pytest.mark.parametrize(
    ("features", "share", "order"),
    [
        (named(a=strip(-500, 300), b=strip(300, 2000)), 70, ["b", "a"]),
        (named(a=strip(0, 300), b=strip(0, 300)), 30, ["a", "b"]),  # a tie: the first, and not their sum
        (named(a=PLAN), 100, ["a"]),
        (named(a=strip(-500, 2000), b=strip(2000, 3000)), 100, ["a"]),
    ],
)
def test_hit(builder, features, share, order):
    finding = finding_of(builder, "polygon", features, "within", dataset=NAMED)
    assert figures(finding) == pytest.approx((share,) * 3)
    assert hits(finding) == [(name, True) for name in order]


@pytest.mark.parametrize("feature", [strip(2000, 3000), strip(1000, 2000), square(511000, 6581000, 100)])
def test_miss(builder, feature):
    finding = finding_of(builder, "polygon", [feature], "within")
    assert (finding.outcome, figures(finding), finding.hit_count) == (Outcome.CLEAR, (0, 0, 0), 0)


@pytest.mark.parametrize(
    ("stop", "accuracy", "outcome", "notes"),
    [
        (500, "0 m", Outcome.DISCUSS, []),  # on the limit
        (501, "0 m", Outcome.SUPPORTS, []),
        (560, "50 m", Outcome.SUPPORTS, []),
        (540, "50 m", Outcome.DISCUSS, ["uncertain-band"]),
    ],
)
def test_on_a_band_limit_and_across_it(builder, stop, accuracy, outcome, notes):
    finding = finding_of(builder, "polygon", [strip(-500, stop)], "within", BANDS, dataset={"accuracy": accuracy})
    assert (finding.outcome, codes(finding)) == (outcome, notes)


def test_a_second_feature_that_could_hold_more_is_in_the_bounds(builder):
    """``b`` holds less as drawn, but its many edges can move: within 20 m it may hold more than ``a`` ever can."""
    comb = ",".join(f"(({x} 6570000,{x + 40} 6570000,{x + 40} 6590000,{x} 6590000,{x} 6570000))"
                    for x in range(510040, 511000, 100))  # fmt: skip
    features = named(a=strip(-500, 450), b=f"MULTIPOLYGON({comb})")
    finding = finding_of(builder, "polygon", features, "within", dataset={"accuracy": "20 m", **NAMED})
    low, value, high = figures(finding)
    assert (low, value) == pytest.approx((43, 45), rel=2e-3)
    assert high == pytest.approx(80, rel=2e-3)
    assert [name for name, _ in hits(finding)] == ["a", "b"]


def test_a_neighbour_within_the_accuracy_is_in_the_bounds(builder):
    features = named(a=strip(-500, 10), b=strip(1010, 2000))
    finding = finding_of(builder, "polygon", features, "within", dataset={"accuracy": "100 m", **NAMED})
    assert figures(finding) == pytest.approx((0, 1, 11), rel=0.02)


def test_a_sliver_is_dropped_and_said_to_be(builder):
    finding = finding_of(builder, "polygon", named(a=strip(-500, 300), b=strip(999.8, 2000)), "within", dataset=NAMED)
    assert (figures(finding)[1], hits(finding)) == (pytest.approx(30), [("a", True)])
    assert codes(finding) == ["slivers-dropped"]


def test_a_broken_ring_is_repaired_and_said_to_be(builder):
    bow_tie = "POLYGON((510000 6580000,511000 6581000,511000 6580000,510000 6581000,510000 6580000))"
    finding = finding_of(builder, "polygon", [bow_tie], "within")
    assert (finding.measurement.value, codes(finding)) == (pytest.approx(50), ["geometries-repaired"])
