"""Hand-made positions for the demo package, schematic: WGS 84, ``(latitude, longitude)``, to about half a kilometre.

Names and positions of towns, the order of stations and the course of lines are public facts; sizes, services, zones and
everything else are made up so that the demo proposals have something to meet.
"""

from __future__ import annotations

#: name → latitude, longitude, rounded population, size class
LOCALITIES = {
    "Örebro": (59.275, 15.213, 130000, "större"),
    "Karlskoga": (59.331, 14.535, 27000, "större"),
    "Kumla": (59.127, 15.143, 16500, "mellan"),
    "Lindesberg": (59.594, 15.231, 9500, "mellan"),
    "Hallsberg": (59.066, 15.110, 8500, "mellan"),
    "Degerfors": (59.238, 14.432, 7200, "mellan"),
    "Nora": (59.519, 15.036, 6800, "mellan"),
    "Hällefors": (59.778, 14.521, 4300, "mellan"),
    "Askersund": (58.882, 14.903, 4000, "mellan"),
    "Laxå": (58.987, 14.620, 3300, "mellan"),
    "Kopparberg": (59.874, 14.993, 2900, "mellan"),
    "Fjugesta": (59.174, 14.872, 2300, "mellan"),
    "Hovsta": (59.350, 15.222, 2900, "mindre"),
    "Frövi": (59.466, 15.366, 2600, "mindre"),
    "Vintrosa": (59.252, 14.963, 2000, "mindre"),
    "Hällabrottet": (59.117, 15.207, 1900, "mindre"),
    "Storå": (59.716, 15.137, 1800, "mindre"),
    "Ekeby-Almby": (59.243, 15.347, 1700, "mindre"),
    "Garphyttan": (59.301, 14.946, 1600, "mindre"),
    "Pålsboda": (59.066, 15.338, 1600, "mindre"),
    "Odensbacken": (59.164, 15.527, 1500, "mindre"),
    "Fellingsbro": (59.436, 15.588, 1400, "mindre"),
    "Sköllersta": (59.137, 15.337, 1200, "mindre"),
    "Åsbro": (58.995, 15.052, 1150, "mindre"),
    "Vretstorp": (59.031, 14.868, 950, "mindre"),
    "Marieberg": (59.213, 15.139, 900, "mindre"),
    "Grythyttan": (59.704, 14.531, 900, "mindre"),
    "Östansjö": (59.043, 14.999, 850, "mindre"),
    "Stora Mellösa": (59.210, 15.504, 850, "mindre"),
    "Gyttorp": (59.508, 14.964, 700, "mindre"),
    "Glanshammar": (59.320, 15.400, 700, "mindre"),
    "Guldsmedshyttan": (59.700, 15.105, 650, "mindre"),
    "Åmmeberg": (58.865, 15.003, 600, "mindre"),
    "Svartå": (59.131, 14.520, 600, "mindre"),
    "Ställdalen": (59.933, 14.945, 600, "mindre"),
    "Mullhyttan": (59.148, 14.685, 550, "mindre"),
    "Vedevåg": (59.526, 15.292, 550, "mindre"),
    "Rönneshytta": (58.934, 15.029, 450, "mindre"),
    "Finnerödja": (58.932, 14.440, 450, "mindre"),
    "Zinkgruvan": (58.815, 15.101, 350, "mindre"),
    "Hasselfors": (59.094, 14.652, 300, "mindre"),
    "Olshammar": (58.756, 14.799, 300, "mindre"),
}

