"""What the servers written for tests have in common: HTTP/1.1 on a free port of loopback, in threads."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Callable, Mapping, Optional

Answer = tuple[int, Mapping[str, str], bytes]


class Handler(BaseHTTPRequestHandler):
    """Passes each request to the server's ``answer``."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.owner.handle(self)

    def do_CONNECT(self) -> None:
        self.server.owner.handle(self)

    def reply(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """Send a whole answer."""
        self.send_response(status)
        for key, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: tests look at what was asked themselves."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that has gone is what these tests are about."""


class HttpServer:
    """A server in threads; subclasses answer in :meth:`handle`. ``context`` is for TLS."""

    def __init__(self, context: Optional[object] = None) -> None:
        self._server = _Server(("127.0.0.1", 0), Handler)
        self._server.owner = self
        if context is not None:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        self.base = f"{'https' if context is not None else 'http'}://127.0.0.1:{self.port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def handle(self, request: Handler) -> None:
        """Answer one request."""
        raise NotImplementedError

    def stop(self) -> None:
        """End it."""
        self._server.shutdown()
        self._server.server_close()


class Simple(HttpServer):
    """A server that answers by a function of the path with its question."""

    def __init__(self, answer: Callable[[str], Answer]) -> None:
        self._answer = answer
        super().__init__()

    def handle(self, request: Handler) -> None:
        request.reply(*self._answer(request.path))
