"""Inside QGIS, when its window is up: gets steps from the test over a socket, carries them out on the main thread."""

from __future__ import annotations

import ast
import importlib
import json
import os
import socket
import time
import traceback
from types import GeneratorType
from typing import Any, Callable, Optional

from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QSocketNotifier, QTimer
from qgis.PyQt.QtGui import QGuiApplication
from qgis.utils import iface

from journey import hands, recorder

_PAUSE = 10  # ms between two looks at a condition
_kept: list[Driver] = []


def start(address: str) -> None:
    """Fill the screen with the main window, and listen once it has the keyboard."""
    recorder.catch_crashes()
    main = iface.mainWindow()
    main.setGeometry(main.screen().geometry())
    QGuiApplication.instance().focusWindowChanged.connect(lambda _: QTimer.singleShot(0, hands.give_keyboard))
    hands.give_keyboard()

    def look() -> None:
        if main.isActiveWindow():
            _kept.append(Driver(address))
        else:
            QTimer.singleShot(_PAUSE, look)

    QTimer.singleShot(0, look)


class Driver:
    """The QGIS end of :class:`journey.window.Window`: a line of JSON in, a line of JSON out, one step at a time."""

    def __init__(self, address: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(address)
        self._unread = b""
        self._notifier = QSocketNotifier(self._socket.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._read)
        self._answer(result="ready")

    def _read(self, *_: Any) -> None:
        data = self._socket.recv(65536)
        if not data:
            # The test is gone; there is nobody to save anything for.
            os._exit(1)
        *lines, self._unread = (self._unread + data).split(b"\n")
        for line in lines:
            Run(json.loads(line), self._answer).begin()

    def _answer(self, **answer: Any) -> None:
        try:
            line = json.dumps(answer)
        except TypeError as error:
            line = json.dumps({"error": f"the answer of the step cannot be sent: {error}: {answer!r}"})
        self._socket.sendall(line.encode() + b"\n")


class Run:
    """One step on its way: a stack of generators, the innermost last."""

    def __init__(self, request: dict[str, Any], answer: Callable[..., None]) -> None:
        self._request = request
        self._answer = answer
        self._stack: list[GeneratorType] = []

    def begin(self) -> None:
        hands.forgotten.clear()
        try:
            result = _callable(self._request)(**self._request["arguments"])
        except BaseException:
            self._end(error=traceback.format_exc())
            return
        if isinstance(result, GeneratorType):
            self._stack.append(result)
            self._go_on()
        else:
            self._end(result=result)

    def _go_on(self, value: Any = None, fault: Optional[BaseException] = None) -> None:
        while self._stack:
            inner = self._stack[-1]
            try:
                asked = inner.throw(fault) if fault is not None else inner.send(value)
            except StopIteration as ended:
                self._stack.pop()
                value, fault = ended.value, None
            except BaseException as raised:
                self._stack.pop()
                value, fault = None, raised
            else:
                self._wait_for(asked)
                return
        if fault is None:
            self._end(result=value)
        else:
            self._end(error="".join(traceback.format_exception(type(fault), fault, fault.__traceback__)))

    def _wait_for(self, asked: Any) -> None:
        if isinstance(asked, hands.Act):
            asked = asked.begin()
        if isinstance(asked, GeneratorType):
            self._stack.append(asked)
            self._later(0)
        elif asked is None or isinstance(asked, (int, float)):
            self._later(round(1000 * (asked or 0)))
        elif callable(asked):
            self._look(hands.until(asked))
        elif isinstance(asked, hands.Until):
            self._look(asked)
        else:
            self._go_on(fault=TypeError(f"a step cannot wait for {asked!r}"))

    def _later(self, milliseconds: int) -> None:
        # A new timer each time: one that is being served does not fire again in the event loop of a dialog.
        # A lambda: of a bound method PyQt would keep the function only, and nothing else keeps this object.
        QTimer.singleShot(milliseconds, lambda: self._go_on())

    def _look(self, until: hands.Until) -> None:
        try:
            value = until.condition()
        except BaseException as raised:
            self._go_on(fault=raised)
            return
        if value:
            self._go_on(value)
        elif time.monotonic() > until.limit:
            self._go_on(fault=TimeoutError(f"waited {until.seconds} s for {until.what}"))
        else:
            QTimer.singleShot(_PAUSE, lambda: self._look(until))

    def _end(self, **answer: Any) -> None:
        if hands.forgotten and "error" not in answer:
            answer = {"error": f"made but not yielded, so not done: {', '.join(hands.forgotten)}"}
        self._answer(**answer)


def _callable(request: dict[str, Any]) -> Callable[..., Any]:
    """The step that is asked for: a function of a module, or source text."""
    if "source" in request:
        return _function(request["source"], list(request["arguments"]))
    step: Any = importlib.import_module(request["module"])
    for name in request["name"].split("."):
        step = getattr(step, name)
    return step


def _function(source: str, parameters: list[str]) -> Callable[..., Any]:
    """Source text as the body of a function; the value of its last line, if it is an expression, is the answer."""
    tree = ast.parse(f"def step({', '.join(parameters)}):\n    pass\n")
    body = ast.parse(source, "<step>").body
    if isinstance(body[-1], ast.Expr) and not isinstance(body[-1].value, (ast.Yield, ast.YieldFrom)):
        body[-1] = ast.copy_location(ast.Return(body[-1].value), body[-1])
    tree.body[0].body = body
    names = {**vars(hands), "iface": iface, "QgsApplication": QgsApplication, "QgsProject": QgsProject}
    exec(compile(ast.fix_missing_locations(tree), "<step>", "exec"), names)  # noqa: S102 - the test's own text
    return names["step"]
