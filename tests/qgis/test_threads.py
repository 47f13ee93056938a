"""What a background task has made of a coordinate reference system outlives the task."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT


@pytest.fixture
def ask(tmp_path):
    """Runs lost_crs.py in a process of its own: it ends threads, and what others have made in them."""
    (tmp_path / "plandialog").symlink_to(ROOT)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}

    def ask(*arguments):
        command = [sys.executable, str(Path(__file__).with_name("lost_crs.py")), *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return [line.split("; ") for line in done.stdout.splitlines()]

    return ask


_STAYS, _MOVES = "150000,6580000", "585335,6578329"


def test_a_crs_that_a_task_was_the_first_to_ask_for_is_kept(ask):
    assert ask("keep") == [["kept"], [_MOVES] * 3, [_MOVES] * 3]


def test_what_is_lost_all_the_same_moves_nothing_to_the_wrong_place(ask):
    """Where it is not lost any more QGIS has mended it, and plugin/gis/threads.py can go."""
    (state,), by_qgis, by_us = ask()
    assert state == "lost" and _STAYS in by_qgis
    assert by_us == [_MOVES] * 3
