"""Collections of OGC API – Features (OGC 17-069r4), with other CRSs where the package names one (OGC 18-058r1)."""

from __future__ import annotations

from typing import Any, Optional
from urllib.parse import quote, urlsplit

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsRectangle

from ...core.package.uri import RemoteUri
from .asking import PAGE, Ask, Page, RemoteLayer
from .decoding import decode_geojson, json_object
from .errors import RemoteError
from .extents import WGS84, corners, epsg_of, in_crs
from .fetching import Fetcher, Patience, address_moved_to
from .sharing import Once

_GEOJSON = "application/geo+json, application/json;q=0.5"


class OapifLayer(RemoteLayer):
    """One collection: the one that is named, or the only one that the service has. Without ``srsname`` positions are
    asked for in WGS 84 (CRS84), longitude first."""

    def __init__(
        self, uri: RemoteUri, package_crs: QgsCoordinateReferenceSystem, fetcher: Fetcher, shared: Once, login: bool
    ) -> None:
        self.service = uri.host
        self.page_size = int(uri.get("pageSize") or PAGE)
        self._stated_crs = bool(uri.get("srsname"))
        self.crs = QgsCoordinateReferenceSystem(uri.get("srsname") or WGS84)
        self._name = uri.get("typename")
        self._collections = f"{uri.get('url').rstrip('/')}/collections"
        self._inverted = uri.get("InvertAxisOrientation") == "1"
        self._fetcher, self._shared, self._login = fetcher, shared, login

    def page(self, ask: Ask, start: int, patience: Patience) -> Page:
        # How to turn the page is the service's secret: it gives the address of the next one.
        collection = self._collection(patience)
        following = self._shared.recall(self._turn(collection, ask, start)) if start else ""
        url, params = (following, {}) if following else (f"{collection}/items", self._query(ask, start))
        reply = self._fetcher.get(url, params, patience, _GEOJSON, self._login)
        self.moved = address_moved_to(reply) or self.moved
        decoded = decode_geojson(reply.body, self.service)
        if self._north_first:
            decoded = decoded.turned()
        if decoded.following:
            turn_to = self._turn(collection, ask, start + len(decoded.features))
            self._shared.keep(turn_to, self._mine(decoded.following))
        crs = self.crs if decoded.features else decoded.crs
        return Page(
            decoded.features,
            decoded.ids,
            decoded.fields,
            crs,
            decoded.matched,
            more=bool(decoded.following),
        )

    def count(self, ask: Ask, patience: Patience) -> Optional[int]:
        # A service that states no number with its features states none without them.
        return None

    def extent(self, patience: Patience) -> Optional[QgsGeometry]:
        extent = self._described(patience).get("extent")
        spatial = extent.get("spatial") if isinstance(extent, dict) else None
        boxes = spatial.get("bbox") if isinstance(spatial, dict) else None
        try:
            figures = [float(each) for each in boxes[0]]
        except (TypeError, ValueError, IndexError):
            return None
        if len(figures) == 6:
            figures = [figures[0], figures[1], figures[3], figures[4]]
        return in_crs(QgsRectangle(*figures), self.crs) if len(figures) == 4 else None

    def _described(self, patience: Patience) -> dict[str, Any]:
        collection = self._collection(patience)
        return self._shared.get(("collection", collection), lambda: self._json(collection, patience))

    def _collection(self, patience: Patience) -> str:
        """The address of the collection. Raises :class:`RemoteError` where the service has not just the one."""
        name = self._name or self._shared.get(("only", self._collections), lambda: self._only_one(patience))
        return f"{self._collections}/{quote(name, safe=':')}"

    def _only_one(self, patience: Patience) -> str:
        listed = self._json(self._collections, patience).get("collections")
        names = [str(each.get("id")) for each in listed or () if isinstance(each, dict)]
        if len(names) != 1:
            raise RemoteError("remote-collections", self.service, names=", ".join(names[:20]) or "–")
        return names[0]

    def _json(self, url: str, patience: Patience) -> dict[str, Any]:
        reply = self._fetcher.get(url, {}, patience, "application/json", self._login)
        return json_object(reply.body, self.service)

    def _query(self, ask: Ask, start: int) -> dict[str, str]:
        params = {"limit": str(min(self.page_size, ask.most or self.page_size))}
        if start:
            params["offset"] = str(start)
        if self._stated_crs:
            name = f"http://www.opengis.net/def/crs/EPSG/0/{epsg_of(self.crs)}"
            params["crs"] = params["bbox-crs"] = name
        if ask.box is not None:
            params["bbox"] = ",".join(corners(ask.box, self._north_first))
        else:
            params.pop("bbox-crs", None)
        return params

    @property
    def _north_first(self) -> bool:
        """Whether north comes before east, in questions and in answers: in a stated CRS GeoJSON has its axes."""
        return (self._stated_crs and self.crs.hasAxisInverted()) != self._inverted

    @staticmethod
    def _turn(collection: str, ask: Ask, start: int) -> tuple[str, str, int]:
        """What the address of a next page is kept under."""
        return collection, "" if ask.box is None else ask.box.asWktPolygon(), start

    def _mine(self, url: str) -> str:
        """The address of a next page, which has to be of the same host."""
        if urlsplit(url).hostname != urlsplit(self._collections).hostname:
            raise RemoteError("remote-moved", self.service, to=urlsplit(url).netloc or url[:80])
        return url
