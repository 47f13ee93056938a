"""Step 1, what comes from the network: copies, the switch to use nothing else, credentials, layers."""

from __future__ import annotations

import datetime
import json

import pytest
from builders import MASTER_WORD, PLAN, check_document, saved_copy
from guibench import Heard, draft, settle, small_package, wait_until
from plandialog.plugin.core.outcome import Outcome
from plandialog.plugin.gis import offline
from plandialog.plugin.gis.copies import copy_folder, find_copy
from plandialog.plugin.gis.copy_area import CopyArea
from plandialog.plugin.gis.logins import LoginChoice, choices, choose, not_chosen
from plandialog.plugin.gis.profile import data_folder
from plandialog.plugin.gui.login_dialog import LoginDialog
from plandialog.plugin.gui.package_step import PackageStep
from plandialog.plugin.gui.save_copy_dialog import SaveCopyDialog
from plandialog.plugin.gui.settings import Settings
from qgis.core import QgsApplication, QgsAuthMethodConfig, QgsProject
from tinyservice import TinyService, box


@pytest.fixture
def service():
    squares = [box(number, 505000 + 1000 * number, 6580100, 300, namn=f"Yta {number}") for number in range(10)]
    with TinyService({"fjarr": squares}) as made:
        yield made


@pytest.fixture
def remote(builder, service):
    """The small package with a dataset at the service."""
    small_package(builder)
    builder.dataset("fjarr", "polygon", [], label="namn")
    builder.package["datasets"][-1]["source"] = service.source("fjarr")
    builder.package["datasets"][-1]["login"] = True
    builder.checks.append(check_document("fjarr-andel", "fjarr", "overlap"))
    return builder


@pytest.fixture
def make_step(make_workbench):
    made = []

    def make(package):
        workbench = make_workbench(Settings(language="sv", deadline=5))
        step = PackageStep(workbench, QgsProject.instance())
        step.show()
        made.append(step)
        workbench.open_package(package)
        settle(workbench)
        return step

    yield make
    for step in made:
        step.stop()
        step.deleteLater()


@pytest.fixture
def step(make_step, remote):
    return make_step(remote.write())


@pytest.fixture
def authcfg(qgis_app):
    """Credentials in the profile, which go to nobody by themselves."""
    manager = QgsApplication.authManager()
    assert manager.setMasterPassword(MASTER_WORD, True)
    config = QgsAuthMethodConfig("Basic")
    config.setName("Prov")
    config.setConfig("username", "anna")
    config.setConfig("password", "hemligt")
    assert manager.storeAuthenticationConfig(config)[0]
    yield config.id()
    manager.removeAuthenticationConfig(config.id())


def actions(step):
    step.network.fill_menu()
    return {action.text(): action for action in step.network.menu_button.menu().actions() if action.text()}


def finding(workbench, check="fjarr-andel"):
    assessment = workbench.assessment(workbench.session.current)
    return next(each for each in assessment.findings if each.check == check)


def saved(workbench):
    return find_copy(copy_folder(data_folder(), workbench.prepared.package.id))


def save(step, choice=CopyArea.PACKAGE):
    step.network.save(choice)
    wait_until(lambda: not step.network.is_saving, what="the copy is saved")
    settle(step._workbench)


def test_a_package_of_files_has_no_network(make_step, small):
    assert not make_step(small).network.isVisible()


def test_the_step_tells_what_comes_from_the_network(step):
    assert step.network.isVisible()
    assert "1 dataset comes from the network" in step.network.about.text()
    assert "No copy is saved" in step.network.about.text()
    assert set(actions(step)) == {
        "Save data for the field or the meeting…",
        "Use only saved copies",
        "Remove the saved copy…",
        "Credentials…",
    }
    assert not actions(step)["Remove the saved copy…"].isEnabled()


def test_a_copy_of_a_newer_version_is_told_of_and_left_alone(step):
    folder = copy_folder(data_folder(), step._workbench.prepared.package.id)
    folder.mkdir(parents=True)
    saved_copy(folder / "00000001.gpkg", 2)
    step.network.refresh()
    text = step.network.about.text()
    assert "00000001.gpkg är gjord av en nyare version" in text and "format 2" in text and "No copy" not in text
    save(step)
    assert "nyare version" not in step.network.about.text() and "1 dataset, " in step.network.about.text()
    step.network.remove(step._workbench.prepared.package)
    settle(step._workbench)
    assert [path.name for path in folder.iterdir()] == ["00000001.gpkg"]
    assert "nyare version" in step.network.about.text()


def test_a_copy_is_saved_told_of_and_used_when_the_service_is_away(step, service):
    workbench = step._workbench
    noticed = Heard(workbench.noticed)
    workbench.add([draft(PLAN)])
    settle(workbench)
    live = finding(workbench)
    assert live.outcome is Outcome.DISCUSS
    save(step)
    assert any("1 dataset," in text and "10 features" in text for text, _ in noticed.said)
    assert datetime.date.today().isoformat() in step.network.about.text() and "0 days" in step.network.about.text()
    assert "Refresh the saved copy…" in actions(step)
    service.stop()
    workbench.reopen()
    settle(workbench)
    copied = finding(workbench)
    assert copied.source.copied and copied.measurement == live.measurement


