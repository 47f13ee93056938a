"""What is asked of a service in its own words leaves nothing out that the expression is true of."""

from __future__ import annotations

import pytest
from plandialog.plugin.gis.expressions import FeatureFilter
from plandialog.plugin.gis.remote.pushing import Comparison, Joined, as_arcgis_where, as_ogc_filter, condition
from qgis.core import QgsFeature, QgsField, QgsFields
from qgis.PyQt.QtCore import QMetaType


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("typ = 'station'", "typ = 'station'"),
        ("'station' = typ", "typ = 'station'"),
        ("antal >= 20", "antal >= 20"),
        ("20 <= antal", "antal >= 20"),
        ("antal > 1.5 AND typ = 'o''brien'", "(antal > 1.5 AND typ = 'o''brien')"),
        ("typ IN ('a', 'b')", "(typ = 'a' OR typ = 'b')"),
        ("typ = 'a' OR antal = 2", "(typ = 'a' OR antal = 2)"),
        ("typ = 'a' AND lower(namn) = 'x'", "typ = 'a'"),
        ("\"typ\" = 'a'", "typ = 'a'"),
    ],
)
def test_comparisons_are_put_into_other_words(text, where):
    assert as_arcgis_where(condition(text)) == where


@pytest.mark.parametrize(
    "text",
    [
        "",
        "typ <> 'a'",  # NULL differs
        "typ > 'a'",  # the order of letters differs
        "typ = 'a' OR lower(namn) = 'x'",
        "NOT typ = 'a'",
        "typ NOT IN ('a')",
        "typ LIKE 'a%'",
        "typ = namn",
        "aktiv",
        "typ = NULL",
        "typ IN ('a', lower('B'))",
    ],
)
def test_what_may_mean_something_else_is_left_to_us(text):
    assert condition(text) is None


def test_an_ogc_filter_is_escaped():
    made = as_ogc_filter(condition("typ = '<a>&'"), "fes", "ValueReference")
    assert made == (
        "<fes:PropertyIsEqualTo><fes:ValueReference>typ</fes:ValueReference>"
        "<fes:Literal>&lt;a&gt;&amp;</fes:Literal></fes:PropertyIsEqualTo>"
    )


def _holds(what, values):
    """What a service makes of a condition: SQL, where NULL is never true."""
    if isinstance(what, Joined):
        return (all if what.word == "AND" else any)(_holds(part, values) for part in what.parts)
    assert isinstance(what, Comparison)
    value = values[what.column]
    if value is None:
        return False
    return {
        "=": value == what.value,
        "<": value < what.value,
        "<=": value <= what.value,
        ">": value > what.value,
        ">=": value >= what.value,
    }[what.operator]


@pytest.mark.parametrize(
    "text",
    [
        "typ = 'a' AND antal > 2",
        "typ = 'a' AND length(typ) > 0",
        "(typ = 'a' OR antal <= 1) AND coalesce(antal, 5) > 0",
        "typ IN ('a', 'b') AND NOT antal = 1",
    ],
)
def test_nothing_is_left_out_that_the_expression_is_true_of(text):
    fields = QgsFields()
    fields.append(QgsField("typ", QMetaType.Type.QString))
    fields.append(QgsField("antal", QMetaType.Type.Int))
    wanted, pushed = FeatureFilter(text, fields), condition(text)
    for typ in ("a", "b", "c", None):
        for number in (None, 0, 1, 2, 3):
            feature = QgsFeature(fields)
            feature.setAttributes([typ, number])
            if wanted.accepts(feature):
                assert _holds(pushed, {"typ": typ, "antal": number})
