"""The rule of versions, for every file that Plandialog keeps: an older one is read, a newer one is refused and stays.

A document states its format and version. What an older version wrote is brought up step by step, one for each version,
and a newer document is told by :class:`NewerError`: whoever keeps files of the format writes none in its place.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Mapping

from .codec import CodecError

#: Brings the content of one version to the next.
Step = Callable[[Any], Any]


class NewerError(CodecError):
    """A document of a version to come. ``stated`` is its version, ``reads`` the newest that can be read."""

    def __init__(self, stated: int, reads: int) -> None:
        super().__init__(f"version {stated}; this plugin reads {reads}")
        self.stated = stated
        self.reads = reads

    @property
    def params(self) -> dict[str, str]:
        """The parameters of a message about it."""
        # A version is a name here: as a figure it would get a thousands separator.
        return {"value": str(self.stated)[:40], "reads": str(self.reads)}


def check_version(stated: Any, reads: int) -> int:
    """``stated`` where it is a version up to ``reads``.

    Raises :class:`NewerError` for a newer one and :class:`~.codec.CodecError` for what is no version.
    """
    if not isinstance(stated, int) or isinstance(stated, bool) or stated < 1:
        raise CodecError(f"$.version: {str(stated)[:40]} is not a version")
    if stated > reads:
        raise NewerError(stated, reads)
    return stated


@dataclass(frozen=True)
class FileFormat:
    """A JSON document ``{"format": name, "version": …, key: content}``.

    ``steps`` has, for each version before ``version``, what brings its content to the next.
    """

    name: str
    version: int
    key: str
    steps: Mapping[int, Step] = field(default_factory=dict)

    def document(self, content: Any) -> dict[str, Any]:
        """The document that holds ``content``, for :mod:`json`."""
        return {"format": self.name, "version": self.version, self.key: content}

    def content(self, document: Any) -> Any:
        """What ``document`` holds, as the newest version has it.

        Raises :class:`NewerError` for a newer version and :class:`~.codec.CodecError` for anything else.
        """
        stated, content = self._stated(document)
        for version in range(stated, self.version):
            content = self.steps[version](content)
        return content

    def _stated(self, document: Any) -> tuple[int, Any]:
        if not isinstance(document, dict) or document.get("format") != self.name:
            raise CodecError(f"not a {self.name} document")
        return check_version(document.get("version"), self.version), document.get(self.key)

    def is_newer(self, text: str) -> bool:
        """Whether ``text`` is a document of this format that only a newer version can read."""
        try:
            self._stated(json.loads(text))
        except NewerError:
            return True
        except (ValueError, RecursionError):
            return False
        return False

    def is_newer_file(self, path: Path) -> bool:
        """:meth:`is_newer` for what is in a file; False where there is none or it cannot be read."""
        try:
            return self.is_newer(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError):
            return False
