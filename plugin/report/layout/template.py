"""The print layout that a summary is set in: a QGIS layout template, ours or a municipality's own, and its item ids.

The template's first page is the first page of the document, its second one every further page. What stands on them is
repeated as it is; the text flows into the frame called :data:`CONTENT`. A third page, which is never written, has a
sample of each style: fonts, sizes, colours and margins are taken from there. docs/summary.md describes the ids.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Optional

from qgis.core import (
    Qgis,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemMap,
    QgsLayoutItemPage,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsPathResolver,
    QgsPrintLayout,
    QgsReadWriteContext,
    QgsTextFormat,
)
from qgis.PyQt.QtCore import QPointF, QRectF
from qgis.PyQt.QtGui import QColor, QFont, QFontInfo
from qgis.PyQt.QtXml import QDomDocument, QDomElement

from ...about import RESOURCES
from ...core.messages import Message, MessageError
from ...core.outcome import Outcome
from ..palette import ACCENT, COLORS, INK, MARK, MARK_GROUND, MUTED, SOFT
from ..symbols import LABEL_FAMILIES, without_ligatures

#: The template that is shipped.
SHIPPED = RESOURCES / "templates" / "guidance.qpt"

#: The id of the frame that the text flows into, one on each of the first two pages.
CONTENT = "plandialog_content"

#: Ids of samples are this and the name of the style.
STYLE = "plandialog_style_"

MAP, SCALE_BAR, NORTH = "plandialog_map", "plandialog_scalebar", "plandialog_north"

#: Names of styles, as in ``plandialog_style_body``: those of headings, paragraphs, tables and what stands at maps.
STYLES = (
    "heading1",
    "heading2",
    "heading3",
    "heading4",
    "meta",
    "lead",
    "body",
    "small",
    "bullet",
    "notice",
    "ask",
    "figure",
    "remark",
    "outcome",
    "table_head",
    "table_cell",
    "caption",
    "legend",
    "mark",
)

_LARGEST = 8_000_000


class TemplateError(MessageError, OSError):
    """A template that cannot be used; the message says why and the way out."""


@dataclass(frozen=True)
class LabelStyle:
    """How a paragraph looks: its text, its margins (mm) and what lies behind it."""

    text: QgsTextFormat
    margin_x: float = 0.0
    margin_y: float = 0.0
    background: Optional[QColor] = None
    frame: bool = False


@dataclass(frozen=True)
class Repeated:
    """An item that stands on every further page: its type in QGIS, its XML and its place (mm) on the page."""

    kind: int
    element: QDomElement
    place: QPointF


@dataclass
class Template:
    """A template taken apart. Rectangles are in mm from the upper left corner of their page.

    ``repeated`` is what stands on each further page. The layout that it came from is left with its first page.
    """

    layout: QgsPrintLayout
    page_size: tuple[float, float]
    next_size: tuple[float, float]
    first: QRectF
    next: QRectF
    repeated: list[Repeated]
    document: QDomDocument
    styles: dict[str, LabelStyle] = field(default_factory=dict)
    map_frame: bool = True
    scale_bar: Optional[QDomElement] = None
    north_svg: str = ""


def read_template(path: Path, layout: QgsPrintLayout) -> Template:
    """Load the template in ``path`` into ``layout`` and take it apart. Raises :class:`TemplateError`."""
    document = _parsed(path)
    context = QgsReadWriteContext()
    # A logo is written with a path from where it was saved: beside the template it is found.
    context.setPathResolver(QgsPathResolver(str(path)))
    _, loaded = layout.loadFromTemplate(document, context, True)
    pages = layout.pageCollection()
    if not loaded or pages.pageCount() == 0:
        raise TemplateError(Message("template-no-layout", {"file": str(path)}))
    by_page: dict[int, list[QgsLayoutItem]] = {}
    for item in layout.items():
        if isinstance(item, QgsLayoutItem) and not isinstance(item, QgsLayoutItemPage) and item.page() >= 0:
            by_page.setdefault(item.page(), []).append(item)
    frames = [_frame(by_page.get(page, [])) for page in range(min(2, pages.pageCount()))]
    if frames[0] is None:
        raise TemplateError(Message("template-no-content", {"file": str(path), "id": CONTENT}))
    for frame in frames:
        if frame is not None and (frame.width() < _LEAST_WIDTH or frame.height() < _LEAST_HEIGHT):
            raise TemplateError(
                Message(
                    "template-small",
                    {"file": str(path), "id": CONTENT, "width": _LEAST_WIDTH, "height": _LEAST_HEIGHT},
                )
            )
    # Without a second page, or without a frame on it, the first serves for all.
    follows = 1 if len(frames) > 1 and frames[1] is not None else 0
    samples = {item.id(): item for page in sorted(by_page) for item in by_page[page] if item.id()}
    styles = {**default_styles(), **_styles(samples)}
    repeated = []
    # The lowest first, so that they lie on each other as they do in the template.
    for item in sorted(by_page.get(follows, []), key=lambda item: item.zValue()):
        if item.id() != CONTENT and item.id() not in _SAMPLES:
            root = document.createElement("LayoutItems")
            item.writeXml(root, document, context)
            repeated.append(Repeated(item.type(), root.firstChildElement(), QPointF(item.pagePos())))
    template = Template(
        layout=layout,
        page_size=_size(layout, 0),
        next_size=_size(layout, follows),
        first=frames[0],
        next=frames[follows] or frames[0],
        repeated=repeated,
        document=document,
        styles=styles,
    )
    for item in samples.values():
        if item.id() == MAP and isinstance(item, QgsLayoutItemMap):
            template.map_frame = item.frameEnabled()
        elif item.id() == SCALE_BAR and isinstance(item, QgsLayoutItemScaleBar):
            template.scale_bar = document.createElement("LayoutItems")
            item.writeXml(template.scale_bar, document, context)
        elif item.id() == NORTH and isinstance(item, QgsLayoutItemPicture):
            template.north_svg = item.picturePath()
    _keep_first_page(layout, by_page)
    return template


# A narrower or lower frame has no room for a table or a map.
_LEAST_WIDTH, _LEAST_HEIGHT = 110.0, 120.0

_SAMPLES = frozenset({MAP, SCALE_BAR, NORTH, *(STYLE + name for name in STYLES)})


def _parsed(path: Path) -> QDomDocument:
    try:
        if path.stat().st_size > _LARGEST:
            raise TemplateError(Message("template-large", {"file": str(path)}))
        content = path.read_bytes()
    except TemplateError:
        raise
    except OSError as error:
        raise TemplateError(
            Message("template-unread", {"file": str(path), "detail": error.strerror or str(error)})
        ) from error
    document = QDomDocument()
    parsed = document.setContent(content)
    if not (parsed[0] if isinstance(parsed, tuple) else parsed):
        raise TemplateError(Message("template-no-layout", {"file": str(path)}))
    if document.documentElement().tagName() != "Layout":
        raise TemplateError(Message("template-no-layout", {"file": str(path)}))
    return document


def _frame(items: list[QgsLayoutItem]) -> Optional[QRectF]:
    for item in items:
        if item.id() == CONTENT:
            return QRectF(item.pagePos(), item.rect().size())
    return None


def _size(layout: QgsPrintLayout, page: int) -> tuple[float, float]:
    size = layout.pageCollection().page(page).rect()
    return size.width(), size.height()


def _styles(samples: dict[str, QgsLayoutItem]) -> dict[str, LabelStyle]:
    found = {}
    for name in STYLES:
        item = samples.get(STYLE + name)
        if isinstance(item, QgsLayoutItemLabel):
            background = QColor(item.backgroundColor()) if item.hasBackground() else None
            found[name] = LabelStyle(
                QgsTextFormat(item.textFormat()), item.marginX(), item.marginY(), background, item.frameEnabled()
            )
    return found


def _keep_first_page(layout: QgsPrintLayout, by_page: dict[int, list[QgsLayoutItem]]) -> None:
    for page, items in by_page.items():
        for item in items:
            if page > 0 or item.id() == CONTENT or item.id() in _SAMPLES:
                layout.removeLayoutItem(item)
    pages = layout.pageCollection()
    for page in range(pages.pageCount() - 1, 0, -1):
        pages.deletePage(page)


def scaled(template: Template, factor: float) -> Template:
    """The same with all text ``factor`` times as large."""
    styles = {}
    for name, style in template.styles.items():
        made = QgsTextFormat(style.text)
        made.setSize(made.size() * factor)
        styles[name] = replace(style, text=made, margin_x=style.margin_x * factor, margin_y=style.margin_y * factor)
    return replace(template, styles=styles)


def text_format(size: float, color: str = INK, bold: bool = False, height: float = 1.15) -> QgsTextFormat:
    """A format of a style that a template does not say: ``size`` in points, ``height`` of a line in relation to it."""
    made = QgsTextFormat()
    made.setFont(without_ligatures(QFont(_family())))
    # For a system that lacks the first: a template is made in one place and used in another.
    made.setFamilies(LABEL_FAMILIES)
    made.setSize(size)
    made.setSizeUnit(Qgis.RenderUnit.Points)
    made.setColor(QColor(color))
    made.setForcedBold(bold)
    made.setLineHeight(height)
    return made


@lru_cache(maxsize=1)
def _family() -> str:
    """The first of the fonts for labels that this system has."""
    # QFontDatabase has its functions on an instance in Qt 5, and none can be made in Qt 6.
    present = (family for family in LABEL_FAMILIES if QFontInfo(QFont(family)).family() == family)
    return next(present, LABEL_FAMILIES[0])


def default_styles() -> dict[str, LabelStyle]:
    """Every style, for a template that has no sample of it."""
    soft, ask, notice = QColor(SOFT), QColor(COLORS[Outcome.QUESTION][1]), QColor(MARK_GROUND)
    return {
        "heading1": LabelStyle(text_format(20, ACCENT, bold=True)),
        "heading2": LabelStyle(text_format(14, ACCENT, bold=True)),
        "heading3": LabelStyle(text_format(11, INK, bold=True)),
        "heading4": LabelStyle(text_format(9.5, INK, bold=True)),
        "meta": LabelStyle(text_format(8.5, MUTED)),
        "lead": LabelStyle(text_format(10.5)),
        "body": LabelStyle(text_format(9)),
        "small": LabelStyle(text_format(7.5, MUTED)),
        "bullet": LabelStyle(text_format(8.5)),
        "notice": LabelStyle(text_format(9, MARK), 2.0, 1.2, notice),
        "ask": LabelStyle(text_format(9), 2.0, 1.2, ask),
        "figure": LabelStyle(text_format(9.5, INK, bold=True)),
        "remark": LabelStyle(text_format(9), 2.0, 1.2, soft),
        "outcome": LabelStyle(text_format(8, INK, bold=True)),
        "table_head": LabelStyle(text_format(7, ACCENT, bold=True)),
        "table_cell": LabelStyle(text_format(7.5, height=1.05), 0.8, 0.8),
        "caption": LabelStyle(text_format(7, MUTED)),
        "legend": LabelStyle(text_format(7)),
        "mark": LabelStyle(text_format(9, MARK, bold=True), 1.2, 0.6, notice),
    }
