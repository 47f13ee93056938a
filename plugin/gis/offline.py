"""Saving a package's remote datasets for when the services are away, each whole or not at all.

Everything is fetched into files of its own and put together in a new file, which gets its name when it is whole: a
network that breaks, a cancel or a kill at any moment leaves the copy there was.
"""

from __future__ import annotations

import math
import shutil
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Callable, Iterable, Iterator, Optional

from osgeo import gdal, ogr
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsRectangle

from ..core.messages import Message, MessageError
from ..core.moments import this_moment
from ..core.package.model import Dataset, Package
from . import expressions
from .asked import reach_of, wanted_of
from .copies import (
    COLUMNS,
    CONTENTS,
    VERSION,
    VERSION_COLUMN,
    CopyNote,
    SavedCopy,
    copy_folder,
    find_copy,
    fresh_path,
)
from .copy_table import LAYER_OPTIONS, Table, created, reference
from .engine import PreparedPackage
from .geometry import Cancelled, Interrupted
from .remote.asking import Ask, Page, RemoteLayer, quarters
from .remote.errors import RemoteError
from .remote.extents import moved, transformed
from .remote.fetching import Patience
from .remote.opened import OpenRemote, Wanted
from .remote.sharing import AtOnce
from .sources import SourceError, Unavailable
from .writing import beside

#: From how many features on a copy is large enough to ask first.
LARGE = 100_000

# How much further (m) is saved than a check would look, so that a plan area may be moved a little.
_SLACK = 500.0

# How long (s) one answer of a service is waited for.
_PATIENCE = 60.0

# More features than this are asked for in quarters of the area.
_MOST_AT_ONCE = 4_000
_DEEPEST = 7

# What a process that was killed left behind is removed after this time (s).
_LEFT_BEHIND = 86_400

Progress = Callable[[float], None]


class SaveError(MessageError):
    """A copy that could not be saved; ``message`` says why."""


@dataclass(frozen=True)
class Failed:
    """A dataset that could not be fetched, and why. ``kept`` is when the copy that stays was fetched, empty where there
    is none."""

    dataset: Dataset
    message: Message
    kept: str = ""


@dataclass(frozen=True)
class Saved:
    """What saving came to: what is new, how much of it (features) there is, and what could not be fetched."""

    fresh: tuple[CopyNote, ...] = ()
    failed: tuple[Failed, ...] = ()

    @property
    def features(self) -> int:
        """How many features were fetched."""
        return sum(note.features for note in self.fresh)


@dataclass(frozen=True)
class Overview:
    """How many features there are to fetch, as far as the services say. ``silent`` are those that do not."""

    features: int
    silent: tuple[Dataset, ...] = ()

    @property
    def is_large(self) -> bool:
        """Whether to ask before they are fetched."""
        return self.features > LARGE


def look_over(prepared: PreparedPackage, area: QgsGeometry, cancelled: Cancelled = lambda: False) -> Overview:
    """What a copy for ``area`` (in the package's CRS) would hold. In any thread. Raises Interrupted.

    A service that does not answer is silent here; saving says why.
    """

    def count(fetch: _Fetch) -> Optional[int]:
        try:
            return fetch.count()
        except (SourceError, expressions.ExpressionError):
            return None

    counts = _at_once(_fetches(prepared, area, cancelled), count)
    silent = tuple(fetch.source.dataset for fetch, number in counts if number is None)
    return Overview(sum(number or 0 for _, number in counts), silent)


