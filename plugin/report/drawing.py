"""Drawing a map to a picture with QGIS, in any thread, and the signs of its legend."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Iterable, Optional, Sequence

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsLegendPatchShape,
    QgsMapLayer,
    QgsMapRendererCustomPainterJob,
    QgsMapSettings,
    QgsPointXY,
    QgsRectangle,
    QgsRenderContext,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QBuffer, QIODevice, QRect, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QImage, QPainter

from ..core.quantity import Dimension, format_quantity
from .pictures import LegendEntry, MapPicture

#: Sizes are in CSS pixels, 96 to the inch; pictures are drawn at twice that, for sharp print.
DENSITY = 2
DPI = 96

_BACKGROUND = "#f3f5f4"
_JPEG_QUALITY = 88


@dataclass(frozen=True)
class Drawing:
    """Layers, the first on top, drawn in ``crs``; ``above`` over them and over their labels. ``mark`` is written in a
    corner of the picture itself: a map is easily copied out of its document."""

    layers: Sequence[QgsMapLayer]
    crs: QgsCoordinateReferenceSystem
    context: QgsCoordinateTransformContext
    mark: str = ""
    above: Optional[QgsMapLayer] = None
    form: str = "PNG"

    def picture(
        self,
        extent: QgsRectangle,
        size: tuple[int, int],
        language: str,
        alt: str,
        legend: Iterable[LegendEntry],
        source: str,
    ) -> MapPicture:
        """The picture of ``extent`` at ``size`` (CSS pixels), with what stands beside it."""
        settings = self._settings(extent, size)
        image = QImage(settings.outputSize(), QImage.Format.Format_RGB32)
        image.fill(settings.backgroundColor())
        painter = QPainter(image)
        try:
            QgsMapRendererCustomPainterJob(settings, painter).renderSynchronously()
            if self.above is not None:
                settings.setLayers([self.above])
                settings.setBackgroundColor(QColor(0, 0, 0, 0))
                QgsMapRendererCustomPainterJob(settings, painter).renderSynchronously()
            if self.mark:
                _write_mark(painter, self.mark)
        finally:
            painter.end()
        seen = settings.visibleExtent()
        length = _round_length(seen.width() / 3.5)
        return MapPicture(
            image=data_uri(image, self.form),
            width=size[0],
            height=size[1],
            extent=(seen.xMinimum(), seen.yMinimum(), seen.xMaximum(), seen.yMaximum()),
            metres_per_pixel=seen.width() / size[0],
            alt=alt,
            bar=length / seen.width(),
            bar_label=format_quantity(length, Dimension.LENGTH, language),
            legend=tuple(dict.fromkeys(legend)),
            source=source,
        )

    def _settings(self, extent: QgsRectangle, size: tuple[int, int]) -> QgsMapSettings:
        settings = QgsMapSettings()
        settings.setLayers(list(self.layers))
        settings.setDestinationCrs(self.crs)
        settings.setTransformContext(self.context)
        settings.setOutputSize(QSize(size[0] * DENSITY, size[1] * DENSITY))
        settings.setOutputDpi(DPI * DENSITY)
        settings.setExtent(extent)
        settings.setBackgroundColor(QColor(_BACKGROUND))
        settings.setFlag(Qgis.MapSettingsFlag.Antialiasing)
        return settings


def memory_layer(
    kind: str, features: Iterable[tuple[QgsGeometry, str]], symbol: QgsSymbol, crs: QgsCoordinateReferenceSystem
) -> QgsVectorLayer:
    """A layer of geometries of ``kind`` (``MultiPolygon`` and so on) with their names in the field ``name``."""
    layer = QgsVectorLayer(f"{kind}?field=name:string(255)", kind, "memory")
    layer.setCrs(crs)
    made = []
    for geometry, name in features:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(geometry)
        feature.setAttributes([name[:255]])
        made.append(feature)
    layer.startEditing()
    layer.addFeatures(made)
    layer.commitChanges()
    layer.updateExtents()
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    return layer


def framed(extent: QgsRectangle, size: tuple[int, int], fill: float, least: float) -> QgsRectangle:
    """``extent`` grown about its middle to fill ``fill`` of a picture of ``size``, at least ``least`` m wide."""
    width = max(extent.width() / fill, extent.height() / fill * size[0] / size[1], least)
    return QgsRectangle.fromCenterAndSize(extent.center(), width, width * size[1] / size[0])


def _round_length(most: float) -> float:
    """The longest round length (1, 2 or 5 times a power of ten, in m, at least 1) that is not above ``most``."""
    power = 10.0 ** (len(str(max(1, int(most)))) - 1)
    return max((step * power for step in (1, 2, 5) if step * power <= most), default=1.0)


def _write_mark(painter: QPainter, mark: str) -> None:
    """Write ``mark`` in a corner of the picture itself: a map is easily copied out of its document."""
    font = QFont()
    font.setPixelSize(15 * DENSITY)
    font.setBold(True)
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 112)
    painter.setFont(font)
    bounds = painter.fontMetrics().boundingRect(mark)
    box = QRect(8 * DENSITY, 8 * DENSITY, bounds.width() + 14 * DENSITY, bounds.height() + 4 * DENSITY)
    painter.setPen(QColor("#3c2f00"))
    painter.setBrush(QColor("#fff3c4"))
    painter.drawRect(box)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, mark)


def sign(symbol: QgsSymbol) -> str:
    """``symbol`` for a legend, at twice the 28 × 18 pixels it is shown at."""
    size = QSize(28 * DENSITY, 18 * DENSITY)
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    # Without a context and a shape of our own, as by asImage, QGIS takes the variables of the project and the shape
    # from its default style. Both belong to the main thread: QGIS crashed when a layer was removed at that moment.
    context = QgsRenderContext.fromQPainter(painter)
    context.setFlag(Qgis.RenderContextFlag.RenderSymbolPreview)
    symbol.drawPreviewIcon(painter, size, context, patchShape=_shape(symbol, size))
    painter.end()
    return data_uri(image)


def _shape(symbol: QgsSymbol, size: QSize) -> Optional[QgsLegendPatchShape]:
    """What a line or an area looks like in a legend; a point needs nothing."""
    if symbol.type() == Qgis.SymbolType.Marker:
        return None
    if symbol.type() == Qgis.SymbolType.Line:
        middle = size.height() / 2 + 0.5
        shape = QgsGeometry.fromPolylineXY([QgsPointXY(0, middle), QgsPointXY(size.width(), middle)])
    else:
        shape = QgsGeometry.fromRect(QgsRectangle(0, 0, size.width(), size.height()))
    return QgsLegendPatchShape(symbol.type(), shape, False)


def data_uri(image: QImage, form: str = "PNG") -> str:
    """``image`` as a data URI, in the form ``PNG`` or, for what is a picture itself, ``JPEG``."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, form, _JPEG_QUALITY if form == "JPEG" else -1)
    return f"data:image/{form.lower()};base64," + base64.b64encode(bytes(buffer.data())).decode("ascii")
