"""A source that is missing, broken, empty, cut or moved never reads as an answer, and takes no other check with it."""

from __future__ import annotations

import shutil

import pytest
from builders import PLAN, assess_wkt, square, write_layer
from plandialog.plugin.core.outcome import Outcome

# Each dataset is far from the plan area or in it; the check on "frisk" has to stand whatever happens to "sjuk".
FAR = square(501000, 6571000, 500)
HERE = square(510000, 6580000, 500)


def two_datasets(builder, ext="gpkg", seal=False, features=(FAR,), **changes):
    builder.dataset("sjuk", "polygon", list(features), ext=ext, fields={"namn": str}, **changes)
    builder.dataset("frisk", "polygon", [HERE])
    builder.check("sjuk-andel", "sjuk", "overlap").check("frisk-andel", "frisk", "overlap")
    builder.write(seal)
    return builder.root / "layers" / f"sjuk.{ext}"


def findings_after(builder):
    """The findings with the layer files as they are now."""
    from plandialog.plugin.core.package.reader import read_package
    from plandialog.plugin.gis.engine import prepare
    from plandialog.plugin.gis.measures import measure_specs
    from qgis.core import QgsCoordinateTransformContext

    prepared = prepare(read_package(builder.root, measure_specs()), QgsCoordinateTransformContext())
    return {finding.check: finding for finding in assess_wkt(prepared).findings}


def reason(finding):
    return [note.code for note in finding.notes]


def truncate(path, share):
    with path.open("r+b") as stream:
        stream.truncate(int(path.stat().st_size * share))


def test_without_a_fault_the_far_dataset_is_clear(builder):
    two_datasets(builder)
    found = findings_after(builder)
    assert found["sjuk-andel"].outcome is Outcome.CLEAR
    assert found["frisk-andel"].outcome is Outcome.DISCUSS


@pytest.mark.parametrize("ext", ["gpkg", "fgb", "shp", "geojson"])
@pytest.mark.parametrize("sealed", [True, False])
def test_a_missing_file(builder, ext, sealed):
    two_datasets(builder, ext, sealed).unlink()
    found = findings_after(builder)
    assert found["sjuk-andel"].outcome is Outcome.NOT_CHECKED
    assert reason(found["sjuk-andel"]) == (["source-missing"] if sealed else reason(found["sjuk-andel"]))
    assert found["frisk-andel"].outcome is Outcome.DISCUSS


