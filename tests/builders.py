"""Small packages made for one test: a square of validity, datasets from WKT, checks as dictionaries."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional, Sequence

import yaml

if TYPE_CHECKING:
    import numpy as np

TEXT = {"sv": "Text", "en": "Text"}
GUIDANCE = {"why": {"sv": "Varför", "en": "Why"}, "do": {"sv": "Gör", "en": "Do"}}

#: The area of validity of every built package: 20 × 20 km.
VALIDITY = "POLYGON((500000 6570000,520000 6570000,520000 6590000,500000 6590000,500000 6570000))"

#: The plan area of most tests: 1 × 1 km in the middle of it.
PLAN = "POLYGON((510000 6580000,511000 6580000,511000 6581000,510000 6581000,510000 6580000))"

#: What opens QGIS's store of credentials; all tests of a process have the one store.
MASTER_WORD = "prov"

_TYPES = {int: "integer", float: "double", str: "string(80)"}


def package_document(**changes: Any) -> dict[str, Any]:
    """The content of a sound package.yaml with no dataset but the area of validity."""
    document = {
        "format": 1,
        "id": "prov",
        "title": {"sv": "Prov", "en": "Sample"},
        "version": "1.0.0",
        "issued": datetime.date(2026, 1, 1),
        "demo": True,
        "region": {"sv": "Provlän", "en": "Sample County"},
        "crs": "EPSG:3006",
        "area": "omrade",
        "strategy": {
            "title": {"sv": "RUS", "en": "RDS"},
            "goals": [{"id": "mal", "title": TEXT}],
            "priorities": [{"id": "prio", "title": TEXT}],
        },
        "units": [{"id": "enhet", "title": {"sv": "Enheten", "en": "The unit"}, "email": "enhet@example.org"}],
        "datasets": [dataset_document("omrade", "polygon", coverage="package")],
    }
    document.update(changes)
    return document


def dataset_document(name: str, geometry: str, ext: str = "gpkg", **changes: Any) -> dict[str, Any]:
    """One dataset of package.yaml, kept in ``layers/``."""
    uri = f"layers/{name}.{ext}"
    if ext == "gpkg":
        uri += f"|layername={name}"
    document = {
        "id": name,
        "title": {"sv": f"Underlag {name}", "en": f"Dataset {name}"},
        "source": {"provider": "ogr", "uri": uri},
        "geometry": geometry,
        "issued": datetime.date(2026, 1, 1),
        "producer": {"sv": "Provkontoret", "en": "The sample office"},
        "licence": "CC0-1.0",
    }
    document.update(changes)
    return document


def perspective_document(checks: Sequence[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    """A perspective file with ``checks``."""
    document = {
        "id": "perspektiv",
        "title": {"sv": "Perspektiv", "en": "Perspective"},
        "unit": "enhet",
        "roles": {"decides": "kommun", "speaks": "region"},
        "strategy": {"goals": ["mal"], "priorities": ["prio"]},
        "checks": list(checks),
    }
    document.update(changes)
    return document


def check_document(
    name: str, dataset: Optional[str], measure: str, bands: Any = None, **changes: Any
) -> dict[str, Any]:
    """One check; ``bands`` default to a single open band *discuss*."""
    document: dict[str, Any] = {"id": name, "title": TEXT, "measure": measure, "guidance": GUIDANCE}
    if dataset is not None:
        document["dataset"] = dataset
        document["bands"] = bands or [{"outcome": "discuss"}]
    document.update(changes)
    return document


def write_documents(root: Path, package: dict[str, Any], perspectives: dict[str, dict[str, Any]]) -> Path:
    """Write the YAML files of a package into ``root`` and return it."""
    (root / "perspectives").mkdir(parents=True, exist_ok=True)
    (root / "package.yaml").write_text(_yaml(package), encoding="utf-8")
    for name, document in perspectives.items():
        (root / "perspectives" / f"{name}.yaml").write_text(_yaml(document), encoding="utf-8")
    return root


def _yaml(document: dict[str, Any]) -> str:
    class _NoAliases(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return True

    return yaml.dump(document, Dumper=_NoAliases, allow_unicode=True, sort_keys=False)


class PackageBuilder:
    """A package with real layer files, made step by step and written by :meth:`write`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.package = package_document(datasets=[])
        self.checks: list[dict[str, Any]] = []
        self.dataset("omrade", "polygon", [VALIDITY], coverage="package")

    def dataset(
        self,
        name: str,
        geometry: str,
        features: Sequence[Any],
        *,
        fields: Optional[dict[str, type]] = None,
        ext: str = "gpkg",
        crs: str = "EPSG:3006",
        **changes: Any,
    ) -> PackageBuilder:
        """Add a dataset with ``features``: WKT, or ``(WKT, {field: value})``. Coverage is the package's area by
        default."""
        changes.setdefault("coverage", "package")
        self.package["datasets"].append(dataset_document(name, geometry, ext, **changes))
        write_layer(self.root / "layers" / f"{name}.{ext}", name, geometry, features, fields or {}, crs)
        return self

    def image(
        self,
        name: str,
        rgba: np.ndarray,
        transform: Optional[Sequence[float]],
        classes: Sequence[dict[str, Any]],
        *,
        ext: str = "tif",
        crs: str = "EPSG:3006",
        overprint: Optional[str] = None,
        image_crs: Optional[str] = None,
        **changes: Any,
    ) -> PackageBuilder:
        """Add a structure image with the pixels ``rgba``; see :func:`write_image` for the file. Its accuracy is 100 m
        by default. ``classes`` are those of package.yaml, ``image_crs`` is what it says of a picture without a CRS."""
        changes.setdefault("accuracy", "100 m")
        changes.setdefault("source", {"provider": "gdal", "uri": f"images/{name}.{ext}"})
        image = {"schematic": True, "page": "s. 12", "classes": list(classes)}
        image.update({"overprint": overprint} if overprint else {}, **({"crs": image_crs} if image_crs else {}))
        self.package["datasets"].append(dataset_document(name, "image", ext, image=image, **changes))
        write_image(self.root / "images" / f"{name}.{ext}", rgba, transform, crs)
        return self

    def check(
        self, name: str, dataset: Optional[str], measure: str, bands: Any = None, **changes: Any
    ) -> PackageBuilder:
        """Add a check."""
        self.checks.append(check_document(name, dataset, measure, bands, **changes))
        return self

    def write(self, seal: bool = False) -> Path:
        """Write the package and return its folder; sealed with a manifest if asked."""
        aims = {} if "strategy" in self.package else {"strategy": {}}
        write_documents(self.root, self.package, {"perspektiv": perspective_document(self.checks, **aims)})
        if seal:
            from plandialog.plugin.core.package import manifest

            manifest.seal(self.root)
        return self.root

    def prepare(self, seal: bool = False) -> Any:
        """The package written, read and opened."""
        from plandialog.plugin.core.package.reader import read_package
        from plandialog.plugin.gis.engine import prepare
        from plandialog.plugin.gis.measures import measure_specs
        from qgis.core import QgsCoordinateTransformContext

        return prepare(read_package(self.write(seal), measure_specs()), QgsCoordinateTransformContext())


