"""For which area a copy is saved: around a plan area, its municipalities, or all of where the package is valid."""

from __future__ import annotations

from enum import Enum
from typing import Optional

from qgis.core import QgsGeometry

from ..core.messages import Message
from .engine import PreparedPackage
from .geometry import Cancelled
from .planarea import PlanArea
from .reading import read_features, read_remote
from .remote.opened import OpenRemote, Wanted
from .sources import OpenDataset, SourceError


class CopyArea(str, Enum):
    """What the user may choose."""

    PLAN = "plan"
    MUNICIPALITIES = "municipalities"
    PACKAGE = "package"


def area_of(
    prepared: PreparedPackage, choice: CopyArea, plan: Optional[PlanArea], cancelled: Cancelled = lambda: False
) -> QgsGeometry:
    """The area in the package's CRS. ``plan`` is the plan area it is chosen for; without one there is only the whole.
    In any thread. Raises :class:`~.sources.SourceError` where it cannot be told, and Interrupted.
    """
    if choice is CopyArea.PACKAGE or plan is None:
        if prepared.validity is None:
            raise SourceError(prepared.validity_fault or Message("source-empty"))
        return prepared.validity
    return plan.whole if choice is CopyArea.PLAN else _municipalities(prepared, plan.whole, cancelled)


def _municipalities(prepared: PreparedPackage, plan: QgsGeometry, cancelled: Cancelled) -> QgsGeometry:
    source = prepared.package.municipalities
    opened = prepared.datasets.get(source.dataset) if source is not None else None
    bounds = plan.boundingBox()
    if isinstance(opened, OpenRemote):
        patience = opened.patience(cancelled)
        features = read_remote(opened, bounds, prepared.crs, prepared.context, Wanted(), patience).features
    elif isinstance(opened, OpenDataset):
        features = read_features(opened, bounds, prepared.crs, prepared.context, set(), cancelled)
    else:
        raise SourceError(getattr(opened, "message", None) or Message("source-empty"))
    found = [each.geometry for each in features if each.geometry.intersects(plan)]
    return QgsGeometry.unaryUnion([plan, *found])
