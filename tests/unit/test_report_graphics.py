"""Figures as small drawings and the colours and shapes of the outcomes: taken apart as SVG, no QGIS."""

from __future__ import annotations

import itertools
import re
from collections import namedtuple

import pytest
from lxml import etree
from plandialog.plugin.core.assessment import BandNote
from plandialog.plugin.core.bands import Band, judge
from plandialog.plugin.core.measurement import Certainty, Coverage, Evidence, Measurement
from plandialog.plugin.core.outcome import BAND_OUTCOMES, LABELS, READING_ORDER, Outcome
from plandialog.plugin.core.quantity import Dimension, format_quantity
from plandialog.plugin.core.text import LANGUAGES, Text
from plandialog.plugin.report.graphics import badge, figure_graphic, tally_strip
from plandialog.plugin.report.palette import ACCENT, COLORS, INK, LINK, MUTED, SHAPES, SOFT, shape

NONE = BandNote(Outcome.DISCUSS, none=True)
OPEN = BandNote(Outcome.DISCUSS)

#: Near, in between, and open above.
SCALE = (BandNote(Outcome.SUPPORTS, 1000.0), BandNote(Outcome.CONSIDER, 3000.0), OPEN)

#: Where the scale of figures begins and ends in its drawing, and the share of the plan area in its own.
LEFT, RIGHT = 10.0, 310.0
SHARE_LEFT, SHARE_WIDTH = 6.0, 228.0

#: How wide the characters of figures are in Noto Sans, in thousandths of the size of the font; digits are not here.
ADVANCES = {" ": 260, "\N{NO-BREAK SPACE}": 260, ",": 268, ".": 268, "%": 831, "m": 935, "k": 534, "h": 618, "a": 561}

Box = namedtuple("Box", "left top right bottom")


def length(value: float, low: float | None = None, high: float | None = None, **changes) -> Measurement:
    low, high = value if low is None else low, value if high is None else high
    return Measurement(Dimension.LENGTH, value, low, high, Certainty.YES, **changes)


def share(value: float, low: float | None = None, high: float | None = None, **changes) -> Measurement:
    low, high = value if low is None else low, value if high is None else high
    return Measurement(Dimension.SHARE, value, low, high, Certainty.YES, **changes)


def on_scale(measurement: Measurement, scale=SCALE, outcome=Outcome.CONSIDER, language="en"):
    graphic = figure_graphic(measurement, outcome, scale, language)
    assert graphic is not None
    return graphic


def bands_up_to(*limits: float, is_open: bool = True) -> tuple[BandNote, ...]:
    outcomes = itertools.cycle(BAND_OUTCOMES)
    bands = [BandNote(next(outcomes), float(limit)) for limit in limits]
    return (*bands, BandNote(next(outcomes))) if is_open else tuple(bands)


# a drawing taken apart


def root_of(graphic):
    """The drawing as XML, its size being what is said of it."""
    root = etree.fromstring(graphic.svg.encode())
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert (root.get("width"), root.get("height")) == (str(graphic.width), str(graphic.height))
    assert root.get("viewBox") == f"0 0 {graphic.width} {graphic.height}"
    return root


def elements(graphic, tag: str, **attributes: str) -> list:
    """The elements with this tag, those of signs left out."""
    found = root_of(graphic).findall(f"{{http://www.w3.org/2000/svg}}{tag}")
    return [each for each in found if all(each.get(name) == value for name, value in attributes.items())]


def box_of(element) -> Box:
    """What an element takes up, its outline included."""
    tag = etree.QName(element).localname
    edge = float(element.get("stroke-width", "0")) / 2
    if tag == "rect":
        x, y, wide, tall = (float(element.get(name)) for name in ("x", "y", "width", "height"))
        return Box(x - edge, y - edge, x + wide + edge, y + tall + edge)
    if tag == "path":
        points = points_of(element.get("d"))
        across, down = [x for x, _ in points], [y for _, y in points]
        return Box(min(across) - edge, min(down) - edge, max(across) + edge, max(down) + edge)
    if tag == "g":
        x, y, scale = placed(element)
        return Box(x, y, x + 16 * scale, y + 16 * scale)
    assert tag == "text", tag
    size = float(element.get("font-size"))
    wide = sum(ADVANCES.get(char, 572) for char in element.text) * size / 1000
    x, y = float(element.get("x")), float(element.get("y"))
    start = {"start": x, "middle": x - wide / 2, "end": x - wide}[element.get("text-anchor")]
    return Box(start, y - 0.72 * size, start + wide, y + 0.15 * size)


