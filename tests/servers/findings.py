"""What a reader sees of a finding, whatever it came from."""

from __future__ import annotations

from typing import Any


def seen(finding: Any) -> tuple[object, ...]:
    """What a reader of a finding sees, figures as they are written."""
    covered = finding.coverage
    return (
        finding.check,
        finding.outcome,
        finding.figure("sv"),
        finding.says,
        tuple(note.text("sv") for note in finding.notes),
        finding.hit_count,
        sorted((hit.name, hit.certain) for hit in finding.hits),
        covered and (covered.evidence, covered.complete, covered.share and round(covered.share, 6)),
    )
