"""Step 1 of the assistant: which picture, which page of it, and what it looks like."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Optional

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QEvent, QObject, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QImage, QPixmap
from qgis.PyQt.QtWidgets import QCommandLinkButton, QWidget

from ...core.messages import Message
from ...core.package.model import Dataset
from ...core.quantity import format_number
from ...translation import tr
from ..forms import load_form
from .sheet import Sheet
from .work import ImageWork

_PASSWORD = ("picture-password", "picture-password-wrong")

# The longest side (px) of the preview.
_PREVIEW = 1200


class PicturePage(QWidget):
    """``wanted`` is emitted with the file, the page and the password of a picture that is to be opened,
    ``dataset_wanted`` with the id of a structure image of the package.
    """

    wanted = pyqtSignal(str, int, str)
    dataset_wanted = pyqtSignal(str)

    def __init__(self, work: ImageWork, language: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("imaging_picture", self)
        self._work = work
        self._language = language
        self._image = QImage()
        self._updating = False
        self._page_timer = QTimer(self)
        self._page_timer.setSingleShot(True)
        self._page_timer.setInterval(250)
        self._page_timer.timeout.connect(self._page_chosen)
        self.file.setFilter(f"{tr('Pictures')} (*.png *.jpg *.jpeg *.tif *.tiff *.pdf *.PNG *.JPG *.JPEG *.TIF *.PDF)")
        self.file.setDialogTitle(tr("Picture to bring in"))
        self.file.setStorageMode(QgsFileWidget.StorageMode.GetFile)
        self.file.lineEdit().setObjectName("file_path")
        self.file.fileChanged.connect(self._file_chosen)
        self.file.lineEdit().editingFinished.connect(self._path_typed)
        self.page.valueChanged.connect(lambda _page: self._updating or self._page_timer.start())
        self.unlock.clicked.connect(self._ask)
        self.password.returnPressed.connect(self._ask)
        self.own_position.toggled.connect(lambda on: self._updating or work.use_own_position(on))
        self.preview.installEventFilter(self)
        work.sheet_changed.connect(self.refresh)

    def offer(self, datasets: tuple[Dataset, ...]) -> None:
        """Offer the structure images of the package that have no position yet."""
        for button in self.from_package.findChildren(QCommandLinkButton):
            button.setParent(None)
            button.deleteLater()
        for dataset in datasets:
            button = QCommandLinkButton(dataset.title.get(self._language), self.from_package)
            button.setObjectName(f"from_package_{dataset.id}")
            button.setDescription(tr("Has no position yet. Its legend comes along."))
            button.clicked.connect(lambda _checked, name=dataset.id: self.dataset_wanted.emit(name))
            self.from_package.layout().addWidget(button)
        self.from_package.setVisible(bool(datasets))

    def choose(self, path: Path) -> None:
        """Open the picture at ``path``, as if it had been chosen here."""
        if str(path) == self.file.filePath():
            self._ask()
        else:
            self.file.setFilePath(str(path))

    def set_path(self, path: Path) -> None:
        """Show ``path`` as the file without opening it."""
        if self.file.filePath().strip() != str(path):
            self._quietly(lambda: self.file.setFilePath(str(path)))

    def _quietly(self, change: Callable[[], None]) -> None:
        self._updating = True
        change()
        self._updating = False

    def _file_chosen(self, path: str) -> None:
        if self._updating:
            return
        self.password_row.hide()
        self.password.clear()
        self.page_row.hide()
        self._quietly(lambda: (self.page.setMaximum(1), self.page.setValue(1)))
        # While a path is being typed it names no file yet.
        if Path(path.strip()).is_file():
            self._ask()

    def _path_typed(self) -> None:
        path = self.file.filePath().strip()
        if path and not self._updating and not Path(path).is_file():
            self._ask()

    def _page_chosen(self) -> None:
        sheet = self._work.sheet
        if sheet is None or self.page.value() != sheet.picture.page or str(sheet.picture.path) != self.file.filePath():
            self._ask()

    def _ask(self) -> None:
        path = self.file.filePath().strip()
        if path:
            self.problem.hide()
            self.wanted.emit(path, self.page.value(), self.password.text())

    def show_problem(self, message: Optional[Message], text: str = "") -> None:
        """Say why the picture cannot be used, and ask for a password where that is it."""
        asks = message is not None and message.code in _PASSWORD
        self.password_row.setVisible(asks or (self.password_row.isVisible() and bool(self.password.text())))
        text = message.text(self._language) if message is not None else text
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        if asks:
            self.password.setFocus()
            self.password.selectAll()

    def refresh(self) -> None:
        """Show the picture that is open."""
        sheet = self._work.sheet
        self.problem.hide()
        if sheet is None:
            return
        picture = sheet.picture

        def show() -> None:
            self.file.setFilePath(str(picture.path))
            self.page.setMaximum(sheet.pages)
            self.page.setValue(picture.page)
            self.own_position.setChecked(self._work.own_position)

        self._quietly(show)
        self.page_row.setVisible(sheet.pages > 1)
        self.page_count.setText(tr("of {count}").format(count=sheet.pages))
        self.own_position.setVisible(picture.geotransform is not None)
        self.facts.setText(_facts(sheet, self._language))
        self._image = sheet.image(_PREVIEW)
        self._draw()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.preview and event.type() == QEvent.Type.Resize:
            self._draw()
        return super().eventFilter(watched, event)

    def _draw(self) -> None:
        if self._image.isNull():
            return
        room = self.preview.contentsRect().size()
        ratio = self.preview.devicePixelRatioF()
        scaled = QPixmap.fromImage(self._image).scaled(
            room * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        scaled.setDevicePixelRatio(ratio)
        self.preview.setPixmap(scaled)


def _facts(sheet: Sheet, language: str) -> str:
    picture = sheet.picture
    width, height = (format_number(side, 0, language) for side in sheet.size)
    lines = [tr("{width} × {height} pixels.").format(width=width, height=height)]
    if picture.geotransform is not None:
        lines.append(tr("The picture says where it lies on the map."))
    else:
        lines.append(tr("The picture does not say where it lies; that is what the next step is for."))
    return " ".join(lines)
