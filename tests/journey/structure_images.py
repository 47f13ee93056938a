"""What a planner does with the structure images in the dock and on the map; the steps run inside QGIS."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QTextCursor
from qgis.utils import iface

from journey import planner
from journey.hands import choose_in, click, drag, key, settled, until


def _step() -> Any:
    return planner.dock().images_step


def open_view(width: int) -> Any:
    """Close the walk, make the dock as wide and unfold the view of structure images; gives the titles."""
    dock = planner.dock()
    yield click(dock.form.walk_end)
    iface.mainWindow().resizeDocks([dock], [width], Qt.Orientation.Horizontal)
    yield 0.3
    box = dock.form.images_box
    if box.isCollapsed():
        yield click(box, QPoint(60, 10))
    yield until(lambda: not box.isCollapsed() and _step().isVisible(), 5, "the view of structure images")
    yield _thumbnails()
    return [item.text() for item in _step()._items()]


def _thumbnails() -> Any:
    def made() -> bool:
        return all(item.data(Qt.ItemDataRole.DecorationRole) is not None for item in _step()._items())

    return until(made, 60, "the thumbnails")


def click_image(dataset: str) -> Any:
    """Click a thumbnail and let its layer be loaded; gives what the map shows then."""
    step = _step()
    names = [each.id for each in step._datasets]
    index = step.images.model().index(names.index(dataset), 0)
    step.images.scrollTo(index)
    yield 0.05
    cell = step.images.visualRect(index)
    yield click(step.images.viewport(), QPoint(cell.center().x(), cell.y() + cell.height() // 3))
    yield until(lambda: step.current == dataset, 5, "the image to be chosen")
    yield 0.2
    yield until(lambda: not planner.dock().package_step.is_loading, 30, "the layer")
    yield settled()
    return step.shown()


def what_is_said() -> Any:
    """The text about the image that is chosen, and whether it can be fitted to the map."""
    step = _step()
    planner.dock().form.scroll_area.ensureWidgetVisible(step)
    yield 0.1
    return {"text": step.says.toPlainText(), "fit": step.fit.isVisible()}


def fit_to_map() -> Any:
    """The button that opens the assistant with the picture that has no position."""
    yield click(_step().fit)


def findings(checks: list[str]) -> Any:
    """The findings of these checks for the current proposal, as far as a test can look at them."""
    yield planner.checked()
    bench = planner.dock().workbench
    language = bench.settings.texts_language
    found = {finding.check: finding for finding in bench.assessment(bench.session.current).findings}
    return {
        check: {
            "outcome": finding.outcome.value,
            "notes": [note.code for note in finding.notes],
            "words": [note.text(language) for note in finding.notes],
            "figure": finding.figure(language),
            "classes": {each.id: each.title.get(language) for each in finding.classes},
            "accuracy": finding.source.accuracy if finding.source is not None else None,
            "title": finding.title.get(language),
        }
        for check, finding in ((check, found[check]) for check in checks)
    }


def follow_link(check: str) -> Any:
    """Click a finding in the text about the image; gives what is read of it below."""
    says = _step().says
    document, cursor = says.document(), QTextCursor(says.document())
    for position in range(document.characterCount()):
        cursor.setPosition(position)
        if cursor.charFormat().anchorHref() == f"#{check}":
            break
    else:
        raise LookupError(f"no link to {check} in: {says.toHtml()}")
    says.setTextCursor(cursor)
    says.ensureCursorVisible()
    planner.dock().form.scroll_area.ensureWidgetVisible(says)
    yield 0.1
    yield click(says.viewport(), says.cursorRect(cursor).center() + QPoint(6, 0))
    step = planner.dock().findings_step
    yield until(lambda: step._check == check, 5, "the finding")
    yield 0.2
    return step.text.toPlainText()


def on_the_map(dataset: str) -> Any:
    """The layer of an image: how opaque it is, whether it lies below all vector layers, its legend in the tree."""
    bench = planner.dock().workbench
    layer = _step()._layer(dataset)
    model = iface.layerTreeView().layerTreeModel()
    node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
    view = iface.layerTreeView()
    view.expand(view.node2index(node))
    view.scrollTo(view.node2index(node), view.ScrollHint.PositionAtTop)
    order = [each.layer() for each in QgsProject.instance().layerTreeRoot().findLayers()]
    below = [each for each in order[order.index(layer) + 1 :] if not isinstance(each, QgsRasterLayer)]
    yield 0.1
    return {
        "opacity": layer.opacity(),
        "source": layer.source().replace(str(bench.prepared.package.root), ""),
        "vectors below": [each.name() for each in below],
        "legend": [text for each in model.layerLegendNodes(node) if (text := each.data(Qt.ItemDataRole.DisplayRole))],
    }


def fade(steps: int) -> Any:
    """Move the slider of the opacity by the keyboard; gives the opacity of the layer."""
    step = _step()
    slider = next(child for child in step.opacity.children() if child.inherits("QSlider"))
    slider.setFocus()
    yield key(*["Right" if steps > 0 else "Left"] * abs(steps))
    yield 0.3
    yield settled()
    return step._followed.opacity()


def zoom_to_image() -> Any:
    """Show all of the image on the map."""
    yield click(_step().zoom)
    yield 0.2
    yield settled()


def swipe(against: str) -> Any:
    """Compare the image with another by the swipe, and drag the line; gives the titles of both sides and its place."""
    step = _step()
    yield click(step.swipe)
    yield until(lambda: step.swipe_tool is not None and step.swipe_tool.is_active, 20, "the swipe")
    yield choose_in(step.against, step.against.itemText(step.against.findData(against)))
    yield until(lambda: not planner.dock().package_step.is_loading, 30, "the other image")
    item = step.swipe_tool.item
    yield until(lambda: step.swipe_tool.is_active and item._image is not None, 20, "the other side")
    viewport = iface.mapCanvas().viewport()
    middle = QPoint(viewport.width() // 2, viewport.height() // 2)
    yield drag(viewport, middle, middle + QPoint(viewport.width() // 6, 0))
    yield 0.3
    yield settled()
    return {"titles": list(item.titles), "part": item.part}


def end_swipe() -> Any:
    """Esc; gives whether the button still says that images are compared."""
    yield key("Escape")
    yield 0.2
    yield settled()
    return _step().swipe.isChecked()