def save(
    prepared: PreparedPackage,
    area: QgsGeometry,
    data: Path,
    cancelled: Cancelled = lambda: False,
    progress: Progress = lambda percent: None,
) -> Saved:
    """Fetch the remote datasets of ``prepared`` for ``area`` (in the package's CRS) into new copies in Plandialog's
    ``data`` folder, one for each of the packages that it is put together of.

    Features that cross the edge are kept whole. A dataset that cannot be fetched keeps the copy it has. The copies
    before stay until :func:`~.copies.tidy`. In any thread. Raises :class:`SaveError`, and Interrupted when cancelled.
    """
    parts = [part for part in prepared.package.members if any(each.source.is_remote for each in part.datasets.values())]
    fresh: list[CopyNote] = []
    failed: list[Failed] = []
    for number, part in enumerate(parts):

        def advance(share: float, number: int = number) -> None:
            progress(100 * (number + share) / len(parts))

        saved = _save_part(prepared, part, area, copy_folder(data, part.id), cancelled, advance)
        fresh += saved.fresh
        failed += saved.failed
    progress(100)
    return Saved(tuple(fresh), tuple(failed))


def _save_part(
    prepared: PreparedPackage,
    part: Package,
    area: QgsGeometry,
    folder: Path,
    cancelled: Cancelled,
    advance: Progress,
) -> Saved:
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    before = find_copy(folder)
    target = fresh_path(folder)
    fetches = [each for each in _fetches(prepared, area, cancelled) if each.part is part]
    for fetch in fetches:
        fetch.tell = lambda: advance(0.9 * sum(each.share for each in fetches) / len(fetches))
    with beside(target, cancelled, _refusal) as workshop:
        failed = [
            Failed(each.dataset, each.message)
            for each in prepared.datasets.values()
            if isinstance(each, Unavailable)
            and each.dataset.source.is_remote
            and prepared.package.part_of(each.dataset.id) is part
        ]
        fresh: list[tuple[CopyNote, Path]] = []

        def fetched(fetch: _Fetch) -> Optional[Message]:
            path = workshop.folder / f"{fetch.own.id}.gpkg"
            try:
                fresh.append((fetch.into(path), path))
            except (SourceError, expressions.ExpressionError) as error:
                return error.message
            return None

        for fetch, message in _at_once(fetches, fetched):
            if message is not None:
                failed.append(Failed(fetch.source.dataset, message))
        kept = [(note, before.path) for note in _still_good(before, prepared.package, failed)]
        since = {prepared.package.id_of(part, note.dataset): note.made for note, _ in kept}
        failed = [replace(each, kept=since.get(each.dataset.id, "")) for each in failed]
        if fresh:
            order = list(part.datasets)
            tables = sorted((*fresh, *kept), key=lambda table: order.index(table[0].dataset))
            made = workshop.folder / "copy.gpkg"
            _put_together(made, tables, cancelled, lambda share: advance(0.9 + 0.1 * share))
            workshop.put(made, target)
    return Saved(tuple(note for note, _ in fresh), tuple(failed))


def _refusal(detail: str) -> SaveError:
    return SaveError(Message("copy-not-saved", {"detail": detail}))


def _fetches(prepared: PreparedPackage, area: QgsGeometry, cancelled: Cancelled) -> list[_Fetch]:
    remote = (each for each in prepared.datasets.values() if isinstance(each, OpenRemote))
    return [_Fetch(prepared, opened, area, cancelled) for opened in remote]


def _at_once(fetches: list[_Fetch], work: Callable[[_Fetch], object]) -> list[tuple[_Fetch, object]]:
    """What ``work`` gives for each, done by several threads. Raises Interrupted where any of them does."""
    with AtOnce(fetches, work) as awaited:
        return [(fetch, future.result()) for fetch, future in awaited]


def _still_good(before: Optional[SavedCopy], package: Package, failed: Iterable[Failed]) -> list[CopyNote]:
    """What there is of datasets that could not be fetched, as they are defined now."""
    notes = {note.dataset: note for note in before.notes} if before is not None else {}
    homes = (package.home(each.dataset.id) for each in failed)
    found = ((part.datasets[name], notes.get(name)) for part, name in homes)
    return [note for dataset, note in found if note is not None and note.is_of(dataset)]


def _sweep(folder: Path) -> None:
    """Remove what a killed process left."""
    for left in folder.glob(".plandialog-*"):
        if time.time() - left.stat().st_mtime > _LEFT_BEHIND:
            shutil.rmtree(left, ignore_errors=True)


