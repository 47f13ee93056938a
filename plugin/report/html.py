"""The guidance summary as one self-contained HTML file, readable without scripts or a network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Mapping, Optional, Sequence

from ..core.assessment import Assessment
from . import texts
from .pictures import MapPicture, Maps
from .summary import Summary, build_summary
from .templates import template

if TYPE_CHECKING:
    pass

_TEMPLATE = "summary.html.j2"


@dataclass(frozen=True)
class _Document:
    """One proposal on the page: its summary, its maps and, where they are missing, why."""

    summary: Summary
    maps: tuple[MapPicture, ...]
    images: Mapping[str, MapPicture]
    no_maps: str


def render_html(
    assessments: Sequence[Assessment], language: str, maps: Optional[Sequence[Optional[Maps]]] = None
) -> str:
    """One document with a summary per assessment, in ``language``.

    ``maps`` runs beside ``assessments``; None, for all or for one, leaves the maps out without a word.
    """
    drawn = [None] * len(assessments) if maps is None else list(maps)
    documents = [
        _Document(
            build_summary(assessment, language),
            each.pictures if each else (),
            each.images if each else {},
            each.fault if each else "",
        )
        for assessment, each in zip(assessments, drawn)
    ]
    return template(_TEMPLATE, strict=True).render(
        language=language,
        t=texts.in_language(language),
        documents=documents,
        demo=next((document.summary.demo for document in documents if document.summary.demo), ""),
    )
