"""Looking a package over before it is published: its texts, its files, its layers and every expression."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsFeatureRequest

from ..core.measure import MAP, MeasureSpec
from ..core.messages import Message
from ..core.outcome import Outcome
from ..core.package.faults import Faults, Place
from ..core.package.model import Check, Dataset, Package
from ..core.package.reader import PACKAGE_FILE, inspect_files, inspect_package
from ..core.package.seen import Seen, changes
from . import expressions
from .asked import wanted_of
from .engine import PreparedPackage, prepare
from .geometry import Cancelled, Interrupted, is_blank, is_finite
from .measures import measure_specs
from .remote.confirming import confirm, confirm_map
from .remote.extents import transformed
from .remote.fetching import Fetcher, Patience
from .remote.network import Access
from .remote.opened import OpenRemote
from .remote.sharing import AtOnce
from .sources import OpenDataset, SourceError, Unavailable, gdal_errors

# What this version cannot read, and a picture that waits for somebody to fit it to the map.
_HARMLESS = ("source-provider", "image-no-position")


def inspect(
    root: Path,
    cancelled: Cancelled = lambda: False,
    access: Optional[Access] = None,
    seen: Optional[dict[str, Seen]] = None,
) -> tuple[Optional[Package], Faults]:
    """Everything that can be found wrong with the package in ``root`` without a plan area. In any thread: its layers
    are made, read from and dropped here.

    Reads every feature of every local dataset. After a cancel the list may lack faults of geometries and of services,
    nothing else. With ``access`` every remote dataset is tried against its live service; ``seen`` then holds what was
    seen last time and gets what is seen now.
    """
    specs: dict[str, MeasureSpec] = measure_specs()
    package, faults = inspect_package(root, specs)
    if package is None:
        return None, faults
    inspect_files(package, faults)
    if not _projected(package):
        faults.add(None, Message("crs-not-projected", {"value": package.crs}))
        return package, faults
    prepared = prepare(package, QgsCoordinateTransformContext(), access)
    _inspect_datasets(prepared, faults)
    for opened in prepared.datasets.values():
        if isinstance(opened, OpenDataset):
            _inspect_geometries(opened, faults, cancelled)
    for _, check in package.checks:
        _inspect_check(prepared, check, faults)
    if access is not None:
        _Confirming(prepared, access, cancelled, {} if seen is None else seen, faults).confirm()
    return package, faults


class _Confirming:
    """The remote datasets of a package tried against their services, each with its own time."""

    def __init__(
        self, prepared: PreparedPackage, access: Access, cancelled: Cancelled, seen: dict[str, Seen], faults: Faults
    ) -> None:
        self._prepared = prepared
        self._access = access
        self._cancelled = cancelled
        self._seen = seen
        self._faults = faults
        self._fetcher = Fetcher(access)

    def confirm(self) -> None:
        """Try all of them, several at a time."""
        stated = self._prepared.package.datasets.values()
        # What cannot be opened at all has been noted as such.
        datasets = [each.dataset for each in self._prepared.datasets.values() if isinstance(each, OpenRemote)]
        datasets += [each for each in stated if each.geometry == MAP]
        with AtOnce(datasets, self._try) as tried:
            for dataset, future in tried:
                place = dataset.place or Place(PACKAGE_FILE)
                for note in future.result():
                    self._faults.note(place, note, warning=True)

    def _try(self, dataset: Dataset) -> tuple[Message, ...]:
        patience = Patience(time.monotonic() + self._access.deadline, self._cancelled)
        opened = self._prepared.datasets.get(dataset.id)
        try:
            if not isinstance(opened, OpenRemote):
                return (*confirm_map(dataset, self._fetcher, patience), self._confirmed(dataset))
            around = opened.around and transformed(opened.around, self._prepared.crs, opened.crs)
            seen, notes = confirm(opened, wanted_of(self._prepared.package, dataset).columns, around, patience)
        except Interrupted:
            return ()
        except SourceError as error:
            return (Message("not-confirmed", {"dataset": dataset.id}), error.message)
        before = self._seen.get(dataset.id)
        self._seen[dataset.id] = seen
        changed = changes(before, seen) if before is not None else ()
        return (*notes, *changed) if notes else (self._confirmed(dataset, seen), *changed)

    def _confirmed(self, dataset: Dataset, seen: Optional[Seen] = None) -> Message:
        """That a definition holds; and that it may say so, where it says that it was never tried."""
        count = "?" if seen is None or seen.count is None else seen.count
        code = "confirmed" if dataset.unconfirmed is None else "confirmed-now"
        return Message(code, {"dataset": dataset.id, "count": count})


def _projected(package: Package) -> bool:
    crs = QgsCoordinateReferenceSystem(package.crs)
    return crs.isValid() and not crs.isGeographic()


def _inspect_datasets(prepared: PreparedPackage, faults: Faults) -> None:
    for opened in prepared.datasets.values():
        if isinstance(opened, Unavailable):
            # These and an empty layer keep checks from an answer, not the package from use.
            harmless = opened.outcome is Outcome.NO_DATA or opened.message.code in _HARMLESS
            faults.note(opened.dataset.place or Place(PACKAGE_FILE), opened.message, warning=harmless)
    municipalities = prepared.package.municipalities
    opened = prepared.datasets.get(municipalities.dataset) if municipalities else None
    if isinstance(opened, OpenDataset) and opened.fields.lookupField(municipalities.name) < 0:
        params = {"field": municipalities.name, "file": opened.dataset.source.file}
        faults.note(opened.dataset.place or Place(PACKAGE_FILE), Message("source-field", params))


def _inspect_geometries(opened: OpenDataset, faults: Faults, cancelled: Cancelled) -> None:
    """Read a whole dataset. A feature that has no place is never met by a check, so its author has to be told."""
    counts = {"geometry-missing": 0, "geometry-not-finite": 0, "geometry-invalid": 0}
    place = opened.dataset.place or Place(PACKAGE_FILE)
    with gdal_errors() as errors:
        for feature in opened.source.getFeatures(QgsFeatureRequest()):
            if cancelled():
                return
            geometry = feature.geometry()
            if is_blank(geometry):
                counts["geometry-missing"] += 1
            elif not is_finite(geometry):
                counts["geometry-not-finite"] += 1
            elif opened.dataset.geometry == "polygon" and not geometry.isGeosValid():
                counts["geometry-invalid"] += 1
        if errors:
            params = {"file": opened.dataset.source.file, "detail": errors[0]}
            faults.note(place, Message("source-read-error", params))
    for code, count in counts.items():
        if count:
            params = {"count": count, "dataset": opened.dataset.id}
            faults.note(place, Message(code, params), warning=code != "geometry-not-finite")


def _inspect_check(prepared: PreparedPackage, check: Check, faults: Faults) -> None:
    place = check.place or Place(PACKAGE_FILE)
    try:
        needed = expressions.columns(check.where) | ({check.field_name} - {""})
    except expressions.ExpressionError as error:
        faults.note(place, error.message)
        return
    opened = prepared.datasets.get(check.dataset or "")
    if isinstance(opened, OpenDataset):
        for column in sorted(column for column in needed if opened.fields.lookupField(column) < 0):
            params = {"field": column, "file": opened.dataset.source.file}
            faults.note(place, Message("source-field", params))
