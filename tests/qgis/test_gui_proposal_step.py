"""Step 2: the drafts, what is stated about them, and what the tool made of their geometry."""

from __future__ import annotations

import pytest
from builders import square
from guibench import OUTSIDE, Heard, draft, outcomes, settle, wait_until
from plandialog.plugin.core.terms import LAND_USES, STAGES
from plandialog.plugin.gui.proposal_step import ProposalStep
from plandialog.plugin.gui.settings import Settings
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsGeometry, QgsProject
from qgis.PyQt.QtWidgets import QApplication

BOWTIE = "POLYGON((510000 6580000,511000 6581000,511000 6580000,510000 6581000,510000 6580000))"


@pytest.fixture
def swedish(make_workbench, small):
    made = make_workbench(Settings(language="sv"))
    made.open_package(small)
    settle(made)
    return made


@pytest.fixture
def step(swedish):
    made = ProposalStep(swedish)
    made.show()
    yield made
    made.deleteLater()


@pytest.fixture
def filled(swedish, step):
    """The step with one draft that has been checked."""
    swedish.add([draft(land_use="bostader")])
    settle(swedish)
    return step


def choose(combo, value):
    """Choose a row of a combo box as a person does."""
    row = combo.findData(value)
    assert row >= 0
    combo.setCurrentIndex(row)
    combo.activated.emit(row)


def test_without_a_draft_the_step_tells_how_to_get_one(step):
    assert step.empty.isVisible() and not step.form.isVisible()
    assert not any(widget.isEnabled() for widget in (step.drafts, step.zoom, step.remove, step.check))
    assert step.facts.text() == ""


def test_the_current_draft_is_shown_with_what_is_stated_about_it(swedish, step):
    swedish.add([draft(name="Å-staden", land_use="logistik", stage="samrad", dwellings=12)])
    assert step.form.isVisible() and not step.empty.isVisible()
    assert (step.name.text(), step.land_use.currentData(), step.stage.currentData(), step.dwellings.value()) == (
        "Å-staden",
        "logistik",
        "samrad",
        12,
    )
    assert step.drafts.currentText() == "Å-staden"


def test_the_vocabularies_are_whole_and_begin_with_what_is_not_stated(filled):
    for combo, terms in ((filled.land_use, LAND_USES), (filled.stage, STAGES)):
        assert [combo.itemData(row) for row in range(combo.count())] == ["", *terms]
        assert combo.itemText(1) == next(iter(terms.values())).sv


def test_terms_are_shown_in_the_language_that_is_chosen(filled, swedish):
    swedish.settings.language = "en"
    filled.refresh()
    assert filled.land_use.itemText(1) == next(iter(LAND_USES.values())).en
    assert filled.land_use.currentData() == "bostader"


def test_a_land_use_that_is_chosen_is_checked(filled, swedish):
    choose(filled.land_use, "logistik")
    settle(swedish)
    assert swedish.current.land_use == "logistik"
    assert outcomes(swedish.assessment("1"))["antal"] == "not-relevant"
    choose(filled.land_use, "")
    settle(swedish)
    assert swedish.current.land_use is None
    assert outcomes(swedish.assessment("1"))["antal"] == "discuss"


def test_stage_and_dwellings_are_stated_and_taken_back(filled, swedish):
    choose(filled.stage, "samrad")
    filled.dwellings.setValue(40)
    assert (swedish.current.stage, swedish.current.dwellings) == ("samrad", 40)
    filled.dwellings.setValue(0)
    assert swedish.current.dwellings == 0
    choose(filled.stage, "")
    filled.dwellings.setValue(-1)
    assert (swedish.current.stage, swedish.current.dwellings) == (None, None)


def test_dwellings_that_are_not_stated_say_so(filled):
    assert filled.dwellings.value() == -1 and filled.dwellings.text() == "not stated"


def test_a_new_name_is_taken_and_an_empty_one_is_not(filled, swedish):
    filled.name.setText("  Nytt namn ")
    filled.name.editingFinished.emit()
    assert swedish.current.name == "Nytt namn" and filled.drafts.currentText() == "Nytt namn"
    filled.name.setText("   ")
    filled.name.editingFinished.emit()
    assert swedish.current.name == "Nytt namn"


def test_a_name_that_is_left_empty_is_shown_again(filled):
    filled.name.setText("   ")
    filled.name.editingFinished.emit()
    assert filled.name.text() == "Prov"


def test_a_name_that_is_being_typed_is_not_typed_over_by_a_check(filled, swedish):
    filled.activateWindow()
    filled.name.setFocus()
    wait_until(filled.name.hasFocus)
    filled.name.setText("Halvvägs")
    swedish.state_of("1", stage="samrad")
    settle(swedish)
    assert filled.name.text() == "Halvvägs"
    filled.name.editingFinished.emit()
    assert swedish.current.name == "Halvvägs"


