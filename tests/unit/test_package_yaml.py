"""YAML from a stranger is refused with its place and runs nothing, whatever it holds."""

from __future__ import annotations

import ast
import os
import re
import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from measure_specs import SPECS
from plandialog.plugin.core.messages import MESSAGES
from plandialog.plugin.core.package import located, syntax
from plandialog.plugin.core.package.faults import Faults
from plandialog.plugin.core.package.format import package_spec, perspective_spec
from plandialog.plugin.core.package.located import MAX_ALIASES, MAX_CHARACTERS, MAX_DEPTH, parse_yaml
from plandialog.plugin.core.package.reader import inspect_package
from sound_package import FILES, PACKAGE, assert_said, faults_of, places, write_package

#: What is said of a file that is no YAML; what exactly is in test_package_syntax.py.
EXPLAINED = set(re.findall(r'"(yaml-[a-z-]+)"', Path(syntax.__file__).read_text(encoding="utf-8")))


def is_read(data):
    # Not in an assertion: pytest would write out a node that aliases make endless.
    return parse_yaml(data, Faults("package.yaml")) is not None


def refusal(data):
    """Code, line and column of the one reason for which ``data`` is not read."""
    faults = Faults("package.yaml")
    read = parse_yaml(data, faults) is not None
    assert not read
    (fault,) = faults
    assert_said(fault.message)
    assert fault.place.file == "package.yaml" and not fault.warning
    return fault.message.code, fault.place.line, fault.place.column


