"""A file is replaced in one step: whatever goes wrong, the old content stays and nothing is left beside it."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from plandialog.plugin.core import files
from plandialog.plugin.core.files import replace_bytes, replace_text

#: Every step that may go wrong or be the last one.
STEPS = ["os.fsync", "os.fdopen", "pathlib.Path.chmod", "pathlib.Path.replace"]


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "fil å.html"
    path.write_text("gammal", encoding="utf-8")
    return path


def breaking(error):
    def step(*args, **kwargs):
        raise error

    return step


def test_a_new_file_is_written_into_a_new_folder(tmp_path):
    path = tmp_path / "ny" / "mapp" / "fil.txt"
    replace_text(path, "å ä ö\n")
    assert path.read_bytes() == "å ä ö\n".encode()
    assert os.listdir(path.parent) == ["fil.txt"]


def test_an_old_file_is_replaced(path):
    replace_bytes(path, b"\x00ny")
    assert path.read_bytes() == b"\x00ny"
    assert os.listdir(path.parent) == [path.name]


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left"), KeyboardInterrupt(), MemoryError()])
@pytest.mark.parametrize("step", STEPS)
def test_a_failure_at_any_step_leaves_the_old_file_and_nothing_else(path, monkeypatch, step, error):
    with monkeypatch.context() as patch:
        patch.setattr(step, breaking(error))
        with pytest.raises(type(error)):
            replace_text(path, "ny")
    assert path.read_text(encoding="utf-8") == "gammal"
    assert os.listdir(path.parent) == [path.name]


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_at_any_step_leaves_the_old_file(path, step):
    # A process of its own and no fork: a process of pytest may have threads, about which Python 3.12 warns.
    folder = str(Path(files.__file__).parent)
    code = (
        f"import os, pathlib, sys\nsys.path.append({folder!r})\nfrom files import replace_text\n"
        f"{step} = lambda *args, **kwargs: os._exit(9)\nreplace_text(pathlib.Path(sys.argv[1]), 'ny')\n"
    )
    assert subprocess.run([sys.executable, "-S", "-c", code, str(path)]).returncode == 9
    assert path.read_text(encoding="utf-8") == "gammal"


def test_what_cannot_be_written_as_utf_8_leaves_the_old_file(path):
    with pytest.raises(UnicodeEncodeError):
        replace_text(path, "\ud800")
    assert path.read_text(encoding="utf-8") == "gammal"
    assert os.listdir(path.parent) == [path.name]


def test_a_folder_in_the_way_is_told_and_stays(tmp_path):
    (tmp_path / "mapp" / "inre").mkdir(parents=True)
    with pytest.raises(OSError):
        replace_text(tmp_path / "mapp", "ny")
    with pytest.raises(OSError):
        replace_text(Path(__file__) / "fil.txt", "ny")
    assert os.listdir(tmp_path) == ["mapp"]


@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_others_may_read_the_file_where_they_may_read_any(path, mask):
    before = os.umask(mask)
    try:
        replace_text(path, "ny")
        assert os.umask(mask) == mask
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~mask


def test_a_name_may_be_as_long_as_the_file_system_allows(tmp_path):
    path = tmp_path / ("å" * 125 + ".json")
    replace_text(path, "ny")
    replace_text(path, "nyare")
    assert os.listdir(tmp_path) == [path.name]
