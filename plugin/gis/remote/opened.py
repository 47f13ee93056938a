"""A remote dataset ready to be read: its service, what is known of it, and a saved copy for when it is away."""

from __future__ import annotations

import datetime
import threading
import time
from dataclasses import dataclass, field, replace
from typing import Optional, Protocol, Sequence, runtime_checkable

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsRectangle,
    QgsSpatialIndex,
)

from ...core.messages import Message
from ...core.moments import days_between
from ...core.package.model import Dataset
from ..sources import OpenDataset, SourceError
from .asking import Answer, Ask, Questioning, RemoteLayer
from .errors import RemoteError
from .extents import transformed
from .fetching import Patience
from .sharing import Meanwhile

# How long (s) an answer is good for: while a planner states more about a proposal nothing is asked twice.
_FRESH = 300.0

# How long (s) a service that failed is left alone while a polygon is being drawn.
_RESTING = 20.0

_MOST_ANSWERS = 6


@runtime_checkable
class AskedTogether(Protocol):
    """A layer that can be asked for many places at once, as a database can."""

    def near(
        self, boxes: Sequence[QgsRectangle], wanted: Ask, patience: Patience
    ) -> Optional[tuple[QgsFields, list[tuple[str, QgsFeature]]]]:
        """The features whose box meets any of ``boxes``, each once; None where they cannot be told apart."""


class Copy(Protocol):
    """What was saved of a remote dataset, for when it cannot be asked."""

    opened: OpenDataset
    #: When it was fetched, ISO 8601 with its offset from UTC.
    made: str
    #: The extent that the service stated then, in the package's CRS, or None.
    extent: Optional[QgsGeometry]

    def holds(self, bounds: Optional[QgsRectangle], crs: QgsCoordinateReferenceSystem) -> bool:
        """Whether all features that meet ``bounds`` (None: all there are) were saved."""


@dataclass(frozen=True)
class Wanted:
    """What is wanted of the features: the attributes ``columns``, of which ``typed`` are looked at as values and not
    only read, and ``where`` (a QGIS expression), which the caller holds against them once more."""

    columns: frozenset[str] = frozenset()
    typed: frozenset[str] = frozenset()
    where: str = ""


@dataclass(frozen=True)
class Read:
    """A whole answer with where it came from. ``copy`` is set where a saved copy answered in place of the service,
    ``extent`` (in ``crs``) where the service's own extent was wanted and is stated."""

    answer: Optional[Answer] = None
    copy: Optional[Copy] = None
    notes: tuple[Message, ...] = ()
    extent: Optional[QgsGeometry] = None
    crs: QgsCoordinateReferenceSystem = field(default_factory=QgsCoordinateReferenceSystem)


