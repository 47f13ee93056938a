"""What the structure images say of a plan area, in words: from assessments built by hand, without QGIS."""

from __future__ import annotations

import dataclasses
import re

import pytest
from plandialog.plugin.core.assessment import ClassFigure, Hit, from_json, to_json
from plandialog.plugin.core.measurement import Certainty, Coverage, Evidence, Measurement
from plandialog.plugin.core.messages import Message
from plandialog.plugin.core.outcome import LABELS, Outcome
from plandialog.plugin.core.quantity import Dimension
from plandialog.plugin.core.text import LANGUAGES, Text
from plandialog.plugin.report.html import render_html
from plandialog.plugin.report.image_views import class_figures, image_view, image_views
from plandialog.plugin.report.pictures import LegendEntry, MapPicture, Maps
from plandialog.plugin.report.summary import build_summary, finding_as_text
from report_samples import assessment, finding, source

SCHEMATIC = Message("image-schematic", {"accuracy": 600.0})
NODE, CORRIDOR = Text("Regional nod", "Regional node"), Text("Stråk", "Corridor")
MEANS = Text("Här kan orter växa", "Towns may grow here")


def share(value, low, high):
    return Measurement(Dimension.SHARE, value, low, high, Certainty.YES, schematic=600.0)


def length(value, low, high, **changes):
    return Measurement(Dimension.LENGTH, value, low, high, Certainty.YES, schematic=600.0, **changes)


def image_source(**changes):
    return source(**{"dataset": "bild", "title": Text("Ortsstruktur", "Settlement structure"), "accuracy": 600.0,
                     "schematic": True, "page": "s. 12", **changes})  # fmt: skip


def of_share(check="andel", outcome=Outcome.DISCUSS, classes=None, **changes):
    figures = (
        ClassFigure("nod", NODE, "#c0392b", share(37.0, 10.0, 80.0), MEANS),
        ClassFigure("strak", CORRIDOR, "#2980b9", share(12.0, 0.0, 55.0)),
    )
    made = {
        "measure": "class-share",
        "source": image_source(),
        "measurement": share(37.0, 10.0, 80.0),
        "area": None,
        "classes": figures if classes is None else classes,
        "hits": (Hit("nod", "", "Polygon ((0 0, 1 0, 1 1, 0 0))", True, NODE),),
        "hit_count": 1,
        "coverage": Coverage(Evidence.IMAGE, 100.0, complete=True),
        "notes": (SCHEMATIC,),
    }
    return finding(check, outcome, **{**made, **changes})


def of_distance(check="nara", outcome=Outcome.CONSIDER, **changes):
    figures = (ClassFigure("nod", NODE, "#c0392b", length(0.0, 0.0, 614.0)),
               ClassFigure("hamn", Text("Hamn", "Harbour"), "#123456", length(4200.0, 3586.0, 4814.0)))  # fmt: skip
    made = {"measure": "class-near", "measurement": length(0.0, 0.0, 614.0), "classes": figures}
    return of_share(check, outcome, **{**made, **changes})


def asked(check="fragan"):
    """A plan area smaller than the accuracy of the picture."""
    notes = (
        Message("image-below-accuracy", {"size": 280.0, "accuracy": 600.0}),
        Message("image-cannot-tell"),
        SCHEMATIC,
    )
    classes = (ClassFigure("nod", NODE, "#c0392b", None, MEANS),)
    return of_share(check, Outcome.QUESTION, measurement=None, says=None, classes=classes, notes=notes)


def test_an_image_is_one_view_with_the_findings_that_rest_on_it():
    made = assessment(of_share(), finding("annat", Outcome.DISCUSS), of_distance())
    (view,) = image_views(made, "sv")
    assert (view.dataset, view.title, view.page) == ("bild", "Ortsstruktur", "s. 12")
    assert view.accuracy == "±\N{NO-BREAK SPACE}600\N{NO-BREAK SPACE}m"
    assert [(each.check, each.title, each.outcome, each.label) for each in view.findings] == [
        ("andel", "Kontroll andel", Outcome.DISCUSS, LABELS[Outcome.DISCUSS].sv),
        ("nara", "Kontroll nara", Outcome.CONSIDER, LABELS[Outcome.CONSIDER].sv),
    ]
    assert image_view(made, "bild", "sv") == view
    assert image_view(made, "underlag", "sv") is None and image_view(made, "okand", "sv") is None


def test_images_come_in_the_order_of_the_checks():
    other = image_source(dataset="annan", title=Text("Grönstruktur", "Green structure"))
    made = assessment(of_share("a", source=other), of_share("b"), of_share("c", source=other))
    assert [view.dataset for view in image_views(made, "sv")] == ["annan", "bild"]


