"""A new package can be read at once, in both languages, whatever its author is called."""

from __future__ import annotations

import datetime
import re

import pytest
import yaml
from conftest import ROOT
from measure_specs import SPECS
from plandialog.plugin.core.package.ids import unique_id
from plandialog.plugin.core.package.reader import inspect_package
from plandialog.plugin.core.package.skeleton import Answers, skeleton
from plandialog.plugin.core.package.unwritten import NEW_PERSPECTIVE, WRITE_HERE, unwritten
from plandialog.plugin.core.text import Text

TEMPLATES = ROOT / "resources" / "skeleton"


def written(folder, language, **changes):
    answers = Answers(
        **{
            "id": "prov",
            "title": Text("Perspektiv i Provlän", "Perspectives in Sample County"),
            "region": Text("Region Provlän", "Sample Region"),
            "email": "plan@example.org",
            "crs": "EPSG:3006",
            "issued": datetime.date(2026, 3, 1),
            **changes,
        }
    )
    for name, text in skeleton(TEMPLATES, language, answers).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("language", ["sv", "en"])
def test_it_is_sound(tmp_path, language):
    package, faults = inspect_package(written(tmp_path, language), SPECS)
    assert {fault.message.code for fault in faults} == {"manifest-missing", "text-unwritten"} and not faults.has_errors
    assert package.demo and package.units["samhallsplanering"].email == "plan@example.org"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_whatever_asks_its_author_for_a_text_is_warned_of_in_its_place(tmp_path, language):
    written(tmp_path, language)
    # The examples in the comments too, once somebody uses them.
    strategy, check = tmp_path / "package.yaml", tmp_path / "perspectives" / "perspektiv.yaml"
    before, after = strategy.read_text(encoding="utf-8").split("# strategy:")
    strategy.write_text(f"{before}strategy:{after.replace('#  ', '  ', 6)}", encoding="utf-8")
    lines = check.read_text(encoding="utf-8").replace("mitt-underlag\n", "omrade\n").splitlines()
    check.write_text("".join(f"{line[1:] if line.startswith('#  ') else line}\n" for line in lines), encoding="utf-8")
    asking = []
    for name in ("package.yaml", "perspectives/perspektiv.yaml"):
        text = (tmp_path / name).read_text(encoding="utf-8")
        for words in (WRITE_HERE.sv, WRITE_HERE.en, NEW_PERSPECTIVE.sv, NEW_PERSPECTIVE.en):
            asking += [(name, 1 + text[: each.start()].count("\n")) for each in re.finditer(words, text)]
    _, faults = inspect_package(tmp_path, SPECS)
    told = [(fault.place.file, fault.place.line) for fault in faults if fault.message.code == "text-unwritten"]
    assert sorted(told) == sorted(asking) and len(told) == 22


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Skriv här varför.", "Skriv här varför."),
        ("Ett paket.\nSkriv här vad det är och vem det är till för.", "Skriv här vad det är och vem det är til…"),
        ("Write here.", "Write here."),
        ("(skriv  här)", "skriv  här)"),
        ("New perspective", "New perspective"),
        ("New perspectives on old towns", None),
        ("Visa hur man kan skriva här.", None),
        ("Att skriva: beskriv härkomsten. Skriv härom.", None),
    ],
)
def test_a_text_that_is_written_may_have_the_words_within_it(text, asks):
    message = unwritten(text)
    assert (message and message.params["text"]) == asks


@pytest.mark.parametrize("title", ['"Länet": vägar & torg # 1', "- på rad\u2028två", "it's \\n", "ja", "2030"])
def test_a_title_may_hold_anything(tmp_path, title):
    package, _ = inspect_package(written(tmp_path, "sv", title=Text(title, title)), SPECS)
    assert package.title.sv == title


def test_what_is_asked_of_an_editor_is_where_it_says(tmp_path):
    written(tmp_path, "en")
    for name, schema in (
        ("package.yaml", ".schema/package.schema.json"),
        ("perspectives/perspektiv.yaml", "../.schema/perspective.schema.json"),
    ):
        first = (tmp_path / name).read_text(encoding="utf-8").splitlines()[0]
        assert first == f"# yaml-language-server: $schema={schema}"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_example_in_the_comments_is_sound_once_it_is_uncommented(tmp_path, language):
    written(tmp_path, language)
    path = tmp_path / "perspectives" / "perspektiv.yaml"
    text = path.read_text(encoding="utf-8")
    example = "".join(f"{line[1:]}\n" for line in text.splitlines() if line.startswith("#  "))
    assert "measure: overlap" in example
    path.write_text(text + example.replace("mitt-underlag\n", "omrade\n"), encoding="utf-8")
    package, faults = inspect_package(tmp_path, SPECS)
    assert not faults.has_errors, [fault.text("en") for fault in faults]
    assert [check.id for _, check in package.checks] == ["bidrag", "andel-i-omrade"]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_strategy_in_the_comments_is_sound_once_it_is_uncommented(tmp_path, language):
    written(tmp_path, language)
    path = tmp_path / "package.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    first = lines.index("# strategy:")
    lines[first : first + 7] = [line[2:] for line in lines[first : first + 7]]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    package, faults = inspect_package(tmp_path, SPECS)
    assert not faults.has_errors, [fault.text("en") for fault in faults]
    assert set(package.strategy.goals) == {"livskvalitet"} and set(package.strategy.priorities) == {"bostader"}


def test_the_languages_have_the_same_files_and_values(tmp_path):
    documents = {}
    for language in ("sv", "en"):
        folder = written(tmp_path / language, language)
        names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
        documents[language] = {
            name: yaml.safe_load((folder / name).read_text(encoding="utf-8")) if name.endswith(".yaml") else None
            for name in names
        }
    assert documents["sv"] == documents["en"]


def test_an_id_for_a_package_begins_with_a_letter():
    assert unique_id("2030 – målbild", (), otherwise="paket") == "paket-2030-malbild"
