"""What is published is what was looked over: named files and texts, whole or not at all, the same bytes twice."""

from __future__ import annotations

import json
import zipfile

import pytest
from measure_specs import SPECS
from plandialog.plugin.core.package import publishing
from plandialog.plugin.core.package.archive import unpack
from plandialog.plugin.core.package.earlier import is_older
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
    "docs/Licence-fonts": b"OFL\n",
}

STRAY = {
    "images/rus.pdf.aux.xml": b"<xml/>",
    "layers/gammal.gpkg": b"old",
    "layers/lan.gpkg-shm": b"shared",
    "layers/lan.gpkg-wal": b"",
    "licenser.xlsx": b"keys",
    "copyingar": b"notes",
    "LICENSE.html": b"<p>",
    "utkast.docx": b"draft",
}

# Of the stray ones, those that a machine makes: nobody has to be told that they stay.
MACHINE = {"images/rus.pdf.aux.xml", "layers/lan.gpkg-shm", "layers/lan.gpkg-wal"}


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
    assert left_out == STRAY.keys() - MACHINE
    read = read_package(unpack(published.archive, tmp_path / "hos planeraren"), SPECS)
    _, faults = inspect_package(read.root, SPECS)
    inspect_files(read, faults)
    assert not faults.has_errors


def test_the_same_contents_give_the_same_bytes_and_say_so(publication):
    first = publication().archive.read_bytes()
    again = publication()
    assert again.archive.read_bytes() == first
    assert "publish-unchanged" in codes(again)


def test_a_text_that_nobody_has_written_is_not_published(publication, root, tmp_path):
    publication()
    before = (tmp_path / "ut" / "provpaket.zip").read_bytes()
    change(root, "version: 1.2.0", "version: 1.3.0")
    change(root, "about: {sv: Om paketet", "about: {sv: Skriv här vad paketet är")
    with pytest.raises(PackageError, match=r"package\.yaml:\d+: The text is not written yet: “Skriv här vad"):
        publication()
    assert [path.name for path in (tmp_path / "ut").iterdir()] == ["provpaket.zip"]
    assert (tmp_path / "ut" / "provpaket.zip").read_bytes() == before


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


class Stopped(Exception):
    pass


@pytest.mark.parametrize("last", [0.0, 0.4, 0.9])
def test_gathering_can_be_stopped_within_a_file_while_copying_and_hashing(root, tmp_path, last):
    (root / "layers" / "lan.gpkg").write_bytes(bytes(5 << 20))
    (tmp_path / "samlat").mkdir()
    told: list[float] = []

    def stop(part):
        told.append(part)
        if part >= last:
            raise Stopped

    with pytest.raises(Stopped):
        gather(root, tmp_path / "samlat", SPECS, stop)
    assert told == sorted(told) and told[-1] < 1
    assert not (tmp_path / "samlat" / "manifest.json").exists()


def test_a_stop_in_the_middle_leaves_the_old_file(publication, root, tmp_path):
    before = publication().archive.read_bytes()
    change(root, "version: 1.2.0", "version: 2.0.0")

    (tmp_path / "samlat").mkdir()
    gathered = gather(root, tmp_path / "samlat", SPECS, lambda part: None)
    told: list[float] = []

    def stop(part):
        told.append(part)
        if part > 0.5:
            raise Stopped

    with pytest.raises(Stopped):
        publish(gathered, tmp_path / "ut" / "provpaket.zip", root, SPECS, stop)
    # It was being packed.
    assert len(told) > 1
    assert (tmp_path / "ut" / "provpaket.zip").read_bytes() == before
    assert [path.name for path in (tmp_path / "ut").iterdir()] == ["provpaket.zip"]


def test_another_package_is_not_written_over(publication, root):
    publication()
    change(root, "id: provpaket", "id: grannpaket")
    with pytest.raises(PackageError, match="another package"):
        publication()


def test_a_zip_that_is_not_whole_is_replaced_with_a_note(publication):
    archive = publication().archive
    archive.write_bytes(archive.read_bytes()[:-200])
    again = publication()
    assert zipfile.is_zipfile(again.archive)
    assert "publish-replaced" in codes(again)


def put(tmp_path, **files):
    """A zip where the package is to be published, with these files in a folder; ``_`` in a name is a full stop."""
    archive = tmp_path / "ut" / "provpaket.zip"
    archive.parent.mkdir()
    with zipfile.ZipFile(archive, "w") as target:
        for name, content in files.items():
            target.writestr(f"mapp/{name.replace('_', '.')}", content)
    return archive


