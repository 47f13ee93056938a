"""The layer tree, the options, the handbook, the keyboard and a narrow dock, in a real window."""

from __future__ import annotations

import pytest

from . import planner, ways_in

both = pytest.mark.parametrize("window", ["sv", "en"], indirect=True)
OTHER = {"sv": ("en", "checks carried out"), "en": ("sv", "kontroller genomförda")}
HANDBOOK = {"sv": "Plandialog hjälper dig", "en": "Plandialog helps municipal planners"}
STAFF = {"sv": "regionalt underlagspaket", "en": "a regional package"}


# Without a window manager Qt may give the keyboard to a window that is not on the screen yet.
TOO_EARLY = r"XCB error: 8 \(BadMatch\).*SetInputFocus"


@both
def test_from_the_layer_tree_with_edits_that_are_not_saved(window, tmp_path):
    window.allow(TOO_EARLY)
    taken = window.run(ways_in.check_from_layer_tree, language=window.language, folder=str(tmp_path))
    assert len(taken) == 2
    window.screenshot("from-layer")
    assert window.run(ways_in.move_a_vertex) == ["plan-unsaved"]


@both
def test_options_and_handbook(window):
    # QGIS 3.44's own options look for a flag that Debian does not ship.
    window.allow(r"images/flags/.*\.svg")
    window.allow(TOO_EARLY)
    window.run(planner.open_example, language=window.language)
    language, words = OTHER[window.language]
    seen = window.run(ways_in.options, language=language)
    assert seen["page"] == [True] and words in seen["tally"]
    assert HANDBOOK[window.language] in window.run(ways_in.handbook, language=window.language)
    assert STAFF[window.language] in window.run(ways_in.handbook, language=window.language, which="staff")
    assert len(window.run(ways_in.plugin_actions)) == 3


def test_every_part_of_the_dock_is_reached_by_keyboard(window):
    window.run(planner.open_example, language="sv")
    reached = window.run(ways_in.by_keyboard)
    for name in ("packages", "load", "drafts", "name", "land_use", "stage", "dwellings", "check", "search", "tree"):
        assert name in reached, reached
    for name in ("preview", "save", "filter_discuss", "filter_no-data"):
        assert name in reached, reached


@pytest.mark.parametrize("theme", ["default", "Night Mapping"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_at_320_pixels_nothing_is_cut_off(open_window, language, theme):
    window = open_window(language, theme)
    window.run(planner.open_example, language=language)
    size = window.run(ways_in.dock_width, width=320)
    assert size["width"] <= 330 and size["needed"] <= size["there"]
    window.screenshot("narrow")
    least = window.run(ways_in.dock_width, width=100)
    assert 200 < least["width"] <= 320 and least["needed"] <= least["there"]
    window.screenshot("narrowest")
    assert window.run(ways_in.open_toolbox) > 700


def test_drawing_begins_on_the_welcome_page(window):
    assert window.run(ways_in.draw_at_once)
    window.screenshot("first-map")
    assert (
        "kontroller genomförda"
        in window.run(planner.sketch, corners=[[508000, 6554600], [512000, 6554600], [512000, 6550000]])["tally"]
    )
