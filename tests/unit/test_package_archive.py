"""A zip from a stranger is unpacked whole into its folder or not at all, and then nothing has changed."""

from __future__ import annotations

import io
import stat
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measure_specs import SPECS
from plandialog.plugin.core.package import archive
from plandialog.plugin.core.package.archive import unpack
from plandialog.plugin.core.package.faults import PackageError
from plandialog.plugin.core.package.library import package_folder
from plandialog.plugin.core.package.manifest import package_files, seal
from plandialog.plugin.core.package.reader import read_package
from sound_package import assert_said, write_package

SOUND = {"package.yaml": b"format: 1\n", "manifest.json": b"{}\n", "layers/a.gpkg": b"x" * 3000}


def zip_bytes(entries, method=zipfile.ZIP_DEFLATED):
    """A zip of ``entries``: names or :class:`zipfile.ZipInfo`, and contents."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as target:
        for name, content in entries:
            target.writestr(name, content)
    return buffer.getvalue()


def sound_and(*more):
    return zip_bytes([*SOUND.items(), *more])


def contents(folder):
    """Every file and folder below ``folder``, with what the files hold."""
    return {path.relative_to(folder).as_posix(): path.is_file() and path.read_bytes() for path in folder.rglob("*")}


@pytest.fixture
def workspace(tmp_path):
    """A folder with a package of an earlier day at ``paket`` and something of another's beside it."""
    (tmp_path / "arbetsyta" / "paket").mkdir(parents=True)
    (tmp_path / "arbetsyta" / "paket" / "package.yaml").write_text("id: gammalt\n")
    (tmp_path / "arbetsyta" / "annat.txt").write_text("rör inte\n")
    return tmp_path / "arbetsyta"


def refusal(workspace, data):
    """The codes of what is wrong with the zip ``data``, after which nothing has changed."""
    source = workspace.parent / "paket.zip"
    source.write_bytes(data)
    before = contents(workspace.parent)
    with pytest.raises(PackageError) as caught:
        unpack(source, workspace / "paket")
    assert contents(workspace.parent) == before
    for fault in caught.value.faults:
        assert fault.place.file == "paket.zip"
        assert_said(fault.message)
    return [fault.message.code for fault in caught.value.faults]


def unpacked(workspace, data, name="paket"):
    source = workspace.parent / f"{name}.zip"
    source.write_bytes(data)
    return unpack(source, workspace / name)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_sound_zip_is_unpacked_whole(workspace, method):
    root = unpacked(workspace, zip_bytes(SOUND.items(), method), "nytt")
    assert root == workspace / "nytt"
    assert {name: content for name, content in contents(root).items() if content} == SOUND
    assert sorted(path.name for path in workspace.iterdir()) == ["annat.txt", "nytt", "paket"]


def test_the_package_may_lie_in_one_folder(workspace):
    entries = [("paket 1.0/", b""), *((f"paket 1.0/{name}", content) for name, content in SOUND.items())]
    root = unpacked(workspace, zip_bytes([("läs mig.txt", b"hej"), *entries]), "nytt")
    assert {name: content for name, content in contents(root).items() if content} == SOUND


def test_an_unpacked_package_is_the_same_package(tmp_path):
    seal(write_package(tmp_path / "källa"))
    before = read_package(tmp_path / "källa", SPECS)
    entries = [(name, (tmp_path / "källa" / name).read_bytes()) for name in ["manifest.json", *before.manifest]]
    (tmp_path / "paket.zip").write_bytes(zip_bytes(entries))
    root = package_folder(tmp_path / "paket.zip", tmp_path / "arbetsyta")
    assert root == tmp_path / "arbetsyta" / "paket"
    after = read_package(root, SPECS)
    assert (after.perspectives, after.datasets, after.manifest) == (
        before.perspectives,
        before.datasets,
        before.manifest,
    )


def test_the_package_before_is_kept_until_the_next(workspace):
    for version in (b"1", b"2"):
        unpacked(workspace, sound_and(("version.txt", version)))
    assert (workspace / "paket" / "version.txt").read_bytes() == b"2"
    assert (workspace / "paket.old" / "version.txt").read_bytes() == b"1"
    unpacked(workspace, sound_and(("version.txt", b"3")))
    assert (workspace / "paket.old" / "version.txt").read_bytes() == b"2"
    assert sorted(path.name for path in workspace.iterdir()) == ["annat.txt", "paket", "paket.old"]


