"""Which protocol speaks for which provider."""

from __future__ import annotations

from typing import Callable, Mapping

from qgis.core import QgsCoordinateReferenceSystem

from ...core.package.uri import RemoteUri
from .arcgis import ArcgisLayer
from .asking import RemoteLayer
from .fetching import Fetcher
from .oapif import OapifLayer
from .postgis import PostgisLayer
from .sharing import Once
from .wfs import WfsLayer

Maker = Callable[[RemoteUri, QgsCoordinateReferenceSystem, Fetcher, Once, bool], RemoteLayer]

_LAYERS: Mapping[str, Maker] = {
    "WFS": WfsLayer,
    "OAPIF": OapifLayer,
    "arcgisfeatureserver": ArcgisLayer,
    "postgres": PostgisLayer,
}


def remote_layer(
    uri: RemoteUri, crs: QgsCoordinateReferenceSystem, fetcher: Fetcher, shared: Once, login: bool
) -> RemoteLayer:
    """The layer that ``uri`` names; ``crs`` is the package's, in which it is asked where the uri names none."""
    return _LAYERS[uri.provider](uri, crs, fetcher, shared, login)
