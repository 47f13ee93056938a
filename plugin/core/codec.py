"""Dataclasses to JSON and back without loss, and their JSON Schema, all from the type annotations.

Handles what the assessment is made of: dataclasses, enums, dates, ``Optional``, ``tuple[X, ...]``, ``dict[str,
X]``, unions of plain types, and plain types. Infinite and not-a-number figures have no JSON and are refused.
"""

from __future__ import annotations

import dataclasses
import datetime
import math
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from .text import whole

_PLAIN = (str, int, float, bool)


class CodecError(ValueError):
    """JSON that does not describe the wanted object; the text names the place in it."""


def to_json(value: Any) -> Any:
    """``value`` as what :mod:`json` can write. Keys with their default None, empty tuple or dict are kept."""
    if dataclasses.is_dataclass(value):
        return {field.name: to_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [to_json(item) for item in value]
    if isinstance(value, dict):
        return {key: to_json(item) for key, item in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        raise CodecError(f"{value} has no JSON")
    if value is None or isinstance(value, _PLAIN):
        return value
    raise TypeError(f"no JSON for {type(value).__name__}")


def from_json(kind: Any, value: Any, place: str = "$") -> Any:
    """The object of type ``kind`` that :func:`to_json` made ``value`` from. Raises :class:`CodecError`."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Union:
        return _union(arguments, value, place)
    if origin is tuple:
        _expect(value, list, place)
        return tuple(from_json(arguments[0], item, f"{place}[{index}]") for index, item in enumerate(value))
    if origin is dict:
        _expect(value, dict, place)
        return {whole(key): from_json(arguments[1], item, f"{place}.{key}") for key, item in value.items()}
    if dataclasses.is_dataclass(kind):
        return _dataclass(kind, value, place)
    if kind is float and isinstance(value, (int, float)) and not isinstance(value, bool):
        return _finite(value, place)
    if kind in _PLAIN:
        _expect(value, kind, place)
        return whole(value) if kind is str else value
    try:
        return kind.fromisoformat(value) if kind is datetime.date else kind(value)
    except (TypeError, ValueError) as error:
        raise CodecError(f"{place}: {error}") from error


def schema(kind: Any, title: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of what :func:`to_json` makes of a dataclass ``kind``."""
    definitions: dict[str, Any] = {}
    reference = _schema(kind, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **reference,
        "$defs": dict(sorted(definitions.items())),
    }


def _dataclass(kind: Any, value: Any, place: str) -> Any:
    _expect(value, dict, place)
    hints = get_type_hints(kind)
    known = {field.name: field for field in dataclasses.fields(kind)}
    unknown = sorted(set(value) - set(known))
    if unknown:
        raise CodecError(f"{place}: unknown key {unknown[0]}")
    missing = sorted(
        name
        for name, field in known.items()
        if name not in value and field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    )
    if missing:
        raise CodecError(f"{place}: {missing[0]} is missing")
    return kind(**{name: from_json(hints[name], item, f"{place}.{name}") for name, item in value.items()})


def _union(kinds: tuple[Any, ...], value: Any, place: str) -> Any:
    if value is None and type(None) in kinds:
        return None
    # A plain value keeps its own type: 3 stays a whole number where both int and float may stand.
    if type(value) in kinds:
        return from_json(type(value), value, place)
    others = [kind for kind in kinds if kind is not type(None) and kind not in _PLAIN]
    if len(others) == 1:
        return from_json(others[0], value, place)
    if float in kinds and isinstance(value, int) and not isinstance(value, bool):
        return _finite(value, place)
    raise CodecError(f"{place}: unexpected {type(value).__name__}")


def _finite(value: Union[int, float], place: str) -> float:
    """``value`` as a float. JSON can write figures that are too large for one, and Python reads ``NaN`` in it too."""
    try:
        figure = float(value)
    except OverflowError:
        figure = math.inf
    if not math.isfinite(figure):
        raise CodecError(f"{place}: not a finite number")
    return figure


def _expect(value: Any, kind: type, place: str) -> None:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise CodecError(f"{place}: expected {kind.__name__}, not {type(value).__name__}")


_PLAIN_SCHEMA = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}


def _schema(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Union:
        return {"anyOf": [_schema(argument, definitions) for argument in arguments]}
    if origin is tuple:
        return {"type": "array", "items": _schema(arguments[0], definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema(arguments[1], definitions)}
    if kind in _PLAIN_SCHEMA:
        return {"type": _PLAIN_SCHEMA[kind]}
    if kind is datetime.date:
        return {"type": "string", "format": "date"}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"enum": [member.value for member in kind]}
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}
        definitions[kind.__name__] = _object(kind, definitions)
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _object(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    described: dict[str, Any] = {
        "type": "object",
        "properties": {field.name: _schema(hints[field.name], definitions) for field in dataclasses.fields(kind)},
        "required": [field.name for field in dataclasses.fields(kind)],
        "additionalProperties": False,
    }
    if kind.__doc__ and not kind.__doc__.startswith(kind.__name__ + "("):
        described["description"] = " ".join(kind.__doc__.split("\n\n")[0].split())
    return described
