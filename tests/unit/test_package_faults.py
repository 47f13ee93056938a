"""Every fault of a package is told with its place, in both languages, and all of them in one pass."""

from __future__ import annotations

import ast
import json
import time
from pathlib import Path

import pytest
from faulty_packages import CASES
from measure_specs import SPECS
from plandialog.plugin.core.messages import MESSAGES, Message
from plandialog.plugin.core.package import format as package_format
from plandialog.plugin.core.package import reader, rules, spec, unwritten
from plandialog.plugin.core.package.faults import Faults, Place
from plandialog.plugin.core.package.manifest import seal
from sound_package import FILES, PACKAGE, TRAFFIC, assert_said, changed, faults_of, params, places, write_package


def faults_without_seal(root):
    """All that is wrong but for the warning that the package has no manifest."""
    return [fault for fault in faults_of(root) if fault.message.code != "manifest-missing"]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_one_change_makes_one_fault_in_its_place(tmp_path, case):
    text, place = changed(case.file, case.old, case.new)
    faults = faults_without_seal(write_package(tmp_path, **{case.file: text}))
    assert [(fault.message.code, fault.place) for fault in faults] == [(case.code, Place(case.file, *place))]
    assert faults[0].warning == (case.code in ("text-unused", "dataset-unused", "text-unwritten"))
    assert params(faults[0]).get("near", "") == case.near
    assert_said(faults[0].message)
    for language in ("sv", "en"):
        assert case.near in faults[0].message.text(language)
        assert "hemligt" not in faults[0].text(language)


def test_the_cases_are_many_and_different():
    assert len({str(case) for case in CASES}) == len(CASES) >= 100


def codes_in(module):
    """The messages that a module knows, from the words that stand in its source."""
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return words & set(MESSAGES)


#: What takes changes in two files, and has a test of its own.
IN_TWO_FILES = {"strategy-not-stated"}


@pytest.mark.parametrize("module", [spec, package_format, rules, unwritten])
def test_no_fault_of_the_format_is_left_out_of_the_cases(module):
    assert codes_in(module) - {case.code for case in CASES} - IN_TWO_FILES == set()


def test_without_a_strategy_no_perspective_may_refer_to_its_goals(tmp_path):
    before, after = PACKAGE.split("strategy:\n")
    text = before + "units:\n" + after.split("units:\n")[1]
    faults = faults_without_seal(write_package(tmp_path, **{"package.yaml": text}))
    line = 1 + TRAFFIC[: TRAFFIC.index("strategy:")].count("\n")
    assert [(fault.message.code, fault.place.file, fault.place.line) for fault in faults] == [
        ("strategy-not-stated", "perspectives/a-trafik.yaml", line)
    ]
    assert_said(faults[0].message)


MANY_PACKAGE = """\
format: 1
id: Prov paket
title: {sv: Provpaketet}
version: första
issued: 2026-13-01
demo: kanske
regoin: {sv: Provlän, en: Sample County}
crs: sweref99
area: lam
background: []
strategy:
  title: {sv: Strategin, en: " "}
  link: www.example.org
  goals:
    - {id: mal, title: {sv: "Mål {value}", en: Goal}}
  priorities:
    - {id: prio, title: {sv: Prio, en: Priority}}
    - {id: prio, title: {sv: Prio, en: Priority}}
units:
  - {id: enhet, title: {sv: Enheten, en: The unit}, email: enhet}
datasets:
  - id: lan
    title: {sv: Länet, en: The county}
    source: {provider: oqr, uri: layers/lan.gpkg}
    geometry: polygon
    accuracy: 50 kms
    sliver: half a metre
    review: yearly
    issued: 2026-01-01
    producer: {sv: Kontoret, en: The office}
    licence: CC0-1.0
  - id: stationer
    title: {sv: Stationer, en: Stations}
    source: {provider: ogr, uri: ../stationer.gpkg}
    geometry: point
    geometry: point
    coverage: {dataset: stationer}
    issued: 2026-01-01
    producer: {sv: Kontoret, en: The office}
    licence: CC0-1.0
"""

