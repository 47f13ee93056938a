"""The rule of versions: an older document is brought up step by step, a newer one refused and told apart."""

from __future__ import annotations

import json

import pytest
from conftest import ROOT
from measure_specs import SPECS
from plandialog.plugin.core import assessment, session
from plandialog.plugin.core.codec import CodecError
from plandialog.plugin.core.package import manifest
from plandialog.plugin.core.package.archive import unpack
from plandialog.plugin.core.package.reader import inspect_package, read_package
from plandialog.plugin.core.package.seen import Seen, SeenError, read_seen, write_seen
from plandialog.plugin.core.versions import FileFormat, NewerError, check_version
from sound_package import faults_of, places, write_package

#: What each released version has written; see tools/make_version_samples.py.
RELEASED = sorted((ROOT / "tests" / "data").glob("v*"))

THIRD = FileFormat(
    "plandialog-test",
    version=3,
    key="things",
    steps={1: lambda content: [*content, "of 2"], 2: lambda content: [*content, "of 3"]},
)


@pytest.mark.parametrize(
    ("document", "content"),
    [
        ({"format": "plandialog-test", "version": 1, "things": []}, ["of 2", "of 3"]),
        ({"format": "plandialog-test", "version": 2, "things": []}, ["of 3"]),
        ({"format": "plandialog-test", "version": 3, "things": []}, []),
    ],
)
def test_an_older_document_is_brought_up_step_by_step(document, content):
    assert THIRD.content(document) == content


def test_a_document_is_read_back():
    assert THIRD.content(json.loads(json.dumps(THIRD.document(["a"])))) == ["a"]


def test_a_newer_document_is_told_with_both_versions():
    document = {"format": "plandialog-test", "version": 4, "things": []}
    with pytest.raises(NewerError) as error:
        THIRD.content(document)
    assert error.value.params == {"value": "4", "reads": "3"}
    assert THIRD.is_newer(json.dumps(document)) and not THIRD.is_newer(json.dumps(THIRD.document([])))


@pytest.mark.parametrize("stated", [0, -1, True, None, "1", 1.0, [], 0.5])
def test_what_is_no_version_is_refused(stated):
    with pytest.raises(CodecError) as error:
        check_version(stated, 1)
    assert not isinstance(error.value, NewerError)


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"format": "annat", "version": 9}', "9" * 5000])
def test_what_is_no_document_is_not_newer(text, tmp_path):
    assert not THIRD.is_newer(text)
    (tmp_path / "fil").write_text(text)
    assert not THIRD.is_newer_file(tmp_path / "fil") and not THIRD.is_newer_file(tmp_path / "borta")


def test_every_format_has_a_step_from_each_version_before():
    for each in (session.FORMAT, assessment.FORMAT):
        assert set(each.steps) == set(range(1, each.version))


# packages


def test_a_newer_package_is_told_alone_whatever_else_is_strange_in_it(tmp_path):
    text = (write_package(tmp_path) / "package.yaml").read_text("utf-8")
    write_package(tmp_path, **{"package.yaml": text.replace("format: 1", "format: 2\nnytt: {a: 1}\nunits2: []")})
    assert places(faults_of(tmp_path)) == [("package.yaml", 1, "format-newer")]
    [fault] = faults_of(tmp_path)
    assert "format 2" in fault.text("en") and "format 1" in fault.text("en") and "Update" in fault.text("en")


@pytest.mark.parametrize(
    ("stated", "code"), [(2, "manifest-newer"), ("x", "manifest-broken"), (True, "manifest-broken")]
)
def test_a_manifest_of_another_format_is_refused(tmp_path, stated, code):
    path = manifest.seal(write_package(tmp_path))
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "format": stated}))
    assert ("manifest.json", 0, code) in places(faults_of(tmp_path))


def test_a_manifest_without_a_format_is_of_the_first(tmp_path):
    path = manifest.seal(write_package(tmp_path))
    content = json.loads(path.read_text("utf-8"))
    del content["format"]
    path.write_text(json.dumps(content))
    assert inspect_package(tmp_path, SPECS)[0] is not None


# what is kept


def test_what_a_newer_version_has_seen_is_not_written_over(tmp_path):
    path, seen = tmp_path / "seen.json", {"mark": Seen("2026-11-30", "u", "point", "EPSG:3006", ())}
    write_seen(path, seen)
    newer = path.read_text("utf-8").replace('"version": 1', '"version": 2')
    path.write_text(newer, "utf-8")
    assert read_seen(path) == {}
    with pytest.raises(SeenError) as error:
        write_seen(path, seen)
    assert error.value.message.code == "kept-newer" and path.read_text("utf-8") == newer


# files of the versions that are out


def test_there_are_files_of_the_first_version():
    assert "v0.1.0" in [folder.name for folder in RELEASED]


@pytest.mark.parametrize("folder", RELEASED, ids=lambda folder: folder.name)
def test_files_of_an_older_version_are_read(folder, tmp_path):
    package = read_package(unpack(folder / "package.zip", tmp_path / "paket"), SPECS)
    assert package.id == "prov" and len(package.checks) == 3 and package.manifest
    [found] = assessment.from_json((folder / "assessment.json").read_text("utf-8"))
    assert len(found.findings) == 3 and found.remarks[0].text == "Så här blir det."
    kept = session.from_json((folder / "unsaved.json").read_text("utf-8"))
    assert [draft.name for draft in kept.drafts] == ["Kvarteret Å", "Två"]
    assert kept.drafts[0].dwellings == 40 and kept.drafts[0].remarks[1].text == "Löst i förstudien 🏠"
    assert read_seen(folder / "seen.json")["mark"].count == 3
