"""Fixtures for tests that need QGIS."""

from __future__ import annotations

import pytest
from builders import PackageBuilder


@pytest.fixture(autouse=True)
def _qgis(qgis_app):
    """Every test here runs in a QGIS application."""


@pytest.fixture
def builder(tmp_path):
    """A package to be made for one test."""
    return PackageBuilder(tmp_path / "package")
