"""The engine: one request per dataset, conditions, borders, cancel, background, and what an assessment carries."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from builders import PLAN, assess_wkt, square
from plandialog.plugin.core.outcome import Outcome
from plandialog.plugin.core.proposal import details
from plandialog.plugin.gis import engine, reading
from plandialog.plugin.gis.planarea import PlanAreaError
from plandialog.plugin.gis.tasks import AssessmentTask
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsGeometry, QgsProject

SWEREF = QgsCoordinateReferenceSystem("EPSG:3006")
HERE = square(510000, 6580000, 500)


def by_check(assessment):
    return {finding.check: finding for finding in assessment.findings}


def codes(finding):
    return [note.code for note in finding.notes]


def test_all_checks_on_a_dataset_share_one_request(builder, monkeypatch):
    builder.dataset("punkter", "point", ["POINT(512000 6580500)"], fields={"typ": str})
    for number, reach in enumerate(("1 km", "2 km", "500 m")):
        builder.check(f"antal-{number}", "punkter", "count", reach=reach, where=f"typ IS NULL OR typ <> '{number}'")
    prepared = builder.prepare()
    requests = []

    def counted(opened, bounds, *rest):
        requests.append((opened.dataset.id, bounds.toString(0)))
        return reading.read_features(opened, bounds, *rest)

    monkeypatch.setattr(engine, "read_features", counted)
    assessment = assess_wkt(prepared)
    assert requests == [("punkter", "508000,6578000 : 513000,6583000")]
    assert [by_check(assessment)[f"antal-{n}"].measurement.value for n in range(3)] == [1, 1, 0]


def test_only_the_attributes_needed_are_read(builder, monkeypatch):
    fields = {"namn": str, "typ": str, "varde": float, "tung": str}
    builder.dataset(
        "punkter", "point", [("POINT(510500 6580500)", dict.fromkeys(fields, None))], fields=fields, label="namn"
    )
    builder.check("summa", "punkter", "sum", where="typ IS NULL", field="varde", unit={"sv": "st", "en": "pcs"})
    prepared = builder.prepare()
    asked = []
    original = reading.read_features
    monkeypatch.setattr(engine, "read_features", lambda *arguments: asked.append(arguments[4]) or original(*arguments))
    assess_wkt(prepared)
    assert asked == [{"namn", "typ", "varde"}]


def test_a_dataset_filter_holds_for_every_check(builder):
    features = [("POINT(510100 6580100)", {"status": "i drift"}), ("POINT(510200 6580200)", {"status": "nedlagd"})]
    builder.dataset("punkter", "point", features, fields={"status": str}, filter="status = 'i drift'")
    builder.check("antal", "punkter", "count")
    assert by_check(assess_wkt(builder.prepare()))["antal"].measurement.value == 1


@pytest.mark.parametrize(
    ("when", "stated", "code"),
    [
        ({"land_use": ["bostader"]}, {"land_use": "logistik"}, "when-land-use"),
        ({"stage": ["samrad"]}, {"stage": "planbesked"}, "when-stage"),
        ({"area": {"at_least": "2 km2"}}, {}, "when-area-least"),
        ({"area": {"at_most": "1 ha"}}, {}, "when-area-most"),
        ({"dwellings": {"at_least": 10}}, {"dwellings": 9}, "when-dwellings-least"),
        ({"dwellings": {"at_most": 10}}, {"dwellings": 11}, "when-dwellings-most"),
        ({"municipality": ["Annan"]}, {}, "when-municipality"),
    ],
)
def test_a_condition_that_rules_out_is_stated_and_nothing_is_read(builder, when, stated, code):
    builder.dataset("kommuner", "polygon", [(PLAN, {"namn": "Ett"})], fields={"namn": str})
    builder.package["municipalities"] = {"dataset": "kommuner", "name": "namn"}
    builder.dataset("mark", "polygon", [HERE]).check("andel", "mark", "overlap", when=when)
    finding = by_check(assess_wkt(builder.prepare(), **stated))["andel"]
    assert (finding.outcome, codes(finding)) == (Outcome.NOT_RELEVANT, [code])
    assert finding.measurement is None
    assert finding.notes[0].text("sv") != finding.notes[0].text("en")


def test_what_is_not_stated_rules_nothing_out(builder):
    when = {"land_use": ["bostader"], "stage": ["samrad"], "dwellings": {"at_least": 10}, "municipality": ["Annan"]}
    builder.dataset("mark", "polygon", [HERE]).check("andel", "mark", "overlap", when=when)
    assert by_check(assess_wkt(builder.prepare()))["andel"].outcome is Outcome.DISCUSS


def test_municipalities_largest_first(builder):
    halves = [(square(510000, 6580000, 1000), {"namn": "Väst"}), (square(510600, 6580000, 1000), {"namn": "Öst"})]
    builder.dataset("kommuner", "polygon", halves, fields={"namn": str})
    builder.package["municipalities"] = {"dataset": "kommuner", "name": "namn"}
    builder.check("fraga", None, "ask")
    assert assess_wkt(builder.prepare()).proposal.municipalities == ("Väst", "Öst")


def test_a_question_carries_its_guidance(builder):
    builder.check("fraga", None, "ask")
    finding = by_check(assess_wkt(builder.prepare()))["fraga"]
    assert finding.outcome is Outcome.QUESTION
    assert finding.advice.why.sv == "Varför" and "enhet@example.org" in finding.advice.whom.sv


def test_across_the_border_only_the_inside_is_checked_and_nothing_is_clear(builder):
    """A quarter of the plan area is inside; the dataset is mapped to the border."""
    builder.dataset("mark", "polygon", [square(501000, 6571000, 100)])
    builder.dataset("tackt", "polygon", [square(499000, 6569000, 3000)])
    builder.check("andel", "mark", "overlap").check("hela", "tackt", "overlap")
    assessment = assess_wkt(builder.prepare(), square(499500, 6569500, 1000))
    assert assessment.proposal.inside == pytest.approx(25.0)
    assert [note.code for note in assessment.proposal.notes] == ["plan-partly-outside"]
    found = by_check(assessment)
    assert found["andel"].outcome is Outcome.NO_DATA
    assert found["andel"].coverage.share == pytest.approx(25.0)
    assert found["hela"].outcome is Outcome.DISCUSS
    assert found["hela"].measurement.value == pytest.approx(100.0)


def test_outside_the_border_is_refused_by_name(builder):
    builder.check("fraga", None, "ask")
    with pytest.raises(PlanAreaError) as error:
        assess_wkt(builder.prepare(), square(600000, 6580000, 100))
    assert error.value.message.code == "plan-outside"
    assert "Provlän" in error.value.message.text("sv")


def test_near_a_border_of_stated_accuracy_says_so(builder):
    builder.package["datasets"][0]["accuracy"] = "500 m"
    builder.check("fraga", None, "ask")
    prepared = builder.prepare()
    near = assess_wkt(prepared, square(500200, 6580000, 100))
    assert [note.code for note in near.proposal.notes] == ["plan-border-uncertain"]
    assert assess_wkt(prepared).proposal.notes == ()


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3010", "EPSG:3857", "EPSG:3006"])
def test_the_same_place_in_any_crs_gives_the_same_findings(builder, crs):
    builder.dataset(
        "mark", "polygon", [HERE, square(510250, 6580250, 900)], crs=crs if crs != "EPSG:3857" else "EPSG:3006"
    )
    builder.dataset("punkt", "point", ["POINT(511700 6580500)"])
    builder.check("andel", "mark", "overlap").check(
        "avstand", "punkt", "distance", [{"up_to": "2 km", "outcome": "discuss"}]
    )
    if crs in ("EPSG:4326", "EPSG:3010"):
        builder.package["datasets"] = [d for d in builder.package["datasets"] if d["id"] != "mark"]
        target = QgsCoordinateTransform(SWEREF, QgsCoordinateReferenceSystem(crs), QgsProject.instance())
        moved = []
        for wkt in (HERE, square(510250, 6580250, 900)):
            shape = QgsGeometry.fromWkt(wkt)
            shape.transform(target)
            moved.append(shape.asWkt(12))
        (builder.root / "layers" / "mark.gpkg").unlink()
        builder.dataset("mark", "polygon", moved, crs=crs)
    shape = QgsGeometry.fromWkt(PLAN)
    shape.transform(QgsCoordinateTransform(SWEREF, QgsCoordinateReferenceSystem(crs), QgsProject.instance()))
    found = by_check(assess_wkt(builder.prepare(), shape.asWkt(12), crs))
    assert found["andel"].measurement.value == pytest.approx(25 + 56.25 - 6.25, abs=1e-3)
    assert found["avstand"].measurement.value == pytest.approx(700, abs=0.01)


def test_a_stale_dataset_is_marked(builder):
    builder.dataset("mark", "polygon", [HERE], review="6 months").check("andel", "mark", "overlap")
    prepared = builder.prepare()
    area = prepared.plan_area(QgsGeometry.fromWkt(PLAN), SWEREF)

    def source_at(day):
        now = datetime.datetime.combine(day, datetime.time(), datetime.timezone.utc)
        return engine.assess(prepared, area, details("p", "p"), now=now).findings[0].source

    assert source_at(datetime.date(2026, 7, 1)).stale is False
    assert source_at(datetime.date(2026, 7, 2)).stale is True


def test_a_cancel_between_datasets_keeps_the_finished_and_names_the_rest(builder):
    for number in range(4):
        builder.dataset(f"d{number}", "polygon", [HERE]).check(f"c{number}", f"d{number}", "overlap")
    prepared = builder.prepare()
    area = prepared.plan_area(QgsGeometry.fromWkt(PLAN), SWEREF)
    done = []
    assessment = engine.assess(
        prepared, area, details("p", "p"), cancelled=lambda: len(done) >= 2, progress=done.append
    )
    assert [finding.outcome for finding in assessment.findings] == [Outcome.DISCUSS] * 2 + [Outcome.NOT_CHECKED] * 2
    assert codes(assessment.findings[3]) == ["cancelled"]
    assert assessment.cancelled


def test_a_cancel_between_features_gives_no_partial_figure(builder):
    builder.dataset("mark", "polygon", [HERE] * 50).check("andel", "mark", "overlap")
    prepared = builder.prepare()
    area = prepared.plan_area(QgsGeometry.fromWkt(PLAN), SWEREF)
    asked = []
    assessment = engine.assess(prepared, area, details("p", "p"), cancelled=lambda: asked.append(1) or len(asked) > 10)
    assert codes(assessment.findings[0]) == ["cancelled"]
    assert assessment.findings[0].measurement is None


def test_wherever_a_cancel_falls_a_check_is_carried_out_in_full_or_not_at_all(builder):
    """In the middle of a measure too: one of many large polygons takes long."""
    shapes = [square(509900 + 150 * number, 6580050, 200) for number in range(6)]
    builder.dataset("mark", "polygon", shapes, accuracy="20 m", coverage={"dataset": "omrade"})
    for measure in ("overlap", "within", "count"):
        builder.check(measure, "mark", measure)
    prepared = builder.prepare()
    area = prepared.plan_area(QgsGeometry.fromWkt(PLAN), SWEREF)
    whole = by_check(engine.assess(prepared, area, details("p", "p")))
    stages = []
    for last in range(1000):
        asked = []

        def cancelled(asked=asked, last=last) -> bool:
            asked.append(1)
            return len(asked) > last

        assessment = engine.assess(prepared, area, details("p", "p"), cancelled)
        if not assessment.cancelled:
            break
        found = by_check(assessment)
        stages.append([name for name, each in found.items() if each.measurement == whole[name].measurement])
        for name, each in found.items():
            if name not in stages[-1]:
                assert (each.outcome, each.measurement, codes(each)) == (Outcome.NOT_CHECKED, None, ["cancelled"])
    assert not assessment.cancelled
    # Each measure looks up more than a few times before it is done.
    for count in range(3):
        assert sum(len(stage) == count for stage in stages) > 5


def test_what_is_finished_can_be_had_at_any_time(builder):
    for number in range(3):
        builder.dataset(f"d{number}", "polygon", [HERE]).check(f"c{number}", f"d{number}", "overlap")
    builder.check("fraga", None, "ask")
    prepared = builder.prepare()
    area = prepared.plan_area(QgsGeometry.fromWkt(PLAN), SWEREF)
    begun, seen = [], []

    def look(*_):
        so_far = begun[0]()
        seen.append(([codes(finding) == ["cancelled"] for finding in so_far.findings], so_far.cancelled))

    assessment = engine.assess(
        prepared, area, details("p", "p"), progress=look, begun=lambda so_far: (begun.append(so_far), look())
    )
    assert seen == [
        ([True, True, True, False], True),
        ([False, True, True, False], True),
        ([False, False, True, False], True),
        ([False, False, False, False], False),
    ]
    assert begun[0]() == assessment


def without_times(assessment):
    """The findings with a trace that is the same at every run."""
    return [
        replace(each, trace={key: value for key, value in each.trace.items() if not key.endswith("_ms")})
        for each in assessment.findings
    ]


def test_what_is_remembered_from_nearby_changes_no_answer(builder, monkeypatch):
    """A polygon on the move, as while it is drawn, with checks that look near and far."""
    spots = [(505000 + 331 * n % 9000, 6575000 + 577 * n % 9000) for n in range(200)]
    builder.dataset(
        "mark", "polygon", [square(x, y, 90) for x, y in spots], accuracy="10 m", coverage={"dataset": "tackning"}
    )
    builder.dataset("tackning", "polygon", [square(505000, 6575000, 7000)])
    builder.dataset("punkter", "point", [(f"POINT({x} {y})", {"namn": f"{x}"}) for x, y in spots], fields={"namn": str})
    builder.check("andel", "mark", "overlap").check("antal", "punkter", "count", reach="800 m", where="namn > '507'")
    builder.check("avstand", "punkter", "distance", [{"up_to": "1 km", "outcome": "supports"}, {"outcome": "consider"}])
    prepared = builder.prepare()
    reads = []
    original = reading.read_features
    monkeypatch.setattr(reading, "read_features", lambda *arguments: reads.append(1) or original(*arguments))
    nearby = reading.Nearby()
    for number in range(60):
        wkt = square(507000 + 60 * number, 6577000 + 55 * number, 100 + 20 * number)
        area = prepared.plan_area(QgsGeometry.fromWkt(wkt), SWEREF)
        remembered = engine.assess(prepared, area, details("p", "p"), read=nearby)
        assert without_times(remembered) == without_times(engine.assess(prepared, area, details("p", "p")))
    assert 0 < len(reads) < 60


def test_what_is_broken_further_away_does_not_matter_to_what_is_remembered(builder):
    flat = "POLYGON((511200 6580000,511300 6580100,511400 6580200,511200 6580000))"
    builder.dataset("mark", "polygon", [HERE, flat]).check("andel", "mark", "overlap")
    prepared = builder.prepare()
    nearby = reading.Nearby()
    for wkt, outcome in ((PLAN, Outcome.DISCUSS), (square(510500, 6580000, 900), Outcome.NOT_CHECKED)):
        area = prepared.plan_area(QgsGeometry.fromWkt(wkt), SWEREF)
        assessment = engine.assess(prepared, area, details("p", "p"), read=nearby)
        assert assessment.findings[0].outcome is outcome
        assert without_times(assessment) == without_times(engine.assess(prepared, area, details("p", "p")))


def test_a_measure_that_breaks_takes_no_other_check_with_it(builder, monkeypatch):
    builder.dataset("mark", "polygon", [HERE]).check("andel", "mark", "overlap").check("inom", "mark", "within")
    prepared = builder.prepare()
    from plandialog.plugin.gis.measures import within

    def broken(request):
        raise ZeroDivisionError("noll")

    monkeypatch.setattr(within, "measure", broken)
    found = by_check(assess_wkt(prepared))
    assert (found["inom"].outcome, codes(found["inom"])) == (Outcome.NOT_CHECKED, ["measure-failed"])
    assert "noll" in found["inom"].notes[0].text("sv")
    assert found["andel"].outcome is Outcome.DISCUSS


def test_in_the_background_and_published_on_the_main_thread(builder, wait_for_task):
    builder.dataset("mark", "polygon", [HERE]).check("andel", "mark", "overlap")
    prepared = builder.prepare()
    task = AssessmentTask(prepared, QgsGeometry.fromWkt(PLAN), SWEREF, details("p", "p"), "Prov")
    published = []
    task.done.connect(published.append)
    assert wait_for_task(task)
    assert published[0].findings[0].outcome is Outcome.DISCUSS


def test_a_broken_engine_ends_in_words_not_in_a_crash(builder, wait_for_task, monkeypatch):
    builder.check("fraga", None, "ask")
    prepared = builder.prepare()
    from plandialog.plugin.gis import tasks

    def broken(*arguments, **named):
        raise RuntimeError("trasig")

    monkeypatch.setattr(tasks, "assess", broken)
    task = AssessmentTask(prepared, QgsGeometry.fromWkt(PLAN), SWEREF, details("p", "p"), "Prov")
    said = []
    task.broke.connect(said.append)
    assert not wait_for_task(task)
    assert said == ["RuntimeError: trasig"]


def test_the_trace_tells_how_to_do_it_again(builder):
    builder.dataset("mark", "polygon", [HERE], fields={"k": int}).check("andel", "mark", "overlap", where="k IS NULL")
    trace = by_check(assess_wkt(builder.prepare()))["andel"].trace
    assert trace["source"] == "layers/mark.gpkg|layername=mark"
    assert (trace["where"], trace["read"], trace["features"], trace["crs"]) == ("k IS NULL", 1, 1, "EPSG:3006")
