"""Classes read from pictures that look like those of a printed strategy."""

from __future__ import annotations

import numpy as np
import pytest
from plandialog.plugin.core.legend import Legend
from plandialog.plugin.gis.classify import (
    OUTSIDE,
    UNKNOWN,
    Shade,
    _fill,
    class_polygons,
    classify,
    color_at,
    dominant_colors,
    margin,
    shades_at,
)
from qgis.PyQt.QtGui import QColor
from schematic import (
    ACCURACY,
    COAST,
    GREEN,
    GROUND,
    PIXEL,
    TOWN,
    WATER,
    Scene,
    blend,
    flat,
    image_class,
    paint,
    scene_legend,
    shares,
)


@pytest.mark.parametrize("seed", range(4))
def test_shares_of_a_plan_area_in_a_compressed_picture_are_within_three_points_of_the_truth(seed):
    scene = Scene(seed).draw()
    legend = scene_legend()
    bits = classify(scene.rgba(), legend, PIXEL)
    side = int(20 * ACCURACY / PIXEL)
    for left, top in scene.random.integers(0, scene.SIZE - side, (12, 2)):
        found = shares(bits[top : top + side, left : left + side], legend)
        truth = scene.truth((int(left), int(top), side, side))
        assert {name: round(found[name] - truth[name]) for name in found if abs(found[name] - truth[name]) > 3} == {}


@pytest.mark.parametrize("color", ["#7d3c98", "#e8a33d", "#1e5b2a", "#555555"])
def test_hatches_of_many_colours_are_told_from_labels_and_lines(color):
    scene, legend = Scene(3).draw(coast=color), scene_legend(coast=color)
    found = shares(classify(scene.rgba(), legend, PIXEL), legend)
    truth = scene.truth((0, 0, scene.SIZE, scene.SIZE))
    assert abs(found["coast"] - truth["coast"]) <= 2


@pytest.mark.parametrize("quality", [None, 60])
def test_a_window_with_its_margin_has_the_classes_of_the_whole_picture(quality):
    scene = Scene(2).draw()
    rgba, legend = scene.rgba(quality), scene_legend()
    whole = classify(rgba, legend, PIXEL)
    edge = margin(legend, PIXEL)
    for left, top, width, height in [(0, 0, 90, 40), (*scene.random.integers(0, 1000, 2), 150, 150)] + [
        (*scene.random.integers(0, 1100, 2), *scene.random.integers(1, 100, 2)) for _ in range(20)
    ]:
        first_row, first_column = max(top - edge, 0), max(left - edge, 0)
        part = rgba[first_row : top + height + edge, first_column : left + width + edge]
        bits = classify(part, legend, PIXEL)[top - first_row :, left - first_column :][:height, :width]
        assert np.array_equal(bits, whole[top : top + height, left : left + width])


def test_labels_do_not_leave_holes_and_hardly_anything_is_unknown():
    bits = classify(Scene(1).draw().rgba(), scene_legend(), PIXEL)
    assert np.mean(bits == UNKNOWN) < 0.001


def test_transparent_pixels_are_outside_and_nothing_else():
    rgba = flat(40, 40, TOWN)
    rgba[:, :10, 3] = 127
    rgba[:, 10:, 3] = 128
    bits = classify(rgba, Legend((image_class("town", TOWN),)), PIXEL)
    assert np.all(bits[:, :10] == OUTSIDE)
    assert np.all(bits[:, 10:] == 1)


def test_a_colour_of_several_classes_sets_all_of_them_and_drops_a_blank_one():
    legend = Legend((image_class("a", TOWN), image_class("b", TOWN), image_class("c", TOWN, blank=True)))
    assert np.all(classify(flat(9, 9, TOWN), legend, PIXEL) == 0b11)


def test_the_nearest_colour_within_its_own_tolerance_wins():
    legend = Legend((image_class("a", "#808080", tolerance=3.0), image_class("b", "#909090", tolerance=20.0)))
    colors = {"#808080": 1, "#828282": 1, "#8a8a8a": 2, "#a0a0a0": 2, "#ff0000": UNKNOWN}
    assert {color: int(classify(flat(9, 9, color), legend, 1)[4, 4]) for color in colors} == colors


