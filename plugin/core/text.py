"""Texts in the two languages of the product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable

LANGUAGES = ("sv", "en")


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

        Plain replacement, not :meth:`str.format`: the text comes from a package and must not reach attributes.
        """
        sv, en = self.sv, self.en
        for name, value in values.items():
            sv = sv.replace("{" + name + "}", value.sv)
            en = en.replace("{" + name + "}", value.en)
        return Text(sv, en)

    @classmethod
    def same(cls, text: str) -> Text:
        """A text that reads the same in both languages, such as a name."""
        return cls(text, text)


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
