"""Every fault of a source × every provider: an outcome of its own with its own reason, and the other checks stand.

The table in docs/remote.md is :func:`matrix`; a test holds the two together.
"""

from __future__ import annotations

import re
import socket
import time

import pytest
from builders import PackageBuilder, assess_wkt, square
from conftest import ROOT
from plandialog.plugin.core.outcome import Outcome
from plandialog.plugin.core.package.reader import read_package
from plandialog.plugin.gis.engine import prepare
from plandialog.plugin.gis.measures import measure_specs
from plandialog.plugin.gis.remote import fetching
from plandialog.plugin.gis.remote.network import Access
from qgis.core import QgsCoordinateTransformContext
from servers.demo_remote import arcgis, oapif, wfs
from servers.misbehaving import FAULTS

#: How long (s) the remote datasets are waited for in these tests, and where that is all there is to see.
DEADLINE, SHORT = 6.0, 0.4

#: Plan areas: in the town of Örebro, which is a locality, and in the forest, which is none.
TOWN, FOREST = square(511500, 6571500, 500), square(504000, 6586000, 500)

#: The reason that each fault has to give, for WFS 1.1.0, WFS 2.0.0, OGC API – Features and ArcGIS. A cap is no fault
#: where smaller areas get round it.
REASONS = {
    "refused": "remote-refused",
    "name": "remote-name",
    "hang": "remote-timeout",
    "drip": "remote-timeout",
    "status-500": "remote-status",
    "status-401": "remote-login",
    "exception-200": "remote-exception",
    "truncated": "remote-truncated",
    "truncated-quietly": ("remote-truncated", "remote-truncated", "remote-format", "remote-format"),
    "half": "remote-capped",
    "cap": None,
    "wrong-crs": "remote-elsewhere",
    "turned-question": "remote-axes",
    "turned-answer": "remote-axes",
    "turned-both": ("remote-axes", "remote-elsewhere"),
    "empty-layer": "source-empty",
    "schema-changed": "source-field",
    "redirect-loop": "remote-redirects",
    "redirect-away": "remote-moved",
}
PROVIDERS = ("WFS 1.1.0", "WFS 2.0.0", "OAPIF", "arcgisfeatureserver")


def source(provider, qgis, arc, host):
    """The source of the localities by ``provider``, with the server's own host replaced by ``host``."""
    if provider == "arcgisfeatureserver":
        made = arcgis(arc.layer)("tatorter")
        own = arc.base
    else:
        made = oapif(qgis.oapif)("tatorter") if provider == "OAPIF" else wfs(qgis.base, provider[4:])("tatorter")
        own = qgis.base.rstrip("/")
    return {**made, "uri": made["uri"].replace(own, host)}


def prepared_package(root, made, deadline=DEADLINE, reach=None):
    """A package with the localities somewhere else and one dataset of its own; with ``reach`` more than one of the
    localities is asked for."""
    builder = PackageBuilder(root)
    builder.dataset("eget", "polygon", [square(500000, 6570000, 100)])
    builder.dataset("orter", "polygon", [], fields={"namn": str}, label="namn", source=made)
    bands = [{"up_to": "5 %", "outcome": "consider"}, {"outcome": "discuss"}]
    builder.check("borta", "orter", "overlap", bands, where="namn <> 'Ingenstans'")
    builder.check("hemma", "eget", "overlap", bands)
    if reach:
        builder.check("runtom", "orter", "count", reach=reach, where="namn <> 'Ingenstans'")
    access = Access(deadline=deadline)
    return prepare(read_package(builder.write(), measure_specs()), QgsCoordinateTransformContext(), access)


def outcomes(prepared, wkt):
    """The findings of the remote and of the local check, and how long (s) both took."""
    began = time.monotonic()
    there, here, *_ = assess_wkt(prepared, wkt).findings
    return there, here, time.monotonic() - began


@pytest.fixture
def upstream(request, qgis_server, arcgis_server):
    return lambda provider: arcgis_server.base if provider.startswith("arc") else qgis_server.base.rstrip("/")


