"""What reads files through GDAL and QGIS, as targets of :mod:`fuzzing`. For a process of its own."""

from __future__ import annotations

import functools
import json
import os
import shutil
import sys
from pathlib import Path
from random import Random
from typing import Any, Callable, Sequence

from builders import PLAN, PackageBuilder, assess_wkt, square
from fuzz_pure import assert_in_words, full_session, json_mutant
from fuzzing import ROOT, Target
from mutants import bytes_mutant, json_bytes, lines_mutant, values_mutant

_DEMO = ROOT / "resources" / "packages" / "orebro-demo"
_QGIS: list[Any] = []


def start_qgis(folder: Path) -> None:
    """A QGIS with a profile of its own in ``folder``."""
    profile = folder / "profile"
    shutil.rmtree(profile, ignore_errors=True)
    profile.mkdir(parents=True)
    os.environ["QGIS_CUSTOM_CONFIG_PATH"] = str(profile)
    from qgis.core import QgsApplication, QgsProject

    app = QgsApplication([], True)
    app.initQgis()
    # The wrapper of the project has to live as long as slots on it.
    _QGIS.extend([app, QgsProject.instance()])


def _text_mutant(data: bytes, rng: Random) -> bytes:
    return (lines_mutant if rng.random() < 0.6 else bytes_mutant)(data, rng)


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


# plan files


def _plan_samples(name: str, folder: Path) -> list[bytes]:
    """Three plan areas with a name, as the file ``name`` (of which there may be parts beside)."""
    from osgeo import gdal, ogr, osr

    ext = name.rsplit(".", 1)[1]
    main = {"dbf": "shp", "shx": "shp", "prj": "shp"}.get(ext, ext)
    drivers = {"gpkg": "GPKG", "shp": "ESRI Shapefile", "geojson": "GeoJSON", "kml": "LIBKML", "kmz": "LIBKML"}
    driver = gdal.GetDriverByName({**drivers, "gml": "GML", "dxf": "DXF"}[main])
    path = folder / f"plan.{main}"
    made = driver.Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    system = osr.SpatialReference()
    system.ImportFromEPSG(4326 if main in ("kml", "kmz", "geojson") else 3006)
    system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    kind = ogr.wkbUnknown if main in ("dxf", "kml", "kmz") else ogr.wkbPolygon
    layer = made.CreateLayer("plan", system, kind)
    for field in () if main == "dxf" else ("plan_id", "namn", "markanv", "bostader"):
        layer.CreateField(ogr.FieldDefn(field, ogr.OFTString))
    for number in range(3):
        feature = ogr.Feature(layer.GetLayerDefn())
        wkt = square(510_000 + 2000 * number, 6_580_000, 500)
        if main in ("kml", "kmz", "geojson"):
            wkt = square(15.2 + number / 100, 59.3, 0.005)
        feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
        if main != "dxf":
            values = (f"P{number}", f"Kvarteret å {number}", "bostäder", str(10 * number))
            for field, value in zip(("plan_id", "namn", "markanv", "bostader"), values):
                feature.SetField(field, value)
        layer.CreateFeature(feature)
    del layer, made
    return [(folder / f"plan.{ext}").read_bytes()]


def _read_plan(name: str, data: bytes, folder: Path) -> str:
    from plandialog.plugin.core.proposal import details
    from plandialog.plugin.core.session import Session, from_json, to_json
    from plandialog.plugin.gis.drafts import DraftError, layers_in
    from plandialog.plugin.gis.planarea import PlanAreaError, plan_area
    from plandialog.plugin.gui.workbench import new_draft
    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext

    work = _fresh(folder / "work")
    for sound in (folder / "samples").glob("plan.*"):
        shutil.copyfile(sound, work / sound.name)
    ext = name.rsplit(".", 1)[1]
    (work / f"plan.{ext}").write_bytes(data)
    before = {path.name: path.read_bytes() for path in work.iterdir()}
    sweref, context = QgsCoordinateReferenceSystem("EPSG:3006"), QgsCoordinateTransformContext()
    came = "nothing"
    try:
        for layer in layers_in(work / f"plan.{'shp' if ext in ('dbf', 'shx', 'prj') else ext}"):
            for found in layer.read():
                crs = found.crs if found.crs.isValid() else sweref
                stated = details(found.id, found.name, found.land_use, found.stage, found.dwellings)
                draft = new_draft(found.geometry, crs, found.name, land_use=stated.land_use, stage=stated.stage)
                session = Session(drafts=(draft,))
                assert from_json(to_json(session)) == session
                for note in stated.notes:
                    assert_in_words(note)
                try:
                    area = plan_area(found.geometry, crs, sweref, context, None, "Länet")
                    came = "read"
                    for note in area.notes:
                        assert_in_words(note)
                except PlanAreaError as error:
                    came = assert_in_words(error.message)
    except DraftError as error:
        came = assert_in_words(error.message)
    assert {path.name: path.read_bytes() for path in work.iterdir()} == before, "the file or the folder was changed"
    return came


