"""What PyYAML says of a file that is no YAML, in words for an author who has never seen its grammar.

PyYAML tells where it stopped and what it expected there, in English and in terms of its own. The commonest of these are
told here by what was most likely meant, at the place that is to be mended, which may stand before the one where PyYAML
stopped. Whatever else it says is quoted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Callable, Optional, Sequence

import yaml

from ..messages import Message

#: What PyYAML lets through to Python: an escape beyond Unicode, an endless version number.
OUT_OF_RANGE = "an escape or a number is out of range"

#: A line and a column of it, both from 0.
_Spot = tuple[int, int]

_Told = tuple[_Spot, Message]

# The ends of lines that PyYAML counts.
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")

_CLOSING = {"{": "}", "[": "]"}
_OPENING = {closing: opening for opening, closing in _CLOSING.items()}


@dataclass(frozen=True)
class _Problem:
    """``words`` of PyYAML, the spot where it stopped, and the one where what it was reading there begins.

    ``all_words`` has what it was reading, too.
    """

    words: str
    all_words: str
    spot: _Spot
    begun: _Spot
    lines: Sequence[str]

    @property
    def column(self) -> int:
        """Where it stopped, as an editor counts."""
        return self.spot[1] + 1

    @property
    def before(self) -> str:
        """What stands before the spot in its line."""
        return self.line(self.spot[0])[: self.spot[1]]

    def line(self, number: int) -> str:
        """A line by its number, empty behind the last."""
        return self.lines[number] if number < len(self.lines) else ""

    def character(self, spot: _Spot) -> str:
        """The character at a spot, empty at the end of a line."""
        return self.line(spot[0])[spot[1] : spot[1] + 1]

    def written_above(self, number: int) -> Optional[int]:
        """The last line before ``number`` that is not empty."""
        return next((each for each in range(number - 1, -1, -1) if self.line(each).strip()), None)


def explained(error: yaml.YAMLError, text: str) -> tuple[int, int, Message]:
    """Line and column (from 1) of what is to be mended in ``text``, and what to say of it."""
    lines = _BREAK.split(text)
    if isinstance(error, yaml.reader.ReaderError):
        spot, message = _unprintable(error, text)
    else:
        problem = _problem(error, lines)
        spot, message = next(filter(None, (tell(problem) for tell in _tellers(problem))), None) or _quoted(problem)
    return spot[0] + 1, spot[1] + 1, message


def unprintable(character: str) -> Message:
    """What to say of a character that must not stand in a file, nor come in by an escape."""
    return Message("yaml-character", {"character": f"U+{ord(character):04X}"})


def _problem(error: yaml.YAMLError, lines: Sequence[str]) -> _Problem:
    stopped, begun = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    spots = [(mark.line, mark.column) for mark in (stopped, begun) if mark is not None] or [(0, 0)]
    said = [each for each in (getattr(error, "context", None), getattr(error, "problem", None)) if each]
    words = ", ".join(said) or str(error)
    return _Problem(said[-1] if said else words, words, spots[0], spots[-1], lines)


def _unprintable(error: yaml.reader.ReaderError, text: str) -> _Told:
    before = _BREAK.split(text[: error.position])
    return (len(before) - 1, len(before[-1])), unprintable(text[error.position])


def _quoted(problem: _Problem) -> _Told:
    return problem.spot, Message("yaml-syntax", {"detail": problem.all_words})


def _tab(problem: _Problem) -> _Told:
    return problem.spot, Message("yaml-tab", {"column": problem.column})


def _colon(problem: _Problem) -> _Told:
    """A colon that PyYAML did not expect: in a text, or behind the key of a line that it takes for more of a text."""
    number, _ = problem.spot
    above = problem.written_above(number)
    if above is None or re.search(r":\s", problem.before):
        return problem.spot, Message("yaml-colon", {"column": problem.column})
    has_colon = re.search(r":(\s|$)", problem.line(above)) is not None
    if has_colon and _indent(problem.line(number)) > _indent(problem.line(above)):
        return (number, _indent(problem.line(number))), Message("yaml-deeper")
    return (above, _beginning_of(problem.line(above))), Message("yaml-no-colon")


def _no_colon(problem: _Problem) -> _Told:
    return problem.begun, Message("yaml-no-colon")


def _open_quote(problem: _Problem) -> _Told:
    return problem.begun, Message("yaml-quote-open", {"column": problem.begun[1] + 1})


def _within_brackets(problem: _Problem) -> Optional[_Told]:
    opening = problem.character(problem.begun)
    if opening not in _CLOSING:
        return None
    closing = _CLOSING[opening]
    if problem.spot[0] == problem.begun[0]:
        return problem.spot, Message("yaml-comma", {"column": problem.column, "closing": closing})
    params = {"opening": opening, "closing": closing, "column": problem.begun[1] + 1, "line": problem.spot[0] + 1}
    return problem.begun, Message("yaml-bracket-open", params)


def _more_text(problem: _Problem) -> Optional[_Told]:
    """Text behind something that has ended: a text in quotation marks, or what was taken for a list or a mapping."""
    before = problem.before.rstrip()
    if before[-1:] in ('"', "'"):
        return problem.spot, Message("yaml-quote-closed", {"column": problem.column})
    opening = _OPENING.get(before[-1:], "")
    if not opening or opening not in before:
        return None
    column = before.index(opening)
    return (problem.spot[0], column), Message("yaml-beginning", {"character": opening, "column": column + 1})


def _other_indent(problem: _Problem) -> _Told:
    return problem.spot, Message("yaml-indent", {"count": problem.spot[1]})


def _dash(problem: _Problem) -> _Told:
    return problem.spot, Message("yaml-dash", {"column": problem.column})


def _key_among_items(problem: _Problem) -> _Told:
    return problem.spot, Message("yaml-key-among-items", {"column": problem.column})


def _closes_nothing(problem: _Problem) -> _Told:
    params = {"character": problem.character(problem.spot), "column": problem.column}
    return problem.spot, Message("yaml-closes-nothing", params)


def _second_beginning(problem: _Problem) -> _Told:
    """A document behind another, or keys that begin further out than the first."""
    before = problem.lines[: problem.spot[0]]
    written = [line for line in before if line.strip() and not line.lstrip().startswith("#")]
    # The first may be the sign of the beginning.
    if any(re.match(r"(\.\.\.|---)(\s|$)", line) for line in written[1:]):
        return _documents(problem)
    return _other_indent(problem)


def _documents(problem: _Problem) -> _Told:
    return problem.spot, Message("yaml-documents")


def _beginning(problem: _Problem) -> Optional[_Told]:
    """A text whose first character means something in YAML."""
    character = problem.character(problem.begun)
    if not character.strip():
        return None
    return problem.begun, Message("yaml-beginning", {"character": character, "column": problem.begun[1] + 1})


def _ends_early(problem: _Problem) -> _Told:
    return problem.spot, Message("yaml-end")


def _escape(problem: _Problem) -> _Told:
    column = problem.before.rindex("\\")
    return (problem.spot[0], column), Message("yaml-escape", {"column": column + 1})


def _out_of_range(problem: _Problem) -> _Told:
    return problem.spot, Message("yaml-range")


# What PyYAML's words begin with, and who tells it.
_TELLERS: tuple[tuple[str, Callable[[_Problem], Optional[_Told]]], ...] = (
    (r"found character '\\t'", _tab),
    (r"mapping values are not allowed here", _colon),
    (r"could not find expected ':'", _no_colon),
    (r"found unexpected (end of stream|document separator)", _open_quote),
    (r"expected ',' or '[\]}]'", _within_brackets),
    (r"expected <block end>, but found '<scalar>'", _more_text),
    (r"expected <block end>, but found '<block", _other_indent),
    (r"expected <block end>, but found '-'", _dash),
    (r"sequence entries are not allowed here", _dash),
    (r"expected <block end>, but found '\?'", _key_among_items),
    (r"expected <block end>, but found '[\]}]'", _closes_nothing),
    (r"expected '<document start>', but found '<block", _second_beginning),
    (r"but found another document", _documents),
    (r"found unknown escape character|expected escape sequence", _escape),
    (re.escape(OUT_OF_RANGE), _out_of_range),
    (r"expected the node content, but found '<stream end>'", _ends_early),
    (
        r"found character|found undefined alias|mapping keys are not allowed here"
        r"|expected (alphabetic or numeric character|the node content|a comment or a line break"
        r"|indentation indicator|chomping or indentation indicators)",
        _beginning,
    ),
)


def _tellers(problem: _Problem) -> Sequence[Callable[[_Problem], Optional[_Told]]]:
    return [tell for words, tell in _TELLERS if re.match(words, problem.words)]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _beginning_of(line: str) -> int:
    """Where the key or the text of a line begins, behind the dashes of a list."""
    return len(re.match(r" *(- +)*", line).group())