#: name → latitude, longitude, kind of traffic
STATIONS = {
    "Örebro C": (59.2785, 15.2110, "persontåg"),
    "Örebro södra": (59.2660, 15.2120, "persontåg"),
    "Kumla": (59.1270, 15.1400, "persontåg"),
    "Hallsberg": (59.0670, 15.1100, "persontåg"),
    "Laxå": (58.9850, 14.6190, "persontåg"),
    "Degerfors": (59.2360, 14.4320, "persontåg"),
    "Frövi": (59.4665, 15.3665, "persontåg"),
    "Lindesberg": (59.5930, 15.2290, "persontåg"),
    "Storå": (59.7160, 15.1360, "persontåg"),
    "Kopparberg": (59.8730, 14.9980, "persontåg"),
    "Ställdalen": (59.9330, 14.9450, "persontåg"),
    "Hallsbergs rangerbangård": (59.0500, 15.0800, "godstrafik"),
    "Örebro godsbangård": (59.2500, 15.2000, "godstrafik"),
    "Karlskoga godsstation": (59.3300, 14.5400, "godstrafik"),
    "Frövi godsbangård": (59.4700, 15.3750, "godstrafik"),
}

RAILWAYS = {
    "Västra stambanan": [
        (58.900, 14.330), (58.932, 14.442), (58.985, 14.619), (59.031, 14.870), (59.045, 15.000), (59.067, 15.110),
        (59.066, 15.338), (59.060, 15.530), (59.045, 15.780),
    ],
    "Godsstråket genom Bergslagen": [
        (59.067, 15.110), (59.127, 15.140), (59.195, 15.175), (59.266, 15.212), (59.2785, 15.211), (59.350, 15.228),
        (59.430, 15.255), (59.4665, 15.3665), (59.470, 15.560), (59.520, 15.780),
    ],
    "Godsstråket mot Mjölby": [
        (59.067, 15.110), (58.995, 15.055), (58.934, 15.032), (58.860, 15.065), (58.790, 15.060), (58.680, 15.000),
    ],
    "Mälarbanan": [(59.350, 15.228), (59.372, 15.400), (59.395, 15.620), (59.400, 15.820)],
    "Bergslagsbanan": [
        (59.4665, 15.3665), (59.530, 15.300), (59.593, 15.229), (59.650, 15.190), (59.716, 15.136), (59.800, 15.060),
        (59.873, 14.998), (59.933, 14.945), (60.020, 14.960),
    ],
    "Värmlandsbanan": [
        (58.985, 14.619), (59.050, 14.600), (59.131, 14.523), (59.236, 14.432), (59.290, 14.300), (59.320, 14.150),
    ],
    "Karlskogabanan": [(59.236, 14.432), (59.262, 14.505), (59.330, 14.540)],
}  # fmt: skip

#: name → class and course
ROADS = {
    "E18": ("europaväg", [
        (59.305, 14.150), (59.322, 14.400), (59.318, 14.560), (59.300, 14.750), (59.270, 14.880), (59.258, 14.990),
        (59.262, 15.120), (59.300, 15.180), (59.312, 15.260), (59.330, 15.430), (59.365, 15.620), (59.392, 15.820),
    ]),
    "E20": ("europaväg", [
        (59.262, 15.120), (59.212, 15.128), (59.135, 15.092), (59.078, 15.062), (59.052, 14.960), (59.022, 14.860),
        (58.995, 14.660), (58.940, 14.460), (58.895, 14.320),
    ]),
    "50": ("riksväg", [
        (58.680, 14.990), (58.790, 15.010), (58.882, 14.925), (59.000, 15.010), (59.078, 15.062), (59.262, 15.120),
        (59.300, 15.180), (59.350, 15.205), (59.470, 15.230), (59.594, 15.218), (59.716, 15.145), (59.874, 15.005),
        (59.940, 14.950), (60.030, 14.980),
    ]),
    "51": ("riksväg", [(59.255, 15.225), (59.190, 15.260), (59.128, 15.280), (59.060, 15.420), (58.990, 15.640)]),
    "52": ("riksväg", [(59.127, 15.150), (59.130, 15.275), (59.140, 15.337), (59.100, 15.560), (59.080, 15.800)]),
    "60": ("riksväg", [(59.300, 15.180), (59.420, 15.090), (59.515, 15.045), (59.700, 14.980), (59.874, 14.990)]),
    "63": ("riksväg", [(59.740, 14.250), (59.778, 14.525), (59.840, 14.800), (59.874, 14.990), (59.960, 15.250)]),
    "68": ("riksväg", [(59.594, 15.235), (59.650, 15.400), (59.760, 15.620)]),
    "204": ("länsväg", [
        (59.205, 15.125), (59.174, 14.885), (59.150, 14.690), (59.133, 14.525), (59.232, 14.440),
    ]),
    "205": ("länsväg", [
        (58.990, 14.640), (59.094, 14.665), (59.238, 14.450), (59.318, 14.545), (59.520, 14.520), (59.704, 14.540),
        (59.778, 14.525),
    ]),
    "207": ("länsväg", [(59.262, 15.250), (59.235, 15.360), (59.205, 15.500), (59.166, 15.530)]),
    "243": ("länsväg", [(59.330, 14.560), (59.440, 14.790), (59.508, 14.970), (59.517, 15.030)]),
    "244": ("länsväg", [(59.508, 14.964), (59.600, 14.750), (59.704, 14.540)]),
    "249": ("länsväg", [(59.466, 15.375), (59.438, 15.585), (59.420, 15.780)]),
}  # fmt: skip

