"""The packages that the profile knows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from guibench import small_package
from plandialog.plugin.about import DEMO_PACKAGE
from plandialog.plugin.core.package.reader import read_package
from plandialog.plugin.core.session import PackageReference
from plandialog.plugin.gis.measures import measure_specs
from plandialog.plugin.gis.profile import data_folder, unpacked_packages
from plandialog.plugin.gui.library import KnownPackage, PackageLibrary, included_packages, reference_of
from qgis.core import QgsSettings

DEMO = str(DEMO_PACKAGE)
INCLUDED = [str(path) for path in included_packages()]
KEY = "plandialog/packages"


@pytest.fixture
def known(clean_profile):
    return PackageLibrary()


@pytest.fixture
def package(builder):
    return read_package(small_package(builder).write(), measure_specs())


def paths(packages):
    return [each.path for each in packages.packages()]


def test_the_included_packages_are_known_from_the_start_by_name_the_demo_package_first(known):
    assert INCLUDED[0] == DEMO
    for each in known.packages():
        read = read_package(Path(each.path), measure_specs())
        assert (each.id, each.sv, each.en, each.version) == (read.id, read.title.sv, read.title.en, read.version)


@pytest.mark.parametrize("path", INCLUDED)
def test_an_included_package_lies_in_a_folder_of_its_name_and_is_kept_without_its_place(known, path):
    package = read_package(Path(path), measure_specs())
    assert package.id == package.root.name
    reference = reference_of(package)
    assert reference == PackageReference(package.id, package.version, "")
    assert known.locate(reference) == package.root and known.is_included(path)


def test_a_package_is_found_where_it_is_or_where_one_of_its_id_is(known, package, tmp_path):
    known.remember(package)
    assert known.locate(reference_of(package)) == package.root
    assert known.locate(PackageReference("prov", "1.0.0", str(tmp_path / "borta"))) == package.root
    assert known.locate(PackageReference("annat", "1.0.0", str(tmp_path / "borta"))) == tmp_path / "borta"
    assert known.locate(PackageReference("../prov", "1.0.0")) == DEMO_PACKAGE


def test_the_included_packages_are_known(known):
    assert paths(known) == INCLUDED


def test_a_package_is_known_again_in_the_next_session_after_the_demo_package(known, package):
    entry = known.remember(package)
    again = PackageLibrary()
    assert paths(again) == [*INCLUDED, str(package.root)]
    assert again.packages()[-1] == entry == KnownPackage(str(package.root), "prov", "Prov", "Sample", "1.0.0")


def test_the_demo_package_stays_first_when_it_is_opened_last(known, package):
    known.remember(package)
    known.remember(read_package(DEMO_PACKAGE, measure_specs()))
    assert paths(PackageLibrary()) == [*INCLUDED, str(package.root)]


def test_a_package_that_is_opened_again_is_listed_once_with_its_new_version(known, package, builder):
    known.remember(package)
    builder.package["version"] = "2.0.0"
    known.remember(read_package(builder.write(), measure_specs()))
    assert [each.version for each in PackageLibrary().packages()][len(INCLUDED) :] == ["2.0.0"]


def test_a_package_is_forgotten_and_its_files_stay(known, package):
    known.remember(package)
    known.forget(str(package.root))
    assert paths(known) == paths(PackageLibrary()) == INCLUDED
    assert (package.root / "package.yaml").is_file()


def test_the_demo_package_cannot_be_forgotten(known):
    known.forget(DEMO)
    assert paths(known) == paths(PackageLibrary()) == INCLUDED


def test_forgetting_what_is_not_known_does_nothing(known):
    known.forget("/ingenstans")
    assert paths(known) == INCLUDED


@pytest.mark.parametrize(
    "value",
    [
        "",
        "{",
        "null",
        "5",
        '"text"',
        "[5]",
        "[null]",
        "[[]]",
        "[{}]",
        '{"path": "/a"}',
        '[{"path": "/a", "of_a_later_version": 1}]',
        ["a", "b"],
        7,
        {"a": 1},
    ],
)
def test_a_list_that_cannot_be_read_is_an_empty_one(clean_profile, value):
    QgsSettings().setValue(KEY, value)
    assert paths(PackageLibrary()) == INCLUDED


def test_a_list_that_cannot_be_read_does_not_keep_a_package_from_being_remembered(clean_profile, package):
    QgsSettings().setValue(KEY, "{")
    PackageLibrary().remember(package)
    assert paths(PackageLibrary()) == [*INCLUDED, str(package.root)]


def test_a_package_is_found_by_its_path_before_its_id(clean_profile):
    twins = [{"path": "/a", "id": "prov", "version": "1"}, {"path": "/b", "id": "prov", "version": "2"}]
    QgsSettings().setValue(KEY, json.dumps(twins))
    known = PackageLibrary()
    assert known.find("prov", "/b").version == "2"
    assert known.find("annat", "/b").version == "2"
    assert known.find("prov", "/borta").version == "1"
    assert known.find("annat", "/borta") is None


def test_no_package_is_found_by_a_blank_id(known):
    assert known.find("", "/borta") is None


def test_a_title_has_the_version_and_a_package_without_a_title_the_name_of_its_folder():
    assert KnownPackage("/a/paket", "p", "Prov", "Sample", "1.2").title("sv") == "Prov 1.2"
    assert KnownPackage("/a/paket", "p", "Prov", "Sample", "1.2").title("en") == "Sample 1.2"
    assert KnownPackage("/a/paket").title("sv") == "paket"


def test_zip_files_are_unpacked_in_the_profile(clean_profile):
    assert unpacked_packages().parent == data_folder()
    assert Path.home() in data_folder().parents or "pytest-qgis" in str(data_folder())
