"""How much of the plan area (1 km × 1 km) lies within classes of a structure image, whose pixels are 20 m."""

from __future__ import annotations

import math
import random

import pytest
import shapely
from builders import VALIDITY, assess_wkt, class_document, square
from measuring import codes, figures, hits
from painting import (
    BOTH,
    CLASSES,
    CORRIDOR,
    INK,
    NODE,
    SQUARE,
    image_finding,
    image_package,
    in_crs,
    shares,
    strip,
    turned,
    upright,
)
from plandialog.plugin.core.assessment import from_json, to_json
from plandialog.plugin.core.measurement import Certainty, Evidence
from plandialog.plugin.core.outcome import Outcome
from plandialog.plugin.core.text import Text
from shapely import affinity

BANDS = [{"up_to": "50 %", "outcome": "discuss"}, {"outcome": "supports"}]

#: The stated accuracy of 100 m with half the diagonal of a pixel of 20 m.
EDGE = 100 + 20 / math.sqrt(2)

#: How much further the bounds may be: they are worked out in whole pixels of 20 m, never to be too narrow.
PIXELS = 2 * 20 / math.sqrt(2) + 20


def share(builder, *areas, **changes):
    return image_finding(builder, "class-share", *areas, **changes)


# a hit


@pytest.mark.parametrize(("ext", "off"), [("tif", 0.0), ("png", 0.0), ("jpg", 2.0), ("pdf", 2.0)])
def test_hit(builder, ext, off):
    finding = share(builder, (NODE, strip(-2000, 500)), image={"ext": ext})
    assert finding.outcome is Outcome.DISCUSS
    low, value, high = figures(finding)
    assert value == pytest.approx(50, abs=off or 1e-6)
    assert 50 - (EDGE + PIXELS) / 10 - off <= low <= 50 - EDGE / 10 + off + 0.1
    assert 50 + EDGE / 10 - off - 0.1 <= high <= 50 + (EDGE + PIXELS) / 10 + off
    assert hits(finding) == [("", True)] and finding.hits[0].label("sv") == "Klass nod"
    assert (finding.coverage.evidence, finding.coverage.complete) == (Evidence.IMAGE, True)
    assert codes(finding) == ["image-schematic"]
    assert finding.measurement.schematic == 100.0


SHAPE = shapely.from_wkt(
    "POLYGON((509300 6579600, 510700 6579900, 510550 6580900, 510200 6580400, 509600 6581200, 509300 6579600))"
)


@pytest.mark.parametrize(
    "canvas",
    [
        upright(),
        upright(504_993, 6_574_988),
        turned(0),
        turned(17),
        turned(45),
        turned(-122),
        in_crs("EPSG:3011"),
        in_crs("EPSG:3012"),
        in_crs("EPSG:5846"),
        in_crs("EPSG:32633"),
    ],
    ids=lambda canvas: f"{canvas.crs} {canvas.transform[1]:.1f}",
)
def test_the_share_is_that_of_the_area_wherever_the_picture_lies(builder, canvas):
    finding = share(builder, (NODE, SHAPE), canvas=canvas)
    truth = 100 * SHAPE.intersection(SQUARE).area / SQUARE.area
    assert 20 < truth < 50
    # The edge of 2 km has an error of a part of a pixel along it.
    assert finding.measurement.value == pytest.approx(truth, abs=0.7)
    assert finding.coverage.complete


def test_a_picture_without_a_crs_has_what_the_package_states_for_it(builder):
    canvas = in_crs("EPSG:3011")
    finding = share(builder, (NODE, SHAPE), canvas=canvas, image={"ext": "png", "image_crs": "EPSG:3011"})
    assert finding.measurement.value == pytest.approx(100 * SHAPE.intersection(SQUARE).area / SQUARE.area, abs=0.7)


def test_the_crs_of_a_picture_goes_before_what_the_package_states(builder):
    finding = share(builder, (NODE, strip(-2000, 500)), image={"image_crs": "EPSG:3011"})
    assert figures(finding)[1] == pytest.approx(50)


def test_a_picture_in_degrees_has_its_pixels_measured_in_metres(builder):
    """15 m from east to west and 30 m from south to north, of a square as large: 21 m."""
    canvas = in_crs("EPSG:4326", pixel=0.00027, side=500)
    finding = share(builder, (NODE, SHAPE), canvas=canvas)
    assert finding.measurement.value == pytest.approx(100 * SHAPE.intersection(SQUARE).area / SQUARE.area, abs=0.7)
    assert finding.trace["pixel"] == pytest.approx(21.4, abs=0.3)


