"""The dialog with the letter to the region's contacts."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from plandialog.plugin.gui import letter_dialog
from plandialog.plugin.gui.letter_dialog import LetterDialog
from plandialog.plugin.report.letter import LONGEST_MAILTO, Letter
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QGuiApplication
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QLabel

LETTER = Letter(
    to=("a@example.org", "b@example.org"),
    subject="Tidig dialog: Kvarteret",
    body="Hej!\n\nVi vill ses & prata: 100 % + åäö.\n",
    attachments=("kvarteret.pdf", "karta.png"),
)


@pytest.fixture(autouse=True)
def clipboard(clean_profile):
    """What is on the clipboard, empty at first; no slot may fall unheard."""
    QGuiApplication.clipboard().clear()
    return QGuiApplication.clipboard().text


@pytest.fixture
def opened(monkeypatch):
    """The URLs that were to be opened."""
    asked = []
    monkeypatch.setattr(letter_dialog.QDesktopServices, "openUrl", lambda url: asked.append(url) or True)
    return asked


@pytest.fixture
def unanswered(monkeypatch):
    """A computer without a mail program."""
    monkeypatch.setattr(letter_dialog.QDesktopServices, "openUrl", lambda url: False)


@pytest.fixture
def make_dialog(tmp_path):
    made = []

    def make(letter=LETTER, folder=str(tmp_path)):
        made.append(LetterDialog(letter, folder))
        made[-1].show()
        return made[-1]

    yield make
    for dialog in made:
        dialog.deleteLater()


def encoded(url):
    return bytes(url.toEncoded()).decode("ascii")


def test_it_shows_the_letter_and_gives_it_back(make_dialog, clipboard):
    dialog = make_dialog()
    assert dialog.letter == LETTER
    assert [dialog.attachments.item(row).text() for row in range(dialog.attachments.count())] == [*LETTER.attachments]
    assert dialog.status.isHidden()
    assert clipboard() == ""


def test_what_was_edited_is_what_the_mail_program_gets(make_dialog, opened):
    dialog = make_dialog()
    dialog.to.setText("c@example.org; d@example.org")
    dialog.subject.setText("Möte?")
    dialog.body.setPlainText("Hej & hå\n+ 1 %")
    dialog.open_mail.click()
    [url] = opened
    assert encoded(url) == (
        "mailto:c@example.org,d@example.org?subject=M%C3%B6te%3F&body=Hej%20%26%20h%C3%A5%0D%0A%2B%201%20%25"
    )
    assert dialog.status.isHidden()
    assert dialog.isVisible()


def test_qt_hands_a_letter_on_as_it_was_encoded(make_dialog, opened):
    make_dialog().open_mail.click()
    [url] = opened
    assert encoded(url).endswith("&body=" + quote(LETTER.body.replace("\n", "\r\n"), safe=""))


def test_a_text_that_is_too_long_goes_to_the_clipboard_and_the_rest_to_the_mail_program(make_dialog, opened, clipboard):
    dialog = make_dialog()
    dialog.body.setPlainText("Lång text. " * 300)
    dialog.open_mail.click()
    [url] = opened
    assert encoded(url) == "mailto:a@example.org,b@example.org?subject=Tidig%20dialog%3A%20Kvarteret"
    assert clipboard() == "Lång text. " * 300
    assert "too long" in dialog.status.text() and dialog.status.isVisible()


def test_what_is_told_goes_when_it_is_no_longer_so(make_dialog, opened):
    dialog = make_dialog()
    dialog.body.setPlainText("Lång text. " * 300)
    dialog.open_mail.click()
    dialog.body.setPlainText("Kort")
    dialog.open_mail.click()
    assert dialog.status.isHidden()


def test_a_heading_that_is_too_long_leaves_all_on_the_clipboard(make_dialog, opened, clipboard):
    dialog = make_dialog()
    dialog.subject.setText("x" * LONGEST_MAILTO)
    dialog.open_mail.click()
    assert opened == []
    assert LETTER.body in clipboard() and "x" * LONGEST_MAILTO in clipboard()
    assert "clipboard" in dialog.status.text()


@pytest.mark.parametrize("body", [LETTER.body, "Lång text. " * 300])
def test_without_a_mail_program_the_letter_is_on_the_clipboard(make_dialog, unanswered, clipboard, body):
    dialog = make_dialog()
    dialog.body.setPlainText(body)
    dialog.open_mail.click()
    assert "No mail program answered" in dialog.status.text()
    assert clipboard().startswith("To: a@example.org, b@example.org\nSubject: Tidig dialog: Kvarteret\n")
    assert clipboard().endswith("\n\n" + body)


def test_all_of_the_letter_can_be_copied(make_dialog, clipboard):
    dialog = make_dialog()
    dialog.subject.setText("Nytt ämne")
    dialog.copy_all.click()
    assert clipboard() == (
        "To: a@example.org, b@example.org\nSubject: Nytt ämne\nAttachments: kvarteret.pdf, karta.png\n\n" + LETTER.body
    )
    assert dialog.status.text() == "The letter is on the clipboard."


def test_the_folder_of_the_attachments_can_be_opened(make_dialog, opened, tmp_path):
    make_dialog().open_folder.click()
    assert [url.toLocalFile() for url in opened] == [str(tmp_path)]


def test_a_folder_that_does_not_open_is_told(make_dialog, unanswered, tmp_path):
    dialog = make_dialog()
    dialog.open_folder.click()
    assert str(tmp_path) in dialog.status.text()


@pytest.mark.parametrize("folder", ["", "/finns/inte"])
def test_a_folder_that_is_not_there_cannot_be_opened(make_dialog, folder):
    assert not make_dialog(folder=folder).open_folder.isEnabled()


def test_without_attachments_nothing_is_said_of_them(make_dialog):
    dialog = make_dialog(Letter(LETTER.to, LETTER.subject, LETTER.body, ()))
    assert dialog.enclosed.isHidden()
    assert dialog.letter.attachments == ()


def test_names_are_text_and_never_markup(make_dialog):
    name = "<b>”Kv.”</b> 🏘️ בית"
    dialog = make_dialog(Letter(("a@example.org",), name, name, (name,)), folder="/<b>")
    assert dialog.subject.text() == dialog.body.toPlainText() == dialog.attachments.item(0).text() == name
    assert dialog.status.textFormat() == Qt.TextFormat.PlainText


def test_return_in_a_line_neither_opens_nor_closes_anything(make_dialog, opened):
    dialog = make_dialog()
    for line in (dialog.to, dialog.subject):
        line.setFocus()
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert opened == []
    assert dialog.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_keyboard_reaches_everything(make_dialog, opened):
    dialog = make_dialog()
    dialog.copy_all.click()
    dialog.activateWindow()
    QApplication.processEvents()
    dialog.to.setFocus()
    reached = []
    for _ in range(9):
        reached.append(dialog.focusWidget())
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    [close] = dialog.buttons.buttons()
    assert reached == [
        dialog.to,
        dialog.subject,
        dialog.body,
        dialog.attachments,
        dialog.open_folder,
        dialog.status,
        dialog.open_mail,
        dialog.copy_all,
        close,
    ]


def test_everything_that_is_filled_in_has_a_name_and_a_tooltip(make_dialog):
    dialog = make_dialog()
    labelled = {label.buddy() for label in dialog.findChildren(QLabel)} - {None}
    assert labelled == {dialog.to, dialog.subject, dialog.body, dialog.attachments}
    assert all(each.accessibleName() and each.toolTip() for each in labelled)
    assert all(each.toolTip() for each in (dialog.open_folder, dialog.open_mail, dialog.copy_all))


def test_a_narrow_dialog_shows_all_of_its_texts(make_dialog, unanswered):
    dialog = make_dialog()
    dialog.open_mail.click()
    dialog.resize(360, 640)
    QApplication.processEvents()
    assert dialog.width() == 360
    for label in dialog.findChildren(QLabel):
        if label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width()), label.objectName()
    assert dialog.body.height() >= 80
