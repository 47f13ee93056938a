"""A front for a server that does not speak HTTP, as PostgreSQL, that does one thing wrong below its protocol."""

from __future__ import annotations

import select
import socket
import threading
from contextlib import suppress
from typing import Optional

_BLOCK = 1 << 14

#: What a front can do wrong; those with a colon want a figure after it.
TCP_FAULTS = ("refused", "hang", "silent:", "cut:", "drip", "delay:")


class MisbehavingTcp:
    """Carries what comes at ``port`` to a server on this machine and back. What it does wrong can be changed while it
    runs: ``refused`` (nobody listens), ``hang`` (takes connections and says nothing), ``silent:BYTES`` and
    ``cut:BYTES`` (says nothing more, or closes the connection, when a connection has given that many bytes), ``drip``
    (a byte every half a second), ``delay:SECONDS`` (waits before each piece of an answer). Bytes are counted from the
    change on.

    ``connections`` counts those that were made, ``most_at_once`` is how many there were at the same time.
    """

    def __init__(self, upstream: int) -> None:
        self.upstream = upstream
        self.fault = ""
        self.connections = self.most_at_once = 0
        self._open: set[socket.socket] = set()
        self._given: dict[socket.socket, int] = {}
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._listener: Optional[socket.socket] = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self._listen(self._listener)

    def __enter__(self) -> MisbehavingTcp:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def become(self, fault: str) -> None:
        """Do this wrong from now on, and forget what was before. With ``refused`` open connections end."""
        with self._lock:
            self.fault = fault
            self.connections = self.most_at_once = 0
            self._given.clear()
        if fault == "refused":
            self._close()
        elif self._listener is None:
            self._listener = socket.create_server(("127.0.0.1", self.port), backlog=64)
            self._listen(self._listener)

    def stop(self) -> None:
        """End it."""
        self._closing.set()
        self._close()

    def _close(self) -> None:
        listener, self._listener = self._listener, None
        if listener is not None:
            # Without it a thread that waits for a connection goes on taking them.
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        with self._lock:
            for each in self._open:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

    def _listen(self, listener: socket.socket) -> None:
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with self._lock:
            self._open.add(client)
            self.connections += 1
            self.most_at_once = max(self.most_at_once, len(self._open))
        try:
            with client, suppress(OSError), socket.create_connection(("127.0.0.1", self.upstream), 10) as server:
                server.settimeout(None)
                self._carry(client, server)
        finally:
            with self._lock:
                self._open.discard(client)
                self._given.pop(client, None)

    def _carry(self, client: socket.socket, server: socket.socket) -> None:
        while not self._closing.is_set():
            for ready in select.select([client, server], [], [], 1.0)[0]:
                block = ready.recv(_BLOCK)
                if not block:
                    return
                if ready is client:
                    server.sendall(block)
                elif not self._give(client, block):
                    return

    def _give(self, client: socket.socket, block: bytes) -> bool:
        """Send a piece of an answer as the fault has it; False where the connection ends with it."""
        fault, _, figure = self.fault.partition(":")
        if fault == "hang":
            return True
        if fault in ("silent", "cut"):
            with self._lock:
                given = self._given.get(client, 0)
                self._given[client] = given + len(block)
            client.sendall(block[: max(0, int(figure) - given)])
            return fault == "silent" or given + len(block) <= int(figure)
        if fault == "drip":
            return self._drip(client, block)
        if fault == "delay":
            self._closing.wait(float(figure))
        client.sendall(block)
        return True

    def _drip(self, client: socket.socket, block: bytes) -> bool:
        for number in range(len(block)):
            if self._closing.wait(0.1):
                return False
            if self.fault != "drip":
                client.sendall(block[number:])
                return True
            client.sendall(block[number : number + 1])
        return True
