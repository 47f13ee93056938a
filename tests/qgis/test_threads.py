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
        return done.stdout.strip(), done.stderr

    return ask


def test_a_crs_that_a_task_was_the_first_to_ask_for_is_kept(ask):
    told, faults = ask("keep")
    assert told == "kept", faults


def test_without_the_plugin_it_is_lost(ask):
    """And ``whole`` gets it back. Where this fails QGIS has mended it, and the module of both can go."""
    told, faults = ask()
    assert told == "lost", faults
