"""``plandialog:georeferencestructureimage`` as the toolbox and the command line meet it."""

from __future__ import annotations

import json
import os
import subprocess

import numpy as np
import pytest
from conftest import ROOT
from osgeo import gdal
from plandialog.plugin.gis.georeference import ControlPoint
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
)

#: Of the picture: its size, the metres of a pixel, and where its upper left corner lies.
WIDTH, HEIGHT, PIXEL = 300, 400, 100
WEST, NORTH = 460_000, 6_650_000

PLACES = [(20, 30), (280, 25), (270, 380), (30, 370), (150, 200), (90, 290), (210, 110)]
CROP = "POLYGON((40 50, 260 50, 260 350, 40 350, 40 50))"

pytestmark = pytest.mark.usefixtures("provider")


class Listener(QgsProcessingFeedback):
    """Keeps what the algorithm says."""

    def __init__(self):
        super().__init__(False)
        self.said, self.warned = [], []

    def pushInfo(self, text):
        self.said.append(text)

    def pushWarning(self, text):
        self.warned.append(text)


@pytest.fixture
def picture(tmp_path):
    values = np.full((3, HEIGHT, WIDTH), 240, np.uint8)
    values[0, 100:300, 100:200] = 90
    memory = gdal.GetDriverByName("MEM").Create("", WIDTH, HEIGHT, 3)
    memory.WriteArray(values)
    copy = gdal.GetDriverByName("PNG").CreateCopy(str(tmp_path / "strukturbild å.png"), memory)
    assert copy is not None
    del copy
    return tmp_path / "strukturbild å.png"


def at(column, row, off=0.0):
    return WEST + PIXEL * column + off, NORTH - PIXEL * row


