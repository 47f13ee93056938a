"""The fixed texts of the guidance summary, Swedish and English.

The planning facts (PBL as of 2025-09-01) are the ones that docs/architecture.md names sources for. No text is a
verdict: words such as approve or reject, in any form and in either language, have no place here.
"""

from __future__ import annotations

import re

from ..core.measurement import Evidence
from ..core.text import Text

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def filled(text: str, **values: str) -> str:
    """``text`` with each ``{name}`` replaced, in one pass: braces in a value, which a user may have typed, stay."""
    return _PLACEHOLDER.sub(lambda match: values.get(match.group(1), match.group(0)), text)


def tally(done: int, total: int, language: str) -> str:
    """How many checks of how many were carried out."""
    template = TALLY_ONE if total == 1 else TALLY
    return filled(template.get(language), done=str(done), total=str(total))


# the document

TITLE = Text("Vägledning för tidig dialog", "Guidance summary for early dialogue")
SKIP = Text("Hoppa till innehållet", "Skip to the content")
DEMO_MARK = Text("DEMO", "DEMO")
DEMO_PART = Text(
    "Underlagen i {titles} är exempel och ska inte användas i verklig planering.",
    "The data of {titles} are examples and must not be used in real planning.",
)
DEMO = Text(
    "Underlagen är exempel och ska inte användas i verklig planering.",
    "The data are examples and must not be used in real planning.",
)
CANCELLED = Text(
    "Avstämningen avbröts. De kontroller som inte hanns med står som ”Kunde inte kontrolleras”.",
    "The assessment was cancelled. The checks that were not reached read “Could not be checked”.",
)
PACKAGE_UNUSED = Text(
    "Paketet ”{name}” skulle också ha använts, men det gick inte: {reasons} Ingen kontroll ur det ingår här.",
    "The package “{name}” was to be used too, but could not be: {reasons} No check from it is included here.",
)
LEAD_UNUSED = Text(
    "Det finns fler frågor än de som ställs här: {count} paket som skulle ha använts gick inte att använda.",
    "There are more questions than those asked here: {count} packages that were to be used could not be.",
)
LEAD_UNUSED_ONE = Text(
    "Det finns fler frågor än de som ställs här: ett paket som skulle ha använts gick inte att använda.",
    "There are more questions than those asked here: one package that was to be used could not be.",
)
UNNAMED = Text("Förslag utan namn", "Proposal without a name")
CONTENTS = Text("Förslag i det här dokumentet", "Proposals in this document")
NO_PROPOSALS = Text("Dokumentet innehåller inga förslag.", "The document holds no proposals.")
ON_THIS_PAGE = Text("Innehåll", "Contents")
TO_TOP = Text("Till förslagen", "To the proposals")
MADE_ON = Text("Gjord {date}", "Made {date}")

# headings

OVERVIEW = Text("I korthet", "In brief")
TO_DISCUSS = Text("Ta upp i dialogen", "Bring up in the dialogue")
MATRIX = Text("Alla perspektiv i en översikt", "All perspectives at a glance")
MATRIX_CAPTION = Text("Antal kontroller per perspektiv och utfall", "Number of checks by perspective and outcome")
ALL = Text("Perspektiv och kontroller", "Perspectives and checks")
QUESTIONS = Text("Frågor att besvara", "Questions to answer")
GAPS = Text("Det som inte kunde kontrolleras", "What could not be checked")
GAPS_CAPTION = Text("Kontroller utan säkert svar, med orsak", "Checks without a certain answer, with the reason")
ROLES = Text("Vem som beslutar och vem som ger råd", "Who decides and who advises")
ROLES_CAPTION = Text("Roller per perspektiv, med lagrum", "Roles by perspective, with references to the law")
CONTACTS = Text("Vem ni kan fråga", "Whom to ask")
CONTACTS_CAPTION = Text("Vem som svarar för vad", "Who answers for what")
SOURCES = Text("Källor", "Sources")
SOURCES_CAPTION = Text("Underlag som kontrollerna bygger på", "Datasets behind the checks")
ABOUT = Text("Vad den här vägledningen är och inte är", "What this guidance is and is not")
PROVENANCE = Text("Så kom vägledningen till", "How this guidance came about")
MAP = Text("Karta", "Map")
IMAGES = Text("Strukturbilder", "Structure images")

