"""What a planner is in the middle of, and what comes in between; the steps run inside QGIS.

A round puts the dock in one of the :data:`STATES`, lets one of the :data:`DISTURBANCES` happen, and waits until nothing
is on its way any more. Then it gives what is not as it should be.
"""

from __future__ import annotations

import gc
import importlib
import shutil
import sys
import time
from pathlib import Path
from random import Random
from typing import Any, Callable, Iterator, Optional

import qgis.utils
import yaml
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
    QgsSettings,
    QgsVectorLayer,
)
from qgis.gui import QgsMapToolDigitizeFeature, QgsOptionsPageWidget
from qgis.PyQt.QtCore import QEvent, QLocale, QObject, QPointF, QSize, Qt, QTimer
from qgis.PyQt.QtGui import QMouseEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QApplication, QDockWidget, QMessageBox, QPushButton
from qgis.utils import iface

from journey.hands import canvas_point, click_map, give_keyboard, key, move_on_map, until
from journey.planner import dock

_DEMO = Path(__file__).resolve().parent.parent.parent / "resources"
_PLUGIN = "plandialog"
_SHEET, _DATASET = "plandialog/proposals", "plandialog/dataset"

# Beside Kumla, where the demo package has something to say.
_VIEW = QgsRectangle(506500, 6552800, 510500, 6555600)
_CORNERS = ((508000, 6554600), (508900, 6554600), (508900, 6553900), (508000, 6553900))
_OUTSIDE = "Polygon ((600000 6200000, 600500 6200000, 600500 6200500, 600000 6200000))"
_HELD_NAME = "Norr om kyrkan"
_HELD = "Polygon ((508000 6554600, 508900 6554600, 508900 6553900, 508000 6553900, 508000 6554600))"
_PERSPECTIVES = ("kollektivtrafik", "transportinfrastruktur", "folkhalsa", "mellankommunalt")
_LOADED = ("lan", "kommuner", "stationer", "vagar")

#: Where projects and files are, and the proposals in the project that was saved there.
_folder: list[Path] = []
_saved: list[str] = []

#: Whose proposals are there after a disturbance: those from before, none, or those of the project that was saved.
_OWN, _NONE, _SAVED = "own", "none", "saved"


# the window


def entrance() -> Any:
    """What the plugin has in the window."""
    return qgis.utils.plugins[_PLUGIN].entrance


def module(name: str) -> Any:
    """A module of the plugin as it is loaded now."""
    return importlib.import_module(f"{_PLUGIN}.plugin.{name}")


def start(folder: str) -> Any:
    """Make the project that the rounds start from, another one, a faulty package and a user's layer."""
    _folder[:] = [Path(folder)]
    # Loading the plugin time and again is quicker with its byte code kept; a small window without the browser is
    # painted faster.
    sys.dont_write_bytecode, sys.pycache_prefix = False, str(_path("bytecode"))
    iface.mainWindow().resize(1100, 750)
    iface.mainWindow().findChild(QDockWidget, "Browser").close()
    shutil.copy(_DEMO / "demo" / "proposals.gpkg", _path("user.gpkg"))
    _make_package(_path("package"))
    _make_package(_path("faulty"), underlagg="fel")
    project = QgsProject.instance()
    iface.newProject(False)
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:3010"))
    iface.addVectorLayer(f"{_path('user.gpkg')}|layername=proposals", "annat", "ogr")
    _save("other.qgz")

    iface.newProject(False)
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:3006"))
    yield open_dock()
    dock().workbench.open_package(_path("package"))
    yield at_rest()
    for dataset in _LOADED:
        dock().package_step.load_layers(dataset)
    layer = iface.addVectorLayer(f"{_path('user.gpkg')}|layername=proposals", "planer", "ogr")
    layer.selectByIds([1])
    dock().take_layer(layer)
    _add(_HELD, _HELD_NAME)
    _add(_OUTSIDE, "Utanför")
    yield at_rest()
    _save("base.qgz")
    _saved[:] = _ids()
    # The first drawing makes what later ones use again.
    yield _draw_anew(Random(0))
    return faults()


