"""Putting a finding into words: why it matters → what to do → whom to ask → source."""

from __future__ import annotations

import datetime
from typing import Optional, Sequence

from .assessment import Advice, SourceNote, UnitNote
from .bands import Band
from .measurement import Measurement
from .package.model import Check, Dataset, Unit
from .quantity import Dimension, format_quantity
from .text import LANGUAGES, Text, listing

#: Features named in a text; more are counted.
MOST_NAMES = 3


def advice(check: Check, unit: Unit, dataset: Optional[Dataset], band: Optional[Band]) -> Advice:
    """The complete guidance of a check. The band's own advice on what to do goes before the check's."""
    guidance = check.guidance
    do = check.texts[band.do] if band is not None and band.do else guidance.do
    return Advice(guidance.why, do, guidance.whom or _whom(unit), _source(guidance.source, dataset), guidance.question)


def band_text(
    check: Check, band: Optional[Band], measurement: Measurement, names: Sequence[Text], reach: float
) -> Optional[Text]:
    """What the band says here, with the figure, the names of what was hit and the reach (m) filled in."""
    if band is None or not band.say:
        return None
    return check.texts[band.say].fill(
        value=measurement.as_text(),
        names=_names(names),
        reach=Text(*(format_quantity(reach, Dimension.LENGTH, language) for language in LANGUAGES)),
    )


def source_note(dataset: Dataset, today: datetime.date) -> SourceNote:
    """The dataset as a reader needs it; stale where its review was due before ``today``."""
    due = dataset.review_due()
    return SourceNote(
        dataset=dataset.id,
        title=dataset.title,
        producer=dataset.producer,
        licence=dataset.licence,
        issued=dataset.issued,
        review_due=due,
        stale=due is not None and due < today,
        accuracy=dataset.accuracy,
        link=dataset.link,
        schematic=dataset.image is not None,
        page=dataset.image.page if dataset.image else "",
    )


def unit_note(unit: Unit) -> UnitNote:
    """The unit as it is kept in an assessment."""
    return UnitNote(unit.id, unit.title, unit.email, unit.phone)


def _whom(unit: Unit) -> Text:
    contact = ", ".join(part for part in (unit.email, unit.phone) if part)
    suffix = f" ({contact})" if contact else ""
    return Text(unit.title.sv + suffix, unit.title.en + suffix)


def _source(extra: Optional[Text], dataset: Optional[Dataset]) -> Text:
    if dataset is None:
        return extra or Text("Planerarens eget svar", "The planner’s own answer")
    parts = []
    for language in LANGUAGES:
        about = f"{dataset.title.get(language)}. {dataset.producer.get(language)}, {dataset.issued.isoformat()}."
        parts.append(f"{about} {extra.get(language)}" if extra else about)
    return Text(*parts)


def _names(names: Sequence[Text]) -> Text:
    """At most three names; the rest as a count."""
    unique = list(dict.fromkeys(name for name in names if name.sv))
    shown, rest = unique[:MOST_NAMES], len(unique) - MOST_NAMES
    more = [Text(f"{rest} till", f"{rest} more")] if rest > 0 else []
    return Text(*(listing([name.get(language) for name in (*shown, *more)], language) for language in LANGUAGES))
