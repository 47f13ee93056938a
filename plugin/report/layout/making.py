"""Assessments as print layouts for the user's own project."""

from __future__ import annotations

from pathlib import Path
from typing import Sequence

from ...core.assessment import Assessment
from ...core.package.model import Package
from ..cartography import scenes_of
from ..document import Part, document, in_document
from ..forms import WriteError, WriteOptions
from ..summary import build_summary
from .handover import Handover, handover_of
from .template import TemplateError


def layouts_of(
    assessments: Sequence[Assessment], package: Package, language: str, file: Path, options: WriteOptions
) -> Handover:
    """A layout per proposal, and a first one that compares them where there are several, in any thread.

    ``file`` is where the layers of their maps are kept.

    Raises :class:`~..forms.WriteError` with a text in ``language`` and :class:`~..forms.WriteCancelled`.
    """
    maps = [scenes_of(package, assessment, language, options.length) for assessment in assessments]
    options.check()
    parts = [
        Part(build_summary(assessment, language), made.scenes, made.fault)
        for assessment, made in zip(assessments, maps)
    ]
    made = document(parts, language, options.length)

    def on_the_way(part: float) -> None:
        options.check()
        options.progress(part)

    try:
        return handover_of(made, in_document([each.scenes for each in maps]), file, options.template, on_the_way)
    except TemplateError as error:
        raise WriteError(error.message.text(language)) from error
