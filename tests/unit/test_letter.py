"""The letter to the region's contacts, made from assessments built by hand: no QGIS."""

from __future__ import annotations

import dataclasses
from urllib.parse import unquote, urlsplit

import pytest
from plandialog.plugin.core.assessment import Advice, PackageGap
from plandialog.plugin.core.messages import Message
from plandialog.plugin.core.outcome import Outcome
from plandialog.plugin.core.text import LANGUAGES, Text
from plandialog.plugin.report import texts
from plandialog.plugin.report.letter import (
    LONGEST_MAILTO,
    Letter,
    addresses,
    as_text,
    fits_mailto,
    letter,
    mailto,
)
from plandialog.plugin.report.summary import build_summary, plan_hash
from report_samples import assessment, finding

HOSTILE = '"Kv." <script>alert(1)</script> 🏘️ בית\u202etxt\r\nBcc: alla@example.org\u2028X: y'


def of_every_outcome(**changes):
    """Two units: the second has more to discuss than the first."""
    return assessment(
        *(finding(f"a-{outcome.value}", outcome) for outcome in Outcome),
        *(finding(f"b-{outcome.value}", outcome, "bostad") for outcome in Outcome),
        finding("c-discuss", Outcome.DISCUSS, "bostad"),
        **changes,
    )


def with_emails(made, *emails):
    """An assessment whose first units have these addresses."""
    changed = [
        dataclasses.replace(note, unit=dataclasses.replace(note.unit, email=email))
        for note, email in zip(made.perspectives, emails)
    ]
    return dataclasses.replace(made, perspectives=(*changed, *made.perspectives[len(changed) :]))


def written(*assessments, language="sv", attachments=()):
    return letter([build_summary(each, language) for each in assessments], language, attachments)


def read_url(url):
    """The addresses, subject and body of a URL, as a mail program reads them: a plus sign is one."""
    parts = urlsplit(url)
    assert parts.scheme == "mailto"
    fields = dict(field.split("=") for field in parts.query.split("&") if field)
    to = [unquote(address, errors="strict") for address in parts.path.split(",") if address]
    return to, unquote(fields.get("subject", "")), unquote(fields.get("body", ""))


# whom


def test_it_goes_to_the_units_with_something_to_discuss_those_with_most_first():
    assert written(of_every_outcome()).to == ("u1@example.org", "u0@example.org")
    assert written(assessment(finding("a", Outcome.CLEAR), finding("b", Outcome.DISCUSS, "b"))).to == (
        "u1@example.org",
    )


def test_an_address_stands_once_and_counts_for_all_its_units_and_proposals():
    made = with_emails(
        assessment(*(finding(name, Outcome.DISCUSS, name) for name in "abc")),
        "ensam@example.org",
        "Delad@example.org",
        "delad@example.org",
    )
    assert written(made).to == ("Delad@example.org", "ensam@example.org")
    other = assessment(*(finding(f"d{number}", Outcome.DISCUSS, "d") for number in range(3)))
    assert written(made, with_emails(other, "ensam@example.org")).to == ("ensam@example.org", "Delad@example.org")


@pytest.mark.parametrize(
    "email",
    [
        "",
        "ingen",
        "a@b",
        "a@@example.org",
        "a b@example.org",
        "a@example.org\n",
        "a@example.org\r\nBcc: b@example.org",
        "a@example.org,b@example.org",
        "a@example.org;b@example.org",
        "Anna <a@example.org>",
        "a@example.org?bcc=b@example.org",
        "a@example.org&bcc=b",
        "a%0D%0A@example.org",
        "\u202ea@example.org",
        "a\u2028@example.org",
        "a" * 250 + "@example.org",
    ],
)
def test_what_does_not_look_like_one_address_is_left_out(email):
    made = with_emails(of_every_outcome(), email)
    assert written(made).to == ("u1@example.org",)


@pytest.mark.parametrize("email", ["plan.enhet@orebro.se", "a+b@example.org", "o'hara@x-y.example.org", "a@räv.se"])
def test_an_address_may_have_what_addresses_have(email):
    assert written(with_emails(assessment(finding("a", Outcome.DISCUSS)), email)).to == (email,)


# what


@pytest.mark.parametrize(
    ("language", "topics"),
    [
        (
            "sv",
            "Enheten u1\n1. Kontroll b-discuss\n   Fråga b-discuss?\n2. Kontroll c-discuss\n   Fråga c-discuss?\n\n"
            "Enheten u0\n1. Kontroll a-discuss\n   Fråga a-discuss?\n\n",
        ),
        (
            "en",
            "Unit u1\n1. Check b-discuss\n   Question b-discuss?\n2. Check c-discuss\n   Question c-discuss?\n\n"
            "Unit u0\n1. Check a-discuss\n   Question a-discuss?\n\n",
        ),
    ],
)
def test_the_questions_are_numbered_by_unit(language, topics):
    made = of_every_outcome()
    summary = build_summary(made, language)
    body = letter([summary], language).body
    assert topics in body
    assert summary.lead[0] in body
    assert summary.demo in body
    assert texts.STATEMENT_SHORT.get(language) in body
    assert plan_hash(made) in body
    assert "1.2.3" in body
    assert body.index(summary.demo) < body.index(summary.lead[0])