@pytest.mark.parametrize("provider", PROVIDERS)
def test_without_a_fault_the_answer_is_right(tmp_path, qgis_server, arcgis_server, misbehaving, upstream, provider):
    server = misbehaving(upstream(provider))
    prepared = prepared_package(tmp_path, source(provider, qgis_server, arcgis_server, server.base))
    there, here, _ = outcomes(prepared, TOWN)
    assert (there.outcome, there.hits[0].name, here.outcome) == (Outcome.DISCUSS, "Örebro", Outcome.CLEAR)
    there, here, _ = outcomes(prepared, FOREST)
    assert (there.outcome, here.outcome) == (Outcome.CLEAR, Outcome.CLEAR)


def host_of(fault, server):
    if fault == "name":
        return "http://tjanst.invalid"
    if fault == "refused":
        with socket.create_server(("127.0.0.1", 0)) as free:
            return f"http://127.0.0.1:{free.getsockname()[1]}"
    return server.base


@pytest.fixture
def brief_pauses(monkeypatch):
    """What may pass is tried as often as ever, with a tenth of the waiting in between."""
    monkeypatch.setattr(fetching, "_BACK_OFF", tuple(pause / 10 for pause in fetching._BACK_OFF))


@pytest.mark.usefixtures("brief_pauses")
@pytest.mark.parametrize("place", [TOWN, FOREST], ids=["hit", "miss"])
@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("fault", REASONS)
def test_a_fault_ends_with_its_own_reason_and_the_rest_stands(
    tmp_path, qgis_server, arcgis_server, misbehaving, upstream, fault, provider, place
):
    server = misbehaving(upstream(provider))
    if fault in FAULTS:
        server.become(fault)
    made = source(provider, qgis_server, arcgis_server, host_of(fault, server))
    reach = "15 km" if fault == "half" and place == TOWN else None
    deadline = SHORT if fault in ("hang", "drip") else DEADLINE
    there, here, seconds = outcomes(prepared_package(tmp_path, made, deadline, reach), place)
    assert here.outcome is Outcome.CLEAR
    assert seconds < deadline + 1.5
    codes = [note.code for note in there.notes]
    reasons = REASONS[fault]
    if reasons is None:
        right = Outcome.DISCUSS if place == TOWN else Outcome.CLEAR
        assert there.outcome is right or (there.outcome is Outcome.NOT_CHECKED and "remote-capped" in codes)
        return
    if place == FOREST and fault in ("half", "turned-answer") and there.outcome is Outcome.CLEAR:
        # Half of nothing is nothing, and nothing cannot be turned: the answer is right.
        return
    allowed = reasons if isinstance(reasons, tuple) else (reasons,)
    assert there.outcome is (Outcome.NO_DATA if fault == "empty-layer" else Outcome.NOT_CHECKED), codes
    assert set(codes) & set(allowed), codes
    for language in ("sv", "en"):
        assert all(note.text(language) for note in there.notes)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_service_that_is_busy_or_has_moved_on_the_same_host_answers_in_the_end(
    tmp_path, qgis_server, arcgis_server, misbehaving, upstream, provider
):
    server = misbehaving(upstream(provider))
    prepared = prepared_package(tmp_path, source(provider, qgis_server, arcgis_server, server.base), 10.0)
    server.become("flaky:1")
    there, _, _ = outcomes(prepared, TOWN)
    assert there.outcome is Outcome.DISCUSS
    server.become("redirect-same")
    there, _, _ = outcomes(prepared, FOREST)
    assert there.outcome is Outcome.CLEAR
    assert "remote-address" in [note.code for note in there.notes]


def test_the_table_of_the_docs_says_the_same():
    text = (ROOT / "docs" / "remote.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| `")
    ]
    documented = {re.search(r"`([\w-]+)`", row[0])[1]: row for row in rows}
    assert documented.keys() == REASONS.keys()
    for fault, reasons in REASONS.items():
        stated = {code for cell in documented[fault][2:5] for code in cell.split(", ")}
        expected = reasons if isinstance(reasons, tuple) else (reasons or "remote-capped",)
        assert stated == set(expected), fault
        outcome = "no-data" if fault == "empty-layer" else "not-checked"
        assert documented[fault][1].endswith(outcome)
