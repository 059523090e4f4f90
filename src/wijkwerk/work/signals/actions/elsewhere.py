"""What is not ours to answer: formal matters with a way of their own by law (D9), and other organisations.

A formal matter stays somebody's work here until the reference of the other system is entered; till then it stands on the
desk with its legal date. It never gets a yes or a no here; `actions.step` and the database refuse that.
"""

from datetime import date, datetime

from django.db import transaction

from wijkwerk.ground.areas.settings import current
from wijkwerk.ground.people.models import User
from wijkwerk.rules.codes import find_bsn
from wijkwerk.rules.deadlines import day_words, end_of_legal_term, local_date
from wijkwerk.rules.workflow import TO_DO, Step
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.models import Asker, AskerRole
from wijkwerk.work.answers.tell import tell
from wijkwerk.work.signals.actions import publishing
from wijkwerk.work.signals.actions.steps import end, locked, log, opened, step, take_back, wait_no_more
from wijkwerk.work.signals.intake import asked_of, need_words, receipt_facts, terms_from
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.sections import Formal, Formals

FORWARDED, REDIRECTED = "forwarded", "redirected"
SPLIT_FIRST = "Deze melding heeft al een antwoord. Splits het officiële deel eerst af."
SENT_AWAY = "De melding is doorgestuurd."
# In a letter about care nothing is told that a stranger who reads along could learn from (D8).
CARE_PLACE = "de collega’s die hierover gaan"
CARE_CONTACT = "Bel ons. Dan vertellen wij u bij wie het is."
JOINED_PLACE = "een andere afdeling van de gemeente"
JOINED_WHY = "Dit bericht kan alleen de melder zelf laten behandelen. Wilt u ook antwoord? Meld het dan zelf."


def legal_end(way: Formal, received_at: datetime) -> date:
    """The last day by law, counted from the day of receipt (Awb 2:3: sending it on does not stop the term).

    Weeks and months as in the Algemene termijnenwet. An objection has longer by law (Awb 7:10: from the end of the time
    to object); the day given here is never too late.
    """
    return end_of_legal_term(local_date(received_at), weeks=way.weeks or 0, months=way.months or 0)


@transaction.atomic
def forward(
    *, signal: Signal, formal_kind: str, why: str, by: User, roles: frozenset[str], now: datetime
) -> Signal:
    """It is a formal matter: it goes to who decides on it, and the asker hears where it is and by when (Awb 2:3).

    Raises Refused for a signal that was answered, for an unknown kind, and without a reason. `why` is for colleagues.
    """
    signal = locked(signal)
    way = current(signal.municipality).part(Formals).get(formal_kind)
    if way is None:
        raise Refused("Kies wat voor officieel bericht dit is.")
    if signal.formal_kind == formal_kind:
        raise Refused("Dit bericht staat er al zo. Er hoeft niets meer.")
    if signal.answer_kind:
        raise Refused(SPLIT_FIRST)
    need_words(why, "Schrijf kort waarom dit een officieel bericht is.")
    signal.state = step(signal, Step.FORWARD, roles)
    signal.formal_kind, signal.forwarded_to, signal.forwarded_at = formal_kind, way.to, now
    signal.legal_due = signal.answer_due = legal_end(way, signal.received_at)
    signal.confirm_due = None
    if signal.owner_person is None:
        signal.owner_person, signal.owned_at, signal.meant_for = by, now, None
    signal.save(
        update_fields=[
            *("state", "formal_kind", "forwarded_to", "forwarded_at", "legal_due", "answer_due"),
            *(
                "confirm_due",
                "owner_person",
                "owned_at",
                "meant_for",
                *wait_no_more(signal, now=now),
                *opened(signal, now=now),
            ),
        ]
    )
    if signal.published_at is not None:
        signal = publishing.hide(signal=signal, by=by, now=now)
    log(signal, FORWARDED, by=by, now=now, text={"where": way.to, "why": why}, result=formal_kind)
    _tell_forwarded(signal, way, now=now)
    return signal


def _tell_forwarded(signal: Signal, way: Formal, *, now: datetime) -> None:
    """Who sent it hears what it is and by when; who joined hears no more than that it is elsewhere (D4)."""
    due = signal.legal_due
    facts = {
        "formal": in_a_sentence(way.label),
        "where": way.to,
        "contact": contact_words(way),
        "received": day_words(local_date(signal.received_at)),
        "legal_by": day_words(due) if due else "",
    }
    if signal.visibility == "care":
        facts |= {"formal": "officieel bericht", "where": CARE_PLACE, "contact": CARE_CONTACT}
    askers = Asker.objects.filter(
        municipality=signal.municipality_id, subject=signal.subject_id, erased_at=None
    ).order_by("asked_at", "pk")
    senders = [each for each in askers if each.role != AskerRole.JOINED]
    joined = [each for each in askers if each.role == AskerRole.JOINED]
    tell(asked_of(signal), FORWARDED, facts=receipt_facts(signal) | facts, now=now, only=senders)
    other = receipt_facts(signal) | {"where": JOINED_PLACE, "contact": "", "why": JOINED_WHY}
    tell(asked_of(signal), REDIRECTED, facts=other, now=now, only=joined, besides=senders)


def in_a_sentence(label: str) -> str:
    """A label as it stands within a sentence: "bezwaar tegen een besluit", but "Woo-verzoek" keeps its capital."""
    first = label.split(maxsplit=1)[0] if label.strip() else ""
    return label if "-" in first or first[1:].lower() != first[1:] else label[:1].lower() + label[1:]


