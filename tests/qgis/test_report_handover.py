"""A summary as a layout of the user's own project: its layers come along, and it comes back with the project."""

from __future__ import annotations

import time

import pytest
from beside import beside
from builders import assess_wkt, square
from plandialog.plugin.report.layout.handover import take_over
from plandialog.plugin.report.layout.making import layouts_of
from plandialog.plugin.report.length import Length
from plandialog.plugin.report.writing import WriteCancelled, WriteError, WriteOptions
from qgis.core import QgsLayoutExporter, QgsLayoutItemMap, QgsProject
from qgis.PyQt.QtGui import QColor


@pytest.fixture
def prepared(builder):
    builder.dataset("mark", "polygon", [square(510_000, 6_580_000, 500)])
    return builder.check("mark", "mark", "overlap").prepare()


@pytest.fixture
def project(qgis_app):
    made = QgsProject()
    yield made
    made.clear()


@pytest.fixture
def hand_over(prepared, tmp_path):
    def handed(assessments=None, **options):
        made = assessments or [assess_wkt(prepared)]
        return layouts_of(made, prepared.package, "sv", tmp_path / "mapp å" / "lager.gpkg", WriteOptions(**options))

    return handed


def drawn(layout):
    """The picture of the plan map, its name being the same in every template."""
    item = next(each for each in layout.items() if isinstance(each, QgsLayoutItemMap) and each.id() == "Planområde")
    bounds = item.mapToScene(item.rect()).boundingRect()
    return QgsLayoutExporter(layout).renderRegionToImage(bounds, dpi=60)


def has_plan(layout):
    image = drawn(layout)
    return any(
        QColor(image.pixel(x, y)).lightness() < 40
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    )


def test_a_layout_with_its_layers_comes_into_the_project_and_back_with_it(hand_over, project, tmp_path):
    handover = hand_over(length=Length.STANDARD)
    [layout] = take_over(handover, project).layouts
    assert project.layoutManager().layouts() == [layout] and layout.pageCollection().pageCount() > 2
    assert has_plan(layout)
    assert {layer.providerType() for layer in project.mapLayers().values()} == {"ogr"}
    group = project.layerTreeRoot().findGroup(handover.title)
    assert len(group.findLayers()) == len(project.mapLayers()) and not group.itemVisibilityChecked()
    assert project.write(str(tmp_path / "projekt å.qgz"))
    again = QgsProject()
    assert again.read(str(tmp_path / "projekt å.qgz"))
    [back] = again.layoutManager().layouts()
    assert back.name() == layout.name() and has_plan(back)
    again.clear()


def test_a_second_layout_has_a_name_of_its_own(hand_over, project, tmp_path):
    first = take_over(hand_over(length=Length.BRIEF), project).layouts
    (tmp_path / "mapp å" / "lager.gpkg").rename(tmp_path / "mapp å" / "förra.gpkg")
    second = take_over(hand_over(length=Length.BRIEF), project).layouts
    assert first[0].name() != second[0].name() and second[0].name().endswith("(2)")


def test_several_proposals_are_several_layouts(hand_over, project, prepared):
    made = [assess_wkt(prepared), assess_wkt(prepared, square(511_000, 6_581_000, 300))]
    assert len(take_over(hand_over(made, length=Length.BRIEF), project).layouts) == 3


def test_it_is_made_in_another_thread(hand_over, project, qgis_app):
    made = beside(lambda: hand_over(length=Length.BRIEF))
    while not made.done():
        qgis_app.processEvents()
        time.sleep(0.005)
    assert has_plan(take_over(made.result(), project).layouts[0])


def test_faults_are_told_in_words_and_a_cancel_is_heard(hand_over, tmp_path):
    with pytest.raises(WriteError, match="borta.qpt"):
        hand_over(template=tmp_path / "borta.qpt")
    assert list((tmp_path / "mapp å").iterdir()) == []
    with pytest.raises(WriteCancelled):
        hand_over(cancelled=lambda: True)
    blocked = tmp_path / "mapp å"
    if blocked.is_dir():
        for each in blocked.iterdir():
            each.unlink()
        blocked.rmdir()
    blocked.write_text("ingen mapp", encoding="utf-8")
    with pytest.raises(WriteError, match="lager.gpkg"):
        hand_over()


def test_layers_have_names_for_people(hand_over, project):
    handover = hand_over(length=Length.BRIEF)
    taken = take_over(handover, project)
    assert taken.missing == ()
    names = {layer.name() for layer in project.mapLayers().values()}
    assert {"Planområde", "Ta upp i dialogen"} <= names and not any("Multi" in name for name in names)
