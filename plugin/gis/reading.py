"""Reading the features around a plan area from a dataset's snapshot: one request, checked geometries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Optional, Union

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeature,
    QgsFeatureRequest,
    QgsFields,
    QgsGeometry,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QVariant

from ..core.legend import ImageClass
from ..core.measurement import Evidence
from ..core.messages import Message
from ..core.package.model import Dataset
from .classwindow import ClassWindow
from .copies import IDENTIFIER
from .geometry import (
    GEOMETRY_TYPES,
    Cancelled,
    Interrupted,
    box_before,
    is_blank,
    is_finite,
    parts_of_type,
    repaired,
    straightened,
)
from .images import OpenImage, read_window
from .remote.extents import moved
from .remote.fetching import Patience
from .remote.opened import OpenRemote, Wanted
from .sources import OpenDataset, SourceError, gdal_errors
from .transforms import transformation

# How much further (m) is read at most than was asked for, where the rest is to be remembered. What a picture shows is
# a few areas, whatever is looked at.
_AROUND, _AROUND_IN_PICTURE = 500.0, 2000.0


class InterruptedReading(Interrupted):
    """The user cancelled while features were being read."""


@dataclass(frozen=True)
class ReadFeature:
    """A feature with its geometry valid, straight and in the package's CRS. ``raw`` keeps the attributes.

    ``identifier`` is what a service calls it, empty where the id of ``raw`` says which one it is. ``repaired`` says
    that the geometry was invalid and has been mended on a copy. ``image_class`` is set for what a structure image
    shows, which has no attributes, and ``window`` to where that was read.
    """

    raw: QgsFeature
    geometry: QgsGeometry
    repaired: bool = False
    image_class: Optional[ImageClass] = None
    window: Optional[ClassWindow] = None
    identifier: str = ""

    @property
    def id(self) -> str:
        """What it is called in its source."""
        return self.identifier or str(self.raw.id())


def read_features(
    opened: Union[OpenDataset, OpenImage],
    bounds: Optional[QgsRectangle],
    crs: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
    columns: set[str],
    cancelled: Cancelled,
) -> list[ReadFeature]:
    """The features whose bounding box meets ``bounds`` (in ``crs``; None: all), with no more attributes than
    ``columns``. Of a structure image each class is one feature, in bounds that have to be given.

    Works in any thread. Raises :class:`SourceError` where the source breaks off, a position cannot be transformed
    or a geometry cannot be repaired, and :class:`InterruptedReading` when cancelled: a partial answer is none.
    """
    if isinstance(opened, OpenImage):
        return _read_image(opened, bounds, crs, context, cancelled)
    request = QgsFeatureRequest()
    request.setSubsetOfAttributes(sorted(opened.fields.lookupField(column) for column in columns))
    file = opened.dataset.source.name
    try:
        transform = transformation(opened.crs, crs, context)
        if bounds is not None:
            request.setFilterRect(box_before(bounds, transform))
    except QgsCsException as error:
        raise SourceError(Message("source-transform", {"file": file, "detail": _reason(error)})) from error
    kept = _Kept(opened.dataset, bounds, transform)
    with gdal_errors() as errors:
        iterator = opened.source.getFeatures(request)
        feature = QgsFeature()
        while iterator.nextFeature(feature):
            if cancelled():
                raise InterruptedReading
            kept.take(feature)
        if errors or not iterator.isValid():
            detail = errors[0] if errors else "?"
            raise SourceError(Message("source-read-error", {"file": file, "detail": detail}))
    return kept.finished()


def _read_image(
    opened: OpenImage,
    bounds: QgsRectangle,
    crs: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
    cancelled: Cancelled,
) -> list[ReadFeature]:
    try:
        window = read_window(opened, bounds, crs, context, cancelled)
    except Interrupted as error:
        raise InterruptedReading from error
    found = [] if window is None else window.classes
    return [ReadFeature(QgsFeature(), geometry, image_class=each, window=window) for each, geometry in found]


@dataclass(frozen=True)
class Reading:
    """The features around a plan area with the attributes they have, and where they came from.

    ``notes`` is what a reader has to know of the source, ``extent`` the extent that a service states for itself, in the
    package's CRS, ``requests`` how often a service was asked and ``read`` how many features there were before any
    filter. ``copied`` is when the saved copy was made that answered in place of the service, ISO 8601.
    """

    features: list[ReadFeature]
    fields: QgsFields
    notes: tuple[Message, ...] = ()
    extent: Optional[QgsGeometry] = None
    requests: int = 0
    read: int = 0
    copied: str = ""


def read_remote(
    opened: OpenRemote,
    bounds: Optional[QgsRectangle],
    crs: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
    wanted: Wanted,
    patience: Patience,
    grow: float = 0.0,
) -> Reading:
    """The features of a remote dataset whose box meets ``bounds`` (in ``crs``; None: all), whole or not at all.

    Works in any thread. Raises as :func:`read_features` does.
    """
    with_extent = opened.dataset.coverage.evidence is Evidence.SERVICE
    try:
        read = opened.read(bounds, wanted, patience, with_extent, grow)
    except Interrupted as error:
        raise InterruptedReading from error
    extent = moved(read.extent, read.crs, crs) if read.extent is not None else None
    if read.copy is not None:
        features = _read_copy(read.copy.opened, bounds, crs, context, wanted.columns, patience.cancelled)
        return Reading(features, read.copy.opened.fields, read.notes, extent, copied=read.copy.made)
    answer = read.answer
    try:
        transform = transformation(answer.crs if answer.crs.isValid() else opened.crs, crs, context)
    except QgsCsException as error:
        params = {"file": opened.dataset.source.name, "detail": _reason(error)}
        raise SourceError(Message("source-transform", params)) from error
    kept = _Kept(opened.dataset, bounds, transform)
    for identifier, feature in answer.features:
        if patience.cancelled():
            raise InterruptedReading
        kept.take(feature, identifier)
    return Reading(kept.finished(), answer.fields, read.notes, extent, answer.requests)


def _read_copy(
    copied: OpenDataset,
    bounds: Optional[QgsRectangle],
    crs: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
    columns: frozenset[str],
    cancelled: Cancelled,
) -> list[ReadFeature]:
    """The features of a saved copy, called what their service calls them."""
    missing = sorted(column for column in columns if copied.fields.lookupField(column) < 0)
    if missing:
        raise SourceError(Message("source-field", {"field": missing[0], "file": copied.dataset.source.name}))
    if copied.fields.indexOf(IDENTIFIER) < 0:
        return read_features(copied, bounds, crs, context, set(columns), cancelled)
    features = read_features(copied, bounds, crs, context, {*columns, IDENTIFIER}, cancelled)
    return [replace(each, identifier=str(each.raw.attribute(IDENTIFIER))) for each in features]


class _Kept:
    """Features on their way from a source to the engine: valid, straight, in the package's CRS and near enough."""

    def __init__(self, dataset: Dataset, bounds: Optional[QgsRectangle], transform: QgsCoordinateTransform) -> None:
        self._file = dataset.source.name
        self._kind = GEOMETRY_TYPES[dataset.geometry]
        self._bounds = bounds
        self._transform = transform
        self._features: list[ReadFeature] = []
        self._broken = 0

    def take(self, feature: QgsFeature, identifier: str = "") -> None:
        """Take a feature in. Raises :class:`SourceError` for one whose position cannot be transformed."""
        try:
            geometry, was_repaired = _usable(feature, self._kind, self._transform)
        except QgsCsException as error:
            params = {"file": self._file, "detail": _reason(error)}
            raise SourceError(Message("source-transform", params)) from error
        if geometry is None:
            self._broken += 1
        elif not is_blank(geometry) and (self._bounds is None or geometry.boundingBoxIntersects(self._bounds)):
            self._features.append(ReadFeature(QgsFeature(feature), geometry, was_repaired, identifier=identifier))

    def finished(self) -> list[ReadFeature]:
        """All of them. Raises :class:`SourceError` where some cannot be used: a partial answer is none."""
        if self._broken:
            raise SourceError(Message("source-geometry-broken", {"count": self._broken, "file": self._file}))
        return self._features