# leads

DISCUSS_LEAD = Text(
    "Det här vill regionen gärna prata om tidigt. Varje punkt har en fråga eller en kontakt att börja med.",
    "The Region would like to talk about these early on. Each has a question or a contact to start with.",
)
DISCUSS_LEAD_OTHERS = Text(
    "Det här är bra att prata om tidigt, med regionen eller den som nämns. Varje punkt har en fråga eller en kontakt "
    "att börja med.",
    "These are good to talk about early on, with the Region or whoever is named. Each has a question or a contact to "
    "start with.",
)
NOTHING_TO_DISCUSS = Text(
    "De kontroller som genomfördes pekar inte ut något att ta upp med regionen. Ni får gärna höra av er ändå.",
    "The checks that were carried out point to nothing to bring up with the Region. You are welcome to get in touch "
    "all the same.",
)
NOTHING_FOUND_GAPS = Text(
    "Läs också vad som inte kunde kontrolleras: där kan det finnas något som inte syns här.",
    "Also read what could not be checked: there may be something there that does not show here.",
)
NOTHING_CHECKED = Text(
    "Ingen kontroll kunde genomföras. Vägledningen säger därför ingenting om platsen. Orsakerna står under ”Det som "
    "inte kunde kontrolleras”.",
    "No check could be carried out. The guidance therefore says nothing about the place. The reasons are given under "
    "“What could not be checked”.",
)
QUESTIONS_LEAD = Text(
    "De här målen går inte att mäta på en karta. Ert eget svar hör hemma i dialogen.",
    "These goals cannot be measured on a map. Your own answer belongs in the dialogue.",
)
NO_QUESTIONS = Text("Paketet ställer inga sådana frågor här.", "The package asks no such questions here.")
GAPS_LEAD = Text(
    "Att inget hittades här betyder inte att inget finns. Fråga den som har uppgifterna.",
    "That nothing was found here does not mean that nothing is there. Ask those who have the data.",
)
NO_GAPS = Text("Alla kontroller som var aktuella kunde genomföras.", "All relevant checks could be carried out.")
CONTACTS_LEAD = Text(
    "De enheter som har något att ta upp i dialogen står först.",
    "The units with something to bring up in the dialogue come first.",
)
IMAGES_LEAD = Text(
    "Strukturbilderna är schematiska: de visar en inriktning, inte gränser. Lägen läses som nära eller inom ett "
    "schematiskt område, med den noggrannhet som anges.",
    "The structure images are schematic: they show a direction, not borders. Positions read as near or within a "
    "schematic area, to the accuracy given.",
)
IMAGE_NOTHING = Text(
    "Bilden visar ingen klass i eller nära planområdet.", "The picture shows no class in or near the plan area."
)
IMAGE_MISSING = Text("Bilden kunde inte visas.", "The picture could not be shown.")
IMAGE_PAGE = Text("Sida i strategin: {page}", "Page of the strategy: {page}")
IMAGE_ACCURACY = Text("Bildens noggrannhet runt planområdet, {accuracy}", "Accuracy of the picture, {accuracy}")
IMAGE_ALT = Text("{title} runt planområdet, som är utritat.", "{title} around the plan area, which is drawn on it.")
IMAGE_CAPTION = Text("Vad bilden visar här, inom {accuracy}", "What the picture shows here, within {accuracy}")
IMAGE_CHECKS = Text("Kontroller som bygger på bilden", "Checks that rest on the picture")
CLASS = Text("Klass i bilden", "Class in the picture")
CLASS_SHARE = Text("Andel av planområdet", "Share of the plan area")
CLASS_DISTANCE = Text("Avstånd", "Distance")
CLASS_WITHIN = Text("nära eller inom", "near or within")
CLASS_FIGURE = Text("{title}: {figure}", "{title}: {figure}")
IN_FULL = Text("Står i sin helhet under ”Ta upp i dialogen”.", "Given in full under “Bring up in the dialogue”.")