def test_it_speaks_the_language_of_its_reader():
    swedish, english = (written(of_every_outcome(), language=language) for language in LANGUAGES)
    assert swedish.body.startswith("Hej!\n\nVi arbetar med ett förslag") and "Föreslå gärna en tid" in swedish.body
    assert english.body.startswith("Hello,\n\nWe are working on a proposal") and "suggest a time" in english.body
    assert swedish.subject == "Tidig dialog: Kvarteret"
    assert english.subject == "Early dialogue: Kvarteret"


def test_a_check_without_a_question_is_named():
    advice = Advice(why=Text.same("x"), do=None, whom=None, source=None, question=None)
    body = written(assessment(finding("a", Outcome.DISCUSS, advice=advice))).body
    assert "Enheten u0\n1. Kontroll a\n\n" in body


def test_units_of_the_same_name_are_told_once():
    made = assessment(finding("a", Outcome.DISCUSS, "a"), finding("b", Outcome.DISCUSS, "b"))
    named = tuple(
        dataclasses.replace(note, unit=dataclasses.replace(note.unit, title=Text.same("Samma")))
        for note in made.perspectives
    )
    body = written(dataclasses.replace(made, perspectives=named)).body
    assert body.count("Samma") == 1
    assert body.count("Fråga a?") == body.count("Fråga b?") == 1


def test_what_is_meant_for_a_unit_without_an_address_is_to_be_handed_on():
    told = "Enheten u0\nVi har ingen e-postadress dit."
    assert told not in written(of_every_outcome()).body
    assert told in written(with_emails(of_every_outcome(), "")).body
    # Nobody gets a letter without any address, so that nobody could hand it on.
    assert "e-postadress" not in written(with_emails(of_every_outcome(), "", "")).body


def test_where_there_is_nothing_to_discuss_it_goes_to_nobody_and_says_so():
    made = written(assessment(finding("a", Outcome.CLEAR)))
    assert made.to == ()
    assert "pekar inte ut någon särskild fråga" in made.body
    assert "inget säkert svar" not in made.body


def test_where_nothing_was_checked_it_does_not_say_that_there_is_no_question():
    made = written(assessment(finding("a", Outcome.NOT_CHECKED)))
    assert "Ingen kontroll kunde göras." in made.body
    assert "pekar inte ut" not in made.body
    assert "En kontroll har inget säkert svar. Berätta gärna om ni vet mer.\n- Kontroll a\n\n" in made.body


def test_what_could_not_be_checked_is_counted_and_named_shortly():
    body = written(assessment(*(finding(f"{number}", Outcome.NO_DATA) for number in range(7)))).body
    names = "\n".join(f"- Kontroll {number}" for number in range(5))
    counted = texts.filled(texts.LEAD_GAPS.sv, count="7")
    assert f"{counted} Berätta gärna om ni vet mer.\n{names}\n- 2 till\n\n" in body


def test_a_cancelled_assessment_and_a_package_that_was_not_used_are_told():
    gap = PackageGap("Annat paket", (Message("source-missing", {"file": "x"}),))
    body = written(of_every_outcome(cancelled=True, gaps=(gap,))).body
    assert "avbröts innan alla kontroller var gjorda" in body
    assert texts.LEAD_UNUSED_ONE.sv in body
    alone = written(assessment(finding("a", Outcome.CLEAR), gaps=(gap,))).body
    assert f"\n\n{texts.LEAD_UNUSED_ONE.sv}\n\n" in alone and "om ni vet mer" not in alone


def test_attachments_are_listed_by_file_name():
    made = written(of_every_outcome(), attachments=["/hem/anna/kvarteret.pdf", "karta.png"])
    assert made.attachments == ("kvarteret.pdf", "karta.png")
    assert "Bifogat:\n- kvarteret.pdf\n- karta.png\n" in made.body
    assert "/hem" not in made.body
    assert "Bifogat" not in written(of_every_outcome()).body


# several proposals


