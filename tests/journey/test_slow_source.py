"""While a slow package is being checked the window goes on painting, and a check that is cancelled ends at once."""

from __future__ import annotations

import pytest
from heavy import HEAVY, LAST, LIGHT, heavy_package, proposal_file

from . import slow
from .gaps import painted
from .window import Window


@pytest.fixture(scope="module")
def package(qgis_app, tmp_path_factory):
    return heavy_package(tmp_path_factory.mktemp("tungt") / "package")


@pytest.fixture(scope="module")
def proposal(tmp_path_factory):
    return proposal_file(tmp_path_factory.mktemp("plan") / "plan.geojson")


@pytest.fixture(scope="module")
def slow_window(package, proposal):
    """One window for all of it, which is ended in the middle of a measure: that must neither wait for it nor crash."""
    with Window("sv") as opened:
        opened.run(slow.open_dock)
        opened.run(slow.take_package, within=180, package=str(package), proposal=str(proposal))
        yield opened
        assert opened.run(slow.begin_check)
        assert opened.close() == 0
        assert opened.errors() == []


def metered(window, step, **arguments) -> dict:
    """Carry out a step whose gaps on the main thread have to keep within the bound."""
    return painted(lambda: window.run(step, within=180, **arguments))


def test_the_window_paints_while_a_heavy_check_runs_and_its_hits_are_shown(slow_window):
    told = metered(slow_window, slow.check_metered)
    assert told["seconds"] > 3, "the package is not heavy enough"
    assert told["tally"] == "7 av 7 kontroller genomförda"
    told = metered(slow_window, slow.point_at, check="tung3-andel")
    assert told["moved"]


def test_a_slow_source_neither_stops_the_window_nor_a_cancel(slow_window):
    slow_window.run(slow.slow_down, dataset="tung1", seconds=0.05)
    told = metered(slow_window, slow.check_metered)
    assert told["seconds"] > 100 * 0.05 and told["tally"] == "7 av 7 kontroller genomförda"
    told = slow_window.run(slow.cancel, within=180, after=0.5, features=5)
    shown_as_cancelled(told, LIGHT, HEAVY + LAST)
    slow_window.screenshot("cancelled")
    slow_window.run(slow.at_full_speed)


def test_a_long_measure_does_not_stop_a_cancel(slow_window):
    told = slow_window.run(slow.cancel, within=180, after=0.7)
    shown_as_cancelled(told, LIGHT, HEAVY + LAST)
    outcomes = slow_window.run(slow.check_again, within=180)
    assert set(outcomes.values()) == {"discuss"}


def shown_as_cancelled(told, finished, given_up):
    """What was finished stays; the rest is said to be cancelled, one by one and in the tally."""
    print(told)
    assert told["seconds"] <= 1
    assert all(told["outcomes"][check] == "discuss" for check in finished), told
    assert all(told["outcomes"][check] == "not-checked" for check in given_up), told
    assert all(told["notes"][check] == ["cancelled"] for check in given_up), told
    assert told["counts"]["Kunde inte kontrolleras"] == len(given_up)
    assert told["tally"].startswith(f"{len(finished)} av {len(finished) + len(given_up)} kontroller genomförda")
    assert "avbröts" in told["tally"]
