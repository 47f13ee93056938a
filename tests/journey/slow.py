"""A check that takes long, and how the window fares meanwhile; the steps run inside QGIS."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any, Callable, Optional

from qgis.PyQt.QtCore import QElapsedTimer, Qt, QTimer
from qgis.utils import iface

from journey.hands import click, settled, until
from journey.planner import dock

_BEAT = 5  # ms


class Meter:
    """Beats on the main thread, and the gaps (ms) between them: while one lasts the window paints and hears nothing.

    Of each gap it is noted how long the thread was ready to run while other processes had the cores, which the kernel
    counts: that much of it no program can help.
    """

    def __init__(self) -> None:
        self.gaps: list[tuple[float, float, float]] = []
        self.marks: list[tuple[float, str]] = []
        self._clock = QElapsedTimer()
        self._last = 0
        self._waited = 0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_BEAT)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self._clock.start()
        self._last = 0
        self._waited = _waited_for_a_core()
        self._timer.start()

    def _beat(self) -> None:
        now, waited = self._clock.nsecsElapsed(), _waited_for_a_core()
        self.gaps.append((self._last / 1e6, (now - self._last) / 1e6, (waited - self._waited) / 1e6))
        self._last, self._waited = now, waited

    def mark(self, what: str) -> None:
        """Note when something happened."""
        self.marks.append((self._clock.nsecsElapsed() / 1e6, what))

    def stop(self) -> dict[str, Any]:
        """The longest gap as it was and without the waiting for a core, some quantiles, and what happened in the
        longest."""
        self._beat()
        self._timer.stop()
        ordered = sorted(gap for _, gap, _ in self.gaps)
        worst = sorted(self.gaps, key=lambda each: -each[1])[:3]
        return {
            "seconds": round(self._last / 1e9, 2),
            "beats": len(ordered),
            "median": round(ordered[len(ordered) // 2], 1),
            "p99": round(ordered[int(0.99 * len(ordered))], 1),
            "longest": round(ordered[-1], 1),
            "longest_of_ours": round(max(gap - waited for _, gap, waited in self.gaps), 1),
            "worst": [self._told(*each) for each in worst],
        }

    def _told(self, start: float, gap: float, waited: float) -> str:
        within = [what for when, what in self.marks if start <= when <= start + gap]
        why = f", {waited:.0f} of them waiting for a core" if waited >= 1 else ""
        return f"{gap:.0f} ms{why}, at {start / 1000:.2f} s" + (f" ({', '.join(within)})" if within else "")


def _waited_for_a_core() -> int:
    """How long (ns) this thread has been ready to run without running, since it began."""
    return int(Path("/proc/thread-self/schedstat").read_text().split()[1])


def open_dock() -> Any:
    """Open the dock from the toolbar and wait for the demo package."""
    import qgis.utils

    entrance = qgis.utils.plugins["plandialog"].entrance
    entrance.toggle.trigger()
    yield until(lambda: entrance.dock is not None and dock().workbench.prepared is not None, 30, "the dock")


def take_package(package: str, proposal: str, deadline: Optional[float] = None) -> Any:
    """Open a package and take the plan areas of a file; ends when they are checked and the map is drawn.

    Services are waited for no longer than ``deadline`` (s), from then on.
    """
    bench = dock().workbench
    bench.open_package(Path(package))
    yield until(lambda: bench.opening is None, 60, "the package")
    assert bench.prepared.package.id == "prov", bench.faults
    if deadline is not None:
        wait_no_longer_than(deadline)
    dock().take_file(Path(proposal))
    yield until(lambda: bench.current is not None, 30, "the proposal")
    yield until(lambda: not bench.is_checking and bench.assessment(bench.session.current), 120, "the findings")
    yield _calm()
    return dock().findings_step.tally.text()


def _calm() -> Any:
    yield settled()
    yield 1.0
    yield settled()


def check_metered() -> Any:
    """Check the current proposal anew; gives the gaps from the press of the button to the findings, and the tally."""
    bench = dock().workbench
    ended: list[bool] = []
    meter = Meter()

    def told(what: str) -> Callable[..., None]:
        return lambda *_: meter.mark(what)

    def busy() -> None:
        meter.mark("busy" if bench.is_checking else "idle")
        if not bench.is_checking:
            ended.append(True)

    slots = [(bench.assessed, told("assessed")), (bench.progressed, told("progress")), (bench.busy_changed, busy)]
    for signal, slot in slots:
        signal.connect(slot)
    meter.start()
    yield 0.1
    # Not with the pointer: starting xdotool is work of the harness on the main thread.
    dock().proposal_step.check.click()
    yield until(lambda: ended, 120, "the check to end")
    yield 0.5
    told_of_it = meter.stop()
    for signal, slot in slots:
        signal.disconnect(slot)
    return {**told_of_it, "tally": dock().findings_step.tally.text(), "longest_measure_ms": _longest_measure()}


def _longest_measure() -> float:
    assessment = dock().workbench.assessment(dock().workbench.session.current)
    return max(finding.trace.get("measure_ms", 0) for finding in assessment.findings)


class SlowSource:
    """A dataset that takes its time for every feature, as over a bad line."""

    def __init__(self, source: Any, seconds: float) -> None:
        self._source = source
        self._seconds = seconds
        self.given = 0

    def getFeatures(self, request: Any) -> SlowSource:
        self._iterator = self._source.getFeatures(request)
        return self

    def nextFeature(self, feature: Any) -> bool:
        time.sleep(self._seconds)
        self.given += 1
        return self._iterator.nextFeature(feature)

    def isValid(self) -> bool:
        return self._iterator.isValid()


_slow: list[SlowSource] = []
_prepared: list[Any] = []


def slow_down(dataset: str, seconds: float) -> None:
    """Let every feature of a dataset take so long."""
    bench = dock().workbench
    _prepared[:] = [bench.prepared]
    opened = bench.prepared.datasets[dataset]
    _slow[:] = [SlowSource(opened.source, seconds)]
    datasets = {**bench.prepared.datasets, dataset: replace(opened, source=_slow[0])}
    bench.prepared = replace(bench.prepared, datasets=datasets)


def at_full_speed() -> None:
    """Undo :func:`slow_down`."""
    dock().workbench.prepared = _prepared[0]


def cancel(after: float, features: int = 0) -> Any:
    """Check anew and press Cancel so long after the first progress, once so many slow features have been given."""
    bench, step = dock().workbench, dock().proposal_step
    progress: list[float] = []
    pressed: list[float] = []
    shown: list[float] = []
    step.stop.pressed.connect(lambda: pressed.append(time.monotonic()))
    bench.progressed.connect(progress.append)
    step.check.click()
    yield until(lambda: progress and progress[-1] > 0, 60, "the first progress")
    yield after
    yield until(lambda: features == 0 or _slow[0].given > features, 60, "the slow features")
    assert bench.is_checking, "the check has ended already"
    yield click(step.stop)

    def is_shown() -> bool:
        assessment = bench.assessment(bench.session.current)
        is_there = assessment is not None and assessment.cancelled and not step.progress.isVisible()
        if is_there and not bench.is_checking:
            shown.append(time.monotonic())
        return bool(shown)

    yield until(is_shown, 60, "the findings after Cancel")
    yield until(lambda: bench._task is None, 60, "the task to end")
    ended = time.monotonic()
    bench.progressed.disconnect(progress.append)
    assessment = bench.assessment(bench.session.current)
    return {
        "seconds": shown[0] - pressed[0],
        "task_ended_after": round(ended - pressed[0], 2),
        "tally": dock().findings_step.tally.text(),
        "outcomes": {finding.check: finding.outcome.value for finding in assessment.findings},
        "notes": {finding.check: [note.code for note in finding.notes] for finding in assessment.findings},
        "counts": {
            button.accessibleName().split(":")[0]: int(button.text())
            for button in dock().findings_step._buttons.values()
        },
    }


def check_again() -> Any:
    """Check once more, to the end; gives the outcomes."""
    bench, step = dock().workbench, dock().proposal_step
    yield click(step.check)
    yield until(lambda: not bench.is_checking, 120, "the findings")
    assessment = bench.assessment(bench.session.current)
    assert not assessment.cancelled and iface.messageBar().currentItem() is None
    return {finding.check: finding.outcome.value for finding in assessment.findings}


def point_at(check: str) -> Any:
    """Choose a finding with hits of many corners and show it on the map; gives the gaps meanwhile."""
    step = dock().findings_step
    iface.mapCanvas().zoomByFactor(20)
    yield _calm()
    before = iface.mapCanvas().extent().width()
    meter = Meter()
    meter.start()
    yield 0.1
    step.select(check)
    meter.mark("chosen")
    yield 0.5
    step.zoom.click()
    meter.mark("zoomed")
    yield 3.0
    yield until(lambda: iface.mapCanvas().extent().width() < before / 2, 30, "the map to move")
    yield settled()
    return {**meter.stop(), "moved": iface.mapCanvas().extent().width() < before / 2}


def begin_check() -> Any:
    """Check anew and leave it in the middle of a long measure, which is what is given."""
    bench, step = dock().workbench, dock().proposal_step
    progress: list[float] = []
    bench.progressed.connect(progress.append)
    step.check.click()
    yield until(lambda: progress and progress[-1] > 0, 60, "the first progress")
    yield 0.7
    return bench.is_checking


def wait_no_longer_than(seconds: float) -> None:
    """Wait for services for so long from now on."""
    bench = dock().workbench
    bench.prepared = replace(bench.prepared, access=replace(bench.prepared.access, deadline=seconds))


def outcomes() -> Any:
    """The outcome of each check of the current proposal, with the codes of what is said of it."""
    assessment = dock().workbench.assessment(dock().workbench.session.current)
    return {each.check: [each.outcome.value, [note.code for note in each.notes]] for each in assessment.findings}
