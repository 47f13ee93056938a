"""Changes to a package that somebody writes by hand: a block more in a YAML file, a file more in the folder.

A YAML file is changed as text, by the places that its nodes have, so that comments, order and line ends stay as they
are. Every change is read again and compared with what was there: nothing but the wanted block may differ.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path, PurePosixPath
from typing import Any, Iterator, Mapping, Optional

import yaml

from ..files import flush, replace_text
from ..messages import Message, MessageError
from .manifest import FORMAT, MANIFEST, file_hash, package_files, read_manifest

#: Characters of a line of a written block after which it ends with the next word.
_WIDTH = 106

#: Mappings and lists of short values up to this many characters are written in one line.
_SHORT = 90

#: Line ends that YAML knows beside ``\n`` and ``\r\n``; line numbers would not agree with them.
_OTHER_BREAKS = ("\x85", "\u2028", "\u2029")


class EditError(MessageError, ValueError):
    """A package that cannot be changed safely; ``message`` says why. Nothing was changed."""


def with_dataset(text: str, dataset: Mapping[str, Any]) -> str:
    """``text`` (of ``package.yaml``) with a block for ``dataset``, in the place of the one with the same id if any.

    ``dataset`` has the keys of the format with plain values: strings, numbers, dates, lists, mappings. Raises
    :class:`EditError`.
    """
    return _with_item(text, "datasets", dataset)


def with_check(text: str, check: Mapping[str, Any]) -> str:
    """``text`` (of a perspective) with a block for ``check``, in the place of the one with the same id if any.

    Raises :class:`EditError`.
    """
    return _with_item(text, "checks", check)


def _with_item(text: str, key: str, item: Mapping[str, Any]) -> str:
    root = _compose(text)
    items = _items(root, key)
    wanted = _plain(_represent(item))
    existing = [node for node in items.value if _id_of(node) == item["id"]] if items is not None else []
    if len(existing) > 1:
        raise EditError(Message("edit-duplicate", {"key": key, "value": str(item["id"])}))
    if existing and _plain(existing[0]) == wanted:
        return text
    lines = text.split("\n")
    if items is None:
        changed = _with_list(text, lines, key, item)
    else:
        first, after = _place(lines, items, existing[0] if existing else None)
        block = _block(item, items.start_mark.column)
        if not existing and _spaced(lines, items):
            block.insert(0, "")
        changed = "\n".join(_spliced(text, lines, first, after, block))
    _verify(root, _compose(changed), key, str(item["id"]), wanted)
    return changed


def _compose(text: str) -> yaml.MappingNode:
    """The root of a text that can be edited by its lines."""
    if any(each in text for each in _OTHER_BREAKS) or "\r" in text.replace("\r\n", ""):
        raise EditError(Message("edit-breaks"))
    try:
        events = list(yaml.parse(text, Loader=yaml.SafeLoader))
        if any(isinstance(event, yaml.AliasEvent) for event in events):
            raise EditError(Message("edit-alias"))
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, OverflowError) as error:
        raise EditError(Message("edit-syntax", {"detail": " ".join(str(error).split())})) from error
    ended = any(isinstance(event, yaml.DocumentEndEvent) and event.explicit for event in events)
    if not isinstance(root, yaml.MappingNode) or root.flow_style or root.start_mark.column or ended:
        raise EditError(Message("edit-shape"))
    return root


def _items(root: yaml.MappingNode, key: str) -> Optional[yaml.SequenceNode]:
    """The list at ``key``, None where there is no such key."""
    found = [(name, value) for name, value in root.value if name.value == key]
    if not found:
        return None
    name, value = found[0]
    block = isinstance(value, yaml.SequenceNode) and not value.flow_style and value.start_mark.line > name.end_mark.line
    if len(found) > 1 or not block:
        raise EditError(Message("edit-list", {"key": key}))
    return value


def _id_of(node: yaml.Node) -> Optional[str]:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value.value for name, value in node.value if name.value == "id"), None)


def _with_list(text: str, lines: list[str], key: str, item: Mapping[str, Any]) -> str:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return "\n".join(_spliced(text, lines, end, end, [f"{key}:", *_block(item, 2)]))


def _place(lines: list[str], items: yaml.SequenceNode, existing: Optional[yaml.Node]) -> tuple[int, int]:
    """The lines that a block takes: those of ``existing``, or none behind the last."""
    if existing is None:
        after = _last_line(items.value[-1]) + 1
        return after, after
    return _dash(lines, items, existing), _last_line(existing) + 1


def _dash(lines: list[str], items: yaml.SequenceNode, item: yaml.Node) -> int:
    """The line of the dash before ``item``, which may stand above it."""
    line = item.start_mark.line
    column = items.start_mark.column
    while line > items.start_mark.line and lines[line][column : column + 1] != "-":
        line -= 1
    if lines[line][column : column + 1] != "-" or lines[line][:column].strip():
        raise EditError(Message("edit-shape"))
    return line


def _last_line(node: yaml.Node) -> int:
    """The last line with something of ``node`` on it: a block's own end is where the next begins."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    end = node.end_mark
    if end.line == node.start_mark.line or end.column:
        return end.line
    # A block scalar ends behind its empty lines, which are part of it only where it keeps them.
    kept = node.value.endswith("\n\n")
    return end.line - 1 if kept else _not_blank(end.buffer, node.start_mark.line, end.line - 1)


