"""The guidance summary in a browser: whoever reads it, by whatever means, gets all of it.

Every demo proposal in both languages and all lengths. Skipped only where the browser is missing.
"""

from __future__ import annotations

from dataclasses import replace

import demo_proposals
import pages
import pytest
from plandialog.plugin.core.text import LANGUAGES
from plandialog.plugin.report.drawing import data_uri
from plandialog.plugin.report.html import render_html
from plandialog.plugin.report.length import Length
from plandialog.plugin.report.maps import render_maps
from plandialog.plugin.report.pictures import Maps
from qgis.PyQt.QtGui import QImage

pytestmark = pytest.mark.skipif(bool(pages.missing()), reason=pages.missing())

PROPOSALS = range(7)
WITH_SOME_MAPS = 2
LENGTHS = list(Length)


@pytest.fixture(scope="module")
def browser():
    with pages.browser() as opened:
        yield opened


class Demo:
    """The demo proposals, assessed once, and the maps of their pages, drawn once."""

    def __init__(self):
        prepared = demo_proposals.prepared_demo()
        self._package = prepared.package
        self.assessments = list(demo_proposals.assessments(prepared).values())
        self._maps = {}

    def page(self, numbers, language, length):
        made = [self.assessments[number] for number in numbers]
        return render_html(made, language, [self.maps(number, language, length) for number in numbers], length)

    def maps(self, number, language, length):
        """The maps of a page, their pictures empty: what they show is no matter of the page. All but the brief ones,
        whose legends decide whether they are a page, share those of one proposal."""
        if length is not Length.BRIEF:
            number, language, length = WITH_SOME_MAPS, "sv", Length.FULL
        key = (number, language, length)
        if key not in self._maps:
            drawn = render_maps(self._package, self.assessments[number], language, length)
            assert not drawn.fault
            self._maps[key] = Maps({name: empty(picture) for name, picture in drawn.pictures.items()})
        return self._maps[key]


def empty(picture):
    image = QImage(picture.width // 5, picture.height // 5, QImage.Format.Format_RGB32)
    image.fill(0xFFE8E4D9)
    return replace(picture, image=data_uri(image))


@pytest.fixture(scope="module")
def demo(qgis_app):
    made = Demo()
    assert len(made.assessments) == len(PROPOSALS)
    return made


def test_axe_knows_the_rules_of_wcag_2_2(browser):
    assert browser.axe_version() >= (4, 8)


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", PROPOSALS)
def test_a_page_has_no_barrier_and_fits_narrow_windows_and_paper(browser, demo, number, language, length):
    browser.show(demo.page([number], language, length))
    # The longer pages have their parts in the same places, and a standard one has nothing that the full one has not.
    places = length is Length.BRIEF or number == 0
    assert browser.faults(places) == []
    if length is not Length.STANDARD:
        assert browser.too_wide(pages.NARROW) == []
    if places:
        assert browser.too_wide(pages.PAPER, "print") == []
    if length is Length.BRIEF:
        assert browser.printed() == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_proposals_in_one_document(browser, demo, language):
    browser.show(demo.page(PROPOSALS, language, Length.BRIEF))
    assert browser.faults() == []
    assert browser.too_wide(pages.NARROW) == []
    assert browser.too_wide(pages.PAPER, "print") == []
    # The comparison and each proposal on a page of its own.
    assert browser.printed() == 1 + len(PROPOSALS)


def test_several_proposals_at_full_length(browser, demo):
    browser.show(demo.page(PROPOSALS[4:6], "sv", Length.FULL))
    assert browser.faults() == []
    assert browser.too_wide(pages.NARROW) == []


def test_the_keyboard_reaches_everything_and_shows_where_it_is(browser, demo):
    browser.show(demo.page([5], "sv", Length.STANDARD))
    for _ in range(browser.count("a[href], summary")):
        focus = browser.press("Tab")
        assert focus["outlined"] and focus["seen"], focus["what"]
    assert not browser.press("Tab")["outlined"]


def test_the_first_key_leads_past_the_head_of_the_page(browser, demo):
    browser.show(demo.page([0], "sv", Length.STANDARD))
    assert "#main" in browser.press("Tab")["what"]
    browser.press("Enter")
    browser.press("Tab")
    assert browser.inside("main")


def test_what_is_folded_on_the_screen_is_printed(browser, demo):
    browser.show(demo.page([0], "sv", Length.FULL))
    shown = ".check:not(.not-relevant) details dl"
    assert not any(browser.visible(shown, "screen"))
    assert all(browser.visible(shown, "print"))
