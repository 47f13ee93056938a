"""Definitions of remote datasets tried against their services, and what has changed since the last time."""

from __future__ import annotations

import datetime
import json

import pytest
import requests
from builders import PackageBuilder
from plandialog.plugin.core.package.seen import Seen, changes, read_seen, write_seen
from plandialog.plugin.gis.inspection import inspect
from plandialog.plugin.gis.remote.network import Access
from servers.demo_remote import arcgis, oapif, postgres, wfs
from servers.http import Simple


def package(root, source, **changes):
    builder = PackageBuilder(root)
    changes = {"label": "namn", "unconfirmed": datetime.date(2026, 11, 25), **changes}
    builder.dataset("orter", "polygon", [], source=source, **changes)
    builder.check("andel", "orter", "overlap", [{"outcome": "discuss"}], where="namn <> 'Ingenstans'")
    return builder.write()


def said(root, seen, access=None):
    """The codes of everything said of the remote dataset."""
    _, faults = inspect(root, access=access or Access(deadline=10), seen=seen)
    assert not faults.has_errors
    for fault in faults:
        assert fault.text("sv") and fault.text("en")
    return [fault.message.code for fault in faults if fault.message.code != "manifest-missing"]


SOURCES = {
    "WFS": lambda get: wfs(get("qgis_server").base, "1.1.0")("tatorter"),
    "OAPIF": lambda get: oapif(get("qgis_server").oapif)("tatorter"),
    "arcgis": lambda get: arcgis(get("arcgis_server").layer)("tatorter"),
}


@pytest.mark.parametrize("provider", SOURCES)
def test_a_definition_that_holds_is_confirmed(request, tmp_path, provider):
    seen = {}
    root = package(tmp_path / "package", SOURCES[provider](request.getfixturevalue))
    assert said(root, seen) == ["confirmed-now"]
    assert "namn" in seen["orter"].columns and seen["orter"].geometry == "polygon"
    assert said(root, seen) == ["confirmed-now"]


def test_what_differs_from_the_definition_is_told(tmp_path, qgis_server):
    source = wfs(qgis_server.base, "1.1.0")("tatorter")
    assert said(package(tmp_path / "a", source, label="borta"), {}) == ["source-field"]
    point = PackageBuilder(tmp_path / "b")
    point.dataset("orter", "point", [], source=source)
    point.check("antal", "orter", "count", [{"outcome": "discuss"}])
    assert said(point.write(), {}) == ["source-geometry"]


def test_what_has_changed_since_is_told(tmp_path, qgis_server, misbehaving):
    server = misbehaving(qgis_server.base.rstrip("/"))
    root = package(tmp_path / "package", wfs(f"{server.base}/", "1.1.0")("tatorter"))
    seen = {}
    assert said(root, seen) == ["confirmed-now"]
    server.become("schema-changed")
    assert sorted(said(root, seen)) == ["seen-columns-gone", "seen-columns-new", "source-field"]
    server.become("redirect-same")
    assert "remote-address" in said(root, seen)


@pytest.mark.parametrize(
    ("fault", "code"),
    [("status-500", "remote-status"), ("turned-question", "remote-axes"), ("empty-layer", "source-empty")],
)
def test_what_cannot_be_had_is_not_confirmed(tmp_path, qgis_server, misbehaving, fault, code):
    server = misbehaving(qgis_server.base.rstrip("/"))
    server.become(fault)
    seen = {}
    root = package(tmp_path / "package", wfs(f"{server.base}/", "1.1.0")("tatorter"))
    assert sorted(said(root, seen)) == sorted(["not-confirmed", code])
    assert seen == {}


def test_without_the_network_nothing_is_asked(tmp_path, qgis_server, misbehaving):
    server = misbehaving(qgis_server.base.rstrip("/"))
    root = package(tmp_path / "package", wfs(f"{server.base}/", "1.1.0")("tatorter"))
    inspect(root)
    assert server.paths == []


def test_a_map_service_is_tried_too(tmp_path, qgis_server):
    def maps(root, layers):
        builder = PackageBuilder(root)
        uri = f"crs=EPSG:3006&format=image/png&layers={layers}&styles=&url={qgis_server.base}"
        builder.dataset("karta", "point", [])
        dataset = builder.package["datasets"][-1]
        dataset.update(source={"provider": "wms", "uri": uri}, geometry="map")
        del dataset["coverage"]
        builder.check("fraga", None, "ask")
        return builder.write()

    assert said(maps(tmp_path / "a", "tatorter"), {}) == ["confirmed"]
    assert "remote-layer" in said(maps(tmp_path / "b", "saknas"), {})
    assert "remote-layer" in said(maps(tmp_path / "c", "saknas&layers=tatorter"), {})


def test_a_filter_that_cannot_be_used_is_told_whether_or_not_the_service_is_tried(tmp_path, qgis_server):
    root = package(tmp_path / "package", wfs(qgis_server.base, "1.1.0")("tatorter"), filter="namn = ")
    for access in (None, Access(deadline=10)):
        _, faults = inspect(root, access=access)
        assert [fault.message.code for fault in faults if not fault.warning] == ["expression"]


def test_a_table_of_a_database_is_tried_too(tmp_path, postgres_server):
    from plandialog.plugin.gis.remote.network import Login

    login = Login(frozenset({"127.0.0.1"}), postgres_server.user, postgres_server.password)
    source = postgres(postgres_server.port, postgres_server.types)("tatorter")
    root = package(tmp_path / "package", source, login=True)
    assert said(root, {}, Access(login=login, deadline=10)) == ["confirmed-now"]


def test_what_was_seen_is_kept_between_runs(tmp_path):
    seen = {"orter": Seen("2026-11-25", "url='x'", "polygon", "EPSG:3006", ("a", "b"), 100)}
    path = tmp_path / "folder" / "seen.json"
    write_seen(path, seen)
    assert read_seen(path) == seen
    now = Seen("2026-12-01", "url='y'", "line", "EPSG:3011", ("b", "c"), 200)
    assert [note.code for note in changes(seen["orter"], now)] == [
        "seen-columns-gone",
        "seen-columns-new",
        "seen-geometry",
        "seen-crs",
        "seen-source",
        "seen-count",
    ]
    assert changes(now, now) == ()
    path.write_text("{ not json", encoding="utf-8")
    assert read_seen(path) == read_seen(tmp_path / "nowhere") == {}


def test_a_service_with_more_than_the_one_collection_is_asked_which(tmp_path, qgis_server):
    source = {"provider": "OAPIF", "uri": f"url='{qgis_server.oapif}'"}
    assert sorted(said(package(tmp_path / "package", source), {})) == ["not-confirmed", "remote-collections"]


def test_the_only_collection_of_a_service_need_not_be_named(tmp_path, qgis_server):
    whole = requests.get(f"{qgis_server.oapif}/collections", headers={"Accept": "application/json"}, timeout=20).json()
    only = [each for each in whole["collections"] if each["id"] == "tatorter"]

    def answer(path):
        if path.endswith("/collections"):
            return 200, {"Content-Type": "application/json"}, json.dumps({"collections": only}).encode()
        relayed = requests.get(
            qgis_server.oapif + path.replace("/wfs3", "", 1), headers={"Accept": "application/geo+json"}, timeout=20
        )
        return relayed.status_code, {"Content-Type": "application/geo+json"}, relayed.content

    with Simple(answer) as server:
        root = package(tmp_path / "package", {"provider": "OAPIF", "uri": f"url='{server.base}/wfs3'"})
        assert said(root, {}) == ["confirmed-now"]
