"""A sound package reads to exactly the model, figures in base units and perspectives in their order."""

from __future__ import annotations

import dataclasses
import datetime

import pytest
from measure_specs import SPECS
from plandialog.plugin.core.bands import Band
from plandialog.plugin.core.conditions import Conditions
from plandialog.plugin.core.legend import ImageClass, Legend
from plandialog.plugin.core.measurement import Evidence
from plandialog.plugin.core.outcome import Outcome
from plandialog.plugin.core.package.faults import PackageError, Place
from plandialog.plugin.core.package.library import package_folder
from plandialog.plugin.core.package.manifest import seal
from plandialog.plugin.core.package.model import (
    Check,
    CoverageSource,
    Dataset,
    Guidance,
    Interval,
    Municipalities,
    Package,
    Perspective,
    Roles,
    Source,
    Strategy,
    StructureImage,
    Unit,
)
from plandialog.plugin.core.package.reader import inspect_files, inspect_package, read_package
from plandialog.plugin.core.text import Text
from sound_package import FILES, LAND, PACKAGE, TRAFFIC, changed, codes, write_package

DAY = datetime.date
SHORT = Guidance(why=Text("Därför", "Because"), do=Text("Gör så", "Do so"))


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    return read_package(write_package(tmp_path_factory.mktemp("package")), SPECS)


def expected_datasets():
    office = Text("Kontoret", "The office")
    lan = Dataset(
        id="lan",
        title=Text("Länet", "The county"),
        source=Source("ogr", "layers/lan.gpkg|layername=lan"),
        geometry="polygon",
        issued=DAY(2026, 1, 1),
        producer=office,
        licence="CC0-1.0",
        coverage=CoverageSource(Evidence.PACKAGE),
    )
    kommuner = Dataset(
        id="kommuner",
        title=Text("Kommuner", "Municipalities"),
        source=Source("ogr", "layers/kommuner.shp"),
        geometry="polygon",
        issued=DAY(2026, 1, 1),
        producer=office,
        licence="CC0-1.0",
    )
    stationer = Dataset(
        id="stationer",
        title=Text("Stationer", "Stations"),
        source=Source("ogr", "layers/stationer.geojson"),
        geometry="point",
        issued=DAY(2026, 5, 31),
        producer=Text("Banverket", "The rail office"),
        licence="CC-BY-4.0",
        filter="status = 'i drift'",
        label="namn",
        coverage=CoverageSource(Evidence.DATASET, "kommuner"),
        accuracy=50.0,
        sliver=1.5,
        review=Interval(18, "months"),
        link="https://example.org/stationer",
        style="styles/stationer.qml",
    )
    vagar = Dataset(
        id="vagar",
        title=Text("Vägar", "Roads"),
        source=Source("WFS", "url='https://example.org/wfs' typename='vagar'"),
        geometry="line",
        issued=DAY(2025, 12, 31),
        producer=Text("Vägverket", "The road office"),
        licence="CC0-1.0",
        coverage=CoverageSource(Evidence.SERVICE),
        login=True,
        unconfirmed=DAY(2026, 11, 25),
    )
    bakgrund = Dataset(
        id="bakgrund",
        title=Text("Karta", "Map"),
        source=Source("xyz", "https://example.org/{z}/{x}/{y}.png"),
        geometry="map",
        issued=DAY(2026, 1, 1),
        producer=Text("Kartverket", "The map office"),
        licence="CC0-1.0",
    )
    struktur = Dataset(
        id="struktur",
        title=Text("Ortsstruktur", "Settlement structure"),
        source=Source("gdal", "images/rus.pdf|page=3"),
        geometry="image",
        issued=DAY(2022, 4, 28),
        producer=Text("Regionen", "The region"),
        licence="CC0-1.0",
        accuracy=600.0,
        review=Interval(4, "years"),
        link="https://example.org/strukturbilder",
        image=StructureImage(
            legend=Legend(
                (
                    ImageClass(
                        id="nod",
                        title=Text("Regional nod", "Regional node"),
                        colors=("#c0392b", "#d98880"),
                        tolerance=12.0,
                        means=Text("Här kan orter växa", "Towns may grow here"),
                    ),
                    ImageClass("strak", Text("Stråk", "Corridor"), ("#2980b9",), gaps=400.0),
                    ImageClass("ovrigt", Text("Övrig mark", "Other land"), ("#f4f1e8",), blank=True),
                ),
                overprint=300.0,
            ),
            page="s. 12",
            about=Text("Orter och stråk", "Towns and corridors"),
            crs="EPSG:3011",
        ),
    )
    return {each.id: each for each in (lan, kommuner, stationer, vagar, bakgrund, struktur)}


