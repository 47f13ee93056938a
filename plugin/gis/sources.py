"""Opening the features of a package's datasets through QGIS's providers.

This is the one place that knows providers of features; :mod:`.images` opens pictures. A dataset that cannot be used
becomes an :class:`Unavailable` with its reason, so that the other checks go on.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator, Mapping, Optional

from osgeo import gdal
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsDataSourceUri,
    QgsFeature,
    QgsFeatureRequest,
    QgsFields,
    QgsProviderRegistry,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)

from ..core.messages import Message, MessageError
from ..core.outcome import Outcome
from ..core.package.manifest import Integrity
from ..core.package.model import Dataset, Package
from ..core.package.rules import local_path
from . import expressions
from .gdal_handler import gdal_reports
from .geometry import GEOMETRY_TYPES
from .spatialite import geometry_column
from .transforms import whole

#: GDAL's drivers for the local files that a package may hold.
FORMATS = ("GPKG", "ESRI Shapefile", "GeoJSON", "FlatGeobuf")


@dataclass(frozen=True)
class OpenDataset:
    """A dataset ready to be read in any thread: a snapshot of its source, never a layer."""

    dataset: Dataset
    source: QgsVectorLayerFeatureSource
    fields: QgsFields
    crs: QgsCoordinateReferenceSystem


@dataclass(frozen=True)
class Unavailable:
    """A dataset that cannot be used, why, and what its checks come to."""

    dataset: Dataset
    message: Message
    outcome: Outcome = Outcome.NOT_CHECKED


class SourceError(MessageError):
    """A source that cannot be used; ``message`` says why."""

    def __init__(self, message: Message, outcome: Outcome = Outcome.NOT_CHECKED) -> None:
        super().__init__(message)
        self.outcome = outcome


def open_features(package: Package, dataset: Dataset, integrity: Integrity) -> OpenDataset:
    """The features of one dataset. In any thread. Raises :class:`SourceError`."""
    layer = open_layer(package, dataset, integrity)
    _check_layer(layer, dataset)
    return OpenDataset(dataset, QgsVectorLayerFeatureSource(layer), layer.fields(), layer.crs())


def open_layer(package: Package, dataset: Dataset, integrity: Integrity) -> QgsVectorLayer:
    """The features of a dataset as a layer, its files verified first. Raises :class:`SourceError`."""
    opener = _OPENERS.get(dataset.source.provider)
    if opener is None:
        raise SourceError(Message("source-provider", {"provider": dataset.source.provider}))
    layer = opener(package.root, dataset, integrity)
    if layer.crs().isValid():
        # Also for whoever draws it: a map goes by it without a word.
        layer.setCrs(whole(layer.crs()))
    return layer


def verified_file(dataset: Dataset, integrity: Integrity) -> str:
    """The file of a dataset, relative to its package, it and what GDAL opens with it verified. Raises
    :class:`SourceError`.
    """
    name = local_path(dataset.source.uri)
    if name is None:
        raise SourceError(Message("file-outside", {"file": dataset.source.file}))
    refused = integrity.refusal_with_companions(name)
    if refused is not None:
        raise SourceError(refused)
    return name


def _open_ogr(root: Path, dataset: Dataset, integrity: Integrity) -> QgsVectorLayer:
    """A local file. Only a path inside the package and the layer name are taken from the uri, never an option."""
    name = verified_file(dataset, integrity)
    layer_name = dataset.source.option("layername")
    # GDAL goes by the content, whatever a file is called, and some formats lead out of the package or onto the network.
    driver = gdal.IdentifyDriverEx(str(root / name), gdal.OF_VECTOR)
    if driver is not None and driver.ShortName not in FORMATS:
        raise SourceError(Message("source-format", {"file": name, "actual": driver.ShortName}))
    uri = str(root / name)
    if layer_name is not None:
        uri += "|layername=" + layer_name
    with gdal_errors() as errors:
        layer = _read_only(uri, dataset.id)
        if not layer.isValid():
            raise _not_opened(name, layer_name, root, errors)
        _check_readable(layer, name, errors)
    return layer


def _read_only(uri: str, name: str, provider: str = "ogr") -> QgsVectorLayer:
    # A GeoPackage that was open for writing has other bytes afterwards and no longer answers to its seal.
    options = QgsVectorLayer.LayerOptions(loadDefaultStyle=False)
    options.forceReadOnly = True
    return QgsVectorLayer(uri, name, provider, options)


def _open_spatialite(root: Path, dataset: Dataset, integrity: Integrity) -> QgsVectorLayer:
    """A table of a SpatiaLite database in the package."""
    name = verified_file(dataset, integrity)
    table = dataset.source.option("layername")
    if table is None:
        raise SourceError(Message("source-layer", {"layer": "layername=", "file": name}))
    require_provider("spatialite")
    try:
        column = geometry_column(root / name, name, table)
    except MessageError as error:
        raise SourceError(error.message) from error
    uri = QgsDataSourceUri()
    uri.setDatabase(str(root / name))
    uri.setDataSource("", table, column)
    with gdal_errors() as errors:
        layer = _read_only(uri.uri(False), dataset.id, "spatialite")
        if not layer.isValid():
            raise SourceError(Message("source-broken", {"file": name, "detail": layer.error().summary() or "?"}))
        _check_readable(layer, name, errors)
    return layer


def require_provider(provider: str) -> None:
    """Raise :class:`SourceError` where this QGIS lacks ``provider``."""
    if provider not in QgsProviderRegistry.instance().providerList():
        raise SourceError(Message("provider-missing", {"provider": provider}))


#: The formats of files; what is asked for over the network is in :mod:`.remote`.
_OPENERS: Mapping[str, Callable[[Path, Dataset, Integrity], QgsVectorLayer]] = {
    "ogr": _open_ogr,
    "spatialite": _open_spatialite,
}


def _not_opened(name: str, layer: Optional[str], root: Path, errors: list[str]) -> SourceError:
    """The reason in words: no such layer in a good file, or the file's own trouble."""
    if layer and not errors and _read_only(str(root / name), "").isValid():
        return SourceError(Message("source-layer", {"layer": layer, "file": name}))
    detail = errors[0] if errors else "?"
    return SourceError(Message("source-broken", {"file": name, "detail": detail}))


