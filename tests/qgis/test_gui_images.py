"""The structure images in the dock: thumbnails, which of them the map shows, what they say, their legend, the swipe."""

from __future__ import annotations

import gc

import numpy as np
import pytest
from builders import PLAN, PackageBuilder, class_document
from guibench import Heard, draft, settle, small_package, wait_until
from plandialog.plugin.gis.legends import ImageLegend
from plandialog.plugin.gis.loading import LAYER_PROPERTY
from plandialog.plugin.gui.images_step import ImagesStep
from plandialog.plugin.gui.package_step import PackageStep
from plandialog.plugin.gui.settings import Settings
from plandialog.plugin.gui.thumbnails import USABLE
from qgis.core import QgsCoordinateReferenceSystem, QgsLayerTreeModel, QgsProject, QgsRasterLayer, QgsRectangle
from qgis.gui import QgsMapCanvas, QgsMapToolPan
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QPoint, Qt, QUrl
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtTest import QTest

DATASET = Qt.ItemDataRole.UserRole
NO_KEYS, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
RED, GREEN, GROUND = (192, 57, 43, 255), (60, 140, 70, 255), (244, 241, 232, 255)
CLASSES = [
    class_document("nod", "#c0392b"),
    class_document("gron", "#3c8c46"),
    class_document("ovrigt", "#f4f1e8", blank=True),
]
# 20 × 20 km in pixels of 100 m.
PLACE = (500000.0, 100.0, 0.0, 6590000.0, 0.0, -100.0)


def pixels(west, east):
    """A picture with one colour in its western half and another in its eastern."""
    rgba = np.empty((200, 200, 4), np.uint8)
    rgba[:, :100], rgba[:, 100:] = west, east
    return rgba


def image_package(builder):
    """The small package with three structure images, of which the last has no place on the map."""
    small_package(builder)
    common = {"classes": CLASSES}
    builder.image(
        "ett", pixels(RED, GROUND), PLACE, **common, title={"sv": "Strukturbild: orter", "en": "Structure image: towns"}
    )
    builder.image(
        "tva",
        pixels(GREEN, GREEN),
        PLACE,
        **common,
        ext="png",
        image_crs="EPSG:3006",
        title={"sv": "Strukturbild: <b>grönt</b>", "en": "Structure image: <b>green</b>"},
    )
    builder.image(
        "tre",
        pixels(RED, GREEN),
        None,
        **common,
        ext="png",
        title={"sv": "Strukturbild: energi", "en": "Structure image: energy"},
    )
    builder.check("i-nod", "ett", "class-share", [{"none": True, "outcome": "consider"}, {"outcome": "supports"}])
    builder.check("nara-nod", "ett", "class-near", [{"up_to": "5 km", "outcome": "discuss"}], reach="10 km")
    builder.check("i-energi", "tre", "class-share", [{"outcome": "supports"}])
    return builder.write()


@pytest.fixture
def project(clean_profile):
    return QgsProject.instance()


@pytest.fixture
def canvas(project):
    made = QgsMapCanvas()
    made.resize(400, 300)
    made.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3006"))
    made.setExtent(QgsRectangle(500000, 6570000, 520000, 6590000))
    yield made
    made.deleteLater()


@pytest.fixture
def make_step(make_workbench, project, canvas):
    """Makes views with a package open; each is stopped at the end."""
    made = []

    def make(package, language="sv"):
        workbench = make_workbench(Settings(language=language))
        loader = PackageStep(workbench, project)
        step = ImagesStep(workbench, project, loader, canvas)
        step.resize(300, 600)
        step.show()
        made.append(step)
        if package is not None:
            workbench.open_package(package)
            settle(workbench)
        return step

    def stop(step):
        step.stop()
        step._loader.stop()
        made.remove(step)

    make.stop = stop
    yield make
    for step in list(made):
        stop(step)
        step.deleteLater()


@pytest.fixture
def step(make_step, builder):
    return make_step(image_package(builder))


def items(step):
    return {item.data(DATASET): item for item in step._items()}


def loaded(step):
    wait_until(lambda: not step._loader.is_loading)
    return step.shown()


def click(step, dataset, keys=NO_KEYS, in_box=False):
    index = items(step)[dataset].index()
    cell = step.images.visualRect(index)
    place = step._delegate._box(cell).center() if in_box else step._delegate._frame(cell).center()
    QTest.mouseClick(step.images.viewport(), Qt.MouseButton.LeftButton, keys, place)
    return loaded(step)


def layer(project, dataset):
    found = [each for each in project.mapLayers().values() if each.customProperty(LAYER_PROPERTY) == f"prov/{dataset}"]
    return found[0] if found else None