# packages


def _package(folder: Path) -> PackageBuilder:
    """A package with one dataset that is to be damaged and one that is not."""
    builder = PackageBuilder(folder / "package")
    builder.dataset("frisk", "polygon", [square(510_000, 6_580_000, 500)])
    return builder


def _layer_samples(ext: str, folder: Path) -> list[bytes]:
    builder = _package(folder)
    fields = {"namn": str, "antal": int}
    shapes = [square(510_000 + 300 * number, 6_580_000, 200) for number in range(5)]
    shapes.append("POLYGON((510100 6580500,510700 6580900,510100 6580900,510700 6580500,510100 6580500))")
    rows = [(shape, {"namn": f"Yta å {number}", "antal": number}) for number, shape in enumerate(shapes)]
    main = {"dbf": "shp", "shx": "shp", "prj": "shp"}.get(ext, ext)
    builder.dataset("sjuk", "polygon", rows, ext=main, fields=fields, label="namn", accuracy="10 m")
    builder.check("andel", "sjuk", "overlap").check("inom", "sjuk", "within").check("antal", "sjuk", "count")
    builder.check("langt", "sjuk", "distance", reach="1 km")
    unit = {"sv": "st", "en": "pcs"}
    builder.check("summa", "sjuk", "sum", field="antal", unit=unit, where="antal >= 0", weight="share")
    builder.check("frisk", "frisk", "overlap")
    root = builder.write()
    shutil.copytree(root, folder / "sound")
    return [(root / "layers" / f"sjuk.{ext}").read_bytes()]


def _read_layer(ext: str, data: bytes, folder: Path) -> str:
    return _assessed(_with_damaged(folder, f"layers/sjuk.{ext}", data))


def _with_damaged(folder: Path, name: str, data: bytes) -> Path:
    """The package of the samples, sound but for one file."""
    root, part = folder / "samples" / "package", Path(name).parent
    shutil.rmtree(root / part)
    shutil.copytree(folder / "samples" / "sound" / part, root / part)
    (root / name).write_bytes(data)
    return root


def _assessed(root: Path, **more: Any) -> str:
    """Assess the plan area with the package in ``root``; the check on the sound dataset stands in any case."""
    from plandialog.plugin.core.assessment import from_json, to_json
    from plandialog.plugin.core.outcome import Outcome
    from plandialog.plugin.core.package.reader import read_package
    from plandialog.plugin.gis.engine import prepare
    from plandialog.plugin.gis.measures import measure_specs
    from plandialog.plugin.report.summary import build_summary
    from qgis.core import QgsCoordinateTransformContext

    prepared = prepare(read_package(root, measure_specs()), QgsCoordinateTransformContext(), **more)
    assessment = assess_wkt(prepared)
    for finding in assessment.findings:
        for note in finding.notes:
            assert_in_words(note)
    outcomes = {finding.check: finding.outcome for finding in assessment.findings}
    assert outcomes.pop("frisk") is Outcome.DISCUSS
    assert from_json(to_json((assessment,))) == (assessment,)
    build_summary(assessment, "sv")
    first = next(finding for finding in assessment.findings if finding.check != "frisk")
    if first.outcome in (Outcome.NOT_CHECKED, Outcome.NO_DATA):
        assert first.notes
        return first.notes[0].code
    return first.outcome.value


