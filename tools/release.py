"""Makes a release: refuses while anything is not as it has to be, then packs the plugin and says what is left to do.

Run by ``make release``. What can be seen at once is looked at first, and all of it is told together. Then everything is
run that a release rests on; the first that fails ends it. Nothing is tagged, pushed or uploaded: that is for a person,
who is told how. CONTRIBUTING.md has the steps before and after.
"""

from __future__ import annotations

import configparser
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent

#: What ``make gate`` packs and what ``make bench`` writes.
ZIP = Path("build") / "plandialog.zip"
FIGURES = Path("build") / "bench" / "results.json"

#: What a release rests on, the quick ones first: a target of the Makefile each.
RUNS = ("gate", "test-matrix", "soak", "fuzz", "bench")

#: Hosts that stand for "not known yet" (RFC 2606), and what ends with them.
PLACEHOLDERS = ("example.org", "example.com", "example.net", "example", "invalid", "test", "localhost")

_HEADING = re.compile(r"^## (?P<version>\S+?),? *(?P<date>\d{4}-\d{2}-\d{2}|unreleased)?$", re.MULTILINE)


def refusals(root: Path) -> list[str]:
    """What stands in the way of a release of the checkout in ``root``, each with what to do about it."""
    metadata = _metadata(root)
    return [*_placeholders(metadata), *_version(root, metadata), *_tree(root, metadata), *_machine()]


def _metadata(root: Path) -> configparser.SectionProxy:
    config = configparser.ConfigParser(interpolation=None)
    config.read(root / "metadata.txt", encoding="utf-8")
    return config["general"]


def _placeholders(metadata: configparser.SectionProxy) -> list[str]:
    found = []
    for key in ("homepage", "repository", "tracker"):
        host = urlsplit(metadata.get(key, "")).hostname or ""
        if not host or _stands_in(host):
            found.append(f"metadata.txt: {key} is {metadata.get(key, 'missing')!r}; give the address that it has")
    if _stands_in(metadata.get("email", "").rpartition("@")[2]):
        found.append(f"metadata.txt: email is {metadata.get('email', 'missing')!r}; give one that is read")
    return found


def _stands_in(host: str) -> bool:
    return not host or any(host == each or host.endswith(f".{each}") for each in PLACEHOLDERS)


def _version(root: Path, metadata: configparser.SectionProxy) -> list[str]:
    version = metadata.get("version", "")
    newest = _HEADING.search((root / "CHANGELOG.md").read_text(encoding="utf-8"))
    found = []
    if newest is None or newest["version"] != version:
        found.append(f"CHANGELOG.md: the newest entry is not that of version {version}, which metadata.txt states")
    elif newest["date"] in (None, "unreleased"):
        found.append(f"CHANGELOG.md: {version} is unreleased; write the day of the release in its heading")
    if not metadata.get("changelog", "").startswith(version):
        found.append(f"metadata.txt: changelog does not begin with {version}")
    if not (root / "tests" / "data" / f"v{version}").is_dir():
        found.append(
            f"tests/data: there is no v{version}, the files that later versions are tested with; "
            "run .venv/bin/python tools/make_version_samples.py and commit them"
        )
    return found


def _tree(root: Path, metadata: configparser.SectionProxy) -> list[str]:
    found = []
    changed = _git(root, "status", "--porcelain").splitlines()
    if changed:
        found.append(f"{len(changed)} files are changed or not tracked ({changed[0][3:]} …); commit or remove them")
    tag = f"v{metadata.get('version', '')}"
    if tag in _git(root, "tag", "--list").split():
        found.append(f"the tag {tag} is there already; raise the version in metadata.txt and CHANGELOG.md")
    return found


def _git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True, text=True).stdout


def _machine() -> list[str]:
    # Found out by the run itself only after all the tests.
    return [] if os.geteuid() == 0 else ["make test-matrix needs root; run make release as root or with sudo"]


def release(root: Path) -> None:
    """Refuse, or run everything, and say what was packed and what is left to do. Raises :class:`SystemExit`."""
    found = refusals(root)
    if found:
        sys.exit("release: not yet.\n" + "\n".join(f"- {each}" for each in found))
    commit = _git(root, "rev-parse", "HEAD").strip()
    for run in RUNS:
        print(f"release: make {run}", flush=True)
        if subprocess.run(["make", "--no-print-directory", run], cwd=root).returncode:
            sys.exit(
                f"release: make {run} is not green; see above. Nothing was released. When make {run} is green and what "
                "mended it is committed, run make release again."
            )
    # It takes long enough for somebody to go on working meanwhile.
    if _git(root, "rev-parse", "HEAD").strip() != commit:
        sys.exit("release: something was committed during the runs, and they stand for no one commit; run it again.")
    if changed := _git(root, "status", "--porcelain"):
        sys.exit(f"release: files were changed during the runs; commit or remove them and run it again:\n{changed}")
    _report(root, commit)


def _report(root: Path, commit: str) -> None:
    if unmet := _unmet(root):
        print("release: promises that are not met here; docs/benchmarks.md has to say so:")
        print("\n".join(f"- {each}" for each in unmet))
    # The gate packed it from the same files.
    digest = hashlib.sha256((root / ZIP).read_bytes()).hexdigest()
    version = _metadata(root)["version"]
    print(f"release: {ZIP} is version {version}, commit {commit}, SHA-256 {digest}")
    print("Left to do:")
    print(f"- git tag -s v{version} {commit}, and git push origin v{version}")
    print(f"- upload {ZIP} to the plugin repository")


def _unmet(root: Path) -> list[str]:
    """The promises that the benchmarks measured as not met: they tell, and never fail for it."""
    rows = json.loads((root / FIGURES).read_text(encoding="utf-8"))["rows"]
    return [f"{row['name']}: {row['figure']:.4g} {row['unit']}, {row['verdict']}" for row in rows if _is_unmet(row)]


def _is_unmet(row: dict[str, Any]) -> bool:
    return row["promise"] is not None and row["figure"] > row["promise"]


def main() -> None:
    """Make a release of this checkout."""
    release(ROOT)


if __name__ == "__main__":
    main()