# drawings beside figures

SHARE_ALT = Text("Andel av planområdet: {figure}.", "Share of the plan area: {figure}.")
SCALE_ALT = Text("{figure} på skalan: {bands}.", "{figure} on the scale: {bands}.")
BAND_UP_TO = Text("upp till {limit}: {outcome}", "up to {limit}: {outcome}")
BAND_ABOVE = Text("däröver: {outcome}", "above that: {outcome}")

# letters and lengths

LETTERS = Text("Frågor att skicka", "Questions to send")
LETTERS_LEAD = Text(
    "Frågorna är skrivna så att ni kan skicka dem som de är. De är ordnade efter den enhet som svarar.",
    "The questions are written so that you can send them as they are. They are arranged by the unit that answers.",
)
QUESTION_OR_DO = Text("Fråga att skicka, eller vad ni kan göra", "Question to send, or what you can do")
TALK_CAPTION = Text("Vad ni kan prata om, och med vem", "What to talk about, and with whom")
STATEMENT_SHORT = Text(
    "Det här är kunskap för en tidig dialog: inte ett yttrande från regionen och inte statens bedömning. Kommunen "
    "planlägger; länsstyrelsen har tillsyn.",
    "This is knowledge for an early dialogue: not a statutory statement by the Region and not the state’s assessment. "
    "The municipality plans; the County Administrative Board supervises.",
)
BRIEF_LEAVES_OUT = Text(
    "Varje kontroll, med mätvärde, källa och roller, står i den normala och i den utförliga vägledningen.",
    "Every check, with its measurement, source and roles, is in the standard and in the full guidance.",
)
NEEDED = Text("Vad som behövs", "What would be needed")
SAYS = Text("Vad det säger", "What it says")
CHECKS_CAPTION = Text("Kontroller i perspektivet {title}", "Checks of the perspective {title}")

# several proposals

COMPARISON = Text("Förslagen bredvid varandra", "The proposals side by side")
COMPARISON_LEAD = Text(
    "Tabellerna räknar kontroller. De rangordnar inte förslagen: en enda punkt kan väga tyngre än flera andra.",
    "The tables count checks. They do not rank the proposals: a single point may weigh more than several others.",
)
COMPARISON_CAPTION = Text("Förslagen i siffror", "The proposals in figures")
COMPARISON_PERSPECTIVES = Text(
    "Antal att ta upp i dialogen per perspektiv och förslag; inom parentes antal utan säkert svar",
    "Number to bring up in the dialogue by perspective and proposal; in brackets the number without a certain answer",
)
NUMBER = Text("Nr", "No.")
PROPOSAL = Text("Förslag", "Proposal")
OF = Text("{count} av {total}", "{count} of {total}")
TO_CONSIDER = Text("Att beakta", "Worth considering")
SUPPORTING = Text("Stöder inriktningen", "Supports the direction")
WITHOUT_ANSWER = Text("Utan säkert svar", "Without a certain answer")

# the opening paragraph