MANY_PERSPECTIVE = """\
id: trafik
title: {sv: Trafik, en: Traffic}
unit: enheten
roles: {decides: kommun, speaks: regionen}
strategy: {goals: [okand]}
checks:
  - id: andel
    title: {sv: Andel, en: Share}
    dataset: stationer
    measure: overlap
    reach: 1 km
    bands:
      - {up_to: 10 %, outcome: consider}
      - {outcome: consider}
      - {up_to: 5 %, outcome: stop}
    guidance: {why: {sv: Därför, en: Because}, do: {sv: Gör så, en: Do so}}
  - id: summa
    title: {sv: Summa, en: Sum}
    dataset: stationer
    measure: sum
    field: antal
    bands: [{none: true, outcome: supports}, {none: true, outcome: supports}, {outcome: discuss}]
    guidance: {why: {sv: Därför, en: Because}, do: {sv: Gör så, en: Do so}}
"""

MANY = [
    ("package.yaml", 1, "key-missing"),
    ("package.yaml", 2, "id-shape"),
    ("package.yaml", 3, "key-missing"),
    ("package.yaml", 4, "version-shape"),
    ("package.yaml", 5, "date"),
    ("package.yaml", 6, "shape"),
    ("package.yaml", 7, "key-near"),
    ("package.yaml", 8, "crs-shape"),
    ("package.yaml", 9, "reference-near"),
    ("package.yaml", 10, "list-empty"),
    ("package.yaml", 12, "text-blank"),
    ("package.yaml", 13, "link-shape"),
    ("package.yaml", 15, "text-placeholder"),
    ("package.yaml", 18, "id-duplicate"),
    ("package.yaml", 20, "email-shape"),
    ("package.yaml", 24, "value-near"),
    ("package.yaml", 26, "quantity-near"),
    ("package.yaml", 27, "quantity"),
    ("package.yaml", 28, "duration"),
    ("package.yaml", 34, "file-outside"),
    ("package.yaml", 36, "key-duplicate"),
    ("package.yaml", 37, "not-polygon-dataset"),
    ("perspectives/trafik.yaml", 3, "reference-near"),
    ("perspectives/trafik.yaml", 4, "value-near"),
    ("perspectives/trafik.yaml", 5, "reference-unknown"),
    ("perspectives/trafik.yaml", 9, "geometry-mismatch"),
    ("perspectives/trafik.yaml", 11, "key-not-here"),
    ("perspectives/trafik.yaml", 14, "bands-open"),
    ("perspectives/trafik.yaml", 15, "bands-closed"),
    ("perspectives/trafik.yaml", 15, "bands-order"),
    ("perspectives/trafik.yaml", 15, "value-unknown"),
    ("perspectives/trafik.yaml", 17, "key-needed"),
    ("perspectives/trafik.yaml", 22, "bands-none"),
]


@pytest.fixture
def many(tmp_path):
    (tmp_path / "perspectives").mkdir()
    (tmp_path / "package.yaml").write_text(MANY_PACKAGE, encoding="utf-8")
    (tmp_path / "perspectives" / "trafik.yaml").write_text(MANY_PERSPECTIVE, encoding="utf-8")
    return faults_without_seal(tmp_path)


def test_a_package_with_many_faults_tells_all_of_them_in_one_pass(many):
    assert sorted(places(many)) == sorted(MANY)
    assert len(many) > 30 and len({fault.message.code for fault in many}) > 20


def test_many_faults_come_by_file_and_line(many):
    assert [fault.place for fault in many] == sorted(fault.place for fault in many)


def test_many_faults_read_in_both_languages(many):
    for fault in many:
        assert_said(fault.message)
        for language in ("sv", "en"):
            assert fault.text(language).startswith(f"{fault.place.file}:{fault.place.line}: ")


def test_the_nearest_right_word_stands_where_there_is_one(many):
    near = {fault.place.line: params(fault)["near"] for fault in many if "near" in params(fault)}
    assert near == {7: "region", 9: "lan", 24: "ogr", 26: "km", 3: "enhet", 4: "region"}


def test_a_second_id_names_the_place_of_the_first(tmp_path):
    text, _ = changed("perspectives/b-mark.yaml", "  - id: yta", "  - id: avstand")
    (fault,) = faults_without_seal(write_package(tmp_path, **{"perspectives/b-mark.yaml": text}))
    line = 1 + FILES["perspectives/a-trafik.yaml"].split("- id: avstand")[0].count("\n")
    assert params(fault) == {"value": "avstand", "file": "perspectives/a-trafik.yaml", "line": line}


