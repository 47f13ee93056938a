"""The algorithms as the toolbox, a model and a batch meet them."""

from __future__ import annotations

import json
import threading
import weakref
from pathlib import Path
from types import SimpleNamespace

import pytest
from builders import PLAN, square, write_layer
from listening import Listener
from plandialog.plugin.core.assessment import from_json
from plandialog.plugin.core.outcome import Outcome
from plandialog.plugin.gis.usage import Usage
from plandialog.plugin.processing.tables import write_row
from qgis.core import (
    Qgis,
    QgsFeature,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelParameter,
    QgsProcessingParameterFeatureSource,
    QgsProject,
    QgsVectorLayer,
)

FIELDS = {"id": str, "namn": str, "mark": str, "skede": str, "antal": int}


@pytest.fixture
def package(builder):
    builder.dataset("mark", "polygon", [square(510000, 6580000, 500)], fields={"namn": str}, label="namn")
    builder.dataset(
        "stationer", "point", [("POINT(510500 6580500)", {"namn": "Mitt"})], fields={"namn": str}, label="namn"
    )
    builder.check("mark-andel", "mark", "overlap")
    builder.check("stationer-antal", "stationer", "count", when={"land_use": ["bostader"], "stage": ["samrad"]})
    builder.check("fraga", None, "ask")
    return builder.write()


@pytest.fixture
def plans(tmp_path):
    """Two proposals and one that cannot be used, in a file."""
    path = tmp_path / "förslag å.gpkg"
    features = [
        (PLAN, {"id": "ett", "namn": "Första", "mark": "bostader", "skede": "samrad", "antal": 12}),
        (square(515000, 6585000, 300), {"id": "två", "namn": "<b>Andra</b>", "mark": "Logistik"}),
        (square(900000, 6000000, 300), {"id": "tre", "namn": "Utanför"}),
    ]
    write_layer(path, "plan", "polygon", features, FIELDS)
    return path


def run(name, feedback=None, **parameters):
    import processing

    return processing.run(f"plandialog:{name}", parameters, feedback=feedback or QgsProcessingFeedback(False))


def check(plans, package, feedback=None, **parameters):
    stated = {
        "INPUT": str(plans),
        "PACKAGE": str(package),
        "ID_FIELD": "id",
        "NAME_FIELD": "namn",
        "LAND_USE_FIELD": "mark",
        "STAGE_FIELD": "skede",
        "DWELLINGS_FIELD": "antal",
    }
    return run("checkplanarea", feedback, **{**stated, **parameters})


def test_ids_are_never_translated(provider):
    assert sorted(algorithm.id() for algorithm in provider.algorithms()) == [
        "plandialog:adddataset",
        "plandialog:checkplanarea",
        "plandialog:georeferencestructureimage",
        "plandialog:loadpackage",
        "plandialog:newpackage",
        "plandialog:publishpackage",
        "plandialog:saveofflinecopy",
        "plandialog:validatepackage",
    ]
    for algorithm in provider.algorithms():
        assert algorithm.displayName() and algorithm.shortHelpString()


def test_assessments_are_kept_for_a_file_of_all_of_them_only(provider, package, tmp_path, monkeypatch):
    from plandialog.plugin.processing import planareas

    path = tmp_path / "många.gpkg"
    write_layer(path, "plan", "polygon", [square(505000 + 20 * n, 6580000, 100) for n in range(30)], {})
    alive, most = [], []

    def assess(*args, **more):
        made = whole(*args, **more)
        alive.append(weakref.ref(made))
        most.append(sum(each() is not None for each in alive))
        return made

    whole = planareas.assess
    monkeypatch.setattr(planareas, "assess", assess)
    results = run("checkplanarea", INPUT=str(path), PACKAGE=str(package), FINDINGS="memory:", HIT_POLYGONS="memory:")
    assert results["PROPOSALS"] == 30 and results["FINDINGS"].featureCount() == 90
    assert max(most) <= 3
    run("checkplanarea", INPUT=str(path), PACKAGE=str(package), JSON=str(tmp_path / "alla.json"))
    assert len(from_json((tmp_path / "alla.json").read_text(encoding="utf-8"))) == 30