LEAD_PROPOSAL = Text(
    "Förslaget gäller {what} på {area}{where}.", "The proposal covers {area}{where}. The intended use is {what}."
)
LEAD_PROPOSAL_ANY = Text("Förslaget gäller ett område på {area}{where}.", "The proposal covers {area}{where}.")
LEAD_DWELLINGS = Text("{use} med {dwellings}", "{use} with {dwellings}")
DWELLINGS_COUNT = Text("{count} bostäder", "{count} dwellings")
ONE_DWELLING = Text("en bostad", "one dwelling")
LEAD_WHERE = Text(" i {where}", " in {where}")
LEAD_STAGE = Text("Planskede: {stage}.", "Planning stage: {stage}.")
LEAD_DISCUSS = Text(
    "{count} punkter är värda att ta upp med regionen.", "{count} points are worth bringing up with the Region."
)
LEAD_DISCUSS_ONE = Text("En punkt är värd att ta upp med regionen.", "One point is worth bringing up with the Region.")
LEAD_PERSPECTIVES = Text("De hör till perspektiven {perspectives}.", "They belong to the perspectives {perspectives}.")
LEAD_PERSPECTIVES_ONE = Text(
    "De hör till perspektivet {perspectives}.", "They belong to the perspective {perspectives}."
)
LEAD_PERSPECTIVE = Text("Den hör till perspektivet {perspectives}.", "It belongs to the perspective {perspectives}.")
QUOTED = Text("”{name}”", "“{name}”")
MORE = Text("{count} till", "{count} more")
LEAD_NOTHING = Text(
    "Inget av det som kontrollerades behöver tas upp med regionen.",
    "Nothing that was checked needs to be brought up with the Region.",
)
LEAD_SUPPORTS = Text(
    "I {count} kontroller stöder förslaget strategins inriktning.",
    "In {count} checks the proposal supports the direction of the strategy.",
)
LEAD_SUPPORTS_ONE = Text(
    "I en kontroll stöder förslaget strategins inriktning.",
    "In one check the proposal supports the direction of the strategy.",
)
LEAD_SUPPORTS_ANY = Text(
    "I {count} kontroller stöder förslaget den inriktning som underlagspaketen anger.",
    "In {count} checks the proposal supports the direction that the packages state.",
)
LEAD_SUPPORTS_ANY_ONE = Text(
    "I en kontroll stöder förslaget den inriktning som underlagspaketen anger.",
    "In one check the proposal supports the direction that the packages state.",
)
LEAD_GAPS = Text("{count} kontroller har inget säkert svar.", "{count} checks have no certain answer.")
LEAD_GAPS_ONE = Text("En kontroll har inget säkert svar.", "One check has no certain answer.")
LEAD_REMARKS = Text(
    "Planeraren har lämnat {count} egna svar eller anmärkningar. De står vid respektive kontroll och ändrar inget "
    "utfall.",
    "The planner has added {count} answers or remarks. They stand beside their checks and change no outcome.",
)
LEAD_REMARKS_ONE = Text(
    "Planeraren har lämnat ett eget svar eller en anmärkning. Den står vid sin kontroll och ändrar inget utfall.",
    "The planner has added an answer or a remark. It stands beside its check and changes no outcome.",
)
LEAD_NEXT = Text(
    "Nästa steg: kontakta {units}. Frågorna till dem är skrivna så att de går att skicka.",
    "Next step: contact {units}. The questions to them are written so that they can be sent.",
)
LEAD_NEXT_GAPS = Text(
    "Nästa steg: ta reda på det som saknar svar. Vad som behövs står under ”Det som inte kunde kontrolleras”.",
    "Next step: find out what has no answer. What would be needed is given under “What could not be checked”.",
)

# the tally

TALLY = Text("{done} av {total} kontroller genomförda", "{done} of {total} checks carried out")
TALLY_ONE = Text("{done} av {total} kontroll genomförd", "{done} of {total} check carried out")
CARRIED = Text("Genomförda", "Carried out")
OTHERS = Text("Övriga", "Others")
TOTAL = Text("Summa", "Total")
CONTENTS_LINE = Text("{tally}, {count} att ta upp i dialogen", "{tally}, {count} to bring up in the dialogue")

# the proposal

LAND_USE = Text("Markanvändning", "Land use")
STAGE = Text("Skede", "Stage")
DWELLINGS = Text("Bostäder", "Dwellings")
AREA = Text("Yta", "Area")
MUNICIPALITY = Text("Kommun", "Municipality")
MUNICIPALITIES = Text("Kommuner", "Municipalities")
INSIDE = Text("Inom paketets område", "Within the package’s area")
NOT_STATED = Text("inte angivet", "not stated")
PROPOSAL_NOTES = Text("Om planområdet", "About the plan area")

# a finding

