"""Tables of PostGIS, asked by SQL of our own.

Values are bound and identifiers quoted by psycopg2, which comes with QGIS. A statement runs in a thread of its own with
a time limit on the server too, and is cancelled there when nobody waits for it any more. A transaction only reads, and
counts and features come of one statement, so that they are of one snapshot.
"""

from __future__ import annotations

import datetime
import decimal
import logging
import os
import re
import socket
import threading
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Mapping, Optional, Sequence

import requests
from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsField, QgsFields, QgsGeometry, QgsRectangle
from qgis.PyQt.QtCore import QDate, QDateTime, QMetaType, Qt

from ...core.package.privacy import ssl_mode
from ...core.package.uri import RemoteUri
from .asking import Ask, Page, RemoteLayer
from .errors import RemoteError
from .extents import box_in, epsg_of, in_crs
from .fetching import Fetcher, Patience
from .pushing import Comparison, Condition, Joined, condition
from .sharing import Once

try:
    import psycopg2
    from psycopg2 import sql
    from psycopg2.extensions import libpq_version
except ImportError:
    # It comes with QGIS, but not with every package of it.
    psycopg2 = None

if TYPE_CHECKING:
    from psycopg2.sql import Composable

_LOGGER = logging.getLogger(__name__)

#: Rows that one question may lead to, and the size (bytes) of their geometries.
MOST_ROWS = 1_000_000
MOST_BYTES = 512_000_000

#: The same for many plan areas at a time, whose features are held in memory until all of them have been checked.
MOST_ROWS_TOGETHER = 50_000
MOST_BYTES_TOGETHER = 32_000_000

_AT_A_TIME = 5000

# How long (s) the extent of a table may take: it is looked for in the whole of it.
_FOR_EXTENT = 3.0

# Rows that are looked at for the CRS of a column that holds any.
_SAMPLE = 1000

# How much (of its size, 1 at least) a number may differ from one that QGIS takes for the same: real has seven digits,
# numeric more than a float.
_SLACK = 1e-6

# How long (s) the server is given to hear of a cancel before the line is hung up.
_LONGEST_CANCEL = 2.0
_LOOK = 0.02

_KINDS: Mapping[str, QMetaType.Type] = {
    "smallint": QMetaType.Type.Int,
    "integer": QMetaType.Type.Int,
    "bigint": QMetaType.Type.LongLong,
    "numeric": QMetaType.Type.Double,
    "real": QMetaType.Type.Double,
    "double precision": QMetaType.Type.Double,
    "boolean": QMetaType.Type.Bool,
    "date": QMetaType.Type.QDate,
    "timestamp without time zone": QMetaType.Type.QDateTime,
    "timestamp with time zone": QMetaType.Type.QDateTime,
}
_NUMBERS = (QMetaType.Type.Int, QMetaType.Type.LongLong, QMetaType.Type.Double)

# Where an index of a table does not hold for the tables that inherit of it.
_DESCRIBE = """
SELECT a.attname, format_type(coalesce(nullif(t.typbasetype, 0), a.atttypid), NULL),
       format_type(a.atttypid, a.atttypmod), t.typname = 'geometry',
       coalesce(bool_or(i.indisprimary), false),
       a.attnotnull AND (c.relkind = 'p' OR NOT c.relhassubclass) AND coalesce(bool_or(i.indisvalid), false)
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisunique AND i.indpred IS NULL AND i.indnatts = 1
     AND i.indkey[0] = a.attnum
WHERE a.attrelid = to_regclass(format('%%I.%%I', %s::text, %s::text)) AND a.attnum > 0 AND NOT a.attisdropped
GROUP BY a.attnum, a.attname, a.atttypid, a.atttypmod, a.attnotnull, t.typbasetype, t.typname, c.relkind,
         c.relhassubclass
ORDER BY a.attnum
"""

# For one transaction. All rows are wanted, not only the first tenth of them.
_SETTINGS = "SELECT set_config('statement_timeout', %s, true), set_config('cursor_tuple_fraction', '1', true)"

_SRID = re.compile(r",([0-9]+)\)$")