def test_every_output_at_once(provider, package, plans, tmp_path):
    listener = Listener()
    results = check(
        plans,
        package,
        listener,
        FINDINGS="TEMPORARY_OUTPUT",
        HIT_POINTS="TEMPORARY_OUTPUT",
        HIT_LINES="TEMPORARY_OUTPUT",
        HIT_POLYGONS="TEMPORARY_OUTPUT",
        JSON=str(tmp_path / "alla.json"),
        HTML=str(tmp_path / "alla.html"),
        GPKG=str(tmp_path / "alla.gpkg"),
        FOLDER=str(tmp_path / "mapp"),
        LANGUAGE=0,
    )
    assert (results["PROPOSALS"], results["REFUSED"]) == (2, 1)
    assert any("Utanför" in text for text in listener.errors)
    assert listener.percents and listener.percents == sorted(listener.percents)

    table = list(results["FINDINGS"].getFeatures())
    assert len(table) == 2 * 3 + 1
    outcomes = {(row["proposal_id"], row["check_id"]): row["outcome"] for row in table}
    assert outcomes["ett", "mark-andel"] == "discuss"
    assert outcomes["två", "mark-andel"] == "clear"
    assert outcomes["två", "stationer-antal"] == "not-relevant"
    assert [row["outcome"] for row in table if row["proposal_id"] == "tre"] == ["not-checked"]
    assert [feature["name"] for feature in results["HIT_POINTS"].getFeatures()] == ["Mitt"]
    assert results["HIT_LINES"].featureCount() == 0
    assert results["HIT_POLYGONS"].featureCount() == 1

    assessments = from_json(Path(results["JSON"]).read_text(encoding="utf-8"))
    assert [assessment.proposal.name for assessment in assessments] == ["Första", "<b>Andra</b>"]
    assert assessments[1].proposal.land_use == "logistik"
    html = Path(results["HTML"]).read_text(encoding="utf-8")
    assert "<b>Andra</b>" not in html and "&lt;b&gt;Andra&lt;/b&gt;" in html
    written = sorted(path.name for path in (tmp_path / "mapp").iterdir())
    assert written == sorted(
        f"{stem}.sv.{end}" for stem in ("ett", "tva") for end in ("html", "pdf", "odt", "json", "gpkg")
    )


def test_values_given_once_apply_where_a_field_is_empty(provider, package, plans, tmp_path):
    path = tmp_path / "ut.json"
    check(plans, package, JSON=str(path), LAND_USE="bostader", STAGE="samrad", DWELLINGS=7)
    first, second = from_json(path.read_text(encoding="utf-8"))
    assert (first.proposal.dwellings, second.proposal.dwellings) == (12, 7)
    assert (second.proposal.land_use, second.proposal.stage) == ("logistik", "samrad")


def test_nothing_but_the_layer_has_to_be_given(provider, plans, tmp_path):
    """The demo package is the default, and nothing stated rules no question out by land use or stage."""
    path = tmp_path / "inom.gpkg"
    write_layer(path, "plan", "polygon", [square(511000, 6570000, 300)], {})
    out = tmp_path / "ut.json"
    results = run("checkplanarea", INPUT=str(path), JSON=str(out))
    assert results["PROPOSALS"] == 1
    assert from_json(out.read_text(encoding="utf-8"))[0].package.id == "orebro-demo"


def test_a_layer_where_no_plan_area_can_be_used(provider, package, tmp_path):
    path = tmp_path / "utanfor.gpkg"
    write_layer(path, "plan", "polygon", [square(900000, 6000000, 300)], {})
    with pytest.raises(QgsProcessingException):
        run("checkplanarea", INPUT=str(path), PACKAGE=str(package))


@pytest.mark.parametrize("what", ["", "ingen/sådan", "package.yaml-broken"])
def test_a_package_that_is_none_is_named(provider, package, plans, what, tmp_path):
    folder = tmp_path / "tom"
    folder.mkdir()
    if what == "package.yaml-broken":
        (folder / "package.yaml").write_text("format: [", encoding="utf-8")
    path = folder / what if what == "ingen/sådan" else folder
    with pytest.raises(QgsProcessingException) as error:
        check(plans, path)
    assert "package.yaml" in str(error.value)


def test_a_file_that_cannot_be_written_is_named(provider, package, plans, tmp_path):
    (tmp_path / "fil").write_text("", encoding="utf-8")
    with pytest.raises(QgsProcessingException) as error:
        check(plans, package, JSON=str(tmp_path / "fil" / "ut.json"))
    assert "ut.json" in str(error.value)


def test_a_cancel_keeps_what_was_finished(provider, package, plans, tmp_path):
    class Impatient(Listener):
        def __init__(self):
            super().__init__()
            self.progressChanged.connect(lambda percent: self.cancel())

    path = tmp_path / "ut.json"
    check(plans, package, Impatient(), JSON=str(path))
    assert not path.exists() or from_json(path.read_text(encoding="utf-8"))


def test_as_a_step_of_a_model(provider, package, plans):
    model = QgsProcessingModelAlgorithm("prov", "prov")
    model.addModelParameter(QgsProcessingParameterFeatureSource("PLAN"), QgsProcessingModelParameter("PLAN"))
    child = QgsProcessingModelChildAlgorithm("plandialog:checkplanarea")
    child.setChildId("check")
    child.addParameterSources("INPUT", [QgsProcessingModelChildParameterSource.fromModelParameter("PLAN")])
    child.addParameterSources("PACKAGE", [QgsProcessingModelChildParameterSource.fromStaticValue(str(package))])
    model.addChildAlgorithm(child)
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    results, ok = model.run({"PLAN": str(plans)}, context, QgsProcessingFeedback(False))
    assert ok
    assert results["CHILD_RESULTS"]["check"]["PROPOSALS"] == 2


