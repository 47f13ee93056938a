"""The dialog that asks for which area a copy is saved."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtWidgets import QDialog, QWidget

from ..gis.copy_area import CopyArea
from .forms import load_form


class SaveCopyDialog(QDialog):
    """``saved`` says what is saved already. Without a proposal, or without municipalities, there is less to choose."""

    def __init__(self, saved: str, has_plan: bool, has_municipalities: bool, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("save_copy", self)
        self.saved.setText(saved)
        self.plan.setEnabled(has_plan)
        self.municipalities.setEnabled(has_plan and has_municipalities)
        self.no_proposal.setVisible(not has_plan)
        usual = self.municipalities if self.municipalities.isEnabled() else self.plan if has_plan else self.whole
        usual.setChecked(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    @property
    def choice(self) -> CopyArea:
        """What was chosen."""
        if self.plan.isChecked():
            return CopyArea.PLAN
        return CopyArea.MUNICIPALITIES if self.municipalities.isChecked() else CopyArea.PACKAGE
