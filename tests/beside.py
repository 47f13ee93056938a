"""Work beside the main thread, for tests."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from typing import Callable, TypeVar

Value = TypeVar("Value")


def beside(work: Callable[[], Value]) -> Future[Value]:
    """Begin ``work`` in a thread that is kept, as those of QGIS are: see :mod:`plandialog.plugin.gis.threads`."""
    return _threads().submit(work)


@lru_cache(maxsize=1)
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(4)
