"""Several packages used as one: nothing clashes, everything leads home, and nothing is left out without a word."""

from __future__ import annotations

import dataclasses
import zipfile

import pytest
from builders import check_document, dataset_document, package_document, perspective_document, write_documents
from measure_specs import SPECS
from plandialog.plugin.core.package.combined import SamePackage, combined
from plandialog.plugin.core.package.folders import Folders
from plandialog.plugin.core.package.library import Unused, select_packages
from plandialog.plugin.core.package.manifest import seal
from plandialog.plugin.core.package.model import Package
from plandialog.plugin.core.package.reader import read_package
from sound_package import PACKAGE, assert_said, write_package


def written(root, name="prov", **changes):
    """A small package whose ids are the same in every one of them."""
    document = package_document(
        id=name,
        title={"sv": f"Paketet {name}", "en": f"Package {name}"},
        datasets=[
            dataset_document("omrade", "polygon", coverage="package"),
            dataset_document("skog", "polygon", coverage={"dataset": "omrade"}),
        ],
        **changes,
    )
    checks = [check_document("andel", "skog", "overlap"), check_document("fraga", None, "ask")]
    return write_documents(root / name, document, {"p": perspective_document(checks)})


def read(root, name="prov", **changes):
    return read_package(written(root, name, **changes), SPECS)


@pytest.fixture
def three(tmp_path):
    return [read(tmp_path, name, demo=name == "sista") for name in ("prov", "andra", "sista")]


def test_the_main_package_gives_the_whole_its_name_and_its_area(three):
    whole = combined(three)
    kept = ("root", "id", "title", "version", "issued", "region", "crs", "area", "municipalities", "strategy")
    for name in (*kept, "about", "background", "manifest"):
        assert getattr(whole, name) == getattr(three[0], name)
    assert whole.parts == whole.members == tuple(three) and whole.main is three[0]


def test_one_package_alone_is_itself(three):
    assert combined(three[:1]) is three[0]
    assert three[0].members == (three[0],) and three[0].main is three[0]
    with pytest.raises(ValueError, match="no package"):
        combined([])


def test_the_whole_is_a_demo_where_any_part_is(three):
    assert combined(three).demo and not combined(three[:2]).demo


def test_no_two_ids_are_the_same_and_those_of_the_main_package_stay(three):
    whole = combined(three)
    assert list(whole.datasets) == ["omrade", "skog", "andra:omrade", "andra:skog", "sista:omrade", "sista:skog"]
    assert list(whole.units) == ["enhet", "andra:enhet", "sista:enhet"]
    assert all(each.id == name for name, each in (*whole.datasets.items(), *whole.units.items()))
    checks = [check.id for _, check in whole.checks]
    assert checks == ["andel", "fraga", "andra:andel", "andra:fraga", "sista:andel", "sista:fraga"]
    assert len({perspective.id for perspective in whole.perspectives}) == 3


def test_every_reference_follows(three):
    whole = combined(three)
    for perspective, check in whole.checks:
        part = whole.part_of(check.id)
        assert whole.part_of(perspective.id) is part
        assert whole.units[perspective.unit].title == part.units["enhet"].title
        assert whole.part_of(perspective.unit) is part
        if check.dataset is not None:
            dataset = whole.datasets[check.dataset]
            assert whole.part_of(dataset.id) is whole.part_of(dataset.coverage.dataset) is part
            assert dataset.coverage.dataset in whole.datasets


def test_a_dataset_leads_to_the_folder_it_lies_in(three):
    whole, folders = combined(three), Folders(combined(three))
    for name, dataset in whole.datasets.items():
        part, own = whole.home(name)
        assert dataclasses.replace(part.datasets[own], id=name, coverage=dataset.coverage) == dataset
        assert whole.id_of(part, own) == name
        assert folders.of(name)[0] is part
    assert whole.home("andra:skog") == (three[1], "skog") and three[1].home("skog") == (three[1], "skog")


def test_the_files_of_each_package_answer_to_its_own_manifest(tmp_path):
    for name in ("prov", "andra"):
        root = written(tmp_path, name)
        (root / "layers").mkdir()
        (root / "layers" / "skog.gpkg").write_text(name)
        seal(root)
    whole = combined([read_package(tmp_path / name, SPECS) for name in ("prov", "andra")])
    (tmp_path / "andra" / "layers" / "skog.gpkg").write_text("annat")
    folders = Folders(whole)
    assert folders.of("skog")[1].refusal("layers/skog.gpkg") is None
    assert folders.of("andra:skog")[1].refusal("layers/skog.gpkg").code == "source-changed"


