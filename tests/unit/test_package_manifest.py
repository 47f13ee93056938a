"""The manifest notices every change to a package before a file of it is opened."""

from __future__ import annotations

import hashlib
import json
import shutil

import pytest
from measure_specs import SPECS
from plandialog.plugin.core.package import manifest
from plandialog.plugin.core.package.manifest import Integrity, file_hash, package_files, read_manifest, seal
from plandialog.plugin.core.package.reader import inspect_files, inspect_package
from sound_package import FILES, assert_said, write_package

LAYERS = ["lan.gpkg", "kommuner.shp", "kommuner.dbf", "kommuner.shx", "kommuner.prj", "stationer.geojson"]


@pytest.fixture
def root(tmp_path):
    """The sound package with something for its layers and styles, sealed."""
    folder = write_package(tmp_path / "paket")
    for name in [f"layers/{layer}" for layer in LAYERS] + ["styles/stationer.qml", "images/rus.pdf"]:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(name)
    seal(folder)
    return folder


def integrity(root):
    return Integrity(root, read_manifest(root))


def refusal(root, name, companions=False):
    """The code of why ``name`` must not be opened, and the file it is about; None where it may."""
    ask = integrity(root).refusal_with_companions if companions else integrity(root).refusal
    message = ask(name)
    if message is None:
        return None
    assert_said(message)
    return message.code, message.params["file"]


def faults_of_files(root):
    package, faults = inspect_package(root, SPECS)
    inspect_files(package, faults)
    for fault in faults:
        assert_said(fault.message)
    return [(fault.place.file, fault.message.code) for fault in faults]


def test_a_sealed_package_has_no_fault(root):
    assert faults_of_files(root) == []


def test_the_seal_lists_every_file_with_its_hash(root):
    files = read_manifest(root)
    assert sorted(files) == sorted(
        [*FILES, *(f"layers/{name}" for name in LAYERS), "styles/stationer.qml", "images/rus.pdf"]
    )
    assert files["layers/lan.gpkg"] == hashlib.sha256(b"layers/lan.gpkg").hexdigest()
    assert json.loads((root / "manifest.json").read_text(encoding="utf-8"))["format"] == 1


def test_a_large_file_is_hashed_whole(tmp_path):
    content = bytes(range(256)) * 10_000
    (tmp_path / "stor").write_bytes(content)
    assert file_hash(tmp_path / "stor") == hashlib.sha256(content).hexdigest()


def test_sealing_twice_gives_the_same_bytes(root, tmp_path):
    first = (root / "manifest.json").read_bytes()
    assert seal(root).read_bytes() == first
    # Another order of making, another folder, another time.
    for name in reversed(list(package_files(root))):
        (tmp_path / "kopia" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, tmp_path / "kopia" / name)
    assert seal(tmp_path / "kopia").read_bytes() == first
    assert first.endswith(b"}\n") and b"\r" not in first


def test_names_in_the_seal_are_sorted_and_stand_as_they_are_written(root):
    (root / "images" / "Översikt å ä ö.png").write_text("bild")
    text = seal(root).read_text(encoding="utf-8")
    assert '"images/Översikt å ä ö.png"' in text
    names = list(json.loads(text)["files"])
    assert names == sorted(names)


@pytest.mark.parametrize(
    "name",
    [
        "layers/lan.gpkg-wal",
        "layers/lan.gpkg-shm",
        "layers/lan.gpkg-journal",
        "layers/rest.tmp",
        ".gitignore",
        "layers/.DS_Store",
        ".git/config",
        "__pycache__/a.pyc",
        "tools/a.pyc",
        "__MACOSX/layers/lan.gpkg",
    ],
)
def test_what_belongs_to_one_machine_is_not_sealed_and_no_fault(root, name):
    before = (root / "manifest.json").read_bytes()
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text("rest")
    assert faults_of_files(root) == []
    assert seal(root).read_bytes() == before


def test_a_changed_file(root):
    (root / "layers" / "lan.gpkg").write_text("layers/lan.gpkG")
    assert refusal(root, "layers/lan.gpkg") == ("source-changed", "layers/lan.gpkg")
    assert faults_of_files(root) == [("layers/lan.gpkg", "file-hash")]


def test_a_file_that_is_not_listed(root):
    (root / "layers" / "ny.gpkg").write_text("ny")
    assert refusal(root, "layers/ny.gpkg") == ("source-unlisted", "layers/ny.gpkg")
    assert faults_of_files(root) == [("layers/ny.gpkg", "file-unlisted")]


def test_a_file_that_is_gone(root):
    (root / "layers" / "kommuner.dbf").unlink()
    assert refusal(root, "layers/kommuner.dbf") == ("source-missing", "layers/kommuner.dbf")
    assert faults_of_files(root) == [("layers/kommuner.dbf", "file-missing")]


def test_a_link_out_of_the_package_is_refused_though_its_hash_is_right(root):
    outside = root.parent / "utanför.gpkg"
    (root / "layers" / "lan.gpkg").rename(outside)
    (root / "layers" / "lan.gpkg").symlink_to(outside)
    assert refusal(root, "layers/lan.gpkg") == ("file-outside", "layers/lan.gpkg")
    assert faults_of_files(root) == [("layers/lan.gpkg", "file-outside")]


