"""Which protocol speaks for which provider."""

from __future__ import annotations

from typing import Callable, Mapping

from qgis.core import QgsCoordinateReferenceSystem

from ...core.package.uri import RemoteUri
from .arcgis import ArcgisLayer
from .asking import RemoteLayer
from .fetching import Fetcher
from .oapif import OapifLayer
from .sharing import Once
from .wfs import WfsLayer

Maker = Callable[[RemoteUri, QgsCoordinateReferenceSystem, Fetcher, Once, bool], RemoteLayer]


def _postgis(
    uri: RemoteUri, crs: QgsCoordinateReferenceSystem, fetcher: Fetcher, shared: Once, login: bool
) -> RemoteLayer:
    # Its driver takes longer to load than all the others together.
    from .postgis import PostgisLayer

    return PostgisLayer(uri, crs, fetcher, shared, login)


_LAYERS: Mapping[str, Maker] = {
    "WFS": WfsLayer,
    "OAPIF": OapifLayer,
    "arcgisfeatureserver": ArcgisLayer,
    "postgres": _postgis,
}


def remote_layer(
    uri: RemoteUri, crs: QgsCoordinateReferenceSystem, fetcher: Fetcher, shared: Once, login: bool
) -> RemoteLayer:
    """The layer that ``uri`` names; ``crs`` is the package's, in which it is asked where the uri names none."""
    return _LAYERS[uri.provider](uri, crs, fetcher, shared, login)