# a miss


def test_miss(builder):
    finding = share(builder, (NODE, strip(1200, 3000)))
    assert (finding.outcome, figures(finding), finding.hit_count) == (Outcome.CLEAR, (0, 0, 0), 0)
    assert finding.measurement.found is Certainty.NO
    assert [each.id for each in finding.classes] == ["ovrigt"]


def test_what_lies_within_the_accuracy_may_be_in_the_plan_area(builder):
    finding = share(builder, (NODE, strip(1060, 3000)))
    low, value, high = figures(finding)
    assert (low, value) == (0, 0) and (EDGE - 60) / 10 - 0.1 <= high <= (EDGE + PIXELS - 60) / 10
    assert (finding.outcome, finding.measurement.found) == (Outcome.DISCUSS, Certainty.MAYBE)
    assert codes(finding) == ["uncertain-band", "image-schematic"]
    assert [(hit.label("sv"), hit.certain) for hit in finding.hits] == [("Klass nod", False)]


# an edge


@pytest.mark.parametrize(
    ("stop", "outcome", "notes"),
    [
        (340, Outcome.DISCUSS, ["image-schematic"]),  # 34 %, at most 49.4 %
        (400, Outcome.DISCUSS, ["uncertain-band", "image-schematic"]),
        (500, Outcome.DISCUSS, ["uncertain-band", "image-schematic"]),
        (600, Outcome.DISCUSS, ["uncertain-band", "image-schematic"]),
        (660, Outcome.SUPPORTS, ["image-schematic"]),  # 66 %, at least 50.6 %
    ],
)
def test_on_a_band_limit_and_across_it(builder, stop, outcome, notes):
    finding = share(builder, (NODE, strip(-2000, stop)), bands=BANDS)
    assert (finding.outcome, codes(finding)) == (outcome, notes)


def test_touching_is_not_being_within(builder):
    finding = share(builder, (NODE, strip(1000, 3000)), bands=BANDS)
    assert figures(finding)[:2] == (0, 0) and finding.measurement.found is Certainty.MAYBE


def test_a_plan_area_all_within_a_class_is_so_for_certain(builder):
    finding = share(builder, (NODE, strip(-2000, 3000)), bands=BANDS)
    assert (finding.outcome, figures(finding)) == (Outcome.SUPPORTS, (100, 100, 100))
    assert (
        finding.measurement.text("sv")
        == "omkring\N{NO-BREAK SPACE}100\N{NO-BREAK SPACE}% (noggrannhet\N{NO-BREAK SPACE}100\N{NO-BREAK SPACE}m)"
    )


@pytest.mark.parametrize("seed", range(12))
def test_the_bounds_hold_for_every_shift_of_the_classes_within_the_accuracy(builder, seed):
    rng = random.Random(seed)
    accuracy = rng.choice((30, 100, 240))
    ring = [
        (510_500 + radius * math.cos(angle), 6_580_500 + radius * math.sin(angle))
        for angle, radius in ((2 * math.pi * n / 9, rng.uniform(200, 1500)) for n in range(9))
    ]
    shape = affinity.translate(shapely.Polygon(ring), rng.uniform(-600, 600), rng.uniform(-600, 600))
    degrees = in_crs("EPSG:4326", pixel=0.00027, side=700)
    canvas = rng.choice([upright(), turned(rng.uniform(0, 360)), in_crs("EPSG:3011"), degrees, degrees])
    finding = share(builder, (NODE, shape), canvas=canvas, image={"accuracy": f"{accuracy} m"})
    low, value, high = figures(finding)
    assert 0 <= low <= value <= high <= 100
    for number in range(40):
        angle, length = 2 * math.pi * number / 40, accuracy * (1 if number % 3 else rng.random())
        moved = affinity.translate(shape, length * math.cos(angle), length * math.sin(angle))
        truth = 100 * moved.intersection(SQUARE).area / SQUARE.area
        assert low - 1e-6 <= truth <= high + 1e-6
    certain = Certainty.YES if finding.hits and finding.hits[0].certain else Certainty.MAYBE
    assert finding.measurement.found in (certain, Certainty.NO)


