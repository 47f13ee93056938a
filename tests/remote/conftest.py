"""Fixtures for tests against servers on loopback."""

from __future__ import annotations

import pytest
from conftest import DEMO_PACKAGE
from servers.arcgis import ArcgisServer
from servers.misbehaving import Misbehaving
from servers.pygeoapi_server import Pygeoapi
from servers.qgis_server import QgisServer


@pytest.fixture(autouse=True)
def _qgis(qgis_app):
    """Every test here runs in a QGIS application."""


@pytest.fixture(scope="session")
def qgis_server(qgis_app, tmp_path_factory):
    """QGIS Server with the demo layers."""
    server = QgisServer(DEMO_PACKAGE, tmp_path_factory.mktemp("qgis-server"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def arcgis_server(qgis_app):
    """An ArcGIS-style feature service with the demo layers."""
    server = ArcgisServer(DEMO_PACKAGE)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def pygeoapi(qgis_app, tmp_path_factory):
    """pygeoapi with the demo layers."""
    server = Pygeoapi(DEMO_PACKAGE, tmp_path_factory.mktemp("pygeoapi"))
    yield server
    server.stop()


@pytest.fixture
def misbehaving():
    """Makes servers that misbehave in front of good ones; each is ended after the test."""
    made = []

    def make(upstream):
        made.append(Misbehaving(upstream))
        return made[-1]

    yield make
    for server in made:
        server.stop()
