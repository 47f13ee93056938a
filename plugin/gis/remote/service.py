"""The services that a package's datasets live on."""

from __future__ import annotations

from typing import Mapping, Optional, Union

from qgis.core import QgsCoordinateReferenceSystem

from ...core.package.model import Dataset
from ...core.package.uri import UriError
from ..sources import SourceError, Unavailable, filter_columns
from .fetching import Fetcher
from .layers import remote_layer
from .network import Access
from .opened import Copy, OpenRemote
from .sharing import Once


class Services:
    """Opens remote datasets. What is common to several, such as requests on their way to a host, is kept here.

    ``crs`` is the package's. ``copies`` are what was saved of datasets, by their ids.
    """

    def __init__(
        self, crs: QgsCoordinateReferenceSystem, access: Access, copies: Optional[Mapping[str, Copy]] = None
    ) -> None:
        self._crs = crs
        self._access = access
        self._copies = copies or {}
        self._fetcher = Fetcher(access)
        self._shared = Once()

    def open(self, dataset: Dataset) -> Union[OpenRemote, Unavailable]:
        """A dataset ready to be asked; nothing is asked yet."""
        try:
            uri = dataset.source.remote
            filter_columns(dataset)
        except (UriError, SourceError) as error:
            return Unavailable(dataset, error.message)
        chosen = self._access.login
        # A service may want credentials that the package knows nothing of; then the user has named its host.
        login = dataset.login or (chosen is not None and uri.host in chosen.hosts)
        layer = remote_layer(uri, self._crs, self._fetcher, self._shared, login)
        return OpenRemote(
            dataset,
            layer,
            self._crs,
            self._access.deadline,
            self._access.offline,
            copy=self._copies.get(dataset.id),
        )
