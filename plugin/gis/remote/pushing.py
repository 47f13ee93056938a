"""A package's expression in the words of a service: OGC filter, ArcGIS where, SQL.

Only what means the same everywhere is put into other words: comparisons of an attribute with a constant, lists, NULL,
joined by AND and OR. Whatever comes back is held against the whole expression once more, so it is enough that nothing
is left out on the way; where a part cannot be put into words, that part is left to us.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Optional, Union

from qgis.core import (
    QgsExpression,
    QgsExpressionNode,
    QgsExpressionNodeBinaryOperator,
    QgsExpressionNodeColumnRef,
    QgsExpressionNodeInOperator,
    QgsExpressionNodeLiteral,
)

from .. import expressions

Constant = Union[str, int, float]

_Operator = QgsExpressionNodeBinaryOperator.BinaryOperator
_COMPARISONS = {
    _Operator.boEQ: "=",
    _Operator.boLT: "<",
    _Operator.boLE: "<=",
    _Operator.boGT: ">",
    _Operator.boGE: ">=",
}
_JOINING = {_Operator.boAnd: "AND", _Operator.boOr: "OR"}
_MIRRORED = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True)
class Comparison:
    """An attribute compared with a constant. ``operator`` is one of = < <= > >=."""

    column: str
    operator: str
    value: Constant


@dataclass(frozen=True)
class Joined:
    """Conditions joined by ``AND`` or ``OR``."""

    word: str
    parts: tuple[Condition, ...]


Condition = Union[Comparison, Joined]


def condition(text: str) -> Optional[Condition]:
    """What of the expression ``text`` can be asked of a service: true wherever the expression is; None for nothing.

    Raises :class:`~..expressions.ExpressionError`.
    """
    if not text:
        return None
    # Its nodes are gone with the expression.
    expression = expressions.parse(text)
    return _condition(expression.rootNode())


def _condition(node: QgsExpressionNode) -> Optional[Condition]:
    if isinstance(node, QgsExpressionNodeInOperator):
        return None if node.isNotIn() else _in(node)
    if not isinstance(node, QgsExpressionNodeBinaryOperator):
        return None
    operator = node.op()
    left, right = node.opLeft(), node.opRight()
    if operator in _COMPARISONS:
        return _comparison(left, _COMPARISONS[operator], right)
    if operator not in _JOINING:
        return None
    word = _JOINING[operator]
    parts = [part for part in (_condition(left), _condition(right)) if part is not None]
    if not parts or (word == "OR" and len(parts) < 2):
        # What only one side of an OR narrows down leaves out what the other side lets in.
        return None
    return parts[0] if len(parts) == 1 else Joined(word, tuple(parts))


def _comparison(left: QgsExpressionNode, operator: str, right: QgsExpressionNode) -> Optional[Condition]:
    column, value = _column(left), _constant(right)
    if column is None:
        column, value, operator = _column(right), _constant(left), _MIRRORED[operator]
    # The order of letters differs from server to server; only their being the same does not.
    if column is None or value is None or (isinstance(value, str) and operator != "="):
        return None
    return Comparison(column, operator, value)


def _in(node: QgsExpressionNodeInOperator) -> Optional[Condition]:
    column = _column(node.node())
    values = [_constant(each) for each in node.list().list()]
    if column is None or not values or any(value is None for value in values):
        return None
    parts = tuple(Comparison(column, "=", value) for value in values if value is not None)
    return parts[0] if len(parts) == 1 else Joined("OR", parts)


def _column(node: QgsExpressionNode) -> Optional[str]:
    return node.name() if isinstance(node, QgsExpressionNodeColumnRef) else None


def _constant(node: QgsExpressionNode) -> Optional[Constant]:
    value = node.value() if isinstance(node, QgsExpressionNodeLiteral) else None
    return value if isinstance(value, (str, int, float)) and not isinstance(value, bool) else None


_FES_NAMES = {
    "=": "PropertyIsEqualTo",
    "<": "PropertyIsLessThan",
    "<=": "PropertyIsLessThanOrEqualTo",
    ">": "PropertyIsGreaterThan",
    ">=": "PropertyIsGreaterThanOrEqualTo",
}


def as_ogc_filter(what: Condition, prefix: str, reference: str) -> str:
    """An OGC filter element; ``prefix`` is that of its namespace, ``reference`` the element that names an attribute."""
    if isinstance(what, Joined):
        name = what.word.capitalize()
        inner = "".join(as_ogc_filter(part, prefix, reference) for part in what.parts)
        return f"<{prefix}:{name}>{inner}</{prefix}:{name}>"
    name = _FES_NAMES[what.operator]
    column = f"<{prefix}:{reference}>{escape(what.column)}</{prefix}:{reference}>"
    value = f"<{prefix}:Literal>{escape(str(what.value))}</{prefix}:Literal>"
    return f"<{prefix}:{name}>{column}{value}</{prefix}:{name}>"


def as_arcgis_where(what: Condition) -> str:
    """A where clause of ArcGIS: standardized SQL-92."""
    if isinstance(what, Joined):
        return "(" + f" {what.word} ".join(as_arcgis_where(part) for part in what.parts) + ")"
    return f"{what.column} {what.operator} {QgsExpression.quotedValue(what.value)}"
