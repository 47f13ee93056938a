"""A sound package with every key of the format, as text, and ways to change one thing in it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Iterable

from measure_specs import SPECS
from plandialog.plugin.core.messages import MESSAGES, Message
from plandialog.plugin.core.package.faults import Fault, Faults
from plandialog.plugin.core.package.reader import inspect_package

PACKAGE = """\
format: 1
id: provpaket
title: {sv: Provpaketet, en: The sample package}
version: 1.2.0
issued: 2026-03-01
demo: true
region: {sv: Provlän, en: Sample County}
crs: EPSG:3006
area: lan
municipalities: {dataset: kommuner, name: namn}
about: {sv: Om paketet, en: About the package}
background: [lan, vagar]
strategy:
  title: {sv: Strategin, en: The strategy}
  period: 2022–2030
  adopted: 2022-04-28
  link: https://example.org/rus
  goals:
    - {id: livskvalitet, title: {sv: Livskvalitet, en: Quality of life}}
    - {id: resurseffektivitet, title: {sv: Resurser, en: Resources}}
  priorities:
    - {id: transporter, title: {sv: Transporter, en: Transport}}
units:
  - id: kollektivtrafik
    title: {sv: Trafikenheten, en: The transport unit}
    email: trafik@example.org
    phone: 019-000 00 00
  - {id: planering, title: {sv: Planenheten, en: The planning unit}}
datasets:
  - id: lan
    title: {sv: Länet, en: The county}
    source: {provider: ogr, uri: layers/lan.gpkg|layername=lan}
    geometry: polygon
    coverage: package
    issued: 2026-01-01
    producer: {sv: Kontoret, en: The office}
    licence: CC0-1.0
  - id: kommuner
    title: {sv: Kommuner, en: Municipalities}
    source: {provider: ogr, uri: layers/kommuner.shp}
    geometry: polygon
    coverage: unknown
    issued: 2026-01-01
    producer: {sv: Kontoret, en: The office}
    licence: CC0-1.0
  - id: stationer
    title: {sv: Stationer, en: Stations}
    source: {provider: ogr, uri: layers/stationer.geojson}
    geometry: point
    filter: "status = 'i drift'"
    label: namn
    coverage: {dataset: kommuner}
    accuracy: 50 m
    sliver: 1.5 m
    issued: 2026-05-31
    review: 18 months
    producer: {sv: Banverket, en: The rail office}
    licence: CC-BY-4.0
    link: https://example.org/stationer
    style: styles/stationer.qml
  - id: vagar
    title: {sv: Vägar, en: Roads}
    source: {provider: WFS, uri: "url='https://example.org/wfs' typename='vagar'"}
    geometry: line
    coverage: service
    login: true
    unconfirmed: 2026-11-25
    issued: 2025-12-31
    producer: {sv: Vägverket, en: The road office}
    licence: CC0-1.0
  - id: bakgrund
    title: {sv: Karta, en: Map}
    source: {provider: xyz, uri: "https://example.org/{z}/{x}/{y}.png"}
    geometry: map
    issued: 2026-01-01
    producer: {sv: Kartverket, en: The map office}
    licence: CC0-1.0
  - id: struktur
    title: {sv: Ortsstruktur, en: Settlement structure}
    source: {provider: gdal, uri: images/rus.pdf|page=3}
    geometry: image
    accuracy: 600 m
    issued: 2022-04-28
    review: 4 years
    producer: {sv: Regionen, en: The region}
    licence: CC0-1.0
    link: https://example.org/strukturbilder
    image:
      schematic: true
      page: s. 12
      about: {sv: Orter och stråk, en: Towns and corridors}
      crs: EPSG:3011
      overprint: 300 m
      classes:
        - id: nod
          title: {sv: Regional nod, en: Regional node}
          colors: ["#C0392B", "#d98880"]
          tolerance: 12
          means: {sv: Här kan orter växa, en: Towns may grow here}
        - id: strak
          title: {sv: Stråk, en: Corridor}
          colors: "#2980b9"
          gaps: 400 m
          blank: false
        - id: ovrigt
          title: {sv: Övrig mark, en: Other land}
          colors: ["#f4f1e8"]
          blank: true
"""

TRAFFIC = """\
id: trafik
title: {sv: Trafik, en: Traffic}
order: 20
about: {sv: Om trafiken, en: About traffic}
unit: kollektivtrafik
roles:
  decides: kommun
  speaks: [region, trafikverket]
  supervises: lansstyrelse
