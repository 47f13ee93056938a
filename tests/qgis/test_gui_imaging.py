"""The assistant for structure images: its logic without a window, and its steps."""

from __future__ import annotations

import csv
import math
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from conftest import DEMO_PACKAGE, ROOT
from guibench import Heard, Window, settle, wait_until
from plandialog.plugin.core.legend import ImageClass, Legend
from plandialog.plugin.core.package.ids import unique_id
from plandialog.plugin.core.text import Text
from plandialog.plugin.gis.georeference import ControlPoint, Method, fit
from plandialog.plugin.gis.points_file import PointsFile, SetPoint, points_text
from plandialog.plugin.gis.profile import data_folder
from plandialog.plugin.gui.imaging.classes import LegendDraft, LegendHistory
from plandialog.plugin.gui.imaging.entries import check_entry, dataset_entry, least_accuracy, metres
from plandialog.plugin.gui.imaging.history import History
from plandialog.plugin.gui.imaging.job import About, Corner, Job, JobStore
from plandialog.plugin.gui.imaging.names import NamedPlace, PlaceIndex, coordinates, name_datasets
from plandialog.plugin.gui.imaging.points import PointList, numbered
from plandialog.plugin.gui.settings import Settings
from plandialog.plugin.gui.state import Recovery
from plandialog.plugin.gui.workbench import Workbench
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsProject,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from qgis.PyQt.QtGui import QColor, QDropEvent, QKeyEvent, QMouseEvent, QPageSize, QPainter, QPdfWriter
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QMessageBox, QPushButton, QShortcut

PDF = ROOT / "resources" / "demo" / "energi-livsmedel.pdf"
DATASET = "bild-energi-livsmedel"
CROP = [(157, 409), (976, 409), (976, 1717), (157, 1717)]


def known_points(*names):
    """Control points of the PDF page, from what it was drawn with."""
    text = (ROOT / "tests" / "data" / "energi_livsmedel_points.csv").read_text(encoding="utf-8")
    rows = {row["name"]: row for row in csv.DictReader(text.splitlines())}
    return [
        ControlPoint(*(float(rows[name][key]) for key in ("column", "row", "x", "y")), name) for name in names or rows
    ]


SIX = ("Örebro", "Karlskoga", "Lindesberg", "Laxå", "Kopparberg", "Askersund")


# undo


def test_a_change_can_be_undone_and_made_again():
    heard = []
    history = History(1, lambda: heard.append(history.value))
    history.change(2)
    history.change(2)
    history.change(3)
    history.undo()
    assert history.value == 2 and history.can_redo
    history.redo()
    history.undo()
    history.undo()
    history.undo()
    assert history.value == 1 and not history.can_undo
    history.change(9)
    assert not history.can_redo and heard == [2, 3, 2, 3, 2, 1, 9]


# points


def test_a_point_is_complete_in_either_order():
    points = PointList()
    points.set_in_picture(10, 20)
    points.set_on_map(500000, 6500000, "Kumla")
    points.set_on_map(510000, 6510000)
    points.set_in_picture(30, 40)
    assert [point.place.name for point in points.value] == ["Kumla", "2"]
    assert points.used[1] == ControlPoint(30, 40, 510000, 6510000, "2")
    assert points.half.is_blank


def test_the_newest_half_counts_and_can_be_given_up():
    points = PointList()
    points.set_in_picture(10, 20)
    points.set_in_picture(11, 21)
    points.give_up()
    points.set_on_map(1, 2)
    assert points.value == () and points.half.picture is None and not points.can_undo


def test_moving_removing_and_switching_off_are_undone_one_by_one():
    points = PointList()
    points.start(tuple(SetPoint(place) for place in known_points(*SIX)))
    points.move_in_picture(0, 1, 2)
    points.move_on_map(1, 3, 4)
    points.enable(2, False)
    points.remove([0, 5])
    points.rename(0, " Plats ")
    assert len(points.value) == 4 and points.value[0].place.name == "Plats" and len(points.used) == 3
    for _ in range(5):
        points.undo()
    assert list(points.used) == known_points(*SIX) and not points.can_undo


def read_points(text):
    return numbered(PointsFile(text).points())


def test_points_go_through_a_file_of_the_georeferencer():
    points = tuple(
        SetPoint(replace(place, name=str(number)), number != 2) for number, place in enumerate(known_points(*SIX), 1)
    )
    text = points_text(points, "PROJCRS[\n  a]")
    assert text.startswith("#CRS: PROJCRS[ a]\nmapX,mapY,sourceX,sourceY,enable")
    assert read_points(text) == points


def test_an_old_file_of_points_is_read_and_another_file_is_not():
    [point] = read_points("mapX,mapY,pixelX,pixelY,enable\n1,2,3,-4,1\n")
    assert point.place == ControlPoint(3, 4, 1, 2, "1")
    for text in ("", "a,b\n1,2\n", "mapX,mapY,sourceX,sourceY\n1,2,x,4\n", "mapX,mapY,sourceX,sourceY\n1,2\n"):
        with pytest.raises(ValueError):
            read_points(text)


