"""What is added to a PDF of Qt: read back from the finished file by a reader of its own, no QGIS."""

from __future__ import annotations

import datetime
import re
from collections import namedtuple

import pytest
from plandialog.plugin.report.layout.pdf_update import Bookmark, Finish, PdfError, Viewport, finished

MADE = datetime.datetime(2026, 11, 24, 10, 7, 5, tzinfo=datetime.timezone.utc)
WKT = 'PROJCS["SWEREF99_TM",GEOGCS["GCS_SWEREF99",DATUM["D_SWEREF99",SPHEROID["GRS_1980",6378137.0,298.257222101]]]]'

#: Qt writes a text as UTF-16 with a backslash before what would end it.
QT = b"(\xfe\xff\0Q\0t\0 \x005\0.\x001\x005)"

Read = namedtuple("Read", "objects trailer starts")


# a PDF as Qt writes it


def pdf(
    heights=(842.0, 842.0, 842.0), catalog=b"", info=b"/Producer " + QT, box=b"0 0 595.000000 %f", **parts
) -> bytes:
    """Pages of these heights. Further parts by their names take the place of what Qt would write."""
    kids = b"\n".join(b"%d 0 R" % (4 + 2 * number) for number in range(len(heights)))
    objects = [
        b"<<\n/Title (\xfe\xff)\n%s\n/CreationDate (D:20261130024151Z)\n>>" % info,
        b"<<\n/Type /Catalog\n/Pages 3 0 R\n%s>>" % catalog,
        b"<<\n/Type /Pages\n/Kids \n[\n%s\n]\n/Count %d\n>>" % (kids, len(heights)),
    ]
    for number, height in enumerate(heights):
        own = box % height if b"%f" in box else box
        page = b"<<\n/Type /Page\n/Parent 3 0 R\n/Contents %d 0 R\n/MediaBox [%s]\n>>" % (5 + 2 * number, own)
        objects += [page, b"<<\n/Length 18\n>>\nstream\n0 0 m 9 9 l S \xff\xfe\n\nendstream"]
    content = parts.get("head", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    table = [b"0000000000 65535 f \n"]
    for number, body in enumerate(objects, 1):
        table.append(b"%010d 00000 n \n" % len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(content)
    content += parts.get("table", b"xref\n0 %d\n%s" % (len(table), b"".join(table)))
    trailer = b"trailer\n<<\n/Size %d \n/Info 1 0 R\n/Root 2 0 R\n>>\n" % len(table)
    return content + parts.get("trailer", trailer) + b"startxref\n%d \n%%%%EOF\n" % parts.get("start", start)


def finish(**changes) -> Finish:
    made = {"language": "sv", "properties": {}, "made": MADE}
    made.update(changes)
    return Finish(**made)


def viewport(**changes) -> Viewport:
    made = {
        "page": 0,
        "box": (56.7, 300.0, 538.6, 700.25),
        "corners": ((59.4, 15.0), (59.3, 15.01), (59.31, 15.2), (59.41, 15.19)),
        "wkt": WKT,
        "epsg": 3006,
        "name": "Planområde",
    }
    made.update(changes)
    return Viewport(**made)


def outline_of(*levels: int, page: int = 0) -> list[Bookmark]:
    return [Bookmark(level, f"Rubrik {number}", page, 10.0 * number) for number, level in enumerate(levels)]


# reading it back


def read(content: bytes) -> Read:
    """The newest version of every object of a PDF, and where its tables are; each entry of them is looked up."""
    start = int(re.search(rb"startxref\s+(\d+)\s+%%EOF\n\Z", content).group(1))
    objects, newest, starts = {}, None, []
    while start is not None:
        starts.append(start)
        head, _, rest = content[start:].partition(b"trailer\n")
        lines = head.splitlines(keepends=True)
        assert lines.pop(0) == b"xref\n"
        while lines:
            first, count = map(int, lines.pop(0).split())
            for number in range(first, first + count):
                entry = lines.pop(0)
                assert re.fullmatch(rb"\d{10} \d{5} [nf] \n", entry), entry
                if entry[17:18] == b"n":
                    place = int(entry[:10])
                    assert content.startswith(b"%d 0 obj\n" % number, place), (number, content[place : place + 20])
                    body = content[place + len(b"%d 0 obj\n" % number) : content.index(b"endobj", place)]
                    objects.setdefault(number, value_of(body.partition(b"\nstream\n")[0]))
        trailer = value_of(rest.partition(b"startxref")[0])
        newest = newest or trailer
        start = int(trailer["Prev"]) if "Prev" in trailer else None
    return Read(objects, newest, starts)


def value_of(source: bytes):
    """One PDF object as Python: dictionaries, lists, texts as bytes, names as ``/Name``, references as integers."""
    tokens = re.findall(
        rb"<<|>>|[\[\]]|/[^\s<>\[\]()/]+|<[0-9a-f]*>|\((?:\\.|[^\\()])*\)|\d+ 0 R|[-+]?[\d.]+|true|false|null",
        source,
        re.DOTALL,
    )
    assert re.sub(rb"\s", b"", b"".join(tokens)) == re.sub(rb"\s", b"", source)
    value, left = _value(tokens)
    assert left == []
    return value


def _value(tokens):
    first, *tokens = tokens
    if first == b"[":
        items = []
        while tokens[0] != b"]":
            item, tokens = _value(tokens)
            items.append(item)
        return items, tokens[1:]
    if first == b"<<":
        entries = {}
        while tokens[0] != b">>":
            name = tokens[0].decode().removeprefix("/")
            assert name not in entries, f"{name} stands twice"
            entries[name], tokens = _value(tokens[1:])
        return entries, tokens[1:]
    if first.startswith(b"<"):
        return bytes.fromhex(first[1:-1].decode()), tokens
    if first.startswith(b"("):
        return re.sub(rb"\\(.)", rb"\1", first[1:-1], flags=re.DOTALL), tokens
    if first.endswith(b" R"):
        return int(first.split()[0]), tokens
    return first.decode(), tokens


def text(value: bytes) -> str:
    assert value.startswith(b"\xfe\xff")
    return value[2:].decode("utf-16-be")


def tree(content: bytes):
    """The bookmarks as ``(title, page, how far below the upper edge, what is below it)``, every link in it checked."""
    objects = read(content).objects
    catalog = objects[2]
    if "Outlines" not in catalog:
        assert "PageMode" not in catalog
        return []
    assert catalog["PageMode"] == "/UseOutlines"
    root = objects[catalog["Outlines"]]
    assert root["Type"] == "/Outlines"
    pages = objects[objects[2]["Pages"]]["Kids"]

    def below(number, entry):
        if "First" not in entry:
            assert not {"Last", "Count"} & set(entry)
            return []
        items, at, before = [], entry["First"], None
        while at is not None:
            item = objects[at]
            assert item["Parent"] == number and item.get("Prev") == before
            page, kind, left, upper, zoom = item["Dest"]
            assert (kind, left, zoom) == ("/XYZ", "0", "null")
            height = float(objects[page]["MediaBox"][3])
            items.append((text(item["Title"]), pages.index(page), height - float(upper), below(at, item)))
            before, at = at, item.get("Next")
        assert before == entry["Last"]
        # The root is open; whatever else has something below it is closed.
        assert int(entry["Count"]) == (len(items) if entry is root else -len(items))
        return items

    return below(catalog["Outlines"], root)


def shape_of(items) -> list:
    """The tree as titles alone: each a title with what is below it."""
    return [(title, shape_of(own)) for title, _, _, own in items]


# what was there


@pytest.mark.parametrize("changes", [{}, {"bookmarks": outline_of(1, 2, 2)}, {"viewports": [viewport()]}])
def test_nothing_that_was_written_is_touched(changes):
    before = pdf()
    after = finished(before, finish(**changes))
    assert after.startswith(before) and len(after) > len(before)
    old, new = read(before), read(after)
    assert new.starts[1:] == old.starts and new.starts[0] >= len(before)
    assert new.trailer["Root"] == old.trailer["Root"] == 2
    assert int(new.trailer["Size"]) == max(new.objects) + 1 > int(old.trailer["Size"])
    kept = set(old.objects) - {2} - ({4} if "viewports" in changes else set())
    assert {number: new.objects[number] for number in kept} == {number: old.objects[number] for number in kept}
    assert old.objects[2].items() <= new.objects[2].items()


def test_a_file_that_ends_without_a_line_break_gets_one():
    before = pdf().removesuffix(b"\n")
    after = finished(before, finish())
    assert after.startswith(before + b"\n")
    assert len(read(after).starts) == 2


@pytest.mark.parametrize("ending", [b"\r\n", b"\n\n", b" \n"])
def test_white_space_after_the_end_is_no_fault(ending):
    before = pdf().rstrip() + ending
    assert finished(before, finish()).startswith(before)


def test_the_same_is_written_twice_in_the_same_way():
    wanted = finish(bookmarks=outline_of(1, 2), viewports=[viewport()], properties={"Title": "T"})
    assert finished(pdf(), wanted) == finished(pdf(), wanted)


# language and information


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_language_is_stated(language):
    catalog = read(finished(pdf(), finish(language=language))).objects[2]
    assert text(catalog["Lang"]) == language
    assert catalog["ViewerPreferences"] == {"DisplayDocTitle": "true"}


def test_what_a_newer_qt_states_itself_gives_way_and_the_rest_stays():
    own = (
        b"/Lang (\xfe\xff\0e\0n\0-\0U\0S)\n/ViewerPreferences << /DisplayDocTitle false >>\n/PageMode /UseNone\n"
        b"/Outlines 1 0 R\n/Names 5 0 R\n/MarkInfo << /Marked true >>\n"
    )
    after = finished(pdf(catalog=own), finish(bookmarks=outline_of(1)))
    catalog = read(after).objects[2]
    assert text(catalog["Lang"]) == "sv"
    assert catalog["Names"] == 5 and catalog["MarkInfo"] == {"Marked": "true"} and catalog["Pages"] == 3
    assert shape_of(tree(after)) == [("Rubrik 0", [])]


def test_without_bookmarks_the_view_stays_as_it_was():
    catalog = read(finished(pdf(catalog=b"/PageMode /UseThumbs\n"), finish())).objects[2]
    assert catalog["PageMode"] == "/UseThumbs" and "Outlines" not in catalog


def test_the_information_states_what_is_given_and_who_wrote_the_file():
    stated = {"Title": "Kv. (Björken) \\ 🏡", "Author": "Plandialog", "Keywords": "", "Subject": "שכונה"}
    result = read(finished(pdf(), finish(properties=stated)))
    info = result.objects[result.trailer["Info"]]
    assert result.trailer["Info"] != 1
    assert text(info["Title"]) == stated["Title"] and text(info["Subject"]) == "שכונה"
    assert "Keywords" not in info
    assert text(info["Producer"]) == "Qt 5.15"
    assert info["CreationDate"] == info["ModDate"] and info["CreationDate"].startswith(b"D:20261124100705")


@pytest.mark.parametrize(
    ("stated", "read_as"),
    [
        (b"(Qt 5.15)", "Qt 5.15"),
        (rb"(Qt \(5\) \\ x)", r"Qt (5) \ x"),
        (b"(\xfe\xff\0Q\0\\(\0\\)\0\\\\\0t)", r"Q()\t"),
        (b"(\xfe\xff)", None),
        (b"()", None),
    ],
)
def test_who_wrote_the_file_is_read_in_either_way_of_writing_a_text(stated, read_as):
    result = read(finished(pdf(info=b"/Producer " + stated), finish()))
    info = result.objects[result.trailer["Info"]]
    assert (text(info["Producer"]) if "Producer" in info else None) == read_as


def test_a_file_that_says_nothing_of_itself_is_finished_all_the_same():
    bare = pdf(info=b"")
    result = read(finished(bare, finish(properties={"Title": "T"})))
    assert set(result.objects[result.trailer["Info"]]) == {"Title", "CreationDate", "ModDate"}
    nothing = pdf(trailer=b"trailer\n<<\n/Size 10 \n/Root 2 0 R\n>>\n")
    result = read(finished(nothing, finish(properties={"Title": "T"})))
    assert "Producer" not in result.objects[result.trailer["Info"]]


def test_half_of_a_character_does_not_stop_the_file():
    result = read(finished(pdf(), finish(properties={"Title": "a\ud83db"})))
    assert text(result.objects[result.trailer["Info"]]["Title"]) == "a?b"


# bookmarks


def test_no_bookmarks_make_no_tree():
    assert tree(finished(pdf(), finish())) == []


@pytest.mark.parametrize("level", [1, 3])
def test_one_bookmark_is_a_tree_whatever_its_level(level):
    assert shape_of(tree(finished(pdf(), finish(bookmarks=outline_of(level))))) == [("Rubrik 0", [])]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((1, 1, 1), [(0,), (1,), (2,)]),
        ((1, 2, 3), [(0, (1, (2,)))]),
        ((1, 2, 2, 1, 2), [(0, (1,), (2,)), (3, (4,))]),
        # one level is skipped, and what follows is one below the same
        ((1, 3, 2, 3), [(0, (1,), (2, (3,)))]),
        ((1, 3, 3, 1), [(0, (1,), (2,)), (3,)]),
        # the first is not the highest
        ((3, 2, 1, 2), [(0,), (1,), (2, (3,))]),
        ((2, 3, 1), [(0, (1,)), (2,)]),
        ((1, 2, 3, 1, 3, 1), [(0, (1, (2,))), (3, (4,)), (5,)]),
    ],
)
def test_headings_are_below_the_nearest_one_before_them_that_is_higher(levels, expected):
    def as_items(numbers):
        return [(f"Rubrik {first}", as_items(own)) for first, *own in numbers]

    after = finished(pdf(), finish(bookmarks=outline_of(*levels)))
    assert shape_of(tree(after)) == as_items(expected)


