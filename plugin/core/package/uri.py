"""The uris of remote datasets, written as QGIS's providers write them: ``url='https://…' typename='ns:layer'``.

A package is untrusted: only the keys named here are taken, never a credential, a file or a connection of the user's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Mapping, Optional
from urllib.parse import urlsplit

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
    "OAPIF": ("url", "typename"),
    "arcgisfeatureserver": ("url",),
    "postgres": ("host", "dbname", "table"),
}

#: Providers of features that are somewhere else.
REMOTE = tuple(KEYS)

#: Providers of pictures that are only shown.
SHOWN_ONLY = ("wms", "xyz")

WFS_VERSIONS = ("1.1.0", "2.0.0")
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")

_CRS = re.compile(r"EPSG:[0-9]{4,6}")
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
_PLAIN = re.compile(r"[^\x00-\x1f]{1,500}")
_HOST = re.compile(r"[A-Za-z0-9._:-]{1,253}")

_SHAPES: Mapping[str, re.Pattern[str]] = {
    "version": re.compile("|".join(map(re.escape, WFS_VERSIONS))),
    "srsname": _CRS,
    "crs": _CRS,
    "InvertAxisOrientation": re.compile("[01]"),
    "pageSize": _NUMBER,
    "port": _NUMBER,
    "srid": _NUMBER,
    "host": _HOST,
    "sslmode": re.compile("|".join(SSL_MODES)),
    "type": re.compile("[A-Za-z]{1,40}"),
    "estimatedmetadata": re.compile("true|false"),
}

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
        return self.get("typename") or self.get("url").rstrip("/").rsplit("/", 1)[-1]


def parse_uri(provider: str, text: str) -> RemoteUri:
    """The parts of ``text``, a uri for one of :data:`REMOTE`. Raises :class:`UriError`."""
    known = KEYS[provider]
    values: dict[str, str] = {}
    table: Optional[tuple[str, str, str]] = None
    position = 0
    while text[position:].strip():
        pair = _PAIR.match(text, position)
        if pair is None:
            raise UriError(Message("uri-syntax", {"text": text[position:].strip()[:80]}))
        position = pair.end()
        key = pair["key"]
        if key not in known:
            raise UriError(Message("uri-key", {"key": key, "known": ", ".join(known)}), key)
        if pair["schema"] is not None:
            table = pair["schema"], pair["table"], pair["geometry"] or ""
            values[key] = f"{pair['schema']}.{pair['table']}"
            continue
        value = pair["bare"] if pair["quoted"] is None else re.sub(r"\\(.)", r"\1", pair["quoted"])
        if not _SHAPES.get(key, _PLAIN).fullmatch(value):
            raise UriError(Message("uri-value", {"key": key, "value": value[:80]}), key)
        values[key] = value
    for key in NEEDED[provider]:
        if not values.get(key) or (key == "table" and table is None):
            raise UriError(Message("uri-missing", {"key": key, "provider": provider}), key)
    if "url" in values:
        check_address(values["url"])
    return RemoteUri(provider, values, *(table or ()))


def check_address(url: str) -> None:
    """Raise :class:`UriError` unless ``url`` is an address on the web, without a user or password in it."""
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
        parts.port  # noqa: B018 - a port that is no number raises
    except ValueError:
        sound = False
    if not sound or re.search(r"[\s\x00-\x1f]", url):
        raise UriError(Message("uri-address", {"value": url[:120]}), "url")