def test_points_of_a_picture_with_a_position_go_through_a_file_in_its_coordinates():
    points = tuple(SetPoint(place) for place in known_points(*SIX))
    position = (1000.0, 2.0, 0.0, 5000.0, 0.0, -2.0)
    text = points_text(points, "", position)
    row = text.splitlines()[1].split(",")
    assert [float(value) for value in row[2:4]] == [
        1000 + 2 * points[0].place.column,
        5000 - 2 * points[0].place.row,
    ]
    read = PointsFile(text, "p.points", position).points()
    for point, before in zip(read, points):
        assert (point.place.column, point.place.row) == pytest.approx((before.place.column, before.place.row))


# names


PLACES = PlaceIndex(
    [
        NamedPlace("Örebro", "Tätorter", 1, 1),
        NamedPlace("Nora", "Tätorter", 2, 2),
        NamedPlace("Noraskog", "Tätorter", 3, 3),
        NamedPlace("Örebro", "Kommuner", 4, 4),
        NamedPlace("Laxå", "Kommuner", 5, 5),
    ]
)


@pytest.mark.parametrize(
    ("text", "x"),
    [
        ("örebro", 1),
        ("Örebro · Kommuner", 4),
        ("nora", 2),
        ("noras", 3),
        ("ax", 5),
        ("or", None),
        ("", None),
        ("q", None),
    ],
)
def test_a_place_is_found_by_its_name_or_by_a_part_that_only_it_has(text, x):
    found = PLACES.find(text)
    assert (found.x if found else None) == x


def test_places_are_listed_by_dataset():
    assert [(name, len(places)) for name, places in PLACES.groups] == [("Tätorter", 3), ("Kommuner", 2)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("512140 6570693", (512140, 6570693)),
        ("6570693, 512140.5", (512140.5, 6570693)),
        (" 10;-20 ", (10, -20)),
        ("512140", None),
        ("Örebro 1", None),
    ],
)
def test_coordinates_can_be_typed(text, place):
    assert coordinates(text) == place


# classes


@pytest.mark.parametrize(
    ("title", "identifier"),
    [
        ("Regional kärna", "regional-karna"),
        ("  ", "klass"),
        ("2040 års stråk!", "klass-2040-ars-strak"),
        ("Nod", "nod-2"),
    ],
)
def test_an_id_is_made_of_a_title(title, identifier):
    assert unique_id(title, ["nod"]) == identifier


def test_the_id_follows_the_title_until_it_is_given():
    legend = LegendHistory(LegendDraft())
    first = legend.add("#112233")
    second = legend.add("#445566")
    assert legend.add("#112233") == first and [each.id for each in legend.classes] == ["klass", "klass-2"]
    legend.put(first, title=Text("Nod", ""))
    assert legend.classes[first].id == "nod"
    legend.put(second, id="Eget id")
    legend.put(second, title=Text("Stråk", "Corridor"))
    assert [each.id for each in legend.classes] == ["nod", "eget-id"]
    assert legend.value.legend.classes[0].title == Text("Nod", "Nod")


def test_colours_are_added_found_and_taken_away():
    legend = LegendHistory(LegendDraft())
    legend.add("#102030")
    legend.add_color(0, "#aabbcc")
    assert legend.nearest("#122131") == 0 and legend.nearest("#ffffff") is None
    legend.remove_color(0, "#102030")
    legend.remove_color(0, "#aabbcc")
    assert legend.classes[0].colors == ("#aabbcc",)
    legend.undo()
    assert legend.classes[0].colors == ("#102030", "#aabbcc")


def test_classes_are_moved_and_removed():
    legend = LegendHistory(LegendDraft())
    for color in ("#000001", "#500000", "#0000f0"):
        legend.add(color)
    assert legend.move(2, -1) == 1 and legend.move(0, -1) == 0
    legend.remove([0])
    assert [each.colors[0] for each in legend.classes] == ["#0000f0", "#500000"]


# jobs


def a_job(path):
    classes = (ImageClass("nod", Text("Nod", "Node"), ("#112233",), 8.0, 400.0, False, Text("Vikt", "Weight")),)
    return Job(
        path=str(path),
        page=1,
        method=Method.SPLINE,
        points=tuple(SetPoint(place) for place in known_points(*SIX)),
        crop=(Corner(1, 2), Corner(3, 4), Corner(5.5, 6)),
        legend=LegendDraft(classes, 300.0),
        about=About(title_sv="Bild", accuracy=340.0),
    )


def test_a_job_is_kept_for_the_picture_wherever_it_lies(tmp_path):
    store, copy = JobStore(tmp_path / "jobb"), tmp_path / "kopia.pdf"
    shutil.copyfile(PDF, copy)
    job = a_job(PDF)
    store.keep(job)
    assert store.load(copy, 1) == job and store.load(copy, 2) is None
    store.keep(Job(str(copy)))
    assert store.load(PDF, 1) is None


def test_a_job_is_kept_although_its_picture_is_out_of_reach_by_then(tmp_path):
    path = tmp_path / "bild.png"
    path.write_bytes(b"one picture")
    store = JobStore(tmp_path / "jobs")
    assert store.load(path, 1) is None
    path.unlink()
    store.keep(a_job(path))
    path.write_bytes(b"another one")
    assert store.load(path, 1) is None
    path.write_bytes(b"one picture")
    assert store.load(path, 1) == a_job(path)


def test_a_job_that_cannot_be_read_is_none(tmp_path):
    store = JobStore(tmp_path)
    store.keep(a_job(PDF))
    [file] = tmp_path.iterdir()
    for text in ("", "{}", '{"format": "plandialog-structure-image", "version": 99, "job": {}}'):
        file.write_text(text)
        assert store.load(PDF, 1) is None


