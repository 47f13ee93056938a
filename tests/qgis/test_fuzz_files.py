"""Damaged files that GDAL and QGIS read: each is read or refused in words, and takes neither the process nor what was
there with it. They are read in a process of their own; ``make fuzz`` reads many more."""

from __future__ import annotations

import pytest
from fuzz_qgis import QGIS
from fuzzing import run_apart
from guibench import settle
from osgeo import gdal
from plandialog.plugin.core.session import PackageReference, Session
from plandialog.plugin.gis.drafts import DraftError, layers_in
from plandialog.plugin.gis.gdal_handler import as_text, gdal_reports
from plandialog.plugin.gis.pictures import PictureError, open_picture
from plandialog.plugin.gui.settings import Settings
from qgis.core import QgsSettings

SEED = 20_261_130

#: Cases of each target: reading a plan file takes 3 ms, assessing with a damaged dataset 50 ms.
COUNTS = {
    **{name: 30 for name in QGIS if name.startswith("plan-")},
    **{name: 5 for name in QGIS if name.startswith(("layer-", "image-", "copy"))},
    **{"points": 100, "style": 80, "layout": 6, "state": 60, "dock": 6, "settings": 60, "image-job": 60},
}


@pytest.fixture(scope="module")
def tallies(tmp_path_factory):
    """What came of each target, all of them read by one process."""
    return run_apart(list(QGIS), tmp_path_factory.mktemp("fuzz"), SEED, count=COUNTS)


def test_every_target_has_a_number_of_cases():
    assert set(COUNTS) == set(QGIS)


@pytest.mark.parametrize("name", QGIS)
def test_damaged_files_are_read_or_refused_in_words(name, tallies):
    tally = tallies[name]
    assert tally.count == COUNTS[name]
    assert not tally.failures, "\n\n".join(f"case {each.number}: {each.told}" for each in tally.failures[:3])


# what was found so


def test_a_report_of_gdal_that_is_not_text_is_heard(tmp_path, exceptions):
    path = tmp_path / "plan.geojson"
    path.write_bytes(b'{"type": "FeatureCollection", "features": [{"type": \xe5}]}')
    # More than once: Python checks less of a function that it has run often.
    for _ in range(20):
        with pytest.raises(DraftError) as error:
            layers_in(path)
        assert error.value.message.code == "draft-broken"
        assert "\udce5" not in error.value.message.text("sv")
    heard = []
    with gdal_reports(lambda level, text: heard.append((level, text))):
        gdal.Error(gdal.CE_Warning, 1, "vanlig text")
    assert heard == [(gdal.CE_Warning, "vanlig text")]


@pytest.mark.parametrize("value", ["Å", "Å".encode("cp1252"), b"\xc5".decode("utf-8", "surrogateescape")])
def test_bytes_and_single_surrogates_are_read_as_windows_writes_them(value):
    assert as_text(value) == "Å"


def test_half_a_character_in_a_file_does_not_get_into_a_draft(tmp_path):
    target = QGIS["plan-plan.geojson"]
    (tmp_path / "samples").mkdir()
    [sound] = target.samples(tmp_path / "samples")
    assert target.read(sound.replace("Kvarteret å 0".encode(), rb"\ud800 och \udc85"), tmp_path) == "read"
    assert as_text("\ud800 \udc85") == "\ufffd \ufffd"


def test_a_crs_with_a_name_that_is_not_text_is_read(tmp_path):
    target, folder = QGIS["plan-plan.prj"], tmp_path
    (folder / "samples").mkdir()
    [sound] = target.samples(folder / "samples")
    assert (
        target.read(sound.replace(b'"SWEREF99_TM"', b'"SWEREF99_T\xc5"').replace(b'"EPSG"', b'"\xc5"'), folder)
        == "read"
    )


def test_a_drawing_that_lost_a_line_is_refused_with_the_line(tmp_path):
    """GDAL went on for minutes with what it took for a count."""
    target = QGIS["plan-plan.dxf"]
    (tmp_path / "samples").mkdir()
    [sound] = target.samples(tmp_path / "samples")
    lines = sound.splitlines(keepends=True)
    place = next(n for n, line in enumerate(lines) if line.strip() == b"514000")
    path = tmp_path / "ritning.dxf"
    path.write_bytes(b"".join(lines[:place] + [b"514!p\n", b" +D\n", b"x\n"] + lines[place + 1 :]))
    with pytest.raises(DraftError) as error:
        layers_in(path)
    assert error.value.message.code == "draft-drawing-line"
    assert error.value.message.params["line"] == str(place + 2)
    path.write_bytes(sound.replace(b"\n", b"\r\n") + b"\r\n\r\n")
    assert layers_in(path)


@pytest.mark.parametrize(
    ("name", "value"),
    [("deadline", "snart"), ("deadline", "-1"), ("image_opacity", "nan"), ("language", "tlh"), ("length", ["a", "b"])],
)
def test_a_setting_that_makes_no_sense_is_the_default(clean_profile, name, value):
    QgsSettings().setValue(f"plandialog/{name}", value)
    assert Settings.load() == Settings()


@pytest.mark.parametrize("length", [0, 1])
def test_a_jpeg_with_a_segment_that_is_shorter_than_its_length_is_refused(tmp_path, length):
    path = tmp_path / "bild.jpg"
    path.write_bytes(b"\xff\xd8\xff\xc0\x00" + bytes([length]) + b"\x08\x00\x10\x00\x10\x03" * 20)
    with pytest.raises(PictureError) as error:
        open_picture(path)
    assert error.value.message.code in ("picture-cut", "picture-unknown")


def test_a_project_whose_package_has_a_name_that_no_file_can_have_says_so(opened):
    opened.adopt(Session(PackageReference("okant", "1.0", "/" + "x" * 5000), (), None))
    settle(opened)
    assert [fault.message.code for fault in opened.faults] == ["not-a-package"]
