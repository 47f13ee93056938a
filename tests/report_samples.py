"""Assessments for a summary, built by hand: no QGIS."""

from __future__ import annotations

import datetime

from plandialog.plugin.core.assessment import (
    Advice,
    Assessment,
    Finding,
    PackageNote,
    PerspectiveNote,
    SourceNote,
    UnitNote,
)
from plandialog.plugin.core.measurement import Certainty, Coverage, Evidence, Measurement
from plandialog.plugin.core.messages import Message
from plandialog.plugin.core.outcome import CARRIED_OUT, Outcome
from plandialog.plugin.core.proposal import Proposal
from plandialog.plugin.core.quantity import Dimension
from plandialog.plugin.core.text import Text

PLAN = "Polygon ((510000 6580000, 511000 6580000, 511000 6581000, 510000 6580000))"


def finding(check: str, outcome: Outcome, perspective: str = "trafik", **changes) -> Finding:
    """A finding as the engine would make it, with every part filled in."""
    made = {
        "check": check,
        "perspective": perspective,
        "title": Text(f"Kontroll {check}", f"Check {check}"),
        "outcome": outcome,
        "advice": Advice(
            why=Text(f"Därför {check}", f"Because {check}"),
            do=Text(f"Gör {check}", f"Do {check}"),
            whom=Text("Enheten", "The unit"),
            source=Text("Källan", "The source"),
            question=Text(f"Fråga {check}?", f"Question {check}?"),
        ),
        "measure": "overlap",
        "source": source(),
        "trace": {"measure": "overlap", "reach": 1500.0, "read_ms": 0.42, "own": "value"},
    }
    if outcome in CARRIED_OUT:
        made["measurement"] = Measurement(Dimension.SHARE, 12.0, 10.0, 14.0, Certainty.YES)
        made["area"] = 6_000.0
        made["says"] = Text(f"Sagt {check}", f"Said {check}")
        made["coverage"] = Coverage(Evidence.PACKAGE, 100.0, complete=True)
    elif outcome is Outcome.QUESTION:
        made.update(source=None, trace={}, measure="ask")
    elif outcome is Outcome.NO_DATA:
        made["coverage"] = Coverage(Evidence.DATASET, 54.0)
        made["notes"] = (Message("coverage-partial", {"share": 54.0}),)
        made["measurement"] = Measurement.exact(Dimension.SHARE, 0.0, found=False)
    elif outcome is Outcome.NOT_CHECKED:
        made["notes"] = (Message("source-missing", {"file": "layers/borta.gpkg"}),)
    else:
        made["notes"] = (Message("when-land-use", {"wanted": "bostader", "actual": "logistik"}),)
    made.update(changes)
    return Finding(**made)


def source(**changes) -> SourceNote:
    made = {
        "dataset": "underlag",
        "title": Text("Underlaget", "The dataset"),
        "producer": Text("Kontoret", "The office"),
        "licence": "CC0-1.0",
        "issued": datetime.date(2024, 5, 1),
        "review_due": datetime.date(2025, 5, 1),
        "stale": True,
        "accuracy": 50.0,
        "link": "https://example.org/underlag",
    }
    made.update(changes)
    return SourceNote(**made)


def perspective(name: str, unit: str = "enhet") -> PerspectiveNote:
    return PerspectiveNote(
        id=name,
        package="prov",
        title=Text(f"Perspektiv {name}", f"Perspective {name}"),
        about=Text("Om", "About"),
        unit=UnitNote(unit, Text(f"Enheten {unit}", f"Unit {unit}"), f"{unit}@example.org", "019-000 00 00"),
        decides=("kommun",),
        speaks=("region", "trafikverket"),
        supervises=(),
        law=("PBL 2 kap. 5 §",),
        goals=(Text("Mål", "Goal"),),
        priorities=(Text("Område", "Area"),),
    )


def assessment(*findings: Finding, name: str = "Kvarteret", demo: bool = True, **changes) -> Assessment:
    """An assessment of ``findings``, with a perspective for each that they name."""
    names = list(dict.fromkeys(each.perspective for each in findings))
    made = {
        "proposal": Proposal(
            id="p",
            name=name,
            geometry=PLAN,
            crs="EPSG:3006",
            area=50_000.0,
            land_use="bostader",
            stage="planbesked",
            dwellings=40,
            municipalities=("Kumla",),
            notes=(Message("repaired-zm"),),
        ),
        "package": PackageNote(
            id="prov",
            title=Text("Provpaket", "Sample package"),
            version="1.2.3",
            issued=datetime.date(2026, 1, 1),
            demo=demo,
            region=Text("Provlän", "Sample County"),
            strategy=Text("Strategin", "The strategy"),
            strategy_period="2022–2030",
            strategy_adopted=datetime.date(2022, 4, 28),
            strategy_link="",
            about=None,
            seal="0123456789abcdef" * 4,
        ),
        "perspectives": tuple(perspective(each, unit=f"u{number}") for number, each in enumerate(names)),
        "findings": tuple(findings),
        "made": "2026-11-24T10:07:00+01:00",
        "software": "Plandialog 0, QGIS 3.40",
    }
    made.update(changes)
    return Assessment(**made)
