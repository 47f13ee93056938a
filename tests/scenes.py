"""Random plan areas and features, degenerate ones included, made with shapely from a seed.

Shapes are drawn on a small lattice of whole numbers, where touching, collinear and equal edges are common, and then
laid out in metres anywhere in SWEREF 99 TM. Some are turned: polygons by any angle, which leaves no round coordinate,
lines and points by a slope of whole numbers.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from typing import Callable

import shapely
from shapely import LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon, affinity, box
from shapely.geometry.base import BaseGeometry

#: The corners of SWEREF 99 TM in Sweden, and Örebro.
_ORIGINS = ((250000, 6100000), (920000, 7700000), (512000, 6570000), (511733, 6571919))
_UNITS = (0.5, 1, 10, 250, 5000)
#: Turns by whole numbers, under which what lies on a line stays on it.
_TURNS = ((1, 1), (2, 1), (3, 4), (-5, 12))


@dataclass(frozen=True)
class Scene:
    """A plan area with features of one dimension (0, 1, 2) and a value for each."""

    seed: int
    plan: BaseGeometry
    dimension: int
    features: list[BaseGeometry]
    values: list[float]
    unit: float
    sliver: float
    turned: bool
    relations: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        features = "\n".join(f"  {kind}: {each.wkt}" for kind, each in zip(self.relations, self.features))
        return f"seed {self.seed}, unit {self.unit}, sliver {self.sliver}\nplan: {self.plan.wkt}\n{features}"


def scene(seed: int) -> Scene:
    """The scene of ``seed``; every third is of polygons, of lines, of points."""
    rng = random.Random(seed)
    dimension = 2 - seed % 3
    plan = _plan(rng)
    drawn = [_feature(rng, plan, dimension) for _ in range(rng.choice((0, 1, 1, 2, 3, 4, 6)))]
    if drawn and rng.random() < 0.2:
        drawn.append(("duplicate", rng.choice(drawn)[1]))
    rng.shuffle(drawn)
    unit, origin, turned = rng.choice(_UNITS), rng.choice(_ORIGINS), rng.random() < 0.3
    a, b = rng.choice(_TURNS) if turned else (1, 0)
    sliver = rng.choice((0.0, 1e-6, 0.05 * unit))
    if turned and dimension == 2:
        angle = rng.uniform(0, 2 * math.pi)
        a, b = math.cos(angle), math.sin(angle)
        # An edge turned so no longer lies exactly on another, and what counts as nothing needs a tolerance.
        sliver = rng.choice((0.01, 0.05)) * unit

    def place(geometry: BaseGeometry) -> BaseGeometry:
        return affinity.affine_transform(geometry, [a * unit, -b * unit, b * unit, a * unit, *origin])

    values = [rng.choice((0, 1, 7, 250.5, -3, 1e6)) for _ in drawn]
    return Scene(
        seed,
        place(plan),
        dimension,
        [place(each) for _, each in drawn],
        values,
        unit,
        sliver,
        turned,
        [kind for kind, _ in drawn],
    )


def _box(rng: random.Random) -> Polygon:
    x, y = rng.randint(-6, 5), rng.randint(-6, 5)
    return box(x, y, x + rng.randint(1, 6), y + rng.randint(1, 6))


def _triangle(rng: random.Random) -> Polygon:
    while True:
        shape = Polygon([(rng.randint(-6, 6), rng.randint(-6, 6)) for _ in range(3)])
        if shape.is_valid and shape.area:
            return shape


def _ell(rng: random.Random) -> Polygon:
    shape = Polygon([(0, 0), (4, 0), (4, 2), (2, 2), (2, 5), (0, 5)])
    return affinity.translate(affinity.rotate(shape, 90 * rng.randint(0, 3)), rng.randint(-4, 1), rng.randint(-4, 1))


def _comb(rng: random.Random) -> Polygon:
    teeth = [(x, 4 if x % 2 else 1) for x in range(6)]
    return affinity.translate(Polygon([(0, 0), *teeth, (5, 0)]), rng.randint(-5, 1), rng.randint(-4, 1))


def _ring(rng: random.Random) -> Polygon:
    outer = box(-4, -4, 4, 4) if rng.random() < 0.5 else box(-5, -3, 5, 5)
    holes = [box(-2, -2, 1, 1), box(2, 2, 3, 3), box(-1, 2, 1, 3)][: rng.randint(1, 3)]
    return Polygon(outer.exterior, [hole.exterior for hole in holes])


def _star(rng: random.Random) -> Polygon:
    count = rng.randint(5, 24)
    points = [(rng.uniform(1.5, 6), 2 * math.pi * n / count) for n in range(count)]
    return Polygon([(r * math.cos(a), r * math.sin(a)) for r, a in points])


def _multi(rng: random.Random) -> MultiPolygon:
    return MultiPolygon([box(-6, -2, -2, 3), box(0, -2, 2, 1), box(2, 1, 5, 4)][: rng.randint(2, 3)])


_SHAPES: tuple[Callable[[random.Random], BaseGeometry], ...] = (
    _box,
    _box,
    _triangle,
    _ell,
    _comb,
    _ring,
    _star,
    _multi,
)


def _plan(rng: random.Random) -> BaseGeometry:
    return rng.choice(_SHAPES)(rng)


def _feature(rng: random.Random, plan: BaseGeometry, dimension: int) -> tuple[str, BaseGeometry]:
    kinds = {2: _POLYGONS, 1: _LINES, 0: _POINTS}[dimension]
    name = rng.choice(list(kinds))
    return name, kinds[name](rng, plan)


def _touching(rng: random.Random, plan: BaseGeometry) -> Polygon:
    left, low, right, high = plan.bounds
    return rng.choice(
        (box(right, low, right + 3, high), box(left - 2, low - 1, left, high + 1), box(left, high, right, 9.5))
    )


def _corner(_: random.Random, plan: BaseGeometry) -> Polygon:
    _, _, right, high = plan.bounds
    return box(right, high, right + 2, high + 2)


def _parts(geometry: BaseGeometry) -> list[Polygon]:
    return list(getattr(geometry, "geoms", [geometry]))


def _hole_filling(rng: random.Random, plan: BaseGeometry) -> BaseGeometry:
    holes = [Polygon(ring) for part in _parts(plan) for ring in part.interiors]
    return holes[0] if holes else _box(rng)


def _bow_tie(rng: random.Random, _: BaseGeometry) -> Polygon:
    x, y, size = rng.randint(-6, 2), rng.randint(-6, 2), rng.choice((2, 3, 4))
    return Polygon([(x, y), (x + size, y + size), (x + size, y), (x, y + size)])


def _tangle(rng: random.Random, _: BaseGeometry) -> Polygon:
    return Polygon([(rng.randint(-6, 6), rng.randint(-6, 6)) for _ in range(rng.randint(5, 9))])


def _spike(rng: random.Random, _: BaseGeometry) -> Polygon:
    x, y = rng.randint(-5, 2), rng.randint(-5, 2)
    return Polygon([(x, y), (x + 3, y), (x + 3, y + 3), (x + 1, y + 3), (x + 1, y + 7), (x + 1, y + 3), (x, y + 3)])


def _stray_hole(rng: random.Random, _: BaseGeometry) -> Polygon:
    hole = affinity.translate(box(0, 0, 3, 2), rng.randint(-6, 4), rng.randint(-6, 4))
    return Polygon(box(-3, -3, 2, 2).exterior, [hole.exterior])


def _overlapping_parts(rng: random.Random, _: BaseGeometry) -> MultiPolygon:
    return MultiPolygon([_box(rng) for _ in range(rng.randint(2, 4))])


def _thin(rng: random.Random, plan: BaseGeometry) -> Polygon:
    left, low, _, high = plan.bounds
    x = rng.uniform(left - 1, left + 2)
    return box(x, low - 1, x + rng.choice((0.004, 0.02, 0.2)), high + 1)


def _along_edge(rng: random.Random, plan: BaseGeometry) -> Polygon:
    """A polygon with an edge on the line of one of the plan's edges, on either side of it."""
    coords = list(_parts(plan)[0].exterior.coords)
    n = rng.randrange(len(coords) - 1)
    (ax, ay), (bx, by) = coords[n], coords[n + 1]
    side = rng.choice((-1, 1))
    start, end = rng.choice(((0, 1), (-1, 2), (0, 2), (-1, 0)))
    first = (ax + start * (bx - ax), ay + start * (by - ay))
    last = (ax + end * (bx - ax), ay + end * (by - ay))
    across = (-side * (by - ay), side * (bx - ax))
    return Polygon(
        [first, last, (last[0] + across[0], last[1] + across[1]), (first[0] + across[0], first[1] + across[1])]
    )


