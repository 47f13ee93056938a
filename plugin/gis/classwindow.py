"""What a structure image shows in a window: the area of each class, and where it may and must lie for the accuracy.

Areas are grown and eroded as pixels, not as outlines: a buffer takes as long as there are corners, and pixels have
many.
"""

from __future__ import annotations

import math
from typing import Optional

import numpy as np
from osgeo import gdal
from qgis.core import QgsCoordinateTransform, QgsGeometry, QgsPointXY, QgsRectangle

from ..core.legend import ImageClass, Legend
from .classify import OUTSIDE, UNKNOWN, class_polygons, dilated, outline
from .geometry import PlanGeometry, box_before, difference, intersection, is_blank, union, without_slivers
from .placed import Transform, part_of, pixels_of

# From an edge to where a pixel says it is, in sides of the pixel; from a point of what is counted to its middle and
# from the middle of another to a point of that, in sides of what is counted.
_EDGE, _MIDDLES = 1 / math.sqrt(2), math.sqrt(2)

# The accuracy is counted in at least so many steps, by parts of a pixel where they have to be: down to so small a part,
# and as long as there are no more of them than this.
_STEPS, _PARTS, _MOST_PARTS = 8, 4, 1_000_000

# How much further (m) than needed bounds are worked out, for the next plan area.
_ROOM = 1500.0

# Sides of a window are drawn with so many points where it is taken to another CRS, in which they are curves.
_SIDE_POINTS = 16


