"""What has to hold between the parts of a package: references, bands, keys of a measure, local paths."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Iterable, Mapping, Optional
from urllib.parse import unquote

import yaml

from ..measure import IMAGE, MAP, MeasureSpec
from ..messages import Message
from ..quantity import Dimension, format_quantity
from .faults import Faults, Place
from .format import NOT_OF_IMAGES, NOT_OF_MAPS
from .spec import FAULTY, Items, Record, near, read_quantity
from .uri import REMOTE, SHOWN_ONLY, UriError, map_values, parse_uri

#: Among more ids than these the nearest right one is not looked for: it would take hours of a hostile package.
MAX_CANDIDATES = 500

#: Providers of files in the package.
FILES = ("ogr", "gdal", "spatialite")

# Words in a source uri that carry a secret. Credentials belong to QGIS (authcfg), never to a package.
_CREDENTIALS = re.compile(
    r"(?i)(^|[\s?&;'\"])(password|passwd|pwd|authcfg|([\w-]*[_-])?(api[_-]?key|token|secret|key)|accesstoken)\s*="
    r"|://[^/\s:@]+:[^/\s@]+@"
)
# In the uri of a database table the key is the column that tells rows apart.
_KEY_COLUMN = re.compile(r"(?<!\S)key=('[^']*'|[^\s'\"]+)")


def local_path(uri: str) -> Optional[str]:
    """The file of a local uri as a path inside the package, or None where it leads out of it."""
    text = uri.split("|", 1)[0].strip()
    path = PurePosixPath(text.replace("\\", "/"))
    drive = re.match(r"^[A-Za-z]:", text)
    if not text or drive or text.startswith("/vsi") or path.is_absolute() or ".." in path.parts or "\x00" in text:
        return None
    return path.as_posix()


def check_references(
    package: Record, perspectives: Mapping[str, Record], measures: Mapping[str, MeasureSpec], faults: Faults
) -> None:
    """Note every fault between the parts: ``package`` is package.yaml, ``perspectives`` the others by file."""
    datasets = _by_id(package.get("datasets"), faults)
    units = _by_id(package.get("units"), faults)
    strategy = package.get("strategy") or Record(package.place)
    goals = _by_id(strategy.get("goals"), faults)
    priorities = _by_id(strategy.get("priorities"), faults)
    _check_package(package, datasets, faults)

    used: set[str] = set()
    ids: dict[str, Place] = {}
    check_ids: dict[str, Place] = {}
    for perspective in perspectives.values():
        _unique(perspective, ids, faults)
        _refer("unit", perspective.get("unit"), perspective.place_of("unit"), units, faults)
        aims = perspective.get("strategy") or Record(perspective.place)
        if "strategy" not in package.places and any(key in aims.places for key in ("goals", "priorities")):
            faults.note(perspective.place_of("strategy"), Message("strategy-not-stated"))
            aims = Record(perspective.place)
        for key, kind, known in (("goals", "goal", goals), ("priorities", "priority", priorities)):
            for value, place in (aims.get(key) or Items()).located():
                _refer(kind, value, place, known, faults)
        for check in perspective.get("checks") or ():
            _unique(check, check_ids, faults)
            used.add(check.get("dataset", ""))
            _check_check(check, datasets, measures, faults)
    if not faults.has_errors:
        # A misspelt reference or a file that cannot be read would make warnings that are not true.
        _warn_unused(package, datasets, used, faults)


def _check_package(package: Record, datasets: Mapping[str, Record], faults: Faults) -> None:
    _polygons(package.get("area"), package.place_of("area"), datasets, faults)
    municipalities = package.get("municipalities") or Record(package.place)
    _polygons(municipalities.get("dataset"), municipalities.place_of("dataset"), datasets, faults)
    for value, place in (package.get("background") or Items()).located():
        if _refer("dataset", value, place, datasets, faults) and datasets[value].get("geometry") in (IMAGE, MAP):
            faults.note(place, Message("background-image", {"dataset": value}))
    # Not by id: a dataset whose id is missing or taken has its other faults too.
    for dataset in package.get("datasets") or ():
        coverage = dataset.get("coverage")
        if isinstance(coverage, Record):
            _polygons(coverage.get("dataset"), coverage.place_of("dataset"), datasets, faults)
        source = dataset.get("source") or Record(dataset.place)
        uri, provider = source.get("uri", ""), source.get("provider", "")
        if _CREDENTIALS.search(unquote(_KEY_COLUMN.sub("", uri) if provider == "postgres" else uri)):
            faults.note(source.place_of("uri"), Message("credentials"))
        elif uri:
            _check_uri(provider, uri, source.place_of("uri"), faults)
        _check_remote(dataset, provider, faults)
        _check_image(dataset, source, faults)
        if "style" in dataset and local_path(dataset["style"]) is None:
            faults.note(dataset.place_of("style"), Message("file-outside", {"file": dataset["style"][:120]}))


def _check_uri(provider: str, uri: str, place: Place, faults: Faults) -> None:
    if provider in FILES:
        if local_path(uri) is None:
            faults.note(place, Message("file-outside", {"file": uri[:120]}))
        elif provider == "spatialite" and not re.search(r"\|layername=[^|]", uri):
            faults.note(place, Message("uri-missing", {"key": "layername", "provider": provider}))
        return
    try:
        if provider in REMOTE:
            parse_uri(provider, uri)
        elif provider in SHOWN_ONLY:
            map_values(provider, uri)
    except UriError as error:
        faults.note(place, error.message)


def _check_remote(dataset: Record, provider: str, faults: Faults) -> None:
    """What only a remote source may state, and what a map that is only shown may not."""
    if provider and provider not in REMOTE:
        if dataset.get("login"):
            faults.note(dataset.place_of("login"), Message("remote-only", {"key": "login"}))
        if dataset.get("coverage") == "service" and dataset.get("geometry") not in (IMAGE, MAP):
            faults.note(dataset.place_of("coverage"), Message("remote-only", {"key": "coverage: service"}))
        if "unconfirmed" in dataset.places and provider not in SHOWN_ONLY:
            faults.note(dataset.place_of("unconfirmed"), Message("remote-only", {"key": "unconfirmed"}))
    if dataset.get("geometry") == MAP:
        for key in NOT_OF_MAPS:
            if key in dataset.places:
                faults.note(dataset.place_of(key), Message("map-key", {"key": key}))
        if provider and provider not in SHOWN_ONLY:
            faults.note(dataset.place_of("source"), Message("map-provider", {"provider": provider}))
    elif provider in SHOWN_ONLY and dataset.get("geometry") not in (None, IMAGE):
        faults.note(dataset.place_of("geometry"), Message("map-geometry", {"provider": provider}))


def _check_image(dataset: Record, source: Record, faults: Faults) -> None:
    """What a structure image has to state, and what only one may."""
    if dataset.get("geometry") != IMAGE:
        if "image" in dataset.places and "geometry" in dataset:
            faults.note(dataset.place_of("image"), Message("image-not-here", {"actual": dataset["geometry"]}))
        return
    for key in ("accuracy", "image"):
        if key not in dataset.places:
            faults.note(dataset.place, Message("image-needs", {"key": key}))
    if "accuracy" in dataset and dataset["accuracy"] <= 0:
        faults.note(dataset.place_of("accuracy"), Message("image-accuracy"))
    for key in NOT_OF_IMAGES:
        if key in dataset.places:
            faults.note(dataset.place_of(key), Message("image-key", {"key": key}))
    if "provider" in source and source["provider"] != "gdal":
        faults.note(source.place_of("provider"), Message("image-provider", {"provider": source["provider"]}))
    image = dataset.get("image")
    classes = image.get("classes") if isinstance(image, Record) else None
    if classes:
        ids: dict[str, Place] = {}
        for each in classes:
            _unique(each, ids, faults)
        if all(each.get("blank", False) for each in classes):
            faults.note(image.place_of("classes"), Message("image-all-blank"))


def _check_classes(check: Record, dataset: Optional[Record], faults: Faults) -> None:
    """The classes that a check names are in the legend of its picture, and are no blank ones."""
    image = dataset.get("image") if dataset else None
    if "classes" not in check or not isinstance(image, Record) or "classes" not in image:
        return
    known: dict[str, Record] = {}
    for each in image["classes"]:
        if "id" in each:
            known.setdefault(each["id"], each)
    for value, place in check["classes"].located():
        if _refer("class", value, place, known, faults) and known[value].get("blank", False):
            faults.note(place, Message("class-blank", {"value": value}))


def _check_check(
    check: Record, datasets: Mapping[str, Record], measures: Mapping[str, MeasureSpec], faults: Faults
) -> None:
    _refer("dataset", check.get("dataset"), check.place_of("dataset"), datasets, faults)
    measure = measures.get(check.get("measure", ""))
    if measure is None:
        return
    needed = ("dataset", "bands", *measure.required) if measure.needs_dataset else ()
    for key in needed:
        if key not in check.places:
            faults.note(check.place, Message("key-needed", {"key": key, "measure": measure.name}))
    for key in measure.excluded:
        if key in check.places:
            faults.note(check.place_of(key), Message("key-not-here", {"key": key, "measure": measure.name}))
    dataset = datasets.get(check.get("dataset", ""))
    geometry = dataset.get("geometry") if dataset else None
    if geometry and measure.needs_dataset and geometry not in measure.geometries:
        params = {
            "measure": measure.name,
            "dataset": check["dataset"],
            "wanted": ",".join(measure.geometries),
            "actual": geometry,
        }
        faults.note(check.place_of("dataset"), Message("geometry-mismatch", params))
    if measure.needs_dataset:
        _check_classes(check, dataset, faults)
        _check_bands(check, measure, faults)


def _check_bands(check: Record, measure: MeasureSpec, faults: Faults) -> None:
    variant = check.get("as")
    if "as" in check.places and variant not in measure.dimensions:
        return
    dimension = measure.dimension(variant)
    texts = check.get("texts") or {}
    said: set[str] = set()
    previous: Optional[float] = None
    bands = list((check.get("bands") or Items()).located())
    for index, (band, place) in enumerate(bands):
        for key in ("say", "do"):
            if key in band:
                said.add(band[key])
                known = texts.places if isinstance(texts, Record) else {}
                _refer("text", band[key], band.place_of(key), known, faults)
        if "none" in band:
            if index > 0 or "up_to" in band.places:
                faults.note(place, Message("bands-none"))
            continue
        if "up_to" not in band.places:
            if index < len(bands) - 1:
                faults.note(place, Message("bands-open"))
            continue
        if "up_to" not in band:
            continue
        limit = _limit(band, dimension, faults)
        if limit is FAULTY:
            continue
        band["limit"] = limit
        if previous is not None and limit <= previous:
            params = {"value": band["up_to"].value, "previous": _written(previous, dimension)}
            faults.note(band.place_of("up_to"), Message("bands-order", params))
        previous = limit
    values = [band for band, _ in bands if "none" not in band]
    if (
        measure.reach_from_bands
        and "reach" not in check.places
        and bands
        and not any("up_to" in b.places for b in values)
    ):
        faults.note(check.place, Message("key-needed", {"key": "reach", "measure": measure.name}))
    if bands and not measure.may_end_closed and (not values or "up_to" in values[-1].places):
        faults.note(bands[-1][1], Message("bands-closed", {"measure": measure.name}))
    for key, place in getattr(texts, "places", {}).items():
        if key not in said:
            faults.note(place, Message("text-unused", {"key": key}), warning=True)


def _limit(band: Record, dimension: Dimension, faults: Faults) -> object:
    node: yaml.ScalarNode = band["up_to"]
    return read_quantity(node, dimension, faults.of(band.place.file))


def _written(value: float, dimension: Dimension) -> str:
    return format_quantity(value, dimension, "en")


def _by_id(items: Optional[Iterable[Record]], faults: Faults) -> dict[str, Record]:
    """Records by id; a second record with the same id is noted with the place of the first."""
    records: dict[str, Record] = {}
    places: dict[str, Place] = {}
    for record in items or ():
        _unique(record, places, faults)
        if "id" in record:
            records.setdefault(record["id"], record)
    return records


def _unique(record: Record, places: dict[str, Place], faults: Faults) -> None:
    if "id" not in record:
        return
    place = record.place_of("id")
    first = places.get(record["id"])
    if first is None:
        places[record["id"]] = place
    else:
        params = {"value": record["id"], "file": first.file, "line": first.line}
        faults.note(place, Message("id-duplicate", params))


def _refer(kind: str, value: Optional[str], place: Place, known: Mapping[str, object], faults: Faults) -> bool:
    if value is None or value in known:
        return value is not None
    nearest = near(value, known) if len(known) <= MAX_CANDIDATES else ""
    params = {"kind": kind, "value": value, "near": nearest} if nearest else {"kind": kind, "value": value}
    faults.note(place, Message("reference-near" if nearest else "reference-unknown", params))
    return False


def _polygons(value: Optional[str], place: Place, datasets: Mapping[str, Record], faults: Faults) -> None:
    if _refer("dataset", value, place, datasets, faults) and datasets[value].get("geometry") in (
        "point",
        "line",
        IMAGE,
        MAP,
    ):
        faults.note(place, Message("not-polygon-dataset", {"dataset": value}))


def _warn_unused(package: Record, datasets: Mapping[str, Record], used: set[str], faults: Faults) -> None:
    helpers = {package.get("area"), (package.get("municipalities") or {}).get("dataset")}
    helpers.update(package.get("background") or ())
    for dataset in datasets.values():
        coverage = dataset.get("coverage")
        if isinstance(coverage, Record):
            helpers.add(coverage.get("dataset"))
    for name, dataset in datasets.items():
        if name not in used and name not in helpers and dataset.get("geometry") != MAP:
            faults.note(dataset.place, Message("dataset-unused", {"dataset": name}), warning=True)
