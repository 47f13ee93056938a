"""YAML from an untrusted package as nodes that know their line.

Only the event and node layers of PyYAML's safe loader are used: no object is ever constructed, so no tag can
run code, and an alias bomb is counted before anything could expand it.
"""

from __future__ import annotations

import yaml

from ..messages import Message
from .faults import Faults

#: Limits on one YAML file. The demo package's largest file has 20,000 characters, no alias and 7 levels.
MAX_CHARACTERS = 1_000_000
MAX_ALIASES = 100
MAX_DEPTH = 30


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
        if not _within_limits(text, faults):
            return None
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        faults.add_at(line, column, Message("yaml-syntax", {"detail": error.problem or str(error)}))
        return None
    except yaml.YAMLError as error:
        faults.add_at(_line_of(error, text), 1, Message("yaml-syntax", {"detail": _reason(error)}))
        return None
    if node is None:
        faults.add(None, Message("yaml-empty"))
    return node


def _within_limits(text: str, faults: Faults) -> bool:
    """Whether aliases and depth are within the limits; events come one at a time, so depth costs no stack."""
    aliases = depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            aliases += 1
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if aliases > MAX_ALIASES or depth > MAX_DEPTH:
            code, limit = ("yaml-aliases", MAX_ALIASES) if aliases > MAX_ALIASES else ("yaml-depth", MAX_DEPTH)
            mark = event.start_mark
            faults.add_at(mark.line + 1, mark.column + 1, Message(code, {"limit": limit}))
            return False
    return True


def _line_of(error: yaml.YAMLError, text: str) -> int:
    position = getattr(error, "position", None)
    return 1 + text.count("\n", 0, position) if isinstance(position, int) else 1


def _reason(error: yaml.YAMLError) -> str:
    return str(getattr(error, "reason", "") or error).splitlines()[0]
