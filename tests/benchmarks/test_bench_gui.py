"""What the window feels: the check of each move while a plan area is drawn, the plugin's start, the dock's opening."""

from __future__ import annotations

import math
import statistics
import time
from typing import Iterator

import pytest
from guibench import Window, settle, whole_dock
from journey import timing
from journey.window import Window as QgisWindow
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry
from qgis.PyQt.QtCore import QEventLoop, Qt, QTimer

from .blocks import LIMIT, add_block
from .conftest import milliseconds, p95

pytestmark = pytest.mark.bench

#: Where the drawing begins: by Kumla, where the demo package has something to say.
START = (508300.0, 6554200.0)
MOVES = 400
BURSTS, MOVES_IN_A_BURST, APART = 40, 20, 10

STARTS = 9


def growing(moves: int) -> Iterator[QgsGeometry]:
    """A plan area as it is drawn: the cursor goes once round, ever further out, with a click every twentieth move."""
    corners = [START]
    for move in range(moves):
        angle, reach = 5.5 * move / moves, 150 + 1400 * move / moves
        cursor = (START[0] + reach * math.cos(angle), START[1] + reach * math.sin(angle))
        ring = [*corners, cursor]
        if len(ring) > 2:
            points = ",".join(f"{x} {y}" for x, y in [*ring, ring[0]])
            yield QgsGeometry.fromWkt(f"POLYGON(({points}))")
        if move % 20 == 0:
            corners.append(cursor)


@pytest.fixture(scope="module")
def dock(qgis_app):
    """The whole dock in a window, with the demo package open."""
    from plandialog.plugin.gui.settings import Settings

    window = Window()
    made = whole_dock(window, Settings(language="sv"))
    window.mainWindow().addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, made)
    window.mainWindow().resize(1600, 1000)
    window.mainWindow().show()
    settle(made.workbench)
    yield made
    made.shut_down()
    made.deleteLater()
    window.close()


@pytest.fixture
def heard(dock):
    """Says when an assessment of the polygon being drawn has been handled by everything that shows it."""
    ear = Ear(dock.workbench)
    yield ear
    dock.workbench.end_preview()
    settle(dock.workbench)
    ear.close()


class Ear:
    def __init__(self, workbench) -> None:
        self._workbench = workbench
        self._loop = QEventLoop()
        self._limit = QTimer()
        self._limit.setSingleShot(True)
        self._limit.timeout.connect(self._loop.quit)
        self.shown: list[float] = []
        workbench.assessed.connect(self._hear)  # the last to be connected, so the last to be called

    def _hear(self, identifier: str) -> None:
        if identifier == "preview":
            self.shown.append(time.perf_counter())
            self._loop.quit()

    def wait(self) -> float:
        """When the next assessment is on show."""
        count = len(self.shown)
        self._limit.start(10_000)
        self._loop.exec()
        self._limit.stop()
        assert len(self.shown) > count, "no assessment came"
        return self.shown[-1]

    def close(self) -> None:
        self._workbench.assessed.disconnect(self._hear)


SWEREF = QgsCoordinateReferenceSystem("EPSG:3006")


def test_live_check_move_by_move(table, dock, heard):
    times = []
    for geometry in growing(MOVES):
        begun = time.perf_counter()
        dock.workbench.preview(geometry, SWEREF)
        times.append(1000 * (heard.wait() - begun))
        settle(dock.workbench)
    moves = f"{len(times)} moves"
    table.add("live: a move to its findings, median", statistics.median(times), "ms", LIMIT, moves)
    table.add("live: a move to its findings, p95", p95(times), "ms", LIMIT)
    table.add("live: a move to its findings, slowest", max(times), "ms")


