"""What QGIS leaves out of a PDF: bookmarks, document metadata, its language, and where on the earth each map lies.

A PDF may be changed by adding to its end: new versions of some objects, a table of where they are, and a trailer that
points back to the table before (ISO 32000-1, 7.5.6, *Incremental updates*). Nothing that QGIS wrote is touched.
Bookmarks are 12.3.3 there; viewports with a geospatial measure are ISO 32000-2, 12.9 and 12.10, which GDAL, Adobe
Reader and QGIS read.

No library that ships with QGIS writes these. Free of QGIS.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from typing import Mapping, Optional, Sequence

_LITERAL = rb"\((?:\\.|[^\\)])*\)"
_BOX = re.compile(rb"/MediaBox\s*\[\s*(?:-?\d+(?:\.\d+)?\s+){3}(-?\d+(?:\.\d+)?)\s*\]")
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_REFERENCE = rb"/%s\s+(\d+)\s+0\s+R"
_KIDS = re.compile(rb"/Kids\s*\[([^\]]*)\]")
_IN_LIST = re.compile(rb"(\d+)\s+0\s+R")


class PdfError(ValueError):
    """A file that is no PDF of the kind that Qt writes; the text says what is missing."""


@dataclass(frozen=True)
class Bookmark:
    """A heading; ``level`` 1 is the top, ``page`` counts from 0, ``top`` is how far (pt) below the upper edge it is."""

    level: int
    title: str
    page: int
    top: float


@dataclass(frozen=True)
class Viewport:
    """A map on a page. ``box`` is left, bottom, right and top in points from the lower left corner of the page.

    ``corners`` are the latitudes and longitudes of its upper left, lower left, lower right and upper right corner;
    ``wkt`` is the map's CRS in ESRI's words, ``epsg`` its number or 0.
    """

    page: int
    box: tuple[float, float, float, float]
    corners: tuple[tuple[float, float], ...]
    wkt: str
    epsg: int
    name: str


@dataclass(frozen=True)
class Finish:
    """What to add. ``properties`` are entries of the document information, such as ``Title`` and ``Author``."""

    language: str
    properties: Mapping[str, str]
    made: datetime.datetime
    bookmarks: Sequence[Bookmark] = ()
    viewports: Sequence[Viewport] = field(default_factory=tuple)


def finished(pdf: bytes, finish: Finish) -> bytes:
    """``pdf`` as QGIS wrote it, with ``finish`` added at its end. Raises :class:`PdfError`."""
    source = _Pdf(pdf)
    update = _Update(source)
    catalog = source.catalog
    entries = [
        f"/Lang {_string(finish.language)}",
        "/ViewerPreferences << /DisplayDocTitle true >>",
    ]
    outline = _outline(finish.bookmarks, source.pages, source.heights, update)
    if outline:
        entries += [f"/Outlines {outline} 0 R", "/PageMode /UseOutlines"]
    # Qt 6 describes the file in XMP as well, without a title: where the two differ, readers believe that.
    update.replace(catalog, source.extended(catalog, entries, without=("/Metadata",)))
    for viewport in finish.viewports:
        if not 0 <= viewport.page < len(source.pages):
            raise PdfError(f"there is no page {viewport.page + 1}")
    for page, number in enumerate(source.pages):
        maps = [viewport for viewport in finish.viewports if viewport.page == page]
        if maps:
            listed = " ".join(map(_viewport, maps))
            update.replace(number, source.extended(number, [f"/VP [ {listed} ]"]))
    offset = finish.made.strftime("%z")
    stamp = finish.made.strftime("D:%Y%m%d%H%M%S") + (f"{offset[:3]}'{offset[3:5]}'" if offset else "")
    stated = {**finish.properties, "Producer": source.producer}
    info = [f"/{key} {_string(value)}" for key, value in stated.items() if value]
    info += [f"/CreationDate ({stamp})", f"/ModDate ({stamp})"]
    number = update.add("<< " + " ".join(info) + " >>")
    return update.written(number)


class _Pdf:
    """The objects of a file with one plain table of where they are, as Qt writes it."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        start = _START.search(content[-64:])
        if not start or not content.startswith(b"%PDF-1."):
            raise PdfError("no PDF, or one without its end")
        self.start = int(start.group(1))
        self._places, trailer = self._table(self.start)
        self.size = int(_found(rb"/Size\s+(\d+)", trailer, "the number of objects"))
        self.catalog = int(_found(_REFERENCE % b"Root", trailer, "the catalog"))
        self._info = re.search(_REFERENCE % b"Info", trailer)
        identity = re.search(rb"/ID\s*\[[^\]]*\]", trailer)
        #: The entry of the trailer that tells files apart, empty where there is none.
        self.identity = identity.group(0).decode("latin-1") if identity else ""
        tree = int(_found(_REFERENCE % b"Pages", self.body(self.catalog), "the pages"))
        kids = _KIDS.search(self.body(tree))
        if not kids:
            raise PdfError("the list of pages is missing")
        self.pages = [int(each) for each in _IN_LIST.findall(kids.group(1))]
        self.heights = [self._height(page) for page in self.pages]

    @property
    def producer(self) -> str:
        """What says that it wrote the file, empty where nothing does."""
        if self._info is None:
            return ""
        stated = re.search(rb"/Producer\s*(%s)" % _LITERAL, self.body(int(self._info.group(1))), re.DOTALL)
        if not stated:
            return ""
        text = re.sub(rb"\\([()\\])", rb"\1", stated.group(1)[1:-1])
        return text[2:].decode("utf-16-be", "replace") if text[:2] == b"\xfe\xff" else text.decode("latin-1")

    def body(self, number: int) -> bytes:
        """The dictionary of an object without a stream. Raises :class:`PdfError`."""
        place = self._places.get(number)
        if place is None:
            raise PdfError(f"object {number} is missing")
        head = b"%d 0 obj" % number
        if not self.content.startswith(head, place):
            raise PdfError(f"object {number} is not where the table says")
        end = self.content.find(b"endobj", place)
        body = self.content[place + len(head) : end].strip()
        if end < 0 or not body.startswith(b"<<") or not body.endswith(b">>"):
            raise PdfError(f"object {number} is no dictionary")
        return body

    def extended(self, number: int, entries: Sequence[str], without: Sequence[str] = ()) -> str:
        """The dictionary of an object with more ``entries``; those that it has under the same names or those of
        ``without`` give way."""
        body = self.body(number).decode("latin-1")
        for entry in (*entries, *without):
            # Qt states a language or metadata in newer versions; two entries of one name would be a fault.
            name = entry.split(" ", 1)[0]
            value = rf"{_LITERAL.decode()}|<<[^<>]*>>|<[0-9A-Fa-f\s]*>|\d+\s+0\s+R|/\w+"
            body = re.sub(rf"{name}(?=[\s(</])\s*({value})", "", body, flags=re.DOTALL)
        return body[:-2] + "\n" + "\n".join(entries) + "\n>>"

    def _table(self, start: int) -> tuple[dict[int, int], bytes]:
        if not self.content.startswith(b"xref", start):
            raise PdfError("no plain table of objects")
        end = self.content.find(b"trailer", start)
        if end < 0:
            raise PdfError("no trailer")
        try:
            return self._entries(start, end), self.content[end:]
        except ValueError as error:
            raise PdfError("the table of objects is broken") from error

    def _entries(self, start: int, end: int) -> dict[int, int]:
        places: dict[int, int] = {}
        words = self.content[start + 4 : end].split()
        at = 0
        while at + 1 < len(words):
            first, count = int(words[at]), int(words[at + 1])
            at += 2
            for number in range(first, first + count):
                place, _, kind = words[at : at + 3]
                at += 3
                if kind == b"n":
                    places[number] = int(place)
        return places

    def _height(self, page: int) -> float:
        box = _BOX.search(self.body(page))
        if not box:
            raise PdfError(f"page {page} has no size")
        return float(box.group(1))


