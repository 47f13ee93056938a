"""Run by QGIS for tests/gate/test_installed.py: a session with the plugin, from the example to saved summaries.

The marks are files that are opened and are not there, so that they stand between the system calls that are recorded.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
import traceback
from pathlib import Path
from typing import Any, Callable

import qgis.utils
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication, QTextBrowser
from qgis.utils import iface

OUT = Path(os.environ["PLANDIALOG_GATE_OUT"])
PROJECT = Path(os.environ["PLANDIALOG_GATE_PROJECT"])


def mark(name: str) -> None:
    """Leave a mark in the record of system calls."""
    with contextlib.suppress(FileNotFoundError):
        Path(f"/plandialog-mark-{name}").read_bytes()


def wait(condition: Callable[[], Any], what: str, seconds: float = 90) -> None:
    """Turn the event loop until ``condition`` holds."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            raise TimeoutError(what)
        QApplication.processEvents()
        time.sleep(0.01)


def session() -> dict[str, Any]:
    """What a user does; gives what was seen."""
    entrance = qgis.utils.plugins["plandialog"].entrance
    turns: list[float] = []
    clock = QTimer()
    clock.timeout.connect(lambda: turns.append(time.monotonic()))
    clock.start(10)
    mark("begin")
    entrance.example.trigger()
    wait(lambda: entrance.dock is not None, "the dock")
    bench = entrance.dock.workbench
    wait(lambda: len(bench.session.drafts) == 7, "the demo proposals")
    wait(lambda: not entrance.dock.package_step.is_loading, "the layers")
    wait(lambda: all(bench.assessment(draft.id) for draft in bench.session.drafts), "the findings")
    clock.stop()
    iface.mapCanvas().waitWhileRendering()
    QgsProject.instance().write(str(PROJECT))

    import processing
    from plandialog.plugin.about import RESOURCES

    parameters = {
        "INPUT": f"{RESOURCES}/demo/proposals.gpkg|layername=proposals|subset=id = 'station-kumla'",
        "ID_FIELD": "id", "NAME_FIELD": "name", "LAND_USE_FIELD": "land_use", "STAGE_FIELD": "stage", "LENGTH": "brief",
        "HTML": str(OUT / "a.html"), "PDF": str(OUT / "a.pdf"), "ODT": str(OUT / "a.odt"),
    }  # fmt: skip
    processing.run("plandialog:checkplanarea", parameters)

    entrance.help.trigger()
    wait(lambda: handbook() is not None, "the handbook")
    text = handbook().toPlainText()
    handbook().window().close()

    wait(lambda: not QgsApplication.taskManager().activeTasks(), "the tasks")
    settle(2)
    mark("idle")
    settle(2)
    mark("idle-over")
    tally = entrance.dock.findings_step.tally.text()
    layers = len(QgsProject.instance().mapLayers())
    return {"layers": layers, "tally": tally, "handbook": text[:200], "turns": turns, "process": os.getpid()}


def handbook() -> Any:
    """The text of the handbook, where it is open."""
    texts = (
        each.findChild(QTextBrowser, "handbookText") for each in QApplication.topLevelWidgets() if each.isVisible()
    )
    return next((text for text in texts if text is not None), None)


def settle(seconds: float) -> None:
    """Let everything happen that happens by itself."""
    until = time.monotonic() + seconds
    wait(lambda: time.monotonic() > until, "the time")


def run() -> None:
    """Carry the session out, tell of it, and end QGIS as a user does."""
    try:
        told = session()
    except Exception:  # whatever it is, the test has to hear of it
        told = {"error": traceback.format_exc()}
    (OUT / "told.json").write_text(json.dumps(told), encoding="utf-8")
    mark("end")
    QgsProject.instance().setDirty(False)
    iface.actionExit().trigger()


QTimer.singleShot(0, run)
