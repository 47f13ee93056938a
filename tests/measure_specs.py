"""The measures as the reader of packages knows them, for tests that must not import QGIS.

``tests/qgis/test_measure_specs.py`` holds them equal to the real ones.
"""

from __future__ import annotations

from plandialog.plugin.core.measure import MeasureSpec
from plandialog.plugin.core.quantity import Dimension

_ALL = (
    MeasureSpec(name="ask", dimensions={}),
    MeasureSpec(
        name="class-near",
        dimensions={"": Dimension.LENGTH},
        geometries=("image",),
        keys=("reach", "classes"),
        may_end_closed=True,
        reach_from_bands=True,
    ),
    MeasureSpec(name="class-share", dimensions={"": Dimension.SHARE}, geometries=("image",), keys=("classes",)),
    MeasureSpec(name="count", dimensions={"": Dimension.NUMBER}, keys=("reach", "unit")),
    MeasureSpec(
        name="distance",
        dimensions={"": Dimension.LENGTH},
        keys=("reach",),
        may_end_closed=True,
        reach_from_bands=True,
    ),
    MeasureSpec(name="length", dimensions={"": Dimension.LENGTH}, geometries=("line",)),
    MeasureSpec(
        name="overlap",
        dimensions={"share": Dimension.SHARE, "area": Dimension.AREA},
        geometries=("polygon",),
        keys=("as",),
    ),
    MeasureSpec(
        name="sum",
        dimensions={"": Dimension.NUMBER},
        keys=("field", "unit", "reach", "weight"),
        required=("field", "unit"),
    ),
    MeasureSpec(name="within", dimensions={"": Dimension.SHARE}, geometries=("polygon",)),
)

SPECS = {spec.name: spec for spec in _ALL}
