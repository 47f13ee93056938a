"""Writes the tables of keys in ``docs/package-format.md`` from the format that the reader reads with.

Run by ``make schema``. A table stands between two markers, ``<!-- keys: package -->`` and ``<!-- end of keys -->``; all
else in the page is written by hand. ``tests/unit/test_format_reference.py`` holds the page to the code.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Iterator, Mapping

from make_schemas import ROOT, import_plugin

import_plugin()

from plandialog.plugin.core.package import format as package_format  # noqa: E402
from plandialog.plugin.core.package import spec as pieces  # noqa: E402
from plandialog.plugin.core.quantity import EXAMPLES  # noqa: E402

PAGE = ROOT / "docs" / "package-format.md"
_MARKED = re.compile(r"(<!-- keys: (package|perspective) -->\n).*?(<!-- end of keys -->)", re.DOTALL)

#: Texts of a shape of their own, by the code of the fault that another shape is.
_SHAPES = {
    "link-shape": "address",
    "email-shape": "e-mail address",
    "version-shape": "version",
    "crs-shape": "CRS",
    "duration": "days, months or years",
    "color-shape": "colour",
}

#: More words than these are told of in the page itself.
_MOST_WORDS = 9


def page(text: str, measures: Mapping[str, Any]) -> str:
    """The page ``text`` with its tables made anew."""
    specs = {"package": package_format.package_spec(), "perspective": package_format.perspective_spec(measures)}
    return _MARKED.sub(lambda found: f"{found[1]}{_tables(specs[found[2]])}\n{found[3]}", text)


def _tables(root: pieces.Mapped) -> str:
    return "".join(_table(path, mapping) for path, mapping in _mappings("", root))


def _mappings(path: str, mapping: pieces.Mapped) -> Iterator[tuple[str, pieces.Mapped]]:
    """A mapping and those in it, each with where it stands."""
    yield path, mapping
    for name, key in mapping.keys.items():
        inner, suffix = _inner(key)
        if inner is not None:
            yield from _mappings(f"{path}.{name}{suffix}".lstrip("."), inner)


def _inner(piece: pieces.Spec) -> tuple[Any, str]:
    """The mapping that a piece is, or is made of, and ``[]`` where it is a list of them."""
    if isinstance(piece, pieces.Key):
        return _inner(piece.of)
    if isinstance(piece, pieces.Listed):
        return _inner(piece.of)[0], "[]"
    if isinstance(piece, pieces.Either):
        return piece.mapping, ""
    return (piece, "") if isinstance(piece, pieces.Mapped) else (None, "")


def _table(path: str, mapping: pieces.Mapped) -> str:
    lines = [f"\n`{path}`\n"] if path else [""]
    lines += ["| key | type | needed | left out | meaning |", "|---|---|---|---|---|"]
    for name, key in mapping.keys.items():
        needed = "yes" if name in mapping.required else ""
        lines.append(f"| `{name}` | {_kind(key.of)} | {needed} | {key.default} | {_cell(key.meaning)} |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", r"\|")


def _kind(piece: pieces.Spec) -> str:
    """A piece of the format in a few words."""
    if isinstance(piece, pieces.Listed):
        one = _kind(piece.of)
        return f"{one}, or a list" if piece.or_one else f"list of {one}"
    if isinstance(piece, pieces.OneOf):
        return " · ".join(f"`{word}`" for word in piece.words) if len(piece.words) <= _MOST_WORDS else "word, see below"
    if isinstance(piece, pieces.Boolean):
        return " or ".join(f"`{str(value).lower()}`" for value in piece.only)
    if isinstance(piece, pieces.Quantity):
        return f"figure: `{EXAMPLES[piece.dimension].split(',')[0]}`"
    if isinstance(piece, pieces.Either):
        return " · ".join(f"`{word}`" for word in piece.words) + " or keys"
    if isinstance(piece, pieces.Keyed):
        return "texts by id"
    if isinstance(piece, pieces.String):
        return _SHAPES.get(piece.fault, "text")
    if isinstance(piece, pieces.Integer):
        return "whole number"
    return _PLAIN[type(piece)]


_PLAIN = {
    pieces.Id: "id",
    pieces.Date: "date",
    pieces.Texts: "text, `sv` and `en`",
    pieces.Mapped: "keys",
    pieces.Raw: "figure in the unit of the measure",
}


def main() -> None:
    """Write the page."""
    from plandialog.plugin.gis.measures import measure_specs

    PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), measure_specs()), encoding="utf-8")
    print(Path(PAGE).relative_to(ROOT))


if __name__ == "__main__":
    main()
