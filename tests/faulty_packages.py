"""Changes to the sound package, each with the one fault that it makes and the place where an author finds it."""

from __future__ import annotations

from dataclasses import dataclass

PACKAGE = "package.yaml"
TRAFFIC = "perspectives/a-trafik.yaml"
LAND = "perspectives/b-mark.yaml"
QUESTIONS = "perspectives/c-fragor.yaml"
PICTURES = "perspectives/d-bilder.yaml"

_WFS = "\"url='https://example.org/wfs' typename='vagar'\""
_WFS_URI = f"{{provider: WFS, uri: {_WFS}}}"
_XYZ = '{provider: xyz, uri: "https://example.org/{z}/{x}/{y}.png"}'
_STATIONS = "{provider: ogr, uri: layers/stationer.geojson}"
_ROADS_SINCE = "unconfirmed: 2026-11-25"
_ROADS = "  - id: vagar\n    title: {sv: Vägar, en: Roads}\n"
_SUM = (
    "  - id: summa\n    title: {sv: Resande, en: Travellers}\n    dataset: stationer\n    measure: sum\n"
    "    field: resande\n"
)
_WITHIN = "  - id: inom\n    title: {sv: Inom, en: Within}\n    dataset: kommuner\n    measure: within\n"
_PICTURE = (
    "datasets:\n  - {mark}{{{keys}, id: bild, title: {{sv: a, en: b}}, source: {{provider: gdal, uri: images/a.tif}}, "
    "geometry: image, issued: 2026-01-01, producer: {{sv: a, en: b}}, licence: CC0-1.0}}\n"
)
_ACCURACY = "accuracy: 600 m"
_LAST_BANDS = (
    ", {outcome: supports, say: inom}]\n    texts:\n"
    '      inom: {sv: "{value} inom {names}.", en: "{value} within {names}."}\n'
)
_ROAD_SOURCE = f"source: {{provider: WFS, uri: {_WFS}}}\n    geometry: line\n"
_CLASS = "{id: a, title: {sv: a, en: b}, colors: '#000000', blank: false}"
_IMAGE = f"image: {{schematic: true, classes: [{_CLASS}]}}"
_ALL_BLANK = _IMAGE.replace("[{", "¤[{").replace("false", "true")
_CLASSES = "classes: [nod, strak]"
_OTHER = '          colors: ["#f4f1e8"]\n'
_MANY = "".join(f"        - {{id: k{n}, title: {{sv: a, en: b}}, colors: '#0000{n:02x}'}}\n" for n in range(26))
_UNUSED = (
    "  - ¤{id: ledig, title: {sv: a, en: b}, source: {provider: ogr, uri: layers/ledig.gpkg}, geometry: point, "
    "issued: 2026-01-01, producer: {sv: a, en: b}, licence: CC0-1.0}\n"
)


def _database(uri: str) -> str:
    """A source that is a table of a database."""
    return f"{{provider: postgres, uri: ¤'{uri}'}}"


@dataclass(frozen=True)
class Case:
    """``old`` becomes ``new``, where ``¤`` marks the place of the fault. ``near`` is the nearest right word."""

    file: str
    old: str
    new: str
    code: str
    near: str = ""

    def __str__(self) -> str:
        return f"{self.code} {' '.join(self.new.split())[:80]}"


