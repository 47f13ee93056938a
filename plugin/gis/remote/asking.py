"""One question to one remote layer, answered wholly or not at all.

A service may leave features out in many ways, and say so in none. What it hands out is therefore compared with what it
counts; where it hands out less, smaller areas are asked for; where it counts nothing, the same question is put in
parts. *Nothing* is believed only of a service that has shown that it understands where we look.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsRectangle,
)

from ...core.outcome import Outcome
from ..geometry import is_blank
from .errors import RemoteError
from .extents import WGS84, transformed
from .fetching import Patience

#: How many features are asked for at a time, unless the package says otherwise.
PAGE = 1000

# How often an area is cut in four before a service that hands out too little is given up.
_DEEPEST = 5

# The smallest number that services are known to cut their answers short at by themselves.
_FEWEST_CUT = 10

# Requests that one question may lead to.
_MOST_REQUESTS = 80

# Around a feature that is looked for again (m, or the same in degrees).
_AROUND = 200.0
_METRES_PER_DEGREE = 111_000.0


@dataclass(frozen=True)
class Ask:
    """What is asked for: features whose box meets ``box`` (in the CRS of the layer, x east; None: anywhere), with the
    attributes ``columns`` at least, those that ``where`` (a QGIS expression) is true of, as far as the service knows
    how. With ``typed`` values are looked at as numbers and the like, not only as text."""

    box: Optional[QgsRectangle]
    columns: frozenset[str] = frozenset()
    where: str = ""
    typed: bool = False
    most: Optional[int] = None


@dataclass(frozen=True)
class Page:
    """Part of an answer. ``matched`` is how many there are in all, None where the service does not say; ``more`` is
    whether it says that there are more, None where it does not say."""

    features: tuple[QgsFeature, ...]
    ids: tuple[Optional[str], ...]
    fields: QgsFields
    crs: QgsCoordinateReferenceSystem
    matched: Optional[int] = None
    more: Optional[bool] = None


@dataclass(frozen=True)
class Answer:
    """A whole answer: every feature there is, once, by what the service calls it (or a number where it has no name)."""

    features: tuple[tuple[str, QgsFeature], ...]
    fields: QgsFields
    crs: QgsCoordinateReferenceSystem
    requests: int = 0
    moved: str = ""


class RemoteLayer(ABC):
    """A layer of a service, in the words of its protocol. Used by any number of threads."""

    #: The CRS in which boxes are given and features are wanted.
    crs: QgsCoordinateReferenceSystem
    service: str
    page_size: int = PAGE
    #: Whether its answers do not say how many features there are, so that they have to be counted before.
    counts_first: bool = False
    #: Where it is from now on, if it said so.
    moved: str = ""

    @abstractmethod
    def page(self, ask: Ask, start: int, patience: Patience) -> Page:
        """The features from number ``start`` on. Raises :class:`RemoteError`."""

    @abstractmethod
    def count(self, ask: Ask, patience: Patience) -> Optional[int]:
        """How many features match, or None where the service does not count. Raises :class:`RemoteError`."""

    def extent(self, patience: Patience) -> Optional[QgsGeometry]:
        """The extent that the service states, as a polygon in :attr:`crs`, or None. Raises :class:`RemoteError`."""
        return None

    def understands(self, where: str) -> bool:
        """Whether ``where`` can be put in the words of the service."""
        return False

    def columns(self, patience: Patience) -> Optional[frozenset[str]]:
        """The names of the layer's attributes, or None where only an answer tells. Raises :class:`RemoteError`."""
        return None


