"""A release is refused for what can be seen at once, and for every run that fails; otherwise it tells what is left."""

from __future__ import annotations

import hashlib
import json
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


#: Every run writes its name into build/runs; the gate packs and the benchmarks tell as the real ones do.
MAKEFILE = """\
%:
\t@mkdir -p build/bench && echo $@ >>build/runs
\t@if [ $@ = gate ]; then echo zip >build/plandialog.zip; fi
\t@if [ $@ = bench ]; then cp results.json build/bench; fi
\t@if [ -e $@.sh ]; then sh $@.sh; fi
"""
FIGURES = [
    {"name": "slow", "figure": 70, "unit": "ms", "promise": 50, "verdict": "promise ≤ 50 ms: NOT met, by 20 ms"},
    {"name": "quick", "figure": 10, "unit": "ms", "promise": 50, "verdict": "promise ≤ 50 ms: met"},
    {"name": "free", "figure": 70, "unit": "ms", "promise": None, "verdict": ""},
]


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A checkout that is ready for a release."""
    monkeypatch.setattr(release.os, "geteuid", lambda: 0)
    (tmp_path / "metadata.txt").write_text(METADATA)
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG)
    (tmp_path / "Makefile").write_text(MAKEFILE)
    (tmp_path / "results.json").write_text(json.dumps({"rows": FIGURES}))
    (tmp_path / ".gitignore").write_text("/build/\n")
    (tmp_path / "tests" / "data" / "v1.2.0").mkdir(parents=True)
    (tmp_path / "tests" / "data" / "v1.2.0" / "settings.ini").touch()
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


def test_the_files_that_later_versions_are_tested_with_have_to_be_there(tree):
    (tree / "tests" / "data" / "v1.2.0").rename(tree / "tests" / "data" / "v1.1.0")
    commit(tree)
    [told] = release.refusals(tree)
    assert told.startswith("tests/data: there is no v1.2.0") and "tools/make_version_samples.py" in told


def test_who_is_not_root_is_told_before_the_tests_have_run(tree, monkeypatch):
    monkeypatch.setattr(release.os, "geteuid", lambda: 1000)
    [told] = release.refusals(tree)
    assert "make test-matrix needs root" in told


def runs(tree):
    return (tree / "build" / "runs").read_text().split()


def test_at_the_end_it_is_told_what_was_packed_and_what_is_left_to_do(tree, capfd):
    release.release(tree)
    assert runs(tree) == list(release.RUNS)
    told, commit_of_it = capfd.readouterr().out, release._git(tree, "rev-parse", "HEAD").strip()
    assert hashlib.sha256((tree / "build" / "plandialog.zip").read_bytes()).hexdigest() in told
    assert f"git tag -s v1.2.0 {commit_of_it}" in told and "upload build/plandialog.zip" in told
    assert "- slow: 70 ms, promise ≤ 50 ms: NOT met" in told and "quick" not in told and "free" not in told
    assert release._git(tree, "tag", "--list") == "", "a tag is for a person"


@pytest.mark.parametrize("failing", release.RUNS)
def test_a_run_that_fails_ends_it(tree, failing):
    (tree / f"{failing}.sh").write_text("exit 1")
    commit(tree)
    with pytest.raises(SystemExit, match=f"make {failing} is not green.*run make release again"):
        release.release(tree)
    assert runs(tree) == list(release.RUNS[: release.RUNS.index(failing) + 1])


def test_nothing_is_run_where_something_stands_in_the_way(tree):
    (tree / "stray.txt").write_text("x")
    with pytest.raises(SystemExit, match=r"not yet[\s\S]*stray.txt"):
        release.release(tree)
    assert not (tree / "build").exists()


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("echo x >left.txt", r"files were changed during the runs[\s\S]*left.txt"),
        ("git -c user.name=n -c user.email=n@n.se commit -q --allow-empty -m more", "something was committed"),
    ],
)
def test_what_changes_during_the_runs_is_not_released(tree, script, told):
    (tree / "soak.sh").write_text(script)
    commit(tree)
    with pytest.raises(SystemExit, match=told):
        release.release(tree)


def test_everything_that_a_release_rests_on_is_a_target():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(f"\n{run}:" in makefile for run in (*release.RUNS, "release"))