def _copy_samples(folder: Path) -> list[bytes]:
    """A saved copy of what a service has."""
    from plandialog.plugin.gis.offline import save
    from plandialog.plugin.gis.remote.network import Access
    from qgis.core import QgsGeometry
    from tinyservice import TinyService, box

    builder = _package(folder)
    with TinyService({"mark": [box(number, 510_000 + 300 * number, 6_580_000, 200) for number in range(5)]}) as service:
        builder.dataset("mark", "polygon", [], coverage="service")
        builder.package["datasets"][-1]["source"] = service.source("mark")
        builder.check("andel", "mark", "overlap").check("frisk", "frisk", "overlap")
        from plandialog.plugin.core.package.reader import read_package
        from plandialog.plugin.gis.engine import prepare
        from plandialog.plugin.gis.measures import measure_specs
        from qgis.core import QgsCoordinateTransformContext

        package = read_package(builder.write(), measure_specs())
        prepared = prepare(package, QgsCoordinateTransformContext(), Access(deadline=10.0))
        saved = save(prepared, QgsGeometry.fromWkt(PLAN), folder / "data")
        assert saved.failed == ()
    [path] = (folder / "data" / "copies" / "prov").glob("*.gpkg")
    return [path.read_bytes()]


def _read_copy(data: bytes, folder: Path) -> str:
    from plandialog.plugin.core.package.reader import read_package
    from plandialog.plugin.gis.copies import find_copies, open_copies
    from plandialog.plugin.gis.measures import measure_specs
    from plandialog.plugin.gis.remote.network import Access

    root, kept = folder / "samples" / "package", folder / "data" / "copies" / "prov"
    _fresh(kept)
    (kept / "00000001.gpkg").write_bytes(data)
    package = read_package(root, measure_specs())
    find_copies(folder / "data", package)
    copies = open_copies(folder / "data", package)
    came = _assessed(root, access=Access(deadline=5.0, offline=True), copies=copies)
    assert (kept / "00000001.gpkg").read_bytes() == data
    return came


# pictures


def _image_samples(ext: str, folder: Path) -> list[bytes]:
    from painting import CLASSES, NODE, strip, upright

    builder = _package(folder)
    canvas = upright(side=60, pixel=180)
    main = {"pgw": "png"}.get(ext, ext)
    builder.image("sjuk", canvas.painted((NODE, strip(-9000, 9000))), canvas.transform, CLASSES, ext=main)
    builder.check("andel", "sjuk", "class-share").check("nara", "sjuk", "class-near", reach="1 km")
    builder.check("frisk", "frisk", "overlap")
    root = builder.write()
    shutil.copytree(root, folder / "sound")
    return [(root / "images" / f"sjuk.{ext}").read_bytes()]


def _read_image(ext: str, data: bytes, folder: Path) -> str:
    from plandialog.plugin.gis.pictures import PictureError, open_picture, page_count

    root = _with_damaged(folder, f"images/sjuk.{ext}", data)
    came = _assessed(root)
    # As the assistant opens it, which takes any picture.
    path = root / "images" / f"sjuk.{'png' if ext == 'pgw' else ext}"
    try:
        page_count(path)
        open_picture(path).read(size=(30, 30))
    except PictureError as error:
        assert_in_words(error.message)
    return came


def _points_samples(_folder: Path) -> list[bytes]:
    from plandialog.plugin.gis.georeference import ControlPoint
    from plandialog.plugin.gis.points_file import SetPoint, points_text
    from qgis.core import QgsCoordinateReferenceSystem

    places = ((10, 20, 510_000), (300, 40, 515_000), (200, 250, 513_000), (50, 220, 510_700))
    points = [SetPoint(ControlPoint(x, y, east, 6_580_000 - 17 * y), x > 20) for x, y, east in places]
    wkt = QgsCoordinateReferenceSystem("EPSG:3006").toWkt()
    plain = (ROOT / "tests" / "data" / "energi_livsmedel_points.csv").read_bytes()
    old = b"mapX,mapY,pixelX,pixelY,enable\n510000,6580000,10,-20,1\n515000,6580000,300,-40,0\n"
    return [points_text(points, wkt).encode(), plain, plain.replace(b",", b";"), old]


