"""Places of a regional package that a control point can be set at by name, without a widget."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Iterable, Optional

from qgis.core import QgsCsException, QgsFeatureRequest

from ...core.package.model import Dataset, Package
from ...gis.engine import PreparedPackage
from ...gis.geometry import Cancelled
from ...gis.sources import OpenDataset, gdal_errors
from ...gis.transforms import transformation

# Words for a dataset of localities, which pictures show oftener than anything else.
_LOCALITIES = re.compile(r"(?i)\b(tät)?ort(er)?\b|tatort|localit|\btowns?\b|settlement")

# More features than this are no list that anybody chooses from.
_MOST = 3000

# The part of the features of a dataset that has a name of its own.
_LEAST_NAMED = 0.8

_NUMBER = r"([+-]?\d+(?:[.]\d+)?)"
_COORDINATES = re.compile(rf"^\s*{_NUMBER}\s*[,;\s]\s*{_NUMBER}\s*$")

# Northings of a projected CRS in northern Europe are above this (m), eastings below.
_NORTHING = 2_000_000


@dataclass(frozen=True)
class NamedPlace:
    """A feature with a name: ``group`` is the title of its dataset, x and y (m) its middle in the package's CRS."""

    name: str
    group: str
    x: float
    y: float

    @property
    def label(self) -> str:
        """The name with what it is, as two features may share a name."""
        return f"{self.name} · {self.group}"


class PlaceIndex:
    """Places by what a user types."""

    def __init__(self, places: Iterable[NamedPlace] = ()) -> None:
        self.places = tuple(places)

    @property
    def groups(self) -> tuple[tuple[str, tuple[NamedPlace, ...]], ...]:
        """The places by dataset, in the order of the datasets."""
        groups: dict[str, list[NamedPlace]] = {}
        for place in self.places:
            groups.setdefault(place.group, []).append(place)
        return tuple((name, tuple(members)) for name, members in groups.items())

    def find(self, text: str) -> Optional[NamedPlace]:
        """The place that ``text`` names: in full with its group, by its name (the first that has it), or by a part that
        only one name has.
        """
        wanted = text.strip().casefold()
        if not wanted:
            return None
        exact = [place for place in self.places if wanted in (place.label.casefold(), place.name.casefold())]
        if exact:
            return exact[0]
        for part in (str.startswith, str.__contains__):
            near = [place for place in self.places if part(place.name.casefold(), wanted)]
            if near and len({place.name.casefold() for place in near}) == 1:
                return near[0]
        return None


def coordinates(text: str) -> Optional[tuple[float, float]]:
    """``512140 6570693`` as x and y (m). A northing may stand first, as it does on Swedish maps."""
    match = _COORDINATES.match(text.replace("\N{NO-BREAK SPACE}", " "))
    if match is None:
        return None
    first, second = float(match.group(1)), float(match.group(2))
    return (second, first) if first > _NORTHING > second else (first, second)


def name_datasets(package: Package) -> tuple[Dataset, ...]:
    """The datasets whose features are places with names: localities first, then municipalities, then the background of
    the package and the others.
    """

    def order(dataset: Dataset) -> tuple[bool, bool, bool]:
        is_locality = any(_LOCALITIES.search(text) for text in (dataset.id, dataset.title.sv, dataset.title.en))
        is_municipality = package.municipalities is not None and dataset.id == package.municipalities.dataset
        return not is_locality or is_municipality, not is_municipality, dataset.id not in package.background

    able = [
        each for each in package.datasets.values() if _column(package, each) and each.geometry in ("point", "polygon")
    ]
    return tuple(sorted(able, key=order))


def _column(package: Package, dataset: Dataset) -> str:
    municipalities = package.municipalities
    if municipalities is not None and municipalities.dataset == dataset.id:
        return municipalities.name
    return dataset.label


def read_places(
    prepared: PreparedPackage, language: str, cancelled: Cancelled = lambda: False
) -> tuple[NamedPlace, ...]:
    """Every place with a name in the package. For any thread; a dataset that cannot be read is left out."""
    places: list[NamedPlace] = []
    for dataset in name_datasets(prepared.package):
        opened = prepared.datasets.get(dataset.id)
        if isinstance(opened, OpenDataset) and not cancelled():
            places += _places(prepared, opened, dataset.title.get(language))
    return tuple(places)


def _places(prepared: PreparedPackage, opened: OpenDataset, group: str) -> list[NamedPlace]:
    column = opened.fields.lookupField(_column(prepared.package, opened.dataset))
    try:
        transform = transformation(opened.crs, prepared.crs, prepared.context)
    except QgsCsException:
        return []
    request = QgsFeatureRequest()
    if opened.dataset.filter:
        request.setFilterExpression(opened.dataset.filter)
    else:
        request.setSubsetOfAttributes([column])
    found: dict[str, NamedPlace] = {}
    count = 0
    with gdal_errors() as errors:
        for feature in opened.source.getFeatures(request):
            count += 1
            if count > _MOST:
                return []
            name = feature.attribute(column)
            if not isinstance(name, str) or not name.strip() or not feature.hasGeometry():
                continue
            middle = feature.geometry().centroid()
            try:
                middle.transform(transform)
            except QgsCsException:
                continue
            point = middle.asPoint()
            if math.isfinite(point.x()) and math.isfinite(point.y()):
                found.setdefault(name.strip(), NamedPlace(name.strip(), group, point.x(), point.y()))
    if errors or len(found) < _LEAST_NAMED * count:
        return []
    return sorted(found.values(), key=lambda place: place.name.casefold())
