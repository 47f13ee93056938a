"""Putting a picture on the map by control points: the fit, and how far it can be trusted.

Positions in a picture are in pixels from its top left corner, columns to the right and rows down; positions on the map
are in metres of a projected CRS. Every fit leads both ways, and the two ways are each other's inverse.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import Enum
from typing import Optional, Protocol, Sequence

import numpy as np

from ..core.messages import Message, MessageError
from .placed import Transform


class GeoreferenceError(MessageError):
    """A picture that cannot be put on the map; ``message`` says why."""


class Method(str, Enum):
    """How a picture is laid on the map.

    HELMERT moves, turns and scales it; AFFINE also shears it and scales its sides apart; SPLINE bends it so that every
    control point lies exactly where it was set.
    """

    HELMERT = "helmert"
    AFFINE = "affine"
    SPLINE = "spline"


@dataclass(frozen=True)
class ControlPoint:
    """A place in the picture (pixels from the top left) and where it lies on the map (m)."""

    column: float
    row: float
    x: float
    y: float
    name: str = ""


#: Points that a method needs at least.
LEAST = {Method.HELMERT: 2, Method.AFFINE: 3, Method.SPLINE: 3}

#: Points from which on the fit without one of them says something about it.
LEAST_FOR_RESIDUAL = {method: least + 1 for method, least in LEAST.items()}

#: Points that a fit takes at most.
MOST_POINTS = 1000

#: Points that should be set.
RECOMMENDED = {Method.HELMERT: 4, Method.AFFINE: 6, Method.SPLINE: 8}

# Across their longest line, points are on one line within this share of its length; nearly on one within the second.
_ON_A_LINE = 1e-4
_NEARLY_ON_A_LINE = 0.1

# Points closer than this share of the diagonal of the picture say the same twice.
_SAME_PLACE = 0.005

# The share of the picture that the points should enclose.
_SPREAD = 0.2

# A point stands out when it is so many times as far off as the others, and is at least so many pixels off.
_STANDS_OUT = 5.0
_LEAST_OFF = 2.0

# A fit is trusted to lie within this many pixels where it is turned round.
_TURNED = 1e-3


class _Way(Protocol):
    """From the map to the picture and back, for (n, 2) places; ``linear`` is the affine way nearest to it."""

    linear: _Linear

    def to_map(self, places: np.ndarray) -> np.ndarray: ...

    def to_picture(self, places: np.ndarray) -> np.ndarray: ...

    def left_out(self, picture: np.ndarray, place: np.ndarray) -> np.ndarray:
        """The way (n, 2; m) of each point from where it was set to where the others put it; NaN where there is none."""


@dataclass(frozen=True)
class Fit:
    """A picture laid on the map.

    ``offsets`` (m) are, point by point, how far east and north of where it was set the fit made by the other points
    puts it; None where the others are too few. ``rmse`` (m) is the root mean square of the residuals, None where one of
    them is not known.
    """

    method: Method
    points: tuple[ControlPoint, ...]
    offsets: tuple[Optional[tuple[float, float]], ...]
    rmse: Optional[float]
    warnings: tuple[Message, ...]
    _way: _Way = field(repr=False, compare=False)

    @property
    def residuals(self) -> tuple[Optional[float], ...]:
        """How far (m) the offsets reach, point by point."""
        return tuple(None if offset is None else math.hypot(*offset) for offset in self.offsets)

    @property
    def geotransform(self) -> Optional[Transform]:
        """The fit as GDAL's geotransform; None where it bends the picture."""
        return self._way.geotransform if isinstance(self._way, _Linear) else None

    def to_map(self, column: float, row: float) -> tuple[float, float]:
        """Where a place in the picture lies on the map."""
        x, y = self._way.to_map(np.array([[column, row]], float))[0]
        return float(x), float(y)

    def to_picture(self, x: float, y: float) -> tuple[float, float]:
        """Where a place on the map lies in the picture; outside it too."""
        column, row = self._way.to_picture(np.array([[x, y]], float))[0]
        return float(column), float(row)

    def all_to_map(self, places: np.ndarray) -> np.ndarray:
        """:meth:`to_map` of (n, 2) columns and rows."""
        return self._way.to_map(np.asarray(places, float))

    def all_to_picture(self, places: np.ndarray) -> np.ndarray:
        """:meth:`to_picture` of (n, 2) x and y."""
        return self._way.to_picture(np.asarray(places, float))

    @property
    def pixel(self) -> float:
        """The side (m) of a square as large as a pixel is on average."""
        return self._way.linear.pixel


