"""Writing the summary in its forms: complete files, in one step, with words for what goes wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from builders import assess_wkt, square
from plandialog.plugin.core.assessment import from_json
from plandialog.plugin.core.text import LANGUAGES
from plandialog.plugin.report import forms
from plandialog.plugin.report.forms import FORMS, write_form
from plandialog.plugin.report.writing import WriteError

IDS = [form.id for form in FORMS]


@pytest.fixture
def prepared(builder):
    builder.dataset("mark", "polygon", [square(510_000, 6_580_000, 500)])
    return builder.check("mark", "mark", "overlap").prepare()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", IDS)
def test_every_form_is_written_into_a_new_folder_and_replaced(prepared, tmp_path, form, language):
    made = (assess_wkt(prepared),)
    path = tmp_path / "ny mapp å" / f"ut.{form}"
    write_form(form, made, path, language, prepared.package)
    first = path.read_bytes()
    assert len(first) > 1000
    write_form(form, (*made, *made), path, language, prepared.package)
    assert path.read_bytes() != first
    assert os.listdir(path.parent) == [path.name]


def test_json_reads_back_equal_and_html_has_its_maps(prepared, tmp_path):
    made = (assess_wkt(prepared),)
    write_form("json", made, tmp_path / "ut.json", "sv", prepared.package)
    assert from_json((tmp_path / "ut.json").read_text(encoding="utf-8")) == made
    write_form("html", made, tmp_path / "ut.html", "sv", prepared.package)
    assert (tmp_path / "ut.html").read_text(encoding="utf-8").count("<figure>") == 3


def test_very_many_proposals_have_no_maps_and_the_page_says_so(prepared, tmp_path, monkeypatch):
    monkeypatch.setattr(forms, "MOST_WITH_MAPS", 1)
    made = (assess_wkt(prepared),) * 2
    write_form("html", made, tmp_path / "ut.html", "en", prepared.package)
    html = (tmp_path / "ut.html").read_text(encoding="utf-8")
    assert "<figure>" not in html and "more than 1 proposals are written without maps" in html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", IDS)
def test_a_place_that_cannot_be_written_is_told_in_words(prepared, tmp_path, form, language):
    blocked = tmp_path / "fil"
    blocked.write_text("not a folder", encoding="utf-8")
    with pytest.raises(WriteError) as error:
        write_form(form, (assess_wkt(prepared),), blocked / "ut", language, prepared.package)
    assert str(error.value).startswith("ut kunde inte skrivas" if language == "sv" else "ut could not be written")
    assert blocked.read_text(encoding="utf-8") == "not a folder"


#: Writes, for each line that it reads, in a process that makes the step its last, and says how that one ended. QGIS is
#: imported once, before the processes part: that takes longer than the writing.
WRITER = textwrap.dedent(
    """
    import json, os, signal, sys, traceback
    sys.path.insert(0, sys.argv[1])
    import conftest
    from pathlib import Path
    from plandialog.plugin.core.assessment import from_json
    from plandialog.plugin.core.package.reader import read_package
    from plandialog.plugin.gis.measures import measure_specs
    from plandialog.plugin.report.forms import write_form
    from qgis.core import QgsApplication

    def die(*_, **__):
        os.kill(os.getpid(), signal.SIGKILL)

    def write(package, assessments, path, form, step):
        application = QgsApplication([], False)
        application.initQgis()
        if step == "flush":
            os.fsync = die
        elif step == "replace":
            Path.replace = die
        made = from_json(Path(assessments).read_text(encoding="utf-8"))
        write_form(form, made, Path(path), "sv", read_package(Path(package), measure_specs()))

    for line in sys.stdin:
        process = os.fork()
        if process == 0:
            os.dup2(2, 1)
            try:
                write(*json.loads(line))
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)
    """
)


@pytest.fixture(scope="module")
def writer():
    """Has a process write, and returns its exit code: package, assessments, path, form and the step that it dies at."""
    tests = str(Path(__file__).resolve().parent.parent)
    command = [sys.executable, "-c", WRITER, tests]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as started:

        def written(*arguments):
            started.stdin.write(json.dumps([str(each) for each in arguments]) + "\n")
            started.stdin.flush()
            return int(started.stdout.readline())

        yield written
        started.stdin.close()


# ODT is put in place by the same few lines as HTML and PDF.
@pytest.mark.parametrize("form", [form for form in IDS if form != "odt"])
def test_a_kill_at_any_moment_leaves_the_old_file_or_the_new(prepared, tmp_path, writer, form):
    """The writer is killed as it makes its first, second … system call on the folder; the file is whole every time."""
    path = tmp_path / f"ut.{form}"
    write_form(form, (assess_wkt(prepared),), path, "sv", prepared.package)
    old = path.read_bytes()
    two = tmp_path / "in.json"
    write_form("json", (assess_wkt(prepared),) * 2, two, "sv", prepared.package)
    for step, expected in (("flush", -signal.SIGKILL), ("replace", -signal.SIGKILL), ("none", 0)):
        assert writer(prepared.package.root, two, path, form, step) == expected
        assert (path.read_bytes() == old) == (step != "none")
