"""The structure images of the summary: the picture, the plan area drawn on it, and what stands beside."""

from __future__ import annotations

import base64

import pytest
from beside import beside
from builders import PLAN, assess_wkt, class_document, square
from painting import CORRIDOR, GROUND, NODE, image_package, in_crs, strip, turned, upright
from plandialog.plugin.core.outcome import Outcome
from plandialog.plugin.core.text import LANGUAGES
from plandialog.plugin.report.drawing import swatch
from plandialog.plugin.report.html import render_html
from plandialog.plugin.report.maps import render_maps
from qgis.PyQt.QtGui import QColor, QImage

AREAS = ((NODE, strip(-2000, 500)), (CORRIDOR, strip(1500, 4000)))


@pytest.fixture
def prepared(builder):
    builder.check("nara", "bild", "class-near", classes=["strak"], reach="5 km")
    return image_package(builder, "class-share", *AREAS, image={"accuracy": "600 m"})


def read(uri):
    image = QImage()
    assert image.loadFromData(base64.b64decode(uri.split(",", 1)[1]))
    return image


def at(picture, x, y):
    """The colour of the picture at a place in the map's CRS."""
    image = read(picture.image)
    west, south, east, north = picture.extent
    column = round((x - west) / (east - west) * image.width())
    return QColor(image.pixel(column, round((north - y) / (north - south) * image.height())))


def is_near(color, other, most=12):
    return max(abs(a - b) for a, b in zip(color.getRgb()[:3], QColor(other).getRgb()[:3])) <= most


def drawn(prepared, language="sv", plan=PLAN):
    maps = render_maps(prepared.package, assess_wkt(prepared, plan), language)
    return {key.split(":")[1]: picture for key, picture in maps.pictures.items() if key.startswith("image:")}


def section(assessment, language, maps=None):
    page = render_html([assessment], language, None if maps is None else [maps])
    return page.split('aria-labelledby="p1-images"')[1].split("</section>")[0]


@pytest.mark.parametrize("canvas", [upright(), turned(17), in_crs("EPSG:3011")], ids=["upright", "turned", "3011"])
@pytest.mark.parametrize("ext", ["tif", "pdf"])
def test_the_picture_is_drawn_where_it_lies_with_the_plan_area_on_it(builder, canvas, ext):
    ready = image_package(builder, "class-share", *AREAS, canvas=canvas, image={"accuracy": "600 m", "ext": ext})
    (picture,) = drawn(ready).values()
    assert picture.image.startswith("data:image/jpeg;base64,") and picture.width == 460
    assert is_near(at(picture, 509_300, 6_582_500), NODE)
    assert is_near(at(picture, 512_500, 6_578_500), CORRIDOR)
    assert is_near(at(picture, 511_000, 6_583_300), GROUND)
    # The outline of the plan area is dark, and around it the accuracy is dashed in black and white.
    assert any(max(at(picture, 510_000 + step, 6_580_500).getRgb()[:3]) < 90 for step in range(-80, 81, 8))
    dashes = [
        at(picture, 510_000 + along, 6_581_600 + step) for step in range(-60, 61, 20) for along in range(0, 900, 60)
    ]
    assert any(max(color.getRgb()[:3]) < 110 for color in dashes)


