"""How a promise, an answer and an open signal read on a page: Dutch words, links and shapes for the templates."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.urls import reverse

from wijkwerk.faces.pages.context import address
from wijkwerk.faces.pages.outline import Outline
from wijkwerk.faces.pages.queries import KINDS, Answered, PublicPromise, Seen
from wijkwerk.ground.areas.models import Area
from wijkwerk.ground.kit.dutch_dates import MONTHS, day_words
from wijkwerk.rules.deadlines import local_date, spoken
from wijkwerk.work.answers.models import PromiseState

# State of a signal -> state of the badge; what is not here is not shown to strangers as waiting.
BADGES: Final = {
    "received": "new",
    "intake": "new",
    "routed": "new",
    "owned": "owned",
    "waiting": "owned",
    "reopened": "reopened",
    "answered": "answered",
    "closed": "closed",
}
MOST_MARKS: Final = 40  # marks of one kind; above it each mark stands for more answers
BAR: Final = 720  # width of the bar, in units of the drawing
GAP: Final = 4
LEAST: Final = 10  # width of a part that is small but not nothing


def number(value: int) -> str:
    """6240 as "6.240"."""
    return f"{value:,}".replace(",", ".")


def some(value: int, one: str, many: str) -> str:
    """ "1 dag", "3 dagen"."""
    return f"{number(value)} {one if value == 1 else many}"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def signal_url(code: str) -> str:
    """The public page of a published signal; '' without a code."""
    return address("signals:shown", code) if code else ""


def area_url(area: Area) -> str:
    return reverse("pages:area", args=[area.code])


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A promise on a page. `lead` is the part in bold; `late` makes the triangle."""

    what: str
    url: str
    state: str
    late: bool
    lead: str
    text: str
    team: str
    area: str = ""
    area_url: str = ""


def promise_lines(found: Iterable[PublicPromise], outline: Outline, *, today: date) -> list[PromiseLine]:
    """The promises in words."""
    return [promise_line(each, outline, today=today) for each in found]


def promise_line(promise: PublicPromise, outline: Outline, *, today: date) -> PromiseLine:
    """One promise in words."""
    late = promise.is_late(today)
    area = outline.shown(promise.area_path)
    return PromiseLine(
        what=promise.what,
        url=signal_url(promise.code),
        state=promise.state,
        late=late,
        lead=f"{some((today - promise.due_until).days, 'dag', 'dagen')} te laat." if late else "",
        text=_kept_words(promise) if promise.state == PromiseState.KEPT else _open_words(promise, late),
        team=promise.team,
        area=area.name if area else "",
        area_url=area_url(area) if area else "",
    )


def _open_words(promise: PublicPromise, late: bool) -> str:
    due = spoken(promise.due_until, promise.precision)
    if late:
        return f"Beloofd {due}. Er is nog geen nieuwe datum."
    if promise.first_due < promise.due_until:
        return f"{capital(due)}. Eerst beloofd voor {day_words(promise.first_due)}."
    return f"{capital(due)}."


def _kept_words(promise: PublicPromise) -> str:
    if promise.settled_at is None:
        return ""
    day = local_date(promise.settled_at)
    if day <= promise.first_due:
        return f"Klaar op {day_words(day)}, op tijd."
    behind = some((day - promise.first_due).days, "dag", "dagen")
    return f"Klaar op {day_words(day)}, {behind} later dan eerst beloofd."


def card(seen: Seen, outline: Outline) -> dict[str, Any]:
    """An answer as a card."""
    area = outline.shown(seen.area_path)
    days = seen.days
    return {
        "kind": seen.kind,
        "title": seen.title,
        "url": signal_url(seen.code),
        "text": seen.text,
        "area_name": area.name if area else "",
        "area_url": area_url(area) if area else "",
        "note": "" if days is None else _after_words(days),
    }


def _after_words(days: int) -> str:
    return "Antwoord op dezelfde dag" if days <= 0 else f"Antwoord na {some(days, 'dag', 'dagen')}"


def answer_items(found: Sequence[Seen], themes: Mapping[str, str]) -> list[dict[str, Any]]:
    """Answers of an area as a list with letters: the letter stands on the map too."""
    return [
        {
            **item(seen, themes),
            "letter": chr(ord("A") + place),
            "note": "" if seen.days is None else _after_words(seen.days),
            "reopened": seen.state == "reopened",
        }
        for place, seen in enumerate(found)
    ]


def item(seen: Seen, themes: Mapping[str, str]) -> dict[str, Any]:
    """A published signal in a list. Degrees are text: a template would write a comma in them."""
    has_point = seen.lon is not None and seen.lat is not None
    return {
        "title": seen.title,
        "url": signal_url(seen.code),
        "text": seen.text,
        "kind": seen.kind,
        "state": BADGES.get(seen.state, seen.state),
        "theme": themes.get(seen.theme, ""),
        "place": seen.place,
        "answered_at": seen.answered_at,
        "lon": f"{seen.lon:.5f}" if has_point else "",
        "lat": f"{seen.lat:.5f}" if has_point else "",
    }


def marks(answered: Answered) -> dict[str, Any]:
    """The cloud of marks: one mark an answer, or one for 5, 10, 50… where there are many."""
    most = max(answered.counts.values(), default=0)
    per = next(step for step in _steps() if most <= step * MOST_MARKS)
    looks = {"yes": "yes", "yes_if": "if", "no": "no"}
    kinds = [
        {
            "kind": kind,
            "icon": looks[kind],
            "look": f"ww-c-{looks[kind]}",
            "count": number(answered.counts[kind]),
            "marks": range(math.ceil(answered.counts[kind] / per)),
        }
        for kind in KINDS
    ]
    return {
        "kinds": kinds,
        "per": number(per),
        "one_each": per == 1,
        "total": answered.total,
        "days": answered.days,
    }


def _steps() -> Iterable[int]:
    yield 1
    power = 1
    while True:
        yield from (5 * power, 10 * power)
        power *= 10


def period(today: date, days: int) -> str:
    """ "17 t/m 23 november 2026": the days that end today."""
    first = today - timedelta(days=days - 1)
    if first.year != today.year:
        return f"{day_words(first)} t/m {day_words(today)}"
    month = "" if first.month == today.month else f" {MONTHS[first.month - 1]}"
    return f"{first.day}{month} t/m {day_words(today)}"


def bar(figures: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The three parts of the bar of promises: class, x and width. Parts that are nothing are left out."""
    parts = [
        ("ww-bar--yes", figures["kept"]),
        ("ww-bar--if", figures["moved"]),
        ("ww-bar--late", figures["late"]),
    ]
    parts = [(look, value) for look, value in parts if value]
    total = sum(value for _, value in parts)
    room = BAR - GAP * (len(parts) - 1)
    found: list[dict[str, Any]] = []
    x = 0
    for place, (look, value) in enumerate(parts):
        last = place == len(parts) - 1
        width = (
            BAR - x if last else max(LEAST, min(round(room * value / total), room - LEAST * (len(parts) - 1)))
        )
        found.append({"cls": look, "x": x, "width": width})
        x += width + GAP
    return found
