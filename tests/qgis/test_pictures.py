"""Pictures of every kind come out as the same colours; what is hostile or broken is refused in words."""

from __future__ import annotations

import hashlib
import json
import struct
import subprocess
import sys
import time
import zlib

import numpy as np
import pytest
from conftest import ROOT
from osgeo import gdal
from plandialog.plugin.core.text import LANGUAGES
from plandialog.plugin.gis import pictures
from plandialog.plugin.gis.geometry import Interrupted
from plandialog.plugin.gis.pictures import PictureError, open_picture, page_count

RED, BLUE = (200, 30, 20), (10, 90, 240)
WIDTH, HEIGHT = 60, 40

#: The side (px) of the largest pictures.
LARGE = 20_000

#: MiB over what the process had before.
MOST_MEMORY = 500


def two_halves(left=RED, right=BLUE):
    """(bands, rows, columns): a value per band on the left and another on the right."""
    values = np.empty((len(left), HEIGHT, WIDTH), np.uint16)
    values[:, :, : WIDTH // 2] = np.array(left)[:, None, None]
    values[:, :, WIDTH // 2 :] = np.array(right)[:, None, None]
    return values


def write(path, values, driver="GTiff", kind=gdal.GDT_Byte, prepare=lambda dataset: None, options=()):
    """A picture through GDAL's memory driver, for formats that can only be copied into."""
    bands, rows, columns = values.shape
    memory = gdal.GetDriverByName("MEM").Create("", columns, rows, bands, kind)
    for index in range(bands):
        memory.GetRasterBand(index + 1).WriteArray(values[index])
    prepare(memory)
    copy = gdal.GetDriverByName(driver).CreateCopy(str(path), memory, options=list(options))
    assert copy is not None
    del copy
    return path


def means(*interpretations):
    """Prepares a dataset whose bands mean these."""

    def prepare(dataset):
        for index, interpretation in enumerate(interpretations):
            dataset.GetRasterBand(index + 1).SetColorInterpretation(interpretation)

    return prepare


def coloured(*entries, blank=None):
    """Prepares a dataset with a palette."""

    def prepare(dataset):
        table = gdal.ColorTable()
        for index, entry in enumerate(entries):
            table.SetColorEntry(index, entry)
        dataset.GetRasterBand(1).SetColorTable(table)
        dataset.GetRasterBand(1).SetColorInterpretation(gdal.GCI_PaletteIndex)
        if blank is not None:
            dataset.GetRasterBand(1).SetNoDataValue(blank)

    return prepare


def refusal(path, *arguments):
    """The message that a picture is refused with, opened and read."""
    with pytest.raises(PictureError) as error:
        open_picture(path, *arguments).read()
    message = error.value.message
    for language in LANGUAGES:
        assert path.name in message.text(language)
        assert str(path.parent) not in message.text(language)
        assert "?" not in message.text(language)
    return message


def sides(path, *arguments):
    """The colours on the left and on the right."""
    pixels = open_picture(path, *arguments).read()
    rows, columns = pixels.shape[:2]
    return tuple(pixels[rows // 2, columns // 4].tolist()), tuple(pixels[rows // 2, columns * 3 // 4].tolist())


# kinds of colour

RGB = (gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand)


@pytest.mark.parametrize(("driver", "ending"), [("GTiff", "tif"), ("PNG", "png")])
def test_red_green_and_blue_come_out_as_they_are(tmp_path, driver, ending):
    path = write(tmp_path / f"bild å.{ending}", two_halves(), driver)
    assert sides(path) == ((*RED, 255), (*BLUE, 255))
    picture = open_picture(path)
    assert (picture.width, picture.height, picture.page) == (WIDTH, HEIGHT, 1)


def test_a_jpeg_comes_out_nearly_as_it_was(tmp_path):
    found = sides(write(tmp_path / "bild.jpg", two_halves(), "JPEG", options=["QUALITY=95"]))
    assert np.abs(np.subtract(found, ((*RED, 255), (*BLUE, 255)))).max() <= 6


@pytest.mark.parametrize(("driver", "ending"), [("GTiff", "tif"), ("PNG", "png")])
def test_alpha_is_kept(tmp_path, driver, ending):
    values = two_halves((*RED, 0), (*BLUE, 128))
    path = write(tmp_path / f"bild.{ending}", values, driver, prepare=means(*RGB, gdal.GCI_AlphaBand))
    assert sides(path) == ((*RED, 0), (*BLUE, 128))


@pytest.mark.parametrize(("driver", "ending"), [("GTiff", "tif"), ("PNG", "png")])
def test_grey_and_grey_with_alpha_become_three_equal_channels(tmp_path, driver, ending):
    grey = write(tmp_path / f"grey.{ending}", two_halves((7,), (250,)), driver)
    assert sides(grey) == ((7, 7, 7, 255), (250, 250, 250, 255))
    values = two_halves((7, 0), (250, 99))
    alpha = write(tmp_path / f"alpha.{ending}", values, driver, prepare=means(gdal.GCI_GrayIndex, gdal.GCI_AlphaBand))
    assert sides(alpha) == ((7, 7, 7, 0), (250, 250, 250, 99))


@pytest.mark.parametrize(("driver", "ending"), [("GTiff", "tif"), ("PNG", "png")])
def test_a_palette_becomes_its_colours(tmp_path, driver, ending):
    prepare = coloured((*RED, 255), (*BLUE, 255))
    assert sides(write(tmp_path / f"bild.{ending}", two_halves((0,), (1,)), driver, prepare=prepare)) == (
        (*RED, 255),
        (*BLUE, 255),
    )


def test_a_palette_with_see_through_colours_keeps_them(tmp_path):
    prepare = coloured((*RED, 0), (*BLUE, 77))
    assert sides(write(tmp_path / "bild.png", two_halves((0,), (1,)), "PNG", prepare=prepare)) == (
        (*RED, 0),
        (*BLUE, 77),
    )


def test_a_value_outside_the_palette_is_outside_the_picture(tmp_path):
    path = tmp_path / "bild.png"
    path.write_bytes(png(WIDTH, HEIGHT, bytes(30) + bytes([9]) * 30, palette=bytes(RED)))
    assert sides(path)[0] == (*RED, 255)
    assert sides(path)[1][3] == 0


@pytest.mark.parametrize("bits", [1, 2, 4])
def test_a_few_bits_are_spread_over_all_of_them(tmp_path, bits):
    most = 2**bits - 1
    for driver, ending in (("GTiff", "tif"), ("PNG", "png")):
        path = write(tmp_path / f"bild.{ending}", two_halves((0,), (most,)), driver, options=[f"NBITS={bits}"])
        assert sides(path) == ((0, 0, 0, 255), (255, 255, 255, 255))


@pytest.mark.parametrize("options", [["PHOTOMETRIC=MINISWHITE"], ["PHOTOMETRIC=MINISWHITE", "NBITS=1"]])
def test_a_picture_in_which_nought_is_white_is_turned_round(tmp_path, options):
    most = 1 if "NBITS=1" in options else 255
    path = write(tmp_path / "bild.tif", two_halves((0,), (most,)), options=options)
    assert sides(path) == ((255, 255, 255, 255), (0, 0, 0, 255))


@pytest.mark.parametrize(("driver", "ending"), [("GTiff", "tif"), ("PNG", "png")])
def test_sixteen_bits_are_scaled_to_eight(tmp_path, driver, ending):
    values = two_halves(np.array(RED) * 257, np.array(BLUE) * 257)
    path = write(tmp_path / f"bild.{ending}", values, driver, gdal.GDT_UInt16)
    assert sides(path) == ((*RED, 255), (*BLUE, 255))


def test_twelve_bits_of_sixteen_are_scaled_too(tmp_path):
    values = two_halves((0, 0, 0), (4095, 4095, 4095))
    path = write(tmp_path / "bild.tif", values, kind=gdal.GDT_UInt16, options=["NBITS=12"])
    assert sides(path) == ((0, 0, 0, 255), (255, 255, 255, 255))


def test_printing_inks_become_light(tmp_path):
    inks = (gdal.GCI_CyanBand, gdal.GCI_MagentaBand, gdal.GCI_YellowBand, gdal.GCI_BlackBand)
    values = two_halves((0, 255, 255, 0), (255, 128, 0, 51))
    tiff = write(tmp_path / "bild.tif", values, prepare=means(*inks), options=["PHOTOMETRIC=CMYK"])
    # In a JPEG the inks of printers' programs are the other way round.
    photo = write(tmp_path / "bild.jpg", 255 - values, "JPEG", prepare=means(*inks), options=["QUALITY=100"])
    for path in (tiff, photo):
        found = sides(path)
        assert np.abs(np.subtract(found, ((255, 0, 0, 255), (0, 102, 204, 255)))).max() <= 4, path


def test_the_value_for_no_data_is_outside_the_picture(tmp_path):
    def prepare(dataset):
        for index in range(3):
            dataset.GetRasterBand(index + 1).SetNoDataValue(255)

    values = two_halves((255, 255, 255), (255, 255, 0))
    path = write(tmp_path / "bild.tif", values, prepare=prepare)
    assert sides(path) == ((255, 255, 255, 0), (255, 255, 0, 255))


def test_a_mask_is_outside_the_picture(tmp_path):
    path = tmp_path / "bild.tif"
    before = gdal.GetConfigOption("GDAL_TIFF_INTERNAL_MASK")
    gdal.SetConfigOption("GDAL_TIFF_INTERNAL_MASK", "YES")
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), WIDTH, HEIGHT, 3)
    dataset.WriteArray(two_halves().astype(np.uint8))
    dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
    dataset.GetRasterBand(1).GetMaskBand().WriteArray(two_halves((0,), (255,))[0].astype(np.uint8))
    del dataset
    gdal.SetConfigOption("GDAL_TIFF_INTERNAL_MASK", before)
    assert sides(path) == ((*RED, 0), (*BLUE, 255))


def test_a_picture_of_one_colour_is_a_picture(tmp_path):
    path = write(tmp_path / "bild.png", two_halves(RED, RED), "PNG")
    assert np.all(open_picture(path).read() == (*RED, 255))


# windows and sizes


@pytest.fixture
def noise(tmp_path):
    """A picture in which every pixel is another, and its values."""
    values = np.random.default_rng(4).integers(0, 256, (4, 53, 71)).astype(np.uint16)
    path = write(tmp_path / "brus.png", values, "PNG", prepare=means(*RGB, gdal.GCI_AlphaBand))
    return open_picture(path), values.transpose(1, 2, 0).astype(np.uint8)


def test_a_window_is_a_part_of_the_whole(noise):
    picture, values = noise
    assert np.array_equal(picture.read((10, 20, 30, 33)), values[20:53, 10:40])


@pytest.mark.parametrize("window", [(-1, 0, 5, 5), (0, 0, 72, 5), (0, 50, 5, 4), (0, 0, 0, 5)])
def test_a_window_outside_the_picture_is_an_error_of_the_caller(noise, window):
    with pytest.raises(ValueError, match="window"):
        noise[0].read(window)


@pytest.mark.parametrize("strip", [1, 200, 10**9])
@pytest.mark.parametrize("size", [(71, 53), (35, 26), (20, 50), (71, 7), (100, 20), (30, 80), (142, 106), (1, 1)])
def test_pixels_that_become_one_are_averaged_by_their_alpha(noise, monkeypatch, size, strip):
    picture, values = noise
    monkeypatch.setattr(pictures, "_STRIP", strip)
    monkeypatch.setattr(pictures, "_SAMPLES", 1000)
    width, height = size
    found = picture.read(size=size)
    assert found.shape == (height, width, 4)
    for row, column in ((0, 0), (height // 2, width // 2), (height - 1, width - 1), (height // 3, 0)):
        top, left = row * 53 // height, column * 71 // width
        bottom, right = max((row + 1) * 53 // height, top + 1), max((column + 1) * 71 // width, left + 1)
        part = values[top:bottom, left:right].reshape(-1, 4).astype(float)
        alpha = part[:, 3:]
        colour = (part[:, :3] * alpha).sum(axis=0) / max(alpha.sum(), 1)
        wanted = np.append(colour if len(part) > 1 else part[0, :3], alpha.mean())
        assert np.abs(found[row, column] - wanted).max() <= 1


def test_of_very_many_pixels_a_sample_is_averaged(tmp_path):
    values = np.indices((900, 1200)).sum(axis=0)[None] % 2 * 200
    path = write(tmp_path / "rutor.png", values.astype(np.uint16), "PNG")
    small = open_picture(path).read(size=(30, 20))
    assert small.shape == (20, 30, 4)
    gradient = write(tmp_path / "toning.png", np.tile(np.arange(1200) // 5, (1, 900, 1)).astype(np.uint16), "PNG")
    found = open_picture(gradient).read(size=(30, 20))[..., 0].astype(int)
    wanted = np.arange(1200).reshape(30, 40).mean(axis=1) / 5
    assert np.abs(found - wanted).max() <= 3


def test_strips_make_up_the_whole(noise):
    picture, values = noise
    found = list(picture.strips((5, 3, 60, 50), 16))
    assert [row for row, _ in found] == [3, 19, 35, 51]
    assert np.array_equal(np.vstack([strip for _, strip in found]), values[3:53, 5:65])


def test_an_overview_stands_in_for_the_picture_where_it_is_fine_enough(tmp_path):
    path = write(tmp_path / "bild.tif", np.zeros((3, 512, 512), np.uint16))
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.BuildOverviews("NEAREST", [4])
    for band in (1, 2, 3):
        dataset.GetRasterBand(band).GetOverview(0).Fill(200)
    del dataset
    picture = open_picture(path)
    assert picture.read(size=(128, 128)).max(axis=(0, 1)).tolist() == [200, 200, 200, 255]
    assert picture.read((256, 256, 256, 256), (32, 32)).shape == (32, 32, 4)
    assert picture.read(size=(200, 200))[..., :3].max() == 0


def test_reading_stops_when_cancelled(noise, monkeypatch):
    monkeypatch.setattr(pictures, "_STRIP", 71 * 4 * 10)
    asked = []

    def cancelled():
        asked.append(True)
        return len(asked) == 3

    with pytest.raises(Interrupted):
        noise[0].read(cancelled=cancelled)
    assert len(asked) == 3


def test_a_picture_may_be_read_in_several_threads(noise):
    from concurrent.futures import ThreadPoolExecutor

    picture, values = noise
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(lambda _: picture.read(), range(40)):
            assert np.array_equal(found, values)


def test_a_picture_that_was_replaced_by_one_of_another_size_is_not_taken_for_it(noise):
    picture, _ = noise
    write(picture.path, two_halves(), "PNG")
    for read in (picture.read, lambda: list(picture.strips((0, 0, 10, 10), 5))):
        with pytest.raises(PictureError) as error:
            read()
        assert error.value.message.code == "picture-changed"


# where it lies


def test_a_picture_without_a_position_has_none(tmp_path):
    picture = open_picture(write(tmp_path / "bild.png", two_halves(), "PNG"))
    assert (picture.geotransform, picture.crs_wkt) == (None, "")


@pytest.mark.parametrize(
    ("driver", "ending", "world"),
    [("PNG", "png", "pgw"), ("PNG", "png", "wld"), ("JPEG", "jpg", "jgw"), ("GTiff", "tif", "tfw")],
)
def test_a_world_file_gives_the_position_and_no_crs(tmp_path, driver, ending, world):
    path = write(tmp_path / f"bild.{ending}", two_halves(), driver)
    (tmp_path / f"bild.{world}").write_text("10\n0\n0\n-10\n500005\n6599995\n")
    picture = open_picture(path)
    assert picture.geotransform == (500000, 10, 0, 6600000, 0, -10)
    assert picture.crs_wkt == ""


def test_a_geotiff_says_where_it_lies(tmp_path):
    from qgis.core import QgsCoordinateReferenceSystem

    def prepare(dataset):
        dataset.SetGeoTransform((500000, 10, 1, 6600000, 1, -10))
        dataset.SetProjection(QgsCoordinateReferenceSystem("EPSG:3006").toWkt())

    picture = open_picture(write(tmp_path / "bild.tif", two_halves(), prepare=prepare))
    assert picture.geotransform == (500000, 10, 1, 6600000, 1, -10)
    assert QgsCoordinateReferenceSystem.fromWkt(picture.crs_wkt).authid() == "EPSG:3006"


def test_a_geospatial_pdf_says_where_it_lies(tmp_path):
    from qgis.core import QgsCoordinateReferenceSystem

    def prepare(dataset):
        dataset.SetGeoTransform((500000, 10, 0, 6600000, 0, -10))
        dataset.SetProjection(QgsCoordinateReferenceSystem("EPSG:3006").toWkt())

    picture = open_picture(write(tmp_path / "karta.pdf", two_halves(), "PDF", prepare=prepare))
    x, across, _, y, _, down = picture.geotransform
    assert abs(x - 500000) < 10 and abs(y - 6600000) < 10
    assert across * picture.width == pytest.approx(600, rel=0.02)
    assert down * picture.height == pytest.approx(-400, rel=0.02)
    assert picture.crs_wkt


def test_the_resolution_is_that_of_the_file(tmp_path):
    path = write(tmp_path / "bild.tif", two_halves())
    dataset = gdal.Open(str(path), gdal.GA_Update)
    tags = {"TIFFTAG_XRESOLUTION": "300", "TIFFTAG_YRESOLUTION": "300", "TIFFTAG_RESOLUTIONUNIT": "2"}
    dataset.SetMetadata(tags)
    del dataset
    assert open_picture(path).dpi == 300


# files that are not what they seem


def png(width, height, row, palette=b"", color=3, interlaced=0, cut=None):
    """A PNG of equal rows, written by hand: GDAL could not write the large ones in little memory."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(1)
    lines, rest = divmod(height, 100)
    data = b"".join(packer.compress((b"\0" + row) * count) for count in [100] * lines + [rest])
    header = struct.pack(">IIBBBBB", width, height, 8, color, 0, 0, interlaced)
    palette = chunk(b"PLTE", palette) if color == 3 else b""
    whole = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + palette + chunk(b"IDAT", data + packer.flush())
    return (whole + chunk(b"IEND", b""))[:cut]


def jpeg(side, frame=0xC0):
    """A JPEG of one grey, written by hand: in each block there is nothing but two codes of two bits each."""

    def segment(marker, data):
        return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data

    components = b"".join(bytes([number, 0x11, 0]) for number in (1, 2, 3))
    bits = 4 * 3 * (-(-side // 8)) ** 2
    return (
        b"\xff\xd8"
        + segment(0xDB, bytes([0]) + bytes([1] * 64))
        + segment(frame, struct.pack(">BHHB", 8, side, side, 3) + components)
        + segment(0xC4, bytes([0x00, 0, 1]) + bytes(14) + bytes([0]))
        + segment(0xC4, bytes([0x10, 0, 1]) + bytes(14) + bytes([0]))
        + segment(0xDA, bytes([3, 1, 0, 2, 0, 3, 0, 0, 63, 0]))
        + bytes(-(-bits // 8))
        + b"\xff\xd9"
    )


def test_a_file_that_is_not_there_is_named(tmp_path):
    assert refusal(tmp_path / "bild.png").code == "picture-missing"
    assert refusal(tmp_path).code == "picture-missing"


def test_an_address_is_no_file(tmp_path):
    with pytest.raises(PictureError) as error:
        open_picture(tmp_path / "/vsicurl/http://127.0.0.1:9/bild.png")
    assert error.value.message.code == "picture-missing"


def test_an_empty_file_is_said_to_be_empty(tmp_path, exceptions):
    (tmp_path / "bild.png").touch()
    assert refusal(tmp_path / "bild.png").code == "picture-empty"


def test_what_is_no_picture_is_refused(tmp_path, exceptions):
    (tmp_path / "bild.png").write_text("Detta är ingen bild.")
    assert refusal(tmp_path / "bild.png").code == "picture-unknown"


def test_a_virtual_raster_called_a_picture_is_refused(tmp_path, exceptions):
    source = write(tmp_path / "annan.png", two_halves(), "PNG")
    vrt = gdal.Translate(str(tmp_path / "bild.vrt"), str(source), format="VRT")
    del vrt
    path = (tmp_path / "bild.vrt").rename(tmp_path / "bild.png")
    message = refusal(path)
    assert (message.code, message.params["actual"]) == ("picture-format", "VRT")


@pytest.mark.parametrize("kind", [gdal.GDT_Float32, gdal.GDT_Int16, gdal.GDT_UInt32, gdal.GDT_CFloat32])
def test_values_that_are_no_colours_are_refused(tmp_path, kind):
    message = refusal(write(tmp_path / "höjd.tif", np.zeros((1, 4, 4)), kind=kind))
    assert (message.code, message.params["actual"]) == ("picture-values", gdal.GetDataTypeName(kind))


def test_a_page_of_what_has_no_pages_is_refused(tmp_path):
    path = write(tmp_path / "bild.png", two_halves(), "PNG")
    message = refusal(path, 2)
    assert (message.code, message.params["count"]) == ("picture-page", 1)
    assert page_count(path) == 1


def noisy(path, driver, *options):
    values = np.random.default_rng(9).integers(0, 256, (3, 200, 300)).astype(np.uint16)
    return write(path, values, driver, options=options)


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.9, 0.999])
@pytest.mark.parametrize(
    ("name", "driver", "options"),
    [
        ("bild.png", "PNG", ()),
        ("bild.jpg", "JPEG", ()),
        ("stegvis.jpg", "JPEG", ("PROGRESSIVE=YES",)),
        ("bild.tif", "GTiff", ()),
        ("rutor.tif", "GTiff", ("TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64", "COMPRESS=DEFLATE")),
        ("jpeg.tif", "GTiff", ("COMPRESS=JPEG",)),
        ("karta.pdf", "PDF", ()),
    ],
)
def test_a_picture_that_is_cut_off_never_passes_for_a_whole_one(tmp_path, exceptions, name, driver, options, share):
    path = noisy(tmp_path / name, driver, *options)
    open_picture(path).read()
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])
    assert refusal(path).code in ("picture-cut", "picture-broken", "picture-unknown")


@pytest.mark.parametrize(
    ("name", "driver", "options"),
    [("bild.png", "PNG", ()), ("bild.tif", "GTiff", ("COMPRESS=DEFLATE",))],
)
def test_a_picture_with_a_hole_in_its_middle_is_refused(tmp_path, exceptions, name, driver, options):
    path = noisy(tmp_path / name, driver, *options)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 2000] = bytes(2000)
    path.write_bytes(data)
    assert refusal(path).code == "picture-broken"


def test_a_picture_without_pixels_is_refused(tmp_path):
    (tmp_path / "bild.png").write_bytes(png(0, 0, b""))
    assert refusal(tmp_path / "bild.png").code in ("picture-no-pixels", "picture-broken")


def test_a_picture_that_is_too_large_says_how_large_one_may_be(tmp_path):
    (tmp_path / "bild.png").write_bytes(
        png(30_000, 100, bytes(30_000), palette=bytes(3)).replace(
            struct.pack(">II", 30_000, 100), struct.pack(">II", 30_000, 30_000)
        )
    )
    message = refusal(tmp_path / "bild.png")
    assert (message.code, message.params["limit"], message.params["actual"]) == ("picture-large", 400, 900)


def test_a_picture_that_would_have_to_be_held_whole_is_refused_at_once(tmp_path):
    (tmp_path / "bild.png").write_bytes(
        png(LARGE, 8, bytes(LARGE * 3), color=2, interlaced=1).replace(
            struct.pack(">II", LARGE, 8), struct.pack(">II", LARGE, LARGE)
        )
    )
    (tmp_path / "bild.jpg").write_bytes(jpeg(LARGE, frame=0xC2))
    options = ["COMPRESS=DEFLATE", "TILED=YES", f"BLOCKXSIZE={LARGE // 16 * 16}", f"BLOCKYSIZE={LARGE // 16 * 16}"]
    dataset = gdal.GetDriverByName("GTiff").Create(
        str(tmp_path / "bild.tif"), LARGE, LARGE, 3, gdal.GDT_Byte, [*options, "SPARSE_OK=TRUE"]
    )
    del dataset
    began = time.monotonic()
    codes = [refusal(tmp_path / name).code for name in ("bild.png", "bild.jpg", "bild.tif")]
    assert codes == ["picture-interlaced", "picture-interlaced", "picture-one-piece"]
    assert time.monotonic() - began < 2


def test_small_pictures_in_passes_are_read(tmp_path):
    path = write(tmp_path / "bild.jpg", two_halves(), "JPEG", options=["PROGRESSIVE=YES", "QUALITY=95"])
    assert np.abs(np.subtract(sides(path), ((*RED, 255), (*BLUE, 255)))).max() <= 6


# PDF

PASSWORD = "hemligt"  # noqa: S105

_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def _md5(data):
    return hashlib.md5(data).digest()  # noqa: S324


def _rc4(key, data):
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    result = bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        result.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(result)


def pdf(pages=1, size=(200, 100), password=None, content=None, rotate=0):
    """A PDF with a box on each page: red, green and blue in turn. ``password`` encrypts it (40 bits, as in PDF 1.4)."""
    identity, key, encrypt = b"0123456789abcdef", None, b""
    if password is not None:
        user = (password.encode() + _PAD)[:32]
        owner = _rc4(_md5((b"owner" + _PAD)[:32])[:5], user)
        key = _md5(user + owner + struct.pack("<i", -4) + identity)[:5]
    kids = " ".join(f"{3 + 2 * page} 0 R" for page in range(pages))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {pages}>>".encode()]
    for page in range(pages):
        colour = " ".join(str(int(page % 3 == channel)) for channel in range(3))
        stream = content or f"{colour} rg 50 25 100 50 re f".encode()
        number = 4 + 2 * page
        if key:
            stream = _rc4(_md5(key + struct.pack("<I", number)[:3] + b"\0\0")[:10], stream)
        box = f"/MediaBox[0 0 {size[0]} {size[1]}]/Rotate {rotate}"
        objects.append(f"<</Type/Page/Parent 2 0 R{box}/Contents {number} 0 R/Resources<<>>>>".encode())
        objects.append(b"<</Length %d>>\nstream\n" % len(stream) + stream + b"\nendstream")
    if key:
        words = (owner.hex(), _rc4(key, _PAD).hex())
        objects.append("<</Filter/Standard/V 1/R 2/P -4/O<{}>/U<{}>>>".format(*words).encode())
        encrypt = b"/Encrypt %d 0 R" % len(objects)
    result, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(result))
        result += b"%d 0 obj\n" % number + each + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    ids = b"/ID[<%s><%s>]" % (identity.hex().encode(), identity.hex().encode())
    trailer = b"trailer\n<</Size %d/Root 1 0 R" % (len(objects) + 1) + ids + encrypt + b">>\n"
    header = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return result + header + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(result)


def page(tmp_path, name="rus å.pdf", **arguments):
    (tmp_path / name).write_bytes(pdf(**arguments))
    return tmp_path / name


def middle(path, *arguments):
    picture = open_picture(path, *arguments)
    return picture.read((picture.width // 2, picture.height // 2, 1, 1))[0, 0].tolist()


def test_a_page_is_drawn_on_white_paper_at_its_resolution(tmp_path):
    path = page(tmp_path)
    picture = open_picture(path)
    assert (picture.width, picture.height, picture.dpi) == (556, 278, 200)
    assert (picture.geotransform, picture.crs_wkt) == (None, "")
    pixels = picture.read()
    assert pixels[5, 5].tolist() == [255, 255, 255, 255] and pixels[139, 278].tolist() == [255, 0, 0, 255]
    assert open_picture(path, dpi=72).width == 200


def test_each_of_300_pages_is_found(tmp_path, exceptions):
    path = page(tmp_path, pages=300)
    assert page_count(path) == 300
    assert [middle(path, number)[:3] for number in (1, 2, 300)] == [[255, 0, 0], [0, 255, 0], [0, 0, 255]]
    for number in (0, -1, 301):
        message = refusal(path, number)
        assert (message.code, message.params["count"]) == ("picture-page", 300)


def test_a_poster_is_drawn_with_fewer_dots(tmp_path):
    picture = open_picture(page(tmp_path, size=(14400, 7200)))
    assert (picture.width, picture.height) == (12_000, 6_000)
    assert picture.dpi == pytest.approx(60)
    assert picture.read((5990, 2990, 20, 20)).shape == (20, 20, 4)


def test_a_turned_page_is_upright(tmp_path):
    picture = open_picture(page(tmp_path, rotate=90))
    assert (picture.width, picture.height) == (278, 556)


@pytest.mark.parametrize("given", ["", "fel", "ASK_INTERACTIVE"])
def test_a_page_behind_a_password_is_refused_without_asking(tmp_path, monkeypatch, exceptions, given):
    path = page(tmp_path, password=PASSWORD)
    monkeypatch.setattr("sys.stdin", None)
    gdal.SetConfigOption("PDF_USER_PWD", "ASK_INTERACTIVE")
    try:
        expected = "picture-password-wrong" if given else "picture-password"
        assert refusal(path, 1, given).code == expected
        with pytest.raises(PictureError):
            page_count(path, given)
    finally:
        gdal.SetConfigOption("PDF_USER_PWD", None)


def test_the_right_password_opens_a_page_and_is_not_shown(tmp_path):
    path = page(tmp_path, password=PASSWORD)
    assert middle(path, 1, PASSWORD) == [255, 0, 0, 255]
    assert page_count(path, PASSWORD) == 1
    assert PASSWORD not in repr(open_picture(path, 1, PASSWORD))


def test_a_pdf_that_only_its_owner_may_change_needs_no_password(tmp_path):
    assert middle(page(tmp_path, password="")) == [255, 0, 0, 255]


def test_a_slip_in_how_a_page_is_drawn_is_no_damage(tmp_path, exceptions):
    assert middle(page(tmp_path, content=b"1 0 0 rg 50 25 100 50 re f Q Q")) == [255, 0, 0, 255]


def test_a_page_that_cannot_be_drawn_whole_is_refused(tmp_path, exceptions):
    assert refusal(page(tmp_path, content=b"1 0 0 rg 50 25 100 50 re f /Bild Do")).code == "picture-broken"


def test_without_support_for_pdf_the_way_out_is_said(tmp_path, monkeypatch):
    path = page(tmp_path)
    monkeypatch.setattr(gdal, "IdentifyDriverEx", lambda *_: None)
    message = refusal(path)
    assert message.code == "picture-no-pdf" and "PNG" in message.text("sv")


# memory

_SCRIPT = """
import json, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import conftest
from plandialog.plugin.gis.pictures import open_picture

def peak():
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024

open_picture(Path(sys.argv[2])).read()
before = peak()
for name in sys.argv[3:]:
    picture = open_picture(Path(name))
    small = picture.read(size=(1000, 1000))
    last = picture.read((picture.width - 300, picture.height - 300, 300, 300))
    print(json.dumps([small[999, 999].tolist(), last[299, 299].tolist(), peak() - before]))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the peak of the memory is read from /proc")
def test_pictures_of_20000_by_20000_pixels_are_read_in_little_memory(tmp_path):
    small = write(tmp_path / "liten.png", two_halves(), "PNG")
    colours = bytes(LARGE // 2) + bytes([1]) * (LARGE // 2)
    (tmp_path / "stor.png").write_bytes(png(LARGE, LARGE, colours, palette=bytes([*RED, *BLUE])))
    (tmp_path / "stor.jpg").write_bytes(jpeg(LARGE))
    options = ["TILED=YES", "COMPRESS=DEFLATE", "SPARSE_OK=TRUE"]
    dataset = gdal.GetDriverByName("GTiff").Create(str(tmp_path / "stor.tif"), LARGE, LARGE, 4, gdal.GDT_Byte, options)
    dataset.WriteRaster(LARGE - 512, LARGE - 512, 512, 512, np.full((4, 512, 512), 255, np.uint8).tobytes())
    del dataset
    wanted = {"stor.png": [*BLUE, 255], "stor.jpg": [128, 128, 128, 255], "stor.tif": [255, 255, 255, 255]}
    script = tmp_path / "script.py"
    script.write_text(_SCRIPT)
    names = [str(tmp_path / name) for name in wanted]
    done = subprocess.run(
        [sys.executable, str(script), str(ROOT / "tests"), str(small), *names],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    figures = [json.loads(line) for line in done.stdout.splitlines()]
    for (corner, last, memory), pixel in zip(figures, wanted.values()):
        assert corner == last == pixel
        assert memory < MOST_MEMORY
    print("MiB over the baseline:", [round(memory) for *_, memory in figures])


def test_what_gdal_keeps_beside_a_picture_gives_it_a_position_only_where_that_is_asked_for(tmp_path):
    path = tmp_path / "bild.png"
    dataset = gdal.GetDriverByName("MEM").Create("", 40, 30, 3, gdal.GDT_Byte)
    for band in (1, 2, 3):
        dataset.GetRasterBand(band).Fill(200)
    gdal.GetDriverByName("PNG").CreateCopy(str(path), dataset)
    (tmp_path / "bild.png.aux.xml").write_text(
        "<PAMDataset><GeoTransform>500000, 10, 0, 6600000, 0, -10</GeoTransform>"
        "<PAMRasterBand band='1'><NoDataValue>200</NoDataValue></PAMRasterBand></PAMDataset>"
    )
    assert open_picture(path).geotransform == (500000, 10, 0, 6600000, 0, -10)
    assert open_picture(path, beside=False).geotransform is None
    assert open_picture(path).read()[..., 3].min() == 255
