"""The drafts and the project's layers: edits reach the drafts, and drafts of no layer get one that may be edited."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from dataclasses import replace

import pytest
from builders import PLAN, square, write_layer
from conftest import ROOT
from guibench import Heard, draft, settle, wait_until, whole_dock
from plandialog.plugin.about import DEMO_PROPOSALS
from plandialog.plugin.core.remarks import RemarkKind
from plandialog.plugin.core.session import Origin, Session
from plandialog.plugin.gis.loading import LAYER_PROPERTY
from plandialog.plugin.gui import state
from plandialog.plugin.gui.layers import SHEET_PROPERTY, DraftSheet, LayerFollower
from plandialog.plugin.gui.settings import Settings
from plandialog.plugin.gui.state import Recovery
from plandialog.plugin.gui.workbench import new_draft
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerUtils,
)

SWEREF = QgsCoordinateReferenceSystem("EPSG:3006")
HALF = square(510000, 6580000, 500)
ELSEWHERE = square(505000, 6575000, 400)
LEFT = "POLYGON((510000 6580000,510500 6580000,510500 6581000,510000 6581000,510000 6580000))"
RIGHT = "POLYGON((510500 6580000,511000 6580000,511000 6581000,510500 6581000,510500 6580000))"


def geometry(wkt):
    return QgsGeometry.fromWkt(wkt)


def same(wkt, other):
    """Whether two areas are the same to the millimetre."""
    return geometry(wkt).symDifference(geometry(other)).area() < 0.001 * geometry(other).length()


def codes(workbench, identifier):
    return [note.code for note in workbench.assessment(identifier).proposal.notes]


@pytest.fixture
def project(clean_profile):
    return QgsProject.instance()


@pytest.fixture(params=["gpkg", "memory"])
def layer(request, project, tmp_path):
    """A layer of the user's with two plan areas, in the project."""
    if request.param == "gpkg":
        write_layer(
            tmp_path / "planer.gpkg",
            "planer",
            "polygon",
            [(PLAN, {"namn": "A"}), (ELSEWHERE, {"namn": "B"})],
            {"namn": str},
        )
        made = QgsVectorLayer(f"{tmp_path / 'planer.gpkg'}|layername=planer", "Planer", "ogr")
    else:
        made = QgsVectorLayer("Polygon?crs=EPSG:3006&field=namn:string", "Planer", "memory")
        made.dataProvider().addFeatures([feature(made, PLAN, "A"), feature(made, ELSEWHERE, "B")])
    assert made.isValid() and made.featureCount() == 2
    project.addMapLayer(made)
    return made


def feature(layer, wkt, *values):
    made = QgsFeature(layer.fields())
    for number, value in enumerate(values):
        made.setAttribute(layer.fields().count() - len(values) + number, value)
    made.setGeometry(geometry(wkt))
    return made


def take(workbench, layer):
    """Take all plan areas of a layer, as the dock does."""
    workbench.add(
        new_draft(each.geometry(), layer.crs(), each["namn"], origin=Origin(layer.id(), each.id(), layer.name()))
        for each in layer.getFeatures()
    )
    settle(workbench)


def ids(layer):
    return sorted(each.id() for each in layer.getFeatures())


# layers of the user's


@pytest.fixture
def follower(opened, project, layer):
    made = LayerFollower(opened, project)
    take(opened, layer)
    yield made
    made.stop()


def test_a_moved_vertex_reaches_the_draft_at_once_as_unsaved_and_is_checked(opened, layer, follower):
    layer.startEditing()
    assert layer.moveVertex(510500, 6580000, ids(layer)[0], 1)
    moved = opened.session.draft("1")
    assert moved.unsaved and same(moved.geometry, layer.getGeometry(ids(layer)[0]).asWkt())
    assert not opened.session.draft("2").unsaved
    settle(opened)
    assert "plan-unsaved" in codes(opened, "1")
    assert opened.assessment("1").proposal.area == pytest.approx(750_000)
    layer.rollBack()


