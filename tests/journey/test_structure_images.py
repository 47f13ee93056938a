"""From a page of a PDF to a checked structure image, in both languages."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from lxml import html
from plandialog.plugin.core.quantity import Dimension, format_quantity

from . import image_assistant, planner, structure_images

both = pytest.mark.parametrize("window", ["sv", "en"], indirect=True)

IMAGE = "bild-energi-livsmedel"
ENERGY, FOOD, HUB = "bild-energi-andel", "bild-livsmedel-andel", "bild-energinod"
PROPOSAL = "Ny stadsdel vid kommungränsen Örebro–Kumla"

#: Six localities far apart, in the north, the south, the west and the east of the county.
NAMES = ["Kopparberg", "Zinkgruvan", "Hällefors", "Fellingsbro", "Degerfors", "Odensbacken"]

#: Of the page (200 dpi): where the middle of its map is, and the sides of the map, without title, text and legend.
MIDDLE = {"column": 585, "row": 1120}
CROP = {"left": 157, "top": 409, "right": 976, "bottom": 1717}
POINTS = Path(__file__).resolve().parent.parent / "data" / "energi_livsmedel_points.csv"
SAID = {
    "sv": {
        "title": "Energi och livsmedel (DEMO)",
        "waits": "är inte georefererad än",
        "class": "Odlingslandskap",
        "classes": ["Område med förutsättningar för energi", "Odlingslandskap", "Livsmedelskluster"],
        "other": "Transportstråk (DEMO)",
        "plan": "Planområde",
        "about": "omkring 100 %",
    },
    "en": {
        "title": "Energy and food (DEMO)",
        "waits": "has not been georeferenced yet",
        "class": "Farming landscape",
        "classes": ["Area with conditions for energy", "Farming landscape", "Food cluster"],
        "other": "Transport corridors (DEMO)",
        "plan": "Plan area",
        "about": "about 100 %",
    },
}


def places() -> dict[str, list[float]]:
    """Where the localities are in the picture and on the map: column, row, x, y."""
    with POINTS.open(encoding="utf-8") as stream:
        return {row["name"]: [float(row[key]) for key in ("column", "row", "x", "y")] for row in csv.DictReader(stream)}


def length(value: float, window) -> str:
    """A length (m) as the window writes it."""
    return format_quantity(value, Dimension.LENGTH, window.language)


@both
def test_from_a_page_of_a_pdf_to_a_checked_structure_image(window, tmp_path):
    said = SAID[window.language]
    window.run(planner.open_example, language=window.language)
    assert said["title"] in window.run(structure_images.open_view, width=440)
    window.run(planner.pick, name=PROPOSAL)
    the_picture_waits(window)
    window.run(structure_images.fit_to_map)
    opened = window.run(image_assistant.picture_is_there)
    assert opened["file"] == "energi-livsmedel.pdf" and opened["classes"] == 7 and opened["places"] > 40
    window.screenshot("image-picture")
    rmse = points_by_name(window)
    crop_and_legend(window)
    accuracy = save_into_a_copy(window, tmp_path / "regionpaket å", rmse)
    the_picture_is_checked(window, accuracy)
    the_picture_on_the_map(window)
    summary = tmp_path / "vägledning å.html"
    window.run(planner.save_summary, path=str(summary))
    window.screenshot("image-summary")
    the_picture_in_the_summary(summary, window, accuracy)
    assert not window.errors(), "\n".join(window.errors())


def the_picture_waits(window):
    """Nothing can be checked yet, and both the findings and the dock say why."""
    found = window.run(structure_images.findings, checks=[ENERGY, FOOD, HUB])
    assert [found[check]["outcome"] for check in (ENERGY, FOOD, HUB)] == ["not-checked", "not-checked", "not-relevant"]
    for check in (ENERGY, FOOD):
        assert "image-no-position" in found[check]["notes"]
        assert any(SAID[window.language]["waits"] in words for words in found[check]["words"])
    assert window.run(structure_images.click_image, dataset=IMAGE) == ["bild-ortsstruktur"]
    view = window.run(structure_images.what_is_said)
    assert view["fit"] and SAID[window.language]["waits"] in view["text"]
    window.screenshot("image-waits")


def points_by_name(window) -> float:
    """Six points by name, one of them undone and done again, and a seventh that is misplaced; gives the RMSE (m)."""
    known = places()
    window.run(image_assistant.go_on)
    window.screenshot("image-no-points")
    window.run(image_assistant.zoom_picture, **MIDDLE, notches=-1)
    for number, name in enumerate(NAMES):
        column, row, _, _ = known[name]
        by_symbol = number in (1, 3)
        asked = window.run(image_assistant.set_point, name=name, column=column, row=row, symbol_first=by_symbol)
        assert (name in asked) is not by_symbol
        if number == 0:
            window.screenshot("image-one-point")
    fit = window.run(image_assistant.look_at_fit)
    assert fit["names"] == NAMES and not fit["marked"] and not fit["warnings"] and fit["done"]
    # A pixel of the picture is 135 m, and one of the screen is two of them.
    assert 20 < fit["rmse"] < 600
    assert "RMSE" in fit["shown"] and f"{length(fit['rmse'], window)}</span>" in fit["shown"]
    others = [place for name, place in known.items() if name not in NAMES]
    assert window.run(image_assistant.how_far_off, places=others) < 1.5 * fit["rmse"]
    window.screenshot("image-six-points")

    assert window.run(image_assistant.press, keys=["ctrl+z"]) == 5
    assert window.run(image_assistant.press, keys=["ctrl+y"]) == 6
    column, row, _, _ = known["Kumla"]
    window.run(image_assistant.set_point, name="Laxå", column=column, row=row)
    misplaced = window.run(image_assistant.look_at_fit)
    assert misplaced["marked"] == [6] and "Laxå" in misplaced["warnings"]
    assert misplaced["rmse"] > 20 * fit["rmse"]
    assert misplaced["instruction"] != fit["instruction"] and not misplaced["done"]
    window.screenshot("image-misplaced")
    window.run(image_assistant.delete_point, row=6)
    assert window.run(image_assistant.look_at_fit) == fit
    return fit["rmse"]


def crop_and_legend(window):
    """Title, text and legend are cut away, and the legend that came along reads the rest."""
    said = SAID[window.language]
    window.run(image_assistant.go_on)
    crop = window.run(image_assistant.crop, **CROP)
    # As close as a hand comes to it: a pixel of the screen is four of the picture.
    assert crop["sides"] == pytest.approx(list(CROP.values()), abs=5)
    assert crop["preview"] and "28" in crop["kept"] and "135" in crop["look"]
    assert window.run(image_assistant.fade, steps=-3) < 70
    window.screenshot("image-crop")
    window.run(image_assistant.go_on)
    legend = window.run(image_assistant.legend)
    titles = [sv if window.language == "sv" else en for sv, en in legend["titles"]]
    assert titles[:3] == said["classes"] and len(titles) == 7
    assert "12" in legend["reading"]
    window.screenshot("image-legend")


def save_into_a_copy(window, folder, rmse) -> float:
    """The demo package itself is not changed; the dock opens the copy. Gives the accuracy (m), which the RMSE is."""
    window.run(image_assistant.go_on)
    page = window.run(image_assistant.what_is_saved)
    # Rounded up to two digits.
    assert rmse <= page["accuracy"] < 1.1 * rmse
    assert page["copy"] and not page["package"]
    assert page["missing"] and not page["ready"]
    window.screenshot("image-save")
    saved = window.run(image_assistant.save_copy, folder=str(folder), within=120)
    assert folder.name in saved["message"] and saved["root"] == str(folder)
    # The copy has the name and the version of the demo package.
    assert saved["chosen"].startswith(folder.name)
    assert (folder / "images" / f"{IMAGE}.tif").stat().st_size > 10_000
    window.screenshot("image-saved")
    window.run(image_assistant.leave)
    return page["accuracy"]


def the_picture_is_checked(window, accuracy):
    """The findings on the picture are carried out, with the accuracy that the points gave it."""
    said = SAID[window.language]
    found = window.run(structure_images.findings, checks=[ENERGY, FOOD, HUB])
    assert [found[check]["outcome"] for check in (ENERGY, FOOD, HUB)] == ["clear", "discuss", "not-relevant"]
    assert [each["accuracy"] for each in found.values()] == [accuracy] * 3
    assert found[FOOD]["classes"] == {"odlingslandskap": said["class"]}
    assert plain(found[FOOD]["figure"]).startswith(said["about"])
    assert plain(length(accuracy, window)) in plain(found[FOOD]["figure"])


def the_picture_on_the_map(window):
    """A click shows it half transparent below everything else, with its legend; it can be faded and swiped."""
    said = SAID[window.language]
    assert window.run(structure_images.click_image, dataset=IMAGE) == [IMAGE]
    layer = window.run(structure_images.on_the_map, dataset=IMAGE)
    assert layer["opacity"] == 0.5 and layer["vectors below"] == []
    assert layer["source"].startswith(f"/images/{IMAGE}.tif")
    assert layer["legend"][:3] == said["classes"] and len(layer["legend"]) == 7
    view = window.run(structure_images.what_is_said)
    assert not view["fit"] and said["about"] in plain(view["text"])
    window.screenshot("image-on-the-map")
    read = window.run(structure_images.follow_link, check=FOOD)
    assert said["class"] in read and said["about"] in plain(read)
    window.screenshot("image-finding")
    assert window.run(structure_images.fade, steps=20) == pytest.approx(0.7, abs=0.01)
    window.run(structure_images.zoom_to_image)
    window.screenshot("image-whole")
    sides = window.run(structure_images.swipe, against="bild-strak")
    assert sides["titles"] == [said["title"], said["other"]] and 0.6 < sides["part"] < 0.75
    window.screenshot("image-swipe")
    assert window.run(structure_images.end_swipe) is False


def the_picture_in_the_summary(path, window, accuracy):
    """The section of structure images has the picture, its legend with the plan area, the classes and the accuracy."""
    said = SAID[window.language]
    page = html.fromstring(path.read_text(encoding="utf-8"))
    (section,) = page.xpath("//section[@aria-labelledby='p1-images']")
    parts = [part for part in section.xpath(".//div[@class='image']") if said["title"].lower() in heading(part).lower()]
    assert len(parts) == 1
    text = plain(parts[0].text_content())
    assert f"± {plain(length(accuracy, window))}" in text
    (picture,) = parts[0].xpath(".//div[@class='picture']/img")
    assert picture.get("src").startswith("data:image/") and len(picture.get("src")) > 10_000
    entries = [plain(entry.text_content()) for entry in parts[0].xpath(".//ul[@class='legend']/li")]
    assert entries[0] == said["plan"] and set(said["classes"]) < set(entries)
    (table,) = parts[0].xpath(".//table")
    assert said["class"] in table.text_content() and said["about"] in plain(table.text_content())
    links = {link.get("href") for link in parts[0].xpath(".//ul[@class='rests']//a")}
    assert links == {f"#p1-c-{check}" for check in (ENERGY, FOOD, HUB)}


def heading(part) -> str:
    return part.xpath("./h2|./h3|./h4")[0].text_content()


def plain(text: str) -> str:
    """With common spaces, one at a time."""
    return " ".join(text.split())
