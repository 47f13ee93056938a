"""A finding as one row of a table, the same in every form that has tables."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Callable, Iterator, Optional, Sequence, Union

from ..core.assessment import Assessment, Finding
from ..core.messages import Message
from ..core.outcome import CARRIED_OUT, LABELS, Outcome
from ..core.quantity import Dimension
from ..core.remarks import Remark
from ..core.text import Text

Value = Union[str, float, int, bool, datetime.date, None]


@dataclass(frozen=True)
class Column:
    """A column: its name, the Python type of its values, and where the value comes from."""

    name: str
    kind: type
    value: Callable[[Assessment, Finding, str], Value]


def _figure(name: str) -> Callable[[Assessment, Finding, str], Optional[float]]:
    return lambda _, finding, __: getattr(finding.measurement, name) if finding.measurement else None


# The base unit of each dimension; what is counted is named by the measurement itself.
_UNITS = {Dimension.LENGTH: "m", Dimension.AREA: "m²", Dimension.SHARE: "%"}


def _unit(finding: Finding, language: str) -> Optional[str]:
    """The unit of the figures of a finding."""
    measurement = finding.measurement
    if measurement is None:
        return None
    return measurement.unit.get(language) if measurement.unit else _UNITS.get(measurement.dimension)


#: The columns of the findings table. Figures are in base units (m, m², %, number), texts in the language asked for.
COLUMNS: tuple[Column, ...] = (
    Column("proposal_id", str, lambda a, f, lang: a.proposal.id),
    Column("proposal", str, lambda a, f, lang: a.proposal.name),
    Column("package", str, lambda a, f, lang: a.package_of(f.perspective).id),
    Column("perspective_id", str, lambda a, f, lang: f.perspective),
    Column("perspective", str, lambda a, f, lang: _perspective(a, f).get(lang)),
    Column("check_id", str, lambda a, f, lang: f.check),
    Column("check_title", str, lambda a, f, lang: f.title.get(lang)),
    Column("outcome", str, lambda a, f, lang: f.outcome.value),
    Column("outcome_text", str, lambda a, f, lang: LABELS[f.outcome].get(lang)),
    Column("carried_out", bool, lambda a, f, lang: f.outcome in CARRIED_OUT),
    Column("measure", str, lambda a, f, lang: f.measure),
    Column("value", float, _figure("value")),
    Column("low", float, _figure("low")),
    Column("high", float, _figure("high")),
    Column("unit", str, lambda a, f, lang: _unit(f, lang)),
    Column("measurement", str, lambda a, f, lang: f.figure(lang) or None),
    Column("hits", int, lambda a, f, lang: f.hit_count),
    Column("says", str, lambda a, f, lang: f.says.get(lang) if f.says else None),
    Column("why", str, lambda a, f, lang: f.advice.why.get(lang)),
    Column("what_to_do", str, lambda a, f, lang: f.advice.do.get(lang)),
    Column("whom_to_ask", str, lambda a, f, lang: f.advice.whom.get(lang)),
    Column("question", str, lambda a, f, lang: f.advice.question.get(lang) if f.advice.question else None),
    Column("notes", str, lambda a, f, lang: " ".join(note.text(lang) for note in f.notes) or None),
    Column("remark_kind", str, lambda a, f, lang: _remark(a, f, lambda remark: remark.kind.value)),
    Column("remark", str, lambda a, f, lang: _remark(a, f, lambda remark: remark.text)),
    Column("covered", float, lambda a, f, lang: f.coverage.share if f.coverage else None),
    Column("source", str, lambda a, f, lang: f.advice.source.get(lang)),
    Column("dataset", str, lambda a, f, lang: f.source.dataset if f.source else None),
    Column("issued", datetime.date, lambda a, f, lang: f.source.issued if f.source else None),
    Column("stale", bool, lambda a, f, lang: f.source.stale if f.source else None),
)


def rows(assessment: Assessment, language: str, columns: Sequence[Column] = COLUMNS) -> Iterator[list[Value]]:
    """The findings of an assessment as rows of ``columns``."""
    for finding in assessment.findings:
        yield [column.value(assessment, finding, language) for column in columns]


def refused_row(proposal_id: str, name: str, reason: Message, language: str) -> list[Value]:
    """The one row of a proposal that could not be checked at all."""
    known: dict[str, Value] = {
        "proposal_id": proposal_id,
        "proposal": name,
        "outcome": Outcome.NOT_CHECKED.value,
        "outcome_text": LABELS[Outcome.NOT_CHECKED].get(language),
        "carried_out": False,
        "notes": reason.text(language),
    }
    return [known.get(column.name) for column in COLUMNS]


def _remark(assessment: Assessment, finding: Finding, value: Callable[[Remark], str]) -> Optional[str]:
    """``value`` of the planner's remark on a finding."""
    return next((value(remark) for remark in assessment.remarks if remark.check == finding.check), None)


def _perspective(assessment: Assessment, finding: Finding) -> Text:
    return next(each.title for each in assessment.perspectives if each.id == finding.perspective)
