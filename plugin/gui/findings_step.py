"""Step 3, Findings: how many of each outcome, the tree of findings, and one finding in full."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsProject
from qgis.PyQt.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QPoint, Qt
from qgis.PyQt.QtGui import QGuiApplication
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QHeaderView, QMenu, QToolButton, QWidget

from ..core.assessment import Assessment, Finding
from ..core.outcome import LABELS, READING_ORDER, Outcome
from ..core.remarks import Remark, RemarkKind
from ..gis.geometry import coarse
from ..gis.loading import project_layer
from ..gis.tasks import WorkTask
from ..report import texts as report_texts
from ..report.summary import finding_as_text, finding_view, perspective_view
from ..report.templates import template
from ..translation import tr
from .findings_model import FindingsFilter, FindingsModel
from .forms import load_form, own_icon, qgis_icon
from .highlights import Highlights
from .workbench import PREVIEW, Workbench, start

if TYPE_CHECKING:
    pass

# What the column of figures has room for; longer ones end in an ellipsis, and the tooltip has them in full.
_WIDEST_FIGURE = "> 99,9 km   "

# Geometries of more text than this (characters) are read in the background, and shown no finer than the map can.
_AT_ONCE = 200_000
_DOTS = 500

# The filter buttons stand in two rows, so that they fit a narrow dock.
_BUTTONS_PER_ROW = 4


class FindingsStep(QWidget):
    """The findings of what the workbench shows."""

    def __init__(
        self, workbench: Workbench, project: QgsProject, highlights: Highlights, parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(parent)
        load_form("findings_step", self)
        self._workbench = workbench
        self._project = project
        self._highlights = highlights
        self._check: Optional[str] = None
        self._answered: Optional[tuple[str, str]] = None
        self._shown = ""
        self._model = FindingsModel(self)
        self._filter = FindingsFilter(self)
        self._filter.setSourceModel(self._model)
        self.tree.setModel(self._filter)
        self._model.modelReset.connect(self._renewed)
        self._filter.rowsInserted.connect(self._appeared)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        self.tree.header().resizeSection(1, self.tree.fontMetrics().horizontalAdvance(_WIDEST_FIGURE))
        self.tree.header().setStretchLastSection(False)
        self.tree.setIndentation(14)
        self.tree.selectionModel().currentChanged.connect(self._chosen)
        self.tree.clicked.connect(self._clicked)
        self.tree.activated.connect(self._clicked)
        self.tree.customContextMenuRequested.connect(self._menu)
        self.search.textChanged.connect(self._search)
        self._buttons = self._make_buttons()
        self.zoom.setIcon(qgis_icon("mActionZoomToSelected"))
        self.mark.setIcon(qgis_icon("mActionToggleEditing"))
        self.copy.setIcon(qgis_icon("mActionEditCopy"))
        self.zoom.clicked.connect(lambda: self._point(zoom=True))
        self.mark.clicked.connect(self._remark)
        self.copy.clicked.connect(self._copy)
        self.answer.installEventFilter(self)
        workbench.assessed.connect(self._assessed)
        workbench.current_changed.connect(self.refresh)
        workbench.package_changed.connect(self.refresh)
        self.refresh()

    def _make_buttons(self) -> dict[Outcome, QToolButton]:
        buttons = {}
        for number, outcome in enumerate(READING_ORDER):
            button = QToolButton(self.filters)
            button.setObjectName(f"filter_{outcome.value}")
            button.setIcon(own_icon(f"outcome-{outcome.value}"))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setCheckable(True)
            button.setChecked(True)
            button.toggled.connect(self._filtered)
            self.filters_layout.addWidget(button, number // _BUTTONS_PER_ROW, number % _BUTTONS_PER_ROW)
            buttons[outcome] = button
        self.filters_layout.setColumnStretch(_BUTTONS_PER_ROW, 1)
        return buttons

    # what is shown

    def refresh(self) -> None:
        """Show the findings as they are now."""
        self.keep_answer()
        language = self._workbench.settings.texts_language
        assessment = self._workbench.assessment(self._workbench.shown)
        self._model.show(assessment, language)
        self._span()
        counts = assessment.tally.outcomes if assessment is not None else {}
        for outcome, button in self._buttons.items():
            label = LABELS[outcome].get(language)
            count = counts.get(outcome.value, 0)
            button.setText(str(count))
            button.setToolTip(label)
            button.setAccessibleName(f"{label}: {count}")
        self.tally.setText(self._tally(assessment, language))
        self._show_detail()

    def _tally(self, assessment: Optional[Assessment], language: str) -> str:
        if assessment is None:
            if self._workbench.refusal(self._workbench.shown) is not None:
                return tr("The plan area could not be checked; the reason is given above.")
            return tr("Nothing has been checked yet.")
        tally = assessment.tally
        text = report_texts.tally(tally.carried_out, tally.total, language)
        if assessment.gaps:
            template = report_texts.LEAD_UNUSED_ONE if len(assessment.gaps) == 1 else report_texts.LEAD_UNUSED
            text += ". " + report_texts.filled(template.get(language), count=str(len(assessment.gaps))).rstrip(".")
        if assessment.cancelled:
            return f"{text}. {report_texts.CANCELLED.get(language)}"
        if self._workbench.shown == PREVIEW:
            return f"{text}. {tr('The area being drawn.')}"
        return text

    def _assessed(self, identifier: str) -> None:
        if identifier == self._workbench.shown:
            self.refresh()

    def _renewed(self) -> None:
        """The tree was built anew: open it, and choose what was chosen before."""
        self._expand()
        if self._check is not None:
            self.select(self._check)

    def _appeared(self, parent: QModelIndex, first: int, last: int) -> None:
        """Open perspectives that the filter lets through only now."""
        if not parent.isValid():
            for row in range(first, last + 1):
                self.tree.expand(self._filter.index(row, 0))

    def _expand(self) -> None:
        self.tree.expandAll()
        self._span()

    def _span(self) -> None:
        """Let a title without a figure have the whole row."""
        for top in range(self._filter.rowCount()):
            parent = self._filter.index(top, 0)
            for row in range(self._filter.rowCount(parent)):
                finding = self._model.finding(self._filter.mapToSource(self._filter.index(row, 0, parent)))
                spans = finding is not None and finding.measurement is None
                self.tree.setFirstColumnSpanned(row, parent, spans)

    def _filtered(self) -> None:
        self._filter.set_outcomes(frozenset(each for each, button in self._buttons.items() if button.isChecked()))
        self._expand()

    def _search(self, text: str) -> None:
        self._filter.set_text(text)
        self._expand()

    # one finding

    @property
    def _finding(self) -> Optional[Finding]:
        assessment = self._model.assessment
        if assessment is None or self._check is None:
            return None
        return next((finding for finding in assessment.findings if finding.check == self._check), None)

    def select(self, check: str) -> None:
        """Make the finding of ``check`` the one that is shown in full."""
        index = self._filter.mapFromSource(self._model.index_of(check))
        if not index.isValid():
            return
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.tree.selectionModel().setCurrentIndex(index, flags)
        self.tree.scrollTo(index)

    def _chosen(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.keep_answer()
        finding = self._model.finding(self._filter.mapToSource(index))
        self._check = finding.check if finding is not None else None
        self._show_detail(index)

    def _show_detail(self, index: Optional[QModelIndex] = None) -> None:
        assessment, finding = self._model.assessment, self._finding
        language = self._workbench.settings.texts_language
        is_question = finding is not None and finding.outcome is Outcome.QUESTION
        self.answer_area.setVisible(is_question)
        for widget in (self.zoom, self.copy):
            widget.setEnabled(finding is not None)
        self.mark.setEnabled(finding is not None and not is_question and self._workbench.shown != PREVIEW)
        if assessment is None:
            self._shown = ""
            self.text.clear()
        elif finding is not None:
            view = finding_view(assessment, finding.check, language)
            perspective = perspective_view(assessment, finding.perspective, language)
            self._set_html(view=view, perspective=perspective, whole=False)
        else:
            row = self._perspective_row(index)
            note = assessment.perspectives[row] if row is not None else None
            perspective = perspective_view(assessment, note.id, language) if note is not None else None
            self._set_html(view=None, perspective=perspective, whole=True)
        if is_question:
            self._show_answer(finding)
        else:
            self._answered = None

    def _perspective_row(self, index: Optional[QModelIndex]) -> Optional[int]:
        index = self.tree.currentIndex() if index is None else index
        source = self._filter.mapToSource(index)
        return source.row() if source.isValid() and not source.parent().isValid() else None

    def _set_html(self, **values: object) -> None:
        language = self._workbench.settings.texts_language
        t = report_texts.in_language(language)
        bar = self.text.verticalScrollBar()
        position = bar.value()
        html = template("finding.html.j2").render(t=t, hint=tr("Choose a finding to read it in full."), **values)
        if html != self._shown:
            self._shown = html
            self.text.setHtml(html)
            bar.setValue(position if values.get("view") is not None else 0)

    # on the map

    def _clicked(self, index: QModelIndex) -> None:
        if self._model.finding(self._filter.mapToSource(index)) is not None:
            self._point(zoom=self._workbench.settings.zoom)

    def _point(self, zoom: bool, pan: bool = False) -> None:
        """Show on the map what the finding found, with the plan area."""
        finding, assessment = self._finding, self._model.assessment
        if assessment is None:
            return
        texts = [assessment.proposal.geometry]
        texts += [hit.geometry for hit in finding.hits] if finding is not None else []
        crs = QgsCoordinateReferenceSystem(assessment.proposal.crs)
        if sum(map(len, texts)) <= _AT_ONCE:
            self._show_on_map([QgsGeometry.fromWkt(text) for text in texts], crs, zoom, pan)
            return

        def show(shapes: list[QgsGeometry]) -> None:
            # Another may have been chosen meanwhile, or the project closed.
            if finding is not None and self._finding is not None and finding.check == self._check:
                self._show_on_map(shapes, crs, zoom, pan)

        task = WorkTask(
            lambda: coarse([QgsGeometry.fromWkt(text) for text in texts], _DOTS), tr("Zoom to what was found")
        )
        task.done.connect(show)
        start(task)

    def _show_on_map(self, shapes: list[QgsGeometry], crs: QgsCoordinateReferenceSystem, zoom: bool, pan: bool) -> None:
        plan, *hits = shapes
        if zoom:
            self._highlights.zoom([plan, *hits], crs)
        elif pan:
            self._highlights.pan(hits or [plan], crs)
        if self._workbench.settings.flash:
            self._highlights.flash(hits or [plan], crs)

    def _menu(self, position: QPoint) -> None:
        index = self.tree.indexAt(position)
        if self._model.finding(self._filter.mapToSource(index)) is None:
            return
        self.tree.setCurrentIndex(index)
        menu = self.context_menu()
        menu.exec(self.tree.viewport().mapToGlobal(position))

    def context_menu(self) -> QMenu:
        """What can be done with the current finding."""
        finding = self._finding
        found = finding is not None and bool(finding.hits)
        menu = QMenu(self)
        menu.addAction(qgis_icon("mActionZoomToSelected"), tr("Zoom to what was found"), lambda: self._point(zoom=True))
        menu.addAction(qgis_icon("mActionPanToSelected"), tr("Pan to it"), lambda: self._point(zoom=False, pan=True))
        select = menu.addAction(qgis_icon("mActionSelect"), tr("Select in the layer"), self._select_in_layer)
        select.setEnabled(found and self._layer() is not None)
        if not select.isEnabled():
            select.setToolTip(tr("The layer of this dataset is not in the project"))
        menu.addSeparator()
        menu.addAction(qgis_icon("mActionEditCopy"), tr("Copy as text"), self._copy)
        remark = menu.addAction(qgis_icon("mActionToggleEditing"), tr("Remark…"), self._remark)
        remark.setEnabled(self.mark.isEnabled())
        return menu

    def _layer(self):
        finding, prepared = self._finding, self._workbench.prepared
        if finding is None or finding.source is None or prepared is None:
            return None
        return project_layer(prepared.package, finding.source.dataset, self._project)

    def _select_in_layer(self) -> None:
        layer, finding = self._layer(), self._finding
        if layer is not None and finding is not None:
            layer.selectByIds([int(hit.feature) for hit in finding.hits if hit.feature.isdecimal()])

    def _copy(self) -> None:
        assessment, finding = self._model.assessment, self._finding
        if assessment is not None and finding is not None:
            text = finding_as_text(assessment, finding.check, self._workbench.settings.texts_language)
            QGuiApplication.clipboard().setText(text)

    # the planner's own words

    def _remark_on(self, check: str, identifier: Optional[str] = None) -> Optional[Remark]:
        """What the planner has said of a check, of the current draft or another."""
        draft = self._workbench.session.draft(identifier or self._workbench.session.current)
        remarks = draft.remarks if draft is not None else ()
        return next((remark for remark in remarks if remark.check == check), None)

    def _remark(self) -> None:
        finding = self._finding
        if finding is None or not self.mark.isEnabled():
            return
        dialog = RemarkDialog(
            finding.title.get(self._workbench.settings.texts_language), self._remark_on(finding.check), self
        )
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._workbench.remark(finding.check, dialog.kind, dialog.text)

    def _show_answer(self, finding: Finding) -> None:
        """The answer so far; what is being typed is not typed over."""
        place = (self._workbench.session.current or "", finding.check)
        if place == self._answered and self.answer.hasFocus():
            return
        self._answered = place
        remark = self._remark_on(finding.check)
        self.answer.setPlainText(remark.text if remark is not None else "")
        self.answer.setEnabled(self._workbench.shown != PREVIEW and self._workbench.current is not None)

    def keep_answer(self) -> None:
        """Keep the answer that is being typed."""
        if self._answered is None:
            return
        draft, check = self._answered
        remark = self._remark_on(check, draft)
        text = self.answer.toPlainText().strip()
        if text != (remark.text if remark is not None else ""):
            self._workbench.remark(check, RemarkKind.ANSWER, text, draft)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.answer and event.type() == QEvent.Type.FocusOut:
            self.keep_answer()
        return super().eventFilter(watched, event)


class RemarkDialog(QDialog):
    """Asks whether a finding is inaccurate or already handled, and why."""

    def __init__(self, finding: str, remark: Optional[Remark], parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("remark", self)
        self.finding.setText(f"<b>{escape(finding)}</b>")
        self.finding.setTextFormat(Qt.TextFormat.RichText)
        self._cleared = False
        if remark is not None:
            self.handled.setChecked(remark.kind is RemarkKind.HANDLED)
            self.reason.setPlainText(remark.text)
        reset = self.buttons.button(QDialogButtonBox.StandardButton.Reset)
        reset.setText(tr("Take the remark away"))
        reset.setEnabled(remark is not None)
        reset.clicked.connect(self._clear)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.reason.textChanged.connect(self._check)
        self._check()
        self.reason.setFocus()

    @property
    def kind(self) -> RemarkKind:
        """What was chosen."""
        return RemarkKind.HANDLED if self.handled.isChecked() else RemarkKind.INACCURATE

    @property
    def text(self) -> str:
        """The reason; blank to take the remark away."""
        return "" if self._cleared else self.reason.toPlainText().strip()

    def _check(self) -> None:
        # A remark without a reason would tell the reader nothing.
        ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(bool(self.reason.toPlainText().strip()))

    def _clear(self) -> None:
        self._cleared = True
        self.accept()
