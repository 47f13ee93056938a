"""The servers as fixtures of pytest. A conftest imports those that its tests want."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Callable

import pytest

from .arcgis import ArcgisServer
from .auth import BasicAuth
from .misbehaving import Misbehaving
from .misbehaving_tcp import MisbehavingTcp
from .postgres_server import PostgresServer
from .proxy import Proxy
from .pygeoapi_server import Pygeoapi
from .qgis_server import QgisServer
from .tls import Authority, TlsFront

__all__ = [
    "arcgis_server",
    "authority",
    "misbehaving",
    "misbehaving_tcp",
    "postgres_server",
    "proxy",
    "pygeoapi",
    "qgis_server",
    "with_login",
    "with_tls",
]

_PACKAGE = Path(__file__).resolve().parent.parent.parent / "resources" / "packages" / "orebro-demo"

#: The user and the password that servers and proxies of the tests want.
CREDENTIALS = ("planerare", "hemligt:ord")


@pytest.fixture(scope="session")
def qgis_server(qgis_app: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[QgisServer]:
    """QGIS Server with the demo layers."""
    with QgisServer(_PACKAGE, tmp_path_factory.mktemp("qgis-server")) as server:
        yield server


@pytest.fixture(scope="session")
def arcgis_server(qgis_app: object) -> Iterator[ArcgisServer]:
    """An ArcGIS-style feature service with the demo layers."""
    with ArcgisServer(_PACKAGE) as server:
        yield server


@pytest.fixture(scope="session")
def pygeoapi(qgis_app: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pygeoapi]:
    """pygeoapi with the demo layers."""
    with Pygeoapi(_PACKAGE, tmp_path_factory.mktemp("pygeoapi")) as server:
        yield server


@pytest.fixture(scope="session")
def authority() -> Authority:
    """An authority that only the tests know."""
    return Authority()


@pytest.fixture(scope="session")
def postgres_server(qgis_app: object, authority: Authority) -> Iterator[PostgresServer]:
    """PostgreSQL with the demo layers; connections may be encrypted."""
    with PostgresServer(_PACKAGE, authority.certificate()) as server:
        yield server


@pytest.fixture
def misbehaving() -> Iterator[Callable[..., Misbehaving]]:
    """Makes servers that misbehave in front of good ones; each is ended after the test."""
    yield from _made(Misbehaving)


@pytest.fixture
def misbehaving_tcp() -> Iterator[Callable[..., MisbehavingTcp]]:
    """The same for servers that do not speak HTTP, by their ports."""
    yield from _made(MisbehavingTcp)


@pytest.fixture
def with_login() -> Iterator[Callable[..., BasicAuth]]:
    """Makes fronts that want :data:`CREDENTIALS`."""
    yield from _made(lambda upstream, *more: BasicAuth(upstream, *CREDENTIALS, *more))


@pytest.fixture
def with_tls(authority: Authority) -> Iterator[Callable[..., TlsFront]]:
    """Makes fronts that speak TLS, by default with a sound certificate for this machine."""
    yield from _made(lambda upstream, certificate=None: TlsFront(upstream, certificate or authority.certificate()))


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    """A proxy that wants :data:`CREDENTIALS`."""
    with Proxy(*CREDENTIALS) as server:
        yield server


def _made(make: Callable[..., object]) -> Iterator[Callable[..., object]]:
    """A maker of servers, all of which are ended in the end."""
    made: list[object] = []

    def remembered(*args: object, **options: object) -> object:
        made.append(make(*args, **options))
        return made[-1]

    yield remembered
    for each in reversed(made):
        each.stop()