def test_the_same_check_by_an_alias_is_the_same_id_again(tmp_path):
    text, _ = changed("perspectives/b-mark.yaml", "  - id: inom", "  - &igen\n    id: inom")
    faults = faults_without_seal(write_package(tmp_path, **{"perspectives/b-mark.yaml": text + "  - *igen\n"}))
    assert [fault.message.code for fault in faults] == ["id-duplicate"]


def test_a_dataset_whose_id_is_taken_tells_its_other_faults_too(tmp_path):
    again = PACKAGE[PACKAGE.index("  - id: stationer") : PACKAGE.index("  - id: vagar")]
    again = again.replace("layers/stationer.geojson", "../stationer.geojson").replace("{dataset: kom", "{dataset: kim")
    faults = faults_without_seal(write_package(tmp_path, **{"package.yaml": PACKAGE + again}))
    assert [fault.message.code for fault in faults] == ["id-duplicate", "file-outside", "reference-near"]


def test_a_fault_is_told_once_however_often_an_alias_repeats_it(tmp_path):
    text, _ = changed(
        "perspectives/c-fragor.yaml", "why: {sv: Därför, en: Because}, do: {sv:", "why: &text {sv: Därför}, do: {sv:"
    )
    text = text.replace("do: {sv: Gör så, en: Do so}", "do: *text")
    faults = faults_without_seal(write_package(tmp_path, **{"perspectives/c-fragor.yaml": text}))
    assert [(fault.message.code, fault.place.line) for fault in faults] == [("key-missing", 9)]


def test_the_time_for_a_fault_does_not_grow_with_their_number():
    faults = Faults("package.yaml")
    start = time.perf_counter()
    for line in range(20_000):
        faults.add_at(line, 1, Message("text-blank"))
        faults.add_at(line, 1, Message("text-blank"))
    assert len(list(faults)) == 20_000
    assert time.perf_counter() - start < 3  # a search through a list takes a minute


def test_among_very_many_ids_the_nearest_is_not_looked_for(tmp_path, monkeypatch):
    text, _ = changed("package.yaml", "area: lan", "area: lam")
    root = write_package(tmp_path, **{"package.yaml": text})
    monkeypatch.setattr(rules, "MAX_CANDIDATES", 3)  # there are four datasets
    assert [fault.message.code for fault in faults_without_seal(root)] == ["reference-unknown"]


def no_manifest(root):
    return [("manifest.json", "manifest-missing")]


def no_package(root):
    (root / "package.yaml").unlink()
    return [("package.yaml", "not-a-package")]


def no_perspectives(root):
    for path in (root / "perspectives").iterdir():
        path.unlink()
    return [("manifest.json", "manifest-missing"), ("package.yaml", "no-perspectives")]


def another_ending(root):
    (root / "perspectives" / "c-fragor.yaml").rename(root / "perspectives" / "c-fragor.yml")
    return [("manifest.json", "manifest-missing"), ("perspectives/c-fragor.yml", "perspective-ending")]


def a_folder_for_a_file(root):
    (root / "perspectives" / "d.yaml").mkdir()
    return [("manifest.json", "manifest-missing"), ("perspectives/d.yaml", "file-unreadable")]


def a_link_to_nothing(root):
    (root / "perspectives" / "d.yaml").symlink_to(root / "nowhere")
    return [("manifest.json", "manifest-missing"), ("perspectives/d.yaml", "file-missing")]


def a_link_out(root):
    outside = root.parent / "outside.yaml"
    outside.write_text(FILES["perspectives/c-fragor.yaml"].replace("fraga", "annan").replace("fragor", "andra"))
    (root / "perspectives" / "d.yaml").symlink_to(outside)
    return [("manifest.json", "manifest-missing"), ("perspectives/d.yaml", "file-outside")]


def too_many_perspectives(root):
    for number in range(reader.MAX_PERSPECTIVES):
        (root / "perspectives" / f"{number}.yaml").touch()
    return [("manifest.json", "manifest-missing"), ("package.yaml", "too-many-files")]


def a_changed_file(root):
    seal(root)
    with (root / "package.yaml").open("a") as stream:
        stream.write("# ändrad\n")
    return [("package.yaml", "file-hash")]


