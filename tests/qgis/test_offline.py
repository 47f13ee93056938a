"""A copy of a package's remote datasets: whole or as it was before, with the findings that the service gives."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from builders import PLAN
from osgeo import ogr
from plandialog.plugin.core.outcome import Outcome
from plandialog.plugin.core.package.reader import read_package
from plandialog.plugin.core.proposal import Details
from plandialog.plugin.gis import offline
from plandialog.plugin.gis.copies import CONTENTS, find_copy, open_copies, remove_copies, tidy
from plandialog.plugin.gis.engine import assess, prepare
from plandialog.plugin.gis.geometry import Interrupted
from plandialog.plugin.gis.measures import measure_specs
from plandialog.plugin.gis.offline import look_over, save
from plandialog.plugin.gis.remote import fetching
from plandialog.plugin.gis.remote.network import Access, Login
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsGeometry, QgsRectangle
from tinyservice import TinyService, box, point

CRS = QgsCoordinateReferenceSystem("EPSG:3006")
AREA = QgsGeometry.fromWkt(PLAN)
COUNTY = QgsGeometry.fromRect(QgsRectangle(500000, 6570000, 520000, 6590000))


def scatter(count):
    """Squares all over the county, some of them across the edge of the plan area."""
    order = random.Random(7)
    squares = [box(0, 509900, 6579900, 250.5, namn="Kanten", typ=1), box(1, 510400, 6580400, 100, namn="Mitten", typ=2)]
    for number in range(2, count):
        x, y = order.uniform(500100, 519000), order.uniform(6570100, 6589000)
        squares.append(box(number, round(x, 3), round(y, 3), 300, namn=f"Yta {number}", typ=number % 3))
    return squares


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch):
    """A service that is away is asked as often as ever, without the pauses between the tries."""
    monkeypatch.setattr(fetching, "_BACK_OFF", tuple(0.01 for _ in fetching._BACK_OFF))


@pytest.fixture
def service():
    with TinyService({"mark": scatter(60), "punkter": [point(1, 510500, 6582000, namn="Brunnen")], "tomt": []}) as made:
        yield made


@pytest.fixture
def package(builder, service):
    """A package with two datasets at the service and one file."""
    remote = {"coverage": "service", "label": "namn"}
    for name, kind in (("mark", "polygon"), ("punkter", "point")):
        builder.dataset(name, kind, [], **remote)
        builder.package["datasets"][-1]["source"] = service.source(name)
    builder.check("andel", "mark", "overlap", where="typ >= 1")
    builder.check("yta", "mark", "overlap", **{"as": "area"})
    builder.check("avstand", "punkter", "distance", [{"up_to": "3 km", "outcome": "supports"}, {"outcome": "discuss"}])
    return builder


def prepared_of(builder, folder=None, **access):
    found = read_package(builder.write(), measure_specs())
    copies = open_copies(folder.parent.parent, found) if folder is not None else None
    return prepare(found, QgsCoordinateTransformContext(), Access(**{"deadline": 10.0, **access}), copies)


def figures(prepared, wkt=PLAN):
    area = prepared.plan_area(QgsGeometry.fromWkt(wkt), CRS)
    made = assess(prepared, area, Details("1", "Prov"))
    return made, {
        each.check: (each.outcome, each.measurement, each.area, [(hit.feature, hit.name) for hit in each.hits])
        for each in made.findings
    }


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "copies" / "prov"


def rows(folder, dataset):
    """What a copy has of a dataset, by what the service calls it."""
    source = ogr.Open(str(find_copy(folder).path))
    return {each.GetField("plandialog_id"): each for each in source.GetLayerByName(dataset)}


def contents(path):
    source = ogr.Open(str(path))
    return {source.GetLayer(number).GetName() for number in range(source.GetLayerCount())}


def test_a_copy_gives_the_figures_and_hits_of_the_service(package, service, folder):
    prepared = prepared_of(package)
    live, wanted = figures(prepared)
    saved = save(prepared, AREA, folder.parent.parent)
    assert saved.failed == () and [note.dataset for note in saved.fresh]
    service.stop()
    made, found = figures(prepared_of(package, folder))
    assert found == wanted
    assert {each.source.copied for each in made.findings} == {True}
    assert {each.source.copied for each in live.findings} == {False}
    assert all("copy-used" in {note.code for note in each.notes} for each in made.findings)
    assert all("remote-refused" in {note.code for note in each.notes} for each in made.findings)
    assert [each.coverage for each in made.findings] == [each.coverage for each in live.findings]


def test_only_copies_are_used_when_that_is_wanted(package, service, folder):
    save(prepared_of(package), AREA, folder.parent.parent)
    before = len(service.asked)
    made, _ = figures(prepared_of(package, folder, offline=True))
    assert len(service.asked) == before
    assert all("remote-offline" in {note.code for note in each.notes} for each in made.findings)
    assert all(each.outcome is not Outcome.NOT_CHECKED for each in made.findings)


def test_a_service_that_answers_is_asked_though_there_is_a_copy(package, service, folder):
    save(prepared_of(package), AREA, folder.parent.parent)
    made, _ = figures(prepared_of(package, folder))
    assert not any(each.source.copied for each in made.findings)


def test_a_plan_area_outside_of_what_was_saved_is_not_checked(package, service, folder):
    save(prepared_of(package), AREA, folder.parent.parent)
    elsewhere = "POLYGON((502000 6572000,503000 6572000,503000 6573000,502000 6573000,502000 6572000))"
    made, _ = figures(prepared_of(package, folder, offline=True), elsewhere)
    assert {each.outcome for each in made.findings} == {Outcome.NOT_CHECKED}


def test_what_crosses_the_edge_is_kept_whole(package, folder, service):
    save(prepared_of(package), AREA, folder.parent.parent)
    shapes = {name: each.GetGeometryRef().Area() for name, each in rows(folder, "mark").items()}
    assert shapes["f0"] == pytest.approx(250.5**2)
    assert len(shapes) < 60


def test_the_file_says_what_it_is_and_keeps_no_secret(package, folder, service):
    service.user = "Basic YW5uYTpobWxpZ3Q="
    for dataset in package.package["datasets"][1:]:
        dataset["login"] = True
    login = Login(frozenset({service.host}), "anna", "hmligt")
    saved = save(prepared_of(package, login=login), AREA, folder.parent.parent)
    assert saved.failed == ()
    assert contents(find_copy(folder).path) == {"mark", "punkter", CONTENTS}
    [mark] = [note for note in find_copy(folder).notes if note.dataset == "mark"]
    assert mark.uri == service.uri("mark") and mark.crs == "EPSG:3006"
    assert mark.area.boundingBox().contains(AREA.boundingBox()) and not mark.extent.isNull()
    assert {"namn", "typ"} <= set(mark.fields) and mark.made[:2] == "20" and "+" in mark.made
    everything = find_copy(folder).path.read_bytes()
    assert b"hmligt" not in everything and b"YW5uYTpobWxpZ3Q" not in everything and b"anna" not in everything


def test_a_dataset_that_is_defined_anew_has_no_copy(package, folder, service):
    save(prepared_of(package), AREA, folder.parent.parent)
    package.package["datasets"][1]["filter"] = "typ = 1"
    found = read_package(package.write(), measure_specs())
    assert set(open_copies(folder.parent.parent, found)) == {"punkter"}
    package.package["datasets"][2]["source"]["uri"] += " pageSize='10'"
    found = read_package(package.write(), measure_specs())
    assert open_copies(folder.parent.parent, found) == {}


def test_a_dataset_that_fails_keeps_its_copy_and_is_named(package, folder, service):
    save(prepared_of(package), AREA, folder.parent.parent)
    first = find_copy(folder)
    service.hanging = "/mark/"
    service.collections["punkter"].append(point(2, 510600, 6580500, namn="Källan"))
    made = offline._PATIENCE
    offline._PATIENCE = 0.5
    try:
        second = save(prepared_of(package), AREA, folder.parent.parent)
    finally:
        offline._PATIENCE = made
    [failed] = second.failed
    assert failed.dataset.id == "mark" and failed.message.code == "remote-timeout"
    [old] = [note for note in first.notes if note.dataset == "mark"]
    assert failed.kept == old.made and [note.dataset for note in second.fresh] == ["punkter"]
    assert {note.dataset: note.features for note in find_copy(folder).notes}["punkter"] == 2
    service.stop()
    _, found = figures(prepared_of(package, folder, offline=True))
    assert found["andel"][0] is not Outcome.NOT_CHECKED and found["avstand"][0] is Outcome.SUPPORTS


def test_nothing_fetched_leaves_the_copy_alone(package, folder, service):
    save(prepared_of(package), AREA, folder.parent.parent)
    first = find_copy(folder)
    service.stop()
    second = save(prepared_of(package), AREA, folder.parent.parent)
    assert find_copy(folder).path == first.path and len(second.failed) == 2 and second.fresh == ()
    assert {each.message.code for each in second.failed} == {"remote-refused"}
    assert [path.name for path in folder.iterdir()] == [first.path.name]


def test_a_network_that_breaks_in_the_middle_leaves_the_copy_whole(package, folder, service):
    service.collections["mark"] = scatter(400)
    service.page = 20
    save(prepared_of(package), COUNTY, folder.parent.parent)
    first = find_copy(folder)
    before = first.path.read_bytes()
    for answers in (1, 3, 8, 15):
        service.items, service.after = 0, answers
        broken = save(prepared_of(package), COUNTY, folder.parent.parent)
        assert broken.failed and all(each.kept for each in broken.failed)
        assert {note.dataset: note.features for note in find_copy(folder).notes} == {"mark": 400, "punkter": 1}
    assert first.path.read_bytes() == before
    assert all(path.suffix == ".gpkg" for path in folder.iterdir())


def test_a_cancel_at_any_time_leaves_the_copy_whole(package, folder, service):
    service.collections["mark"] = scatter(400)
    service.page, service.delay = 20, 0.01
    save(prepared_of(package), COUNTY, folder.parent.parent)
    first = find_copy(folder)
    for moment in (0.0, 0.03, 0.1, 0.2):
        until = time.monotonic() + moment
        with pytest.raises(Interrupted):
            save(
                prepared_of(package),
                COUNTY,
                folder.parent.parent,
                cancelled=lambda until=until: time.monotonic() > until,
            )
        assert find_copy(folder).path == first.path
    assert [path.name for path in folder.iterdir()] == [first.path.name]


def test_a_cancel_does_not_wait_for_a_service_that_hangs(package, folder, service):
    service.hanging = "/"
    started, stop = time.monotonic(), threading.Event()
    threading.Timer(0.3, stop.set).start()
    with pytest.raises(Interrupted):
        save(prepared_of(package), AREA, folder.parent.parent, cancelled=stop.is_set)
    assert time.monotonic() - started < 2


def test_a_kill_at_any_moment_leaves_the_copy_whole(package, folder, service, tmp_path):
    service.collections["mark"] = scatter(400)
    service.page, service.delay = 20, 0.02
    prepared = prepared_of(package)
    save(prepared, COUNTY, folder.parent.parent)
    first = find_copy(folder)
    before = first.path.read_bytes()
    child = Path(__file__).parent.parent / "saving_child.py"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    for moment in (0.05, 0.3, 0.6):
        command = [sys.executable, str(child), str(package.root), str(folder.parent.parent), COUNTY.asWkt()]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
        assert process.stdout.readline() == b"saving\n"
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert process.returncode == -signal.SIGKILL
        assert find_copy(folder).path == first.path
    assert first.path.read_bytes() == before
    whole = save(prepared, COUNTY, folder.parent.parent)
    assert whole.failed == () and find_copy(folder).path != first.path


def test_many_features_are_fetched_in_parts_and_none_twice(package, folder, service, monkeypatch):
    monkeypatch.setattr(offline, "_MOST_AT_ONCE", 50)
    service.collections["mark"] = scatter(400)
    service.page = 20
    heard = []
    save(prepared_of(package), COUNTY, folder.parent.parent, progress=heard.append)
    assert {note.dataset: note.features for note in find_copy(folder).notes} == {"mark": 400, "punkter": 1}
    assert heard[-1] == 100 and max(heard) == 100 and len(heard) > 10


def test_features_without_a_name_are_told_apart_by_what_they_have(package, folder, service, monkeypatch):
    monkeypatch.setattr(offline, "_MOST_AT_ONCE", 50)
    twins = [box(0, 509999, 6579999, 10, namn="Tvilling", typ=1) for _ in range(2)]
    service.collections["mark"] = [*scatter(200), *twins]
    for each in service.collections["mark"]:
        del each["id"]
    save(prepared_of(package), COUNTY, folder.parent.parent)
    assert {note.dataset: note.features for note in find_copy(folder).notes}["mark"] == 202


def test_columns_that_differ_from_part_to_part_become_one(package, folder, service, monkeypatch):
    monkeypatch.setattr(offline, "_MOST_AT_ONCE", 1)
    service.collections["mark"] = [
        box(0, 501000, 6571000, 10, namn="a", typ=1),
        box(1, 511000, 6571000, 10, namn="b", typ=1.5),
        box(2, 501000, 6581000, 10, namn="c", typ="x"),
        box(3, 511000, 6581000, 10, namn="d", extra=True, typ=3),
        box(4, 516000, 6586000, 10, namn=None, typ=None, dag="2026-01-02"),
    ]
    save(prepared_of(package), COUNTY, folder.parent.parent)
    found = rows(folder, "mark")
    assert {name: row.GetField("typ") for name, row in found.items()} == {
        "f0": "1",
        "f1": "1.5",
        "f2": "x",
        "f3": "3",
        "f4": None,
    }
    assert found["f3"].GetField("extra") == 1 and found["f0"].GetField("extra") is None


def test_an_empty_layer_is_no_copy_and_an_empty_place_is(package, folder, service):
    service.collections["punkter"] = []
    service.collections["mark"] = [box(0, 515000, 6585000, 100, namn="Långt bort", typ=1)]
    prepared = prepared_of(package)
    _, wanted = figures(prepared)
    saved = save(prepared, AREA, folder.parent.parent)
    assert [each.dataset.id for each in saved.failed] == ["punkter"]
    assert saved.failed[0].message.code == "source-empty"
    assert {note.dataset: note.features for note in find_copy(folder).notes} == {"mark": 0}
    service.stop()
    _, found = figures(prepared_of(package, folder))
    assert found["andel"] == wanted["andel"] and found["yta"][0] is Outcome.CLEAR


def test_an_area_of_validity_at_a_service_comes_from_the_copy(builder, folder):
    with TinyService({"lan": [box(0, 500000, 6570000, 20000)], "mark": scatter(30)}) as service:
        builder.package["datasets"][0]["source"] = service.source("lan")
        builder.dataset("mark", "polygon", [])
        builder.package["datasets"][-1]["source"] = service.source("mark")
        builder.check("andel", "mark", "overlap")
        prepared = prepared_of(builder)
        _, wanted = figures(prepared)
        assert save(prepared, AREA, folder.parent.parent).failed == ()
    offline_one = prepared_of(builder, folder)
    assert offline_one.validity is not None and offline_one.validity_fault is None
    assert figures(offline_one)[1] == wanted


def test_what_a_copy_would_hold_is_told_before(package, service):
    overview = look_over(prepared_of(package), COUNTY)
    assert overview.features == 61 and overview.silent == () and not overview.is_large
    service.hanging = "/mark/items"
    made = offline._PATIENCE
    offline._PATIENCE = 1.5
    try:
        overview = look_over(prepared_of(package), COUNTY)
    finally:
        offline._PATIENCE = made
    assert [each.id for each in overview.silent] == ["mark"] and overview.features == 1


def test_old_copies_go_when_they_are_no_longer_needed(package, service, folder):
    save(prepared_of(package), AREA, folder.parent.parent)
    first = find_copy(folder)
    save(prepared_of(package), AREA, folder.parent.parent)
    assert first.path.exists()
    tidy(folder)
    assert [path.name for path in folder.iterdir()] == [find_copy(folder).path.name]
    remove_copies(folder)
    assert find_copy(folder) is None and not folder.exists()
    remove_copies(folder)


@pytest.mark.parametrize("spoil", ["cut", "other", "empty"])
def test_a_file_that_is_no_copy_is_as_good_as_none(package, service, folder, spoil, exceptions):
    save(prepared_of(package), AREA, folder.parent.parent)
    whole = find_copy(folder).path.read_bytes()
    later = find_copy(folder).path.with_name("00000009.gpkg")
    later.write_bytes({"cut": whole[: len(whole) // 2], "other": b"inte en databas", "empty": b""}[spoil])
    assert find_copy(folder).path == find_copy(folder).path or spoil == "cut"
    found = read_package(package.write(), measure_specs())
    opened = open_copies(folder.parent.parent, found)
    if find_copy(folder).path == find_copy(folder).path:
        assert set(opened) == {"mark", "punkter"}


def test_a_disk_that_cannot_be_written_to_says_so(package, service, folder, exceptions, monkeypatch):
    save(prepared_of(package), AREA, folder.parent.parent)
    first = find_copy(folder)
    monkeypatch.setattr(offline, "created", lambda path: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(offline.SaveError) as error:
        save(prepared_of(package), AREA, folder.parent.parent)
    assert error.value.message.code == "copy-not-saved" and "No space" in error.value.message.text("sv")
    assert find_copy(folder).path == first.path


def test_packages_used_together_have_a_copy_each(package, service, tmp_path, folder):
    from builders import PackageBuilder
    from plandialog.plugin.core.package.combined import combined

    data = folder.parent.parent
    other = PackageBuilder(tmp_path / "annat")
    other.package["id"] = "annat"
    other.dataset("mark", "polygon", [], label="namn")
    other.package["datasets"][-1]["source"] = service.source("mark")
    other.check("mark-yta", "mark", "overlap", **{"as": "area"})
    both = combined([read_package(each.write(), measure_specs()) for each in (package, other)])
    live = prepare(both, QgsCoordinateTransformContext(), Access(deadline=10.0))
    _, wanted = figures(live)
    saved = save(live, AREA, data)
    assert saved.failed == () and len(saved.fresh) == 3
    assert find_copy(folder) is not None and find_copy(data / "copies" / "annat") is not None
    service.stop()
    copies = open_copies(data, both)
    assert set(copies) == {"mark", "punkter", "annat:mark"}
    made, found = figures(prepare(both, QgsCoordinateTransformContext(), Access(deadline=10.0), copies))
    assert found == wanted and all(each.source.copied for each in made.findings)
    alone = read_package(other.root, measure_specs())
    assert set(open_copies(data, alone)) == {"mark"}


def test_the_summary_says_where_it_came_from_and_how_old_it_is(package, service, folder):
    from dataclasses import replace

    from plandialog.plugin.report.html import render_html
    from plandialog.plugin.report.pictures import Maps

    live, _ = figures(prepared_of(package))
    assert "Fetched from the service" in render_html([live], "en", [Maps()])
    save(prepared_of(package), AREA, folder.parent.parent)
    copied, _ = figures(prepared_of(package, folder, offline=True))
    assert "less than a day old" in render_html([copied], "en", [Maps()])
    for days, said in (("2026-01-01", "1 dag gammal"), ("2025-12-26", "7 dagar gammal")):
        older = tuple(
            replace(each, source=replace(each.source, fetched=f"{days}T12:00:00+01:00")) for each in copied.findings
        )
        page = render_html([replace(copied, findings=older, made="2026-01-02T13:00:00+01:00")], "sv", [Maps()])
        assert said in page and "Sparad kopia" in page