@dataclass(frozen=True)
class _Table:
    """What the catalogue knows of a table. ``kinds`` are the types of its columns but for geometries; ``texts`` are
    columns of text, ``others`` those of types that QGIS knows as text. ``key`` is empty for none, ``unique`` whether
    the database sees to it that its values differ. ``crs`` is that of the geometries."""

    kinds: Mapping[str, QMetaType.Type]
    texts: frozenset[str]
    others: frozenset[str]
    geometry: str
    key: str
    unique: bool
    srid: int
    crs: QgsCoordinateReferenceSystem

    def named(self, wanted: frozenset[str]) -> list[str]:
        """The columns that are wanted and there. As in QGIS, capitals and small letters are the same where only they
        differ."""
        alike = {name.casefold(): name for name in reversed(self.kinds)}
        found = {name if name in self.kinds else alike.get(name.casefold(), "") for name in wanted}
        return sorted(found - {""})


class PostgisLayer(RemoteLayer):
    """One table or view. A database counts honestly and hands out everything."""

    def __init__(
        self, uri: RemoteUri, package_crs: QgsCoordinateReferenceSystem, fetcher: Fetcher, shared: Once, login: bool
    ) -> None:
        self.service = uri.host
        self.crs = QgsCoordinateReferenceSystem(f"EPSG:{uri.get('srid')}") if uri.get("srid") else package_crs
        self._uri, self._fetcher, self._shared, self._login = uri, fetcher, shared, login

    def page(self, ask: Ask, start: int, patience: Patience) -> Page:
        table = self._table(patience)
        columns = table.named(ask.columns)
        key = _identifier("t", table.key) + sql.SQL("::text") if table.key else sql.SQL("NULL")
        statement, values = self._selected(_listed(key, columns, table), ask, table)
        if ask.most is not None:
            statement += sql.SQL(" LIMIT {}").format(sql.Literal(ask.most))
        elif table.key:
            # In the order of :meth:`near`: of many hits the first are kept.
            statement += sql.SQL(" ORDER BY {}").format(_identifier("t", table.key))
        rows = self._rows(statement, values, patience)
        ids = tuple(row[0] for row in rows)
        if len(set(ids)) < len(ids):
            # What was named as the key tells nothing apart; then their content does.
            ids = (None,) * len(ids)
        return _page(rows, ids, columns, table, None if ask.most is not None else len(rows))

    def count(self, ask: Ask, patience: Patience) -> Optional[int]:
        table = self._table(patience)
        statement, values = self._selected(sql.SQL("count(*)"), ask, table)
        return int(self._rows(statement, values, patience)[0][0])

    def near(self, boxes: Sequence[QgsRectangle], wanted: Ask, patience: Patience) -> Optional[Page]:
        """The features whose box meets any of ``boxes`` (in :attr:`crs`), each once: one statement for many plan areas.

        The boxes are joined with the table by its spatial index, so that what crosses the wire is what is there.
        ``wanted`` says which attributes and rows. None where the rows cannot be told apart, or a geometry cannot be
        read. Raises :class:`RemoteError`, with :data:`TOO_MUCH` where fewer boxes would do.
        """
        table = self._table(patience)
        if not table.key:
            return None
        columns = table.named(wanted.columns)
        narrowed = _fitting(condition(wanted.where), table)
        written, values = _as_sql(narrowed) if narrowed is not None else (_always(), [True])
        # A large geometry is a mere reference until it has been told apart by its key. Where the database does not see
        # to it that keys differ, two rows of one key are noticed: by being alike at one place, or by their geometries.
        statement = sql.SQL(
            "SELECT {what}, t.plandialog_same FROM (SELECT DISTINCT ON ({apart}) {inner}, {same} AS plandialog_same "
            "FROM unnest(%s::float8[], %s::float8[], %s::float8[], %s::float8[]) WITH ORDINALITY b(x0, y0, x1, y1, n) "
            "JOIN {table} t ON {geometry} && ST_MakeEnvelope(b.x0, b.y0, b.x1, b.y1, %s) WHERE {where}) t "
            "ORDER BY {key}"
        )
        key, geometry = _identifier("t", table.key), _identifier("t", table.geometry)
        needed = dict.fromkeys([table.key, table.geometry, *columns])
        once = sql.SQL("count(*) OVER (PARTITION BY b.n, {})").format(key)
        statement = statement.format(
            what=_listed(key + sql.SQL("::text"), columns, table),
            key=key,
            apart=key if table.unique else sql.SQL("{}, {}, plandialog_same").format(key, geometry),
            inner=sql.SQL(", ").join(_identifier("t", name) for name in needed),
            same=sql.SQL("1") if table.unique else once,
            table=self._name,
            geometry=geometry,
            where=written,
        )
        asked = [box_in(box, self.crs, table.crs) for box in boxes]
        known = [box for box in asked if box is not None]
        corners = [
            [box.xMinimum() for box in known],
            [box.yMinimum() for box in known],
            [box.xMaximum() for box in known],
            [box.yMaximum() for box in known],
        ]
        bound = [*corners, table.srid, *values]
        rows = self._rows(statement, bound, patience, MOST_ROWS_TOGETHER, MOST_BYTES_TOGETHER)
        ids = [row[0] for row in rows]
        if None in ids or len(set(ids)) < len(ids) or any(row[-1] > 1 for row in rows):
            return None
        page = _page(rows, ids, columns, table, len(rows))
        return None if any(feature.geometry().isNull() for feature in page.features) else page

    def understands(self, where: str) -> bool:
        return condition(where) is not None

    def columns(self, patience: Patience) -> Optional[frozenset[str]]:
        return frozenset(self._table(patience).kinds)

    def extent(self, patience: Patience) -> Optional[QgsGeometry]:
        """The extent of what is in the table; None where looking for it takes too long."""
        return self._shared.get(("extent", *self._where), lambda: self._extent(patience))

    def _extent(self, patience: Patience) -> Optional[QgsGeometry]:
        table = self._table(patience)
        statement = sql.SQL(
            "SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM (SELECT ST_Extent({}) e FROM {} t WHERE {}) x"
        ).format(_identifier("t", table.geometry), self._name, _always())
        brief = Patience(min(patience.deadline, time.monotonic() + _FOR_EXTENT), patience.cancelled)
        try:
            rows = self._rows(statement, [True], brief)
        except RemoteError as error:
            if error.message.code != "remote-timeout" or not patience.left:
                raise
            return None
        if rows[0][0] is None:
            return None
        return in_crs(QgsRectangle(*rows[0]), self.crs, table.crs.authid())

    # statements

    @property
    def _name(self) -> Composable:
        return _identifier(self._uri.schema, self._uri.table)

    @property
    def _where(self) -> tuple[str, ...]:
        """What tells the table from all others."""
        uri = self._uri
        stated = (uri.get(key) for key in ("host", "port", "dbname", "srid", "key"))
        return (*stated, uri.schema, uri.table, uri.geometry, self.crs.authid())

    def _selected(self, what: Composable, ask: Ask, table: _Table) -> tuple[Composable, list[object]]:
        """A SELECT of what matches ``ask``, with the values to bind."""
        statement, geometry = sql.SQL("SELECT {} FROM {} t").format(what, self._name), _identifier("t", table.geometry)
        wheres: list[Composable] = [_always(), sql.SQL("{} IS NOT NULL").format(geometry)]
        values: list[object] = [True]
        if ask.box is not None:
            box = box_in(ask.box, self.crs, table.crs)
            if box is None:
                raise RemoteError("remote-elsewhere", self.service)
            wheres.append(sql.SQL("{} && ST_MakeEnvelope(%s, %s, %s, %s, %s)").format(geometry))
            values += [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum(), table.srid]
        narrowed = _fitting(condition(ask.where), table)
        if narrowed is not None:
            written, bound = _as_sql(narrowed)
            wheres.append(written)
            values += bound
        return statement + sql.SQL(" WHERE ") + sql.SQL(" AND ").join(wheres), values

    def _table(self, patience: Patience) -> _Table:
        if psycopg2 is None:
            raise RemoteError("remote-driver", self.service)
        return self._shared.get(("table", *self._where), lambda: self._describe(patience))

    def _describe(self, patience: Patience) -> _Table:
        uri = self._uri
        rows = self._rows(sql.SQL(_DESCRIBE), [uri.schema, uri.table], patience)
        geometries = {row[0]: row[2] for row in rows if row[3]}
        geometry = uri.geometry or (next(iter(geometries)) if len(geometries) == 1 else "")
        if geometry not in geometries:
            raise RemoteError("remote-layer", self.service, layer=f"{uri.layer} ({geometry or '?'})")
        named = uri.get("key")
        if named and named not in [row[0] for row in rows]:
            raise RemoteError("remote-layer", self.service, layer=f"{uri.layer} ({named})")
        key = named or next((row[0] for row in rows if row[4]), "")
        srid = self._srid(geometry, geometries[geometry], patience)
        crs = QgsCoordinateReferenceSystem(f"EPSG:{srid}")
        if not crs.isValid() or (uri.get("srid") and crs != self.crs):
            wanted = uri.get("srid") or "EPSG"
            raise RemoteError("remote-srid", self.service, layer=uri.layer, actual=srid, wanted=wanted)
        types = {row[0]: row[1] for row in rows if not row[3]}
        kinds = {name: _KINDS.get(kind, QMetaType.Type.QString) for name, kind in types.items()}
        texts = frozenset(name for name, kind in types.items() if kind in ("text", "character varying"))
        others = frozenset(name for name, kind in types.items() if kind not in _KINDS) - texts
        unique = any(row[0] == key and row[5] for row in rows)
        return _Table(kinds, texts, others, geometry, key, unique, srid, crs)

    def _srid(self, geometry: str, kind: str, patience: Patience) -> int:
        """The SRID that the column ``geometry`` is of by its type, or that of what is in it."""
        stated = _SRID.search(kind)
        if stated is not None:
            return int(stated[1])
        statement = sql.SQL(
            "SELECT DISTINCT ST_SRID(g) FROM (SELECT {0} g FROM {1} t WHERE {2} AND {0} IS NOT NULL LIMIT {3}) x"
        ).format(_identifier("t", geometry), self._name, _always(), sql.Literal(_SAMPLE))
        found = sorted(row[0] for row in self._rows(statement, [True], patience))
        if len(found) > 1:
            # One box cannot be looked for in two of them.
            listed = ", ".join(map(str, found))
            wanted = self.crs.authid()
            raise RemoteError("remote-srid", self.service, layer=self._uri.layer, actual=listed, wanted=wanted)
        return found[0] if found else int(self._uri.get("srid") or epsg_of(self.crs) or 0)

    def _rows(
        self,
        statement: Composable,
        values: Sequence[object],
        patience: Patience,
        most_rows: int = MOST_ROWS,
        most_bytes: int = MOST_BYTES,
    ) -> list[tuple[Any, ...]]:
        parameters = self._parameters(patience)
        with self._fetcher.slot(self.service, patience):
            running = _Statement(parameters, statement, values, self._uri, most_rows, most_bytes)
            return running.rows(self.service, patience)

    def _parameters(self, patience: Patience) -> dict[str, object]:
        """What the connection is made with. Credentials go to the hosts that were named, and never in the open to
        another machine."""
        host, access = self._uri.get("host"), self._fetcher.access
        login = access.login if self._login and access.login is not None and host in access.login.hosts else None
        mode = ssl_mode(self._uri, login is not None)
        parameters: dict[str, object] = {
            "host": host,
            "port": self._uri.get("port", "5432"),
            "dbname": self._uri.get("dbname"),
            "connect_timeout": max(2, int(patience.left)),
            "application_name": "Plandialog",
            "client_encoding": "UTF8",
            "sslmode": mode,
            **_nothing_of_its_own(),
        }
        if login is not None:
            parameters.update(user=login.user, password=login.password)
        if mode in ("verify-ca", "verify-full"):
            # libpq knows none of its own; QGIS's are those of the user.
            parameters["sslrootcert"] = access.certificates or requests.certs.where()
        return parameters


