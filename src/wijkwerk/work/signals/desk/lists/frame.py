"""What stands around each view of a desk list: the lists, the filters that are on, kept lists, and the three ways to look."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.kit.dutch_dates import day_words
from wijkwerk.ground.people.may import Access
from wijkwerk.rules.workflow import State
from wijkwerk.work.signals.desk.lists import queries
from wijkwerk.work.signals.desk.lists.filters import (
    LISTS,
    MAIN,
    SORTS,
    Choices,
    Filter,
    choices_of,
    read_filter,
)
from wijkwerk.work.signals.desk.lists.queries import how_many
from wijkwerk.work.signals.desk.lists.rows import STATE_WORDS
from wijkwerk.work.signals.desk.lists.saved import saved_by
from wijkwerk.work.signals.desk.may import for_desk
from wijkwerk.work.signals.models import Via
from wijkwerk.work.signals.sections import Urgent

VIEWS: Final = (
    ("signals:list", "Lijst", "doc"),
    ("signals:list_map", "Kaart", "pin"),
    ("signals:calendar", "Kalender", "calendar"),
)
STATES: Final = tuple((state.value, word) for state, (_, word) in STATE_WORDS.items())
VIAS: Final = tuple((via.value, str(via.label).capitalize()) for via in Via)
# Words of the filters that are on; what is not here has a word of its own among the choices.
LEADS: Final = {"since": "vanaf", "until": "tot en met", "day": "termijn op"}


@dataclass(frozen=True)
class Frame:
    """Who looks at what: the start of every view of a list."""

    access: Access
    municipality: Municipality
    wanted: Filter
    choices: Choices
    today: date


def frame_of(request: HttpRequest) -> Frame:
    """The frame of a request; a 404 for who has no desk."""
    access, municipality = for_desk(request)
    choices = choices_of(municipality)
    return Frame(access, municipality, read_filter(request.GET, choices), choices, timezone.localdate())


def around(frame: Frame, view: str) -> dict[str, Any]:
    """The context of a view of a list. Three queries: the count, the kept lists, and what cannot wait."""
    wanted = frame.wanted
    found = how_many(frame.access, frame.municipality, wanted, frame.today)
    here, kept = reverse(view), saved_by(frame.access.user_id, frame.municipality)
    return {
        "wanted": wanted,
        "title": next((each.name for each in kept if each.query == wanted.url()), LISTS[wanted.which]),
        "count": "Meer dan 1.000" if found > 1000 else str(found),
        "one": found == 1,
        "main_lists": _links(wanted, [key for key in LISTS if key in MAIN or key == wanted.which]),
        "more_lists": _links(wanted, [key for key in LISTS if key not in MAIN and key != wanted.which]),
        "tabs": [
            {"label": label, "icon": icon, "url": reverse(name) + wanted.url(), "current": name == view}
            for name, label, icon in VIEWS
        ],
        "here": here,
        "query": wanted.url(),
        "selects": _selects(frame),
        "chips": chips(wanted, frame.choices),
        "kept": kept,
        "urgent": banner(frame.access, frame.municipality),
        "may_work": frame.access.may("enter"),
    }


def banner(access: Access, municipality: Municipality) -> dict[str, Any]:
    """What stands on top of the desk: urgent signals that nobody opened, of those that this person may see."""
    rows = queries.unseen_urgent(access, municipality)
    return {"rows": rows, "part": current(municipality).part(Urgent)}


def _links(wanted: Filter, keys: list[str]) -> list[dict[str, Any]]:
    return [
        {"label": LISTS[key], "url": wanted.url(which=key), "current": key == wanted.which} for key in keys
    ]


def _selects(frame: Frame) -> list[dict[str, Any]]:
    """The choices of the filter form: name, label, the word for "all", and what one can choose."""
    wanted, choices = frame.wanted, frame.choices
    rows = [
        ("thema", "Thema", "Alle thema’s", choices.themes, wanted.theme),
        ("team", "Team", "Alle teams", choices.teams, wanted.team),
        ("gebied", own("{area.one}"), "Overal", choices.areas, wanted.area_path),
        ("fase", "Fase", "Alle fasen", STATES, wanted.state),
        ("soort", "Soort", "Alle soorten", choices.kinds, wanted.kind),
        ("via", "Binnengekomen via", "Alle wegen", VIAS, wanted.via),
        ("volgorde", "Volgorde", "", tuple(SORTS.items()), wanted.sort),
    ]
    return [
        {"name": name, "label": label, "all": every, "options": options, "chosen": chosen}
        for name, label, every, options, chosen in rows
    ]


def chips(wanted: Filter, choices: Choices) -> list[dict[str, str]]:
    """The filters that are on, in words, each with the query string without it."""
    empty = Filter()
    return [
        {
            "word": _word(field, getattr(wanted, field), choices),
            "url": wanted.url(**{field: getattr(empty, field)}),
        }
        for field in wanted.narrowed
    ]


def _word(field: str, value: Any, choices: Choices) -> str:
    if field == "free":
        return "zonder eigenaar"
    if field in LEADS:
        return f"{LEADS[field]} {day_words(value)}"
    known: dict[str, dict[str, str]] = {
        "state": {state.value: STATE_WORDS[state][1] for state in State},
        "via": dict(VIAS),
    }
    words = known.get(field) or choices.words(field)
    return words.get(value, str(value)).lstrip("– ")
