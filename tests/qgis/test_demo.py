"""The demo package: what it holds, and that every finding of every demo proposal can be explained by hand.

``tests/data/demo_outcomes.csv`` is the table: proposal, check, outcome, figure (base unit; ``>`` for nothing within
that reach) and why. The figures are also computed here from the files with geopandas, without the engine.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import demo_proposals
import geopandas
import pytest
import shapely
from conftest import DEMO_PACKAGE, ROOT
from plandialog.plugin.core.assessment import tally
from plandialog.plugin.core.outcome import Outcome
from plandialog.plugin.core.package.reader import read_package
from plandialog.plugin.gis.inspection import inspect
from plandialog.plugin.gis.measures import measure_specs
from qgis.core import QgsGeometry

TABLE = Path(__file__).parent.parent / "data" / "demo_outcomes.csv"
PROPOSALS = ROOT / "resources" / "demo" / "proposals.gpkg"


@pytest.fixture(scope="module")
def package():
    return read_package(DEMO_PACKAGE, measure_specs())


@pytest.fixture(scope="module")
def assessments(qgis_app):
    return demo_proposals.assessments(demo_proposals.prepared_demo())


@pytest.fixture(scope="module")
def table():
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_package_has_no_fault():
    package, faults = inspect(DEMO_PACKAGE)
    # The page of a PDF waits for the user to fit it to the map.
    assert [(fault.message.code, fault.warning) for fault in faults] == [("image-no-position", True)]
    assert package.demo


def test_the_package_is_as_rich_as_promised(package):
    assert len(package.perspectives) >= 12
    assert len(package.checks) >= 30
    assert {check.measure for _, check in package.checks} == set(measure_specs())
    assert len(package.strategy.goals) == 3 and len(package.strategy.priorities) == 10
    formats = {dataset.source.file.rsplit(".", 1)[1] for dataset in package.datasets.values()}
    assert formats == {"gpkg", "shp", "geojson", "fgb", "tif", "png", "jpg", "pdf"}


def test_demo_is_in_every_title(package):
    titles = [package.title, *(dataset.title for dataset in package.datasets.values())]
    assert all("DEMO" in title.sv and "DEMO" in title.en for title in titles)


def test_the_proposals_are_those_promised(assessments):
    assert len(assessments) >= 6
    assert set(assessments["granslage-orebro-kumla"].proposal.municipalities) == {"Örebro", "Kumla"}
    assert 0 < assessments["delvis-utanfor-laxa"].proposal.inside < 100
    # The pictures cover the whole county; the layers do not.
    north = [f for f in assessments["norr-ljusnarsberg"].findings if f.source is None or not f.source.schematic]
    assert tally(tuple(north)).of(Outcome.NO_DATA) > tally(tuple(north)).carried_out


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
        if check.measure in ("class-share", "class-near"):
            continue
        if check.id not in layers:
            layers[check.id] = _layer(package.datasets[check.dataset], check)
        plan = plans[row["proposal"]].intersection(county)
        expected = _figure(check, layers[check.id], plan, package.datasets[check.dataset])
        where = f"{row['proposal']} {row['check']}"
        if row["figure"].startswith(">"):
            assert expected > float(row["figure"][1:]), where
        else:
            assert float(row["figure"]) == pytest.approx(expected, rel=1e-4, abs=1e-3), where


def test_every_figure_from_a_structure_image_is_that_of_the_shapes_it_was_drawn_from(package, assessments, drawn):
    """Shapes that were painted, against what was read from the pixels: edges are within three pixels of each other."""
    checks = {check.id: check for _, check in package.checks}
    seen = set()
    # Of a plan area across the border only a part is measured.
    for name, assessment in ((name, each) for name, each in assessments.items() if each.proposal.inside == 100):
        plan = QgsGeometry.fromWkt(assessment.proposal.geometry)
        for finding in assessment.findings:
            check = checks[finding.check]
            if not finding.classes or finding.outcome is Outcome.NO_DATA:
                continue
            shapes = drawn[check.dataset]
            for each in (each for each in finding.classes if each.measurement is not None and each.id in shapes):
                seen.add((check.dataset, each.id))
                where = f"{name} {check.id} {each.id}"
                least, most = (shapes[each.id].buffer(shift, 8) for shift in (-225, 225))
                if check.measure == "class-near":
                    assert most.distance(plan) <= each.measurement.value <= least.distance(plan), where
                else:
                    low, high = (100 * shape.intersection(plan).area() / plan.area() for shape in (least, most))
                    assert low - 1e-6 <= each.measurement.value <= high + 1e-6, where
    assert len(seen) >= 8


@pytest.fixture(scope="module")
def drawn(qgis_app):
    """Class → shape for each structure image, as ``tools/demo_images.py`` painted them."""
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import demo_images
        from make_demo_package import Sample

        sample = Sample()
        painters = {
            "bild-ortsstruktur": demo_images.settlement,
            "bild-strak": demo_images.corridors,
            "bild-gronstruktur": demo_images.green,
        }
        # The links have arrowheads, which are no part of their shapes.
        arrows = ("samband", "samband-starka")
        return {
            name: {key: shape for key, shape in paint(sample).items() if key not in arrows}
            for name, paint in painters.items()
        }
    finally:
        sys.path.remove(str(ROOT / "tools"))


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
