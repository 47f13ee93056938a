"""What a gate finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong: where (a path in the plugin, a line or 0), the rule that says so, and what it is."""

    file: str
    line: int
    rule: str
    text: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.rule} {self.text}"


class GateError(Exception):
    """A gate could not be put up, as where a tool is missing or fails: nothing is known of what it would have found."""
