"""Draws the structure images of the demo package: schematic pictures of the kind that a regional strategy prints.

``make_demo_package.py`` calls :func:`write`; ``--truth`` prints how the page of the un-georeferenced picture lies in
EPSG:3006. Everything but the borders is made up. Nothing is random: two runs on one machine give the same bytes.
Another version of Qt, GDAL or the font DejaVu Sans may give others.
"""

from __future__ import annotations

import csv
import json
import math
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Callable, Iterable, Optional, Sequence

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Without it Qt writes the fonts of a PDF in another order each time.
os.environ.setdefault("QT_HASH_SEED", "0")

import demo_places as places
import numpy as np
from demo_canvas import Canvas, font, pen
from make_demo_package import PACKAGE, ROOT, SWEREF, Sample, area, blob, clipped, line, point
from osgeo import gdal
from qgis.core import QgsApplication, QgsGeometry, QgsPointXY, QgsRectangle
from qgis.PyQt.QtCore import QMarginsF, QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter, QTransform

IMAGES = PACKAGE / "images"
PAGE = ROOT / "resources" / "demo" / "energi-livsmedel.pdf"
POINTS = ROOT / "tests" / "data" / "energi_livsmedel_points.csv"

#: West, south, width and height of the pictures in EPSG:3006 (m), and the side of a pixel.
FRAME = (450_000, 6_498_000, 102_000, 177_000)
PIXEL = 75

#: The area of each class (EPSG:3006) as meant, before labels and borders are put over it.
Shapes = dict[str, QgsGeometry]

GROUND = "#ebe3d2"
BEYOND = "#dfe3e4"
LAKE = "#b9d6e6"
INK = "#33302c"
BORDER = "#8d877f"
FAINT = "#b4aea4"

#: Each class's own colour and how much of it covers what lies below.
CORE, NODE, SEAT, SERVICE = "#8f2f3e", "#cf6a2a", "#f0c94f", "#6f8f4e"
LINK = "#2a5ca0"
REACH, BAND = ("#d8604f", 0.5), ("#6f56b0", 0.42)
NATIONAL, REGIONAL, FREIGHT = ("#0d8da6", 0.6), ("#f99f1d", 0.4), ("#b52f94", 0.4)
ONWARD, STATION, TERMINAL = "#0b4a5c", "#7d1f2e", "#4b1d52"
WATER, GREEN, HATCH, OUTDOORS, MEND, TOWN = "#8fbfd8", "#5d9467", "#8cb83f", ("#c9a227", 0.5), "#b5562b", "#5b5660"
FARMLAND, FOOD = ("#d9a62e", 0.5), ("#c2553f", 0.45)
POWER, GRID, HUB = "#6a4a9c", "#2a7f7a", "#14506b"

#: Radius of each kind of node, m.
RADIUS = {"core": 6200, "node": 3900, "seat": 2500, "service": 1500}

NODES = {
    "Kumla–Hallsberg": ["Kumla", "Hallsberg"],
    "Karlskoga–Degerfors": ["Karlskoga", "Degerfors"],
    "Lindesberg": ["Lindesberg"],
}
SEATS = ["Nora", "Hällefors", "Askersund", "Laxå", "Kopparberg", "Fjugesta"]
SERVICES = [
    "Frövi", "Fellingsbro", "Odensbacken", "Pålsboda", "Storå", "Grythyttan", "Zinkgruvan", "Vretstorp", "Svartå",
    "Glanshammar", "Ställdalen",
]  # fmt: skip

#: Bands of development, through localities.
BANDS = [
    ["Askersund", "Åsbro", "Hallsberg", "Kumla", "Marieberg", "Örebro", "Hovsta", "Frövi", "Vedevåg", "Lindesberg"],
    ["Lindesberg", "Storå", "Kopparberg"],
    ["Örebro", "Vintrosa", "Karlskoga", "Degerfors"],
    ["Hallsberg", "Östansjö", "Vretstorp", "Laxå"],
]  # fmt: skip

#: Functional links: from, to, how far the line bends to its left (share of its length).
LINKS = [
    ("Örebro", "Nora", 0.10), ("Nora", "Hällefors", 0.12), ("Nora", "Lindesberg", -0.18),
    ("Örebro", "Odensbacken", 0.14), ("Örebro", "Fjugesta", 0.10), ("Fjugesta", "Svartå", 0.12),
    ("Kopparberg", "Hällefors", 0.16),
    ("Kumla", "Odensbacken", 0.16), ("Degerfors", "Laxå", -0.14), ("Laxå", "Askersund", -0.16),
    ("Karlskoga", "Hällefors", 0.12), ("Hallsberg", "Pålsboda", 0.0), ("Frövi", "Fellingsbro", 0.12),
    ("Askersund", "Zinkgruvan", -0.12), ("Karlskoga", "Nora", 0.14),
]  # fmt: skip

#: Where links leave the county: from, to (latitude, longitude), and the words at the arrow's head.
OUTWARD = [
    ((59.395, 15.560), (59.395, 15.860), "mot Stockholm"),
    ((58.955, 14.490), (58.905, 14.270), "mot Göteborg"),
    ((59.310, 14.420), (59.310, 14.180), "mot Oslo"),
    ((58.815, 15.020), (58.685, 15.060), "mot Linköping"),
    ((59.935, 14.960), (60.060, 15.010), "mot Dalarna"),
]

