"""What the mouse does on the canvases of the assistant. Everywhere: the wheel zooms, dragging moves the view."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsPointXY
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool
from qgis.PyQt.QtCore import QPoint, QPointF, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent

from .canvas_items import Crop, Marks

# Pixels that the mouse moves in a click at most.
_STILL = 4


class LookTool(QgsMapTool):
    """Dragging moves the view. ``clicked`` is emitted with the place of a click that moved nothing."""

    clicked = pyqtSignal(float, float)

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._pressed: Optional[QPoint] = None
        self._is_panning = False

    def canvasPressEvent(self, e: QgsMapMouseEvent) -> None:
        if e.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._is_panning = e.pos(), False

    def canvasMoveEvent(self, e: QgsMapMouseEvent) -> None:
        if self._pressed is None or not e.buttons() & Qt.MouseButton.LeftButton:
            return
        if not self._is_panning and (e.pos() - self._pressed).manhattanLength() > _STILL:
            self._is_panning = True
        if self._is_panning:
            self.canvas().panAction(e)

    def canvasReleaseEvent(self, e: QgsMapMouseEvent) -> None:
        if e.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        self._pressed = None
        if self._is_panning:
            self._is_panning = False
            self.canvas().panActionEnd(e.pos())
        else:
            place = self.place(e)
            self.clicked.emit(place.x(), place.y())

    def place(self, e: QgsMapMouseEvent) -> QgsPointXY:
        """Where on the map the mouse is."""
        return self.toMapCoordinates(e.pos())


class PointTool(LookTool):
    """Sets points by clicks and moves them by dragging: ``moved`` is emitted with the index and the place of one that
    was let go of, ``chosen`` with the index of one that was clicked; ``given_up`` after Esc.
    """

    moved = pyqtSignal(int, float, float)
    chosen = pyqtSignal(int)
    given_up = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas, marks: Marks) -> None:
        super().__init__(canvas)
        self._marks = marks
        self._dragged: Optional[int] = None
        self.count = 0

    def canvasPressEvent(self, e: QgsMapMouseEvent) -> None:
        found = self._marks.near(QPointF(e.pos())) if e.button() == Qt.MouseButton.LeftButton else None
        self._dragged = found if found is not None and found < self.count else None
        super().canvasPressEvent(e)

    def canvasMoveEvent(self, e: QgsMapMouseEvent) -> None:
        if self._dragged is None:
            super().canvasMoveEvent(e)
            return
        if self._pressed is not None and (e.pos() - self._pressed).manhattanLength() > _STILL:
            place, marks = self.place(e), list(self._marks.marks)
            mark = marks[self._dragged]
            marks[self._dragged] = type(mark)(place.x(), place.y(), mark.label, mark.kind, True)
            self._marks.show_marks(marks)

    def canvasReleaseEvent(self, e: QgsMapMouseEvent) -> None:
        if self._dragged is None:
            super().canvasReleaseEvent(e)
            return
        index, self._dragged = self._dragged, None
        is_click = self._pressed is None or (e.pos() - self._pressed).manhattanLength() <= _STILL
        self._pressed = None
        if is_click:
            self.chosen.emit(index)
        else:
            place = self.place(e)
            self.moved.emit(index, place.x(), place.y())

    def keyPressEvent(self, e: QKeyEvent) -> None:
        if e.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
            # The dialog would be closed.
            e.accept()
        else:
            super().keyPressEvent(e)


class CropTool(LookTool):
    """Changes a crop by its handles, or draws a new one. ``changed`` is emitted with the ring (list of x, y) that was
    made, ``drawing_ended`` when a drawing is done or given up.
    """

    changed = pyqtSignal(object)
    drawing_ended = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas, crop: Crop) -> None:
        super().__init__(canvas)
        self._crop = crop
        self._handle: Optional[int] = None
        self._corners: list[tuple[float, float]] = []
        self._start: Optional[tuple[float, float]] = None
        self.drawing = ""

    def draw(self, what: str) -> None:
        """Draw a ``rectangle`` or a ``polygon`` next; nothing for an empty text."""
        self.drawing = what
        self._corners, self._start, self._handle = [], None, None

    def canvasPressEvent(self, e: QgsMapMouseEvent) -> None:
        if e.button() != Qt.MouseButton.LeftButton:
            return
        place = self.place(e)
        if self.drawing == "rectangle":
            self._start = (place.x(), place.y())
        elif not self.drawing:
            self._handle = self._crop.handle_near(QPointF(e.pos()))
            if self._handle is None:
                super().canvasPressEvent(e)

    def canvasMoveEvent(self, e: QgsMapMouseEvent) -> None:
        place = self.place(e)
        here = (place.x(), place.y())
        if self._start is not None:
            self._sketch(_rectangle(self._start, here))
        elif self.drawing == "polygon" and self._corners:
            self._sketch([*self._corners, here])
        elif self._handle is not None:
            self._sketch(_moved(self._crop.ring, self._handle, here), self._handle)
        else:
            super().canvasMoveEvent(e)

    def canvasReleaseEvent(self, e: QgsMapMouseEvent) -> None:
        place = self.place(e)
        here = (place.x(), place.y())
        if self._start is not None:
            ring, self._start = _rectangle(self._start, here), None
            self._end_drawing(ring)
        elif self.drawing == "polygon":
            if e.button() == Qt.MouseButton.LeftButton:
                self._corners.append(here)
                self._sketch(self._corners)
            elif e.button() == Qt.MouseButton.RightButton:
                self._end_drawing(self._corners)
        elif self._handle is not None:
            self._handle = None
            self.changed.emit(list(self._crop.ring))
        else:
            super().canvasReleaseEvent(e)

    def keyPressEvent(self, e: QKeyEvent) -> None:
        if self.drawing and e.key() == Qt.Key.Key_Escape:
            self._end_drawing([])
        elif self.drawing == "polygon" and e.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._end_drawing(self._corners)
        elif self.drawing == "polygon" and e.key() == Qt.Key.Key_Backspace:
            self._corners = self._corners[:-1]
            self._sketch(self._corners)
        else:
            super().keyPressEvent(e)
            return
        e.accept()

    def _sketch(self, ring: list[tuple[float, float]], handle: Optional[int] = None) -> None:
        crop = self._crop
        if handle is not None and handle >= len(crop.ring) and len(ring) > len(crop.ring):
            # A middle that is dragged has become a corner.
            self._handle = handle - len(crop.ring) + 1
        crop.show_ring(ring, crop._sheet, True)

    def _end_drawing(self, ring: list[tuple[float, float]]) -> None:
        self.draw("")
        least_side = _STILL * self.canvas().mapUnitsPerPixel()
        xs, ys = [x for x, _ in ring] or [0.0], [y for _, y in ring] or [0.0]
        if len(ring) >= 3 and max(xs) - min(xs) > least_side and max(ys) - min(ys) > least_side:
            self.changed.emit(list(ring))
        self.drawing_ended.emit()


def _rectangle(one: tuple[float, float], other: tuple[float, float]) -> list[tuple[float, float]]:
    left, right = sorted((one[0], other[0]))
    bottom, top = sorted((one[1], other[1]))
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def _moved(ring: tuple[tuple[float, float], ...], handle: int, here: tuple[float, float]) -> list[tuple[float, float]]:
    """The ring with a handle moved. A rectangle stays one; of a polygon the middle of a side becomes a corner."""
    corners = list(ring)
    count = len(corners)
    if _is_rectangle(ring):
        left, top, right, bottom = corners[0][0], corners[0][1], corners[2][0], corners[2][1]
        x, y = here
        if handle in (0, 3, 7):
            left = x
        if handle in (1, 2, 5):
            right = x
        if handle in (0, 1, 4):
            top = y
        if handle in (2, 3, 6):
            bottom = y
        return [(left, top), (right, top), (right, bottom), (left, bottom)]
    if handle < count:
        corners[handle] = here
    else:
        corners.insert(handle - count + 1, here)
    return corners


def _is_rectangle(ring: tuple[tuple[float, float], ...]) -> bool:
    if len(ring) != 4:
        return False
    (a, b), (c, d), (e, f), (g, h) = ring
    return a == g and c == e and b == d and f == h