# entries of the package


def test_the_accuracy_is_the_rmse_rounded_up_to_two_figures():
    made = fit(known_points(*SIX), Method.AFFINE, (1653, 2339))
    assert [least_accuracy(replace(made, rmse=rmse)) for rmse in (0.2, 1.01, 331, 340.0, 12345)] == [
        1.0,
        1.1,
        340,
        340,
        13000,
    ]
    assert least_accuracy(None) == 0 and least_accuracy(replace(made, rmse=None)) == 0
    assert [metres(value) for value in (600.0, 1_200_000.0, 1.5)] == ["600 m", "1200000 m", "1.5 m"]


def test_an_entry_states_only_what_differs_from_the_usual():
    legend = Legend(
        (
            ImageClass("nod", Text("Nod", "Node"), ("#112233",)),
            ImageClass("mark", Text("Mark", "Land"), ("#ffffff",), 5.0, 0, True),
        )
    )
    about = About(title_sv="Bild", issued="2026-01-02", producer_en="Region", licence=" CC0-1.0 ", accuracy=340)
    entry = dataset_entry("bild", "images/bild.tif", about, legend, "")
    assert entry["title"] == {"sv": "Bild", "en": "Bild"} and entry["accuracy"] == "340 m"
    assert "review" not in entry and "page" not in entry["image"] and "overprint" not in entry["image"]
    assert entry["image"]["classes"] == [
        {"id": "nod", "title": {"sv": "Nod", "en": "Node"}, "colors": ["#112233"]},
        {"id": "mark", "title": {"sv": "Mark", "en": "Land"}, "colors": ["#ffffff"], "tolerance": 5, "blank": True},
    ]


# the window


@pytest.fixture(scope="module")
def demo_workbench(qgis_app, tmp_path_factory):
    """A workbench with the demo package open, for all who only look at it: opening it takes longer than most tests."""
    workbench = Workbench(
        QgsProject.instance(), Settings(language="sv"), Recovery(tmp_path_factory.mktemp("demo") / "unsaved")
    )
    workbench.open_package(DEMO_PACKAGE)
    settle(workbench)
    yield workbench
    workbench.close()
    settle(workbench)


@pytest.fixture
def make_assistant(clean_profile, demo_workbench, make_workbench):
    """Makes assistants on the demo package; with ``package`` on a workbench of their own, where another may open."""
    from plandialog.plugin.gui.imaging.assistant import ImageAssistant

    made = []

    def make(package=None):
        workbench = demo_workbench
        if package is not None:
            workbench = make_workbench(Settings(language="sv"))
            workbench.open_package(package)
            settle(workbench)
        window = Window()
        assistant = ImageAssistant(window, workbench, window.mainWindow())
        assistant.show()
        made.append((assistant, window))
        wait_until(lambda: not assistant.surroundings.names.is_busy)
        return assistant

    yield make
    for assistant, window in made:
        assistant.keeper.forget()
        assistant.shut_down()
        settle(assistant._workbench)
        assistant.close()
        assistant.deleteLater()
        window.close()
    QApplication.processEvents()
    assert demo_workbench.prepared.package.root == DEMO_PACKAGE


@pytest.fixture
def own_package(tmp_path):
    """A copy of the demo package that can be changed."""
    target = tmp_path / "paket"
    shutil.copytree(DEMO_PACKAGE, target)
    return target


def idle(assistant):
    wait_until(lambda: not assistant.runner.is_busy, 60)


def opened(assistant, path=PDF, page=1):
    assistant.open_picture(path, page)
    idle(assistant)
    assert assistant.work.sheet is not None, assistant.picture_page.problem.text()
    return assistant


def with_points(assistant, *names):
    for place in known_points(*(names or SIX)):
        assistant.work.points.set_in_picture(place.column, place.row)
        assistant.work.points.set_on_map(place.x, place.y, place.name)
    return assistant


def said(assistant):
    return [item.text() for item in assistant.bar.items()]


def ready_to_save(assistant):
    """The structure image of the package that has no position, with points and crop, at the last step."""
    assistant.opener.open_dataset(DATASET)
    idle(assistant)
    with_points(assistant)
    assistant.work.set_crop(CROP)
    assistant.go_to(4)
    return assistant


def test_without_a_picture_there_is_only_the_first_step(make_assistant):
    assistant = make_assistant()
    assert not assistant.next.isEnabled() and not assistant.step_points.isEnabled()
    assistant.go_to(3)
    assert assistant.step == 0 and "file" in assistant.instruction.text()


def test_the_picture_of_the_package_without_a_position_is_offered_with_its_legend(make_assistant):
    assistant = make_assistant()
    [button] = assistant.picture_page.from_package.findChildren(QPushButton)
    assert button.objectName() == f"from_package_{DATASET}"
    button.click()
    idle(assistant)
    assert assistant.work.dataset == DATASET and len(assistant.work.legend.classes) > 4
    assert assistant.work.about.title_sv.startswith("Strukturbild") and assistant.next.isEnabled()


