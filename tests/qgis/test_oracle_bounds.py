"""The bounds of a figure hold for every shift of the data within the accuracy, and the figure behaves as it must.

What is measured of the shifted data comes from shapely (``tests/oracle.py``), not from the plugin.
"""

from __future__ import annotations

import math
import random

import oracle
import pytest
import shapely
from measuring import features_of, measure, pairs_of, plan_of, to_qgis
from plandialog.plugin.gis.geometry import PlanGeometry, straightened
from plandialog.plugin.gis.measures.request import Feature
from qgis.core import QgsGeometry
from scenes import scene
from shapely import affinity

pytestmark = pytest.mark.filterwarnings("ignore:invalid value encountered")

SCENES = 600
_BATCHES = 6


def shifts(rng, accuracy):
    """Vectors of a length up to the accuracy, most of them of all of it, along the edges' directions among them."""
    angles = [0, math.pi / 2, math.pi, 1.5 * math.pi, *(rng.uniform(0, 2 * math.pi) for _ in range(5))]
    vectors = [(accuracy * math.cos(angle), accuracy * math.sin(angle)) for angle in angles]
    return [*vectors, (0.0, 0.0), (0.3 * accuracy, -0.2 * accuracy)]


def asked(drawn, name, accuracy, **keys):
    return measure(name, plan_of(drawn), features_of(drawn), accuracy=accuracy, **keys)


def figures(drawn, pairs, reach, zone):
    """Every figure of the pairs of geometry and value, by the name and the keys of its measure."""
    plan, shapes = drawn.plan, [shape for shape, _ in pairs]
    for limit in (0.0, reach):
        inside = [(shape, v) for shape, v in pairs if oracle.belongs(plan, shape, limit)]
        yield ("count", {"reach": limit}), len(inside)
        yield ("sum", {"reach": limit}), sum(v for _, v in inside)
    yield ("sum", {"weight": "share"}), sum(v * oracle.share(plan, shape) for shape, v in pairs)
    yield ("sum", {"weight": "share", "reach": reach}), sum(v * oracle.share(zone, shape) for shape, v in pairs)
    if pairs:
        yield ("distance", {"reach": 1e9}), oracle.distance(plan, shapes)
    # Lines that lie on each other lie beside each other when they are shifted by no round figure.
    if drawn.dimension == 1 and shapely.union_all(shapes).length > 0.999 * sum(shape.length for shape in shapes):
        yield ("length", {}), oracle.length(plan, shapes)
    if drawn.dimension == 2:
        yield ("overlap", {}), 100 * oracle.area(plan, shapes) / plan.area
        yield ("within", {}), 100 * oracle.largest(plan, shapes) / plan.area


@pytest.mark.parametrize("batch", range(_BATCHES))
def test_bounds_hold_for_every_shift_within_the_accuracy(batch):
    for seed in range(batch, SCENES, _BATCHES):
        drawn = scene(seed)
        rng = random.Random(seed)
        accuracy = rng.choice((0.01, 0.3, 1, 4)) * drawn.unit
        reach = rng.choice((0.5, 3, 10)) * drawn.unit
        zone = oracle.zone(drawn.plan, reach)
        pairs = pairs_of(drawn)
        shapes = {hit.id: drawn_shape(drawn, hit) for hit in features_of(drawn)}
        measured = {}
        for x, y in shifts(rng, accuracy):
            moved = [(affinity.translate(shape, x, y), value) for shape, value in pairs]
            away = {}
            for (name, keys), figure in figures(drawn, moved, reach, zone):
                key = (name, *keys.items())
                if key not in measured:
                    measured[key] = asked(drawn, name, accuracy, **keys)
                bounds = measured[key].measurement
                slack = 1e-6 * max(1.0, drawn.unit, abs(figure), *(abs(value) for value in drawn.values))
                assert bounds.low - slack <= figure <= bounds.high + slack, where(key, x, y, accuracy, drawn)
                for hit in measured[key].hits:
                    if hit.id in measured[key].certain and name != "distance":
                        # The same for every measure that has this hit.
                        if hit.id not in away:
                            away[hit.id] = drawn.plan.distance(affinity.translate(shapes[hit.id], x, y))
                        assert (
                            away[hit.id] <= keys.get("reach", 0.0) + slack
                        ), f"{where(key, x, y, accuracy, drawn)}\ncertain: {hit}"


def where(key, x, y, accuracy, drawn):
    return f"{key} shifted by {x}, {y}, accuracy {accuracy}\n{drawn}"


def drawn_shape(drawn, hit):
    return shapely.force_2d(oracle.mended(drawn.features[int(hit.id)]))


@pytest.mark.parametrize("seed", [seed for seed in range(0, 600, 3) if not scene(seed).turned])
def test_bounds_are_no_wider_than_a_hundredth_of_the_accuracy(seed):
    """The union eroded and grown with fine arcs, by 1 % more than the accuracy, is outside the bounds."""
    drawn = scene(seed)
    accuracy = 0.3 * drawn.unit
    union = shapely.union_all([shape for shape, _ in pairs_of(drawn)])
    bounds = asked(drawn, "overlap", accuracy, variant="area").measurement
    least, most = (union.buffer(1.01 * shift, 64).intersection(drawn.plan).area for shift in (-accuracy, accuracy))
    slack = 1e-5 * drawn.plan.area
    assert least - slack <= bounds.low <= bounds.value <= bounds.high <= most + slack, str(drawn)


