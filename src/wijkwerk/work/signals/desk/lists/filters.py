"""What a desk list shows, as a query string that one can keep and pass on; nonsense in it is left out, never an error."""

import re
import uuid
from collections.abc import Container
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlencode

from wijkwerk.ground.areas import queries as areas
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.people.sections import Teams
from wijkwerk.rules.workflow import State
from wijkwerk.work.signals.models import Kind, Via
from wijkwerk.work.signals.sections import Kinds, Themes

LISTS: Final = {
    "nieuw": "Nieuw",
    "mijn": "Van mij",
    "lang": "Ligt te lang",
    "wacht": "Wacht op de melder",
    "berichten": "Nieuwe berichten",
    "beloofd": "Beloofd",
    "terug": "Teruggestuurd",
    "hogerop": "Hogerop",
    "meer": "Meer aan de hand",
    "officieel": "Officieel",
    "spoed": "Spoed",
    "kapot": "Kapot of vies",
    "alles": "Alles wat open staat",
    "klaar": "Klaar",
}
# Always on the screen; the rest stands under "meer lijsten", so that a new list crowds nobody.
MAIN: Final = ("nieuw", "mijn", "lang", "berichten", "beloofd", "alles", "klaar")
NEWEST, OLDEST, BY_TERM = "nieuwste", "oudste", "termijn"
# The only orders there are: each has an index, and a mark where the page before ended (RELIABILITY 25).
SORTS: Final = {
    NEWEST: "Nieuwste eerst",
    OLDEST: "Oudste eerst",
    BY_TERM: "Eerst wat het eerst een antwoord moet",
}
# Years beyond these say nothing, and a calendar cannot reckon with them.
FIRST_YEAR, LAST_YEAR = 1900, 2200
MOST_SIGNS: Final = 120
_KEY: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}", re.ASCII)
_PATH: Final = re.compile(r"(?:[A-Za-z0-9]+\.){1,12}", re.ASCII)
# Field of the filter -> its name in the query string.
NAMES: Final = {
    "which": "lijst",
    "theme": "thema",
    "team": "team",
    "area_path": "gebied",
    "state": "fase",
    "kind": "soort",
    "via": "via",
    "since": "van",
    "until": "tot",
    "free": "vrij",
    "day": "dag",
    "sort": "volgorde",
}
After = tuple[datetime | date | None, uuid.UUID]


@dataclass(frozen=True)
class Filter:
    """What the desk list shows. `since`, `until` and `day` are local days, both ends included; `free` = nobody has it.

    `day`: something about it is due that day. `after` is where the page before it ended: the moment of receipt (or, by
    term, the day; None = no term) and key of its last row.
    """

    which: str = "alles"
    theme: str = ""
    team: str = ""
    area_path: str = ""
    state: str = ""
    kind: str = ""
    via: str = ""
    since: date | None = None
    until: date | None = None
    free: bool = False
    day: date | None = None
    sort: str = NEWEST
    after: After | None = None

    def url(self, **changes: Any) -> str:
        """The query string of this list, with changes; a change of filter begins at the first page."""
        new = replace(self, **({"after": None} | changes))
        parts = {name: _written(getattr(new, field)) for field, name in NAMES.items()}
        if new.sort == NEWEST:
            del parts["volgorde"]
        if new.after:
            moment, key = new.after
            parts["na"] = f"{moment.isoformat() if moment else ''}~{key.hex}"
        return "?" + urlencode({name: value for name, value in parts.items() if value})

    @property
    def narrowed(self) -> list[str]:
        """The names of the fields that leave something out, beside the list itself."""
        return [each.name for each in fields(self) if each.name not in ("which", "sort", "after")
                and getattr(self, each.name)]  # fmt: skip


def _written(value: Any) -> str:
    if value is True:
        return "ja"
    return value.isoformat() if isinstance(value, date) else str(value or "")


@dataclass(frozen=True)
class Choices:
    """What one can choose from here, as (key, word): from the settings and the division of the municipality."""

    themes: tuple[tuple[str, str], ...]
    teams: tuple[tuple[str, str], ...]
    areas: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]

    def words(self, field: str) -> dict[str, str]:
        """Key -> word of a field of the filter."""
        return dict(
            {"theme": self.themes, "team": self.teams, "area_path": self.areas, "kind": self.kinds}[field]
        )


def choices_of(municipality: Municipality) -> Choices:
    """The choices of a municipality; no query, all of it is in memory."""
    document = current(municipality)
    kinds = document.part(Kinds)
    found = sorted(areas.path_names(municipality).items())
    return Choices(
        themes=tuple((theme.key, theme.label) for theme in document.part(Themes)),
        teams=tuple((team.key, team.name) for team in document.part(Teams)),
        areas=tuple((path, f"{'– ' * (path.count('.') - 1)}{each.name}") for path, each in found),
        kinds=tuple((kind, kinds.label(kind)) for kind in Kind.values),
    )


class _Anything:
    """Holds every text that has the right shape."""

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and bool(_KEY.fullmatch(text) or _PATH.fullmatch(text))


def read_filter(given: Any, choices: Choices | None = None) -> Filter:
    """A filter from a query string. With `choices` a theme, team or area that is not there is left out too."""
    known: dict[str, Container[str]] = {
        field: choices.words(field) if choices else _Anything() for field in ("theme", "team", "area_path")
    }
    sort = _one_of(given, "volgorde", SORTS) or NEWEST
    return Filter(
        which=_one_of(given, "lijst", LISTS) or "alles",
        theme=_one_of(given, "thema", known["theme"]),
        team=_one_of(given, "team", known["team"]),
        area_path=_one_of(given, "gebied", known["area_path"]),
        state=_one_of(given, "fase", {each.value for each in State}),
        kind=_one_of(given, "soort", Kind.values),
        via=_one_of(given, "via", Via.values),
        since=day_of(given.get("van", "")),
        until=day_of(given.get("tot", "")),
        free=given.get("vrij", "") == "ja",
        day=day_of(given.get("dag", "")),
        sort=sort,
        after=_after(given.get("na", ""), sort),
    )


def _one_of(given: Any, name: str, known: Container[str]) -> str:
    text = str(given.get(name, ""))
    return text if len(text) <= MOST_SIGNS and text in known else ""


def day_of(text: str) -> date | None:
    """A day as the browser writes it, 2026-11-24; None for everything else."""
    try:
        found = date.fromisoformat(text[:10]) if len(text) == 10 else None
    except ValueError:
        return None
    return found if found and FIRST_YEAR <= found.year <= LAST_YEAR else None


def _after(text: str, sort: str) -> After | None:
    mark, _, key = text[:MOST_SIGNS].partition("~")
    try:
        found = uuid.UUID(hex=key)
        if sort == BY_TERM:
            return (day_of(mark), found) if not mark or day_of(mark) else None
        moment = datetime.fromisoformat(mark)
    except ValueError:
        return None
    return (moment, found) if moment.tzinfo and FIRST_YEAR <= moment.year <= LAST_YEAR else None
