"""A structure image that is missing, changed, broken or in no place never reads as an answer, and takes no other check
with it."""

from __future__ import annotations

import shutil

import pytest
from beside import beside
from builders import assess_wkt, square, write_image
from conftest import ROOT
from painting import CLASSES, NODE, strip, upright
from plandialog.plugin.core.outcome import Outcome
from plandialog.plugin.core.package.manifest import Integrity
from plandialog.plugin.gis.opening import map_layer
from plandialog.plugin.gis.sources import SourceError

ALL = (NODE, strip(-9000, 9000))


def two_datasets(builder, ext="tif", seal=False, **changes):
    """Checks on a picture, ``sjuk``, and on polygons, ``frisk``; returns the file of the picture."""
    canvas = upright(side=200, pixel=55)
    builder.image("sjuk", canvas.painted(ALL), changes.pop("transform", canvas.transform), CLASSES, ext=ext, **changes)
    builder.dataset("frisk", "polygon", [square(510_000, 6_580_000, 500)])
    builder.check("sjuk-andel", "sjuk", "class-share").check("sjuk-nara", "sjuk", "class-near", reach="1 km")
    builder.check("frisk-andel", "frisk", "overlap")
    builder.write(seal)
    return builder.root / "images" / f"sjuk.{ext}"


def prepared(builder):
    from plandialog.plugin.core.package.reader import read_package
    from plandialog.plugin.gis.engine import prepare
    from plandialog.plugin.gis.measures import measure_specs
    from qgis.core import QgsCoordinateTransformContext

    return prepare(read_package(builder.root, measure_specs()), QgsCoordinateTransformContext())


def assert_not_checked(builder, *reasons):
    """Both checks on the picture say why they were not carried out, and the other one goes on."""
    found = {finding.check: finding for finding in assess_wkt(prepared(builder)).findings}
    for name in ("sjuk-andel", "sjuk-nara"):
        finding = found[name]
        assert finding.outcome is Outcome.NOT_CHECKED
        assert [note.code for note in finding.notes] == list(reasons)
        assert (finding.measurement, finding.classes, finding.hits) == (None, (), ())
        for language in ("sv", "en"):
            assert str(builder.root) not in finding.notes[0].text(language)
    assert found["frisk-andel"].outcome is Outcome.DISCUSS


@pytest.mark.parametrize("ext", ["tif", "png", "jpg", "pdf"])
@pytest.mark.parametrize("seal", [True, False])
def test_without_a_fault_the_picture_is_read(builder, ext, seal):
    two_datasets(builder, ext, seal)
    for finding in assess_wkt(prepared(builder)).findings:
        assert finding.outcome is Outcome.DISCUSS


@pytest.mark.parametrize("ext", ["tif", "png", "jpg", "pdf"])
@pytest.mark.parametrize("seal", [True, False])
def test_a_missing_file(builder, ext, seal):
    two_datasets(builder, ext, seal).unlink()
    assert_not_checked(builder, "source-missing")


