"""The regional packages that this profile knows: the included demo package and those the planner has added."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Optional

from qgis.core import QgsApplication, QgsSettings

from ..about import DEMO_PACKAGE
from ..core.package.model import Package

_KEY = "plandialog/packages"


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


def workspace() -> Path:
    """The folder in the profile where zip files of packages are unpacked."""
    return data_folder() / "packages"


def data_folder() -> Path:
    """Plandialog's own folder in the profile."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "plandialog"


class PackageLibrary:
    """The known packages, the demo package first; kept in the profile's settings."""

    def __init__(self) -> None:
        self._known: dict[str, KnownPackage] = {str(DEMO_PACKAGE): KnownPackage(str(DEMO_PACKAGE))}
        try:
            kept = json.loads(QgsSettings().value(_KEY, "[]", type=str))
            entries = [KnownPackage(**{key: str(value) for key, value in entry.items()}) for entry in kept]
        except (ValueError, TypeError, AttributeError):
            # A list that another version wrote; the packages themselves are where they were and can be added again.
            entries = []
        self._known.update({entry.path: entry for entry in entries})

    def packages(self) -> tuple[KnownPackage, ...]:
        """Every known package."""
        return tuple(self._known.values())

    def find(self, identifier: str, path: str) -> Optional[KnownPackage]:
        """The package at ``path`` or, where that is not known, one with the id ``identifier``."""
        if path in self._known:
            return self._known[path]
        return next((each for each in self._known.values() if identifier and each.id == identifier), None)

    def remember(self, package: Package) -> KnownPackage:
        """Note a package that was opened."""
        known = KnownPackage(str(package.root), package.id, package.title.sv, package.title.en, package.version)
        self._known[known.path] = known
        self._keep()
        return known

    def forget(self, path: str) -> None:
        """Take a package off the list; its files stay. The demo package cannot be taken off."""
        if path != str(DEMO_PACKAGE):
            self._known.pop(path, None)
            self._keep()

    def _keep(self) -> None:
        QgsSettings().setValue(_KEY, json.dumps([asdict(each) for each in self._known.values()]))
