"""A picture that is classified in pieces has the classes that it has as a whole."""

from __future__ import annotations

import numpy as np
import pytest
from builders import class_document, square, write_image
from painting import CLASSES, NODE, image_package, strip, upright
from plandialog.plugin.gis import blocks, images
from plandialog.plugin.gis.classify import classify
from plandialog.plugin.gis.geometry import Interrupted
from plandialog.plugin.gis.images import read_window
from plandialog.plugin.gis.pictures import open_picture
from qgis.core import QgsGeometry
from schematic import PIXEL, Scene, scene_legend

#: Hatched with lines of 20 m every 140 m, over the plan area of most tests and far around it.
HATCHED = [class_document("nod", NODE, gaps="160 m"), CLASSES[2]]


def save(path, rgba):
    write_image(path, rgba, (450_000, PIXEL, 0, 6_600_000, 0, -PIXEL))
    return open_picture(path)


@pytest.fixture(scope="module")
def rgba(qgis_app):
    return Scene(4).draw().rgba()


@pytest.fixture(scope="module")
def pictures(rgba, tmp_path_factory):
    """The picture in each format, by ending."""
    folder = tmp_path_factory.mktemp("pictures")
    return {ext: save(folder / f"picture.{ext}", rgba) for ext in ("tif", "png")}


@pytest.fixture(scope="module")
def whole(rgba):
    """The classes of the whole picture."""
    return classify(rgba, scene_legend(), PIXEL)


@pytest.mark.parametrize("window", [(0, 0, 1200, 1200), (310, 290, 500, 730), (900, 1000, 300, 200), (7, 0, 3, 1)])
@pytest.mark.parametrize(("ext", "size"), [("tif", 200), ("png", 64), ("tif", 5000)])
def test_the_blocks_of_a_window_are_those_of_the_whole_picture(pictures, whole, window, ext, size, monkeypatch):
    monkeypatch.setattr(blocks, "_BLOCK", size)
    column, row, width, height = window
    found = np.zeros((height, width), np.uint32)
    for left, top, bits in blocks.classified(pictures[ext], scene_legend(), PIXEL, window):
        place = found[top - row : top - row + bits.shape[0], left - column : left - column + bits.shape[1]]
        assert not place.any() and place.shape == bits.shape
        place[:] = bits
    assert np.array_equal(found, whole[row : row + height, column : column + width])


def test_cancel_is_heard_between_blocks(pictures, monkeypatch):
    monkeypatch.setattr(blocks, "_BLOCK", 100)
    asked = iter([False] * 10)
    with pytest.raises(Interrupted):
        list(blocks.classified(pictures["tif"], scene_legend(), PIXEL, (0, 0, 1200, 1200), lambda: next(asked, True)))


@pytest.mark.parametrize("most_kept", [0, images.MOST_KEPT])
@pytest.mark.parametrize("ext", ["tif", "png"])
def test_a_hatch_does_not_melt_into_its_ground_where_only_a_part_of_the_pixels_is_looked_at(
    builder, ext, most_kept, monkeypatch
):
    lines = [(NODE, strip(start, start + 20)) for start in range(-3000, 4000, 140)]
    prepared = image_package(builder, "class-share", *lines, legend=HATCHED, image={"ext": ext})
    monkeypatch.setattr(images, "MOST_KEPT", most_kept)
    monkeypatch.setattr(images, "_MOST_READ", 3000)
    monkeypatch.setattr(blocks, "_BLOCK", 128)
    wide = QgsGeometry.fromWkt(square(508_000, 6_578_000, 5000))
    context, crs = prepared.context, prepared.crs
    classes = read_window(prepared.datasets["bild"], wide.boundingBox(), crs, context, lambda: False).classes
    share = {each.id: 100 * geometry.intersection(wide).area() / wide.area() for each, geometry in classes}
    assert share["nod"] == pytest.approx(100, abs=0.1)


@pytest.mark.parametrize("most_kept", [0, images.MOST_KEPT])
def test_what_is_looked_at_covers_the_picture_to_its_edges_and_no_further(builder, most_kept, monkeypatch):
    prepared = image_package(builder, "class-share", canvas=upright(pixel=20, side=547))
    monkeypatch.setattr(images, "MOST_KEPT", most_kept)
    monkeypatch.setattr(images, "_MOST_READ", 9000)
    opened = prepared.datasets["bild"]
    around = images.footprint(opened)
    window = read_window(opened, around.boundingBox(), prepared.crs, prepared.context, lambda: False)
    (found,) = window.classes
    assert found[1].symDifference(around).area() < 1


def test_a_picture_that_is_kept_has_the_classes_of_the_whole(pictures, whole, monkeypatch):
    monkeypatch.setattr(images, "_ROWS", 100)
    table, codes = images._coded(pictures["tif"], scene_legend(), PIXEL, lambda: False)
    assert np.array_equal(table[codes], whole)