@pytest.mark.parametrize("ext", ["tif", "png", "jpg", "pdf"])
def test_any_change_to_a_sealed_file(builder, ext):
    path = two_datasets(builder, ext, seal=True)
    with path.open("r+b") as stream:
        stream.seek(path.stat().st_size // 2)
        byte = stream.read(1)
        stream.seek(-1, 1)
        stream.write(bytes([byte[0] ^ 1]))
    assert_not_checked(builder, "source-changed")


@pytest.mark.parametrize(("ext", "world"), [("png", "pgw"), ("jpg", "jgw")])
def test_a_world_file_that_is_gone_or_changed_or_new(builder, ext, world):
    path = two_datasets(builder, ext, seal=True).with_suffix(f".{world}")
    text = path.read_text()
    path.unlink()
    assert_not_checked(builder, "source-missing")
    path.write_text(text.replace("505", "506"))
    assert_not_checked(builder, "source-changed")
    path.write_text(text)
    path.with_suffix(".wld").write_text(text)
    assert_not_checked(builder, "source-unlisted")


@pytest.mark.parametrize("ext", ["tif", "png", "jpg", "pdf"])
def test_a_picture_that_has_not_been_georeferenced(builder, ext):
    two_datasets(builder, ext, transform=None)
    assert_not_checked(builder, "image-no-position")


@pytest.mark.parametrize("place", [1, 2])
@pytest.mark.parametrize("figure", ["1e12", "nan", "inf"])
def test_a_world_file_that_leads_nowhere(builder, place, figure):
    path = two_datasets(builder, "png").with_suffix(".pgw")
    figures = path.read_text().split()
    figures[place] = figure
    path.write_text("\n".join(figures) + "\n")
    assert_not_checked(builder, "image-no-position")


@pytest.mark.parametrize("figure", ["0", "0.0001", "1e150", "1e-300"])
def test_a_world_file_with_pixels_that_nobody_draws(builder, figure):
    path = two_datasets(builder, "png").with_suffix(".pgw")
    path.write_text("\n".join([figure, *path.read_text().split()[1:]]) + "\n")
    assert_not_checked(builder, "image-no-position")


@pytest.mark.parametrize("ext", ["tif", "png", "jpg", "pdf"])
@pytest.mark.parametrize("share", [0.3, 0.7, 0.95])
def test_a_file_cut_off_at_any_length(builder, ext, share):
    path = two_datasets(builder, ext)
    with path.open("r+b") as stream:
        stream.truncate(int(path.stat().st_size * share))
    found = {finding.check: finding for finding in assess_wkt(prepared(builder)).findings}
    for name in ("sjuk-andel", "sjuk-nara"):
        assert found[name].outcome is Outcome.NOT_CHECKED
        assert found[name].notes[0].code in ("picture-cut", "picture-broken", "picture-unknown", "image-no-position")
    assert found["frisk-andel"].outcome is Outcome.DISCUSS


@pytest.mark.parametrize("ext", ["tif", "png", "jpg", "pdf"])
def test_an_empty_file(builder, ext):
    two_datasets(builder, ext).write_bytes(b"")
    assert_not_checked(builder, "picture-empty")


@pytest.mark.parametrize("ext", ["tif", "png", "jpg", "pdf"])
def test_a_file_of_noise(builder, ext):
    two_datasets(builder, ext).write_bytes(b"\x00noise" * 500)
    assert_not_checked(builder, "picture-unknown")


@pytest.mark.parametrize("ext", ["tif", "png", "jpg", "pdf"])
def test_a_virtual_raster_called_a_picture(builder, tmp_path, ext):
    """It could read any file of the machine."""
    path = two_datasets(builder, ext)
    canvas = upright(side=200, pixel=55)
    outside = tmp_path / "utanfor.tif"
    write_image(outside, canvas.painted(ALL), canvas.transform)
    path.write_text(
        '<VRTDataset rasterXSize="200" rasterYSize="200"><GeoTransform>505000,55,0,6586000,0,-55</GeoTransform>'
        f'<VRTRasterBand dataType="Byte" band="1"><SimpleSource><SourceFilename>{outside}</SourceFilename>'
        "<SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></VRTDataset>",
        encoding="utf-8",
    )
    assert_not_checked(builder, "picture-format")


def test_a_file_that_leads_out_of_the_package(builder, tmp_path):
    path = two_datasets(builder)
    path.rename(tmp_path / "ute.tif")
    path.symlink_to(tmp_path / "ute.tif")
    assert_not_checked(builder, "file-outside")


def test_a_pdf_behind_a_password(builder):
    shutil.copy(ROOT / "tests" / "data" / "locked.pdf", two_datasets(builder, "pdf"))
    assert_not_checked(builder, "picture-password")


@pytest.mark.parametrize(
    ("page", "code"), [("1", "image-no-position"), ("4", "picture-page"), ("x", "picture-page"), ("0", "picture-page")]
)
def test_a_page_that_is_not_there(builder, page, code):
    source = {"provider": "gdal", "uri": f"images/sjuk.pdf|page={page}"}
    two_datasets(builder, "pdf", transform=None, source=source)
    assert_not_checked(builder, code)


def test_a_picture_without_a_crs_in_a_crs_that_does_not_exist(builder):
    two_datasets(builder, "png", image_crs="EPSG:99999")
    assert_not_checked(builder, "source-no-crs")


def test_a_transform_that_puts_every_pixel_in_one_place(builder):
    path = two_datasets(builder, "png")
    path.with_suffix(".pgw").write_text("0\n0\n0\n0\n510000\n6580000\n")
    assert_not_checked(builder, "image-no-position")


@pytest.mark.parametrize("ext", ["tif", "png", "jpg", "pdf"])
def test_what_gdal_keeps_beside_a_picture_moves_neither_it_nor_its_layer(builder, ext):
    """A file that the manifest does not list could put the picture anywhere."""
    path = two_datasets(builder, ext, seal=True)
    path.with_name(path.name + ".aux.xml").write_text(
        "<PAMDataset><GeoTransform>100000, 55, 0, 6586000, 0, -55</GeoTransform></PAMDataset>"
    )
    ready = prepared(builder)
    for finding in assess_wkt(ready).findings:
        assert finding.outcome is Outcome.DISCUSS
    package = ready.package
    try:
        layer = map_layer(package, package.datasets["sjuk"], Integrity(package.root, package.manifest))
    except SourceError as error:
        assert error.message.code == "source-unlisted"
    else:
        assert layer.extent().toString(0) == "505000,6575000 : 516000,6586000"


def test_a_picture_that_goes_away_after_the_package_was_opened(builder):
    path = two_datasets(builder)
    ready = prepared(builder)
    path.unlink()
    found = {finding.check: finding for finding in assess_wkt(ready).findings}
    assert found["sjuk-andel"].outcome is found["sjuk-nara"].outcome is Outcome.NOT_CHECKED
    assert found["frisk-andel"].outcome is Outcome.DISCUSS


def test_a_field_of_a_condition_is_not_looked_for_in_a_picture(builder):
    two_datasets(builder)
    builder.checks[0]["when"] = {"dwellings": {"at_least": 10}}
    builder.write()
    found = {finding.check: finding for finding in assess_wkt(prepared(builder), dwellings=1).findings}
    assert found["sjuk-andel"].outcome is Outcome.NOT_RELEVANT
    assert found["sjuk-nara"].outcome is Outcome.DISCUSS


@pytest.mark.parametrize("calls", [0, 1, 2, 3, 5, 8])
def test_a_cancel_at_any_time_leaves_whole_findings_and_tells_the_rest(builder, calls):
    from plandialog.plugin.core.proposal import details
    from plandialog.plugin.gis.engine import assess
    from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry

    two_datasets(builder)
    ready = prepared(builder)
    area = ready.plan_area(
        QgsGeometry.fromWkt(square(510_000, 6_580_000, 1000)), QgsCoordinateReferenceSystem("EPSG:3006")
    )
    whole = {finding.check: finding for finding in assess(ready, area, details("p", "Prov")).findings}
    ready = prepared(builder)  # nothing of the picture is kept in this one
    asked = []

    def cancelled():
        asked.append(None)
        return len(asked) > calls

    made = assess(ready, area, details("p", "Prov"), cancelled)
    assert made.cancelled
    for finding in made.findings:
        if finding.outcome is Outcome.NOT_CHECKED:
            assert [note.code for note in finding.notes] == ["cancelled"]
        else:
            assert finding.measurement == whole[finding.check].measurement
    # What was cancelled half way leaves nothing wrong behind.
    again = {finding.check: finding.measurement for finding in assess(ready, area, details("p", "Prov")).findings}
    assert again == {name: finding.measurement for name, finding in whole.items()}


def test_several_threads_ask_one_picture_at_once(builder):
    two_datasets(builder)
    ready = prepared(builder)
    asked = [beside(lambda: [each.measurement for each in assess_wkt(ready).findings]) for _ in range(4)]
    found = [each.result(60) for each in asked]
    assert all(each == found[0] for each in found)


def test_a_copy_of_a_sealed_package_is_the_same_package(builder, tmp_path):
    two_datasets(builder, "png", seal=True)
    before = assess_wkt(prepared(builder)).findings
    shutil.copytree(builder.root, tmp_path / "kopia å ä ö")
    builder.root = tmp_path / "kopia å ä ö"
    after = assess_wkt(prepared(builder)).findings
    assert [finding.measurement for finding in before] == [finding.measurement for finding in after]
