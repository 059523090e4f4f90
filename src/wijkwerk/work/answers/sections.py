"""The letters to askers: texts with places to fill in, and how they are filled (a part of the settings document)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, ClassVar

from pydantic import StringConstraints

from wijkwerk.ground.areas.problems import Loc, Problem
from wijkwerk.ground.areas.settings import Document, Item, Section
from wijkwerk.ground.letters.models import TRACE_MARK
from wijkwerk.work.answers.texts import TEXTS

ALWAYS = frozenset(
    {"municipality", "title", "code", "place", "team", "phone", "trace_link", "area_manager", "resident"}
)
# What is known at the moment of each letter, beside what is always known.
ALLOWED: Mapping[str, frozenset[str]] = {
    "receipt": frozenset({"answer_by"}),
    "joined": frozenset({"answer_by"}),
    "taken": frozenset({"answer_by"}),
    "answer_yes": frozenset({"answer", "what", "due", "reopen_until"}),
    "answer_no": frozenset({"answer", "reason", "can_do", "reopen_until"}),
    "answer_yes_if": frozenset({"answer", "condition", "needed", "expected", "what", "due", "reopen_until"}),
    "condition_met": frozenset({"condition", "what", "due", "why"}),
    "condition_lapsed": frozenset({"condition", "what", "why", "answer_by"}),
    "promise_late": frozenset({"what", "due"}),
    "promise_shifted": frozenset({"what", "old_due", "due", "why"}),
    "promise_kept": frozenset({"what", "due", "why", "reopen_until"}),
    "promise_withdrawn": frozenset({"what", "due", "why"}),
    "promise_dropped": frozenset({"what", "due", "why", "answer_by"}),
    "reopened": frozenset({"why", "answer_by"}),
    "closed": frozenset({"why", "reopen_until"}),
    "question": frozenset({"question", "reply_by"}),
    "question_reminder": frozenset({"question", "reply_by"}),
    "question_expired": frozenset({"question", "reopen_until"}),
    "redirected": frozenset({"where", "contact", "why"}),
    "forwarded": frozenset({"formal", "where", "contact", "received", "legal_by"}),
    "merged": frozenset({"old_code", "answer_by", "question"}),
    "split": frozenset({"answer_by"}),
    "data_asked": frozenset({"wish", "legal_by"}),
    "data_done": frozenset({"wish", "why"}),
    "data_refused": frozenset({"wish", "why"}),
}
LABELS: Mapping[str, str] = {
    "receipt": "Ontvangst van een melding",
    "joined": "Iemand doet mee met een melding",
    "taken": "Iemand neemt het op zich",
    "answer_yes": "Antwoord: ja",
    "answer_no": "Antwoord: nee, want",
    "answer_yes_if": "Antwoord: ja, op voorwaarde dat",
    "condition_met": "Een voorwaarde is vervuld",
    "condition_lapsed": "Een voorwaarde is vervallen",
    "promise_late": "Een belofte is te laat",
    "promise_shifted": "Een belofte krijgt een nieuwe datum",
    "promise_kept": "Een belofte is nagekomen",
    "promise_withdrawn": "Een belofte is ingetrokken",
    "promise_dropped": "Een punt uit een plan gaat niet door",
    "reopened": "De melding is weer open",
    "closed": "De melding is klaar",
    "question": "Een vraag aan de melder",
    "question_reminder": "Herinnering aan een vraag",
    "question_expired": "Gesloten, want er kwam geen antwoord op een vraag",
    "redirected": "De melding is bij een andere organisatie",
    "forwarded": "Een officieel bericht is doorgestuurd",
    "merged": "De melding gaat samen met een andere",
    "split": "De melding is gesplitst",
    "data_asked": "Een vraag over eigen gegevens kwam binnen",
    "data_done": "Een vraag over eigen gegevens: dat doen wij",
    "data_refused": "Een vraag over eigen gegevens: dat kan niet",
}
PLACE = re.compile(r"\{([^{}\n]*)\}")
# Letters of a no say what the law asks of them (D3); a hand that edits the text must not lose it.
NO_IS_NO_DECISION = re.compile(r"geen besluit", re.IGNORECASE)
WORD_JOINER = "\u2060"


class LetterText(Item):
    """Title and body. `{place}` and the like are filled in; a line whose fact is empty is left out."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=150, pattern=r"^[^\r\n]*$")]
    body: Annotated[str, StringConstraints(min_length=1, max_length=6000)]


