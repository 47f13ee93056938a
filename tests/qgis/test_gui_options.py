"""The page of the options: what is chosen is kept, and a copy of the layout template can be saved to be changed."""

from __future__ import annotations

import pytest
from plandialog.plugin.gui import options
from plandialog.plugin.gui.options import OptionsPage
from plandialog.plugin.gui.settings import Settings
from plandialog.plugin.report.layout.template import SHIPPED
from plandialog.plugin.report.profile import template_of_profile

pytestmark = pytest.mark.usefixtures("clean_profile")


@pytest.fixture
def page(qgis_app):
    applied = []
    made = OptionsPage(Settings.load(), lambda: applied.append(1))
    made.applied = applied
    yield made
    made.deleteLater()


def test_the_template_is_the_one_that_is_shipped_until_another_is_chosen(page, tmp_path):
    assert page.template.filePath() == "" and template_of_profile() is None
    page.template.setFilePath(f" {tmp_path / 'vår å.qpt'} ")
    page.apply()
    assert page.applied == [1]
    assert template_of_profile() == tmp_path / "vår å.qpt" and Settings.load().template == str(tmp_path / "vår å.qpt")
    page.template.setFilePath("")
    page.apply()
    assert template_of_profile() is None


def test_a_copy_of_the_template_is_saved_and_chosen(page, tmp_path, monkeypatch):
    chosen = [(str(tmp_path / "vår mall"), ""), ("", "")]
    monkeypatch.setattr(options.QFileDialog, "getSaveFileName", lambda *_: chosen.pop(0))
    page.copy_template.click()
    assert (tmp_path / "vår mall.qpt").read_bytes() == SHIPPED.read_bytes()
    assert page.template.filePath() == str(tmp_path / "vår mall.qpt")
    page.copy_template.click()
    assert page.template.filePath() == str(tmp_path / "vår mall.qpt")


def test_a_copy_that_cannot_be_saved_is_told(page, tmp_path, monkeypatch):
    (tmp_path / "fil").write_text("upptaget")
    told = []
    monkeypatch.setattr(options.QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "fil" / "mall.qpt"), ""))
    monkeypatch.setattr(options.QMessageBox, "warning", lambda *arguments: told.append(arguments[-1]))
    page.copy_template.click()
    assert len(told) == 1 and "mall.qpt" in told[0] and page.template.filePath() == ""
