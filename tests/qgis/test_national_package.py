"""The package of national data in the engine, with the network left alone: whole, and nothing in it is ever clear."""

from __future__ import annotations

import pytest
from conftest import ROOT
from plandialog.plugin.core.outcome import Outcome
from plandialog.plugin.core.package.reader import read_package
from plandialog.plugin.gis.engine import Details, assess, prepare
from plandialog.plugin.gis.inspection import inspect
from plandialog.plugin.gis.measures import measure_specs
from plandialog.plugin.gis.remote.network import Access
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsRectangle,
)

FOLDER = ROOT / "resources" / "packages" / "nationella-underlag"
WGS84 = QgsCoordinateReferenceSystem("EPSG:4326")


@pytest.fixture(scope="module")
def prepared(qgis_app):
    package = read_package(FOLDER, measure_specs())
    return prepare(package, QgsCoordinateTransformContext(), Access(offline=True))


def plan(prepared, longitude, latitude):
    box = QgsRectangle(longitude, latitude, longitude + 0.005, latitude + 0.003)
    return prepared.plan_area(QgsGeometry.fromRect(box), WGS84)


def test_there_is_nothing_wrong_with_it(qgis_app):
    package, faults = inspect(FOLDER)
    assert package is not None
    assert [fault.text("en") for fault in faults] == []


@pytest.mark.parametrize(
    ("longitude", "latitude"),
    [(15.21, 59.27), (12.69, 55.90), (20.87, 63.79), (11.01, 58.89), (18.91, 59.28), (20.54, 69.05), (19.15, 57.92)],
    ids=["Örebro", "Ven", "Holmön", "Nordkoster", "Sandhamn", "Treriksröset", "Fårö"],
)
def test_islands_and_corners_of_the_country_lie_in_its_area(prepared, longitude, latitude):
    assert plan(prepared, longitude, latitude).outside is None


def test_without_a_service_nothing_is_clear_and_every_finding_says_that_it_was_never_tried(prepared):
    assessment = assess(prepared, plan(prepared, 15.21, 59.27), Details("a", "A"))
    assert len(assessment.findings) == len(prepared.package.checks) == 17
    for finding in assessment.findings:
        assert finding.outcome is Outcome.NOT_CHECKED
        assert {"remote-offline", "source-unconfirmed"} <= {note.code for note in finding.notes}