def plain(path, places=PLACES, separator=",", off=30.0):
    """Control points as a person writes them; every other one is a little to the east."""
    lines = [separator.join(("column", "row", "x", "y", "name"))]
    for index, (column, row) in enumerate(places):
        x, y = at(column, row, off * (index % 2))
        values = [f"{value:.1f}" for value in (column, row, x, y)]
        if separator != ",":
            values = [value.replace(".", ",") for value in values]
        lines.append(separator.join([*values, f"Ort {index + 1}"]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return path


def saved_by_qgis(path, crs="EPSG:3006", extra=()):
    """Control points as QGIS's georeferencer saves them: rows run upwards from nought."""
    system = QgsCoordinateReferenceSystem(crs)
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:3006"), system, QgsProject.instance())
    wkt = system.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED_GDAL)
    lines = ["#CRS: " + wkt, "mapX,mapY,sourceX,sourceY,enable,dX,dY,residual"]
    for index, (column, row) in enumerate(PLACES):
        point = transform.transform(*at(column, row, 30 * (index % 2)))
        lines.append(f"{point.x():.9f},{point.y():.9f},{column},{-row},1,0,0,0")
    path.write_text("\n".join([*lines, *extra]) + "\n", encoding="utf-8")
    return path


def run(picture, points, target, feedback=None, **parameters):
    import processing

    given = {"PICTURE": str(picture), "POINTS": str(points), "OUTPUT": str(target), **parameters}
    feedback = feedback or QgsProcessingFeedback(False)
    return processing.run("plandialog:georeferencestructureimage", given, feedback=feedback)


def refusal(picture, points, target, **parameters):
    with pytest.raises(QgsProcessingException) as error:
        run(picture, points, target, **parameters)
    assert not target.exists()
    assert "Traceback" not in str(error.value)
    return str(error.value)


def points_of(path):
    found = gdal.Open(str(path)).GetMetadataItem("PLANDIALOG_CONTROL_POINTS")
    return [ControlPoint(*each) for each in json.loads(found)]


def test_a_picture_and_a_table_of_points_become_a_geotiff(picture, tmp_path):
    listener = Listener()
    result = run(picture, plain(tmp_path / "punkter.csv"), tmp_path / "bild.tif", listener)
    dataset = gdal.Open(result["OUTPUT"])
    assert dataset.RasterCount == 4 and dataset.GetRasterBand(1).GetOverviewCount() > 0
    assert QgsCoordinateReferenceSystem.fromWkt(dataset.GetProjection()).authid() == "EPSG:3006"
    assert 10 < result["RMSE"] < 60
    assert result["POINTS_USED"] == 7
    assert sum("Ort" in text for text in listener.said) == 7
    assert any("RMSE" in text for text in listener.said)
    assert listener.warned == []


@pytest.mark.parametrize("method", ["helmert", "affine", "spline"])
def test_every_method_has_its_name(picture, tmp_path, method):
    run(picture, plain(tmp_path / "p.csv"), tmp_path / "bild.tif", METHOD=method)
    assert gdal.Open(str(tmp_path / "bild.tif")).GetMetadataItem("PLANDIALOG_METHOD") == method


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_table_with_decimal_commas_says_the_same(picture, tmp_path, separator):
    run(picture, plain(tmp_path / "a.csv"), tmp_path / "a.tif")
    run(picture, plain(tmp_path / "b.csv", separator=separator), tmp_path / "b.tif")
    assert points_of(tmp_path / "a.tif") == points_of(tmp_path / "b.tif")
    assert points_of(tmp_path / "a.tif")[6].name == "Ort 7"


@pytest.mark.parametrize("crs", ["EPSG:3006", "EPSG:3015", "EPSG:4326"])
def test_points_saved_by_qgis_are_read_in_their_own_crs(picture, tmp_path, crs):
    path = saved_by_qgis(tmp_path / "bild.png.points", crs, ["0,0,10,-10,0,0,0,0"])
    result = run(picture, path, tmp_path / "bild.tif")
    assert result["POINTS_USED"] == 7
    for point, (index, place) in zip(points_of(tmp_path / "bild.tif"), enumerate(PLACES)):
        assert (point.column, point.row) == place
        assert (point.x, point.y) == pytest.approx(at(*place, 30 * (index % 2)), abs=0.01)


def test_points_of_a_picture_that_has_a_position_are_in_its_coordinates(picture, tmp_path):
    picture.with_suffix(".pgw").write_text("2\n0\n0\n-2\n1001\n4999\n")
    path = tmp_path / "bild.points"
    lines = ["mapX,mapY,sourceX,sourceY,enable,dX,dY,residual"]
    lines += [f"{x},{y},{1000 + 2 * c},{5000 - 2 * r},1,0,0,0" for c, r in PLACES for x, y in [at(c, r)]]
    path.write_text("\n".join(lines))
    run(picture, path, tmp_path / "bild.tif")
    assert [(each.column, each.row) for each in points_of(tmp_path / "bild.tif")] == PLACES


def test_a_crop_leaves_the_margin_out(picture, tmp_path):
    run(picture, plain(tmp_path / "p.csv", off=0), tmp_path / "hel.tif")
    run(picture, plain(tmp_path / "p.csv", off=0), tmp_path / "del.tif", CROP=CROP)
    sizes = [gdal.Open(str(tmp_path / name)).RasterXSize for name in ("hel.tif", "del.tif")]
    assert sizes == [WIDTH, 220]


def test_a_page_of_a_pdf_is_georeferenced_at_the_resolution_given(tmp_path):
    values = np.full((3, 200, 100), 200, np.uint8)
    memory = gdal.GetDriverByName("MEM").Create("", 100, 200, 3)
    memory.WriteArray(values)
    copy = gdal.GetDriverByName("PDF").CreateCopy(str(tmp_path / "rus.pdf"), memory, options=["DPI=72"])
    assert copy is not None
    del copy
    places = [(column / 3, row / 2) for column, row in PLACES]
    run(tmp_path / "rus.pdf", plain(tmp_path / "p.csv", places), tmp_path / "bild.tif", DPI=72)
    assert gdal.Open(str(tmp_path / "bild.tif")).GetMetadataItem("PLANDIALOG_SOURCE_SIZE") == "100 200"
    run(tmp_path / "rus.pdf", plain(tmp_path / "p.csv", places), tmp_path / "bild.tif", DPI=144)
    assert gdal.Open(str(tmp_path / "bild.tif")).GetMetadataItem("PLANDIALOG_SOURCE_SIZE") == "200 400"


def test_with_too_few_points_for_a_figure_the_accuracy_is_said_to_be_unknown(picture, tmp_path):
    listener = Listener()
    result = run(picture, plain(tmp_path / "p.csv", PLACES[:3]), tmp_path / "bild.tif", listener)
    assert (tmp_path / "bild.tif").exists()
    assert result["RMSE"] is None
    assert any("unknown" in text or "okänd" in text for text in listener.warned)


def test_a_misplaced_point_is_named_in_the_log(picture, tmp_path):
    path = plain(tmp_path / "p.csv", [*PLACES, (60, 60), (240, 330)])
    lines = path.read_text("utf-8-sig").splitlines()
    column, row, x, y, name = lines[5].split(",")
    lines[5] = ",".join((column, row, str(float(x) + 9000), y, name))
    path.write_text("\n".join(lines), "utf-8")
    listener = Listener()
    run(picture, path, tmp_path / "bild.tif", listener)
    assert any("Ort 5" in text for text in listener.warned)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "column,row,x,y"),
        ("a,b,c\n1,2,3\n", "column,row,x,y"),
        ("column,row,x,y\n1,2,3,4\n5,fyra,7,8\n", "fyra"),
        ("column,row,x,y\n1,2,3,4\n\n5,6,7\n", "4"),
        ("#CRS: LOCAL\nmapX,mapY,sourceX,sourceY\n1,2,3,4\n", "#CRS"),
        ("column,row,x,y\n1,2,3,4\n", "1"),
        ("column,row,x,y\n1,2,3,4\n5,nan,7,8\n9,9,9,9\n", "2"),
    ],
)
def test_a_file_of_points_that_cannot_be_used_is_refused_with_the_place(picture, tmp_path, text, expected):
    (tmp_path / "fel.csv").write_text(text)
    assert expected in refusal(picture, tmp_path / "fel.csv", tmp_path / "bild.tif")


