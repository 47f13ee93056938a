"""While a slow package is being checked the window goes on painting, and a check that is cancelled ends at once."""

from __future__ import annotations

import json
import math
import random

import pytest
from builders import PLAN, PackageBuilder, square

from . import slow
from .gaps import painted
from .window import Window

#: The longest (ms) that the main thread may be busy at a stretch.
BOUND = 50.0

LIGHT = ["latt1", "latt2"]
HEAVY = ["tung1-inom", "tung2-andel", "tung2-antal", "tung3-andel"]
LAST = ["sist"]


def blobs(count: int, corners: int, rng: random.Random):
    """Polygons of many corners that overlap each other and the plan area."""
    for _ in range(count):
        x, y, size = rng.uniform(509800, 511200), rng.uniform(6579800, 6581200), rng.uniform(100, 250)
        points = []
        for number in range(corners):
            angle = math.tau * number / corners
            radius = size * (1 + 0.2 * math.sin(7 * angle) + 0.02 * rng.random())
            points.append(f"{x + radius * math.cos(angle):.2f} {y + radius * math.sin(angle):.2f}")
        yield f"POLYGON(({','.join([*points, points[0]])}))"


@pytest.fixture(scope="module")
def package(qgis_app, tmp_path_factory):
    """A package with two light datasets, three heavy ones and a light one last."""
    builder = PackageBuilder(tmp_path_factory.mktemp("tungt") / "package")
    rng = random.Random(1)
    for name in LIGHT:
        builder.dataset(name, "polygon", [square(510000, 6580000, 300)]).check(name, name, "overlap")
    for number, count, corners in ((1, 100, 2000), (2, 100, 3000), (3, 200, 3000)):
        builder.dataset(f"tung{number}", "polygon", list(blobs(count, corners, rng)), accuracy="5 m")
    builder.check("tung1-inom", "tung1", "within").check("tung2-andel", "tung2", "overlap")
    builder.check("tung2-antal", "tung2", "count").check("tung3-andel", "tung3", "overlap")
    builder.dataset("sist", "polygon", [square(510000, 6580000, 300)]).check("sist", "sist", "overlap")
    return builder.write()


@pytest.fixture(scope="module")
def proposal(tmp_path_factory):
    corners = [[float(number) for number in pair.split()] for pair in PLAN[9:-2].split(",")]
    feature = {
        "type": "Feature",
        "properties": {"name": "Kvarteret"},
        "geometry": {"type": "Polygon", "coordinates": [corners]},
    }
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}}
    path = tmp_path_factory.mktemp("plan") / "plan.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]}))
    return path


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
