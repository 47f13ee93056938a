"""Plandialog's page among QGIS's options."""

from __future__ import annotations

from typing import Callable, Optional

from qgis.gui import QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QWidget

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

    def apply(self) -> None:
        """Keep what was chosen."""
        self._settings.language = self.language.currentData()
        self._settings.live = self.live.isChecked()
        self._settings.zoom = self.zoom.isChecked()
        self._settings.flash = self.flash.isChecked()
        self._settings.deadline = self.deadline.value()
        self._settings.save()
        self._applied()


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
