"""Structure images as a summary shows them: the picture around the plan area, which is drawn on it, and its legend."""

from __future__ import annotations

from functools import lru_cache
from typing import Optional, Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsLineSymbol,
    QgsRectangle,
    QgsSimpleLineSymbolLayer,
)
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QBrush, QColor, QImage, QPainter, QPen

from ..core.assessment import Assessment, SourceNote
from ..core.legend import ImageClass
from ..core.package.folders import Folders
from ..core.package.model import Dataset, Package
from ..core.quantity import Dimension, format_quantity
from ..gis.opening import map_layer
from ..gis.sources import SourceError
from . import texts
from .drawing import DENSITY, Drawing, data_uri, framed, memory_layer, sign
from .pictures import LegendEntry, MapPicture
from .symbols import plan_symbol

# In CSS pixels.
_SIZE = (460, 400)

# Of the width, the plan area with its accuracy fills this part at most; a schematic picture says nothing closer up.
_FILL = 0.3
_LEAST_WIDTH = 24_000.0
_SEGMENTS = 24


def image_maps(
    package: Package, datasets: Sequence[Dataset], assessment: Assessment, language: str, folders: Folders
) -> dict[str, MapPicture]:
    """Those of the structure images ``datasets`` that ``assessment`` has findings on, by their ids.

    Works in any thread. An image that cannot be opened is left out; the findings say why.
    """
    notes = {finding.source.dataset: finding.source for finding in assessment.findings if finding.source is not None}
    known = {dataset.id: dataset for dataset in datasets}
    drawn = {}
    for name, note in notes.items():
        if name in known:
            picture = _image_map(package, known[name], note, assessment, language, folders)
            if picture is not None:
                drawn[name] = picture
    return drawn


def _image_map(
    package: Package,
    dataset: Dataset,
    note: SourceNote,
    assessment: Assessment,
    language: str,
    folders: Folders,
) -> Optional[MapPicture]:
    try:
        part, integrity = folders.of(dataset.id)
        layer = map_layer(part, dataset, integrity)
    except SourceError:
        return None
    crs = QgsCoordinateReferenceSystem(package.crs)
    plan = QgsGeometry.fromWkt(assessment.proposal.geometry)
    around = plan.buffer(note.accuracy, _SEGMENTS)
    outline, reach = plan_symbol(), _accuracy_symbol()
    layers = [
        memory_layer("MultiPolygon", [(plan, "")], outline, crs),
        memory_layer("MultiLineString", [(_edge(around), "")], reach, crs),
        layer,
    ]
    legend = [
        LegendEntry((sign(outline),), texts.MAP_PLAN.get(language)),
        LegendEntry((sign(reach),), texts.filled(texts.IMAGE_ACCURACY.get(language), accuracy=_length(note, language))),
        *(LegendEntry((swatch(each),), each.title.get(language)) for each in dataset.image.legend.classes),
    ]
    mark = texts.DEMO_MARK.get(language) if part.demo else ""
    drawing = Drawing(layers, crs, QgsCoordinateTransformContext(), mark, form="JPEG")
    title = note.title.get(language)
    alt = texts.filled(texts.IMAGE_ALT.get(language), title=title)
    return drawing.picture(_extent(around), _SIZE, language, alt, legend, _source(note, language))


def _extent(around: QgsGeometry) -> QgsRectangle:
    return framed(around.boundingBox(), _SIZE, _FILL, _LEAST_WIDTH)


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


@lru_cache(maxsize=256)
def swatch(each: ImageClass) -> str:
    """The sign of a class for a legend, as a data URI: its colours as they appear in the picture, hatched or flat."""
    size = QSize(28 * DENSITY, 18 * DENSITY)
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    colors = [QColor(color) for color in each.colors]
    image.fill(colors[0] if not each.gaps else QColor("#ffffff"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if each.gaps:
        brush = QBrush(colors[0], Qt.BrushStyle.BDiagPattern)
        painter.fillRect(image.rect(), brush)
    elif len(colors) > 1:
        # A semi-transparent class looks different on each ground; a part of the sign for each of the first two.
        painter.fillRect(size.width() // 2, 0, size.width(), size.height(), colors[1])
    painter.setPen(QPen(QColor("#5b636b"), 2))
    painter.drawRect(image.rect().adjusted(1, 1, -1, -1))
    painter.end()
    return data_uri(image)
