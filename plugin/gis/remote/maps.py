"""Map services, whose pictures are only shown: WMS, WMTS and tiles (XYZ)."""

from __future__ import annotations

from ...core.package.model import Dataset
from ...core.package.uri import UriError, map_values
from ..sources import SourceError
from .fetching import Fetcher, Patience, Reply

_CAPABILITIES = {"SERVICE": "WMS", "REQUEST": "GetCapabilities"}


def map_parts(dataset: Dataset) -> dict[str, str]:
    """The parts of the uri of ``dataset``, a map; ``url`` is among them. Raises :class:`~..sources.SourceError`."""
    try:
        return map_values(dataset.source.provider, dataset.source.uri)
    except UriError as error:
        raise SourceError(error.message) from error


def capabilities(url: str, fetcher: Fetcher, patience: Patience, login: bool = False) -> Reply:
    """What the WMS or WMTS at ``url`` says of itself. Raises as :meth:`~.fetching.Fetcher.get` does."""
    # The address of a WMTS is that of its description, to be asked for as it is.
    params = {} if "wmts" in url.lower() else _CAPABILITIES
    return fetcher.get(url, params, patience, login=login)
