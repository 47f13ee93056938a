"""The keys of the maps of a summary: which map is meant, in every form that has maps."""

from __future__ import annotations

#: The plan area with everything that was found.
PLAN = "plan"

#: Where in the region the plan area lies.
OVERVIEW = "overview"


def perspective_key(perspective: str) -> str:
    """The map of what the checks of one perspective found."""
    return f"perspective:{perspective}"


def image_key(dataset: str) -> str:
    """The structure image of a dataset with the plan area on it."""
    return f"image:{dataset}"