@pytest.mark.parametrize(("content", "words"), [(b"", "tom"), (b"inte en bild", "PNG"), (b"%PDF-1.4\ntrasig", "PDF")])
def test_a_file_that_is_no_picture_is_refused_in_words(make_assistant, tmp_path, content, words):
    assistant = make_assistant()
    path = tmp_path / "bild.pdf"
    path.write_bytes(content)
    assistant.picture_page.choose(path)
    idle(assistant)
    page = assistant.picture_page
    assert page.problem.isVisible() and words in page.problem.text() and not page.password_row.isVisible()
    assert assistant.work.sheet is None and not assistant.next.isEnabled()


def test_a_picture_is_shown_with_its_size_and_can_be_dropped(make_assistant):
    assistant = make_assistant()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(PDF))])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    assistant.dropEvent(event)
    idle(assistant)
    assert "1 653" in assistant.picture_page.facts.text().replace("\N{NO-BREAK SPACE}", " ")
    assert not assistant.picture_page.preview.pixmap().isNull()
    assert not assistant.picture_page.own_position.isVisible()


def test_a_picture_that_knows_its_place_needs_no_points(make_assistant):
    assistant = opened(make_assistant(), DEMO_PACKAGE / "images" / "ortsstruktur.tif")
    assert assistant.picture_page.own_position.isChecked() and not assistant.step_points.isEnabled()
    assert assistant.work.fit is not None
    assistant.next.click()
    assert assistant.step == 2
    assistant.back.click()
    assert assistant.step == 0
    assistant.picture_page.own_position.click()
    assert assistant.work.fit is None and assistant.step_points.isEnabled()


def test_the_place_of_a_picture_follows_the_crs_of_the_map(make_assistant):
    assistant = opened(make_assistant(), DEMO_PACKAGE / "images" / "ortsstruktur.tif")
    before = assistant.work.fit.to_map(100, 100)
    assistant.work.crs = QgsCoordinateReferenceSystem("EPSG:3011")
    assert math.dist(assistant.work.fit.to_map(100, 100), in_3011(*before)) < 10


def in_3011(x, y):
    crs = (QgsCoordinateReferenceSystem("EPSG:3006"), QgsCoordinateReferenceSystem("EPSG:3011"))
    place = QgsCoordinateTransform(*crs, QgsCoordinateTransformContext()).transform(x, y)
    return place.x(), place.y()


def test_points_are_set_by_name_and_click_in_either_order(make_assistant):
    assistant = opened(make_assistant())
    assistant.go_to(1)
    panel, tool = assistant.points_panel, assistant.stage.picture_points
    place = panel.places._index.find("Örebro")
    assert place.group.startswith("Tätorter")
    panel.place.setEditText("örebro")
    panel.place.lineEdit().returnPressed.emit()
    assert "Örebro" in assistant.instruction.text()
    tool.clicked.emit(647.0, -1176.0)
    tool.clicked.emit(361.0, -1124.0)
    assert "name" in assistant.instruction.text()
    QApplication.processEvents()
    panel.place.setEditText("473542 6577002")
    panel.place.lineEdit().returnPressed.emit()
    assert [point.place for point in assistant.work.points.value] == [
        ControlPoint(647, 1176, place.x, place.y, "Örebro"),
        ControlPoint(361, 1124, 473542, 6577002, "2"),
    ]
    assert panel.table.rowCount() == 2 and panel.table.item(0, 0).text() == "Örebro"


def test_points_of_a_file_are_carried_over_from_its_crs(make_assistant, tmp_path):
    assistant = with_points(opened(make_assistant()), "Hällefors")
    assistant.go_to(1)
    other = QgsCoordinateReferenceSystem("EPSG:3857")
    transform = QgsCoordinateTransform(assistant.work.crs, other, QgsCoordinateTransformContext())
    moved = []
    for place in known_points(*SIX):
        at = transform.transform(place.x, place.y)
        moved.append(SetPoint(replace(place, x=at.x(), y=at.y())))
    path = tmp_path / "energi.points"
    path.write_text(points_text(moved, other.toWkt()), encoding="utf-8")
    assistant.points_panel.take_points(path)
    assert len(assistant.work.points.used) == 6
    for point, place in zip(assistant.work.points.used, known_points(*SIX)):
        assert (point.x, point.y) == pytest.approx((place.x, place.y), abs=0.01)
    assistant.points_panel.undo.click()
    assert [point.name for point in assistant.work.points.used] == ["Hällefors"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, "fel.points"),
        ("a,b\n1,2\n", "mapX,mapY"),
        ("#CRS: LOCAL\nmapX,mapY,sourceX,sourceY\n1,2,3,4\n", "#CRS"),
        ("mapX,mapY,sourceX,sourceY\n1,2,3,4\n1,två,3,4\n", "3"),
    ],
)
def test_a_file_of_points_that_cannot_be_read_changes_nothing(make_assistant, tmp_path, text, expected):
    assistant = with_points(opened(make_assistant()), *SIX)
    assistant.go_to(1)
    if text is not None:
        (tmp_path / "fel.points").write_text(text, encoding="utf-8")
    assistant.points_panel.take_points(tmp_path / "fel.points")
    assert "fel.points" in said(assistant)[0] and expected in said(assistant)[0]
    assert list(assistant.work.points.used) == known_points(*SIX)


def test_a_name_that_nobody_knows_is_told(make_assistant):
    assistant = opened(make_assistant())
    assistant.go_to(1)
    assistant.points_panel.place.setEditText("Atlantis")
    assistant.points_panel.place.lineEdit().returnPressed.emit()
    assert "Atlantis" in said(assistant)[0] and assistant.work.points.half.is_blank


