"""A regional package and another one put to the same plan area: each finds what it finds alone, and says whose it
is."""

from __future__ import annotations

import dataclasses
import shutil

import pytest
from builders import PLAN, PackageBuilder, assess_wkt, square, write_layer
from listening import Listener
from plandialog.plugin.core.assessment import from_json, to_json
from plandialog.plugin.core.measurement import Evidence
from plandialog.plugin.core.outcome import Outcome
from plandialog.plugin.core.package.library import select_packages
from plandialog.plugin.gis.engine import prepare
from plandialog.plugin.gis.loading import LAYER_PROPERTY, load_package, project_layer
from plandialog.plugin.gis.measures import measure_specs
from plandialog.plugin.report.forms import write_form
from plandialog.plugin.report.html import render_html
from plandialog.plugin.report.maps import render_maps
from plandialog.plugin.report.summary import build_summary
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProject,
    QgsVectorLayer,
)

#: 60 × 60 km around the area of the regional package.
WIDE = "POLYGON((480000 6550000,540000 6550000,540000 6610000,480000 6610000,480000 6550000))"
BROADLEAVED = {"sv": "Lövskog", "en": "Broadleaved"}


def in_local_crs(wkt):
    """``wkt`` in another CRS than the regional package's."""
    geometry = QgsGeometry.fromWkt(wkt)
    crs = [QgsCoordinateReferenceSystem(name) for name in ("EPSG:3006", "EPSG:3010")]
    geometry.transform(QgsCoordinateTransform(*crs, QgsCoordinateTransformContext()))
    return geometry.asWkt(4)


@pytest.fixture
def regional(tmp_path):
    """A package with a strategy, in EPSG:3006. Some of its ids are those of the other package too."""
    builder = PackageBuilder(tmp_path / "regional")
    builder.package.update(demo=False, version="1.2.0")
    builder.dataset("skog", "polygon", [(square(510000, 6580000, 500), {"namn": "Hult"})], fields={"namn": str})
    builder.check("andel", "skog", "overlap", [{"up_to": "10 %", "outcome": "consider"}, {"outcome": "discuss"}])
    builder.check("fraga", None, "ask")
    return builder


@pytest.fixture
def national(tmp_path):
    """A package without a strategy, in EPSG:3010, with an area of validity that is wider."""
    builder = PackageBuilder(tmp_path / "national")
    builder.package.update(
        id="riket", title={"sv": "Riket", "en": "The realm"}, demo=False, crs="EPSG:3010", version="3.1.0"
    )
    del builder.package["strategy"]
    write_layer(builder.root / "layers" / "omrade.gpkg", "omrade", "polygon", [WIDE], {})
    builder.dataset(
        "skog",
        "polygon",
        [(in_local_crs(square(510250, 6580250, 1500)), {"namn": "Riksskogen"})],
        fields={"namn": str},
        crs="EPSG:3010",
        label="namn",
    )
    builder.dataset("vatten", "line", ["LINESTRING(512000 6570000,512000 6590000)"])
    builder.check("andel", "skog", "overlap")
    builder.check("nara", "vatten", "distance", [{"up_to": "2 km", "outcome": "consider"}], reach="3 km")
    builder.check("fraga", None, "ask")
    return builder


def opened(main, *also):
    """The packages as the dock and Processing open them."""
    selection = select_packages(main, also, main.parent / "w", measure_specs())
    return prepare(selection.package, QgsCoordinateTransformContext(), unused=selection.unused)


def alone(root, wkt=PLAN):
    return assess_wkt(opened(root), wkt)


def by_check(assessment):
    return {finding.check: finding for finding in assessment.findings}


@pytest.fixture
def both(regional, national):
    return opened(regional.write(seal=True), national.write())


def test_each_package_finds_what_it_finds_alone(regional, national, both):
    together = by_check(assess_wkt(both))
    first = by_check(alone(regional.root))
    assert {check: together[check].outcome for check in first} == {c: first[c].outcome for c in first}
    for check, finding in first.items():
        assert (together[check].measurement, together[check].coverage) == (finding.measurement, finding.coverage)
        assert [hit.name for hit in together[check].hits] == [hit.name for hit in finding.hits]
    second = by_check(alone(national.root))
    assert len(together) == len(first) + len(second)
    for check, finding in second.items():
        found = together[f"riket:{check}"]
        assert (found.outcome, found.says, found.coverage) == (finding.outcome, finding.says, finding.coverage)
        assert [hit.name for hit in found.hits] == [hit.name for hit in finding.hits]
        if finding.measurement is not None:
            # Alone it is measured in the package's own CRS, whose scale differs by less than a tenth of a percent.
            assert found.measurement.value == pytest.approx(finding.measurement.value, rel=1e-3)


