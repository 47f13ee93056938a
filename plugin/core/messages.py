"""Everything the engine and the reader have to tell a person, as a code with parameters.

A message travels as code and parameters, so that it survives a file, can be compared in a test and is put
into words late, in the reader's language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Callable, Mapping, Union

from .quantity import Dimension, format_number, format_quantity
from .terms import LAND_USES, STAGES
from .text import LANGUAGES, Text, listing

Parameter = Union[str, int, float]


@dataclass(frozen=True)
class Message:
    """One thing to say: a key of :data:`MESSAGES` and the values of its placeholders."""

    code: str
    params: dict[str, Parameter] = field(default_factory=dict, hash=False)

    def text(self, language: str) -> str:
        """The message in words."""
        template = MESSAGES[self.code].get(language)
        return _PLACEHOLDER.sub(lambda match: self._value(match.group(1), match.group(2), language), template)

    def as_text(self) -> Text:
        """:meth:`text` in both languages."""
        return Text(*(self.text(language) for language in LANGUAGES))

    def _value(self, name: str, kind: str, language: str) -> str:
        value = self.params.get(name, "?")
        if isinstance(value, str):
            words = _WORDS.get(kind)
            if words is None:
                # What a library says of a damaged file may quote all of it.
                return value if len(value) <= _LONGEST or name != "detail" else value[: _LONGEST - 1] + "…"
            return listing([_lower(words, word).get(language) for word in value.split(",")], language)
        # A figure in the place of a word comes from a file that somebody edited.
        try:
            return _FORMATS.get(kind, _FORMATS["n"])(float(value), language)
        except OverflowError:  # a whole number of hundreds of digits
            return f"{str(value)[:40]}…"


# Characters of a detail that are told at most.
_LONGEST = 300


class MessageError(Exception):
    """Something that cannot be done; ``message`` says what, why and the way out."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.text("en"))
        self.message = message


# A string parameter may be a list of ids of one of these vocabularies, joined by commas.
_WORDS: dict[str, Mapping[str, Text]] = {
    "land_use": LAND_USES,
    "stage": STAGES,
    "names": {},
    "geometry": {
        "point": Text("punkter", "points"),
        "line": Text("linjer", "lines"),
        "polygon": Text("ytor", "polygons"),
        "image": Text("en strukturbild", "a structure image"),
        "map": Text("en karta som bara visas", "a map that is only shown"),
        "none": Text("ingen geometri", "no geometry"),
        "mixed": Text("blandad geometri", "mixed geometry"),
    },
    "kind": {
        "dataset": Text("underlag", "dataset"),
        "unit": Text("enhet", "unit"),
        "goal": Text("mål", "goal"),
        "priority": Text("prioriterat område", "priority area"),
        "text": Text("text", "text"),
        "class": Text("klass", "class"),
        "field": Text("fält", "field"),
    },
    "shape": {
        "mapping": Text("nycklar med värden", "keys with values"),
        "list": Text("en lista", "a list"),
        "string": Text("en text", "a text"),
        "number": Text("ett tal", "a number"),
        "integer": Text("ett heltal", "a whole number"),
        "boolean": Text("true eller false", "true or false"),
        "date": Text("ett datum", "a date"),
        "nothing": Text("ingenting", "nothing"),
        "texts": Text("en text på båda språken, {sv: …, en: …}", "a text in both languages, {sv: …, en: …}"),
        "coverage": Text("package, service, unknown eller {dataset: id}", "package, service, unknown or {dataset: id}"),
    },
}


def _lower(words: Mapping[str, Text], word: str) -> Text:
    """The term for use inside a sentence; a word outside the vocabulary stands for itself."""
    term = words.get(word)
    return Text(_decapitalised(term.sv), _decapitalised(term.en)) if term else Text.same(word)


def _decapitalised(term: str) -> str:
    return term[:1].lower() + term[1:]


_PLACEHOLDER = re.compile(r"\{(\w+)(?::(\w+))?\}")


def _counted(one: Text, many: Text) -> Callable[[float, str], str]:
    """A way of writing a count with its noun."""
    return lambda value, language: f"{format_number(value, 0, language)} {(one if value == 1 else many).get(language)}"


# The kinds a placeholder may ask for: {share:share}, {reach:length}, {lost:area}, {least:dwellings}, {count}.
_FORMATS: dict[str, Callable[[float, str], str]] = {
    "share": lambda value, language: format_quantity(value, Dimension.SHARE, language),
    "length": lambda value, language: format_quantity(value, Dimension.LENGTH, language),
    "area": lambda value, language: format_quantity(value, Dimension.AREA, language),
    "dwellings": _counted(Text("bostad", "dwelling"), Text("bostäder", "dwellings")),
    "features": _counted(Text("objekt", "feature"), Text("objekt", "features")),
    "spaces": _counted(Text("mellanslag", "space"), Text("mellanslag", "spaces")),
    "n": lambda value, language: format_number(value, 0, language),
}

