"""A dry run against PyQt6: every name of Qt that the code uses is one that Qt 6 has, enums in full.

The names are those of the type stubs of PyQt6, so that Qt 6 itself need not be there. What an object of unknown type is
asked for cannot be seen from the code; flake8-qgis knows the methods that are gone.
"""

from __future__ import annotations

import ast
import importlib.metadata
import re
from functools import cache
from pathlib import Path
from typing import Iterator, Optional

from .finding import Finding, GateError

#: What qgis.PyQt gives under the name of a module of Qt 5, and Qt 6 has elsewhere.
_MOVED = {"QAction": "QtGui", "QActionGroup": "QtGui", "QShortcut": "QtGui", "QSvgWidget": "QtSvgWidgets"}

#: Modules of qgis.PyQt that are no module of Qt.
_BESIDE = {"sip", "uic"}


def qt6(folder: Path) -> list[Finding]:
    """Every name of Qt in the modules of ``folder`` that Qt 6 has not."""
    found = []
    for path in sorted(folder.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        file = path.relative_to(folder).as_posix()
        found += [Finding(file, line, "qt6", text) for line, text in _missing(tree)]
    return found


def _missing(tree: ast.Module) -> Iterator[tuple[int, str]]:
    imported: dict[str, tuple[str, str]] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or node.level or not (node.module or "").startswith("qgis.PyQt."):
            continue
        module = (node.module or "").split(".")[2]
        for alias in node.names if module not in _BESIDE else ():
            home = _MOVED.get(alias.name, module)
            if alias.name in _module(home):
                imported[alias.asname or alias.name] = (home, alias.name)
            else:
                yield node.lineno, f"{module}.{alias.name} is not there in Qt 6"
    for node in ast.walk(tree):
        chain = _dotted(node)
        if len(chain) > 1 and chain[0] in imported:
            home, name = imported[chain[0]]
            gone = _first_missing(home, name, chain[1:])
            if gone:
                yield node.lineno, f"{'.'.join(chain)}: Qt 6 has no {gone}"


def _dotted(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Attribute):
        left = _dotted(node.value)
        return [*left, node.attr] if left else []
    return []


def _first_missing(home: str, name: str, attributes: list[str]) -> Optional[str]:
    """The first of ``attributes``, each of the one before, that is not there; None where none is known to be."""
    definition: Optional[ast.AST] = _module(home)[name]
    for attribute in attributes:
        if not isinstance(definition, ast.ClassDef):
            return None
        there, definition = _attribute(home, definition, attribute)
        if not there:
            return attribute
    return None


def _attribute(home: str, definition: ast.ClassDef, name: str) -> tuple[bool, Optional[ast.AST]]:
    """Whether a class or what it inherits from has an attribute, and its definition."""
    if name.startswith("__"):
        return True, None
    for node in definition.body:
        if name in _names(node):
            return True, node
    for base in definition.bases:
        dotted = _dotted(base)
        if dotted[:1] == ["enum"] and name in ("name", "value"):
            return True, None
        module, inherited = (dotted[0], dotted[1]) if len(dotted) == 2 else (home, dotted[-1])
        if module.startswith("Qt"):
            parent = _module(module).get(inherited)
            if isinstance(parent, ast.ClassDef):
                there, found = _attribute(module, parent, name)
                if there:
                    return True, found
    return False, None


def _names(node: ast.AST) -> set[str]:
    if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return {target.id for target in targets if isinstance(target, ast.Name)}


@cache
def _module(name: str) -> dict[str, ast.AST]:
    """What a module of PyQt6 defines, by name; nothing where there is no such module."""
    try:
        files = importlib.metadata.files("PyQt6-stubs") or []
    except importlib.metadata.PackageNotFoundError as error:
        raise GateError("PyQt6-stubs is not installed") from error
    path = next((file for file in files if file.name == f"{name}.pyi"), None)
    if path is None:
        return {}
    # "type X = …" is a statement since Python 3.12.
    text = re.sub(r"^type (?=\w+ = )", "", Path(str(path.locate())).read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {each: node for node in ast.parse(text).body for each in _names(node)}
