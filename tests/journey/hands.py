"""What a user does in the window, for steps: look, point, click, drag, type. All events are real X events from xdotool.

Before a click the widget has to be where a user could hit it: visible, enabled and not behind anything.
"""

from __future__ import annotations

import functools
import itertools
import subprocess
import time
from dataclasses import dataclass
from typing import Any, Callable, Generator, Iterator, Optional, Sequence

from qgis.PyQt.QtCore import QAbstractEventDispatcher, QAbstractNativeEventFilter, QModelIndex, QPoint, Qt
from qgis.PyQt.QtGui import QGuiApplication
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QRadioButton,
    QScrollArea,
    QWidget,
)
from qgis.utils import iface

_BUTTONS = {"left": "1", "middle": "2", "right": "3"}

# Of the X protocol: kinds of events, buttons of the wheel, and the keys Shift, Control, Alt, Alt Gr and Super.
_KEY_PRESS, _BUTTON_RELEASE, _GENERIC = 2, 5, 35
_WHEEL = {4, 5, 6, 7}
_MODIFIERS = {50, 62, 37, 105, 64, 92, 108, 133, 134}

_ARRIVAL = 5  # s

#: Acts that were made in the running step and not yielded yet.
forgotten: dict[str, Act] = {}


@dataclass(frozen=True)
class Until:
    """Something to wait for."""

    condition: Callable[[], Any]
    seconds: float
    what: str
    limit: float


def until(condition: Callable[[], Any], seconds: float = 10, what: str = "") -> Until:
    """Wait until ``condition()`` is true, at most ``seconds``; ``what`` is said when it never is."""
    return Until(condition, seconds, what or repr(condition), time.monotonic() + seconds)


class Act:
    """Something the hands do; it is done when the step yields it."""

    def __init__(self, name: str, work: Generator) -> None:
        self._name = name
        self._work = work
        forgotten[name] = self

    def begin(self) -> Generator:
        forgotten.pop(self._name, None)
        return self._work


_numbers = itertools.count(1)


def _act(function: Callable[..., Generator]) -> Callable[..., Act]:
    @functools.wraps(function)
    def made(*arguments: Any, **more: Any) -> Act:
        return Act(f"{function.__name__} (act {next(_numbers)})", function(*arguments, **more))

    return made


# look


def find(kind: str, name: str = "", text: str = "", within: Optional[QWidget] = None) -> QWidget:
    """The only visible widget of a class (Qt's or QGIS's name, subclasses too) with that object name and text."""
    roots = [within] if within is not None else QApplication.topLevelWidgets()
    seen = {widget for root in roots for widget in [root, *root.findChildren(QWidget)]}
    hits = [
        widget
        for widget in seen
        if widget.isVisible()
        and widget.inherits(kind)
        and (not name or widget.objectName() == name)
        and (not text or _text(widget) == text)
    ]
    if len(hits) != 1:
        wanted = " ".join(filter(None, [kind, name and f"named {name}", text and f"saying “{text}”"]))
        raise LookupError(f"{len(hits)} visible widgets are a {wanted}" + "".join(f"\n  {_told(hit)}" for hit in hits))
    return hits[0]


def row(view: QAbstractItemView, *texts: str) -> QModelIndex:
    """The row of a list, table or tree whose first column says the last of ``texts``, below rows that say the rest."""
    model, index = view.model(), view.rootIndex()
    for text in texts:
        said = {}
        for number in range(model.rowCount(index)):
            child = model.index(number, 0, index)
            said[str(child.data(Qt.ItemDataRole.DisplayRole))] = child
        if text not in said:
            raise LookupError(f"no row says “{text}”; there are: {', '.join(said) or 'none'}")
        index = said[text]
    return index


def canvas_point(x: float, y: float) -> QPoint:
    """Where a place, in the map's CRS, is in the viewport of the map canvas."""
    place = iface.mapCanvas().getCoordinateTransform().transform(x, y)
    return QPoint(round(place.x()), round(place.y()))


def settled() -> Until:
    """Wait until the map is drawn."""
    return until(lambda: not iface.mapCanvas().isDrawing(), 30, "the map to be drawn")


# do


@_act
def click(
    widget: QWidget,
    at: Optional[QPoint] = None,
    button: str = "left",
    times: int = 1,
    held: Sequence[str] = (),
) -> Iterator:
    """Click a widget in its middle or ``at`` a point of it, with keys such as ``ctrl`` held down."""
    place = yield from _reach(widget, at)
    yield from _apart(place)
    keys_down = [word for key in held for word in ("keydown", key)]
    keys_up = [word for key in held for word in ("keyup", key)]
    press = ["click", "--repeat", str(times), "--delay", "40", _BUTTONS[button]]
    yield from _send([*_pointer(place), *keys_down, *press, *keys_up], f"click on {_told(widget)}", clicks=times)
    _last_click[:] = [(time.monotonic(), place)]


