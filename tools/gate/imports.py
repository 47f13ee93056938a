"""Imports: only what QGIS brings along on Windows, macOS and Linux alike."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import Iterator

from .finding import Finding

#: Packages beside the standard library that every QGIS brings along. Qt comes through qgis.PyQt only.
BROUGHT_BY_QGIS = frozenset({"qgis", "osgeo", "numpy", "yaml", "jinja2", "lxml", "requests"})

#: Packages that a feature wants, with the one module that knows them and says what is missing without them.
OPTIONAL = {"psycopg2": "plugin/gis/remote/postgis.py"}

#: Parts of the standard library that one of the systems has not, or that a later Python has dropped.
_NOT_EVERYWHERE = frozenset(
    "aifc asynchat asyncore audioop cgi cgitb chunk crypt curses dbm distutils ensurepip fcntl grp idlelib imghdr imp "
    "lib2to3 mailcap msilib msvcrt nis nntplib ossaudiodev pipes posix pty pwd readline resource smtpd sndhdr spwd "
    "sunau syslog telnetlib termios tkinter tty turtle uu venv winreg winsound xdrlib".split()
)


def imports(folder: Path) -> list[Finding]:
    """Every import of a module in ``folder`` that is neither relative nor there in every QGIS."""
    found = []
    for path in sorted(folder.rglob("*.py")):
        file = path.relative_to(folder).as_posix()
        for line, name in _imported(ast.parse(path.read_text(encoding="utf-8"))):
            top = name.partition(".")[0]
            if top in _NOT_EVERYWHERE:
                found.append(Finding(file, line, "import", f"{name} is not there on every system, or in every Python"))
            elif top not in BROUGHT_BY_QGIS and top not in sys.stdlib_module_names and OPTIONAL.get(top) != file:
                found.append(Finding(file, line, "import", f"{name} does not come with QGIS"))
    return found


def _imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Absolute imports, those by ``import_module("…")`` included, as line and dotted name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.lineno, node.module or ""
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            name = node.args[0].value
            if called in ("import_module", "__import__") and isinstance(name, str) and not name.startswith("."):
                yield node.lineno, name
