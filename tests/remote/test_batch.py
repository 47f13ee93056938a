"""Many plan areas against PostGIS: the findings of one at a time, and rows that follow what is there."""

from __future__ import annotations

import random
import time

import pytest
from builders import assess_wkt, square
from conftest import DEMO_PACKAGE
from plandialog.plugin.core.outcome import Outcome
from plandialog.plugin.core.package.reader import read_package
from plandialog.plugin.core.proposal import details
from plandialog.plugin.gis.batch import Batch, chunks
from plandialog.plugin.gis.engine import assess, prepare
from plandialog.plugin.gis.measures import measure_specs
from plandialog.plugin.gis.remote import postgis
from plandialog.plugin.gis.remote.network import Access, Login
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsGeometry
from servers.demo_remote import demo_package, postgres
from servers.findings import seen

CRS = QgsCoordinateReferenceSystem("EPSG:3006")

#: Structure images cost a second each and are the same in any way of reading vectors.
VECTORS = ("ogr", "postgres")


def places(count, seed=1):
    """Plan areas all over the county, most of them around the towns."""
    rng = random.Random(seed)
    towns = [(512000, 6571000), (509000, 6554000), (500000, 6560000), (500000, 6540000)]
    made = []
    for _ in range(count):
        x, y = rng.choice(towns)
        made.append(square(x + rng.uniform(-9000, 9000), y + rng.uniform(-9000, 9000), rng.choice((50, 200, 700))))
    return made


def usable(prepared, wkts):
    """Those that lie in the county, whose generalised border is not where one thinks."""
    validity = prepared.validity
    return [wkt for wkt in wkts if validity.contains(QgsGeometry.fromWkt(wkt))]


def vectors_only(folder):
    """The package in ``folder`` without its structure images."""
    import yaml

    path = folder / "package.yaml"
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    images = {each["id"] for each in document["datasets"] if each["source"]["provider"] not in VECTORS}
    document["datasets"] = [each for each in document["datasets"] if each["id"] not in images]
    path.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), encoding="utf-8")
    for file in (folder / "perspectives").glob("*.yaml"):
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        content["checks"] = [each for each in content["checks"] if each.get("dataset") not in images]
        if content["checks"]:
            file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
        else:
            file.unlink()
    return folder


def packages(tmp_path, server):
    """The demo package from files and from the database."""
    keep = lambda name: {"provider": "ogr", "uri": ""}  # noqa: E731
    local = vectors_only(demo_package(DEMO_PACKAGE, tmp_path / "local", keep, local=server.types))
    made = postgres(server.port, server.types)
    remote = vectors_only(demo_package(DEMO_PACKAGE, tmp_path / "remote", made, login=True))
    access = Access(login=Login(frozenset({"127.0.0.1"}), server.user, server.password))
    opened = [read_package(folder, measure_specs()) for folder in (local, remote)]
    return [prepare(package, QgsCoordinateTransformContext(), access) for package in opened]


def in_batch(prepared, wkts):
    """The findings of all plan areas, in chunks."""
    batch, made = Batch(prepared), []
    for chunk in chunks(wkts, 100):
        areas = [prepared.plan_area(QgsGeometry.fromWkt(wkt), CRS) for wkt in chunk]
        batch.announce(areas)
        made += [assess(prepared, area, details("p", "Prov")) for area in areas]
    batch.finish()
    return made


@pytest.fixture
def statements(monkeypatch):
    """How many statements go to the database, and how many rows come back."""
    counted = {"statements": 0, "rows": 0}
    whole = postgis.PostgisLayer._rows

    def counting(self, *args):
        rows = whole(self, *args)
        counted["statements"] += 1
        counted["rows"] += len(rows)
        return rows

    monkeypatch.setattr(postgis.PostgisLayer, "_rows", counting)
    return counted


def test_the_findings_are_those_of_files(tmp_path, postgres_server, statements):
    local, remote = packages(tmp_path, postgres_server)
    wkts = usable(local, places(260))
    assert len(wkts) > 100
    made = in_batch(remote, wkts)
    # A few per dataset and chunk, not one per plan area.
    assert statements["statements"] < 40 * 6
    for wkt, assessment in zip(wkts, made):
        expected = assess_wkt(local, wkt)
        assert [seen(finding) for finding in assessment.findings] == [seen(finding) for finding in expected.findings]
        assert assessment.proposal.municipalities == expected.proposal.municipalities


def test_a_database_that_is_away_costs_its_time_once(tmp_path, postgres_server, misbehaving_tcp):
    front = misbehaving_tcp(postgres_server.port)
    made = postgres(front.port, postgres_server.types)
    folder = vectors_only(demo_package(DEMO_PACKAGE, tmp_path / "remote", made, login=True))
    access = Access(login=Login(frozenset({"127.0.0.1"}), "a", "b"), deadline=1.0)
    prepared = prepare(read_package(folder, measure_specs()), QgsCoordinateTransformContext(), access)
    front.become("hang")
    began = time.monotonic()
    findings = [finding for each in in_batch(prepared, usable(prepared, places(40))) for finding in each.findings]
    assert time.monotonic() - began < 8
    reasons = {note.code for finding in findings for note in finding.notes if finding.outcome is Outcome.NOT_CHECKED}
    assert reasons == {"remote-timeout"}
    assert not [finding for finding in findings if finding.outcome is Outcome.CLEAR]
