"""Designer files, loaded at run time."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QWidget

from ..about import RESOURCES, ROOT


def load_form(name: str, widget: QWidget) -> None:
    """Build the form ``ui/<name>.ui`` in ``widget``, whose attributes its parts become."""
    from qgis.PyQt import uic  # not needed as QGIS starts, where icons are

    uic.loadUi(str(ROOT / "ui" / f"{name}.ui"), widget)


def own_icon(name: str) -> QIcon:
    """An icon of the plugin."""
    return QIcon(str(RESOURCES / "icons" / f"{name}.svg"))


def qgis_icon(name: str) -> QIcon:
    """An icon of QGIS in the user's theme."""
    return QgsApplication.getThemeIcon(f"/{name}.svg")
