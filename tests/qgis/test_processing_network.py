"""The algorithms on packages with datasets of the network."""

from __future__ import annotations

import json

import pytest
from builders import MASTER_WORD, PLAN, saved_copy, square, write_layer
from listening import Listener
from plandialog.plugin.gis.copies import copy_folder, find_copy
from plandialog.plugin.gis.profile import data_folder
from qgis.core import (
    QgsApplication,
    QgsAuthMethodConfig,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProject,
    QgsSettings,
)
from tinyservice import TinyService, box


@pytest.fixture
def service():
    squares = [box(number, 505000 + 1000 * number, 6580100, 300, namn=f"Yta {number}") for number in range(10)]
    with TinyService({"fjarr": squares}) as made:
        yield made


@pytest.fixture
def package(builder, service, provider, clean_profile):
    builder.dataset("fjarr", "polygon", [], label="namn")
    builder.package["datasets"][-1].update(source=service.source("fjarr"), login=True)
    builder.check("andel", "fjarr", "overlap")
    return builder.write()


@pytest.fixture
def authcfg(qgis_app):
    manager = QgsApplication.authManager()
    assert manager.setMasterPassword(MASTER_WORD, True)
    config = QgsAuthMethodConfig("Basic")
    config.setName("Prov")
    config.setConfig("username", "anna")
    config.setConfig("password", "hemligt")
    assert manager.storeAuthenticationConfig(config)[0]
    yield config.id()
    manager.removeAuthenticationConfig(config.id())


def run(name, feedback=None, **parameters):
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"plandialog:{name}")
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    feedback = feedback or Listener()
    results, _ = algorithm.run(parameters, context, feedback, {}, False)
    return results


def test_a_copy_of_a_newer_version_is_told_of(package):
    folder = copy_folder(data_folder(), "prov")
    folder.mkdir(parents=True)
    saved_copy(folder / "00000001.gpkg", 2)
    run("saveofflinecopy", first := Listener(), PACKAGE=str(package))
    run("saveofflinecopy", then := Listener(), PACKAGE=str(package))
    told = ["newer version" in "".join(each.said) for each in (first, then)]
    assert told == [True, False] and (folder / "00000001.gpkg").exists()


def test_a_copy_is_saved_for_all_of_the_package(package):
    feedback = Listener()
    results = run("saveofflinecopy", feedback, PACKAGE=str(package))
    assert results["DATASETS"] == 1 and results["FEATURES"] == 10 and results["MISSING"] == 0
    saved = find_copy(copy_folder(data_folder(), "prov"))
    assert results["SIZE"] == saved.size and feedback.said == ["fjarr: 10"]
    run("saveofflinecopy", PACKAGE=str(package))
    assert len(list(copy_folder(data_folder(), "prov").iterdir())) == 1


def test_a_copy_is_saved_for_the_area_of_a_layer(package, tmp_path):
    path = tmp_path / "omrade.gpkg"
    write_layer(path, "omrade", "polygon", [square(505000, 6580000, 500)], {})
    results = run("saveofflinecopy", PACKAGE=str(package), AREA=str(path))
    assert 0 < results["FEATURES"] < 10


def test_a_service_that_is_away_is_named_and_the_copy_stays(package, service):
    run("saveofflinecopy", PACKAGE=str(package))
    service.stop()
    feedback = Listener()
    with pytest.raises(QgsProcessingException):
        run("saveofflinecopy", feedback, PACKAGE=str(package), LANGUAGE=0)
    assert any("Underlag fjarr" in text for text in feedback.errors)
    assert find_copy(copy_folder(data_folder(), "prov")) is not None


def test_plan_areas_are_checked_by_the_copy_when_the_service_is_away(package, service, tmp_path):
    run("saveofflinecopy", PACKAGE=str(package))
    service.stop()
    plans = tmp_path / "planer.gpkg"
    write_layer(plans, "planer", "polygon", [PLAN], {})
    target = tmp_path / "ut.json"
    results = run("checkplanarea", INPUT=str(plans), PACKAGE=str(package), JSON=str(target))
    assert results["PROPOSALS"] == 1
    [assessment] = json.loads(target.read_text(encoding="utf-8"))["assessments"]
    [finding] = assessment["findings"]
    assert finding["source"]["copied"] and finding["outcome"] == "discuss"


@pytest.mark.parametrize("algorithm", ["saveofflinecopy", "checkplanarea"])
def test_credentials_go_to_the_hosts_that_want_them(package, service, authcfg, tmp_path, algorithm):
    service.user = "Basic YW5uYTpoZW1saWd0"
    plans = tmp_path / "planer.gpkg"
    write_layer(plans, "planer", "polygon", [PLAN], {})
    more = {"INPUT": str(plans)} if algorithm == "checkplanarea" else {}
    results = run(algorithm, PACKAGE=str(package), AUTHCFG=authcfg, **more)
    assert results.get("NOT_CARRIED_OUT", 0) == 0 and results.get("MISSING", 0) == 0
    assert all("hemligt" not in path and "YW5uY" not in path for path, _ in service.asked)


def test_credentials_that_are_gone_are_told_of(package, tmp_path):
    plans = tmp_path / "planer.gpkg"
    write_layer(plans, "planer", "polygon", [PLAN], {})
    feedback = Listener()
    results = run("checkplanarea", feedback, INPUT=str(plans), PACKAGE=str(package), AUTHCFG="borta12")
    assert results["PROPOSALS"] == 1 and any("borta12" in text for text in feedback.errors)


def test_layers_of_the_network_are_loaded_and_named_when_they_cannot_be(package, service):
    results = run("loadpackage", PACKAGE=str(package))
    assert results["ADDED"] == 2 and results["MISSING"] == 0
    assert {layer.providerType() for layer in QgsProject.instance().mapLayers().values()} == {"ogr", "OAPIF"}
    QgsProject.instance().clear()
    service.stop()
    feedback = Listener()
    results = run("loadpackage", feedback, PACKAGE=str(package))
    assert results["ADDED"] == 1 and results["MISSING"] == 1 and len(feedback.errors) == 1


def test_the_profile_says_whether_the_network_is_asked(package, service, tmp_path):
    run("saveofflinecopy", PACKAGE=str(package))
    QgsSettings().setValue("plandialog/offline", True)
    before = len(service.asked)
    plans = tmp_path / "planer.gpkg"
    write_layer(plans, "planer", "polygon", [PLAN], {})
    assert run("checkplanarea", INPUT=str(plans), PACKAGE=str(package))["NOT_CARRIED_OUT"] == 0
    assert len(service.asked) == before
