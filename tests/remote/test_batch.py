"""Many plan areas against PostGIS: the findings of one at a time, and rows that follow what is there."""

from __future__ import annotations

import random
import socket
import time
from contextlib import closing
from dataclasses import replace

import pytest
from builders import PackageBuilder, assess_wkt, square
from conftest import DEMO_PACKAGE
from plandialog.plugin.core.outcome import Outcome
from plandialog.plugin.core.package.reader import read_package
from plandialog.plugin.core.proposal import details
from plandialog.plugin.gis.batch import Batch, chunks
from plandialog.plugin.gis.engine import assess, prepare
from plandialog.plugin.gis.measures import measure_specs
from plandialog.plugin.gis.remote import opened, postgis
from plandialog.plugin.gis.remote.errors import RemoteError
from plandialog.plugin.gis.remote.network import Access
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsGeometry
from servers.demo_layers import read_document, write_document
from servers.demo_remote import demo_package, postgres
from servers.findings import seen
from servers.processes import free_port
from servers.tables import login, made

CRS = QgsCoordinateReferenceSystem("EPSG:3006")
TRANSFORMS = QgsCoordinateTransformContext()

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
    path = folder / "package.yaml"
    document = read_document(path)
    images = {each["id"] for each in document["datasets"] if each["source"]["provider"] not in VECTORS}
    document["datasets"] = [each for each in document["datasets"] if each["id"] not in images]
    write_document(path, document)
    for file in (folder / "perspectives").glob("*.yaml"):
        content = read_document(file)
        content["checks"] = [each for each in content["checks"] if each.get("dataset") not in images]
        if content["checks"]:
            write_document(file, content)
        else:
            file.unlink()
    return folder


def packages(tmp_path, server):
    """The demo package from files and from the database."""
    keep = lambda name: {"provider": "ogr", "uri": ""}  # noqa: E731
    local = vectors_only(demo_package(DEMO_PACKAGE, tmp_path / "local", keep, local=server.types))
    source = postgres(server.port, server.types)
    remote = vectors_only(demo_package(DEMO_PACKAGE, tmp_path / "remote", source, login=True))
    both = [read_package(folder, measure_specs()) for folder in (local, remote)]
    return [prepare(package, TRANSFORMS, Access(login=login(server))) for package in both]


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


@pytest.mark.parametrize("silent", [True, False], ids=["silent", "refused"])
def test_a_database_that_is_away_costs_its_time_twice_and_not_for_every_plan_area(tmp_path, postgres_server, silent):
    with closing(socket.create_server(("127.0.0.1", 0), backlog=200)) as server:
        # Somebody takes connections and never says a word, or nobody listens.
        port = server.getsockname()[1] if silent else free_port()
        folder = demo_package(DEMO_PACKAGE, tmp_path / "remote", postgres(port, postgres_server.types), login=True)
        deadline = 0.5 if silent else 1.0
        access = Access(login=login(postgres_server), deadline=deadline)
        prepared = prepare(read_package(vectors_only(folder), measure_specs()), TRANSFORMS, access)
        began = time.monotonic()
        findings = [finding for each in in_batch(prepared, usable(prepared, places(300))) for finding in each.findings]
    assert time.monotonic() - began < 6 + 2 * deadline
    reasons = {note.code for finding in findings for note in finding.notes if finding.outcome is Outcome.NOT_CHECKED}
    assert reasons == {"remote-timeout" if silent else "remote-refused"}
    assert not [finding for finding in findings if finding.outcome is Outcome.CLEAR]


# a table of squares, at one place many of them

SIDE = 15_000


def squares(count=6000, seed=5):
    """Squares all over the area of validity, a third of them in one corner."""
    rng = random.Random(seed)
    for number in range(count):
        spread = SIDE if number % 3 else 1500
        x, y = 500000 + rng.uniform(0, spread), 6570000 + rng.uniform(0, spread)
        yield number, square(round(x, 1), round(y, 1), rng.choice((20, 60, 400)))


def plans(count, seed=6):
    rng = random.Random(seed)
    for _ in range(count):
        size = rng.choice((50, 100, 700))
        yield square(500000 + rng.uniform(0, SIDE), 6570000 + rng.uniform(0, SIDE), size)


@pytest.fixture(scope="module")
def table(postgres_server):
    rows = ", ".join(
        f"({number}, 'y{number % 7}', {number % 50}, ST_GeomFromText('{wkt}', 3006))" for number, wkt in squares()
    )
    statement = (
        f"(id int PRIMARY KEY, namn text, n int, geom geometry(Polygon, 3006)); INSERT INTO underlag.ytor VALUES {rows}"
    )
    with made(postgres_server, "ytor", statement + "; CREATE INDEX ON underlag.ytor USING gist (geom)") as name:
        yield name


@pytest.fixture(scope="module")
def prepared_on(tmp_path_factory, postgres_server, table):
    """Opens a package with the squares in a file and in ``table``, which is written once for each key."""
    folders = {}

    def prepared(key="id"):
        if key not in folders:
            folders[key] = with_squares(tmp_path_factory.mktemp("squares"), postgres_server, table, key)
        access = Access(login=login(postgres_server), deadline=20.0)
        return prepare(read_package(folders[key], measure_specs()), TRANSFORMS, access)

    return prepared


