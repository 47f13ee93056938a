"""The session: drafts, remarks, and a form that is read back without loss or refused in words."""

from __future__ import annotations

import json

import pytest
from plandialog.plugin.core.remarks import Remark, RemarkKind
from plandialog.plugin.core.session import (
    Draft,
    Origin,
    PackageReference,
    Session,
    SessionError,
    from_json,
    to_json,
)

SQUARE = "POLYGON((0 0,1 0,1 1,0 0))"
HANDLED = Remark("avstand", RemarkKind.HANDLED, "Löst i förstudien", "2026-11-24T10:00:00+01:00")


def draft(identifier: str, **changes) -> Draft:
    return Draft(
        **{"id": identifier, "name": f"Förslag {identifier}", "geometry": SQUARE, "crs": "EPSG:3006", **changes}
    )


def test_a_session_is_read_back_without_loss():
    full = draft(
        "1",
        land_use="bostader",
        stage="samrad",
        dwellings=12,
        unsaved=True,
        origin=Origin("lager_1", 7, "Planområden"),
        remarks=(HANDLED,),
    )
    also = (PackageReference("nationella-underlag", "1.0"), PackageReference("", "", "/borta/paket.zip"))
    session = Session(PackageReference("orebro-demo", "0.1.0", "C:\\paket\\å"), (full, draft("2")), "2", also)
    assert from_json(to_json(session)) == session


def test_a_session_from_before_there_were_further_packages_is_read():
    document = json.loads(to_json(Session(PackageReference("orebro-demo", "0.1.0"))))
    del document["session"]["also"]
    assert from_json(json.dumps(document)).also == ()


def test_a_blank_session_is_read_back_and_is_blank():
    assert from_json(to_json(Session())).is_blank


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "session-broken"),
        ("[]", "session-broken"),
        ("{", "session-broken"),
        ('{"format": "annat", "version": 1}', "session-broken"),
        ('{"format": "plandialog-session"}', "session-broken"),
        ('{"format": "plandialog-session", "version": 1}', "session-broken"),
        ('{"format": "plandialog-session", "version": 1, "session": {"okänd": 1}}', "session-broken"),
        ('{"format": "plandialog-session", "version": 2, "session": {}}', "session-newer"),
        ("[" * 100_000, "session-broken"),
        ("1" * 10_000, "session-broken"),
    ],
)
def test_what_is_no_session_is_refused_in_words(text, code):
    with pytest.raises(SessionError) as error:
        from_json(text)
    assert error.value.message.code == code
    assert "?" not in error.value.message.text("sv")


def test_a_draft_is_changed_in_its_place():
    session = Session(drafts=(draft("1"), draft("2")), current="1")
    changed = session.with_draft(draft("1", name="Annat"))
    assert [each.name for each in changed.drafts] == ["Annat", "Förslag 2"]


@pytest.mark.parametrize(("gone", "left"), [("1", "2"), ("2", "3"), ("3", "2")])
def test_the_neighbour_of_a_removed_draft_becomes_current(gone, left):
    session = Session(drafts=(draft("1"), draft("2"), draft("3")), current=gone)
    assert session.without_draft(gone).current == left


def test_the_last_draft_removed_leaves_nothing_current():
    assert Session(drafts=(draft("1"),), current="1").without_draft("1") == Session()


def test_removing_a_draft_that_is_not_there_changes_nothing():
    session = Session(drafts=(draft("1"),), current="1")
    assert session.without_draft("7") is session


def test_a_free_id_is_never_one_that_is_taken():
    session = Session(drafts=(draft("1"), draft("3")))
    assert session.fresh_id() == "2"
    assert session.with_draft(draft("2")).fresh_id() == "4"


def test_a_remark_takes_the_place_of_the_one_before_and_a_blank_one_takes_it_away():
    session = Session(drafts=(draft("1", remarks=(HANDLED,)),))
    other = Remark("avstand", RemarkKind.INACCURATE, "Fel linje", "2026-11-24T11:00:00+01:00")
    assert session.with_remark("1", other).drafts[0].remarks == (other,)
    blank = Remark("avstand", RemarkKind.INACCURATE, "  ", "2026-11-24T11:00:00+01:00")
    assert session.with_remark("1", blank).drafts[0].remarks == ()
    assert session.with_remark("9", other) == session


def test_the_format_is_stated():
    document = json.loads(to_json(Session()))
    assert (document["format"], document["version"]) == ("plandialog-session", 1)


def test_half_a_character_is_read_as_one_that_is_missing():
    text = to_json(Session(drafts=(draft("1", name="XX"),))).replace("XX", "\\ud83c hus \\ud83c\\udfe0")
    assert from_json(text).drafts[0].name == "\ufffd hus 🏠"


@pytest.mark.parametrize("dwellings", [-1, 10_000_000, 10**30])
def test_a_number_of_dwellings_that_no_plan_has_is_refused(dwellings):
    with pytest.raises(SessionError) as error:
        from_json(to_json(Session(drafts=(draft("1", dwellings=dwellings),))))
    assert error.value.message.code == "session-broken" and "dwellings" in error.value.message.text("en")
