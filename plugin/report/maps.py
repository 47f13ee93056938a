"""The maps of a proposal as pictures."""

from __future__ import annotations

from ..core.assessment import Assessment
from ..core.package.model import Package
from .cartography import described, fault, scenes_of
from .drawing import drawn_all
from .length import Length
from .pictures import Maps


def render_maps(package: Package, assessment: Assessment, language: str, length: Length = Length.FULL) -> Maps:
    """The maps of ``assessment`` as a summary of ``length`` has them, drawn by QGIS, in any thread.

    Never raises: where nothing can be drawn the result says why.
    """
    made = scenes_of(package, assessment, language, length)
    if made.fault:
        return Maps(fault=made.fault)
    try:
        pictures = drawn_all(made.scenes.values(), language)
        return Maps({scene.key: picture for scene, picture in zip(made.scenes.values(), pictures)})
    except Exception as error:  # the summary matters more than its maps, so whatever happens is told in their place
        return Maps(fault=fault(described(error), language).fault)