def test_live_check_of_moves_in_a_burst(table, dock, heard):
    """As the mouse sends them; what comes while a check runs waits as one."""
    lasts, checked = [], 0
    moves = list(growing(BURSTS * MOVES_IN_A_BURST))
    for burst in range(BURSTS):
        sent = []
        waiting = moves[burst * MOVES_IN_A_BURST : (burst + 1) * MOVES_IN_A_BURST]
        before = len(heard.shown)
        loop = QEventLoop()
        timer = QTimer()
        timer.setTimerType(Qt.TimerType.PreciseTimer)

        def send(waiting=waiting, sent=sent, timer=timer, loop=loop) -> None:
            if not waiting:
                timer.stop()
                loop.quit()
                return
            geometry = waiting.pop(0)
            sent.append((time.perf_counter(), geometry))
            dock.workbench.preview(geometry, SWEREF)

        timer.timeout.connect(send)
        timer.start(APART)
        while waiting:
            loop.exec()
        begun, last = sent[-1]

        def shown(last=last) -> bool:
            return dock.workbench.assessment("preview").proposal.area == pytest.approx(last.area())

        while not shown():
            heard.wait()
        lasts.append(1000 * (heard.shown[-1] - begun))
        checked += len(heard.shown) - before
        settle(dock.workbench)
    bursts = f"{BURSTS} bursts of {MOVES_IN_A_BURST} moves, one every {APART} ms; {checked} checks"
    table.add("live, in a burst: the last move to its findings, median", statistics.median(lasts), "ms", LIMIT, bursts)
    table.add("live, in a burst: the last move to its findings, p95", p95(lasts), "ms", LIMIT)
    table.add("live, in a burst: the last move to its findings, slowest", max(lasts), "ms")


def test_publishing_an_assessment(table, dock, heard):
    """How long the main thread is busy with showing findings that are there."""
    shown = next(iter(growing(100)))
    dock.workbench.preview(shown, SWEREF)
    heard.wait()
    times = [milliseconds(lambda: dock.workbench.assessed.emit("preview")) for _ in range(100)]
    table.add("publishing the findings in the dock, median", statistics.median(times), "ms", LIMIT)
    table.add("publishing the findings in the dock, slowest", max(times), "ms", LIMIT)


#: A plan area drawn by Kumla.
DRAWN = "POLYGON((508000 6554600,508900 6554600,508900 6553900,508000 6553900,508000 6554600))"


def test_start_and_first_steps_in_a_real_window(table, tmp_path):
    """A process of its own each time, from an empty profile; the first start, which compiles every module, is told
    apart. A block is the longest gap between two beats of a timer on the main thread, less what it waited for a core.
    """
    environment = {"PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": ""}
    starts: dict[str, list[float]] = {"plandialog": [], "processing": []}
    cpu: list[float] = []
    opening, findings = [], []
    for _ in range(STARTS + 1):
        with QgisWindow("sv", environment=environment) as window:
            loads = [record for record in window.log() if record["kind"] == "plugin"]
            for name, times in starts.items():
                times.append(sum(record["ms"] for record in loads if record["text"] == name))
            cpu.append(sum(record["cpu_ms"] for record in loads if record["text"] == "plandialog"))
            opening.append(window.run(timing.open_dock))
            findings.append(window.run(timing.first_findings, wkt=DRAWN))
            window.close()
    ours, processing = (statistics.median(times[1:]) for times in starts.values())
    first, *others = starts["plandialog"]
    detail = (
        f"{STARTS} starts, {min(others):.0f}–{max(others):.0f} ms, {statistics.median(cpu[1:]):.0f} ms of processor "
        f"time; the first, which compiles, {first:.0f} ms"
    )
    table.add("start: what the plugin adds to QGIS's start, median", ours, "ms", LIMIT, detail)
    table.add("start: Processing in the same starts, median", processing, "ms")
    table.add("start: the plugin ÷ Processing", ours / processing, "×")
    table.add(
        "dock: from the click to the dock, first time, median", statistics.median(t["ms"] for t in opening[1:]), "ms"
    )
    add_block(table, "opening it", opening[1:])
    add_block(table, "a first proposal to its findings", findings[1:])
