"""Remote datasets as layers of the map: made in the background, whatever the server does."""

from __future__ import annotations

import threading
import time

import pytest
from builders import PLAN, dataset_document
from guibench import Heard, settle, small_package, wait_until
from plandialog.plugin.gis.loading import LAYER_PROPERTY, groups
from plandialog.plugin.gis.logins import LoginChoice, choose
from plandialog.plugin.gis.shown import layer_uri
from plandialog.plugin.gui.package_step import PackageStep
from plandialog.plugin.gui.settings import Settings
from qgis.core import QgsApplication, QgsProject, QgsProviderRegistry
from qgis.PyQt.QtCore import QElapsedTimer, QThread
from tinyservice import TinyService, box


@pytest.fixture
def service():
    squares = [box(number, 505000 + 1000 * number, 6580100, 300, namn=f"Yta {number}") for number in range(10)]
    with TinyService({"fjarr": squares, "annan": squares[:3]}) as made:
        yield made


@pytest.fixture
def remote(builder, service):
    small_package(builder)
    for name in ("fjarr", "annan"):
        builder.dataset(name, "polygon", [], label="namn")
        builder.package["datasets"][-1]["source"] = service.source(name)
    builder.check("fjarr-andel", "fjarr", "overlap")
    builder.check("annan-andel", "annan", "overlap")
    return builder


def add_map(builder, provider, uri):
    document = dataset_document("bakgrund", "map", source={"provider": provider, "uri": uri})
    builder.package["datasets"].append(document)


@pytest.fixture
def make_step(make_workbench):
    made = []

    def make(package, **settings):
        workbench = make_workbench(Settings(language="sv", **{"deadline": 5, **settings}))
        step = PackageStep(workbench, QgsProject.instance())
        step.show()
        made.append(step)
        workbench.open_package(package)
        settle(workbench)
        return step

    yield make
    for step in made:
        step.stop()
        step.deleteLater()


def load(step, *only):
    step.load_layers(*only)
    wait_until(lambda: not step.is_loading, what="all layers are there")


def layers():
    return {layer.customProperty(LAYER_PROPERTY): layer for layer in QgsProject.instance().mapLayers().values()}


#: Far below what the server hangs, and above what other processes take of the cores; the journey measures more finely.
SHORT = 500


class Pulse:
    """The longest time (ms) that the event loop has stood still."""

    def __init__(self):
        self.longest = 0
        self._timer = QElapsedTimer()

    def wait(self, condition, seconds=30):
        until = time.monotonic() + seconds
        while not condition() and time.monotonic() < until:
            self._timer.restart()
            QgsApplication.processEvents()
            self.longest = max(self.longest, self._timer.elapsed())
            time.sleep(0.002)
        assert condition()


def test_remote_datasets_are_layers_that_belong_to_the_window(make_step, remote, service):
    step = make_step(remote.write())
    load(step)
    found = layers()
    assert set(found) == {f"prov/{name}" for name in ("mark", "punkter", "omrade", "fjarr", "annan")}
    layer = found["prov/fjarr"]
    assert layer.isValid() and layer.providerType() == "OAPIF" and layer.readOnly()
    assert layer.thread() == QThread.currentThread() and layer.dataProvider().thread() == QThread.currentThread()
    assert "restrictToRequestBBOX='1'" in layer.source()
    assert sorted(feature["namn"] for feature in layer.getFeatures())[0] == "Yta 0"
    assert step.load.text() == step._load_text and step.load.isEnabled() and not step.progress.isVisible()


def test_layers_keep_their_order_whichever_comes_first(make_step, remote):
    step = make_step(remote.write())
    load(step, "annan")
    load(step)
    [group] = [each for each in QgsProject.instance().layerTreeRoot().findGroups(True) if each.name() == "Perspektiv"]
    names = [node.layer().customProperty(LAYER_PROPERTY) for node in group.children()]
    [(_, wanted), *_] = groups(step._workbench.prepared.package)
    assert names == [f"prov/{dataset.id}" for dataset in wanted]


def test_a_server_that_hangs_does_not_hold_the_window(make_step, remote, service):
    step = make_step(remote.write(), deadline=2)
    service.hanging = "/fjarr"
    noticed = Heard(step._workbench.noticed)
    pulse = Pulse()
    step.load_layers()
    pulse.wait(lambda: not step.is_loading)
    assert "prov/annan" in layers() and "prov/fjarr" not in layers()
    assert any("Underlag fjarr" in text and "inte i tid" in text for text, _ in noticed.said)
    assert pulse.longest < SHORT


def test_a_server_that_hangs_for_qgis_alone_can_be_left(make_step, remote, service):
    """It answers us and nothing more: the provider waits, and the user need not."""
    step = make_step(remote.write(), deadline=5)
    service.hanging = "/items"
    pulse = Pulse()
    step.load_layers("fjarr")
    pulse.wait(lambda: any("/items" in path for path, _ in service.asked))
    assert step.is_loading and step.load.text() != step._load_text and step.load.isEnabled()
    step.load.click()
    assert not step.is_loading and step.load.text() == step._load_text
    assert pulse.longest < SHORT
    service.stop()
    settle(step._workbench)
    assert "prov/fjarr" not in layers()


