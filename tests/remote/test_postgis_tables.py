"""Tables of every kind: keys, CRSs, types, geometries, filters and sizes, and what the connection is made with."""

from __future__ import annotations

import itertools
import random
import subprocess
import sys
import threading
import time

import pytest
from builders import PLAN, PackageBuilder, assess_wkt, square
from conftest import ROOT
from plandialog.plugin.core.outcome import Outcome
from plandialog.plugin.core.package.reader import read_package
from plandialog.plugin.core.package.uri import parse_uri
from plandialog.plugin.gis.engine import prepare
from plandialog.plugin.gis.expressions import FeatureFilter
from plandialog.plugin.gis.geometry import Interrupted
from plandialog.plugin.gis.measures import measure_specs
from plandialog.plugin.gis.remote import postgis
from plandialog.plugin.gis.remote.asking import Ask, Questioning
from plandialog.plugin.gis.remote.errors import RemoteError
from plandialog.plugin.gis.remote.fetching import Fetcher
from plandialog.plugin.gis.remote.network import Access, Login
from plandialog.plugin.gis.remote.postgis import PostgisLayer
from plandialog.plugin.gis.remote.sharing import Once
from psycopg2 import OperationalError
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QMetaType
from servers.demo_layers import CRS
from servers.findings import seen
from servers.tables import access, do, layer, made, named, patience

#: Around the places that the tables here are in, and around all that the demo has.
HERE = QgsRectangle(509000, 6579000, 512000, 6582000)
COUNTY = QgsRectangle(450000, 6500000, 550000, 6660000)

BANDS = [{"up_to": "5 %", "outcome": "consider"}, {"outcome": "discuss"}]


def point(x=510500, y=6580500, srid=3006):
    return f"ST_SetSRID(ST_MakePoint({x}, {y}), {srid})"


def polygon(wkt, srid=3006):
    return f"ST_GeomFromText('{wkt}', {srid})"


def code_of(work):
    with pytest.raises(RemoteError) as caught:
        work()
    return caught.value.message.code


# keys


@pytest.fixture(scope="module")
def keys(postgres_server):
    """Rows whose ``namn`` is of two rows beside each other, ``langt`` of two far apart, ``tom`` of two without one."""
    rows = [
        (1, "a", "a", "a", point(510000)),
        (2, "a", "b", "NULL", point(510010)),
        (3, "b", "c", "NULL", point(510900)),
        (4, "c", "a", "d", point(511900)),
    ]
    listed = ", ".join(f"({i}, '{n}', '{lo}', nullif('{t}', 'NULL'), {geom})" for i, n, lo, t, geom in rows)
    columns = "(id int PRIMARY KEY, namn text, langt text, tom text, geom geometry(Point, 3006))"
    with made(postgres_server, "nycklar", f"{columns}; INSERT INTO underlag.nycklar VALUES {listed}") as table:
        yield table


BOXES = [QgsRectangle(509900, 6580000, 510100, 6581000), QgsRectangle(511800, 6580000, 512000, 6581000)]


def test_a_key_is_looked_up_where_none_is_named(postgres_server, keys):
    assert sorted(layer(postgres_server, keys).page(Ask(HERE), 0, patience()).ids) == ["1", "2", "3", "4"]


@pytest.mark.parametrize("key", ["namn", "langt", "tom"])
def test_a_key_that_tells_nothing_apart_loses_no_row(postgres_server, keys, key):
    asked = layer(postgres_server, keys, key=key)
    answer = Questioning(asked, patience(), CRS, HERE).whole(Ask(HERE))
    assert len(answer.features) == 4
    assert asked.near(BOXES, Ask(None), patience()) is None


def test_a_view_is_asked_for_many_places_at_once_by_a_key_that_is_one(postgres_server, keys):
    with made(postgres_server, "vy", "AS SELECT id, geom, namn AS plandialog FROM underlag.nycklar", "VIEW") as view:
        assert layer(postgres_server, view).near(BOXES, Ask(None), patience()) is None
        page = layer(postgres_server, view, key="id").near(BOXES * 2, Ask(None, frozenset({"plandialog"})), patience())
        values = {name: feature["plandialog"] for name, feature in named(page).items()}
        assert values == {"1": "a", "2": "a", "4": "c"} and page.matched == 3


