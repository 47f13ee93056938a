"""From a measurement to an outcome: the promise that a gap never looks like an answer."""

from __future__ import annotations

import dataclasses
import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from plandialog.plugin.core.bands import Band, judge
from plandialog.plugin.core.measurement import Certainty, Coverage, Evidence, Measurement
from plandialog.plugin.core.messages import Message
from plandialog.plugin.core.outcome import BAND_OUTCOMES, Outcome
from plandialog.plugin.core.quantity import Dimension

SUPPORTS, CONSIDER, DISCUSS = Outcome.SUPPORTS, Outcome.CONSIDER, Outcome.DISCUSS
CLEAR, NO_DATA = Outcome.CLEAR, Outcome.NO_DATA

WHOLE = Coverage(Evidence.DATASET, 100.0, complete=True)
PARTLY = Coverage(Evidence.DATASET, 60.0)
UNKNOWN = Coverage(Evidence.UNKNOWN)
INCOMPLETE = (PARTLY, Coverage(Evidence.PACKAGE, 0.0), Coverage(Evidence.DATASET, 99.999), UNKNOWN)

#: The further away the more there is to talk about.
NEAR_IS_GOOD = (Band(SUPPORTS, 1000.0, say="nara"), Band(CONSIDER, 3000.0, say="cykel"), Band(DISCUSS, say="langt"))

#: The more of it the more there is to talk about; nothing is good.
LITTLE_IS_GOOD = (Band(SUPPORTS, none=True), Band(CONSIDER, 5.0, say="lite"), Band(DISCUSS, say="mycket"))

#: The more of it the better.
MUCH_IS_GOOD = (Band(DISCUSS, 10.0), Band(SUPPORTS))


def share(value, low=None, high=None, found=Certainty.YES, **changes):
    low, high = value if low is None else low, value if high is None else high
    return Measurement(Dimension.SHARE, value, low, high, found, **changes)


def distance(value, accuracy=0.0):
    return Measurement(
        Dimension.LENGTH, value, max(0.0, value - accuracy), value + accuracy, Certainty.YES, nearest=True
    )


def beyond(reach):
    return Measurement(Dimension.LENGTH, reach, reach, reach, Certainty.NO, beyond=True, nearest=True)


NOTHING = share(0.0, found=Certainty.NO)


def outcome(bands, measurement, coverage=WHOLE, **bound):
    return judge(bands, measurement, coverage, **bound).outcome


def codes(judgement):
    return [note.code for note in judgement.notes]


@pytest.mark.parametrize(
    ("metres", "expected"),
    [
        (0.0, SUPPORTS),
        (999.9, SUPPORTS),
        (1000.0, SUPPORTS),
        (1000.001, CONSIDER),
        (3000.0, CONSIDER),
        (3000.001, DISCUSS),
        (1e9, DISCUSS),
    ],
)
def test_a_limit_belongs_to_the_band_below_it(metres, expected):
    judgement = judge(NEAR_IS_GOOD, distance(metres), WHOLE)
    assert judgement.outcome is expected
    assert judgement.band.outcome is expected
    assert judgement.notes == ()


def test_a_single_open_band_takes_every_figure():
    for value in (0.0, 50.0, 100.0):
        assert outcome([Band(DISCUSS)], share(value)) is DISCUSS


def test_nothing_found_and_all_covered_is_clear_without_a_band():
    judgement = judge([Band(DISCUSS)], NOTHING, WHOLE)
    assert (judgement.outcome, judgement.band, judgement.notes) == (CLEAR, None, ())


@pytest.mark.parametrize("meaning", BAND_OUTCOMES)
def test_nothing_found_has_the_meaning_that_its_band_gives_it(meaning):
    band = Band(meaning, none=True, say="inget")
    judgement = judge([band, Band(CONSIDER, 5.0), Band(DISCUSS)], NOTHING, WHOLE)
    assert (judgement.outcome, judgement.band) == (meaning, band)


