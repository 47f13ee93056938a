"""What the measures on structure images share: which classes are asked for, and when a picture cannot tell."""

from __future__ import annotations

from dataclasses import replace
from typing import Optional

from ...core.assessment import ClassFigure
from ...core.measurement import Measurement
from ...core.messages import Message
from .request import Feature, Request


def asked(request: Request) -> Request:
    """``request`` with the features of the classes it is about: those that are named, or all that are not blank."""
    return replace(request, features=[each for each in request.features if is_asked(request, each)])


def is_asked(request: Request, feature: Feature) -> bool:
    """Whether the question is about the class that ``feature`` is."""
    if request.classes:
        return feature.id in request.classes
    return feature.image_class is not None and not feature.image_class.blank


def too_small(request: Request) -> tuple[Message, ...]:
    """The message that the plan area is smaller than the stated accuracy of the picture, or none where it is not.

    Its size is the diameter of the smallest circle around it: where that is below the accuracy no part of the plan
    area can be told from another.
    """
    across = request.plan.across
    if across >= request.stated_accuracy:
        return ()
    return (Message("image-below-accuracy", {"size": across, "accuracy": request.stated_accuracy}),)


#: Said where a picture cannot tell, so that the planner is asked.
CANNOT_TELL = Message("image-cannot-tell")


def within_accuracy(request: Request) -> list[Feature]:
    """The classes of ``request`` that may lie in the plan area, those that fill most of it first."""
    near = [each for each in request.features if request.plan.distance(each.geometry) <= request.accuracy]
    return sorted(near, key=lambda each: (-request.plan.area_in(each.geometry), request.plan.distance(each.geometry)))


def figure(feature: Feature, measurement: Optional[Measurement] = None) -> ClassFigure:
    """What the picture says of one class: a figure, or that it may lie in the plan area."""
    legend = feature.image_class
    return ClassFigure(legend.id, legend.title, legend.colors[0], measurement, legend.means)
