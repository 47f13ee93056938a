"""The plugin's own pages in a window of QGIS: the planners' handbook, that of regional staff, and what they link to."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple, Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt, QTimer, QUrl
from qgis.PyQt.QtGui import QDesktopServices, QImage, QKeySequence, QTextBlock, QTextCursor, QTextDocument
from qgis.PyQt.QtWidgets import QDialog, QHBoxLayout, QLabel, QTextBrowser, QToolButton, QVBoxLayout, QWidget

from ..about import ROOT
from ..translation import interface_language, tr

#: The pages that a menu opens, by language.
PLANNERS = {"sv": "docs/sv/handbok.md", "en": "docs/en/handbook.md"}
REGION = {"sv": "docs/sv/region.md", "en": "docs/en/region.md"}

# Pictures are drawn no wider than this (px), so that pages need no sideways scrolling in a window of usual size.
_WIDEST_PICTURE = 700


class _Place(NamedTuple):
    """Where a reader was: the page and how far down (px)."""

    page: Path
    scrolled: int


class Handbook(QDialog):
    """A page in the language of the user interface, opened at the heading ``chapter`` or at its start.

    Links between the plugin's own pages open here, with a way back; all others in the web browser.
    """

    def __init__(self, parent: Optional[QWidget] = None, chapter: str = "", pages: dict[str, str] = PLANNERS) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Plandialog: handbook"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 700)
        self._page = ROOT / pages[interface_language()]
        self._history: list[_Place] = []
        self._back = QToolButton(self)
        self._back.setObjectName("handbookBack")
        self._back.setIcon(QgsApplication.getThemeIcon("/mActionArrowLeft.svg"))
        self._back.setText(tr("Back"))
        self._back.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._back.setShortcut(QKeySequence(QKeySequence.StandardKey.Back))
        self._back.setAutoRaise(True)
        self._back.clicked.connect(self._go_back)
        self._note = QLabel(self)
        self._note.setWordWrap(True)
        self._text = _Browser(self)
        self._text.setObjectName("handbookText")
        self._text.setOpenLinks(False)
        self._text.anchorClicked.connect(self.follow)
        bar = QHBoxLayout()
        bar.setContentsMargins(4, 4, 4, 0)
        bar.addWidget(self._back)
        bar.addWidget(self._note, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(bar)
        layout.addWidget(self._text)
        self._show(self._page)
        self._text.setFocus()
        if chapter:
            self._scroll_to(slug(chapter))

    def follow(self, url: QUrl) -> None:
        """Open the target of a link."""
        target = self._text.document().baseUrl().resolved(url)
        path = Path(target.toLocalFile()) if target.isLocalFile() else None
        if path is None or (path.suffix != ".md" and path.exists()):
            QDesktopServices.openUrl(target)
            return
        if not path.is_file():
            self._note.setText(tr("{file} does not come along with the plugin.").format(file=path.name))
            return
        self._history.append(_Place(self._page, self._text.verticalScrollBar().value()))
        if path != self._page:
            self._show(path)
        self._back.setEnabled(True)
        if target.hasFragment():
            self._scroll_to(target.fragment(QUrl.ComponentFormattingOption.FullyDecoded))

    def _go_back(self) -> None:
        place = self._history.pop()
        if place.page != self._page:
            self._show(place.page)
        self._back.setEnabled(bool(self._history))
        QTimer.singleShot(0, lambda: self._text.verticalScrollBar().setValue(place.scrolled))

    def _show(self, page: Path) -> None:
        self._page = page.resolve()
        self._note.clear()
        self._back.setEnabled(bool(self._history))
        document = self._text.document()
        document.setBaseUrl(QUrl.fromLocalFile(str(self._page)))
        document.setMarkdown(
            self._page.read_text(encoding="utf-8"), QTextDocument.MarkdownFeature.MarkdownDialectGitHub
        )
        # The cursor is at the end of a new text, and what has the keyboard shows its cursor.
        self._text.moveCursor(QTextCursor.MoveOperation.Start)

    def _scroll_to(self, fragment: str) -> None:
        # Once the text has its width, and so its lines.
        QTimer.singleShot(0, lambda: self._show_heading(fragment))

    def _show_heading(self, fragment: str) -> None:
        block: QTextBlock = self._text.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and slug(block.text()) == fragment:
                place = self._text.document().documentLayout().blockBoundingRect(block).top()
                self._text.verticalScrollBar().setValue(round(place))
                return
            block = block.next()


class _Browser(QTextBrowser):
    """A text whose pictures fit into the window."""

    def loadResource(self, kind: int, name: QUrl) -> Any:
        target = self.document().baseUrl().resolved(name)
        if kind != QTextDocument.ResourceType.ImageResource or not target.isLocalFile():
            return super().loadResource(kind, name)
        image = QImage(target.toLocalFile())
        if image.width() > _WIDEST_PICTURE:
            image = image.scaledToWidth(_WIDEST_PICTURE, Qt.TransformationMode.SmoothTransformation)
        return image


def slug(heading: str) -> str:
    """What a link calls a heading: ``Save, finish and send`` is ``save-finish-and-send``, as on GitHub."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