def _own(kind: str) -> LetterText:
    """The house's own text, for a document of before this letter."""
    title, body = TEXTS[kind]
    return LetterText(title=title, body=body)


class Letters(Section):
    """Every letter that an asker can get."""

    name: ClassVar[str] = "letters"
    per_area: ClassVar[bool] = True

    receipt: LetterText
    joined: LetterText
    taken: LetterText
    answer_yes: LetterText
    answer_no: LetterText
    answer_yes_if: LetterText
    condition_met: LetterText
    condition_lapsed: LetterText
    promise_late: LetterText
    promise_shifted: LetterText
    promise_kept: LetterText
    promise_withdrawn: LetterText
    promise_dropped: LetterText = _own("promise_dropped")
    reopened: LetterText
    closed: LetterText
    question: LetterText = _own("question")
    question_reminder: LetterText = _own("question_reminder")
    question_expired: LetterText = _own("question_expired")
    redirected: LetterText = _own("redirected")
    forwarded: LetterText = _own("forwarded")
    merged: LetterText = _own("merged")
    split: LetterText = _own("split")
    data_asked: LetterText = _own("data_asked")
    data_done: LetterText = _own("data_done")
    data_refused: LetterText = _own("data_refused")

    def text(self, kind: str) -> LetterText:
        """The text of a kind. Raises KeyError for a kind that is not in `ALLOWED`."""
        if kind not in ALLOWED:
            raise KeyError(kind)
        found: LetterText = getattr(self, kind)
        return found

    def cross_check(self, document: Document) -> Iterable[Problem]:
        for kind in ALLOWED:
            yield from problems_of(kind, self.text(kind))


def problems_of(kind: str, text: LetterText) -> Iterator[Problem]:
    """What is wrong with one letter."""
    place: Loc = ("letters", kind)
    for field in ("title", "body"):
        yield from _wrong_places(kind, getattr(text, field), (*place, field))
    if TRACE_MARK in text.title:
        # A title is read over shoulders and in lists of mail: the link is for the asker alone (D5).
        yield Problem.at((*place, "title"), "De link hoort in de brief zelf, niet in de titel.")
    if TRACE_MARK not in text.body:
        yield Problem.at((*place, "body"), "Zet {trace_link} in de brief. Anders kan de melder niets volgen.")
    if kind == "answer_no" and not NO_IS_NO_DECISION.search(text.body):
        yield Problem.at((*place, "body"), "Zeg dat een nee geen besluit is, en wat de melder kan doen.")


def _wrong_places(kind: str, text: str, place: Loc) -> Iterator[Problem]:
    known = frozenset().union(*ALLOWED.values()) | ALWAYS
    for name in PLACE.findall(text):
        if name not in known:
            yield Problem.at(place, f"{{{name}}} kennen wij niet.")
        elif name not in ALWAYS | ALLOWED[kind]:
            yield Problem.at(place, f"{{{name}}} is bij deze brief nog niet bekend.")
    if "{" in PLACE.sub("", text) or "}" in PLACE.sub("", text):
        yield Problem.at(
            place, "Er staat een losse accolade. Schrijf {naam} met twee accolades op een regel."
        )


def render(text: str, facts: Mapping[str, str]) -> str:
    """Fill in the facts; `{trace_link}` stays as it is, it is filled in only while sending (D5).

    Filled in once, from left to right: braces inside a fact mean nothing. A line with a fact that is empty or absent is
    left out, unless the trace link stands in it.
    """
    lines = [_line(line, facts) for line in text.split("\n")]
    kept = "\n".join(line for line in lines if line is not None)
    return re.sub(r"\n{3,}", "\n\n", kept).strip()


def _line(line: str, facts: Mapping[str, str]) -> str | None:
    names = set(PLACE.findall(line))
    if TRACE_MARK not in line and any(not facts.get(name) for name in names):
        return None

    def fill(match: re.Match[str]) -> str:
        return TRACE_MARK if match[0] == TRACE_MARK else _harmless(facts.get(match[1], ""))

    return PLACE.sub(fill, line)


def _harmless(fact: str) -> str:
    # Who writes the mark in a title must not get a link there: an invisible sign keeps the sender from seeing it.
    return fact.replace(TRACE_MARK, "{" + WORD_JOINER + TRACE_MARK[1:])


def give_sections() -> list[type[Section]]:
    """The parts of this room."""
    return [Letters]
