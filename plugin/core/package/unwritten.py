"""Texts of a new package that wait for their author.

A new package says in the place of a text what is to be written there. The sentence that does begins with the same
words everywhere, by which a text that nobody has written yet is told from the others.
"""

from __future__ import annotations

import re
from typing import Optional

from ..messages import Message
from ..text import LANGUAGES, Text

#: What a sentence begins with that asks the author for a text.
WRITE_HERE = Text("Skriv här", "Write here")

#: What the perspective of a new package is called until it has a name.
NEW_PERSPECTIVE = Text("Nytt perspektiv", "New perspective")

# At the beginning, or behind the end of a sentence. Either language, since one may be copied into the other.
_WORDS = "|".join(r"\s+".join(map(re.escape, WRITE_HERE.get(language).split())) for language in LANGUAGES)
_ASKING = re.compile(rf"(?:^|[.!?:]\s)[\s(–-]*((?:{_WORDS})\b.*)", re.DOTALL | re.IGNORECASE)

# Characters of what is asked for that are told, so that its author knows it again.
_TOLD = 40


def unwritten(text: str) -> Optional[Message]:
    """What to say of ``text`` where it still asks its author for what is to stand there, or None."""
    if text.strip() in (NEW_PERSPECTIVE.sv, NEW_PERSPECTIVE.en):
        return Message("text-unwritten", {"text": text.strip()})
    match = _ASKING.search(text)
    if match is None:
        return None
    asked = match.group(1)
    return Message("text-unwritten", {"text": asked if len(asked) <= _TOLD else asked[: _TOLD - 1] + "…"})


def is_unwritten(message: Message) -> bool:
    """Whether ``message`` is that of :func:`unwritten`."""
    return message.code == "text-unwritten"
