"""Plandialog's page among QGIS's options."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Optional

from qgis.gui import QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QFileDialog, QMessageBox, QWidget

from ..translation import tr
from .forms import load_form, own_icon
from .settings import Settings


class OptionsPage(QgsOptionsPageWidget):
    """The choices that hold for all projects."""

    def __init__(self, settings: Settings, applied: Callable[[], None], parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("options", self)
        # The name under which QGIS opens the options at this page.
        self.setObjectName("plandialogOptions")
        self._settings = settings
        self._applied = applied
        for text, value in ((tr("As in QGIS"), ""), ("Svenska", "sv"), ("English", "en")):
            self.language.addItem(text, value)
        self.language.setCurrentIndex(max(0, self.language.findData(settings.language)))
        self.live.setChecked(settings.live)
        self.zoom.setChecked(settings.zoom)
        self.flash.setChecked(settings.flash)
        self.deadline.setValue(settings.deadline)
        self.template.setFilter(f"{tr('Layout templates of QGIS')} (*.qpt)")
        self.template.setDialogTitle(tr("Layout template for summaries as PDF"))
        self.template.setFilePath(settings.template)
        self.template.lineEdit().setPlaceholderText(tr("The one that is included"))
        self.copy_template.clicked.connect(self._copy_template)

    def apply(self) -> None:
        """Keep what was chosen."""
        self._settings.language = self.language.currentData()
        self._settings.live = self.live.isChecked()
        self._settings.zoom = self.zoom.isChecked()
        self._settings.flash = self.flash.isChecked()
        self._settings.deadline = self.deadline.value()
        self._settings.template = self.template.filePath().strip()
        self._settings.save()
        self._applied()

    def _copy_template(self) -> None:
        """Save a copy of the template that is included, to be changed in the layout designer, and choose it."""
        from ..core.files import replace_bytes
        from ..report.layout.template import SHIPPED

        folder = Path(self._settings.folder or Path.home())
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Save a copy of the layout template"), str(folder / "plandialog.qpt"), self.template.filter()
        )
        if not chosen:
            return
        path = Path(chosen) if chosen.lower().endswith(".qpt") else Path(f"{chosen}.qpt")
        try:
            replace_bytes(path, SHIPPED.read_bytes())
        except OSError as error:
            QMessageBox.warning(self, "Plandialog", f"{path}: {error.strerror or error}")
            return
        self.template.setFilePath(str(path))


class OptionsFactory(QgsOptionsWidgetFactory):
    """Makes the page when the options are opened; ``applied`` is called after a change."""

    def __init__(self, settings: Settings, applied: Callable[[], None]) -> None:
        super().__init__("Plandialog", own_icon("plandialog"))
        self._settings = settings
        self._applied = applied

    def icon(self) -> QIcon:
        return own_icon("plandialog")

    def createWidget(self, parent: Optional[QWidget] = None) -> OptionsPage:
        return OptionsPage(self._settings, self._applied, parent)
