"""A document set as print layouts of QGIS, in any thread, for a PDF or to be finished by hand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator, Mapping, Optional, Sequence

from qgis.core import QgsExpressionContextUtils, QgsPrintLayout

from ..blocks import Block, Document
from ..scene import Scene
from .figures import Mapper, Placed
from .flow import Flow
from .pdf_update import Bookmark
from .sheet import Sheet
from .template import SHIPPED, read_template, scaled
from .workshop import let_python_hear

# How much smaller the text of a brief document may be; below that it is hard to read on paper.
_FACTORS = (0.94, 0.88, 0.84)

# Letters of a title at the top of pages.
_LONGEST_RUNNING = 160


@dataclass(frozen=True)
class Composed:
    """A part of a document as a layout: its headings and maps with their places, and the heights (mm) of its pages."""

    layout: QgsPrintLayout
    bookmarks: Sequence[Bookmark]
    maps: Sequence[Placed]
    page_heights: Sequence[float]


def compose(
    document: Document,
    scenes: Mapping[str, Scene],
    layouts: Sequence[QgsPrintLayout],
    template: Optional[Path] = None,
    progress: Callable[[float], None] = lambda part: None,
) -> list[Composed]:
    """Set each section of ``document`` in one of ``layouts``, after the template in the file ``template`` or the one
    that is shipped. Layouts of their own, because QGIS takes ever longer to add to a layout that has much.

    ``scenes`` are the maps by the keys of its figures. ``progress`` is told the part (0–1) that is done. Raises
    :class:`~.template.TemplateError`.
    """
    composed = []
    for number, (section, layout) in enumerate(zip(document.sections, layouts)):
        on_the_way = _part(progress, number, len(layouts))
        composed.append(_fitted(document, section, scenes, layout, template or SHIPPED, on_the_way))
    whole = sum(len(each.page_heights) for each in composed)
    for before, each in numbered(composed):
        QgsExpressionContextUtils.setLayoutVariable(each.layout, "plandialog_pages_before", before)
        QgsExpressionContextUtils.setLayoutVariable(each.layout, "plandialog_pages", whole)
    return composed


def numbered(composed: Sequence[Composed]) -> Iterator[tuple[int, Composed]]:
    """The sections, each with how many pages there are before it."""
    before = 0
    for each in composed:
        yield before, each
        before += len(each.page_heights)


def _part(progress: Callable[[float], None], number: int, count: int) -> Callable[[float], None]:
    return lambda part: progress((number + part) / count)


def _fitted(
    document: Document,
    blocks: Sequence[Block],
    scenes: Mapping[str, Scene],
    layout: QgsPrintLayout,
    template: Path,
    progress: Callable[[float], None],
) -> Composed:
    """A section of a document, the text of a brief one a little smaller where that brings it onto one page."""
    composed = _section(document, blocks, scenes, layout, template, progress)
    if document.brief and len(composed.page_heights) > 1:
        for factor in _FACTORS:
            composed = _section(document, blocks, scenes, layout, template, progress, factor)
            if len(composed.page_heights) == 1:
                return composed
        composed = _section(document, blocks, scenes, layout, template, progress)
    return composed


def _section(
    document: Document,
    blocks: Sequence[Block],
    scenes: Mapping[str, Scene],
    layout: QgsPrintLayout,
    template: Path,
    progress: Callable[[float], None],
    factor: float = 1.0,
) -> Composed:
    taken = scaled(read_template(template, layout), factor)
    let_python_hear()
    for name, value in _variables(document).items():
        QgsExpressionContextUtils.setLayoutVariable(layout, name, value)
    # The labels of the first page may show or hide themselves by what was not known as they were read.
    layout.refresh()
    sheet = Sheet(taken)
    mapper = Mapper(sheet, scenes)
    flow = Flow(sheet, mapper, progress, factor)
    flow.set(blocks)
    layout.updateBounds()
    if mapper.placed:
        layout.setReferenceMap(mapper.placed[0].item)
    heights = [sheet.page_height(page) for page in range(sheet.page + 1)]
    return Composed(layout, flow.bookmarks, mapper.placed, heights)


def _running(title: str) -> str:
    """A title for the one line at the top of each page: QGIS would wrap a very long one there, page by page."""
    return title if len(title) <= _LONGEST_RUNNING else title[: _LONGEST_RUNNING - 1].rstrip() + "…"


def _variables(document: Document) -> dict[str, str]:
    """What the labels of a template can show, as in ``[% @plandialog_title %]``."""
    return {
        "plandialog_title": _running(document.running),
        "plandialog_kind": document.kind,
        "plandialog_length": document.subject,
        "plandialog_demo": document.demo,
        "plandialog_region": document.region,
        "plandialog_made": document.made,
        "plandialog_language": document.language,
    }
