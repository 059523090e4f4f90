"""Wishes in a round: how they come in, what becomes of each with its reason, and where it stands in the plan (O12, I28)."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F, Q

from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.areas.words import own
from wijkwerk.ground.journal.actions import Entry, write
from wijkwerk.ground.people.models import User
from wijkwerk.rules import workflow
from wijkwerk.rules.deadlines import local_date
from wijkwerk.rules.planning import ADOPTER, Origin, RoundStep
from wijkwerk.work.answers.actions import NewAnswer, Refused
from wijkwerk.work.answers.models import AnswerKind
from wijkwerk.work.plans import promising
from wijkwerk.work.plans.actions import items
from wijkwerk.work.plans.actions.items import NewItem
from wijkwerk.work.plans.actions.linking import NOT_OF_A_PLAN
from wijkwerk.work.plans.actions.rounds import held, locked_round
from wijkwerk.work.plans.gathering import Gathered, gather, save_as
from wijkwerk.work.plans.held import name_of
from wijkwerk.work.plans.models import Outcome, PlanItem, Round, RoundWish, WrittenBy
from wijkwerk.work.plans.sections import RoundCriteria
from wijkwerk.work.plans.steps import LOOK_AGAIN, clean, log
from wijkwerk.work.signals.actions import answer, reopen
from wijkwerk.work.signals.actions.steps import locked
from wijkwerk.work.signals.intake import NewSignal, report
from wijkwerk.work.signals.models import OPEN, TO_ANSWER, Kind, Signal

CALL_IS_OVER: Final = "De tijd om te reageren is voorbij. U kunt wel een gewone melding doen."
NOT_HERE: Final = own(
    "Deze ronde gaat over een {area.other}. Doe een gewone melding, dan komt uw wens ook goed terecht."
)
IS_READY: Final = "Deze melding is al klaar. Zij kan niet meer meedoen."
TOO_LATE: Final = "De wensen zijn al bekeken. Er kan geen melding meer bij."
NO_CRITERION: Final = "Kies waarom deze wens afvalt."
SAY_WHY_OUT: Final = "Leg uit waarom deze wens afvalt. Wie dit vroeg, leest het."
WHY_AGAIN: Final = "Leg uit waarom u nog eens kijkt. Wie dit vroeg, leest het."
STANDS_IN_PLAN: Final = "Deze wens staat al in het plan. Laat daar het punt vallen, met de reden."
NOT_A_NO: Final = "Een nee is een antwoord van de gemeente. Een medewerker kan dat geven."
OTHER_PLAN: Final = "Kies een punt uit dit plan."
CAN_DO: Final = "Bent u het er niet mee eens? Zeg het op uw eigen pagina."
WISHES: Final = frozenset({Kind.IDEA.value, Kind.CHANCE.value})
DECIDING: Final = (RoundStep.FILTER, RoundStep.PLACE)
# A round of the municipality speaks for the owner of each signal in it, as adopting does.
SPEAKS: Final = frozenset({workflow.OWNER_TEAM})
MOST: Final = 200


@transaction.atomic
def bring_wish(*, round_: Round, new: NewSignal, by: User | None, now: datetime, key: str = "") -> Signal:
    """What somebody wishes, as a signal with an owner, a receipt and a page of its own. The same `key` counts once.

    An answer is promised by the day on which the plan is decided.

    Raises Refused when the call is over, for what lies elsewhere, and for what the house refuses in any signal.
    """
    round_ = locked_round(round_)
    if new.kind not in WISHES or new.care:
        raise Refused(NOT_OF_A_PLAN)
    if not takes_wishes(round_, now):
        raise Refused(CALL_IS_OVER)
    if not new.place.area_path.startswith(round_.plan.area_path):
        raise Refused(NOT_HERE)
    new = replace(new, decided_on=round_.adopt_until)
    signal = report(municipality=round_.municipality, new=new, by=by, now=now, key=key)
    _take_part(round_, signal, called=True, by=by, now=now)
    return signal


def takes_wishes(round_: Round, now: datetime) -> bool:
    """Whether residents can still say what they wish."""
    return round_.step == RoundStep.CALL and round_.call_from <= local_date(now) <= round_.call_until


def _take_part(round_: Round, signal: Signal, *, called: bool, by: User | None, now: datetime) -> RoundWish:
    row, made = RoundWish.objects.get_or_create(
        municipality=round_.municipality,
        round=round_,
        wish=signal.subject,
        defaults={"called": called, "added_at": now},
    )
    if made:
        # Without the code: should it turn out to be about care, no line of a plan may name it (D8).
        log(round_.plan, "wish_called" if called else "wish_brought", by=by, now=now)
        _say_on(round_, signal, "in_round", by=by, now=now)
    return row


def _say_on(round_: Round, signal: Signal, verb: str, *, by: User | None, now: datetime) -> None:
    write(
        Entry(
            municipality=round_.municipality_id,
            verb=verb,
            at=now,
            subject=signal.pk,
            actor=by.pk if by else None,
            text={"plan": name_of(round_.plan)},
        )
    )


@transaction.atomic
def bring_signal(
    *, round_: Round, signal: Signal, by: User, roles: frozenset[str], now: datetime
) -> RoundWish:
    """An open signal that was there already takes part. The caller has looked whether `by` may see it. Raises Refused."""
    round_ = held(round_, roles)
    if round_.step not in (RoundStep.CALL, RoundStep.FILTER):
        raise Refused(TOO_LATE)
    signal = locked(signal)
    odd = signal.visibility == "care" or signal.formal_kind or signal.erased_at is not None
    if odd or signal.municipality_id != round_.municipality_id:
        raise Refused(NOT_OF_A_PLAN)
    if signal.state not in OPEN:
        raise Refused(IS_READY)
    return _take_part(round_, signal, called=False, by=by, now=now)


def _deciding(wish: RoundWish, roles: frozenset[str], *steps: RoundStep) -> tuple[Round, Gathered]:
    """The round held, and the wish with all that was merged with it. Raises Refused when the moment is past."""
    round_ = held(wish.round, roles)
    if round_.step not in steps:
        raise Refused(LOOK_AGAIN)
    for found in gather(round_):
        if any(row.pk == wish.pk for row in found.rows):
            return round_, found
    raise Refused(LOOK_AGAIN)


def _decide(
    found: Gathered, outcome: Outcome, *, by: User, now: datetime, criterion: str = "", why: str = ""
) -> RoundWish:
    row = found.row
    if row.outcome != Outcome.OPEN or found.placed:
        raise Refused(LOOK_AGAIN)
    row.outcome, row.criterion, row.why = outcome.value, criterion, why
    row.decided_by, row.decided_at = by, now
    save_as(row, found.rows)
    return row


@transaction.atomic
def let_through(*, wish: RoundWish, by: User, roles: frozenset[str], now: datetime) -> RoundWish:
    """It can be done: it goes on to be placed in the plan. Raises Refused when somebody was first."""
    round_, found = _deciding(wish, roles, *DECIDING)
    row = _decide(found, Outcome.THROUGH, by=by, now=now)
    log(round_.plan, "wish_through", by=by, now=now)
    return row


@transaction.atomic
def let_out(
    *,
    wish: RoundWish,
    criterion: str,
    why: str,
    by: User,
    roles: frozenset[str],
    now: datetime,
    can_do: str = "",
) -> RoundWish:
    """It falls out, with the reason for everybody; who asked and has no answer yet gets a no with that reason. Raises Refused."""
    round_, found = _deciding(wish, roles, *DECIDING)
    if current(round_.municipality).part(RoundCriteria).get(criterion) is None:
        raise Refused(NO_CRITERION)
    if not _is_theirs(round_) and ADOPTER not in roles:
        raise Refused(NOT_A_NO)
    row = _decide(found, Outcome.OUT, by=by, now=now, criterion=criterion, why=clean(why, SAY_WHY_OUT))
    log(round_.plan, "wish_out", by=by, now=now, result=criterion)
    _say_no(row, found.signal, can_do=clean(can_do), by=by, now=now)
    return row


def _is_theirs(round_: Round) -> bool:
    """What residents leave out of their own plan is no answer of the municipality: a no is not theirs to give (I26)."""
    return round_.plan.written_by == WrittenBy.RESIDENTS


def _say_no(row: RoundWish, signal: Signal, *, by: User, now: datetime, can_do: str = "") -> bool:
    """The answer no, when it waits for an answer and may have one. Inside the transaction."""
    signal = locked(signal)
    waits = signal.state in TO_ANSWER and signal.state not in promising.NOT_NOW
    if _is_theirs(row.round) or not waits or signal.visibility == "care" or signal.formal_kind:
        return False
    plan, label = row.round.plan, current(row.round.municipality).part(RoundCriteria).label(row.criterion)
    new = NewAnswer(
        kind=AnswerKind.NO,
        owner_team=plan.owner_team,
        text=f"Uw wens deed mee met de ronde voor dit plan: {name_of(plan)}.",
        reason=f"{label}. {row.why}",
        can_do=can_do or CAN_DO,
    )
    try:
        answer(signal=signal, new=new, by=by, roles=SPEAKS, now=now)
    except Refused:
        return False  # a rule of the house comes first (the broad look, I8): `catch_up` says it then
    return True


@transaction.atomic
def reconsider(*, wish: RoundWish, why: str, by: User, roles: frozenset[str], now: datetime) -> RoundWish:
    """Look at it once more. Who got a no for it hears that, and gets a new answer. Raises Refused."""
    round_, found = _deciding(wish, roles, *DECIDING)
    row = found.row
    if row.outcome == Outcome.OPEN:
        raise Refused(LOOK_AGAIN)
    if found.placed:
        raise Refused(STANDS_IN_PLAN)
    words, decided = clean(why, WHY_AGAIN), row.decided_at
    was_out = row.outcome == Outcome.OUT
    if was_out and not _is_theirs(round_) and ADOPTER not in roles:
        raise Refused(NOT_A_NO)
    row.outcome, row.criterion, row.why = Outcome.OPEN.value, "", ""
    row.decided_by = row.decided_at = None
    save_as(row, found.rows)
    log(round_.plan, "wish_reconsidered", by=by, now=now, text={"why": words})
    if was_out:
        _take_back_no(round_, found.signal, decided, why=words, by=by, now=now)
    return row


def _take_back_no(
    round_: Round, signal: Signal, decided: datetime | None, *, why: str, by: User, now: datetime
) -> None:
    """The no of this round, when that is the answer that stands."""
    signal = locked(signal)
    ours = signal.answered_at is not None and decided is not None and signal.answered_at >= decided
    if (
        ours
        and not _is_theirs(round_)
        and signal.answer_kind == AnswerKind.NO
        and signal.state in ("answered", "closed")
    ):
        reopen(signal=signal, why=why, by=by, roles=SPEAKS, now=now)


@transaction.atomic
def place_wish(
    *,
    wish: RoundWish,
    by: User,
    roles: frozenset[str],
    now: datetime,
    item: PlanItem | None = None,
    new: NewItem | None = None,
) -> PlanItem:
    """It stands in the plan: in an item that is there, or in a new one that comes from it. Raises Refused."""
    round_, found = _deciding(wish, roles, RoundStep.PLACE)
    if found.outcome != Outcome.THROUGH or found.placed or (item is None) == (new is None):
        raise Refused(LOOK_AGAIN)
    if item is not None:
        if item.plan_id != round_.plan_id:
            raise Refused(OTHER_PLAN)
        made = items.link_signal(item=item, signal=found.signal, by=by, roles=roles, now=now)
    else:
        made = _new_item(round_, found.signal, new, by=by, roles=roles, now=now)
    found.row.item = made
    save_as(found.row, found.rows)
    log(round_.plan, "wish_placed", by=by, now=now, text={"title": made.title})
    return made


def _new_item(
    round_: Round, signal: Signal, new: NewItem | None, *, by: User, roles: frozenset[str], now: datetime
) -> PlanItem:
    if new is None or new.origin != Origin.SIGNAL or new.origin_subject != signal.subject:
        raise Refused(items.NO_ORIGIN)
    return items.propose_item(plan=round_.plan, new=new, by=by, roles=roles, now=now)


def catch_up(*, now: datetime) -> int:
    """What the worker does each minute: say the no that could not be said when the wish fell out. Returns how many.

    Only of what is decided and not answered since: who says "not solved" after a no is answered by a person.
    """
    waiting = [state for state in TO_ANSWER if state not in promising.NOT_NOW]
    unanswered = Q(wish__signal__answered_at=None) | Q(wish__signal__answered_at__lt=F("decided_at"))
    rows = RoundWish.objects.filter(
        unanswered, round__ended_at=None, outcome=Outcome.OUT, wish__signal__state__in=waiting
    ).exclude(round__plan__written_by=WrittenBy.RESIDENTS)
    names = ("round__plan__owner_team", "round__municipality", "wish__signal__subject", "decided_by")
    return sum(_say_late(row, now=now) for row in rows.select_related(*names).order_by("?")[:MOST])


@transaction.atomic
def _say_late(row: RoundWish, *, now: datetime) -> bool:
    locked_round(row.round)
    still = RoundWish.objects.filter(pk=row.pk, municipality=row.municipality_id, decided_at=row.decided_at)
    signal = row.wish.signal
    signal.municipality = row.round.municipality
    if row.decided_by is None or not still.exists():
        return False  # somebody looked at it once more
    return _say_no(row, signal, by=row.decided_by, now=now)
