"""Further packages beside the main one: chosen, moved and removed in the first step, kept in session and profile."""

from __future__ import annotations

import zipfile

import pytest
from builders import PLAN, PackageBuilder
from guibench import draft, outcomes, settle, wait_until
from plandialog.plugin.about import DEMO_PACKAGE
from plandialog.plugin.core.package.library import Unused
from plandialog.plugin.core.session import PackageReference, Session
from plandialog.plugin.gis.loading import LAYER_PROPERTY
from plandialog.plugin.gui import state
from plandialog.plugin.gui.package_step import PackageStep
from plandialog.plugin.gui.settings import Settings
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest


def package(root, name):
    """A package with one question and one dataset, called ``name``."""
    builder = PackageBuilder(root / name)
    builder.package.update(id=name, title={"sv": name.title(), "en": f"{name.title()} (en)"}, demo=False)
    del builder.package["strategy"]
    builder.dataset("mark", "polygon", [PLAN])
    builder.check("andel", "mark", "overlap").check("fraga", None, "ask")
    return builder.write(seal=True)


@pytest.fixture
def roots(tmp_path):
    return [package(tmp_path, name) for name in ("riket", "havet")]


@pytest.fixture
def step(make_workbench, small):
    workbench = make_workbench(Settings(language="sv"))
    made = PackageStep(workbench, QgsProject.instance())
    made.resize(320, 400)
    made.show()
    workbench.open_package(small)
    settle(workbench)
    yield made
    made.stop()
    made.deleteLater()


@pytest.fixture
def bench(step):
    return step._workbench


def add(step, *roots):
    for root in roots:
        step._add_further(str(root))
    settle(step._workbench)


def rows(step):
    return [step.further.item(row).text() for row in range(step.further.count())]


def members(bench):
    return [part.id for part in bench.prepared.package.members]


def press(step, key, modifier=Qt.KeyboardModifier.NoModifier):
    step.further.setFocus()
    QTest.keyClick(step.further, key, modifier)
    settle(step._workbench)


# choosing


def test_without_further_packages_there_is_one_button_only(step):
    assert rows(step) == [] and step.add_further.isVisible() and step.add_further.isEnabled()
    for widget in (step.further, step.move_up, step.move_down, step.remove_further):
        assert not widget.isVisible()


def test_a_further_package_is_checked_too_and_shown_with_its_version(step, bench, roots):
    bench.add([draft()])
    settle(bench)
    before = outcomes(bench.assessment("1"))
    add(step, roots[0])
    assert rows(step) == ["Riket 1.0.0"] and step.further.isVisible()
    assert members(bench) == ["prov", "riket"]
    found = outcomes(bench.assessment("1"))
    assert {check: outcome for check, outcome in found.items() if ":" not in check} == before
    assert {check for check in found if ":" in check} == {"riket:andel", "riket:fraga"}
    assert "6 checks on 5 datasets" in step.about.text()


def test_the_menu_offers_what_is_known_and_not_in_use(step, bench, roots):
    bench.library.remember(bench.prepared.package)
    add(step, roots[0])
    bench.open_package(roots[1])
    settle(bench)
    step._fill_menu()
    offered = [action.text() for action in step.add_further.menu().actions() if action.text()]
    assert "Prov 1.0.0" in offered and "Havet 1.0.0" not in offered and "Riket 1.0.0" not in offered
    assert any(text.startswith("DEMO") for text in offered)
    assert offered[-2:] == ["From a folder…", "From a zip file…"]
    next(action for action in step.add_further.menu().actions() if action.text() == "Prov 1.0.0").trigger()
    settle(bench)
    assert members(bench) == ["havet", "riket", "prov"]


def test_a_zip_file_is_unpacked_and_kept_as_its_folder(step, bench, roots, tmp_path):
    archive = tmp_path / "riket.zip"
    with zipfile.ZipFile(archive, "w") as target:
        for path in roots[0].rglob("*.*"):
            target.write(path, path.relative_to(roots[0]))
    add(step, archive)
    assert members(bench) == ["prov", "riket"]
    assert bench.also[0].path == str(bench.prepared.package.members[1].root) != str(archive)