def expected_traffic():
    avstand = Check(
        id="avstand",
        title=Text("Avstånd", "Distance"),
        measure="distance",
        guidance=Guidance(
            why=Text("Därför", "Because"),
            do=Text("Gör så", "Do so"),
            whom=Text("Fråga enheten", "Ask the unit"),
            source=Text("Fågelvägen", "As the crow flies"),
            question=Text("Hur tätt?", "How densely?"),
        ),
        dataset="stationer",
        where="trafik = 'persontåg'",
        when=Conditions(
            land_use=("bostader", "blandat"),
            stage=("planbesked", "samrad"),
            municipality=("Örebro",),
            area_at_least=10_000.0,
            area_at_most=500_000.0,
            dwellings_at_least=10,
            dwellings_at_most=500,
        ),
        bands=(
            Band(Outcome.DISCUSS, none=True, say="langt"),
            Band(Outcome.SUPPORTS, up_to=500.0, say="nara"),
            Band(Outcome.CONSIDER, up_to=1500.0, say="nara", do="cykla"),
            Band(Outcome.DISCUSS, say="langt"),
        ),
        texts={
            "nara": Text("Området ligger {value} från {names}.", "The area is {value} from {names}."),
            "cykla": Text("Rita en cykelväg.", "Draw a cycle route."),
            "langt": Text("Mer än {reach} bort.", "More than {reach} away."),
        },
        reach=5000.0,
    )
    antal = Check(
        id="antal",
        title=Text("Antal", "Count"),
        measure="count",
        guidance=SHORT,
        dataset="stationer",
        bands=(Band(Outcome.CONSIDER, up_to=2.0), Band(Outcome.SUPPORTS)),
        unit=Text("stationer", "stations"),
    )
    summa = Check(
        id="summa",
        title=Text("Resande", "Travellers"),
        measure="sum",
        guidance=SHORT,
        dataset="stationer",
        bands=(Band(Outcome.CONSIDER),),
        reach=1000.0,
        field_name="resande",
        unit=Text("resande", "travellers"),
        weight="share",
    )
    langd = Check(
        id="langd",
        title=Text("Väg", "Road"),
        measure="length",
        guidance=SHORT,
        dataset="vagar",
        bands=(Band(Outcome.CONSIDER, up_to=100.0), Band(Outcome.DISCUSS)),
    )
    return Perspective(
        id="trafik",
        title=Text("Trafik", "Traffic"),
        unit="kollektivtrafik",
        roles=Roles(decides=("kommun",), speaks=("region", "trafikverket"), supervises=("lansstyrelse",)),
        checks=(avstand, antal, summa, langd),
        about=Text("Om trafiken", "About traffic"),
        order=20,
        law=("PBL 2 kap. 5 § 3 p",),
        goals=("resurseffektivitet", "livskvalitet"),
        priorities=("transporter",),
    )


