"""Certificates of an authority that only the tests know, and a front that speaks TLS for a server that does not."""

from __future__ import annotations

import datetime
import ssl
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Optional

import trustme

from .relay import Relay


@dataclass(frozen=True)
class Certificate:
    """A certificate with those that vouch for it, and its key (PEM)."""

    chain: bytes
    key: bytes = field(repr=False)

    def context(self) -> ssl.SSLContext:
        """What a server needs to show it."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        # The module ssl takes certificates from files only.
        with tempfile.TemporaryDirectory() as folder:
            chain, key = Path(folder) / "chain.pem", Path(folder) / "key.pem"
            chain.write_bytes(self.chain)
            key.write_bytes(self.key)
            context.load_cert_chain(chain, key)
        return context


class Authority:
    """An authority of its own; ``pem`` is the certificate that a client has to trust."""

    def __init__(self) -> None:
        self._made = trustme.CA(organization_name="Plandialog test authority")
        self.pem: bytes = self._made.cert_pem.bytes()

    def write(self, path: Path) -> Path:
        """Write what a client has to trust into a file and return it."""
        path.write_bytes(self.pem)
        return path

    def certificate(self, *hosts: str, expired: bool = False) -> Certificate:
        """A certificate for ``hosts``, both names of this machine by default."""
        now = datetime.datetime.now(datetime.timezone.utc)
        end = now - datetime.timedelta(days=1) if expired else None
        begin = now - datetime.timedelta(days=30) if expired else None
        made = self._made.issue_cert(*(hosts or ("127.0.0.1", "localhost")), not_before=begin, not_after=end)
        chain = b"".join(each.bytes() for each in made.cert_chain_pems)
        return Certificate(chain, made.private_key_pem.bytes())


class TlsFront(Relay):
    """Speaks TLS in front of ``upstream`` with ``certificate``."""

    def __init__(self, upstream: str, certificate: Certificate, host: Optional[str] = None) -> None:
        super().__init__(upstream, certificate.context(), host)
