"""Ids for the parts of a package, from what people call them."""

from __future__ import annotations

import re
import unicodedata
from typing import Iterable

# Leaves room for a number, and for what is put before an id elsewhere.
_LONGEST = 40


def unique_id(title: str, taken: Iterable[str], otherwise: str = "klass") -> str:
    """An id for YAML from a title: ``Regional kärna`` becomes ``regional-karna``, with a number where it is taken.

    ``otherwise`` stands for a title without letters, and before one that begins with a figure.
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST].strip("-") or otherwise
    if not base[0].isalpha():
        base = f"{otherwise}-{base}"
    known = set(taken)
    if base not in known:
        return base
    return next(f"{base}-{number}" for number in range(2, 10_000) if f"{base}-{number}" not in known)
