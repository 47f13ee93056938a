"""Which credentials of QGIS a package's services are asked with, and which hosts these go to.

A package only says that a service wants credentials. The user chooses a configuration of QGIS (``authcfg``) for it,
for exactly the hosts that were shown then; a host that a later version names is not among them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Iterable, Mapping

from ..core.package.model import Dataset, Package
from ..core.package.privacy import is_private
from ..core.package.uri import UriError
from .profile import keep, kept

_NAME = "logins"


@dataclass(frozen=True)
class LoginChoice:
    """A configuration of QGIS and the hosts it was chosen for."""

    authcfg: str
    hosts: frozenset[str]

    def is_for(self, dataset: Dataset) -> bool:
        """Whether a dataset is asked for with it: its host was named, and nobody on the way can listen."""
        try:
            remote = dataset.source.remote if dataset.source.is_remote else None
        except UriError:
            return False
        return remote is not None and remote.host in self.hosts and is_private(remote)


def login_hosts(package: Package) -> tuple[str, ...]:
    """The hosts that ``package`` says want credentials, each once."""
    wanted = (dataset for dataset in package.datasets.values() if dataset.login and dataset.source.is_remote)
    return tuple(dict.fromkeys(_hosts(wanted)))


def open_hosts(package: Package) -> frozenset[str]:
    """The hosts of ``package`` that are reached unencrypted by some dataset, so that no credentials go there."""
    remote = (dataset for dataset in package.datasets.values() if dataset.source.is_remote)
    return frozenset(_hosts(dataset for dataset in remote if not is_private(dataset.source.remote)))


def choices() -> dict[str, LoginChoice]:
    """What was chosen in this profile, by the ids of packages."""
    try:
        chosen = json.loads(kept(_NAME, "{}"))
        return {
            str(package): LoginChoice(str(each["authcfg"]), frozenset(map(str, each["hosts"])))
            for package, each in chosen.items()
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        # Another version wrote it; credentials can be chosen again.
        return {}


def choose(package: str, choice: LoginChoice) -> None:
    """Keep a choice for the package with this id; one without a configuration takes it away."""
    chosen = choices()
    chosen.pop(package, None)
    if choice.authcfg:
        chosen[package] = choice
    _keep(chosen)


def not_chosen(package: Package) -> tuple[str, ...]:
    """The hosts of ``package`` that want credentials and that none were chosen for."""
    choice = choices().get(package.id)
    return tuple(host for host in login_hosts(package) if choice is None or host not in choice.hosts)


def _keep(chosen: Mapping[str, LoginChoice]) -> None:
    document = {package: {"authcfg": each.authcfg, "hosts": sorted(each.hosts)} for package, each in chosen.items()}
    keep({_NAME: json.dumps(document)})


def _hosts(datasets: Iterable[Dataset]) -> Iterable[str]:
    for dataset in datasets:
        try:
            yield dataset.source.remote.host
        except UriError:
            # It cannot be asked at all, and says so.
            continue
