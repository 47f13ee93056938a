"""A package whose check takes seconds, for polygons of very many corners, and a plan area to check."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator
from pathlib import Path

from builders import PLAN, PackageBuilder, square

#: The checks of :func:`heavy_package` in their order: quick ones, those that take seconds, a quick one last.
LIGHT = ["latt1", "latt2"]
HEAVY = ["tung1-inom", "tung2-andel", "tung2-antal", "tung3-andel"]
LAST = ["sist"]


def heavy_package(root: Path) -> Path:
    """A package in ``root`` with two light datasets, three heavy ones around :data:`~builders.PLAN` and a light one."""
    builder = PackageBuilder(root)
    rng = random.Random(1)
    for name in LIGHT:
        builder.dataset(name, "polygon", [square(510000, 6580000, 300)]).check(name, name, "overlap")
    for number, count, corners in ((1, 100, 2000), (2, 100, 3000), (3, 200, 3000)):
        builder.dataset(f"tung{number}", "polygon", list(_blobs(count, corners, rng)), accuracy="5 m")
    builder.check("tung1-inom", "tung1", "within").check("tung2-andel", "tung2", "overlap")
    builder.check("tung2-antal", "tung2", "count").check("tung3-andel", "tung3", "overlap")
    builder.dataset("sist", "polygon", [square(510000, 6580000, 300)]).check("sist", "sist", "overlap")
    return builder.write()


def _blobs(count: int, corners: int, rng: random.Random) -> Iterator[str]:
    """Polygons of many corners that overlap each other and the plan area."""
    for _ in range(count):
        x, y, size = rng.uniform(509800, 511200), rng.uniform(6579800, 6581200), rng.uniform(100, 250)
        points = []
        for number in range(corners):
            angle = math.tau * number / corners
            radius = size * (1 + 0.2 * math.sin(7 * angle) + 0.02 * rng.random())
            points.append(f"{x + radius * math.cos(angle):.2f} {y + radius * math.sin(angle):.2f}")
        yield f"POLYGON(({','.join([*points, points[0]])}))"


def proposal_file(path: Path) -> Path:
    """Write :data:`~builders.PLAN` to ``path``, a GeoJSON file, and return that."""
    corners = [[float(number) for number in pair.split()] for pair in PLAN[9:-2].split(",")]
    feature = {
        "type": "Feature",
        "properties": {"name": "Kvarteret"},
        "geometry": {"type": "Polygon", "coordinates": [corners]},
    }
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]}))
    return path
