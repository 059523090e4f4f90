"""What does not fit, as sentences with something to do: gaps, peaks, an agenda that misses the budget, a team that is gone."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse

from wijkwerk.ground.areas.queries import AreaName
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.kit.dutch_dates import MONTHS, day_words
from wijkwerk.ground.people.models import Team
from wijkwerk.rules import yearplan
from wijkwerk.rules.budget_cycle import CycleStep
from wijkwerk.rules.yearplan import Month, Warning, missed_day
from wijkwerk.work.calendars.grid import add_url, code_words
from wijkwerk.work.calendars.models import Duty
from wijkwerk.work.calendars.queries import Row, joined
from wijkwerk.work.calendars.sections import Calendar
from wijkwerk.work.calendars.window import address, words

MOST_ACTIONS: Final = 3
STOP: Final = "Stop wat niet meer klopt."
WHO_STOPS: Final = own("Wie over {area.this} gaat, kan stoppen wat niet meer klopt.")


@dataclass(frozen=True)
class Action:
    """Something to do about it."""

    label: str
    url: str


@dataclass(frozen=True)
class Notice:
    """One sentence, what it rests on, and what one can do. `path` is its area, `team` its team, where it has one."""

    title: str
    text: str
    actions: tuple[Action, ...]
    icon: str = "late"
    path: str = ""
    team: uuid.UUID | None = None


@dataclass(frozen=True)
class Known:
    """What sentences are made of: the legend, names of areas, teams, the budget's year, and where this person plans."""

    legend: Calendar
    names: Mapping[str, AreaName]
    teams: Mapping[uuid.UUID, Team]
    steps: tuple[CycleStep, ...]
    holds: Callable[[str], bool]

    def area(self, path: str) -> str:
        """The name of an area; the path's own end for one that is in no division any more."""
        return self.names[path].name if path in self.names else own("een {area.one} van eerder")

    def labels(self, codes: Iterable[str]) -> str:
        return joined(dict.fromkeys(self.legend.label(code) for code in codes))

    def plans(self, path: str, label: str, code: str = "") -> tuple[Action, ...]:
        """Choose a month, for who plans there; look at the area for the others."""
        if path not in self.names:
            return ()
        key = self.names[path].code
        if self.holds(path):
            return (Action(label, add_url(key) + (f"&code={code}" if code else "")),)
        return (Action(own("Bekijk {area.this}"), f"{reverse('calendars:year')}?gebied={key}"),)


