"""Draft plan areas from a layer in the project or from a file, as they were found: chosen, never changed or repaired.

Layers are read through QGIS, so that what is drawn but not yet saved counts. Files are read through GDAL, read-only and
by drivers named here: QGIS's own way of opening one would leave a ``.gfs`` file beside a GML file and mix the CAD
layers of a DXF file.
"""

from __future__ import annotations

import html
import re
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Callable, Iterable, Iterator, Mapping, Optional, Sequence, Union

from osgeo import gdal, ogr, osr
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCurve,
    QgsCurvePolygon,
    QgsFeature,
    QgsFeatureRequest,
    QgsFields,
    QgsGeometry,
    QgsGeometryCollection,
    QgsPolygon,
    QgsUnsetAttributeValue,
    QgsVectorLayer,
    QgsVertexId,
    QgsWkbTypes,
)

from ..core.messages import Message, MessageError
from .dxf import wrong_line
from .gdal_handler import RAISED, as_text
from .geometry import is_blank, parts_of_type, polygons_of
from .reading import Cancelled, InterruptedReading, attribute
from .sources import gdal_errors

#: The most plan areas that are taken at a time; the Processing algorithm is made for more.
MOST_DRAFTS = 500


class DraftError(MessageError):
    """A layer or a file that gives no plan area; ``message`` says what, where and the way out, for a planner."""


@dataclass(frozen=True)
class Found:
    """One plan area as it was found, not repaired: :func:`~.planarea.plan_area` says whether it can be used.

    ``geometry`` is a copy in ``crs``, with the units of ``crs``, and may be null where the feature has none. ``crs``
    is invalid where the source does not tell it: the caller has to ask. ``id`` is the value of an id field that tells
    the plan areas apart, else the feature id; ``name`` is empty where no field has one. ``land_use``, ``stage`` and
    ``dwellings`` are raw values, for :func:`~..core.proposal.details`. ``feature`` is the feature id in the layer.
    ``unsaved``: new or changed in the layer's edit buffer.
    """

    geometry: QgsGeometry
    crs: QgsCoordinateReferenceSystem
    id: str
    name: str
    land_use: Optional[object]
    stage: Optional[object]
    dwellings: Optional[object]
    feature: int
    unsaved: bool = False


@dataclass(frozen=True)
class FileLayer:
    """A layer of a file that has plan areas; of a DXF file, one CAD layer.

    ``count`` is how many :meth:`read` finds; ``crs`` as in :class:`Found`.
    """

    path: Path
    name: str
    count: int
    crs: QgsCoordinateReferenceSystem
    _index: int = field(repr=False)

    def read(self, cancelled: Cancelled = lambda: False) -> list[Found]:
        """The plan areas in the order of the file, which is opened again and read only. Works in any thread.

        Raises :class:`DraftError` for more than :data:`MOST_DRAFTS`, and where the file has changed since it was
        listed or breaks off; never gives a part of them. Raises :class:`~.reading.InterruptedReading` when
        cancelled.
        """
        if self.count > MOST_DRAFTS:
            raise _too_many(self.name)
        driver = _driver_of(self.path)
        changed = DraftError(Message("draft-changed", {"layer": self.name, "file": self.path.name}))
        rows: list[_Row] = []
        with _opened(self.path, driver) as dataset:
            if self._index >= dataset.GetLayerCount():
                raise changed
            layer = _LayerReader(dataset, self._index, driver)
            columns = layer.columns()
            for part, feature, geometry in layer.plan_areas(cancelled):
                if part != self.name:
                    continue
                if len(rows) == MOST_DRAFTS:
                    raise _too_many(self.name)
                values = {column: _native(feature.GetField(index)) for column, index in columns.items()}
                rows.append(_Row(feature.GetFID(), geometry, values))
            crs = layer.crs()
        if not rows:
            raise changed
        if len(rows) < self.count:
            # A header may promise features that a cut-off file no longer has.
            raise _broken(self.path, f"{self.count} features claimed, {len(rows)} read")
        return _found(rows, crs, [(column,) for column in columns], kml=driver in _KML)


# from a layer


