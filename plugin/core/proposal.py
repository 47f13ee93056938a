"""A plan area with what the planner has said about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Mapping, Optional

from .messages import Message
from .terms import LAND_USES, STAGES
from .text import LANGUAGES, Text

#: No plan has more.
MOST_DWELLINGS = 9_999_999


@dataclass(frozen=True)
class Proposal:
    """A proposal as it was checked.

    ``geometry`` is the WKT of the repaired plan area in ``crs``, the CRS of the package; ``area`` is its
    planar area there in m². ``inside`` is the share (0–100) within the package's area of validity; only that
    part is checked. ``municipalities`` are named in falling order of the area they hold. ``notes`` say what
    was repaired on the copy and which of the stated values could not be used.
    """

    id: str
    name: str
    geometry: str
    crs: str
    area: float
    inside: float = 100.0
    land_use: Optional[str] = None
    stage: Optional[str] = None
    dwellings: Optional[int] = None
    municipalities: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Details:
    """What the planner has said about a plan area, read by :func:`details`."""

    id: str
    name: str
    land_use: Optional[str] = None
    stage: Optional[str] = None
    dwellings: Optional[int] = None
    notes: tuple[Message, ...] = ()


def details(id: str, name: str, land_use: object = None, stage: object = None, dwellings: object = None) -> Details:
    """The stated values, from the fields of a layer or a form.

    Land use and stage may be given by id or by their Swedish or English term. A value that cannot be used is left
    out and a note says so with the nearest right one: nothing is guessed.
    """
    notes: list[Message] = []
    return Details(
        id=id,
        name=name,
        land_use=_word("proposal-land-use", land_use, LAND_USES, notes),
        stage=_word("proposal-stage", stage, STAGES, notes),
        dwellings=_dwellings(dwellings, notes),
        notes=tuple(notes),
    )


def _word(code: str, value: object, terms: Mapping[str, Text], notes: list[Message]) -> Optional[str]:
    text = "" if value is None else str(value).strip()
    if not text:
        return None
    known = {term.get(language).casefold(): key for key, term in terms.items() for language in LANGUAGES}
    known.update({key: key for key in terms})
    key = known.get(text.casefold())
    if key is None:
        nearest = get_close_matches(text.casefold(), list(known), n=1, cutoff=0.0)
        notes.append(Message(code, {"value": text[:80], "near": known[nearest[0]]}))
    return key


def _dwellings(value: object, notes: list[Message]) -> Optional[int]:
    text = "" if value is None else str(value).strip()
    if not text:
        return None
    if not re.match(r"^[0-9]{1,7}([.]0+)?$", text):
        notes.append(Message("proposal-dwellings", {"value": text[:40]}))
        return None
    return int(float(text))