def _make_package(folder: Path, **more: Any) -> None:
    """The demo package with fewer datasets, so that it is quickly opened; ``more`` are further keys."""
    shutil.copytree(_DEMO / "packages" / "orebro-demo", folder, ignore=shutil.ignore_patterns("manifest.json"))
    content = yaml.safe_load((folder / "package.yaml").read_text(encoding="utf-8"))
    used = {content["area"], content["municipalities"]["dataset"]}
    for path in (folder / "perspectives").iterdir():
        if path.stem in _PERSPECTIVES:
            checks = yaml.safe_load(path.read_text(encoding="utf-8"))["checks"]
            used.update(check["dataset"] for check in checks if "dataset" in check)
        else:
            path.unlink()
    content["datasets"] = [dataset for dataset in content["datasets"] if dataset["id"] in used]
    content["background"] = [name for name in content["background"] if name in used]
    content.update(id="prov", **more)
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    (folder / "package.yaml").write_text(text, encoding="utf-8")


def _path(name: str) -> Path:
    return _folder[0] / name


def _save(name: str) -> None:
    project = QgsProject.instance()
    project.setFileName(str(_path(name)))
    assert project.write(), project.error()


def _add(wkt: str, name: str) -> None:
    crs = QgsCoordinateReferenceSystem("EPSG:3006")
    made = module("gui.workbench").new_draft(QgsGeometry.fromWkt(wkt), crs, name, land_use="bostader", dwellings=45)
    dock().workbench.add([made])


def _drafts() -> list[Any]:
    return list(dock().workbench.session.drafts)


def open_dock() -> Any:
    """With its package."""
    if _PLUGIN not in qgis.utils.active_plugins:
        _load()
    entrance().toggle.setChecked(True)
    yield until(lambda: dock() is not None and dock().workbench.prepared is not None, 30, "the dock with its package")


def _load() -> None:
    assert qgis.utils.loadPlugin(_PLUGIN) and qgis.utils.startPlugin(_PLUGIN)


def at_rest() -> Any:
    """Until nothing of the plugin's is on its way any more."""
    manager = QgsApplication.taskManager()

    def calm() -> bool:
        here = dock() if _PLUGIN in qgis.utils.active_plugins else None
        if here is None:
            return manager.countActiveTasks() == 0
        bench = here.workbench
        # Between two checks, and between two parts of a file, no task is active.
        waits = bench.opening or bench._task or bench._pending or here._readers or here.package_step.is_loading
        return not waits and manager.countActiveTasks() == 0

    yield
    yield until(calm, 30, "the end of every task")
    yield


def tidy() -> Any:
    """The dock with all that the rounds start from; the project is opened again where something of it is gone."""
    open_still = QApplication.activePopupWidget() or QApplication.activeModalWidget()
    assert open_still is None, f"{open_still} is open"
    project = QgsProject.instance()
    yield open_dock()
    _choose_language("sv")
    iface.messageBar().clearWidgets()
    if _is_own_tool(iface.mapCanvas().mapTool()):
        iface.actionPan().trigger()
    for layer in _layers():
        if layer.isEditable():
            layer.rollBack()
    if not _is_whole():
        iface.addProject(str(_path("base.qgz")))
        yield at_rest()
    if project.crs().authid() != "EPSG:3006":
        project.setCrs(QgsCoordinateReferenceSystem("EPSG:3006"))
    dock().workbench.choose(_held().id)
    if not _sheets():
        dock().workbench.drafts_changed.emit()
    yield at_rest()
    if not iface.mapCanvas().extent().contains(_VIEW):
        iface.mapCanvas().setExtent(_VIEW)
    yield until(give_keyboard, what="a window with the keyboard")


def _is_whole() -> bool:
    """Whether every state can be reached from here."""
    loaded = [layer for layer in _layers() if layer.customProperty(_DATASET)]
    from_layer = [draft for draft in _drafts() if draft.origin is not None]
    enough = 2 <= len(loaded) <= len(_LOADED) + 3 and len(_drafts()) < 7
    return bool(enough and _held() and from_layer and _user_layer() is not None)


def _held() -> Any:
    """The proposal that the demo package has most to say of."""
    return next((draft for draft in _drafts() if draft.name == _HELD_NAME), None)


def _names() -> list[str]:
    return sorted(draft.name for draft in _drafts())


def _ids() -> list[str]:
    return sorted(draft.id for draft in _drafts())


def answer_questions(rng: Random) -> Callable[[], None]:
    """Answer QGIS when it asks whether to save a layer that is going; gives what ends that."""
    timer = QTimer()

    def look() -> None:
        asked = QApplication.activeModalWidget()
        if isinstance(asked, QMessageBox) and asked.isActiveWindow():
            kinds = QMessageBox.StandardButton
            asked.button(rng.choice((kinds.Save, kinds.Discard))).click()

    timer.timeout.connect(look)
    timer.start(10)
    return timer.stop


