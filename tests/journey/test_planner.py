"""A planner's whole way, in both languages: from an empty profile, into which QGIS's installer puts the zip file, to
a summary and a project that comes back."""

from __future__ import annotations

import pytest

from . import installing, planner, steps

both = pytest.mark.parametrize("language", ["sv", "en"])

#: Beside Kumla, where the demo package has something to say.
VIEW = [506500, 6552800, 510500, 6555600]
CORNERS = [[508000, 6554600], [508900, 6554600], [508900, 6553900], [508000, 6553900]]
SAID = {
    "sv": {
        "logistics": "Logistik vid trafikplats Hallsberg",
        "carried": "kontroller genomförda",
        "drawn": "Gäller området som ritas",
        "name": "Norr om kyrkan",
        "land_use": "Bostäder",
        "reason": "Bullret är utrett 2025.",
        "answer": "Hyresrätter för unga.",
        "handled": "Planeraren: redan hanterat",
        "answered": "Planerarens svar",
        "saved": "Sparad",
    },
    "en": {
        "logistics": "Logistik vid trafikplats Hallsberg",
        "carried": "checks carried out",
        "drawn": "The area being drawn",
        "name": "North of the church",
        "land_use": "Housing",
        "reason": "Noise was studied in 2025.",
        "answer": "Rental flats for the young.",
        "handled": "The planner: already handled",
        "answered": "The planner’s answer",
        "saved": "Saved",
    },
}


@both
def test_a_planners_whole_way_through(open_window, plugin_zip, language, tmp_path):
    window = open_window(language, plugin=plugin_zip)
    said = SAID[language]
    opened = window.run(planner.open_example, language=language)
    assert opened["layers"] == 37 and opened["walk"]
    assert said["carried"] in opened["tally"]
    window.screenshot("example")
    assert len(window.run(planner.walk_through)) == 4

    facts = window.run(planner.pick, name=said["logistics"])
    assert "Hallsberg" in facts and "ha" in facts
    window.screenshot("proposal")

    finding = window.run(planner.click_finding, language=language, finding="junction")
    assert finding["moved"] and "Hallsberg" in finding["text"]
    window.screenshot("finding")

    window.run(planner.look_at, box=VIEW)
    window.run(planner.start_drawing, language=language)
    live = window.run(planner.sketch, corners=CORNERS)
    assert said["carried"] in live["tally"] and said["drawn"] in live["tally"]
    window.screenshot("live")
    drawn = window.run(planner.finish, corner=CORNERS[-1])
    assert drawn["count"] == 8 and drawn["area"] == pytest.approx(630_000, rel=0.05)
    stated = window.run(planner.state_purpose, name=said["name"], land_use=said["land_use"], dwellings="45")
    assert stated == [said["name"], "bostader", 45]
    window.screenshot("drawn")

    remarks = window.run(planner.mark_handled, language=language, reason=said["reason"])
    assert [remark[1:] for remark in remarks] == [["handled", said["reason"]]]
    window.screenshot("remark")
    answers = window.run(planner.answer_question, answer=said["answer"])
    assert [answer[1:] for answer in answers] == [["answer", said["answer"]]]
    window.screenshot("answer")

    assert window.run(planner.preview_opens)["exists"]
    summary = tmp_path / "vägledning å.html"
    assert said["saved"] in window.run(planner.save_summary, path=str(summary))
    window.screenshot("saved")
    page = summary.read_text(encoding="utf-8")
    for text in (said["name"], said["reason"], said["answer"], said["handled"], said["answered"]):
        assert text in page

    project = tmp_path / "projekt å.qgz"
    back = window.run(planner.save_and_reopen, path=str(project))
    assert back["blank"] == {"drafts": 0, "layers": 0}
    assert len(back["names"]) == 8 and back["current"] == said["name"]
    assert sorted(back["remarks"]) == sorted([["answer", said["answer"]], ["handled", said["reason"]]])
    assert (back["sheets"], back["shown"]) == (1, 8)
    assert said["carried"] in back["tally"]
    # Opening a project is no change of it.
    assert not back["changed"]
    window.screenshot("reopened")
    assert not window.errors(), "\n".join(window.errors())


def test_an_update_keeps_the_proposals_and_an_uninstall_leaves_nothing(open_window, plugin_zip):
    window = open_window("sv", plugin=plugin_zip)
    window.run(planner.open_example, language="sv")
    before, after = window.run(installing.drafts_after_update, path=str(plugin_zip))
    assert len(before) == 7 and after == before
    assert window.run(installing.uninstall) == {"active": False, "folder": False}
    assert window.run(steps.algorithms) == {}
