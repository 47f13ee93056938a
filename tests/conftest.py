"""The plugin under test, imported as the package ``plandialog`` whatever the folder of the checkout is called."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent
DEMO_PACKAGE = ROOT / "resources" / "packages" / "orebro-demo"


# How long a case takes is a matter of the machine.
hypothesis.settings.register_profile("plandialog", deadline=None)
hypothesis.settings.load_profile("plandialog")

# Tests in two processes must not share a profile of QGIS.
if "PYTEST_XDIST_WORKER" in os.environ:
    _home = Path(os.environ["HOME"]) / os.environ["PYTEST_XDIST_WORKER"]
    _home.mkdir(mode=0o700, exist_ok=True)
    os.environ.update(HOME=str(_home), XDG_RUNTIME_DIR=str(_home))


# First, because xdist reads the groups in a hook of the same name.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of a file share what they set up, and those in a real window its display."""
    for item in items:
        in_a_window = "journey" in item.path.relative_to(ROOT).parts
        item.add_marker(pytest.mark.xdist_group("journey" if in_a_window else str(item.path)))
    # The longest group begins first: at the end it would keep one process busy for minutes while the other has nothing.
    items.sort(key=lambda item: "journey" not in item.path.relative_to(ROOT).parts)


def _import_plugin() -> None:
    spec = importlib.util.spec_from_file_location(
        "plandialog", ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules["plandialog"] = module
    spec.loader.exec_module(module)


_import_plugin()
sys.path.insert(0, str(Path(__file__).resolve().parent))


@pytest.fixture(autouse=True)
def qgis_show_map() -> None:
    """In place of pytest-qgis's, which makes a folder for every test, also for the thousands that need none."""


@pytest.fixture(scope="session")
def plugin_zip(tmp_path_factory) -> Path:
    """The plugin as it is published, packed from the checkout once for a process."""
    from tools.make_zip import make_zip

    return make_zip(ROOT, tmp_path_factory.mktemp("zip") / "plandialog.zip")
