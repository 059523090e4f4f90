"""The verbs on a signal: take, give, confirm, bounce, note, answer, publish, join, reopen, close (O2, I2, I9).

Each is one transaction: the row is locked, `rules.workflow` says whether the step is allowed, named fields are saved, one
journal line is written, and whoever is owed a letter gets one.
"""

from datetime import date, datetime, timedelta

from django.db import transaction

from wijkwerk.ground.areas.settings import part_at
from wijkwerk.ground.people.models import Team, User
from wijkwerk.ground.people.queries import works_in
from wijkwerk.rules import workflow
from wijkwerk.rules.deadlines import day_words, local_date
from wijkwerk.rules.workflow import State, Step
from wijkwerk.work.answers.actions import NewAnswer, Refused, answer_facts, give_answer
from wijkwerk.work.answers.askers import NewAsker, add_asker
from wijkwerk.work.answers.models import Asker, AskerRole
from wijkwerk.work.answers.retelling import retell
from wijkwerk.work.answers.tell import rendered, tell
from wijkwerk.work.signals.actions import offers
from wijkwerk.work.signals.actions.broad import refuse_unlooked
from wijkwerk.work.signals.actions.commanding import refuse_command
from wijkwerk.work.signals.actions.steps import end, locked, log, opened, step, take_back
from wijkwerk.work.signals.finding import searching
from wijkwerk.work.signals.intake import asked_of, need_words, receipt_facts, terms_from
from wijkwerk.work.signals.models import ENDED, Handover, HandoverState, Note, Signal
from wijkwerk.work.signals.owners import living_team
from wijkwerk.work.signals.sections import Terms

TAKEN_BY_ANOTHER = "Een collega nam de melding."

ANOTHER_ASKER = "Iemand die dit ook vroeg, vindt dat het nog niet goed is."
LOOK_AGAIN_CARE = "Het is nog niet goed."


@transaction.atomic
def take(
    *, signal: Signal, by: User, roles: frozenset[str], now: datetime, team: Team | None = None
) -> Signal:
    """`by` takes it: from now on the asker sees a name. `team` = the team of `by` that owns it from now on."""
    signal = locked(signal)
    before, after = signal.state, step(signal, Step.TAKE, roles)
    own = by.pk == signal.owner_person_id and team in (None, signal.owner_team)
    if own and after == before and not offers.asked_or_sent_back(signal):
        raise Refused("U heeft deze melding al.")
    signal.state = after
    signal.owner_person, signal.owned_at, signal.meant_for = by, now, None
    if team is not None:
        signal.owner_team = team
    _settle_taken(signal, by=by, now=now)
    fields = ["state", "owner_person", "owned_at", "owner_team", "meant_for", "rung"]
    signal.save(update_fields=[*fields, *opened(signal, now=now)])
    verb = "kept" if own and after == before else "taken"
    log(signal, verb, by=by, now=now, text={"person": by.name, "team": signal.owner_team.name})
    return signal


def _settle_taken(signal: Signal, *, by: User, now: datetime) -> None:
    """An offer is confirmed by who takes the signal for the team or person that was asked; else it is not needed any more."""
    offer = offers.offer_of(signal)
    if offer is None:
        return
    if by.pk == offer.to_person_id or offer.to_team_id == signal.owner_team_id != offer.from_team_id:
        signal.rung = offer.rung or signal.rung
        offers.settle_offers(signal, state=HandoverState.CONFIRMED, by=by, why="", now=now)
    else:
        own = by.pk == offer.asked_by_id
        take_back(signal, by=by, why=offers.TAKEN_BACK if own else TAKEN_BY_ANOTHER, now=now)


@transaction.atomic
def give(
    *,
    signal: Signal,
    to_team: Team,
    to_person: User | None,
    why: str,
    by: User,
    roles: frozenset[str],
    now: datetime,
) -> Handover:
    """Ask another team or person to take it over. The sender stays owner until they confirm (D2)."""
    signal = locked(signal)
    offers.check_receiver(signal, to_team, to_person, today=local_date(now))
    need_words(why, "Schrijf erbij waarom u het doorgeeft. Dan hoeft uw collega niet te raden.")
    signal.state = step(signal, Step.GIVE, roles)
    signal.save(update_fields=["state", *opened(signal, now=now)])
    take_back(signal, by=by, why=offers.ASKED_ANOTHER, now=now)
    handover = offers.make_offer(signal=signal, to_team=to_team, to_person=to_person, why=why, by=by, now=now)
    log(signal, "given", by=by, now=now, text={"team": to_team.name, "why": why})
    return handover