class _Update:
    """New objects, and new versions of some that are there."""

    def __init__(self, source: _Pdf) -> None:
        self._source = source
        self._objects: dict[int, str] = {}
        self._next = source.size

    def reserve(self) -> int:
        """The number of an object to come."""
        self._next += 1
        return self._next - 1

    def replace(self, number: int, body: str) -> None:
        """Give an object a new body."""
        self._objects[number] = body

    def add(self, body: str) -> int:
        """A new object; its number."""
        number = self.reserve()
        self.replace(number, body)
        return number

    def written(self, info: int) -> bytes:
        """The file with the new objects at its end, ``info`` being the document information."""
        parts = [self._source.content]
        length = len(self._source.content)
        if not self._source.content.endswith(b"\n"):
            parts.append(b"\n")
            length += 1
        places = {}
        for number, body in sorted(self._objects.items()):
            places[number] = length
            written = f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
            parts.append(written)
            length += len(written)
        table = ["xref\n"]
        for number, place in places.items():
            table.append(f"{number} 1\n{place:010d} 00000 n \n")
        table.append(
            f"trailer\n<<\n/Size {self._next}\n/Root {self._source.catalog} 0 R\n/Info {info} 0 R\n"
            f"/Prev {self._source.start}\n{self._source.identity}\n>>\nstartxref\n{length}\n%%EOF\n"
        )
        parts.append("".join(table).encode("latin-1"))
        return b"".join(parts)