class ClassWindow:
    """A part of a picture whose pixels have been classified.

    Geometries are in the CRS that ``to_package`` leads to and are made when first asked for, so that they can be kept
    for the next plan area. ``sides`` (m) is how far a pixel reaches at least and at most, ``accuracy`` (m) that of the
    picture; ``ends`` says whether the picture ends with the window (left, top, right, bottom). The window must reach
    :func:`reach_of` further than a plan area. For one thread at a time.
    """

    def __init__(
        self,
        bits: np.ndarray,
        placed: Transform,
        legend: Legend,
        to_package: QgsCoordinateTransform,
        sides: tuple[float, float],
        accuracy: float,
        ends: tuple[bool, bool, bool, bool],
    ) -> None:
        self._bits = bits
        self._placed = placed
        self._legend = legend
        self._to_package = to_package
        self._ends = ends
        self._pixel, longer = sides
        # So many pixels are the accuracy in the direction in which they are shorter, and more in the other.
        self._accuracy = accuracy / self._pixel
        self._reach = reach_of(accuracy, longer)
        self._index = {each.id: index for index, each in enumerate(legend.classes)}
        self._drawn: dict[frozenset[str], QgsGeometry] = {}
        # What may and must be covered is worked out around a plan area, with some room for the next one.
        self._around: Optional[QgsRectangle] = None
        self._bounds: dict[tuple[frozenset[str], bool], QgsGeometry] = {}
        self._gaps: Optional[QgsGeometry] = None
        self._frame: Optional[QgsGeometry] = None
        polygons = class_polygons(bits, placed, legend)
        for name, geometry in polygons.items():
            self._drawn[frozenset((name,))] = self._moved(geometry)

    @property
    def classes(self) -> list[tuple[ImageClass, QgsGeometry]]:
        """Each class that the window shows, blank ones included, with the multipolygon it covers."""
        found = [(each, self._drawn.get(frozenset((each.id,)))) for each in self._legend.classes]
        return [(each, geometry) for each, geometry in found if not is_blank(geometry)]

    def drawn(self, classes: frozenset[str]) -> QgsGeometry:
        """What these classes cover together."""
        if classes not in self._drawn:
            self._drawn[classes] = self._outline(self._mask(classes, self._bits))
        return self._drawn[classes]

    def least(self, classes: frozenset[str], plan: PlanGeometry) -> QgsGeometry:
        """What they cover in and near ``plan`` however the picture is off within its accuracy."""
        return self._bound(classes, plan, grown=False)

    def most(self, classes: frozenset[str], plan: PlanGeometry) -> QgsGeometry:
        """What they may cover in and near ``plan`` when the picture is off within its accuracy."""
        return self._bound(classes, plan, grown=True)

    def uncovered(self, looked_at: PlanGeometry) -> QgsGeometry:
        """The part of ``looked_at`` of which the picture says nothing: beside it, or in no class.

        Gaps of a mean width below a pixel are none, however narrow the plan area is that lies in one.
        """
        if self._gaps is None:
            unknown = (self._bits & np.uint32(OUTSIDE | UNKNOWN)) > 0
            self._gaps, _ = without_slivers(self._outline(unknown), self._pixel)
        frame = self._frame_area()
        parts = [] if is_blank(self._gaps) else [intersection(looked_at.geometry, self._gaps)]
        parts.append(difference(looked_at.geometry, frame))
        return union(part for part in parts if not is_blank(part))

    def _mask(self, classes: frozenset[str], bits: np.ndarray) -> np.ndarray:
        wanted = np.uint32(sum(1 << self._index[name] for name in classes))
        return ((bits & wanted) > 0) & ((bits & np.uint32(OUTSIDE | UNKNOWN)) == 0)

    def _bound(self, classes: frozenset[str], plan: PlanGeometry, grown: bool) -> QgsGeometry:
        needed = plan.bounds.buffered(self._reach)
        if self._around is None or not self._around.contains(needed):
            self._around = needed.buffered(min(_ROOM, max(plan.bounds.width(), plan.bounds.height())))
            self._bounds.clear()
        key = (classes, grown)
        if key not in self._bounds:
            left, top, right, bottom = self._pixels(self._around)
            mask = self._mask(classes, self._bits[top:bottom, left:right])
            parts = max(
                1, min(math.ceil(_STEPS / self._accuracy), _PARTS, math.isqrt(_MOST_PARTS // max(1, mask.size)))
            )
            mask = mask.repeat(parts, 0).repeat(parts, 1)
            radius = (self._accuracy + _EDGE) * parts + _MIDDLES
            if grown:
                # The classes may go on where the picture ends.
                room = math.ceil(radius / parts)
                mask = dilated(np.pad(mask, room * parts), radius)
                self._bounds[key] = self._outline(mask, left - room, top - room, parts)
            else:
                mask = ~dilated(self._beyond(mask, (left, top, right, bottom)), radius)[1:-1, 1:-1]
                self._bounds[key] = self._outline(mask, left, top, parts)
        return self._bounds[key]

    def _beyond(self, mask: np.ndarray, part: tuple[int, int, int, int]) -> np.ndarray:
        """What is not in ``mask``, with a rim: where the picture ends nothing is known beyond, elsewhere it goes on."""
        rows, columns = self._bits.shape
        left, top, right, bottom = (
            end and at == limit for end, at, limit in zip(self._ends, part, (0, 0, columns, rows))
        )
        beyond = ~np.pad(mask, 1, mode="edge")
        for is_end, edge in ((left, np.s_[:, 0]), (top, np.s_[0]), (right, np.s_[:, -1]), (bottom, np.s_[-1])):
            if is_end:
                beyond[edge] = True
        return beyond

    def _at(self, column: float, row: float) -> QgsPointXY:
        return QgsPointXY(*gdal.ApplyGeoTransform(self._placed, float(column), float(row)))

    def _pixels(self, area: QgsRectangle) -> tuple[int, int, int, int]:
        """The columns and rows (left, top, right, bottom) of the window that ``area`` touches."""
        return pixels_of(box_before(area, self._to_package), self._placed, self._bits.shape[::-1])

    def _frame_area(self) -> QgsGeometry:
        if self._frame is None:
            rows, columns = self._bits.shape
            steps = np.linspace(0, 1, _SIDE_POINTS, endpoint=False)
            places = [(columns * step, 0.0) for step in steps] + [(columns, rows * step) for step in steps]
            places += [(columns * (1 - step), rows) for step in steps] + [(0.0, rows * (1 - step)) for step in steps]
            ring = [self._at(column, row) for column, row in places]
            self._frame = self._moved(QgsGeometry.fromPolygonXY([[*ring, ring[0]]]))
        return self._frame

    def _outline(self, mask: np.ndarray, left: int = 0, top: int = 0, parts: int = 1) -> QgsGeometry:
        """What is set in ``mask``, whose first pixel is in this column and row of the window and of which so many
        ``parts`` are a pixel's side."""
        if not mask.any():
            return QgsGeometry()
        placed = part_of(self._placed, left, top, 1 / parts, 1 / parts)
        return self._moved(outline(np.ascontiguousarray(mask).view(np.uint8), placed))

    def _moved(self, geometry: QgsGeometry) -> QgsGeometry:
        if not self._to_package.isShortCircuited():
            geometry.transform(self._to_package)
        return geometry


def reach_of(accuracy: float, pixel: float) -> float:
    """How far (m) a window has to reach around what is measured in it."""
    return accuracy + 4 * pixel
