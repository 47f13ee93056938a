"""What reads files without QGIS, as targets of :mod:`fuzzing`."""

from __future__ import annotations

import functools
import io
import json
import shutil
import zipfile
from pathlib import Path
from random import Random
from typing import Any

import yaml
from builders import check_document, dataset_document, package_document, perspective_document
from fuzzing import Target
from measure_specs import SPECS
from mutants import bytes_mutant, json_bytes, lines_mutant, tree_mutant, values_mutant, yaml_bytes
from plandialog.plugin.core import assessment as assessments
from plandialog.plugin.core import session as sessions
from plandialog.plugin.core.messages import Message
from plandialog.plugin.core.outcome import Outcome
from plandialog.plugin.core.package.archive import unpack
from plandialog.plugin.core.package.edit import EditError, with_check, with_dataset
from plandialog.plugin.core.package.faults import PackageError
from plandialog.plugin.core.package.manifest import seal
from plandialog.plugin.core.package.reader import inspect_files, inspect_package
from plandialog.plugin.core.package.seen import Seen, read_seen, write_seen
from plandialog.plugin.core.remarks import Remark, RemarkKind
from plandialog.plugin.core.session import Draft, Origin, PackageReference, Session
from plandialog.plugin.core.text import LANGUAGES
from plandialog.plugin.report.summary import build_summary
from report_samples import assessment, finding
from sound_package import PACKAGE, TRAFFIC, assert_said, write_package

SQUARE = "POLYGON((0 0,1 0,1 1,0 0))"
PACKAGE_YAML, PERSPECTIVE_YAML = "package.yaml", "perspectives/perspektiv.yaml"


def assert_in_words(message: Message) -> str:
    """The message reads in every language; its code."""
    assert_said(message)
    for language in LANGUAGES:
        text = message.text(language)
        assert text.strip() and len(text) < 3000, f"{message.code}: {len(text)} characters"
    return message.code


def _text_mutant(data: bytes, rng: Random) -> bytes:
    return (lines_mutant if rng.random() < 0.6 else bytes_mutant)(data, rng)


def _yaml_mutant(data: bytes, rng: Random) -> bytes:
    if rng.random() < 0.5:
        return _text_mutant(data, rng)
    return yaml_bytes(tree_mutant(yaml.safe_load(data), rng))


def json_mutant(data: bytes, rng: Random) -> bytes:
    """JSON damaged as text, as a tree or in its values."""
    kind = rng.random()
    if kind < 0.25:
        return _text_mutant(data, rng)
    return json_bytes((tree_mutant if kind < 0.6 else values_mutant)(json.loads(data), rng))


# packages


def small_package_texts() -> dict[str, bytes]:
    """The YAML files of a small sound package."""
    datasets = [
        dataset_document("omrade", "polygon", coverage="package"),
        dataset_document("mark", "polygon", accuracy="50 m", review="12 months", filter="typ = 1"),
    ]
    bands = [{"up_to": "5 %", "outcome": "consider", "say": "lite"}, {"outcome": "discuss"}]
    texts = {"lite": {"sv": "{value} i {names}", "en": "{value} in {names}"}}
    check = check_document("andel", "mark", "overlap", bands, texts=texts, when={"land_use": ["bostader"]})
    return {
        PACKAGE_YAML: yaml_bytes(package_document(datasets=datasets)),
        PERSPECTIVE_YAML: yaml_bytes(perspective_document([check])),
    }


def _read_yaml(name: str, others: dict[str, bytes], data: bytes, folder: Path) -> str:
    root = folder / "package"
    for each, content in {**others, name: data}.items():
        path = root / each
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return _inspected(root)


def _inspected(root: Path) -> str:
    package, faults = inspect_package(root, SPECS)
    assert (package is None) == faults.has_errors
    for fault in faults:
        assert fault.place.file and fault.place.line >= 0
        assert_in_words(fault.message)
    if package is not None:
        inspect_files(package, faults)
        assert package.datasets[package.area] and package.checks
        return "read"
    return next(fault.message.code for fault in faults if not fault.warning)


def _whole_package(name: str, data: bytes, folder: Path) -> str:
    """The sound package with every key of the format; slower than the small one."""
    root = folder / "whole"
    if not root.is_dir():
        write_package(root)
    (root / name).write_bytes(data)
    return _inspected(root)


def _manifest_samples(folder: Path) -> list[bytes]:
    root = folder / "sealed"
    for name, content in small_package_texts().items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    return [seal(root).read_bytes()]


def _read_manifest(data: bytes, folder: Path) -> str:
    (folder / "samples" / "sealed" / "manifest.json").write_bytes(data)
    return _inspected(folder / "samples" / "sealed")


def _zip_samples(folder: Path) -> list[bytes]:
    _manifest_samples(folder)
    made = []
    for method, top in ((zipfile.ZIP_STORED, ""), (zipfile.ZIP_DEFLATED, "paket/"), (zipfile.ZIP_LZMA, "")):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", method) as archive:
            for path in sorted((folder / "sealed").rglob("*.*")):
                archive.write(path, top + path.relative_to(folder / "sealed").as_posix())
        made.append(stream.getvalue())
    return made


