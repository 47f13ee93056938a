"""The handbook in a window of QGIS."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import Qt, QTimer, QUrl
from qgis.PyQt.QtGui import QTextDocument
from qgis.PyQt.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from ..about import ROOT
from ..translation import interface_language, tr

_FILES = {"sv": ("sv", "handbok.md"), "en": ("en", "handbook.md")}


class Handbook(QDialog):
    """The handbook in the language of the user interface, opened at the heading ``chapter`` or at its start; links open
    in the web browser."""

    def __init__(self, parent: Optional[QWidget] = None, chapter: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Plandialog: handbook"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 700)
        folder, name = _FILES[interface_language()]
        path = ROOT / "docs" / folder / name
        text = QTextBrowser(self)
        text.setObjectName("handbookText")
        text.setOpenExternalLinks(True)
        text.document().setBaseUrl(QUrl.fromLocalFile(str(path)))
        features = QTextDocument.MarkdownFeature.MarkdownDialectGitHub
        text.document().setMarkdown(path.read_text(encoding="utf-8"), features)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(text)
        if chapter:
            QTimer.singleShot(0, lambda: self._show_chapter(text, chapter))

    @staticmethod
    def _show_chapter(text: QTextBrowser, chapter: str) -> None:
        # Once the text has its width, and so its lines.
        block = text.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and block.text() == chapter:
                place = text.document().documentLayout().blockBoundingRect(block).top()
                text.verticalScrollBar().setValue(round(place))
                return
            block = block.next()