NATIONAL_ROUTES = {
    "E18": [
        (59.310, 14.100), (59.322, 14.400), (59.318, 14.560), (59.300, 14.750), (59.270, 14.900), (59.262, 15.120),
        (59.300, 15.220), (59.345, 15.430), (59.380, 15.620), (59.396, 15.900),
    ],
    "E20": [
        (59.262, 15.150), (59.200, 15.140), (59.100, 15.100), (59.052, 14.960), (59.005, 14.760), (58.950, 14.490),
        (58.890, 14.230),
    ],
}  # fmt: skip
REGIONAL_ROUTES = {
    "50 norr": [
        (59.275, 15.213), (59.380, 15.215), (59.480, 15.250), (59.594, 15.225), (59.716, 15.145), (59.874, 15.000),
        (60.120, 14.985),
    ],
    "50 söder": [
        (59.127, 15.120), (59.060, 15.070), (58.990, 15.030), (58.882, 14.930), (58.790, 15.010), (58.600, 15.020),
    ],
    "Nora–Hällefors": [
        (59.275, 15.213), (59.400, 15.110), (59.519, 15.036), (59.600, 14.760), (59.704, 14.545), (59.778, 14.521),
    ],
    "Karlskoga–Laxå": [(59.331, 14.535), (59.238, 14.440), (59.131, 14.525), (58.987, 14.620)],
    "Kumla–Odensbacken": [(59.275, 15.213), (59.243, 15.347), (59.205, 15.480), (59.164, 15.527)],
}  # fmt: skip
FREIGHT_ROUTES = {
    "Godsstråket": [
        (58.600, 15.075), (58.860, 15.062), (58.940, 15.035), (59.000, 15.060), (59.067, 15.110), (59.127, 15.140),
        (59.266, 15.205), (59.350, 15.228), (59.430, 15.270), (59.466, 15.366), (59.470, 15.520), (59.500, 15.900),
    ],
    "Bergslagsbanan": [
        (59.466, 15.366), (59.530, 15.300), (59.593, 15.229), (59.716, 15.136), (59.873, 14.998), (60.120, 14.940),
    ],
    "Västra stambanan": [(59.067, 15.110), (59.045, 15.000), (59.031, 14.870), (58.985, 14.619), (58.870, 14.230)],
}  # fmt: skip
#: Courses, half width (m) and colour of each kind, from below.
CORRIDORS = ((NATIONAL_ROUTES, 3400, NATIONAL), (REGIONAL_ROUTES, 2500, REGIONAL), (FREIGHT_ROUTES, 1700, FREIGHT))
STATIONS = [
    "Örebro", "Kumla", "Hallsberg", "Laxå", "Degerfors", "Karlskoga", "Frövi", "Lindesberg", "Kopparberg", "Nora",
    "Askersund",
]  # fmt: skip
TERMINALS = {"Hallsberg": (59.028, 15.075), "Örebro": (59.232, 15.175), "Frövi": (59.484, 15.420)}

FORESTS = {
    "Kilsbergen": [
        (59.470, 14.810), (59.450, 14.930), (59.370, 14.990), (59.285, 14.925), (59.215, 14.800), (59.270, 14.690),
        (59.380, 14.720),
    ],
    "Tiveden": [
        (58.880, 14.480), (58.890, 14.680), (58.800, 14.770), (58.690, 14.740), (58.690, 14.560), (58.790, 14.430),
    ],
    "Malingsbo–Kloten": [(59.930, 15.100), (59.910, 15.330), (59.790, 15.420), (59.740, 15.290), (59.820, 15.120)],
    "Norra Bergslagen": [(59.930, 14.480), (59.970, 14.680), (59.870, 14.760), (59.810, 14.650), (59.850, 14.500)],
    "Hjulsjö": [(59.680, 14.720), (59.690, 14.880), (59.600, 14.920), (59.560, 14.780), (59.610, 14.690)],
    "Tylöskog": [(58.975, 15.240), (58.990, 15.480), (58.900, 15.500), (58.850, 15.290)],
    "Skagershult": [(59.085, 14.640), (59.085, 14.820), (59.010, 14.840), (58.985, 14.690)],
    "Käglan": [(59.425, 15.290), (59.420, 15.460), (59.350, 15.480), (59.350, 15.300)],
    "Kvismaren": [(59.215, 15.310), (59.205, 15.460), (59.140, 15.470), (59.150, 15.320)],
}  # fmt: skip
GREEN_LINKS = [
    [(59.330, 14.930), (59.300, 15.010), (59.285, 15.110)],
    [(59.285, 15.250), (59.240, 15.290), (59.190, 15.360)],
    [(59.250, 14.760), (59.150, 14.740), (59.050, 14.740), (58.950, 14.690), (58.850, 14.640)],
    [(59.450, 14.870), (59.540, 14.860), (59.630, 14.810), (59.760, 14.730), (59.870, 14.680)],
    [(59.840, 15.230), (59.700, 15.240), (59.600, 15.290), (59.480, 15.340), (59.400, 15.360)],
    [(58.800, 14.700), (58.900, 14.780), (58.920, 15.000), (58.930, 15.200), (58.930, 15.380)],
    [(59.160, 15.400), (59.060, 15.330), (58.950, 15.330)],
    [(59.300, 14.440), (59.225, 14.415), (59.140, 14.430), (59.050, 14.520), (59.030, 14.700)],
]
MENDING = [
    ((59.228, 15.080), (59.210, 15.300)),
    ((59.097, 15.000), (59.097, 15.290)),
    ((59.540, 15.120), (59.560, 15.330)),
]
OUTDOOR_TOWNS = {
    "Örebro": 8200, "Karlskoga": 5400, "Kumla": 4600, "Lindesberg": 4600, "Nora": 3800, "Hallsberg": 4000,
    "Degerfors": 3900, "Askersund": 3800, "Hällefors": 3800, "Kopparberg": 3400, "Laxå": 3600,
}  # fmt: skip

