"""Step 2, Proposal: the plan area, what it is for, and what the tool made of its geometry."""

from __future__ import annotations

from html import escape
from typing import Optional

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QMenu, QWidget

from ..core.quantity import Dimension, format_quantity
from ..core.terms import LAND_USES, STAGES
from ..core.text import Text, listing
from ..translation import tr
from .forms import load_form, qgis_icon
from .workbench import PREVIEW, Workbench, crs_of


class ProposalStep(QWidget):
    """The drafts of the workbench. The signals ask the dock for what needs the map, a layer or a file."""

    draw_wanted = pyqtSignal()
    layer_wanted = pyqtSignal()
    file_wanted = pyqtSignal()
    zoom_wanted = pyqtSignal()
    removed = pyqtSignal(str, object)

    def __init__(self, workbench: Workbench, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("proposal_step", self)
        self._workbench = workbench
        self._updating = False
        self._named: Optional[str] = None
        self._make_menu()
        self.zoom.setIcon(qgis_icon("mActionZoomToSelected"))
        self.remove.setIcon(qgis_icon("mActionDeleteSelected"))
        self.stop.setIcon(qgis_icon("mTaskCancel"))
        self.drafts.activated.connect(lambda row: workbench.choose(self.drafts.itemData(row)))
        self.zoom.clicked.connect(self.zoom_wanted)
        self.remove.clicked.connect(self._remove)
        self.name.editingFinished.connect(self._rename)
        self.land_use.activated.connect(lambda: self._state(land_use=self.land_use.currentData() or None))
        self.stage.activated.connect(lambda: self._state(stage=self.stage.currentData() or None))
        self.dwellings.valueChanged.connect(self._state_dwellings)
        # A number typed digit by digit is one change, not several.
        self.dwellings.setKeyboardTracking(False)
        self.check.clicked.connect(self._check)
        self.live.toggled.connect(self._set_live)
        self.stop.clicked.connect(workbench.stop)
        workbench.drafts_changed.connect(self.refresh)
        workbench.current_changed.connect(self.refresh)
        workbench.package_changed.connect(self._show_facts)
        workbench.assessed.connect(self._show_facts)
        workbench.busy_changed.connect(self._show_busy)
        workbench.progressed.connect(lambda percent: self.progress.setValue(round(percent)))
        self.refresh()

    def _make_menu(self) -> None:
        menu = QMenu(self)
        menu.addAction(qgis_icon("mActionCapturePolygon"), tr("Draw on the map"), self.draw_wanted.emit)
        menu.addAction(qgis_icon("mIconPolygonLayer"), tr("From the active layer"), self.layer_wanted.emit)
        menu.addAction(qgis_icon("mActionFileOpen"), tr("From a file…"), self.file_wanted.emit)
        self.add.setMenu(menu)
        self.add.setIcon(qgis_icon("symbologyAdd"))

    def refresh(self) -> None:
        """Show the drafts as they are now."""
        self._updating = True
        language = self._workbench.settings.texts_language
        current = self._workbench.current
        self.drafts.clear()
        for draft in self._workbench.session.drafts:
            self.drafts.addItem(draft.name, draft.id)
        self.drafts.setCurrentIndex(self.drafts.findData(current.id) if current is not None else -1)
        self.drafts.setEnabled(self.drafts.count() > 0)
        for widget in (self.form, self.zoom, self.remove, self.check):
            widget.setEnabled(current is not None)
        self.form.setVisible(current is not None)
        self.empty.setVisible(current is None)
        _fill(self.land_use, LAND_USES, language, current.land_use if current else None)
        _fill(self.stage, STAGES, language, current.stage if current else None)
        identifier = current.id if current else None
        if identifier != self._named or not self.name.hasFocus():
            # What is being typed about this very draft is not typed over.
            self.name.setText(current.name if current else "")
        self._named = identifier
        self.dwellings.setValue(current.dwellings if current and current.dwellings is not None else -1)
        self.live.setChecked(self._workbench.settings.live)
        self._updating = False
        self._show_facts()
        self._show_busy()

    def _rename(self) -> None:
        current, name = self._workbench.current, self.name.text().strip()
        if current is not None and not name:
            # A proposal has a name.
            self.name.setText(current.name)
        elif current is not None:
            self._state(name=name)

    def _state(self, **stated: object) -> None:
        current = self._workbench.current
        if not self._updating and current is not None:
            self._workbench.state_of(current.id, **stated)

    def _state_dwellings(self, value: int) -> None:
        self._state(dwellings=None if value < 0 else value)

    def _set_live(self, live: bool) -> None:
        if not self._updating:
            self._workbench.settings.live = live
            self._workbench.settings.save()

    def _check(self) -> None:
        current = self._workbench.current
        if current is not None:
            self._workbench.check(current.id)

    def _remove(self) -> None:
        # A click on a tool button leaves the keyboard where it is; what is being typed of the draft goes with it.
        self.remove.setFocus()
        current = self._workbench.current
        if current is not None:
            self.removed.emit(current.name, self._workbench.remove(current.id))

    def _show_busy(self) -> None:
        busy = self._workbench.is_checking
        self.progress.setVisible(busy)
        self.stop.setVisible(busy)
        if not busy:
            self.progress.setValue(0)

    def _show_facts(self, *_changed: str) -> None:
        """Area, municipality, coordinate system and every repair of what is shown."""
        language = self._workbench.settings.texts_language
        shown = self._workbench.shown
        refusal = self._workbench.refusal(shown)
        assessment = self._workbench.assessment(shown)
        if refusal is not None and shown != PREVIEW:
            self.facts.setText(f"<b>{escape(refusal.text(language))}</b>")
        elif assessment is None:
            self.facts.setText("")
        else:
            proposal = assessment.proposal
            parts = [format_quantity(proposal.area, Dimension.AREA, language)]
            parts.append(listing(proposal.municipalities, language))
            current = self._workbench.current
            crs = crs_of(current) if current is not None and shown != PREVIEW else None
            parts.append(crs.userFriendlyIdentifier() if crs is not None else proposal.crs)
            lines = [escape(" · ".join(part for part in parts if part))]
            lines += [escape(note.text(language)) for note in proposal.notes]
            self.facts.setText("<br>".join(lines))


def _fill(combo: QComboBox, terms: dict[str, Text], language: str, current: Optional[str]) -> None:
    """The terms of a vocabulary, with a first row for what is not stated."""
    combo.clear()
    combo.addItem(tr("not stated"), "")
    for key, term in terms.items():
        combo.addItem(term.get(language), key)
    combo.setCurrentIndex(max(0, combo.findData(current)))