def test_a_package_that_is_in_use_is_not_added_again(step, bench, roots, small):
    add(step, roots[0])
    said = []
    bench.noticed.connect(lambda text, _level: said.append(text))
    add(step, roots[0], small)
    assert rows(step) == ["Riket 1.0.0"] and said == ["The package is in use already."] * 2
    step._add_further("")
    assert rows(step) == ["Riket 1.0.0"]


def test_a_copy_of_a_package_that_is_in_use_is_refused_in_words(step, bench, roots, tmp_path):
    add(step, roots[0], package(tmp_path / "kopia", "riket"))
    assert members(bench) == ["prov", "riket"] and len(rows(step)) == 2
    assert "redan med" in step.faults.text()
    assert "redan med" in step.further.item(1).toolTip()


# order


def test_packages_are_moved_by_buttons(step, bench, roots):
    add(step, *roots)
    assert step.further.currentRow() == 1
    assert step.move_up.isEnabled() and not step.move_down.isEnabled()
    step.move_up.click()
    assert rows(step) == ["Havet 1.0.0", "Riket 1.0.0"] and step.further.currentRow() == 0
    settle(bench)
    assert members(bench) == ["prov", "havet", "riket"]
    assert not step.move_up.isEnabled() and step.move_down.isEnabled()
    step.move_down.click()
    settle(bench)
    assert members(bench) == ["prov", "riket", "havet"] and step.further.currentRow() == 1