@pytest.mark.parametrize("seed", range(0, 300, 3))
def test_overlap_properties(seed):
    """Never above 100 %, never lowered by one more feature, the same in any order, wider for a poorer accuracy."""
    drawn = scene(seed)
    plan, features = plan_of(drawn), features_of(drawn)

    def overlap(chosen, accuracy=0.0):
        return measure("overlap", plan, chosen, accuracy=accuracy).measurement

    grain = 1e-6
    before = 0.0
    for count in range(1, len(features) + 1):
        share = overlap(features[:count]).value
        assert before - grain <= share <= 100, str(drawn)
        before = share
    assert overlap(features[::-1]).value == pytest.approx(before, abs=grain)
    shuffled = random.Random(seed).sample(features, len(features))
    assert overlap(shuffled).value == pytest.approx(before, abs=grain)
    last = overlap(features)
    for accuracy in (0.01, 0.1, 0.5, 2):
        wider = overlap(features, accuracy * drawn.unit)
        assert 0 <= wider.low <= last.low + grain and last.high - grain <= wider.high <= 100, str(drawn)
        assert wider.value == pytest.approx(before, abs=grain)
        last = wider


@pytest.mark.parametrize("seed", range(200))
def test_the_part_within_reach_follows_the_true_zone(seed):
    """The zone of a reach is drawn with straight segments; its edge is at most 1 % of the reach off."""
    drawn = scene(seed)
    reach = random.Random(seed).choice((0.5, 2, 6)) * drawn.unit
    pairs = [(shape, abs(value)) for shape, value in pairs_of(drawn)]
    for feature, (shape, value) in zip(features_of(drawn), pairs):
        measured = measure("sum", plan_of(drawn), [feature], reach=reach, weight="share")
        figure = abs(measured.measurement.value)
        least, most = (value * oracle.share(oracle.zone(drawn.plan, reach * off), shape) for off in (0.99, 1.01))
        slack = 1e-6 * max(1.0, value)
        assert least - slack <= figure <= most + slack, f"{feature}\n{drawn}"


CIRCLE = "CURVEPOLYGON(CIRCULARSTRING({w} {y},{x} {n},{e} {y},{x} {s},{w} {y}))"
PILL = (
    "CURVEPOLYGON(COMPOUNDCURVE((100 100,300 100),CIRCULARSTRING(300 100,400 200,300 300),"
    "(300 300,100 300),CIRCULARSTRING(100 300,0 200,100 100)))"
)
ARC = "CIRCULARSTRING(0 100,100 0,200 100)"
PLAN = shapely.box(0, 0, 200, 200)


def circle(x, y, radius):
    return CIRCLE.format(w=x - radius, e=x + radius, n=y + radius, s=y - radius, x=x, y=y), fine(x, y, radius)


def fine(x, y, radius):
    return shapely.Point(x, y).buffer(radius, quad_segs=4096)


def pill():
    return PILL, shapely.union_all([fine(100, 200, 100), fine(300, 200, 100), shapely.box(100, 100, 300, 300)])


@pytest.mark.parametrize("x", [0, 512000])
@pytest.mark.parametrize("y", [0, 6570000])
@pytest.mark.parametrize(
    "shapes", [[circle(100, 100, 50)], [circle(0, 0, 80)], [circle(100, 100, 500)], [circle(300, 100, 100)], [pill()]]
)
def test_curves(shapes, x, y):
    """Arcs are taken as straight segments of a degree each: 5e-5 of the area of a circle."""
    plan = PlanGeometry(_moved(PLAN.wkt, x, y))
    features = [Feature("0", "", straightened(_moved(wkt, x, y))) for wkt, _ in shapes]
    area = measure("overlap", plan, features, variant="area").measurement.value
    expected = oracle.area(PLAN, [shape for _, shape in shapes])
    assert area == pytest.approx(expected, rel=1e-4, abs=1e-4 * max(shape.area for _, shape in shapes) ** 0.5)
    distance = measure("distance", plan, features, reach=1e9).measurement.value
    assert distance == pytest.approx(oracle.distance(PLAN, [shape for _, shape in shapes]), abs=0.05)


@pytest.mark.parametrize("suffix", ["", "Z", "M", "ZM"])
def test_the_length_of_an_arc_whatever_its_other_dimensions(suffix):
    extra = {"": "", "Z": " 5", "M": " 7", "ZM": " 5 7"}[suffix]
    wkt = ARC.replace("CIRCULARSTRING", f"CIRCULARSTRING {suffix}").replace(",", f"{extra},").replace(")", f"{extra})")
    arc = straightened(QgsGeometry.fromWkt(wkt))
    length = measure("length", PlanGeometry(to_qgis(PLAN)), [Feature("0", "", arc)]).measurement.value
    assert length == pytest.approx(math.pi * 100, rel=1e-4)


def _moved(wkt, x, y):
    geometry = QgsGeometry.fromWkt(wkt)
    geometry.translate(x, y)
    return geometry


@pytest.mark.parametrize("seed", range(4))
def test_bounds_of_thousands_of_specks_hold_as_those_of_one_area_do(seed):
    """What is ragged is grown in steps; shapely, in one, with many segments to a circle."""
    rng = random.Random(seed)
    corners = [(rng.uniform(-600, 1600), rng.uniform(-600, 1600)) for _ in range(1200)]
    size = rng.choice((30, 45))
    specks = shapely.union_all([shapely.box(x, y, x + size, y + size) for x, y in corners])
    plan, accuracy = shapely.box(0, 0, 1000, 1000), rng.choice((10, 40))
    assert shapely.get_num_coordinates(specks) > 2000
    low, high = PlanGeometry(to_qgis(plan)).overlap_bounds([to_qgis(specks)], accuracy)
    least, most = (specks.buffer(way * accuracy, 64).intersection(plan).area for way in (-1, 1))
    assert least - 0.01 * plan.area <= low <= least + 1e-6
    assert most - 1e-6 <= high <= most + 0.01 * plan.area
