"""Work shared between the threads that ask one package's services."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from concurrent.futures import Future, ThreadPoolExecutor, as_completed, wait
from functools import lru_cache
from typing import Any, Callable, Generic, Iterable, Iterator, Optional, TypeVar

Item = TypeVar("Item")
Value = TypeVar("Value")

#: How long (s) what a service said is good for: while a planner states more about a proposal nothing is asked twice.
FRESH = 300.0

# Remote datasets that are asked at the same time.
_AT_ONCE = 24


@lru_cache(maxsize=1)
def _workers() -> ThreadPoolExecutor:
    """The threads in which remote datasets are read, kept for as long as QGIS runs.

    QGIS keeps objects of PROJ for each thread. What belonged to a thread that has ended may be taken for that of one
    that comes later, and a transformation without its objects leaves coordinates as they are.
    """
    return ThreadPoolExecutor(_AT_ONCE, "plandialog-remote")


class AtOnce(Generic[Item, Value]):
    """``work`` done for each of ``items`` at the same time, begun at once. At the end of the context all of it has
    ended."""

    def __init__(self, items: Iterable[Item], work: Callable[[Item], Value]) -> None:
        self._awaited = {_workers().submit(work, item): item for item in items}

    def __enter__(self) -> AtOnce[Item, Value]:
        return self

    def __exit__(self, *_: object) -> None:
        for future in self._awaited:
            future.cancel()
        wait(self._awaited)

    def __iter__(self) -> Iterator[tuple[Item, Future[Value]]]:
        """Each item with its future, as they are done."""
        return ((self._awaited[future], future) for future in as_completed(self._awaited))


class Meanwhile(Generic[Value]):
    """Work that goes on in a thread of its own, and so touches nothing of QGIS."""

    def __init__(self, work: Callable[[], Value]) -> None:
        self._work = work
        self._value: list[Value] = []
        self._failure: Optional[BaseException] = None
        self._thread = threading.Thread(target=self._run, name="plandialog-meanwhile", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._value.append(self._work())
        except BaseException as error:  # handed on to whoever waits for the value
            self._failure = error

    def result(self) -> Value:
        """The value, waited for. Raises what the work raised."""
        self._thread.join()
        if self._failure is not None:
            raise self._failure
        return self._value[0]


class Once:
    """What was learnt of a service, each worked out by the first thread that needs it, while others wait for it. It is
    good for :data:`FRESH` seconds. A failure is not kept."""

    def __init__(self) -> None:
        self._locks: dict[object, threading.Lock] = defaultdict(threading.Lock)
        self._lock = threading.Lock()
        self._known: dict[object, tuple[float, Any]] = {}

    def get(self, key: object, work: Callable[[], Value]) -> Value:
        """The value of ``work()`` for ``key``."""
        with self._lock:
            lock = self._locks[key]
        with lock:
            known = self._fresh(key)
            if known is None:
                value = work()
                self.keep(key, value)
                return value
            return known[1]

    def keep(self, key: object, value: object) -> None:
        """Keep what was learnt on the way."""
        now = time.monotonic()
        with self._lock:
            self._known = {each: kept for each, kept in self._known.items() if now - kept[0] < FRESH}
            self._known[key] = now, value

    def recall(self, key: object) -> Optional[Any]:
        """What is kept for ``key``; None where nothing is."""
        known = self._fresh(key)
        return None if known is None else known[1]

    def _fresh(self, key: object) -> Optional[tuple[float, Any]]:
        known = self._known.get(key)
        return known if known is not None and time.monotonic() - known[0] < FRESH else None