MESSAGES: dict[str, Text] = {
    # what a reader must know about a figure
    "uncertain-band": Text(
        "Osäkerheten i underlaget gör att mätvärdet kan ligga på endera sidan av en gräns; den försiktigare "
        "tolkningen gäller.",
        "With the uncertainty of the data the figure may lie on either side of a limit; the more cautious reading "
        "applies.",
    ),
    "incomplete-values": Text(
        "Objekt utan värde är inte med i summan: {count}.",
        "Features without a value are not part of the sum: {count}.",
    ),
    "coverage-unknown": Text(
        "Det är inte känt vilket område underlaget täcker.",
        "It is not known which area the dataset covers.",
    ),
    "coverage-partial": Text(
        "Underlaget täcker {share:share} av det område som skulle undersökas.",
        "The dataset covers {share:share} of the area to be looked at.",
    ),
    "slivers-dropped": Text(
        "Mycket smala överlapp räknas inte med: {count} (smalare än {width:length}, tillsammans {area:area}).",
        "Very narrow overlaps are not counted: {count} (narrower than {width:length}, {area:area} together).",
    ),
    "geometries-repaired": Text(
        "Objekt med ogiltig geometri rättades på en kopia före mätningen: {count}.",
        "Features with invalid geometry were repaired on a copy before measuring: {count}.",
    ),
    "image-schematic": Text(
        "Bilden är schematisk: läget läses som nära eller inom ett schematiskt område, med en noggrannhet på "
        "{accuracy:length}.",
        "The picture is schematic: positions read as near or within a schematic area, to an accuracy of "
        "{accuracy:length}.",
    ),
    "image-below-accuracy": Text(
        "Planområdet är mindre ({size:length} tvärs över) än bildens noggrannhet ({accuracy:length}).",
        "The plan area is smaller ({size:length} across) than the accuracy of the picture ({accuracy:length}).",
    ),
    "image-cannot-tell": Text(
        "Bilden kan därför inte säga om planområdet ligger innanför eller utanför det schematiska området. Ta reda på "
        "det i dialogen.",
        "The picture therefore cannot tell whether the plan area lies inside or outside the schematic area. Find out "
        "in the dialogue.",
    ),
    "image-no-position": Text(
        "Bilden {file} är inte georefererad än, så det går inte att säga var i den planområdet ligger. Öppna "
        "”Ta in en strukturbild” och passa in den på kartan.",
        "The picture {file} has not been georeferenced yet, so there is no telling where in it the plan area lies. "
        "Open “Bring in a structure image” and fit it to the map.",
    ),
    # not relevant
    "when-land-use": Text(
        "Frågan gäller {wanted:land_use}; förslaget gäller {actual:land_use}.",
        "The question concerns {wanted:land_use}; the proposal is for {actual:land_use}.",
    ),
    "when-stage": Text(
        "Frågan ställs i skedet {wanted:stage}; förslaget är i skedet {actual:stage}.",
        "The question belongs to the stage {wanted:stage}; the proposal is at the stage {actual:stage}.",
    ),
    "when-municipality": Text(
        "Frågan gäller {wanted:names}; planområdet ligger i {actual:names}.",
        "The question concerns {wanted:names}; the plan area lies in {actual:names}.",
    ),
    "when-area-least": Text(
        "Frågan gäller områden på minst {wanted:area}; planområdet är {actual:area}.",
        "The question concerns areas of at least {wanted:area}; the plan area is {actual:area}.",
    ),
    "when-area-most": Text(
        "Frågan gäller områden på högst {wanted:area}; planområdet är {actual:area}.",
        "The question concerns areas of at most {wanted:area}; the plan area is {actual:area}.",
    ),
    "when-dwellings-least": Text(
        "Frågan gäller förslag med minst {wanted:dwellings}; förslaget har {actual}.",
        "The question concerns proposals with at least {wanted:dwellings}; the proposal has {actual}.",
    ),
    "when-dwellings-most": Text(
        "Frågan gäller förslag med högst {wanted:dwellings}; förslaget har {actual}.",
        "The question concerns proposals with at most {wanted:dwellings}; the proposal has {actual}.",
    ),
    # not checked, no data
    "cancelled": Text("Kontrollen avbröts.", "The check was cancelled."),
    "source-missing": Text(
        "Filen {file} finns inte i underlagspaketet.", "The file {file} is missing from the package."
    ),
    "source-changed": Text(
        "Filen {file} har ändrats sedan underlagspaketet gavs ut (kontrollsumman stämmer inte).",
        "The file {file} has changed since the package was issued (its checksum does not match).",
    ),
    "source-unlisted": Text(
        "Filen {file} finns inte i paketets manifest och öppnas därför inte.",
        "The file {file} is not listed in the package’s manifest and is therefore not opened.",
    ),
    "source-broken": Text(
        "Källan {file} kunde inte öppnas: {detail}", "The source {file} could not be opened: {detail}"
    ),
    "source-read-error": Text(
        "Läsningen av {file} bröts innan den var klar: {detail}", "Reading {file} stopped before the end: {detail}"
    ),
    "source-format": Text(
        "Filen {file} har formatet {actual}. Ett paket kan innehålla GeoPackage, Shapefile, GeoJSON och FlatGeobuf.",
        "The file {file} is in the format {actual}. A package may hold GeoPackage, Shapefile, GeoJSON and FlatGeobuf.",
    ),
    "source-provider": Text(
        "Källor av typen {provider} kan inte läsas av den här versionen.",
        "Sources of the type {provider} cannot be read by this version.",
    ),
    "provider-missing": Text(
        "Den här installationen av QGIS saknar stöd för källor av typen {provider}.",
        "This installation of QGIS has no support for sources of the type {provider}.",
    ),
    "database-open": Text(
        "Databasen {file} är inte avslutad: den har en logg vid sidan av sig, eller för en. Stäng den med "
        "PRAGMA journal_mode = DELETE och ge ut paketet på nytt.",
        "The database {file} is not finished: it has a log beside it, or keeps one. Close it with PRAGMA "
        "journal_mode = DELETE and publish the package anew.",
    ),
    "database-reaches-out": Text(
        "Databasen {file} innehåller {name}, som kan nå mer än databasen själv. Den öppnas inte.",
        "The database {file} holds {name}, which can reach more than the database itself. It is not opened.",
    ),
    "source-no-crs": Text(
        "Källan {file} saknar koordinatsystem, så läget går inte att lita på.",
        "The source {file} has no coordinate system, so its positions cannot be trusted.",
    ),
    "source-geometry": Text(
        "Källan {file} har geometri av typen {actual:geometry}; underlaget ska ha {wanted:geometry}.",
        "The source {file} has geometry of the type {actual:geometry}; the dataset should have {wanted:geometry}.",
    ),
    "source-field": Text(
        "Fältet {field} som kontrollen behöver finns inte i {file}.",
        "The field {field} that the check needs is not in {file}.",
    ),
    "source-layer": Text("Lagret {layer} finns inte i {file}.", "The layer {layer} is not in {file}."),
    "source-empty": Text(
        "Underlaget är tomt, så det visar inte vad som finns här.",
        "The dataset is empty, so it does not show what is here.",
    ),
    "source-transform": Text(
        "Koordinaterna i {file} kunde inte räknas om till paketets koordinatsystem: {detail}",
        "The coordinates of {file} could not be transformed to the package’s coordinate system: {detail}",
    ),
    "source-geometry-broken": Text(
        "Objekt i {file} vars geometri inte går att rätta: {count}. Frågan kan därför inte besvaras säkert.",
        "Features of {file} whose geometry cannot be repaired: {count}. The question therefore has no certain answer.",
    ),
    # remote sources
    "remote-timeout": Text(
        "{service} svarade inte i tid. Försök igen senare eller använd en sparad kopia.",
        "{service} did not answer in time. Try again later or use a saved copy.",
    ),
    "remote-refused": Text(
        "{service} tar inte emot anslutningar. Tjänsten kan ligga nere; försök igen senare.",
        "{service} accepts no connections. The service may be down; try again later.",
    ),
    "remote-name": Text(
        "Det finns inget i nätverket som heter {service}. Kontrollera anslutningen; annars har tjänsten flyttat.",
        "Nothing on the network is called {service}. Check the connection; otherwise the service has moved.",
    ),
    "remote-network": Text(
        "Anslutningen till {service} bröts: {detail}", "The connection to {service} broke: {detail}"
    ),
    "remote-proxy": Text(
        "Proxyn släppte inte fram till {service} ({detail}). Se QGIS inställningar för nätverk.",
        "The proxy did not let us through to {service} ({detail}). See the network settings of QGIS.",
    ),
    "remote-certificate": Text(
        "Certifikatet hos {service} går inte att lita på ({detail}). Lägg till utfärdaren bland QGIS certifikat om "
        "den är känd.",
        "The certificate of {service} cannot be trusted ({detail}). Add its issuer to the certificates of QGIS if it "
        "is known.",
    ),
    "remote-status": Text(
        "{service} svarade med fel {status}. {detail}", "{service} answered with error {status}. {detail}"
    ),
    "remote-login": Text(
        "{service} kräver inloggning (svar {status}). Välj inloggning för paketet under Underlag.",
        "{service} wants credentials (answer {status}). Choose them for the package under Regional package.",
    ),
    "remote-moved": Text(
        "{service} hänvisar till en annan plats: {to}. Den som ger ut paketet behöver ändra adressen.",
        "{service} refers to another place: {to}. The publisher of the package has to change the address.",
    ),
    "remote-redirects": Text(
        "{service} hänvisar runt i en ring, utan att svara.", "{service} refers around in a ring, without an answer."
    ),
    "remote-truncated": Text("Svaret från {service} var avklippt.", "The answer of {service} was cut off."),
    "remote-large": Text(
        "Svaret från {service} är större än {size} MB.", "The answer of {service} is larger than {size} MB."
    ),
    "remote-exception": Text("{service} svarade med ett fel: {detail}", "{service} answered with an error: {detail}"),
    "remote-format": Text(
        "{service} svarade med något annat än det som efterfrågades: {detail}",
        "{service} answered with something other than what was asked for: {detail}",
    ),
    "remote-layer": Text(
        "{service} har inget lager som heter {layer}. Det kan ha bytt namn; den som ger ut paketet behöver se över "
        "det.",
        "{service} has no layer called {layer}. It may have been renamed; the publisher of the package has to look "
        "into it.",
    ),
    "remote-capped": Text(
        "{service} har {matched:features} här men lämnar bara ut {got}. Utan resten finns inget säkert svar.",
        "{service} has {matched:features} here but hands out only {got}. Without the rest there is no certain answer.",
    ),
    "remote-uncounted": Text(
        "{service} säger inte hur många objekt som finns, och svaren stämmer inte med varandra. Inget säkert svar.",
        "{service} does not say how many features there are, and its answers contradict each other. No certain answer.",
    ),
    "remote-requests": Text(
        "{service} lämnar ut så lite åt gången att {limit} frågor inte räckte. Den som ger ut paketet kan ange ett "
        "större pageSize eller låta kontrollerna se mindre långt.",
        "{service} hands out so little at a time that {limit} questions were not enough. The publisher of the package "
        "can state a larger pageSize or let the checks look less far.",
    ),
    "remote-axes": Text(
        "{service} verkar byta plats på nord och ost: objekten ligger inte där tjänsten söker. Ange eller ta bort "
        "InvertAxisOrientation i paketet.",
        "{service} seems to swap north and east: features are not where the service looks for them. State or remove "
        "InvertAxisOrientation in the package.",
    ),
    "remote-elsewhere": Text(
        "Objekten från {service} ligger inte i det område som efterfrågades. Koordinatsystemet stämmer troligen inte.",
        "The features of {service} do not lie in the area that was asked for. Its coordinate system is probably wrong.",
    ),
    "remote-no-geometry": Text(
        "{service} lämnar ut objekt utan geometri, så det går inte att se var de ligger.",
        "{service} hands out features without geometry, so there is no telling where they are.",
    ),
    "remote-collections": Text(
        "{service} har inte en enda samling utan dessa: {names}. Ange en av dem som typename i paketet.",
        "{service} has not the one collection but these: {names}. State one of them as typename in the package.",
    ),
    "remote-srid": Text(
        "{layer} hos {service} har koordinatsystemet {actual}, men paketet säger {wanted}. Ange srid i paketet.",
        "{layer} of {service} is in the coordinate reference system {actual}, but the package says {wanted}. State "
        "srid in the package.",
    ),
    "remote-rows": Text(
        "{service} har fler än {limit:n} rader här. Den som ger ut paketet kan dela upp dem eller låta kontrollerna se "
        "mindre långt.",
        "{service} has more than {limit:n} rows here. The publisher of the package can split them up or let the checks "
        "look less far.",
    ),
    "remote-much": Text(
        "Det som {service} har här är större än {size} MB. Den som ger ut paketet kan förenkla geometrierna.",
        "What {service} has here is larger than {size} MB. The publisher of the package can simplify its geometries.",
    ),
    "remote-database": Text(
        "{service} har ingen databas som heter {database}. Den kan ha bytt namn; den som ger ut paketet behöver se "
        "över det.",
        "{service} has no database called {database}. It may have been renamed; the publisher of the package has to "
        "look into it.",
    ),
    "remote-plain": Text(
        "{service} tar inte emot krypterade anslutningar, och ett lösenord skickas aldrig i klartext. Den som driver "
        "databasen behöver slå på TLS.",
        "{service} takes no encrypted connections, and a password is never sent in plain text. Whoever runs the "
        "database has to turn TLS on.",
    ),
    "remote-driver": Text(
        "För att läsa databasen {service} behövs Python-paketet psycopg2, som följer med QGIS. Det saknas här.",
        "Reading the database {service} needs the Python package psycopg2, which comes with QGIS. It is missing here.",
    ),
    "remote-offline": Text(
        "{service} har inte tillfrågats, eftersom bara sparade kopior används.",
        "{service} has not been asked, because only saved copies are used.",
    ),
    "remote-address": Text(
        "{service} har flyttat till {to} och svarar där. Den som ger ut paketet bör ändra adressen.",
        "{service} has moved to {to} and answers there. The publisher of the package should change the address.",
    ),
    "login-unknown": Text(
        "Inloggningen {authcfg} finns inte i den här QGIS-profilen. Välj en annan under Underlag.",
        "The credentials {authcfg} are not in this QGIS profile. Choose others under Regional package.",
    ),
    "login-method": Text(
        "Inloggningen ”{name}” är av typen {method}, som inte kan användas här. Basic, APIHeader och EsriToken kan "
        "det.",
        "The credentials “{name}” are of the type {method}, which cannot be used here. Basic, APIHeader and EsriToken "
        "can.",
    ),
    "copy-used": Text(
        "Svaret kommer från en sparad kopia, hämtad {made} (ålder i dagar: {days}).",
        "The answer comes from a saved copy, fetched on {made} (age in days: {days}).",
    ),
    "copy-not-saved": Text("Kopian kunde inte sparas: {detail}", "The copy could not be saved: {detail}"),
    "copy-column": Text(
        "{file} har två fält som bara skiljs åt av stora och små bokstäver ({field}) och kan inte sparas som kopia.",
        "{file} has two fields that differ in capitals only ({field}) and cannot be saved as a copy.",
    ),
    "source-unconfirmed": Text(
        "Hur underlaget hämtas är inte prövat mot tjänsten (beskrivet {since}).",
        "How the dataset is fetched has not been tried against the service (described {since}).",
    ),
    "confirmed": Text(
        "Underlaget {dataset} stämmer med tjänsten (objekt där: {count}).",
        "The dataset {dataset} agrees with its service (features there: {count}).",
    ),
    "confirmed-now": Text(
        "Underlaget {dataset} är prövat och stämmer med tjänsten (objekt där: {count}). Raden unconfirmed kan tas "
        "bort.",
        "The dataset {dataset} has been tried and agrees with its service (features there: {count}). Its line "
        "unconfirmed can be removed.",
    ),
    "not-confirmed": Text(
        "Underlaget {dataset} kunde inte prövas mot tjänsten:",
        "The dataset {dataset} could not be tried against its service:",
    ),
    "seen-columns-gone": Text(
        "Fält som fanns {since} är borta: {fields}", "Fields that were there on {since} are gone: {fields}"
    ),
    "seen-columns-new": Text(
        "Fält som har tillkommit sedan {since}: {fields}", "Fields that have come since {since}: {fields}"
    ),
    "seen-geometry": Text(
        "Geometrin är {now:geometry}; {since} var den {before:geometry}.",
        "The geometry is {now:geometry}; on {since} it was {before:geometry}.",
    ),
    "seen-crs": Text(
        "Koordinatsystemet är {now}; {since} var det {before}.",
        "The coordinate reference system is {now}; on {since} it was {before}.",
    ),
    "seen-source": Text(
        "Källan är {now}; {since} prövades {before}.", "The source is {now}; on {since} {before} was tried."
    ),
    "seen-count": Text(
        "Antalet objekt är {now}; {since} var det {before}.",
        "The number of features is {now}; on {since} it was {before}.",
    ),
    "template-unread": Text(
        "Layoutmallen {file} kan inte läsas: {detail}. Välj en annan i inställningarna, eller den som följer med.",
        "The layout template {file} cannot be read: {detail}. Choose another in the options, or the one that is "
        "included.",
    ),
    "template-large": Text(
        "Layoutmallen {file} är större än 8 MB. Spara den utan inbäddade bilder, eller välj en annan i "
        "inställningarna.",
        "The layout template {file} is larger than 8 MB. Save it without embedded pictures, or choose another in the "
        "options.",
    ),
    "template-no-layout": Text(
        "{file} är ingen layoutmall från QGIS (.qpt). Spara den igen i QGIS layoutdesigner, eller välj en annan i "
        "inställningarna.",
        "{file} is no layout template of QGIS (.qpt). Save it again in QGIS’s layout designer, or choose another in "
        "the options.",
    ),
    "template-no-content": Text(
        "Layoutmallen {file} har på första sidan inget objekt med id:t {id}, som visar var texten ska stå. Kopiera "
        "mallen som följer med och utgå från den.",
        "The layout template {file} has no item with the id {id} on its first page, which shows where the text goes. "
        "Copy the template that is included and start from that.",
    ),
    "template-small": Text(
        "Objektet {id} i layoutmallen {file} är för litet: det behöver vara minst {width} mm brett och {height} mm "
        "högt.",
        "The item {id} in the layout template {file} is too small: it has to be at least {width} mm wide and {height} "
        "mm tall.",
    ),
    "pdf-not-written": Text(
        "QGIS kunde inte skriva PDF:en ({detail}). Spara under ett annat namn, eller välj HTML eller ODT.",
        "QGIS could not write the PDF ({detail}). Save under another name, or choose HTML or ODT.",
    ),
    "coverage-service": Text(
        "Att underlaget täcker platsen bygger på den utbredning som tjänsten själv uppger. Det är en svag uppgift.",
        "That the dataset covers the place rests on the extent that the service itself states. That is weak evidence.",
    ),
    "expression": Text(
        "Villkoret ”{expression}” kan inte användas: {detail}", "The expression “{expression}” cannot be used: {detail}"
    ),
    "no-values": Text(
        "Inget objekt som hittades ({count}) har ett värde i fältet {field}.",
        "No feature that was found ({count}) has a value in the field {field}.",
    ),
    "measure-failed": Text(
        "Mätningen gick inte att genomföra: {detail}", "The measurement could not be carried out: {detail}"
    ),
    # the plan area
    "plan-no-geometry": Text(
        "Förslaget har ingen geometri. Rita ett planområde eller välj ett objekt med en yta.",
        "The proposal has no geometry. Draw a plan area or choose a feature with a polygon.",
    ),
    "plan-not-polygon": Text(
        "Förslagets geometri är {actual:geometry}, inte en yta. Välj ett lager med ytor.",
        "The geometry of the proposal is {actual:geometry}, not a polygon. Choose a polygon layer.",
    ),
    "plan-no-area": Text(
        "Planområdet har ingen yta. Rita om området så att det omsluter en yta.",
        "The plan area has no extent. Redraw it so that it encloses an area.",
    ),
    "plan-not-finite": Text(
        "Planområdet har koordinater som inte är tal. Rita om området.",
        "The plan area has coordinates that are not numbers. Redraw it.",
    ),
    "plan-no-crs": Text(
        "Lagret med planområdet saknar koordinatsystem. Ange lagrets koordinatsystem och försök igen.",
        "The layer of the plan area has no coordinate system. Set the layer’s coordinate system and try again.",
    ),
    "plan-transform": Text(
        "Planområdet kunde inte räknas om från {crs}: {detail} Kontrollera lagrets koordinatsystem.",
        "The plan area could not be transformed from {crs}: {detail} Check the layer’s coordinate system.",
    ),
    "plan-outside": Text(
        "Planområdet ligger utanför det område som underlagspaketet gäller för ({area}). Välj ett annat paket eller "
        "kontrollera lagrets koordinatsystem.",
        "The plan area lies outside the package’s area of validity ({area}). Choose another package or check the "
        "layer’s coordinate system.",
    ),
    "plan-unrepairable": Text(
        "Planområdets geometri är ogiltig och kunde inte rättas: {detail}",
        "The geometry of the plan area is invalid and could not be repaired: {detail}",
    ),
    "plan-partly-outside": Text(
        "{share:share} av planområdet ligger inom underlagspaketets område; bara den delen är kontrollerad.",
        "{share:share} of the plan area lies within the package’s area; only that part is checked.",
    ),
    "plan-validity-unknown": Text(
        "Underlagspaketets giltighetsområde kunde inte läsas, så det är okänt vad underlagen täcker.",
        "The package’s area of validity could not be read, so it is unknown what the datasets cover.",
    ),
    "coverage-unreadable": Text(
        "Uppgiften om vad underlaget täcker kunde inte läsas.",
        "The record of what the dataset covers could not be read.",
    ),
    "length-dropped": Text(
        "En mycket kort sträcka ({length:length}) räknas inte med.",
        "A very short stretch ({length:length}) is not counted.",
    ),
    "plan-border-uncertain": Text(
        "Planområdet ligger närmare paketets gräns än gränsens lägesosäkerhet ({accuracy:length}); en del av det kan "
        "ligga på andra sidan.",
        "The plan area lies closer to the package’s border than the border’s accuracy ({accuracy:length}); part of it "
        "may lie on the other side.",
    ),
    "repaired-self-intersection": Text(
        "Planområdets gräns korsade sig själv och har rättats på en kopia.",
        "The boundary of the plan area crossed itself and has been repaired on a copy.",
    ),
    "repaired-duplicates": Text(
        "Dubbla punkter eller delar i planområdet har slagits ihop på en kopia.",
        "Duplicate points or parts of the plan area have been merged on a copy.",
    ),
    "repaired-curves": Text(
        "Planområdets kurvor har gjorts om till raka segment på en kopia.",
        "The curves of the plan area have been turned into straight segments on a copy.",
    ),
    "repaired-zm": Text(
        "Planområdets höjd- eller mätvärden används inte.",
        "The elevations or measures of the plan area are not used.",
    ),
    "repaired-unclosed": Text(
        "En öppen gränslinje i planområdet har slutits på en kopia.",
        "An open boundary of the plan area has been closed on a copy.",
    ),
    "repaired-other-parts": Text(
        "Punkter och linjer i planområdet används inte, bara ytorna.",
        "Points and lines of the plan area are not used, only its polygons.",
    ),
    # draft plan areas from a layer or a file
    "draft-missing": Text(
        "Filen {file} finns inte. Kontrollera sökvägen eller välj filen på nytt.",
        "The file {file} does not exist. Check the path or choose the file again.",
    ),
    "draft-unreadable": Text(
        "Filen {file} går inte att öppna: {detail}. Kontrollera att du får läsa den och att inget annat program låser "
        "den.",
        "The file {file} cannot be opened: {detail}. Check that you may read it and that no other program locks it.",
    ),
    "draft-file-empty": Text(
        "Filen {file} är tom. Hämta eller exportera den på nytt.",
        "The file {file} is empty. Download or export it again.",
    ),
    "draft-format": Text(
        "Filen {file} känns inte igen. Välj en hel fil i formatet GeoPackage, Shapefile, GeoJSON, DXF (text, inte "
        "binär), KML, KMZ eller GML.",
        "The file {file} is not recognised. Choose a whole file in the format GeoPackage, Shapefile, GeoJSON, DXF "
        "(text, not binary), KML, KMZ or GML.",
    ),
    "draft-broken": Text(
        "Filen {file} är skadad eller ofullständig: {detail}. Hämta eller exportera den på nytt.",
        "The file {file} is damaged or incomplete: {detail}. Download or export it again.",
    ),
    "draft-changed": Text(
        "Lagret ”{layer}” finns inte längre i {file}. Välj filen på nytt.",
        "The layer “{layer}” is no longer in {file}. Choose the file again.",
    ),
    "draft-no-features": Text(
        "Filen {file} har inga objekt. Exportera den på nytt med planområdet, eller välj en annan fil.",
        "The file {file} has no features. Export it again with the plan area, or choose another file.",
    ),
    "draft-no-polygons": Text(
        "Filen {file} har inga ytor, bara {actual:geometry}. Exportera planområdet som en yta, eller välj en annan "
        "fil.",
        "The file {file} has no polygons, only {actual:geometry}. Export the plan area as a polygon, or choose another "
        "file.",
    ),
    "draft-open-lines": Text(
        "Filen {file} har varken ytor eller slutna linjer. Slut plangränsen i ritningen (en sluten polylinje) och "
        "exportera filen på nytt.",
        "The file {file} has neither polygons nor closed lines. Close the plan boundary in the drawing (one closed "
        "polyline) and export the file again.",
    ),
    "draft-drawing-line": Text(
        "{file} är skadad: rad {line} ska vara en gruppkod (ett heltal) och är det inte. Exportera ritningen på nytt.",
        "{file} is damaged: line {line} should be a group code (a whole number) and is not. Export the drawing again.",
    ),
    "draft-layer-broken": Text(
        "Lagret ”{layer}” kunde inte läsas: {detail}. Kontrollera lagrets datakälla och försök igen.",
        "The layer “{layer}” could not be read: {detail}. Check the layer's data source and try again.",
    ),
    "draft-layer-invalid": Text(
        "Lagret ”{layer}” kan inte öppnas: filen eller databasen bakom det går inte att nå. Rätta lagrets datakälla "
        "eller välj ett annat lager.",
        "The layer “{layer}” cannot be opened: the file or database behind it is out of reach. Mend the layer's data "
        "source or choose another layer.",
    ),
    "draft-layer-empty": Text(
        "Lagret ”{layer}” har inga objekt. Rita ett planområde i det eller välj ett annat lager.",
        "The layer “{layer}” has no features. Draw a plan area in it or choose another layer.",
    ),
    "draft-layer-no-polygons": Text(
        "Lagret ”{layer}” har inga ytor, bara {actual:geometry}. Välj ett lager med ytor.",
        "The layer “{layer}” has no polygons, only {actual:geometry}. Choose a polygon layer.",
    ),
    "draft-nothing-selected": Text(
        "Inget objekt är valt i lagret ”{layer}”. Välj minst ett planområde i kartan eller använd alla.",
        "No feature is selected in the layer “{layer}”. Select at least one plan area in the map or use all of them.",
    ),
    "draft-too-many": Text(
        "”{layer}” har fler än {limit} planområden. Välj ut färre, eller kör ”Kontrollera planområden” "
        "(plandialog:checkplanarea) i Bearbetning → Verktygslåda, som klarar många.",
        "“{layer}” has more than {limit} plan areas. Choose fewer, or run “Check plan areas” "
        "(plandialog:checkplanarea) in Processing → Toolbox, which takes many.",
    ),
    # a value of a proposal that is not in the vocabulary
    "proposal-land-use": Text(
        "Markanvändningen ”{value}” är inte känd och används inte. Menade du ”{near}”?",
        "The land use “{value}” is not known and is not used. Did you mean “{near}”?",
    ),
    "proposal-stage": Text(
        "Skedet ”{value}” är inte känt och används inte. Menade du ”{near}”?",
        "The stage “{value}” is not known and is not used. Did you mean “{near}”?",
    ),
    "proposal-dwellings": Text(
        "Antalet bostäder ”{value}” är inte ett heltal från 0 och används inte.",
        "The number of dwellings “{value}” is not a whole number from 0 and is not used.",
    ),
    # faults of a package
    "yaml-syntax": Text(
        "Raden går inte att läsa som YAML. Jämför indrag, kolon och citattecken här och på raden före med ett block "
        "som fungerar. YAML-läsaren säger på engelska: ”{detail}”",
        "The line cannot be read as YAML. Compare indents, colons and quotation marks here and in the line before "
        "with a block that works. The YAML reader says: “{detail}”",
    ),
    "yaml-tab": Text(
        "Tecken {column} är en tabb. Skriv mellanslag i stället, i indrag två för varje nivå.",
        "Character {column} is a tab. Write spaces instead, in an indent two for each level.",
    ),
    "yaml-colon": Text(
        'Kolonet vid tecken {column} kan inte stå där. En text med kolon behöver raka citattecken: "så: här".',
        "The colon at character {column} cannot stand there. A text with a colon needs straight quotation "
        'marks: "like: this".',
    ),
    "yaml-deeper": Text(
        "Raden är indragen längre än den ovanför och läses därför som mer av dess text. En nyckel börjar lika långt in "
        "som nycklarna bredvid den. En text på flera rader som har kolon behöver citattecken.",
        "The line is indented further than the one above and is therefore read as more of its text. A key begins as "
        "far in as the keys beside it. A text of several lines that has a colon needs quotation marks.",
    ),
    "yaml-no-colon": Text(
        "Raden har ingen nyckel med kolon och mellanslag efter sig. Skriv nyckel: värde. Hör raden till texten ovanför "
        "ska den vara indragen längre än den textens nyckel.",
        "The line has no key with a colon and a space behind it. Write key: value. If the line belongs to the text "
        "above, indent it further than the key of that text.",
    ),
    "yaml-quote-open": Text(
        "Citattecknet vid tecken {column} stängs aldrig. Sätt ett likadant där texten slutar.",
        "The quotation mark at character {column} is never closed. Put another of its kind where the text ends.",
    ),
    "yaml-quote-closed": Text(
        "Vid tecken {column} står mer text efter ett citattecken som avslutar texten. Saknas ett citattecken tidigare? "
        "En text som själv har citattecken omges av den andra sorten, ' eller \".",
        "At character {column} more text stands behind a quotation mark that ends the text. Is a quotation mark "
        "missing before? A text that has quotation marks itself is put in the other kind, ' or \".",
    ),
    "yaml-comma": Text(
        "Före tecken {column} saknas ett komma eller {closing}. Mellan { } och [ ] står komma mellan det som räknas "
        "upp, och en text med komma, kolon eller citattecken behöver citattecken runt om.",
        "Before character {column} a comma or {closing} is missing. Between { } and [ ] commas stand between what is "
        "listed, and a text with a comma, a colon or a quotation mark needs quotation marks around it.",
    ),
    "yaml-bracket-open": Text(
        "{opening} vid tecken {column} stängs inte före rad {line}. Sätt {closing} där det som räknas upp slutar, och "
        "komma mellan det.",
        "{opening} at character {column} is not closed before line {line}. Put {closing} where what is listed ends, "
        "and commas in between.",
    ),
    "yaml-end": Text(
        "Filen tar slut mitt i något: en { eller [ ovanför stängs inte.",
        "The file ends in the middle of something: a { or [ above is not closed.",
    ),
    "yaml-indent": Text(
        "Indraget ({count:spaces}) stämmer inte med raderna ovanför. Det som hör ihop börjar lika långt in.",
        "The indent ({count:spaces}) does not agree with the lines above. What belongs together begins as far in.",
    ),
    "yaml-dash": Text(
        "Strecket vid tecken {column} kan inte stå där. Posterna i en lista står på egna rader under sin nyckel, alla "
        "lika långt in. En text som börjar med streck behöver citattecken.",
        "The dash at character {column} cannot stand there. The entries of a list stand on lines of their own below "
        "their key, all as far in. A text that begins with a dash needs quotation marks.",
    ),
    "yaml-key-among-items": Text(
        "Nyckeln vid tecken {column} står lika långt in som strecken i listan ovanför. Hör den till posten ovanför, "
        "dra in den två mellanslag till. Annars ska den stå lika långt in som listans nyckel.",
        "The key at character {column} stands as far in as the dashes of the list above. If it belongs to the entry "
        "above, indent it two spaces more. Otherwise it stands as far in as the key of the list.",
    ),
    "yaml-closes-nothing": Text(
        "{character} vid tecken {column} stänger ingenting. Ta bort det, eller sätt citattecken runt texten.",
        "{character} at character {column} closes nothing. Remove it, or put quotation marks around the text.",
    ),
    "yaml-beginning": Text(
        "Vid tecken {column} börjar en text med {character}. En sådan text behöver citattecken.",
        "At character {column} a text begins with {character}. Such a text needs quotation marks.",
    ),
    "yaml-escape": Text(
        'Omvänt snedstreck vid tecken {column}: mellan " och " har det en särskild betydelse. Skriv / i sökvägar, '
        "eller sätt ' runt texten.",
        'Backslash at character {column}: between " and " it has a meaning of its own. Write / in paths, or put \' '
        "around the text.",
    ),
    "yaml-documents": Text(
        "En fil håller ett enda dokument. Ta bort raderna med --- och ... inne i filen.",
        "A file holds one document. Remove the lines with --- and ... within the file.",
    ),
    "yaml-character": Text(
        "Tecknet {character} får inte stå i filen, utskrivet eller efter ett omvänt snedstreck. Ta bort det.",
        "The character {character} must not stand in the file, written out or behind a backslash. Remove it.",
    ),
    "yaml-range": Text(
        "Här står ett tecken (efter ett omvänt snedstreck) eller ett versionsnummer som inte finns. Ta bort det.",
        "Here is a character (behind a backslash) or a version number that does not exist. Remove it.",
    ),
    "yaml-tag": Text(
        "{tag} läses som en tagg, och sådana används inte. Ta bort den. En text som börjar med ! behöver citattecken.",
        "{tag} is read as a tag, and none is used here. Remove it. A text that begins with ! needs quotation marks.",
    ),
    "yaml-encoding": Text("Filen är inte UTF-8. Spara den som UTF-8.", "The file is not UTF-8. Save it as UTF-8."),
    "yaml-size": Text(
        "Filen är större än {limit} tecken och läses inte.",
        "The file is larger than {limit} characters and is not read.",
    ),
    "yaml-aliases": Text(
        "Filen har fler än {limit} YAML-alias och läses inte. Skriv ut texterna i stället.",
        "The file has more than {limit} YAML aliases and is not read. Write the texts out instead.",
    ),
    "yaml-depth": Text(
        "Filen är nästlad djupare än {limit} nivåer och läses inte.",
        "The file is nested deeper than {limit} levels and is not read.",
    ),
    "yaml-empty": Text("Filen är tom.", "The file is empty."),
    "file-missing": Text("Filen {file} finns inte.", "The file {file} does not exist."),
    "file-unreadable": Text("Filen kan inte läsas: {detail}", "The file cannot be read: {detail}"),
    "file-outside": Text(
        "Sökvägen {file} leder ut ur paketet. Använd en sökväg inom paketets mapp.",
        "The path {file} leads out of the package. Use a path within the package’s folder.",
    ),
    "file-hash": Text(
        "Filen har ändrats sedan paketet gavs ut: kontrollsumman i manifest.json stämmer inte. Hämta paketet på nytt; "
        "är det du som sköter det, ge ut det igen.",
        "The file has changed since the package was issued: its checksum in manifest.json does not match. Get the "
        "package anew; if it is yours to look after, publish it again.",
    ),
    "file-unlisted": Text("Filen finns inte i manifest.json.", "The file is not listed in manifest.json."),
    "manifest-missing": Text(
        "Paketet har inget manifest.json, så det går inte att se om filer har ändrats. Ett görs när paketet ges ut.",
        "The package has no manifest.json, so changed files cannot be noticed. One is made when the package is "
        "published.",
    ),
    "manifest-newer": Text(
        "manifest.json har format {value}; den här versionen läser format {reads}. Uppdatera Plandialog.",
        "manifest.json has format {value}; this version reads format {reads}. Update Plandialog.",
    ),
    "manifest-broken": Text("manifest.json kan inte läsas: {detail}", "manifest.json cannot be read: {detail}"),
    "key-unknown": Text("Nyckeln ”{key}” finns inte i formatet.", "The key “{key}” is not part of the format."),
    "key-near": Text(
        "Nyckeln ”{key}” finns inte i formatet. Menade du ”{near}”?",
        "The key “{key}” is not part of the format. Did you mean “{near}”?",
    ),
    "key-missing": Text("Nyckeln ”{key}” saknas.", "The key “{key}” is missing."),
    "key-duplicate": Text("Nyckeln ”{key}” står två gånger.", "The key “{key}” stands twice."),
    "key-not-here": Text(
        "Nyckeln ”{key}” hör inte till måttet ”{measure}”.",
        "The key “{key}” does not belong to the measure “{measure}”.",
    ),
    "list-long": Text(
        "Listan har {count} poster; högst {limit} får plats.", "The list has {count} entries; at most {limit} fit."
    ),
    "color-shape": Text(
        '”{value}” är inte en färg. Skriv till exempel "#2e7d32", med citattecken.',
        '“{value}” is not a colour. Write for example "#2e7d32", in quotes.',
    ),
    "background-image": Text(
        "”{dataset}” är en strukturbild och kan inte vara bakgrund i kartor.",
        "“{dataset}” is a structure image and cannot be the background of maps.",
    ),
    "image-not-here": Text(
        "Nyckeln ”image” hör till strukturbilder; underlaget har {actual:geometry}. Skriv geometry: image om det är en "
        "bild.",
        "The key “image” belongs to structure images; the dataset has {actual:geometry}. Write geometry: image if it "
        "is a picture.",
    ),
    "image-needs": Text("En strukturbild behöver nyckeln ”{key}”.", "A structure image needs the key “{key}”."),
    "image-accuracy": Text(
        "En strukturbild är schematisk; dess noggrannhet kan inte vara 0 m.",
        "A structure image is schematic; its accuracy cannot be 0 m.",
    ),
    "image-key": Text(
        "Nyckeln ”{key}” hör inte till en strukturbild.", "The key “{key}” does not belong to a structure image."
    ),
    "image-provider": Text(
        "En strukturbild läses med gdal, inte {provider}.", "A structure image is read with gdal, not {provider}."
    ),
    "image-all-blank": Text(
        "Alla klasser är blank; minst en klass ska betyda något.",
        "All classes are blank; at least one has to mean something.",
    ),
    "class-blank": Text(
        "Klassen ”{value}” är blank: bilden säger inget där, så den går inte att fråga efter.",
        "The class “{value}” is blank: the picture says nothing there, so it cannot be asked for.",
    ),
    "key-needed": Text("Måttet ”{measure}” behöver nyckeln ”{key}”.", "The measure “{measure}” needs the key “{key}”."),
    "shape": Text(
        "Här väntas {wanted:shape}, inte {actual:shape}.", "Expected {wanted:shape} here, not {actual:shape}."
    ),
    "list-empty": Text("Listan är tom; minst en post behövs.", "The list is empty; it needs at least one entry."),
    "value-unknown": Text(
        "”{value}” är inte ett giltigt värde. Giltiga: {allowed}.",
        "“{value}” is not a valid value. Valid: {allowed}.",
    ),
    "value-near": Text(
        "”{value}” är inte ett giltigt värde. Menade du ”{near}”?",
        "“{value}” is not a valid value. Did you mean “{near}”?",
    ),
    "reference-unknown": Text(
        "{kind:kind} ”{value}” finns inte i paketet.", "There is no {kind:kind} “{value}” in the package."
    ),
    "reference-near": Text(
        "{kind:kind} ”{value}” finns inte i paketet. Menade du ”{near}”?",
        "There is no {kind:kind} “{value}” in the package. Did you mean “{near}”?",
    ),
    "id-shape": Text(
        "”{value}” är inte ett giltigt id: använd a–z, 0–9, - och _, högst {limit} tecken, med en bokstav först.",
        "“{value}” is not a valid id: use a–z, 0–9, - and _, at most {limit} characters, a letter first.",
    ),
    "id-duplicate": Text(
        "Id ”{value}” finns redan på {file}, rad {line}.", "The id “{value}” already stands at {file}, line {line}."
    ),
    "quantity": Text(
        "”{value}” är inte ett mått av rätt slag. Skriv till exempel {example}.",
        "“{value}” is not a figure of the right kind. Write for example {example}.",
    ),
    "quantity-near": Text(
        "”{value}” är inte ett mått av rätt slag. Menade du enheten ”{near}”?",
        "“{value}” is not a figure of the right kind. Did you mean the unit “{near}”?",
    ),
    "date": Text(
        "”{value}” är inte ett datum. Skriv till exempel 2026-05-01.",
        "“{value}” is not a date. Write for example 2026-05-01.",
    ),
    "duration": Text(
        "”{value}” är inte en tidslängd. Skriv till exempel 12 months.",
        "“{value}” is not a span of time. Write for example 12 months.",
    ),
    "version-shape": Text(
        "”{value}” är inte ett versionsnummer. Skriv till exempel 1.0.0.",
        "“{value}” is not a version number. Write for example 1.0.0.",
    ),
    "format-newer": Text(
        "Paketet har format {value}; den här versionen läser format {reads}. Uppdatera Plandialog.",
        "The package has format {value}; this version reads format {reads}. Update Plandialog.",
    ),
    "text-blank": Text("Texten är tom.", "The text is empty."),
    "text-unwritten": Text(
        "Texten är inte skriven än: ”{text}”. Skriv den, eller ta bort det som den hör till, innan paketet ges ut. Är "
        "den skriven, så börja meningen med andra ord.",
        "The text is not written yet: “{text}”. Write it, or remove what it belongs to, before the package is "
        "published. If it is written, begin the sentence with other words.",
    ),
    "text-placeholder": Text(
        "Texten har ”{placeholder}”, som inte kan fyllas i. Tillåtna: {allowed}.",
        "The text has “{placeholder}”, which cannot be filled in. Allowed: {allowed}.",
    ),
    "text-unused": Text("Texten ”{key}” används inte av något band.", "No band uses the text “{key}”."),
    "link-shape": Text(
        "”{value}” är inte en webbadress som börjar med https:// eller http://.",
        "“{value}” is not a web address that starts with https:// or http://.",
    ),
    "email-shape": Text("”{value}” är inte en e-postadress.", "“{value}” is not an e-mail address."),
    "bands-order": Text(
        "Banden står inte i ordning: {value} ska vara högre än {previous}.",
        "The bands are out of order: {value} should be above {previous}.",
    ),
    "bands-open": Text(
        "Bandet saknar övre gräns men är inte det sista.", "The band has no upper limit but is not the last."
    ),
    "bands-none": Text(
        "Bandet ”none” ska stå först, bara en gång och utan övre gräns.",
        "The band “none” comes first, once only and without an upper limit.",
    ),
    "bands-closed": Text(
        "Det sista bandet behöver vara öppet (utan up_to) för måttet ”{measure}”.",
        "The last band has to be open (no up_to) for the measure “{measure}”.",
    ),
    "geometry-mismatch": Text(
        "Måttet ”{measure}” behöver {wanted:geometry}; underlaget ”{dataset}” har {actual:geometry}.",
        "The measure “{measure}” needs {wanted:geometry}; the dataset “{dataset}” has {actual:geometry}.",
    ),
    "not-polygon-dataset": Text(
        "Underlaget ”{dataset}” behöver ha ytor för att användas här.",
        "The dataset “{dataset}” has to have polygons to be used here.",
    ),
    "crs-shape": Text(
        "”{value}” är inte ett koordinatsystem som EPSG:3006.",
        "“{value}” is not a coordinate system such as EPSG:3006.",
    ),
    "geometry-missing": Text(
        "Objekt i ”{dataset}” utan geometri, som aldrig kan hittas: {count}.",
        "Features of “{dataset}” without geometry, which can never be found: {count}.",
    ),
    "geometry-not-finite": Text(
        "Objekt i ”{dataset}” med koordinater som inte är tal, som aldrig kan hittas: {count}. Rätta dem.",
        "Features of “{dataset}” whose coordinates are not numbers, which can never be found: {count}. Correct them.",
    ),
    "geometry-invalid": Text(
        "Ytor i ”{dataset}” som är ogiltiga: {count}. De rättas på en kopia vid varje kontroll. Rätta dem i filen.",
        "Polygons of “{dataset}” that are invalid: {count}. Each check repairs a copy. Correct them in the file.",
    ),
    "crs-not-projected": Text(
        "Koordinatsystemet {value} är okänt eller räknar i grader. Välj ett plant system i meter, som EPSG:3006.",
        "The coordinate system {value} is unknown or counts in degrees. Choose a projected one in metres, such as "
        "EPSG:3006.",
    ),
    "credentials": Text(
        "Källan innehåller lösenord eller nyckel. Ta bort den; inloggning väljs i QGIS (authcfg).",
        "The source contains a password or key. Remove it; credentials are chosen in QGIS (authcfg).",
    ),
    "uri-syntax": Text(
        "Källans uri går inte att läsa från ”{text}”. Den skrivs som nyckel='värde', med mellanslag emellan.",
        "The uri of the source cannot be read from “{text}”. It is written as key='value', separated by spaces.",
    ),
    "uri-pairs": Text(
        "Källans uri går inte att läsa från ”{text}”. Den skrivs som nyckel=värde&nyckel=värde, procentkodat.",
        "The uri of the source cannot be read from “{text}”. It is written as key=value&key=value, percent-encoded.",
    ),
    "uri-key": Text(
        "{key} hör inte hemma i källans uri. Där kan stå: {known}.",
        "{key} does not belong in the uri of the source. It may hold: {known}.",
    ),
    "uri-value": Text(
        "{key} kan inte vara ”{value}” i källans uri.", "{key} cannot be “{value}” in the uri of the source."
    ),
    "uri-missing": Text(
        "Källans uri saknar {key}, som {provider} behöver.",
        "The uri of the source lacks {key}, which {provider} needs.",
    ),
    "uri-address": Text(
        "{value} är ingen webbadress (http:// eller https://) utan inloggning i sig.",
        "{value} is no web address (http:// or https://) without credentials in it.",
    ),
    "remote-only": Text(
        "{key} hör till underlag som hämtas över nätet.",
        "{key} belongs to datasets that are asked for over the network.",
    ),
    "map-key": Text(
        "{key} hör inte hemma hos en karta som bara visas.", "{key} does not belong to a map that is only shown."
    ),
    "map-provider": Text(
        "geometry: map kräver provider wms eller xyz, inte {provider}.",
        "geometry: map wants the provider wms or xyz, not {provider}.",
    ),
    "map-geometry": Text(
        "Det som {provider} ger kan bara visas: ange geometry: map. Kontroller behöver en källa med objekt.",
        "What {provider} gives can only be shown: state geometry: map. Checks need a source of features.",
    ),
    "no-perspectives": Text(
        "Paketet har inga perspektiv: lägg minst en fil i perspectives/.",
        "The package has no perspectives: put at least one file in perspectives/.",
    ),
    "perspective-ending": Text(
        "Filen läses inte: perspektiv ska ha filändelsen .yaml.", "The file is not read: perspectives end in .yaml."
    ),
    "too-many-files": Text(
        "Paketet har fler än {limit} perspektivfiler och läses inte.",
        "The package has more than {limit} perspective files and is not read.",
    ),
    "dataset-unused": Text(
        "Underlaget ”{dataset}” används inte av någon kontroll.", "No check uses the dataset “{dataset}”."
    ),
    "not-a-package": Text(
        "{file} är inte ett underlagspaket: där finns ingen package.yaml.",
        "{file} is not a regional package: it has no package.yaml.",
    ),
    "strategy-not-stated": Text(
        "Perspektivet hänvisar till mål eller prioriterade områden, men package.yaml anger ingen strategi (strategy).",
        "The perspective refers to goals or priority areas, but package.yaml states no strategy.",
    ),
    # several packages together
    "package-twice": Text(
        "Paketet {id} är redan med, i version {version}, och tas inte med en gång till.",
        "The package {id} is included already, in version {version}, and is not included a second time.",
    ),
    # zip archives
    "zip-broken": Text("{file} är inte en hel zip-fil: {detail}", "{file} is not a whole zip file: {detail}"),
    "zip-climbs": Text(
        "Zip-filen innehåller sökvägen ”{entry}”, som leder ut ur paketet. Ingenting har packats upp.",
        "The zip file contains the path “{entry}”, which leads out of the package. Nothing was unpacked.",
    ),
    "zip-link": Text(
        "Zip-filen innehåller en länk, ”{entry}”. Ingenting har packats upp.",
        "The zip file contains a link, “{entry}”. Nothing was unpacked.",
    ),
    "zip-size": Text(
        "Zip-filens innehåll är större än {limit} MiB. Ingenting har packats upp.",
        "The contents of the zip file exceed {limit} MiB. Nothing was unpacked.",
    ),
    "zip-count": Text(
        "Zip-filen har fler än {limit} filer. Ingenting har packats upp.",
        "The zip file has more than {limit} files. Nothing was unpacked.",
    ),
    "zip-encrypted": Text(
        "Zip-filen är lösenordsskyddad. Spara den utan lösenord.",
        "The zip file is protected by a password. Save it without one.",
    ),
    "zip-duplicate": Text(
        "Zip-filen har två poster för ”{entry}”. Ingenting har packats upp.",
        "The zip file has two entries for “{entry}”. Nothing was unpacked.",
    ),
    "zip-no-manifest": Text(
        "Zip-filen har inget manifest.json. Be utgivaren om ett paket med manifest.",
        "The zip file has no manifest.json. Ask the publisher for a package with a manifest.",
    ),
    # making and publishing a package
    "publish-open": Text(
        "Lagret är öppet eller har ändringar som inte är skrivna i filen än ({file}). Spara ändringarna, ta bort "
        "lagret ur projektet eller stäng QGIS, och försök igen.",
        "The layer is open or has changes that are not in its file yet ({file}). Save the changes, remove the layer "
        "from the project or close QGIS, and try again.",
    ),
    "publish-inside": Text(
        "Zip-filen skulle hamna i paketets egen mapp. Välj en mapp utanför {folder}.",
        "The zip file would lie in the package’s own folder. Choose a folder outside {folder}.",
    ),
    "publish-same-version": Text(
        "Versionen är {version} både i package.yaml och i den zip-fil som fanns, men innehållet skiljer sig. Den som "
        "har den gamla ser inte att något är nytt. Höj version i package.yaml och ge ut paketet igen.",
        "The version is {version} both in package.yaml and in the zip file that was there, but the contents differ. "
        "Whoever has the old one does not see that anything is new. Raise version in package.yaml and publish again.",
    ),
    "publish-other-package": Text(
        "Filen {file} är ett annat paket ({id}). Ge ut det här i en annan mapp.",
        "The file {file} is another package ({id}). Publish this one in another folder.",
    ),
    "publish-older": Text(
        "Filen {file} har version {later}, och package.yaml har version {version}, som är äldre. Höj version i "
        "package.yaml, eller ge ut paketet i en annan mapp.",
        "The file {file} has version {later}, and package.yaml has version {version}, which is older. Raise version in "
        "package.yaml, or publish the package in another folder.",
    ),
    "publish-no-package": Text(
        "Filen {file} är en zip-fil som inte är ett regionalt underlagspaket, eller vars package.yaml inte går att "
        "läsa. Den skrivs inte över. Flytta den, eller ge ut paketet i en annan mapp.",
        "The file {file} is a zip file that is no regional package, or whose package.yaml cannot be read. It is not "
        "written over. Move it, or publish the package in another folder.",
    ),
    "publish-replaced": Text(
        "Filen {file} som fanns var ingen hel zip-fil och har ersatts.",
        "The file {file} that was there was no whole zip file and has been replaced.",
    ),
    "publish-old-manifest": Text(
        "Paketet är utgivet, men manifest.json i arbetsmappen kunde inte göras om: {detail}. Ta bort den filen; den "
        "som finns i zip-filen stämmer.",
        "The package is published, but manifest.json in the folder that you work in could not be made anew: {detail}. "
        "Remove that file; the one in the zip is right.",
    ),
    "publish-unchanged": Text(
        "Innehållet är detsamma som i den zip-fil som fanns.", "The contents are those of the zip file that was there."
    ),
    "publish-left-out": Text(
        "{file} är inte med i zip-filen: inget i paketet nämner den.",
        "{file} is not in the zip file: nothing in the package names it.",
    ),
    "layer-no-area": Text(
        "Lagret har ingen yta. Välj ett lager med områdets ytor, till exempel länsgränsen, eller rita en.",
        "The layer has no polygon with an area. Choose one with the polygons of the area, such as the county border, "
        "or draw one.",
    ),
    "layer-empty": Text(
        "Lagret har inga objekt med geometri att lägga i paketet.",
        "The layer has no features with a geometry to put into the package.",
    ),
    "layer-transform": Text(
        "Objektet {feature} kan inte räknas om till {crs}. Kontrollera lagrets koordinatsystem.",
        "The feature {feature} cannot be moved to {crs}. Check the coordinate system of the layer.",
    ),
    "layer-not-written": Text(
        "{file} kunde inte skrivas: {detail}. Spara lagret som GeoPackage i QGIS, med de fält som behövs, och försök "
        "med den filen.",
        "{file} could not be written: {detail}. Save the layer as a GeoPackage in QGIS, with the fields that are "
        "needed, and try with that file.",
    ),
    # an assessment file
    "assessment-newer": Text(
        "Filen är skriven av en nyare version (format {value}); den här versionen läser format {reads}. Uppdatera "
        "Plandialog.",
        "The file was written by a newer version (format {value}); this version reads format {reads}. Update "
        "Plandialog.",
    ),
    "assessment-broken": Text(
        "Filen är inte en hel avstämning: {detail}", "The file is not a whole assessment: {detail}"
    ),
    # a session kept in a project
    "session-newer": Text(
        "Projektets planförslag är sparade av en nyare version av Plandialog (format {value}; den här versionen läser "
        "format {reads}). De ligger kvar orörda i projektet; uppdatera Plandialog för att se dem.",
        "The project's proposals were saved by a newer version of Plandialog (format {value}; this version reads "
        "format {reads}). They are left untouched in the project; update Plandialog to see them.",
    ),
    # what is kept in the profile
    "settings-newer": Text(
        "Inställningarna är sparade av en nyare version av Plandialog (format {value}; den här versionen läser format "
        "{reads}). De används så långt det går och skrivs inte över: det du väljer nu sparas inte. Uppdatera "
        "Plandialog.",
        "The settings were saved by a newer version of Plandialog (format {value}; this version reads format {reads}). "
        "They are used as far as possible and not written over: what you choose now is not kept. Update Plandialog.",
    ),
    "kept-newer": Text(
        "{file} är sparad av en nyare version av Plandialog och skrivs inte över. Uppdatera Plandialog.",
        "{file} was saved by a newer version of Plandialog and is not written over. Update Plandialog.",
    ),
    "copy-newer": Text(
        "Den sparade kopian {file} är gjord av en nyare version av Plandialog (format {value}; den här versionen läser "
        "format {reads}). Den används inte och ligger kvar orörd. Uppdatera Plandialog för att använda den, eller "
        "spara en ny kopia bredvid.",
        "The saved copy {file} was made by a newer version of Plandialog (format {value}; this version reads format "
        "{reads}). It is not used and stays as it is. Update Plandialog to use it, or save another copy beside it.",
    ),
    "recovery-newer": Text(
        "Det finns planförslag från ett projekt som aldrig sparades, kvarlämnade av en nyare version av Plandialog. De "
        "ligger kvar orörda; uppdatera Plandialog för att se dem.",
        "There are proposals of a project that was never saved, left by a newer version of Plandialog. They stay as "
        "they are; update Plandialog to see them.",
    ),
    "session-broken": Text(
        "Projektets planförslag gick inte att läsa: {detail}. De ligger kvar orörda i projektet tills du lägger till "
        "ett nytt förslag.",
        "The project's proposals could not be read: {detail}. They are left untouched in the project until you add a "
        "new proposal.",
    ),
    "plan-unsaved": Text(
        "Planområdet kontrollerades som det såg ut under redigering, innan ändringarna hade sparats i lagret.",
        "The plan area was checked as it looked while being edited, before the changes had been saved in the layer.",
    ),
    # pictures that a structure image is made of
    "picture-missing": Text("Filen {file} finns inte.", "There is no file {file}."),
    "picture-empty": Text(
        "Filen {file} är tom. Hämta eller spara den på nytt.", "The file {file} is empty. Fetch it or save it anew."
    ),
    "picture-unknown": Text(
        "{file} går inte att läsa som bild. Använd PNG, JPEG, TIFF eller PDF; är det en sådan fil är den skadad och "
        "behöver hämtas eller sparas på nytt.",
        "{file} cannot be read as a picture. Use PNG, JPEG, TIFF or PDF; if it is one of these it is damaged and has "
        "to be fetched or saved anew.",
    ),
    "picture-format": Text(
        "{file} är till innehållet en fil av formatet {actual}, vad den än heter. Spara bilden som PNG, JPEG, TIFF "
        "eller PDF.",
        "By its content {file} is a file of the format {actual}, whatever it is called. Save the picture as PNG, JPEG, "
        "TIFF or PDF.",
    ),
    "picture-no-pdf": Text(
        "{file} är en PDF, och den här installationen av QGIS kan inte läsa PDF. Spara sidan som PNG i ett annat "
        "program och använd den.",
        "{file} is a PDF, and this installation of QGIS cannot read PDF. Save the page as PNG with another program and "
        "use that.",
    ),
    "picture-broken": Text(
        "{file} går inte att läsa hel ({detail}). Filen är troligen skadad eller avbruten: hämta den på nytt eller "
        "spara om bilden som PNG.",
        "{file} cannot be read as a whole ({detail}). The file is probably damaged or cut off: fetch it anew, or save "
        "the picture again as PNG.",
    ),
    "picture-cut": Text(
        "{file} är avbruten: slutet av filen saknas. Hämta den på nytt eller spara om bilden.",
        "{file} is cut off: the end of the file is missing. Fetch it anew or save the picture again.",
    ),
    "picture-changed": Text(
        "{file} har ersatts av en bild med en annan storlek sedan den öppnades. Öppna den på nytt.",
        "{file} has been replaced by a picture of another size since it was opened. Open it anew.",
    ),
    "picture-no-pixels": Text(
        "{file} innehåller ingen bild: den har inga bildpunkter. Spara om bilden som PNG.",
        "{file} holds no picture: it has no pixels. Save the picture again as PNG.",
    ),
    "picture-large": Text(
        "Bilden {file} har {actual} miljoner bildpunkter; gränsen är {limit} miljoner. Spara den i lägre upplösning "
        "eller beskär den.",
        "The picture {file} has {actual} million pixels; the limit is {limit} million. Save it at a lower resolution "
        "or crop it.",
    ),
    "picture-interlaced": Text(
        "Bilden {file} är stor och sparad för stegvis visning (interlaced eller progressiv), så att hela måste "
        "rymmas i minnet på en gång. Spara om den utan stegvis visning.",
        "The picture {file} is large and saved to be shown step by step (interlaced or progressive), so that all of "
        "it has to fit in memory at once. Save it again without that.",
    ),
    "picture-one-piece": Text(
        "Bilden {file} är stor och sparad i så stora stycken att hela måste rymmas i minnet på en gång. Spara om den "
        "som TIFF i rutor (tiled) eller som PNG.",
        "The picture {file} is large and saved in pieces so big that all of it has to fit in memory at once. Save it "
        "again as a tiled TIFF or as PNG.",
    ),
    "picture-values": Text(
        "{file} är ingen bild i vanlig mening: dess värden är av typen {actual}, inte färger. Spara den med de färger "
        "den visas i, som PNG eller TIFF med 8 bitar per kanal.",
        "{file} is no picture in the usual sense: its values are of the type {actual}, not colours. Save it with the "
        "colours it is shown in, as PNG or TIFF with 8 bits per channel.",
    ),
    "picture-page": Text(
        "{file} har ingen sida {page}. Antal sidor: {count}.", "{file} has no page {page}. Number of pages: {count}."
    ),
    "picture-password": Text(
        "{file} är skyddad med lösenord. Ange lösenordet, eller spara sidan som PNG eller en PDF utan lösenord.",
        "{file} is protected by a password. Give the password, or save the page as PNG or as a PDF without one.",
    ),
    "picture-password-wrong": Text(
        "Lösenordet till {file} stämmer inte. Försök igen, eller spara sidan som PNG eller en PDF utan lösenord.",
        "The password of {file} is not right. Try again, or save the page as PNG or as a PDF without one.",
    ),
    # putting a picture on the map
    "georef-not-finite": Text(
        "Passpunkt {point} har en koordinat som inte är ett tal. Rätta eller ta bort den.",
        "Control point {point} has a coordinate that is no number. Correct or remove it.",
    ),
    "georef-too-few": Text(
        "Passpunkter hittills: {count}. Den valda metoden behöver minst {wanted}.",
        "Control points so far: {count}. The chosen method needs at least {wanted}.",
    ),
    "georef-too-many": Text(
        "Det finns {count} passpunkter; högst {limit} kan användas. Ta bort några.",
        "There are {count} control points; at most {limit} can be used. Remove some.",
    ),
    "georef-too-few-places": Text(
        "Olika platser som passpunkterna ligger på: {count}. Den valda metoden behöver minst {wanted}. Sätt ut fler på "
        "andra platser.",
        "Different places that the control points lie in: {count}. The chosen method needs at least {wanted}. Set more "
        "of them in other places.",
    ),
    "georef-on-a-line": Text(
        "Alla passpunkter ligger på en rät linje. Sätt ut minst en vid sidan av den.",
        "All control points lie on a straight line. Set at least one beside it.",
    ),
    "georef-twice": Text(
        "Passpunkterna {first} och {second} ligger på samma plats i bilden eller på kartan. Ta bort den ena.",
        "The control points {first} and {second} lie in the same place in the picture or on the map. Remove one of "
        "them.",
    ),
    "georef-no-residual": Text(
        "Med {count} passpunkter går noggrannheten inte att beräkna. Sätt ut minst {wanted}.",
        "With {count} control points the accuracy cannot be told. Set at least {wanted}.",
    ),
    "georef-few": Text(
        "Medelfelet bygger på {count} passpunkter och är självt osäkert. Sätt ut minst {wanted}.",
        "The RMSE rests on {count} control points and is uncertain itself. Set at least {wanted}.",
    ),
    "georef-nearly-on-a-line": Text(
        "Passpunkterna ligger nästan på en rät linje; vid sidan av den är läget mycket osäkert. Sätt ut fler vid sidan "
        "av linjen.",
        "The control points lie nearly on a straight line; beside it the position is very uncertain. Set more of them "
        "beside the line.",
    ),
    "georef-corner": Text(
        "Alla passpunkter ligger i en och samma del av bilden ({share:share} av dess yta); i resten är läget osäkrare "
        "än medelfelet säger. Sätt ut fler i de andra delarna.",
        "All control points lie in one part of the picture ({share:share} of its area); in the rest the position is "
        "less certain than the RMSE says. Set more of them in the other parts.",
    ),
    "georef-spread": Text(
        "Passpunkterna omsluter bara {share:share} av bilden; utanför är läget osäkrare än medelfelet säger. Sätt ut "
        "fler mot bildens kanter.",
        "The control points enclose only {share:share} of the picture; outside the position is less certain than the "
        "RMSE says. Set more of them towards its edges.",
    ),
    "georef-same-place": Text(
        "Passpunkterna {first} och {second} ligger på nästan samma plats, så att de bekräftar varandra och medelfelet "
        "blir för litet. Ta bort eller flytta den ena.",
        "The control points {first} and {second} lie in almost the same place, so that they confirm each other and the "
        "RMSE is too small. Remove or move one of them.",
    ),
    "georef-misplaced": Text(
        "Passpunkt {point} ligger {distance:length} från där de andra lägger den; utan den är medelfelet "
        "{others:length}. Den är troligen felplacerad: kontrollera den.",
        "Control point {point} lies {distance:length} from where the others put it; without it the RMSE is "
        "{others:length}. It is probably misplaced: check it.",
    ),
    "georef-mirrored": Text(
        "Bilden blir spegelvänd. Troligen är två passpunkter förväxlade: kontrollera dem.",
        "The picture comes out mirrored. Two control points are probably confused: check them.",
    ),
    "georef-folded": Text(
        "Bilden viker sig över sig själv på något ställe. Troligen är passpunkter förväxlade eller felplacerade: "
        "kontrollera dem eller välj affin metod.",
        "The picture folds over itself somewhere. Control points are probably confused or misplaced: check them or "
        "choose the affine method.",
    ),
    "georef-crop": Text(
        "Beskärningen lämnar inget kvar av {file}. Rita den runt kartan i bilden.",
        "Nothing of {file} is left by the crop. Draw it around the map in the picture.",
    ),
    "georef-not-written": Text(
        "{file} gick inte att skriva ({detail}). Kontrollera att det finns plats på disken, att mappen går att skriva "
        "i och att filen inte är öppen i ett annat program.",
        "{file} could not be written ({detail}). Check that there is room on the disk, that the folder can be written "
        "to and that the file is not open in another program.",
    ),
    # files of control points
    "points-file-unread": Text(
        "Filen med passpunkter, {file}, går inte att läsa: {detail}",
        "The file of control points {file} cannot be read: {detail}",
    ),
    "points-file-columns": Text(
        "{file} är ingen fil med passpunkter: dess första rad ska namnge kolumnerna, antingen "
        "mapX,mapY,sourceX,sourceY (sparad av georefereraren i QGIS) eller column,row,x,y,name.",
        "{file} is no file of control points: its first line has to name the columns, either mapX,mapY,sourceX,sourceY "
        "(saved by the georeferencer of QGIS) or column,row,x,y,name.",
    ),
    "points-file-crs": Text(
        "{file}: koordinatsystemet i raden #CRS är inte känt. Ta bort raden om punkterna är i det som är valt här.",
        "{file}: the coordinate reference system in its line #CRS is not known. Remove the line if the points are in "
        "the one chosen here.",
    ),
    "points-file-outside": Text(
        "{file}, rad {line}: punkten ligger utanför det område som dess koordinatsystem täcker. Rätta den eller ta "
        "bort raden.",
        "{file}, line {line}: the point lies outside what its coordinate reference system covers. Correct it or remove "
        "the line.",
    ),
    "points-file-number": Text(
        "{file}, rad {line}: {column} är ”{text}”, som inte är ett tal. Rätta det eller ta bort raden.",
        "{file}, line {line}: {column} is “{text}”, which is no number. Correct it or remove the line.",
    ),
    # editing a package
    "edit-syntax": Text(
        "Filen kan inte ändras, för den går inte att läsa som YAML: {detail}",
        "The file cannot be changed, because it cannot be read as YAML: {detail}",
    ),
    "edit-shape": Text(
        "Filen är skriven på ett sätt som Plandialog inte kan ändra utan att något går förlorat. Skriv in blocket för "
        "hand.",
        "The file is written in a way that Plandialog cannot change without losing something. Add the block by hand.",
    ),
    "edit-breaks": Text(
        "Filen har radslut som Plandialog inte kan ändra säkert. Spara den med vanliga radslut och försök igen.",
        "The file has line ends that Plandialog cannot change safely. Save it with ordinary line ends and try again.",
    ),
    "edit-alias": Text(
        "Filen använder ankare (&, *), som Plandialog inte kan ändra säkert. Skriv in blocket för hand.",
        "The file uses anchors (&, *), which Plandialog cannot change safely. Add the block by hand.",
    ),
    "edit-list": Text(
        "”{key}” är inte skriven som en lista med en rad för varje post. Skriv om listan så och försök igen.",
        "“{key}” is not written as a list with a line for each entry. Rewrite the list that way and try again.",
    ),
    "edit-duplicate": Text(
        "Under ”{key}” finns flera poster med id ”{value}”. Ta bort alla utom en och försök igen.",
        "“{key}” has several entries with the id “{value}”. Remove all but one and try again.",
    ),
    "edit-changed": Text(
        "Filen kunde inte ändras utan att annat i den ändrades. Den är orörd. Skriv in blocket för hand.",
        "The file could not be changed without changing something else in it. It is untouched. Add the block by hand.",
    ),
    "edit-target": Text(
        "Mappen {folder} är inte tom. Välj en ny eller tom mapp.",
        "The folder {folder} is not empty. Choose a new or an empty folder.",
    ),
    "edit-inside": Text(
        "Mappen {folder} ligger i paketet som ska kopieras. Välj en annan mapp.",
        "The folder {folder} lies in the package that is to be copied. Choose another folder.",
    ),
    # what is derived from a structure image
    "derived-unplaced": Text(
        "{file} har ingen plats på kartan. Passa in bilden först.",
        "{file} has no place on the map. Georeference the picture first.",
    ),
    "derived-write": Text("{file} kunde inte skrivas: {detail}", "{file} could not be written: {detail}"),
    "derived-mixtures": Text(
        "Bilden har fler än {limit} kombinationer av klasser som ligger på varandra, vilket är fler än som får plats i "
        "en fil med klasser.",
        "The picture has more than {limit} combinations of overlapping classes, more than a file of classes can hold.",
    ),
}
