"""The control points as the user sets them one after another, without a widget."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Callable, Iterable, Optional

from ...gis.georeference import ControlPoint
from ...gis.points_file import SetPoint
from .history import History


@dataclass(frozen=True)
class Half:
    """What is known of a point that is being set: its place in the picture, or on the map with a name."""

    picture: Optional[tuple[float, float]] = None
    place: Optional[tuple[float, float]] = None
    name: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing is known yet."""
        return self.picture is None and self.place is None


class PointList(History[tuple[SetPoint, ...]]):
    """The control points with undo. ``half`` is the one that is being set; it is no step of its own."""

    def __init__(self, changed: Callable[[], None] = lambda: None) -> None:
        self.half = Half()
        super().__init__((), changed)

    def start(self, value: tuple[SetPoint, ...]) -> None:
        self.half = Half()
        super().start(value)

    @property
    def used(self) -> tuple[ControlPoint, ...]:
        """The points that count."""
        return tuple(point.place for point in self.value if point.enabled)

    def set_in_picture(self, column: float, row: float) -> None:
        """The place in the picture of the point that is being set."""
        self._set(replace(self.half, picture=(column, row)))

    def set_on_map(self, x: float, y: float, name: str = "") -> None:
        """The place on the map of the point that is being set, in whichever order."""
        self._set(replace(self.half, place=(x, y), name=name))

    def give_up(self) -> None:
        """Forget the point that is being set."""
        self._set(Half())

    def _set(self, half: Half) -> None:
        if half.picture is None or half.place is None:
            self.half = half
            self._changed()
            return
        self.half = Half()
        name = half.name or self._free_name()
        self.change((*self.value, SetPoint(ControlPoint(*half.picture, *half.place, name))))

    def _free_name(self) -> str:
        taken = {point.place.name for point in self.value}
        return next(str(number) for number in range(len(taken) + 1, 10_000) if str(number) not in taken)

    def move_in_picture(self, index: int, column: float, row: float) -> None:
        """Move a point in the picture."""
        self._put(index, column=column, row=row)

    def move_on_map(self, index: int, x: float, y: float) -> None:
        """Move a point on the map."""
        self._put(index, x=x, y=y)

    def rename(self, index: int, name: str) -> None:
        """Give a point another name."""
        if name.strip():
            self._put(index, name=name.strip())

    def _put(self, index: int, **stated: object) -> None:
        point = self.value[index]
        self._replace(index, replace(point, place=replace(point.place, **stated)))

    def enable(self, index: int, enabled: bool) -> None:
        """Let a point count, or not."""
        self._replace(index, replace(self.value[index], enabled=enabled))

    def _replace(self, index: int, point: SetPoint) -> None:
        self.change((*self.value[:index], point, *self.value[index + 1 :]))

    def remove(self, indices: Iterable[int]) -> None:
        """Take points away."""
        gone = set(indices)
        self.change(tuple(point for index, point in enumerate(self.value) if index not in gone))


def numbered(points: Iterable[SetPoint]) -> tuple[SetPoint, ...]:
    """Points of a file, those without a name called by their number in it."""
    return tuple(
        point if point.place.name else replace(point, place=replace(point.place, name=str(number)))
        for number, point in enumerate(points, 1)
    )
