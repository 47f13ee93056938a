"""The harness itself: the hands reach what a user reaches, and every fault comes back to the test in words."""

from __future__ import annotations

import pytest

from . import steps, steps_hands
from . import window as window_module
from .display import MissingProgramError
from .window import StepError, Window, WindowError


@pytest.fixture(autouse=True)
def _pictures_of_failures_elsewhere(monkeypatch, tmp_path):
    monkeypatch.setattr(window_module, "PICTURES", tmp_path)


@pytest.fixture(scope="module")
def window():
    """One window for all of it."""
    with Window("sv") as opened:
        yield opened
        assert opened.close() == 0
        assert opened.errors() == []


def test_a_dialog_is_filled_in_with_pointer_and_keyboard(window):
    assert window.run(steps_hands.fill_in_a_dialog) == {
        "name": "Kvarter åäö ÅÄÖ (m²) 50 % - x_y@z/é",
        "use": "Blandat",
        "sure": True,
        "row": "Kollektivtrafik 25",
        "ended": [1],
        "focus": "QgsFilterLineEdit",
    }


def test_a_click_on_the_map_hits_the_place(window):
    window.run(steps.new_project)
    window.run(steps.add_proposals)
    told = window.run(steps_hands.work_on_the_map, x=510_000, y=6_580_000)
    for place in (told["seen"], told["moved"]):
        assert place == pytest.approx([510_000, 6_580_000], abs=3 * told["pixel"])
    assert told["panned"] == pytest.approx(100, abs=1)


def test_the_menus_are_clicked(window):
    # Its Swedish name is not the same in every version of QGIS.
    entry = window.run("iface.actionNewProject().text().replace('&', '')")
    assert "QGIS" in window.run(steps_hands.open_a_menu, menu="Projekt", entry=entry)


def test_a_fault_in_a_step_comes_back_with_its_place(window):
    with pytest.raises(StepError, match="ZeroDivisionError"):
        window.run("1 / 0")
    with pytest.raises(StepError, match=r"steps_hands.py.*\n.*\n.*waited 0.2 s for nothing at all"):
        window.run(steps_hands.wait_in_vain)
    with pytest.raises(StepError, match="QPushButton saying “Under” is behind QLabel saying “Över”"):
        window.run(steps_hands.click_what_is_covered)
    with pytest.raises(StepError, match="made but not yielded, so not done: click"):
        window.run(steps_hands.forget_to_yield)
    with pytest.raises(StepError, match="cannot be sent"):
        window.run("iface")
    assert window.run("number + 1", number=1) == 2


def test_what_qgis_complains_of_is_an_error(window):
    window.run("QgsApplication.messageLog().logMessage('Ojdå', 'Plandialog')")
    window.run("from qgis.PyQt.QtCore import QTimer\nQTimer.singleShot(0, lambda: [][1])\nyield 0.1")
    window.run("import sys\nprint('skräp', file=sys.__stderr__, flush=True)")
    told = window.errors()
    assert len(told) == 3, told
    assert told[0] == "Plandialog: Ojdå" and "IndexError" in told[1] and told[2] == "stderr: skräp"
    window.allow("Ojdå", "IndexError", "skräp")
    assert window.errors() == []


def test_a_window_that_hangs_or_dies_is_told_apart():
    with Window("en") as window:
        with pytest.raises(WindowError, match=r"has not answered for 1 s(.|\n)*<step>"):
            window.run("import time\ntime.sleep(30)", within=1)
        assert not window.alive()
    with Window("en") as window:
        with pytest.raises(WindowError, match=r"QGIS has died(.|\n)*Segmentation fault"):
            window.run("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)")
        assert not window.alive() and any("QGIS ended with -" in fault for fault in window.errors())


def test_a_missing_program_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingProgramError, match="qgis is not installed; tools/setup.sh dev"), Window():
        pass
