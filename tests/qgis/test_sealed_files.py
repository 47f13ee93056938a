"""Using a sealed package leaves its files as they were, so that the seal still holds the next time."""

from __future__ import annotations

from builders import assess_wkt, square
from plandialog.plugin.core.outcome import Outcome
from plandialog.plugin.core.package.manifest import file_hash
from plandialog.plugin.gis.loading import load_package
from qgis.core import QgsProject


def test_checking_and_loading_change_no_file(builder):
    features = [(square(510000, 6580000, 100), {"status": "i drift"})]
    builder.dataset("mark", "polygon", features, fields={"status": str}, filter="status = 'i drift'")
    builder.check("andel", "mark", "overlap")
    prepared = builder.prepare(seal=True)
    files = sorted(builder.root.rglob("*.*"))
    before = [file_hash(path) for path in files if path.is_file()]
    for _ in range(2):
        assert assess_wkt(prepared).findings[0].outcome is Outcome.DISCUSS
        project = QgsProject()
        assert load_package(prepared.package, project, "sv").missing == ()
        for layer in project.mapLayers().values():
            assert layer.featureCount() >= 1 and layer.readOnly()
            assert not layer.startEditing()
        project.clear()
    del prepared, project
    assert sorted(builder.root.rglob("*.*")) == files
    assert [file_hash(path) for path in files if path.is_file()] == before
