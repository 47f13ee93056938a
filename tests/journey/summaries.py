"""Saving, finishing and sending a summary from the dock; the steps run inside QGIS."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsProject
from qgis.PyQt.QtWidgets import QApplication, QMenu
from qgis.utils import iface

from journey.hands import choose_in, click, find, key, settled, type_text, until
from journey.planner import dock
from journey.slow import Meter


def save_as(form: int, path: str, length: str) -> Any:
    """Choose a length and save in the form with this place in the menu; the longest the window stood still (ms)."""
    step = dock().guidance_step
    yield choose_in(step.length, length)
    yield until(step.save.isEnabled, what="Save as")
    yield click(step.save)
    yield until(lambda: isinstance(QApplication.activePopupWidget(), QMenu), what="the menu of Save as")
    menu = QApplication.activePopupWidget()
    yield click(menu, menu.actionGeometry(menu.actions()[form]).center())
    yield until(lambda: QApplication.activeModalWidget() is not None, what="the dialog of files")
    field = find("QLineEdit", within=QApplication.activeModalWidget())
    yield type_text(field, path)
    yield key("Return")
    yield until(lambda: QApplication.activeModalWidget() is None, what="the dialog of files to close")
    meter = Meter()
    meter.start()
    yield until(lambda: Path(path).exists(), 60, "the summary")
    yield 0.3
    return {**meter.stop(), "status": step.status.text()}


def cancel_writing(form: int, path: str) -> Any:
    """Save, and cancel with the button beside the progress; gives what the dock says then."""
    step = dock().guidance_step
    from plandialog.plugin.report.forms import FORMS

    step.save_to(FORMS[form].id, Path(path))
    yield until(step.cancel.isVisible, what="the button that cancels")
    yield click(step.cancel)
    yield until(lambda: not step.cancel.isVisible(), 30, "the end of the writing")
    return {"status": step.status.text(), "exists": Path(path).exists()}


def open_layout(length: str) -> Any:
    """Put the summary into the project and open it in the layout designer; gives its name and its number of pages."""
    step = dock().guidance_step
    yield choose_in(step.length, length)
    yield until(step.layout_button.isEnabled, what="Open in the layout designer")
    yield click(step.layout_button)
    yield until(lambda: iface.openLayoutDesigners(), 60, "the layout designer")
    yield settled()
    yield 1.0
    designer = iface.openLayoutDesigners()[0]
    layout = designer.masterLayout()
    valid = [layer.isValid() for layer in QgsProject.instance().mapLayers().values()]
    return {"name": layout.name(), "pages": layout.pageCollection().pageCount(), "valid": all(valid)}


def close_layout() -> Any:
    """Close the layout designer."""
    for designer in iface.openLayoutDesigners():
        designer.close()
    yield until(lambda: not iface.openLayoutDesigners(), what="the layout designer to close")


def open_letter() -> Any:
    """Open the draft of the e-mail and leave it open; gives what it says."""
    step = dock().guidance_step
    from qgis.PyQt.QtCore import QTimer

    QTimer.singleShot(0, step.mail.click)
    yield until(lambda: QApplication.activeModalWidget() is not None, what="the letter")
    dialog = QApplication.activeModalWidget()
    return {
        "to": dialog.to.text(),
        "subject": dialog.subject.text(),
        "body": dialog.body.toPlainText(),
        "attachments": [dialog.attachments.item(row).text() for row in range(dialog.attachments.count())],
    }


def close_letter() -> Any:
    """Close the letter with Esc."""
    yield key("Escape")
    yield until(lambda: QApplication.activeModalWidget() is None, what="the letter to close")
