"""Ways to measure: scenes put to the measures directly, and one check on one dataset through files and engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

import oracle
import shapely
from builders import PLAN, assess_wkt
from osgeo import ogr
from plandialog.plugin.gis.geometry import PlanGeometry, is_blank, repaired, straightened
from plandialog.plugin.gis.measures import measure_modules
from plandialog.plugin.gis.measures.request import Feature, Measured, Request
from qgis.core import QgsGeometry
from scenes import Scene
from shapely.geometry.base import BaseGeometry

MEASURES = {name: module.measure for name, module in measure_modules().items() if name != "ask"}


def measure(name: str, plan: PlanGeometry, features: list[Feature], **keys: Any) -> Measured:
    """What a measure says of ``features``; the field of values is ``v``."""
    return MEASURES[name](Request(plan, features, field_name="v", **keys))


def to_qgis(geometry: BaseGeometry) -> QgsGeometry:
    made = QgsGeometry()
    made.fromWkb(shapely.to_wkb(geometry))
    return made


def plan_of(scene: Scene) -> PlanGeometry:
    return PlanGeometry(to_qgis(scene.plan))


def features_of(scene: Scene) -> list[Feature]:
    """The features as the engine reads them: straight, in two dimensions, valid; what has no extent is left out."""
    made = []
    for number, (geometry, value) in enumerate(zip(scene.features, scene.values)):
        read = straightened(to_qgis(geometry))
        if scene.dimension == 2 and not read.isGeosValid():
            read = repaired(read)
        if not is_blank(read):
            made.append(Feature(str(number), f"f{number}", read, {"v": value}))
    return made


def pairs_of(scene: Scene) -> list[tuple[BaseGeometry, float]]:
    """The same for the oracle: geometry and value."""
    pairs = [(shapely.force_2d(oracle.mended(each)), value) for each, value in zip(scene.features, scene.values)]
    return [(each, value) for each, value in pairs if not each.is_empty]


def finding_of(
    builder: Any,
    geometry: str,
    features: Any,
    measure: str,
    bands: Any = None,
    *,
    plan: str = PLAN,
    dataset: Optional[dict[str, Any]] = None,
    **check: Any,
) -> Any:
    """The finding of one check on one dataset, through files and engine."""
    builder.dataset("data", geometry, features, **(dataset or {}))
    builder.check("fraga", "data", measure, bands, **check)
    (finding,) = assess_wkt(builder.prepare(), plan).findings
    return finding


def figures(finding: Any) -> tuple[float, float, float]:
    """Low, value, high."""
    measurement = finding.measurement
    return measurement.low, measurement.value, measurement.high


def codes(finding: Any) -> list[str]:
    return [note.code for note in finding.notes]


def hits(finding: Any) -> list[tuple[str, bool]]:
    """The names of the features hit, and whether they are so for certain."""
    return [(hit.name, hit.certain) for hit in finding.hits]


def add_raw(path: Path, layer: str, *geometries: QgsGeometry, **values: Any) -> None:
    """Add features to a GeoPackage by GDAL, which takes geometries that QGIS would not write."""
    source = ogr.Open(str(path), update=1)
    table = source.GetLayerByName(layer)
    for geometry in geometries:
        feature = ogr.Feature(table.GetLayerDefn())
        for field, value in values.items():
            feature[field] = value
        if not geometry.isNull():
            feature.SetGeometry(ogr.CreateGeometryFromWkb(bytes(geometry.asWkb())))
        try:
            written = table.CreateFeature(feature) == ogr.OGRERR_NONE
        except RuntimeError:
            written = False
        if not written:
            # Newer SQLite has no place for it in a spatial index; a file may come without one.
            source.ExecuteSQL(f"SELECT DisableSpatialIndex('{layer}', '{table.GetGeometryColumn()}')")
            table.CreateFeature(feature)
    del feature, table, source  # closes the file
