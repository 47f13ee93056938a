"""The published JSON Schemas are those of the code and refuse what the reader refuses, where a schema can know it."""

from __future__ import annotations

import copy
import json
import re
from typing import Any, Iterator

import pytest
import yaml
from conftest import DEMO_PACKAGE, ROOT
from faulty_packages import CASES
from jsonschema import Draft202012Validator
from measure_specs import SPECS
from plandialog.plugin.core import assessment
from plandialog.plugin.core.package.faults import Fault, Faults
from plandialog.plugin.core.package.format import json_schema, package_spec, perspective_spec
from plandialog.plugin.core.package.rules import check_references
from plandialog.plugin.core.package.uri import REMOTE, SHOWN_ONLY
from plandialog.plugin.core.quantity import Dimension, QuantityError, parse_quantity
from sound_package import FILES, changed, params

SCHEMAS = ROOT / "resources" / "schema"

CODE = {
    "package": json_schema("package", SPECS),
    "perspective": json_schema("perspective", SPECS),
    "assessment": assessment.json_schema(),
}

#: What a schema cannot know: what stands in other files and in other places of the same file, …
OTHER_PLACES = {
    "reference-near",
    "reference-unknown",
    "id-duplicate",
    "not-polygon-dataset",
    "geometry-mismatch",
    "bands-none",
    "bands-open",
    "bands-order",
    "bands-closed",
    "background-image",
    "class-blank",
    "strategy-not-stated",
}

#: … what a text means to whoever opens a source, …
MEANING = {"credentials", "file-outside"}
MEANING |= {"uri-syntax", "uri-pairs", "uri-missing", "uri-key", "uri-value", "uri-address"}

#: … and what is no longer seen once YAML has become values: a key that stood twice, a merge, a tag.
NOTATION = {"key-duplicate"}

#: Values that are wrong in most places, and right in some.
WRONG = [None, True, 7, -1, 2.5, "", "Ett ord", "5 kg", "{ord}", [], ["ord"], {"ord": 1}]

Place = tuple  # the keys and indexes that lead to a value


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Dates stay texts, as editors see them."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in _Loader.yaml_implicit_resolvers.items()
}


def values(text: str) -> Any:
    return yaml.load(text, Loader=_Loader)  # noqa: S506


DOCUMENTS = {file: values(text) for file, text in FILES.items()}


def kind(file: str) -> str:
    return "package" if file == "package.yaml" else "perspective"


def node(value: Any, place: Place, seen: list[Place]) -> yaml.Node:
    """``value`` as the reader gets it; the line of each node is its number in ``seen``."""
    seen.append(place)
    mark = yaml.Mark("", 0, len(seen) - 1, 0, None, 0)
    if isinstance(value, dict):
        pairs = [(node(key, place, seen), node(child, (*place, key), seen)) for key, child in value.items()]
        return yaml.MappingNode("tag:yaml.org,2002:map", pairs, mark)
    if isinstance(value, list):
        items = [node(child, (*place, index), seen) for index, child in enumerate(value)]
        return yaml.SequenceNode("tag:yaml.org,2002:seq", items, mark)
    scalar = yaml.representer.SafeRepresenter().represent_data(value)
    return yaml.ScalarNode(scalar.tag, scalar.value, mark)


SPEC = {"package": package_spec(), "perspective": perspective_spec(SPECS)}
RECORDS = {file: SPEC[kind(file)].read(node(document, (), []), Faults(file)) for file, document in DOCUMENTS.items()}


def errors(file: str, document: Any) -> list[tuple[Fault, Place]]:
    """The reader's errors in ``document`` as one file of the sound package, each with its place."""
    faults, seen = Faults(file), []
    record = SPEC[kind(file)].read(node(document, (), seen), faults)
    if isinstance(record, dict):
        perspectives = {**RECORDS, file: record}
        check_references(perspectives.pop("package.yaml"), perspectives, SPECS, faults)
    return [
        (fault, seen[fault.place.line - 1] if fault.place.file == file else ()) for fault in faults if not fault.warning
    ]


VALIDATORS = {
    name: Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    for name, schema in CODE.items()
}


def at(document: Any, place: Place) -> Any:
    for key in place:
        document = document[key]
    return document


