"""A service in the process of the test: OGC API – Features, which can be counted on to misbehave on demand."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Optional
from urllib.parse import parse_qs, urlsplit

_GEOJSON = "application/geo+json"
_OPENAPI = "application/vnd.oai.openapi+json;version=3.0"


class TinyService:
    """Collections of GeoJSON features by name, in EPSG:3006 (x east). ``with TinyService(...) as service:``.

    ``hanging``: paths with this text get no answer until the end. ``after``: how many answers of items are given before
    the service falls silent, closing every connection. ``user``: the Authorization header that is asked for.
    """

    def __init__(self, collections: dict[str, list[dict[str, Any]]], page: int = 1000) -> None:
        self.collections = collections
        self.page = page
        self.hanging: Optional[str] = None
        self.after: Optional[int] = None
        self.user: Optional[str] = None
        self.redirect: Optional[str] = None
        self.delay = 0.0
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.items = 0
        self._over = threading.Event()

    def __enter__(self) -> TinyService:
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                service._answer(self)

            def do_OPTIONS(self) -> None:
                service._send(self, 200, b"", "text/plain", {"Allow": "GET"})

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Go away."""
        self._over.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """The address of the landing page."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def host(self) -> str:
        """The host with its port."""
        return urlsplit(self.url).netloc

    def uri(self, collection: str) -> str:
        """The uri of a collection as a package has it."""
        return f"url='{self.url}' typename='{collection}' srsname='EPSG:3006' InvertAxisOrientation='1'"

    def source(self, collection: str) -> dict[str, str]:
        """The source of a dataset as a package has it."""
        return {"provider": "OAPIF", "uri": self.uri(collection)}

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        self.asked.append((handler.path, dict(handler.headers)))
        if self.hanging is not None and self.hanging in handler.path:
            self._over.wait(60)
            handler.close_connection = True
            return
        if self._over.is_set() or (self.after is not None and self.items >= self.after):
            handler.close_connection = True
            handler.connection.close()
            return
        time.sleep(self.delay)
        if self.redirect is not None:
            self._send(handler, 302, b"", "text/plain", {"Location": self.redirect + handler.path})
        elif self.user is not None and handler.headers.get("Authorization") != self.user:
            self._send(handler, 401, b"no", "text/plain")
        else:
            self._content(handler, parts.path.strip("/").split("/"), query)

    def _content(self, handler: BaseHTTPRequestHandler, path: list[str], query: dict[str, str]) -> None:
        name = path[1] if len(path) > 1 else ""
        if path == [""]:
            kinds = {"data": ("collections", "application/json"), "service-desc": ("api", _OPENAPI)}
            links = [{"rel": rel, "type": kind, "href": f"{self.url}/{at}"} for rel, (at, kind) in kinds.items()]
            self._json(handler, {"title": "Tjänst", "links": links})
        elif path == ["api"]:
            self._json(handler, {"openapi": "3.0.2", "info": {"title": "Tjänst"}, "paths": {}}, _OPENAPI)
        elif path == ["conformance"]:
            self._json(handler, {"conformsTo": ["http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"]})
        elif path[0] == "collections" and name in self.collections and path[2:] == ["items"]:
            self.items += 1
            self._json(handler, self._items(name, query, handler.path), _GEOJSON)
        elif path[0] == "collections" and name in self.collections:
            self._json(handler, self._collection(name))
        elif path[0] == "collections":
            self._json(handler, {"collections": [self._collection(each) for each in self.collections]})
        else:
            self._send(handler, 404, b"nothing", "text/plain")

    def _collection(self, name: str) -> dict[str, Any]:
        crs = "http://www.opengis.net/def/crs/EPSG/0/3006"
        base = f"{self.url}/collections/{name}"
        return {
            "id": name,
            "title": name,
            "extent": {"spatial": {"bbox": [[14.0, 58.0, 16.5, 60.5]]}},
            "crs": ["http://www.opengis.net/def/crs/OGC/1.3/CRS84", crs],
            "storageCrs": crs,
            "links": [{"rel": "items", "type": _GEOJSON, "href": f"{base}/items"}],
        }

    def _items(self, name: str, query: dict[str, str], path: str) -> dict[str, Any]:
        features = self.collections[name]
        if "bbox" in query:
            box = [float(each) for each in query["bbox"].split(",")]
            features = [each for each in features if _meets(each, box)]
        start, size = int(query.get("offset", 0)), min(int(query.get("limit", 10)), self.page)
        page = features[start : start + size]
        links = []
        if start + size < len(features):
            kept = "&".join(f"{key}={value}" for key, value in query.items() if key != "offset")
            href = f"{self.url}{urlsplit(path).path}?{kept}&offset={start + size}"
            links.append({"rel": "next", "type": _GEOJSON, "href": href})
        return {
            "type": "FeatureCollection",
            "features": page,
            "numberMatched": len(features),
            "numberReturned": len(page),
            "links": links,
        }

    def _json(self, handler: BaseHTTPRequestHandler, content: Any, kind: str = "application/json") -> None:
        self._send(handler, 200, json.dumps(content).encode(), kind)

    def _send(
        self,
        handler: BaseHTTPRequestHandler,
        status: int,
        body: bytes,
        kind: str,
        headers: Optional[dict[str, str]] = None,
    ) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body)))
        for key, value in (headers or {}).items():
            handler.send_header(key, value)
        handler.end_headers()
        handler.wfile.write(body)


def point(number: int, x: float, y: float, **values: Any) -> dict[str, Any]:
    """A point as a feature."""
    geometry = {"type": "Point", "coordinates": [x, y]}
    return {"type": "Feature", "id": f"f{number}", "geometry": geometry, "properties": values}


def polygon(number: int, ring: list[tuple[float, float]], **values: Any) -> dict[str, Any]:
    """A polygon as a feature."""
    geometry = {"type": "Polygon", "coordinates": [[list(each) for each in ring]]}
    return {"type": "Feature", "id": f"f{number}", "geometry": geometry, "properties": values}


def box(number: int, x: float, y: float, side: float, **values: Any) -> dict[str, Any]:
    """A square as a feature."""
    return polygon(number, [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)], **values)


def _meets(feature: dict[str, Any], box: list[float]) -> bool:
    coordinates = feature["geometry"]["coordinates"]
    corners = [coordinates] if feature["geometry"]["type"] == "Point" else coordinates[0]
    xs, ys = [each[0] for each in corners], [each[1] for each in corners]
    return min(xs) <= box[2] and max(xs) >= box[0] and min(ys) <= box[3] and max(ys) >= box[1]
