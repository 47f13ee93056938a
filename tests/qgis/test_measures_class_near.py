"""How far it is from the plan area (1 km × 1 km) to the nearest class of a structure image, whose pixels are 20 m."""

from __future__ import annotations

import math
import random

import pytest
import shapely
from builders import assess_wkt, square
from measuring import codes, figures
from painting import CORRIDOR, INK, NODE, SQUARE, image_finding, image_package, in_crs, strip, turned, upright
from plandialog.plugin.core.assessment import from_json, to_json
from plandialog.plugin.core.measurement import Certainty
from plandialog.plugin.core.outcome import Outcome
from shapely import affinity

BANDS = [{"up_to": "500 m", "outcome": "supports"}, {"outcome": "discuss"}]

#: The stated accuracy of 100 m with half the diagonal of a pixel of 20 m.
EDGE = 100 + 20 / math.sqrt(2)


def near(builder, *areas, reach="3 km", **changes):
    return image_finding(builder, "class-near", *areas, reach=reach, **changes)


def distances(finding):
    return {each.id: each.measurement.value if each.measurement else None for each in finding.classes}


# a hit


@pytest.mark.parametrize(("ext", "off"), [("tif", 0.0), ("png", 0.0), ("jpg", 20.0), ("pdf", 20.0)])
def test_hit(builder, ext, off):
    finding = near(builder, (NODE, strip(1800, 9000)), bands=BANDS, image={"ext": ext})
    assert finding.outcome is Outcome.DISCUSS
    assert figures(finding) == pytest.approx((800 - EDGE, 800, 800 + EDGE), abs=off + 0.1)
    assert [(hit.label("sv"), hit.certain) for hit in finding.hits] == [("Klass nod", True)]
    assert distances(finding) == pytest.approx({"nod": 800}, abs=off + 0.1)
    assert codes(finding) == ["image-schematic"]
    assert finding.measurement.schematic == 100 and finding.coverage.complete


FAR = shapely.from_wkt("POLYGON((512000 6579000, 513500 6579500, 513000 6583000, 512350 6581200, 512000 6579000))")


@pytest.mark.parametrize(
    "canvas",
    [upright(504_993, 6_574_988), turned(17), turned(-122), in_crs("EPSG:3011"), in_crs("EPSG:5846")],
    ids=lambda canvas: f"{canvas.crs} {canvas.transform[1]:.1f}",
)
def test_the_distance_is_that_of_the_area_wherever_the_picture_lies(builder, canvas):
    finding = near(builder, (NODE, FAR), canvas=canvas)
    assert finding.measurement.value == pytest.approx(FAR.distance(SQUARE), abs=30)
    assert finding.coverage.complete


@pytest.mark.parametrize("stop", [600, 1000, 2000])
def test_a_class_that_touches_or_reaches_in_is_at_no_distance(builder, stop):
    finding = near(builder, (NODE, strip(1000 if stop == 2000 else stop - 400, stop)), bands=BANDS)
    low, value, high = figures(finding)
    assert (finding.outcome, low, value) == (Outcome.SUPPORTS, 0, 0)
    # What reaches further in than the accuracy is in the plan area wherever the picture lies.
    assert high == (pytest.approx(EDGE) if stop == 2000 else 0)


def test_the_distance_of_each_class_is_shown_the_nearest_first(builder):
    areas = (CORRIDOR, strip(1500, 1900)), (NODE, strip(2200, 2600))
    finding = near(builder, *areas)
    assert list(distances(finding).items()) == [("strak", pytest.approx(500)), ("nod", pytest.approx(1200))]
    assert finding.measurement.value == pytest.approx(500)


@pytest.mark.parametrize(("classes", "value"), [("nod", 1200), (["strak"], 500), (["nod", "strak"], 500)])
def test_only_the_classes_asked_for_count(builder, classes, value):
    areas = (CORRIDOR, strip(1500, 1900)), (NODE, strip(2200, 2600))
    finding = near(builder, *areas, classes=classes)
    assert finding.measurement.value == pytest.approx(value)
    assert set(distances(finding)) == ({classes} if isinstance(classes, str) else set(classes))


@pytest.mark.parametrize("seed", range(8))
def test_the_bounds_hold_for_every_shift_of_the_class_within_the_accuracy(builder, seed):
    rng = random.Random(seed)
    accuracy = rng.choice((30, 100, 240))
    ring = [
        (510_500 + radius * math.cos(angle), 6_580_500 + radius * math.sin(angle))
        for angle, radius in ((2 * math.pi * n / 7, rng.uniform(100, 600)) for n in range(7))
    ]
    shape = affinity.translate(shapely.Polygon(ring), rng.uniform(-1800, 1800), rng.uniform(-1800, 1800))
    canvas = rng.choice([upright(), turned(rng.uniform(0, 360)), in_crs("EPSG:3011")])
    finding = near(builder, (NODE, shape), canvas=canvas, image={"accuracy": f"{accuracy} m"})
    low, _, high = figures(finding)
    for number in range(40):
        angle, length = 2 * math.pi * number / 40, accuracy * (1 if number % 3 else rng.random())
        moved = affinity.translate(shape, length * math.cos(angle), length * math.sin(angle))
        assert low - 1e-6 <= moved.distance(SQUARE) <= high + 1e-6


# a miss