def expected_land():
    consider, discuss = Band(Outcome.CONSIDER), Band(Outcome.DISCUSS)
    share = Check(
        id="andel",
        title=Text("Andel", "Share"),
        measure="overlap",
        guidance=SHORT,
        dataset="kommuner",
        bands=(Band(Outcome.CONSIDER, up_to=5.0), discuss),
    )
    area = dataclasses.replace(
        share,
        id="yta",
        title=Text("Yta", "Area"),
        bands=(Band(Outcome.CONSIDER, up_to=20_000.0), Band(Outcome.CONSIDER, up_to=1_000_000.0), discuss),
        variant="area",
    )
    within = dataclasses.replace(share, id="inom", title=Text("Inom", "Within"), measure="within", bands=(consider,))
    return Perspective(
        id="mark",
        title=Text("Mark", "Land"),
        unit="planering",
        roles=Roles(decides=("kommun",), speaks=("region",)),
        checks=(share, area, within),
        order=10,
    )


def expected_pictures():
    share = Check(
        id="i-struktur",
        title=Text("Inom strukturen", "Within the structure"),
        measure="class-share",
        guidance=SHORT,
        dataset="struktur",
        bands=(
            Band(Outcome.CONSIDER, none=True),
            Band(Outcome.DISCUSS, up_to=20.0),
            Band(Outcome.SUPPORTS, say="inom"),
        ),
        texts={"inom": Text("{value} inom {names}.", "{value} within {names}.")},
        classes=("nod", "strak"),
    )
    near = Check(
        id="nara-nod",
        title=Text("Nära en nod", "Near a node"),
        measure="class-near",
        guidance=SHORT,
        dataset="struktur",
        bands=(Band(Outcome.SUPPORTS, up_to=2000.0),),
        reach=10_000.0,
        classes=("nod",),
    )
    return Perspective(
        id="bilder",
        title=Text("Strukturbilder", "Structure images"),
        unit="planering",
        roles=Roles(decides=("kommun",), speaks=("region",)),
        checks=(share, near),
        order=30,
    )


def expected_questions():
    ask = Check(id="fraga", title=Text("Hur blir det?", "What will it be?"), measure="ask", guidance=SHORT)
    return Perspective(
        id="fragor",
        title=Text("Frågor", "Questions"),
        unit="planering",
        roles=Roles(decides=("kommun",), speaks=("region",)),
        checks=(ask,),
    )


def test_a_sound_package_reads_to_exactly_the_model(package):
    assert package == Package(
        root=package.root,
        id="provpaket",
        title=Text("Provpaketet", "The sample package"),
        version="1.2.0",
        issued=DAY(2026, 3, 1),
        demo=True,
        region=Text("Provlän", "Sample County"),
        crs="EPSG:3006",
        area="lan",
        strategy=Strategy(
            title=Text("Strategin", "The strategy"),
            goals={
                "livskvalitet": Text("Livskvalitet", "Quality of life"),
                "resurseffektivitet": Text("Resurser", "Resources"),
            },
            priorities={"transporter": Text("Transporter", "Transport")},
            period="2022–2030",
            adopted=DAY(2022, 4, 28),
            link="https://example.org/rus",
        ),
        units={
            "kollektivtrafik": Unit(
                "kollektivtrafik", Text("Trafikenheten", "The transport unit"), "trafik@example.org", "019-000 00 00"
            ),
            "planering": Unit("planering", Text("Planenheten", "The planning unit")),
        },
        datasets=expected_datasets(),
        perspectives=(expected_questions(), expected_land(), expected_traffic(), expected_pictures()),
        municipalities=Municipalities("kommuner", "namn"),
        about=Text("Om paketet", "About the package"),
        background=("lan", "vagar"),
        manifest=None,
    )


def test_figures_are_numbers_of_the_base_unit(package):
    stations = package.datasets["stationer"]
    assert [type(figure) for figure in (stations.accuracy, stations.sliver)] == [float, float]
    traffic = package.perspectives[2]
    assert [type(check.reach) for check in traffic.checks] == [float, type(None), float, type(None)]
    assert type(traffic.checks[0].when.dwellings_at_least) is int


def test_the_order_of_datasets_and_units_is_that_of_the_file(package):
    assert list(package.datasets) == ["lan", "kommuner", "stationer", "vagar", "bakgrund", "struktur"]
    assert list(package.units) == ["kollektivtrafik", "planering"]
    assert list(package.strategy.goals) == ["livskvalitet", "resurseffektivitet"]


