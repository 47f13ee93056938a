"""Every written form says the same of every check: outcome, measurement and number, read back from the files."""

from __future__ import annotations

import re
import subprocess
import unicodedata
import zipfile
from dataclasses import dataclass

import demo_proposals
import lxml.html
import pytest
from lxml import etree
from plandialog.plugin.core.assessment import from_json
from plandialog.plugin.gis.reading import attribute
from plandialog.plugin.report.forms import write_form
from plandialog.plugin.report.length import Length
from plandialog.plugin.report.summary import build_summary
from plandialog.plugin.report.writing import WriteOptions
from qgis.core import QgsVectorLayer

_ODT = {"text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0"}


@dataclass(frozen=True)
class Said:
    """What a form says of one check. ``count`` is how many features, or classes of a picture, it is about."""

    title: str
    outcome: str
    figure: str
    count: int


@pytest.fixture(scope="module")
def prepared(qgis_app):
    return demo_proposals.prepared_demo()


@pytest.fixture(scope="module")
def assessments(prepared):
    return demo_proposals.assessments(prepared)


def expected(assessment, language):
    """What the summary says of each check, in its order."""
    summary = build_summary(assessment, language)
    return [
        Said(view.title, view.label, view.figure, len(finding.classes) or finding.hit_count)
        for view, finding in zip(
            (view for perspective in summary.perspectives for view in perspective.findings),
            (finding for each in assessment.perspectives for finding in assessment.findings_of(each.id)),
        )
    ]


def plain(text):
    """Text as it is compared: ligatures, hyphens at line ends and every kind of space are a matter of the form."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def text_of_html(path):
    """The text of the part that lists all checks; what is to discuss stands in full before it, with its features."""
    page = lxml.html.parse(str(path)).getroot()
    for hidden in page.xpath('//*[@class="hidden"] | //style | //*[@aria-hidden="true"]'):
        hidden.drop_tree()
    for element in page.iter():
        # A browser breaks lines between blocks; without any space words would run together.
        element.tail = " " + (element.tail or "")
    return plain(page.text_content())


def text_of_pdf(path):
    """The text in the order in which it was set, without what is repeated on each page."""
    ran = subprocess.run(["pdftotext", "-raw", "-nopgbrk", str(path), "-"], capture_output=True, check=True)
    return plain(ran.stdout.decode("utf-8"))


def text_of_odt(path):
    with zipfile.ZipFile(path) as archive:
        content = etree.fromstring(archive.read("content.xml"))
    parts = content.iter(f"{{{_ODT['text']}}}p", f"{{{_ODT['text']}}}h")
    return plain(" ".join("".join(part.itertext()) for part in parts))


READERS = {"html": text_of_html, "pdf": text_of_pdf, "odt": text_of_odt}


def read_back(text, assessment, language):
    """What a form says of each check, found by the titles: those to discuss where they stand in full."""
    summary = build_summary(assessment, language)
    titles = {plain(view.title): view for each in summary.perspectives for view in each.findings}
    labels = "|".join(sorted({re.escape(plain(view.label)) for view in titles.values()}))
    figures = "|".join({re.escape(plain(view.figure_label)) for view in titles.values()})
    counts = "|".join(
        re.escape(plain(label).rsplit(" (", 1)[0])
        for label in {view.features_label for view in titles.values()}
        | {view.classes_label for view in titles.values()}
    )
    said = {}
    for title, view in titles.items():
        found = []
        for match in re.finditer(rf"{re.escape(title)} ({labels}) ", text):
            rest = text[match.end() :]
            ends = [at for at in (rest.find(f"{other} {plain(titles[other].label)} ") for other in titles) if at >= 0]
            rest = rest[: min(ends, default=len(rest))]
            figure = (
                re.search(rf"(?:{figures}):? {re.escape(plain(view.figure))}(?= |$)", rest) if view.figure else None
            )
            counted = re.search(rf"(?:{counts}) \((\d+)\)", rest)
            found.append((match.group(1), bool(figure), int(counted.group(1)) if counted else 0))
        said[title] = found
    return said


@pytest.mark.parametrize(("proposal", "language"), [("station-kumla", "sv"), ("strand-askersund", "en")])
@pytest.mark.parametrize("form", list(READERS))
def test_a_document_says_of_every_check_what_the_assessment_says(
    prepared, assessments, tmp_path, form, proposal, language
):
    assessment = assessments[proposal]
    path = tmp_path / f"ut.{form}"
    write_form(form, [assessment], path, language, prepared.package, WriteOptions(length=Length.FULL))
    text = READERS[form](path)
    said = read_back(text, assessment, language)
    for wanted in expected(assessment, language):
        found = said[plain(wanted.title)]
        assert found, (form, wanted.title)
        assert {outcome for outcome, _, _ in found} == {plain(wanted.outcome)}, wanted
        assert any(has_figure for _, has_figure, _ in found) == bool(wanted.figure), wanted
        assert max(count for _, _, count in found) == wanted.count, wanted
    tally = build_summary(assessment, language).tally
    assert plain(tally.text) in text
    assert f"{tally.carried_out} " in text


@pytest.mark.parametrize("proposal", ["station-kumla", "delvis-utanfor-laxa"])
def test_the_data_say_of_every_check_what_the_assessment_says(prepared, assessments, tmp_path, proposal):
    assessment = assessments[proposal]
    write_form("json", [assessment], tmp_path / "ut.json", "sv", prepared.package)
    write_form("gpkg", [assessment], tmp_path / "ut.gpkg", "sv", prepared.package)
    [read] = from_json((tmp_path / "ut.json").read_text(encoding="utf-8"))
    assert read == assessment
    findings = QgsVectorLayer(f"{tmp_path / 'ut.gpkg'}|layername=findings", "findings", "ogr")
    rows = {row["check_id"]: row for row in findings.getFeatures()}
    assert len(rows) == len(assessment.findings)
    for finding in assessment.findings:
        row = rows[finding.check]
        assert row["outcome"] == finding.outcome.value and row["hits"] == finding.hit_count
        assert (row["measurement"] or "") == finding.figure("sv")
        assert attribute(row, "value") == (finding.measurement.value if finding.measurement else None)
