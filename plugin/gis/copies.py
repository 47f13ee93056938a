"""What was saved of a package's remote datasets: one GeoPackage per package, with a table for each dataset and one that
says of each from where, when and for which area it was fetched.

Every saving is a file of its own with the next number: one that is open for reading is never written over, and the
newest that is whole counts. One of a version to come is passed over, told of, and stays.
"""

from __future__ import annotations

import datetime
import shutil
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, Mapping, Optional

from osgeo import ogr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsRectangle,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
)

from ..core.messages import Message
from ..core.package.model import Dataset, Package
from ..core.versions import NewerError
from .gdal_handler import RAISED
from .remote.extents import moved, transformed
from .sources import OpenDataset, gdal_errors

#: The table that says what a copy holds.
CONTENTS = "plandialog_copies"

#: The columns of a dataset's table that are not the service's: what the service calls a feature, a number, the shape.
IDENTIFIER, NUMBER, SHAPE = "plandialog_id", "plandialog_fid", "plandialog_geometry"

#: The columns of :data:`CONTENTS`, all of them text.
COLUMNS = ("dataset", "provider", "uri", "filter", "fetched", "crs", "extent", "fields", "features")

#: The version of the file, and its column in :data:`CONTENTS`. Files without it are of the first.
VERSION, VERSION_COLUMN = 1, "version"


@dataclass(frozen=True)
class CopyNote:
    """What is known of the copy of one dataset. ``made`` is when it was fetched (ISO 8601), ``area`` where all features
    were saved and ``extent`` what the service stated of itself, both in ``crs``. Without ``area`` it is all there is.
    """

    dataset: str
    provider: str
    uri: str
    filter: str
    made: str
    crs: str
    area: Optional[QgsGeometry]
    extent: Optional[QgsGeometry]
    fields: tuple[str, ...]
    features: int

    def is_of(self, dataset: Dataset) -> bool:
        """Whether it was fetched as ``dataset`` is defined now."""
        stated = dataset.id, dataset.source.provider, dataset.source.uri, dataset.filter
        return stated == (self.dataset, self.provider, self.uri, self.filter)


@dataclass(frozen=True)
class SavedDataset:
    """The copy of one dataset, ready to be read. ``extent`` is what the service stated, in the package's CRS."""

    opened: OpenDataset
    note: CopyNote
    extent: Optional[QgsGeometry]

    @property
    def made(self) -> str:
        """When it was fetched, ISO 8601."""
        return self.note.made

    def holds(self, bounds: Optional[QgsRectangle], crs: QgsCoordinateReferenceSystem) -> bool:
        """Whether all features that meet ``bounds`` (None: all there are) were saved."""
        if self.note.area is None:
            return True
        if bounds is None:
            return False
        box = transformed(bounds, crs, QgsCoordinateReferenceSystem(self.note.crs))
        return box is not None and self.note.area.boundingBox().contains(box)


@dataclass(frozen=True)
class SavedCopy:
    """The newest copy of a package: its file, the size of that (bytes) and what it holds."""

    path: Path
    size: int
    notes: tuple[CopyNote, ...]


def copy_folder(data: Path, package: str) -> Path:
    """Where the copies of the package with this id are, in Plandialog's ``data`` folder."""
    return data / "copies" / package


def fresh_path(folder: Path) -> Path:
    """Where the next copy in ``folder`` goes."""
    newest = next(iter(_files(folder)), None)
    return folder / f"{int(newest.stem) + 1 if newest is not None else 1:08}.gpkg"


def find_copy(folder: Path) -> Optional[SavedCopy]:
    """The newest copy in ``folder`` that can be read, or None. In any thread."""
    for path in _files(folder):
        notes = _notes(path)
        if notes:
            return SavedCopy(path, path.stat().st_size, notes)
    return None


def find_copies(data: Path, package: Package) -> tuple[SavedCopy, ...]:
    """The newest copies of all packages that ``package`` is put together of, in Plandialog's ``data`` folder."""
    found = (find_copy(copy_folder(data, part.id)) for part in package.members)
    return tuple(copy for copy in found if copy is not None)


def newer_copies(data: Path, package: Package) -> tuple[Message, ...]:
    """What to say of the copies that :func:`find_copies` passes over because a newer version has saved them."""
    found = ((part, _passed_over(copy_folder(data, part.id))) for part in package.members)
    return tuple(
        Message("copy-newer", {"file": f"{part.id}/{path.name}", **error.params})
        for part, passed in found
        for path, error in passed
    )


def open_copies(data: Path, package: Package) -> dict[str, SavedDataset]:
    """What was saved of the datasets of ``package``, as they are defined now, by the ids that they have in it."""
    opened: dict[str, SavedDataset] = {}
    crs = QgsCoordinateReferenceSystem(package.crs)
    for part in package.members:
        found = find_copy(copy_folder(data, part.id))
        for note in found.notes if found is not None else ():
            name = package.id_of(part, note.dataset)
            own = part.datasets.get(note.dataset)
            if own is not None and note.is_of(own):
                saved = _opened(found.path, package.datasets[name], note, crs)
                if saved is not None:
                    opened[name] = saved
    return opened