def _inside(rng: random.Random, plan: BaseGeometry) -> BaseGeometry:
    x, y = rng.choice(_parts(plan)).representative_point().coords[0]
    return affinity.translate(box(-0.25, -0.25, 0.25, 0.25), x, y)


_POLYGONS: dict[str, Callable[[random.Random, BaseGeometry], BaseGeometry]] = {
    "lattice": lambda rng, plan: rng.choice(_SHAPES)(rng),
    "disjoint": lambda rng, plan: affinity.translate(_box(rng), rng.choice((-20, 15)), rng.randint(-3, 3)),
    "touching": _touching,
    "corner": _corner,
    "equal": lambda rng, plan: plan,
    "reversed": lambda rng, plan: plan.reverse(),
    "contained": _inside,
    "containing": lambda rng, plan: box(-12, -12, 12, 12),
    "convex hull": lambda rng, plan: plan.convex_hull,
    "hole filling": _hole_filling,
    "ring": lambda rng, plan: _ring(rng),
    "thin": _thin,
    "collinear": _along_edge,
    "bow-tie": _bow_tie,
    "tangle": _tangle,
    "spike": _spike,
    "stray hole": _stray_hole,
    "overlapping parts": _overlapping_parts,
    "z": lambda rng, plan: shapely.force_3d(_box(rng), z=rng.uniform(-5, 300)),
}


