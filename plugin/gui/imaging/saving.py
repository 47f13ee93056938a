"""Writing a structure image into a package or a file, without a widget and in any thread."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Callable, Mapping, Optional

from qgis.core import QgsCoordinateReferenceSystem

from ...core.legend import Legend
from ...core.package.edit import EditError, copy_package, save_into, with_check, with_dataset
from ...core.package.faults import PackageError
from ...core.package.model import Package
from ...core.package.reader import PACKAGE_FILE, PERSPECTIVES, read_package
from ...gis.derived import DerivedError, write_classified, write_polygons
from ...gis.geometry import Cancelled
from ...gis.georeference import Fit, GeoreferenceError
from ...gis.measures import measure_specs
from ...gis.pictures import Picture, PictureError, open_picture
from ...gis.warping import remove_companions, warp
from .entries import both, check_entry, dataset_entry, dataset_id, perspective_file
from .job import About

#: What can go wrong here.
EXPECTED = (PictureError, GeoreferenceError, DerivedError, EditError, PackageError, OSError, ValueError)

Progress = Callable[[float], None]


class Target(Enum):
    """Where a structure image goes."""

    PACKAGE = "package"
    COPY = "copy"
    FILE = "file"


@dataclass(frozen=True)
class Order:
    """What is to be written. ``place`` is the folder of the copy or the file, as ``target`` says; ``package`` is None
    for a file only. ``dataset`` is the id of the structure image that is replaced, empty for a new one;
    ``perspective`` that of the perspective that gets a check, empty for none.
    """

    picture: Picture
    fit: Fit
    crop: Optional[list[tuple[float, float]]]
    crs: QgsCoordinateReferenceSystem
    legend: Legend
    about: About
    target: Target
    place: Path
    package: Optional[Package] = None
    dataset: str = ""
    raster: bool = False
    polygons: bool = False
    perspective: str = ""


@dataclass(frozen=True)
class Saved:
    """What was written: the file or the folder of the package, and the id of the dataset in it."""

    path: Path
    target: Target
    dataset: str = ""


def save(order: Order, cancelled: Cancelled, progress: Progress) -> Saved:
    """Write it all, or nothing. Raises one of :data:`EXPECTED`, and Interrupted when cancelled."""
    order = _with_what_is_there(order)
    with tempfile.TemporaryDirectory(prefix="plandialog-") as name:
        folder = Path(name)
        image = folder / "image.tif"
        warp(order.picture, order.fit, order.crop, order.crs, image, cancelled, lambda share: progress(0.6 * share))
        derived = _derived(order, image, folder, cancelled, lambda share: progress(60 + 0.3 * share))
        if order.target is Target.FILE:
            return _save_file(order, {"": image, **derived})
        return _save_package(order, {"": image, **derived}, folder, progress)


def _with_what_is_there(order: Order) -> Order:
    """``order`` with the derived files that the image has already: left as they are they would contradict it."""
    if order.package is None or not order.dataset:
        return order
    images = order.package.root / "images"
    return replace(
        order,
        raster=order.raster or (images / f"{order.dataset}-klasser.tif").exists(),
        polygons=order.polygons or (images / f"{order.dataset}-klasser.gpkg").exists(),
    )


def reason_of(error: Exception, language: str) -> str:
    """Why nothing was saved, in words."""
    if isinstance(error, PackageError):
        return " ".join(fault.text(language) for fault in error.faults[:3])
    if isinstance(error, OSError):
        return error.strerror or str(error)
    message = getattr(error, "message", None)
    return message.text(language) if message is not None else str(error)


def _derived(order: Order, image: Path, folder: Path, cancelled: Cancelled, progress: Progress) -> dict[str, Path]:
    """The files derived from the image, by what is added to its name."""
    made: dict[str, Path] = {}
    if not (order.raster or order.polygons):
        return made
    picture = open_picture(image)
    provenance = {"SOURCE": order.picture.path.name}
    if order.raster:
        target = folder / "classes.tif"
        for path in write_classified(
            picture, order.legend, target, cancelled, lambda share: progress(0.5 * share), provenance
        ):
            made["-klasser" + path.name[len("classes") :]] = path
    if order.polygons:
        target = folder / "classes.gpkg"
        write_polygons(
            picture,
            order.legend,
            order.about.accuracy,
            target,
            cancelled,
            lambda share: progress(50 + 0.5 * share),
            provenance,
        )
        made["-klasser.gpkg"] = target
    return made


def _named(stem: str, ending: str) -> str:
    return f"{stem}{ending or '.tif'}"


def _save_file(order: Order, files: Mapping[str, Path]) -> Saved:
    place = order.place if order.place.suffix.lower() in (".tif", ".tiff") else Path(f"{order.place}.tif")
    place.parent.mkdir(parents=True, exist_ok=True)
    for ending, path in files.items():
        target = place if not ending else place.with_name(_named(place.stem, ending))
        with tempfile.NamedTemporaryFile(dir=place.parent, prefix=".", suffix=".tmp", delete=False) as stream:
            part = Path(stream.name)
        try:
            shutil.copyfile(path, part)
            part.chmod(0o644)
            part.replace(target)
            remove_companions(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    return Saved(place, order.target)


def _save_package(order: Order, made: Mapping[str, Path], folder: Path, progress: Progress) -> Saved:
    package = order.package
    title = both(order.about.title_sv, order.about.title_en)
    identifier = order.dataset or dataset_id(package, title.sv)
    before = package.datasets.get(order.dataset)
    files = {f"images/{_named(identifier, ending)}": path for ending, path in made.items()}
    entry = dataset_entry(identifier, f"images/{identifier}.tif", order.about, order.legend, "", before)
    texts = {PACKAGE_FILE: with_dataset(_text(package.root / PACKAGE_FILE), entry)}
    perspective = next((each for each in package.perspectives if each.id == order.perspective), None)
    if perspective is not None:
        name = perspective_file(perspective)
        texts[name] = with_check(_text(package.root / name), check_entry(package, identifier, title))
    _try(package.root, texts, folder / "trial")
    progress(93)
    root = package.root
    if order.target is Target.COPY:
        root = order.place
        copy_package(package.root, root)
        progress(97)
    try:
        save_into(root, texts, files)
    except BaseException:
        if order.target is Target.COPY:
            shutil.rmtree(root, ignore_errors=True)
        raise
    progress(100)
    return Saved(root, order.target, identifier)


def _text(path: Path) -> str:
    # Line ends stay as they are.
    return path.read_bytes().decode("utf-8")


def _try(root: Path, texts: Mapping[str, str], folder: Path) -> None:
    """Read the changed texts as a package before anything is touched. Raises :class:`PackageError`."""
    (folder / PERSPECTIVES).mkdir(parents=True)
    for path in (root / PACKAGE_FILE, *sorted((root / PERSPECTIVES).glob("*.yaml"))):
        shutil.copyfile(path, folder / path.relative_to(root))
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode("utf-8"))
    read_package(folder, measure_specs())
