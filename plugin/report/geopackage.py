"""The findings as a GeoPackage: the proposals, one row per check, and the features found, styled for QGIS."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Iterator, Optional, Sequence

from qgis.core import (
    Qgis,
    QgsCategorizedSymbolRenderer,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFeatureRenderer,
    QgsGeometry,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from ..core.assessment import Assessment
from ..core.files import flush
from ..core.outcome import LABELS, Outcome
from ..gis.transforms import whole
from .fields import HIT_COLUMNS, hit_rows, make_fields, to_attributes
from .rows import COLUMNS, Column, rows
from .symbols import found_symbol, label_layer, plan_symbol, quiet_symbol

_PROPOSAL_COLUMNS = (
    ("proposal_id", str),
    ("proposal", str),
    ("land_use", str),
    ("stage", str),
    ("dwellings", int),
    ("area_m2", float),
    ("inside_percent", float),
    ("municipalities", str),
    ("notes", str),
    ("checks", int),
    ("carried_out", int),
    *((outcome.value.replace("-", "_"), int) for outcome in Outcome),
    ("package", str),
    ("package_version", str),
    ("package_seal", str),
    ("other_packages", str),
    ("packages_not_used", str),
    ("demo", bool),
    ("made", str),
    ("software", str),
    ("cancelled", bool),
    ("format", int),
)

#: The version of the layers and their columns. Files without it are of the first.
FORMAT = 1

#: Layers of hits: name, kind of geometry and type in the file.
HIT_LAYERS = (
    ("hits_points", Qgis.GeometryType.Point, Qgis.WkbType.MultiPoint),
    ("hits_lines", Qgis.GeometryType.Line, Qgis.WkbType.MultiLineString),
    ("hits_polygons", Qgis.GeometryType.Polygon, Qgis.WkbType.MultiPolygon),
)


class InUse(OSError):
    """The file to replace is open in another program."""


def finding_columns() -> tuple[Column, ...]:
    """The columns of the layer ``findings``: as in every table, but with the outcome in words in both languages."""
    columns = []
    for column in COLUMNS:
        if column.name == "outcome_text":
            columns.append(Column("outcome_sv", str, lambda a, f, lang: LABELS[f.outcome].sv))
            columns.append(Column("outcome_en", str, lambda a, f, lang: LABELS[f.outcome].en))
        else:
            columns.append(column)
    return tuple(columns)


def write_geopackage(assessments: Sequence[Assessment], path: Path, language: str = "sv") -> None:
    """Write the layers ``proposal``, ``findings`` and ``hits_*`` with their styles to ``path``, whole or not at all.

    All layers are there even when empty, so that the schema never changes. The assessments are of one main
    package; geometry is in its CRS. Texts are in ``language``. Raises OSError where the file cannot be written,
    :class:`InUse` where another program has it open.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
        made = Path(folder) / "made.gpkg"
        _write(assessments, made, language)
        _refuse_in_use(path)
        flush(made)
        # SQLite's own side files are gone once every layer is closed; what is left is one whole file.
        made.replace(path)


