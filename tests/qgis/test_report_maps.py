"""The maps of the summary: what is drawn, where, and what happens when it cannot be."""

from __future__ import annotations

import base64
import dataclasses
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from builders import VALIDITY, assess_wkt, square, write_layer
from plandialog.plugin.core.legend import ImageClass
from plandialog.plugin.core.outcome import LABELS, Outcome
from plandialog.plugin.core.text import Text
from plandialog.plugin.report import drawing
from plandialog.plugin.report.maps import render_maps
from plandialog.plugin.report.summary import build_summary
from plandialog.plugin.report.symbols import found_symbol
from qgis.core import Qgis
from qgis.PyQt.QtGui import QColor, QImage

# A hamlet 100 m east of the plan area of the tests, and a road through it.
HAMLET = square(511_100, 6_580_300, 400)
ROAD = "LINESTRING(509000 6580500, 513000 6580500)"


@pytest.fixture
def prepared(builder):
    builder.package["municipalities"] = {"dataset": "omrade", "name": "namn"}
    builder.package["datasets"][0]["label"] = "namn"
    write_layer(
        builder.root / "layers" / "omrade.gpkg",
        "omrade",
        "polygon",
        [(VALIDITY, {"namn": "Provköping"})],
        {"namn": str},
    )
    builder.dataset("byar", "polygon", [(HAMLET, {"namn": "Byn"})], fields={"namn": str}, label="namn")
    builder.dataset("vagar", "line", [(ROAD, {"namn": "Väg 50"})], fields={"namn": str}, label="namn")
    builder.check("by", "byar", "distance", [{"up_to": "1 km", "outcome": "consider"}, {"outcome": "discuss"}])
    builder.check("vag", "vagar", "length")
    return builder.prepare(seal=True)


def image(picture) -> QImage:
    read = QImage()
    assert read.loadFromData(base64.b64decode(picture.image.split(",", 1)[1]), "PNG")
    return read


def pixels(picture, x: float, y: float, around: int = 4) -> set[str]:
    """The colours near a place given in the map's CRS."""
    read = image(picture)
    west, south, east, north = picture.extent
    column = round((x - west) / (east - west) * read.width())
    row = round((north - y) / (north - south) * read.height())
    span = range(-around, around + 1)
    return {QColor(read.pixel(column + dx, row + dy)).name() for dx in span for dy in span}


def test_the_plan_area_and_what_was_found_are_drawn_where_they_are(prepared):
    plan = render_maps(prepared.package, assess_wkt(prepared), "sv").plan
    assert "#111111" in pixels(plan, 510_000, 6_580_750)
    assert "#111111" not in pixels(plan, 509_700, 6_580_750)
    assert "#a63a0a" in pixels(plan, 510_300, 6_580_500)
    assert "#735800" in pixels(plan, 511_500, 6_580_400)
    moved = render_maps(prepared.package, assess_wkt(prepared, square(510_100, 6_580_200, 800)), "sv").plan
    assert image(moved) != image(plan)


def test_size_scale_and_frame_follow_the_promise(prepared):
    made = render_maps(prepared.package, assess_wkt(prepared), "sv")
    west, _, east, _ = made.plan.extent
    assert 0.25 <= 1000 / (east - west) <= 0.5
    assert image(made.plan).width() == 2 * made.plan.width
    assert made.plan.metres_per_pixel == pytest.approx((east - west) / made.plan.width)
    assert made.plan.bar * (east - west) in (pytest.approx(500), pytest.approx(1000))
    small = render_maps(prepared.package, assess_wkt(prepared, square(510_000, 6_580_000, 20)), "sv").plan
    assert small.extent[2] - small.extent[0] == pytest.approx(10_000 * 720 / 96 * 0.0254)
    assert "#111111" in pixels(made.overview, 510_500, 6_580_500) != pixels(made.overview, 505_000, 6_580_500)
    west, south, east, north = made.overview.extent
    assert west <= 500_000 and south <= 6_570_000 and east >= 520_000 and north >= 6_590_000


def test_words_stand_beside_the_picture(prepared):
    made = render_maps(prepared.package, assess_wkt(prepared), "sv")
    assert made.plan.alt == "Karta: planområde på 100\N{NO-BREAK SPACE}ha i Provköping. I närheten: Väg 50 och Byn."
    assert "Provlän" in made.overview.alt
    labels = [entry.label for entry in made.plan.legend]
    assert labels[:3] == ["Planområde", LABELS[Outcome.DISCUSS].sv, LABELS[Outcome.CONSIDER].sv]
    assert "Underlag omrade\N{NO-BREAK SPACE}2026-01-01" in made.plan.source
    assert "Underlag vagar" in made.plan.source and "Underlag vagar" not in made.overview.source
    english = render_maps(prepared.package, assess_wkt(prepared), "en").plan
    assert english.alt.startswith("Map: plan area of") and "Dataset omrade" in english.source


def test_only_what_is_in_view_is_in_the_legend(prepared):
    far = render_maps(prepared.package, assess_wkt(prepared, square(502_000, 6_588_000, 100)), "sv").plan
    assert LABELS[Outcome.CONSIDER].sv not in [entry.label for entry in far.legend]


