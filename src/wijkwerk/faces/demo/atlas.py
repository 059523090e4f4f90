"""What is fixed about fictional Merwoude: names, people, places of the districts, river, roads and woods.

All positions are metres east and north of the middle of the map. That middle lies in open water, in the
IJsselmeer near lon 5.35 lat 52.75, so that no point of Merwoude can be taken for a real address.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians

XY = tuple[float, float]

CODE, NAME, YEAR = "GM9901", "Merwoude", 2026
MIDDLE_LON, MIDDLE_LAT = 5.35, 52.75
METRES_PER_LAT = 111_250.0
METRES_PER_LON = 111_320.0 * cos(radians(MIDDLE_LAT))


@dataclass(frozen=True)
class Quarter:
    """One buurt: name, middle (m), residents, and the direction of its streets (degrees)."""

    name: str
    at: XY
    people: int
    angle: float


@dataclass(frozen=True)
class District:
    """One wijk or dorp (`village`) with its quarters.

    `label` is where its name is clear to read; `core` is (x, y, rx, ry) of a village's houses. All in metres.
    """

    name: str
    label: XY
    quarters: tuple[Quarter, ...]
    village: bool = False
    core: tuple[float, float, float, float] | None = None

    @property
    def people(self) -> int:
        return sum(quarter.people for quarter in self.quarters)


DISTRICTS: tuple[District, ...] = (
    District(
        "Binnenstad",
        (-900, 130),
        (
            Quarter("Kerkkwartier", (-1180, -230), 1610, 12),
            Quarter("Marktkwartier", (-560, -180), 1740, -8),
            Quarter("Stationskwartier", (-1200, 620), 1690, 4),
            Quarter("Vestingkwartier", (-470, 600), 1440, 20),
        ),
    ),
    District(
        "Lindenhout",
        (480, 1900),
        (
            Quarter("Lindehof", (40, 1420), 1880, 6),
            Quarter("Beukenrijk", (830, 1500), 1620, -10),
            Quarter("Esdoornbuurt", (90, 2230), 1390, 18),
            Quarter("Populierenbuurt", (860, 2280), 1350, -22),
        ),
    ),
    District(
        "Noorderveld",
        (-1060, 2300),
        (
            Quarter("Merelveld", (-1380, 2280), 1810, -14),
            Quarter("Zwaluwhoek", (-680, 2330), 1720, 9),
            Quarter("Kievitslanden", (-1420, 1540), 1880, 24),
            Quarter("Leeuwerikpark", (-690, 1540), 1500, -4),
        ),
    ),
    District(
        "Hoge Wold",
        (-2720, 1900),
        (
            Quarter("Wolderbos", (-2900, 2170), 1390, 30),
            Quarter("Reeënveld", (-2140, 2220), 1980, -18),
            Quarter("Heidekamp", (-2560, 1350), 2110, 10),
        ),
    ),
    District(
        "Oosterbeemd",
        (2250, 2300),
        (
            Quarter("Klaverweide", (1660, 1500), 1960, 15),
            Quarter("Boterbloem", (2560, 1330), 1840, -12),
            Quarter("Zuringhof", (1700, 2300), 1790, -6),
            Quarter("Rietlanden", (2650, 2150), 1540, 28),
        ),
    ),
    District(
        "De Horst",
        (-2650, 330),
        (
            Quarter("Horst-West", (-2950, 450), 1770, -20),
            Quarter("Ambachtsbuurt", (-2180, 520), 2180, 8),
            Quarter("Horsterwaard", (-2500, -330), 1910, -2),
        ),
    ),
    District(
        "Haven",
        (680, 330),
        (
            Quarter("Havenkom", (380, -180), 860, -14),
            Quarter("Werfkwartier", (1120, 0), 980, -24),
            Quarter("Sluiskwartier", (370, 560), 1290, 10),
            Quarter("Kompasbuurt", (1130, 720), 1190, -4),
        ),
    ),
    District(
        "De Kreek",
        (3060, 200),
        (Quarter("Kreekdorp", (2080, 460), 1980, 16), Quarter("Kreekpolder", (3150, 720), 360, 0)),
        village=True,
        core=(2150, 400, 470, 340),
    ),
    District(
        "Aaldijk",
        (-2480, -1930),
        (
            Quarter("Aaldijk-Dorp", (-2480, -1400), 1990, -6),
            Quarter("Aaldijkerpolder", (-2400, -2480), 420, 0),
        ),
        village=True,
        core=(-2480, -1500, 560, 300),
    ),
    District(
        "Kolkerbroek",
        (-270, -2100),
        (Quarter("Kolkerbroek-Dorp", (-280, -1500), 880, 14), Quarter("De Broeken", (-220, -2520), 310, 0)),
        village=True,
        core=(-270, -1720, 400, 260),
    ),
    District(
        "Ten Hove",
        (2260, -1820),
        (Quarter("Ten Hove-Dorp", (2230, -1250), 1590, -16), Quarter("Hoverpolder", (2120, -2380), 390, 0)),
        village=True,
        core=(2260, -1370, 520, 300),
    ),
)

OUTLINE_HALF: XY = (3850.0, 2980.0)

RIVER_NAME = "de Aalde"
RIVER: tuple[XY, ...] = (
    (-4500, -1080), (-3500, -940), (-2700, -690), (-1950, -800), (-1250, -920), (-550, -830),
    (150, -600), (850, -560), (1500, -430), (2150, -190), (2900, -60), (3600, 190), (4500, 330),
)  # fmt: skip
RIVER_WIDTH = 150.0
CREEK: tuple[XY, ...] = ((1770, -330), (1700, -40), (1790, 190), (1700, 420), (1800, 640), (1960, 800))
CREEK_WIDTHS = (78.0, 26.0)
MOAT_MIDDLE: XY = (-880, -260)
MOAT_RADII = (560.0, 430.0)
MOAT_WIDTH = 38.0
BASINS: tuple[tuple[XY, XY, float], ...] = (
    ((470, -600), (400, -120), 84.0),
    ((770, -590), (720, -210), 66.0),
    ((420, -330), (720, -360), 44.0),
)
PONDS: tuple[tuple[XY, XY, XY, float], ...] = (
    ((215, 1185), (270, 1262), (345, 1205), 36.0),
    ((-2800, 90), (-2740, 160), (-2650, 150), 52.0),
    ((2010, 1560), (2070, 1630), (2120, 1590), 40.0),
)

# (x, y, radius): woods at the edge of the municipality, then parks between the houses
WOODS: tuple[tuple[float, float, float], ...] = (
    (-3330, 2350, 400), (-2880, 2690, 250), (-3560, 1720, 260), (-3080, 1760, 150), (-3520, 250, 230),
    (-3480, -420, 170),
    (3230, 2350, 360), (3480, 1750, 240), (3480, 1120, 170), (3270, -2080, 390), (3550, -1420, 190),
    (2900, -2560, 200), (-3330, -2330, 300), (-2890, -2700, 190), (760, -2560, 260), (1140, -2730, 170),
    (-1180, -2700, 210), (1130, -1120, 130), (-1330, -1500, 120),
)  # fmt: skip
PARKS: tuple[tuple[str, float, float, float], ...] = (
    ("Aaldepark", 270, 1210, 165),
    ("Horstpark", -2730, 120, 205),
    ("Noorderpark", -1390, 1900, 165),
    ("Beemdpark", 2070, 1590, 175),
    ("Wallenpark", -1270, 190, 120),
    ("Kompaspark", 1180, 390, 110),
    ("Reeënpark", -2150, 1760, 120),
)

# Roads outside the town. A pair of names stands for the bridge where their border meets the river.
ROADS: tuple[tuple[str, tuple[XY | tuple[str, str], ...]], ...] = (
    ("Kolkerweg", (("Binnenstad", "Haven"), (-40, -1050), (-270, -1700), (-330, -2350), (-250, -3200))),
    ("Aaldijkseweg", (("De Horst", "Binnenstad"), (-2020, -1130), (-2440, -1480), (-2580, -2250), (-2450, -3200))),
    ("Hoverweg", (("Haven", "De Kreek"), (1830, -850), (2260, -1370), (2390, -2150), (2300, -3200))),
    ("Zuiderweg", ((-4000, -1660), (-3200, -1480), (-2480, -1490), (-1350, -1760), (-270, -1710),
                   (1000, -1560), (2260, -1370), (3100, -1330), (4000, -1180))),
    ("Kreekweg", ((1550, 330), (2100, 420), (2700, 480), (3250, 620), (4000, 760))),
)  # fmt: skip
# The roads between districts of the town, by the districts on both sides in alphabetical order.
MAIN_ROADS: dict[tuple[str, str], str] = {
    ("De Horst", "Hoge Wold"): "Wolderweg",
    ("Hoge Wold", "Noorderveld"): "Wolderdreef",
    ("De Horst", "Noorderveld"): "Horsterweg",
    ("Binnenstad", "De Horst"): "Horstersingel",
    ("Binnenstad", "Noorderveld"): "Stationsweg",
    ("Lindenhout", "Noorderveld"): "Noorderdreef",
    ("Binnenstad", "Lindenhout"): "Lindensingel",
    ("Binnenstad", "Haven"): "Havensingel",
    ("Haven", "Lindenhout"): "Ringweg",
    ("Lindenhout", "Oosterbeemd"): "Beemderdreef",
    ("Haven", "Oosterbeemd"): "Beemderweg",
    ("De Kreek", "Haven"): "Kreekdreef",
    ("De Kreek", "Oosterbeemd"): "Oosterweg",
}
LANES: tuple[tuple[str, str, tuple[XY, ...]], ...] = (
    ("Aaldijkerpolder", "Polderdijk", ((-3500, -1950), (-2900, -2020), (-2570, -2150), (-1900, -2200), (-1500, -2050))),
    ("De Broeken", "Broekdijk", ((-1150, -2300), (-700, -2270), (-320, -2330), (150, -2250),
                                (620, -2200), (950, -1950))),
    ("Hoverpolder", "Boomgaardweg", ((1250, -2150), (1800, -2080), (2370, -2130), (2900, -1850), (3080, -1330))),
    ("Kreekpolder", "Rietdijk", ((2700, 480), (2850, 800), (3050, 1010), (3300, 900), (3560, 690))),
)  # fmt: skip

# Named spots people speak of: name and metres. The quarter is the one that holds the point.
SPOTS: tuple[tuple[str, float, float], ...] = (
    ("Lindeschool", -20, 1352),
    ("Aaldepark", 270, 1210),
    ("vijver in het Aaldepark", 290, 1170),
    ("sporthal De Ark", 760, 1420),
    ("huiskamer De Ark", 800, 1445),
    ("winkelcentrum Beukenrijk", 930, 1600),
    ("bibliotheek Merwoude", -640, -120),
    ("stadhuis", -580, -230),
    ("Sint-Joriskerk", -1120, -260),
    ("station Merwoude", -1260, 720),
    ("stationstunnel", -1180, 780),
    ("Wallenpark", -1270, 150),
    ("vestingtoren", -480, 520),
    ("jachthaven", 560, -330),
    ("speeltuin Het Anker", 360, 620),
    ("Kompaspark", 1180, 440),
    ("buurthuis De Loods", 1080, 60),
    ("speeltuin De Merel", -1350, 2350),
    ("winkelcentrum Noorderpoort", -650, 1580),
    ("Noorderpark", -1390, 1800),
    ("basisschool De Zwaluw", -700, 2300),
    ("bosrand Wolderbos", -3000, 2300),
    ("gezondheidscentrum Heidekamp", -2520, 1400),
    ("Horstpark", -2690, 20),
    ("vijver in het Horstpark", -2720, 70),
    ("verzorgingshuis De Wever", -2200, 560),
    ("Beemdpark", 2030, 1560),
    ("sportpark De Beemd", 2750, 2280),
    ("basisschool De Klaver", 1640, 1480),
    ("dorpshuis De Kreek", 2180, 440),
    ("bushalte Kerkepad", -2560, -1440),
    ("dorpshuis Aaldijk", -2430, -1530),
    ("fietspad Kolkerbroek", -60, -1150),
    ("dorpsplein Kolkerbroek", -290, -1690),
    ("dorpshuis Ten Hove", 2240, -1330),
    ("basisschool De Boomgaard", 2330, -1420),
)

# Streets that must exist, each given to the nearest drawn line; angle "row" or "column" of the street grid.
FAMOUS: tuple[tuple[str, str, XY, str], ...] = (
    ("Lindelaan", "Lindehof", (-40, 1440), "row"),
    ("Beukstraat", "Lindehof", (-40, 1440), "column"),
    ("Lindeplein", "Lindehof", (150, 1560), "row"),
    ("Esdoornhof", "Esdoornbuurt", (90, 2230), "row"),
    ("Zonnesteeg", "Kerkkwartier", (-1100, -180), "column"),
    ("Grote Markt", "Marktkwartier", (-600, -180), "row"),
    ("Stationsplein", "Stationskwartier", (-1240, 700), "row"),
    ("Havenkade", "Havenkom", (560, -100), "row"),
    ("Kerkepad", "Aaldijk-Dorp", (-2560, -1440), "row"),
)


def to_lonlat(x: float, y: float, digits: int = 6) -> XY:
    """Metres on the map to (lon, lat) in WGS84 degrees."""
    lon = round(MIDDLE_LON + x / METRES_PER_LON, digits)
    return lon, round(MIDDLE_LAT + y / METRES_PER_LAT, digits)


def to_metres(lon: float, lat: float) -> XY:
    """(lon, lat) in WGS84 degrees to metres on the map."""
    return (lon - MIDDLE_LON) * METRES_PER_LON, (lat - MIDDLE_LAT) * METRES_PER_LAT