def _check_readable(layer: QgsVectorLayer, name: str, errors: list[str]) -> None:
    """A cut-off file may open, claim its features and give none without a word; so ask for some."""
    claimed = layer.featureCount()
    probes = [QgsFeatureRequest().setLimit(1)]
    if claimed > 0 and layer.storageType() == "FlatGeobuf":
        # A cut spatial index finds nothing and reports nothing; the last feature is reached only through a whole file.
        probes.append(QgsFeatureRequest(claimed - 1))
    readable = all(layer.getFeatures(probe).nextFeature(QgsFeature()) for probe in probes)
    if errors:
        raise SourceError(Message("source-broken", {"file": name, "detail": errors[0]}))
    if not readable and claimed > 0:
        detail = f"{claimed} features claimed, not all readable"
        raise SourceError(Message("source-broken", {"file": name, "detail": detail}))
    if not readable:
        raise SourceError(Message("source-empty"), Outcome.NO_DATA)


def _check_layer(layer: QgsVectorLayer, dataset: Dataset) -> None:
    file = dataset.source.file
    if not layer.crs().isValid():
        raise SourceError(Message("source-no-crs", {"file": file}))
    if layer.geometryType() != GEOMETRY_TYPES[dataset.geometry]:
        params = {"file": file, "actual": _geometry_name(layer), "wanted": dataset.geometry}
        raise SourceError(Message("source-geometry", params))
    for field in sorted({dataset.label} - {""} | filter_columns(dataset)):
        if layer.fields().lookupField(field) < 0:
            raise SourceError(Message("source-field", {"field": field, "file": file}))


def filter_columns(dataset: Dataset) -> set[str]:
    """The attributes that the filter of ``dataset`` looks at. Raises :class:`SourceError` for one that cannot be
    used."""
    try:
        return expressions.columns(dataset.filter)
    except expressions.ExpressionError as error:
        raise SourceError(error.message) from error


def _geometry_name(layer: QgsVectorLayer) -> str:
    if layer.geometryType() == Qgis.GeometryType.Unknown:
        return "mixed"
    names = {kind: name for name, kind in GEOMETRY_TYPES.items()}
    return names.get(QgsWkbTypes.geometryType(layer.wkbType()), "none")


@contextmanager
def gdal_errors() -> Iterator[list[str]]:
    """The texts of GDAL's errors in this thread while the context is open.

    QGIS ends an iteration at a read error as if it were the end of the data; only GDAL's handler tells them apart.
    """
    errors: list[str] = []

    def note(level: int, text: str) -> None:
        if level >= gdal.CE_Failure:
            errors.append(text)

    with gdal_reports(note):
        yield errors