OTHER = "format: 1\nid: provpaket\nversion: 1.1.0\n"


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"strand_jpg": "picture", "skog_jpg": "picture"}, "publish-no-package"),
        ({"package_yaml": "id: ["}, "publish-no-package"),
        ({"package_yaml": "- a list"}, "publish-no-package"),
        ({"package_yaml": OTHER.replace("version: 1.1.0", "")}, "publish-no-package"),
        ({"package_yaml": OTHER + "#" * 5_000_000}, "publish-no-package"),
        ({"package_yaml": OTHER.replace("provpaket", "grannpaket")}, "publish-other-package"),
        ({"package_yaml": OTHER.replace("format: 1", "format: 2")}, "format-newer"),
        ({"package_yaml": OTHER, "manifest_json": '{"format": 2, "files": {}}'}, "manifest-newer"),
        # What else is wrong with it does not matter.
        ({"package_yaml": OTHER.replace("1.1.0", "2.0.0") + "crs: sweref\nnew: {}\n"}, "publish-older"),
    ],
)
def test_a_zip_that_is_no_earlier_issue_stays(publication, tmp_path, files, code):
    archive = put(tmp_path, **files)
    before = archive.read_bytes()
    with pytest.raises(PackageError) as caught:
        publication()
    assert [fault.message.code for fault in caught.value.faults] == [code]
    assert archive.read_bytes() == before
    assert [path.name for path in archive.parent.iterdir()] == [archive.name]


def test_a_zip_of_a_later_version_says_both_versions_and_the_way_out(publication, tmp_path):
    put(tmp_path, package_yaml=OTHER.replace("1.1.0", "2.0.0"))
    with pytest.raises(PackageError, match=r"version 2\.0\.0.* version 1\.2\.0.*Raise version.* another folder"):
        publication()


@pytest.mark.parametrize("manifest", ["{", '{"files": 1}', '{"format": 1, "files": {}}'])
def test_an_earlier_version_with_faults_of_its_own_gives_way(publication, tmp_path, manifest):
    put(tmp_path, package_yaml=OTHER + "crs: sweref\n", manifest_json=manifest)
    assert {note.code for note in publication().notes} == {"publish-left-out"}


def test_a_zip_whose_package_yaml_is_damaged_stays(publication, tmp_path):
    archive = put(tmp_path, package_yaml=OTHER)
    archive.write_bytes(archive.read_bytes().replace(b"version: 1", b"version: 9", 1))
    with pytest.raises(PackageError, match="not written over"):
        publication()


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("1.9.0", "1.10.0"),
        ("1.0", "1.0.1"),
        ("1.0.0", "1.0.0.1"),
        ("1.0.0-rc1", "1.0.0"),
        ("1.0.0-rc9", "1.0.0-rc10"),
        ("1.0.0-alpha.2", "1.0.0-beta.1"),
        ("1.0", "1." + "9" * 5000),
    ],
)
def test_versions_have_an_order(older, newer):
    assert is_older(older, newer) and not is_older(newer, older)


def test_versions_that_are_the_same():
    assert not is_older("1.0", "1.0.0") and not is_older("1.0.0", "1.0")


def test_a_manifest_that_cannot_be_made_anew_is_told_with_the_package_published(publication, root, monkeypatch):
    seal(root)
    real = publishing.seal

    def full(folder, *hashed):
        if folder == root:
            raise OSError(28, "No space left on device")
        return real(folder, *hashed)

    monkeypatch.setattr(publishing, "seal", full)
    published = publication()
    assert zipfile.is_zipfile(published.archive)
    assert "No space left" in next(note for note in published.notes if note.code == "publish-old-manifest").text("en")


def test_the_texts_that_become_public_are_named(root, tmp_path):
    (tmp_path / "samlat").mkdir()
    (root / "losenord.txt").write_text("hemligt")
    gathered = gather(root, tmp_path / "samlat", SPECS, lambda part: None)
    assert gathered.texts == ("LICENSE", "README.md", "docs/Licence-fonts", "docs/metod.txt", "losenord.txt")


@pytest.mark.parametrize("name", ["package.yaml", "perspectives/hemligt.yaml"])
def test_a_text_that_is_a_link_out_of_the_folder_is_not_read(publication, root, tmp_path, name):
    secret = tmp_path / "hemligt.yaml"
    secret.write_text("password: tussilago")
    (root / name).unlink(missing_ok=True)
    (root / name).symlink_to(secret)
    with pytest.raises(PackageError) as caught:
        publication()
    assert [(fault.message.code, fault.message.params) for fault in caught.value.faults] == [
        ("file-outside", {"file": name})
    ]
    assert not any("tussilago" in path.read_text("utf-8", "replace") for path in tmp_path.glob("samlat*/**/*.yaml"))


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
