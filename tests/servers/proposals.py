"""The demo proposals put to a package."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from plandialog.plugin.core.assessment import Assessment
from plandialog.plugin.core.proposal import details
from plandialog.plugin.gis.engine import PreparedPackage, assess
from plandialog.plugin.gis.images import OpenImage
from plandialog.plugin.gis.reading import ReadFeature, attribute, read_features
from qgis.core import QgsVectorLayer

_PROPOSALS = Path(__file__).resolve().parent.parent.parent / "resources" / "demo" / "proposals.gpkg"
_STATED = ("id", "name", "land_use", "stage", "dwellings")

_images: dict[tuple[str, str], list[ReadFeature]] = {}


def assessments(prepared: PreparedPackage) -> dict[str, Assessment]:
    """The assessment of each, by its id. The structure images of ``prepared`` are those of the demo package."""
    layer = QgsVectorLayer(f"{_PROPOSALS}|layername=proposals", "proposals", "ogr")
    made = {}
    for feature in layer.getFeatures():
        stated = [attribute(feature, field) for field in _STATED]
        area = prepared.plan_area(feature.geometry(), layer.crs())
        made[stated[0]] = assess(prepared, area, details(*stated), read=_read)
    return made


def _read(opened: Any, bounds: Any, *more: Any) -> list[ReadFeature]:
    """What the engine reads of a file. A structure image, which is a file wherever the vectors are, is read once for
    all: it costs more than all the rest."""
    if not isinstance(opened, OpenImage):
        return read_features(opened, bounds, *more)
    key = opened.dataset.id, bounds.toString()
    if key not in _images:
        _images[key] = read_features(opened, bounds, *more)
    return _images[key]