def placed(sign) -> tuple[float, float, float]:
    """Where a sign stands and how large it is drawn."""
    found = re.fullmatch(r"translate\(([\d.]+) ([\d.]+)\) scale\(([\d.]+)\)", sign.get("transform"))
    return tuple(float(each) for each in found.groups())


def points_of(path: str) -> list[tuple[float, float]]:
    """The points of a path, those that only bend a curve included."""
    x = y = 0.0
    points = []
    for command, text in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        numbers = [float(each) for each in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", text)]
        if command in "hH":
            pairs = [(each, 0.0 if command == "h" else y) for each in numbers]
        elif command in "vV":
            pairs = [(0.0 if command == "v" else x, each) for each in numbers]
        else:
            assert command in "MmLlCcSsz", command
            pairs = list(zip(numbers[::2], numbers[1::2]))
        several = {"C": 3, "S": 2}.get(command.upper(), 1)
        for start in range(0, len(pairs), several):
            group = pairs[start : start + several]
            if command.islower():
                group = [(x + across, y + down) for across, down in group]
            points += group
            x, y = group[-1]
    return points


def sign_in(element) -> str:
    """The sign that a group holds."""
    return re.sub(r' xmlns="[^"]+"', "", "".join(etree.tostring(child, encoding="unicode") for child in element))


def as_written(sign: str) -> str:
    return sign_in(etree.fromstring(f'<g xmlns="http://www.w3.org/2000/svg">{sign}</g>'))


def bars(graphic) -> list[Box]:
    """The bands of a scale without their outlines, from left to right."""
    return [
        Box(float(each.get("x")), 0, float(each.get("x")) + float(each.get("width")), 0)
        for each in elements(graphic, "rect")
    ]


def marker(graphic) -> float:
    """Where on the scale the figure is marked: where the triangle points."""
    (path,) = [each for each in elements(graphic, "path") if each.get("d").endswith("h10z")]
    return points_of(path.get("d"))[0][0]


def brackets(graphic) -> list[tuple[float, float]]:
    """The bounds that are drawn: where the bracket begins and ends."""
    found = [each.get("d") for each in elements(graphic, "path", stroke=INK) if each.get("d").count("v") == 2]
    return [(points_of(path)[0][0], points_of(path)[2][0]) for path in found]


def arrows(graphic) -> list[tuple[float, float]]:
    """The arrows that are drawn: where each begins and where it points."""
    found = [each.get("d") for each in elements(graphic, "path", stroke=INK) if each.get("d").count("L") == 2]
    return [(points_of(path)[0][0], points_of(path)[1][0]) for path in found]


def labels(graphic) -> list[str]:
    return [each.text.replace("\N{NO-BREAK SPACE}", " ") for each in elements(graphic, "text")]


def at(figure: float, end: float) -> float:
    return LEFT + (RIGHT - LEFT) * figure / end


def everything() -> list:
    """Drawings of many figures on many scales, with what is broken too."""
    scales = [
        bands_up_to(*limits, is_open=is_open)
        for limits in ((1,), (5, 20), (100, 300), (500, 1000, 15000), (1, 2, 3, 1000), (999, 1000), (2e6, 2.1e6, 9e9))
        for is_open in (True, False)
    ]
    made = []
    for number, scale in enumerate(scales):
        limits = [band.up_to for band in scale if band.up_to]
        for value in (-7.0, 0.0, limits[0] / 3, limits[0], limits[-1], 1.01 * limits[-1], 2.9 * limits[-1], 1e15):
            for dimension in (Dimension.LENGTH, Dimension.AREA, Dimension.NUMBER):
                bounds = (value - limits[0], value + limits[-1]) if number % 2 else (value, value)
                for beyond in (False, True):
                    measured = Measurement(dimension, value, *bounds, Certainty.YES, beyond=beyond)
                    made.append(on_scale(measured, scale, language=LANGUAGES[number % 2]))
    made += [on_scale(share(value, value - 9, value + 9)) for value in (-20.0, 0.0, 0.01, 50.0, 99.99, 100.0, 400.0)]
    return made


# in every drawing


def test_nothing_is_drawn_outside_and_no_label_on_another():
    for graphic in everything():
        boxes = {"text": []}
        for element in root_of(graphic):
            box = box_of(element)
            assert box.left >= -0.5 and box.top >= -0.5, graphic.svg
            assert box.right <= graphic.width + 0.5 and box.bottom <= graphic.height + 0.5, graphic.svg
            boxes.setdefault(etree.QName(element).localname, []).append(box)
        for one, other in itertools.combinations(boxes["text"], 2):
            apart = one.right < other.left or other.right < one.left or one.bottom < other.top or other.bottom < one.top
            assert apart, graphic.svg


def test_a_drawing_needs_nothing_from_elsewhere_and_has_no_text_of_others():
    unit = Text.same("<b>bussar & barn</b>")
    named = Measurement(Dimension.NUMBER, 7.0, 5.0, 9.0, Certainty.YES, unit)
    bare = Measurement(Dimension.NUMBER, 7.0, 5.0, 9.0, Certainty.YES)
    drawn = on_scale(named, bands_up_to(5, 20))
    assert drawn.svg == on_scale(bare, bands_up_to(5, 20)).svg
    assert "bussar" in drawn.alt
    for graphic in (drawn, on_scale(share(12.0, 3.0, 40.0)), tally_strip([(Outcome.CLEAR, 3)], "sv")):
        tags = {etree.QName(each).localname for each in root_of(graphic).iter()}
        assert tags <= {"svg", "rect", "path", "g", "text", "circle"}
        assert "href" not in graphic.svg and "url(" not in graphic.svg and "currentColor" not in graphic.svg


# a share of the plan area


@pytest.mark.parametrize("value", [0.0, 0.04, 12.0, 50.0, 99.99, 100.0])
def test_a_share_fills_that_part_of_its_bar(value):
    whole, filled = elements(on_scale(share(value), ()), "rect")
    assert float(whole.get("width")) == SHARE_WIDTH
    assert float(filled.get("width")) == pytest.approx(SHARE_WIDTH * value / 100, abs=0.01)
    assert whole.get("x") == filled.get("x")


@pytest.mark.parametrize(("value", "drawn"), [(-5.0, 0.0), (130.0, 100.0)])
def test_a_share_that_cannot_be_stays_in_its_bar(value, drawn):
    _, filled = elements(on_scale(share(value)), "rect")
    assert float(filled.get("width")) == pytest.approx(SHARE_WIDTH * drawn / 100)


@pytest.mark.parametrize(
    ("low", "high", "drawn"),
    [(10.0, 14.0, (10.0, 14.0)), (0.0, 100.0, (0.0, 100.0)), (-3.0, 120.0, (0.0, 100.0)), (11.0, 12.0, (11.0, 12.0))],
)
def test_the_bounds_of_a_share_are_a_bracket(low, high, drawn):
    expected = tuple(SHARE_LEFT + SHARE_WIDTH * each / 100 for each in drawn)
    assert brackets(on_scale(share(12.0, low, high))) == [pytest.approx(expected, abs=0.01)]


def test_bounds_that_nobody_could_tell_apart_are_not_drawn():
    assert brackets(on_scale(share(12.0))) == []
    assert brackets(on_scale(share(12.0, 11.9, 12.1))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_share_says_its_figure_with_bounds_in_words(language):
    measured = share(12.0, 10.0, 14.0)
    graphic = on_scale(measured, language=language)
    assert measured.text(language) in graphic.alt and "10–14" in graphic.alt
    assert graphic.alt.startswith({"sv": "Andel av planområdet: ", "en": "Share of the plan area: "}[language])
    assert labels(graphic) == ["0 %", "50 %", "100 %"]


def test_a_share_in_a_picture_is_not_given_bare():
    assert "600" in on_scale(share(40.0, 10.0, 80.0, schematic=600.0)).alt


def test_a_share_needs_no_bands():
    assert on_scale(share(5.0), ()).svg == on_scale(share(5.0), SCALE).svg


# on the scale of its bands


def test_what_was_not_measured_is_not_drawn():
    assert figure_graphic(None, Outcome.DISCUSS, SCALE, "sv") is None


@pytest.mark.parametrize(
    "scale", [(), (NONE,), (OPEN,), (NONE, OPEN), (BandNote(Outcome.CONSIDER, 0.0), OPEN), (BandNote(Outcome.CLEAR),)]
)
def test_bands_without_a_limit_are_no_scale(scale):
    assert figure_graphic(length(700.0), Outcome.DISCUSS, scale, "sv") is None


@pytest.mark.parametrize("scale", [SCALE, (NONE, *SCALE), SCALE[:2], (NONE, *SCALE[:2]), SCALE[:1]])
def test_every_band_with_a_figure_is_drawn_once_in_its_order(scale):
    graphic = on_scale(length(700.0), scale)
    drawn = [band for band in scale if not band.none]
    assert [each.get("fill") for each in elements(graphic, "rect")] == [COLORS[band.outcome][1] for band in drawn]
    edges = bars(graphic)
    assert edges[0].left == LEFT and edges[-1].right == pytest.approx(RIGHT)
    assert all(before.right == pytest.approx(after.left, abs=0.02) for before, after in zip(edges, edges[1:]))


@pytest.mark.parametrize("is_open", [True, False])
@pytest.mark.parametrize("limits", [(1000,), (100, 300), (500, 1000, 15000), (10, 11, 12)])
def test_a_figure_is_marked_in_the_band_that_it_falls_in(limits, is_open):
    scale = bands_up_to(*limits, is_open=is_open)
    lower = 0.0
    for number, limit in enumerate(limits):
        for value in ((lower + limit) / 2, limit - (limit - lower) / 50):
            graphic = on_scale(length(value), scale)
            assert bars(graphic)[number].left < marker(graphic) < bars(graphic)[number].right
        lower = limit
    above = on_scale(length(1.1 * limits[-1]), scale)
    assert marker(above) > bars(above)[len(limits) - 1].right
    if is_open:
        assert marker(above) < bars(above)[-1].right


@pytest.mark.parametrize(("value", "band"), [(1000.0, 0), (3000.0, 1)])
def test_a_figure_on_a_limit_is_marked_at_the_end_of_the_band_below(value, band):
    graphic = on_scale(length(value))
    assert marker(graphic) == pytest.approx(bars(graphic)[band].right, abs=0.02)


def test_a_figure_on_the_last_limit_of_a_closed_scale_is_marked_at_its_end():
    graphic = on_scale(length(3000.0), SCALE[:2])
    assert marker(graphic) == bars(graphic)[-1].right == RIGHT and arrows(graphic) == []


def test_a_closed_scale_leaves_what_lies_above_it_without_a_band():
    graphic = on_scale(length(3300.0), SCALE[:2])
    assert len(bars(graphic)) == 2
    assert bars(graphic)[-1].right < marker(graphic) < RIGHT


@pytest.mark.parametrize("value", [0.0, -0.0, -5.0, -1e9])
def test_nothing_and_less_than_nothing_is_marked_at_the_beginning(value):
    graphic = on_scale(Measurement(Dimension.NUMBER, value, value, value, Certainty.YES, signed=True))
    assert marker(graphic) == LEFT and arrows(graphic) == []


def test_a_figure_of_gains_and_losses_has_bounds_from_the_beginning():
    graphic = on_scale(Measurement(Dimension.NUMBER, 500.0, -800.0, 1000.0, Certainty.YES, signed=True))
    end = 3000.0 * 1.3
    assert brackets(graphic) == [pytest.approx((LEFT, at(1000.0, end)), abs=0.01)]
    assert "−800" in graphic.alt or "-800" in graphic.alt


@pytest.mark.parametrize("value", [9001.0, 50_000.0, 1e12])
@pytest.mark.parametrize("is_open", [True, False])
def test_a_figure_far_beyond_the_last_limit_is_an_arrow_and_leaves_room_for_the_bands(value, is_open):
    graphic = on_scale(length(value), SCALE if is_open else SCALE[:2])
    assert marker(graphic) == RIGHT
    ((start, tip),) = arrows(graphic)
    assert start == RIGHT < tip <= graphic.width
    assert bars(graphic)[1].right >= LEFT + (RIGHT - LEFT) / 3 - 0.02
    assert format_quantity(value, Dimension.LENGTH, "en").replace("\N{NO-BREAK SPACE}", " ") in labels(graphic)


@pytest.mark.parametrize("value", [3001.0, 5000.0, 7800.0])
def test_a_figure_somewhat_above_the_last_limit_is_on_the_scale(value):
    graphic = on_scale(length(value))
    assert bars(graphic)[1].right < marker(graphic) < RIGHT and arrows(graphic) == []


def test_the_scale_does_not_jump_between_a_figure_on_the_scale_and_one_beyond():
    """As the figure grows, its place moves on or stays, and the bands never become wider again."""
    drawn = [on_scale(length(100.0 * step)) for step in range(1, 95)]
    places, ends = [marker(each) for each in drawn], [bars(each)[1].right for each in drawn]
    assert all(later >= earlier - 0.02 for earlier, later in zip(places, places[1:]))
    assert all(later <= earlier for earlier, later in zip(ends, ends[1:]))


@pytest.mark.parametrize("scale", [SCALE, SCALE[:2]])
@pytest.mark.parametrize("reach", [500.0, 3000.0, 4000.0, 1e6])
def test_a_distance_of_which_only_the_least_is_known_points_onwards_without_bounds(reach, scale):
    measured = Measurement(Dimension.LENGTH, reach, reach, reach, Certainty.NO, beyond=True, nearest=True)
    graphic = on_scale(measured, scale)
    ((start, tip),) = arrows(graphic)
    assert start == pytest.approx(marker(graphic), abs=0.01) and tip > max(start, RIGHT)
    assert brackets(graphic) == []
    assert labels(graphic)[-1].startswith("> ") and "more than" in graphic.alt


def test_the_bounds_of_a_figure_are_a_bracket_around_it():
    graphic = on_scale(length(1200.0, 900.0, 1500.0))
    end = 3000.0 * 1.3
    assert brackets(graphic) == [pytest.approx((at(900.0, end), at(1500.0, end)), abs=0.01)]
    assert brackets(graphic)[0][0] < marker(graphic) < brackets(graphic)[0][1]


def test_a_figure_without_visible_uncertainty_has_no_bracket():
    assert brackets(on_scale(length(1200.0))) == []
    assert brackets(on_scale(length(1200.0, 1199.0, 1201.0))) == []


def test_the_limits_are_written_below_the_scale_where_they_lie_and_the_figure_above_it():
    graphic = on_scale(length(1200.0))
    *below, above = elements(graphic, "text")
    assert labels(graphic) == ["0 m", "1.0 km", "3.0 km", "1.2 km"]
    ends = [each.right for each in bars(graphic)[:2]]
    assert [float(each.get("x")) for each in below[1:]] == pytest.approx(ends, abs=0.01)
    assert float(above.get("x")) == pytest.approx(marker(graphic))
    assert float(above.get("y")) < float(elements(graphic, "rect")[0].get("y")) < float(below[0].get("y"))


def test_limits_too_close_to_each_other_share_one_label():
    assert labels(on_scale(length(5.0), bands_up_to(999, 1000)))[:-1] == ["0 m", "1.0 km"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_scale_says_its_figure_and_every_band_in_words(language):
    measured = length(1200.0, 900.0, 1500.0)
    graphic = on_scale(measured, language=language)
    assert graphic.alt.startswith(measured.text(language))
    for band in SCALE:
        assert LABELS[band.outcome].get(language) in graphic.alt
    for limit in (1000.0, 3000.0):
        assert format_quantity(limit, Dimension.LENGTH, language) in graphic.alt
    above = {"sv": "däröver: ", "en": "above that: "}[language]
    assert graphic.alt.index(above) > graphic.alt.index(format_quantity(3000.0, Dimension.LENGTH, language))


def test_the_words_of_the_two_languages_are_not_mixed():
    swedish, english = (on_scale(length(1200.0), language=language) for language in LANGUAGES)
    assert "1,2" in swedish.svg and "1.2" in english.svg
    assert "upp till" in swedish.alt and "up to" in english.alt
    assert not re.search(r"up to|above|on the scale", swedish.alt)
    assert not re.search(r"upp till|däröver|skalan", english.alt)


def test_a_closed_scale_says_nothing_of_what_lies_above_it():
    assert "above that" not in on_scale(length(1200.0), SCALE[:2]).alt


@pytest.mark.parametrize("limits", [(1000, 3000), (100, 200, 300), (5, 20)])
def test_no_band_is_told_by_its_colour_alone(limits):
    """Each has the sign of its outcome in it; one too narrow for that is in the words all the same."""
    scale = bands_up_to(*limits)
    graphic = on_scale(length(limits[0] / 2), scale)
    signs = elements(graphic, "g")
    assert [sign_in(each) for each in signs] == [as_written(shape(band.outcome)) for band in scale]
    for sign, bar in zip(signs, bars(graphic)):
        assert bar.left <= box_of(sign).left and box_of(sign).right <= bar.right
    narrow = bands_up_to(10, 11, 5000)
    assert len(elements(on_scale(length(2.0), narrow), "g")) < len(narrow)
    for band in narrow:
        assert LABELS[band.outcome].en in on_scale(length(2.0), narrow).alt


def test_the_mark_has_the_colour_of_the_outcome_and_not_of_its_band():
    """An uncertain figure takes the most cautious outcome that it may have."""
    graphic = on_scale(length(2900.0, 2500.0, 3400.0), outcome=Outcome.DISCUSS)
    (path,) = [each for each in elements(graphic, "path") if each.get("d").endswith("h10z")]
    assert path.get("fill") == COLORS[Outcome.DISCUSS][0]


# how many of each


def counted(*counts: int) -> list[tuple[Outcome, int]]:
    return list(zip(READING_ORDER, counts))


@pytest.mark.parametrize("counts", [(1,), (0, 7), (1, 1), (3, 0, 0, 2, 9), (1, 2, 3, 4, 5, 6, 7, 8), (99, 1, 1)])
def test_the_parts_of_a_tally_lie_side_by_side_and_fill_the_strip(counts):
    graphic = tally_strip(counted(*counts), "sv")
    shown = [count for count in counts if count]
    parts = bars(graphic)
    assert len(parts) == len(shown)
    assert parts[0].left == 1 and parts[-1].right == pytest.approx(graphic.width - 1, abs=0.1)
    assert sum(part.right - part.left + 2 for part in parts) == pytest.approx(graphic.width, abs=0.1)
    assert all(after.left - before.right == pytest.approx(2, abs=0.02) for before, after in zip(parts, parts[1:]))
    by_width = sorted(zip(shown, [part.right - part.left for part in parts]))
    for (fewer, narrow), (more, wide) in zip(by_width, by_width[1:]):
        assert narrow == pytest.approx(wide, abs=0.03) if fewer == more else narrow < wide - 0.5


@pytest.mark.parametrize("counts", [(5,), (1, 2, 3, 4, 5, 6, 7, 8), (99, 1, 1, 1, 1, 1, 1, 1), (10,) * 8, (100, 100)])
def test_every_part_of_a_tally_has_its_sign_and_its_number_inside(counts):
    graphic = tally_strip(counted(*counts), "en")
    signs, texts = elements(graphic, "g"), elements(graphic, "text")
    assert [sign_in(each) for each in signs] == [as_written(shape(outcome)) for outcome, _ in counted(*counts)]
    assert labels(graphic) == [str(count) for count in counts]
    for part, sign, text in zip(bars(graphic), map(box_of, signs), map(box_of, texts)):
        assert part.left <= sign.left < sign.right < text.left < text.right <= part.right
    for element in root_of(graphic):
        box = box_of(element)
        assert box.left >= 0 and box.top >= 0 and box.right <= graphic.width and box.bottom <= graphic.height


def test_what_no_check_came_to_has_no_part():
    graphic = tally_strip([(Outcome.DISCUSS, 0), (Outcome.CLEAR, 2), (Outcome.QUESTION, 0)], "en")
    assert labels(graphic) == ["2"] and graphic.alt == "Not affected: 2"


@pytest.mark.parametrize("counts", [[], [(Outcome.CLEAR, 0)]])
def test_a_tally_of_nothing_is_an_empty_strip(counts):
    graphic = tally_strip(counts, "sv")
    assert len(root_of(graphic)) == 0 and graphic.alt == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_tally_says_the_same_in_words_in_its_order(language):
    counts = counted(4, 3, 2, 1)
    expected = "; ".join(f"{LABELS[outcome].get(language)}: {count}" for outcome, count in counts)
    assert tally_strip(counts, language).alt == expected


# colours and shapes


def luminance(color: str) -> float:
    """The relative luminance of a colour (WCAG 2.1)."""
    assert re.fullmatch("#[0-9a-f]{6}", color), color
    parts = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_wcag_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#123456", "#123456") == 1


@pytest.mark.parametrize("outcome", Outcome)
def test_the_dark_colour_can_be_read_on_white_and_on_its_light_one(outcome):
    dark, light = COLORS[outcome]
    assert contrast(dark, "#ffffff") >= 4.5 and contrast(dark, light) >= 4.5


@pytest.mark.parametrize("outcome", Outcome)
def test_the_bar_of_a_share_stands_out_from_what_is_not_filled(outcome):
    whole, filled = elements(on_scale(share(40.0), outcome=outcome), "rect")
    assert filled.get("fill") == COLORS[outcome][0]
    assert contrast(whole.get("fill"), filled.get("fill")) >= 3


@pytest.mark.parametrize("ground", ["#ffffff", SOFT, *(light for _, light in COLORS.values())])
def test_ink_can_be_read_on_every_ground(ground):
    for color in (INK, MUTED, ACCENT, LINK):
        assert contrast(color, ground) >= 4.5


def test_every_outcome_has_colours_and_a_shape_of_its_own():
    assert set(COLORS) == set(SHAPES) == set(Outcome)
    for of_all in zip(*COLORS.values()):
        assert len(set(of_all)) == len(Outcome)
    # In one colour they are still told apart.
    assert len({shape(outcome, "#000000") for outcome in Outcome}) == len(Outcome)


@pytest.mark.parametrize("outcome", Outcome)
def test_a_shape_is_sound_and_stays_in_its_square(outcome):
    drawing = etree.fromstring(badge(outcome).encode())
    assert drawing.get("viewBox") == "0 0 16 16" and len(drawing) > 0
    for element in drawing:
        edge = float(element.get("stroke-width", "0")) / 2
        if element.get("d"):
            points = points_of(element.get("d"))
        elif element.get("r"):
            x, y, radius = (float(element.get(name)) for name in ("cx", "cy", "r"))
            points = [(x - radius, y - radius), (x + radius, y + radius)]
        else:
            x, y, wide, tall = (float(element.get(name)) for name in ("x", "y", "width", "height"))
            points = [(x, y), (x + wide, y + tall)]
        assert all(edge <= each <= 16 - edge for point in points for each in point), etree.tostring(element)


@pytest.mark.parametrize("outcome", Outcome)
def test_a_shape_has_the_dark_colour_unless_another_is_asked_for(outcome):
    assert "currentColor" not in shape(outcome) and COLORS[outcome][0] in shape(outcome)
    assert COLORS[outcome][0] not in shape(outcome, "#010203") and "#010203" in shape(outcome, "#010203")
    assert as_written(shape(outcome)) == as_written(SHAPES[outcome].replace("currentColor", COLORS[outcome][0]))


@pytest.mark.parametrize("first", [(), (Band(Outcome.DISCUSS, none=True),)])
def test_nothing_found_is_not_marked_in_a_band_that_does_not_apply(first):
    bands = [*first, Band(Outcome.CONSIDER, 5.0), Band(Outcome.SUPPORTS)]
    nothing = Measurement.exact(Dimension.NUMBER, 0.0, found=False)
    outcome = judge(bands, nothing, Coverage(Evidence.PACKAGE, 100.0, True)).outcome
    assert outcome is not Outcome.CONSIDER
    scale = [BandNote(band.outcome, band.up_to, band.none) for band in bands]
    assert figure_graphic(nothing, outcome, scale, "en") is None


def test_a_bound_beyond_the_scale_is_not_drawn_as_if_it_ended_there():
    assert arrows(on_scale(length(500.0, 0.0, 500_000.0)))


@pytest.mark.parametrize("limits", [(5.0, 0.0), (-5.0, 0.0), (5.0, 1.0)])
def test_a_scale_that_cannot_be_is_not_drawn(limits):
    scale = [BandNote(Outcome.CONSIDER, limit) for limit in limits]
    assert figure_graphic(length(3.0), Outcome.DISCUSS, scale, "sv") is None