def _nothing_of_its_own() -> dict[str, object]:
    """Parameters that keep libpq from credentials it finds by itself: a password in the environment or in a file, a
    ticket of the domain. A package names the host, and nobody chose them for it."""
    parameters: dict[str, object] = {"passfile": str(Path(os.devnull, "none"))}
    parameters["password"] = ""  # nosec B105: an empty one, so that libpq looks for no other
    if libpq_version() >= 120000:
        parameters["gssencmode"] = "disable"
    if libpq_version() >= 160000:
        parameters["require_auth"] = "none,password,md5,scram-sha-256"
    return parameters


class _Statement:
    """One statement in a connection and a thread of its own, which is left behind when nobody waits for it any more."""

    def __init__(
        self,
        parameters: Mapping[str, object],
        statement: Composable,
        values: Sequence[object],
        uri: RemoteUri,
        most_rows: int,
        most_bytes: int,
    ) -> None:
        self._parameters, self._statement, self._values, self._uri = parameters, statement, values, uri
        self._most_rows, self._most_bytes = most_rows, most_bytes
        self._connection: Optional[Any] = None
        self._rows: list[tuple[Any, ...]] = []
        self._failure: Optional[RemoteError] = None
        self._left_behind = False
        self._done = threading.Event()

    def rows(self, service: str, patience: Patience) -> list[tuple[Any, ...]]:
        """All rows. Raises :class:`RemoteError` and :class:`~..geometry.Interrupted`."""
        run = threading.Thread(target=self._run, args=(service, patience), name="plandialog-statement", daemon=True)
        run.start()
        try:
            while not self._done.wait(_LOOK):
                patience.check(service)
        finally:
            self._left_behind = True
            if not self._done.is_set() and self._connection is not None:
                threading.Thread(target=self._hang_up, name="plandialog-cancel", daemon=True).start()
        if self._failure is not None:
            raise self._failure
        return self._rows

    def _hang_up(self) -> None:
        """End the statement on the server, and the connection, which may wait for an answer that never comes."""
        connection = self._connection
        try:
            backend = connection.get_backend_pid()
            canceller = threading.Thread(target=self._cancel, args=(backend,), name="plandialog-cancel", daemon=True)
            canceller.start()
            canceller.join(_LONGEST_CANCEL)
            if not self._done.is_set():
                line = socket.socket(fileno=connection.fileno())
                try:
                    line.shutdown(socket.SHUT_RDWR)
                finally:
                    line.detach()
        except (psycopg2.Error, OSError, ValueError) as error:
            # It has ended by itself in the meantime.
            _LOGGER.debug("no line to hang up: %s", error)

    def _cancel(self, backend: int) -> None:
        """Ask the server to end the statement. Not by ``connection.cancel()``, which holds all of Python up while it
        waits for a server that does not answer."""
        try:
            with closing(psycopg2.connect(**self._parameters)) as other, other.cursor() as cursor:
                cursor.execute("SELECT pg_cancel_backend(%s)", [backend])
        except psycopg2.Error as error:
            # Then the server hears of it when the line is hung up.
            _LOGGER.debug("not cancelled: %s", error)

    def _run(self, service: str, patience: Patience) -> None:
        try:
            self._connection = psycopg2.connect(**self._parameters)
            if not self._left_behind:
                self._read(service, patience)
        except RemoteError as error:
            self._failure = error
        except Exception as error:  # whatever it is, what was read by then is no answer
            self._failure = _failure(error, service, self._uri)
        finally:
            if self._connection is not None:
                self._connection.close()
            self._done.set()

    def _read(self, service: str, patience: Patience) -> None:
        connection = self._connection
        connection.set_session(readonly=True)
        with connection.cursor() as cursor:
            # Not among the parameters of the connection: a pooler in between may refuse those.
            cursor.execute(_SETTINGS, [str(max(1, int(1000 * patience.left)))])
        # A cursor on the server hands the rows out in pieces, so that a table that is too large is noticed in time.
        cursor, size = connection.cursor(name="plandialog"), 0
        cursor.execute(self._statement, self._values)
        while not self._left_behind:
            rows = cursor.fetchmany(_AT_A_TIME)
            self._rows += rows
            size += sum(len(value) for row in rows for value in row if isinstance(value, memoryview))
            if len(self._rows) > self._most_rows:
                raise RemoteError("remote-rows", service, limit=self._most_rows)
            if size > self._most_bytes:
                raise RemoteError("remote-much", service, size=self._most_bytes // 1_000_000)
            if len(rows) < _AT_A_TIME:
                return


def _identifier(*names: str) -> Composable:
    """A quoted name. psycopg2 takes a percent sign for the place of a value, in names too."""
    return sql.Identifier(*(name.replace("%", "%%") for name in names))


def _always() -> Composable:
    """A condition that always holds, by a value: without any psycopg2 leaves doubled percent signs as they are."""
    return sql.SQL("%s")


def _listed(key: Composable, columns: Sequence[str], table: _Table) -> Composable:
    """What is selected of a row: what it is called, its geometry, and ``columns``."""
    geometry = sql.SQL("ST_AsBinary({})").format(_identifier("t", table.geometry))
    values = [_identifier("t", name) + sql.SQL("::text" if name in table.others else "") for name in columns]
    return sql.SQL(", ").join([key, geometry, *values])


def _page(
    rows: Sequence[Sequence[Any]],
    ids: Sequence[Optional[str]],
    columns: Sequence[str],
    table: _Table,
    matched: Optional[int],
) -> Page:
    """Rows of what :func:`_listed` selects as features."""
    fields = QgsFields()
    for name in columns:
        fields.append(QgsField(name, table.kinds[name]))
    features = tuple(_feature(row, fields) for row in rows)
    return Page(features, tuple(ids), fields, table.crs, matched)


def _feature(row: Sequence[Any], fields: QgsFields) -> QgsFeature:
    feature = QgsFeature(fields)
    geometry = QgsGeometry()
    geometry.fromWkb(bytes(row[1]))
    feature.setGeometry(geometry)
    feature.setAttributes([_plain(value) for value in row[2 : 2 + fields.count()]])
    return feature


def _plain(value: Any) -> Any:
    """A value as QGIS has it of a file."""
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, datetime.datetime):
        return QDateTime.fromString(value.isoformat(), Qt.DateFormat.ISODateWithMs)
    if isinstance(value, datetime.date):
        return QDate(value.year, value.month, value.day)
    return value