def _read_zip(data: bytes, folder: Path) -> str:
    archive, target = folder / "paket.zip", folder / "workspace" / "paket"
    archive.write_bytes(data)
    shutil.rmtree(folder / "workspace", ignore_errors=True)
    target.mkdir(parents=True)
    (target / "kvar").write_text("det som fanns")
    try:
        unpack(archive, target)
    except PackageError as error:
        for fault in error.faults:
            assert_in_words(fault.message)
        assert [path.name for path in sorted((folder / "workspace").rglob("*"))] == ["paket", "kvar"]
        return error.faults[0].message.code
    assert (folder / "workspace" / "paket.old" / "kvar").exists()
    return _inspected(target)


def _read_edit(edit: Any, item: dict[str, Any], data: bytes, folder: Path) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return "not text"
    try:
        made = edit(text, item)
    except EditError as error:
        return assert_in_words(error.message)
    assert edit(made, item) == made
    return "read"


# what is kept


def full_session() -> Session:
    """A session with every field set."""
    remark = Remark("avstand", RemarkKind.HANDLED, 'Löst "i" förstudien 🏠', "2026-11-24T10:00:00+01:00")
    origin = Origin("lager_1", 7, "Planområden")
    one = Draft("1", "Förslag å", SQUARE, "EPSG:3006", "bostader", "samrad", 12, True, origin, (remark,))
    also = (PackageReference("nationella-underlag", "1.0"), PackageReference("", "", "/borta/paket.zip"))
    return Session(PackageReference("orebro-demo", "0.1.0", "C:\\å"), (one, Draft("2", "", SQUARE, "")), "2", also)


def _read_session(data: bytes, _folder: Path) -> str:
    try:
        session = sessions.from_json(data.decode("utf-8", "replace"))
    except sessions.SessionError as error:
        return assert_in_words(error.message)
    assert sessions.from_json(sessions.to_json(session)) == session
    return "read"


def full_assessment() -> assessments.Assessment:
    """An assessment with a finding of each outcome and a remark."""
    made = [finding(f"k-{each.value}", each) for each in Outcome]
    remark = Remark("k-discuss", RemarkKind.ANSWER, "Svar", "2026-11-24T10:00:00+01:00")
    return assessment(*made, remarks=(remark,))


def _read_assessment(data: bytes, _folder: Path) -> str:
    try:
        found = assessments.from_json(data.decode("utf-8", "replace"))
    except assessments.AssessmentError as error:
        return assert_in_words(error.message)
    assert assessments.from_json(assessments.to_json(found)) == found
    for each in found:
        for language in LANGUAGES:
            build_summary(each, language)
    return "read"


def _seen_samples(folder: Path) -> list[bytes]:
    seen = Seen("2026-11-24", "url='https://example.org'", "polygon", "EPSG:3006", ("namn",), 12)
    write_seen(folder / "seen.json", {"mark": seen, "tomt": Seen("2026-11-24", "", "point", "", ())})
    return [(folder / "seen.json").read_bytes()]


def _read_seen(data: bytes, folder: Path) -> str:
    path = folder / "seen.json"
    path.write_bytes(data)
    found = read_seen(path)
    assert path.read_bytes() == data
    return "read" if found else "nothing"


def _given(*samples: bytes) -> Any:
    return lambda _folder: samples


_TEXTS = small_package_texts()

_TARGETS = (
    Target(
        "package-yaml",
        _given(_TEXTS[PACKAGE_YAML]),
        _yaml_mutant,
        functools.partial(_read_yaml, PACKAGE_YAML, {PERSPECTIVE_YAML: _TEXTS[PERSPECTIVE_YAML]}),
    ),
    Target(
        "perspective-yaml",
        _given(_TEXTS[PERSPECTIVE_YAML]),
        _yaml_mutant,
        functools.partial(_read_yaml, PERSPECTIVE_YAML, {PACKAGE_YAML: _TEXTS[PACKAGE_YAML]}),
    ),
    Target(
        "package-yaml-whole", _given(PACKAGE.encode()), _yaml_mutant, functools.partial(_whole_package, PACKAGE_YAML)
    ),
    Target(
        "perspective-yaml-whole",
        _given(TRAFFIC.encode()),
        _yaml_mutant,
        functools.partial(_whole_package, "perspectives/a-trafik.yaml"),
    ),
    Target("manifest", _manifest_samples, json_mutant, _read_manifest),
    Target("package-zip", _zip_samples, bytes_mutant, _read_zip),
    Target(
        "edit-package",
        _given(_TEXTS[PACKAGE_YAML]),
        _yaml_mutant,
        functools.partial(_read_edit, with_dataset, dataset_document("mark", "polygon", licence="MIT")),
    ),
    Target(
        "edit-perspective",
        _given(_TEXTS[PERSPECTIVE_YAML]),
        _yaml_mutant,
        functools.partial(_read_edit, with_check, check_document("ny", "mark", "overlap")),
    ),
    Target("session", _given(sessions.to_json(full_session()).encode()), json_mutant, _read_session),
    Target("assessment", _given(assessments.to_json((full_assessment(),)).encode()), json_mutant, _read_assessment),
    Target("seen", _seen_samples, json_mutant, _read_seen),
)

#: The targets by their names.
PURE: dict[str, Target] = {target.name: target for target in _TARGETS}
