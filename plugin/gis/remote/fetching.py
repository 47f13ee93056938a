"""HTTP requests that end in time: with a deadline for the whole, cancel at any moment and retries of what may pass.

A request runs in a thread of its own that is left behind when nobody waits for it any more. That is the only way out
of a name lookup, a handshake or a server that sends a byte now and then; the thread touches nothing of QGIS.
"""

from __future__ import annotations

import re
import threading
import time
import weakref
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Callable, Iterator, Mapping, Optional
from urllib.parse import urljoin, urlsplit

import requests

from ..geometry import Interrupted
from .errors import RemoteError
from .network import AT_ONCE, Access

#: The largest answer that is taken (bytes). What is larger is asked for in smaller pieces.
LARGEST = 64_000_000

# Waiting time (s) before each further try.
_BACK_OFF = (0.3, 1.0)

# What a server says when it is busy, not when something is wrong.
_PASSING = (429, 502, 503, 504)
_LONGEST_PAUSE = 5.0
_REDIRECTS = 5
_BLOCK = 1 << 16
_LOOK = 0.02
_MARKS = re.compile(r"(?is)<(style|script)\b.*?</\1>|<[^>]*>")


@dataclass(frozen=True)
class Patience:
    """How long an answer is waited for: until ``deadline`` (:func:`time.monotonic`, s) or until ``cancelled``."""

    deadline: float
    cancelled: Callable[[], bool] = lambda: False

    @property
    def left(self) -> float:
        """Seconds that are left, 0 at least."""
        return max(0.0, self.deadline - time.monotonic())

    def check(self, service: str) -> None:
        """Raise :class:`~..geometry.Interrupted` or :class:`RemoteError` where the waiting is over."""
        if self.cancelled():
            raise Interrupted
        if not self.left:
            raise RemoteError("remote-timeout", service)

    def sleep(self, seconds: float, service: str) -> None:
        """Wait, looking up now and then."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.check(service)
            time.sleep(min(_LOOK, max(0.0, until - time.monotonic())))


@dataclass(frozen=True)
class Reply:
    """An answer with status 200. ``url`` is where it came from in the end, ``moved`` whether it was sent there for
    good."""

    body: bytes
    kind: str
    url: str
    moved: bool = False


def address_moved_to(reply: Reply) -> str:
    """Where the service says that it is from now on, without the question; empty where it has not moved."""
    parts = urlsplit(reply.url)
    return f"{parts.netloc}{parts.path}" if reply.moved else ""


class Fetcher:
    """The requests of one package; for any number of threads."""

    def __init__(self, access: Access) -> None:
        self.access = access
        self._session = access.session()
        # Connections that are kept open go with the package.
        weakref.finalize(self, self._session.close)
        self._lock = threading.Lock()
        self._slots: dict[str, threading.BoundedSemaphore] = defaultdict(lambda: threading.BoundedSemaphore(AT_ONCE))

    def get(
        self,
        url: str,
        params: Mapping[str, str],
        patience: Patience,
        accept: str = "*/*",
        login: bool = False,
    ) -> Reply:
        """The answer to a GET request. Raises :class:`RemoteError` and :class:`~..geometry.Interrupted`."""
        service = urlsplit(url).netloc
        pauses = list(_BACK_OFF)
        while True:
            try:
                with self.slot(service, patience):
                    return self._follow(url, params, patience, accept, login)
            except RemoteError as error:
                pause = max(pauses.pop(0), error.pause) if error.passing and pauses else None
                if pause is None or pause > patience.left:
                    raise
                patience.sleep(pause, service)

    @contextmanager
    def slot(self, service: str, patience: Patience) -> Iterator[None]:
        """One of the places that a host has for requests of ours, waited for."""
        with self._lock:
            slot = self._slots[service]
        while not slot.acquire(timeout=_LOOK):
            patience.check(service)
        try:
            yield
        finally:
            slot.release()

    def _follow(self, url: str, params: Mapping[str, str], patience: Patience, accept: str, login: bool) -> Reply:
        """One try, with redirects within the same host; another host is one that nobody named."""
        service, moved = urlsplit(url).netloc, False
        address: str = requests.Request("GET", url, params=dict(params)).prepare().url or url
        for _ in range(_REDIRECTS + 1):
            request = _Request(self._session, self.access, address, accept, login, patience)
            request.wait(service)
            if request.location is None:
                return Reply(request.body, request.kind, address, moved)
            target = urljoin(address, request.location)
            before, after = urlsplit(address), urlsplit(target)
            if after.scheme not in ("http", "https") or (before.scheme, after.scheme) == ("https", "http"):
                raise RemoteError("remote-moved", service, to=after.netloc or target[:80])
            if after.hostname != before.hostname:
                raise RemoteError("remote-moved", service, to=after.netloc)
            address, moved = target, moved or request.permanent
        raise RemoteError("remote-redirects", service)


class _Request:
    """One request in a thread of its own."""

    def __init__(
        self, session: requests.Session, access: Access, url: str, accept: str, login: bool, patience: Patience
    ) -> None:
        self.body = b""
        self.kind = ""
        self.location: Optional[str] = None
        self.permanent = False
        self._session, self._access, self._url = session, access, url
        self._headers = {"Accept": accept}
        self._login = access.login if login and access.login is not None and access.login.is_for(url) else None
        self._timeout = max(0.1, patience.left)
        self._patience = patience
        self._failure: Optional[Exception] = None
        self._left_behind = False
        self._done = threading.Event()

    def wait(self, service: str) -> None:
        """Start, and wait for the end of it. Raises what went wrong."""
        threading.Thread(target=self._run, args=(service,), name="plandialog-request", daemon=True).start()
        try:
            while not self._done.wait(_LOOK):
                self._patience.check(service)
        finally:
            self._left_behind = True
        if self._failure is not None:
            raise self._failure

    def _run(self, service: str) -> None:
        try:
            self._fetch(service)
        except RemoteError as error:
            self._failure = error
        except (requests.RequestException, OSError, ValueError) as error:
            # A ValueError is an address or a header that requests cannot make sense of.
            self._failure = _failure(error, service)
        finally:
            self._done.set()

    def _fetch(self, service: str) -> None:
        headers = dict(self._headers)
        auth = None
        if self._login is not None:
            headers.update(self._login.headers)
            if self._login.user:
                auth = (self._login.user.encode(), self._login.password.encode())
        with self._session.get(
            self._url,
            headers=headers,
            auth=auth,
            proxies=self._access.proxies(self._url),
            timeout=self._timeout,
            stream=True,
            allow_redirects=False,
        ) as response:
            if response.is_redirect or response.status_code in (301, 302, 303, 307, 308):
                self.location = response.headers.get("Location", "")
                self.permanent = response.status_code in (301, 308)
                return
            self.body = self._read(response, service)
            self.kind = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
            if response.status_code != 200:
                raise _refusal(response, self.body, service)

    def _read(self, response: requests.Response, service: str) -> bytes:
        blocks, size = [], 0
        for block in response.iter_content(_BLOCK):
            size += len(block)
            if self._left_behind:
                return b""
            if size > LARGEST:
                raise RemoteError("remote-large", service, size=LARGEST // 1_000_000)
            blocks.append(block)
        stated = response.headers.get("Content-Length", "")
        # A connection that was cut ends a body as its end does.
        if stated.isdigit() and int(stated) != response.raw.tell():
            raise RemoteError("remote-truncated", service, passing=True)
        return b"".join(blocks)


def _refusal(response: requests.Response, body: bytes, service: str) -> RemoteError:
    status = response.status_code
    if status in (401, 403):
        return RemoteError("remote-login", service, status=status)
    if status == 407:
        return RemoteError("remote-proxy", service, detail="407")
    pause = response.headers.get("Retry-After", "")
    wait = min(float(pause), _LONGEST_PAUSE) if pause.isdigit() else 0.0
    # What a server says of an error, without the marks of its page.
    detail = " ".join(_MARKS.sub(" ", body[:4000].decode("utf-8", "replace")).split())[:200]
    return RemoteError("remote-status", service, passing=status in _PASSING, pause=wait, status=status, detail=detail)


def _failure(error: Exception, service: str) -> RemoteError:
    """What went wrong below HTTP, told apart as far as the libraries let us."""
    text = str(error)
    if isinstance(error, requests.exceptions.ProxyError) or "Tunnel connection" in text:
        return RemoteError("remote-proxy", service, detail=_innermost(error))
    if isinstance(error, requests.exceptions.SSLError):
        return RemoteError("remote-certificate", service, detail=_innermost(error))
    if isinstance(error, requests.Timeout):
        return RemoteError("remote-timeout", service)
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return RemoteError("remote-truncated", service, passing=True)
    cause = _causes(error)
    if any("Name or service not known" in each or "getaddrinfo" in each or "resolve" in each for each in cause):
        return RemoteError("remote-name", service)
    if "Errno 111" in text or "10061" in text or "refused" in text.lower():
        return RemoteError("remote-refused", service, passing=True)
    return RemoteError("remote-network", service, passing=isinstance(error, requests.ConnectionError), detail=cause[-1])


def _causes(error: BaseException) -> list[str]:
    """The texts of an error and of what led to it, the outermost first."""
    texts: list[str] = []
    reason: Optional[object] = error
    while isinstance(reason, BaseException) and len(texts) < 6:
        texts.append(" ".join(str(reason).split())[:300])
        inner = getattr(reason, "reason", None) or (reason.args[0] if reason.args else None)
        reason = inner if isinstance(inner, BaseException) else None
    return texts


def _innermost(error: BaseException) -> str:
    return _causes(error)[-1]