def test_a_key_of_a_table_that_others_inherit_of_is_none(postgres_server):
    rows = f"INSERT INTO underlag.foralder VALUES (1, {point(510000)})"
    with made(postgres_server, "foralder", f"(id int PRIMARY KEY, geom geometry(Point, 3006)); {rows}") as table:
        child = f"() INHERITS (underlag.foralder); INSERT INTO underlag.barn VALUES (1, {point(511900)})"
        with made(postgres_server, "barn", child):
            asked = layer(postgres_server, table)
            assert asked.near(BOXES, Ask(None), patience()) is None
            assert len(Questioning(asked, patience(), CRS, HERE).whole(Ask(HERE)).features) == 2


def test_a_large_geometry_crosses_the_wire_once(postgres_server):
    ring = "ST_Segmentize(ST_MakeEnvelope(509000, 6579000, 512000, 6582000, 3006), 1)"
    with made(postgres_server, "stor", f"AS SELECT 1 AS id, {ring} AS geom") as table:
        do(postgres_server, "ALTER TABLE underlag.stor ADD PRIMARY KEY (id)")
        boxes = [QgsRectangle(x, 6580000, x + 10, 6580010) for x in range(509100, 511900, 6)]
        began = time.monotonic()
        page = layer(postgres_server, table).near(boxes, Ask(None), patience())
        assert page.ids == ("1",) and time.monotonic() - began < 2


# coordinate reference systems


@pytest.mark.parametrize(
    ("srid", "package_crs"), [(3011, "EPSG:3006"), (4326, "EPSG:3006"), (3006, "EPSG:3011"), (3857, "EPSG:3006")]
)
def test_a_table_in_another_crs_is_read_as_a_file_in_it(tmp_path, postgres_server, srid, package_crs):
    home, there = QgsCoordinateReferenceSystem(package_crs), QgsCoordinateReferenceSystem(f"EPSG:{srid}")
    wkts = []
    for x, y in itertools.product(range(509000, 512000, 400), range(6579000, 6582000, 400)):
        geometry = QgsGeometry.fromWkt(square(x, y, 250))
        geometry.transform(QgsCoordinateTransform(CRS, there, QgsCoordinateTransformContext()))
        wkts.append(geometry.asWkt(9))
    rows = ", ".join(f"({number}, {polygon(wkt, srid)})" for number, wkt in enumerate(wkts, 1))
    statement = f"(id int PRIMARY KEY, geom geometry(Polygon, {srid})); INSERT INTO underlag.annat VALUES {rows}"
    with made(postgres_server, "annat", statement) as table:
        asked = layer(postgres_server, table, srid=None, crs=home)
        assert asked.crs == home
        builder = PackageBuilder(tmp_path)
        builder.dataset("fil", "polygon", wkts, crs=there.authid())
        uri = f"dbname='demo' host=127.0.0.1 port={postgres_server.port} sslmode=disable table={table} (geom)"
        builder.dataset("bas", "polygon", [], source={"provider": "postgres", "uri": uri}, login=True)
        for name in ("fil", "bas"):
            builder.check(f"andel-{name}", name, "overlap", BANDS)
            builder.check(f"antal-{name}", name, "count", reach="300 m")
        prepared = prepare(read_package(builder.write(), measure_specs()), TRANSFORMS, access(postgres_server))
        found = {finding.check: finding for finding in assess_wkt(prepared).findings}
        for name in ("andel", "antal"):
            assert seen(found[f"{name}-fil"])[1:] == seen(found[f"{name}-bas"])[1:]
            assert found[f"{name}-fil"].measurement == found[f"{name}-bas"].measurement
        there_boxes = [asked.page(Ask(box), 0, patience()) for box in home_boxes(home)]
        together = asked.near(home_boxes(home), Ask(None), patience())
        assert set(together.ids) == {name for page in there_boxes for name in page.ids} != set()
        assert together.crs == there


