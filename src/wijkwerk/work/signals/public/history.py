"""What an asker reads of what happened and what is still to come. Never a note, never more of staff than a first name."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.journal.queries import history
from wijkwerk.rules.deadlines import day_words, local_date
from wijkwerk.rules.workflow import State
from wijkwerk.work.answers.models import Answer, ConditionState, Promise, PromiseState
from wijkwerk.work.answers.queries import Told, late
from wijkwerk.work.answers.tell import due_words
from wijkwerk.work.signals.models import TO_ANSWER, Signal

Event = dict[str, Any]

# verb: (sentence, line of text, icon, look). A verb that is not here is not for askers.
WORDS: dict[str, tuple[str, str, str, str]] = {
    "reported": ("U meldde dit", "", "chat", ""),
    "routed": ("{team} kreeg uw melding", "", "", ""),
    "taken": ("{person} nam uw melding aan", "{team}", "person", ""),
    "given": ("Wij vroegen {team} om uw melding over te nemen", "", "go", ""),
    "taken_over": ("{person} nam uw melding over", "{team}", "person", ""),
    "bounced": ("{team} kan dit niet doen", "Wij zoeken wie het wel kan.", "back", ""),
    "back_to_team": ("Uw melding ging terug naar het team", "Onze collega is er nu niet.", "people", ""),
    "answered": ("U kreeg antwoord", "", "mail", ""),
    "condition_met": ("Een voorwaarde is vervuld", "{what}\n{why}", "done", "ww-c-yes"),
    "condition_lapsed": ("Een voorwaarde gaat niet door", "{what}\n{why}", "cross", "ww-c-no"),
    "promise_kept": ("Het is klaar", "{what}\n{how}", "kept", "ww-c-yes"),
    "promise_late": ("Wij zijn te laat", "{what}", "late", "ww-c-late"),
    "promise_shifted": ("Er is een nieuwe datum", "{what}\n{why}", "calendar", ""),
    "promise_withdrawn": ("Dit gaat toch niet door", "{what}\n{why}", "cross", "ww-c-no"),
    "reopened": ("De melding ging weer open", "Iemand kijkt er opnieuw naar.", "again", ""),
    "closed": ("Uw melding is klaar", "", "done", "ww-c-yes"),
    "link_renewed": ("U kreeg een nieuwe link", "De oude link werkt niet meer.", "key", ""),
}
ANSWER_LOOKS = {
    "yes": ("yes", "ww-c-yes", "Ja"),
    "yes_if": ("if", "ww-c-if", "Ja, op voorwaarde dat"),
    "no": ("no", "ww-c-no", "Nee, want"),
}
# What a resident reads of the state; staff have words of their own (`rows`).
STATES = {
    State.RECEIVED: ("new", "Nieuw"),
    State.INTAKE: ("new", "Nieuw"),
    State.ROUTED: ("new", "Nieuw"),
    State.OWNED: ("busy", "In behandeling"),
    State.WAITING: ("waiting", "Wacht op informatie"),
    State.ANSWERED: ("answered", "Beantwoord"),
    State.CLOSED: ("closed", "Klaar"),
    State.REDIRECTED: ("forwarded", "Doorgestuurd"),
    State.MERGED: ("merged", "Samengevoegd"),
    State.SPLIT: ("merged", "Gesplitst"),
    State.REOPENED: ("reopened", "Opnieuw open"),
}
JOINED = {"reported": "Iemand meldde dit"}


def events(
    signal: Signal,
    answers: Iterable[Told],
    promises: Iterable[Promise],
    now: datetime,
    *,
    joined_at: datetime | None = None,
) -> list[Event]:
    """Events for `_timeline.html`, oldest first, then what is to come. One query, for the lines of the journal.

    `answers` are those of `answers.queries.told`; `joined_at` is set for somebody who joined later.
    """
    lines = history(municipality=signal.municipality_id, subjects=[signal.subject_id])
    past = [_past(line, joined=joined_at is not None) for line in lines if line.verb in WORDS]
    if joined_at:
        past.append({"title": "U deed mee", "moment": joined_at, "icon": "people"})
    past.sort(key=lambda each: each["moment"])
    if past:
        past[-1]["when"] = "now"
    return past + to_come(signal, answers, promises, now)


def _past(line: Line, *, joined: bool) -> Event:
    detail = getattr(line, "detail", None)
    facts = _Facts(detail.text if detail is not None and isinstance(detail.text, dict) else {})
    title, text, icon, look = WORDS[line.verb]
    if line.verb == "answered" and line.result in ANSWER_LOOKS:
        icon, look, text = ANSWER_LOOKS[line.result]
    if joined:
        title = JOINED.get(line.verb, title)
    return {
        "title": title.format_map(facts),
        "moment": line.at,
        "text": "\n".join(part for part in text.format_map(facts).split("\n") if part.strip()),
        "icon": icon,
        "look": look,
    }


class _Facts(dict[str, Any]):
    """Facts of a line as an asker may read them: of a person the first name only, and no gap where a text was erased."""

    BLANKS = {"person": "Een collega", "team": "Een team"}

    def __getitem__(self, key: str) -> str:
        value = str(self.get(key) or self.BLANKS.get(key, ""))
        return first_name(value) if key == "person" and self.get(key) else value


def first_name(name: str) -> str:
    """The first word of a name."""
    return name.split()[0] if name.split() else "Een collega"


def to_come(
    signal: Signal, answers: Iterable[Told], promises: Iterable[Promise], now: datetime
) -> list[Event]:
    """What is still to happen: an answer, what a condition waits for, what was promised, until when one can react."""
    found: list[Event] = []
    if signal.state in TO_ANSWER and signal.answer_due:
        found.append(_answer_due(signal, now))
    for told in answers:
        if told.answer.superseded_at is None:
            found += [
                _next(f"Dan weten wij: {each.what}", due_words(each.expected_until, each.precision))
                for each in told.conditions
                if each.state == ConditionState.OPEN
            ]
            found += _after_conditions(told.answer, told.promise)
    found += [_promised(each, now) for each in promises if each.state == PromiseState.OPEN]
    if signal.reopen_until and signal.reopen_until >= local_date(now):
        found.append(_next("Tot dan kunt u zeggen dat het niet is opgelost", day_words(signal.reopen_until)))
    return found


def _answer_due(signal: Signal, now: datetime) -> Event:
    due = signal.answer_due
    assert due is not None  # noqa: S101  # the caller looked
    if due < local_date(now):
        text = "Dat is niet gelukt. Het spijt ons. Bel ons gerust."
        return _next("U had antwoord moeten hebben", day_words(due), text=text, icon="late", look="ww-c-late")
    return _next("U krijgt antwoord", f"uiterlijk {day_words(due)}")


def _promised(promise: Promise, now: datetime) -> Event:
    words = due_words(promise.due_until, promise.precision)
    if late(promise, local_date(now)):
        text = "U krijgt een nieuwe datum, met de reden."
        return _next(promise.what, f"te laat: {words}", text=text, icon="late", look="ww-c-late")
    return _next(promise.what, words)


def _after_conditions(answer: Answer, promise: Promise | None) -> list[Event]:
    """What follows when every condition is met; with a promise that says it already."""
    if answer.kind != "yes_if" or promise is not None or answer.due_until is None:
        return []
    return [_next(answer.what, f"als dat lukt, {due_words(answer.due_until, answer.precision)}")]


def _next(title: str, moment_words: str, *, text: str = "", icon: str = "", look: str = "") -> Event:
    return {
        "title": title,
        "moment_words": moment_words,
        "text": text,
        "icon": icon,
        "look": look,
        "when": "next",
    }
