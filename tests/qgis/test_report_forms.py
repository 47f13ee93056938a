"""Writing the summary in its forms: complete files, in one step, with words for what goes wrong."""

from __future__ import annotations

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


# ODT is put in place by the same few lines as HTML and PDF.
@pytest.mark.parametrize("form", [form for form in IDS if form != "odt"])
def test_a_kill_at_any_moment_leaves_the_old_file_or_the_new(prepared, tmp_path, form):
    """The writer is killed as it makes its first, second … system call on the folder; the file is whole every time."""
    path = tmp_path / f"ut.{form}"
    write_form(form, (assess_wkt(prepared),), path, "sv", prepared.package)
    old = path.read_bytes()
    json = tmp_path / "in.json"
    write_form("json", (assess_wkt(prepared),) * 2, json, "sv", prepared.package)
    script = textwrap.dedent(
        """
        import os, signal, sys
        sys.path.insert(0, sys.argv[1])
        import conftest
        from pathlib import Path
        from plandialog.plugin.core.assessment import from_json
        from plandialog.plugin.core.package.reader import read_package
        from plandialog.plugin.gis.measures import measure_specs
        from plandialog.plugin.report.forms import write_form
        from qgis.core import QgsApplication

        application = QgsApplication([], False)
        application.initQgis()
        package = read_package(Path(sys.argv[2]), measure_specs())
        made = from_json(Path(sys.argv[3]).read_text(encoding="utf-8"))
        step = sys.argv[6]

        def die(*_, **__):
            os.kill(os.getpid(), signal.SIGKILL)

        if step == "flush":
            os.fsync = die
        elif step == "replace":
            Path.replace = die
        write_form(sys.argv[5], made, Path(sys.argv[4]), "sv", package)
        os._exit(0)
        """
    )
    tests = str(Path(__file__).resolve().parent.parent)
    for step, expected in (("flush", -signal.SIGKILL), ("replace", -signal.SIGKILL), ("none", 0)):
        arguments = [tests, str(prepared.package.root), str(json), str(path), form, step]
        ended = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, check=False)
        assert ended.returncode == expected, ended.stderr.decode()
        assert (path.read_bytes() == old) == (step != "none")