@pytest.mark.parametrize("ext", ["gpkg", "fgb", "shp", "geojson"])
@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 0.95])
def test_a_file_cut_off_at_any_length(builder, ext, share):
    """Many features all over the area of validity, so that a cut loses some of them."""
    features = [square(500100 + 990 * (n % 20), 6570100 + 990 * (n // 20), 200) for n in range(400)]
    truncate(two_datasets(builder, ext, features=features), share)
    found = findings_after(builder)
    assert found["sjuk-andel"].outcome is Outcome.NOT_CHECKED
    assert reason(found["sjuk-andel"])[0] in ("source-broken", "source-read-error", "source-no-crs")
    assert found["frisk-andel"].outcome is Outcome.DISCUSS


@pytest.mark.parametrize("ext", ["gpkg", "fgb", "shp", "geojson"])
def test_a_file_of_noise(builder, ext):
    two_datasets(builder, ext).write_bytes(b"\x00noise" * 500)
    found = findings_after(builder)
    assert found["sjuk-andel"].outcome is Outcome.NOT_CHECKED
    assert reason(found["sjuk-andel"]) == ["source-broken"]
    assert found["frisk-andel"].outcome is Outcome.DISCUSS


def test_any_change_to_a_sealed_file(builder):
    path = two_datasets(builder, seal=True)
    with path.open("r+b") as stream:
        stream.seek(-1, 2)
        stream.write(b"\x01")
    found = findings_after(builder)
    assert (found["sjuk-andel"].outcome, reason(found["sjuk-andel"])) == (Outcome.NOT_CHECKED, ["source-changed"])
    assert found["frisk-andel"].outcome is Outcome.DISCUSS


def test_a_companion_of_a_sealed_shapefile_that_is_gone(builder):
    two_datasets(builder, "shp", seal=True).with_suffix(".dbf").unlink()
    found = findings_after(builder)
    assert (found["sjuk-andel"].outcome, reason(found["sjuk-andel"])) == (Outcome.NOT_CHECKED, ["source-missing"])


@pytest.mark.parametrize("ext", ["gpkg", "fgb", "shp", "geojson"])
def test_an_emptied_file(builder, ext):
    path = two_datasets(builder, ext)
    for part in path.parent.glob("sjuk.*"):
        part.unlink()
    write_layer(path, "sjuk", "polygon", [], {"namn": str})
    found = findings_after(builder)
    assert (found["sjuk-andel"].outcome, reason(found["sjuk-andel"])) == (Outcome.NO_DATA, ["source-empty"])
    assert found["frisk-andel"].outcome is Outcome.DISCUSS


def test_a_shapefile_without_its_coordinate_system(builder):
    two_datasets(builder, "shp").with_suffix(".prj").unlink()
    found = findings_after(builder)
    assert (found["sjuk-andel"].outcome, reason(found["sjuk-andel"])) == (Outcome.NOT_CHECKED, ["source-no-crs"])
    assert found["frisk-andel"].outcome is Outcome.DISCUSS


def test_a_layer_of_another_geometry(builder):
    path = two_datasets(builder)
    path.unlink()
    write_layer(path, "sjuk", "point", ["POINT(510500 6580500)"], {"namn": str})
    found = findings_after(builder)
    assert (found["sjuk-andel"].outcome, reason(found["sjuk-andel"])) == (Outcome.NOT_CHECKED, ["source-geometry"])


def test_a_layer_by_another_name(builder):
    path = two_datasets(builder)
    path.unlink()
    write_layer(path, "annat", "polygon", [HERE], {})
    found = findings_after(builder)
    assert (found["sjuk-andel"].outcome, reason(found["sjuk-andel"])) == (Outcome.NOT_CHECKED, ["source-layer"])


def test_a_field_that_is_gone_stops_only_the_checks_that_need_it(builder):
    builder.dataset("sjuk", "polygon", [HERE], fields={"namn": str})
    builder.check("med-falt", "sjuk", "overlap", where="klass = 'a'").check("utan-falt", "sjuk", "overlap")
    builder.write()
    found = findings_after(builder)
    assert (found["med-falt"].outcome, reason(found["med-falt"])) == (Outcome.NOT_CHECKED, ["source-field"])
    assert found["utan-falt"].outcome is Outcome.DISCUSS


@pytest.mark.parametrize(
    "where", ["namn = ", "eval('1')", "layer_property('x', 'y')", "env('HOME') = 'x'", "@user_account_name = 'x'"]
)
def test_an_expression_that_is_wrong_or_reaches_out(builder, where):
    builder.dataset("sjuk", "polygon", [HERE], fields={"namn": str})
    builder.check("villkor", "sjuk", "overlap", where=where).check("utan", "sjuk", "overlap")
    builder.write()
    found = findings_after(builder)
    assert (found["villkor"].outcome, reason(found["villkor"])) == (Outcome.NOT_CHECKED, ["expression"])
    assert found["utan"].outcome is Outcome.DISCUSS


def covered_by(builder, covered):
    builder.dataset("karterat", "polygon", covered, coverage="unknown")
    builder.dataset("sjuk", "polygon", [FAR], coverage={"dataset": "karterat"})
    builder.dataset("frisk", "polygon", [FAR])
    builder.check("sjuk-andel", "sjuk", "overlap").check("frisk-andel", "frisk", "overlap")
    builder.write()
    return builder.root / "layers" / "karterat.gpkg"


@pytest.mark.parametrize(
    ("covered", "outcome", "share"),
    [
        ([PLAN], Outcome.CLEAR, 100.0),
        ([square(510000, 6580000, 500)], Outcome.NO_DATA, 25.0),
        ([square(510000, 6580000, 999)], Outcome.NO_DATA, 99.8001),
        ([FAR], Outcome.NO_DATA, 0.0),
    ],
)
def test_coverage_that_shrinks(builder, covered, outcome, share):
    covered_by(builder, covered)
    found = findings_after(builder)
    assert found["sjuk-andel"].outcome is outcome
    assert found["sjuk-andel"].coverage.share == pytest.approx(share)
    assert found["frisk-andel"].outcome is Outcome.CLEAR


def test_a_coverage_that_is_gone(builder):
    covered_by(builder, [PLAN]).unlink()
    found = findings_after(builder)
    assert found["sjuk-andel"].outcome is Outcome.NO_DATA
    assert "coverage-unreadable" in reason(found["sjuk-andel"])
    assert found["frisk-andel"].outcome is Outcome.CLEAR


def test_a_package_whose_area_of_validity_is_gone_still_says_what_was_found(builder):
    two_datasets(builder)
    (builder.root / "layers" / "omrade.gpkg").unlink()
    found = findings_after(builder)
    assert found["sjuk-andel"].outcome is Outcome.NO_DATA
    assert found["frisk-andel"].outcome is Outcome.DISCUSS


def test_overlapping_polygons_never_give_more_than_the_whole(builder):
    builder.dataset("lager", "polygon", [PLAN, PLAN, square(509500, 6579500, 3000), HERE])
    builder.check("andel", "lager", "overlap").write()
    finding = findings_after(builder)["andel"]
    assert finding.measurement.value == pytest.approx(100.0)
    assert finding.measurement.value <= 100.0
    assert finding.measurement.text("sv") == "100\N{NO-BREAK SPACE}%"


def test_a_copy_of_a_sealed_package_is_the_same_package(builder, tmp_path):
    two_datasets(builder, seal=True)
    before = findings_after(builder)
    shutil.copytree(builder.root, tmp_path / "kopia å ä ö")
    builder.root = tmp_path / "kopia å ä ö"
    after = findings_after(builder)
    assert {name: finding.outcome for name, finding in before.items()} == {
        name: finding.outcome for name, finding in after.items()
    }


def test_a_file_that_leads_out_of_the_package_is_not_followed(builder, tmp_path):
    path = two_datasets(builder, "geojson", seal=False)
    outside = tmp_path / "utanfor.gpkg"
    write_layer(outside, "utanfor", "polygon", [HERE], {"namn": str})
    path.write_text(
        f'<OGRVRTDataSource><OGRVRTLayer name="utanfor"><SrcDataSource>{outside}</SrcDataSource></OGRVRTLayer>'
        "</OGRVRTDataSource>",
        encoding="utf-8",
    )
    found = findings_after(builder)
    assert (found["sjuk-andel"].outcome, reason(found["sjuk-andel"])) == (Outcome.NOT_CHECKED, ["source-format"])
    assert found["frisk-andel"].outcome is Outcome.DISCUSS
