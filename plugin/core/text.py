"""Texts in the two languages of the product."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Iterable, Mapping, Optional

LANGUAGES = ("sv", "en")

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Text:
    """One text in Swedish and in English."""

    sv: str
    en: str

    def get(self, language: str) -> str:
        """The text in ``language``; Swedish for any language the product does not have."""
        return self.en if language == "en" else self.sv

    def fill(self, **values: Text) -> Text:
        """Both languages with ``{name}`` replaced by ``values[name]`` in the same language.

        Plain replacement, not :meth:`str.format`: the text comes from a package and must not reach attributes. In one
        pass: braces in a value, the name of a feature say, stay as they are.
        """
        return Text(*(_filled(self.get(language), values, language) for language in LANGUAGES))

    @classmethod
    def same(cls, text: str) -> Text:
        """A text that reads the same in both languages, such as a name."""
        return cls(text, text)


def optional(text: Optional[Text], language: str) -> str:
    """A text that may be missing, in ``language``; empty where it is."""
    return text.get(language) if text is not None else ""


def _filled(text: str, values: Mapping[str, Text], language: str) -> str:
    def value(match: re.Match[str]) -> str:
        found = values.get(match.group(1))
        return found.get(language) if found is not None else match.group(0)

    return _PLACEHOLDER.sub(value, text)


def listing(items: Iterable[str], language: str) -> str:
    """``a, b and c`` in the given language."""
    words = list(items)
    if len(words) < 2:
        return "".join(words)
    joint = " and " if language == "en" else " och "
    return ", ".join(words[:-1]) + joint + words[-1]


def listing_text(items: Iterable[Text]) -> Text:
    """:func:`listing` in both languages at once."""
    items = list(items)
    return Text(*(listing([item.get(language) for item in items], language) for language in LANGUAGES))


def whole(text: str) -> str:
    """``text`` without halves of characters, which JSON can write and nothing else can take: Qt, files, other JSON."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
