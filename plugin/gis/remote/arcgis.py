"""Layers of an ArcGIS feature or map service, by its REST API (*Query (Feature Service/Layer)*)."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsRectangle

from ...core.package.uri import RemoteUri
from .asking import PAGE, Ask, Page, RemoteLayer
from .decoding import decode_esri, esri_columns, esri_id_field, json_object
from .errors import RemoteError
from .extents import corners, epsg_of, in_crs
from .fetching import Fetcher, Patience, address_moved_to
from .pushing import as_arcgis_where, condition
from .sharing import Once

_ALL = "*"


class ArcgisLayer(RemoteLayer):
    """One layer. The service counts first: its answers are cut short at a number that differs from layer to layer."""

    counts_first = True

    def __init__(
        self, uri: RemoteUri, package_crs: QgsCoordinateReferenceSystem, fetcher: Fetcher, shared: Once, login: bool
    ) -> None:
        self.service = uri.host
        self.page_size = int(uri.get("pageSize") or PAGE)
        self.crs = QgsCoordinateReferenceSystem(uri.get("crs")) if uri.get("crs") else package_crs
        self._url = uri.get("url").rstrip("/")
        self._fetcher, self._shared, self._login = fetcher, shared, login

    def page(self, ask: Ask, start: int, patience: Patience) -> Page:
        params = self._query(ask, self._columns(ask))
        params["resultRecordCount"] = str(min(self.page_size, ask.most or self.page_size))
        if start:
            params["resultOffset"] = str(start)
        body = self._get("/query", params, patience)
        decoded = decode_esri(body, self.service)
        if params["outFields"] == _ALL:
            self._shared.keep(("columns", self._url), decoded.columns)
        return Page(
            decoded.features,
            decoded.ids,
            decoded.fields,
            decoded.crs,
            more=decoded.capped,
        )

    def count(self, ask: Ask, patience: Patience) -> Optional[int]:
        params = {**self._query(ask, _ALL), "returnCountOnly": "true", "returnGeometry": "false"}
        body = self._get("/query", params, patience)
        stated = json_object(body, self.service).get("count")
        return stated if isinstance(stated, int) and not isinstance(stated, bool) else None

    def understands(self, where: str) -> bool:
        return condition(where) is not None

    def columns(self, patience: Patience) -> Optional[frozenset[str]]:
        known = self._shared.recall(("columns", self._url)) or esri_columns(self._described(patience))
        return frozenset(known)

    def extent(self, patience: Patience) -> Optional[QgsGeometry]:
        extent = self._described(patience).get("extent")
        try:
            reference = extent["spatialReference"]
            crs = f"EPSG:{int(reference.get('latestWkid') or reference['wkid'])}"
            box = QgsRectangle(*(float(extent[key]) for key in ("xmin", "ymin", "xmax", "ymax")))
        except (TypeError, KeyError, ValueError, AttributeError):
            return None
        return in_crs(box, self.crs, crs)

    def _described(self, patience: Patience) -> dict[str, Any]:
        def describe() -> dict[str, Any]:
            content = json_object(self._get("", {"f": "json"}, patience), self.service)
            if not isinstance(content.get("fields"), list):
                raise RemoteError("remote-layer", self.service, layer=self._url.rsplit("/", 1)[-1])
            return content

        return self._shared.get(("layer", self._url), describe)

    def _get(self, path: str, params: dict[str, str], patience: Patience) -> bytes:
        reply = self._fetcher.get(f"{self._url}{path}", params, patience, login=self._login)
        self.moved = address_moved_to(reply).replace("/query", "") or self.moved
        return reply.body

    def _columns(self, ask: Ask) -> str:
        """The attributes to ask for: all of them until an answer has told which there are, as a service refuses a
        question for one that it does not have."""
        known = self._shared.recall(("columns", self._url))
        if not known:
            return _ALL
        return ",".join(dict.fromkeys([esri_id_field(known), *sorted(ask.columns & set(known))]))

    def _query(self, ask: Ask, columns: str) -> dict[str, str]:
        code = epsg_of(self.crs)
        narrowed = condition(ask.where)
        params = {
            "f": "json",
            "where": as_arcgis_where(narrowed) if narrowed is not None else "1=1",
            "outFields": columns,
            "returnGeometry": "true",
            "outSR": code,
        }
        if ask.box is not None:
            params["geometry"] = ",".join(corners(ask.box))
            params.update(geometryType="esriGeometryEnvelope", inSR=code, spatialRel="esriSpatialRelIntersects")
        return params
