"""Datasets of the network in the window: saved for the field, used without it, with credentials, and on the map."""

from __future__ import annotations

import pytest
from builders import PLAN, PackageBuilder, write_layer
from tinyservice import TinyService, box

from . import network, slow
from .gaps import is_painted


@pytest.fixture
def service():
    squares = [box(number, 505000 + 1000 * number, 6580100, 300, namn=f"Yta {number}") for number in range(10)]
    with TinyService({"fjarr": squares, "stum": squares}) as made:
        yield made


@pytest.fixture
def package(qgis_app, tmp_path, service):
    builder = PackageBuilder(tmp_path / "package")
    for name in ("fjarr", "stum"):
        builder.dataset(name, "polygon", [], label="namn", source=service.source(name), login=True)
        builder.check(name, name, "overlap")
    return builder.write()


@pytest.fixture
def proposal(qgis_app, tmp_path):
    path = tmp_path / "plan.gpkg"
    write_layer(path, "plan", "polygon", [PLAN], {})
    return path


@pytest.mark.parametrize("window", ["sv", "en"], indirect=True)
def test_data_are_saved_for_the_field_and_used_without_the_network(window, package, proposal, service):
    window.run(slow.open_dock)
    about = window.run(network.take_remote, package=str(package), proposal=str(proposal))
    assert ("2 underlag" if window.language == "sv" else "2 datasets") in about
    width, wanted = window.run(network.narrow)
    assert wanted <= width <= 330
    window.screenshot("network")
    assert len(window.run(network.open_menu)) == 4
    window.screenshot("network-menu")
    window.run(network.close_menu)
    assert window.run(network.open_login_dialog) == [service.host]
    window.screenshot("network-login")
    window.run(network.close_dialog)
    window.run(network.open_save_dialog)
    window.screenshot("network-save")
    assert "MB" in window.run(network.save_around_proposal)
    window.screenshot("network-saved")
    asked = len(service.asked)
    found = window.run(network.use_only_copies, wanted=True)
    assert all("copy-used" in codes and "remote-offline" in codes for _, codes in found.values())
    assert len(service.asked) == asked
    window.screenshot("network-offline")
    window.run(network.use_only_copies, wanted=False)
    service.stop()
    found = window.run(network.checked_again)
    assert all(outcome != "not-checked" and "copy-used" in codes for outcome, codes in found.values())


def test_layers_are_added_while_a_server_hangs(window, package, proposal, service):
    window.run(slow.open_dock)
    window.run(network.take_remote, package=str(package), proposal=str(proposal))
    window.run(slow.wait_no_longer_than, seconds=3)
    service.hanging = "/stum"
    window.allow("svarade inte i tid")
    told = window.run(network.load_metered, within=90)
    assert told["layers"] == ["Planförslag (Plandialog)", "Underlag fjarr", "Underlag omrade"]
    assert any("svarade inte i tid" in text for text in told["messages"])
    window.screenshot("network-layers")
    assert is_painted(told), told