def write_layer(
    path: Path, name: str, geometry: str, features: Sequence[Any], fields: dict[str, type], crs: str = "EPSG:3006"
) -> None:
    """Write ``features`` to a file whose format follows from its ending."""
    from qgis.core import QgsCoordinateTransformContext, QgsFeature, QgsGeometry, QgsVectorFileWriter, QgsVectorLayer

    kinds = {"polygon": "MultiPolygon", "line": "MultiLineString", "point": "Point"}
    described = "".join(f"&field={field}:{_TYPES[kind]}" for field, kind in fields.items())
    layer = QgsVectorLayer(f"{kinds[geometry]}?crs={crs}{described}", name, "memory")
    assert layer.isValid()
    made = []
    for item in features:
        wkt, values = item if isinstance(item, tuple) else (item, {})
        feature = QgsFeature(layer.fields())
        shape = QgsGeometry.fromWkt(wkt)
        if geometry != "point":
            shape.convertToMultiType()
        feature.setGeometry(shape)
        for field, value in values.items():
            feature.setAttribute(field, value)
        made.append(feature)
    assert layer.dataProvider().addFeatures(made)[0]
    path.parent.mkdir(parents=True, exist_ok=True)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = name
    options.driverName = {"gpkg": "GPKG", "shp": "ESRI Shapefile", "geojson": "GeoJSON", "fgb": "FlatGeobuf"}[
        path.suffix[1:]
    ]
    error = QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsCoordinateTransformContext(), options)
    assert error[0] == QgsVectorFileWriter.WriterError.NoError, error