def test_a_folder_that_is_a_link_out_of_the_package_is_refused(root):
    (root / "layers").rename(root.parent / "lager")
    (root / "layers").symlink_to(root.parent / "lager")
    assert refusal(root, "layers/lan.gpkg") == ("file-outside", "layers/lan.gpkg")


def test_a_link_within_the_package_is_a_file_like_any_other(root):
    (root / "layers" / "lan.gpkg").rename(root / "lan.gpkg")
    (root / "layers" / "lan.gpkg").symlink_to(root / "lan.gpkg")
    assert refusal(root, "layers/lan.gpkg") is None


@pytest.mark.parametrize("name", ["../manifest.json", "/etc/passwd", "layers/../../paket2"])
def test_a_path_out_of_the_package_is_never_opened(root, name):
    assert refusal(root, name)[0] in ("file-outside", "source-missing")


@pytest.mark.parametrize("name", ["a\x00b", "a\ud800b", "x" * 5000])
def test_a_name_that_no_file_can_have_is_missing(root, name):
    assert Integrity(root, {name: ""}).refusal(name).code == "source-missing"


def test_a_package_without_manifest_is_held_to_its_folder_only(root):
    (root / "manifest.json").unlink()
    (root / "layers" / "lan.gpkg").write_text("ändrad")
    assert refusal(root, "layers/lan.gpkg") is None
    assert refusal(root, "layers/borta.gpkg") == ("source-missing", "layers/borta.gpkg")
    (root / "layers" / "ute.gpkg").symlink_to("/etc/passwd")
    assert refusal(root, "layers/ute.gpkg") == ("file-outside", "layers/ute.gpkg")


def test_a_shapefile_is_as_sound_as_its_parts(root):
    assert refusal(root, "layers/kommuner.shp", companions=True) is None
    (root / "layers" / "kommuner.prj").write_text("EPSG:4326")
    assert refusal(root, "layers/kommuner.shp", companions=True) == ("source-changed", "layers/kommuner.prj")
    assert refusal(root, "layers/kommuner.shp") is None


def test_a_part_of_a_shapefile_that_is_gone(root):
    (root / "layers" / "kommuner.dbf").unlink()
    assert refusal(root, "layers/kommuner.shp", companions=True) == ("source-missing", "layers/kommuner.dbf")


@pytest.mark.parametrize("part", ["kommuner.qix", "kommuner.cpg", "kommuner.CPG", "kommuner.sbn"])
def test_a_part_of_a_shapefile_that_came_after_the_seal(root, part):
    (root / "layers" / part).write_text("ny")
    assert refusal(root, "layers/kommuner.shp", companions=True) == ("source-unlisted", f"layers/{part}")


def test_a_part_of_a_shapefile_that_leads_out_of_an_unsealed_package(root):
    (root / "manifest.json").unlink()
    (root / "layers" / "kommuner.dbf").unlink()
    (root / "layers" / "kommuner.dbf").symlink_to("/etc/passwd")
    assert refusal(root, "layers/kommuner.shp", companions=True) == ("file-outside", "layers/kommuner.dbf")


def test_a_part_in_capitals_is_listed_as_it_is_written(root):
    (root / "layers" / "kommuner.dbf").rename(root / "layers" / "KOMMUNER.DBF")
    seal(root)
    assert refusal(root, "layers/kommuner.shp", companions=True) is None


def test_a_shapefile_whose_folder_is_gone_is_missing(root):
    assert refusal(root, "borta/kommuner.shp", companions=True) == ("source-missing", "borta/kommuner.shp")


def test_another_file_of_a_longer_name_is_no_companion(root):
    (root / "layers" / "lan2.gpkg").write_text("annat")
    seal(root)
    (root / "layers" / "lan2.gpkg").write_text("ändrat")
    assert refusal(root, "layers/lan.gpkg", companions=True) is None


def test_an_open_session_of_a_geopackage_is_no_fault(root):
    (root / "layers" / "lan.gpkg-wal").write_text("pågår")
    assert refusal(root, "layers/lan.gpkg", companions=True) is None


def test_a_file_is_hashed_again_only_when_it_has_changed(root, monkeypatch):
    hashed = []
    monkeypatch.setattr(manifest, "file_hash", lambda path: hashed.append(path.name) or file_hash(path))
    held = integrity(root)
    for _ in range(3):
        assert held.refusal("layers/lan.gpkg") is None
    assert hashed == ["lan.gpkg"]
    (root / "layers" / "lan.gpkg").write_text("ändrad")
    assert held.refusal("layers/lan.gpkg").code == "source-changed"
    (root / "layers" / "lan.gpkg").write_text("layers/lan.gpkg")
    assert held.refusal("layers/lan.gpkg") is None


def test_a_folder_without_manifest_has_none(tmp_path):
    assert read_manifest(tmp_path) is None
