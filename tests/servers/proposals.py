"""The demo proposals put to packages that differ in where their vectors are."""

from __future__ import annotations

from typing import Any

import demo_proposals
from plandialog.plugin.core.assessment import Assessment
from plandialog.plugin.gis.engine import PreparedPackage
from plandialog.plugin.gis.images import OpenImage
from plandialog.plugin.gis.reading import ReadFeature, read_features

_images: dict[tuple[str, str], list[ReadFeature]] = {}


def assessments(prepared: PreparedPackage) -> dict[str, Assessment]:
    """The assessment of each, by its id. The structure images of ``prepared`` are those of the demo package."""
    return demo_proposals.assessments(prepared, read=_read)


def _read(opened: Any, bounds: Any, *more: Any) -> list[ReadFeature]:
    """What the engine reads of a file. A structure image, which is a file wherever the vectors are, is read once for
    all: it costs more than all the rest."""
    if not isinstance(opened, OpenImage):
        return read_features(opened, bounds, *more)
    key = opened.dataset.id, bounds.toString()
    if key not in _images:
        _images[key] = read_features(opened, bounds, *more)
    return _images[key]
