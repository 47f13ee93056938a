"""Several proposals side by side, before each of them is told of: the same tables in every written form."""

from __future__ import annotations

from typing import Iterator, Sequence

from ..core.outcome import NOT_CARRIED_OUT, Outcome
from . import texts
from .blocks import Block, Cell, Column, Heading, Paragraph, Table
from .views import Summary

# Proposals beside each other in one table; more are put into further tables.
_MOST_ACROSS = 10


def comparison_blocks(summaries: Sequence[Summary], language: str) -> Iterator[Block]:
    """How the proposals compare: first in figures, then perspective by perspective."""
    t = texts.in_language(language)
    yield Heading(2, t["COMPARISON"])
    yield Paragraph(t["COMPARISON_LEAD"])
    yield _figures(summaries, t)
    for start in range(0, len(summaries), _MOST_ACROSS):
        yield _by_perspective(summaries, range(start, min(start + _MOST_ACROSS, len(summaries))), t)


def _figures(summaries: Sequence[Summary], t: dict[str, str]) -> Table:
    columns = (
        Column(t["NUMBER"], 5, numeric=True),
        Column(t["PROPOSAL"], 25),
        Column(t["LAND_USE"], 16),
        Column(t["AREA"], 11, numeric=True),
        Column(t["CARRIED"], 13, numeric=True),
        Column(t["TO_DISCUSS"], 10, numeric=True),
        Column(t["TO_CONSIDER"], 10, numeric=True),
        Column(t["SUPPORTING"], 10, numeric=True),
        Column(t["WITHOUT_ANSWER"], 10, numeric=True),
    )
    rows = []
    for number, summary in enumerate(summaries, 1):
        facts = dict(summary.facts)
        count = {each.outcome: each.count for each in summary.tally.counts}
        without = sum(count[outcome] for outcome in NOT_CARRIED_OUT)
        carried = texts.filled(t["OF"], count=str(summary.tally.carried_out), total=str(summary.tally.total))
        figures = (count[Outcome.DISCUSS], count[Outcome.CONSIDER], count[Outcome.SUPPORTS], without)
        rows.append(
            (
                Cell(str(number)),
                Cell(summary.name, strong=True),
                Cell(facts[t["LAND_USE"]]),
                Cell(facts[t["AREA"]]),
                Cell(carried),
                *(Cell(str(figure)) for figure in figures),
            )
        )
    return Table(t["COMPARISON_CAPTION"], columns, tuple(rows))


def _by_perspective(summaries: Sequence[Summary], numbers: range, t: dict[str, str]) -> Table:
    """What each perspective has to discuss, and what is without an answer, for the proposals ``numbers``."""
    titles: dict[str, str] = {}
    for summary in summaries:
        for perspective in summary.perspectives:
            titles.setdefault(perspective.id, perspective.title)
    columns = [Column(t["PERSPECTIVE"], 24)]
    columns += [Column(str(number + 1), 7, numeric=True) for number in numbers]
    rows = []
    for identifier, title in titles.items():
        cells = [Cell(title, strong=True)]
        for number in numbers:
            found = next((each for each in summaries[number].perspectives if each.id == identifier), None)
            if found is None:
                cells.append(Cell(t["NONE"]))
                continue
            count = {each.outcome: each.count for each in found.tally.counts}
            without = sum(count[outcome] for outcome in NOT_CARRIED_OUT)
            cells.append(Cell(f"{count[Outcome.DISCUSS]} ({without})" if without else str(count[Outcome.DISCUSS])))
        rows.append(tuple(cells))
    return Table(t["COMPARISON_PERSPECTIVES"], tuple(columns), tuple(rows))