def test_the_rmse_and_the_residuals_follow_the_points(make_assistant):
    assistant = with_points(opened(make_assistant()), *SIX, "Hällefors")
    assistant.go_to(1)
    panel = assistant.points_panel
    assert assistant.work.fit.rmse < 400 and "RMSE" in panel.rmse.text()
    assistant.stage.map_points.moved.emit(0, 530000.0, 6570000.0)
    assert assistant.work.fit.rmse > 2000 and "Örebro" in panel.warnings.text()
    panel.table.item(0, 0).setCheckState(Qt.CheckState.Unchecked)
    assert assistant.work.fit.rmse < 400 and len(assistant.work.points.used) == 6
    panel.method.setCurrentIndex(panel.method.findData("helmert"))
    panel.method.activated.emit(0)
    assert assistant.work.method is Method.HELMERT
    panel.table.selectRow(3)
    panel.remove.click()
    assert panel.table.rowCount() == 6
    panel.undo.click()
    assert panel.table.rowCount() == 7


def test_the_lines_on_the_map_are_the_residuals_and_their_scale_is_told(make_assistant):
    assistant = with_points(opened(make_assistant()), *SIX, "Hällefors")
    assistant.go_to(1)
    panel, marks, canvas = assistant.points_panel, assistant.stage.map_marks, assistant.stage.map_canvas
    for method in Method:
        panel.method.setCurrentIndex(panel.method.findData(method.value))
        panel.method.activated.emit(0)
        lengths = [math.hypot(far_x - x, far_y - y) for x, y, far_x, far_y in marks._arrows]
        assert lengths == pytest.approx(assistant.work.fit.residuals) and min(lengths) > 0
    assistant.stage.map_points.moved.emit(0, 512000.0, 6571000.0)
    canvas.setExtent(QgsRectangle(400000, 6400000, 700000, 6900000))
    assert marks.stretch > 1 and f"drawn {marks.stretch} times" in panel.rmse.text()
    canvas.setExtent(QgsRectangle(510000, 6570000, 512000, 6572000))
    assert marks.stretch == 1 and "at the scale of the map" in panel.rmse.text()


def test_too_few_points_are_told(make_assistant):
    assistant = with_points(opened(make_assistant()), "Örebro")
    assistant.go_to(1)
    assert assistant.work.fit is None and assistant.points_panel.warnings.isVisible()


def test_the_crop_is_drawn_typed_and_undone(make_assistant):
    assistant = with_points(opened(make_assistant()))
    assistant.go_to(2)
    panel = assistant.crop_panel
    assistant.stage.crop_tool.changed.emit([(157, -409), (976, -409), (976, -1717), (157, -1717)])
    assert assistant.work.crop_ring == CROP and panel.crop_left.value() == 157
    panel.crop_right.setValue(900)
    assert assistant.work.crop_ring[1] == (900, 409)
    panel.undo.click()
    assert assistant.work.crop_ring == CROP
    panel.crop_whole.click()
    assert assistant.work.crop_ring is None and panel.crop_right.value() == 1653


def test_the_picture_is_seen_on_the_map(make_assistant):
    assistant = with_points(opened(make_assistant()))
    assistant.go_to(2)
    wait_until(lambda: assistant.stage.warped.has_image)
    assistant.crop_panel.show_preview.click()
    assert not assistant.stage.warped.has_image
    assistant.crop_panel.show_preview.click()
    wait_until(lambda: assistant.stage.warped.has_image)
    assistant.go_to(1)
    assert not assistant.stage.warped.has_image


def test_classes_are_picked_in_the_picture_and_named(make_assistant):
    assistant = opened(make_assistant())
    assistant.go_to(3)
    panel, tool = assistant.legend_panel, assistant.stage.color_tool
    assert panel.pick.isChecked()
    tool.clicked.emit(1070.0, -628.0)
    panel.classes.item(0, 1).setText("Odlingslandskap")
    tool.clicked.emit(1070.0, -703.0)
    tool.clicked.emit(1070.0, -628.0)
    assert [each.title.sv for each in assistant.work.legend.classes] == ["Odlingslandskap", ""]
    assert assistant.work.legend.classes[0].id == "odlingslandskap"
    panel.classes.selectRow(0)
    panel.add_color.click()
    tool.clicked.emit(1070.0, -1003.0)
    assert len(assistant.work.legend.classes[0].colors) == 2
    panel.gaps.setValue(800)
    panel.blank.click()
    assert assistant.work.legend.classes[0].gaps == 800 and assistant.work.legend.classes[0].blank
    panel.remove.click()
    assert len(assistant.work.legend.classes) == 1
    panel.undo.click()
    assert len(assistant.work.legend.classes) == 2
    wait_until(lambda: assistant.stage.reading.has_image and panel.reading.text())


def test_colours_are_detected_once(make_assistant):
    assistant = opened(make_assistant())
    assistant.work.set_crop(CROP)
    assistant.go_to(3)
    assistant.legend_panel.detect.click()
    idle(assistant)
    count = len(assistant.work.legend.classes)
    assert count >= 4
    assistant.legend_panel.detect.click()
    idle(assistant)
    assert len(assistant.work.legend.classes) == count
    assistant.legend_panel.undo.click()
    assert assistant.work.legend.classes == ()


