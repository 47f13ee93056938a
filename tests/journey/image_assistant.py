"""What a planner does in the assistant for structure images; the steps run inside QGIS.

Places in the picture are pixels of it: column, and row from the top.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from qgis.PyQt.QtCore import QPoint
from qgis.PyQt.QtWidgets import QApplication
from qgis.utils import iface

from journey import planner
from journey.hands import click, drag, find, key, scroll, type_text, until


def assistant() -> Any:
    """The assistant."""
    return find("QDialog", "ImageAssistant")


def idle(window: Any) -> Any:
    """Wait until nothing is being opened, read, warped or drawn."""
    latest = (window.crop_panel.latest, window.legend_panel.latest, window.surroundings.names)
    stage = window.stage
    canvases = (stage.picture_canvas, stage.map_canvas, stage.reading_canvas)
    yield until(lambda: not window.runner.is_busy, 60, "the work of the assistant")
    yield 0.2
    yield until(lambda: not any(each.is_busy for each in latest), 60, "the previews")
    yield until(lambda: not any(canvas.isDrawing() for canvas in canvases), 30, "the canvases")


def picture_is_there() -> Any:
    """Wait for the picture that the dock asked for; gives what is said of it."""
    yield until(lambda: _assistants(), 20, "the assistant")
    window = assistant()
    yield until(lambda: window.work.sheet is not None, 30, "the picture")
    yield idle(window)
    return {
        "file": window.work.path.name,
        "facts": window.picture_page.facts.text(),
        "classes": len(window.work.legend.classes),
        "places": len(window.points_panel.places._index.places),
    }


def _assistants() -> list[Any]:
    return [each for each in QApplication.topLevelWidgets() if each.objectName() == "ImageAssistant"]


def go_on() -> Any:
    """Next; gives what is to be done then."""
    window = assistant()
    yield click(window.next)
    yield idle(window)
    return window.instruction.text()


def zoom_picture(column: float, row: float, notches: int) -> Any:
    """Turn the wheel over a place of the picture."""
    canvas = assistant().stage.picture_canvas
    for _ in range(abs(notches)):
        yield scroll(canvas.viewport(), notches // abs(notches), _at(column, row))
        yield 0.1
        yield idle(assistant())
    return canvas.mapUnitsPerPixel()


def _at(column: float, row: float) -> QPoint:
    """Where a place of the picture is in the viewport of its canvas."""
    place = assistant().stage.picture_canvas.getCoordinateTransform().transform(column, -row)
    return QPoint(round(place.x()), round(place.y()))


def set_point(name: str, column: float, row: float, symbol_first: bool = False) -> Any:
    """A control point: type the name and press Enter, and click the symbol in the picture, in either order."""
    window = assistant()
    panel, points, canvas = window.points_panel, window.work.points, window.stage.picture_canvas
    before = len(points.value)

    def typed() -> Any:
        yield type_text(panel.place.lineEdit(), name, clear=False)
        yield key("Return")

    def clicked() -> Any:
        yield until(lambda: not canvas.isDrawing(), 20, "the picture")
        yield click(canvas.viewport(), _at(column, row))

    yield clicked() if symbol_first else typed()
    yield until(lambda: not points.half.is_blank, 5, f"half of {name}")
    asked = window.instruction.text()
    yield typed() if symbol_first else clicked()
    yield until(lambda: len(points.value) == before + 1, 5, f"the point {name}")
    yield 0.1
    return asked


def look_at_fit() -> Any:
    """What the table and the line of figures say, and the figures themselves."""
    window = assistant()
    panel, fit = window.points_panel, window.work.fit
    yield idle(window)
    table = panel.table
    return {
        "names": [table.item(row, 0).text() for row in range(table.rowCount())],
        "residuals": [table.item(row, 1).text() for row in range(table.rowCount())],
        "marked": [row for row in range(table.rowCount()) if panel._is_large(row)],
        "shown": panel.rmse.text(),
        "rmse": fit.rmse if fit is not None else None,
        "warnings": panel.warnings.text() if panel.warnings.isVisible() else "",
        "instruction": window.instruction.text(),
        "done": not window.step_points.icon().isNull(),
    }


def how_far_off(places: list[list[float]]) -> float:
    """The root mean square (m) of how far the fit puts places (column, row, x, y) from where they are."""
    fit = assistant().work.fit
    off = [np.subtract(fit.to_map(column, row), (x, y)) for column, row, x, y in places]
    return float(np.sqrt(np.mean(np.sum(np.square(off), axis=1))))


def press(keys: list[str]) -> Any:
    """Press keys with the keyboard in the field of names; gives how many points there are."""
    window = assistant()
    yield click(window.points_panel.place.lineEdit())
    yield key(*keys)
    yield 0.1
    return len(window.work.points.value)


def delete_point(row: int) -> Any:
    """Click a row of the table of points and press Del."""
    table = assistant().points_panel.table
    yield click(table.viewport(), table.visualItemRect(table.item(row, 1)).center())
    yield key("Delete")
    yield idle(assistant())


def crop(left: float, top: float, right: float, bottom: float) -> Any:
    """Draw a rectangle round the map in the picture; gives the sides as the fields have them and the share kept."""
    window = assistant()
    panel = window.crop_panel
    yield click(panel.crop_rectangle)
    yield drag(window.stage.picture_canvas.viewport(), _at(left, top), _at(right, bottom))
    yield until(lambda: window.work.crop.value, 5, "the crop")
    yield idle(window)
    sides = (panel.crop_left, panel.crop_top, panel.crop_right, panel.crop_bottom)
    return {
        "sides": [side.value() for side in sides],
        "kept": panel.kept.text(),
        "look": panel.look.text(),
        "preview": window.stage.warped.has_image,
    }


def fade(steps: int) -> Any:
    """Move the slider of the preview by the keyboard; gives the opacity (%)."""
    window = assistant()
    slider = window.crop_panel.opacity
    slider.setFocus()
    yield key(*["Right" if steps > 0 else "Left"] * abs(steps))
    yield idle(window)
    return slider.value()


def legend() -> Any:
    """What the step of the legend shows: the titles of the classes and how the picture is read."""
    window = assistant()
    table = window.legend_panel.classes
    yield until(lambda: window.stage.reading._image is not None, 30, "the reading")
    yield idle(window)
    return {
        "titles": [[table.item(row, column).text() for column in (1, 2)] for row in range(table.rowCount())],
        "reading": window.legend_panel.reading.text(),
        "instruction": window.instruction.text(),
    }


def what_is_saved() -> Any:
    """What the last step proposes."""
    page = assistant().save_page
    return {
        "title": [page.title_sv.text(), page.title_en.text()],
        "accuracy": page.accuracy.value(),
        "copy": page.into_copy.isChecked(),
        "package": page.into_package.isEnabled(),
        "missing": page.missing.text() if page.missing.isVisible() else "",
        "ready": page.save.isEnabled(),
    }


def save_copy(folder: str) -> Any:
    """Save into a copy of the package; ends when the dock has opened it. Gives what the assistant says."""
    window = assistant()
    yield type_text(find("QLineEdit", "copy_folder_path", within=window), folder)
    yield key("Tab")
    yield click(window.save_page.save)
    yield until(lambda: window.bar.items(), 60, "the message that it is saved")
    yield idle(window)
    bench = planner.dock().workbench
    yield until(lambda: bench.opening is None and str(bench.prepared.package.root) == folder, 60, "the copy")
    yield planner.checked()
    return {
        "message": window.bar.items()[0].text(),
        "root": str(bench.prepared.package.root),
        "chosen": planner.dock().package_step.packages.currentText(),
    }


def leave() -> Any:
    """Close the assistant."""
    yield click(assistant().leave)
    yield until(lambda: not any(each.isVisible() for each in _assistants()), 10, "the assistant to close")
    yield until(iface.mainWindow().isActiveWindow, 10, "QGIS to have the keyboard")
