"""Destruction lists (D15): proposed, approved by a second pair of eyes, carried out by the worker, with a declaration.

Archiefwet 1995, article 3: what the selection list says must go, goes. Archiefbesluit 1995, article 8: a declaration that
specifies what was destroyed, on which ground and in which way, which is kept.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.journal.actions import Entry, write
from wijkwerk.ground.kit import db, hooks, outbox
from wijkwerk.ground.kit.dutch_dates import local_day
from wijkwerk.ground.people.errors import Refused
from wijkwerk.ground.people.models import User
from wijkwerk.ground.subjects.erasing import Way, erase_subject
from wijkwerk.ground.subjects.models import DestructionItem, DestructionList, Subject
from wijkwerk.ground.subjects.records import Kept, reason_of
from wijkwerk.rules.deadlines import AMSTERDAM, short_day_words, start_of_local_day

KIND = "records.destroy"
MOST = 1000  # dossiers on one list
CHUNK = 50  # dossiers in one transaction
TURN = 4  # chunks in one turn of the worker: well within the lease of an outbox row
CLOCK_HOUR = 4  # local; the clock looks in one hour of the day only

ONE_OPEN = "Er ligt al een voorstel. Keur dat eerst goed, of trek het in."
NOTHING = "Er is nu geen dossier waarvan de bewaartermijn voorbij is."
SETTLED = "Deze lijst is al goedgekeurd of ingetrokken. Bekijk haar opnieuw."
FOUR_EYES = (
    "U heeft deze lijst zelf voorgesteld. Vraag een collega met de rol archief om haar goed te keuren."
)
EMPTY = "Op deze lijst staat niets meer. Trek haar in."
CHANGED = "Was bij het uitvoeren niet meer aan de beurt: weer open, vastgezet of al gewist."


def due(
    municipality: Municipality, *, today: date, care: bool, most: int = MOST, subjects: object = None
) -> list[Kept]:
    """Dossiers of all rooms whose term has passed, the oldest first; of `subjects` only where those are given."""
    given = {"municipality": municipality, "today": today, "care": care, "most": most, "subjects": subjects}
    found = [each for rows in hooks.run("records.due", **given) for each in rows]
    return sorted(found, key=lambda each: (each.destroy_after, each.code))[:most]


@transaction.atomic
def propose(
    *, municipality: Municipality, by: User | None, now: datetime, care: bool = False
) -> DestructionList:
    """A list of at most MOST dossiers, as they are now. `by` None = the clock. Raises Refused."""
    rows = due(municipality, today=local_day(now), care=care)
    if not rows:
        raise Refused("", NOTHING)
    try:
        with transaction.atomic():
            made = DestructionList.objects.create(
                municipality=municipality, care=care, proposed_at=now, proposed_by=by
            )
    except IntegrityError:
        raise Refused("", ONE_OPEN) from None
    DestructionItem.objects.bulk_create([_item(made, each) for each in rows], batch_size=200)
    _log(made, "list_proposed", by=by, now=now, result=str(len(rows)))
    return made


def _item(made: DestructionList, each: Kept) -> DestructionItem:
    if each.ended_on is None or each.destroy_after is None:
        raise ValueError(f"{each.code} is due, so it has ended and has a term")
    return DestructionItem(
        municipality_id=made.municipality_id,
        list=made,
        subject_id=each.subject,
        about=each.about[:80],
        result=each.result,
        rule=each.rule,
        years=each.years,
        ended_on=each.ended_on,
        destroy_after=each.destroy_after,
    )


@transaction.atomic
def leave_out(*, item: DestructionItem, why: str, by: User, now: datetime) -> None:
    """This dossier stays for now, with the reason; the next list has it again."""
    _open_list(item.list)
    DestructionItem.objects.filter(pk=item.pk).update(left_out=reason_of(why)[:300])


@transaction.atomic
def put_back(*, item: DestructionItem, by: User, now: datetime) -> None:
    """On second thoughts it goes with the others."""
    _open_list(item.list)
    DestructionItem.objects.filter(pk=item.pk).update(left_out="")


@transaction.atomic
def approve(*, made: DestructionList, why: str, by: User, now: datetime) -> DestructionList:
    """A second person says yes; the worker then carries it out. Raises Refused."""
    made = _open_list(made)
    if made.proposed_by_id == by.pk:
        raise Refused("", FOUR_EYES)
    reason = reason_of(why)
    if not made.items.filter(left_out="").exists():
        raise Refused("", EMPTY)
    made.approved_by, made.approved_at, made.approved_why = by, now, reason
    made.save(update_fields=["approved_by", "approved_at", "approved_why"])
    outbox.put(KIND, ids={"list_id": str(made.pk)}, now=now)
    _log(made, "list_approved", by=by, now=now)
    return made


@transaction.atomic
def withdraw(*, made: DestructionList, by: User, now: datetime) -> None:
    """Nothing of this list is destroyed."""
    made = _open_list(made)
    made.withdrawn_at = now
    made.save(update_fields=["withdrawn_at"])
    _log(made, "list_withdrawn", by=by, now=now)


def _open_list(made: DestructionList) -> DestructionList:
    """The list as it is now, locked. Raises Refused when it was approved or withdrawn meanwhile."""
    row = db.locked(DestructionList.objects.filter(pk=made.pk)).get()
    if row.approved_at or row.withdrawn_at:
        raise Refused("", SETTLED)
    return row


def carry_out(*, list_id: str, now: datetime) -> None:
    """Erase what is on an approved list; the doer of outbox rows of kind `records.destroy`.

    CHUNK dossiers a transaction: whoever is stopped halfway, even by `kill -9`, goes on where it was. What is no longer due
    is left out and says so.
    """
    for _ in range(TURN):
        if not _some(list_id, now=now):
            return
    raise outbox.Postpone(now, "the rest follows")


@transaction.atomic
def _some(list_id: str, *, now: datetime) -> bool:
    """One chunk. Returns whether there may be more."""
    rows = DestructionList.objects.filter(pk=list_id, approved_at__isnull=False, done_at=None)
    made = db.locked(rows).first()
    if made is None:
        return False
    items = list(waiting(made).select_related("subject").order_by("subject_id")[:CHUNK])
    if not items:
        _finish(made, now=now)
        return False
    keys = [item.subject_id for item in items]
    today = local_day(now)
    still = {each.subject for each in due(made.municipality, today=today, care=made.care, subjects=keys)}
    for item in items:
        item.left_out = CHANGED if item.subject_id not in still else _destroy(made, item, now=now)
        item.done_at = None if item.left_out else now
    DestructionItem.objects.bulk_update(items, ["left_out", "done_at"])
    return True


def _destroy(made: DestructionList, item: DestructionItem, *, now: datetime) -> str:
    """Empty when it is done, else why not."""
    try:
        erase_subject(
            subject=item.subject,
            municipality=made.municipality,
            way=Way.TERM,
            why=item.rule,
            by=made.approved_by,
            now=now,
        )
    except Refused as refused:
        return str(refused)[:300]
    return ""


def waiting(made: DestructionList) -> "QuerySet[DestructionItem]":
    """What still has to be destroyed."""
    return made.items.filter(done_at=None, left_out="")


def _finish(made: DestructionList, *, now: datetime) -> None:
    made.declaration, made.done_at = declaration(made, now=now), now
    made.save(update_fields=["declaration", "done_at"])
    done = made.items.filter(done_at__isnull=False).count()
    _log(made, "list_done", by=made.approved_by, now=now, result=str(done))


DECLARATION = """Verklaring van vernietiging

