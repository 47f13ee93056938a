"""Sinks for tables and hit features."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsFields,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
)

from ..translation import tr


def open_table(
    algorithm: QgsProcessingAlgorithm,
    parameters: dict[str, Any],
    name: str,
    context: QgsProcessingContext,
    fields: QgsFields,
    geometry: Qgis.WkbType = Qgis.WkbType.NoGeometry,
    crs: Optional[QgsCoordinateReferenceSystem] = None,
) -> tuple[Optional[QgsFeatureSink], str]:
    """The sink of the output ``name`` and its id; None where the user wants none."""
    if parameters.get(name) is None:
        return None, ""
    sink, identifier = algorithm.parameterAsSink(
        parameters, name, context, fields, geometry, crs or QgsCoordinateReferenceSystem()
    )
    if sink is None:
        raise QgsProcessingException(algorithm.invalidSinkError(parameters, name))
    return sink, identifier


def write_row(sink: QgsFeatureSink, feature: QgsFeature) -> None:
    """Write a row. Raises QgsProcessingException where the sink does not take it, as on a full disk."""
    if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
        raise QgsProcessingException(tr("A row could not be written: {detail}").format(detail=sink.lastError()))