def fit(points: Sequence[ControlPoint], method: Method, size: tuple[int, int]) -> Fit:
    """The picture of ``size`` (width, height) laid on the map by ``points``. Raises :class:`GeoreferenceError`."""
    points = tuple(points)
    picture = np.array([(point.column, point.row) for point in points], float).reshape(-1, 2)
    place = np.array([(point.x, point.y) for point in points], float).reshape(-1, 2)
    _check(points, picture, place, method)
    way = _FITTERS[method](picture, place)
    moved = way.left_out(picture, place)
    offsets = tuple((east, north) if math.isfinite(east + north) else None for east, north in moved.tolist())
    off = np.hypot(*moved.T)
    known = len(points) >= LEAST_FOR_RESIDUAL[method] and None not in offsets
    rmse = _root_mean_square(off) if known else None
    warnings = (
        *_about_number(points, method),
        *_about_place(points, picture, place, size),
        *_about_shape(way, size),
        *(_about_misplaced(points, picture, place, off, way, method) if rmse is not None else ()),
    )
    return Fit(method, points, offsets, rmse, warnings, way)


def _root_mean_square(values: np.ndarray) -> float:
    return float(np.sqrt(np.mean(np.square(values))))


# whether there is a fit


def _check(points: tuple[ControlPoint, ...], picture: np.ndarray, place: np.ndarray, method: Method) -> None:
    """Raises :class:`GeoreferenceError` where ``method`` has no answer."""
    for point, numbers in zip(points, np.hstack([picture, place])):
        if not np.isfinite(numbers).all():
            raise GeoreferenceError(Message("georef-not-finite", {"point": _name(points, points.index(point))}))
    if len(points) > MOST_POINTS:
        raise GeoreferenceError(Message("georef-too-many", {"count": len(points), "limit": MOST_POINTS}))
    needed = LEAST[method]
    if len(points) < needed:
        params = {"count": len(points), "wanted": needed}
        raise GeoreferenceError(Message("georef-too-few", params))
    distinct = min(len(np.unique(picture, axis=0)), len(np.unique(place, axis=0)))
    if distinct < needed:
        raise GeoreferenceError(Message("georef-too-few-places", {"count": distinct, "wanted": needed}))
    if method != Method.HELMERT and (_flatness(picture) < _ON_A_LINE or _flatness(place) < _ON_A_LINE):
        raise GeoreferenceError(Message("georef-on-a-line"))
    if method == Method.SPLINE:
        pair = _same(picture, 0.0) or _same(place, 0.0)
        if pair is not None:
            params = {"first": _name(points, pair[0]), "second": _name(points, pair[1])}
            raise GeoreferenceError(Message("georef-twice", params))


def _flatness(places: np.ndarray) -> float:
    """How wide the points lie across their longest direction, as a share of how far along it."""
    spread = np.linalg.svd(places - places.mean(axis=0), compute_uv=False)
    return float(spread[1] / spread[0]) if len(spread) > 1 and spread[0] > 0 else 0.0


def _same(places: np.ndarray, within: float) -> Optional[tuple[int, int]]:
    """The first two points that are no further apart than ``within``."""
    apart = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    close = np.argwhere(np.triu(apart <= within, 1))
    return (int(close[0][0]), int(close[0][1])) if len(close) else None


def _name(points: tuple[ControlPoint, ...], index: int) -> str:
    return points[index].name or str(index + 1)


# the ways from the map to the picture and back


@dataclass(frozen=True)
class _Linear:
    """x = x₀ + a·column + b·row, y = y₀ + c·column + d·row; ``matrix`` is ((a, b), (c, d))."""

    origin: np.ndarray
    matrix: np.ndarray

    @property
    def linear(self) -> _Linear:
        return self

    @property
    def pixel(self) -> float:
        return math.sqrt(abs(np.linalg.det(self.matrix)))

    @property
    def geotransform(self) -> tuple[float, float, float, float, float, float]:
        (a, b), (c, d) = self.matrix.tolist()
        x, y = self.origin.tolist()
        return x, a, b, y, c, d

    def to_map(self, places: np.ndarray) -> np.ndarray:
        return places @ self.matrix.T + self.origin

    def to_picture(self, places: np.ndarray) -> np.ndarray:
        return np.linalg.solve(self.matrix, (places - self.origin).T).T


class _Helmert(_Linear):
    """A similarity; the rows of a picture run down and so against y."""

    def left_out(self, picture: np.ndarray, place: np.ndarray) -> np.ndarray:
        centred = picture - picture.mean(axis=0)
        spread = np.square(centred).sum(axis=1)
        return _left_out(self.to_map(picture) - place, 1 / len(picture) + spread / spread.sum())


class _Affine(_Linear):
    def left_out(self, picture: np.ndarray, place: np.ndarray) -> np.ndarray:
        along, _ = np.linalg.qr(np.column_stack([np.ones(len(picture)), picture - picture.mean(axis=0)]))
        return _left_out(self.to_map(picture) - place, np.square(along).sum(axis=1))


