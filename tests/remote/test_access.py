"""Through a proxy with a password, TLS of an authority of one's own and a login, all as QGIS is set to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import PackageBuilder, assess_wkt, square
from plandialog.plugin.core.outcome import Outcome
from plandialog.plugin.core.package.reader import read_package
from plandialog.plugin.gis.engine import prepare
from plandialog.plugin.gis.measures import measure_specs
from plandialog.plugin.gis.remote.errors import RemoteError
from plandialog.plugin.gis.remote.network import Login, access_of_qgis, login_of
from qgis.core import (
    QgsAuthMethodConfig,
    QgsCoordinateTransformContext,
)
from servers.demo_remote import arcgis, oapif, postgres, wfs

TOWN = square(511500, 6571500, 500)
PROVIDERS = ("WFS 1.1.0", "WFS 2.0.0", "OAPIF", "arcgisfeatureserver")


def source(provider, qgis, arc, front):
    if provider == "arcgisfeatureserver":
        made, own = arcgis(arc.layer)("tatorter"), arc.base
    else:
        made = oapif(qgis.oapif)("tatorter") if provider == "OAPIF" else wfs(qgis.base, provider[4:])("tatorter")
        own = qgis.base.rstrip("/")
    return {**made, "uri": made["uri"].replace(own, front)}


def finding(root, made, access, **changes):
    builder = PackageBuilder(root)
    builder.dataset("orter", "polygon", [], label="namn", source=made, **changes)
    builder.check("borta", "orter", "overlap", [{"up_to": "5 %", "outcome": "consider"}, {"outcome": "discuss"}])
    prepared = prepare(read_package(builder.write(), measure_specs()), QgsCoordinateTransformContext(), access)
    return assess_wkt(prepared, TOWN).findings[0]


def host(front):
    return frozenset({front.base.split("//")[1]})


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_login_of_qgis_goes_where_it_was_meant_to(tmp_path, qgis_server, arcgis_server, with_login, basic, provider):
    upstream = arcgis_server.base if provider.startswith("arc") else qgis_server.base.rstrip("/")
    front = with_login(upstream)
    made = source(provider, qgis_server, arcgis_server, front.base)
    without = finding(tmp_path / "a", made, access_of_qgis(), login=True)
    assert [note.code for note in without.notes] == ["remote-login"]
    elsewhere = finding(tmp_path / "b", made, access_of_qgis(basic, frozenset({"annan.example"})), login=True)
    assert [note.code for note in elsewhere.notes] == ["remote-login"]
    assert not any(front.seen)
    right = finding(tmp_path / "c", made, access_of_qgis(basic, host(front)), login=True)
    assert right.outcome is Outcome.DISCUSS and right.hits[0].name == "Örebro"
    # The user may name a host of which the package does not know that it wants credentials.
    named = finding(tmp_path / "d", made, access_of_qgis(basic, host(front)))
    assert named.outcome is Outcome.DISCUSS


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_proxy_of_qgis_is_used_with_its_password(tmp_path, qgis_server, arcgis_server, proxy, proxied, provider):
    upstream = arcgis_server.base if provider.startswith("arc") else qgis_server.base.rstrip("/")
    made = source(provider, qgis_server, arcgis_server, upstream)
    assert finding(tmp_path / "a", made, access_of_qgis()).outcome is Outcome.DISCUSS
    assert proxy.through
    proxied.setValue("proxy/proxyPassword", "fel")
    wrong = finding(tmp_path / "b", made, access_of_qgis())
    assert [note.code for note in wrong.notes] == ["remote-proxy"]
    before = len(proxy.through)
    proxied.setValue("proxy/noProxyUrls", [upstream])
    assert finding(tmp_path / "c", made, access_of_qgis()).outcome is Outcome.DISCUSS
    assert len(proxy.through) == before


@pytest.mark.parametrize("provider", PROVIDERS)
def test_an_authority_that_qgis_trusts_is_trusted(
    tmp_path, qgis_server, arcgis_server, with_tls, authority, manager, provider
):
    upstream = arcgis_server.base if provider.startswith("arc") else qgis_server.base.rstrip("/")
    front = with_tls(upstream)
    made = source(provider, qgis_server, arcgis_server, front.base)
    unknown = finding(tmp_path / "a", made, access_of_qgis())
    assert [note.code for note in unknown.notes] == ["remote-certificate"]


@pytest.mark.parametrize("provider", PROVIDERS)
def test_tls_with_a_login_through_the_proxy(
    tmp_path, qgis_server, arcgis_server, with_tls, with_login, proxy, proxied, trusted, basic, provider
):
    upstream = arcgis_server.base if provider.startswith("arc") else qgis_server.base.rstrip("/")
    front = with_tls(with_login(upstream).base)
    made = source(provider, qgis_server, arcgis_server, front.base)
    right = finding(tmp_path, made, access_of_qgis(basic, host(front)), login=True)
    assert right.outcome is Outcome.DISCUSS, right.notes
    assert proxy.through


def test_an_expired_certificate_is_not_trusted(tmp_path, qgis_server, with_tls, authority, trusted):
    front = with_tls(qgis_server.base.rstrip("/"), authority.certificate(expired=True))
    made = source("WFS 1.1.0", qgis_server, None, front.base)
    expired = finding(tmp_path, made, access_of_qgis())
    assert [note.code for note in expired.notes] == ["remote-certificate"]


def test_credentials_that_cannot_be_had_are_told(manager):
    with pytest.raises(RemoteError) as caught:
        login_of("abc1234", frozenset())
    assert caught.value.message.code == "login-unknown"
    config = QgsAuthMethodConfig("PKI-Paths")
    config.setName("Kort")
    config.setConfig("certpath", "a")
    config.setConfig("keypath", "b")
    stored = manager.storeAuthenticationConfig(config)
    identifier = config.id() or stored[1].id()
    try:
        with pytest.raises(RemoteError) as caught:
            login_of(identifier, frozenset())
        assert caught.value.message.code == "login-method"
    finally:
        manager.removeAuthenticationConfig(identifier)


@pytest.mark.parametrize("is_trusted", [True, False])
def test_a_database_is_verified_against_the_authorities_of_qgis(
    request, tmp_path, postgres_server, manager, is_trusted
):
    if is_trusted:
        request.getfixturevalue("trusted")
    made = dict(postgres(postgres_server.port, postgres_server.types)("tatorter"))
    made["uri"] = made["uri"].replace("sslmode=disable", "sslmode=verify-full")
    login = Login(frozenset({"127.0.0.1"}), postgres_server.user, postgres_server.password)
    found = finding(tmp_path, made, replace(access_of_qgis(), login=login), login=True)
    if is_trusted:
        assert found.outcome is Outcome.DISCUSS, found.notes
    else:
        assert [note.code for note in found.notes] == ["remote-certificate"]
