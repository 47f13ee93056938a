"""The reference of the package format says what the reader reads: every key, with its meaning."""

from __future__ import annotations

import re
import sys

import pytest
from conftest import ROOT
from measure_specs import SPECS
from plandialog.plugin.core.package import format as package_format
from plandialog.plugin.core.package import spec

sys.path.insert(0, str(ROOT / "tools"))

import make_format_reference

TEXT = make_format_reference.PAGE.read_text(encoding="utf-8")


def mappings(piece):
    """Every mapping with fixed keys in a piece of the format."""
    if isinstance(piece, spec.Mapped):
        yield piece
    inner = [*getattr(piece, "keys", {}).values(), getattr(piece, "of", None), getattr(piece, "mapping", None)]
    for each in inner:
        if isinstance(each, spec.Spec):
            yield from mappings(each)


@pytest.mark.parametrize("root", [package_format.package_spec(), package_format.perspective_spec(SPECS)])
def test_every_key_says_what_it_means_in_a_sentence(root):
    for mapping in mappings(root):
        for name, key in mapping.keys.items():
            assert isinstance(key, spec.Key), name
            assert key.meaning.endswith(".") and "\n" not in key.meaning, name
            assert key.schema()["description"].startswith(key.meaning)


def test_the_page_is_up_to_date():
    assert make_format_reference.page(TEXT, SPECS) == TEXT, "run make schema"


def test_only_the_tables_are_written():
    # A key that is gone from the page comes back, and what is written by hand stays as it is.
    without = TEXT.replace("| `licence` |", "| `license` |").replace("# The regional package", "# By hand")
    made = make_format_reference.page(without, SPECS)
    assert "| `licence` |" in made and "| `license` |" not in made and made.startswith("# By hand")


def test_every_key_stands_in_a_table():
    rows = set(re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE))
    for root in (package_format.package_spec(), package_format.perspective_spec(SPECS)):
        assert {name for mapping in mappings(root) for name in mapping.keys} <= rows
