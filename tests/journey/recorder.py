"""Inside QGIS, from before the plugins are loaded: keeps what goes wrong, one JSON object a line, in a file.

The file can be read while QGIS runs, when it has ended and when it has crashed.
"""

from __future__ import annotations

import faulthandler
import json
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import Any, Callable

_file: list[Any] = []


def install(path: str) -> None:
    """Record to ``path`` the message log, Python exceptions and network requests, instead of showing dialogs."""
    import qgis.utils
    from qgis.core import QgsApplication, QgsNetworkAccessManager

    _file.append(Path(path).open("a", encoding="utf-8", buffering=1))  # noqa: SIM115 - open as long as QGIS runs
    QgsApplication.messageLog().messageReceived.connect(_message)
    QgsNetworkAccessManager.instance().requestAboutToBeCreated.connect(_request)
    qgis.utils.showException = _exception
    qgis.utils.open_stack_dialog = _exception
    for name in ("loadPlugin", "startPlugin"):
        setattr(qgis.utils, name, _timed(name, getattr(qgis.utils, name)))
    faulthandler.register(signal.SIGUSR1, file=sys.__stderr__)
    catch_crashes()


def catch_crashes() -> None:
    """A crash leaves the Python stack on stderr. QGIS takes the signals as it starts, so this has to be done again."""
    faulthandler.disable()
    faulthandler.enable(file=sys.__stderr__)


def record(kind: str, text: str, **more: Any) -> None:
    """Keep one thing; ``kind`` is message, exception, request, fault or plugin (how long one took to load)."""
    _file[0].write(json.dumps({"kind": kind, "text": text, **more}) + "\n")


def _timed(name: str, function: Callable[[str], bool]) -> Callable[[str], bool]:
    def timed(package: str) -> bool:
        wall, cpu = time.perf_counter(), time.thread_time()
        done = function(package)
        took = {"ms": 1000 * (time.perf_counter() - wall), "cpu_ms": 1000 * (time.thread_time() - cpu)}
        record("plugin", package, step=name, **took)
        return done

    return timed


def _message(text: str, tab: str, level: Any) -> None:
    record("message", text, tab=tab, level=int(getattr(level, "value", level)))


def _request(request: Any) -> None:
    record("request", request.request().url().toString())


def _exception(kind: Any, value: Any, trace: Any, message: Any, *_: Any, **__: Any) -> None:
    told = "".join(traceback.format_exception(kind, value, trace))
    record("exception", f"{message}\n{told}" if message else told)
