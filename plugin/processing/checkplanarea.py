"""``plandialog:checkplanarea``: plan areas against a regional package, one proposal per feature.

Its parameters are in :mod:`.checkparameters`; the work is in :mod:`.planareas`, which is loaded for the first run.
"""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ..translation import tr
from .checkparameters import CheckParameters


class CheckPlanArea(CheckParameters):
    """Findings, hit features and guidance summaries for the polygons of a layer."""

    def name(self) -> str:
        return "checkplanarea"

    def displayName(self) -> str:
        return tr("Check plan areas")

    def shortHelpString(self) -> str:
        return tr(
            "Checks plan areas against the perspectives of a regional package, and of further ones beside it, and "
            "writes guidance summaries for the early dialogue with the region. Each polygon feature is one proposal; "
            "multipolygons are one proposal. "
            "Land use, stage and number of dwellings decide which questions are asked; they come from fields or, where "
            "a field is empty, from the values given here. What is not stated rules no question out.\n\n"
            "The outcome of a check is never a verdict, and a check that could not be carried out says why. A plan "
            "area that cannot be used is named with the reason; the others go on."
        )

    def open_package(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        self._selection = self.select_packages(parameters, context, feedback)
        self._usage = self.usage_of(self._selection, parameters, context, feedback)

    def carry_out(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from .planareas import PlanAreas

        prepared = self._usage.prepare(self._selection.package, context.transformContext(), self._selection.unused)
        return PlanAreas(self, prepared, parameters, context, feedback).carry_out()
