"""The measures that tests without QGIS read packages with are the real ones."""

from __future__ import annotations

from measure_specs import SPECS
from plandialog.plugin.gis.measures import measure_specs


def test_the_specs_of_the_unit_tests_are_those_of_the_measures():
    real = measure_specs()
    assert real == SPECS
    # The first dimension is the default, and equality of dicts does not see the order.
    assert {name: list(spec.dimensions) for name, spec in real.items()} == {
        name: list(spec.dimensions) for name, spec in SPECS.items()
    }