def _left_out(off: np.ndarray, leverage: np.ndarray) -> np.ndarray:
    """The ways (n, 2) from points to the fit without them, from those to the fit with them; NaN where there is none.

    For least squares this is exact: what a point pulls the fit towards itself is its leverage.
    """
    free = 1 - leverage
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(free > 1e-9, off.T / free, np.nan).T


def _fit_helmert(picture: np.ndarray, place: np.ndarray) -> _Helmert:
    flipped = picture * (1, -1)
    middle, target = flipped.mean(axis=0), place.mean(axis=0)
    source, aim = (_complex(flipped - middle), _complex(place - target))
    turn = np.vdot(source, aim) / np.vdot(source, source)
    matrix = np.array([[turn.real, turn.imag], [turn.imag, -turn.real]])
    return _Helmert(target - matrix @ (middle * (1, -1)), matrix)


def _complex(places: np.ndarray) -> np.ndarray:
    return places[:, 0] + 1j * places[:, 1]


def _fit_affine(picture: np.ndarray, place: np.ndarray) -> _Affine:
    # GDAL's own fit treats some layouts of points apart; least squares with the numbers centred holds for all.
    middle, target = picture.mean(axis=0), place.mean(axis=0)
    solution = np.linalg.lstsq(picture - middle, place - target, rcond=None)[0]
    return _Affine(target - solution.T @ middle, solution.T)


class _Spline:
    """A thin-plate spline from the map to the picture, GDAL's of 3.6; that of 3.10 is some tenths of a pixel away.

    GDAL fits another one for the way back, which is not its inverse; here the way back is found by iteration.
    """

    def __init__(self, picture: np.ndarray, place: np.ndarray) -> None:
        self.linear = _fit_affine(picture, place)
        self.pixel = self.linear.pixel
        self._middle = place.mean(axis=0)
        self._unit = float(np.abs(place - self._middle).max())
        self._knots = self._scaled(place)
        count = len(place)
        system = np.zeros((count + 3, count + 3))
        system[:count, :count] = _bend(self._knots, self._knots)
        system[:count, count:] = np.column_stack([np.ones(count), self._knots])
        system[count:, :count] = system[:count, count:].T
        self._inverse = np.linalg.inv(system)
        # What bends is only what the linear fit leaves: so nothing is lost to large numbers.
        rest = picture - self.linear.to_picture(place)
        self._weights = self._inverse @ np.vstack([rest, np.zeros((3, 2))])

    def _scaled(self, places: np.ndarray) -> np.ndarray:
        return (places - self._middle) / self._unit

    def to_picture(self, places: np.ndarray) -> np.ndarray:
        scaled, count = self._scaled(places), len(self._knots)
        rest = _bend(scaled, self._knots) @ self._weights[:count]
        rest += self._weights[count] + scaled @ self._weights[count + 1 :]
        return self.linear.to_picture(places) + rest

    def to_map(self, places: np.ndarray) -> np.ndarray:
        found = self.linear.to_map(places)
        step = 0.25 * self.pixel
        for _ in range(30):
            here = self.to_picture(found)
            off = places - here
            if np.abs(off).max() < _TURNED:
                break
            east = (self.to_picture(found + np.array([step, 0])) - here) / step
            north = (self.to_picture(found + np.array([0, step])) - here) / step
            slope = east[:, 0] * north[:, 1] - east[:, 1] * north[:, 0]
            slope = np.where(np.abs(slope) < 1e-12 / self.pixel**2, np.inf, slope)
            move = np.column_stack(
                [off[:, 0] * north[:, 1] - off[:, 1] * north[:, 0], east[:, 0] * off[:, 1] - east[:, 1] * off[:, 0]]
            )
            move /= slope[:, None]
            # A long way is gone in steps: where the picture folds, the slope leads astray.
            length = np.hypot(*move.T)
            most = np.maximum(np.hypot(*off.T) * self.pixel * 3, step)
            found = found + move * np.minimum(1, most / np.maximum(length, 1e-12))[:, None]
        return found

    def left_out(self, picture: np.ndarray, place: np.ndarray) -> np.ndarray:
        """Exact, as for least squares: weight over the diagonal of the inverse (Rippa 1999), in pixels; from there to
        the map by the linear way."""
        count = len(place)
        diagonal = np.diag(self._inverse)[:count]
        with np.errstate(divide="ignore", invalid="ignore"):
            off = self._weights[:count] / diagonal[:, None]
            metres = off @ self.linear.matrix.T
        return np.where(np.abs(diagonal)[:, None] > 1e-9, metres, np.nan)