def test_only_saved_copies_are_used_until_that_is_switched_off(step, service):
    workbench = step._workbench
    save(step)
    workbench.add([draft(PLAN)])
    settle(workbench)
    actions(step)["Use only saved copies"].setChecked(True)
    settle(workbench)
    asked = len(service.asked)
    workbench.check_all()
    settle(workbench)
    assert len(service.asked) == asked and finding(workbench).source.copied
    assert "Only saved copies are used" in step.network.about.text() and Settings.load().offline
    actions(step)["Use only saved copies"].setChecked(False)
    settle(workbench)
    assert len(service.asked) > asked and not finding(workbench).source.copied


def test_a_copy_is_removed_when_the_user_says_so(step):
    save(step)
    asked = Heard(step.network.asked)
    actions(step)["Remove the saved copy…"].trigger()
    _, answers = asked.last
    assert saved(step._workbench) is not None
    answers[0][1]()
    settle(step._workbench)
    assert saved(step._workbench) is None and "No copy is saved" in step.network.about.text()


def test_a_refresh_leaves_one_file(step):
    save(step)
    save(step)
    files = list(copy_folder(data_folder(), "prov").glob("*.gpkg"))
    assert len(files) == 1


def test_a_large_copy_is_asked_about_first(step, monkeypatch):
    monkeypatch.setattr(offline, "LARGE", 5)
    asked = Heard(step.network.asked)
    save(step)
    text, answers = asked.last
    assert "10 features" in text and saved(step._workbench) is None
    answers[0][1]()
    wait_until(lambda: not step.network.is_saving)
    settle(step._workbench)
    assert saved(step._workbench) is not None


def test_what_could_not_be_fetched_is_named_and_the_old_copy_stays(step, service):
    save(step)
    before = saved(step._workbench).path
    noticed = Heard(step._workbench.noticed)
    service.stop()
    save(step)
    assert saved(step._workbench).path == before
    assert any("Underlag fjarr" in text and "copy of" in text for text, _ in noticed.said)


def test_saving_is_stopped_at_once(step, service):
    service.hanging = "/fjarr/"
    step.network.save(CopyArea.PACKAGE)
    wait_until(lambda: any("/fjarr/" in path for path, _ in service.asked))
    actions(step)["Stop saving"].trigger()
    assert not step.network.is_saving
    settle(step._workbench)
    assert saved(step._workbench) is None


def test_the_area_may_be_that_of_the_proposal_once_there_is_one(step):
    workbench = step._workbench
    workbench.add([draft(PLAN)])
    settle(workbench)
    save(step, CopyArea.PLAN)
    [note] = saved(workbench).notes
    assert note.features < 10 and note.area.boundingBox().width() < 3000


def test_the_dialog_offers_what_there_is():
    dialog = SaveCopyDialog("Inget", has_plan=False, has_municipalities=True)
    assert dialog.choice is CopyArea.PACKAGE and not dialog.plan.isEnabled() and not dialog.municipalities.isEnabled()
    dialog = SaveCopyDialog("Inget", has_plan=True, has_municipalities=True)
    assert dialog.choice is CopyArea.MUNICIPALITIES
    dialog.plan.setChecked(True)
    assert dialog.choice is CopyArea.PLAN
    assert SaveCopyDialog("", has_plan=True, has_municipalities=False).choice is CopyArea.PLAN


# credentials


def test_credentials_are_chosen_for_the_hosts_that_are_shown(step, service, authcfg):
    service.user = "Basic YW5uYTpoZW1saWd0"
    workbench = step._workbench
    workbench.add([draft(PLAN)])
    settle(workbench)
    assert finding(workbench).outcome is Outcome.NOT_CHECKED
    part = workbench.prepared.package
    assert step.network.hosts_of(part) == (service.host,)
    assert service.host in step.network.about.text()
    step.network.use_credentials(part, LoginChoice(authcfg, frozenset([service.host])))
    settle(workbench)
    assert finding(workbench).outcome is Outcome.DISCUSS
    assert choices()["prov"] == LoginChoice(authcfg, frozenset([service.host]))
    assert service.host not in step.network.about.text()
    step.network.use_credentials(part, LoginChoice("", frozenset()))
    settle(workbench)
    assert finding(workbench).outcome is Outcome.NOT_CHECKED and "prov" not in choices()


