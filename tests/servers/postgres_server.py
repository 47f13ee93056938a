"""A PostgreSQL cluster of its own with PostGIS and the vector layers of the demo package, on loopback only."""

from __future__ import annotations

import os
import pwd
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Iterator, Optional, Sequence

import psycopg2
from psycopg2 import sql
from psycopg2.extras import execute_values
from qgis.core import QgsVectorLayer, QgsWkbTypes

from .demo_layers import features_of, open_dataset, plain, vector_datasets
from .processes import Program, as_account, free_port
from .tls import Certificate

DATABASE = "demo"
SCHEMA = "underlag"
_PREFIX = "plandialog-postgres-"

#: Who may read.
USER = "planner"

#: Who may do anything, for what a test wants changed.
OWNER = "datavard"

_COLUMNS = {"integer": "integer", "integer64": "bigint", "real": "double precision", "double": "double precision"}
_KINDS = {0: "Point", 1: "MultiLineString", 2: "MultiPolygon"}

# Nothing here has to outlive the tests, so nothing waits for a disk.
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    # Loaded once by the server, not by the process of every connection: the plugin makes one for each statement.
    "shared_preload_libraries": "postgis-3",
}

#: What :meth:`PostgresServer.spoiled` can do to a table.
TABLE_FAULTS = (
    "half",
    "wrong-crs",
    "turned-answer",
    "empty-layer",
    "schema-changed",
    "no-geometry",
    "no-table",
    "no-rights",
)