def test_saved_edits_are_saved_in_the_draft_too(opened, layer, follower):
    layer.startEditing()
    layer.changeGeometry(ids(layer)[0], geometry(HALF))
    assert layer.commitChanges()
    settle(opened)
    assert not opened.session.draft("1").unsaved and same(opened.session.draft("1").geometry, HALF)
    assert "plan-unsaved" not in codes(opened, "1")
    assert opened.assessment("1").proposal.area == pytest.approx(250_000)


def test_edits_saved_while_editing_goes_on_are_saved_in_the_draft(opened, layer, follower):
    layer.startEditing()
    layer.changeGeometry(ids(layer)[0], geometry(HALF))
    assert layer.commitChanges(False)
    assert not opened.session.draft("1").unsaved
    layer.changeGeometry(ids(layer)[0], geometry(PLAN))
    assert opened.session.draft("1").unsaved
    layer.rollBack()


def test_drafts_that_others_have_replaced_meanwhile_are_not_given_the_shape_of_the_layer(opened, layer, follower):
    """As when another project is opened in the middle of it: the ids of its drafts are the same."""
    layer.startEditing()
    opened.settings.live = False
    for number in ids(layer):
        assert layer.moveVertex(507000, 6577000, number, 1)
    other = Session(drafts=tuple(replace(draft(ELSEWHERE), id=each.id) for each in opened.session.drafts))

    def swap(_identifier):
        opened.geometry_changed.disconnect(swap)
        opened.adopt(other)

    opened.geometry_changed.connect(swap)
    assert layer.commitChanges()
    assert opened.session.drafts == other.drafts


def test_edits_rolled_back_give_the_draft_its_old_shape(opened, layer, follower):
    before = opened.session.draft("1")
    layer.startEditing()
    layer.changeGeometry(ids(layer)[0], geometry(HALF))
    layer.rollBack()
    settle(opened)
    after = opened.session.draft("1")
    assert same(after.geometry, before.geometry) and not after.unsaved
    assert opened.assessment("1").proposal.area == pytest.approx(1_000_000)


def test_an_edit_undone_gives_the_draft_its_old_shape(opened, layer, follower):
    layer.startEditing()
    layer.changeGeometry(ids(layer)[0], geometry(HALF))
    layer.undoStack().undo()
    assert same(opened.session.draft("1").geometry, PLAN)
    layer.undoStack().redo()
    assert same(opened.session.draft("1").geometry, HALF) and opened.session.draft("1").unsaved
    layer.rollBack()


def test_edits_of_other_features_and_attributes_leave_a_draft_alone(opened, layer, follower):
    opened.remove("2")
    before = opened.session
    heard = Heard(opened.geometry_changed)
    layer.startEditing()
    layer.changeGeometry(ids(layer)[1], geometry(HALF))
    layer.changeAttributeValue(ids(layer)[0], layer.fields().indexOf("namn"), "Annat")
    assert layer.commitChanges()
    assert opened.session == before and len(heard) == 0


def test_a_plan_area_drawn_in_the_layer_and_taken_before_it_was_saved_is_followed_after_the_save(
    opened, layer, follower
):
    layer.startEditing()
    assert layer.addFeature(feature(layer, square(512000, 6582000, 300), "C"))
    assert layer.addFeature(feature(layer, square(514000, 6582000, 300), "D"))
    for number in sorted(layer.editBuffer().addedFeatures(), reverse=True):
        each = layer.getFeature(number)
        origin = Origin(layer.id(), number, layer.name())
        opened.add([new_draft(each.geometry(), layer.crs(), each["namn"], origin=origin, unsaved=True)])
    assert layer.commitChanges(False)
    drafts = {each.name: each for each in opened.session.drafts}
    assert not drafts["C"].unsaved and not drafts["D"].unsaved
    held = {each["namn"]: each.id() for each in layer.getFeatures()}
    assert drafts["C"].origin.feature == held["C"] and drafts["D"].origin.feature == held["D"]
    layer.changeGeometry(held["C"], geometry(square(512000, 6582000, 200)))
    assert same(opened.session.draft(drafts["C"].id).geometry, square(512000, 6582000, 200))
    layer.rollBack()