def test_one_assessment_names_both_packages_and_reads_back(both):
    made = assess_wkt(both)
    assert (made.package.id, made.package.version, made.proposal.crs) == ("prov", "1.2.0", "EPSG:3006")
    assert [(each.id, each.version, each.strategy) for each in made.others] == [("riket", "3.1.0", None)]
    assert made.package.seal and not made.others[0].seal
    assert [(each.id, each.package, len(each.goals)) for each in made.perspectives] == [
        ("perspektiv", "prov", 1),
        ("riket:perspektiv", "riket", 0),
    ]
    assert by_check(made)["riket:andel"].source.dataset == "riket:skog"
    assert from_json(to_json((made,))) == (made,)


def test_coverage_is_the_area_of_validity_of_the_package_of_the_dataset(regional, national):
    # Across the border of the region, well within the realm.
    edge = square(519500, 6580000, 1000)
    regional.write(), national.write()
    main = by_check(assess_wkt(opened(regional.root, national.root), edge))
    assert main["andel"].outcome is Outcome.NO_DATA and main["andel"].coverage.share == pytest.approx(50, abs=0.1)
    # Only what lies in the region is measured at all, so the realm cannot cover more of it.
    assert main["riket:andel"].coverage.share == pytest.approx(50, abs=0.1)
    # Looked at from the realm, the region's data cover what lies in the region.
    turned = by_check(assess_wkt(opened(national.root, regional.root), edge))
    assert turned["andel"].outcome is Outcome.CLEAR
    assert turned["prov:andel"].outcome is Outcome.NO_DATA
    assert turned["prov:andel"].coverage.share == pytest.approx(50, abs=0.1)
    assert turned["prov:andel"].coverage.evidence is Evidence.PACKAGE


def test_what_is_looked_at_beyond_the_region_may_be_covered_by_the_other_package(regional, national):
    near = square(518000, 6580000, 100)
    regional.dataset("vag", "line", ["LINESTRING(500000 6571000,501000 6571000)"])
    regional.check("till-vag", "vag", "distance", [{"up_to": "1 km", "outcome": "consider"}], reach="3 km")
    national.dataset("vag", "line", ["LINESTRING(500000 6571000,501000 6571000)"])
    national.check("till-vag", "vag", "distance", [{"up_to": "1 km", "outcome": "consider"}], reach="3 km")
    found = by_check(assess_wkt(opened(regional.write(), national.write()), near))
    assert (found["till-vag"].outcome, found["riket:till-vag"].outcome) == (Outcome.NO_DATA, Outcome.CLEAR)


def test_an_area_of_validity_that_is_far_away_covers_nothing(regional, national):
    write_layer(national.root / "layers" / "omrade.gpkg", "omrade", "polygon", [square(300000, 6200000, 1000)], {})
    national.dataset("tom", "polygon", [square(300000, 6200000, 10)])
    national.check("i-tom", "tom", "overlap")
    found = by_check(assess_wkt(opened(regional.write(), national.write())))
    assert (found["riket:i-tom"].outcome, found["riket:i-tom"].coverage.share) == (Outcome.NO_DATA, 0.0)
    assert found["andel"].coverage.complete


def test_an_area_of_validity_that_cannot_be_read_is_told_of_where_it_matters(regional, national):
    regional.write(), national.write()
    (national.root / "layers" / "omrade.gpkg").unlink()
    made = assess_wkt(opened(regional.root, national.root))
    found = by_check(made)
    assert [note.code for note in found["riket:nara"].notes][-2:] == ["coverage-unreadable", "source-missing"]
    assert found["riket:nara"].coverage.evidence is Evidence.UNKNOWN
    assert found["andel"].coverage.complete and made.proposal.notes == ()


def test_a_plan_area_is_refused_by_the_area_of_the_main_package_only(regional, national):
    regional.write(), national.write()
    away = square(485000, 6555000, 100)
    from plandialog.plugin.gis.planarea import PlanAreaError

    with pytest.raises(PlanAreaError):
        assess_wkt(opened(regional.root, national.root), away)
    assert assess_wkt(opened(national.root, regional.root), away).proposal.inside == 100


# one that cannot be used


@pytest.fixture
def broken(regional, national):
    """The regional package with one that is broken and one that is not there."""
    regional.write(), national.write()
    (national.root / "package.yaml").write_text("format: 1\n", encoding="utf-8")
    return opened(regional.root, national.root, national.root.parent / "borta.zip")