def tidy(folder: Path) -> None:
    """Remove all but the newest copy. One that is still being read where files in use cannot be removed stays."""
    newest = find_copy(folder)
    for path in _files(folder) if newest is not None else ():
        # What a newer version has saved stays for it.
        if int(path.stem) < int(newest.path.stem) and _newer(path) is None:
            with suppress(OSError):
                path.unlink()


def remove_copies(folder: Path) -> None:
    """Remove what was saved of a package, but not what a newer version has saved. Raises OSError where a file is in
    use."""
    if not folder.is_dir():
        return
    staying = {path for path in _files(folder) if _newer(path) is not None}
    if not staying:
        shutil.rmtree(folder)
        return
    for path in set(folder.iterdir()) - staying:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def layer_of(path: Path, dataset: str) -> QgsVectorLayer:
    """The table of a dataset as a layer, which is not valid where it cannot be read."""
    options = QgsVectorLayer.LayerOptions(loadDefaultStyle=False)
    options.forceReadOnly = True
    return QgsVectorLayer(f"{path}|layername={dataset}", dataset, "ogr", options)


def _files(folder: Path) -> list[Path]:
    """The files of copies, the newest first."""
    numbered = (path for path in folder.glob("*.gpkg") if path.stem.isdecimal())
    return sorted(numbered, key=lambda path: int(path.stem), reverse=True)


def _opened(path: Path, dataset: Dataset, note: CopyNote, crs: QgsCoordinateReferenceSystem) -> Optional[SavedDataset]:
    with gdal_errors() as errors:
        layer = layer_of(path, note.dataset)
        sound = layer.isValid() and layer.featureCount() == note.features and not errors
    if not sound:
        return None
    # To QGIS a table for geometries of all kinds that holds none is one without geometry, and has no CRS.
    own = layer.crs() if note.features else crs
    opened = OpenDataset(dataset, QgsVectorLayerFeatureSource(layer), layer.fields(), own)
    extent = moved(note.extent, QgsCoordinateReferenceSystem(note.crs), crs) if note.extent is not None else None
    return SavedDataset(opened, note, extent)


def _notes(path: Path) -> tuple[CopyNote, ...]:
    try:
        with _contents(path) as layer:
            is_read = layer is not None and _stated_version(layer) <= VERSION
            rows = [_row(feature) for feature in layer] if is_read else []
            return tuple(_note(row, area) for row, area in rows)
    except (*RAISED, ValueError, TypeError, KeyError):
        # Cut off, or not a copy: as good as none.
        return ()


def _passed_over(folder: Path) -> list[tuple[Path, NewerError]]:
    """The copies of a version to come that are newer than the one that is used."""
    passed = []
    for path in _files(folder):
        error = _newer(path)
        if error is not None:
            passed.append((path, error))
        elif _notes(path):
            break
    return passed


def _newer(path: Path) -> Optional[NewerError]:
    """That a copy is of a version to come, or None."""
    try:
        with _contents(path) as layer:
            stated = _stated_version(layer) if layer is not None else 1
    except RAISED:
        # Cut off, or not a copy.
        return None
    return NewerError(stated, VERSION) if stated > VERSION else None


@contextmanager
def _contents(path: Path) -> Iterator[Optional[ogr.Layer]]:
    """The table of contents of a copy, None where there is none. Raises what GDAL does (:data:`RAISED`)."""
    with gdal_errors():
        # Named, because the layer is of no use once the file is let go.
        source = ogr.Open(str(path))
        yield source.GetLayerByName(CONTENTS) if source is not None else None


def _stated_version(layer: ogr.Layer) -> int:
    """The version of a copy, the newest where its rows state several."""
    if layer.GetLayerDefn().GetFieldIndex(VERSION_COLUMN) < 0:
        return 1
    stated = [feature.GetFieldAsInteger(VERSION_COLUMN) for feature in layer]
    layer.ResetReading()
    return max(stated, default=1)


def _row(feature: ogr.Feature) -> tuple[Mapping[str, str], Optional[QgsGeometry]]:
    shape = feature.GetGeometryRef()
    area = QgsGeometry.fromWkt(shape.ExportToWkt()) if shape is not None else None
    return {name: feature.GetFieldAsString(name) for name in COLUMNS}, area


def _note(row: Mapping[str, str], area: Optional[QgsGeometry]) -> CopyNote:
    datetime.datetime.fromisoformat(row["fetched"])
    return CopyNote(
        dataset=row["dataset"],
        provider=row["provider"],
        uri=row["uri"],
        filter=row["filter"],
        made=row["fetched"],
        crs=row["crs"],
        area=area,
        extent=QgsGeometry.fromWkt(row["extent"]) if row["extent"] else None,
        fields=tuple(_lines(row["fields"])),
        features=int(row["features"]),
    )


def _lines(text: str) -> Iterator[str]:
    return (line for line in text.split("\n") if line)