def test_a_figure_of_nought_that_was_found_is_not_nothing():
    assert outcome(LITTLE_IS_GOOD, share(0.0)) is CONSIDER


def test_a_figure_above_the_last_limit_is_clear():
    judgement = judge([Band(DISCUSS, 500.0)], distance(500.001), WHOLE)
    assert (judgement.outcome, judgement.band) == (CLEAR, None)
    assert outcome([Band(DISCUSS, 500.0)], distance(500.0)) is DISCUSS


def test_only_a_band_for_nothing_leaves_what_is_found_clear():
    assert outcome([Band(CONSIDER, none=True)], share(3.0)) is CLEAR


def test_nothing_within_reach_is_what_the_open_last_band_says_of_it():
    judgement = judge(NEAR_IS_GOOD, beyond(3000.0), WHOLE)
    assert (judgement.outcome, judgement.band.say, judgement.notes) == (DISCUSS, "langt", ())


def test_nothing_within_reach_is_clear_beyond_a_closed_last_band():
    judgement = judge([Band(DISCUSS, 500.0)], beyond(500.0), WHOLE)
    assert (judgement.outcome, judgement.band) == (CLEAR, None)


def test_nothing_within_reach_has_the_meaning_that_a_band_for_nothing_gives_it():
    assert outcome([Band(CONSIDER, none=True), Band(SUPPORTS, 500.0), Band(DISCUSS)], beyond(500.0)) is CONSIDER


@pytest.mark.parametrize("last", [(), (Band(SUPPORTS),)])
def test_a_reach_below_a_limit_leaves_the_bands_above_it_open(last):
    """Nothing within 1 km: there may be something at 2 km."""
    judgement = judge([Band(DISCUSS, 3000.0, say="nara"), *last], beyond(1000.0), WHOLE)
    assert (judgement.outcome, judgement.band.say, codes(judgement)) == (DISCUSS, "nara", ["uncertain-band"])
    assert outcome([Band(DISCUSS, 1000.0), *last], beyond(1000.0)) is (SUPPORTS if last else CLEAR)


def test_an_uncertain_figure_within_one_band_is_certain_of_it():
    judgement = judge(LITTLE_IS_GOOD, share(3.0, 1.0, 5.0), WHOLE)
    assert (judgement.outcome, judgement.notes) == (CONSIDER, ())


@pytest.mark.parametrize(
    ("bands", "measurement", "expected", "said"),
    [
        (LITTLE_IS_GOOD, share(4.0, 3.0, 5.001), DISCUSS, "mycket"),
        (LITTLE_IS_GOOD, share(6.0, 5.0, 7.0), DISCUSS, "mycket"),
        (NEAR_IS_GOOD, distance(990.0, 20.0), CONSIDER, "cykel"),
        (NEAR_IS_GOOD, distance(2990.0, 20.0), DISCUSS, "langt"),
        (NEAR_IS_GOOD, distance(2000.0, 1500.0), DISCUSS, "langt"),
    ],
)
def test_uncertainty_across_a_limit_takes_the_more_cautious_outcome_and_says_so(bands, measurement, expected, said):
    judgement = judge(bands, measurement, WHOLE)
    assert (judgement.outcome, judgement.band.say, codes(judgement)) == (expected, said, ["uncertain-band"])


def test_an_uncertainty_that_ends_at_a_limit_does_not_cross_it():
    assert outcome(NEAR_IS_GOOD, distance(990.0, 10.0)) is SUPPORTS
    assert outcome(NEAR_IS_GOOD, distance(1010.0, 9.99)) is CONSIDER


def test_a_closed_last_band_reaches_as_far_as_the_uncertainty():
    judgement = judge([Band(DISCUSS, 500.0)], distance(510.0, 20.0), WHOLE)
    assert (judgement.outcome, codes(judgement)) == (DISCUSS, ["uncertain-band"])


