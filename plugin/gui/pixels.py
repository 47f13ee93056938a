"""Pixels as Qt shows them."""

from __future__ import annotations

import numpy as np
from qgis.PyQt.QtGui import QImage


def image_of(rgba: np.ndarray) -> QImage:
    """(rows, columns, 4; uint8) as an image of its own."""
    pixels = np.ascontiguousarray(rgba)
    rows, columns = pixels.shape[:2]
    return QImage(pixels.tobytes(), columns, rows, 4 * columns, QImage.Format.Format_RGBA8888).copy()
