"""What a planner is working on: the packages and the draft plan areas with all that has been said about them.

It is kept in the project file, so that a project opened tomorrow or by a colleague goes on where it was.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any, Optional

from . import codec
from .messages import Message, MessageError
from .proposal import MOST_DWELLINGS
from .remarks import Remark, with_remark
from .versions import FileFormat, NewerError

FORMAT = FileFormat("plandialog-session", version=1, key="session")


@dataclass(frozen=True)
class Origin:
    """The feature a draft came from, as long as it is known: the ids of QGIS and the title of the layer."""

    layer: str
    feature: int
    title: str


@dataclass(frozen=True)
class Draft:
    """A draft plan area as the planner has it, not yet repaired or checked.

    ``geometry`` is WKT in ``crs`` (an authority id such as EPSG:3006, or WKT for a system without one). ``land_use``
    and ``stage`` are keys of :mod:`.terms`. ``unsaved`` says that the geometry has not been saved in its layer yet.
    """

    id: str
    name: str
    geometry: str
    crs: str
    land_use: Optional[str] = None
    stage: Optional[str] = None
    dwellings: Optional[int] = None
    unsaved: bool = False
    origin: Optional[Origin] = None
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class PackageReference:
    """A package in use. ``path`` is empty for one that comes with Plandialog; its id says which."""

    id: str
    version: str
    path: str = ""


@dataclass(frozen=True)
class Session:
    """The whole of it; every change gives a new one. ``package`` is the main package, ``also`` are those used beside
    it, in their order."""

    package: Optional[PackageReference] = None
    drafts: tuple[Draft, ...] = ()
    current: Optional[str] = None
    also: tuple[PackageReference, ...] = ()

    def draft(self, identifier: Optional[str]) -> Optional[Draft]:
        """The draft with the id ``identifier``, or None."""
        return next((draft for draft in self.drafts if draft.id == identifier), None)

    def with_draft(self, draft: Draft) -> Session:
        """With ``draft`` in place of the one with its id, or added last."""
        if self.draft(draft.id) is None:
            return replace(self, drafts=(*self.drafts, draft))
        return replace(self, drafts=tuple(draft if each.id == draft.id else each for each in self.drafts))

    def without_draft(self, identifier: str) -> Session:
        """Without one draft; the one after it, or else the last, becomes current where it was."""
        index = next((n for n, draft in enumerate(self.drafts) if draft.id == identifier), None)
        if index is None:
            return self
        left = self.drafts[:index] + self.drafts[index + 1 :]
        current = self.current
        if current == identifier:
            current = left[min(index, len(left) - 1)].id if left else None
        return replace(self, drafts=left, current=current)

    def with_remark(self, identifier: str, remark: Remark) -> Session:
        """With a remark on a finding of one draft."""
        draft = self.draft(identifier)
        return self if draft is None else self.with_draft(replace(draft, remarks=with_remark(draft.remarks, remark)))

    def fresh_id(self) -> str:
        """An id that no draft has: the lowest free number."""
        taken = {draft.id for draft in self.drafts}
        return next(str(number) for number in range(1, len(taken) + 2) if str(number) not in taken)

    @property
    def is_blank(self) -> bool:
        """Whether nothing would be lost with it."""
        return not self.drafts


class SessionError(MessageError, ValueError):
    """A kept session that cannot be read; ``message`` says why in words for a person. ``beside`` is another one that
    was kept with it and can be read."""

    beside = Session()


def to_json(session: Session) -> str:
    """``session`` as text; :func:`from_json` reads it back without loss."""
    # In plain ASCII: characters beyond the basic plane, such as emoji, do not survive in a project file of QGIS.
    return json.dumps(FORMAT.document(codec.to_json(session)), allow_nan=False)


def from_json(text: str) -> Session:
    """The session that :func:`to_json` wrote. Raises :class:`SessionError`."""
    try:
        return _read(json.loads(text))
    except SessionError:
        raise
    except (ValueError, RecursionError) as error:  # a CodecError, no JSON, or a figure with too many digits to read
        raise SessionError(Message("session-broken", {"detail": str(error)})) from error


def _read(document: Any) -> Session:
    try:
        session = codec.from_json(Session, FORMAT.content(document))
    except NewerError as error:
        raise SessionError(Message("session-newer", error.params)) from error
    for draft in session.drafts:
        if draft.dwellings is not None and not 0 <= draft.dwellings <= MOST_DWELLINGS:
            raise SessionError(Message("session-broken", {"detail": f"{draft.dwellings} dwellings"[:80]}))
    return session