def node(project, dataset):
    return project.layerTreeRoot().findLayer(layer(project, dataset).id())


# the list


def test_there_is_a_thumbnail_for_every_structure_image(step):
    assert list(items(step)) == ["ett", "tva", "tre"] and not step.is_empty
    wait_until(lambda: all(item.data(Qt.ItemDataRole.DecorationRole) is not None for item in items(step).values()))
    picture = items(step)["ett"].data(Qt.ItemDataRole.DecorationRole).toImage()
    assert max(picture.width(), picture.height()) == round(96 * step.devicePixelRatioF())
    assert picture.pixelColor(5, 5) == QColor(*RED) and picture.pixelColor(90, 5) == QColor(*GROUND)


def test_a_thumbnail_is_called_what_sets_it_apart_and_its_tooltip_tells_the_rest(step):
    assert [item.text() for item in items(step).values()] == ["Orter", "<b>grönt</b>", "Energi"]
    tip = items(step)["tva"].toolTip()
    for part in ("Strukturbild: &lt;b&gt;grönt", "s. 12", "100", "2026-01-01"):
        assert part in tip


def test_a_package_without_structure_images_has_none_to_show(make_step, small):
    step = make_step(small)
    assert step.is_empty and step.shown() == [] and not step.map_tools.isVisible() and not step.says.isVisible()


def test_a_picture_without_a_place_says_why_and_is_offered_to_be_fitted(step):
    wanted = Heard(step.assistant_wanted)
    assert not items(step)["tre"].data(USABLE) and "georefererad" in items(step)["tre"].toolTip()
    assert not step.fit.isVisible()
    assert click(step, "tre") == [] and layer(step._project, "tre") is None
    assert step.current == "tre" and "georefererad" in step.says.toPlainText()
    assert step.fit.isVisible() and not step.map_tools.isVisible()
    step.fit.click()
    step.bring.click()
    assert wanted.said == ["tre", ""]