TRANSFORMS = QgsCoordinateTransformContext()


def home_boxes(home):
    boxes = [QgsRectangle(x, 6580000, x + 300, 6580300) for x in (509500, 510700)]
    return [QgsCoordinateTransform(CRS, home, TRANSFORMS).transformBoundingBox(box) for box in boxes]


@pytest.mark.parametrize(
    ("geometries", "stated"),
    [
        ([point(), point(srid=3011)], 3006),
        ([point(srid=0)], 3006),
        ([point(srid=0)], None),
        ([point(srid=3011)], 3006),
        ([point()], 999999),
    ],
    ids=["mixed", "none", "none and none stated", "another than stated", "an unknown one stated"],
)
def test_a_crs_that_cannot_be_told_is_said(postgres_server, geometries, stated):
    rows = " UNION ALL ".join(f"SELECT {geometry}::geometry AS geom" for geometry in geometries)
    with made(postgres_server, "blandat", f"AS {rows}") as table:
        assert (
            code_of(lambda: layer(postgres_server, table, srid=stated).page(Ask(HERE), 0, patience())) == "remote-srid"
        )


# types and geometries


def test_types_are_those_of_a_file(postgres_server):
    statement = (
        "AS SELECT 1::smallint AS a, 2 AS b, 3::bigint AS c, 1.5::numeric(5,2) AS d, 0.5::real AS e, true AS f, "
        "'x'::varchar(5) AS g, '{\"k\": [1, 2]}'::json AS h, ARRAY[1, 2] AS i, 'ja'::underlag.svar AS j, "
        f"7::underlag.tal AS k, '10:30'::time AS l, 'a b'::bytea AS m, {point()} AS geom"
    )
    do(postgres_server, "CREATE TYPE underlag.svar AS ENUM ('ja', 'nej'); CREATE DOMAIN underlag.tal AS int")
    try:
        with made(postgres_server, "typer", statement) as table:
            asked = layer(postgres_server, table)
            (feature,) = asked.page(Ask(HERE, frozenset("abcdefghijklm")), 0, patience()).features
            assert asked.columns(patience()) == frozenset("abcdefghijklm")
    finally:
        do(postgres_server, "DROP TYPE underlag.svar; DROP DOMAIN underlag.tal")
    values = feature.attributeMap()
    assert [values[name] for name in "abcdefg"] == [1, 2, 3, 1.5, 0.5, True, "x"]
    assert [values[name] for name in "hijklm"] == ['{"k": [1, 2]}', "{1,2}", "ja", 7, "10:30:00", "\\x612062"]
    kinds = {field.name(): field.type() for field in feature.fields()}
    assert kinds["k"] == QMetaType.Type.Int and kinds["h"] == QMetaType.Type.QString


def test_what_python_has_no_value_for_is_no_answer(postgres_server):
    with made(postgres_server, "forr", f"AS SELECT '0044-03-15 BC'::date AS dag, {point()} AS geom") as table:
        asked = layer(postgres_server, table)
        assert code_of(lambda: asked.page(Ask(HERE, frozenset({"dag"})), 0, patience())) == "remote-format"
        assert len(asked.page(Ask(HERE), 0, patience()).features) == 1


def test_a_fault_of_any_kind_is_no_answer(postgres_server, keys, monkeypatch):
    def breaks(*_):
        raise MemoryError

    asked = layer(postgres_server, keys)
    asked.columns(patience())
    monkeypatch.setattr(postgis._Statement, "_read", breaks)
    assert code_of(lambda: asked.page(Ask(HERE), 0, patience())) == "remote-format"


def test_capitals_of_a_column_matter_where_only_they_differ(postgres_server):
    with made(postgres_server, "stora", f'AS SELECT 1 AS namn, 2 AS "Namn", 3 AS kod, {point()} AS geom') as table:
        asked = layer(postgres_server, table)
        page = asked.page(Ask(HERE, frozenset({"Namn", "KOD", "saknas"})), 0, patience())
        assert page.fields.names() == ["Namn", "kod"] and page.features[0].attributes() == [2, 3]