def _read_points(data: bytes, folder: Path) -> str:
    from plandialog.plugin.gis.georeference import GeoreferenceError, Method, fit
    from plandialog.plugin.gis.points_file import PointsFile, PointsFileError, file_text
    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext

    path = folder / "punkter.points"
    path.write_bytes(data)
    try:
        file = PointsFile(file_text(path), path.name, (510_000.0, 2.0, 0.0, 6_590_000.0, 0.0, -2.0))
        transform = file.transform_to(QgsCoordinateReferenceSystem("EPSG:3006"), QgsCoordinateTransformContext())
        points = file.points(transform)
        file.points(transform, only_enabled=True)
    except PointsFileError as error:
        return assert_in_words(error.message)
    for method in Method:
        try:
            found = fit([each.place for each in points], method, (400, 300))
        except GeoreferenceError as error:
            return assert_in_words(error.message)
        for warning in found.warnings:
            assert_in_words(warning)
    return "read"


# styles and layouts


def _style_samples(_folder: Path) -> list[bytes]:
    return [(_DEMO / "styles" / name).read_bytes() for name in ("befolkning.qml", "beredskap.qml", "busstrak.qml")]


def _read_style(data: bytes, folder: Path) -> str:
    from types import SimpleNamespace

    from plandialog.plugin.core.package.manifest import Integrity
    from plandialog.plugin.gis.styles import apply_style
    from qgis.core import QgsVectorLayer

    (folder / "stil.qml").write_bytes(data)
    layer = QgsVectorLayer("Polygon?crs=EPSG:3006&field=namn:string", "Prov", "memory")
    package, dataset = SimpleNamespace(root=folder), SimpleNamespace(style="stil.qml")
    applied = apply_style(layer, package, dataset, Integrity(folder, None))
    assert layer.isValid() and not layer.actions().actions()
    return "read" if applied else "passed over"


def _layout_samples(_folder: Path) -> list[bytes]:
    return [(ROOT / "resources" / "templates" / "guidance.qpt").read_bytes()]


def _read_layout(data: bytes, folder: Path) -> str:
    from plandialog.plugin.report.layout.template import TemplateError, read_template
    from qgis.core import QgsPrintLayout, QgsProject

    path = folder / "mall.qpt"
    path.write_bytes(data)
    project = QgsProject()
    try:
        template = read_template(path, QgsPrintLayout(project))
    except TemplateError as error:
        return assert_in_words(error.message)
    assert template.first.width() > 0 and template.page_size[0] > 0
    return "read"


# what is kept in the project and in the profile


def _session_samples(_folder: Path) -> list[bytes]:
    from plandialog.plugin.core.session import to_json

    return [to_json(full_session()).encode()]


def _read_state(data: bytes, folder: Path) -> str:
    from plandialog.plugin.core.session import SessionError
    from plandialog.plugin.gui import state
    from qgis.core import QgsProject

    project, text = QgsProject.instance(), data.decode("utf-8", "replace").replace("\x00", "")
    project.removeEntry("plandialog", "")
    project.writeEntry("plandialog", "session", text)
    try:
        read, came = state.read(project), "read"
    except SessionError as error:
        read, came = None, assert_in_words(error.message)
    state.write(project, full_session())
    assert state.read(project) == full_session()
    if read is None:
        assert project.readEntry("plandialog", "session_unread", "")[0] == text
    kept = _fresh(folder / "unsaved") / "gammal.json"
    kept.write_bytes(data)
    left = state.Recovery(folder / "unsaved").left()
    assert kept.read_bytes() == data and len(left) <= 1
    return came


def _dock_samples(folder: Path) -> list[bytes]:
    """A session of the small package, for the dock to show."""
    from dataclasses import replace

    from guibench import small_package
    from plandialog.plugin.core.session import PackageReference, to_json

    root = small_package(PackageBuilder(folder / "small")).write()
    session = full_session()
    drafts = tuple(replace(each, geometry=PLAN, crs="EPSG:3006") for each in session.drafts)
    return [
        to_json(replace(session, package=PackageReference("prov", "1.0.0", str(root)), drafts=drafts, also=())).encode()
    ]


