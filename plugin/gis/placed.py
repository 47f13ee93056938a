"""Where the pixels of a picture lie: GDAL's geotransform of it, and of parts of it."""

from __future__ import annotations

import math

from osgeo import gdal
from qgis.core import QgsRectangle

#: GDAL's geotransform: x and y of the upper left corner, and what a pixel to the right and one down add to them.
Transform = tuple[float, float, float, float, float, float]


def pixels_of(area: QgsRectangle, placed: Transform, size: tuple[int, int], more: int = 0) -> tuple[int, int, int, int]:
    """The pixels (left, top, right, bottom, the last two not included) of a picture of ``size`` (width, height) that
    ``area`` touches, and so many ``more`` on each side."""
    inverse = gdal.InvGeoTransform(placed)
    corners = [
        gdal.ApplyGeoTransform(inverse, x, y)
        for x in (area.xMinimum(), area.xMaximum())
        for y in (area.yMinimum(), area.yMaximum())
    ]
    first = [math.floor(min(corner[axis] for corner in corners)) - more for axis in (0, 1)]
    last = [math.ceil(max(corner[axis] for corner in corners)) + more for axis in (0, 1)]
    left, top, right, bottom = (max(0, min(limit, at)) for at, limit in zip((*first, *last), (*size, *size)))
    return left, top, right, bottom


def part_of(placed: Transform, column: int, row: int, across: float = 1.0, down: float = 1.0) -> Transform:
    """The geotransform of what begins at a pixel of a picture and has pixels ``across`` × ``down`` as large."""
    x, a, b, y, c, d = placed
    return x + a * column + b * row, a * across, b * down, y + c * column + d * row, c * across, d * down