def _fitting(what: Optional[Condition], table: _Table) -> Optional[Condition]:
    """What of a condition compares like with like: a text with a number means one thing to QGIS and none to SQL."""
    if isinstance(what, Joined):
        parts = [_fitting(part, table) for part in what.parts]
        kept = tuple(part for part in parts if part is not None)
        if not kept or (what.word == "OR" and len(kept) < len(parts)):
            return None
        return kept[0] if len(kept) == 1 else Joined(what.word, kept)
    if what is None:
        return None
    if isinstance(what.value, str):
        return what if what.column in table.texts and "\0" not in what.value else None
    return what if table.kinds.get(what.column) in _NUMBERS else None


def _as_sql(what: Condition) -> tuple[Composable, list[object]]:
    """A condition as SQL, with the values to bind. Of numbers it lets in what lies next to the limit too: which of them
    are the same is for QGIS to say."""
    if isinstance(what, Comparison):
        column, value = _identifier("t", what.column), what.value
        if isinstance(value, str):
            return column + sql.SQL(" = %s"), [value]
        slack = _SLACK * max(1.0, abs(value))
        if what.operator == "=":
            return column + sql.SQL(" BETWEEN %s AND %s"), [value - slack, value + slack]
        upwards = what.operator in (">", ">=")
        return column + sql.SQL(" >= %s" if upwards else " <= %s"), [value - slack if upwards else value + slack]
    parts, values = [], []
    for part in what.parts:
        written, bound = _as_sql(part)
        parts.append(written)
        values += bound
    return sql.SQL("(") + sql.SQL(" AND " if what.word == "AND" else " OR ").join(parts) + sql.SQL(")"), values


