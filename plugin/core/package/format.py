"""Format 1 of the regional package, stated once. The reader reads with it; the JSON Schema is made from it."""

from __future__ import annotations

from typing import Any, Mapping

from ..legend import COLOR_PATTERN, MOST_CLASSES
from ..measure import GEOMETRIES, IMAGE, MAP, MeasureSpec
from ..outcome import BAND_OUTCOMES
from ..quantity import Dimension
from ..terms import ACTORS, LAND_USES, STAGES
from .spec import (
    Boolean,
    Date,
    Either,
    FormatVersion,
    Id,
    Integer,
    Keyed,
    Listed,
    Mapped,
    OneOf,
    Quantity,
    Raw,
    Spec,
    String,
    Texts,
    quantity_schema,
    text_definitions,
)
from .uri import REMOTE, SHOWN_ONLY

FORMAT = 1

#: Placeholders that a band's text may hold.
PLACEHOLDERS = ("value", "names", "reach")

#: QGIS providers a dataset may name. ``xyz`` is QGIS's ``wms`` with the address of tiles.
PROVIDERS = ("ogr", *REMOTE, "spatialite", *SHOWN_ONLY, "gdal")

#: A coverage that needs no dataset of its own.
COVERAGES = ("package", "service", "unknown")

WEIGHTS = ("whole", "share")

#: Keys of a dataset that make no sense for a picture: what it covers is what can be read in it.
NOT_OF_IMAGES = ("filter", "label", "coverage", "sliver", "style")

#: Keys of a dataset that make no sense for what is only shown.
NOT_OF_MAPS = (*NOT_OF_IMAGES, "accuracy")

_LINK = String(r"^https?://\S+$", "link-shape")
_EMAIL = String(r"^[^@\s]+@[^@\s]+\.[^@\s]+$", "email-shape")
_VERSION = String(r"^[0-9]+\.[0-9]+(\.[0-9]+)?([.-][0-9A-Za-z]+)*$", "version-shape")
_CRS = String(r"^[A-Z]+:[0-9]+$", "crs-shape")
_INTERVAL = String(r"^[1-9][0-9]{0,4} (days|months|years)$", "duration")


def _terms() -> Spec:
    """Goals or priority areas: ids with titles."""
    return Listed(Mapped({"id": Id(), "title": Texts()}, required=("id", "title")))


def _between(spec: Spec) -> Mapped:
    return Mapped({"at_least": spec, "at_most": spec})


def _image_spec() -> Mapped:
    """What a dataset says of itself when it is a structure image."""
    image_class = Mapped(
        {
            "id": Id(),
            "title": Texts(),
            "colors": Listed(String(COLOR_PATTERN, "color-shape"), or_one=True),
            "tolerance": Quantity(Dimension.NUMBER),
            "gaps": Quantity(Dimension.LENGTH),
            "blank": Boolean(),
            "means": Texts(),
        },
        required=("id", "title", "colors"),
    )
    return Mapped(
        {
            "schematic": Boolean(only=(True,)),
            "page": String(),
            "about": Texts(),
            "crs": _CRS,
            "overprint": Quantity(Dimension.LENGTH),
            "classes": Listed(image_class, most=MOST_CLASSES),
        },
        required=("schematic", "classes"),
    )


# A class that is none: the picture says nothing there.
_BLANK = {"properties": {"blank": {"const": True}}, "required": ["blank"]}


def _image_rule() -> dict[str, Any]:
    """What a picture demands of the other keys of a dataset, as JSON Schema; :mod:`.rules` says the same."""
    return {
        "if": {"properties": {"geometry": {"const": IMAGE}}, "required": ["geometry"]},
        "then": {
            "properties": {
                **{key: False for key in NOT_OF_IMAGES},
                "source": {"properties": {"provider": {"const": "gdal"}}},
                "accuracy": {"pattern": "[1-9]"},
                "image": {"properties": {"classes": {"contains": {"not": _BLANK}}}},
            },
            "required": ["accuracy", "image"],
        },
        "else": {"properties": {"image": False}},
    }


def _map_rule() -> dict[str, Any]:
    """What a map service demands of the other keys of a dataset, and what only one may."""
    provider = {"enum": list(SHOWN_ONLY)}
    return {
        "if": {"properties": {"geometry": {"const": MAP}}, "required": ["geometry"]},
        "then": {
            "properties": {
                **{key: False for key in NOT_OF_MAPS},
                "source": {"properties": {"provider": provider}},
            }
        },
        "else": {"properties": {"source": {"properties": {"provider": {"not": provider}}}}},
    }


def _remote_rule() -> dict[str, Any]:
    """What only a dataset that is asked for over the network may state."""
    remote = {"properties": {"source": {"properties": {"provider": {"enum": list(REMOTE)}}, "required": ["provider"]}}}
    local = {"properties": {"login": {"const": False}, "coverage": {"not": {"const": "service"}}}}
    return {"if": {**remote, "required": ["source"]}, "else": local}


def _tried_rule() -> dict[str, Any]:
    """Only what lives on a service can wait to be tried against it."""
    served = {"properties": {"source": {"properties": {"provider": {"enum": [*REMOTE, *SHOWN_ONLY]}}}}}
    return {"if": {**served, "required": ["source"]}, "else": {"properties": {"unconfirmed": False}}}


