"""Work shared between the threads that ask one package's services."""

from __future__ import annotations

import threading
from collections import defaultdict
from typing import Any, Callable, Generic, Optional, TypeVar

Value = TypeVar("Value")


class Meanwhile(Generic[Value]):
    """Work that goes on in another thread; it must touch nothing of QGIS that belongs to one."""

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
    """Values worked out by the first thread that needs one, while others wait for it. A failure is not kept."""

    def __init__(self) -> None:
        self._locks: dict[object, threading.Lock] = defaultdict(threading.Lock)
        self._lock = threading.Lock()
        self._known: dict[object, Any] = {}

    def get(self, key: object, work: Callable[[], Value]) -> Value:
        """The value of ``work()`` for ``key``."""
        with self._lock:
            lock = self._locks[key]
        with lock:
            if key not in self._known:
                self._known[key] = work()
            return self._known[key]

    def keep(self, key: object, value: object) -> None:
        """Keep what was learnt on the way."""
        self._known[key] = value

    def recall(self, key: object) -> Optional[Any]:
        """What is kept for ``key``; None where nothing is."""
        return self._known.get(key)
