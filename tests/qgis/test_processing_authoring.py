"""From nothing to a published package with the algorithms for regional staff, and what they refuse."""

from __future__ import annotations

import datetime
import re
import shutil
import threading
import zipfile

import pytest
from builders import PLAN, square, write_layer
from conftest import ROOT
from listening import Listener
from plandialog.plugin.about import DEMO_PACKAGE
from plandialog.plugin.core.package.reader import inspect_package, read_package
from plandialog.plugin.core.package.unwritten import NEW_PERSPECTIVE, WRITE_HERE
from plandialog.plugin.core.text import Text
from plandialog.plugin.gis import inspection
from plandialog.plugin.gis.inspection import inspect
from plandialog.plugin.gis.measures import measure_specs
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
    edit,
)

AREA = square(505000, 6575000, 8000)


def run(name, feedback=None, **parameters):
    import processing

    return processing.run(f"plandialog:{name}", parameters, feedback=feedback or QgsProcessingFeedback(False))


def memory(kind, wkts, crs="EPSG:3006", fields="&field=namn:string(20)"):
    layer = QgsVectorLayer(f"{kind}?crs={crs}{fields}", "lager", "memory")
    for wkt in wkts:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(wkt) if wkt else QgsGeometry())
        layer.dataProvider().addFeature(feature)
    layer.updateExtents()
    return layer


def make(folder, **parameters):
    stated = {
        "FOLDER": str(folder),
        "AREA": memory("Polygon", [AREA]),
        "TITLE_SV": "Perspektiv i Provlän",
        "REGION_SV": "Region Provlän",
        "EMAIL": "plan@example.org",
        "LANGUAGE": 0,
    }
    return run("newpackage", **{**stated, **parameters})


def add(root, feedback=None, **parameters):
    stated = {
        "PACKAGE": str(root),
        "INPUT": memory("Point", ["POINT(510500 6580500)", "POINT(511500 6580500)"]),
        "TITLE_SV": "Hållplatser",
        "TITLE_EN": "Stops",
        "PRODUCER": "Region Provlän",
        "LICENCE": "CC0-1.0",
        "ISSUED": "2026-02-03",
        "ACCURACY": 25,
        "COVERAGE": 1,
        "LABEL": "namn",
    }
    return run("adddataset", feedback, **{**stated, **parameters})


_WRITTEN = {WRITE_HERE: Text("Så är det med", "So it is with"), NEW_PERSPECTIVE: Text("Ämne", "Theme")}


def write_texts(root):
    """Write what a new package asks its author for."""
    for path in root.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        for asked, written in _WRITTEN.items():
            text = text.replace(asked.sv, written.sv).replace(asked.en, written.en)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def root(provider, tmp_path):
    """A new package."""
    make(tmp_path / "paket")
    return tmp_path / "paket"


def test_a_new_package_is_sound_and_has_its_area(root):
    package, faults = inspect(root)
    assert {fault.message.code for fault in faults} == {"manifest-missing", "text-unwritten"}
    assert (package.id, package.crs, package.demo) == ("perspektiv-i-provlan", "EPSG:3006", True)
    assert package.title.en == "Perspektiv i Provlän"
    layer = QgsVectorLayer(str(root / "layers" / "omrade.gpkg"), "", "ogr")
    (feature,) = layer.getFeatures()
    assert feature["namn"] == "Region Provlän" and feature.geometry().area() == pytest.approx(64e6)
    assert sorted(path.name for path in root.iterdir()) == [
        ".schema",
        "README.md",
        "images",
        "layers",
        "package.yaml",
        "perspectives",
        "styles",
    ]