def from_layer(layer: QgsVectorLayer, selected_only: bool = False, cancelled: Cancelled = lambda: False) -> list[Found]:
    """The plan areas of a polygon layer as they look now, edits that are not yet saved included, by feature id.

    For the main thread. The layer, its selection and its edit buffer stay as they are. A layer of mixed geometry gives
    its polygons. Raises :class:`DraftError`, and :class:`~.reading.InterruptedReading` when cancelled.
    """
    name = layer.name()
    if not layer.isValid():
        raise DraftError(Message("draft-layer-invalid", {"layer": name}))
    kind = layer.geometryType()
    if kind not in (Qgis.GeometryType.Polygon, Qgis.GeometryType.Unknown):
        raise _no_polygons_in(name, {kind})
    if selected_only and not layer.selectedFeatureCount():
        raise DraftError(Message("draft-nothing-selected", {"layer": name}))
    labels = [(each.name(), each.alias()) for each in layer.fields()]
    columns = sorted({column for columns in _candidates(labels).values() for column in columns})
    rows = []
    kinds = set()
    for feature in _features(layer, selected_only, columns):
        if cancelled():
            raise InterruptedReading
        geometry = _flat(QgsGeometry(feature.geometry()))
        kinds.add(Qgis.GeometryType.Null if geometry.isNull() else geometry.type())
        if kind == Qgis.GeometryType.Unknown and _as_area(geometry, False) is None:
            continue
        if len(rows) == MOST_DRAFTS:
            raise _too_many(name)
        rows.append(_Row(feature.id(), geometry, {column: _raw(feature, column) for column in columns}))
    if not kinds:
        raise DraftError(Message("draft-layer-empty", {"layer": name}))
    if not rows:
        raise _no_polygons_in(name, kinds)
    rows.sort(key=lambda row: (row.feature < 0, abs(row.feature)))  # new features have ids below zero, going down
    is_edited = edited(layer)
    return [replace(each, unsaved=is_edited(each.feature)) for each in _found(rows, _known(layer.crs()), labels)]


def _features(layer: QgsVectorLayer, selected_only: bool, columns: Sequence[str]) -> Iterator[QgsFeature]:
    """The features with the values of ``columns``. Raises :class:`DraftError` at the end where reading broke off."""
    request = QgsFeatureRequest().setSubsetOfAttributes(columns, layer.fields())
    if not selected_only:
        yield from _listened(layer, request)
        return
    selected = set(layer.selectedFeatureIds())
    new = selected.intersection(layer.editBuffer().addedFeatures() if layer.editBuffer() else ())
    yield from _listened(layer, QgsFeatureRequest(request).setFilterFids(list(selected - new)))
    # QGIS asks the file for new features too, by their ids, and GDAL complains that it has none such.
    with gdal_errors():
        drawn = list(layer.getFeatures(request.setFilterFids(list(new)))) if new else []
    yield from drawn


def _listened(layer: QgsVectorLayer, request: QgsFeatureRequest) -> Iterator[QgsFeature]:
    with gdal_errors() as errors:
        features = layer.getFeatures(request)
        readable = features.isValid()
        yield from features
    if errors:
        raise DraftError(Message("draft-layer-broken", {"layer": layer.name(), "detail": _detail(errors)}))
    if not readable:
        raise DraftError(Message("draft-layer-invalid", {"layer": layer.name()}))


def edited(layer: QgsVectorLayer) -> Callable[[int], bool]:
    """Whether the feature of an id is new or changed in the edit buffer of ``layer``."""
    buffer = layer.editBuffer()
    if buffer is None:
        return lambda _feature: False
    ids = {*buffer.addedFeatures(), *buffer.changedGeometries(), *buffer.changedAttributeValues()}
    return lambda feature: feature in ids


def _raw(feature: QgsFeature, column: str) -> Optional[object]:
    value = attribute(feature, column)
    # What the database will fill in when the feature is saved is no value yet.
    return None if isinstance(value, QgsUnsetAttributeValue) else value


# from a file

_DXF = "DXF"
_KML = ("LIBKML", "KML")
#: GDAL's drivers for the formats that are read, in the order they are asked. Nothing else opens a file from outside:
#: some formats are only a pointer to another place.
_DRIVERS = ("GPKG", "ESRI Shapefile", "GeoJSON", _DXF, *_KML, "GML")
#: Formats where an area may be drawn as a closed line.
_CLOSED_LINES = (_DXF, *_KML, "GML")
_OPTIONS: Mapping[str, Sequence[str]] = {"GML": ("WRITE_GFS=NO", "DOWNLOAD_SCHEMA=NO")}
#: Degrees per straight segment of an arc in a DXF file (GDAL: 4, which is 6 cm off at a radius of 100 m).
_ARC_STEP = "1"


