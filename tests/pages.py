"""The pages of the guidance summary in a real browser: axe-core on them, 320 pixels wide, by keyboard and in print.

Chromium is Debian's own; Playwright drives it and axe-core comes with a Python package, so nothing is downloaded.
"""

from __future__ import annotations

import re
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Iterator, Optional

CHROMIUM = "chromium"

#: CSS pixels: 400 % zoom of a window 1280 wide, and what A4 has within its margins.
NARROW, PAPER = 320, 680
_WINDOW = {"width": 1280, "height": 900}

# Rules about colours are judged once for each style, see _NEW_STYLES. Those about places take as long as all others.
_COLORS = ("color-contrast", "link-in-text-block")
_PLACES = ("target-size", "region")

_RULES = """
async (leftOut) => {
  document.querySelectorAll('details').forEach(each => { each.open = true; });
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const rules = Object.fromEntries(leftOut.map(rule => [rule, {enabled: false}]));
  const found = await axe.run(document, {runOnly: tags, rules, resultTypes: ['violations']});
  return found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 200)}`));
}
"""

# The contrast of every text takes axe five seconds a page. Texts with the same tags and classes all the way up look the
# same, so the first of each that is shown is enough. What axe cannot judge is a fault too, but for texts in drawings:
# those are dark on white.
_NEW_STYLES = """
async (rules) => {
  window.judged ??= new Set();
  const fresh = [];
  for (const element of document.querySelectorAll('body *')) {
    if (![...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim())) continue;
    const way = [];
    for (let at = element; at; at = at.parentElement) way.push(`${at.tagName}.${at.getAttribute('class') ?? ''}`);
    if (!judged.has(way.join())) fresh.push(element);
    judged.add(way.join());
  }
  if (!fresh.length) return [];
  const options = {runOnly: {type: 'rule', values: rules}, resultTypes: ['violations', 'incomplete']};
  const found = await axe.run({include: fresh}, options);
  return [...found.violations, ...found.incomplete].flatMap(rule => rule.nodes
    .filter(node => !node.html.startsWith('<text'))
    .map(node => `${rule.id}: ${node.html.slice(0, 200)} ${node.failureSummary}`));
}
"""

_TOO_WIDE = """
() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  return [...document.querySelectorAll('body *')]
    .filter(each => each.scrollWidth > each.clientWidth || each.getBoundingClientRect().right > root.clientWidth)
    .map(each => each.outerHTML.slice(0, 120));
}
"""

_FOCUS = """
() => {
  const on = document.activeElement, box = on.getBoundingClientRect(), style = getComputedStyle(on);
  return {
    what: on.outerHTML.slice(0, 120),
    outlined: style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2,
    seen: box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight && box.right <= innerWidth,
  };
}
"""


def missing() -> str:
    """What the machine lacks to open pages; empty where it lacks nothing."""
    try:
        import axe_playwright_python
        import playwright.sync_api  # noqa: F401
    except ImportError as error:
        return f"{error.name} is not installed; tools/setup.sh dev installs it"
    if not _axe(axe_playwright_python).is_file():
        return "axe-playwright-python comes without axe.min.js"
    return "" if shutil.which(CHROMIUM) else f"{CHROMIUM} is not installed; tools/setup.sh dev installs it"


def _axe(package: Any) -> Path:
    return Path(package.__file__).parent / "axe.min.js"


@contextmanager
def browser() -> Iterator[Pages]:
    """A browser with one window, until the end of the block."""
    import axe_playwright_python
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # The pages are our own, and in a container the sandbox of Chromium has no room.
        started = playwright.chromium.launch(executable_path=shutil.which(CHROMIUM), args=["--no-sandbox"])
        # The pages let no script run, and axe is one.
        page = started.new_context(bypass_csp=True, viewport=_WINDOW).new_page()
        page.set_content("<p>")
        page.evaluate(_axe(axe_playwright_python).read_text(encoding="utf-8"))
        yield Pages(page)
        started.close()


class Pages:
    """Shows one page after the other in the same window, where axe stays loaded."""

    def __init__(self, page: Any) -> None:
        self._page = page

    def show(self, html: str) -> None:
        """The page as it is opened: on a screen, its parts folded."""
        # The page before it, which may be long and unfolded, need not be laid out anew for another width.
        self._page.evaluate("document.body.replaceChildren()")
        self._as("screen", _WINDOW["width"])
        self._page.set_content(html)

    def axe_version(self) -> tuple[int, ...]:
        """The version of axe-core."""
        return tuple(int(part) for part in self._page.evaluate("axe.version").split("."))

    def faults(self, places: bool = True) -> list[str]:
        """What axe finds against WCAG 2.2 AA and its own best practice, everything that folds unfolded: for colours in
        what looks as nothing shown before, and without ``places`` nothing that depends on where things are."""
        found = self._page.evaluate(_RULES, list(_COLORS if places else _COLORS + _PLACES))
        return found + self._page.evaluate(_NEW_STYLES, list(_COLORS))

    def too_wide(self, width: int, media: str = "screen") -> list[str]:
        """What does not fit into ``width`` pixels."""
        self._as(media, width)
        return self._page.evaluate(_TOO_WIDE)

    def printed(self) -> int:
        """How many pages of paper it takes."""
        self._as("print", PAPER)
        pdf = self._page.pdf(prefer_css_page_size=True, print_background=True)
        return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))

    def visible(self, selector: str, media: str) -> list[bool]:
        """Whether what matches ``selector`` can be seen, one by one."""
        self._as(media, PAPER)
        return self._page.evaluate(
            "s => [...document.querySelectorAll(s)].map(each => each.checkVisibility())", selector
        )

    def press(self, key: str) -> dict[str, Any]:
        """What has the focus after ``key``: ``what`` it is, whether it is ``outlined`` and can be ``seen``."""
        self._page.keyboard.press(key)
        return self._page.evaluate(_FOCUS)

    def count(self, selector: str) -> int:
        """How many elements match ``selector``."""
        return self._page.locator(selector).count()

    def inside(self, selector: str) -> Optional[bool]:
        """Whether what has the focus is inside the element that matches ``selector``."""
        return self._page.evaluate("s => document.querySelector(s).contains(document.activeElement)", selector)

    def _as(self, media: str, width: int) -> None:
        self._page.emulate_media(media=media, reduced_motion="reduce")
        self._page.set_viewport_size({"width": width, "height": _WINDOW["height"]})
