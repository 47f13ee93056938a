"""What make package packs: what git tracks, nothing stale, and the same bytes each time."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile

import pytest
from conftest import ROOT

from tools.make_zip import PackError, make_zip, packed_files


@pytest.fixture
def checkout(tmp_path):
    """A small plugin in a repository of its own."""
    root = tmp_path / "utcheckning å"
    for name in ("plugin/__init__.py", "ui/a.ui", "resources/a.ts", "resources/a.qm", "docs/a.md"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name, encoding="utf-8")
    documents = ("LICENSE", "README.md", "CHANGELOG.md", "CONTRIBUTING.md")
    for name in ("__init__.py", "metadata.txt", *documents, "pb_tool.cfg"):
        shutil.copyfile(ROOT / name, root / name)
    git = ["git", "-C", str(root), "-c", "user.name=n", "-c", "user.email=n@example.org"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "a"]):
        subprocess.run([*git, *command], check=True)
    return root


def names(path):
    with zipfile.ZipFile(path) as packed:
        return packed.namelist()


def test_what_is_packed_is_all_that_is_tracked_and_needed(plugin_zip):
    packed = [name.removeprefix("plandialog/") for name in names(plugin_zip)]
    assert packed == sorted(packed_files(ROOT))
    for folder in ("plugin", "ui", "resources", "docs"):
        listed = subprocess.run(["git", "ls-files", "-z", folder], cwd=ROOT, capture_output=True, check=True).stdout
        tracked = {name for name in listed.decode().split("\0") if name}
        assert {name for name in tracked - set(packed) if not name.endswith(".ts")} == set()


def test_the_same_files_give_the_same_bytes(checkout, tmp_path):
    first = make_zip(checkout, tmp_path / "a.zip").read_bytes()
    other = shutil.copytree(checkout, tmp_path / "annan")
    for path in other.rglob("*"):
        if path.is_file() and ".git" not in path.parts:
            path.chmod(0o755)
            path.touch()
    assert make_zip(other, tmp_path / "b.zip").read_bytes() == first


def test_a_stray_file_does_not_slip_in(checkout, tmp_path):
    (checkout / "plugin" / "stray.py").write_text("x")
    (checkout / "resources" / "a.gpkg-wal").write_text("x")
    packed = names(make_zip(checkout, tmp_path / "a.zip"))
    assert not [name for name in packed if "stray" in name or name.endswith((".ts", "-wal"))]
    assert "plandialog/resources/a.qm" in packed


def test_a_tracked_file_that_is_gone_is_named(checkout, tmp_path):
    (checkout / "ui" / "a.ui").unlink()
    with pytest.raises(PackError, match=r"ui/a\.ui"):
        make_zip(checkout, tmp_path / "a.zip")


def test_without_git_there_is_nothing_to_go_by(tmp_path):
    shutil.copyfile(ROOT / "pb_tool.cfg", tmp_path / "pb_tool.cfg")
    with pytest.raises(PackError, match="git"):
        make_zip(tmp_path, tmp_path / "a.zip")


def test_a_stale_translation_stops_the_packing(tmp_path):
    """A copy of the tool beside texts with one that was not compiled."""
    for name in ("plugin", "ui", "tools", "resources/i18n"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, str(tmp_path / "tools" / "make_zip.py"), str(tmp_path / "a.zip")]
    texts = tmp_path / "resources" / "i18n" / "plandialog_sv.ts"
    texts.write_text(texts.read_text("utf-8").replace(">Plandialog: handbok<", ">Plandialog: handboken<"), "utf-8")
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode != 0 and "plandialog_sv.qm is out of date" in done.stderr
    assert not (tmp_path / "a.zip").exists()
