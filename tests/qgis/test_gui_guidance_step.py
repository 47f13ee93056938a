"""Step 4: the summary, previewed and saved."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from builders import square
from guibench import OUTSIDE, Heard, draft, settle, wait_until
from plandialog.plugin.core.assessment import from_json
from plandialog.plugin.gui import guidance_step
from plandialog.plugin.gui.guidance_step import GuidanceStep
from plandialog.plugin.gui.settings import Settings
from plandialog.plugin.report.forms import FORMS
from qgis.core import QgsVectorLayer

FAR = square(505000, 6575000, 400)


@pytest.fixture
def swedish(make_workbench, small):
    made = make_workbench(Settings(language="sv"))
    made.open_package(small)
    settle(made)
    return made


@pytest.fixture
def step(swedish):
    made = GuidanceStep(swedish)
    made.show()
    yield made
    made.stop()
    made.deleteLater()


@pytest.fixture
def filled(swedish, step):
    """The step with one draft that has been checked."""
    swedish.add([draft(name="Kvarteret Å", land_use="bostader")])
    settle(swedish)
    return step


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "Min mapp å"
    made.mkdir()
    return made


def save(step, form, path):
    """Save and wait for the end; what was said of it."""
    saved, failed = Heard(step.saved), Heard(step.failed)
    step.save_to(form, path)
    wait_until(lambda: len(saved) + len(failed))
    return saved.said, failed.said


def choose(step, scope):
    row = step.scope.findData(scope)
    assert row >= 0
    step.scope.setCurrentIndex(row)
    step.scope.activated.emit(row)


def can_write(step):
    assert step.preview.isEnabled() == step.save.isEnabled()
    return step.save.isEnabled()


# what can be written


def test_without_a_proposal_there_is_nothing_to_write(step):
    assert not can_write(step) and not step.folder.isEnabled()
    assert step.status.text() == "There is no proposal yet."


def test_nothing_is_written_before_the_check_is_done(swedish, step, gate):
    gate.shut()
    swedish.add([draft()])
    assert not can_write(step) and "when the check is done" in step.status.text()
    gate.open()
    settle(swedish)
    assert can_write(step) and step.status.text() == ""


def test_a_refused_plan_area_has_no_summary(swedish, step):
    swedish.add([draft(OUTSIDE)])
    settle(swedish)
    assert not can_write(step)


def test_a_removed_proposal_has_no_summary(filled, swedish):
    swedish.remove("1")
    assert not can_write(filled)


def test_all_proposals_are_offered_once_there_are_two(filled, swedish):
    assert [filled.scope.itemData(row) for row in range(filled.scope.count())] == ["current"]
    swedish.add([draft(FAR, "Två")])
    settle(swedish)
    assert [filled.scope.itemData(row) for row in range(filled.scope.count())] == ["current", "all"]
    assert "2" in filled.scope.itemText(1)
    assert filled.scope.currentData() == "current"


def test_all_proposals_stay_chosen_while_their_number_changes(filled, swedish):
    swedish.add([draft(FAR, "Två")])
    settle(swedish)
    choose(filled, "all")
    swedish.add([draft(FAR, "Tre")])
    settle(swedish)
    assert filled.scope.currentData() == "all" and len(filled.assessments()) == 3
    swedish.remove("2")
    swedish.remove("3")
    assert filled.scope.currentData() == "current" and len(filled.assessments()) == 1


def test_all_proposals_cannot_be_written_before_each_is_checked(swedish, step, gate):
    swedish.add([draft(name="Ett")])
    settle(swedish)
    gate.shut()
    swedish.add([draft(FAR, "Två")])
    swedish.choose("1")
    assert can_write(step)
    choose(step, "all")
    assert not can_write(step) and "when the check is done" in step.status.text()
    step.show_preview()
    choose(step, "current")
    assert can_write(step)
    choose(step, "all")
    gate.open()
    settle(swedish)
    assert can_write(step)


def test_a_refused_plan_area_does_not_keep_the_others_from_being_written(filled, swedish):
    swedish.add([draft(OUTSIDE, "Utanför"), draft(FAR, "Två")])
    settle(swedish)
    choose(filled, "all")
    assert [each.proposal.name for each in filled.assessments()] == ["Kvarteret Å", "Två"]


def test_every_form_is_in_the_menu_in_the_language_of_the_summaries(filled):
    assert [action.text() for action in filled.save.menu().actions()] == [f"{form.title.sv}…" for form in FORMS]


# saving


@pytest.mark.parametrize("form", [form.id for form in FORMS])
def test_every_form_is_saved_where_it_was_wanted(filled, folder, form):
    path = folder / f"Vägledning för å.{form}"
    saved, failed = save(filled, form, path)
    assert saved == [str(path)] and failed == []
    assert path.stat().st_size > 1000
    assert os.listdir(folder) == [path.name]


def test_what_is_saved_is_what_was_found_with_the_planner_s_words(filled, swedish, folder):
    from plandialog.plugin.core.remarks import RemarkKind

    swedish.remark("fraga", RemarkKind.ANSWER, "Så här blir det.")
    save(filled, "json", folder / "a.json")
    [read] = from_json((folder / "a.json").read_text(encoding="utf-8"))
    assert read == swedish.assessment("1") and read.remarks[0].text == "Så här blir det."
    save(filled, "html", folder / "a.html")
    html = (folder / "a.html").read_text(encoding="utf-8")
    assert "Så här blir det." in html and "Kvarteret Å" in html and html.count("<figure>") == 3
    save(filled, "gpkg", folder / "a.gpkg")
    assert QgsVectorLayer(str(folder / "a.gpkg"), "a", "ogr").isValid()


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("namn", "namn.html"),
        ("namn v1.2", "namn v1.2.html"),
        ("NAMN.HTML", "NAMN.HTML"),
        ("namn.json", "namn.json.html"),
    ],
)
def test_the_ending_is_added_where_it_is_missing(filled, folder, given, written):
    saved, _ = save(filled, "html", folder / given)
    assert saved == [str(folder / written)] and (folder / written).is_file()


def test_the_folder_is_remembered_and_can_be_opened(filled, swedish, folder):
    save(filled, "json", folder / "a.json")
    assert Path(Settings.load().folder) == folder and swedish.settings.folder == str(folder)
    assert filled.folder.isEnabled()


def test_a_folder_that_is_gone_cannot_be_opened(filled, swedish, tmp_path):
    swedish.settings.folder = str(tmp_path / "borta")
    filled.refresh()
    assert not filled.folder.isEnabled()


def test_all_proposals_are_saved_in_one_file(filled, swedish, folder):
    swedish.add([draft(FAR, "Två")])
    settle(swedish)
    choose(filled, "all")
    save(filled, "json", folder / "a.json")
    read = from_json((folder / "a.json").read_text(encoding="utf-8"))
    assert [each.proposal.name for each in read] == ["Kvarteret Å", "Två"]
    choose(filled, "current")
    save(filled, "json", folder / "b.json")
    assert [each.proposal.name for each in from_json((folder / "b.json").read_text(encoding="utf-8"))] == ["Två"]


def test_the_summary_is_in_the_language_that_is_chosen(filled, swedish, folder):
    swedish.settings.language = "en"
    save(filled, "html", folder / "a.html")
    html = (folder / "a.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in html and "Farmland" in html


def test_while_a_file_is_written_nothing_else_is(filled, folder, monkeypatch):
    import threading

    door = threading.Event()
    monkeypatch.setattr(guidance_step, "write_form", lambda *_: door.wait(30))
    saved = Heard(filled.saved)
    filled.save_to("json", folder / "a.json")
    assert not can_write(filled) and "Writing" in filled.status.text()
    door.set()
    wait_until(lambda: len(saved))
    assert can_write(filled) and filled.status.text() == ""


@pytest.mark.parametrize("form", [form.id for form in FORMS])
def test_a_file_where_the_folder_should_be_is_told_in_words(filled, tmp_path, form):
    (tmp_path / "fil").write_text("upptaget")
    saved, failed = save(filled, form, tmp_path / "fil" / f"a.{form}")
    assert saved == [] and len(failed) == 1
    assert f"a.{form}" in failed[0] and "Errno" not in failed[0] and "Error" not in failed[0]
    assert can_write(filled)


def test_a_folder_where_the_file_should_be_is_told_in_words(filled, tmp_path):
    (tmp_path / "a.html" / "innehåll").mkdir(parents=True)
    saved, failed = save(filled, "html", tmp_path / "a.html")
    assert saved == [] and "a.html" in failed[0]
    assert (tmp_path / "a.html" / "innehåll").is_dir()


def test_a_disk_that_refuses_is_told_in_words_and_the_old_file_stays(filled, folder, monkeypatch):
    """A folder that may only be read, also for a user who may write everywhere."""
    (folder / "a.json").write_text("det gamla")

    def refused(*_arguments, **_named):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refused)
    saved, failed = save(filled, "json", folder / "a.json")
    assert saved == [] and "a.json" in failed[0]
    assert (folder / "a.json").read_text() == "det gamla"


def test_a_form_that_breaks_is_told_and_another_can_be_written(filled, folder, monkeypatch):
    def broken(*_):
        raise RuntimeError("trasig")

    monkeypatch.setattr(guidance_step, "write_form", broken)
    saved, failed = save(filled, "json", folder / "a.json")
    assert saved == [] and "trasig" in failed[0]
    monkeypatch.undo()
    assert save(filled, "json", folder / "a.json")[0]


def test_a_step_that_is_gone_before_the_file_is_written_says_nothing(swedish, folder, monkeypatch):
    import threading

    swedish.add([draft()])
    settle(swedish)
    step = GuidanceStep(swedish)
    door = threading.Event()
    monkeypatch.setattr(guidance_step, "write_form", lambda *_: door.wait(30))
    step.save_to("json", folder / "a.json")
    saved = Heard(step.saved)
    step.stop()
    door.set()
    settle(swedish)
    assert len(saved) == 0


# looking


def test_a_preview_is_written_to_a_place_that_is_gone_afterwards(filled, monkeypatch):
    shown = []
    monkeypatch.setattr(guidance_step.QDesktopServices, "openUrl", lambda url: shown.append(Path(url.toLocalFile())))
    filled.preview.click()
    wait_until(lambda: shown)
    assert shown[0].suffix == ".html" and "Kvarteret Å" in shown[0].read_text(encoding="utf-8")
    assert Settings.load().folder == ""
    filled.preview.click()
    wait_until(lambda: len(shown) == 2)
    filled.stop()
    assert not shown[0].parent.exists()


# lengths, layouts and letters


def test_the_length_is_remembered_and_written_in(filled, folder):
    row = filled.length.findData("brief")
    filled.length.setCurrentIndex(row)
    filled.length.activated.emit(row)
    assert Settings.load().length == "brief"
    save(filled, "html", folder / "a.html")
    assert '<body class="is-brief">' in (folder / "a.html").read_text(encoding="utf-8")


def test_a_length_of_another_version_is_the_standard_one(swedish):
    swedish.settings.length = "novel"
    made = GuidanceStep(swedish)
    assert made.length.currentData() == "standard"
    made.stop()
    made.deleteLater()


def test_writing_is_cancelled_by_the_button_and_the_old_file_stays(filled, folder, monkeypatch):
    import time

    from plandialog.plugin.report.writing import WriteCancelled

    def slow(*arguments):
        options = arguments[-1]
        for part in range(600):
            options.progress(part / 600)
            if options.cancelled():
                raise WriteCancelled
            time.sleep(0.01)

    (folder / "a.pdf").write_text("det gamla")
    monkeypatch.setattr(guidance_step, "write_form", slow)
    said = [Heard(filled.saved), Heard(filled.failed)]
    filled.save_to("pdf", folder / "a.pdf")
    assert not filled.cancel.isHidden()
    wait_until(lambda: "%" in filled.status.text() and "0 %" not in filled.status.text()[-6:-3])
    filled.cancel.click()
    wait_until(lambda: filled.cancel.isHidden())
    assert filled.status.text() == "The writing was cancelled." and [len(each) for each in said] == [0, 0]
    assert (folder / "a.pdf").read_text() == "det gamla" and can_write(filled)


def test_a_template_that_is_gone_is_told_in_words(filled, swedish, folder):
    swedish.settings.template = str(folder / "borta.qpt")
    saved, failed = save(filled, "pdf", folder / "a.pdf")
    assert saved == [] and "borta.qpt" in failed[0] and "inställningarna" in failed[0]


def test_a_layout_comes_into_the_project(filled):
    from qgis.core import QgsProject

    made = Heard(filled.layouts_made)
    filled.length.setCurrentIndex(filled.length.findData("brief"))
    filled.layout_button.click()
    wait_until(lambda: len(made))
    [layout] = QgsProject.instance().layoutManager().layouts()
    assert layout.name().startswith("Kvarteret Å") and made.said == [[layout]]
    QgsProject.instance().clear()


def test_a_letter_names_the_files_that_were_saved_of_what_it_is_about(filled, swedish, folder, monkeypatch):
    from plandialog.plugin.gui import letter_dialog

    shown = []
    monkeypatch.setattr(letter_dialog.LetterDialog, "exec", lambda self: shown.append(self))
    save(filled, "json", folder / "a.json")
    filled.mail.click()
    swedish.add([draft(FAR, "Två")])
    settle(swedish)
    filled.mail.click()
    listed = [[each.attachments.item(row).text() for row in range(each.attachments.count())] for each in shown]
    assert listed == [["a.json"], []]
    assert "Kvarteret Å" in shown[0].subject.text() and "Två" in shown[1].subject.text()
