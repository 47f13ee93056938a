"""The package of national data claims no more than is known: no attribute, limit, contact or law of its own making, and
every definition says that it waits to be tried."""

from __future__ import annotations

import datetime
import re

import pytest
from conftest import ROOT
from measure_specs import SPECS
from plandialog.plugin.core.outcome import Outcome
from plandialog.plugin.core.package.faults import Faults
from plandialog.plugin.core.package.manifest import package_files, read_manifest
from plandialog.plugin.core.package.reader import inspect_files, inspect_package
from plandialog.plugin.core.text import Text

FOLDER = ROOT / "resources" / "packages" / "nationella-underlag"
PACKAGE, FAULTS = inspect_package(FOLDER, SPECS)
DEFINED = datetime.date(2026, 11, 25)

_SCB = "https://geodata.scb.se/geoserver/stat/wfs"
_NV = "https://geodata.naturvardsverket.se"
_RAA = "https://pub.raa.se/visning/lamningar_v1/wfs"
_MSB = "https://inspire.msb.se/geoserver/oversvamning/wfs"
_SMHI = "https://opendata-view.smhi.se/SMHI_vatten_RiverBasin/HY.PhysicalWaters.Catchments/wfs"

#: What the listings give: address and layer by dataset. A change here is a change of what is known.
LISTED = {
    "scb-tatorter": (_SCB, "stat:Tatorter_2023"),
    "scb-smaorter": (_SCB, "stat:Smaorter_2023"),
    "scb-verksamhetsomraden": (_SCB, "stat:Verksamhetsomraden_2020"),
    "scb-handelsomraden": (_SCB, "stat:Handelsomraden_2020"),
    "scb-befolkning": (_SCB, "stat:befolkning_1km_2024"),
    "nv-skyddade-omraden": (f"{_NV}/naturvardsregistret/wfs", "Naturvardsregistret_WFS:SkyddadeOmraden"),
    "nv-natura-2000": (f"{_NV}/n2000/wfs", "N2000_WFS:N2000"),
    "raa-fornlamning": (_RAA, "fornlamning"),
    "raa-mojlig-fornlamning": (_RAA, "mojligfornlamning"),
    "raa-ovrig-lamning": (_RAA, "ovrkulthistlamning"),
    "msb-oversvamning-100": (_MSB, "NZ_Oversvamning_100"),
    "msb-oversvamning-200": (_MSB, "NZ_Oversvamning_200"),
    "msb-oversvamning-bhf": (_MSB, "NZ_Oversvamning_BHF"),
    "smhi-avrinningsomraden": (_SMHI, "SMHI_vatten_RiverBasin:HY.PhysicalWaters.Catchments"),
    # The names of the collections are not known: the only one is asked.
    "sgu-grundvattenmagasin": ("https://api.sgu.se/oppnadata/grundvattenmagasin/ogc/features/v1", ""),
    "sgu-jordskred-raviner": ("https://api.sgu.se/oppnadata/jordskred-raviner/ogc/features/v1", ""),
    "sjv-jordbruksblock": ("https://epub.sjv.se/inspire/inspire/wfs", "inspire:arslager_block"),
}

#: References to law that were read in a public source, perspective by perspective.
VERIFIED = {
    "PBL 2 kap. 3 §",
    "PBL 3 kap. 5 §",
    "PBL 2 kap. 5 § 5 p",
    "PBL 3 kap. 5 § 4 p",
    "PBL 11 kap. 10 § 5 p",
    "PBL 2 kap. 6 §",
    "MB 3 kap. 4 §",
}

#: References that are known from memory only.
FROM_MEMORY = re.compile(r"MB 3 kap\. [89]|MB 7|MB 4|KML|1988:950|2006:544|kulturmiljölag|beredskapslag", re.IGNORECASE)


def remote():
    return [dataset for dataset in PACKAGE.datasets.values() if dataset.source.is_remote]