def layers_in(path: Union[str, Path], cancelled: Cancelled = lambda: False) -> list[FileLayer]:
    """The layers with plan areas in a GeoPackage, Shapefile, GeoJSON, DXF, KML, KMZ or GML file, in its order.

    Those are polygon layers, layers of mixed geometry that have polygons, and, in DXF, KML and GML files, layers with
    closed lines. Of a DXF file the model space is read and each CAD layer is one; closed polylines, circles and
    hatches are areas there, arcs have straight segments and blocks are resolved, arrows of dimensions are left out.

    Works in any thread (a large drawing takes seconds); the file is opened read only and nothing is written beside it.
    Raises :class:`DraftError` where there is none or the file is missing, broken or no geodata, and
    :class:`~.reading.InterruptedReading` when cancelled.
    """
    path = Path(path).absolute()
    driver = _driver_of(path)
    layers: list[FileLayer] = []
    kinds: set[Qgis.GeometryType] = set()
    with _opened(path, driver) as dataset:
        for index in range(dataset.GetLayerCount()):
            layer = _LayerReader(dataset, index, driver)
            counts = layer.counts(cancelled)
            crs = layer.crs() if counts else QgsCoordinateReferenceSystem()
            layers += [FileLayer(path, name, count, crs, index) for name, count in counts.items()]
            kinds |= layer.kinds
    if layers:
        return layers
    if not kinds:
        raise DraftError(Message("draft-no-features", {"file": path.name}))
    if Qgis.GeometryType.Line in kinds and driver in _CLOSED_LINES:
        raise DraftError(Message("draft-open-lines", {"file": path.name}))
    raise DraftError(Message("draft-no-polygons", {"file": path.name, "actual": _names(kinds)}))


def _driver_of(path: Path) -> str:
    """The name of the driver that knows the file. Raises :class:`DraftError`."""
    file = {"file": path.name}
    try:
        if not path.exists():
            raise DraftError(Message("draft-missing", file))
        if not path.is_file():
            raise DraftError(Message("draft-format", file))
        with path.open("rb") as stream:
            if not stream.read(1):
                raise DraftError(Message("draft-file-empty", file))
    except OSError as error:
        raise DraftError(Message("draft-unreadable", {**file, "detail": error.strerror or str(error)})) from error
    for name in _DRIVERS:
        try:
            driver = gdal.IdentifyDriverEx(str(path), gdal.OF_VECTOR, allowed_drivers=[name])
        except RAISED:
            driver = None
        if driver is not None:
            return name
    raise DraftError(Message("draft-format", file))


def _encoding(path: Path, driver: str) -> Sequence[str]:
    """The option that has a Shapefile read in the encoding it states: QGIS turns GDAL's own look at that off."""
    dataset = gdal.OpenEx(str(path), allowed_drivers=[driver]) if driver == "ESRI Shapefile" else None
    if dataset is None or not dataset.GetLayerCount():
        return ()
    told = dataset.GetLayer(0).GetMetadata_Dict("SHAPEFILE")
    stated = told.get("ENCODING_FROM_CPG") or told.get("ENCODING_FROM_LDID")
    return (f"ENCODING={stated}",) if stated else ()


@contextmanager
def _opened(path: Path, driver: str) -> Iterator[gdal.Dataset]:
    """The file, open for reading. Raises :class:`DraftError` at the end if GDAL reported an error meanwhile."""
    if driver == _DXF:
        _check_drawing(path)
    dataset = None
    step = gdal.GetThreadLocalConfigOption("OGR_ARC_STEPSIZE")
    gdal.SetThreadLocalConfigOption("OGR_ARC_STEPSIZE", _ARC_STEP)
    try:
        with gdal_errors() as errors:
            dataset = gdal.OpenEx(
                str(path),
                gdal.OF_VECTOR | gdal.OF_READONLY,
                allowed_drivers=[driver],
                open_options=[*_OPTIONS.get(driver, ()), *_encoding(path, driver)],
            )
            if dataset is None and not errors:
                # Binary DXF, a cut-off KMZ: refused without a word.
                raise DraftError(Message("draft-format", {"file": path.name}))
            if dataset is not None:
                yield dataset
        if errors:
            raise _broken(path, _detail(errors))
    except RAISED as error:
        raise _broken(path, _detail([*errors, as_text(error)])) from error
    finally:
        gdal.SetThreadLocalConfigOption("OGR_ARC_STEPSIZE", step)
        if hasattr(dataset, "Close"):  # GDAL 3.8; before, the file is closed with the last reference to it
            dataset.Close()