def a_changed_file_with_a_fault(root):
    seal(root)
    text, _ = changed("package.yaml", "demo: true", "demo: ja")
    (root / "package.yaml").write_text(text, encoding="utf-8")
    return [("package.yaml", "file-hash"), ("package.yaml", "shape")]


def a_new_perspective(root):
    (root / "perspectives" / "c-fragor.yaml").rename(root / "undan.yaml")
    seal(root)
    (root / "undan.yaml").rename(root / "perspectives" / "c-fragor.yaml")
    return [("perspectives/c-fragor.yaml", "file-unlisted")]


def a_perspective_less(root):
    seal(root)
    (root / "perspectives" / "c-fragor.yaml").unlink()
    return [("perspectives/c-fragor.yaml", "file-missing")]


@pytest.mark.parametrize(
    "damage",
    [
        no_manifest,
        no_package,
        no_perspectives,
        another_ending,
        a_folder_for_a_file,
        a_link_to_nothing,
        a_link_out,
        too_many_perspectives,
        a_changed_file,
        a_changed_file_with_a_fault,
        a_new_perspective,
        a_perspective_less,
    ],
)
def test_a_fault_of_the_folder_names_its_file(tmp_path, damage):
    expected = damage(write_package(tmp_path / "paket"))
    faults = faults_of(tmp_path / "paket")
    assert sorted((fault.place.file, fault.message.code) for fault in faults) == expected
    for fault in faults:
        assert_said(fault.message)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"files": []}',
        b'{"files": {"package.yaml": 1}}',
        b"\xff",
        b"[" * 100_000,
        b'{"files": ' + b"9" * 5000 + b"}",
        b'{"files": {}, "more": "' + b"x" * 10_000_000 + b'"}',
    ],
    ids=lambda content: repr(content[:20]),
)
def test_a_manifest_that_cannot_be_read_is_a_fault(tmp_path, content):
    (write_package(tmp_path) / "manifest.json").write_bytes(content)
    (fault,) = faults_of(tmp_path)
    assert (fault.place, fault.message.code) == (Place("manifest.json"), "manifest-broken")
    assert not fault.warning
    assert_said(fault.message)


@pytest.mark.parametrize(
    "name",
    ["a\x00b", "a\ud800b", "", ".", "/", "../package.yaml", "x" * 5000],
    ids=["null", "surrogate", "empty", "dot", "slash", "outside", "long"],
)
def test_a_name_in_the_manifest_that_no_file_has_is_a_fault_of_that_file(tmp_path, name):
    listed = json.loads(seal(write_package(tmp_path)).read_text(encoding="utf-8"))
    listed["files"][f"perspectives/{name}.yaml"] = f"sha256:{'0' * 64}"
    (tmp_path / "manifest.json").write_text(json.dumps(listed), encoding="utf-8")
    assert {fault.message.code for fault in faults_of(tmp_path)} == {"file-missing"}


FOLDER_CODES = {
    "not-a-package",
    "too-many-files",
    "no-perspectives",
    "perspective-ending",
    "manifest-missing",
    "manifest-broken",
    "manifest-newer",
    "file-missing",
    "file-hash",
    "file-unlisted",
    "file-unreadable",
}


def test_no_fault_of_the_reader_is_left_out():
    codes = codes_in(reader) - {"source-missing", "source-changed", "source-unlisted"}  # turned into those above
    assert codes == FOLDER_CODES


def test_faults_of_another_kind_do_not_hide_those_of_the_perspectives(tmp_path):
    text, _ = changed("perspectives/b-mark.yaml", "order: 10", "order: tio")
    files = {"package.yaml": "[", "perspectives/b-mark.yaml": text}
    assert places(faults_without_seal(write_package(tmp_path, **files))) == [
        ("package.yaml", 1, "yaml-end"),
        ("perspectives/b-mark.yaml", 3, "shape"),
    ]


def test_the_measures_are_those_the_reader_was_handed(tmp_path):
    package, faults = reader.inspect_package(
        write_package(tmp_path), {name: each for name, each in SPECS.items() if name != "within"}
    )
    assert package is None
    assert [fault.message.code for fault in faults if not fault.warning] == ["value-unknown"]