def test_a_feature_that_is_deleted_leaves_its_draft_as_it_was_last_seen(opened, layer, follower):
    layer.startEditing()
    layer.deleteFeature(ids(layer)[0])
    assert layer.commitChanges()
    settle(opened)
    assert same(opened.session.draft("1").geometry, PLAN)


def test_a_layer_that_is_removed_leaves_its_drafts_without_their_origin(opened, layer, follower, project):
    project.removeMapLayer(layer.id())
    assert [each.origin for each in opened.session.drafts] == [None, None]
    assert same(opened.session.draft("1").geometry, PLAN)
    assert state.read(project).drafts[0].origin is None


def test_a_layer_removed_in_the_middle_of_an_edit_leaves_its_drafts_as_last_seen(opened, layer, follower, project):
    layer.startEditing()
    layer.changeGeometry(ids(layer)[0], geometry(HALF))
    project.removeMapLayer(layer.id())
    settle(opened)
    assert same(opened.session.draft("1").geometry, HALF) and opened.session.draft("1").origin is None


def test_another_layer_that_is_removed_changes_nothing(opened, layer, follower, project):
    other = QgsVectorLayer("Polygon?crs=EPSG:3006", "Annat", "memory")
    project.addMapLayer(other)
    before = opened.session
    project.removeMapLayer(other.id())
    assert opened.session == before


def test_a_layer_whose_drafts_are_all_removed_is_let_go(opened, layer, follower):
    opened.remove("1")
    restore = opened.remove("2")
    assert follower._followed == {}
    restore()
    layer.startEditing()
    layer.changeGeometry(ids(layer)[1], geometry(HALF))
    assert same(opened.current.geometry, HALF)
    layer.rollBack()


def test_a_follower_that_has_stopped_hears_nothing(opened, project, layer):
    follower = LayerFollower(opened, project)
    take(opened, layer)
    before = opened.session
    follower.stop()
    layer.startEditing()
    layer.changeGeometry(ids(layer)[0], geometry(HALF))
    layer.commitChanges()
    project.removeMapLayer(layer.id())
    opened.add([])
    assert opened.session == before


def test_without_live_checks_edits_reach_the_draft_and_are_not_checked(opened, layer, follower, gate):
    opened.settings.live = False
    layer.startEditing()
    layer.changeGeometry(ids(layer)[0], geometry(HALF))
    layer.commitChanges()
    settle(opened)
    assert same(opened.session.draft("1").geometry, HALF) and gate.started == 0


# the sheet


@pytest.fixture
def sheet(opened, project):
    made = DraftSheet(opened, project)
    yield made
    made.stop()


def sheets(project):
    return [each for each in project.mapLayers().values() if each.customProperty(SHEET_PROPERTY)]


def shown(project):
    """What the sheet shows: id, name and area of each draft."""
    [found] = sheets(project)
    return {each["id"]: (each["name"], round(each.geometry().area())) for each in found.getFeatures()}


def feature_of(layer, identifier):
    return next(each for each in layer.getFeatures() if each["id"] == identifier)


def test_there_is_no_sheet_before_there_is_a_draft_to_show(opened, project, sheet):
    opened.package_changed.emit()
    assert sheets(project) == []


def test_a_drawn_draft_appears_in_the_sheet(opened, project, sheet):
    opened.add([draft(name="Å")])
    assert shown(project) == {"1": ("Å", 1_000_000)}
    [found] = sheets(project)
    assert project.layerTreeRoot().findLayer(found.id()) is not None
    assert found.crs() == SWEREF


def test_a_draft_of_a_layer_is_not_in_the_sheet(opened, project, layer, sheet):
    take(opened, layer)
    assert sheets(project) == []


def test_drafts_whose_layer_is_removed_appear_in_the_sheet(opened, project, layer, sheet):
    follower = LayerFollower(opened, project)
    take(opened, layer)
    opened.add([draft(HALF, "Ritad")])
    project.removeMapLayer(layer.id())
    opened.state_of("3", name="Ritat")
    assert set(shown(project)) == {"1", "2", "3"}
    follower.stop()


