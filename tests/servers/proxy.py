"""A proxy that wants a user and a password, for HTTP and for tunnels to anything else."""

from __future__ import annotations

import select
import socket
import threading
from contextlib import suppress
from typing import Mapping, Optional

from .auth import basic
from .http import Handler, HttpServer
from .relay import fetch

_BLOCK = 1 << 16


class Proxy(HttpServer):
    """``through`` is what went through, as ``GET http://…`` or ``CONNECT host:port``; ``turned_away`` counts what came
    without the right user and password. ``names`` sends host names that no lookup knows somewhere else, as
    ``{"tjanst.invalid": "127.0.0.1"}``.
    """

    def __init__(self, user: str, password: str, names: Optional[Mapping[str, str]] = None) -> None:
        self.user, self.password = user, password
        self.names = names or {}
        self.through: list[str] = []
        self.turned_away = 0
        self._right = basic(user, password)
        self._lock = threading.Lock()
        super().__init__()

    def handle(self, request: Handler) -> None:
        if request.headers.get("Proxy-Authorization") != self._right:
            with self._lock:
                self.turned_away += 1
            request.reply(407, {"Proxy-Authenticate": 'Basic realm="ombud", charset="UTF-8"'}, b"who are you")
            return
        with self._lock:
            self.through.append(f"{request.command} {request.path}")
        if request.command == "CONNECT":
            self._tunnel(request)
        else:
            request.reply(*fetch(request, self._named(request.path)))

    def _named(self, url: str) -> str:
        for name, address in self.names.items():
            url = url.replace(f"//{name}", f"//{address}", 1)
        return url

    def _tunnel(self, request: Handler) -> None:
        host, _, port = request.path.rpartition(":")
        request.close_connection = True
        try:
            there = socket.create_connection((self.names.get(host, host).strip("[]"), int(port)), 10)
        except OSError:
            request.reply(502, {}, b"nobody there")
            return
        with there, suppress(OSError):
            request.send_response_only(200, "Connection established")
            request.end_headers()
            _pass_on(request.connection, there)


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    """Carry what comes from either side to the other until one of them ends."""
    while True:
        for ready in select.select([one, other], [], [])[0]:
            block = ready.recv(_BLOCK)
            if not block:
                return
            (other if ready is one else one).sendall(block)
