"""The findings as a tree, perspective → finding, and a filter on outcomes and words."""

from __future__ import annotations

from typing import Any, Optional

from qgis.PyQt.QtCore import QAbstractItemModel, QModelIndex, QObject, QSortFilterProxyModel, Qt
from qgis.PyQt.QtGui import QFont

from ..core.assessment import Assessment, Finding
from ..core.outcome import LABELS, Outcome
from ..core.remarks import REMARK_LABELS, Remark
from .forms import own_icon

#: Roles of an index: the id of its check (empty for a perspective), its outcome, and all words a search looks in.
CHECK = Qt.ItemDataRole.UserRole
OUTCOME = Qt.ItemDataRole.UserRole + 1
WORDS = Qt.ItemDataRole.UserRole + 2

# The internal id of a perspective; a finding has the number of its perspective plus one.
_TOP = 0


class FindingsModel(QAbstractItemModel):
    """Two columns: what was asked, and what was measured. An assessment of the same checks only changes the cells."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._language = "sv"
        self._assessment: Optional[Assessment] = None
        self._titles: list[str] = []
        self._packages: list[str] = []
        self._findings: list[list[Finding]] = []
        self._remarks: dict[str, Remark] = {}
        self._outcomes: list[Outcome] = []
        self._icons = {outcome: own_icon(f"outcome-{outcome.value}") for outcome in Outcome}

    @property
    def assessment(self) -> Optional[Assessment]:
        """What is shown."""
        return self._assessment

    def show(self, assessment: Optional[Assessment], language: str) -> None:
        """Show ``assessment``, or nothing, in ``language``."""
        findings = [] if assessment is None else [list(assessment.findings_of(p.id)) for p in assessment.perspectives]
        same = language == self._language and _shape(findings) == _shape(self._findings)
        if not same:
            self.beginResetModel()
        self._assessment, self._language, self._findings = assessment, language, findings
        self._titles = [] if assessment is None else [p.title.get(language) for p in assessment.perspectives]
        self._packages = _packages(assessment, language)
        self._outcomes = [] if assessment is None else [rolled.outcome for rolled in assessment.roll_up()]
        self._remarks = {} if assessment is None else {remark.check: remark for remark in assessment.remarks}
        if not same:
            self.endResetModel()
            return
        for row, children in enumerate(self._findings):
            top = self.index(row, 0)
            self.dataChanged.emit(top, self.index(row, 1))
            if children:
                self.dataChanged.emit(self.index(0, 0, top), self.index(len(children) - 1, 1, top))

    def finding(self, index: QModelIndex) -> Optional[Finding]:
        """The finding at ``index``; None for a perspective."""
        if not index.isValid() or index.internalId() == _TOP:
            return None
        return self._findings[index.internalId() - 1][index.row()]

    def index_of(self, check: str) -> QModelIndex:
        """Where the finding of ``check`` is; invalid where it is not."""
        for row, children in enumerate(self._findings):
            for number, finding in enumerate(children):
                if finding.check == check:
                    return self.index(number, 0, self.index(row, 0))
        return QModelIndex()

    # what Qt asks for

    def index(self, row: int, column: int, parent: QModelIndex = QModelIndex()) -> QModelIndex:  # noqa: B008
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _TOP)

    def parent(self, index: QModelIndex) -> QModelIndex:
        if not index.isValid() or index.internalId() == _TOP:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, _TOP)

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        if not parent.isValid():
            return len(self._findings)
        if parent.internalId() == _TOP and parent.column() == 0:
            return len(self._findings[parent.row()])
        return 0

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 2

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self._assessment is None:
            return None
        finding = self.finding(index)
        if finding is None:
            return self._perspective_data(index.row(), index.column(), role)
        return self._finding_data(finding, index.column(), role)

    def _perspective_data(self, row: int, column: int, role: int) -> Any:
        outcome = self._outcomes[row]
        if role == OUTCOME:
            return outcome
        if role == CHECK:
            return ""
        if role == WORDS:
            return " ".join([self._titles[row], *self._packages[row : row + 1]]).casefold()
        if column == 1:
            return self._tally(row) if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[row]
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icons[outcome]
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setBold(True)
            return font
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            text = f"{self._titles[row]}: {LABELS[outcome].get(self._language)}"
            return f"{text}\n{self._packages[row]}" if self._packages else text
        return None

    def _tally(self, row: int) -> str:
        tally = self._assessment.roll_up()[row].tally
        return f"{tally.carried_out}/{tally.total}"

    def _finding_data(self, finding: Finding, column: int, role: int) -> Any:
        if role == OUTCOME:
            return finding.outcome
        if role == CHECK:
            return finding.check
        if role == WORDS:
            return self._words(finding).casefold()
        label = LABELS[finding.outcome].get(self._language)
        figure = finding.figure(self._language)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            parts = [finding.title.get(self._language), label, figure]
            remark = self._remarks.get(finding.check)
            if remark is not None:
                parts.append(f"{REMARK_LABELS[remark.kind].get(self._language)}: {remark.text}")
            return "\n".join(part for part in parts if part)
        if column == 1:
            return self._column_data(finding, role)
        if role == Qt.ItemDataRole.DisplayRole:
            mark = " ✎" if finding.check in self._remarks else ""
            return finding.title.get(self._language) + mark
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icons[finding.outcome]
        return None

    def _column_data(self, finding: Finding, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            # The bounds stand in the tooltip and in the finding itself; here they would push the title out.
            return finding.figure(self._language, short=True)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _words(self, finding: Finding) -> str:
        texts = [finding.title, finding.says, finding.advice.why, finding.advice.do, finding.advice.source]
        names = " ".join(hit.name for hit in finding.hits)
        remark = self._remarks.get(finding.check)
        said = " ".join(text.get(self._language) for text in texts if text is not None)
        return f"{said} {names} {remark.text if remark else ''}"


class FindingsFilter(QSortFilterProxyModel):
    """Keeps the findings with one of some outcomes that hold a text, and the perspectives that have any left."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._outcomes: frozenset[Outcome] = frozenset(Outcome)
        self._text = ""

    def set_outcomes(self, outcomes: frozenset[Outcome]) -> None:
        """Keep these outcomes."""
        self._outcomes = outcomes
        self.invalidateFilter()

    def set_text(self, text: str) -> None:
        """Keep what holds all words of ``text``, in the finding or in the title of its perspective."""
        self._text = text.casefold()
        self.invalidateFilter()

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:
        model = self.sourceModel()
        index = model.index(row, 0, parent)
        if not parent.isValid():
            return any(self.filterAcceptsRow(child, index) for child in range(model.rowCount(index)))
        if index.data(OUTCOME) not in self._outcomes:
            return False
        words = f"{index.data(WORDS)} {parent.data(WORDS)}"
        return all(word in words for word in self._text.split())


def _packages(assessment: Optional[Assessment], language: str) -> list[str]:
    """What the package of each perspective is called, where there are several."""
    if assessment is None or not assessment.others:
        return []
    return [assessment.package_of(each.id).title.get(language) for each in assessment.perspectives]


def _shape(findings: list[list[Finding]]) -> list[list[str]]:
    return [[finding.check for finding in children] for children in findings]
