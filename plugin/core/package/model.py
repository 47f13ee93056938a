"""The regional package in memory. Figures are in base units: m, m², %, numbers."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass, field
from pathlib import Path
from typing import Mapping, Optional

from ..bands import Band
from ..conditions import Conditions
from ..legend import Legend
from ..measurement import Evidence
from ..text import Text
from .faults import Place
from .uri import REMOTE, SHOWN_ONLY, RemoteUri, map_name, parse_uri

#: Between the id of a package and an id of its own where several packages are used together. No id holds it.
SEPARATOR = ":"


@dataclass(frozen=True)
class Source:
    """Where the features of a dataset come from: a QGIS provider and its uri, local paths relative to the package."""

    provider: str
    uri: str

    @property
    def is_remote(self) -> bool:
        """Whether the features are asked for over the network."""
        return self.provider in REMOTE

    @property
    def remote(self) -> RemoteUri:
        """The parts of the uri of a remote source. Raises :class:`~.uri.UriError`."""
        return parse_uri(self.provider, self.uri)

    @property
    def name(self) -> str:
        """What a person calls it: the file, or the layer and the host that is asked."""
        if self.provider in SHOWN_ONLY:
            return map_name(self.provider, self.uri)
        if not self.is_remote:
            return self.file
        remote = self.remote
        return f"{remote.layer} ({remote.host})"

    @property
    def file(self) -> str:
        """The file part of a local uri, without layer name and options."""
        return self.uri.split("|", 1)[0]

    def option(self, name: str) -> Optional[str]:
        """The value of an option behind the file, such as ``layername`` or ``page``; None where it is not given."""
        pairs = (part.split("=", 1) for part in self.uri.split("|")[1:] if "=" in part)
        return dict(pairs).get(name)


@dataclass(frozen=True)
class Interval:
    """A span in days, months or years."""

    count: int
    unit: str

    def after(self, start: datetime.date) -> datetime.date:
        """The day this long after ``start``; the last day of the month where the day does not exist, and of the
        calendar where it has no later one."""
        if self.unit == "days":
            left = (datetime.date.max - start).days
            return start + datetime.timedelta(days=min(self.count, left))
        months = self.count * (12 if self.unit == "years" else 1) + start.month - 1
        year, month = start.year + months // 12, months % 12 + 1
        if year > datetime.MAXYEAR:
            return datetime.date.max
        return datetime.date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


@dataclass(frozen=True)
class CoverageSource:
    """How the coverage of a dataset is known; ``dataset`` is set for :attr:`Evidence.DATASET`."""

    evidence: Evidence = Evidence.UNKNOWN
    dataset: Optional[str] = None


@dataclass(frozen=True)
class StructureImage:
    """What a dataset says of itself when it is a picture from the strategy, schematic by nature.

    ``page`` is the page it comes from, ``crs`` the CRS of a picture that carries none (empty: the package's).
    """

    legend: Legend
    page: str = ""
    about: Optional[Text] = None
    crs: str = ""


@dataclass(frozen=True)
class Dataset:
    """One planning layer. ``accuracy`` and ``sliver`` are in metres; ``place`` is where the package states it.

    ``image`` is set for a structure image, and only then. ``login`` says that the service wants credentials, which
    the user chooses in QGIS. ``unconfirmed`` is the day since when the definition waits to be tried against the live
    service.
    """

    id: str
    title: Text
    source: Source
    geometry: str
    issued: datetime.date
    producer: Text
    licence: str
    filter: str = ""
    label: str = ""
    coverage: CoverageSource = field(default_factory=CoverageSource)
    accuracy: float = 0.0
    sliver: float = 0.5
    review: Optional[Interval] = None
    link: str = ""
    style: str = ""
    image: Optional[StructureImage] = None
    login: bool = False
    unconfirmed: Optional[datetime.date] = None
    place: Optional[Place] = field(default=None, compare=False)

    def review_due(self) -> Optional[datetime.date]:
        """The day by which the producer should have reviewed the dataset, or None."""
        return self.review.after(self.issued) if self.review else None


@dataclass(frozen=True)
class Guidance:
    """The parts of a check's guidance, in reading order. Empty parts fall back on the unit and the dataset."""

    why: Text
    do: Text
    whom: Optional[Text] = None
    source: Optional[Text] = None
    question: Optional[Text] = None


@dataclass(frozen=True)
class Check:
    """One question put to one dataset. ``reach`` is in metres; ``variant`` is the value of the key ``as``.
    ``classes`` are those of a structure image that the question is about; none means all that are not blank.

    ``place`` is where the package states it.
    """

    id: str
    title: Text
    measure: str
    guidance: Guidance
    dataset: Optional[str] = None
    where: str = ""
    when: Conditions = field(default_factory=Conditions)
    bands: tuple[Band, ...] = ()
    texts: Mapping[str, Text] = field(default_factory=dict)
    reach: Optional[float] = None
    variant: Optional[str] = None
    field_name: str = ""
    unit: Optional[Text] = None
    weight: str = "whole"
    classes: tuple[str, ...] = ()
    place: Optional[Place] = field(default=None, compare=False)


@dataclass(frozen=True)
class Roles:
    """Who decides, who advises and who supervises: keys of :data:`~plugin.core.terms.ACTORS`."""

    decides: tuple[str, ...]
    speaks: tuple[str, ...]
    supervises: tuple[str, ...] = ()


@dataclass(frozen=True)
class Perspective:
    """A theme the region speaks for."""

    id: str
    title: Text
    unit: str
    roles: Roles
    checks: tuple[Check, ...]
    about: Optional[Text] = None
    order: int = 0
    law: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unit:
    """A unit of the region that a planner can ask."""

    id: str
    title: Text
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Strategy:
    """The regional development strategy (RUS): its goals and priority areas by id."""

    title: Text
    goals: Mapping[str, Text]
    priorities: Mapping[str, Text]
    period: str = ""
    adopted: Optional[datetime.date] = None
    link: str = ""


@dataclass(frozen=True)
class Municipalities:
    """The dataset that knows the municipalities, and the field with their names."""

    dataset: str
    name: str


@dataclass(frozen=True)
class Package:
    """One version of a regional package, opened from the folder ``root``.

    ``strategy`` is None for a package that does not speak for a regional development strategy. ``background`` names the
    datasets that maps show below the findings, the lowest first. ``manifest`` maps each file to its SHA-256; None for a
    folder that has not been sealed. ``parts`` are the packages that :func:`~.combined.combined` put together, the main
    one first; empty for a package read from a folder.
    """

    root: Path
    id: str
    title: Text
    version: str
    issued: datetime.date
    demo: bool
    region: Text
    crs: str
    area: str
    strategy: Optional[Strategy]
    units: Mapping[str, Unit]
    datasets: Mapping[str, Dataset]
    perspectives: tuple[Perspective, ...]
    municipalities: Optional[Municipalities] = None
    about: Optional[Text] = None
    background: tuple[str, ...] = ()
    manifest: Optional[Mapping[str, str]] = None
    parts: tuple[Package, ...] = ()

    @property
    def members(self) -> tuple[Package, ...]:
        """The packages in it, each as read from its folder, the main one first."""
        return self.parts or (self,)

    @property
    def main(self) -> Package:
        """The first of the packages in it, as read from its folder."""
        return self.members[0]

    def part_of(self, identifier: str) -> Package:
        """The one of :attr:`members` that says what has the id ``identifier`` here."""
        prefix, separator, _ = identifier.rpartition(SEPARATOR)
        return next((part for part in self.parts[1:] if separator and part.id == prefix), self.main)

    def home(self, dataset: str) -> tuple[Package, str]:
        """The package whose folder holds a dataset, and the id that the dataset has there."""
        return self.part_of(dataset), dataset.rpartition(SEPARATOR)[2]

    def id_of(self, part: Package, identifier: str) -> str:
        """The id that has here what ``part``, one of :attr:`members`, gives the id ``identifier``."""
        return identifier if part is self.main else f"{part.id}{SEPARATOR}{identifier}"

    @property
    def frame(self) -> tuple[str, ...]:
        """The datasets that show where one is: the municipalities, and the area of validity as the frame on top."""
        return tuple(dict.fromkeys([*([self.municipalities.dataset] if self.municipalities else []), self.area]))

    @property
    def images(self) -> tuple[Dataset, ...]:
        """The structure images, in the order of the package."""
        return tuple(dataset for dataset in self.datasets.values() if dataset.image is not None)

    @property
    def checks(self) -> tuple[tuple[Perspective, Check], ...]:
        """Every check with its perspective, in reading order."""
        return tuple((perspective, check) for perspective in self.perspectives for check in perspective.checks)
