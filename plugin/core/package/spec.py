"""A small language in which the package format is stated once, for the reader and for the JSON Schema.

Each piece reads a YAML node (:meth:`Spec.read`), noting every fault with its place and the nearest right word,
and describes itself as JSON Schema (:meth:`Spec.schema`). A value that could not be read is :data:`FAULTY`, so that
reading goes on and all faults are found in one pass.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Iterable, Mapping, Optional, Sequence

import yaml

from ..messages import Message
from ..quantity import EXAMPLES, PATTERNS, Dimension, QuantityError, parse_quantity
from ..text import LANGUAGES, Text
from .faults import Faults, Place
from .unwritten import unwritten

FAULTY = object()

_LARGEST = 999_999_999
_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_TAG = "tag:yaml.org,2002:"
_SHAPES = {
    "map": "mapping",
    "seq": "list",
    "str": "string",
    "int": "integer",
    "float": "number",
    "bool": "boolean",
    "timestamp": "date",
    "null": "nothing",
}


class Record(dict):
    """The keys of a mapping that could be read, with the place of the mapping and of each value."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.places: dict[str, Place] = {}

    def place_of(self, key: str) -> Place:
        """The place of the value of ``key``, or of the mapping."""
        return self.places.get(key, self.place)


class Items(list):
    """The elements of a list that could be read, each with its place."""

    def __init__(self) -> None:
        super().__init__()
        self.places: list[Place] = []

    def located(self) -> Iterable[tuple[Any, Place]]:
        """Elements and places side by side."""
        return zip(self, self.places)


def near(word: str, words: Iterable[str]) -> str:
    """The nearest right word, or an empty string."""
    matches = get_close_matches(word, list(words), n=1, cutoff=0.6)
    return matches[0] if matches else ""


def unknown_value(value: str, allowed: Sequence[str]) -> Message:
    """The message for a word that is not in a vocabulary."""
    nearest = near(value, allowed)
    if nearest:
        return Message("value-near", {"value": value, "near": nearest})
    return Message("value-unknown", {"value": value, "allowed": ", ".join(allowed)})


class Spec:
    """One piece of the format."""

    def read(self, node: yaml.Node, faults: Faults) -> Any:
        """The value of ``node``, or :data:`FAULTY` with the fault noted."""
        raise NotImplementedError

    def schema(self) -> dict[str, Any]:
        """This piece as JSON Schema."""
        raise NotImplementedError


def _shape(node: yaml.Node) -> str:
    return _SHAPES.get(node.tag.replace(_TAG, ""), node.tag)


def _wrong_shape(node: yaml.Node, wanted: str, faults: Faults) -> Any:
    faults.add(node, Message("shape", {"wanted": wanted, "actual": _shape(node)}))
    return FAULTY


@dataclass(frozen=True)
class String(Spec):
    """A plain text, not blank. Figures and dates that YAML reads as such are taken as they stand."""

    pattern: str = ""
    fault: str = ""

    def read(self, node: yaml.Node, faults: Faults) -> Any:
        if not isinstance(node, yaml.ScalarNode) or _shape(node) not in ("string", "integer", "number", "date"):
            return _wrong_shape(node, "string", faults)
        value = node.value.strip()
        if not value:
            faults.add(node, Message("text-blank"))
            return FAULTY
        if self.pattern and not re.match(self.pattern, value):
            faults.add(node, Message(self.fault, {"value": value[:80]}))
            return FAULTY
        return value

    def schema(self) -> dict[str, Any]:
        pattern = self.pattern or r"\S"
        # A pattern binds texts only; a figure without quotes is taken as it stands where one can be right at all.
        return {"type": ["string", "number"] if re.match(pattern, "1.0") else "string", "pattern": pattern}


