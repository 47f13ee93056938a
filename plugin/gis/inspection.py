"""Looking a package over before it is published: its texts, its files, its layers and every expression."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsFeatureRequest

from ..core.measure import MeasureSpec
from ..core.messages import Message
from ..core.outcome import Outcome
from ..core.package.faults import Faults, Place
from ..core.package.model import Check, Package
from ..core.package.reader import PACKAGE_FILE, inspect_files, inspect_package
from . import expressions
from .engine import PreparedPackage, prepare
from .geometry import is_blank, is_finite
from .measures import measure_specs
from .reading import Cancelled
from .sources import OpenDataset, Unavailable, gdal_errors

# What this version cannot read, and a picture that waits for somebody to fit it to the map.
_HARMLESS = ("source-provider", "image-no-position")


def inspect(root: Path, cancelled: Cancelled = lambda: False) -> tuple[Optional[Package], Faults]:
    """Everything that can be found wrong with the package in ``root`` without a plan area. For the main thread.

    Reads every feature of every dataset. After a cancel the list may lack faults of geometries, nothing else.
    """
    specs: dict[str, MeasureSpec] = measure_specs()
    package, faults = inspect_package(root, specs)
    if package is None:
        return None, faults
    inspect_files(package, faults)
    if not _projected(package):
        faults.add(None, Message("crs-not-projected", {"value": package.crs}))
        return package, faults
    prepared = prepare(package, QgsCoordinateTransformContext())
    _inspect_datasets(prepared, faults)
    for opened in prepared.datasets.values():
        if isinstance(opened, OpenDataset):
            _inspect_geometries(opened, faults, cancelled)
    for _, check in package.checks:
        _inspect_check(prepared, check, faults)
    return package, faults


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
