"""Trying the definitions of remote datasets against their live services."""

from __future__ import annotations

import datetime
from typing import Optional
from urllib.parse import urlsplit

from qgis.core import Qgis, QgsRectangle

from ...core.messages import Message
from ...core.package.model import Dataset
from ...core.package.seen import Seen
from ...core.package.uri import map_layers
from ..geometry import GEOMETRY_TYPES, is_blank
from .asking import Ask, Questioning
from .decoding import local_name, xml_root
from .errors import RemoteError
from .fetching import Fetcher, Patience
from .maps import capabilities, map_parts
from .opened import OpenRemote

_KINDS = {kind: name for name, kind in GEOMETRY_TYPES.items()}


def confirm(
    opened: OpenRemote, columns: frozenset[str], around: Optional[QgsRectangle], patience: Patience
) -> tuple[Seen, tuple[Message, ...]]:
    """What the service has, and where that differs from the definition; ``columns`` are the attributes it depends on.

    ``around`` is the area of validity as a box in the CRS of the layer. Raises :class:`~..sources.SourceError` where
    the dataset cannot be had, and :class:`~..geometry.Interrupted`.
    """
    layer, dataset = opened.layer, opened.dataset
    page = layer.page(Ask(None, columns, most=1), 0, patience)
    if not page.features:
        raise RemoteError("source-empty", layer.service)
    count = page.matched if page.matched is not None else layer.count(Ask(None), patience)
    known = layer.columns(patience)
    names = known if known is not None else frozenset(field.name() for field in page.fields)
    geometry = page.features[0].geometry()
    kind = "none" if is_blank(geometry) else _KINDS.get(Qgis.GeometryType(geometry.type()), "mixed")
    crs = page.crs.authid() if page.crs.isValid() else layer.crs.authid()
    # Whether it finds what it has where it says that it is.
    Questioning(layer, patience, opened.package_crs, around).prove(Ask(None, columns))
    notes = [Message("source-field", {"field": name, "file": dataset.source.name}) for name in sorted(columns - names)]
    if kind not in (dataset.geometry, "mixed"):
        params = {"file": dataset.source.name, "actual": kind, "wanted": dataset.geometry}
        notes.append(Message("source-geometry", params))
    if layer.moved:
        notes.append(Message("remote-address", {"service": layer.service, "to": layer.moved}))
    today = datetime.date.today().isoformat()
    seen = Seen(today, dataset.source.uri, kind, crs, tuple(sorted(names)), count, layer.moved)
    return seen, tuple(notes)


def confirm_map(dataset: Dataset, fetcher: Fetcher, patience: Patience) -> tuple[Message, ...]:
    """Whether a map service has what a dataset names; what differs. Raises :class:`~..sources.SourceError`."""
    address = map_parts(dataset)["url"]
    service = urlsplit(address).netloc
    if dataset.source.provider == "xyz":
        tile = address
        for key in ("x", "y", "z", "-y"):
            tile = tile.replace(f"{{{key}}}", "0")
        reply = fetcher.get(tile, {}, patience, login=dataset.login)
        return () if reply.kind.startswith("image/") else (Message("remote-layer", _named(service, reply.kind)),)
    root = xml_root(capabilities(address, fetcher, patience, dataset.login).body, service)
    names = {child.text for each in root.iter() if local_name(each) == "Layer" for child in each if _is_name(child)}
    missing = [name for name in map_layers(dataset.source.uri) if name not in names]
    return tuple(Message("remote-layer", _named(service, name)) for name in missing)


def _is_name(element: object) -> bool:
    return local_name(element) in ("Name", "Identifier")


def _named(service: str, layer: str) -> dict[str, object]:
    return {"service": service, "layer": layer or "?"}