def test_a_draft_that_comes_before_the_package_appears_once_that_is_open(workbench, project, small):
    sheet = DraftSheet(workbench, project)
    workbench.add([draft()])
    assert sheets(project) == []
    workbench.open_package(small)
    settle(workbench)
    assert set(shown(project)) == {"1"}
    sheet.stop()


def test_a_new_name_and_a_removed_draft_show_in_the_sheet(opened, project, sheet):
    opened.add([draft(name="Ett"), draft(HALF, "Två")])
    opened.state_of("1", name="Nytt")
    assert shown(project) == {"1": ("Nytt", 1_000_000), "2": ("Två", 250_000)}
    restore = opened.remove("1")
    assert shown(project) == {"2": ("Två", 250_000)}
    restore()
    assert set(shown(project)) == {"1", "2"}


def test_a_sheet_that_shows_all_already_is_not_written_again(opened, project, sheet):
    opened.add([draft()])
    [found] = sheets(project)
    written = Heard(found.dataProvider().dataChanged)
    opened.drafts_changed.emit()
    opened.package_changed.emit()
    assert len(written) == 0


def test_a_vertex_moved_in_the_sheet_reaches_the_draft(opened, project, sheet):
    opened.add([draft(), draft(ELSEWHERE)])
    [found] = sheets(project)
    found.startEditing()
    assert found.moveVertex(510500, 6580000, feature_of(found, "1").id(), 1)
    assert opened.session.draft("1").unsaved
    assert geometry(opened.session.draft("1").geometry).area() == pytest.approx(750_000)
    assert same(opened.session.draft("2").geometry, ELSEWHERE)
    settle(opened)
    assert "plan-unsaved" in codes(opened, "1")
    assert found.commitChanges()
    settle(opened)
    assert not opened.session.draft("1").unsaved
    assert geometry(opened.session.draft("1").geometry).area() == pytest.approx(750_000)
    assert codes(opened, "1") == []


def test_edits_of_the_sheet_rolled_back_give_the_old_shape(opened, project, sheet):
    opened.add([draft()])
    [found] = sheets(project)
    found.startEditing()
    found.changeGeometry(feature_of(found, "1").id(), geometry(HALF))
    assert same(opened.session.draft("1").geometry, HALF)
    found.rollBack()
    assert same(opened.session.draft("1").geometry, PLAN) and not opened.session.draft("1").unsaved
    assert shown(project)["1"][1] == 1_000_000


def test_a_draft_is_removed_when_its_feature_is_deleted_and_that_is_saved(opened, project, sheet):
    opened.add([draft(), draft(ELSEWHERE)])
    [found] = sheets(project)
    found.startEditing()
    found.deleteFeature(feature_of(found, "1").id())
    assert len(opened.session.drafts) == 2
    assert found.commitChanges()
    assert [each.id for each in opened.session.drafts] == ["2"]
    assert set(shown(project)) == {"2"}


def test_a_deleted_feature_that_is_rolled_back_leaves_the_draft(opened, project, sheet):
    opened.add([draft()])
    [found] = sheets(project)
    found.startEditing()
    found.deleteFeature(feature_of(found, "1").id())
    found.rollBack()
    assert [each.id for each in opened.session.drafts] == ["1"]
    assert set(shown(project)) == {"1"}


def test_a_polygon_drawn_in_the_sheet_becomes_a_draft_when_it_is_saved(opened, project, sheet):
    opened.add([draft()])
    [found] = sheets(project)
    found.startEditing()
    made = QgsFeature(found.fields())
    made.setGeometry(geometry(ELSEWHERE))
    assert found.addFeature(made)
    assert len(opened.session.drafts) == 1
    assert found.commitChanges()
    settle(opened)
    assert same(opened.current.geometry, ELSEWHERE) and opened.current.name == "Proposal 2"
    assert opened.assessment(opened.current.id) is not None
    assert shown(project)[opened.current.id] == (opened.current.name, 160_000)


