"""The command line as a user has it: ``qgis_process`` in a profile of its own, the plugin found as an installed one."""

from __future__ import annotations

import json
import os
import subprocess

import pytest
from conftest import ROOT
from plandialog.plugin.core.assessment import from_json
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

PROPOSALS = ROOT / "resources" / "demo" / "proposals.gpkg"


@pytest.fixture(scope="module")
def qgis_process(tmp_path_factory):
    """Runs ``qgis_process`` with the plugin enabled; gives its JSON."""
    home = tmp_path_factory.mktemp("profil å")
    plugins = tmp_path_factory.mktemp("plugins")
    (plugins / "plandialog").symlink_to(ROOT)
    environment = {
        **os.environ,
        "QGIS_PLUGINPATH": str(plugins),
        "QGIS_CUSTOM_CONFIG_PATH": str(home),
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_RUNTIME_DIR": str(home),
        "PYTHONDONTWRITEBYTECODE": "1",
    }

    def run(*arguments, check=True):
        done = subprocess.run(
            ["qgis_process", "--json", *arguments], env=environment, capture_output=True, text=True, timeout=300
        )
        if check:
            assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        return done

    run("plugins", "enable", "plandialog")
    return run


def copy_of(path, crs, driver):
    """The demo proposals in another coordinate system and format."""
    layer = QgsVectorLayer(f"{PROPOSALS}|layername=proposals", "proposals", "ogr")
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = driver
    options.layerName = "plan"
    context = QgsCoordinateTransformContext()
    options.ct = QgsCoordinateTransform(layer.crs(), QgsCoordinateReferenceSystem(crs), context)
    if driver == "GeoJSON":
        options.layerOptions = ["COORDINATE_PRECISION=10"]
    error = QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), context, options)
    assert error[0] == QgsVectorFileWriter.WriterError.NoError, error
    return path


def test_the_same_place_in_three_formats_gives_the_same_findings(qgis_process, tmp_path):
    files = [
        copy_of(tmp_path / "sweref 15 00.gpkg", "EPSG:3010", "GPKG"),
        copy_of(tmp_path / "wgs84.shp", "EPSG:4326", "ESRI Shapefile"),
        copy_of(tmp_path / "rfc7946.geojson", "EPSG:4326", "GeoJSON"),
    ]
    found = []
    for file in files:
        out = tmp_path / f"{file.stem}.json"
        qgis_process(
            "run", "plandialog:checkplanarea", f"--INPUT={file}", "--ID_FIELD=id", "--NAME_FIELD=name",
            "--LAND_USE_FIELD=land_use", "--STAGE_FIELD=stage", "--DWELLINGS_FIELD=dwellings", f"--JSON={out}",
        )  # fmt: skip
        found.append(from_json(out.read_text(encoding="utf-8")))
    first = found[0]
    for other in found[1:]:
        assert [a.proposal.id for a in other] == [a.proposal.id for a in first]
        for left, right in zip(first, other):
            assert right.proposal.municipalities == left.proposal.municipalities
            for finding, twin in zip(left.findings, right.findings):
                assert (twin.check, twin.outcome) == (finding.check, finding.outcome)
                assert [hit.feature for hit in twin.hits] == [hit.feature for hit in finding.hits]
                if finding.measurement is not None:
                    # Coordinates of a file are rounded: to a millimetre here, which is 1e-8 degrees.
                    expected = pytest.approx(finding.measurement.value, rel=1e-4, abs=0.01)
                    assert twin.measurement.value == expected


def test_help_names_every_parameter_without_a_translation(qgis_process):
    told = json.loads(qgis_process("help", "plandialog:checkplanarea").stdout)
    assert {"INPUT", "PACKAGE", "NAME_FIELD", "LAND_USE", "STAGE", "DWELLINGS", "LANGUAGE"} <= set(told["parameters"])
    assert {"FINDINGS", "HTML", "JSON", "GPKG", "FOLDER", "PROPOSALS"} <= set(told["outputs"]) | set(told["parameters"])


def test_validating_the_demo_package(qgis_process):
    results = json.loads(qgis_process("run", "plandialog:validatepackage").stdout)["results"]
    assert (results["VALID"], results["ERRORS"], results["WARNINGS"]) == (True, 0, 1)


def test_loading_the_demo_package_into_a_project_file(qgis_process, tmp_path):
    from qgis.core import QgsProject

    path = tmp_path / "projekt.qgz"
    project = QgsProject()
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:3006"))
    assert project.write(str(path))
    results = json.loads(
        qgis_process("run", "plandialog:loadpackage", f"--PROJECT_PATH={path}", "--LANGUAGE=0").stdout
    )["results"]
    # The page of a PDF waits for the user to fit it to the map.
    assert results["ADDED"] > 30 and results["MISSING"] == 1


def test_a_broken_package_ends_in_words(qgis_process, tmp_path):
    (tmp_path / "package.yaml").write_text("format: 1\nid: X\n", encoding="utf-8")
    done = qgis_process("run", "plandialog:checkplanarea", f"--INPUT={PROPOSALS}", f"--PACKAGE={tmp_path}", check=False)
    assert done.returncode != 0
    assert "package.yaml:2" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
