"""Remote datasets as layers of a map. Findings never rest on these: QGIS's providers show what they get.

QGIS asks a service while a layer is made, and waits for it; so layers are made in a background task, and only of a
service that has just answered us in time. What goes wrong is told in our words.
"""

from __future__ import annotations

from urllib.parse import quote

from qgis.core import QgsDataSourceUri, QgsMapLayer, QgsRasterLayer, QgsVectorLayer, QgsWkbTypes

from ..core.measure import MAP
from ..core.messages import Message
from ..core.package.model import Dataset
from ..core.package.privacy import ssl_mode
from ..core.package.uri import RemoteUri, UriError
from .remote.errors import RemoteError
from .remote.fetching import Fetcher, Patience
from .remote.maps import capabilities, map_parts
from .remote.network import Access
from .remote.opened import OpenRemote
from .sources import SourceError, Unavailable, require_provider

# Those that are told to ask for what the map shows, and not for everything there is.
_BY_VIEW = ("WFS", "OAPIF")


def is_shown_from_afar(dataset: Dataset) -> bool:
    """Whether a dataset is asked for over the network when it is shown."""
    return dataset.source.is_remote or dataset.geometry == MAP


def answers(dataset: Dataset, opened: object, access: Access, patience: Patience) -> None:
    """Ask the service of ``dataset`` what it says of the layer. ``opened`` is the dataset as it is checked, None for
    one that is only shown. In any thread. Raises :class:`SourceError` where it does not answer as it should, and
    Interrupted.
    """
    if access.offline:
        raise RemoteError("remote-offline", dataset.source.name)
    if isinstance(opened, Unavailable):
        raise SourceError(opened.message)
    if isinstance(opened, OpenRemote):
        opened.layer.extent(patience)
    elif dataset.geometry == MAP:
        url = map_parts(dataset)["url"]
        if dataset.source.provider == "wms":
            capabilities(url, Fetcher(access), patience)


def service_layer(dataset: Dataset, authcfg: str = "") -> QgsMapLayer:
    """A remote dataset as a layer, with the credentials ``authcfg`` of QGIS. Waits for the service, so never for the
    main thread. Raises :class:`SourceError`.
    """
    layer = _map_service(dataset) if dataset.geometry == MAP else _vector_service(dataset, authcfg)
    if not layer.isValid() or not layer.isSpatial():
        detail = layer.error().summary() or "?"
        # An exception would keep the layer for another thread to delete.
        del layer
        raise SourceError(Message("source-broken", {"file": dataset.source.name, "detail": detail}))
    # Known from now on, where it would have to be asked for when the map moves there.
    layer.extent()
    return layer


def _vector_service(dataset: Dataset, authcfg: str) -> QgsVectorLayer:
    require_provider(dataset.source.provider)
    try:
        uri = layer_uri(dataset.source.remote, authcfg)
    except UriError as error:
        raise SourceError(error.message) from error
    options = QgsVectorLayer.LayerOptions(loadDefaultStyle=False)
    return QgsVectorLayer(uri, dataset.id, dataset.source.provider, options)


def layer_uri(remote: RemoteUri, authcfg: str = "") -> str:
    """The uri of a remote dataset as QGIS's provider takes it, made anew from its parts."""
    uri = QgsDataSourceUri()
    if remote.provider == "postgres":
        return _table_uri(uri, remote, authcfg)
    for key, value in remote.values.items():
        uri.setParam(key, value)
    if remote.provider in _BY_VIEW:
        uri.setParam("restrictToRequestBBOX", "1")
    if authcfg:
        uri.setAuthConfigId(authcfg)
    return uri.uri(False)


def _table_uri(uri: QgsDataSourceUri, remote: RemoteUri, authcfg: str) -> str:
    mode = ssl_mode(remote, bool(authcfg))
    uri.setConnection(
        remote.get("host"),
        remote.get("port", "5432"),
        remote.get("dbname"),
        "",
        "",
        QgsDataSourceUri.decodeSslMode(mode),
        authcfg,
    )
    uri.setDataSource(remote.schema, remote.table, remote.geometry, "", remote.get("key"))
    if remote.get("srid"):
        uri.setSrid(remote.get("srid"))
    if remote.get("type"):
        uri.setWkbType(QgsWkbTypes.parseType(remote.get("type")))
    # What is exact costs a look at every row, and is only for the map.
    uri.setUseEstimatedMetadata(True)
    return uri.uri(False)


def _map_service(dataset: Dataset) -> QgsRasterLayer:
    """A WMS, WMTS or XYZ layer, which is only shown."""
    require_provider("wms")
    values, uri = map_parts(dataset), dataset.source.uri
    if dataset.source.provider == "xyz":
        uri = f"type=xyz&url={quote(values['url'], safe='')}"
    return QgsRasterLayer(uri, dataset.id, "wms", QgsRasterLayer.LayerOptions(loadDefaultStyle=False))