FARMLANDS = {
    "Närkeslätten": places.PLAIN,
    "Fellingsbro": [(59.480, 15.440), (59.470, 15.620), (59.400, 15.660), (59.390, 15.480)],
    "Glanshammar": [(59.370, 15.300), (59.360, 15.480), (59.310, 15.540), (59.300, 15.330)],
    "Lindesberg": [(59.640, 15.250), (59.600, 15.340), (59.540, 15.370), (59.530, 15.270)],
    "Askersund": [(58.960, 14.900), (58.950, 15.030), (58.890, 15.020), (58.870, 14.930), (58.900, 14.860)],
}
FOOD_CLUSTERS = {"Örebro": 8600, "Hallsberg": 6400, "Lindesberg": 5200, "Karlskoga": 5400, "Askersund": 4600}
POWER_AREAS = {
    "Hällefors": [(59.900, 14.540), (59.880, 14.760), (59.780, 14.790), (59.740, 14.640), (59.810, 14.500)],
    "Ljusnarsberg": [(59.960, 15.060), (59.910, 15.290), (59.800, 15.310), (59.810, 15.140)],
    "Nora": [(59.630, 14.680), (59.640, 14.880), (59.550, 14.930), (59.500, 14.760)],
    "Kilsbergen": [(59.440, 14.690), (59.420, 14.830), (59.320, 14.860), (59.300, 14.700)],
    "Laxå": [(59.080, 14.440), (59.070, 14.690), (58.970, 14.740), (58.900, 14.600), (58.990, 14.450)],
    "Hallsberg": [(59.040, 15.230), (59.030, 15.480), (58.920, 15.460), (58.890, 15.250)],
}
HUBS = ["Örebro", "Karlskoga", "Hallsberg", "Lindesberg", "Hällefors", "Laxå", "Kopparberg"]
GRID_LINES = [
    [
        (58.780, 15.080), (59.000, 15.150), (59.100, 15.030), (59.260, 15.080), (59.450, 15.180), (59.594, 15.290),
        (59.760, 15.240), (59.960, 15.030),
    ],
    [
        (59.331, 14.535), (59.290, 14.680), (59.240, 14.900), (59.250, 15.080), (59.280, 15.230), (59.345, 15.400),
        (59.385, 15.800),
    ],
    [(59.331, 14.535), (59.520, 14.600), (59.778, 14.560)],
]  # fmt: skip

#: The page: dots per inch in which it is counted, the map's frame on it (mm), its scale and how it is turned (degrees
#: clockwise about the county's middle, as when a picture was put into a document by hand).
DPI = 200
MAP = (20.0, 52.0, 104.0, 166.0)
SCALE = 1_060_000
TURN = 1.2

#: Localities printed with a symbol on the page: usable as control points by name.
PRINTED = [
    "Örebro", "Karlskoga", "Kumla", "Lindesberg", "Hallsberg", "Degerfors", "Nora", "Hällefors", "Askersund", "Laxå",
    "Kopparberg", "Fjugesta", "Frövi", "Odensbacken", "Fellingsbro", "Pålsboda", "Zinkgruvan", "Grythyttan",
]  # fmt: skip

#: Where names stand beside their places; east where nothing is said.
SIDES = {
    "Karlskoga": "w", "Degerfors": "w", "Laxå": "w", "Hällefors": "w", "Grythyttan": "w", "Fjugesta": "w", "Nora": "w",
    "Svartå": "w", "Vretstorp": "nw", "Askersund": "w", "Hallsberg": "w", "Frövi": "s", "Kopparberg": "w",
}  # fmt: skip

#: The same for the nodes of the settlement structure, which reach further than a town.
NODE_SIDES = {"Karlskoga": "nw", "Degerfors": "sw", "Hallsberg": "w", "Kumla": "e", "Lindesberg": "e"}


def town(name: str) -> QgsGeometry:
    """The middle of a locality."""
    return point(*places.LOCALITIES[name][:2])


def union(shapes: Iterable[QgsGeometry]) -> QgsGeometry:
    """All shapes as one."""
    return QgsGeometry.unaryUnion(list(shapes))


def band(course: Sequence[Sequence[float]], half: float) -> QgsGeometry:
    """A line with ``half`` its width (m) on each side and round ends."""
    return line(course).buffer(half, 16)


def bend(first: QgsGeometry, last: QgsGeometry, share: float, gaps: tuple[float, float] = (0, 0)) -> QgsGeometry:
    """A curve between two places that leaves ``gaps`` (m) at its ends; ``share`` of its length to the left at most."""
    a, b = first.asPoint(), last.asPoint()
    across = (-(b.y() - a.y()) * share * 2, (b.x() - a.x()) * share * 2)
    middle = ((a.x() + b.x()) / 2 + across[0], (a.y() + b.y()) / 2 + across[1])
    steps = [step / 40 for step in range(41)]
    curve = QgsGeometry.fromPolylineXY(
        [
            QgsPointXY(*((1 - t) ** 2 * p + 2 * t * (1 - t) * q + t * t * r for p, q, r in zip(a, middle, b)))
            for t in steps
        ]
    )
    return QgsGeometry(curve.constGet().curveSubstring(gaps[0], curve.length() - gaps[1]))


