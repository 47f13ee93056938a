"""Drawing a map to a picture with QGIS, in any thread, and the signs of its legend."""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from typing import Iterable, Iterator, Optional, Sequence

from qgis.core import (
    Qgis,
    QgsGeometry,
    QgsLegendPatchShape,
    QgsMapLayer,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsPointXY,
    QgsRectangle,
    QgsRenderContext,
    QgsSymbol,
)
from qgis.PyQt.QtCore import QBuffer, QIODevice, QRect, QSize, Qt
from qgis.PyQt.QtGui import QBrush, QColor, QFont, QImage, QPainter, QPainterPath, QPen
from qgis.PyQt.QtSvg import QSvgGenerator

from ..core.legend import ImageClass
from ..core.quantity import Dimension, format_quantity
from .palette import MAP_GROUND, MARK, MARK_GROUND
from .pictures import LegendEntry, MapPicture
from .scene import Entry, Scene
from .symbols import LABEL_FAMILIES

#: Sizes are in CSS pixels, 96 to the inch; pictures are drawn at twice that, for sharp print.
DENSITY = 2
DPI = 96

_SIGN = QSize(28, 18)

# A line in a drawing, between what stands before it and after it in its element.
_NUMBER = r"(-?\d[\d.]*(?:e-?\d+)?)"
_LINE = re.compile(rf'(<path [^>]*?\bd=")M{_NUMBER},{_NUMBER} L{_NUMBER},{_NUMBER}("[^>]*/>)')

_JPEG_QUALITY = 88
# A quarter larger than the smallest PNG of a map, and written in two thirds of the time.
_PNG_QUALITY = 80


def drawn_all(scenes: Iterable[Scene], language: str) -> Iterator[MapPicture]:
    """``scenes`` as pictures with what stands beside them, in their order, drawn at the same time: QGIS draws each in
    threads of its own."""
    jobs = [(scene, _jobs(scene)) for scene in scenes]
    for scene, parts in jobs:
        yield _picture(scene, parts, language)


def _jobs(scene: Scene) -> list[QgsMapRendererParallelJob]:
    jobs = [_started(scene, scene.layers)]
    if scene.above:
        jobs.append(_started(scene, scene.above, True))
    return jobs


def _started(scene: Scene, layers: Sequence[QgsMapLayer], see_through: bool = False) -> QgsMapRendererParallelJob:
    settings = QgsMapSettings()
    settings.setLayers(list(layers))
    settings.setDestinationCrs(scene.crs)
    settings.setTransformContext(scene.context)
    settings.setOutputSize(QSize(scene.size[0] * DENSITY, scene.size[1] * DENSITY))
    settings.setOutputDpi(DPI * DENSITY)
    settings.setExtent(scene.extent_on_screen())
    settings.setBackgroundColor(QColor(0, 0, 0, 0) if see_through else QColor(MAP_GROUND))
    settings.setFlag(Qgis.MapSettingsFlag.Antialiasing)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    return job


def _picture(scene: Scene, parts: Sequence[QgsMapRendererParallelJob], language: str) -> MapPicture:
    for job in parts:
        job.waitForFinished()
    image = QImage(parts[0].renderedImage()).convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(image)
    try:
        for job in parts[1:]:
            painter.drawImage(0, 0, job.renderedImage())
        if scene.mark:
            _write_mark(painter, scene.mark)
    finally:
        painter.end()
    seen = parts[0].mapSettings().visibleExtent()
    length = round_length(seen.width() / 3.5)
    return MapPicture(
        image=data_uri(image, scene.form),
        width=scene.size[0],
        height=scene.size[1],
        extent=(seen.xMinimum(), seen.yMinimum(), seen.xMaximum(), seen.yMaximum()),
        metres_per_pixel=seen.width() / scene.size[0],
        alt=scene.alt,
        bar=length / seen.width(),
        bar_label=format_quantity(length, Dimension.LENGTH, language),
        legend=tuple(dict.fromkeys(_legend_entry(entry) for entry in scene.legend)),
        source=scene.source,
    )