def test_what_is_missing_is_named(picture, tmp_path):
    points = plain(tmp_path / "p.csv")
    assert "saknas.csv" in refusal(picture, tmp_path / "saknas.csv", tmp_path / "bild.tif")
    assert "saknas.png" in refusal(tmp_path / "saknas.png", points, tmp_path / "bild.tif")
    assert "2" in refusal(picture, points, tmp_path / "bild.tif", PAGE=2)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:2222"])
def test_a_crs_that_does_not_count_in_metres_is_refused(picture, tmp_path, crs):
    assert crs in refusal(picture, plain(tmp_path / "p.csv"), tmp_path / "bild.tif", CRS=crs)


@pytest.mark.parametrize("crop", ["POINT(1 1)", "kartan", "POLYGON((0 0, 1 1", "POLYGON EMPTY"])
def test_a_crop_that_is_no_polygon_is_refused(picture, tmp_path, crop):
    assert "POLYGON" in refusal(picture, plain(tmp_path / "p.csv"), tmp_path / "bild.tif", CROP=crop)


def test_only_a_geotiff_is_written(picture, tmp_path):
    assert ".tif" in refusal(picture, plain(tmp_path / "p.csv"), tmp_path / "bild.png")


def test_when_cancelled_nothing_is_written(picture, tmp_path):
    listener = Listener()
    listener.cancel()
    run(picture, plain(tmp_path / "p.csv"), tmp_path / "bild.tif", listener)
    assert not (tmp_path / "bild.tif").exists()


def test_the_command_line_gives_the_accuracy(picture, tmp_path):
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "plandialog").symlink_to(ROOT)
    (tmp_path / "profil").mkdir(mode=0o700)
    environment = {
        **os.environ,
        "QGIS_PLUGINPATH": str(tmp_path / "plugins"),
        "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path / "profil"),
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_RUNTIME_DIR": str(tmp_path / "profil"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }

    def qgis_process(*arguments):
        done = subprocess.run(
            ["qgis_process", "--json", *arguments], env=environment, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        return done.stdout

    qgis_process("plugins", "enable", "plandialog")
    said = qgis_process(
        "run",
        "plandialog:georeferencestructureimage",
        "--",
        f"PICTURE={picture}",
        f"POINTS={plain(tmp_path / 'punkter.csv')}",
        f"CROP={CROP}",
        f"OUTPUT={tmp_path / 'bild.tif'}",
    )
    assert 10 < json.loads(said)["results"]["RMSE"] < 60
    assert gdal.Open(str(tmp_path / "bild.tif")).RasterCount == 4
