"""A process that saves a copy, to be killed meanwhile: ``saving_child.py PACKAGE DATA AREA``."""

from __future__ import annotations

import sys
from pathlib import Path

import conftest  # noqa: F401 - imports the plugin


def main(package: str, data: str, area: str) -> None:
    from qgis.core import QgsApplication, QgsCoordinateTransformContext, QgsGeometry

    application = QgsApplication([], False)
    application.initQgis()
    from plandialog.plugin.core.package.reader import read_package
    from plandialog.plugin.gis.engine import prepare
    from plandialog.plugin.gis.measures import measure_specs
    from plandialog.plugin.gis.offline import save
    from plandialog.plugin.gis.remote.network import Access

    prepared = prepare(read_package(Path(package), measure_specs()), QgsCoordinateTransformContext(), Access())
    print("saving", flush=True)
    save(prepared, QgsGeometry.fromWkt(area), Path(data))


main(*sys.argv[1:])