def bomb():
    """Eleven lines that would expand to 10¹¹ words, with as many aliases as a file may have."""
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    for level in range(1, 1 + MAX_ALIASES // 10):
        lines.append(f"a{level}: &a{level} [" + ", ".join([f"*a{level - 1}"] * 10) + "]")
    return "\n".join(lines).encode()


def test_a_bomb_of_aliases_is_refused_where_it_goes_too_far():
    assert is_read(bomb())
    assert refusal(bomb() + b"\na11: [*a10]") == ("yaml-aliases", 12, 7)


def test_aliases_within_the_limit_are_shared_and_not_copied():
    node = parse_yaml(b"a: &a [1, 2]\nb: [" + b", ".join([b"*a"] * MAX_ALIASES) + b"]", Faults("x"))
    assert len({id(child) for child in node.value[1][1].value}) == 1


def test_a_node_that_holds_itself_is_read_no_deeper_than_the_format():
    text = "title: &a {sv: *a, en: *a}\ndatasets: &b [*b]\nstrategy: &c {goals: [*c], title: *c, priorities: *b}\n"
    faults = Faults("package.yaml")
    package_spec().read(parse_yaml(text.encode(), faults), faults)
    assert {fault.message.code for fault in faults} >= {"shape", "key-missing"}


def test_deep_nesting_is_refused_where_it_goes_too_deep():
    assert is_read(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)
    assert refusal(b"[" * 100_000) == ("yaml-depth", 1, MAX_DEPTH + 1)
    assert refusal(b"".join(b" " * level + b"a:\n" for level in range(MAX_DEPTH + 1)))[:2] == (
        "yaml-depth",
        MAX_DEPTH + 1,
    )


def test_a_huge_file_is_refused_before_it_is_parsed(monkeypatch):
    monkeypatch.setattr(yaml, "SafeLoader", None)
    assert refusal(b"#" * (MAX_CHARACTERS + 1)) == ("yaml-size", 0, 0)
    assert refusal("å".encode() * (MAX_CHARACTERS + 1)) == ("yaml-size", 0, 0)
    assert refusal(b"\xff" * (4 * MAX_CHARACTERS + 1)) == ("yaml-size", 0, 0)


def test_the_limit_of_size_counts_characters(monkeypatch):
    monkeypatch.setattr(located, "MAX_CHARACTERS", 10)
    assert is_read("å: åäöåäöå".encode())
    assert refusal("å: åäöåäöåä".encode()) == ("yaml-size", 0, 0)


def test_no_more_of_a_huge_file_is_read_than_shows_that_it_is_huge(tmp_path):
    write_package(tmp_path)
    with (tmp_path / "package.yaml").open("wb") as stream:
        stream.truncate(1 << 40)  # a hole: reading it all would take the memory of the machine
    assert places(faults_of(tmp_path))[0] == ("package.yaml", 0, "yaml-size")


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"id: \xe5\n", 1),
        (b"id: prov\n\ntitle: {sv: L\xe4n}\n", 3),
        ("id: prov\n".encode("utf-16"), 1),
        (b"id: prov\n# \xed\xa0\x80\n", 2),
        (b"id: \xc0\xaf\n", 1),
    ],
)
def test_what_is_not_utf_8_is_refused(data, line):
    assert refusal(data) == ("yaml-encoding", line, 1)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"\tid: prov\n", 1),
        (b"id: prov\nstrategy:\n\ttitle: x\n", 3),
        (b"id:\tprov\n", 1),
        (b"id: a\x07\n", 1),
        (b"id: a\nversion: \x00\n", 2),
        (b"\n\n# \x1b[31m\n", 3),
        (b"id: a\x7f\n", 1),
        ("id: a\x80\n".encode(), 1),
        ("id: a\uffff\n".encode(), 1),
        (b'id: a\ntitle: "\\0"\n', 2),
        (b'title: "\\e[31m"\n', 1),
        (b'title:\n  sv: "a\\x07b"\n', 2),
        (b'"\\x1b": a\n', 1),
        (b'title: "\\ud800"\n', 1),
        (b'title: "\\uffff"\n', 1),
    ],
)
def test_tabs_and_control_characters_are_refused_written_or_escaped(data, line):
    code, where, _ = refusal(data)
    assert (code, where) == ("yaml-tab" if b"\t" in data else "yaml-character", line)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"id: a\nid", 2),
        (b"id: [a\n", 1),
        (b"a: b: c\n", 1),
        (b"id: 'a\n", 1),
        (b"id: @a\n", 1),
        (b"id: *nowhere\n", 1),
        (b"a: &x 1\n&x b: &x\n", 2),
        (b"...\n", 1),
        (b"id: a\n---\nid: b\n", 2),
        (b"id: a\n...\nid: b\n", 3),
        (b"%YAML 2.0\n---\nid: a\n", 1),
        (b"%YAML 1." + b"9" * 5000 + b"\n---\nid: a\n", 1),
        (b'id: a\ntitle: "\\U00110000"\n', 2),
        (b'id: "\\UFFFFFFFF"\n', 1),
        (b'id: "\\q"\n', 1),
    ],
)
def test_what_is_not_one_yaml_document_is_refused(data, line):
    code, where, _ = refusal(data)
    assert code in EXPLAINED and where == line


