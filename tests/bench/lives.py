"""What became of the signals of the bench: taken, answered, promised, kept, made public, closed."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from wijkwerk.ground.journal.actions import Entry, write_many
from wijkwerk.ground.kit.ids import uuid7
from wijkwerk.ground.subjects.actions import new_subjects
from wijkwerk.rules import workflow
from wijkwerk.rules.deadlines import local_date
from wijkwerk.rules.workflow import State
from wijkwerk.testing_cast import Town
from wijkwerk.work.answers import actions as answers
from wijkwerk.work.answers.models import Answer, AnswerKind, Condition, ConditionKind, Promise, PromiseState
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions.publishing import PublicWords, show
from wijkwerk.work.signals.intake import asked_of
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.places import Place, public_point

ROLES = frozenset({workflow.AREA_MANAGER, workflow.STAFF})
# Of twenty signals in a row: which life each leads.
TWENTY = ("new",) * 3 + ("taken",) * 2 + ("promised",) * 2 + ("kept",) * 7 + ("no",) * 4 + ("if", "taken")
STILL_OPEN = ("new", "taken", "promised", "if")
CHUNK = 500
COLUMNS = [
    *("state", "owner_person", "owned_at", "answer_kind", "answered_at", "answer_due", "has_promise"),
    *("closed_at", "result", "public_title", "public_place", "public_lon", "public_lat"),
    *("published_by", "published_at"),
]
WHAT = "Wij maken dit deel van de straat opnieuw."
REASON = "Dit stuk grond is niet van ons. Wij hebben de eigenaar gebeld."
TITLE = "Losse tegels bij de bushalte"


def life(number: int) -> str:
    """The life of the signal with this number."""
    return TWENTY[number % len(TWENTY)]


def public(number: int) -> bool:
    """Whether staff made it public, once it was answered: six of ten."""
    return number % 10 < 6


@transaction.atomic
def by_actions(town: Town, signals: list[Signal], *, now: datetime) -> None:
    """Lead each signal through its life as people would. One transaction: a commit for each step would take minutes."""
    for number, signal in enumerate(signals):
        LIVES[life(number)](town, signal, signal.received_at + timedelta(days=2))
        if life(number) not in ("new", "taken") and public(number):
            words = PublicWords(TITLE, "Lindelaan", "Wij gaan dit doen.", WHAT)
            show(signal=signal, words=words, by=town.people["owner"], now=now)


def _take(town: Town, signal: Signal, at: datetime) -> None:
    actions.take(signal=signal, by=town.people["owner"], roles=ROLES, now=at)
    actions.note(signal=signal, text="Gebeld met de melder.", by=town.people["owner"], roles=ROLES, now=at)


def _answer(town: Town, signal: Signal, at: datetime, kind: str) -> None:
    _take(town, signal, at)
    new = answers.NewAnswer(
        kind=kind,
        owner_team=signal.owner_team,
        text="Dank u wel. Wij hebben gekeken.",
        what="" if kind == AnswerKind.NO else WHAT,
        due_until=None if kind == AnswerKind.NO else _due(at),
        reason=REASON if kind == AnswerKind.NO else "",
        conditions=(_condition(signal, at),) if kind == AnswerKind.YES_IF else (),
    )
    actions.answer(signal=signal, new=new, by=town.people["owner"], roles=ROLES, now=at)


def _condition(signal: Signal, at: datetime) -> answers.NewCondition:
    return answers.NewCondition(
        "Er is geld", ConditionKind.BUDGET, "Een besluit van de raad", signal.owner_team, _due(at)
    )


def _due(at: datetime) -> date:
    return local_date(at + timedelta(days=60))


def _keep(town: Town, signal: Signal, at: datetime) -> None:
    _answer(town, signal, at, AnswerKind.YES)
    promise = Promise.objects.get(asked=signal.subject)
    person = town.people["owner"]
    asked = asked_of(signal)
    answers.keep_promise(asked=asked, promise=promise, how="Het is klaar.", by=person, now=at)
    actions.close(signal=signal, by=person, roles=ROLES, now=at)


def _refuse(town: Town, signal: Signal, at: datetime) -> None:
    _answer(town, signal, at, AnswerKind.NO)
    actions.close(signal=signal, by=town.people["owner"], roles=ROLES, now=at)


LIVES: dict[str, Callable[[Town, Signal, datetime], None]] = {
    "new": lambda _town, _signal, _at: None,
    "taken": _take,
    "promised": lambda town, signal, at: _answer(town, signal, at, AnswerKind.YES),
    "kept": _keep,
    "no": _refuse,
    "if": lambda town, signal, at: _answer(town, signal, at, AnswerKind.YES_IF),
}


def by_rows(town: Town, signals: list[Signal], *, now: datetime) -> None:
    """The same lives as rows, in a few statements per five hundred."""
    numbered = list(enumerate(signals))
    for start in range(0, len(numbered), CHUNK):
        _store(town, numbered[start : start + CHUNK], now)


@transaction.atomic
def _store(town: Town, numbered: list[tuple[int, Signal]], now: datetime) -> None:
    lived = [(number, signal) for number, signal in numbered if life(number) != "new"]
    given = [_answer_row(town, number, signal) for number, signal in lived if life(number) != "taken"]
    Answer.objects.bulk_create(given)
    Condition.objects.bulk_create([_condition_row(each) for each in given if each.kind == AnswerKind.YES_IF])
    _promise_rows(town, [each for each in given if each.kind == AnswerKind.YES], dict_of(lived))
    for number, signal in lived:
        _live(town, number, signal, now)
    _update([signal for _, signal in lived])
    write_many([line for number, signal in lived for line in _lines(town, number, signal)])


def _update(signals: list[Signal]) -> None:
    """`bulk_update` writes one statement with a case for each row and column, which takes ten times as long."""
    fields: list[Any] = [Signal._meta.get_field(name) for name in COLUMNS]
    key: Any = Signal._meta.pk
    settings = ", ".join(f'"{field.column}" = %s' for field in fields)
    sql = f'UPDATE "{Signal._meta.db_table}" SET {settings} WHERE "{key.column}" = %s'  # names of our own
    values = [
        [field.get_db_prep_save(getattr(signal, field.attname), connection) for field in (*fields, key)]
        for signal in signals
    ]
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)


def dict_of(lived: list[tuple[int, Signal]]) -> dict[Any, tuple[int, Signal]]:
    """Number and signal, by the id of the subject."""
    return {signal.subject_id: (number, signal) for number, signal in lived}


def _answer_row(town: Town, number: int, signal: Signal) -> Answer:
    kinds = {"promised": AnswerKind.YES, "kept": AnswerKind.YES, "no": AnswerKind.NO, "if": AnswerKind.YES_IF}
    kind, at = kinds[life(number)], signal.received_at + timedelta(days=2)
    is_no = kind == AnswerKind.NO
    return Answer(
        municipality=town.municipality,
        subject=signal.subject,
        kind=kind,
        text="Dank u wel. Wij hebben gekeken.",
        what="" if is_no else WHAT,
        reason=REASON if is_no else None,
        lead_condition_id=uuid7() if kind == AnswerKind.YES_IF else None,
        due_until=None if is_no else _due(at),
        owner_team=signal.owner_team,
        given_by=town.people["owner"],
        given_at=at,
        public_answer="Wij hebben gekeken." if public(number) else "",
    )


def _condition_row(answer: Answer) -> Condition:
    return Condition(
        id=answer.lead_condition_id,
        municipality=answer.municipality,
        answer=answer,
        what="Er is geld",
        kind=ConditionKind.BUDGET,
        needed="Een besluit van de raad",
        owner_team=answer.owner_team,
        expected_until=_due(answer.given_at),
    )


def _promise_rows(town: Town, yes: list[Answer], found: dict[Any, tuple[int, Signal]]) -> None:
    subjects = new_subjects(municipality=town.municipality, kind="promise", number=len(yes))
    rows = []
    for answer, subject in zip(yes, subjects, strict=True):
        number, signal = found[answer.subject_id]
        kept = life(number) == "kept"
        rows.append(
            Promise(
                subject=subject,
                municipality=town.municipality,
                answer=answer,
                asked=answer.subject,
                what=answer.what,
                owner_team=answer.owner_team,
                area_path=signal.area_path,
                due_until=_due(answer.given_at),
                first_due=_due(answer.given_at),
                made_at=answer.given_at,
                state=PromiseState.KEPT if kept else PromiseState.OPEN,
                settled_at=answer.given_at + timedelta(days=20) if kept else None,
                explanation="Het is klaar." if kept else "",
                public_what=WHAT if public(number) else "",
            )
        )
    Promise.objects.bulk_create(rows)


def _live(town: Town, number: int, signal: Signal, now: datetime) -> None:
    """The columns of a signal at this point of its life."""
    which, at = life(number), signal.received_at + timedelta(days=2)
    signal.owner_person, signal.owned_at, signal.state = town.people["owner"], at, State.OWNED
    if which == "taken":
        return
    signal.state, signal.answered_at, signal.answer_due = State.ANSWERED, at, None
    signal.answer_kind = {"no": "no", "if": "yes_if"}.get(which, "yes")
    signal.has_promise = which == "promised"
    if which in ("kept", "no"):
        signal.state, signal.result = State.CLOSED, signal.answer_kind
        signal.closed_at = at + timedelta(days=20)
    if public(number):
        signal.public_title, signal.public_place = TITLE, "Lindelaan"
        point = public_point(Place(lon=signal.lon, lat=signal.lat))
        signal.public_lon, signal.public_lat = point or (None, None)
        signal.published_by, signal.published_at = town.people["owner"], now


def _lines(town: Town, number: int, signal: Signal) -> list[Entry]:
    at, actor = signal.received_at + timedelta(days=2), town.people["owner"].pk
    person = {"person": "Owner", "team": signal.owner_team.name}
    verbs: list[tuple[str, Any, str]] = [("taken", person, "")]
    if signal.answered_at:
        verbs.append(("answered", {"text": "Dank u wel.", "reason": ""}, signal.answer_kind))
    if life(number) == "kept":
        verbs.append(("promise_kept", {"what": WHAT, "how": "Het is klaar."}, ""))
    if signal.closed_at:
        verbs.append(("closed", None, ""))
    return [
        Entry(
            town.municipality.pk,
            verb,
            at + timedelta(days=day),
            signal.subject_id,
            actor,
            "web",
            result,
            text,
        )
        for day, (verb, text, result) in enumerate(verbs)
    ]
