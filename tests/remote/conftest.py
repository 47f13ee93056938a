"""Fixtures for tests against servers on loopback."""

from __future__ import annotations

from qgis_fixtures import *  # noqa: F403
from servers.fixtures import *  # noqa: F403
from servers.qgis_access import *  # noqa: F403
