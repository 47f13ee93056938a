"""Every message can be said: its code exists and is used, and its placeholders are filled, in both languages."""

from __future__ import annotations

import ast
import functools
import itertools
import re

import pytest
from conftest import ROOT
from plandialog.plugin.core import messages
from plandialog.plugin.core.messages import MESSAGES, Message
from plandialog.plugin.core.quantity import Dimension, format_quantity
from plandialog.plugin.core.text import LANGUAGES

PLUGIN = ROOT / "plugin"

#: Functions that are handed a code, and the position of the code among their arguments.
TAKES_CODE = {"Message": 0, "RemoteError": 0, "_ruled_out": 0, "_word": 0, "String": 1}

#: Exceptions that make their message of keywords, besides the service that is their second argument.
OF_KEYWORDS = {"RemoteError": "service"}

#: Filled in where the number is known: the judge only knows that there are some.
FILLED_LATER = {("core/bands.py", "incomplete-values")}

#: Placeholders without a kind that are given as numbers.
NUMBERS = {"count", "limit", "line", "wanted", "actual"}

_PLACEHOLDER = re.compile(r"\{(\w+)(?::(\w+))?\}")
_CODE = re.compile(r"[a-z]+(-[a-z]+)+")


def placeholders(template):
    """Name and kind of every placeholder; the kind is empty where none is asked for."""
    return set(_PLACEHOLDER.findall(template))


@functools.cache
def modules():
    """Every module of the plugin but that of the messages, as its name and its tree."""
    paths = [path for path in sorted(PLUGIN.rglob("*.py")) if path != PLUGIN / "core" / "messages.py"]
    return [(path.relative_to(PLUGIN).as_posix(), ast.parse(path.read_text(encoding="utf-8"))) for path in paths]


def constants(tree):
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


@functools.cache
def calls():
    """Every call that is handed a code: module, the function or module around it, the call, the argument with it."""
    found = []
    for name, tree in modules():
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        around = {id(inner): function for function in functions for inner in ast.walk(function)}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if called in TAKES_CODE and len(node.args) > TAKES_CODE[called]:
                found.append((name, around.get(id(node), tree), node, node.args[TAKES_CODE[called]]))
    return found


def codes(function, argument):
    """The codes that an argument may be: those it spells out, or all that its function spells out."""
    spelt = constants(argument)
    return spelt or {text for text in constants(function) if _CODE.fullmatch(text)}


def keys(function, node):
    """The keys of the dictionary that ``node`` stands for, a set for each it may be; empty where that is not known."""
    if isinstance(node, ast.IfExp):
        return keys(function, node.body) + keys(function, node.orelse)
    if isinstance(node, ast.Name):
        assigned = [each for each in ast.walk(function) if isinstance(each, ast.Assign)]
        values = [each.value for each in assigned if getattr(each.targets[0], "id", "") == node.id]
        return [found for value in values for found in keys(function, value)]
    if not isinstance(node, ast.Dict):
        return []
    made = [{key.value for key in node.keys if isinstance(key, ast.Constant)}]
    for key, value in zip(node.keys, node.values):
        if key is None:  # {**others}
            made = [own | others for own in made for others in keys(function, value)]
    return made


def sensible(template):
    """Parameters that fit the placeholders of ``template``."""
    params = {}
    for name, kind in placeholders(template):
        words = messages._WORDS.get(kind)
        if words is not None:
            params[name] = ",".join(itertools.islice(words, 2)) or "Kumla,Hallsberg"
        elif kind or name in NUMBERS:
            params[name] = 12.0
        else:
            params[name] = "xyz"
    return params


def test_the_keys_of_a_dictionary_are_found_where_it_was_made():
    tree = ast.parse("file = {'file': 1}\nf(file)\nf({**file, 'detail': 2})\nf({'a': 1} if b else {'c': 2})\nf(g())")
    found = [keys(tree, node.value.args[0]) for node in tree.body[1:]]
    assert found == [[{"file"}], [{"file", "detail"}], [{"a"}, {"c"}], []]


@pytest.mark.parametrize("code", MESSAGES)
def test_both_languages_have_the_same_placeholders_of_a_known_kind(code):
    sv, en = (placeholders(MESSAGES[code].get(language)) for language in LANGUAGES)
    assert sv == en
    assert {kind for _, kind in sv} <= {"", *messages._FORMATS, *messages._WORDS}


