"""Read damaged files for a while, and keep the inputs that a promise was broken with in build/fuzz.

Environment: FUZZ_MINUTES (10), FUZZ_SEED (another one each time), FUZZ_TARGETS (names or their beginnings, separated by
commas; all by default). A case is made again by its seed, target and number: FUZZ_SEED, FUZZ_TARGETS and FUZZ_CASE.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import conftest  # noqa: E402, F401  the plugin as a package
from fuzz_pure import PURE  # noqa: E402
from fuzz_qgis import QGIS  # noqa: E402
from fuzzing import Tally, run_apart  # noqa: E402

BUILD = ROOT / "build" / "fuzz"


def main() -> int:
    minutes = float(os.environ.get("FUZZ_MINUTES", "10"))
    seed = int(os.environ.get("FUZZ_SEED") or time.time())
    wanted = tuple(each for each in os.environ.get("FUZZ_TARGETS", "").split(",") if each)
    names = [name for name in (*PURE, *QGIS) if not wanted or name.startswith(wanted)]
    print(f"seed {seed}, {len(names)} targets, {minutes:g} minutes", flush=True)
    broken = 0
    for name in names:
        if "FUZZ_CASE" in os.environ:
            [tally] = run_apart([name], BUILD / "work", seed, count=1, first=int(os.environ["FUZZ_CASE"])).values()
        else:
            [tally] = run_apart([name], BUILD / "work", seed, seconds=60 * minutes / len(names)).values()
        broken += len(tally.failures)
        _report(name, seed, tally)
    print(f"{broken} broken promises")
    return 1 if broken else 0


def _report(name: str, seed: int, tally: Tally) -> None:
    outcomes = ", ".join(f"{count} {outcome}" for outcome, count in tally.outcomes.most_common(6))
    print(f"{name}: {tally.count} cases, slowest {tally.slowest:.2f} s: {outcomes}", flush=True)
    for failure in tally.failures:
        folder = BUILD / f"{name}-{seed}-{failure.number}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "input").write_bytes(failure.data)
        (folder / "told.txt").write_text(failure.told, "utf-8")
        last = failure.told.strip().splitlines()[-1]
        print(f"  case {failure.number}: {last[:200]}; input in {folder.relative_to(ROOT)}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
