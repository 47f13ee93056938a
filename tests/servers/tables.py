"""Tables of the tests' PostgreSQL as the plugin asks them."""

from __future__ import annotations

import time
from contextlib import closing, contextmanager
from typing import Any, Callable, Iterator, Optional

from plandialog.plugin.core.package.uri import parse_uri
from plandialog.plugin.gis.remote.fetching import Fetcher, Patience
from plandialog.plugin.gis.remote.network import Access, Login
from plandialog.plugin.gis.remote.postgis import PostgisLayer
from plandialog.plugin.gis.remote.sharing import Once
from qgis.core import QgsCoordinateReferenceSystem

from .demo_layers import CRS
from .postgres_server import SCHEMA, USER, PostgresServer


def access(server: PostgresServer, deadline: float = 10.0, password: Optional[str] = None) -> Access:
    """The network with the credentials of the reader of ``server``."""
    return Access(login=login(server, password), deadline=deadline)


def login(server: PostgresServer, password: Optional[str] = None) -> Login:
    """The credentials of the reader of ``server``."""
    return Login(frozenset({"127.0.0.1"}), server.user, password or server.password)


def layer(
    server: PostgresServer,
    table: str,
    geometry: str = "geom",
    srid: Optional[int] = 3006,
    crs: QgsCoordinateReferenceSystem = CRS,
    **more: object,
) -> PostgisLayer:
    """``table``, quoted and with its schema, as a layer for a package in ``crs``."""
    stated = "".join(f" {key}='{value}'" for key, value in {"srid": srid, **more}.items() if value is not None)
    uri = f"dbname='demo' host=127.0.0.1 port={server.port} sslmode=disable{stated} table={table} ({geometry})"
    return PostgisLayer(parse_uri("postgres", uri), crs, Fetcher(access(server)), Once(), True)


def patience(seconds: float = 10.0, cancelled: Callable[[], bool] = lambda: False) -> Patience:
    """Patience from now on."""
    return Patience(time.monotonic() + seconds, cancelled)


def connections(server: PostgresServer) -> int:
    """How many connections the plugin has open; those of layers on a map are QGIS's."""
    return server.execute("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'Plandialog'")[0][0]


def do(server: PostgresServer, statement: str) -> None:
    """A statement as the owner, taken to the letter: percent signs are percent signs."""
    with closing(server.connect()) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement)


@contextmanager
def made(server: PostgresServer, name: str, statement: str, kind: str = "TABLE") -> Iterator[str]:
    """A table or view called ``name``, there for a while; ``statement`` is what follows its name. What it is called in
    a uri."""
    do(server, f"CREATE {kind} {SCHEMA}.{name} {statement}")
    try:
        do(server, f"GRANT SELECT ON {SCHEMA}.{name} TO {USER}")
        yield f'"{SCHEMA}"."{name}"'
    finally:
        do(server, f"DROP {kind} {SCHEMA}.{name} CASCADE")


def named(page: Any) -> dict[Optional[str], Any]:
    """The features of a page by what they are called."""
    return dict(zip(page.ids, page.features))