#: Geometries that files hold too, by name.
SHAPES = {
    "valid": square(510100, 6580100, 200),
    "crossed": "POLYGON((510400 6580100,510600 6580300,510600 6580100,510400 6580300,510400 6580100))",
    "curve": "CURVEPOLYGON(CIRCULARSTRING(510700 6580500,510800 6580600,510900 6580500,510800 6580400,510700 6580500))",
    "zm": "POLYGON ZM((510700 6580100 1 2,510900 6580100 1 2,510900 6580300 1 2,510700 6580100 1 2))",
    "mixed": f"GEOMETRYCOLLECTION(POINT(510500 6580500),{square(510450, 6580600, 100)})",
    "empty": "POLYGON EMPTY",
    "far": square(515000, 6585000, 100),
}


def test_broken_and_mixed_geometries_come_to_the_same_as_in_a_file(tmp_path, postgres_server):
    rows = ", ".join(f"({number}, '{name}', {polygon(wkt)})" for number, (name, wkt) in enumerate(SHAPES.items(), 1))
    statement = (
        f"(id int PRIMARY KEY, namn text, geom geometry); INSERT INTO underlag.former VALUES {rows}, (99, 'n', NULL)"
    )
    with made(postgres_server, "former", statement) as table:
        builder = PackageBuilder(tmp_path)
        (tmp_path / "layers").mkdir(exist_ok=True)
        uri = f"dbname='demo' host=127.0.0.1 port={postgres_server.port} sslmode=disable srid=3006 table={table} (geom)"
        changes = {"fields": {"namn": str}, "label": "namn"}
        # A file of one type cannot hold all of them; the parts that count are the same.
        parts = {**SHAPES, "mixed": square(510450, 6580600, 100)}
        kept = [(wkt, {"namn": name}) for name, wkt in parts.items() if name != "empty"]
        builder.dataset("fil", "polygon", kept, **changes)
        builder.dataset("bas", "polygon", [], source={"provider": "postgres", "uri": uri}, login=True, **changes)
        builder.check("fil", "fil", "overlap", BANDS)
        builder.check("bas", "bas", "overlap", BANDS)
        prepared = prepare(read_package(builder.write(), measure_specs()), TRANSFORMS, access(postgres_server))
        mine, theirs = assess_wkt(prepared).findings
        assert theirs.hit_count == 5, theirs.notes
        assert theirs.measurement == mine.measurement
        assert seen(mine)[1:] == seen(theirs)[1:]
        assert {note.code for note in theirs.notes} >= {"geometries-repaired"}


def test_a_geometry_that_qgis_cannot_read_is_said_and_not_left_out(postgres_server, monkeypatch):
    with made(
        postgres_server,
        "okand",
        f"(id int PRIMARY KEY, geom geometry); INSERT INTO underlag.okand VALUES " f"(1, {point()})",
    ) as table:
        asked = layer(postgres_server, table)
        monkeypatch.setattr(QgsGeometry, "fromWkb", lambda *_: None)
        whole = Questioning(asked, patience(), CRS, HERE).whole
        assert code_of(lambda: whole(Ask(HERE))) == "remote-no-geometry"
        assert asked.near([HERE], Ask(None), patience()) is None


# filters

NUMBERS = [0, 0.1, 0.3, 1.1, -2.5, 5, 9007199254740992, 1e-9, 123456.789]
ROWS = [
    "0.1::real, 0.1::float8 + 0.2::float8, 1.10000000000000000001, 9007199254740993, 5, 'Ö', true",
    "0.3, 0.3, 1.1, 5, 0, 'o''brien', false",
    "1.1, 1.1, 0.3, 9007199254740992, -3, '5', NULL",
    "-2.5, -2.5, -2.5, -2, 1, '', true",
    "NULL, NULL, NULL, NULL, NULL, NULL, NULL",
    "123456.789, 123456.789, 123456.789, 123457, 2147483647, 'ö', false",
    "'NaN', 'NaN', 'NaN', 0, 7, 'x', true",
    "1e-9, 1e-9, 1e-9, 1, 8, 'X', true",
]
COLUMNS = {"r": "real", "d": "float8", "n": "numeric", "b": "bigint", "i": "int", "t": "text", "j": "boolean"}


