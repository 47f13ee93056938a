"""Blocks put into the YAML files of a package as text, and files put into its folder."""

from __future__ import annotations

import datetime
import json

import pytest
import yaml
from conftest import DEMO_PACKAGE
from plandialog.plugin.core.files import replace_text
from plandialog.plugin.core.package import edit
from plandialog.plugin.core.package.edit import EditError, copy_package, save_into, with_check, with_dataset
from plandialog.plugin.core.package.manifest import MANIFEST, Integrity, file_hash, read_manifest, seal

IMAGE = {
    "id": "bild",
    "title": {"sv": "Strukturbild: ortsstruktur", "en": "Structure image: settlements"},
    "source": {"provider": "gdal", "uri": "images/bild.tif"},
    "geometry": "image",
    "accuracy": "600 m",
    "issued": datetime.date(2026, 11, 24),
    "image": {
        "schematic": True,
        "classes": [
            {
                "id": "nod",
                "title": {"sv": "Regional nod: större ort", "en": "Regional node"},
                "colors": ["#c0392b", "#d98880"],
                "tolerance": 12,
                "means": {"sv": "Här samlas service. " * 12, "en": "no"},
            },
            {"id": "ovrigt", "title": {"sv": "Övrig mark", "en": "Other land"}, "colors": ["#f4f1e8"], "blank": True},
        ],
    },
}

SMALL = """\
# who wrote this
format: 1
datasets:   # every layer
  - id: a
    title: {sv: A, en: A}   # kept

  # about b
  - id: b
    title:
      sv: >-
        Ett långt
        stycke
  # behind b
units:
  - {id: u}   # the end
"""


def datasets(text):
    return {each["id"]: each for each in yaml.safe_load(text)["datasets"]}


def test_a_dataset_is_put_behind_the_last_and_nothing_else_changes():
    text = with_dataset(SMALL, IMAGE)
    assert datasets(text)["bild"] == IMAGE
    start = text.index("\n  - id: bild")
    end = text.index("  # behind b")
    assert text[: start - 0].rstrip("\n") + "\n" + text[end:] == SMALL


def test_a_block_is_readable():
    text = with_dataset(SMALL, IMAGE)
    assert '    title: {sv: "' not in text
    assert "          colors: ['#c0392b', '#d98880']\n" in text
    assert "    source: {provider: gdal, uri: images/bild.tif}\n" in text
    assert "Övrig mark" in text
    assert "    issued: 2026-11-24\n" in text
    assert max(map(len, text.splitlines())) <= 122


def test_the_demo_package_takes_a_dataset_and_keeps_every_line():
    before = (DEMO_PACKAGE / "package.yaml").read_text(encoding="utf-8")
    after = with_dataset(before, IMAGE)
    assert datasets(after)["bild"] == IMAGE
    lines = iter(after.split("\n"))
    assert all(line in lines for line in before.split("\n"))


def test_the_same_dataset_again_changes_nothing():
    text = with_dataset(SMALL, IMAGE)
    assert with_dataset(text, IMAGE) == text


@pytest.mark.parametrize("name", ["a", "b"])
def test_a_dataset_with_the_same_id_is_replaced_in_its_place(name):
    text = with_dataset(SMALL, {**IMAGE, "id": name})
    assert list(datasets(text)) == ["a", "b"]
    assert datasets(text)[name] == {**IMAGE, "id": name}
    for comment in ("# who wrote this", "# every layer", "# about b", "  # behind b", "# the end"):
        assert comment in text
    assert with_dataset(text, {**IMAGE, "id": name}) == text


def test_line_ends_of_windows_are_kept():
    text = with_dataset(SMALL.replace("\n", "\r\n"), IMAGE)
    assert "\n" not in text.replace("\r\n", "")
    assert text.replace("\r\n", "\n") == with_dataset(SMALL, IMAGE)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_file_without_a_last_line_end_takes_a_dataset(ending):
    text = with_dataset(ending.join(["format: 1", "datasets:", "- id: a"]), IMAGE)
    assert datasets(text) == {"a": {"id": "a"}, "bild": IMAGE}
    assert not text.endswith("\n")
    assert "\n" not in text.replace("\r\n", "") or ending == "\n"


@pytest.mark.parametrize(
    "text",
    [
        "datasets:\n- id: a\nunits: []\n",
        "datasets:\n  -\n    id: a\n  -   id: c\n      x: 1\n",
        "datasets:\n  - id: a\n    about: |\n      one\n\n      two\n\n\nlast: 1\n",
        "datasets:\n  - id: a\n    about: |+\n      one\n\n\nlast: 1\n",
        "datasets:\n  - id: a\n    about: 'over\n      two lines'   # there\nlast: 1\n",
        "datasets:\n  - {id: a,\n     x: [1,\n  2]}\n",
        "format: 1\n\n# the end\n",
        "---\nformat: 1\n",
    ],
)
def test_every_way_of_writing_a_list_by_lines_is_understood(text):
    before = yaml.safe_load(text)
    after = yaml.safe_load(with_dataset(text, IMAGE))
    assert after.pop("datasets") == [*before.pop("datasets", []), IMAGE]
    assert after == before
    if "id: a" in text:
        replaced = with_dataset(text, {**IMAGE, "id": "a"})
        assert datasets(replaced)["a"] == {**IMAGE, "id": "a"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("datasets: [{id: a}]\n", "edit-list"),
        ("datasets: []\n", "edit-list"),
        ("datasets:\n", "edit-list"),
        ("datasets:\n  - id: a\ndatasets:\n  - id: b\n", "edit-list"),
        ("{datasets: [{id: a}]}\n", "edit-shape"),
        ("- id: a\n", "edit-shape"),
        ("", "edit-shape"),
        ("datasets:\n  - id: a\n...\n", "edit-shape"),
        ("datasets:\n  - id: bild\n  - id: bild\n", "edit-duplicate"),
        ("datasets:\n  - &a {id: a}\n  - *a\n", "edit-alias"),
        ("datasets:\n  - id: [\n", "edit-syntax"),
        ("datasets:\r  - id: a\r", "edit-breaks"),
        ("datasets:\n  - id: a\n---\nmore: 1\n", "edit-syntax"),
    ],
)
def test_a_text_that_cannot_be_changed_safely_is_refused_in_words(text, code):
    with pytest.raises(EditError) as refused:
        with_dataset(text, IMAGE)
    assert refused.value.message.code == code
    assert refused.value.message.text("sv") != refused.value.message.text("en")