JUNCTIONS = {
    "Trafikplats Marieberg": (59.212, 15.128),
    "Trafikplats Kumla": (59.135, 15.092),
    "Trafikplats Hallsberg": (59.078, 15.062),
    "Trafikplats Vretstorp": (59.022, 14.860),
    "Trafikplats Laxå": (58.995, 14.660),
    "Trafikplats Adolfsberg": (59.245, 15.122),
    "Trafikplats Norrplan": (59.300, 15.180),
    "Trafikplats Glanshammar": (59.330, 15.430),
    "Trafikplats Vintrosa": (59.258, 14.980),
    "Trafikplats Karlskoga": (59.318, 14.560),
}

#: name → departures per weekday and course through localities
BUS_CORRIDORS = {
    "Örebro–Kumla–Hallsberg": (48, ["Örebro", "Marieberg", "Kumla", "Hallsberg"]),
    "Örebro–Karlskoga": (36, ["Örebro", "Vintrosa", "Karlskoga"]),
    "Örebro–Lindesberg": (30, ["Örebro", "Hovsta", "Lindesberg"]),
    "Örebro–Nora": (28, ["Örebro", "Nora"]),
    "Karlskoga–Degerfors": (32, ["Karlskoga", "Degerfors"]),
    "Örebro–Odensbacken": (22, ["Örebro", "Ekeby-Almby", "Stora Mellösa", "Odensbacken"]),
    "Örebro–Fjugesta": (20, ["Örebro", "Fjugesta"]),
    "Hallsberg–Askersund": (18, ["Hallsberg", "Åsbro", "Askersund"]),
    "Hallsberg–Laxå": (10, ["Hallsberg", "Östansjö", "Vretstorp", "Laxå"]),
    "Lindesberg–Kopparberg": (14, ["Lindesberg", "Storå", "Kopparberg"]),
    "Nora–Hällefors": (8, ["Nora", "Gyttorp", "Grythyttan", "Hällefors"]),
    "Kumla–Odensbacken": (9, ["Kumla", "Sköllersta", "Odensbacken"]),
}

#: name → status and course through localities
CYCLE_ROUTES = {
    "Örebro–Marieberg–Kumla": ("befintligt", ["Örebro", "Marieberg", "Kumla"]),
    "Kumla–Hallsberg": ("befintligt", ["Kumla", "Hallsberg"]),
    "Karlskoga–Degerfors": ("befintligt", ["Karlskoga", "Degerfors"]),
    "Örebro–Hovsta": ("befintligt", ["Örebro", "Hovsta"]),
    "Kumla–Sköllersta": ("planerat", ["Kumla", "Hällabrottet", "Sköllersta"]),
    "Örebro–Vintrosa": ("planerat", ["Örebro", "Vintrosa"]),
    "Hallsberg–Östansjö": ("planerat", ["Hallsberg", "Östansjö"]),
}

