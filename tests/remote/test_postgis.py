"""Tables of PostGIS: faults with their reasons, nasty names and values, and many plan areas in one statement."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest
from builders import PackageBuilder, assess_wkt, square
from plandialog.plugin.core.outcome import Outcome
from plandialog.plugin.core.package.reader import read_package
from plandialog.plugin.gis.engine import prepare
from plandialog.plugin.gis.geometry import Interrupted
from plandialog.plugin.gis.measures import measure_specs
from plandialog.plugin.gis.remote import postgis
from plandialog.plugin.gis.remote.asking import Ask, Questioning
from plandialog.plugin.gis.remote.errors import RemoteError
from psycopg2 import sql
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsRectangle
from servers.demo_remote import postgres
from servers.postgres_server import SCHEMA, USER
from servers.tables import access, connections, do, layer, patience

TOWN, FOREST = square(511500, 6571500, 500), square(504000, 6586000, 500)
CRS = QgsCoordinateReferenceSystem("EPSG:3006")
COUNTY = QgsRectangle(450000, 6500000, 550000, 6660000)


def prepared_package(root, server, port=None, deadline=10.0, password=None, **uri):
    source = postgres(port or server.port, server.types)("tatorter")
    for old, new in uri.values():
        source["uri"] = source["uri"].replace(old, new)
    builder = PackageBuilder(root)
    builder.dataset("eget", "polygon", [square(500000, 6570000, 100)])
    builder.dataset("orter", "polygon", [], fields={"namn": str}, label="namn", source=source, login=True)
    bands = [{"up_to": "5 %", "outcome": "consider"}, {"outcome": "discuss"}]
    builder.check("borta", "orter", "overlap", bands, where="namn <> 'Ingenstans'")
    builder.check("hemma", "eget", "overlap", bands)
    package = read_package(builder.write(), measure_specs())
    return prepare(package, QgsCoordinateTransformContext(), access(server, deadline, password))


def outcomes(prepared, wkt):
    there, here = assess_wkt(prepared, wkt).findings
    return there, here


def test_without_a_fault_the_answer_is_right(tmp_path, postgres_server):
    prepared = prepared_package(tmp_path, postgres_server)
    there, here = outcomes(prepared, TOWN)
    assert (there.outcome, there.hits[0].name, here.outcome) == (Outcome.DISCUSS, "Örebro", Outcome.CLEAR)
    assert outcomes(prepared, FOREST)[0].outcome is Outcome.CLEAR
    assert connections(postgres_server) == 0


@pytest.mark.parametrize("place", [TOWN, FOREST], ids=["hit", "miss"])
@pytest.mark.parametrize(
    ("fault", "codes"),
    [
        ("refused", {"remote-refused"}),
        ("hang", {"remote-timeout"}),
        ("silent:600", {"remote-timeout"}),
        ("drip", {"remote-timeout"}),
        ("cut:600", {"remote-network"}),
    ],
)
def test_a_fault_of_the_connection_has_its_reason(tmp_path, postgres_server, misbehaving_tcp, fault, codes, place):
    front = misbehaving_tcp(postgres_server.port)
    front.become(fault)
    deadline = 0.5 if codes == {"remote-timeout"} else 10.0
    began = time.monotonic()
    there, here = outcomes(prepared_package(tmp_path, postgres_server, front.port, deadline), place)
    assert time.monotonic() - began < deadline + 1.5
    assert (there.outcome, here.outcome) == (Outcome.NOT_CHECKED, Outcome.CLEAR)
    assert codes & {note.code for note in there.notes}, there.notes


@pytest.mark.parametrize("place", [TOWN, FOREST], ids=["hit", "miss"])
@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("wrong-crs", "remote-elsewhere"),
        ("turned-answer", "remote-elsewhere"),
        ("empty-layer", "source-empty"),
        ("schema-changed", "source-field"),
        ("no-table", "remote-layer"),
        ("no-rights", "remote-login"),
    ],
)
def test_a_fault_of_the_table_has_its_reason(tmp_path, postgres_server, fault, code, place):
    with postgres_server.spoiled("tatorter", fault):
        there, here = outcomes(prepared_package(tmp_path, postgres_server), place)
    assert there.outcome is (Outcome.NO_DATA if fault == "empty-layer" else Outcome.NOT_CHECKED), there.notes
    assert here.outcome is Outcome.CLEAR
    assert {note.code for note in there.notes} & {
        code,
        "remote-axes" if fault == "turned-answer" else code,
    }, there.notes


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"host": ("host=127.0.0.1", "host=databas.invalid")}, "remote-name"),
        ({"base": ("dbname='demo'", "dbname='annan'")}, "remote-database"),
        ({"key": ("key='id'", "key='nyckel'")}, "remote-layer"),
        ({"column": ("(geom)", "(shape)")}, "remote-layer"),
        ({"srid": ("srid=3006", "srid=3011")}, "remote-srid"),
    ],
)
def test_a_wrong_definition_has_its_reason(tmp_path, postgres_server, changes, code):
    there, _ = outcomes(prepared_package(tmp_path, postgres_server, **changes), TOWN)
    assert [note.code for note in there.notes] == [code]
    assert there.outcome is Outcome.NOT_CHECKED


def test_a_wrong_password_is_told_as_that_and_said_nowhere(tmp_path, postgres_server):
    there, _ = outcomes(prepared_package(tmp_path, postgres_server, password="hemligt"), TOWN)
    assert [note.code for note in there.notes] == ["remote-login"]
    assert "hemligt" not in repr(there)


@pytest.fixture
def nasty(postgres_server):
    """A table whose names and values want quoting."""
    schema, table, column = 'under"; DROP', "Tab'ell %s", 'na"mn %(x)s'
    quoted = ['"' + each.replace('"', '""') + '"' for each in (schema, table, column)]
    do(postgres_server, f"CREATE SCHEMA {quoted[0]}")
    statement = f"CREATE TABLE {quoted[0]}.{quoted[1]} (id int PRIMARY KEY, {quoted[2]} text, antal numeric, dag date, "
    statement += "tid timestamptz, ja boolean, form geometry)"
    do(postgres_server, statement)
    rows = (
        "(1, 'o''brien', 1.5, '2026-01-31', '2026-01-31 12:00+01', true, "
        "ST_GeomFromText('CURVEPOLYGON(CIRCULARSTRING(0 0, 100 100, 200 0, 100 -100, 0 0))', 3006)), "
        "(2, NULL, NULL, NULL, NULL, NULL, ST_GeomFromText('POINT Z (50 0 7)', 3006)), "
        "(3, 'tom', 3, NULL, NULL, false, NULL)"
    )
    do(postgres_server, f"INSERT INTO {quoted[0]}.{quoted[1]} VALUES {rows}")
    do(postgres_server, f"GRANT USAGE ON SCHEMA {quoted[0]} TO {USER}")
    do(postgres_server, f"GRANT SELECT ON {quoted[0]}.{quoted[1]} TO {USER}")
    yield schema, table, column
    do(postgres_server, f"DROP SCHEMA {quoted[0]} CASCADE")


def named_layer(server, schema, table, geometry):
    """A layer by names that no uri of a package could hold."""
    made = layer(server, '"underlag"."tatorter"')
    made._uri = replace(made._uri, schema=schema, table=table, geometry=geometry)
    return made


def test_names_are_quoted_and_values_are_as_in_a_file(postgres_server, nasty):
    schema, table, column = nasty
    asked = named_layer(postgres_server, schema, table, "form")
    columns = frozenset({column, "antal", "dag", "tid", "ja"})
    page = asked.page(Ask(QgsRectangle(-10, -110, 210, 110), columns), 0, patience())
    first, second = sorted(page.features, key=lambda feature: feature[column] or "~")
    assert page.ids in (("1", "2"), ("2", "1")) and page.matched == 2
    assert first[column] == "o'brien" and first["antal"] == 1.5 and first["ja"] is True
    assert first["dag"].toString("yyyy-MM-dd") == "2026-01-31"
    assert "Curve" in first.geometry().asWkt() and second.geometry().asWkt() == "Point Z (50 0 7)"
    assert asked.count(Ask(None), patience()) == 2


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("antal > 1", 1),
        ("antal = '1.5'", 2),  # a text and a number: left to us
        ("ja = 'true'", 2),
        ("antal > 1 OR ja", 2),
        ("antal > 1 AND antal < 1.2", 0),
    ],
)
def test_only_what_compares_like_with_like_is_asked(postgres_server, nasty, where, found):
    schema, table, _ = nasty
    page = named_layer(postgres_server, schema, table, "form").page(Ask(None, where=where), 0, patience())
    assert len(page.features) == found


def test_cancel_ends_the_statement_on_the_server_too(postgres_server):
    view = f'"{SCHEMA}"."langsam"'
    statement = f"CREATE VIEW {view} AS SELECT id, geom FROM {SCHEMA}.tatorter, pg_sleep(30)"
    postgres_server.execute(statement)
    postgres_server.execute(f"GRANT SELECT ON {view} TO {USER}")
    try:
        stop = threading.Event()
        threading.Timer(0.5, stop.set).start()
        began = time.monotonic()
        with pytest.raises(Interrupted):
            layer(postgres_server, view).page(Ask(COUNTY), 0, patience(20, stop.is_set))
        assert time.monotonic() - began < 2
        until = time.monotonic() + 5
        while connections(postgres_server) and time.monotonic() < until:
            time.sleep(0.05)
        assert connections(postgres_server) == 0
        with pytest.raises(RemoteError) as caught:
            layer(postgres_server, view).page(Ask(COUNTY), 0, patience(0.7))
        assert caught.value.message.code == "remote-timeout"
    finally:
        postgres_server.execute(f"DROP VIEW {view}")


def test_without_the_driver_it_is_told_what_is_missing(postgres_server, monkeypatch):
    monkeypatch.setattr(postgis, "psycopg2", None)
    with pytest.raises(RemoteError) as caught:
        layer(postgres_server, f'"{SCHEMA}"."tatorter"').page(Ask(COUNTY), 0, patience())
    assert caught.value.message.code == "remote-driver"


def test_nothing_can_be_written(postgres_server):
    asked = layer(postgres_server, f'"{SCHEMA}"."tatorter"')
    with pytest.raises(RemoteError) as caught:
        asked._rows(sql.SQL("CREATE TABLE nytt (a int)"), [], patience())
    assert caught.value.message.code in ("remote-exception", "remote-login")


def test_near_many_boxes_is_the_same_as_near_each(postgres_server):
    asked = layer(postgres_server, f'"{SCHEMA}"."jordbruksmark"', key="id")
    boxes = [QgsRectangle(x, y, x + 3000, y + 3000) for x in range(490000, 530000, 9000) for y in (6540000, 6570000)]
    wanted = Ask(None, frozenset({"klass"}))
    page = asked.near(boxes, wanted, patience())
    each = {}
    for box in boxes:
        answer = Questioning(asked, patience(), CRS, COUNTY).whole(Ask(box, frozenset({"klass"})))
        each.update((name, feature.geometry().asWkt(3)) for name, feature in answer.features)
    assert {name: feature.geometry().asWkt(3) for name, feature in zip(page.ids, page.features)} == each
    assert len(page.ids) == len(each) >= 10
    assert page.fields.names() == ["klass"]
