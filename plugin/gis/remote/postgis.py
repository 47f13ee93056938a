"""Tables of PostGIS, asked by SQL of our own.

Values are bound and identifiers quoted by psycopg2, which comes with QGIS. A statement runs in a thread of its own with
a time limit on the server too, and is cancelled there when nobody waits for it any more. A transaction reads one
snapshot, and only reads.
"""

from __future__ import annotations

import datetime
import decimal
import logging
import socket
import threading
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, Mapping, Optional, Sequence

from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsField, QgsFields, QgsGeometry, QgsRectangle
from qgis.PyQt.QtCore import QDate, QDateTime, QMetaType, Qt

from ...core.package.uri import RemoteUri
from .asking import Ask, Page, RemoteLayer
from .errors import RemoteError
from .extents import in_crs
from .fetching import Fetcher, Patience
from .pushing import Comparison, Condition, Joined, condition
from .sharing import Once

try:
    import psycopg2
    from psycopg2 import sql
except ImportError:
    # It comes with QGIS, but not with every package of it.
    psycopg2 = None

if TYPE_CHECKING:
    from psycopg2.sql import Composable

_LOGGER = logging.getLogger(__name__)

#: Rows that one question may lead to.
MOST_ROWS = 1_000_000

_AT_A_TIME = 5000

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

# Answers of the server by their SQLSTATE (PostgreSQL, Appendix A).
_NO_TABLE = ("42P01", "3F000", "3D000")
_NO_ENTRY = ("28000", "28P01", "42501")
_CANCELLED = "57014"
_PASSING = ("57P01", "57P02", "57P03", "53300", "08006", "08001")

_DESCRIBE = """
SELECT a.attname, format_type(a.atttypid, NULL), coalesce(i.indisprimary AND array_length(i.indkey, 1) = 1, false),
       t.typname = 'geometry'
FROM pg_attribute a
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary AND a.attnum = ANY (i.indkey)
WHERE a.attrelid = to_regclass(format('%%I.%%I', %s::text, %s::text)) AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
"""