@pytest.fixture(scope="module")
def values(postgres_server):
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    rows = ", ".join(f"({number}, {row}, {point(510000 + number)})" for number, row in enumerate(ROWS, 1))
    statement = (
        f"(id int PRIMARY KEY, {columns}, geom geometry(Point, 3006)); INSERT INTO underlag.varden VALUES {rows}"
    )
    with made(postgres_server, "varden", statement) as table:
        yield table


def expressions(count, seed=7):
    """Expressions a package may have, most of them of things that compare with each other."""
    rng = random.Random(seed)
    texts = ["'Ö'", "'o''brien'", "''", "'5'", "'X'"]

    def leaf():
        column = rng.choice(list(COLUMNS))
        alike = texts if column == "t" else NUMBERS
        value = rng.choice(alike if rng.random() < 0.85 else [*texts, *NUMBERS, "NULL", "true"])
        kind = rng.random()
        if kind < 0.15:
            return f'"{column}" IN ({", ".join(str(rng.choice(alike)) for _ in range(rng.randint(1, 3)))})'
        if kind < 0.22:
            return f'"{column}" IS {rng.choice(("", "NOT "))}NULL'
        sides = [f'"{column}"', str(value)]
        if rng.random() < 0.2:
            sides.reverse()
        return f" {rng.choice(('=', '<', '<=', '>', '>=', '<>'))} ".join(sides)

    def node(depth):
        if depth == 0 or rng.random() < 0.3:
            return leaf()
        if rng.random() < 0.15:
            return f"NOT ({node(depth - 1)})"
        return f"({node(depth - 1)} {rng.choice(('AND', 'OR'))} {node(depth - 1)})"

    return [node(rng.choice((0, 0, 1, 2, 3))) for _ in range(count)]


def test_what_is_asked_with_a_filter_is_what_qgis_finds_without(postgres_server, values):
    asked = layer(postgres_server, values)
    columns = frozenset(COLUMNS)
    everything = named(asked.page(Ask(HERE, columns), 0, patience()))
    assert len(everything) == len(ROWS)
    narrowed = 0
    for where in expressions(250):
        page = asked.page(Ask(HERE, columns, where, True), 0, patience())
        accepted = FeatureFilter(where, page.fields)
        expected = {name for name, feature in everything.items() if accepts(accepted, feature)}
        assert {name for name, feature in named(page).items() if accepts(accepted, feature)} == expected, where
        together = asked.near([HERE], Ask(None, columns, where, True), patience())
        assert set(together.ids) == set(page.ids), where
        narrowed += len(page.ids) < len(everything)
    # Otherwise nothing was tried.
    assert narrowed > 100


def accepts(accepted, feature):
    try:
        return accepted.accepts(feature)
    except Exception:  # what cannot be compared is an error in either way
        return None


# sizes


def test_more_than_can_be_held_is_said(postgres_server, keys, monkeypatch):
    asked = layer(postgres_server, keys)
    asked.columns(patience())
    whole = postgis.PostgisLayer._rows
    for limits, code in (((3, 1000), "remote-rows"), ((10, 50), "remote-much")):
        monkeypatch.setattr(postgis.PostgisLayer, "_rows", lambda *args, limits=limits: whole(*args[:4], *limits))
        assert code_of(lambda: asked.page(Ask(HERE), 0, patience())) == code


@pytest.mark.parametrize("srid", [3006, None])
def test_the_extent_is_that_of_what_is_there_and_looked_for_once(postgres_server, keys, monkeypatch, srid):
    asked = layer(postgres_server, keys, srid=srid)
    box = asked.extent(patience()).boundingBox()
    assert (box.xMinimum(), box.xMaximum(), box.yMinimum()) == (510000, 511900, 6580500)
    monkeypatch.setattr(postgis._Statement, "rows", None)
    assert asked.extent(patience()).boundingBox() == box