def test_checks_come_in_the_order_a_reader_sees_them(package):
    assert [(perspective.id, check.id) for perspective, check in package.checks] == [
        ("fragor", "fraga"),
        ("mark", "andel"),
        ("mark", "yta"),
        ("mark", "inom"),
        ("trafik", "avstand"),
        ("trafik", "antal"),
        ("trafik", "summa"),
        ("trafik", "langd"),
        ("bilder", "i-struktur"),
        ("bilder", "nara-nod"),
    ]


def test_perspectives_of_the_same_order_come_by_id(tmp_path):
    land, _ = changed("perspectives/b-mark.yaml", "order: 10", "order: 20")
    read = read_package(write_package(tmp_path, **{"perspectives/b-mark.yaml": land}), SPECS)
    assert [perspective.id for perspective in read.perspectives] == ["fragor", "mark", "trafik", "bilder"]


def test_what_is_not_stated_has_its_default(package):
    roads, share = package.datasets["vagar"], package.perspectives[1].checks[0]
    assert (roads.filter, roads.label, roads.link, roads.style) == ("", "", "", "")
    assert (roads.accuracy, roads.sliver, roads.review, roads.review_due()) == (0.0, 0.5, None, None)
    plain = package.datasets["bakgrund"]
    assert (plain.login, plain.unconfirmed) == (False, None)
    assert plain.coverage == CoverageSource(Evidence.UNKNOWN, None)
    assert (share.reach, share.variant, share.unit, share.weight, share.where) == (None, None, None, "whole", "")
    assert share.when == Conditions()
    assert package.perspectives[0].about is None and package.perspectives[0].order == 0


def test_optional_parts_of_the_package_may_be_left_out(tmp_path):
    text = PACKAGE
    for line in ("municipalities: ", "about: ", "background: ", "  period: ", "  adopted: ", "  link: https"):
        text = "".join(each for each in text.splitlines(keepends=True) if not each.startswith(line))
    read = read_package(write_package(tmp_path, **{"package.yaml": text}), SPECS)
    assert (read.municipalities, read.about, read.background) == (None, None, ())
    assert (read.strategy.period, read.strategy.adopted, read.strategy.link) == ("", None, "")


def test_a_package_need_not_speak_for_a_strategy(tmp_path):
    before, after = PACKAGE.split("strategy:\n")
    aims = "strategy: {goals: [resurseffektivitet, livskvalitet], priorities: [transporter]}\n"
    traffic, _ = changed("perspectives/a-trafik.yaml", aims, "")
    files = {
        "package.yaml": before + "units:\n" + after.split("units:\n")[1],
        "perspectives/a-trafik.yaml": traffic,
    }
    assert read_package(write_package(tmp_path, **files), SPECS).strategy is None


def line_of(text, needle):
    return 1 + text[: text.index(needle)].count("\n")


def test_datasets_and_checks_know_where_they_stand(package):
    assert package.datasets["vagar"].place == Place("package.yaml", line_of(PACKAGE, "- id: vagar"), 5)
    assert package.perspectives[2].checks[0].place == Place(
        "perspectives/a-trafik.yaml", line_of(TRAFFIC, "- id: avstand"), 5
    )
    assert package.perspectives[1].checks[2].place == Place("perspectives/b-mark.yaml", line_of(LAND, "- id: inom"), 5)


def test_a_package_without_manifest_is_sound_with_a_warning(tmp_path):
    package, faults = inspect_package(write_package(tmp_path), SPECS)
    assert package.manifest is None
    assert [(fault.message.code, fault.warning) for fault in faults] == [("manifest-missing", True)]


def test_a_sealed_package_has_no_fault_and_knows_its_hashes(tmp_path):
    seal(write_package(tmp_path))
    package, faults = inspect_package(tmp_path, SPECS)
    assert codes(faults) == []
    assert sorted(package.manifest) == sorted(FILES)


