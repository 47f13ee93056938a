"""The findings as a GeoPackage: equal to the assessment, styled, and whole or not there at all."""

from __future__ import annotations

import os
import sqlite3

import pytest
from builders import assess_wkt, square
from plandialog.plugin.core.outcome import CARRIED_OUT, LABELS, Outcome
from plandialog.plugin.gis.reading import attribute
from plandialog.plugin.report import geopackage
from plandialog.plugin.report.geopackage import HIT_LAYERS, InUse, finding_columns, write_geopackage
from plandialog.plugin.report.rows import rows
from qgis.core import QgsGeometry, QgsVectorLayer

LAYERS = ("proposal", "findings", *(name for name, _, _ in HIT_LAYERS))


@pytest.fixture
def assessments(builder):
    builder.dataset("mark", "polygon", [square(510_000, 6_580_000, 500), square(510_400, 6_580_400, 900)])
    builder.dataset("vag", "line", ["LINESTRING(509000 6580500,513000 6580500)"])
    builder.dataset("hus", "point", [("POINT(510500 6580500)", {"namn": "Gården"})], fields={"namn": str}, label="namn")
    builder.dataset("okant", "polygon", [square(501_000, 6_571_000, 50)], coverage="unknown")
    builder.check("mark", "mark", "overlap").check("vag", "vag", "length").check("hus", "hus", "count")
    builder.check("okant", "okant", "overlap").check("fraga", None, "ask")
    prepared = builder.prepare()
    return (assess_wkt(prepared, dwellings=12), assess_wkt(prepared, square(512_000, 6_582_000, 300)))


def read(path, name):
    layer = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
    assert layer.isValid(), name
    return layer


def values(feature, names):
    found = [attribute(feature, name) for name in names]
    return [value.toPyDate() if hasattr(value, "toPyDate") else value for value in found]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_findings_read_back_equal(assessments, tmp_path, language):
    path = tmp_path / "ut.gpkg"
    write_geopackage(assessments, path, language)
    names = [column.name for column in finding_columns()]
    expected = [row for each in assessments for row in rows(each, language, finding_columns())]
    assert [values(feature, names) for feature in read(path, "findings").getFeatures()] == expected
    layer = read(path, "findings")
    for feature, finding in zip(layer.getFeatures(), (f for each in assessments for f in each.findings)):
        assert feature["outcome"] == finding.outcome.value
        assert (feature["outcome_sv"], feature["outcome_en"]) == (
            LABELS[finding.outcome].sv,
            LABELS[finding.outcome].en,
        )
        assert feature["carried_out"] == (finding.outcome in CARRIED_OUT)


def test_the_proposals_read_back_equal(assessments, tmp_path):
    path = tmp_path / "ut.gpkg"
    write_geopackage(assessments, path)
    layer = read(path, "proposal")
    assert layer.crs().authid() == "EPSG:3006"
    for feature, made in zip(layer.getFeatures(), assessments):
        assert feature.geometry().isGeosEqual(QgsGeometry.fromWkt(made.proposal.geometry))
        assert attribute(feature, "dwellings") == made.proposal.dwellings
        assert feature["checks"] == made.tally.total and feature["carried_out"] == made.tally.carried_out
        assert [feature[each.value.replace("-", "_")] for each in Outcome] == [made.tally.of(each) for each in Outcome]


def test_the_hits_read_back_equal(assessments, tmp_path):
    path = tmp_path / "ut.gpkg"
    write_geopackage(assessments, path)
    written = []
    for name, _, _ in HIT_LAYERS:
        for feature in read(path, name).getFeatures():
            written.append((feature["check_id"], attribute(feature, "name"), feature["certain"], feature.geometry()))
    expected = [
        (finding.check, hit.name, hit.certain, QgsGeometry.fromWkt(hit.geometry))
        for made in assessments
        for finding in made.findings
        for hit in finding.hits
    ]
    assert len(written) == len(expected) > 3
    for check, name, certain, geometry in expected:
        assert any(
            (check, name, certain) == (each[0], each[1] or "", each[2]) and each[3].isGeosEqual(geometry)
            for each in written
        )


def test_every_layer_is_there_even_when_empty(tmp_path):
    path = tmp_path / "tom.gpkg"
    write_geopackage((), path)
    assert [read(path, name).featureCount() for name in LAYERS] == [0] * len(LAYERS)


def test_it_opens_styled(assessments, tmp_path):
    path = tmp_path / "ut.gpkg"
    write_geopackage(assessments, path, "en")
    for name, _, _ in HIT_LAYERS:
        layer = read(path, name)
        assert layer.renderer().classAttribute() == "outcome" and layer.labelsEnabled()
        shown = {category.value(): category.label() for category in layer.renderer().categories()}
        assert shown == {outcome.value: LABELS[outcome].en for outcome in Outcome}
    assert read(path, "proposal").labeling().settings().fieldName == "proposal"


def test_a_fault_midway_leaves_the_old_file_and_nothing_else(assessments, tmp_path, monkeypatch):
    path = tmp_path / "ut.gpkg"
    write_geopackage(assessments[:1], path)
    before = path.read_bytes()

    def full(*_):
        raise OSError("no space left")

    for step in ("_style", "flush"):
        with monkeypatch.context() as patched:
            patched.setattr(geopackage, step, full)
            with pytest.raises(OSError, match="no space left"):
                write_geopackage(assessments, path)
        assert path.read_bytes() == before
        assert sorted(os.listdir(tmp_path)) == ["package", "ut.gpkg"]


def test_an_old_file_is_replaced(assessments, tmp_path):
    path = tmp_path / "ut.gpkg"
    path.write_bytes(b"something else")
    write_geopackage(assessments, path)
    write_geopackage(assessments[:1], path)
    assert read(path, "proposal").featureCount() == 1


def test_a_file_that_another_program_changes_is_left_alone(assessments, tmp_path):
    """Its write-ahead log would be read as a part of the new file."""
    path = tmp_path / "ut.gpkg"
    write_geopackage(assessments[:1], path)
    other = sqlite3.connect(path)
    try:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("CREATE TABLE egen (id INTEGER)")
        other.commit()
        with pytest.raises(InUse):
            write_geopackage(assessments, path)
        assert other.execute("SELECT count(*) FROM egen").fetchone() == (0,)
    finally:
        other.close()
    write_geopackage(assessments, path)
    assert read(path, "proposal").featureCount() == 2


def test_a_log_left_by_a_crash_does_not_stand_in_the_way(assessments, tmp_path):
    path, crashed = tmp_path / "ut.gpkg", tmp_path / "kopia"
    write_geopackage(assessments[:1], path)
    other = sqlite3.connect(path)
    other.execute("PRAGMA journal_mode=WAL")
    other.execute("CREATE TABLE egen (id INTEGER)")
    other.commit()
    crashed.mkdir()
    for end in ("", "-wal"):
        (crashed / f"ut.gpkg{end}").write_bytes((tmp_path / f"ut.gpkg{end}").read_bytes())
    other.close()
    write_geopackage(assessments, crashed / "ut.gpkg")
    assert os.listdir(crashed) == ["ut.gpkg"]
    assert read(crashed / "ut.gpkg", "proposal").featureCount() == 2
