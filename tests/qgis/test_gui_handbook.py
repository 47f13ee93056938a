"""The handbook's links lead somewhere, inside its window where they can, and back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT
from plandialog.plugin.gui import handbook
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QTextDocument
from qgis.PyQt.QtWidgets import QTextBrowser, QToolButton

#: The pages of the plugin and everything that their links reach.
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md"))


@pytest.fixture
def window(qgis_app, monkeypatch):
    """The planners' handbook, and what was handed to the web browser."""
    opened: list[str] = []
    monkeypatch.setattr(handbook.QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    made = handbook.Handbook()
    made.show()
    qgis_app.processEvents()
    yield made, opened
    made.close()
    qgis_app.processEvents()


def text(made):
    return made.findChild(QTextBrowser, "handbookText")


def first_line(made):
    return text(made).document().firstBlock().text()


def test_a_link_to_another_page_opens_it_and_back_returns(window, qgis_app):
    made, opened = window
    back = made.findChild(QToolButton, "handbookBack")
    assert first_line(made) == "Handbook" and not back.isEnabled()
    text(made).verticalScrollBar().setValue(300)
    made.follow(QUrl("../package-format.md"))
    assert first_line(made) == "The regional package, format 1" and back.isEnabled()
    # A page opened from there is found from where that one lies.
    made.follow(QUrl("en/region.md"))
    assert first_line(made).startswith("Handbook for regional staff")
    back.click()
    back.click()
    qgis_app.processEvents()
    assert first_line(made) == "Handbook" and not back.isEnabled()
    assert text(made).verticalScrollBar().value() == 300
    assert opened == []


def test_a_link_to_a_heading_scrolls_there(window, qgis_app):
    made, _ = window
    made.follow(QUrl("#save-finish-and-send-the-summary"))
    qgis_app.processEvents()
    assert text(made).verticalScrollBar().value() > 300
    made.follow(QUrl("../package-format.md#bands"))
    qgis_app.processEvents()
    assert text(made).verticalScrollBar().value() > 300


def test_other_links_go_to_the_web_browser(window):
    made, opened = window
    made.follow(QUrl("https://example.org/"))
    made.follow(QUrl("../../LICENSE"))
    assert opened[0] == "https://example.org/" and opened[1].endswith("/LICENSE")
    made.follow(QUrl("../nowhere.md"))
    assert first_line(made) == "Handbook" and "nowhere.md" in made._note.text()


def test_pictures_show_and_are_no_wider_than_the_window(window):
    made, _ = window
    for picture in re.findall(r"!\[[^]]*\]\(([^)]+)\)", (ROOT / handbook.PLANNERS["en"]).read_text(encoding="utf-8")):
        image = text(made).loadResource(QTextDocument.ResourceType.ImageResource, QUrl(picture))
        assert not image.isNull() and image.width() <= 700, picture


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_the_pages_leads_somewhere(page):
    source = ROOT / page
    for target in re.findall(r"\]\(([^)\s]+)\)", source.read_text(encoding="utf-8")):
        if target.startswith(("http:", "https:")):
            continue
        name, _, fragment = target.partition("#")
        path = (source.parent / name).resolve() if name else source
        assert path.exists(), target
        if fragment:
            assert fragment in headings(path), target


def headings(path: Path):
    """What links call the headings of a page."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {handbook.slug(re.sub(r"[`*]", "", line.lstrip("#"))) for line in lines if line.startswith("#")}
