"""What plans do when a signal leaves the open: it turned out to be about one person's care (D8)."""

from datetime import datetime

from django.db.models import Q

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.kit.db import locked
from wijkwerk.ground.people.models import User
from wijkwerk.ground.people.queries import works_here
from wijkwerk.ground.subjects.models import Link, Subject
from wijkwerk.rules.deadlines import local_date
from wijkwerk.rules.planning import ItemState, Origin
from wijkwerk.work.answers.models import Promise
from wijkwerk.work.plans.models import ANSWERS, PROMISED, Plan, PlanItem, RoundWish
from wijkwerk.work.plans.steps import log

SETTLED = (ItemState.DONE, ItemState.DROPPED)
A_RESIDENT = own("een {resident.one}")


def hold_for_care(*, subject: Subject, municipality: Municipality) -> None:
    """Lock what points at it, plans before items, before the signal is locked: every step on an item goes in this order."""
    links = Link.objects.filter(municipality=municipality, kind=ANSWERS, target=subject)
    pointing = Q(origin_subject=subject) | Q(pk__in=links.values("source"))
    items = PlanItem.objects.filter(pointing, municipality=municipality)
    plans = set(items.values_list("plan", flat=True))
    for rows in (Plan.objects.filter(pk__in=plans), items):
        list(locked(rows.order_by("pk")))


def out_for_care(*, subject: Subject, municipality: Municipality, now: datetime) -> int:
    """No item, round or drawing points at it any more; what came from it came from "a resident". Returns how many rows.

    The promise stays with the care line, which keeps it; the links of the subject itself `make_care` takes away.
    """
    promises = Promise.objects.filter(municipality=municipality, asked=subject).values("pk")
    gone, _ = Link.objects.filter(municipality=municipality, kind=PROMISED, target__in=promises).delete()
    wishes, _ = RoundWish.objects.filter(municipality=municipality, wish=subject).delete()
    items = PlanItem.objects.filter(municipality=municipality, origin_subject=subject)
    return gone + wishes + items.update(origin=Origin.RESIDENT, origin_words=A_RESIDENT, origin_subject=None)


def back_to_team(*, user: User, municipality: Municipality, now: datetime, by: User | None) -> int:
    """Who works here no more looks after no item: its team does. Who is only away keeps it. Returns how many items."""
    if works_here(user, municipality, today=local_date(now)):
        return 0
    mine = PlanItem.objects.filter(municipality=municipality, owner_person=user)
    found = list(mine.exclude(state__in=SETTLED).select_related("subject", "municipality"))
    for item in found:
        log(item, "item_to_team", by=by, now=now, text={"title": item.title}, origin="roles")
    return mine.filter(pk__in=[item.pk for item in found]).update(owner_person=None)