# a round


def go_round(state: str, disturbance: str, seed: int) -> Any:
    """One round; gives the faults that the window and the project have afterwards, and how long each part took."""
    rng = Random(seed)
    began = time.monotonic()
    yield tidy()
    tidied = time.monotonic()
    slowed = _slow_down(rng.choice((0.002, 0.01, 0.02))) if state in _SLOW else None
    answered = answer_questions(rng)
    try:
        yield STATES[state](rng)
        before = _ids()
        yield rng.choice((0, 0, 0.02, 0.1))
        disturbed = time.monotonic()
        left = yield DISTURBANCES[disturbance](rng)
        yield at_rest()
        typed = yield _lost_typing(state, disturbance)
    finally:
        answered()
        if slowed is not None:
            slowed()
    return {
        "faults": [*faults(), *_wrong_drafts(left or _OWN, before, state), *typed],
        "seconds": [round(each, 2) for each in (tidied - began, disturbed - tidied, time.monotonic() - disturbed)],
    }


def left_over() -> Any:
    """How much there is of what may pile up from round to round; for comparing when the window is tidy."""
    yield tidy()
    # Flashes end, and what is deleted later is deleted.
    yield 1.5
    gc.collect()
    yield
    kinds = [type(each).__name__ for each in gc.get_objects()]
    alive = {name: kinds.count(name) for name in ("PlandialogDock", "Workbench", "DrawTool", "AssessmentTask")}
    canvas = iface.mapCanvas()
    tools = [each for each in canvas.findChildren(QgsMapToolDigitizeFeature) if _is_own_tool(each)]
    return {**alive, "tools": len(tools), "canvas items": len(canvas.scene().items())}


def _slow_down(seconds: float) -> Callable[[], None]:
    """Let every dataset take longer; gives what ends that."""
    engine = module("gis.engine")
    quick = engine.read_features

    def slow(*arguments: Any) -> Any:
        time.sleep(seconds)
        return quick(*arguments)

    def end() -> None:
        engine.read_features = quick

    engine.read_features = slow
    return end


def faults() -> list[str]:
    """What is not as it should be in the window, whatever has happened."""
    told = []
    canvas, project = iface.mapCanvas(), QgsProject.instance()
    is_drawing = _is_own_tool(canvas.mapTool())
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    for kind, name in ((QDockWidget, "PlandialogDock"), (QAction, "plandialogToggle")):
        number = len(iface.mainWindow().findChildren(kind, name, direct))
        if number != 1:
            told.append(f"{number} times {name}")
    told += [f"in the message bar: {item.text()}" for item in _messages() if item.level() == Qgis.MessageLevel.Critical]
    if not is_drawing and canvas.currentLayer() != iface.activeLayer():
        told.append(f"the current layer of the map is {_title(canvas.currentLayer())}")
    if dock() is None:
        return told
    bench = dock().workbench
    if bench.shown == "preview" and not is_drawing:
        told.append("a polygon is being drawn, with another tool on the map")
    kept = module("gui.state").read(project)
    if kept.drafts != bench.session.drafts:
        told.append(f"the project holds {[d.name for d in kept.drafts]}, the dock {[d.name for d in _drafts()]}")
    keys = [layer.customProperty(_DATASET) for layer in project.mapLayers().values() if layer.customProperty(_DATASET)]
    if len(keys) != len(set(keys)):
        told.append("a dataset is in the project twice")
    sheets = _sheets()
    drawn = {d.name for d in _drafts() if d.origin is None}
    if len(sheets) > 1:
        told.append(f"{len(sheets)} layers of proposals")
    elif sheets and not sheets[0].isEditable():
        shown = {feature["name"] for feature in sheets[0].getFeatures()}
        if shown != drawn:
            told.append(f"the layer of proposals shows {sorted(shown)} instead of {sorted(drawn)}")
    return told