@dataclass(frozen=True)
class _Table:
    """What the catalogue knows of a table. ``kinds`` are the types of its columns but for geometries."""

    kinds: Mapping[str, QMetaType.Type]
    texts: frozenset[str]
    geometry: str
    key: str
    srid: int


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
        columns = sorted(ask.columns & set(table.kinds))
        listed = [_identifier(name) for name in columns]
        key = _identifier(table.key) + sql.SQL("::text") if table.key else sql.SQL("NULL")
        what = sql.SQL(", ").join([key, sql.SQL("ST_AsBinary({})").format(_identifier(table.geometry)), *listed])
        statement, values = self._selected(what, ask, table)
        if ask.most is not None:
            statement += sql.SQL(" LIMIT {}").format(sql.Literal(ask.most))
        rows = self._rows(statement, values, patience)
        fields = _fields(columns, table)
        features = tuple(_feature(row, fields) for row in rows)
        ids = tuple(None if row[0] is None else str(row[0]) for row in rows)
        return Page(features, ids, fields, self.crs, None if ask.most is not None else len(rows))

    def count(self, ask: Ask, patience: Patience) -> Optional[int]:
        statement, values = self._selected(sql.SQL("count(*)"), ask, self._table(patience))
        return int(self._rows(statement, values, patience)[0][0])

    def near(
        self, boxes: Sequence[QgsRectangle], wanted: Ask, patience: Patience
    ) -> Optional[tuple[QgsFields, list[tuple[str, QgsFeature]]]]:
        """The features whose box meets any of ``boxes`` (in :attr:`crs`), each once: one statement for many plan areas.

        The boxes are joined with the table by its spatial index, so that what crosses the wire is what is there. None
        for a table without a key, whose rows cannot be told apart. ``wanted`` says which attributes and rows.
        """
        table = self._table(patience)
        if not table.key:
            return None
        names = sorted(wanted.columns & set(table.kinds))
        geometry = _identifier("t", table.geometry)
        listed = [_identifier("t", name) for name in names]
        key = _identifier("t", table.key) + sql.SQL("::text")
        what = sql.SQL(", ").join([key, sql.SQL("ST_AsBinary({})").format(geometry), *listed])
        narrowed = _fitting(condition(wanted.where), table)
        written, values = _as_sql(narrowed, "t") if narrowed is not None else (_always(), [True])
        statement = sql.SQL(
            "SELECT DISTINCT ON (1) {what} FROM unnest(%s::float8[], %s::float8[], %s::float8[], %s::float8[]) "
            "AS b(x0, y0, x1, y1) JOIN {table} t ON {geometry} && ST_MakeEnvelope(b.x0, b.y0, b.x1, b.y1, %s) "
            "WHERE {where}"
        ).format(what=what, table=self._name, geometry=geometry, where=written)
        corners = [
            [box.xMinimum() for box in boxes],
            [box.yMinimum() for box in boxes],
            [box.xMaximum() for box in boxes],
            [box.yMaximum() for box in boxes],
        ]
        rows = self._rows(statement, [*corners, table.srid, *values], patience)
        fields = _fields(names, table)
        return fields, [(str(row[0]), _feature(row, fields)) for row in rows]

    def understands(self, where: str) -> bool:
        return condition(where) is not None

    def columns(self, patience: Patience) -> Optional[frozenset[str]]:
        return frozenset(self._table(patience).kinds)

    def extent(self, patience: Patience) -> Optional[QgsGeometry]:
        table = self._table(patience)
        statement = sql.SQL(
            "SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM (SELECT ST_Extent({}) e FROM {} WHERE {}) x"
        )
        rows = self._rows(statement.format(_identifier(table.geometry), self._name, _always()), [True], patience)
        if not rows or rows[0][0] is None:
            return None
        return in_crs(QgsRectangle(*rows[0]), self.crs, self.crs.authid())

    # statements

    @property
    def _name(self) -> Composable:
        return _identifier(self._uri.schema, self._uri.table)

    def _selected(self, what: Composable, ask: Ask, table: _Table) -> tuple[Composable, list[object]]:
        """A SELECT of what matches ``ask``, with the values to bind."""
        statement = sql.SQL("SELECT {} FROM {}").format(what, self._name)
        wheres: list[Composable] = [_always(), sql.SQL("{} IS NOT NULL").format(_identifier(table.geometry))]
        values: list[object] = [True]
        if ask.box is not None:
            envelope = sql.SQL("{} && ST_MakeEnvelope(%s, %s, %s, %s, %s)").format(_identifier(table.geometry))
            wheres.append(envelope)
            box = ask.box
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
        uri = self._uri
        where = (uri.get("host"), uri.get("port"), uri.get("dbname"), uri.schema, uri.table, uri.geometry)
        return self._shared.get(("table", *where), lambda: self._describe(patience))

    def _describe(self, patience: Patience) -> _Table:
        rows = self._rows(sql.SQL(_DESCRIBE), [self._uri.schema, self._uri.table], patience)
        geometries = [name for name, _, _, is_geometry in rows if is_geometry]
        geometry = self._uri.geometry or (geometries[0] if len(geometries) == 1 else "")
        if geometry not in geometries:
            raise RemoteError("remote-layer", self.service, layer=f"{self._uri.layer} ({geometry or '?'})")
        named = self._uri.get("key")
        key = named or next((name for name, _, is_key, _ in rows if is_key), "")
        if named and named not in [row[0] for row in rows]:
            raise RemoteError("remote-layer", self.service, layer=f"{self._uri.layer} ({named})")
        statement = sql.SQL("SELECT ST_SRID({0}) FROM {1} WHERE {2} AND {0} IS NOT NULL LIMIT 1")
        found = self._rows(statement.format(_identifier(geometry), self._name, _always()), [True], patience)
        stated = int(self.crs.authid().split(":")[-1])
        srid = int(found[0][0]) if found else stated
        if srid != stated:
            raise RemoteError("remote-srid", self.service, layer=self._uri.layer, actual=srid, wanted=stated)
        others = [(name, kind) for name, kind, _, is_geometry in rows if not is_geometry]
        kinds = {name: _KINDS.get(kind, QMetaType.Type.QString) for name, kind in others}
        texts = frozenset(name for name, kind in others if kind in ("text", "character varying"))
        return _Table(kinds, texts, geometry, key, srid)

    def _rows(self, statement: Composable, values: Sequence[object], patience: Patience) -> list[tuple[Any, ...]]:
        with self._fetcher.slot(self.service, patience):
            return _Statement(self._parameters(patience), statement, values, self._uri.layer).rows(
                self.service, patience
            )

    def _parameters(self, patience: Patience) -> dict[str, object]:
        """What the connection is made with. Credentials go to the hosts that were named, and never in the open to
        another machine."""
        host, mode = self._uri.get("host"), self._uri.get("sslmode", "prefer")
        limit = max(1, int(1000 * patience.left))
        parameters: dict[str, object] = {
            "host": host,
            "port": self._uri.get("port", "5432"),
            "dbname": self._uri.get("dbname"),
            "connect_timeout": max(2, int(patience.left)),
            "application_name": "Plandialog",
            "options": f"-c statement_timeout={limit} -c default_transaction_read_only=on",
        }
        login = self._fetcher.access.login
        if self._login and login is not None and host in login.hosts:
            parameters.update(user=login.user, password=login.password)
            if host not in ("127.0.0.1", "localhost", "::1") and mode in ("disable", "allow", "prefer"):
                mode = "require"
        return {**parameters, "sslmode": mode}


