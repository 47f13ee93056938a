"""A question to a remote layer is answered wholly or not at all, whatever the service leaves out or turns round."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Optional

import pytest
from plandialog.plugin.core.outcome import Outcome
from plandialog.plugin.gis.geometry import Interrupted
from plandialog.plugin.gis.remote.asking import Ask, Page, Questioning, RemoteLayer
from plandialog.plugin.gis.remote.errors import RemoteError
from plandialog.plugin.gis.remote.fetching import Patience
from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsFields, QgsGeometry, QgsPointXY, QgsRectangle

CRS = QgsCoordinateReferenceSystem("EPSG:3006")
COUNTY = QgsRectangle(450000, 6500000, 550000, 6660000)
BOX = QgsRectangle(500000, 6570000, 510000, 6580000)

#: A lattice of points, a kilometre apart, on both sides of the box.
POINTS = [(x, y) for x in range(495500, 515500, 1000) for y in range(6565500, 6585500, 1000)]
INSIDE = [(x, y) for x, y in POINTS if BOX.contains(QgsPointXY(x, y))]


@dataclass
class Service(RemoteLayer):
    """A service of points with manners that can be chosen."""

    points: list = None
    cap: Optional[int] = None
    pages: bool = True
    counts: bool = True
    says_matched: bool = True
    with_ids: bool = True
    keeps: int = 1  # one feature of so many is handed out
    turned_answer: bool = False
    turned_question: bool = False
    shift: tuple = (0, 0)
    page_size: int = 50
    understands_filters: bool = True
    refuses_pages: bool = False
    says_more: bool = False

    def __post_init__(self):
        self.crs, self.service = CRS, "tjanst.example"
        self.points = POINTS if self.points is None else self.points
        self.asked = []

    def _matching(self, ask):
        box = ask.box
        if box is not None and self.turned_question:
            box = QgsRectangle(box.yMinimum(), box.xMinimum(), box.yMaximum(), box.xMaximum())
        matching = [(n, p) for n, p in enumerate(self.points) if box is None or box.contains(QgsPointXY(*p))]
        return matching if not ask.where or self.understands_filters else []

    def page(self, ask, start, patience):
        self.asked.append((ask, start))
        if start and self.refuses_pages:
            raise RemoteError("remote-exception", self.service, detail="no pages")
        matching = self._matching(ask)
        handed = [each for index, each in enumerate(matching) if index % self.keeps == 0]
        begin = start if self.pages else 0
        size = min(self.page_size, ask.most or self.page_size, self.cap or self.page_size)
        features = [self._feature(number, point) for number, point in handed[begin : begin + size]]
        ids = tuple(str(number) if self.with_ids else None for number, _ in handed[begin : begin + size])
        matched = len(matching) if self.says_matched else None
        more = begin + len(features) < len(handed) if self.says_more else None
        return Page(tuple(features), ids, QgsFields(), CRS, matched, more)

    def count(self, ask, patience):
        return len(self._matching(ask)) if self.counts else None

    def understands(self, where):
        return True

    def _feature(self, number, point):
        x, y = point[0] + self.shift[0], point[1] + self.shift[1]
        feature = QgsFeature(number)
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(y, x) if self.turned_answer else QgsPointXY(x, y)))
        return feature


def asking(service, around=COUNTY, seconds=30, cancelled=lambda: False):
    return Questioning(service, Patience(time.monotonic() + seconds, cancelled), CRS, around)


def positions(answer):
    return sorted((f.geometry().asPoint().x(), f.geometry().asPoint().y()) for _, f in answer.features)


@pytest.mark.parametrize(
    "manners",
    [
        {},
        {"says_matched": False},
        {"with_ids": False},
        {"says_matched": False, "with_ids": False},
        {"cap": 7},
        {"cap": 30, "pages": False},
        {"cap": 30, "pages": False, "says_matched": False},
        {"cap": 30, "pages": False, "with_ids": False},
        {"cap": 30, "refuses_pages": True},
        {"says_matched": False, "counts": False, "page_size": 1000},
        {"says_matched": False, "counts": False, "says_more": True},
        {"says_matched": False, "counts": False, "says_more": True, "cap": 30, "pages": False},
        {"says_matched": False, "counts": False, "says_more": True, "cap": 30, "refuses_pages": True},
    ],
    ids=str,
)
def test_the_answer_is_whole(manners):
    answer = asking(Service(**manners)).whole(Ask(BOX))
    assert positions(answer) == sorted(INSIDE)
    names = [name for name, _ in answer.features]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    "manners",
    [{"keeps": 2}, {"keeps": 2, "says_matched": False}, {"cap": 1, "pages": False, "points": [POINTS[250]] * 9}],
    ids=str,
)
def test_a_service_that_hands_out_less_than_it_counts_gives_no_answer(manners):
    with pytest.raises(RemoteError) as caught:
        asking(Service(**manners)).whole(Ask(QgsRectangle(495000, 6565000, 515000, 6585000)))
    assert caught.value.message.code == "remote-capped"
    assert caught.value.outcome is Outcome.NOT_CHECKED


def test_a_cap_of_a_service_that_does_not_count_shows_in_the_parts():
    with pytest.raises(RemoteError) as caught:
        asking(Service(says_matched=False, counts=False, cap=30, pages=False)).whole(Ask(BOX))
    assert caught.value.message.code == "remote-uncounted"


def test_a_cap_shows_where_all_features_lie_in_one_corner():
    corner = [(500100 + 10 * column, 6570100 + 10 * row) for column in range(8) for row in range(8)]
    with pytest.raises(RemoteError) as caught:
        asking(Service(points=corner, says_matched=False, counts=False, cap=30, pages=False)).whole(Ask(BOX))
    assert caught.value.message.code == "remote-uncounted"


def test_a_few_large_features_of_a_service_that_does_not_count_are_an_answer():
    class Large(Service):
        def _matching(self, ask):
            return list(enumerate(self.points))

    few = Large(points=INSIDE[:3], says_matched=False, counts=False)
    assert len(asking(few).whole(Ask(BOX)).features) == 3
    assert len(few.asked) == 5


@pytest.mark.parametrize("box", [BOX, None], ids=["here", "anywhere"])
def test_a_service_that_says_there_is_more_and_gives_nothing_gives_no_answer(box):
    service = Service(counts=False)
    service.page = lambda ask, start, patience: Page((), (), QgsFields(), CRS, more=True)
    with pytest.raises(RemoteError) as caught:
        asking(service).whole(Ask(box))
    assert caught.value.message.code == "remote-uncounted"


def test_features_alike_in_everything_are_as_many_as_they_are():
    twins = Service(points=[INSIDE[0], INSIDE[0], INSIDE[1]], with_ids=False)
    assert len(asking(twins).whole(Ask(BOX)).features) == 3


def test_nothing_is_nothing_and_costs_one_request():
    service = Service(points=[(460500, 6510500)])
    questioning = asking(service)
    assert questioning.whole(Ask(BOX)).features == ()
    assert len(service.asked) == 1
    assert questioning.prove(Ask(BOX)).understood
    assert len(service.asked) == 2


def test_nothing_in_the_whole_area_is_proved_where_the_layer_has_something():
    service = Service(points=[(300500, 6300500)])
    assert asking(service).prove(Ask(BOX)).understood


def test_an_empty_layer_is_no_data():
    with pytest.raises(RemoteError) as caught:
        asking(Service(points=[])).prove(Ask(BOX))
    assert caught.value.message.code == "source-empty"
    assert caught.value.outcome is Outcome.NO_DATA


@pytest.mark.parametrize("around", [COUNTY, None], ids=["county", "anywhere"])
def test_a_question_that_is_turned_round_is_noticed(around):
    service = Service(turned_question=True)
    questioning = asking(service, around)
    assert questioning.whole(Ask(BOX)).features == ()
    with pytest.raises(RemoteError) as caught:
        questioning.prove(Ask(BOX))
    assert caught.value.message.code == "remote-axes"


def test_an_answer_that_is_turned_round_is_noticed():
    with pytest.raises(RemoteError) as caught:
        asking(Service(turned_answer=True)).whole(Ask(BOX))
    assert caught.value.message.code == "remote-axes"


def test_question_and_answer_turned_round_are_noticed():
    service = Service(turned_question=True, turned_answer=True)
    assert asking(service).whole(Ask(BOX)).features == ()
    with pytest.raises(RemoteError) as caught:
        asking(service).prove(Ask(BOX))
    assert caught.value.message.code in ("remote-axes", "remote-elsewhere")


def test_an_answer_from_elsewhere_is_noticed():
    with pytest.raises(RemoteError) as caught:
        asking(Service(shift=(-499985, -6569941))).whole(Ask(BOX))
    assert caught.value.message.code == "remote-elsewhere"


def test_a_sample_that_is_nowhere_on_the_map_is_noticed():
    service = Service(points=[(15, 59)])
    with pytest.raises(RemoteError) as caught:
        asking(service).prove(Ask(BOX))
    assert caught.value.message.code == "remote-elsewhere"


def test_a_filter_that_finds_nothing_is_not_taken_for_understood():
    service = Service(understands_filters=False)
    assert not asking(service).prove(Ask(BOX, where="a = 1")).understood
    assert asking(Service()).prove(Ask(BOX, where="a = 1")).understood


def test_cancel_and_the_deadline_end_the_asking():
    with pytest.raises(Interrupted):
        asking(Service(), cancelled=lambda: True).whole(Ask(BOX))
    with pytest.raises(RemoteError) as caught:
        asking(Service(), seconds=0).whole(Ask(BOX))
    assert caught.value.message.code == "remote-timeout"


def test_the_number_of_requests_is_bounded():
    service = Service(cap=1, pages=False)
    with pytest.raises(RemoteError):
        asking(service).whole(Ask(QgsRectangle(495000, 6565000, 515000, 6585000)))
    assert len(service.asked) <= 80


def test_pages_of_next_to_nothing_end_with_what_can_be_done():
    service = Service(page_size=1)
    with pytest.raises(RemoteError) as caught:
        asking(service).whole(Ask(BOX))
    assert caught.value.message.code == "remote-requests"
    assert len(service.asked) == 80


class Heavy(Service):
    """One whose answers for large areas are too large."""

    def page(self, ask, start, patience):
        if ask.box.width() > 6000:
            raise RemoteError("remote-large", self.service, size=64)
        return super().page(ask, start, patience)


def test_an_answer_that_is_too_large_is_asked_for_in_parts():
    assert positions(asking(Heavy()).whole(Ask(BOX))) == sorted(INSIDE)


def test_the_parts_of_an_answer_that_is_too_large_are_confirmed_too():
    with pytest.raises(RemoteError) as caught:
        asking(Heavy(says_matched=False, counts=False, cap=20, pages=False)).whole(Ask(BOX))
    assert caught.value.message.code == "remote-uncounted"


def test_features_without_geometry_are_no_answer():
    class Placeless(Service):
        def _feature(self, number, point):
            return QgsFeature(number)

    with pytest.raises(RemoteError) as caught:
        asking(Placeless()).whole(Ask(BOX))
    assert caught.value.message.code == "remote-no-geometry"


def test_what_is_kept_back_altogether_is_missed_by_the_count():
    service = Service(says_matched=False, points=[INSIDE[0], INSIDE[1]])
    service.page = lambda ask, start, patience: Page((), (), QgsFields(), CRS)
    with pytest.raises(RemoteError) as caught:
        asking(service).whole(Ask(BOX))
    assert caught.value.message.code == "remote-capped"


def test_a_service_that_counts_first_is_not_asked_for_nothing():
    service = Service(points=[])
    service.counts_first = True
    assert asking(service).whole(Ask(BOX)).features == ()
    assert service.asked == []
