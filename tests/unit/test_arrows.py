"""The shape of the code, read from its syntax: what may import what, and what the plugin repository refuses.

The arrows are those of docs/architecture.md. The plugin repository scans every upload and blocks it for the calls that
are listed here. Each rule is also put to lines that break it, so that a rule that sees nothing is noticed.
"""

from __future__ import annotations

import ast
import re
import sys

import pytest
from conftest import ROOT

PLUGIN = ROOT / "plugin"
TREES = {
    path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
    for path in [ROOT / "__init__.py", *sorted(PLUGIN.rglob("*.py"))]
}

#: What each folder may import of the plugin. Modules beside the folders (about, translation) count by their name.
ARROWS = {
    "core": {"core"},
    "gis": {"core", "gis", "about"},
    "report": {"core", "gis", "report", "about"},
    "processing": {"core", "gis", "report", "processing", "about", "translation"},
    "gui": {"core", "gis", "report", "gui", "about", "translation"},
}

#: Packages beside the standard library that every QGIS brings along, on every system.
BROUGHT_BY_QGIS = {"qgis", "osgeo", "numpy", "yaml", "jinja2", "lxml", "requests"}

#: Packages that a feature wants and says so where they are missing, and the one module that knows them.
OPTIONAL = {"plugin/gis/remote/postgis.py": {"psycopg2"}}

#: Modules, functions and methods that the upload scan refuses, or that have no place in a plugin.
REFUSED = (
    "hashlib.md5",
    "hashlib.sha1",
    "os.popen",
    "os.system",
    "pickle",
    "marshal",
    "random",
    "shelve",
    "subprocess",
    "telnetlib",
    "urllib.request",
    "xml.dom",
    "xml.etree",
    "xml.sax",
    "yaml.load",
    "yaml.load_all",
    "yaml.unsafe_load",
)
REFUSED_CALLS = {"__import__", "compile", "eval", "exec", "urlopen"}


def imports(file, tree):
    """Every module or name that is imported, dotted in full: what is of the plugin starts with a dot."""
    folder = file.split("/")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if node.level:
                parts = folder[: len(folder) - node.level + 1] + ([module] if module else [])
                module = "." + ".".join(parts)
            for alias in node.names:
                yield f"{module}.{alias.name}".replace("..", ".")


def identifiers(tree):
    """Every name that the code uses or defines; text and comments are none."""
    for node in ast.walk(tree):
        for key in ("id", "attr", "arg", "name", "asname"):
            value = getattr(node, key, None)
            if isinstance(value, str):
                yield value


def dotted(node):
    """``a.b.c`` of an expression that is one, or an empty text."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        left = dotted(node.value)
        return f"{left}.{node.attr}" if left else ""
    return ""


def is_of(name, modules):
    return any(name == module or name.startswith(module + ".") for module in modules)


def wrong_arrows(file, tree):
    folder = file.split("/")[1] if file.count("/") > 1 else ""
    if folder not in ARROWS:
        return []
    own = [name.split(".")[2] for name in imports(file, tree) if name.startswith(".plugin.")]
    return [name for name in own if name not in ARROWS[folder]]


def strangers(file, tree):
    """Imports that are neither relative, of the standard library, nor brought by every QGIS."""
    known = BROUGHT_BY_QGIS | set(sys.stdlib_module_names) | OPTIONAL.get(file, set())
    return [name for name in imports(file, tree) if not name.startswith(".") and name.split(".")[0] not in known]


def windows_below_the_gui(file, tree):
    """QGIS in ``core``, and widgets where there may be no window."""
    refused = {"core": ("qgis", "osgeo"), "gis": ("qgis.gui", "qgis.PyQt.QtWidgets", "qgis.utils")}
    refused["report"] = refused["gis"]
    folder = file.split("/")[1] if file.count("/") > 1 else ""
    return [name for name in imports(file, tree) if is_of(name, refused.get(folder, ()))]


def the_interface(file, tree):
    """``iface`` where nothing of a window may be known."""
    if file in ("__init__.py", "plugin/main.py") or file.startswith("plugin/gui/"):
        return []
    return [name for name in identifiers(tree) if re.search(r"(^|_|\.)iface$", name)]


def refused_imports(file, tree):
    return [name for name in imports(file, tree) if is_of(name, REFUSED) or name.endswith(".urlopen")]


def refused_uses(file, tree):
    found = [dotted(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    found = [name for name in found if is_of(name, REFUSED)]
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    found += [call.id for call in calls if isinstance(call, ast.Name) and call.id in REFUSED_CALLS]
    return found + [call.attr for call in calls if isinstance(call, ast.Attribute) and call.attr == "urlopen"]


def asserts(file, tree):
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Assert)]


def silent_handlers(file, tree):
    """``except:`` without a class, and any exception at all passed over."""
    handlers = [node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]
    return [
        node.lineno
        for node in handlers
        if node.type is None
        or (
            dotted(node.type) in ("Exception", "BaseException")
            and len(node.body) == 1
            and isinstance(node.body[0], (ast.Pass, ast.Continue))
        )
    ]


def open_templates(file, tree):
    """Jinja2 environments that do not escape."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [
        call.lineno
        for call in calls
        if dotted(call.func).split(".")[-1] == "Environment"
        and not any(keyword.arg == "autoescape" and _is_true(keyword.value) for keyword in call.keywords)
    ]


