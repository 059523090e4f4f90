"""Tell staff that work waits: at once, once a day, or not at all, as each chose. No name, no words of a resident leave here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.sections import Contact as HouseContact
from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.kit.dutch_dates import HERE
from wijkwerk.ground.letters.actions import NewLetter, queue
from wijkwerk.ground.letters.models import Channel
from wijkwerk.ground.people.may import Access, access
from wijkwerk.ground.people.models import ENTERING, Role, User
from wijkwerk.rules.deadlines import local_date
from wijkwerk.rules.workflow import State
from wijkwerk.work.answers.tell import base_url
from wijkwerk.work.signals.models import Attention, Handover, HandoverState, How, Message, Signal
from wijkwerk.work.signals.sections import Themes

AT = time(7, 0)  # local time of the daily letter
MOST_TOLD = 20
MOST_PEOPLE = 500
KIND = "staff_attention"


@dataclass(frozen=True)
class News:
    """One thing that waits: what it is in Dutch, and the code of the signal. For care nothing but that it is there."""

    what: str
    code: str
    theme: str


def choose(*, user: User, municipality: Municipality, how: str, now: datetime) -> Attention:
    """How this person wants to hear. What happened before now is not told again."""
    row, made = Attention.objects.get_or_create(
        municipality=municipality, user=user, defaults={"how": how, "told_until": now}
    )
    if not made and row.how != how:
        row.how, row.told_until = how, now
        row.save(update_fields=["how", "told_until"])
    return row


def chosen(user: User, municipality: Municipality) -> str:
    """What this person chose; once a day for who never chose."""
    row = Attention.objects.filter(municipality=municipality, user=user).first()
    return row.how if row else How.DAILY


def news(who: Access, municipality: Municipality, since: datetime) -> list[News]:
    """What came to this person or a team of theirs after `since` and still waits. Three queries."""
    labels = current(municipality).part(Themes)
    found = [
        *_new_signals(who, municipality, since),
        *_handovers(who, municipality, since),
        *_messages(who, municipality, since),
    ]
    return [
        News(what, signal.subject.code, "" if signal.visibility == "care" else labels.label(signal.theme))
        for what, signal in found
    ]


def _new_signals(who: Access, municipality: Municipality, since: datetime) -> Iterator[tuple[str, Signal]]:
    rows = Signal.objects.filter(who.visible(), municipality=municipality, received_at__gt=since)
    rows = rows.filter(owner_person=None, state__in=(State.RECEIVED, State.ROUTED))
    rows = rows.filter(Q(owner_team__in=who.teams | who.care_teams) | Q(meant_for=who.user_id))
    for signal in rows.select_related("subject").defer("text").order_by("received_at")[: MOST_TOLD + 1]:
        yield "Nieuw", signal


def _handovers(who: Access, municipality: Municipality, since: datetime) -> Iterator[tuple[str, Signal]]:
    teams = who.teams | who.care_teams
    mine = Q(to_person=who.user_id) & ~Q(signal__visibility="care") | Q(to_person=None, to_team__in=teams)
    rows = Handover.objects.filter(
        mine, municipality=municipality, state=HandoverState.SENT, asked_at__gt=since
    )
    for row in rows.select_related("signal__subject").order_by("asked_at")[: MOST_TOLD + 1]:
        yield "Een collega vraagt u dit over te nemen", row.signal


def _messages(who: Access, municipality: Municipality, since: datetime) -> Iterator[tuple[str, Signal]]:
    teams = who.teams | who.care_teams
    mine = Q(signal__owner_person=who.user_id) | Q(signal__owner_person=None, signal__owner_team__in=teams)
    care = Q(signal__visibility="care") & ~Q(signal__owner_team__in=who.care_teams)
    rows = Message.objects.filter(mine, municipality=municipality, seen_at=None, written_at__gt=since)
    for row in rows.exclude(care).select_related("signal__subject").order_by("written_at")[: MOST_TOLD + 1]:
        yield "Een melder schreef u", row.signal


def tell_staff(*, now: datetime) -> int:
    """A clock: write to who wants to hear at once, and after seven in the morning to who wants it once a day.

    Returns how many letters were queued.
    """
    told = 0
    for municipality in Municipality.objects.exclude(settings_number=0):
        told += sum(_tell(row, municipality, now=now) for row in _due(municipality, now=now))
    return told


def _due(municipality: Municipality, *, now: datetime) -> list[Attention]:
    morning = datetime.combine(local_date(now), AT, tzinfo=HERE)
    due = Q(how=How.AT_ONCE, told_until__lt=now)
    if now >= morning:
        _begin(municipality, now=now)
        due |= Q(how=How.DAILY, told_until__lt=morning.astimezone(UTC))
    rows = Attention.objects.filter(due, municipality=municipality, user__is_active=True)
    return list(rows.select_related("user").order_by("told_until")[:MOST_PEOPLE])


def _begin(municipality: Municipality, *, now: datetime) -> None:
    """Everybody who works here hears once a day until they choose otherwise. One query; it gives who is new and nobody else."""
    today = local_date(now)
    roles = Role.objects.filter(municipality=municipality, kind__in=ENTERING, since__lte=today)
    roles = roles.filter(Q(until=None) | Q(until__gte=today))
    known = Attention.objects.filter(municipality=municipality, user=OuterRef("user"))
    missing = set(roles.filter(~Exists(known)).values_list("user_id", flat=True))
    began = now - timedelta(days=1)
    Attention.objects.bulk_create(
        [Attention(municipality=municipality, user_id=key, told_until=began) for key in missing],
        ignore_conflicts=True,
    )


def _tell(row: Attention, municipality: Municipality, *, now: datetime) -> int:
    with transaction.atomic():
        # Two workers at one moment: the first one moves the mark, the second finds nothing to do.
        mine = Attention.objects.filter(pk=row.pk, told_until=row.told_until)
        if not mine.update(told_until=now):
            return 0
        found = news(access(row.user, municipality, today=local_date(now)), municipality, row.told_until)
        if not found:
            return 0
        queue([_letter(row.user, municipality, found)], now=now)
        return 1


def _letter(user: User, municipality: Municipality, found: list[News]) -> NewLetter:
    desk = f"{base_url(municipality)}/bureau/"
    number = f"{MOST_TOLD}+" if len(found) > MOST_TOLD else str(len(found))
    body = "\n".join(
        [
            "Dag collega,",
            "",
            f"Dit wacht op u of op uw team ({number}):",
            "",
            *_lines(found[:MOST_TOLD], desk),
            "",
            f"Alles staat op uw bureau: {desk}",
            f"Wilt u deze berichten anders of niet meer? Kies het hier: {desk}berichten/",
        ]
    )
    return NewLetter(
        municipality=municipality.pk,
        kind=KIND,
        channel=Channel.EMAIL,
        address=user.email,
        sender=current(municipality).part(HouseContact).email,
        title=f"Er wacht werk: {number}",
        body=body,
    )


def _lines(found: Iterable[News], desk: str) -> Iterator[str]:
    for each in found:
        theme = f" ({each.theme})" if each.theme else ""
        yield f"- {each.what}{theme}: {desk}melding/{each.code}/"
