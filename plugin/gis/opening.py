"""Opening the datasets of a package, features and pictures alike. What cannot be opened becomes an
:class:`~.sources.Unavailable` with its reason, so that the other checks go on."""

from __future__ import annotations

from typing import Mapping, Union

from qgis.core import QgsMapLayer

from ..core.measure import MAP
from ..core.package.folders import Folders
from ..core.package.manifest import Integrity
from ..core.package.model import Dataset, Package
from .images import OpenImage, open_image, raster_layer
from .remote.opened import OpenRemote
from .remote.service import Services
from .sources import OpenDataset, SourceError, Unavailable, open_features, open_layer

#: What can be read.
Openable = Union[OpenDataset, OpenImage, OpenRemote]

Opened = Union[Openable, Unavailable]


def open_datasets(package: Package, folders: Folders, services: Mapping[str, Services]) -> dict[str, Opened]:
    """Every dataset of ``package`` that can be checked, opened or with the reason why not. ``services`` are by the ids
    of the packages that it is put together of. For the main thread.

    Nothing is asked over the network: a remote dataset is asked when a check needs it.
    """
    return {
        name: services[package.part_of(name).id].open(dataset)
        if dataset.source.is_remote
        else _open_local(dataset, folders)
        for name, dataset in package.datasets.items()
        if dataset.geometry != MAP
    }


def _open_local(dataset: Dataset, folders: Folders) -> Opened:
    opener = open_features if dataset.image is None else open_image
    package, integrity = folders.of(dataset.id)
    try:
        return opener(package, dataset, integrity)
    except SourceError as error:
        return Unavailable(dataset, error.message, error.outcome)


def map_layer(package: Package, dataset: Dataset, integrity: Integrity) -> QgsMapLayer:
    """A dataset of files as a layer for a map, these verified first; what is on the network is in :mod:`.shown`.

    Raises :class:`~.sources.SourceError`.
    """
    return (open_layer if dataset.image is None else raster_layer)(package, dataset, integrity)
