"""The packages that this profile knows: those that come with Plandialog and those the planner has added."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Optional

from ..about import DEMO_PACKAGE, PACKAGES
from ..core.files import is_file, is_folder
from ..core.package.model import Package
from ..core.session import PackageReference
from ..gis.profile import keep, kept

_NAME = "packages"

_PACKAGE_FILE = "package.yaml"

# Where the part of a package.yaml that says what it is called is over.
_END_OF_HEAD = re.compile(r"^(?:strategy|units|datasets):", re.MULTILINE)


@dataclass(frozen=True)
class KnownPackage:
    """A package as the list shows it before it is opened. ``path`` is its folder."""

    path: str
    id: str = ""
    sv: str = ""
    en: str = ""
    version: str = ""

    def title(self, language: str) -> str:
        """What to call it, with its version."""
        name = (self.en if language == "en" else self.sv) or Path(self.path).name
        return f"{name} {self.version}".rstrip()


def included_packages() -> tuple[Path, ...]:
    """The folders of the packages that come with Plandialog, each called what the id of its package is, the demo
    package first."""
    others = (path.parent for path in sorted(PACKAGES.glob(f"*/{_PACKAGE_FILE}")))
    return tuple(dict.fromkeys([DEMO_PACKAGE, *others]))


def reference_of(package: Package) -> PackageReference:
    """How a package that is open is kept in a session."""
    path = "" if package.root in included_packages() else str(package.root)
    return PackageReference(package.id, package.version, path)


def is_there(path: Path) -> bool:
    """Whether there is a package's folder or file at ``path``."""
    return is_folder(path) or is_file(path)


class PackageLibrary:
    """The known packages, those that come with Plandialog first; kept in the profile's settings."""

    def __init__(self) -> None:
        self._included = {str(path) for path in included_packages()}
        self._known: dict[str, KnownPackage] = {str(path): KnownPackage(str(path)) for path in included_packages()}
        try:
            listed = json.loads(kept(_NAME, "[]"))
            entries = [KnownPackage(**{key: str(value) for key, value in entry.items()}) for entry in listed]
        except (ValueError, TypeError, AttributeError, RecursionError):
            # A list that another version wrote; the packages themselves are where they were and can be added again.
            entries = []
        self._known.update({entry.path: entry for entry in entries})
        for path in self._included:
            if not self._known[path].id:
                self._known[path] = _headline(Path(path))

    def packages(self) -> tuple[KnownPackage, ...]:
        """Every known package."""
        return tuple(self._known.values())

    def find(self, identifier: str, path: str) -> Optional[KnownPackage]:
        """The package at ``path`` or, where that is not known, one with the id ``identifier``."""
        if path in self._known:
            return self._known[path]
        return next((each for each in self._known.values() if identifier and each.id == identifier), None)

    def is_included(self, path: str) -> bool:
        """Whether the package at ``path`` comes with Plandialog."""
        return path in self._included

    def locate(self, reference: PackageReference) -> Path:
        """Where the package that a session names is, as far as can be told."""
        if not reference.path:
            return next((Path(path) for path in self._included if Path(path).name == reference.id), DEMO_PACKAGE)
        known = self.find(reference.id, reference.path)
        return Path(reference.path if known is None or is_there(Path(reference.path)) else known.path)

    def remember(self, package: Package) -> KnownPackage:
        """Note a package that was opened."""
        known = KnownPackage(str(package.root), package.id, package.title.sv, package.title.en, package.version)
        self._known[known.path] = known
        self._keep()
        return known

    def forget(self, path: str) -> None:
        """Take a package off the list; its files stay. One that comes with Plandialog cannot be taken off."""
        if not self.is_included(path):
            self._known.pop(path, None)
            self._keep()

    def _keep(self) -> None:
        keep({_NAME: json.dumps([asdict(each) for each in self._known.values()])})


def _headline(path: Path) -> KnownPackage:
    """What a package that comes with Plandialog says of itself, without reading all of it."""
    import yaml

    try:
        text = (path / _PACKAGE_FILE).read_text(encoding="utf-8")
        head = yaml.safe_load(_END_OF_HEAD.split(text, maxsplit=1)[0])
        title = head["title"]
        return KnownPackage(str(path), head["id"], title["sv"], title["en"], str(head["version"]))
    except (OSError, ValueError, yaml.YAMLError, KeyError, TypeError):
        # Opening it tells what is wrong.
        return KnownPackage(str(path))
