"""The layer tree, the options, the handbook, the keyboard and a narrow dock, in a real window."""

from __future__ import annotations

import pytest

from . import planner, ways_in
from .window import Window

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


@pytest.fixture(scope="module")
def example(request):
    """A window with the demonstration open, for all tests of a language and a theme in turn."""
    language, theme = request.param
    with Window(language, theme) as opened:
        # QGIS 3.44's own options look for a flag that Debian does not ship.
        opened.allow(TOO_EARLY, r"images/flags/.*\.svg")
        opened.run(planner.open_example, language=language)
        yield opened
        assert opened.close() == 0
        assert opened.errors() == [], "\n".join(opened.errors())


def examples(*of: tuple[str, str]):
    return pytest.mark.parametrize("example", of, indirect=True, ids="-".join)


@examples(("sv", "default"))
def test_every_part_of_the_dock_is_reached_by_keyboard(example):
    reached = example.run(ways_in.by_keyboard)
    for name in ("packages", "load", "drafts", "name", "land_use", "stage", "dwellings", "check", "search", "tree"):
        assert name in reached, reached
    for name in ("preview", "save", "filter_discuss", "filter_no-data"):
        assert name in reached, reached


@examples(("sv", "default"), ("en", "default"), ("sv", "Night Mapping"), ("en", "Night Mapping"))
def test_at_320_pixels_nothing_is_cut_off(example):
    size = example.run(ways_in.dock_width, width=320)
    assert size["width"] <= 330 and size["needed"] <= size["there"]
    example.screenshot("narrow")
    least = example.run(ways_in.dock_width, width=100)
    assert 200 < least["width"] <= 320 and least["needed"] <= least["there"]
    example.screenshot("narrowest")
    assert example.run(ways_in.open_toolbox) > 700


# Last, because it leaves the dock in another language.
@examples(("sv", "default"), ("en", "default"))
def test_options_and_handbook(example):
    language, words = OTHER[example.language]
    seen = example.run(ways_in.options, language=language)
    assert seen["page"] == [True] and words in seen["tally"]
    assert HANDBOOK[example.language] in example.run(ways_in.handbook, language=example.language)
    assert STAFF[example.language] in example.run(ways_in.handbook, language=example.language, which="staff")
    assert len(example.run(ways_in.plugin_actions)) == 3


def test_drawing_begins_on_the_welcome_page(window):
    assert window.run(ways_in.draw_at_once)
    window.screenshot("first-map")
    assert (
        "kontroller genomförda"
        in window.run(planner.sketch, corners=[[508000, 6554600], [512000, 6554600], [512000, 6550000]])["tally"]
    )
