"""What is kept of a service is not believed for ever, and nothing it says ends an assessment."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest
from builders import PackageBuilder, assess_wkt
from plandialog.plugin.core.outcome import Outcome
from plandialog.plugin.gis.asked import wanted_of
from plandialog.plugin.gis.remote import opened as opening
from plandialog.plugin.gis.remote import sharing
from plandialog.plugin.gis.remote.network import Access
from plandialog.plugin.gis.remote.service import Services
from plandialog.plugin.gis.sources import Unavailable
from servers.http import Simple

#: A point in the area of validity, far from the plan area of most tests (longitude, latitude).
FAR = (15.05, 59.31)


class Points:
    """An OGC API – Features of points that can be changed while it runs."""

    def __init__(self):
        self.points = [FAR]
        self.changes = {}

    def __call__(self, path):
        question = dict(each.split("=") for each in path.partition("?")[2].split("&") if "=" in each)
        box = [float(figure) for figure in question.get("bbox", "-180,-90,180,90").replace("%2C", ",").split(",")]
        inside = [(x, y) for x, y in self.points if box[0] <= x <= box[2] and box[1] <= y <= box[3]]
        features = [
            {
                "type": "Feature",
                "id": n,
                "geometry": {"type": "Point", "coordinates": point},
                "properties": {"namn": "A"},
            }
            for n, point in enumerate(inside)
        ]
        answer = {"type": "FeatureCollection", "features": features, "numberMatched": len(inside), **self.changes}
        return 200, {"Content-Type": "application/geo+json"}, json.dumps(answer).encode()


@pytest.fixture
def points():
    return Points()


@pytest.fixture
def prepared(tmp_path, points):
    with Simple(points) as server:
        builder = PackageBuilder(tmp_path / "package")
        source = {"provider": "OAPIF", "uri": f"url='{server.base}' typename='punkter'"}
        builder.dataset("punkter", "point", [], label="namn", source=source)
        builder.dataset("egna", "point", ["POINT(510500 6580500)"])
        builder.check("borta", "punkter", "distance", [{"up_to": "1 km", "outcome": "discuss"}])
        builder.check("hemma", "egna", "count", [{"outcome": "discuss"}])
        yield builder.prepare()


@pytest.fixture
def later(monkeypatch):
    """Call it, and what was kept until then is old."""

    def pass_time():
        for module in (sharing, opening):
            monkeypatch.setattr(module, "FRESH", 0.0)

    return pass_time


def outcomes(prepared):
    return {each.check: (each.outcome, {note.code for note in each.notes}) for each in assess_wkt(prepared).findings}


def test_a_layer_that_is_emptied_after_it_was_shown_to_have_something_is_no_data(prepared, points, later):
    assert outcomes(prepared)["borta"][0] is Outcome.CLEAR
    points.points = []
    later()
    outcome, notes = outcomes(prepared)["borta"]
    assert outcome is Outcome.NO_DATA and "source-empty" in notes


def test_an_answer_is_good_for_a_while_only(prepared, points, later):
    assert outcomes(prepared)["borta"][0] is Outcome.CLEAR
    points.points = []
    assert outcomes(prepared)["borta"][0] is Outcome.CLEAR
    later()
    assert outcomes(prepared)["borta"][0] is not Outcome.CLEAR


def test_links_that_are_none_are_no_links(prepared, points):
    points.changes = {"links": 5}
    assert outcomes(prepared)["borta"][0] is Outcome.CLEAR


def test_what_nobody_thought_of_is_the_fault_of_one_dataset(prepared, monkeypatch):
    def fail(*_):
        raise TypeError("oväntat")

    monkeypatch.setattr(prepared.datasets["punkter"].layer, "page", fail)
    found = outcomes(prepared)
    assert found["borta"] == (Outcome.NOT_CHECKED, {"remote-format"})
    assert found["hemma"][0] is Outcome.DISCUSS


def test_a_filter_that_cannot_be_used_is_the_fault_of_one_dataset(prepared):
    dataset = replace(prepared.datasets["punkter"].dataset, filter="namn = ")
    found = Services(prepared.crs, Access()).open(dataset)
    assert isinstance(found, Unavailable) and found.message.code == "expression"
    made = outcomes(replace(prepared, datasets={**prepared.datasets, "punkter": found}))
    assert made["borta"] == (Outcome.NOT_CHECKED, {"expression"})
    assert made["hemma"][0] is Outcome.DISCUSS


def test_a_check_whose_expression_cannot_be_used_wants_nothing(prepared):
    package = prepared.package
    sound = wanted_of(package, package.datasets["punkter"])
    (perspective, first), *others = package.checks
    faulty = SimpleNamespace(checks=[(perspective, replace(first, where="namn = ")), *others], municipalities=None)
    assert wanted_of(faulty, package.datasets["punkter"]) == sound


def test_what_was_learnt_goes_when_it_is_old(later):
    once = sharing.Once()
    assert once.get("a", lambda: None) is None and once.recall("a") is None
    assert once.get("b", lambda: 1) == once.get("b", lambda: 2) == once.recall("b") == 1
    later()
    assert once.recall("b") is None
    assert once.get("b", lambda: 2) == 2