@dataclass(frozen=True)
class Id(Spec):
    """An id: lower case, a letter first."""

    limit: int = 60

    def read(self, node: yaml.Node, faults: Faults) -> Any:
        value = String().read(node, faults)
        if value is FAULTY or re.match(self._pattern(), value):
            return value
        faults.add(node, Message("id-shape", {"value": value[:80], "limit": self.limit}))
        return FAULTY

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": self._pattern()}

    def _pattern(self) -> str:
        return r"^[a-z][a-z0-9_-]{0," + str(self.limit - 1) + "}$"


@dataclass(frozen=True)
class OneOf(Spec):
    """A word of a fixed vocabulary."""

    words: tuple[str, ...]

    def read(self, node: yaml.Node, faults: Faults) -> Any:
        value = String().read(node, faults)
        if value is FAULTY or value in self.words:
            return value
        faults.add(node, unknown_value(value[:80], self.words))
        return FAULTY

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.words)}


@dataclass(frozen=True)
class Boolean(Spec):
    """``true`` or ``false``."""

    only: tuple[bool, ...] = (True, False)

    def read(self, node: yaml.Node, faults: Faults) -> Any:
        if _shape(node) != "boolean":
            return _wrong_shape(node, "boolean", faults)
        value = _BOOLEANS.get(node.value.lower())
        if value not in self.only:
            faults.add(node, Message("value-unknown", {"value": node.value[:80], "allowed": self._allowed()}))
            return FAULTY
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"} if len(self.only) == 2 else {"const": self.only[0]}

    def _allowed(self) -> str:
        return ", ".join(str(value).lower() for value in self.only)


@dataclass(frozen=True)
class Integer(Spec):
    """A whole number, from ``least``."""

    least: int = 0

    def read(self, node: yaml.Node, faults: Faults) -> Any:
        if _shape(node) != "integer":
            return _wrong_shape(node, "integer", faults)
        if not re.match(r"^[0-9]{1,9}$", node.value) or int(node.value) < self.least:
            allowed = f"{self.least}–{_LARGEST}"
            faults.add(node, Message("value-unknown", {"value": node.value[:80], "allowed": allowed}))
            return FAULTY
        return int(node.value)

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least, "maximum": _LARGEST}


@dataclass(frozen=True)
class FormatVersion(Integer):
    """The version of the format, up to ``newest``."""

    least: int = 1
    newest: int = 1

    def read(self, node: yaml.Node, faults: Faults) -> Any:
        value = super().read(node, faults)
        if value is not FAULTY and value > self.newest:
            faults.add(node, Message("format-newer", {"value": str(value), "reads": str(self.newest)}))
            return FAULTY
        return value


def is_of_newer_format(message: Message) -> bool:
    """Whether ``message`` is that of :class:`FormatVersion`."""
    return message.code == "format-newer"


@dataclass(frozen=True)
class Date(Spec):
    """An ISO date."""

    def read(self, node: yaml.Node, faults: Faults) -> Any:
        text = node.value if isinstance(node, yaml.ScalarNode) else ""
        try:
            # Newer Pythons read other ISO forms too; the format has only one.
            return datetime.date.fromisoformat(text if re.match(_DATE, text) else "")
        except ValueError:
            faults.add(node, Message("date", {"value": _excerpt(node)}))
            return FAULTY

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date", "pattern": _DATE}


@dataclass(frozen=True)
class Quantity(Spec):
    """A figure with a unit, read into the base unit of its dimension."""

    dimension: Dimension

    def read(self, node: yaml.Node, faults: Faults) -> Any:
        return read_quantity(node, self.dimension, faults)

    def schema(self) -> dict[str, Any]:
        return quantity_schema(self.dimension)


def quantity_schema(dimension: Dimension) -> dict[str, Any]:
    """JSON Schema of a figure; a bare number needs no quotes."""
    if dimension is Dimension.NUMBER:
        return {"type": ["number", "string"], "minimum": 0, "pattern": PATTERNS[dimension]}
    return {"type": "string", "pattern": PATTERNS[dimension]}