def of_year(year: int, duties: Iterable[Duty], rows: Iterable[Row], known: Known) -> list[Notice]:
    """What was agreed for a calendar year and misses a month, and what stands there without being agreed."""
    running = [each for each in duties if each.since <= year and (each.until is None or each.until >= year)]
    agreed = [yearplan.Duty(each.area_path, each.code, str(each.team_id), each.times) for each in running]
    standing = [rule_entry(row) for row in rows if row.month // 100 == year]
    found = yearplan.gaps(agreed, standing, without_term=known.legend.whole_year)
    nothing = [
        _nothing(each, running, year, known) for each in found if each.kind == yearplan.NOTHING_PLANNED
    ]
    missing = _per_area(found, yearplan.DUTY_WITHOUT_MONTH)
    # Where nobody agreed on anything yet there is nothing to differ from, and what is done needs no agreement any more.
    open_yet = {(each.area, each.code) for each in standing if each.state == yearplan.EntryState.PLANNED}
    loose = _per_area(
        (each for each in found if (each.area, each.code) in open_yet), yearplan.MONTH_WITHOUT_DUTY
    )
    loose = loose if running else {}
    return [
        *nothing,
        *(_missing(path, each, year, known) for path, each in missing.items()),
        *(_loose(path, each, year, known) for path, each in loose.items()),
    ]


def of_double_duties(rows: Iterable[Duty], legend: Calendar, holds: Callable[[str], bool]) -> list[Notice]:
    """What was agreed more than once for the same years, with a way to end each of them for who may."""
    found: dict[tuple[str, str], list[Duty]] = {}
    for row in rows:
        found.setdefault((row.area_path, row.code), []).append(row)
    return [_double(each, legend, may_end=holds(path)) for (path, _), each in found.items()]


def _double(rows: list[Duty], legend: Calendar, *, may_end: bool) -> Notice:
    title = f"{rows[0].area.name}: {legend.label(rows[0].code)} is dubbel afgesproken"
    text = f"{'; '.join(duty_words(each) for each in rows)}. De kalender telt dit bij elkaar op. {STOP if may_end else WHO_STOPS}"
    actions = tuple(
        Action(f"Stop: {duty_words(each)}", reverse("calendars:end_duty", args=[each.pk])) for each in rows
    )
    return Notice(title, text, actions if may_end else (), path=rows[0].area_path)


def duty_words(duty: Duty) -> str:
    """ "2 keer per jaar, Gebiedsteam, van 2024 tot en met 2027"."""
    years = f"van {duty.since} tot en met {duty.until}" if duty.until else f"vanaf {duty.since}"
    return f"{duty.times} keer per jaar, {duty.team.name}, {years}"


def rule_entry(row: Row) -> yearplan.Entry:
    """An entry as the rules know it."""
    return yearplan.Entry(row.area_path, row.code, str(row.team), row.month, yearplan.EntryState(row.state))


def _per_area(found: Iterable[Warning], kind: str) -> dict[str, list[Warning]]:
    rows: dict[str, list[Warning]] = {}
    for each in found:
        if each.kind == kind:
            rows.setdefault(each.area, []).append(each)
    return rows


def _nothing(warning: Warning, duties: Iterable[Duty], year: int, known: Known) -> Notice:
    here = [
        each.code
        for each in duties
        if each.area_path == warning.area and each.code not in known.legend.whole_year
    ]
    text = f"Wel afgesproken: {known.labels(here)}."
    title = f"{known.area(warning.area)} heeft in {year} nog geen enkele maand"
    return Notice(title, text, known.plans(warning.area, "Kies een maand"), path=warning.area)


def _missing(path: str, found: list[Warning], year: int, known: Known) -> Notice:
    codes = [each.code for each in found]
    short = sum(each.number for each in found)
    have = "heeft" if len(codes) == 1 else "hebben"
    title = f"{known.area(path)}: {known.labels(codes)} {have} nog geen maand in {year}"
    if any(each.number > 1 for each in found):
        title = f"{known.area(path)}: {known.labels(codes)} {have} nog niet genoeg maanden in {year}"
    text = f"Er {'mist één maand' if short == 1 else f'missen {short} maanden'}. Dit is wel afgesproken."
    return Notice(title, text, known.plans(path, "Kies een maand", codes[0]), path=path)


def _loose(path: str, found: list[Warning], year: int, known: Known) -> Notice:
    codes = [each.code for each in found]
    stand, are = ("staat", "is") if len(codes) == 1 else ("staan", "zijn")
    first = min(each.month for each in found)
    title = f"{known.area(path)}: {known.labels(codes)} {stand} in {year}, maar {are} niet afgesproken"
    key = f"?gebied={known.names[path].code}" if path in known.names else ""
    action = Action("Bekijk de afspraken", reverse("calendars:duties") + key)
    return Notice(title, f"De eerste maand is {words(Month.of(first))}.", (action,), icon="info", path=path)


def of_peaks(load: Mapping[tuple[uuid.UUID, int], int], known: Known, now: Month) -> list[Notice]:
    """Months of now and later in which a team has more than is usual."""
    coming = {(str(team), month): number for (team, month), number in load.items() if month >= now.key}
    teams = {str(key): team for key, team in known.teams.items()}
    found = yearplan.peaks(coming, most=known.legend.most_per_month)
    return [
        _peak(teams[each.team], Month.of(each.month), each.number, each.usual)
        for each in found
        if each.team in teams
    ]


def _peak(team: Team, month: Month, number: int, most: int) -> Notice:
    title = f"{MONTHS[month.number - 1].capitalize()} {month.year} is te vol voor {team.name}"
    usual = "één" if most == 1 else str(most)
    url = f"{reverse('calendars:year')}?vanaf={address(month)}&team={team.key}#rooster"
    action = Action("Verschuif een taak", url)
    return Notice(title, f"{number} taken. Gewoon is hooguit {usual}.", (action,), team=team.pk)


def of_budget(rows: Iterable[Row], known: Known, now: Month) -> list[Notice]:
    """What asks for money and stands after the day before which wishes must be handed in for it (T4)."""
    budget = {each.code for each in known.legend.codes if each.budget}
    late: dict[tuple[str, date], list[Row]] = {}
    for row in rows:
        if row.code in budget and not row.is_done and not row.is_moved and row.month >= now.key:
            day = missed_day(Month.of(row.month), row.code_year, known.steps)
            if day is not None:
                late.setdefault((code_words(known.legend, row.code, row.code_year), day), []).append(row)
    return [_late(what, day_words(day), found, known) for (what, day), found in late.items()]


def _late(what: str, day: str, rows: list[Row], known: Known) -> Notice:
    places = [f"{known.area(row.area_path)} ({words(Month.of(row.month))})" for row in rows]
    title = f"{places[0].rpartition(' (')[0]}: de {what} mist de begroting"
    if len(rows) > 1:
        title = f"De {what} mist {len(rows)} keer de begroting"
    shown = (
        [*places[:MOST_ACTIONS], f"nog {len(rows) - MOST_ACTIONS}"] if len(rows) > MOST_ACTIONS else places
    )
    text = f"Wensen met geld moeten vóór {day} binnen zijn. Later staan: {joined(shown)}."
    actions = tuple(
        Action(
            f"Bekijk {known.area(row.area_path)} in {MONTHS[row.month % 100 - 1]}",
            reverse("calendars:entry", args=[row.id]),
        )
        for row in rows[:MOST_ACTIONS]
    )
    return Notice(title, text, actions, icon="clock", path=rows[0].area_path if len(rows) == 1 else "")


def of_gone_teams(duties: Iterable[Duty], rows: Iterable[Row], known: Known, now: Month) -> list[Notice]:
    """What nobody does any more, because its team ended (Q19)."""
    gone = {key for key, team in known.teams.items() if team.ended_at is not None}
    if not gone:
        return []
    found = {each.area_path for each in duties if each.until is None and each.team_id in gone}
    waiting = [row for row in rows if row.team in gone and row.month >= now.key and row.state == "planned"]
    found |= {row.area_path for row in waiting}
    return [_gone(path, known) for path in sorted(found)]


def _gone(path: str, known: Known) -> Notice:
    key = f"?gebied={known.names[path].code}" if path in known.names else ""
    actions = (
        Action("Bekijk de afspraken", reverse("calendars:duties") + key),
        Action(own("Bekijk {area.this}"), reverse("calendars:year") + key),
    )
    title = f"{known.area(path)}: een team dat er niet meer is, staat nog in de kalender"
    return Notice(title, "Kies een ander team. Anders doet niemand het.", actions, path=path)