def test_a_check_is_put_behind_the_last_of_a_perspective():
    text = (DEMO_PACKAGE / "perspectives" / "kollektivtrafik.yaml").read_text(encoding="utf-8")
    check = {
        "id": "nod",
        "dataset": "bild",
        "measure": "class-share",
        "bands": [{"up_to": "5 %", "outcome": "consider"}],
    }
    after = with_check(text, check)
    assert yaml.safe_load(after)["checks"] == [*yaml.safe_load(text)["checks"], check]
    assert after.startswith(text.rstrip("\n"))
    assert "\n\n  - id: nod\n" in after
    assert with_check(after, check) == after


@pytest.fixture
def package(tmp_path):
    root = tmp_path / "package"
    for name, content in {"package.yaml": "format: 1\n", "layers/a.gpkg": "a", "images/old.tif": "old"}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    seal(root)
    return root


def contents(root):
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "picture.tif"
    path.write_bytes(b"new")
    return path


def test_files_and_texts_are_written_and_the_manifest_agrees(package, picture):
    save_into(package, {"package.yaml": "format: 1\r\n# å\r\n"}, {"images/new.tif": picture, "images/old.tif": picture})
    assert (package / "package.yaml").read_bytes() == "format: 1\r\n# å\r\n".encode()
    integrity = Integrity(package, read_manifest(package))
    names = ["package.yaml", "images/new.tif", "images/old.tif", "layers/a.gpkg"]
    assert [integrity.refusal(name) for name in names] == [None] * 4
    assert set(contents(package)) == {*names, MANIFEST}
    sealed = (package / MANIFEST).read_bytes()
    seal(package)
    assert json.loads(sealed) == json.loads((package / MANIFEST).read_bytes())


def test_a_package_without_a_manifest_gets_none(package, picture):
    (package / MANIFEST).unlink()
    save_into(package, {}, {"images/new.tif": picture})
    assert not (package / MANIFEST).exists()
    assert (package / "images" / "new.tif").read_bytes() == b"new"


def test_a_file_changed_behind_the_manifests_back_is_still_noticed(package, picture):
    (package / "layers" / "a.gpkg").write_text("changed", encoding="utf-8")
    save_into(package, {}, {"images/new.tif": picture})
    assert Integrity(package, read_manifest(package)).refusal("layers/a.gpkg").code == "source-changed"


@pytest.mark.parametrize("fails", range(4))
def test_an_error_at_any_step_puts_everything_back(package, picture, monkeypatch, fails):
    before = contents(package)
    steps = iter(range(100))
    replace = edit.Path.replace

    def failing(self, target):
        if next(steps) == fails:
            raise OSError("no space")
        return replace(self, target)

    monkeypatch.setattr(edit.Path, "replace", failing)
    with pytest.raises(OSError, match="no space"):
        save_into(package, {"package.yaml": "format: 2\n"}, {"images/new.tif": picture})
    monkeypatch.undo()
    assert contents(package) == before


def test_a_kill_between_two_files_leaves_a_package_without_a_manifest(package, picture, monkeypatch):
    left = []

    def watch(path, content):
        left.append((contents(package), read_manifest(package)))
        replace_text(path, content)

    monkeypatch.setattr(edit, "replace_text", watch)
    save_into(package, {"package.yaml": "format: 1\n# more\n"}, {"images/new.tif": picture})
    files, manifest = left[0]
    assert manifest is None
    assert files["package.yaml"] == b"format: 1\n# more\n"
    assert files["images/new.tif"] == b"new"


@pytest.mark.parametrize("name", ["../a.yaml", "/a.yaml", "images/../../a", "C:/a", "a\\b", MANIFEST])
def test_nothing_is_written_outside_the_package(package, name):
    before = contents(package)
    with pytest.raises(EditError):
        save_into(package, {name: "x"}, {})
    assert contents(package) == before


@pytest.mark.parametrize("exists", [True, False])
def test_a_package_is_copied_to_a_new_or_empty_folder(package, tmp_path, exists):
    (package / "layers" / "a.gpkg").chmod(0o444)
    (package / "layers" / "a.gpkg-wal").write_text("x", encoding="utf-8")
    target = tmp_path / "more" / "copy"
    if exists:
        target.mkdir(parents=True)
    copy_package(package, target)
    assert set(contents(target)) == {"package.yaml", "layers/a.gpkg", "images/old.tif", MANIFEST}
    assert read_manifest(target) == {name: file_hash(target / name) for name in read_manifest(package)}
    assert (target / "layers" / "a.gpkg").stat().st_mode & 0o200
    assert [path.name for path in target.parent.iterdir()] == ["copy"]


def test_a_package_is_not_copied_over_something_or_into_itself(package, tmp_path):
    for target in (tmp_path, package / "copy"):
        with pytest.raises(EditError):
            copy_package(package, target)
    assert not (package / "copy").exists()
