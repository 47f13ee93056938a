"""A letter to the region's contacts, as a draft that the planner reads, changes and sends."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import PurePath
from typing import Iterable, Sequence
from urllib.parse import quote

from ..core.text import Text, listing
from . import texts
from .views import Summary

#: Windows hands on about so many characters of an address to another program, and cuts off or drops what is longer.
LONGEST_MAILTO = 2000

_SUBJECT = Text("Tidig dialog: {names}", "Early dialogue: {names}")
_GREETING = Text("Hej!", "Hello,")
_INTRODUCTION_ONE = Text(
    "Vi arbetar med ett förslag som vi gärna vill prata med er om tidigt: ”{name}”.",
    "We are working on a proposal that we would like to talk to you about early on: “{name}”.",
)
_INTRODUCTION = Text(
    "Vi arbetar med {count} förslag som vi gärna vill prata med er om tidigt.",
    "We are working on {count} proposals that we would like to talk to you about early on.",
)
_SECTION = Text("Förslag {number} av {count}: {name}", "Proposal {number} of {count}: {name}")
_TOPICS = Text("Det här vill vi gärna prata om.", "This is what we would like to talk about.")
_NO_ADDRESS = Text(
    "Vi har ingen e-postadress dit. Skicka gärna frågorna vidare.",
    "We have no e-mail address there. Please forward the questions.",
)
_NO_TOPICS = Text(
    "Det vi kunde kontrollera pekar inte ut någon särskild fråga. Hör gärna av er om ni ser något att prata om.",
    "What we could check points to no question in particular. Please get in touch if you see something to talk about.",
)
_NOTHING_CHECKED = Text(
    "Ingen kontroll kunde göras. Vi vet därför inte än vad vi behöver prata om.",
    "No check could be carried out. We therefore do not know yet what we need to talk about.",
)
_CANCELLED = Text(
    "Avstämningen avbröts innan alla kontroller var gjorda.",
    "The assessment was cancelled before all checks were carried out.",
)
_TELL_US = Text("Berätta gärna om ni vet mer.", "Please tell us if you know more.")
_REQUEST = Text(
    "Kan vi ses och prata om det här? Föreslå gärna en tid som passar er. Det går också bra att svara skriftligt.",
    "Could we meet and talk about this? Please suggest a time that suits you. You are also welcome to reply in "
    "writing.",
)
_ENCLOSED = Text("Bifogat:", "Enclosed:")
_CLOSING = Text("Vänliga hälsningar", "Kind regards")
_TO = Text("Till", "To")
_SUBJECT_LABEL = Text("Ämne", "Subject")
_ATTACHMENTS_LABEL = Text("Bilagor", "Attachments")

_LONGEST_ADDRESS = 254
_LONGEST_NAME_IN_SUBJECT = 60
_MOST_NAMES_IN_SUBJECT = 3
_MOST_GAPS = 5

# Stricter than RFC 5322: no comma, bracket, quote or blank, with which one address could become several.
_ADDRESS = re.compile(r"[\w.'+-]+@[\w-]+(?:\.[\w-]+)+")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Letter:
    """``to`` are e-mail addresses, ``attachments`` names of files. The lines of ``body`` end in a line feed."""

    to: tuple[str, ...]
    subject: str
    body: str
    attachments: tuple[str, ...]


def letter(summaries: Sequence[Summary], language: str, attachments: Sequence[str] = ()) -> Letter:
    """The letter about the proposals of ``summaries``, at least one, which are in ``language`` too.

    It goes to the units with something to discuss, those with most first. ``attachments`` are file names or paths.
    """
    return _Writer(summaries, language, attachments).letter()


def addresses(text: str) -> tuple[str, ...]:
    """The addresses of a line that a person has typed, parted by commas or semicolons, as they stand."""
    return tuple(address for address in map(_one_line, re.split(r"[,;\r\n]", text)) if address)


def mailto(letter: Letter) -> str:
    """The letter as a URL by RFC 6068. It cannot hold attachments."""
    fields = {"subject": _one_line(letter.subject), "body": _LINE_BREAK.sub("\r\n", letter.body)}
    stated = [f"{name}={_encoded(value)}" for name, value in fields.items() if value]
    to = ",".join(_encoded(_one_line(address), safe="@") for address in letter.to)
    return f"mailto:{to}" + ("?" + "&".join(stated) if stated else "")


def fits_mailto(letter: Letter) -> bool:
    """Whether all of the letter reaches the mail program as a URL."""
    return len(mailto(letter)) <= LONGEST_MAILTO


def as_text(letter: Letter, language: str = "sv") -> str:
    """The letter as plain text, for the clipboard, with its headings in ``language``; empty ones are left out."""
    headings = (
        (_TO, ", ".join(map(_one_line, letter.to))),
        (_SUBJECT_LABEL, _one_line(letter.subject)),
        (_ATTACHMENTS_LABEL, ", ".join(map(_one_line, letter.attachments))),
    )
    lines = [f"{label.get(language)}: {value}" for label, value in headings if value]
    return "\n".join([*lines, "", letter.body])


class _Writer:
    def __init__(self, summaries: Sequence[Summary], language: str, attachments: Sequence[str]) -> None:
        self._summaries = summaries
        self._language = language
        self._attachments = tuple(_one_line(PurePath(path).name) for path in attachments)
        # What all summaries share is told once, at the end.
        lines = [summary.provenance_line for summary in summaries]
        self._shared = [entry for entry in lines[0] if all(entry in line for line in lines)]

    def letter(self) -> Letter:
        return Letter(self._to(), self._subject(), self._body(), self._attachments)

    def _text(self, text: Text, **values: str) -> str:
        return texts.filled(text.get(self._language), **values)

    def _counted(self, count: int, one: Text, many: Text) -> str:
        """``one`` or ``many`` with the count filled in; empty for none."""
        return self._text(one if count == 1 else many, count=str(count)) if count else ""

    def _shortened(self, names: Sequence[str], most: int) -> list[str]:
        """The first names and, in place of the others, how many they are."""
        left = len(names) - most
        return [*names[:most], self._text(texts.MORE, count=str(left))] if left > 0 else [*names]

    def _to(self) -> tuple[str, ...]:
        discuss: Counter[str] = Counter()
        spelled: dict[str, str] = {}
        for summary in self._summaries:
            for contact in summary.contacts:
                if contact.discuss and _is_address(contact.email):
                    key = spelled.setdefault(contact.email.lower(), contact.email)
                    discuss[key] += contact.discuss
        return tuple(address for address, _ in discuss.most_common())

    def _subject(self) -> str:
        names = [_cut(_one_line(summary.name)) for summary in self._summaries]
        return self._text(_SUBJECT, names=listing(self._shortened(names, _MOST_NAMES_IN_SUBJECT), self._language))

    def _body(self) -> str:
        paragraphs = [self._text(_GREETING), self._introduction()]
        # That data are examples comes before anything that rests on them.
        paragraphs += dict.fromkeys(summary.demo for summary in self._summaries)
        for number, summary in enumerate(self._summaries, 1):
            paragraphs += self._section(number, summary)
        paragraphs += [
            self._text(_REQUEST),
            self._text(texts.STATEMENT_SHORT),
            self._enclosed(),
            _stated(self._shared),
            self._text(_CLOSING),
        ]
        return "\n\n".join(paragraph for paragraph in paragraphs if paragraph) + "\n"

    def _introduction(self) -> str:
        if len(self._summaries) == 1:
            return self._text(_INTRODUCTION_ONE, name=_one_line(self._summaries[0].name))
        return self._text(_INTRODUCTION, count=str(len(self._summaries)))

    def _section(self, number: int, summary: Summary) -> list[str]:
        """One proposal, in paragraphs."""
        count = len(self._summaries)
        name = _one_line(summary.name)
        heading = self._text(_SECTION, number=str(number), count=str(count), name=name) if count > 1 else ""
        opening = "\n".join(line for line in (heading, *summary.lead[:1]) if line)
        own = [entry for entry in summary.provenance_line if entry not in self._shared]
        return [opening, *self._topics(summary), self._gaps(summary), _stated(own)]

    def _topics(self, summary: Summary) -> list[str]:
        """What to talk about by unit: the questions ready to send, or the check where the package asks none."""
        if not summary.tally.carried_out:
            return [self._text(_NOTHING_CHECKED)]
        if not summary.discuss:
            return [self._text(_NO_TOPICS)]
        paragraphs = [self._text(_TOPICS)]
        reached = self._to()
        # Units of two packages may be called the same.
        emails: dict[str, list[str]] = {}
        for contact in summary.contacts:
            if contact.discuss:
                emails.setdefault(contact.unit, []).append(contact.email)
        for unit, known in emails.items():
            lines = [_one_line(unit)]
            # Whoever gets the letter can hand on what is meant for others.
            if reached and not any(map(_is_address, known)):
                lines.append(self._text(_NO_ADDRESS))
            for number, view in enumerate((view for view in summary.discuss if view.unit == unit), 1):
                lines.append(f"{number}. {_one_line(view.title)}")
                if view.question:
                    lines.append(f"   {_one_line(view.question)}")
            paragraphs.append("\n".join(lines))
        return paragraphs

    def _gaps(self, summary: Summary) -> str:
        """What could not be checked, with a line for each: titles hold commas."""
        sentences = [
            self._text(_CANCELLED) if summary.cancelled else "",
            self._counted(len(summary.unused), texts.LEAD_UNUSED_ONE, texts.LEAD_UNUSED),
            self._counted(len(summary.gaps), texts.LEAD_GAPS_ONE, texts.LEAD_GAPS),
            self._text(_TELL_US) if summary.gaps else "",
        ]
        names = self._shortened([_one_line(view.title) for view in summary.gaps], _MOST_GAPS)
        lines = [" ".join(sentence for sentence in sentences if sentence), *(f"- {name}" for name in names)]
        return "\n".join(lines)

    def _enclosed(self) -> str:
        if not self._attachments:
            return ""
        return "\n".join([self._text(_ENCLOSED), *(f"- {name}" for name in self._attachments)])


def _stated(entries: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{label}: {value}" for label, value in entries)


def _is_address(email: str) -> bool:
    """Whether ``email`` can be written to. An assessment file is not to be trusted."""
    return len(email) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(email) is not None


def _one_line(text: str) -> str:
    """``text`` without line breaks and other control characters: a second line in a header would be a header."""
    lines = (line.strip() for line in text.replace("\t", " ").splitlines())
    joined = " ".join(line for line in lines if line)
    return "".join(char for char in joined if unicodedata.category(char) not in ("Cc", "Cs"))


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME_IN_SUBJECT else name[: _LONGEST_NAME_IN_SUBJECT - 1].rstrip() + "…"


def _encoded(text: str, safe: str = "") -> str:
    return quote(text, safe=safe, errors="replace")
