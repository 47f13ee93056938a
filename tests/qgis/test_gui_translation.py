"""Two languages: every text of the user interface has a Swedish one, and every form loads and can be read aloud."""

from __future__ import annotations

import ast
import importlib.util
import re
import shutil
import string

import pytest
from conftest import ROOT
from lxml import etree
from plandialog.plugin import translation
from plandialog.plugin.gui.forms import load_form
from qgis.PyQt.QtCore import QCoreApplication, QTranslator
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

FOLDER = ROOT / "resources" / "i18n"
FORMS = sorted(path.stem for path in (ROOT / "ui").glob("*.ui"))
MODULES = sorted((ROOT / "plugin").rglob("*.py"))
INTERACTIVE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
)


def parsed(path):
    """A file of our own."""
    return etree.parse(str(path))


def parsed_code(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def form_file(name):
    return parsed(ROOT / "ui" / f"{name}.ui")


@pytest.fixture(scope="module")
def tool():
    """tools/make_translations.py."""
    spec = importlib.util.spec_from_file_location("make_translations", ROOT / "tools" / "make_translations.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def texts():
    """Every text with its context, its Swedish one and whether that is unfinished."""
    found = []
    for context in parsed(FOLDER / "plandialog_sv.ts").iterfind("context"):
        for message in context.iterfind("message"):
            swedish = message.find("translation")
            found.append(
                (context.findtext("name"), message.findtext("source"), swedish.text or "", swedish.get("type"))
            )
    return found


@pytest.fixture
def swedish(qgis_app):
    """The compiled translation."""
    made = QTranslator()
    assert made.load(str(FOLDER / "plandialog_sv.qm"))
    return made


# texts


def test_the_file_of_texts_is_what_the_tool_would_write(tool):
    assert tool.FILE.read_bytes() == tool.document(), "run make translations"


def test_a_new_language_is_an_empty_file(tool, qgis_app, monkeypatch, tmp_path):
    file = tmp_path / "i18n" / "plandialog_nb.ts"
    file.parent.mkdir()
    file.touch()
    file.write_bytes(tool.document(file))
    assert parsed(file).getroot().get("language") == "nb"
    assert len(tool.translations(file)) == len(tool.translations(tool.FILE))
    assert not any(tool.translations(file).values())
    # Any compiled file will do to see which is taken.
    shutil.copyfile(FOLDER / "plandialog_sv.qm", file.with_suffix(".qm"))
    monkeypatch.setattr(translation, "RESOURCES", tmp_path)
    monkeypatch.setattr(translation.QgsApplication, "locale", staticmethod(lambda: "nb_NO"))
    installed = translation.Translation()
    installed.install()
    try:
        assert translation.tr("Plan areas") == "Planområden" and translation.interface_language() == "en"
    finally:
        installed.remove()


def test_every_text_has_a_swedish_one(texts):
    assert [source for _, source, text, kind in texts if not text.strip() or kind is not None] == []
    assert len(texts) > 150


def test_the_compiled_file_gives_every_swedish_text(swedish, texts):
    given = {source: swedish.translate(context.encode(), source.encode()) for context, source, _, _ in texts}
    assert given == {source: text for _, source, text, _ in texts}, "run make translations"


def test_a_swedish_text_has_the_same_places_to_fill_in(texts):
    def places(text):
        return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)

    assert [source for _, source, text, _ in texts if places(source) != places(text)] == []


def test_a_swedish_text_ends_as_the_english_one_does(texts):
    def end(text):
        return re.search(r"[.:…!?]?$", text.strip().rstrip("”")).group()

    assert [(source, text) for _, source, text, _ in texts if end(source) != end(text)] == []


def test_no_key_of_a_button_is_lost_or_added(texts):
    assert [source for _, source, text, _ in texts if source.count("&") != text.count("&")] == []


def test_a_count_has_its_noun_in_singular_or_plural():
    assert translation.counted(1, "1 box", "{count} boxes") == "1 box"
    assert translation.counted(0, "1 box", "{count} boxes") == "0 boxes"
    assert translation.counted(2, "1 box of {of}", "{count} boxes of {of}", of="{x}") == "2 boxes of {x}"


#: Where there are never fewer than two, or the noun is not counted.
ALWAYS_SEVERAL = {
    "All {count} proposals",
    "The copy would hold {count} features or more. That may take long and much room on the disk.",
    "{count} more",
}


def test_every_text_that_counts_has_a_singular_beside_it():
    calls = [
        node
        for path in MODULES
        for node in ast.walk(parsed_code(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    beside = {id(argument) for call in calls if call.func.id == "counted" for argument in call.args}
    alone = {
        call.args[0].value
        for call in calls
        if call.func.id == "tr" and id(call) not in beside and re.search(r"\{count\} [a-z]", call.args[0].value)
    }
    assert alone == ALWAYS_SEVERAL


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_only_plain_texts_are_translated(path):
    """What is filled in before it is looked up is found in no file of texts."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "tr":
            [argument] = node.args
            assert isinstance(argument, ast.Constant) and isinstance(argument.value, str), f"line {node.lineno}"
            assert argument.value == argument.value.strip() != "", f"line {node.lineno}"


def test_a_swedish_qgis_speaks_swedish_and_another_english(qgis_app, monkeypatch):
    from plandialog.plugin.gui.walk import stops

    assert translation.tr("Plan areas") == "Plan areas"
    monkeypatch.setattr(translation.QgsApplication, "locale", staticmethod(lambda: "sv_SE"))
    assert translation.interface_language() == "sv"
    installed = translation.Translation()
    installed.install()
    try:
        assert translation.tr("Plan areas") == "Planområden"
        assert all("av 4" in stop.title for stop in stops())
    finally:
        installed.remove()
    assert translation.tr("Plan areas") == "Plan areas"
    monkeypatch.setattr(translation.QgsApplication, "locale", staticmethod(lambda: "de"))
    assert translation.interface_language() == "en"


# forms


def loaded(name):
    root = form_file(name).find("widget")
    widget = QDialog() if root.get("class") == "QDialog" else QWidget()
    load_form(name, widget)
    return widget


def named(widget, name):
    """The widgets of a form that a person acts on, without the parts that Qt and QGIS make of their own."""
    written = {element.get("name") for element in form_file(name).iter("widget")}
    return [
        each for each in widget.findChildren(QWidget) if isinstance(each, INTERACTIVE) and each.objectName() in written
    ]


def test_there_is_a_form_for_every_step():
    assert {"dock", "package_step", "proposal_step", "findings_step", "guidance_step", "options", "remark"} <= set(
        FORMS
    )


@pytest.mark.parametrize("name", FORMS)
def test_every_form_loads(qgis_app, name):
    widget = loaded(name)
    assert named(widget, name)


@pytest.mark.parametrize("name", FORMS)
def test_everything_a_person_acts_on_can_be_read_aloud(qgis_app, name):
    widget = loaded(name)
    labels = {label.buddy() for label in widget.findChildren(QLabel) if label.buddy() is not None}
    for each in named(widget, name):
        text = each.text() if isinstance(each, QAbstractButton) else ""
        assert each.accessibleName() or text or each in labels, each.objectName()


@pytest.mark.parametrize("name", FORMS)
def test_a_button_without_room_for_a_text_has_a_tooltip(qgis_app, name):
    for element in form_file(name).iter("widget"):
        if element.get("class") == "QToolButton":
            tips = [p for p in element.iterfind("property") if p.get("name") == "toolTip"]
            assert tips and tips[0].findtext("string"), element.get("name")


@pytest.mark.parametrize("name", FORMS)
def test_the_keyboard_goes_through_a_form_in_its_order(qgis_app, name):
    """Everything a person acts on is reached once, and nothing that is not there."""
    form = form_file(name)
    stops = [stop.text for stop in form.iter("tabstop")]
    widget = loaded(name)
    acted_on = {each.objectName() for each in named(widget, name)}
    if name != "dock":
        assert len(stops) == len(set(stops))
        assert acted_on <= set(stops)
        assert set(stops) <= {element.get("name") for element in form.iter("widget")}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_translated_when_it_is_loaded(qgis_app, swedish, texts, name):
    context = form_file(name).findtext("class")
    known = {text for where, _, text, _ in texts if where == context}
    QCoreApplication.installTranslator(swedish)
    try:
        widget = loaded(name)
    finally:
        QCoreApplication.removeTranslator(swedish)
    for each in named(widget, name):
        shown = {each.toolTip(), each.accessibleName(), each.text() if isinstance(each, QAbstractButton) else ""}
        assert shown - {""} <= known, each.objectName()