def _outline(
    bookmarks: Sequence[Bookmark], pages: Sequence[int], heights: Sequence[float], update: _Update
) -> Optional[int]:
    """The tree of bookmarks; the number of its root, None where there are none."""
    if not bookmarks:
        return None
    root = update.reserve()
    numbers = [update.reserve() for _ in bookmarks]
    parents = _parents([bookmark.level for bookmark in bookmarks])
    children: dict[Optional[int], list[int]] = {}
    for index, parent in enumerate(parents):
        children.setdefault(parent, []).append(index)
    for index, bookmark in enumerate(bookmarks):
        if not 0 <= bookmark.page < len(pages):
            raise PdfError(f"there is no page {bookmark.page + 1}")
        siblings = children[parents[index]]
        at = siblings.index(index)
        parent = root if parents[index] is None else numbers[parents[index]]
        entries = [
            f"/Title {_string(bookmark.title)}",
            f"/Parent {parent} 0 R",
            f"/Dest [{pages[bookmark.page]} 0 R /XYZ 0 {heights[bookmark.page] - bookmark.top:.1f} null]",
        ]
        if at > 0:
            entries.append(f"/Prev {numbers[siblings[at - 1]]} 0 R")
        if at + 1 < len(siblings):
            entries.append(f"/Next {numbers[siblings[at + 1]]} 0 R")
        own = children.get(index, [])
        if own:
            # Below zero: closed until it is opened, so that the first view has the sections alone.
            entries.append(f"/First {numbers[own[0]]} 0 R /Last {numbers[own[-1]]} 0 R /Count {-len(own)}")
        update.replace(numbers[index], "<< " + " ".join(entries) + " >>")
    top = children[None]
    update.replace(
        root, f"<< /Type /Outlines /First {numbers[top[0]]} 0 R /Last {numbers[top[-1]]} 0 R /Count {len(top)} >>"
    )
    return root


def _parents(levels: Sequence[int]) -> list[Optional[int]]:
    """For each of ``levels`` the index of the nearest one before it that is higher up."""
    parents: list[Optional[int]] = []
    path: list[int] = []
    for index, level in enumerate(levels):
        while path and levels[path[-1]] >= level:
            path.pop()
        parents.append(path[-1] if path else None)
        path.append(index)
    return parents


def _viewport(viewport: Viewport) -> str:
    box = " ".join(f"{each:.3f}" for each in viewport.box)
    places = " ".join(f"{latitude:.9f} {longitude:.9f}" for latitude, longitude in viewport.corners)
    kind = "PROJCS" if viewport.wkt.startswith("PROJCS") else "GEOGCS"
    code = f" /EPSG {viewport.epsg}" if viewport.epsg else ""
    return (
        f"<< /Type /Viewport /BBox [ {box} ] /Name {_string(viewport.name)} "
        f"/Measure << /Type /Measure /Subtype /GEO /Bounds [ 0 1 0 0 1 0 1 1 ] /GPTS [ {places} ] "
        f"/LPTS [ 0 1 0 0 1 0 1 1 ] /GCS << /Type /{kind} /WKT {_plain(viewport.wkt)}{code} >> >> >>"
    )


def _plain(text: str) -> str:
    """A text of ASCII as a PDF string that is read by whoever expects no UTF-16."""
    escaped = text.encode("ascii", "replace").decode().replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"({escaped})"


def _string(text: str) -> str:
    """Any text as a PDF string: UTF-16 in hexadecimal, which no character of it can break."""
    encoded = (b"\xfe\xff" + text.encode("utf-16-be", "replace")).hex()
    return f"<{encoded}>"


def _found(pattern: bytes, text: bytes, what: str) -> bytes:
    match = re.search(pattern, text)
    if not match:
        raise PdfError(f"{what} is missing")
    return match.group(1)
