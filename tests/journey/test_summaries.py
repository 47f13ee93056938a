"""A summary leaves the window: as PDF and ODT, as a layout to finish by hand, and as a letter to the region."""

from __future__ import annotations

import zipfile

from . import planner, summaries
from .gaps import painted

LENGTHS = ("Kort (en sida)", "Normal", "Utförlig, med hur varje kontroll gjordes")


def saved_anew(window, pdf):
    pdf.unlink(missing_ok=True)
    return window.run(summaries.save_as, form=1, path=str(pdf), length=LENGTHS[1])


def test_a_summary_is_saved_finished_and_sent(window, tmp_path):
    window.run(planner.open_example, language="sv")
    pdf, odt = tmp_path / "vägledning å.pdf", tmp_path / "vägledning å.odt"
    painted(lambda: saved_anew(window, pdf))
    assert pdf.read_bytes().startswith(b"%PDF")
    window.run(summaries.save_as, form=2, path=str(odt), length=LENGTHS[2])
    with zipfile.ZipFile(odt) as archive:
        assert archive.namelist()[0] == "mimetype"
    window.screenshot("summary-saved")

    cancelled = window.run(summaries.cancel_writing, form=1, path=str(tmp_path / "avbruten.pdf"))
    assert cancelled == {"status": "Skrivningen avbröts.", "exists": False}

    letter = window.run(summaries.open_letter)
    assert "@" in letter["to"] and letter["attachments"] == [pdf.name, odt.name]
    window.screenshot("letter")
    window.run(summaries.close_letter)

    layout = window.run(summaries.open_layout, length=LENGTHS[0])
    assert layout["pages"] == 1 and layout["valid"] and layout["name"].startswith("Kvarteret vid Kumla station")
    window.screenshot("layout")
    window.run(summaries.close_layout)