@dataclass
class OpenRemote:
    """A remote dataset. ``around`` is the package's area of validity as a box in ``package_crs``. For any number of
    threads."""

    dataset: Dataset
    layer: RemoteLayer
    package_crs: QgsCoordinateReferenceSystem
    deadline: float
    offline: bool = False
    around: Optional[QgsRectangle] = None
    copy: Optional[Copy] = None
    #: Whether a service that failed is left alone for a while, as there are many plan areas to come.
    rests: bool = False
    _together: Optional[_Together] = field(default=None, init=False)
    _answers: list[_Remembered] = field(default_factory=list, init=False)
    _proved: dict[str, QgsFields] = field(default_factory=dict, init=False)
    _failed: Optional[tuple[float, SourceError]] = field(default=None, init=False)
    _no_filters: bool = field(default=False, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    @property
    def crs(self) -> QgsCoordinateReferenceSystem:
        """The CRS in which the service is asked."""
        return self.layer.crs

    def patience(self, cancelled: object = lambda: False) -> Patience:
        """The patience of one assessment, from now on."""
        return Patience(time.monotonic() + self.deadline, cancelled)

    def read(
        self,
        bounds: Optional[QgsRectangle],
        wanted: Wanted,
        patience: Patience,
        with_extent: bool = False,
        grow: float = 0.0,
    ) -> Read:
        """Every feature that meets ``bounds`` (in ``package_crs``; None: all).

        With ``grow`` (m) the answer is to be remembered for the next plan area, which is much the same. Raises
        :class:`~..sources.SourceError` and :class:`~..geometry.Interrupted`.
        """
        if self.offline:
            return self._from_copy(bounds, RemoteError("remote-offline", self.layer.service))
        if (grow or self.rests) and self._failed is not None and time.monotonic() - self._failed[0] < _RESTING:
            return self._from_copy(bounds, self._failed[1])
        try:
            read = self._asked(bounds, wanted, patience, with_extent, grow)
        except SourceError as error:
            self._failed = time.monotonic(), error
            return self._from_copy(bounds, error)
        self._failed = None
        return read

    def _asked(
        self, bounds: Optional[QgsRectangle], wanted: Wanted, patience: Patience, with_extent: bool, grow: float
    ) -> Read:
        extent = Meanwhile(lambda: self.layer.extent(patience)) if with_extent else None
        seen = bounds.buffered(min(grow, max(bounds.width(), bounds.height()))) if bounds is not None else None
        answer = self._remembered(bounds, wanted)
        if answer is None:
            answer = self._answer(seen, wanted, patience)
            self._remember(seen, wanted, answer)
        notes = ()
        if answer.moved:
            notes = (Message("remote-address", {"service": self.layer.service, "to": answer.moved}),)
        return Read(answer, None, notes, extent.result() if extent is not None else None, self.layer.crs)

    def _answer(self, bounds: Optional[QgsRectangle], wanted: Wanted, patience: Patience) -> Answer:
        box = transformed(bounds, self.package_crs, self.layer.crs) if bounds is not None else None
        if bounds is not None and box is None:
            raise RemoteError("remote-elsewhere", self.layer.service)
        where = "" if self._no_filters or not self.layer.understands(wanted.where) else wanted.where
        around = transformed(self.around, self.package_crs, self.layer.crs) if self.around is not None else None
        asking = Questioning(self.layer, patience, self.package_crs, around)
        ask = Ask(box, wanted.columns, where, bool(wanted.typed))
        together = (
            self._together.answer(box, wanted.columns) if self._together is not None and box is not None else None
        )
        try:
            answer = together or asking.whole(ask)
        except RemoteError as error:
            if not where or error.message.code not in ("remote-exception", "remote-status"):
                raise
            # What a service makes of a filter differs; without one it gives more, and the rest is left to us.
            self._no_filters = True
            return self._answer(bounds, wanted, patience)
        fields = answer.fields
        if not answer.features:
            known = self._proved.get(where)
            if known is None:
                proof = asking.prove(ask)
                if not proof.understood:
                    # The service found its way, but not by the filter: that is left to us.
                    self._no_filters = True
                    return self._answer(bounds, wanted, patience)
                known = self._proved[where] = proof.fields
            fields = known
        return replace(answer, fields=self._complete(fields, wanted, patience), requests=asking.requests)

    def _complete(self, fields: QgsFields, wanted: Wanted, patience: Patience) -> QgsFields:
        """The fields of an answer with those that it leaves out because they are empty throughout.

        Raises :class:`RemoteError` for one that the layer does not have.
        """
        missing = sorted(name for name in wanted.columns if fields.lookupField(name) < 0)
        if not missing:
            return fields
        columns = self.layer.columns(patience)
        lost = [name for name in missing if columns is not None and name not in columns]
        if lost or columns is None:
            params = {"field": (lost or missing)[0], "file": self.dataset.source.name}
            raise SourceError(Message("source-field", params))
        completed = QgsFields(fields)
        for name in missing:
            completed.append(QgsField(name))
        return completed

    def _from_copy(self, bounds: Optional[QgsRectangle], reason: SourceError) -> Read:
        copy = self.copy
        if copy is None or not copy.holds(bounds, self.package_crs):
            raise reason
        now = datetime.datetime.now().astimezone()
        age = days_between(copy.made, now.isoformat())
        notes = (Message("copy-used", {"made": copy.made[:10], "days": age}), reason.message)
        return Read(None, copy, notes, copy.extent, self.package_crs)

    # many plan areas

    @property
    def asks_together(self) -> bool:
        """Whether the dataset can be asked for many plan areas at once."""
        return isinstance(self.layer, AskedTogether) and not self.offline

    def fetch_together(self, boxes: Sequence[QgsRectangle], columns: frozenset[str], patience: Patience) -> int:
        """Fetch what meets any of ``boxes`` (in ``package_crs``), in place of what was fetched before; returns how many
        features that is.

        Raises :class:`~..sources.SourceError` and :class:`~..geometry.Interrupted`.
        """
        self._together = None
        asked = [transformed(box, self.package_crs, self.layer.crs) for box in boxes]
        known = [box for box in asked if box is not None]
        where = self.dataset.filter if self.layer.understands(self.dataset.filter) else ""
        found = self.layer.near(known, Ask(None, columns, where), patience)
        if found is None:
            return 0
        self._together = _Together(known, columns, *found, self.layer.crs)
        return len(found[1])

    def forget(self) -> None:
        """Let go of what was fetched for many plan areas."""
        self._together = None

    # what was answered before

    def _remembered(self, bounds: Optional[QgsRectangle], wanted: Wanted) -> Optional[Answer]:
        now = time.monotonic()
        with self._lock:
            self._answers = [each for each in self._answers if now - each.at < _FRESH]
            return next((each.answer for each in self._answers if each.answers(bounds, wanted)), None)

    def _remember(self, bounds: Optional[QgsRectangle], wanted: Wanted, answer: Answer) -> None:
        with self._lock:
            self._answers = [*self._answers[1 - _MOST_ANSWERS :], _Remembered(bounds, wanted, answer, time.monotonic())]


class _Together:
    """What is there for many plan areas, found again by its place."""

    def __init__(
        self,
        boxes: Sequence[QgsRectangle],
        columns: frozenset[str],
        fields: QgsFields,
        features: Sequence[tuple[str, QgsFeature]],
        crs: QgsCoordinateReferenceSystem,
    ) -> None:
        self._columns, self._fields, self._features, self._crs = columns, fields, features, crs
        self._boxes, self._index = QgsSpatialIndex(), QgsSpatialIndex()
        self._asked = list(boxes)
        for number, box in enumerate(boxes):
            self._boxes.addFeature(number, box)
        for number, (_, feature) in enumerate(features):
            self._index.addFeature(number, feature.geometry().boundingBox())

    def answer(self, box: QgsRectangle, columns: frozenset[str]) -> Optional[Answer]:
        """The answer for ``box``, None where that was not asked for."""
        if not columns <= self._columns:
            return None
        if not any(self._asked[number].contains(box) for number in self._boxes.intersects(box)):
            return None
        found = tuple(self._features[number] for number in sorted(self._index.intersects(box)))
        return Answer(found, self._fields, self._crs)


@dataclass(frozen=True)
class _Remembered:
    bounds: Optional[QgsRectangle]
    wanted: Wanted
    answer: Answer
    at: float

    def answers(self, bounds: Optional[QgsRectangle], wanted: Wanted) -> bool:
        """Whether nothing more would be learnt by asking for ``bounds``."""
        if wanted.where != self.wanted.where or not (wanted.columns <= self.wanted.columns):
            return False
        if wanted.typed and not self.wanted.typed:
            return False
        return self.bounds is None or (bounds is not None and self.bounds.contains(bounds))
