"""Cost against the size of a layer, and against the same work done by QGIS's own algorithm and by geopandas."""

from __future__ import annotations

import math
import random
import statistics
import sys
import time

import pytest
from builders import square
from plandialog.plugin.core.proposal import details
from plandialog.plugin.gis.engine import assess
from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsGeometry, QgsVectorLayer

from .conftest import milliseconds, resident
from .makedata import MIDDLE

pytestmark = pytest.mark.bench
SWEREF = QgsCoordinateReferenceSystem("EPSG:3006")
DETAILS = details("p", "Prov")


def areas(prepared, wkts):
    return [prepared.plan_area(QgsGeometry.fromWkt(wkt), SWEREF) for wkt in wkts]


def test_cost_follows_hits_not_layer_size(table, data, prepared_on):
    """Squares of a kilometre about the middle: the features around each are the same in both layers."""
    rng = random.Random(1)
    wkts = [square(MIDDLE[0] + rng.uniform(-3000, 2000), MIDDLE[1] + rng.uniform(-3000, 2000), 1000) for _ in range(40)]
    small, opening_small = prepared_on(data / "small.gpkg")
    large, opening_large = prepared_on(data / "large.gpkg")
    plans = list(zip(areas(small, wkts), areas(large, wkts)))
    times = {"small": [], "large": []}
    for turn in range(6):
        for one, other in plans:
            answers = []
            work = [("small", small, one), ("large", large, other)]
            for name, prepared, area in work if turn % 2 else work[::-1]:
                made = []
                taken = milliseconds(lambda p=prepared, a=area, m=made: m.append(assess(p, a, DETAILS)))
                if turn:  # the first turn warms up
                    times[name].append(taken)
                answers.append(made[0].findings[0])
            assert answers[0].measurement.value == pytest.approx(answers[1].measurement.value)
            assert answers[0].hit_count == answers[1].hit_count > 300
    medians = {name: statistics.median(each) for name, each in times.items()}
    table.add("size: check run on 50,000 polygons, median", medians["small"], "ms")
    table.add("size: check run on 5,000,000 polygons, median", medians["large"], "ms")
    table.add("size: 5,000,000 ÷ 50,000", medians["large"] / medians["small"], "×", 1.2)
    table.add("size: opening, 50,000", opening_small, "ms")
    table.add("size: opening, 5,000,000", opening_large, "ms")


def stars(count):
    rng = random.Random(2)
    for _ in range(count):
        x, y = (MIDDLE[axis] + rng.uniform(-12000, 12000) for axis in (0, 1))
        corners = [(rng.uniform(200, 600), math.tau * n / 18) for n in range(18)]
        points = [f"{x + r * math.cos(a)} {y + r * math.sin(a)}" for r, a in [*corners, corners[0]]]
        yield f"POLYGON(({','.join(points)}))"


@pytest.fixture(scope="module")
def processing(qgis_app):
    sys.path.append("/usr/share/qgis/python/plugins")
    import processing
    from processing.core.Processing import Processing

    Processing.initialize()
    return processing


def by_engine(prepared, wkts):
    return [assess(prepared, area, DETAILS).findings[0].measurement.value for area in areas(prepared, wkts)]


def by_qgis(processing, file, wkts):
    plans = QgsVectorLayer("Polygon?crs=EPSG:3006", "plans", "memory")
    features = []
    for wkt in wkts:
        feature = QgsFeature(plans.fields())
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        features.append(feature)
    plans.dataProvider().addFeatures(features)
    inputs = {"INPUT": plans, "LAYERS": [QgsVectorLayer(str(file), "shapes", "ogr")], "OUTPUT": "memory:"}
    result = processing.run("native:calculatevectoroverlaps", inputs)["OUTPUT"]
    return [feature["shapes_area"] for feature in result.getFeatures()]


def by_geopandas(file, wkts):
    import geopandas

    plans = geopandas.GeoDataFrame({"plan": range(len(wkts))}, geometry=geopandas.GeoSeries.from_wkt(wkts), crs=3006)
    shapes = geopandas.read_file(file, bbox=tuple(plans.total_bounds), engine="pyogrio")
    parts = geopandas.overlay(plans, shapes, how="intersection")
    united = parts.dissolve("plan").geometry.area
    return [united.get(number, 0.0) for number in range(len(wkts))]


@pytest.mark.parametrize("count", [1, 200])
def test_against_qgis_and_geopandas(table, data, prepared_on, processing, count):
    """The area of 50,000 overlapping polygons in each plan area, from the file to the figure."""
    file = data / "shapes.gpkg"
    prepared, _ = prepared_on(file)
    wkts = list(stars(count))
    work = {
        "engine": lambda: by_engine(prepared, wkts),
        "QGIS": lambda: by_qgis(processing, file, wkts),
        "geopandas": lambda: by_geopandas(file, wkts),
    }
    answers, times = {}, {name: [] for name in work}
    for _ in range(9 if count == 1 else 2):
        for name, function in work.items():
            started = time.perf_counter()
            answers[name] = function()
            times[name].append(1000 * (time.perf_counter() - started))
    assert answers["engine"] == pytest.approx(answers["QGIS"], rel=1e-6, abs=1e-3)
    assert answers["engine"] == pytest.approx(answers["geopandas"], rel=1e-6, abs=1e-3)
    best = {name: min(each) for name, each in times.items()}
    plans = "1 plan" if count == 1 else f"{count} plans"
    for name, taken in best.items():
        table.add(f"peers: {plans}, {name}", taken, "ms")
    for peer in ("QGIS", "geopandas"):
        table.add(f"peers: {plans}, {peer} ÷ engine", best[peer] / best["engine"], "×")


def test_memory_over_many_plans(table, data, prepared_on):
    prepared, _ = prepared_on(data / "shapes.gpkg")
    wkts = list(stars(2000))
    for wkt in wkts[:200]:
        by_engine(prepared, [wkt])
    start = resident()
    taken = milliseconds(lambda: [by_engine(prepared, [wkt]) for wkt in wkts])
    table.add("memory: growth over 2,000 plans on 50,000 polygons", resident() - start, "MiB", 5)
    table.add("batch: 2,000 plans on 50,000 polygons, one after the other", taken, "ms")
