"""The rule of versions in the project, the profile and what is handed out: older is read, newer is told and stays."""

from __future__ import annotations

import shutil
from types import SimpleNamespace

import pytest
from builders import PLAN, saved_copy
from conftest import ROOT
from guibench import draft
from osgeo import ogr
from plandialog.plugin.core.remarks import RemarkKind
from plandialog.plugin.core.session import FORMAT, Draft, Session, SessionError, to_json
from plandialog.plugin.gis import copies, profile
from plandialog.plugin.gis.logins import LoginChoice, choices, choose
from plandialog.plugin.gis.points_file import PointsFile, file_text
from plandialog.plugin.gui import state
from plandialog.plugin.gui.imaging.job import Job, JobStore
from plandialog.plugin.gui.library import PackageLibrary
from plandialog.plugin.gui.settings import Settings
from plandialog.plugin.gui.state import Recovery
from qgis.core import QgsProject, QgsSettings, QgsVectorLayer
from qgis.PyQt.QtCore import QSettings

RELEASED = sorted((ROOT / "tests" / "data").glob("v*"))

released = pytest.mark.parametrize("folder", RELEASED, ids=lambda folder: folder.name)


def one(name):
    return Session(drafts=(draft(PLAN, name),))


def names(session):
    return [each.name for each in session.drafts]


def newer(text):
    return text.replace(f'"version": {FORMAT.version}', f'"version": {FORMAT.version + 1}', 1)


@pytest.fixture
def update(monkeypatch):
    """Updates Plandialog to the next version, which reads what this one could not."""

    def become_newer():
        from plandialog.plugin.core import session

        raised = type(FORMAT)(FORMAT.name, FORMAT.version + 1, FORMAT.key, {FORMAT.version: lambda content: content})
        monkeypatch.setattr(session, "FORMAT", raised)

    return become_newer


# projects


@released
def test_a_project_of_an_older_version_is_read(clean_profile, folder):
    project = QgsProject()
    assert project.read(str(folder / "project.qgz"))
    session = state.read(project)
    assert names(session) == ["Kvarteret Å", "Två"] and session.current == "2" and len(session.also) == 2
    first = session.drafts[0]
    assert (first.land_use, first.stage, first.dwellings, first.unsaved) == ("bostader", "samrad", 40, True)
    assert [remark.kind for remark in first.remarks] == [RemarkKind.ANSWER, RemarkKind.HANDLED]
    assert first.origin.title == "Planområden"


def test_a_newer_project_that_an_older_version_saved_is_read_whole_by_the_newer(clean_profile, tmp_path, update):
    project = QgsProject()
    project.writeEntry("plandialog", "session", newer(to_json(one("Av den nyare"))))
    assert project.write(str(tmp_path / "p.qgz"))
    # Opened and worked on with this version, twice.
    for name in ("Av den äldre", "Ett till"):
        project = QgsProject()
        assert project.read(str(tmp_path / "p.qgz"))
        try:
            before = state.read(project)
        except SessionError as error:
            assert error.message.params == {"value": str(FORMAT.version + 1), "reads": str(FORMAT.version)}
            before = error.beside
        state.write(project, before.with_draft(Draft(before.fresh_id(), name, PLAN, "EPSG:3006")))
        assert project.write(str(tmp_path / "p.qgz"))
    update()
    project = QgsProject()
    assert project.read(str(tmp_path / "p.qgz"))
    session = state.read(project)
    assert names(session) == ["Av den nyare", "Av den äldre", "Ett till"]
    assert len({each.id for each in session.drafts}) == 3
    # Kept once more it is one session again, and what is taken away stays away.
    state.write(project, session.without_draft(session.drafts[0].id))
    assert names(state.read(project)) == ["Av den äldre", "Ett till"]


def test_several_that_cannot_be_read_are_all_set_aside(clean_profile, update):
    project = QgsProject()
    for text in (newer(to_json(one("Ett"))), "{trasig", newer(to_json(one("Två")))):
        project.writeEntry("plandialog", "session", text)
        state.write(project, one("Eget"))
    kept = [project.readEntry("plandialog", name, "")[0] for name in ("session_unread", "session_unread_2")]
    assert kept == [newer(to_json(one("Ett"))), "{trasig"]
    update()
    assert names(state.read(project)) == ["Ett", "Två", "Eget"]
    state.write(project, state.read(project))
    assert project.readEntry("plandialog", "session_unread_2", "")[0] == "{trasig"


def test_one_beside_a_broken_one_comes_with_the_fault(clean_profile, update):
    project = QgsProject()
    project.writeEntry("plandialog", "session", newer(to_json(one("Ett"))))
    state.write(project, one("Eget"))
    update()
    project.writeEntry("plandialog", "session", "{trasig")
    with pytest.raises(SessionError) as error:
        state.read(project)
    assert names(error.value.beside) == ["Ett"]


# the profile


@released
def test_settings_of_an_older_version_are_read(clean_profile, folder):
    written, store = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat), QgsSettings()
    for key in written.allKeys():
        store.setValue(key, written.value(key))
    settings = Settings.load()
    assert (settings.language, settings.live, settings.deadline, settings.length) == ("en", False, 45, "full")
    assert (settings.image_opacity, settings.folder) == (0.25, "/borta/mapp")
    assert [each.id for each in settings.further] == ["nationella-underlag"]
    assert choices() == {"prov": LoginChoice("abc1234", frozenset({"example.org"}))}
    assert "/borta/prov" in [each.path for each in PackageLibrary().packages()]


def test_settings_without_a_version_are_of_the_first(clean_profile):
    QgsSettings().setValue("plandialog/language", "en")
    assert profile.newer_settings() is None and Settings.load().language == "en"
    Settings.load().save()
    assert QgsSettings().value("plandialog/version", 0, type=int) == profile.SETTINGS_VERSION


