"""Step 1: the package, its freshness, and its layers on the map."""

from __future__ import annotations

import datetime

import pytest
from builders import PLAN, PackageBuilder
from guibench import Heard, settle, small_package, wait_until
from plandialog.plugin.about import DEMO_PACKAGE
from plandialog.plugin.gis.loading import LAYER_PROPERTY, layer_key
from plandialog.plugin.gui.library import included_packages
from plandialog.plugin.gui.package_step import PackageStep
from plandialog.plugin.gui.settings import Settings
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt

CHECKED, UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


@pytest.fixture
def project(clean_profile):
    return QgsProject.instance()


@pytest.fixture
def make_step(make_workbench, project):
    """Makes steps with a package open; each is stopped at the end."""
    made = []

    def make(package, language="sv"):
        workbench = make_workbench(Settings(language=language))
        step = PackageStep(workbench, project)
        step.show()
        made.append(step)
        if package is not None:
            workbench.open_package(package)
            settle(workbench)
        return step

    yield make
    for step in made:
        step.stop()
        step.deleteLater()


@pytest.fixture
def step(make_step, small):
    return make_step(small)


def load(step):
    step.load.click()
    wait_until(lambda: not step.is_loading)


def keys(project):
    return sorted(layer.customProperty(LAYER_PROPERTY) for layer in project.mapLayers().values())


def items(step):
    return {item.data(0, Qt.ItemDataRole.UserRole): item for item in step._items()}


def checked(step):
    return sorted(name for name, item in items(step).items() if item.checkState(0) == CHECKED)


def node(project, dataset):
    key = next(layer.id() for layer in project.mapLayers().values() if layer.customProperty(LAYER_PROPERTY) == dataset)
    return project.layerTreeRoot().findLayer(key)


ALL = ["prov/mark", "prov/omrade", "prov/punkter"]


# choosing


def test_before_a_package_is_open_the_step_says_so(make_step):
    step = make_step(None)
    assert "No regional package is open" in step.about.text()
    assert not step.load.isEnabled() and step.datasets.topLevelItemCount() == 0


def test_while_a_package_is_opened_the_step_says_so(make_step):
    step = make_step(None)
    step._workbench.open_package(DEMO_PACKAGE)
    assert "Opening" in step.about.text()
    assert step.packages.currentData() == str(DEMO_PACKAGE)
    settle(step._workbench)
    assert "0.1.0" in step.about.text()


def test_the_package_is_the_one_that_is_chosen_in_the_list(step, small):
    assert step.packages.currentData() == str(small)
    assert step.packages.currentText() == "Prov 1.0.0"
    paths = [step.packages.itemData(row) for row in range(step.packages.count())]
    assert paths == [*map(str, included_packages()), str(small)]


def test_another_package_is_opened_from_the_list_and_the_same_again_is_not(step):
    heard = Heard(step._workbench.package_changed)
    step.packages.activated.emit(step.packages.currentIndex())
    assert len(heard) == 0
    step.packages.activated.emit(step.packages.findData(str(DEMO_PACKAGE)))
    settle(step._workbench)
    assert step._workbench.prepared.package.id == "orebro-demo"
    assert step.packages.currentData() == str(DEMO_PACKAGE)


def test_a_package_is_taken_off_the_list_and_the_demo_package_opens(step, small):
    assert step._forget.isEnabled()
    step._forget.trigger()
    settle(step._workbench)
    assert step.packages.findData(str(small)) < 0
    assert step.packages.currentData() == str(DEMO_PACKAGE) and not step._forget.isEnabled()


@pytest.mark.parametrize(("language", "mark"), [("sv", "DEMO"), ("en", "DEMO")])
def test_a_package_with_sample_data_is_marked(make_step, small, language, mark):
    assert mark in make_step(small, language).about.text()


def test_a_package_with_real_data_is_not_marked(make_step, builder):
    small_package(builder).package["demo"] = False
    step = make_step(builder.write())
    assert "DEMO" not in step.about.text() and "1.0.0" in step.about.text()


