"""Write the files that this version of Plandialog keeps and hands out to ``tests/data/v<version>``.

Run once for each version that is released, before its tag, and never again for one that is out: tests read these with
every later version (docs/architecture.md, *The rule of versions*).
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import conftest  # noqa: E402, F401  the plugin as a package
from builders import PLAN, PackageBuilder, assess_wkt, square  # noqa: E402
from tinyservice import TinyService, box  # noqa: E402

#: A time that does not change with every run.
_MADE = "2026-11-30T08:00:00+01:00"


def main() -> int:
    from plandialog.plugin.about import version

    target = ROOT / "tests" / "data" / f"v{version()}"
    if target.exists() and "--again" not in sys.argv:
        print(f"{target} is there already; files of a version that is out are never written anew (--again)")
        return 1
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as work:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        os.environ["QGIS_CUSTOM_CONFIG_PATH"] = work
        from qgis.core import QgsApplication

        app = QgsApplication([], True)
        app.initQgis()
        _write(target, Path(work))
    print(f"{target}: {sum(path.stat().st_size for path in target.rglob('*') if path.is_file())} bytes")
    # QGIS has nothing left to do, and its end in Python may crash.
    sys.stdout.flush()
    os._exit(0)


def _write(target: Path, work: Path) -> None:
    with TinyService({"mark": [box(number, 510_000 + 300 * number, 6_580_000, 200) for number in range(3)]}) as service:
        builder = _package(work / "package", service)
        prepared = builder.prepare(seal=True)
        _zip(builder.root, target / "package.zip")
        assessment = _with_remarks(assess_wkt(prepared, land_use="bostader", stage="samrad", dwellings="40"))
        _copy(prepared, work, target / "copy.gpkg")
    from plandialog.plugin.core.assessment import to_json
    from plandialog.plugin.report.geopackage import write_geopackage

    (target / "assessment.json").write_text(to_json((assessment,)), encoding="utf-8")
    write_geopackage((assessment,), target / "findings.gpkg")
    _project(target / "project.qgz")
    _profile(target, work)


def _package(root: Path, service: TinyService) -> PackageBuilder:
    builder = PackageBuilder(root)
    builder.dataset("omraden", "polygon", [(square(510_200, 6_580_200, 300), {"namn": "Åkern"})], fields={"namn": str})
    builder.dataset("mark", "polygon", [], coverage="service")
    builder.package["datasets"][-1]["source"] = service.source("mark")
    builder.check("andel", "omraden", "overlap").check("mark-andel", "mark", "overlap")
    return builder.check("fraga", None, "ask", title={"sv": "Hur blir det?", "en": "How will it be?"})


def _zip(root: Path, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(each for each in root.rglob("*") if each.is_file()):
            archive.write(file, file.relative_to(root).as_posix())


def _with_remarks(assessment):
    from dataclasses import replace

    return replace(assessment, remarks=_remarks(), made=_MADE)


def _remarks():
    from plandialog.plugin.core.remarks import Remark, RemarkKind

    return (
        Remark("fraga", RemarkKind.ANSWER, "Så här blir det.", _MADE),
        Remark("andel", RemarkKind.HANDLED, "Löst i förstudien 🏠", _MADE),
    )


def _session():
    from plandialog.plugin.core.session import Draft, Origin, PackageReference, Session

    origin = Origin("lager_1", 7, "Planområden")
    full = Draft("1", "Kvarteret Å", PLAN, "EPSG:3006", "bostader", "samrad", 40, True, origin, _remarks())
    also = (PackageReference("nationella-underlag", "0.1.0"), PackageReference("", "", "/borta/paket.zip"))
    return Session(
        PackageReference("prov", "1.0.0", "/borta/prov"), (full, Draft("2", "Två", PLAN, "EPSG:3006")), "2", also
    )


def _project(path: Path) -> None:
    from plandialog.plugin.gui import state
    from qgis.core import QgsProject, QgsSettings

    # Who made it stays out of it.
    QgsSettings().setValue("projects/anonymize_saved_projects", True, QgsSettings.Section.Core)
    project = QgsProject()
    metadata = project.metadata()
    metadata.setAuthor("")
    project.setMetadata(metadata)
    state.write(project, _session())
    if not project.write(str(path)):
        raise OSError(project.error())


def _copy(prepared, work: Path, path: Path) -> None:
    from plandialog.plugin.gis.copies import copy_folder, find_copy
    from plandialog.plugin.gis.offline import save
    from qgis.core import QgsGeometry

    if save(prepared, QgsGeometry.fromWkt(PLAN), work / "data").failed:
        raise OSError("the copy could not be made")
    shutil.copyfile(find_copy(copy_folder(work / "data", "prov")).path, path)


def _profile(target: Path, work: Path) -> None:
    """What the profile has: settings, a session of a project without a file, work on a picture, what services had."""
    from plandialog.plugin.core.package.seen import Seen, write_seen
    from plandialog.plugin.core.session import PackageReference, to_json
    from plandialog.plugin.gis.georeference import ControlPoint
    from plandialog.plugin.gis.logins import LoginChoice, choose
    from plandialog.plugin.gis.points_file import SetPoint, points_text
    from plandialog.plugin.gui.imaging.job import About, Job, JobStore
    from plandialog.plugin.gui.settings import Settings
    from qgis.core import QgsSettings
    from qgis.PyQt.QtCore import QSettings

    settings = Settings(language="en", live=False, folder="/borta/mapp", deadline=45, length="full", image_opacity=0.25)
    settings.further = (PackageReference("nationella-underlag", "0.1.0"),)
    settings.save()
    choose("prov", LoginChoice("abc1234", frozenset({"example.org"})))
    store = QgsSettings()
    store.setValue(
        "plandialog/packages", json.dumps([{"path": "/borta/prov", "id": "prov", "sv": "Prov", "en": "Sample"}])
    )
    written = QSettings(str(target / "settings.ini"), QSettings.Format.IniFormat)
    store.beginGroup("plandialog")
    for key in store.allKeys():
        written.setValue(f"plandialog/{key}", store.value(key))
    store.endGroup()
    written.sync()

    (target / "unsaved.json").write_text(to_json(_session()), encoding="utf-8")
    points = (
        SetPoint(ControlPoint(10, 20, 510_000, 6_580_000, "Ås")),
        SetPoint(ControlPoint(90, 20, 518_000, 6_580_000)),
    )
    picture = work / "bild.png"
    picture.write_bytes(b"a picture")
    JobStore(work / "jobs").keep(Job(str(picture), crs="EPSG:3006", points=points, about=About("Titel", "Title")))
    [job] = (work / "jobs").iterdir()
    text = json.loads(job.read_text("utf-8"))
    text["job"]["path"] = "/borta/bild.png"
    (target / "structure-image.json").write_text(json.dumps(text, ensure_ascii=False, indent=1), encoding="utf-8")
    (target / "control.points").write_text(points_text(points, "EPSG:3006"), encoding="utf-8")
    write_seen(target / "seen.json", {"mark": Seen("2026-11-30", "url='x'", "polygon", "EPSG:3006", ("namn",), 3)})


if __name__ == "__main__":
    sys.exit(main())
