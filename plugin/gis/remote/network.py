"""How QGIS reaches the network: its proxy, its certificates, the credentials the user chose. One factory of sessions.

A package never carries credentials. The user chooses an authentication configuration of QGIS (``authcfg``) for a
package once, and it goes to the hosts that were named then and to no other, encrypted or to this machine only.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Mapping, Optional
from urllib.parse import quote, urlsplit

import requests
from qgis.core import QgsApplication, QgsAuthMethodConfig, QgsSettings
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtNetwork import QNetworkProxy, QNetworkProxyFactory, QNetworkProxyQuery
from requests.adapters import HTTPAdapter

from ...about import version
from ...core.files import replace_text
from ...core.package.privacy import is_private_address
from .errors import RemoteError

#: How long (s) the remote datasets of one assessment are waited for, all of them together.
DEADLINE = 30.0

#: How many requests may be on their way to one host at a time.
AT_ONCE = 12

_SCHEMES = {"HttpProxy": "http", "HttpCachingProxy": "http", "Socks5Proxy": "socks5h"}
_QT_SCHEMES = {
    QNetworkProxy.ProxyType.HttpProxy: "http",
    QNetworkProxy.ProxyType.HttpCachingProxy: "http",
    QNetworkProxy.ProxyType.Socks5Proxy: "socks5h",
}


@dataclass(frozen=True)
class Login:
    """The credentials for some hosts: a user with a password, or headers, or the path of a client certificate."""

    hosts: frozenset[str]
    user: str = ""
    password: str = field(default="", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    def is_for(self, url: str) -> bool:
        """Whether these credentials may be sent to ``url``: a host that was named, over an encrypted connection."""
        return urlsplit(url).netloc in self.hosts and is_private_address(url)


@dataclass(frozen=True)
class Access:
    """The network as QGIS is set to use it, taken once so that any thread can go by it.

    ``proxy`` is the address of the proxy with its credentials, empty for none; with ``system`` it is the system's and
    asked for per address. ``excluded`` are beginnings of addresses that need no proxy. ``certificates`` is a file of
    the authorities that are trusted. ``deadline`` (s) is how long the remote datasets of one assessment are waited
    for. With ``offline`` the network is left alone and only copies are used.
    """

    proxy: str = field(default="", repr=False)
    system: bool = False
    excluded: tuple[str, ...] = ()
    certificates: str = ""
    login: Optional[Login] = None
    deadline: float = DEADLINE
    offline: bool = False

    def session(self) -> requests.Session:
        """A session for HTTP of our own; every request of it has to state a timeout and its :meth:`proxies`."""
        session = requests.Session()
        # What QGIS is set to holds, whatever the environment says.
        session.trust_env = False
        session.verify = self.certificates or True
        session.headers["User-Agent"] = f"Plandialog/{version()}"
        adapter = HTTPAdapter(pool_connections=AT_ONCE, pool_maxsize=AT_ONCE)
        session.mount("http://", adapter)
        session.mount("https://", adapter)
        return session

    def proxies(self, url: str) -> dict[str, str]:
        """The proxy for ``url``, as requests takes it."""
        if any(url.startswith(each) for each in self.excluded):
            return {}
        proxy = _system_proxy(url) if self.system else self.proxy
        return {"http": proxy, "https": proxy} if proxy else {}


def access_of_qgis(authcfg: str = "", hosts: frozenset[str] = frozenset()) -> Access:
    """The network as QGIS is set to use it now, with the credentials of ``authcfg`` for ``hosts``.

    Raises :class:`RemoteError` where the credentials cannot be had.
    """
    settings = QgsSettings()
    store: dict[str, object] = {"certificates": _certificates()}
    if settings.value("proxy/proxyEnabled", False, type=bool):
        kind = settings.value("proxy/proxyType", "", type=str)
        excluded = [settings.value(f"proxy/{key}", [], type=list) or [] for key in ("proxyExcludedUrls", "noProxyUrls")]
        store["excluded"] = tuple(str(each) for listed in excluded for each in listed if each)
        store["system"] = kind == "DefaultProxy"
        store["proxy"] = _stated_proxy(settings, kind)
    if authcfg:
        store["login"] = login_of(authcfg, hosts)
    return Access(**store)


def login_of(authcfg: str, hosts: frozenset[str]) -> Login:
    """The credentials of an authentication configuration of QGIS. Raises :class:`RemoteError`."""
    config = _config(authcfg)
    if config is None:
        raise RemoteError("login-unknown", "", authcfg=authcfg)
    method = config.method()
    if method == "Basic":
        return Login(hosts, config.config("username"), config.config("password"))
    if method == "APIHeader":
        return Login(hosts, headers=dict(config.configMap()))
    if method == "EsriToken":
        return Login(hosts, headers={"X-Esri-Authorization": f"Bearer {config.config('token')}"})
    raise RemoteError("login-method", "", name=config.name() or authcfg, method=method)


def _config(authcfg: str) -> Optional[QgsAuthMethodConfig]:
    manager = QgsApplication.authManager()
    if manager is None or manager.isDisabled() or authcfg not in manager.configIds():
        return None
    loaded, config = manager.loadAuthenticationConfig(authcfg, QgsAuthMethodConfig(), True)
    return config if loaded else None


def _stated_proxy(settings: QgsSettings, kind: str) -> str:
    host = settings.value("proxy/proxyHost", "", type=str)
    if kind not in _SCHEMES or not host:
        return ""
    user = settings.value("proxy/proxyUser", "", type=str)
    password = settings.value("proxy/proxyPassword", "", type=str)
    authcfg = settings.value("proxy/authcfg", "", type=str)
    config = _config(authcfg) if authcfg else None
    if config is not None:
        user, password = config.config("username"), config.config("password")
    return _address(_SCHEMES[kind], host, settings.value("proxy/proxyPort", "", type=str), user, password)


def _system_proxy(url: str) -> str:
    for proxy in QNetworkProxyFactory.systemProxyForQuery(QNetworkProxyQuery(QUrl(url))):
        if proxy.type() in _QT_SCHEMES:
            return _address(
                _QT_SCHEMES[proxy.type()], proxy.hostName(), str(proxy.port()), proxy.user(), proxy.password()
            )
    return ""


def _address(scheme: str, host: str, port: str, user: str, password: str) -> str:
    login = f"{quote(user, safe='')}:{quote(password, safe='')}@" if user else ""
    return f"{scheme}://{login}{host}" + (f":{port}" if port and port != "0" else "")


def _certificates() -> str:
    """A file with the authorities that requests trusts and those that QGIS trusts besides; empty: the former alone."""
    manager = QgsApplication.authManager()
    if manager is None or manager.isDisabled():
        return ""
    trusted = bytes(manager.trustedCaCertsPemText()).decode("ascii", "ignore")
    if not trusted.strip():
        return ""
    usual = Path(requests.certs.where()).read_text(encoding="utf-8")
    text = f"{usual}\n{trusted}"
    path = Path(tempfile.gettempdir()) / f"plandialog-{_user()}-ca-{sha256(text.encode()).hexdigest()[:16]}.pem"
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        replace_text(path, text)
    return str(path)


def _user() -> str:
    return sha256(str(Path.home()).encode()).hexdigest()[:8]