@transaction.atomic
def confirm(*, handover: Handover, by: User, now: datetime) -> Signal:
    """The receiver says "I have it": only now the owner changes, and every asker is told who has it (I9)."""
    signal = locked(handover.signal)
    handover = offers.waiting_offer(handover)
    if handover.to_team.ended_at is not None:
        raise Refused("Dit team bestaat niet meer. Stuur de melding terug.")
    signal.state = step(signal, Step.CONFIRM, frozenset({workflow.RECEIVER}))
    moved = signal.owner_team_id != handover.to_team_id
    signal.owner_team, signal.owner_person, signal.owned_at = handover.to_team, by, now
    signal.meant_for, signal.rung = None, handover.rung or signal.rung
    fields = ["state", "owner_team", "owner_person", "owned_at", "meant_for", "rung"]
    signal.save(update_fields=[*fields, *opened(signal, now=now)])
    offers.settle_offers(signal, state=HandoverState.CONFIRMED, by=by, why="", now=now)
    log(signal, "taken_over", by=by, now=now, text={"person": by.name, "team": handover.to_team.name})
    if moved:
        tell(asked_of(signal), "taken", facts=receipt_facts(signal), now=now)
    return signal


@transaction.atomic
def bounce(*, handover: Handover, why: str, by: User, now: datetime) -> Signal:
    """The receiver sends it back, with the reason; the sender still owns it."""
    signal = locked(handover.signal)
    handover = offers.waiting_offer(handover)
    need_words(why, "Schrijf erbij waarom u het terugstuurt.")
    signal.state = step(signal, Step.BOUNCE, frozenset({workflow.RECEIVER}))
    signal.save(update_fields=["state"])
    offers.settle_offers(signal, state=HandoverState.BOUNCED, by=by, why=why, now=now)
    log(signal, "bounced", by=by, now=now, text={"team": handover.to_team.name, "why": why})
    return signal


@transaction.atomic
def note(*, signal: Signal, text: str, by: User, roles: frozenset[str], now: datetime) -> Note:
    """A note for colleagues; never seen by askers or strangers. No citizen service number."""
    signal = locked(signal)
    need_words(text, "Schrijf eerst een notitie.")
    step(signal, Step.NOTE, roles)
    made = Note.objects.create(
        municipality=signal.municipality, signal=signal, written_by=by, written_at=now, text=text
    )
    log(signal, "noted", by=by, now=now)
    searching.index(signal, now=now)
    return made


@transaction.atomic
def answer(*, signal: Signal, new: NewAnswer, by: User, roles: frozenset[str], now: datetime) -> Signal:
    """One clear answer to every asker (I2, I3). The signal then waits for its promise, or for its term to end."""
    signal = locked(signal)
    refuse_unlooked(signal)
    refuse_command(signal, new, by=by, roles=roles, now=now)
    after = step(signal, Step.ANSWER, roles)
    until = reopen_until(signal, now)
    extra = {"reopen_until": day_words(until)}
    given = give_answer(asked=asked_of(signal), new=new, by=by, now=now, extra=extra)
    signal.state, signal.answer_kind, signal.answered_at = after, given.kind, now
    if (
        signal.answer_due is not None
    ):  # a second answer to the same question does not change whether we were in time
        signal.in_time = local_date(now) <= signal.answer_due
    signal.answer_due = None
    signal.reopen_until = until if given.kind == "no" else None
    signal.has_promise = given.kind == "yes"
    if signal.owner_person is None:
        signal.owner_person, signal.owned_at, signal.meant_for = by, now, None
    signal.save(
        update_fields=[
            "state",
            "answer_kind",
            "answered_at",
            "answer_due",
            "in_time",
            "reopen_until",
            "has_promise",
            "owner_person",
            "owned_at",
            "meant_for",
            *opened(signal, now=now),
        ]
    )
    searching.index(signal, now=now)
    return signal


def answer_letter(*, signal: Signal, new: NewAnswer, now: datetime) -> tuple[str, str]:
    """Title and body of the letter that this answer will send, to read before sending. Changes nothing."""
    facts = answer_facts(new) | {"reopen_until": day_words(reopen_until(signal, now))}
    return rendered(asked_of(signal), f"answer_{new.kind}", facts=facts)


def reopen_until(signal: Signal, now: datetime) -> date:
    """The last day on which an asker can say "not solved" about an answer of now."""
    return local_date(now) + timedelta(days=part_at(signal.municipality, Terms, signal.area_path).reopen_days)


@transaction.atomic
def join(*, signal: Signal, who: NewAsker, now: datetime) -> Asker:
    """One more person asks the same: they get every answer too. Only what is public can be joined (D4, D5)."""
    signal = locked(signal)
    if signal.published_at is None or signal.state in ENDED:
        raise Refused("Bij deze melding kunt u niet meer meedoen. U kunt wel zelf iets melden.")
    asker = add_asker(
        subject=signal.subject,
        who=NewAsker(who.contact, who.name, who.address, AskerRole.JOINED, who.user),
        now=now,
    )
    signal.askers += 1
    signal.save(update_fields=["askers"])
    log(signal, "joined", by=None, now=now)
    asked = asked_of(signal)
    tell(asked, "joined", facts=receipt_facts(signal), now=now, only=[asker])
    if signal.state == State.ANSWERED:
        until = signal.reopen_until
        retell(asked, only=[asker], extra={"reopen_until": day_words(until) if until else ""}, now=now)
    return asker


