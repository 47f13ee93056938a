"""Thumbnails of structure images: made in the background, and how a list shows them."""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import Optional

import numpy as np
from qgis.PyQt.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QIcon, QImage, QPainter, QPalette, QPen, QPixmap, QTextLayout, QTextOption
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QStyleOptionViewItem,
)

from ..core.package.folders import Folders
from ..core.package.model import Dataset, Package
from ..gis.geometry import Cancelled, Interrupted
from ..gis.images import OpenImage, page_of, verified_path
from ..gis.opening import Opened
from ..gis.pictures import PictureError, open_picture
from ..gis.sources import SourceError
from ..gis.tasks import HIDDEN, WorkTask
from ..translation import tr
from .pixels import image_of
from .workbench import start

#: The longest side (px) of a thumbnail before the list has less room for it.
SIDE = 96

# The least width (px) of a column: three of them go into a dock of 320 px.
_LEAST_COLUMN = 90

# Around a thumbnail, and between it and its title.
_ROOM = 5
_LINES = 2

#: Whether the image can be used; where it cannot, a warning is drawn over it.
USABLE = Qt.ItemDataRole.UserRole + 1


class Thumbnails(QObject):
    """Makes thumbnails one after the other. ``made`` is emitted with the id of the dataset and its :class:`QImage`."""

    made = pyqtSignal(str, QImage)

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[tuple[Dataset, Opened]] = deque()
        self._package: Optional[Package] = None
        self._task: Optional[WorkTask] = None
        self._side = SIDE
        # What a task looks at to see whether it is still wanted.
        self._turn = [False]

    def make(self, package: Package, datasets: dict[str, Opened], ratio: float) -> None:
        """Begin anew with the structure images of ``package``; ``ratio`` is that of the screen's pixels."""
        self.stop()
        self._package = package
        self._side = round(SIDE * ratio)
        self._waiting.extend((image, datasets[image.id]) for image in package.images)
        self._next()

    def stop(self) -> None:
        """Make no more. A task that is running ends by itself and is not heard."""
        self._waiting.clear()
        self._turn[0] = True
        self._turn = [False]
        self._task = None

    def _next(self) -> None:
        if not self._waiting:
            self._task = None
            return
        dataset, opened = self._waiting.popleft()
        turn = self._turn
        work = partial(_read, self._package, dataset, opened, self._side, lambda: turn[0])
        expected = (OSError, PictureError, SourceError, Interrupted)
        # Nothing that QGIS should ask about before it ends.
        task = self._task = WorkTask(work, tr("Making thumbnails of the structure images"), expected, HIDDEN)
        task.done.connect(lambda pixels: self._done(task, dataset.id, pixels))
        # One that cannot be read keeps its placeholder; the dataset says why it cannot be used.
        task.failed.connect(lambda _error: self._ended(task))
        task.broke.connect(lambda _text: self._ended(task))
        start(task)

    def _done(self, task: WorkTask, dataset: str, pixels: np.ndarray) -> None:
        if task is self._task:
            self.made.emit(dataset, image_of(pixels))
        self._ended(task)

    def _ended(self, task: WorkTask) -> None:
        if task is self._task:
            self._next()


def _read(package: Package, dataset: Dataset, opened: Opened, side: int, cancelled: Cancelled) -> np.ndarray:
    """The picture as (rows, columns, 4) uint8, no side longer than ``side``. For any thread."""
    if isinstance(opened, OpenImage):
        picture = opened.picture
    else:
        part, integrity = Folders(package).of(dataset.id)
        path = verified_path(part, dataset, integrity)
        picture = open_picture(path, page_of(dataset), beside=False)
    scale = min(1.0, side / max(picture.width, picture.height))
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.read(size=size, cancelled=cancelled)