def places(document: Any, place: Place = ()) -> Iterator[Place]:
    """Every place in ``document``."""
    yield place
    if isinstance(document, (dict, list)):
        for key, child in document.items() if isinstance(document, dict) else enumerate(document):
            yield from places(child, (*place, key))


def kinds_of_places(document: Any) -> Iterator[Place]:
    """The places of ``document`` but one of each kind only: what is in a list has the same keys."""
    seen = set()
    for place in places(document):
        general = tuple("*" if isinstance(key, int) else key for key in place)
        if general not in seen:
            seen.add(general)
            yield place


def is_figure(value: Any) -> bool:
    for dimension in Dimension:
        try:
            parse_quantity(str(value), dimension)
        except QuantityError:
            continue
        return True
    return False


def beyond_a_schema(fault: Fault, value: Any, place: Place) -> bool:
    """Whether no schema could know the fault of ``value``."""
    code = fault.message.code
    if code in ("quantity", "quantity-near"):
        # Of which dimension a limit has to be follows from the measure beside it.
        return place[-1:] == ("up_to",) and is_figure(value)
    if code == "bands-none":
        return "up_to" not in value
    if code == "version-shape":
        return isinstance(value, (int, float))  # 1 and 1.0 are the same number
    if code == "key-needed":
        return params(fault)["key"] == "reach"  # needed where no band has a limit
    return code in OTHER_PLACES | MEANING | NOTATION


def agree(file: str, document: Any) -> bool:
    """Whether reader and schema say the same of ``document``."""
    refused = [
        found for found in errors(file, document) if not beyond_a_schema(found[0], at(document, found[1]), found[1])
    ]
    return VALIDATORS[kind(file)].is_valid(document) == (not refused)


@pytest.mark.parametrize("name", sorted(CODE))
def test_a_published_schema_is_that_of_the_code(name):
    expected = json.dumps(CODE[name], indent=2, ensure_ascii=False) + "\n"
    assert (SCHEMAS / f"{name}.schema.json").read_bytes().decode() == expected, "run make schema"


def test_no_other_schema_is_published():
    assert sorted(path.name for path in SCHEMAS.iterdir()) == sorted(f"{name}.schema.json" for name in CODE)


@pytest.mark.parametrize("name", sorted(CODE))
def test_a_schema_is_a_schema_and_refers_to_what_it_has(name):
    Draft202012Validator.check_schema(CODE[name])
    assert set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(CODE[name]))) <= set(CODE[name]["$defs"])


@pytest.mark.parametrize("package", sorted(DEMO_PACKAGE.parent.iterdir()), ids=lambda path: path.name)
def test_a_package_that_is_included_is_valid(package):
    files = ["package.yaml", *(f"perspectives/{path.name}" for path in (package / "perspectives").glob("*.yaml"))]
    assert len(files) > 6
    for file in files:
        document = values((package / file).read_text(encoding="utf-8"))
        assert [error.message for error in VALIDATORS[kind(file)].iter_errors(document)] == [], file


@pytest.mark.parametrize("file", FILES)
def test_the_sound_package_is_valid(file):
    assert VALIDATORS[kind(file)].is_valid(DOCUMENTS[file])
    assert errors(file, DOCUMENTS[file]) == []