def settlement(sample: Sample) -> Shapes:
    """Nodes of four sizes, the core's surroundings, bands of development and functional links."""
    land = sample.county.difference(sample.lakes)
    core = town("Örebro").buffer(RADIUS["core"], 32)
    nodes = union(
        QgsGeometry.fromPolylineXY([town(name).asPoint() for name in names]).buffer(RADIUS["node"], 24)
        if len(names) > 1
        else town(names[0]).buffer(RADIUS["node"], 24)
        for names in NODES.values()
    )
    seats = union(town(name).buffer(RADIUS["seat"], 24) for name in SEATS)
    services = union(town(name).buffer(RADIUS["service"], 24) for name in SERVICES)
    links = union(curve.buffer(3.5 * PIXEL, 8) for curve in _link_courses())
    upper = union([core, nodes, seats, services])
    reach = clipped(blob(town("Örebro"), 19_500, "omland", 60), land).difference(upper)
    bands = clipped(union(band([places.LOCALITIES[name][:2] for name in names], 2700) for names in BANDS), land)
    return {
        "regional-karna": core,
        "regional-nod": nodes,
        "lokal-nod": seats,
        "serviceort": services,
        "omland": reach,
        "utvecklingsstrak": bands.difference(upper),
        "samband": links,
    }


def _radius(name: str) -> float:
    if name == "Örebro":
        return RADIUS["core"]
    if any(name in names for names in NODES.values()):
        return RADIUS["node"]
    return RADIUS["seat" if name in SEATS else "service"]


def _link_courses() -> list[QgsGeometry]:
    return [
        bend(town(first), town(last), share, (_radius(first) + 700, _radius(last) + 700))
        for first, last, share in LINKS
    ]


def paint_settlement(canvas: Canvas, sample: Sample, shapes: Shapes) -> None:
    """The settlement structure."""
    _ground(canvas, sample)
    land = sample.county.difference(sample.lakes)
    canvas.fill(clipped(blob(town("Örebro"), 19_500, "omland", 60), land), *REACH)
    bands = union(band([places.LOCALITIES[name][:2] for name in names], 2700) for names in BANDS)
    canvas.fill(clipped(bands, land), *BAND)
    _borders(canvas, sample)
    for course in _link_courses():
        canvas.arrow(course, LINK, 6, (1.9, 1.9), both=True)
    _outward(canvas, LINK, 9)
    for names in NODES.values():
        shape = (
            QgsGeometry.fromPolylineXY([town(name).asPoint() for name in names]) if len(names) > 1 else town(names[0])
        )
        _ringed(canvas, shape.buffer(RADIUS["node"], 24), NODE)
    for kind, names, color in (("seat", SEATS, SEAT), ("service", SERVICES, SERVICE)):
        for name in names:
            _ringed(canvas, town(name).buffer(RADIUS[kind], 24), color)
    _ringed(canvas, shapes["regional-karna"], CORE)
    canvas.label("Örebro", canvas.place(town("Örebro")), font(33, bold=True), "#ffffff", "c", halo=0)
    for names in NODES.values():
        for name in names:
            canvas.label(name, canvas.place(town(name)), font(30, bold=True), INK, NODE_SIDES[name], 60)
    for names, size, away in ((SEATS, 27, 40), (SERVICES, 22, 27)):
        for name in names:
            canvas.label(name, canvas.place(town(name)), font(size), INK, SIDES.get(name, "e"), away)


def corridors(sample: Sample) -> Shapes:
    """Three kinds of corridor that overlap, nodes of exchange and terminals."""
    national, regional, freight = (
        clipped(union(band(course, half) for course in routes.values()), sample.county) for routes, half, _ in CORRIDORS
    )
    stations = union(town(name).buffer(1700, 24) for name in STATIONS)
    terminals = union(_square(point(*place), 1500) for place in TERMINALS.values())
    over = union([stations, terminals])
    return {
        "storregionalt-strak": national.difference(over),
        "regionalt-strak": regional.difference(over),
        "godsstrak": freight.difference(over),
        "bytespunkt": stations,
        "godsterminal": terminals,
        "lansgrans-samband": union(_straight(first, last).buffer(6 * PIXEL, 4) for first, last, _ in OUTWARD),
    }


def _square(center: QgsGeometry, half: float) -> QgsGeometry:
    middle = center.asPoint()
    return QgsGeometry.fromRect(
        QgsRectangle(middle.x() - half, middle.y() - half, middle.x() + half, middle.y() + half)
    )


def _straight(first: Sequence[float], last: Sequence[float]) -> QgsGeometry:
    return QgsGeometry.fromPolylineXY([point(*first).asPoint(), point(*last).asPoint()])


