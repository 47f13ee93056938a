"""Assessments as print layouts for the user's own project."""

from __future__ import annotations

from pathlib import Path
from typing import Sequence

from ...core.assessment import Assessment
from ...core.package.model import Package
from ..forms import document_with_scenes
from ..writing import WriteOptions, told_by_name
from .handover import Handover, handover_of


def layouts_of(
    assessments: Sequence[Assessment], package: Package, language: str, file: Path, options: WriteOptions
) -> Handover:
    """A layout per proposal, and a first one that compares them where there are several, in any thread.

    ``file`` is where the layers of their maps are kept.

    Raises :class:`~..writing.WriteError` with a text in ``language`` and :class:`~..writing.WriteCancelled`.
    """
    with told_by_name(file, language):
        document, scenes = document_with_scenes(assessments, language, package, options)
        return handover_of(document, scenes, file, options.template, options.step)
