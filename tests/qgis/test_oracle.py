"""Every measure against an independent computation with shapely (``tests/oracle.py``) on random scenes.

Figures agree to 1e-6 of themselves; small ones to 1e-6 m, and to the area that edges sweep which are off by 1e-6 m
(2e-5 m where a feature was repaired: GEOS may then round the corners).
"""

from __future__ import annotations

import math
import random

import oracle
import pytest
from measuring import features_of, measure, pairs_of, plan_of
from scenes import scene

#: Scenes; each is put to every measure that takes its kind of features.
SCENES = 10_000
_BATCHES = 20


def figures(scene, reach):
    """Every measure of the scene as name, measured, expected and absolute tolerance."""
    plan, features, pairs = plan_of(scene), features_of(scene), pairs_of(scene)
    shapes = [shape for shape, _ in pairs]
    metres = 1e-6
    grain = 1e-6 if all(each.is_valid for each in scene.features) else 2e-5
    rough = grain * (scene.plan.length + sum(shape.length for shape in shapes))

    def measured(name, **changes):
        return measure(name, plan, features, sliver=scene.sliver, **changes)

    def value(name, **changes):
        answer = measured(name, **changes).measurement
        assert answer.low <= answer.value <= answer.high
        return answer.value

    for limit in (0.0, reach):
        counted = [(shape, v, oracle.belongs(scene.plan, shape, limit, scene.sliver)) for shape, v in pairs]
        yield f"count {limit}", value("count", reach=limit), sum(belongs for *_, belongs in counted), 0
        yield f"sum {limit}", value("sum", reach=limit), sum(v for _, v, belongs in counted if belongs), 1e-6
    shared = sum(v * oracle.share(scene.plan, shape, scene.sliver) for shape, v in pairs)
    sizes = [(shape.area or shape.length or math.inf) for shape in shapes]
    swept = sum(abs(v) * grain * shape.length / size for (shape, v), size in zip(pairs, sizes))
    yield "share", value("sum", weight="share"), shared, 1e-6 + swept
    nearest = oracle.distance(scene.plan, shapes)
    for limit in (reach, 1e9):
        answer = measured("distance", reach=limit).measurement
        assert answer.beyond == (nearest > limit)
        yield f"distance {limit}", answer.value, min(nearest, limit), metres
    if scene.dimension == 1:
        yield "length", value("length"), oracle.length(scene.plan, shapes, scene.sliver), metres
    if scene.dimension == 2:
        whole = scene.plan.area
        covered = oracle.area(scene.plan, shapes, scene.sliver)
        percent = 100 * rough / whole
        yield "area", value("overlap", variant="area"), covered, rough
        yield "overlap", value("overlap"), 100 * covered / whole, percent
        yield "within", value("within"), 100 * oracle.largest(scene.plan, shapes, scene.sliver) / whole, percent


@pytest.mark.filterwarnings("ignore:invalid value encountered")
@pytest.mark.parametrize("batch", range(_BATCHES))
def test_every_measure_agrees_with_the_oracle(batch):
    compared = 0
    for seed in range(batch, SCENES, _BATCHES):
        drawn = scene(seed)
        reach = random.Random(seed).choice((1, 2.5, 5, 20)) * drawn.unit
        for name, actual, expected, tolerance in figures(drawn, reach):
            assert actual == pytest.approx(expected, rel=1e-6, abs=tolerance), f"{name}\n{drawn}"
            compared += 1
    assert compared > 7 * SCENES / _BATCHES
