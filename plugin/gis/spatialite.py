"""Looking a SpatiaLite database over before anything opens it: it can hold more than tables.

It is read by Python's own sqlite3, as a file that nobody writes to and without any extension.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from ..core.messages import Message, MessageError

# Kinds of virtual tables that look at nothing but the database itself.
_HARMLESS = ("rtree", "virtualspatialindex", "virtualelementary", "virtualknn", "virtualknn2")

_VIRTUAL = re.compile(r"^\s*CREATE\s+VIRTUAL\s+TABLE\b.*?\bUSING\s+[\"'`\[]?(\w+)", re.IGNORECASE | re.DOTALL)

# Functions that load code or reach files, wherever the database may call them by itself.
_REACHING = re.compile(
    r"\b(load_extension|readfile|writefile|fts3_tokenizer|eval|blob(?:from|to)file|xb_\w*|(?:import|export)[a-z]\w*)"
    r"[\"'`\]]?\s*\(",
    re.IGNORECASE,
)

# A database begins so; its head says whether it keeps a log of its own beside it, and what else it is for.
_SQLITE = b"SQLite format 3\x00"
_LOGGED, _APPLICATION = slice(18, 20), slice(68, 72)
_BESIDE = ("-wal", "-journal")


def geometry_column(path: Path, name: str, table: str) -> str:
    """The column with the geometries of ``table`` in the database ``path``, which a package calls ``name``.

    Raises :class:`~plugin.core.messages.MessageError` for one that is not a plain table, and for a database that could
    reach other files or would be changed by being opened.
    """
    with path.open("rb") as stream:
        head = stream.read(100)
    if not head.startswith(_SQLITE) or head[_APPLICATION] == b"GPKG":
        actual = "GPKG" if head.startswith(_SQLITE) else "?"
        raise MessageError(Message("source-format", {"file": name, "actual": actual}))
    beside = [ending for ending in _BESIDE if path.with_name(path.name + ending).exists()]
    if beside or head[_LOGGED] == b"\x02\x02":
        raise MessageError(Message("database-open", {"file": name}))
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            for kind, entry, text in database.execute("SELECT type, name, sql FROM sqlite_master"):
                _look_over(name, str(kind), str(entry), str(text or ""))
            found = database.execute(
                "SELECT f_geometry_column FROM geometry_columns JOIN sqlite_master ON type = 'table' "
                "AND lower(name) = lower(f_table_name) AND sql NOT LIKE 'CREATE VIRTUAL%' "
                "WHERE lower(f_table_name) = lower(?)",
                (table,),
            ).fetchone()
    except sqlite3.Error as error:
        raise MessageError(Message("source-broken", {"file": name, "detail": str(error)})) from error
    if found is None:
        raise MessageError(Message("source-layer", {"layer": table, "file": name}))
    return str(found[0])


def _look_over(file: str, kind: str, entry: str, text: str) -> None:
    virtual = _VIRTUAL.match(text)
    reaching = _REACHING.search(text)
    if virtual and virtual[1].lower() not in _HARMLESS:
        raise MessageError(Message("database-reaches-out", {"file": file, "name": f"{entry} ({virtual[1]})"}))
    if reaching:
        raise MessageError(Message("database-reaches-out", {"file": file, "name": f"{kind} {entry} ({reaching[1]})"}))