def test_an_extent_that_takes_too_long_is_not_known(postgres_server, keys, monkeypatch):
    monkeypatch.setattr(postgis, "_FOR_EXTENT", 0.3)
    statement = "AS SELECT id, geom FROM underlag.nycklar, pg_sleep(20)"
    with made(postgres_server, "langsam_vy", statement, "VIEW") as view:
        asked = layer(postgres_server, view)
        began = time.monotonic()
        assert asked.extent(patience()) is None
        assert asked.extent(patience()) is None
        assert time.monotonic() - began < 1.5


# the connection


def slow_view(server):
    return made(server, "evig", "AS SELECT id, geom FROM underlag.tatorter, pg_sleep(30)", "VIEW")


def test_a_server_that_goes_down_in_the_middle_is_told_as_that(postgres_server):
    with slow_view(postgres_server) as view:
        asked = layer(postgres_server, view)
        asked.columns(patience())
        threading.Timer(0.7, postgres_server.end_connections).start()
        began = time.monotonic()
        assert code_of(lambda: asked.page(Ask(COUNTY), 0, patience(20))) == "remote-network"
        assert time.monotonic() - began < 3


def test_a_connection_that_nobody_waits_for_asks_nothing(postgres_server, keys, monkeypatch):
    opened, asked = [], layer(postgres_server, keys)
    whole = postgis.psycopg2.connect

    def slow(**parameters):
        time.sleep(0.6)
        opened.append(whole(**parameters))
        return opened[-1]

    monkeypatch.setattr(postgis.psycopg2, "connect", slow)
    monkeypatch.setattr(postgis._Statement, "_read", lambda *_: opened.append("read"))
    stop = threading.Event()
    threading.Timer(0.2, stop.set).start()
    began = time.monotonic()
    with pytest.raises(Interrupted):
        asked.page(Ask(HERE), 0, patience(10, stop.is_set))
    assert time.monotonic() - began < 0.5
    time.sleep(0.7)
    assert len(opened) == 1 and opened[0].closed


def parameters(host, mode, login, uses_it=True):
    uri = parse_uri("postgres", f'dbname=\'d\' host={host} sslmode={mode} srid=3006 table="s"."t" (geom)')
    return PostgisLayer(uri, CRS, Fetcher(Access(login=login)), Once(), uses_it)._parameters(patience())


LOGIN = Login(frozenset({"db.example.org", "127.0.0.1", "localhost"}), "anna", "hemligt")


@pytest.mark.parametrize(
    ("host", "mode", "expected"),
    [
        ("db.example.org", "disable", "require"),
        ("db.example.org", "allow", "require"),
        ("db.example.org", "prefer", "require"),
        ("db.example.org", "require", "require"),
        ("db.example.org", "verify-full", "verify-full"),
        ("127.0.0.1", "disable", "disable"),
        ("localhost", "prefer", "prefer"),
    ],
)
def test_a_password_goes_to_another_machine_encrypted_only(host, mode, expected):
    made_with = parameters(host, mode, LOGIN)
    assert (made_with["sslmode"], made_with["user"], made_with["password"]) == (expected, "anna", "hemligt")
    # Where the certificate is to be looked at there are authorities to go by, on a QGIS without any of its own too.
    assert ("sslrootcert" in made_with) == (mode == "verify-full")


def test_a_password_goes_to_no_host_that_was_not_named_and_to_no_dataset_that_wants_none():
    for made_with in (
        parameters("annan.example.org", "require", LOGIN),
        parameters("127.0.0.1", "require", LOGIN, False),
    ):
        assert "user" not in made_with and made_with["password"] == ""


def test_credentials_of_the_environment_go_nowhere(postgres_server, keys, monkeypatch, tmp_path):
    asked = layer(postgres_server, keys)
    asked._login = False
    monkeypatch.setenv("PGUSER", postgres_server.user)
    monkeypatch.setenv("PGPASSWORD", postgres_server.password)
    assert code_of(lambda: asked.columns(patience())) == "remote-login"
    monkeypatch.delenv("PGPASSWORD")
    kept = tmp_path / "pgpass"
    kept.write_text(f"*:*:*:*:{postgres_server.password}\n")
    kept.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(kept))
    assert code_of(lambda: asked.columns(patience())) == "remote-login"