def package_spec() -> Mapped:
    """The file ``package.yaml``."""
    coverage = Either(COVERAGES, Mapped({"dataset": Id()}, required=("dataset",)), "coverage")
    source = Mapped({"provider": OneOf(PROVIDERS), "uri": String()}, required=("provider", "uri"))
    dataset = Mapped(
        {
            "id": Id(),
            "title": Texts(),
            "source": source,
            "geometry": OneOf(GEOMETRIES),
            "filter": String(),
            "label": String(),
            "coverage": coverage,
            "accuracy": Quantity(Dimension.LENGTH),
            "sliver": Quantity(Dimension.LENGTH),
            "issued": Date(),
            "review": _INTERVAL,
            "producer": Texts(),
            "licence": String(),
            "link": _LINK,
            "style": String(),
            "image": _image_spec(),
            "login": Boolean(),
            "unconfirmed": Date(),
        },
        required=("id", "title", "source", "geometry", "issued", "producer", "licence"),
        rules=(_image_rule(), _map_rule(), _remote_rule(), _tried_rule()),
    )
    strategy = Mapped(
        {
            "title": Texts(),
            "period": String(),
            "adopted": Date(),
            "link": _LINK,
            "goals": _terms(),
            "priorities": _terms(),
        },
        required=("title", "goals", "priorities"),
    )
    unit = Mapped({"id": Id(), "title": Texts(), "email": _EMAIL, "phone": String()}, required=("id", "title"))
    return Mapped(
        {
            "format": FormatVersion(newest=FORMAT),
            "id": Id(),
            "title": Texts(),
            "version": _VERSION,
            "issued": Date(),
            "demo": Boolean(),
            "region": Texts(),
            "crs": _CRS,
            "area": Id(),
            "municipalities": Mapped({"dataset": Id(), "name": String()}, required=("dataset", "name")),
            "about": Texts(),
            "background": Listed(Id()),
            "strategy": strategy,
            "units": Listed(unit),
            "datasets": Listed(dataset),
        },
        required=(
            "format",
            "id",
            "title",
            "version",
            "issued",
            "demo",
            "region",
            "crs",
            "area",
            "units",
            "datasets",
        ),
        rules=({"properties": {"format": {"maximum": FORMAT}}},),
    )


def perspective_spec(measures: Mapping[str, MeasureSpec]) -> Mapped:
    """A file ``perspectives/*.yaml``; ``measures`` are the measures there are."""
    actors = Listed(OneOf(tuple(ACTORS)), or_one=True)
    any_figure = {"anyOf": [quantity_schema(dimension) for dimension in Dimension]}
    band = Mapped(
        {
            "none": Boolean(only=(True,)),
            "up_to": Raw(any_figure),
            "outcome": OneOf(tuple(outcome.value for outcome in BAND_OUTCOMES)),
            "say": Id(),
            "do": Id(),
        },
        required=("outcome",),
        rules=({"not": {"required": ["none", "up_to"]}},),
    )
    when = Mapped(
        {
            "land_use": Listed(OneOf(tuple(LAND_USES))),
            "stage": Listed(OneOf(tuple(STAGES))),
            "municipality": Listed(String()),
            "area": _between(Quantity(Dimension.AREA)),
            "dwellings": _between(Integer()),
        }
    )
    guidance = Mapped(
        {
            "why": Texts(),
            "do": Texts(),
            "whom": Texts(),
            "source": Texts(),
            "question": Texts(),
        },
        required=("why", "do"),
    )
    variants = sorted({variant for measure in measures.values() for variant in measure.dimensions if variant})
    check = Mapped(
        {
            "id": Id(),
            "title": Texts(),
            "dataset": Id(),
            "measure": OneOf(tuple(sorted(measures))),
            "where": String(),
            "when": when,
            "as": OneOf(tuple(variants)) if variants else String(),
            "reach": Quantity(Dimension.LENGTH),
            "field": String(),
            "unit": Texts(),
            "weight": OneOf(WEIGHTS),
            "classes": Listed(Id(), or_one=True),
            "bands": Listed(band),
            "texts": Keyed(Texts(PLACEHOLDERS)),
            "guidance": guidance,
        },
        required=("id", "title", "measure", "guidance"),
        rules=[_measure_rule(measure) for _, measure in sorted(measures.items())],
    )
    roles = Mapped(
        {"decides": actors, "speaks": actors, "supervises": actors},
        required=("decides", "speaks"),
    )
    return Mapped(
        {
            "id": Id(),
            "title": Texts(),
            "order": Integer(),
            "about": Texts(),
            "unit": Id(),
            "roles": roles,
            "law": Listed(String()),
            "strategy": Mapped({"goals": Listed(Id()), "priorities": Listed(Id())}),
            "checks": Listed(check),
        },
        required=("id", "title", "unit", "roles", "checks"),
    )


def _measure_rule(measure: MeasureSpec) -> dict[str, Any]:
    """What the choice of a measure demands of the other keys, as JSON Schema; :mod:`.rules` says the same."""
    needed = ["dataset", "bands", *measure.required] if measure.needs_dataset else []
    then: dict[str, Any] = {"properties": {key: False for key in sorted(measure.excluded)}}
    if needed:
        then["required"] = needed
    return {"if": {"properties": {"measure": {"const": measure.name}}, "required": ["measure"]}, "then": then}


def json_schema(kind: str, measures: Mapping[str, MeasureSpec]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of ``package`` or ``perspective`` files."""
    spec = package_spec() if kind == "package" else perspective_spec(measures)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Plandialog regional package, format {FORMAT}: {kind}",
        **spec.schema(),
        "$defs": text_definitions(PLACEHOLDERS),
    }
