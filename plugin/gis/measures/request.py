"""What a measure is given and what it gives back."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Mapping, Optional, Sequence

from ...core.measurement import Certainty, Measurement, Slivers
from ...core.text import Text

if TYPE_CHECKING:
    from qgis.core import QgsGeometry

    from ..geometry import PlanGeometry


@dataclass(frozen=True)
class Feature:
    """A feature near the plan area, valid, straight and in the package's CRS, with the attributes that were needed."""

    id: str
    name: str
    geometry: QgsGeometry
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    """One question to the features of one dataset. ``reach``, ``accuracy`` and ``sliver`` are in metres."""

    plan: PlanGeometry
    features: Sequence[Feature]
    accuracy: float = 0.0
    sliver: float = 0.0
    reach: float = 0.0
    variant: Optional[str] = None
    field_name: str = ""
    unit: Optional[Text] = None
    weight: str = "whole"


@dataclass(frozen=True)
class Measured:
    """The answer.

    ``measurement`` is None where features were found but none had a value. ``seen`` is how far around the plan area
    (m) the dataset must have been mapped for the answer to be certain. ``certain`` are the ids of hits that do not
    depend on the accuracy. ``most_per_percent`` bounds what each unseen percent could add to the figure.
    """

    measurement: Optional[Measurement]
    hits: tuple[Feature, ...] = ()
    certain: frozenset[str] = frozenset()
    seen: float = 0.0
    area: Optional[float] = None
    slivers: Slivers = field(default_factory=Slivers)
    missing: int = 0
    most_per_percent: float = math.inf


def certainty(surely: bool, possibly: bool) -> Certainty:
    """Whether something was found for sure, only perhaps, or not."""
    if surely:
        return Certainty.YES
    return Certainty.MAYBE if possibly else Certainty.NO