class PostgresServer:
    """``port``, ``user`` and ``password`` are what a client needs; ``types`` are the geometry types by dataset.

    With a ``certificate`` connections may be encrypted. Only a hash of the password is kept (SCRAM).
    """

    def __init__(self, package: Path, certificate: Optional[Certificate] = None) -> None:
        self.user, self.password = USER, secrets.token_urlsafe(12)
        self.types: dict[str, str] = {}
        self._owner_password = secrets.token_urlsafe(12)
        self.port = free_port()
        _sweep()
        # PostgreSQL refuses to be root, and where root runs the tests nobody else can enter the folders of pytest.
        self._folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        self._account = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
        self._program: Optional[Program] = None
        try:
            self._start(certificate)
            self._fill(package)
        except BaseException:
            self.stop()
            raise

    def __enter__(self) -> PostgresServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End it and leave nothing behind."""
        if self._program is not None:
            # At the word "immediate" the server ends its own processes, which are in no group of ours.
            self._program.stop(signal.SIGQUIT)
        shutil.rmtree(self._folder, ignore_errors=True)

    def connect(self) -> Any:
        """A connection of the owner, who may do anything."""
        return psycopg2.connect(
            host="127.0.0.1", port=self.port, dbname=DATABASE, user=OWNER, password=self._owner_password
        )

    def execute(self, statement: Any, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Do ``statement`` as the owner; the rows that it gives."""
        with closing(self.connect()) as connection, connection, connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '5s'")
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def connections(self) -> int:
        """How many connections the reader has open."""
        return self.execute("SELECT count(*) FROM pg_stat_activity WHERE usename = %s", [USER])[0][0]

    def end_connections(self) -> None:
        """End every connection of the reader, as a restart of the server would."""
        self.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [USER])

    @contextmanager
    def spoiled(self, name: str, fault: str, lost: str = "namn", renamed: str = "nytt_namn") -> Iterator[None]:
        """The table of a dataset with one of :data:`TABLE_FAULTS`, as it was before afterwards."""
        if fault not in TABLE_FAULTS:
            raise ValueError(fault)
        parts = {
            "table": sql.Identifier(SCHEMA, name),
            "name": sql.Identifier(name),
            "kept": sql.Identifier(f"{name}_riktig"),
            "whole": sql.Identifier(SCHEMA, f"{name}_riktig"),
            "lost": sql.Identifier(lost),
            "renamed": sql.Identifier(renamed),
            "user": sql.Identifier(USER),
            "type": sql.SQL(self.types[name]),
        }
        forth, back = _SPOILING[fault]
        self.execute(sql.SQL(forth).format(**parts))
        try:
            yield
        finally:
            self.execute(sql.SQL(back).format(**parts))

    # the cluster

    def _start(self, certificate: Optional[Certificate]) -> None:
        binaries = _binaries()
        data, word = self._folder / "data", self._folder / "word"
        word.write_text(self._owner_password, encoding="ascii")
        settings = {**_SETTINGS, "port": str(self.port)}
        if certificate is not None:
            chain, key = self._folder / "server.crt", self._folder / "server.key"
            chain.write_bytes(certificate.chain)
            key.write_bytes(certificate.key)
            key.chmod(0o600)
            settings.update(ssl="on", ssl_cert_file=str(chain), ssl_key_file=str(key))
        if self._account is not None:
            for each in (self._folder, *self._folder.iterdir()):
                os.chown(each, self._account.pw_uid, self._account.pw_gid)
        command = [str(binaries / "initdb"), "--pgdata", str(data), "--username", OWNER, "--pwfile", str(word)]
        command += ["--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync"]
        command = ["setpriv", *as_account(self._account), *command]
        made = subprocess.run(command, cwd=self._folder, capture_output=True, text=True, check=False)
        if made.returncode:
            raise RuntimeError(f"initdb failed:\n{made.stdout}{made.stderr}")
        word.unlink()
        command = [str(binaries / "postgres"), "-D", str(data)]
        for key, value in settings.items():
            command += ["-c", f"{key}={value}"]
        self._program = Program(
            command, self._folder / "server.log", cwd=self._folder, death=signal.SIGQUIT, account=self._account
        )
        self._program.wait_until(self._takes_connections)

    def _takes_connections(self) -> bool:
        try:
            psycopg2.connect(
                host="127.0.0.1", port=self.port, dbname="postgres", user=OWNER, password=self._owner_password
            ).close()
        except psycopg2.OperationalError:
            return False
        return True

    # the tables

    def _fill(self, package: Path) -> None:
        with closing(
            psycopg2.connect(
                host="127.0.0.1", port=self.port, dbname="postgres", user=OWNER, password=self._owner_password
            )
        ) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
        with closing(self.connect()) as connection, connection, connection.cursor() as cursor:
            reader, schema = sql.Identifier(USER), sql.Identifier(SCHEMA)
            cursor.execute("CREATE EXTENSION postgis")
            cursor.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD %s").format(reader), [self.password])
            cursor.execute(sql.SQL("CREATE SCHEMA {}").format(schema))
            for name, uri in vector_datasets(package).items():
                layer = open_dataset(package, name, uri)
                self.types[name] = _KINDS[int(QgsWkbTypes.geometryType(layer.wkbType()))]
                _load(cursor, name, layer, self.types[name])
            cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(schema, reader))
            cursor.execute(sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA {} TO {}").format(schema, reader))
            cursor.execute("ANALYZE")


def _sweep() -> None:
    """Remove what tests left behind that were killed: folders of an hour ago without a server."""
    for each in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            number = each / "data" / "postmaster.pid"
            running = number.exists() and Path("/proc", number.read_text().split()[0]).exists()
            if not running and each.stat().st_mtime < time.time() - 3600:
                shutil.rmtree(each, ignore_errors=True)


def _load(cursor: Any, name: str, layer: QgsVectorLayer, kind: str) -> None:
    table = sql.Identifier(SCHEMA, name)
    fields = [field for field in layer.fields() if field.name() not in ("fid", "id")]
    columns = [
        sql.SQL("{} {}").format(sql.Identifier(field.name()), sql.SQL(_COLUMNS.get(field.typeName().lower(), "text")))
        for field in fields
    ]
    geometry = sql.SQL(f"geom geometry({kind}, 3006) NOT NULL")
    listed = sql.SQL(", ").join([sql.SQL("id integer PRIMARY KEY"), *columns, geometry])
    cursor.execute(sql.SQL("CREATE TABLE {} ({})").format(table, listed))
    rows = []
    for number, feature in enumerate(features_of(layer), 1):
        shape = feature.geometry()
        if kind != "Point":
            shape.convertToMultiType()
        wkb = bytes(shape.asWkb())
        rows.append((number, *(plain(feature[field.name()]) for field in fields), psycopg2.Binary(wkb)))
    marks = ", ".join(["%s"] * (len(fields) + 1) + ["ST_GeomFromWKB(%s, 3006)"])
    insert = sql.SQL("INSERT INTO {} VALUES %s").format(table).as_string(cursor)
    execute_values(cursor, insert, rows, f"({marks})")
    cursor.execute(sql.SQL("CREATE INDEX ON {} USING gist (geom)").format(table))


def _binaries() -> Path:
    """The folder of the programs of the newest PostgreSQL that has PostGIS."""
    found = []
    for control in Path("/usr/share/postgresql").glob("*/extension/postgis.control"):
        version = control.parent.parent.name
        folder = Path("/usr/lib/postgresql") / version / "bin"
        if re.fullmatch(r"\d+", version) and (folder / "initdb").exists():
            found.append((int(version), folder))
    if not found:
        raise RuntimeError("PostgreSQL with PostGIS is missing: tools/setup.sh dev installs it")
    return max(found)[1]


# A table that has another in its place is kept under another name; so its index and its rights stay with it.
_REPLACED = (
    "ALTER TABLE {table} RENAME TO {kept}; CREATE TABLE {table} AS SELECT * FROM {whole} %s; "
    "ALTER TABLE {table} ADD PRIMARY KEY (id); %s GRANT SELECT ON {table} TO {user}"
)
_PUT_BACK = "DROP TABLE {table}; ALTER TABLE {whole} RENAME TO {name}"
_POSITIONS = "ALTER TABLE {{table}} ALTER COLUMN geom TYPE geometry({{type}}, 3006) USING ST_SetSRID({}, 3006);"

_SPOILING = {
    "half": (_REPLACED % ("WHERE mod(id, 2) = 1", ""), _PUT_BACK),
    "empty-layer": (_REPLACED % ("WHERE false", ""), _PUT_BACK),
    "wrong-crs": (_REPLACED % ("", _POSITIONS.format("ST_Transform(geom, 4326)")), _PUT_BACK),
    "turned-answer": (_REPLACED % ("", _POSITIONS.format("ST_FlipCoordinates(geom)")), _PUT_BACK),
    "schema-changed": (
        "ALTER TABLE {table} RENAME COLUMN {lost} TO {renamed}",
        "ALTER TABLE {table} RENAME COLUMN {renamed} TO {lost}",
    ),
    "no-geometry": (
        "ALTER TABLE {table} RENAME COLUMN geom TO geom_borta",
        "ALTER TABLE {table} RENAME COLUMN geom_borta TO geom",
    ),
    "no-table": ("ALTER TABLE {table} RENAME TO {kept}", "ALTER TABLE {whole} RENAME TO {name}"),
    "no-rights": ("REVOKE SELECT ON {table} FROM {user}", "GRANT SELECT ON {table} TO {user}"),
}
