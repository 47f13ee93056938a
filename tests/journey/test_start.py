"""From an empty profile: QGIS starts with the plugin, its algorithms work in the window, and it can be reloaded."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtGui import QImage

from . import steps

TITLES = {
    "sv": {
        "adddataset": "Lägg till underlag i paketet",
        "checkplanarea": "Kontrollera planområden",
        "georeferencestructureimage": "Georeferera strukturbild",
        "loadpackage": "Ladda regionalt underlagspaket i projektet",
        "newpackage": "Nytt regionalt underlagspaket",
        "publishpackage": "Ge ut regionalt underlagspaket",
        "saveofflinecopy": "Spara underlag för fältet eller mötet",
        "validatepackage": "Validera regionalt underlagspaket",
    },
    "en": {
        "adddataset": "Add dataset to the package",
        "checkplanarea": "Check plan areas",
        "georeferencestructureimage": "Georeference structure image",
        "loadpackage": "Load regional package into the project",
        "newpackage": "New regional package",
        "publishpackage": "Publish regional package",
        "saveofflinecopy": "Save data for the field or the meeting",
        "validatepackage": "Validate regional package",
    },
}


#: What the log says of the picture in the demo package that waits for its position.
WAITING = r"energi-livsmedel\.pdf"


def colours(path) -> int:
    """How many colours a picture has; a blank screen has one or two."""
    image = QImage(str(path))
    assert (image.width(), image.height()) == (1600, 1000)
    return len({image.pixel(x, y) for x in range(0, 1600, 3) for y in range(0, 1000, 3)})


@pytest.mark.parametrize("window", ["sv", "en"], indirect=True)
def test_the_plugin_starts_with_qgis_and_works(window):
    window.allow(WAITING)
    assert window.run("import qgis.utils\nqgis.utils.active_plugins") == ["plandialog", "processing"]
    assert window.run("QgsApplication.locale()")[:2] == window.language
    assert window.run(steps.algorithms) == TITLES[window.language]
    assert colours(window.screenshot("start")) > 200
    assert window.errors() == []

    window.run(steps.new_project)
    loaded = window.run(steps.load_package)
    assert loaded["ADDED"] > 30 and loaded["MISSING"] == 1
    assert window.run(steps.add_proposals) == 7
    results = window.run(steps.check_proposals)
    assert (results["PROPOSALS"], results["REFUSED"]) == (7, 0)
    assert results["DISCUSS"] > 0 and results["FINDINGS"] > 7 * 30
    assert colours(window.screenshot("proposals")) > 200
    assert window.requests() == []


def test_the_plugin_can_be_reloaded(window):
    window.allow(WAITING)
    window.run(steps.reload_plugin, times=5)
    assert window.run(steps.algorithms) == TITLES["sv"]
    assert window.run(steps.check_proposals)["PROPOSALS"] == 7
    assert window.errors() == []


def test_the_dark_theme(open_window):
    window = open_window("sv", theme="Night Mapping")
    assert QImage(str(window.screenshot("start"))).pixelColor(800, 10).lightness() < 100