def test_nothing_of_the_package_before_is_left_in_the_new(workspace):
    assert "id: gammalt" not in (unpacked(workspace, sound_and()) / "package.yaml").read_text()
    assert sorted(package_files(workspace / "paket")) == ["layers/a.gpkg", "package.yaml"]


@pytest.mark.parametrize(
    "name",
    [
        "../ute.txt",
        "layers/../../ute.txt",
        "layers/..",
        "..",
        "/etc/ute.txt",
        "//server/del/ute.txt",
        "..\\ute.txt",
        "layers\\..\\..\\ute.txt",
        "\\ute.txt",
        "\\\\server\\del\\ute.txt",
        "C:\\ute.txt",
        "c:/ute.txt",
        "C:ute.txt",
        "/vsizip/ute.txt",
        " ../ute.txt",
        " ",
        "a|layername=b",
    ],
)
def test_a_path_that_climbs_out_is_refused(workspace, name):
    assert refusal(workspace, sound_and((zipfile.ZipInfo(name), b"ute"))) == ["zip-climbs"]


def test_a_link_is_refused(workspace):
    link = zipfile.ZipInfo("layers/lank")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    assert refusal(workspace, sound_and((link, b"/etc/passwd"))) == ["zip-link"]


def test_a_password_is_refused(workspace):
    data = bytearray(sound_and())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert refusal(workspace, bytes(data)) == ["zip-encrypted"]


@pytest.mark.parametrize("name", ["PACKAGE.yaml", "Package.YAML", "./package.yaml", "layers//a.gpkg", "LAYERS/A.gpkg"])
def test_two_entries_for_one_file_are_refused(workspace, name):
    assert refusal(workspace, sound_and((name, b"annat"))) == ["zip-duplicate"]


def test_a_file_that_is_a_folder_too_is_refused(workspace):
    assert refusal(workspace, sound_and(("a", b"fil"), ("a/b", b"fil"))) == ["zip-broken"]
    assert refusal(workspace, sound_and(("a/b", b"fil"), ("a", b"fil"))) == ["zip-broken"]


def test_too_many_files_are_refused(workspace, monkeypatch):
    monkeypatch.setattr(archive, "MAX_FILES", 3)
    assert unpacked(workspace, sound_and())
    assert refusal(workspace, sound_and(("en till", b""))) == ["zip-count"]


def test_too_large_a_content_is_refused_before_it_is_unpacked(workspace, monkeypatch):
    data = sound_and(("stor", b"\0" * (1 << 20)))
    monkeypatch.setattr(archive, "MAX_MIB", 1)
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    assert refusal(workspace, data) == ["zip-size"]


def test_what_comes_out_is_counted_whatever_was_claimed(workspace, monkeypatch):
    monkeypatch.setattr(archive, "MAX_MIB", 1)
    monkeypatch.setattr(archive, "_check_entries", lambda entries, faults: None)
    assert refusal(workspace, sound_and(("stor", b"\0" * (1 << 20)))) == ["zip-size"]


def test_a_size_that_is_not_what_comes_out_is_refused(workspace):
    data = bytearray(sound_and())
    at = data.rindex(b"PK\x01\x02") + 24
    data[at : at + 4] = (100).to_bytes(4, "little")
    assert refusal(workspace, bytes(data)) == ["zip-broken"]


def test_every_fault_of_the_entries_is_told_at_once(workspace):
    link = zipfile.ZipInfo("lank")
    link.external_attr = stat.S_IFLNK << 16
    faults = refusal(workspace, sound_and(("../a", b""), ("../b", b""), (link, b"x"), ("Manifest.json", b"")))
    assert sorted(faults) == ["zip-climbs", "zip-climbs", "zip-duplicate", "zip-link"]


@pytest.mark.parametrize("data", [b"", b"PK", b"inte en zip" * 100, b"PK\x05\x06" + b"\0" * 17])
def test_what_is_no_zip_is_refused(workspace, data):
    assert refusal(workspace, data) == ["zip-broken"]


