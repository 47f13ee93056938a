"""Rasters and outlines that are derived from structure images."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest
from osgeo import gdal
from plandialog.plugin.core.legend import Legend
from plandialog.plugin.core.package.manifest import file_hash
from plandialog.plugin.gis import blocks, derived, writing
from plandialog.plugin.gis.classify import OUTSIDE, UNKNOWN, classify
from plandialog.plugin.gis.derived import DerivedError, write_classified, write_polygons
from plandialog.plugin.gis.geometry import Interrupted
from plandialog.plugin.gis.pictures import open_picture
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsRectangle, QgsVectorLayer
from schematic import ACCURACY, PIXEL, TOWN, Scene, flat, image_class, scene_legend

ORIGIN = (450_000.0, 6_600_000.0)


def save(path, rgba, driver="GTiff", wkt=None, transform=None):
    rows, columns = rgba.shape[:2]
    memory = gdal.GetDriverByName("MEM").Create("", columns, rows, 4, gdal.GDT_Byte)
    for band in range(4):
        memory.GetRasterBand(band + 1).WriteRaster(0, 0, columns, rows, rgba[..., band].tobytes())
    memory.GetRasterBand(4).SetColorInterpretation(gdal.GCI_AlphaBand)
    if wkt != "":
        memory.SetProjection(wkt or QgsCoordinateReferenceSystem("EPSG:3006").toWkt())
        memory.SetGeoTransform(transform or (ORIGIN[0], PIXEL, 0, ORIGIN[1], 0, -PIXEL))
    gdal.GetDriverByName(driver).CreateCopy(str(path), memory)
    return open_picture(path)


@pytest.fixture(scope="module")
def scene(qgis_app):
    return Scene(2).draw()


@pytest.fixture(scope="module")
def rgba(scene):
    pixels = scene.rgba()
    pixels[:100, :150, 3] = 0
    pixels[1000:, 900:, :3] = (0, 255, 255)
    return pixels


@pytest.fixture(scope="module")
def picture(tmp_path_factory, rgba):
    return save(tmp_path_factory.mktemp("picture") / "picture.tif", rgba)


@pytest.fixture(scope="module")
def bits(rgba):
    """The classes of the whole picture."""
    return classify(rgba, scene_legend(), PIXEL)


def outlines_of(picture, legend, target, **more):
    write_polygons(picture, legend, ACCURACY, target, **more)


def decoded(path):
    """The bits of :func:`classify` that the values of a file stand for."""
    dataset = gdal.Open(str(path))
    classes = json.loads(dataset.GetMetadataItem("PLANDIALOG_CLASSES"))
    order = {each.id: index for index, each in enumerate(scene_legend().classes)}
    table = np.zeros(256, np.uint32)
    table[0], table[255] = OUTSIDE, UNKNOWN
    for value, ids in classes.items():
        table[int(value)] = sum(1 << order[each] for each in ids)
    return table[dataset.ReadAsArray()]


def test_the_raster_says_of_every_pixel_what_the_whole_picture_would(picture, bits, tmp_path, monkeypatch):
    monkeypatch.setattr(blocks, "_BLOCK", 384)
    written = write_classified(picture, scene_legend(), tmp_path / "classes.tif")
    assert [path.name for path in written] == ["classes.tif", "classes.tif.aux.xml"]
    assert np.array_equal(decoded(tmp_path / "classes.tif"), bits)


def test_the_raster_has_place_colours_names_and_where_it_comes_from(picture, tmp_path):
    write_classified(picture, scene_legend(), tmp_path / "classes.tif", provenance={"accuracy": "600 m"})
    dataset = gdal.Open(str(tmp_path / "classes.tif"))
    band = dataset.GetRasterBand(1)
    assert dataset.GetGeoTransform() == picture.geotransform
    assert QgsCoordinateReferenceSystem.fromWkt(dataset.GetProjection()).authid() == "EPSG:3006"
    assert (band.DataType, band.GetNoDataValue(), band.GetBlockSize()) == (gdal.GDT_Byte, 0, [256, 256])
    assert dataset.GetMetadata("IMAGE_STRUCTURE")["COMPRESSION"] == "DEFLATE"
    assert band.GetOverviewCount() > 0
    assert band.GetColorTable().GetColorEntry(1) == (0xC0, 0x39, 0x2B, 255)
    assert band.GetCategoryNames()[1:6] == ["town", "green", "water", "coast", "ground"]
    assert band.GetDefaultRAT().GetValueAsString(1, 2) == "town"
    metadata = dataset.GetMetadata()
    assert metadata["PLANDIALOG_SOURCE"] == "picture.tif"
    assert metadata["PLANDIALOG_SOURCE_SHA256"] == file_hash(picture.path)
    assert metadata["PLANDIALOG_ACCURACY"] == "600 m"
    assert metadata["PLANDIALOG_SOFTWARE"].startswith("Plandialog ")
    legend = json.loads(metadata["PLANDIALOG_LEGEND"])
    assert legend == json.loads(json.dumps(dataclasses.asdict(scene_legend())))


@pytest.mark.parametrize("driver", ["PNG", "GTiff"])
def test_a_picture_of_another_format_gives_the_same_classes(driver, rgba, bits, tmp_path, monkeypatch):
    monkeypatch.setattr(blocks, "_BLOCK", 512)
    picture = save(tmp_path / f"picture.{driver.lower()}", rgba, driver)
    write_classified(picture, scene_legend(), tmp_path / "classes.tif")
    assert np.array_equal(decoded(tmp_path / "classes.tif"), bits)
    assert gdal.Open(str(tmp_path / "classes.tif")).GetMetadataItem("PLANDIALOG_SOURCE") == picture.path.name


def features(path):
    layer = QgsVectorLayer(f"{path}|layername=classes", "classes", "ogr")
    assert layer.isValid()
    assert layer.crs().authid() == "EPSG:3006"
    return {feature["id"]: (feature, feature.geometry()) for feature in layer.getFeatures()}


def test_the_outlines_are_one_valid_feature_for_each_class_that_is_not_blank(picture, tmp_path):
    write_polygons(picture, scene_legend(), ACCURACY, tmp_path / "classes.gpkg")
    found = features(tmp_path / "classes.gpkg")
    assert list(found) == ["town", "green", "water", "coast"]
    for feature, geometry in found.values():
        assert geometry.isGeosValid()
        assert geometry.isMultipart()
        assert feature["accuracy_m"] == ACCURACY
        assert feature["source"] == "picture.tif"
        assert feature["source_sha256"] == file_hash(picture.path)
        assert feature["simplified"] == "each by itself, 150 m" or feature["simplified"] == "together, 150 m"
        assert feature["title_sv"] == feature["id"]
    dataset = gdal.OpenEx(str(tmp_path / "classes.gpkg"), gdal.OF_VECTOR)
    assert dataset.GetLayer(0).GetMetadataItem("PLANDIALOG_ACCURACY") == "600 m"


def test_outlines_stay_within_half_the_accuracy(picture, bits, tmp_path):
    write_polygons(picture, scene_legend(), ACCURACY, tmp_path / "classes.gpkg")
    exact = derived.class_polygons(bits, picture.geotransform, scene_legend())
    for name, (_, outline) in features(tmp_path / "classes.gpkg").items():
        assert outline.difference(exact[name].buffer(ACCURACY / 2, 8)).area() == pytest.approx(0, abs=1)
        assert exact[name].buffer(-ACCURACY / 2, 8).difference(outline).area() == pytest.approx(0, abs=1)


@pytest.mark.parametrize("seed", range(3))
def test_shares_of_a_plan_area_agree_between_picture_outlines_and_truth(seed, tmp_path):
    scene, legend = Scene(seed).draw(), scene_legend()
    picture = save(tmp_path / "picture.tif", scene.rgba())
    write_polygons(picture, legend, ACCURACY, tmp_path / "classes.gpkg")
    outlines = features(tmp_path / "classes.gpkg")
    exact = derived.class_polygons(classify(picture.read(), legend, PIXEL), picture.geotransform, legend)
    side = int(20 * ACCURACY / PIXEL)
    for left, top in scene.random.integers(0, scene.SIZE - side, (8, 2)).tolist():
        x, y = ORIGIN[0] + left * PIXEL, ORIGIN[1] - top * PIXEL
        plan = QgsGeometry.fromRect(QgsRectangle(x, y - side * PIXEL, x + side * PIXEL, y))
        truth = scene.truth((left, top, side, side))
        for name, (_, outline) in outlines.items():
            found = share(outline, plan)
            assert abs(found - truth[name]) <= 3
            low, high = share(outline.buffer(-ACCURACY, 8), plan), share(outline.buffer(ACCURACY, 8), plan)
            assert low <= truth[name] <= high
            assert low <= share(exact[name], plan) <= high


def share(geometry, plan):
    return 100 * geometry.intersection(plan).area() / plan.area()


def test_a_large_picture_is_outlined_from_a_sample(picture, tmp_path, monkeypatch):
    write_polygons(picture, scene_legend(), ACCURACY, tmp_path / "exact.gpkg")
    monkeypatch.setattr(derived, "MOST_POLYGON_PIXELS", 350)
    monkeypatch.setattr(blocks, "_BLOCK", 500)
    write_polygons(picture, scene_legend(), ACCURACY, tmp_path / "sample.gpkg")
    exact, sample = features(tmp_path / "exact.gpkg"), features(tmp_path / "sample.gpkg")
    for name, (_, outline) in sample.items():
        other = exact[name][1]
        assert outline.symDifference(other).area() < 0.05 * other.area()
        assert abs(outline.centroid().asPoint().x() - other.centroid().asPoint().x()) < 2 * PIXEL
        assert abs(outline.centroid().asPoint().y() - other.centroid().asPoint().y()) < 2 * PIXEL


def test_every_cell_of_a_sample_is_taken_from_its_own_middle(tmp_path, monkeypatch):
    monkeypatch.setattr(derived, "MOST_POLYGON_PIXELS", 34)
    number = np.arange(100 * 90, dtype=np.uint32).reshape(90, 100)
    parts = [(0.5, c, r, number[r : r + 32, c : c + 32]) for r in range(0, 90, 32) for c in range(0, 100, 32)]
    monkeypatch.setattr(derived, "_classified", lambda *_: iter(parts))
    picture = save(tmp_path / "picture.tif", flat(90, 100, TOWN))
    sample, transform = derived._sampled(picture, scene_legend(), PIXEL, lambda: False, lambda percent: None)
    assert sample.shape == (30, 34)
    assert transform[1] == 3 * PIXEL
    rows, columns = np.divmod(sample.astype(int), 100)
    assert np.all(rows // 3 == np.arange(30)[:, None])
    assert np.all(columns // 3 == np.arange(34))


@pytest.mark.parametrize("write", [write_classified, outlines_of])
def test_cancel_leaves_nothing_behind_and_what_was_there(write, picture, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    target = folder / "classes.any"
    target.write_text("before", encoding="utf-8")
    asked = iter([False, False, True, *[True] * 100])
    with pytest.raises(Interrupted):
        write(picture, scene_legend(), target, cancelled=lambda: next(asked))
    assert [path.name for path in folder.iterdir()] == ["classes.any"]
    assert target.read_text(encoding="utf-8") == "before"


def test_progress_only_grows_and_ends_at_a_hundred(picture, tmp_path):
    for write in (write_classified, outlines_of):
        heard = []
        write(picture, scene_legend(), tmp_path / "out", progress=heard.append)
        assert heard == sorted(heard)
        assert heard[-1] == 100


def test_a_picture_without_a_place_is_refused_in_words(rgba, tmp_path):
    picture = save(tmp_path / "picture.tif", rgba, wkt="")
    with pytest.raises(DerivedError) as refused:
        write_classified(picture, scene_legend(), tmp_path / "classes.tif")
    assert refused.value.message.code == "derived-unplaced"


def test_a_folder_that_cannot_be_written_to_is_told_in_words(picture, tmp_path, monkeypatch):
    def full(*args, **more):
        raise OSError("No space left on device")

    monkeypatch.setattr(writing.tempfile, "TemporaryDirectory", full)
    with pytest.raises(DerivedError) as refused:
        write_classified(picture, scene_legend(), tmp_path / "classes.tif")
    assert refused.value.message.code == "derived-write"
    assert "No space left" in refused.value.message.text("en")


def test_more_combinations_than_a_byte_holds_are_refused_in_words():
    legend = Legend(tuple(image_class(f"c{index}", TOWN) for index in range(10)))
    values = derived._Values(legend)
    with pytest.raises(DerivedError) as refused:
        values.of(np.arange(1, 1024, dtype=np.uint32))
    assert refused.value.message.params == {"limit": 244}
