"""How long the window stands still while something takes its time: a PDF, a heavy check, services that hang."""

from __future__ import annotations

import pytest
from builders import PackageBuilder
from heavy import HEAVY, LAST, LIGHT, heavy_package, proposal_file
from journey import network, peers, planner, slow, summaries
from journey.window import Window
from tinyservice import TinyService, box

from .blocks import add_block, add_peer

pytestmark = pytest.mark.bench
TURNS = 5
#: Fewer for what takes QGIS long.
PEER_TURNS = 3

SLOW, HANGING = ["sen1", "sen2", "sen3"], ["stum1", "stum2", "stum3"]
#: How long (s) the slow services take for an answer, and how long one is waited for.
DELAY, DEADLINE = 0.5, 3.0


@pytest.fixture(scope="module")
def proposal(tmp_path_factory):
    return proposal_file(tmp_path_factory.mktemp("plan") / "plan.geojson")


@pytest.fixture
def service():
    """Collections that are answered late, and some that are not answered at all."""
    squares = [box(number, 505000 + 50 * number, 6580100, 40, namn=f"Yta {number}") for number in range(200)]
    with TinyService(dict.fromkeys([*SLOW, *HANGING], squares)) as made:
        made.delay = DELAY
        made.hanging = "/stum"
        yield made


def test_while_a_pdf_is_written(table, tmp_path):
    written = []
    for number in range(TURNS):
        with Window("sv") as window:
            window.run(planner.open_example, language="sv")
            path = str(tmp_path / f"{number}.pdf")
            written.append(window.run(summaries.save_as, form=1, path=path, length="Normal"))
            window.close()
    add_block(table, "a PDF is written", written)


def test_while_a_heavy_check_runs(table, tmp_path, proposal):
    """QGIS's own algorithm for overlaps, on the heaviest of the layers, is the peer."""
    package = heavy_package(tmp_path / "package")
    checks = len([*LIGHT, *HEAVY, *LAST])
    told, peer = [], []
    with Window("sv") as window:
        window.run(slow.open_dock)
        window.run(slow.take_package, within=180, package=str(package), proposal=str(proposal))
        layers = [str(package / "layers" / "tung3.gpkg")]
        for _ in range(TURNS):
            told.append(window.run(slow.check_metered, within=180))
            peer.append(window.run(peers.overlaps_metered, within=180, layers=layers, plan=str(proposal)))
        window.close()
    assert all(each["tally"] == f"{checks} av {checks} kontroller genomförda" for each in told)
    add_peer(table, "QGIS's own overlaps in the background", peer, f"runs of {_seconds(peer)} s")
    add_block(table, "a heavy check runs", told, f"checks of {_seconds(told)} s", peer)


def test_while_services_hang(table, tmp_path, proposal, service):
    """A check that waits for them, and their layers being added to the map; opening one of them in QGIS is the peer."""
    builder = PackageBuilder(tmp_path / "package")
    for name in [*SLOW, *HANGING]:
        builder.dataset(name, "polygon", [], source=service.source(name)).check(name, name, "count")
    checking, adding, peer = [], [], []
    with Window("sv") as window:
        window.run(slow.open_dock)
        window.run(slow.take_package, within=180, package=str(builder.write()), proposal=str(proposal))
        window.run(slow.wait_no_longer_than, seconds=DEADLINE)
        for _ in range(TURNS):
            checking.append(window.run(slow.check_metered, within=60))
            adding.append(window.run(network.load_metered, within=120))
        source = {"provider": "OAPIF", "uri": service.uri(HANGING[0]), "seconds": DEADLINE}
        for _ in range(PEER_TURNS):
            peer.append(window.run(peers.opened_metered, within=120, **source))
        window.close()
    checks = f"{len(SLOW)} av {len(SLOW) + len(HANGING)} kontroller genomförda"
    assert all(each["tally"].startswith(checks) and each["seconds"] >= DEADLINE for each in checking)
    assert not any(each["came"] for each in peer)
    add_peer(table, "QGIS opens one layer that hangs", peer, f"no answer waited for longer than {DEADLINE:g} s")
    add_block(table, "a check waits for services", checking, f"checks of {_seconds(checking)} s", peer)
    add_block(table, "layers of services are added", adding, f"after {_seconds(adding)} s", peer)


def _seconds(told: list[dict]) -> str:
    times = [each["seconds"] for each in told]
    return f"{min(times):.0f}–{max(times):.0f}"