def _check_drawing(path: Path) -> None:
    try:
        wrong = wrong_line(path)
    except OSError as error:
        raise DraftError(
            Message("draft-unreadable", {"file": path.name, "detail": error.strerror or str(error)})
        ) from error
    if wrong == 1:
        raise DraftError(Message("draft-format", {"file": path.name}))
    if wrong is not None:
        raise DraftError(Message("draft-drawing-line", {"file": path.name, "line": str(wrong)}))


class _LayerReader:
    """One layer of an open file. ``kinds`` gathers the kinds of geometry met in it."""

    def __init__(self, dataset: gdal.Dataset, index: int, driver: str) -> None:
        self._dataset = dataset  # a layer is gone with its dataset
        self._layer = dataset.GetLayer(index)
        self._driver = driver
        self._definition = self._layer.GetLayerDefn()
        kinds = self._column_kinds()
        self._geometry = self._geometry_column(kinds)
        #: Whether every feature is a plan area, be it one without a geometry.
        self.is_polygon_layer = Qgis.GeometryType.Polygon in kinds
        self.name = as_text(self._layer.GetName())
        self.kinds: set[Qgis.GeometryType] = set()

    def _geometry_column(self, kinds: list[Qgis.GeometryType]) -> Optional[int]:
        """The geometry column to read, polygons first; None where no column can hold plan areas."""
        wanted = (Qgis.GeometryType.Polygon, Qgis.GeometryType.Unknown)
        if self._driver in _CLOSED_LINES:
            wanted += (Qgis.GeometryType.Line,)
        return next((kinds.index(kind) for kind in wanted if kind in kinds), None)

    def _column_kinds(self) -> list[Qgis.GeometryType]:
        return [
            _kind_of(self._definition.GetGeomFieldDefn(index).GetType())
            for index in range(self._definition.GetGeomFieldCount())
        ]

    def crs(self) -> QgsCoordinateReferenceSystem:
        """The CRS of the layer, invalid where it is not told or cannot be read."""
        with gdal_errors():  # a broken .prj file is no CRS, not a broken file
            try:
                system = self._definition.GetGeomFieldDefn(self._geometry).GetSpatialRef()
            except RAISED:
                system = None
        return _crs(system)

    def columns(self) -> dict[str, int]:
        """The fields and their places; the first of those of the same name."""
        columns: dict[str, int] = {}
        for index in range(self._definition.GetFieldCount()):
            columns.setdefault(as_text(self._definition.GetFieldDefn(index).GetName()), index)
        return columns

    def counts(self, cancelled: Cancelled) -> dict[str, int]:
        """How many plan areas there are, by the name of the layer or, in DXF, of the CAD layer; none is left out."""
        if self._geometry is None:
            if self._layer.GetFeatureCount():
                self.kinds.update(self._column_kinds() or [Qgis.GeometryType.Null])
            return {}
        if self.is_polygon_layer:
            count = self._layer.GetFeatureCount()
            return {self.name: count} if count else {}
        counts: dict[str, int] = {}
        for part, _, _ in self.plan_areas(cancelled):
            counts[part] = counts.get(part, 0) + 1
        return counts

    def plan_areas(self, cancelled: Cancelled) -> Iterator[tuple[str, ogr.Feature, QgsGeometry]]:
        """The plan areas with the name of the layer or, in DXF, of the CAD layer."""
        if self._geometry is None:
            return
        self.crs()  # a complaint about it is heard here, not while features are read
        self._layer.ResetReading()
        while True:
            if cancelled():
                raise InterruptedReading
            feature = self._layer.GetNextFeature()
            if feature is None:
                return
            geometry = _flat(_converted(feature.GetGeomFieldRef(self._geometry)))
            if self.is_polygon_layer:
                yield self.name, feature, geometry
                continue
            if self._driver == _DXF and _is_drawing_aid(feature, geometry):
                self.kinds.add(Qgis.GeometryType.Line)
                continue
            self.kinds.add(Qgis.GeometryType.Null if geometry.isNull() else geometry.type())
            area = _as_area(geometry, self._driver in _CLOSED_LINES)
            if area is not None:
                yield self._part(feature), feature, area

    def _part(self, feature: ogr.Feature) -> str:
        return _dxf_text(_native(feature.GetField("Layer"))) if self._driver == _DXF else self.name