def test_a_zip_cut_off_at_any_length_is_refused(workspace):
    data = sound_and()
    for length in range(0, len(data), 23):
        assert refusal(workspace, data[:length]) == ["zip-broken"]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_broken_content_is_refused(workspace, method):
    data = bytearray(zip_bytes(SOUND.items(), method))
    start = data.index(b"layers/a.gpkg") + len("layers/a.gpkg")
    for position in range(start + 9, start + 13):  # after what LZMA has to say of itself
        broken = bytearray(data)
        broken[position] ^= 0xFF
        assert refusal(workspace, bytes(broken)) == ["zip-broken"]


def test_a_name_that_is_not_utf_8_is_refused(workspace):
    data = sound_and(("lägg.txt", b"")).replace("ä".encode(), b"\xff\xff")
    assert refusal(workspace, data) == ["zip-broken"]


def test_a_method_that_python_does_not_have_is_refused(workspace):
    data = bytearray(sound_and())
    at = data.rindex(b"PK\x01\x02") + 10
    data[at : at + 2] = (99).to_bytes(2, "little")
    assert refusal(workspace, bytes(data)) == ["zip-broken"]


def test_a_zip_without_manifest_is_refused(workspace):
    entries = [(name, content) for name, content in SOUND.items() if name != "manifest.json"]
    assert refusal(workspace, zip_bytes(entries)) == ["zip-no-manifest"]
    # One beside the folder of the package is not the package's own.
    beside = [("manifest.json", b"{}"), *((f"paket/{name}", content) for name, content in entries)]
    assert refusal(workspace, zip_bytes(beside)) == ["zip-no-manifest"]


@pytest.mark.parametrize("folder", ["", "a/b/"])
def test_a_zip_with_no_package_at_the_top_or_one_folder_down_is_refused(workspace, folder):
    name = f"{folder}package.yaml" if folder else "annat.yaml"
    assert refusal(workspace, zip_bytes([(name, b""), (f"{folder}manifest.json", b"{}")])) == ["not-a-package"]


def test_a_zip_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(PackageError) as caught:
        unpack(tmp_path / "borta.zip", tmp_path / "paket")
    assert [fault.message.code for fault in caught.value.faults] == ["zip-broken"]
    assert list(tmp_path.iterdir()) == []


def test_the_package_before_is_back_where_the_new_cannot_take_its_place(workspace, monkeypatch):
    rename = Path.rename

    def stubborn(path, target):
        if path.name.startswith(".paket."):
            raise PermissionError(13, "the folder is in use")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", stubborn)
    assert refusal(workspace, sound_and()) == ["zip-broken"]


@pytest.mark.parametrize(
    ("name", "folder"),
    [("paket.zip", "paket"), ("PAKET 1.2.ZIP", "PAKET 1.2"), ("..zip", "package"), ("...zip", "package")],
)
def test_a_zip_is_unpacked_in_the_workspace_under_its_own_name(workspace, name, folder):
    (workspace.parent / name).write_bytes(sound_and())
    assert package_folder(workspace.parent / name, workspace) == workspace / folder
    assert (workspace / folder / "manifest.json").read_bytes() == SOUND["manifest.json"]
    assert sorted(path.name for path in workspace.parent.iterdir()) == sorted([name, "arbetsyta"])
    assert (workspace / "annat.txt").read_text() == "rör inte\n"


_SEEDS = [
    zip_bytes([*SOUND.items(), ("lägg/ö.txt", b"y" * 50)], method)
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
]


@given(
    st.sampled_from(_SEEDS), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 3), st.binary(max_size=3)), max_size=5)
)
@settings(max_examples=150, deadline=None)
def test_a_mutated_zip_is_unpacked_or_refused_and_nothing_else(data, edits):
    for where, length, piece in edits:
        start = int(where * len(data))
        data = data[:start] + piece + data[start + length :]
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "paket.zip", Path(folder) / "arbetsyta" / "paket"
        source.write_bytes(data)
        try:
            unpack(source, target)
        except PackageError as error:
            assert error.faults and not target.exists()
        assert {path.name for path in target.parent.iterdir()} <= {"paket"}
