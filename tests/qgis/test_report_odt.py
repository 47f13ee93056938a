"""The guidance summary as an OpenDocument text: a sound package, its structure, and every text and picture in it."""

from __future__ import annotations

import dataclasses
import datetime
import io
import re
import zipfile

import pytest
from lxml import etree
from plandialog.plugin.core.outcome import LABELS, Outcome
from plandialog.plugin.core.text import LANGUAGES
from plandialog.plugin.report.blocks import (
    Beside,
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
from plandialog.plugin.report.document import Part, document, in_document
from plandialog.plugin.report.drawing import data_uri
from plandialog.plugin.report.graphics import Graphic
from plandialog.plugin.report.length import Length
from plandialog.plugin.report.odt import column_widths, render_odt
from plandialog.plugin.report.odt_pictures import decoded, drawing_file, map_file
from plandialog.plugin.report.palette import COLORS
from plandialog.plugin.report.pictures import LegendEntry, MapPicture
from plandialog.plugin.report.summary import build_summary
from qgis.PyQt.QtGui import QColor, QImage
from report_samples import assessment, finding

MADE = datetime.datetime(2026, 11, 24, 10, 7, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))
NS = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{part}:1.0"
    for name, part in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "draw": "drawing",
        "meta": "meta",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
        "manifest": "manifest",
    }.items()
}
NS["xlink"] = "http://www.w3.org/1999/xlink"
NS["dc"] = "http://purl.org/dc/elements/1.1/"
NS["loext"] = "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"

HOSTILE = (
    "Kv. \"Björken\" & 'Alen' <script>alert(1)</script>",
    "]]> <![CDATA[ --> <?xml {{ 7 * 7 }} {% raw %} &amp; &#0;",
    "Ord" + "långt" * 200,
    "שכונת האורנים \N{RIGHT-TO-LEFT OVERRIDE}abc\N{POP DIRECTIONAL FORMATTING} مخطط",
    "Hus \N{HOUSE WITH GARDEN}\N{ZERO WIDTH JOINER}\N{EVERGREEN TREE} 𝔘",
    "Styr\x00te\x07c\x1bk\x0ben\x7f\ufffe\uffff\ud800.",
    "  två  mellanrum\toch\N{NO-BREAK SPACE}fler \nny rad\r\noch en ",
)


def qualified(name: str) -> str:
    prefix, local = name.split(":")
    return f"{{{NS[prefix]}}}{local}"


