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
    Key,
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
    return Listed(
        Mapped(
            {
                "id": Key(Id(), "What perspectives refer to it by."),
                "title": Key(Texts(), "Its name as the strategy has it."),
            },
            required=("id", "title"),
        )
    )


def _between(spec: Spec) -> Mapped:
    return Mapped(
        {"at_least": Key(spec, "The limit itself included."), "at_most": Key(spec, "The limit itself included.")}
    )


def _image_spec() -> Mapped:
    """What a dataset says of itself when it is a structure image."""
    image_class = Mapped(
        {
            "id": Key(Id(), "What checks refer to the class by; of its own within the picture."),
            "title": Key(Texts(), "The class as the legend of the picture has it."),
            "colors": Key(
                Listed(String(COLOR_PATTERN, "color-shape"), or_one=True),
                'The colours of the class as they appear in the picture, in quotes: `"#cf6a2a"`.',
            ),
            "tolerance": Key(
                Quantity(Dimension.NUMBER), "How far a pixel may be from a colour (ΔE, CIE 1976).", default="10"
            ),
            "gaps": Key(
                Quantity(Dimension.LENGTH), "Of a hatched class: how far its marks are apart at most, on the ground."
            ),
            "blank": Key(
                Boolean(), "The ground of the map, where the picture is known to say nothing.", default="false"
            ),
            "means": Key(Texts(), "What the class means for the strategy."),
        },
        required=("id", "title", "colors"),
    )
    return Mapped(
        {
            "schematic": Key(Boolean(only=(True,)), "A picture that is not schematic is not a structure image."),
            "page": Key(String(), "Where in the strategy the picture stands."),
            "about": Key(Texts(), "What the picture shows."),
            "crs": Key(_CRS, "The CRS of a picture that carries none.", default="that of the package"),
            "overprint": Key(
                Quantity(Dimension.LENGTH), "How wide labels and lines are that are printed over the classes."
            ),
            "classes": Key(Listed(image_class, most=MOST_CLASSES), "Which colour stands for what."),
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
    dataset_id = Key(Id(), "The polygon dataset whose features are what is covered.")
    coverage = Either(COVERAGES, Mapped({"dataset": dataset_id}, required=("dataset",)), "coverage")
    source = Mapped(
        {
            "provider": Key(
                OneOf(PROVIDERS), "The QGIS provider; `ogr` for a file in `layers/`, `gdal` for a picture."
            ),
            "uri": Key(
                String(),
                "The file relative to the package, with `|layername=…` for one of several layers; or the service.",
            ),
        },
        required=("provider", "uri"),
    )
    dataset = Mapped(
        {
            "id": Key(Id(), "What checks and other keys refer to it by."),
            "title": Key(Texts(), "What a planner calls it."),
            "source": Key(source, "Where its features are."),
            "geometry": Key(OneOf(GEOMETRIES), "What its features are; `image` a structure image, `map` only shown."),
            "filter": Key(String(), "A QGIS expression; features that do not meet it are not there."),
            "label": Key(String(), "The field that names a feature."),
            "coverage": Key(coverage, "Where the dataset is known to be complete.", default="unknown"),
            "accuracy": Key(
                Quantity(Dimension.LENGTH),
                "How far positions may be off; every measurement gets its bounds from it. Needed for an image.",
            ),
            "sliver": Key(
                Quantity(Dimension.LENGTH), "Overlaps narrower than this are dropped, and said to be.", default="0.5 m"
            ),
            "issued": Key(Date(), "The day that the data describes, or was issued."),
            "review": Key(
                _INTERVAL, "How long after `issued` it holds; after that it is marked as stale: `12 months`."
            ),
            "producer": Key(Texts(), "Who stands for the data."),
            "licence": Key(String(), "The licence, by its short name."),
            "link": Key(_LINK, "Where to read more."),
            "style": Key(String(), "A QGIS layer style in the package."),
            "image": Key(
                _image_spec(), "What a structure image says of itself; only with `geometry: image`, and needed there."
            ),
            "login": Key(Boolean(), "Whether the service wants credentials.", default="false"),
            "unconfirmed": Key(Date(), "Since when the definition waits to be tried against its live service."),
        },
        required=("id", "title", "source", "geometry", "issued", "producer", "licence"),
        rules=(_image_rule(), _map_rule(), _remote_rule(), _tried_rule()),
    )
    strategy = Mapped(
        {
            "title": Key(Texts(), "The name of the strategy."),
            "period": Key(String(), "The years that it is for."),
            "adopted": Key(Date(), "The day that it was adopted."),
            "link": Key(_LINK, "Where it can be read."),
            "goals": Key(_terms(), "Its goals."),
            "priorities": Key(_terms(), "Its priority areas."),
        },
        required=("title", "goals", "priorities"),
    )
    unit = Mapped(
        {
            "id": Key(Id(), "What perspectives refer to it by."),
            "title": Key(Texts(), "What the unit is called."),
            "email": Key(_EMAIL, "Where questions are sent; an address of the unit, not of a person."),
            "phone": Key(String(), "Its telephone."),
        },
        required=("id", "title"),
    )
    municipalities = Mapped(
        {
            "dataset": Key(Id(), "A polygon dataset with a feature per municipality."),
            "name": Key(String(), "Its field with the name of the municipality."),
        },
        required=("dataset", "name"),
    )
    return Mapped(
        {
            "format": Key(FormatVersion(newest=FORMAT), f"The version of the format: {FORMAT}."),
            "id": Key(Id(), "What tells the package from others; the same in all its versions."),
            "title": Key(Texts(), "What a planner sees in the list of packages."),
            "version": Key(_VERSION, "Higher for every issue: `1.4.0`."),
            "issued": Key(Date(), "The day of this issue."),
            "demo": Key(Boolean(), "true marks DEMO wherever a person sees the package."),
            "region": Key(Texts(), "Who issues it."),
            "crs": Key(_CRS, "A projected CRS in metres, in which everything is measured: `EPSG:3006`."),
            "area": Key(Id(), "The polygon dataset that is the area of validity."),
            "municipalities": Key(municipalities, "Which municipality a plan area lies in."),
            "about": Key(Texts(), "What the package is, in a few sentences."),
            "background": Key(Listed(Id()), "Datasets that maps show below the findings, the lowest first."),
            "strategy": Key(strategy, "The regional development strategy; without it no perspective refers to goals."),
            "units": Key(Listed(unit), "The units of the region that a planner can ask."),
            "datasets": Key(Listed(dataset), "Everything that checks are put to, and what maps show."),
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
            "none": Key(Boolean(only=(True,)), "The first band only: what it means that nothing was found."),
            "up_to": Key(Raw(any_figure), "The upper limit, itself included; left out: no limit."),
            "outcome": Key(
                OneOf(tuple(outcome.value for outcome in BAND_OUTCOMES)), "What a figure in the band comes to."
            ),
            "say": Key(Id(), "The text, from `texts`, that tells of the figure."),
            "do": Key(Id(), "The text, from `texts`, in place of `guidance.do`."),
        },
        required=("outcome",),
        rules=({"not": {"required": ["none", "up_to"]}},),
    )
    when = Mapped(
        {
            "land_use": Key(Listed(OneOf(tuple(LAND_USES))), "The land uses that the question is about."),
            "stage": Key(Listed(OneOf(tuple(STAGES))), "The planning stages that it is asked in."),
            "municipality": Key(Listed(String()), "The municipalities that it is asked in, by name."),
            "area": Key(_between(Quantity(Dimension.AREA)), "How large the plan area is."),
            "dwellings": Key(_between(Integer()), "How many dwellings are proposed."),
        }
    )
    guidance = Mapped(
        {
            "why": Key(Texts(), "Why it matters."),
            "do": Key(Texts(), "What the planner can do."),
            "whom": Key(Texts(), "Whom to ask.", default="the unit of the perspective"),
            "source": Key(Texts(), "More about the source than the dataset says."),
            "question": Key(Texts(), "A question to send to the region."),
        },
        required=("why", "do"),
    )
    variants = sorted({variant for measure in measures.values() for variant in measure.dimensions if variant})
    check = Mapped(
        {
            "id": Key(Id(), "Of its own in the whole package, and the same from version to version."),
            "title": Key(Texts(), "What the check is about; of the measure `ask`, the question itself."),
            "dataset": Key(Id(), "What the question is put to; needed by every measure but `ask`."),
            "measure": Key(OneOf(tuple(sorted(measures))), "How it is measured, see *Measures*."),
            "where": Key(String(), "A QGIS expression that chooses features of the dataset."),
            "when": Key(when, "Conditions on the proposal, all of which must hold."),
            "as": Key(OneOf(tuple(variants)) if variants else String(), "The figure as something else than usual."),
            "reach": Key(
                Quantity(Dimension.LENGTH),
                "How far around the plan area to look.",
                default="the highest limit of the bands, or 0",
            ),
            "field": Key(String(), "The field whose values are added up."),
            "unit": Key(Texts(), "What is counted."),
            "weight": Key(
                OneOf(WEIGHTS), "Whether a value counts whole or by the share of the feature inside.", default="whole"
            ),
            "classes": Key(Listed(Id(), or_one=True), "The classes of the picture.", default="all that are not blank"),
            "bands": Key(Listed(band), "What which figure means, from the top; see *Bands*."),
            "texts": Key(
                Keyed(Texts(PLACEHOLDERS)),
                "The texts that bands point at, by ids of your choice; may hold `{value}`, `{names}` and `{reach}`.",
            ),
            "guidance": Key(guidance, "What the summary says beside the figure."),
        },
        required=("id", "title", "measure", "guidance"),
        rules=[_measure_rule(measure) for _, measure in sorted(measures.items())],
    )
    roles = Mapped(
        {
            "decides": Key(actors, "Who decides."),
            "speaks": Key(actors, "Who advises."),
            "supervises": Key(actors, "Who supervises for the state."),
        },
        required=("decides", "speaks"),
    )
    return Mapped(
        {
            "id": Key(Id(), "Of its own among the perspectives."),
            "title": Key(Texts(), "The theme that the region speaks for."),
            "order": Key(Integer(), "Perspectives are shown in this order.", default="0"),
            "about": Key(Texts(), "One or two sentences: what the region wants here."),
            "unit": Key(Id(), "The unit, from package.yaml, that answers questions."),
            "roles": Key(roles, "Who decides and who advises."),
            "law": Key(Listed(String()), "Where in the law."),
            "strategy": Key(
                Mapped(
                    {
                        "goals": Key(Listed(Id()), "Ids of goals."),
                        "priorities": Key(Listed(Id()), "Ids of priority areas."),
                    }
                ),
                "What in the strategy it serves.",
            ),
            "checks": Key(Listed(check), "The questions."),
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
