"""The plugin under test, imported as the package ``plandialog`` whatever the folder of the checkout is called."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEMO_PACKAGE = ROOT / "resources" / "packages" / "orebro-demo"


def _import_plugin() -> None:
    spec = importlib.util.spec_from_file_location(
        "plandialog", ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules["plandialog"] = module
    spec.loader.exec_module(module)


_import_plugin()
sys.path.insert(0, str(Path(__file__).resolve().parent))
