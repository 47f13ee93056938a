"""qgis-plugin-analyzer with the profile of the plugin repository."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from .finding import Finding, GateError

_PROFILE = Path(__file__).with_name("analyzer.toml")

# It would ask the addresses of the metadata whether they are there: a gate gives the same answer without a network.
_RUN = (
    "import analyzer.qgis_checks; analyzer.qgis_checks.validate_metadata_urls = lambda metadata: {}; "
    "from analyzer.cli import main; raise SystemExit(main())"
)


def analyzer(folder: Path) -> list[Finding]:
    """What qgis-plugin-analyzer has to say of the code, of secrets, of the metadata and of Qt 6."""
    with tempfile.TemporaryDirectory() as scratch:
        # The profile has to lie in the folder that is looked at.
        copy = Path(scratch) / folder.name
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("images", "*.gpkg", "*.qm"))
        shutil.copyfile(_PROFILE, copy / "pyproject.toml")
        report = _analysed(copy)
    found = [
        Finding(module["path"], issue.get("line", 0), issue["type"], issue["message"])
        for module in report["modules"]
        for key in ("ast_issues", "security_issues")
        for issue in module.get(key) or ()
    ]
    standards = report["qgis_compliance"]
    issues = standards["best_practices"]["issues"]
    found += [Finding(issue.get("file", ""), issue.get("line", 0), issue["type"], issue["message"]) for issue in issues]
    compliance = report["repository_compliance"]
    texts = [*compliance["binaries"], *compliance["constraint_errors"], *compliance["constraint_warnings"]]
    texts += report["semantic"]["missing_resources"]
    for name in ("structure", "metadata"):
        part = standards["repository_standards"][name]
        if not part["is_valid"]:
            texts.append(f"{name}: {part.get('missing') or part.get('missing_files')}")
    return sorted({*found, *(Finding(folder.name, 0, "compliance", str(text)) for text in texts)})


def _analysed(copy: Path) -> dict[str, Any]:
    command = ["analyze", str(copy), "--profile", "portal", "--json", "--linters", "none", "--no-cache"]
    with tempfile.TemporaryDirectory() as reports:
        done = subprocess.run(
            [sys.executable, "-I", "-c", _RUN, *command, "--output", reports],
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
    try:
        report: dict[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        raise GateError(f"qgis-analyzer ended with {done.returncode}: {done.stderr[-2000:]}") from error
    return report
