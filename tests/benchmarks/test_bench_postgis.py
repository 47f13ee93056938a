"""Ten thousand plan areas against PostGIS: the same findings as from a file, in how much time and for how many rows."""

from __future__ import annotations

import random
import time

import pytest
from builders import PackageBuilder, square
from conftest import DEMO_PACKAGE
from plandialog.plugin.core.package.reader import read_package
from plandialog.plugin.core.proposal import details
from plandialog.plugin.gis.batch import Batch, chunks
from plandialog.plugin.gis.engine import assess, prepare
from plandialog.plugin.gis.measures import measure_specs
from plandialog.plugin.gis.remote import postgis
from plandialog.plugin.gis.remote.network import Access, Login
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsGeometry
from servers.findings import seen
from servers.postgres_server import SCHEMA, USER, PostgresServer

from .conftest import resident

pytestmark = pytest.mark.bench

SWEREF = QgsCoordinateReferenceSystem("EPSG:3006")
DETAILS = details("p", "Prov")
PLANS = 10_000
#: Side of the area of validity (m), whose lower left corner is at 500,000, 6,570,000.
SIDE = 20_000


def squares(count, side):
    """Squares of ``side`` m on a lattice over the area of validity, some of them overlapping."""
    rng = random.Random(3)
    for number in range(count):
        x, y = 500000 + rng.uniform(0, SIDE - side), 6570000 + rng.uniform(0, SIDE - side)
        yield number, square(round(x, 1), round(y, 1), side)


def plans():
    rng = random.Random(4)
    for _ in range(PLANS):
        size = rng.choice((50, 100, 200))
        yield square(500000 + rng.uniform(0, SIDE - size), 6570000 + rng.uniform(0, SIDE - size), size)


@pytest.fixture(scope="module")
def server(qgis_app):
    with PostgresServer(DEMO_PACKAGE) as made:
        for name, count in (("fa", 20_000), ("manga", 200_000)):
            made.execute(
                f"CREATE TABLE {SCHEMA}.{name} (id int PRIMARY KEY, namn text, geom geometry(MultiPolygon, 3006))"
            )
            for part in chunks(squares(count, 60), 5000):
                rows = ",".join(
                    f"({number},'y{number}',ST_Multi(ST_GeomFromText('{wkt}',3006)))" for number, wkt in part
                )
                made.execute(f"INSERT INTO {SCHEMA}.{name} VALUES {rows}")
            made.execute(f"CREATE INDEX ON {SCHEMA}.{name} USING gist (geom)")
            made.execute(f"GRANT SELECT ON {SCHEMA}.{name} TO {USER}")
            made.execute(f"ANALYZE {SCHEMA}.{name}")
        yield made


def prepared_on(root, server, name, count, is_remote):
    builder = PackageBuilder(root)
    features = [] if is_remote else [(wkt, {"namn": f"y{number}"}) for number, wkt in squares(count, 60)]
    changes = {"label": "namn", "fields": {"namn": str}}
    if is_remote:
        uri = f"dbname='demo' host=127.0.0.1 port={server.port} sslmode=disable key='id' srid=3006 type=MultiPolygon "
        changes.update(source={"provider": "postgres", "uri": f'{uri}table="{SCHEMA}"."{name}" (geom)'}, login=True)
    builder.dataset("ytor", "polygon", features, **changes)
    builder.check("andel", "ytor", "overlap", [{"up_to": "5 %", "outcome": "consider"}, {"outcome": "discuss"}])
    builder.check("nara", "ytor", "distance", [{"up_to": "50 m", "outcome": "consider"}])
    access = Access(login=Login(frozenset({"127.0.0.1"}), server.user, server.password), deadline=600)
    return prepare(read_package(builder.write(), measure_specs()), QgsCoordinateTransformContext(), access)


def findings(prepared, wkts, together):
    """The findings of plan areas as a reader sees them, how many features were hit, and how long (s) it took."""
    began, made, hits = time.perf_counter(), [], 0
    batch = Batch(prepared) if together else None
    for chunk in chunks(wkts):
        areas = [prepared.plan_area(QgsGeometry.fromWkt(wkt), SWEREF) for wkt in chunk]
        if batch is not None:
            batch.announce(areas)
        for area in areas:
            found = assess(prepared, area, DETAILS).findings
            hits += found[0].hit_count
            made.append([hash(repr(seen(finding))) for finding in found])
    if batch is not None:
        batch.finish()
    return made, hits, time.perf_counter() - began


def test_ten_thousand_plans(tmp_path, server, table, monkeypatch):
    rows = [0]
    whole = postgis.PostgisLayer._rows

    def counting(self, *args):
        got = whole(self, *args)
        rows[0] += len(got)
        return got

    monkeypatch.setattr(postgis.PostgisLayer, "_rows", counting)
    wkts = list(plans())
    per_hit = {}
    for name, count in (("fa", 20_000), ("manga", 200_000)):
        local = prepared_on(tmp_path / f"{name}-fil", server, name, count, False)
        remote = prepared_on(tmp_path / f"{name}-databas", server, name, count, True)
        expected, hits, local_seconds = findings(local, wkts, False)
        before = resident()
        rows[0] = 0
        made, _, seconds = findings(remote, wkts, True)
        grown = resident() - before
        assert made == expected
        per_hit[name] = rows[0] / hits
        label = f"PostGIS, {count:,} rows"
        table.add(f"{label}: 10,000 plans", seconds, "s", detail=f"{hits} hits, findings equal")
        table.add(f"{label}: ÷ the file engine", seconds / local_seconds, "×")
        table.add(f"{label}: rows over the wire per hit", per_hit[name], "rows", detail=f"{rows[0]} rows")
        table.add(f"{label}: memory grown over the run", grown, "MiB", 300)
        some = wkts[:200]
        _, _, one_by_one = findings(remote, some, False)
        table.add(f"{label}: a query per plan ÷ together", one_by_one / len(some) * PLANS / seconds, "×")
    table.add("PostGIS: rows per hit, 200,000 ÷ 20,000", per_hit["manga"] / per_hit["fa"], "×", 1.2)