@dataclass
class _Fetch:
    """One dataset on its way into a file. ``share`` is how much of it has come; ``tell`` is called when that
    changes."""

    prepared: PreparedPackage
    source: OpenRemote
    area: QgsGeometry
    cancelled: Cancelled
    tell: Callable[[], None] = lambda: None
    share: float = field(default=0.0, init=False)
    _came: int = field(default=0, init=False)
    _expected: int = field(default=0, init=False)

    @property
    def part(self) -> Package:
        """The package that the dataset belongs to."""
        return self.prepared.package.part_of(self.source.dataset.id)

    @property
    def own(self) -> Dataset:
        """The dataset as that package has it."""
        part, name = self.prepared.package.home(self.source.dataset.id)
        return part.datasets[name]

    @property
    def bounds(self) -> Optional[QgsRectangle]:
        """What is to be fetched: the area with all that a check in it may look at; None for everything."""
        if self.own.id == self.part.area:
            return None
        return self.area.boundingBox().buffered(reach_of(self.part, self.own) + _SLACK)

    def count(self) -> Optional[int]:
        """How many features there are, None where the service does not say. Raises :class:`SourceError`."""
        return self._count(self._asked(), self.bounds, wanted_of(self.part, self.own))

    def into(self, path: Path) -> CopyNote:
        """Fetch all of it into the file ``path``. Raises :class:`SourceError` and Interrupted."""
        opened, bounds = self._asked(), self.bounds
        wanted = wanted_of(self.part, self.own)
        began = this_moment()
        matched = self._count(opened, bounds, wanted)
        self._expected = matched or 0
        boxes = [bounds] if bounds is None else list(self._boxes(opened, bounds, wanted, matched, 0))
        with Table(path, self.own, self.cancelled) as table:
            for box in boxes:
                answer = opened.read(box, wanted, Patience(math.inf, self.cancelled)).answer
                table.add(answer.features, answer.fields, answer.crs, opened.crs)
            features, fields = table.finished()
        extent = self._extent(opened)
        self._set_share(1.0)
        return CopyNote(
            dataset=self.own.id,
            provider=self.own.source.provider,
            uri=self.own.source.uri,
            filter=self.own.filter,
            made=began,
            crs=self.prepared.package.crs,
            area=QgsGeometry.fromRect(bounds) if bounds is not None else None,
            extent=extent,
            fields=fields,
            features=features,
        )

    def _asked(self) -> OpenRemote:
        """The dataset as its service has it, whatever is kept of it."""
        layer = _Watched(self.source.layer, self._arrived)
        return replace(self.source, layer=layer, deadline=_PATIENCE, offline=False, copy=None)

    def _count(self, opened: OpenRemote, bounds: Optional[QgsRectangle], wanted: Wanted) -> Optional[int]:
        patience = Patience(math.inf, self.cancelled)
        box = transformed(bounds, opened.package_crs, opened.crs) if bounds is not None else None
        if bounds is not None and box is None:
            raise RemoteError("remote-elsewhere", opened.layer.service)
        where = wanted.where if opened.layer.understands(wanted.where) else ""
        try:
            return self._matched(opened, Ask(box, wanted.columns, where), patience)
        except RemoteError as error:
            if not where or not error.is_refusal:
                raise
            # A filter that the service makes nothing of is left to us; it counts more then than there will be.
            return self._matched(opened, Ask(box, wanted.columns), patience)

    def _matched(self, opened: OpenRemote, ask: Ask, patience: Patience) -> Optional[int]:
        matched = opened.layer.page(replace(ask, most=1), 0, patience).matched
        return matched if matched is not None else opened.layer.count(ask, patience)

    def _boxes(
        self, opened: OpenRemote, bounds: QgsRectangle, wanted: Wanted, matched: Optional[int], depth: int
    ) -> Iterator[QgsRectangle]:
        """Areas with no more features than one question can have."""
        if matched is None or matched <= _MOST_AT_ONCE or depth >= _DEEPEST:
            yield bounds
            return
        for quarter in quarters(bounds):
            yield from self._boxes(opened, quarter, wanted, self._count(opened, quarter, wanted), depth + 1)

    def _extent(self, opened: OpenRemote) -> Optional[QgsGeometry]:
        """The extent that the service states of the layer, in the package's CRS."""
        extent = opened.layer.extent(Patience(math.inf, self.cancelled))
        return moved(extent, opened.crs, self.prepared.crs) if extent is not None else None

    def _arrived(self, features: int) -> None:
        self._came += features
        if self._expected:
            self._set_share(min(1.0, self._came / self._expected))

    def _set_share(self, share: float) -> None:
        self.share = share
        self.tell()


