"""How the user gets to the dock: toolbar, menus, the layer tree, options and help. Light: it is loaded with QGIS."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Callable, Iterator, Optional

from qgis.core import Qgis, QgsApplication, QgsVectorLayer
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction, QDockWidget, QMenu

from ..about import RESOURCES
from ..translation import tr
from .settings import Settings

if TYPE_CHECKING:
    from .dock import PlandialogDock
    from .options import OptionsFactory

_MENU = "&Plandialog"

# QGIS's own panel that stands where the dock first comes, by its object name.
_TOOLBOX = "ProcessingToolbox"

# The width of the dock (px) before the user has chosen one; it works from 320.
_FIRST_WIDTH = 420


# What the dock is made of, loaded one after the other so that the window paints in between; the last is the dock.
_PARTS = (
    "jinja2",
    "qgis.PyQt.uic",
    "..core.messages",
    "..core.measurement",
    "..core.bands",
    "..core.proposal",
    "..core.package.model",
    "yaml",
    "..core.package.spec",
    "..core.package.format",
    "..core.package.reader",
    "..core.package.library",
    "..core.assessment",
    "osgeo.ogr",
    "..gis.sources",
    "http.client",
    "http.cookiejar",
    "urllib3",
    "requests",
    "lxml.etree",
    "..gis.remote.fetching",
    "..gis.remote.asking",
    "..gis.remote.arcgis",
    "..gis.remote.service",
    "..gis.classify",
    "..gis.blocks",
    "..gis.images",
    "..gis.opening",
    "..gis.reading",
    "..gis.engine",
    "..gis.drafts",
    "..report.views",
    "..report.summary",
    ".workbench",
    "..gis.offline",
    "..gis.loading",
    ".network_box",
    ".package_step",
    ".findings_step",
    "..report.drawing",
    ".images_step",
    ".layers",
    ".guidance_step",
    ".dock",
)


class Entrance:
    """Everything of the plugin that is in QGIS's window; the dock itself is made when it is first opened."""

    def __init__(self, iface: QgisInterface) -> None:
        self._iface = iface
        self._settings = Settings.load()
        self._dock: Optional[PlandialogDock] = None
        # The dock as soon as it is begun, some turns of the event loop before it is in the window.
        self._made: Optional[PlandialogDock] = None
        self._to_build: Iterator[None] = iter(())
        self._factory: Optional[OptionsFactory] = None
        self._missing = list(_PARTS)
        self._then: list[Callable[[PlandialogDock], object]] = []
        self._timer = QTimer()
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._load_next)
        icon = QIcon(str(RESOURCES / "icons" / "plandialog.svg"))
        window = iface.mainWindow()
        self.toggle = QAction(icon, tr("Plandialog: regional perspectives on a plan area"), window)
        self.toggle.setObjectName("plandialogToggle")
        self.toggle.setCheckable(True)
        self.toggle.setToolTip(tr("Check a draft plan area against the regional perspectives"))
        self.example = QAction(QgsApplication.getThemeIcon("/mActionNewBookmark.svg"), tr("Show example"), window)
        self.example.setObjectName("plandialogExample")
        self.bring = QAction(
            QgsApplication.getThemeIcon("/mActionAddRasterLayer.svg"), tr("Bring in a structure image…"), window
        )
        self.bring.setObjectName("plandialogBringImage")
        self.help = QAction(QgsApplication.getThemeIcon("/mActionHelpContents.svg"), tr("Handbook"), window)
        self.help.setObjectName("plandialogHelp")
        self.staff_help = QAction(self.help.icon(), tr("Handbook for regional staff"), window)
        self.staff_help.setObjectName("plandialogStaffHelp")
        self.plugin_help = QAction(icon, "Plandialog", window)

    @property
    def dock(self) -> Optional[PlandialogDock]:
        """The dock, once it has been opened."""
        return self._dock

    def open(self) -> None:
        """Add everything to the window."""
        self.toggle.toggled.connect(self._toggled)
        self.example.triggered.connect(self.show_example)
        self.bring.triggered.connect(self.bring_image)
        self.help.triggered.connect(self.show_help)
        self.staff_help.triggered.connect(self.show_staff_help)
        self.plugin_help.triggered.connect(self.show_help)
        for action in (self.toggle, self.example, self.bring, self.help, self.staff_help):
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
        self._give_up()
        if self._made is not None:
            self._made.shut_down()
            self._iface.removeDockWidget(self._made)
            self._made.deleteLater()
            self._made = self._dock = None
            self._to_build = iter(())
        self._iface.layerTreeView().contextMenuAboutToShow.disconnect(self._extend_menu)
        self._iface.unregisterOptionsWidgetFactory(self._factory)
        self._factory = None
        self._iface.removeToolBarIcon(self.toggle)
        self._iface.pluginHelpMenu().removeAction(self.plugin_help)
        for action in (self.toggle, self.example, self.bring, self.help, self.staff_help):
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

    def _open_dock(self, then: Callable[[PlandialogDock], object] = lambda dock: None) -> None:
        """Show the dock and call ``then`` with it; the first time that takes some turns of the event loop."""
        if self._dock is None:
            self._then.append(then)
            self._timer.start()
            return
        self._dock.setUserVisible(True)
        then(self._dock)

    def _load_next(self) -> None:
        if self._missing:
            import_module(self._missing[0], __package__)
            del self._missing[0]
            return
        if self._made is None:
            from .dock import PlandialogDock

            self._made = PlandialogDock(self._iface, self._settings)
            self._to_build = self._made.build()
            return
        for _ in self._to_build:
            return
        self._timer.stop()
        if not self._made.is_built:
            # A part of it failed, which QGIS has told; half a dock would fail time and again.
            return
        self._dock = self._made
        self._place(self._dock)
        self._dock.setUserVisible(True)
        wanted, self._then = self._then, []
        for then in wanted:
            then(self._dock)

    def _give_up(self) -> None:
        """Open the dock no more, if it is on its way."""
        self._timer.stop()
        self._then.clear()

    def _place(self, dock: PlandialogDock) -> None:
        window = self._iface.mainWindow()
        known = window.restoreDockWidget(dock)
        if not known:
            right = Qt.DockWidgetArea.RightDockWidgetArea
            self._iface.addDockWidget(right, dock)
            toolbox = window.findChild(QDockWidget, _TOOLBOX)
            if toolbox is not None and window.dockWidgetArea(toolbox) == right and not toolbox.isFloating():
                # A tab beside it, when it is opened later too: one below the other leaves too little room for either.
                window.tabifyDockWidget(toolbox, dock)
            window.resizeDocks([dock], [_FIRST_WIDTH], Qt.Orientation.Horizontal)
        dock.shown_or_hidden.connect(self._shown_or_hidden)

    def _toggled(self, wanted: bool) -> None:
        if wanted:
            self._open_dock()
        elif self._dock is not None:
            self._dock.setUserVisible(False)
        else:
            self._give_up()
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
        self._open_dock(lambda dock: dock.take_layer(QgsProject.instance().mapLayer(identifier)))

    def show_example(self) -> None:
        """Open the demonstration."""
        self.toggle.setChecked(True)
        self._open_dock(lambda dock: dock.open_example())

    def bring_image(self) -> None:
        """Open the assistant for structure images."""
        self.toggle.setChecked(True)
        self._open_dock(lambda dock: dock.open_assistant())

    def show_help(self) -> None:
        """Open the planners' handbook."""
        from .handbook import Handbook

        Handbook(self._iface.mainWindow()).show()

    def show_staff_help(self) -> None:
        """Open the handbook for those who make packages."""
        from .handbook import REGION, Handbook

        Handbook(self._iface.mainWindow(), pages=REGION).show()
