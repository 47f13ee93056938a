"""A picture as the assistant shows it: its pixels at a size that a screen can use, and a layer in pixel coordinates."""

from __future__ import annotations

import math
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import numpy as np
from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem, QgsRasterLayer
from qgis.PyQt.QtGui import QImage

from ...core.messages import Message
from ...gis.geometry import Cancelled, Interrupted
from ...gis.pictures import Picture, PictureError, open_picture, page_count
from ..pixels import image_of

# Pixels that are shown of a picture at most: a page of A4 has half as many at 300 dots per inch.
_MOST_SHOWN = 16_000_000

_OVERVIEWS = [2, 4, 8, 16]


@dataclass(frozen=True)
class Sheet:
    """A picture that is open. ``rgba`` (rows, columns, 4; uint8) is what is shown of it, ``scale`` the pixels shown for
    one of the picture (1 or less), ``file`` the same as a GeoTIFF whose y is the row below zero.
    """

    picture: Picture
    pages: int
    rgba: np.ndarray
    file: Path

    @property
    def scale(self) -> float:
        """Pixels shown for one pixel of the picture, across."""
        return self.rgba.shape[1] / self.picture.width

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the picture (pixels)."""
        return self.picture.width, self.picture.height

    def shown_at(self, column: float, row: float) -> tuple[int, int]:
        """The pixel (column, row) of :attr:`rgba` that shows a place of the picture, the nearest one outside it."""
        rows, columns = self.rgba.shape[:2]
        across = int(column * columns / self.picture.width)
        down = int(row * rows / self.picture.height)
        return min(max(across, 0), columns - 1), min(max(down, 0), rows - 1)

    def layer(self) -> QgsRasterLayer:
        """The picture as a layer without a CRS: x is the column, y the row below zero. For the main thread."""
        options = QgsRasterLayer.LayerOptions(loadDefaultStyle=False)
        options.skipCrsValidation = True
        layer = QgsRasterLayer(str(self.file), self.picture.path.name, "gdal", options)
        layer.setCrs(QgsCoordinateReferenceSystem())
        return layer

    def image(self, longest: int) -> QImage:
        """What is shown, with a side of at most about ``longest`` pixels."""
        step = max(1, math.ceil(max(self.rgba.shape[:2]) / longest))
        return image_of(self.rgba[::step, ::step])


def open_sheet(path: Path, page: int, password: Optional[str], folder: Path, cancelled: Cancelled) -> Sheet:
    """The picture at ``path``; its layer is written to ``folder``. For any thread.

    Raises :class:`~plugin.gis.pictures.PictureError`, and Interrupted when cancelled.
    """
    pages = page_count(path, password)
    picture = open_picture(path, page, password)
    if cancelled():
        raise Interrupted
    factor = max(1.0, math.sqrt(picture.width * picture.height / _MOST_SHOWN))
    size = (max(1, round(picture.width / factor)), max(1, round(picture.height / factor)))
    rgba = picture.read(size=size, cancelled=cancelled)
    return Sheet(picture, pages, rgba, _written(picture, rgba, folder))


def _written(picture: Picture, rgba: np.ndarray, folder: Path) -> Path:
    rows, columns = rgba.shape[:2]
    target = Path(tempfile.mkdtemp(dir=folder)) / "picture.tif"
    options = ["ALPHA=YES", "PHOTOMETRIC=RGB", "TILED=YES", "COMPRESS=DEFLATE", "ZLEVEL=1"]
    dataset = gdal.GetDriverByName("GTiff").Create(str(target), columns, rows, 4, gdal.GDT_Byte, options)
    if dataset is None:
        params = {"file": picture.path.name, "detail": gdal.GetLastErrorMsg() or "?"}
        raise PictureError(Message("picture-broken", params))
    dataset.SetGeoTransform((0, picture.width / columns, 0, 0, 0, -picture.height / rows))
    for index in range(4):
        values = np.ascontiguousarray(rgba[..., index]).tobytes()
        dataset.GetRasterBand(index + 1).WriteRaster(0, 0, columns, rows, values)
    dataset.BuildOverviews("AVERAGE", [level for level in _OVERVIEWS if max(rows, columns) > 400 * level])
    del dataset
    return target