def test_the_polygons_of_the_area_are_put_together_and_moved(provider, tmp_path):
    halves = [
        "POLYGON((15 59,15.1 59,15.1 59.1,15 59.1,15 59))",
        "POLYGON((15.1 59,15.2 59,15.2 59.1,15.1 59.1,15.1 59))",
    ]
    bow = "POLYGON((15.3 59,15.4 59.1,15.4 59,15.3 59.1,15.3 59))"
    make(tmp_path / "paket", AREA=memory("Polygon", [*halves, bow, ""], "EPSG:4326"))
    (feature,) = QgsVectorLayer(str(tmp_path / "paket" / "layers" / "omrade.gpkg"), "", "ogr").getFeatures()
    geometry = feature.geometry()
    assert geometry.isGeosValid() and geometry.boundingBox().yMinimum() > 6_000_000
    assert inspect(tmp_path / "paket")[0] is not None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"AREA": ("Polygon", [])}, "no polygon"),
        ({"AREA": ("Polygon", [square(15, 59, 1)], "")}, "no coordinate system"),
        ({"EMAIL": "ingen adress"}, "e-mail"),
        ({"ID": "Mitt Paket"}, "id"),
        ({"TITLE_SV": "Länet {2030}"}, r"\{2030\}"),
        ({"CRS": "EPSG:4326"}, "metres"),
    ],
)
def test_what_cannot_stand_in_a_package_is_refused_and_nothing_is_left(provider, tmp_path, changes, reason):
    changes = {key: memory(*value) if isinstance(value, tuple) else value for key, value in changes.items()}
    with pytest.raises(QgsProcessingException, match=reason):
        make(tmp_path / "paket", **changes)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_in_it_is_left_alone(provider, tmp_path):
    (tmp_path / "anteckningar.txt").write_text("rör inte")
    with pytest.raises(QgsProcessingException, match="not empty"):
        make(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["anteckningar.txt"]


def test_an_empty_folder_may_be_there(provider, tmp_path):
    (tmp_path / "paket").mkdir()
    make(tmp_path / "paket", ID="eget-id")
    assert read_package(tmp_path / "paket", measure_specs()).id == "eget-id"


def test_a_dataset_is_added_and_comments_stay(root):
    before = (root / "package.yaml").read_text(encoding="utf-8")
    assert add(root)["DATASET"] == "hallplatser"
    after = (root / "package.yaml").read_text(encoding="utf-8")
    assert after.startswith(before.rstrip("\n"))
    package, faults = inspect(root)
    assert {fault.message.code for fault in faults} == {"manifest-missing", "dataset-unused", "text-unwritten"}
    dataset = package.datasets["hallplatser"]
    assert dataset.accuracy == 25 and dataset.issued == datetime.date(2026, 2, 3)
    assert dataset.style == "styles/hallplatser.qml" and (root / dataset.style).is_file()
    layer = QgsVectorLayer(str(root / "layers" / "hallplatser.gpkg"), "", "ogr")
    assert layer.featureCount() == 2 and layer.crs().authid() == "EPSG:3006"


def test_layers_of_every_kind_come_along_as_they_are(root, tmp_path):
    path = tmp_path / "ytor.gpkg"
    write_layer(path, "ytor", "polygon", [(PLAN, {"namn": "Å", "antal": 3})], {"namn": str, "antal": int}, "EPSG:3006")
    curved = "CURVEPOLYGONZ(CIRCULARSTRING Z(510000 6580000 1,510100 6580000 1,510000 6580000 1))"
    add(root, INPUT=str(path), TITLE_SV="Ytor", ACCURACY=None, COVERAGE=0, REVIEW="")
    add(root, INPUT=memory("CurvePolygonZ", [curved, ""]), TITLE_SV="Ytor", LABEL="")
    add(root, INPUT=memory("LineString", ["LINESTRING(15 59,15.1 59)"], "EPSG:4326"), TITLE_SV="Stråk", LABEL="")
    package, faults = inspect(root)
    assert not faults.has_errors, [fault.text("en") for fault in faults]
    ytor = package.datasets["ytor"]
    assert not ytor.accuracy and ytor.review is None and ytor.coverage.evidence.value == "unknown"
    assert [package.datasets[name].geometry for name in ("ytor", "ytor-2", "strak")] == ["polygon", "polygon", "line"]
    (feature,) = QgsVectorLayer(str(root / "layers" / "ytor.gpkg"), "", "ogr").getFeatures()
    assert (feature["namn"], feature["antal"]) == ("Å", 3)


def test_lists_and_awkward_names_of_fields_come_along(root):
    layer = memory("Point", ["POINT(510000 6580000)"], fields="&field=geom:string(20)&field=lista:string[]")
    with edit(layer):
        feature = next(layer.getFeatures())
        layer.changeAttributeValue(feature.id(), 0, "torg")
        layer.changeAttributeValue(feature.id(), 1, ["å", "ö"])
    add(root, INPUT=layer, TITLE_SV="Punkter", LABEL="")
    (kept,) = QgsVectorLayer(str(root / "layers" / "punkter.gpkg"), "", "ogr").getFeatures()
    assert (kept["geom"], kept["lista"]) == ("torg", '["å", "ö"]')


def test_what_is_written_into_the_package_meanwhile_is_not_lost(root, monkeypatch):
    from plandialog.plugin.gis import package_layer

    write, path = package_layer.write_layer, root / "package.yaml"

    def write_while_the_author_saves(*arguments):
        path.write_text(path.read_text(encoding="utf-8") + "# kom ihåg\n", encoding="utf-8")
        return write(*arguments)

    monkeypatch.setattr(package_layer, "write_layer", write_while_the_author_saves)
    with pytest.raises(QgsProcessingException, match="was changed"):
        add(root)
    assert path.read_text(encoding="utf-8").endswith("# kom ihåg\n")
    assert not (root / "layers" / "hallplatser.gpkg").exists()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"ID": "omrade"}, "already has a dataset"),
        ({"ID": "Fel Id"}, "Fel Id"),
        ({"REVIEW": "snart"}, "snart"),
        ({"TITLE_SV": "{namn}"}, r"\{namn\}"),
        ({"INPUT": ("Point", [], "EPSG:3006")}, "no features"),
        ({"INPUT": ("Point", ["POINT(1 1)"], "")}, "no coordinate system"),
        ({"INPUT": ("GeometryCollection", ["GEOMETRYCOLLECTION(POINT(1 1))"], "EPSG:3006")}, "no points, lines"),
    ],
)
def test_a_dataset_that_cannot_be_used_changes_nothing(root, changes, reason):
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    changes = {key: memory(*value) if isinstance(value, tuple) else value for key, value in changes.items()}
    with pytest.raises(QgsProcessingException, match=reason):
        add(root, **changes)
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_a_package_with_faults_is_mended_first(root):
    path = root / "package.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("crs: EPSG:3006", "crs: sweref"), encoding="utf-8")
    with pytest.raises(QgsProcessingException, match=r"package\.yaml:\d+"):
        add(root)