CASES = [
    # keys
    Case(PACKAGE, "about: {sv: Om", "¤abuot: {sv: Om", "key-near", "about"),
    Case(PACKAGE, "    review: 18 months", "    ¤revue: 18 months", "key-near", "review"),
    Case(PACKAGE, "{provider: WFS, ", "{¤options: x, provider: WFS, ", "key-unknown"),
    Case(PACKAGE, "about: {sv: Om paketet,", "about: {¤de: Paket, sv: Om paketet,", "key-unknown"),
    Case(PACKAGE, "about: {sv: Om", "¤<<: {demo: false}\nabout: {sv: Om", "key-unknown"),
    Case(PACKAGE, "about: {sv: Om", "? ¤[a, b]\n: c\nabout: {sv: Om", "key-unknown"),
    Case(TRAFFIC, "    when:\n", "    when:\n      ¤lan_use: [natur]\n", "key-near", "land_use"),
    Case(TRAFFIC, "{up_to: 2, outcome: consider}", "{up_to: 2, outcome: consider, ¤sya: a}", "key-near", "say"),
    Case(PACKAGE, "format: 1\nid: provpaket\n", "¤format: 1\n", "key-missing"),
    Case(PACKAGE, _ROADS, "  - ¤id: vagar\n", "key-missing"),
    Case(PACKAGE, "{sv: Provlän, en: Sample County}", "¤{sv: Provlän}", "key-missing"),
    Case(TRAFFIC, "      why: {sv: Därför, en: Because}\n      do:", "      ¤do:", "key-missing"),
    Case(TRAFFIC, "{up_to: 2, outcome: consider}", "¤{up_to: 2}", "key-missing"),
    Case(PACKAGE, "demo: true", "demo: true\n¤demo: false", "key-duplicate"),
    Case(TRAFFIC, "      langt: {sv", "      ¤nara: {sv: a, en: b}\n      langt: {sv", "key-duplicate"),
    # the shape of a value
    Case(PACKAGE, "demo: true", "demo: ¤ja", "shape"),
    Case(PACKAGE, "format: 1", 'format: ¤"1"', "shape"),
    Case(PACKAGE, "label: namn", "label:¤", "shape"),
    Case(PACKAGE, "label: namn", "label: ¤no", "shape"),
    Case(PACKAGE, "period: 2022–2030", "period: ¤[2022, 2030]", "shape"),
    Case(PACKAGE, "background: [lan, vagar]", "background: ¤lan", "shape"),
    Case(PACKAGE, "municipalities: {dataset: kommuner, name: namn}", "municipalities: ¤kommuner", "shape"),
    Case(PACKAGE, "{sv: Provlän, en: Sample County}", "¤Provlän", "shape"),
    Case(PACKAGE, "coverage: {dataset: kommuner}", "coverage: ¤[kommuner]", "shape"),
    Case(PACKAGE, "coverage: {dataset: kommuner}", "coverage: ¤kommuner", "shape"),
    Case(TRAFFIC, "{up_to: 100 m, ", "{up_to: ¤[100 m], ", "shape"),
    Case(TRAFFIC, "order: 20", "order: ¤2.5", "shape"),
    Case(TRAFFIC, "    weight: share\n", "    weight: share\n    texts: ¤[nara]\n", "shape"),
    Case(PACKAGE, "licence: CC-BY-4.0", 'licence: ¤" "', "text-blank"),
    Case(PACKAGE, "background: [lan, vagar]", "background: ¤[]", "list-empty"),
    Case(TRAFFIC, "land_use: [bostader, blandat]", "land_use: ¤[]", "list-empty"),
    # words
    Case(PACKAGE, "geometry: point", "geometry: ¤pont", "value-near", "point"),
    Case(PACKAGE, "{provider: WFS", "{provider: ¤WSF", "value-near", "WFS"),
    Case(PACKAGE, "coverage: unknown", "coverage: ¤unknwon", "value-near", "unknown"),
    Case(TRAFFIC, "measure: count", "measure: ¤cuont", "value-near", "count"),
    Case(TRAFFIC, "weight: share", "weight: ¤shares", "value-near", "share"),
    Case(TRAFFIC, "supervises: lansstyrelse", "supervises: ¤lansstyrelsen", "value-near", "lansstyrelse"),
    Case(TRAFFIC, "speaks: [region, trafikverket]", "speaks: [region, ¤trafikvärket]", "value-near", "trafikverket"),
    Case(TRAFFIC, "land_use: [bostader,", "land_use: [¤bostder,", "value-near", "bostader"),
    Case(TRAFFIC, "stage: [planbesked,", "stage: [¤planbeskd,", "value-near", "planbesked"),
    Case(TRAFFIC, "[{outcome: consider}]", "[{outcome: ¤discus}]", "value-near", "discuss"),
    Case(LAND, "as: area", "as: ¤aera", "value-near", "area"),
    Case(PACKAGE, "geometry: line", "geometry: ¤raster", "value-unknown"),
    Case(TRAFFIC, "[{outcome: consider}]", "[{outcome: ¤clear}]", "value-unknown"),
    Case(TRAFFIC, "order: 20", "order: ¤-1", "value-unknown"),
    Case(TRAFFIC, "{at_least: 10, at_most: 500}", "{at_least: ¤1000000000}", "value-unknown"),
    Case(PACKAGE, "format: 1", "format: ¤0", "value-unknown"),
    Case(PACKAGE, "demo: true", "demo: ¤!!bool ja", "value-unknown"),
    # ids, dates, links
    Case(PACKAGE, "id: provpaket", "id: ¤Provpaket", "id-shape"),
    Case(PACKAGE, "id: provpaket", "id: ¤2026", "id-shape"),
    Case(PACKAGE, "id: provpaket", "id: ¤" + "a" * 61, "id-shape"),
    Case(TRAFFIC, "      langt: {sv", "      ¤Nytt: {sv: a, en: b}\n      langt: {sv", "id-shape"),
    Case(PACKAGE, "issued: 2026-03-01", "issued: ¤2026-02-30", "date"),
    Case(PACKAGE, "issued: 2026-03-01", "issued: ¤20260301", "date"),
    Case(PACKAGE, "adopted: 2022-04-28", "adopted: ¤[2022]", "date"),
    Case(PACKAGE, "review: 18 months", "review: ¤18 month", "duration"),
    Case(PACKAGE, "review: 18 months", "review: ¤0 years", "duration"),
    Case(PACKAGE, "version: 1.2.0", "version: ¤första", "version-shape"),
    Case(PACKAGE, "version: 1.2.0", "version: ¤1", "version-shape"),
    Case(PACKAGE, "format: 1", "format: ¤2", "format-newer"),
    Case(PACKAGE, "crs: EPSG:3006", "crs: ¤sweref99", "crs-shape"),
    Case(PACKAGE, "link: https://example.org/rus\n", "link: ¤www.example.org\n", "link-shape"),
    Case(PACKAGE, "link: https://example.org/rus\n", "link: ¤javascript:alert(1)\n", "link-shape"),
    Case(PACKAGE, "email: trafik@example.org", "email: ¤trafik at example.org", "email-shape"),
    # figures
    Case(PACKAGE, "accuracy: 50 m", "accuracy: ¤50 M", "quantity-near", "m"),
    Case(TRAFFIC, "reach: 5 km", "reach: ¤5 kms", "quantity-near", "km"),
    Case(TRAFFIC, "at_most: 0.5 km2", "at_most: ¤0.5 kmm2", "quantity-near", "km2"),
    Case(PACKAGE, "accuracy: 50 m", "accuracy: ¤50", "quantity"),
    Case(PACKAGE, "accuracy: 50 m", "accuracy: ¤50 st", "quantity"),
    Case(PACKAGE, "sliver: 1.5 m", "sliver: ¤1,5 m", "quantity"),
    Case(TRAFFIC, "reach: 5 km", "reach: ¤-5 km", "quantity"),
    Case(TRAFFIC, "reach: 5 km", "reach: ¤{at_most: 5 km}", "quantity"),
    Case(LAND, "{up_to: 5 %", "{up_to: ¤5 km", "quantity"),
    Case(LAND, "{up_to: 5 %", "{up_to: ¤150 %", "quantity"),
    Case(LAND, "{up_to: 2 ha", "{up_to: ¤2 %", "quantity"),
    Case(TRAFFIC, "{up_to: 2, ", "{up_to: ¤2 st, ", "quantity"),
    # texts
    Case(TRAFFIC, 'sv: "Området ligger {value}', 'sv: ¤"Området ligger {vale}', "text-placeholder"),
    Case(TRAFFIC, "cykla: {sv: Rita en cykelväg.", 'cykla: {sv: ¤"Rita {}."', "text-placeholder"),
    Case(TRAFFIC, "cykla: {sv: Rita en cykelväg.", 'cykla: {sv: ¤"Rita {value.__class__}."', "text-placeholder"),
    Case(PACKAGE, "about: {sv: Om paketet", 'about: {sv: ¤"Om {value}"', "text-placeholder"),
    Case(PACKAGE, "about: {sv: Om paketet", 'about: {sv: ¤"Om { paketet"', "text-placeholder"),
    Case(PACKAGE, "about: {sv: Om paketet", "about: {sv: ¤Nytt. Skriv här vad det är", "text-unwritten"),
    Case(
        TRAFFIC,
        "cykla: {sv: Rita en cykelväg., en: ",
        "cykla: {sv: Rita., en: ¤Write here what to do. ",
        "text-unwritten",
    ),
    Case(TRAFFIC, "      langt: {sv", "      ¤extra: {sv: a, en: b}\n      langt: {sv", "text-unused"),
    # between the parts
    Case(PACKAGE, "area: lan", "area: ¤lam", "reference-near", "lan"),
    Case(PACKAGE, "background: [lan, vagar]", "background: [lan, ¤vagarna]", "reference-near", "vagar"),
    Case(TRAFFIC, "unit: kollektivtrafik", "unit: ¤kolektivtrafik", "reference-near", "kollektivtrafik"),
    Case(TRAFFIC, "goals: [resurs", "goals: [¤resur", "reference-near", "resurseffektivitet"),
    Case(TRAFFIC, "priorities: [transporter]", "priorities: [¤transport]", "reference-near", "transporter"),
    Case(TRAFFIC, "outcome: supports, say: nara", "outcome: supports, say: ¤narra", "reference-near", "nara"),
    Case(PACKAGE, "{dataset: kommuner, name", "{dataset: ¤kartan, name", "reference-unknown"),
    Case(PACKAGE, "coverage: {dataset: kommuner}", "coverage: {dataset: ¤x}", "reference-unknown"),
    Case(TRAFFIC, "[{outcome: consider}]", "[{outcome: consider, say: ¤tyst}]", "reference-unknown"),
    Case(LAND, "  - id: yta", "  - id: ¤andel", "id-duplicate"),
    Case(LAND, "  - id: yta", "  - id: ¤avstand", "id-duplicate"),
    Case(LAND, "id: mark", "id: ¤trafik", "id-duplicate"),
    Case(PACKAGE, "datasets:\n", "  - {id: ¤planering, title: {sv: a, en: b}}\ndatasets:\n", "id-duplicate"),
    Case(PACKAGE, "area: lan", "area: ¤stationer", "not-polygon-dataset"),
    Case(PACKAGE, "{dataset: kommuner, name", "{dataset: ¤vagar, name", "not-polygon-dataset"),
    Case(PACKAGE, "coverage: {dataset: kommuner}", "coverage: {dataset: ¤stationer}", "not-polygon-dataset"),
    Case(LAND, _WITHIN, _WITHIN.replace("kommuner", "¤stationer"), "geometry-mismatch"),
    Case(PACKAGE, "datasets:\n", "datasets:\n" + _UNUSED, "dataset-unused"),
    # keys of a measure
    Case(TRAFFIC, _SUM, _SUM.replace("id", "¤id").replace("    field: resande\n", ""), "key-needed"),
    Case(LAND, _WITHIN, _WITHIN.replace("id", "¤id").replace("    dataset: kommuner\n", ""), "key-needed"),
    Case(LAND, _WITHIN, _WITHIN.replace("- id", "- ¤id").replace("within", "distance"), "key-needed"),
    Case(TRAFFIC, "measure: length\n", "measure: length\n    weight: ¤whole\n", "key-not-here"),
    Case(LAND, _WITHIN, _WITHIN + "    as: ¤share\n", "key-not-here"),
    Case(QUESTIONS, "measure: ask\n", "measure: ask\n    dataset: ¤lan\n", "key-not-here"),
    Case(QUESTIONS, "measure: ask\n", "measure: ask\n    bands: ¤[{outcome: consider}]\n", "key-not-here"),
    # bands
    Case(TRAFFIC, "{up_to: 1.5 km,", "{up_to: ¤500 m,", "bands-order"),
    Case(TRAFFIC, "{up_to: 1.5 km,", "{up_to: ¤0.2 km,", "bands-order"),
    Case(TRAFFIC, "{up_to: 500 m, outcome", "¤{outcome", "bands-open"),
    Case(TRAFFIC, "{up_to: 500 m, outcome", "¤{none: true, outcome", "bands-none"),
    Case(TRAFFIC, "{none: true, outcome", "¤{none: true, up_to: 0 m, outcome", "bands-none"),
    Case(
        LAND,
        "[{up_to: 5 %, outcome: consider}, {outcome: discuss}]",
        "[¤{up_to: 5 %, outcome: consider}]",
        "bands-closed",
    ),
    Case(LAND, "[{outcome: consider}]", "[¤{none: true, outcome: consider}]", "bands-closed"),
    # sources
    Case(PACKAGE, "uri: layers/stationer.geojson", "uri: ¤../stationer.geojson", "file-outside"),
    Case(PACKAGE, "uri: layers/stationer.geojson", "uri: ¤layers/../../stationer.geojson", "file-outside"),
    Case(PACKAGE, "uri: layers/stationer.geojson", "uri: ¤/etc/passwd", "file-outside"),
    Case(PACKAGE, "uri: layers/stationer.geojson", "uri: ¤C:/stationer.geojson", "file-outside"),
    Case(PACKAGE, "uri: layers/stationer.geojson", "uri: ¤\\\\server\\del\\stationer.geojson", "file-outside"),
    Case(PACKAGE, "uri: layers/stationer.geojson", "uri: ¤/vsicurl/https://example.org/x", "file-outside"),
    Case(PACKAGE, "style: styles/stationer.qml", "style: ¤../stationer.qml", "file-outside"),
    Case(PACKAGE, f"uri: {_WFS}", "uri: ¤https://namn:hemligt@example.org/wfs", "credentials"),
    Case(PACKAGE, f"uri: {_WFS}", 'uri: ¤"https://example.org/wfs?apikey=hemligt"', "credentials"),
    Case(PACKAGE, f"uri: {_WFS}", "uri: ¤url=https://example.org password=hemligt", "credentials"),
    Case(PACKAGE, f"uri: {_WFS}", 'uri: ¤"https://example.org/wfs?authcfg=hemligt"', "credentials"),
    # sources on the network
    Case(PACKAGE, f"uri: {_WFS}", 'uri: ¤"https://example.org/wfs"', "uri-syntax"),
    Case(PACKAGE, f"uri: {_WFS}", "uri: ¤url='https://example.org/wfs'", "uri-missing"),
    Case(PACKAGE, f"uri: {_WFS}", "uri: ¤url='https://example.org/wfs' typename='a' layer='b'", "uri-key"),
    Case(PACKAGE, f"uri: {_WFS}", "uri: ¤url='https://example.org/wfs' typename='a' version='3'", "uri-value"),
    Case(PACKAGE, f"uri: {_WFS}", "uri: ¤url='ftp://example.org/wfs' typename='a'", "uri-address"),
    Case(PACKAGE, f"uri: {_WFS}", "uri: ¤url='https://example.org/wfs' typename='a' typename='b'", "key-duplicate"),
    Case(PACKAGE, f"uri: {_WFS}", "uri: ¤url='https://evil.example\\\\@example.org' typename='a'", "uri-address"),
    Case(PACKAGE, _WFS_URI, "{provider: OAPIF, uri: ¤typename='a'}", "uri-missing"),
    Case(PACKAGE, _WFS_URI, "{provider: OAPIF, uri: ¤\"url='https://a.org/v1?f=json' typename='a'\"}", "uri-value"),
    Case(PACKAGE, _WFS_URI, "{provider: arcgisfeatureserver, uri: ¤crs='EPSG:3006'}", "uri-missing"),
    Case(PACKAGE, _WFS_URI, "{provider: arcgisfeatureserver, uri: ¤url='https://example.org/0' typename=a}", "uri-key"),
    Case(PACKAGE, _WFS_URI, _database('host=h dbname=k table="a"."b" user=hemligt'), "uri-key"),
    Case(PACKAGE, _WFS_URI, _database('host=/var/run dbname=k table="a"."b"'), "uri-value"),
    Case(PACKAGE, _WFS_URI, _database("host=h dbname=k table=b"), "uri-value"),
    Case(PACKAGE, _WFS_URI, _database('host="a"."b" dbname=k table=b'), "uri-syntax"),
    Case(PACKAGE, _WFS_URI, _database('host=h table="a"."b"'), "uri-missing"),
    Case(PACKAGE, _WFS_URI, _database('host=h dbname=k table="a"."b" password=hemligt'), "credentials"),
    Case(PACKAGE, _STATIONS, "{provider: spatialite, uri: ¤layers/vagar.sqlite}", "uri-missing"),
    Case(PACKAGE, _STATIONS, "{provider: spatialite, uri: ¤layers/vagar.sqlite|layername=}", "uri-missing"),
    Case(PACKAGE, _STATIONS, "{provider: spatialite, uri: ¤../vagar.sqlite|layername=vagar}", "file-outside"),
    Case(PACKAGE, _XYZ, "{provider: xyz, uri: ¤layers/karta.tif}", "uri-address"),
    Case(PACKAGE, _XYZ, "{provider: xyz, uri: ¤'https://example.org/{x}?access_token=hemligt'}", "credentials"),
    Case(PACKAGE, _XYZ, "{provider: wms, uri: ¤https://example.org/wms}", "uri-pairs"),
    Case(PACKAGE, _XYZ, "{provider: wms, uri: ¤url=https://example.org/wms}", "uri-missing"),
    Case(PACKAGE, _XYZ, "{provider: wms, uri: ¤layers=a&url=https://example.org/wms&type=xyz}", "uri-key"),
    Case(PACKAGE, _XYZ, "{provider: wms, uri: ¤'layers=a&url=https%3A%2F%2Fa.b%3Fapi-key%3Dhemligt'}", "credentials"),
    Case(PACKAGE, _XYZ, "{provider: wms, uri: ¤layers=a&url=file:///etc/passwd}", "uri-address"),
    Case(PACKAGE, "    coverage: package\n", "    coverage: ¤service\n", "remote-only"),
    Case(PACKAGE, "    coverage: package\n", "    unconfirmed: ¤2026-11-25\n", "remote-only"),
    Case(PACKAGE, _XYZ, _XYZ + "\n    login: ¤true", "remote-only"),
    Case(PACKAGE, _ROADS_SINCE, "unconfirmed: ¤ja", "date"),
    Case(PACKAGE, "    login: true\n", "    login: ¤authcfg\n", "shape"),
    Case(PACKAGE, "coverage: service", "coverage: ¤servise", "value-near", "service"),
    Case(PACKAGE, "    coverage: package\n", "    login: ¤true\n", "remote-only"),
    Case(PACKAGE, "    geometry: map\n", "    geometry: ¤line\n", "map-geometry"),
    Case(PACKAGE, 'source: {provider: xyz, uri: "https', 'source: ¤{provider: ogr, uri: "https', "map-provider"),
    Case(PACKAGE, "    geometry: map\n", "    geometry: map\n    label: ¤namn\n", "map-key"),
    Case(PACKAGE, "    geometry: map\n", "    geometry: map\n    filter: ¤a = 1\n", "map-key"),
    Case(PACKAGE, "    geometry: map\n", "    geometry: map\n    coverage: ¤unknown\n", "map-key"),
    Case(PACKAGE, "    geometry: map\n", "    geometry: map\n    coverage: ¤service\n", "map-key"),
    Case(PACKAGE, "    geometry: map\n", "    geometry: map\n    accuracy: ¤5 m\n", "map-key"),
    Case(PACKAGE, "    geometry: map\n", "    geometry: map\n    sliver: ¤1 m\n", "map-key"),
    Case(PACKAGE, "    geometry: map\n", "    geometry: map\n    style: ¤styles/stationer.qml\n", "map-key"),
    Case(PACKAGE, "area: lan\n", "area: ¤bakgrund\n", "not-polygon-dataset"),
    Case(LAND, _WITHIN, _WITHIN.replace("kommuner", "¤bakgrund"), "geometry-mismatch"),
    Case(
        PACKAGE,
        "    geometry: map\n",
        f"    geometry: map\n    {_IMAGE.replace('{schematic', '¤{schematic')}\n",
        "image-not-here",
    ),
    Case(PACKAGE, "background: [lan, vagar]", "background: [lan, ¤bakgrund]", "background-image"),
    # structure images
    Case(PACKAGE, "      schematic: true\n", "      schematic: ¤false\n", "value-unknown"),
    Case(PACKAGE, "      schematic: true\n      page: s. 12\n", "      ¤page: s. 12\n", "key-missing"),
    Case(PACKAGE, "      overprint: 300 m", "      ¤overprnt: 300 m", "key-near", "overprint"),
    Case(PACKAGE, "      crs: EPSG:3011", "      crs: ¤sweref", "crs-shape"),
    Case(PACKAGE, "          gaps: 400 m", "          ¤gap: 400 m", "key-near", "gaps"),
    Case(PACKAGE, "          gaps: 400 m", "          gaps: ¤400 px", "quantity"),
    Case(PACKAGE, "          tolerance: 12", "          tolerance: ¤12 m", "quantity"),
    Case(PACKAGE, '["#C0392B", "#d98880"]', "¤[]", "list-empty"),
    Case(PACKAGE, '["#C0392B", "#d98880"]', '["#C0392B", ¤"#d9888"]', "color-shape"),
    Case(PACKAGE, '["#C0392B", "#d98880"]', '["#C0392B", ¤"#d98880ff"]', "color-shape"),
    Case(PACKAGE, '["#C0392B", "#d98880"]', "¤röd", "color-shape"),
    Case(PACKAGE, '["#C0392B", "#d98880"]', "[¤192]", "color-shape"),
    Case(PACKAGE, 'colors: ["#C0392B", "#d98880"]', "colors:¤ #c0392b", "shape"),  # a comment to YAML
    Case(PACKAGE, "        - id: ovrigt", "        - id: ¤strak", "id-duplicate"),
    Case(PACKAGE, "        - id: ovrigt", "        - id: ¤Övrigt", "id-shape"),
    Case(
        PACKAGE,
        "      classes:\n        - id: nod",
        f"      classes:\n        ¤{_MANY.lstrip()}        - id: nod",
        "list-long",
    ),
    Case(PACKAGE, "background: [lan, vagar]", "background: [lan, ¤struktur]", "background-image"),
    Case(PACKAGE, "area: lan\n", "area: ¤struktur\n", "not-polygon-dataset"),
    Case(PACKAGE, "coverage: {dataset: kommuner}", "coverage: {dataset: ¤struktur}", "not-polygon-dataset"),
    Case(
        PACKAGE, _ROAD_SOURCE, _ROAD_SOURCE + f"    {_IMAGE.replace('{schematic', '¤{schematic')}\n", "image-not-here"
    ),
    Case(PACKAGE, "datasets:\n", _PICTURE.format(mark="¤", keys=_IMAGE), "image-needs"),
    Case(PACKAGE, "datasets:\n", _PICTURE.format(mark="¤", keys="accuracy: 1 m"), "image-needs"),
    Case(PACKAGE, "datasets:\n", _PICTURE.format(mark="", keys=f"accuracy: 2 m, {_ALL_BLANK}"), "image-all-blank"),
    Case(PACKAGE, _ACCURACY, "accuracy: ¤0 m", "image-accuracy"),
    Case(PACKAGE, "{provider: gdal, uri", "{provider: ¤ogr, uri", "image-provider"),
    Case(PACKAGE, "uri: images/rus.pdf|page=3", "uri: ¤../rus.pdf|page=3", "file-outside"),
    Case(PACKAGE, "uri: images/rus.pdf|page=3", "uri: ¤/vsicurl/https://example.org/rus.pdf", "file-outside"),
    Case(PACKAGE, _ACCURACY, _ACCURACY + "\n    filter: ¤klass = 1", "image-key"),
    Case(PACKAGE, _ACCURACY, _ACCURACY + "\n    label: ¤namn", "image-key"),
    Case(PACKAGE, _ACCURACY, _ACCURACY + "\n    coverage: ¤package", "image-key"),
    Case(PACKAGE, _ACCURACY, _ACCURACY + "\n    coverage: ¤{dataset: kommuner}", "image-key"),
    Case(PACKAGE, _ACCURACY, _ACCURACY + "\n    sliver: ¤1 m", "image-key"),
    Case(PACKAGE, _ACCURACY, _ACCURACY + "\n    style: ¤styles/stationer.qml", "image-key"),
    Case(PICTURES, _CLASSES, "classes: [nod, ¤strek]", "reference-near", "strak"),
    Case(PICTURES, _CLASSES, "classes: [nod, ¤finns-inte-alls]", "reference-unknown"),
    Case(PICTURES, "classes: nod\n", "classes: ¤nood\n", "reference-near", "nod"),
    Case(PICTURES, _CLASSES, "classes: [nod, ¤ovrigt]", "class-blank"),
    Case(PICTURES, _CLASSES, "classes: ¤[]", "list-empty"),
    Case(PICTURES, _CLASSES, _CLASSES + "\n    where: ¤klass = 1", "key-not-here"),
    Case(PICTURES, _CLASSES, _CLASSES + "\n    reach: ¤1 km", "key-not-here"),
    Case(PICTURES, "reach: 10 km\n", "reach: 10 km\n    where: ¤klass = 1\n", "key-not-here"),
    Case(PICTURES, "measure: class-share\n", "measure: ¤class-shar\n", "value-near", "class-share"),
    Case(
        PICTURES,
        "dataset: struktur\n    measure: class-share\n    classes: [nod, strak]",
        "dataset: ¤kommuner\n    measure: class-share",
        "geometry-mismatch",
    ),
    Case(LAND, _WITHIN, _WITHIN.replace("kommuner", "¤struktur"), "geometry-mismatch"),
    Case(TRAFFIC, "measure: length\n", "measure: length\n    classes: ¤nod\n", "key-not-here"),
    Case(PICTURES, "{up_to: 20 %, outcome: discuss}", "{up_to: ¤20 m, outcome: discuss}", "quantity"),
    Case(
        PICTURES,
        ", {up_to: 20 %, outcome: discuss}" + _LAST_BANDS,
        ", ¤{up_to: 20 %, outcome: discuss}]\n",
        "bands-closed",
    ),
]
