"""What structure images cost: classifying one, its polygons, a fit while a point is moved, and a preview."""

from __future__ import annotations

import csv
import statistics

import numpy as np
import pytest
from conftest import ROOT
from osgeo import gdal
from plandialog.plugin.core.legend import rgb
from plandialog.plugin.gis.classify import class_polygons, classify
from plandialog.plugin.gis.georeference import ControlPoint, Method, fit
from plandialog.plugin.gis.pictures import open_picture
from plandialog.plugin.gis.warping import preview
from schematic import Scene, scene_legend

from .conftest import milliseconds

pytestmark = pytest.mark.bench

PIXEL = 25.0
TURNS = 5
PAGE = ROOT / "resources" / "demo" / "energi-livsmedel.pdf"
POINTS = ROOT / "tests" / "data" / "energi_livsmedel_points.csv"


@pytest.fixture(scope="module")
def rgba():
    """16 megapixels with hatches, semi-transparent areas, labels and JPEG's noise."""
    return np.tile(Scene(0).draw().rgba(), (4, 4, 1))[:4000, :4000]


def to_palette(rgba, legend):
    """GDAL's way from RGB to the nearest of a few colours, which is what classifying begins with."""
    source = gdal.GetDriverByName("MEM").Create("", rgba.shape[1], rgba.shape[0], 3, gdal.GDT_Byte)
    for band in (1, 2, 3):
        source.GetRasterBand(band).WriteArray(rgba[..., band - 1])
    target = gdal.GetDriverByName("MEM").Create("", rgba.shape[1], rgba.shape[0], 1, gdal.GDT_Byte)
    table = gdal.ColorTable()
    for index, each in enumerate(legend.classes):
        table.SetColorEntry(index, (*rgb(each.colors[0]), 255))

    def convert():
        # From the datasets each time: a band does not keep its own alive.
        bands = [source.GetRasterBand(band) for band in (1, 2, 3)]
        assert gdal.DitherRGB2PCT(*bands, target.GetRasterBand(1), table) == gdal.CE_None

    return convert


def test_classifying_a_picture(table, rgba):
    legend = scene_legend()
    classify(rgba[:50, :50], legend, PIXEL)
    peer = to_palette(rgba, legend)
    own, other = [], []
    for _ in range(TURNS):
        own.append(milliseconds(lambda: classify(rgba, legend, PIXEL)))
        other.append(milliseconds(peer))
    table.add("image: classify 16 megapixels, median", statistics.median(own), "ms")
    table.add("image: nearest colours by GDAL, the same pixels, median", statistics.median(other), "ms")
    table.add("image: classify ÷ nearest colours by GDAL", statistics.median(own) / statistics.median(other), "×")
    bits = classify(rgba, legend, PIXEL)[450:600, 500:650]
    place = (0, PIXEL, 0, 0, 0, -PIXEL)
    times = [milliseconds(lambda: class_polygons(bits, place, legend)) for _ in range(TURNS)]
    table.add("image: polygons of 150 × 150 pixels, median", statistics.median(times), "ms")


@pytest.mark.parametrize("method", Method)
def test_fitting_while_a_point_is_moved(table, method):
    random = np.random.default_rng(5)
    places = random.uniform(0, 4000, (200, 2))
    points = [ControlPoint(c, r, 500_000 + 25 * c, 6_600_000 - 25 * r) for c, r in places.tolist()]
    times = [milliseconds(lambda: fit(points, method, (4000, 4000))) for _ in range(TURNS)]
    table.add(f"image: fit of 200 points, {method.value}, median", statistics.median(times), "ms")


def test_previewing_a_page(table):
    picture = open_picture(PAGE)
    with POINTS.open(encoding="utf-8", newline="") as stream:
        points = [
            ControlPoint(*(float(row[key]) for key in ("column", "row", "x", "y"))) for row in csv.DictReader(stream)
        ]
    made = fit(points, Method.AFFINE, (picture.width, picture.height))
    (left, bottom), (right, top) = made.to_map(0, picture.height), made.to_map(picture.width, 0)
    first = milliseconds(lambda: preview(picture, made, (left, bottom, right, top), (800, 600)))
    times = [milliseconds(lambda: preview(picture, made, (left, bottom, right, top), (800, 600))) for _ in range(TURNS)]
    table.add("image: first preview of a page, 800 × 600", first, "ms")
    table.add("image: preview of a page, 800 × 600, median", statistics.median(times), "ms")