def test_a_newer_libpq_is_kept_from_logging_in_by_the_domain(monkeypatch):
    monkeypatch.setattr(postgis, "libpq_version", lambda: 170000)
    assert "gss" not in parameters("db.example.org", "require", LOGIN)["require_auth"]
    monkeypatch.setattr(postgis, "libpq_version", lambda: 110000)
    assert not {"require_auth", "gssencmode"} & set(parameters("db.example.org", "require", LOGIN))


URI = parse_uri("postgres", 'dbname=\'karta\' host=db.example.org srid=3006 table="s"."t" (geom)')
REFUSED = 'connection to server at "localhost" (::1), port 5432 failed: Connection refused\n\tIs the server running?\n'


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ('FATAL:  password authentication failed for user "anna"', "remote-login"),
        (REFUSED * 3 + 'FATAL:  password authentication failed for user "anna"', "remote-login"),
        ("FATAL:  lösenordsautentisering misslyckades för användare ”anna”", "remote-login"),
        (
            'FATAL:  no pg_hba.conf entry for host "1.2.3.4", user "anna", database "karta", no encryption',
            "remote-login",
        ),
        ('FATAL:  permission denied for database "karta"', "remote-login"),
        ('FATAL:  role "anna" does not exist', "remote-login"),
        ("fe_sendauth: no password supplied", "remote-login"),
        ('FATAL:  database "karta" does not exist', "remote-database"),
        ('FATAL:  too many connections for role "anna"', "remote-network"),
        ("FATAL:  sorry, too many clients already", "remote-network"),
        ("FATAL:  the database system is starting up", "remote-network"),
        ("FATAL:  the database system is shutting down", "remote-network"),
        ("server does not support SSL, but SSL was required", "remote-plain"),
        ("SSL error: certificate verify failed", "remote-certificate"),
        ('root certificate file "/x/root.crt" does not exist', "remote-certificate"),
        ("SSL SYSCALL error: EOF detected", "remote-network"),
        ('could not translate host name "db.example.org" to address: Name or service not known', "remote-name"),
        ('kunde inte översätta värdnamn "db.example.org" till adress: Namnet är okänt', "remote-name"),
        (REFUSED, "remote-refused"),
        ("connection to server failed: Connection refused (0x0000274D/10061)", "remote-refused"),
        ("connection to server at “db”, port 5432 failed: Förbindelse vägras", "remote-refused"),
        ("timeout expired", "remote-timeout"),
        ("server closed the connection unexpectedly", "remote-network"),
    ],
)
def test_what_the_connection_says_is_understood(said, code):
    error = postgis._failure(OperationalError(said), "db.example.org", URI)
    assert error.message.code == code
    assert all(error.message.text(language) for language in ("sv", "en"))


def test_the_driver_is_loaded_when_a_database_is_asked_only():
    statement = "import sys, conftest, plandialog.plugin.gis.engine; sys.exit('psycopg2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", statement], cwd=ROOT / "tests", check=False).returncode == 0


# the whole way


def test_a_plan_area_where_there_is_nothing_is_clear_and_one_where_there_is_too_much_is_not(
    tmp_path, postgres_server, keys
):
    builder = PackageBuilder(tmp_path)
    uri = f"dbname='demo' host=127.0.0.1 port={postgres_server.port} sslmode=disable srid=3006 table={keys} (geom)"
    builder.dataset("punkter", "point", [], source={"provider": "postgres", "uri": uri}, login=True)
    builder.check("antal", "punkter", "count")
    prepared = prepare(read_package(builder.write(), measure_specs()), TRANSFORMS, access(postgres_server))
    assert assess_wkt(prepared, PLAN).findings[0].hit_count == 3
    assert assess_wkt(prepared, square(505000, 6575000, 500)).findings[0].outcome is Outcome.CLEAR