def test_perspectives_keep_the_order_of_the_packages_then_their_own(tmp_path, three):
    sound = read_package(write_package(tmp_path / "sound"), SPECS)
    whole = combined([three[0], sound, three[1]])
    own = [f"provpaket:{each.id}" for each in sound.perspectives]
    assert [each.id for each in whole.perspectives] == ["perspektiv", *own, "andra:perspektiv"]
    assert [each.id for each in combined([sound, *three[:2]]).perspectives][-2:] == [
        "prov:perspektiv",
        "andra:perspektiv",
    ]


def test_every_field_of_a_package_is_the_main_ones_or_put_together(three):
    # A field added tomorrow has to be thought of here too.
    together = {"demo", "units", "datasets", "perspectives", "parts"}
    whole, main = combined(three), three[0]
    changed = {
        each.name for each in dataclasses.fields(Package) if getattr(whole, each.name) != getattr(main, each.name)
    }
    assert changed == together


def test_the_same_package_twice_is_refused_in_words(tmp_path, three):
    again = read(tmp_path / "annanstans", "andra", version="2.0.0")
    with pytest.raises(SamePackage) as refused:
        combined([*three, again])
    assert refused.value.message.params == {"id": "andra", "version": "1.0.0"}
    assert_said(refused.value.message)


# from paths


def test_a_selection_keeps_the_order_that_was_asked_for(tmp_path):
    paths = [written(tmp_path, name) for name in ("prov", "andra", "sista")]
    selection = select_packages(paths[0], [paths[2], paths[1]], tmp_path / "w", SPECS)
    assert [part.id for part in selection.package.members] == ["prov", "sista", "andra"]
    assert selection.unused == ()


def test_a_package_that_cannot_be_read_does_not_take_the_others_with_it(tmp_path):
    paths = [written(tmp_path, name) for name in ("prov", "andra", "sista")]
    (paths[1] / "package.yaml").write_text("format: 1\n", encoding="utf-8")
    selection = select_packages(paths[0], [paths[1], tmp_path / "borta", paths[2]], tmp_path / "w", SPECS)
    assert [part.id for part in selection.package.members] == ["prov", "sista"]
    assert [each.name for each in selection.unused] == ["andra", "borta"]
    assert [type(each) for each in selection.further] == [Unused, Unused, Package]
    assert {fault.message.code for fault in selection.unused[0].faults} >= {"key-missing"}
    assert [fault.message.code for fault in selection.unused[1].faults] == ["not-a-package"]


def test_a_package_that_is_there_already_is_used_once_and_told_of(tmp_path):
    paths = [written(tmp_path, name) for name in ("prov", "andra")]
    copy = written(tmp_path / "kopia", "prov")
    selection = select_packages(paths[0], [paths[1], copy, paths[1]], tmp_path / "w", SPECS)
    assert [part.id for part in selection.package.members] == ["prov", "andra"]
    assert [each.path for each in selection.unused] == [copy, paths[1]]
    assert {fault.message.code for each in selection.unused for fault in each.faults} == {"package-twice"}


def test_zip_files_of_the_same_name_do_not_take_each_others_place(tmp_path):
    archives = []
    for name in ("prov", "andra", "sista"):
        root = written(tmp_path, name)
        seal(root)
        archive = tmp_path / "zip" / name / "underlag.zip"
        archive.parent.mkdir(parents=True)
        with zipfile.ZipFile(archive, "w") as target:
            for path in root.rglob("*.*"):
                target.write(path, path.relative_to(root))
        archives.append(archive)
    workspace = tmp_path / "w"
    selection = select_packages(archives[0], archives[1:], workspace, SPECS)
    assert [part.id for part in selection.package.members] == ["prov", "andra", "sista"]
    assert len({part.root for part in selection.package.members}) == 3
    # As it is remembered, by folders, one of them is replaced by a newer zip file without harm to the others.
    folders = [part.root for part in selection.package.members]
    again = select_packages(archives[0], folders[1:], workspace, SPECS)
    assert [part.id for part in again.package.members] == ["prov", "andra", "sista"]


def test_the_text_of_a_package_is_not_touched_by_being_used_with_others(tmp_path, three):
    sound = read_package(write_package(tmp_path / "sound"), SPECS)
    combined([three[0], sound])
    assert read_package(tmp_path / "sound", SPECS) == sound
    assert (tmp_path / "sound" / "package.yaml").read_text(encoding="utf-8") == PACKAGE