def test_packages_of_the_plugin_are_not_worked_on(provider, clean_profile):
    from plandialog.plugin.gis.profile import unpacked_packages

    with pytest.raises(QgsProcessingException, match="folder of your own"):
        add(DEMO_PACKAGE)
    unpacked = shutil.copytree(DEMO_PACKAGE, unpacked_packages() / "uppackat")
    with pytest.raises(QgsProcessingException, match="folder of your own"):
        add(unpacked)
    with pytest.raises(QgsProcessingException, match="folder of your own"):
        run("publishpackage", PACKAGE=str(DEMO_PACKAGE))


def test_a_layer_with_texts_and_no_field_chosen_is_warned_of(root):
    layer = memory("Point", ["POINT(510000 6580000)"], fields="&field=antal:integer&field=ort:string&field=typ:string")
    add(root, feedback := Listener(), INPUT=layer, TITLE_SV="Ett", LABEL="")
    assert [text for text in feedback.said if "ort, typ" in text and 'label: "ort"' in text]
    add(root, feedback := Listener(), INPUT=layer, TITLE_SV="Två", LABEL="ort")
    figures = memory("Point", ["POINT(510000 6580000)"], fields="&field=antal:integer")
    add(root, feedback, INPUT=figures, TITLE_SV="Tre", LABEL="")
    assert not [text for text in feedback.said if "label:" in text]


def test_texts_that_nobody_has_written_are_listed_and_nothing_is_published(root):
    add(root)
    (root / "layers" / "hallplatser.gpkg").write_bytes(b"no layer at all")
    result = run("validatepackage", PACKAGE=str(root))
    assert (result["ERRORS"], result["WARNINGS"]) == (1, 12) and "FAULTS" not in result
    with pytest.raises(QgsProcessingException, match="Errors in the package: 11"):
        run("publishpackage", feedback := Listener(), PACKAGE=str(root))
    assert len([text for text in feedback.errors if "not written yet" in text]) == 10
    assert any("perspektiv.yaml:28: " in text for text in feedback.errors)
    assert sorted(path.name for path in root.parent.iterdir()) == ["paket"]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_walk_of_the_handbook_ends_with_one_warning_and_a_zip(provider, tmp_path, language):
    """Steps 2, 3, 5, 6 and 8 of ``region.md``, with the checks as they stand there."""
    text = (ROOT / "docs" / language / "region.md").read_text(encoding="utf-8")
    checks = re.search(r"```yaml\n(  - id: lage-tatort\n.*?)```", text, re.DOTALL).group(1)
    layers, root = DEMO_PACKAGE / "layers", tmp_path / "exempelpaket"
    make(root, AREA=str(layers / "lan.gpkg"), TITLE_SV="Mitt första paket", LANGUAGE=("sv", "en").index(language))
    for name in ("tatorter", "stationer"):
        add(root, INPUT=str(layers / f"{name}.gpkg"), TITLE_SV=name.capitalize())
    package, perspective = root / "package.yaml", root / "perspectives" / "perspektiv.yaml"
    about = "about: {sv: Ett paket att öva med., en: A package to practise with.}\n"
    for path in (package, perspective):
        before = path.read_text(encoding="utf-8")
        before = before.replace(NEW_PERSPECTIVE.sv, "Mitt perspektiv").replace(NEW_PERSPECTIVE.en, "My perspective")
        path.write_text(re.sub(r"about:\n  sv: .*\n  en: .*\n", about, before), encoding="utf-8")
    before = perspective.read_text(encoding="utf-8")
    without = re.sub(r"  - id: bidrag\n(.*\n)*?\n", "", before)
    perspective.write_text(without.replace("checks:\n", "checks:\n" + checks), encoding="utf-8")
    run("validatepackage", feedback := Listener(), PACKAGE=str(root), LANGUAGE=1)
    assert "Errors: 0. Warnings: 1." in feedback.said
    assert run("publishpackage", PACKAGE=str(root))["ZIP"].endswith("mitt-forsta-paket.zip")


