"""The other ways to the dock and around it; the steps run inside QGIS."""

from __future__ import annotations

import shutil
from typing import Any

import qgis.utils
from qgis.core import QgsProject
from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QApplication, QComboBox, QDialog, QDialogButtonBox, QMenu, QWidget
from qgis.utils import iface

from journey import planner, steps
from journey.hands import choose_menu, click, click_row, key, settled, until

WORDS = {
    "sv": {
        "check": "Kontrollera dessa planområden",
        "help": ("Vektor", "Plandialog", "Handbok"),
        "staff": ("Vektor", "Plandialog", "Handbok för regionen"),
    },
    "en": {
        "check": "Check these plan areas",
        "help": ("Vector", "Plandialog", "Handbook"),
        "staff": ("Vector", "Plandialog", "Handbook for regional staff"),
    },
}


def check_from_layer_tree(language: str, folder: str) -> Any:
    """A copy of the demo proposals as a layer of the user's, two selected, checked from its context menu."""
    copy = shutil.copy(steps.PROPOSALS, folder)
    layer = iface.addVectorLayer(f"{copy}|layername=proposals", "proposals", "ogr")
    yield settled()
    layer.selectByIds([1, 2])
    yield click_row(iface.layerTreeView(), layer.name(), button="right")
    yield until(lambda: isinstance(QApplication.activePopupWidget(), QMenu), what="the context menu")
    menu = QApplication.activePopupWidget()
    action = next(action for action in menu.actions() if action.text() == WORDS[language]["check"])
    yield click(menu, menu.actionGeometry(action).center())
    yield until(lambda: planner.dock() is not None and len(planner.dock().workbench.session.drafts) == 2, 30)
    yield planner.checked()
    return [draft.name for draft in planner.dock().workbench.session.drafts]


def move_a_vertex() -> Any:
    """Move a corner of the first proposal's polygon in its layer without saving; gives the notes, then after saving."""
    bench = planner.dock().workbench
    draft = bench.session.drafts[0]
    bench.choose(draft.id)
    layer = QgsProject.instance().mapLayer(draft.origin.layer)
    layer.startEditing()
    vertex = layer.getGeometry(draft.origin.feature).vertexAt(0)
    layer.moveVertex(vertex.x() + 25, vertex.y() + 25, draft.origin.feature, 0)
    yield until(lambda: bench.current.unsaved, what="the edit to be seen")
    yield planner.checked()
    yield until(lambda: _notes(bench), what="the note")
    unsaved = _notes(bench)
    layer.rollBack()
    yield until(lambda: not bench.current.unsaved and not _notes(bench), 10, "the edit to be gone")
    return unsaved


def _notes(bench: Any) -> list[str]:
    assessment = bench.assessment(bench.session.current)
    return [note.code for note in assessment.proposal.notes if note.code == "plan-unsaved"]


def options(language: str) -> Any:
    """Choose a language of summaries on the Options page; gives what the dock then says."""
    seen: list[str] = []

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        page = dialog.findChild(QWidget, "plandialogOptions")
        if page is not None:
            seen.append(page.isVisible())
            combo = page.findChild(QComboBox, "language")
            combo.setCurrentIndex(combo.findData(language))
        dialog.findChild(QDialogButtonBox, "buttonBox").button(QDialogButtonBox.StandardButton.Ok).click()

    QTimer.singleShot(1000, choose)
    iface.showOptionsDialog(iface.mainWindow(), "plandialogOptions")
    yield 0.3
    return {"page": seen, "tally": planner.dock().findings_step.tally.text()}


def handbook(language: str, which: str = "help") -> Any:
    """Open a handbook from the menu; gives the start of its text."""
    yield choose_menu(*WORDS[language][which])

    def window() -> Any:
        titled = [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]
        return next((each for each in titled if "Plandialog" in each.windowTitle()), None)

    yield until(lambda: window() is not None, what="the handbook")
    page = window().findChild(QWidget, "handbookText")
    yield 0.3
    assert page.verticalScrollBar().value() == 0, "the handbook is not open at its beginning"
    text = page.toPlainText()
    window().close()
    yield until(lambda: window() is None, what="the handbook to close")
    return text[:200]


def by_keyboard() -> Any:
    """Go through the dock with Tab alone; gives the names of the widgets that had the keyboard."""
    dock = planner.dock()
    iface.mainWindow().activateWindow()
    dock.package_step.packages.setFocus(Qt.FocusReason.TabFocusReason)
    names: list[str] = []
    for _ in range(60):
        widget = QApplication.focusWidget()
        if widget is None or not dock.isAncestorOf(widget):
            break
        names.append(widget.objectName())
        if len(names) > 1 and widget is dock.package_step.packages:
            break
        yield key("Tab")
    return names


def dock_width(width: int) -> Any:
    """Make the dock as narrow as ``width``; gives its width and whether anything is cut off sideways."""
    dock = planner.dock()
    iface.mainWindow().resizeDocks([dock], [width], Qt.Orientation.Horizontal)
    yield 0.3
    inner = dock.form.scroll_area
    return {
        "width": dock.width(),
        "needed": dock.form.steps.minimumSizeHint().width(),
        "there": inner.viewport().width(),
    }


def open_toolbox() -> int:
    """Show Processing's toolbox and go back to the dock; gives how high (px) that is then."""
    toolbox = iface.mainWindow().findChild(QgsDockWidget, "ProcessingToolbox")
    toolbox.setUserVisible(True)
    yield until(toolbox.isUserVisible, what="the toolbox")
    planner.dock().setUserVisible(True)
    yield until(planner.dock().isUserVisible, what="the dock")
    return planner.dock().height()


def plugin_actions() -> list[str]:
    """The names of the plugin's actions that are in the toolbar and in the menus."""
    entrance = qgis.utils.plugins["plandialog"].entrance
    return [action.objectName() for action in (entrance.toggle, entrance.example, entrance.help) if action.isVisible()]


def draw_at_once() -> Any:
    """Open the dock and draw, with nothing on the map; gives whether the welcome page was there before."""
    qgis.utils.plugins["plandialog"].entrance.toggle.trigger()
    yield until(lambda: planner.dock() is not None and planner.dock().workbench.prepared is not None, 30, "the package")
    hidden = not iface.mapCanvas().isVisible()
    yield planner.start_drawing("sv")
    yield until(lambda: not planner.dock().package_step.is_loading, what="the background")
    yield until(iface.mapCanvas().isVisible, what="the map")
    yield settled()
    return hidden