def test_clear_is_more_cautious_than_support():
    judgement = judge([Band(SUPPORTS, 500.0)], distance(490.0, 20.0), WHOLE)
    assert (judgement.outcome, judgement.band, codes(judgement)) == (CLEAR, None, ["uncertain-band"])


def test_what_may_be_there_counts_as_nothing_and_as_something():
    maybe = share(0.0, 0.0, 3.0, Certainty.MAYBE)
    judgement = judge(LITTLE_IS_GOOD, maybe, WHOLE)
    assert (judgement.outcome, judgement.band.say, codes(judgement)) == (CONSIDER, "lite", ["uncertain-band"])
    assert outcome([Band(DISCUSS, none=True), Band(SUPPORTS)], maybe) is DISCUSS


def test_two_bands_with_the_same_outcome_are_no_uncertainty_and_the_figure_decides_what_is_said():
    bands = (Band(DISCUSS, 5.0, say="lite"), Band(DISCUSS, say="mycket"))
    for value, said in ((4.0, "lite"), (5.0, "lite"), (6.0, "mycket")):
        judgement = judge(bands, share(value, 3.0, 7.0), WHOLE)
        assert (judgement.outcome, judgement.band.say, judgement.notes) == (DISCUSS, said, ())


@pytest.mark.parametrize(("value", "said"), [(0.0, "inget"), (1.0, "lite")])
def test_what_may_be_nothing_is_said_to_be_what_was_measured(value, said):
    bands = (Band(CONSIDER, none=True, say="inget"), Band(CONSIDER, say="lite"))
    judgement = judge(bands, share(value, 0.0, 3.0, Certainty.MAYBE), WHOLE)
    assert (judgement.outcome, judgement.band.say, judgement.notes) == (CONSIDER, said, ())


@pytest.mark.parametrize("coverage", INCOMPLETE)
@pytest.mark.parametrize("bands", [LITTLE_IS_GOOD, NEAR_IS_GOOD, [Band(DISCUSS)], [Band(SUPPORTS)]])
@pytest.mark.parametrize("nothing", [NOTHING, beyond(3000.0)])
def test_nothing_found_where_not_all_is_covered_is_no_data(bands, nothing, coverage):
    judgement = judge(bands, nothing, coverage)
    assert (judgement.outcome, judgement.band) == (NO_DATA, None)


def test_what_is_known_of_the_coverage_is_said():
    assert Message("coverage-partial", {"share": 60.0}) in judge(LITTLE_IS_GOOD, NOTHING, PARTLY).notes
    assert Message("coverage-unknown") in judge(LITTLE_IS_GOOD, NOTHING, UNKNOWN).notes
    assert Message("coverage-unknown") in judge(LITTLE_IS_GOOD, share(50.0), UNKNOWN).notes


@pytest.mark.parametrize("coverage", INCOMPLETE)
def test_something_found_stands_where_not_all_is_covered(coverage):
    assert outcome(LITTLE_IS_GOOD, share(50.0), coverage) is DISCUSS
    assert outcome(LITTLE_IS_GOOD, share(3.0), coverage) is CONSIDER


def test_nothing_is_settled_in_favour_by_what_was_not_seen():
    few_is_good = (Band(SUPPORTS, 5.0), Band(DISCUSS))
    assert outcome(few_is_good, share(3.0)) is SUPPORTS
    assert outcome(few_is_good, share(3.0), PARTLY) is NO_DATA
    assert outcome(few_is_good, share(3.0), PARTLY, partial_bound=43.0) is NO_DATA
    assert outcome(few_is_good, share(3.0), PARTLY, partial_bound=5.0) is SUPPORTS
    assert outcome(few_is_good, share(3.0), UNKNOWN) is NO_DATA


def test_what_can_only_grow_in_favour_is_in_favour_already():
    assert outcome(MUCH_IS_GOOD, share(50.0), PARTLY) is SUPPORTS
    assert outcome(MUCH_IS_GOOD, share(11.0, 9.0, 12.0), PARTLY) is DISCUSS


