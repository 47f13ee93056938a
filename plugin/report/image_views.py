"""What the structure images say of a plan area, in words: one view per picture, free of QGIS."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Optional, Sequence

from ..core.assessment import Assessment, ClassFigure, Finding
from ..core.legend import COLOR_PATTERN
from ..core.outcome import LABELS, Outcome
from ..core.quantity import NBSP, Dimension, format_quantity
from ..core.text import optional
from . import texts

# In place of a colour that is none: an assessment file is not to be trusted.
_NO_COLOR = "#888888"


@dataclass(frozen=True)
class ClassView:
    """One class that a picture shows here. ``color`` is ``#rrggbb``; what was not asked for is empty. The accuracy,
    which belongs to every figure, is that of the :class:`ImageView`.
    """

    id: str
    title: str
    color: str
    share: str
    distance: str
    means: str


@dataclass(frozen=True)
class ImageFinding:
    """A finding that rests on a picture."""

    check: str
    title: str
    outcome: Outcome
    label: str


@dataclass(frozen=True)
class ImageView:
    """One structure image: what it shows in the plan area and around it, and the findings that rest on it.

    ``notes`` is what a reader has to know of all of them.
    """

    dataset: str
    title: str
    accuracy: str
    page: str
    classes: tuple[ClassView, ...]
    findings: tuple[ImageFinding, ...]
    notes: tuple[str, ...]


def image_views(assessment: Assessment, language: str) -> tuple[ImageView, ...]:
    """The structure images behind the findings of ``assessment``, in the order of the package's checks."""
    by_image: dict[str, list[Finding]] = {}
    for finding in assessment.findings:
        if finding.source is not None and finding.source.schematic:
            by_image.setdefault(finding.source.dataset, []).append(finding)
    return tuple(_view(name, findings, language) for name, findings in by_image.items())


def image_view(assessment: Assessment, dataset: str, language: str) -> Optional[ImageView]:
    """The view of one structure image, or None where no check rests on it."""
    return next((view for view in image_views(assessment, language) if view.dataset == dataset), None)


def class_figures(finding: Finding, language: str) -> tuple[str, ...]:
    """Each class of a finding on a structure image with its figure: ``Regional node: about 40 % (10–80 %)``."""
    return tuple(
        texts.filled(
            texts.CLASS_FIGURE.get(language),
            title=each.title.get(language),
            figure=each.measurement.text(language) if each.measurement else texts.CLASS_WITHIN.get(language),
        )
        for each in finding.classes
    )


def _view(name: str, findings: Sequence[Finding], language: str) -> ImageView:
    note = findings[0].source
    relevant = [finding for finding in findings if finding.outcome is not Outcome.NOT_RELEVANT]
    notes = [message.text(language) for finding in relevant for message in finding.notes]
    return ImageView(
        dataset=name,
        title=note.title.get(language),
        accuracy="±" + NBSP + format_quantity(note.accuracy, Dimension.LENGTH, language),
        page=note.page,
        classes=_classes(findings, language),
        findings=tuple(
            ImageFinding(
                finding.check, finding.title.get(language), finding.outcome, LABELS[finding.outcome].get(language)
            )
            for finding in findings
        ),
        notes=tuple(dict.fromkeys(notes)),
    )


def _classes(findings: Sequence[Finding], language: str) -> tuple[ClassView, ...]:
    """Shares and distances of all findings on one picture put together, the largest shares first."""
    shares: dict[str, str] = {}
    distances: dict[str, str] = {}
    known = {}
    for finding in findings:
        for each in finding.classes:
            known.setdefault(each.id, each)
            figures = shares if finding.measure == "class-share" else distances
            figures.setdefault(each.id, _figure(each, language))
    ordered = [*shares, *(name for name in distances if name not in shares)]
    return tuple(
        ClassView(
            id=name,
            title=known[name].title.get(language),
            color=known[name].color if re.fullmatch(COLOR_PATTERN, known[name].color) else _NO_COLOR,
            share=shares.get(name, ""),
            distance=distances.get(name, ""),
            means=optional(known[name].means, language),
        )
        for name in ordered
    )


def _figure(each: ClassFigure, language: str) -> str:
    """The figure for a table that states the accuracy above."""
    if each.measurement is None:
        return texts.CLASS_WITHIN.get(language)
    return each.measurement.text(language, with_accuracy=False)
