"""The zip file that is published, built once for a process, and unpacked where a Swedish user may have it."""

from __future__ import annotations

import shutil

import pytest
from conftest import ROOT

from tools.gate.archive import NAME, unpacked
from tools.make_zip import make_zip


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The zip file."""
    return make_zip(ROOT, tmp_path_factory.mktemp("zip") / f"{NAME}.zip")


@pytest.fixture(scope="session")
def plugin(built):
    """The folder of the unpacked plugin. Nothing is changed in it."""
    with unpacked(built) as folder:
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
