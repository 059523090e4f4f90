"""Merge two signals, undo that, and split one: what belongs together gets one answer, what does not gets its own (D5).

- Nobody who asked is lost: askers go along with a merge, come back when it is undone, and are copied to each part.
- Photos, messages and notes stay with the signal they came with; staff find them by the link between the two.
- What is public of the source is taken back; its public address leads to the target (`public.views`).
- A part keeps the moment at which it was reported, for the asker waits since then. Its terms run from the day of the split:
  the team that gets it sees it only then, and a term that had passed already would say nothing.
- Care has no part in this (D8). What turns out to be care later is taken apart again (`actions.apart`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from wijkwerk.ground.journal.actions import write_many
from wijkwerk.ground.journal.queries import history
from wijkwerk.ground.people.models import User
from wijkwerk.ground.subjects.actions import new_subjects
from wijkwerk.ground.subjects.models import Link, Subject
from wijkwerk.rules import workflow
from wijkwerk.rules.codes import find_bsn
from wijkwerk.rules.deadlines import day_words
from wijkwerk.rules.workflow import State, Step
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.answers.models import Asker, AskerRole, Move
from wijkwerk.work.answers.moving import copy_askers, move_askers, move_back, standing
from wijkwerk.work.answers.retelling import retell
from wijkwerk.work.answers.tell import tell
from wijkwerk.work.signals import intake
from wijkwerk.work.signals.actions import offers, publishing
from wijkwerk.work.signals.actions.steps import IS_FORMAL, end, locked, log, step, take_back
from wijkwerk.work.signals.conversation import open_question
from wijkwerk.work.signals.finding import searching
from wijkwerk.work.signals.intake import NO_BSN, NewSignal, asked_of, receipt_facts, terms_from
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.owners import Router, living_team, router
from wijkwerk.work.signals.places import Place

MERGED, PART = "merged_into", "part_of"
PUBLIC: Final = "public"
FEWEST, MOST = 2, 5
CARE: Final = "Een melding over zorg kan niet worden samengevoegd of gesplitst. Overleg met het zorgteam."
SAME: Final = "Dit is dezelfde melding. Kies een andere."
ELSEWHERE: Final = "Deze melding is van een andere gemeente."
IS_ERASED: Final = "De gegevens van deze melding zijn gewist. U kunt haar niet meer uit elkaar halen."
OTHER: Final = "De meldingen gaan toch niet over hetzelfde."


def was_public(signal: Signal) -> bool:
    """Whether a merged signal was public until it was merged: only then does its public address lead on."""
    lines = history(municipality=signal.municipality_id, subjects=[signal.subject_id]).filter(verb="merged")
    last = lines.last()
    return last is not None and last.result == PUBLIC


@dataclass(frozen=True)
class Part:
    """One part of a signal that is split: what it is about, in words that the asker may read."""

    title: str
    text: str
    theme: str
    kind: str


@transaction.atomic
def merge(*, signal: Signal, into: Signal, by: User, roles: frozenset[str], now: datetime) -> Signal:
    """`signal` goes into `into`, with everybody who asked it. Returns the signal that goes on.

    Raises Refused for care, a formal matter, an open promise or condition, and a target that has ended.
    """
    if signal.pk == into.pk:
        raise Refused(SAME)
    if signal.municipality_id != into.municipality_id:
        raise Refused(ELSEWHERE)
    source, target = both(signal, into)
    _check_target(source, target)
    question, after = open_question(source), step(source, Step.MERGE, roles)
    source.state, source.merged_into = after, target
    was_public, own_title = source.published_at is not None, asked_of(source).title
    if was_public:
        publishing.hide(signal=source, by=by, now=now)
    moves = move_askers(source=source.subject, target=target.subject, now=now)
    _end_source(source, result="merged", count=len(moves), by=by, now=now)
    _take_in(target, source, count=len(moves))
    Link.objects.create(
        municipality=source.municipality,
        source=source.subject,
        target=target.subject,
        kind=MERGED,
        made_at=now,
    )
    public = PUBLIC if was_public else ""
    log(source, "merged", by=by, now=now, text={"code": target.subject.code}, result=public)
    log(target, "merged_in", by=by, now=now, text={"code": source.subject.code})
    own = {"title": own_title, "question": question.text if question else ""}
    _tell_moved(source, target, moves, own, now=now)
    return target


def both(one: Signal, other: Signal) -> tuple[Signal, Signal]:
    """Both rows locked, always in the same order, so that two who merge crosswise wait for each other once (D2)."""
    rows = {each.pk: locked(each) for each in sorted((one, other), key=lambda each: each.pk)}
    return rows[one.pk], rows[other.pk]


def _check_target(source: Signal, target: Signal) -> None:
    if "care" in (source.visibility, target.visibility):
        raise Refused(CARE)
    if target.formal_kind:
        raise Refused(IS_FORMAL)
    if target.state not in workflow.ALIVE:
        raise Refused(
            f"Melding {target.subject.code} loopt niet meer. Kies een melding die nog loopt, of open die eerst opnieuw."
        )


def _end_source(source: Signal, *, result: str, count: int, by: User, now: datetime) -> None:
    """State and end of what was merged or split; `count` askers left it. Nobody is asked to take it any more."""
    take_back(source, by=by, why="De melding is samengevoegd of gesplitst.", now=now)
    source.askers = max(0, source.askers - count)
    source.save(update_fields=["state", "merged_into", "askers", *end(source, result=result, now=now)])


def _take_in(target: Signal, source: Signal, *, count: int) -> None:
    """The target has more askers, and is urgent when the source was: that must not be lost at a hop."""
    target.askers += count
    if source.urgent_at and not target.urgent_at and target.state in workflow.TO_DO:
        target.urgent_at, target.urgent_seen_at = source.urgent_at, source.urgent_seen_at
    target.save(update_fields=["askers", "urgent_at", "urgent_seen_at"])


def _tell_moved(
    source: Signal, target: Signal, moves: list[Move], own: dict[str, str], *, now: datetime
) -> None:
    """Everybody who went along hears it; in `own` is what only who reported reads: their title, our question (D4)."""
    asked = asked_of(target)
    facts = receipt_facts(target) | {"old_code": source.subject.code}
    reported = [move.asker for move in moves if move.role != AskerRole.JOINED]
    joined = [move.asker for move in moves if move.role == AskerRole.JOINED]
    tell(asked, "merged", facts=facts | own, now=now, only=reported)
    tell(asked, "merged", facts=facts, now=now, only=joined, besides=reported)
    if target.state == State.ANSWERED:
        until = target.reopen_until
        extra = {"reopen_until": day_words(until) if until else ""}
        moved = [*reported, *joined]
        retell(asked, only=moved, besides=others_than(target, moved), extra=extra, now=now)


def others_than(signal: Signal, but: Sequence[Asker]) -> list[Asker]:
    rows = Asker.objects.filter(
        municipality=signal.municipality_id, subject=signal.subject_id, erased_at=None
    )
    return list(rows.exclude(pk__in=[each.pk for each in but]))


@transaction.atomic
def unmerge(*, signal: Signal, by: User, roles: frozenset[str], now: datetime) -> Signal:
    """Undo a merge: the same askers, as what they asked before, with new terms. Who joined since stays with the other.

    Raises Refused when the other was merged on itself: that one is to be undone first.
    """
    into = Signal.objects.filter(municipality=signal.municipality_id, merged_from=signal)
    target = into.select_related("subject", "municipality", "merged_into__subject").first()
    if target is None:
        raise Refused(offers.LOOKS_AGAIN)
    source, target = both(signal, target)
    state = step(source, Step.UNMERGE, roles)
    if source.merged_into_id != target.pk:
        raise Refused(offers.LOOKS_AGAIN)
    if source.erased_at is not None:
        raise Refused(IS_ERASED)
    if target.merged_into is not None:
        code, further = target.subject.code, target.merged_into.subject.code
        raise Refused(
            f"Melding {code} ging daarna zelf samen met {further}. Haal eerst {code} daar weer uit."
        )
    back = come_back(source, target, state, now=now)
    log(source, "unmerged", by=by, now=now, text={"code": target.subject.code})
    log(target, "merged_out", by=by, now=now, text={"code": source.subject.code})
    tell(asked_of(source), "reopened", facts=receipt_facts(source) | {"why": OTHER}, now=now, only=back)
    return source


def come_back(source: Signal, target: Signal, state: State, *, now: datetime) -> list[Asker]:
    """The source lives again, with its askers. It falls to its team, or to intake when that team is gone meanwhile."""
    terms = terms_from(source.municipality, theme=source.theme, area_path=source.area_path, received=now)
    source.confirm_due, source.answer_due = terms["confirm_due"], terms["answer_due"]
    source.state, source.merged_into = state, None
    source.closed_at, source.reopen_until, source.result, source.destroy_after = None, None, "", None
    source.owner_person, source.owned_at, source.erased_at = None, None, None
    source.owner_team = living_team(source)
    # First the row: a merged signal takes no askers (guard).
    source.save(update_fields=COMES_BACK)
    places = [target, *further(target)]
    left = standing(source=source.subject, target=target.subject)
    back = move_back(source=source.subject, target=target.subject, now=now)
    source.askers += len(back)
    source.save(update_fields=["askers"])
    for place in places:
        place.askers = max(0, place.askers - left[place.subject_id])
        place.save(update_fields=["askers"])
    Link.objects.filter(
        municipality=source.municipality, source=source.subject, target=target.subject, kind=MERGED
    ).delete()
    return back


def further(signal: Signal) -> list[Signal]:
    """What the signal was merged into since, and what that was, locked."""
    found: list[Signal] = []
    while signal.merged_into is not None:
        signal = locked(signal.merged_into)
        found.append(signal)
    return found


COMES_BACK: Final = [
    "state", "merged_into", "confirm_due", "answer_due", "closed_at", "reopen_until", "result", "destroy_after",
    "owner_person", "owned_at", "owner_team", "erased_at",
]  # fmt: skip


@transaction.atomic
def split(
    *, signal: Signal, parts: Sequence[Part], by: User, roles: frozenset[str], now: datetime
) -> list[Signal]:
    """Two to five new signals instead of one, each with its own team, terms and answer, and with everybody who asked.

    Raises Refused for care, a formal matter, an open promise or condition, and a citizen service number.
    """
    source = locked(signal)
    if source.visibility == "care":
        raise Refused(CARE)
    _check_parts(parts)
    source.state = step(source, Step.SPLIT, roles)
    subjects = new_subjects(municipality=source.municipality, kind="signal", number=len(parts))
    roads = router(source.municipality)
    made = [
        _make_part(source, part, subject, roads, by=by, now=now)
        for part, subject in zip(parts, subjects, strict=True)
    ]
    _end_source(source, result="split", count=0, by=by, now=now)
    log(source, "split", by=by, now=now, text={"codes": ", ".join(each.subject.code for each in made)})
    return made


def _check_parts(parts: Sequence[Part]) -> None:
    if not FEWEST <= len(parts) <= MOST:
        raise Refused("Splits een melding in twee tot vijf delen.")
    for part in parts:
        if not part.title.strip() or not part.text.strip():
            raise Refused("Schrijf bij elk deel een titel en waar het over gaat.")
        if find_bsn(part.title) or find_bsn(part.text):
            raise Refused(NO_BSN)


def _make_part(
    source: Signal, part: Part, subject: Subject, roads: Router, *, by: User, now: datetime
) -> Signal:
    """One new signal with its journal lines, its link to the whole, its askers and their letters."""
    new = NewSignal(
        theme=part.theme,
        kind=part.kind,
        text=part.text.strip(),
        title=part.title.strip(),
        place=Place(source.words, source.lon, source.lat, source.precise, source.area_path),
        via=source.via,
        received_at=source.received_at,
    )
    made = intake.build(new, subject=subject, municipality=source.municipality, roads=roads, now=now)
    row = made.signal
    row.split_from = source
    terms = terms_from(source.municipality, theme=part.theme, area_path=source.area_path, received=now)
    row.confirm_due, row.answer_due = terms["confirm_due"], terms["answer_due"]
    row.visibility, row.bag_id, row.legal_hold = source.visibility, source.bag_id, source.legal_hold
    row.urgent_at, row.urgent_seen_at = source.urgent_at, source.urgent_seen_at
    row.save(force_insert=True)
    copies = copy_askers(source=source.subject, target=subject, now=now)
    row.askers = len(copies)
    row.save(update_fields=["askers"])
    Link.objects.create(
        municipality=source.municipality, source=subject, target=source.subject, kind=PART, made_at=now
    )
    write_many(intake.entries(made, by=None, now=now))
    searching.index_new([row], now=now)
    log(row, "split_off", by=by, now=now, text={"code": source.subject.code})
    tell(asked_of(row), "split", facts=receipt_facts(row), now=now, only=copies)
    return row
