"""Where a session is kept: in the project file, and in the profile for a project that has no file yet."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap

import pytest
from builders import PLAN
from conftest import ROOT
from guibench import draft
from plandialog.plugin.core.remarks import Remark, RemarkKind
from plandialog.plugin.core.session import Origin, PackageReference, Session, SessionError, from_json, to_json
from plandialog.plugin.gui import state
from plandialog.plugin.gui.state import Recovery
from qgis.core import QgsProject

ODD = 'Kvarteret "Å & Ö" <1> 🏠\n\tandra raden \x0b slut'


def session(name="Prov"):
    full = draft(
        PLAN,
        name,
        land_use="bostader",
        dwellings=7,
        unsaved=True,
        origin=Origin("lager_1", 3, ODD),
        remarks=(Remark("andel", RemarkKind.HANDLED, ODD, "2026-11-24T10:00:00+01:00"),),
    )
    return Session(PackageReference("prov", "1.0.0", "/tmp/paket å"), (full,), None)  # noqa: S108


@pytest.fixture
def project(clean_profile):
    return QgsProject()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "unsaved"


def write_entry(project, text):
    project.writeEntry("plandialog", "session", text)


def read_entry(project, key="session"):
    return project.readEntry("plandialog", key, "")[0]


NEWER = to_json(session()).replace('"version": 1,', '"version": 99,', 1)


# in the project


@pytest.mark.parametrize("ending", ["qgz", "qgs"])
@pytest.mark.parametrize("name", ["Prov", ODD], ids=["plain", "odd"])
def test_a_session_comes_back_from_a_saved_project(project, tmp_path, ending, name):
    state.write(project, session(name))
    assert project.write(str(tmp_path / f"projekt å.{ending}"))
    again = QgsProject()
    assert again.read(str(tmp_path / f"projekt å.{ending}"))
    assert state.read(again) == session(name)


def test_a_project_without_a_session_gives_a_blank_one(project):
    assert state.read(project) == Session()


def test_a_project_is_to_be_saved_after_a_change_and_not_after_none(project):
    state.write(project, session())
    assert project.isDirty()
    project.setDirty(False)
    state.write(project, session())
    assert not project.isDirty()


@pytest.mark.parametrize(
    ("text", "code"), [("{trasig", "session-broken"), (NEWER, "session-newer")], ids=["broken", "newer"]
)
def test_a_session_that_cannot_be_read_is_told_and_stays(project, text, code):
    write_entry(project, text)
    with pytest.raises(SessionError) as error:
        state.read(project)
    assert error.value.message.code == code
    assert read_entry(project) == text


@pytest.mark.parametrize("text", ["{trasig", NEWER], ids=["broken", "newer"])
def test_a_session_that_cannot_be_read_is_set_aside_before_another_takes_its_place(project, tmp_path, text):
    write_entry(project, text)
    state.write(project, session())
    state.write(project, session("Ett till"))
    assert project.write(str(tmp_path / "p.qgz"))
    again = QgsProject()
    again.read(str(tmp_path / "p.qgz"))
    assert read_entry(again, "session_unread") == text
    assert state.read(again) == session("Ett till")


# in the profile


def test_what_is_kept_is_found_by_the_next_qgis(folder):
    ours = Recovery(folder)
    ours.keep(session())
    ours.release()
    [(path, found)] = Recovery(folder).left()
    assert found == session() and path.parent == folder


def test_the_newest_is_kept_once(folder):
    ours = Recovery(folder)
    for name in ("Ett", "Två", "Tre"):
        ours.keep(session(name))
    ours.release()
    assert [found.drafts[0].name for _, found in Recovery(folder).left()] == ["Tre"]


def test_what_is_safe_elsewhere_is_cleared_with_its_lock(folder):
    ours = Recovery(folder)
    ours.keep(session())
    ours.clear()
    assert list(folder.iterdir()) == []
    ours.clear()


def test_a_blank_session_clears(folder):
    ours = Recovery(folder)
    ours.keep(session())
    ours.keep(Session())
    assert list(folder.iterdir()) == []


def test_nothing_is_made_before_there_is_something_to_keep(folder):
    ours = Recovery(folder)
    assert ours.left() == []
    ours.keep(Session())
    ours.release()
    assert not folder.exists()


def test_ones_own_is_not_left_behind(folder):
    ours = Recovery(folder)
    ours.keep(session())
    assert ours.left() == []
    ours.release()
    assert ours.left() == []


def test_another_project_gets_a_place_of_its_own(folder):
    ours = Recovery(folder)
    ours.keep(session("Ett"))
    ours.start_anew()
    ours.keep(session("Två"))
    ours.clear()
    assert [found.drafts[0].name for _, found in Recovery(folder).left()] == ["Ett"]


def test_the_newest_that_was_left_comes_first(folder):
    for number, name in enumerate(("Ett", "Två", "Tre")):
        ours = Recovery(folder)
        ours.keep(session(name))
        ours.release()
        [fresh] = [p for p in folder.glob("*.json") if from_json(p.read_text("utf-8")).drafts[0].name == name]
        os.utime(fresh, (1_000_000 * (3 - number), 1_000_000 * (3 - number)))
    assert [found.drafts[0].name for _, found in Recovery(folder).left()] == ["Ett", "Två", "Tre"]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", NEWER.encode()])
def test_what_cannot_be_read_is_passed_over_and_stays(folder, content):
    folder.mkdir()
    (folder / "gammal.json").write_bytes(content)
    ours = Recovery(folder)
    ours.keep(session())
    ours.release()
    assert len(Recovery(folder).left()) == 1
    assert (folder / "gammal.json").read_bytes() == content


def test_looking_for_what_was_left_leaves_no_locks(folder):
    ours = Recovery(folder)
    ours.keep(session())
    ours.release()
    Recovery(folder).left()
    assert [path.suffix for path in folder.iterdir()] == [".json"]


def test_a_folder_that_cannot_be_made_is_an_error_to_tell(tmp_path):
    (tmp_path / "fil").write_text("upptaget")
    with pytest.raises(OSError):
        Recovery(tmp_path / "fil" / "unsaved").keep(session())


def test_a_lock_that_was_taken_for_a_moment_is_had_at_the_next_change(folder):
    """Another QGIS that looks for what was left holds each lock for an instant."""
    ours = Recovery(folder)
    ours.keep(session())
    ours.release()
    [path] = folder.glob("*.json")
    other = state._lock(path)
    assert other.tryLock(0)
    ours.keep(session("Ett"))
    other.unlock()
    ours.keep(session("Två"))
    assert not state._lock(path).tryLock(0)
    ours.release()


# other processes

WRITER = """
    import importlib.util, sys, time
    spec = importlib.util.spec_from_file_location("plandialog", {root!r} + "/__init__.py",
                                                  submodule_search_locations=[{root!r}])
    module = importlib.util.module_from_spec(spec)
    sys.modules["plandialog"] = module
    spec.loader.exec_module(module)
    import os, pathlib, signal
    from plandialog.plugin.core.session import Draft, Session
    from plandialog.plugin.gui.state import Recovery
    def session(name):
        return Session(drafts=(Draft("1", name, "POLYGON EMPTY", "EPSG:3006"),))
    recovery = Recovery(pathlib.Path({folder!r}))
    recovery.keep(session("Från en annan"))
    {then}
    print("kept", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def other_qgis(folder):
    """Starts processes that keep a session in the same profile; each is ended at the end."""
    started = []

    def start(then="pass"):
        script = textwrap.dedent(WRITER).format(root=str(ROOT), folder=str(folder), then=then)
        started.append(subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def test_what_a_running_qgis_keeps_is_its_own(folder, other_qgis):
    assert other_qgis().stdout.readline() == "kept\n"
    assert Recovery(folder).left() == []


def test_what_a_killed_qgis_kept_is_found(folder, other_qgis):
    process = other_qgis()
    assert process.stdout.readline() == "kept\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    [(_, found)] = Recovery(folder).left()
    assert found.drafts[0].name == "Från en annan"


@pytest.mark.parametrize("moment", ["pathlib.Path.chmod", "pathlib.Path.replace", "os.fsync"])
def test_a_kill_in_the_middle_of_a_write_leaves_what_was_there(folder, other_qgis, moment):
    then = f"{moment} = lambda *_: os.kill(os.getpid(), signal.SIGKILL); recovery.keep(session('Halv'))"
    process = other_qgis(then)
    assert process.wait(60) == -signal.SIGKILL
    [(_, found)] = Recovery(folder).left()
    assert found.drafts[0].name == "Från en annan"


def test_many_writes_and_a_kill_at_any_moment_leave_a_whole_session(folder, other_qgis):
    then = "print('kept', flush=True); [recovery.keep(session(f'Nummer {n}')) for n in range(1_000_000)]"
    for delay in (0.0, 0.02, 0.05):
        process = other_qgis(then)
        assert process.stdout.readline() == "kept\n"
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(delay)
        process.kill()
        process.wait()
    left = Recovery(folder).left()
    assert len(left) == 3
    assert all(from_json(path.read_text(encoding="utf-8")) == found for path, found in left)
