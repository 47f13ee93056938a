"""A dialog with a bit of everything, to try the hands on."""

from __future__ import annotations

from typing import Any, Optional

from qgis.gui import QgsMapToolEmitPoint
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)
from qgis.utils import iface

from journey.hands import (
    choose_in,
    choose_menu,
    click,
    click_map,
    click_row,
    drag,
    find,
    key,
    move_on_map,
    scroll,
    type_text,
    until,
)


class _Trial(QDialog):
    """Every kind of widget that a dock may have, in a scroll area that is too low for them."""

    def __init__(self, parent: Optional[Any]) -> None:
        super().__init__(parent)
        self.setObjectName("trial")
        self.setWindowTitle("Prov")
        self.name, self.use, self.sure = QLineEdit(), QComboBox(), QCheckBox("Säker")
        self.use.addItems(["Bostäder", "Verksamheter", "Blandat"])
        self.tree = QTreeWidget()
        for theme in ("Tätorter", "Kollektivtrafik"):
            top = QTreeWidgetItem(self.tree, [theme])
            for number in range(30):
                QTreeWidgetItem(top, [f"{theme} {number}"])
        self.tree.setMinimumHeight(200)
        self.done_button = QPushButton("&Klart")
        self.done_button.clicked.connect(self.accept)
        area, inner = QScrollArea(self), QDialog()
        inner.setLayout(QVBoxLayout())
        for widget in (self.name, self.use, self.sure, self.tree, QLabel("\n" * 30), self.done_button):
            inner.layout().addWidget(widget)
        area.setWidget(inner)
        area.setWidgetResizable(True)
        self.setLayout(QVBoxLayout())
        self.layout().addWidget(area)
        self.resize(400, 400)
        self.name.setFocus()


def fill_in_a_dialog() -> Any:
    """Open a modal dialog with a click, fill it in and close it; gives what it then holds."""
    kept: list[_Trial] = []
    ended: list[int] = []

    def ask() -> None:
        kept.append(_Trial(iface.mainWindow()))
        ended.append(kept[0].exec())

    button = QPushButton("Öppna provet", iface.mainWindow())
    button.clicked.connect(ask)
    button.move(700, 500)
    button.resize(200, 40)
    button.show()
    button.raise_()
    yield click(find("QPushButton", text="Öppna provet"))
    trial = find("QDialog", name="trial")
    yield key("x", "Tab", "Down")
    assert (trial.name.text(), trial.use.currentText()) == ("x", "Verksamheter"), f"the keyboard: {trial.focusWidget()}"
    yield type_text(trial.name, "Kvarter åäö ÅÄÖ (m²) 50 % - x_y@z/")
    yield key("dead_acute", "e")
    yield choose_in(trial.use, "Blandat")
    yield click(trial.sure)
    yield click_row(trial.tree, "Kollektivtrafik", "Kollektivtrafik 25")
    yield scroll(trial.tree.viewport(), -3)
    yield click(find("QPushButton", text="Klart", within=trial))
    yield until(lambda: ended, what="the dialog to close")
    yield key("ctrl+k")
    button.deleteLater()
    return {
        "name": trial.name.text(),
        "use": trial.use.currentText(),
        "sure": trial.sure.isChecked(),
        "row": trial.tree.currentItem().text(0),
        "ended": ended,
        "focus": type(iface.mainWindow().focusWidget()).__name__,
    }


def work_on_the_map(x: float, y: float) -> Any:
    """Point and click at a place on the map; gives where QGIS saw the pointer, in the map's CRS, and pans."""
    canvas, seen, moved = iface.mapCanvas(), [], []
    tool = QgsMapToolEmitPoint(canvas)
    tool.canvasClicked.connect(lambda point, button: seen.append((point.x(), point.y(), button)))
    canvas.setMapTool(tool)
    canvas.xyCoordinates.connect(lambda point: moved.append((point.x(), point.y())))
    yield move_on_map(x, y)
    yield click_map(x, y)
    yield click_map(x, y, button="right")
    buttons = [button for _, _, button in seen]
    assert buttons == [Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton], buttons
    iface.actionPan().trigger()
    before = canvas.center()
    yield drag(canvas.viewport(), QPoint(300, 300), QPoint(400, 300))
    east = (before.x() - canvas.center().x()) / canvas.mapUnitsPerPixel()
    return {"seen": seen[0][:2], "moved": moved[0], "pixel": canvas.mapUnitsPerPixel(), "panned": east}


def open_a_menu(*_: Any, menu: str, entry: str) -> Any:
    """Open a new project through the menu; gives the number of top-level windows that are left."""
    yield choose_menu(menu, entry)
    yield until(iface.mapCanvas().isVisible, what="the map")
    return iface.mainWindow().windowTitle()


def click_what_is_covered() -> Any:
    """Click a button that another widget hides."""
    main = iface.mainWindow()
    hidden, cover = QPushButton("Under", main), QLabel("Över", main)
    for widget in (hidden, cover):
        widget.setGeometry(700, 500, 100, 40)
        widget.show()
        widget.raise_()
    try:
        yield click(hidden)
    finally:
        hidden.deleteLater()
        cover.deleteLater()


def forget_to_yield() -> Any:
    """A click that is never made."""
    click(iface.mainWindow())
    yield


def wait_in_vain() -> Any:
    yield until(lambda: False, 0.2, "nothing at all")