def _legend_entry(entry: Entry) -> LegendEntry:
    if entry.image_class is not None:
        return LegendEntry((swatch(entry.image_class),), entry.label)
    return LegendEntry(tuple(dict.fromkeys(map(sign, entry.symbols))), entry.label)


def round_length(most: float) -> float:
    """The longest round length (1, 2 or 5 times a power of ten, in m, at least 1) that is not above ``most``."""
    power = 10.0 ** (len(str(max(1, int(most)))) - 1)
    return max((step * power for step in (1, 2, 5) if step * power <= most), default=1.0)


def _write_mark(painter: QPainter, mark: str) -> None:
    """Write ``mark`` in a corner of the picture itself: a map is easily copied out of its document."""
    font = QFont()
    font.setFamilies(LABEL_FAMILIES)
    font.setPixelSize(15 * DENSITY)
    font.setBold(True)
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 112)
    # As outlines, which are the same in every thread: each has a cache of its own for letters made for the screen.
    letters = QPainterPath()
    letters.addText(0, 0, font, mark)
    bounds = letters.boundingRect().toAlignedRect()
    box = QRect(8 * DENSITY, 8 * DENSITY, bounds.width() + 14 * DENSITY, bounds.height() + 10 * DENSITY)
    letters.translate(box.center() - bounds.center())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(MARK))
    painter.setBrush(QColor(MARK_GROUND))
    painter.drawRect(box)
    painter.fillPath(letters, QColor(MARK))


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


def sign_svg(symbol: QgsSymbol) -> str:
    """``symbol`` for a legend as a drawing of 28 × 18, which stays sharp at any size."""
    size = _SIGN
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    target = QSvgGenerator()
    target.setOutputDevice(buffer)
    target.setSize(size)
    target.setViewBox(QRect(0, 0, size.width(), size.height()))
    # Sizes of symbols are in millimetres: with this resolution they are those of a screen.
    target.setResolution(DPI)
    painter = QPainter(target)
    context = QgsRenderContext.fromQPainter(painter)
    context.setFlag(Qgis.RenderContextFlag.RenderSymbolPreview)
    symbol.drawPreviewIcon(painter, size, context, patchShape=_shape(symbol, size))
    painter.end()
    return _LINE.sub(_inside, bytes(buffer.data()).decode("utf-8"))


def _inside(line: re.Match[str]) -> str:
    """What of a line lies in a sign: the lines of a hatch are drawn beyond their area, and Qt's SVG does not clip."""
    start_x, start_y, end_x, end_y = map(float, line.groups()[1:5])
    whole = QgsGeometry.fromPolylineXY([QgsPointXY(start_x, start_y), QgsPointXY(end_x, end_y)])
    part = whole.clipped(QgsRectangle(0, 0, _SIGN.width(), _SIGN.height()))
    points = [f"{point.x():g},{point.y():g}" for point in part.vertices()]
    return f'{line[1]}M{" L".join(points)}{line[6]}' if points else ""


def class_svg(each: ImageClass) -> str:
    """:func:`swatch` as a drawing of 28 × 18."""
    colors = [QColor(color).name() for color in each.colors]
    parts = [f'<rect width="28" height="18" fill="{"#ffffff" if each.gaps else colors[0]}"/>']
    if each.gaps:
        for x in range(-18, 28, 5):
            line = f'<path d="M{x},18 L{x + 18},0" stroke="{colors[0]}" stroke-width="1.6" fill="none"/>'
            parts.append(_LINE.sub(_inside, line))
    elif len(colors) > 1:
        parts.append(f'<rect x="14" width="14" height="18" fill="{colors[1]}"/>')
    parts.append('<rect x="0.5" y="0.5" width="27" height="17" fill="none" stroke="#5b636b"/>')
    content = "".join(parts)
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="28" height="18" viewBox="0 0 28 18">{content}</svg>'


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
    image.save(buffer, form, _JPEG_QUALITY if form == "JPEG" else _PNG_QUALITY)
    return f"data:image/{form.lower()};base64," + base64.b64encode(bytes(buffer.data())).decode("ascii")


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
