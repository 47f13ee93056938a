"""Where credentials may go: over an encrypted connection, or to this machine."""

from __future__ import annotations

from urllib.parse import urlsplit

from .uri import RemoteUri

_HERE = ("localhost", "127.0.0.1", "::1")

# Ways to connect to a database in which somebody on the way may listen.
_OPEN_MODES = ("disable", "allow", "prefer")


def is_private_address(url: str) -> bool:
    """Whether nobody on the way to ``url`` can listen."""
    parts = urlsplit(url)
    return parts.scheme == "https" or parts.hostname in _HERE


def is_private(remote: RemoteUri) -> bool:
    """Whether credentials may be sent to ``remote``. A database is encrypted as soon as there are some."""
    return remote.provider == "postgres" or is_private_address(remote.get("url"))


def ssl_mode(remote: RemoteUri, login: bool) -> str:
    """How a database is connected to; with a ``login`` never in the open to another machine."""
    mode = remote.get("sslmode", "prefer")
    return "require" if login and mode in _OPEN_MODES and remote.host not in _HERE else mode