def test_the_plan_area_is_framed_with_its_surroundings(prepared):
    for plan in (PLAN, square(510_300, 6_580_300, 1000), square(506_000, 6_576_000, 8000)):
        west, _, east, _ = drawn(prepared, plan=plan)["bild"].extent
        assert east - west >= 24_000 - 1 and west < 506_000 and east > 514_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_stand_beside_the_picture(prepared, language):
    picture = drawn(prepared, language)["bild"]
    title = {"sv": "Underlag bild", "en": "Dataset bild"}[language]
    assert picture.alt.startswith(title) and title in picture.source and "s. 12" in picture.source
    labels = [entry.label for entry in picture.legend]
    assert labels[2:] == [f"{'Klass' if language == 'sv' else 'Class'} {name}" for name in ("nod", "strak", "ovrigt")]
    assert "600\N{NO-BREAK SPACE}m" in labels[1]
    assert all(sign.startswith("data:image/png;base64,") for entry in picture.legend for sign in entry.images)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_section_has_the_picture_its_legend_and_a_table_of_classes(prepared, language):
    made = assess_wkt(prepared)
    text = section(made, language, render_maps(prepared.package, made, language))
    assert text.count("data:image/jpeg;base64,") == 1 and text.count('<table class="data') == 1
    assert {"sv": "omkring", "en": "about"}[language] in text
    assert 'href="#p1-c-fraga"' in text and 'href="#p1-c-nara"' in text and "<figure" in text
    for name in ("nod", "strak", "ovrigt"):
        assert f"{'Klass' if language == 'sv' else 'Class'} {name}" in text


def test_areas_of_a_picture_are_not_drawn_as_features_on_the_map(prepared):
    """A schematic area on a map of features would look as if it had an edge."""
    made = assess_wkt(prepared)
    assert made.with_outcome(Outcome.DISCUSS)[0].hits
    labels = [entry.label for entry in render_maps(prepared.package, made, "sv").plan.legend]
    assert [label for label in labels if "dialogen" in label or "Klass" in label] == []


def test_an_image_that_cannot_be_opened_is_told_and_the_maps_are_drawn(prepared):
    made = assess_wkt(prepared)
    (prepared.package.root / "images" / "bild.tif").unlink()
    maps = render_maps(prepared.package, made, "sv")
    assert list(maps.pictures) == ["plan", "overview"] and maps.plan is not None and maps.fault == ""
    text = section(made, "sv", maps)
    assert "Bilden kunde inte visas." in text and "<table" in text


def test_images_are_drawn_in_another_thread(prepared):
    made = assess_wkt(prepared)
    found = beside(lambda: render_maps(prepared.package, made, "sv")).result(60)
    assert read(found.image("bild").image) == read(render_maps(prepared.package, made, "sv").image("bild").image)


def test_demo_is_written_on_the_picture_itself(prepared):
    assert is_near(QColor(read(drawn(prepared)["bild"].image).pixel(20, 20)), "#fff3c4", 30)


def test_a_small_plan_area_is_a_question_with_its_picture(prepared):
    made = assess_wkt(prepared, square(510_300, 6_580_300, 200))
    assert made.with_outcome(Outcome.QUESTION)
    text = section(made, "sv", render_maps(prepared.package, made, "sv"))
    assert "nära eller inom" in text and "mindre" in text and "data:image/jpeg" in text


@pytest.mark.parametrize(
    ("legend", "colors"),
    [
        (class_document("a", NODE), [NODE]),
        (class_document("a", NODE, CORRIDOR), [NODE, CORRIDOR]),
        (class_document("a", NODE, gaps="200 m"), [NODE, "#ffffff"]),
    ],
)
def test_the_sign_of_a_class_has_its_colours(builder, legend, colors):
    ready = image_package(builder, "class-share", legend=[legend])
    image = read(swatch(ready.package.datasets["bild"].image.legend.classes[0]))
    pixels = [QColor(image.pixel(x, y)).name() for x in range(4, 52) for y in range(4, 32)]
    least = 40 if "gaps" in legend else 600  # a hatch is blurred at its edges
    assert all(pixels.count(color) >= least for color in colors)


def test_images_of_another_version_of_the_package_are_not_drawn_for_an_assessment(prepared):
    """The table says what the picture of the version that was checked shows."""
    import dataclasses

    made = assess_wkt(prepared)
    other = dataclasses.replace(made, package=dataclasses.replace(made.package, version="9.9.9"))
    assert render_maps(prepared.package, other, "sv").image("bild") is None
