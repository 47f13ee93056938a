"""Rows as QGIS features: field types, attribute values and the features that were hit."""

from __future__ import annotations

import datetime
from typing import Any, Iterable, Iterator, Sequence

from qgis.core import Qgis, QgsField, QgsFields, QgsGeometry
from qgis.PyQt.QtCore import QDate, QMetaType

from ..core.assessment import Assessment
from ..core.outcome import LABELS

_TYPES = {
    str: QMetaType.Type.QString,
    int: QMetaType.Type.Int,
    float: QMetaType.Type.Double,
    bool: QMetaType.Type.Bool,
    datetime.date: QMetaType.Type.QDate,
}

HIT_COLUMNS = (
    ("proposal_id", str),
    ("perspective_id", str),
    ("check_id", str),
    ("outcome", str),
    ("outcome_text", str),
    ("name", str),
    ("certain", bool),
)


def make_fields(columns: Iterable[tuple[str, type]]) -> QgsFields:
    """Fields for columns of plain Python types."""
    fields = QgsFields()
    for name, kind in columns:
        fields.append(QgsField(name, _TYPES[kind]))
    return fields


def to_attributes(values: Iterable[Any]) -> list[Any]:
    """Python values as attributes."""
    return [QDate(value) if isinstance(value, datetime.date) else value for value in values]


def hit_rows(
    assessments: Sequence[Assessment], kind: Qgis.GeometryType, language: str
) -> Iterator[tuple[QgsGeometry, list[Any]]]:
    """The features that were hit of one kind of geometry, as multi-part geometry and values of :data:`HIT_COLUMNS`."""
    for assessment in assessments:
        for finding in assessment.findings:
            for hit in finding.hits:
                geometry = QgsGeometry.fromWkt(hit.geometry)
                if geometry.type() != kind:
                    continue
                geometry.convertToMultiType()
                label = LABELS[finding.outcome].get(language)
                about = [assessment.proposal.id, finding.perspective, finding.check, finding.outcome.value, label]
                yield geometry, [*about, hit.label(language), hit.certain]
