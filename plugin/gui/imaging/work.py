"""What is being made of a picture, without a widget: the steps of the assistant show parts of it and change them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Optional

import numpy as np
from osgeo import gdal
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsCsException,
)
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...core.messages import Message
from ...gis.georeference import ControlPoint, Fit, GeoreferenceError, Method, fit
from ...gis.placed import Transform
from ...gis.points_file import PointsFile, SetPoint, file_text, points_text
from ...gis.transforms import transformation
from .classes import LegendDraft, LegendHistory
from .history import History
from .job import About, Corner, Job
from .points import PointList, numbered
from .sheet import Sheet

# Points along each side that the position of a picture is carried over with.
_OWN_POINTS = 4

# Warnings that compare the points with all of the picture.
_ABOUT_SPREAD = ("georef-corner", "georef-spread")


class ImageWork(QObject):
    """The picture with its points, crop, legend and what is stated about it.

    ``sheet_changed``: another picture. ``points_changed``: the points, the method or what follows from them.
    ``crop_changed``, ``legend_changed``, ``about_changed``: those. ``crs`` is that of the map.
    """

    sheet_changed = pyqtSignal()
    points_changed = pyqtSignal()
    crop_changed = pyqtSignal()
    legend_changed = pyqtSignal()
    about_changed = pyqtSignal()

    def __init__(
        self,
        crs: QgsCoordinateReferenceSystem,
        context: QgsCoordinateTransformContext,
        parent: Optional[QObject] = None,
    ) -> None:
        super().__init__(parent)
        self._crs = crs
        self._context = context
        self.sheet: Optional[Sheet] = None
        self.points = PointList(self._refit)
        self.crop: History[tuple[Corner, ...]] = History((), self._cropped)
        self.legend = LegendHistory(LegendDraft(), self.legend_changed.emit)
        self.about = About()
        self.dataset = ""
        self.method = Method.AFFINE
        self.own_position = False
        self.fit: Optional[Fit] = None
        self.refusal: Optional[Message] = None

    @property
    def crs(self) -> QgsCoordinateReferenceSystem:
        """The CRS of the map, in which the points are set."""
        return self._crs

    @crs.setter
    def crs(self, crs: QgsCoordinateReferenceSystem) -> None:
        is_other, self._crs = crs != self._crs, crs
        if is_other and self.own_position:
            # The picture's own coordinates were carried over to the CRS before.
            self._refit()

    # the picture

    def take(self, sheet: Sheet, job: Optional[Job] = None) -> None:
        """Begin with a picture, or go on with what was done to it before."""
        self.sheet = sheet
        self.adopt(job or Job(str(sheet.picture.path), sheet.picture.page))

    def adopt(self, job: Job) -> None:
        """Take everything but the picture from ``job``."""
        self.dataset = job.dataset
        self.method = job.method
        self.own_position = job.own_position and self.has_position
        self.about = job.about
        self.points.start(self._carried_over(job))
        self.crop.start(job.crop)
        self.legend.start(job.legend)
        self.sheet_changed.emit()
        self._refit()
        self.crop_changed.emit()
        self.legend_changed.emit()
        self.about_changed.emit()

    def _carried_over(self, job: Job) -> tuple[SetPoint, ...]:
        """The points of ``job``, which were set on a map in its CRS, in that of the map now."""
        own = QgsCoordinateReferenceSystem(job.crs)
        if not own.isValid() or own == self._crs:
            return job.points
        try:
            transform = transformation(own, self._crs, self._context)
        except QgsCsException:
            return ()
        carried = []
        for point in job.points:
            try:
                place = transform.transform(point.place.x, point.place.y)
            except QgsCsException:
                # This map cannot show it; where it was set is kept until something is changed.
                continue
            carried.append(replace(point, place=replace(point.place, x=place.x(), y=place.y())))
        return tuple(carried)

    def job(self) -> Optional[Job]:
        """All of it as a value; None without a picture."""
        if self.sheet is None:
            return None
        return Job(
            path=str(self.sheet.picture.path),
            page=self.sheet.picture.page,
            crs=self.crs.authid(),
            dataset=self.dataset,
            own_position=self.own_position,
            method=self.method,
            points=self.points.value,
            crop=self.crop.value,
            legend=self.legend.value,
            about=self.about,
        )

    # where it lies

    @property
    def has_position(self) -> bool:
        """Whether the picture says itself where it lies."""
        return self._position is not None

    def use_own_position(self, wanted: bool) -> None:
        """Use the coordinates of the picture, or the control points."""
        self.own_position = wanted and self.has_position
        self._refit()

    def set_method(self, method: Method) -> None:
        """Fit in another way."""
        self.method = method
        self._refit()

    def take_points(self, path: Path) -> None:
        """Put the points of a file in the place of those that are set. Raises
        :class:`~...gis.points_file.PointsFileError`.
        """
        file = PointsFile(file_text(path), path.name, self._position)
        found = numbered(file.points(file.transform_to(self._crs, self._context)))
        self.points.give_up()
        self.points.change(found)

    def points_text(self) -> str:
        """The points as a file of the Georeferencer of QGIS."""
        return points_text(self.points.value, self._crs.toWkt(Qgis.CrsWktVariant.Preferred), self._position)

    @property
    def _position(self) -> Optional[Transform]:
        return self.sheet.picture.geotransform if self.sheet is not None else None

    def _refit(self) -> None:
        self.fit, self.refusal = None, None
        if self.sheet is not None:
            try:
                if self.own_position:
                    self.fit = self._own_fit()
                else:
                    self.fit = fit(self.points.used, self.method, self.sheet.size)
            except GeoreferenceError as error:
                self.refusal = error.message
        self.points_changed.emit()

    def _cropped(self) -> None:
        self.crop_changed.emit()
        # How well the points are spread depends on what is kept.
        self.points_changed.emit()

    @property
    def warnings(self) -> tuple[Message, ...]:
        """What to say about the fit. Whether the points are spread over the picture is told once it is known which part
        of it is the map.
        """
        if self.fit is None or self.own_position:
            return ()
        ring = self.crop_ring
        if ring is None:
            return tuple(each for each in self.fit.warnings if each.code not in _ABOUT_SPREAD)
        left, top = (min(corner[axis] for corner in ring) for axis in (0, 1))
        right, bottom = (max(corner[axis] for corner in ring) for axis in (0, 1))
        moved = [replace(each, column=each.column - left, row=each.row - top) for each in self.fit.points]
        return fit(moved, self.method, (max(1, round(right - left)), max(1, round(bottom - top)))).warnings

    @property
    def is_misplaced(self) -> bool:
        """Whether one of the control points is probably not where it belongs."""
        return self.fit is not None and any(each.code == "georef-misplaced" for each in self.fit.warnings)

    def _own_fit(self) -> Fit:
        """The picture's own coordinates in the CRS of the map; bent where another CRS bends them."""
        picture = self.sheet.picture
        own = QgsCoordinateReferenceSystem.fromWkt(picture.crs_wkt) if picture.crs_wkt else self.crs
        points = []
        try:
            transform = transformation(own, self.crs, self._context)
            for column in np.linspace(0, picture.width, _OWN_POINTS).tolist():
                for row in np.linspace(0, picture.height, _OWN_POINTS).tolist():
                    place = transform.transform(*gdal.ApplyGeoTransform(picture.geotransform, column, row))
                    points.append(ControlPoint(column, row, place.x(), place.y()))
        except QgsCsException as error:
            params = {"file": picture.path.name, "detail": " ".join(str(error).split())}
            raise GeoreferenceError(Message("source-transform", params)) from error
        method = Method.AFFINE if transform.isShortCircuited() else Method.SPLINE
        made = fit(points, method, self.sheet.size)
        return replace(made, warnings=())

    def residual(self, index: int) -> Optional[float]:
        """How far (m) a point is off: for one that counts, as the fit of the others puts it; for another, as the fit
        does. None where that cannot be told.
        """
        if self.fit is None or self.own_position:
            return None
        point = self.points.value[index]
        if point.enabled:
            return self.fit.residuals[self._place_in_fit(index)]
        x, y = self.fit.to_map(point.place.column, point.place.row)
        return float(np.hypot(x - point.place.x, y - point.place.y))

    def offset(self, index: int) -> Optional[tuple[float, float]]:
        """Which way and how far (m, east and north) a point that counts is off, as :meth:`residual` has it."""
        point = self.points.value[index]
        if self.fit is None or self.own_position or not point.enabled:
            return None
        return self.fit.offsets[self._place_in_fit(index)]

    def _place_in_fit(self, index: int) -> int:
        return sum(each.enabled for each in self.points.value[:index])

    # crop and legend

    @property
    def crop_ring(self) -> Optional[list[tuple[float, float]]]:
        """The crop as pixels of the picture; None for all of it."""
        return [(corner.column, corner.row) for corner in self.crop.value] or None

    def set_crop(self, ring: list[tuple[float, float]]) -> None:
        """Keep what is inside ``ring``, moved into the picture; everything for an empty one."""
        width, height = self.sheet.size
        corners = tuple(Corner(min(max(c, 0.0), float(width)), min(max(r, 0.0), float(height))) for c, r in ring)
        whole = {
            Corner(0.0, 0.0),
            Corner(float(width), 0.0),
            Corner(float(width), float(height)),
            Corner(0.0, float(height)),
        }
        self.crop.change(() if set(corners) == whole else corners)

    def state(self, about: About) -> None:
        """What the user says about the picture."""
        if about != self.about:
            self.about = about
            self.about_changed.emit()

    @property
    def path(self) -> Optional[Path]:
        """The file of the picture."""
        return self.sheet.picture.path if self.sheet is not None else None
