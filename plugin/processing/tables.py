"""Sinks for tables and hit features."""

from __future__ import annotations

import datetime
from typing import Any, Iterable, Optional

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
)
from qgis.PyQt.QtCore import QDate, QMetaType

_TYPES = {
    str: QMetaType.Type.QString,
    int: QMetaType.Type.Int,
    float: QMetaType.Type.Double,
    bool: QMetaType.Type.Bool,
    datetime.date: QMetaType.Type.QDate,
}


def make_fields(columns: Iterable[tuple[str, type]]) -> QgsFields:
    """Fields for columns of plain Python types."""
    fields = QgsFields()
    for name, kind in columns:
        fields.append(QgsField(name, _TYPES[kind]))
    return fields


def to_attributes(values: Iterable[Any]) -> list[Any]:
    """Python values as attributes."""
    return [QDate(value) if isinstance(value, datetime.date) else value for value in values]


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