class Odt:
    """A text document taken apart."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.zip = zipfile.ZipFile(io.BytesIO(content))
        assert self.zip.testzip() is None
        names = ("content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml")
        self.parts = {name: etree.fromstring(self.zip.read(name)) for name in names}
        self.root = self.parts["content.xml"]

    def find(self, path: str, part: str = "content.xml") -> list:
        return self.parts[part].xpath(path, namespaces=NS)

    @property
    def headings(self) -> list[tuple[int, str]]:
        return [(int(each.get(qualified("text:outline-level"))), said(each)) for each in self.find("//text:h")]

    @property
    def paragraphs(self) -> list[str]:
        return [said(each) for each in self.find("//office:text//text:h | //office:text//text:p")]

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)

    def look(self, paragraph) -> dict[str, str]:
        """What the style of a paragraph says of it itself."""
        name = paragraph.get(qualified("text:style-name"))
        found = self.find(f"//office:automatic-styles/style:style[@style:name='{name}']/style:paragraph-properties/@*")
        return {each.attrname.partition("}")[2]: str(each) for each in found}

    def look_of(self, text: str) -> dict[str, str]:
        """The look of the only paragraph with this text."""
        (found,) = [each for each in self.find("//office:text//text:h | //office:text//text:p") if said(each) == text]
        return self.look(found)


def said(paragraph) -> str:
    """The text of a paragraph as a program shows it: white space written as such is one space at most."""
    parts: list[str] = []

    def add(text):
        parts.append(text or "")

    def walk(element):
        tag = etree.QName(element).localname
        if tag == "frame":
            return
        if tag == "s":
            add(" " * int(element.get(qualified("text:c"))))
        elif tag in ("line-break", "tab"):
            add("\n" if tag == "line-break" else "\t")
        add(element.text)
        for child in element:
            walk(child)
            add(child.tail)

    walk(paragraph)
    return "".join(parts)


def picture(form: str = "PNG", **changes) -> MapPicture:
    image = QImage(1440, 960, QImage.Format.Format_RGB32)
    image.fill(QColor("#8899aa"))
    sign = QImage(56, 36, QImage.Format.Format_ARGB32_Premultiplied)
    sign.fill(QColor("#112233"))
    made = {
        "image": data_uri(image, form),
        "width": 720,
        "height": 480,
        "extent": (0.0, 0.0, 3600.0, 2400.0),
        "metres_per_pixel": 5.0,
        "alt": "Karta över området",
        "bar": 0.25,
        "bar_label": "500 m",
        "legend": (LegendEntry((data_uri(sign),), "Planområde"), LegendEntry((data_uri(sign),) * 2, "Väg")),
        "source": "Kartunderlag.",
    }
    made.update(changes)
    return MapPicture(**made)


def made_of(*blocks, **changes) -> Document:
    made = {
        "language": "sv",
        "title": "Kvarteret – Vägledning",
        "kind": "Vägledning",
        "region": "Provlän",
        "made": "Gjord 2026-11-24",
        "subject": "Normal",
        "author": "Plandialog 0",
        "keywords": ("paket", "ett till"),
        "running": "Kvarteret",
        "demo": "",
        "brief": False,
        "blocks": blocks,
    }
    made.update(changes)
    return Document(**made)


def odt(*blocks, pictures=None, **changes) -> Odt:
    return Odt(render_odt(made_of(*blocks, **changes), pictures or {}, MADE))


def figure(key: str = "0/plan", **changes) -> Figure:
    made = {"key": key, "title": "Planområdet", "caption": "Underlag och källa.", "alt": "Karta: planområde"}
    made.update(changes)
    return Figure(**made)


def table(*rows: tuple[str, ...]) -> Table:
    columns = (Column("Kontroll", 3), Column("Antal", 1, numeric=True))
    return Table("Vad som räknades", columns, tuple(tuple(map(Cell, row)) for row in rows))


def samples(language: str, length: Length, count: int = 1) -> tuple[Document, dict[str, MapPicture]]:
    """A document of assessments with every outcome, and its maps."""
    findings = [finding(f"{name}-{each.value}", each, name) for name in ("trafik", "bostad") for each in Outcome]
    maps = {"plan": picture(), "overview": picture(width=300), "perspective:trafik": picture("JPEG")}
    parts = [
        Part(build_summary(assessment(*findings, name=f"Förslag {number}"), language), maps)
        for number in range(1, count + 1)
    ]
    return document(parts, language, length), in_document([maps] * count)


def texts_of(blocks) -> list[str]:
    """Every text of the blocks, in no order."""
    found: list[str] = []
    for block in blocks:
        if isinstance(block, Heading):
            found += [block.text, block.label]
        elif isinstance(block, Paragraph):
            found += [block.term, block.text]
        elif isinstance(block, Terms):
            found += [each for row in block.rows for each in row]
        elif isinstance(block, Table):
            found += [block.caption, *(column.head for column in block.columns)]
            found += [cell.text for row in block.rows for cell in row]
        elif isinstance(block, Figure):
            found += [block.title, block.caption]
        elif isinstance(block, Group):
            found += texts_of(block.blocks)
        elif isinstance(block, Beside):
            found += texts_of((*block.left, block.right))
    return found


def drawings_of(blocks) -> list[str]:
    """What the drawings and maps of the blocks say to whoever does not see them."""
    found: list[str] = []
    for block in blocks:
        if isinstance(block, Drawing):
            found.append(block.graphic.alt)
        elif isinstance(block, Figure):
            found.append(block.alt)
        elif isinstance(block, (Group, Beside)):
            found += drawings_of(block.blocks if isinstance(block, Group) else (*block.left, block.right))
    return found


@pytest.fixture(scope="module")
def whole(qgis_app):
    """A full summary in Swedish: its document and its file."""
    made, pictures = samples("sv", Length.FULL)
    return made, Odt(render_odt(made, pictures, MADE))


def test_the_package_begins_with_its_type_and_lists_every_file(whole):
    _, made = whole
    first, *rest = made.zip.infolist()
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    assert made.zip.read("mimetype") == b"application/vnd.oasis.opendocument.text"
    assert made.content[30:38] == b"mimetype" and made.content[38:46] == b"applicat"
    listed = made.find("//manifest:file-entry/@manifest:full-path", "META-INF/manifest.xml")
    assert sorted(listed) == sorted(
        ["/", *(each.filename for each in rest if each.filename != "META-INF/manifest.xml")]
    )
    versions = {each.get(qualified("office:version")) for name, each in made.parts.items() if "/" not in name}
    assert versions == {"1.3"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("length", Length)
def test_every_text_of_the_blocks_is_there(language, length):
    given, pictures = samples(language, length)
    made = Odt(render_odt(given, pictures, MADE))
    missing = [each for each in texts_of(given.blocks) if each not in made.text]
    assert missing == []
    assert set(drawings_of(given.blocks)) == set(made.find("//draw:frame/svg:desc/text()"))


def test_headings_are_an_outline_without_gaps(whole):
    given, made = whole
    levels = [level for level, _ in made.headings]
    assert made.headings[0] == (1, "Förslag 1") and levels.count(1) == 1 and max(levels) == 4
    assert all(below - above <= 1 for above, below in zip(levels, levels[1:]))
    assert made.paragraphs[0] == given.kind


def test_several_proposals_each_begin_on_a_page(qgis_app):
    given, pictures = samples("en", Length.STANDARD, count=2)
    made = Odt(render_odt(given, pictures, MADE))
    assert [text for level, text in made.headings if level == 1] == [given.title, "Förslag 1", "Förslag 2"]
    breaks = [made.look(each).get("break-before") for each in made.find("//text:h[@text:outline-level='1']")]
    assert breaks == [None, "page", "page"]
    numbers = [each.text for each in made.find("//text:sequence[@text:name='Figure']")]
    assert numbers == ["1", "2", "3", "4", "5", "6"]


def test_pictures_are_in_the_package_and_say_what_they_show(whole):
    _, made = whole
    frames = made.find("//draw:frame")
    hrefs = {each.get(qualified("xlink:href")) for each in made.find("//draw:frame/draw:image")}
    stored = {each for each in made.zip.namelist() if each.startswith("Pictures/")}
    assert hrefs == stored and all(not QImage.fromData(made.zip.read(name)).isNull() for name in stored)
    assert len({each.get(qualified("draw:name")) for each in frames}) == len(frames)
    for each in frames:
        decorative = each.get(qualified("loext:decorative")) == "true"
        described = each.findtext(qualified("svg:desc"))
        assert decorative is not bool(described)
        assert each.get(qualified("text:anchor-type")) == "as-char"
        assert 0 < float(each.get(qualified("svg:width"))[:-2]) <= 170
        assert 0 < float(each.get(qualified("svg:height"))[:-2]) <= 150
    assert any(name.endswith(".jpeg") for name in stored)


def test_the_same_picture_is_kept_once():
    made = odt(*(Heading(2, f"H{number}", Outcome.CLEAR, "Ingen beröring") for number in range(5)))
    assert len(made.find("//draw:frame")) == 5 and made.zip.namelist().count("Pictures/1.png") == 1
    assert [each for each in made.zip.namelist() if each.startswith("Pictures/")] == ["Pictures/1.png"]


def test_tables_have_headings_a_numbered_caption_and_right_aligned_figures():
    made = odt(Heading(1, "T"), table(("a", "1"), ("b", "2")), table())
    first, second = made.find("//table:table")
    assert all(len(each.findall(f"{qualified('table:table-header-rows')}/*")) == 1 for each in (first, second))
    assert [said(each) for each in first.xpath(".//table:table-header-rows//text:p", namespaces=NS)] == [
        "Kontroll",
        "Antal",
    ]
    captions = [each for each in made.paragraphs if each.endswith("Vad som räknades")]
    assert captions == [f"Tabell\N{NO-BREAK SPACE}{number} – Vad som räknades" for number in (1, 2)]
    assert made.find("//text:sequence/@text:name") == ["Table", "Table"]
    figures = first.xpath(".//table:table-cell[2]/text:p/@text:style-name", namespaces=NS)
    assert figures == ["Table_20_heading_20_number", "Table_20_contents_20_number", "Table_20_contents_20_number"]
    (aligned,) = made.find("//style:style[@style:name='Table_20_contents_20_number']//@fo:text-align", "styles.xml")
    assert aligned == "end"
    assert [each.getnext().tag for each in made.find("//text:sequence/parent::text:p")] == [
        qualified("table:table")
    ] * 2


def test_columns_follow_their_weights_but_keep_words_whole():
    heads = ("Perspektiv", *(label.sv for label in LABELS.values()), "Summa")
    columns = tuple(Column(head, weight) for head, weight in zip(heads, (24, *[10] * 8, 8)))
    widths = column_widths(Table("", columns, ()), 170)
    assert sum(widths) == pytest.approx(170, abs=0.1) and min(widths) > 10
    # The longest word of a heading, "kontrolleras" in bold 7.5 points, is 15.1 mm long and has 1.1 mm at each side.
    assert widths[1 + list(LABELS).index(Outcome.NOT_CHECKED)] >= 17.3
    plain = Table("", (Column("A", 3), Column("B", 1)), ((Cell("x"), Cell("y")),))
    assert column_widths(plain, 170) == (127.5, 42.5)
    crowded = Table("", tuple(Column("x" * 300, 1) for _ in range(9)), ())
    assert sum(column_widths(crowded, 170)) == pytest.approx(170, abs=0.1)


def test_what_belongs_to_an_outcome_is_marked_and_kept_on_a_page():
    blocks = (
        Heading(3, "Rubrik", Outcome.DISCUSS, "Ta upp i dialogen"),
        Paragraph("Ett"),
        Paragraph("Punkt", Style.BULLET),
        Drawing(Graphic("<svg xmlns='http://www.w3.org/2000/svg' width='640' height='26'/>", 640, 26, "Staplar")),
        Paragraph("Fråga?", Style.ASK),
        Paragraph("Sist", Style.SMALL),
    )
    made = odt(Group(blocks, Outcome.DISCUSS), Paragraph("Efter"))
    label = "\N{NO-BREAK SPACE}Ta upp i dialogen"
    for text in ("Rubrik", label, "Ett", "Punkt", "", "Fråga?", "Sist"):
        looks = made.look_of(text)
        assert looks["border-left"].endswith(COLORS[Outcome.DISCUSS][0])
        assert looks["keep-together"] == "always" and ("keep-with-next" in looks) is (text != "Sist")
    assert made.look_of("Efter") == {}
    ((badge,),) = [each.findall(qualified("draw:frame")) for each in made.find("//text:p") if said(each) == label]
    assert badge.get(qualified("loext:decorative")) == "true"
    (name,) = made.find("//text:span/@text:style-name")
    (color,) = made.find(f"//style:style[@style:name='{name}']/style:text-properties/@fo:color", "styles.xml")
    assert color == COLORS[Outcome.DISCUSS][0]
    (width,) = made.find("//draw:frame[svg:desc]/@svg:width")
    assert float(width[:-2]) < 166


def test_a_heading_stays_with_what_its_paragraphs_introduce():
    made = odt(
        Heading(2, "Rubrik"),
        Paragraph("Ingress"),
        Heading(3, "Under"),
        Paragraph("Mer"),
        table(("a", "1")),
        Heading(2, "Text"),
        Paragraph("Lös"),
        Heading(2, "Mer text"),
    )
    assert made.look_of("Ingress")["keep-with-next"] == made.look_of("Mer")["keep-with-next"] == "always"
    assert made.look_of("Lös") == {}


def test_bullets_are_lists():
    made = odt(
        *(Paragraph(text, Style.BULLET) for text in "ab"),
        Group((Paragraph("c", Style.BULLET),)),
        Paragraph("d", Style.BULLET, "Term"),
        Paragraph("mellan"),
        Paragraph("e", Style.BULLET),
    )
    lists = [[said(item) for item in each.iter(qualified("text:p"))] for each in made.find("//text:list")]
    assert lists == [["a", "b"], ["c"], ["Term: d"], ["e"]]


def test_figures_have_a_number_their_legend_and_their_source():
    pictures = {"0/plan": picture(), "0/overview": picture(width=300)}
    made = odt(
        Heading(1, "T"),
        Beside((Paragraph("Vänster"),), figure("0/overview", title="Läget"), 0.4),
        figure("0/saknas", title="Saknas"),
        figure(large=True),
        pictures=pictures,
        language="en",
    )
    after = made.paragraphs[made.paragraphs.index("Vänster") + 1 :]
    space, between = "\N{NO-BREAK SPACE}", "\N{EM SPACE}"
    legend = f"{space}Planområde{between}{space}Väg"
    assert after == [
        "",
        f"Figure{space}1 – Läget",
        legend,
        "Underlag och källa.",
        "",
        f"Figure{space}2 – Planområdet",
        legend,
        "Underlag och källa.",
    ]
    small, large = made.find("//draw:frame[svg:desc]")
    assert float(large.get(qualified("svg:width"))[:-2]) > 140 > float(small.get(qualified("svg:width"))[:-2])
    ratio = float(large.get(qualified("svg:width"))[:-2]) / float(large.get(qualified("svg:height"))[:-2])
    assert ratio == pytest.approx(1.5, abs=0.01)
    assert large.findtext(qualified("svg:desc")) == "Karta: planområde"
    assert set(made.find("//draw:frame[not(svg:desc)]/svg:title/text()")) == {"Planområde", "Väg"}


def test_a_long_legend_is_broken_between_its_entries():
    entries = tuple(LegendEntry(picture().legend[0].images, f"Underlag nummer {number}") for number in range(12))
    made = odt(figure(), pictures={"0/plan": picture(legend=entries)})
    (legend,) = [each for each in made.paragraphs if "nummer 11" in each]
    lines = legend.split("\n")
    assert len(lines) > 1 and max(map(len, lines)) < 120
    assert all(line.startswith("\N{NO-BREAK SPACE}Underlag") for line in lines)


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_scale_bar_and_north_arrow_are_drawn_on_a_map(form):
    given = picture(form)
    file = map_file(given, "sv")
    image = QImage.fromData(file.content)
    assert file.form == form.lower() and (image.width(), image.height()) == (1440, 960)

    def is_dark(x, y):
        return QColor(image.pixel(x, y)).lightness() < 70

    row = 960 - 16
    dark = [x for x in range(1440) if is_dark(x, row)]
    assert max(dark) - min(dark) == pytest.approx(0.25 * 1440, abs=6)
    assert any(is_dark(x, y) for x in range(1370, 1430) for y in range(20, 60))
    assert not any(is_dark(x, y) for x in range(500, 1300, 7) for y in range(200, 800, 7))


def test_a_drawing_keeps_what_it_does_not_fill_transparent():
    svg = "<svg xmlns='http://www.w3.org/2000/svg' width='20' height='10'><path d='M0 0h10v10H0z' fill='#f00'/></svg>"
    image = QImage.fromData(drawing_file(svg, 20, 10).content)
    assert (image.width(), image.height()) == (60, 30)
    assert QColor(image.pixelColor(10, 15)).name() == "#ff0000" and image.pixelColor(50, 15).alpha() == 0
    with pytest.raises(ValueError, match="svg"):
        drawing_file("no svg", 20, 10)


@pytest.mark.parametrize(
    "uri", ["data:text/html;base64,AAAA", "data:image/svg+xml;base64,AAAA", "", "https://a.example"]
)
def test_only_pictures_are_taken_from_data_uris(uri):
    with pytest.raises(ValueError, match=re.escape(uri.partition(",")[0])):
        decoded(uri)
    with pytest.raises(ValueError, match="png"):
        map_file(picture(image="data:image/png;base64,AAAA"), "sv")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_texts_come_through_as_texts(hostile):
    sign = picture().legend[0].images
    made = odt(
        Heading(1, hostile),
        Paragraph(hostile, term=hostile),
        Terms(((hostile, hostile),)),
        Table(
            hostile, (Column(hostile, 1), Column(hostile, 2, True)), ((Cell(hostile), Cell(hostile, Outcome.CLEAR)),)
        ),
        figure(title=hostile, caption=hostile, alt=hostile),
        pictures={"0/plan": picture(alt=hostile, bar_label=hostile, legend=(LegendEntry(sign, hostile),))},
        running=hostile,
        title=hostile,
        demo=hostile,
        author=hostile,
        keywords=(hostile,),
    )
    readable = "".join(each for each in hostile if each in "\t\n\r" or " " <= each not in "\ufffe\uffff\ud800")
    shown = readable.replace("\r\n", "\n")
    assert made.headings == [(1, shown)]
    assert made.text.count(shown) >= 9
    assert made.find("//draw:frame[svg:desc]/svg:desc")[0].text == readable.replace("\r\n", "\n")
    title = made.find("//dc:title", "meta.xml")[0].text
    assert title == shown
    assert {etree.QName(each).namespace for each in made.root.iter(etree.Element)} <= set(NS.values())


def test_spaces_and_line_breaks_are_written_as_such():
    made = odt(Paragraph(" a  b\tc\nd\r\ne "))
    (paragraph,) = [each for each in made.find("//text:p") if said(each).startswith(" a")]
    assert [etree.QName(each).localname for each in paragraph] == ["s", "s", "tab", "line-break", "line-break", "s"]
    assert said(paragraph) == " a  b\tc\nd\ne "


def test_pages_have_a_header_with_the_mark_of_a_demo_and_numbers():
    header = odt(running="Kv. Björken", demo="Bara exempel.").find("//style:master-page/style:header/*", "styles.xml")
    assert [said(each) for each in header] == ["Kv. Björken\tVägledning", "DEMO Bara exempel."]
    made = odt(running="Vägledning", demo="")
    assert [said(each) for each in made.find("//style:header/*", "styles.xml")] == ["Vägledning"]
    (footer,) = made.find("//style:footer/text:p", "styles.xml")
    assert said(footer) == "1 (1)" and len(footer) == 2
    (layout,) = made.find("//style:page-layout-properties", "styles.xml")
    assert layout.get(qualified("fo:page-width")) == "210mm" and layout.get(qualified("fo:margin-left")) == "20mm"


@pytest.mark.parametrize(("language", "locale"), [("sv", "sv-SE"), ("en", "en-GB")])
def test_what_the_document_is_stands_in_its_properties(language, locale):
    made = odt(language=language)
    (style,) = made.find("//style:default-style[@style:family='paragraph']/style:text-properties", "styles.xml")
    assert f"{style.get(qualified('fo:language'))}-{style.get(qualified('fo:country'))}" == locale
    stated = [(etree.QName(each).localname, each.text) for each in made.find("//office:meta/*", "meta.xml")]
    assert stated == [
        ("generator", "Plandialog 0"),
        ("title", "Kvarteret – Vägledning"),
        ("subject", "Normal"),
        ("keyword", "paket"),
        ("keyword", "ett till"),
        ("initial-creator", "Plandialog 0"),
        ("creator", "Plandialog 0"),
        ("creation-date", "2026-11-24T10:07:00+01:00"),
        ("date", "2026-11-24T10:07:00+01:00"),
        ("language", locale),
    ]


def test_every_style_that_is_used_is_there(whole):
    _, made = whole
    used = set(made.find("//@text:style-name | //@draw:style-name | //@table:style-name | //@style:parent-style-name"))
    defined = {each for part in ("content.xml", "styles.xml") for each in made.find("//@style:name", part)}
    assert used <= defined


def test_the_same_document_gives_the_same_bytes():
    given = made_of(Heading(1, "T"), figure(), PageBreak(), table(("a", "1")))
    first, second = (render_odt(given, {"0/plan": picture()}, MADE) for _ in range(2))
    assert first == second
    early = dataclasses.replace(given, blocks=())
    assert Odt(render_odt(early, {}, datetime.datetime(1970, 1, 1))).zip.infolist()[0].date_time[0] == 1980