def test_without_structure_images_there_is_no_view():
    assert image_views(assessment(finding("a", Outcome.DISCUSS), finding("b", Outcome.QUESTION)), "sv") == ()


def test_shares_and_distances_of_a_class_stand_side_by_side():
    (view,) = image_views(assessment(of_share(), of_distance()), "en")
    rows = [(each.title, each.share.replace("\xa0", " "), each.distance.replace("\xa0", " ")) for each in view.classes]
    assert rows == [
        ("Regional node", "about 37 % (10–80 %)", "about 0 m (0–610 m)"),
        ("Corridor", "about 12 % (0–55 %)", ""),
        ("Harbour", "", "about 4.2 km (3.6–4.8 km)"),
    ]
    assert [each.color for each in view.classes] == ["#c0392b", "#2980b9", "#123456"]
    assert [each.means for each in view.classes] == ["Towns may grow here", "", ""]


def test_the_first_check_speaks_for_a_class():
    again = (ClassFigure("nod", NODE, "#c0392b", share(1.0, 0.0, 2.0)),)
    (view,) = image_views(assessment(of_share("a"), of_share("b", classes=again)), "sv")
    assert [each.share[:12] for each in view.classes if each.title == NODE.sv] == ["omkring\xa037\xa0%"]


def test_where_the_picture_cannot_tell_there_is_no_figure():
    (view,) = image_views(assessment(asked()), "sv")
    assert [(each.title, each.share) for each in view.classes] == [("Regional nod", "nära eller inom")]
    assert class_figures(asked(), "en") == ("Regional node: near or within",)
    assert any("mindre" in note for note in view.notes)


def test_each_note_is_said_once_and_none_of_a_check_that_was_ruled_out():
    ruled_out = of_share("b", Outcome.NOT_RELEVANT, measurement=None, classes=(), notes=(
        Message("when-land-use", {"wanted": "bostader", "actual": "logistik"}),
    ))  # fmt: skip
    (view,) = image_views(assessment(of_share("a"), ruled_out, of_distance()), "sv")
    assert view.notes == (SCHEMATIC.text("sv"),)
    assert [each.check for each in view.findings] == ["a", "b", "nara"]


def test_an_image_that_could_not_be_read_says_why():
    broken = of_share(outcome=Outcome.NOT_CHECKED, measurement=None, says=None, classes=(), hits=(), hit_count=0,
                      coverage=None, notes=(Message("image-no-position", {"file": "images/a.pdf"}),))  # fmt: skip
    (view,) = image_views(assessment(broken), "en")
    assert view.classes == () and "images/a.pdf" in view.notes[0]


@pytest.mark.parametrize(
    "color",
    ["", "red", "#12345", "#1234567", "#12345g", 'url(javascript:alert("1"))', '"><script>', "#c0392b;x", "#c0392b\n"],
)
def test_what_is_no_colour_is_grey(color):
    classes = (ClassFigure("nod", NODE, color, share(37.0, 10.0, 80.0)),)
    (view,) = image_views(assessment(of_share(classes=classes)), "sv")
    assert view.classes[0].color == "#888888"


# everything that is made of it


BARE = re.compile(r"(?<![\d,.–(])\b(?:37|12)\b[\s\xa0]*%")


def bare_figures(text):
    """Shares that stand without a word or a sign of their uncertainty before them."""
    return [
        text[max(0, found.start() - 20) : found.end()]
        for found in BARE.finditer(text)
        if not re.search(r"(omkring|about|≈)[\s\xa0]*$", text[: found.start()])
    ]


def test_a_bare_share_is_seen():
    assert (
        bare_figures("hela 37 % av") and bare_figures("12\xa0%") and not bare_figures("omkring\xa037\xa0% (10–80\xa0%)")
    )


