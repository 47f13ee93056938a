"""A summary of 30 checks in its forms, beside QGIS exporting a plain layout with the same number of maps."""

from __future__ import annotations

import dataclasses
import statistics

import demo_proposals
import pytest
from conftest import DEMO_PACKAGE
from plandialog.plugin.core.assessment import Assessment
from plandialog.plugin.core.package.reader import read_package
from plandialog.plugin.gis.engine import prepare
from plandialog.plugin.gis.measures import measure_specs
from plandialog.plugin.report.cartography import scenes_of
from plandialog.plugin.report.forms import write_form
from plandialog.plugin.report.length import Length
from plandialog.plugin.report.writing import WriteOptions
from qgis.core import (
    Qgis,
    QgsCoordinateTransformContext,
    QgsLayoutExporter,
    QgsLayoutItemMap,
    QgsLayoutItemPage,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsProject,
)

from .conftest import milliseconds

pytestmark = pytest.mark.bench
CHECKS = 30
ROUNDS = 3


@pytest.fixture(scope="module")
def package(qgis_app):
    return read_package(DEMO_PACKAGE, measure_specs())


def of_thirty(assessment: Assessment) -> Assessment:
    """The same with 30 checks of it, spread over its perspectives."""
    every = len(assessment.findings) / CHECKS
    kept = tuple(assessment.findings[int(number * every)] for number in range(CHECKS))
    names = {finding.perspective for finding in kept}
    perspectives = tuple(each for each in assessment.perspectives if each.id in names)
    return dataclasses.replace(assessment, findings=kept, perspectives=perspectives)


@pytest.fixture(scope="module")
def assessments(package):
    prepared = prepare(package, QgsCoordinateTransformContext())
    return [of_thirty(assessment) for assessment in demo_proposals.assessments(prepared).values()]


def plain_export(scenes, path):
    """QGIS's own export of a layout that has nothing but the maps of a summary, two to a page."""
    project = QgsProject()
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    pages = layout.pageCollection()
    pages.page(0).setPageSize("A4", QgsLayoutItemPage.Orientation.Portrait)
    for number, scene in enumerate(scenes):
        if number // 2 >= pages.pageCount():
            page = QgsLayoutItemPage(layout)
            page.setPageSize("A4", QgsLayoutItemPage.Orientation.Portrait)
            pages.addPage(page)
        item = QgsLayoutItemMap(layout)
        layout.addLayoutItem(item)
        item.setCrs(scene.crs)
        item.setLayers([*scene.above, *scene.layers])
        item.attemptResize(QgsLayoutSize(98, 98 * scene.size[1] / scene.size[0]))
        item.attemptMove(QgsLayoutPoint(20, 20 + number % 2 * 130), page=number // 2)
        item.setExtent(scene.extent(0.098, 0.098 * scene.size[1] / scene.size[0]))
    settings = QgsLayoutExporter.PdfExportSettings()
    settings.dpi = 300
    settings.forceVectorOutput = True
    settings.textRenderFormat = Qgis.TextRenderFormat.AlwaysText
    assert QgsLayoutExporter(layout).exportToPdf(str(path), settings) == QgsLayoutExporter.ExportResult.Success
    layout.clear()


def test_a_summary_of_thirty_checks(table, package, assessments, tmp_path):
    times = {form: [] for form in ("html", "pdf", "odt")}
    plain, scenes_times, counts = [], [], []
    for _ in range(ROUNDS):
        for assessment in assessments:
            for form, taken in times.items():
                path = tmp_path / f"ut.{form}"
                options = WriteOptions(length=Length.STANDARD)
                taken.append(
                    milliseconds(
                        lambda form=form, path=path, options=options, assessment=assessment: write_form(
                            form, [assessment], path, "sv", package, options
                        )
                    )
                )
            made = []
            scenes_times.append(
                milliseconds(
                    lambda made=made, assessment=assessment: made.append(
                        scenes_of(package, assessment, "sv", Length.STANDARD)
                    )
                )
            )
            scenes = list(made[0].scenes.values())
            counts.append(len(scenes))
            plain.append(milliseconds(lambda scenes=scenes: plain_export(scenes, tmp_path / "plain.pdf")))
    about = f"{CHECKS} checks, standard length, {min(counts)}–{max(counts)} maps, {len(plain)} runs"
    peer = statistics.median(plain) + statistics.median(scenes_times)
    for form, promise in (("html", 1000), ("pdf", 6000), ("odt", None)):
        table.add(f"summary: {form.upper()} with maps, median", statistics.median(times[form]), "ms", promise, about)
        table.add(f"summary: {form.upper()} with maps, slowest", max(times[form]), "ms", promise)
    table.add("summary: peer, QGIS exporting a layout with the same maps alone, median", peer, "ms")
    table.add("summary: PDF ÷ peer", statistics.median(times["pdf"]) / peer, "×")
    table.add("summary: HTML ÷ peer", statistics.median(times["html"]) / peer, "×")