def test_a_polygon_that_is_saved_twice_while_editing_goes_on_becomes_one_draft(opened, project, sheet):
    opened.add([draft()])
    [found] = sheets(project)
    found.startEditing()
    made = QgsFeature(found.fields())
    made.setGeometry(geometry(ELSEWHERE))
    found.addFeature(made)
    assert found.commitChanges(False)
    found.changeGeometry(feature_of(found, "1").id(), geometry(HALF))
    assert found.commitChanges(False)
    assert len(opened.session.drafts) == 2
    new = opened.session.drafts[1]
    found.changeGeometry(feature_of(found, new.id).id(), geometry(square(505000, 6575000, 200)))
    assert same(opened.session.draft(new.id).geometry, square(505000, 6575000, 200))
    assert found.commitChanges()
    assert len(opened.session.drafts) == 2 and set(shown(project)) == {"1", new.id}


def test_a_draft_that_is_split_in_the_sheet_becomes_two(opened, project, sheet):
    opened.add([draft(land_use="bostader")])
    [found] = sheets(project)
    found.startEditing()
    one = feature_of(found, "1")
    found.changeGeometry(one.id(), geometry(LEFT))
    found.addFeature(QgsVectorLayerUtils.createFeature(found, geometry(RIGHT), dict(enumerate(one.attributes()))))
    assert found.commitChanges()
    assert [round(geometry(each.geometry).area()) for each in opened.session.drafts] == [500_000, 500_000]
    assert opened.session.draft("1").land_use == "bostader"
    assert len(shown(project)) == 2


def test_a_draft_that_comes_while_the_sheet_is_edited_is_not_lost_when_the_edits_are_saved(opened, project, sheet):
    opened.add([draft()])
    [found] = sheets(project)
    found.startEditing()
    found.changeGeometry(feature_of(found, "1").id(), geometry(HALF))
    opened.add([draft(ELSEWHERE, "Kom emellan")])
    assert found.commitChanges()
    assert [each.name for each in opened.session.drafts] == ["Prov", "Kom emellan"]
    assert set(shown(project)) == {"1", "2"}


def test_a_draft_that_comes_while_the_sheet_is_edited_is_shown_when_the_edits_are_given_up(opened, project, sheet):
    opened.add([draft()])
    [found] = sheets(project)
    found.startEditing()
    opened.add([draft(ELSEWHERE, "Kom emellan")])
    found.rollBack()
    assert set(shown(project)) == {"1", "2"}


def test_a_draft_removed_while_the_sheet_is_edited_does_not_come_back_with_the_save(opened, project, sheet):
    opened.add([draft(), draft(ELSEWHERE)])
    [found] = sheets(project)
    found.startEditing()
    found.changeGeometry(feature_of(found, "2").id(), geometry(HALF))
    opened.remove("1")
    assert found.commitChanges()
    assert [each.id for each in opened.session.drafts] == ["2"]
    assert set(shown(project)) == {"2"}


@pytest.mark.parametrize("wkt", ["", "POLYGON EMPTY", "LINESTRING(0 0,1 1)"])
def test_a_draft_that_no_layer_can_show_stays_when_others_are_saved(opened, project, sheet, wkt):
    opened.add([draft(), draft(wkt, "Utan yta")])
    [found] = sheets(project)
    found.startEditing()
    found.changeGeometry(feature_of(found, "1").id(), geometry(HALF))
    assert found.commitChanges()
    assert [each.name for each in opened.session.drafts] == ["Prov", "Utan yta"]


def test_drafts_that_were_not_touched_keep_their_coordinates_and_findings_when_others_are_saved(
    opened, project, sheet, gate
):
    there = QgsCoordinateTransform(SWEREF, QgsCoordinateReferenceSystem("EPSG:4326"), project)
    moved = geometry(PLAN)
    moved.transform(there)
    opened.add([new_draft(moved, QgsCoordinateReferenceSystem("EPSG:4326"), "Grader"), draft(ELSEWHERE)])
    settle(opened)
    before, checked = opened.session.draft("1"), list(gate.checked)
    [found] = sheets(project)
    found.startEditing()
    found.changeGeometry(feature_of(found, "2").id(), geometry(HALF))
    assert found.commitChanges()
    settle(opened)
    assert opened.session.draft("1") == before
    assert "1" not in gate.checked[len(checked) :]


