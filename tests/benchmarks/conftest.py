"""What the benchmarks share: QGIS, the layers of build/bench/data, and a table that is printed and kept as JSON."""

from __future__ import annotations

import gc
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Callable, Optional

import pytest
from builders import PackageBuilder, square
from conftest import ROOT

BENCH = ROOT / "build" / "bench"
DATA = BENCH / "data"


@dataclass(frozen=True)
class Row:
    """One figure. ``promise`` is the highest figure that keeps the promise, None where nothing is promised."""

    name: str
    figure: float
    unit: str
    promise: Optional[float] = None
    detail: str = ""

    @property
    def verdict(self) -> str:
        if self.promise is None:
            return ""
        met = "met" if self.figure <= self.promise else f"NOT met, by {self.figure - self.promise:.3g} {self.unit}"
        return f"promise ≤ {self.promise:g} {self.unit}: {met}"


class Table:
    def __init__(self) -> None:
        self.rows: list[Row] = []

    def add(self, name: str, figure: float, unit: str, promise: Optional[float] = None, detail: str = "") -> None:
        row = Row(name, float(figure), unit, promise, detail)
        self.rows.append(row)
        print(f"\n  {row.name}: {row.figure:.4g} {row.unit}  {row.detail}  {row.verdict}", flush=True)

    def text(self) -> str:
        width = max(len(row.name) for row in self.rows)
        return "\n".join(
            f"{row.name:<{width}}  {row.figure:>9.4g} {row.unit:<5}  {row.verdict:<40} {row.detail}".rstrip()
            for row in self.rows
        )


@pytest.fixture(scope="session")
def table():
    """Rows added here are printed at the end and written to build/bench/results.json."""
    made = Table()
    yield made
    if not made.rows:
        return
    BENCH.mkdir(parents=True, exist_ok=True)
    machine = {"cores": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version()}
    rows = [{**asdict(row), "verdict": row.verdict} for row in made.rows]
    document = {"made": time.strftime("%Y-%m-%d"), "machine": machine, "rows": rows}
    (BENCH / "results.json").write_text(json.dumps(document, indent=1, ensure_ascii=False), encoding="utf-8")
    print(f"\n\n{made.text()}\n", flush=True)


@pytest.fixture(scope="session", autouse=True)
def _qgis(qgis_app):
    """Every benchmark runs in a QGIS application, and keeps the wrapper of its project as the tests do."""
    from qgis.core import QgsProject

    yield QgsProject.instance()
    # What waits to be collected must not outlive QGIS.
    gc.collect()


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of generated layers; the first run takes a few minutes to write them."""
    if not all((DATA / f"{name}.gpkg").exists() for name in ("small", "large", "shapes")):
        started = time.perf_counter()
        script = Path(__file__).with_name("makedata.py")
        subprocess.run([sys.executable, str(script), str(DATA)], check=True)
        print(f"\n  layers written in {time.perf_counter() - started:.0f} s to {DATA}")
    return DATA


@pytest.fixture
def prepared_on() -> Callable:
    """``prepared_on(file)``: an unsealed package with one overlap check on a generated layer, and its opening in ms."""
    from plandialog.plugin.core.package.reader import read_package
    from plandialog.plugin.gis.engine import prepare
    from plandialog.plugin.gis.measures import measure_specs
    from qgis.core import QgsCoordinateTransformContext

    def made(file: Path):
        root = BENCH / "packages" / file.stem
        shutil.rmtree(root, ignore_errors=True)
        builder = PackageBuilder(root)
        (builder.root / "layers" / "omrade.gpkg").unlink()
        builder.package["datasets"] = []
        builder.dataset("omrade", "polygon", [square(400000, 6460000, 224000)], coverage="package")
        builder.dataset(file.stem, "polygon", [], sliver="0 m").check("andel", file.stem, "overlap", **{"as": "area"})
        target = builder.root / "layers" / file.name
        target.unlink()
        target.hardlink_to(file)  # a package never follows a link out of its folder
        package = read_package(builder.write(), measure_specs())
        started = time.perf_counter()
        prepared = prepare(package, QgsCoordinateTransformContext())
        return prepared, 1000 * (time.perf_counter() - started)

    return made


def milliseconds(work: Callable[[], object]) -> float:
    """How long ``work`` takes."""
    started = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - started)


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def resident() -> float:
    """Memory in use by this process, in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