@pytest.mark.parametrize("code", MESSAGES)
def test_both_languages_are_there_and_are_not_the_same(code):
    text = MESSAGES[code]
    assert text.sv.strip() and text.en.strip()
    assert text.sv != text.en


@pytest.mark.parametrize("code", MESSAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_with_its_parameters_leaves_nothing_open(code, language):
    template = MESSAGES[code].get(language)
    params = sensible(template)
    text = Message(code, params).text(language)
    assert text.count("?") == template.count("?")
    assert not _PLACEHOLDER.search(text)
    assert all(value in text for value in params.values() if value == "xyz")


def test_what_is_counted_is_in_singular_or_plural():
    one = Message("when-dwellings-least", {"wanted": 1, "actual": 0})
    assert "minst 1 bostad;" in one.text("sv") and "at least 1 dwelling;" in one.text("en")
    many = Message("when-dwellings-least", {"wanted": 1200, "actual": 0})
    assert "1\N{NO-BREAK SPACE}200 bostäder;" in many.text("sv") and "dwellings;" in many.text("en")


@pytest.mark.parametrize("code", [code for code, text in MESSAGES.items() if placeholders(text.sv)])
def test_a_parameter_that_is_missing_shows_and_breaks_nothing(code):
    assert "?" in Message(code).text("sv")


def test_every_code_in_the_plugin_is_a_message():
    used = {(name, code) for name, function, _, argument in calls() for code in codes(function, argument)}
    assert len(used) > 100
    assert sorted((name, code) for name, code in used if code not in MESSAGES) == []


def test_every_call_has_a_code_that_can_be_found():
    """A code that no test can see may be misspelt; each of these calls is in a function that spells its codes out."""
    forwarding = {"_ruled_out", "_word"}
    of_keywords = {"gis/remote/errors.py"}
    unseen = [
        (name, call.lineno)
        for name, function, call, argument in calls()
        if not codes(function, argument) and getattr(function, "name", "") not in forwarding and name not in of_keywords
    ]
    assert unseen == []


def test_every_message_is_used():
    used = set().union(*(constants(tree) for _, tree in modules()))
    assert set(MESSAGES) - used == set()


def test_every_call_gives_the_parameters_that_its_message_asks_for():
    lacking = []
    for name, function, call, argument in calls():
        called = getattr(call.func, "id", "")
        if called not in ("Message", *OF_KEYWORDS) or not constants(argument):
            continue
        if called in OF_KEYWORDS:
            given = [{OF_KEYWORDS[called], *(keyword.arg for keyword in call.keywords)}]
        else:
            given = keys(function, call.args[1]) if len(call.args) > 1 else [set()]
        for code in codes(function, argument) & set(MESSAGES):
            wanted = {placeholder for placeholder, _ in placeholders(MESSAGES[code].sv)}
            if given and not any(wanted <= each for each in given) and (name, code) not in FILLED_LATER:
                lacking.append((name, call.lineno, code))
    assert lacking == []


def test_a_figure_is_said_in_the_notation_of_the_language():
    message = Message("coverage-partial", {"share": 54.5})
    for language in LANGUAGES:
        assert format_quantity(54.5, Dimension.SHARE, language) in message.text(language)
    repaired = Message("geometries-repaired", {"count": 1234})
    assert "1\N{NO-BREAK SPACE}234" in repaired.text("sv")
    assert "1,234" in repaired.text("en")


def test_ids_are_said_in_words_and_an_unknown_one_stands_for_itself():
    message = Message("when-land-use", {"wanted": "bostader,annat", "actual": "energi"})
    assert "bostäder och annat" in message.text("sv")
    assert "housing and annat" in message.text("en") and "energy" in message.text("en")


def test_names_keep_their_capitals():
    message = Message("when-municipality", {"wanted": "Kumla", "actual": "Örebro,Hallsberg"})
    assert "Kumla" in message.text("sv") and "Örebro och Hallsberg" in message.text("sv")


def test_braces_in_a_parameter_stay_as_they_are():
    text = Message("source-broken", {"file": "{detail}", "detail": "{file}"}).text("en")
    assert text.index("{detail}") < text.index("{file}")


def test_messages_with_the_same_code_and_parameters_are_one():
    same = [Message("yaml-size", {"limit": 5}), Message("yaml-size", {"limit": 5}), Message("yaml-size", {"limit": 6})]
    assert len(dict.fromkeys(same)) == 2
    assert same[0].as_text().sv == same[0].text("sv")