def test_a_draft_in_another_crs_is_shown_in_its_place_and_keeps_its_crs_when_it_is_edited(opened, project, sheet):
    degrees = QgsCoordinateReferenceSystem("EPSG:4326")
    moved = geometry(PLAN)
    moved.transform(QgsCoordinateTransform(SWEREF, degrees, project))
    opened.add([new_draft(moved, degrees, "Grader")])
    [found] = sheets(project)
    assert same(feature_of(found, "1").geometry().asWkt(), PLAN)
    found.startEditing()
    found.changeGeometry(feature_of(found, "1").id(), geometry(HALF))
    edited = opened.session.draft("1")
    assert edited.crs == "EPSG:4326"
    back = geometry(edited.geometry)
    back.transform(QgsCoordinateTransform(degrees, SWEREF, project))
    assert same(back.asWkt(), HALF)
    found.rollBack()


def test_the_crs_of_the_project_does_not_matter(opened, project, sheet):
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    opened.add([draft()])
    [found] = sheets(project)
    assert found.crs() == SWEREF
    found.startEditing()
    found.changeGeometry(feature_of(found, "1").id(), geometry(HALF))
    found.commitChanges()
    settle(opened)
    assert opened.assessment("1").proposal.area == pytest.approx(250_000)
    project.setCrs(QgsCoordinateReferenceSystem())


@pytest.mark.parametrize(
    "wkt",
    [
        "MULTIPOLYGON(((510000 6580000,510100 6580000,510100 6580100,510000 6580000)),"
        "((511000 6580000,511100 6580000,511100 6580100,511000 6580000)))",
        "CURVEPOLYGON(CIRCULARSTRING(510000 6580100,510100 6580200,510200 6580100,510100 6580000,510000 6580100))",
        "POLYGON Z((510000 6580000 5,510100 6580000 5,510100 6580100 5,510000 6580000 5))",
    ],
    ids=["multi", "curve", "z"],
)
def test_any_kind_of_polygon_is_shown_and_stays_what_it_is(opened, project, sheet, wkt):
    opened.add([draft(wkt), draft(ELSEWHERE)])
    before = opened.session.draft("1")
    assert shown(project)["1"][1] == round(geometry(wkt).area())
    [found] = sheets(project)
    found.startEditing()
    found.changeGeometry(feature_of(found, "2").id(), geometry(HALF))
    found.commitChanges()
    assert opened.session.draft("1") == before


def test_a_sheet_that_the_user_removes_leaves_the_drafts_and_comes_back_with_the_next_change(opened, project, sheet):
    opened.add([draft()])
    [found] = sheets(project)
    project.removeMapLayer(found.id())
    assert [each.id for each in opened.session.drafts] == ["1"] and sheets(project) == []
    opened.add([draft(ELSEWHERE)])
    assert set(shown(project)) == {"1", "2"}


def test_a_sheet_removed_in_the_middle_of_an_edit_leaves_the_drafts(opened, project, sheet):
    opened.add([draft()])
    [found] = sheets(project)
    found.startEditing()
    found.deleteFeature(feature_of(found, "1").id())
    project.removeMapLayer(found.id())
    assert [each.id for each in opened.session.drafts] == ["1"]


def test_a_name_changed_in_the_table_of_the_sheet_is_the_draft_s_when_it_is_saved(opened, project, sheet):
    opened.add([draft(name="Gammalt")])
    [found] = sheets(project)
    found.startEditing()
    found.changeAttributeValue(feature_of(found, "1").id(), found.fields().indexOf("name"), "Nytt")
    assert found.commitChanges()
    assert opened.session.draft("1").name == "Nytt"


