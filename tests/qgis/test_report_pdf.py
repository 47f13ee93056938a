"""The PDF: text to select, fonts, bookmarks, metadata, maps that know where on the earth they are, and the template."""

from __future__ import annotations

import datetime
import re
import subprocess
import time
from dataclasses import replace

import pytest
from beside import beside
from builders import assess_wkt, square
from osgeo import gdal
from plandialog.plugin.core.text import Text
from plandialog.plugin.report.forms import write_form
from plandialog.plugin.report.layout import workshop
from plandialog.plugin.report.layout.template import CONTENT, SHIPPED, STYLE
from plandialog.plugin.report.length import LENGTHS, Length
from plandialog.plugin.report.writing import WriteCancelled, WriteError, WriteOptions
from qgis.core import (
    Qgis,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemPage,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsProject,
    QgsReadWriteContext,
)
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtXml import QDomDocument

HOSTILE = "<script>alert('x')</script> \"citat\" [% @project_title %] {{ 7 * 7 }} שלום 😀 å ä ö"


@pytest.fixture
def prepared(builder):
    builder.dataset("mark", "polygon", [square(510_000, 6_580_000, 500)])
    station = ("POINT(514000 6580000)", {"namn": "Å station"})
    builder.dataset("stationer", "point", [station], fields={"namn": str}, label="namn")
    builder.check("mark", "mark", "overlap")
    builder.check("station", "stationer", "distance", reach="10 km")
    return builder.prepare()


@pytest.fixture
def write(prepared, tmp_path):
    def written(assessments=None, length=Length.STANDARD, language="sv", **options):
        path = tmp_path / "ut.pdf"
        made = assessments or [assess_wkt(prepared)]
        write_form("pdf", made, path, language, prepared.package, WriteOptions(length=length, **options))
        return path

    return written


def read(program, *arguments):
    return subprocess.run([program, *map(str, arguments)], capture_output=True, check=True).stdout.decode("utf-8")


def text(path):
    return " ".join(read("pdftotext", "-raw", path, "-").split())


def renamed(prepared, name):
    """An assessment of a proposal with this name, which found features of the same name."""
    made = assess_wkt(prepared)
    findings = tuple(replace(each, hits=tuple(replace(hit, name=name) for hit in each.hits)) for each in made.findings)
    return replace(made, proposal=replace(made.proposal, name=name), findings=findings)


@pytest.mark.parametrize("length", list(Length))
def test_text_can_be_selected_and_its_fonts_are_in_the_file(write, prepared, length):
    path = write([renamed(prepared, "Å ä ö, flygel och trafik")], length)
    assert "Vägledning för tidig dialog" in text(path)
    # Letters, not ligatures, which nobody would find.
    found = text(path)
    assert " Å ä ö, flygel och trafik " in found and not set("ﬀﬁﬂﬃﬄ") & set(found)
    fonts = read("pdffonts", path).splitlines()[2:]
    assert fonts and all(re.search(r"Identity-H +yes (yes|no) +yes", line) for line in fonts)


def test_what_it_is_stands_in_the_file(write):
    path = write(length=Length.FULL)
    stated = dict(line.split(":", 1) for line in read("pdfinfo", path).splitlines() if ":" in line)
    assert stated["Title"].strip().endswith("– Vägledning för tidig dialog")
    assert stated["Subject"].strip() == LENGTHS[Length.FULL].sv
    assert stated["Creator"].strip().startswith("Plandialog ")
    assert b"/Lang <feff00730076>" in path.read_bytes()


def test_headings_are_bookmarks(write):
    found = re.findall(rb"/Title <(feff[0-9a-f]+)>", write().read_bytes())
    titles = [bytes.fromhex(each.decode()).decode("utf-16") for each in found]
    for wanted in ("I korthet", "Ta upp i dialogen", "Perspektiv och kontroller", "Källor"):
        assert wanted in titles


def test_every_map_knows_where_it_is(write):
    path = write()
    assert path.read_bytes().count(b"/Type /Viewport") == 3
    gdal.SetConfigOption("GDAL_PDF_DPI", "72")
    try:
        opened = gdal.Open(f"PDF:1:{path}")
        reference, (left, across, _, top, _, down) = opened.GetSpatialRef(), opened.GetGeoTransform()
    finally:
        gdal.SetConfigOption("GDAL_PDF_DPI", None)
    assert reference.GetAttrValue("PROJCS").replace("_", " ").startswith("SWEREF99 TM")
    # The plan area lies on the page that its map is on; a page is some kilometres wide at its scale.
    assert left < 510_000 < left + 595 * across and top + 842 * down < 6_580_000 < top


def test_maps_are_drawn_as_vectors(write):
    assert read("pdfimages", "-list", write()).splitlines()[2:] == []


@pytest.mark.parametrize("language", ["sv", "en"])
def test_names_come_through_harmless(write, prepared, language):
    found = text(write([renamed(prepared, HOSTILE)], Length.FULL, language))
    for part in ("<script>alert('x')</script>", '"citat"', "[% @project_title %]", "{{ 7 * 7 }}", "å ä ö"):
        assert found.count(part) >= 2, part


def test_very_long_words_and_texts_stay_on_the_page(write, prepared):
    made = assess_wkt(prepared)
    long = {"title": Text.same("Ett ord: " + "mycketlångt" * 60), "says": Text.same("ord " * 300)}
    made = replace(made, findings=tuple(replace(each, **long) for each in made.findings))
    box = re.compile(r'xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="([\d.]+)"')
    for length, least in ((Length.BRIEF, 50), (Length.STANDARD, 1200)):
        found = box.findall(read("pdftotext", "-bbox", write([made], length), "-"))
        places = [tuple(map(float, each)) for each in found]
        assert len(places) > least
        beyond = [each for each in places if each[0] < 50 or each[1] > 595 - 47 or each[2] > 842 - 30]
        assert beyond == [], length


