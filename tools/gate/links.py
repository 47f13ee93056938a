"""Links in the documents of a plugin: none leads to a file that is not packed, or to a heading that is not there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Iterator
from urllib.parse import unquote

from .finding import Finding

# [text](target) and ![text](target), and [text]: target on a line of its own.
_LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)>\s]+)|^\[[^\]]+\]:\s*<?(\S+?)>?\s*$", re.MULTILINE)
_CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+\s+(.*?)\s*#*$", re.MULTILINE)


def links(folder: Path) -> list[Finding]:
    """Every link of a Markdown file in ``folder`` that leads nowhere."""
    return [found for path in sorted(folder.rglob("*.md")) for found in _links_of(path, folder)]


def _links_of(path: Path, folder: Path) -> Iterator[Finding]:
    # What is code is blanked out; the lines stay.
    text = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), path.read_text(encoding="utf-8"))
    file = path.relative_to(folder).as_posix()
    for match in _LINK.finditer(text):
        link = match.group(1) or match.group(2)
        if re.match(r"[a-z][a-z0-9+.-]*:", link):
            continue
        line = text.count("\n", 0, match.start()) + 1
        name, _, anchor = unquote(link).partition("#")
        target = (path.parent / name).resolve() if name else path
        if not target.is_relative_to(folder.resolve()) or not target.exists():
            yield Finding(file, line, "link", f"{link} is not packed")
        elif anchor and target.suffix == ".md" and anchor not in _anchors(target):
            yield Finding(file, line, "link", f"{link}: there is no such heading")


def _anchors(path: Path) -> set[str]:
    """The headings of a document as anchors, in the way of GitHub."""
    text = _CODE.sub(lambda match: "" if match.group().startswith("```") else match.group(), path.read_text("utf-8"))
    headings = (heading.lower().replace("`", "") for heading in _HEADING.findall(text))
    return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in headings}