def saved_copy(path: Path, version: int) -> None:
    """What was saved of a package's remote datasets by a version of Plandialog that states ``version``."""
    from osgeo import ogr

    shutil.copyfile(Path(__file__).parent / "data" / "v0.1.0" / "copy.gpkg", path)
    source = ogr.Open(str(path), 1)
    source.ExecuteSQL(f"UPDATE plandialog_copies SET version = {version}")


def class_document(name: str, *colors: str, **changes: Any) -> dict[str, Any]:
    """One class of a legend, called in Swedish and English after its id."""
    return {"id": name, "title": {"sv": f"Klass {name}", "en": f"Class {name}"}, "colors": list(colors), **changes}


#: The drivers that write a picture, and the ending of the world file beside one that cannot hold its position.
_DRIVERS = {"tif": "GTiff", "png": "PNG", "jpg": "JPEG", "pdf": "PDF"}
_WORLD_FILES = {"png": "pgw", "jpg": "jgw"}
_OPTIONS = {"tif": ["COMPRESS=DEFLATE"], "jpg": ["QUALITY=90"], "pdf": ["DPI=100", "COMPRESS=DEFLATE"]}


def write_image(path: Path, rgba: np.ndarray, transform: Optional[Sequence[float]], crs: str = "EPSG:3006") -> None:
    """Write pixels (rows, columns, 4) to a file whose format follows from its ending, with their position.

    GeoTIFF and PDF hold position and CRS themselves, PNG and JPEG have a world file beside them and no CRS. Without a
    ``transform`` there is none. JPEG and PDF have no alpha.
    """
    from osgeo import gdal, osr

    ext = path.suffix[1:]
    bands = 3 if ext in ("jpg", "pdf") else 4
    rows, columns = rgba.shape[:2]
    memory = gdal.GetDriverByName("MEM").Create("", columns, rows, bands, gdal.GDT_Byte)
    colors = (gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand, gdal.GCI_AlphaBand)
    for number in range(bands):
        memory.GetRasterBand(number + 1).SetColorInterpretation(colors[number])
        memory.GetRasterBand(number + 1).WriteRaster(0, 0, columns, rows, rgba[..., number].tobytes())
    if transform is not None and ext in ("tif", "pdf"):
        memory.SetGeoTransform([float(each) for each in transform])
        system = osr.SpatialReference()
        system.SetFromUserInput(crs)
        memory.SetProjection(system.ExportToWkt())
    path.parent.mkdir(parents=True, exist_ok=True)
    written = gdal.GetDriverByName(_DRIVERS[ext]).CreateCopy(str(path), memory, options=_OPTIONS.get(ext, []))
    assert written is not None
    del written
    if transform is not None and ext in _WORLD_FILES:
        x, a, b, y, c, d = transform
        figures = (a, c, b, d, x + (a + b) / 2, y + (c + d) / 2)
        path.with_suffix(f".{_WORLD_FILES[ext]}").write_text("".join(f"{each:.10f}\n" for each in figures))


def assess_wkt(prepared: Any, wkt: str = PLAN, crs: str = "EPSG:3006", **details: Any) -> Any:
    """The assessment of the plan area in ``wkt``."""
    from plandialog.plugin.core.proposal import details as read_details
    from plandialog.plugin.gis.engine import assess
    from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry

    area = prepared.plan_area(QgsGeometry.fromWkt(wkt), QgsCoordinateReferenceSystem(crs))
    return assess(prepared, area, read_details("p", "Prov", **details))


def square(x: float, y: float, size: float) -> str:
    """A square with its lower left corner at ``x``, ``y``."""
    return f"POLYGON(({x} {y},{x + size} {y},{x + size} {y + size},{x} {y + size},{x} {y}))"
