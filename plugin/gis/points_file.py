"""Files of control points: those of the Georeferencer of QGIS, in two generations, and plain tables.

The Georeferencer has a place in the picture in the coordinates of the picture's layer. Without a position of its own
the layer's columns run to the right and its rows upwards, both from nought at the top left corner.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Iterable, Optional

from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
)

from ..core.messages import Message, MessageError
from .georeference import ControlPoint
from .placed import Transform
from .transforms import transformation

# The columns that say where a point lies: x, y on the map, then x, y or column, row in the picture.
_QGIS = ("mapx", "mapy", "sourcex", "sourcey")
_QGIS_OLD = ("mapx", "mapy", "pixelx", "pixely")
_PLAIN = ("x", "y", "column", "row")

# Newer versions of QGIS write residuals after these.
_WRITTEN = ("mapX", "mapY", "sourceX", "sourceY", "enable")

# No file of control points is longer.
_MOST_BYTES = 2**20


class PointsFileError(MessageError, ValueError):
    """A file of control points that cannot be read; ``message`` says where and why."""


@dataclass(frozen=True)
class SetPoint:
    """A control point, and whether it counts."""

    place: ControlPoint
    enabled: bool = True


def file_text(path: Path) -> str:
    """The text of a file of control points. Raises :class:`PointsFileError`."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES)
    except OSError as error:
        detail = error.strerror or str(error)
        raise PointsFileError(Message("points-file-unread", {"file": path.name, "detail": detail})) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


class PointsFile:
    """The control points in ``text``, which is that of the file ``name``.

    ``position`` is the geotransform of the picture, None where it has none. Raises :class:`PointsFileError` with the
    line, here or when the points are read.
    """

    def __init__(self, text: str, name: str = "", position: Optional[Transform] = None) -> None:
        self._name = name
        self._position = position
        self._lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
        rows = [(number, line) for number, line in self._lines if not line.startswith("#")]
        self._separator = max(",;\t", key=rows[0][1].count) if rows else ","
        header = [each.lower() for each in self._values(rows[0][1])] if rows else []
        found = next((each for each in (_QGIS, _QGIS_OLD, _PLAIN) if set(each) <= set(header)), None)
        if found is None:
            raise PointsFileError(Message("points-file-columns", {"file": name}))
        self._columns = found
        self._records = [(number, dict(zip(header, self._values(line)))) for number, line in rows[1:]]

    def transform_to(
        self, crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext
    ) -> QgsCoordinateTransform:
        """From the CRS that the file names to ``crs``, in which the points are where it names none."""
        comments = (line[1:].strip() for _, line in self._lines if line.startswith("#"))
        definition = next((each[4:].strip() for each in comments if each.upper().startswith("CRS:")), "")
        if not definition:
            return QgsCoordinateTransform()
        own = QgsCoordinateReferenceSystem.fromWkt(definition)
        if not own.isValid():
            own = QgsCoordinateReferenceSystem(definition)
        try:
            return transformation(own, crs, context)
        except QgsCsException as error:
            raise PointsFileError(Message("points-file-crs", {"file": self._name})) from error

    def points(
        self, transform: Optional[QgsCoordinateTransform] = None, only_enabled: bool = False
    ) -> tuple[SetPoint, ...]:
        """The points, put through ``transform``. With ``only_enabled`` the others are not even read."""
        found = []
        for number, record in self._records:
            enabled = record.get("enable", "1") not in ("0", "false")
            if enabled or not only_enabled:
                found.append(SetPoint(self._point(number, record, transform), enabled))
        return tuple(found)

    def _point(self, number: int, record: dict[str, str], transform: Optional[QgsCoordinateTransform]) -> ControlPoint:
        x, y, column, row = (self._number(number, record, each) for each in self._columns)
        if self._columns is not _PLAIN:
            column, row = self._pixel(column, row)
        if transform is not None:
            try:
                at = transform.transform(x, y)
            except QgsCsException as error:
                raise PointsFileError(
                    Message("points-file-outside", {"file": self._name, "line": str(number)})
                ) from error
            x, y = at.x(), at.y()
        return ControlPoint(column, row, x, y, record.get("name", ""))

    def _number(self, number: int, record: dict[str, str], column: str) -> float:
        text = record.get(column, "")
        try:
            return float(text.replace(",", ".") if self._separator != "," else text)
        except ValueError as error:
            where = {"file": self._name, "line": str(number), "column": column, "text": text}
            raise PointsFileError(Message("points-file-number", where)) from error

    def _pixel(self, x: float, y: float) -> tuple[float, float]:
        if self._position is None:
            return x, -y
        column, row = gdal.ApplyGeoTransform(gdal.InvGeoTransform(self._position), x, y)
        return column, row

    def _values(self, line: str) -> list[str]:
        """The values of a line; none where quotes or length make it unreadable."""
        try:
            return [value.strip() for value in next(csv.reader([line], delimiter=self._separator), [])]
        except csv.Error:
            return []


def points_text(points: Iterable[SetPoint], crs: str, position: Optional[Transform] = None) -> str:
    """The points as a file of the Georeferencer. ``crs`` is WKT, ``position`` the geotransform of the picture, if it
    has one. Names have no place in such a file."""
    stream = io.StringIO()
    if crs:
        stream.write(f"#CRS: {' '.join(crs.split())}\n")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_WRITTEN)
    for point in points:
        place = point.place
        x, y = place.column, -place.row
        if position is not None:
            x, y = gdal.ApplyGeoTransform(position, place.column, place.row)
        writer.writerow([place.x, place.y, x, y, int(point.enabled)])
    return stream.getvalue()