@pytest.mark.parametrize(
    "canvas", [upright(), turned(11), in_crs("EPSG:3011"), in_crs("EPSG:4326", 0.00027, 700)], ids=lambda each: each.crs
)
def test_where_classes_touch_is_no_gap(builder, canvas):
    """In another CRS a corner of one class is beside the edge of its neighbour, where an erosion would begin."""
    rng = random.Random(5)
    spots = [
        (
            color,
            shapely.Point(rng.uniform(509_500, 511_500), rng.uniform(6_579_500, 6_581_500)).buffer(
                rng.uniform(60, 400)
            ),
        )
        for color in (CORRIDOR, BOTH, NODE) * 15
    ]
    finding = share(builder, (NODE, strip(-3000, 3000)), *spots, canvas=canvas, image={"accuracy": "300 m"})
    assert figures(finding) == (100, 100, 100)


# which classes


TWO = ((NODE, strip(-2000, 300)), (CORRIDOR, strip(600, 3000)))


@pytest.mark.parametrize(
    ("classes", "value"),
    [(None, 70), (["nod"], 30), ("strak", 40), (["nod", "strak"], 70)],
)
def test_the_classes_asked_for_count_together_and_all_are_shown(builder, classes, value):
    finding = share(builder, *TWO, **({"classes": classes} if classes else {}))
    assert figures(finding)[1] == pytest.approx(value)
    assert shares(finding) == pytest.approx({"strak": 40, "nod": 30, "ovrigt": 30})
    assert finding.classes[0].id == "strak"
    asked = {"nod", "strak"} if classes is None else {classes} if isinstance(classes, str) else set(classes)
    assert {hit.feature for hit in finding.hits} == asked


def test_classes_that_share_a_colour_overlap_and_count_once(builder):
    finding = share(builder, (NODE, strip(-2000, 300)), (BOTH, strip(300, 500)), (CORRIDOR, strip(500, 800)))
    assert figures(finding)[1] == pytest.approx(80)
    assert shares(finding) == pytest.approx({"nod": 50, "strak": 50, "ovrigt": 20})


def test_a_class_is_shown_with_its_colour_and_what_it_means(builder):
    finding = share(builder, (NODE, strip(-2000, 500)), classes=["nod"])
    shown = next(each for each in finding.classes if each.id == "nod")
    assert (shown.title, shown.color, shown.means) == (
        Text("Klass nod", "Class nod"),
        NODE,
        Text("Väx här", "Grow here"),
    )
    assert (shown.measurement.low, shown.measurement.value, shown.measurement.high) == figures(finding)


def test_a_text_of_a_band_names_the_classes_in_its_language(builder):
    texts = {"ord": {"sv": "{value} nära eller inom {names}", "en": "{value} near or within {names}"}}
    finding = share(builder, *TWO, bands=[{"outcome": "consider", "say": "ord"}], texts=texts)
    assert finding.says.sv.startswith("omkring\N{NO-BREAK SPACE}70")
    assert finding.says.sv.endswith("nära eller inom Klass strak och Klass nod")
    assert finding.says.en.endswith("near or within Class strak and Class nod")


# what cannot be read in the picture


def test_a_blank_class_counts_as_covered(builder):
    finding = share(builder)
    assert (finding.outcome, finding.coverage.share, finding.coverage.complete) == (Outcome.CLEAR, 100, True)


@pytest.mark.parametrize(
    ("hidden", "seen"),
    [
        (INK, 66),  # 60 m of the 400 m are next to a class, and take it for a line printed over it
        (None, 60),
    ],
)
def test_nothing_found_beside_what_cannot_be_read_is_no_data_with_the_share(builder, hidden, seen):
    finding = share(builder, (hidden, strip(600, 9000)), bands=BANDS)
    assert (finding.outcome, codes(finding)) == (Outcome.NO_DATA, ["coverage-partial", "image-schematic"])
    assert finding.coverage.share == pytest.approx(seen) and not finding.coverage.complete
    assert finding.figure("sv") == ""


def test_a_plan_area_that_reaches_out_of_the_picture_is_no_data_with_the_share(builder):
    finding = share(builder, canvas=upright(left=499_250), bands=BANDS)
    assert finding.outcome is Outcome.NO_DATA
    assert finding.coverage.share == pytest.approx(25)


