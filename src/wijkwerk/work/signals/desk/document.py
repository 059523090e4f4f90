"""What a successor must know of an area: its open work, promises, conditions, people and marks. Each list is bounded.

For colleagues on paper, so: no care (D8), no asker, and no word of a reporter. A title made of the reporter's own words is
left out too; then the theme says what it is about.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet

from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.kit.db import among, within
from wijkwerk.ground.people.may import STAFF
from wijkwerk.ground.people.models import Role, RoleKind, TeamKind
from wijkwerk.ground.people.queries import in_force
from wijkwerk.ground.people.sections import Roles
from wijkwerk.rules.deadlines import Precision, is_late, short_day_words, spoken
from wijkwerk.rules.workflow import State
from wijkwerk.work.answers.models import Condition, ConditionState, Promise, PromiseState
from wijkwerk.work.signals import figures
from wijkwerk.work.signals.desk.lists.rows import STATE_WORDS
from wijkwerk.work.signals.intake import title_from
from wijkwerk.work.signals.models import OPEN, FormalKind, Handover, HandoverState, Signal
from wijkwerk.work.signals.sections import Themes

MOST: Final = 500
PEOPLE: Final = 100
NOBODY_YET: Final = "nog niemand"
# Administrators and records keepers work for the whole municipality; the care line is no contact of an area (D8).
NO_CONTACT: Final = (RoleKind.ADMIN, RoleKind.RECORDS, RoleKind.CARE)


@dataclass(frozen=True)
class Part:
    """One list of the document. `cut`: there is more than fits. `empty`: what is said when there is nothing."""

    key: str
    title: str
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    empty: str
    cut: bool = False
    codes: bool = False  # the first cell is the code of a signal


@dataclass(frozen=True)
class Document:
    """The handover document of an area on a day."""

    area: str
    municipality: str
    day: date
    parts: list[Part] = field(default_factory=list)
    most: int = MOST


def document_of(municipality: Municipality, area: Area, today: date) -> Document:
    """Everything, in a fixed number of queries: seven lists and the five figures."""
    path = area.path
    parts = [
        _formal(municipality, path),
        _more(municipality, path),
        _handovers(municipality, path, today),
        _promises(municipality, path, today),
        _conditions(municipality, path, today),
        _open(municipality, path, today),
        _people(municipality, path, today),
        _figures(municipality, path, today),
    ]
    return Document(area.name, municipality.name, today, parts)


def _signals(municipality: Municipality, path: str) -> QuerySet[Signal]:
    """All of the area but care."""
    rows = Signal.objects.filter(within("area_path", path), municipality=municipality)
    return rows.exclude(visibility="care").select_related("subject", "owner_team", "owner_person")


def safe_title(signal: Signal, themes: Themes) -> str:
    """The title when staff wrote it, else the theme."""
    if signal.public_title:
        return signal.public_title
    own = signal.title and signal.title != title_from(signal.text) and signal.title not in signal.text
    return signal.title if own else themes.label(signal.theme)


def _owner(signal: Signal) -> str:
    person = signal.owner_person.name if signal.owner_person else NOBODY_YET
    return f"{signal.owner_team.name}, {person}"


def _term(day: date | None, today: date) -> str:
    if day is None:
        return ""
    return f"{short_day_words(day)}, te laat" if is_late(day, today) else short_day_words(day)


def _cut(rows: Iterable[Any], most: int = MOST) -> tuple[list[Any], bool]:
    """The rows that fit, of one more than that, and whether there are more."""
    found = list(rows)
    return found[:most], len(found) > most


def _open(municipality: Municipality, path: str, today: date) -> Part:
    themes = current(municipality).part(Themes)
    rows = _signals(municipality, path).filter(state__in=OPEN).order_by("received_at", "pk")
    found, cut = _cut(rows[: MOST + 1])
    lines = [
        (
            each.subject.code,
            safe_title(each, themes),
            STATE_WORDS[State(each.state)][1],
            _owner(each),
            _term(each.answer_due, today),
        )
        for each in found
    ]
    head = ("Code", "Waarover", "Fase", "Eigenaar", "Antwoord uiterlijk")
    return Part("open", "Open meldingen", head, lines, "Er staat geen melding open.", cut, codes=True)


def _promises(municipality: Municipality, path: str, today: date) -> Part:
    rows = Promise.objects.filter(
        within("area_path", path), municipality=municipality, care=False, state=PromiseState.OPEN
    )
    rows = rows.select_related("asked", "owner_team").order_by("due_until", "pk")
    found, cut = _cut(rows[: MOST + 1])
    lines = [
        (
            each.asked.code,
            each.what,
            each.owner_team.name,
            spoken(each.due_until, Precision(each.precision))
            + (", te laat" if is_late(each.due_until, today) else ""),
        )
        for each in found
    ]
    head = ("Code", "Wat wij beloofden", "Team", "Wanneer")
    return Part("beloofd", "Beloften", head, lines, "Er staat geen belofte open.", cut, codes=True)


def _conditions(municipality: Municipality, path: str, today: date) -> Part:
    here = _signals(municipality, path).filter(state__in=OPEN)
    rows = Condition.objects.filter(
        among(here.select_related(None), "answer__subject"),
        municipality=municipality,
        state=ConditionState.OPEN,
        answer__superseded_at=None,
    )
    rows = rows.select_related("owner_team", "answer__subject").order_by("expected_until", "pk")
    found, cut = _cut(rows[: MOST + 1])
    lines = [
        (
            each.answer.subject.code,
            each.what,
            each.needed,
            each.owner_team.name,
            spoken(each.expected_until, Precision(each.precision))
            + (", te laat" if is_late(each.expected_until, today) else ""),
        )
        for each in found
    ]
    head = ("Code", "Wat eerst moet gebeuren", "Nodig", "Wie zorgt ervoor", "Wij weten meer")
    return Part("voorwaarden", "Voorwaarden", head, lines, "Er wacht geen voorwaarde.", cut, codes=True)


def _handovers(municipality: Municipality, path: str, today: date) -> Part:
    rows = Handover.objects.filter(
        within("signal__area_path", path), municipality=municipality, state=HandoverState.SENT
    ).exclude(signal__visibility="care")
    rows = rows.select_related("signal__subject", "from_team", "to_team", "to_person", "asked_by")
    found, cut = _cut(rows.order_by("asked_at", "pk")[: MOST + 1])
    lines = [
        (
            each.signal.subject.code,
            each.from_team.name,
            f"{each.to_team.name}, {each.to_person.name}" if each.to_person else each.to_team.name,
            _term(each.confirm_due, today),
        )
        for each in found
    ]
    head = ("Code", "Van", "Gevraagd aan", "Antwoord uiterlijk")
    empty = "Er loopt geen overdracht."
    return Part("overdrachten", "Overdrachten die lopen", head, lines, empty, cut, codes=True)


def _more(municipality: Municipality, path: str) -> Part:
    themes = current(municipality).part(Themes)
    rows = _signals(municipality, path).filter(more_at__isnull=False).order_by("-more_at", "-pk")
    found, cut = _cut(rows[: MOST + 1])
    lines = [(each.subject.code, safe_title(each, themes), _owner(each)) for each in found]
    empty = "Nergens staat het teken ‘meer aan de hand’."
    return Part(
        "meer", "Hier is meer aan de hand", ("Code", "Waarover", "Eigenaar"), lines, empty, cut, codes=True
    )


def _formal(municipality: Municipality, path: str) -> Part:
    # As the index `signal_legal` says, so that it is used.
    rows = _signals(municipality, path).filter(~Q(formal_kind=""), external_ref="")
    found, cut = _cut(rows.order_by("legal_due", "pk")[: MOST + 1])
    lines = [
        (
            each.subject.code,
            str(FormalKind(each.formal_kind).label),
            each.forwarded_to,
            short_day_words(each.legal_due) if each.legal_due else "",
        )
        for each in found
    ]
    head = ("Code", "Soort", "Doorgestuurd naar", "Termijn van de wet")
    empty = "Er loopt geen officieel bericht."
    return Part("officieel", "Officiële berichten", head, lines, empty, cut, codes=True)


def _people(municipality: Municipality, path: str, today: date) -> Part:
    """Who works for this area, for one below it, or for one that holds it; and the teams of the whole municipality."""
    above = [path[: place + 1] for place, sign in enumerate(path) if sign == "."]
    here = Q(area=None, team__isnull=False) | Q(area__path__in=above) | within("area__path", path)
    kinds = (STAFF | {RoleKind.PARTNER}) - set(NO_CONTACT)
    rows = Role.objects.filter(in_force(today), here, municipality=municipality, kind__in=kinds)
    rows = rows.filter(user__is_active=True).exclude(team__kind=TeamKind.CARE)
    rows = rows.select_related("user", "team", "area")
    found, cut = _cut(rows.order_by("kind", "user__name", "pk")[: PEOPLE + 1], PEOPLE)
    cards = current(municipality).part(Roles)
    lines = [
        (
            each.user.name,
            each.title or cards.card(each.kind).label,
            each.area.name if each.area else "",
            each.team.name if each.team else "",
            each.phone or (each.team.phone if each.team else ""),
            each.days,
        )
        for each in found
    ]
    head = ("Naam", "Rol", str(own("{area.one}")), "Team", "Telefoon", "Dagen")
    return Part("mensen", "Wie werkt hier", head, lines, "Niemand heeft hier een rol.", cut)


def _figures(municipality: Municipality, path: str, today: date) -> Part:
    """The quarter before this one; a part of a quarter says little."""
    period = figures.quarter(today, 1)
    found = figures.of_area(municipality, path, period, today)
    shares = {name: getattr(found, name) for name in ("in_time", "kept", "bounced", "reopened")}
    lines = [(figures.MEANING[name][0], _share(share)) for name, share in shares.items()]
    oldest = "geen" if found.oldest is None else f"{found.oldest} dagen"
    lines.append((figures.MEANING["oldest"][0], oldest))
    title = f"Cijfers van {short_day_words(period.since)} tot en met {short_day_words(period.until)}"
    return Part("cijfers", title, ("Wat", "Hoeveel"), lines, "")


def _share(share: figures.Share) -> str:
    percent = "" if share.percent is None else f" ({share.percent}%)"
    return f"{share.part} van {share.of}{percent}"
