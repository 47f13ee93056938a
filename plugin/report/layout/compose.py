"""A document set as a print layout of QGIS, in any thread, for a PDF or to be finished by hand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Mapping, Optional, Sequence

from qgis.core import QgsExpressionContextUtils, QgsPrintLayout

from ..blocks import Document
from ..scene import Scene
from .figures import Mapper, Placed
from .flow import Flow
from .pdf_update import Bookmark
from .sheet import Sheet
from .template import SHIPPED, read_template


@dataclass(frozen=True)
class Composed:
    """A document as a layout: its headings and maps with their places, and the heights (mm) of its pages."""

    layout: QgsPrintLayout
    bookmarks: Sequence[Bookmark]
    maps: Sequence[Placed]
    page_heights: Sequence[float]


def compose(
    document: Document,
    scenes: Mapping[str, Scene],
    layout: QgsPrintLayout,
    template: Optional[Path] = None,
    progress: Callable[[float], None] = lambda part: None,
) -> Composed:
    """Set ``document`` in ``layout``, after the template in the file ``template`` or the one that is shipped.

    ``scenes`` are the maps by the keys of its figures. ``progress`` is told the part (0–1) that is done. Raises
    :class:`~.template.TemplateError`.
    """
    taken = read_template(template or SHIPPED, layout)
    for name, value in _variables(document).items():
        QgsExpressionContextUtils.setLayoutVariable(layout, name, value)
    sheet = Sheet(taken)
    mapper = Mapper(sheet, scenes)
    flow = Flow(sheet, mapper, progress)
    flow.set(document.blocks)
    if mapper.placed:
        layout.setReferenceMap(mapper.placed[0].item)
    heights = [sheet.page_height(page) for page in range(sheet.page + 1)]
    return Composed(layout, flow.bookmarks, mapper.placed, heights)


def _variables(document: Document) -> dict[str, str]:
    """What the labels of a template can show, as in ``[% @plandialog_title %]``."""
    return {
        "plandialog_title": document.running,
        "plandialog_kind": document.kind,
        "plandialog_length": document.subject,
        "plandialog_demo": document.demo,
        "plandialog_region": document.region,
        "plandialog_made": document.made,
        "plandialog_language": document.language,
    }