class _Statement:
    """One statement in a connection and a thread of its own, which is left behind when nobody waits for it any more."""

    def __init__(
        self, parameters: Mapping[str, object], statement: Composable, values: Sequence[object], layer: str
    ) -> None:
        self._parameters, self._statement, self._values, self._layer = parameters, statement, values, layer
        self._connection: Optional[Any] = None
        self._rows: list[tuple[Any, ...]] = []
        self._failure: Optional[RemoteError] = None
        self._left_behind = False
        self._done = threading.Event()

    def rows(self, service: str, patience: Patience) -> list[tuple[Any, ...]]:
        """All rows. Raises :class:`RemoteError` and :class:`~..geometry.Interrupted`."""
        threading.Thread(target=self._run, args=(service,), name="plandialog-statement", daemon=True).start()
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

    def _run(self, service: str) -> None:
        try:
            self._connection = psycopg2.connect(**self._parameters)
            self._read(service)
        except RemoteError as error:
            self._failure = error
        except (psycopg2.Error, ValueError, OSError) as error:
            self._failure = _failure(error, service, self._layer)
        finally:
            if self._connection is not None:
                self._connection.close()
            self._done.set()

    def _read(self, service: str) -> None:
        connection = self._connection
        # A cursor on the server hands the rows out in pieces, so that a table that is too large is noticed in time.
        with connection.cursor(name="plandialog") as cursor:
            cursor.itersize = _AT_A_TIME
            cursor.execute(self._statement, self._values)
            while not self._left_behind:
                rows = cursor.fetchmany(_AT_A_TIME)
                if not rows:
                    return
                self._rows += rows
                if len(self._rows) > MOST_ROWS:
                    raise RemoteError("remote-rows", service, limit=MOST_ROWS)


def _identifier(*names: str) -> Composable:
    """A quoted name. psycopg2 takes a percent sign for the place of a value, in names too."""
    return sql.Identifier(*(name.replace("%", "%%") for name in names))


def _always() -> Composable:
    """A condition that always holds, by a value: without any psycopg2 leaves doubled percent signs as they are."""
    return sql.SQL("%s")


def _fields(names: Sequence[str], table: _Table) -> QgsFields:
    fields = QgsFields()
    for name in names:
        fields.append(QgsField(name, table.kinds[name]))
    return fields


def _feature(row: Sequence[Any], fields: QgsFields) -> QgsFeature:
    feature = QgsFeature(fields)
    geometry = QgsGeometry()
    if row[1] is not None:
        geometry.fromWkb(bytes(row[1]))
    feature.setGeometry(geometry)
    feature.setAttributes([_plain(value) for value in row[2:]])
    return feature


def _plain(value: Any) -> Any:
    """A value as QGIS has it of a file."""
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, datetime.datetime):
        return QDateTime.fromString(value.isoformat(), Qt.DateFormat.ISODateWithMs)
    if isinstance(value, datetime.date):
        return QDate(value.year, value.month, value.day)
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)


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
        return what if what.column in table.texts else None
    return what if table.kinds.get(what.column) in _NUMBERS else None


def _as_sql(what: Condition, alias: str = "") -> tuple[Composable, list[object]]:
    """A condition as SQL, with the values to bind."""
    if isinstance(what, Comparison):
        column = _identifier(alias, what.column) if alias else _identifier(what.column)
        return column + sql.SQL(f" {_OPERATORS[what.operator]} %s"), [what.value]
    parts, values = [], []
    for part in what.parts:
        written, bound = _as_sql(part, alias)
        parts.append(written)
        values += bound
    word = sql.SQL(" AND " if what.word == "AND" else " OR ")
    return sql.SQL("(") + word.join(parts) + sql.SQL(")"), values


# The only words that reach a statement unquoted.
_OPERATORS = {operator: operator for operator in ("=", "<", "<=", ">", ">=")}

# What a failed connection says, in the words of libpq and of the server where its messages are English.
_CONNECTION: tuple[tuple[Callable[[str], bool], str], ...] = (
    (
        lambda text: "authentication" in text or "password" in text or "pg_hba" in text or "role " in text,
        "remote-login",
    ),
    (lambda text: "translate host name" in text or "name or service" in text, "remote-name"),
    (lambda text: "refused" in text, "remote-refused"),
    (lambda text: "timeout" in text or "timed out" in text, "remote-timeout"),
    (lambda text: "ssl" in text or "certificate" in text, "remote-certificate"),
)


def _failure(error: Exception, service: str, layer: str) -> RemoteError:
    """What went wrong in the connection or in the database."""
    state = getattr(error, "pgcode", None) or ""
    detail = " ".join(str(error).split())[:200] or type(error).__name__
    if state in _NO_TABLE:
        return RemoteError("remote-layer", service, layer=layer)
    if state in _NO_ENTRY:
        return RemoteError("remote-login", service, status=state)
    if state == _CANCELLED:
        return RemoteError("remote-timeout", service)
    if state and state not in _PASSING:
        return RemoteError("remote-exception", service, detail=detail)
    text = detail.lower()
    if "database" in text and "does not exist" in text:
        return RemoteError("remote-layer", service, layer=layer)
    code = next((code for says, code in _CONNECTION if says(text)), "remote-network")
    if code == "remote-login":
        return RemoteError("remote-login", service, status="28000")
    if code in ("remote-certificate", "remote-network"):
        return RemoteError(code, service, detail=detail)
    return RemoteError(code, service)
