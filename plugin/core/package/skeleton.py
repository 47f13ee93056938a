"""The texts of a new package: everything that is needed, explained where it stands, in the language of its author.

The texts are templates in ``resources/skeleton``; values are put in as quoted YAML, whatever they hold.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from pathlib import Path
from string import Template

from ..text import Text
from .unwritten import NEW_PERSPECTIVE, WRITE_HERE

#: The id of the dataset with the area of validity, and the name of its file and layer.
AREA = "omrade"

_ENDING = ".tmpl"

# Line ends that YAML knows beside ``\\n``, which JSON leaves as they are.
_BREAKS = {character: f"\\u{ord(character):04x}" for character in "\x85\u2028\u2029"}


@dataclass(frozen=True)
class Answers:
    """What the author says of the new package."""

    id: str
    title: Text
    region: Text
    email: str
    crs: str
    issued: datetime.date


def skeleton(templates: Path, language: str, answers: Answers) -> dict[str, str]:
    """The texts of the new package by the names of their files. Raises OSError."""
    values = {
        "id": answers.id,
        "title": _texts(answers.title),
        "region": _texts(answers.region),
        "email": _quoted(answers.email),
        "crs": answers.crs,
        "issued": answers.issued.isoformat(),
        "area": AREA,
        "write_sv": WRITE_HERE.sv,
        "write_en": WRITE_HERE.en,
        "new_sv": NEW_PERSPECTIVE.sv,
        "new_en": NEW_PERSPECTIVE.en,
        # For headings of a page; a heading is one line.
        "heading": " ".join(answers.title.get(language).split()),
    }
    folder = templates / language
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob(f"*{_ENDING}"))
    texts = {
        name[: -len(_ENDING)]: Template((folder / name).read_text(encoding="utf-8")).substitute(values)
        for name in names
    }
    # An outline: a filled area would hide the structure images below it.
    texts[f"styles/{AREA}.qml"] = (templates / "area.qml").read_text(encoding="utf-8")
    return texts


def _texts(text: Text) -> str:
    return f"{{sv: {_quoted(text.sv)}, en: {_quoted(text.en)}}}"


def _quoted(value: str) -> str:
    quoted = json.dumps(value, ensure_ascii=False)
    return "".join(_BREAKS.get(character, character) for character in quoted)
