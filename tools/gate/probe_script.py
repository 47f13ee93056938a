"""Run by :mod:`tools.gate.probe` in a process of its own: ``probe_script.py PLUGIN SCRATCH REPORT``."""

from __future__ import annotations

import builtins
import importlib
import json
import sys
import traceback
from pathlib import Path
from types import ModuleType
from typing import Any

#: As in :mod:`tools.gate.imports`, which this process cannot import: it must not see the checkout.
ALLOWED = {"qgis", "osgeo", "numpy", "yaml", "jinja2", "lxml", "requests", "plandialog"}

#: The demo asks no database.
OPTIONAL = {"psycopg2"}


class Guard:
    """Denies imports to modules of the plugin. What QGIS and its packages import among themselves is theirs."""

    def __init__(self) -> None:
        self.denied: list[dict[str, Any]] = []
        self._import = builtins.__import__

    def __call__(
        self, name: str, globals_: Any = None, locals_: Any = None, fromlist: Any = (), level: int = 0
    ) -> ModuleType:
        asking = (globals_ or {}).get("__name__", "")
        top = name.partition(".")[0]
        ours = asking == "plandialog" or asking.startswith("plandialog.")
        if ours and not level and top not in ALLOWED and top not in sys.stdlib_module_names:
            if top not in OPTIONAL:
                file = asking.removeprefix("plandialog.").replace(".", "/") + ".py"
                text = f"{name} does not come with QGIS"
                self.denied.append({"file": file, "line": 0, "rule": "import", "text": text})
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return self._import(name, globals_, locals_, fromlist, level)


def import_all(folder: Path) -> list[dict[str, Any]]:
    """Import every module, and say which cannot be."""
    found = []
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        try:
            importlib.import_module(name)
        except Exception as error:  # whatever it is, it is what a user would get
            file = path.relative_to(folder).as_posix()
            found.append({"file": file, "line": 0, "rule": "broken", "text": f"cannot be imported: {error!r}"})
    return found


def check_demo(folder: Path, scratch: Path) -> list[dict[str, Any]]:
    """Check a demo proposal through the provider; what is wrong with what comes of it."""
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

    provider = importlib.import_module("plandialog.plugin.processing.provider").PlandialogProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    out = scratch / "vägledning ut"
    out.mkdir()
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("plandialog:checkplanarea")
    parameters = {
        "INPUT": f"{folder}/resources/demo/proposals.gpkg|layername=proposals|subset=id = '{FIRST}'",
        "ID_FIELD": "id",
        "NAME_FIELD": "name",
        "LAND_USE_FIELD": "land_use",
        "STAGE_FIELD": "stage",
        "DWELLINGS_FIELD": "dwellings",
        "LENGTH": "brief",
        "HTML": str(out / "a.html"),
        "PDF": str(out / "a.pdf"),
        "ODT": str(out / "a.odt"),
    }
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    _, succeeded = algorithm.run(parameters, context, feedback)
    found = []
    if not succeeded:
        found.append(feedback.textLog()[-2000:])
    signs = {"a.html": b"<!DOCTYPE html", "a.pdf": b"%PDF-", "a.odt": b"PK\x03\x04"}
    for name, sign in signs.items():
        path = out / name
        if not path.is_file() or not path.read_bytes().lower().startswith(sign.lower()):
            found.append(f"{name} was not written")
    return [{"file": "plugin/processing", "line": 0, "rule": "demo", "text": text} for text in found]


#: The demo proposal that is checked.
FIRST = "station-kumla"


def main() -> None:
    """Import, check, report."""
    folder, scratch, report = map(Path, sys.argv[1:])
    from qgis.core import QgsApplication

    application = QgsApplication([], True)
    application.initQgis()
    sys.path.insert(0, str(folder.parent))
    guard = Guard()
    builtins.__import__ = guard
    try:
        found = import_all(folder) or check_demo(folder, scratch)
    except Exception:  # nothing that goes wrong here may look like a plugin without faults
        found = [{"file": "", "line": 0, "rule": "broken", "text": traceback.format_exc()[-3000:]}]
    report.write_text(json.dumps(guard.denied + found), encoding="utf-8")
    builtins.__import__ = guard._import
    application.exitQgis()


if __name__ == "__main__":
    main()
