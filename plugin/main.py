"""Wiring: what QGIS calls when the plugin is loaded and unloaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from qgis.core import QgsApplication
from qgis.gui import QgisInterface

from .gis.threads import keep_threads
from .processing.provider import PlandialogProvider
from .translation import Translation

if TYPE_CHECKING:
    from .gui.entrance import Entrance


class Plandialog:
    """The plugin. Without a window (``qgis_process``) there is no ``iface`` and only the provider is added."""

    def __init__(self, iface: Optional[QgisInterface]) -> None:
        self._iface = iface
        self._translation = Translation()
        self._provider: Optional[PlandialogProvider] = None
        self._entrance: Optional[Entrance] = None

    @property
    def entrance(self) -> Optional[Entrance]:
        """What the plugin has in QGIS's window."""
        return self._entrance

    def initProcessing(self) -> None:
        """Add the algorithms to the toolbox; QGIS calls this for ``qgis_process`` too."""
        keep_threads()
        self._translation.install()
        self._provider = PlandialogProvider()
        QgsApplication.processingRegistry().addProvider(self._provider)

    def initGui(self) -> None:
        """Start in a QGIS window."""
        from .gui.entrance import Entrance

        self.initProcessing()
        self._entrance = Entrance(self._iface)
        self._entrance.open()

    def unload(self) -> None:
        """Leave QGIS as it was, but for the threads that are kept: what was made in them may be in use."""
        if self._entrance is not None:
            self._entrance.close()
            self._entrance = None
        if self._provider is not None:
            QgsApplication.processingRegistry().removeProvider(self._provider)
            self._provider = None
        self._translation.remove()
