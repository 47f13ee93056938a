"""The whole engine, from files to findings, against the oracle: many scenes laid out in one package."""

from __future__ import annotations

import oracle
import pytest
import shapely
from builders import PackageBuilder, assess_wkt
from scenes import scene
from shapely import affinity

SCENES = 150
REACH = 300.0
SLIVER = 0.5

_NAMES = {2: "polygon", 1: "line", 0: "point"}
_UNIT = {"sv": "st", "en": "pcs"}


def laid_out():
    """Plan areas, and features with values by dimension, in cells of a kilometre of the built package's area."""
    plans, features = [], {2: [], 1: [], 0: []}
    seed = 0
    while len(plans) < SCENES:
        drawn = scene(seed)
        seed += 1
        if drawn.unit not in (1, 10):
            continue
        west, south, *_ = drawn.plan.bounds
        x, y = 501000 + 1000 * (len(plans) % 15), 6571000 + 1000 * (len(plans) // 15)
        for shape, value in zip(drawn.features, drawn.values):
            if shape.geom_type != "MultiPoint":
                moved = affinity.translate(shapely.force_2d(shape), round(x - west), round(y - south))
                features[drawn.dimension].append((moved, value))
        plans.append(affinity.translate(drawn.plan, round(x - west), round(y - south)))
    return plans, features


@pytest.fixture(scope="module")
def world(qgis_app, tmp_path_factory):
    plans, features = laid_out()
    builder = PackageBuilder(tmp_path_factory.mktemp("oracle") / "package")
    for dimension, name in _NAMES.items():
        rows = [(shape.wkt, {"v": value}) for shape, value in features[dimension]]
        builder.dataset(name, name, rows, fields={"v": float}, sliver=f"{SLIVER} m")
        for reach in (0, REACH):
            builder.check(f"{name}-count-{reach:g}", name, "count", reach=f"{reach:g} m")
            builder.check(f"{name}-sum-{reach:g}", name, "sum", field="v", unit=_UNIT, reach=f"{reach:g} m")
        builder.check(f"{name}-share", name, "sum", field="v", unit=_UNIT, weight="share")
        far = [{"up_to": "100 km", "outcome": "discuss"}]
        builder.check(f"{name}-distance", name, "distance", far)
    builder.check("overlap", "polygon", "overlap").check("area", "polygon", "overlap", **{"as": "area"})
    builder.check("within", "polygon", "within").check("length", "line", "length")
    mended = {
        dimension: [(oracle.mended(shape), value) for shape, value in rows] for dimension, rows in features.items()
    }
    return builder.prepare(), plans, mended


def expected(plan, mended):
    figures = {}
    for dimension, name in _NAMES.items():
        near = [(shape, value) for shape, value in mended[dimension] if plan.distance(shape) <= REACH]
        shapes = [shape for shape, _ in near]
        for reach in (0, REACH):
            inside = [value for shape, value in near if oracle.belongs(plan, shape, reach, SLIVER)]
            figures[f"{name}-count-{reach:g}"] = len(inside)
            figures[f"{name}-sum-{reach:g}"] = sum(inside)
        figures[f"{name}-share"] = sum(value * oracle.share(plan, shape, SLIVER) for shape, value in near)
        figures[f"{name}-distance"] = oracle.distance(plan, [shape for shape, _ in mended[dimension]])
        if dimension == 2:
            figures["area"] = oracle.area(plan, shapes, SLIVER)
            figures["overlap"] = 100 * figures["area"] / plan.area
            figures["within"] = 100 * oracle.largest(plan, shapes, SLIVER) / plan.area
        if dimension == 1:
            figures["length"] = oracle.length(plan, shapes, SLIVER)
    return figures


@pytest.mark.filterwarnings("ignore:invalid value encountered")
def test_every_finding_agrees_with_the_oracle(world):
    prepared, plans, mended = world
    for number, plan in enumerate(plans):
        findings = assess_wkt(prepared, plan.wkt).findings
        wanted = expected(plan, mended)
        assert {finding.check for finding in findings} == set(wanted)
        for finding in findings:
            # Edges may be off by 2e-5 m, see test_oracle; a million may lie on a few square metres.
            slack = {"polygon-share": 1.0, "area": 0.02, "overlap": 2 / plan.area, "within": 2 / plan.area}
            where = f"plan {number} {finding.check} {[note.code for note in finding.notes]}\n{plan.wkt}"
            assert finding.measurement is not None, where
            close = pytest.approx(wanted[finding.check], rel=1e-6, abs=slack.get(finding.check, 1e-6))
            assert finding.measurement.value == close, where