#: name → shore, roughly; the county's border cuts what lies outside
LAKES = {
    "Hjälmaren": [
        (59.278, 15.300), (59.285, 15.360), (59.280, 15.450), (59.300, 15.550), (59.300, 15.700), (59.260, 15.870),
        (59.200, 15.820), (59.190, 15.680), (59.218, 15.580), (59.232, 15.500), (59.250, 15.400), (59.265, 15.320),
    ],
    "Vättern": [
        (58.874, 14.897), (58.868, 14.925), (58.845, 14.955), (58.800, 14.985), (58.720, 14.960), (58.600, 14.900),
        (58.600, 14.620), (58.700, 14.720), (58.748, 14.822), (58.790, 14.850), (58.840, 14.880),
    ],
    "Möckeln": [(59.322, 14.495), (59.315, 14.465), (59.280, 14.448), (59.252, 14.452), (59.258, 14.480), (59.290, 14.510)],
    "Skagern": [(59.030, 14.230), (59.030, 14.350), (58.965, 14.345), (58.930, 14.270)],
    "Toften": [(59.100, 14.700), (59.110, 14.740), (59.095, 14.770), (59.080, 14.740)],
    "Råsvalen": [(59.625, 15.210), (59.665, 15.225), (59.700, 15.200), (59.685, 15.165), (59.645, 15.180)],
    "Usken": [(59.640, 15.050), (59.665, 15.070), (59.660, 15.120), (59.640, 15.110)],
    "Väringen": [(59.432, 15.370), (59.450, 15.410), (59.445, 15.470), (59.425, 15.440)],
    "Norasjön": [(59.512, 15.062), (59.532, 15.060), (59.530, 15.095), (59.508, 15.085)],
    "Tisaren": [(59.010, 15.100), (59.022, 15.160), (59.000, 15.195), (58.982, 15.150)],
    "Sottern": [(59.020, 15.400), (59.050, 15.490), (59.022, 15.535), (58.990, 15.455)],
    "Ölen": [(59.150, 14.800), (59.160, 14.822), (59.148, 14.838), (59.140, 14.815)],
    "Grecken": [(59.640, 14.640), (59.680, 14.660), (59.670, 14.710), (59.635, 14.690)],
}  # fmt: skip

#: name → latitude, longitude, radius in metres, form
PROTECTED = {
    "Kvismaren": (59.178, 15.385, 2200, "Natura 2000"),
    "Tysslingen": (59.290, 15.020, 1700, "Natura 2000"),
    "Oset-Rynningeviken": (59.292, 15.270, 1100, "naturreservat"),
    "Tiveden": (58.730, 14.610, 2600, "Natura 2000"),
    "Kilsbergskanten": (59.345, 14.930, 2300, "naturreservat"),
    "Garphytteskogen": (59.285, 14.900, 700, "naturreservat"),
    "Sveafallen": (59.222, 14.410, 800, "naturreservat"),
    "Knuthöjdsmossen": (59.800, 14.620, 1400, "Natura 2000"),
    "Munkhyttan": (59.640, 15.290, 900, "naturreservat"),
    "Skagershultsmossen": (59.030, 14.710, 1900, "Natura 2000"),
    "Vargavidderna": (58.935, 15.230, 1600, "naturreservat"),
    "Finnkullen": (59.900, 15.150, 1000, "naturreservat"),
    "Viaskogen": (59.112, 15.170, 600, "naturreservat"),
    "Dohnaforsstråket": (58.870, 14.860, 500, "naturreservat"),
}