@_act
def hover(widget: QWidget, at: Optional[QPoint] = None) -> Iterator:
    """Move the pointer onto a widget."""
    place = yield from _reach(widget, at)
    yield from _send(_pointer(place), f"move to {_told(widget)}")


@_act
def drag(widget: QWidget, start: QPoint, end: QPoint, button: str = "left") -> Iterator:
    """Press at one point of a widget, move, and let go at another."""
    first = yield from _reach(widget, start)
    last = widget.mapToGlobal(end)
    along = [first + (last - first) * part / 5 for part in range(1, 6)]
    moves = [word for place in along for word in ("mousemove", str(place.x()), str(place.y()), "sleep", "0.02")]
    press, release = ["mousedown", _BUTTONS[button]], ["mouseup", _BUTTONS[button]]
    yield from _send([*_pointer(first), *press, *moves, *release], f"drag in {_told(widget)}", clicks=1)


@_act
def scroll(widget: QWidget, notches: int, at: Optional[QPoint] = None) -> Iterator:
    """Turn the wheel over a widget: down for more than 0, up for less."""
    place = yield from _reach(widget, at)
    turn = ["click", "--repeat", str(abs(notches)), "--delay", "10", "5" if notches > 0 else "4"]
    yield from _send([*_pointer(place), *turn], f"scroll over {_told(widget)}", turns=abs(notches))


@_act
def key(*names: str) -> Iterator:
    """Press keys one after another where the keyboard is: ``Return``, ``Escape``, ``Tab``, ``ctrl+a``, ``F5`` …"""
    yield until(give_keyboard, what="a window with the keyboard")
    yield from _send(["key", "--delay", "20", *names], f"press {', '.join(names)}", keys=len(names))


@_act
def type_text(widget: QWidget, text: str, clear: bool = True) -> Iterator:
    """Click a field and type in it, in place of what it holds: what has a key on a Swedish keyboard.

    For anything else xdotool puts a key there for a moment, and QGIS may look only when that has gone.
    """
    yield click(widget)
    if clear:
        yield key("ctrl+a", "Delete")
    if text:
        yield from _send(["type", "--delay", "8", text], f"type in {_told(widget)}", keys=len(text))


@_act
def click_row(view: QAbstractItemView, *texts: str, button: str = "left", times: int = 1) -> Iterator:
    """Click the row that :func:`row` finds, unfolding and scrolling to it."""
    index = row(view, *texts)
    view.scrollTo(index)
    yield 0.05
    yield click(view.viewport(), view.visualRect(index).center(), button, times)


@_act
def choose_in(combo: QComboBox, text: str) -> Iterator:
    """Open a combo box and click one of its entries."""
    yield click(combo)
    yield until(lambda: combo.view().isVisible(), what=f"the list of {_told(combo)}")
    yield click_row(combo.view(), text)
    yield until(lambda: not combo.view().isVisible(), what=f"the list of {_told(combo)} to close")


@_act
def choose_menu(*texts: str) -> Iterator:
    """Go through the menus of the main window by clicking: ``choose_menu("Projekt", "Nytt")``."""
    bar = iface.mainWindow().menuBar()
    for depth, text in enumerate(texts):
        hits = [action for action in bar.actions() if action.isVisible() and _plain(action.text()) == text]
        if not hits:
            raise LookupError(f"no menu entry “{text}”; there are: {[_plain(a.text()) for a in bar.actions()]}")
        yield click(bar, bar.actionGeometry(hits[0]).center())
        if depth < len(texts) - 1:
            bar = hits[0].menu()
            yield until(bar.isVisible, what=f"the menu “{text}”")


@_act
def click_map(x: float, y: float, button: str = "left", times: int = 1) -> Iterator:
    """Click a place on the map, given in the map's CRS."""
    yield click(iface.mapCanvas().viewport(), canvas_point(x, y), button, times)


@_act
def move_on_map(x: float, y: float) -> Iterator:
    """Move the pointer to a place on the map, given in the map's CRS."""
    yield hover(iface.mapCanvas().viewport(), canvas_point(x, y))


# how it is done

_last_click: list[tuple[float, QPoint]] = []