def test_the_examples_of_the_page_on_the_format_are_sound():
    page = (ROOT / "docs" / "package-format.md").read_text(encoding="utf-8")
    package, network, image, perspective = map(
        values, re.findall(r"^```yaml\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    )
    package["datasets"] += network + image
    assert {each["source"]["provider"] for each in network} == {*REMOTE, *SHOWN_ONLY}
    for file, document in (("package.yaml", package), ("perspectives/a-trafik.yaml", perspective)):
        assert [error.message for error in VALIDATORS[kind(file)].iter_errors(document)] == []
        assert {fault.message.code for fault, _ in errors(file, document)} <= OTHER_PLACES


@pytest.mark.parametrize("file", FILES)
def test_reader_and_schema_agree_when_a_key_is_taken_away(file):
    keys = [place for place in places(DOCUMENTS[file]) if place and isinstance(place[-1], str)]
    assert len(keys) > 10
    different = []
    for place in keys:
        document = copy.deepcopy(DOCUMENTS[file])
        del at(document, place[:-1])[place[-1]]
        if not agree(file, document):
            different.append(place)
    assert different == []


@pytest.mark.parametrize("file", FILES)
def test_reader_and_schema_agree_when_a_key_is_added(file):
    mappings = [place for place in places(DOCUMENTS[file]) if isinstance(at(DOCUMENTS[file], place), dict)]
    different = []
    for place in mappings:
        document = copy.deepcopy(DOCUMENTS[file])
        at(document, place)["okand"] = 1
        if not agree(file, document) or VALIDATORS[kind(file)].is_valid(document):
            different.append(place)
    assert different == []


@pytest.mark.parametrize("value", WRONG, ids=repr)
@pytest.mark.parametrize("file", FILES)
def test_reader_and_schema_agree_when_a_value_is_another(file, value):
    different = []
    for place in kinds_of_places(DOCUMENTS[file]):
        document = copy.deepcopy(DOCUMENTS[file])
        if place:
            at(document, place[:-1])[place[-1]] = value
        else:
            document = value
        if not agree(file, document):
            different.append(place)
    assert different == []


def has_a_fault_of_notation(case) -> bool:
    return case.code in NOTATION or any(sign in case.new for sign in ("!!", "<<", "? ¤"))


@pytest.mark.parametrize("case", [case for case in CASES if not has_a_fault_of_notation(case)], ids=str)
def test_reader_and_schema_agree_on_every_fault_of_the_reader(case):
    assert agree(case.file, values(changed(case.file, case.old, case.new)[0]))


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("package.yaml", "coverage: {dataset: kommuner}", "coverage: unknown"),
        ("package.yaml", "version: 1.2.0", "version: 1.2"),
        ("package.yaml", "version: 1.2.0", "version: 1.2.0-beta.1"),
        ("package.yaml", "phone: 019-000 00 00", "phone: 019"),
        ("package.yaml", "licence: CC-BY-4.0", "licence: 4.0"),
        ("package.yaml", "title: {sv: Provpaketet, en: The sample package}", "title: {sv: 2030, en: 2030}"),
        ("package.yaml", "accuracy: 50 m", "accuracy: 0.05km"),
        ("package.yaml", "review: 18 months", "review: 540 days"),
        ("perspectives/a-trafik.yaml", "speaks: [region, trafikverket]", "speaks: region"),
        ("perspectives/a-trafik.yaml", "{up_to: 2, outcome", '{up_to: "2", outcome'),
        ("perspectives/a-trafik.yaml", "{up_to: 2, outcome", "{up_to: 2.5, outcome"),
        ("perspectives/a-trafik.yaml", "area: {at_least: 1 ha, at_most: 0.5 km2}", "area: {}"),
        ("perspectives/a-trafik.yaml", "Rita en cykelväg.", '"{value}{names}{reach}"'),
        ("perspectives/b-mark.yaml", "{up_to: 5 %, outcome", "{up_to: 100 %, outcome"),
        ("perspectives/b-mark.yaml", "order: 10", "order: 0"),
        ("package.yaml", 'colors: "#2980b9"', 'colors: ["#2980B9"]'),
        ("package.yaml", '["#C0392B", "#d98880"]', '"#C0392B"'),
        ("package.yaml", "accuracy: 600 m", "accuracy: 0.6 km"),
        ("package.yaml", "accuracy: 600 m", "accuracy: 0.05 m"),
        ("package.yaml", "page: s. 12", "page: 12"),
        ("package.yaml", "tolerance: 12", "tolerance: 0"),
        ("package.yaml", "tolerance: 12", 'tolerance: "12.5"'),
        ("package.yaml", "gaps: 400 m", "gaps: 0 m"),
        ("package.yaml", "      crs: EPSG:3011\n", ""),
        ("package.yaml", "uri: images/rus.pdf|page=3", "uri: images/rus.tif"),
        ("perspectives/d-bilder.yaml", "    classes: [nod, strak]\n", ""),
        ("perspectives/d-bilder.yaml", "classes: [nod, strak]", "classes: strak"),
    ],
)
def test_reader_and_schema_take_the_same_ways_of_writing(file, old, new):
    document = values(changed(file, old, new)[0])
    assert errors(file, document) == []
    assert VALIDATORS[kind(file)].is_valid(document)
