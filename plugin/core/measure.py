"""What the rest of the plugin has to know about a measure: its name, its keys and the figure it gives.

The measures themselves live in ``gis/measures``, one file each; each declares one of these. The reader of
packages is handed the declarations and so needs neither QGIS nor a list of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Optional

from .quantity import Dimension

#: Kinds of features, and what a structure image is in their place.
FEATURES = ("point", "line", "polygon")
IMAGE = "image"

#: A picture that is shown and never measured: a map service.
MAP = "map"

#: What a dataset may state as its geometry.
GEOMETRIES = (*FEATURES, IMAGE, MAP)

#: Keys of a check that belong to some measures only.
MEASURE_KEYS = ("as", "reach", "field", "unit", "weight", "classes")


@dataclass(frozen=True)
class MeasureSpec:
    """The declaration of one measure.

    ``dimensions`` maps the values of the key ``as`` to the dimension of the figure; the first is the default.
    A measure without ``as`` has one entry under ``""``; a measure without a figure has none. ``may_end_closed``
    allows a last band with an upper limit, above which the outcome is clear. With ``reach_from_bands`` a check
    without ``reach`` looks as far as its highest limit.
    """

    name: str
    dimensions: Mapping[str, Dimension]
    geometries: tuple[str, ...] = FEATURES
    keys: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    may_end_closed: bool = False
    reach_from_bands: bool = False

    @property
    def is_of_images(self) -> bool:
        """Whether it looks at structure images, whose classes have no attributes to select by."""
        return self.geometries == (IMAGE,)

    @property
    def excluded(self) -> tuple[str, ...]:
        """The keys of a check that make no sense with this measure."""
        keys = [key for key in MEASURE_KEYS if key not in self.keys]
        if not self.needs_dataset:
            keys += ["dataset", "where", "bands", "texts"]
        elif self.is_of_images:
            keys.append("where")
        return tuple(keys)

    @property
    def needs_dataset(self) -> bool:
        """False for a measure that asks the planner instead of a dataset."""
        return bool(self.dimensions)

    def dimension(self, variant: Optional[str] = None) -> Dimension:
        """The dimension of the figure for the value of ``as``, or by default."""
        return self.dimensions[variant] if variant else next(iter(self.dimensions.values()))
