"""A server that hands every request on to another one; the fronts differ in what they do before and after."""

from __future__ import annotations

import ssl
from typing import Optional

import requests

from .http import Answer, Handler, HttpServer

#: Headers that belong to a connection and not to a question or an answer.
_OF_THE_CONNECTION = (
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "host",
    "content-length",
    "content-encoding",
    "accept-encoding",
)


class Relay(HttpServer):
    """Hands on to ``upstream`` (scheme, host and port), whose address in answers becomes its own."""

    def __init__(self, upstream: str, context: Optional[ssl.SSLContext] = None, host: Optional[str] = None) -> None:
        self.upstream = upstream.rstrip("/")
        super().__init__(context, host)

    def handle(self, request: Handler) -> None:
        request.reply(*self.relayed(request, request.path))

    def relayed(self, request: Handler, path: str) -> Answer:
        """What upstream answers to ``request`` with ``path`` in the place of its own."""
        status, headers, body = fetch(request, f"{self.upstream}{path}")
        headers = {key: value.replace(self.upstream, self.base) for key, value in headers.items()}
        return status, headers, body.replace(self.upstream.encode(), self.base.encode())


def fetch(request: Handler, url: str) -> Answer:
    """The answer of ``url`` to a request like ``request``, redirects left to the client."""
    headers = {key: value for key, value in request.headers.items() if key.lower() not in _OF_THE_CONNECTION}
    with requests.Session() as session:
        # A proxy of the machine's is not asked for what is on the machine.
        session.trust_env = False
        answer = session.request(
            request.command, url, headers=headers, data=request.body(), timeout=60, allow_redirects=False
        )
    kept = {key: value for key, value in answer.headers.items() if key.lower() not in _OF_THE_CONNECTION}
    return answer.status_code, kept, answer.content
