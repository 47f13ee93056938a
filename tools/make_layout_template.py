"""Makes resources/templates/guidance.qpt, the print layout that summaries are set in. Run by "make template"."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsFillSymbol,
    QgsLayoutItemLabel,
    QgsLayoutItemMap,
    QgsLayoutItemPage,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutItemShape,
    QgsLayoutMeasurement,
    QgsLayoutObject,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsProject,
    QgsProperty,
    QgsReadWriteContext,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

ROOT = Path(__file__).resolve().parent.parent
_spec = importlib.util.spec_from_file_location(
    "plandialog", ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
)
sys.modules["plandialog"] = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(sys.modules["plandialog"])

# With several proposals each is a layout of its own, so that the page numbers of QGIS begin anew with each.
PAGE = (
    "[% @layout_page + coalesce(@plandialog_pages_before, 0) %] "
    "([% coalesce(@plandialog_pages, @layout_numpages) %])"
)

WIDTH, HEIGHT, LEFT, RIGHT = 210, 297, 20, 20
ACROSS = WIDTH - LEFT - RIGHT


def main() -> None:
    """Write the template."""
    from plandialog.plugin.report.layout.template import (
        CONTENT,
        MAP,
        SCALE_BAR,
        SHIPPED,
        STYLE,
        STYLES,
        default_styles,
        text_format,
    )
    from plandialog.plugin.report.palette import ACCENT, LINE, MARK, MARK_GROUND, MUTED

    project = QgsProject()
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.setName("Plandialog")
    first = layout.pageCollection().page(0)
    first.setPageSize("A4", QgsLayoutItemPage.Orientation.Portrait)
    for _ in range(2):
        page = QgsLayoutItemPage(layout)
        page.setPageSize("A4", QgsLayoutItemPage.Orientation.Portrait)
        layout.pageCollection().addPage(page)

    def put(item, name, page, x, y, width, height):
        item.setId(name)
        layout.addLayoutItem(item)
        item.attemptResize(QgsLayoutSize(width, height))
        item.attemptMove(QgsLayoutPoint(x, y), page=page)
        return item

    def label(name, page, text, form, x, y, width, height, align=Qt.AlignmentFlag.AlignLeft):
        item = QgsLayoutItemLabel(layout)
        item.setText(text)
        item.setTextFormat(form)
        item.setMarginX(0)
        item.setMarginY(0)
        item.setHAlign(align)
        item.setVAlign(Qt.AlignmentFlag.AlignVCenter)
        return put(item, name, page, x, y, width, height)

    def box(name, page, color, x, y, width, height, edge=""):
        item = QgsLayoutItemShape(layout)
        item.setShapeType(QgsLayoutItemShape.Shape.Rectangle)
        style = {"color": color, "outline_style": "no"}
        if edge:
            style = {"style": "no", "outline_color": edge, "outline_style": "dash", "outline_width": "0.2"}
        item.setSymbol(QgsFillSymbol.createSimple(style))
        return put(item, name, page, x, y, width, height)

    def content(page, y, height):
        # To be seen in the layout designer only.
        item = box(CONTENT, page, "", LEFT, y, ACROSS, height, edge="#9aa5ae")
        item.setExcludeFromExports(True)

    def foot(page):
        box("plandialog_foot_rule", page, LINE, LEFT, HEIGHT - 17, ACROSS, 0.3)
        small = text_format(7.5, MUTED)
        label(
            "plandialog_foot",
            page,
            "[% @plandialog_kind %]. [% @plandialog_region %]. [% @plandialog_made %].",
            small,
            LEFT,
            HEIGHT - 16,
            ACROSS - 30,
            5,
        )
        label(
            "plandialog_page",
            page,
            PAGE,
            small,
            WIDTH - RIGHT - 30,
            HEIGHT - 16,
            30,
            5,
            Qt.AlignmentFlag.AlignRight,
        )

    def demo(page, y):
        item = label(
            "plandialog_demo",
            page,
            "DEMO – [% @plandialog_demo %]",
            text_format(8, MARK, bold=True),
            LEFT,
            y,
            ACROSS,
            5.5,
            Qt.AlignmentFlag.AlignHCenter,
        )
        item.setBackgroundEnabled(True)
        item.setBackgroundColor(QColor(MARK_GROUND))
        shown = QgsProperty.fromExpression("coalesce(@plandialog_demo, '') = ''")
        item.dataDefinedProperties().setProperty(QgsLayoutObject.DataDefinedProperty.ExcludeFromExports, shown)

    # The first page.
    box("plandialog_band", 0, ACCENT, 0, 0, WIDTH, 4)
    label("plandialog_kicker", 0, "[% @plandialog_kind %]", text_format(10, ACCENT, bold=True), LEFT, 11, 110, 6)
    logo = QgsLayoutItemPicture(layout)
    logo.setPictureAnchor(QgsLayoutItemPicture.ReferencePoint.UpperRight)
    put(logo, "plandialog_logo", 0, WIDTH - RIGHT - 45, 9, 45, 14)
    content(0, 22, HEIGHT - 22 - 19)
    foot(0)

    # Every further page.
    box("plandialog_band", 1, ACCENT, 0, 0, WIDTH, 1.5)
    label("plandialog_running", 1, "[% @plandialog_title %]", text_format(8, MUTED), LEFT, 9, ACROSS, 5)
    box("plandialog_rule", 1, LINE, LEFT, 15, ACROSS, 0.3)
    content(1, 19, HEIGHT - 19 - 19)
    foot(1)
    demo(1, 2.6)

    # Samples of the styles, on a page that is never written.
    label(
        "plandialog_styles",
        2,
        "Plandialog: styles. This page is never written. Change the samples to change the text.",
        text_format(9, MUTED),
        LEFT,
        8,
        ACROSS,
        6,
    )
    defaults = default_styles()
    y = 18.0
    for name in STYLES:
        style = defaults[name]
        item = label(STYLE + name, 2, f"{name}: Vägledning för tidig dialog 1 234,5 ha", style.text, LEFT, y, ACROSS, 9)
        item.setMarginX(style.margin_x)
        item.setMarginY(style.margin_y)
        item.setBackgroundEnabled(style.background is not None)
        if style.background is not None:
            item.setBackgroundColor(style.background)
        y += 10.5
    sample = QgsLayoutItemMap(layout)
    sample.setFrameEnabled(True)
    sample.setFrameStrokeColor(QColor(MUTED))
    sample.setFrameStrokeWidth(QgsLayoutMeasurement(0.2))
    put(sample, MAP, 2, LEFT, y + 2, 70, 40)
    bar = QgsLayoutItemScaleBar(layout)
    bar.setStyle("Line Ticks Up")
    bar.setTextFormat(text_format(7))
    bar.setHeight(1.4)
    bar.setLabelBarSpace(0.8)
    bar.setLinkedMap(sample)
    bar.setUnits(Qgis.DistanceUnit.Kilometers)
    put(bar, SCALE_BAR, 2, LEFT + 80, y + 6, 40, 10)

    if not layout.saveAsTemplate(str(SHIPPED), QgsReadWriteContext()):
        raise SystemExit(f"{SHIPPED} could not be written")
    print(SHIPPED.relative_to(ROOT))


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QgsApplication([], True)
    application.initQgis()
    main()
    # Everything is written; QGIS may not end in good order with a project of ours still there.
    sys.stdout.flush()
    os._exit(0)
