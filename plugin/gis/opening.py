"""Opening the datasets of a package, features and pictures alike. What cannot be opened becomes an
:class:`~.sources.Unavailable` with its reason, so that the other checks go on."""

from __future__ import annotations

from typing import Union

from qgis.core import QgsMapLayer

from ..core.measure import MAP
from ..core.package.manifest import Integrity
from ..core.package.model import Dataset, Package
from .images import OpenImage, open_image, raster_layer
from .remote.opened import OpenRemote
from .remote.service import Services
from .shown import map_service
from .sources import OpenDataset, SourceError, Unavailable, open_features, open_layer

#: What can be read.
Openable = Union[OpenDataset, OpenImage, OpenRemote]

Opened = Union[Openable, Unavailable]


def open_datasets(package: Package, integrity: Integrity, services: Services) -> dict[str, Opened]:
    """Every dataset of ``package`` that can be checked, opened or with the reason why not. For the main thread.

    Nothing is asked over the network: a remote dataset is asked when a check needs it.
    """
    return {
        name: services.open(dataset) if dataset.source.is_remote else open_dataset(package, dataset, integrity)
        for name, dataset in package.datasets.items()
        if dataset.geometry != MAP
    }


def open_dataset(package: Package, dataset: Dataset, integrity: Integrity) -> Opened:
    """One dataset, opened or with the reason why not. For the main thread."""
    try:
        opener = open_features if dataset.image is None else open_image
        return opener(package, dataset, integrity)
    except SourceError as error:
        return Unavailable(dataset, error.message, error.outcome)


def map_layer(package: Package, dataset: Dataset, integrity: Integrity) -> QgsMapLayer:
    """A dataset as a layer for a map, its files verified first. Raises :class:`~.sources.SourceError`."""
    if dataset.geometry == MAP:
        return map_service(dataset)
    return (open_layer if dataset.image is None else raster_layer)(package, dataset, integrity)