def test_showing_another_draft_states_nothing(filled, swedish):
    swedish.add([draft(name="Två", land_use="logistik", stage="samrad", dwellings=3)])
    settle(swedish)
    before = swedish.session.drafts
    choose(filled.drafts, "1")
    choose(filled.drafts, "2")
    choose(filled.drafts, "1")
    assert swedish.session.drafts == before and swedish.current.id == "1"
    assert (filled.land_use.currentData(), filled.dwellings.value()) == ("bostader", -1)


def test_a_draft_is_removed_and_brought_back(filled, swedish):
    removed = Heard(filled.removed)
    filled.remove.click()
    assert swedish.session.is_blank and filled.empty.isVisible()
    [(name, restore)] = removed.said
    assert name == "Prov"
    restore()
    assert swedish.current.name == "Prov" and filled.form.isVisible()


def test_the_menu_asks_for_what_needs_the_map_a_layer_or_a_file(step):
    asked = [Heard(signal) for signal in (step.draw_wanted, step.layer_wanted, step.file_wanted)]
    for action in step.add.menu().actions():
        action.trigger()
    assert [len(each) for each in asked] == [1, 1, 1]


def test_zoom_is_asked_for(filled):
    asked = Heard(filled.zoom_wanted)
    filled.zoom.click()
    assert len(asked) == 1


def test_check_checks_again(filled, gate):
    filled.check.click()
    wait_until(lambda: gate.started == 1)


def test_checks_at_every_change_are_turned_off_and_that_is_remembered(filled, swedish, gate):
    assert filled.live.isChecked()
    filled.live.click()
    choose(filled.land_use, "logistik")
    settle(swedish)
    assert gate.started == 0 and swedish.current.land_use == "logistik"
    assert Settings.load().live is False
    filled.live.click()
    assert Settings.load().live is True


def test_progress_and_a_way_to_stop_are_shown_while_a_check_runs(filled, swedish, gate):
    gate.shut()
    assert not filled.progress.isVisible() and not filled.stop.isVisible()
    filled.check.click()
    wait_until(lambda: gate.halted)
    assert filled.progress.isVisible() and filled.stop.isVisible()
    filled.stop.click()
    settle(swedish)
    assert not filled.progress.isVisible() and not filled.stop.isVisible()
    assert swedish.assessment("1").cancelled


# facts


def test_the_facts_are_area_and_coordinate_system(filled):
    text = filled.facts.text()
    assert "1 km²" in text.replace("\u00a0", " ") or "100 ha" in text.replace("\u00a0", " ")
    assert "EPSG:3006" in text


def test_the_facts_name_the_municipalities(make_workbench, builder):
    builder.dataset("kommuner", "polygon", [(square(509000, 6579000, 9000), {"namn": "Å & Ö"})], fields={"namn": str})
    builder.package["municipalities"] = {"dataset": "kommuner", "name": "namn"}
    builder.check("fraga", None, "ask")
    workbench = make_workbench(Settings(language="sv"))
    step = ProposalStep(workbench)
    workbench.open_package(builder.write())
    workbench.add([draft()])
    settle(workbench)
    assert "Å &amp; Ö" in step.facts.text()


def test_a_repair_and_an_unsaved_shape_are_said(filled, swedish):
    swedish.reshape("1", QgsGeometry.fromWkt(BOWTIE), unsaved=True)
    settle(swedish)
    for note in swedish.assessment("1").proposal.notes:
        assert note.text("sv") in filled.facts.text()
    assert len(swedish.assessment("1").proposal.notes) == 2


def test_a_refusal_is_said_in_words(filled, swedish):
    swedish.add([draft(OUTSIDE)])
    settle(swedish)
    assert swedish.refusal("2").text("sv") in filled.facts.text()


def test_the_crs_of_a_draft_is_its_own(filled, swedish):
    degrees = QgsCoordinateReferenceSystem("EPSG:4326")
    moved = QgsGeometry.fromWkt(square(510000, 6580000, 500))
    moved.transform(QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:3006"), degrees, QgsProject.instance()))
    swedish.add([draft(moved.asWkt(9), crs="EPSG:4326")])
    settle(swedish)
    assert "EPSG:4326" in filled.facts.text()


def test_facts_of_the_polygon_being_drawn_are_shown_while_it_is_drawn(filled, swedish):
    before = filled.facts.text()
    swedish.preview(QgsGeometry.fromWkt(square(510000, 6580000, 300)), QgsCoordinateReferenceSystem("EPSG:3006"))
    settle(swedish)
    assert "9,0 ha" in filled.facts.text().replace("\u00a0", " ")
    swedish.end_preview()
    assert filled.facts.text() == before


def test_names_are_text_and_never_markup(filled, swedish):
    swedish.state_of("1", name="<b>Fet</b> & fin")
    QApplication.processEvents()
    assert filled.name.text() == filled.drafts.currentText() == "<b>Fet</b> & fin"