def test_a_nearest_thing_can_only_come_nearer():
    assert outcome(NEAR_IS_GOOD, distance(500.0), PARTLY) is SUPPORTS
    assert outcome([Band(DISCUSS, 100.0), Band(SUPPORTS)], distance(500.0), PARTLY) is NO_DATA
    assert outcome([Band(DISCUSS, 100.0)], distance(500.0), PARTLY) is NO_DATA
    assert outcome([Band(DISCUSS, 100.0)], distance(500.0), WHOLE) is CLEAR


def test_features_without_a_value_keep_a_sum_from_being_small_enough():
    few_is_good = (Band(SUPPORTS, 5.0), Band(DISCUSS))
    judgement = judge(few_is_good, share(3.0, incomplete=True), WHOLE)
    assert (judgement.outcome, judgement.band, codes(judgement)) == (NO_DATA, None, ["incomplete-values"])
    judgement = judge(few_is_good, share(8.0, incomplete=True), WHOLE)
    assert (judgement.outcome, codes(judgement)) == (DISCUSS, ["incomplete-values"])
    assert outcome(MUCH_IS_GOOD, share(50.0, incomplete=True)) is SUPPORTS


def test_an_outcome_that_was_given_up_keeps_its_notes():
    judgement = judge([Band(SUPPORTS, none=True), Band(SUPPORTS, 5.0), Band(DISCUSS)], share(3.0), PARTLY)
    assert (judgement.outcome, codes(judgement)) == (NO_DATA, ["coverage-partial"])


# Bands, measurements and coverages of every kind, with an oracle that only knows single figures.

_LIMITS = st.lists(st.integers(0, 20).map(float), unique=True, max_size=4).map(sorted)
_OUTCOMES = st.sampled_from(BAND_OUTCOMES)


@st.composite
def scales(draw):
    """Bands as the reader lets them through: limits rising, the last open or not, one for nothing or none."""
    bands = [Band(draw(_OUTCOMES), limit) for limit in draw(_LIMITS)]
    if draw(st.booleans()) or not bands:
        bands.append(Band(draw(_OUTCOMES)))
    if draw(st.booleans()):
        bands.insert(0, Band(draw(_OUTCOMES), none=True))
    return bands


@st.composite
def measurements(draw, found=tuple(Certainty)):
    certainty = draw(st.sampled_from(found))
    nearest = draw(st.booleans())
    figures = sorted(draw(st.lists(st.integers(0, 48).map(lambda half: half / 2), min_size=3, max_size=3)))
    if certainty is Certainty.NO:
        reach = figures[0] if nearest else 0.0
        return Measurement(Dimension.NUMBER, reach, reach, reach, certainty, beyond=nearest, nearest=nearest)
    low, value, high = figures
    if certainty is Certainty.MAYBE:
        low, high = 0.0, high + 0.5
    incomplete = draw(st.booleans())
    return Measurement(Dimension.NUMBER, value, low, high, certainty, nearest=nearest, incomplete=incomplete)


coverages = st.sampled_from([WHOLE, *INCOMPLETE])
bounds = st.one_of(st.just(math.inf), st.integers(0, 30).map(float))


def at(bands, figure):
    """The outcome of one exact figure; None stands for nothing found."""
    none = [band.outcome for band in bands if band.none]
    if figure is None:
        return none[0] if none else CLEAR
    fitting = [band.outcome for band in bands if not band.none and (band.up_to is None or figure <= band.up_to)]
    return fitting[0] if fitting else CLEAR


def possible(bands, measurement, low, high):
    """The outcomes of every figure that the bounds allow, of nothing too where it may be nothing."""
    if measurement.found is Certainty.NO and (not measurement.beyond or any(band.none for band in bands)):
        return {at(bands, None)}
    if measurement.beyond:
        low, high = measurement.value + 0.25, math.inf
    figures = {half / 4 for half in range(200) if low <= half / 4 <= high} | {low, high}
    outcomes = {at(bands, figure) for figure in figures}
    return outcomes | ({at(bands, None)} if measurement.found is Certainty.MAYBE else set())


