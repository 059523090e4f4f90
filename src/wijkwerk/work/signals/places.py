"""Where something is: parsed once, from a point, words, or "somewhere in" an area (D11)."""

from dataclasses import dataclass

from wijkwerk.ground.areas import queries as areas
from wijkwerk.ground.areas.models import Municipality, Street
from wijkwerk.rules.geo import round_place
from wijkwerk.work.signals.models import Precise

PUBLIC_METRES = 100.0


@dataclass(frozen=True)
class Place:
    """A parsed place. `lon` and `lat` in WGS84 degrees or both None; `area_path` empty when outside or unknown."""

    words: str = ""
    lon: float | None = None
    lat: float | None = None
    precise: str = Precise.NONE
    area_path: str = ""
    public: str = ""


NOWHERE = Place()


def place_of(
    municipality: Municipality,
    *,
    lon: float | None = None,
    lat: float | None = None,
    words: str = "",
    area_path: str = "",
) -> Place:
    """A place from what was given; a point goes before words, words before "somewhere in".

    Words that name exactly one street or known place give its middle; other words are kept as they are.
    """
    if lon is not None and lat is not None:
        return _by_point(municipality, lon, lat, words)
    if words:
        found = areas.find_address(municipality, words)
        if len(found) == 1 or (found and found[0].name.casefold() == words.strip().casefold()):
            return place_at(found[0], words)
    if area_path:
        return Place(words, precise=Precise.AREA, area_path=area_path)
    return Place(words)


def place_at(street: Street, words: str) -> Place:
    """The middle of a street or known place that somebody chose."""
    return Place(words, street.lon, street.lat, Precise.STREET, street.area.path, street.name)


def _by_point(municipality: Municipality, lon: float, lat: float, words: str) -> Place:
    division = municipality.working_division
    area = areas.holding(division=division, lon=lon, lat=lat) if division else None
    if area is None:
        return Place(words, lon, lat, Precise.OUTSIDE)
    return Place(words, lon, lat, Precise.POINT, area.path)


def public_point(place: Place) -> tuple[float, float] | None:
    """The point as the public may see it: rounded to a grid of 100 metres, never a dwelling (D4)."""
    if place.lon is None or place.lat is None:
        return None
    return round_place(place.lon, place.lat, PUBLIC_METRES)