def with_squares(root, server, table, key):
    """The folder of a package with the squares in a file and in ``table``, and checks of each kind on both."""
    builder = PackageBuilder(root)
    changes = {"label": "namn", "fields": {"namn": str, "n": int}}
    kept = [(wkt, {"namn": f"y{number % 7}", "n": number % 50}) for number, wkt in squares()]
    uri = f"dbname='demo' host=127.0.0.1 port={server.port} sslmode=disable srid=3006 key='{key}' table={table} (geom)"
    builder.dataset("fil", "polygon", kept, **changes)
    builder.dataset("bas", "polygon", [], source={"provider": "postgres", "uri": uri}, login=True, **changes)
    bands = [{"up_to": "5 %", "outcome": "consider"}, {"outcome": "discuss"}]
    for name in ("fil", "bas"):
        builder.check(f"andel-{name}", name, "overlap", bands, where="n > 10 AND namn <> 'y3'")
        builder.check(f"nara-{name}", name, "distance", [{"up_to": "100 m", "outcome": "consider"}])
        builder.check(f"antal-{name}", name, "count", reach="60 m", where="namn IN ('y1', 'y2')")
    return builder.write()


def both(assessment):
    """What is seen of the findings on the file and of those on the table."""
    by_source = {"fil": [], "bas": []}
    for finding in assessment.findings:
        by_source[finding.check[-3:]].append(seen(finding)[1:])
    return by_source["fil"], by_source["bas"]


def test_a_thousand_plan_areas_are_as_one_at_a_time_and_as_files(prepared_on, statements):
    prepared = prepared_on()
    wkts = list(plans(1000))
    made = in_batch(prepared, wkts)
    assert statements["statements"] <= 10 + 10
    for assessment in made:
        file, database = both(assessment)
        assert file == database
    assert sum(finding.hit_count for each in made for finding in each.findings) > 5000
    for wkt, assessment in zip(wkts[::10], made[::10]):
        alone = assess_wkt(prepared, wkt)
        assert [replace(each, trace={}, source=None) for each in assessment.findings] == [
            replace(each, trace={}, source=None) for each in alone.findings
        ]


@pytest.mark.parametrize(
    ("most_rows", "at_most"), [(2500, 40), (300, 400), (3, 2000)], ids=["for a chunk", "for many", "for one"]
)
def test_what_is_too_much_at_once_is_fetched_in_more_pieces(prepared_on, statements, monkeypatch, most_rows, at_most):
    monkeypatch.setattr(postgis, "MOST_ROWS_TOGETHER", most_rows)
    monkeypatch.setattr(postgis, "_AT_A_TIME", 50)
    prepared = prepared_on()
    held = []
    whole = opened._Coming._fetch

    def fetch(self, *args):
        done = whole(self, *args)
        held.append(len(self._page.features) if self._page is not None else 0)
        return done

    monkeypatch.setattr(opened._Coming, "_fetch", fetch)
    for assessment in in_batch(prepared, list(plans(300))):
        file, database = both(assessment)
        assert file == database
    assert statements["statements"] < at_most and max(held) <= most_rows


@pytest.mark.parametrize("key", ["namn", "n"])
def test_a_key_that_tells_nothing_apart_costs_time_and_no_finding(prepared_on, key):
    prepared = prepared_on(key)
    for assessment in in_batch(prepared, list(plans(60))):
        file, database = both(assessment)
        assert file == database


def test_a_plan_area_with_too_much_spoils_nothing_for_the_rest(prepared_on, monkeypatch):
    monkeypatch.setattr(postgis, "_AT_A_TIME", 50)
    whole = postgis.PostgisLayer._rows
    monkeypatch.setattr(postgis.PostgisLayer, "_rows", lambda *args: whole(*args[:4], 400, 10**9))
    prepared = prepared_on()
    corner = [square(500000, 6570000, 1400 + number) for number in range(4)]
    made = in_batch(prepared, corner + list(plans(40)))
    for assessment in made[:4]:
        assert {note.code for finding in assessment.findings for note in finding.notes} >= {"remote-rows"}
    right = [both(assessment) for assessment in made[4:]]
    assert sum(file == database for file, database in right) >= 38


def test_a_database_that_fails_once_is_asked_again(prepared_on, monkeypatch):
    prepared = prepared_on()
    whole, left = postgis.PostgisLayer._rows, [2]

    def failing(self, *args):
        left[0] -= 1
        if left[0] >= 0:
            # Once for the lot, once for the plan area alone.
            raise RemoteError("remote-network", self.service, detail="?")
        return whole(self, *args)

    monkeypatch.setattr(postgis.PostgisLayer, "_rows", failing)
    first, *others = in_batch(prepared, list(plans(30)))
    assert {note.code for finding in first.findings for note in finding.notes} >= {"remote-network"}
    for assessment in others:
        file, database = both(assessment)
        assert file == database


def test_after_a_batch_everything_is_let_go_of(prepared_on):
    prepared = prepared_on()
    in_batch(prepared, list(plans(20)))
    kept = prepared.datasets["bas"]
    assert kept._coming is None and kept._failures is None