def paint_corridors(canvas: Canvas, sample: Sample, shapes: Shapes) -> None:
    """The transport corridors: half transparent, so that where two meet a third colour stands."""
    _ground(canvas, sample)
    for routes, half, color in CORRIDORS:
        canvas.fill(clipped(union(band(course, half) for course in routes.values()), sample.county), *color)
    _borders(canvas, sample)
    _outward(canvas, ONWARD, 12)
    for place in TERMINALS.values():
        _ringed(canvas, _square(point(*place), 1500), TERMINAL)
    for name in STATIONS:
        canvas.dot(canvas.place(town(name)), 1700 / PIXEL + 1.8, STATION, width=3.5)
    for name in STATIONS:
        big = name in ("Örebro", "Karlskoga")
        canvas.label(name, canvas.place(town(name)), font(34 if big else 27, bold=big), INK, SIDES.get(name, "e"), 32)
    for name in ("Hällefors", "Odensbacken", "Fjugesta"):
        _town(canvas, name)


def green(sample: Sample) -> Shapes:
    """Green cores, hatched green links, outdoor areas near towns, lakes and streams, and links to mend."""
    cores = clipped(union(area(outline) for outline in FORESTS.values()), sample.county, sample.lakes)
    rivers = union(line(course).buffer(3.5 * PIXEL, 8) for course in places.RIVERS.values())
    towns = union(town(name).buffer(_built(name), 24) for name in OUTDOOR_TOWNS)
    links = clipped(union(band(course, 2000) for course in GREEN_LINKS), sample.county, sample.lakes)
    outdoors = union(town(name).buffer(reach, 32) for name, reach in OUTDOOR_TOWNS.items())
    water = union([sample.lakes, clipped(rivers, sample.county)])
    return {
        "gron-karna": cores.difference(towns).difference(water),
        "gront-samband": links.difference(cores).difference(towns).difference(water),
        "tatortsnara": clipped(outdoors, sample.county, union([water, towns])),
        "vatten": water.difference(towns),
        "samband-starka": union(_straight(first, last).buffer(5 * PIXEL, 4) for first, last in MENDING),
    }


def _built(name: str) -> float:
    return 350 + 6.0 * math.sqrt(places.LOCALITIES[name][2])


def paint_green(canvas: Canvas, sample: Sample, shapes: Shapes) -> None:
    """The green structure."""
    _ground(canvas, sample)
    cores = clipped(union(area(outline) for outline in FORESTS.values()), sample.county, sample.lakes)
    canvas.fill(cores, GREEN)
    outdoors = union(town(name).buffer(reach, 32) for name, reach in OUTDOOR_TOWNS.items())
    canvas.fill(clipped(outdoors, sample.county, sample.lakes), *OUTDOORS)
    canvas.hatch(shapes["gront-samband"], HATCH, 5, 12)
    canvas.fill(shapes["vatten"], WATER)
    _borders(canvas, sample)
    for first, last in MENDING:
        canvas.arrow(_straight(first, last), MEND, 9, both=True, halo="#ffffff")
    for name in OUTDOOR_TOWNS:
        canvas.dot(canvas.place(town(name)), _built(name) / PIXEL + 1.3, TOWN, width=2.5)
    for name in OUTDOOR_TOWNS:
        big = name in ("Örebro", "Karlskoga")
        away = _built(name) / PIXEL + 10
        canvas.label(name, canvas.place(town(name)), font(34 if big else 27, bold=big), INK, SIDES.get(name, "e"), away)
    for name in FORESTS:
        middle = canvas.place(area(FORESTS[name]).centroid())
        canvas.label(name, middle, font(22, italic=True), "#1f4a2c", "c")
    for name in ("Hjälmaren", "Vättern"):
        middle = canvas.place(clipped(area(places.LAKES[name]), sample.county).pointOnSurface())
        canvas.label(name, middle, font(22, italic=True), "#2b5f80", "c", halo=0)


def supply(sample: Sample) -> Shapes:
    """Hatched areas for energy, farmland and food clusters that overlap, grid and energy hubs."""
    land = sample.county.difference(sample.lakes)
    hubs = union(town(name).buffer(1900, 24) for name in HUBS)
    farmland = clipped(union(area(outline) for outline in FARMLANDS.values()), land)
    clusters = clipped(union(town(name).buffer(reach, 32) for name, reach in FOOD_CLUSTERS.items()), land)
    power = clipped(union(area(outline) for outline in POWER_AREAS.values()), land)
    grid = clipped(union(band(course, 430) for course in GRID_LINES), sample.county)
    return {
        "energiomrade": power.difference(hubs),
        "odlingslandskap": farmland.difference(hubs),
        "livsmedelskluster": clusters.difference(hubs),
        "elnatsstrak": grid.difference(hubs),
        "energinod": hubs,
    }


def paint_supply(canvas: Canvas, sample: Sample, shapes: Shapes) -> None:
    """The map of energy and food, in pixels of the page."""
    land = sample.county.difference(sample.lakes)
    _ground(canvas, sample, lakes=False)
    canvas.fill(clipped(union(area(outline) for outline in FARMLANDS.values()), land), *FARMLAND)
    clusters = union(town(name).buffer(reach, 32) for name, reach in FOOD_CLUSTERS.items())
    canvas.fill(clipped(clusters, land), *FOOD)
    canvas.fill(sample.lakes, LAKE)
    power = clipped(union(area(outline) for outline in POWER_AREAS.values()), land)
    canvas.hatch(power, POWER, 2.6, 8.5, rising=False)
    _borders(canvas, sample, county=2.0, municipality=0.9)
    for course in GRID_LINES:
        canvas.outline(clipped(line(course), sample.county), GRID, 5.5)
    for name in HUBS:
        canvas.polygon(canvas.place(town(name)), 16, 6, HUB, width=1.8)
    for name in PRINTED:
        canvas.dot(canvas.place(town(name)), 5.0, INK, width=1.7)
    for name in PRINTED:
        big = name in ("Örebro", "Karlskoga")
        made = font(23 if big else 19, bold=big)
        canvas.label(name, canvas.place(town(name)), made, INK, SIDES.get(name, "e"), 21 if name in HUBS else 10, 1.8)


