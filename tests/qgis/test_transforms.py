"""What cannot be brought into the package's coordinate reference system is never taken for nothing found."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import PLAN, assess_wkt
from plandialog.plugin.core.outcome import Outcome
from plandialog.plugin.gis.transforms import transformation, whole
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsProject,
)

SWEREF, LOCAL = QgsCoordinateReferenceSystem("EPSG:3006"), QgsCoordinateReferenceSystem("EPSG:3010")
NOWHERE = QgsCoordinateReferenceSystem()


@pytest.mark.parametrize("context", [QgsCoordinateTransformContext(), QgsProject.instance()])
def test_a_way_that_there_is(context):
    there = transformation(LOCAL, SWEREF, context).transform(150_000, 6_580_000)
    back = transformation(SWEREF, LOCAL, context).transform(there)
    assert (round(there.x()), round(there.y())) == (585_335, 6_578_329)
    assert (back.x(), back.y()) == pytest.approx((150_000, 6_580_000), abs=1e-3)


@pytest.mark.parametrize(("source", "target"), [(NOWHERE, SWEREF), (SWEREF, NOWHERE), (NOWHERE, NOWHERE)])
def test_no_way_is_told_and_names_both_ends(source, target):
    with pytest.raises(QgsCsException, match=rf"{source.authid() or '.?'} to {target.authid() or '.?'}"):
        transformation(source, target, QgsCoordinateTransformContext())


def test_what_is_whole_or_was_none_stays_as_it_is():
    own = QgsCoordinateReferenceSystem.fromProj("+proj=tmerc +lon_0=15.3 +k=1 +x_0=150001 +ellps=GRS80 +units=m")
    for crs in (SWEREF, own, NOWHERE):
        assert whole(crs) == crs


@pytest.mark.parametrize("geometry", ["polygon", "line", "point"])
def test_a_dataset_without_a_way_here_is_not_checked_although_nothing_of_it_is_found(builder, geometry):
    far = {
        "polygon": "POLYGON((517000 6587000, 517100 6587000, 517100 6587100, 517000 6587000))",
        "line": "LINESTRING(517000 6587000, 517100 6587100)",
        "point": "POINT(517000 6587000)",
    }
    prepared = builder.dataset("data", geometry, [far[geometry]]).check("a", "data", "count").prepare()
    (finding,) = assess_wkt(prepared, PLAN).findings
    assert finding.outcome == Outcome.CLEAR
    lost = replace(prepared, datasets={**prepared.datasets, "data": replace(prepared.datasets["data"], crs=NOWHERE)})
    (finding,) = assess_wkt(lost, PLAN).findings
    assert finding.outcome == Outcome.NOT_CHECKED
    assert [note.code for note in finding.notes] == ["source-transform"]
