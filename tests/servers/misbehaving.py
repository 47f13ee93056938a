"""A server between a client and a good one that does one thing wrong, in the ways that services do."""

from __future__ import annotations

import json
import re
import threading
from collections import Counter
from typing import Any, Callable, Mapping, Optional, Union
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit, urlunsplit

import pyproj
from lxml import etree

from .http import Answer, Handler
from .relay import Relay

_TO_DEGREES = pyproj.Transformer.from_crs("EPSG:3006", "EPSG:4326", always_xy=True)
_TO_METRES = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:3006", always_xy=True)
_POSITIONS = ("pos", "posList", "lowerCorner", "upperCorner")
_STARTS = ("startindex", "offset", "resultoffset")
_SIZES = ("count", "maxfeatures", "limit", "resultrecordcount")

#: Attributes that the schema has lost, and what they are called instead.
RENAMED = "nytt_namn"

#: How many features a server with a cap hands out.
CAP = 2

_MOVED = "flyttad=1"
_LOGIN_PAGE = "/inloggning"

Point = tuple[float, float]


class Misbehaving(Relay):
    """Relays to ``upstream`` (scheme, host and port). What it does wrong can be changed while it runs.

    The faults are those of :data:`FAULTS`, and some that a client can live with: ``delay:SECONDS``, ``flaky:TIMES``
    (503 so many times for each question, then right) and ``redirect-same``.
    ``paths`` are the questions as they came, and ``most_at_once`` how many were on their way at the same time.
    """

    def __init__(self, upstream: str, host: Optional[str] = None) -> None:
        self.lost: tuple[str, ...] = ("namn",)
        self.paths: list[str] = []
        self.most_at_once = 0
        self._faults: dict[str, str] = {}
        self._at_once = 0
        self._seen: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._closing = threading.Event()
        super().__init__(upstream, host=host)

    def become(self, fault: Union[str, Mapping[str, str]]) -> None:
        """Do this wrong from now on, and forget what was asked before.

        A mapping gives faults by a part of the path or of the question, as ``{"typename=tatorter": "hang"}``; what has
        none of them in it is answered rightly.
        """
        with self._lock:
            self._faults = {"": fault} if isinstance(fault, str) else dict(fault)
            self.paths, self.most_at_once = [], 0
            self._seen.clear()

    @property
    def queries(self) -> list[dict[str, str]]:
        """What was asked, as parameters by their names in small letters."""
        return [{key.lower(): value for key, value in parse_qsl(urlsplit(path).query)} for path in self.paths]

    def stop(self) -> None:
        self._closing.set()
        super().stop()

    def handle(self, request: Handler) -> None:
        with self._lock:
            self.paths.append(request.path)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            self._serve(request)
        finally:
            with self._lock:
                self._at_once -= 1

    def _fault_at(self, path: str) -> str:
        asked = unquote_plus(path).lower()
        return next((fault for part, fault in self._faults.items() if part.lower() in asked), "")

    def _serve(self, request: Handler) -> None:
        fault, _, figure = self._fault_at(request.path).partition(":")
        if fault == "hang":
            self._closing.wait(60)
            request.close_connection = True
        elif fault == "drip":
            self._drip(request)
        elif fault == "truncated":
            status, headers, body = self.relayed(request, request.path)
            request.send_response(status)
            for key, value in {**headers, "Content-Length": str(len(body))}.items():
                request.send_header(key, value)
            request.end_headers()
            request.wfile.write(body[: len(body) // 2])
            request.close_connection = True
        else:
            request.reply(*self._answer(request, fault, figure))

    def _drip(self, request: Handler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "100000")
        request.end_headers()
        # Often enough that a client which waits for the next byte only never gives up.
        while not self._closing.wait(0.1):
            request.wfile.write(b" ")

    def _answer(self, request: Handler, fault: str, figure: str) -> Answer:
        path = request.path
        if fault == "delay":
            self._closing.wait(float(figure))
        elif fault == "flaky":
            with self._lock:
                self._seen[path] += 1
                if self._seen[path] <= int(figure):
                    return 503, {}, b"busy"
        elif fault == "status-500":
            return 500, {"Content-Type": "text/plain"}, b"out of order"
        elif fault == "status-401":
            return 401, {"WWW-Authenticate": 'Basic realm="x"'}, b"who are you"
        elif fault == "exception-200":
            return self._exception(path)
        elif fault == "redirect-loop":
            return 302, {"Location": path}, b""
        elif fault == "redirect-away":
            return self._to_the_login(path)
        elif fault == "redirect-same" and _MOVED not in path:
            return 301, {"Location": path + ("&" if "?" in path else "?") + _MOVED}, b""
        path = _QUESTIONS.get(fault, lambda asked: asked)(re.sub(f"[?&]{_MOVED}$", "", path))
        status, headers, body = self.relayed(request, path)
        if status == 200 and fault in _CHANGES:
            body = _CHANGES[fault](self, body)
        return status, headers, body

    def _to_the_login(self, path: str) -> Answer:
        """As gateways do whose session has ended: a page for people, at another name of this machine."""
        if path == _LOGIN_PAGE:
            return 200, {"Content-Type": "text/html"}, b"<!DOCTYPE html><html><body>Logga in</body></html>"
        return 302, {"Location": f"http://localhost:{self.port}{_LOGIN_PAGE}"}, b""

    def _exception(self, path: str) -> Answer:
        if "request=" in path.lower():
            text = '<ServiceExceptionReport version="1.2.0"><ServiceException>out of order</ServiceException>'
            return 200, {"Content-Type": "text/xml"}, f"{text}</ServiceExceptionReport>".encode()
        content = {"error": {"code": 500, "message": "out of order"}}
        if "FeatureServer" not in path:
            content = {"code": "ServerError", "description": "out of order"}
        return 200, {"Content-Type": "application/json"}, json.dumps(content).encode()


# what is asked is changed


def _with_params(path: str, change: Callable[[str, str], str]) -> str:
    parts = urlsplit(path)
    pairs = [(key, change(key.lower(), value)) for key, value in parse_qsl(parts.query)]
    return urlunsplit(("", "", parts.path, urlencode([pair for pair in pairs if pair[1] != ""]), ""))


def _capped(path: str) -> str:
    def change(key: str, value: str) -> str:
        if key in _STARTS:
            return ""
        return str(min(CAP, int(value))) if key in _SIZES else value

    return _with_params(path, change)


def _turned_box(path: str) -> str:
    """The box with north and east swapped, as a server understands it that has them the other way round."""

    def change(key: str, value: str) -> str:
        if key in ("bbox", "geometry") and value.count(",") >= 3:
            a, b, c, d, *rest = value.split(",")
            return ",".join([b, a, d, c, *rest])
        return re.sub(r"(lowerCorner|upperCorner)>(\S+) (\S+)<", r"\1>\3 \2<", value) if key == "filter" else value

    return _with_params(path, change)


# what is answered is changed


def _is_kept(feature: Any) -> bool:
    """Whether a server that keeps some features to itself hands this one out; it is the same ones every time."""
    text = json.dumps(feature) if isinstance(feature, dict) else etree.tostring(feature, encoding="unicode")
    return "rebro" in text


def _parsed(body: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False)
    parser.feed(body)
    return parser.close()


def _members(root: etree._Element) -> list[etree._Element]:
    names = ("member", "featureMember")
    found = [each for each in root.iter() if isinstance(each.tag, str) and etree.QName(each).localname in names]
    if found:
        return found
    wrapped = [e for e in root.iter() if isinstance(e.tag, str) and etree.QName(e).localname == "featureMembers"]
    return [child for each in wrapped for child in each]


def _of_features(
    change: Callable[[list[Any]], list[Any]], count: bool = False
) -> Callable[[Misbehaving, bytes], bytes]:
    """A change of the list of features of an answer; with ``count`` of what is said about their number too."""

    def apply(_: Misbehaving, body: bytes) -> bytes:
        if body.lstrip()[:1] == b"<":
            root = _parsed(body)
            members = _members(root)
            kept = change(members)
            for member in members:
                if not any(member is each for each in kept):
                    member.getparent().remove(member)
            for key in ("numberMatched", "numberReturned", "numberOfFeatures"):
                if count and key in root.attrib:
                    root.set(key, str(len(kept)))
            return etree.tostring(root)
        content = json.loads(body)
        if isinstance(content.get("features"), list):
            content["features"] = change(content["features"])
        for key in ("numberMatched", "numberReturned", "count"):
            if count and key in content:
                content[key] = 0
        if count and "objectIds" in content:
            content["objectIds"] = []
        return json.dumps(content).encode()

    return apply


def _first_ones(_: Misbehaving, body: bytes) -> bytes:
    """No more features than the cap, and no word about there being more of them."""
    body = _first(_, body)
    if body.lstrip()[:1] == b"<":
        return body
    content = json.loads(body)
    content.pop("exceededTransferLimit", None)
    if "links" in content:
        content["links"] = [each for each in content["links"] if each.get("rel") != "next"]
    return json.dumps(content).encode()


def _uncounted(server: Misbehaving, body: bytes) -> bytes:
    """The same by a server that does not know how many there are."""
    body = _first_ones(server, body)
    if body.lstrip()[:1] == b"<":
        return re.sub(rb'\b(numberMatched|numberOfFeatures)="\d+"', rb'\1="unknown"', body)
    content = json.loads(body)
    if set(content) == {"count"}:
        content = {"error": {"code": 400, "message": "returnCountOnly is not supported", "details": []}}
    content.pop("numberMatched", None)
    return json.dumps(content).encode()


def _of_positions(change: Callable[[Point], Point]) -> Callable[[Misbehaving, bytes], bytes]:
    """A change of every position: a pair of numbers in the order in which they are written."""

    def apply(_: Misbehaving, body: bytes) -> bytes:
        if body.lstrip()[:1] == b"<":
            root = _parsed(body)
            # What the service says of its layers is in WGS 84, whatever is wrong with the features.
            described = etree.QName(root).localname == "WFS_Capabilities"
            for each in () if described else root.iter():
                name = etree.QName(each).localname if isinstance(each.tag, str) else ""
                if name in _POSITIONS and each.text:
                    figures = [float(figure) for figure in each.text.split()]
                    pairs = (change(pair) for pair in zip(figures[::2], figures[1::2]))
                    each.text = " ".join(str(figure) for pair in pairs for figure in pair)
            return etree.tostring(root)
        content = json.loads(body)
        for feature in content.get("features", ()):
            feature["geometry"] = _moved(feature["geometry"], change)
        return json.dumps(content).encode()

    return apply


def _moved(value: Any, change: Callable[[Point], Point]) -> Any:
    if isinstance(value, dict) and set(value) >= {"x", "y"}:
        x, y = change((value["x"], value["y"]))
        return {**value, "x": x, "y": y}
    if isinstance(value, dict):
        return {key: _moved(child, change) for key, child in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], (int, float)):
        return [*change((value[0], value[1])), *value[2:]]
    return [_moved(child, change) for child in value] if isinstance(value, list) else value


def _other_crs(pair: Point) -> Point:
    """A position in the other of SWEREF 99 TM and WGS 84, in the same order of axes."""
    first, second = pair
    north_first = first > 2_000_000 or 50 < first < 72
    x, y = (second, first) if north_first else pair
    x, y = (_TO_METRES if abs(x) < 200 else _TO_DEGREES).transform(x, y)
    return (y, x) if north_first else (x, y)


def _renamed(server: Misbehaving, body: bytes) -> bytes:
    for name in server.lost:
        for old, new in (
            (f":{name}>", f":{RENAMED}>"),
            (f'name="{name}"', f'name="{RENAMED}"'),
            (f'"{name}":', f'"{RENAMED}":'),
            (f'"name": "{name}"', f'"name": "{RENAMED}"'),
            (f'"name":"{name}"', f'"name":"{RENAMED}"'),
        ):
            body = body.replace(old.encode(), new.encode())
    return body


_QUESTIONS: dict[str, Callable[[str], str]] = {
    "cap": _capped,
    "cap-uncounted": _capped,
    "turned-question": _turned_box,
    "turned-both": _turned_box,
}

_first = _of_features(lambda features: features[:CAP])
_turn = _of_positions(lambda pair: (pair[1], pair[0]))

_CHANGES: dict[str, Callable[[Misbehaving, bytes], bytes]] = {
    "truncated-quietly": lambda _, body: body[: len(body) // 2],
    "half": _of_features(lambda features: [each for each in features if _is_kept(each)]),
    "cap": _first_ones,
    "cap-uncounted": _uncounted,
    "wrong-crs": _of_positions(_other_crs),
    "turned-answer": _turn,
    "turned-both": _turn,
    "empty-layer": _of_features(lambda features: [], count=True),
    "schema-changed": _renamed,
}

#: What a server can do wrong here; ``refused`` and ``name`` need none.
FAULTS = (
    "hang",
    "status-500",
    "exception-200",
    "truncated",
    "truncated-quietly",
    "half",
    "cap",
    "cap-uncounted",
    "wrong-crs",
    "turned-question",
    "turned-answer",
    "turned-both",
    "empty-layer",
    "schema-changed",
    "status-401",
    "redirect-loop",
    "redirect-away",
    "drip",
)
