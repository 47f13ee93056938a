"""How the user gets to the dock: toolbar, menus, the layer tree, options and help. Light: it is loaded with QGIS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from qgis.core import Qgis, QgsApplication, QgsVectorLayer
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction, QMenu

from ..about import RESOURCES
from ..translation import tr
from .settings import Settings

if TYPE_CHECKING:
    from .dock import PlandialogDock
    from .options import OptionsFactory

_MENU = "&Plandialog"

# The width of the dock (px) before the user has chosen one; it works from 320.
_FIRST_WIDTH = 420


class Entrance:
    """Everything of the plugin that is in QGIS's window; the dock itself is made when it is first opened."""

    def __init__(self, iface: QgisInterface) -> None:
        self._iface = iface
        self._settings = Settings.load()
        self._dock: Optional[PlandialogDock] = None
        self._factory: Optional[OptionsFactory] = None
        icon = QIcon(str(RESOURCES / "icons" / "plandialog.svg"))
        window = iface.mainWindow()
        self.toggle = QAction(icon, tr("Plandialog: regional perspectives on a plan area"), window)
        self.toggle.setObjectName("plandialogToggle")
        self.toggle.setCheckable(True)
        self.toggle.setToolTip(tr("Check a draft plan area against the regional perspectives"))
        self.example = QAction(QgsApplication.getThemeIcon("/mActionNewBookmark.svg"), tr("Show example"), window)
        self.example.setObjectName("plandialogExample")
        self.help = QAction(QgsApplication.getThemeIcon("/mActionHelpContents.svg"), tr("Handbook"), window)
        self.help.setObjectName("plandialogHelp")
        self.plugin_help = QAction(icon, "Plandialog", window)

    @property
    def dock(self) -> Optional[PlandialogDock]:
        """The dock, once it has been opened."""
        return self._dock

    def open(self) -> None:
        """Add everything to the window."""
        self.toggle.toggled.connect(self._toggled)
        self.example.triggered.connect(self.show_example)
        self.help.triggered.connect(self.show_help)
        self.plugin_help.triggered.connect(self.show_help)
        for action in (self.toggle, self.example, self.help):
            self._iface.addPluginToVectorMenu(_MENU, action)
        self._iface.addToolBarIcon(self.toggle)
        self._iface.pluginHelpMenu().addAction(self.plugin_help)
        self._iface.layerTreeView().contextMenuAboutToShow.connect(self._extend_menu)
        self._add_options()
        if self._settings.dock_open:
            # A dock that was open last time opens once QGIS is there, not while it starts.
            self._iface.initializationCompleted.connect(self._reopen)

    def close(self) -> None:
        """Take everything out of the window again."""
        if self._dock is not None:
            self._dock.shut_down()
            self._iface.removeDockWidget(self._dock)
            self._dock.deleteLater()
            self._dock = None
        self._iface.layerTreeView().contextMenuAboutToShow.disconnect(self._extend_menu)
        self._iface.unregisterOptionsWidgetFactory(self._factory)
        self._factory = None
        self._iface.removeToolBarIcon(self.toggle)
        self._iface.pluginHelpMenu().removeAction(self.plugin_help)
        for action in (self.toggle, self.example, self.help):
            self._iface.removePluginVectorMenu(_MENU, action)
            action.deleteLater()
        self.plugin_help.deleteLater()

    def _add_options(self) -> None:
        from .options import OptionsFactory

        self._factory = OptionsFactory(self._settings, self._options_applied)
        self._iface.registerOptionsWidgetFactory(self._factory)

    def _options_applied(self) -> None:
        if self._dock is not None:
            self._dock.refresh()

    def _reopen(self) -> None:
        self.toggle.setChecked(True)

    def opened_dock(self) -> PlandialogDock:
        """The dock, made and shown."""
        if self._dock is None:
            from .dock import PlandialogDock

            self._dock = PlandialogDock(self._iface, self._settings)
            window = self._iface.mainWindow()
            known = window.restoreDockWidget(self._dock)
            if not known:
                self._iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self._dock)
                window.resizeDocks([self._dock], [_FIRST_WIDTH], Qt.Orientation.Horizontal)
            self._dock.shown_or_hidden.connect(self._shown_or_hidden)
        self._dock.setUserVisible(True)
        return self._dock

    def _toggled(self, wanted: bool) -> None:
        if wanted:
            self.opened_dock()
        elif self._dock is not None:
            self._dock.setUserVisible(False)
        self._settings.dock_open = wanted
        self._settings.save()

    def _shown_or_hidden(self, shown: bool) -> None:
        if shown != self.toggle.isChecked():
            self.toggle.setChecked(shown)

    def _extend_menu(self, menu: QMenu) -> None:
        layer = self._iface.layerTreeView().currentLayer()
        if isinstance(layer, QgsVectorLayer) and layer.geometryType() == Qgis.GeometryType.Polygon:
            menu.addSeparator()
            action = menu.addAction(self.toggle.icon(), tr("Check these plan areas"))
            action.triggered.connect(lambda: self._check_layer(layer.id()))

    def _check_layer(self, identifier: str) -> None:
        from qgis.core import QgsProject

        self.toggle.setChecked(True)
        self.opened_dock().take_layer(QgsProject.instance().mapLayer(identifier))

    def show_example(self) -> None:
        """Open the demonstration."""
        self.toggle.setChecked(True)
        self.opened_dock().open_example()

    def show_help(self) -> None:
        """Open the handbook."""
        from .handbook import Handbook

        Handbook(self._iface.mainWindow()).show()