def test_many_bookmarks_are_all_there_in_their_order():
    levels = [1 + number % 3 for number in range(150)]
    items = tree(finished(pdf(), finish(bookmarks=outline_of(*levels))))

    def titles(of):
        for title, _, _, own in of:
            yield title
            yield from titles(own)

    assert list(titles(items)) == [f"Rubrik {number}" for number in range(150)]
    assert len(items) == 50


TITLES = (
    "Kv. (Björken",
    ")(",
    "a\\b\\(c\\)",
    ">> /Count 9 endobj <<",
    "Å ä ö — ”citat”",
    "שכונת האורנים مخطط",
    "Hus 🏡 𝔘",
    "rad\nrad\ttab\x00noll",
    "",
)


@pytest.mark.parametrize("title", TITLES)
def test_a_title_is_what_it_was_whatever_is_in_it(title):
    after = finished(pdf(), finish(bookmarks=[Bookmark(1, title, 1, 5.0), Bookmark(2, title, 2, 6.0)]))
    assert shape_of(tree(after)) == [(title, [(title, [])])]


def test_a_bookmark_leads_to_its_place_on_its_page():
    heights = (842.0, 595.0, 1190.5)
    bookmarks = [Bookmark(1, str(page), page, top) for page, top in ((0, 0.0), (1, 56.7), (2, 1190.5), (0, 400.04))]
    found = [(page, top) for _, page, top, _ in tree(finished(pdf(heights), finish(bookmarks=bookmarks)))]
    assert found == [
        (page, pytest.approx(top, abs=0.06)) for page, top in ((0, 0.0), (1, 56.7), (2, 1190.5), (0, 400.0))
    ]


