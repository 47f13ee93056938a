"""Damaged inputs: documents near sound ones, trees of any shape, and real files with bytes or lines changed.

Everything that takes a :class:`random.Random` gives the same for the same state of it, so that a seed and a number are
enough to make a case again.
"""

from __future__ import annotations

import copy
import datetime
import json
import math
from random import Random
from typing import Any, Callable, Iterator, Sequence

import yaml
from hypothesis import strategies as st

#: Values that readers trip over, as Python objects.
ODD_VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    1,
    2,
    99,
    2**31,
    2**63,
    10**30,
    -(10**400),
    0.0,
    -0.0,
    0.1,
    1e-320,
    1e308,
    math.inf,
    -math.inf,
    math.nan,
    "",
    " ",
    "a",
    "0",
    "-1",
    "1e999",
    "nan",
    "å" * 300,
    "x" * 20_000,
    "\x00",
    "\x1b[31m",
    "\u202e\u200b",
    "\ud800",
    "🏠\n\r\u2028\t",
    "e\u0301",
    "<b>&amp;{value}{",
    "%s%n{0}{value}",
    "../../etc",
    "C:\\aux",
    "2026-02-30",
    "9999-12-31",
    "0001-01-01",
    datetime.date(1, 1, 1),
    datetime.date(9999, 12, 31),
    [],
    {},
    [[]],
    [None],
    {"": None},
    {"sv": "å", "en": ""},
)

#: Pieces of text that mean something to YAML, JSON, XML, SQL or a reader of figures.
ODD_TEXTS: tuple[bytes, ...] = tuple(
    each.encode("utf-8", "surrogatepass")
    for each in (
        *("&a ", "*a", "&a [*a]", "<<: *a", "!!python/object:os.system x", "!!binary aGVq", "!t ", "? ", "- ", "| "),
        *("%YAML 9.9\n---\n", "---", "...", ">-\n", "\t", "\x00", "\x85", "\u2028", "\ufeff", "\ud800", "🏠", "'", '"'),
        *("{", "}", "[", "]", "[" * 200, "{a: " * 50, ":", ",", "\\", "#", "null", "~", "true", "NaN", "Infinity"),
        *("1e999", "-0", "0x1F", "0o7", "1_000", "1" * 400, "1" * 5000, "1:1:1", ".nan", "2026-13-01 25:61:61"),
        *("<", ">", "&", "&#0;", "<![CDATA[", "]]>", "<!--", '<!DOCTYPE a [<!ENTITY b "c">]>', "&b;", "EPSG:0", "%"),
        *("POLYGON EMPTY", "POLYGON((0 0", "nan nan", "-1", "9" * 20, "../../../etc/passwd", "|layername=x", "{value}"),
    )
)


# text and bytes


def bytes_mutant(data: bytes, rng: Random) -> bytes:
    """``data`` with one to four changes: bytes flipped, overwritten, cut, inserted, moved or repeated."""
    made = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        rng.choice(_BYTE_CHANGES)(made, rng)
    return bytes(made)


def _flip(made: bytearray, rng: Random) -> None:
    for _ in range(rng.choice((1, 1, 3, 20))):
        if made:
            made[rng.randrange(len(made))] ^= 1 << rng.randrange(8)


def _overwrite(made: bytearray, rng: Random) -> None:
    start, length = _span(made, rng, 16)
    filling = rng.choice((b"\x00", b"\xff", b"\x7f", b"\x80", b" ", b"9"))
    made[start : start + length] = filling * length


def _cut_end(made: bytearray, rng: Random) -> None:
    del made[rng.randrange(len(made) + 1) :]


