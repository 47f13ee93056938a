"""The tools that the plugin repository scans an upload with: Bandit and detect-secrets, which block it, and Flake8.

They run with every rule that they have, where the repository runs a choice of them, and over the unpacked zip file,
where no settings of the checkout are found. None of them goes to the network.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from .finding import Finding, GateError

#: Rules of Flake8 that are off, each with its reason.
OFF = {
    "E203": "a space before the colon of a slice is how the formatter writes it",
    "QGS105": "iface is handed in on purpose: what is imported from qgis.utils cannot be another one in a test",
    "QGS201": "experimental: takes every method for that of QGIS by its name, and most are not",
    "QGS202": "the same, by less of the name",
}


def bandit(folder: Path) -> list[Finding]:
    """What Bandit has to say of the code, of any severity and confidence."""
    report = json.loads(_output(["bandit", "--recursive", ".", "--format", "json", "--quiet"], folder, (0, 1)))
    if report["errors"]:
        raise GateError(f"Bandit could not read everything: {report['errors']}")
    return [
        Finding(_inside(each["filename"]), each["line_number"], each["test_id"], each["issue_text"])
        for each in report["results"]
    ]


def detect_secrets(folder: Path) -> list[Finding]:
    """What looks like a secret to detect-secrets, in any file. It asks no service whether it is one."""
    report = json.loads(_output(["detect_secrets", "scan", "--all-files", "--no-verify", "."], folder, (0,)))
    return [
        Finding(_inside(file), each["line_number"], "secret", each["type"])
        for file, listed in report["results"].items()
        for each in listed
    ]


def flake8(folder: Path) -> list[Finding]:
    """What Flake8 has to say, with the rules for QGIS and Qt 6 of flake8-qgis."""
    command = ["flake8", "--isolated", "--max-line-length=120", f"--extend-ignore={','.join(OFF)}"]
    command += ["--format=%(path)s\t%(row)d\t%(code)s\t%(text)s", "."]
    found = []
    for line in _output(command, folder, (0, 1)).splitlines():
        file, row, code, text = line.split("\t", 3)
        found.append(Finding(_inside(file), int(row), code, text))
    return found


def _output(command: list[str], folder: Path, codes: tuple[int, ...]) -> str:
    """What a module of Python writes that is run in ``folder``. Raises :class:`GateError` where it fails."""
    done = subprocess.run(
        [sys.executable, "-I", "-m", *command], cwd=folder, capture_output=True, text=True, encoding="utf-8"
    )
    if done.returncode not in codes:
        raise GateError(f"{command[0]} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout


def _inside(file: str) -> str:
    return file.removeprefix("./")