def _walk(rng: random.Random, steps: int) -> LineString:
    points = [(rng.randint(-7, 7), rng.randint(-7, 7)) for _ in range(steps)]
    return LineString(points if len(set(points)) > 1 else [(-7, -7), (7, 7)])


def _boundary(rng: random.Random, plan: BaseGeometry) -> BaseGeometry:
    return rng.choice((plan.boundary, LineString(_parts(plan)[0].exterior.coords[:2])))


def _there_and_back(rng: random.Random, _: BaseGeometry) -> LineString:
    x, y = rng.randint(-6, 6), rng.randint(-6, 6)
    return LineString([(x - 4, y), (x + 4, y), (x - 2, y)])


def _touching_line(_: random.Random, plan: BaseGeometry) -> LineString:
    x, y = _parts(plan)[0].exterior.coords[0]
    return LineString([(x, y), (x + 20, y + 20)])


_LINES: dict[str, Callable[[random.Random, BaseGeometry], BaseGeometry]] = {
    "walk": lambda rng, plan: _walk(rng, rng.randint(2, 8)),
    "straight": lambda rng, plan: LineString([(-9, rng.randint(-6, 6)), (9, rng.randint(-6, 6))]),
    "disjoint": lambda rng, plan: affinity.translate(_walk(rng, 3), 30, 0),
    "boundary": _boundary,
    "there and back": _there_and_back,
    "touching": _touching_line,
    "multi": lambda rng, plan: MultiLineString([_walk(rng, 2), _walk(rng, 3)]),
    "closed": lambda rng, plan: LineString(_box(rng).exterior.coords),
    "z": lambda rng, plan: shapely.force_3d(_walk(rng, 3), z=7),
}

_POINTS: dict[str, Callable[[random.Random, BaseGeometry], BaseGeometry]] = {
    "lattice": lambda rng, plan: Point(rng.randint(-8, 8), rng.randint(-8, 8)),
    "anywhere": lambda rng, plan: Point(rng.uniform(-8, 8), rng.uniform(-8, 8)),
    "corner": lambda rng, plan: Point(rng.choice(_parts(plan)[0].exterior.coords)),
    "edge": lambda rng, plan: Point(plan.bounds[0], (plan.bounds[1] + plan.bounds[3]) / 2),
    "far": lambda rng, plan: Point(rng.randint(20, 40), 0),
    "multi": lambda rng, plan: MultiPoint([(rng.randint(-8, 8), rng.randint(-8, 8)) for _ in range(3)]),
    "z": lambda rng, plan: Point(rng.randint(-8, 8), rng.randint(-8, 8), 40),
}
