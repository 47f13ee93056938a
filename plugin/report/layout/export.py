"""A document as a PDF, written by QGIS from its print layout and finished with what QGIS leaves out."""

from __future__ import annotations

import datetime
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Callable, Mapping, Optional, Sequence

from osgeo import osr
from qgis.core import (
    Qgis,
    QgsAbstractLayoutIterator,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeedback,
    QgsLayoutExporter,
    QgsPointXY,
    QgsPrintLayout,
)

from ...about import version
from ...core.messages import Message, MessageError
from ...gis.remote.extents import epsg_of
from ...gis.transforms import transformation, whole
from ..blocks import Document
from ..scene import Scene
from ..writing import WriteCancelled, WriteOptions
from .compose import Composed, compose, numbered
from .figures import Placed
from .pdf_update import Bookmark, Finish, PdfError, Viewport, finished
from .sheet import DPI
from .workshop import layouts_here

# Of the whole work, setting the text is about this part; QGIS says nothing of how far its export is.
_SETTING = 0.4

_POINTS_PER_MM = 72 / 25.4


class ExportError(MessageError, OSError):
    """QGIS could not write the PDF."""


def pdf_of(
    document: Document,
    scenes: Mapping[str, Scene],
    made: datetime.datetime,
    options: WriteOptions,
) -> bytes:
    """The PDF of ``document``, in any thread. ``made`` is the moment it states.

    Raises :class:`~.template.TemplateError`, :class:`ExportError` and :class:`~..writing.WriteCancelled`.
    """

    def on_the_way(part: float) -> None:
        options.step(_SETTING * part)

    with layouts_here(len(document.sections)) as layouts:
        composed = compose(document, scenes, layouts, options.template, on_the_way)
        on_the_way(1.0)
        written = _exported(composed, options.cancelled)
        finish = Finish(
            language=document.language,
            properties={
                "Title": document.title,
                "Subject": document.subject,
                "Author": document.author,
                "Keywords": "; ".join(document.keywords),
                "Creator": f"Plandialog {version()}, QGIS {Qgis.version()}",
            },
            made=made,
            bookmarks=_bookmarks(composed),
            viewports=_viewports(composed),
        )
    options.progress(1.0)
    try:
        return finished(written, finish)
    except PdfError as error:
        raise ExportError(Message("pdf-not-written", {"detail": str(error)})) from error


def _exported(composed: Sequence[Composed], cancelled: Callable[[], bool]) -> bytes:
    settings = QgsLayoutExporter.PdfExportSettings()
    settings.dpi = DPI
    settings.forceVectorOutput = True
    settings.textRenderFormat = Qgis.TextRenderFormat.AlwaysText
    # Both are added afterwards: QGIS knows of one map on the first page only.
    settings.appendGeoreference = False
    settings.exportMetadata = False
    with tempfile.TemporaryDirectory(prefix="plandialog-") as folder:
        path = Path(folder) / "made.pdf"
        layouts = _Layouts([each.layout for each in composed], cancelled)
        result, detail = QgsLayoutExporter.exportToPdf(layouts, str(path), settings, layouts.feedback)
        if layouts.feedback.isCanceled():
            raise WriteCancelled
        if result != QgsLayoutExporter.ExportResult.Success:
            raise ExportError(Message("pdf-not-written", {"detail": detail or str(result)}))
        return path.read_bytes()


class _Layouts(QgsAbstractLayoutIterator):
    """The layouts of the sections of a document, one after the other into one file."""

    def __init__(self, layouts: Sequence[QgsPrintLayout], cancelled: Callable[[], bool]) -> None:
        super().__init__()
        self.feedback = QgsFeedback()
        self._layouts = layouts
        self._cancelled = cancelled
        self._at = -1

    def layout(self) -> QgsPrintLayout:
        return self._layouts[self._at]

    def beginRender(self) -> bool:
        self._at = -1
        return True

    def endRender(self) -> bool:
        return True

    def count(self) -> int:
        return len(self._layouts)

    def next(self) -> bool:
        if self._cancelled():
            self.feedback.cancel()
        self._at += 1
        return self._at < len(self._layouts)

    def filePath(self, baseFilePath: str, extension: str) -> str:
        return f"{baseFilePath}{self._at}.{extension}"


def _bookmarks(composed: Sequence[Composed]) -> list[Bookmark]:
    """The bookmarks of all sections, their pages counted through."""
    return [
        replace(bookmark, page=before + bookmark.page)
        for before, each in numbered(composed)
        for bookmark in each.bookmarks
    ]


def _viewports(composed: Sequence[Composed]) -> list[Viewport]:
    made = []
    for before, each in numbered(composed):
        for placed in each.maps:
            viewport = _viewport(placed, each.page_heights[placed.page])
            if viewport is not None:
                made.append(replace(viewport, page=before + placed.page))
    return made


def _viewport(placed: Placed, page_height: float) -> Optional[Viewport]:
    """Where on the earth a map lies; None where its corners have no latitude and longitude."""
    crs, extent, box = whole(placed.item.crs()), placed.item.extent(), placed.box
    corners = (
        (extent.xMinimum(), extent.yMaximum()),
        (extent.xMinimum(), extent.yMinimum()),
        (extent.xMaximum(), extent.yMinimum()),
        (extent.xMaximum(), extent.yMaximum()),
    )
    try:
        transform = transformation(crs, crs.toGeographicCrs(), QgsCoordinateTransformContext())
        places = [transform.transform(QgsPointXY(*corner)) for corner in corners]
    except QgsCsException:
        return None
    reference = osr.SpatialReference()
    if reference.ImportFromWkt(crs.toWkt()) != 0 or reference.MorphToESRI() != 0:
        return None
    return Viewport(
        page=placed.page,
        box=(
            box.left() * _POINTS_PER_MM,
            (page_height - box.bottom()) * _POINTS_PER_MM,
            box.right() * _POINTS_PER_MM,
            (page_height - box.top()) * _POINTS_PER_MM,
        ),
        corners=tuple((place.y(), place.x()) for place in places),
        wkt=reference.ExportToWkt(),
        epsg=int(epsg_of(crs) or 0),
        name=placed.title,
    )