def test_in_a_background_task(provider, package, plans, wait_for_task, tmp_path, monkeypatch):
    """Which is where the layers of the package are opened, too."""
    main, opened_in = threading.get_ident(), []
    prepare = Usage.prepare
    monkeypatch.setattr(
        Usage, "prepare", lambda *args: opened_in.append(threading.get_ident() != main) or prepare(*args)
    )
    algorithm = provider.algorithm("checkplanarea").create()
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(QgsProject.instance())
    path = tmp_path / "ut.json"
    parameters = {"INPUT": str(plans), "PACKAGE": str(package), "JSON": str(path), "HTML": str(tmp_path / "ut.html")}
    task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
    assert wait_for_task(task)
    assert len(from_json(path.read_text(encoding="utf-8"))) == 2 and opened_in == [True]


def test_validating_a_sound_package(provider, package):
    results = run("validatepackage", PACKAGE=str(package), FAULTS="TEMPORARY_OUTPUT")
    assert (results["VALID"], results["ERRORS"]) == (True, 0)


def test_validating_makes_a_table_only_where_one_is_asked_for(provider):
    table = provider.algorithm("validatepackage").parameterDefinition("FAULTS")
    assert not table.createByDefault() and table.flags() & Qgis.ProcessingParameterFlag.Optional


def test_validating_lists_texts_files_and_layers(provider, builder):
    builder.dataset("mark", "polygon", [square(510000, 6580000, 500), "POLYGON((0 0,1 1,1 0,0 1,0 0))"])
    builder.dataset("borta", "polygon", [PLAN])
    builder.check("a", "mark", "overlap", where="finns_inte = 1")
    builder.check("b", "borta", "overlap", where="eval('1') = 1")
    root = builder.write()
    (root / "layers" / "borta.gpkg").unlink()
    listener = Listener()
    results = run("validatepackage", listener, PACKAGE=str(root), FAULTS="TEMPORARY_OUTPUT", LANGUAGE=1)
    assert results["VALID"] is False
    found = {(row["file"], row["message"][:20]) for row in results["FAULTS"].getFeatures()}
    text = " ".join(message for _, message in found) + " ".join(listener.errors + listener.said)
    for expected in ("finns_inte", "eval", "borta.gpkg", "invalid"):
        assert expected in text
    assert all(row["line"] > 0 for row in results["FAULTS"].getFeatures() if "finns_inte" in row["message"])


def test_loading_groups_styles_and_protects_the_layers_once(provider, package, qgis_new_project):
    results = run("loadpackage", PACKAGE=str(package), LANGUAGE=0)
    assert (results["ADDED"], results["PRESENT"], results["MISSING"]) == (3, 0, 0)
    root = QgsProject.instance().layerTreeRoot()
    assert [group.name() for group in root.findGroups()] == ["Prov 1.0.0"]
    assert [group.name() for group in root.findGroup("Prov 1.0.0").findGroups()] == [
        "Perspektiv",
        "Gränser och täckning",
    ]
    layers = list(QgsProject.instance().mapLayers().values())
    assert all(isinstance(layer, QgsVectorLayer) and layer.readOnly() for layer in layers)
    again = run("loadpackage", PACKAGE=str(package), LANGUAGE=0)
    assert (again["ADDED"], again["PRESENT"]) == (0, 3)
    assert len(QgsProject.instance().mapLayers()) == 3


def test_loading_names_what_cannot_be_opened(provider, package, qgis_new_project):
    (package / "layers" / "mark.gpkg").write_bytes(b"noise")
    listener = Listener()
    results = run("loadpackage", listener, PACKAGE=str(package), LANGUAGE=1)
    assert (results["ADDED"], results["MISSING"]) == (2, 1)
    assert "mark" in listener.errors[0]


def test_the_json_says_its_format(provider, package, plans, tmp_path):
    path = tmp_path / "ut.json"
    check(plans, package, JSON=str(path))
    document = json.loads(path.read_text(encoding="utf-8"))
    assert (document["format"], document["version"]) == ("plandialog-assessment", 1)
    outcomes = {finding["outcome"] for each in document["assessments"] for finding in each["findings"]}
    assert outcomes <= {outcome.value for outcome in Outcome}


def test_length_forms_of_the_folder_and_template_are_as_wished(provider, package, plans, tmp_path):
    check(plans, package, LENGTH="brief", FOLDER=str(tmp_path / "kort"), FOLDER_FORMS=["html", "pdf"])
    written = sorted(path.suffix for path in (tmp_path / "kort").iterdir())
    assert written == [".html", ".html", ".pdf", ".pdf"]
    assert all('class="is-brief"' in path.read_text(encoding="utf-8") for path in (tmp_path / "kort").glob("*.html"))
    with pytest.raises(QgsProcessingException, match="borta.qpt"):
        check(plans, package, PDF=str(tmp_path / "alla.pdf"), TEMPLATE=str(tmp_path / "borta.qpt"))
    assert not (tmp_path / "alla.pdf").exists()


def test_a_row_that_is_not_taken_is_an_error_and_not_a_shorter_table():
    full = SimpleNamespace(addFeature=lambda feature, flags: False, lastError=lambda: "disk full")
    with pytest.raises(QgsProcessingException, match="disk full"):
        write_row(full, QgsFeature())
