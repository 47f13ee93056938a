"""Each gate over the published zip file, unpacked where a Swedish user may have it, and over copies with a fault."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile

import pytest
from conftest import ROOT

from tools.gate.__main__ import GATES
from tools.gate.analyzer import analyzer
from tools.gate.archive import LARGEST, archive, unpacked
from tools.gate.finding import GateError
from tools.gate.imports import imports
from tools.gate.links import links
from tools.gate.probe import probe
from tools.gate.qt6 import qt6
from tools.gate.scanners import bandit, detect_secrets, flake8
from tools.gate.structure import structure


def rules(found):
    return {finding.rule for finding in found}


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_folder_is_one_that_a_swedish_user_may_have(plugin):
    assert set(" åäö") <= set(str(plugin).casefold())


def test_nothing_is_wrong_with_the_zip_file(plugin_zip):
    assert archive(plugin_zip) == []


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.__name__)
def test_the_plugin_passes_the_gate(gate, plugin):
    assert [str(finding) for finding in gate(plugin)] == []


# faults that are planted


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("other/a.py", "top-folder"),
        ("plandialog/../a.py", "outside"),
        ("plandialog/plugin/__pycache__/a.cpython-311.pyc", "folder"),
        ("plandialog/plugin/a.pyc", "binary"),
        ("plandialog/a.exe", "binary"),
        ("plandialog/.gitignore", "hidden"),
        ("plandialog/tests/a.py", "folder"),
        ("plandialog/resources/demo/proposals.gpkg-wal", "leftover"),
        ("plandialog/pyproject.toml", "leftover"),
        ("plandialog/readme.md", "twice"),
        ("plandialog/aux.py", "name"),
        ("plandialog/" + "a" * 140, "name"),
    ],
)
def test_a_file_that_does_not_belong_is_found(plugin_zip, tmp_path, name, rule):
    faulty = shutil.copy(plugin_zip, tmp_path)
    with zipfile.ZipFile(faulty, "a") as packed:
        packed.writestr(name, "x")
    assert rule in rules(archive(tmp_path / plugin_zip.name))


def test_modes_links_size_and_damage_are_found(plugin_zip, tmp_path):
    faulty = tmp_path / plugin_zip.name
    with zipfile.ZipFile(faulty, "w") as packed:
        for name, mode in (("run.py", 0o100755), ("link", 0o120777)):
            info = zipfile.ZipInfo(f"plandialog/{name}")
            info.external_attr = mode << 16
            packed.writestr(info, "x")
        packed.writestr("plandialog/large", b"\0" * (LARGEST + 1))
    assert {"executable", "link", "size"} <= rules(archive(faulty))
    content = bytearray(plugin_zip.read_bytes())
    content[2000] ^= 0xFF
    faulty.write_bytes(content)
    assert "damaged" in rules(archive(faulty))
    faulty.write_bytes(content[:1000])
    assert rules(archive(faulty)) == {"damaged"}


def test_a_zip_file_that_leads_out_of_its_folder_is_not_unpacked(tmp_path):
    faulty = tmp_path / "a.zip"
    with zipfile.ZipFile(faulty, "w") as packed:
        packed.writestr("../a.py", "x")
    with pytest.raises(GateError, match="leads out"), unpacked(faulty):
        pass


@pytest.mark.parametrize("name", ["LICENSE", "resources/i18n/plandialog_sv.qm", "docs/sv/handbok.md", "metadata.txt"])
def test_a_file_that_is_missing_is_found(copy, name):
    (copy / name).unlink()
    assert [finding.file for finding in structure(copy) if finding.rule == "missing"] == [name]


@pytest.mark.parametrize(
    ("key", "value", "rule"),
    [
        ("email", "", "required"),
        ("email", "nobody", "email"),
        ("tracker", "issues", "url"),
        ("homepage", "http://homepage", "url"),
        ("version", "1.0-beta", "version"),
        ("version", "9.9.9", "changelog"),
        ("qgisMaximumVersion", "3.99", "version"),
        ("icon", "resources/icons/none.svg", "icon"),
        ("category", "Planning", "category"),
        ("hasProcessingProvider", "no", "provider"),
        ("experimental", "maybe", "flag"),
        ("author", "A/B", "author"),
        ("about", "100 % sure", "unreadable"),
    ],
)
def test_a_fault_of_the_metadata_is_found(small, key, value, rule):
    path = small / "metadata.txt"
    path.write_text(re.sub(rf"^{key}=.*$", f"{key}={value}", path.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    assert rule in rules(structure(small))


def test_a_link_to_what_is_not_packed_is_found(copy):
    change(copy / "README.md", "(docs/summary.md)", "(tests/summary.md)")
    with (copy / "docs" / "en" / "handbook.md").open("a", encoding="utf-8") as text:
        text.write("\n![Picture](../images/none.png)\n[Heading](../summary.md#none)\n")
    assert [(finding.file, finding.text.split()[0].rstrip(":")) for finding in links(copy)] == [
        ("README.md", "tests/summary.md"),
        ("docs/en/handbook.md", "../images/none.png"),
        ("docs/en/handbook.md", "../summary.md#none"),
    ]


def test_an_import_that_qgis_does_not_bring_is_found(small):
    lines = "import shapely\nfrom PyQt5.QtCore import Qt\nimport fcntl\nimport psycopg2\nimport json\n"
    (small / "plugin" / "a.py").write_text(lines + "import importlib\nimportlib.import_module('pandas.io')\n", "utf-8")
    assert [finding.line for finding in imports(small)] == [1, 2, 3, 4, 7]


def test_an_import_at_run_time_is_denied(copy):
    change(copy / "plugin" / "about.py", "from pathlib import Path", "import shapely\nfrom pathlib import Path")
    assert "import" in rules(probe(copy))


def test_names_that_qt_6_has_not_are_found(small):
    lines = [
        "from qgis.PyQt.QtCore import Qt, QRegExp",
        "from qgis.PyQt.QtWidgets import QAction, QDialog, QFrame",
        "Qt.AlignLeft",
        "QFrame.Shape.HLine, Qt.ItemDataRole.UserRole.value, QDialog.DialogCode.Accepted, QDialog.accept",
        "QFrame.HLine",
    ]
    (small / "plugin" / "a.py").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert [finding.line for finding in qt6(small)] == [1, 3, 5]


def test_bandit_finds_what_the_upload_is_blocked_for(small):
    lines = ["import hashlib", "assert True", "hashlib.md5(b'')", 'SQL = f"select * from {hashlib}"']
    (small / "plugin" / "a.py").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert rules(bandit(small)) == {"B101", "B324", "B608"}


def test_a_secret_and_a_bare_checksum_are_found(small):
    digits = "0123456789abcdef" * 4
    (small / "manifest.json").write_text(f'{{"a": "{digits}"}}\n', encoding="utf-8")
    (small / "plugin" / "a.py").write_text("password = 'hemlig" + "-nyckel-42'\n", encoding="utf-8")
    assert {finding.file for finding in detect_secrets(small)} == {"manifest.json", "plugin/a.py"}


def test_flake8_knows_qgis_and_qt_6(small):
    lines = ["from qgis.PyQt.QtCore import QRegExp", "from PyQt5.QtCore import Qt", f"A = '{'a' * 120}'"]
    (small / "plugin" / "a.py").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert {"F401", "E501", "QGS103", "QGS406"} <= rules(flake8(small))


def test_the_analyzer_looks_at_code_metadata_and_secrets(small):
    lines = ["import os", "from qgis.PyQt.QtCore import QRegExp", "eval(os.name)", "print(QRegExp)"]
    (small / "plugin" / "a.py").write_text("\n".join(lines) + "\n", encoding="utf-8")
    change(small / "metadata.txt", "category=Vector", "category=Planning")
    assert {"QT6_QREGEXP_USAGE", "PRINT_STATEMENT", "METADATA_CATEGORY"} <= rules(analyzer(small))


def test_a_tool_that_fails_is_no_gate_that_found_nothing(small):
    (small / "plugin" / "a.py").write_text("def (:\n", encoding="utf-8")
    with pytest.raises(GateError, match="Bandit could not read"):
        bandit(small)


def test_the_command_ends_with_the_number_of_findings(tmp_path):
    """Over a zip file that is too broken for anything else."""
    (tmp_path / "a.zip").write_bytes(b"PK")
    command = [sys.executable, "-m", "tools.gate"]
    done = subprocess.run([*command, str(tmp_path / "a.zip")], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1 and "damaged" in done.stdout and "Traceback" not in done.stderr
    done = subprocess.run([*command, str(tmp_path / "b.zip")], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1 and "make package" in done.stderr
