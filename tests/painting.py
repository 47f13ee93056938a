"""Structure images painted from areas whose truth is known, and one check on one of them through files and engine."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Optional, Sequence

import numpy as np
import shapely
from builders import PLAN, assess_wkt, class_document
from osgeo import ogr, osr
from shapely.geometry.base import BaseGeometry

#: Colours of the classes; what is no class's is :data:`INK`.
NODE, CORRIDOR, BOTH, GROUND, INK = "#c0392b", "#2980b9", "#7a5c77", "#f4f1e8", "#111111"

CLASSES = (
    class_document("nod", NODE, BOTH, means={"sv": "Väx här", "en": "Grow here"}),
    class_document("strak", CORRIDOR, BOTH),
    class_document("ovrigt", GROUND, blank=True),
)

#: The plan area of most tests: 1 × 1 km.
SQUARE = shapely.from_wkt(PLAN)

#: An area to paint: a colour (None is outside the picture) and where it is, in EPSG:3006; the later lies on top.
Area = tuple[Optional[str], BaseGeometry]


@dataclass(frozen=True)
class Canvas:
    """A picture of ``columns`` × ``rows`` pixels with GDAL's ``transform`` in ``crs``, of :data:`GROUND` all over."""

    columns: int
    rows: int
    transform: tuple[float, ...]
    crs: str = "EPSG:3006"

    def painted(self, *areas: Area) -> np.ndarray:
        """The pixels (rows, columns, 4): each has the colour of the topmost area that its middle lies in."""
        x, y = self._middles()
        rgba = np.empty((self.rows, self.columns, 4), np.uint8)
        rgba[:] = _rgba(GROUND)
        for color, area in areas:
            # Without it every pixel goes through all corners of the area.
            shapely.prepare(area)
            rgba[shapely.contains_xy(area, x, y)] = _rgba(color)
        return rgba

    def _middles(self) -> tuple[np.ndarray, np.ndarray]:
        """Where the middles of the pixels are, in EPSG:3006."""
        column, row = np.meshgrid(np.arange(self.columns) + 0.5, np.arange(self.rows) + 0.5)
        left, a, b, top, c, d = self.transform
        x, y = left + a * column + b * row, top + c * column + d * row
        if self.crs == "EPSG:3006":
            return x, y
        # As one geometry: a list of so many points takes longer than to transform them.
        middles = ogr.CreateGeometryFromWkb(shapely.to_wkb(shapely.linestrings(x.ravel(), y.ravel())))
        middles.Transform(osr.CoordinateTransformation(_system(self.crs), _system("EPSG:3006")))
        points = shapely.get_coordinates(shapely.from_wkb(bytes(middles.ExportToWkb())))
        return points[:, 0].reshape(x.shape), points[:, 1].reshape(y.shape)


def upright(
    left: float = 505_000, bottom: float = 6_575_000, pixel: float = 20, side: int = 550, crs: str = "EPSG:3006"
) -> Canvas:
    """A square picture with north up; by default 11 km around the plan area of most tests."""
    return Canvas(side, side, (left, pixel, 0.0, bottom + side * pixel, 0.0, -pixel), crs)


def turned(degrees: float, pixel: float = 20, side: int = 550) -> Canvas:
    """A square picture around the middle of the plan area of most tests, turned clockwise."""
    cos, sin = pixel * math.cos(math.radians(degrees)), pixel * math.sin(math.radians(degrees))
    x, y, half = SQUARE.centroid.x, SQUARE.centroid.y, side / 2
    return Canvas(side, side, (x - half * (cos - sin), cos, -sin, y + half * (cos + sin), -sin, -cos))


def in_crs(crs: str, pixel: float = 20, side: int = 550) -> Canvas:
    """A square picture with north up in another CRS, around the middle of the plan area of most tests."""
    transformation = osr.CoordinateTransformation(_system("EPSG:3006"), _system(crs))
    x, y, _ = transformation.TransformPoint(SQUARE.centroid.x, SQUARE.centroid.y)
    return upright(x - pixel * side / 2, y - pixel * side / 2, pixel, side, crs)


def strip(start: float, stop: float) -> BaseGeometry:
    """What lies from ``start`` to ``stop`` m east of the western edge of the plan area."""
    return shapely.box(510_000 + start, 6_570_000, 510_000 + stop, 6_590_000)


def image_finding(
    builder: Any,
    measure: str,
    *areas: Area,
    canvas: Optional[Canvas] = None,
    bands: Any = None,
    plan: str = PLAN,
    legend: Sequence[dict[str, Any]] = CLASSES,
    image: Optional[dict[str, Any]] = None,
    **check: Any,
) -> Any:
    """The finding of one check on one structure image, through files and engine."""
    return assess_wkt(
        image_package(builder, measure, *areas, canvas=canvas, bands=bands, legend=legend, image=image, **check), plan
    ).findings[0]


def image_package(
    builder: Any,
    measure: str,
    *areas: Area,
    canvas: Optional[Canvas] = None,
    bands: Any = None,
    legend: Sequence[dict[str, Any]] = CLASSES,
    image: Optional[dict[str, Any]] = None,
    **check: Any,
) -> Any:
    """A prepared package with one check on one structure image, ``bild``."""
    canvas = canvas or upright()
    builder.image("bild", canvas.painted(*areas), canvas.transform, legend, crs=canvas.crs, **(image or {}))
    builder.check("fraga", "bild", measure, bands, **check)
    return builder.prepare()


def shares(finding: Any) -> dict[str, float]:
    """The share of each class that the picture shows, by id."""
    return {each.id: each.measurement.value for each in finding.classes}


def _rgba(color: Optional[str]) -> tuple[int, int, int, int]:
    if color is None:
        return 0, 0, 0, 0
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16), 255


def _system(crs: str) -> osr.SpatialReference:
    system = osr.SpatialReference()
    system.SetFromUserInput(crs)
    system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return system