def _not_blank(buffer: str, first: int, last: int) -> int:
    lines = buffer.split("\n")
    while last > first and not lines[last].strip("\r\0 "):
        last -= 1
    return last


def _spaced(lines: list[str], items: yaml.SequenceNode) -> bool:
    """Whether the blocks of the list have an empty line between them."""
    if len(items.value) < 2:
        return False
    line = _dash(lines, items, items.value[-1]) - 1
    while lines[line].lstrip().startswith("#"):
        line -= 1
    return not lines[line].strip()


def _spliced(text: str, lines: list[str], first: int, after: int, block: list[str]) -> Iterator[str]:
    """``lines`` with ``block`` in the place of those from ``first`` to before ``after``, with the text's line ends."""
    ending = "\r" if 2 * text.count("\r\n") > text.count("\n") else ""
    before, rest = list(lines[:first]), lines[after:]
    if ending and before and first == len(lines):
        before[-1] = before[-1].rstrip("\r") + ending
    yield from before
    yield from (line + ending for line in block[:-1])
    yield block[-1] + (ending if rest else "")
    yield from rest


def _block(item: Mapping[str, Any], indent: int) -> list[str]:
    node = yaml.SequenceNode("tag:yaml.org,2002:seq", [_represent(item)], flow_style=False)
    written = yaml.serialize(node, Dumper=_Dumper, allow_unicode=True, width=_WIDTH)
    return [(" " * indent + line).rstrip() for line in written.rstrip("\n").split("\n")]