def test_a_background_that_cannot_be_opened_is_left_out_and_named(prepared):
    package = dataclasses.replace(prepared.package, background=("omrade", "byar"))
    (package.root / "layers" / "byar.gpkg").unlink()
    plan = render_maps(package, assess_wkt(prepared), "sv").plan
    assert "Kunde inte visas: Underlag byar." in plan.source
    assert "Underlag omrade" in plan.source


def test_whole_features_are_drawn_only_from_the_package_that_was_checked(prepared):
    """A hit is kept cut to the surroundings of the plan area; the cut must not look like the end of the road."""
    made = assess_wkt(prepared)
    beyond = (509_150, 6_580_500)
    assert "#a63a0a" in pixels(render_maps(prepared.package, made, "sv").plan, *beyond)
    other = dataclasses.replace(made, package=dataclasses.replace(made.package, version="9.9.9"))
    assert "#a63a0a" not in pixels(render_maps(prepared.package, other, "sv").plan, *beyond)


def test_maps_are_drawn_in_another_thread(prepared):
    plan = drawn_apart(prepared)
    assert "#111111" in pixels(plan, 510_000, 6_580_750)


def test_a_map_from_another_thread_is_the_same_picture(prepared):
    """In a process of its own. Each thread has a cache of fonts for itself, and in processes that had run thousands of
    tests the letters of a label came out otherwise in a few hundred pixels."""
    child = Path(__file__).parent.parent / "drawing_child.py"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, str(child), str(prepared.package.root)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert done.stdout == "the same\n", done.stderr


def test_another_thread_draws_the_same_where_there_are_no_letters(builder):
    builder.dataset("byar", "polygon", [(HAMLET, {"namn": "Byn"})], fields={"namn": str})
    builder.dataset("vagar", "line", [(ROAD, {"namn": "Väg 50"})], fields={"namn": str})
    builder.check("by", "byar", "distance", [{"up_to": "1 km", "outcome": "consider"}, {"outcome": "discuss"}])
    builder.check("vag", "vagar", "length")
    unnamed = builder.prepare(seal=True)
    plan = drawn_apart(unnamed)
    assert "#111111" in pixels(plan, 510_000, 6_580_750)
    assert image(plan) == image(render_maps(unnamed.package, assess_wkt(unnamed), "sv").plan)


def drawn_apart(prepared):
    """The map of the plan area, drawn in a thread of its own."""
    made, drawn = assess_wkt(prepared), []
    thread = threading.Thread(target=lambda: drawn.append(render_maps(prepared.package, made, "sv")))
    thread.start()
    thread.join()
    assert drawn[0].fault == ""
    return drawn[0].plan


def test_layers_without_a_style_are_quiet_and_the_same_every_time(prepared):
    """QGIS gives a layer without a style a random colour, which would drown what the map is about."""
    plan = render_maps(prepared.package, assess_wkt(prepared), "sv").plan
    (color,) = pixels(plan, 509_000, 6_581_500)
    assert min(QColor(color).getRgb()[:3]) > 230


def test_nothing_to_draw_with_is_told_and_the_summary_still_stands(prepared, monkeypatch):
    made = assess_wkt(prepared)

    def broken(*_):
        raise RuntimeError("ingen\n  ritning")

    monkeypatch.setattr(drawing, "QgsMapRendererParallelJob", broken)
    result = render_maps(prepared.package, made, "sv")
    assert result.pictures == {} and result.fault == "Kartan kunde inte ritas: RuntimeError: ingen ritning"
    assert build_summary(made, "sv").tally.total == 2


def test_demo_is_written_on_the_picture_itself(prepared):
    made = assess_wkt(prepared)
    marked = image(render_maps(prepared.package, made, "sv").plan)
    plain = image(render_maps(dataclasses.replace(prepared.package, demo=False), made, "sv").plan)
    assert QColor(marked.pixel(20, 20)).name() == "#fff3c4" != QColor(plain.pixel(20, 20)).name()


def test_a_plan_area_of_another_shape_is_framed_whole(prepared):
    tall = "POLYGON((510000 6575000,510200 6575000,510200 6585000,510000 6585000,510000 6575000))"
    _, south, _, north = render_maps(prepared.package, assess_wkt(prepared, tall), "sv").plan.extent
    assert south < 6_575_000 and north > 6_585_000


def test_a_hatch_stays_within_its_sign():
    """Where it is drawn as SVG, which Qt does not clip."""
    hatched = ImageClass("strak", Text("Stråk", "Corridor"), ("#2980b9",), gaps=400.0)
    found = [found_symbol(Qgis.GeometryType.Polygon, outcome) for outcome in (Outcome.DISCUSS, Outcome.CONSIDER)]
    for svg in (drawing.class_svg(hatched), *map(drawing.sign_svg, found)):
        lines = re.findall(r'd="M([\d.-]+),([\d.-]+) L([\d.-]+),([\d.-]+)"', svg)
        assert len(lines) >= 3
        for x, y, to_x, to_y in (map(float, line) for line in lines):
            assert min(x, to_x) >= 0 and max(x, to_x) <= 28 and min(y, to_y) >= 0 and max(y, to_y) <= 18
            assert abs(to_x - x) == pytest.approx(abs(to_y - y), abs=1e-3)
