"""Saved copies of what servers have give the same findings, and the same datasets are layers on the map."""

from __future__ import annotations

import time

import pytest
from builders import MASTER_WORD
from conftest import DEMO_PACKAGE
from plandialog.plugin.core.package.reader import read_package
from plandialog.plugin.gis.copies import open_copies
from plandialog.plugin.gis.engine import prepare
from plandialog.plugin.gis.loading import Loading
from plandialog.plugin.gis.logins import LoginChoice
from plandialog.plugin.gis.measures import measure_specs
from plandialog.plugin.gis.offline import save
from plandialog.plugin.gis.remote.network import Access, Login
from plandialog.plugin.gis.showing import ShowTask
from qgis.core import QgsApplication, QgsAuthMethodConfig, QgsCoordinateTransformContext, QgsProject
from servers.demo_layers import read_document, write_document
from servers.demo_remote import arcgis, demo_package, oapif, postgres, wfs
from servers.findings import seen
from servers.proposals import assessments

SOURCES = {
    "wfs 2.0.0": lambda get: wfs(get("qgis_server").base, "2.0.0"),
    "oapif of pygeoapi": lambda get: oapif(get("pygeoapi").base),
    "arcgis": lambda get: arcgis(get("arcgis_server").layer),
    "postgres": lambda get: postgres(get("postgres_server").port, get("postgres_server").types),
}


@pytest.fixture(params=SOURCES)
def remote(request, tmp_path):
    """The folder of the demo package with its datasets at a server, and how they are reached."""
    made = SOURCES[request.param](request.getfixturevalue)
    folder = demo_package(DEMO_PACKAGE, tmp_path / "package", made, login=request.param == "postgres")
    if request.param != "postgres":
        return folder, Access()
    database = request.getfixturevalue("postgres_server")
    return folder, Access(login=Login(frozenset({"127.0.0.1"}), database.user, database.password))


def prepared_of(folder, access, copies=None):
    package = read_package(folder, measure_specs())
    opened = open_copies(copies, package) if copies is not None else None
    return prepare(package, QgsCoordinateTransformContext(), access, opened)


def without_notes_of_copies(finding):
    kept = tuple(note for note in finding.notes if note.code not in ("copy-used", "remote-offline"))
    return seen(type(finding)(**{**vars(finding), "notes": kept}))


def test_the_findings_from_a_copy_are_those_of_the_service(remote, tmp_path):
    folder, access = remote
    live = prepared_of(folder, access)
    saved = save(live, live.validity, tmp_path / "data")
    assert saved.failed == () and saved.features > 100
    wanted = assessments(live)
    copied = assessments(prepared_of(folder, Access(offline=True), tmp_path / "data"))
    for name, assessment in wanted.items():
        found = [without_notes_of_copies(finding) for finding in copied[name].findings]
        assert found == [without_notes_of_copies(finding) for finding in assessment.findings]
        assert copied[name].proposal.municipalities == assessment.proposal.municipalities
    served = [finding.source for each in copied.values() for finding in each.findings if finding.source is not None]
    assert sum(source.copied for source in served) > 50


def stored(login):
    """The same credentials as QGIS keeps them."""
    manager = QgsApplication.authManager()
    assert manager.setMasterPassword(MASTER_WORD, True)
    config = QgsAuthMethodConfig("Basic")
    config.setName("Prov")
    config.setConfig("username", login.user)
    config.setConfig("password", login.password)
    assert manager.storeAuthenticationConfig(config)[0]
    return config.id()


def test_all_datasets_are_layers_of_the_map(remote, qgis_app):
    folder, access = remote
    prepared = prepared_of(folder, access)
    wanted = [dataset for dataset in prepared.package.datasets.values() if dataset.source.is_remote]
    logins = {"orebro-demo": LoginChoice(stored(access.login), frozenset({"127.0.0.1"}))} if access.login else {}
    project = QgsProject()
    loading = Loading(prepared.package, project, "sv")
    for _ in loading.steps():
        pass
    assert set(loading.remote) == set(wanted)
    task = ShowTask(prepared, loading.remote, access, logins, "sv", "Prov")
    failed, ended = {}, []
    task.made.connect(lambda name: loading.take(prepared.package.datasets[name], task.take(name)))
    task.failed.connect(lambda name, message: failed.update({name: message.text("en")}))
    task.taskCompleted.connect(lambda: ended.append(True))
    task.taskTerminated.connect(lambda: ended.append(False))
    QgsApplication.taskManager().addTask(task)
    until = time.monotonic() + 60
    while not ended and time.monotonic() < until:
        QgsApplication.processEvents()
    assert failed == {} and ended == [True]
    local = [layer for layer in project.mapLayers().values() if layer.providerType() in ("ogr", "gdal")]
    assert len(project.mapLayers()) == len(local) + len(wanted)
    for layer in project.mapLayers().values():
        assert layer.isValid()
        if layer not in local:
            assert sum(1 for _ in layer.getFeatures()) > 0
    project.clear()


def test_a_wms_is_a_layer_below_all(qgis_server, tmp_path, qgis_app, wait_for_task):
    folder = demo_package(DEMO_PACKAGE, tmp_path / "package", lambda name: {"provider": "ogr", "uri": "x"}, local=_ALL)
    path = folder / "package.yaml"
    document = read_document(path)
    uri = f"layers=kommuner&styles=&format=image/png&crs=EPSG:3006&url={qgis_server.base}"
    background = {key: document["datasets"][0][key] for key in ("title", "issued", "producer", "licence")}
    source = {"provider": "wms", "uri": uri}
    document["datasets"].append({"id": "bakgrund", "geometry": "map", "source": source, **background})
    write_document(path, document)
    prepared = prepared_of(folder, Access())
    task = ShowTask(prepared, [prepared.package.datasets["bakgrund"]], Access(), {}, "sv", "Prov")
    layers, failed = [], []
    task.made.connect(lambda name: layers.append(task.take(name)))
    task.failed.connect(lambda name, message: failed.append(message.text("sv")))
    wait_for_task(task)
    assert failed == [] and layers[0].isValid() and layers[0].providerType() == "wms"


class _Everything:
    def __contains__(self, name):
        return True


_ALL = _Everything()
