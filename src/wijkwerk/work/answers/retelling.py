"""Tell an answer that was given before to somebody who asks the same only now: every asker gets the answer (D5)."""

from collections.abc import Sequence
from datetime import datetime

from wijkwerk.work.answers.actions import NewAnswer, NewCondition, answer_facts
from wijkwerk.work.answers.asked import Asked
from wijkwerk.work.answers.models import Asker, Condition, PromiseState
from wijkwerk.work.answers.queries import Told, told
from wijkwerk.work.answers.tell import due_words, tell


def retell(
    asked: Asked,
    *,
    only: Sequence[Asker],
    extra: dict[str, str],
    now: datetime,
    besides: Sequence[Asker] = (),
) -> int:
    """The letter of the answer that holds now, and of what became of it since. Returns how many letters.

    `extra` is what the room of the asked thing adds, as with the answer itself; those `besides` got these letters before.
    """
    found = next((each for each in told(asked.subject) if each.answer.superseded_at is None), None)
    if found is None or not only:
        return 0
    facts = answer_facts(_as_given(found)) | _promise_facts(found) | extra
    letters = [tell(asked, kind, facts=facts, now=now, only=only, besides=besides) for kind in _kinds(found)]
    return sum(letters)


def _kinds(found: Told) -> list[str]:
    """The letters that those who asked earlier got one after another; what only moved is in the first already."""
    kinds = [f"answer_{found.answer.kind}"]
    if found.promise and found.conditions:
        kinds.append("condition_met")
    if found.promise and found.promise.state != PromiseState.OPEN:
        kinds.append(f"promise_{found.promise.state}")
    return kinds


def _promise_facts(found: Told) -> dict[str, str]:
    promise = found.promise
    if promise is None:
        return {}
    return {
        "what": promise.what,
        "due": due_words(promise.due_until, promise.precision),
        "team": promise.owner_team.name,
        "why": promise.explanation,
    }


def _as_given(found: Told) -> NewAnswer:
    answer = found.answer
    return NewAnswer(
        kind=answer.kind,
        owner_team=answer.owner_team,
        text=answer.text,
        what=answer.what,
        due_until=answer.due_until,
        precision=answer.precision,
        reason=answer.reason or "",
        can_do=answer.can_do,
        conditions=tuple(_condition(each) for each in found.conditions),
    )


def _condition(row: Condition) -> NewCondition:
    return NewCondition(row.what, row.kind, row.needed, row.owner_team, row.expected_until, row.precision)