def test_settings_of_a_newer_version_are_used_told_and_not_written_over(make_dock):
    store = QgsSettings()
    kept = {"version": 99, "language": "en", "deadline": "adaptive", "logins": '{"a": ["new form"]}', "packages": "{}"}
    for key, value in kept.items():
        store.setValue(f"plandialog/{key}", value)
    dock = make_dock()
    settings = Settings.load()
    assert settings.language == "en" and settings.deadline == Settings().deadline
    settings.language = "sv"
    settings.save()
    choose("prov", LoginChoice("abc", frozenset({"example.org"})))
    assert {key: store.value(f"plandialog/{key}") for key in kept} == kept
    assert any("format 99" in text for text in dock._iface.messages())


@released
def test_work_on_a_picture_of_an_older_version_is_read(clean_profile, tmp_path, folder):
    picture = tmp_path / "bild.png"
    picture.write_bytes(b"a picture")
    store = JobStore(tmp_path / "jobs")
    shutil.copyfile(folder / "structure-image.json", _prepared(store, picture))
    job = store.load(picture, 1)
    assert [point.place.name for point in job.points] == ["Ås", ""] and job.about.title_sv == "Titel"
    assert len(PointsFile(file_text(folder / "control.points")).points()) == 2


def test_work_on_a_picture_of_a_newer_version_stays(tmp_path):
    picture = tmp_path / "bild.png"
    picture.write_bytes(b"a picture")
    store = JobStore(tmp_path / "jobs")
    path = _prepared(store, picture)
    text = path.read_text("utf-8").replace('"version": 1', '"version": 2')
    path.write_text(text, "utf-8")
    assert store.is_newer(picture, 1) and store.load(picture, 1) is None
    mine = Job(str(picture), crop=(_corner(),))
    store.keep(mine)
    assert store.load(picture, 1) == mine and path.read_text("utf-8") == text
    store.forget(mine)
    assert store.load(picture, 1) is None and path.read_text("utf-8") == text


def _prepared(store, picture):
    store.keep(Job(str(picture), crop=(_corner(),)))
    [path] = store._folder.iterdir()
    return path


def _corner():
    from plandialog.plugin.gui.imaging.job import Corner

    return Corner(1.0, 2.0)


def test_a_session_that_a_newer_version_left_behind_stays_and_is_told_of(tmp_path):
    text = newer(to_json(one("Av den nyare")))
    (tmp_path / "gammal.json").write_text(text, "utf-8")
    ours = Recovery(tmp_path)
    ours.keep(one("Eget"))
    assert ours.has_newer() and ours.left() == []
    ours.clear()
    assert (tmp_path / "gammal.json").read_text("utf-8") == text


# copies and results


@released
def test_a_copy_of_an_older_version_is_read(tmp_path, folder):
    shutil.copyfile(folder / "copy.gpkg", tmp_path / "00000001.gpkg")
    [note] = copies.find_copy(tmp_path).notes
    assert (note.dataset, note.features) == ("mark", 3)


@pytest.mark.parametrize("stated", [None, 2])
def test_a_copy_without_a_version_is_of_the_first_and_a_newer_one_stays(tmp_path, stated):
    for number in (1, 2):
        shutil.copyfile(RELEASED[0] / "copy.gpkg", tmp_path / f"0000000{number}.gpkg")
    source = ogr.Open(str(tmp_path / "00000001.gpkg"), 1)
    statement = "ALTER TABLE plandialog_copies DROP COLUMN version" if stated is None else None
    source.ExecuteSQL(statement or f"UPDATE plandialog_copies SET version = {stated}")
    del source
    assert copies.find_copy(tmp_path).path.name == "00000002.gpkg"
    assert bool(copies._notes(tmp_path / "00000001.gpkg")) == (stated is None)
    copies.tidy(tmp_path)
    assert (tmp_path / "00000001.gpkg").exists() == (stated is not None)


def test_a_newer_copy_is_told_of_while_it_is_passed_over_and_is_never_removed(tmp_path):
    package = SimpleNamespace(members=[SimpleNamespace(id="prov")])
    folder = copies.copy_folder(tmp_path, "prov")
    folder.mkdir(parents=True)

    def told():
        return [(each.code, *each.params.values()) for each in copies.newer_copies(tmp_path, package)]

    saved_copy(folder / "00000001.gpkg", 1)
    assert told() == []
    saved_copy(folder / "00000002.gpkg", 7)
    assert told() == [("copy-newer", "prov/00000002.gpkg", "7", "1")]
    assert copies.find_copy(folder).path.name == "00000001.gpkg"
    (folder / "00000003.gpkg").write_bytes(b"cut off")
    assert len(told()) == 1
    # One that is saved beside it is used from then on.
    saved_copy(folder / "00000004.gpkg", 1)
    assert told() == [] and copies.fresh_path(folder).name == "00000005.gpkg"
    copies.tidy(folder)
    copies.remove_copies(folder)
    assert [path.name for path in folder.iterdir()] == ["00000002.gpkg"] and len(told()) == 1


@released
def test_findings_of_an_older_version_are_layers_as_before(tmp_path, folder):
    # QGIS changes a GeoPackage by opening it.
    path = shutil.copyfile(folder / "findings.gpkg", tmp_path / "findings.gpkg")

    def layer(name):
        return QgsVectorLayer(f"{path}|layername={name}", name, "ogr")

    [proposal] = layer("proposal").getFeatures()
    assert (proposal["format"], proposal["proposal"], proposal["package"]) == (1, "Prov", "prov")
    assert sorted(each["check_id"] for each in layer("findings").getFeatures()) == ["andel", "fraga", "mark-andel"]
