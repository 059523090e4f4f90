"""What an asker reads of what happened and what is still to come. Never a note, never more of staff than a first name."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.journal.queries import history
from wijkwerk.rules.deadlines import day_words, local_date
from wijkwerk.rules.workflow import State
from wijkwerk.work.answers.models import Answer, AskerRole, ConditionState, Move, Promise, PromiseState
from wijkwerk.work.answers.queries import Told, late
from wijkwerk.work.answers.tell import due_words
from wijkwerk.work.signals.finding.mentions import TAKEN_BACK
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
    "escalated": ("Wij vragen het hogerop: {rung}", "", "go", ""),
    "handover_withdrawn": ("Wij vragen het toch niet aan {team}", "", "back", ""),
    "undone": ("Wij draaiden de vorige stap terug", "Het is weer zoals het daarvoor was.", "back", ""),
    "back_to_team": ("Uw melding ging terug naar het team", "Onze collega is er nu niet.", "people", ""),
    "answered": ("U kreeg antwoord", "", "mail", ""),
    "condition_met": ("Een voorwaarde is vervuld", "{what}\n{why}", "done", "ww-c-yes"),
    "condition_lapsed": ("Een voorwaarde gaat niet door", "{what}\n{why}", "cross", "ww-c-no"),
    "promise_kept": ("Het is klaar", "{what}\n{how}", "kept", "ww-c-yes"),
    "promise_late": ("Wij zijn te laat", "{what}", "late", "ww-c-late"),
    "promise_shifted": ("Er is een nieuwe datum", "{what}\n{why}", "calendar", ""),
    "promise_restated": ("De belofte is bijgewerkt", "{what}\n{said}", "calendar", ""),
    "promise_withdrawn": ("Dit gaat toch niet door", "{what}\n{why}", "cross", "ww-c-no"),
    "promise_dropped": (
        "Dit gaat toch niet door. U krijgt een nieuw antwoord",
        "{what}\n{why}",
        "cross",
        "ww-c-no",
    ),
    "planned": ("Uw wens staat in een plan", "{plan}", "doc", "ww-c-brand"),
    "unplanned": ("Uw wens staat niet meer in een plan", "{plan}\n{why}", "cross", ""),
    "in_round": ("Uw wens doet mee", "{plan}", "people", "ww-c-brand"),
    "asked": ("Wij stelden u een vraag", "De tijd staat stil tot er antwoord is.", "chat", ""),
    "reminded": ("Wij vroegen het nog een keer", "", "chat", ""),
    "replied": ("Wij kregen antwoord op onze vraag", "", "mail", ""),
    "resumed": ("Wij gaan verder", "Een antwoord op onze vraag is niet meer nodig.", "go", ""),
    "question_expired": ("Wij sloten de melding", "Er kwam geen antwoord op onze vraag.", "clock", ""),
    "reopened": ("De melding ging weer open", "Iemand kijkt er opnieuw naar.\n{why}", "again", ""),
    "forwarded": ("Uw bericht ging naar {where}", "De dag waarop wij het kregen, telt.", "go", ""),
    "unforwarded": ("Wij hebben uw bericht weer zelf", "{why}", "back", ""),
    "registered": ("{where} heeft uw bericht", "", "done", ""),
    "redirected": ("Uw melding ging naar {where}", "{contact}\n{why}", "go", ""),
    "closed": ("Uw melding is klaar", "", "done", "ww-c-yes"),
    "merged": ("Uw melding ging samen met {code}", "U krijgt hetzelfde antwoord.", "people", ""),
    "merged_in": ("Iemand anders meldde hetzelfde", "Wij voegden de meldingen samen.", "people", ""),
    "merged_out": (
        "Wij haalden de meldingen weer uit elkaar",
        "De andere staat weer op zichzelf.",
        "back",
        "",
    ),
    "unmerged": ("Uw melding staat weer op zichzelf", "Iemand kijkt er opnieuw naar.", "again", ""),
    "split": ("Wij splitsten de melding", "Elk deel krijgt een eigen antwoord.", "go", ""),
    "split_off": ("Dit werd een eigen melding", "Zij hoorde eerst bij {code}.", "go", ""),
    "link_renewed": ("U kreeg een nieuwe link", "De oude link werkt niet meer.", "key", ""),
}
# Of what we took back an asker hears only what they read before: who has it, and whom we asked.
TOLD_BACK = frozenset({"take", "give"})
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
# Closed because nobody replied to our question: it is over, but it is not done.
UNANSWERED = ("withdrawn", "Gesloten")
JOINED = {
    "forwarded": "De melding ging naar een andere afdeling",
    "unforwarded": "Wij hebben de melding weer zelf",
    "registered": "De andere afdeling heeft de melding",
    "reported": "Iemand meldde dit",
    "routed": "{team} kreeg de melding",
    "taken": "{person} nam de melding aan",
    "given": "Wij vroegen {team} om de melding over te nemen",
    "taken_over": "{person} nam de melding over",
    "back_to_team": "De melding ging terug naar het team",
    "answered": "Er kwam antwoord",
    "planned": "De wens staat in een plan",
    "unplanned": "De wens staat niet meer in een plan",
    "in_round": "De wens doet mee",
    "redirected": "De melding ging naar {where}",
    "closed": "De melding is klaar",
    "merged": "De melding ging samen met {code}",
    "unmerged": "De melding staat weer op zichzelf",
    "asked": "Wij stelden de melder een vraag",
}


def events(
    signal: Signal,
    answers: Iterable[Told],
    promises: Iterable[Promise],
    now: datetime,
    *,
    joined: bool = False,
    first: Event | None = None,
    path: Sequence[Move] = (),
) -> list[Event]:
    """Events for `_timeline.html`, oldest first, then what is to come. One query, for the lines of the journal.

    `answers` are those of `answers.queries.told`; `joined` is for somebody who did not report this signal; `first` is how they
    came to it. `path` is how they went along with merges: of each signal they read the time in which they asked it.
    """
    stretches = _stretches(signal, path, joined=joined)
    lines = history(municipality=signal.municipality_id, subjects=[each for each in stretches if each])
    past = [
        _past(line, joined=stretches[line.subject].joined)
        for line in lines
        if _is_told(line) and line.subject in stretches and stretches[line.subject].holds(line)
    ]
    if first:
        past.append(first)
    past.sort(key=lambda each: each["moment"])
    if past:
        past[-1]["when"] = "now"
    return past + to_come(signal, answers, promises, now)


def _is_told(line: Line) -> bool:
    return line.verb in WORDS and (line.verb != "undone" or line.result in TOLD_BACK)


@dataclass(frozen=True)
class _Stretch:
    """The time in which somebody asked one signal, and whether they joined it."""

    joined: bool
    since: datetime | None = None
    until: datetime | None = None

    def holds(self, line: Line) -> bool:
        if line.verb in TAKEN_BACK and not hasattr(line, "detail"):
            return False  # the other turned out to be about care (D8)
        if line.verb == "merged_in" and line.at == self.since:
            return False  # said already by the line of the signal they came from
        return (self.since is None or line.at >= self.since) and (self.until is None or line.at <= self.until)


def _stretches(signal: Signal, path: Sequence[Move], *, joined: bool) -> dict[uuid.UUID | None, _Stretch]:
    found: dict[uuid.UUID | None, _Stretch] = {}
    since = None
    for move in path:
        found[move.source_id] = _Stretch(move.role == AskerRole.JOINED, since, move.moved_at)
        since = move.moved_at
    found[signal.subject_id] = _Stretch(joined, since)
    return found


def _past(line: Line, *, joined: bool) -> Event:
    detail = getattr(line, "detail", None)
    facts = _Facts(detail.text if detail is not None and isinstance(detail.text, dict) else {})
    if line.verb == "reopened" and line.actor is None:
        facts.pop("why", None)  # the words of one asker are not for the others
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

    BLANKS = {
        "person": "Een collega",
        "team": "Een team",
        "rung": "een collega",
        "where": "een andere plek",
        "code": "een andere melding",
    }

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
    if signal.state in TO_ANSWER and signal.answer_due and not signal.formal_kind:
        found.append(_answer_due(signal, now))
    if signal.waiting_until:
        until = day_words(signal.waiting_until)
        found.append(_next("Zo lang wachten wij op antwoord", f"tot en met {until}"))
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