def test_the_step_tells_version_date_and_size(step):
    for part in ("1.0.0", "2026-01-01", "4 checks", "3 datasets"):
        assert part in step.about.text()


def test_a_dataset_that_is_overdue_for_review_is_marked_and_counted(make_step, builder):
    old = datetime.date(2020, 1, 1)
    builder.dataset("gammalt", "polygon", [PLAN], issued=old, review="12 months")
    builder.dataset("nytt", "polygon", [PLAN], issued=datetime.date.today(), review="12 months")
    builder.check("andel", "gammalt", "overlap").check("andel-2", "nytt", "overlap")
    step = make_step(builder.write())
    assert "1 dataset is overdue" in step.about.text()
    found = items(step)
    assert not found["gammalt"].icon(0).isNull() and "2021-01-01" in found["gammalt"].toolTip(0)
    assert found["nytt"].icon(0).isNull() and "review" not in found["nytt"].toolTip(0)
    assert found["omrade"].icon(0).isNull()


def test_a_package_without_overdue_datasets_says_so(step):
    assert "No dataset is overdue" in step.about.text()


def test_the_faults_of_a_package_are_shown_and_gone_with_the_next(step, tmp_path, small):
    broken = PackageBuilder(tmp_path / "trasigt")
    broken.package["<b>okänd</b>"] = 1
    step._workbench.open_package(broken.write())
    settle(step._workbench)
    assert step.faults.isVisible()
    assert "&lt;b&gt;okänd" in step.faults.text() and "still in use" in step.faults.text()
    assert step.packages.currentData() == str(small)
    step._workbench.open_package(small)
    assert not step.faults.isVisible()


def test_the_faults_of_the_first_package_do_not_speak_of_one_before(make_step, tmp_path):
    step = make_step(tmp_path / "borta")
    assert step.faults.isVisible() and "still in use" not in step.faults.text()


def test_many_faults_are_counted_and_not_all_shown(step, tmp_path):
    broken = PackageBuilder(tmp_path / "trasigt")
    broken.package.update({f"okand-{number}": 1 for number in range(20)})
    step._workbench.open_package(broken.write())
    settle(step._workbench)
    more = len(step._workbench.faults) - 8
    assert step.faults.text().count("<li>") == 9 and more >= 12 and f"{more} more" in step.faults.text()


# layers


def test_all_layers_are_added_once_in_groups_by_perspective(step, project):
    loaded = Heard(step.loaded)
    load(step)
    assert keys(project) == ALL
    [top] = project.layerTreeRoot().findGroups()
    assert top.name() == "Prov 1.0.0"
    assert [group.name() for group in top.findGroups()] == ["Perspektiv", "Gränser och täckning"]
    assert len(loaded) == 1 and not step.progress.isVisible() and step.load.isEnabled()


def test_adding_again_adds_nothing_and_says_so(step, project):
    load(step)
    noticed, loaded = Heard(step._workbench.noticed), Heard(step.loaded)
    load(step)
    assert keys(project) == ALL
    assert len(loaded) == 0 and "already" in noticed.last[0]


def test_a_second_click_while_layers_are_added_changes_nothing(step, project):
    step.load.click()
    assert step.is_loading and not step.load.isEnabled() and step.progress.isVisible()
    step.load_layers()
    wait_until(lambda: not step.is_loading)
    assert keys(project) == ALL


def test_layers_are_added_one_per_turn_so_that_the_window_can_paint(step, project):
    counts = []
    project.layersAdded.connect(lambda _layers: counts.append(len(project.mapLayers())))
    load(step)
    assert counts == [1, 2, 3]


def test_the_demo_package_loads_whole(make_step, project):
    step = make_step(DEMO_PACKAGE)
    noticed = Heard(step._workbench.noticed)
    load(step)
    # All but the picture that has not been fitted to the map; the view of the structure images tells about that.
    assert len(project.mapLayers()) == len(step._workbench.prepared.package.datasets) - 1
    assert noticed.said == []
    assert len(checked(step)) > 3


