"""The folders behind a package: where the files of each dataset lie and whether they may be opened."""

from __future__ import annotations

from .manifest import Integrity
from .model import Package


class Folders:
    """The folders of a package and of all those it is put together of, each with what its own manifest says."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._integrity = {part.id: Integrity(part.root, part.manifest) for part in package.members}

    def of(self, dataset: str) -> tuple[Package, Integrity]:
        """The package whose folder holds the files of the dataset with this id, and what answers for them."""
        part = self._package.part_of(dataset)
        return part, self._integrity[part.id]
