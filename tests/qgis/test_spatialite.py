"""SpatiaLite databases in a package: read as they are, never changed, and refused where they could reach out."""

from __future__ import annotations

import sqlite3

import pytest
from builders import PLAN, square
from plandialog.plugin.core.messages import MessageError
from plandialog.plugin.core.package.manifest import file_hash
from plandialog.plugin.core.proposal import Details
from plandialog.plugin.gis.engine import assess
from plandialog.plugin.gis.loading import load_package
from plandialog.plugin.gis.sources import OpenDataset, Unavailable
from plandialog.plugin.gis.spatialite import geometry_column
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsProject,
    QgsProviderRegistry,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

QUARTER = square(510000, 6580000, 500)


def write_database(path, name, features):
    layer = QgsVectorLayer("MultiPolygon?crs=EPSG:3006&field=namn:string", name, "memory")
    from qgis.core import QgsFeature

    for wkt, value in features:
        feature = QgsFeature(layer.fields())
        geometry = QgsGeometry.fromWkt(wkt)
        geometry.convertToMultiType()
        feature.setGeometry(geometry)
        feature["namn"] = value
        layer.dataProvider().addFeature(feature)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "SpatiaLite", name
    path.parent.mkdir(parents=True, exist_ok=True)
    written = QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsCoordinateTransformContext(), options)
    assert written[0] == QgsVectorFileWriter.WriterError.NoError
    return path


@pytest.fixture
def package(builder):
    builder.dataset("mark", "polygon", [(QUARTER, {"namn": "Åkern"})], fields={"namn": str}, label="namn")
    builder.package["datasets"][-1]["source"] = {"provider": "spatialite", "uri": "layers/mark.sqlite|layername=mark"}
    builder.check("andel", "mark", "overlap", where="namn = 'Åkern'")
    write_database(builder.root / "layers" / "mark.sqlite", "mark", [(QUARTER, "Åkern"), (QUARTER, "Annat")])
    return builder


@pytest.fixture
def database(package):
    return package.root / "layers" / "mark.sqlite"


def change(path, *statements):
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def opened(package):
    return package.prepare().datasets["mark"]


def test_a_table_is_checked_and_shown_and_the_file_stays_as_it_was(package, database):
    before = file_hash(database)
    prepared = package.prepare(seal=True)
    area = prepared.plan_area(QgsGeometry.fromWkt(PLAN), QgsCoordinateReferenceSystem("EPSG:3006"))
    [finding] = assess(prepared, area, Details("1", "Prov")).findings
    assert finding.measurement.value == pytest.approx(25) and [hit.name for hit in finding.hits] == ["Åkern"]
    project = QgsProject()
    assert load_package(prepared.package, project, "sv").missing == ()
    [layer] = project.mapLayersByName("Underlag mark")
    assert layer.providerType() == "spatialite" and layer.readOnly() and not layer.startEditing()
    assert layer.featureCount() == 2 and sum(1 for _ in layer.getFeatures()) == 2
    project.clear()
    del layer, prepared
    assert file_hash(database) == before
    assert sorted(path.name for path in database.parent.iterdir()) == ["mark.gpkg", "mark.sqlite", "omrade.gpkg"]


def test_a_file_that_was_changed_is_not_opened(package, database):
    package.write(seal=True)
    change(database, "UPDATE mark SET namn = 'Annan'")
    from plandialog.plugin.core.package.reader import read_package
    from plandialog.plugin.gis.engine import prepare
    from plandialog.plugin.gis.measures import measure_specs

    found = prepare(read_package(package.root, measure_specs()), QgsCoordinateTransformContext()).datasets["mark"]
    assert isinstance(found, Unavailable) and found.message.code == "source-changed"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("CREATE VIRTUAL TABLE utifran USING VirtualText('/etc/passwd', 'UTF-8', 0)", "VirtualText"),
        ("CREATE VIRTUAL TABLE \"x\" USING [VirtualShape]('/tmp/x', UTF-8, 3006)", "VirtualShape"),
        ("CREATE VIRTUAL TABLE x USING fts4(a)", "fts4"),
        ("CREATE VIEW elak AS SELECT load_extension('/tmp/x.so')", "load_extension"),
        ("CREATE TRIGGER elak AFTER INSERT ON mark BEGIN SELECT load_extension('x'); END", "load_extension"),
        ("CREATE VIEW elak AS SELECT BlobFromFile('/etc/passwd')", "BlobFromFile"),
        ("CREATE TRIGGER elak AFTER INSERT ON mark BEGIN SELECT ImportSHP('x', 'y', 'z'); END", "ImportSHP"),
    ],
)
def test_a_database_that_could_reach_out_is_refused(package, database, statement, said):
    if "VIRTUAL" in statement and "fts4" not in statement:
        # Written as the author of a hostile file would: no module is needed for that.
        name = "utifran" if "utifran" in statement else "x"
        connection = sqlite3.connect(database)
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES ('table', ?, ?, 0, ?)",
            (name, name, statement),
        )
        connection.commit()
        connection.close()
    else:
        change(database, statement)
    found = opened(package)
    assert isinstance(found, Unavailable) and found.message.code == "database-reaches-out"
    assert said in found.message.text("sv")


def test_a_view_is_no_table(package, database):
    change(
        database,
        "CREATE VIEW vy AS SELECT * FROM mark",
        "INSERT INTO geometry_columns SELECT 'vy', f_geometry_column, geometry_type, coord_dimension, srid, 0 "
        "FROM geometry_columns",
    )
    with pytest.raises(MessageError) as error:
        geometry_column(database, "mark.sqlite", "vy")
    assert error.value.message.code == "source-layer"


@pytest.mark.parametrize("table", ["saknas", "spatial_ref_sys", "idx_mark_GEOMETRY", "mark'; DROP TABLE mark; --"])
def test_what_is_no_registered_table_is_not_opened(database, table):
    with pytest.raises(MessageError) as error:
        geometry_column(database, "mark.sqlite", table)
    assert error.value.message.code == "source-layer"


def test_a_database_with_a_log_of_its_own_would_be_changed_and_is_not_opened(package, database):
    change(database, "PRAGMA journal_mode = WAL")
    found = opened(package)
    assert isinstance(found, Unavailable) and found.message.code == "database-open"
    change(database, "PRAGMA journal_mode = DELETE")
    assert isinstance(opened(package), OpenDataset)
    database.with_name("mark.sqlite-journal").write_bytes(b"x")
    assert opened(package).message.code == "database-open"


@pytest.mark.parametrize("content", [b"", b"inte en databas", b"SQLite format 3\x00" + bytes(100)])
def test_what_is_no_database_is_told(package, database, content):
    database.write_bytes(content)
    found = opened(package)
    assert isinstance(found, Unavailable) and found.message.code in ("source-format", "source-broken")


def test_a_geopackage_is_no_spatialite_database(package, database):
    database.write_bytes((database.parent / "omrade.gpkg").read_bytes())
    assert opened(package).message.code == "source-format"


def test_a_qgis_without_the_provider_says_so(package, monkeypatch):
    monkeypatch.setattr(QgsProviderRegistry, "providerList", lambda self: ["ogr"])
    found = opened(package)
    assert found.message.code == "provider-missing" and "spatialite" in found.message.text("sv")