@pytest.mark.parametrize(
    ("old", "new", "attribute", "value"),
    [
        ("version: 1.2.0", "version: 1.20", "version", "1.20"),
        ("demo: true", "demo: false", "demo", False),
        ("demo: true", "demo: Yes", "demo", True),
        ("demo: true", "demo: OFF", "demo", False),
        ("issued: 2026-03-01", 'issued: "2026-03-01"', "issued", DAY(2026, 3, 1)),
        ("id: provpaket", "id: ! provpaket", "id", "provpaket"),
        ("id: provpaket", "id: !!str provpaket", "id", "provpaket"),
        ("about: {sv: Om paketet, en: About the package}", "about: {sv: 2030, en: 1.5}", "about", Text("2030", "1.5")),
        ("about: {sv: Om paketet, en: About the package}", "about: {en: B, sv: A}", "about", Text("A", "B")),
        ("background: [lan, vagar]", "background: !!seq [vagar]", "background", ("vagar",)),
    ],
)
def test_a_value_may_be_written_in_several_ways(tmp_path, old, new, attribute, value):
    text, _ = changed("package.yaml", old, new)
    read = read_package(write_package(tmp_path, **{"package.yaml": text}), SPECS)
    assert getattr(read, attribute) == value


def test_line_ends_and_a_byte_order_mark_of_another_system_change_nothing(tmp_path, package):
    root = write_package(tmp_path)
    for name, text in FILES.items():
        (root / name).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert dataclasses.replace(read_package(root, SPECS), root=package.root) == package


def test_an_alias_stands_for_what_it_names(tmp_path):
    text, _ = changed("package.yaml", "area: lan\n", "area: &omrade lan\n")
    text = text.replace("background: [lan, vagar]", "background: [*omrade, vagar]")
    assert read_package(write_package(tmp_path, **{"package.yaml": text}), SPECS).background == ("lan", "vagar")


@pytest.mark.parametrize(
    ("issued", "count", "unit", "due"),
    [
        (DAY(2026, 3, 15), 12, "months", DAY(2027, 3, 15)),
        (DAY(2026, 1, 31), 1, "months", DAY(2026, 2, 28)),
        (DAY(2024, 1, 31), 1, "months", DAY(2024, 2, 29)),
        (DAY(2026, 3, 31), 1, "months", DAY(2026, 4, 30)),
        (DAY(2026, 2, 28), 1, "months", DAY(2026, 3, 28)),
        (DAY(2026, 8, 31), 6, "months", DAY(2027, 2, 28)),
        (DAY(2026, 11, 30), 1, "months", DAY(2026, 12, 30)),
        (DAY(2026, 12, 31), 1, "months", DAY(2027, 1, 31)),
        (DAY(2026, 12, 31), 14, "months", DAY(2028, 2, 29)),
        (DAY(2024, 2, 29), 1, "years", DAY(2025, 2, 28)),
        (DAY(2024, 2, 29), 4, "years", DAY(2028, 2, 29)),
        (DAY(2026, 12, 31), 2, "years", DAY(2028, 12, 31)),
        (DAY(2026, 2, 27), 2, "days", DAY(2026, 3, 1)),
        (DAY(2023, 12, 31), 366, "days", DAY(2024, 12, 31)),
        (DAY(9999, 11, 30), 1, "months", DAY(9999, 12, 30)),
        (DAY(9999, 12, 31), 1, "days", DAY.max),
        (DAY(2026, 1, 1), 99_999, "years", DAY.max),
    ],
)
def test_a_review_is_due_after_its_interval(package, issued, count, unit, due):
    dataset = dataclasses.replace(package.datasets["stationer"], issued=issued, review=Interval(count, unit))
    assert dataset.review_due() == due


def test_the_interval_is_read_from_the_package(package):
    assert package.datasets["stationer"].review_due() == DAY(2027, 11, 30)


def test_the_file_of_a_source_is_its_uri_without_options(package):
    assert package.datasets["lan"].source.file == "layers/lan.gpkg"
    assert package.datasets["kommuner"].source.file == "layers/kommuner.shp"
    assert package.datasets["struktur"].source.file == "images/rus.pdf"