def _wrong_drafts(expected: str, before: list[str], state: str) -> list[str]:
    """Whether the drafts are those that belong to the project which is open."""
    project, told = QgsProject.instance(), []
    wanted: list[str] = {_OWN: before, _NONE: [], _SAVED: _saved}[expected]
    if _ids() != wanted and (expected != _OWN or state not in _COMING):
        told.append(f"the proposals are {_ids()} instead of {wanted}: {_names()}")
    if expected in (_NONE, _SAVED) and project.isDirty():
        told.append("a project that was only opened has changed")
    if expected == _NONE and any(layer.customProperty(_DATASET) for layer in project.mapLayers().values()):
        told.append("layers of the package in another project")
    bench = dock().workbench
    if expected != _OWN and any(item.findChildren(QPushButton) for item in _messages()):
        told.append("what was done in another project can be undone in this one")
    bare = [d.name for d in _drafts() if bench.assessment(d.id) is None and bench.refusal(d.id) is None]
    if bare and bench.prepared is not None:
        told.append(f"not checked: {bare}")
    return told


def _lost_typing(state: str, disturbance: str) -> Any:
    """What was half typed is kept when the user leaves the field, unless the project or the proposal was left."""
    if state not in _TYPED or disturbance in _LEFT:
        return []
    dock().findings_step.search.setFocus()
    yield
    kept = [draft.name for draft in _drafts()] + [each.text for draft in _drafts() for each in draft.remarks]
    return [] if any(text.endswith(_TYPED[state]) for text in kept) else [f"lost: {_TYPED[state]}"]


def _is_own_tool(tool: Any) -> bool:
    return isinstance(tool, QgsMapToolDigitizeFeature) and type(tool).__name__ == "DrawTool"


def _title(layer: Any) -> str:
    return "none" if layer is None else layer.name()


def _messages() -> list[Any]:
    bar = iface.messageBar()
    return [item for item in bar.items() if item.title() == "Plandialog"]


def _sheets() -> list[QgsVectorLayer]:
    return [layer for layer in QgsProject.instance().mapLayers().values() if layer.customProperty(_SHEET)]


def _user_layer() -> Optional[QgsVectorLayer]:
    return next(iter(QgsProject.instance().mapLayersByName("planer")), None)


# the states of the way


def _opening_package(rng: Random) -> Any:
    dock().workbench.open_package(_path("package"))
    yield rng.uniform(0, 0.15)


def _loading_layers(rng: Random) -> Any:
    step, wanted = dock().package_step, rng.randint(1, 5)
    before = len(QgsProject.instance().mapLayers())
    step.load_layers()
    yield until(lambda: len(QgsProject.instance().mapLayers()) >= before + wanted or not step.is_loading, 30)


def _example(rng: Random) -> Any:
    entrance().show_example()
    yield rng.uniform(0, 0.8)


def _reading_file(rng: Random) -> Any:
    dock().take_file(_path("user.gpkg"))
    yield rng.choice((None, 0.02, 0.05))


def _drawing(rng: Random) -> Any:
    dock().draw()
    corners = _CORNERS[: rng.randint(3, 4)]
    if rng.random() < 0.1:
        for corner in corners[:-1]:
            yield click_map(*corner)
        yield move_on_map(*corners[-1])
    else:
        for corner in corners[:-1]:
            _mouse(corner, "left")
            yield
        _mouse(corners[-1])
    yield until(lambda: dock().workbench.shown == "preview", what="the sketch")


def _live_check(rng: Random) -> Any:
    yield _drawing(rng)
    for number in range(rng.randint(1, 4)):
        _mouse((_CORNERS[-1][0] + 20 * number, _CORNERS[-1][1] - 30))
        yield rng.choice((None, 0.02))


def _drawn(rng: Random) -> Any:
    """Right after the click that ends a drawing, with checks on their way."""
    if rng.random() < 0.5:
        dock().workbench.check_all()
    yield _drawing(rng)
    if rng.random() < 0.2:
        yield click_map(*_CORNERS[-1], button="right")
    else:
        _mouse(_CORNERS[-1], "left")
        _mouse(_CORNERS[-1], "right")
        if rng.random() < 0.5:
            yield


def _checking(rng: Random) -> Any:
    bench = dock().workbench
    bench.check_all()
    yield until(lambda: bench.is_checking, what="a check")
    yield rng.choice((0, 0.03, 0.1))


def _pointing(rng: Random) -> Any:
    """A finding is chosen, and flashes on the map."""
    step = dock().findings_step
    finding = rng.choice([each for each in _findings() if each.hits])
    step.select(finding.check)
    step.tree.clicked.emit(step.tree.currentIndex())
    yield rng.choice((None, 0.1))


