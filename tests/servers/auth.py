"""A front that wants a user and a password."""

from __future__ import annotations

import base64
from typing import Optional

from .http import Handler
from .relay import Relay


def basic(user: str, password: str) -> str:
    """The value of the header that states ``user`` and ``password``."""
    return f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"


class BasicAuth(Relay):
    """Hands on to ``upstream`` what comes with the right user and password, and answers 401 to the rest.

    ``seen`` are the Authorization headers as they came, None where a request had none.
    """

    def __init__(
        self, upstream: str, user: str, password: str, context: Optional[object] = None, host: Optional[str] = None
    ) -> None:
        self.seen: list[Optional[str]] = []
        self._right = basic(user, password)
        super().__init__(upstream, context, host)

    def handle(self, request: Handler) -> None:
        stated = request.headers.get("Authorization")
        self.seen.append(stated)
        if stated == self._right:
            super().handle(request)
        else:
            challenge = {"WWW-Authenticate": 'Basic realm="demo", charset="UTF-8"', "Content-Type": "text/plain"}
            request.reply(401, challenge, b"who are you")
