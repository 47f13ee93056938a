"""How the demo layers look: quiet regional-plan colours, hatches for zones so that what lies under them can be read."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any, Optional

from lxml import etree
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsRendererCategory,
    QgsSimpleFillSymbolLayer,
    QgsSimpleLineSymbolLayer,
    QgsSingleSymbolRenderer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor

INK = "#2b3a35"


def _fill(color: str, outline: str, width: float = 0.2, style: str = "solid") -> QgsFillSymbol:
    return QgsFillSymbol.createSimple(
        {"color": color, "outline_color": outline, "outline_width": str(width), "style": style}
    )


def _hatch(color: str, style: str, tint: str = "") -> QgsFillSymbol:
    symbol = _fill(color, color, 0.35, style)
    if tint:
        symbol.insertSymbolLayer(0, QgsSimpleFillSymbolLayer.create({"color": tint, "outline_style": "no"}))
    return symbol


def _line(color: str, width: float, style: str = "solid", casing: str = "") -> QgsLineSymbol:
    symbol = QgsLineSymbol.createSimple({"color": color, "width": str(width), "line_style": style, "capstyle": "round"})
    if casing:
        under = QgsSimpleLineSymbolLayer(QColor(casing), width + 0.5)
        symbol.insertSymbolLayer(0, under)
    return symbol


def _rail() -> QgsLineSymbol:
    symbol = _line("#3b3b3b", 0.8)
    dashes = QgsSimpleLineSymbolLayer(QColor("#ffffff"), 0.4)
    dashes.setUseCustomDashPattern(True)
    dashes.setCustomDashVector([2.4, 2.4])
    symbol.appendSymbolLayer(dashes)
    return symbol


def _mark(shape: str, color: str, size: float = 2.4) -> QgsMarkerSymbol:
    return QgsMarkerSymbol.createSimple(
        {"name": shape, "color": color, "outline_color": "#ffffff", "outline_width": "0.3", "size": str(size)}
    )


#: dataset → symbol
_SYMBOLS: dict[str, Any] = {
    "lan": lambda: _fill("0,0,0,0", "#5c4a72", 0.9),
    "kommuner": lambda: _fill("0,0,0,0", "#9a8fa8", 0.35),
    "tatorter": lambda: _fill("227,214,198,150", "#a08a70", 0.25),
    "jarnvag": _rail,
    "trafikplatser": lambda: _mark("diamond", "#8c2d04", 3.0),
    "busstrak": lambda: _line("#1b7f79", 0.9),
    "verksamhetsomraden": lambda: _fill("#c9bcd6", "#6a4c93", 0.3),
    "bostadsprojekt": lambda: _mark("triangle", "#b8336a", 2.8),
    "jordbruksmark": lambda: _fill("242,227,166,150", "#d2b95c", 0.15),
    "skyddad_natur": lambda: _hatch("#2e7d32", "b_diagonal"),
    "gronstrak": lambda: _fill("166,205,157,120", "#7aa874", 0.3),
    "sjoar": lambda: _fill("#bcd9ea", "#7fb0cf", 0.2),
    "oversvamning_karterat": lambda: _fill("0,0,0,0", "#7fb0cf", 0.3),
    "skredrisk": lambda: _hatch("#8d5524", "dense5"),
    "skred_karterat": lambda: _fill("0,0,0,0", "#8d5524", 0.3),
    "natstationer": lambda: _mark("square", "#b58900", 2.8),
    "natdata_omrade": lambda: _fill("0,0,0,0", "#b58900", 0.3),
    "butiker": lambda: _mark("circle", "#7b5ea7", 1.8),
    "befolkning": lambda: _fill("120,90,150,40", "#b9a9cf", 0.1),
    "kulturmiljo": lambda: _hatch("#a6611a", "f_diagonal"),
    "lamningar": lambda: _mark("star", "#7a3e00", 2.8),
    "besoksmal": lambda: _mark("pentagon", "#c2185b", 2.8),
    "forsvar": lambda: _hatch("#4a5a23", "cross"),
    "beredskap": lambda: _mark("hexagon", "#d35400", 2.8),
    "beredskap_omrade": lambda: _fill("0,0,0,0", "#d35400", 0.3),
}

#: dataset → field and, per value, its legend text and symbol
_CATEGORIES: dict[str, tuple[str, list[tuple[Any, str, Any]]]] = {
    "stationer": ("trafik", [
        ("persontåg", "Persontåg", lambda: _mark("square", "#14213d", 3.2)),
        ("godstrafik", "Godstrafik", lambda: _mark("square", "#8a8f98", 2.4)),
    ]),
    "vagar": ("klass", [
        ("europaväg", "Europaväg", lambda: _line("#e07a2f", 1.1, casing="#8a4413")),
        ("riksväg", "Riksväg", lambda: _line("#efb366", 0.8, casing="#a8763c")),
        ("länsväg", "Länsväg", lambda: _line("#f7e3c0", 0.5, casing="#b79b6e")),
    ]),
    "cykelstrak": ("status", [
        ("befintligt", "Befintligt", lambda: _line("#c2185b", 0.6)),
        ("planerat", "Planerat", lambda: _line("#c2185b", 0.6, "dash")),
    ]),
    "vattenskydd": ("zon", [
        ("primär", "Primär zon", lambda: _hatch("#0b5394", "diagonal_x")),
        ("sekundär", "Sekundär zon", lambda: _hatch("#3d85c6", "b_diagonal")),
    ]),
    "oversvamning": ("aterkomsttid", [
        (200, "200 år", lambda: _hatch("#5b8fd6", "hor")),
        (100, "100 år", lambda: _hatch("#1d4e9e", "hor", "91,143,214,70")),
    ]),
    "kraftledningar": ("spanning_kv", [
        (400, "400 kV", lambda: _line("#b00020", 0.9, "dash dot")),
        (220, "220 kV", lambda: _line("#b00020", 0.7, "dash dot")),
        (130, "130 kV", lambda: _line("#d1495b", 0.5, "dash dot")),
        (40, "40 kV", lambda: _line("#e3a0a8", 0.4, "dash dot")),
    ]),
    "vard": ("typ", [
        ("akutsjukhus", "Akutsjukhus", lambda: _mark("cross_fill", "#b00020", 4.0)),
        ("vårdcentral", "Vårdcentral", lambda: _mark("cross_fill", "#d96c75", 2.8)),
    ]),
    "skolor": ("typ", [
        ("grundskola", "Grundskola", lambda: _mark("circle", "#1f6fb2", 2.2)),
        ("gymnasieskola", "Gymnasieskola", lambda: _mark("circle", "#0b3c66", 3.0)),
    ]),
}  # fmt: skip

#: dataset → label size in points and the smallest scale (denominator) at which labels show
_LABELS = {
    "kommuner": (9, 2_000_000),
    "tatorter": (8, 500_000),
    "stationer": (7, 120_000),
    "vagar": (7, 250_000),
    "sjoar": (7, 250_000),
    "trafikplatser": (7, 100_000),
    "skyddad_natur": (7, 100_000),
    "kulturmiljo": (7, 60_000),
    "verksamhetsomraden": (7, 60_000),
}


def save(layer: QgsVectorLayer, path: Path) -> None:
    """Write the style of the dataset that ``layer`` holds to a .qml file."""
    name = layer.name()
    if name in _CATEGORIES:
        field, values = _CATEGORIES[name]
        categories = [QgsRendererCategory(value, symbol(), title) for value, title, symbol in values]
        layer.setRenderer(QgsCategorizedSymbolRenderer(field, categories))
    else:
        layer.setRenderer(QgsSingleSymbolRenderer(_SYMBOLS[name]()))
    labels = _labels(name)
    if labels is not None:
        layer.setLabeling(labels)
        layer.setLabelsEnabled(True)
    path.parent.mkdir(parents=True, exist_ok=True)
    layer.saveNamedStyle(str(path), QgsVectorLayer.StyleCategory.Symbology | QgsVectorLayer.StyleCategory.Labeling)
    _settle(path)


def _settle(path: Path) -> None:
    """Rewrite a .qml file so that two runs give the same bytes: QGIS shuffles attributes and makes up ids."""
    document = etree.parse(str(path))
    _settle_element(document.getroot(), path.stem)
    document.write(str(path), encoding="utf-8", pretty_print=True)


def _settle_element(root: etree._Element, seed: str) -> None:
    for number, element in enumerate(root.iter(etree.Element)):
        attributes = dict(sorted(element.attrib.items()))
        element.attrib.clear()
        for name, value in attributes.items():
            if name in ("id", "uuid") and value.startswith("{"):
                value = "{" + str(uuid.uuid5(uuid.NAMESPACE_URL, f"{seed}/{number}")) + "}"
            elif value.startswith("<symbol"):
                symbol = etree.fromstring(value)
                _settle_element(symbol, f"{seed}/{number}")
                value = etree.tostring(symbol, encoding="unicode")
            element.set(name, value)


def _labels(name: str) -> Optional[QgsVectorLayerSimpleLabeling]:
    if name not in _LABELS:
        return None
    size, scale = _LABELS[name]
    text = QgsTextFormat()
    # The first that a system has is used; a style that names one alone makes QGIS complain elsewhere.
    text.setFamilies(["Open Sans", "Noto Sans", "DejaVu Sans", "Arial", "Helvetica"])
    text.setSize(size)
    text.setColor(QColor("#6a5a80" if name == "kommuner" else "#1d5c86" if name == "sjoar" else INK))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.8)
    halo.setColor(QColor(255, 255, 255, 220))
    text.setBuffer(halo)
    settings = QgsPalLayerSettings()
    settings.fieldName = "namn"
    settings.setFormat(text)
    settings.scaleVisibility = True
    settings.minimumScale = scale
    settings.maximumScale = 0
    return QgsVectorLayerSimpleLabeling(settings)