def test_a_broken_package_leaves_the_others_as_they_are(regional, broken):
    made = assess_wkt(broken)
    assert {f.check: f.outcome for f in made.findings} == {f.check: f.outcome for f in alone(regional.root).findings}
    assert [gap.name for gap in made.gaps] == ["national", "borta.zip"]
    assert [reason.code for reason in made.gaps[1].reasons] == ["not-a-package"]
    assert 0 < len(made.gaps[0].reasons) <= 3
    # Where it lies on the planner's disk is nobody's business.
    assert str(regional.root.parent) not in to_json((made,))
    assert from_json(to_json((made,))) == (made,)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_summary_says_what_could_not_be_used_wherever_someone_may_stop_reading(broken, language):
    made = assess_wkt(broken)
    summary = build_summary(made, language)
    assert len(summary.unused) == 2 and "national" in summary.unused[0] and "borta.zip" in summary.unused[1]
    paragraph = {"sv": "2 paket som skulle ha använts", "en": "2 packages that were to be used"}[language]
    assert any(paragraph in each for each in summary.lead)
    labels = [value for _, value in summary.provenance]
    assert "national" in labels and "borta.zip" in labels
    html = render_html([made], language)
    assert html.count("borta.zip") >= 3
    # A package that works says nothing of the kind.
    sound = render_html([dataclasses.replace(made, gaps=())], language)
    assert "borta" not in sound and paragraph not in sound


# what a reader gets


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_summary_names_both_packages_with_version_and_date(both, language):
    made = assess_wkt(both)
    summary = build_summary(made, language)
    first, second = {
        "sv": ("Prov, version 1.2.0, utgivet 2026-01-01", "Riket, version 3.1.0, utgivet 2026-01-01"),
        "en": ("Sample, version 1.2.0, issued 2026-01-01", "The realm, version 3.1.0, issued 2026-01-01"),
    }[language]
    assert summary.packages == (first, second)
    html = render_html([made], language)
    assert f"{first}; {second}" in html and html.count(second) == 3
    assert [each.package for each in summary.perspectives] == [each.split(",")[0] for each in summary.packages]
    assert {each.package for each in summary.sources} == {each.split(",")[0] for each in summary.packages}
    # The strategy that the text speaks of is the main package's.
    strategies = [value for label, value in summary.provenance if "strateg" in label]
    assert strategies == [{"sv": "RUS", "en": "RDS"}[language]]
    assert summary.region == {"sv": "Provlän", "en": "Sample County"}[language]


def test_a_summary_from_one_package_has_no_word_of_others(regional):
    made = alone(regional.write())
    summary = build_summary(made, "sv")
    assert len(summary.packages) == 1 and not summary.unused
    assert not any(each.package for each in (*summary.perspectives, *summary.sources, *summary.discuss))


@pytest.mark.parametrize(("first", "second"), [(True, False), (False, True), (True, True)])
def test_what_is_sample_data_in_part_is_marked_and_named(regional, national, first, second):
    regional.package["demo"], national.package["demo"] = first, second
    prepared = opened(regional.write(), national.write())
    made = assess_wkt(prepared)
    text = build_summary(made, "sv").demo
    assert prepared.package.demo
    assert ("Prov" in text, "Riket" in text) == ((first, second) if first != second else (False, False))
    assert "exempel" in text


def test_without_a_strategy_no_text_speaks_of_one(national):
    html = render_html([alone(national.write())], "sv")
    assert "strategi" not in html.lower()


def images(maps):
    return {key.removeprefix("image:") for key in maps.pictures if key.startswith("image:")}


def test_the_map_shows_what_each_package_found(both):
    made = assess_wkt(both)
    maps = render_maps(both.package, made, "sv")
    assert not maps.fault
    assert "Riksskogen" in maps.plan.alt
    assert "Underlag skog" in maps.plan.source


def test_the_images_of_a_further_package_are_drawn_from_its_folder(regional, national):
    import numpy as np
    from builders import class_document

    pixels = np.full((40, 40, 4), 255, np.uint8)
    pixels[:, :20] = (200, 30, 30, 255)
    for builder in (regional, national):
        classes = [class_document("rod", "#c81e1e"), class_document("vit", "#ffffff", blank=True)]
        builder.image("bild", pixels, (508000, 100, 0, 6583000, 0, -100), classes)
        builder.check("i-bild", "bild", "class-share", [{"outcome": "consider"}])
    prepared = opened(regional.write(seal=True), national.write(seal=True))
    made = assess_wkt(prepared)
    assert images(render_maps(prepared.package, made, "sv")) == {"bild", "riket:bild"}
    # Of another version of one of them the picture may show something else; the other one's is drawn all the same.
    other = dataclasses.replace(made, others=(dataclasses.replace(made.others[0], version="9.9.9"),))
    assert images(render_maps(prepared.package, other, "sv")) == {"bild"}