class _Watched(RemoteLayer):
    """A layer that has some time for each answer in place of some for all of them, and tells of what has come."""

    def __init__(self, layer: RemoteLayer, arrived: Callable[[int], None]) -> None:
        self._layer = layer
        self._arrived = arrived
        self.crs, self.service, self.page_size = layer.crs, layer.service, layer.page_size
        self.counts_first = layer.counts_first

    @property
    def moved(self) -> str:
        return self._layer.moved

    def page(self, ask: Ask, start: int, patience: Patience) -> Page:
        page = self._layer.page(ask, start, _each(patience))
        if ask.most is None:
            self._arrived(len(page.features))
        return page

    def count(self, ask: Ask, patience: Patience) -> Optional[int]:
        return self._layer.count(ask, _each(patience))

    def extent(self, patience: Patience) -> Optional[QgsGeometry]:
        return self._layer.extent(_each(patience))

    def understands(self, where: str) -> bool:
        return self._layer.understands(where)

    def columns(self, patience: Patience) -> Optional[frozenset[str]]:
        return self._layer.columns(_each(patience))


def _each(patience: Patience) -> Patience:
    return Patience(time.monotonic() + _PATIENCE, patience.cancelled)


def _put_together(
    path: Path, parts: list[tuple[CopyNote, Path]], cancelled: Cancelled, progress: Callable[[float], None]
) -> None:
    """Make the file of a copy from tables in other files."""
    whole = created(path)
    for number, (note, source) in enumerate(parts):
        done = number / len(parts)

        def still_wanted(share: float, _text: str, _data: object, done: float = done) -> int:
            progress(done + share / len(parts))
            return 0 if cancelled() else 1

        options = gdal.VectorTranslateOptions(
            layers=[note.dataset],
            accessMode="append",
            layerCreationOptions=list(LAYER_OPTIONS),
            callback=still_wanted,
        )
        table = gdal.OpenEx(str(source), gdal.OF_VECTOR)
        copied = gdal.VectorTranslate(whole, table, options=options) if table is not None else None
        if cancelled():
            raise Interrupted
        if copied is None:
            raise RuntimeError(note.dataset)
    _write_contents(whole, [note for note, _ in parts])
    whole.FlushCache()


def _write_contents(whole: gdal.Dataset, notes: list[CopyNote]) -> None:
    layer = whole.CreateLayer(CONTENTS, reference(QgsCoordinateReferenceSystem(notes[0].crs)), ogr.wkbPolygon)
    for name in COLUMNS:
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTString))
    layer.CreateField(ogr.FieldDefn(VERSION_COLUMN, ogr.OFTInteger))
    for note in notes:
        feature = ogr.Feature(layer.GetLayerDefn())
        values = (
            note.dataset,
            note.provider,
            note.uri,
            note.filter,
            note.made,
            note.crs,
            note.extent.asWkt() if note.extent is not None else "",
            "\n".join(note.fields),
            str(note.features),
        )
        for name, value in zip(COLUMNS, values):
            feature.SetField(name, value)
        feature.SetField(VERSION_COLUMN, VERSION)
        if note.area is not None:
            feature.SetGeometry(ogr.CreateGeometryFromWkt(note.area.asWkt()))
        layer.CreateFeature(feature)
