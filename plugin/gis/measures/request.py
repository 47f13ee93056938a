"""What a measure is given and what it gives back."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Mapping, Optional, Sequence

from ...core.assessment import ClassFigure
from ...core.legend import ImageClass
from ...core.measurement import Certainty, Measurement, Slivers
from ...core.messages import Message
from ...core.text import Text

if TYPE_CHECKING:
    from qgis.core import QgsGeometry

    from ..classwindow import ClassWindow
    from ..geometry import PlanGeometry


@dataclass(frozen=True)
class Feature:
    """A feature near the plan area, valid, straight and in the package's CRS, with the attributes that were needed.

    A class of a structure image is one feature, with the id of the class, ``image_class`` and the ``window`` it was
    read in.
    """

    id: str
    name: str
    geometry: QgsGeometry
    values: Mapping[str, Any] = field(default_factory=dict)
    image_class: Optional[ImageClass] = None
    window: Optional[ClassWindow] = None

    @property
    def title(self) -> Text:
        """What a person calls it, empty where it has no name."""
        return self.image_class.title if self.image_class is not None else Text.same(self.name)


@dataclass(frozen=True)
class Request:
    """One question to the features of one dataset. ``reach``, ``accuracy`` and ``sliver`` are in metres.

    ``classes`` are the ids of a structure image's classes that the question is about; none means all but the blank.
    ``stated_accuracy`` (m) is what its producer says; ``accuracy`` has the size of a pixel in it.
    """

    plan: PlanGeometry
    features: Sequence[Feature]
    accuracy: float = 0.0
    sliver: float = 0.0
    reach: float = 0.0
    variant: Optional[str] = None
    field_name: str = ""
    unit: Optional[Text] = None
    weight: str = "whole"
    classes: tuple[str, ...] = ()
    stated_accuracy: float = 0.0

    def surely_meets(self, feature: Feature) -> bool:
        """Whether ``feature`` and the plan area meet wherever the feature lies within its accuracy."""
        if feature.window is None:
            return self.plan.surely_meets(feature.geometry, self.accuracy)
        core = self.plan.grown(-self.accuracy)
        if core is not None and core.intersects(feature.geometry):
            return True
        sure = feature.window.least(frozenset((feature.id,)), self.plan)
        return not sure.isNull() and self.plan.intersects(sure)


@dataclass(frozen=True)
class Measured:
    """The answer.

    ``measurement`` is None where features were found but none had a value. ``seen`` is how far around the plan area
    (m) the dataset must have been mapped for the answer to be certain. ``certain`` are the ids of hits that do not
    depend on the accuracy. ``most_per_percent`` bounds what each unseen percent could add to the figure.
    ``classes`` is what a structure image shows here. ``notes`` is what a reader has to know besides. With ``asks`` the
    data cannot tell: the planner is asked in place of a claim, and nothing is judged.
    """

    measurement: Optional[Measurement]
    hits: tuple[Feature, ...] = ()
    certain: frozenset[str] = frozenset()
    seen: float = 0.0
    area: Optional[float] = None
    slivers: Slivers = field(default_factory=Slivers)
    missing: int = 0
    most_per_percent: float = math.inf
    classes: tuple[ClassFigure, ...] = ()
    notes: tuple[Message, ...] = ()
    asks: bool = False


def certainty(surely: bool, possibly: bool) -> Certainty:
    """Whether something was found for sure, only perhaps, or not."""
    if surely:
        return Certainty.YES
    return Certainty.MAYBE if possibly else Certainty.NO
