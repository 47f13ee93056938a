"""The demonstration: a ready project with the demo package, and a short walk through the four steps."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..translation import tr


@dataclass(frozen=True)
class Stop:
    """One stop of the walk: the box of the dock it is about, and what is said there."""

    box: str
    title: str
    text: str


def stops() -> tuple[Stop, ...]:
    """The stops, in the language of the user interface."""
    return (
        Stop(
            "package_box",
            tr("1 of 4: What the region has published"),
            tr(
                "A regional package holds planning layers, questions and texts. This one is hand-made and marked DEMO. "
                "Its layers are on the map, grouped by perspective. Note the date and which datasets are overdue for "
                "review."
            ),
        ),
        Stop(
            "proposal_box",
            tr("2 of 4: What the municipality is thinking of"),
            tr(
                "Seven draft plan areas are ready. Choose another in the list, change its land use, or draw one of "
                "your own with New. Land use, stage and dwellings decide which questions are asked."
            ),
        ),
        Stop(
            "findings_box",
            tr("3 of 4: What was found, and what could not be checked"),
            tr(
                "Each finding has a figure, a reason and someone to ask. Click one to see it on the map. “Not "
                "affected” and “No data” are different answers. None of them is a decision."
            ),
        ),
        Stop(
            "guidance_box",
            tr("4 of 4: A start for the dialogue"),
            tr(
                "Preview shows the guidance summary in the web browser; Save as keeps it. It says what to bring up "
                "early, with whom, and how many of the checks were carried out."
            ),
        ),
    )


class Walk(QObject):
    """Where the walk is. ``moved`` is emitted with the stop, or None at the end."""

    moved = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self._stops = stops()
        self._at = -1

    @property
    def is_first(self) -> bool:
        """Whether there is no way back."""
        return self._at <= 0

    @property
    def is_last(self) -> bool:
        """Whether the next step is the end."""
        return self._at >= len(self._stops) - 1

    def start(self) -> None:
        """Begin at the first stop."""
        self._go(0)

    def next(self) -> None:
        """Go on, or end after the last stop."""
        self._go(self._at + 1)

    def back(self) -> None:
        """Go back one stop."""
        self._go(max(0, self._at - 1))

    def end(self) -> None:
        """End here."""
        self._go(len(self._stops))

    def _go(self, at: int) -> None:
        self._at = at
        if at < len(self._stops):
            self.moved.emit(self._stops[at])
        else:
            self._at = -1
            self.moved.emit(None)