def test_the_upper_edge_of_a_page_counts_where_it_does_not_begin_at_zero():
    after = finished(pdf(box=b"-10 20 585 862"), finish(bookmarks=[Bookmark(1, "a", 0, 62.0)]))
    assert read(after).objects[read(after).objects[2]["Outlines"]]
    assert tree(after)[0][2] == pytest.approx(62.0) and b"/XYZ 0 800.0 null" in after


@pytest.mark.parametrize("page", [-1, 3, 99])
def test_a_bookmark_to_a_page_that_is_not_there_is_refused(page):
    with pytest.raises(PdfError, match=str(page + 1)):
        finished(pdf(), finish(bookmarks=outline_of(1, page=page)))


def test_a_file_without_pages_can_be_finished_but_has_no_bookmarks():
    assert tree(finished(pdf(heights=()), finish())) == []
    with pytest.raises(PdfError):
        finished(pdf(heights=()), finish(bookmarks=outline_of(1)))


# maps


def maps_of(content: bytes, page: int) -> list:
    return read(content).objects[4 + 2 * page].get("VP", [])


def test_a_map_states_where_on_the_page_and_on_the_earth_it_lies():
    (found,) = maps_of(finished(pdf(), finish(viewports=[viewport()])), 0)
    assert found["Type"] == "/Viewport" and text(found["Name"]) == "Planområde"
    assert [float(each) for each in found["BBox"]] == [56.7, 300.0, 538.6, 700.25]
    measure = found["Measure"]
    assert (measure["Type"], measure["Subtype"]) == ("/Measure", "/GEO")
    places = [float(each) for each in measure["GPTS"]]
    assert list(zip(places[::2], places[1::2])) == list(viewport().corners)
    # Each corner of the unit square in the order of the corners: upper left, lower left, lower right, upper right.
    assert measure["LPTS"] == measure["Bounds"] == list("01001011")
    assert measure["GCS"] == {"Type": "/PROJCS", "WKT": WKT.encode(), "EPSG": "3006"}