def _kind_of(kind: int) -> Qgis.GeometryType:
    """The kind of geometry of a layer that GDAL calls ``kind``."""
    if kind == ogr.wkbNone:
        return Qgis.GeometryType.Null
    if ogr.GT_IsSubClassOf(kind, ogr.wkbSurface) or ogr.GT_IsSubClassOf(kind, ogr.wkbMultiSurface):
        return Qgis.GeometryType.Polygon
    if ogr.GT_IsSubClassOf(kind, ogr.wkbCurve) or ogr.GT_IsSubClassOf(kind, ogr.wkbMultiCurve):
        return Qgis.GeometryType.Line
    if ogr.GT_Flatten(kind) in (ogr.wkbPoint, ogr.wkbMultiPoint):
        return Qgis.GeometryType.Point
    return Qgis.GeometryType.Unknown


def _crs(system: Optional[osr.SpatialReference]) -> QgsCoordinateReferenceSystem:
    if system is None:
        return QgsCoordinateReferenceSystem()
    authority, code = system.GetAuthorityName(None), system.GetAuthorityCode(None)
    crs = QgsCoordinateReferenceSystem(f"{authority}:{code}" if authority and code else "")
    if not crs.isValid():
        crs = QgsCoordinateReferenceSystem.fromWkt(as_text(system.ExportToWkt(["FORMAT=WKT2_2019"])))
    return _known(crs)


def _known(crs: QgsCoordinateReferenceSystem) -> QgsCoordinateReferenceSystem:
    """``crs``, invalid where it only says that it is unknown, as a GeoPackage does, or hangs in the air."""
    adrift = crs.description().startswith("Undefined") or crs.type() == Qgis.CrsType.Engineering
    return QgsCoordinateReferenceSystem() if adrift else crs


def _native(value: object) -> Optional[object]:
    """A field value; a text as :func:`~.gdal_handler.as_text` has it."""
    return as_text(value) if isinstance(value, (str, bytes, bytearray)) else value


def _converted(geometry: Optional[ogr.Geometry]) -> QgsGeometry:
    """A copy for QGIS; null for none."""
    copy = QgsGeometry()
    if geometry is None:
        return copy
    name = geometry.GetGeometryName()
    text = geometry.ExportToIsoWkt() if name in ("LINEARRING", "GEOMETRYCOLLECTION") else ""
    if "LINEARRING" in text:  # in KML; it has no binary form
        return QgsGeometry.fromWkt(text.replace("LINEARRING", "LINESTRING"))
    copy.fromWkb(bytes(geometry.ExportToIsoWkb()))
    return copy


# DXF

#: Entities that help to read a drawing and are drawn with small polygons.
_DRAWING_AIDS = re.compile("Dimension|Leader|Trace|Face|Table")
_ESCAPED = re.compile(r"\\U\+([0-9A-Fa-f]{4})")


def _is_drawing_aid(feature: ogr.Feature, geometry: QgsGeometry) -> bool:
    """Whether the entity is no plan area for sure: in a layout, or an arrow, a wedge or a face."""
    if feature.GetField("PaperSpace"):
        return True
    classes = str(_native(feature.GetField("SubClasses")) or "")
    # The arrows of a dimension come without a class; a hatch has the name of its pattern at least.
    nameless = not classes and not feature.GetField("Text") and geometry.type() == Qgis.GeometryType.Polygon
    return nameless or bool(_DRAWING_AIDS.search(classes))


def _dxf_text(value: object) -> str:
    r"""A text of a DXF file: ``\U+00C4`` resolved, and what was taken for another encoding put right.

    Files of AutoCAD 2007 and later are UTF-8 whatever code page they name; older GDAL believes the name, and reads
    Windows' code page as Latin-1.
    """
    text = str(value or "")
    for taken_for, encoding in (("latin-1", "utf-8"), ("cp1252", "utf-8"), ("latin-1", "cp1252")):
        try:
            text = text.encode(taken_for).decode(encoding)
            break
        except UnicodeError:
            continue
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text)


