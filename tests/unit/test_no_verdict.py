"""No text that a person may read approves or rejects anything: the plugin informs, the municipality decides.

Two families of words are looked for, by their stems and in any case.

* Words of a decision (*approve, reject, godkänna, avslå, tillstyrka, avstyrka* …) have no place in any text: of the
  plugin, its resources, its documents, or the names in the demo layers.
* Words of an examination (*pass, fail*) have no place where a summary or a dialogue is made of the text. Documents may
  say that a build or a source fails, since that is what it does; they may not say it of a plan, a proposal or a check.

A sentence that uses such a word to deny it is listed with its reason, word for word: once it is changed it has to be
looked at again.
"""

from __future__ import annotations

import ast
import re

import pytest
from conftest import ROOT
from plandialog.plugin.core.messages import MESSAGES
from plandialog.plugin.core.outcome import LABELS
from plandialog.plugin.core.terms import ACTORS, LAND_USES, STAGES
from plandialog.plugin.report import texts

DECISION = re.compile(
    r"godkän|godtag|avsl(?:ag|å|og)|tillstyrk|avstyrk|underkän|olämplig|bifall|förkast|approv|reject|unsuitab",
    re.IGNORECASE,
)
EXAMINATION = re.compile(r"\bpass(?:ed|es|ing)?\b|\bfail", re.IGNORECASE)
_SUBJECT = r"(?:plan|proposal|perspective|check|finding|outcome|site|place|area)s?"
EXAMINED = re.compile(
    rf"\b{_SUBJECT}\b[^.]{{0,40}}\b(?:passed|passes|failed|fails?)\b"
    rf"|\b{_SUBJECT} (?:\w+ )?pass\b"
    rf"|\b(?:passed|failed|passing|failing) {_SUBJECT}\b",
    re.IGNORECASE,
)

#: File, sentence, and why the word may stand there.
DENIALS = (
    (
        "metadata.txt",
        "It never approves or rejects, and it always says what could not be checked.",
        "Whoever looks for a plugin that decides is told here that this is none.",
    ),
    (
        "docs/sv/handbok.md",
        "Verktyget godkänner eller avslår ingenting.",
        "The first thing a planner has to know of the tool, in the words a planner would use.",
    ),
)

#: Texts of the product, and texts about it.
RESOURCES = ("*.j2", "*.css", "*.ts", "*.yaml", "*.json", "*.qml", "*.svg", "*.ui", "*.txt", "*.md")
LAYERS = ("*.gpkg", "*.fgb", "*.dbf", "*.geojson")
DOCUMENTS = ["metadata.txt", *sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("*.md"))]
DOCUMENTS += sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/**/*.md"))

# An id, a code or a key, which nobody reads.
_IDENTIFIER = re.compile(r"[a-z0-9_.:/-]*")


def read(file):
    """The text of a file with every run of blanks as one, so that a sentence may stand on two lines."""
    return " ".join((ROOT / file).read_text(encoding="utf-8").split())


def without_denials(file, text):
    for where, sentence, _ in DENIALS:
        if where == file:
            text = text.replace(sentence, "")
    return text


def matching(folder, patterns):
    return sorted(path for pattern in patterns for path in (ROOT / folder).rglob(pattern))


def words_found(pattern, text):
    """What was found, with what stands around it."""
    return [text[max(0, found.start() - 40) : found.end() + 40] for found in pattern.finditer(text)]