def with_texts():
    measured = share(37.0, 10.0, 80.0)
    says = Text(f"{measured.text('sv')} inom nod", f"{measured.text('en')} within node")
    return assessment(of_share(says=says), of_distance(), asked())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_form_of_a_summary_gives_a_bare_share(language):
    made = with_texts()
    summary = build_summary(made, language)
    for view in (*summary.discuss, *summary.questions, *(each for p in summary.perspectives for each in p.findings)):
        assert bare_figures(" ".join([view.figure, view.says, *view.classes, *view.notes])) == []
    for each in made.findings:
        assert bare_figures(finding_as_text(made, each.check, language)) == []
        assert bare_figures(each.figure(language)) == bare_figures(each.figure(language, short=True)) == []
    assert bare_figures(render_html([made], language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_finding_lists_the_classes_with_the_accuracy(language):
    text = finding_as_text(with_texts(), "andel", language)
    assert {"sv": "Regional nod: omkring", "en": "Regional node: about"}[language] in text
    assert "600\N{NO-BREAK SPACE}m" in text
    assert {"sv": "Stråk", "en": "Corridor"}[language] in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary_without_maps_still_lists_what_the_images_say(language):
    page = render_html([with_texts()], language)
    title = {"sv": "Strukturbilder", "en": "Structure images"}[language]
    assert f'href="#p1-images">{title}</a>' in page and f'id="p1-images">{title}</h2>' in page
    section = page[page.index('aria-labelledby="p1-images"') :].split("</section>", 1)[0]
    for words in (NODE, CORRIDOR, MEANS, Text("Ortsstruktur", "Settlement structure")):
        assert words.get(language) in section
    assert section.count("<tr") == 4  # a head, two classes with a share and one with a distance
    assert 'href="#p1-c-andel"' in section and 'href="#p1-c-nara"' in section
    assert 'fill="#c0392b"' in section and "s. 12" in section and "<img" not in section
    assert {"sv": "kunde inte visas", "en": "could not be shown"}[language] not in section


def picture(**changes):
    made = {"image": "data:image/jpeg;base64,QUJD", "width": 460, "height": 400, "extent": (0.0, 0.0, 46e3, 4e4),
            "metres_per_pixel": 100.0, "alt": "Ortsstruktur runt planområdet", "bar": 0.2, "bar_label": "10 km",
            "legend": (LegendEntry(("data:image/png;base64,QQ==",), "Regional nod"),),
            "source": "Regionen."}  # fmt: skip
    return MapPicture(**{**made, **changes})


def test_an_image_is_shown_with_its_alternative_text_and_its_legend():
    maps = Maps({"plan": picture(alt="Karta"), "image:bild": picture()})
    section = render_html([with_texts()], "sv", [maps]).split('aria-labelledby="p1-images"')[1].split("</section>")[0]
    assert 'src="data:image/jpeg;base64,QUJD"' in section and 'alt="Ortsstruktur runt planområdet"' in section
    assert "Regional nod" in section and "10 km" in section


def test_an_image_that_could_not_be_drawn_beside_maps_that_were_is_told():
    maps = Maps({"plan": picture(alt="Karta")})
    section = render_html([with_texts()], "sv", [maps]).split('aria-labelledby="p1-images"')[1].split("</section>")[0]
    assert "Bilden kunde inte visas." in section


def test_without_structure_images_there_is_no_section():
    page = render_html([assessment(finding("a", Outcome.DISCUSS))], "sv")
    assert "p1-images" not in page


HOSTILE = '"><script>alert(1)</script>{{ 7 * 7 }}{page}'


def test_whatever_an_assessment_file_holds_is_shown_as_text():
    text = Text.same(HOSTILE)
    classes = (ClassFigure(HOSTILE, text, HOSTILE, share(37.0, 10.0, 80.0), text),)
    hits = (Hit(HOSTILE, HOSTILE, "Polygon ((0 0, 1 0, 1 1, 0 0))", True, text),)
    told = image_source(dataset=HOSTILE, title=text, page=HOSTILE, producer=text)
    (made,) = from_json(to_json((assessment(of_share(classes=classes, hits=hits, source=told)),)))
    for maps in (
        None,
        [Maps({"plan": picture(), f"image:{HOSTILE}": picture(alt=HOSTILE, source=HOSTILE, bar_label=HOSTILE)})],
    ):
        page = render_html([made], "sv", maps)
        assert "<script" not in page and "&lt;script" in page
        assert "{{ 7 * 7 }}" in page and "49" not in re.findall(r"alert\(1\)[^7]{0,20}(49)", page)
        assert 'fill="#888888"' in page


def test_an_assessment_with_images_comes_back_from_its_file_as_it_was():
    made = with_texts()
    assert from_json(to_json((made,))) == (made,)


def test_an_older_assessment_file_without_images_is_still_read():
    """The keys of structure images are younger than the format."""
    import json

    document = json.loads(to_json((assessment(finding("a", Outcome.DISCUSS)),)))
    (each,) = document["assessments"]
    for told in each["findings"]:
        del told["classes"]
        for key in ("schematic", "page"):
            del told["source"][key]
        del told["measurement"]["schematic"]
    (read,) = from_json(json.dumps(document))
    assert read == assessment(finding("a", Outcome.DISCUSS))


def test_a_view_does_not_depend_on_the_order_of_the_findings_of_another_image():
    made = with_texts()
    turned = dataclasses.replace(made, findings=tuple(reversed(made.findings)))
    classes = {each.title: (each.share, each.distance) for each in image_views(turned, "sv")[0].classes}
    assert set(classes) == {each.title for each in image_views(made, "sv")[0].classes}
