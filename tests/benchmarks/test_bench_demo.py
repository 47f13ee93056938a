"""One check run of the demo package, its HTML summary, and the memory that many runs take."""

from __future__ import annotations

import random
import statistics

import demo_proposals
import pytest
from builders import square, write_layer
from conftest import DEMO_PACKAGE
from plandialog.plugin.core.package.reader import read_package
from plandialog.plugin.gis.engine import assess, prepare
from plandialog.plugin.gis.measures import measure_specs
from qgis.core import QgsCoordinateTransformContext, QgsProcessingFeedback

from .conftest import milliseconds, p95, resident

pytestmark = pytest.mark.bench
ROUNDS = 15
PLANS_IN_A_ROW = 2000
PLANS_OF_A_LAYER = 1000


@pytest.fixture(scope="module")
def package(qgis_app):
    return read_package(DEMO_PACKAGE, measure_specs())


@pytest.fixture(scope="module")
def prepared(package):
    return prepare(package, QgsCoordinateTransformContext())


@pytest.fixture(scope="module")
def proposals(prepared):
    return demo_proposals.proposals(prepared)


def test_one_check_run(table, package, prepared, proposals):
    opening = milliseconds(lambda: prepare(package, QgsCoordinateTransformContext()))
    cold = [milliseconds(lambda each=each: assess(prepared, *each)) for each in proposals]
    times = [milliseconds(lambda each=each: assess(prepared, *each)) for _ in range(ROUNDS) for each in proposals]
    runs = f"{len(package.checks)} checks, {len(times)} runs of {len(proposals)} proposals"
    table.add("demo: open the package", opening, "ms", None, f"{len(package.datasets)} datasets, hashes verified")
    table.add("demo: check run, first of each proposal, median", statistics.median(cold), "ms")
    table.add("demo: check run, median", statistics.median(times), "ms", 150, runs)
    table.add("demo: check run, p95", p95(times), "ms", 150)
    table.add("demo: check run, slowest", max(times), "ms", 150)


def test_html_summary(table, package, prepared, proposals):
    render_html = pytest.importorskip("plandialog.plugin.report.html").render_html
    from plandialog.plugin.report.maps import render_maps

    assessments = [assess(prepared, *each) for each in proposals]
    plain, drawn, whole = [], [], []
    for _ in range(3):
        for each in assessments:
            maps = []
            plain.append(milliseconds(lambda each=each: render_html([each], "sv")))
            drawn.append(milliseconds(lambda each=each, maps=maps: maps.append(render_maps(package, each, "sv"))))
            assert all(not made.fault for made in maps)
            whole.append(drawn[-1] + milliseconds(lambda each=each, maps=maps: render_html([each], "sv", maps)))
    table.add("demo: HTML summary without maps, median", statistics.median(plain), "ms", 300)
    table.add("demo: HTML summary with maps, median", statistics.median(whole), "ms", 300)
    table.add("demo: HTML summary with maps, p95", p95(whole), "ms", 300)
    table.add("demo: of which drawing the maps, median", statistics.median(drawn), "ms")


def test_memory_of_many_plans_in_a_row(table, prepared, proposals):
    for number in range(100):
        assess(prepared, *proposals[number % len(proposals)])
    marks = []
    for number in range(PLANS_IN_A_ROW):
        assess(prepared, *proposals[number % len(proposals)])
        if number % 500 == 499:
            marks.append(resident())
    start, end = marks[0], marks[-1]
    table.add(
        f"memory: growth over {PLANS_IN_A_ROW} check runs of the demo, first 500 apart",
        end - start,
        "MiB",
        5,
        f"{start:.0f} → {end:.0f} MiB",
    )


@pytest.fixture(scope="session")
def provider(qgis_app, qgis_processing):
    from plandialog.plugin.processing.provider import PlandialogProvider

    added, registry = PlandialogProvider(), qgis_app.processingRegistry()
    registry.addProvider(added)
    yield added
    registry.removeProvider(added)


def test_memory_of_the_algorithm(table, tmp_path, provider):
    import processing

    def run(count):
        rng = random.Random(count)
        file = tmp_path / f"{count}.gpkg"
        corners = [(rng.uniform(503000, 521000), rng.uniform(6562000, 6580000)) for _ in range(count)]
        write_layer(file, "planer", "polygon", [square(x, y, rng.choice((50, 200, 700))) for x, y in corners], {})
        stated = {"INPUT": str(file), "PACKAGE": str(DEMO_PACKAGE), "FINDINGS": str(tmp_path / f"fynd-{count}.gpkg")}
        results = processing.run("plandialog:checkplanarea", stated, feedback=QgsProcessingFeedback(False))
        assert results["PROPOSALS"] > 0.9 * count
        return resident()

    start = run(50)
    end = run(PLANS_OF_A_LAYER)
    per_ten_thousand = (end - start) * 10_000 / (PLANS_OF_A_LAYER - 50)
    table.add(
        "memory: plandialog:checkplanarea on the demo, findings to a file, growth over 10,000 plans as it goes",
        per_ten_thousand,
        "MiB",
        300,
        f"{start:.0f} → {end:.0f} MiB over {PLANS_OF_A_LAYER} plans",
    )