def _remarking(rng: Random) -> Any:
    finding = rng.choice([each for each in _findings() if each.outcome.value != "question"])
    kind = module("core.remarks").RemarkKind.HANDLED
    dock().findings_step.select(finding.check)
    dock().workbench.remark(finding.check, kind, "Utrett 2025.")
    yield


def _answering(rng: Random) -> Any:
    """An answer is half typed."""
    step = dock().findings_step
    step.select(rng.choice([each for each in _findings() if each.outcome.value == "question"]).check)
    dock().form.scroll_area.ensureWidgetVisible(step.answer)
    yield
    step.answer.setFocus()
    assert step.answer.hasFocus()
    QTest.keyClicks(step.answer, _TYPED["an answer is half typed"])
    yield


def _naming(rng: Random) -> Any:
    """So is a name."""
    field = dock().proposal_step.name
    dock().form.scroll_area.ensureWidgetVisible(field)
    field.setFocus()
    assert field.hasFocus()
    QTest.keyClicks(field, _TYPED["a name is half typed"])
    yield


def _writing(rng: Random) -> Any:
    """A summary is being written, to keep or to look at."""
    step = dock().guidance_step
    form = rng.choice(("html", "json", "gpkg", "html", "json", "gpkg", "pdf"))
    if rng.random() < 0.3:
        step.scope.setCurrentIndex(step.scope.count() - 1)
    step.save_to(form, _path(f"summary {rng.random()}"))
    yield rng.choice((None, 0.05, 0.2))


def _previewing(rng: Random) -> Any:
    """The same, but into the folder that is gone with the plugin. The browser is not to open."""
    step = dock().guidance_step
    write = step._write
    step._write = lambda form, path, then: write(form, path, lambda _: None)
    step.show_preview()
    yield rng.choice((None, 0.05, 0.2))


def _editing_sheet(rng: Random) -> Any:
    """A vertex in the layer of proposals is moved and not saved."""
    _move_vertex(_sheets()[0], rng)
    yield


def _editing_layer(rng: Random) -> Any:
    """A vertex of the user's layer is moved and not saved; the proposals from it follow."""
    layer = _user_layer()
    _move_vertex(layer, rng)
    layer.selectByIds([1, 2])
    dock().take_layer(layer)
    _move_vertex(layer, rng)
    yield


def _move_vertex(layer: QgsVectorLayer, rng: Random) -> None:
    if not layer.isEditable():
        assert layer.startEditing()
    feature = next(layer.getFeatures())
    place = feature.geometry().vertexAt(0)
    assert layer.moveVertex(place.x() + rng.uniform(-60, 60), place.y() + 20, feature.id(), 0)


def _findings() -> list[Any]:
    bench = dock().workbench
    return list(bench.assessment(bench.session.current).findings)


