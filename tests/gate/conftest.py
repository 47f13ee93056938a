"""The zip file that is published, unpacked where a Swedish user may have it."""

from __future__ import annotations

import shutil

import pytest

from tools.gate.archive import NAME, unpacked


@pytest.fixture(scope="session")
def plugin(plugin_zip):
    """The folder of the unpacked plugin. Nothing is changed in it."""
    with unpacked(plugin_zip) as folder:
        yield folder


@pytest.fixture
def copy(plugin, tmp_path):
    """A copy to plant a fault in."""
    return shutil.copytree(plugin, tmp_path / NAME)


@pytest.fixture
def small(plugin, tmp_path):
    """A copy with little in it, for the gates that take long."""
    folder = tmp_path / "small" / NAME
    for name in ("__init__.py", "metadata.txt", "LICENSE", "plugin/__init__.py", "plugin/about.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(plugin / name, folder / name)
    return folder
