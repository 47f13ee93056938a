"""A document as a PDF, written by QGIS from its print layout and finished with what QGIS leaves out."""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path
from typing import Callable, Mapping, Optional, Sequence

from osgeo import osr
from qgis.core import (
    Qgis,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsLayoutExporter,
    QgsPointXY,
)

from ...about import version
from ...core.messages import Message, MessageError
from ..blocks import Document
from ..scene import Scene
from .compose import Composed, compose
from .figures import Placed
from .pdf_update import Finish, Viewport, finished
from .sheet import DPI
from .workshop import layout_here

# Of the whole work, setting the text is about this part; QGIS says nothing of how far its export is.
_SETTING = 0.4

_POINTS_PER_MM = 72 / 25.4


class ExportError(MessageError, OSError):
    """QGIS could not write the PDF."""


class Cancelled(Exception):
    """Nobody wants the document any more."""


def pdf_of(
    document: Document,
    scenes: Mapping[str, Scene],
    made: datetime.datetime,
    template: Optional[Path] = None,
    progress: Callable[[float], None] = lambda part: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> bytes:
    """The PDF of ``document``, in any thread. ``made`` is the moment it states, ``template`` the layout to set it in.

    Raises :class:`~.template.TemplateError`, :class:`ExportError` and, where it was ``cancelled``, :class:`Cancelled`.
    """

    def on_the_way(part: float) -> None:
        if cancelled():
            raise Cancelled
        progress(_SETTING * part)

    with layout_here() as layout:
        composed = compose(document, scenes, layout, template, on_the_way)
        on_the_way(1.0)
        written = _exported(composed)
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
            bookmarks=composed.bookmarks,
            viewports=_viewports(composed),
        )
    progress(1.0)
    return finished(written, finish)


def _exported(composed: Composed) -> bytes:
    settings = QgsLayoutExporter.PdfExportSettings()
    settings.dpi = DPI
    settings.forceVectorOutput = True
    settings.textRenderFormat = Qgis.TextRenderFormat.AlwaysText
    # Both are added afterwards: QGIS knows of one map on the first page only.
    settings.appendGeoreference = False
    settings.exportMetadata = False
    with tempfile.TemporaryDirectory(prefix="plandialog-") as folder:
        path = Path(folder) / "made.pdf"
        result = QgsLayoutExporter(composed.layout).exportToPdf(str(path), settings)
        if result != QgsLayoutExporter.ExportResult.Success:
            raise ExportError(Message("pdf-not-written", {"detail": QgsLayoutExporter.ExportResult(result).name}))
        return path.read_bytes()


def _viewports(composed: Composed) -> Sequence[Viewport]:
    found = (_viewport(placed, composed.page_heights[placed.page]) for placed in composed.maps)
    return tuple(viewport for viewport in found if viewport is not None)


def _viewport(placed: Placed, page_height: float) -> Optional[Viewport]:
    """Where on the earth a map lies; None where its corners have no latitude and longitude."""
    crs, extent, box = placed.item.crs(), placed.item.extent(), placed.box
    transform = QgsCoordinateTransform(crs, crs.toGeographicCrs(), QgsCoordinateTransformContext())
    corners = (
        (extent.xMinimum(), extent.yMaximum()),
        (extent.xMinimum(), extent.yMinimum()),
        (extent.xMaximum(), extent.yMinimum()),
        (extent.xMaximum(), extent.yMaximum()),
    )
    try:
        places = [transform.transform(QgsPointXY(*corner)) for corner in corners]
    except QgsCsException:
        return None
    reference = osr.SpatialReference()
    if reference.ImportFromWkt(crs.toWkt()) != 0 or reference.MorphToESRI() != 0:
        return None
    authority, _, code = crs.authid().partition(":")
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
        epsg=int(code) if authority == "EPSG" else 0,
        name=placed.title,
    )
