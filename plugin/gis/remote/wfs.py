"""Layers of a Web Feature Service, versions 1.1.0 and 2.0.0 (OGC 04-094, OGC 09-025r2)."""

from __future__ import annotations

from html import escape
from typing import Optional
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from lxml import etree
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsRectangle

from ...core.package.uri import RemoteUri
from .asking import PAGE, Ask, Page, RemoteLayer
from .decoding import decode_gml, local_name, xml_root
from .errors import RemoteError
from .extents import corners, epsg_of, in_crs
from .fetching import Fetcher, Patience, Reply, address_moved_to
from .pushing import as_ogc_filter, condition
from .sharing import Meanwhile, Once

_SCHEMA = "http://www.w3.org/2001/XMLSchema"
_GML = {"1.1.0": "http://www.opengis.net/gml", "2.0.0": "http://www.opengis.net/gml/3.2"}
_FILTER = {"1.1.0": ("ogc", "http://www.opengis.net/ogc", "PropertyName")}
_FILTER["2.0.0"] = ("fes", "http://www.opengis.net/fes/2.0", "ValueReference")


class WfsLayer(RemoteLayer):
    """One feature type. ``shared`` keeps what all layers of the same service have in common."""

    def __init__(
        self, uri: RemoteUri, package_crs: QgsCoordinateReferenceSystem, fetcher: Fetcher, shared: Once, login: bool
    ) -> None:
        self.service = uri.host
        self.page_size = int(uri.get("pageSize") or PAGE)
        self.crs = QgsCoordinateReferenceSystem(uri.get("srsname")) if uri.get("srsname") else package_crs
        self._url, self._own = _without_query(uri.get("url"))
        self._name = uri.get("typename")
        self._version = uri.get("version", "2.0.0")
        self._is_2 = self._version == "2.0.0"
        self.counts_first = not self._is_2
        self._inverted = uri.get("InvertAxisOrientation") == "1"
        self._narrows = True
        self._fetcher, self._shared, self._login = fetcher, shared, login

    def page(self, ask: Ask, start: int, patience: Patience) -> Page:
        params = self._query(ask)
        size = min(self.page_size, ask.most or self.page_size)
        params.update(self._both("count", "maxFeatures", str(size)))
        if start:
            params["startIndex"] = str(start)
        # Types are asked for once and only where values are looked at; the first answer need not wait for them.
        schema = Meanwhile(lambda: self._schema(patience)) if ask.typed else None
        reply = self._narrowed(params, ask, patience)
        decoded = decode_gml(reply.body, self.service, schema.result() if schema else b"")
        if self._inverted:
            decoded = decoded.turned()
        return Page(decoded.features, decoded.ids, decoded.fields, decoded.crs, decoded.matched)

    def count(self, ask: Ask, patience: Patience) -> Optional[int]:
        root = xml_root(self._get({**self._query(ask), "resultType": "hits"}, patience).body, self.service)
        # A server that was asked in version 2.0.0 may answer in 1.1.0.
        stated = root.get("numberMatched") or root.get("numberOfFeatures") or ""
        return int(stated) if stated.isdigit() else None

    def understands(self, where: str) -> bool:
        return condition(where) is not None

    def columns(self, patience: Patience) -> Optional[frozenset[str]]:
        root = xml_root(self._schema(patience), self.service)
        return frozenset(each.get("name", "") for each in root.iter(f"{{{_SCHEMA}}}element"))

    def extent(self, patience: Patience) -> Optional[QgsGeometry]:
        for each in self._capabilities(patience).iter():
            if local_name(each) == "FeatureType" and self._is_mine(each):
                return self._stated_extent(each)
        raise RemoteError("remote-layer", self.service, layer=self._name)

    def _is_mine(self, feature_type: etree._Element) -> bool:
        names = [each.text or "" for each in feature_type if local_name(each) == "Name"]
        return self._name in names or any(name.rpartition(":")[2] == self._name for name in names)

    def _stated_extent(self, feature_type: etree._Element) -> Optional[QgsGeometry]:
        for each in feature_type:
            if local_name(each) == "WGS84BoundingBox":
                corners = {local_name(corner): (corner.text or "").split() for corner in each}
                try:
                    west, south = map(float, corners["LowerCorner"])
                    east, north = map(float, corners["UpperCorner"])
                except (KeyError, ValueError):
                    return None
                return in_crs(QgsRectangle(west, south, east, north), self.crs)
        return None

    # requests

    def _capabilities(self, patience: Patience) -> etree._Element:
        params = {"service": "WFS", "version": self._version, "request": "GetCapabilities"}
        key = ("capabilities", self._url, self._version)
        return self._shared.get(key, lambda: xml_root(self._get(params, patience).body, self.service))

    def _schema(self, patience: Patience) -> bytes:
        params = {"service": "WFS", "version": self._version, "request": "DescribeFeatureType"}
        params.update(self._both("typeNames", "typeName", self._name))

        def describe() -> bytes:
            body = self._get(params, patience).body
            if local_name(xml_root(body, self.service)) != "schema":
                raise RemoteError("remote-format", self.service, detail="DescribeFeatureType")
            return body

        return self._shared.get(self._schema_key, describe)

    def _narrowed(self, params: dict[str, str], ask: Ask, patience: Patience) -> Reply:
        """The answer with no more attributes than are wanted, once the schema tells what the geometry is called."""
        geometry = self._geometry() if self._narrows else ""
        if not geometry:
            return self._get(params, patience)
        names = ",".join([*sorted(ask.columns), geometry])
        try:
            return self._get({**params, "propertyName": names}, patience)
        except RemoteError as error:
            if not error.is_refusal:
                raise
            self._narrows = False
            return self._get(params, patience)

    def _geometry(self) -> str:
        """What the geometry is called; empty where that is not known by now."""
        schema = self._shared.recall(self._schema_key)
        if schema is None:
            return ""
        return self._shared.get(("geometry", *self._schema_key), lambda: _geometry_name(xml_root(schema, self.service)))

    @property
    def _schema_key(self) -> tuple[str, ...]:
        return "schema", self._url, self._version, self._name

    def _query(self, ask: Ask) -> dict[str, str]:
        urn = f"urn:ogc:def:crs:EPSG::{epsg_of(self.crs)}"
        params = {"service": "WFS", "version": self._version, "request": "GetFeature", "srsName": urn}
        params.update(self._both("typeNames", "typeName", self._name))
        narrowed = condition(ask.where)
        if narrowed is not None:
            params["filter"] = self._filter(narrowed, ask.box, urn)
        elif ask.box is not None:
            params["bbox"] = ",".join([*self._corners(ask.box), urn])
        return params

    def _both(self, new: str, old: str, value: str) -> dict[str, str]:
        """A parameter that version 2.0.0 calls otherwise. Many servers that answer to 2.0.0 know the old word only."""
        return {new: value, old: value} if self._is_2 else {old: value}

    def _filter(self, narrowed: object, box: Optional[QgsRectangle], urn: str) -> str:
        prefix, namespace, reference = _FILTER[self._version]
        inner = as_ogc_filter(narrowed, prefix, reference)
        if box is not None:
            corners = self._corners(box)
            low, high = " ".join(corners[:2]), " ".join(corners[2:])
            inside = (
                f'<{prefix}:BBOX><gml:Envelope srsName="{escape(urn)}"><gml:lowerCorner>{low}</gml:lowerCorner>'
                f"<gml:upperCorner>{high}</gml:upperCorner></gml:Envelope></{prefix}:BBOX>"
            )
            inner = f"<{prefix}:And>{inside}{inner}</{prefix}:And>"
        gml = _GML[self._version]
        return f'<{prefix}:Filter xmlns:{prefix}="{namespace}" xmlns:gml="{gml}">{inner}</{prefix}:Filter>'

    def _corners(self, box: QgsRectangle) -> list[str]:
        """Lower and upper corner in the order of axes that the CRS has."""
        return corners(box, self.crs.hasAxisInverted() != self._inverted)

    def _get(self, params: dict[str, str], patience: Patience) -> Reply:
        reply = self._fetcher.get(self._url, {**self._own, **params}, patience, login=self._login)
        self.moved = address_moved_to(reply) or self.moved
        return reply


def _geometry_name(schema: etree._Element) -> str:
    """What the geometry is called in a schema; empty where there is none or more than one."""
    elements = [each for each in schema.iter(f"{{{_SCHEMA}}}element") if each.get("type", "").startswith("gml:")]
    names = [each.get("name", "") for each in elements if each.get("type", "").endswith("PropertyType")]
    return names[0] if len(names) == 1 else ""


def _without_query(url: str) -> tuple[str, dict[str, str]]:
    """An address and the parameters that are part of it, without those that every request states itself."""
    parts = urlsplit(url)
    stated = ("service", "version", "request")
    own = {key: value for key, value in parse_qsl(parts.query) if key.lower() not in stated}
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "", "")), own
