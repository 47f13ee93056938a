"""The demo package and its proposals, as the engine takes them."""

from __future__ import annotations

from typing import Any

from conftest import DEMO_PACKAGE, ROOT
from plandialog.plugin.core.assessment import Assessment
from plandialog.plugin.core.package.reader import read_package
from plandialog.plugin.core.proposal import Details, details
from plandialog.plugin.gis.engine import PreparedPackage, assess, prepare
from plandialog.plugin.gis.measures import measure_specs
from plandialog.plugin.gis.planarea import PlanArea
from plandialog.plugin.gis.reading import attribute
from qgis.core import QgsCoordinateTransformContext, QgsVectorLayer

_STATED = ("id", "name", "land_use", "stage", "dwellings")


def prepared_demo() -> PreparedPackage:
    """The demo package, open."""
    return prepare(read_package(DEMO_PACKAGE, measure_specs()), QgsCoordinateTransformContext())


def proposals(prepared: PreparedPackage) -> list[tuple[PlanArea, Details]]:
    """The demo proposals in their order, their plan areas as ``prepared`` has them."""
    layer = QgsVectorLayer(f"{ROOT}/resources/demo/proposals.gpkg|layername=proposals", "proposals", "ogr")
    return [
        (
            prepared.plan_area(feature.geometry(), layer.crs()),
            details(*(attribute(feature, field) for field in _STATED)),
        )
        for feature in layer.getFeatures()
    ]


def assessments(prepared: PreparedPackage, **how: Any) -> dict[str, Assessment]:
    """The assessment of each of them by its id; ``how`` is passed on to :func:`assess`."""
    return {stated.id: assess(prepared, area, stated, **how) for area, stated in proposals(prepared)}