def _dock_mutant(data: bytes, rng: Random) -> bytes:
    """Mostly a session of the right shape: one that is refused never gets as far as the dock."""
    return json_mutant(data, rng) if rng.random() < 0.2 else json_bytes(values_mutant(json.loads(data), rng))


@functools.lru_cache(maxsize=1)
def _dock() -> Any:
    from guibench import Window
    from plandialog.plugin.gui.dock import PlandialogDock
    from plandialog.plugin.gui.settings import Settings

    window = Window()
    return window, PlandialogDock(window, Settings(language="sv"))


def _read_in_dock(data: bytes, folder: Path) -> str:
    from guibench import settle
    from plandialog.plugin.core.session import SessionError, from_json
    from qgis.core import QgsProject

    try:
        session = from_json(data.decode("utf-8", "replace"))
    except SessionError as error:
        return assert_in_words(error.message)
    _, dock = _dock()
    project = QgsProject.instance()
    unheard: list[BaseException] = []
    before, sys.excepthook = sys.excepthook, lambda kind, error, trace: unheard.append(error.with_traceback(trace))
    try:
        project.clear()
        project.writeEntry("plandialog", "session", data.decode("utf-8", "replace").replace("\x00", ""))
        dock.workbench.read_project()
        settle(dock.workbench)
        for draft in session.drafts[:3]:
            dock.workbench.choose(draft.id)
            settle(dock.workbench)
            dock.workbench.state_of(draft.id, name="Annat namn")
            settle(dock.workbench)
    finally:
        sys.excepthook = before
    if unheard:
        raise unheard[0]
    return "read"


def _settings_samples(_folder: Path) -> list[bytes]:
    kept = {
        **{
            "language": "sv",
            "live": True,
            "flash": "false",
            "zoom": "true",
            "folder": "/borta/å",
            "package": "/borta/p",
        },
        **{"dock_open": "false", "image_opacity": "0.5", "deadline": "30", "offline": "false", "length": "standard"},
        "also": json.dumps([{"id": "a", "version": "1.0", "path": "/b"}]),
        "template": "/borta/mall.qpt",
        "packages": json.dumps([{"path": "/b", "id": "a", "sv": "å", "en": "a", "version": "1.0"}]),
        "logins": json.dumps({"prov": {"authcfg": "abc1234", "hosts": ["example.org"]}}),
    }
    return [json.dumps(kept).encode()]


def _settings_mutant(data: bytes, rng: Random) -> bytes:
    """The settings damaged as a tree, or the JSON in one of them."""
    kept = json.loads(data)
    if rng.random() < 0.5:
        return json_mutant(data, rng)
    key = rng.choice(("also", "packages", "logins"))
    kept[key] = json_mutant(kept[key].encode(), rng).decode("utf-8", "replace")
    return json.dumps(kept).encode()


def _read_settings(data: bytes, _folder: Path) -> str:
    from plandialog.plugin.gis.logins import LoginChoice, choices, choose
    from plandialog.plugin.gis.usage import chosen_logins, usage_of_profile
    from plandialog.plugin.gui.library import PackageLibrary
    from plandialog.plugin.gui.settings import Settings
    from plandialog.plugin.report.profile import template_of_profile
    from qgis.core import QgsSettings

    try:
        kept = json.loads(data)
    except ValueError:
        return "not settings"
    if not isinstance(kept, dict):
        return "not settings"
    store = QgsSettings()
    store.remove("plandialog")
    for key, value in kept.items():
        text = json.dumps(value) if isinstance(value, (dict, int, float)) else value
        if key and "\x00" not in key and not _has_surrogates(key + str(text)):
            store.setValue(f"plandialog/{key}", text)
    settings = Settings.load()
    assert settings.texts_language in ("sv", "en")
    library = PackageLibrary()
    for reference in settings.further:
        library.locate(reference)
    for package in library.packages():
        package.title("sv")
    usage_of_profile({})
    template_of_profile()
    before = choices()
    chosen_logins(before)
    choose("nytt", LoginChoice("xyz9876", frozenset({"example.com"})))
    assert {**choices()} == {**before, "nytt": LoginChoice("xyz9876", frozenset({"example.com"}))}
    settings.save()
    assert Settings.load() == settings
    return "read"


