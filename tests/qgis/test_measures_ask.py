"""A goal without geometry: the planner is asked, nothing is measured and nothing is counted as carried out."""

from __future__ import annotations

import pytest
from builders import TEXT, assess_wkt, square
from measuring import codes
from plandialog.plugin.core.outcome import Outcome


def test_hit(builder):
    builder.check("fraga", None, "ask")
    assessment = assess_wkt(builder.prepare())
    (finding,) = assessment.findings
    assert (finding.outcome, finding.measurement, finding.hits, codes(finding)) == (Outcome.QUESTION, None, (), [])
    assert finding.title.sv == TEXT["sv"] and finding.source is None and finding.coverage is None
    assert assessment.tally.carried_out == 0


def test_miss(builder):
    builder.check("fraga", None, "ask", when={"land_use": ["bostader"]})
    (finding,) = assess_wkt(builder.prepare(), land_use="logistik").findings
    assert (finding.outcome, codes(finding)) == (Outcome.NOT_RELEVANT, ["when-land-use"])


@pytest.mark.parametrize(("limit", "outcome"), [("100 ha", Outcome.QUESTION), ("101 ha", Outcome.NOT_RELEVANT)])
def test_on_the_edge_of_a_condition(builder, limit, outcome):
    """The plan area is 100 ha."""
    builder.check("fraga", None, "ask", when={"area": {"at_least": limit}})
    assert assess_wkt(builder.prepare()).findings[0].outcome is outcome


def test_the_border_and_broken_layers_do_not_matter(builder):
    builder.dataset("data", "point", ["POINT(510500 6580500)"]).check("fraga", None, "ask").check(
        "antal", "data", "count"
    )
    builder.write()
    (builder.root / "layers" / "data.gpkg").write_bytes(b"noise")
    findings = assess_wkt(builder.prepare(), square(499500, 6580000, 1000)).findings
    assert [finding.outcome for finding in findings] == [Outcome.QUESTION, Outcome.NOT_CHECKED]