# shapes

#: A gap between the ends of a line, as a share of its extent, that leaves it closed: 1 mm in a kilometre.
_GAP = 1e-6


def _flat(geometry: QgsGeometry) -> QgsGeometry:
    """``geometry`` with the collections in a collection resolved: QGIS crashes on the vertices of such."""
    abstract = geometry.constGet()
    if QgsWkbTypes.flatType(geometry.wkbType()) != Qgis.WkbType.GeometryCollection:
        return geometry
    parts = [abstract.geometryN(index) for index in range(abstract.numGeometries())]
    if not any(isinstance(part, QgsGeometryCollection) for part in parts):
        return geometry
    flat = QgsGeometryCollection()
    for part in _leaves(abstract):
        flat.addGeometry(part.clone())
    return QgsGeometry(flat)


def _leaves(collection: QgsGeometryCollection) -> Iterator[object]:
    for index in range(collection.numGeometries()):
        part = collection.geometryN(index)
        if isinstance(part, QgsGeometryCollection):
            yield from _leaves(part)
        else:
            yield part


def _as_area(geometry: QgsGeometry, closed_lines: bool) -> Optional[QgsGeometry]:
    """``geometry`` where it has polygons, else, if asked, the polygons in its closed lines; None where it has none."""
    if is_blank(geometry):
        return None
    if not is_blank(polygons_of(geometry)):
        return geometry
    if not closed_lines:
        return None
    lines = parts_of_type(geometry, Qgis.GeometryType.Line)
    areas = [] if is_blank(lines) else [_enclosed(part) for part in lines.constParts()]
    areas = [area for area in areas if area is not None]
    if len(areas) < 2:
        return areas[0] if areas else None
    return QgsGeometry.collectGeometry(areas)


def _enclosed(line: QgsCurve) -> Optional[QgsGeometry]:
    """The polygon in a line that ends where it starts; None for another line."""
    curved = QgsWkbTypes.isCurvedType(line.wkbType())
    start, end, box = line.startPoint(), line.endPoint(), line.boundingBox()
    gap = start.distance(end.x(), end.y())
    if line.numPoints() < (3 if curved else 4) or not gap <= _GAP * (box.width() + box.height()):
        return None
    ring = line.clone()
    if not ring.isClosed():
        ring.moveVertex(QgsVertexId(0, 0, ring.numPoints() - 1), start)
    polygon = QgsCurvePolygon() if curved else QgsPolygon()
    polygon.setExteriorRing(ring)
    return QgsGeometry(polygon)


# fields

#: Names of fields, in the order they are preferred; compared without case, diacritics, spaces and punctuation.
#: Row numbers (fid, objectid) are no ids of a plan: they change with every export.
_FIELD_NAMES: dict[str, Sequence[str]] = {
    "id": (
        "plan_id id_plan plannummer plannr planbeteckning aktbeteckning diarienummer diarienr dnr arendenummer "
        "arendenr beteckning id identitet identifier identifierare lokal_id local_id uuid guid global_id gml_id "
        "entityhandle"
    ).split(),
    "name": (
        "plannamn plan_name planens_namn namn name benamning planbenamning planforslag forslag planomrade omradesnamn "
        "projektnamn project_name projekt project titel title rubrik label"
    ).split(),
    "land_use": (
        "markanvandning markanv land_use planned_land_use huvudanvandning anvandning anvandningsslag planandamal "
        "andamal"
    ).split(),
    "stage": "planskede skede plan_stage planning_stage stage processteg planstatus".split(),
    "dwellings": (
        "antal_bostader bostader antal_lagenheter antal_lgh lagenheter lgh antal_bostadsenheter bostadsenheter "
        "dwellings number_of_dwellings no_of_dwellings num_dwellings dwelling_units housing_units homes"
    ).split(),
}


def guess_fields(fields: QgsFields) -> dict[str, str]:
    """The fields that by their name or alias hold a plan area's ``id``, ``name``, ``land_use``, ``stage`` and
    ``dwellings``, in Swedish or English; what has no field is left out."""
    labels = [(each.name(), each.alias()) for each in fields]
    return {role: columns[0] for role, columns in _candidates(labels).items() if columns}