@pytest.mark.parametrize("data", [b"", b"\n\n", b"# bara en kommentar\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(data):
    assert refusal(data) == ("yaml-empty", 0, 0)


@pytest.mark.parametrize("data", [b"---\n", b"~", b"text", b"[a, b]", b"1", b"? a"])
def test_a_document_that_has_no_keys_of_ours_is_refused(data):
    for spec in (package_spec(), perspective_spec(SPECS)):
        faults = Faults("package.yaml")
        spec.read(parse_yaml(data, faults), faults)
        assert faults.has_errors


TAGGED = [
    "issued: !!python/object/apply:os.system ['touch {file}']",
    "background: !!python/object/apply:os.system ['touch {file}']",
    "title: !!python/object/apply:subprocess.check_call [[touch, '{file}']]",
    "title: !!python/object/new:os.system ['touch {file}']",
    "licence: !!python/name:os.system",
    "issued: !!python/object/apply:os.mkdir 2026-03-01",
    "demo: !!python/bool true",
    "licence: !!python/tuple [a]",
    "licence: !!python/module:os a",
    "background: !<tag:yaml.org,2002:python/object/apply:os.system> ['touch {file}']",
    "licence: !include /etc/passwd",
    "id: !!binary cHJvdg==",
    "background: !!set {lan}",
    "background: !!omap [lan: 1]",
    "background: !!pairs [lan: 1]",
    "title: !!map [a]",
    "background: !!seq {a: b}",
    "demo: !!bool [x]",
    "format: !!int [1]",
    "format: !!int {a: b}",
]


@pytest.mark.parametrize("line", TAGGED)
def test_a_tag_is_refused_and_runs_nothing(tmp_path, monkeypatch, line):
    ran = []
    monkeypatch.setattr(os, "system", ran.append)
    monkeypatch.setattr(os, "mkdir", ran.append)
    data = b"# rad 1\n" + line.replace("{file}", str(tmp_path / "ran")).encode()
    column = line.index("!") + 1
    assert refusal(data) == ("yaml-tag", 2, column)
    assert ran == [] and list(tmp_path.iterdir()) == []


def test_a_tag_in_a_file_of_a_package_is_refused_in_that_file(tmp_path):
    text = FILES["perspectives/b-mark.yaml"].replace("order: 10", "order: !!python/object/apply:os.getpid []")
    faults = faults_of(write_package(tmp_path, **{"perspectives/b-mark.yaml": text}))
    assert places(faults)[0] == ("perspectives/b-mark.yaml", 3, "yaml-tag")
    assert "os.getpid" in faults[0].text("sv")


def test_no_refusal_is_left_out():
    tree = ast.parse(Path(located.__file__).read_text(encoding="utf-8"))
    words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert words & set(MESSAGES) == {
        "yaml-aliases",
        "yaml-depth",
        "yaml-empty",
        "yaml-encoding",
        "yaml-size",
        "yaml-tag",
    }


def read_all(files):
    """Inspect a package of ``files`` (bytes) and say every fault: nothing may be raised."""
    with tempfile.TemporaryDirectory() as folder:
        root = write_package(Path(folder))
        for name, data in files.items():
            (root / name).write_bytes(data)
        package, faults = inspect_package(root, SPECS)
    assert (package is None) == faults.has_errors
    for fault in faults:
        assert fault.text("sv") and fault.text("en")
        fault.text("sv").encode()
    return package


@given(st.binary(max_size=200))
@settings(max_examples=50, deadline=None)
def test_random_bytes_are_faults_and_nothing_else(data):
    assert read_all({"package.yaml": data, "perspectives/c-fragor.yaml": data}) is None


_PIECES = st.sampled_from(
    [
        *"{}[],:?-!&*|>'\"%@`#\\ \n\t~=<\r\0\x85\u2028\ufeff",
        *("---\n", "...\n", "- ", "? ", ": ", "<<: ", "!!int ", "!!bool ", "!!map ", "!!seq ", "!!null ", "! ", "!x "),
        *("&a ", "*a", "\\U00110000", "\\ud800", "%YAML 1.", "null", "true", "1e999", "0x1f", "1:30", "99999", ".inf"),
        *("9999-12-31", "2026-02-30", "99999 years", "1" * 400, "a" * 70, "{value}", "{}", " km", " %", "¤", "å"),
    ]
)
_EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 30), st.one_of(_PIECES, st.text(max_size=4))), min_size=1, max_size=6
)


@given(st.sampled_from(sorted(FILES)), _EDITS)
@settings(max_examples=100, deadline=None)
def test_a_mutated_package_is_read_or_has_faults_and_nothing_else(file, edits):
    text = FILES[file]
    for where, length, piece in edits:
        start = int(where * len(text))
        text = text[:start] + piece + text[start + length :]
    package = read_all({file: text.encode("utf-8", "surrogatepass")})
    if package is not None:
        for dataset in package.datasets.values():
            dataset.review_due()


def test_the_sound_package_is_within_every_limit_by_far():
    events = list(yaml.parse(PACKAGE, Loader=yaml.SafeLoader))
    assert not any(isinstance(event, yaml.AliasEvent) for event in events)
    assert len(PACKAGE) < MAX_CHARACTERS / 100