def test_a_dataset_that_cannot_be_opened_is_told_and_the_others_are_added(make_step, builder, project):
    small_package(builder).write()
    (builder.root / "layers" / "mark.gpkg").write_bytes(b"inte en databas")
    step = make_step(builder.root)
    noticed = Heard(step._workbench.noticed)
    load(step)
    assert keys(project) == ["prov/omrade", "prov/punkter"]
    assert any("Underlag mark" in text for text, _ in noticed.said)


def test_a_layer_that_the_user_removed_is_added_again(step, project):
    load(step)
    project.removeMapLayer(node(project, "prov/mark").layerId())
    assert "mark" not in checked(step)
    load(step)
    assert keys(project) == ALL


def test_loading_that_is_stopped_adds_no_more(step, project):
    step.load_layers()
    step.stop_loading()
    settle(step._workbench)
    assert project.mapLayers() == {} and not step.is_loading
    load(step)
    assert keys(project) == ALL


# datasets one by one


def test_datasets_are_listed_by_perspective_and_unchecked_before_they_are_added(step):
    tops = [step.datasets.topLevelItem(row).text(0) for row in range(step.datasets.topLevelItemCount())]
    assert tops == ["Perspektiv", "Gränser och täckning"]
    assert sorted(items(step)) == ["mark", "omrade", "punkter"] and checked(step) == []
    assert "Provkontoret" in items(step)["mark"].toolTip(0)


def test_the_list_of_datasets_is_shown_when_it_is_asked_for(step):
    assert not step.datasets.isVisible()
    step.show_datasets.click()
    assert step.datasets.isVisible()


def test_what_is_added_and_visible_is_checked(step, project):
    load(step)
    assert checked(step) == ["mark", "omrade", "punkter"]
    node(project, "prov/mark").setItemVisibilityChecked(False)
    assert checked(step) == ["omrade", "punkter"]
    node(project, "prov/mark").setItemVisibilityChecked(True)
    assert checked(step) == ["mark", "omrade", "punkter"]


def test_checking_a_dataset_adds_it_alone_and_unchecking_hides_it(step, project):
    noticed, loaded = Heard(step._workbench.noticed), Heard(step.loaded)
    items(step)["mark"].setCheckState(0, CHECKED)
    wait_until(lambda: not step.is_loading)
    assert keys(project) == ["prov/mark"] and checked(step) == ["mark"]
    items(step)["mark"].setCheckState(0, UNCHECKED)
    assert keys(project) == ["prov/mark"] and not node(project, "prov/mark").isVisible()
    items(step)["mark"].setCheckState(0, CHECKED)
    assert node(project, "prov/mark").isVisible() and keys(project) == ["prov/mark"]
    assert noticed.said == [] and len(loaded) == 0


def test_a_dataset_in_a_hidden_group_is_shown_with_its_group(step, project):
    load(step)
    top = project.layerTreeRoot().findGroups()[0]
    top.setItemVisibilityChecked(False)
    assert checked(step) == []
    items(step)["mark"].setCheckState(0, CHECKED)
    assert node(project, "prov/mark").isVisible() and "mark" in checked(step)


def test_two_datasets_checked_in_a_row_are_both_added(step, project):
    items(step)["mark"].setCheckState(0, CHECKED)
    items(step)["punkter"].setCheckState(0, CHECKED)
    wait_until(lambda: not step.is_loading)
    assert keys(project) == ["prov/mark", "prov/punkter"] and checked(step) == ["mark", "punkter"]


def test_another_package_has_its_own_list(step, project):
    load(step)
    step._workbench.open_package(DEMO_PACKAGE)
    settle(step._workbench)
    assert checked(step) == [] and "mark" not in items(step)
    assert layer_key(step._workbench.prepared.package, "x") == "orebro-demo/x"


def test_a_step_that_has_stopped_hears_nothing_of_the_project(step, project):
    load(step)
    step.stop()
    before = checked(step)
    node(project, "prov/mark").setItemVisibilityChecked(False)
    assert checked(step) == before
    project.layersAdded.connect(step._refresh_checks)
    project.layersRemoved.connect(step._refresh_checks)
    project.layerTreeRoot().visibilityChanged.connect(step._refresh_checks)