#: name → kind and course; the corridor is this line with 900 m on each side
GREEN_CORRIDORS = {
    "Kilsbergen–Tysslingen": ("skog och våtmark", [(59.340, 14.900), (59.300, 14.990), (59.280, 15.080)]),
    "Oset–Kvismaren": ("slätt och våtmark", [(59.290, 15.280), (59.230, 15.300), (59.178, 15.370)]),
    "Kumla–Viaskogen": ("tätortsnära skog", [(59.150, 15.180), (59.112, 15.172), (59.080, 15.200)]),
    "Möckeln–Sveafallen": ("sjö och skog", [(59.300, 14.450), (59.225, 14.415), (59.180, 14.430)]),
    "Vättern–Åmmeberg": ("strand", [(58.850, 14.940), (58.865, 15.000), (58.900, 15.060)]),
    "Råsvalen–Lindesjön": ("sjö och å", [(59.700, 15.190), (59.640, 15.210), (59.590, 15.240)]),
    "Bergslagens skogar": ("skog", [(59.600, 14.800), (59.750, 14.850), (59.900, 14.900)]),
}

#: water course → line; zones are made around it
RIVERS = {
    "Svartån": [(59.120, 14.760), (59.165, 14.860), (59.215, 14.960), (59.255, 15.090), (59.272, 15.200), (59.280, 15.300)],
    "Arbogaån": [(59.640, 15.200), (59.580, 15.240), (59.500, 15.330), (59.450, 15.420), (59.430, 15.600), (59.410, 15.800)],
    "Letälven": [(59.252, 14.455), (59.225, 14.420), (59.150, 14.380), (59.050, 14.340)],
    "Alsen vid Askersund": [(58.905, 14.895), (58.890, 14.902), (58.878, 14.900), (58.866, 14.895)],
}  # fmt: skip

WATER_PROTECTION = {
    "Jägarbacken": (59.325, 15.140, 1900),
    "Kumla åsen": (59.145, 15.185, 900),
    "Hallsbergs vattentäkt": (59.045, 15.130, 800),
    "Skråmforsen": (59.250, 14.600, 1200),
    "Blankhult": (59.195, 15.135, 1300),
    "Lindesbergs vattentäkt": (59.615, 15.215, 900),
    "Askersunds vattentäkt": (58.905, 14.930, 800),
    "Nora vattentäkt": (59.540, 15.010, 900),
}

#: name → latitude, longitude, class
LANDSLIDE = {
    "Svartåns stränder väst": (59.140, 14.800, "aktsamhet"),
    "Alsens stränder": (58.876, 14.893, "aktsamhet"),
    "Hallsberg södra": (59.052, 15.140, "förhöjd"),
    "Letälvens ravin": (59.120, 14.372, "förhöjd"),
    "Åmmeberg": (58.860, 15.010, "aktsamhet"),
}

#: name → voltage in kV and course
POWER_LINES = {
    "Ledning A 400 kV": (400, [(58.700, 15.150), (59.000, 15.180), (59.100, 15.030), (59.300, 15.000), (59.700, 15.350)]),
    "Ledning B 220 kV": (220, [(59.340, 14.200), (59.290, 14.700), (59.240, 15.050), (59.230, 15.450), (59.300, 15.800)]),
    "Ledning C 130 kV": (130, [(59.060, 15.050), (59.083, 15.052), (59.150, 15.080), (59.240, 15.150), (59.330, 15.250)]),
    "Ledning D 130 kV": (130, [(59.340, 14.560), (59.520, 14.950), (59.600, 15.200), (59.880, 15.020)]),
    "Ledning E 40 kV": (40, [(58.890, 14.900), (58.960, 15.000), (59.060, 15.120)]),
}  # fmt: skip