@dataclass
class Questioning:
    """The questions to one layer during one assessment. ``home`` is the CRS of the package, and ``around`` the area (in
    the CRS of the layer) where it is valid, in which a layer is expected to have something."""

    layer: RemoteLayer
    patience: Patience
    home: QgsCoordinateReferenceSystem
    around: Optional[QgsRectangle] = None
    requests: int = field(default=0, init=False)

    def whole(self, ask: Ask) -> Answer:
        """Every feature that matches. Raises :class:`RemoteError` and :class:`~..geometry.Interrupted`."""
        found = self._gather(ask)
        self._look_where(ask, found)
        named = enumerate(found.features.items())
        features = tuple(
            (key if isinstance(key, str) else f"#{number}", _with_fields(each, found.fields))
            for number, (key, each) in named
        )
        return Answer(features, found.fields, found.crs, self.requests, self.layer.moved)

    # all of it

    def _gather(self, ask: Ask, depth: int = 0, confirm: bool = True) -> _Found:
        """Every feature, by pages, and where that does not give all by smaller areas. With ``confirm`` a service that
        does not count is asked in parts too."""
        found = _Found()
        stated = self._count(ask) if self.layer.counts_first else None
        if stated == 0:
            return found
        try:
            page = self._page(ask, 0)
        except RemoteError as error:
            if error.message.code != "remote-large" or ask.box is None or depth >= _DEEPEST:
                raise
            for quarter in quarters(ask.box):
                found.join(self._gather(replace(ask, box=quarter), depth + 1, confirm))
            return found
        fresh = found.take(page)
        matched = page.matched if page.matched is not None else stated
        if matched is None and not self.layer.counts_first:
            # Of nothing too: a service that hands out nothing may have something.
            matched = self._count(ask)
        while fresh and (page.more if matched is None else len(found.features) < matched):
            try:
                page = self._page(ask, len(found.features))
            except RemoteError as error:
                if not error.is_refusal:
                    raise
                # A service that cannot turn pages says so in many ways; smaller areas do without.
                break
            fresh = found.take(page)
        if page.more if matched is None else len(found.features) < matched:
            return self._by_quarters(ask, found, matched, depth, confirm)
        if matched is None and confirm:
            self._confirm(ask, found, depth)
        return found

    def _by_quarters(self, ask: Ask, found: _Found, matched: Optional[int], depth: int, confirm: bool) -> _Found:
        """The features of the four quarters of an area whose whole is not handed out."""
        if ask.box is None or depth >= _DEEPEST or not found.features:
            raise self._cut(found, matched)
        try:
            for quarter in quarters(ask.box):
                found.join(self._gather(replace(ask, box=quarter), depth + 1, confirm))
        except RemoteError as error:
            if error.message.code != "remote-requests":
                raise
            raise self._cut(found, matched) from error
        if matched is not None and len(found.features) < matched:
            raise self._cut(found, matched)
        return found

    def _cut(self, found: _Found, matched: Optional[int]) -> RemoteError:
        """That a service has more than it hands out."""
        if matched is None:
            return RemoteError("remote-uncounted", self.layer.service)
        return RemoteError("remote-capped", self.layer.service, got=len(found.features), matched=matched)

    def _confirm(self, ask: Ask, found: _Found, depth: int) -> None:
        """Raise :class:`RemoteError` unless the quarters of the area give what a service that does not count gave for
        the whole of it.

        A quarter that gives as many as the whole may be cut short at the same number, so it is looked at in the same
        way; one that gives fewer is not.
        """
        if ask.box is None or not found.features:
            return
        for quarter in quarters(ask.box):
            part_of_it = replace(ask, box=quarter)
            part = self._gather(part_of_it, depth + 1, confirm=False)
            if not part.features.keys() <= found.features.keys():
                raise self._cut(found, None)
            if len(part.features) == len(found.features) >= _FEWEST_CUT:
                if depth >= _DEEPEST:
                    raise self._cut(found, None)
                self._confirm(part_of_it, part, depth + 1)

    # in the right place

    def _look_where(self, ask: Ask, found: _Found) -> None:
        """Raise :class:`RemoteError` where none of the features lies where it was looked for."""
        if ask.box is None or not found.features:
            return
        geometries = [each.geometry() for each in found.features.values()]
        if any(is_blank(geometry) for geometry in geometries):
            # What was asked for by its place has one.
            raise RemoteError("remote-no-geometry", self.layer.service)
        boxes = [geometry.boundingBox() for geometry in geometries]
        there = [transformed(box, found.crs, self.layer.crs) for box in boxes]
        if any(box is not None and box.intersects(ask.box) for box in there):
            return
        turned = any(_swapped(box).intersects(ask.box) for box in boxes)
        raise RemoteError("remote-axes" if turned else "remote-elsewhere", self.layer.service)

    def prove(self, ask: Ask) -> Proof:
        """What makes *nothing here* believable: the layer finds something it has, where it says that it is.

        Raises :class:`RemoteError` where it does not, with the outcome *no-data* for a layer that is empty.
        """
        service, where = self.layer.service, ask.where
        one = replace(ask, where="", typed=False, most=1)
        if self.around is not None:
            near = self._page(replace(one, box=self.around, where=where), 0)
            if near.features:
                self._look_where(Ask(self.around), _Found().with_page(near))
                return Proof(near.fields, understood=True)
        sample = self._page(replace(one, box=None), 0)
        if not sample.features:
            if sample.matched:
                raise RemoteError("remote-capped", service, got=0, matched=sample.matched)
            raise RemoteError("source-empty", service, Outcome.NO_DATA)
        box = sample.features[0].geometry().boundingBox()
        place = transformed(box, sample.crs, self.layer.crs)
        if place is None or not self._on_the_map(place):
            raise RemoteError("remote-elsewhere", service)
        around = self.around
        if around is not None and not where and (place.intersects(around) or _swapped(box).intersects(around)):
            raise RemoteError("remote-axes", service)
        again = self._page(replace(one, box=self._grown(place)), 0)
        if not again.features:
            raise RemoteError("remote-axes", service)
        return Proof(sample.fields, understood=not where)

    def _on_the_map(self, box: QgsRectangle) -> bool:
        """Whether ``box`` lies in the area that the package's CRS is made for: what lies beyond it comes of a CRS that
        is not what it is said to be."""
        area = self.home.bounds()
        if area.isEmpty():
            return True
        degrees = transformed(box, self.layer.crs, QgsCoordinateReferenceSystem(WGS84))
        # Surveys reach some way over the border.
        return degrees is not None and area.buffered(1.0).intersects(degrees)

    def _grown(self, box: QgsRectangle) -> QgsRectangle:
        return box.buffered(_AROUND / _METRES_PER_DEGREE if self.layer.crs.isGeographic() else _AROUND)

    # requests

    def _page(self, ask: Ask, start: int) -> Page:
        self._spend()
        return self.layer.page(ask, start, self.patience)

    def _count(self, ask: Ask) -> Optional[int]:
        self._spend()
        return self.layer.count(ask, self.patience)

    def _spend(self) -> None:
        self.patience.check(self.layer.service)
        self.requests += 1
        if self.requests > _MOST_REQUESTS:
            raise RemoteError("remote-requests", self.layer.service, limit=_MOST_REQUESTS)