def _mouse(place: tuple[float, float], button: str = "") -> None:
    """As the window system tells the map of the pointer, without the time that takes."""
    viewport, point = iface.mapCanvas().viewport(), QPointF(canvas_point(*place))
    none, buttons = Qt.MouseButton.NoButton, {"left": Qt.MouseButton.LeftButton, "right": Qt.MouseButton.RightButton}
    kinds = [(QEvent.Type.MouseMove, none, none)]
    if button:
        pressed = buttons[button]
        kinds += [(QEvent.Type.MouseButtonPress, pressed, pressed), (QEvent.Type.MouseButtonRelease, pressed, none)]
    for kind, which, held in kinds:
        event = QMouseEvent(
            kind, point, QPointF(viewport.mapToGlobal(point.toPoint())), which, held, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(viewport, event)


STATES: dict[str, Callable[[Random], Iterator]] = {
    "the package is being opened": _opening_package,
    "layers are being loaded": _loading_layers,
    "the example is being opened": _example,
    "a file is being read": _reading_file,
    "a proposal is being drawn": _drawing,
    "a live check is running": _live_check,
    "a proposal has just been drawn": _drawn,
    "a check is running": _checking,
    "a finding flashes": _pointing,
    "a remark has been made": _remarking,
    "an answer is half typed": _answering,
    "a name is half typed": _naming,
    "a summary is being written": _writing,
    "a preview is being written": _previewing,
    "a vertex in the layer of proposals has been moved": _editing_sheet,
    "a vertex in the user's layer has been moved": _editing_layer,
}
# In these the engine takes its time, and here proposals may still come.
_SLOW = {"a live check is running", "a check is running", "a proposal has just been drawn"}
_TYPED = {"an answer is half typed": "Hyresr", "a name is half typed": "vid ån"}
_COMING = {"the example is being opened", "a file is being read", "a proposal has just been drawn"}


# what comes in between; each gives whose proposals are there afterwards, where they are not those from before


def _remove_package_layer(rng: Random) -> Any:
    return _remove([layer for layer in _layers() if layer.customProperty(_DATASET)][:1])


def _remove_sheet(rng: Random) -> Any:
    return _remove(_sheets())


def _remove_user_layer(rng: Random) -> Any:
    return _remove([_user_layer()] if _user_layer() is not None else [])


def _remove_all_layers(rng: Random) -> Any:
    return _remove(_layers())


def _layers() -> list[QgsVectorLayer]:
    return list(QgsProject.instance().mapLayers().values())


def _remove(layers: list[QgsVectorLayer]) -> Any:
    QgsProject.instance().removeMapLayers([layer.id() for layer in layers])
    yield


def _new_project(rng: Random) -> Any:
    iface.newProject(False)
    yield
    return _NONE


def _other_project(rng: Random) -> Any:
    iface.addProject(str(_path("other.qgz")))
    yield
    return _NONE


def _same_project(rng: Random) -> Any:
    iface.addProject(str(_path("base.qgz")))
    yield
    return _SAVED


def _save_project(rng: Random) -> Any:
    """And go on in another, and back: what was done up to then is there."""
    _save("saved.qgz")
    yield rng.choice((None, 0.05))
    now = _names()
    iface.newProject(False)
    yield
    iface.addProject(str(_path("saved.qgz")))
    yield at_rest()
    return _OWN if _names() == now else _wrong("saved and opened again", now)


def _wrong(what: str, wanted: Any) -> str:
    raise AssertionError(f"{what}: {_names()} instead of {wanted}")


def _unload(rng: Random) -> Any:
    """Unload the plugin; load it again a little later."""
    assert qgis.utils.unloadPlugin(_PLUGIN)
    yield rng.choice((None, 0.1))
    yield at_rest()
    left = _left_behind()
    _load()
    yield open_dock()
    assert not left, f"left behind by the plugin: {left}"


def _left_behind() -> list[str]:
    """What is still there of a plugin that was unloaded."""
    window, canvas = iface.mainWindow(), iface.mapCanvas()
    told = [f"the action {each.text()}" for each in window.findChildren(QAction) if _is_left(each)]
    told += [f"the dock {each.objectName()}" for each in window.findChildren(QDockWidget, "PlandialogDock")]
    if _is_own_tool(canvas.mapTool()):
        told.append("the drawing tool")
    if any(type(each).__name__ == "DrawTool" for each in canvas.findChildren(QObject)):
        told.append("a drawing tool of the map's")
    told += [f"the button {each.text()}" for item in _messages() for each in item.findChildren(QPushButton)]
    if canvas.currentLayer() != iface.activeLayer():
        told.append(f"the current layer of the map, {_title(canvas.currentLayer())}")
    return told


def _is_left(action: QAction) -> bool:
    return action.objectName().startswith(_PLUGIN)


def _reload(rng: Random) -> Any:
    assert qgis.utils.reloadPlugin(_PLUGIN)
    yield rng.choice((None, 0.1))
    yield open_dock()


def _reload_in_another_language(rng: Random) -> Any:
    """QGIS's language is changed between Swedish and English, and the plugin is loaded anew."""
    wanted = "en" if QgsApplication.locale() == "sv" else "sv"
    QgsSettings().setValue("locale/userLocale", {"sv": "sv", "en": "en_US"}[wanted])
    QLocale.setDefault(QLocale(wanted))
    _choose_language("")
    yield _reload(rng)
    assert dock().workbench.settings.texts_language == wanted
    assert entrance().help.text() == {"sv": "Handbok", "en": "Handbook"}[wanted]


def _change_language(rng: Random) -> Any:
    """By the page among QGIS's options."""
    page = entrance()._factory.createWidget(iface.mainWindow())
    assert isinstance(page, QgsOptionsPageWidget)
    page.language.setCurrentIndex(page.language.findData("en"))
    page.apply()
    page.deleteLater()
    yield


def _choose_language(language: str) -> None:
    settings = entrance()._settings
    if settings.language != language:
        settings.language = language
        settings.save()
        entrance()._options_applied()


def _change_crs(authid: str) -> Callable[[Random], Iterator]:
    def change(rng: Random) -> Any:
        QgsProject.instance().setCrs(QgsCoordinateReferenceSystem(authid))
        yield rng.choice((None, 0.1))
        assert dock().workbench.shown != "preview", "corners of another CRS are kept"

    return change


def _change_theme(rng: Random) -> Any:
    QgsApplication.setUITheme("Night Mapping" if QgsApplication.instance().themeName() == "default" else "default")
    yield


def _close_dock(rng: Random) -> Any:
    """With its own cross or the button in the toolbar, and open it again."""
    if rng.random() < 0.5:
        dock().close()
    else:
        entrance().toggle.trigger()
    yield rng.choice((None, 0.1))
    entrance().toggle.setChecked(True)
    yield
    assert dock().isVisible()


def _cancel(rng: Random) -> Any:
    step = dock().proposal_step
    step.stop.click()
    yield at_rest()
    # What was cancelled says so; what waited has not been looked at.
    dock().workbench.check_all()


def _remove_proposal(rng: Random) -> Any:
    """The current one, and bring it back with the button in the message bar."""
    step = dock().proposal_step
    if dock().workbench.current is None:
        return _OWN
    step.remove.click()
    yield rng.choice((None, 0.1))
    # Python's collector comes by when it will; what a button does has to outlive that.
    gc.collect()
    buttons = [each for item in _messages() for each in item.findChildren(QPushButton)]
    assert len(buttons) == 1, [each.text() for each in buttons]
    buttons[0].click()
    yield
    return _OWN


def _fold_and_resize(rng: Random) -> Any:
    window, form = iface.mainWindow(), dock().form
    boxes = [form.package_box, form.proposal_box, form.findings_box, form.guidance_box]
    size = window.size()
    for box in rng.sample(boxes, 3):
        box.setCollapsed(True)
    window.resize(QSize(rng.randint(900, 1400), rng.randint(600, 900)))
    yield 0.05
    for box in boxes:
        box.setCollapsed(False)
    window.resize(size)
    yield 0.05


def _take_another_tool(rng: Random) -> Any:
    """The hand, or Esc."""
    canvas = iface.mapCanvas()
    if _is_own_tool(canvas.mapTool()) and rng.random() < 0.5:
        canvas.setFocus()
        yield key("Escape")
    iface.actionPan().trigger()
    yield


def _draw_anew(rng: Random) -> Any:
    """Begin to draw, be it in the middle of another drawing, and give up."""
    dock().draw()
    yield
    _mouse(_CORNERS[0], "left")
    yield rng.choice((None, 0.05))
    yield _take_another_tool(rng)


def _choose_another(rng: Random) -> Any:
    bench = dock().workbench
    dock().proposal_step.drafts.setFocus()
    for _ in range(3):
        drafts = _drafts()
        if drafts:
            bench.choose(rng.choice(drafts).id)
        yield


def _faulty_package(rng: Random) -> Any:
    """Open a package that has a fault; the one before stays."""
    dock().workbench.open_package(_path("faulty"))
    yield at_rest()
    assert dock().workbench.prepared is not None


DISTURBANCES: dict[str, Callable[[Random], Iterator]] = {
    "a layer of the package is removed": _remove_package_layer,
    "the layer of proposals is removed": _remove_sheet,
    "the user's layer is removed": _remove_user_layer,
    "all layers are removed": _remove_all_layers,
    "a new project is begun": _new_project,
    "another project is opened": _other_project,
    "the project is opened again": _same_project,
    "the project is saved and opened again": _save_project,
    "the plugin is unloaded": _unload,
    "the plugin is reloaded": _reload,
    "the plugin is reloaded in another language": _reload_in_another_language,
    "the language is changed": _change_language,
    "the project's CRS becomes EPSG:3010": _change_crs("EPSG:3010"),
    "the project's CRS becomes EPSG:4326": _change_crs("EPSG:4326"),
    "the project's CRS becomes invalid": _change_crs(""),
    "the theme is changed": _change_theme,
    "the dock is closed": _close_dock,
    "the check is cancelled": _cancel,
    "the proposal is removed": _remove_proposal,
    "boxes are folded and the window is resized": _fold_and_resize,
    "another tool is taken": _take_another_tool,
    "drawing is begun": _draw_anew,
    "another proposal is chosen": _choose_another,
    "a faulty package is opened": _faulty_package,
}
# What was being typed goes with the project.
_LEFT = {"a new project is begun", "another project is opened", "the project is opened again"}
