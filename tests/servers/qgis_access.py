"""QGIS set to a proxy, an authority and credentials of the tests, as its options dialog would."""

from __future__ import annotations

import pytest
from builders import MASTER_WORD
from qgis.core import QgsApplication, QgsAuthMethodConfig, QgsSettings
from qgis.PyQt.QtNetwork import QSslCertificate

from .fixtures import CREDENTIALS

__all__ = ["basic", "manager", "proxied", "trusted"]


@pytest.fixture(scope="session")
def manager(qgis_app):
    """QGIS's own store of credentials and certificates, open."""
    made = QgsApplication.authManager()
    assert not made.isDisabled()
    assert made.setMasterPassword(MASTER_WORD, True)
    return made


@pytest.fixture
def basic(manager):
    """An authentication configuration with the right credentials; removed after the test."""
    config = QgsAuthMethodConfig("Basic")
    config.setName("Regionens tjänster")
    config.setConfig("username", CREDENTIALS[0])
    config.setConfig("password", CREDENTIALS[1])
    stored = manager.storeAuthenticationConfig(config)
    assert stored[0] if isinstance(stored, tuple) else stored
    yield config.id() or stored[1].id()
    manager.removeAuthenticationConfig(config.id())


@pytest.fixture
def proxied(proxy):
    """QGIS set to the proxy that wants a password."""
    settings = QgsSettings()
    host, port = proxy.base.split("//")[1].split(":")
    stated = {"proxyEnabled": True, "proxyType": "HttpProxy", "proxyHost": host, "proxyPort": port}
    stated.update(proxyUser=CREDENTIALS[0], proxyPassword=CREDENTIALS[1])
    for key, value in stated.items():
        settings.setValue(f"proxy/{key}", value)
    yield settings
    settings.remove("proxy")


@pytest.fixture
def trusted(manager, authority):
    """The authority of the tests among those that QGIS trusts."""
    certificate = QSslCertificate(authority.pem)
    assert manager.storeCertAuthority(certificate)
    manager.rebuildCaCertsCache()
    manager.rebuildTrustedCaCertsCache()
    yield
    manager.removeCertAuthority(certificate)
    manager.rebuildCaCertsCache()
    manager.rebuildTrustedCaCertsCache()
