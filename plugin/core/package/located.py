"""YAML from an untrusted package as nodes that know their line.

Only the event and node layers of PyYAML's safe loader are used: no object is ever constructed, so no tag can
run code, and an alias bomb is counted before anything could expand it.
"""

from __future__ import annotations

from collections import deque
from typing import Iterable, Iterator, Optional

import yaml
from yaml.composer import Composer
from yaml.reader import Reader
from yaml.resolver import Resolver

from ..messages import Message
from .faults import Faults
from .syntax import OUT_OF_RANGE, explained, unprintable

#: Limits on one YAML file. The demo package's largest file has 20,000 characters, no alias and 7 levels.
MAX_CHARACTERS = 1_000_000
MAX_ALIASES = 100
MAX_DEPTH = 30

# What a tag may say of each kind of node; "!" leaves it to the content.
_TAG = "tag:yaml.org,2002:"
_TAGS = {
    yaml.ScalarEvent: {_TAG + kind for kind in ("str", "int", "float", "bool", "null", "timestamp")},
    yaml.SequenceStartEvent: {_TAG + "seq"},
    yaml.MappingStartEvent: {_TAG + "map"},
}


def parse_yaml(data: bytes, faults: Faults) -> yaml.Node | None:
    """The root node of ``data``, or None with the fault noted."""
    if len(data) > 4 * MAX_CHARACTERS:
        faults.add(None, Message("yaml-size", {"limit": MAX_CHARACTERS}))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.add_at(1 + data.count(b"\n", 0, error.start), 1, Message("yaml-encoding"))
        return None
    if len(text) > MAX_CHARACTERS:
        faults.add(None, Message("yaml-size", {"limit": MAX_CHARACTERS}))
        return None
    try:
        events = _harmless_events(text, faults)
        if events is None:
            return None
        node = _Nodes(events).get_single_node()
    except yaml.YAMLError as error:
        faults.add_at(*explained(error, text))
        return None
    if node is None:
        faults.add(None, Message("yaml-empty"))
    return node


class _Nodes(Composer, Resolver):
    """PyYAML's nodes from events that have been read: reading is nearly all of the time that a file takes."""

    def __init__(self, events: Iterable[yaml.Event]) -> None:
        Composer.__init__(self)
        Resolver.__init__(self)
        self._events = deque(events)

    def check_event(self, *choices: type[yaml.Event]) -> bool:
        return bool(self._events) and (not choices or isinstance(self._events[0], choices))

    def peek_event(self) -> yaml.Event:
        return self._events[0]

    def get_event(self) -> yaml.Event:
        return self._events.popleft()


def _harmless_events(text: str, faults: Faults) -> Optional[list[yaml.Event]]:
    """The events of ``text``, or None with the fault noted where aliases or depth are beyond the limits, or a tag or a
    character is none that a package may have.

    Events come one at a time, so depth costs no stack.
    """
    aliases = depth = 0
    events = []
    for event in _events(text):
        events.append(event)
        if isinstance(event, yaml.AliasEvent):
            aliases += 1
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        refused = _refusal(event, aliases, depth)
        if refused is not None:
            faults.add_at(event.start_mark.line + 1, event.start_mark.column + 1, refused)
            return None
    return events


def _events(text: str) -> Iterator[yaml.Event]:
    """:func:`yaml.parse`, with a place for what PyYAML lets through to Python: an escape beyond Unicode, an endless
    version number."""
    loader = yaml.SafeLoader(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    except (ValueError, OverflowError) as error:
        raise yaml.MarkedYAMLError(problem=OUT_OF_RANGE, problem_mark=loader.get_mark()) from error
    finally:
        loader.dispose()


def _refusal(event: yaml.Event, aliases: int, depth: int) -> Optional[Message]:
    if aliases > MAX_ALIASES:
        return Message("yaml-aliases", {"limit": MAX_ALIASES})
    if depth > MAX_DEPTH:
        return Message("yaml-depth", {"limit": MAX_DEPTH})
    tag = getattr(event, "tag", None)
    if tag not in (None, "!") and tag not in _TAGS[type(event)]:
        return Message("yaml-tag", {"tag": tag.replace(_TAG, "!!")[:80]})
    # An escape such as "\0" brings in what must not stand in the file itself.
    wrong = Reader.NON_PRINTABLE.search(event.value) if isinstance(event, yaml.ScalarEvent) else None
    if wrong:
        return unprintable(wrong.group())
    return None