def test_the_geopackage_tells_the_packages(both, tmp_path):
    made = dataclasses.replace(assess_wkt(both), gaps=())
    path = tmp_path / "ut.gpkg"
    write_form("gpkg", [made], path, "sv", both.package)
    proposal = next(QgsVectorLayer(f"{path}|layername=proposal", "p", "ogr").getFeatures())
    assert (proposal["package"], proposal["other_packages"]) == ("prov", "riket 3.1.0")
    findings = QgsVectorLayer(f"{path}|layername=findings", "f", "ogr").getFeatures()
    assert {(row["package"], row["check_id"]) for row in findings} >= {("prov", "andel"), ("riket", "riket:andel")}


# layers


def names(group):
    return [child.name() for child in group.children()]


def test_layers_come_in_a_group_for_each_package(both, qgis_new_project):
    project = QgsProject.instance()
    loaded = load_package(both.package, project, "sv")
    assert (loaded.added, loaded.present, loaded.missing) == (5, 0, ())
    root = project.layerTreeRoot()
    assert names(root) == ["Prov 1.2.0", "Riket 3.1.0"]
    assert names(root.findGroup("Riket 3.1.0")) == ["Perspektiv", "Gränser och täckning"]
    keys = {layer.customProperty(LAYER_PROPERTY) for layer in project.mapLayers().values()}
    assert keys == {"prov/omrade", "prov/skog", "riket/omrade", "riket/skog", "riket/vatten"}


def test_a_layer_is_known_again_whatever_its_package_is_used_with(national, both, qgis_new_project):
    project = QgsProject.instance()
    alone_now = opened(national.root).package
    assert load_package(alone_now, project, "sv").added == 3
    loaded = load_package(both.package, project, "sv")
    assert (loaded.added, loaded.present) == (2, 3)
    assert project_layer(both.package, "riket:skog", project) is project_layer(alone_now, "skog", project)


# Processing


def run(name, listener=None, **parameters):
    from qgis import processing

    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    return processing.run(f"plandialog:{name}", parameters, feedback=listener or Listener(), context=context)


@pytest.fixture
def plans():
    layer = QgsVectorLayer("Polygon?crs=EPSG:3006", "planer", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt(PLAN))
    layer.dataProvider().addFeatures([feature])
    return layer


def test_the_algorithm_takes_further_packages_in_their_order(provider, regional, national, plans, tmp_path):
    third = PackageBuilder(tmp_path / "tredje")
    third.package["id"] = "tredje"
    third.check("fraga", None, "ask")
    regional.write()
    archive = shutil.make_archive(str(tmp_path / "riket"), "zip", national.write(seal=True))
    path = tmp_path / "ut.json"
    also = [str(third.write() / "package.yaml"), archive]
    run("checkplanarea", INPUT=plans, PACKAGE=str(regional.root), ALSO=also, JSON=str(path))
    (made,) = from_json(path.read_text(encoding="utf-8"))
    assert [each.id for each in made.packages] == ["prov", "tredje", "riket"]
    assert [each.package for each in made.perspectives] == ["prov", "tredje", "riket"]


def test_the_algorithm_goes_on_without_a_package_that_cannot_be_used(provider, regional, plans, tmp_path):
    listener, path = Listener(), tmp_path / "ut.json"
    regional.write()
    also = [str(tmp_path / "borta"), str(regional.root)]
    run("checkplanarea", listener, INPUT=plans, PACKAGE=str(regional.root), ALSO=also, JSON=str(path))
    (made,) = from_json(path.read_text(encoding="utf-8"))
    assert [gap.name for gap in made.gaps] == ["borta", "regional"]
    assert any("borta" in text for text in listener.errors) and any("prov" in text for text in listener.errors)


def test_layers_of_further_packages_are_loaded_too(provider, regional, national, qgis_new_project):
    regional.write(), national.write()
    results = run("loadpackage", PACKAGE=str(regional.root), ALSO=[str(national.root)], LANGUAGE=0)
    assert (results["ADDED"], results["MISSING"]) == (5, 0)
    assert names(QgsProject.instance().layerTreeRoot()) == ["Prov 1.2.0", "Riket 3.1.0"]