def test_beyond_reach_only_that_is_known(builder):
    finding = near(builder, (NODE, strip(2500, 9000)), reach="1 km", bands=BANDS)
    assert (finding.outcome, finding.hit_count, finding.classes) == (Outcome.DISCUSS, 0, ())
    assert (finding.measurement.beyond, finding.measurement.value) == (True, 1000)
    assert finding.measurement.text("en") == (
        "more than\N{NO-BREAK SPACE}1.0\N{NO-BREAK SPACE}km (accuracy\N{NO-BREAK SPACE}100\N{NO-BREAK SPACE}m)"
    )


def test_what_only_the_accuracy_takes_out_of_reach_is_found(builder):
    finding = near(builder, (NODE, strip(2080, 9000)), reach="1 km")
    assert (finding.measurement.beyond, finding.measurement.value) == (False, pytest.approx(1080))


def test_the_reach_is_that_of_the_bands_where_none_is_stated(builder):
    finding = image_finding(builder, "class-near", (NODE, strip(1400, 9000)), bands=BANDS)
    assert finding.measurement.value == pytest.approx(400)


# an edge


@pytest.mark.parametrize(
    ("distance", "outcome", "notes"),
    [
        (380, Outcome.SUPPORTS, []),
        (500, Outcome.DISCUSS, ["uncertain-band"]),  # on the limit, but for the accuracy
        (600, Outcome.DISCUSS, ["uncertain-band"]),
        (620, Outcome.DISCUSS, []),
    ],
)
def test_on_a_band_limit_and_across_it(builder, distance, outcome, notes):
    finding = near(builder, (NODE, strip(1000 + distance, 9000)), bands=BANDS)
    assert (finding.outcome, codes(finding)) == (outcome, [*notes, "image-schematic"])


# what cannot be read in the picture


@pytest.mark.parametrize("hidden", [INK, None])
def test_nothing_within_reach_beside_what_cannot_be_read_is_no_data(builder, hidden):
    finding = near(builder, (hidden, strip(1500, 9000)), reach="1 km", bands=BANDS)
    assert (finding.outcome, codes(finding)) == (Outcome.NO_DATA, ["coverage-partial", "image-schematic"])
    assert 50 < finding.coverage.share < 90 and finding.figure("sv") == ""


def test_a_class_nearer_than_what_cannot_be_read_stands(builder):
    """Whatever is hidden 2 km away is not nearer than what was found at 300 m."""
    finding = near(builder, (NODE, strip(1300, 9000)), (INK, strip(3000, 9000)), bands=BANDS)
    assert (finding.outcome, codes(finding)) == (Outcome.SUPPORTS, ["image-schematic"])


def test_a_plan_area_beside_the_picture_is_no_data(builder):
    finding = near(builder, (NODE, strip(-9000, 9000)), plan=square(500_100, 6_570_100, 1000), reach="1 km")
    assert (finding.outcome, finding.coverage.share) == (Outcome.NO_DATA, 0)


# a plan area that is smaller than the accuracy

SMALL = square(510_300, 6_580_300, 200)


@pytest.mark.parametrize("start", [400, 700, 1000])
def test_a_class_within_the_accuracy_of_a_smaller_plan_area_is_asked_about(builder, start):
    finding = near(builder, (NODE, strip(start, 9000)), plan=SMALL, image={"accuracy": "600 m"}, bands=BANDS)
    assert (finding.outcome, finding.measurement) == (Outcome.QUESTION, None)
    assert codes(finding) == ["image-below-accuracy", "image-cannot-tell", "image-schematic"]
    assert distances(finding) == {"nod": None}
    assert finding.says is None and finding.figure("sv") == ""


def test_a_class_clear_of_the_accuracy_is_measured_from_a_smaller_plan_area(builder):
    finding = near(builder, (NODE, strip(1800, 9000)), plan=SMALL, image={"accuracy": "600 m"}, bands=BANDS)
    assert finding.outcome is Outcome.DISCUSS
    assert figures(finding) == pytest.approx((1300 - 500 - EDGE, 1300, 1300 + 500 + EDGE), abs=0.1)
    assert codes(finding) == ["image-below-accuracy", "image-schematic"]


def test_each_class_has_its_distance_only_where_that_can_be_told(builder):
    areas = (NODE, strip(800, 1000)), (CORRIDOR, strip(2500, 3000))
    finding = near(builder, *areas, plan=SMALL, image={"accuracy": "600 m"})
    assert finding.outcome is Outcome.QUESTION
    assert distances(finding) == {"nod": None, "strak": pytest.approx(2000)}


def test_nothing_within_reach_of_a_smaller_plan_area_is_known(builder):
    finding = near(builder, plan=SMALL, image={"accuracy": "600 m"}, reach="1 km", bands=BANDS)
    assert (finding.outcome, finding.measurement.beyond) == (Outcome.DISCUSS, True)
    assert codes(finding) == ["image-below-accuracy", "image-schematic"]


# what is said of it


def test_no_distance_is_said_without_its_accuracy(builder):
    finding = near(builder, (NODE, strip(1800, 9000)))
    for measurement in (finding.measurement, finding.classes[0].measurement):
        assert measurement.text("sv").startswith("omkring") and measurement.text("en").startswith("about")
        assert measurement.text("en").endswith("accuracy\N{NO-BREAK SPACE}100\N{NO-BREAK SPACE}m)")
        assert measurement.short("sv").startswith("≈")
    assert finding.measurement.found is Certainty.YES


def test_an_assessment_comes_back_from_its_file_as_it_was(builder):
    prepared = image_package(builder, "class-near", (NODE, strip(1800, 9000)), reach="3 km")
    for plan in (SQUARE.wkt, SMALL):
        assessment = assess_wkt(prepared, plan)
        assert from_json(to_json((assessment,))) == (assessment,)