def test_a_sheet_that_has_stopped_hears_nothing_and_stays(opened, project):
    sheet = DraftSheet(opened, project)
    opened.add([draft()])
    sheet.stop()
    [found] = sheets(project)
    found.startEditing()
    found.deleteFeature(feature_of(found, "1").id())
    found.commitChanges()
    opened.add([draft(ELSEWHERE)])
    assert len(opened.session.drafts) == 2 and shown(project) == {}


# projects that come and go


@pytest.fixture
def dock(make_dock, small):
    made = make_dock(package=str(small))
    assert made.workbench.prepared.package.root == small
    return made


def test_a_project_saved_and_opened_again_has_its_sheet_filled_and_not_doubled(dock, project, tmp_path):
    dock.workbench.add([draft(name="Ett"), draft(ELSEWHERE, "Två")])
    assert project.write(str(tmp_path / "p.qgz"))
    for _ in range(2):
        assert project.read(str(tmp_path / "p.qgz"))
        settle(dock.workbench)
        assert shown(project) == {"1": ("Ett", 1_000_000), "2": ("Två", 160_000)}
    [found] = sheets(project)
    found.startEditing()
    found.changeGeometry(feature_of(found, "1").id(), geometry(HALF))
    assert same(dock.workbench.session.draft("1").geometry, HALF)
    found.rollBack()


def test_drafts_of_a_layer_are_followed_again_in_a_project_that_was_opened(dock, project, tmp_path):
    write_layer(tmp_path / "planer.gpkg", "planer", "polygon", [(PLAN, {"namn": "A"})], {"namn": str})
    layer = QgsVectorLayer(f"{tmp_path / 'planer.gpkg'}|layername=planer", "Planer", "ogr")
    project.addMapLayer(layer)
    dock.take_layer(layer)
    assert project.write(str(tmp_path / "p.qgz"))
    assert project.read(str(tmp_path / "p.qgz"))
    settle(dock.workbench)
    [draft] = dock.workbench.session.drafts
    again = project.mapLayer(draft.origin.layer)
    again.startEditing()
    again.changeGeometry(draft.origin.feature, geometry(HALF))
    assert same(dock.workbench.session.draft(draft.id).geometry, HALF)
    again.rollBack()


UNLOADED = """
    import importlib.util, gc, sys
    sys.path.insert(0, {tests!r})
    spec = importlib.util.spec_from_file_location("plandialog", {root!r} + "/__init__.py",
                                                  submodule_search_locations=[{root!r}])
    module = importlib.util.module_from_spec(spec)
    sys.modules["plandialog"] = module
    spec.loader.exec_module(module)
    from guibench import Window, whole_dock, settle
    from qgis.core import QgsApplication, QgsProject
    app = QgsApplication([], True)
    app.initQgis()
    from plandialog.plugin.gui.dock import PlandialogDock
    from plandialog.plugin.gui.settings import Settings
    heard = []
    window = Window()
    QgsProject.instance().cleared.connect(lambda: heard.append("cleared"))

    def open_and_leave():
        dock = whole_dock(window, Settings())
        settle(dock.workbench)
        dock.package_step.load_layers()
        while dock.package_step.is_loading:
            app.processEvents()
        dock.shut_down()
        dock.deleteLater()
        settle(dock.workbench)

    open_and_leave()
    for _ in range(5):
        # What is to be deleted later, which no event loop does here.
        app.processEvents()
        app.sendPostedEvents(None, 52)
        gc.collect()
    assert not [each for each in gc.get_objects() if isinstance(each, PlandialogDock)]
    QgsProject.instance().clear()
    print(heard, flush=True)
"""


def test_a_dock_that_is_gone_leaves_what_other_plugins_have_connected_to_the_project(tmp_path):
    """PyQt drops the slots of everyone, or runs into them, once a wrapper of the project is collected in a cycle."""
    script = textwrap.dedent(UNLOADED).format(root=str(ROOT), tests=str(ROOT / "tests"))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout) == (0, "['cleared']\n"), done.stderr


def keys(project):
    """What the layers of the package in the project are known by."""
    return {each.customProperty(LAYER_PROPERTY) for each in project.mapLayers().values()} - {None}


