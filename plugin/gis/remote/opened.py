"""A remote dataset ready to be read: its service, what is known of it, and a saved copy for when it is away."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field, replace
from typing import Callable, Optional, Protocol, Sequence, runtime_checkable

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsRectangle,
    QgsSpatialIndex,
)

from ...core.messages import Message
from ...core.moments import days_between, this_moment
from ...core.package.model import Dataset
from ..expressions import ExpressionError
from ..geometry import Interrupted
from ..sources import OpenDataset, SourceError
from .asking import Answer, Ask, Page, Questioning, RemoteLayer
from .errors import RemoteError
from .extents import box_in, transformed
from .fetching import Patience
from .sharing import FRESH, Once

# How long (s) a service that failed is left alone while a polygon is being drawn.
_RESTING = 20.0

# How often in a row a service may be away before the rest of many plan areas does without it.
_MOST_FAILURES = 2

# What tells of the service, not of the place that it was asked for.
_AWAY = (
    "remote-certificate",
    "remote-database",
    "remote-driver",
    "remote-layer",
    "remote-login",
    "remote-moved",
    "remote-name",
    "remote-network",
    "remote-plain",
    "remote-proxy",
    "remote-redirects",
    "remote-refused",
    "remote-timeout",
)

# What is more than can be held in memory at once, or more than there is time for.
_TOO_MUCH = ("remote-rows", "remote-much", "remote-timeout")

# How much of the time that is left the coming plan areas may take, so that there is some for the one at hand alone.
_SHARE_FOR_COMING = 0.5

_MOST_ANSWERS = 6


@runtime_checkable
class AskedTogether(Protocol):
    """A layer that can be asked for many places at once, as a database can."""

    crs: QgsCoordinateReferenceSystem

    def near(self, boxes: Sequence[QgsRectangle], wanted: Ask, patience: Patience) -> Optional[Page]:
        """The features whose box meets any of ``boxes``, each once; None where they cannot be told apart.

        Raises :class:`RemoteError`.
        """


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
    _coming: Optional[_Coming] = field(default=None, init=False)
    #: How often in a row the service was away; None where that is not counted, as there are not many plan areas.
    _failures: Optional[int] = field(default=None, init=False)
    _answers: list[_Remembered] = field(default_factory=list, init=False)
    #: The attributes that were seen where the layer was shown to find something, by the filter it was asked with.
    _proved: Once = field(default_factory=Once, init=False)
    _failed: Optional[tuple[float, SourceError]] = field(default=None, init=False)
    _no_filters: bool = field(default=False, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    @property
    def crs(self) -> QgsCoordinateReferenceSystem:
        """The CRS in which the service is asked."""
        return self.layer.crs

    def patience(self, cancelled: Callable[[], bool] = lambda: False) -> Patience:
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
        if self._failed is not None and self._is_left_alone(grow, self._failed[0]):
            return self._from_copy(bounds, self._failed[1])
        try:
            read = self._asked(bounds, wanted, patience, with_extent, grow)
        except (Interrupted, ExpressionError):
            raise
        except Exception as caught:  # what an answer may lead to is not to be foreseen, and ends no assessment
            error = caught if isinstance(caught, SourceError) else self._unreadable(caught)
            self._failed = time.monotonic(), error
            if self._failures is not None:
                self._failures = self._failures + 1 if _is_away(error) else 0
            return self._from_copy(bounds, error)
        self._failed = None
        if self._failures is not None:
            self._failures = 0
        return read

    def _unreadable(self, caught: Exception) -> RemoteError:
        error = RemoteError("remote-format", self.layer.service, detail=f"{type(caught).__name__}: {caught}")
        error.__cause__ = caught
        return error

    def _is_left_alone(self, grow: float, failed: float) -> bool:
        """Whether a service that ``failed`` at that time is not asked again yet."""
        if self._failures is not None:
            return self._failures >= _MOST_FAILURES
        return bool(grow) and time.monotonic() - failed < _RESTING

    def _asked(
        self, bounds: Optional[QgsRectangle], wanted: Wanted, patience: Patience, with_extent: bool, grow: float
    ) -> Read:
        seen = bounds.buffered(min(grow, max(bounds.width(), bounds.height()))) if bounds is not None else None
        answer = self._remembered(bounds, wanted)
        if answer is None:
            answer = self._answer(seen, wanted, patience)
            self._remember(seen, wanted, answer)
        notes = ()
        if answer.moved:
            notes = (Message("remote-address", {"service": self.layer.service, "to": answer.moved}),)
        extent = self.layer.extent(patience) if with_extent else None
        return Read(answer, None, notes, extent, self.layer.crs)

    def _answer(self, bounds: Optional[QgsRectangle], wanted: Wanted, patience: Patience) -> Answer:
        box = box_in(bounds, self.package_crs, self.layer.crs) if bounds is not None else None
        if bounds is not None and box is None:
            raise RemoteError("remote-elsewhere", self.layer.service)
        where = "" if self._no_filters or not self.layer.understands(wanted.where) else wanted.where
        around = transformed(self.around, self.package_crs, self.layer.crs) if self.around is not None else None
        asking = Questioning(self.layer, patience, self.package_crs, around)
        ask = Ask(box, wanted.columns, where, bool(wanted.typed))
        coming = self._coming.answer(box, wanted.columns, patience) if self._coming and box is not None else None
        try:
            answer = coming or asking.whole(ask)
        except RemoteError as error:
            if not where or not error.is_refusal:
                raise
            # What a service makes of a filter differs; without one it gives more, and the rest is left to us.
            self._no_filters = True
            return self._answer(bounds, wanted, patience)
        fields = answer.fields
        if not answer.features:
            known = self._proved.recall(where)
            if known is None:
                proof = asking.prove(ask)
                if not proof.understood:
                    # The service found its way, but not by the filter: that is left to us.
                    self._no_filters = True
                    return self._answer(bounds, wanted, patience)
                known = proof.fields
                self._proved.keep(where, known)
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
        age = days_between(copy.made, this_moment())
        notes = (Message("copy-used", {"made": copy.made[:10], "days": age}), reason.message)
        return Read(None, copy, notes, copy.extent, self.package_crs)

    # many plan areas

    def begin_many(self) -> None:
        """From now on there are many plan areas: a service that is away is given up for the rest of them."""
        self._failures = 0

    def announce(self, boxes: Sequence[QgsRectangle], columns: frozenset[str]) -> None:
        """The plan areas that come now look in ``boxes`` (in ``package_crs``), for ``columns`` at most. What is there
        is asked for together when the first of them is read, where the service can be asked so."""
        if self.offline or not isinstance(self.layer, AskedTogether):
            return
        asked = [box_in(box, self.package_crs, self.layer.crs) for box in boxes]
        where = self.dataset.filter if self.layer.understands(self.dataset.filter) else ""
        before = self._coming.size if self._coming is not None else len(boxes)
        wanted = Ask(None, columns, where)
        # What was too much for one lot of plan areas need not be so for the next.
        self._coming = _Coming(self.layer, [box for box in asked if box is not None], wanted, 2 * before)

    def end_many(self) -> None:
        """Let go of what was fetched for many plan areas."""
        self._coming = self._failures = None

    # what was answered before

    def _remembered(self, bounds: Optional[QgsRectangle], wanted: Wanted) -> Optional[Answer]:
        now = time.monotonic()
        with self._lock:
            self._answers = [each for each in self._answers if now - each.at < FRESH]
            return next((each.answer for each in self._answers if each.answers(bounds, wanted)), None)

    def _remember(self, bounds: Optional[QgsRectangle], wanted: Wanted, answer: Answer) -> None:
        with self._lock:
            self._answers = [*self._answers[1 - _MOST_ANSWERS :], _Remembered(bounds, wanted, answer, time.monotonic())]


class _Coming:
    """What is there for the plan areas to come, in the order of ``boxes`` (in the CRS of ``layer``): fetched for as
    many of them at a time as memory and time allow. For any number of threads."""

    def __init__(self, layer: AskedTogether, boxes: Sequence[QgsRectangle], wanted: Ask, size: int) -> None:
        self._layer, self._boxes, self._wanted = layer, list(boxes), wanted
        #: How many boxes are asked for at a time; 0 where they cannot be.
        self.size = min(size, len(self._boxes))
        self._places = QgsSpatialIndex()
        for number, box in enumerate(self._boxes):
            self._places.addFeature(number, box)
        self._lock = threading.Lock()
        self._window = range(0)
        self._page: Optional[Page] = None
        self._index = QgsSpatialIndex()

    def answer(self, box: QgsRectangle, columns: frozenset[str], patience: Patience) -> Optional[Answer]:
        """The answer for ``box``, None where that has to be asked for by itself. Raises
        :class:`~..geometry.Interrupted`."""
        if not columns <= self._wanted.columns:
            return None
        with self._lock:
            numbers = sorted(number for number in self._places.intersects(box) if self._boxes[number].contains(box))
            if self._page is None or not any(number in self._window for number in numbers):
                first = next((number for number in numbers if number >= self._window.stop), None)
                if first is None or not self._fetch(first, patience):
                    return None
            page = self._page
            place = box_in(box, self._layer.crs, page.crs)
            found = sorted(self._index.intersects(place)) if place is not None else []
        return Answer(tuple((page.ids[number], page.features[number]) for number in found), page.fields, page.crs)

    def _fetch(self, first: int, patience: Patience) -> bool:
        """Fetch what is in the boxes from number ``first`` on, in place of what was fetched before; whether that could
        be done."""
        # What was fetched before makes room first.
        self._window, self._page, self._index = range(first), None, QgsSpatialIndex()
        while self.size:
            window = range(first, min(first + self.size, len(self._boxes)))
            brief = Patience(time.monotonic() + _SHARE_FOR_COMING * patience.left, patience.cancelled)
            try:
                page = self._layer.near([self._boxes[number] for number in window], self._wanted, brief)
            except RemoteError as error:
                code = error.message.code
                if code in _TOO_MUCH:
                    self.size = max(1, self.size // 4)
                if code not in _TOO_MUCH or code == "remote-timeout" or len(window) == 1:
                    # The plan area asks for itself then, and its findings say what is wrong.
                    return False
                continue
            if page is None:
                self.size = 0
                return False
            self._window, self._page = window, page
            for number, feature in enumerate(page.features):
                self._index.addFeature(number, feature.geometry().boundingBox())
            return True
        return False


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


def _is_away(error: SourceError) -> bool:
    """Whether a fault is the service's, wherever it was asked."""
    return error.message.code in _AWAY or (isinstance(error, RemoteError) and error.passing)