class Nearby:
    """Reads as :func:`read_features` does, and remembers what lies around for the next plan area, which is much the
    same while one is being drawn. For one thread at a time.
    """

    #: How much further (m) remote datasets are asked for, which remember their answers themselves.
    grow = _AROUND

    def __init__(self) -> None:
        self._known: dict[tuple[str, frozenset[str]], tuple[QgsRectangle, list[ReadFeature]]] = {}

    def __call__(
        self,
        opened: Union[OpenDataset, OpenImage],
        bounds: QgsRectangle,
        crs: QgsCoordinateReferenceSystem,
        context: QgsCoordinateTransformContext,
        columns: set[str],
        cancelled: Cancelled,
    ) -> list[ReadFeature]:
        key = (opened.dataset.id, frozenset(columns))
        seen, features = self._known.get(key, (QgsRectangle(), []))
        if not seen.contains(bounds):
            around = _AROUND_IN_PICTURE if isinstance(opened, OpenImage) else _AROUND
            seen = bounds.buffered(min(around, max(bounds.width(), bounds.height())))
            try:
                features = read_features(opened, seen, crs, context, columns, cancelled)
            except SourceError:
                # What is wrong may lie beyond what was asked for.
                return read_features(opened, bounds, crs, context, columns, cancelled)
            self._known[key] = seen, features
        return [feature for feature in features if feature.geometry.boundingBoxIntersects(bounds)]


def attribute(feature: QgsFeature, column: str) -> Optional[object]:
    """The value of a field as Python, None for NULL."""
    value = feature.attribute(column)
    if isinstance(value, QVariant):
        return None if value.isNull() else value.value()
    return value


def _usable(
    feature: QgsFeature, kind: Qgis.GeometryType, transform: QgsCoordinateTransform
) -> tuple[Optional[QgsGeometry], bool]:
    """The geometry ready for measuring and whether it was repaired; None where it cannot be used.

    Of a collection the parts of ``kind`` are used; a geometry without any cannot be.
    """
    geometry = feature.geometry()
    if is_blank(geometry):
        return QgsGeometry(), False
    if not is_finite(geometry):
        return None, False
    geometry = parts_of_type(straightened(geometry), kind)
    if is_blank(geometry):
        return None, False
    if not transform.isShortCircuited():
        geometry = QgsGeometry(geometry)
        geometry.transform(transform)
        if not is_finite(geometry):
            return None, False
    if geometry.constGet().dimension() < 2 or geometry.isGeosValid():
        return geometry, False
    mended = repaired(geometry)
    return (None, False) if is_blank(mended) else (mended, True)


def _reason(error: QgsCsException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