def _bend(places: np.ndarray, knots: np.ndarray) -> np.ndarray:
    """r² ln r² between places (n, 2) and knots (m, 2), as (n, m)."""
    square = np.square(places[:, None, 0] - knots[None, :, 0]) + np.square(places[:, None, 1] - knots[None, :, 1])
    return square * np.log(np.where(square > 0, square, 1))


_FITTERS = {Method.HELMERT: _fit_helmert, Method.AFFINE: _fit_affine, Method.SPLINE: _Spline}


# what to say about a fit


def _about_number(points: tuple[ControlPoint, ...], method: Method) -> tuple[Message, ...]:
    params = {"count": len(points), "wanted": RECOMMENDED[method]}
    if len(points) < LEAST_FOR_RESIDUAL[method]:
        return (Message("georef-no-residual", params),)
    return (Message("georef-few", params),) if len(points) < RECOMMENDED[method] else ()


def _about_place(
    points: tuple[ControlPoint, ...], picture: np.ndarray, place: np.ndarray, size: tuple[int, int]
) -> tuple[Message, ...]:
    warnings = []
    diagonal = math.hypot(*size)
    pair = _same(picture, _SAME_PLACE * diagonal) or _same(place, _SAME_PLACE * float(np.hypot(*np.ptp(place, axis=0))))
    if pair is not None:
        params = {"first": _name(points, pair[0]), "second": _name(points, pair[1])}
        warnings.append(Message("georef-same-place", params))
    share = 100 * _hull_area(picture) / (size[0] * size[1])
    if len(points) > 2 and _flatness(picture) < _NEARLY_ON_A_LINE:
        warnings.append(Message("georef-nearly-on-a-line"))
    elif np.all(np.ptp(picture, axis=0) < 0.5 * np.array(size)):
        warnings.append(Message("georef-corner", {"share": share}))
    elif len(points) > 2 and share < 100 * _SPREAD:
        warnings.append(Message("georef-spread", {"share": share}))
    return tuple(warnings)


def _hull_area(places: np.ndarray) -> float:
    """The area of the convex hull of the points (Andrew's monotone chain)."""
    ordered = sorted(map(tuple, places))
    ring: list[tuple[float, float]] = []
    for sequence in (ordered, ordered[::-1]):
        chain: list[tuple[float, float]] = []
        for x, y in sequence:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], (x, y)) <= 0:
                chain.pop()
            chain.append((x, y))
        ring += chain[:-1]
    return abs(sum(a[0] * b[1] - a[1] * b[0] for a, b in zip(ring, [*ring[1:], *ring[:1]]))) / 2


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _about_shape(way: _Way, size: tuple[int, int]) -> tuple[Message, ...]:
    """A picture that comes out mirrored or folded has points that were confused."""
    columns, rows = np.meshgrid(np.linspace(0, size[0], 17), np.linspace(0, size[1], 17))
    centre = way.linear.to_map(np.column_stack([columns.ravel(), rows.ravel()]))
    step = way.linear.pixel
    here = way.to_picture(centre)
    east = way.to_picture(centre + np.array([step, 0])) - here
    north = way.to_picture(centre + np.array([0, step])) - here
    # Rows run down: in a picture that is the right way round, east and north turn the other way than on the map.
    upright = east[:, 0] * north[:, 1] - east[:, 1] * north[:, 0] < 0
    if not upright.any():
        return (Message("georef-mirrored"),)
    return () if upright.all() else (Message("georef-folded"),)


def _about_misplaced(
    points: tuple[ControlPoint, ...], picture: np.ndarray, place: np.ndarray, off: np.ndarray, way: _Way, method: Method
) -> tuple[Message, ...]:
    """Names the point without which the others agree much better."""
    if len(points) < LEAST_FOR_RESIDUAL[method] + 1:
        return ()
    # A point that is far off pulls its neighbours along, so the furthest is not always the one.
    suspects = np.argsort(off)[::-1][:3]
    agreed = {int(each): _agreement_without(int(each), picture, place, method) for each in suspects}
    worst = min(agreed, key=lambda each: agreed[each])
    if off[worst] <= max(_STANDS_OUT * agreed[worst], _LEAST_OFF * way.linear.pixel):
        return ()
    params = {"point": _name(points, worst), "distance": float(off[worst]), "others": agreed[worst]}
    return (Message("georef-misplaced", params),)


def _agreement_without(index: int, picture: np.ndarray, place: np.ndarray, method: Method) -> float:
    """The RMSE (m) without one of the points; infinite where there is none."""
    picture, place = np.delete(picture, index, axis=0), np.delete(place, index, axis=0)
    if method != Method.HELMERT and min(_flatness(picture), _flatness(place)) < _ON_A_LINE:
        return math.inf
    rmse = _root_mean_square(np.hypot(*_FITTERS[method](picture, place).left_out(picture, place).T))
    return rmse if math.isfinite(rmse) else math.inf