FIGURE = Text("Mätvärde", "Measurement")
FIGURE_IN_PART = Text("Mätt där underlag finns", "Measured where there is data")
FEATURES = Text("Berörda objekt", "Features concerned")
COUNTED = Text("{label} ({count})", "{label} ({count})")
MORE_FEATURES = Text("{names} och {count} till", "{names} and {count} more")
UNNAMED_FEATURES = Text("{count} utan namn", "{count} without a name")
MAYBE = Text("{name} (osäkert läge)", "{name} (position uncertain)")
CLASSES = Text("Vad bilden visar här", "What the picture shows here")
WHY = Text("Varför det spelar roll", "Why it matters")
DO = Text("Vad ni kan göra", "What you can do")
WHOM = Text("Vem ni kan fråga", "Whom to ask")
SOURCE = Text("Källa", "Source")
QUESTION = Text("Fråga att skicka", "Question to send")
TRACE = Text("Bakgrund och hur kontrollen gjordes", "Background and how the check was made")
BACKGROUND = Text("Bakgrund", "Background")
TRACE_ONLY = Text("Hur kontrollen gjordes", "How the check was made")
STALE_MARK = Text("Underlaget skulle ha setts över senast {date}.", "The dataset was due for review on {date}.")

# tables

PERSPECTIVE = Text("Perspektiv", "Perspective")
CHECK = Text("Kontroll", "Check")
OUTCOME = Text("Utfall", "Outcome")
REASON = Text("Orsak", "Reason")
DECIDES = Text("Beslutar", "Decides")
SPEAKS = Text("Ger råd", "Advises")
SUPERVISES = Text("Har tillsyn", "Supervises")
LAW = Text("Lagrum", "Legal reference")
UNIT = Text("Enhet", "Unit")
CONTACT = Text("Kontakt", "Contact")
ANSWERS_FOR = Text("Svarar för", "Answers for")
GOALS = Text("Mål i strategin", "Goals of the strategy")
PRIORITIES = Text("Prioriterade områden", "Priority areas")
DATASET = Text("Underlag", "Dataset")
PRODUCER = Text("Producent", "Producer")
ISSUED = Text("Daterat", "Dated")
REVIEW = Text("Ses över senast", "Review due")
STALE = Text("skulle ha setts över", "review is overdue")
FETCHED = Text("Hämtat från tjänsten {moment}.", "Fetched from the service {moment}.")
COPIED = Text("Sparad kopia, hämtad {moment}: {days} dagar gammal.", "Saved copy, fetched {moment}: {days} days old.")
COPIED_YESTERDAY = Text("Sparad kopia, hämtad {moment}: 1 dag gammal.", "Saved copy, fetched {moment}: 1 day old.")
COPIED_TODAY = Text(
    "Sparad kopia, hämtad {moment}: mindre än ett dygn gammal.", "Saved copy, fetched {moment}: less than a day old."
)
ACCURACY = Text("Lägesosäkerhet", "Positional accuracy")
COVERAGE = Text("Täckning", "Coverage")
LICENCE = Text("Licens", "Licence")
NONE = Text("–", "–")
COVERAGE_ALL = Text("hela området", "the whole area")
COVERAGE_UNKNOWN = Text("okänd", "unknown")
COVERAGE_NOT_TESTED = Text("inte prövad", "not looked at")
COVERAGE_BY = {
    Evidence.PACKAGE: Text("{share} (enligt paketet)", "{share} (according to the package)"),
    Evidence.DATASET: Text("{share} (enligt kartlagt område)", "{share} (according to the mapped area)"),
    Evidence.SERVICE: Text(
        "{share} (svag uppgift: tjänstens egen utbredning)", "{share} (weak evidence: the extent the service states)"
    ),
    Evidence.IMAGE: Text("{share} (enligt vad som går att läsa i bilden)", "{share} (as can be read in the picture)"),
    Evidence.UNKNOWN: Text("{share}", "{share}"),
}

# provenance

PACKAGE = Text("Underlagspaket", "Regional package")
FURTHER_PACKAGE = Text("Ytterligare underlagspaket", "Further package")
FROM_PACKAGE = Text("Ur {title}", "From {title}")
UNUSED_PACKAGE = Text("Paket som inte kunde användas", "Package that could not be used")
PACKAGE_ISSUED = Text("{title}, version {version}, utgivet {date}", "{title}, version {version}, issued {date}")
STRATEGY = Text("Regional utvecklingsstrategi", "Regional development strategy")
STRATEGY_ADOPTED = Text("antagen {date}", "adopted {date}")
SEAL = Text("Paketets kontrollsumma", "Checksum of the package")
UNSEALED = Text("paketet har inget manifest", "the package has no manifest")
PLAN_HASH = Text("Planområdets kontrollsumma", "Checksum of the plan area")
MADE = Text("Gjord", "Made")
SOFTWARE = Text("Program", "Software")
SETTINGS = Text("Inställningar", "Settings")
WAITED = Text(
    "tjänster väntades in i högst {seconds} sekunder tillsammans",
    "services were waited for {seconds} seconds together at most",
)
COPIES_ONLY = Text("bara sparade kopior av tjänster användes", "only saved copies of services were used")
ABOUT_PACKAGE = Text("Om paketet", "About the package")

