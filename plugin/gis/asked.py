"""What a package may ask of one of its datasets, whatever the plan area."""

from __future__ import annotations

from contextlib import suppress

from ..core.package.model import Dataset, Package
from ..core.reach import check_reach
from . import expressions
from .geometry import margin
from .measures import measure_modules
from .remote.opened import Wanted


def wanted_of(package: Package, dataset: Dataset) -> Wanted:
    """Everything that the checks of ``package`` may want of ``dataset``, which has been opened. A check whose
    expression cannot be used is not carried out and wants nothing."""
    typed = expressions.columns(dataset.filter)
    for _, check in package.checks:
        if check.dataset == dataset.id:
            with suppress(expressions.ExpressionError):
                typed |= expressions.columns(check.where) | ({check.field_name} - {""})
    named = {dataset.label} - {""}
    if package.municipalities is not None and package.municipalities.dataset == dataset.id:
        named |= {package.municipalities.name}
    return Wanted(frozenset(typed | named), frozenset(typed), dataset.filter)


def reach_of(package: Package, dataset: Dataset) -> float:
    """How far (m) around a plan area ``package`` looks in ``dataset``, for itself or for what it covers."""
    modules = measure_modules()
    farthest = 0.0
    for _, check in package.checks:
        asked = package.datasets.get(check.dataset or "")
        if asked is not None and dataset.id in (asked.id, asked.coverage.dataset):
            farthest = max(farthest, check_reach(check, modules[check.measure].SPEC) + margin(asked.accuracy))
    return farthest + margin(dataset.accuracy)
