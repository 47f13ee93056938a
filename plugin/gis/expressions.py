"""Expressions from a package: parsed, limited to comparisons and a few harmless functions, never trusted."""

from __future__ import annotations

from qgis.core import QgsExpression, QgsExpressionContext, QgsFeature, QgsFields

from ..core.messages import Message

#: Functions of the QGIS expression language that an expression of a package may call. None of them reads layers, files,
#: variables or the network, and none can take long.
ALLOWED_FUNCTIONS = frozenset(
    {
        "abs",
        "ceil",
        "coalesce",
        "concat",
        "day",
        "floor",
        "if",
        "length",
        "lower",
        "max",
        "min",
        "month",
        "nullif",
        "round",
        "to_date",
        "to_int",
        "to_real",
        "to_string",
        "trim",
        "upper",
        "year",
    }
)

_LONGEST = 2000


class ExpressionError(Exception):
    """An expression that cannot be used; ``message`` says why."""

    def __init__(self, expression: str, detail: str) -> None:
        super().__init__(f"{expression}: {detail}")
        self.message = Message("expression", {"expression": expression[:200], "detail": detail})


def parse(text: str) -> QgsExpression:
    """The expression in ``text``. Raises :class:`ExpressionError` for a syntax error or a function not allowed."""
    if len(text) > _LONGEST:
        raise ExpressionError(text, f"longer than {_LONGEST} characters")
    expression = QgsExpression(text)
    if expression.hasParserError():
        raise ExpressionError(text, " ".join(expression.parserErrorString().split()))
    foreign = sorted(set(expression.referencedFunctions()) - ALLOWED_FUNCTIONS)
    if foreign or expression.referencedVariables():
        name = foreign[0] if foreign else "@" + sorted(expression.referencedVariables())[0]
        raise ExpressionError(text, f"{name} is not allowed here")
    return expression


class FeatureFilter:
    """A yes-or-no expression on features with the given fields. Made, prepared and used in one thread."""

    def __init__(self, text: str, fields: QgsFields) -> None:
        self._text = text
        self._expression = parse(text)
        self._context = QgsExpressionContext()
        self._context.setFields(fields)
        if not self._expression.prepare(self._context):
            raise ExpressionError(text, self._expression.evalErrorString())

    def accepts(self, feature: QgsFeature) -> bool:
        """Whether the expression is true of ``feature``; NULL is not true. Raises :class:`ExpressionError`."""
        self._context.setFeature(feature)
        value = self._expression.evaluate(self._context)
        if self._expression.hasEvalError():
            raise ExpressionError(self._text, self._expression.evalErrorString())
        return bool(value)


def columns(text: str) -> set[str]:
    """The fields that an expression reads."""
    return set(parse(text).referencedColumns()) if text else set()