def test_packages_are_moved_and_removed_by_the_keyboard(step, bench, roots):
    add(step, *roots)
    press(step, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert members(bench) == ["prov", "havet", "riket"]
    press(step, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert members(bench) == ["prov", "havet", "riket"]
    press(step, Qt.Key.Key_Down)
    assert step.further.currentRow() == 1
    press(step, Qt.Key.Key_Delete)
    assert members(bench) == ["prov", "havet"] and rows(step) == ["Havet 1.0.0"]


def test_what_is_removed_can_be_brought_back_to_its_place(step, bench, roots):
    add(step, *roots)
    removed = []
    step.removed.connect(lambda name, restore: removed.append((name, restore)))
    step.further.setCurrentRow(0)
    step.remove_further.click()
    settle(bench)
    assert members(bench) == ["prov", "havet"] and removed[0][0] == "Riket 1.0.0"
    removed[0][1]()
    settle(bench)
    assert members(bench) == ["prov", "riket", "havet"]
    removed[0][1]()
    assert len(bench.also) == 2


def test_several_quick_changes_end_in_the_last(step, bench, roots):
    bench.add([draft()])
    settle(bench)
    for root in roots:
        step._add_further(str(root))
    for _ in range(5):
        step.move_up.click()
        step.move_down.click()
    step.move_up.click()
    settle(bench)
    assert members(bench) == ["prov", "havet", "riket"] == [bench.prepared.package.id, *(r.id for r in bench.also)]
    assert [each.package for each in bench.assessment("1").perspectives] == ["prov", "havet", "riket"]


def test_a_further_package_that_becomes_the_main_one_is_not_there_twice(step, bench, roots):
    add(step, *roots)
    step.packages.activated.emit(step.packages.findData(str(roots[0])))
    settle(bench)
    assert members(bench) == ["riket", "havet"] and rows(step) == ["Havet 1.0.0"]


# one that cannot be used


def test_a_broken_package_is_shown_by_name_and_the_rest_works(step, bench, roots):
    bench.add([draft()])
    (roots[0] / "package.yaml").write_text("format: 1\n", encoding="utf-8")
    add(step, *roots)
    assert members(bench) == ["prov", "havet"]
    assert isinstance(bench.further(bench.also[0]), Unused)
    assert step.faults.isVisible() and "riket could not be used" in step.faults.text()
    assert not step.further.item(0).icon().isNull() and step.further.item(1).icon().isNull()
    assert "package.yaml" in step.further.item(0).toolTip()
    assert [gap.name for gap in bench.assessment("1").gaps] == ["riket"]
    # It is kept, and works again as soon as it is whole.
    package(roots[0].parent, "riket")
    bench.open_package(bench.prepared.package.root)
    settle(bench)
    assert members(bench) == ["prov", "riket", "havet"] and not step.faults.isVisible()


def test_a_main_package_that_cannot_be_opened_leaves_everything_as_it_was(step, bench, roots, tmp_path):
    add(step, roots[0])
    bench.open_package(tmp_path / "borta")
    settle(bench)
    assert members(bench) == ["prov", "riket"] and rows(step) == ["Riket 1.0.0"]
    assert "the one before is still in use" in step.faults.text()


# kept


def test_the_choice_is_kept_in_the_session_and_the_profile(step, bench, roots, make_workbench):
    bench.add([draft()])
    add(step, *roots)
    kept = tuple(PackageReference(name, "1.0.0", str(root)) for name, root in zip(("riket", "havet"), roots))
    assert state.read(QgsProject.instance()).also == Settings.load().further == kept
    another = make_workbench()
    another.adopt(Session())
    settle(another)
    assert members(another) == ["prov", "riket", "havet"]


def test_a_project_brings_its_own_packages_along(step, bench, roots, small):
    add(step, roots[0])
    also = (PackageReference("havet", "0.9", str(roots[1])), PackageReference("orebro-demo", "0.0.1"))
    bench.adopt(Session(PackageReference("prov", "1.0.0", str(small)), (), None, also))
    settle(bench)
    assert members(bench) == ["prov", "havet", "orebro-demo"]
    assert bench.prepared.package.members[2].root == DEMO_PACKAGE
    assert [each.version for each in bench.session.also] == [
        each.version for each in bench.prepared.package.members[1:]
    ]
    # A new project goes on with what is open.
    bench.adopt(Session())
    settle(bench)
    assert members(bench) == ["prov", "havet", "orebro-demo"] and bench.session.also == bench.also


@pytest.mark.parametrize("kept", ["", "{", "[1]", '[{"id": 1}]'])
def test_a_kept_choice_that_cannot_be_read_is_none(kept):
    assert Settings(also=kept).further == ()


# datasets and layers


def test_datasets_are_listed_by_package_and_loaded_in_groups(step, bench, roots):
    add(step, roots[0])
    tops = [step.datasets.topLevelItem(row).text(0) for row in range(step.datasets.topLevelItemCount())]
    assert tops == ["Prov", "Riket"]
    names = {item.data(0, Qt.ItemDataRole.UserRole) for item in step._items()}
    assert names == {"mark", "punkter", "omrade", "riket:mark", "riket:omrade"}
    step.load.click()
    wait_until(lambda: not step.is_loading)
    project = QgsProject.instance()
    assert [group.name() for group in project.layerTreeRoot().children()] == ["Prov 1.0.0", "Riket 1.0.0"]
    keys = {layer.customProperty(LAYER_PROPERTY) for layer in project.mapLayers().values()}
    assert {"prov/mark", "riket/mark"} <= keys
    assert all(item.checkState(0) == Qt.CheckState.Checked for item in step._items())


# in the dock


def test_a_removed_package_is_brought_back_from_the_message_bar(make_dock, roots, small):
    from qgis.PyQt.QtWidgets import QPushButton

    dock = make_dock()
    bench = dock.workbench
    settle(bench)
    bench.open_package(small)
    settle(bench)
    add(dock.package_step, roots[0])
    dock.package_step.remove_further.click()
    settle(bench)
    assert members(bench) == ["prov"]
    bar = dock._iface.messageBar()
    item = next(each for each in bar.items() if "Riket" in each.text())
    item.findChild(QPushButton).click()
    settle(bench)
    assert members(bench) == ["prov", "riket"]


def test_the_demonstration_is_of_the_demo_package_alone(make_dock, roots):
    dock = make_dock()
    settle(dock.workbench)
    add(dock.package_step, roots[0])
    dock._iface.newProject = lambda _ask: True
    dock.open_example()
    wait_until(lambda: dock.workbench.session.drafts and not dock.package_step.is_loading)
    settle(dock.workbench)
    assert members(dock.workbench) == ["orebro-demo"]


def test_the_step_fits_a_narrow_dock(step, roots):
    add(step, *roots)
    assert step.minimumSizeHint().width() <= 320
