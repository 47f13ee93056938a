"""The demo package: what it holds, and that every finding of every demo proposal can be explained by hand.

``tests/data/demo_outcomes.csv`` is the table: proposal, check, outcome, figure (base unit; ``>`` for nothing within
that reach) and why. The figures are also computed here from the files with geopandas, without the engine.
"""

from __future__ import annotations

import csv
from pathlib import Path

import geopandas
import pytest
import shapely
from conftest import DEMO_PACKAGE, ROOT
from plandialog.plugin.core.outcome import Outcome
from plandialog.plugin.core.package.reader import read_package
from plandialog.plugin.core.proposal import details
from plandialog.plugin.gis.engine import assess, prepare
from plandialog.plugin.gis.inspection import inspect
from plandialog.plugin.gis.measures import measure_specs
from plandialog.plugin.gis.reading import attribute
from qgis.core import QgsCoordinateTransformContext, QgsVectorLayer

TABLE = Path(__file__).parent.parent / "data" / "demo_outcomes.csv"
PROPOSALS = ROOT / "resources" / "demo" / "proposals.gpkg"


@pytest.fixture(scope="module")
def package():
    return read_package(DEMO_PACKAGE, measure_specs())


@pytest.fixture(scope="module")
def assessments(qgis_app, package):
    prepared = prepare(package, QgsCoordinateTransformContext())
    layer = QgsVectorLayer(f"{PROPOSALS}|layername=proposals", "proposals", "ogr")
    made = {}
    for feature in layer.getFeatures():
        stated = [attribute(feature, field) for field in ("id", "name", "land_use", "stage", "dwellings")]
        area = prepared.plan_area(feature.geometry(), layer.crs())
        made[stated[0]] = assess(prepared, area, details(*stated))
    return made


@pytest.fixture(scope="module")
def table():
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_package_has_no_fault():
    package, faults = inspect(DEMO_PACKAGE)
    assert [fault.text("en") for fault in faults] == []
    assert package.demo


def test_the_package_is_as_rich_as_promised(package):
    assert len(package.perspectives) >= 12
    assert len(package.checks) >= 30
    assert {check.measure for _, check in package.checks} == set(measure_specs())
    assert len(package.strategy.goals) == 3 and len(package.strategy.priorities) == 10
    formats = {dataset.source.file.rsplit(".", 1)[1] for dataset in package.datasets.values()}
    assert formats == {"gpkg", "shp", "geojson", "fgb"}


def test_demo_is_in_every_title(package):
    titles = [package.title, *(dataset.title for dataset in package.datasets.values())]
    assert all("DEMO" in title.sv and "DEMO" in title.en for title in titles)


def test_the_proposals_are_those_promised(assessments):
    assert len(assessments) >= 6
    assert set(assessments["granslage-orebro-kumla"].proposal.municipalities) == {"Örebro", "Kumla"}
    assert 0 < assessments["delvis-utanfor-laxa"].proposal.inside < 100
    north = assessments["norr-ljusnarsberg"]
    assert north.tally.of(Outcome.NO_DATA) > north.tally.carried_out


def test_every_outcome_is_in_the_table_and_explained(assessments, table):
    found = [
        (name, finding.check, finding.outcome.value)
        for name, assessment in assessments.items()
        for finding in assessment.findings
    ]
    assert found == [(row["proposal"], row["check"], row["outcome"]) for row in table]
    assert all(row["because"] for row in table)


def test_every_figure_is_as_in_the_table(assessments, table):
    for row in table:
        finding = next(f for f in assessments[row["proposal"]].findings if f.check == row["check"])
        if not row["figure"]:
            assert finding.measurement is None
            continue
        assert finding.measurement.beyond == row["figure"].startswith(">")
        assert finding.measurement.value == pytest.approx(float(row["figure"].lstrip(">")), rel=1e-4, abs=1e-6)


def test_every_figure_follows_from_the_files(package, table):
    """The same figures without the engine: geopandas reads, shapely unites and measures."""
    checks = {check.id: check for _, check in package.checks}
    plans = geopandas.read_file(PROPOSALS).set_index("id").geometry
    county = geopandas.read_file(DEMO_PACKAGE / "layers" / "lan.gpkg").geometry.iloc[0]
    layers = {}
    for row in table:
        if not row["figure"]:
            continue
        check = checks[row["check"]]
        if check.id not in layers:
            layers[check.id] = _layer(package.datasets[check.dataset], check)
        plan = plans[row["proposal"]].intersection(county)
        expected = _figure(check, layers[check.id], plan, package.datasets[check.dataset])
        where = f"{row['proposal']} {row['check']}"
        if row["figure"].startswith(">"):
            assert expected > float(row["figure"][1:]), where
        else:
            assert float(row["figure"]) == pytest.approx(expected, rel=1e-4, abs=1e-3), where


def _layer(dataset, check):
    where = " AND ".join(f"({text})" for text in (dataset.filter, check.where) if text)
    frame = geopandas.read_file(DEMO_PACKAGE / dataset.source.file, where=where or None, engine="pyogrio")
    return frame.to_crs("EPSG:3006")


def _figure(check, frame, plan, dataset):
    shapes = frame.geometry
    if check.measure == "overlap":
        area = shapely.union_all(shapely.intersection(shapes.values, plan)).area
        return area if check.variant == "area" else 100 * area / plan.area
    if check.measure == "within":
        return 100 * max((shape.intersection(plan).area for shape in shapes), default=0.0) / plan.area
    if check.measure == "length":
        return shapely.union_all(shapely.intersection(shapes.values, plan)).length
    if check.measure == "distance":
        return min((shape.distance(plan) for shape in shapes), default=float("inf"))
    near = frame[shapes.distance(plan) <= (check.reach or 0.0)]
    if check.measure == "count":
        return len(near)
    if check.weight == "share":
        zone = plan.buffer(check.reach or 0.0, quad_segs=64)
        parts = near.geometry.intersection(zone).area / near.geometry.area
        return float((near[check.field_name] * parts).sum())
    return float(near[check.field_name].dropna().sum())
