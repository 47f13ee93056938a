"""Conditions as ArcGIS takes them: comparisons of attributes with constants, joined by AND, OR, NOT and parentheses."""

from __future__ import annotations

import operator
import re
from typing import Callable, Mapping, Optional, Union

Value = Union[str, float, int, None]
Condition = Callable[[Mapping[str, Value]], bool]

_TOKEN = re.compile(r"\s*(?:('(?:[^']|'')*')|(-?\d+(?:\.\d+)?)|(<>|<=|>=|[=<>(),])|([A-Za-z_ÅÄÖåäö]\w*))")
_COMPARISONS = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def parse_where(text: str, columns: set[str]) -> Condition:
    """The condition in ``text``. Raises :class:`ValueError` for what it cannot make sense of."""
    return _Parser(text, columns).whole()


class _Parser:
    def __init__(self, text: str, columns: set[str]) -> None:
        self._columns = columns
        self._tokens: list[str] = []
        position = 0
        while text[position:].strip():
            found = _TOKEN.match(text, position)
            if found is None:
                raise ValueError(f"where: {text[position:]}")
            self._tokens.append(found[0].strip())
            position = found.end()

    def whole(self) -> Condition:
        condition = self._joined("OR")
        if self._tokens:
            raise ValueError(f"where: {self._tokens[0]}")
        return condition

    def _joined(self, word: str) -> Condition:
        part = self._negated if word == "AND" else lambda: self._joined("AND")
        parts = [part()]
        while self._take(word):
            parts.append(part())
        join = any if word == "OR" else all
        return parts[0] if len(parts) == 1 else lambda row: join(each(row) for each in parts)

    def _negated(self) -> Condition:
        if self._take("NOT"):
            inner = self._negated()
            return lambda row: not inner(row)
        if self._take("("):
            inner = self._joined("OR")
            self._need(")")
            return inner
        return self._comparison()

    def _comparison(self) -> Condition:
        left = self._operand()
        if self._take("IS"):
            negated = self._take("NOT")
            self._need("NULL")
            return lambda row: (left(row) is None) != negated
        negated = self._take("NOT")
        if negated or self._next() == "IN":
            self._need("IN")
            self._need("(")
            listed = [self._operand()]
            while self._take(","):
                listed.append(self._operand())
            self._need(")")
            return lambda row: left(row) is not None and (left(row) in [each(row) for each in listed]) != negated
        sign = self._tokens.pop(0) if self._tokens else ""
        if sign not in _COMPARISONS:
            raise ValueError(f"where: {sign}")
        compare, right = _COMPARISONS[sign], self._operand()
        return lambda row: _is_true(compare, left(row), right(row))

    def _operand(self) -> Callable[[Mapping[str, Value]], Value]:
        token = self._tokens.pop(0) if self._tokens else ""
        if token.startswith("'"):
            text = token[1:-1].replace("''", "'")
            return lambda row: text
        if re.fullmatch(r"-?\d+(\.\d+)?", token):
            figure = float(token)
            return lambda row: figure
        if token not in self._columns:
            raise ValueError(f"where: {token}")
        return lambda row: row[token]

    def _next(self) -> Optional[str]:
        return self._tokens[0].upper() if self._tokens else None

    def _take(self, word: str) -> bool:
        if self._next() != word:
            return False
        self._tokens.pop(0)
        return True

    def _need(self, word: str) -> None:
        if not self._take(word):
            raise ValueError(f"where: {word} is missing")


def _is_true(compare: Callable[[object, object], bool], left: Value, right: Value) -> bool:
    """A comparison with nothing is never true, nor is one of a text with a number."""
    if left is None or right is None or isinstance(left, str) != isinstance(right, str):
        return False
    return compare(left, right)
