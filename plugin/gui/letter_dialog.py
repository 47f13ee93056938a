"""The dialog with the letter to the region's contacts, which the planner changes and sends with a program of choice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices, QGuiApplication
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QWidget

from ..report.letter import Letter, addresses, as_text, fits_mailto, mailto
from ..translation import interface_language, tr
from .forms import load_form, qgis_icon


class LetterDialog(QDialog):
    """``folder`` is where the attachments of ``letter`` are, empty for none. Nothing is sent from here."""

    def __init__(self, letter: Letter, folder: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("letter", self)
        self._attachments = letter.attachments
        self._folder = folder
        self.to.setText(", ".join(letter.to))
        self.to.setCursorPosition(0)  # the first addresses are those with most to discuss
        self.subject.setText(letter.subject)
        self.subject.setCursorPosition(0)
        self.body.setPlainText(letter.body)
        self.attachments.addItems(letter.attachments)
        self.attachments.setCurrentRow(0)
        self.enclosed.setVisible(bool(letter.attachments))
        self.open_folder.setEnabled(bool(folder) and Path(folder).is_dir())
        self.open_folder.setIcon(qgis_icon("mActionFileOpen"))
        self.copy_all.setIcon(qgis_icon("mActionEditCopy"))
        # Return in a line of the letter must neither send nor close it.
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        self._tell("")
        self.open_folder.clicked.connect(self._open_folder)
        self.open_mail.clicked.connect(self._open_mail)
        self.copy_all.clicked.connect(self._copy_all)
        self.buttons.rejected.connect(self.reject)

    @property
    def letter(self) -> Letter:
        """The letter as it stands in the dialog."""
        return Letter(
            to=addresses(self.to.text()),
            subject=self.subject.text(),
            body=self.body.toPlainText(),
            attachments=self._attachments,
        )

    def _open_mail(self) -> None:
        letter = self.letter
        if fits_mailto(letter):
            self._hand_over(letter, "")
            return
        heading = replace(letter, body="")
        if fits_mailto(heading):
            _copy(letter.body)
            told = tr("The text is too long for the mail program to take over. It is on the clipboard: paste it there.")
            self._hand_over(heading, told)
            return
        self._copy(tr("The addresses and the subject are too long for the mail program. All is on the clipboard."))

    def _hand_over(self, letter: Letter, told: str) -> None:
        """Let the mail program open a letter, and say ``told`` where one did."""
        if QDesktopServices.openUrl(QUrl.fromEncoded(mailto(letter).encode("ascii"))):
            self._tell(told)
        else:
            self._copy(tr("No mail program answered. The letter is on the clipboard: paste it where you write mail."))

    def _copy_all(self) -> None:
        self._copy(tr("The letter is on the clipboard."))

    def _copy(self, told: str) -> None:
        _copy(as_text(self.letter, interface_language()))
        self._tell(told)

    def _tell(self, text: str) -> None:
        # The keyboard reaches the text to read it, and does not stop where there is none.
        self.status.setText(text)
        self.status.setVisible(bool(text))

    def _open_folder(self) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(self._folder)):
            self._tell(tr("The folder could not be opened: {folder}").format(folder=self._folder))


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