# maps

MAP_ALT = Text("Karta: planområde på {area}{where}.", "Map: plan area of {area}{where}.")
MAP_ALT_NEAR = Text("I närheten: {names}.", "Nearby: {names}.")
MAP_PERSPECTIVE = Text("Karta för perspektivet {title}", "Map of the perspective {title}")
MAP_PERSPECTIVE_ALT = Text(
    "Karta för perspektivet {title}: planområdet och det som hittades.",
    "Map of the perspective {title}: the plan area and what was found.",
)
OVERVIEW_ALT = Text(
    "Översiktskarta över {region}: planområdet markerat{where}.",
    "Overview map of {region}: the plan area marked{where}.",
)
MAP_PLAN = Text("Planområde", "Plan area")
MAP_PLACE = Text("Planområdets läge", "Position of the plan area")
MAP_NORTH = Text("N", "N")
MAP_NORTH_UP = Text("Norr är uppåt", "North is up")
MAP_SOURCE = Text("Kartunderlag: {titles}.", "Map data: {titles}.")
MAP_MISSING = Text(
    "Kunde inte visas: {titles}. Kartan är alltså inte hel.",
    "Could not be shown: {titles}. The map is therefore not complete.",
)
MAP_FAULT = Text("Kartan kunde inte ritas: {reason}", "The map could not be drawn: {reason}")
MAP_NO_GUI = Text("QGIS kör utan grafik.", "QGIS runs without graphics.")
MAP_TOO_MANY = Text(
    "filer med fler än {limit} förslag skrivs utan kartor. Skriv en fil per förslag för att få dem.",
    "files with more than {limit} proposals are written without maps. Write one file per proposal to have them.",
)

# writing files

CANNOT_WRITE = Text(
    "{file} kunde inte skrivas: {reason}. Den gamla filen finns kvar om det fanns en.",
    "{file} could not be written: {reason}. The old file, if there was one, is still there.",
)
IN_USE = Text(
    "den är öppen i QGIS eller ett annat program. Stäng den där eller välj ett annat namn",
    "it is open in QGIS or another program. Close it there or choose another name",
)

#: The first statement where no package speaks for a strategy.
STATEMENT_WITHOUT_STRATEGY = Text(
    "Det är kunskap för en tidig dialog mellan kommunen och regionen. Här står vad som har mätts i de angivna "
    "underlagen.",
    "It is knowledge for an early dialogue between the municipality and the Region. It gives what was measured in the "
    "datasets named.",
)

