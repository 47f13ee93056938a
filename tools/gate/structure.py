"""The files that a plugin has to have, and its metadata, as the plugin repository and QGIS read them."""

from __future__ import annotations

import ast
import configparser
import re
from pathlib import Path, PurePosixPath
from typing import Iterator
from urllib.parse import urlsplit

from .finding import Finding

METADATA = "metadata.txt"

_FILES = (METADATA, "__init__.py", "LICENSE", "README.md", "CHANGELOG.md", "docs/sv/handbok.md", "docs/en/handbook.md")
_FILES += ("resources/i18n/plandialog_sv.qm",)

#: The first line is what the repository demands, the second what makes a plugin work and be found.
_REQUIRED = (
    *("name", "description", "version", "qgisMinimumVersion", "author", "email", "about", "tracker", "repository"),
    *("homepage", "hasProcessingProvider", "icon", "tags", "changelog", "category", "qgisMaximumVersion"),
)
_URLS = ("homepage", "tracker", "repository")
_FLAGS = ("experimental", "deprecated", "server")
_CATEGORIES = ("Raster", "Vector", "Database", "Mesh", "Web")
#: What templates of plugins have there, and the repository refuses.
_NO_URLS = ("http://homepage", "http://bugs", "http://repo")
_LARGEST_ICON = 100_000


def structure(folder: Path) -> list[Finding]:
    """Everything that is missing in the plugin in ``folder``, or wrong in its metadata."""
    missing = [name for name in _FILES if not (folder / name).is_file()]
    found = [Finding(name, 0, "missing", "the plugin has to have this file") for name in missing]
    if not folder.name.isidentifier() or not folder.name.isascii():
        found.append(Finding(folder.name, 0, "identifier", "Python could not import a folder of this name"))
    if "__init__.py" not in missing and "classFactory" not in _functions(folder / "__init__.py"):
        found.append(Finding("__init__.py", 0, "classFactory", "QGIS asks for the plugin by this function"))
    if METADATA in missing:
        return found
    # As the repository reads it: a bare % is a fault there.
    parser = configparser.ConfigParser()
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    try:
        parser.read_string((folder / METADATA).read_text(encoding="utf-8"))
        general = {key: value.strip() for key, value in parser.items("general")}
    except (configparser.Error, UnicodeDecodeError) as error:
        return [*found, Finding(METADATA, 0, "unreadable", str(error))]
    return found + [Finding(METADATA, 0, rule, text) for rule, text in _faults(general, folder)]


def _functions(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def _faults(general: dict[str, str], folder: Path) -> Iterator[tuple[str, str]]:
    for key in _REQUIRED:
        if not general.get(key):
            yield "required", f"{key} is missing"
    for key in _URLS:
        url = urlsplit(general.get(key, ""))
        if url.scheme not in ("http", "https") or "." not in url.netloc or general.get(key) in _NO_URLS:
            yield "url", f"{key} is no address of a page: {general.get(key)}"
    yield from _versions(general)
    yield from _icon(general.get("icon", ""), folder)
    for key in _FLAGS:
        if general.get(key, "False") not in ("True", "False"):
            yield "flag", f"{key} is True or False"
    if general.get("hasProcessingProvider") != "yes":
        yield "provider", "without hasProcessingProvider=yes the algorithms are not there in qgis_process"
    if general.get("category") not in _CATEGORIES:
        yield "category", f"category is one of {', '.join(_CATEGORIES)}"
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", general.get("email", "")):
        yield "email", "email is no address"
    if "/" in general.get("author", ""):
        yield "author", "the repository takes no slash in an author"
    if "supportsQt6" in general:
        yield "qt6", "supportsQt6 is gone: qgisMaximumVersion says it"


def _versions(general: dict[str, str]) -> Iterator[tuple[str, str]]:
    version = general.get("version", "")
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        yield "version", f"version is three numbers, not {version}"
    elif version not in general.get("changelog", ""):
        yield "changelog", f"changelog does not tell of {version}"
    limits = [general.get(key, "") for key in ("qgisMinimumVersion", "qgisMaximumVersion")]
    if not all(re.fullmatch(r"\d+\.\d+(\.\d+)?", limit) for limit in limits):
        yield "version", f"the versions of QGIS are numbers, not {limits}"
        return
    least, most = (tuple(map(int, limit.split("."))) for limit in limits)
    if least > most or most < (4, 0):
        yield "version", f"the plugin is for QGIS 3 and 4, not {limits[0]} to {limits[1]}"


def _icon(name: str, folder: Path) -> Iterator[tuple[str, str]]:
    path = folder / name
    if not name or PurePosixPath(name).is_absolute() or not path.is_file():
        yield "icon", f"there is no icon {name}"
    elif path.suffix not in (".png", ".svg", ".jpg") or path.stat().st_size > _LARGEST_ICON:
        yield "icon", f"{name} is no small PNG, SVG or JPEG"