class _Arrivals(QAbstractNativeEventFilter):
    """Counts what reaches QGIS from the X server while something is sent.

    It looks at the X events themselves. A Python event filter on the application would be shown every object of QGIS
    that gets an event, those in the middle of their destruction too, and QGIS would crash now and then.
    """

    def __init__(self) -> None:
        super().__init__()
        self.clicks = self.keys = self.turns = 0
        QAbstractEventDispatcher.instance().installNativeEventFilter(self)

    def nativeEventFilter(self, _: Any, message: Any) -> tuple[bool, int]:
        event = message.asstring(20)
        kind, code = event[0] & 0x7F, event[1]
        if kind == _GENERIC:
            # An event of the pointer comes by the extension XInput 2: its kind, and the button.
            kind, code = int.from_bytes(event[8:10], "little"), int.from_bytes(event[16:20], "little")
            self.clicks += kind == _BUTTON_RELEASE and code not in _WHEEL
            self.turns += kind == _BUTTON_RELEASE and code in _WHEEL
        elif kind == _KEY_PRESS:
            self.keys += code not in _MODIFIERS
        return False, 0

    def end(self) -> None:
        QAbstractEventDispatcher.instance().removeNativeEventFilter(self)


def _send(words: list[str], what: str, clicks: int = 0, keys: int = 0, turns: int = 0) -> Iterator:
    """Run xdotool beside QGIS and wait until all of it has arrived."""
    arrivals = _Arrivals()
    process = subprocess.Popen(["xdotool", *words], stderr=subprocess.PIPE)
    try:
        yield until(lambda: process.poll() is not None, _ARRIVAL + 0.1 * keys, f"xdotool: {what}")
        told = process.stderr.read().decode().strip()
        if process.returncode or told:
            raise RuntimeError(f"xdotool: {what}: {told}")
        yield until(
            lambda: arrivals.clicks >= clicks and arrivals.keys >= keys and arrivals.turns >= turns,
            _ARRIVAL,
            f"QGIS to get every event of: {what}",
        )
    finally:
        process.kill()
        process.stderr.close()
        arrivals.end()
    yield 0.02
    give_keyboard()


def _pointer(place: QPoint) -> list[str]:
    """By way of a point beside, so that there is always a movement."""
    beside = place - QPoint(2, 2)
    return ["mousemove", str(beside.x()), str(beside.y()), "mousemove", str(place.x()), str(place.y())]


def _reach(widget: QWidget, at: Optional[QPoint]) -> Iterator:
    """The place of a click on the screen, once a user could click there."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)
            yield 0.05
        parent = parent.parentWidget()
    if not widget.isVisible() or not widget.isEnabled():
        raise RuntimeError(f"{_told(widget)} is {'disabled' if widget.isVisible() else 'not visible'}")
    place = widget.mapToGlobal(at if at is not None else _middle(widget))

    def uncovered() -> bool:
        top = QApplication.widgetAt(place)
        return top is widget or (top is not None and widget.isAncestorOf(top))

    try:
        yield until(uncovered, 2)
    except TimeoutError:
        raise RuntimeError(f"{_told(widget)} is behind {_told(QApplication.widgetAt(place))}") from None
    return place


def _middle(widget: QWidget) -> QPoint:
    if isinstance(widget, (QCheckBox, QRadioButton)):
        # Only the box and its words can be clicked, and the widget may be wider.
        return QPoint(min(10, widget.width() // 2), widget.height() // 2)
    return widget.rect().center()


def _apart(place: QPoint) -> Iterator:
    """Two clicks in one place are not a double click, as a user means them."""
    for when, where in _last_click:
        if (place - where).manhattanLength() < 12:
            rest = when + 0.001 * QApplication.doubleClickInterval() + 0.05 - time.monotonic()
            if rest > 0:
                yield rest


def give_keyboard() -> bool:
    """What a window manager does as windows open and close: the one on top has the keyboard. True when it has it."""
    modal, focus = QApplication.activeModalWidget(), QGuiApplication.focusWindow()
    if focus is not None and focus.isVisible() and (modal is None or modal.isActiveWindow()):
        return True
    mains = [widget for widget in QApplication.topLevelWidgets() if widget.objectName() == "QgisApp"]
    window = modal or next(iter(mains), None)
    if window is not None and window.isVisible():
        window.activateWindow()
    return False


def _text(widget: QWidget) -> str:
    for name in ("text", "title", "windowTitle"):
        value = getattr(widget, name, None)
        if callable(value) and value():
            return _plain(value())
    return ""


def _plain(text: str) -> str:
    """Without the mark of the access key."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


def _told(widget: Optional[QWidget]) -> str:
    if widget is None:
        return "nothing of QGIS"
    words = [type(widget).__name__]
    words += [f"named {widget.objectName()}"] if widget.objectName() else []
    words += [f"saying “{_text(widget)}”"] if _text(widget) else []
    return " ".join(words)