@transaction.atomic
def reopen(
    *,
    signal: Signal,
    why: str,
    by: User | None,
    roles: frozenset[str],
    now: datetime,
    origin: str = "web",
    asker: Asker | None = None,
) -> Signal:
    """ "Not solved": back to the owner with its whole history, and a new term.

    What an asker writes goes to staff and back to that `asker`, never to the others. Whose team is gone comes at intake.
    """
    signal = locked(signal)
    if workflow.ASKER in roles and not may_reopen(signal, now=now):
        raise Refused("De tijd om te reageren is voorbij. U kunt wel iets nieuws melden.")
    need_words(why, "Schrijf kort wat er nog niet goed is.")
    signal.state = step(signal, Step.REOPEN, roles)
    terms = terms_from(signal.municipality, theme=signal.theme, area_path=signal.area_path, received=now)
    signal.confirm_due, signal.answer_due = terms["confirm_due"], terms["answer_due"]
    signal.reopened += 1
    owner = _living_owner(signal, now)
    signal.closed_at, signal.reopen_until, signal.result, signal.destroy_after = None, None, "", None
    signal.save(
        update_fields=[
            *_back_from_elsewhere(signal),
            *owner,
            "state",
            "confirm_due",
            "answer_due",
            "reopened",
            "closed_at",
            "reopen_until",
            "result",
            "destroy_after",
        ]
    )
    # Whose words they are: they go where this asker goes, and are erased with them.
    whose = {"asker": str(asker.pk)} if asker is not None and by is None else {}
    log(signal, "reopened", by=by, now=now, text={"why": why} | whose, origin=origin)
    _tell_reopened(signal, why, by=by, asker=asker, now=now)
    return signal


def _tell_reopened(signal: Signal, why: str, *, by: User | None, asker: Asker | None, now: datetime) -> None:
    asked, facts = asked_of(signal), receipt_facts(signal)
    own = [asker] if asker is not None else []
    if asked.care:
        why = LOOK_AGAIN_CARE  # read over shoulders (D8)
    if by is None and own:
        tell(asked, "reopened", facts=facts | {"why": why}, now=now, only=own)
    if by is None:
        tell(asked, "reopened", facts=facts | {"why": ANOTHER_ASKER}, now=now, besides=own)
    else:
        tell(asked, "reopened", facts=facts | {"why": why}, now=now)


def _living_owner(signal: Signal, now: datetime) -> list[str]:
    """A reopened signal belongs to a team that lives, and to nobody who left. Returns the names of the fields to save."""
    signal.owner_team = living_team(signal)
    person = signal.owner_person
    if person is not None and not works_in(person, signal.owner_team, today=local_date(now)):
        signal.owner_person, signal.owned_at = None, None
    return ["owner_team", "owner_person", "owned_at"]


def _back_from_elsewhere(signal: Signal) -> list[str]:
    """What was sent on is ours again; a formal matter stays one, with its legal date, and asks for a new reference.

    Returns the names of the fields to save.
    """
    if signal.forwarded_at is None:
        return []
    signal.external_system = signal.external_ref = ""
    if signal.formal_kind:
        signal.confirm_due, signal.answer_due = None, signal.legal_due
    else:
        signal.forwarded_to, signal.forwarded_at = "", None
    return ["external_system", "external_ref", "forwarded_to", "forwarded_at"]


def may_reopen(signal: Signal, *, now: datetime) -> bool:
    """Whether an asker can still say "not solved": as long as a promise runs, and within the term after it."""
    if signal.state not in (State.ANSWERED, State.CLOSED) or signal.result == "answered_elsewhere":
        return False
    return signal.reopen_until is None or local_date(now) <= signal.reopen_until


@transaction.atomic
def close(
    *, signal: Signal, by: User | None, roles: frozenset[str], now: datetime, origin: str = "web"
) -> Signal:
    """The end: a person or the term says so. Refused, by the database too, while a promise is open (D3)."""
    signal = locked(signal)
    signal.state = step(signal, Step.CLOSE, roles)
    signal.save(update_fields=["state", *end(signal, result=signal.answer_kind, now=now)])
    log(signal, "closed", by=by, now=now, origin=origin)
    tell(asked_of(signal), "closed", facts=receipt_facts(signal), now=now)
    return signal


def resend_link(*, signal: Signal, asker: Asker, now: datetime) -> None:
    """The receipt once more, to one asker, with the link that works now."""
    tell(asked_of(signal), "receipt", facts=receipt_facts(signal), now=now, only=[asker])