def _ground(canvas: Canvas, sample: Sample, lakes: bool = True) -> None:
    west, south, width, height = FRAME
    whole = QgsRectangle(west, south, west + width, south + height).buffered(width)
    canvas.fill(QgsGeometry.fromRect(whole), BEYOND)
    canvas.fill(sample.county, GROUND)
    if lakes:
        canvas.fill(sample.lakes, LAKE)


def _borders(canvas: Canvas, sample: Sample, county: float = 3.0, municipality: float = 1.4) -> None:
    for _, shape in sample.municipalities.values():
        canvas.outline(shape, FAINT, municipality)
    canvas.outline(sample.county, BORDER, county)


def _ringed(canvas: Canvas, shape: QgsGeometry, color: str) -> None:
    canvas.fill(shape, color)
    canvas.outline(shape, "#ffffff", 3.5)


def _town(canvas: Canvas, name: str) -> None:
    canvas.dot(canvas.place(town(name)), 8, TOWN, width=2)
    canvas.label(name, canvas.place(town(name)), font(22), INK, SIDES.get(name, "e"), 14)


def _outward(canvas: Canvas, color: str, width: float) -> None:
    for first, last, words in OUTWARD:
        canvas.arrow(_straight(first, last), color, width)
        tip = canvas.place(point(*last))
        shift = 45 if tip.x() < 250 else -75 if tip.x() > 1100 else 0
        canvas.label(words, tip + QPointF(shift, 0), font(21, italic=True), INK, "s" if shift else "e", 26)


#: Dataset → file of its picture, what it shows and how it is painted.
PICTURES: dict[str, tuple[str, Callable[[Sample], Shapes], Callable[[Canvas, Sample, Shapes], None]]] = {
    "bild-ortsstruktur": ("ortsstruktur.tif", settlement, paint_settlement),
    "bild-strak": ("strak.png", corridors, paint_corridors),
    "bild-gronstruktur": ("gronstruktur.jpg", green, paint_green),
    "bild-energi-livsmedel": ("energi-livsmedel.pdf", supply, paint_supply),
}


def frame_transform() -> QTransform:
    """EPSG:3006 → pixels of the georeferenced pictures."""
    west, south, _, height = FRAME
    return QTransform(1 / PIXEL, 0, 0, -1 / PIXEL, -west / PIXEL, (south + height) / PIXEL)


def page_transform(sample: Sample) -> QTransform:
    """EPSG:3006 → pixels of the page at :data:`DPI`."""
    left, top, width, height = (length * DPI / 25.4 for length in MAP)
    middle = sample.county.boundingBox().center()
    scale = 1000 / SCALE * DPI / 25.4
    return (
        QTransform()
        .translate(left + width / 2, top + height / 2)
        .rotate(TURN)
        .scale(scale, -scale)
        .translate(-round(middle.x()), -round(middle.y()))
    )


def truth(sample: Sample) -> dict[str, list[float]]:
    """Pixels of the page → EPSG:3006, as GDAL writes it: x = a + b·column + c·row, y = d + e·column + f·row."""
    back = page_transform(sample).inverted()[0]
    return {"geotransform": [back.dx(), back.m11(), back.m21(), back.dy(), back.m12(), back.m22()]}


