"""A process that draws the same map in a thread of its own and in the main one: ``drawing_child.py PACKAGE``.

Prints whether both are the same picture.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import conftest  # noqa: F401 - imports the plugin


def main(root: str) -> None:
    from qgis.core import QgsApplication, QgsCoordinateTransformContext

    application = QgsApplication([], False)
    application.initQgis()
    from builders import assess_wkt
    from plandialog.plugin.core.package.reader import read_package
    from plandialog.plugin.gis.engine import prepare
    from plandialog.plugin.gis.measures import measure_specs
    from plandialog.plugin.report.maps import render_maps

    prepared = prepare(read_package(Path(root), measure_specs()), QgsCoordinateTransformContext())
    made, drawn = assess_wkt(prepared), []

    def draw() -> None:
        drawn.append(render_maps(prepared.package, made, "sv").plan.image)

    thread = threading.Thread(target=draw)
    thread.start()
    thread.join()
    draw()
    print("the same" if drawn[0] == drawn[1] else "another")


main(*sys.argv[1:])