def test_a_mixture_along_the_edge_of_two_classes_is_not_a_third():
    middle = blend(TOWN, WATER, 0.5)
    legend = Legend((image_class("a", TOWN), image_class("b", WATER), image_class("c", middle)))
    rgba = flat(60, 60, TOWN)
    paint(rgba, np.s_[:], np.s_[30:], WATER)
    for width in (1, 2, 3):
        paint(rgba, np.s_[:], np.s_[30 : 30 + width], middle)
        assert set(np.unique(classify(rgba, legend, 1))) == {1, 2}
    paint(rgba, np.s_[:], np.s_[30:40], middle)
    assert set(np.unique(classify(rgba, legend, 1))) == {1, 2, 4}


@pytest.mark.parametrize("sloping", [False, True])
def test_a_real_class_of_three_pixels_survives(sloping):
    legend = Legend((image_class("ground", GROUND, blank=True), image_class("line", COAST)))
    rgba = flat(60, 60, GROUND)
    for row in range(60):
        start = row if sloping else 20
        paint(rgba, row, np.s_[start : start + 3], COAST)
    bits = classify(rgba, legend, 1)
    drawn = np.all(rgba[..., :3] == rgba[30, 31 if sloping else 21, :3], axis=-1)
    assert np.mean((bits == 2)[5:-5] == drawn[5:-5]) == 1


def test_specks_vanish():
    legend = Legend((image_class("ground", GROUND, blank=True), image_class("town", TOWN)))
    rgba = flat(60, 60, GROUND)
    for row, column in ((5, 5), (20, 31), (40, 40)):
        paint(rgba, np.s_[row : row + 2], np.s_[column : column + 2], TOWN)
    assert np.all(classify(rgba, legend, 1) == 1)


def hatched(spacing, width, ground=GROUND, size=120):
    """Vertical marks from column 30 to 90."""
    rgba = flat(size, size, ground)
    for column in range(30, 91, spacing):
        paint(rgba, np.s_[20:100], np.s_[column : column + width], COAST)
    return rgba


def test_gaps_between_marks_belong_to_the_hatched_class_and_keep_their_own():
    legend = Legend((image_class("coast", COAST, gaps=8.0), image_class("water", WATER)))
    bits = classify(hatched(10, 2, WATER), legend, 1)
    assert np.all(bits[25:95, 30:90] == 0b11)
    assert np.all(bits[:, :25] == 0b10)
    assert np.all(bits[:, 97:] == 0b10)


def test_a_hatch_over_blank_ground_is_only_the_hatched_class():
    legend = Legend((image_class("coast", COAST, gaps=8.0), image_class("ground", GROUND, blank=True)))
    bits = classify(hatched(10, 2), legend, 1)
    assert np.all(bits[25:95, 30:90] == 0b01)
    assert np.all(bits[:, :25] == 0b10)


def test_nothing_is_bridged_that_is_wider_than_the_gaps():
    legend = Legend((image_class("coast", COAST, gaps=8.0), image_class("ground", GROUND, blank=True)))
    rgba = flat(120, 120, GROUND)
    for start in (30, 52):
        paint(rgba, np.s_[20:100], np.s_[start : start + 12], COAST)
    bits = classify(rgba, legend, 1)
    assert np.all(bits[25:95, 30:42] == 0b01)
    assert np.all(bits[:, 43:51] == 0b10)


def test_ink_is_filled_to_half_its_width_and_at_least_three_pixels():
    rgba = flat(60, 60, TOWN)
    paint(rgba, np.s_[:], np.s_[20:40], "#00ffff")
    for overprint, reach in ((0.0, 3), (400.0, 8), (1000.0, 20)):
        bits = classify(rgba, Legend((image_class("town", TOWN),), overprint), 25)
        unknown = np.flatnonzero(bits[30] == UNKNOWN)
        assert list(unknown) == list(range(20 + reach, 40 - reach))


def test_filling_takes_the_nearest_pixel_exactly():
    random = np.random.default_rng(5)
    for radius in (1, 4, 7):
        known = random.random((50, 40)) < 0.03
        values = np.where(known, random.integers(1, 1 << 20, known.shape), 0).astype(np.uint32)
        wanted = ~known & (random.random(known.shape) < 0.7)
        filled = values.copy()
        _fill(filled, known, wanted, radius)
        places = np.argwhere(known)
        for row, column in np.argwhere(~known):
            squares = ((places - (row, column)) ** 2).sum(axis=1)
            near = {values[tuple(place)] for place in places[squares == squares.min()]}
            within = wanted[row, column] and squares.min() <= radius**2
            assert filled[row, column] in (near if within else {0})


def test_an_even_picture_of_no_class_is_unknown():
    assert np.all(classify(flat(20, 20, "#00ffff"), scene_legend(), PIXEL) == UNKNOWN)