def test_a_package_is_published_beside_its_folder(root):
    write_texts(root)
    add(root)
    result = run("publishpackage", feedback := Listener(), PACKAGE=str(root))
    assert result["ZIP"] == str(root.parent / "perspektiv-i-provlan.zip")
    assert result["VERSION"] == "0.1.0" and feedback.errors == []
    assert "Texts that anyone can read in the zip: README.md" in feedback.said
    with zipfile.ZipFile(result["ZIP"]) as archive:
        names = archive.namelist()
    assert result["FILES"] == len(names) == 8
    # The zip is what the other algorithms take.
    assert run("validatepackage", PACKAGE=result["ZIP"])["VALID"] is True


def test_all_faults_are_listed_and_nothing_is_published(root):
    write_texts(root)
    add(root, ID="a")
    add(root, ID="b")
    for name in "ab":
        (root / "layers" / f"{name}.gpkg").write_bytes(b"no layer at all")
    with pytest.raises(QgsProcessingException, match="Errors in the package: 2"):
        run("publishpackage", feedback := Listener(), PACKAGE=str(root))
    assert len([text for text in feedback.errors if ".gpkg" in text]) == 2
    assert sorted(path.name for path in root.parent.iterdir()) == ["paket"]


@pytest.mark.parametrize("stated", [{}, {"ONLINE": True}])
def test_a_cancel_says_nothing_of_a_package(root, clean_profile, stated, tmp_path):
    feedback = Listener()
    feedback.cancel()
    assert run("validatepackage", feedback, PACKAGE=str(root), FAULTS=str(tmp_path / "fel.gpkg"), **stated) == {}
    assert not [text for text in feedback.said if "Errors: " in text]
    assert not (tmp_path / "fel.gpkg").exists()


def test_the_table_of_last_time_stays_where_there_is_no_package(tmp_path, provider):
    (tmp_path / "fel.gpkg").write_bytes(b"from last time")
    (tmp_path / "tom").mkdir()
    with pytest.raises(QgsProcessingException, match="package"):
        run("validatepackage", PACKAGE=str(tmp_path / "tom"), FAULTS=str(tmp_path / "fel.gpkg"))
    assert (tmp_path / "fel.gpkg").read_bytes() == b"from last time"


def test_a_cancel_publishes_nothing(root):
    feedback = Listener()
    feedback.cancel()
    assert "ZIP" not in run("publishpackage", feedback, PACKAGE=str(root))
    assert sorted(path.name for path in root.parent.iterdir()) == ["paket"]


@pytest.mark.parametrize(
    ("name", "stated"), [("publishpackage", {}), ("validatepackage", {}), ("validatepackage", {"ONLINE": True})]
)
def test_a_package_is_looked_over_away_from_the_main_thread(
    root, provider, clean_profile, wait_for_task, monkeypatch, name, stated
):
    write_texts(root)
    add(root)
    looked = []

    def look(*arguments):
        looked.append(threading.current_thread() is threading.main_thread())
        return inspect(*arguments)

    monkeypatch.setattr(inspection, "inspect", look)
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    algorithm = provider.algorithm(name).create()
    task = QgsProcessingAlgRunnerTask(algorithm, {"PACKAGE": str(root), **stated}, context, feedback)
    assert looked == []
    assert wait_for_task(task)
    assert looked == [False]
    assert (root.parent / "perspektiv-i-provlan.zip").is_file() is (name == "publishpackage")


def test_a_layer_that_is_open_in_the_project_can_be_published(root, tmp_path):
    write_texts(root)
    add(root)
    layer = QgsVectorLayer(str(root / "layers" / "hallplatser.gpkg"), "öppet", "ogr")
    QgsProject.instance().addMapLayer(layer)
    try:
        list(layer.getFeatures())
        run("publishpackage", PACKAGE=str(root), FOLDER=str(tmp_path / "ut"))
    finally:
        QgsProject.instance().removeMapLayer(layer.id())
    assert (tmp_path / "ut" / "perspektiv-i-provlan.zip").is_file()


def test_a_copy_of_the_demo_package_can_be_published(provider, tmp_path):
    shutil.copytree(DEMO_PACKAGE, tmp_path / "kopia")
    path = tmp_path / "kopia" / "package.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("version: 0.1.0", "version: 0.2.0"), encoding="utf-8")
    result = run("publishpackage", PACKAGE=str(tmp_path / "kopia"))
    assert result["VERSION"] == "0.2.0"
    # Its manifest is of this version now.
    assert not inspect_package(tmp_path / "kopia", measure_specs())[1].has_errors