#: name → latitude, longitude, free capacity in MW (None: not reported)
SUBSTATIONS = {
    "Station Örebro väst": (59.262, 15.130, 12.0),
    "Station Örebro öst": (59.285, 15.290, 25.0),
    "Station Kumla": (59.140, 15.120, 4.0),
    "Station Hallsberg": (59.062, 15.080, 6.0),
    "Station Hovsta": (59.345, 15.240, None),
    "Station Karlskoga": (59.335, 14.560, 30.0),
    "Station Degerfors": (59.240, 14.445, None),
    "Station Askersund": (58.895, 14.915, 3.0),
    "Station Fjugesta": (59.180, 14.890, 2.0),
    "Station Nora": (59.525, 15.010, 8.0),
    "Station Lindesberg": (59.585, 15.245, 10.0),
}

CARE = {
    "Universitetssjukhuset Örebro": (59.273, 15.228, "akutsjukhus"),
    "Karlskoga lasarett": (59.338, 14.520, "akutsjukhus"),
    "Lindesbergs lasarett": (59.600, 15.225, "akutsjukhus"),
}

#: localities with a health centre, a lower secondary school or a shop, and how many schools
HEALTH_CENTRES = [
    "Örebro", "Karlskoga", "Kumla", "Lindesberg", "Hallsberg", "Degerfors", "Nora", "Hällefors", "Askersund", "Laxå",
    "Kopparberg", "Fjugesta", "Frövi", "Odensbacken", "Pålsboda",
]  # fmt: skip

#: name → latitude, longitude, direction, free land in hectares
BUSINESS_AREAS = {
    "Berglunda": (59.235, 15.090, "logistik", 60.0),
    "Marieberg norra": (59.222, 15.125, "handel", 8.0),
    "Örebro flygplats": (59.228, 15.045, "logistik", 45.0),
    "Aspholmen": (59.255, 15.180, "blandad", 3.0),
    "Via, Kumla": (59.115, 15.165, "industri", 12.0),
    "Kvarntorp": (59.128, 15.275, "industri", 30.0),
    "Rala, Hallsberg": (59.058, 15.055, "logistik", 25.0),
    "Vreten": (59.075, 15.075, "logistik", 10.0),
    "Bofors": (59.345, 14.540, "industri", 15.0),
    "Degerfors bruk": (59.245, 14.445, "industri", 5.0),
    "Laxå norra": (58.998, 14.640, "industri", 20.0),
    "Lindesberg norra": (59.610, 15.215, "blandad", 6.0),
    "Frövi bruk": (59.472, 15.385, "industri", 9.0),
    "Hällefors bruk": (59.785, 14.535, "industri", 7.0),
}

#: name → latitude, longitude, dwellings (None: not decided), status
HOUSING_PROJECTS = {
    "Tamarinden": (59.255, 15.240, 700, "pågår"),
    "Södra Ladugårdsängen": (59.248, 15.235, 900, "pågår"),
    "Kumla centrum": (59.129, 15.147, 220, "planeras"),
    "Kumla öster": (59.131, 15.165, None, "idé"),
    "Mosås södra": (59.185, 15.140, 350, "planeras"),
    "Hallsberg stationsnära": (59.069, 15.115, 120, "planeras"),
    "Rävåsen": (59.335, 14.515, 180, "planeras"),
    "Askersund Edö": (58.872, 14.935, 90, "planeras"),
    "Lindesberg sjönära": (59.598, 15.240, None, "idé"),
    "Fjugesta västra": (59.176, 14.858, 60, "planeras"),
}

#: name → latitude, longitude, radius in metres, kind
CULTURAL = {
    "Örebro slott och innerstad": (59.274, 15.215, 700, "stadsmiljö"),
    "Askersunds trästad": (58.881, 14.903, 450, "stadsmiljö"),
    "Nora trästad": (59.519, 15.038, 500, "stadsmiljö"),
    "Pershyttan": (59.500, 15.000, 800, "bergsbruk"),
    "Grythyttans köping": (59.705, 14.532, 500, "stadsmiljö"),
    "Svartåns herrgårdar": (59.200, 14.940, 1100, "herrgårdslandskap"),
    "Stora Mellösa kyrkby": (59.212, 15.500, 700, "kyrkby"),
    "Kumla kyrkby": (59.130, 15.130, 350, "kyrkby"),
    "Siggebohyttan": (59.680, 15.030, 600, "bergsbruk"),
    "Stjernsund": (58.855, 14.945, 700, "herrgårdslandskap"),
    "Kopparbergs bruksmiljö": (59.876, 14.990, 500, "bergsbruk"),
}

