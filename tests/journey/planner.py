"""What a planner does in the dock; the steps run inside QGIS. Texts are those of the language of the window."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import qgis.utils
from qgis.core import QgsGeometry, QgsProject, QgsRectangle
from qgis.PyQt.QtCore import QPoint
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QApplication, QMenu
from qgis.utils import iface

from journey.hands import (
    choose_in,
    choose_menu,
    click,
    click_map,
    click_row,
    find,
    key,
    move_on_map,
    settled,
    type_text,
    until,
)

WORDS = {
    "sv": {
        "menu": ("Vektor", "Plandialog", "Visa exempel"),
        "perspective": "Regional väg, järnväg och cykel",
        "junction": "Avstånd till trafikplats",
        "railway": "Bebyggelse nära järnväg",
        "draw": "Rita på kartan",
    },
    "en": {
        "menu": ("Vector", "Plandialog", "Show example"),
        "perspective": "Regional roads, railways and cycling",
        "junction": "Distance to a road interchange",
        "railway": "Development close to a railway",
        "draw": "Draw on the map",
    },
}


def dock() -> Any:
    """The dock."""
    return qgis.utils.plugins["plandialog"].entrance.dock


def checked(identifier: str = "") -> Any:
    """Wait until a draft, or the current one, has its findings."""

    def condition() -> bool:
        bench = dock().workbench
        return not bench.is_checking and bench.assessment(identifier or bench.session.current) is not None

    return until(condition, 30, "the findings of the proposal")


def open_example(language: str) -> Any:
    """From the menu; ends when layers, proposals and findings are there. Gives how many of each."""
    yield choose_menu(*WORDS[language]["menu"])
    yield until(lambda: dock() is not None, what="the dock")
    yield until(lambda: len(dock().workbench.session.drafts) == 7, 30, "the demo proposals")
    yield until(lambda: not dock().package_step.is_loading, 60, "the layers")
    yield checked()
    bench = dock().workbench
    yield until(lambda: all(bench.assessment(draft.id) for draft in bench.session.drafts), 60, "all findings")
    yield settled()
    return {
        "layers": len(QgsProject.instance().mapLayers()),
        "proposals": [draft.name for draft in bench.session.drafts],
        "walk": dock().form.walk.isVisible(),
        "tally": dock().findings_step.tally.text(),
    }


def walk_through() -> Any:
    """All stops of the walk, by its buttons; gives their titles."""
    form = dock().form
    titles = []
    while form.walk.isVisible():
        titles.append(form.walk_title.text())
        yield click(form.walk_next)
        yield 0.2
    return titles


def pick(name: str) -> Any:
    """Choose a proposal in the list; gives its facts."""
    yield choose_in(dock().proposal_step.drafts, name)
    yield checked()
    yield click(dock().proposal_step.zoom)
    yield settled()
    return dock().proposal_step.facts.text()


def click_finding(language: str, finding: str) -> Any:
    """Click a finding on roads and railways in the tree; gives what is read of it and how far the map moved."""
    words = WORDS[language]
    before = iface.mapCanvas().extent().toString(0)
    yield click_row(dock().findings_step.tree, words["perspective"], words[finding])
    yield 0.5
    yield settled()
    text = dock().findings_step.text.toPlainText()
    return {"text": text, "moved": before != iface.mapCanvas().extent().toString(0)}


def look_at(box: list[float]) -> Any:
    """Show a part of the map: west, south, east, north."""
    iface.mapCanvas().setExtent(QgsRectangle(*box))
    iface.mapCanvas().refresh()
    yield 0.2
    yield settled()


def start_drawing(language: str) -> Any:
    """New → Draw on the map, by the menu of the button."""
    step = dock().proposal_step
    yield click(step.add, QPoint(step.add.width() - 4, step.add.height() // 2))
    yield until(lambda: QApplication.activePopupWidget() is not None, what="the menu of New")
    menu = QApplication.activePopupWidget()
    action = next(action for action in menu.actions() if action.text() == WORDS[language]["draw"])
    yield click(menu, menu.actionGeometry(action).center())
    yield until(lambda: iface.mapCanvas().mapTool() is dock().draw_tool, what="the drawing tool")


def sketch(corners: list[list[float]]) -> Any:
    """Click all corners but the last and move to that; gives what is seen of the unfinished polygon."""
    *clicked, last = corners
    for x, y in clicked:
        yield click_map(x, y)
    yield move_on_map(*last)
    bench = dock().workbench
    yield until(lambda: bench.shown == "preview" and bench.assessment("preview") is not None, what="a live check")
    yield until(lambda: dock().findings_step.tally.text() != "", what="the tally")
    return {"tally": dock().findings_step.tally.text(), "facts": dock().proposal_step.facts.text()}


def finish(corner: list[float]) -> Any:
    """Click the last corner and end with the right button; gives the new proposal."""
    yield click_map(*corner)
    yield click_map(*corner, button="right")
    yield until(lambda: dock().workbench.shown != "preview", what="the proposal")
    yield checked()
    draft = dock().workbench.current
    return {"name": draft.name, "area": QgsGeometry.fromWkt(draft.geometry).area(), "count": len(_drafts())}


def _drafts() -> list[Any]:
    return list(dock().workbench.session.drafts)


def state_purpose(name: str, land_use: str, dwellings: str) -> Any:
    """Type the name, choose a land use and give the number of dwellings."""
    step = dock().proposal_step
    yield type_text(step.name, name)
    yield key("Tab")
    yield choose_in(step.land_use, land_use)
    yield type_text(step.dwellings, dwellings)
    yield key("Tab")
    yield checked()
    draft = dock().workbench.current
    return [draft.name, draft.land_use, draft.dwellings]


def mark_handled(language: str, reason: str) -> Any:
    """Say of the finding that it is handled, in the dialog; gives the remark as it is kept."""
    yield click_finding(language, "railway")
    yield click(dock().findings_step.mark)
    yield until(lambda: QApplication.activeModalWidget() is not None, what="the dialog of the remark")
    dialog = QApplication.activeModalWidget()
    yield click(dialog.handled)
    yield type_text(dialog.reason, reason)
    yield click(dialog.buttons.button(dialog.buttons.StandardButton.Ok))
    yield until(lambda: QApplication.activeModalWidget() is None, what="the dialog to close")
    return [[remark.check, remark.kind.value, remark.text] for remark in dock().workbench.current.remarks]


def answer_question(answer: str) -> Any:
    """Answer the first question without geometry; gives the answers kept."""
    step = dock().findings_step
    assessment = dock().workbench.assessment(dock().workbench.session.current)
    question = next(finding for finding in assessment.findings if finding.outcome.value == "question")
    language = dock().workbench.settings.texts_language
    title = next(each.title for each in assessment.perspectives if each.id == question.perspective)
    yield click_row(step.tree, title.get(language), question.title.get(language))
    yield type_text(step.answer, answer)
    yield click(step.search)
    remarks = dock().workbench.current.remarks
    return [[remark.check, remark.kind.value, remark.text] for remark in remarks if remark.kind.value == "answer"]


def save_summary(path: str) -> Any:
    """Save as → HTML, by the menu and the dialog of files; gives the message in the message bar."""
    step = dock().guidance_step
    yield until(step.save.isEnabled, what="Save as")
    yield click(step.save)
    yield until(lambda: isinstance(QApplication.activePopupWidget(), QMenu), what="the menu of Save as")
    menu = QApplication.activePopupWidget()
    yield click(menu, menu.actionGeometry(menu.actions()[0]).center())
    yield until(lambda: QApplication.activeModalWidget() is not None, what="the dialog of files")
    field = find("QLineEdit", within=QApplication.activeModalWidget())
    yield type_text(field, path)
    yield key("Return")
    yield until(lambda: Path(path).exists(), 60, "the summary")

    def message() -> str:
        item = iface.messageBar().currentItem()
        return item.text() if item is not None else ""

    yield until(lambda: Path(path).name in message(), 10, "the message that names the file")
    return message()


def preview_opens() -> Any:
    """Preview; gives the address that the browser was asked for and whether the file is there."""
    asked = []
    opened, QDesktopServices.openUrl = QDesktopServices.openUrl, lambda url: asked.append(url.toLocalFile())
    try:
        yield click(dock().guidance_step.preview)
        yield until(lambda: asked, 60, "the browser to be asked")
    finally:
        QDesktopServices.openUrl = opened
    return {"path": asked[0], "exists": Path(asked[0]).exists()}


def save_and_reopen(path: str) -> Any:
    """Save the project, start another, open it again; gives what is there then."""
    project = QgsProject.instance()
    project.setFileName(path)
    assert project.write()
    iface.newProject(False)
    yield until(lambda: not dock().workbench.session.drafts, what="an empty session")
    blank = {"drafts": len(_drafts()), "layers": len(project.mapLayers())}
    iface.addProject(path)
    yield until(lambda: len(_drafts()) > 0, 30, "the proposals")
    yield checked()
    yield settled()
    bench = dock().workbench
    sheet = [layer for layer in project.mapLayers().values() if layer.customProperty("plandialog/proposals")]
    return {
        "blank": blank,
        "names": [draft.name for draft in bench.session.drafts],
        "current": bench.current.name,
        "remarks": [[remark.kind.value, remark.text] for remark in bench.current.remarks],
        "sheets": len(sheet),
        "shown": sheet[0].featureCount() if sheet else 0,
        "tally": dock().findings_step.tally.text(),
        "changed": project.isDirty(),
    }
