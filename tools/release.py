"""Makes a release: refuses while anything is not as it has to be, then packs the plugin and says what is left to do.

Run by ``make release``. What can be seen at once is looked at first, and all of it is told together. Then everything is
run that a release rests on; the first that fails ends it. Nothing is tagged, pushed or uploaded: that is for a person.
"""

from __future__ import annotations

import configparser
import hashlib
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
ZIP = ROOT / "build" / "plandialog.zip"

#: What a release rests on, the quick ones first: a target of the Makefile each.
RUNS = ("gate", "test-matrix", "soak", "fuzz", "bench")

#: Hosts that stand for "not known yet" (RFC 2606), and what ends with them.
PLACEHOLDERS = ("example.org", "example.com", "example.net", "example", "invalid", "test", "localhost")

_HEADING = re.compile(r"^## (?P<version>\S+?),? *(?P<date>\d{4}-\d{2}-\d{2}|unreleased)?$", re.MULTILINE)


def refusals(root: Path) -> list[str]:
    """What stands in the way of a release of the checkout in ``root``, each with what to do about it."""
    metadata = _metadata(root)
    return [*_placeholders(metadata), *_version(root, metadata), *_tree(root, metadata)]


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


def main() -> None:
    """Refuse, or run everything, pack, and say what is left to do."""
    found = refusals(ROOT)
    if found:
        sys.exit("release: not yet.\n" + "\n".join(f"- {each}" for each in found))
    for run in RUNS:
        print(f"release: make {run}", flush=True)
        if subprocess.run(["make", "--no-print-directory", run], cwd=ROOT).returncode:
            sys.exit(f"release: make {run} is not green; see above. Nothing was released.")
    if changed := _git(ROOT, "status", "--porcelain"):
        sys.exit(f"release: the runs changed files that git tracks:\n{changed}")
    # The gate packed it from the same files.
    digest = hashlib.sha256(ZIP.read_bytes()).hexdigest()
    version = _metadata(ROOT)["version"]
    print(f"release: {ZIP.relative_to(ROOT)} is version {version}, SHA-256 {digest}")
    print(f"Left to do: git tag -s v{version}, push it, and upload the zip file to the plugin repository.")


if __name__ == "__main__":
    main()
