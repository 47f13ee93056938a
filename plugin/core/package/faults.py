"""The faults of a package, collected so that an author sees all of them at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator, Optional, Protocol

from ..messages import Message


class _Mark(Protocol):
    line: int
    column: int


class _Located(Protocol):
    start_mark: _Mark


@dataclass(frozen=True, order=True)
class Place:
    """Where in a package: file relative to its folder, line and column from 1 (0: the file as a whole)."""

    file: str
    line: int = 0
    column: int = 0


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a package. A warning does not keep the package from being used."""

    place: Place
    message: Message
    warning: bool = False

    def text(self, language: str) -> str:
        """``package.yaml:12: …`` in one line."""
        line = f":{self.place.line}" if self.place.line else ""
        return f"{self.place.file}{line}: {self.message.text(language)}"


class Faults:
    """A collector for one file of a package; :meth:`of` gives one for another file with the same list."""

    def __init__(self, file: str, faults: Optional[dict[Fault, None]] = None) -> None:
        self.file = file
        # A dict keeps the order and knows its keys at once, however many faults a hostile file has.
        self._faults: dict[Fault, None] = {} if faults is None else faults

    def of(self, file: str) -> Faults:
        """The same collection, speaking of another file."""
        return Faults(file, self._faults)

    def place(self, node: Optional[_Located]) -> Place:
        """The place of a YAML node in this file."""
        if node is None:
            return Place(self.file)
        return Place(self.file, node.start_mark.line + 1, node.start_mark.column + 1)

    def add(self, node: Optional[_Located], message: Message, warning: bool = False) -> None:
        """Note a fault at ``node``, or in the file as a whole."""
        self.note(self.place(node), message, warning)

    def add_at(self, line: int, column: int, message: Message) -> None:
        """Note a fault at a line and column of this file."""
        self.note(Place(self.file, line, column), message)

    def note(self, place: Place, message: Message, warning: bool = False) -> None:
        """Note a fault at a place already known. The same fault is noted once."""
        self._faults.setdefault(Fault(place, message, warning))

    def __iter__(self) -> Iterator[Fault]:
        """All faults of all files, by file and line."""
        return iter(sorted(self._faults, key=lambda fault: (fault.warning, fault.place)))

    @property
    def has_errors(self) -> bool:
        """Whether anything noted keeps the package from being used."""
        return any(not fault.warning for fault in self._faults)


class PackageError(Exception):
    """A package that cannot be used, with everything that is wrong with it."""

    def __init__(self, faults: Faults) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.text("en") for fault in self.faults))

    @classmethod
    def of(cls, file: str, message: Message) -> PackageError:
        """The error of one fault, of a whole file."""
        faults = Faults(file)
        faults.add(None, message)
        return cls(faults)

    def text(self, language: str) -> str:
        """All faults, a line each."""
        return "\n".join(fault.text(language) for fault in self.faults)
