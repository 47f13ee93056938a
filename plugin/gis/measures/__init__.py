"""The measures, one file each, found by their presence in this folder.

A measure file declares ``SPEC`` (a :class:`~plugin.core.measure.MeasureSpec`) and a function ``measure(request)``
that turns a :class:`~plugin.gis.measures.request.Request` into a :class:`~plugin.gis.measures.request.Measured`. A
new measure is a new file and nothing else. ``ask`` has a SPEC only: there is nothing to measure.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

from ...core.measure import MeasureSpec

_HELPERS = ("request", "membership", "picture")


def measure_modules() -> dict[str, ModuleType]:
    """Every measure's module by the name of the measure."""
    modules = {}
    for info in pkgutil.iter_modules(__path__):
        if info.name not in _HELPERS:
            module = importlib.import_module(f".{info.name}", __name__)
            modules[module.SPEC.name] = module
    return modules


def measure_specs() -> dict[str, MeasureSpec]:
    """What the reader of packages has to know about every measure."""
    return {name: module.SPEC for name, module in measure_modules().items()}