def _cut_out(made: bytearray, rng: Random) -> None:
    start, length = _span(made, rng, max(len(made) // 3, 1))
    del made[start : start + length]


def _insert(made: bytearray, rng: Random) -> None:
    start, _ = _span(made, rng, 1)
    made[start:start] = rng.choice(
        (bytes([rng.randrange(256)]), rng.choice(ODD_TEXTS), rng.randbytes(rng.randrange(64)))
    )


def _splice(made: bytearray, rng: Random) -> None:
    """A piece of it at another place too."""
    start, length = _span(made, rng, 200)
    target, _ = _span(made, rng, 1)
    piece = made[start : start + length] * rng.choice((1, 1, 1, 50))
    made[target : target + rng.choice((0, length))] = piece


def _set_number(made: bytearray, rng: Random) -> None:
    """A count or a length in a binary head made the least or the most it can be."""
    start, _ = _span(made, rng, 1)
    size = rng.choice((1, 2, 4, 8))
    number = rng.choice((0, 1, (1 << (8 * size - 1)) - 1, 1 << (8 * size - 1), (1 << (8 * size)) - 1))
    made[start : start + size] = number.to_bytes(size, rng.choice(("big", "little")))


def _span(made: bytearray, rng: Random, most: int) -> tuple[int, int]:
    """A place in ``made``, more often in its head, and a length up to ``most``."""
    end = min(len(made), 512) if rng.random() < 0.3 else len(made)
    return rng.randrange(end + 1), rng.randint(1, most)


_BYTE_CHANGES: tuple[Callable[[bytearray, Random], None], ...] = (
    _flip,
    _flip,
    _overwrite,
    _cut_end,
    _cut_out,
    _insert,
    _splice,
    _set_number,
)


def lines_mutant(data: bytes, rng: Random) -> bytes:
    """``data`` with a line gone, repeated, moved, indented, cut or spliced with another, or a word replaced."""
    lines = data.splitlines(keepends=True) or [b""]
    for _ in range(rng.choice((1, 1, 2, 5))):
        index, other = rng.randrange(len(lines)), rng.randrange(len(lines))
        line = lines[index]
        kind = rng.randrange(9)
        if kind == 0 and len(lines) > 1:
            del lines[index]
        elif kind == 1:
            lines.insert(other, line)
        elif kind == 2:
            lines[index], lines[other] = lines[other], line
        elif kind == 3:
            lines[index] = b" " * rng.randrange(5) + (line.lstrip() if rng.random() < 0.5 else line)
        elif kind == 4:
            lines[index] = line[: rng.randrange(len(line) + 1)] + lines[other]
        elif kind == 5:
            lines[index:index] = lines[index : index + rng.randrange(6)] * rng.choice((1, 2, 30))
        else:
            lines[index] = _word_replaced(line, rng)
    return b"".join(lines)


def _word_replaced(line: bytes, rng: Random) -> bytes:
    words = line.split(b" ")
    place = rng.randrange(len(words))
    word = words[place]
    words[place] = rng.choice((rng.choice(ODD_TEXTS), rng.choice(ODD_TEXTS) + word, word + rng.choice(ODD_TEXTS)))
    return b" ".join(words)


# trees


def tree_mutant(document: Any, rng: Random) -> Any:
    """``document`` (dicts, lists, plain values) with one to three nodes replaced, gone, repeated, moved or nested."""
    made = copy.deepcopy(document)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        places = list(_places(made))
        if not places:
            return _odd(rng)
        parent, key = rng.choice(places)
        _change_node(made, parent, key, places, rng)
    return made


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    for key in list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ():
        yield node, key
        yield from _places(node[key])


def _change_node(root: Any, parent: Any, key: Any, places: Sequence[tuple[Any, Any]], rng: Random) -> None:
    kind = rng.randrange(8)
    if kind == 0:
        del parent[key]
    elif kind == 1:
        other, place = rng.choice(places)
        parent[key] = copy.deepcopy(other[place])
    elif kind == 2:
        wrapped = parent[key]
        for _ in range(rng.choice((1, 2, 40))):
            wrapped = rng.choice(([wrapped], {"sv": wrapped}))
        parent[key] = wrapped
    elif kind == 3 and isinstance(parent, list):
        parent[key:key] = [copy.deepcopy(parent[key])] * rng.choice((1, 1, 300))
    elif kind == 4 and isinstance(parent, dict):
        parent[rng.choice(("", "okänd", f"{key} ", str(key).upper(), "x" * 300, "\u202e"))] = parent.pop(key)
    elif kind == 5:
        parent[key] = _retyped(parent[key])
    else:
        parent[key] = _odd(rng)


def values_mutant(document: Any, rng: Random) -> Any:
    """``document`` with one to three of its plain values replaced by odd ones of the same type: it has the right shape
    and says strange things."""
    made = copy.deepcopy(document)
    places = [(parent, key) for parent, key in _places(made) if not isinstance(parent[key], (dict, list))]
    for parent, key in rng.sample(places, min(len(places), rng.choice((1, 1, 2, 3)))):
        alike = [value for value in (*ODD_VALUES, *_ODD_WORDS) if type(value) is type(parent[key])]
        parent[key] = rng.choice(alike)
    return made


#: Texts that are nearly words, places or systems.
_ODD_WORDS = (
    *("bostäder", "framtida-skede", "1", "EPSG:999999", "EPSG:4326", "USER:100000", "GEOGCRS[", "POINT(1 2)"),
    *("POLYGON((0 0,1e300 0,1 1,0 0))", "POLYGON((510000 6580000,510001 6580000,510000 6580000))", "POLYGON EMPTY"),
    *("GEOMETRYCOLLECTION(POINT(1 2),POLYGON((0 0,9 0,9 9,0 0)))", "POLYGON((0 0,9 9,9 0,0 9,0 0))", "2026-11-30"),
)


def _odd(rng: Random) -> Any:
    # A copy: what is in the list must not become part of a document that is changed further.
    return copy.deepcopy(rng.choice(ODD_VALUES))


def _retyped(value: Any) -> Any:
    """The same value as another type."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return list(value.items())
    if isinstance(value, list):
        return {str(index): item for index, item in enumerate(value)}
    return str(value)


def json_bytes(document: Any) -> bytes:
    """``document`` as JSON as Python writes it, not-a-number and single surrogates included."""
    return json.dumps(document, default=str, indent=1).encode()


class _Dumper(yaml.SafeDumper):
    """Writes what it can and calls everything else a text."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


_Dumper.add_representer(tuple, lambda dumper, data: dumper.represent_list(data))


def yaml_bytes(document: Any) -> bytes:
    """``document`` as YAML."""
    text = yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
    return text.encode("utf-8", "surrogatepass")


# with hypothesis


def trees(leaves: int = 12) -> st.SearchStrategy[Any]:
    """Any tree of what JSON and YAML can hold."""
    plain = st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=20),
        st.dates(),
        st.sampled_from(ODD_VALUES),
    )
    keys = st.text(max_size=8)
    return st.recursive(
        plain,
        lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=4)),
        max_leaves=leaves,
    )


@st.composite
def near(draw: Callable[[Any], Any], document: Any) -> Any:
    """``document`` with one node replaced by any tree, or by another of its own nodes."""
    made = copy.deepcopy(document)
    places = list(_places(made))
    parent, key = places[draw(st.integers(0, len(places) - 1))]
    own = st.sampled_from([copy.deepcopy(other[place]) for other, place in places])
    parent[key] = draw(st.one_of(trees(), own))
    return made