def texts_in_code():
    """Every text in the code of the plugin but docstrings, which only those who write it read."""
    for path in sorted((ROOT / "plugin").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
        bodies = [node.body for node in ast.walk(tree) if isinstance(node, documented) and node.body]
        docstrings = {id(body[0].value) for body in bodies if isinstance(body[0], ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                yield path.relative_to(ROOT).as_posix(), node.value


CODE = list(texts_in_code())


def test_all_texts_of_the_plugin_are_looked_at():
    seen = {text for _, text in CODE}
    for vocabulary in (MESSAGES, LABELS, LAND_USES, STAGES, ACTORS, texts.TRACE_LABELS, texts.MEASURES):
        assert {text for each in vocabulary.values() for text in (each.sv, each.en)} <= seen
    assert {texts.TITLE.sv, texts.DISCUSS_LEAD.en, *(each.sv for each in texts.STATEMENTS)} <= seen


def test_no_text_in_the_code_decides():
    found = [(file, hit) for file, text in CODE for hit in words_found(DECISION, text)]
    assert found == []


def test_no_text_in_the_code_examines():
    spoken = [(file, text) for file, text in CODE if not _IDENTIFIER.fullmatch(text)]
    assert [(file, hit) for file, text in spoken for hit in words_found(EXAMINATION, text)] == []


@pytest.mark.parametrize("folder", ["resources", "ui"])
def test_no_resource_decides(folder):
    found = [(str(path), hit) for path in matching(folder, RESOURCES) for hit in words_found(DECISION, read(path))]
    assert found == []


def test_no_text_of_a_package_a_template_or_a_translation_examines():
    files = matching("resources", ("*.yaml", "*.j2", "*.ts", "*.md"))
    assert {path.parent.name for path in files} >= {"orebro-demo", "nationella-underlag", "perspectives", "templates"}
    assert [(str(path), hit) for path in files for hit in words_found(EXAMINATION, read(path))] == []


def test_no_name_in_a_demo_layer_decides():
    """Layers keep their texts as they are, so that a search in the bytes finds them."""
    files = matching("resources", LAYERS)
    assert len(files) > 20
    assert [str(path) for path in files if DECISION.search(path.read_bytes().decode("utf-8", "ignore"))] == []


@pytest.mark.parametrize("file", DOCUMENTS)
def test_no_document_decides_or_examines_a_plan(file):
    text = without_denials(file, read(file))
    assert words_found(DECISION, text) == []
    assert words_found(EXAMINED, text) == []


@pytest.mark.parametrize(("file", "sentence", "reason"), DENIALS)
def test_a_denial_still_stands_and_has_its_reason(file, sentence, reason):
    assert sentence in read(file)
    assert DECISION.search(sentence) and reason
    assert re.search(r"\b(never|not|nothing|ingenting|inte|aldrig)\b", sentence)


@pytest.mark.parametrize(
    "text",
    [
        "Godkänd",
        "planen godkänns",
        "ett godkännande",
        "godtagbar",
        "AVSLAG",
        "avslås",
        "avslog",
        "Regionen tillstyrker",
        "avstyrkan",
        "underkänt",
        "olämpligt läge",
        "bifalla",
        "förkastas",
        "Approved",
        "approval",
        "disapproves",
        "REJECTED",
        "rejection",
        "unsuitable",
    ],
)
def test_words_of_a_decision_are_seen(text):
    assert DECISION.search(text)


@pytest.mark.parametrize("text", ["avsluta", "avslöja", "anslag", "approximately", "approach", "project", "kännedom"])
def test_other_words_are_no_decision(text):
    assert not DECISION.search(text)


@pytest.mark.parametrize("text", ["Passed", "the check passes", "FAILED", "a failure", "3 failed"])
def test_words_of_an_examination_are_seen(text):
    assert EXAMINATION.search(text)


@pytest.mark.parametrize("text", ["password", "passenger trains", "passage", "compass", "bypass"])
def test_other_words_are_no_examination(text):
    assert not EXAMINATION.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "The proposal passes.",
        "plans that have failed",
        "2 failed checks",
        "A check fails where",
        "Passed plans",
        "Plans must pass",
    ],
)
def test_a_plan_that_is_said_to_be_examined_is_seen(text):
    assert EXAMINED.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "A build fails.",
        "All plans are read in one pass.",
        "The plan is ready. The download failed.",
        "a failed download",
    ],
)
def test_what_is_technical_may_fail(text):
    assert not EXAMINED.search(text)