def _is_true(node):
    return isinstance(node, ast.Constant) and node.value is True


def circles(trees):
    """The modules that import each other, directly or by way of others, each circle sorted.

    An import within a function or for types only counts as any other: it hides a circle, but does not break it.
    """
    modules = {"." + file[: -len(".py")].replace("/", ".").removesuffix("__init__").rstrip("."): file for file in trees}
    wanted = {file: {_module_of(name, modules) for name in imports(file, tree)} for file, tree in trees.items()}
    reached = {file: _reached(file, wanted) for file in trees}
    found = {tuple(sorted(other for other in reached[file] if file in reached[other])) for file in trees}
    return sorted(circle for circle in found if len(circle) > 1)


def _module_of(name, modules):
    """The file that an import names, or that has what it names; None for what is not of the plugin."""
    if not name.startswith("."):
        return None
    return modules.get(name) or modules.get(name.rpartition(".")[0] or ".")


def _reached(file, wanted):
    """Every file that an import leads to, over any number of others."""
    reached, left = set(), [file]
    while left:
        for other in wanted[left.pop()] - reached - {None}:
            reached.add(other)
            left.append(other)
    return reached


RULES = (
    wrong_arrows,
    strangers,
    windows_below_the_gui,
    the_interface,
    refused_imports,
    refused_uses,
    asserts,
    silent_handlers,
    open_templates,
)


def test_there_is_something_to_look_at():
    assert len(TREES) > 40
    assert {file.split("/")[1] for file in TREES if file.count("/") > 1} <= set(ARROWS)


@pytest.mark.parametrize("rule", RULES)
def test_the_code_keeps_to_the_rule(rule):
    found = {file: rule(file, tree) for file, tree in TREES.items()}
    assert {file: broken for file, broken in found.items() if broken} == {}


def test_no_modules_import_each_other():
    assert circles(TREES) == []


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"plugin/a.py": "from .b import c", "plugin/b.py": "from .a import d"}, [("plugin/a.py", "plugin/b.py")]),
        (
            {
                "plugin/gis/a.py": "def f():\n    from ..core.b import c",
                "plugin/core/b.py": "from . import c",
                "plugin/core/c.py": "if TYPE_CHECKING:\n    from ..gis.a import f",
            },
            [("plugin/core/b.py", "plugin/core/c.py", "plugin/gis/a.py")],
        ),
        (
            {"plugin/gis/__init__.py": "from .a import f", "plugin/gis/a.py": "from ..gis import g"},
            [("plugin/gis/__init__.py", "plugin/gis/a.py")],
        ),
        (
            {"__init__.py": "from .plugin.a import b", "plugin/a.py": "import json\nfrom .. import classFactory"},
            [("__init__.py", "plugin/a.py")],
        ),
        (
            {"plugin/a.py": "from .b import c\nfrom .c import d", "plugin/b.py": "from .c import d", "plugin/c.py": ""},
            [],
        ),
    ],
)
def test_a_circle_is_seen_however_it_is_hidden(texts, expected):
    assert circles({file: ast.parse(text) for file, text in texts.items()}) == expected


def test_the_root_imports_nothing_until_qgis_asks_for_the_plugin():
    body = TREES["__init__.py"].body
    assert not [node for node in body if isinstance(node, (ast.Import, ast.ImportFrom))]
    assert [node.name for node in body if isinstance(node, ast.FunctionDef)] == ["classFactory"]