def test_what_is_missing_is_told_before_saving(make_assistant):
    assistant = opened(make_assistant())
    assistant.go_to(4)
    page = assistant.save_page
    assert not page.save.isEnabled() and not page.into_package.isEnabled()
    for words in ("step 2", "folder", "licence", "step 4"):
        assert words in page.missing.text()


def test_a_low_accuracy_is_noted(make_assistant):
    assistant = with_points(opened(make_assistant()))
    assistant.work.points.move_on_map(0, 515000, 6570000)
    assistant.go_to(4)
    page = assistant.save_page
    assert page.accuracy.value() == least_accuracy(assistant.work.fit) > 100 and page.accuracy_note.text() == ""
    page.accuracy.setValue(50)
    assert page.accuracy_note.text() != ""


def test_the_image_goes_into_a_copy_of_the_demo_package_and_is_opened(make_assistant, tmp_path):
    assistant = ready_to_save(make_assistant(DEMO_PACKAGE))
    page, heard = assistant.save_page, Heard(assistant.saved)
    target = tmp_path / "kopia"
    assert page.into_copy.isChecked()
    page.copy_folder.setFilePath(str(target))
    page.save_raster.click()
    page.save_polygons.click()
    page.save.click()
    idle(assistant)
    assert heard.said == [str(target)], said(assistant)
    settle(assistant._workbench)
    package = assistant._workbench.prepared.package
    assert package.root == target and not assistant._workbench.faults
    opened_image = assistant._workbench.prepared.datasets[DATASET]
    assert opened_image.picture.geotransform is not None
    assert package.datasets[DATASET].accuracy == page.accuracy.value()
    names = {path.name for path in (target / "images").iterdir()}
    assert {f"{DATASET}.tif", f"{DATASET}-klasser.tif", f"{DATASET}-klasser.gpkg"} <= names
    assert not assistant.keeper.is_unsaved and page.into_package.isChecked()


def test_a_new_image_goes_into_the_package_with_a_check(make_assistant, own_package):
    assistant = with_points(opened(make_assistant(own_package)))
    assistant.work.set_crop(CROP)
    assistant.work.legend.add("#e1c47f", "Odlingslandskap")
    assistant.go_to(4)
    page = assistant.save_page
    assert page.into_package.isChecked() and page.add_check.isChecked()
    page.title_sv.setText("Energi i länet")
    page.title_sv.textEdited.emit("Energi i länet")
    page.licence.setEditText("CC0-1.0")
    page.perspective.setCurrentIndex(page.perspective.findData("energi"))
    assert page.save.isEnabled(), page.missing.text()
    page.save.click()
    idle(assistant)
    settle(assistant._workbench)
    assert assistant._workbench.faults == () and not any("Nothing" in text for text in said(assistant))
    package = assistant._workbench.prepared.package
    assert "bild-energi-i-lanet" in package.datasets
    [check] = [check for _, check in package.checks if check.dataset == "bild-energi-i-lanet"]
    assert check.measure == "class-share"
    text = (own_package / "package.yaml").read_text(encoding="utf-8")
    assert text.startswith("# Hand-made sample package")


def test_a_geotiff_alone_needs_no_legend(make_assistant, tmp_path):
    assistant = with_points(opened(make_assistant()))
    assistant.go_to(4)
    page = assistant.save_page
    page.into_file.click()
    page.image_file.setFilePath(str(tmp_path / "bild.tif"))
    # Of an older picture of that name; GDAL would put the new one where this says.
    (tmp_path / "bild.tif.aux.xml").write_text("<PAMDataset/>", encoding="utf-8")
    assert page.save.isEnabled(), page.missing.text()
    page.save.click()
    idle(assistant)
    assert (tmp_path / "bild.tif").is_file() and [path.name for path in tmp_path.glob("bild*")] == ["bild.tif"]


def test_nothing_is_lost_when_saving_fails(make_assistant, tmp_path):
    assistant = ready_to_save(make_assistant())
    target = tmp_path / "upptagen" / "orebro-demo"
    target.mkdir(parents=True)
    (target / "fil").write_text("annat")
    assistant.save_page.copy_folder.setFilePath(str(target.parent))
    assistant.save_page.save.click()
    idle(assistant)
    assert any("Nothing was saved" in text for text in said(assistant))
    assert [path.name for path in target.iterdir()] == ["fil"]
    assert len(assistant.work.points.value) == 6 and assistant.save_page.save.isEnabled()


def test_saving_can_be_cancelled(make_assistant, tmp_path):
    assistant = ready_to_save(make_assistant())
    assistant.save_page.copy_folder.setFilePath(str(tmp_path / "kopia"))
    assistant.save_page.save.click()
    assert assistant.stop.isVisible()
    assistant.stop.click()
    idle(assistant)
    assert not (tmp_path / "kopia").exists() and len(assistant.work.points.value) == 6
    assert "Cancelled" in said(assistant)[0]