def test_drawing_in_an_empty_project_brings_a_map_to_draw_on(dock, project):
    dock.draw()
    wait_until(lambda: not dock.package_step.is_loading, what="the background")
    [found] = sheets(project)
    assert found.crs() == SWEREF and not list(found.getFeatures())
    package = dock.workbench.prepared.package
    assert keys(project) == {f"{package.id}/{package.area}"}
    seen = dock._iface.mapCanvas().extent()
    assert seen.contains(dock.workbench.prepared.validity.boundingBox())
    dock.draw()
    assert sheets(project) == [found] and len(project.mapLayers()) == 2


def test_drawing_on_a_map_with_layers_adds_none(dock, project, layer):
    dock.draw()
    assert list(project.mapLayers()) == [layer.id()] and not dock.package_step.is_loading


def test_a_layer_is_taken_twice_without_doubling_its_drafts(dock, layer):
    dock.take_layer(layer)
    dock.workbench.state_of("1", land_use="bostader")
    dock.take_layer(layer)
    assert [each.land_use for each in dock.workbench.session.drafts] == ["bostader", None]


def test_a_new_project_does_not_inherit_the_drafts_of_the_old_one(dock, project, layer):
    dock.take_layer(layer)
    dock.workbench.add([draft()])
    settle(dock.workbench)
    project.clear()
    settle(dock.workbench)
    assert dock.workbench.session.is_blank
    assert state.read(project) == Session()


def test_a_saved_project_that_is_closed_leaves_nothing_in_the_profile_to_bring_back(dock, project, layer, tmp_path):
    dock.take_layer(layer)
    assert project.write(str(tmp_path / "p.qgz"))
    project.clear()
    settle(dock.workbench)
    assert Recovery(dock.workbench._recovery._folder).left() == []


def test_a_project_that_was_never_saved_is_found_again_with_its_drafts_after_it_is_closed(dock, project, layer):
    dock.take_layer(layer)
    dock.workbench.remark("fraga", RemarkKind.ANSWER, "Så här.")
    project.clear()
    settle(dock.workbench)
    [(_, left)] = Recovery(dock.workbench._recovery._folder).left()
    assert [each.name for each in left.drafts] == ["A", "B"] and left.drafts[0].remarks


def test_a_saved_project_keeps_the_origin_of_its_drafts_when_it_is_closed(dock, project, tmp_path):
    write_layer(tmp_path / "planer.gpkg", "planer", "polygon", [(PLAN, {"namn": "A"})], {"namn": str})
    layer = QgsVectorLayer(f"{tmp_path / 'planer.gpkg'}|layername=planer", "Planer", "ogr")
    project.addMapLayer(layer)
    dock.take_layer(layer)
    assert project.write(str(tmp_path / "p.qgz"))
    project.clear()
    again = QgsProject()
    assert again.read(str(tmp_path / "p.qgz"))
    assert state.read(again).drafts[0].origin.feature == 1


def test_a_dock_that_is_gone_before_a_file_is_read_takes_nothing(dock, project):
    late = whole_dock(dock._iface, Settings())
    settle(late.workbench)
    before = state.read(project)
    late.take_file(DEMO_PROPOSALS)
    late.shut_down()
    late.deleteLater()
    settle(late.workbench)
    assert late.workbench.session.is_blank
    assert state.read(project) == before


def test_the_plan_areas_of_a_file_do_not_land_in_a_project_opened_meanwhile(dock, project):
    dock.take_file(DEMO_PROPOSALS)
    project.clear()
    settle(dock.workbench)
    assert dock.workbench.session.is_blank


def test_a_file_without_plan_areas_is_told(dock, tmp_path):
    (tmp_path / "fel.gpkg").write_text("inget")
    dock.take_file(tmp_path / "fel.gpkg")
    settle(dock.workbench)
    assert any("fel.gpkg" in text for text in dock._iface.messages())


def test_the_plan_areas_of_a_file_are_taken_and_shown(dock, project):
    dock.take_file(DEMO_PROPOSALS)
    wait_until(lambda: len(dock.workbench.session.drafts) == 7)
    settle(dock.workbench)
    assert len(shown(project)) == 7
