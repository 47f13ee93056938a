"""The demo proposals give the same findings from servers as from local files."""

from __future__ import annotations

import pytest
from conftest import DEMO_PACKAGE
from plandialog.plugin.core.assessment import Assessment
from plandialog.plugin.core.package.reader import read_package
from plandialog.plugin.gis.engine import prepare
from plandialog.plugin.gis.measures import measure_specs
from plandialog.plugin.gis.remote.network import Access, Login, access_of_qgis
from qgis.core import QgsCoordinateTransformContext
from servers.demo_remote import arcgis, demo_package, oapif, postgres, spatialite_package, wfs
from servers.findings import seen
from servers.proposals import assessments


def assessed(folder, access=None) -> dict[str, Assessment]:
    """All demo proposals put to the package in ``folder``."""
    package = read_package(folder, measure_specs())
    return assessments(prepare(package, QgsCoordinateTransformContext(), access or Access()))


@pytest.fixture(scope="module")
def local():
    return assessed(DEMO_PACKAGE)


def assert_same(made, local):
    assert made.keys() == local.keys()
    for name, assessment in local.items():
        assert [seen(finding) for finding in made[name].findings] == [seen(finding) for finding in assessment.findings]
        assert made[name].proposal.municipalities == assessment.proposal.municipalities


SOURCES = {
    "wfs 1.1.0": lambda get: wfs(get("qgis_server").base, "1.1.0"),
    "wfs 2.0.0": lambda get: wfs(get("qgis_server").base, "2.0.0"),
    "oapif of qgis": lambda get: oapif(get("qgis_server").oapif),
    "oapif of qgis in epsg:3006, east first": lambda get: oapif(
        get("qgis_server").oapif, "srsname='EPSG:3006' InvertAxisOrientation='1'"
    ),
    "oapif of pygeoapi": lambda get: oapif(get("pygeoapi").base),
    "oapif of pygeoapi in epsg:3006": lambda get: oapif(get("pygeoapi").base, "srsname='EPSG:3006'"),
    "arcgis": lambda get: arcgis(get("arcgis_server").layer),
    "postgres": lambda get: postgres(get("postgres_server").port, get("postgres_server").types),
}


@pytest.mark.parametrize("source", SOURCES)
def test_from_a_server_as_from_files(request, tmp_path, local, source):
    made = SOURCES[source](request.getfixturevalue)
    folder = demo_package(DEMO_PACKAGE, tmp_path / "package", made, login=source == "postgres")
    access = Access()
    if source == "postgres":
        database = request.getfixturevalue("postgres_server")
        access = Access(login=Login(frozenset({"127.0.0.1"}), database.user, database.password))
    assert_same(assessed(folder, access), local)


def test_from_spatialite_as_from_files(tmp_path, local):
    assert_same(assessed(spatialite_package(DEMO_PACKAGE, tmp_path / "package")), local)


@pytest.mark.parametrize("provider", ["wfs", "oapif", "arcgis"])
def test_through_a_proxy_tls_and_a_login_as_from_files(
    tmp_path, local, qgis_server, arcgis_server, with_tls, with_login, proxy, proxied, trusted, basic, provider
):
    upstream = arcgis_server.base if provider == "arcgis" else qgis_server.base.rstrip("/")
    front = with_tls(with_login(upstream).base)
    made = {
        "wfs": lambda: wfs(f"{front.base}/", "1.1.0"),
        "oapif": lambda: oapif(f"{front.base}/wfs3"),
        "arcgis": lambda: arcgis(lambda name: arcgis_server.layer(name).replace(arcgis_server.base, front.base)),
    }[provider]()
    folder = demo_package(DEMO_PACKAGE, tmp_path / "package", made, login=True)
    access = access_of_qgis(basic, frozenset({front.base.split("//")[1]}))
    assert_same(assessed(folder, access), local)
    assert proxy.through