@pytest.mark.parametrize("plan", [square(502_000, 6_588_000, 1000), square(500_100, 6_570_100, 1500)])
def test_a_plan_area_beside_the_picture_is_no_data(builder, plan):
    finding = share(builder, (NODE, strip(-9000, 9000)), plan=plan)
    assert (finding.outcome, finding.coverage.share) == (Outcome.NO_DATA, 0)
    assert codes(finding) == ["coverage-partial", "image-schematic"]
    assert finding.classes == ()


def narrow(left, right):
    """A plan area that is narrower than a pixel of 60 m."""
    return f"POLYGON(({left} 6580000,{right} 6580000,{right} 6580040,{left} 6580040,{left} 6580000))"


@pytest.mark.parametrize("measure", ["class-share", "class-near"])
@pytest.mark.parametrize(
    ("hidden", "plan", "seen"),
    [
        (None, narrow(509_000, 512_000), 0),
        (None, narrow(507_000, 509_000), 50),
        (INK, narrow(507_000, 509_000), 59),  # what is next to a class is taken for a line printed over it
    ],
)
def test_a_plan_area_narrower_than_a_pixel_is_no_narrow_gap(builder, measure, hidden, plan, seen):
    canvas = upright(pixel=60, side=180)
    near = {"reach": "1 m"} if measure == "class-near" else {}
    finding = image_finding(
        builder, measure, (hidden, strip(-2000, 9000)), canvas=canvas, plan=plan, image={"accuracy": "30 m"}, **near
    )
    assert finding.outcome is Outcome.NO_DATA
    assert finding.coverage.share == pytest.approx(seen, abs=3)


def test_what_was_found_stands_where_the_rest_cannot_be_read(builder):
    finding = share(builder, (NODE, strip(-2000, 300)), (None, strip(600, 9000)), bands=BANDS)
    assert finding.outcome is Outcome.DISCUSS
    assert codes(finding) == ["coverage-partial", "image-schematic"] or codes(finding)[-2] == "coverage-partial"
    assert finding.coverage.share == pytest.approx(60)


def test_what_cannot_be_read_settles_nothing_in_favour(builder):
    finding = share(builder, (NODE, strip(-2000, 700)), (None, strip(700, 9000)), bands=[
        {"up_to": "50 %", "outcome": "discuss"}, {"up_to": "90 %", "outcome": "supports"}, {"outcome": "discuss"}
    ])  # fmt: skip
    assert (finding.outcome, finding.coverage.share) == (Outcome.NO_DATA, pytest.approx(70))


def test_a_plan_area_across_the_border_of_the_package_is_covered_inside_only(builder):
    plan = "POLYGON((519500 6580000,520500 6580000,520500 6581000,519500 6581000,519500 6580000))"
    finding = share(builder, canvas=upright(left=512_000), plan=plan)
    assert (finding.outcome, finding.coverage.share) == (Outcome.NO_DATA, pytest.approx(50))


def test_labels_over_a_class_are_no_gaps_where_the_legend_says_how_wide_they_are(builder):
    label = shapely.box(510_200, 6_580_400, 510_800, 6_580_600)
    plain = share(builder, (NODE, strip(-2000, 3000)), (INK, label), image={"overprint": "300 m"})
    assert (plain.coverage.complete, figures(plain)[1]) == (True, pytest.approx(100))


def test_a_label_without_that_is_a_gap(builder):
    label = shapely.box(510_200, 6_580_400, 510_800, 6_580_600)
    finding = share(builder, (NODE, strip(-2000, 3000)), (INK, label))
    assert not finding.coverage.complete and finding.coverage.share == pytest.approx(100 - 100 * 0.48 * 0.08, abs=0.2)


def test_a_hatched_class_is_one_area(builder):
    marks = shapely.union_all([strip(start, start + 60) for start in range(-2000, 500, 160)])
    classes = [class_document("nod", NODE, gaps="160 m"), CLASSES[2]]
    finding = share(builder, (NODE, marks), legend=classes)
    assert figures(finding)[1] == pytest.approx(46, abs=2.5)  # the last mark ends 460 m in
    assert finding.coverage.complete


# a plan area that is smaller than the accuracy


SMALL = square(510_300, 6_580_300, 200)