def read_quantity(node: yaml.Node, dimension: Dimension, faults: Faults) -> Any:
    """The figure at ``node`` in the base unit of ``dimension``."""
    text = node.value if isinstance(node, yaml.ScalarNode) else ""
    try:
        return parse_quantity(text, dimension)
    except QuantityError as error:
        if error.suggestion:
            message = Message("quantity-near", {"value": _excerpt(node), "near": error.suggestion})
        else:
            message = Message("quantity", {"value": _excerpt(node), "example": EXAMPLES[dimension]})
        faults.add(node, message)
        return FAULTY


@dataclass(frozen=True)
class Raw(Spec):
    """A scalar whose meaning depends on its neighbours: the node itself, read later."""

    described: Mapping[str, Any]

    def read(self, node: yaml.Node, faults: Faults) -> Any:
        if not isinstance(node, yaml.ScalarNode):
            return _wrong_shape(node, "string", faults)
        return node

    def schema(self) -> dict[str, Any]:
        return dict(self.described)


@dataclass(frozen=True)
class Texts(Spec):
    """A text in both languages, with the placeholders it may hold. One that waits for its author is warned of."""

    placeholders: tuple[str, ...] = ()

    def read(self, node: yaml.Node, faults: Faults) -> Any:
        if not isinstance(node, yaml.MappingNode):
            return _wrong_shape(node, "texts", faults)
        record = Mapped({language: String() for language in LANGUAGES}, required=LANGUAGES).read(node, faults)
        if any(language not in record for language in LANGUAGES):
            return FAULTY
        sound = True
        for language in LANGUAGES:
            asking = unwritten(record[language])
            if asking is not None:
                faults.note(record.place_of(language), asking, warning=True)
            for placeholder in re.findall(r"\{[^{}]*\}|[{}]", record[language]):
                if placeholder.strip("{}") not in self.placeholders or len(placeholder) < 3:
                    allowed = ", ".join("{" + name + "}" for name in self.placeholders) or "–"
                    message = Message("text-placeholder", {"placeholder": placeholder[:40], "allowed": allowed})
                    faults.note(record.place_of(language), message)
                    sound = False
        return Text(record["sv"], record["en"]) if sound else FAULTY

    def schema(self) -> dict[str, Any]:
        name = "text" if not self.placeholders else "text_with_values"
        return {"$ref": f"#/$defs/{name}"}


def text_definitions(placeholders: Sequence[str]) -> dict[str, Any]:
    """The ``$defs`` that :class:`Texts` refers to."""
    filled = "|".join(placeholders)
    patterns = {"text": r"^(?=[\s\S]*\S)[^{}]*$", "text_with_values": r"^(?=[\s\S]*\S)([^{}]|\{(" + filled + r")\})*$"}
    return {
        name: {
            "type": "object",
            "properties": {language: {"type": ["string", "number"], "pattern": pattern} for language in LANGUAGES},
            "required": list(LANGUAGES),
            "additionalProperties": False,
        }
        for name, pattern in patterns.items()
    }


@dataclass(frozen=True)
class Listed(Spec):
    """A list of like things, not empty unless said. With ``or_one`` a single thing may stand without a list."""

    of: Spec
    or_one: bool = False
    may_be_empty: bool = False
    most: Optional[int] = None

    def read(self, node: yaml.Node, faults: Faults) -> Any:
        if self.or_one and isinstance(node, yaml.ScalarNode):
            children = [node]
        elif isinstance(node, yaml.SequenceNode):
            children = node.value
        else:
            return _wrong_shape(node, "list", faults)
        if not children and not self.may_be_empty:
            faults.add(node, Message("list-empty"))
        if self.most is not None and len(children) > self.most:
            faults.add(node, Message("list-long", {"count": len(children), "limit": self.most}))
            children = children[: self.most]
        items = Items()
        for child in children:
            value = self.of.read(child, faults)
            if value is not FAULTY:
                items.append(value)
                items.places.append(faults.place(child))
        return items

    def schema(self) -> dict[str, Any]:
        listed: dict[str, Any] = {"type": "array", "items": self.of.schema()}
        if not self.may_be_empty:
            listed["minItems"] = 1
        if self.most is not None:
            listed["maxItems"] = self.most
        return {"anyOf": [self.of.schema(), listed]} if self.or_one else listed