Namens het college van burgemeester en wethouders van {municipality}, zorgdrager volgens de Archiefwet 1995.

Wat is vernietigd: de persoonlijke gegevens van {count}. Dat zijn de namen en adressen, de teksten, de foto’s, de brieven, \
de notities, de redenen en de woorden om in te zoeken. Elk dossier staat in de specificatie bij deze verklaring, met de \
code, het thema en de dag van het einde.
Wat blijft: het thema, de buurt, de data, de staat en wat openbaar was.

Op grond waarvan: de bewaartermijn van de selectielijst was voorbij (Archiefwet 1995, artikel 3 en 5).
{rules}

Wie besloot: {approved_by}, op {approved_at}. Reden: {approved_why}
Voorgesteld door: {proposed_by}, op {proposed_at}.

Wanneer en hoe: {when} door het programma Wijkwerk, door de gegevens in de database leeg te \
maken en de bestanden te wissen. Reservekopieën verdwijnen na hun eigen termijn. Wordt er één teruggezet, dan wordt deze \
vernietiging opnieuw uitgevoerd.
{left_out}
Deze verklaring wordt bewaard (Archiefbesluit 1995, artikel 8)."""


def _between(first: str, last: str) -> str:
    return f"op {first}" if first == last else f"tussen {first} en {last}"


def declaration(made: DestructionList, *, now: datetime) -> str:
    """The declaration of destruction in Dutch: what, how many, by which rules, who, when and how. No personal text."""
    rows = list(made.items.values_list("rule", "years", "done_at"))
    done = Counter((rule, years) for rule, years, at in rows if at)
    left = sum(at is None for _, _, at in rows)
    by = made.proposed_by
    return DECLARATION.format(
        municipality=f"gemeente {made.municipality.name}",
        count=_dossiers(sum(done.values())),
        rules="\n".join(_rules(done)) or "Er is niets vernietigd.",
        approved_by=made.approved_by.name if made.approved_by else "",
        approved_at=_day(made.approved_at or now),
        approved_why=made.approved_why,
        proposed_by=by.name if by else "het programma, bij het begin van de maand",
        proposed_at=_day(made.proposed_at),
        when=_between(_day(made.approved_at or now), _day(now)),
        left_out=f"\nNiet vernietigd: {_dossiers(left)}. Bij elk staat de reden in de lijst.\n"
        if left
        else "",
    )


def _rules(done: Counter[tuple[str, int | None]]) -> Iterable[str]:
    for (rule, years), number in sorted(done.items(), key=str):
        kept = f"{years} jaar" if years else "zonder termijn in jaren"
        yield f"- Regel {rule or '(geen)'}, {kept}: {_dossiers(number)}"


def _dossiers(number: int) -> str:
    return f"{number} dossier" if number == 1 else f"{number} dossiers"


def _day(moment: datetime) -> str:
    return short_day_words(local_day(moment))


def _log(made: DestructionList, verb: str, *, by: User | None, now: datetime, result: str = "") -> None:
    actor = by.pk if by else None
    line = Entry(
        made.municipality_id, verb, now, subject=made.pk, actor=actor, origin="records", result=result
    )
    write(line)


def propose_monthly(*, now: datetime) -> int:
    """A clock: one list a month for each municipality, where something is due. Returns how many were made."""
    local = now.astimezone(AMSTERDAM)
    if local.hour != CLOCK_HOUR:
        return 0
    month = start_of_local_day(local.date().replace(day=1))
    made = 0
    for care in (False, True):
        had = DestructionList.objects.filter(care=care, proposed_at__gte=month).values("municipality")
        open_ones = DestructionList.objects.filter(care=care, done_at=None, withdrawn_at=None)
        rows = Municipality.objects.filter(settings_number__gt=0).exclude(pk__in=had)
        for municipality in rows.exclude(pk__in=open_ones.values("municipality")):
            if due(municipality, today=local_day(now), care=care, most=1):
                propose(municipality=municipality, by=None, now=now, care=care)
                made += 1
    return made


def out_for_care(*, subject: Subject, municipality: Municipality, now: datetime) -> int:
    """What turned out to be about care stands on no list that others read; it comes on one of its own. Returns how many."""
    open_ones = DestructionItem.objects.filter(municipality=municipality, subject=subject, done_at=None)
    gone, _ = open_ones.filter(list__care=False, list__approved_at=None, list__withdrawn_at=None).delete()
    return gone
