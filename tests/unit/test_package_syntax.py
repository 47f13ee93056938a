"""Each kind of broken YAML is told at the place to mend, by what was most likely meant, in the reader's language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from plandialog.plugin.core.messages import MESSAGES
from plandialog.plugin.core.package import syntax
from plandialog.plugin.core.package.faults import Faults
from plandialog.plugin.core.package.located import parse_yaml
from sound_package import assert_said

#: A broken file, the code of what is said of it, and the line and column that are to be mended.
BROKEN = [
    ("a:\n\tb: 1\n", "yaml-tab", 2, 1),
    ("a:\n  b: 1\n  \tc: 2\n", "yaml-tab", 3, 3),
    ("id:\tprov\n", "yaml-tab", 1, 4),
    ("sv: Nära: bra\n", "yaml-colon", 1, 9),
    ("- a: b: c\n", "yaml-colon", 1, 7),
    ("sv: {value}: så mycket\n", "yaml-colon", 1, 12),
    ("sv: ”nära: bra”\n", "yaml-colon", 1, 10),
    ("a: 1\n\n   b: 2\n", "yaml-deeper", 3, 4),
    ("a:\n  - id: x\n      t: y\n", "yaml-deeper", 3, 7),
    ("sv: en text\n  på två: rader\n", "yaml-deeper", 2, 3),
    ("id prov\ntitle: x\n", "yaml-no-colon", 1, 1),
    ("a:\n  id:prov\n  t: x\n", "yaml-no-colon", 2, 3),
    ("a: 1\nid", "yaml-no-colon", 2, 1),
    ("a:\n  sv: >-\n  text\n  en: b\n", "yaml-no-colon", 3, 3),
    ("checks:\n  - id avstand\n    measure: ask\n", "yaml-no-colon", 2, 5),
    ("a:\n  - b:1\n    c: 2\n", "yaml-no-colon", 2, 5),
    ("guidance:\n  why\n    sv: x\n", "yaml-no-colon", 2, 3),
    ("a: 1\n<<<<<<< HEAD\nb: 1\n", "yaml-no-colon", 2, 1),
    ('a: "text\nb: 1\n', "yaml-quote-open", 1, 4),
    ("a:\n  b: 'text\n---\n", "yaml-quote-open", 2, 6),
    ("sv: 'it's'\n", "yaml-quote-closed", 1, 9),
    ('a: "text\nb: "x"\n', "yaml-quote-closed", 2, 5),
    ('t: {sv: "Läge, en: "Location"}\n', "yaml-comma", 1, 21),
    ('t: ["a" "b"]\n', "yaml-comma", 1, 9),
    ("t: {sv: Nära: bra, en: b}\n", "yaml-comma", 1, 13),
    ("t: {sv: a, en: b\ndemo: true\n", "yaml-bracket-open", 1, 4),
    ("d:\n  - [a, b\n  - [c]\n", "yaml-bracket-open", 2, 5),
    ("a: 1\nt: [a,\n", "yaml-end", 3, 1),
    ("a:\n    b: 1\n  c: 2\n", "yaml-indent", 3, 3),
    ("a:\n    - b: 1\n  - c: 2\n", "yaml-indent", 3, 3),
    ("  a: 1\nb: 2\n", "yaml-indent", 2, 1),
    ("# prov\n---\n  id: x\ntitle: y\n", "yaml-indent", 4, 1),
    ("a: 1\n- b\n", "yaml-dash", 2, 1),
    ("a: - b\n", "yaml-dash", 1, 4),
    ("a:\n  - b: 1\n    - c: 2\n", "yaml-dash", 3, 5),
    ("checks:\n  - id: a\n  title: b\n", "yaml-key-among-items", 3, 3),
    ("t: {sv: a}}\n", "yaml-closes-nothing", 1, 11),
    ("sv: {value} av området\n", "yaml-beginning", 1, 5),
    ("sv: [a] b\n", "yaml-beginning", 1, 5),
    ("sv: @region\n", "yaml-beginning", 1, 5),
    ("sv: %\n", "yaml-beginning", 1, 5),
    ("sv: **viktigt**\n", "yaml-beginning", 1, 5),
    ("sv: *a\n", "yaml-beginning", 1, 5),
    ("sv: & b\n", "yaml-beginning", 1, 5),
    ("sv: | a\n", "yaml-beginning", 1, 5),
    ("sv: >0\n", "yaml-beginning", 1, 5),
    ("sv: ? a\n", "yaml-beginning", 1, 5),
    ("sv: , a\n", "yaml-beginning", 1, 5),
    ('a: "C:\\karta"\n', "yaml-escape", 1, 7),
    ('a: "\\xzz"\n', "yaml-escape", 1, 5),
    ("a: 1\n---\nb: 2\n", "yaml-documents", 2, 1),
    ("a: 1\n...\nb: 2\n", "yaml-documents", 3, 1),
    ("a: 1\r\nb: c\x07\r\n", "yaml-character", 2, 5),
    ('a: "\\U00110000"\n', "yaml-range", 1, 7),
    # What nobody writes by mistake is quoted.
    ("%YAML 2.0\n---\na: 1\n", "yaml-syntax", 1, 1),
    ("a: &x 1\nb: &x 2\n", "yaml-syntax", 2, 4),
    ("a: !x!y b\n", "yaml-syntax", 1, 4),
]


def told(text):
    """The one fault of a file that is no YAML."""
    faults = Faults("package.yaml")
    # Not in an assertion: pytest would write out a node that aliases make endless.
    read = parse_yaml(text.encode("utf-8"), faults) is not None
    assert not read
    (fault,) = faults
    return fault


@pytest.mark.parametrize(("text", "code", "line", "column"), BROKEN)
def test_each_kind_is_told_at_the_place_to_mend(text, code, line, column):
    fault = told(text)
    assert (fault.message.code, fault.place.line, fault.place.column) == (code, line, column)
    assert_said(fault.message)
    swedish = fault.message.text("sv")
    assert (code == "yaml-syntax") == bool(re.search(r"\b(expected|found|while|not allowed)\b", swedish))
    # What the words say of the place is what the table of faults says.
    if "column" in fault.message.params:
        assert fault.message.params["column"] == column


def test_what_is_quoted_says_what_was_being_read():
    assert "duplicate anchor 'x'; first occurrence, second occurrence" in told("a: &x 1\nb: &x 2\n").message.text("sv")


def test_no_kind_is_left_out():
    words = set(re.findall(r'"(yaml-[a-z-]+)"', Path(syntax.__file__).read_text(encoding="utf-8")))
    assert words == {code for _, code, _, _ in BROKEN} and words <= set(MESSAGES)


@pytest.mark.parametrize("error", [yaml.YAMLError("något nytt"), yaml.MarkedYAMLError()])
def test_an_error_that_says_nothing_of_its_place_is_told_of_the_first_line(error):
    line, column, message = syntax.explained(error, "a: 1\n")
    assert (line, column, message.code) == (1, 1, "yaml-syntax")