law: ["PBL 2 kap. 5 § 3 p"]
strategy: {goals: [resurseffektivitet, livskvalitet], priorities: [transporter]}
checks:
  - id: avstand
    title: {sv: Avstånd, en: Distance}
    dataset: stationer
    measure: distance
    where: "trafik = 'persontåg'"
    when:
      land_use: [bostader, blandat]
      stage: [planbesked, samrad]
      municipality: [Örebro]
      area: {at_least: 1 ha, at_most: 0.5 km2}
      dwellings: {at_least: 10, at_most: 500}
    reach: 5 km
    bands:
      - {none: true, outcome: discuss, say: langt}
      - {up_to: 500 m, outcome: supports, say: nara}
      - {up_to: 1.5 km, outcome: consider, say: nara, do: cykla}
      - {outcome: discuss, say: langt}
    texts:
      nara: {sv: "Området ligger {value} från {names}.", en: "The area is {value} from {names}."}
      cykla: {sv: Rita en cykelväg., en: Draw a cycle route.}
      langt: {sv: "Mer än {reach} bort.", en: "More than {reach} away."}
    guidance:
      why: {sv: Därför, en: Because}
      do: {sv: Gör så, en: Do so}
      whom: {sv: Fråga enheten, en: Ask the unit}
      source: {sv: Fågelvägen, en: As the crow flies}
      question: {sv: "Hur tätt?", en: "How densely?"}
  - id: antal
    title: {sv: Antal, en: Count}
    dataset: stationer
    measure: count
    unit: {sv: stationer, en: stations}
    bands: [{up_to: 2, outcome: consider}, {outcome: supports}]
    guidance: {why: {sv: Därför, en: Because}, do: {sv: Gör så, en: Do so}}
  - id: summa
    title: {sv: Resande, en: Travellers}
    dataset: stationer
    measure: sum
    field: resande
    unit: {sv: resande, en: travellers}
    reach: 1 km
    weight: share
    bands: [{outcome: consider}]
    guidance: {why: {sv: Därför, en: Because}, do: {sv: Gör så, en: Do so}}
  - id: langd
    title: {sv: Väg, en: Road}
    dataset: vagar
    measure: length
    bands: [{up_to: 100 m, outcome: consider}, {outcome: discuss}]
    guidance: {why: {sv: Därför, en: Because}, do: {sv: Gör så, en: Do so}}
"""

LAND = """\
id: mark
title: {sv: Mark, en: Land}
order: 10
unit: planering
roles: {decides: [kommun], speaks: region}
checks:
  - id: andel
    title: {sv: Andel, en: Share}
    dataset: kommuner
    measure: overlap
    bands: [{up_to: 5 %, outcome: consider}, {outcome: discuss}]
    guidance: {why: {sv: Därför, en: Because}, do: {sv: Gör så, en: Do so}}
  - id: yta
    title: {sv: Yta, en: Area}
    dataset: kommuner
    measure: overlap
    as: area
    bands: [{up_to: 2 ha, outcome: consider}, {up_to: 1 km², outcome: consider}, {outcome: discuss}]
    guidance: {why: {sv: Därför, en: Because}, do: {sv: Gör så, en: Do so}}
  - id: inom
    title: {sv: Inom, en: Within}
    dataset: kommuner
    measure: within
    bands: [{outcome: consider}]
    guidance: {why: {sv: Därför, en: Because}, do: {sv: Gör så, en: Do so}}
"""

PICTURES = """\
id: bilder
title: {sv: Strukturbilder, en: Structure images}
order: 30
unit: planering
roles: {decides: kommun, speaks: region}
checks:
  - id: i-struktur
    title: {sv: Inom strukturen, en: Within the structure}
    dataset: struktur
    measure: class-share
    classes: [nod, strak]
    bands: [{none: true, outcome: consider}, {up_to: 20 %, outcome: discuss}, {outcome: supports, say: inom}]
    texts:
      inom: {sv: "{value} inom {names}.", en: "{value} within {names}."}
    guidance: {why: {sv: Därför, en: Because}, do: {sv: Gör så, en: Do so}}
  - id: nara-nod
    title: {sv: Nära en nod, en: Near a node}
    dataset: struktur
    measure: class-near
    classes: nod
    reach: 10 km
    bands: [{up_to: 2 km, outcome: supports}]
    guidance: {why: {sv: Därför, en: Because}, do: {sv: Gör så, en: Do so}}
"""

QUESTIONS = """\
id: fragor
title: {sv: Frågor, en: Questions}
unit: planering
roles: {decides: kommun, speaks: region}
checks:
  - id: fraga
    title: {sv: "Hur blir det?", en: "What will it be?"}
    measure: ask
    guidance: {why: {sv: Därför, en: Because}, do: {sv: Gör så, en: Do so}}
"""

#: The texts by their files, named in another order than the one a reader sees the perspectives in.
FILES = {
    "package.yaml": PACKAGE,
    "perspectives/a-trafik.yaml": TRAFFIC,
    "perspectives/b-mark.yaml": LAND,
    "perspectives/c-fragor.yaml": QUESTIONS,
    "perspectives/d-bilder.yaml": PICTURES,
}


def write_package(root: Path, **files: str) -> Path:
    """Write the sound package to ``root``, with other texts for some of its files, and return it."""
    for name, text in {**FILES, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return root


def changed(file: str, old: str, new: str) -> tuple[str, tuple[int, int]]:
    """The text of ``file`` with ``old``, which stands there once, replaced, and the line and column of ``¤`` in it."""
    text = FILES[file]
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    before, _, after = text.replace(old, new).partition("¤")
    return before + after, (before.count("\n") + 1, len(before) - before.rfind("\n"))


def faults_of(root: Path) -> list[Fault]:
    """All faults and warnings of the package in ``root``."""
    package, faults = inspect_package(root, SPECS)
    assert (package is None) == faults.has_errors
    return list(faults)


def places(faults: Iterable[Fault]) -> list[tuple[str, int, str]]:
    """File, line and code of each fault."""
    return [(fault.place.file, fault.place.line, fault.message.code) for fault in faults]


def codes(faults: Faults) -> list[str]:
    """The code of each fault."""
    return [fault.message.code for fault in faults]


def assert_said(message: Message) -> None:
    """The message reads in both languages, with every placeholder filled in."""
    for language in ("sv", "en"):
        wanted = set(re.findall(r"\{(\w+)", MESSAGES[message.code].get(language)))
        assert wanted <= set(message.params), message
    assert message.text("sv") != message.text("en")


def params(fault: Fault) -> dict[str, Any]:
    """The parameters of a fault's message."""
    return fault.message.params