def test_maps_are_on_their_pages_and_other_pages_are_left_alone():
    placed = [viewport(page=2, name="a"), viewport(page=0, name="b"), viewport(page=2, name="c")]
    before = pdf()
    after = finished(before, finish(viewports=placed))
    assert [[text(each["Name"]) for each in maps_of(after, page)] for page in range(3)] == [["b"], [], ["a", "c"]]
    assert b"\n6 0 obj" not in after[len(before) :]
    old, new = read(before).objects, read(after).objects
    assert all(old[number].items() <= new[number].items() for number in (4, 6, 8))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"epsg": 0}, {"Type": "/PROJCS", "WKT": WKT.encode()}),
        ({"wkt": 'GEOGCS["GCS"]', "epsg": 4326}, {"Type": "/GEOGCS", "WKT": b'GEOGCS["GCS"]', "EPSG": "4326"}),
        ({"wkt": r"PROJCS[a (b) \c)]"}, {"Type": "/PROJCS", "WKT": rb"PROJCS[a (b) \c)]", "EPSG": "3006"}),
        ({"wkt": 'PROJCS["Örebro 🗺"]'}, {"Type": "/PROJCS", "WKT": b'PROJCS["?rebro ?"]', "EPSG": "3006"}),
    ],
)
def test_a_map_states_its_coordinate_system(changes, expected):
    (found,) = maps_of(finished(pdf(), finish(viewports=[viewport(**changes)])), 0)
    assert found["Measure"]["GCS"] == expected