def test_loading_is_given_up_with_the_project(make_step, remote, service):
    step = make_step(remote.write())
    service.hanging = "/fjarr"
    step.load_layers("fjarr")
    wait_until(lambda: any("/fjarr" in path for path, _ in service.asked))
    step.stop_loading()
    assert not step.is_loading
    settle(step._workbench)
    assert layers() == {}


@pytest.mark.parametrize("moment", [0.0, 0.02, 0.05, 0.1, 0.2])
def test_a_layer_that_comes_when_nobody_waits_is_gone(make_step, remote, service, moment):
    step = make_step(remote.write())
    step.load_layers()
    until = time.monotonic() + moment
    wait_until(lambda: time.monotonic() > until)
    step.stop_loading()
    settle(step._workbench)
    assert not step.is_loading


def test_a_service_that_is_away_and_one_that_wants_credentials_say_so(make_step, remote, service):
    step = make_step(remote.write())
    noticed = Heard(step._workbench.noticed)
    service.user = "Basic x"
    load(step, "fjarr")
    assert "kräver inloggning" in noticed.last[0]
    service.stop()
    load(step, "fjarr")
    assert "tar inte emot anslutningar" in noticed.last[0]
    assert layers() == {}


def test_nothing_is_asked_when_only_copies_are_used(make_step, remote, service):
    add_map(remote, "xyz", f"{service.url}/{{z}}/{{x}}/{{y}}.png")
    step = make_step(remote.write(), offline=True)
    noticed = Heard(step._workbench.noticed)
    load(step)
    assert service.asked == [] and sum("sparade kopior" in text for text, _ in noticed.said) == 3


def test_a_provider_that_is_missing_is_named(make_step, remote, monkeypatch):
    step = make_step(remote.write())
    noticed = Heard(step._workbench.noticed)
    registry = QgsProviderRegistry.instance()
    without = [each for each in registry.providerList() if each != "OAPIF"]
    monkeypatch.setattr(type(registry), "providerList", lambda self: without)
    load(step, "fjarr")
    assert "OAPIF" in noticed.last[0] and "saknar stöd" in noticed.last[0]


def test_a_background_map_lies_below_everything_and_is_not_shown_at_first(make_step, remote, service):
    add_map(remote, "xyz", f"{service.url}/{{z}}/{{x}}/{{y}}.png?nyckelfri=1&a=b")
    step = make_step(remote.write())
    load(step)
    [top] = QgsProject.instance().layerTreeRoot().findGroups()
    assert [group.name() for group in top.findGroups()][-1] == "Bakgrundskartor"
    [node] = top.findGroups()[-1].findLayers()
    assert node.layer().isValid() and node.layer().providerType() == "wms" and not node.isVisible()
    assert "url=http%3A%2F%2F127.0.0.1" in node.layer().source() and "%7Bz%7D" in node.layer().source()
    item = {each.data(0, 0x0100): each for each in step._items()}["bakgrund"]
    assert item.checkState(0) == 0


def test_a_map_service_that_is_no_map_service_says_so(make_step, remote, service):
    add_map(remote, "wms", f"layers=a&styles=&format=image/png&crs=EPSG:3006&url={service.url}/wms")
    step = make_step(remote.write())
    noticed = Heard(step._workbench.noticed)
    load(step, "bakgrund")
    assert "404" in noticed.last[0] and layers() == {}


def test_credentials_are_added_for_hosts_that_were_chosen_only(make_step, remote, service):
    for dataset in remote.package["datasets"][-2:]:
        dataset["login"] = True
    other = "https://annan.example"
    remote.package["datasets"][-1]["source"]["uri"] = f"url='{other}' typename='annan'"
    choose("prov", LoginChoice("abc1234", frozenset([service.host])))
    step = make_step(remote.write())
    package = step._workbench.prepared.package
    choice = LoginChoice("abc1234", frozenset([service.host]))
    assert choice.is_for(package.datasets["fjarr"]) and not choice.is_for(package.datasets["annan"])
    assert "authcfg=abc1234" in layer_uri(package.datasets["fjarr"].source.remote, "abc1234")
    in_the_open = LoginChoice("abc1234", frozenset(["tjanst.example"]))
    remote.package["datasets"][-1]["source"]["uri"] = "url='http://tjanst.example/x' typename='annan'"
    remote.write()
    step._workbench.reopen()
    settle(step._workbench)
    assert not in_the_open.is_for(step._workbench.prepared.package.datasets["annan"])


def test_a_summary_asks_nothing_of_the_network(make_step, remote, service, tmp_path):
    from guibench import draft
    from plandialog.plugin.report.forms import write_form

    remote.package["background"] = ["fjarr", "mark"]
    step = make_step(remote.write())
    workbench = step._workbench
    workbench.add([draft(PLAN)])
    settle(workbench)
    assessment = workbench.assessment(workbench.session.current)
    before, running = len(service.asked), set(threading.enumerate())
    service.hanging = "/"
    started = time.monotonic()
    write_form("html", [assessment], tmp_path / "ut.html", "sv", workbench.prepared.package)
    assert len(service.asked) == before and time.monotonic() - started < 5
    text = (tmp_path / "ut.html").read_text(encoding="utf-8")
    # Not a thread is begun for it. How many there are depends on what the process has tested before.
    assert "Hämtat från tjänsten" in text and not set(threading.enumerate()) - running
