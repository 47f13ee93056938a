"""A process that reads damaged files through GDAL and QGIS, and may end of one: see :func:`fuzzing.run_apart`.

Arguments: a folder, the seed, and in JSON what to do: target, first case, end (0: none) and seconds (0: no limit).
"""

from __future__ import annotations

import faulthandler
import itertools
import json
import resource
import sys
import time
from pathlib import Path
from typing import Iterator

import conftest  # noqa: F401  the plugin as a package
from fuzz_pure import PURE
from fuzzing import Tally, Target, run

#: How much more address space (bytes) a case may take than QGIS has at the start.
_SPACE = 3 << 30


def main() -> None:
    folder, seed, plan = Path(sys.argv[1]), int(sys.argv[2]), json.loads(sys.argv[3])
    targets = dict(PURE)
    if not {each[0] for each in plan} <= set(targets):
        from fuzz_qgis import QGIS, start_qgis

        start_qgis(folder)
        targets.update(QGIS)
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + _SPACE, used + _SPACE))
    for name, first, end, seconds in plan:
        _carry_out(targets[name], folder, seed, range(first, end) if end else _for(seconds, first), first)


def _carry_out(target: Target, folder: Path, seed: int, numbers: Iterator[int], first: int) -> None:
    begun, told = time.monotonic(), 0

    def before(number: int, data: bytes, tally: Tally) -> None:
        nonlocal told
        (folder / "input").write_bytes(data)
        took = time.monotonic() - begun
        (folder / "at").write_text(json.dumps([target.name, number, number - first, took]))
        _tell(target, tally, told)
        told = len(tally.failures)
        # Code in C that hangs, and what waits for ever, is ended with the process.
        faulthandler.dump_traceback_later(5 * target.deadline, exit=True)

    tally = run(target, folder / target.name, seed, numbers, before)
    faulthandler.cancel_dump_traceback_later()
    _tell(target, tally, told)
    _say({"target": target.name, "outcomes": tally.outcomes, "slowest": tally.slowest})


def _tell(target: Target, tally: Tally, told: int) -> None:
    for failure in tally.failures[told:]:
        found = {"number": failure.number, "told": failure.told, "data": failure.data.hex()}
        _say({"target": target.name, **found})


def _say(what: dict) -> None:
    print(json.dumps(what), flush=True)


def _for(seconds: float, first: int) -> Iterator[int]:
    end = time.monotonic() + seconds
    return itertools.takewhile(lambda _number: time.monotonic() < end, itertools.count(first))


if __name__ == "__main__":
    faulthandler.enable()
    main()