def caution(outcome):
    return (SUPPORTS, CLEAR, NO_DATA, CONSIDER, DISCUSS).index(outcome)


@given(scales(), measurements(), st.just(WHOLE), bounds)
def test_the_outcome_is_the_most_cautious_of_all_figures_within_the_bounds(bands, measurement, coverage, bound):
    measurement = dataclasses.replace(measurement, incomplete=False)
    allowed = possible(bands, measurement, measurement.low, measurement.high)
    judgement = judge(bands, measurement, coverage, bound)
    assert judgement.outcome is max(allowed, key=caution)
    assert ("uncertain-band" in codes(judgement)) == (len(allowed) > 1)


@given(scales(), measurements(found=(Certainty.NO,)), st.sampled_from(INCOMPLETE), bounds)
def test_nothing_found_without_full_coverage_is_never_an_answer(bands, measurement, coverage, bound):
    assert judge(bands, measurement, coverage, bound).outcome is NO_DATA


@given(scales(), measurements(found=(Certainty.YES, Certainty.MAYBE)), coverages, bounds)
def test_what_was_not_seen_never_settles_anything_in_favour(bands, measurement, coverage, bound):
    assume(measurement.incomplete or not coverage.complete)
    if measurement.nearest:
        allowed = possible(bands, measurement, 0.0, measurement.high)
    else:
        allowed = possible(bands, measurement, measurement.low, max(measurement.high, bound))
    came_to = judge(bands, measurement, coverage, bound).outcome
    if came_to in (SUPPORTS, CLEAR):
        assert allowed == {came_to}
    else:
        seen = max(possible(bands, measurement, measurement.low, measurement.high), key=caution)
        assert came_to is (NO_DATA if seen in (SUPPORTS, CLEAR) else seen)


@given(
    scales(),
    measurements(found=(Certainty.YES, Certainty.MAYBE)),
    coverages,
    bounds,
    st.integers(0, 10),
    st.integers(0, 10),
    st.booleans(),
)
def test_more_uncertainty_is_never_less_cautious(bands, measurement, coverage, bound, down, up, unsure):
    wider = dataclasses.replace(
        measurement,
        low=max(0.0, measurement.low - down),
        high=measurement.high + up,
        found=Certainty.MAYBE if unsure else measurement.found,
    )
    first, second = (judge(bands, each, coverage, bound).outcome for each in (measurement, wider))
    assert caution(second) >= caution(first)


@given(scales(), measurements(), coverages, bounds)
def test_less_coverage_is_never_less_cautious_than_the_outcome_in_favour(bands, measurement, coverage, bound):
    whole, part = (judge(bands, measurement, each, bound).outcome for each in (WHOLE, coverage))
    assert part in (whole, NO_DATA)


@given(scales(), measurements(), coverages, bounds)
def test_the_band_is_one_of_the_bands_and_has_the_outcome(bands, measurement, coverage, bound):
    judgement = judge(bands, measurement, coverage, bound)
    if judgement.band is None:
        assert judgement.outcome in (CLEAR, NO_DATA)
    else:
        assert judgement.band in bands
        assert judgement.band.outcome is judgement.outcome


def test_a_sum_that_unseen_values_may_lower_supports_nothing_where_coverage_is_incomplete():
    bands = (Band(Outcome.DISCUSS, up_to=100.0), Band(Outcome.SUPPORTS))
    measured = Measurement(Dimension.NUMBER, 200.0, 200.0, 200.0, Certainty.YES)
    half = Coverage(Evidence.DATASET, 50.0)
    assert judge(bands, measured, half).outcome is Outcome.SUPPORTS
    assert judge(bands, dataclasses.replace(measured, signed=True), half).outcome is Outcome.NO_DATA
