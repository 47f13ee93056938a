"""The templates of pages and of the dock's rich text, compiled once: that takes longer than filling them in."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ..about import RESOURCES

if TYPE_CHECKING:
    from jinja2 import Environment, Template


def template(name: str, strict: bool = False) -> Template:
    """The template in the file ``name``. A ``strict`` one may use nothing that it is not given."""
    return _environment(strict).get_template(name)


@lru_cache(maxsize=2)
def _environment(strict: bool) -> Environment:
    # Imported only when a page is made: it takes 35 ms, most of what the whole plugin may add to the start of QGIS.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, Undefined

    return Environment(
        loader=FileSystemLoader(str(RESOURCES / "templates")),
        autoescape=True,
        undefined=StrictUndefined if strict else Undefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
