"""Structure images as a summary shows them: the picture around the plan area, which is drawn on it, and its legend."""

from __future__ import annotations

from typing import Optional, Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsLineSymbol,
    QgsSimpleLineSymbolLayer,
)
from qgis.PyQt.QtGui import QColor

from ..core.assessment import Assessment, SourceNote
from ..core.package.folders import Folders
from ..core.package.model import Dataset, Package
from ..core.quantity import Dimension, format_quantity
from ..gis.opening import map_layer
from ..gis.sources import SourceError
from ..gis.transforms import whole
from . import texts
from .layers import memory_layer
from .mapped import image_key
from .scene import Entry, Scene
from .symbols import plan_symbol

# In CSS pixels.
_SIZE = (460, 400)

# Of the width, the plan area with its accuracy fills this part at most; a schematic picture says nothing closer up.
_FILL = 0.3
_LARGEST_SCALE = 200_000
_SEGMENTS = 24


def image_scenes(
    package: Package, datasets: Sequence[Dataset], assessment: Assessment, language: str, folders: Folders
) -> list[Scene]:
    """Those of the structure images ``datasets`` that ``assessment`` has findings on.

    Works in any thread. An image that cannot be opened is left out; the findings say why.
    """
    notes = {finding.source.dataset: finding.source for finding in assessment.findings if finding.source is not None}
    known = {dataset.id: dataset for dataset in datasets}
    scenes = [
        _scene(package, known[name], note, assessment, language, folders)
        for name, note in notes.items()
        if name in known
    ]
    return [scene for scene in scenes if scene is not None]


def _scene(
    package: Package,
    dataset: Dataset,
    note: SourceNote,
    assessment: Assessment,
    language: str,
    folders: Folders,
) -> Optional[Scene]:
    try:
        part, integrity = folders.of(dataset.id)
        layer = map_layer(part, dataset, integrity)
    except SourceError:
        return None
    crs = whole(QgsCoordinateReferenceSystem(package.crs))
    plan = QgsGeometry.fromWkt(assessment.proposal.geometry)
    around = plan.buffer(note.accuracy, _SEGMENTS)
    outline, reach = plan_symbol(), _accuracy_symbol()
    layer.setName(note.title.get(language))
    plan_title = texts.MAP_PLAN.get(language)
    reach_title = texts.filled(texts.IMAGE_ACCURACY.get(language), accuracy=_length(note, language))
    legend = (
        Entry(plan_title, (outline,)),
        Entry(reach_title, (reach,)),
        *(Entry(each.title.get(language), image_class=each) for each in dataset.image.legend.classes),
    )
    return Scene(
        key=image_key(dataset.id),
        layers=(
            memory_layer("MultiPolygon", [(plan, "")], outline.clone(), crs, plan_title),
            memory_layer("MultiLineString", [(_edge(around), "")], reach.clone(), crs, reach_title),
            layer,
        ),
        crs=crs,
        context=QgsCoordinateTransformContext(),
        subject=around.boundingBox(),
        fill=_FILL,
        largest_scale=_LARGEST_SCALE,
        size=_SIZE,
        alt=texts.filled(texts.IMAGE_ALT.get(language), title=note.title.get(language)),
        source=_source(note, language),
        legend=legend,
        mark=texts.DEMO_MARK.get(language) if part.demo else "",
        form="JPEG",
    )


def _edge(polygon: QgsGeometry) -> QgsGeometry:
    lines = polygon.coerceToType(polygon.wkbType())
    edge = QgsGeometry(lines[0].constGet().boundary()) if lines else QgsGeometry()
    edge.convertToMultiType()
    return edge


def _length(note: SourceNote, language: str) -> str:
    return format_quantity(note.accuracy, Dimension.LENGTH, language)


def _source(note: SourceNote, language: str) -> str:
    parts = [note.title.get(language), note.producer.get(language), note.issued.isoformat()]
    if note.page:
        parts.append(texts.filled(texts.IMAGE_PAGE.get(language), page=note.page))
    return ". ".join(parts) + "."


def _accuracy_symbol() -> QgsLineSymbol:
    symbol = QgsLineSymbol.createSimple({"color": "255,255,255,210", "width": "0.9"})
    dashes = QgsSimpleLineSymbolLayer(QColor("#111111"), 0.4)
    dashes.setUseCustomDashPattern(True)
    dashes.setCustomDashVector([2.0, 1.5])
    symbol.appendSymbolLayer(dashes)
    return symbol