#: name → latitude, longitude, kind
VISITOR_DESTINATIONS = {
    "Örebro slott": (59.2739, 15.2153, "byggnad"),
    "Wadköping": (59.2700, 15.2360, "museum"),
    "Gustavsvik": (59.2560, 15.1940, "bad"),
    "Nora veteranjärnväg": (59.5200, 15.0400, "upplevelse"),
    "Loka brunn": (59.6350, 14.4900, "hotell"),
    "Stjernsunds slott": (58.8550, 14.9450, "byggnad"),
    "Tivedens entré": (58.7250, 14.6200, "natur"),
    "Nobelmuseet i Karlskoga": (59.3280, 14.5480, "museum"),
    "Kopparbergs bryggeri": (59.8750, 14.9950, "upplevelse"),
    "Göta kanal-båten i Askersund": (58.8790, 14.9020, "upplevelse"),
    "Ånnaboda": (59.3550, 14.9200, "friluftsliv"),
}

#: name → latitude, longitude, kind
ANCIENT_REMAINS = {
    "Gravfält vid Fjugesta": (59.188, 14.905, "gravfält"),
    "Stensättning vid Kumla": (59.132, 15.128, "stensättning"),
    "Hyttlämning Pershyttan": (59.501, 15.002, "hytta"),
    "Fornborg Kilsbergen": (59.330, 14.935, "fornborg"),
    "Boplats Hallsberg": (59.0712, 15.0510, "boplats"),
    "Kulturlager Askersund": (58.8795, 14.9015, "kulturlager"),
    "Boplats Mosås": (59.183, 15.150, "boplats"),
    "Gravhög Stora Mellösa": (59.214, 15.510, "gravhög"),
}

DEFENCE = {"Skjutfält Villingsberg": (59.290, 14.690, 6500, "påverkansområde")}

#: name → latitude, longitude, kind
PREPAREDNESS = {
    "Trygghetspunkt Kumla": (59.125, 15.142, "trygghetspunkt"),
    "Trygghetspunkt Hallsberg": (59.065, 15.108, "trygghetspunkt"),
    "Trygghetspunkt Fjugesta": (59.173, 14.873, "trygghetspunkt"),
    "Trygghetspunkt Örebro söder": (59.255, 15.205, "trygghetspunkt"),
    "Trygghetspunkt Örebro norr": (59.295, 15.215, "trygghetspunkt"),
    "Drivmedel Marieberg": (59.215, 15.130, "drivmedel"),
    "Drivmedel Hallsberg": (59.075, 15.070, "drivmedel"),
    "Reservvatten Blankhult": (59.195, 15.135, "reservvatten"),
}

#: outline of the plain where most farmland lies
PLAIN = [
    (59.315, 15.020), (59.300, 15.120), (59.240, 15.260), (59.235, 15.480), (59.150, 15.540), (59.090, 15.400),
    (59.085, 15.200), (59.050, 15.020), (59.110, 14.830), (59.190, 14.760), (59.250, 14.860),
]  # fmt: skip

#: name → class and outline of fields drawn one by one, off the plain's pattern
FIELDS = {
    "Åkern vid Rala": (6, [(59.0660, 15.0530), (59.0745, 15.0525), (59.0750, 15.0640), (59.0665, 15.0650)]),
    "Åkern vid Askersund": (4, [(58.9050, 14.9150), (58.9120, 14.9180), (58.9100, 14.9300), (58.9040, 14.9260)]),
    "Åkern vid Frövi": (5, [(59.4780, 15.3900), (59.4880, 15.3950), (59.4850, 15.4150), (59.4760, 15.4100)]),
}

