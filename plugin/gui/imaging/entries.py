"""A structure image and a first check on it as entries of the YAML files of a package, without a widget."""

from __future__ import annotations

import datetime
import math
from typing import Any, Optional

from ...core.legend import DEFAULT_TOLERANCE, ImageClass, Legend
from ...core.package.ids import unique_id
from ...core.package.model import Dataset, Package, Perspective
from ...core.text import Text
from ...gis.georeference import Fit
from .job import About


def least_accuracy(fit: Optional[Fit]) -> float:
    """The RMSE of a fit rounded up to two significant digits (m), at least one metre; 0 where there is none."""
    if fit is None or fit.rmse is None:
        return 0.0
    rmse = max(fit.rmse, 1.0)
    unit = 10.0 ** (math.floor(math.log10(rmse)) - 1)
    # What arithmetic put just above a round figure is that figure.
    return max(1.0, math.ceil(round(rmse / unit, 6)) * unit)


def metres(value: float) -> str:
    """``600 m`` as a package states it."""
    return f"{value:.2f}".rstrip("0").rstrip(".") + " m"


def both(sv: str, en: str) -> Text:
    """A text whose missing language is taken from the other."""
    sv, en = sv.strip(), en.strip()
    return Text(sv or en, en or sv)


def dataset_id(package: Package, title: str) -> str:
    """A new id for a structure image with this title."""
    return unique_id(f"bild {title}", package.datasets)


def dataset_entry(
    identifier: str, uri: str, about: About, legend: Legend, crs: str, before: Optional[Dataset] = None
) -> dict[str, Any]:
    """The entry of ``package.yaml``. What the assistant does not ask for is kept from the dataset that was there
    ``before``. ``crs`` is stated for pictures that carry none; empty for others.
    """
    producer = both(about.producer_sv, about.producer_en)
    entry: dict[str, Any] = {
        "id": identifier,
        "title": _texts(both(about.title_sv, about.title_en)),
        "source": {"provider": "gdal", "uri": uri},
        "geometry": "image",
        "accuracy": metres(about.accuracy),
        "issued": datetime.date.fromisoformat(about.issued),
        "producer": _texts(producer),
        "licence": about.licence.strip(),
    }
    if before is not None and before.review is not None:
        entry["review"] = f"{before.review.count} {before.review.unit}"
    if before is not None and before.link:
        entry["link"] = before.link
    image: dict[str, Any] = {"schematic": True}
    if about.page.strip():
        image["page"] = about.page.strip()
    if about.about_sv.strip() or about.about_en.strip():
        image["about"] = _texts(both(about.about_sv, about.about_en))
    if crs:
        image["crs"] = crs
    if legend.overprint > 0:
        image["overprint"] = metres(legend.overprint)
    image["classes"] = [_class_entry(each) for each in legend.classes]
    return {**entry, "image": image}


def _class_entry(each: ImageClass) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": each.id, "title": _texts(each.title), "colors": list(each.colors)}
    if each.tolerance != DEFAULT_TOLERANCE:
        entry["tolerance"] = int(each.tolerance) if each.tolerance == int(each.tolerance) else each.tolerance
    if each.gaps > 0:
        entry["gaps"] = metres(each.gaps)
    if each.blank:
        entry["blank"] = True
    if each.means is not None:
        entry["means"] = _texts(each.means)
    return entry


def check_entry(package: Package, identifier: str, title: Text) -> dict[str, Any]:
    """A first check on a structure image: how much of a plan area lies in any of its classes, to be considered."""
    taken = [check.id for _, check in package.checks]
    return {
        "id": unique_id(f"{identifier} andel", taken),
        "title": _texts(title),
        "dataset": identifier,
        "measure": "class-share",
        "bands": [{"outcome": "consider", "say": "nara"}],
        "texts": {
            "nara": {
                "sv": "Området ligger i eller nära det som bilden schematiskt visar som {names}: {value}.",
                "en": "The area lies within or near what the picture schematically shows as {names}: {value}.",
            }
        },
        "guidance": {
            "why": {
                "sv": "Strukturbilden visar hur regionen ser på den här delen av länet. Den är vägledande.",
                "en": "The structure image shows how the Region sees this part of the county. It is advisory.",
            },
            "do": {
                "sv": "Läs bilden tillsammans med strategins text och beskriv hur förslaget förhåller sig till den.",
                "en": "Read the picture with the text of the strategy and describe how the proposal relates to it.",
            },
        },
    }


def has_checks(package: Package, identifier: str) -> bool:
    """Whether any check asks a dataset."""
    return any(check.dataset == identifier for _, check in package.checks)


def perspective_file(perspective: Perspective) -> str:
    """The file of a perspective, relative to the package."""
    placed = next((check.place for check in perspective.checks if check.place is not None), None)
    return placed.file if placed is not None else f"perspectives/{perspective.id}.yaml"


def _texts(text: Text) -> dict[str, str]:
    return {"sv": text.sv, "en": text.en}
