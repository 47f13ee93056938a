"""A document as a sequence of blocks: what PDF and ODT have in common, free of QGIS and of any format.

Texts are plain. Whoever writes them out does the escaping of its own format.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Optional, Union

from ..core.outcome import Outcome
from .graphics import Graphic


class Style(str, Enum):
    """How a paragraph is meant. The value is the name of its style in a template."""

    META = "meta"
    LEAD = "lead"
    BODY = "body"
    SMALL = "small"
    BULLET = "bullet"
    NOTICE = "notice"
    ASK = "ask"
    FIGURE = "figure"
    REMARK = "remark"


@dataclass(frozen=True)
class Heading:
    """A heading; ``level`` 1 is the title of the document or of a proposal in it. ``outcome`` stands beside it."""

    level: int
    text: str
    outcome: Optional[Outcome] = None
    label: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; ``term`` stands in front of it, set off from the text."""

    text: str
    style: Style = Style.BODY
    term: str = ""


@dataclass(frozen=True)
class Terms:
    """Terms with what they stand for."""

    rows: tuple[tuple[str, str], ...]
    style: Style = Style.BODY


@dataclass(frozen=True)
class Cell:
    """A cell of a table. ``outcome`` is the outcome that the text names, if it is one."""

    text: str
    outcome: Optional[Outcome] = None
    strong: bool = False


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading and its width in relation to the others. ``numeric`` ones are aligned right."""

    head: str
    weight: float
    numeric: bool = False


@dataclass(frozen=True)
class Table:
    """A table with a caption and a row of headings; the first cell of each row is the heading of the row."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Drawing:
    """A small drawing."""

    graphic: Graphic


@dataclass(frozen=True)
class Figure:
    """A map: ``key`` says which (see :mod:`.mapped`), ``title`` what it shows, ``caption`` from what, ``alt`` the same
    for whoever does not see it. ``large`` ones fill the width."""

    key: str
    title: str
    caption: str
    alt: str
    large: bool = False


@dataclass(frozen=True)
class Beside:
    """Blocks with a figure at their right, which takes ``share`` of the width."""

    left: tuple[Block, ...]
    right: Figure
    share: float


@dataclass(frozen=True)
class Group:
    """Blocks that belong together and stay on one page where they fit; marked with the colour of ``outcome``."""

    blocks: tuple[Block, ...]
    outcome: Optional[Outcome] = None


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a first page of its own, as each of several proposals does."""


Block = Union[Heading, Paragraph, Terms, Table, Drawing, Figure, Beside, Group, PageBreak]


@dataclass(frozen=True)
class Document:
    """A whole document. ``running`` stands at the top of its pages, ``demo`` on each where data are examples.

    ``kind`` is what such documents are called, ``region`` whose strategy it is about, ``made`` when, in words. One that
    is ``brief`` is made smaller where that brings it onto one page.
    """

    language: str
    title: str
    kind: str
    region: str
    made: str
    subject: str
    author: str
    keywords: tuple[str, ...]
    running: str
    demo: str
    brief: bool
    blocks: tuple[Block, ...]

    @property
    def sections(self) -> list[tuple[Block, ...]]:
        """The blocks between the page breaks."""
        sections: list[list[Block]] = [[]]
        for block in self.blocks:
            if isinstance(block, PageBreak):
                sections.append([])
            else:
                sections[-1].append(block)
        return [tuple(section) for section in sections]
