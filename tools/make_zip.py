"""Packs the plugin into build/plandialog.zip, as the plugin repository and QGIS take it.

Run by ``make package``. pb_tool puts together what pb_tool.cfg names. It is given a copy of the files that git tracks,
so that nothing else that lies about in the checkout gets in. The zip file is then written anew, with entries in order,
one time and one mode, so that the same files give the same bytes wherever they are packed. What pb_tool adds to
metadata.txt, the time of the packing, is left out for the same reason.
"""

from __future__ import annotations

import argparse
import configparser
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ZIP = ROOT / "build" / "plandialog.zip"
NAME = "plandialog"

#: Sources of what is compiled: nothing reads them in an installed plugin.
LEFT_OUT = (".ts",)

#: The plugin repository takes 25 MB; a plugin that is brought over a slow network should not need nearly that.
LARGEST = 10_000_000


class PackError(Exception):
    """The plugin cannot be packed; the text says why and what to do."""


def packed_files(root: Path) -> list[str]:
    """The files that are packed, as sorted paths in ``root``: tracked by git and named by pb_tool.cfg."""
    config = configparser.ConfigParser()
    config.read(root / "pb_tool.cfg", encoding="utf-8")
    wanted = [name for key in ("python_files", "extras", "extra_dirs") for name in config["files"][key].split()]
    listed = _git(root, "ls-files", "-z", "--", *wanted).decode().split("\0")
    files = sorted(name for name in listed if name and not name.endswith(LEFT_OUT))
    missing = [name for name in wanted if not any(file == name or file.startswith(f"{name}/") for file in files)]
    missing += [name for name in files if not (root / name).is_file()]
    if missing:
        raise PackError(f"not there, or not tracked by git: {', '.join(missing)}")
    return files


def packing_time(root: Path, files: list[str]) -> tuple[int, int, int, int, int, int]:
    """The time that every entry gets: SOURCE_DATE_EPOCH, or that of the last commit to a packed file, in UTC.

    It is no fixed date, because Python takes a compiled module for fresh by the time of its source.
    """
    stated = os.environ.get("SOURCE_DATE_EPOCH") or _git(root, "log", "-1", "--format=%ct", "--", *files).decode()
    if not stated.strip().isdecimal():
        raise PackError(f"no time to pack with: {stated.strip() or 'nothing is committed yet'}")
    return time.gmtime(int(stated))[:6]


def make_zip(root: Path, target: Path) -> Path:
    """Pack the checkout in ``root`` into ``target`` and return that. Raises :class:`PackError`."""
    files = packed_files(root)
    with tempfile.TemporaryDirectory(prefix="plandialog-") as folder:
        tree = Path(folder)
        for name in [*files, "pb_tool.cfg"]:
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / name, tree / name)
        _run_pb_tool(tree)
        with zipfile.ZipFile(tree / f"{NAME}.zip") as made:
            entries = {info.filename: made.read(info) for info in made.infolist() if not info.is_dir()}
    expected = {f"{NAME}/{name}" for name in files}
    if set(entries) != expected:
        raise PackError(f"pb_tool packed other files than it was given: {sorted(set(entries) ^ expected)}")
    entries[f"{NAME}/metadata.txt"] = (root / "metadata.txt").read_bytes()
    _write(target, entries, packing_time(root, files))
    if target.stat().st_size > LARGEST:
        raise PackError(f"{target} has {target.stat().st_size} bytes; {LARGEST} are the most")
    return target


def _run_pb_tool(tree: Path) -> None:
    # -q deploys without a question when there is nothing to clean, -n builds no documentation of its own.
    tool = Path(sys.executable).with_name("pb_tool")
    command = [str(tool), "zip", "-q", "-n", "-p", "build"]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode or not (tree / f"{NAME}.zip").is_file():
        raise PackError(f"pb_tool failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def _write(target: Path, entries: dict[str, bytes], moment: tuple[int, int, int, int, int, int]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_name(f".{target.name}.new")
    with zipfile.ZipFile(new, "w") as written:
        for name in sorted(entries):
            info = zipfile.ZipInfo(name, moment)
            info.create_system = 3  # so that the mode is read as one
            info.external_attr = 0o100644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(info, entries[name], compresslevel=9)
    new.replace(target)


def _git(root: Path, *arguments: str) -> bytes:
    done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True)
    if done.returncode:
        raise PackError(f"git {arguments[0]} failed, and only files that git tracks are packed: {done.stderr.decode()}")
    return done.stdout


def main() -> None:
    """Check that what is compiled is fresh, pack, and say what was made."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", nargs="?", type=Path, default=ZIP)
    target = parser.parse_args().target
    subprocess.run([sys.executable, str(ROOT / "tools" / "make_translations.py"), "--check"], check=True)
    try:
        made = make_zip(ROOT, target)
    except PackError as error:
        sys.exit(f"package: {error}")
    with zipfile.ZipFile(made) as packed:
        print(f"{made}: {len(packed.infolist())} files, {made.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
