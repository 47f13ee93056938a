"""Services that answer slowly or not at all: the window goes on painting, and each finding says what there was."""

from __future__ import annotations

import json
import time

import pytest
from builders import PackageBuilder
from servers.http import Simple

from . import slow
from .test_slow_source import metered, proposal  # noqa: F401

#: How long (s) the services are waited for here.
DEADLINE = 3.0

_SQUARE = [[15.17, 59.35], [15.2, 59.35], [15.2, 59.37], [15.17, 59.37], [15.17, 59.35]]


def collection(count):
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [_SQUARE]}}
    features = [{**feature, "id": number} for number in range(count)]
    return json.dumps({"type": "FeatureCollection", "features": features, "numberMatched": count}).encode()


@pytest.fixture(scope="module")
def service():
    """Answers for ``bra`` after half a second, and for ``stum`` not at all."""

    def answer(path):
        time.sleep(60 if "/stum" in path else 0.5)
        return 200, {"Content-Type": "application/geo+json"}, collection(200)

    server = Simple(answer)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def package(qgis_app, tmp_path_factory, service):
    builder = PackageBuilder(tmp_path_factory.mktemp("tjanster") / "package")
    for name in ("bra1", "bra2", "bra3", "stum1", "stum2", "stum3"):
        source = {"provider": "OAPIF", "uri": f"url='{service.base}/' typename='{name}'"}
        builder.dataset(name, "polygon", [], source=source).check(name, name, "count")
    return builder.write()


def test_the_window_paints_while_services_are_waited_for(window, package, proposal):  # noqa: F811
    window.run(slow.open_dock)
    window.run(slow.take_package, within=180, package=str(package), proposal=str(proposal), deadline=DEADLINE)
    told = metered(window, slow.check_metered)
    assert told["tally"].startswith("3 av 6 kontroller genomförda")
    outcomes = window.run(slow.outcomes)
    assert {outcomes[name][0] for name in ("bra1", "bra2", "bra3")} == {"discuss"}
    assert all(outcomes[name] == ["not-checked", ["remote-timeout"]] for name in ("stum1", "stum2", "stum3"))
    # What was answered is remembered for a while; what was not is asked once more, for no longer than was said.
    assert DEADLINE <= told["seconds"] < DEADLINE + 3
    window.screenshot("services")