def test_several_proposals_begin_with_their_comparison_and_count_their_pages_through(write, prepared):
    pages = read("pdftotext", "-raw", write([renamed(prepared, "Ett"), renamed(prepared, "Två")]), "-").split("\f")[:-1]
    assert "Förslagen bredvid varandra" in pages[0]
    for number, page in enumerate(pages, 1):
        assert f"{number} ({len(pages)})" in page


def test_it_is_written_in_another_thread_while_the_main_one_goes_on(write, qgis_app):
    written = beside(write)
    turns = 0
    while not written.done():
        qgis_app.processEvents()
        turns += 1
        time.sleep(0.005)
    assert written.exception() is None and turns > 20


def test_a_thread_that_the_main_one_waits_for_writes_all_the_same(write, monkeypatch):
    monkeypatch.setattr(workshop, "_PATIENCE", 0.2)
    assert beside(lambda: write().read_bytes()).result(60).startswith(b"%PDF")


def test_nothing_is_written_once_nobody_wants_it(write, tmp_path):
    asked = []

    def cancelled():
        asked.append(1)
        return len(asked) > 3

    with pytest.raises(WriteCancelled):
        write(cancelled=cancelled)
    assert not (tmp_path / "ut.pdf").exists() and len(asked) < 10


def test_progress_rises_to_the_end(write):
    parts = []
    write(progress=parts.append)
    assert parts == sorted(parts) and parts[-1] == 1.0 and len(parts) > 5


def test_the_moment_of_the_assessment_is_that_of_the_document(write, prepared):
    made = assess_wkt(prepared)
    moment = datetime.datetime.fromisoformat(made.made)
    assert f"D:{moment:%Y%m%d%H%M}".encode() in write([made]).read_bytes()


# the template


def changed(tmp_path, change):
    """A copy of the template that is shipped, with ``change`` made to its layout."""
    project = QgsProject()
    layout = QgsPrintLayout(project)
    document = QDomDocument()
    document.setContent(SHIPPED.read_bytes())
    layout.loadFromTemplate(document, QgsReadWriteContext(), True)
    change(layout)
    path = tmp_path / "kommunens mall å.qpt"
    assert layout.saveAsTemplate(str(path), QgsReadWriteContext())
    layout.clear()
    return path


def own_items(layout):
    items = (item for item in layout.items() if isinstance(item, QgsLayoutItem))
    return [item for item in items if not isinstance(item, QgsLayoutItemPage)]


def add_label(layout, page, words):
    label = QgsLayoutItemLabel(layout)
    label.setText(words)
    layout.addLayoutItem(label)
    label.attemptResize(QgsLayoutSize(80, 6, Qgis.LayoutUnit.Millimeters))
    label.attemptMove(QgsLayoutPoint(100, 288, Qgis.LayoutUnit.Millimeters), page=page)


def with_house_style(layout):
    sample = layout.itemById(f"{STYLE}heading2")
    form = sample.textFormat()
    form.setColor(QColor("#ff00ff"))
    sample.setTextFormat(form)
    for page in (0, 1):
        add_label(layout, page, f"Kommunen, sida {page}")


def bare(layout):
    """One page with the frame of the text, and nothing else."""
    for item in own_items(layout):
        if item.page() > 0 or item.id() != CONTENT:
            layout.removeLayoutItem(item)
    for page in (2, 1):
        layout.pageCollection().deletePage(page)


def without_content(layout):
    for item in own_items(layout):
        if item.id() == CONTENT:
            item.setId("annat")


def with_small_content(layout):
    for item in own_items(layout):
        if item.id() == CONTENT:
            item.attemptResize(QgsLayoutSize(50, 50))


def test_a_changed_template_is_used(write, tmp_path):
    path = write(template=changed(tmp_path, with_house_style))
    pages = read("pdftotext", "-raw", path, "-").split("\f")[:-1]
    assert "Kommunen, sida 0" in pages[0] and "Kommunen, sida 1" not in pages[0]
    assert len(pages) > 2 and all("Kommunen, sida 1" in page for page in pages[1:])
    drawn = subprocess.run(["pdftoppm", "-r", "60", "-f", "2", "-l", "2", path], capture_output=True, check=True).stdout
    assert b"\xff\x00\xff" in drawn


def test_a_template_of_one_page_without_samples_is_enough(write, tmp_path):
    assert "Ta upp i dialogen" in text(write(template=changed(tmp_path, bare)))


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("fault", ["missing", "no-layout", "other-xml", "no-content", "small", "folder"])
def test_a_template_that_cannot_be_used_is_told_in_words(write, tmp_path, fault, language):
    path = tmp_path / "mall.qpt"
    if fault == "no-layout":
        path.write_bytes(b"\x00\x01 not a template")
    elif fault == "other-xml":
        path.write_text("<qgis/>", encoding="utf-8")
    elif fault == "no-content":
        path = changed(tmp_path, without_content)
    elif fault == "small":
        path = changed(tmp_path, with_small_content)
    elif fault == "folder":
        path.mkdir()
    with pytest.raises(WriteError) as error:
        write(language=language, template=path)
    assert path.name in str(error.value)
    assert not (tmp_path / "ut.pdf").exists()