@pytest.mark.parametrize(("width", "columns"), [(300, 3), (420, 4)])
def test_as_many_thumbnails_stand_beside_each_other_as_there_is_room_for(step, width, columns):
    step.resize(width, 600)
    wait_until(lambda: width // columns - 20 <= step.images.gridSize().width() <= width // columns)
    tops = {step.images.visualRect(item.index()).top() for item in items(step).values()}
    assert len(tops) == 1 and not step.images.verticalScrollBar().isVisible()


def test_the_list_keeps_choice_and_order_when_it_is_shown_anew(step):
    click(step, "tva")
    rows = list(step._items())
    step.refresh()
    assert step.current == "tva" and list(step._items()) == rows
    assert step.images.currentIndex().data(DATASET) == "tva" and step.shown() == ["tva"]


def test_another_package_has_its_own_images(step, tmp_path):
    click(step, "ett")
    step._workbench.open_package(small_package(PackageBuilder(tmp_path / "annat")).write())
    settle(step._workbench)
    assert step.is_empty and items(step) == {} and step.current is None


# in the map


def test_a_click_adds_and_shows_an_image_and_another_click_hides_it(step, project):
    assert click(step, "tva") == ["tva"]
    assert layer(project, "ett") is None and isinstance(layer(project, "tva"), QgsRasterLayer)
    assert items(step)["tva"].data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    assert click(step, "tva") == [] and layer(project, "tva") is not None
    assert items(step)["tva"].data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked


def test_a_click_shows_an_image_in_place_of_the_one_before(step):
    click(step, "ett")
    assert click(step, "tva") == ["tva"]
    assert click(step, "ett") == ["ett"]


@pytest.mark.parametrize("way", [{"keys": CTRL}, {"in_box": True}])
def test_with_ctrl_or_by_the_check_box_several_are_shown(step, way):
    click(step, "ett")
    assert click(step, "tva", **way) == ["ett", "tva"]
    assert click(step, "ett", **way) == ["tva"]
    click(step, "ett", **way)
    assert click(step, "ett") == ["ett"]


def test_a_double_click_is_a_click(step):
    index = items(step)["ett"].index()
    place = step._delegate._frame(step.images.visualRect(index)).center()
    QTest.mouseClick(step.images.viewport(), Qt.MouseButton.LeftButton, NO_KEYS, place)
    QTest.mouseDClick(step.images.viewport(), Qt.MouseButton.LeftButton, NO_KEYS, place)
    assert loaded(step) == ["ett"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_the_keyboard_does_what_the_pointer_does(step, key):
    step.images.setFocus()
    QTest.keyClick(step.images, key)
    assert loaded(step) == ["ett"]
    QTest.keyClick(step.images, Qt.Key.Key_Right)
    assert step.current == "tva" and step.shown() == ["ett"]
    QTest.keyClick(step.images, key, CTRL)
    assert loaded(step) == ["ett", "tva"]
    QTest.keyClick(step.images, key)
    assert step.shown() == ["tva"]


def test_what_is_hidden_in_the_layer_tree_is_not_marked(step, project):
    click(step, "ett")
    node(project, "ett").parent().setItemVisibilityChecked(False)
    assert step.shown() == []
    assert items(step)["ett"].data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
    assert click(step, "ett") == ["ett"]


def test_an_image_that_was_removed_is_added_again(step, project):
    click(step, "ett")
    project.removeMapLayer(layer(project, "ett").id())
    assert step.shown() == [] and not step.opacity.isEnabled()
    assert click(step, "ett") == ["ett"] and step.opacity.isEnabled()


def test_images_that_are_chosen_while_layers_are_being_added_come_after_them(step, project):
    step._loader.load_layers()
    step.show_image("tva")
    assert loaded(step) == ["tva"] and layer(project, "mark") is not None


def test_adding_all_layers_does_not_complain_of_a_picture_that_the_view_tells_of(step, project):
    noticed = Heard(step._workbench.noticed)
    step._loader.load_layers()
    assert loaded(step) == ["ett"] and noticed.said == []


def test_a_picture_that_is_gone_since_the_package_was_opened_is_told_of(step, builder):
    noticed = Heard(step._workbench.noticed)
    (builder.root / "images" / "ett.tif").unlink()
    assert click(step, "ett") == [] and step._wanted == {}
    assert len(noticed) == 1 and "ett.tif" in noticed.last[0]


# opacity


def test_the_slider_and_the_layer_have_one_opacity(step, project):
    click(step, "ett")
    assert step.opacity.opacity() == layer(project, "ett").opacity() == 0.5
    step.opacity.setOpacity(0.8)
    assert layer(project, "ett").opacity() == pytest.approx(0.8)
    layer(project, "ett").setOpacity(0.3)
    assert step.opacity.opacity() == pytest.approx(0.3)
    assert step._workbench.settings.image_opacity == pytest.approx(0.8)


def test_the_slider_is_that_of_the_image_that_is_chosen(step, project):
    click(step, "ett")
    step.opacity.setOpacity(0.9)
    click(step, "tva")
    assert step.opacity.opacity() == layer(project, "tva").opacity() == pytest.approx(0.9)
    layer(project, "ett").setOpacity(0.2)
    assert step.opacity.opacity() == pytest.approx(0.9)
    step.choose("ett")
    assert step.opacity.opacity() == pytest.approx(0.2)


def test_the_opacity_is_remembered(step):
    click(step, "ett")
    step.opacity.setOpacity(0.25)
    wait_until(lambda: not step._keep.isActive() and not step._repaint.isActive())
    assert Settings.load().image_opacity == pytest.approx(0.25)


def test_an_image_has_the_slider_of_the_layer_tree(step, project):
    click(step, "ett")
    assert layer(project, "ett").customProperty("embeddedWidgets/0/id") == "transparency"


# what it says


def test_without_a_plan_area_or_a_check_the_view_says_so(step):
    step.choose("ett")
    assert "plan area" in step.says.toPlainText()
    step.choose("tva")
    step._workbench.add([draft()])
    settle(step._workbench)
    assert "No check" in step.says.toPlainText()


def test_the_view_tells_what_the_image_says_of_the_plan_area(step):
    step._workbench.add(
        [draft("POLYGON((502000 6580000,508000 6580000,508000 6584000,502000 6584000,502000 6580000))")]
    )
    settle(step._workbench)
    text = step.says.toPlainText()
    for part in ("Klass nod", "100 %", "s. 12", "Stöder", "Ta upp i dialogen"):
        assert part in text
    assert "Klass gron" not in text


def test_a_finding_that_is_clicked_is_wanted(step):
    step._workbench.add([draft(PLAN)])
    settle(step._workbench)
    wanted = Heard(step.finding_wanted)
    assert 'href="#i-nod"' in step.says.toHtml()
    for check in ("nara-nod", "annat:nara-nod"):
        step.says.anchorClicked.emit(QUrl(f"#{check}"))
    assert wanted.said == ["nara-nod", "annat:nara-nod"]


def test_titles_and_names_of_a_package_are_text_and_not_markup(step):
    step.choose("tva")
    assert "<b>grönt</b>" in step.says.toPlainText()


def test_what_is_not_seen_is_written_when_it_is(step):
    step.hide()
    step._workbench.add([draft(PLAN)])
    settle(step._workbench)
    assert "Klass nod" not in step.says.toPlainText()
    step.show()
    assert "Klass nod" in step.says.toPlainText()


# the legend


def titles(project, dataset):
    model = QgsLayerTreeModel(project.layerTreeRoot())
    shown = [each.data(Qt.ItemDataRole.DisplayRole) for each in model.layerLegendNodes(node(project, dataset))]
    model.deleteLater()
    return shown


ALL = ["Klass nod", "Klass gron", "Klass ovrigt"]


def test_a_layer_of_an_image_shows_its_classes(step, project):
    click(step, "ett")
    assert titles(project, "ett") == ALL
    assert [color for _, color in layer(project, "ett").legend().entries] == ["#c0392b", "#3c8c46", "#f4f1e8"]


def test_the_legend_outlives_whoever_held_it_and_goes_with_its_layer(step, project):
    click(step, "ett")
    model = QgsLayerTreeModel(project.layerTreeRoot())
    for _ in range(3):
        gc.collect()
        layer(project, "ett").legend().itemsChanged.emit()
        assert len(model.layerLegendNodes(node(project, "ett"))) == 3
    legend = layer(project, "ett").legend()
    project.removeMapLayer(layer(project, "ett").id())
    assert sip.isdeleted(legend)
    model.deleteLater()


def test_the_legend_follows_the_language(step, project):
    click(step, "ett")
    step._workbench.settings.language = "en"
    step.refresh()
    assert titles(project, "ett") == ["Class nod", "Class gron", "Class ovrigt"]


def test_a_project_that_is_read_gets_its_legends(step, project, tmp_path):
    click(step, "ett")
    path = str(tmp_path / "projekt.qgs")
    assert project.write(path)
    project.clear()
    assert project.read(path)
    assert titles(project, "ett") == ALL


def test_a_view_that_has_stopped_leaves_layers_that_need_no_python(step, make_step, project):
    click(step, "ett")
    make_step.stop(step)
    assert not isinstance(layer(project, "ett").legend(), ImageLegend)
    assert len(titles(project, "ett")) == 3 and titles(project, "ett") != ALL


# the swipe


@pytest.fixture
def swiped(step, canvas, project):
    """The first image swiped against the map, once the other side is drawn."""
    canvas.setLayers([])
    canvas.show()
    click(step, "ett")
    show(canvas, project)
    step.swipe.click()
    drawn(step)
    return step


def show(canvas, project):
    canvas.setLayers([each for each in project.layerTreeRoot().layerOrder() if node_of(project, each).isVisible()])
    canvas.refresh()
    wait_until(lambda: not canvas.isDrawing())


def node_of(project, each):
    return project.layerTreeRoot().findLayer(each.id())


def drawn(step):
    wait_until(lambda: step.swipe_tool._job is None and step.swipe_tool.item._image is not None)
    return step.swipe_tool.item._image


def test_the_swipe_shows_the_map_without_the_image_on_the_other_side(swiped, canvas):
    assert swiped.swipe.isChecked() and canvas.mapTool() is swiped.swipe_tool
    picture = drawn(swiped)
    assert picture.pixelColor(picture.width() // 3, 150) == canvas.canvasColor()


def test_the_swipe_shows_the_other_image_on_the_other_side(swiped, canvas, project):
    swiped.against.setCurrentIndex(swiped.against.findData("tva"))
    swiped.against.activated.emit(1)
    assert loaded(swiped) == ["ett"] and not node(project, "tva").isVisible()
    assert [each.id() for each in swiped.swipe_tool._layers()] == [layer(project, "tva").id()]

    def is_green():
        picture = drawn(swiped)
        color = picture.pixelColor(picture.width() // 2, 150)
        return color.green() > color.red() + 20

    wait_until(is_green)


def test_dragging_moves_the_line_and_shift_lays_it_down(swiped, canvas):
    item, view = swiped.swipe_tool.item, canvas.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, NO_KEYS, QPoint(100, 150))
    assert item.vertical and item.part == pytest.approx(100 / view.width())
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, NO_KEYS, QPoint(100, 150))
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, SHIFT, QPoint(200, 200))
    assert not item.vertical and item.part == pytest.approx(200 / view.height())
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, NO_KEYS, QPoint(200, 120))
    assert item.vertical
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, NO_KEYS, QPoint(300, 10))
    assert not item.vertical