def pdf_of(path, pages):
    """A PDF with pages of one colour each."""
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A5))
    painter = QPainter(writer)
    for number in range(pages):
        if number:
            writer.newPage()
        painter.fillRect(0, 0, 100_000, 100_000, QColor.fromHsv(360 * number // pages, 255, 255))
    painter.end()
    return path


def middle(assistant):
    rgba = assistant.work.sheet.rgba
    return rgba[rgba.shape[0] // 2, rgba.shape[1] // 2, :3].tolist()


def test_a_page_of_a_pdf_is_chosen(make_assistant, tmp_path):
    assistant = opened(make_assistant(), pdf_of(tmp_path / "sidor.pdf", 3))
    page = assistant.picture_page
    assert page.page_row.isVisible() and page.page.maximum() == 3 and middle(assistant) == [255, 0, 0]
    page.page.setValue(2)
    wait_until(lambda: assistant.work.sheet.picture.page == 2)
    assert middle(assistant) == [0, 255, 0] and page.page.value() == 2


def test_a_picture_behind_a_password_asks_for_it(make_assistant):
    assistant = make_assistant()
    page = assistant.picture_page
    page.choose(ROOT / "tests" / "data" / "locked.pdf")
    idle(assistant)
    assert page.password_row.isVisible() and page.problem.isVisible()
    page.password.setText("fel")
    page.unlock.click()
    idle(assistant)
    assert page.password_row.isVisible() and assistant.work.sheet is None


def test_another_picture_begins_anew(make_assistant, tmp_path):
    assistant = with_points(opened(make_assistant()))
    opened(assistant, pdf_of(tmp_path / "annan.pdf", 1))
    assert assistant.work.points.value == () and not assistant.work.points.can_undo
    opened(assistant)
    assert "6" in said(assistant)[0]


# the mouse


def pixel(canvas, x, y):
    wait_until(lambda: not canvas.window().stage._first_timer.isActive())
    place = canvas.getCoordinateTransform().transform(x, y)
    return QPoint(round(place.x()), round(place.y()))


def drag(canvas, start, end):
    port, left = canvas.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(port, left, pos=start)
    for part in (0.3, 0.7, 1.0):
        place = QPointF(start) + (QPointF(end) - QPointF(start)) * part
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            place,
            QPointF(port.mapToGlobal(place.toPoint())),
            left,
            left,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(port, event)
    QTest.mouseRelease(port, left, pos=end)


def test_a_click_sets_a_point_and_a_drag_moves_the_view(make_assistant):
    assistant = opened(make_assistant())
    assistant.go_to(1)
    canvas = assistant.stage.picture_canvas
    centre = canvas.center()
    drag(canvas, pixel(canvas, 800, -1200), pixel(canvas, 900, -1000))
    assert assistant.work.points.half.is_blank
    assert abs(canvas.center().x() - (centre.x() - 100)) < 5 and abs(canvas.center().y() - (centre.y() - 200)) < 5
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=pixel(canvas, 647, -1176))
    column, row = assistant.work.points.half.picture
    assert abs(column - 647) < 5 and abs(row - 1176) < 5
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert assistant.work.points.half.is_blank and assistant.isVisible()


def test_a_point_is_moved_by_dragging_its_mark(make_assistant):
    assistant = with_points(opened(make_assistant()))
    assistant.go_to(1)
    canvas = assistant.stage.picture_canvas
    before = assistant.work.points.value[0].place
    drag(canvas, pixel(canvas, before.column, -before.row), pixel(canvas, 750, -1100))
    after = assistant.work.points.value[0].place
    assert abs(after.column - 750) < 5 and abs(after.row - 1100) < 5 and (after.x, after.y) == (before.x, before.y)
    assert len(assistant.work.points.value) == 6
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=pixel(canvas, after.column, -after.row))
    assert assistant.points_panel.table.selectedIndexes()[0].row() == 0 and assistant.work.points.half.is_blank


def test_a_rectangle_is_drawn_and_its_handles_are_dragged(make_assistant):
    assistant = opened(make_assistant())
    assistant.go_to(2)
    canvas, panel = assistant.stage.picture_canvas, assistant.crop_panel
    panel.crop_rectangle.click()
    drag(canvas, pixel(canvas, 157, -409), pixel(canvas, 976, -1717))
    assert not panel.crop_rectangle.isChecked()
    assert all(abs(a - b) < 5 for one, other in zip(assistant.work.crop_ring, CROP) for a, b in zip(one, other))
    corner = assistant.work.crop_ring[2]
    drag(canvas, pixel(canvas, corner[0], -corner[1]), pixel(canvas, 1200, -1500))
    ring = assistant.work.crop_ring
    assert abs(ring[2][0] - 1200) < 5 and ring[2][0] == ring[1][0] and ring[2][1] == ring[3][1]
    assert len(ring) == 4 and abs(ring[0][0] - 157) < 5


def test_a_polygon_is_drawn_and_a_middle_becomes_a_corner(make_assistant):
    assistant = opened(make_assistant())
    assistant.go_to(2)
    canvas, panel = assistant.stage.picture_canvas, assistant.crop_panel
    panel.crop_polygon.click()
    for column, row in ((200, 400), (900, 500), (1300, 1300), (600, 1700)):
        QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=pixel(canvas, column, -row))
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.RightButton, pos=pixel(canvas, 600, -1000))
    assert len(assistant.work.crop_ring) == 3 and not panel.crop_polygon.isChecked()
    drag(canvas, pixel(canvas, 550, -450), pixel(canvas, 550, -300))
    assert len(assistant.work.crop_ring) == 4
    panel.crop_polygon.click()
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert len(assistant.work.crop_ring) == 4 and not panel.crop_polygon.isChecked() and assistant.isVisible()