def _refuse_in_use(path: Path) -> None:
    """Raise :class:`InUse` where another connection has changes of ``path`` in its write-ahead log.

    A log left beside a new file would be read as a part of it. Opening and closing the old file removes a log that
    nobody uses any more, after a crash say.
    """
    log = path.with_name(path.name + "-wal")
    if not log.exists():
        return
    with suppress(sqlite3.Error), closing(sqlite3.connect(path, timeout=0.2)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    if log.exists():
        raise InUse(f"{path.name} is open in another program")


def _write(assessments: Sequence[Assessment], path: Path, language: str) -> None:
    crs = whole(QgsCoordinateReferenceSystem(assessments[0].proposal.crs if assessments else ""))
    proposals = _Table(path, "proposal", _PROPOSAL_COLUMNS, Qgis.WkbType.MultiPolygon, crs)
    proposals.write(_proposals(assessments, language))
    _style(proposals.layer(), QgsSingleSymbolRenderer(plan_symbol()), "proposal", "#111111")
    columns = finding_columns()
    findings = _Table(path, "findings", [(column.name, column.kind) for column in columns], Qgis.WkbType.NoGeometry)
    findings.write((None, row) for each in assessments for row in rows(each, language, columns))
    for name, kind, geometry_type in HIT_LAYERS:
        hits = _Table(path, name, HIT_COLUMNS, geometry_type, crs)
        hits.write(hit_rows(assessments, kind, language))
        _style(hits.layer(), _hit_renderer(kind, language), "name", "#333333")


class _Table:
    """One layer of the file."""

    def __init__(
        self,
        path: Path,
        name: str,
        columns: Sequence[tuple[str, type]],
        geometry: Qgis.WkbType,
        crs: Optional[QgsCoordinateReferenceSystem] = None,
    ) -> None:
        self._path = path
        self._name = name
        self._fields = make_fields(columns)
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName = "GPKG"
        options.layerName = name
        if path.exists():
            options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
        self._writer = QgsVectorFileWriter.create(
            str(path),
            self._fields,
            geometry,
            crs or QgsCoordinateReferenceSystem(),
            QgsCoordinateTransformContext(),
            options,
        )
        self._check()

    def write(self, made: Iterator[tuple[Optional[QgsGeometry], Sequence[Any]]]) -> None:
        """Add all rows and close the layer. Raises OSError."""
        for geometry, values in made:
            feature = QgsFeature(self._fields)
            if geometry is not None:
                feature.setGeometry(geometry)
            feature.setAttributes(to_attributes(values))
            self._writer.addFeature(feature)
            self._check()
        flushed = self._writer.flushBuffer()
        self._check()
        # Deleting the writer closes the file.
        self._writer = None
        if not flushed:
            raise OSError(f"{self._name} could not be flushed")

    def layer(self) -> QgsVectorLayer:
        """The layer as it is in the file."""
        return QgsVectorLayer(f"{self._path}|layername={self._name}", self._name, "ogr")

    def _check(self) -> None:
        if self._writer.hasError() != QgsVectorFileWriter.WriterError.NoError:
            raise OSError(self._writer.errorMessage())


def _proposals(assessments: Sequence[Assessment], language: str) -> Iterator[tuple[QgsGeometry, Sequence[Any]]]:
    for assessment in assessments:
        proposal, tally = assessment.proposal, assessment.tally
        geometry = QgsGeometry.fromWkt(proposal.geometry)
        geometry.convertToMultiType()
        yield (
            geometry,
            (
                proposal.id,
                proposal.name,
                proposal.land_use,
                proposal.stage,
                proposal.dwellings,
                proposal.area,
                proposal.inside,
                ", ".join(proposal.municipalities),
                " ".join(note.text(language) for note in proposal.notes) or None,
                tally.total,
                tally.carried_out,
                *(tally.of(outcome) for outcome in Outcome),
                assessment.package.id,
                assessment.package.version,
                assessment.package.seal or None,
                "; ".join(f"{each.id} {each.version} {each.seal}".rstrip() for each in assessment.others) or None,
                "; ".join(gap.name for gap in assessment.gaps) or None,
                any(each.demo for each in assessment.packages),
                assessment.made,
                assessment.software,
                assessment.cancelled,
                FORMAT,
            ),
        )


def _hit_renderer(kind: Qgis.GeometryType, language: str) -> QgsCategorizedSymbolRenderer:
    categories = [
        QgsRendererCategory(
            outcome.value, found_symbol(kind, outcome) or quiet_symbol(kind), LABELS[outcome].get(language)
        )
        for outcome in Outcome
    ]
    return QgsCategorizedSymbolRenderer("outcome", categories)


def _style(layer: QgsVectorLayer, renderer: QgsFeatureRenderer, field: str, color: str) -> None:
    """Keep symbols and labels (of ``field``) in the file as the layer's default. Raises OSError."""
    layer.setRenderer(renderer)
    label_layer(layer, field, color)
    if hasattr(layer, "saveStyleToDatabaseV2"):
        _, problem = layer.saveStyleToDatabaseV2(layer.name(), "Plandialog", True, "")
    else:
        # QGIS 3.40 has only this one, which 3.44 warns of in its message log.
        problem = layer.saveStyleToDatabase(layer.name(), "Plandialog", True, "")
    if problem:
        raise OSError(problem)
