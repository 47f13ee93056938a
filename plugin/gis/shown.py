"""Remote datasets as layers of a map. Findings never rest on these: QGIS's providers show what they get."""

from __future__ import annotations

from qgis.core import QgsRasterLayer

from ..core.messages import Message
from ..core.package.model import Dataset
from ..core.package.uri import UriError, check_address
from .sources import SourceError


def map_service(dataset: Dataset) -> QgsRasterLayer:
    """A WMS, WMTS or XYZ layer, which is only shown. Raises :class:`SourceError`.

    QGIS asks the service while the layer is made, so this is nothing for the main thread.
    """
    uri = dataset.source.uri
    if dataset.source.provider == "xyz":
        try:
            check_address(uri)
        except UriError as error:
            raise SourceError(error.message) from error
        uri = f"type=xyz&url={uri}"
    layer = QgsRasterLayer(uri, dataset.id, "wms")
    if not layer.isValid():
        detail = layer.error().summary() or "?"
        raise SourceError(Message("source-broken", {"file": dataset.source.name, "detail": detail}))
    return layer
