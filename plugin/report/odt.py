"""A document as an OpenDocument text (ODT), to be read and worked on in LibreOffice or Word."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Iterable, Iterator, Mapping, Optional, Sequence, Union

from ..core.outcome import Outcome
from ..core.quantity import NBSP
from ..core.text import Text
from . import texts
from .blocks import (
    Beside,
    Block,
    Cell,
    Column,
    Document,
    Drawing,
    Figure,
    Group,
    Heading,
    PageBreak,
    Paragraph,
    Style,
    Table,
    Terms,
)
from .odt_pictures import Encoded, badge_file, decoded, drawing_file, map_file
from .palette import ACCENT, COLORS, INK, LINE, MUTED, SOFT
from .pictures import MapPicture
from .templates import template

#: What tables and figures are called where they are numbered.
TABLE = Text("Tabell", "Table")
FIGURE = Text("Bild", "Figure")

_MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_LOCALES = {"sv": ("sv", "SE"), "en": ("en", "GB")}

# How much smaller the text of a brief document is, so that it has a chance to be one page.
_BRIEF = 0.82

# Millimetres. What a mark of an outcome and the space beside it take from the width is left out of drawings.
_WIDTH = 170.0
_MARKED = 4.5
_PIXEL = 25.4 / 96
_SIGN = 3.0
_SWATCH = (6.2, 4.0)

# How large figures are at most, in width and height: those that fill the width, others, and those taller than wide.
_LARGE, _PLAIN, _TALL = (_WIDTH, 100.0), (110.0, 80.0), (_WIDTH, 80.0)

# The width of letters in tables (mm), and the longest word that a column is made wider for.
_LETTER, _NARROW_LETTER, _NARROW_LETTERS = 1.6, 0.8, frozenset("fijlrtI.,:;|!()' ")
_CELL_EDGES = 2.4
_LONGEST_WORD = 40.0

# Paragraphs, with the heading above them, that are kept on the page of what they introduce.
_LONGEST_OPENING = 8

# Between the entries of a legend: a space that a line may be broken at, as wide as two letters.
_BETWEEN = "\N{EM SPACE}"

# Of a text: line breaks, tabs and spaces that would be taken for one, or for none, if they were written as they are.
_PIECES = re.compile("(\r\n|[\n\r\u2028\u2029]|\t| {2,}|^ | $)")

# What XML 1.0 cannot hold, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_ENDS = (".", ":", "?", "!")

_STYLES: dict[Style, str] = {
    Style.META: "Meta",
    Style.LEAD: "Lead",
    Style.BODY: "Text_20_body",
    Style.SMALL: "Small",
    Style.BULLET: "Bullet",
    Style.NOTICE: "Notice",
    Style.ASK: "Question",
    Style.FIGURE: "Measurement",
    Style.REMARK: "Remark",
}


def render_odt(document: Document, pictures: Mapping[str, MapPicture], made: datetime.datetime) -> bytes:
    """The file of ``document``. A figure whose key is not in ``pictures`` is left out.

    Raises ValueError where the image of a picture is none.
    """
    writer = _Writer(document, pictures)
    writer.write()
    elements = writer.elements()
    shared = {
        "document": document,
        "locale": _LOCALES.get(document.language, _LOCALES["sv"]),
        "colors": {outcome.value: pair for outcome, pair in COLORS.items()},
        **{"ink": INK, "muted": MUTED, "line": LINE, "soft": SOFT, "accent": ACCENT},
        # Only the program that opens it knows where its pages end: a brief one is small from the start.
        "factor": writer.factor,
    }
    widths = dict.fromkeys(width for each in elements if isinstance(each, _Table) for width in each.widths)
    parts = {
        "content.xml": _rendered(
            "content.xml.j2",
            elements=elements,
            styles=_style_names(elements),
            widths={width: number for number, width in enumerate(widths, 1)},
            width=f"{_WIDTH:g}",
            padding="0.35" if document.brief else "0.8",
            **shared,
        ),
        "styles.xml": _rendered("styles.xml.j2", demo_mark=texts.DEMO_MARK.get(document.language), **shared),
        "meta.xml": _rendered("meta.xml.j2", made=made.isoformat(timespec="seconds"), **shared),
    }
    return _packed(parts, writer.files, made)


@dataclass(frozen=True)
class _Look:
    """The style of a paragraph and what is particular to it; the mark of an outcome ends with the ``is_last`` one."""

    base: str
    outcome: Optional[Outcome] = None
    keep: bool = False
    page_break: bool = False
    is_last: bool = False


@dataclass(frozen=True)
class _Run:
    """A text in a style of characters, cut into its pieces."""

    pieces: tuple[tuple[str, str], ...]
    style: str = ""
    kind = "text"


@dataclass(frozen=True)
class _Picture:
    """A picture in a line of text, or beside its paragraph and those that follow; ``width`` and ``height`` are in mm.
    Without ``alt`` it is an ornament."""

    name: str
    href: str
    width: float
    height: float
    style: str
    title: str
    alt: str = ""
    anchor: str = "as-char"
    kind = "picture"


@dataclass(frozen=True)
class _Number:
    """The number of a table or a figure, which counts itself."""

    of: str
    value: int
    kind = "number"


_Inline = Union[_Run, _Picture, _Number]


@dataclass(frozen=True)
class _Paragraph:
    """A paragraph or, with a ``level``, a heading. Those with the same ``list``, unless it is 0, are items of one."""

    look: _Look
    inline: tuple[_Inline, ...]
    level: int = 0
    list: int = 0
    kind = "paragraph"


@dataclass(frozen=True)
class _List:
    items: tuple[_Paragraph, ...]
    kind = "list"


@dataclass(frozen=True)
class _Table:
    """A table; ``widths`` are in mm."""

    number: int
    widths: tuple[float, ...]
    head: tuple[_Paragraph, ...]
    rows: tuple[tuple[_Paragraph, ...], ...]
    kind = "table"


_Element = Union[_Paragraph, _List, _Table]


class _Writer:
    """Turns blocks into elements and collects the ``files`` of their pictures: their names by what is in them."""

    def __init__(self, document: Document, pictures: Mapping[str, MapPicture]) -> None:
        self._document = document
        self._language = document.language
        self._pictures = pictures
        self.factor = _BRIEF if document.brief else 1.0
        self._outcome: Optional[Outcome] = None
        self._breaks_page = self._ends_list = False
        self._opening: Optional[int] = None
        self._opening_level = 0
        self._frames = self._tables = self._figures = 0
        self._written: list[Union[_Paragraph, _Table]] = []
        self.files: dict[Encoded, str] = {}

    def write(self) -> None:
        """Write the whole document."""
        document = self._document
        if document.kind != next((each.text for each in document.blocks if isinstance(each, Heading)), ""):
            self._add("Kicker", [_run(document.kind)])
        self._blocks(document.blocks)

    def elements(self) -> list[_Element]:
        """What was written, with lists put together."""
        made: list[_Element] = []
        for number, members in groupby(self._written, key=lambda each: getattr(each, "list", 0)):
            run = tuple(members)
            made += [_List(run)] if number else run
        return made

    def _blocks(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            if isinstance(block, Heading):
                self._heading(block)
            elif isinstance(block, Paragraph):
                self._paragraph(block)
            elif isinstance(block, Terms):
                self._terms(block)
            elif isinstance(block, Table):
                self._table(block)
            elif isinstance(block, Drawing):
                self._drawing(block)
            elif isinstance(block, Figure):
                self._figure(block)
            elif isinstance(block, Beside):
                self._beside(block)
            elif isinstance(block, Group):
                self._group(block)
            elif isinstance(block, PageBreak):
                self._breaks_page = self._ends_list = True

    def _add(self, base: str, inline: Sequence[_Inline], level: int = 0) -> None:
        """Add a paragraph or a heading; those one after another in the style of lists make a list."""
        number = 0
        if base == _STYLES[Style.BULLET]:
            last = self._written[-1] if self._written and not self._ends_list else None
            number = getattr(last, "list", 0) or len(self._written) + 1
        look = _Look(base, self._outcome, page_break=self._breaks_page)
        self._written.append(_Paragraph(look, tuple(inline), level, number))
        self._breaks_page = self._ends_list = False

    def _change(self, start: int, end: int, **changes: bool) -> None:
        """Change the look of the paragraphs from ``start`` up to ``end``."""
        for number in range(start, end):
            each = self._written[number]
            if isinstance(each, _Paragraph):
                self._written[number] = replace(each, look=replace(each.look, **changes))

    def _keep_opening(self, ends: bool = True) -> None:
        """Keep a heading and the few paragraphs below it with what they introduce, which ``ends`` them or, a heading
        below it, does not."""
        if self._opening is not None and len(self._written) - self._opening <= _LONGEST_OPENING:
            self._change(self._opening, len(self._written), keep=True)
        if ends:
            self._opening = None

    # blocks of text

    def _heading(self, heading: Heading) -> None:
        if self._opening is None or heading.level <= self._opening_level:
            self._opening, self._opening_level = len(self._written), heading.level
        else:
            self._keep_opening(ends=False)
        self._add(f"Heading_20_{heading.level}", [_run(heading.text)], heading.level)
        if heading.outcome is not None:
            self._add("Outcome", self._label(heading.outcome, heading.label))

    def _paragraph(self, paragraph: Paragraph) -> None:
        self._add(_STYLES[paragraph.style], [*_term(paragraph.term, paragraph.text), _run(paragraph.text)])

    def _terms(self, terms: Terms) -> None:
        base = "Terms_20_small" if terms.style is Style.SMALL else "Terms"
        for term, value in terms.rows:
            self._add(base, [_run(term, strong=True), _run("\t"), _run(value)])

    def _group(self, group: Group) -> None:
        self._keep_opening()
        outer, start = self._outcome, len(self._written)
        # A list before the group, or after it, is not one with a list in it.
        self._ends_list = True
        self._outcome = group.outcome or outer
        self._blocks(group.blocks)
        end = len(self._written)
        self._change(start, end - 1, keep=True)
        if self._outcome is not None:
            self._change(max(start, end - 1), end, is_last=True)
        self._outcome, self._opening, self._ends_list = outer, None, True

    # tables

    def _table(self, table: Table) -> None:
        self._keep_opening()
        self._tables += 1
        self._add("Table_20_caption", self._numbered(TABLE, "Table", self._tables, table.caption))
        self._written.append(
            _Table(
                self._tables,
                column_widths(table, _WIDTH),
                tuple(_cell_paragraph("heading", column, [_run(column.head)]) for column in table.columns),
                tuple(
                    tuple(
                        _cell_paragraph("contents", column, self._cell(cell))
                        for column, cell in zip(table.columns, row)
                    )
                    for row in table.rows
                ),
            )
        )

    def _cell(self, cell: Cell) -> list[_Inline]:
        if cell.outcome is not None:
            return self._label(cell.outcome, cell.text)
        return [_run(cell.text, strong=cell.strong)]

    # pictures

    def _drawing(self, drawing: Drawing) -> None:
        graphic = drawing.graphic
        room = _WIDTH - (_MARKED if self._outcome is not None else 0.0)
        size = _fitted(graphic.width, graphic.height, (room, _LARGE[1]))
        file = drawing_file(graphic.svg, graphic.width, graphic.height)
        self._add("Drawing", [self._picture(file, size, "Graphics", alt=graphic.alt)])

    def _beside(self, beside: Beside) -> None:
        """Blocks and a map: below them or, in a brief document, which has little room, at their right."""
        first = len(self._written)
        self._blocks(beside.left)
        at_right = self._document.brief and first < len(self._written)
        self._figure(beside.right, beside.share * self.factor, first if at_right else None)

    def _figure(self, figure: Figure, share: float = 1.0, beside: Optional[int] = None) -> None:
        """A map with its number and title, its legend and its source below it, no wider than ``share`` of the page. The
        map itself may stand ``beside`` what was written from that paragraph on."""
        picture = self._pictures.get(figure.key)
        if picture is None:
            return
        self._keep_opening()
        start = len(self._written)
        self._figures += 1
        tall = picture.height > picture.width
        most = _LARGE if figure.large else _TALL if tall else _PLAIN
        most = min(most[0], share * _WIDTH), most[1]
        size = _fitted(picture.width, picture.height, most, fill=figure.large)
        drawn = self._picture(map_file(picture, self._language), size, "Map", figure.title, figure.alt)
        if beside is None:
            self._add("Picture", [drawn])
        else:
            drawn = replace(drawn, style="Map_20_beside", anchor="paragraph")
            self._written[beside] = replace(self._written[beside], inline=(drawn, *self._written[beside].inline))
        self._add("Caption", self._numbered(FIGURE, "Figure", self._figures, figure.title))
        if picture.legend:
            self._add("Legend", self._legend(picture))
        if figure.caption:
            self._add("Picture_20_source", [_run(figure.caption)])
        self._change(start, len(self._written) - 1, keep=True)

    def _legend(self, picture: MapPicture) -> list[_Inline]:
        """The signs with what they mean. Lines are broken here: programs would do it between a sign and its label."""
        inline: list[_Inline] = []
        taken = 0.0
        for entry in picture.legend:
            needed = _SWATCH[0] * len(entry.images) + _length(NBSP + entry.label) + 2 * _LETTER
            if inline:
                inline.append(_run("\n" if taken + needed > _WIDTH else _BETWEEN))
            taken = needed if taken + needed > _WIDTH else taken + needed
            inline += [self._picture(decoded(uri), _SWATCH, "Sign", entry.label) for uri in entry.images]
            inline.append(_run(NBSP + entry.label))
        return inline

    def _label(self, outcome: Outcome, label: str) -> list[_Inline]:
        """What an outcome is called, with its sign in front."""
        sign = self._picture(badge_file(outcome), (_SIGN, _SIGN), "Sign", label)
        return [sign, replace(_run(NBSP + label), style=f"Outcome_20_{outcome.value}")]

    def _picture(
        self, file: Encoded, size: tuple[float, float], style: str, title: str = "", alt: str = ""
    ) -> _Picture:
        self._frames += 1
        href = self.files.setdefault(file, f"Pictures/{len(self.files) + 1}.{file.form}")
        return _Picture(f"Picture{self._frames}", href, *size, style, title, alt)

    def _numbered(self, label: Text, of: str, number: int, title: str) -> list[_Inline]:
        return [_run(label.get(self._language) + NBSP), _Number(of, number), _run(f" – {title}")]


def column_widths(table: Table, width: float) -> tuple[float, ...]:
    """How wide (mm) the columns of ``table`` are in ``width``: by their weights, but none too narrow for its words
    while another has room to spare."""
    whole = sum(column.weight for column in table.columns)
    wanted = [width * column.weight / whole for column in table.columns]
    least = [_least(column, [row[place].text for row in table.rows]) for place, column in enumerate(table.columns)]
    missing = sum(max(0.0, need - has) for need, has in zip(least, wanted))
    spare = sum(max(0.0, has - need) for need, has in zip(least, wanted))
    if missing > spare:
        return tuple(round(width * need / sum(least), 2) for need in least)
    part = missing / spare if spare else 0.0
    return tuple(round(need if has < need else has - part * (has - need), 2) for need, has in zip(least, wanted))


def _least(column: Column, cells: Sequence[str]) -> float:
    words = (word for text in (column.head, *cells) for word in re.split(r"[ \n\t/-]+", text))
    return min(max(map(_length, words)), _LONGEST_WORD) + _CELL_EDGES


def _length(text: str) -> float:
    """About how long (mm) a text is on one line of a table, or a little more than that."""
    return sum(_NARROW_LETTER if each in _NARROW_LETTERS else _LETTER + 0.4 * each.isupper() for each in text)


def _fitted(width: int, height: int, most: tuple[float, float], fill: bool = False) -> tuple[float, float]:
    """The size (mm) of what is ``width`` × ``height`` CSS pixels: its own or, to ``fill`` and where it is too large,
    as large as ``most``."""
    factor = min(most[0] / width, most[1] / height)
    if not fill:
        factor = min(_PIXEL, factor)
    return width * factor, height * factor


def _run(text: str, strong: bool = False) -> _Run:
    return _Run(tuple(_pieces(text)), "Strong_20_Emphasis" if strong else "")


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    for place, piece in enumerate(_PIECES.split(text)):
        if place % 2 == 0:
            if piece:
                yield "text", piece
        elif piece == "\t":
            yield "tab", piece
        else:
            yield ("spaces" if piece[0] == " " else "break"), piece


def _term(term: str, text: str) -> list[_Inline]:
    """The term in front of a text, set off from it."""
    if not term:
        return []
    if not text:
        return [_run(term, strong=True)]
    return [_run(term if term.endswith(_ENDS) else f"{term}:", strong=True), _Run((("text", " "),))]


def _cell_paragraph(part: str, column: Column, inline: Sequence[_Inline]) -> _Paragraph:
    base = f"Table_20_{part}_20_number" if column.numeric else f"Table_20_{part}"
    return _Paragraph(_Look(base), tuple(inline))


def _style_names(elements: Sequence[_Element]) -> dict[_Look, str]:
    """The name of the style of each look: its own where there is something particular to it."""
    names: dict[_Look, str] = {}
    for paragraph in _paragraphs(elements):
        plain = paragraph.look == _Look(paragraph.look.base)
        names.setdefault(paragraph.look, paragraph.look.base if plain else f"P{len(names) + 1}")
    return names


def _paragraphs(elements: Sequence[_Element]) -> Iterator[_Paragraph]:
    for element in elements:
        if isinstance(element, _Paragraph):
            yield element
        elif isinstance(element, _List):
            yield from element.items
        else:
            yield from element.head
            for row in element.rows:
                yield from row


def _rendered(name: str, **values: object) -> str:
    # What has no place in XML is taken out of the whole at once: so no text can be forgotten, and markup has none.
    return _NOT_XML.sub("", template(f"odt/{name}", strict=True).render(**values))


def _packed(parts: Mapping[str, str], files: Mapping[Encoded, str], made: datetime.datetime) -> bytes:
    """The package. Its type comes first and plain, for whoever looks at the beginning of a file only."""
    listed = [(name, "text/xml") for name in parts]
    listed += [(name, f"image/{file.form}") for file, name in files.items()]
    manifest = _rendered("manifest.xml.j2", media_type=_MEDIA_TYPE, files=listed)
    # A zip cannot hold an earlier year.
    moment = (max(1980, made.year), made.month, made.day, made.hour, made.minute, made.second)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:

        def add(name: str, content: bytes, compression: int = zipfile.ZIP_DEFLATED) -> None:
            package.writestr(zipfile.ZipInfo(name, moment), content, compression)

        add("mimetype", _MEDIA_TYPE.encode("ascii"), zipfile.ZIP_STORED)
        for name, text in parts.items():
            add(name, text.encode("utf-8"))
        for file, name in files.items():
            add(name, file.content, zipfile.ZIP_STORED)
        add("META-INF/manifest.xml", manifest.encode("utf-8"))
    return stream.getvalue()
