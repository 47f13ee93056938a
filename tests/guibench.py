"""What tests of the dock share: waiting without fixed sleeps, an engine that can be held, and a small package."""

from __future__ import annotations

import threading
import time
from typing import Any, Callable, Optional

from builders import PLAN, PackageBuilder, square

#: A quarter of the plan area, for the dataset of the small package.
QUARTER = square(510000, 6580000, 500)

#: A plan area that the small package refuses: it lies outside the area of validity.
OUTSIDE = square(600000, 6580000, 1000)


def wait_until(condition: Callable[[], Any], seconds: float = 30, what: str = "") -> Any:
    """Let QGIS work until ``condition`` holds, and return what it gave."""
    from qgis.core import QgsApplication

    until = time.monotonic() + seconds
    while time.monotonic() < until:
        QgsApplication.processEvents()
        found = condition()
        if found:
            return found
        time.sleep(0.002)
    tasks = [f"{task.description()}: {task.status()!r}" for task in QgsApplication.taskManager().tasks()]
    raise AssertionError(f"still not so after {seconds} s: {what or condition}; tasks: {tasks}")


def settle(workbench: Any) -> None:
    """Wait until the workbench has opened and checked everything, and nothing runs in the background any more."""
    from plandialog.plugin.gui.workbench import _running
    from qgis.core import QgsApplication

    manager = QgsApplication.taskManager()
    wait_until(lambda: workbench.opening is None or workbench._closed, what="the package is open")
    wait_until(lambda: not _running and manager.countActiveTasks() == 0, what="no task runs")
    wait_until(lambda: not workbench.is_checking or workbench._closed, what="nothing waits for a check")


def whole_dock(window: Any, settings: Any) -> Any:
    """The whole dock for a window, built in one go."""
    from plandialog.plugin.gui.dock import PlandialogDock

    dock = PlandialogDock(window, settings)
    for _ in dock.build():
        pass
    return dock


def small_package(builder: PackageBuilder, version: str = "1.0.0") -> PackageBuilder:
    """Four checks: a share, a count for dwellings only, a distance and a question."""
    builder.package["version"] = version
    builder.dataset("mark", "polygon", [(QUARTER, {"namn": "Åkern"})], fields={"namn": str}, label="namn")
    builder.dataset(
        "punkter",
        "point",
        [("POINT(510500 6580500)", {"namn": "Brunnen"}), ("POINT(510600 6580600)", {"namn": "Källan"})],
        fields={"namn": str},
        label="namn",
    )
    builder.check("andel", "mark", "overlap", title={"sv": "Jordbruksmark", "en": "Farmland"})
    builder.check(
        "antal",
        "punkter",
        "count",
        title={"sv": "Vattentäkter", "en": "Water sources"},
        when={"land_use": ["bostader"]},
    )
    builder.check(
        "avstand",
        "punkter",
        "distance",
        [{"up_to": "2 km", "outcome": "supports"}, {"outcome": "consider"}],
        title={"sv": "Avstånd till vatten", "en": "Distance to water"},
    )
    builder.check("fraga", None, "ask", title={"sv": "Hur blir det?", "en": "How will it be?"})
    return builder


def draft(wkt: str = PLAN, name: str = "Prov", crs: str = "EPSG:3006", **stated: Any) -> Any:
    """A draft for :meth:`Workbench.add`."""
    from plandialog.plugin.gui.workbench import new_draft
    from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry

    return new_draft(QgsGeometry.fromWkt(wkt), QgsCoordinateReferenceSystem(crs), name, **stated)


def outcomes(assessment: Any) -> dict[str, str]:
    """The outcome of each check."""
    return {finding.check: finding.outcome.value for finding in assessment.findings}


class Gate:
    """The engine of the background tasks with a door in it, and a count of how many runs there are at a time.

    While the door is shut a run waits after its first dataset until it is opened, or the run is cancelled.
    """

    def __init__(self, monkeypatch: Any) -> None:
        from plandialog.plugin.gis import tasks

        self.started = 0
        self.running = 0
        self.halted = 0
        self.most = 0
        self.checked: list[str] = []
        self._counting = threading.Lock()
        self._door = threading.Event()
        self._door.set()
        self._assess = tasks.assess
        monkeypatch.setattr(tasks, "assess", self._run)

    def shut(self) -> None:
        """Let the next runs come as far as their first dataset."""
        self._door.clear()

    def open(self) -> None:
        """Let every run go on."""
        self._door.set()

    def _run(
        self,
        prepared: Any,
        area: Any,
        details: Any,
        cancelled: Callable[[], bool],
        progress: Callable[[float], None],
        **more: Any,
    ) -> Any:
        def halted(percent: float) -> None:
            self.halted += 1
            until = time.monotonic() + 30
            while not self._door.wait(0.005) and not cancelled() and time.monotonic() < until:
                pass
            progress(percent)

        with self._counting:
            self.started += 1
            self.running += 1
            self.most = max(self.most, self.running)
            self.checked.append(details.id)
        try:
            return self._assess(prepared, area, details, cancelled=cancelled, progress=halted, **more)
        finally:
            with self._counting:
                self.running -= 1


class Heard:
    """What a signal has said: the arguments of every emission."""

    def __init__(self, signal: Any) -> None:
        self.said: list[Any] = []
        signal.connect(self._hear)

    def _hear(self, *arguments: Any) -> None:
        self.said.append(arguments[0] if len(arguments) == 1 else arguments)

    def __len__(self) -> int:
        return len(self.said)

    @property
    def last(self) -> Optional[Any]:
        """The newest of it."""
        return self.said[-1] if self.said else None


class Window:
    """As much of QGIS's window as the dock needs."""

    def __init__(self) -> None:
        from qgis.gui import QgsAdvancedDigitizingDockWidget, QgsMapCanvas, QgsMessageBar
        from qgis.PyQt.QtWidgets import QMainWindow

        self._window = QMainWindow()
        self._canvas = QgsMapCanvas(self._window)
        self._bar = QgsMessageBar(self._window)
        self._cad = QgsAdvancedDigitizingDockWidget(self._canvas)
        self.active: Any = None

    def mainWindow(self) -> Any:
        """The window itself."""
        return self._window

    def mapCanvas(self) -> Any:
        """The map."""
        return self._canvas

    def messageBar(self) -> Any:
        """Where messages are shown."""
        return self._bar

    def cadDockWidget(self) -> Any:
        """Advanced digitizing."""
        return self._cad

    def activeLayer(self) -> Any:
        """The layer that is chosen in the layer panel."""
        return self.active

    def messages(self) -> list[str]:
        """What the message bar says, the newest first."""
        return [item.text() for item in self._bar.items()]

    def close(self) -> None:
        """End of it."""
        self._cad.deleteLater()
        self._window.deleteLater()
