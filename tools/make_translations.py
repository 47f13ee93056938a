"""Collects the texts of the user interface into resources/i18n/plandialog_sv.ts and compiles it.

Run by ``make translations``. English source texts are the arguments of ``tr()``; Swedish ones are written into the
.ts file, by hand or in Qt Linguist, and kept from run to run. A text that is gone from the source is dropped. With
``--check`` nothing is written and the exit status says whether anything would be.
"""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "resources" / "i18n" / "plandialog_sv.ts"
CONTEXT = "Plandialog"


def source_texts() -> dict[str, str]:
    """Every text given to ``tr()`` in the plugin, with the file it stands in first."""
    texts: dict[str, str] = {}
    for path in sorted((ROOT / "plugin").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "tr":
                argument = node.args[0]
                if not isinstance(argument, ast.Constant) or not isinstance(argument.value, str):
                    sys.exit(f"{path.relative_to(ROOT)}:{node.lineno}: tr() takes a plain text, not an expression")
                texts.setdefault(argument.value, path.relative_to(ROOT).as_posix())
    return texts


def translations() -> dict[str, str]:
    """The Swedish texts there are."""
    if not FILE.is_file():
        return {}
    messages = etree.parse(str(FILE)).iterfind(".//message")
    return {message.findtext("source"): message.findtext("translation") or "" for message in messages}


def document() -> bytes:
    """The .ts file for the present sources."""
    known = translations()
    root = etree.Element("TS", version="2.1", language="sv", sourcelanguage="en")
    context = etree.SubElement(root, "context")
    etree.SubElement(context, "name").text = CONTEXT
    for text, file in sorted(source_texts().items()):
        message = etree.SubElement(context, "message")
        etree.SubElement(message, "location", filename=f"../../{file}")
        etree.SubElement(message, "source").text = text
        translation = etree.SubElement(message, "translation")
        translation.text = known.get(text, "")
        if not translation.text:
            translation.set("type", "unfinished")
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True, doctype="<!DOCTYPE TS>")


def main() -> None:
    """Write and compile, or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    made = document()
    if parser.parse_args().check:
        if not FILE.is_file() or FILE.read_bytes() != made:
            sys.exit(f"{FILE.relative_to(ROOT)} is out of date: run make translations")
        return
    FILE.write_bytes(made)
    missing = made.count(b'type="unfinished"')
    if missing:
        print(f"{missing} texts have no Swedish translation yet", file=sys.stderr)
    subprocess.run(["lrelease", "-silent", str(FILE), "-qm", str(FILE.with_suffix(".qm"))], check=True)


if __name__ == "__main__":
    main()