#: What this is and is not. PBL 1:2, 2:3, 3:8, 5:2–5, 5:11, 5:14, 5:22, 11:10–11.
STATEMENTS = (
    Text(
        "Det är kunskap för en tidig dialog mellan kommunen och regionen. Här står vad som har mätts i de angivna "
        "underlagen och hur det hänger ihop med den regionala utvecklingsstrategin.",
        "It is knowledge for an early dialogue between the municipality and the Region. It gives what was measured in "
        "the datasets named and how that relates to the regional development strategy.",
    ),
    Text(
        "Det är inte ett yttrande från regionen enligt plan- och bygglagen (PBL).",
        "It is not a statutory statement by the Region under the Planning and Building Act (PBL).",
    ),
    Text(
        "Det är inte statens bedömning. Den gör länsstyrelsen, som bevakar riksintressen, samordning mellan kommuner, "
        "miljökvalitetsnormer, strandskydd samt hälsa, säkerhet och risken för olyckor, översvämning och erosion "
        "(PBL 5 kap. 14 och 22 §§, 11 kap. 10–11 §§).",
        "It is not the state’s assessment. That is made by the County Administrative Board, which supervises national "
        "interests, coordination between municipalities, environmental quality standards, shore protection, and "
        "health, safety and the risk of accidents, flooding and erosion (PBL chapter 5, sections 14 and 22; "
        "chapter 11, sections 10–11).",
    ),
    Text(
        "Det är kommunen som planlägger mark och vatten (PBL 1 kap. 2 §), med hänsyn till mellankommunala och "
        "regionala förhållanden (PBL 2 kap. 3 §). Regionen beslutar inte om planen.",
        "Planning land and water is a matter for the municipality (PBL chapter 1, section 2), with regard to "
        "inter-municipal and regional conditions (PBL chapter 2, section 3). The Region does not decide on the plan.",
    ),
    Text(
        "Lagen nämner regionen i samrådet om en översiktsplan (PBL 3 kap. 8 §), men inte om en detaljplan "
        "(PBL 5 kap. 11 §) eller ett planbesked (PBL 5 kap. 2–5 §§). Den tidiga dialogen är frivillig och ersätter "
        "inget samråd.",
        "The law names the Region as a consultee for a comprehensive plan (PBL chapter 3, section 8), but not for a "
        "detailed plan (PBL chapter 5, section 11) or a planning notice (PBL chapter 5, sections 2–5). The early "
        "dialogue is voluntary and does not replace any consultation.",
    ),
)

#: What the entries of a finding's trace mean.
TRACE_LABELS: dict[str, Text] = {
    "measure": Text("Mått", "Measure"),
    "source": Text("Fil eller tjänst", "File or service"),
    "filter": Text("Underlagets urval", "Filter of the dataset"),
    "where": Text("Kontrollens urval", "Selection of the check"),
    "source_crs": Text("Källans koordinatsystem", "Coordinate system of the source"),
    "crs": Text("Mätt i koordinatsystem", "Measured in coordinate system"),
    "looked_at": Text("Läst område (väst, syd : öst, nord)", "Area read (west, south : east, north)"),
    "reach": Text("Räckvidd", "Reach"),
    "seen": Text("Undersökt avstånd från planområdet", "Distance looked at around the plan area"),
    "accuracy": Text("Lägesosäkerhet i underlaget", "Positional accuracy of the dataset"),
    "pixel": Text("Bildpunktens sida", "Side of a pixel"),
    "copy": Text("Sparad kopia från", "Saved copy of"),
    "requests": Text("Frågor till tjänsten", "Questions to the service"),
    "read": Text("Lästa objekt", "Features read"),
    "features": Text("Objekt i urvalet", "Features selected"),
    "read_ms": Text("Tid att läsa", "Time to read"),
    "measure_ms": Text("Tid att mäta", "Time to measure"),
}
TRACE_COVERAGE = Text("Underlagets täckning", "Coverage of the dataset")

MEASURES: dict[str, Text] = {
    "overlap": Text(
        "hur mycket av planområdet som ligger inom ytorna tillsammans",
        "how much of the plan area lies within the polygons together",
    ),
    "within": Text(
        "hur mycket av planområdet som ligger inom en enda yta",
        "how much of the plan area lies within one single polygon",
    ),
    "distance": Text("avstånd fågelvägen till närmaste objekt", "straight distance to the nearest feature"),
    "count": Text("antal objekt", "number of features"),
    "sum": Text("summa av ett fält", "sum of a field"),
    "length": Text("längd inom planområdet", "length within the plan area"),
    "class-share": Text(
        "hur stor del av planområdet som ligger inom klasser i en strukturbild",
        "how much of the plan area lies within classes of a structure image",
    ),
    "class-near": Text(
        "avstånd fågelvägen till närmaste klass i en strukturbild",
        "straight distance to the nearest class of a structure image",
    ),
    "ask": Text("planeraren svarar", "the planner answers"),
}


def in_language(language: str) -> dict[str, str]:
    """Every fixed text by its name, for a template."""
    return {name: text.get(language) for name, text in globals().items() if isinstance(text, Text)}