@pytest.mark.parametrize(
    ("rule", "file", "line"),
    [
        (wrong_arrows, "plugin/core/a.py", "from ..gis import engine"),
        (wrong_arrows, "plugin/core/package/a.py", "from ...report.texts import TITLE"),
        (wrong_arrows, "plugin/gis/measures/a.py", "from ... import report"),
        (wrong_arrows, "plugin/report/a.py", "from ..processing import base"),
        (wrong_arrows, "plugin/processing/a.py", "from ..gui.dock import Dock"),
        (wrong_arrows, "plugin/gui/a.py", "from ..main import Plandialog"),
        (strangers, "plugin/gis/a.py", "import shapely"),
        (strangers, "plugin/gis/a.py", "from PyQt5.QtCore import Qt"),
        (strangers, "plugin/gis/a.py", "from plugin.core import text"),
        (strangers, "plugin/gis/a.py", "from plandialog.plugin.core import text"),
        (windows_below_the_gui, "plugin/core/a.py", "import qgis"),
        (windows_below_the_gui, "plugin/core/package/a.py", "def f():\n    from osgeo import gdal"),
        (windows_below_the_gui, "plugin/gis/a.py", "from qgis import gui"),
        (windows_below_the_gui, "plugin/gis/measures/a.py", "from qgis.PyQt.QtWidgets import QWidget"),
        (windows_below_the_gui, "plugin/report/a.py", "from qgis.utils import iface"),
        (the_interface, "plugin/processing/a.py", "from qgis.utils import iface"),
        (the_interface, "plugin/gis/a.py", "qgis.utils.iface.mapCanvas()"),
        (the_interface, "plugin/report/a.py", "class A:\n    def f(self): return self._iface"),
        (refused_imports, "plugin/core/a.py", "import pickle"),
        (refused_imports, "plugin/core/a.py", "import xml.etree.ElementTree as ET"),
        (refused_imports, "plugin/core/a.py", "from xml import etree"),
        (refused_imports, "plugin/core/a.py", "from hashlib import md5"),
        (refused_imports, "plugin/core/a.py", "from urllib.request import urlopen"),
        (refused_imports, "plugin/core/a.py", "from random import choice"),
        (refused_uses, "plugin/core/a.py", "hashlib.sha1(b'')"),
        (refused_uses, "plugin/core/a.py", "yaml.load(text, Loader=yaml.SafeLoader)"),
        (refused_uses, "plugin/core/a.py", "eval('1')"),
        (refused_uses, "plugin/core/a.py", "exec('1')"),
        (refused_uses, "plugin/core/a.py", "anything.urlopen('https://example.org')"),
        (asserts, "plugin/core/a.py", "def f():\n    assert True"),
        (silent_handlers, "plugin/core/a.py", "try:\n    f()\nexcept Exception:\n    pass"),
        (silent_handlers, "plugin/core/a.py", "try:\n    f()\nexcept:\n    g()"),
        (open_templates, "plugin/report/a.py", "Environment(loader=None)"),
        (open_templates, "plugin/report/a.py", "jinja2.Environment(autoescape=False)"),
    ],
)
def test_each_rule_sees_what_breaks_it(rule, file, line):
    assert rule(file, ast.parse(line)) != []


@pytest.mark.parametrize(
    ("rule", "file", "line"),
    [
        (wrong_arrows, "plugin/gis/measures/a.py", "from ...core.text import Text\nfrom ..geometry import union"),
        (wrong_arrows, "plugin/gis/a.py", "from . import measures\nfrom .. import about"),
        (wrong_arrows, "plugin/core/package/a.py", "from ..text import Text\nfrom .spec import Spec"),
        (strangers, "plugin/gis/a.py", "import json\nfrom osgeo import gdal\nfrom qgis.PyQt.QtCore import Qt"),
        (windows_below_the_gui, "plugin/report/a.py", "from qgis.PyQt.QtGui import QColor"),
        (windows_below_the_gui, "plugin/processing/a.py", "from qgis import processing"),
        (the_interface, "plugin/gis/a.py", "class A(QgisInterface):\n    '''No iface here.'''"),
        (the_interface, "plugin/gui/a.py", "iface.mapCanvas()"),
        (refused_uses, "plugin/gui/a.py", "dialog.exec()\nre.compile('a')\nhashlib.sha256(b'')\nyaml.safe_load('')"),
        (silent_handlers, "plugin/core/a.py", "try:\n    f()\nexcept ValueError:\n    pass"),
        (open_templates, "plugin/report/a.py", "Environment(autoescape=True)"),
    ],
)
def test_each_rule_lets_sound_code_through(rule, file, line):
    assert rule(file, ast.parse(line)) == []
