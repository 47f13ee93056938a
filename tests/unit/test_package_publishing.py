"""What is published is what was looked over: named files and texts, whole or not at all, the same bytes twice."""

from __future__ import annotations

import json
import zipfile

import pytest
from measure_specs import SPECS
from plandialog.plugin.core.package.archive import unpack
from plandialog.plugin.core.package.faults import PackageError
from plandialog.plugin.core.package.manifest import seal
from plandialog.plugin.core.package.publishing import gather, publish
from plandialog.plugin.core.package.reader import inspect_files, inspect_package, read_package
from sound_package import write_package

FILES = {
    "layers/lan.gpkg": b"lan",
    "layers/kommuner.shp": b"shp",
    "layers/kommuner.SHX": b"shx",
    "layers/kommuner.dbf": b"dbf",
    "layers/stationer.geojson": b"{}",
    "styles/stationer.qml": b"<qgis/>",
    "images/rus.pdf": b"%PDF",
    "README.md": b"# Paketet\n",
    "docs/metod.txt": b"Metod\n",
    "LICENSE": b"CC0\n",
}

STRAY = {
    "images/rus.pdf.aux.xml": b"<xml/>",
    "layers/gammal.gpkg": b"old",
    "layers/lan.gpkg-wal": b"",
    "utkast.docx": b"draft",
}


@pytest.fixture
def root(tmp_path):
    """A sound package with all its files, some stray ones, and no manifest."""
    made = write_package(tmp_path / "arbete")
    (made / "manifest.json").unlink(missing_ok=True)
    for name, content in {**FILES, **STRAY}.items():
        path = made / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return made


@pytest.fixture
def publication(root, tmp_path):
    """Publishes the package into ``ut``, each time anew."""
    turns = iter(range(100))

    def make(progress=lambda part: None):
        folder = tmp_path / f"samlat {next(turns)}"
        folder.mkdir()
        return publish(gather(root, folder, SPECS, progress), tmp_path / "ut" / "provpaket.zip", root, SPECS, progress)

    return make


def codes(published):
    return [note.code for note in published.notes]


def change(root, old, new):
    path = root / "package.yaml"
    assert old in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def test_the_zip_holds_named_files_and_texts_and_nothing_else(publication, root, tmp_path):
    published = publication()
    with zipfile.ZipFile(published.archive) as archive:
        names = {name.partition("/")[2] for name in archive.namelist()}
        assert {name.partition("/")[0] for name in archive.namelist()} == {"provpaket"}
    texts = {path.relative_to(root).as_posix() for path in root.rglob("*.yaml")}
    assert names == {*FILES, *texts, "manifest.json"}
    assert published.files == len(names) and published.size == published.archive.stat().st_size
    assert published.version == "1.2.0"
    left_out = {note.params["file"] for note in published.notes if note.code == "publish-left-out"}
    assert left_out == set(STRAY)
    read = read_package(unpack(published.archive, tmp_path / "hos planeraren"), SPECS)
    _, faults = inspect_package(read.root, SPECS)
    inspect_files(read, faults)
    assert not faults.has_errors


def test_the_same_contents_give_the_same_bytes_and_say_so(publication):
    first = publication().archive.read_bytes()
    again = publication()
    assert again.archive.read_bytes() == first
    assert "publish-unchanged" in codes(again)


def test_a_version_that_stays_while_the_contents_change_is_told_of(publication, root):
    publication()
    (root / "layers" / "lan.gpkg").write_bytes(b"ny")
    assert "publish-same-version" in codes(publication())
    change(root, "version: 1.2.0", "version: 1.3.0")
    (root / "layers" / "lan.gpkg").write_bytes(b"nyare")
    raised = publication()
    assert "publish-same-version" not in codes(raised) and raised.version == "1.3.0"


def test_a_manifest_that_is_out_of_date_is_no_hindrance_and_is_made_anew(publication, root):
    seal(root)
    change(root, "version: 1.2.0", "version: 1.2.1")
    publication()
    _, faults = inspect_package(root, SPECS)
    assert not faults.has_errors


def test_where_there_is_no_manifest_none_is_made(publication, root):
    publication()
    assert not (root / "manifest.json").exists()


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda root: (root / "layers" / "lan.gpkg").unlink(), "file-missing"),
        (lambda root: (root / "layers" / "lan.gpkg-wal").write_bytes(b"changes"), "publish-open"),
        (lambda root: change(root, "crs: EPSG:3006", "crs: sweref"), "crs-shape"),
        (lambda root: (root / "package.yaml").write_bytes(b"\xff"), "yaml-encoding"),
        (lambda root: (root / "perspectives" / "utkast.txt").write_text("?"), "perspective-ending"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(publication, root, tmp_path, spoil, code):
    before = publication().archive.read_bytes()
    spoil(root)
    with pytest.raises(PackageError) as caught:
        publication()
    assert code in [fault.message.code for fault in caught.value.faults]
    assert (tmp_path / "ut" / "provpaket.zip").read_bytes() == before
    assert [path.name for path in (tmp_path / "ut").iterdir()] == ["provpaket.zip"]


def test_a_link_that_leads_out_of_the_folder_is_not_followed(publication, root, tmp_path):
    (tmp_path / "hemligt.gpkg").write_bytes(b"secret")
    (root / "layers" / "lan.gpkg").unlink()
    (root / "layers" / "lan.gpkg").symlink_to(tmp_path / "hemligt.gpkg")
    with pytest.raises(PackageError) as caught:
        publication()
    assert [fault.message.code for fault in caught.value.faults if not fault.warning] == ["file-outside"]


def test_a_stop_in_the_middle_leaves_the_old_file(publication, root, tmp_path):
    before = publication().archive.read_bytes()
    change(root, "version: 1.2.0", "version: 2.0.0")

    class Stopped(Exception):
        pass

    asked = iter(range(1000))

    def stop(part):
        if next(asked) > 15:
            raise Stopped

    with pytest.raises(Stopped):
        publication(stop)
    assert (tmp_path / "ut" / "provpaket.zip").read_bytes() == before
    assert [path.name for path in (tmp_path / "ut").iterdir()] == ["provpaket.zip"]


def test_another_package_is_not_written_over(publication, root):
    publication()
    change(root, "id: provpaket", "id: grannpaket")
    with pytest.raises(PackageError, match="another package"):
        publication()


def test_a_file_that_is_no_package_is_written_over(publication, tmp_path):
    (tmp_path / "ut").mkdir()
    (tmp_path / "ut" / "provpaket.zip").write_bytes(b"half of a download")
    assert zipfile.is_zipfile(publication().archive)


def test_the_zip_is_not_put_into_the_package_itself(root, tmp_path):
    (tmp_path / "samlat").mkdir()
    gathered = gather(root, tmp_path / "samlat", SPECS, lambda part: None)
    with pytest.raises(PackageError, match="outside arbete"):
        publish(gathered, root / "provpaket.zip", root, SPECS, lambda part: None)


def test_progress_goes_from_nothing_to_all(publication):
    parts: list[float] = []
    publication(parts.append)
    assert parts and min(parts) == 0 and max(parts) <= 1


def test_hidden_folders_stay_at_home(publication, root):
    (root / ".schema").mkdir()
    (root / ".schema" / "package.schema.json").write_text(json.dumps({}))
    with zipfile.ZipFile(publication().archive) as archive:
        assert not [name for name in archive.namelist() if ".schema" in name]