@pytest.mark.parametrize(
    ("uri", "page"),
    [
        ("images/rus.pdf|page=3", "3"),
        ("images/rus.pdf|x=1|page=12", "12"),
        ("images/rus.pdf", None),
        ("images/rus.pdf|page", None),
        ("images/page=3.pdf", None),
    ],
)
def test_the_page_of_a_source_is_an_option_behind_its_file(uri, page):
    assert Source("gdal", uri).option("page") == page


def test_the_images_of_a_package_are_its_structure_images(package):
    assert [dataset.id for dataset in package.images] == ["struktur"]


def test_what_a_class_does_not_state_has_its_default(package):
    node, corridor, other = package.datasets["struktur"].image.legend.classes
    assert (corridor.tolerance, corridor.blank, corridor.means) == (10.0, False, None)
    assert (node.gaps, other.blank) == (0.0, True)
    assert package.datasets["struktur"].image.legend.find("strak") is corridor
    assert package.datasets["struktur"].image.legend.find("finns-inte") is None


def test_optional_parts_of_a_structure_image_may_be_left_out(tmp_path):
    text = PACKAGE
    for line in ("      page: ", "      about: ", "      crs: ", "      overprint: "):
        text = "".join(each for each in text.splitlines(keepends=True) if not each.startswith(line))
    image = read_package(write_package(tmp_path, **{"package.yaml": text}), SPECS).datasets["struktur"].image
    assert (image.page, image.about, image.crs, image.legend.overprint) == ("", None, "", 0.0)


def test_a_colour_that_is_given_twice_counts_once(tmp_path):
    text, _ = changed("package.yaml", '["#C0392B", "#d98880"]', '["#C0392B", "#d98880", "#c0392b"]')
    read = read_package(write_package(tmp_path, **{"package.yaml": text}), SPECS)
    assert read.datasets["struktur"].image.legend.find("nod").colors == ("#c0392b", "#d98880")


def test_local_files_that_are_not_there_are_listed_and_remote_ones_are_not(package):
    _, faults = inspect_package(package.root, SPECS)
    inspect_files(package, faults)
    missing = [fault.message.params["file"] for fault in faults if fault.message.code == "file-missing"]
    assert missing == [
        "layers/lan.gpkg",
        "layers/kommuner.shp",
        "layers/stationer.geojson",
        "styles/stationer.qml",
        "images/rus.pdf",
    ]


def test_a_package_is_found_by_its_folder_or_its_package_yaml(tmp_path):
    root = write_package(tmp_path / "paketet")
    assert package_folder(root, tmp_path) == root
    assert package_folder(root / "package.yaml", tmp_path) == root


@pytest.mark.parametrize("name", ["perspectives", "perspectives/a-trafik.yaml", "finns-inte"])
def test_anything_else_is_no_package(tmp_path, name):
    path = write_package(tmp_path / "paketet") / name
    with pytest.raises(PackageError) as caught:
        package_folder(path, tmp_path)
    assert [fault.message.code for fault in caught.value.faults] == ["not-a-package"]


def test_an_error_says_all_faults_in_the_language_asked_for(tmp_path):
    text = PACKAGE.replace("demo: true", "demo: kanske").replace("crs: EPSG:3006", "crs: sweref")
    with pytest.raises(PackageError) as caught:
        read_package(write_package(tmp_path, **{"package.yaml": text}), SPECS)
    assert caught.value.text("sv").splitlines() == [
        "package.yaml:6: Här väntas true eller false, inte en text.",
        "package.yaml:8: ”sweref” är inte ett koordinatsystem som EPSG:3006.",
        "manifest.json: Paketet har inget manifest.json, så det går inte att se om filer har ändrats. Ett görs när "
        "paketet ges ut.",
    ]
    assert str(caught.value) == caught.value.text("en")
    assert caught.value.text("en").startswith("package.yaml:6: Expected true or false here, not a text.")