def rendered(sample: Sample, dataset: str) -> np.ndarray:
    """A georeferenced picture as (rows, columns, 3) bytes."""
    _, draw, paint = PICTURES[dataset]
    columns, rows = FRAME[2] // PIXEL, FRAME[3] // PIXEL
    image = QImage(columns, rows, QImage.Format.Format_RGB32)
    image.fill(QColor(BEYOND))
    painter = QPainter(image)
    canvas = Canvas(painter, frame_transform())
    paint(canvas, sample, draw(sample))
    _mark(canvas, columns, rows)
    painter.end()
    bits = image.constBits()
    bits.setsize(image.sizeInBytes())
    return np.frombuffer(bits, np.uint8).reshape(rows, image.bytesPerLine() // 4, 4)[:, :columns, 2::-1].copy()


def _mark(canvas: Canvas, columns: int, rows: int) -> None:
    """DEMO on the picture itself, outside the county."""
    canvas.label("DEMO", QPointF(150, 150), font(84, bold=True, spacing=112), "#c3c9cb", "c", halo=0, turn=-38)
    canvas.label(
        "DEMO", QPointF(columns - 170, rows - 230), font(84, bold=True, spacing=112), "#c3c9cb", "c", 0, 0, -38
    )
    canvas.label(
        "DEMO · handgjort exempel", QPointF(columns - 24, rows - 30), font(22, bold=True), "#8a5a3c", "w", 0, halo=0
    )


def write_picture(path: Path, pixels: np.ndarray) -> None:
    """As GeoTIFF with everything in it, or as PNG or JPEG with a world file at its side."""
    rows, columns, _ = pixels.shape
    west, south, _, height = FRAME
    held = gdal.GetDriverByName("MEM").Create("", columns, rows, 3, gdal.GDT_Byte)
    for number in range(3):
        held.GetRasterBand(number + 1).WriteArray(pixels[:, :, number])
    if path.suffix == ".tif":
        held.SetGeoTransform((west, PIXEL, 0, south + height, 0, -PIXEL))
        held.SetProjection(SWEREF.toWkt())
        options = ["TILED=YES", "COMPRESS=DEFLATE", "ZLEVEL=9", "PHOTOMETRIC=RGB"]
        gdal.GetDriverByName("GTiff").CreateCopy(str(path), held, options=options)
        made = gdal.Open(str(path), gdal.GA_Update)
        made.BuildOverviews("AVERAGE", [2, 4])
        return
    driver, options = {".png": ("PNG", ["ZLEVEL=9"]), ".jpg": ("JPEG", ["QUALITY=80"])}[path.suffix]
    gdal.GetDriverByName(driver).CreateCopy(str(path), held, options=options)
    world = (PIXEL, 0, 0, -PIXEL, west + PIXEL / 2, south + height - PIXEL / 2)
    ending = {".png": ".pgw", ".jpg": ".jgw"}[path.suffix]
    path.with_suffix(ending).write_text("".join(f"{value}\n" for value in world), encoding="ascii")


_LEAD = (
    "Länet har skog, vind, vatten och bördig jord. Strukturbilden visar schematiskt var energi och livsmedel kan "
    "utvecklas tillsammans. Den är vägledande och säger inget om enskilda platser."
)
_COLUMNS = (
    (
        "Energi",
        "Områden med förutsättningar för energi är stora och översiktliga. Inom dem finns både platser som passar och "
        "platser som inte gör det. Elnätets stråk och energinoderna visar var ny användning och ny produktion kan "
        "mötas.",
    ),
    (
        "Livsmedel",
        "Odlingslandskapet är grunden för länets livsmedel. Runt fem orter finns förädling, lager och kunskap nära "
        "varandra. Där stråk och odling möts behöver frågorna samlas tidigt i planeringen.",
    ),
)
_NOTE = "Exempeltext. Handgjord bild, inte framtagen av Region Örebro län."


def write_page(path: Path, sample: Sample) -> None:
    """The page of a made-up strategy with the map of energy and food, without any georeferencing."""
    writer = QPdfWriter(str(path))
    writer.setResolution(1200)
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
    )
    writer.setTitle("Energi och livsmedel (DEMO)")
    writer.setCreator("Plandialog")
    painter = QPainter(writer)
    painter.scale(1200 / DPI, 1200 / DPI)
    canvas = Canvas(painter, page_transform(sample))
    _page_texts(canvas)
    _page_map(canvas, sample)
    _page_legend(canvas)
    painter.end()
    # Qt writes the time; as many letters as before, so that the table of positions stays right.
    content = re.sub(rb"\(D:\d{14}[^)]*\)", lambda found: _settled(found.group()), path.read_bytes())
    path.write_bytes(content)


def _settled(stamp: bytes) -> bytes:
    return b"(D:20261124000000" + stamp[17:]


def _mm(left: float, top: float, width: float = 0.0, height: float = 0.0) -> QRectF:
    return QRectF(*(length * DPI / 25.4 for length in (left, top, width, height)))


def _page_texts(canvas: Canvas) -> None:
    canvas.painter.fillRect(_mm(0, 0, 6, 297), QColor(HUB))
    canvas.paragraph(
        "REGIONAL UTVECKLINGSSTRATEGI · EXEMPEL", _mm(20, 13, 120, 6), font(19, bold=True, spacing=108), "#7a746b"
    )
    canvas.paragraph("DEMO", _mm(148, 13, 40, 6), font(19, bold=True, spacing=115), "#8a5a3c", "right")
    canvas.paragraph("Energi och livsmedel", _mm(20, 20, 170, 14), font(66, bold=True), HUB)
    canvas.paragraph(_LEAD, _mm(20, 35, 168, 20), font(29), INK)
    for number, (heading, text) in enumerate(_COLUMNS):
        left = 20 + 87 * number
        canvas.paragraph(heading, _mm(left, 232, 80, 8), font(31, bold=True), HUB)
        canvas.paragraph(text, _mm(left, 239, 81, 40), font(25), INK)
    canvas.paragraph(
        "Figur 14. Strukturbild energi och livsmedel (DEMO). Schematisk, skala ungefär 1:1 060 000.",
        _mm(20, 220.5, 168, 6),
        font(22, italic=True),
        "#5c5750",
    )
    canvas.painter.fillRect(_mm(20, 281, 168, 0.25), QColor(FAINT))
    canvas.paragraph(_NOTE, _mm(20, 283.5, 130, 6), font(20), "#7a746b")
    canvas.paragraph("s. 46", _mm(150, 283, 38, 6), font(24, bold=True), INK, "right")


def _page_map(canvas: Canvas, sample: Sample) -> None:
    frame = _mm(*MAP)
    canvas.painter.save()
    canvas.painter.setClipRect(frame)
    paint_supply(canvas, sample, supply(sample))
    canvas.painter.restore()
    corner = _mm(MAP[0] + MAP[2], MAP[1] + MAP[3]).topLeft()
    canvas.label("DEMO", corner + QPointF(-56, -230), font(52, bold=True, spacing=112), "#c3c9cb", "c", 0, 0, -90)
    north = _mm(MAP[0] + MAP[2] - 9, MAP[1] + 13).topLeft()
    canvas.painter.save()
    canvas.painter.translate(north)
    canvas.painter.rotate(TURN)
    canvas.painter.setPen(Qt.PenStyle.NoPen)
    canvas.painter.setBrush(QColor(INK))
    canvas.painter.drawPolygon(QPointF(0, -52), QPointF(17, 22), QPointF(0, 10), QPointF(-17, 22))
    canvas.painter.restore()
    canvas.label("N", north, font(26, bold=True), INK, "s", 32, halo=0)
    _scale_bar(canvas, corner + QPointF(-190, -34))
    canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
    canvas.painter.setPen(pen(FAINT, 1.6))
    canvas.painter.drawRect(frame)