def _has_surrogates(text: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in text)


_PDF = ROOT / "resources" / "demo" / "energi-livsmedel.pdf"


def _job_samples(folder: Path) -> list[bytes]:
    from plandialog.plugin.core.legend import ImageClass
    from plandialog.plugin.core.text import Text
    from plandialog.plugin.gis.georeference import ControlPoint
    from plandialog.plugin.gis.points_file import SetPoint
    from plandialog.plugin.gui.imaging.classes import LegendDraft
    from plandialog.plugin.gui.imaging.job import About, Corner, Job, JobStore

    picture = folder / "bild.png"
    picture.write_bytes(b"a picture")
    points = tuple(
        SetPoint(ControlPoint(x, y, 510_000 + 9 * x, 6_580_000 - 9 * y, "Ås")) for x, y in ((1, 2), (99, 3), (50, 80))
    )
    classes = (ImageClass("nod", Text("Nod", "Node"), ("#c0392b",)),)
    about = About("Titel", "Title", issued="2026-05-01", accuracy=250.0)
    crop = (Corner(0, 0), Corner(100, 0), Corner(100, 90))
    job = Job(str(picture), crs="EPSG:3006", points=points, crop=crop, legend=LegendDraft(classes, 3.0), about=about)
    JobStore(folder / "jobs").keep(job)
    [kept] = (folder / "jobs").iterdir()
    return [kept.read_bytes()]


def _read_job(data: bytes, folder: Path) -> str:
    from plandialog.plugin.gui.imaging.job import JobStore
    from plandialog.plugin.gui.imaging.work import ImageWork
    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext

    store = folder / "samples" / "jobs"
    [kept] = store.iterdir()
    kept.write_bytes(data)
    job = JobStore(store).load(folder / "samples" / "bild.png", 1)
    if job is None:
        return "nothing"
    work = ImageWork(QgsCoordinateReferenceSystem("EPSG:3006"), QgsCoordinateTransformContext())
    work.adopt(job)
    return "read"


def _files(names: Sequence[str], kind: str, samples: Callable, read: Callable, mutate: Callable) -> list[Target]:
    return [
        Target(f"{kind}-{name}", functools.partial(samples, name), mutate, functools.partial(read, name))
        for name in names
    ]


_TEXT_PLANS = ("plan.geojson", "plan.dxf", "plan.kml", "plan.gml")
_BINARY_PLANS = ("plan.gpkg", "plan.shp", "plan.dbf", "plan.shx", "plan.kmz")

_TARGETS = (
    *_files(_TEXT_PLANS, "plan", _plan_samples, _read_plan, _text_mutant),
    *_files(_BINARY_PLANS, "plan", _plan_samples, _read_plan, bytes_mutant),
    *_files(("plan.prj",), "plan", _plan_samples, _read_plan, _text_mutant),
    *_files(("gpkg", "shp", "dbf", "shx", "fgb"), "layer", _layer_samples, _read_layer, bytes_mutant),
    *_files(("geojson", "prj"), "layer", _layer_samples, _read_layer, _text_mutant),
    *_files(("tif", "png", "jpg", "pdf"), "image", _image_samples, _read_image, bytes_mutant),
    *_files(("pgw",), "image", _image_samples, _read_image, _text_mutant),
    Target("copy", _copy_samples, bytes_mutant, _read_copy),
    Target("points", _points_samples, _text_mutant, _read_points),
    Target("style", _style_samples, _text_mutant, _read_style),
    Target("layout", _layout_samples, _text_mutant, _read_layout),
    Target("state", _session_samples, json_mutant, _read_state),
    Target("dock", _dock_samples, _dock_mutant, _read_in_dock, 30.0),
    Target("settings", _settings_samples, _settings_mutant, _read_settings),
    Target("image-job", _job_samples, json_mutant, _read_job),
)

#: The targets by their names.
QGIS: dict[str, Target] = {target.name: target for target in _TARGETS}