class _Dumper(yaml.SafeDumper):
    """Lists inside mappings are indented, as authors write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _represent(item: Mapping[str, Any]) -> yaml.MappingNode:
    dumper = yaml.SafeDumper("", sort_keys=False)
    dumper.ignore_aliases = lambda data: True
    node = dumper.represent_data(_without_subclasses(item))
    _style(node, outermost=True)
    return node


def _without_subclasses(value: Any) -> Any:
    """``value`` in the types that a safe dumper knows."""
    if isinstance(value, Mapping):
        return {str(key): _without_subclasses(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_subclasses(each) for each in value]
    return str(value) if isinstance(value, str) else value


def _style(node: yaml.Node, outermost: bool = False) -> int:
    """Put short collections on one line each; returns how many characters ``node`` takes about."""
    if isinstance(node, yaml.ScalarNode):
        return len(node.value)
    mapping = isinstance(node, yaml.MappingNode)
    children = [each for pair in node.value for each in pair] if mapping else node.value
    length = sum(_style(each) + 3 for each in children)
    plain = all(isinstance(each, yaml.ScalarNode) or each.flow_style for each in children)
    node.flow_style = not outermost and plain and length <= _SHORT
    return length


def _plain(node: yaml.Node) -> Any:
    """A node as what it says, without where and how."""
    if isinstance(node, yaml.MappingNode):
        return {"map": [(_plain(name), _plain(value)) for name, value in node.value]}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each) for each in node.value]
    return node.tag, node.value


def _verify(before: yaml.MappingNode, after: yaml.MappingNode, key: str, identifier: str, wanted: Any) -> None:
    """Raise :class:`EditError` unless the item is as wanted and everything else as it was, in the same order."""
    items = _items(after, key)
    found = [_plain(node) for node in items.value if _id_of(node) == identifier] if items is not None else []
    if found != [wanted] or _rest(before, key, identifier) != _rest(after, key, identifier):
        raise EditError(Message("edit-changed"))


def _rest(root: yaml.MappingNode, key: str, identifier: str) -> tuple[Any, Any]:
    """Everything in a file but the list at ``key``, and what is in the list but the item."""
    items = [value for name, value in root.value if name.value == key]
    others = [_plain(node) for each in items for node in each.value if _id_of(node) != identifier]
    return [(_plain(name), _plain(value)) for name, value in root.value if name.value != key], others


# Files


def save_into(root: Path, texts: Mapping[str, str], files: Mapping[str, Path]) -> None:
    """Write ``texts`` and copy ``files`` into the package folder ``root``, by their relative names.

    A package that has a manifest gets a new one, with new hashes for what was written and the old ones for all else: a
    file that somebody changed behind the manifest's back is still noticed. The manifest is away while files change, so
    that a package that is left behind by a crash has none, rather than one that refuses it. On an error everything is
    put back as it was. Raises :class:`EditError` for a name outside the package, OSError or ValueError where a file
    cannot be read or written.
    """
    for name in (*texts, *files):
        _check_name(root, name)
    sealed = read_manifest(root)
    with tempfile.TemporaryDirectory(prefix=".edit.", dir=root) as folder:
        staged = {name: _staged_copy(Path(folder), number, path) for number, (name, path) in enumerate(files.items())}
        for number, (name, text) in enumerate(texts.items(), len(staged)):
            staged[name] = Path(folder) / str(number)
            # As bytes: line ends are those of the text.
            staged[name].write_bytes(text.encode("utf-8"))
            flush(staged[name])
        manifest = None
        if sealed is not None:
            sealed = dict(sorted({**sealed, **{name: file_hash(path) for name, path in staged.items()}}.items()))
            manifest = json.dumps({"format": FORMAT, "files": sealed}, indent=1, ensure_ascii=False) + "\n"
        _replace_all(root, staged, manifest, Path(folder) / "before")


def _check_name(root: Path, name: str) -> None:
    pure = PurePosixPath(name)
    inside = not pure.is_absolute() and ".." not in pure.parts and "\\" not in name and ":" not in name
    if not inside or name == MANIFEST or not (root / name).resolve().is_relative_to(root.resolve()):
        raise EditError(Message("file-outside", {"file": name}))


def _staged_copy(folder: Path, number: int, path: Path) -> Path:
    copy = folder / str(number)
    shutil.copyfile(path, copy)
    flush(copy)
    return copy


def _replace_all(root: Path, staged: Mapping[str, Path], manifest: Optional[str], kept: Path) -> None:
    """Put ``staged`` files in place, with a new manifest last; what was there is kept in ``kept`` until all is done."""
    kept.mkdir()
    done: list[tuple[Path, Optional[Path]]] = []
    try:
        if manifest is not None:
            done.append((root / MANIFEST, kept / MANIFEST))
            (root / MANIFEST).replace(kept / MANIFEST)
        for number, (name, path) in enumerate(staged.items()):
            target = root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            old = kept / str(number) if target.exists() else None
            if old is not None:
                shutil.copy2(target, old)
            done.append((target, old))
            path.replace(target)
        if manifest is not None:
            replace_text(root / MANIFEST, manifest)
    except BaseException:
        for target, old in reversed(done):
            _put_back(target, old)
        raise


def _put_back(target: Path, old: Optional[Path]) -> None:
    if old is None:
        target.unlink(missing_ok=True)
    elif old.exists():
        old.replace(target)


def copy_package(source: Path, target: Path) -> None:
    """Copy the files of the package in ``source`` to the new or empty folder ``target``, whole or not at all.

    Copies can be written to even where the originals cannot. Raises :class:`EditError` where ``target`` has something
    in it or lies in the package, OSError where a file cannot be read or written.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise EditError(Message("edit-target", {"folder": target.name}))
    if target.resolve().is_relative_to(source.resolve()):
        raise EditError(Message("edit-inside", {"folder": target.name}))
    names = [*package_files(source), *([MANIFEST] if (source / MANIFEST).is_file() else [])]
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{target.name[:40]}.", dir=target.parent) as folder:
        made = Path(folder) / "package"
        for name in names:
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / name, made / name)
        if target.exists():
            target.rmdir()
        made.replace(target)