def test_arrow_keys_move_the_line_and_not_the_map(swiped, canvas):
    item, extent = swiped.swipe_tool.item, canvas.extent()
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    assert item.part == pytest.approx(0.45)
    QTest.keyClick(canvas, Qt.Key.Key_Right, SHIFT)
    assert item.part == pytest.approx(0.46)
    QTest.keyClick(canvas, Qt.Key.Key_Down)
    assert not item.vertical and item.part == pytest.approx(0.55)
    assert canvas.extent() == extent
    for _ in range(30):
        QTest.keyClick(canvas, Qt.Key.Key_Down)
    assert item.part == 1.0


def test_escape_ends_the_swipe_and_gives_the_map_its_tool_back(step, canvas, project):
    pan = QgsMapToolPan(canvas)
    canvas.setMapTool(pan)
    click(step, "ett")
    step.swipe.click()
    assert canvas.mapTool() is step.swipe_tool
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.mapTool() is pan and not step.swipe.isChecked() and not step.swipe_tool.item.isVisible()
    canvas.unsetMapTool(pan)


def test_another_tool_ends_the_swipe(swiped, canvas):
    pan = QgsMapToolPan(canvas)
    canvas.setMapTool(pan)
    assert not swiped.swipe.isChecked() and not swiped.swipe_tool.is_active
    canvas.unsetMapTool(pan)


