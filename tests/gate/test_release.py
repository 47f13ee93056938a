"""A release is refused for everything that can be seen before anything is run."""

from __future__ import annotations

import subprocess

import pytest
from conftest import ROOT

from tools import release

METADATA = """[general]
name=Plandialog
version=1.2.0
email=plandialog@region.se
homepage=https://plandialog.se
repository=https://git.region.se/plandialog
tracker=https://git.region.se/plandialog/issues
changelog=1.2.0 Better.
"""
CHANGELOG = "# Changelog\n\n## 1.2.0, 2027-01-31\n\n- Better.\n\n## 1.1.0, 2026-12-01\n"


@pytest.fixture
def tree(tmp_path):
    """A checkout that is ready for a release."""
    (tmp_path / "metadata.txt").write_text(METADATA)
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG)
    git(tmp_path, "init", "-q")
    commit(tmp_path)
    return tmp_path


def git(folder, *arguments):
    names = ["-c", "user.name=n", "-c", "user.email=n@n.se", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *names, *arguments], check=True, capture_output=True)


def commit(folder):
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "all")


def change(tree, name, old, new):
    text = (tree / name).read_text()
    assert old in text
    (tree / name).write_text(text.replace(old, new))
    commit(tree)


def test_what_is_ready_is_not_refused(tree):
    assert release.refusals(tree) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("metadata.txt", "https://plandialog.se", "https://example.org/plandialog", "homepage is"),
        ("metadata.txt", "repository=https://git.region.se/plandialog\n", "", "repository is 'missing'"),
        ("metadata.txt", "https://git.region.se/plandialog/issues", "https://www.example.com/i", "tracker is"),
        ("metadata.txt", "https://plandialog.se", "plandialog", "homepage is"),
        ("metadata.txt", "plandialog@region.se", "plandialog@example.org", "email is"),
        ("metadata.txt", "changelog=1.2.0", "changelog=1.1.0", "changelog does not begin with 1.2.0"),
        ("CHANGELOG.md", "1.2.0, 2027-01-31", "1.2.0, unreleased", "1.2.0 is unreleased"),
        ("CHANGELOG.md", "## 1.2.0, 2027-01-31\n", "", "not that of version 1.2.0"),
    ],
)
def test_a_fault_is_named_with_its_place(tree, name, old, new, told):
    change(tree, name, old, new)
    assert any(each.startswith(f"{name}: ") and told in each for each in release.refusals(tree))


def test_a_version_without_an_entry_is_told_at_the_changelog(tree):
    change(tree, "metadata.txt", "version=1.2.0", "version=1.3.0")
    assert "CHANGELOG.md: the newest entry is not that of version 1.3.0" in release.refusals(tree)[0]


def test_every_fault_is_told_at_once(tree):
    change(tree, "metadata.txt", "region.se", "example.org")
    change(tree, "CHANGELOG.md", "2027-01-31", "unreleased")
    assert len(release.refusals(tree)) == 4


def test_what_is_not_committed_or_was_released_is_refused(tree):
    (tree / "stray.txt").write_text("x")
    assert "stray.txt" in release.refusals(tree)[0]
    (tree / "stray.txt").unlink()
    git(tree, "tag", "v1.2.0")
    assert "the tag v1.2.0 is there already" in release.refusals(tree)[0]


def test_everything_that_a_release_rests_on_is_a_target():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(f"\n{run}:" in makefile for run in (*release.RUNS, "release"))
