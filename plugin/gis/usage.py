"""How the services of packages are used: with whose credentials, for how long, or only by what was saved of them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Iterable, Mapping, Optional

from qgis.core import QgsCoordinateTransformContext

from ..core.messages import Message
from ..core.package.library import Unused
from ..core.package.model import Package
from .copies import open_copies
from .engine import PreparedPackage, prepare
from .logins import LoginChoice, choices
from .profile import data_folder, kept
from .remote.errors import RemoteError
from .remote.network import DEADLINE, Access, Login, access_of_qgis, login_of


@dataclass(frozen=True)
class Usage:
    """``logins`` are by the ids of packages, ``data`` is Plandialog's folder with the saved copies."""

    data: Optional[Path] = None
    logins: Mapping[str, Login] = field(default_factory=dict)
    deadline: float = DEADLINE
    offline: bool = False

    def prepare(
        self, package: Package, context: QgsCoordinateTransformContext, unused: Iterable[Unused] = ()
    ) -> PreparedPackage:
        """:func:`~.engine.prepare`, in any thread that may open layers."""
        is_remote = any(dataset.source.is_remote for dataset in package.datasets.values())
        access = replace(access_of_qgis() if is_remote else Access(), deadline=self.deadline, offline=self.offline)
        copies = open_copies(self.data, package) if is_remote and self.data is not None else None
        logins = {part.id: self.logins[part.id] for part in package.members if part.id in self.logins}
        return prepare(package, context, access, copies, unused, logins)


def usage_of_profile(logins: Mapping[str, Login]) -> Usage:
    """How services are used in this profile, without a window to choose it in."""
    deadline = kept("deadline", DEADLINE)
    is_sound = math.isfinite(deadline) and deadline > 0
    return Usage(data_folder(), logins, deadline if is_sound else DEADLINE, kept("offline", False))


def logins_of(chosen: Mapping[str, LoginChoice], package: Package) -> tuple[dict[str, Login], dict[str, Message]]:
    """The credentials in ``chosen`` for the packages that ``package`` is put together of, by their ids, and why some
    cannot be had. For the main thread, where QGIS may have to ask for the master password."""
    members = {part.id for part in package.members}
    return _loaded({name: choice for name, choice in chosen.items() if name in members and choice.hosts})


def chosen_logins(packages: Iterable[str]) -> tuple[dict[str, Login], dict[str, Message]]:
    """The same for packages of which only the ids are known, as was chosen in this profile."""
    chosen = choices()
    return _loaded({package: chosen[package] for package in packages if package in chosen})


def _loaded(chosen: Mapping[str, LoginChoice]) -> tuple[dict[str, Login], dict[str, Message]]:
    logins: dict[str, Login] = {}
    refused: dict[str, Message] = {}
    for package, choice in chosen.items():
        try:
            logins[package] = login_of(choice.authcfg, choice.hosts)
        except RemoteError as error:
            refused[package] = error.message
    return logins, refused
