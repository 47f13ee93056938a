"""What the user has chosen for summaries in this profile, without a window to choose it in."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from ..gis.profile import kept


def template_of_profile() -> Optional[Path]:
    """The layout template that PDFs are set in; None for the one that is shipped."""
    chosen = kept("template", "")
    return Path(chosen) if chosen else None