@dataclass(frozen=True)
class Proof:
    """What was learnt while *nothing here* was proved: the attributes, and whether the filter was understood."""

    fields: QgsFields
    understood: bool


@dataclass
class _Found:
    """Features by what tells them apart, so that none counts twice."""

    features: dict[object, QgsFeature] = field(default_factory=dict)
    fields: QgsFields = field(default_factory=QgsFields)
    crs: QgsCoordinateReferenceSystem = field(default_factory=QgsCoordinateReferenceSystem)

    def take(self, page: Page) -> int:
        """Take the features of a page in; returns how many were new."""
        before = len(self.features)
        alike: Counter[object] = Counter()
        for identifier, feature in zip(page.ids, page.features):
            if identifier is None:
                # Two features that are alike in everything are two, but the same one on two pages is one.
                content = bytes(feature.geometry().asWkb()), repr(feature.attributes())
                alike[content] += 1
                self.features.setdefault((content, alike[content]), feature)
            else:
                self.features.setdefault(identifier, feature)
        if page.features:
            self.fields, self.crs = _joined(self.fields, page.fields), page.crs
        return len(self.features) - before

    def with_page(self, page: Page) -> _Found:
        """The same, for a chain."""
        self.take(page)
        return self

    def join(self, other: _Found) -> None:
        """Take all of ``other`` in."""
        for key, feature in other.features.items():
            self.features.setdefault(key, feature)
        if other.features:
            self.fields, self.crs = _joined(self.fields, other.fields), other.crs


def _joined(first: QgsFields, second: QgsFields) -> QgsFields:
    """The fields of two pages: what is empty throughout one of them is left out there."""
    if first == second or first.isEmpty():
        return second
    joined = QgsFields(first)
    for each in second:
        if joined.indexOf(each.name()) < 0:
            joined.append(each)
    return joined


def _with_fields(feature: QgsFeature, fields: QgsFields) -> QgsFeature:
    """``feature`` with exactly ``fields``: expressions find an attribute by its place."""
    if feature.fields() == fields:
        return feature
    made = QgsFeature(fields, feature.id())
    made.setGeometry(feature.geometry())
    for name, value in feature.attributeMap().items():
        made.setAttribute(name, value)
    return made


def quarters(box: QgsRectangle) -> list[QgsRectangle]:
    """The four quarters of ``box``."""
    x, y = box.center().x(), box.center().y()
    return [
        QgsRectangle(box.xMinimum(), box.yMinimum(), x, y),
        QgsRectangle(x, box.yMinimum(), box.xMaximum(), y),
        QgsRectangle(box.xMinimum(), y, x, box.yMaximum()),
        QgsRectangle(x, y, box.xMaximum(), box.yMaximum()),
    ]


def _swapped(box: QgsRectangle) -> QgsRectangle:
    return QgsRectangle(box.yMinimum(), box.xMinimum(), box.yMaximum(), box.xMaximum())
