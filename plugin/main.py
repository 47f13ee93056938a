"""Wiring: what QGIS calls when the plugin is loaded and unloaded."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsApplication
from qgis.gui import QgisInterface

from .processing.provider import PlandialogProvider
from .translation import Translation


class Plandialog:
    """The plugin. Without a window (``qgis_process``) there is no ``iface`` and only the provider is added."""

    def __init__(self, iface: Optional[QgisInterface]) -> None:
        self._iface = iface
        self._translation = Translation()
        self._provider: Optional[PlandialogProvider] = None

    def initProcessing(self) -> None:
        """Add the algorithms to the toolbox; QGIS calls this for ``qgis_process`` too."""
        self._translation.install()
        self._provider = PlandialogProvider()
        QgsApplication.processingRegistry().addProvider(self._provider)

    def initGui(self) -> None:
        """Start in a QGIS window."""
        self.initProcessing()

    def unload(self) -> None:
        """Leave QGIS as it was."""
        if self._provider is not None:
            QgsApplication.processingRegistry().removeProvider(self._provider)
            self._provider = None
        self._translation.remove()
