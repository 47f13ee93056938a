"""QGIS starts without the weight of the plugin, and the dock is loaded when it is wanted, bit by bit."""

from __future__ import annotations

import pytest

from . import timing
from .gaps import painted

#: The modules of these folders that QGIS loads as it starts; all others wait until something is done with the plugin.
#: The last three are for the settings, which say whether the dock was open.
LIGHT = {
    "core.terms",
    "core.text",
    "report.forms",
    "report.length",
    "report.writing",
    "core.codec",
    "core.versions",
    "gis.profile",
    "gis.threads",
}


def test_little_is_loaded_before_the_dock_is_opened(window):
    names = [name.removeprefix("plandialog.plugin.") for name in window.run(timing.loaded)]
    assert {name for name in names if name.startswith(("core.", "gis.", "report."))} == LIGHT
    assert "gui.dock" not in names and "processing.planareas" not in names


@pytest.mark.parametrize("begun", [False, True])
@pytest.mark.parametrize("reload", [False, True])
def test_a_dock_that_is_on_its_way_can_be_given_up(window, reload, begun):
    assert not window.run(timing.change_of_mind, reload=reload, begun=begun)


def test_the_window_paints_while_the_dock_is_opened(open_window):
    painted(lambda: open_window().run(timing.open_dock))


def test_qgis_can_be_ended_while_the_package_is_still_being_opened(open_window):
    """The fixture ends the window, which must not crash; it did each time."""
    for _ in range(3):
        assert open_window().run(timing.open_dock_only)
