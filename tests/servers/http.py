"""What the servers written for tests have in common: HTTP/1.1 on a free port of loopback, in threads."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Callable, Mapping, Optional

Answer = tuple[int, Mapping[str, str], bytes]


class Handler(BaseHTTPRequestHandler):
    """Passes each request to the server's ``handle``."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def _handed_on(self) -> None:
        self._body: Optional[bytes] = None
        self.server.owner.handle(self)
        # What was not read of a request would be taken for the next one.
        self.body()

    do_GET = do_HEAD = do_POST = do_CONNECT = _handed_on  # noqa: N815 - the names are those of http.server

    def body(self) -> bytes:
        """What came after the headers."""
        if self._body is None:
            self._body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        return self._body

    def reply(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """Send a whole answer."""
        self.send_response(status)
        for key, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(key, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: tests look at what was asked themselves."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, *args: object) -> None:
        self._open: set[socket.socket] = set()
        super().__init__(*args)

    def process_request_thread(self, request: socket.socket, client_address: object) -> None:
        self._open.add(request)
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._open.discard(request)

    def end_connections(self) -> None:
        """End those that are kept open for another request too."""
        for each in list(self._open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that has gone is what these tests are about."""


class HttpServer:
    """A server in threads; subclasses answer in :meth:`handle`. It runs from the start until :meth:`stop`.

    ``context`` is for TLS, ``host`` is what it calls itself where that is not 127.0.0.1.
    """

    def __init__(self, context: Optional[ssl.SSLContext] = None, host: Optional[str] = None) -> None:
        self._server = _Server(("127.0.0.1", 0), Handler)
        self._server.owner = self
        if context is not None:
            # A client that never ends its handshake must not keep others waiting: the thread of its own does that.
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.port = self._server.server_address[1]
        self.base = f"{'https' if context is not None else 'http'}://{host or '127.0.0.1'}:{self.port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def __enter__(self) -> HttpServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def handle(self, request: Handler) -> None:
        """Answer one request."""
        raise NotImplementedError

    def stop(self) -> None:
        """End it."""
        self._server.shutdown()
        self._server.server_close()
        self._server.end_connections()


class Simple(HttpServer):
    """A server that answers by a function of the path with its question."""

    def __init__(self, answer: Callable[[str], Answer]) -> None:
        self._answer = answer
        super().__init__()

    def handle(self, request: Handler) -> None:
        request.reply(*self._answer(request.path))
