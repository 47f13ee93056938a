"""Ten datasets on a slow server: asked at the same time, politely, and no longer than is stated."""

from __future__ import annotations

import threading
import time

import pytest
from builders import PackageBuilder, assess_wkt, square, write_layer
from plandialog.plugin.core.outcome import Outcome
from plandialog.plugin.core.package.reader import read_package
from plandialog.plugin.gis.engine import prepare
from plandialog.plugin.gis.measures import measure_specs
from plandialog.plugin.gis.remote.network import AT_ONCE, Access
from qgis.core import QgsCoordinateTransformContext
from servers.demo_remote import arcgis, oapif, wfs

#: Ten datasets of the demo package, some with something at the place and some without.
NAMES = {
    "tatorter": "polygon",
    "stationer": "point",
    "jarnvag": "line",
    "vagar": "line",
    "trafikplatser": "point",
    "busstrak": "line",
    "cykelstrak": "line",
    "verksamhetsomraden": "polygon",
    "jordbruksmark": "polygon",
    "sjoar": "polygon",
}
PLACE = square(511500, 6571500, 500)


def sources(provider, qgis, arc, host):
    """The sources of all datasets by ``provider`` at ``host``."""
    if provider == "arcgisfeatureserver":
        made, own = arcgis(arc.layer), arc.base
    else:
        own = qgis.base.rstrip("/")
        made = oapif(qgis.oapif) if provider == "OAPIF" else wfs(qgis.base, provider[4:])

    def source(name):
        stated = made(name)
        return {**stated, "uri": stated["uri"].replace(own, host)}

    return source


def prepared_package(root, source, deadline=30.0):
    builder = PackageBuilder(root)
    # A county, in which a layer has something somewhere.
    write_layer(root / "layers" / "omrade.gpkg", "omrade", "polygon", [square(450000, 6500000, 160000)], {})
    for name, kind in NAMES.items():
        builder.dataset(name, kind, [], source=source(name))
        builder.check(f"k-{name}", name, "distance", [{"up_to": "100 m", "outcome": "consider"}])
    access = Access(deadline=deadline)
    return prepare(read_package(builder.write(), measure_specs()), QgsCoordinateTransformContext(), access)


@pytest.mark.parametrize("provider", ["WFS 1.1.0", "OAPIF", "arcgisfeatureserver"])
def test_ten_datasets_take_two_rounds(tmp_path, qgis_server, arcgis_server, misbehaving, provider):
    is_arc = provider.startswith("arc")
    server = misbehaving(arcgis_server.base if is_arc else qgis_server.base.rstrip("/"))
    prepared = prepared_package(tmp_path, sources(provider, qgis_server, arcgis_server, server.base))
    server.become("delay:1")
    began = time.monotonic()
    assessment = assess_wkt(prepared, PLACE)
    seconds = time.monotonic() - began
    outcomes = {finding.check: finding.outcome for finding in assessment.findings}
    assert set(outcomes.values()) <= {Outcome.CONSIDER, Outcome.CLEAR}, [
        note.text("en") for finding in assessment.findings for note in finding.notes
    ]
    assert outcomes["k-tatorter"] is Outcome.CONSIDER
    assert seconds < 3.0
    assert server.most_at_once <= AT_ONCE
    # What has been answered is not asked again while the planner states more.
    asked = len(server.paths)
    assess_wkt(prepared, PLACE)
    assert len(server.paths) == asked


def test_a_dead_server_takes_no_longer_than_is_stated_for_all_of_them(
    tmp_path, qgis_server, arcgis_server, misbehaving
):
    server = misbehaving(qgis_server.base.rstrip("/"))
    source = sources("WFS 1.1.0", qgis_server, arcgis_server, server.base)
    prepared = prepared_package(tmp_path, source, deadline=1.0)
    server.become("hang")
    began = time.monotonic()
    assessment = assess_wkt(prepared, PLACE)
    assert time.monotonic() - began < 2.0
    assert {finding.outcome for finding in assessment.findings} == {Outcome.NOT_CHECKED}


def test_cancel_ends_all_of_them_at_once(tmp_path, qgis_server, arcgis_server, misbehaving):
    from plandialog.plugin.core.proposal import details
    from plandialog.plugin.gis.engine import assess
    from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry

    server = misbehaving(qgis_server.base.rstrip("/"))
    source = sources("WFS 1.1.0", qgis_server, arcgis_server, server.base)
    prepared = prepared_package(tmp_path, source)
    server.become("drip")
    stop = threading.Event()
    threading.Timer(0.5, stop.set).start()
    area = prepared.plan_area(QgsGeometry.fromWkt(PLACE), QgsCoordinateReferenceSystem("EPSG:3006"))
    began = time.monotonic()
    assessment = assess(prepared, area, details("p", "Prov"), cancelled=stop.is_set)
    assert time.monotonic() - began < 1.5
    assert assessment.cancelled
    assert {note.code for finding in assessment.findings for note in finding.notes} == {"cancelled"}