def test_several_proposals_have_a_section_each_and_share_the_rest():
    first = of_every_outcome(name="Norr")
    moved = dataclasses.replace(first.proposal, name="Söder", geometry="Polygon ((0 0, 1 0, 1 1, 0 0))")
    second = dataclasses.replace(first, proposal=moved)
    made = written(first, second)
    assert made.subject == "Tidig dialog: Norr och Söder"
    north, south = made.body.index("Förslag 1 av 2: Norr"), made.body.index("Förslag 2 av 2: Söder")
    assert north < made.body.index(plan_hash(first)) < south < made.body.index(plan_hash(second))
    assert made.body.count("Fråga a-discuss?") == 2
    for once in (texts.STATEMENT_SHORT.sv, texts.DEMO.sv, "version 1.2.3", "Föreslå gärna en tid"):
        assert made.body.count(once) == 1
    assert made.to == ("u1@example.org", "u0@example.org")


def test_the_subject_stays_short():
    made = written(*(of_every_outcome(name=name * 200) for name in "abcde"))
    assert made.subject.endswith("… och 2 till")
    assert len(made.subject) < 220


# names that others typed


def test_hostile_names_stay_on_their_line():
    made = written(of_every_outcome(name=HOSTILE))
    assert len(made.subject.splitlines()) == 1
    assert made.subject.startswith('Tidig dialog: "Kv." <script>alert(1)</script> 🏘️ בית')
    assert "\u202e" not in made.subject + made.body
    assert not any(line.startswith(("Bcc:", "X:")) for line in as_text(made).splitlines())


def test_a_header_cannot_be_added_by_a_line_break():
    """Neither by a name nor by what is pasted into a field of the dialog."""
    breaks = "\r\n", "\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x00\n"
    for each in breaks:
        made = Letter(
            (f"a@example.org{each}Bcc: b@example.org",), f"Hej{each}Bcc: c@example.org", "", (f"x{each}Y: z",)
        )
        url = mailto(made)
        assert not any(code in url for code in ("%0D", "%0A", "%00", "%0B", "%C2%85", "%E2%80%A8", "%E2%80%A9"))
        assert url.count("&") == 0 and "," not in url
        assert as_text(made).splitlines()[0] == "Till: a@example.org Bcc: b@example.org"
        assert len(as_text(made).splitlines()) == 4


def test_braces_in_a_name_stay():
    assert "”{count} {x}”" in written(of_every_outcome(name="{count} {x}")).body


# handing it on


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["Kvarteret", HOSTILE, "100 % & a+b = c? #1"])
def test_a_url_holds_the_whole_letter(language, name):
    made = written(of_every_outcome(name=name), language=language)
    url = mailto(made)
    assert url.isascii() and "+" not in url and " " not in url
    to, subject, body = read_url(url)
    assert tuple(to) == made.to
    assert subject == made.subject
    assert body == made.body.replace("\n", "\r\n")


def test_every_line_break_of_the_body_becomes_a_whole_one():
    assert mailto(Letter((), "", "a\nb\r\nc\rd", ())) == "mailto:?body=a%0D%0Ab%0D%0Ac%0D%0Ad"


def test_what_is_empty_is_left_out_of_a_url():
    assert mailto(Letter((), "", "", ())) == "mailto:"
    assert mailto(Letter(("a@example.org", "b@example.org"), "Hej du", "", ())) == (
        "mailto:a@example.org,b@example.org?subject=Hej%20du"
    )


def test_half_a_pair_does_no_harm():
    assert mailto(Letter((), "", "\ud83d", ())) == "mailto:?body=%3F"


def test_a_letter_fits_up_to_the_length_that_windows_hands_on():
    empty = len(mailto(Letter((), "", "x", ()))) - 1
    assert fits_mailto(Letter((), "", "x" * (LONGEST_MAILTO - empty), ()))
    assert not fits_mailto(Letter((), "", "x" * (LONGEST_MAILTO - empty + 1), ()))
    # What counts is the length of the URL: such a letter becomes six characters.
    assert not fits_mailto(Letter((), "", "å" * (LONGEST_MAILTO // 5), ()))


def test_the_plain_text_has_headings_and_a_blank_line():
    made = Letter(("a@example.org", "b@example.org"), "Hej", "Text\n", ("x.pdf", "y.png"))
    assert as_text(made) == "Till: a@example.org, b@example.org\nÄmne: Hej\nBilagor: x.pdf, y.png\n\nText\n"
    assert as_text(made, "en").startswith(
        "To: a@example.org, b@example.org\nSubject: Hej\nAttachments: x.pdf, y.png\n\n"
    )
    assert as_text(Letter((), "Hej", "Text\n", ())) == "Ämne: Hej\n\nText\n"


def test_typed_addresses_are_parted_by_commas_and_semicolons():
    assert addresses(" a@example.org;b@example.org , ,c@example.org ") == (
        "a@example.org",
        "b@example.org",
        "c@example.org",
    )
    assert addresses("a@example.org\r\nb@example.org") == ("a@example.org", "b@example.org")
    assert addresses("  ") == ()
