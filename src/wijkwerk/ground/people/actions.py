"""Roles and stand-ins: give, end, set. Each writes one journal line in the same transaction."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from wijkwerk.ground.areas.models import Area, Municipality
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.journal.actions import Entry, write
from wijkwerk.ground.kit import hooks, outbox
from wijkwerk.ground.kit.db import locked
from wijkwerk.ground.kit.dutch_dates import HERE, local_day
from wijkwerk.ground.people import queries
from wijkwerk.ground.people.errors import Refused
from wijkwerk.ground.people.models import Deputy, Role, RoleKind, RoleRequest, Team, TeamKind, User

ROLE_OVER = "people.role_over"
PERSON_AWAY = "people.away"

NEEDS_TEAM = frozenset({RoleKind.TEAM_MEMBER, RoleKind.OFFICIAL, RoleKind.CARE, RoleKind.PARTNER})
NO_TEAM = frozenset({RoleKind.ADMIN, RoleKind.ALDERMAN, RoleKind.RECORDS, RoleKind.RESIDENTS})
HAS_AREA = frozenset({RoleKind.AREA_MANAGER, RoleKind.ALDERMAN, RoleKind.RESIDENTS})
NEEDS_AREA = frozenset({RoleKind.AREA_MANAGER, RoleKind.RESIDENTS})
# A role for care works in a team for care and nowhere else (D8); a partner likewise works in a team of partners.
OWN_TEAMS = {RoleKind.CARE: TeamKind.CARE, RoleKind.PARTNER: TeamKind.PARTNER}


@dataclass(frozen=True)
class Post:
    """What a role is: kind, team and area, from a day until its last day, and how to reach the person in it."""

    kind: str
    since: date
    until: date | None = None
    team: Team | None = None
    area: Area | None = None
    title: str = ""
    phone: str = ""
    days: str = ""


def give_role(*, municipality: Municipality, user: User, post: Post, by: User | None, now: datetime) -> Role:
    """Give a role other than administrator. Raises Refused."""
    if post.kind == RoleKind.ADMIN:
        raise Refused("kind", "Voor deze rol is een tweede beheerder nodig.")
    if by and by.pk == user.pk:
        raise Refused("kind", "U kunt uzelf geen rol geven. Vraag het een andere beheerder.")
    with transaction.atomic():
        check_post(municipality, user, post, today=local_day(now))
        return enter_role(municipality=municipality, user=user, post=post, by=by, now=now)


def check_post(municipality: Municipality, user: User, post: Post, *, today: date) -> None:
    """Raises Refused for a role that cannot be."""
    if not user.is_active:
        raise Refused("kind", "Dit account staat uit. Nodig de persoon eerst opnieuw uit.")
    _check_days(post.since, post.until, today)
    _check_team(municipality, post)
    _check_area(municipality, post)
    held = Role.objects.filter(queries.not_over(today), municipality=municipality, user=user)
    if held.filter(kind=post.kind, team=post.team, area=post.area).exists():
        raise Refused("kind", "Deze persoon heeft deze rol al.")
    # Administrators see no care (D14); one person with both would.
    apart = {RoleKind.CARE: RoleKind.ADMIN, RoleKind.ADMIN: RoleKind.CARE}.get(RoleKind(post.kind))
    if apart and held.filter(kind=apart).exists():
        raise Refused("kind", "Een beheerder ziet geen zorg. Eén persoon kan niet beide rollen hebben.")


def _check_days(since: date, until: date | None, today: date) -> None:
    if until is not None and until < since:
        raise Refused("until", "De laatste dag ligt vóór de eerste dag.")
    if until is not None and until < today:
        raise Refused("until", "De laatste dag is al voorbij.")


def _check_team(municipality: Municipality, post: Post) -> None:
    team, kind = post.team, RoleKind(post.kind)
    if team is None:
        if kind in NEEDS_TEAM:
            raise Refused("team", "Kies een team bij deze rol.")
        return
    if kind in NO_TEAM:
        raise Refused("team", "Deze rol hoort niet bij een team.")
    if team.municipality_id != municipality.pk or team.ended_at is not None:
        raise Refused("team", "Dit team is er niet meer.")
    if OWN_TEAMS.get(kind) != _apart(team.kind):
        raise Refused("team", "Deze rol past niet bij dit soort team.")


def _apart(kind: str) -> str | None:
    return kind if kind in OWN_TEAMS.values() else None


def _check_area(municipality: Municipality, post: Post) -> None:
    if post.area is None:
        if post.kind in NEEDS_AREA:
            raise Refused("area", own("Kies een {area.one} bij deze rol."))
        return
    if post.kind not in HAS_AREA:
        raise Refused("area", own("Deze rol hoort niet bij een {area.one}."))
    if post.area.municipality_id != municipality.pk or not post.area.path:
        raise Refused("area", own("{area.this} is er niet meer."))


def enter_role(*, municipality: Municipality, user: User, post: Post, by: User | None, now: datetime) -> Role:
    """Write the role itself; for callers that have checked it. Call it inside a transaction."""
    role = Role.objects.create(municipality=municipality, user=user, **vars(post))
    _plan_end(role, now)
    log("role_given", role.municipality_id, user, by, now, _about(role))
    return role


def end_role(*, role: Role, last_day: date, by: User | None, now: datetime) -> None:
    """Let a role end after its last day; with yesterday it ends at once. Raises Refused.

    A role that would end before it began is taken away; the journal keeps that it was there.
    """
    today = local_day(now)
    if last_day < today - timedelta(days=1):
        raise Refused("last_day", "De laatste dag is op zijn vroegst gisteren. Dan stopt de rol meteen.")
    with transaction.atomic():
        role = locked(Role.objects.filter(pk=role.pk)).get()
        if role.kind == RoleKind.ADMIN:
            keep_an_administrator(role.municipality, role.user, after=max(last_day, today), by=by)
        _end(role, last_day, by, now)


def keep_an_administrator(municipality: Municipality, user: User, *, after: date, by: User | None) -> None:
    """Raises Refused when nobody else would be administrator after this day."""
    # Two administrators who end each other at the same moment must wait for one another.
    locked(Municipality.objects.filter(pk=municipality.pk)).get()
    others = queries.administrators(municipality, today=after).exclude(user=user)
    if not others.filter(Q(until=None) | Q(until__gt=after)).exists():
        raise Refused("last_day", "Dit is de laatste beheerder. Maak eerst een ander beheerder.")


def _end(role: Role, last_day: date, by: User | None, now: datetime) -> None:
    if last_day < role.since:
        log("role_withdrawn", role.municipality_id, role.user, by, now, _about(role))
        RoleRequest.objects.filter(role=role).update(role=None)
        role.delete()
    else:
        role.until = last_day
        role.save(update_fields=["until"])
        log("role_ended", role.municipality_id, role.user, by, now, _about(role))
    if last_day < local_day(now):
        release(role.user, role.municipality, now=now, by=by)
    else:
        _plan_end(role, now)


def end_all_roles(*, municipality: Municipality, user: User, by: User | None, now: datetime) -> None:
    """End every role of a person here at once, and every stand-in of and by them."""
    yesterday = local_day(now) - timedelta(days=1)
    today = local_day(now)
    with transaction.atomic():
        for role in Role.objects.filter(queries.not_over(today), municipality=municipality, user=user):
            end_role(role=role, last_day=yesterday, by=by, now=now)
        both = Q(person=user) | Q(deputy=user)
        for deputy in Deputy.objects.filter(both, municipality=municipality, until__gte=today):
            end_deputy(deputy=deputy, by=by, now=now)


def set_deputy(
    *,
    municipality: Municipality,
    person: User,
    deputy: User,
    since: date,
    until: date,
    by: User,
    now: datetime,
) -> Deputy:
    """Let a colleague do the work of a person from a day until its last day. Raises Refused.

    Open work of the person falls to the team, on the first day or at once when that is today or earlier (D2).
    """
    today = local_day(now)
    _check_days(since, until, today)
    with transaction.atomic():
        _check_pair(municipality, person, deputy, today=today)
        away = Deputy.objects.filter(municipality=municipality, person=person)
        if away.filter(since__lte=until, until__gte=since).exists():
            raise Refused("since", "In deze dagen is er al een vervanger.")
        row = Deputy.objects.create(
            municipality=municipality, person=person, deputy=deputy, since=since, until=until
        )
        log("deputy_set", municipality.pk, person, by, now, {"deputy": str(deputy.pk), **_days(since, until)})
        if since <= today:
            release(person, municipality, now=now, by=by)
        else:
            outbox.put(PERSON_AWAY, ids={"deputy": str(row.pk)}, now=now, not_before=_start_of(since))
    return row


def _check_pair(municipality: Municipality, person: User, deputy: User, *, today: date) -> None:
    if person.pk == deputy.pk:
        raise Refused("deputy", "Kies een ander dan de persoon zelf.")
    here = queries.colleagues(municipality, today=today)
    if not here.filter(pk=person.pk).exists() or not here.filter(pk=deputy.pk).exists():
        raise Refused("deputy", "Kies een collega die hier nu werkt.")
    care = Role.objects.filter(queries.in_force(today), municipality=municipality, kind=RoleKind.CARE)
    if care.filter(user=person).exists() and not care.filter(user=deputy).exists():
        raise Refused("deputy", "Zorg blijft bij zorg. Kies een collega met dezelfde rol.")


def end_deputy(*, deputy: Deputy, by: User | None, now: datetime) -> None:
    """End a stand-in at once; one that has not begun before today is taken away."""
    yesterday = local_day(now) - timedelta(days=1)
    with transaction.atomic():
        days = _days(deputy.since, deputy.until)
        log(
            "deputy_ended",
            deputy.municipality_id,
            deputy.person,
            by,
            now,
            {"deputy": str(deputy.deputy_id), **days},
        )
        if deputy.since > yesterday:
            deputy.delete()
        else:
            deputy.until = yesterday
            deputy.save(update_fields=["until"])


def release(user: User, municipality: Municipality, *, now: datetime, by: User | None) -> None:
    """Let upper rooms give this person's open work back to the team, in the transaction of the caller."""
    hooks.run("people.role_ended", user=user, municipality=municipality, now=now, by=by)