class ThumbnailDelegate(QStyledItemDelegate):
    """Draws the thumbnails of a list in icon mode, and tells of clicks on them.

    ``clicked`` is emitted with the row, and True where the user wants it beside the others: with Ctrl, or by its check
    box.
    """

    clicked = pyqtSignal(int, bool)

    def __init__(self, view: QAbstractItemView, warning: QIcon) -> None:
        super().__init__(view)
        self._view = view
        self._warning = warning
        self._double = False

    def cell(self, width: int) -> QSize:
        """The size of an item where the list is ``width`` px wide."""
        across = width // max(1, width // _LEAST_COLUMN)
        return QSize(across, self._side(across) + self._view.fontMetrics().lineSpacing() * _LINES + 3 * _ROOM)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex) -> QSize:
        return self._view.gridSize()

    @staticmethod
    def _side(across: int) -> int:
        return min(SIDE, across - 2 * _ROOM)

    def _frame(self, cell: QRect) -> QRect:
        side = self._side(cell.width())
        return QRect(cell.x() + (cell.width() - side) // 2, cell.y() + _ROOM, side, side)

    def _box(self, cell: QRect) -> QRect:
        style = self._view.style()
        width = style.pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth, None, self._view)
        height = style.pixelMetric(QStyle.PixelMetric.PM_IndicatorHeight, None, self._view)
        return QRect(self._frame(cell).topLeft() + QPoint(3, 3), QSize(width, height))

    def editorEvent(self, event: QEvent, _model: object, option: QStyleOptionViewItem, index: QModelIndex) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseButtonDblClick:
            self._double = True
        elif kind == QEvent.Type.MouseButtonRelease and event.button() == Qt.MouseButton.LeftButton:
            # A double click means what a click does.
            first, self._double = not self._double, False
            if first:
                several = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
                in_box = self._box(option.rect).adjusted(-3, -3, 3, 3).contains(event.pos())
                self.clicked.emit(index.row(), several or in_box)
        return False

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        palette = option.palette
        chosen = index == self._view.currentIndex()
        if chosen:
            tint = QColor(palette.color(QPalette.ColorRole.Highlight))
            tint.setAlpha(60)
            painter.fillRect(option.rect.adjusted(1, 1, -1, -1), tint)
        frame = self._frame(option.rect)
        shown = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        self._paint_picture(painter, frame, palette, index, shown)
        if index.data(USABLE):
            self._paint_box(painter, option, shown)
        else:
            size = 22
            self._warning.paint(painter, QRect(frame.center() - QPoint(size // 2, size // 2), QSize(size, size)))
        self._paint_title(painter, option, frame, index.data(Qt.ItemDataRole.DisplayRole), shown)
        if chosen and self._view.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Text), 1, Qt.PenStyle.DotLine))
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))
        painter.restore()

    @staticmethod
    def _paint_picture(painter: QPainter, frame: QRect, palette: QPalette, index: QModelIndex, shown: bool) -> None:
        pixmap: Optional[QPixmap] = index.data(Qt.ItemDataRole.DecorationRole)
        place = frame
        if pixmap is not None and not pixmap.isNull():
            size = pixmap.size().scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(frame.center() - QPoint(size.width() // 2, size.height() // 2), size)
            painter.setOpacity(1.0 if index.data(USABLE) else 0.4)
            painter.drawPixmap(place, pixmap)
            painter.setOpacity(1.0)
        else:
            painter.fillRect(place, palette.color(QPalette.ColorRole.AlternateBase))
        if shown:
            color, width = palette.color(QPalette.ColorRole.Highlight), 3
            place = place.adjusted(-1, -1, 1, 1)
        else:
            color, width = palette.color(QPalette.ColorRole.Mid), 1
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap, Qt.PenJoinStyle.MiterJoin))
        painter.drawRect(place)

    def _paint_box(self, painter: QPainter, option: QStyleOptionViewItem, shown: bool) -> None:
        button = QStyleOptionButton()
        button.rect = self._box(option.rect)
        button.palette = option.palette
        button.state = QStyle.StateFlag.State_Enabled
        button.state |= QStyle.StateFlag.State_On if shown else QStyle.StateFlag.State_Off
        # A check box on a picture is seen only on a ground of its own.
        painter.fillRect(button.rect, option.palette.color(QPalette.ColorRole.Base))
        style = self._view.style() or QApplication.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorCheckBox, button, painter, self._view)

    @staticmethod
    def _paint_title(painter: QPainter, option: QStyleOptionViewItem, frame: QRect, title: str, shown: bool) -> None:
        font = option.font
        font.setBold(shown)
        painter.setFont(font)
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        across = option.rect.width() - 4
        layout = QTextLayout(title, font)
        setting = QTextOption(Qt.AlignmentFlag.AlignHCenter)
        setting.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(setting)
        spacing = painter.fontMetrics().lineSpacing()
        layout.beginLayout()
        for number in range(_LINES):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(across)
            begin, length = line.textStart(), line.textLength()
            rest = number == _LINES - 1 and begin + length < len(title)
            text = title[begin:] if rest else title[begin : begin + length]
            place = QRect(option.rect.x() + 2, frame.bottom() + _ROOM + number * spacing, across, spacing)
            elided = painter.fontMetrics().elidedText(text.strip(), Qt.TextElideMode.ElideRight, across)
            painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, elided)
        layout.endLayout()