@pytest.mark.parametrize(("text", "is_own"), [("", False), ("Öre", True)])
def test_the_field_of_names_leaves_undo_to_the_points_while_it_is_empty(make_assistant, text, is_own):
    """Real keys do what they should; those of a test never reach a shortcut without a screen."""
    assistant = with_points(opened(make_assistant()))
    assistant.go_to(1)
    assistant.points_panel.place.setEditText(text)
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QApplication.sendEvent(assistant.points_panel.place.lineEdit(), event)
    assert event.isAccepted() == is_own
    shortcuts = {each.key().toString(): each for each in assistant.findChildren(QShortcut)}
    shortcuts["Ctrl+Z"].activated.emit()
    assert len(assistant.work.points.value) == 5
    shortcuts["Ctrl+Y"].activated.emit()
    assert len(assistant.work.points.value) == 6


def test_the_accuracy_follows_the_points_until_it_is_stated(make_assistant):
    assistant = with_points(opened(make_assistant()))
    assistant.go_to(4)
    first = assistant.save_page.accuracy.value()
    assistant.work.points.move_on_map(0, 515000, 6570000)
    assistant.go_to(4)
    assert assistant.save_page.accuracy.value() > first
    assistant.save_page.accuracy.setValue(5000)
    assistant.work.points.undo()
    assistant.go_to(4)
    assert assistant.save_page.accuracy.value() == 5000


def test_a_picture_with_a_place_of_its_own_does_not_say_how_accurate_it_is(make_assistant):
    assistant = opened(make_assistant(), DEMO_PACKAGE / "images" / "ortsstruktur.tif")
    assistant.go_to(4)
    assert assistant.save_page.accuracy.value() == 0 and "accuracy" in assistant.save_page.missing.text()


# closing


@pytest.mark.parametrize(
    ("answer", "closes", "is_kept"),
    [("AcceptRole", True, True), ("DestructiveRole", True, False), ("RejectRole", False, True)],
)
def test_closing_asks_what_becomes_of_the_work(make_assistant, monkeypatch, answer, closes, is_kept):
    assistant = with_points(opened(make_assistant()))
    role = getattr(QMessageBox.ButtonRole, answer)

    def choose(box):
        chosen = next(button for button in box.buttons() if box.buttonRole(button) == role)
        monkeypatch.setattr(QMessageBox, "clickedButton", lambda _box: chosen)
        return 0

    monkeypatch.setattr(QMessageBox, "exec", choose)
    wait_until(lambda: list((data_folder() / "structure-images").glob("*.json")))
    assistant.leave.click()
    assert assistant.isVisible() != closes
    assert bool(list((data_folder() / "structure-images").glob("*.json"))) == is_kept


def test_closing_without_work_asks_nothing(make_assistant, monkeypatch):
    assistant = opened(make_assistant())
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: pytest.fail("it asked"))
    assistant.close()
    assert not assistant.isVisible()
    # What the package or the project does is no matter any more.
    assistant._workbench.package_changed.emit()


def test_the_work_goes_on_another_time(make_assistant):
    with_points(opened(make_assistant()))
    folder = data_folder() / "structure-images"
    wait_until(lambda: list(folder.glob("*.json")), what="the work to be kept a moment after the last change")
    again = opened(make_assistant())
    assert again.work.points.value == () and "6" in said(again)[0]
    again.bar.findChild(QPushButton, "go_on").click()
    assert list(again.work.points.used) == known_points(*SIX) and said(again) == []
    assert not again.keeper.is_unsaved


def test_the_work_goes_on_in_the_crs_that_the_map_has_then(make_assistant):
    work = with_points(opened(make_assistant())).work
    job = work.job()
    work.adopt(Job(job.path))
    work.crs = QgsCoordinateReferenceSystem("EPSG:3011")
    work.adopt(job)
    assert work.points.used[0].name == SIX[0]
    for point, known in zip(work.points.used, known_points(*SIX)):
        assert math.dist((point.x, point.y), in_3011(known.x, known.y)) < 0.01


def test_an_empty_project_shows_the_places_of_the_package(make_assistant):
    assistant = make_assistant()
    wait_until(assistant.stage.map_canvas.layers)
    names = {layer.name() for layer in assistant.stage.map_canvas.layers()}
    assert {"kommuner", "tatorter"} <= names
    assert name_datasets(assistant._workbench.prepared.package)[0].id == "tatorter"
    assert len(assistant.points_panel.places._index.places) > 50


def test_the_whole_map_and_the_whole_picture_are_seen_at_first(make_assistant):
    assistant = opened(make_assistant())
    stage = assistant.stage
    assistant.go_to(1)
    area = assistant._workbench.prepared.validity.boundingBox()
    for canvas, shown in ((stage.map_canvas, area), (stage.picture_canvas, stage.sheet_extent)):
        wait_until(lambda canvas=canvas, shown=shown: canvas.extent().contains(shown))
        seen = canvas.extent()
        assert min(seen.width() / shown.width(), seen.height() / shown.height()) < 1.2


def test_a_check_entry_can_be_read(make_assistant):
    entry = check_entry(make_assistant()._workbench.prepared.package, DATASET, Text("Bild", "Picture"))
    assert yaml.safe_load(yaml.safe_dump(entry)) == entry
    assert Path(PDF).is_file()