#: what the made-up grid owner has delivered, and what has been mapped for preparedness: municipalities
GRID_MUNICIPALITIES = ["Örebro", "Kumla", "Hallsberg", "Lekeberg", "Askersund", "Karlskoga", "Degerfors", "Nora"]
PREPAREDNESS_MUNICIPALITIES = ["Örebro", "Kumla", "Hallsberg", "Lekeberg"]

#: south of this northing (EPSG:3006, m) landslide risk has been mapped
LANDSLIDE_MAPPED_SOUTH_OF = 6_575_000

#: id → name, land use, stage, dwellings, what is proposed, and the outlines of its parts
PROPOSALS = {
    "station-kumla": (
        "Kvarteret vid Kumla station", "blandat", "planbesked", 180,
        "Bostäder, handel och kontor på en grusplan ett kvarter från stationen.",
        [[(59.1285, 15.1415), (59.1305, 15.1410), (59.1308, 15.1437), (59.1299, 15.1452), (59.1286, 15.1449)]],
    ),
    "logistik-hallsberg": (
        "Logistik vid trafikplats Hallsberg", "logistik", "planuppdrag", None,
        "Terminaler för omlastning mellan lastbil och tåg sydväst om trafikplatsen.",
        [[(59.0680, 15.0465), (59.0732, 15.0470), (59.0740, 15.0545), (59.0722, 15.0590), (59.0682, 15.0580)]],
    ),
    "glest-lekeberg": (
        "Gårdsnära bostäder i Lekeberg", "bostader", "planbesked", 14,
        "Småhus i tre grupper på åkermark mellan befintliga gårdar.",
        [
            [(59.1950, 14.8080), (59.1970, 14.8090), (59.1968, 14.8120), (59.1952, 14.8117)],
            [(59.1985, 14.8150), (59.2003, 14.8155), (59.2000, 14.8195), (59.1984, 14.8190)],
            [(59.1930, 14.8190), (59.1948, 14.8200), (59.1944, 14.8235), (59.1929, 14.8225)],
        ],
    ),
    "granslage-orebro-kumla": (
        "Ny stadsdel vid kommungränsen Örebro–Kumla", "blandat", "op-samrad", 400,
        "Bostäder och verksamheter längs stråket mellan Mosås och Kumla, på båda sidor om gränsen.",
        [[(59.1822, 15.1440), (59.1870, 15.1425), (59.1898, 15.1462), (59.1890, 15.1545), (59.1845, 15.1570), (59.1818, 15.1530)]],
    ),
    "delvis-utanfor-laxa": (
        "Verksamhetsområde vid E20 och länsgränsen", "verksamheter", "program", None,
        "Mark för industri på båda sidor om länsgränsen.",
        [[(58.8838, 14.3235), (58.8885, 14.3165), (58.8925, 14.3210), (58.8938, 14.3300), (58.8885, 14.3370), (58.8848, 14.3330)]],
    ),
    "norr-ljusnarsberg": (
        "Vildmarksläger norr om Ställdalen", "besok", "samrad", None,
        "Stugor och servicehus vid en skogssjö längst i norr.",
        [[(60.0540, 14.9180), (60.0572, 14.9172), (60.0580, 14.9235), (60.0562, 14.9265), (60.0542, 14.9240)]],
    ),
    "strand-askersund": (
        "Strandnära bostäder i Askersund", "bostader", "samrad", 60,
        "Flerbostadshus och småhus mellan trästaden och stranden.",
        [[(58.8762, 14.9010), (58.8795, 14.9020), (58.8800, 14.9075), (58.8782, 14.9098), (58.8763, 14.9072)]],
    ),
}  # fmt: skip
