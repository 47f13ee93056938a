"""Writes the JSON Schemas in ``resources/schema/`` from the code, for editors and for whoever reads our files.

Run by ``make schema`` (``.venv/bin/python tools/make_schemas.py``). Two runs give the same bytes, and
``tests/unit/test_package_schema.py`` holds the files to the code.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SCHEMAS = ROOT / "resources" / "schema"


def import_plugin() -> None:
    """Make the checkout importable as ``plandialog``, whatever its folder is called; once."""
    if "plandialog" not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            "plandialog", ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
        )
        sys.modules["plandialog"] = importlib.util.module_from_spec(spec)


def schemas() -> dict[str, dict[str, Any]]:
    """Every published schema by the name of its file. The measures are found with QGIS."""
    import_plugin()
    from plandialog.plugin.core import assessment
    from plandialog.plugin.core.package import format as package_format
    from plandialog.plugin.gis.measures import measure_specs

    measures = measure_specs()
    return {
        "package": package_format.json_schema("package", measures),
        "perspective": package_format.json_schema("perspective", measures),
        "assessment": assessment.json_schema(),
    }


def main() -> None:
    """Write the files and name them."""
    SCHEMAS.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        path = SCHEMAS / f"{name}.schema.json"
        path.write_bytes((json.dumps(schema, indent=2, ensure_ascii=False) + "\n").encode())
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
