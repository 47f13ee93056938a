"""The fixed vocabularies: land uses, stages and actors, with their Swedish and English terms.

Terms follow the planning and building act (plan- och bygglag 2010:900, text as of 2025-09-01): comprehensive
plan 3 kap. 8, 12 and 19 §§; detailed plan 5 kap. 4, 10, 11, 18 and 27 §§. *Planuppdrag* is practice, not law.
"""

from __future__ import annotations

from .text import Text

LAND_USES: dict[str, Text] = {
    "bostader": Text("Bostäder", "Housing"),
    "blandat": Text("Blandad bebyggelse", "Mixed development"),
    "verksamheter": Text("Verksamheter", "Business premises"),
    "logistik": Text("Logistik", "Logistics"),
    "handel": Text("Handel", "Retail"),
    "service": Text("Offentlig service", "Public services"),
    "besok": Text("Besöksnäring", "Tourism"),
    "energi": Text("Energi", "Energy"),
    "infrastruktur": Text("Infrastruktur", "Infrastructure"),
    "natur": Text("Natur och rekreation", "Nature and recreation"),
}

STAGES: dict[str, Text] = {
    "op-samrad": Text("Översiktsplan, samråd", "Comprehensive plan, consultation"),
    "op-granskning": Text("Översiktsplan, granskning", "Comprehensive plan, review"),
    "op-antagande": Text("Översiktsplan, antagande", "Comprehensive plan, adoption"),
    "planbesked": Text("Detaljplan, planbesked", "Detailed plan, planning notice"),
    "planuppdrag": Text("Detaljplan, planuppdrag", "Detailed plan, plan commission"),
    "program": Text("Detaljplan, program", "Detailed plan, programme"),
    "samrad": Text("Detaljplan, samråd", "Detailed plan, consultation"),
    "granskning": Text("Detaljplan, granskning", "Detailed plan, review"),
    "antagande": Text("Detaljplan, antagande", "Detailed plan, adoption"),
}

ACTORS: dict[str, Text] = {
    "kommun": Text("kommunen", "the municipality"),
    "grannkommun": Text("grannkommunen", "the neighbouring municipality"),
    "region": Text("regionen", "the Region"),
    "lansstyrelse": Text("länsstyrelsen", "the County Administrative Board"),
    "trafikverket": Text("Trafikverket", "the Swedish Transport Administration (Trafikverket)"),
    "svk": Text("Svenska kraftnät", "the transmission system operator (Svenska kraftnät)"),
    "natagare": Text("elnätsägaren", "the grid owner"),
    "ei": Text("Energimarknadsinspektionen", "the Energy Markets Inspectorate (Energimarknadsinspektionen)"),
    "forsvarsmakten": Text("Försvarsmakten", "the Armed Forces (Försvarsmakten)"),
    "msb": Text("Myndigheten för civilt försvar", "the Civil Defence Agency (Myndigheten för civilt försvar)"),
    "boverket": Text("Boverket", "the National Board of Housing, Building and Planning (Boverket)"),
    "naturvardsverket": Text("Naturvårdsverket", "the Environmental Protection Agency (Naturvårdsverket)"),
    "raa": Text("Riksantikvarieämbetet", "the National Heritage Board (Riksantikvarieämbetet)"),
    "sgu": Text("SGU", "the Geological Survey (SGU)"),
    "smhi": Text("SMHI", "the Meteorological and Hydrological Institute (SMHI)"),
}