def test_a_plan_area_smaller_than_the_accuracy_is_asked_about(builder):
    finding = share(
        builder, (NODE, strip(-2000, 500)), (CORRIDOR, strip(5000, 9000)), plan=SMALL, image={"accuracy": "600 m"}
    )
    assert finding.outcome is Outcome.QUESTION
    assert codes(finding) == ["image-below-accuracy", "image-cannot-tell", "image-schematic"]
    assert (finding.measurement, finding.area, finding.says) == (None, None, None)
    assert [(each.id, each.measurement) for each in finding.classes] == [("nod", None), ("ovrigt", None)]
    assert [hit.label("en") for hit in finding.hits] == ["Class nod"] and not finding.hits[0].certain
    assert "280\N{NO-BREAK SPACE}m" in finding.notes[0].text("sv")
    assert "600\N{NO-BREAK SPACE}m" in finding.notes[0].text("en")


@pytest.mark.parametrize(("side", "asks"), [(70, True), (72, False)])
def test_a_plan_area_is_as_large_as_the_circle_around_it(builder, side, asks):
    """100 m across has a square of 70.7 m."""
    finding = share(builder, (NODE, strip(-2000, 3000)), plan=square(510_300, 6_580_300, side))
    assert (finding.outcome is Outcome.QUESTION) == asks


def test_a_long_plan_area_is_not_small(builder):
    plan = "POLYGON((510000 6580000,511000 6580000,511000 6580010,510000 6580010,510000 6580000))"
    finding = share(builder, (NODE, strip(-2000, 500)), plan=plan, image={"accuracy": "600 m"})
    assert finding.measurement is not None and figures(finding) == pytest.approx((0, 50, 100))


@pytest.mark.parametrize("hidden", [None, INK])
def test_a_small_plan_area_where_nothing_can_be_read_is_no_data(builder, hidden):
    finding = share(builder, (hidden, strip(-5000, 9000)), plan=SMALL, image={"accuracy": "600 m"})
    assert (finding.outcome, finding.coverage.share) == (Outcome.NO_DATA, 0)
    assert "coverage-partial" in codes(finding)


def test_rounding_is_no_trace_of_something_that_can_be_read(builder):
    canvas = turned(17)
    label = shapely.Point(510_500, 6_580_500).buffer(650)
    rgba = canvas.painted((NODE, strip(-5000, 9000)), (INK, label))
    builder.image("bild", rgba, canvas.transform, CLASSES, accuracy="600 m")
    prepared = builder.check("fraga", "bild", "class-share").prepare()
    for seed in range(12):
        rng = random.Random(seed)
        around = [(math.tau * n / 7, rng.uniform(60, 140)) for n in range(7)]
        x, y = rng.uniform(510_400, 510_600), rng.uniform(6_580_400, 6_580_600)
        plan = shapely.Polygon([(x + far * math.cos(way), y + far * math.sin(way)) for way, far in around])
        (finding,) = assess_wkt(prepared, plan.wkt).findings
        assert (finding.outcome, finding.coverage.share) == (Outcome.NO_DATA, 0)


def test_a_small_plan_area_beside_the_picture_is_no_data(builder):
    finding = share(
        builder, (NODE, strip(-9000, 9000)), plan=square(501_000, 6_571_000, 200), image={"accuracy": "600 m"}
    )
    assert (finding.outcome, finding.coverage.share) == (Outcome.NO_DATA, 0)


# what is said of it


def test_no_figure_is_said_without_its_uncertainty(builder):
    finding = share(builder, (NODE, strip(-2000, 340)))
    for measurement in (finding.measurement, *(each.measurement for each in finding.classes)):
        for language, about in (("sv", "omkring"), ("en", "about")):
            assert measurement.text(language).startswith(about)
            assert "100\N{NO-BREAK SPACE}m" in measurement.text(language)
            assert measurement.text(language, with_accuracy=False).startswith(about)
            assert measurement.short(language).startswith("≈")
    assert finding.area is None


def test_an_assessment_comes_back_from_its_file_as_it_was(builder):
    prepared = image_package(builder, "class-share", *TWO)
    assessment = assess_wkt(prepared)
    assert len(assessment.findings[0].classes) == 3
    assert from_json(to_json((assessment,))) == (assessment,)


