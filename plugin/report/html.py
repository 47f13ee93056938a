"""The guidance summary as one self-contained HTML file, readable without scripts or a network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Optional, Sequence

from ..core.assessment import Assessment
from . import texts
from .comparison import comparison_blocks
from .length import LENGTHS, Length
from .mapped import OVERVIEW, PLAN, image_key, perspective_key
from .palette import COLORS, SHAPES
from .pictures import MapPicture, Maps
from .summary import build_summary
from .templates import template
from .views import Summary

_TEMPLATE = "summary.html.j2"


@dataclass(frozen=True)
class _Document:
    """One proposal on the page: its summary, its maps and, where they are missing, why."""

    summary: Summary
    maps: Mapping[str, MapPicture]
    no_maps: str

    @property
    def leading(self) -> tuple[MapPicture, ...]:
        """The maps that the summary begins with."""
        return tuple(self.maps[key] for key in (PLAN, OVERVIEW) if key in self.maps)

    def of_perspective(self, identifier: str) -> Optional[MapPicture]:
        """The map of a perspective."""
        return self.maps.get(perspective_key(identifier))

    def of_image(self, dataset: str) -> Optional[MapPicture]:
        """The structure image of a dataset."""
        return self.maps.get(image_key(dataset))


def render_html(
    assessments: Sequence[Assessment],
    language: str,
    maps: Optional[Sequence[Optional[Maps]]] = None,
    length: Length = Length.FULL,
) -> str:
    """One document with a summary per assessment, in ``language`` and of ``length``; several begin with a comparison.

    ``maps`` runs beside ``assessments``; None, for all or for one, leaves the maps out without a word.
    """
    drawn = [None] * len(assessments) if maps is None else list(maps)
    documents = [
        _Document(
            build_summary(assessment, language),
            each.pictures if each else {},
            each.fault if each else "",
        )
        for assessment, each in zip(assessments, drawn)
    ]
    summaries = [document.summary for document in documents]
    return template(_TEMPLATE, strict=True).render(
        language=language,
        t=texts.in_language(language),
        documents=documents,
        comparison=list(comparison_blocks(summaries, language)) if len(documents) > 1 else [],
        demo=next((summary.demo for summary in summaries if summary.demo), ""),
        length=length.value,
        length_title=LENGTHS[length].get(language),
        colors={outcome.value: pair for outcome, pair in COLORS.items()},
        shapes={outcome.value: shape for outcome, shape in SHAPES.items()},
    )