@pytest.mark.parametrize("shape", [(1, 1), (1, 30), (30, 1), (3, 4)])
def test_the_smallest_pictures_have_classes(shape):
    assert np.all(classify(flat(*shape, WATER), Legend((image_class("water", WATER),)), 1) <= UNKNOWN)


def test_a_legend_of_very_many_colours_is_read():
    random = np.random.default_rng(1)
    colors = [QColor(*each).name() for each in random.integers(0, 256, (28 * 20, 3)).tolist()]
    classes = [image_class(f"c{i}", *colors[20 * i : 20 * i + 20], gaps=300.0 * (i % 3 == 0)) for i in range(28)]
    bits = classify(flat(20, 20, colors[0]), Legend(tuple(classes)), PIXEL)
    assert np.all(bits == 1)


def near(color, other):
    one, two = QColor(color), QColor(other)
    return max(abs(one.red() - two.red()), abs(one.green() - two.green()), abs(one.blue() - two.blue())) <= 6


def test_the_dominant_colours_are_those_of_the_areas_and_neither_text_nor_edges():
    scene = Scene(0).draw()
    shades = dominant_colors(scene.rgba())
    part = 150 / 255
    expected = [GROUND, blend(GREEN, GROUND, part), TOWN, WATER, blend(GREEN, TOWN, part)]
    assert len(shades) == len(expected)
    assert all(near(shade.color, color) for shade, color in zip(shades, expected))
    assert sum(shade.share for shade in shades) == pytest.approx(100, abs=1)
    rgba = scene.rgba(None, 0)
    for shade in shades:
        column, row = shade.where
        assert near(color_at(rgba, column, row), shade.color)
    assert dominant_colors(rgba, most=2) == dominant_colors(rgba)[:2]


def test_a_picture_of_one_colour_has_one_shade():
    assert dominant_colors(flat(50, 80, TOWN)) == (Shade(TOWN, 100.0, dominant_colors(flat(50, 80, TOWN))[0].where),)


def test_a_transparent_picture_has_no_shade():
    rgba = flat(50, 50, TOWN)
    rgba[..., 3] = 0
    assert dominant_colors(rgba) == ()
    assert shades_at(rgba, 3, 3) == ()
    assert color_at(rgba, 3, 3) == TOWN


def test_a_click_on_an_edge_gives_the_colour_of_the_larger_side():
    rgba = flat(40, 40, TOWN)
    paint(rgba, np.s_[:], np.s_[20:], WATER)
    paint(rgba, np.s_[:], 20, blend(TOWN, WATER, 0.5))
    assert color_at(rgba, 20, 20) in (TOWN, WATER)
    assert color_at(rgba, 0, 0) == TOWN
    assert color_at(rgba, 39, 39) == WATER


def test_a_click_on_a_hatch_gives_its_marks_and_its_ground():
    found = [shade.color for shade in shades_at(hatched(10, 2), 50, 50)]
    assert found[:2] == [GROUND, COAST]


@pytest.mark.parametrize(
    "transform", [(0, 1, 0, 0, 0, 1), (450000, 25, 0, 6600000, 0, -25), (5e5, 20, 7, 6.5e6, 6, -21)]
)
def test_polygons_have_the_area_of_their_pixels_in_any_position(transform):
    random = np.random.default_rng(4)
    legend = Legend((image_class("a", TOWN), image_class("b", WATER), image_class("c", COAST)))
    bits = random.choice(np.array([1, 2, 3, UNKNOWN, OUTSIDE], np.uint32), (60, 70))
    found = class_polygons(bits, transform, legend)
    pixel = abs(transform[1] * transform[5] - transform[2] * transform[4])
    assert set(found) == {"a", "b"}
    for name, index in (("a", 0), ("b", 1)):
        count = int(np.sum((bits < OUTSIDE) & (bits >> index & 1 == 1)))
        assert found[name].isGeosValid()
        assert found[name].isMultipart()
        assert found[name].area() == pytest.approx(count * pixel, rel=1e-9)


def test_holes_of_polygons_are_kept():
    bits = np.full((30, 30), 1, np.uint32)
    bits[10:20, 10:20] = 2
    legend = Legend((image_class("a", TOWN), image_class("b", WATER)))
    found = class_polygons(bits, (0, 1, 0, 0, 0, 1), legend)
    assert len(found["a"].asMultiPolygon()[0]) == 2
    assert found["a"].intersection(found["b"]).area() == 0
