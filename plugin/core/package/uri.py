"""The uris of remote datasets, written as QGIS's providers write them: ``url='https://…' typename='ns:layer'``.

A package is untrusted: only the keys named here are taken, never a credential, a file or a connection of the user's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Mapping, Optional
from urllib.parse import parse_qsl, urlsplit

from ..messages import Message, MessageError

#: The keys a uri may have, by provider.
KEYS: Mapping[str, tuple[str, ...]] = {
    "WFS": ("url", "typename", "version", "srsname", "InvertAxisOrientation", "pageSize"),
    "OAPIF": ("url", "typename", "srsname", "InvertAxisOrientation", "pageSize"),
    "arcgisfeatureserver": ("url", "crs", "pageSize"),
    "postgres": ("host", "port", "dbname", "sslmode", "key", "srid", "type", "table", "estimatedmetadata"),
}

#: The keys it has to have.
NEEDED: Mapping[str, tuple[str, ...]] = {
    "WFS": ("url", "typename"),
    "OAPIF": ("url",),
    "arcgisfeatureserver": ("url",),
    "postgres": ("host", "dbname", "table"),
}

#: Providers of features that are somewhere else.
REMOTE = tuple(KEYS)

#: Providers of pictures that are only shown.
SHOWN_ONLY = ("wms", "xyz")

#: The keys that the uri of a WMS or WMTS may have. Layers and their styles may be given more than once.
MAP_KEYS = (
    "url",
    "layers",
    "styles",
    "format",
    "crs",
    "tileMatrixSet",
    "tileDimensions",
    "dpiMode",
    "tilePixelRatio",
    "featureCount",
    "maxWidth",
    "maxHeight",
    "stepWidth",
    "stepHeight",
    "contextualWMSLegend",
    "IgnoreAxisOrientation",
    "InvertAxisOrientation",
    "IgnoreGetFeatureInfoUrl",
    "IgnoreGetMapUrl",
    "SmoothPixmapTransform",
)

WFS_VERSIONS = ("1.1.0", "2.0.0")
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")

_CRS = re.compile(r"EPSG:[0-9]{4,6}")
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
_PORT = re.compile(r"[1-9][0-9]{0,3}|[1-5][0-9]{4}|6(?:[0-4][0-9]{3}|5(?:[0-4][0-9]{2}|5(?:[0-2][0-9]|3[0-5])))")
_PLAIN = re.compile(r"[^\x00-\x1f\ud800-\udfff]{1,500}")
_HOST = re.compile(r"[A-Za-z0-9._:-]{1,253}")

# A host as every program that is handed the address reads it.
_NETLOC = re.compile(r"(?:[\w.-]{1,253}|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?")
_NOT_IN_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff\\]")

_SHAPES: Mapping[str, re.Pattern[str]] = {
    "version": re.compile("|".join(map(re.escape, WFS_VERSIONS))),
    "srsname": _CRS,
    "crs": _CRS,
    "InvertAxisOrientation": re.compile("[01]"),
    "pageSize": _NUMBER,
    "port": _PORT,
    "srid": _NUMBER,
    "host": _HOST,
    "sslmode": re.compile("|".join(SSL_MODES)),
    "type": re.compile("[A-Za-z]{1,40}"),
    "estimatedmetadata": re.compile("true|false"),
}

#: Providers whose address is the beginning of longer ones.
_BASES = ("OAPIF", "arcgisfeatureserver")

_PAIR = re.compile(
    r"""\s*(?P<key>[A-Za-z]+)=(?:
        '(?P<quoted>(?:[^'\\]|\\.)*)'
        | "(?P<schema>[^"]+)"\."(?P<table>[^"]+)"(?:\s+\((?P<geometry>[^()"]+)\))?
        | (?P<bare>[^\s'"]+)
    )(?=\s|$)""",
    re.VERBOSE,
)


class UriError(MessageError, ValueError):
    """A uri that cannot be used; ``message`` says why. ``key`` is the wrong word where there is one."""

    def __init__(self, message: Message, key: str = "") -> None:
        super().__init__(message)
        self.key = key


@dataclass(frozen=True)
class RemoteUri:
    """The parts of the uri of a remote dataset.

    ``schema``, ``table`` and ``geometry`` are set for a table of a database. ``values`` are the other keys.
    """

    provider: str
    values: Mapping[str, str] = field(default_factory=dict)
    schema: str = ""
    table: str = ""
    geometry: str = ""

    def get(self, key: str, default: str = "") -> str:
        """The value of ``key``."""
        return self.values.get(key, default)

    @property
    def host(self) -> str:
        """The host that is asked, with its port where one is given: what a person calls the service."""
        if self.provider == "postgres":
            return self.get("host")
        return urlsplit(self.get("url")).netloc

    @property
    def layer(self) -> str:
        """What the layer is called there."""
        if self.provider == "postgres":
            return f"{self.schema}.{self.table}"
        if self.provider == "OAPIF" and not self.get("typename"):
            return self.get("url").rstrip("/")
        return self.get("typename") or self.get("url").rstrip("/").rsplit("/", 1)[-1]


def parse_uri(provider: str, text: str) -> RemoteUri:
    """The parts of ``text``, a uri for one of :data:`REMOTE`. Raises :class:`UriError`."""
    known = KEYS[provider]
    values: dict[str, str] = {}
    table: Optional[tuple[str, str, str]] = None
    position, end = 0, len(text.rstrip())
    while position < end:
        pair = _PAIR.match(text, position)
        # A table is the only thing that is written as "schema"."table".
        if pair is None or (pair["schema"] is not None and pair["key"] != "table"):
            raise UriError(Message("uri-syntax", {"text": text[position:].strip()[:80]}))
        position = pair.end()
        key = pair["key"]
        if key not in known:
            raise UriError(Message("uri-key", {"key": key[:40], "known": ", ".join(known)}), key)
        if key in values:
            # Which of the two counts differs from one reader of uris to the next.
            raise UriError(Message("key-duplicate", {"key": key}), key)
        if pair["schema"] is not None:
            table = pair["schema"], pair["table"], pair["geometry"] or ""
            value = f"{pair['schema']}.{pair['table']}"
            sound = all(_PLAIN.fullmatch(part) for part in table if part)
        else:
            value = pair["bare"] if pair["quoted"] is None else re.sub(r"\\(.)", r"\1", pair["quoted"])
            sound = key != "table" and bool(_SHAPES.get(key, _PLAIN).fullmatch(value))
        if not sound:
            raise UriError(Message("uri-value", {"key": key, "value": value[:80]}), key)
        values[key] = value
    for key in NEEDED[provider]:
        if key not in values:
            raise UriError(Message("uri-missing", {"key": key, "provider": provider}), key)
    if "url" in values:
        check_address(values["url"])
        if provider in _BASES and re.search("[?#]", values["url"]):
            raise UriError(Message("uri-value", {"key": "url", "value": values["url"][:80]}), "url")
    return RemoteUri(provider, values, *(table or ()))


def map_values(provider: str, text: str) -> dict[str, str]:
    """The parts of ``text``, a uri for one of :data:`SHOWN_ONLY`; ``url`` is among them. Raises :class:`UriError`."""
    if provider == "xyz":
        check_address(text)
        return {"url": text}
    pairs = _map_pairs(text)
    if not pairs or "=" not in text:
        raise UriError(Message("uri-pairs", {"text": text[:80]}))
    values: dict[str, str] = {}
    for key, value in pairs:
        if key in values and key not in ("layers", "styles"):
            raise UriError(Message("key-duplicate", {"key": key}), key)
        if key not in MAP_KEYS:
            raise UriError(Message("uri-key", {"key": key[:40], "known": ", ".join(MAP_KEYS)}), key)
        values[key] = value
    for key in ("url", "layers"):
        if not values.get(key):
            raise UriError(Message("uri-missing", {"key": key, "provider": provider}), key)
    check_address(values["url"])
    return values


def map_layers(text: str) -> tuple[str, ...]:
    """The names of all layers in ``text``, a uri of a WMS or WMTS."""
    return tuple(name for key, value in _map_pairs(text) if key == "layers" for name in value.split(","))


def _map_pairs(text: str) -> list[tuple[str, str]]:
    try:
        # QGIS writes a key without a value without "=", and a plus is a plus to it.
        return parse_qsl(text.replace("+", "%2B"), keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return []


def map_name(provider: str, text: str) -> str:
    """What a person calls a map that is only shown: its layers and the host that is asked."""
    try:
        values = map_values(provider, text)
    except UriError:
        return text
    host = urlsplit(values["url"]).netloc
    return f"{values['layers']} ({host})" if "layers" in values else host


def check_address(url: str) -> None:
    """Raise :class:`UriError` unless ``url`` is an address on the web, without a user or password in it."""
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and bool(_NETLOC.fullmatch(parts.netloc))
        parts.port  # noqa: B018 - a port that is no number raises
    except ValueError:
        sound = False
    if not sound or _NOT_IN_ADDRESS.search(url):
        raise UriError(Message("uri-address", {"value": url[:120]}), "url")