def test_credentials_never_go_to_a_host_they_were_not_chosen_for(step, service, authcfg, builder):
    workbench = step._workbench
    with TinyService(service.collections) as other:
        step.network.use_credentials(workbench.prepared.package, LoginChoice(authcfg, frozenset([service.host])))
        settle(workbench)
        builder.package["datasets"][-1]["source"] = other.source("fjarr")
        builder.write()
        noticed = Heard(workbench.noticed)
        workbench.reopen()
        settle(workbench)
        assert any(other.host in text for text, _ in noticed.said)
        assert not_chosen(workbench.prepared.package) == (other.host,)
        workbench.add([draft(PLAN)])
        settle(workbench)
        assert other.asked and not any("Authorization" in headers for _, headers in other.asked)


def test_a_new_version_at_another_place_has_the_credentials_of_the_package(step, service, authcfg, tmp_path, remote):
    import shutil

    service.user = "Basic YW5uYTpoZW1saWd0"
    workbench = step._workbench
    step.network.use_credentials(workbench.prepared.package, LoginChoice(authcfg, frozenset([service.host])))
    settle(workbench)
    newer = tmp_path / "nyare"
    shutil.copytree(remote.root, newer)
    workbench.open_package(newer)
    settle(workbench)
    workbench.add([draft(PLAN)])
    settle(workbench)
    assert workbench.prepared.package.root == newer and finding(workbench).outcome is Outcome.DISCUSS


def test_credentials_that_are_gone_are_told_of_and_the_package_opens(make_step, remote):
    choose("prov", LoginChoice("borta12", frozenset(["x.example"])))
    root = remote.write()
    step = make_step(root)
    noticed = Heard(step._workbench.noticed)
    step._workbench.reopen()
    settle(step._workbench)
    assert step._workbench.prepared is not None
    assert any("borta12" in text for text, _ in noticed.said)


def test_a_service_that_asks_for_credentials_unannounced_is_offered_them(make_step, remote, service):
    remote.package["datasets"][-1]["login"] = False
    service.user = "Basic x"
    step = make_step(remote.write())
    assert not actions(step)["Credentials…"].isEnabled()
    step._workbench.add([draft(PLAN)])
    settle(step._workbench)
    assert actions(step)["Credentials…"].isEnabled()
    assert step.network.hosts_of(step._workbench.prepared.package) == (service.host,)


def test_the_dialog_shows_the_hosts_and_which_of_them_are_new_or_open(step, builder, authcfg):
    package = step._workbench.prepared.package
    dialog = LoginDialog("Prov", package, ["a.example", "b.example"], LoginChoice(authcfg, frozenset(["a.example"])))
    assert [dialog.hosts.item(row).text() for row in range(2)] == ["a.example", "b.example (new)"]
    assert dialog.authcfg == authcfg
    builder.package["datasets"][-1]["source"]["uri"] = "url='http://b.example/x' typename='t'"
    builder.write()
    step._workbench.reopen()
    settle(step._workbench)
    dialog = LoginDialog("Prov", step._workbench.prepared.package, ["b.example"], None)
    assert "not encrypted" in dialog.hosts.item(0).text() and dialog.authcfg == ""


def test_what_is_kept_of_a_choice_is_no_secret(step, authcfg):
    from qgis.core import QgsSettings

    step.network.use_credentials(step._workbench.prepared.package, LoginChoice(authcfg, frozenset(["a.example"])))
    settle(step._workbench)
    kept = QgsSettings().value("plandialog/logins", "", type=str)
    assert json.loads(kept) == {"prov": {"authcfg": authcfg, "hosts": ["a.example"]}}


def test_how_long_the_network_is_waited_for_is_heeded(step):
    workbench = step._workbench
    assert workbench.prepared.deadline == 5
    workbench.settings.deadline = 7
    workbench.heed_settings()
    settle(workbench)
    assert workbench.prepared.deadline == 7
    heard = Heard(workbench.package_changed)
    workbench.heed_settings()
    assert len(heard) == 0


def test_a_step_that_has_stopped_saves_nothing_more(step):
    step.network.save(CopyArea.PACKAGE)
    step.network.stop()
    settle(step._workbench)
    assert not step.network.is_saving


def test_no_secret_is_logged_or_kept_with_the_project(step, service, authcfg, tmp_path):
    service.user = "Basic YW5uYTpoZW1saWd0"
    workbench, logged = step._workbench, []
    log = QgsApplication.messageLog()
    log.messageReceived.connect(lambda text, *_: logged.append(text))
    step.network.use_credentials(workbench.prepared.package, LoginChoice(authcfg, frozenset([service.host])))
    settle(workbench)
    workbench.add([draft(PLAN)])
    settle(workbench)
    save(step)
    step.load_layers()
    wait_until(lambda: not step.is_loading)
    path = tmp_path / "projekt.qgs"
    QgsProject.instance().write(str(path))
    written = path.read_bytes() + saved(workbench).path.read_bytes() + "\n".join(logged).encode()
    assert not any(secret in written for secret in (b"hemligt", b"YW5uYTpoZW1saWd0"))
    assert authcfg.encode() in path.read_bytes()
