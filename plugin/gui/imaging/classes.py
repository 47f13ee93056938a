"""The classes of a legend as the user makes them, without a widget."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Iterable, Optional

from ...core.legend import MOST_CLASSES, ImageClass, Legend, rgb
from ...core.package.ids import unique_id
from ...core.text import Text
from .history import History


@dataclass(frozen=True)
class LegendDraft:
    """A legend that need not be complete: titles may be blank. ``overprint`` is in metres."""

    classes: tuple[ImageClass, ...] = ()
    overprint: float = 0.0

    @property
    def legend(self) -> Legend:
        """The legend it makes; a title that is blank in one language is taken from the other."""
        return Legend(tuple(replace(each, title=_whole(each.title)) for each in self.classes), self.overprint)


class LegendHistory(History[LegendDraft]):
    """The legend with undo."""

    @property
    def classes(self) -> tuple[ImageClass, ...]:
        """The classes as they are now."""
        return self.value.classes

    def set_classes(self, classes: Iterable[ImageClass]) -> None:
        """Other classes, in one step."""
        self.change(replace(self.value, classes=tuple(classes)[:MOST_CLASSES]))

    def set_overprint(self, metres: float) -> None:
        """How wide what is printed over the classes is at most."""
        self.change(replace(self.value, overprint=metres))

    def add(self, color: str, title: str = "") -> int:
        """Add a class with one colour; gives its index, or that of the class that has the colour already."""
        known = self.with_color(color)
        if known is not None:
            return known
        made = ImageClass(unique_id(title, (each.id for each in self.classes)), Text(title, ""), (color,))
        self.set_classes((*self.classes, made))
        return len(self.classes) - 1

    def add_color(self, index: int, color: str) -> None:
        """Give a class one more colour. A colour may belong to several classes, where they overlap."""
        each = self.classes[index]
        if color not in each.colors:
            self.put(index, colors=(*each.colors, color))

    def remove_color(self, index: int, color: str) -> None:
        """Take a colour from a class, unless it is the last."""
        colors = tuple(each for each in self.classes[index].colors if each != color)
        if colors:
            self.put(index, colors=colors)

    def put(self, index: int, **stated: object) -> None:
        """Change what is stated about a class. Its id follows its title until it is given one of its own."""
        old = self.classes[index]
        new = replace(old, **stated)
        others = [each.id for number, each in enumerate(self.classes) if number != index]
        if "title" in stated and old.id == unique_id(old.title.sv, others):
            new = replace(new, id=unique_id(new.title.sv, others))
        if "id" in stated:
            new = replace(new, id=unique_id(new.id, others))
        self.set_classes((*self.classes[:index], new, *self.classes[index + 1 :]))

    def remove(self, indices: Iterable[int]) -> None:
        """Take classes away."""
        gone = set(indices)
        self.set_classes(each for number, each in enumerate(self.classes) if number not in gone)

    def move(self, index: int, step: int) -> int:
        """Move a class up (-1) or down (1) in the legend; gives its new index."""
        target = index + step
        if not 0 <= target < len(self.classes):
            return index
        classes = list(self.classes)
        classes.insert(target, classes.pop(index))
        self.set_classes(classes)
        return target

    def with_color(self, color: str) -> Optional[int]:
        """The index of the first class that has exactly this colour."""
        found = (index for index, each in enumerate(self.classes) if color in each.colors)
        return next(found, None)

    def nearest(self, color: str, within: int = 12) -> Optional[int]:
        """The index of the class whose colour is nearest to ``color``, within so many steps per channel."""

        def distance(other: str) -> int:
            return max(abs(one - two) for one, two in zip(rgb(color), rgb(other)))

        best, least = None, within + 1
        for index, each in enumerate(self.classes):
            near = min(distance(other) for other in each.colors)
            if near < least:
                best, least = index, near
        return best


def _whole(text: Text) -> Text:
    return Text(text.sv or text.en, text.en or text.sv)