# Answers of the server by the beginning of their SQLSTATE (PostgreSQL, Appendix A); others are errors of a statement.
_STATES = {
    "42P01": "remote-layer",
    "3F000": "remote-layer",
    "3D000": "remote-database",
    "28": "remote-login",
    "42501": "remote-login",
    "57014": "remote-timeout",
    "57P": "remote-network",
    "53300": "remote-network",
    "08": "remote-network",
}

# What a failed connection says, in the words of libpq and of the server, which have no codes here. The first that fits.
_WORDS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("too many", "starting up", "shutting down", "recovery mode", "startar upp", "stänger ner"), "remote-network"),
    (("password", "authentication", "pg_hba", "role ", "permission denied", "lösenord", "roll "), "remote-login"),
    (('database "', "databasen "), "remote-database"),
    (("support ssl", "ssl was required", "stöds inte av servern"), "remote-plain"),
    (("translate host name", "name or service", "översätta värdnamn"), "remote-name"),
    (("refused", "10061", "vägra"), "remote-refused"),
    (("timeout", "timed out"), "remote-timeout"),
    (("certificate", "ssl error", "certifikat"), "remote-certificate"),
)


def _failure(error: Exception, service: str, uri: RemoteUri) -> RemoteError:
    """What went wrong in the connection or in the database."""
    state = getattr(error, "pgcode", None) or ""
    said = " ".join(str(error).split())
    if state:
        code = next((code for known, code in _STATES.items() if state.startswith(known)), "remote-exception")
    elif isinstance(error, psycopg2.OperationalError):
        text = said.lower()
        code = next((code for words, code in _WORDS if any(word in text for word in words)), "remote-network")
    else:
        # A date before Christ, a text that is none in the encoding of the database.
        code = "remote-network" if isinstance(error, (psycopg2.Error, OSError)) else "remote-format"
    params = {
        "remote-layer": {"layer": uri.layer},
        "remote-database": {"database": uri.get("dbname")},
        "remote-login": {"status": state or "28000"},
        "remote-certificate": {"detail": said[:200]},
        "remote-network": {"detail": said[:200] or type(error).__name__},
        "remote-exception": {"detail": said[:200]},
        "remote-format": {"detail": said[:200] or type(error).__name__},
    }.get(code, {})
    return RemoteError(code, service, passing=code in ("remote-network", "remote-refused"), **params)
