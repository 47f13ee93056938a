"""Layers for the benchmarks, written once to build/bench/data. Run in a process of its own: ``makedata.py FOLDER``.

``small`` and ``large`` hold 50,000 and 5,000,000 squares of the same size and density, the small layer being the
middle of the large one. ``shapes`` holds 50,000 irregular polygons that overlap.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pyogrio
import shapely

#: The middle of the layers.
MIDDLE = (512000.0, 6572000.0)
_SPACING, _SIZE = 50.0, 32.0
_SIDES = {"small": 224, "large": 2236}


def main(folder: Path) -> None:
    """Write the layers that are not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, side in _SIDES.items():
        if not (folder / f"{name}.gpkg").exists():
            _write(folder, name, _squares(side))
    if not (folder / "shapes.gpkg").exists():
        _write(folder, "shapes", _stars(50_000, 15_000.0, np.random.default_rng(1)))


def _squares(side: int) -> np.ndarray:
    steps = (np.arange(side) - side // 2) * _SPACING
    x, y = (axis.ravel() for axis in np.meshgrid(MIDDLE[0] + steps, MIDDLE[1] + steps))
    return shapely.box(x, y, x + _SIZE, y + _SIZE)


def _stars(count: int, reach: float, rng: np.random.Generator) -> np.ndarray:
    corners = 24
    angles = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    radii = rng.uniform(40, 160, (count, 1)) * rng.uniform(0.5, 1, (count, corners))
    x = MIDDLE[0] + rng.uniform(-reach, reach, (count, 1)) + radii * np.cos(angles)
    y = MIDDLE[1] + rng.uniform(-reach, reach, (count, 1)) + radii * np.sin(angles)
    return shapely.polygons(np.dstack((x, y)))


def _write(folder: Path, name: str, polygons: np.ndarray) -> None:
    half = folder / f"half-{name}.gpkg"
    half.unlink(missing_ok=True)
    numbers = np.arange(len(polygons), dtype=np.int32)
    pyogrio.raw.write(
        half,
        shapely.to_wkb(polygons),
        [numbers],
        fields=["nr"],
        geometry_type="Polygon",
        crs="EPSG:3006",
        layer=name,
        driver="GPKG",
    )
    half.rename(folder / f"{name}.gpkg")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
