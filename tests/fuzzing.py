"""Running damaged inputs against what reads them: cases from a seed, a deadline, and processes that may die of one.

A target promises that every case is either read or refused in words. An exception that leaves it, a case that takes
longer than its deadline, memory that grows without bounds and a process that ends are broken promises.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Callable, Iterable, Iterator, Mapping, Optional, Sequence, Union

ROOT = Path(__file__).resolve().parent.parent

#: How much (MiB) the process may grow by one case.
MOST_GROWTH = 400


@dataclass(frozen=True)
class Target:
    """Something that reads files. ``samples`` makes sound inputs in a folder, once per process. ``mutate`` damages one
    of them. ``read`` reads it in a folder and tells what came of it in a word (``read``, or the code of the refusal);
    it raises for a broken promise only. ``deadline`` is in seconds of the processor: others may be busy beside it.
    """

    name: str
    samples: Callable[[Path], Sequence[bytes]]
    mutate: Callable[[bytes, Random], bytes]
    read: Callable[[bytes, Path], str]
    deadline: float = 10.0


@dataclass
class Failure:
    """A broken promise: the target, the number of the case, what went wrong and the input."""

    target: str
    number: int
    told: str
    data: bytes = b""


@dataclass
class Tally:
    """How many cases ended how, the longest (s of the processor), and the broken promises."""

    outcomes: Counter = field(default_factory=Counter)
    slowest: float = 0.0
    failures: list[Failure] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many cases there were."""
        return sum(self.outcomes.values())


class TooSlow(Exception):
    """A case is over its deadline."""


def case(target: Target, samples: Sequence[bytes], seed: int, number: int) -> bytes:
    """The input of one case; the first ones are the sound samples as they are."""
    if number < len(samples):
        return samples[number]
    rng = Random(f"{seed}/{target.name}/{number}")
    return target.mutate(rng.choice(samples), rng)


def run(
    target: Target,
    folder: Path,
    seed: int,
    numbers: Iterable[int],
    before: Callable[[int, bytes, Tally], None] = lambda number, data, tally: None,
) -> Tally:
    """Read the cases ``numbers`` in this process. ``before`` is called before each, with what there is so far."""
    tally = Tally()
    place = folder / "samples"
    shutil.rmtree(folder, ignore_errors=True)
    place.mkdir(parents=True)
    samples = target.samples(place)
    for number in numbers:
        data = case(target, samples, seed, number)
        before(number, data, tally)
        begun, size = time.process_time(), _peak()
        outcome = "broken promise"
        try:
            with _deadline(target.deadline):
                outcome = target.read(data, folder)
        except Exception as error:
            told = "".join(traceback.format_exception(type(error), error, error.__traceback__))
            tally.failures.append(Failure(target.name, number, told, data))
        took, grown = time.process_time() - begun, _peak() - size
        if took > target.deadline and outcome != "broken promise":
            tally.failures.append(Failure(target.name, number, f"took {took:.1f} s", data))
        if grown > MOST_GROWTH:
            tally.failures.append(Failure(target.name, number, f"took {grown} MiB of memory", data))
        tally.outcomes[outcome] += 1
        tally.slowest = max(tally.slowest, took)
    return tally


def _peak() -> int:
    """The most memory (MiB) that this process has had."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    """Raises :class:`TooSlow` in Python code that goes on for longer. Code in C is left to the watchdog of a child."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: Any) -> None:
        raise TooSlow(f"longer than {seconds} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


# in processes of their own


def run_apart(
    names: Sequence[str],
    folder: Path,
    seed: int,
    count: Union[int, Mapping[str, int]] = 0,
    seconds: float = 0.0,
    first: int = 0,
) -> dict[str, Tally]:
    """Read ``count`` cases of each target in ``names`` (one number, or one for each), or as many as there is time for
    in ``seconds``, in a process of their own.

    A process that dies or hangs is a broken promise of the case it was at; another one goes on with the next case.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tallies = {name: Tally() for name in names}
    counts = count if isinstance(count, Mapping) else dict.fromkeys(names, count)
    plan = [[name, first, first + counts[name] if count else 0, seconds] for name in names]
    while plan:
        died = _child(plan, folder, seed, tallies)
        if died is None:
            break
        name, number, took = died
        plan = plan[[each[0] for each in plan].index(name) :]
        left = plan[0][3] - took
        plan[0] = [name, number + 1, plan[0][2], left]
        if seconds and left <= 0:
            del plan[0]
    return tallies


def _child(
    plan: list[list[Any]], folder: Path, seed: int, tallies: dict[str, Tally]
) -> Optional[tuple[str, int, float]]:
    """Run one child; the target, the number of the case and the time of the target if it died of one."""
    at = folder / "at"
    at.unlink(missing_ok=True)
    command = [sys.executable, str(ROOT / "tests" / "fuzz_child.py"), str(folder), str(seed), json.dumps(plan)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"}
    with (folder / "stderr").open("wb") as errors:
        ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=errors, env=environment, check=False)
    for line in ended.stdout.splitlines():
        # Libraries may write to the standard output too.
        if line.startswith(b'{"target"'):
            _add(tallies, json.loads(line))
    if ended.returncode == 0:
        return None
    told = (folder / "stderr").read_text("utf-8", "replace")[-4000:]
    if not at.exists():
        raise RuntimeError(f"the process did not begin:\n{told}")
    name, number, done, took = json.loads(at.read_text())
    data = (folder / "input").read_bytes()
    tallies[name].failures.append(Failure(name, number, f"ended with {ended.returncode}:\n{told}", data))
    tallies[name].outcomes.update({"before the end of a process": done, "broken promise": 1})
    return name, number, took


def _add(tallies: dict[str, Tally], told: dict[str, Any]) -> None:
    """Add what a child says of a target: what came of all its cases, or one broken promise."""
    tally = tallies[told["target"]]
    tally.outcomes.update(told.get("outcomes", {}))
    tally.slowest = max(tally.slowest, told.get("slowest", 0.0))
    if "number" in told:
        tally.failures.append(Failure(told["target"], told["number"], told["told"], bytes.fromhex(told["data"])))