def contact_words(way: Formal) -> str:
    """How to reach who decides on it, in one line; empty when the settings do not say."""
    found = [f"bel {way.phone}" if way.phone else "", f"kijk op {way.url}" if way.url else ""]
    line = ", of ".join(each for each in found if each)
    return line[:1].upper() + line[1:]


@transaction.atomic
def unforward(*, signal: Signal, why: str, by: User, roles: frozenset[str], now: datetime) -> Signal:
    """A mistake: it is no formal matter after all. It is ours again, with new terms, and the asker hears so.

    Raises Refused once a reference is entered: then it is in the other system, and reopening comes first.
    """
    signal = locked(signal)
    if not signal.formal_kind:
        raise Refused("Dit is geen officieel bericht. Er hoeft niets terug.")
    if signal.state not in TO_DO:
        raise Refused("Dit staat al in het andere systeem. Open de melding eerst opnieuw.")
    need_words(why, "Schrijf kort waarom dit toch geen officieel bericht is. De melder leest dit.")
    step(signal, Step.CLASSIFY, roles)
    signal.formal_kind = signal.forwarded_to = ""
    signal.legal_due = signal.forwarded_at = None
    terms = terms_from(signal.municipality, theme=signal.theme, area_path=signal.area_path, received=now)
    signal.confirm_due, signal.answer_due = terms["confirm_due"], terms["answer_due"]
    signal.save(
        update_fields=[
            *("formal_kind", "forwarded_to", "legal_due", "forwarded_at"),
            *("confirm_due", "answer_due"),
        ]
    )
    log(signal, "unforwarded", by=by, now=now, text={"why": why})
    told = "" if signal.visibility == "care" else why
    tell(asked_of(signal), "reopened", facts=receipt_facts(signal) | {"why": told}, now=now)
    return signal


@transaction.atomic
def register(
    *,
    signal: Signal,
    external_system: str,
    external_ref: str,
    by: User,
    roles: frozenset[str],
    now: datetime,
) -> Signal:
    """The reference of the other system is entered: from now on it is followed there, and here it ended (D9, D15)."""
    signal = locked(signal)
    if not signal.formal_kind:
        raise Refused("Dit is geen officieel bericht. Gebruik ‘Stuur door naar een andere organisatie’.")
    system, ref = external_system.strip(), external_ref.strip()
    if not (system and ref):
        raise Refused("Vul in welk systeem het is, en het kenmerk daar.")
    no_bsn_as_reference(ref)
    signal.state = step(signal, Step.REGISTER, roles)
    signal.external_system, signal.external_ref = system, ref
    fields = ["state", "external_system", "external_ref", *opened(signal, now=now)]
    signal.save(update_fields=[*fields, *end(signal, result=FORWARDED, now=now)])
    _let_go(signal, by=by, now=now)
    log(
        signal,
        "registered",
        by=by,
        now=now,
        text={"where": signal.forwarded_to, "system": system, "ref": ref},
    )
    return signal


def no_bsn_as_reference(ref: str) -> None:
    """A case number of nine digits may pass for a BSN by chance: with letters before it, it is told apart. Raises Refused."""
    lettered = any(sign.isalpha() for sign in ref) and not {"bsn", "burgerservicenummer"} & set(
        ref.casefold().replace(":", " ").split()
    )
    if find_bsn(ref) and not lettered:
        raise Refused(
            "Dit lijkt een burgerservicenummer. Is het een zaaknummer? Zet er dan ‘zaak’ voor, zoals: zaak 12345.",
            field="external_ref",
        )


@transaction.atomic
def redirect(
    *,
    signal: Signal,
    where: str,
    contact: str,
    why: str,
    by: User,
    roles: frozenset[str],
    now: datetime,
    external_ref: str = "",
) -> Signal:
    """Another organisation has it now: every asker hears who, how to reach them, and why. What is public stays so.

    A formal matter goes to another organisation with a reference only. Raises Refused while a promise is open.
    """
    signal = locked(signal)
    where, ref = " ".join(where.split()), external_ref.strip()
    need_words(where, "Vul in welke organisatie het heeft.")
    need_words(contact, "Vul in hoe de melder hen bereikt. Anders staat de melder met lege handen.")
    need_words(why, "Schrijf kort waarom het daar hoort. De melder leest dit.")
    no_bsn_as_reference(ref)
    if signal.formal_kind and not ref:
        raise Refused(
            "Dit is een officieel bericht. Vul ook het kenmerk van uw brief of van de ander in.",
            field="external_ref",
        )
    signal.state = step(signal, Step.REDIRECT, roles)
    signal.forwarded_to, signal.forwarded_at, signal.external_ref = where[:120], now, ref
    fields = ["state", "forwarded_to", "forwarded_at", "external_ref", *opened(signal, now=now)]
    signal.save(update_fields=[*fields, *end(signal, result=REDIRECTED, now=now)])
    _let_go(signal, by=by, now=now)
    log(signal, REDIRECTED, by=by, now=now, text={"where": where, "contact": contact, "why": why})
    facts = {"where": where, "contact": contact, "why": why}
    if signal.visibility == "care":
        facts = {"where": CARE_PLACE, "contact": CARE_CONTACT, "why": ""}
    tell(asked_of(signal), REDIRECTED, facts=receipt_facts(signal) | facts, now=now)
    return signal


def _let_go(signal: Signal, *, by: User, now: datetime) -> None:
    """Nobody is asked to take over what is elsewhere."""
    take_back(signal, by=by, why=SENT_AWAY, now=now)
