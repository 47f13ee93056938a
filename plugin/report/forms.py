"""The forms a guidance summary can be written in. A new form is one more entry in :data:`FORMS`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Callable, Optional, Sequence, TypeVar

from ..core.text import Text
from .writing import WriteOptions, told_by_name

if TYPE_CHECKING:
    import datetime

    from ..core.assessment import Assessment
    from ..core.package.model import Package
    from .blocks import Document
    from .pictures import Maps
    from .scene import Scene

#: A file with more proposals has no maps: each takes some 200 kB, and a browser has to hold them all.
MOST_WITH_MAPS = 30


# The list of forms is read as QGIS starts, so what writes them is imported when it is used.
Writer = Callable[[Sequence["Assessment"], Path, str, "Package", WriteOptions], None]


@dataclass(frozen=True)
class Form:
    """A form: its id, the ending of its files, what a person calls it, and what writes it.

    The writer takes the assessments, the path, the language, the package and the options, and replaces the file in one
    step.
    """

    id: str
    ending: str
    title: Text
    write: Writer


def _write_html(
    assessments: Sequence[Assessment], path: Path, language: str, package: Package, options: WriteOptions
) -> None:
    from ..core.files import replace_text
    from .html import render_html

    maps = _pictures(assessments, language, package, options)
    replace_text(path, render_html(assessments, language, maps, options.length))


def _write_odt(
    assessments: Sequence[Assessment], path: Path, language: str, package: Package, options: WriteOptions
) -> None:
    from ..core.files import replace_bytes
    from .document import Part, document, in_document
    from .odt import render_odt
    from .summary import build_summary

    maps = _pictures(assessments, language, package, options)
    parts = [
        Part(build_summary(assessment, language), made.pictures, made.fault)
        for assessment, made in zip(assessments, maps)
    ]
    pictures = in_document([made.pictures for made in maps])
    replace_bytes(path, render_odt(document(parts, language, options.length), pictures, _made(assessments)))


def _write_pdf(
    assessments: Sequence[Assessment], path: Path, language: str, package: Package, options: WriteOptions
) -> None:
    from ..core.files import replace_bytes
    from .layout.export import pdf_of

    document, scenes = document_with_scenes(assessments, language, package, options)
    replace_bytes(path, pdf_of(document, scenes, _made(assessments), options))


def document_with_scenes(
    assessments: Sequence[Assessment], language: str, package: Package, options: WriteOptions
) -> tuple[Document, dict[str, Scene]]:
    """The document of ``assessments`` and its maps, not drawn yet, for whatever is set in a layout."""
    from .cartography import scenes_of
    from .document import Part, document, in_document
    from .scene import Scenes
    from .summary import build_summary

    def scenes(assessment: Assessment) -> Scenes:
        return scenes_of(package, assessment, language, options.length)

    # No progress: the scenes are there in no time, and the layout tells its own.
    maps = _mapped(assessments, scenes, Scenes(fault=_too_many(language)), lambda part: options.check())
    options.check()
    parts = [
        Part(build_summary(assessment, language), made.scenes, made.fault)
        for assessment, made in zip(assessments, maps)
    ]
    return document(parts, language, options.length), in_document([made.scenes for made in maps])


def _write_json(
    assessments: Sequence[Assessment], path: Path, _language: str, _package: Package, _options: WriteOptions
) -> None:
    from ..core.assessment import to_json
    from ..core.files import replace_text

    replace_text(path, to_json(tuple(assessments)))


def _write_geopackage(
    assessments: Sequence[Assessment], path: Path, language: str, _package: Package, _options: WriteOptions
) -> None:
    from .geopackage import write_geopackage

    write_geopackage(assessments, path, language)


def _pictures(assessments: Sequence[Assessment], language: str, package: Package, options: WriteOptions) -> list[Maps]:
    """The maps of each assessment as pictures."""
    from .maps import render_maps
    from .pictures import Maps

    def drawn(assessment: Assessment) -> Maps:
        return render_maps(package, assessment, language, options.length)

    made = _mapped(assessments, drawn, Maps(fault=_too_many(language)), options.step)
    options.check()
    return made


_T = TypeVar("_T")


def _mapped(
    assessments: Sequence[Assessment], make: Callable[[Assessment], _T], none: _T, step: Callable[[float], None]
) -> list[_T]:
    """What ``make`` makes of each assessment, or ``none`` for all where they are too many for maps.

    ``step`` is told the part (0–1) that is done; what it raises ends the work.
    """
    few = len(assessments) <= MOST_WITH_MAPS
    made = []
    for number, assessment in enumerate(assessments):
        step(number / len(assessments))
        made.append(make(assessment) if few else none)
    return made


def _too_many(language: str) -> str:
    from . import texts

    reason = texts.filled(texts.MAP_TOO_MANY.get(language), limit=str(MOST_WITH_MAPS))
    return texts.filled(texts.MAP_FAULT.get(language), reason=reason)


def _made(assessments: Sequence[Assessment]) -> datetime.datetime:
    """The moment of the newest assessment, which the document states as its own."""
    from ..core.moments import newest

    return newest(assessment.made for assessment in assessments)


def file_stem(name: str) -> str:
    """``name`` in plain letters, for a file that any system and mail program takes."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_-]+", "-", plain).strip("-")[:60] or "proposal"


FORMS: tuple[Form, ...] = (
    Form("html", "html", Text("Vägledning (HTML)", "Guidance summary (HTML)"), _write_html),
    Form("pdf", "pdf", Text("Vägledning (PDF)", "Guidance summary (PDF)"), _write_pdf),
    Form(
        "odt",
        "odt",
        Text("Vägledning (ODT, för Word och LibreOffice)", "Guidance summary (ODT, for Word and LibreOffice)"),
        _write_odt,
    ),
    Form("json", "json", Text("Avstämning (JSON)", "Assessment (JSON)"), _write_json),
    Form("gpkg", "gpkg", Text("Iakttagelser (GeoPackage)", "Findings (GeoPackage)"), _write_geopackage),
)


def write_form(
    form: str,
    assessments: Sequence[Assessment],
    path: Path,
    language: str,
    package: Package,
    options: Optional[WriteOptions] = None,
) -> None:
    """Write ``assessments`` to ``path`` in the form with the id ``form``, in any thread.

    A file that is there already stays until the new one is whole. Raises :class:`WriteError`, an OSError, with a text
    in ``language``; :class:`WriteCancelled`; KeyError for a form that does not exist.
    """
    write = {each.id: each.write for each in FORMS}[form]
    with told_by_name(path, language):
        write(assessments, path, language, package, options or WriteOptions())