@transaction.atomic
def role_over(*, now: datetime, role: str) -> None:
    """Doer of the outbox, the night after a role's last day. Does nothing where the role goes on by now."""
    found = (
        Role.objects.filter(pk=role, until__lt=local_day(now)).select_related("user", "municipality").first()
    )
    if found:
        release(found.user, found.municipality, now=now, by=None)


@transaction.atomic
def person_away(*, now: datetime, deputy: str) -> None:
    """Doer of the outbox, on the first day that somebody is away."""
    today = local_day(now)
    rows = Deputy.objects.filter(pk=deputy, since__lte=today, until__gte=today)
    found = rows.select_related("person", "municipality").first()
    if found:
        release(found.person, found.municipality, now=now, by=None)


def _plan_end(role: Role, now: datetime) -> None:
    """A role that ends by itself gives its work back too: the night after its last day."""
    if role.until is not None:
        after = _start_of(role.until + timedelta(days=1))
        outbox.put(ROLE_OVER, ids={"role": str(role.pk)}, now=now, not_before=after)


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=HERE)


def _days(since: date, until: date | None) -> dict[str, str | None]:
    return {"since": since.isoformat(), "until": until.isoformat() if until else None}


def _about(role: Role) -> dict[str, Any]:
    team = str(role.team_id) if role.team_id else None
    area = str(role.area_id) if role.area_id else None
    return {"role": role.kind, "team": team, "area": area, **_days(role.since, role.until)}


def log(verb: str, municipality: uuid.UUID, about: User, by: User | None, now: datetime, text: Any) -> None:
    """One journal line about a person."""
    actor = by.pk if by else None
    origin = "web" if by else "system"
    write(
        Entry(
            municipality=municipality,
            verb=verb,
            at=now,
            subject=about.pk,
            actor=actor,
            origin=origin,
            text=text,
        )
    )