def test_places_in_the_south_and_west_keep_their_signs_and_are_never_in_powers_of_ten():
    corners = ((-33.9, -70.5), (0.0000001, 1e-12), (-0.5, 180.0), (89.999999999, -180.0))
    (found,) = maps_of(finished(pdf(), finish(viewports=[viewport(corners=corners)])), 0)
    written = found["Measure"]["GPTS"]
    assert all(re.fullmatch(r"-?\d+\.\d+", each) for each in written)
    assert [float(each) for each in written] == pytest.approx([each for corner in corners for each in corner], abs=1e-8)


@pytest.mark.parametrize("name", TITLES)
def test_a_map_may_be_called_anything(name):
    (found,) = maps_of(finished(pdf(), finish(viewports=[viewport(name=name)])), 0)
    assert text(found["Name"]) == name


def test_bookmarks_and_maps_do_not_get_into_each_others_way():
    wanted = finish(bookmarks=outline_of(1, 2, page=1), viewports=[viewport(page=1)], properties={"Title": "T"})
    after = finished(pdf(), wanted)
    assert len(maps_of(after, 1)) == 1
    assert [(page, len(own)) for _, page, _, own in tree(after)] == [(1, 1)]
    result = read(after)
    assert len(result.objects) == max(result.objects) == int(result.trailer["Size"]) - 1


