"""The findings: the tree and its filter, one finding in full, and the planner's own words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import PLAN, PackageBuilder, assess_wkt, square
from guibench import OUTSIDE, Heard, draft, settle, small_package, wait_until
from plandialog.plugin.core.outcome import LABELS, READING_ORDER, Outcome
from plandialog.plugin.core.remarks import Remark, RemarkKind
from plandialog.plugin.gui.findings_model import CHECK, OUTCOME, FindingsFilter, FindingsModel
from plandialog.plugin.gui.findings_step import FindingsStep, RemarkDialog
from plandialog.plugin.gui.package_step import PackageStep
from plandialog.plugin.gui.settings import Settings
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsProject
from qgis.PyQt.QtCore import QEvent, QModelIndex, Qt
from qgis.PyQt.QtGui import QFocusEvent, QGuiApplication
from qgis.PyQt.QtTest import QAbstractItemModelTester
from qgis.PyQt.QtWidgets import QApplication, QDialog, QDialogButtonBox

SWEREF = QgsCoordinateReferenceSystem("EPSG:3006")
FAR = square(505000, 6575000, 400)


# the model


@pytest.fixture
def prepared(builder):
    return small_package(builder).prepare()


@pytest.fixture
def assessment(prepared):
    return assess_wkt(prepared, land_use="bostader")


@pytest.fixture
def model(qgis_app):
    made = FindingsModel()
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    made.tester = tester
    return made


@pytest.fixture
def kept(model):
    made = FindingsFilter()
    made.setSourceModel(model)
    made.tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    return made


def tree(model):
    """What a model shows: the title of each perspective with those of its findings."""
    shown = {}
    for row in range(model.rowCount()):
        top = model.index(row, 0)
        shown[top.data()] = [model.index(number, 0, top).data() for number in range(model.rowCount(top))]
    return shown


def checks(model):
    top = model.index(0, 0)
    return [model.index(row, 0, top).data(CHECK) for row in range(model.rowCount(top))]


ALL = ["andel", "antal", "avstand", "fraga"]


def test_nothing_is_shown_without_an_assessment(model):
    assert model.rowCount() == 0 and model.assessment is None
    model.show(None, "sv")
    assert model.rowCount() == 0


def test_findings_stand_under_their_perspective_in_the_order_of_the_package(model, assessment):
    model.show(assessment, "sv")
    assert tree(model) == {"Perspektiv": ["Jordbruksmark", "Vattentäkter", "Avstånd till vatten", "Hur blir det?"]}
    assert checks(model) == ALL


def test_a_perspective_leads_with_its_outcome_and_says_how_many_checks_were_carried_out(model, assessment):
    model.show(assessment, "sv")
    top = model.index(0, 0)
    assert top.data(OUTCOME) is Outcome.DISCUSS and top.data(CHECK) == ""
    assert model.index(0, 1).data() == "3/4"
    assert LABELS[Outcome.DISCUSS].sv in top.data(Qt.ItemDataRole.ToolTipRole)
    assert top.data(Qt.ItemDataRole.FontRole).bold()


def test_a_finding_has_its_figure_its_icon_and_its_outcome_in_words(model, assessment):
    model.show(assessment, "sv")
    index = model.index_of("andel")
    assert index.siblingAtColumn(1).data() == "25\u00a0%"
    assert not index.data(Qt.ItemDataRole.DecorationRole).isNull()
    for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
        assert "Jordbruksmark" in index.data(role) and "Ta upp i dialogen" in index.data(role)
    assert model.index_of("fraga").siblingAtColumn(1).data() == ""


def test_every_outcome_has_an_icon_of_its_own(model):
    images = {outcome: icon.pixmap(16, 16).toImage() for outcome, icon in model._icons.items()}
    assert len(images) == len(Outcome)
    assert all(not image.isNull() for image in images.values())
    listed = list(images.values())
    assert all(listed[a] != listed[b] for a in range(len(listed)) for b in range(a))


def test_a_finding_that_is_not_there_has_no_place(model, assessment):
    model.show(assessment, "sv")
    assert not model.index_of("okänd").isValid()
    assert model.finding(QModelIndex()) is None and model.finding(model.index(0, 0)) is None
    assert model.finding(model.index_of("andel")).check == "andel"


def test_a_new_assessment_of_the_same_checks_changes_the_cells_only(model, prepared, assessment):
    model.show(assessment, "sv")
    reset, changed = Heard(model.modelReset), Heard(model.dataChanged)
    index = model.index_of("andel")
    model.show(assess_wkt(prepared, FAR), "sv")
    assert len(reset) == 0 and len(changed) == 2
    assert index.data(OUTCOME) is Outcome.CLEAR
    assert model.index(0, 0).data(OUTCOME) is Outcome.CONSIDER


def test_other_checks_start_the_tree_anew(model, assessment, tmp_path):
    model.show(assessment, "sv")
    reset = Heard(model.modelReset)
    other = PackageBuilder(tmp_path / "annat")
    other.check("enda", None, "ask")
    model.show(assess_wkt(other.prepare()), "sv")
    assert len(reset) == 1 and checks(model) == ["enda"]
    model.show(None, "sv")
    assert len(reset) == 2 and model.rowCount() == 0


def test_another_language_changes_every_text(model, assessment):
    model.show(assessment, "sv")
    model.show(assessment, "en")
    assert tree(model) == {"Perspective": ["Farmland", "Water sources", "Distance to water", "How will it be?"]}
    assert "Bring up in the dialogue" in model.index_of("andel").data(Qt.ItemDataRole.ToolTipRole)


def test_a_remark_is_marked_and_told_in_the_tooltip(model, assessment):
    remarks = (Remark("andel", RemarkKind.HANDLED, "Redan såld", "2026-11-24T10:00:00+01:00"),)
    model.show(replace(assessment, remarks=remarks), "sv")
    index = model.index_of("andel")
    assert index.data() == "Jordbruksmark ✎"
    assert "redan hanterat: Redan såld" in index.data(Qt.ItemDataRole.ToolTipRole)
    model.show(assessment, "sv")
    assert index.data() == "Jordbruksmark"


def test_the_demo_package_is_a_sound_tree_in_both_languages(model, kept, opened_demo):
    assessment = assess_wkt(opened_demo, square(512000, 6571000, 2000), land_use="bostader")
    for language in ("sv", "en"):
        model.show(assessment, language)
        assert sum(len(each) for each in tree(model).values()) == len(assessment.findings) >= 30
        assert tree(kept) == tree(model)


@pytest.fixture(scope="module")
def opened_demo(qgis_app):
    from conftest import DEMO_PACKAGE
    from plandialog.plugin.core.package.reader import read_package
    from plandialog.plugin.gis.engine import prepare
    from plandialog.plugin.gis.measures import measure_specs
    from qgis.core import QgsCoordinateTransformContext

    return prepare(read_package(DEMO_PACKAGE, measure_specs()), QgsCoordinateTransformContext())


# the filter


@pytest.mark.parametrize(
    ("outcomes", "left"),
    [
        (frozenset(Outcome), ALL),
        ({Outcome.DISCUSS}, ["andel", "antal"]),
        ({Outcome.SUPPORTS, Outcome.QUESTION}, ["avstand", "fraga"]),
    ],
)
def test_findings_are_kept_by_their_outcome(model, kept, assessment, outcomes, left):
    model.show(assessment, "sv")
    kept.set_outcomes(frozenset(outcomes))
    assert checks(kept) == left


def test_a_perspective_without_any_finding_left_is_gone(model, kept, assessment):
    model.show(assessment, "sv")
    kept.set_outcomes(frozenset({Outcome.NO_DATA}))
    assert kept.rowCount() == 0
    kept.set_outcomes(frozenset(Outcome))
    assert checks(kept) == ALL


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("", ALL),
        ("jordbruk", ["andel"]),
        ("JORDBRUK", ["andel"]),
        ("åkern", ["andel"]),
        ("källan", ["antal", "avstand"]),
        ("vatten avstånd", ["avstand"]),
        ("  vatten   ", ["antal", "avstand"]),
        ("perspektiv", ALL),
        ("perspektiv jordbruk", ["andel"]),
        ("varför", ALL),
    ],
)
def test_findings_are_searched_by_words_names_of_what_was_found_and_perspective(model, kept, assessment, text, left):
    model.show(assessment, "sv")
    kept.set_text(text)
    assert checks(kept) == left


def test_what_nothing_holds_leaves_nothing(model, kept, assessment):
    model.show(assessment, "sv")
    kept.set_text("finns inte")
    assert kept.rowCount() == 0


def test_a_remark_can_be_searched(model, kept, assessment):
    remarks = (Remark("andel", RemarkKind.HANDLED, "Redan såld", "2026-11-24T10:00:00+01:00"),)
    model.show(replace(assessment, remarks=remarks), "sv")
    kept.set_text("såld")
    assert checks(kept) == ["andel"]


def test_a_finding_that_changes_its_outcome_comes_and_goes_with_the_filter(model, kept, prepared, assessment):
    model.show(assessment, "sv")
    kept.set_outcomes(frozenset({Outcome.CLEAR}))
    assert kept.rowCount() == 0
    model.show(assess_wkt(prepared, FAR, land_use="bostader"), "sv")
    assert checks(kept) == ["andel", "antal"]
    model.show(assessment, "sv")
    assert kept.rowCount() == 0


# the step


class Pointing:
    """Stands in for the map: what it was asked to show."""

    def __init__(self):
        self.asked = []

    def zoom(self, geometries, crs):
        self.asked.append(("zoom", len(geometries), crs.authid()))

    def pan(self, geometries, crs):
        self.asked.append(("pan", len(geometries), crs.authid()))

    def flash(self, geometries, crs):
        self.asked.append(("flash", len(geometries), crs.authid()))


@pytest.fixture
def pointing():
    return Pointing()


@pytest.fixture
def swedish(make_workbench, small):
    made = make_workbench(Settings(language="sv"))
    made.open_package(small)
    settle(made)
    return made


@pytest.fixture
def step(swedish, pointing):
    made = FindingsStep(swedish, QgsProject.instance(), pointing)
    made.show()
    yield made
    made.hide()
    made.deleteLater()


@pytest.fixture
def filled(swedish, step):
    """The step with the findings of one draft."""
    swedish.add([draft(land_use="bostader")])
    settle(swedish)
    return step


def current(step):
    return step.tree.currentIndex().data(CHECK)


def titles(menu):
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def tallies(step):
    return {outcome.value: int(button.text()) for outcome, button in step._buttons.items()}


def type_answer(step, text):
    step.answer.setFocus()
    QApplication.processEvents()
    step.answer.setPlainText(text)


def leave_answer(step):
    QApplication.sendEvent(step.answer, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.TabFocusReason))


def test_before_anything_is_checked_the_step_says_so(step):
    assert step.tally.text() == "Nothing has been checked yet."
    assert set(tallies(step).values()) == {0}
    assert not step.zoom.isEnabled() and not step.copy.isEnabled() and not step.mark.isEnabled()


def test_the_counts_of_the_outcomes_stand_on_the_buttons_in_reading_order(filled):
    assert list(filled._buttons) == list(READING_ORDER)
    counts = tallies(filled)
    assert (counts["discuss"], counts["supports"], counts["question"], counts["clear"]) == (2, 1, 1, 0)
    assert sum(counts.values()) == 4
    assert "3" in filled.tally.text() and "4" in filled.tally.text()
    assert filled._buttons[Outcome.DISCUSS].accessibleName() == "Ta upp i dialogen: 2"


def test_a_refused_plan_area_is_said_to_be_so(filled, swedish):
    swedish.add([draft(OUTSIDE)])
    settle(swedish)
    assert "could not be checked" in filled.tally.text()
    assert filled.tree.model().rowCount() == 0 and set(tallies(filled).values()) == {0}


def test_a_stopped_check_is_said_to_be_so(filled, swedish, gate):
    gate.shut()
    swedish.check("1")
    wait_until(lambda: gate.halted)
    swedish.stop()
    settle(swedish)
    assert tallies(filled)["not-checked"] == 2
    assert "1" in filled.tally.text() and "avbr" in filled.tally.text().casefold()


def test_the_area_being_drawn_is_said_to_be_so_and_cannot_be_remarked_on(filled, swedish):
    filled.select("andel")
    swedish.preview(QgsGeometry.fromWkt(square(510000, 6580000, 500)), SWEREF)
    settle(swedish)
    assert "The area being drawn." in filled.tally.text()
    assert not filled.mark.isEnabled()
    swedish.end_preview()
    assert filled.mark.isEnabled() and "drawn" not in filled.tally.text()


def test_a_button_takes_its_outcome_out_of_the_tree_and_puts_it_back(filled):
    filled._buttons[Outcome.DISCUSS].click()
    assert checks(filled.tree.model()) == ["avstand", "fraga"]
    filled._buttons[Outcome.DISCUSS].click()
    assert checks(filled.tree.model()) == ALL


def test_a_search_narrows_the_tree_and_opens_what_is_left(filled):
    filled.tree.collapseAll()
    filled.search.setText("åkern")
    assert checks(filled.tree.model()) == ["andel"]
    assert filled.tree.isExpanded(filled.tree.model().index(0, 0))


def test_a_chosen_finding_is_shown_in_full(filled):
    filled.select("andel")
    text = filled.text.toPlainText()
    for part in ("Jordbruksmark", "Ta upp i dialogen", "25", "Varför", "Gör", "Enheten", "Provkontoret"):
        assert part in text
    assert filled.zoom.isEnabled() and filled.copy.isEnabled() and filled.mark.isEnabled()
    assert not filled.answer_area.isVisible()


def test_a_chosen_perspective_is_shown_in_full(filled):
    filled.tree.setCurrentIndex(filled.tree.model().index(0, 0))
    assert "Perspektiv" in filled.text.toPlainText() and "Enheten" in filled.text.toPlainText()
    assert not filled.zoom.isEnabled() and not filled.mark.isEnabled()


def test_a_new_check_keeps_what_is_chosen_and_what_is_folded(filled, swedish):
    filled.select("avstand")
    reset = Heard(filled.tree.model().modelReset)
    filled.tree.collapse(filled.tree.model().index(0, 0))
    swedish.reshape("1", QgsGeometry.fromWkt(square(510100, 6580000, 1000)), unsaved=False)
    settle(swedish)
    assert len(reset) == 0
    assert current(filled) == "avstand" and "Avstånd" in filled.text.toPlainText()
    assert not filled.tree.isExpanded(filled.tree.model().index(0, 0))


def test_the_figure_of_a_finding_that_is_measured_only_now_is_seen(filled, swedish):
    """A title without a figure has the whole row."""

    def spanned(check):
        index = filled.tree.model().mapFromSource(filled._model.index_of(check))
        return filled.tree.isFirstColumnSpanned(index.row(), index.parent())

    assert spanned("fraga") and not spanned("antal")
    swedish.state_of("1", land_use="logistik")
    settle(swedish)
    assert spanned("antal")
    swedish.state_of("1", land_use="bostader")
    settle(swedish)
    assert not spanned("antal")


def test_a_perspective_that_comes_back_through_the_filter_is_open(filled, swedish):
    filled._buttons[Outcome.CLEAR].click()
    for outcome in (Outcome.DISCUSS, Outcome.SUPPORTS, Outcome.QUESTION, Outcome.CONSIDER):
        filled._buttons[outcome].click()
    filled._buttons[Outcome.CLEAR].click()
    assert filled.tree.model().rowCount() == 0
    swedish.reshape("1", QgsGeometry.fromWkt(FAR), unsaved=False)
    settle(swedish)
    assert checks(filled.tree.model()) == ["andel", "antal"]
    assert filled.tree.isExpanded(filled.tree.model().index(0, 0))


def test_another_language_is_shown_everywhere(filled, swedish):
    filled.select("andel")
    swedish.settings.language = "en"
    filled.refresh()
    assert tree(filled.tree.model()) == {
        "Perspective": ["Farmland", "Water sources", "Distance to water", "How will it be?"]
    }
    assert filled._buttons[Outcome.DISCUSS].toolTip() == "Bring up in the dialogue"
    assert "Farmland" in filled.text.toPlainText()
    assert current(filled) == "andel"


def test_texts_of_a_package_are_shown_as_text_and_never_as_markup(make_workbench, builder, pointing):
    builder.dataset("mark", "polygon", [(PLAN, {"namn": "<b>fet</b>"})], fields={"namn": str}, label="namn")
    builder.check("andel", "mark", "overlap", title={"sv": "<img src='x'>Titel", "en": "T"})
    workbench = make_workbench(Settings(language="sv"))
    workbench.open_package(builder.write())
    settle(workbench)
    step = FindingsStep(workbench, QgsProject.instance(), pointing)
    workbench.add([draft()])
    settle(workbench)
    step.select("andel")
    assert "<img src='x'>Titel" in step.text.toPlainText() and "<b>fet</b>" in step.text.toPlainText()


# on the map


def test_a_click_zooms_to_and_flashes_what_was_found(filled, pointing):
    filled.select("antal")
    filled.tree.clicked.emit(filled.tree.currentIndex())
    assert pointing.asked == [("zoom", 3, "EPSG:3006"), ("flash", 2, "EPSG:3006")]


def test_a_click_does_only_what_is_wanted_of_it(filled, swedish, pointing):
    swedish.settings.zoom = False
    filled.select("antal")
    filled.tree.clicked.emit(filled.tree.currentIndex())
    assert pointing.asked == [("flash", 2, "EPSG:3006")]
    swedish.settings.flash = False
    filled.tree.clicked.emit(filled.tree.currentIndex())
    assert len(pointing.asked) == 1


def test_a_click_on_a_perspective_points_at_nothing(filled, pointing):
    filled.tree.clicked.emit(filled.tree.model().index(0, 0))
    assert pointing.asked == []


def test_a_finding_without_a_place_flashes_the_plan_area(filled, pointing):
    filled.select("fraga")
    filled.zoom.click()
    assert pointing.asked == [("zoom", 1, "EPSG:3006"), ("flash", 1, "EPSG:3006")]


# the menu


def test_the_menu_of_a_finding_has_what_can_be_done(filled):
    filled.select("andel")
    menu = filled.context_menu()
    assert titles(menu) == [
        "Zoom to what was found",
        "Pan to it",
        "Select in the layer",
        "Copy as text",
        "Remark…",
    ]
    enabled = {action.text(): action.isEnabled() for action in menu.actions()}
    assert not enabled["Select in the layer"] and enabled["Remark…"]


def test_the_menu_pans_without_zooming(filled, pointing):
    filled.select("antal")
    next(a for a in filled.context_menu().actions() if a.text() == "Pan to it").trigger()
    assert pointing.asked == [("pan", 2, "EPSG:3006"), ("flash", 2, "EPSG:3006")]


def test_the_menu_of_a_question_has_no_remark(filled):
    filled.select("fraga")
    [remark] = [action for action in filled.context_menu().actions() if action.text() == "Remark…"]
    assert not remark.isEnabled()


def test_what_was_found_is_selected_in_its_layer(filled, swedish):
    packages = PackageStep(swedish, QgsProject.instance())
    packages.load_layers()
    wait_until(lambda: not packages.is_loading)
    filled.select("antal")
    [select] = [action for action in filled.context_menu().actions() if action.text() == "Select in the layer"]
    assert select.isEnabled()
    select.trigger()
    assert filled._layer().selectedFeatureCount() == 2
    packages.stop()


def test_a_finding_is_copied_as_text(filled):
    QGuiApplication.clipboard().clear()
    filled.select("andel")
    filled.copy.click()
    text = QGuiApplication.clipboard().text()
    assert "Jordbruksmark" in text and "Ta upp i dialogen" in text and "<" not in text.replace("< ", "")


# answers


def test_an_answer_is_asked_for_under_a_question_only(filled):
    filled.select("fraga")
    assert filled.answer_area.isVisible() and filled.answer.isEnabled()
    filled.select("andel")
    assert not filled.answer_area.isVisible()


def test_an_answer_is_kept_when_the_box_is_left(filled, swedish):
    filled.select("fraga")
    type_answer(filled, " Så här blir det. ")
    assert swedish.current.remarks == ()
    leave_answer(filled)
    [remark] = swedish.current.remarks
    assert (remark.check, remark.kind, remark.text) == ("fraga", RemarkKind.ANSWER, "Så här blir det.")
    assert "✎" in filled._model.index_of("fraga").data()


def test_an_answer_is_kept_when_another_finding_is_chosen(filled, swedish):
    filled.select("fraga")
    type_answer(filled, "Så här.")
    filled.select("andel")
    assert [remark.text for remark in swedish.current.remarks] == ["Så här."]
    filled.select("fraga")
    assert filled.answer.toPlainText() == "Så här."


def test_an_answer_is_kept_when_another_proposal_becomes_the_current_one(filled, swedish):
    swedish.add([draft(FAR, "Två")])
    swedish.choose("1")
    settle(swedish)
    filled.select("fraga")
    type_answer(filled, "Om ettan.")
    swedish.choose("2")
    settle(swedish)
    assert [remark.text for remark in swedish.session.draft("1").remarks] == ["Om ettan."]
    assert swedish.session.draft("2").remarks == ()
    assert filled.answer.toPlainText() == ""


def test_an_answer_that_is_being_typed_is_not_typed_over_by_a_new_check(filled, swedish):
    filled.select("fraga")
    filled.activateWindow()
    type_answer(filled, "Halvvägs")
    wait_until(filled.answer.hasFocus)
    swedish.reshape("1", QgsGeometry.fromWkt(FAR), unsaved=False)
    settle(swedish)
    assert filled.answer.toPlainText() == "Halvvägs"
    leave_answer(filled)
    assert [remark.text for remark in swedish.current.remarks] == ["Halvvägs"]


def test_an_answer_that_is_emptied_is_taken_away(filled, swedish):
    filled.select("fraga")
    type_answer(filled, "Så här.")
    leave_answer(filled)
    filled.answer.setPlainText("")
    leave_answer(filled)
    assert swedish.current.remarks == ()


def test_leaving_the_box_without_a_change_changes_nothing(filled, swedish):
    filled.select("fraga")
    type_answer(filled, "Så här.")
    leave_answer(filled)
    before = swedish.session
    leave_answer(filled)
    filled.keep_answer()
    assert swedish.session is before


def test_an_answer_belongs_to_its_own_proposal(filled, swedish):
    filled.select("fraga")
    type_answer(filled, "Om ettan.")
    leave_answer(filled)
    swedish.add([draft(FAR, "Två")])
    settle(swedish)
    filled.select("fraga")
    assert filled.answer.toPlainText() == ""
    swedish.choose("1")
    assert filled.answer.toPlainText() == "Om ettan."


# remarks


def answered(monkeypatch, act):
    """Let the dialog for a remark be answered by ``act`` instead of by a person."""

    def executed(dialog):
        act(dialog)
        return dialog.result()

    monkeypatch.setattr(RemarkDialog, "exec", executed)


def test_a_remark_from_the_button_lands_on_the_finding(filled, swedish, monkeypatch):
    def say(dialog):
        dialog.handled.setChecked(True)
        dialog.reason.setPlainText("Redan såld")
        dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).click()

    answered(monkeypatch, say)
    filled.select("andel")
    filled.mark.click()
    [remark] = swedish.current.remarks
    assert (remark.check, remark.kind, remark.text) == ("andel", RemarkKind.HANDLED, "Redan såld")
    assert "Redan såld" in filled.text.toPlainText()


def test_a_remark_that_is_cancelled_changes_nothing(filled, swedish, monkeypatch):
    answered(monkeypatch, lambda dialog: (dialog.reason.setPlainText("Ångrat"), dialog.reject()))
    filled.select("andel")
    filled.mark.click()
    assert swedish.current.remarks == ()


def test_a_remark_is_taken_away_from_the_dialog(filled, swedish, monkeypatch):
    swedish.remark("andel", RemarkKind.HANDLED, "Redan såld")
    answered(monkeypatch, lambda dialog: dialog.buttons.button(QDialogButtonBox.StandardButton.Reset).click())
    filled.select("andel")
    filled.mark.click()
    assert swedish.current.remarks == ()


def test_the_dialog_shows_the_remark_so_far_and_wants_a_reason(clean_profile):
    dialog = RemarkDialog("<i>Titel</i>", Remark("andel", RemarkKind.HANDLED, "Redan såld", ""))
    ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert dialog.kind is RemarkKind.HANDLED and dialog.text == "Redan såld" and ok.isEnabled()
    dialog.reason.setPlainText("  \n ")
    assert not ok.isEnabled()


def test_the_dialog_for_a_new_remark_has_nothing_to_take_away(clean_profile):
    dialog = RemarkDialog("Titel", None)
    assert dialog.kind is RemarkKind.INACCURATE
    assert not dialog.buttons.button(QDialogButtonBox.StandardButton.Reset).isEnabled()
    dialog.reject()
    assert dialog.result() == QDialog.DialogCode.Rejected


def test_the_title_of_a_finding_is_text_in_the_dialog_and_never_markup(clean_profile):
    dialog = RemarkDialog("Mer än <50 m & <img src='x'>", None)
    assert "<50 m" in shown_text(dialog.finding)


def shown_text(label):
    from qgis.PyQt.QtGui import QTextDocument

    if label.textFormat() == Qt.TextFormat.PlainText:
        return label.text()
    document = QTextDocument()
    document.setHtml(label.text())
    return document.toPlainText()