@dataclass(frozen=True)
class Key(Spec):
    """What stands at a key, with what the key means in a sentence, and what holds where it is left out.

    Both go into the JSON Schema, for editors, and into the reference of the format.
    """

    of: Spec
    meaning: str
    default: str = ""

    def read(self, node: yaml.Node, faults: Faults) -> Any:
        return self.of.read(node, faults)

    def schema(self) -> dict[str, Any]:
        default = f" Default: {self.default}." if self.default else ""
        return {**self.of.schema(), "description": self.meaning + default}


@dataclass(frozen=True)
class Mapped(Spec):
    """Fixed keys, each with its own spec. An unknown, missing or repeated key is a fault."""

    keys: Mapping[str, Spec]
    required: Sequence[str] = ()
    rules: Sequence[Mapping[str, Any]] = field(default_factory=tuple)

    def read(self, node: yaml.Node, faults: Faults) -> Any:
        record = Record(faults.place(node))
        if not isinstance(node, yaml.MappingNode):
            return _wrong_shape(node, "mapping", faults)
        seen: set[str] = set()
        for key_node, child in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else _excerpt(key_node)
            if key in seen:
                faults.add(key_node, Message("key-duplicate", {"key": key}))
                continue
            seen.add(key)
            spec = self.keys.get(key)
            if spec is None:
                nearest = near(key, self.keys)
                params = {"key": key[:80], "near": nearest} if nearest else {"key": key[:80]}
                faults.add(key_node, Message("key-near" if nearest else "key-unknown", params))
                continue
            record.places[key] = faults.place(child)
            value = spec.read(child, faults)
            if value is not FAULTY:
                record[key] = value
        for key in self.required:
            if key not in seen:
                faults.add(node, Message("key-missing", {"key": key}))
        return record

    def schema(self) -> dict[str, Any]:
        described: dict[str, Any] = {
            "type": "object",
            "properties": {key: spec.schema() for key, spec in self.keys.items()},
            "additionalProperties": False,
        }
        if self.required:
            described["required"] = list(self.required)
        if self.rules:
            described["allOf"] = [dict(rule) for rule in self.rules]
        return described


@dataclass(frozen=True)
class Keyed(Spec):
    """Free keys (ids), each with a value of the same kind."""

    of: Spec

    def read(self, node: yaml.Node, faults: Faults) -> Any:
        if not isinstance(node, yaml.MappingNode):
            return _wrong_shape(node, "mapping", faults)
        record = Record(faults.place(node))
        for key_node, child in node.value:
            key = Id().read(key_node, faults)
            if key is FAULTY:
                continue
            if key in record.places:
                faults.add(key_node, Message("key-duplicate", {"key": key}))
                continue
            record.places[key] = faults.place(key_node)
            value = self.of.read(child, faults)
            if value is not FAULTY:
                record[key] = value
        return record

    def schema(self) -> dict[str, Any]:
        return {"type": "object", "propertyNames": Id().schema(), "additionalProperties": self.of.schema()}


@dataclass(frozen=True)
class Either(Spec):
    """One of a few words, or a mapping."""

    words: tuple[str, ...]
    mapping: Mapped
    wanted: str

    def read(self, node: yaml.Node, faults: Faults) -> Any:
        if isinstance(node, yaml.MappingNode):
            return self.mapping.read(node, faults)
        if isinstance(node, yaml.ScalarNode) and node.value in self.words:
            return node.value
        if isinstance(node, yaml.ScalarNode) and near(node.value, self.words):
            return OneOf(self.words).read(node, faults)
        return _wrong_shape(node, self.wanted, faults)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [{"enum": list(self.words)}, self.mapping.schema()]}


def _excerpt(node: yaml.Node) -> str:
    return node.value[:80] if isinstance(node, yaml.ScalarNode) else _shape(node)