def test_the_swipe_adds_the_layers_that_it_needs(step, project):
    step.choose("tva")
    step.against.setCurrentIndex(step.against.findData("ett"))
    step.swipe.click()
    assert loaded(step) == ["tva"] and layer(project, "ett") is not None
    assert step.swipe.isChecked() and step.swipe_tool.is_active


def test_the_swipe_ends_with_the_layer_that_is_swiped(swiped, project):
    project.removeMapLayer(layer(project, "ett").id())
    assert not swiped.swipe.isChecked() and not swiped.swipe_tool.is_active


def test_a_map_that_is_drawn_anew_has_its_other_side_drawn_anew(swiped, canvas):
    before = drawn(swiped).cacheKey()
    canvas.setExtent(QgsRectangle(505000, 6575000, 515000, 6585000))
    canvas.refresh()
    wait_until(lambda: drawn(swiped).cacheKey() != before and not canvas.isDrawing())
    assert canvas.grab().toImage().width() == canvas.width()


def test_a_swipe_that_is_stopped_while_it_draws_leaves_nothing_behind(step, canvas, project):
    click(step, "ett")
    show(canvas, project)
    for _ in range(10):
        step.swipe.click()
        step.swipe.click()
    wait_until(lambda: not step.swipe_tool._jobs)
    assert canvas.mapTool() is not step.swipe_tool


# in the dock


def test_the_dock_shows_the_view_where_there_are_images(make_dock, builder, small):
    dock = make_dock()
    dock.workbench.open_package(image_package(builder))
    settle(dock.workbench)
    box = dock.form.images_box
    assert not box.isHidden() and box.isCollapsed()


def test_the_assistant_opens_once_and_is_made_anew_after_it_was_closed(make_dock, builder):
    dock = make_dock()
    dock.workbench.open_package(image_package(builder))
    settle(dock.workbench)
    for wanted in (dock.package_step._bring.trigger, dock.images_step.bring.click):
        wanted()
        first = dock._assistant
        assert first is not None and first.isVisible()
        dock.open_assistant()
        assert dock._assistant is first
        first.close()
        assert dock._assistant is None


def test_a_package_without_images_has_no_box_in_the_dock(make_dock, small):
    dock = make_dock()
    dock.workbench.open_package(small)
    settle(dock.workbench)
    assert dock.form.images_box.isHidden() and dock.package_step._bring.isEnabled()


def test_a_finding_of_an_image_is_read_in_the_tree_whatever_it_shows(make_dock, builder):
    dock = make_dock()
    dock.workbench.open_package(image_package(builder))
    settle(dock.workbench)
    dock.workbench.add([draft(PLAN)])
    settle(dock.workbench)
    step = dock.findings_step
    step.search.setText("finns inte")
    for button in step._buttons.values():
        button.setChecked(False)
    dock.images_step.finding_wanted.emit("nara-nod")
    assert step._check == "nara-nod" and step.search.text() == ""


def test_drawing_ends_a_swipe_for_good(make_dock, builder):
    dock = make_dock()
    dock.workbench.open_package(image_package(builder))
    settle(dock.workbench)
    step = dock.images_step
    step.choose("ett")
    step.swipe.setChecked(True)
    wait_until(lambda: step.swipe_tool is not None and step.swipe_tool.is_active)
    dock.draw()
    dock._leave_tool()
    assert not step.swipe_tool.is_active and dock._iface.mapCanvas().mapTool() is not step.swipe_tool
