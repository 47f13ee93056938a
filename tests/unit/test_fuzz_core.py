"""Damaged files that are read without QGIS: each is read or refused in words, in time, and leaves what was there."""

from __future__ import annotations

import json
import zipfile

import pytest
from builders import dataset_document, package_document
from fuzz_pure import PURE, assert_in_words, full_assessment, full_session, small_package_texts
from fuzzing import run
from hypothesis import HealthCheck, given, settings
from mutants import json_bytes, near, trees, yaml_bytes
from plandialog.plugin.core import assessment, session
from plandialog.plugin.core.messages import Message, MessageError
from plandialog.plugin.core.package.edit import with_dataset
from plandialog.plugin.core.package.faults import PackageError
from plandialog.plugin.core.package.library import package_folder

SEED = 20_261_130

#: Cases of each target; reading YAML takes the longest.
COUNTS = {
    **{"package-yaml": 140, "perspective-yaml": 100, "package-yaml-whole": 8, "perspective-yaml-whole": 8},
    **{"manifest": 150, "package-zip": 500, "edit-package": 50, "edit-perspective": 40},
    **{"session": 1500, "assessment": 300, "seen": 400},
}

_QUICK = settings(
    max_examples=120, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


def test_every_target_has_a_number_of_cases():
    assert set(COUNTS) == set(PURE)


@pytest.mark.parametrize("name", COUNTS)
def test_damaged_files_are_read_or_refused_in_words(name, tmp_path):
    tally = run(PURE[name], tmp_path / name, SEED, range(COUNTS[name]))
    assert tally.count == COUNTS[name] and len(tally.outcomes) > 1
    assert not tally.failures, "\n\n".join(f"case {each.number}: {each.told}" for each in tally.failures[:3])


# any tree, and trees near a sound one


@_QUICK
@given(trees())
def test_any_tree_as_a_session_and_as_an_assessment(document):
    for module in (session, assessment):
        name = "assessments" if module is assessment else "session"
        for text in (json_bytes(document), json_bytes({"format": module.FORMAT, "version": 1, name: document})):
            try:
                module.from_json(text.decode())
            except MessageError as error:
                assert_in_words(error.message)


@_QUICK
@given(near(json.loads(session.to_json(full_session()))))
def test_trees_near_a_session(document):
    try:
        read = session.from_json(json_bytes(document).decode())
    except session.SessionError as error:
        assert_in_words(error.message)
        return
    assert session.from_json(session.to_json(read)) == read


@settings(_QUICK, max_examples=40)
@given(near(package_document(datasets=[dataset_document("omrade", "polygon", coverage="package")])))
def test_trees_near_a_package(tmp_path_factory, document):
    folder = tmp_path_factory.getbasetemp() / "near"
    PURE["package-yaml"].read(yaml_bytes(document), folder)


@settings(_QUICK, max_examples=40)
@given(trees())
def test_any_tree_as_a_package(tmp_path_factory, document):
    PURE["package-yaml"].read(yaml_bytes(document), tmp_path_factory.getbasetemp() / "any")


# what was found so


def test_a_style_with_a_name_that_no_file_can_have_is_missing(tmp_path):
    text = small_package_texts()["package.yaml"].decode()
    changed = with_dataset(text, dataset_document("omrade", "polygon", coverage="package", style="styles/" + "x" * 300))
    assert PURE["package-yaml"].read(changed.encode(), tmp_path) == "read"


def test_a_detail_that_quotes_a_whole_file_is_cut():
    message = Message("zip-broken", {"file": "paket.zip", "detail": "x" * 20_000})
    assert len(message.text("sv")) < 400 and message.text("sv").rstrip(".").endswith("x…")


def test_a_figure_in_the_place_of_a_word_is_said_as_a_figure():
    assert "12" in Message("when-land-use", {"wanted": 12, "actual": "logistik"}).text("en")


def test_a_zip_that_asks_for_more_memory_than_there_is_is_refused(tmp_path, monkeypatch):
    """The head of an LZMA stream says how much memory it wants."""

    def no_memory(*_arguments):
        raise MemoryError

    [sound, *_] = PURE["package-zip"].samples(tmp_path)
    monkeypatch.setattr(zipfile.ZipExtFile, "read", no_memory)
    assert PURE["package-zip"].read(sound, tmp_path) == "zip-broken"


def test_a_package_with_a_name_that_no_file_can_have_is_not_there(tmp_path):
    with pytest.raises(PackageError) as error:
        package_folder(tmp_path / ("x" * 300), tmp_path)
    assert [fault.message.code for fault in error.value.faults] == ["not-a-package"]


def test_a_whole_number_beyond_all_figures_is_said_in_part():
    document = json.loads(assessment.to_json((full_assessment(),)))
    document["assessments"][0]["findings"][0]["notes"] = [{"code": "coverage-partial", "params": {"share": 10**400}}]
    assert PURE["assessment"].read(json_bytes(document), None) == "read"
    assert "0…" in Message("coverage-partial", {"share": 10**400}).text("en")


def test_a_count_beyond_all_figures_is_written_out(tmp_path):
    document = json.loads(assessment.to_json((full_assessment(),)))
    document["assessments"][0]["proposal"]["dwellings"] = 10**400
    assert PURE["assessment"].read(json_bytes(document), tmp_path) == "read"
