"""Several packages used together as one: a regional package, say, and others that add questions of their own."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Callable, Sequence

from ..messages import Message, MessageError
from .model import Check, Dataset, Package, Perspective

# Gives an id of a package the form it has among several.
_Name = Callable[[str], str]


class SamePackage(MessageError, ValueError):
    """A package that is named twice; ``message`` says which."""


def combined(packages: Sequence[Package]) -> Package:
    """``packages`` as one, in their order. The first is the main one: what the whole is called, its CRS, its area of
    validity, its municipalities, its strategy and its background are the main one's.

    Every id of the others gets the id of its package before it, so that nothing clashes. One package alone is itself.
    Raises :class:`SamePackage`, and ValueError for none.
    """
    if not packages:
        raise ValueError("no package")
    main, *others = packages
    if not others:
        return main
    known: dict[str, Package] = {}
    for package in packages:
        if package.id in known:
            raise SamePackage(same_package(known[package.id]))
        known[package.id] = package
    whole = replace(
        main,
        # Whatever rests on sample data in part is marked as a whole.
        demo=any(package.demo for package in packages),
        parts=tuple(packages),
    )
    units, datasets = dict(main.units), dict(main.datasets)
    perspectives = list(main.perspectives)
    for package in others:
        name = partial(whole.id_of, package)
        units.update((name(unit.id), replace(unit, id=name(unit.id))) for unit in package.units.values())
        datasets.update((name(each.id), _dataset(each, name)) for each in package.datasets.values())
        perspectives += (_perspective(each, name) for each in package.perspectives)
    return replace(whole, units=units, datasets=datasets, perspectives=tuple(perspectives))


def same_package(known: Package) -> Message:
    """That a package with the id of ``known`` is not used a second time."""
    return Message("package-twice", {"id": known.id, "version": known.version})


def _dataset(dataset: Dataset, name: _Name) -> Dataset:
    coverage = dataset.coverage
    if coverage.dataset is not None:
        coverage = replace(coverage, dataset=name(coverage.dataset))
    return replace(dataset, id=name(dataset.id), coverage=coverage)


def _perspective(perspective: Perspective, name: _Name) -> Perspective:
    checks = tuple(_check(check, name) for check in perspective.checks)
    return replace(perspective, id=name(perspective.id), unit=name(perspective.unit), checks=checks)


def _check(check: Check, name: _Name) -> Check:
    return replace(check, id=name(check.id), dataset=name(check.dataset) if check.dataset is not None else None)
