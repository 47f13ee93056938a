"""Reading a regional package from its folder, strictly, with all faults at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterable, Mapping, Optional

from ..bands import Band
from ..conditions import Conditions
from ..files import is_file
from ..legend import ImageClass, Legend
from ..measure import MeasureSpec
from ..measurement import Evidence
from ..messages import Message
from ..outcome import Outcome
from ..text import Text
from ..versions import NewerError
from .faults import Faults, PackageError
from .format import package_spec, perspective_spec
from .located import MAX_CHARACTERS, parse_yaml
from .manifest import MANIFEST, Integrity, package_files, read_manifest
from .model import (
    Check,
    CoverageSource,
    Dataset,
    Guidance,
    Interval,
    Municipalities,
    Package,
    Perspective,
    Roles,
    Source,
    Strategy,
    StructureImage,
    Unit,
)
from .rules import FILES, check_references, local_path
from .spec import FAULTY, Record, Spec, is_of_newer_format

PACKAGE_FILE = "package.yaml"
PERSPECTIVES = "perspectives"
MAX_PERSPECTIVES = 200

# What the engine says of a source, in words for the author of the package.
_FILE_CODES = {"source-missing": "file-missing", "source-changed": "file-hash", "source-unlisted": "file-unlisted"}


def read_package(root: Path, measures: Mapping[str, MeasureSpec]) -> Package:
    """The package in the folder ``root``. Raises :class:`PackageError` with every fault."""
    package, faults = inspect_package(root, measures)
    if package is None:
        raise PackageError(faults)
    return package


def inspect_package(root: Path, measures: Mapping[str, MeasureSpec]) -> tuple[Optional[Package], Faults]:
    """The package in ``root``, or None where it has errors, and all faults and warnings.

    Layer files are not looked at here: a broken one keeps its own checks from being carried out, not the others.
    """
    faults = Faults(PACKAGE_FILE)
    if not is_file(root / PACKAGE_FILE):
        faults.add(None, Message("not-a-package", {"file": root.name or str(root)}))
        return None, faults
    manifest = _manifest(root, faults)
    integrity = Integrity(root, manifest)
    record = _read_file(root, PACKAGE_FILE, package_spec(), integrity, faults)
    newer = _only_newer(faults)
    if newer is not None:
        return None, newer
    names = _perspective_files(root, manifest, faults)
    if len(names) > MAX_PERSPECTIVES:
        faults.add(None, Message("too-many-files", {"limit": MAX_PERSPECTIVES}))
        return None, faults
    spec = perspective_spec(measures)
    perspectives: dict[str, Record] = {}
    for name in names:
        read = _read_file(root, f"{PERSPECTIVES}/{name}", spec, integrity, faults)
        if read is not None:
            perspectives[name] = read
    if record is not None:
        check_references(record, perspectives, measures, faults)
    if faults.has_errors or record is None:
        return None, faults
    return _package(root, record, perspectives, manifest), faults


def inspect_files(package: Package, faults: Faults) -> None:
    """Note every file of the package that is missing, changed or not in its manifest."""
    integrity = Integrity(package.root, package.manifest)
    if package.manifest is not None:
        for name in sorted(set(package.manifest) | set(package_files(package.root))):
            refused = integrity.refusal(name)
            if refused:
                faults.of(name).add(None, Message(_FILE_CODES.get(refused.code, refused.code), refused.params))
    for dataset in package.datasets.values():
        for name in (
            local_path(dataset.source.uri) if dataset.source.provider in FILES else None,
            dataset.style,
        ):
            if name and not is_file(package.root / name):
                faults.add(None, Message("file-missing", {"file": name}))


def _only_newer(faults: Faults) -> Optional[Faults]:
    """That the package is of a format to come, alone: what else is wrong with it by this one helps nobody."""
    alone = Faults(PACKAGE_FILE)
    for fault in faults:
        if is_of_newer_format(fault.message):
            alone.note(fault.place, fault.message)
    return alone if alone.has_errors else None


def _manifest(root: Path, faults: Faults) -> Optional[dict[str, str]]:
    try:
        manifest = read_manifest(root)
    except NewerError as error:
        faults.of(MANIFEST).add(None, Message("manifest-newer", error.params))
        return None
    except (OSError, ValueError) as error:
        faults.of(MANIFEST).add(None, Message("manifest-broken", {"detail": str(error)}))
        return None
    if manifest is None:
        faults.of(MANIFEST).note(faults.of(MANIFEST).place(None), Message("manifest-missing"), warning=True)
    return manifest


def _perspective_files(root: Path, manifest: Optional[Mapping[str, str]], faults: Faults) -> list[str]:
    """The files in perspectives/. One that is listed but gone, or that would be passed over, is a fault."""
    present = sorted(path.name for path in (root / PERSPECTIVES).glob("*") if not path.name.startswith("."))
    names = [name for name in present if name.endswith(".yaml")]
    if not names:
        faults.add(None, Message("no-perspectives"))
    for name in present:
        if name not in names:
            faults.of(f"{PERSPECTIVES}/{name}").add(None, Message("perspective-ending"))
    for name in sorted(manifest or ()):
        if name.startswith(f"{PERSPECTIVES}/") and name.rsplit("/", 1)[1] not in present:
            faults.of(name).add(None, Message("file-missing", {"file": name}))
    return names


def _read_file(root: Path, name: str, spec: Spec, integrity: Integrity, faults: Faults) -> Optional[Record]:
    faults = faults.of(name)
    refused = integrity.refusal(name)
    if refused:
        # A changed text is still read, so that its author sees the other faults in the same pass.
        code = _FILE_CODES.get(refused.code, refused.code)
        faults.add(None, Message(code, refused.params))
        if code not in ("file-hash", "file-unlisted"):
            return None
    try:
        with (root / name).open("rb") as stream:
            data = stream.read(4 * MAX_CHARACTERS + 1)
    except OSError as error:
        faults.add(None, Message("file-unreadable", {"detail": error.strerror or str(error)}))
        return None
    node = parse_yaml(data, faults)
    if node is None:
        return None
    record = spec.read(node, faults)
    return None if record is FAULTY else record


def _package(
    root: Path, record: Record, perspectives: Mapping[str, Record], manifest: Optional[Mapping[str, str]]
) -> Package:
    read = [_perspective(perspective) for perspective in perspectives.values()]
    municipalities = record.get("municipalities")
    return Package(
        root=root,
        id=record["id"],
        title=record["title"],
        version=record["version"],
        issued=record["issued"],
        demo=record["demo"],
        region=record["region"],
        crs=record["crs"],
        area=record["area"],
        strategy=_strategy(record["strategy"]) if "strategy" in record else None,
        units={unit["id"]: Unit(**unit) for unit in record["units"]},
        datasets={dataset["id"]: _dataset(dataset) for dataset in record["datasets"]},
        perspectives=tuple(sorted(read, key=lambda perspective: (perspective.order, perspective.id))),
        municipalities=Municipalities(**municipalities) if municipalities else None,
        about=record.get("about"),
        background=tuple(record.get("background", ())),
        manifest=manifest,
    )


def _strategy(record: Record) -> Strategy:
    return Strategy(
        title=record["title"],
        goals=_terms(record["goals"]),
        priorities=_terms(record["priorities"]),
        period=record.get("period", ""),
        adopted=record.get("adopted"),
        link=record.get("link", ""),
    )


def _terms(items: list[Record]) -> dict[str, Text]:
    return {item["id"]: item["title"] for item in items}


def _dataset(record: Record) -> Dataset:
    values: dict[str, Any] = dict(record, place=record.place)
    values["source"] = Source(**record["source"])
    coverage = values.pop("coverage", "unknown")
    if isinstance(coverage, Record):
        values["coverage"] = CoverageSource(Evidence.DATASET, coverage["dataset"])
    else:
        values["coverage"] = CoverageSource(Evidence(coverage))
    if "review" in values:
        count, unit = values["review"].split()
        values["review"] = Interval(int(count), unit)
    if "image" in values:
        values["image"] = _image(values["image"])
    return Dataset(**values)


def _image(record: Record) -> StructureImage:
    classes = tuple(ImageClass(**{**each, "colors": _lower(each["colors"])}) for each in record["classes"])
    return StructureImage(
        legend=Legend(classes, record.get("overprint", 0.0)),
        page=record.get("page", ""),
        about=record.get("about"),
        crs=record.get("crs", ""),
    )


def _lower(colors: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(color.lower() for color in colors))


def _perspective(record: Record) -> Perspective:
    strategy = record.get("strategy", {})
    return Perspective(
        id=record["id"],
        title=record["title"],
        unit=record["unit"],
        roles=Roles(**{key: tuple(actors) for key, actors in record["roles"].items()}),
        checks=tuple(_check(check) for check in record["checks"]),
        about=record.get("about"),
        order=record.get("order", 0),
        law=tuple(record.get("law", ())),
        goals=tuple(strategy.get("goals", ())),
        priorities=tuple(strategy.get("priorities", ())),
    )


def _check(record: Record) -> Check:
    return Check(
        id=record["id"],
        title=record["title"],
        measure=record["measure"],
        guidance=Guidance(**record["guidance"]),
        dataset=record.get("dataset"),
        where=record.get("where", ""),
        when=_conditions(record.get("when", {})),
        bands=tuple(_band(band) for band in record.get("bands", ())),
        texts=dict(record.get("texts", {})),
        reach=record.get("reach"),
        variant=record.get("as"),
        field_name=record.get("field", ""),
        unit=record.get("unit"),
        weight=record.get("weight", "whole"),
        classes=tuple(record.get("classes", ())),
        place=record.place,
    )


def _band(record: Record) -> Band:
    return Band(
        outcome=Outcome(record["outcome"]),
        up_to=record.get("limit"),
        none=record.get("none", False),
        say=record.get("say"),
        do=record.get("do"),
    )


def _conditions(record: Mapping[str, Any]) -> Conditions:
    limits = {f"{key}_{limit}": value for key in ("area", "dwellings") for limit, value in record.get(key, {}).items()}
    listed = {key: tuple(record.get(key, ())) for key in ("land_use", "stage", "municipality")}
    return Conditions(**listed, **limits)