def _scale_bar(canvas: Canvas, start: QPointF) -> None:
    step = 10_000 * 1000 / SCALE * DPI / 25.4
    for number, color in enumerate((INK, "#ffffff")):
        box = QRectF(start.x() + number * step, start.y(), step, 7)
        canvas.painter.setPen(pen(INK, 1.2))
        canvas.painter.setBrush(QColor(color))
        canvas.painter.drawRect(box)
    for number, words in enumerate(("0", "10", "20 km")):
        canvas.label(words, start + QPointF(number * step, 0), font(19), INK, "n", 8, halo=0)


def _page_legend(canvas: Canvas) -> None:
    left, top = MAP[0] + MAP[2] + 7, MAP[1] + 1
    canvas.paragraph("Teckenförklaring", _mm(left, top, 58, 8), font(31, bold=True), HUB)
    entries = [
        ("Område med förutsättningar för energi", _legend_hatch),
        ("Odlingslandskap", lambda box: _legend_fill(canvas, box, *FARMLAND)),
        ("Livsmedelskluster", lambda box: _legend_fill(canvas, box, *FOOD)),
        (
            "Elnätsstråk",
            lambda box: canvas.painter.fillRect(QRectF(box.left(), box.center().y() - 3, box.width(), 6), QColor(GRID)),
        ),
        ("Energinod", lambda box: canvas.polygon(box.center(), 16, 6, HUB)),
        ("Ort", lambda box: canvas.dot(box.center(), 5, INK)),
        ("Sjö", lambda box: canvas.painter.fillRect(box, QColor(LAKE))),
    ]
    y = top + 11
    for words, paint in entries:
        box = _mm(left, y, 10, 6)
        if paint is _legend_hatch:
            paint(canvas, box)
        else:
            paint(box)
        canvas.paragraph(words, _mm(left + 14, y + 0.6, 45, 12), font(25), INK)
        y += 13 if len(words) > 24 else 9.5
    canvas.painter.fillRect(_mm(left, y + 3, 58, 0.25), QColor(FAINT))
    canvas.paragraph("Så läses bilden", _mm(left, y + 6, 58, 8), font(27, bold=True), HUB)
    canvas.paragraph(
        "Färgerna är genomskinliga och får överlappa. Gränser är ungefärliga. Läs bilden tillsammans med texten och "
        "ställ frågor till regionen när ett förslag ligger i eller nära ett område.",
        _mm(left, y + 13, 58, 60),
        font(24),
        INK,
    )


def _legend_fill(canvas: Canvas, box: QRectF, color: str, opacity: float) -> None:
    canvas.painter.fillRect(box, QColor(GROUND))
    canvas.painter.setOpacity(opacity)
    canvas.painter.fillRect(box, QColor(color))
    canvas.painter.setOpacity(1.0)


def _legend_hatch(canvas: Canvas, box: QRectF) -> None:
    canvas.painter.fillRect(box, QColor(GROUND))
    back = canvas.transform.inverted()[0].mapToPolygon(box.toRect())
    ring = [QgsPointXY(corner.x(), corner.y()) for corner in back]
    canvas.hatch(QgsGeometry.fromPolygonXY([[*ring, ring[0]]]), POWER, 2.6, 8.5, rising=False)


def symbols(sample: Sample) -> list[tuple[str, float, float, float, float]]:
    """The printed localities: name, column and row on the page at :data:`DPI`, and x and y in EPSG:3006."""
    transform = page_transform(sample)
    rows = []
    for name in PRINTED:
        position = town(name).asPoint()
        on_page = transform.map(QPointF(position.x(), position.y()))
        rows.append((name, round(on_page.x(), 2), round(on_page.y(), 2), position.x(), position.y()))
    return rows


def write(sample: Sample) -> None:
    """Draw all structure images of the package, and the page on which one of them arrives."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    for dataset, (file, _, _) in PICTURES.items():
        path = IMAGES / file
        path.unlink(missing_ok=True)
        if path.suffix == ".pdf":
            write_page(PAGE, sample)
            shutil.copyfile(PAGE, path)
        else:
            write_picture(path, rendered(sample, dataset))
        print(f"{file}: {path.stat().st_size // 1000} kB")
    with POINTS.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(("name", "column", "row", "x", "y"))
        table.writerows(symbols(sample))


def main(arguments: Optional[Sequence[str]] = None) -> None:
    """Draw the pictures, or print how the page lies in EPSG:3006."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    application = QgsApplication([], False)
    application.initQgis()
    sample = Sample()
    if given == ["--truth"]:
        print(
            json.dumps({"dpi": DPI, "crs": "EPSG:3006", **truth(sample), "points": symbols(sample)}, ensure_ascii=False)
        )
    elif given:
        sys.exit("usage: tools/demo_images.py [--truth]")
    else:
        write(sample)


if __name__ == "__main__":
    main()
