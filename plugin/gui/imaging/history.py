"""A value with the ones before it, so that a change can be undone."""

from __future__ import annotations

from typing import Callable, Generic, TypeVar

Value = TypeVar("Value")

# Steps that can be undone.
_MOST_STEPS = 200


class History(Generic[Value]):
    """``value`` as it is now. ``changed`` is called after every change of it."""

    def __init__(self, value: Value, changed: Callable[[], None] = lambda: None) -> None:
        self._changed = changed
        self.start(value)

    def start(self, value: Value) -> None:
        """Begin with ``value`` and nothing to undo."""
        self.value = value
        self._before: list[Value] = []
        self._after: list[Value] = []

    def change(self, value: Value) -> None:
        """Take ``value``; one that is the same as before is no step."""
        if value == self.value:
            return
        self._before = [*self._before, self.value][-_MOST_STEPS:]
        self._after = []
        self.value = value
        self._changed()

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to go back."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """Whether a step was undone that can be made again."""
        return bool(self._after)

    def undo(self) -> None:
        """Go one step back, if there is one."""
        if self._before:
            self._after.append(self.value)
            self.value = self._before.pop()
            self._changed()

    def redo(self) -> None:
        """Make the step again that was undone last, if there is one."""
        if self._after:
            self._before.append(self.value)
            self.value = self._after.pop()
            self._changed()
