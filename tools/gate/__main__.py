"""Puts a zip file to the gates: ``python -m tools.gate build/plandialog.zip``. It exits with 1 where one finds any."""

from __future__ import annotations

import argparse
import sys
import time
from functools import partial
from pathlib import Path
from typing import Callable

from .analyzer import analyzer
from .archive import archive, unpacked
from .finding import Finding, GateError
from .imports import imports
from .links import links
from .probe import probe
from .qt6 import qt6
from .scanners import bandit, detect_secrets, flake8
from .structure import structure

#: Every gate that takes an unpacked plugin, the quick ones first.
GATES = (structure, links, imports, qt6, bandit, flake8, detect_secrets, analyzer, probe)


def main() -> None:
    """Run every gate, also after one has found something."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("zip", type=Path)
    path = parser.parse_args().zip
    if not path.is_file():
        sys.exit(f"gate: there is no file {path}; make package makes it")
    count = _report("archive", partial(archive, path))
    try:
        with unpacked(path) as folder:
            count += sum(_report(gate.__name__, partial(gate, folder)) for gate in GATES)
    except GateError as error:
        sys.exit(f"gate: {error}")
    sys.exit(f"gate: {count} findings" if count else 0)


def _report(name: str, gate: Callable[[], list[Finding]]) -> int:
    start = time.monotonic()
    found = gate()
    print(f"{name:15} {len(found)} findings, {time.monotonic() - start:.1f} s", flush=True)
    for each in found:
        print(f"  {each}")
    return len(found)


if __name__ == "__main__":
    main()