def texts(value):
    """Every text in a package, however deep."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, dict) or hasattr(value, "items"):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, (tuple, list)):
        for each in value:
            yield from texts(each)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from texts(getattr(value, name))


def test_it_reads_without_a_fault_or_a_warning():
    assert [fault.text("en") for fault in FAULTS] == []
    faults = Faults("package.yaml")
    inspect_files(PACKAGE, faults)
    assert list(faults) == []


def test_it_is_sealed():
    assert set(read_manifest(FOLDER)) == set(package_files(FOLDER))


def test_the_package_says_what_it_is():
    assert "utkast" in PACKAGE.title.sv and "ej prövade" in PACKAGE.title.sv
    assert "draft" in PACKAGE.title.en and "not tried" in PACKAGE.title.en
    assert "inte prövade mot de riktiga tjänsterna (2026-11-25)" in PACKAGE.about.sv
    assert "not yet confirmed against the live services (2026-11-25)" in PACKAGE.about.en
    assert PACKAGE.strategy is None and not PACKAGE.demo
    assert PACKAGE.region == Text("Sverige", "Sweden")


def test_every_dataset_but_the_border_is_a_service_that_was_listed():
    assert [each.id for each in PACKAGE.datasets.values() if not each.source.is_remote] == ["sverige"]
    asked = {each.id: (each.source.remote.get("url"), each.source.remote.get("typename")) for each in remote()}
    assert asked == LISTED
    providers = {each.id: each.source.provider for each in remote()}
    assert providers == {name: "OAPIF" if name.startswith("sgu-") else "WFS" for name in LISTED}
    # OGC API – Features is asked in WGS 84, which every service has to know.
    in_metres = [each for each in remote() if each.source.provider == "WFS"]
    assert {each.source.remote.get("srsname") for each in in_metres} == {PACKAGE.crs}


@pytest.mark.parametrize("dataset", remote(), ids=lambda dataset: dataset.id)
def test_a_definition_says_that_it_was_never_tried_and_claims_nothing_more(dataset):
    assert dataset.unconfirmed == dataset.issued == DEFINED
    assert dataset.review is not None and dataset.producer.sv and dataset.producer.en
    assert dataset.coverage.evidence.value == "unknown"
    assert (dataset.filter, dataset.label, dataset.accuracy, dataset.login) == ("", "", 0.0, False)
    assert dataset.licence == "CC0-1.0" if dataset.id.startswith("scb-") else "not checked" in dataset.licence


def test_no_service_needs_a_login_or_a_key():
    assert not any(re.search(r"key|token|auth|@", each.source.uri, re.IGNORECASE) for each in remote())


def test_naturvardsverket_is_not_asked_for_more_than_its_cap():
    capped = [each for each in remote() if "naturvardsverket" in each.source.uri]
    assert len(capped) == 2 and {each.source.remote.get("pageSize") for each in capped} == {"500"}


def test_no_check_needs_an_attribute_or_a_limit():
    for _, check in PACKAGE.checks:
        assert check.measure in ("overlap", "within", "count"), check.id
        assert (check.where, check.field_name, check.reach) == ("", "", None), check.id
        limits = [band.up_to for band in check.bands if band.up_to is not None]
        # Whether it is one catchment or several is no limit that somebody chose.
        assert limits == ([1.0] if check.id == "avrinningsomraden" else []), check.id


def test_outcomes_are_careful():
    outcomes = {band.outcome for _, check in PACKAGE.checks for band in check.bands}
    assert outcomes == {Outcome.CONSIDER, Outcome.DISCUSS}


def test_the_law_is_what_was_read():
    assert {law for perspective in PACKAGE.perspectives for law in perspective.law} == VERIFIED
    assert all(perspective.law for perspective in PACKAGE.perspectives)
    for path in FOLDER.rglob("*.yaml"):
        assert not FROM_MEMORY.search(path.read_text(encoding="utf-8")), path.name


def test_the_municipality_decides_and_those_who_own_the_data_are_asked_about_it():
    for perspective in PACKAGE.perspectives:
        assert perspective.roles.decides == ("kommun",)
        assert set(perspective.roles.supervises) <= {"lansstyrelse"}
        owner = PACKAGE.units[perspective.unit]
        for check in perspective.checks:
            assert check.guidance.whom is not None, check.id
            assert PACKAGE.datasets[check.dataset].producer.sv.split(" (")[0] == owner.title.sv.split(" (")[0], check.id


def test_no_contact_is_invented():
    assert [(unit.email, unit.phone) for unit in PACKAGE.units.values()] == [("", "")] * len(PACKAGE.units)


def test_every_text_reads_in_both_languages():
    found = list(texts(PACKAGE))
    assert len(found) > 100
    assert [each for each in found if not each.sv.strip() or not each.en.strip()] == []
    # A name is the same in both; a sentence is not.
    assert [each for each in found if each.sv == each.en and len(each.sv.split()) > 2] == []


def test_a_discussion_has_somebody_to_begin_with():
    for _, check in PACKAGE.checks:
        if any(band.outcome is Outcome.DISCUSS for band in check.bands):
            assert "Länsstyrelsen" in check.guidance.whom.sv, check.id


def test_its_page_lists_what_it_holds():
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([\w-]+)` \| [^|]+ \| `([^`]+)` \|", page, re.MULTILINE)
    assert dict(rows) == {name: layer or "–" for name, (_, layer) in LISTED.items()} and len(rows) == len(LISTED)


def test_what_is_left_out_is_named():
    page = (FOLDER / "README.md").read_text(encoding="utf-8").split("## Inte definierade än")[1]
    for owner in ("SGU", "Trafikverket", "Skogsstyrelsen", "Lantmäteriet", "Trafiklab"):
        assert owner in page and owner in PACKAGE.about.sv and owner in PACKAGE.about.en


@pytest.mark.parametrize(("file", "word"), [("docs/sv/handbok.md", "prövad"), ("docs/en/handbook.md", "tried")])
def test_the_handbook_tells_of_every_owner_and_that_nothing_was_tried(file, word):
    section = re.split(r"^## ", (ROOT / file).read_text(encoding="utf-8"), flags=re.MULTILINE)
    section = next(each for each in section if "nationella-underlag" in each)
    assert word in section
    for owner in (
        "SCB",
        "Naturvårdsverket",
        "Riksantikvarieämbetet",
        "MSB",
        "SMHI",
        "Jordbruksverket",
        "SGU",
        "Trafikverket",
    ):
        assert owner in section, owner