# what is no PDF of Qt


HEAD = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
TRAILER = b"trailer\n<<\n%s\n>>\n"


def without(start: bytes, end: bytes = b"") -> bytes:
    """A PDF with what begins with ``start`` cut out, up to ``end`` or, without one, up to its end."""
    content = pdf()
    at = content.index(start)
    return content[:at] + (content[content.index(end, at) :] if end else b"")


def moved() -> bytes:
    """A PDF with a byte too many before its first object: its end is mended, its table is not."""
    content = pdf(head=HEAD + b"\n")
    return content.replace(b"xref\n0 10\n" + table_of(content), b"xref\n0 10\n" + table_of(pdf()))


def table_of(content: bytes) -> bytes:
    return content[content.index(b"0000000000 65535 f") : content.index(b"trailer")]


#: What is wrong, with what is said of it.
BROKEN = {
    "nothing": (b"", "no PDF"),
    "no PDF": (b"<html>startxref\n0\n%%EOF\n", "no PDF"),
    "another version": (pdf(head=b"%PDF-2.0\n"), "no PDF"),
    "no head": (pdf()[9:], "no PDF"),
    "cut off in an object": (pdf()[:300], "without its end"),
    "cut off in the table": (without(b"0000000000 65535 f"), "without its end"),
    "cut off before its end": (pdf().removesuffix(b"%%EOF\n"), "without its end"),
    "something after its end": (pdf() + b"x" * 70, "without its end"),
    "an end without a place": (pdf(start=0).replace(b"startxref\n0 ", b"startxref\nx "), "without its end"),
    "without the first objects": (without(b"1 0 obj", b"3 0 obj"), "no plain table"),
    "without what lies in between": (without(b"3 0 obj", b"4 0 obj"), "no plain table"),
    "the table lies elsewhere": (pdf(start=12), "no plain table"),
    "the table lies beyond the end": (pdf(start=10**9), "no plain table"),
    "a stream in place of the table": (
        pdf(table=b"10 0 obj\n<<\n/Type /XRef\n>>\nstream\n\nendstream\nendobj\n", trailer=b""),
        "no plain table",
    ),
    "no trailer": (pdf(trailer=b""), "no trailer"),
    "an empty trailer": (pdf(trailer=TRAILER % b""), "number of objects"),
    "no number of objects": (pdf(trailer=TRAILER % b"/Root 2 0 R"), "number of objects"),
    "no catalog": (pdf(trailer=TRAILER % b"/Size 10"), "catalog is missing"),
    "a catalog that is not there": (pdf(trailer=TRAILER % b"/Size 10 /Root 77 0 R"), "object 77 is missing"),
    "a catalog that is a stream": (pdf(trailer=TRAILER % b"/Size 10 /Root 5 0 R"), "object 5 is no dictionary"),
    "information that is not there": (
        pdf(trailer=TRAILER % b"/Size 10 /Root 2 0 R /Info 66 0 R"),
        "object 66 is missing",
    ),
    "a table of nothing": (pdf(table=b"xref\n0 0\n"), "object 2 is missing"),
    "a table of objects that are free": (
        pdf().replace(b" 00000 n", b" 00000 f"),
        "object 2 is missing",
    ),
    "a table that is one byte off": (moved(), "object 2 is not where"),
    "an object without an end": (pdf().replace(b"endobj", b"endobi"), "object 2 is no dictionary"),
    "no pages": (pdf().replace(b"/Pages 3 0 R", b"/Pagez 3 0 R"), "pages is missing"),
    "pages of another generation": (pdf().replace(b"/Pages 3 0 R", b"/Pages 3 1 R"), "pages is missing"),
    "no list of pages": (pdf().replace(b"/Kids", b"/Kidz"), "list of pages is missing"),
    "a page that is not there": (pdf(heights=(842.0,) * 3).replace(b"\n4 0 R", b"\n0 0 R"), "object 0 is missing"),
    "a page in place of another": (pdf().replace(b"[\n4 0 R", b"[\n9 0 R"), "object 9 is no dictionary"),
    "a page without a size": (pdf().replace(b"/MediaBox", b"/MediaBux"), "page 4 has no size"),
    "a page with its size elsewhere": (pdf(box=b"7 0 R"), "page 4 has no size"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_what_cannot_be_finished_is_refused_with_a_reason(kind):
    content, reason = BROKEN[kind]
    with pytest.raises(PdfError, match=reason):
        finished(content, finish(bookmarks=outline_of(1), viewports=[viewport()]))


def test_the_sound_file_that_the_broken_ones_are_made_of_is_not_refused():
    assert tree(finished(pdf(), finish(bookmarks=outline_of(1), viewports=[viewport()])))


def test_a_file_can_be_finished_once():
    """Its table names what was added alone, as this reader of files of Qt finds out; nothing is written over."""
    once = finished(pdf(), finish(bookmarks=outline_of(1)))
    with pytest.raises(PdfError, match="object 3 is missing"):
        finished(once, finish(bookmarks=outline_of(1, 2)))


@pytest.mark.parametrize(
    "content",
    [
        pdf(table=b"xref\nabc def ghi\n"),
        pdf(table=b"xref\n0 10\n0000000000 65535 f \n0000000015 00000 n \n"),
        pdf(box=b"0 0 595"),
        pdf(box=b"0 0 595 8-42"),
        pdf(box=b"0 0 595 ..."),
    ],
)
def test_what_is_broken_is_a_pdf_error(content):
    with pytest.raises(PdfError):
        finished(content, finish(bookmarks=outline_of(1)))


def test_the_identity_of_the_file_is_kept():
    made = pdf(trailer=b"trailer\n<<\n/Size 10 \n/Info 1 0 R\n/Root 2 0 R\n/ID [ <6162> <6162> ]\n>>\n")
    assert read(finished(made, finish())).trailer["ID"][0] == b"ab"


def test_the_moment_has_its_offset():
    made = datetime.datetime(
        2026, 11, 24, 10, 7, 5, tzinfo=datetime.timezone(datetime.timedelta(hours=-3, minutes=-30))
    )
    result = read(finished(pdf(), finish(made=made)))
    assert result.objects[result.trailer["Info"]]["CreationDate"] == b"D:20261124100705-03'30'"


def test_what_qt_6_says_of_the_file_does_not_contradict_what_is_stated():
    assert "Metadata" not in read(finished(pdf(catalog=b"/Metadata 5 0 R\n"), finish())).objects[2]


def test_a_map_on_a_page_that_is_not_there_is_refused():
    with pytest.raises(PdfError):
        finished(pdf(), finish(viewports=[viewport(page=9)]))


@pytest.mark.parametrize("own", [b"/Lang(en-US)\n", b"/Lang <feff0065006e>\n", b"/Lang (a\\)b)\n"])
def test_a_language_written_otherwise_gives_way(own):
    assert text(read(finished(pdf(catalog=own), finish())).objects[2]["Lang"]) == "sv"


def test_a_producer_that_ends_with_a_backslash():
    result = read(finished(pdf(info=b"/Producer (Qt \\\\)\n/Creator (x)"), finish()))
    assert text(result.objects[result.trailer["Info"]]["Producer"]) == "Qt \\"