def test_a_question_comes_back_from_its_file_as_it_was(builder):
    assessment = assess_wkt(image_package(builder, "class-share", *TWO, image={"accuracy": "600 m"}), SMALL)
    assert [each.measurement for each in assessment.findings[0].classes] == [None, None, None]
    assert from_json(to_json((assessment,))) == (assessment,)
    assert assessment.findings[0].figure("sv") == assessment.findings[0].figure("en", short=True) == ""


# the same against polygons made from the picture


def random_plan(rng):
    """A star of 5 to 9 corners anywhere in the picture, from 200 m to 6 km across."""
    size = rng.choice((200, 800, 2500, 6000)) / 2
    x, y = rng.uniform(506_000, 515_000), rng.uniform(6_576_000, 6_585_000)
    count = rng.randint(5, 9)
    ring = [
        (x + radius * math.cos(angle), y + radius * math.sin(angle))
        for angle, radius in ((2 * math.pi * n / count, size * rng.uniform(0.4, 1)) for n in range(count))
    ]
    plan = shapely.Polygon(ring).intersection(shapely.from_wkt(VALIDITY))
    return plan.wkt


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """A package with a picture full of shapes, and the polygons made from it."""
    from builders import PackageBuilder
    from plandialog.plugin.gis.classify import class_polygons, classify

    rng = random.Random(7)
    areas = []
    for number in range(40):
        circle = shapely.Point(rng.uniform(505_000, 516_000), rng.uniform(6_575_000, 6_586_000)).buffer(
            rng.uniform(150, 1500)
        )
        areas.append(((NODE, CORRIDOR, BOTH, "#f4f1e8")[number % 4], circle))
    made = PackageBuilder(tmp_path_factory.mktemp("both") / "package")
    canvas = turned(11)
    rgba = canvas.painted(*areas)
    made.image("bild", rgba, canvas.transform, CLASSES, accuracy="80 m")
    made.check("bild-nod", "bild", "class-share", classes="nod").check("bild-alla", "bild", "class-share")
    legend = _legend_of(made)
    polygons = class_polygons(classify(rgba, legend, 20.0), canvas.transform, legend)
    features = [(polygons[name].asWkt(12), {"klass": name}) for name in ("nod", "strak")]
    accuracy = f"{80 + 20 / math.sqrt(2):.6f} m"
    made.dataset("ytor", "polygon", features, fields={"klass": str}, accuracy=accuracy)
    made.check("ytor-nod", "ytor", "overlap", where="klass = 'nod'").check("ytor-alla", "ytor", "overlap")
    # The same with what whole pixels may add.
    wide = f"{80 + 20 / math.sqrt(2) + PIXELS:.6f} m"
    made.dataset("vida", "polygon", features, fields={"klass": str}, accuracy=wide)
    made.check("vida-nod", "vida", "overlap", where="klass = 'nod'").check("vida-alla", "vida", "overlap")
    return made.prepare(), shapely.from_wkt(polygons["nod"].asWkt(4))


def _legend_of(made):
    from measure_specs import SPECS
    from plandialog.plugin.core.package.reader import read_package

    return read_package(made.write(), SPECS).datasets["bild"].image.legend


@pytest.mark.parametrize("seed", range(30))
def test_the_picture_and_the_polygons_made_from_it_agree(both, seed):
    prepared, node = both
    plan = random_plan(random.Random(seed))
    found = {finding.check: finding for finding in assess_wkt(prepared, plan).findings}
    for which in ("nod", "alla"):
        image, polygons = found[f"bild-{which}"].measurement, found[f"ytor-{which}"].measurement
        assert image.value == pytest.approx(polygons.value, abs=1e-3)
        wide = found[f"vida-{which}"].measurement
        # Between the polygons of two classes there are slits that the picture has not: an erosion makes them broad.
        slits = 0.5 if which == "alla" else 1e-3
        assert wide.low - 0.1 <= image.low <= polygons.low + slits
        assert polygons.high - 1e-3 <= image.high <= wide.high + 1e-3
        assert image.low - 1e-9 <= polygons.value <= image.high + 1e-9
        assert polygons.low - 1e-9 <= image.value <= polygons.high + 1e-9
    shape = shapely.from_wkt(plan)
    truth = 100 * node.intersection(shape).area / shape.area
    assert found["bild-nod"].measurement.value == pytest.approx(truth, abs=1e-3)
