"""The forms a guidance summary can be written in. A new form is one more entry in :data:`FORMS`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Callable, Sequence

from ..core.text import Text

if TYPE_CHECKING:
    from ..core.assessment import Assessment
    from ..core.package.model import Package

# The list of forms is read as QGIS starts, so what writes them is imported when it is used.
Writer = Callable[[Sequence["Assessment"], Path, str, "Package"], None]

#: A file with more proposals has no maps: each takes some 200 kB, and a browser has to hold them all.
MOST_WITH_MAPS = 30


class WriteError(OSError):
    """A file that could not be written; the text says why in words for a person."""


@dataclass(frozen=True)
class Form:
    """A form: its id, the ending of its files, what a person calls it, and what writes it.

    The writer takes the assessments, the path, the language and the package, and replaces the file in one step.
    """

    id: str
    ending: str
    title: Text
    write: Writer


def _write_html(assessments: Sequence[Assessment], path: Path, language: str, package: Package) -> None:
    from ..core.files import replace_text
    from . import texts
    from .html import render_html
    from .maps import render_maps
    from .pictures import Maps

    if len(assessments) > MOST_WITH_MAPS:
        reason = texts.filled(texts.MAP_TOO_MANY.get(language), limit=str(MOST_WITH_MAPS))
        maps = [Maps(fault=texts.filled(texts.MAP_FAULT.get(language), reason=reason))] * len(assessments)
    else:
        maps = [render_maps(package, assessment, language) for assessment in assessments]
    replace_text(path, render_html(assessments, language, maps))


def _write_json(assessments: Sequence[Assessment], path: Path, _language: str, _package: Package) -> None:
    from ..core.assessment import to_json
    from ..core.files import replace_text

    replace_text(path, to_json(tuple(assessments)))


def _write_geopackage(assessments: Sequence[Assessment], path: Path, language: str, _package: Package) -> None:
    from .geopackage import write_geopackage

    write_geopackage(assessments, path, language)


def file_stem(name: str) -> str:
    """``name`` in plain letters, for a file that any system and mail program takes."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_-]+", "-", plain).strip("-")[:60] or "proposal"


FORMS: tuple[Form, ...] = (
    Form("html", "html", Text("Vägledning (HTML)", "Guidance summary (HTML)"), _write_html),
    Form("json", "json", Text("Avstämning (JSON)", "Assessment (JSON)"), _write_json),
    Form("gpkg", "gpkg", Text("Iakttagelser (GeoPackage)", "Findings (GeoPackage)"), _write_geopackage),
)


def write_form(form: str, assessments: Sequence[Assessment], path: Path, language: str, package: Package) -> None:
    """Write ``assessments`` to ``path`` in the form with the id ``form``, in any thread.

    A file that is there already stays until the new one is whole. Raises :class:`WriteError`, an OSError, with a text
    in ``language``; KeyError for a form that does not exist.
    """
    from . import texts
    from .geopackage import InUse

    write = {each.id: each.write for each in FORMS}[form]
    try:
        write(assessments, path, language, package)
    except OSError as error:
        reason = texts.IN_USE.get(language) if isinstance(error, InUse) else error.strerror or str(error)
        text = texts.filled(texts.CANNOT_WRITE.get(language), file=path.name, reason=reason.rstrip("."))
        raise WriteError(text) from error
