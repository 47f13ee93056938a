"""What a planner does with datasets of the network; the steps run inside QGIS."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QMenu
from qgis.utils import iface

from journey.hands import click, find, key, settled, until
from journey.planner import dock
from journey.slow import Meter


def narrow() -> Any:
    """Make the dock as narrow as it has to be able to be; gives its width and how wide its contents want to be."""
    iface.mainWindow().resizeDocks([dock()], [320], Qt.Orientation.Horizontal)
    yield settled()
    yield 0.5
    return dock().width(), dock().form.scroll_area.widget().minimumSizeHint().width()


def take_remote(package: str, proposal: str) -> Any:
    """Open a package and take a plan area; ends when it is checked."""
    bench = dock().workbench
    bench.open_package(Path(package))
    yield until(lambda: bench.opening is None, 60, "the package")
    assert bench.prepared.package.id == "prov", bench.faults
    dock().take_file(Path(proposal))
    yield until(lambda: bench.current is not None, 30, "the proposal")
    yield until(lambda: not bench.is_checking and bench.assessment(bench.session.current), 60, "the findings")
    yield settled()
    return dock().package_step.network.about.text()


def open_menu() -> Any:
    """Open the menu of the network by the keyboard; gives what it offers."""
    button = dock().package_step.network.menu_button
    button.setFocus()
    yield key("space")
    yield until(lambda: button.menu().isVisible(), what="the menu")
    return [action.text() for action in button.menu().actions() if action.text()]


def close_menu() -> Any:
    """Close it."""
    yield key("Escape")
    yield until(lambda: not dock().package_step.network.menu_button.menu().isVisible(), what="no menu")


def open_save_dialog() -> Any:
    """Choose the first entry of the menu, which asks for an area; gives the size of the dialog."""
    yield open_menu()
    yield key("Down", "Return")
    dialog = yield until(lambda: _dialog("SaveCopyDialog"), what="the dialog")
    yield settled()
    return dialog.width(), dialog.height()


def save_around_proposal() -> Any:
    """Choose the surroundings of the proposal and save; ends when the copy is used."""
    dialog = find("SaveCopyDialog")
    yield click(find("QRadioButton", name="plan", within=dialog))
    yield key("Return")
    network, bench = dock().package_step.network, dock().workbench
    yield until(lambda: network.is_saving or "MB" in network.about.text(), 20, "the copy to be saved")
    yield until(lambda: not network.is_saving and bench.opening is None, 60, "the copy")
    yield until(lambda: not bench.is_checking and bench.assessment(bench.session.current), 60, "the findings")
    return network.about.text()


def use_only_copies(wanted: bool) -> Any:
    """Switch the network off or on; ends when everything is checked anew."""
    dock().package_step.network.use_only_copies(wanted)
    return (yield checked_again())


def checked_again() -> Any:
    """Open the package anew and check; gives outcomes and codes of notes."""
    bench = dock().workbench
    if bench.opening is None:
        bench.reopen()
    yield until(lambda: bench.opening is None, 60, "the package")
    yield until(lambda: not bench.is_checking and bench.assessment(bench.session.current), 60, "the findings")
    yield settled()
    findings = bench.assessment(bench.session.current).findings
    return {each.check: [each.outcome.value, sorted(note.code for note in each.notes)] for each in findings}


def open_login_dialog() -> Any:
    """Choose the credentials from the menu; gives the hosts that are shown."""
    yield open_menu()
    yield key("Up", "Return")
    dialog = yield until(lambda: _dialog("LoginDialog"), what="the dialog")
    yield settled()
    return [dialog.hosts.item(row).text() for row in range(dialog.hosts.count())]


def close_dialog() -> Any:
    """Leave the dialog that is open."""
    yield key("Escape")
    yield until(lambda: not _dialog("LoginDialog") and not _dialog("SaveCopyDialog"), what="no dialog")


def load_metered() -> Any:
    """Add all layers; gives the gaps meanwhile, the layers and what the message bar says."""
    step = dock().package_step
    meter = Meter()
    meter.start()
    step.load.click()
    yield until(lambda: not step.is_loading, 60, "the layers")
    yield 0.5
    told = meter.stop()
    layers = sorted(layer.name() for layer in QgsProject.instance().mapLayers().values())
    return {**told, "layers": layers, "messages": [item.text() for item in iface.messageBar().items()]}


def _dialog(kind: str) -> Any:
    from qgis.PyQt.QtWidgets import QApplication

    shown = (each for each in QApplication.topLevelWidgets() if type(each).__name__ == kind and each.isVisible())
    return next(shown, None)


def menus() -> int:
    """How many menus are open."""
    from qgis.PyQt.QtWidgets import QApplication

    return sum(isinstance(each, QMenu) and each.isVisible() for each in QApplication.topLevelWidgets())
