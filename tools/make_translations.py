"""Collects the texts of the user interface into resources/i18n/plandialog_*.ts and compiles them.

Run by ``make translations``. English source texts are the arguments of ``tr()`` and what stands in the Designer files
of ``ui/``, each form a context of its own; translations are written into the .ts file of their language, by hand or in
Qt Linguist, and kept from run to run. A text that is gone from the source is dropped. A new language is a new file,
empty at first: ``touch resources/i18n/plandialog_nb.ts``. With ``--check`` nothing is written and the exit status says
whether anything would be, in the texts or in what is compiled of them.
"""

from __future__ import annotations

import argparse
import ast
import shutil
import subprocess
import sys
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "i18n"
FILE = FOLDER / "plandialog_sv.ts"
CONTEXT = "Plandialog"


Texts = dict[tuple[str, str], str]


def source_texts() -> Texts:
    """Every text of the user interface, as context and text, with the file it stands in first."""
    texts: Texts = {}
    for path in sorted((ROOT / "plugin").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "tr":
                argument = node.args[0]
                if not isinstance(argument, ast.Constant) or not isinstance(argument.value, str):
                    sys.exit(f"{path.relative_to(ROOT)}:{node.lineno}: tr() takes a plain text, not an expression")
                texts.setdefault((CONTEXT, argument.value), path.relative_to(ROOT).as_posix())
    for path in sorted((ROOT / "ui").glob("*.ui")):
        form = etree.parse(str(path))
        context = form.findtext("class")
        for string in form.iter("string"):
            # A name is the same in every language.
            if string.text and string.text != CONTEXT and string.get("notr") != "true":
                texts.setdefault((context, string.text), path.relative_to(ROOT).as_posix())
    return texts


def translations(file: Path) -> Texts:
    """The translated texts there are, by context and source."""
    if not file.is_file() or not file.stat().st_size:
        return {}
    known: Texts = {}
    for context in etree.parse(str(file)).iterfind("context"):
        for message in context.iterfind("message"):
            translation = message.findtext("translation") or ""
            known[(context.findtext("name"), message.findtext("source"))] = translation
    return known


def document(file: Path = FILE) -> bytes:
    """The .ts file for the present sources; its name says the language."""
    known = translations(file)
    root = etree.Element("TS", version="2.1", language=file.stem.partition("_")[2], sourcelanguage="en")
    contexts: dict[str, etree._Element] = {}
    for (name, text), place in sorted(source_texts().items()):
        if name not in contexts:
            contexts[name] = etree.SubElement(root, "context")
            etree.SubElement(contexts[name], "name").text = name
        message = etree.SubElement(contexts[name], "message")
        etree.SubElement(message, "location", filename=f"../../{place}")
        etree.SubElement(message, "source").text = text
        translation = etree.SubElement(message, "translation")
        translation.text = known.get((name, text), "")
        if not translation.text:
            translation.set("type", "unfinished")
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True, doctype="<!DOCTYPE TS>")


def compiled_wrongly(file: Path = FILE) -> list[str]:
    """The source texts whose translation is another in the compiled file, or is not there."""
    from qgis.PyQt.QtCore import QTranslator

    compiled = QTranslator()
    if not compiled.load(str(file.with_suffix(".qm"))):
        return [source for _, source in translations(file)]
    return [
        source
        for (context, source), translated in translations(file).items()
        if compiled.translate(context.encode(), source.encode()) != translated
    ]


def main() -> None:
    """Write and compile, or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    if not check and shutil.which("lrelease") is None:
        sys.exit("lrelease is not installed, which compiles the texts; on Debian: apt-get install qttools5-dev-tools")
    for file in sorted(FOLDER.glob("plandialog_*.ts")):
        made = document(file)
        if check:
            if file.read_bytes() != made:
                sys.exit(f"{file.relative_to(ROOT)} is out of date: run make translations")
            if compiled_wrongly(file):
                sys.exit(f"{file.with_suffix('.qm').relative_to(ROOT)} is out of date: run make translations")
            continue
        file.write_bytes(made)
        missing = made.count(b'type="unfinished"')
        if missing:
            print(f"{file.name}: {missing} texts have no translation yet", file=sys.stderr)
        subprocess.run(["lrelease", "-silent", str(file), "-qm", str(file.with_suffix(".qm"))], check=True)


if __name__ == "__main__":
    main()
