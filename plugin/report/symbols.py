"""How outcomes and plan areas look on a map, on paper and in the GeoPackage alike."""

from __future__ import annotations

from typing import Optional

from qgis.core import (
    Qgis,
    QgsFillSymbol,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsSimpleFillSymbolLayer,
    QgsSymbol,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor, QFont

from ..core.outcome import Outcome
from . import palette

#: Fonts for labels, the first that a system has is used; a style that names one alone makes QGIS complain elsewhere.
LABEL_FAMILIES = ["Open Sans", "Noto Sans", "DejaVu Sans", "Arial", "Helvetica"]

#: The outcomes that point at something on the map, in the colours of the written summary.
COLORS = {outcome: palette.COLORS[outcome][0] for outcome in (Outcome.DISCUSS, Outcome.CONSIDER, Outcome.SUPPORTS)}

# Shape, dash and hatch tell the outcomes apart for whoever does not see the colours.
_SHAPES = {Outcome.DISCUSS: "circle", Outcome.CONSIDER: "triangle", Outcome.SUPPORTS: "square"}
_DASHES = {Outcome.DISCUSS: "solid", Outcome.CONSIDER: "dash", Outcome.SUPPORTS: "dot"}
_HATCH_ANGLES = {Outcome.DISCUSS: "45", Outcome.CONSIDER: "135"}


# A space between letters that nobody sees, in pixels: the least that Qt takes for some.
_HAIR = 1 / 64


def without_ligatures(font: QFont) -> QFont:
    """``font`` with letters that stay apart: whoever searches a PDF for “trafik”, or copies an address from it, finds
    letters, where a font may draw two of them as one. Any spacing sees to that; a font that has some keeps it."""
    made = QFont(font)
    if made.letterSpacing() == 0:
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, _HAIR)
    return made


def found_symbol(kind: Qgis.GeometryType, outcome: Outcome, hatched: bool = True) -> Optional[QgsSymbol]:
    """A sign for features that a check with ``outcome`` found; None for an outcome that points at nothing.

    Without ``hatched`` a polygon is its outline only.
    """
    color = COLORS.get(outcome)
    if color is None:
        return None
    if kind == Qgis.GeometryType.Point:
        shape = {"name": _SHAPES[outcome], "color": color, "size": "3.6"}
        return QgsMarkerSymbol.createSimple({**shape, "outline_color": "#ffffff", "outline_width": "0.4"})
    if kind == Qgis.GeometryType.Line:
        return QgsLineSymbol.createSimple({"color": color, "width": "0.9", "line_style": _DASHES[outcome]})
    outline = {"style": "no", "outline_color": color, "outline_width": "0.5", "outline_style": _DASHES[outcome]}
    symbol = QgsFillSymbol.createSimple(outline)
    if hatched and outcome in _HATCH_ANGLES:
        hatch = {"angle": _HATCH_ANGLES[outcome], "distance": "2.4", "line_width": "0.3", "color": color}
        symbol.insertSymbolLayer(0, QgsLinePatternFillSymbolLayer.create(hatch))
    return symbol


def quiet_symbol(kind: Qgis.GeometryType) -> QgsSymbol:
    """A grey sign for what only says where one is; without it QGIS takes a colour by chance."""
    if kind == Qgis.GeometryType.Point:
        return QgsMarkerSymbol.createSimple({"color": "#777777", "outline_color": "#ffffff", "size": "2"})
    if kind == Qgis.GeometryType.Line:
        return QgsLineSymbol.createSimple({"color": "#8a8f94", "width": "0.4"})
    return QgsFillSymbol.createSimple({"color": "#fafaf7", "outline_color": "#8a8f94", "outline_width": "0.3"})


def plan_symbol() -> QgsFillSymbol:
    """The plan area: a bold dark line on a white halo and no fill, so that what lies in it can be seen."""
    symbol = QgsFillSymbol.createSimple({"style": "no", "outline_color": "#ffffff", "outline_width": "1.8"})
    line = {"style": "no", "outline_color": "#111111", "outline_width": "1", "joinstyle": "miter"}
    symbol.appendSymbolLayer(QgsSimpleFillSymbolLayer.create(line))
    return symbol


def label_layer(layer: QgsVectorLayer, field: str, color: str, size: float = 9.0) -> None:
    """Label the features of ``layer`` with ``field``, in ``color`` with a white halo; ``size`` in points."""
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.8)
    halo.setColor(QColor("#ffffff"))
    text = QgsTextFormat()
    text.setFamilies(LABEL_FAMILIES)
    text.setFont(without_ligatures(text.font()))
    text.setSize(size)
    text.setColor(QColor(color))
    text.setBuffer(halo)
    settings = QgsPalLayerSettings()
    settings.fieldName = field
    settings.setFormat(text)
    if layer.geometryType() == Qgis.GeometryType.Point:
        settings.placement = Qgis.LabelPlacement.OrderedPositionsAroundPoint
        settings.dist = 1.8
    elif layer.geometryType() == Qgis.GeometryType.Line:
        settings.placement = Qgis.LabelPlacement.Line
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
