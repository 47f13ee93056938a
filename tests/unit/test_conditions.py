"""When a check is asked: every condition with a proposal that meets it, one that does not, and one that is silent."""

from __future__ import annotations

import pytest
from plandialog.plugin.core.conditions import Conditions
from plandialog.plugin.core.messages import Message
from plandialog.plugin.core.proposal import Proposal

SILENT = Proposal(id="p", name="Prov", geometry="", crs="EPSG:3006", area=20_000.0)


def proposal(**changes):
    stated = {"land_use": "bostader", "stage": "samrad", "dwellings": 40, "municipalities": ("Kumla", "Hallsberg")}
    return Proposal(id="p", name="Prov", geometry="", crs="EPSG:3006", area=20_000.0, **{**stated, **changes})


def test_no_condition_rules_nothing_out():
    assert Conditions().ruled_out_by(proposal()) is None
    assert Conditions().ruled_out_by(SILENT) is None


@pytest.mark.parametrize(
    "conditions",
    [
        Conditions(land_use=("blandat", "bostader")),
        Conditions(stage=("samrad",)),
        Conditions(municipality=("Hallsberg",)),
        Conditions(municipality=("Örebro", "Kumla")),
        Conditions(area_at_least=20_000.0),
        Conditions(area_at_most=20_000.0),
        Conditions(dwellings_at_least=40),
        Conditions(dwellings_at_most=40),
        Conditions(dwellings_at_least=0, dwellings_at_most=100, area_at_least=0.0, area_at_most=1e9),
    ],
)
def test_a_condition_that_is_met_rules_nothing_out_at_its_limit_either(conditions):
    assert conditions.ruled_out_by(proposal()) is None


@pytest.mark.parametrize(
    ("conditions", "message"),
    [
        (
            Conditions(land_use=("logistik", "handel")),
            Message("when-land-use", {"wanted": "logistik,handel", "actual": "bostader"}),
        ),
        (Conditions(stage=("granskning",)), Message("when-stage", {"wanted": "granskning", "actual": "samrad"})),
        (
            Conditions(municipality=("Örebro",)),
            Message("when-municipality", {"wanted": "Örebro", "actual": "Kumla,Hallsberg"}),
        ),
        (
            Conditions(area_at_least=20_000.1),
            Message("when-area-least", {"wanted": 20_000.1, "actual": 20_000.0}),
        ),
        (Conditions(area_at_most=19_999.9), Message("when-area-most", {"wanted": 19_999.9, "actual": 20_000.0})),
        (Conditions(dwellings_at_least=41), Message("when-dwellings-least", {"wanted": 41, "actual": 40})),
        (Conditions(dwellings_at_most=39), Message("when-dwellings-most", {"wanted": 39, "actual": 40})),
    ],
)
def test_a_condition_that_is_not_met_says_what_was_wanted_and_what_was_stated(conditions, message):
    assert conditions.ruled_out_by(proposal()) == message


def test_what_a_proposal_does_not_state_rules_nothing_out():
    conditions = Conditions(
        land_use=("logistik",),
        stage=("granskning",),
        municipality=("Örebro",),
        dwellings_at_least=1000,
        dwellings_at_most=1,
    )
    assert conditions.ruled_out_by(SILENT) is None


def test_no_dwellings_is_a_statement():
    ruled_out = Conditions(dwellings_at_least=1).ruled_out_by(proposal(dwellings=0))
    assert ruled_out == Message("when-dwellings-least", {"wanted": 1, "actual": 0})


def test_the_first_condition_that_is_not_met_is_named():
    conditions = Conditions(land_use=("logistik",), stage=("granskning",), area_at_least=1e9)
    assert conditions.ruled_out_by(proposal()).code == "when-land-use"
    assert conditions.ruled_out_by(proposal(land_use=None)).code == "when-stage"
    assert conditions.ruled_out_by(SILENT).code == "when-area-least"


def test_the_reason_names_the_land_uses_in_words():
    ruled_out = Conditions(land_use=("logistik", "handel")).ruled_out_by(proposal())
    assert "logistik och handel" in ruled_out.text("sv") and "bostäder" in ruled_out.text("sv")
    assert "logistics and retail" in ruled_out.text("en") and "housing" in ruled_out.text("en")
