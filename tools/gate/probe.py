"""The plugin at work where nothing can be imported but what QGIS brings along on every system.

A process of its own imports each module of the unpacked plugin and then checks a demo proposal with the demo package
through the processing provider, with a summary as HTML, PDF and ODT. Whatever else the machine has is denied to the
plugin.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path

from .finding import Finding, GateError

_SCRIPT = Path(__file__).with_name("probe_script.py")

#: The interpreter of QGIS, without the packages of a virtual environment.
PYTHON = "/usr/bin/python3"


def probe(folder: Path) -> list[Finding]:
    """What a plugin that is denied other packages asked for, or could not do."""
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch) / "report.json"
        environment = {
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "HOME": scratch,
            "XDG_RUNTIME_DIR": scratch,
            "QGIS_CUSTOM_CONFIG_PATH": scratch,
            "QT_QPA_PLATFORM": "offscreen",
        }
        command = [PYTHON, "-B", "-s", str(_SCRIPT), str(folder), scratch, str(report)]
        done = subprocess.run(
            command, env=environment, cwd=scratch, capture_output=True, text=True, encoding="utf-8", timeout=300
        )
        if not report.is_file():
            raise GateError(f"the probe ended with {done.returncode}: {(done.stdout + done.stderr)[-3000:]}")
        return [Finding(**each) for each in json.loads(report.read_text(encoding="utf-8"))]
