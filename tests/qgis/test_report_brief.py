"""The brief summary is one page, also of the demo proposal with most to say of, and nothing leaves its margins."""

from __future__ import annotations

import re
import subprocess
import zipfile

import pytest
from demo_proposals import prepared_demo, proposals
from lxml import etree
from plandialog.plugin.gis.engine import assess
from plandialog.plugin.report.forms import write_form
from plandialog.plugin.report.length import Length
from plandialog.plugin.report.writing import WriteOptions

FULLEST = "logistik-hallsberg"

both = pytest.mark.parametrize("language", ["sv", "en"])

# The text of a page in the template that is shipped, from the left and from the top (points).
LEFT, RIGHT, BOTTOM = 20 / 25.4 * 72, 190 / 25.4 * 72, 278 / 25.4 * 72


@pytest.fixture(scope="module")
def prepared(qgis_app):
    return prepared_demo()


@pytest.fixture(scope="module")
def assessment(prepared):
    (made,) = (assess(prepared, area, stated) for area, stated in proposals(prepared) if stated.id == FULLEST)
    return made


@pytest.fixture
def write(prepared, assessment, tmp_path):
    def written(form, language, length=Length.BRIEF):
        path = tmp_path / f"ut.{form}"
        write_form(form, [assessment], path, language, prepared.package, WriteOptions(length=length))
        return path

    return written


@both
def test_it_is_one_page(write, language):
    told = subprocess.run(["pdfinfo", str(write("pdf", language))], capture_output=True, check=True).stdout.decode()
    assert re.search(r"^Pages: +1$", told, re.MULTILINE), told


@both
@pytest.mark.parametrize("length", [Length.BRIEF, Length.STANDARD])
def test_every_line_ends_within_the_margins(write, language, length):
    ran = subprocess.run(
        ["pdftotext", "-bbox", str(write("pdf", language, length)), "-"], capture_output=True, check=True
    )
    box = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*)</word>')
    words = [(*map(float, each[:4]), each[4]) for each in box.findall(ran.stdout.decode())]
    assert len(words) > 300
    outside = [each for each in words if each[1] < BOTTOM and not (each[0] > LEFT - 0.5 and each[2] < RIGHT + 0.5)]
    assert not outside


def test_its_map_stands_beside_what_is_said_first_where_a_program_sets_the_pages(write):
    with zipfile.ZipFile(write("odt", "sv")) as archive:
        content = etree.fromstring(archive.read("content.xml"))
    spaces = content.nsmap
    frames = content.findall(".//draw:frame[@text:anchor-type='paragraph']", spaces)
    assert [each.get(f"{{{spaces['draw']}}}style-name") for each in frames] == ["Map_20_beside"]
    assert "".join(frames[0].getparent().itertext()).endswith("Planskede: detaljplan, planuppdrag.")
