"""From what a user points at, folders or zip files, to package folders and to what is checked against."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Container, Mapping, Sequence, Union

from ..files import is_file, is_folder
from ..measure import MeasureSpec
from ..messages import Message
from .archive import unpack
from .combined import combined, same_package
from .faults import Fault, Faults, PackageError
from .model import Package
from .reader import PACKAGE_FILE, read_package


@dataclass(frozen=True)
class Unused:
    """A package that was asked for and cannot be used: where it was looked for, and every fault."""

    path: Path
    faults: tuple[Fault, ...]

    @property
    def name(self) -> str:
        """What a person calls it: its folder or file."""
        return self.path.name or str(self.path)


@dataclass(frozen=True)
class Selection:
    """The packages that were asked for: the main one and, in their order, what became of each of the others."""

    main: Package
    further: tuple[Union[Package, Unused], ...] = ()

    @property
    def package(self) -> Package:
        """All that can be used, as one package."""
        return combined([self.main, *(each for each in self.further if isinstance(each, Package))])

    @property
    def unused(self) -> tuple[Unused, ...]:
        """Those that cannot be used."""
        return tuple(each for each in self.further if isinstance(each, Unused))


def select_packages(
    path: Path, also: Sequence[Path], workspace: Path, measures: Mapping[str, MeasureSpec]
) -> Selection:
    """Read the main package at ``path`` and further ones at ``also``, folders or zip files.

    Raises :class:`PackageError` where the main one cannot be used; what is wrong with another does not keep the rest
    from being used, and neither does one that is there twice.
    """
    folders = {each for each in (path, *also) if is_folder(each)}
    main = read_package(_folder(path, workspace, folders), measures)
    known = {main.id: main}
    further: list[Union[Package, Unused]] = []
    for each in also:
        try:
            package = read_package(_folder(each, workspace, folders), measures)
        except PackageError as error:
            further.append(Unused(each, error.faults))
            continue
        if package.id in known:
            faults = Faults(PACKAGE_FILE)
            faults.add(None, same_package(known[package.id]))
            further.append(Unused(each, tuple(faults)))
            continue
        known[package.id] = package
        further.append(package)
    return Selection(main, tuple(further))


def _folder(path: Path, workspace: Path, taken: set[Path]) -> Path:
    """:func:`package_folder`, which is ``taken`` from then on."""
    folder = package_folder(path, workspace, taken)
    taken.add(folder)
    return folder


def package_folder(path: Path, workspace: Path, taken: Container[Path] = ()) -> Path:
    """The folder of the package at ``path``: itself, the folder of its package.yaml, or a zip unpacked in
    ``workspace``, not in place of one that is ``taken``.

    Raises :class:`PackageError` where there is none.
    """
    if is_file(path) and path.suffix.lower() == ".zip":
        # A name such as "..zip" has the stem ".", which is the workspace itself.
        return unpack(path, _free(workspace / (path.stem.strip(". ") or "package"), taken))
    folder = path.parent if path.name == PACKAGE_FILE else path
    if not is_file(folder / PACKAGE_FILE):
        raise PackageError.of(path.name or str(path), Message("not-a-package", {"file": str(path)}))
    return folder


def _free(folder: Path, taken: Container[Path], number: int = 1) -> Path:
    """``folder``, or the first one with a number after its name that is not ``taken``."""
    numbered = folder if number == 1 else folder.with_name(f"{folder.name}-{number}")
    return numbered if numbered not in taken else _free(folder, taken, number + 1)