def _candidates(labels: Iterable[Sequence[str]]) -> dict[str, list[str]]:
    """The fields for each role, best first. ``labels`` are the name of each field and its other names."""
    labels = list(labels)
    candidates = {}
    for role, words in _FIELD_NAMES.items():
        ranked = []
        for position, names in enumerate(labels):
            ranks = [rank for rank, word in enumerate(words) for name in names if _matches(name, word)]
            if ranks:
                ranked.append((min(ranks), position, names[0]))
        candidates[role] = [name for _, _, name in sorted(ranked)]
    return candidates


def _matches(name: str, word: str) -> bool:
    plain, wanted = _plain(name), _plain(word)
    if plain == wanted:
        return True
    # A Shapefile keeps ten bytes of a name.
    cut = 10 in (len(name), len(name.encode("utf-8", "replace"))) and len(plain) >= 8
    return cut and wanted.startswith(plain)


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum())


# rows


@dataclass(frozen=True)
class _Row:
    feature: int
    geometry: QgsGeometry
    values: Mapping[str, Optional[object]]

    def text(self, column: Optional[str]) -> str:
        return _text(self.values.get(column)) if column else ""


def _found(
    rows: Sequence[_Row], crs: QgsCoordinateReferenceSystem, labels: Iterable[Sequence[str]], kml: bool = False
) -> list[Found]:
    """The rows with their values taken from the first field of each role that has any."""
    candidates = _candidates(labels)
    chosen = {
        role: next((column for column in columns if any(row.text(column) for row in rows)), None)
        for role, columns in candidates.items()
    }
    chosen["id"] = next((column for column in candidates["id"] if _tells_apart(rows, column)), None)
    found = []
    for row in rows:
        name = row.text(chosen["name"])
        if not name and kml:
            name = _first_line(row)
        values = {role: _value(row, chosen[role]) for role in ("land_use", "stage", "dwellings")}
        identifier = row.text(chosen["id"]) or str(row.feature)
        found.append(Found(row.geometry, crs, identifier, name, feature=row.feature, **values))
    return found


def _tells_apart(rows: Sequence[_Row], column: str) -> bool:
    """Whether no value of ``column`` stands twice. QGIS gives a new Shapefile an ``id`` that many leave at 0."""
    values = [text for text in (row.text(column) for row in rows) if text]
    return bool(values) and len(set(values)) == len(values)


def _value(row: _Row, column: Optional[str]) -> Optional[object]:
    return row.values.get(column) if column else None


def _text(value: object) -> str:
    """A value on one line; a whole number without decimals."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else " ".join(str(value).split())


def _first_line(row: _Row) -> str:
    """The first line of a KML description, for a placemark without a name; a table of attributes is no name."""
    description = next((str(value) for key, value in row.values.items() if key.lower() == "description" and value), "")
    if "<table" in description.lower():
        return ""
    plain = html.unescape(re.sub(r"<[^<>]*>", "\n", description))
    line = next((_text(each) for each in plain.splitlines() if each.strip()), "")
    return line if len(line) <= 80 else line[:79].rstrip() + "…"


# refusals


def _too_many(name: str) -> DraftError:
    return DraftError(Message("draft-too-many", {"layer": name, "limit": MOST_DRAFTS}))


def _broken(path: Path, detail: str) -> DraftError:
    return DraftError(Message("draft-broken", {"file": path.name, "detail": detail}))


def _no_polygons_in(name: str, kinds: Iterable[Qgis.GeometryType]) -> DraftError:
    return DraftError(Message("draft-layer-no-polygons", {"layer": name, "actual": _names(kinds)}))


def _names(kinds: Iterable[Qgis.GeometryType]) -> str:
    names = {
        Qgis.GeometryType.Point: "point",
        Qgis.GeometryType.Line: "line",
        Qgis.GeometryType.Null: "none",
        Qgis.GeometryType.Unknown: "mixed",
    }
    met = set(kinds)
    return ",".join(name for kind, name in names.items() if kind in met) or "none"


def _detail(errors: Sequence[str]) -> str:
    """The first error, short enough for a sentence."""
    return errors[0].rstrip(" .:")[:200]
